// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: a MAC whose PCS sits on an MDIO bus of its own,
 * which it registers in its probe()
 */

#include <linux/mdio.h>
#include <linux/phy.h>
#include <linux/platform_device.h>

#include "../drivers/net/pcs/pcs-sim.h"
#include "pcs-kunit.h"

/* The case that runs, for drivers that have no other way to find it */
static struct owner {
	struct fwnode_handle *port;	/* node of the MAC's port */
	struct kpcs *kp;
	struct phylink_pcs *pcs;	/* what the MAC got */
	struct mii_bus *bus;
	struct mdio_device *mdiodev;
	int probes;			/* of the MAC */
	int pcs_probes;
	int err;			/* what the MAC's probe is to return */
	bool bus_first;			/* remove the bus before pcs_put() */
} owner;

static int owner_pcs_probe(struct mdio_device *mdiodev)
{
	owner.pcs_probes++;
	owner.kp->dev = &mdiodev->dev;

	return kpcs_register(owner.kp);
}

static void owner_pcs_remove(struct mdio_device *mdiodev)
{
	kpcs_unregister(owner.kp);
}

static struct mdio_driver owner_pcs_driver = {
	.mdiodrv.driver.name = "pcs-kunit-own",
	.probe = owner_pcs_probe,
	.remove = owner_pcs_remove,
};

static int owner_pcs_match(struct device *dev, const struct device_driver *drv)
{
	return drv == &owner_pcs_driver.mdiodrv.driver;
}

static int owner_add_bus(struct device *dev)
{
	int err;

	owner.bus = pcs_sim_mdiobus_alloc(dev, dev_name(dev));
	if (!owner.bus)
		return -ENOMEM;

	err = mdiobus_register(owner.bus);
	if (err)
		goto free_bus;

	owner.mdiodev = mdio_device_create(owner.bus, 1);
	if (IS_ERR(owner.mdiodev)) {
		err = PTR_ERR(owner.mdiodev);
		goto unregister_bus;
	}
	owner.mdiodev->bus_match = owner_pcs_match;
	err = mdio_device_register(owner.mdiodev);
	if (err)
		goto free_device;

	return 0;

free_device:
	mdio_device_free(owner.mdiodev);
unregister_bus:
	mdiobus_unregister(owner.bus);
free_bus:
	pcs_sim_mdiobus_free(owner.bus);

	return err;
}

static void owner_remove_bus(void)
{
	mdiobus_unregister(owner.bus);
	pcs_sim_mdiobus_free(owner.bus);
}

static void owner_remove(struct platform_device *pdev)
{
	if (owner.bus_first)
		owner_remove_bus();
	pcs_put(owner.pcs);
	if (!owner.bus_first)
		owner_remove_bus();
}

static int owner_probe(struct platform_device *pdev)
{
	int err;

	owner.probes++;
	err = owner_add_bus(&pdev->dev);
	if (err)
		return err;

	owner.pcs = fwnode_pcs_get(&pdev->dev, owner.port, NULL, 0);
	if (IS_ERR(owner.pcs)) {
		owner_remove_bus();
		return PTR_ERR(owner.pcs);
	}

	if (owner.err)
		owner_remove(pdev);

	return owner.err;
}

static struct platform_driver owner_driver = {
	.probe = owner_probe,
	.remove = owner_remove,
	.driver.name = "pcs-kunit-owner",
};

static void unregister_owner_driver(void *data)
{
	platform_driver_unregister(&owner_driver);
}

static void unregister_pcs_driver(void *data)
{
	mdio_driver_unregister(&owner_pcs_driver);
}

static void unregister_device(void *pdev)
{
	platform_device_unregister(pdev);
	device_link_wait_removal();
}

static void remove_child(void *child)
{
	fwnode_remove_software_node(child);
}

static void register_pcs_driver(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mdio_driver_register(&owner_pcs_driver), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, unregister_pcs_driver,
					       NULL), 0);
}

