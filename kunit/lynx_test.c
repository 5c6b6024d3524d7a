// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: the kernel's own Lynx PCS code under phylink, on
 * registers that behave as those of the hardware do
 */

#include <kunit/of.h>
#include <linux/acpi.h>
#include <linux/acpi_mdio.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/iopoll.h>
#include <linux/ktime.h>
#include <linux/mii.h>
#include <linux/of.h>
#include <linux/of_mdio.h>
#include <linux/pcs-lynx.h>
#include <linux/phy.h>
#include <linux/platform_device.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>

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
	KUNIT_ASSERT_EQ(test, pcs_sim_lane_set_partner(&rig->sim->lane,
						       partner), 0);

	lynx_bind(test, rig);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, lynx_unbind, rig), 0);

	pcs = kpcs_get(test, kpcs_ref_node(test, rig->node), 0);
	rig->mac = kmac_alloc(test, interface);
	rig->mac->config.mac_capabilities |= MAC_10 | MAC_100 | MAC_2500FD;
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

/* 2500BASE-X: no link, and not a word is heard, while the SerDes has the rate
 * of 1000BASE-X.
 */
static void lynx_2500basex(struct kunit *test)
{
	struct lynx_rig *rig;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_2500BASEX,
			    "2500base-x full pause");
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig->mac));
	KUNIT_EXPECT_EQ(test, lynx_read(rig, MII_LPA), 0);

	pcs_sim_lane_set_coding(&rig->sim->lane, PCS_SIM_8B10B_2G5);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->mac->speed, SPEED_2500);
	KUNIT_EXPECT_TRUE(test, lynx_read(rig, MII_LPA) & ADVERTISE_1000XPAUSE);

	pcs_sim_lane_set_coding(&rig->sim->lane, PCS_SIM_8B10B_1G);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
}

/* A status that cannot be read is no link, for as long as that lasts. A set-up
 * that fails is told, and not tried again before the link is restarted.
 */
static void lynx_read_errors(struct kunit *test)
{
	struct lynx_rig *rig;
	struct klog log;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX,
			    "1000base-x full");
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));

	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_errors(rig->sim, "1"), 0);
	KUNIT_EXPECT_EQ(test, lynx_read(rig, MII_BMSR), -EIO);
	KUNIT_EXPECT_GE(test, lynx_read(rig, MII_LPA), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_errors(rig->sim, "none"), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));

	klog_mark(&log);
	lynx_unbind(rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	kmac_stop(rig->mac);
	lynx_bind(test, rig);
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_errors(rig->sim, "0x14\n"), 0);
	kmac_start(rig->mac);
	KUNIT_EXPECT_EQ(test, klog_count(&log, "pcs_config failed: -EIO"), 1);

	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_errors(rig->sim, "none"), 0);
	kmac_stop(rig->mac);
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* An access takes as long as it is told to. */
static void lynx_latency(struct kunit *test)
{
	struct pcs_sim_dev *sim = lynx_create(test, "kunit-latency");
	ktime_t start = ktime_get();

	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_latency(sim, "all 1000"), 0);
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_latency(sim, "3.1 50000"), 0);
	pcs_sim_dev_read(sim, MDIO_MMD_PCS, 1);
	KUNIT_EXPECT_GE(test, ktime_ms_delta(ktime_get(), start), 50);

	start = ktime_get();
	pcs_sim_dev_read(sim, MDIO_DEVAD_NONE, 1);
	KUNIT_EXPECT_GE(test, ktime_ms_delta(ktime_get(), start), 1);

	pcs_sim_dev_put(sim);
}

/* What a user may write that is not understood */
static void lynx_bad_words(struct kunit *test)
{
	static const char * const bad[] = {
		"", "1 ", "al 1", "all 1 2", "all  1", "32 1", "1.65536 1",
		"32.1 1", "1. 1", ".1 1", "-1 1", "none 1", "all 1000001",
		"1 1000001", "1 x",
	};
	struct pcs_sim_dev *sim = lynx_create(test, "kunit-words");
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ_MSG(test,
				    pcs_sim_dev_set_latency(sim, bad[i]),
				    -EINVAL, "'%s'", bad[i]);
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_latency(sim, "all"), -EINVAL);
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_errors(sim, "all 1"), -EINVAL);
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_errors(sim, "nones"), -EINVAL);
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_negotiation(sim, "slow"),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_negotiation(sim, "slow -1"),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, pcs_sim_lane_set_partner(&sim->lane, "sgmii 2"),
			-EINVAL);

	pcs_sim_dev_put(sim);
}

