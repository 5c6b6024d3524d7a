// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: an MDIO bus with simulated devices on it.
 *
 * The node, of no real binding ("pcs-sim" is not a vendor):
 *
 *	mdio0 {
 *		compatible = "pcs-sim,mdio";
 *		#address-cells = <1>;
 *		#size-cells = <0>;
 *
 *		pcs0: ethernet-pcs@0 {
 *			compatible = "fsl,lynx-pcs";
 *			reg = <0>;
 *			pcs-sim,interrupt;
 *			pcs-sim,cable = <&pcs1>;
 *		};
 *	};
 *
 * It may be one of a device tree, or a software node with the same properties.
 * A software node binds no driver to an MDIO device: that is done by the name
 * of the driver, which is in pcs-sim,driver, or else known for the model.
 *
 * With pcs-sim,interrupt the device has an interrupt, whose number drivers find
 * in &mii_bus.irq, without it they poll.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/of.h>
#include <linux/of_mdio.h>
#include <linux/phy.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/rtnetlink.h>

#include "pcs-sim.h"

/**
 * struct pcs_sim_mdio - a simulated MDIO bus
 * @lock: protects @dev, and is held while one is accessed; inside of
 *	&mii_bus.mdio_lock
 * @dev: the device at each address, or NULL
 */
struct pcs_sim_mdio {
	struct mutex lock; /* dev */
	struct pcs_sim_dev *dev[PHY_MAX_ADDR];
};

static int pcs_sim_mdio_read_c45(struct mii_bus *bus, int addr, int devad,
				 int reg)
{
	struct pcs_sim_mdio *priv = bus->priv;
	int ret = 0xffff;

	/* Where nothing drives the line it is pulled up. */
	mutex_lock(&priv->lock);
	if (priv->dev[addr])
		ret = pcs_sim_dev_read(priv->dev[addr], devad, reg);
	mutex_unlock(&priv->lock);

	return ret;
}

static int pcs_sim_mdio_write_c45(struct mii_bus *bus, int addr, int devad,
				  int reg, u16 val)
{
	struct pcs_sim_mdio *priv = bus->priv;
	int ret = 0;

	mutex_lock(&priv->lock);
	if (priv->dev[addr])
		ret = pcs_sim_dev_write(priv->dev[addr], devad, reg, val);
	mutex_unlock(&priv->lock);

	return ret;
}

static int pcs_sim_mdio_read(struct mii_bus *bus, int addr, int reg)
{
	return pcs_sim_mdio_read_c45(bus, addr, MDIO_DEVAD_NONE, reg);
}

static int pcs_sim_mdio_write(struct mii_bus *bus, int addr, int reg, u16 val)
{
	return pcs_sim_mdio_write_c45(bus, addr, MDIO_DEVAD_NONE, reg, val);
}

/**
 * pcs_sim_mdiobus_alloc() - make an MDIO bus for simulated devices
 * @parent: device that the bus belongs to
 * @id: name of the bus
 *
 * The caller registers it, with pcs_sim_mdiobus_register() or without nodes,
 * and unregisters it before pcs_sim_mdiobus_free().
 *
 * Return: the bus, or NULL when out of memory.
 */
struct mii_bus *pcs_sim_mdiobus_alloc(struct device *parent, const char *id)
{
	struct pcs_sim_mdio *priv;
	struct mii_bus *bus;

	bus = mdiobus_alloc_size(sizeof(*priv));
	if (!bus)
		return NULL;

	priv = bus->priv;
	mutex_init(&priv->lock);
	bus->name = "pcs-sim MDIO";
	bus->parent = parent;
	bus->read = pcs_sim_mdio_read;
	bus->write = pcs_sim_mdio_write;
	bus->read_c45 = pcs_sim_mdio_read_c45;
	bus->write_c45 = pcs_sim_mdio_write_c45;
	bus->phy_mask = ~0;
	strscpy(bus->id, id);

	return bus;
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_alloc);

static void pcs_sim_mdio_remove_irq(struct mii_bus *bus, int addr,
				    struct pcs_sim_dev *dev)
{
	unsigned int irq = dev->irq;

	if (!irq)
		return;

	pcs_sim_dev_set_irq(dev, 0);
	irq_free_desc(irq);
	bus->irq[addr] = PHY_POLL;
}

