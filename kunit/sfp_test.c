// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: modules come and go in an SFP cage, and the PCS
 * with them
 *
 * The suite is the driver of the cage, towards the kernel's own SFP bus; the
 * modules are what it says they are.
 */

#include <linux/prandom.h>
#include <linux/rtnetlink.h>
#include <linux/sfp.h>

#include "pcs-kunit.h"
#include "sfp.h"

#define BASEX	PHY_INTERFACE_MODE_1000BASEX
#define BASER	PHY_INTERFACE_MODE_10GBASER

static const struct sfp_eeprom_id module_1g = {
	.base = {
		.connector = SFF8024_CONNECTOR_LC,
		.e1000_base_sx = 1,
	},
};

static const struct sfp_eeprom_id module_10g = {
	.base = {
		.connector = SFF8024_CONNECTOR_LC,
		.e10g_base_sr = 1,
	},
};

/**
 * struct cage - a MAC with a PCS for 1G, one for 10G, and an SFP cage
 * @kp: the PCS
 * @array: what the MAC got
 * @mac: the MAC
 * @bus: the SFP bus
 * @module: the module in the cage, or NULL
 * @trace: order of the calls
 * @text: what @trace is written to
 */
struct cage {
	struct kpcs *kp[2];
	struct pcs_array *array;
	struct kmac *mac;
	struct sfp_bus *bus;
	const struct sfp_eeprom_id *module;
	struct seq_buf trace;
	char text[256];
};

static void socket_nop(struct sfp *sfp)
{
}

static void socket_set_signal_rate(struct sfp *sfp, unsigned int rate_kbd)
{
}

static const struct sfp_socket_ops socket_ops = {
	.attach = socket_nop,
	.detach = socket_nop,
	.start = socket_nop,
	.stop = socket_nop,
	.set_signal_rate = socket_set_signal_rate,
};

/* As drivers/net/phy/sfp.c does it */
static int cage_insert(struct cage *cage, const struct sfp_eeprom_id *id)
{
	int err;

	rtnl_lock();
	err = sfp_module_insert(cage->bus, id, NULL);
	if (!err) {
		cage->module = id;
		err = sfp_module_start(cage->bus);
		sfp_link_up(cage->bus);
	}
	rtnl_unlock();

	return err;
}

static void cage_remove(struct cage *cage)
{
	rtnl_lock();
	sfp_link_down(cage->bus);
	sfp_module_stop(cage->bus);
	sfp_module_remove(cage->bus);
	cage->module = NULL;
	rtnl_unlock();
}

static void cage_put_array(void *array)
{
	pcs_array_put(array);
}

static void cage_unregister_socket(void *data)
{
	struct cage *cage = data;

	if (cage->module)
		cage_remove(cage);
	sfp_unregister_socket(cage->bus);
}

static void cage_register_socket(struct kunit *test, struct cage *cage,
				 struct fwnode_handle *node)
{
	struct device *dev = kpcs_device(test, "sfp");

	/* The bus wants the node for this call only, and to leave it with the
	 * device would put it once more than it was got.
	 */
	device_set_node(dev, node);
	cage->bus = sfp_register_socket(dev, (struct sfp *)cage, &socket_ops);
	device_set_node(dev, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cage->bus);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, cage_unregister_socket,
					       cage), 0);
	rtnl_lock();
	sfp_link_down(cage->bus);
	rtnl_unlock();
}

static struct fwnode_handle *cage_node(struct kunit *test, struct cage *cage,
				       struct fwnode_handle *socket)
{
	const struct software_node_ref_args sfp[] = {
		SOFTWARE_NODE_REFERENCE(socket),
	};
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(cage->kp[0]->fwnode),
		SOFTWARE_NODE_REFERENCE(cage->kp[1]->fwnode),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		PROPERTY_ENTRY_REF_ARRAY("sfp", sfp),
		{ }
	};

	return kpcs_node(test, props);
}

/* With both PCS, or with none of them yet */
static struct cage *cage_init(struct kunit *test, bool late)
{
	struct fwnode_handle *socket = kpcs_node(test, NULL);
	struct fwnode_handle *node;
	struct cage *cage;
	int i;

	cage = kunit_kzalloc(test, sizeof(*cage), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, cage);
	seq_buf_init(&cage->trace, cage->text, sizeof(cage->text));

	for (i = 0; i < 2; i++) {
		cage->kp[i] = kpcs_alloc(test, kpcs_node(test, NULL));
		cage->kp[i]->name = '0' + i;
		__set_bit(i ? BASER : BASEX,
			  cage->kp[i]->pcs.supported_interfaces);
		if (!late)
			KUNIT_ASSERT_EQ(test, kpcs_register(cage->kp[i]), 0);
	}

	node = cage_node(test, cage, socket);
	cage->array = fwnode_pcs_array_get(NULL, node, PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, cage->array);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, cage_put_array,
							cage->array), 0);

	cage->mac = kmac_alloc(test, BASEX);
	__set_bit(BASER, cage->mac->config.supported_interfaces);
	cage->mac->array = cage->array;
	cage->mac->fwnode = node;
	/* phylink has SFP for network devices only. */
	kmac_create(test, cage->mac, KMAC_INBAND | KMAC_NETDEV);
	cage_register_socket(test, cage, socket);

	return cage;
}

