// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem benchmark: what it costs to go through a handle
 *
 * Each op is called as phylink calls it, of the driver's PCS and of the
 * handle; and one of them through handles that are guarded by something else,
 * to judge what the core is guarded by.
 */

#define pr_fmt(fmt) "pcs_bench: " fmt

#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/percpu-rwsem.h>
#include <linux/phy.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/srcu.h>

#include "bench.h"

/* A driver that does next to nothing, and writes to nothing that it shares */

static int bench_validate(struct phylink_pcs *pcs, unsigned long *supported,
			  const struct phylink_link_state *state)
{
	return 0;
}

static unsigned int bench_inband_caps(struct phylink_pcs *pcs,
				      phy_interface_t interface)
{
	return LINK_INBAND_ENABLE;
}

static int bench_enable(struct phylink_pcs *pcs)
{
	return 0;
}

static void bench_disable(struct phylink_pcs *pcs)
{
}

static void bench_pre_config(struct phylink_pcs *pcs, phy_interface_t interface)
{
}

static int bench_post_config(struct phylink_pcs *pcs, phy_interface_t interface)
{
	return 0;
}

static void bench_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
			    struct phylink_link_state *state)
{
	state->link = true;
}

static int bench_config(struct phylink_pcs *pcs, unsigned int neg_mode,
			phy_interface_t interface,
			const unsigned long *advertising,
			bool permit_pause_to_mac)
{
	return 0;
}

static void bench_an_restart(struct phylink_pcs *pcs)
{
}

static void bench_link_up(struct phylink_pcs *pcs, unsigned int neg_mode,
			  phy_interface_t interface, int speed, int duplex)
{
}

static void bench_eee(struct phylink_pcs *pcs)
{
}

static int bench_pre_init(struct phylink_pcs *pcs)
{
	return 0;
}

const struct phylink_pcs_ops bench_pcs_ops = {
	.pcs_validate = bench_validate,
	.pcs_inband_caps = bench_inband_caps,
	.pcs_enable = bench_enable,
	.pcs_disable = bench_disable,
	.pcs_pre_config = bench_pre_config,
	.pcs_post_config = bench_post_config,
	.pcs_get_state = bench_get_state,
	.pcs_config = bench_config,
	.pcs_an_restart = bench_an_restart,
	.pcs_link_up = bench_link_up,
	.pcs_disable_eee = bench_eee,
	.pcs_enable_eee = bench_eee,
	.pcs_pre_init = bench_pre_init,
};

/**
 * struct bench_guarded - a handle as the core could have it
 * @pcs: what is called
 * @to: where the call goes to
 * @rwsem: the guard, one of these
 * @mutex: or this
 * @srcu: or this
 * @srcu_fast: or this
 * @percpu: or this
 */
struct bench_guarded {
	struct phylink_pcs pcs;
	struct phylink_pcs *to;
	struct rw_semaphore rwsem;
	struct mutex mutex; /* only here to be compared */
	struct srcu_struct srcu;
	struct srcu_struct srcu_fast;
	struct percpu_rw_semaphore percpu;
} ____cacheline_aligned;

/* One that goes on, or finds that there is no driver: between the brackets of
 * its guard. scripts/bench-count knows the function by its name.
 */
#define BENCH_GUARD(name, enter, leave)					\
static void bench_guard_##name(struct phylink_pcs *pcs,			\
			       unsigned int neg_mode,			\
			       struct phylink_link_state *state)	\
{									\
	struct bench_guarded *g;					\
	struct phylink_pcs *to;						\
	struct srcu_ctr __percpu *ctr __maybe_unused;			\
	int idx __maybe_unused;						\
									\
	g = container_of(pcs, struct bench_guarded, pcs);		\
	enter;								\
	/* nobody ever writes to it */					\
	to = smp_load_acquire(&g->to);					\
	if (to)								\
		to->ops->pcs_get_state(to, neg_mode, state);		\
	else								\
		state->link = false;					\
	leave;								\
}									\
									\
