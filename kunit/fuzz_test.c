// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: descriptions made up at random
 *
 * Each description is a handful of nodes that refer to each other, rightly or
 * not. Drivers register PCS of these nodes, rightly or not, and leave;
 * consumers ask for what the nodes refer to in every way that there is. What
 * comes has to be what the model says, the log has to tell of it in one line or
 * not at all, and in the end nobody may hold a node.
 *
 * The log has a million of these lines and the console none of them, but for
 * what is not about a look-up: that is printed again, for the reader of the
 * console to judge.
 */

#include <kunit/test.h>
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/kmsg_dump.h>
#include <linux/moduleparam.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/printk.h>
#include <linux/random.h>

#include "../drivers/net/pcs/pcs.h"
#include "fuzz.h"
#include "pcs-kunit.h"

static unsigned int fuzz_seed;
module_param(fuzz_seed, uint, 0444);
MODULE_PARM_DESC(fuzz_seed, "where the random numbers begin; 0: anywhere");

/* It takes many times as long where locks or memory are checked. */
static unsigned int fuzz_num = IS_ENABLED(CONFIG_PROVE_LOCKING) ||
			       IS_ENABLED(CONFIG_KASAN) ? 2000 : 100000;
module_param_named(fuzz_count, fuzz_num, uint, 0444);
MODULE_PARM_DESC(fuzz_count, "how many descriptions");

static int fuzz_only = -1;
module_param(fuzz_only, int, 0444);
MODULE_PARM_DESC(fuzz_only, "number of the only description to look at");

#define MAX_FAILURES	3
#define MAX_SEEN	300
#define MANY		2000	/* descriptions in which everything occurs */

static void console_quiet(struct fuzz_run *run)
{
	if (fuzz_only >= 0)
		return;

	run->console_level = console_loglevel;
	run->quiet = true;
	console_loglevel = LOGLEVEL_ERR;
}

static void console_loud(struct fuzz_run *run)
{
	if (run->quiet)
		console_loglevel = run->console_level;
	run->quiet = false;
}

static void print_doing(const struct fuzz_run *run)
{
	const struct fuzz_query *q = &run->query;

	pr_info("fuzz: %s: n%d %s[%u] flags %#x, consumer n%d, %s\"%*pE\"\n",
		run->doing, q->node, fuzz_props[q->list], q->index, q->flags,
		q->own, q->id ? "" : "no name ",
		q->id ? (int)strlen(q->id) : 0, q->id ?: "");
}

static void log_skip(struct fuzz_run *run)
{
	struct kmsg_dump_iter iter;

	kmsg_dump_rewind(&iter);
	run->seq = iter.next_seq;
}

/* Say what is wrong, and with which description; it is looked at no further. */
void fuzz_wrong(struct fuzz_run *run, const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	if (run->failed)
		return;

	console_loud(run);
	fuzz_print(run->f);
	print_doing(run);
	va_start(args, fmt);
	vaf.va = &args;
	KUNIT_FAIL(run->test, "%pV; again with SEED=%u ONLY=%u\n", &vaf,
		   run->seed, run->f->index);
	va_end(args);
	run->failed = true;
	run->num_failed++;
	console_quiet(run);
	log_skip(run);
}

/* What the kernel's own code says of a list that is malformed */
static bool is_of_parser(const char *line)
{
	return strstr(line, "OF: /pcs-fuzz/") && !strstr(line, "ERROR") &&
	       !strstr(line, "WARNING");
}

/* Of what is new in the log the core has written as many lines, and each has
 * both words.
 */
