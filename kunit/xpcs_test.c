// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: pcs-xpcs-mdio, and with it the kernel's own code
 * for a Synopsys DesignWare XPCS, under phylink, on registers that behave as
 * those of the hardware do
 */

#include <linux/delay.h>
#include <linux/device.h>
#include <linux/ethtool.h>
#include <linux/iopoll.h>
#include <linux/mdio.h>
#include <linux/mii.h>
#include <linux/phy.h>
#include <linux/rtnetlink.h>

#include "../drivers/net/pcs/pcs-sim.h"
#include "pcs-kunit.h"

/* Registers of the vendor-specific MMD 2, see drivers/net/pcs/pcs-xpcs.h */
#define XPCS_MII_DIG_CTRL1		0x8000
#define XPCS_MII_DIG_CTRL1_2G5_EN	BIT(2)
#define XPCS_MII_AN_CTRL		0x8001
#define XPCS_MII_AN_CTRL_INTR_EN	BIT(0)
#define XPCS_MII_AN_INTR_STS		0x8002

/* And of the PCS MMD */
#define XPCS_DIG_CTRL1			0x8000
#define XPCS_DIG_CTRL1_USXGMII_EN	BIT(9)

/**
 * struct xpcs_rig - a MAC, and an XPCS with its driver
 * @sim: the hardware
 * @bus: the MDIO bus that it is on
 * @mdiodev: its device
 * @node: its node
 * @mac: the MAC
 */
struct xpcs_rig {
	struct pcs_sim_dev *sim;
	struct mii_bus *bus;
	struct mdio_device *mdiodev;
	struct fwnode_handle *node;
	struct kmac *mac;
};

static void xpcs_remove_bus(void *data)
{
	struct mii_bus *bus = data;

	mdiobus_unregister(bus);
	pcs_sim_mdiobus_free(bus);
}

static int xpcs_match(struct device *dev, const struct device_driver *drv)
{
	return !strcmp(drv->name, "pcs-xpcs-mdio");
}

static void xpcs_unbind(struct xpcs_rig *rig)
{
	device_release_driver(&rig->mdiodev->dev);
}

static bool xpcs_bind(struct xpcs_rig *rig)
{
	return device_attach(&rig->mdiodev->dev) == 1;
}

static int xpcs_read(struct xpcs_rig *rig, int devad, int reg)
{
	return pcs_sim_dev_read(rig->sim, devad, reg);
}

static void xpcs_write(struct xpcs_rig *rig, int devad, int reg, u16 val)
{
	pcs_sim_dev_write(rig->sim, devad, reg, val);
}

static void xpcs_partner(struct kunit *test, struct xpcs_rig *rig,
			 const char *text)
{
	KUNIT_ASSERT_EQ(test, pcs_sim_lane_set_partner(&rig->sim->lane, text),
			0);
}

/* The hardware, and a bus with it at address 0 */
static void xpcs_add_bus(struct kunit *test, struct xpcs_rig *rig, bool irq)
{
	const struct pcs_sim_model *model = pcs_sim_model_find("xpcs");
	static unsigned int serial;
	char id[16];

	snprintf(id, sizeof(id), "kunit-xpcs%u", serial++);
	KUNIT_ASSERT_NOT_NULL(test, model);
	rig->sim = pcs_sim_dev_create(model, id);
	pcs_sim_model_put(model);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, rig->sim);
	rig->bus = pcs_sim_mdiobus_alloc(kpcs_device(test, "xpcs"), id);
	KUNIT_ASSERT_NOT_NULL(test, rig->bus);
	KUNIT_ASSERT_EQ(test, pcs_sim_mdiobus_add(rig->bus, 0, rig->sim), 0);
	if (irq)
		KUNIT_ASSERT_EQ(test, pcs_sim_mdiobus_add_irq(rig->bus, 0), 0);
	KUNIT_ASSERT_EQ(test, mdiobus_register(rig->bus), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, xpcs_remove_bus,
					       rig->bus), 0);
}

