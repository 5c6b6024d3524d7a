// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: MACs with more than one PCS
 */

#include <linux/delay.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

#include "../drivers/net/pcs/pcs.h"
#include "pcs-kunit.h"

/**
 * struct pair - a MAC whose firmware node names two PCS
 * @kp: the PCS, in firmware order
 * @ref: node of the MAC
 * @array: what the MAC got
 * @mac: the MAC
 */
struct pair {
	struct kpcs *kp[2];
	struct fwnode_handle *ref;
	struct pcs_array *array;
	struct kmac *mac;
};

static void pair_put_array(void *array)
{
	pcs_array_put(array);
}

static void pair_init(struct kunit *test, struct pair *pair)
{
	struct fwnode_handle *a = kpcs_node(test, NULL);
	struct fwnode_handle *b = kpcs_node(test, NULL);
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(a), SOFTWARE_NODE_REFERENCE(b),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		{ }
	};

	pair->kp[0] = kpcs_alloc(test, a);
	pair->kp[1] = kpcs_alloc(test, b);
	pair->ref = kpcs_node(test, props);
}

static void pair_get(struct kunit *test, struct pair *pair, unsigned int flags)
{
	pair->array = fwnode_pcs_array_get(kpcs_device(test, "user"), pair->ref,
					   flags);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pair->array);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, pair_put_array,
							pair->array), 0);
	KUNIT_ASSERT_EQ(test, pair->array->num, 2);
}

static void pair_start(struct kunit *test, struct pair *pair,
		       enum kmac_mode mode)
{
	pair->mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	pair->mac->array = pair->array;
	kmac_create(test, pair->mac, mode);
	kmac_start(pair->mac);
}

static void set_modes(struct kpcs *kp, phy_interface_t one,
		      phy_interface_t two)
{
	__set_bit(one, kp->pcs.supported_interfaces);
	__set_bit(two, kp->pcs.supported_interfaces);
}

#define SGMII	PHY_INTERFACE_MODE_SGMII
#define XGMII	PHY_INTERFACE_MODE_10GBASER
#define RGMII	PHY_INTERFACE_MODE_RGMII
#define NA	PHY_INTERFACE_MODE_NA

/* Which of two PCS is selected; -1: none. NA is in no mask that matters. */
static const struct select_case {
	const char *name;
	phy_interface_t modes[2];	/* NA: empty mask */
	bool present[2];
	phy_interface_t want;
	int expect;
} select_cases[] = {
	{ "first that supports", { SGMII, XGMII }, { 1, 1 }, SGMII, 0 },
	{ "second that supports", { SGMII, XGMII }, { 1, 1 }, XGMII, 1 },
	{ "first of both", { SGMII, SGMII }, { 1, 1 }, SGMII, 0 },
	{ "present before absent", { SGMII, SGMII }, { 0, 1 }, SGMII, 1 },
	{ "absent but known to support", { SGMII, XGMII }, { 0, 1 }, SGMII, 0 },
	{ "first of two absent", { SGMII, SGMII }, { 0, 0 }, SGMII, 0 },
	{ "mode without a PCS", { SGMII, XGMII }, { 1, 1 }, RGMII, -1 },
	{ "... nor an absent one", { SGMII, XGMII }, { 0, 0 }, RGMII, -1 },
	{ "empty mask supports all", { NA, SGMII }, { 1, 1 }, RGMII, 0 },
	{ "empty mask behind", { XGMII, NA }, { 1, 1 }, SGMII, 1 },
};

KUNIT_ARRAY_PARAM_DESC(select, select_cases, name);

static void array_select(struct kunit *test)
{
	const struct select_case *c = test->param_value;
	struct phylink_pcs *expect;
	struct pair pair;
	int i;

	pair_init(test, &pair);
	for (i = 0; i < 2; i++) {
		if (c->modes[i] != NA)
			set_modes(pair.kp[i], c->modes[i], c->modes[i]);
		KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[i]), 0);
	}
	pair_get(test, &pair, 0);
	for (i = 0; i < 2; i++)
		if (!c->present[i])
			kpcs_unregister(pair.kp[i]);

	expect = c->expect < 0 ? NULL : pair.array->pcs[c->expect];
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(pair.array, c->want),
			    expect);
}

