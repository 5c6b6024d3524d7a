// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit suite of pcs-xpcs-plat: an XPCS of Synopsys whose registers are in
 * memory. It makes an MDIO bus for that, on which pcs-xpcs-mdio finds the XPCS.
 *
 * The registers are those of the simulator; how they are laid out in memory is
 * from drivers/net/pcs/pcs-xpcs-plat.c and
 * Documentation/devicetree/bindings/net/pcs/snps,dw-xpcs.yaml.
 */

#include <kunit/clk.h>
#include <linux/bitfield.h>
#include <linux/clk-provider.h>
#include <linux/device.h>
#include <linux/logic_iomem.h>
#include <linux/mdio.h>
#include <linux/mii.h>
#include <linux/pcs/pcs-xpcs.h>
#include <linux/platform_device.h>

#include "providers.h"

/* The page register of the indirect layout */
#define XPCS_VIEWPORT			0xff

/**
 * struct xpcs_window - registers of an XPCS in memory
 * @name: name of the device's node below /pcs-providers
 * @user: ... and of the node that refers to it
 * @res: where
 * @width: bytes from one to the next
 * @indirect: there are 256, the last of which says of which page
 * @page: that page
 * @id: identifier that it has instead of Synopsys's, or 0. It is one without
 *	other MMD than the vendor's, as Nuvoton's: the others read as 0
 * @sim: the XPCS
 */
struct xpcs_window {
	const char *name;
	const char *user;
	struct resource res;
	unsigned int width;
	bool indirect;
	u32 page;
	u32 id;
	struct pcs_sim_dev *sim;
};

static struct xpcs_window xpcs_windows[] = {
	{
		.name = "xpcs@e0000000",
		.user = "xpcs-indirect-mac",
		.res = DEFINE_RES_MEM_NAMED(0xe0000000, 0x400, "kunit xpcs"),
		.width = 4,
		.indirect = true,
	}, {
		.name = "xpcs@e1000000",
		.user = "xpcs-direct-mac",
		.res = DEFINE_RES_MEM_NAMED(0xe1000000, 0x400000,
					    "kunit direct xpcs"),
		.width = 2,
	},
};

/**
 * struct xpcs_clk - the clock that the registers of the indirect layout need
 * @hw: for its users
 * @on: it runs
 * @n_dead: accesses while it did not
 */
struct xpcs_clk {
	struct clk_hw hw;
	bool on;
	unsigned int n_dead;
};

static struct xpcs_clk xpcs_clk;

static int xpcs_clk_enable(struct clk_hw *hw)
{
	WRITE_ONCE(xpcs_clk.on, true);

	return 0;
}

static void xpcs_clk_disable(struct clk_hw *hw)
{
	WRITE_ONCE(xpcs_clk.on, false);
}

static const struct clk_ops xpcs_clk_ops = {
	.enable = xpcs_clk_enable,
	.disable = xpcs_clk_disable,
};

static bool xpcs_is_dead(const struct xpcs_window *win)
{
	if (!win->indirect || READ_ONCE(xpcs_clk.on))
		return false;

	xpcs_clk.n_dead++;

	return true;
}

static u32 xpcs_csr(const struct xpcs_window *win, unsigned int offset)
{
	u32 csr = offset / win->width;

	return win->indirect ? win->page << 8 | csr : csr;
}

static unsigned long xpcs_read_mem(void *priv, unsigned int offset, int size)
{
	struct xpcs_window *win = priv;
	u32 csr = xpcs_csr(win, offset);
	int devad = FIELD_GET(0x1f0000, csr);
	int reg = csr & 0xffff;

	if (xpcs_is_dead(win))
		return 0;
	if (win->indirect && offset == XPCS_VIEWPORT * win->width)
		return win->page;
	if (win->id && devad != MDIO_MMD_VEND2)
		return 0;
	if (win->id && reg == MII_PHYSID1)
		return win->id >> 16;
	if (win->id && reg == MII_PHYSID2)
		return win->id & 0xffff;

	return pcs_sim_dev_read(win->sim, devad, reg);
}

static void xpcs_write_mem(void *priv, unsigned int offset, int size,
			   unsigned long val)
{
	struct xpcs_window *win = priv;
	u32 csr = xpcs_csr(win, offset);

	if (xpcs_is_dead(win))
		return;
	if (win->indirect && offset == XPCS_VIEWPORT * win->width)
		win->page = val;
	else
		pcs_sim_dev_write(win->sim, FIELD_GET(0x1f0000, csr),
				  csr & 0xffff, val);
}

static const struct logic_iomem_ops xpcs_mem_ops = {
	.read = xpcs_read_mem,
	.write = xpcs_write_mem,
};

