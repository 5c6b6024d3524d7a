// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: a PCS that comes and goes under a real phylink
 */

#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/ratelimit_types.h>
#include <linux/rtnetlink.h>

#include "pcs-kunit.h"

/* Those in which phylink asks the PCS for the state */
static const struct kmac_param inband_modes[] = {
	{ "in-band", KMAC_INBAND },
	{ "netdev in-band", KMAC_INBAND | KMAC_NETDEV },
};

KUNIT_ARRAY_PARAM_DESC(inband, inband_modes, name);

/**
 * struct rig - one MAC and its one PCS
 * @node: node of the PCS
 * @kp: the PCS
 * @pcs: what the MAC got
 * @mac: the MAC
 */
struct rig {
	struct fwnode_handle *node;
	struct kpcs *kp;
	struct phylink_pcs *pcs;
	struct kmac *mac;
};

static void rig_init(struct kunit *test, struct rig *rig, enum kmac_mode mode)
{
	rig->node = kpcs_node(test, NULL);
	rig->kp = kpcs_alloc(test, rig->node);
	rig->kp->pcs.poll = true;
	rig->pcs = kpcs_get(test, kpcs_ref_node(test, rig->node),
			    PCS_GET_LATE);
	rig->mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	rig->mac->pcs = rig->pcs;
	kmac_create(test, rig->mac, mode);
}

static void rig_up(struct kunit *test, struct rig *rig, enum kmac_mode mode)
{
	rig_init(test, rig, mode);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig->kp), 0);
	kmac_settle();
	kmac_start(rig->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig->mac, true));
}

/* S1: the PCS goes while the port is down. It can be opened, and the link comes
 * up when the PCS is back.
 */
static void phylink_gone_while_down(struct kunit *test)
{
	struct rig rig;

	rig_up(test, &rig, kmac_param(test));
	kmac_stop(rig.mac);
	kpcs_unregister(rig.kp);
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, 1);

	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
	KUNIT_EXPECT_EQ(test, rig.mac->n_up, 1);

	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 2);
}

/* S2, S3: the PCS goes under a running link: down once, disabled once, not
 * polled; and back: up by itself, enabled once.
 */
static void phylink_gone_while_up(struct kunit *test)
{
	struct rig rig;
	int i;

	rig_up(test, &rig, kmac_param(test));

	for (i = 1; i <= 3; i++) {
		kpcs_unregister(rig.kp);
		KUNIT_EXPECT_EQ(test, rig.kp->n_disable, i);
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, false));
		KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
		KUNIT_EXPECT_EQ(test, rig.mac->n_down, i);
		KUNIT_EXPECT_FALSE(test, rig.pcs->poll);

		KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
		kmac_settle();
		KUNIT_EXPECT_EQ(test, rig.kp->n_enable, i + 1);
		KUNIT_EXPECT_EQ(test, rig.mac->n_up, i + 1);
		KUNIT_EXPECT_TRUE(test, rig.pcs->poll);
	}
}

/* A PCS without polling comes back just so. */
static void phylink_back_unpolled(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, KMAC_INBAND);
	rig.kp->pcs.poll = false;
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_start(rig.mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig.mac, true));

	kpcs_unregister(rig.kp);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, false));
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_FALSE(test, rig.pcs->poll);
}

/* S2: the poll timer does not even call the handle while the PCS is away. */
static struct phylink_pcs_ops polled_ops;
static const struct phylink_pcs_ops *handle_ops;
static atomic_t polls;

static void count_polls(struct phylink_pcs *pcs, unsigned int neg_mode,
			struct phylink_link_state *state)
{
	atomic_inc(&polls);
	handle_ops->pcs_get_state(pcs, neg_mode, state);
}

/* Return: how often phylink looks within three periods of its timer. */
static int rig_polls(void)
{
	kmac_settle();
	atomic_set(&polls, 0);
	msleep(2500);

	return atomic_read(&polls);
}

static void phylink_poll_stops(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, KMAC_INBAND);
	handle_ops = rig.pcs->ops;
	polled_ops = *handle_ops;
	polled_ops.pcs_get_state = count_polls;
	rig.pcs->ops = &polled_ops;
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_start(rig.mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_GT(test, rig_polls(), 0);

	kpcs_unregister(rig.kp);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, false));
	KUNIT_EXPECT_EQ(test, rig_polls(), 0);

	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_GT(test, rig_polls(), 0);
}

