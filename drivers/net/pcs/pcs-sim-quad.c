// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: driver for four Lynx PCS in one device.
 *
 * An example, too, of a PCS driver with several PCS. They are referred to with
 * #pcs-cells = <1>, and then registered in one call, or have a child node each:
 *
 *	quad0: ethernet-pcs@0 {
 *		compatible = "pcs-sim,lynx-quad";
 *		reg = <0>;
 *
 *		quad0_2: channel@2 {
 *			reg = <2>;
 *		};
 *		...
 *	};
 */
#include <linux/array_size.h>
#include <linux/err.h>
#include <linux/mdio.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/pcs-lynx.h>
#include <linux/pcs/provider.h>
#include <linux/property.h>
#include <linux/slab.h>

#define PCS_QUAD_CHANNELS	4

/**
 * struct pcs_quad - four PCS
 * @pcs: the PCS
 * @registered: which of them are to be unregistered, as a mask
 */
struct pcs_quad {
	struct phylink_pcs *pcs[PCS_QUAD_CHANNELS];
	unsigned int registered;
};

static void pcs_quad_destroy(struct pcs_quad *quad)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(quad->pcs) && quad->pcs[i]; i++)
		lynx_pcs_destroy(quad->pcs[i]);
}

static int pcs_quad_create(struct pcs_quad *quad, struct mdio_device *mdiodev)
{
	struct phylink_pcs *pcs;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(quad->pcs); i++) {
		pcs = lynx_pcs_create_mdiodev(mdiodev->bus, mdiodev->addr + i);
		if (IS_ERR(pcs)) {
			pcs_quad_destroy(quad);
			return PTR_ERR(pcs);
		}
		quad->pcs[i] = pcs;
	}

	return 0;
}

static void pcs_quad_unregister(struct pcs_quad *quad)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(quad->pcs); i++)
		if (quad->registered & BIT(i))
			pcs_unregister(quad->pcs[i]);
}

/* All of them, to be unregistered by the first */
static int pcs_quad_register_cells(struct pcs_quad *quad, struct device *dev)
{
	const struct pcs_provider_config config = {
		.channels = quad->pcs,
		.num_channels = ARRAY_SIZE(quad->pcs),
	};

	quad->registered = BIT(0);

	return pcs_register(dev, &config);
}

static int pcs_quad_register_node(struct pcs_quad *quad, struct device *dev,
				  struct fwnode_handle *fwnode)
{
	struct pcs_provider_config config = { .fwnode = fwnode };
	u32 reg;
	int err;

	err = fwnode_property_read_u32(fwnode, "reg", &reg);
	if (err || reg >= ARRAY_SIZE(quad->pcs))
		return dev_err_probe(dev, -EINVAL, "%pfw: no such channel\n",
				     fwnode);

	config.pcs = quad->pcs[reg];
	err = pcs_register(dev, &config);
	if (!err)
		quad->registered |= BIT(reg);

	return err;
}

static int pcs_quad_register_nodes(struct pcs_quad *quad, struct device *dev)
{
	struct fwnode_handle *child;
	int err = 0;

	device_for_each_child_node(dev, child) {
		err = pcs_quad_register_node(quad, dev, child);
		if (err)
			break;
	}
	if (err) {
		fwnode_handle_put(child);
		pcs_quad_unregister(quad);
	}

	return err;
}

static int pcs_quad_probe(struct mdio_device *mdiodev)
{
	struct device *dev = &mdiodev->dev;
	struct pcs_quad *quad;
	int err;

	quad = devm_kzalloc(dev, sizeof(*quad), GFP_KERNEL);
	if (!quad)
		return -ENOMEM;

	err = pcs_quad_create(quad, mdiodev);
	if (err)
		return err;

	if (device_property_present(dev, "#pcs-cells"))
		err = pcs_quad_register_cells(quad, dev);
	else
		err = pcs_quad_register_nodes(quad, dev);
	if (err) {
		pcs_quad_destroy(quad);
		return err;
	}

	mdiodev_set_drvdata(mdiodev, quad);

	return 0;
}

static void pcs_quad_remove(struct mdio_device *mdiodev)
{
	struct pcs_quad *quad = mdiodev_get_drvdata(mdiodev);

	pcs_quad_unregister(quad);
	pcs_quad_destroy(quad);
}

static const struct of_device_id pcs_quad_of_match[] = {
	{ .compatible = "pcs-sim,lynx-quad" },
	{}
};
MODULE_DEVICE_TABLE(of, pcs_quad_of_match);

static struct mdio_driver pcs_quad_driver = {
	.mdiodrv.driver = {
		.name = "pcs-sim-quad",
		.of_match_table = pcs_quad_of_match,
	},
	.probe = pcs_quad_probe,
	.remove = pcs_quad_remove,
};

mdio_module_driver(pcs_quad_driver);

MODULE_DESCRIPTION("Driver for four simulated Lynx PCS");
MODULE_LICENSE("GPL");