static const struct phylink_pcs_ops bench_ops_##name = {		\
	.pcs_get_state = bench_guard_##name,				\
}

BENCH_GUARD(none, bench_nothing(), bench_nothing());
BENCH_GUARD(rcu, rcu_read_lock(), rcu_read_unlock());
BENCH_GUARD(rwsem, down_read(&g->rwsem), up_read(&g->rwsem));
BENCH_GUARD(mutex, mutex_lock(&g->mutex), mutex_unlock(&g->mutex));
BENCH_GUARD(srcu, idx = srcu_read_lock(&g->srcu),
	    srcu_read_unlock(&g->srcu, idx));
BENCH_GUARD(srcu_fast, ctr = srcu_read_lock_fast(&g->srcu_fast),
	    srcu_read_unlock_fast(&g->srcu_fast, ctr));
BENCH_GUARD(percpu_rwsem, percpu_down_read(&g->percpu),
	    percpu_up_read(&g->percpu));

/**
 * struct bench_means - a way to the driver
 * @who: its name
 * @ops: a guarded handle's, or NULL
 */
struct bench_means {
	const char *who;
	const struct phylink_pcs_ops *ops;
};

static const struct bench_means bench_means[] = {
	{ "direct" }, { "registry" },
	{ "no guard", &bench_ops_none }, { "RCU", &bench_ops_rcu },
	{ "rwsem", &bench_ops_rwsem }, { "mutex", &bench_ops_mutex },
	{ "SRCU", &bench_ops_srcu }, { "SRCU fast", &bench_ops_srcu_fast },
	{ "percpu-rwsem", &bench_ops_percpu_rwsem },
};

#define BENCH_PCS	2

/**
 * struct bench_one - one PCS, and all ways to it
 * @pcs: the driver's
 * @node: its node, and then that of its consumer
 * @user: the consumer's node
 * @handle: what the consumer got
 * @guarded: handles of other kinds, by their index in bench_means
 */
static struct bench_one {
	struct phylink_pcs pcs ____cacheline_aligned;
	struct bench_node node;
	struct bench_node user;
	struct phylink_pcs *handle;
	struct bench_guarded guarded[ARRAY_SIZE(bench_means)];
} bench_pcs[BENCH_PCS];

static int bench_guarded_init(struct bench_guarded *g, struct phylink_pcs *to,
			      const struct phylink_pcs_ops *ops)
{
	int err;

	g->pcs.ops = ops;
	g->to = to;
	init_rwsem(&g->rwsem);
	mutex_init(&g->mutex);

	err = init_srcu_struct(&g->srcu);
	if (err)
		return err;

	err = init_srcu_struct_fast(&g->srcu_fast);
	if (err)
		goto cleanup_srcu;

	err = percpu_init_rwsem(&g->percpu);
	if (err)
		goto cleanup_srcu_fast;

	return 0;

cleanup_srcu_fast:
	cleanup_srcu_struct(&g->srcu_fast);
cleanup_srcu:
	cleanup_srcu_struct(&g->srcu);

	return err;
}

static void bench_guarded_free(struct bench_guarded *g)
{
	percpu_free_rwsem(&g->percpu);
	cleanup_srcu_struct(&g->srcu_fast);
	cleanup_srcu_struct(&g->srcu);
}

static void bench_pcs_free(struct bench_one *one)
{
	unsigned int i;

	if (one->handle)
		pcs_put(one->handle);
	one->handle = NULL;
	for (i = 0; i < ARRAY_SIZE(bench_means); i++)
		if (one->guarded[i].to)
			bench_guarded_free(&one->guarded[i]);
	pcs_unregister(&one->pcs);
}

