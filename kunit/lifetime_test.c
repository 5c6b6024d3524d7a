// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: who may come and go when
 */

#include <kunit/device.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/rtnetlink.h>

#include "../drivers/net/pcs/pcs.h"
#include "pcs-kunit.h"

static int call_config(struct phylink_pcs *pcs)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(advertising) = { 0, };

	return pcs->ops->pcs_config(pcs, PHYLINK_PCS_NEG_INBAND_ENABLED,
				    PHY_INTERFACE_MODE_1000BASEX, advertising,
				    false);
}

static bool call_get_state(struct phylink_pcs *pcs)
{
	struct phylink_link_state state = { .link = true };

	pcs->ops->pcs_get_state(pcs, PHYLINK_PCS_NEG_INBAND_ENABLED, &state);

	return state.link;
}

/* A pointer from pcs_get() is the same, and good, whatever the driver does. */
static void lifetime_handle_outlives_provider(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	const phy_interface_t basex = PHY_INTERFACE_MODE_1000BASEX;
	struct phylink_link_state state = { .interface = basex };
	__ETHTOOL_DECLARE_LINK_MODE_MASK(supported);
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);

	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_TRUE(test, call_get_state(pcs));

	kpcs_unregister(kp);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);

	KUNIT_EXPECT_EQ(test, call_config(pcs), -ENODEV);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_post_config(pcs, basex), -ENODEV);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_pre_init(pcs), -ENODEV);
	KUNIT_EXPECT_FALSE(test, call_get_state(pcs));
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_validate(pcs, supported, &state),
			0);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_inband_caps(pcs, basex), 0);
	pcs->ops->pcs_pre_config(pcs, basex);
	pcs->ops->pcs_an_restart(pcs);
	pcs->ops->pcs_link_up(pcs, 0, basex, SPEED_1000, DUPLEX_FULL);
	pcs->ops->pcs_enable_eee(pcs);
	pcs->ops->pcs_disable_eee(pcs);

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_TRUE(test, call_get_state(pcs));
	pcs->ops->pcs_disable(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_enable, 2);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 2);
}

/* An op that the driver lacks is answered as phylink takes a missing one. */
static void lifetime_missing_ops(struct kunit *test)
{
	static const struct phylink_pcs_ops unlike_kpcs_ops = { };
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs_ops ops = unlike_kpcs_ops;
	struct phylink_link_state state = {};
	struct phylink_pcs *pcs;

	ops.pcs_config = kpcs_ops.pcs_config;
	ops.pcs_get_state = kpcs_ops.pcs_get_state;
	kp->pcs.ops = &ops;
	kp->enabled = 1;	/* without the ops it is so for ever */
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);

	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_validate(pcs, NULL, &state), 0);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_inband_caps(pcs, 0), 0);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_pre_init(pcs), 0);
	pcs->ops->pcs_pre_config(pcs, 0);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_post_config(pcs, 0), 0);
	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	pcs->ops->pcs_an_restart(pcs);
	pcs->ops->pcs_link_up(pcs, 0, 0, SPEED_1000, DUPLEX_FULL);
	pcs->ops->pcs_enable_eee(pcs);
	pcs->ops->pcs_disable_eee(pcs);
	pcs->ops->pcs_disable(pcs);

	kpcs_unregister(kp);
	kp->enabled = 0;
}

/* Enable and disable reach the driver in pairs, however often called. */
static void lifetime_enable_pairs(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);

	pcs->ops->pcs_disable(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 0);

	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_EQ(test, kp->n_enable, 1);

	pcs->ops->pcs_disable(pcs);
	pcs->ops->pcs_disable(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);

	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_EQ(test, kp->n_enable, 2);
	pcs->ops->pcs_disable(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 2);
}

/* A PCS that cannot be enabled is not configured, and not disabled. */
static void lifetime_enable_fails(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	kp->enable_ret = -EIO;
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);

	KUNIT_EXPECT_EQ(test, call_config(pcs), -EIO);
	KUNIT_EXPECT_EQ(test, kp->n_config, 0);
	KUNIT_EXPECT_FALSE(test, call_get_state(pcs));
	pcs->ops->pcs_disable(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 0);

	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	pcs->ops->pcs_disable(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);
}