static long xpcs_map_indirect(unsigned long offset, size_t size,
			      const struct logic_iomem_ops **ops, void **priv)
{
	*ops = &xpcs_mem_ops;
	*priv = &xpcs_windows[0];

	return offset;
}

static long xpcs_map_direct(unsigned long offset, size_t size,
			    const struct logic_iomem_ops **ops, void **priv)
{
	*ops = &xpcs_mem_ops;
	*priv = &xpcs_windows[1];

	return offset;
}

static const struct logic_iomem_region_ops xpcs_region_ops[] = {
	{ .map = xpcs_map_indirect },
	{ .map = xpcs_map_direct },
};

/* Memory cannot be taken away again. */
static int xpcs_suite_init(struct kunit_suite *suite)
{
	static bool done;
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(xpcs_windows) && !done; i++) {
		err = logic_iomem_add_region(&xpcs_windows[i].res,
					     &xpcs_region_ops[i]);
		if (err)
			return err;
	}
	done = true;

	return 0;
}

static int xpcs_init(struct kunit *test)
{
	const struct clk_init_data init = {
		.name = "xpcs-csr", .ops = &xpcs_clk_ops,
	};
	struct device_node *np = kprov_node(test, "xpcs-csr-clock");
	int err;

	memset(&xpcs_clk, 0, sizeof(xpcs_clk));
	xpcs_clk.hw.init = &init;
	err = of_clk_hw_register_kunit(test, np, &xpcs_clk.hw);
	if (err)
		return err;

	return of_clk_add_hw_provider_kunit(test, np, of_clk_hw_simple_get,
					    &xpcs_clk.hw);
}

static void xpcs_exit(struct kunit *test)
{
	KUNIT_EXPECT_EQ_MSG(test, xpcs_clk.n_dead, 0,
			    "accesses without the clock");
}

/**
 * struct xpcs_link - parameter of the cases with a link
 * @name: how to call it
 * @window: which layout, an index into xpcs_windows[]
 * @id: as in &struct xpcs_window
 * @interface: the mode
 * @partner: link partner
 * @speed: of the link to that
 */
struct xpcs_link {
	const char *name;
	unsigned int window;
	u32 id;
	phy_interface_t interface;
	const char *partner;
	int speed;
};

static const struct xpcs_link xpcs_links[] = {
	{ "indirect, sgmii", 0, 0, PHY_INTERFACE_MODE_SGMII,
	  "sgmii 100 full", SPEED_100 },
	{ "indirect, 10gbase-r", 0, 0, PHY_INTERFACE_MODE_10GBASER,
	  "10gbase-r", SPEED_10000 },
	{ "direct, 1000base-x", 1, 0, PHY_INTERFACE_MODE_1000BASEX,
	  "1000base-x full pause", SPEED_1000 },
	{ "npcm8xx, sgmii", 0, NUVOTON_NPCM8XX_XPCS_ID,
	  PHY_INTERFACE_MODE_SGMII, "sgmii 1000 full", SPEED_1000 },
	{ "npcm8xx, 1000base-x", 0, NUVOTON_NPCM8XX_XPCS_ID,
	  PHY_INTERFACE_MODE_1000BASEX, "1000base-x full", SPEED_1000 },
};

KUNIT_ARRAY_PARAM_DESC(xpcs_link, xpcs_links, name);

/* The hardware, with nothing in it */
static struct xpcs_window *xpcs_window_init(struct kunit *test,
					    unsigned int index, u32 id)
{
	struct xpcs_window *win = &xpcs_windows[index];

	win->sim = kprov_sim(test, "xpcs");
	win->page = 0;
	win->id = id;

	return win;
}

static int xpcs_is_mdiodev(struct device *dev, const void *data)
{
	return !strcmp(dev_bus_name(dev), "mdio_bus");
}

/* The device on the bus that pcs-xpcs-plat has made, to be put, or NULL */
static struct device *xpcs_get_mdiodev(struct platform_device *pdev)
{
	struct device *bus, *dev;

	bus = device_find_any_child(&pdev->dev);
	if (!bus)
		return NULL;

	dev = device_find_child(bus, NULL, xpcs_is_mdiodev);
	put_device(bus);

	return dev;
}

/* Return: whether pcs-xpcs-mdio has taken to it */
static bool xpcs_is_driven(struct platform_device *pdev)
{
	struct device *dev = xpcs_get_mdiodev(pdev);
	bool bound = dev && device_is_bound(dev);

	put_device(dev);

	return bound;
}

