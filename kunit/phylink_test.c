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
#include <linux/rtnetlink.h>

#include "pcs-kunit.h"

static const struct {
	const char *name;
	enum kmac_mode mode;
} link_modes[] = {
	{ "in-band", KMAC_INBAND },
	{ "phy", KMAC_PHY },
	{ "fixed", KMAC_FIXED },
};

KUNIT_ARRAY_PARAM_DESC(link_mode, link_modes, name);

static enum kmac_mode param_mode(struct kunit *test)
{
	const typeof(*link_modes) *param = test->param_value;

	return param->mode;
}

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

	rig_up(test, &rig, param_mode(test));
	kmac_stop(rig.mac);
	kpcs_unregister(rig.kp);
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, 1);

	kmac_start(rig.mac);
	kmac_settle();
	/* Nothing but the PCS keeps the link from coming up */
	phylink_mac_change(rig.mac->pl, true);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, rig.mac->up);
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

	rig_up(test, &rig, param_mode(test));

	for (i = 1; i <= 3; i++) {
		kpcs_unregister(rig.kp);
		KUNIT_EXPECT_EQ(test, rig.kp->n_disable, i);
		KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, false));
		kmac_settle();
		phylink_mac_change(rig.mac->pl, true);
		kmac_settle();
		KUNIT_EXPECT_FALSE(test, rig.mac->up);
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

/* S6: the PCS goes when the link is down already: no further mac_link_down() */
static void phylink_gone_without_link(struct kunit *test)
{
	struct rig rig;

	rig_up(test, &rig, KMAC_INBAND);
	WRITE_ONCE(rig.kp->link, false);
	pcs_link_change(&rig.kp->pcs, false);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig.mac, false));
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 1);

	kpcs_unregister(rig.kp);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 1);
}

/* S11: the MAC first, up before its PCS is there or not. */
static void phylink_pcs_arrives(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, param_mode(test));
	kmac_start(rig.mac);
	kmac_settle();
	phylink_mac_change(rig.mac->pl, true);
	kmac_settle();
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

/* S12: the PCS arrives in the middle of phylink's own configuration, which has
 * found it absent.
 */
static void phylink_arrives_in_config(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, param_mode(test));
	rig.mac->mover = rig.kp;
	rig.mac->in_config = kmac_arrive;
	kmac_start(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 1);
	KUNIT_EXPECT_TRUE(test, rig.mac->up);
	/* With all that belongs to a configuration */
	KUNIT_EXPECT_EQ(test, rig.kp->n_pre_config, 1);
}

/* The reverse: it goes in the middle, having been enabled or not. */
static void phylink_leaves_in_config(struct kunit *test)
{
	struct rig rig;

	rig_init(test, &rig, param_mode(test));
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_settle();
	rig.mac->mover = rig.kp;
	rig.mac->in_config = kmac_leave;
	kmac_start(rig.mac);
	kmac_settle();
	phylink_mac_change(rig.mac->pl, true);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.mac->n_up, 0);
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 0);

	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
}

/* S17: the phylink goes while its PCS is arriving or leaving, whose work then
 * finds nothing to do. RTNL keeps the work waiting while that happens.
 */
static void phylink_destroyed_meanwhile(struct kunit *test)
{
	struct rig rig;

	rig_up(test, &rig, param_mode(test));

	rtnl_lock();
	kpcs_unregister(rig.kp);
	KUNIT_EXPECT_EQ(test, kpcs_register(rig.kp), 0);
	phylink_stop(rig.mac->pl);
	rig.mac->started = false;
	rtnl_unlock();
	kmac_destroy(rig.mac);
	kmac_settle();
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 1);
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, rig.kp->n_enable);

	/* And with the handle gone, too */
	kmac_create(test, rig.mac, param_mode(test));
	kmac_start(rig.mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(rig.mac, true));
	rtnl_lock();
	kpcs_unregister(rig.kp);
	phylink_stop(rig.mac->pl);
	rig.mac->started = false;
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
	task = kthread_run(stop_thread, rig.mac, "pcs-kunit");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	get_task_struct(task);
	while (!rtnl_is_locked())
		cond_resched();

	complete(&rig.kp->leave);
	kpcs_unregister(rig.kp);
	kthread_stop(task);
	put_task_struct(task);
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

	rig_up(test, &rig, param_mode(test));
	pcs = kpcs_get(test, kpcs_ref_node(test, rig.node), 0);
	second = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	second->pcs = pcs;
	kmac_create(test, second, param_mode(test));

	kmac_start(second);
	kmac_settle();
	phylink_mac_change(second->pl, true);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, second->up);
	KUNIT_EXPECT_TRUE(test, rig.mac->up);
	KUNIT_EXPECT_EQ(test, rig.mac->n_down, 0);

	kmac_stop(rig.mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(second, true));
	kmac_stop(second);
	KUNIT_EXPECT_EQ(test, rig.kp->n_enable, 2);
	KUNIT_EXPECT_EQ(test, rig.kp->n_disable, 2);
}