/* A negotiation that does not complete, until it may */
static void lynx_stuck(struct kunit *test)
{
	enum pcs_sim_an_state state;
	struct lynx_rig *rig;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX,
			    "1000base-x full");
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_negotiation(rig->sim, "stuck"),
			0);
	pcs_sim_lane_set_partner(&rig->sim->lane, "1000base-x full");
	kmac_start(rig->mac);
	/* The partner has seen all that it needs. */
	KUNIT_EXPECT_EQ(test,
			read_poll_timeout(READ_ONCE, state,
					  state == PCS_SIM_IDLE_DETECT, 1000,
					  5000000, false,
					  rig->sim->lane.far.state), 0);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig->mac));
	KUNIT_EXPECT_FALSE(test, lynx_read(rig, MII_BMSR) &
			   BMSR_ANEGCOMPLETE);

	KUNIT_EXPECT_EQ(test, pcs_sim_dev_set_negotiation(rig->sim, "normal"),
			0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* A negotiation that takes longer, by as much as it is told to */
static void lynx_slow(struct kunit *test)
{
	struct lynx_rig *rig;
	ktime_t start;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX, "none");
	KUNIT_EXPECT_EQ(test,
			pcs_sim_dev_set_negotiation(rig->sim, "slow 1500"), 0);
	kmac_start(rig->mac);
	start = ktime_get();
	pcs_sim_lane_set_partner(&rig->sim->lane, "1000base-x full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_GE(test, ktime_ms_delta(ktime_get(), start), 1500);
}

/* Two ports and a cable that is pulled, and plugged in again; then cut at one
 * end, and mended.
 */
static void lynx_cable(struct kunit *test)
{
	struct lynx_rig *a, *b;

	a = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX, "cable");
	b = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX, "cable");
	KUNIT_ASSERT_EQ(test, pcs_sim_lane_connect(&a->sim->lane,
						   &b->sim->lane), 0);
	KUNIT_EXPECT_EQ(test, pcs_sim_lane_connect(&b->sim->lane,
						   &a->sim->lane), -EBUSY);
	kmac_start(a->mac);
	kmac_start(b->mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, true));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, true));

	pcs_sim_lane_disconnect(&b->sim->lane);
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, false));
	KUNIT_EXPECT_FALSE(test, pcs_sim_lane_signal(&a->sim->lane));

	KUNIT_ASSERT_EQ(test, pcs_sim_lane_connect(&b->sim->lane,
						   &a->sim->lane), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, true));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, true));

	pcs_sim_lane_cut(&a->sim->lane, true);
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, false));
	KUNIT_EXPECT_TRUE(test, pcs_sim_lane_signal(&a->sim->lane));
	KUNIT_EXPECT_FALSE(test, pcs_sim_lane_signal(&b->sim->lane));
	pcs_sim_lane_cut(&a->sim->lane, false);
	KUNIT_EXPECT_TRUE(test, kmac_wait(a->mac, true));
	KUNIT_EXPECT_TRUE(test, kmac_wait(b->mac, true));
}

static bool lynx_linked(struct pcs_sim_dev *sim)
{
	/* The first one says what was. */
	pcs_sim_dev_read(sim, MDIO_DEVAD_NONE, MII_BMSR);

	return pcs_sim_dev_read(sim, MDIO_DEVAD_NONE, MII_BMSR) & BMSR_LSTATUS;
}

/* Two PCS on one lane: the one that is selected has the link. A chip at the
 * lane comes before its partner.
 */
