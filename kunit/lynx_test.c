// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: the kernel's own Lynx PCS code under phylink, on
 * registers that behave as those of the hardware do
 */

#include <linux/delay.h>
#include <linux/mii.h>
#include <linux/pcs-lynx.h>
#include <linux/phy.h>
#include <linux/rtnetlink.h>

#include "../drivers/net/pcs/pcs-sim.h"
#include "pcs-kunit.h"

/**
 * struct lynx_rig - a MAC, and a Lynx PCS with its driver
 * @sim: the hardware
 * @bus: the MDIO bus that it is on
 * @dev: device of the PCS driver
 * @node: node of the PCS
 * @impl: what the PCS driver has registered, or NULL
 * @mac: the MAC
 */
struct lynx_rig {
	struct pcs_sim_dev *sim;
	struct mii_bus *bus;
	struct device *dev;
	struct fwnode_handle *node;
	struct phylink_pcs *impl;
	struct kmac *mac;
};

static void lynx_remove_bus(void *data)
{
	struct mii_bus *bus = data;

	mdiobus_unregister(bus);
	pcs_sim_mdiobus_free(bus);
}

static void lynx_unbind(void *data)
{
	struct lynx_rig *rig = data;

	if (!rig->impl)
		return;

	pcs_unregister(rig->impl);
	lynx_pcs_destroy(rig->impl);
	rig->impl = NULL;
}

static void lynx_bind(struct kunit *test, struct lynx_rig *rig)
{
	struct pcs_provider_config config = { .fwnode = rig->node };

	rig->impl = lynx_pcs_create_mdiodev(rig->bus, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, rig->impl);
	config.pcs = rig->impl;
	KUNIT_ASSERT_EQ(test, pcs_register(rig->dev, &config), 0);
}

/* The hardware, for whoever puts it on a bus */
static struct pcs_sim_dev *lynx_create(struct kunit *test, const char *id)
{
	const struct pcs_sim_model *model = pcs_sim_model_find("lynx");
	struct pcs_sim_dev *sim;

	KUNIT_ASSERT_NOT_NULL(test, model);
	sim = pcs_sim_dev_create(model, id);
	pcs_sim_model_put(model);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sim);

	return sim;
}

static int lynx_read(struct lynx_rig *rig, int reg)
{
	return pcs_sim_dev_read(rig->sim, MDIO_DEVAD_NONE, reg);
}

static struct lynx_rig *lynx_rig_init(struct kunit *test,
				      phy_interface_t interface,
				      const char *partner)
{
	static unsigned int serial;
	struct phylink_pcs *pcs;
	struct lynx_rig *rig;
	char id[16];

	rig = kunit_kzalloc(test, sizeof(*rig), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rig);

	snprintf(id, sizeof(id), "kunit-lynx%u", serial++);
	rig->dev = kpcs_device(test, "lynx");
	rig->node = kpcs_node(test, NULL);
	rig->sim = lynx_create(test, id);
	rig->bus = pcs_sim_mdiobus_alloc(rig->dev, id);
	KUNIT_ASSERT_NOT_NULL(test, rig->bus);
	KUNIT_ASSERT_EQ(test, pcs_sim_mdiobus_add(rig->bus, 0, rig->sim), 0);
	KUNIT_ASSERT_EQ(test, mdiobus_register(rig->bus), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, lynx_remove_bus,
					       rig->bus), 0);
	KUNIT_ASSERT_EQ(test, pcs_sim_lane_set_partner(&rig->sim->lane, partner), 0);

	lynx_bind(test, rig);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, lynx_unbind, rig), 0);

	pcs = kpcs_get(test, kpcs_ref_node(test, rig->node), 0);
	rig->mac = kmac_alloc(test, interface);
	rig->mac->config.mac_capabilities |= MAC_10 | MAC_100;
	rig->mac->pcs = pcs;
	kmac_create(test, rig->mac, KMAC_INBAND);

	return rig;
}

/* 1000BASE-X: negotiated up; down and up again with the driver; the partner
 * goes and comes.
 */
static void lynx_1000basex(struct kunit *test)
{
	struct lynx_rig *rig;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX,
			    "1000base-x full pause");
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_1000);
	KUNIT_EXPECT_TRUE(test, lynx_read(rig, MII_BMCR) &
			  BMCR_ANENABLE);
	KUNIT_EXPECT_TRUE(test, lynx_read(rig, MII_ADVERTISE) &
			  ADVERTISE_1000XFULL);

	lynx_unbind(rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	lynx_bind(test, rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));

	pcs_sim_lane_set_partner(&rig->sim->lane, "none");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	pcs_sim_lane_set_partner(&rig->sim->lane, "1000base-x full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* The driver goes with the partner away, and both come back. */
static void lynx_both_away(struct kunit *test)
{
	struct lynx_rig *rig;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX,
			    "1000base-x full");
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));

	pcs_sim_lane_set_partner(&rig->sim->lane, "none");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	lynx_unbind(rig);
	kmac_settle();
	pcs_sim_lane_set_partner(&rig->sim->lane, "1000base-x full");
	lynx_bind(test, rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->n_down, 1);
}

/* SGMII: the speed is the PHY's, in its word; so it is after a new binding. */
static void lynx_sgmii(struct kunit *test)
{
	struct lynx_rig *rig;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_SGMII, "sgmii 100 full");
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_100);

	lynx_unbind(rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	pcs_sim_lane_set_partner(&rig->sim->lane, "sgmii 1000 full");
	lynx_bind(test, rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_1000);
}

/* A partner that does not negotiate with one that does: no link (clause 37). */
static void lynx_forced_partner(struct kunit *test)
{
	struct lynx_rig *rig;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX,
			    "1000base-x full forced");
	kmac_start(rig->mac);
	/* Longer than both link timers, and a poll of the link */
	msleep(1200);
	KUNIT_EXPECT_FALSE(test, rig->mac->up);
	KUNIT_EXPECT_FALSE(test, lynx_read(rig, MII_BMSR) &
			   BMSR_LSTATUS);

	pcs_sim_lane_set_partner(&rig->sim->lane, "1000base-x full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

static struct kunit_case lynx_cases[] = {
	KUNIT_CASE(lynx_1000basex),
	KUNIT_CASE(lynx_both_away),
	KUNIT_CASE(lynx_sgmii),
	KUNIT_CASE(lynx_forced_partner),
	{ }
};

static struct kunit_suite lynx_suite = {
	.name = "pcs_lynx",
	.test_cases = lynx_cases,
};

kunit_test_suite(lynx_suite);