/* S6: the PCS goes when the link is down already: no further mac_link_down(),
 * nor when it comes back, nobody being there yet.
 */
static void phylink_gone_without_link(struct kunit *test)
{
	struct rig rig;

	rig_up(test, &rig, kmac_param(test));
	kmac_partner(rig.mac, rig.kp, false);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig.mac, false));
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 1);

	kpcs_unregister(rig.kp);
	kmac_settle();
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 1);
	KUNIT_EXPECT_EQ(test, rig.mac->n_up, 1);
	KUNIT_EXPECT_EQ(test, rig.kp->enabled, 1);

	kmac_partner(rig.mac, rig.kp, true);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
}

/* S7: what happens to the consumer, in this order */
enum step {
	STEP_GET,
	STEP_CREATE,
	STEP_START,
	STEP_STOP,
	STEP_DESTROY,
	STEP_PUT,
};

static void step(struct kunit *test, struct rig *rig, enum step now,
		 enum step leave, enum step back)
{
	if (now == leave)
		kpcs_unregister(rig->kp);
	if (now == back)
		KUNIT_EXPECT_EQ(test, kpcs_register(rig->kp), 0);
}

/* The PCS leaves after one of the steps, is back after that or a later one. */
static void rig_life(struct kunit *test, enum step leave, enum step back)
{
	struct fwnode_handle *ref;
	struct rig rig;

	rig.node = kpcs_node(test, NULL);
	rig.kp = kpcs_alloc(test, rig.node);
	ref = kpcs_ref_node(test, rig.node);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);

	rig.pcs = kpcs_get(test, ref, 0);
	step(test, &rig, STEP_GET, leave, back);
	rig.mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	rig.mac->pcs = rig.pcs;
	kmac_create(test, rig.mac, kmac_param(test));
	step(test, &rig, STEP_CREATE, leave, back);
	kmac_start(rig.mac);
	if (leave >= STEP_START || back <= STEP_CREATE)
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	step(test, &rig, STEP_START, leave, back);
	if (leave <= STEP_START && back > STEP_START)
		KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
	else
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	kmac_stop(rig.mac);
	KUNIT_EXPECT_EQ(test, rig.kp->enabled, 0);
	step(test, &rig, STEP_STOP, leave, back);
	kmac_destroy(rig.mac);
	step(test, &rig, STEP_DESTROY, leave, back);
	kpcs_put(test, rig.pcs);
	step(test, &rig, STEP_PUT, leave, back);
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, rig.mac->n_up);
}

static void phylink_leaves_between(struct kunit *test)
{
	enum step leave, back;

	for (leave = STEP_GET; leave < STEP_PUT; leave++)
		for (back = leave; back <= STEP_PUT; back++)
			rig_life(test, leave, back);
}

/* S8: the PCS goes while phylink is about to take the link up, and its work is
 * queued once more.
 */
static void phylink_leaves_in_resolve(struct kunit *test)
{
	struct task_struct *task;
	struct rig rig;

	rig_init(test, &rig, kmac_param(test));
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_settle();
	kpcs_block(rig.kp, kpcs_ops.pcs_link_up);
	kmac_start(rig.mac);
	wait_for_completion(&rig.kp->entered);
	phylink_mac_change(rig.mac->pl, true);

	task = kpcs_run(test, kpcs_unregister_thread, rig.kp);
	KUNIT_EXPECT_TRUE(test, kpcs_unregister_waits(rig.kp, rig.pcs));
	complete(&rig.kp->leave);
	kpcs_join(task);

	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
	KUNIT_EXPECT_EQ(test, rig.mac->n_up, 1);
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 1);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
}

/* S8: ... or while ethtool reads the state, which it does with RTNL held. */
static int ksettings_thread(void *data)
{
	struct ethtool_link_ksettings kset = {};
	struct kmac *mac = data;

	rtnl_lock();
	phylink_ethtool_ksettings_get(mac->pl, &kset);
	rtnl_unlock();

	return kset.base.speed;
}