void fuzz_check_log(struct fuzz_run *run, unsigned int expect,
		    const char *word1, const char *word2)
{
	struct kmsg_dump_iter iter;
	unsigned int num = 0;
	static char line[1024];
	size_t len;
	u64 end;

	kmsg_dump_rewind(&iter);
	end = iter.next_seq;
	iter.cur_seq = run->seq;
	while (iter.cur_seq < end &&
	       kmsg_dump_get_line(&iter, false, line, sizeof(line) - 1, &len)) {
		line[len] = '\0';
		strim(line);
		if (is_of_parser(line))
			continue;
		if (strstr(line, dev_name(run->user)) ||
		    strstr(line, dev_name(run->maker)) ||
		    strstr(line, "pcs: ")) {
			num++;
			if (!strstr(line, word1) || !strstr(line, word2))
				fuzz_wrong(run, "message without %s, %s: %s",
					   word1, word2, line);
			continue;
		}
		if (run->num_seen++ >= MAX_SEEN)
			continue;
		console_loud(run);
		pr_info("fuzz: seen: %s\n", line);
		console_quiet(run);
	}
	log_skip(run);

	if (num != expect)
		fuzz_wrong(run, "%u messages instead of %u", num, expect);
}

static unsigned int fuzz_op_caps(struct phylink_pcs *pcs,
				 phy_interface_t interface)
{
	struct fuzz_pcs *fp = container_of(pcs, struct fuzz_pcs, pcs);

	return fp->provider < 0 ? 0xdead : fp->id;
}

static int fuzz_op_config(struct phylink_pcs *pcs, unsigned int neg_mode,
			  phy_interface_t interface,
			  const unsigned long *advertising,
			  bool permit_pause_to_mac)
{
	return 0;
}

static void fuzz_op_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
			      struct phylink_link_state *state)
{
}

static const struct phylink_pcs_ops fuzz_ops = {
	.pcs_inband_caps = fuzz_op_caps,
	.pcs_config = fuzz_op_config,
	.pcs_get_state = fuzz_op_get_state,
};

static const struct phylink_pcs_ops fuzz_no_config = {
	.pcs_get_state = fuzz_op_get_state,
};

static const struct phylink_pcs_ops fuzz_no_get_state = {
	.pcs_config = fuzz_op_config,
};

static void check_held(struct fuzz_run *run)
{
	unsigned int i;

	for (i = 0; i < FUZZ_HELD; i++)
		if (run->held[i].pcs)
			fuzz_check_serves(run, run->held[i].pcs,
					  &run->held[i].ref);
}

static int any_pcs(struct fuzz_run *run)
{
	struct fuzz *f = run->f;

	if (fuzz_one_in(f, 50))
		return -1;
	if (fuzz_one_in(f, 50))
		return FUZZ_PCS + fuzz_rnd(f, ARRAY_SIZE(run->odd));

	return fuzz_rnd(f, FUZZ_PCS);
}

static void any_entry(struct fuzz_run *run, struct fuzz_entry *e)
{
	const struct fuzz_node *node;
	struct fuzz *f = run->f;
	unsigned int i;
	u32 cells;

	memset(e, 0, sizeof(*e));
	e->node = fuzz_one_in(f, 50) ? -1 : fuzz_any_node(f);
	node = fuzz_node(f, max(e->node, 0));
	cells = fuzz_register_cells(f, max(e->node, 0));
	e->channels = cells == 1 && fuzz_one_in(f, 2);
	e->single = !e->channels;
	if (e->channels)
		e->num_channels = 1 + fuzz_rnd(f, FUZZ_CHANNELS);
	else
		e->num_args = min(cells, FUZZ_ARGS);

	for (i = 0; i < FUZZ_CHANNELS; i++)
		e->pcs[i] = any_pcs(run);
	for (i = 0; i < FUZZ_ARGS; i++)
		e->args[i] = fuzz_one_in(f, 6) ? fuzz_value(f) :
						 node->usual[i];

	switch (fuzz_rnd(f, 50)) {
	case 0:
		e->single = fuzz_one_in(f, 2);
		break;
	case 1:
		e->channels = fuzz_one_in(f, 2);
		break;
	case 2:
		e->num_channels = fuzz_rnd(f, FUZZ_CHANNELS);
		break;
	case 3:
	case 4:
		e->num_args = fuzz_rnd(f, 4);
		break;
	case 5:
		e->no_args = true;
		break;
	}
}