/* Remove the hardware at an address, if its first is there. */
static void pcs_sim_mdio_remove_dev(struct mii_bus *bus, int addr)
{
	struct pcs_sim_mdio *priv = bus->priv;
	struct pcs_sim_dev *dev = priv->dev[addr];
	unsigned int i;

	if (!dev || dev->first != dev)
		return;

	for (i = 0; i < pcs_sim_model_num_addrs(dev->model); i++) {
		pcs_sim_mdio_remove_irq(bus, addr + i,
					pcs_sim_dev_channel(dev, i));
		mutex_lock(&priv->lock);
		priv->dev[addr + i] = NULL;
		mutex_unlock(&priv->lock);
	}
	pcs_sim_dev_put(dev);
}

static void pcs_sim_mdio_remove_devs(struct mii_bus *bus)
{
	int addr;

	for (addr = 0; addr < PHY_MAX_ADDR; addr++)
		pcs_sim_mdio_remove_dev(bus, addr);
}

/**
 * pcs_sim_mdiobus_free() - free an MDIO bus, and let go of the devices on it
 * @bus: what pcs_sim_mdiobus_alloc() returned, not registered
 */
void pcs_sim_mdiobus_free(struct mii_bus *bus)
{
	pcs_sim_mdio_remove_devs(bus);
	mdiobus_free(bus);
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_free);

/**
 * pcs_sim_mdiobus_add() - put hardware on an MDIO bus
 * @bus: the bus
 * @addr: its (first) address there
 * @dev: the hardware; the bus takes over the caller's reference, if this
 *	succeeds
 *
 * Return: 0, -EINVAL for an address out of range, -EBUSY for one in use.
 */
int pcs_sim_mdiobus_add(struct mii_bus *bus, int addr, struct pcs_sim_dev *dev)
{
	unsigned int i, num = pcs_sim_model_num_addrs(dev->model);
	struct pcs_sim_mdio *priv = bus->priv;
	int err = 0;

	if (addr < 0 || addr + num > PHY_MAX_ADDR)
		return -EINVAL;

	mutex_lock(&priv->lock);
	for (i = 0; i < num; i++)
		if (priv->dev[addr + i])
			err = -EBUSY;
	for (i = 0; i < num && !err; i++)
		priv->dev[addr + i] = pcs_sim_dev_channel(dev, i);
	mutex_unlock(&priv->lock);

	return err;
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_add);

/**
 * pcs_sim_mdiobus_add_irq() - give an address of an MDIO bus an interrupt
 * @bus: the bus
 * @addr: the address, at which there is a device
 *
 * Its number is in &mii_bus.irq until the device is removed.
 *
 * Return: 0, or a negative error code if there is no number left.
 */
int pcs_sim_mdiobus_add_irq(struct mii_bus *bus, int addr)
{
	struct pcs_sim_mdio *priv = bus->priv;
	int irq;

	/* No module owns it: it does not outlive the bus, and a driver that
	 * uses it is not to keep anyone from unloading this one.
	 */
	irq = __irq_alloc_descs(-1, 1, 1, NUMA_NO_NODE, NULL, NULL);
	if (irq < 0)
		return irq;

	irq_set_chip_and_handler(irq, &dummy_irq_chip, handle_simple_irq);
	irq_clear_status_flags(irq, IRQ_NOREQUEST);
	bus->irq[addr] = irq;
	pcs_sim_dev_set_irq(priv->dev[addr], irq);

	return 0;
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_add_irq);

/* Put the hardware of a node on the bus, and return its address. */
static int pcs_sim_mdio_add_dev(struct mii_bus *bus,
				struct fwnode_handle *fwnode)
{
	struct pcs_sim_dev *dev;
	unsigned int i;
	int err;
	u32 addr;

	err = fwnode_property_read_u32(fwnode, "reg", &addr);
	if (err)
		return err;

	dev = pcs_sim_dev_get(fwnode);
	if (IS_ERR(dev))
		return PTR_ERR(dev);

	err = pcs_sim_mdiobus_add(bus, addr, dev);
	if (err) {
		pcs_sim_dev_put(dev);
		return err;
	}
	if (!fwnode_property_read_bool(fwnode, "pcs-sim,interrupt"))
		return addr;

	for (i = 0; i < pcs_sim_model_num_addrs(dev->model) && !err; i++)
		err = pcs_sim_mdiobus_add_irq(bus, addr + i);
	if (err) {
		pcs_sim_mdio_remove_dev(bus, addr);
		return err;
	}

	return addr;
}