/* Its device, to which the driver is bound */
static void xpcs_add_device(struct kunit *test, struct xpcs_rig *rig)
{
	struct mdio_device *mdiodev;

	rig->node = kpcs_node(test, NULL);
	mdiodev = mdio_device_create(rig->bus, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mdiodev);
	device_set_node(&mdiodev->dev, fwnode_handle_get(rig->node));
	mdiodev->bus_match = xpcs_match;
	KUNIT_ASSERT_EQ(test, mdio_device_register(mdiodev), 0);
	rig->mdiodev = mdiodev;
	KUNIT_ASSERT_TRUE(test, device_is_bound(&mdiodev->dev));
}

static struct xpcs_rig *xpcs_rig_init(struct kunit *test,
				      phy_interface_t interface, bool irq)
{
	struct phylink_pcs *pcs;
	struct xpcs_rig *rig;

	rig = kunit_kzalloc(test, sizeof(*rig), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rig);

	xpcs_add_bus(test, rig, irq);
	xpcs_add_device(test, rig);

	/* What is there first is put last. */
	pcs = kpcs_get(test, kpcs_ref_node(test, rig->node), 0);
	rig->mac = kmac_alloc(test, interface);
	rig->mac->config.mac_capabilities |= MAC_10 | MAC_100 | MAC_2500FD;
	rig->mac->pcs = pcs;
	kmac_create(test, rig->mac, KMAC_INBAND);

	return rig;
}

/**
 * struct xpcs_mode - parameter of the cases that are for all modes
 * @name: how to call it
 * @interface: the mode
 * @partner: its link partner
 * @speed: of the link to that
 * @back_to_back: whether two XPCS in this mode have a link
 * @lp: a link mode that the partner advertises, or -1
 */
struct xpcs_mode {
	const char *name;
	phy_interface_t interface;
	const char *partner;
	int speed;
	bool back_to_back;
	int lp;
};

static const struct xpcs_mode xpcs_modes[] = {
	{ "10gbase-r", PHY_INTERFACE_MODE_10GBASER, "10gbase-r", SPEED_10000,
	  true, -1 },
	/* phylink knows of no negotiation in this mode. */
	{ "10gbase-kr", PHY_INTERFACE_MODE_10GKR, "10gbase-r", SPEED_10000,
	  true, -1 },
	/* pcs-xpcs takes USXGMII for one on a backplane. */
	{ "usxgmii", PHY_INTERFACE_MODE_USXGMII, "10gbase-kr pause",
	  SPEED_10000, true, ETHTOOL_LINK_MODE_10000baseKR_Full_BIT },
	{ "usxgmii, 1000base-kx", PHY_INTERFACE_MODE_USXGMII,
	  "1000base-kx pause", SPEED_1000, true,
	  ETHTOOL_LINK_MODE_1000baseKX_Full_BIT },
	/* Both are MACs, of which none says that there is a link. */
	{ "sgmii", PHY_INTERFACE_MODE_SGMII, "sgmii 100 full", SPEED_100,
	  false, -1 },
	{ "1000base-x", PHY_INTERFACE_MODE_1000BASEX, "1000base-x full pause",
	  SPEED_1000, true, ETHTOOL_LINK_MODE_1000baseX_Full_BIT },
	{ "2500base-x", PHY_INTERFACE_MODE_2500BASEX, "2500base-x full forced",
	  SPEED_2500, true, -1 },
};

KUNIT_ARRAY_PARAM_DESC(xpcs_mode, xpcs_modes, name);

static void xpcs_expect_lp(struct kunit *test, struct xpcs_rig *rig, int lp)
{
	struct ethtool_link_ksettings *kset;

	kset = kunit_kzalloc(test, sizeof(*kset), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, kset);

	rtnl_lock();
	KUNIT_EXPECT_EQ(test,
			phylink_ethtool_ksettings_get(rig->mac->pl, kset), 0);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, test_bit(lp, kset->link_modes.lp_advertising));
	KUNIT_EXPECT_TRUE(test, test_bit(ETHTOOL_LINK_MODE_Pause_BIT,
					 kset->link_modes.lp_advertising));
}

