// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: the kernel's own driver of Marvell PHYs, between a
 * MAC on phylink and a twisted pair, on registers that behave as those of the
 * hardware do
 */

#include <linux/iopoll.h>
#include <linux/mii.h>
#include <linux/pcs-lynx.h>
#include <linux/phy.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>

#include "../drivers/net/pcs/pcs-sim.h"
#include "pcs-kunit.h"

#define RGMII	PHY_INTERFACE_MODE_RGMII_ID
#define SGMII	PHY_INTERFACE_MODE_SGMII

/* Addresses on the MDIO bus */
#define ADDR_PHY	0
#define ADDR_PCS	1

/**
 * struct phy_rig - a MAC, and a PHY with its driver
 * @bus: the MDIO bus of the PHY
 * @phy: the PHY, as hardware
 * @lynx: for SGMII, the PCS, as hardware
 * @impl: what the driver of the PCS has registered, or NULL
 * @node: node of the PCS
 * @end: for RGMII, the end of the MAC
 * @lane: and where that leads to
 * @mac: the MAC
 * @n_rx: frames that arrived at the MAC
 */
struct phy_rig {
	struct mii_bus *bus;
	struct pcs_sim_dev *phy;
	struct pcs_sim_dev *lynx;
	struct phylink_pcs *impl;
	struct fwnode_handle *node;
	struct pcs_sim_end end;
	struct pcs_sim_lane lane;
	struct kmac *mac;
	int n_rx;
};

static struct pcs_sim_dev *phy_add(struct kunit *test, struct phy_rig *rig,
				   const char *name, int addr)
{
	const struct pcs_sim_model *model = pcs_sim_model_find(name);
	struct pcs_sim_dev *dev;
	char id[32];

	KUNIT_ASSERT_NOT_NULL(test, model);
	snprintf(id, sizeof(id), "%s:%02x", rig->bus->id, addr);
	dev = pcs_sim_dev_create(model, id);
	pcs_sim_model_put(model);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, pcs_sim_mdiobus_add(rig->bus, addr, dev), 0);

	return dev;
}

static void phy_remove_bus(void *data)
{
	struct mii_bus *bus = data;

	mdiobus_unregister(bus);
	pcs_sim_mdiobus_free(bus);
}

static struct phy_rig *phy_rig_init(struct kunit *test, bool irq)
{
	static unsigned int serial;
	struct phy_device *phydev;
	struct phy_rig *rig;
	char id[16];

	rig = kunit_kzalloc(test, sizeof(*rig), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rig);

	snprintf(id, sizeof(id), "kunit-phy%u", serial++);
	rig->bus = pcs_sim_mdiobus_alloc(kpcs_device(test, "phy"), id);
	KUNIT_ASSERT_NOT_NULL(test, rig->bus);
	KUNIT_ASSERT_EQ(test, mdiobus_register(rig->bus), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, phy_remove_bus, rig->bus),
			0);
	rig->phy = phy_add(test, rig, "m88e1111", ADDR_PHY);
	rig->lynx = phy_add(test, rig, "lynx", ADDR_PCS);
	if (irq)
		KUNIT_ASSERT_EQ(test, pcs_sim_mdiobus_add_irq(rig->bus,
							      ADDR_PHY), 0);

	phydev = get_phy_device(rig->bus, ADDR_PHY, false);
	KUNIT_ASSERT_FALSE(test, IS_ERR(phydev));
	KUNIT_ASSERT_EQ(test, phy_device_register(phydev), 0);

	return rig;
}

static struct phy_device *phy_phydev(struct phy_rig *rig)
{
	return mdiobus_get_phy(rig->bus, ADDR_PHY);
}

static void phy_alloc_mac(struct kunit *test, struct phy_rig *rig,
			  phy_interface_t interface)
{
	rig->mac = kmac_alloc(test, interface);
	rig->mac->config.mac_capabilities |= MAC_10 | MAC_100 | MAC_ASYM_PAUSE;
	rig->mac->phydev = phy_phydev(rig);
}

static void phy_unregister_pcs(void *data)
{
	struct phy_rig *rig = data;

	pcs_unregister(rig->impl);
	lynx_pcs_destroy(rig->impl);
}