static void lynx_mux(struct kunit *test)
{
	struct pcs_sim_dev *a = lynx_create(test, "kunit-mux0");
	struct pcs_sim_dev *b = lynx_create(test, "kunit-mux1");
	struct pcs_sim_lane *lane;
	struct pcs_sim_end *chip;

	lane = kunit_kzalloc(test, sizeof(*lane), GFP_KERNEL);
	chip = kunit_kzalloc(test, sizeof(*chip), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, lane);
	KUNIT_ASSERT_NOT_NULL(test, chip);
	pcs_sim_lane_init(lane, "kunit-mux", NULL);
	pcs_sim_end_init(chip);
	pcs_sim_dev_write(a, MDIO_DEVAD_NONE, MII_BMCR, 0);
	pcs_sim_dev_write(b, MDIO_DEVAD_NONE, MII_BMCR, 0);
	pcs_sim_lane_set_partner(lane, "1000base-x full forced");
	KUNIT_EXPECT_FALSE(test, lynx_linked(a) || lynx_linked(b));

	pcs_sim_lane_select(lane, &a->end);
	KUNIT_EXPECT_TRUE(test, lynx_linked(a) && !lynx_linked(b));
	pcs_sim_lane_select(lane, &b->end);
	KUNIT_EXPECT_TRUE(test, !lynx_linked(a) && lynx_linked(b));

	pcs_sim_lane_attach(lane, chip);
	KUNIT_EXPECT_FALSE(test, lynx_linked(b));
	KUNIT_EXPECT_FALSE(test, pcs_sim_lane_signal(lane));
	pcs_sim_lane_attach(lane, NULL);
	KUNIT_EXPECT_TRUE(test, lynx_linked(b));
	KUNIT_EXPECT_TRUE(test, pcs_sim_lane_signal(lane));

	/* The hardware may go first. */
	pcs_sim_dev_put(b);
	pcs_sim_lane_select(lane, &a->end);
	KUNIT_EXPECT_TRUE(test, lynx_linked(a));
	pcs_sim_lane_shutdown(lane);
	KUNIT_EXPECT_FALSE(test, lynx_linked(a));
	pcs_sim_end_shutdown(chip);
	pcs_sim_dev_put(a);
}

static bool lynx_count_rx(void *priv, struct sk_buff *skb)
{
	(*(unsigned int *)priv)++;

	return false;
}

/* Return: how many of one frame arrive */
static unsigned int lynx_frames(struct pcs_sim_dev *from,
				struct pcs_sim_dev *to, struct sk_buff *skb)
{
	unsigned int count = 0;

	pcs_sim_end_set_rx(&to->end, lynx_count_rx, &count);
	local_bh_disable();
	pcs_sim_end_xmit(&from->end, skb);
	local_bh_enable();
	pcs_sim_end_set_rx(&to->end, NULL, NULL);

	return count;
}

/* SGMII without negotiation: there is a link, and frames arrive where the speed
 * is the same.
 */
