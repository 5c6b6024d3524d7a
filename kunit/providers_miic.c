// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit suite of pcs-rzn1-miic: the MII converters of Renesas's RZ/N1
 *
 * Registers, their bits and how they are unlocked are as
 * drivers/net/pcs/pcs-rzn1-miic.c has them, from the RZ/N1 Group User's Manual:
 * R-IN Engine and Ethernet Peripherals.
 *
 * A converter has no link of its own: that is the PHY's, or a fixed one.
 */

#include <linux/bitfield.h>
#include <linux/device.h>
#include <linux/logic_iomem.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>

#include "providers.h"

#define MIIC_SIZE			0x1000

#define MIIC_PRCMD			0x0
#define MIIC_ESID_CODE			0x4
#define MIIC_MODCTRL			0x8
#define MIIC_CONVCTRL(conv)		(0x100 + ((conv) - 1) * 4)
#define MIIC_CONVCTRL_SPEED		GENMASK(1, 0)
#define MIIC_CONVCTRL_MODE		GENMASK(3, 2)
#define MIIC_CONVCTRL_FULLD		BIT(8)
#define MIIC_CONVCTRL_WRITABLE		(MIIC_CONVCTRL_SPEED | \
					 MIIC_CONVCTRL_MODE | \
					 MIIC_CONVCTRL_FULLD)
#define MIIC_CONVRST			0x114
#define MIIC_CONVRST_CONV(conv)		BIT((conv) - 1)
#define MIIC_CONVRST_WRITABLE		GENMASK(4, 0)

#define MIIC_SPEED_100			1
#define MIIC_SPEED_1000			2
#define MIIC_MODE_RMII			1
#define MIIC_MODE_RGMII			2

/* In MODCTRL: what suits the overlay, GMAC1 at converter 1, and the switch with
 * GMAC2 at the others (section 8.2.1)
 */
#define MIIC_MODCTRL_OVERLAY		0x13

/**
 * struct miic_model - registers of the block of converters
 * @lock: of all
 * @regs: the registers
 * @unlocking: how many of the writes were made that unlock them
 * @dropped: writes that had no effect because they were locked
 */
struct miic_model {
	spinlock_t lock; /* all of it */
	u32 regs[MIIC_SIZE / 4];
	unsigned int unlocking;
	unsigned int dropped;
};

static struct miic_model miic = {
	.lock = __SPIN_LOCK_UNLOCKED(miic.lock),
};

static const u32 miic_unlock[] = { 0xa5, 0x1, 0xfffe, 0x1 };

static bool miic_unlocked(void)
{
	return miic.unlocking == ARRAY_SIZE(miic_unlock);
}

static void miic_write_prcmd(u32 val)
{
	if (!miic_unlocked() && val == miic_unlock[miic.unlocking])
		miic.unlocking++;
	else
		miic.unlocking = val == miic_unlock[0];
}

static u32 miic_writable(unsigned int offset)
{
	switch (offset) {
	case MIIC_ESID_CODE:
		return 0;
	case MIIC_CONVCTRL(1) ... MIIC_CONVCTRL(5):
		return MIIC_CONVCTRL_WRITABLE;
	case MIIC_CONVRST:
		return MIIC_CONVRST_WRITABLE;
	default:
		return ~0;
	}
}

static void miic_write_mem(void *priv, unsigned int offset, int size,
			   unsigned long val)
{
	unsigned long flags;

	spin_lock_irqsave(&miic.lock, flags);
	if (offset == MIIC_PRCMD)
		miic_write_prcmd(val);
	else if (miic_unlocked())
		miic.regs[offset / 4] = val & miic_writable(offset);
	else
		miic.dropped++;
	spin_unlock_irqrestore(&miic.lock, flags);
}

static unsigned long miic_read_mem(void *priv, unsigned int offset, int size)
{
	return offset == MIIC_PRCMD ? miic_unlocked() :
				      READ_ONCE(miic.regs[offset / 4]);
}

static const struct logic_iomem_ops miic_mem_ops = {
	.read = miic_read_mem,
	.write = miic_write_mem,
};