/* MAC, Lynx PCS, SGMII, PHY */
static void phy_sgmii_mac(struct kunit *test, struct phy_rig *rig,
			  enum kmac_mode mode)
{
	struct pcs_provider_config config = { .fwnode = kpcs_node(test, NULL) };
	struct phylink_pcs *pcs;

	rig->impl = lynx_pcs_create_mdiodev(rig->bus, ADDR_PCS);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, rig->impl);
	config.pcs = rig->impl;
	KUNIT_ASSERT_EQ(test, pcs_register(kpcs_device(test, "lynx"), &config),
			0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, phy_unregister_pcs, rig),
			0);
	pcs_sim_lane_attach(&rig->lynx->lane, &rig->phy->host);

	/* What is there first is put last. */
	pcs = kpcs_get(test, kpcs_ref_node(test, config.fwnode), 0);
	phy_alloc_mac(test, rig, SGMII);
	rig->mac->pcs = pcs;
	kmac_create(test, rig->mac, mode);
}

static bool phy_rx(void *data, struct sk_buff *skb)
{
	struct phy_rig *rig = data;

	rig->n_rx++;
	consume_skb(skb);

	return true;
}

static void phy_unwire(void *data)
{
	struct phy_rig *rig = data;

	pcs_sim_lane_shutdown(&rig->lane);
	pcs_sim_end_shutdown(&rig->end);
}

/* MAC, RGMII, PHY */
static void phy_rgmii_mac(struct kunit *test, struct phy_rig *rig)
{
	pcs_sim_end_init(&rig->end);
	rig->end.coding = PCS_SIM_PARALLEL;
	rig->end.power = true;
	pcs_sim_end_set_rx(&rig->end, phy_rx, rig);
	pcs_sim_lane_init(&rig->lane, rig->bus->id, &rig->end);
	pcs_sim_lane_attach(&rig->lane, &rig->phy->host);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, phy_unwire, rig), 0);

	phy_alloc_mac(test, rig, RGMII);
	kmac_create(test, rig->mac, KMAC_PHY);
}

static bool phy_host_link(struct phy_rig *rig)
{
	bool link;

	spin_lock_bh(&pcs_sim_lock);
	link = pcs_sim_end_link(&rig->phy->host);
	spin_unlock_bh(&pcs_sim_lock);

	return link;
}

static bool phy_send(struct kunit *test, struct phy_rig *rig)
{
	struct sk_buff *skb = alloc_skb(ETH_ZLEN, GFP_KERNEL);
	bool taken;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	local_bh_disable();
	taken = pcs_sim_end_xmit(&rig->end, skb);
	local_bh_enable();
	if (!taken)
		kfree_skb(skb);

	return taken;
}

#define phy_can(phydev, mode)						\
	linkmode_test_bit(ETHTOOL_LINK_MODE_##mode##_BIT, (phydev)->supported)

/* The identifier makes the driver bind, which finds what the PHY can do. */
static void phy_binds(struct kunit *test)
{
	struct phy_rig *rig = phy_rig_init(test, false);
	struct phy_device *phydev = phy_phydev(rig);

	KUNIT_ASSERT_NOT_NULL(test, phydev->drv);
	KUNIT_EXPECT_STREQ(test, phydev->drv->name, "Marvell 88E1111");
	KUNIT_EXPECT_TRUE(test, phy_can(phydev, 1000baseT_Full));
	KUNIT_EXPECT_TRUE(test, phy_can(phydev, 10baseT_Half));
	KUNIT_EXPECT_FALSE(test, phy_can(phydev, 1000baseX_Full));
}

/**
 * struct phy_case - a far end, and what comes of it
 * @partner: the far end
 * @speed: speed of the link
 * @duplex: its duplex mode
 * @word: what the PHY tells the PCS of it
 */
struct phy_case {
	const char *partner;
	int speed;
	int duplex;
	u16 word;
};

static const struct phy_case phy_cases[] = {
	{ "1000base-t full pause", SPEED_1000, DUPLEX_FULL, 0x9801 },
	{ "100base-tx full", SPEED_100, DUPLEX_FULL, 0x9401 },
	{ "100base-tx half", SPEED_100, DUPLEX_HALF, 0x8401 },
	{ "10base-t full", SPEED_10, DUPLEX_FULL, 0x9001 },
	{ "10base-t half", SPEED_10, DUPLEX_HALF, 0x8001 },
	/* What does not negotiate is taken for half duplex. */
	{ "100base-tx full forced", SPEED_100, DUPLEX_HALF, 0x8401 },
	{ "10base-t full forced", SPEED_10, DUPLEX_HALF, 0x8001 },
};

KUNIT_ARRAY_PARAM_DESC(phy_case, phy_cases, partner);

/* SGMII with in-band negotiation: the MAC hears of the far end through the
 * PCS.
 */
static void phy_sgmii(struct kunit *test)
{
	struct phy_rig *rig = phy_rig_init(test, false);
	const struct phy_case *c = test->param_value;

	KUNIT_ASSERT_EQ(test, pcs_sim_lane_set_partner(&rig->phy->lane,
						       c->partner), 0);
	phy_sgmii_mac(test, rig, KMAC_INBAND);
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, c->speed);
	KUNIT_EXPECT_EQ(test, phy_phydev(rig)->speed, c->speed);
	KUNIT_EXPECT_EQ(test, phy_phydev(rig)->duplex, c->duplex);
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_read(rig->lynx, MDIO_DEVAD_NONE,
					       MII_LPA) & ~LPA_LPACK, c->word);
}