/* A link to a partner, at its speed; it goes and comes with the partner, and
 * with the driver.
 */
static void xpcs_link(struct kunit *test)
{
	const struct xpcs_mode *mode = test->param_value;
	struct xpcs_rig *rig;

	rig = xpcs_rig_init(test, mode->interface, false);
	kmac_start(rig->mac);
	xpcs_partner(test, rig, mode->partner);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, mode->speed);
	if (mode->lp >= 0)
		xpcs_expect_lp(test, rig, mode->lp);

	xpcs_partner(test, rig, "none");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	xpcs_partner(test, rig, mode->partner);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));

	xpcs_unbind(rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	KUNIT_ASSERT_TRUE(test, xpcs_bind(rig));
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, mode->speed);
}

/* A partner of another kind: no link, until there is one of the right kind. */
static void xpcs_mismatch(struct kunit *test)
{
	const struct xpcs_mode *mode = test->param_value;
	const char *other = "2500base-x full";
	struct xpcs_rig *rig;

	/* It takes no notice of what that says. */
	if (mode->interface == PHY_INTERFACE_MODE_2500BASEX)
		other = "1000base-x full forced";

	rig = xpcs_rig_init(test, mode->interface, false);
	xpcs_partner(test, rig, other);
	kmac_start(rig->mac);
	/* Longer than a negotiation, and a poll of the link */
	msleep(1500);
	KUNIT_EXPECT_FALSE(test, rig->mac->up);

	xpcs_partner(test, rig, mode->partner);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* Two XPCS that are cabled to each other */
static void xpcs_back_to_back(struct kunit *test)
{
	const struct xpcs_mode *mode = test->param_value;
	struct xpcs_rig *a, *b;

	a = xpcs_rig_init(test, mode->interface, false);
	b = xpcs_rig_init(test, mode->interface, false);
	kmac_start(a->mac);
	kmac_start(b->mac);
	KUNIT_ASSERT_EQ(test,
			pcs_sim_lane_connect(&a->sim->lane, &b->sim->lane), 0);

	if (!mode->back_to_back) {
		msleep(1500);
		KUNIT_EXPECT_FALSE(test, a->mac->up);
		KUNIT_EXPECT_FALSE(test, b->mac->up);
		return;
	}

	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, true));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, true));
	pcs_sim_lane_disconnect(&a->sim->lane);
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, false));
}

/* Makes phylink not poll. Called after pcs_config(), where it is decided that
 * it does, and before phylink looks at that.
 */
static void xpcs_no_poll(struct kmac *mac)
{
	mac->pcs->poll = false;
}

/* With an interrupt nothing has to be polled for a link to come up, to have
 * another speed, and for an SGMII PHY that loses its own link.
 */
static void xpcs_irq_sgmii(struct kunit *test)
{
	struct xpcs_rig *rig;

	rig = xpcs_rig_init(test, PHY_INTERFACE_MODE_SGMII, true);
	rig->mac->in_finish = xpcs_no_poll;
	kmac_start(rig->mac);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, rig->mac->up);

	xpcs_partner(test, rig, "sgmii 100 full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_100);

	xpcs_partner(test, rig, "sgmii 1000 full");
	KUNIT_EXPECT_TRUE(test, wait_event_timeout(rig->mac->wait,
						   rig->mac->n_up == 2,
						   5 * HZ));
	KUNIT_EXPECT_EQ(test, rig->mac->n_down, 1);
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_1000);

	xpcs_partner(test, rig, "sgmii down");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	xpcs_partner(test, rig, "sgmii 10 half");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_10);
}