/* pcs_pre_init() that the MAC asked for too early is made up for. */
static void lifetime_pre_init_late(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	pcs = kpcs_get(test, kpcs_ref_node(test, node), PCS_GET_LATE);
	pcs->rxc_always_on = true;
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_pre_init(pcs), -ENODEV);

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_EQ(test, kp->n_pre_init, 1);
	KUNIT_EXPECT_TRUE(test, kp->pcs.rxc_always_on);

	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_EQ(test, kp->n_pre_init, 1);
	pcs->ops->pcs_disable(pcs);
}

/* EEE is told to the PCS that is enabled, and to no other. */
static void lifetime_eee(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	pcs = kpcs_get(test, kpcs_ref_node(test, node), PCS_GET_LATE);
	pcs->ops->pcs_enable_eee(pcs);
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs->ops->pcs_enable_eee(pcs);
	pcs->ops->pcs_disable_eee(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_enable_eee, 0);
	KUNIT_EXPECT_EQ(test, kp->n_disable_eee, 0);

	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	pcs->ops->pcs_enable_eee(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_enable_eee, 1);
	KUNIT_EXPECT_EQ(test, kp->n_disable_eee, 0);
	pcs->ops->pcs_disable_eee(pcs);
	KUNIT_EXPECT_EQ(test, kp->n_enable_eee, 1);
	KUNIT_EXPECT_EQ(test, kp->n_disable_eee, 1);
	pcs->ops->pcs_disable(pcs);
}

/* The same consumer, or two, may get one PCS; it serves the first. */
static void lifetime_busy(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *first, *second;
	struct fwnode_handle *ref;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	ref = kpcs_ref_node(test, node);
	first = kpcs_get(test, ref, 0);
	second = kpcs_get(test, ref, 0);
	KUNIT_EXPECT_PTR_NE(test, first, second);

	KUNIT_EXPECT_EQ(test, call_config(first), 0);
	KUNIT_EXPECT_EQ(test, call_config(second), -EBUSY);
	KUNIT_EXPECT_EQ(test, second->ops->pcs_pre_init(second), -EBUSY);
	KUNIT_EXPECT_TRUE(test, call_get_state(first));
	KUNIT_EXPECT_FALSE(test, call_get_state(second));
	KUNIT_EXPECT_EQ(test, kp->n_config, 1);

	second->ops->pcs_disable(second);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 0);

	first->ops->pcs_disable(first);
	KUNIT_EXPECT_EQ(test, call_config(second), 0);
	KUNIT_EXPECT_TRUE(test, call_get_state(second));
	second->ops->pcs_disable(second);
	KUNIT_EXPECT_EQ(test, kp->n_enable, 2);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 2);
}

/* A consumer that forgets to stop before it puts leaves the PCS disabled. */
static void lifetime_put_enabled(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);
	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	kpcs_put(test, pcs);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);
}

static int slow_op_thread(void *pcs)
{
	call_get_state(pcs);

	return 0;
}

static void op_validate(struct phylink_pcs *pcs)
{
	struct phylink_link_state state = {
		.interface = PHY_INTERFACE_MODE_1000BASEX,
	};

	pcs->ops->pcs_validate(pcs, NULL, &state);
}

static void op_inband_caps(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_inband_caps(pcs, PHY_INTERFACE_MODE_1000BASEX);
}

static void op_pre_config(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_pre_config(pcs, PHY_INTERFACE_MODE_1000BASEX);
	/* No phylink behind it, but for the work item there might be. */
	WRITE_ONCE(to_pcs_handle(pcs)->phylink, NULL);
}

static void op_post_config(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_post_config(pcs, PHY_INTERFACE_MODE_1000BASEX);
}

static void op_get_state(struct phylink_pcs *pcs)
{
	call_get_state(pcs);
}

static void op_config(struct phylink_pcs *pcs)
{
	call_config(pcs);
}

static void op_an_restart(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_an_restart(pcs);
}

static void op_link_up(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_link_up(pcs, 0, PHY_INTERFACE_MODE_1000BASEX, SPEED_1000,
			      DUPLEX_FULL);
}

static void op_enable_eee(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_enable_eee(pcs);
}

static void op_disable_eee(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_disable_eee(pcs);
}

static void op_pre_init(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_pre_init(pcs);
}

static void op_disable(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_disable(pcs);
}

static const struct op_case {
	const char *name;
	void (*call)(struct phylink_pcs *pcs);
	size_t offset;
} op_cases[] = {
#define OP(op) { #op, op_##op, offsetof(struct phylink_pcs_ops, pcs_##op) }
	OP(validate), OP(inband_caps), OP(pre_config), OP(post_config),
	OP(get_state), OP(config), OP(an_restart), OP(link_up),
	OP(enable_eee), OP(disable_eee), OP(pre_init), OP(disable),
#undef OP
};

