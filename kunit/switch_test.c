// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: many ports at a time
 */

#include <linux/prandom.h>
#include <linux/rtnetlink.h>

#include "../drivers/net/pcs/pcs.h"
#include "pcs-kunit.h"

#define NUM_PORTS	9	/* 8 user ports and the CPU port */

/**
 * struct ports - a switch, or what else has ports
 * @num: number of ports
 * @kp: the PCS of each
 * @pcs: what its MAC got
 * @mac: its MAC
 */
struct ports {
	unsigned int num;
	struct kpcs *kp[NUM_PORTS];
	struct phylink_pcs *pcs[NUM_PORTS];
	struct kmac *mac[NUM_PORTS];
};

static void port_create(struct kunit *test, struct ports *ports, unsigned int i,
			struct fwnode_handle *ref, enum kmac_mode mode)
{
	ports->pcs[i] = kpcs_get(test, ref, PCS_GET_LATE);
	ports->mac[i] = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	ports->mac[i]->pcs = ports->pcs[i];
	kmac_create(test, ports->mac[i], mode);
}

/* Every link is up whose PCS is there, and no other; down no more than once for
 * each time that its own PCS left, which is as often as that was enabled.
 */
static void ports_check(struct kunit *test, struct ports *ports)
{
	unsigned int i;

	kmac_settle();
	for (i = 0; i < ports->num; i++) {
		struct kmac *mac = ports->mac[i];
		struct kpcs *kp = ports->kp[i];

		KUNIT_EXPECT_TRUE(test, kmac_wait(mac, !kp->gone));
		KUNIT_EXPECT_EQ(test, kp->enabled, !kp->gone);
		KUNIT_EXPECT_EQ(test, mac->n_up, kp->n_enable);
		KUNIT_EXPECT_EQ(test, mac->n_down, kp->n_disable);
	}
}

static void shuffle(unsigned int *order, unsigned int num,
		    struct rnd_state *rnd)
{
	unsigned int i, other;

	for (i = 0; i < num; i++)
		order[i] = i;
	for (i = num - 1; i > 0; i--) {
		other = prandom_u32_state(rnd) % (i + 1);
		swap(order[i], order[other]);
	}
}

static const struct seed_case {
	const char *name;
	u64 seed;
} seed_cases[] = {
	{ "seed 1", 1 },
	{ "seed 2", 2 },
	{ "seed 3", 3 },
};

KUNIT_ARRAY_PARAM_DESC(seed, seed_cases, name);

/* S16: a switch whose PCS come late and in any order, go, and come again. */
static void switch_random_order(struct kunit *test)
{
	const struct seed_case *c = test->param_value;
	struct ports ports = { .num = NUM_PORTS };
	unsigned int order[NUM_PORTS], i;
	struct rnd_state rnd;

	prandom_seed_state(&rnd, c->seed);
	for (i = 0; i < ports.num; i++) {
		struct fwnode_handle *node = kpcs_node(test, NULL);

		ports.kp[i] = kpcs_alloc(test, node);
		port_create(test, &ports, i, kpcs_ref_node(test, node),
			    i == ports.num - 1 ? KMAC_FIXED : KMAC_INBAND);
		kmac_start(ports.mac[i]);
	}

	shuffle(order, ports.num, &rnd);
	for (i = 0; i < ports.num; i++) {
		KUNIT_ASSERT_EQ(test, kpcs_register(ports.kp[order[i]]), 0);
		ports_check(test, &ports);
	}

	shuffle(order, ports.num, &rnd);
	for (i = 0; i < ports.num; i++) {
		kpcs_unregister(ports.kp[order[i]]);
		ports_check(test, &ports);
		if (i & 1)
			continue;
		KUNIT_ASSERT_EQ(test, kpcs_register(ports.kp[order[i]]), 0);
		ports_check(test, &ports);
	}
}

#define NUM_LANES	4	/* of QSGMII */

static const struct property_entry quad_props[] = {
	PROPERTY_ENTRY_U32("#pcs-cells", 1),
	{ }
};

