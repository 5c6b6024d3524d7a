// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem benchmark: a PCS comes, or goes, when others wait or are busy
 */

#define pr_fmt(fmt) "pcs_bench: " fmt

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/notifier.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/srcu.h>

#include "bench.h"

/**
 * struct bench_waiter - a consumer whose PCS is not there
 * @provider: node of the PCS
 * @node: its own node
 * @pcs: what it got
 * @nb: the same consumer, if it listened to a notifier
 */
struct bench_waiter {
	struct bench_node provider;
	struct bench_node node;
	struct phylink_pcs *pcs;
	struct notifier_block nb;
};

/* So many come, or go, in a row: one alone is too quick for some clocks. */
#define BENCH_BATCH	16

/* All but the first of them wait for what never comes. */
static struct bench_waiter *bench_waiters;
static unsigned int bench_num_waiters;
static BLOCKING_NOTIFIER_HEAD(bench_chain);

static struct phylink_pcs bench_arriving[BENCH_BATCH];

static int bench_notified(struct notifier_block *nb, unsigned long event,
			  void *fwnode)
{
	struct bench_waiter *w = container_of(nb, struct bench_waiter, nb);

	return &w->provider.fwnode == fwnode ? NOTIFY_OK : NOTIFY_DONE;
}

static int bench_waiter_add(struct bench_waiter *w)
{
	int err;

	bench_node_init(&w->provider, NULL);
	bench_node_init(&w->node, &w->provider.fwnode);
	w->pcs = fwnode_pcs_get(NULL, &w->node.fwnode, NULL, PCS_GET_LATE);
	if (IS_ERR(w->pcs))
		return PTR_ERR(w->pcs);

	w->nb.notifier_call = bench_notified;
	/* Each goes to the head: to find the tail of a chain takes long. */
	w->nb.priority = bench_num_waiters;
	err = blocking_notifier_chain_register(&bench_chain, &w->nb);
	if (err)
		pcs_put(w->pcs);

	return err;
}

static void bench_waiter_del(struct bench_waiter *w)
{
	blocking_notifier_chain_unregister(&bench_chain, &w->nb);
	pcs_put(w->pcs);
}

static int bench_register(struct phylink_pcs *pcs, struct bench_node *node)
{
	const struct pcs_provider_config config = {
		.fwnode = &node->fwnode, .pcs = pcs,
	};

	return pcs_register(bench_dev, &config);
}

static void bench_come(struct bench_waiter *w)
{
	unsigned int i;

	for (i = 0; i < BENCH_BATCH; i++) {
		bench_arriving[i].ops = &bench_pcs_ops;
		bench_register(&bench_arriving[i], &w[i].provider);
	}
}

static void bench_go(void)
{
	unsigned int i;

	for (i = 0; i < BENCH_BATCH; i++)
		pcs_unregister(&bench_arriving[i]);
}

static void bench_arrival_rows(unsigned int num)
{
	static const char what[] = "arrival";

	bench_row_once("events", what, "registry", num, BENCH_BATCH, 1001u,
		       bench_come(bench_waiters), bench_go());
	bench_row("events", what, "notifier", num,
		  blocking_notifier_call_chain(&bench_chain, 0,
					       &bench_waiters[0].provider));
}

static int bench_arrival(void)
{
	unsigned int num;
	int err = 0;

	bench_waiters = kvzalloc_objs(*bench_waiters, bench_max + BENCH_BATCH);
	if (!bench_waiters)
		return -ENOMEM;

	bench_for_each_size(num) {
		while (bench_num_waiters < num + BENCH_BATCH && !err) {
			err = bench_waiter_add(bench_waiters +
					       bench_num_waiters);
			if (!err)
				bench_num_waiters++;
		}
		if (err)
			break;
		bench_arrival_rows(num);
	}

	/* The last is at the head of the chain. */
	while (bench_num_waiters)
		bench_waiter_del(&bench_waiters[--bench_num_waiters]);
	kvfree(bench_waiters);

	return err;
}

#define BENCH_SLOW_MS	10

/**
 * struct bench_slow - a PCS that is in a slow op most of the time
 * @pcs: the driver's
 * @provider: its node
 * @node: that of its consumer
 * @handle: what that got
 * @srcu: the domain that all PCS share in a registry which has one
 * @entered: the op has been entered
 */
static struct bench_slow {
	struct phylink_pcs pcs;
	struct bench_node provider;
	struct bench_node node;
	struct phylink_pcs *handle;
	struct srcu_struct srcu;
	struct completion entered;
} bench_slow;

static int bench_slow_config(struct phylink_pcs *pcs, unsigned int neg_mode,
			     phy_interface_t interface,
			     const unsigned long *advertising,
			     bool permit_pause_to_mac)
{
	return 0;
}

static void bench_slow_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
				 struct phylink_link_state *state)
{
	complete(&bench_slow.entered);
	msleep(BENCH_SLOW_MS);
}