KUNIT_ARRAY_PARAM_DESC(op, op_cases, name);

struct slow_op {
	const struct op_case *op;
	struct phylink_pcs *pcs;
};

static int op_thread(void *data)
{
	struct slow_op *slow = data;

	slow->op->call(slow->pcs);

	return 0;
}

/* S9: pcs_unregister() waits for an op that is inside the driver, any op ... */
static void lifetime_unregister_waits(struct kunit *test)
{
	struct slow_op slow = { .op = test->param_value };
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct task_struct *task, *unregister;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	slow.pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);
	KUNIT_ASSERT_EQ(test, call_config(slow.pcs), 0);

	kpcs_block(kp, *(const void **)((void *)&kpcs_ops + slow.op->offset));
	task = kpcs_run(test, op_thread, &slow);
	wait_for_completion(&kp->entered);

	unregister = kpcs_run(test, kpcs_unregister_thread, kp);
	KUNIT_EXPECT_TRUE(test, kpcs_unregister_waits(kp, slow.pcs));
	KUNIT_EXPECT_FALSE(test, kp->gone);

	complete(&kp->leave);
	kpcs_join(task);
	kpcs_join(unregister);
	KUNIT_EXPECT_TRUE(test, kp->gone);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);
}

/* ... but not for an op of another PCS. */
static void lifetime_unregister_other(struct kunit *test)
{
	struct fwnode_handle *slow_node = kpcs_node(test, NULL);
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *slow = kpcs_alloc(test, slow_node);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *slow_pcs, *pcs;
	struct task_struct *task;

	KUNIT_ASSERT_EQ(test, kpcs_register(slow), 0);
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	slow_pcs = kpcs_get(test, kpcs_ref_node(test, slow_node), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);
	KUNIT_ASSERT_EQ(test, call_config(slow_pcs), 0);
	KUNIT_ASSERT_EQ(test, call_config(pcs), 0);

	kpcs_block(slow, kpcs_ops.pcs_get_state);
	task = kpcs_run(test, slow_op_thread, slow_pcs);
	wait_for_completion(&slow->entered);

	kpcs_unregister(kp);		/* would hang here */
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);

	complete(&slow->leave);
	kpcs_join(task);
	slow_pcs->ops->pcs_disable(slow_pcs);
}

static int put_thread(void *data)
{
	pcs_put(data);

	return 0;
}

static int disable_thread(void *data)
{
	op_disable(data);

	return 0;
}

static const struct leave_case {
	const char *name;
	int (*thread)(void *data);
	bool provider;
} leave_cases[] = {
	{ "stop", disable_thread },
	{ "put", put_thread },
	{ "unregister", kpcs_unregister_thread, true },
};

KUNIT_ARRAY_PARAM_DESC(leave, leave_cases, name);

/* A thread for the other CPU, to be woken up; the test stays on this one, on
 * which nothing that the thread needs is to be done.
 */
static struct task_struct *other_cpu_thread(struct kunit *test,
					    int (*fn)(void *data), void *data)
{
	struct task_struct *task;

	task = kthread_create(fn, data, "pcs-kunit");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	get_task_struct(task);
	kthread_bind(task, 1);
	set_cpus_allowed_ptr(current, cpumask_of(0));

	return task;
}

static void other_cpu_join(struct task_struct *task)
{
	kpcs_join(task);
	set_cpus_allowed_ptr(current, cpu_possible_mask);
}

/* S10: an interrupt in the middle of its report, here the lock that it holds,
 * keeps the phylink that it reports to from being stopped on another CPU, and
 * the PCS from being gone.
 */
static void lifetime_report_under_way(struct kunit *test)
{
	const struct leave_case *c = test->param_value;
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct task_struct *task;
	struct phylink_pcs *pcs;
	struct pcs_channel *ch;
	unsigned long flags;
	bool waited;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = fwnode_pcs_get(NULL, kpcs_ref_node(test, node), NULL, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	KUNIT_ASSERT_EQ(test, call_config(pcs), 0);
	ch = to_pcs_handle(pcs)->channel;

	task = other_cpu_thread(test, c->thread,
				c->provider ? (void *)kp : pcs);
	raw_spin_lock_irqsave(&ch->lock, flags);
	wake_up_process(task);
	while (!raw_spin_is_contended(&ch->lock) && READ_ONCE(ch->user))
		cpu_relax();
	waited = READ_ONCE(ch->user);
	raw_spin_unlock_irqrestore(&ch->lock, flags);
	other_cpu_join(task);

	KUNIT_EXPECT_TRUE(test, waited);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);
	if (c->thread != put_thread)
		pcs_put(pcs);
}