static struct phylink_pcs *pcs_of(struct fuzz_run *run, int pcs)
{
	if (pcs < 0)
		return NULL;

	return pcs < FUZZ_PCS ? &run->f->pcs[pcs].pcs :
				&run->odd[pcs - FUZZ_PCS];
}

/* What a PCS that is not registered will support. One that is keeps it. */
static void any_modes(struct fuzz_run *run)
{
	struct fuzz *f = run->f;
	unsigned int i;

	for (i = 0; i < FUZZ_PCS; i++) {
		unsigned long *mask = f->pcs[i].pcs.supported_interfaces;

		if (f->pcs[i].provider >= 0)
			continue;
		phy_interface_zero(mask);
		if (fuzz_one_in(f, 2))
			__set_bit(PHY_INTERFACE_MODE_10GBASER, mask);
		if (fuzz_one_in(f, 4))
			__set_bit(PHY_INTERFACE_MODE_SGMII, mask);
	}
}

static int call_register(struct fuzz_run *run, const struct fuzz_entry *e,
			 bool devm)
{
	struct phylink_pcs *list[FUZZ_CHANNELS];
	struct pcs_provider_config config = {
		.pcs = e->single ? pcs_of(run, e->pcs[0]) : NULL,
		.args = e->no_args ? NULL : e->args,
		.num_args = e->num_args,
		.channels = e->channels ? list : NULL,
		.num_channels = e->num_channels,
	};
	bool by_dev = fuzz_one_in(run->f, 2);
	struct fwnode_handle *fwnode = NULL;
	unsigned int i;
	int err;

	for (i = 0; i < FUZZ_CHANNELS; i++)
		list[i] = pcs_of(run, e->pcs[i]);
	if (e->node >= 0)
		fwnode = fuzz_fwnode(run->f, e->node);
	if (by_dev)
		device_set_node(run->maker, fwnode);
	else
		config.fwnode = fwnode;

	if (devm)
		err = devm_pcs_register(run->maker, &config);
	else
		err = pcs_register(run->maker, &config);
	device_set_node(run->maker, NULL);

	return err;
}

static void arrive(struct fuzz_run *run)
{
	bool devm = fuzz_one_in(run->f, 4);
	struct fuzz_entry e;
	void *group = NULL;
	int err, expect;

	any_modes(run);
	any_entry(run, &e);
	run->doing = "pcs_register";
	run->query = (struct fuzz_query) { .node = e.node, .own = -1 };
	/* The NULL of pcs_of() is that there is none. */
	if (e.single && e.pcs[0] < 0)
		e.single = false;
	expect = fuzz_predict_register(run->f, &e);
	run->registered[!expect ? 0 : expect == -EINVAL ? 1 : 2]++;

	if (devm && e.pcs[0] >= 0 && e.pcs[0] < FUZZ_PCS && !expect)
		group = &run->f->pcs[e.pcs[0]];
	if (group && !devres_open_group(run->maker, group, GFP_KERNEL))
		return;
	if (!expect)
		fuzz_registered(run->f, &e);
	err = call_register(run, &e, group);
	if (group)
		devres_close_group(run->maker, group);
	if (err != expect) {
		if (!expect)
			fuzz_unregistered(run->f, e.pcs[0]);
		fuzz_wrong(run, "%d instead of %d", err, expect);
	}
	if (!err && !expect)
		run->devm[e.pcs[0]] = group;
	fuzz_check_log(run, !!expect, "", "");
	check_held(run);
}

static void unregister(struct fuzz_run *run, unsigned int first)
{
	if (run->devm[first])
		devres_release_group(run->maker, &run->f->pcs[first]);
	else
		pcs_unregister(&run->f->pcs[first].pcs);
	fuzz_unregistered(run->f, first);
}

static void leave(struct fuzz_run *run)
{
	unsigned int i = fuzz_rnd(run->f, FUZZ_PCS);

	run->doing = "pcs_unregister";
	if (run->f->pcs[i].provider < 0)
		return;

	unregister(run, run->f->pcs[i].provider);
	fuzz_check_log(run, 0, "", "");
	check_held(run);
}