/* The same for 1000BASE-X, after the driver was bound anew, too. */
static void xpcs_irq_basex(struct kunit *test)
{
	struct xpcs_rig *rig;

	rig = xpcs_rig_init(test, PHY_INTERFACE_MODE_1000BASEX, true);
	rig->mac->in_finish = xpcs_no_poll;
	kmac_start(rig->mac);
	kmac_settle();
	xpcs_partner(test, rig, "1000base-x full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));

	xpcs_unbind(rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	KUNIT_EXPECT_FALSE(test, xpcs_read(rig, MDIO_MMD_VEND2,
					   XPCS_MII_AN_CTRL) &
			   XPCS_MII_AN_CTRL_INTR_EN);
	xpcs_partner(test, rig, "none");
	KUNIT_ASSERT_TRUE(test, xpcs_bind(rig));
	kmac_settle();
	xpcs_partner(test, rig, "1000base-x full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* With the interrupt, too, the loss of a link is noticed, which it does not
 * tell.
 */
static void xpcs_irq_and_poll(struct kunit *test)
{
	struct xpcs_rig *rig;

	rig = xpcs_rig_init(test, PHY_INTERFACE_MODE_SGMII, true);
	xpcs_partner(test, rig, "sgmii 1000 full");
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	xpcs_partner(test, rig, "none");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
}

/**
 * struct xpcs_error - parameter of xpcs_read_error()
 * @interface: the mode
 * @partner: link partner
 * @reg: register that cannot be read
 */
struct xpcs_error {
	phy_interface_t interface;
	const char *partner;
	const char *reg;
};

static const struct xpcs_error xpcs_errors[] = {
	{ PHY_INTERFACE_MODE_10GBASER, "10gbase-r", "3.1" },
	{ PHY_INTERFACE_MODE_USXGMII, "10gbase-kr", "3.1" },
	{ PHY_INTERFACE_MODE_USXGMII, "10gbase-kr", "7.1" },
	{ PHY_INTERFACE_MODE_SGMII, "sgmii 1000 full", "31.0x8002" },
	{ PHY_INTERFACE_MODE_1000BASEX, "1000base-x full", "31.1" },
	{ PHY_INTERFACE_MODE_2500BASEX, "2500base-x full forced", "31.1" },
};

KUNIT_ARRAY_PARAM_DESC(xpcs_error, xpcs_errors, reg);

/* Where the state cannot be read there is no link, until it can. */
static void xpcs_read_error(struct kunit *test)
{
	const struct xpcs_error *error = test->param_value;
	struct xpcs_rig *rig;

	rig = xpcs_rig_init(test, error->interface, false);
	xpcs_partner(test, rig, error->partner);
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));

	KUNIT_ASSERT_EQ(test, pcs_sim_dev_set_errors(rig->sim, error->reg), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	KUNIT_ASSERT_EQ(test, pcs_sim_dev_set_errors(rig->sim, "none"), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* What does not answer is no XPCS; when it does the driver can be bound. */
static void xpcs_dead(struct kunit *test)
{
	struct xpcs_rig *rig;

	rig = xpcs_rig_init(test, PHY_INTERFACE_MODE_10GBASER, true);
	xpcs_partner(test, rig, "10gbase-r");
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));

	xpcs_unbind(rig);
	KUNIT_ASSERT_EQ(test, pcs_sim_dev_set_errors(rig->sim, "all"), 0);
	KUNIT_EXPECT_FALSE(test, xpcs_bind(rig));
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));

	KUNIT_ASSERT_EQ(test, pcs_sim_dev_set_errors(rig->sim, "none"), 0);
	KUNIT_EXPECT_TRUE(test, xpcs_bind(rig));
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* Powered down there is no link, at either end; and however the registers are
 * found, the driver sorts them out.
 */
static void xpcs_found_anyhow(struct kunit *test)
{
	struct xpcs_rig *rig;

	rig = xpcs_rig_init(test, PHY_INTERFACE_MODE_1000BASEX, false);
	xpcs_partner(test, rig, "1000base-x full");
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));
	xpcs_write(rig, MDIO_MMD_VEND2, MII_BMCR, BMCR_PDOWN | BMCR_ANENABLE);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));

	xpcs_unbind(rig);
	xpcs_write(rig, MDIO_MMD_VEND2, XPCS_MII_DIG_CTRL1,
		   XPCS_MII_DIG_CTRL1_2G5_EN);
	xpcs_write(rig, MDIO_MMD_AN, MDIO_CTRL1, MDIO_AN_CTRL1_ENABLE);
	KUNIT_ASSERT_TRUE(test, xpcs_bind(rig));
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* The SerDes decides which of its two PCS has the lane: the driver does not. */
static void xpcs_serdes(struct kunit *test)
{
	struct xpcs_rig *rig;

	rig = xpcs_rig_init(test, PHY_INTERFACE_MODE_1000BASEX, false);
	xpcs_partner(test, rig, "1000base-x full");
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));

	pcs_sim_lane_set_coding(&rig->sim->lane, PCS_SIM_64B66B_10G);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	xpcs_partner(test, rig, "10gbase-r");
	/* Once to clear what is latched */
	xpcs_read(rig, MDIO_MMD_PCS, MDIO_STAT1);
	KUNIT_EXPECT_TRUE(test, xpcs_read(rig, MDIO_MMD_PCS, MDIO_STAT1) &
			  MDIO_STAT1_LSTATUS);

	pcs_sim_lane_set_coding(&rig->sim->lane, PCS_SIM_8B10B_1G);
	xpcs_partner(test, rig, "1000base-x full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* What the model has beyond what pcs-xpcs uses: the word of USXGMII, which the
 * interrupt register has as well.
 */
static void xpcs_usxgmii_word(struct kunit *test)
{
	const u16 word = MDIO_USXGMII_LINK | MDIO_USXGMII_2500FULL;
	struct xpcs_rig *rig;
	int status;

	rig = xpcs_rig_init(test, PHY_INTERFACE_MODE_USXGMII, false);
	xpcs_partner(test, rig, "usxgmii 2500 full");
	xpcs_write(rig, MDIO_MMD_PCS, XPCS_DIG_CTRL1,
		   XPCS_DIG_CTRL1_USXGMII_EN);
	xpcs_write(rig, MDIO_MMD_VEND2, MII_BMCR, BMCR_ANENABLE);
	KUNIT_ASSERT_EQ(test, 0,
			read_poll_timeout(xpcs_read, status, status & BIT(0),
					  1000, 1000000, false, rig,
					  MDIO_MMD_VEND2,
					  XPCS_MII_AN_INTR_STS));
	KUNIT_EXPECT_EQ(test, status, BIT(0) | BIT(14) |
			(word & MDIO_USXGMII_DPX_SPD_MASK) << 1);
	KUNIT_EXPECT_EQ(test, xpcs_read(rig, MDIO_MMD_VEND2, MII_LPA),
			word | ADVERTISE_SGMII | ADVERTISE_LPACK);

	/* Cleared by writing 0; the word stays. */
	xpcs_write(rig, MDIO_MMD_VEND2, XPCS_MII_AN_INTR_STS, 0);
	KUNIT_EXPECT_EQ(test, xpcs_read(rig, MDIO_MMD_VEND2,
					XPCS_MII_AN_INTR_STS),
			status & ~BIT(0));
}

static struct kunit_case xpcs_cases[] = {
	KUNIT_CASE_PARAM(xpcs_link, xpcs_mode_gen_params),
	KUNIT_CASE_PARAM(xpcs_mismatch, xpcs_mode_gen_params),
	KUNIT_CASE_PARAM(xpcs_back_to_back, xpcs_mode_gen_params),
	KUNIT_CASE(xpcs_irq_sgmii),
	KUNIT_CASE(xpcs_irq_basex),
	KUNIT_CASE(xpcs_irq_and_poll),
	KUNIT_CASE_PARAM(xpcs_read_error, xpcs_error_gen_params),
	KUNIT_CASE(xpcs_dead),
	KUNIT_CASE(xpcs_found_anyhow),
	KUNIT_CASE(xpcs_serdes),
	KUNIT_CASE(xpcs_usxgmii_word),
	{ }
};

static struct kunit_suite xpcs_suite = {
	.name = "pcs_xpcs",
	.test_cases = xpcs_cases,
};

kunit_test_suite(xpcs_suite);
