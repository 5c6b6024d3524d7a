// SPDX-License-Identifier: GPL-2.0
/*
 * Driver for Lynx PCS devices on an MDIO bus ("fsl,lynx-pcs").
 *
 * pcs-lynx knows how to drive a Lynx PCS, but is a library that MAC drivers
 * call. This gives it a device to bind to and offers the PCS to whoever the
 * firmware names as its user.
 */
#include <linux/err.h>
#include <linux/mdio.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/pcs-lynx.h>
#include <linux/pcs/provider.h>

static int pcs_lynx_mdio_probe(struct mdio_device *mdiodev)
{
	struct pcs_provider_config config = {};
	struct phylink_pcs *pcs;
	int err;

	pcs = lynx_pcs_create_mdiodev(mdiodev->bus, mdiodev->addr);
	if (IS_ERR(pcs))
		return PTR_ERR(pcs);

	/* No interrupt to report link changes by: the PCS asks for polling. */
	config.pcs = pcs;
	err = pcs_register(&mdiodev->dev, &config);
	if (err) {
		lynx_pcs_destroy(pcs);
		return err;
	}

	mdiodev_set_drvdata(mdiodev, pcs);

	return 0;
}

static void pcs_lynx_mdio_remove(struct mdio_device *mdiodev)
{
	struct phylink_pcs *pcs = mdiodev_get_drvdata(mdiodev);

	pcs_unregister(pcs);
	lynx_pcs_destroy(pcs);
}

static const struct of_device_id pcs_lynx_mdio_of_match[] = {
	{ .compatible = "fsl,lynx-pcs" },
	{}
};
MODULE_DEVICE_TABLE(of, pcs_lynx_mdio_of_match);

static struct mdio_driver pcs_lynx_mdio_driver = {
	.mdiodrv.driver = {
		.name = "pcs-lynx-mdio",
		.of_match_table = pcs_lynx_mdio_of_match,
	},
	.probe = pcs_lynx_mdio_probe,
	.remove = pcs_lynx_mdio_remove,
};

mdio_module_driver(pcs_lynx_mdio_driver);

MODULE_DESCRIPTION("Lynx PCS driver for the PCS subsystem");
MODULE_LICENSE("GPL");