/* A node for the MAC, with one for its PCS below, and its driver */
static struct fwnode_handle *owner_init(struct kunit *test)
{
	static const struct property_entry none[] = { { } };
	struct fwnode_handle *node = kpcs_node(test, none);
	struct fwnode_handle *child;

	child = fwnode_create_software_node(none, node);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, child);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, remove_child, child), 0);

	memset(&owner, 0, sizeof(owner));
	owner.port = kpcs_ref_node(test, child);
	owner.kp = kpcs_alloc(test, child);
	KUNIT_ASSERT_EQ(test, platform_driver_register(&owner_driver), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, unregister_owner_driver,
					       NULL), 0);

	return node;
}

static struct platform_device *owner_register(struct kunit *test,
					      struct fwnode_handle *node)
{
	const struct platform_device_info info = {
		.name = "pcs-kunit-owner",
		.id = PLATFORM_DEVID_NONE,
		.fwnode = node,
	};
	struct platform_device *pdev;

	pdev = platform_device_register_full(&info);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, unregister_device, pdev),
			0);

	return pdev;
}

static struct kmac *owner_start(struct kunit *test)
{
	struct kmac *mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);

	mac->pcs = owner.pcs;
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);

	return mac;
}

static void owner_stop(struct kunit *test, struct kmac *mac,
		       struct platform_device *pdev)
{
	kmac_stop(mac);
	kmac_destroy(mac);
	kunit_release_action(test, unregister_device, pdev);
	KUNIT_EXPECT_TRUE(test, owner.kp->gone);
}

/* S15: the driver of the PCS comes after that of the MAC. This does not wait
 * for it, is probed once, and left alone when it comes, goes, and comes again.
 */
static void bus_driver_later(struct kunit *test)
{
	struct fwnode_handle *node = owner_init(test);
	struct platform_device *pdev;
	struct kmac *mac;

	pdev = owner_register(test, node);
	wait_for_device_probe();
	KUNIT_ASSERT_TRUE(test, device_is_bound(&pdev->dev));
	mac = owner_start(test);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));

	register_pcs_driver(test);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	kunit_release_action(test, unregister_pcs_driver, NULL);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, false));
	register_pcs_driver(test);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	wait_for_device_probe();
	KUNIT_EXPECT_EQ(test, owner.probes, 1);
	KUNIT_EXPECT_EQ(test, owner.pcs_probes, 2);

	owner_stop(test, mac, pdev);
}

/* S15, S19: the driver is there, so that the PCS comes and, when the MAC's
 * probe fails, goes within that; which is tried again. The MAC may take down
 * its bus before it gives the PCS back, or after.
 */
static void bus_probe_fails(struct kunit *test)
{
	struct fwnode_handle *node = owner_init(test);
	struct platform_device *pdev;
	struct kmac *mac;

	register_pcs_driver(test);
	owner.err = -EIO;
	pdev = owner_register(test, node);
	wait_for_device_probe();
	KUNIT_EXPECT_EQ(test, owner.probes, 1);
	KUNIT_EXPECT_EQ(test, owner.pcs_probes, 1);
	KUNIT_EXPECT_TRUE(test, owner.kp->gone);

	owner.bus_first = true;
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 0);
	KUNIT_EXPECT_EQ(test, owner.probes, 2);
	KUNIT_EXPECT_EQ(test, owner.pcs_probes, 2);
	KUNIT_EXPECT_TRUE(test, owner.kp->gone);

	owner.err = 0;
	KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_EQ(test, owner.probes, 3);
	mac = owner_start(test);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	owner_stop(test, mac, pdev);
}

static struct kunit_case bus_cases[] = {
	KUNIT_CASE(bus_driver_later),
	KUNIT_CASE(bus_probe_fails),
	{ }
};

static struct kunit_suite bus_suite = {
	.name = "pcs_bus",
	.test_cases = bus_cases,
};

kunit_test_suite(bus_suite);