static void cage_trace(struct cage *cage, bool on)
{
	int i;

	if (on)
		seq_buf_clear(&cage->trace);
	cage->mac->trace = on ? &cage->trace : NULL;
	for (i = 0; i < 2; i++)
		cage->kp[i]->trace = cage->mac->trace;
}

/* What a link does that moves to PCS 0, or 1, from the other one */
static const char *const swap_order[] = {
	"mac-down prepare disable:1 pre:0 mac post:0 enable:0 config:0 finish up:0 mac-up ",
	"mac-down prepare disable:0 pre:1 mac post:1 enable:1 config:1 finish up:1 mac-up ",
};

/* S22: modules of 1G and 10G take turns. The PCS do so in the order that
 * phylink documents: the old one is disabled between the preparation of the MAC
 * and its configuration, and the new one enabled after that.
 */
static void sfp_swap(struct kunit *test)
{
	struct cage *cage = cage_init(test, false);
	int i;

	kmac_start(cage->mac);
	KUNIT_EXPECT_EQ(test, cage_insert(cage, &module_1g), 0);
	KUNIT_ASSERT_TRUE(test, kmac_wait(cage->mac, true));
	KUNIT_EXPECT_EQ(test, cage->mac->speed, SPEED_1000);
	KUNIT_EXPECT_EQ(test, cage->kp[0]->enabled, 1);

	for (i = 0; i < 2; i++) {
		kmac_settle();
		cage_trace(cage, true);
		cage_remove(cage);
		KUNIT_EXPECT_EQ(test, cage_insert(cage, &module_10g), 0);
		KUNIT_EXPECT_TRUE(test, kmac_wait(cage->mac, true));
		kmac_settle();
		cage_trace(cage, false);
		KUNIT_EXPECT_STREQ(test, seq_buf_str(&cage->trace),
				   swap_order[1]);
		KUNIT_EXPECT_EQ(test, cage->mac->speed, SPEED_10000);

		cage_trace(cage, true);
		cage_remove(cage);
		KUNIT_EXPECT_EQ(test, cage_insert(cage, &module_1g), 0);
		KUNIT_EXPECT_TRUE(test, kmac_wait(cage->mac, true));
		kmac_settle();
		cage_trace(cage, false);
		KUNIT_EXPECT_STREQ(test, seq_buf_str(&cage->trace),
				   swap_order[0]);
		KUNIT_EXPECT_EQ(test, cage->mac->speed, SPEED_1000);
	}
}

/* S23: a module that is there before its PCS is accepted, and has its link when
 * that has come; with the other PCS it has none.
 */
static void sfp_before_pcs(struct kunit *test)
{
	struct cage *cage = cage_init(test, true);

	kmac_start(cage->mac);
	KUNIT_EXPECT_EQ(test, cage_insert(cage, &module_10g), 0);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(cage->mac));

	KUNIT_ASSERT_EQ(test, kpcs_register(cage->kp[0]), 0);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(cage->mac));
	KUNIT_EXPECT_EQ(test, cage->kp[0]->n_enable, 0);

	KUNIT_ASSERT_EQ(test, kpcs_register(cage->kp[1]), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(cage->mac, true));
	KUNIT_EXPECT_EQ(test, cage->mac->speed, SPEED_10000);
	KUNIT_EXPECT_EQ(test, cage->kp[1]->enabled, 1);
	KUNIT_EXPECT_EQ(test, cage->kp[0]->n_enable, 0);
	KUNIT_EXPECT_EQ(test, cage->mac->n_up, 1);
}

/* S23: the same with the port down, and the PCS one that was there and left */
static void sfp_before_pcs_down(struct kunit *test)
{
	struct cage *cage = cage_init(test, false);

	kpcs_unregister(cage->kp[1]);
	KUNIT_EXPECT_EQ(test, cage_insert(cage, &module_10g), 0);
	kmac_start(cage->mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(cage->mac));
	KUNIT_EXPECT_EQ(test, cage->kp[0]->enabled, 0);

	KUNIT_ASSERT_EQ(test, kpcs_register(cage->kp[1]), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(cage->mac, true));
	KUNIT_EXPECT_EQ(test, cage->mac->speed, SPEED_10000);
	KUNIT_EXPECT_EQ(test, cage->kp[1]->enabled, 1);
}

static int insert_thread(void *cage)
{
	return cage_insert(cage, &module_10g);
}

/* Ops that phylink calls while a module is inserted, from first to last */
static const struct insert_case {
	const char *name;
	const struct phylink_pcs_ops *ops;
	size_t op;
} insert_cases[] = {
#define OP(op) { #op, &kpcs_ops, offsetof(struct phylink_pcs_ops, pcs_##op) }
	OP(validate), OP(inband_caps), OP(pre_config), OP(post_config),
	OP(enable), OP(config),
#undef OP
};

KUNIT_ARRAY_PARAM_DESC(insert, insert_cases, name);

