// SPDX-License-Identifier: GPL-2.0
/*
 * Driver for Lynx PCS devices on an MDIO bus.
 *
 * pcs-lynx knows how to drive a Lynx PCS, but is a library that MAC drivers
 * call. This gives it a device to bind to and offers the PCS to whoever the
 * firmware names as its user.
 *
 * That device is an MDIO device if the firmware says that it is a PCS
 * ("fsl,lynx-pcs"). Older device trees do not say what it is, and ACPI has no
 * way to: the MDIO bus then takes it for a PHY, and it needs a PHY driver.
 */
#include <linux/acpi.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/mdio.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/pcs-lynx.h>
#include <linux/pcs/provider.h>
#include <linux/phy.h>
#include <linux/property.h>

static void pcs_lynx_destroy(void *pcs)
{
	lynx_pcs_destroy(pcs);
}

static int pcs_lynx_mdio_probe(struct mdio_device *mdiodev)
{
	struct pcs_provider_config config = {};
	struct phylink_pcs *pcs;
	int err;

	pcs = lynx_pcs_create_mdiodev(mdiodev->bus, mdiodev->addr);
	if (IS_ERR(pcs))
		return PTR_ERR(pcs);

	err = devm_add_action_or_reset(&mdiodev->dev, pcs_lynx_destroy, pcs);
	if (err)
		return err;

	/* No interrupt to report link changes by: the PCS asks for polling. */
	config.pcs = pcs;

	return devm_pcs_register(&mdiodev->dev, &config);
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
};

static bool pcs_lynx_mac_refers(const struct fwnode_handle *mac,
				const char *prop,
				const struct fwnode_handle *pcs)
{
	struct fwnode_handle *ref;
	unsigned int index = 0;

	do {
		ref = fwnode_find_reference(mac, prop, index++);
		fwnode_handle_put(ref);
	} while (!IS_ERR(ref) && ref != pcs);

	return ref == pcs;
}

/* These MACs have a Lynx PCS and no other */
static const struct of_device_id pcs_lynx_mac_of_match[] = {
	{ .compatible = "fsl,fman-memac" },
	{ .compatible = "fsl,qoriq-mc-dpmac" },
	{}
};

static bool pcs_lynx_has_of_mac(const struct fwnode_handle *pcs)
{
	struct device_node *np;

	for_each_matching_node(np, pcs_lynx_mac_of_match) {
		const struct fwnode_handle *mac = of_fwnode_handle(np);

		if (pcs_lynx_mac_refers(mac, "pcs-handle", pcs) ||
		    pcs_lynx_mac_refers(mac, "pcsphy-handle", pcs)) {
			of_node_put(np);
			return true;
		}
	}

	return false;
}

/* With ACPI the DPMACs are the children of the Management Complex */
static bool pcs_lynx_has_acpi_mac(const struct fwnode_handle *pcs)
{
	struct fwnode_handle *mac;
	struct acpi_device *mc;
	bool found = false;

	mc = acpi_dev_get_first_match_dev("NXP0008", NULL, -1);
	if (!mc)
		return false;

	fwnode_for_each_child_node(acpi_fwnode_handle(mc), mac) {
		found = pcs_lynx_mac_refers(mac, "pcs-handle", pcs);
		if (found) {
			fwnode_handle_put(mac);
			break;
		}
	}
	acpi_dev_put(mc);

	return found;
}

/* The identifier alone will not do: of 10G PCS, 0x7c000012 is known as well.
 * What a MAC's firmware node refers to as its PCS is one, whatever it reads.
 */
static int pcs_lynx_phy_match(struct phy_device *phydev,
			      const struct phy_driver *phydrv)
{
	const struct fwnode_handle *fwnode = dev_fwnode(&phydev->mdio.dev);

	if (!fwnode)
		return false;
	if (genphy_match_phy_device(phydev, phydrv))
		return true;

	return is_of_node(fwnode) ? pcs_lynx_has_of_mac(fwnode) :
				    pcs_lynx_has_acpi_mac(fwnode);
}

static int pcs_lynx_phy_probe(struct phy_device *phydev)
{
	return pcs_lynx_mdio_probe(&phydev->mdio);
}

/* It is no PHY: do not ask it what it can do ... */
static int pcs_lynx_phy_get_features(struct phy_device *phydev)
{
	return 0;
}

/* ... and do not let a MAC attach to it. */
static int pcs_lynx_phy_config_init(struct phy_device *phydev)
{
	phydev_err(phydev, "this is a PCS, not a PHY\n");

	return -EOPNOTSUPP;
}

static struct phy_driver pcs_lynx_phy_driver[] = { {
	PHY_ID_MATCH_EXACT(0x0083e400),
	.name = "pcs-lynx-phy",
	.match_phy_device = pcs_lynx_phy_match,
	.probe = pcs_lynx_phy_probe,
	.get_features = pcs_lynx_phy_get_features,
	.config_init = pcs_lynx_phy_config_init,
} };

static const struct mdio_device_id pcs_lynx_phy_ids[] = {
	{ PHY_ID_MATCH_EXACT(0x0083e400) },
	{}
};
MODULE_DEVICE_TABLE(mdio, pcs_lynx_phy_ids);

static int __init pcs_lynx_mdio_init(void)
{
	int err;

	err = mdio_driver_register(&pcs_lynx_mdio_driver);
	if (err)
		return err;

	err = phy_drivers_register(pcs_lynx_phy_driver,
				   ARRAY_SIZE(pcs_lynx_phy_driver),
				   THIS_MODULE);
	if (err)
		mdio_driver_unregister(&pcs_lynx_mdio_driver);

	return err;
}
module_init(pcs_lynx_mdio_init);

static void __exit pcs_lynx_mdio_exit(void)
{
	phy_drivers_unregister(pcs_lynx_phy_driver,
			       ARRAY_SIZE(pcs_lynx_phy_driver));
	mdio_driver_unregister(&pcs_lynx_mdio_driver);
}
module_exit(pcs_lynx_mdio_exit);

MODULE_DESCRIPTION("Lynx PCS driver for the PCS subsystem");
MODULE_LICENSE("GPL");