struct report {
	struct phylink_pcs *pcs;
	bool done;
};

static int report_thread(void *data)
{
	struct report *report = data;

	pcs_link_change(report->pcs, true);
	WRITE_ONCE(report->done, true);

	return 0;
}

/* ... and it waits itself for one who takes the PCS from that phylink. */
static void lifetime_report_waits(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct report report = { &kp->pcs };
	struct task_struct *task;
	struct phylink_pcs *pcs;
	struct pcs_channel *ch;
	unsigned long flags;
	bool waited;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = fwnode_pcs_get(NULL, kpcs_ref_node(test, node), NULL, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	ch = to_pcs_handle(pcs)->channel;

	task = other_cpu_thread(test, report_thread, &report);
	raw_spin_lock_irqsave(&ch->lock, flags);
	wake_up_process(task);
	while (!raw_spin_is_contended(&ch->lock) && !READ_ONCE(report.done))
		cpu_relax();
	waited = !READ_ONCE(report.done);
	raw_spin_unlock_irqrestore(&ch->lock, flags);
	other_cpu_join(task);

	KUNIT_EXPECT_TRUE(test, waited);
	pcs_put(pcs);
}

/* ... or it has only found the PCS yet, which pcs_unregister() does not wait
 * for: what it found is there until it is through, as KASAN sees.
 */
static void lifetime_report_begun(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct task_struct *task;
	struct phylink_pcs *pcs;
	struct pcs_channel *ch;
	bool there;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = fwnode_pcs_get(NULL, kpcs_ref_node(test, node), NULL, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	ch = to_pcs_handle(pcs)->channel;

	task = other_cpu_thread(test, kpcs_unregister_thread, kp);
	rcu_read_lock();
	wake_up_process(task);
	while (!READ_ONCE(kp->gone))
		cpu_relax();
	there = READ_ONCE(ch->pcs) == &kp->pcs;
	rcu_read_unlock();
	other_cpu_join(task);

	KUNIT_EXPECT_TRUE(test, there);
	pcs_put(pcs);
}

/* pcs_put() that is inside the driver's pcs_disable() is waited for, too. */
static void lifetime_unregister_during_put(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct task_struct *put, *unregister;
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = fwnode_pcs_get(NULL, kpcs_ref_node(test, node), NULL, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	KUNIT_ASSERT_EQ(test, call_config(pcs), 0);

	kpcs_block(kp, kpcs_ops.pcs_disable);
	put = kpcs_run(test, put_thread, pcs);
	wait_for_completion(&kp->entered);

	unregister = kpcs_run(test, kpcs_unregister_thread, kp);
	KUNIT_EXPECT_TRUE(test, kpcs_unregister_waits(kp, pcs));

	complete(&kp->leave);
	kpcs_join(put);
	kpcs_join(unregister);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);
}

/* Either side may leave first; nothing of the endpoint stays behind. */
static void lifetime_order(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct fwnode_handle *ref = kpcs_ref_node(test, node);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = kpcs_get(test, ref, 0);
	kpcs_put(test, pcs);
	kpcs_unregister(kp);

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = kpcs_get(test, ref, 0);
	kpcs_unregister(kp);
	kpcs_put(test, pcs);

	pcs = fwnode_pcs_get(NULL, ref, NULL, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EPROBE_DEFER);
}

/* S18: the provider stays, the consumer comes and goes, and the reverse. */
static void lifetime_thousand_times(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct fwnode_handle *ref = kpcs_ref_node(test, node);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;
	int i;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	for (i = 0; i < 1000; i++) {
		pcs = fwnode_pcs_get(kp->dev, ref, NULL, 0);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
		KUNIT_ASSERT_EQ(test, call_config(pcs), 0);
		pcs->ops->pcs_disable(pcs);
		pcs_put(pcs);
	}
	KUNIT_EXPECT_EQ(test, kp->n_enable, 1000);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1000);

	pcs = kpcs_get(test, ref, 0);
	for (i = 0; i < 1000; i++) {
		KUNIT_ASSERT_EQ(test, call_config(pcs), 0);
		kpcs_unregister(kp);
		KUNIT_ASSERT_FALSE(test, call_get_state(pcs));
		KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	}
	KUNIT_EXPECT_EQ(test, kp->n_enable, 2000);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 2000);
}

