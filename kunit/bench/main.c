// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem benchmark
 *
 * Measures when it is loaded, or after boot if built in, and prints a row of
 * figures for each thing measured, of which scripts/bench makes tables:
 *
 *	pcs_bench: | ops | get_state | registry | 1 | 13.20 | 13.10 | 14.90 |
 *	ns | 8.25 |
 *
 * which is table, what, by which means, among how many, median, 10th and 90th
 * percentile, unit, and the median divided by that of the first means of the
 * same thing. All runs on one CPU, so that nothing but what is measured makes
 * another one busy.
 *
 * Needs nothing but the subsystem, and loads into any kernel that has it.
 */

#define pr_fmt(fmt) "pcs_bench: " fmt

#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "bench.h"

unsigned int bench_runs = 101;
module_param_named(runs, bench_runs, uint, 0444);
MODULE_PARM_DESC(runs, "samples of each row");

unsigned int bench_sample_us = 200;
module_param_named(sample_us, bench_sample_us, uint, 0444);
MODULE_PARM_DESC(sample_us, "microseconds that a sample takes at least");

unsigned int bench_max = 100000;
module_param_named(max, bench_max, uint, 0444);
MODULE_PARM_DESC(max, "how many PCS, or consumers, there are at most");

static char *only;
module_param(only, charp, 0444);
MODULE_PARM_DESC(only, "the only table to make");

const unsigned int bench_sizes[] = { 1, 10, 1000, 100000, 0 };

struct device *bench_dev;

/**
 * struct bench_reference - what the rows at hand are compared with
 * @what: its name
 * @n: among how many
 * @median: its median, in picoseconds
 */
struct bench_reference {
	const char *what;
	unsigned long n;
	u64 median;
};

static struct bench_reference bench_reference;

struct bench_result *bench_result(const char *group, const char *what,
				  const char *who, unsigned long n)
{
	struct bench_result *r;

	r = kzalloc_flex(*r, ps, bench_runs);
	if (!r) {
		pr_err("%s, %s: no memory\n", what, who);
		return NULL;
	}

	r->group = group;
	r->what = what;
	r->who = who;
	r->n = n;

	return r;
}

void bench_add(struct bench_result *r, u64 ns, unsigned long loops)
{
	if (r->num < bench_runs)
		r->ps[r->num++] = div64_ul(ns * 1000, loops);
}

static int bench_compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static u64 bench_ratio(const char *what, unsigned long n, u64 median)
{
	struct bench_reference *ref = &bench_reference;

	if (!ref->what || strcmp(ref->what, what) || ref->n != n) {
		ref->what = what;
		ref->n = n;
		ref->median = median;
	}

	return div64_u64(median * 100, max(ref->median, 1));
}

/**
 * struct bench_text - a number, with two digits behind the point
 * @s: its digits
 */
struct bench_text {
	char s[24];
};

/* How many @one (a 100 at least) are in @value */
static struct bench_text bench_text(u64 value, unsigned int one)
{
	u64 hundredths = div_u64(value, one / 100);
	struct bench_text text;
	u32 rest;

	value = div_u64_rem(hundredths, 100, &rest);
	snprintf(text.s, sizeof(text.s), "%llu.%02u", value, rest);

	return text;
}

void bench_done(struct bench_result *r)
{
	int loglevel = console_loglevel;
	u64 median, low, high, ratio;

	if (!r)
		return;

	if (r->num) {
		sort(r->ps, r->num, sizeof(*r->ps), bench_compare, NULL);
		median = r->ps[r->num / 2];
		low = r->ps[r->num / 10];
		high = r->ps[r->num - 1 - r->num / 10];
		ratio = bench_ratio(r->what, r->n, median);
		console_loglevel = max(loglevel, LOGLEVEL_DEBUG);
		pr_info("| %s | %s | %s | %lu | %s | %s | %s | ns | %s |\n",
			r->group, r->what, r->who, r->n,
			bench_text(median, 1000).s, bench_text(low, 1000).s,
			bench_text(high, 1000).s, bench_text(ratio, 100).s);
		console_loglevel = loglevel;
	}
	kfree(r);
}