/* A PCS that was never there may support the mode: its link is held down. */
static void array_select_unknown(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	set_modes(pair.kp[1], XGMII, XGMII);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	pair_get(test, &pair, PCS_GET_LATE);
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(pair.array, SGMII),
			    pair.array->pcs[0]);
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(pair.array, XGMII),
			    pair.array->pcs[1]);

	set_modes(pair.kp[0], XGMII, XGMII);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(pair.array, SGMII), NULL);
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(pair.array, XGMII),
			    pair.array->pcs[0]);
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(NULL, SGMII), NULL);
}

/* One that was there, if only after it was got, has told which it supports. */
static void array_select_known(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	pair_get(test, &pair, PCS_GET_LATE);
	set_modes(pair.kp[0], XGMII, XGMII);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	kpcs_unregister(pair.kp[0]);
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(pair.array, SGMII),
			    pair.array->pcs[1]);
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(pair.array, XGMII),
			    pair.array->pcs[0]);
}

/* S20: what phylink may be told; the MAC limits it further by itself. */
static void array_interfaces(struct kunit *test)
{
	DECLARE_PHY_INTERFACE_MASK(mask);
	struct pair pair;

	pair_init(test, &pair);
	set_modes(pair.kp[0], SGMII, PHY_INTERFACE_MODE_1000BASEX);
	set_modes(pair.kp[1], XGMII, XGMII);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	pair_get(test, &pair, 0);

	phy_interface_zero(mask);
	__set_bit(RGMII, mask);
	pcs_array_interfaces(pair.array, mask);
	KUNIT_EXPECT_TRUE(test, test_bit(RGMII, mask));
	KUNIT_EXPECT_TRUE(test, test_bit(SGMII, mask));
	KUNIT_EXPECT_TRUE(test, test_bit(PHY_INTERFACE_MODE_1000BASEX, mask));
	KUNIT_EXPECT_TRUE(test, test_bit(XGMII, mask));
	KUNIT_EXPECT_EQ(test, bitmap_weight(mask, PHY_INTERFACE_MODE_MAX), 4);

	pcs_array_interfaces(NULL, mask);
	KUNIT_EXPECT_EQ(test, bitmap_weight(mask, PHY_INTERFACE_MODE_MAX), 4);
}

/* S20: a PCS that names no modes, or is not there yet, may support any. */
static void array_interfaces_empty(struct kunit *test)
{
	DECLARE_PHY_INTERFACE_MASK(mask);
	struct pair pair;

	pair_init(test, &pair);
	pair_get(test, &pair, PCS_GET_LATE);
	phy_interface_zero(mask);
	pcs_array_interfaces(pair.array, mask);
	KUNIT_EXPECT_EQ(test, bitmap_weight(mask, PHY_INTERFACE_MODE_MAX),
			PHY_INTERFACE_MODE_MAX);
}

/* S20: phylink never gets a mode from a PCS that does not support it, whether
 * its mask was known when the handle was handed out or not.
 */
static void array_mode_refused(struct kunit *test)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(supported);
	struct phylink_link_state state = { .interface = SGMII };
	struct phylink_pcs *pcs;
	struct pair pair;

	pair_init(test, &pair);
	pair_get(test, &pair, PCS_GET_LATE);
	pcs = pair.array->pcs[0];
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_validate(pcs, supported, &state),
			0);

	set_modes(pair.kp[0], XGMII, XGMII);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_validate(pcs, supported, &state),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_config(pcs, 0, SGMII, NULL, false),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, pair.kp[0]->n_enable, 0);
	pcs->ops->pcs_disable(pcs);
}