/* Both sides may be called with RTNL held. */
static void lifetime_under_rtnl(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct fwnode_handle *ref = kpcs_ref_node(test, node);
	struct device *dev = kpcs_device(test, "user");
	struct phylink_pcs *pcs;

	rtnl_lock();
	pcs = fwnode_pcs_get(dev, ref, NULL, PCS_GET_LATE);
	rtnl_unlock();
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);

	rtnl_lock();
	KUNIT_EXPECT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	kpcs_unregister(kp);
	KUNIT_EXPECT_EQ(test, kpcs_register(kp), 0);
	pcs->ops->pcs_disable(pcs);
	pcs_put(pcs);
	kpcs_unregister(kp);
	rtnl_unlock();
}

/* While both are there the PCS suspends after the consumer, no longer. */
static void lifetime_device_link(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	pcs = kpcs_get(test, kpcs_ref_node(test, node), PCS_GET_LATE);
	KUNIT_EXPECT_TRUE(test, list_empty(&kp->dev->links.consumers));

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, list_empty(&kp->dev->links.consumers));

	kpcs_unregister(kp);
	KUNIT_EXPECT_TRUE(test, list_empty(&kp->dev->links.consumers));

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, list_empty(&kp->dev->links.consumers));
	kpcs_put(test, pcs);
	KUNIT_EXPECT_TRUE(test, list_empty(&kp->dev->links.consumers));
}

/* What a consumer's probe got with devm is given back when it fails (S19). */
static int s19_probes;

static int s19_probe(struct platform_device *pdev)
{
	struct phylink_pcs *pcs;

	pcs = devm_pcs_get(&pdev->dev, NULL);
	if (IS_ERR(pcs))
		return PTR_ERR(pcs);

	return s19_probes++ ? 0 : -EIO;
}

static struct platform_driver s19_driver = {
	.probe = s19_probe,
	.driver = { .name = "pcs-kunit-s19" },
};

static void s19_unregister_driver(void *data)
{
	platform_driver_unregister(&s19_driver);
}

static void s19_unregister_device(void *pdev)
{
	platform_device_unregister(pdev);
	/* Its links may hold the device, and that the node, a little longer */
	device_link_wait_removal();
}

static void lifetime_probe_fails(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct platform_device_info info = {
		.name = "pcs-kunit-s19",
		.id = PLATFORM_DEVID_NONE,
		.fwnode = kpcs_ref_node(test, node),
	};
	struct platform_device *pdev;

	/* Have the core defer, and not the driver core in its place */
	fwnode_set_flag(info.fwnode, FWNODE_FLAG_LINKS_ADDED);
	s19_probes = 0;
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_ASSERT_EQ(test, platform_driver_register(&s19_driver), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, s19_unregister_driver,
					       NULL), 0);

	pdev = platform_device_register_full(&info);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, s19_unregister_device,
					       pdev), 0);
	KUNIT_EXPECT_EQ(test, s19_probes, 1);
	KUNIT_EXPECT_TRUE(test, list_empty(&kp->dev->links.consumers));

	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_EQ(test, s19_probes, 2);
	KUNIT_EXPECT_FALSE(test, list_empty(&kp->dev->links.consumers));

	kunit_release_action(test, s19_unregister_device, pdev);
	KUNIT_EXPECT_TRUE(test, list_empty(&kp->dev->links.consumers));
}

/* Ops that nobody can call are refused, and so is what else is malformed. */
static void lifetime_register_refused(struct kunit *test)
{
	static const struct phylink_pcs_ops no_state = {
		.pcs_config = NULL,
	};
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *list[] = { &kp->pcs };
	struct pcs_provider_config config = { .fwnode = node };
	struct phylink_pcs_ops ops = kpcs_ops;
	const u64 arg = 0;

	/* neither a PCS nor channels, or both */
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	config.pcs = &kp->pcs;
	config.channels = list;
	config.num_channels = 1;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	config.channels = NULL;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	config.num_channels = 0;

	/* cells where the node has none, and a count without cells */
	config.num_args = 1;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	config.args = &arg;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	config.num_args = 0;

	kp->pcs.ops = NULL;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	kp->pcs.ops = &no_state;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	ops.pcs_get_state = NULL;
	kp->pcs.ops = &ops;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	kp->pcs.ops = &kpcs_ops;

	/* a device without a node, and no node given */
	config.fwnode = NULL;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);

	KUNIT_EXPECT_EQ(test, kpcs_register(kp), 0);
}