static void phylink_leaves_under_ethtool(struct kunit *test)
{
	struct task_struct *reader, *task;
	struct rig rig;
	int i;

	rig_init(test, &rig, kmac_param(test));
	rig.kp->pcs.poll = false;

	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
		if (!i)
			kmac_start(rig.mac);
		KUNIT_ASSERT_TRUE(test, kmac_wait(rig.mac, true));
		kmac_settle();

		kpcs_block(rig.kp, kpcs_ops.pcs_get_state);
		reader = kpcs_run(test, ksettings_thread, rig.mac);
		wait_for_completion(&rig.kp->entered);
		task = kpcs_run(test, kpcs_unregister_thread, rig.kp);
		KUNIT_EXPECT_TRUE(test,
				  kpcs_unregister_waits(rig.kp, rig.pcs));
		complete(&rig.kp->leave);
		KUNIT_EXPECT_EQ(test, kpcs_join(reader), SPEED_1000);
		kpcs_join(task);

		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, false));
		KUNIT_EXPECT_EQ(test, ksettings_thread(rig.mac),
				SPEED_UNKNOWN);
	}
}

/* S11: the MAC first, up before its PCS is there or not. */
static void phylink_pcs_arrives(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, kmac_param(test));
	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
	KUNIT_EXPECT_EQ(test, rig.mac->n_up, 0);

	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 1);

	/* The same with the port down */
	kmac_stop(rig.mac);
	kpcs_unregister(rig.kp);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 1);
	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 2);
}

/* Where in a configuration a PCS may come or go, phylink's first op of it being
 * between prepare and config, and pcs_config() between config and finish
 */
enum window {
	IN_SELECT,
	IN_PREPARE,
	IN_CONFIG,
	IN_FINISH,
	NUM_WINDOWS,
};

static void mac_hook(struct kmac *mac, enum window window,
		     void (*fn)(struct kmac *mac))
{
	mac->in_select = window == IN_SELECT ? fn : NULL;
	mac->in_prepare = window == IN_PREPARE ? fn : NULL;
	mac->in_config = window == IN_CONFIG ? fn : NULL;
	mac->in_finish = window == IN_FINISH ? fn : NULL;
}

/* S12: the PCS arrives in the middle of phylink's own configuration, which has
 * found it absent, or is about to look. It is not lost, nor enabled twice.
 */
static void phylink_arrives_in_config(struct kunit *test)
{
	enum window window;
	struct rig rig;

	rig_init(test, &rig, kmac_param(test));

	for (window = 0; window < NUM_WINDOWS; window++) {
		rig.mac->mover = rig.kp;
		mac_hook(rig.mac, window, kmac_arrive);
		kmac_start(rig.mac);
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
		kmac_settle();
		KUNIT_EXPECT_EQ(test, rig.kp->n_enable, window + 1);
		KUNIT_EXPECT_TRUE(test, rig.mac->up);
		/* With all that belongs to a configuration */
		KUNIT_EXPECT_GT(test, rig.kp->n_pre_config, 0);
		rig.kp->n_pre_config = 0;

		kmac_stop(rig.mac);
		kpcs_unregister(rig.kp);
		kmac_settle();
	}
}

/* What a MAC driver does after it has reset its hardware */
static void mac_replay(struct kmac *mac)
{
	rtnl_lock();
	phylink_replay_link_begin(mac->pl);
	phylink_replay_link_end(mac->pl);
	rtnl_unlock();
}

/* S12: the PCS arrives after phylink read the state of the link and before it
 * configures. It is not polled, and has no change to report.
 */
static void phylink_arrives_unpolled(struct kunit *test)
{
	enum window window;
	struct rig rig;

	rig_init(test, &rig, kmac_param(test));
	rig.kp->pcs.poll = false;

	for (window = 0; window < NUM_WINDOWS; window++) {
		mac_hook(rig.mac, window, kmac_arrive);
		kmac_start(rig.mac);
		KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
		rig.mac->mover = rig.kp;
		mac_replay(rig.mac);
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));

		kmac_stop(rig.mac);
		kpcs_unregister(rig.kp);
		kmac_settle();
	}
}

/* Its place is taken by one whose pcs_inband_caps() has not been asked. */
static void mac_replace(struct kmac *mac)
{
	struct kpcs *kp = mac->mover;

	if (!kp)
		return;

	mac->mover = NULL;
	kpcs_unregister(kp);
	kpcs_block(kp, kpcs_ops.pcs_inband_caps);
	complete(&kp->leave);
	WARN_ON(kpcs_register(kp));
}