/* S13: arrived in reverse order, the first in firmware order is in use. */
static void array_arrival_reverse(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	pair_get(test, &pair, PCS_GET_LATE);
	pair_start(test, &pair, kmac_param(test));
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, pair.mac->up);

	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 1);

	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.kp[0]->enabled, 1);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 0);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->n_disable, 1);
}

/* The one that arrives has no link yet: what the other one says of its own is
 * not taken for it.
 */
static void array_arrival_without_link(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	pair_get(test, &pair, PCS_GET_LATE);
	pair_start(test, &pair, KMAC_INBAND);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	KUNIT_ASSERT_TRUE(test, kmac_wait(pair.mac, true));

	pair.kp[0]->link = false;
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, pair.kp[0]->enabled, 1);
	KUNIT_EXPECT_FALSE(test, pair.mac->up);
	KUNIT_EXPECT_EQ(test, pair.mac->n_up, 1);
	KUNIT_EXPECT_EQ(test, pair.mac->n_down, 1);
}

/* S5: the one in use goes, another supports the mode: the link moves, and moves
 * back.
 */
static void array_failover(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	pair_get(test, &pair, 0);
	pair_start(test, &pair, kmac_param(test));
	KUNIT_ASSERT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.kp[0]->enabled, 1);

	kpcs_unregister(pair.kp[0]);
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.mac->n_down, 1);
	KUNIT_EXPECT_EQ(test, pair.kp[0]->n_disable, 1);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 1);

	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.mac->n_down, 2);
	KUNIT_EXPECT_EQ(test, pair.kp[0]->enabled, 1);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 0);
}

/* As the driver of a PHY does that uses another mode for another speed */
static void phy_switch_mode(struct phy_device *phydev,
			    phy_interface_t interface)
{
	mutex_lock(&phydev->lock);
	phydev->interface = interface;
	phydev->phy_link_change(phydev, true);
	mutex_unlock(&phydev->lock);
}

/* The PCS goes, and the work item that looks at its handle is through, before
 * phylink's first op.
 */
static void mac_leave_early(struct kmac *mac)
{
	struct pcs_handle *h = to_pcs_handle(mac->array->pcs[0]);

	if (!mac->mover)
		return;

	kmac_leave(mac);
	/* Not by flushing it, which must not be done under phylink's locks */
	while (work_busy(&h->replay))
		usleep_range(50, 100);
}

/* S5: the one that the link moves to goes after it was selected, while nobody
 * has RTNL. So the work item found nothing to do; but there is another one.
 */
static void array_leaves_selected(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	set_modes(pair.kp[0], XGMII, XGMII);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	pair_get(test, &pair, 0);
	pair_start(test, &pair, KMAC_PHY);
	KUNIT_ASSERT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 1);

	pair.mac->mover = pair.kp[0];
	pair.mac->in_prepare = mac_leave_early;
	phy_switch_mode(pair.mac->phydev, XGMII);
	/* Down, and up: it may not be seen down */
	KUNIT_EXPECT_NE(test, wait_event_timeout(pair.mac->wait,
						 READ_ONCE(pair.mac->n_up) == 2,
						 5 * HZ), 0);
	KUNIT_EXPECT_NULL(test, pair.mac->mover);
	KUNIT_EXPECT_EQ(test, pair.kp[0]->n_enable, 0);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 1);
}

static int put_array_thread(void *array)
{
	pcs_array_put(array);

	return 0;
}

/* The array is being put, one PCS is given back and one is in use still, when
 * the last one arrives: the first is looked at no more, as KASAN sees.
 */