/* One provider for a key, one key for a PCS; a loser leaves nothing behind. */
static void lifetime_register_twice(struct kunit *test)
{
	static const struct property_entry cells[] = {
		PROPERTY_ENTRY_U32("#pcs-cells", 1),
		{ }
	};
	struct fwnode_handle *node = kpcs_node(test, cells);
	struct kpcs *a = kpcs_alloc(test, node);
	struct kpcs *b = kpcs_alloc(test, node);
	struct phylink_pcs *both[] = { &b->pcs, &a->pcs };
	struct phylink_pcs *only_b[] = { &b->pcs };
	struct pcs_provider_config config = {
		.fwnode = node, .channels = both, .num_channels = 2,
	};
	const u64 one = 1;
	const struct pcs_provider_config config_a = {
		.fwnode = node, .pcs = &a->pcs, .args = &one, .num_args = 1,
	};

	KUNIT_ASSERT_EQ(test, pcs_register(a->dev, &config_a), 0);
	a->gone = false;

	/* Channel 1 is taken: channel 0 must not stay. */
	KUNIT_EXPECT_EQ(test, pcs_register(b->dev, &config), -EEXIST);

	/* Here the key is free but channel 1 is the same PCS again. */
	config.channels = only_b;
	config.num_channels = 1;
	KUNIT_EXPECT_EQ(test, pcs_register(b->dev, &config), 0);
	b->gone = false;
	kpcs_unregister(b);

	/* Free again: the whole of it */
	kpcs_unregister(a);
	config.channels = both;
	config.num_channels = 2;
	KUNIT_EXPECT_EQ(test, pcs_register(b->dev, &config), 0);
	b->gone = false;
	kpcs_unregister(b);

	/* The same PCS under two keys */
	both[1] = &b->pcs;
	KUNIT_EXPECT_EQ(test, pcs_register(b->dev, &config), -EEXIST);
}

/* Misuse by a driver is told, and does no harm. */
static void lifetime_misuse(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	const struct pcs_provider_config config = { .pcs = &kp->pcs };

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	kpcs_unregister(kp);

	kunit_warning_suppress(test) {
		pcs_unregister(&kp->pcs);
		KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 1);
	}
	kunit_warning_suppress(test) {
		pcs_put(ERR_PTR(-ENODEV));
		pcs_array_put(ERR_PTR(-ENODEV));
		KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 2);
	}
	kunit_warning_suppress(test) {
		KUNIT_EXPECT_EQ(test, pcs_register(NULL, &config), -EINVAL);
		KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, NULL), -EINVAL);
		KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 2);
	}
	pcs_put(NULL);
	pcs_array_put(NULL);
}

static struct kunit_case lifetime_cases[] = {
	KUNIT_CASE(lifetime_handle_outlives_provider),
	KUNIT_CASE(lifetime_missing_ops),
	KUNIT_CASE(lifetime_enable_pairs),
	KUNIT_CASE(lifetime_enable_fails),
	KUNIT_CASE(lifetime_pre_init_late),
	KUNIT_CASE(lifetime_eee),
	KUNIT_CASE(lifetime_busy),
	KUNIT_CASE(lifetime_put_enabled),
	KUNIT_CASE_PARAM(lifetime_unregister_waits, op_gen_params),
	KUNIT_CASE(lifetime_unregister_other),
	KUNIT_CASE(lifetime_unregister_during_put),
	KUNIT_CASE_PARAM(lifetime_report_under_way, leave_gen_params),
	KUNIT_CASE(lifetime_report_waits),
	KUNIT_CASE(lifetime_report_begun),
	KUNIT_CASE(lifetime_order),
	KUNIT_CASE(lifetime_thousand_times),
	KUNIT_CASE(lifetime_under_rtnl),
	KUNIT_CASE(lifetime_device_link),
	KUNIT_CASE(lifetime_probe_fails),
	KUNIT_CASE(lifetime_register_refused),
	KUNIT_CASE(lifetime_register_twice),
	KUNIT_CASE(lifetime_misuse),
	{ }
};

static struct kunit_suite lifetime_suite = {
	.name = "pcs_lifetime",
	.test_cases = lifetime_cases,
};

kunit_test_suite(lifetime_suite);