/* The PCS is replaced after phylink asked what it can do in-band, and before
 * the ops that follow. The new one is asked as well.
 */
static void phylink_replaced_in_config(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, kmac_param(test));
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);

	rig.mac->mover = rig.kp;
	mac_hook(rig.mac, IN_PREPARE, mac_replace);
	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, completion_done(&rig.kp->entered));
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 1);
}

/* ... but not, by one more configuration, in a mode in which phylink never
 * asks, though the handle served another mode before.
 */
static void phylink_replaced_unasked(struct kunit *test)
{
	struct kmac *mac;
	struct rig rig;

	rig_up(test, &rig, kmac_param(test));
	kmac_stop(rig.mac);
	kmac_destroy(rig.mac);

	mac = kmac_alloc(test, PHY_INTERFACE_MODE_10GBASER);
	mac->pcs = rig.pcs;
	kmac_create(test, mac, kmac_param(test));
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));

	/* At once, before phylink sees that it is away */
	rtnl_lock();
	kpcs_unregister(rig.kp);
	rig.kp->n_config = 0;
	KUNIT_EXPECT_EQ(test, kpcs_register(rig.kp), 0);
	rtnl_unlock();
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, rig.kp->n_config, 1);
}

/* The reverse: it goes in the middle, having been enabled or not. */
static void phylink_leaves_in_config(struct kunit *test)
{
	enum window window;
	int n_enable = 0;
	struct rig rig;

	rig_init(test, &rig, kmac_param(test));
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);

	for (window = 0; window < NUM_WINDOWS; window++) {
		kmac_settle();
		rig.mac->mover = rig.kp;
		mac_hook(rig.mac, window, kmac_leave);
		kmac_start(rig.mac);
		n_enable += window == IN_FINISH;
		KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
		KUNIT_EXPECT_EQ(test, rig.mac->n_up, rig.mac->n_down);
		KUNIT_EXPECT_EQ(test, rig.kp->n_enable, n_enable++);

		KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
		kmac_stop(rig.mac);
	}
}

/* S14: a PCS that never comes costs one port its link, and no other. */
static void phylink_never_arrives(struct kunit *test)
{
	struct rig rig, other;

	rig_init(test, &rig, kmac_param(test));
	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));

	rig_up(test, &other, kmac_param(test));
	kpcs_unregister(other.kp);
	KUNIT_ASSERT_EQ(test, kpcs_register(other.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(other.mac, true));
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
}

/* S1, S14: the log says why a link is down, once. */
static void phylink_says_why(struct kunit *test)
{
	struct klog log;
	struct rig rig;
	char text[96];

	rig_init(test, &rig, KMAC_INBAND);
	snprintf(text, sizeof(text), "PCS %pfw is not there: link held down",
		 rig.node);
	/* The message is limited in rate, and other cases have caused it. */
	msleep(jiffies_to_msecs(DEFAULT_RATELIMIT_INTERVAL) + 500);
	klog_mark(&log);
	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(rig.mac));
	KUNIT_EXPECT_EQ(test, klog_count(&log, text), 1);
}

/* S17: the phylink goes while its PCS is arriving or leaving, whose work then
 * finds nothing to do. RTNL keeps the work waiting while that happens.
 */
static void phylink_destroyed_meanwhile(struct kunit *test)
{
	struct rig rig;

	rig_up(test, &rig, kmac_param(test));

	rtnl_lock();
	kpcs_unregister(rig.kp);
	KUNIT_EXPECT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_stop_locked(rig.mac);
	rtnl_unlock();
	kmac_destroy(rig.mac);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 1);
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, rig.kp->n_enable);

	/* And with the handle gone, too */
	kmac_create(test, rig.mac, kmac_param(test));
	kmac_start(rig.mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig.mac, true));
	rtnl_lock();
	kpcs_unregister(rig.kp);
	kmac_stop_locked(rig.mac);
	rtnl_unlock();
	kmac_destroy(rig.mac);
	kpcs_put(test, rig.pcs);
	kmac_settle();
}

static int stop_thread(void *mac)
{
	kmac_stop(mac);

	return 0;
}

