// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit suite of pcs-mtk-lynxi: the LynxI PCS of MediaTek's SoCs, of which the
 * driver of the clocks in the same registers makes a device
 *
 * The registers are those that drivers/net/pcs/pcs-mtk-lynxi.c and
 * drivers/clk/mediatek/clk-mt7986-eth.c use, with the meaning that they give to
 * them, and IEEE 802.3 clauses 22 and 37 where those of that are at their
 * usual places, two in a word. To the simulator they are registers of 16 bits.
 */

#include <linux/bitfield.h>
#include <linux/device.h>
#include <linux/mfd/syscon.h>
#include <linux/mii.h>
#include <linux/platform_device.h>
#include <linux/regmap.h>

#include "providers.h"

/* Offsets of words; the registers of clause 22 are MII_BMCR and so on. */
#define LYNXI_ID			0x4d544950
#define LYNXI_SCRATCH			0x14
#define LYNXI_SCRATCH_VERSION		GENMASK(31, 16)
#define LYNXI_LINK_TIMER		0x18
#define LYNXI_SGMII_MODE		0x20
#define LYNXI_SGMII_MODE_SGMII		BIT(0)
#define LYNXI_SGMII_MODE_AN		BIT(1)
#define LYNXI_RESET			0x34
#define LYNXI_RESET_SW			BIT(0)
#define LYNXI_CLK_GATES			0xe4
#define LYNXI_QPHY_PWR			0xe8
#define LYNXI_QPHY_PWR_DOWN		BIT(4)
#define LYNXI_QPHY_WRAP			0xec
#define LYNXI_QPHY_WRAP_SWAP		(BIT(0) | BIT(1))
#define LYNXI_ANA_RGC3			0x128
#define LYNXI_ANA_RGC3_SPEED		GENMASK(3, 2)
#define LYNXI_ANA_RGC3_3_125G		1

/* Number of the register of 16 bits that is the lower half of a word */
#define LYNXI_HALF(offset)		((offset) / 2)

#define LYNXI_SIZE			0x1000

/**
 * struct lynxi_sim - a LynxI PCS
 * @dev: the device
 * @words: the registers that hold what was written to them
 * @id: what it is
 * @version: of that
 */
struct lynxi_sim {
	struct pcs_sim_dev dev;
	u16 words[LYNXI_SIZE / 2];
	u32 id;
	u16 version;
};

static struct lynxi_sim *to_lynxi_sim(struct pcs_sim_dev *dev)
{
	return container_of(dev, struct lynxi_sim, dev);
}

static void lynxi_sim_reset(struct pcs_sim_dev *dev)
{
	struct lynxi_sim *lynxi = to_lynxi_sim(dev);
	struct pcs_sim_end *end = &dev->end;

	memset(lynxi->words, 0, sizeof(lynxi->words));
	lynxi->words[LYNXI_HALF(LYNXI_QPHY_PWR)] = LYNXI_QPHY_PWR_DOWN;
	lynxi->words[MII_BMCR] = BMCR_ANENABLE;
	lynxi->id = LYNXI_ID;
	lynxi->version = 1;
	end->own_coding = true;
	end->coding = PCS_SIM_8B10B_1G;
	end->power = false;
	end->an = true;
	end->adv = ADVERTISE_1000XFULL;
	end->link_timer = PCS_SIM_LINK_TIMER_BASEX;
	pcs_sim_end_restart(end);
}

static u16 lynxi_sim_read(struct pcs_sim_dev *dev, int devad, int reg)
{
	struct lynxi_sim *lynxi = to_lynxi_sim(dev);

	switch (reg) {
	case MII_BMSR:
		return pcs_sim_end_bmsr(&dev->end);
	case MII_PHYSID1:
		return lynxi->id & 0xffff;
	case MII_PHYSID2:
		return lynxi->id >> 16;
	case MII_ADVERTISE:
		return dev->end.adv;
	case MII_LPA:
		return dev->end.lpa;
	case LYNXI_HALF(LYNXI_SCRATCH) + 1:
		return lynxi->version;
	default:
		return lynxi->words[reg];
	}
}

