// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: an MDIO bus with Lynx PCS on it.
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
 *			pcs-sim,cable = <&pcs1>;
 *		};
 *	};
 */
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_mdio.h>
#include <linux/phy.h>
#include <linux/platform_device.h>

#include "pcs-sim.h"

/**
 * struct pcs_sim_mdio - a simulated MDIO bus
 * @lynx: the PCS at each address, or NULL
 */
struct pcs_sim_mdio {
	struct pcs_sim_lynx *lynx[PHY_MAX_ADDR];
};

/* Where nothing drives the line it is pulled up. */
static int pcs_sim_mdio_read(struct mii_bus *bus, int addr, int reg)
{
	struct pcs_sim_mdio *priv = bus->priv;

	if (!priv->lynx[addr])
		return 0xffff;

	return pcs_sim_lynx_read(priv->lynx[addr], reg);
}

static int pcs_sim_mdio_write(struct mii_bus *bus, int addr, int reg, u16 val)
{
	struct pcs_sim_mdio *priv = bus->priv;

	if (priv->lynx[addr])
		pcs_sim_lynx_write(priv->lynx[addr], reg, val);

	return 0;
}

/**
 * pcs_sim_mdiobus_alloc() - make an MDIO bus for simulated PCS
 * @parent: device that the bus belongs to
 * @id: name of the bus
 *
 * The caller registers it, and unregisters it before pcs_sim_mdiobus_free().
 *
 * Return: the bus, or NULL when out of memory.
 */
struct mii_bus *pcs_sim_mdiobus_alloc(struct device *parent, const char *id)
{
	struct mii_bus *bus;

	bus = mdiobus_alloc_size(sizeof(struct pcs_sim_mdio));
	if (!bus)
		return NULL;

	bus->name = "pcs-sim MDIO";
	bus->parent = parent;
	bus->read = pcs_sim_mdio_read;
	bus->write = pcs_sim_mdio_write;
	bus->phy_mask = ~0;
	strscpy(bus->id, id);

	return bus;
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_alloc);

/**
 * pcs_sim_mdiobus_free() - free an MDIO bus, and let go of the PCS on it
 * @bus: what pcs_sim_mdiobus_alloc() returned, not registered
 */
void pcs_sim_mdiobus_free(struct mii_bus *bus)
{
	struct pcs_sim_mdio *priv = bus->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(priv->lynx); i++)
		pcs_sim_lynx_put(priv->lynx[i]);

	mdiobus_free(bus);
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_free);

/**
 * pcs_sim_mdiobus_add() - put a PCS on an MDIO bus
 * @bus: the bus
 * @addr: its address there
 * @lynx: the PCS; the bus takes over the caller's reference, if this succeeds
 *
 * Return: 0, -EINVAL for an address out of range, -EBUSY for one in use.
 */
int pcs_sim_mdiobus_add(struct mii_bus *bus, int addr,
			struct pcs_sim_lynx *lynx)
{
	struct pcs_sim_mdio *priv = bus->priv;

	if (addr < 0 || addr >= PHY_MAX_ADDR)
		return -EINVAL;
	if (priv->lynx[addr])
		return -EBUSY;

	priv->lynx[addr] = lynx;

	return 0;
}
EXPORT_SYMBOL_GPL(pcs_sim_mdiobus_add);

static int pcs_sim_mdio_populate(struct mii_bus *bus, struct device_node *np)
{
	struct pcs_sim_lynx *lynx;
	struct device_node *child;
	int err = 0;
	u32 addr;

	for_each_available_child_of_node(np, child) {
		err = of_property_read_u32(child, "reg", &addr);
		if (err)
			break;

		lynx = pcs_sim_lynx_get(of_fwnode_handle(child));
		if (IS_ERR(lynx)) {
			err = PTR_ERR(lynx);
			break;
		}

		err = pcs_sim_mdiobus_add(bus, addr, lynx);
		if (err) {
			pcs_sim_lynx_put(lynx);
			break;
		}
	}
	of_node_put(child);

	return err;
}

static int pcs_sim_mdio_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct mii_bus *bus;
	int err;

	bus = pcs_sim_mdiobus_alloc(dev, dev_name(dev));
	if (!bus)
		return -ENOMEM;

	err = pcs_sim_mdio_populate(bus, dev->of_node);
	if (err)
		goto free_bus;

	err = of_mdiobus_register(bus, dev->of_node);
	if (err)
		goto free_bus;

	platform_set_drvdata(pdev, bus);

	return 0;

free_bus:
	pcs_sim_mdiobus_free(bus);

	return dev_err_probe(dev, err, "cannot set up the bus\n");
}

static void pcs_sim_mdio_remove(struct platform_device *pdev)
{
	struct mii_bus *bus = platform_get_drvdata(pdev);

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