static void lynx_speeds(struct kunit *test)
{
	struct pcs_sim_dev *a = lynx_create(test, "kunit-speeds0");
	struct pcs_sim_dev *b = lynx_create(test, "kunit-speeds1");
	struct sk_buff *skb;

	skb = alloc_skb(64, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_ASSERT_EQ(test, pcs_sim_lane_connect(&a->lane, &b->lane), 0);
	pcs_sim_dev_write(a, MDIO_DEVAD_NONE, 0x14, BIT(0) | 2 << 2);
	pcs_sim_dev_write(b, MDIO_DEVAD_NONE, 0x14, BIT(0) | 1 << 2);
	pcs_sim_dev_write(a, MDIO_DEVAD_NONE, MII_BMCR, 0);
	KUNIT_EXPECT_EQ(test, lynx_frames(a, b, skb), 0);
	pcs_sim_dev_write(b, MDIO_DEVAD_NONE, MII_BMCR, 0);
	KUNIT_EXPECT_TRUE(test, lynx_linked(b));
	KUNIT_EXPECT_EQ(test, lynx_frames(a, b, skb), 0);
	KUNIT_EXPECT_EQ(test, lynx_frames(b, a, skb), 0);

	pcs_sim_dev_write(b, MDIO_DEVAD_NONE, 0x14, BIT(0) | 2 << 2);
	KUNIT_EXPECT_EQ(test, lynx_frames(a, b, skb), 1);
	pcs_sim_dev_write(b, MDIO_DEVAD_NONE, MII_BMCR, BMCR_ISOLATE);
	KUNIT_EXPECT_EQ(test, lynx_frames(a, b, skb), 0);

	kfree_skb(skb);
	pcs_sim_dev_put(a);
	pcs_sim_dev_put(b);
}

/**
 * struct lynx_irq - what the thread of an interrupt saw
 * @rig: the PCS
 * @bmsr: its status
 * @done: completed by the thread
 */
struct lynx_irq {
	struct lynx_rig *rig;
	int bmsr;
	struct completion done;
};

static irqreturn_t lynx_irq_thread(int number, void *data)
{
	struct lynx_irq *irq = data;

	irq->bmsr = mdiobus_read(irq->rig->bus, 0, MII_BMSR);
	complete(&irq->done);

	return IRQ_HANDLED;
}

/* The interrupt comes when the link does, and a handler asks the PCS. */
static void lynx_interrupt(struct kunit *test)
{
	struct lynx_irq irq = {};
	struct lynx_rig *rig;

	rig = lynx_rig_init(test, PHY_INTERFACE_MODE_1000BASEX, "none");
	KUNIT_EXPECT_EQ(test, rig->bus->irq[0], PHY_POLL);
	KUNIT_ASSERT_EQ(test, pcs_sim_mdiobus_add_irq(rig->bus, 0), 0);
	irq.rig = rig;
	init_completion(&irq.done);
	KUNIT_ASSERT_EQ(test, request_threaded_irq(rig->bus->irq[0], NULL,
						   lynx_irq_thread,
						   IRQF_ONESHOT, "kunit-lynx",
						   &irq), 0);

	pcs_sim_lane_set_partner(&rig->sim->lane, "1000base-x full");
	KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&irq.done, 5 * HZ));
	KUNIT_EXPECT_TRUE(test, irq.bmsr & BMSR_ANEGCOMPLETE);
	pcs_sim_lane_set_partner(&rig->sim->lane, "none");
	KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&irq.done, 5 * HZ));
	KUNIT_EXPECT_FALSE(test, irq.bmsr & BMSR_LSTATUS);

	free_irq(rig->bus->irq[0], &irq);
	pcs_sim_lane_set_partner(&rig->sim->lane, "1000base-x full");
}

static void lynx_remove_node(void *fwnode)
{
	fwnode_remove_software_node(fwnode);
}

static void lynx_remove_pdev(void *pdev)
{
	platform_device_unregister(pdev);
	device_link_wait_removal();
}

static struct platform_device *lynx_add_bus(struct kunit *test,
					    struct fwnode_handle *node)
{
	const struct platform_device_info info = {
		.name = "pcs-sim-mdio",
		.id = PLATFORM_DEVID_AUTO,
		.fwnode = node,
	};
	struct platform_device *pdev;

	pdev = platform_device_register_full(&info);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, lynx_remove_pdev, pdev),
			0);
	wait_for_device_probe();
	KUNIT_ASSERT_NOT_NULL(test, platform_get_drvdata(pdev));

	return pdev;
}

/* A bus of software nodes: the driver binds by its name. The PCS is taken off
 * the bus and put back, and so is the bus, while they are in use.
 */
static void lynx_software_nodes(struct kunit *test)
{
	static const struct property_entry none[] = { { } };
	static const struct property_entry props[] = {
		PROPERTY_ENTRY_STRING("compatible", "fsl,lynx-pcs"),
		PROPERTY_ENTRY_U32("reg", 3),
		PROPERTY_ENTRY_BOOL("pcs-sim,interrupt"),
		PROPERTY_ENTRY_STRING("pcs-sim,partner", "1000base-x full"),
		{ }
	};
	struct fwnode_handle *node = kpcs_node(test, none), *child;
	struct platform_device *pdev;
	struct phylink_pcs *pcs;
	struct mii_bus *bus;
	struct kmac *mac;

	child = fwnode_create_software_node(props, node);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, child);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, lynx_remove_node, child),
			0);
	pdev = lynx_add_bus(test, node);
	bus = platform_get_drvdata(pdev);
	KUNIT_EXPECT_GT(test, bus->irq[3], 0);

	pcs = kpcs_get(test, kpcs_ref_node(test, child), 0);
	mac = kmac_alloc(test, PHY_INTERFACE_MODE_1000BASEX);
	mac->pcs = pcs;
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));

	pcs_sim_mdiobus_remove_node(bus, child);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, false));
	KUNIT_EXPECT_EQ(test, mdiobus_read(bus, 3, MII_BMSR), 0xffff);
	KUNIT_EXPECT_EQ(test, bus->irq[3], PHY_POLL);
	KUNIT_EXPECT_EQ(test, pcs_sim_mdiobus_add_node(bus, child), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, pcs_sim_mdiobus_add_node(bus, child), -EBUSY);

	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, false));
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
}