static struct fwnode_handle *quad_ref(struct kunit *test,
				      struct fwnode_handle *node, u32 first,
				      u32 second)
{
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(node, first),
		SOFTWARE_NODE_REFERENCE(node, second),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		{ }
	};

	return kpcs_node(test, props);
}

/* Four channels of one node, and a MAC for each */
static void quad_init(struct kunit *test, struct ports *quad,
		      struct klane *lane, struct fwnode_handle *node)
{
	unsigned int i;

	spin_lock_init(&lane->lock);
	quad->num = NUM_LANES;
	for (i = 0; i < quad->num; i++) {
		quad->kp[i] = kpcs_alloc(test, node);
		quad->kp[i]->lane = lane;
		port_create(test, quad, i, quad_ref(test, node, i, i),
			    KMAC_INBAND);
	}
}

static void quad_register(struct kunit *test, struct ports *quad)
{
	struct phylink_pcs *channels[NUM_LANES];
	const struct pcs_provider_config config = {
		.fwnode = quad->kp[0]->fwnode, .channels = channels,
		.num_channels = quad->num,
	};
	unsigned int i;

	for (i = 0; i < quad->num; i++) {
		channels[i] = &quad->kp[i]->pcs;
		quad->kp[i]->gone = false;
	}
	/* The last, whose end of test comes first, is to wait for the first. */
	for (i = 1; i < quad->num; i++)
		quad->kp[i]->leader = quad->kp[0];
	KUNIT_ASSERT_EQ(test, pcs_register(quad->kp[0]->dev, &config), 0);
}

static void quad_unregister(struct ports *quad)
{
	unsigned int i;

	pcs_unregister(&quad->kp[0]->pcs);
	for (i = 0; i < quad->num; i++)
		quad->kp[i]->gone = true;
}

static int start_mac_thread(void *mac)
{
	kmac_start(mac);

	return 0;
}

/* S24: four channels of a provider start at once. The lane is set up once, each
 * channel is enabled by its own MAC and no other, and off with it; the lane is
 * with the last, or with the provider.
 */
static void switch_quad(struct kunit *test)
{
	struct task_struct *task[NUM_LANES];
	struct fwnode_handle *node = kpcs_node(test, quad_props);
	struct klane *lane;
	struct ports quad;
	unsigned int i;

	lane = kunit_kzalloc(test, sizeof(*lane), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, lane);
	quad_init(test, &quad, lane, node);
	quad_register(test, &quad);

	/* All four wait for RTNL, with nothing between them but that. */
	rtnl_lock();
	for (i = 0; i < quad.num; i++)
		task[i] = kpcs_run(test, start_mac_thread, quad.mac[i]);
	rtnl_unlock();
	for (i = 0; i < quad.num; i++)
		kpcs_join(task[i]);
	ports_check(test, &quad);
	KUNIT_EXPECT_EQ(test, lane->n_on, 1);
	KUNIT_EXPECT_EQ(test, lane->users, 4);

	kmac_stop(quad.mac[2]);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, quad.kp[2]->enabled, 0);
	KUNIT_EXPECT_EQ(test, lane->users, 3);
	KUNIT_EXPECT_EQ(test, lane->n_off, 0);
	for (i = 0; i < quad.num; i++)
		KUNIT_EXPECT_EQ(test, quad.mac[i]->n_down, i == 2);
	kmac_start(quad.mac[2]);
	ports_check(test, &quad);
	KUNIT_EXPECT_EQ(test, lane->n_on, 1);

	quad_unregister(&quad);
	ports_check(test, &quad);
	KUNIT_EXPECT_EQ(test, lane->n_off, 1);
	KUNIT_EXPECT_EQ(test, lane->users, 0);

	quad_register(test, &quad);
	ports_check(test, &quad);
	KUNIT_EXPECT_EQ(test, lane->n_on, 2);
	quad_unregister(&quad);
}

/* S24: the same where each channel has a driver of its own, of which one goes:
 * the others do not notice.
 */
