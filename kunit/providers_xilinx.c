// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit suite of pcs-xilinx: the 1000BASE-X/SGMII PCS/PMA of Xilinx on an MDIO
 * bus, which is registered for as long as the bus has it
 *
 * The registers are those of AMD's product guide PG047, "1G/2.5G Ethernet
 * PCS/PMA or SGMII": clauses 22 and 37 of IEEE 802.3, out of reset isolated and
 * negotiating; with SGMII, register 4 is 0x4001 and cannot be written; register
 * 17 switches between the two.
 */

#include <linux/device.h>
#include <linux/mii.h>
#include <linux/of.h>
#include <linux/of_mdio.h>
#include <linux/pcs/pcs-xilinx.h>

#include "providers.h"

#define XILINX_ADDR			3
#define XILINX_PHYSID			0x01740c00
#define XILINX_STD_SELECT		17
#define XILINX_STD_SELECT_SGMII		BIT(0)
#define XILINX_ADVERTISE_SGMII		0x4001

/**
 * struct xilinx_sim - a PCS/PMA
 * @dev: the device
 * @bmcr: register 0, but for the bits that clear themselves
 * @adv: register 4 for 1000BASE-X
 * @select: register 17
 */
struct xilinx_sim {
	struct pcs_sim_dev dev;
	u16 bmcr;
	u16 adv;
	u16 select;
};

static struct xilinx_sim *to_xilinx_sim(struct pcs_sim_dev *dev)
{
	return container_of(dev, struct xilinx_sim, dev);
}

static bool xilinx_sim_is_sgmii(const struct xilinx_sim *xsim)
{
	return xsim->select & XILINX_STD_SELECT_SGMII;
}

static u16 xilinx_sim_adv(const struct xilinx_sim *xsim)
{
	return xilinx_sim_is_sgmii(xsim) ? XILINX_ADVERTISE_SGMII : xsim->adv;
}

/* What the registers say, to the end of the lane */
static void xilinx_sim_apply(struct xilinx_sim *xsim)
{
	struct pcs_sim_end *end = &xsim->dev.end;

	end->power = !(xsim->bmcr & BMCR_PDOWN);
	end->an = xsim->bmcr & BMCR_ANENABLE;
	end->isolated = xsim->bmcr & BMCR_ISOLATE;
	end->adv = xilinx_sim_adv(xsim) & ~ADVERTISE_LPACK;
	end->link_timer = xilinx_sim_is_sgmii(xsim) ?
			  PCS_SIM_LINK_TIMER_SGMII : PCS_SIM_LINK_TIMER_BASEX;
}

static void xilinx_sim_reset(struct pcs_sim_dev *dev)
{
	struct xilinx_sim *xsim = to_xilinx_sim(dev);

	xsim->bmcr = BMCR_ANENABLE | BMCR_ISOLATE;
	xsim->adv = ADVERTISE_1000XFULL;
	xsim->select = 0;
	xilinx_sim_apply(xsim);
	pcs_sim_end_restart(&dev->end);
}

static u16 xilinx_sim_read(struct pcs_sim_dev *dev, int devad, int reg)
{
	struct xilinx_sim *xsim = to_xilinx_sim(dev);

	if (devad != MDIO_DEVAD_NONE)
		return 0xffff;

	switch (reg) {
	case MII_BMCR:
		return xsim->bmcr | BMCR_FULLDPLX | BMCR_SPEED1000;
	case MII_BMSR:
		return pcs_sim_end_bmsr(&dev->end);
	case MII_PHYSID1:
		return XILINX_PHYSID >> 16;
	case MII_PHYSID2:
		return XILINX_PHYSID & 0xffff;
	case MII_ADVERTISE:
		return xilinx_sim_adv(xsim);
	case MII_LPA:
		return dev->end.lpa;
	case MII_ESTATUS:
		return ESTATUS_1000_XFULL;
	case XILINX_STD_SELECT:
		return xsim->select;
	default:
		return 0;
	}
}

static void xilinx_sim_write(struct pcs_sim_dev *dev, int devad, int reg,
			     u16 val)
{
	struct xilinx_sim *xsim = to_xilinx_sim(dev);

	if (devad != MDIO_DEVAD_NONE)
		return;

	switch (reg) {
	case MII_BMCR:
		if (val & BMCR_RESET) {
			xilinx_sim_reset(dev);
			return;
		}
		xsim->bmcr = val & (BMCR_ANENABLE | BMCR_PDOWN | BMCR_ISOLATE);
		break;
	case MII_ADVERTISE:
		xsim->adv = val;
		break;
	case XILINX_STD_SELECT:
		xsim->select = val & XILINX_STD_SELECT_SGMII;
		break;
	}

	xilinx_sim_apply(xsim);
	if (reg == MII_BMCR && dev->end.an && val & BMCR_ANRESTART)
		pcs_sim_end_restart(&dev->end);
}