/* S8: the PCS goes while the module that needs it is being inserted, phylink
 * being inside one of its ops, with RTNL held.
 */
static void sfp_insert_pcs_leaves(struct kunit *test)
{
	const struct insert_case *c = test->param_value;
	struct cage *cage = cage_init(test, false);
	struct task_struct *insert, *task;

	kmac_start(cage->mac);
	KUNIT_EXPECT_EQ(test, cage_insert(cage, &module_1g), 0);
	KUNIT_ASSERT_TRUE(test, kmac_wait(cage->mac, true));
	cage_remove(cage);
	kmac_settle();

	kpcs_block(cage->kp[1], *(void **)((void *)c->ops + c->op));
	insert = kpcs_run(test, insert_thread, cage);
	wait_for_completion(&cage->kp[1]->entered);
	task = kpcs_run(test, kpcs_unregister_thread, cage->kp[1]);
	KUNIT_EXPECT_TRUE(test, kpcs_unregister_waits(cage->kp[1],
						      cage->array->pcs[1]));
	complete(&cage->kp[1]->leave);
	kpcs_join(task);
	KUNIT_EXPECT_EQ(test, kpcs_join(insert), 0);

	KUNIT_EXPECT_TRUE(test, kmac_held_down(cage->mac));
	KUNIT_EXPECT_EQ(test, cage->kp[0]->enabled, 0);
	KUNIT_EXPECT_EQ(test, cage->mac->n_up, cage->mac->n_down);
	KUNIT_ASSERT_EQ(test, kpcs_register(cage->kp[1]), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(cage->mac, true));
	KUNIT_EXPECT_EQ(test, cage->mac->speed, SPEED_10000);
}

static const struct seed_case {
	const char *name;
	u64 seed;
} seed_cases[] = {
	{ "seed 1", 1 },
	{ "seed 2", 2 },
	{ "seed 3", 3 },
	{ "seed 4", 4 },
};

KUNIT_ARRAY_PARAM_DESC(seed, seed_cases, name);

static void cage_step(struct kunit *test, struct cage *cage, u32 dice)
{
	const struct sfp_eeprom_id *was = cage->module;
	struct kpcs *kp = cage->kp[dice >> 8 & 1];

	switch (dice % 6) {
	case 0:
		if (cage->mac->started)
			kmac_stop(cage->mac);
		else
			kmac_start(cage->mac);
		break;
	case 1:
		if (was)
			cage_remove(cage);
		else
			KUNIT_EXPECT_EQ(test, cage_insert(cage, &module_1g), 0);
		break;
	case 2:
		if (was)
			cage_remove(cage);
		KUNIT_EXPECT_EQ(test, cage_insert(cage, was == &module_1g ?
						  &module_10g : &module_1g), 0);
		break;
	case 3:
	case 4:
		if (kp->gone)
			KUNIT_EXPECT_EQ(test, kpcs_register(kp), 0);
		else
			kpcs_unregister(kp);
		break;
	default:
		pcs_link_change(&kp->pcs, false);
	}
}

static bool cage_should_be_up(struct cage *cage)
{
	return cage->module && cage->mac->started &&
	       !cage->kp[cage->module == &module_10g]->gone;
}

/* Ports start and stop, modes change, PCS leave and come back, in any order and
 * with or without time for the work to be done between: pcs_enable() and
 * pcs_disable() come in pairs, which the PCS check for themselves, and when it
 * is done the link is as the PCS is.
 */
static void sfp_random(struct kunit *test)
{
	const struct seed_case *c = test->param_value;
	struct cage *cage = cage_init(test, false);
	struct rnd_state rnd;
	unsigned int i;
	u32 dice;
	bool up;

	prandom_seed_state(&rnd, c->seed);
	for (i = 0; i < 200; i++) {
		dice = prandom_u32_state(&rnd);
		cage_step(test, cage, dice);
		if (dice >> 16 & 3)
			continue;
		kmac_settle();
		up = cage_should_be_up(cage);
		KUNIT_ASSERT_TRUE_MSG(test, kmac_wait(cage->mac, up),
				      "after step %u", i);
		if (up)
			KUNIT_ASSERT_EQ(test, cage->mac->speed,
					cage->module == &module_10g ?
					SPEED_10000 : SPEED_1000);
		KUNIT_ASSERT_LE(test, cage->kp[0]->enabled +
				cage->kp[1]->enabled, 1);
	}
	KUNIT_EXPECT_GT(test, cage->kp[0]->n_enable, 1);
	KUNIT_EXPECT_GT(test, cage->kp[1]->n_enable, 1);
}

static struct kunit_case sfp_cases[] = {
	KUNIT_CASE(sfp_swap),
	KUNIT_CASE(sfp_before_pcs),
	KUNIT_CASE(sfp_before_pcs_down),
	KUNIT_CASE_PARAM(sfp_insert_pcs_leaves, insert_gen_params),
	KUNIT_CASE_PARAM(sfp_random, seed_gen_params),
	{ }
};

static struct kunit_suite sfp_suite = {
	.name = "pcs_sfp",
	.test_cases = sfp_cases,
};

kunit_test_suite(sfp_suite);