/* The PCS goes while phylink is inside an op of it: pcs_unregister() waits, and
 * the link is down afterwards.
 */
static void phylink_gone_during_op(struct kunit *test)
{
	struct task_struct *task;
	struct rig rig;

	rig_up(test, &rig, KMAC_INBAND);

	kpcs_block(rig.kp, kpcs_ops.pcs_get_state);
	phylink_mac_change(rig.mac->pl, true);
	wait_for_completion(&rig.kp->entered);

	/* RTNL is held by one who waits for the op, as in replay or stop */
	task = kpcs_run(test, stop_thread, rig.mac);
	while (!rtnl_is_locked())
		cond_resched();

	complete(&rig.kp->leave);
	kpcs_unregister(rig.kp);
	kpcs_join(task);
	KUNIT_EXPECT_FALSE(test, rig.mac->up);
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, 1);
}

/* phylink stops with one PCS, starts with another: no second pcs_disable(). */
static void phylink_switch_while_down(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *other = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;
	struct rig rig;

	KUNIT_ASSERT_EQ(test, kpcs_register(other), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);
	rig_up(test, &rig, KMAC_INBAND);

	kmac_stop(rig.mac);
	rig.mac->pcs = pcs;
	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 1);
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, 1);
	KUNIT_EXPECT_EQ(test, other->n_enable, 1);

	/* The one that is not in use may go: not even a blip (S4) */
	kpcs_unregister(rig.kp);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 1);
	KUNIT_EXPECT_EQ(test, other->n_config, 1);
	KUNIT_EXPECT_TRUE(test, rig.mac->up);

	kmac_stop(rig.mac);
	kmac_destroy(rig.mac);
}

/* The MAC cannot select a PCS for a while: phylink then configures without
 * having enabled, and the driver sees it in order all the same.
 */
static void phylink_select_fails(struct kunit *test)
{
	struct rig rig;

	rig_up(test, &rig, KMAC_INBAND);
	kmac_stop(rig.mac);
	rig.mac->pcs = ERR_PTR(-EPROBE_DEFER);
	kmac_start(rig.mac);
	rig.mac->pcs = rig.pcs;
	rtnl_lock();
	phylink_replay_link_begin(rig.mac->pl);
	phylink_replay_link_end(rig.mac->pl);
	rtnl_unlock();
	phylink_mac_change(rig.mac->pl, true);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 2);

	kpcs_unregister(rig.kp);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, false));
}

/* Two phylinks and one PCS: it serves the first, and then the other. */
static void phylink_shared(struct kunit *test)
{
	struct phylink_pcs *pcs;
	struct kmac *second;
	struct rig rig;

	rig_up(test, &rig, kmac_param(test));
	pcs = kpcs_get(test, kpcs_ref_node(test, rig.node), 0);
	second = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	second->pcs = pcs;
	kmac_create(test, second, kmac_param(test));

	kmac_start(second);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(second));
	KUNIT_EXPECT_TRUE(test, rig.mac->up);
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 0);

	kmac_stop(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(second, true));
	kmac_stop(second);
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 2);
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, 2);
}

/* It goes, the first has lost it already, and a third one keeps it from being
 * through: the second is not given what is about to be taken from it.
 */
static void phylink_shared_leaves(struct kunit *test)
{
	struct task_struct *reader, *task;
	struct phylink_pcs *pcs[2];
	struct kmac *second;
	struct rig rig;
	int i;

	rig_up(test, &rig, kmac_param(test));
	for (i = 0; i < 2; i++)
		pcs[i] = kpcs_get(test, kpcs_ref_node(test, rig.node), 0);
	second = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	second->pcs = pcs[1];
	kmac_create(test, second, kmac_param(test));
	kmac_start(second);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(second));

	kpcs_block(rig.kp, kpcs_ops.pcs_validate);
	reader = kpcs_run(test, kpcs_validate_thread, pcs[0]);
	wait_for_completion(&rig.kp->entered);
	task = kpcs_run(test, kpcs_unregister_thread, rig.kp);
	KUNIT_EXPECT_TRUE(test, kpcs_unregister_waits(rig.kp, pcs[0]));
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, 1);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 1);
	KUNIT_EXPECT_EQ(test, second->n_up, 0);

	complete(&rig.kp->leave);
	KUNIT_EXPECT_EQ(test, kpcs_join(reader), 0);
	kpcs_join(task);
	kmac_stop(second);
}