static struct pcs_sim_model xilinx_model = {
	.name = "kunit-xilinx",
	.size = sizeof(struct xilinx_sim),
	.reset = xilinx_sim_reset,
	.read = xilinx_sim_read,
	.write = xilinx_sim_write,
};

static int xilinx_suite_init(struct kunit_suite *suite)
{
	return pcs_sim_model_register(&xilinx_model);
}

static void xilinx_suite_exit(struct kunit_suite *suite)
{
	pcs_sim_model_unregister(&xilinx_model);
}

/**
 * struct xilinx_rig - a PCS/PMA on a bus, and the MAC that says what it is
 * @sim: the PCS/PMA
 * @bus: the MDIO bus
 * @bus_np: its node
 * @pcs_np: node of the PCS/PMA on it
 * @parent: device of the bus
 * @dev: device of the MAC
 */
struct xilinx_rig {
	struct pcs_sim_dev *sim;
	struct mii_bus *bus;
	struct device_node *bus_np;
	struct device_node *pcs_np;
	struct device *parent;
	struct device *dev;
};

/* The driver of the bus is unbound. */
static void xilinx_del_bus(void *data)
{
	struct xilinx_rig *rig = data;

	if (!rig->bus)
		return;

	mdiobus_unregister(rig->bus);
	pcs_sim_mdiobus_free(rig->bus);
	rig->bus = NULL;
}

/* ... or bound. A bus takes over a reference to what is on it. */
static void xilinx_add_bus(struct kunit *test, struct xilinx_rig *rig)
{
	rig->bus = pcs_sim_mdiobus_alloc(rig->parent, dev_name(rig->parent));
	KUNIT_ASSERT_NOT_NULL(test, rig->bus);
	kref_get(&rig->sim->ref);
	KUNIT_ASSERT_EQ(test, pcs_sim_mdiobus_add(rig->bus, XILINX_ADDR,
						  rig->sim), 0);
	KUNIT_ASSERT_EQ(test, of_mdiobus_register(rig->bus, rig->bus_np), 0);
}

static struct xilinx_rig *xilinx_rig_init(struct kunit *test)
{
	struct xilinx_rig *rig;

	rig = kunit_kzalloc(test, sizeof(*rig), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rig);

	rig->bus_np = kprov_node(test, "xilinx-mdio");
	rig->pcs_np = kprov_node(test, "xilinx-mdio/ethernet-pcs@3");
	rig->sim = kprov_sim(test, "kunit-xilinx");
	rig->parent = kpcs_device(test, "kunit-xilinx");
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, xilinx_del_bus, rig), 0);
	rig->dev = kpcs_device(test, "axienet");

	return rig;
}

/**
 * struct xilinx_link - parameter of xilinx_rebind()
 * @interface: the mode
 * @partner: link partner
 * @speed: of the link to that
 */
struct xilinx_link {
	phy_interface_t interface;
	const char *partner;
	int speed;
};

static const struct xilinx_link xilinx_links[] = {
	{ PHY_INTERFACE_MODE_1000BASEX, "1000base-x full pause", SPEED_1000 },
	{ PHY_INTERFACE_MODE_SGMII, "sgmii 100 full", SPEED_100 },
};

KUNIT_ARRAY_PARAM_DESC(xilinx_link, xilinx_links, partner);

/* The driver of the bus goes, and the device with it; then the core is reset.
 * With the bus the link is back.
 */
static void xilinx_rebind(struct kunit *test)
{
	const struct xilinx_link *link = test->param_value;
	struct xilinx_rig *rig = xilinx_rig_init(test);
	struct kmac *mac;

	kprov_partner(test, rig->sim, link->partner);
	xilinx_add_bus(test, rig);
	KUNIT_ASSERT_EQ(test, devm_xilinx_pcs_register(rig->dev, rig->pcs_np,
						       true), 0);
	mac = kprov_mac(test, "xilinx-mac", link->interface);
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, mac->speed, link->speed);

	xilinx_del_bus(rig);
	kprov_expect_gone(test, mac);
	pcs_sim_dev_write(rig->sim, MDIO_DEVAD_NONE, MII_BMCR, BMCR_RESET);

	xilinx_add_bus(test, rig);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, mac->speed, link->speed);
	KUNIT_EXPECT_FALSE(test, pcs_sim_dev_read(rig->sim, MDIO_DEVAD_NONE,
						  MII_BMCR) & BMCR_ISOLATE);
}