/* The far end goes, and another one comes. */
static void phy_link_loss(struct kunit *test)
{
	struct phy_rig *rig = phy_rig_init(test, false);

	pcs_sim_lane_set_partner(&rig->phy->lane, "1000base-t full");
	phy_sgmii_mac(test, rig, KMAC_INBAND);
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));

	pcs_sim_lane_set_partner(&rig->phy->lane, "none");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	KUNIT_EXPECT_TRUE(test, phy_host_link(rig));

	pcs_sim_lane_set_partner(&rig->phy->lane, "100base-tx full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_100);
}

static bool phy_negotiated(struct phy_rig *rig)
{
	return pcs_sim_dev_read(rig->phy, MDIO_DEVAD_NONE, MII_BMSR) &
	       BMSR_ANEGCOMPLETE;
}

/* There is no link where both have nothing in common. */
static void phy_nothing_in_common(struct kunit *test)
{
	struct phy_rig *rig = phy_rig_init(test, false);
	bool done;

	pcs_sim_lane_set_partner(&rig->phy->lane, "1000base-t half");
	phy_sgmii_mac(test, rig, KMAC_INBAND);
	kmac_start(rig->mac);
	KUNIT_ASSERT_EQ(test, read_poll_timeout(phy_negotiated, done, done,
						1000, 5000000, false, rig), 0);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig->mac));
	KUNIT_EXPECT_FALSE(test, phy_phydev(rig)->link);
}

/* A PCS that does not negotiate is bypassed: the MAC has it from the PHY. */
static void phy_outband(struct kunit *test)
{
	struct phy_rig *rig = phy_rig_init(test, false);

	pcs_sim_lane_set_partner(&rig->phy->lane, "100base-tx full");
	phy_sgmii_mac(test, rig, KMAC_PHY);
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_100);
	KUNIT_EXPECT_FALSE(test, pcs_sim_dev_read(rig->lynx, MDIO_DEVAD_NONE,
						  MII_BMCR) & BMCR_ANENABLE);
	KUNIT_EXPECT_TRUE(test, phy_host_link(rig));
}

/* With an interrupt nobody has to poll. */
static void phy_interrupt(struct kunit *test)
{
	struct phy_rig *rig = phy_rig_init(test, true);

	phy_sgmii_mac(test, rig, KMAC_INBAND);
	kmac_start(rig->mac);
	KUNIT_EXPECT_FALSE(test, phy_polling_mode(phy_phydev(rig)));
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig->mac));

	pcs_sim_lane_set_partner(&rig->phy->lane, "1000base-t full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	pcs_sim_lane_set_partner(&rig->phy->lane, "none");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
}

static int phy_master(struct phy_rig *rig)
{
	return pcs_sim_dev_read(rig->phy, MDIO_DEVAD_NONE, MII_STAT1000) &
	       LPA_1000MSRES;
}