/* The first stops when the second has begun to configure without the PCS: that
 * configuration is done again, all of it.
 */
static struct kmac *stopping;

static void stop_other(struct kmac *mac)
{
	if (stopping)
		kmac_stop_locked(stopping);
	stopping = NULL;
}

static void phylink_handed_over(struct kunit *test)
{
	struct phylink_pcs *pcs;
	struct kmac *second;
	struct rig rig;
	int pre_configs;

	rig_up(test, &rig, KMAC_FIXED);
	pcs = kpcs_get(test, kpcs_ref_node(test, rig.node), 0);
	second = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	second->pcs = pcs;
	second->in_config = stop_other;
	kmac_create(test, second, KMAC_FIXED);

	pre_configs = rig.kp->n_pre_config;
	stopping = rig.mac;
	kmac_start(second);
	KUNIT_EXPECT_TRUE(test, kmac_wait(second, true));
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, second->up);
	KUNIT_EXPECT_GT(test, rig.kp->n_pre_config, pre_configs);
	kmac_stop(second);
}

/* ... or the first is only there for the moment in which phylink calls
 * pcs_post_config() for the second.
 */
static void start_other(struct kmac *mac)
{
	if (stopping)
		phylink_start(stopping->pl);
}

static int post_config_and_stop(struct phylink_pcs *pcs,
				phy_interface_t interface)
{
	int ret = handle_ops->pcs_post_config(pcs, interface);

	stop_other(NULL);

	return ret;
}

static void phylink_handed_over_late(struct kunit *test)
{
	struct phylink_pcs_ops ops;
	struct phylink_pcs *pcs;
	struct kmac *second;
	struct rig rig;

	rig_init(test, &rig, KMAC_FIXED);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_settle();
	pcs = kpcs_get(test, kpcs_ref_node(test, rig.node), 0);
	handle_ops = pcs->ops;
	ops = *handle_ops;
	ops.pcs_post_config = post_config_and_stop;
	pcs->ops = &ops;
	/* In a mode in which phylink does not ask for pcs_inband_caps() */
	second = kmac_alloc(test, PHY_INTERFACE_MODE_10GBASER);
	second->pcs = pcs;
	second->in_config = start_other;
	kmac_create(test, second, KMAC_INBAND);

	stopping = rig.mac;
	kmac_start(second);
	KUNIT_EXPECT_TRUE(test, kmac_wait(second, true));
	kmac_settle();
	KUNIT_EXPECT_NULL(test, stopping);
	KUNIT_EXPECT_TRUE(test, second->up);
	/* Of the second, of the first, and of the second again */
	KUNIT_EXPECT_EQ(test, rig.kp->n_pre_config, 3);
	kmac_stop(second);
	kmac_destroy(second);
	pcs->ops = handle_ops;
}

static int config_thread(void *data)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(advertising) = { 0, };
	struct phylink_pcs *pcs = data;

	return pcs->ops->pcs_config(pcs, 0, PHY_INTERFACE_MODE_SGMII,
				    advertising, false);
}

/* One that has the PCS for a moment only, as it cannot be enabled, does not
 * leave the other waiting for ever.
 */
static void phylink_refused_by_failure(struct kunit *test)
{
	struct task_struct *task;
	struct phylink_pcs *pcs;
	struct rig rig;

	rig_init(test, &rig, kmac_param(test));
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, rig.node), 0);
	kmac_settle();

	rig.kp->enable_ret = -EIO;
	kpcs_block(rig.kp, kpcs_ops.pcs_enable);
	task = kpcs_run(test, config_thread, pcs);
	wait_for_completion(&rig.kp->entered);

	kmac_start(rig.mac);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, rig.mac->up);

	complete(&rig.kp->leave);
	KUNIT_EXPECT_EQ(test, kpcs_join(task), -EIO);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
}

/* What the PCS does while the MAC is suspended */
enum meanwhile {
	STAYED,
	LEFT,
	LEFT_AND_CAME,
	CAME,
	NUM_MEANWHILE,
};