static const struct phylink_pcs_ops bench_slow_ops = {
	.pcs_config = bench_slow_config,
	.pcs_get_state = bench_slow_get_state,
};

/* Calls the slow op, within an SRCU domain that is for more than this PCS */
static int bench_slow_thread(void *data)
{
	struct phylink_link_state state = {};
	struct phylink_pcs *pcs = data;
	int idx;

	while (!kthread_should_stop()) {
		idx = srcu_read_lock(&bench_slow.srcu);
		pcs->ops->pcs_get_state(pcs, 0, &state);
		srcu_read_unlock(&bench_slow.srcu, idx);
	}

	return 0;
}

static struct bench_waiter bench_leaving[BENCH_BATCH];

/* They are there again, and enabled if there are handles to do it with. */
static void bench_return(bool enable)
{
	struct phylink_pcs *pcs;
	unsigned int i;

	bench_come(bench_leaving);
	for (i = 0; i < BENCH_BATCH && enable; i++) {
		pcs = bench_leaving[i].pcs;
		pcs->ops->pcs_config(pcs, 0, PHY_INTERFACE_MODE_SGMII, NULL,
				     false);
	}
}

static void bench_await_slow(void)
{
	reinit_completion(&bench_slow.entered);
	wait_for_completion(&bench_slow.entered);
}

static int bench_leave_get(void)
{
	struct bench_waiter *w;
	unsigned int i;

	for (i = 0; i < BENCH_BATCH; i++) {
		w = &bench_leaving[i];
		w->pcs = fwnode_pcs_get(NULL, &w->node.fwnode, NULL,
					PCS_GET_LATE);
		if (IS_ERR(w->pcs))
			break;
	}
	if (i == BENCH_BATCH)
		return 0;

	while (i--)
		pcs_put(bench_leaving[i].pcs);

	return -ENOMEM;
}

static void bench_leave_put(void)
{
	unsigned int i;

	for (i = 0; i < BENCH_BATCH; i++)
		pcs_put(bench_leaving[i].pcs);
}

static void bench_leave_idle(void)
{
	static const char what[] = "removal, enabled";

	bench_row_once("events", "removal, idle", "registry", 1, BENCH_BATCH,
		       101u, bench_go(), bench_return(false));
	bench_go();
	bench_return(true);
	bench_row_once("events", what, "registry", 1, BENCH_BATCH, 101u,
		       bench_go(), bench_return(true));
	bench_row_once("events", what, "synchronize_srcu()", 1, 1, 21u,
		       synchronize_srcu(&bench_slow.srcu), bench_nothing());
	bench_row_once("events", what, "synchronize_rcu()", 1, 1, 21u,
		       synchronize_rcu(), bench_nothing());
}

static void bench_leave_busy(void)
{
	static const char what[] = "removal, another PCS in an op of 10 ms";
	struct task_struct *task;

	task = kthread_run(bench_slow_thread, bench_slow.handle,
			   "pcs-bench-slow");
	if (IS_ERR(task))
		return;

	bench_await_slow();
	bench_row_once("events", what, "registry", 1, BENCH_BATCH, 21u,
		       bench_go(),
		       ({ bench_return(true); bench_await_slow(); }));
	bench_row_once("events", what, "SRCU, one domain", 1, 1, 21u,
		       synchronize_srcu(&bench_slow.srcu), bench_await_slow());
	kthread_stop(task);
}

static void bench_leave(void)
{
	unsigned int i;

	for (i = 0; i < BENCH_BATCH; i++) {
		bench_node_init(&bench_leaving[i].provider, NULL);
		bench_node_init(&bench_leaving[i].node,
				&bench_leaving[i].provider.fwnode);
	}
	if (bench_leave_get())
		return;

	bench_return(false);
	bench_leave_idle();
	bench_leave_busy();
	bench_go();
	bench_leave_put();
}

static int bench_removal(void)
{
	int err;

	init_completion(&bench_slow.entered);
	err = init_srcu_struct(&bench_slow.srcu);
	if (err)
		return err;

	bench_slow.pcs.ops = &bench_slow_ops;
	bench_node_init(&bench_slow.provider, NULL);
	bench_node_init(&bench_slow.node, &bench_slow.provider.fwnode);
	err = bench_register(&bench_slow.pcs, &bench_slow.provider);
	if (err)
		goto cleanup_srcu;

	bench_slow.handle = fwnode_pcs_get(NULL, &bench_slow.node.fwnode, NULL,
					   0);
	err = PTR_ERR_OR_ZERO(bench_slow.handle);
	if (err)
		goto unregister;
	bench_slow.handle->ops->pcs_config(bench_slow.handle, 0,
					   PHY_INTERFACE_MODE_SGMII, NULL,
					   false);

	bench_leave();
	pcs_put(bench_slow.handle);
unregister:
	pcs_unregister(&bench_slow.pcs);
cleanup_srcu:
	cleanup_srcu_struct(&bench_slow.srcu);

	return err;
}

int bench_events(void)
{
	return bench_arrival() ?: bench_removal();
}