/* RGMII, and a cable between two PHYs: frames pass while both have a link. */
static void phy_cable(struct kunit *test)
{
	struct phy_rig *a = phy_rig_init(test, false);
	struct phy_rig *b = phy_rig_init(test, false);

	phy_rgmii_mac(test, a);
	phy_rgmii_mac(test, b);
	KUNIT_ASSERT_EQ(test, pcs_sim_lane_connect(&a->phy->lane,
						   &b->phy->lane), 0);
	kmac_start(a->mac);
	KUNIT_EXPECT_FALSE(test, phy_send(test, a));

	kmac_start(b->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, true));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, true));
	KUNIT_EXPECT_EQ(test, a->mac->speed, SPEED_1000);
	KUNIT_EXPECT_EQ(test, b->mac->speed, SPEED_1000);
	KUNIT_EXPECT_NE(test, phy_master(a), phy_master(b));
	KUNIT_EXPECT_TRUE(test, phy_send(test, a));
	KUNIT_EXPECT_TRUE(test, phy_send(test, b));
	KUNIT_EXPECT_EQ(test, a->n_rx, 1);
	KUNIT_EXPECT_EQ(test, b->n_rx, 1);

	pcs_sim_lane_disconnect(&a->phy->lane);
	KUNIT_EXPECT_FALSE(test, phy_send(test, a));
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, false));
}

static int phy_force(struct phy_rig *rig, int speed, int duplex)
{
	struct ethtool_link_ksettings ks = {};
	int err;

	rtnl_lock();
	phylink_ethtool_ksettings_get(rig->mac->pl, &ks);
	ks.base.autoneg = AUTONEG_DISABLE;
	ks.base.speed = speed;
	ks.base.duplex = duplex;
	err = phylink_ethtool_ksettings_set(rig->mac->pl, &ks);
	rtnl_unlock();

	return err;
}

/* One end is told its speed; the other finds it, and later follows. */
static void phy_forced(struct kunit *test)
{
	struct phy_rig *a = phy_rig_init(test, false);
	struct phy_rig *b = phy_rig_init(test, false);

	phy_rgmii_mac(test, a);
	phy_rgmii_mac(test, b);
	pcs_sim_lane_connect(&a->phy->lane, &b->phy->lane);
	kmac_start(a->mac);
	kmac_start(b->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(b->mac, true));

	KUNIT_ASSERT_EQ(test, phy_force(a, SPEED_10, DUPLEX_HALF), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, true));
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, true));
	KUNIT_EXPECT_EQ(test, a->mac->speed, SPEED_10);
	KUNIT_EXPECT_EQ(test, b->mac->speed, SPEED_10);
	KUNIT_EXPECT_TRUE(test, phy_send(test, a));
}

/* phylib gets along with the PHY without the driver. */
static void phy_generic(struct kunit *test)
{
	struct phy_rig *rig = phy_rig_init(test, false);

	device_release_driver(&phy_phydev(rig)->mdio.dev);
	pcs_sim_lane_set_partner(&rig->phy->lane, "1000base-t full pause");
	phy_sgmii_mac(test, rig, KMAC_INBAND);
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_TRUE(test, phy_driver_is_genphy(phy_phydev(rig)));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_1000);
	KUNIT_EXPECT_TRUE(test, phy_phydev(rig)->pause);
	KUNIT_EXPECT_NE(test, phy_phydev(rig)->master_slave_state,
			MASTER_SLAVE_STATE_UNKNOWN);
}

/* phylib polls once a second: all that waits for it is slow. */
static struct kunit_case phy_kunit_cases[] = {
	KUNIT_CASE(phy_binds),
	KUNIT_CASE_PARAM_ATTR(phy_sgmii, phy_case_gen_params,
			      { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_SLOW(phy_link_loss),
	KUNIT_CASE_SLOW(phy_nothing_in_common),
	KUNIT_CASE_SLOW(phy_outband),
	KUNIT_CASE(phy_interrupt),
	KUNIT_CASE_SLOW(phy_cable),
	KUNIT_CASE_SLOW(phy_forced),
	KUNIT_CASE_SLOW(phy_generic),
	{}
};

static struct kunit_suite phy_suite = {
	.name = "pcs_phy",
	.test_cases = phy_kunit_cases,
};

kunit_test_suite(phy_suite);