static int bench_pcs_init(struct bench_one *one,
			  const struct phylink_pcs_ops *ops)
{
	const struct pcs_provider_config config = {
		.fwnode = &one->node.fwnode, .pcs = &one->pcs,
	};
	unsigned int i;
	int err;

	memset(one, 0, sizeof(*one));
	one->pcs.ops = ops;
	bench_node_init(&one->node, NULL);
	bench_node_init(&one->user, &one->node.fwnode);
	err = pcs_register(bench_dev, &config);
	if (err)
		return err;

	one->handle = fwnode_pcs_get(NULL, &one->user.fwnode, NULL, 0);
	err = PTR_ERR_OR_ZERO(one->handle);
	if (err)
		one->handle = NULL;
	for (i = 0; i < ARRAY_SIZE(bench_means) && !err; i++) {
		err = bench_guarded_init(&one->guarded[i], &one->pcs,
					 bench_means[i].ops);
		if (err)
			one->guarded[i].to = NULL;
	}
	/* From now on it is this handle that the PCS is enabled for. */
	if (!err)
		err = one->handle->ops->pcs_config(one->handle, 0,
						   PHY_INTERFACE_MODE_SGMII,
						   NULL, false);
	if (err)
		bench_pcs_free(one);

	return err;
}

/* By which means @i is PCS @one called? */
static struct phylink_pcs *bench_way(struct bench_one *one, unsigned int i)
{
	if (bench_means[i].ops)
		return &one->guarded[i].pcs;

	return i ? one->handle : &one->pcs;
}

#define BENCH_OP(op, ...)						\
do {									\
	struct phylink_pcs *__pcs[] = { &one->pcs, one->handle };	\
	static const char * const __who[] = { "direct", "registry" };	\
									\
	for (unsigned int __i = 0; __i < ARRAY_SIZE(__pcs); __i++) {	\
		struct phylink_pcs *pcs = __pcs[__i];			\
									\
		OPTIMIZER_HIDE_VAR(pcs);				\
		bench_row("ops", #op, __who[__i], 1,			\
			  pcs->ops->pcs_##op(pcs, ##__VA_ARGS__));	\
	}								\
} while (0)

static void bench_each_op(struct bench_one *one)
{
	const phy_interface_t sgmii = PHY_INTERFACE_MODE_SGMII;
	__ETHTOOL_DECLARE_LINK_MODE_MASK(mask) = {};
	struct phylink_link_state state = {
		.interface = sgmii,
	};

	BENCH_OP(validate, mask, &state);
	BENCH_OP(inband_caps, sgmii);
	BENCH_OP(pre_init);
	BENCH_OP(pre_config, sgmii);
	BENCH_OP(config, 0, sgmii, mask, false);
	BENCH_OP(post_config, sgmii);
	BENCH_OP(get_state, 0, &state);
	BENCH_OP(an_restart);
	BENCH_OP(link_up, 0, sgmii, SPEED_1000, DUPLEX_FULL);
	BENCH_OP(disable_eee);
	BENCH_OP(enable_eee);
}

static void bench_cycle_direct(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_disable(pcs);
	pcs->ops->pcs_enable(pcs);
	pcs->ops->pcs_config(pcs, 0, PHY_INTERFACE_MODE_SGMII, NULL, false);
}

static void bench_cycle_handle(struct phylink_pcs *pcs)
{
	pcs->ops->pcs_disable(pcs);
	pcs->ops->pcs_config(pcs, 0, PHY_INTERFACE_MODE_SGMII, NULL, false);
}

/* What can only be done in turn */
static void bench_cycle(struct bench_one *one)
{
	static const char what[] = "disable, enable, config";

	bench_row("ops", what, "direct", 1, bench_cycle_direct(&one->pcs));
	bench_row("ops", what, "registry", 1, bench_cycle_handle(one->handle));
}

/* The other CPU: does the same all the time. */
static int bench_other(void *data)
{
	struct phylink_link_state state = {};
	struct phylink_pcs *pcs = data;
	unsigned int i;

	while (!kthread_should_stop()) {
		for (i = 0; i < 1000; i++)
			pcs->ops->pcs_get_state(pcs, 0, &state);
		cond_resched();
	}

	return 0;
}

static struct task_struct *bench_start_other(struct phylink_pcs *pcs)
{
	unsigned int cpu = cpumask_next(raw_smp_processor_id(),
					cpu_online_mask);
	struct task_struct *task;

	task = kthread_create(bench_other, pcs, "pcs-bench-other");
	if (IS_ERR(task))
		return task;
	kthread_bind(task, cpu);
	wake_up_process(task);

	return task;
}

static void bench_by_all(const char *what, const struct bench_one *other)
{
	struct phylink_link_state state = {};
	struct task_struct *task = NULL;
	struct phylink_pcs *pcs;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bench_means); i++) {
		if (other)
			task = bench_start_other(bench_way((void *)other, i));
		if (IS_ERR(task))
			return;
		pcs = bench_way(&bench_pcs[0], i);
		OPTIMIZER_HIDE_VAR(pcs);
		bench_row("guards", what, bench_means[i].who, 1,
			  pcs->ops->pcs_get_state(pcs, 0, &state));
		if (task)
			kthread_stop(task);
	}
}