static void array_arrival_while_putting(struct kunit *test)
{
	struct software_node_ref_args refs[3];
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		{ }
	};
	struct task_struct *reader, *putter;
	struct pcs_array *array;
	struct kpcs *kp[3];
	int i;

	for (i = 0; i < 3; i++) {
		kp[i] = kpcs_alloc(test, kpcs_node(test, NULL));
		refs[i] = SOFTWARE_NODE_REFERENCE(kp[i]->fwnode);
	}
	KUNIT_ASSERT_EQ(test, kpcs_register(kp[1]), 0);
	array = fwnode_pcs_array_get(NULL, kpcs_node(test, props),
				     PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, array);

	kpcs_block(kp[1], kpcs_ops.pcs_validate);
	reader = kpcs_run(test, kpcs_validate_thread, array->pcs[1]);
	wait_for_completion(&kp[1]->entered);
	putter = kpcs_run(test, put_array_thread, array);
	while (!rwsem_is_contended(&to_pcs_handle(array->pcs[1])->lock))
		usleep_range(50, 100);

	KUNIT_EXPECT_EQ(test, kpcs_register(kp[2]), 0);
	kmac_settle();
	complete(&kp[1]->leave);
	KUNIT_EXPECT_EQ(test, kpcs_join(reader), 0);
	kpcs_join(putter);
}

/* A MAC that selects by itself, and otherwise than the array would: it is asked
 * once when something has changed, and then left in peace.
 */
static void array_own_selection(struct kunit *test)
{
	struct pair pair;
	int i;

	pair_init(test, &pair);
	pair_get(test, &pair, PCS_GET_LATE);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	kmac_settle();

	pair.mac = kmac_alloc(test, SGMII);
	pair.mac->pcs = pair.array->pcs[1];
	kmac_create(test, pair.mac, KMAC_INBAND);
	kmac_start(pair.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));
	for (i = 0; i < 5; i++)
		kmac_settle();
	KUNIT_EXPECT_TRUE(test, pair.mac->up);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->n_config, 2);
}

/* S5: with neither left the link is down once, and not up in between: there is
 * no time for the work item to move it.
 */
static void array_both_leave(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	pair_get(test, &pair, 0);
	pair_start(test, &pair, kmac_param(test));
	KUNIT_ASSERT_TRUE(test, kmac_wait(pair.mac, true));
	kmac_settle();

	rtnl_lock();
	kpcs_unregister(pair.kp[0]);
	kpcs_unregister(pair.kp[1]);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_held_down(pair.mac));
	KUNIT_EXPECT_EQ(test, pair.mac->n_down, 1);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->n_enable, 0);

	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 1);
}

/* S4: one that is not selected goes and comes: the link is untouched, and so is
 * the PCS that is. It stands behind, or in front for another mode.
 */
static void array_unused_leaves(struct kunit *test)
{
	int n_config, n_pre_config, n_state, unused;
	struct kpcs *used;
	struct pair pair;

	for (unused = 0; unused < 2; unused++) {
		pair_init(test, &pair);
		if (unused == 0)
			set_modes(pair.kp[0], XGMII, XGMII);
		used = pair.kp[!unused];
		KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
		KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
		pair_get(test, &pair, 0);
		pair_start(test, &pair, kmac_param(test));
		KUNIT_ASSERT_TRUE(test, kmac_wait(pair.mac, true));
		kmac_settle();
		n_config = used->n_config;
		n_pre_config = used->n_pre_config;
		n_state = used->n_state;

		kpcs_unregister(pair.kp[unused]);
		kmac_settle();
		KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[unused]), 0);
		kmac_settle();
		KUNIT_EXPECT_EQ(test, used->n_config, n_config);
		KUNIT_EXPECT_EQ(test, used->n_pre_config, n_pre_config);
		KUNIT_EXPECT_EQ(test, used->n_state, n_state);
		KUNIT_EXPECT_EQ(test, pair.mac->n_up, 1);
		KUNIT_EXPECT_EQ(test, pair.mac->n_down, 0);
		KUNIT_EXPECT_EQ(test, pair.kp[unused]->n_enable, 0);
		kmac_stop(pair.mac);
		kmac_destroy(pair.mac);
	}
}

/* The better one arrives after phylink has made its choice and before the core
 * can know of that choice.
 */