/* Give everything back. */
static void finish(struct fuzz_run *run)
{
	unsigned int i;

	run->doing = "at the end";
	for (i = 0; i < FUZZ_PCS; i++)
		if (run->f->pcs[i].provider == i)
			unregister(run, i);
	for (i = 0; i < FUZZ_HELD; i++) {
		pcs_put(run->held[i].pcs);
		run->held[i].pcs = NULL;
	}
	fuzz_check_log(run, 0, "", "");
}

static void play(struct fuzz_run *run)
{
	unsigned int i, num = 10 + fuzz_rnd(run->f, 10);

	run->failed = false;
	if (fuzz_only >= 0)
		fuzz_print(run->f);

	for (i = 0; i < num && !run->failed; i++) {
		if (i < 3 || fuzz_one_in(run->f, 8))
			arrive(run);
		else if (fuzz_one_in(run->f, 16))
			leave(run);
		else
			fuzz_ask(run);
	}
	finish(run);
	cond_resched();
}

static void start(struct fuzz_run *run, struct kunit *test)
{
	unsigned int i;

	run->test = test;
	run->seed = fuzz_seed ?: get_random_u32() ?: 1;
	run->f = kunit_kzalloc(test, sizeof(*run->f), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, run->f);
	run->f->spare = kunit_kzalloc(test, sizeof(*run->f), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, run->f->spare);
	for (i = 0; i < FUZZ_PCS; i++) {
		run->f->pcs[i].pcs.ops = &fuzz_ops;
		run->f->pcs[i].id = i + 1;
	}
	run->odd[1].ops = &fuzz_no_config;
	run->odd[2].ops = &fuzz_no_get_state;
	run->user = kpcs_device(test, "fuzzuser");
	run->maker = kpcs_device(test, "fuzzmaker");
	/* Also ends the line that KUnit has left open */
	pr_info("fuzz: seed %u\n", run->seed);
	log_skip(run);
	console_quiet(run);
}

static unsigned int device_refs(const struct device *dev)
{
	return kref_read(&dev->kobj.kref);
}

static void run_swnodes(struct fuzz_run *run, unsigned int index)
{
	fuzz_generate(run->f, run->seed, index);
	if (fuzz_swnodes_add(run->f)) {
		run->failed = false;
		fuzz_wrong(run, "not registered");
		return;
	}
	fuzz_check_log(run, 0, "", "");
	play(run);
	if (!fuzz_swnodes_remove(run->f))
		fuzz_wrong(run, "a node is held");
}

static void run_of(struct fuzz_run *run, unsigned int index)
{
	fuzz_generate(run->f, run->seed, index);
	if (fuzz_of_get(run->f))
		fuzz_wrong(run, "node not found");
	else
		play(run);
	if (!fuzz_of_put(run->f))
		fuzz_wrong(run, "a node is held");
}

static void run_overlay(struct fuzz_run *run, struct fuzz_overlay *ov,
			unsigned int first, unsigned int end)
{
	unsigned int i;

	fuzz_overlay_begin(ov);
	for (i = first; i < end; i += 2) {
		fuzz_generate(run->f, run->seed, i);
		fuzz_overlay_add(ov, run->f);
	}

	run->doing = "overlay";
	run->failed = false;
	if (fuzz_overlay_apply(ov))
		fuzz_wrong(run, "overlay not applied");
	for (i = first; i < end && !run->failed; i += 2)
		run_of(run, i);
	if (fuzz_overlay_remove(ov))
		fuzz_wrong(run, "overlay not removed");
	fuzz_check_log(run, 0, "", "");
}

/* What only a device tree can say, or has */
static bool can_happen(bool of, enum fuzz_why why)
{
	switch (why) {
	case WHY_FOUND_SECOND:
	case WHY_HOLE:
	case WHY_BAD_NAMES:
	case WHY_DISABLED:
	case WHY_PART:
		return of;
	default:
		return true;
	}
}

