// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: the kernel's own driver of SFP cages, on a cage
 * that behaves as the hardware does
 */

#include <linux/delay.h>
#include <linux/iopoll.h>
#include <linux/property.h>

#include "../drivers/net/pcs/pcs-sim-sfp.h"
#include "../drivers/net/pcs/pcs-sim.h"
#include "pcs-kunit.h"

#define BASEX	PHY_INTERFACE_MODE_1000BASEX
#define BASER	PHY_INTERFACE_MODE_10GBASER

/**
 * struct cage_rig - a MAC with a PCS for 1G, one for 10G, and an SFP cage
 * @cage: the cage
 * @end: where the lane of the MAC begins
 * @lane: the lane
 * @cl: where it leads to the cage
 * @array: what the MAC got
 * @mac: the MAC
 */
struct cage_rig {
	struct pcs_sim_cage *cage;
	struct pcs_sim_end end;
	struct pcs_sim_lane lane;
	struct pcs_sim_cage_lane cl;
	struct pcs_array *array;
	struct kmac *mac;
};

static void cage_put_array(void *array)
{
	pcs_array_put(array);
}

static void cage_put(void *data)
{
	struct cage_rig *rig = data;

	pcs_sim_cage_lane_del(&rig->cl);
	pcs_sim_lane_shutdown(&rig->lane);
	pcs_sim_end_shutdown(&rig->end);
	pcs_sim_cage_put(rig->cage);
}

static void cage_stop(void *cage)
{
	pcs_sim_cage_stop(cage);
}

static struct fwnode_handle *cage_mac_node(struct kunit *test,
					   struct cage_rig *rig)
{
	struct software_node_ref_args refs[2];
	const struct software_node_ref_args sfp[] = {
		SOFTWARE_NODE_REFERENCE(pcs_sim_cage_node(rig->cage)),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		PROPERTY_ENTRY_REF_ARRAY("sfp", sfp),
		{ }
	};
	struct kpcs *kp;
	int i;

	for (i = 0; i < 2; i++) {
		kp = kpcs_alloc(test, kpcs_node(test, NULL));
		kp->link = true;
		__set_bit(i ? BASER : BASEX, kp->pcs.supported_interfaces);
		KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
		refs[i] = SOFTWARE_NODE_REFERENCE(kp->fwnode);
	}

	return kpcs_node(test, props);
}

static void cage_wire(struct kunit *test, struct cage_rig *rig)
{
	const struct software_node *node = pcs_sim_cage_node(rig->cage);

	pcs_sim_end_init(&rig->end);
	rig->end.power = true;
	pcs_sim_lane_init(&rig->lane, "kunit", &rig->end);
	KUNIT_ASSERT_EQ(test, pcs_sim_lane_set_partner(&rig->lane,
						       "1000base-x full"), 0);
	KUNIT_ASSERT_EQ(test, pcs_sim_cage_lane_add(&rig->cl,
						    software_node_fwnode(node),
						    &rig->lane), 0);
}

static struct cage_rig *cage_rig_init(struct kunit *test)
{
	struct fwnode_handle *node;
	struct cage_rig *rig;

	rig = kunit_kzalloc(test, sizeof(*rig), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rig);
	rig->cage = pcs_sim_cage_get("kunit", true);
	KUNIT_ASSERT_FALSE(test, IS_ERR(rig->cage));
	cage_wire(test, rig);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, cage_put, rig), 0);
	KUNIT_ASSERT_EQ(test, pcs_sim_cage_start(rig->cage), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, cage_stop, rig->cage), 0);

	node = cage_mac_node(test, rig);
	rig->array = fwnode_pcs_array_get(NULL, node, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(rig->array));
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, cage_put_array,
					       rig->array), 0);

	rig->mac = kmac_alloc(test, BASEX);
	__set_bit(BASER, rig->mac->config.supported_interfaces);
	rig->mac->array = rig->array;
	rig->mac->fwnode = node;
	/* phylink has SFP for network devices only. */
	kmac_create(test, rig->mac, KMAC_INBAND | KMAC_NETDEV);

	return rig;
}