/* A row with a figure that is no time, and has no spread */
void bench_figure(const char *group, const char *what, const char *who,
		  unsigned long n, u64 value, const char *unit)
{
	u64 ratio = bench_ratio(what, n, value * 1000);

	pr_info("| %s | %s | %s | %lu | %llu | %llu | %llu | %s | %s |\n",
		group, what, who, n, value, value, value, unit,
		bench_text(ratio, 100).s);
}

static struct fwnode_handle *bench_fwnode_get(struct fwnode_handle *fwnode)
{
	return fwnode;
}

static struct bench_node *to_bench_node(const struct fwnode_handle *fwnode)
{
	return container_of(fwnode, struct bench_node, fwnode);
}

static bool bench_fwnode_present(const struct fwnode_handle *fwnode,
				 const char *prop)
{
	return to_bench_node(fwnode)->target && !strcmp(prop, "pcs-handle");
}

static int bench_fwnode_reference(const struct fwnode_handle *fwnode,
				  const char *prop, const char *nargs_prop,
				  unsigned int nargs, unsigned int index,
				  struct fwnode_reference_args *args)
{
	if (index || !bench_fwnode_present(fwnode, prop))
		return -ENOENT;

	args->fwnode = to_bench_node(fwnode)->target;
	args->nargs = 0;

	return 0;
}

static const struct fwnode_operations bench_fwnode_ops = {
	.get = bench_fwnode_get,
	.property_present = bench_fwnode_present,
	.get_reference_args = bench_fwnode_reference,
};

void bench_node_init(struct bench_node *node, struct fwnode_handle *target)
{
	fwnode_init(&node->fwnode, &bench_fwnode_ops);
	node->target = target;
}

/**
 * struct bench_table - something to measure
 * @name: to choose it by
 * @run: does it
 */
struct bench_table {
	const char *name;
	int (*run)(void);
};

static const struct bench_table bench_tables[] = {
	{ "ops", bench_ops },
	{ "lookup", bench_lookup },
	{ "array", bench_array },
	{ "events", bench_events },
	{ "recovery", bench_recovery },
	{ "memory", bench_memory },
};

static DECLARE_COMPLETION(bench_over);
static int bench_err;

static int bench_thread(void *data)
{
	unsigned int i;

	/* While it boots, a grace period of RCU is nothing like what it is. */
	while (system_state < SYSTEM_RUNNING)
		schedule_timeout_uninterruptible(1);

	for (i = 0; i < ARRAY_SIZE(bench_tables) && !bench_err; i++) {
		if (only && strcmp(only, bench_tables[i].name))
			continue;
		bench_err = bench_tables[i].run();
		if (bench_err)
			pr_err("%s: %pe\n", bench_tables[i].name,
			       ERR_PTR(bench_err));
	}
	if (!bench_err)
		pr_info("done\n");
	root_device_unregister(bench_dev);
	complete(&bench_over);

	return 0;
}

static int __init bench_init(void)
{
	struct task_struct *task;

	if (!bench_runs || !bench_sample_us)
		return -EINVAL;

	bench_dev = root_device_register("pcs-bench");
	if (IS_ERR(bench_dev))
		return PTR_ERR(bench_dev);

	task = kthread_create(bench_thread, NULL, "pcs-bench");
	if (IS_ERR(task)) {
		root_device_unregister(bench_dev);
		return PTR_ERR(task);
	}

	get_task_struct(task);
	kthread_bind(task, cpumask_first(cpu_online_mask));
	wake_up_process(task);
#ifdef MODULE
	wait_for_completion(&bench_over);
	/* It must have left the code of this module. */
	kthread_stop(task);
#endif
	put_task_struct(task);

	return bench_err;
}
late_initcall(bench_init);

static void __exit bench_exit(void)
{
}
module_exit(bench_exit);

MODULE_DESCRIPTION("Benchmark of the Ethernet PCS subsystem");
MODULE_LICENSE("GPL");
