// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem benchmark: what a PCS and a handle occupy, and who writes where
 */

#define pr_fmt(fmt) "pcs_bench: " fmt

#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/vmstat.h>

#include "../../drivers/net/pcs/pcs.h"
#include "bench.h"

#define BENCH_MANY	10000u

/**
 * struct bench_user - a PCS and its consumer
 * @pcs: the driver's PCS
 * @provider: its node
 * @consumer: that of the consumer
 * @handle: what the consumer got
 */
struct bench_user {
	struct phylink_pcs pcs;
	struct bench_node provider;
	struct bench_node consumer;
	struct phylink_pcs *handle;
};

static long bench_slab(void)
{
	return global_node_page_state_pages(NR_SLAB_UNRECLAIMABLE_B) *
	       PAGE_SIZE;
}

static long bench_used(void)
{
	struct sysinfo si;

	rcu_barrier();
	si_meminfo(&si);

	return (si.totalram - si.freeram) * PAGE_SIZE;
}

static int bench_user_register(struct bench_user *user)
{
	const struct pcs_provider_config config = {
		.fwnode = &user->provider.fwnode, .pcs = &user->pcs,
	};

	user->pcs.ops = &bench_pcs_ops;
	bench_node_init(&user->provider, NULL);
	bench_node_init(&user->consumer, &user->provider.fwnode);

	return pcs_register(bench_dev, &config);
}

static int bench_user_get(struct bench_user *user)
{
	struct phylink_pcs *pcs;

	pcs = fwnode_pcs_get(NULL, &user->consumer.fwnode, NULL, 0);
	if (IS_ERR(pcs))
		return PTR_ERR(pcs);

	user->handle = pcs;

	return 0;
}

/* What doing it many times added, per time */
static int bench_growth(const char *who, struct bench_user *users,
			unsigned int num, int (*fn)(struct bench_user *user))
{
	long slab = bench_slab(), used = bench_used();
	unsigned int i;
	int err;

	for (i = 0; i < num; i++) {
		err = fn(&users[i]);
		if (err)
			break;
	}
	bench_figure("memory", "slab growth each", who, num,
		     max(bench_slab() - slab, 0) / num, "B");
	bench_figure("memory", "all growth each", who, num,
		     max(bench_used() - used, 0) / num, "B");

	return i < num ? err : 0;
}

static int bench_many(void)
{
	unsigned int i, num = min(BENCH_MANY, bench_max);
	struct bench_user *users;
	int err;

	users = kvzalloc_objs(*users, num);
	if (!users)
		return -ENOMEM;

	err = bench_growth("registered PCS", users, num, bench_user_register) ?:
	      bench_growth("handle", users, num, bench_user_get);

	for (i = 0; i < num; i++) {
		if (users[i].handle)
			pcs_put(users[i].handle);
		if (users[i].pcs.ops)
			pcs_unregister(&users[i].pcs);
	}
	kvfree(users);

	return err;
}

#define BENCH_LINE(type, member)					\
	bench_figure("memory", "cache line", #type "." #member, 1,	\
		     offsetof(struct type, member) / SMP_CACHE_BYTES, "no.")

int bench_memory(void)
{
	bench_figure("memory", "size", "endpoint", 1,
		     sizeof(struct pcs_endpoint), "B");
	bench_figure("memory", "size", "provider of one PCS", 1,
		     struct_size_t(struct pcs_provider, channels, 1), "B");
	bench_figure("memory", "size", "each further channel", 1,
		     sizeof(struct pcs_channel), "B");
	bench_figure("memory", "size", "handle", 1, sizeof(struct pcs_handle),
		     "B");

	BENCH_LINE(pcs_handle, pcs);
	BENCH_LINE(pcs_handle, lock);
	BENCH_LINE(pcs_handle, channel);
	BENCH_LINE(pcs_channel, pcs);
	BENCH_LINE(pcs_channel, lock);
	BENCH_LINE(pcs_channel, user);

	return bench_many();
}