/* Print how often everything happened. In a run of some length all of it has
 * to, or the fuzzer has lost its teeth.
 */
static void check_reached(struct fuzz_run *run, bool of, unsigned int num)
{
	unsigned int i, j, least = DIV_ROUND_UP(num, 2000);
	struct kunit *test = run->test;

	kunit_info(test, "%u descriptions, %u look-ups\n", num, run->num_asked);
	for (i = 0; i < NUM_WHYS; i++) {
		if (!can_happen(of, i))
			continue;
		kunit_info(test, "%8u %s\n", run->whys[i], fuzz_whys[i]);
		KUNIT_EXPECT_GE_MSG(test, run->whys[i], least, "%s",
				    fuzz_whys[i]);
	}
	for (i = 0; i < NUM_CALLS; i++) {
		kunit_info(test, "%8u good, %u bad: %s; devm: %u, %u\n",
			   run->calls[i][0], run->calls[i][1], fuzz_calls[0][i],
			   run->calls[i][2], run->calls[i][3]);
		for (j = 0; j < 4; j++)
			KUNIT_EXPECT_GE_MSG(test, run->calls[i][j], least, "%s",
					    fuzz_calls[0][i]);
	}
	kunit_info(test, "%8u registered, %u -EINVAL, %u -EEXIST\n",
		   run->registered[0], run->registered[1], run->registered[2]);
	for (i = 0; i < ARRAY_SIZE(run->registered); i++)
		KUNIT_EXPECT_GE(test, run->registered[i], least);
}

static void end(struct fuzz_run *run, unsigned int user, unsigned int maker)
{
	flush_workqueue(pcs_wq);
	device_link_wait_removal();
	fuzz_check_log(run, 0, "", "");
	console_loud(run);
	KUNIT_EXPECT_EQ(run->test, device_refs(run->user), user);
	KUNIT_EXPECT_EQ(run->test, device_refs(run->maker), maker);
}

static void free_overlay(void *ov)
{
	fuzz_overlay_free(ov);
}

static void fuzz_run(struct kunit *test, bool of)
{
	unsigned int first = of, last = fuzz_num, user, maker, i;
	struct fuzz_overlay *ov = NULL;
	struct fuzz_run *run;

	if (fuzz_only >= 0) {
		if ((fuzz_only & 1) != of)
			kunit_skip(test, "number %d is not one", fuzz_only);
		first = fuzz_only;
		last = fuzz_only + 1;
	}

	run = kunit_kzalloc(test, sizeof(*run), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, run);
	if (of) {
		ov = fuzz_overlay_alloc();
		KUNIT_ASSERT_NOT_NULL(test, ov);
		KUNIT_ASSERT_EQ(test, kunit_add_action(test, free_overlay, ov),
				0);
	}
	start(run, test);
	user = device_refs(run->user);
	maker = device_refs(run->maker);

	for (i = first; i < last && run->num_failed < MAX_FAILURES;) {
		if (of) {
			run_overlay(run, ov, i, min(i + 2 * FUZZ_BATCH, last));
			i += 2 * FUZZ_BATCH;
		} else {
			run_swnodes(run, i);
			i += 2;
		}
	}

	end(run, user, maker);
	if (last - first >= MANY && !run->num_failed)
		check_reached(run, of, (last - first + 1) / 2);
}

/* Software nodes of every kind and their PCS */
static void fuzz_swnode(struct kunit *test)
{
	fuzz_run(test, false);
}

/* Device tree overlays of every kind and their PCS */
static void fuzz_of(struct kunit *test)
{
	fuzz_run(test, true);
}

static struct kunit_case fuzz_test_cases[] = {
	KUNIT_CASE_SLOW(fuzz_swnode),
	KUNIT_CASE_SLOW(fuzz_of),
	{ }
};

static struct kunit_suite fuzz_suite = {
	.name = "pcs_fuzz",
	.test_cases = fuzz_test_cases,
};

kunit_test_suite(fuzz_suite);