OF_OVERLAY_DECLARE(lynx_overlay);

#define LYNX_NUM_OLD	4

static int (*lynx_bus_read)(struct mii_bus *bus, int addr, int regnum);

/* Those in the middle have an identifier that is not known. */
static int lynx_old_read(struct mii_bus *bus, int addr, int regnum)
{
	if (addr == 1 || addr == 2) {
		if (regnum == MII_PHYSID1)
			return 0x7c00;
		if (regnum == MII_PHYSID2)
			return 0x0012;
	}

	return lynx_bus_read(bus, addr, regnum);
}

static struct mii_bus *lynx_old_bus(struct kunit *test,
				    struct pcs_sim_dev *sims[LYNX_NUM_OLD])
{
	struct mii_bus *bus;
	unsigned int i;
	char id[16];

	bus = pcs_sim_mdiobus_alloc(kpcs_device(test, "lynx"), "kunit-old");
	KUNIT_ASSERT_NOT_NULL(test, bus);
	for (i = 0; i < LYNX_NUM_OLD; i++) {
		snprintf(id, sizeof(id), "kunit-old%u", i);
		sims[i] = lynx_create(test, id);
		KUNIT_ASSERT_EQ(test, 0, pcs_sim_mdiobus_add(bus, i, sims[i]));
	}
	lynx_bus_read = bus->read;
	bus->read = lynx_old_read;

	return bus;
}

static struct device_node *lynx_of_node(struct kunit *test, const char *name)
{
	struct device_node *np = of_find_node_by_name(NULL, name);

	KUNIT_ASSERT_NOT_NULL(test, np);
	of_node_put_kunit(test, np);

	return np;
}

/* The name of the driver of what is at an address, "" for none */
static const char *lynx_old_driver(struct mii_bus *bus, int addr)
{
	struct phy_device *phydev = mdiobus_get_phy(bus, addr);

	if (!phydev || !phydev->mdio.dev.driver)
		return "";

	return phydev->mdio.dev.driver->name;
}

static void lynx_acpi_put(void *adev)
{
	acpi_dev_put(adev);
}

static void lynx_put(void *pcs)
{
	pcs_put(pcs);
}

static struct phylink_pcs *lynx_old_get(struct kunit *test, const char *mac,
					const char *prop)
{
	struct fwnode_handle *node = of_fwnode_handle(lynx_of_node(test, mac));
	struct phylink_pcs *pcs;

	pcs = fwnode_pcs_get_prop(NULL, node, prop, NULL, 0, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, lynx_put,
							   pcs));

	return pcs;
}

/* What old device trees have is a PHY to the MDIO bus. It is driven as a PCS if
 * a MAC says that it is one, or by its identifier; and may be unbound and bound
 * under a link like any other.
 */