/* In units of 16 ns, where the simulator's are of 8 */
static u32 lynxi_sim_link_timer(const struct lynxi_sim *lynxi)
{
	const u16 *timer = &lynxi->words[LYNXI_HALF(LYNXI_LINK_TIMER)];

	return ((timer[1] & 0xf) << 16 | timer[0]) * 2;
}

static void lynxi_sim_write(struct pcs_sim_dev *dev, int devad, int reg,
			    u16 val)
{
	struct lynxi_sim *lynxi = to_lynxi_sim(dev);
	struct pcs_sim_end *end = &dev->end;

	lynxi->words[reg] = val;

	switch (reg) {
	case MII_BMCR:
		lynxi->words[reg] = val & BMCR_ANENABLE;
		end->an = val & BMCR_ANENABLE;
		if (end->an && val & BMCR_ANRESTART)
			pcs_sim_end_restart(end);
		break;
	case MII_ADVERTISE:
		end->adv = val & ~ADVERTISE_LPACK;
		break;
	case LYNXI_HALF(LYNXI_LINK_TIMER):
	case LYNXI_HALF(LYNXI_LINK_TIMER) + 1:
		end->link_timer = lynxi_sim_link_timer(lynxi);
		break;
	case LYNXI_HALF(LYNXI_RESET):
		/* Of the state machines; over at once */
		lynxi->words[reg] = val & ~LYNXI_RESET_SW;
		if (val & LYNXI_RESET_SW)
			pcs_sim_end_restart(end);
		break;
	case LYNXI_HALF(LYNXI_QPHY_PWR):
		end->power = !(val & LYNXI_QPHY_PWR_DOWN);
		break;
	case LYNXI_HALF(LYNXI_ANA_RGC3):
		end->coding = FIELD_GET(LYNXI_ANA_RGC3_SPEED, val) ==
			      LYNXI_ANA_RGC3_3_125G ? PCS_SIM_8B10B_2G5 :
						      PCS_SIM_8B10B_1G;
		break;
	}
}

static struct pcs_sim_model lynxi_model = {
	.name = "kunit-lynxi",
	.size = sizeof(struct lynxi_sim),
	.reset = lynxi_sim_reset,
	.read = lynxi_sim_read,
	.write = lynxi_sim_write,
};

/**
 * struct lynxi_hw - what the SoC has around it
 * @sim: the PCS
 * @powered: the MAC has its power domain and clocks on
 * @n_dead: accesses to the PCS while it has not
 */
struct lynxi_hw {
	struct pcs_sim_dev *sim;
	bool powered;
	unsigned int n_dead;
};

static struct lynxi_hw lynxi;

/* The gates are outside of what they are for. */
static bool lynxi_is_dead(unsigned int reg)
{
	if (lynxi.powered || reg == LYNXI_CLK_GATES)
		return false;

	lynxi.n_dead++;

	return true;
}

static int lynxi_reg_read(void *context, unsigned int reg, unsigned int *val)
{
	*val = 0;
	if (lynxi_is_dead(reg))
		return 0;

	*val = pcs_sim_dev_read(lynxi.sim, MDIO_DEVAD_NONE, reg / 2);
	*val |= pcs_sim_dev_read(lynxi.sim, MDIO_DEVAD_NONE, reg / 2 + 1) << 16;

	return 0;
}

static int lynxi_reg_write(void *context, unsigned int reg, unsigned int val)
{
	if (lynxi_is_dead(reg))
		return 0;

	pcs_sim_dev_write(lynxi.sim, MDIO_DEVAD_NONE, reg / 2, val & 0xffff);
	pcs_sim_dev_write(lynxi.sim, MDIO_DEVAD_NONE, reg / 2 + 1, val >> 16);

	return 0;
}

static const struct regmap_config lynxi_regmap_config = {
	.name = "kunit-lynxi",
	.reg_bits = 32,
	.val_bits = 32,
	.reg_stride = 4,
	.max_register = LYNXI_SIZE - 4,
	.reg_read = lynxi_reg_read,
	.reg_write = lynxi_reg_write,
};