static void cage_insert(struct kunit *test, struct cage_rig *rig,
			const char *name)
{
	struct pcs_sim_eeprom *eeprom;

	eeprom = kunit_kzalloc(test, sizeof(*eeprom), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, eeprom);
	KUNIT_ASSERT_EQ(test, pcs_sim_eeprom_fill(eeprom, name), 0);
	pcs_sim_cage_insert(rig->cage, eeprom);
}

static bool cage_is_cut(struct cage_rig *rig)
{
	bool cut;

	spin_lock_bh(&pcs_sim_lock);
	cut = rig->lane.cut;
	spin_unlock_bh(&pcs_sim_lock);

	return cut;
}

static bool cage_wait_cut(struct cage_rig *rig, bool cut)
{
	bool val;

	return !read_poll_timeout(cage_is_cut, val, val == cut, 1000, 5000000,
				  false, rig);
}

/* Modules take turns, with nothing in between; the last one is taken out. */
static void cage_swap(struct kunit *test)
{
	struct cage_rig *rig = cage_rig_init(test);
	static const struct {
		const char *module;
		int speed;
	} turns[] = {
		{ "1000base-sx", SPEED_1000 },
		{ "10gbase-sr", SPEED_10000 },
		{ "1000base-lx", SPEED_1000 },
		{ "dac-10g", SPEED_10000 },
		{ "10gbase-lr", SPEED_10000 },
	};
	int i;

	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig->mac));
	for (i = 0; i < ARRAY_SIZE(turns); i++) {
		cage_insert(test, rig, turns[i].module);
		KUNIT_EXPECT_FALSE(test, READ_ONCE(rig->mac->up));
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
		KUNIT_EXPECT_EQ(test, rig->mac->speed, turns[i].speed);
		KUNIT_EXPECT_FALSE(test, cage_is_cut(rig));
	}

	pcs_sim_cage_insert(rig->cage, NULL);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	KUNIT_EXPECT_TRUE(test, cage_wait_cut(rig, true));
}

/* The fiber goes dark, and light is back. */
static void cage_signal(struct kunit *test)
{
	struct cage_rig *rig = cage_rig_init(test);

	cage_insert(test, rig, "1000base-sx");
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));

	pcs_sim_lane_set_partner(&rig->lane, "none");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	pcs_sim_lane_set_partner(&rig->lane, "1000base-x full");
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

/* A port that is down sends nothing. */
static void cage_tx_disable(struct kunit *test)
{
	struct cage_rig *rig = cage_rig_init(test);

	cage_insert(test, rig, "1000base-sx");
	KUNIT_EXPECT_TRUE(test, cage_is_cut(rig));
	kmac_start(rig->mac);
	KUNIT_EXPECT_TRUE(test, cage_wait_cut(rig, false));
	kmac_stop(rig->mac);
	KUNIT_EXPECT_TRUE(test, cage_wait_cut(rig, true));
}

/* The cage goes, and comes back with the module that is in it. */
static void cage_stops(struct kunit *test)
{
	struct cage_rig *rig = cage_rig_init(test);

	cage_insert(test, rig, "1000base-sx");
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));

	pcs_sim_cage_stop(rig->cage);
	KUNIT_EXPECT_TRUE(test, cage_is_cut(rig));
	KUNIT_ASSERT_EQ(test, pcs_sim_cage_start(rig->cage), 0);
	KUNIT_EXPECT_TRUE(test, cage_wait_cut(rig, false));
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
}

static struct kunit_case cage_cases[] = {
	KUNIT_CASE(cage_swap),
	KUNIT_CASE(cage_signal),
	KUNIT_CASE(cage_tx_disable),
	KUNIT_CASE(cage_stops),
	{}
};

static struct kunit_suite cage_suite = {
	.name = "pcs_cage",
	.test_cases = cage_cases,
};

kunit_test_suite(cage_suite);