static void array_arrival_in_config(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	pair_get(test, &pair, PCS_GET_LATE);
	pair.mac = kmac_alloc(test, SGMII);
	pair.mac->array = pair.array;
	pair.mac->in_config = kmac_arrive;
	kmac_create(test, pair.mac, KMAC_INBAND);
	pair.mac->mover = pair.kp[0];
	kmac_start(pair.mac);
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.kp[0]->enabled, 1);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 0);
}

/* The chosen one goes before its configuration has begun. */
static void array_leaves_in_prepare(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	pair_get(test, &pair, 0);
	pair.mac = kmac_alloc(test, SGMII);
	pair.mac->array = pair.array;
	pair.mac->in_prepare = kmac_leave;
	kmac_create(test, pair.mac, KMAC_INBAND);
	pair.mac->mover = pair.kp[0];
	kmac_start(pair.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));
	KUNIT_EXPECT_EQ(test, pair.kp[0]->n_enable, 0);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->enabled, 1);
}

/* S21: a mode that needs no PCS comes up without one. */
static void array_rgmii(struct kunit *test)
{
	struct pair pair;

	pair_init(test, &pair);
	set_modes(pair.kp[0], SGMII, SGMII);
	set_modes(pair.kp[1], XGMII, XGMII);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[1]), 0);
	pair_get(test, &pair, 0);

	pair.mac = kmac_alloc(test, RGMII);
	pair.mac->array = pair.array;
	kmac_create(test, pair.mac, KMAC_FIXED);
	kmac_start(pair.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(pair.mac, true));

	kpcs_unregister(pair.kp[0]);
	kpcs_unregister(pair.kp[1]);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, pair.mac->n_down, 0);
	KUNIT_EXPECT_EQ(test, pair.kp[0]->n_enable, 0);
	KUNIT_EXPECT_EQ(test, pair.kp[1]->n_enable, 0);
}

/* An array is had as a whole or not at all. */
static void array_all_or_nothing(struct kunit *test)
{
	static const struct property_entry none[] = { { } };
	struct pcs_array *array;
	struct fwnode_handle *empty;
	struct pair pair;

	pair_init(test, &pair);
	KUNIT_ASSERT_EQ(test, kpcs_register(pair.kp[0]), 0);
	array = fwnode_pcs_array_get(NULL, pair.ref, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(array), -EPROBE_DEFER);
	/* no hold left on the first one: it goes without a consumer to tell */
	kpcs_unregister(pair.kp[0]);

	empty = kpcs_node(test, none);
	array = fwnode_pcs_array_get(NULL, empty, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(array), -ENOENT);
	array = fwnode_pcs_array_get(NULL, empty, PCS_GET_OPTIONAL);
	KUNIT_EXPECT_NULL(test, array);
}

static struct kunit_case array_cases[] = {
	KUNIT_CASE_PARAM(array_select, select_gen_params),
	KUNIT_CASE(array_select_unknown),
	KUNIT_CASE(array_select_known),
	KUNIT_CASE(array_leaves_selected),
	KUNIT_CASE(array_own_selection),
	KUNIT_CASE(array_arrival_while_putting),
	KUNIT_CASE(array_interfaces),
	KUNIT_CASE(array_interfaces_empty),
	KUNIT_CASE(array_mode_refused),
	KUNIT_CASE_PARAM(array_arrival_reverse, kmac_gen_params),
	KUNIT_CASE(array_arrival_without_link),
	KUNIT_CASE_PARAM(array_failover, kmac_gen_params),
	KUNIT_CASE_PARAM(array_both_leave, kmac_gen_params),
	KUNIT_CASE_PARAM(array_unused_leaves, kmac_gen_params),
	KUNIT_CASE(array_arrival_in_config),
	KUNIT_CASE(array_leaves_in_prepare),
	KUNIT_CASE(array_rgmii),
	KUNIT_CASE(array_all_or_nothing),
	{ }
};

static struct kunit_suite array_suite = {
	.name = "pcs_array",
	.test_cases = array_cases,
};

kunit_test_suite(array_suite);