/* A bus on which a frame takes about as long as at 2.5 MHz, where it has 64
 * bits (IEEE 802.3, clause 22.2.4.5). Not by the clock: what comes on top of it
 * would vanish between two of its ticks.
 */
static int bench_mdio_read(struct mii_bus *bus, int addr, int regnum)
{
	unsigned int i;

	/* 16 bits each */
	for (i = 0; i < 4; i++)
		ndelay(6400);

	return BMSR_LSTATUS;
}

static int bench_mdio_write(struct mii_bus *bus, int addr, int regnum, u16 val)
{
	return bench_mdio_read(bus, addr, regnum);
}

static struct mii_bus *bench_bus;

static void bench_mdio_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
				 struct phylink_link_state *state)
{
	state->link = mdiobus_read(bench_bus, 0, MII_BMSR) & BMSR_LSTATUS;
}

static const struct phylink_pcs_ops bench_mdio_ops = {
	.pcs_config = bench_config,
	.pcs_get_state = bench_mdio_get_state,
};

static void bench_by_mdio(struct bench_one *one)
{
	static const char what[] = "get_state with one MDIO frame";
	struct phylink_link_state state = {};
	struct phylink_pcs *pcs;

	pcs = &one->pcs;
	OPTIMIZER_HIDE_VAR(pcs);
	bench_row("ops", what, "direct", 1,
		  pcs->ops->pcs_get_state(pcs, 0, &state));
	pcs = one->handle;
	bench_row("ops", what, "registry", 1,
		  pcs->ops->pcs_get_state(pcs, 0, &state));
}

static int bench_mdio(void)
{
	int err;

	bench_bus = mdiobus_alloc();
	if (!bench_bus)
		return -ENOMEM;

	bench_bus->name = "pcs-bench";
	strscpy(bench_bus->id, "pcs-bench");
	bench_bus->read = bench_mdio_read;
	bench_bus->write = bench_mdio_write;
	bench_bus->phy_mask = ~0;
	bench_bus->parent = bench_dev;
	err = mdiobus_register(bench_bus);
	if (err)
		goto free_bus;

	err = bench_pcs_init(&bench_pcs[0], &bench_mdio_ops);
	if (!err) {
		bench_by_mdio(&bench_pcs[0]);
		bench_pcs_free(&bench_pcs[0]);
	}

	mdiobus_unregister(bench_bus);
free_bus:
	mdiobus_free(bench_bus);

	return err;
}

int bench_ops(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < BENCH_PCS; i++) {
		err = bench_pcs_init(&bench_pcs[i], &bench_pcs_ops);
		if (err)
			goto free;
	}

	bench_each_op(&bench_pcs[0]);
	bench_cycle(&bench_pcs[0]);
	bench_by_all("one CPU", NULL);
	if (num_online_cpus() > 1) {
		bench_by_all("two CPUs, each its PCS", &bench_pcs[1]);
		bench_by_all("two CPUs, one PCS", &bench_pcs[0]);
	}
free:
	while (i--)
		bench_pcs_free(&bench_pcs[i]);

	return err ?: bench_mdio();
}