static long miic_map(unsigned long offset, size_t size,
		     const struct logic_iomem_ops **ops, void **priv)
{
	*ops = &miic_mem_ops;

	return offset;
}

static const struct logic_iomem_region_ops miic_region_ops = {
	.map = miic_map,
};

static struct resource miic_res =
	DEFINE_RES_MEM_NAMED(0xe3000000, MIIC_SIZE, "kunit miic");

/* Memory cannot be taken away again. */
static int miic_suite_init(struct kunit_suite *suite)
{
	static bool done;
	int err;

	if (done)
		return 0;

	err = logic_iomem_add_region(&miic_res, &miic_region_ops);
	done = !err;

	return err;
}

/* As after power-on */
static void miic_reset(void)
{
	memset(miic.regs, 0, sizeof(miic.regs));
	miic.unlocking = 0;
	miic.dropped = 0;
}

static int miic_init(struct kunit *test)
{
	miic_reset();

	return 0;
}

static bool miic_is_on(int conv)
{
	return READ_ONCE(miic.regs[MIIC_CONVRST / 4]) & MIIC_CONVRST_CONV(conv);
}

/* Converter @conv is on, and passes on what the MAC at @speed says. */
static void miic_expect(struct kunit *test, int conv, u32 mode, u32 speed,
			u32 duplex)
{
	u32 ctrl = FIELD_PREP(MIIC_CONVCTRL_MODE, mode) |
		   FIELD_PREP(MIIC_CONVCTRL_SPEED, speed) | duplex;

	KUNIT_EXPECT_EQ(test, READ_ONCE(miic.regs[MIIC_CONVCTRL(conv) / 4]),
			ctrl);
	KUNIT_EXPECT_EQ(test, miic.regs[MIIC_MODCTRL / 4],
			MIIC_MODCTRL_OVERLAY);
	KUNIT_EXPECT_TRUE(test, miic_is_on(conv));
	KUNIT_EXPECT_EQ(test, miic.dropped, 0);
}

static const struct kmac_param miic_links[] = {
	{ "phy", KMAC_PHY },
	{ "fixed", KMAC_FIXED },
	{ "netdev phy", KMAC_PHY | KMAC_NETDEV },
	{ "netdev fixed", KMAC_FIXED | KMAC_NETDEV },
};

KUNIT_ARRAY_PARAM_DESC(miic_link, miic_links, name);

/* The driver goes, and with it the link, and the converter is off; then the
 * block loses power. With the driver all is back.
 */
static void miic_rebind(struct kunit *test)
{
	struct platform_device *pdev = kprov_device(test, "miic@e3000000");
	struct kmac *mac;

	KUNIT_ASSERT_TRUE(test, device_is_bound(&pdev->dev));
	mac = kprov_mac(test, "miic-mac1", PHY_INTERFACE_MODE_RGMII_ID);
	kmac_create(test, mac, kmac_param(test));
	KUNIT_EXPECT_FALSE(test, miic_is_on(1));
	kmac_start(mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	miic_expect(test, 1, MIIC_MODE_RGMII, MIIC_SPEED_1000,
		    MIIC_CONVCTRL_FULLD);

	device_release_driver(&pdev->dev);
	kprov_expect_gone(test, mac);
	KUNIT_EXPECT_FALSE(test, miic_is_on(1));
	miic_reset();

	KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	miic_expect(test, 1, MIIC_MODE_RGMII, MIIC_SPEED_1000,
		    MIIC_CONVCTRL_FULLD);
}

/* Two MACs at converters of the same block: both are down, both come back. */
static void miic_two_macs(struct kunit *test)
{
	struct platform_device *pdev = kprov_device(test, "miic@e3000000");
	struct kmac *a, *b;

	a = kprov_mac(test, "miic-mac1", PHY_INTERFACE_MODE_RGMII);
	b = kprov_mac(test, "miic-mac5", PHY_INTERFACE_MODE_RGMII);
	kmac_create(test, a, KMAC_FIXED);
	kmac_create(test, b, KMAC_FIXED);
	kmac_start(a);
	kmac_start(b);
	kprov_rebind(test, &pdev->dev, a);
	KUNIT_EXPECT_TRUE(test, kmac_wait(b, true));
	KUNIT_EXPECT_EQ(test, b->n_down, 1);
	miic_expect(test, 1, MIIC_MODE_RGMII, MIIC_SPEED_1000,
		    MIIC_CONVCTRL_FULLD);
	miic_expect(test, 5, MIIC_MODE_RGMII, MIIC_SPEED_1000,
		    MIIC_CONVCTRL_FULLD);
}

/* A converter is on while its MAC is, and only that; with the driver bound anew
 * as well.
 */
static void miic_enable(struct kunit *test)
{
	struct platform_device *pdev = kprov_device(test, "miic@e3000000");
	struct kmac *mac;

	mac = kprov_mac(test, "miic-mac5", PHY_INTERFACE_MODE_RGMII);
	kmac_create(test, mac, KMAC_FIXED);
	KUNIT_EXPECT_FALSE(test, miic_is_on(5));
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, miic_is_on(5));
	KUNIT_EXPECT_FALSE(test, miic_is_on(1));
	kmac_stop(mac);
	KUNIT_EXPECT_FALSE(test, miic_is_on(5));

	device_release_driver(&pdev->dev);
	KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, miic_is_on(5));
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_TRUE(test, miic_is_on(5));
	kmac_stop(mac);
	KUNIT_EXPECT_FALSE(test, miic_is_on(5));
}