/* Where no device tree says which driver is for a device, its node does. */
static int pcs_sim_mdio_match(struct device *dev,
			      const struct device_driver *drv)
{
	const struct pcs_sim_model *model;
	const char *name;
	bool match;

	if (!device_property_read_string(dev, "pcs-sim,driver", &name))
		return !strcmp(name, drv->name);

	model = pcs_sim_model_find_fwnode(dev_fwnode(dev));
	match = model && model->driver && !strcmp(model->driver, drv->name);
	pcs_sim_model_put(model);

	return match;
}

static int pcs_sim_mdio_register_mdiodev(struct mii_bus *bus, int addr,
					 struct fwnode_handle *fwnode)
{
	struct mdio_device *mdiodev;
	int err;

	mdiodev = mdio_device_create(bus, addr);
	if (IS_ERR(mdiodev))
		return PTR_ERR(mdiodev);

	device_set_node(&mdiodev->dev, fwnode_handle_get(fwnode));
	mdiodev->bus_match = pcs_sim_mdio_match;
	err = mdio_device_register(mdiodev);
	if (err)
		mdio_device_free(mdiodev);

	return err;
}

static int pcs_sim_mdio_register_phy(struct mii_bus *bus, int addr,
				     struct fwnode_handle *fwnode)
{
	struct phy_device *phy;
	bool is_c45;
	int err;

	is_c45 = fwnode_device_is_compatible(fwnode,
					     "ethernet-phy-ieee802.3-c45");
	phy = get_phy_device(bus, addr, is_c45);
	if (IS_ERR(phy))
		return PTR_ERR(phy);

	device_set_node(&phy->mdio.dev, fwnode_handle_get(fwnode));
	err = phy_device_register(phy);
	if (err)
		phy_device_free(phy);

	return err;
}

/* A network device does not survive that its PHY goes: phylib keeps what it
 * needs to let go of it, but not more. So it is closed, and cannot be opened,
 * see pcs_sim_wire_has_phy(). RTNL cannot be held until the PHY is gone, as
 * phylib then takes locks within which others take RTNL.
 */
static void pcs_sim_mdio_set_leaving(struct mii_bus *bus, int addr,
				     bool leaving)
{
	struct pcs_sim_mdio *priv = bus->priv;
	struct phy_device *phy;

	rtnl_lock();
	priv->dev[addr]->leaving = leaving;
	phy = mdiobus_get_phy(bus, addr);
	if (leaving && phy && phy->attached_dev)
		dev_close(phy->attached_dev);
	rtnl_unlock();
}

static void pcs_sim_mdio_set_all_leaving(struct mii_bus *bus, bool leaving)
{
	struct pcs_sim_mdio *priv = bus->priv;
	int addr;

	for (addr = 0; addr < PHY_MAX_ADDR; addr++)
		if (priv->dev[addr])
			pcs_sim_mdio_set_leaving(bus, addr, leaving);
}

/* Tell the driver core about the hardware at an address. */
static int pcs_sim_mdio_register(struct mii_bus *bus, int addr)
{
	struct pcs_sim_mdio *priv = bus->priv;
	struct pcs_sim_dev *dev = priv->dev[addr];

	if (dev->model->is_phy)
		return pcs_sim_mdio_register_phy(bus, addr, dev->fwnode);

	return pcs_sim_mdio_register_mdiodev(bus, addr, dev->fwnode);
}

/**
 * pcs_sim_mdiobus_add_node() - add a device to an MDIO bus that is registered
 * @bus: the bus; the caller sees to it that it stays registered, e.g. by
 *	device_lock() of the platform device that it belongs to
 * @fwnode: node of the device
 *
 * Return: 0 or a negative error code; as pcs_sim_dev_get() and
 * pcs_sim_mdiobus_add() do, or of the driver core.
 */
int pcs_sim_mdiobus_add_node(struct mii_bus *bus, struct fwnode_handle *fwnode)
{
	int addr, err;

	addr = pcs_sim_mdio_add_dev(bus, fwnode);
	if (addr < 0)
		return addr;

	err = pcs_sim_mdio_register(bus, addr);
	if (err)
		pcs_sim_mdio_remove_dev(bus, addr);
	else
		pcs_sim_mdio_set_leaving(bus, addr, false);

	return err;
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_add_node);

/**
 * pcs_sim_mdiobus_remove_node() - remove a device from an MDIO bus
 * @bus: the bus, as for pcs_sim_mdiobus_add_node()
 * @fwnode: node of the device; nothing happens if it is not there
 *
 * First its driver is unbound, then the hardware goes, unless somebody else has
 * a reference. Network devices that use a PHY are closed.
 *
 * Context: May sleep, not with RTNL held.
 */