/* The driver of the memory goes, with it the bus, and with that the PCS. */
static void xpcs_rebind(struct kunit *test)
{
	const struct xpcs_link *link = test->param_value;
	struct platform_device *pdev;
	struct xpcs_window *win;
	struct kmac *mac;

	win = xpcs_window_init(test, link->window, link->id);
	kprov_partner(test, win->sim, link->partner);
	pdev = kprov_device(test, win->name);
	KUNIT_ASSERT_TRUE(test, xpcs_is_driven(pdev));
	mac = kprov_mac(test, win->user, link->interface);
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);

	kprov_rebind(test, &pdev->dev, mac);
	KUNIT_EXPECT_EQ(test, mac->speed, link->speed);
}

/* While the driver is away its PCS loses what was set, and its partner. */
static void xpcs_reset(struct kunit *test)
{
	struct platform_device *pdev;
	struct xpcs_window *win;
	struct kmac *mac;

	win = xpcs_window_init(test, 0, 0);
	kprov_partner(test, win->sim, "sgmii 100 full");
	pdev = kprov_device(test, win->name);
	mac = kprov_mac(test, win->user, PHY_INTERFACE_MODE_SGMII);
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));

	device_release_driver(&pdev->dev);
	kprov_expect_gone(test, mac);
	pcs_sim_dev_write(win->sim, MDIO_MMD_VEND2, MII_BMCR, BMCR_RESET);
	kprov_partner(test, win->sim, "none");

	KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	kprov_partner(test, win->sim, "sgmii 1000 full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, mac->speed, SPEED_1000);
}

/* What pcs-xpcs does not know is not driven, and a MAC can be told. */
static void xpcs_unknown(struct kunit *test)
{
	struct platform_device *pdev;
	struct xpcs_window *win;
	struct klog log;

	klog_mark(&log);
	win = xpcs_window_init(test, 0, 0x12345678);
	pdev = kprov_device(test, win->name);
	KUNIT_EXPECT_TRUE(test, device_is_bound(&pdev->dev));
	KUNIT_EXPECT_FALSE(test, xpcs_is_driven(pdev));
	KUNIT_EXPECT_EQ(test, klog_count(&log, "cannot identify the XPCS"), 1);
}

/* A property that makes no sense */
static void xpcs_bad_width(struct kunit *test)
{
	struct platform_device *pdev;
	struct klog log;

	klog_mark(&log);
	pdev = kprov_device(test, "xpcs-width");
	KUNIT_EXPECT_FALSE(test, device_is_bound(&pdev->dev));
	KUNIT_EXPECT_EQ(test, klog_count(&log, "Invalid reg-space data width"),
			1);
}

static void xpcs_destroy_action(void *xpcs)
{
	xpcs_destroy(xpcs);
}

/* Control: the same as in xpcs_rebind(), for a MAC driver that calls
 * xpcs_create_fwnode() as stmmac does today. The bus that phylink still uses is
 * freed memory.
 */
static void xpcs_today(struct kunit *test)
{
	struct platform_device *pdev;
	struct xpcs_window *win;
	struct dw_xpcs *xpcs;
	struct device *dev;
	struct kmac *mac;

	win = xpcs_window_init(test, 0, 0);
	kprov_partner(test, win->sim, "sgmii 1000 full");
	pdev = kprov_device(test, win->name);
	dev = xpcs_get_mdiodev(pdev);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	device_release_driver(dev);
	put_device(dev);

	xpcs = xpcs_create_fwnode(dev_fwnode(&pdev->dev));
	KUNIT_ASSERT_FALSE(test, IS_ERR(xpcs));
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, xpcs_destroy_action,
					       xpcs), 0);
	mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	mac->pcs = xpcs_to_phylink_pcs(xpcs);
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));

	device_release_driver(&pdev->dev);
	kmac_wait(mac, false);
}

static struct kunit_case xpcs_today_cases[] = {
	KUNIT_CASE(xpcs_today),
	{}
};

static struct kunit_suite xpcs_today_suite = {
	.name = "control_xpcs",
	.suite_init = xpcs_suite_init,
	.init = xpcs_init,
	.test_cases = xpcs_today_cases,
};

static struct kunit_case xpcs_cases[] = {
	KUNIT_CASE_PARAM(xpcs_rebind, xpcs_link_gen_params),
	KUNIT_CASE(xpcs_reset),
	KUNIT_CASE(xpcs_unknown),
	KUNIT_CASE(xpcs_bad_width),
	{}
};

static struct kunit_suite xpcs_suite = {
	.name = "providers_xpcs",
	.suite_init = xpcs_suite_init,
	.init = xpcs_init,
	.exit = xpcs_exit,
	.test_cases = xpcs_cases,
};

kunit_test_suites(&xpcs_suite, &xpcs_today_suite);