static int lynxi_suite_init(struct kunit_suite *suite)
{
	return pcs_sim_model_register(&lynxi_model);
}

static void lynxi_suite_exit(struct kunit_suite *suite)
{
	pcs_sim_model_unregister(&lynxi_model);
}

/* A syscon is not removed again. */
static int lynxi_init(struct kunit *test)
{
	static struct regmap *regmap;
	struct device_node *np;

	lynxi.sim = kprov_sim(test, "kunit-lynxi");
	lynxi.powered = false;
	lynxi.n_dead = 0;
	if (regmap)
		return 0;

	np = kprov_node(test, "syscon@e4000000");
	regmap = regmap_init(NULL, NULL, NULL, &lynxi_regmap_config);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, regmap);

	return of_syscon_register_regmap(np, regmap);
}

static void lynxi_exit(struct kunit *test)
{
	KUNIT_EXPECT_EQ_MSG(test, lynxi.n_dead, 0, "accesses without power");
}

static u16 lynxi_read(unsigned int offset)
{
	return pcs_sim_dev_read(lynxi.sim, MDIO_DEVAD_NONE, LYNXI_HALF(offset));
}

/* With the MAC's power domain, and its clocks, which are those of the PCS */
static void lynxi_start(struct kmac *mac)
{
	lynxi.powered = true;
	kmac_start(mac);
}

static void lynxi_stop(struct kmac *mac)
{
	kmac_stop(mac);
	lynxi.powered = false;
}

static void lynxi_power_off(void *data)
{
	struct kmac *mac = data;

	if (mac->started)
		lynxi_stop(mac);
}

/* A MAC, which is stopped at the latest when the test is over */
static struct kmac *lynxi_mac(struct kunit *test, phy_interface_t interface)
{
	struct kmac *mac = kprov_mac(test, "lynxi-mac", interface);

	kmac_create(test, mac, KMAC_INBAND);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, lynxi_power_off, mac), 0);

	return mac;
}

static void lynxi_put_device(void *dev)
{
	put_device(dev);
}

/* The device that the driver of the clocks has made */
static struct device *lynxi_device(struct kunit *test,
				   struct platform_device *pdev)
{
	struct device *dev;

	KUNIT_ASSERT_TRUE(test, device_is_bound(&pdev->dev));
	dev = device_find_any_child(&pdev->dev);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, lynxi_put_device,
							dev), 0);

	return dev;
}

/**
 * struct lynxi_link - parameter of the cases with a link
 * @interface: the mode
 * @partner: link partner
 * @speed: of the link to that
 * @mode: what the register of that name has, as far as the mode matters
 */
struct lynxi_link {
	phy_interface_t interface;
	const char *partner;
	int speed;
	u16 mode;
};

static const struct lynxi_link lynxi_links[] = {
	{ PHY_INTERFACE_MODE_SGMII, "sgmii 100 full", SPEED_100,
	  LYNXI_SGMII_MODE_SGMII | LYNXI_SGMII_MODE_AN },
	{ PHY_INTERFACE_MODE_1000BASEX, "1000base-x full pause", SPEED_1000,
	  0 },
	{ PHY_INTERFACE_MODE_2500BASEX, "2500base-x full pause", SPEED_2500,
	  0 },
};

KUNIT_ARRAY_PARAM_DESC(lynxi_link, lynxi_links, partner);

static void lynxi_expect(struct kunit *test, struct kmac *mac,
			 const struct lynxi_link *link)
{
	KUNIT_EXPECT_EQ(test, mac->speed, link->speed);
	KUNIT_EXPECT_EQ(test, lynxi_read(LYNXI_SGMII_MODE) &
			(LYNXI_SGMII_MODE_SGMII | LYNXI_SGMII_MODE_AN),
			link->mode);
	/* mediatek,pnswap */
	KUNIT_EXPECT_EQ(test, lynxi_read(LYNXI_QPHY_WRAP),
			LYNXI_QPHY_WRAP_SWAP);
}