/* The first stops when the second has begun to configure without the PCS: that
 * configuration is done again, all of it.
 */
static struct kmac *stopping;

static void stop_other(struct kmac *mac)
{
	if (stopping) {
		phylink_stop(stopping->pl);
		stopping->started = false;
	}
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

	rig_init(test, &rig, param_mode(test));
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, rig.node), 0);
	kmac_settle();

	rig.kp->enable_ret = -EIO;
	kpcs_block(rig.kp, kpcs_ops.pcs_enable);
	task = kthread_run(config_thread, pcs, "pcs-kunit");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	get_task_struct(task);
	wait_for_completion(&rig.kp->entered);

	kmac_start(rig.mac);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, rig.mac->up);

	complete(&rig.kp->leave);
	KUNIT_EXPECT_EQ(test, kthread_stop(task), -EIO);
	put_task_struct(task);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
}

/* Suspended with the MAC left up for Wake-on-LAN, the PCS goes and comes. */
static void phylink_wake_on_lan(struct kunit *test)
{
	struct rig rig;

	rig_up(test, &rig, param_mode(test));
	rtnl_lock();
	phylink_suspend(rig.mac->pl, true);
	rtnl_unlock();
	kpcs_unregister(rig.kp);
	kmac_settle();
	rtnl_lock();
	phylink_resume(rig.mac->pl);
	rtnl_unlock();
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, rig.mac->up);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));

	rtnl_lock();
	phylink_suspend(rig.mac->pl, true);
	rtnl_unlock();
	kpcs_unregister(rig.kp);
	KUNIT_ASSERT_EQ(test, kpcs_register(rig.kp), 0);
	kmac_settle();
	rtnl_lock();
	phylink_resume(rig.mac->pl);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, kmac_wait(rig.mac, true));
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
	KUNIT_CASE_PARAM(phylink_gone_while_down, link_mode_gen_params),
	KUNIT_CASE_PARAM(phylink_gone_while_up, link_mode_gen_params),
	KUNIT_CASE(phylink_back_unpolled),
	KUNIT_CASE(phylink_gone_without_link),
	KUNIT_CASE_PARAM(phylink_pcs_arrives, link_mode_gen_params),
	KUNIT_CASE_PARAM(phylink_arrives_in_config, link_mode_gen_params),
	KUNIT_CASE_PARAM(phylink_leaves_in_config, link_mode_gen_params),
	KUNIT_CASE_PARAM(phylink_destroyed_meanwhile, link_mode_gen_params),
	KUNIT_CASE(phylink_gone_during_op),
	KUNIT_CASE(phylink_switch_while_down),
	KUNIT_CASE(phylink_select_fails),
	KUNIT_CASE_PARAM(phylink_shared, link_mode_gen_params),
	KUNIT_CASE(phylink_handed_over),
	KUNIT_CASE_PARAM(phylink_refused_by_failure, link_mode_gen_params),
	KUNIT_CASE_PARAM(phylink_wake_on_lan, link_mode_gen_params),
	KUNIT_CASE(phylink_interrupts),
	KUNIT_CASE(phylink_link_change),
	{ }
};

static struct kunit_suite phylink_suite = {
	.name = "pcs_phylink",
	.test_cases = phylink_cases,
};

kunit_test_suite(phylink_suite);
