// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit tests of the simulated MAC: as software nodes describe it, with the
 * Lynx PCS of a simulated bus, the driver of that, and phylink.
 */
#include <linux/delay.h>
#include <linux/netdevice.h>
#include <linux/phy.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/rtnetlink.h>

#include "../drivers/net/pcs/pcs-sim.h"
#include "pcs-kunit.h"

/**
 * struct sim_rig - a bus with two PCS
 * @mdio: the device of the bus
 * @bus: the bus
 * @pcs: nodes of the PCS
 */
struct sim_rig {
	struct platform_device *mdio;
	struct mii_bus *bus;
	struct fwnode_handle *pcs[2];
};

static void sim_remove_node(void *fwnode)
{
	fwnode_remove_software_node(fwnode);
}

static struct fwnode_handle *sim_node(struct kunit *test,
				      const struct property_entry *props,
				      struct fwnode_handle *parent)
{
	struct fwnode_handle *node = fwnode_create_software_node(props, parent);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, node);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, sim_remove_node, node), 0);

	return node;
}

static void sim_remove_pdev(void *pdev)
{
	platform_device_unregister(pdev);
	device_link_wait_removal();
}

static struct platform_device *sim_device(struct kunit *test, const char *name,
					  struct fwnode_handle *node)
{
	const struct platform_device_info info = {
		.name = name,
		.id = PLATFORM_DEVID_AUTO,
		.fwnode = node,
	};
	struct platform_device *pdev;

	fwnode_set_flag(node, FWNODE_FLAG_LINKS_ADDED);
	pdev = platform_device_register_full(&info);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, sim_remove_pdev, pdev), 0);
	wait_for_device_probe();

	return pdev;
}

static struct sim_rig *sim_rig_init(struct kunit *test)
{
	static const struct property_entry none[] = { { } };
	struct fwnode_handle *node;
	struct sim_rig *rig;
	unsigned int i;

	rig = kunit_kzalloc(test, sizeof(*rig), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rig);

	node = sim_node(test, none, NULL);
	for (i = 0; i < ARRAY_SIZE(rig->pcs); i++) {
		const struct property_entry props[] = {
			PROPERTY_ENTRY_STRING("compatible", "fsl,lynx-pcs"),
			PROPERTY_ENTRY_U32("reg", i),
			{ }
		};

		rig->pcs[i] = sim_node(test, props, node);
	}
	rig->mdio = sim_device(test, "pcs-sim-mdio", node);
	rig->bus = platform_get_drvdata(rig->mdio);
	KUNIT_ASSERT_NOT_NULL(test, rig->bus);

	return rig;
}

/* What is at the far end of the lane of the first PCS. */
static void sim_partner(struct kunit *test, struct sim_rig *rig,
			const char *partner)
{
	struct pcs_sim_dev *dev = pcs_sim_dev_get(rig->pcs[0]);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_EXPECT_EQ(test, pcs_sim_lane_set_partner(&dev->lane, partner), 0);
	pcs_sim_dev_put(dev);
}

static struct net_device *sim_netdev(struct platform_device *pdev)
{
	struct device *dev = device_find_any_child(&pdev->dev);

	if (!dev)
		return NULL;
	put_device(dev);

	return to_net_dev(dev);
}

static void sim_open(struct kunit *test, struct net_device *ndev)
{
	KUNIT_ASSERT_NOT_NULL(test, ndev);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_open(ndev, NULL), 0);
	rtnl_unlock();
}

static bool sim_wait(struct net_device *ndev, bool up)
{
	unsigned int i;

	for (i = 0; i < 250 && netif_carrier_ok(ndev) != up; i++)
		msleep(20);

	return netif_carrier_ok(ndev) == up;
}

static void sim_bind(struct kunit *test, struct sim_rig *rig, int addr)
{
	KUNIT_EXPECT_EQ(test, device_attach(&rig->bus->mdio_map[addr]->dev), 1);
}

static void sim_unbind(struct sim_rig *rig, int addr)
{
	device_release_driver(&rig->bus->mdio_map[addr]->dev);
}

/* A MAC with two PCS on one lane: when the first goes, its mux connects the
 * second, and when that returns, the first.
 */