/* The driver goes, and the registers are reset; with the driver the link is
 * back, and the registers are set up.
 */
static void lynxi_rebind(struct kunit *test)
{
	const struct lynxi_link *link = test->param_value;
	struct platform_device *pdev = kprov_device(test, "syscon@e4000000");
	struct device *dev = lynxi_device(test, pdev);
	struct kmac *mac;

	kprov_partner(test, lynxi.sim, link->partner);
	mac = lynxi_mac(test, link->interface);
	lynxi_start(mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	lynxi_expect(test, mac, link);

	device_release_driver(dev);
	kprov_expect_gone(test, mac);
	spin_lock_bh(&pcs_sim_lock);
	lynxi_sim_reset(lynxi.sim);
	pcs_sim_end_update(&lynxi.sim->end);
	spin_unlock_bh(&pcs_sim_lock);

	KUNIT_ASSERT_EQ(test, device_attach(dev), 1);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	lynxi_expect(test, mac, link);
}

/* The driver of the clocks goes, and with it the device of the PCS. */
static void lynxi_rebind_clk(struct kunit *test)
{
	const struct lynxi_link *link = test->param_value;
	struct platform_device *pdev = kprov_device(test, "syscon@e4000000");
	struct kmac *mac;

	kprov_partner(test, lynxi.sim, link->partner);
	mac = lynxi_mac(test, link->interface);
	lynxi_start(mac);

	kprov_rebind(test, &pdev->dev, mac);
	lynxi_expect(test, mac, link);
}

/* No register is accessed while the MAC is stopped, and has them off; which is
 * what lynxi_exit() looks at.
 */
static void lynxi_powered_off(struct kunit *test)
{
	struct platform_device *pdev = kprov_device(test, "syscon@e4000000");
	struct device *dev = lynxi_device(test, pdev);
	struct kmac *mac;

	kprov_partner(test, lynxi.sim, "sgmii 1000 full");
	mac = lynxi_mac(test, PHY_INTERFACE_MODE_SGMII);
	device_release_driver(dev);
	KUNIT_ASSERT_EQ(test, device_attach(dev), 1);
	lynxi_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));

	lynxi_stop(mac);
	device_release_driver(dev);
	KUNIT_ASSERT_EQ(test, device_attach(dev), 1);
	kmac_settle();
	lynxi_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	lynxi_stop(mac);
}

/* What is no LynxI PCS is not driven, and there is no link. */
static void lynxi_unknown(struct kunit *test)
{
	struct lynxi_sim *sim = to_lynxi_sim(lynxi.sim);
	struct kmac *mac;
	struct klog log;

	kprov_device(test, "syscon@e4000000");
	kprov_partner(test, lynxi.sim, "sgmii 1000 full");
	mac = lynxi_mac(test, PHY_INTERFACE_MODE_SGMII);

	klog_mark(&log);
	sim->id = 0x12345678;
	lynxi_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	KUNIT_EXPECT_TRUE(test,
			  klog_count(&log, "unknown PCS device id 12345678"));
	lynxi_stop(mac);

	klog_mark(&log);
	sim->id = LYNXI_ID;
	sim->version = 2;
	lynxi_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	KUNIT_EXPECT_TRUE(test,
			  klog_count(&log, "unknown PCS device version 0002"));
	lynxi_stop(mac);

	sim->version = 1;
	lynxi_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
}

static struct kunit_case lynxi_cases[] = {
	KUNIT_CASE_PARAM(lynxi_rebind, lynxi_link_gen_params),
	KUNIT_CASE_PARAM(lynxi_rebind_clk, lynxi_link_gen_params),
	KUNIT_CASE(lynxi_powered_off),
	KUNIT_CASE(lynxi_unknown),
	{}
};

static struct kunit_suite lynxi_suite = {
	.name = "providers_lynxi",
	.suite_init = lynxi_suite_init,
	.suite_exit = lynxi_suite_exit,
	.init = lynxi_init,
	.exit = lynxi_exit,
	.test_cases = lynxi_cases,
};

kunit_test_suite(lynxi_suite);