/* A MAC that cannot do without the clock has it before it starts, and when it
 * is stopped; with the driver bound anew, from its next start on.
 */
static void miic_rxc(struct kunit *test)
{
	struct platform_device *pdev = kprov_device(test, "miic@e3000000");
	struct kmac *mac;

	mac = kprov_mac(test, "miic-mac1", PHY_INTERFACE_MODE_RGMII);
	mac->config.mac_requires_rxc = true;
	kmac_create(test, mac, KMAC_FIXED);
	KUNIT_ASSERT_EQ(test, phylink_pcs_pre_init(mac->pl, mac->pcs), 0);
	miic_expect(test, 1, MIIC_MODE_RMII, MIIC_SPEED_100, 0);
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	kmac_stop(mac);
	KUNIT_EXPECT_TRUE(test, miic_is_on(1));

	device_release_driver(&pdev->dev);
	miic_reset();
	KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, miic_is_on(1));
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	kmac_stop(mac);
	KUNIT_EXPECT_TRUE(test, miic_is_on(1));
}

/**
 * struct miic_bad - parameter of miic_refuse()
 * @node: name of the node, which says what cannot be
 * @message: what the log says of it
 */
struct miic_bad {
	const char *node;
	const char *message;
};

static const struct miic_bad miic_bads[] = {
	{ "miic-port", "mii-conv@6: no such port" },
	{ "miic-input", "Failed to apply requested configuration" },
};

KUNIT_ARRAY_PARAM_DESC(miic_bad, miic_bads, node);

/* Properties that make no sense */
static void miic_refuse(struct kunit *test)
{
	const struct miic_bad *bad = test->param_value;
	struct platform_device *pdev;
	struct klog log;

	klog_mark(&log);
	pdev = kprov_device(test, bad->node);
	KUNIT_EXPECT_FALSE(test, device_is_bound(&pdev->dev));
	KUNIT_EXPECT_EQ(test, klog_count(&log, bad->message), 1);
}

static struct kunit_case miic_cases[] = {
	KUNIT_CASE_PARAM(miic_rebind, miic_link_gen_params),
	KUNIT_CASE(miic_two_macs),
	KUNIT_CASE(miic_enable),
	KUNIT_CASE(miic_rxc),
	KUNIT_CASE_PARAM(miic_refuse, miic_bad_gen_params),
	{}
};

static struct kunit_suite miic_suite = {
	.name = "providers_miic",
	.suite_init = miic_suite_init,
	.init = miic_init,
	.test_cases = miic_cases,
};

kunit_test_suite(miic_suite);