static void switch_quad_one_leaves(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, quad_props);
	struct pcs_provider_config config = { .fwnode = node, .num_args = 1 };
	struct klane *lane;
	struct ports quad;
	u64 arg;

	lane = kunit_kzalloc(test, sizeof(*lane), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, lane);
	quad_init(test, &quad, lane, node);
	config.args = &arg;
	for (arg = 0; arg < quad.num; arg++) {
		config.pcs = &quad.kp[arg]->pcs;
		KUNIT_ASSERT_EQ(test, pcs_register(quad.kp[arg]->dev, &config),
				0);
		quad.kp[arg]->gone = false;
		kmac_start(quad.mac[arg]);
	}
	ports_check(test, &quad);

	kpcs_unregister(quad.kp[1]);
	ports_check(test, &quad);
	KUNIT_EXPECT_EQ(test, lane->users, 3);
	arg = 1;
	config.pcs = &quad.kp[1]->pcs;
	quad.kp[1]->gone = false;
	KUNIT_ASSERT_EQ(test, pcs_register(quad.kp[1]->dev, &config), 0);
	ports_check(test, &quad);
	KUNIT_EXPECT_EQ(test, lane->n_on, 1);
	KUNIT_EXPECT_EQ(test, lane->n_off, 0);
}

static int quad_unregister_thread(void *quad)
{
	quad_unregister(quad);

	return 0;
}

static int state_thread(void *data)
{
	struct phylink_link_state state = {};
	struct phylink_pcs *pcs = data;

	pcs->ops->pcs_get_state(pcs, 0, &state);

	return 0;
}

static void put_array(void *array)
{
	pcs_array_put(array);
}

/* S24: the provider leaves, and takes its time between its first channel, which
 * a MAC uses, and its last, which would do as well: the link does not move over
 * to what is about to go.
 */
static void switch_quad_under_array(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, quad_props);
	struct task_struct *reader, *task;
	struct pcs_array *array;
	struct klane *lane;
	struct ports quad;
	struct kmac *mac;

	lane = kunit_kzalloc(test, sizeof(*lane), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, lane);
	quad_init(test, &quad, lane, node);
	array = fwnode_pcs_array_get(NULL, quad_ref(test, node, 0, 3),
				     PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, array);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, put_array, array),
			0);
	mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	mac->array = array;
	kmac_create(test, mac, KMAC_INBAND);

	quad_register(test, &quad);
	kmac_start(quad.mac[1]);
	kmac_start(mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	KUNIT_ASSERT_TRUE(test, kmac_wait(quad.mac[1], true));
	KUNIT_EXPECT_EQ(test, quad.kp[0]->enabled, 1);
	kmac_settle();

	kpcs_block(quad.kp[1], kpcs_ops.pcs_get_state);
	reader = kpcs_run(test, state_thread, quad.pcs[1]);
	wait_for_completion(&quad.kp[1]->entered);
	task = kpcs_run(test, quad_unregister_thread, &quad);
	KUNIT_EXPECT_TRUE(test, kpcs_unregister_waits(quad.kp[1], quad.pcs[1]));
	KUNIT_EXPECT_EQ(test, quad.kp[0]->enabled, 0);
	flush_workqueue(pcs_wq);
	KUNIT_EXPECT_EQ(test, quad.kp[3]->n_enable, 0);

	complete(&quad.kp[1]->leave);
	kpcs_join(reader);
	kpcs_join(task);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	KUNIT_EXPECT_EQ(test, mac->n_down, 1);
	KUNIT_EXPECT_EQ(test, quad.kp[3]->n_enable, 0);
	KUNIT_EXPECT_EQ(test, lane->users, 0);
}

static struct kunit_case switch_cases[] = {
	KUNIT_CASE_PARAM(switch_random_order, seed_gen_params),
	KUNIT_CASE(switch_quad),
	KUNIT_CASE(switch_quad_one_leaves),
	KUNIT_CASE(switch_quad_under_array),
	{ }
};

static struct kunit_suite switch_suite = {
	.name = "pcs_switch",
	.test_cases = switch_cases,
};

kunit_test_suite(switch_suite);