static void rig_suspend(struct kunit *test, struct rig *rig, bool wol,
			enum meanwhile what)
{
	if (what == CAME) {
		kpcs_unregister(rig->kp);
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, false));
	}

	kmac_suspend(rig->mac, wol);
	kmac_settle();
	/* To be woken up it needs its PCS. */
	KUNIT_EXPECT_EQ(test, rig->kp->enabled, wol && what != CAME);

	if (what == LEFT || what == LEFT_AND_CAME)
		kpcs_unregister(rig->kp);
	if (what == CAME || what == LEFT_AND_CAME)
		KUNIT_EXPECT_EQ(test, kpcs_register(rig->kp), 0);
	kmac_settle();

	kmac_resume(rig->mac);
	if (what == LEFT) {
		KUNIT_EXPECT_TRUE(test, kmac_held_down(rig->mac));
		KUNIT_EXPECT_EQ(test, rig->mac->n_up, rig->mac->n_down);
		KUNIT_EXPECT_EQ(test, kpcs_register(rig->kp), 0);
	}
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig->mac, true));
	KUNIT_EXPECT_EQ(test, rig->kp->enabled, 1);
	KUNIT_EXPECT_EQ(test, rig->mac->n_up, rig->mac->n_down + 1);
}

/* Suspend and resume, with the MAC left up for Wake-on-LAN or not */
static void phylink_suspend_resume(struct kunit *test)
{
	enum meanwhile what;
	struct rig rig;

	rig_up(test, &rig, kmac_param(test));
	for (what = 0; what < NUM_MEANWHILE; what++) {
		rig_suspend(test, &rig, false, what);
		rig_suspend(test, &rig, true, what);
	}
}

/* pcs_pre_init() and rxc_always_on reach the PCS by the way that phylink has
 * for them; when it is enabled if it was not there before.
 */
static void phylink_pre_init_reaches(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, kmac_param(test));
	rig.mac->config.mac_requires_rxc = true;
	KUNIT_EXPECT_EQ(test, phylink_pcs_pre_init(rig.mac->pl, rig.pcs),
			-ENODEV);
	kmac_start(rig.mac);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_EQ(test, rig.kp->n_pre_init, 1);
	KUNIT_EXPECT_TRUE(test, rig.kp->pcs.rxc_always_on);

	/* The hardware of one that was away needs it again. */
	kpcs_unregister(rig.kp);
	rig.kp->pcs.rxc_always_on = false;
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.kp->n_pre_init, 2);
	KUNIT_EXPECT_TRUE(test, rig.kp->pcs.rxc_always_on);

	kmac_stop(rig.mac);
	KUNIT_EXPECT_EQ(test, phylink_pcs_pre_init(rig.mac->pl, rig.pcs), 0);
	KUNIT_EXPECT_EQ(test, rig.kp->n_pre_init, 3);
	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	KUNIT_EXPECT_EQ(test, rig.kp->n_pre_init, 3);
}

/* S10: link changes from hard interrupts, all the time, on any CPU */
struct storm {
	struct hrtimer timer;
	struct phylink_pcs *pcs;
	bool stop;
	atomic_t fired;
};

static enum hrtimer_restart storm_fire(struct hrtimer *timer)
{
	struct storm *storm = container_of(timer, struct storm, timer);

	atomic_inc(&storm->fired);
	pcs_link_change(storm->pcs, true);
	pcs_link_change(storm->pcs, false);
	hrtimer_forward_now(timer, us_to_ktime(50));

	return READ_ONCE(storm->stop) ? HRTIMER_NORESTART : HRTIMER_RESTART;
}

static int storm_start(void *data)
{
	struct storm *storm = data;

	hrtimer_start(&storm->timer, us_to_ktime(50),
		      HRTIMER_MODE_REL_PINNED_HARD);

	return 0;
}

static void storm_begin(struct kunit *test, struct storm *storm,
			struct phylink_pcs *pcs)
{
	unsigned int cpu = cpumask_last(cpu_online_mask);
	struct task_struct *task;

	storm->pcs = pcs;
	hrtimer_setup(&storm->timer, storm_fire, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_PINNED_HARD);
	task = kthread_run_on_cpu(storm_start, storm, cpu, "pcs-storm/%u");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
}

/* Let it fire at least once from now on. */
static void storm_wait(struct storm *storm)
{
	int fired = atomic_read(&storm->fired);

	while (atomic_read(&storm->fired) - fired < 2)
		usleep_range(50, 100);
}