void pcs_sim_mdiobus_remove_node(struct mii_bus *bus,
				 struct fwnode_handle *fwnode)
{
	struct pcs_sim_mdio *priv = bus->priv;
	struct mdio_device *mdiodev;
	int addr;

	for (addr = 0; addr < PHY_MAX_ADDR; addr++)
		if (priv->dev[addr] && priv->dev[addr]->fwnode == fwnode)
			break;
	if (addr == PHY_MAX_ADDR)
		return;

	mdiodev = bus->mdio_map[addr];
	if (mdiodev) {
		pcs_sim_mdio_set_leaving(bus, addr, true);
		mdiodev->device_remove(mdiodev);
		mdiodev->device_free(mdiodev);
	}
	pcs_sim_mdio_remove_dev(bus, addr);
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_remove_node);

static int pcs_sim_mdio_add_devs(struct mii_bus *bus,
				 struct fwnode_handle *fwnode)
{
	struct fwnode_handle *child;
	int ret = 0;

	fwnode_for_each_available_child_node(fwnode, child) {
		ret = pcs_sim_mdio_add_dev(bus, child);
		if (ret < 0)
			break;
	}
	fwnode_handle_put(child);

	return min(ret, 0);
}

static int pcs_sim_mdio_register_devs(struct mii_bus *bus)
{
	struct pcs_sim_mdio *priv = bus->priv;
	struct pcs_sim_dev *dev;
	int addr, err;

	for (addr = 0; addr < PHY_MAX_ADDR; addr++) {
		dev = priv->dev[addr];
		if (!dev || dev->first != dev)
			continue;
		err = pcs_sim_mdio_register(bus, addr);
		if (err)
			return err;
	}

	return 0;
}

/**
 * pcs_sim_mdiobus_register() - register an MDIO bus, and all that is on it
 * @bus: the bus
 * @fwnode: its node, whose children are the devices
 *
 * Undone with mdiobus_unregister(). Whether it succeeds or not, the devices
 * stay on the bus until pcs_sim_mdiobus_free().
 *
 * Return: 0 or a negative error code, as for pcs_sim_mdiobus_add_node().
 */
int pcs_sim_mdiobus_register(struct mii_bus *bus, struct fwnode_handle *fwnode)
{
	int err;

	err = pcs_sim_mdio_add_devs(bus, fwnode);
	if (err)
		return err;

	if (is_of_node(fwnode))
		err = of_mdiobus_register(bus, to_of_node(fwnode));
	else
		err = mdiobus_register(bus);
	if (err)
		return err;

	if (!is_of_node(fwnode)) {
		err = pcs_sim_mdio_register_devs(bus);
		if (err) {
			mdiobus_unregister(bus);
			return err;
		}
	}
	pcs_sim_mdio_set_all_leaving(bus, false);

	return 0;
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_register);

static int pcs_sim_mdio_probe(struct platform_device *pdev)
{
	struct pcs_sim_mdio_pdata *pdata = dev_get_platdata(&pdev->dev);
	struct device *dev = &pdev->dev;
	struct mii_bus *bus;
	int err;

	bus = pcs_sim_mdiobus_alloc(dev, dev_name(dev));
	if (!bus)
		return -ENOMEM;

	err = pcs_sim_mdiobus_register(bus, dev_fwnode(dev));
	if (err) {
		pcs_sim_mdiobus_free(bus);
		return dev_err_probe(dev, err, "cannot set up the bus\n");
	}

	platform_set_drvdata(pdev, bus);
	if (pdata)
		pdata->populate(pdata->priv, bus);

	return 0;
}

static void pcs_sim_mdio_remove(struct platform_device *pdev)
{
	struct mii_bus *bus = platform_get_drvdata(pdev);

	pcs_sim_mdio_set_all_leaving(bus, true);
	mdiobus_unregister(bus);
	pcs_sim_mdiobus_free(bus);
}

static const struct of_device_id pcs_sim_mdio_of_match[] = {
	{ .compatible = "pcs-sim,mdio" },
	{}
};
MODULE_DEVICE_TABLE(of, pcs_sim_mdio_of_match);

struct platform_driver pcs_sim_mdio_driver = {
	.driver = {
		.name = "pcs-sim-mdio",
		.of_match_table = pcs_sim_mdio_of_match,
	},
	.probe = pcs_sim_mdio_probe,
	.remove = pcs_sim_mdio_remove,
};