static void lynx_old_nodes(struct kunit *test)
{
	struct pcs_sim_dev *sims[LYNX_NUM_OLD];
	struct phy_device *phydev;
	struct phylink_pcs *pcs;
	struct mii_bus *bus;
	struct kmac *mac;

	KUNIT_ASSERT_EQ(test, of_overlay_apply_kunit(test, lynx_overlay), 0);
	bus = lynx_old_bus(test, sims);
	KUNIT_ASSERT_EQ(test, 0,
			of_mdiobus_register(bus, lynx_of_node(test,
							      "lynx-mdio")));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action(test, lynx_remove_bus, bus));

	KUNIT_EXPECT_STREQ(test, lynx_old_driver(bus, 0), "pcs-lynx-phy");
	KUNIT_EXPECT_STREQ(test, lynx_old_driver(bus, 1), "pcs-lynx-phy");
	KUNIT_EXPECT_STREQ(test, lynx_old_driver(bus, 2), "");
	KUNIT_EXPECT_STREQ(test, lynx_old_driver(bus, 3), "pcs-lynx-phy");
	lynx_old_get(test, "lynx-mac1", "pcs-handle");
	lynx_old_get(test, "lynx-mac3", "pcs-handle");
	pcs = lynx_old_get(test, "lynx-mac0", "pcsphy-handle");

	KUNIT_ASSERT_EQ(test, 0, pcs_sim_lane_set_partner(&sims[0]->lane,
							  "1000base-x full"));
	mac = kmac_alloc(test, PHY_INTERFACE_MODE_1000BASEX);
	mac->pcs = pcs;
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));

	phydev = mdiobus_get_phy(bus, 0);
	KUNIT_EXPECT_EQ(test, phy_attach_direct(NULL, phydev, 0,
						PHY_INTERFACE_MODE_SGMII),
			-EOPNOTSUPP);
	KUNIT_EXPECT_TRUE(test, mac->up);
	device_release_driver(&phydev->mdio.dev);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, false));
	KUNIT_EXPECT_EQ(test, device_attach(&phydev->mdio.dev), 1);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
}

static struct fwnode_handle *lynx_acpi_node(struct kunit *test, const char *uid)
{
	struct acpi_device *adev;

	adev = acpi_dev_get_first_match_dev("PCSK0001", uid, -1);
	if (!adev)
		kunit_skip(test, "no table with %s", uid);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, lynx_acpi_put,
							   adev));

	return acpi_fwnode_handle(adev);
}

/* With ACPI all that is on the bus is a PHY to it. */
static void lynx_acpi_nodes(struct kunit *test)
{
	struct fwnode_handle *node = lynx_acpi_node(test, "lynx-mdio");
	struct fwnode_handle *user = lynx_acpi_node(test, "lynx-user");
	struct pcs_sim_dev *sims[LYNX_NUM_OLD];
	struct phylink_pcs *pcs;
	struct mii_bus *bus;

	bus = lynx_old_bus(test, sims);
	KUNIT_ASSERT_EQ(test, acpi_mdiobus_register(bus, node), 0);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action(test, lynx_remove_bus, bus));

	KUNIT_EXPECT_STREQ(test, lynx_old_driver(bus, 1), "pcs-lynx-phy");
	KUNIT_EXPECT_STREQ(test, lynx_old_driver(bus, 2), "");
	KUNIT_EXPECT_STREQ(test, lynx_old_driver(bus, 3), "pcs-lynx-phy");
	pcs = fwnode_pcs_get(NULL, user, NULL, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	pcs_put(pcs);
}

static struct kunit_case lynx_cases[] = {
	KUNIT_CASE(lynx_1000basex),
	KUNIT_CASE(lynx_both_away),
	KUNIT_CASE(lynx_sgmii),
	KUNIT_CASE(lynx_forced_partner),
	KUNIT_CASE(lynx_2500basex),
	KUNIT_CASE(lynx_read_errors),
	KUNIT_CASE(lynx_latency),
	KUNIT_CASE(lynx_bad_words),
	KUNIT_CASE(lynx_stuck),
	KUNIT_CASE(lynx_slow),
	KUNIT_CASE(lynx_cable),
	KUNIT_CASE(lynx_mux),
	KUNIT_CASE(lynx_speeds),
	KUNIT_CASE(lynx_interrupt),
	KUNIT_CASE(lynx_software_nodes),
	KUNIT_CASE(lynx_old_nodes),
	KUNIT_CASE(lynx_acpi_nodes),
	{ }
};

static struct kunit_suite lynx_suite = {
	.name = "pcs_lynx",
	.test_cases = lynx_cases,
};

kunit_test_suite(lynx_suite);