static void phylink_interrupts(struct kunit *test)
{
	struct storm *storm;
	struct rig rig;
	int i;

	storm = kunit_kzalloc(test, sizeof(*storm), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, storm);
	rig_init(test, &rig, KMAC_INBAND);
	/* It fires before the PCS is registered, and after it is gone. */
	storm_begin(test, storm, &rig.kp->pcs);

	storm_wait(storm);

	for (i = 0; i < 50; i++) {
		kpcs_register(rig.kp);
		kmac_start(rig.mac);
		storm_wait(storm);
		if (i & 1)
			kpcs_unregister(rig.kp);
		kmac_stop(rig.mac);
		kmac_destroy(rig.mac);
		kpcs_put(test, rig.pcs);
		if (!(i & 1))
			kpcs_unregister(rig.kp);

		rig.pcs = kpcs_get(test, kpcs_ref_node(test, rig.node),
				   PCS_GET_LATE);
		rig.mac->pcs = rig.pcs;
		kmac_create(test, rig.mac, KMAC_INBAND);
	}
	WRITE_ONCE(storm->stop, true);
	hrtimer_cancel(&storm->timer);
	KUNIT_EXPECT_GE(test, atomic_read(&storm->fired), 100);
	kmac_destroy(rig.mac);
}

/* Link changes reach the phylink that has the PCS enabled, and no other. */
static void phylink_link_change(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, KMAC_INBAND);
	rig.kp->pcs.poll = false;
	rig.kp->link = false;
	pcs_link_change(&rig.kp->pcs, true);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	pcs_link_change(&rig.kp->pcs, true);
	kmac_start(rig.mac);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, rig.mac->up);

	WRITE_ONCE(rig.kp->link, true);
	pcs_link_change(&rig.kp->pcs, true);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	WRITE_ONCE(rig.kp->link, false);
	pcs_link_change(&rig.kp->pcs, false);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, false));

	kmac_stop(rig.mac);
	pcs_link_change(&rig.kp->pcs, true);
	kmac_destroy(rig.mac);
	/* Stock phylink uses freed memory here. */
	pcs_link_change(&rig.kp->pcs, true);
	kpcs_unregister(rig.kp);
	pcs_link_change(&rig.kp->pcs, true);
}

static struct kunit_case phylink_cases[] = {
	KUNIT_CASE_PARAM(phylink_gone_while_down, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_gone_while_up, kmac_gen_params),
	KUNIT_CASE(phylink_back_unpolled),
	KUNIT_CASE(phylink_poll_stops),
	KUNIT_CASE_PARAM(phylink_gone_without_link, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_leaves_between, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_leaves_in_resolve, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_leaves_under_ethtool, inband_gen_params),
	KUNIT_CASE_PARAM(phylink_pcs_arrives, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_arrives_in_config, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_arrives_unpolled, inband_gen_params),
	KUNIT_CASE_PARAM(phylink_replaced_in_config, inband_gen_params),
	KUNIT_CASE_PARAM(phylink_replaced_unasked, inband_gen_params),
	KUNIT_CASE_PARAM(phylink_leaves_in_config, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_never_arrives, kmac_gen_params),
	KUNIT_CASE(phylink_says_why),
	KUNIT_CASE_PARAM(phylink_destroyed_meanwhile, kmac_gen_params),
	KUNIT_CASE(phylink_gone_during_op),
	KUNIT_CASE(phylink_switch_while_down),
	KUNIT_CASE(phylink_select_fails),
	KUNIT_CASE_PARAM(phylink_shared, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_shared_leaves, kmac_gen_params),
	KUNIT_CASE(phylink_handed_over),
	KUNIT_CASE(phylink_handed_over_late),
	KUNIT_CASE_PARAM(phylink_refused_by_failure, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_suspend_resume, kmac_gen_params),
	KUNIT_CASE_PARAM(phylink_pre_init_reaches, kmac_gen_params),
	KUNIT_CASE(phylink_interrupts),
	KUNIT_CASE(phylink_link_change),
	{ }
};

static struct kunit_suite phylink_suite = {
	.name = "pcs_phylink",
	.test_cases = phylink_cases,
};

kunit_test_suite(phylink_suite);