static void sim_two_pcs(struct kunit *test)
{
	struct sim_rig *rig = sim_rig_init(test);
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(rig->pcs[0]),
		SOFTWARE_NODE_REFERENCE(rig->pcs[1]),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_STRING("phy-mode", "1000base-x"),
		PROPERTY_ENTRY_STRING("managed", "in-band-status"),
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		PROPERTY_ENTRY_REF_ARRAY("pcs-sim,wired-to", refs),
		{ }
	};
	struct net_device *ndev;

	sim_partner(test, rig, "1000base-x full");
	ndev = sim_netdev(sim_device(test, "pcs-sim-mac",
				     sim_node(test, props, NULL)));
	sim_open(test, ndev);
	KUNIT_EXPECT_TRUE(test, sim_wait(ndev, true));

	sim_unbind(rig, 0);
	KUNIT_EXPECT_TRUE(test, sim_wait(ndev, false));
	KUNIT_EXPECT_TRUE(test, sim_wait(ndev, true));
	sim_unbind(rig, 1);
	KUNIT_EXPECT_TRUE(test, sim_wait(ndev, false));
	sim_bind(test, rig, 0);
	KUNIT_EXPECT_TRUE(test, sim_wait(ndev, true));
	sim_bind(test, rig, 1);
}

/* A MAC that does not know a mode that its PCS has does not probe with it. */
static void sim_interfaces(struct kunit *test)
{
	static const char * const modes[] = { "sgmii", "10gbase-kr" };
	struct sim_rig *rig = sim_rig_init(test);
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(rig->pcs[0]),
	};
	struct property_entry props[] = {
		PROPERTY_ENTRY_STRING("phy-mode", "1000base-x"),
		PROPERTY_ENTRY_STRING("managed", "in-band-status"),
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		PROPERTY_ENTRY_STRING_ARRAY("pcs-sim,interfaces", modes),
		{ }
	};

	KUNIT_EXPECT_NULL(test, sim_netdev(sim_device(test, "pcs-sim-mac",
						      sim_node(test, props,
							       NULL))));
	props[0] = PROPERTY_ENTRY_STRING("phy-mode", "sgmii");
	KUNIT_EXPECT_NOT_NULL(test, sim_netdev(sim_device(test, "pcs-sim-mac",
							  sim_node(test, props,
								   NULL))));
	/* Nor is there one that only the MAC knows. */
	props[0] = PROPERTY_ENTRY_STRING("phy-mode", "10gbase-kr");
	KUNIT_EXPECT_NULL(test, sim_netdev(sim_device(test, "pcs-sim-mac",
						      sim_node(test, props,
							       NULL))));
}

static void sim_unregister_node(void *node)
{
	software_node_unregister(node);
}

/* A mode without PCS needs none. */
static void sim_rgmii(struct kunit *test)
{
	static const struct property_entry props[] = {
		PROPERTY_ENTRY_STRING("phy-mode", "rgmii"),
		{ }
	};
	static const struct property_entry link[] = {
		PROPERTY_ENTRY_U32("speed", 1000),
		PROPERTY_ENTRY_BOOL("full-duplex"),
		{ }
	};
	static const struct software_node node = {
		.name = "pcs-kunit-rgmii", .properties = props,
	};
	static const struct software_node fixed = {
		.name = "fixed-link", .parent = &node, .properties = link,
	};
	struct net_device *ndev;

	KUNIT_ASSERT_EQ(test, software_node_register(&node), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, sim_unregister_node,
					       (void *)&node), 0);
	KUNIT_ASSERT_EQ(test, software_node_register(&fixed), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, sim_unregister_node,
					       (void *)&fixed), 0);

	ndev = sim_netdev(sim_device(test, "pcs-sim-mac",
				     software_node_fwnode(&node)));
	sim_open(test, ndev);
	KUNIT_EXPECT_TRUE(test, sim_wait(ndev, true));
}

static struct kunit_case sim_cases[] = {
	KUNIT_CASE(sim_two_pcs),
	KUNIT_CASE(sim_interfaces),
	KUNIT_CASE(sim_rgmii),
	{ }
};

static struct kunit_suite sim_suite = {
	.name = "pcs_sim",
	.test_cases = sim_cases,
};

kunit_test_suite(sim_suite);