/* A core without the switch is not switched. */
static void xilinx_fixed(struct kunit *test)
{
	struct xilinx_rig *rig = xilinx_rig_init(test);
	struct kmac *mac;

	pcs_sim_dev_write(rig->sim, MDIO_DEVAD_NONE, XILINX_STD_SELECT,
			  XILINX_STD_SELECT_SGMII);
	kprov_partner(test, rig->sim, "sgmii 1000 full");
	xilinx_add_bus(test, rig);
	KUNIT_ASSERT_EQ(test, devm_xilinx_pcs_register(rig->dev, rig->pcs_np,
						       false), 0);
	mac = kprov_mac(test, "xilinx-mac", PHY_INTERFACE_MODE_1000BASEX);
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, pcs_sim_dev_read(rig->sim, MDIO_DEVAD_NONE,
					       XILINX_STD_SELECT),
			XILINX_STD_SELECT_SGMII);
}

/* The bus comes after the MAC, which has to wait. */
static void xilinx_defer(struct kunit *test)
{
	struct xilinx_rig *rig = xilinx_rig_init(test);

	KUNIT_EXPECT_EQ(test, devm_xilinx_pcs_register(rig->dev, rig->pcs_np,
						       true), -EPROBE_DEFER);
	xilinx_add_bus(test, rig);
	KUNIT_EXPECT_EQ(test, devm_xilinx_pcs_register(rig->dev, rig->pcs_np,
						       true), 0);
	/* Of two MACs, it is the first that registers it. */
	KUNIT_EXPECT_EQ(test, devm_xilinx_pcs_register(rig->dev, rig->pcs_np,
						       true), 0);
}

/**
 * struct xilinx_today - the PCS as axienet has it today
 * @pcs: for phylink
 * @mdiodev: the device, with a reference
 */
struct xilinx_today {
	struct phylink_pcs pcs;
	struct mdio_device *mdiodev;
};

static struct mdio_device *xilinx_today_mdiodev(struct phylink_pcs *pcs)
{
	return container_of(pcs, struct xilinx_today, pcs)->mdiodev;
}

static void xilinx_today_get_state(struct phylink_pcs *pcs,
				   unsigned int neg_mode,
				   struct phylink_link_state *state)
{
	phylink_mii_c22_pcs_get_state(xilinx_today_mdiodev(pcs), neg_mode,
				      state);
}

static int xilinx_today_config(struct phylink_pcs *pcs, unsigned int neg_mode,
			       phy_interface_t interface,
			       const unsigned long *advertising,
			       bool permit_pause_to_mac)
{
	return phylink_mii_c22_pcs_config(xilinx_today_mdiodev(pcs), interface,
					  advertising, neg_mode);
}

static void xilinx_today_an_restart(struct phylink_pcs *pcs)
{
	phylink_mii_c22_pcs_an_restart(xilinx_today_mdiodev(pcs));
}

static const struct phylink_pcs_ops xilinx_today_ops = {
	.pcs_get_state = xilinx_today_get_state,
	.pcs_config = xilinx_today_config,
	.pcs_an_restart = xilinx_today_an_restart,
};

static void xilinx_today_put(void *dev)
{
	put_device(dev);
}

/* Control: the same as in xilinx_rebind(), with the PCS driver that axienet has
 * today: a reference on the MDIO device does not keep the bus.
 */
static void xilinx_today(struct kunit *test)
{
	struct xilinx_rig *rig = xilinx_rig_init(test);
	struct xilinx_today *today;
	struct kmac *mac;

	today = kunit_kzalloc(test, sizeof(*today), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, today);
	kprov_partner(test, rig->sim, "1000base-x full");
	xilinx_add_bus(test, rig);
	today->mdiodev = of_mdio_find_device(rig->pcs_np);
	KUNIT_ASSERT_NOT_NULL(test, today->mdiodev);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, xilinx_today_put,
					       &today->mdiodev->dev), 0);
	today->pcs.ops = &xilinx_today_ops;
	today->pcs.poll = true;
	__set_bit(PHY_INTERFACE_MODE_1000BASEX,
		  today->pcs.supported_interfaces);

	mac = kmac_alloc(test, PHY_INTERFACE_MODE_1000BASEX);
	mac->pcs = &today->pcs;
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));

	xilinx_del_bus(rig);
	kmac_wait(mac, false);
}

static struct kunit_case xilinx_today_cases[] = {
	KUNIT_CASE(xilinx_today),
	{}
};

static struct kunit_suite xilinx_today_suite = {
	.name = "control_xilinx",
	.suite_init = xilinx_suite_init,
	.suite_exit = xilinx_suite_exit,
	.test_cases = xilinx_today_cases,
};

static struct kunit_case xilinx_cases[] = {
	KUNIT_CASE_PARAM(xilinx_rebind, xilinx_link_gen_params),
	KUNIT_CASE(xilinx_fixed),
	KUNIT_CASE(xilinx_defer),
	{}
};

static struct kunit_suite xilinx_suite = {
	.name = "providers_xilinx",
	.suite_init = xilinx_suite_init,
	.suite_exit = xilinx_suite_exit,
	.test_cases = xilinx_cases,
};

kunit_test_suites(&xilinx_suite, &xilinx_today_suite);
