// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: what consumers ask of fuzzed descriptions
 */

#include <linux/device.h>
#include <linux/fwnode.h>
#include <linux/pcs/consumer.h>
#include <linux/phylink.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include "fuzz.h"

const char * const fuzz_calls[2][NUM_CALLS] = {
	{
		"fwnode_pcs_get_prop", "fwnode_pcs_get", "fwnode_pcs_get_index",
		"pcs_get", "pcs_get_optional", "fwnode_pcs_array_get_prop",
		"fwnode_pcs_array_get",
	}, {
		"devm_fwnode_pcs_get_prop", "devm_fwnode_pcs_get",
		"devm_fwnode_pcs_get_index", "devm_pcs_get",
		"devm_pcs_get_optional", "devm_fwnode_pcs_array_get_prop",
		"devm_fwnode_pcs_array_get",
	},
};

const char * const fuzz_whys[NUM_WHYS] = {
	[WHY_FOUND] = "found",
	[WHY_FOUND_CELLS] = "found with cells",
	[WHY_FOUND_NAME] = "found by name",
	[WHY_FOUND_SECOND] = "found by the secondary node",
	[WHY_LATE] = "late",
	[WHY_OWN] = "part of the consumer",
	[WHY_NO_PROPERTY] = "no property",
	[WHY_END] = "no such reference",
	[WHY_HOLE] = "empty reference",
	[WHY_NO_NAME] = "no such name",
	[WHY_NO_NAMES] = "no names",
	[WHY_BAD_NAMES] = "malformed names",
	[WHY_NAME_ONLY] = "name without a reference",
	[WHY_TYPE] = "no references",
	[WHY_DANGLING] = "reference to nothing",
	[WHY_CELLS] = "cells do not fit",
	[WHY_MANY_CELLS] = "too many cells",
	[WHY_SELF] = "reference to itself",
	[WHY_FLAG] = "unknown flag",
	[WHY_DISABLED] = "disabled",
	[WHY_PART] = "part of something disabled",
	[WHY_NO_CHANNEL] = "no such channel",
	[WHY_NOT_THERE] = "not registered",
	[WHY_NOT_DESCRIBED] = "not described",
};

/* Does the handle lead to the PCS that is registered for the reference? */
void fuzz_check_serves(struct fuzz_run *run, struct phylink_pcs *pcs,
		       const struct fuzz_ref *ref)
{
	int expect = fuzz_channel(run->f, ref);
	unsigned int id;

	id = pcs->ops->pcs_inband_caps(pcs, PHY_INTERFACE_MODE_SGMII);
	if (id != expect + 1)
		fuzz_wrong(run, "PCS %d instead of %d", (int)id - 1, expect);
}

/* A node that is there; -1 is none */
int fuzz_any_node(struct fuzz *f)
{
	unsigned int i, node = fuzz_rnd(f, f->num);
	int second;

	if (f->second && fuzz_one_in(f, 4)) {
		second = fuzz_any_node(f->second);
		return second < 0 ? -1 : second + FUZZ_NODES;
	}

	for (i = 0; i < f->num; i++) {
		if (f->fwnodes[node])
			return node;
		node = (node + 1) % f->num;
	}

	return -1;
}

static struct fwnode_handle *fwnode_of(struct fuzz_run *run, int node)
{
	if (node >= 0)
		return fuzz_fwnode(run->f, node);

	return run->num_asked & 1 ? NULL : ERR_PTR(-ENODEV);
}

/* A name, or what could be taken for it */
static const char *any_name(struct fuzz_run *run, const struct fuzz_node *node)
{
	static char name[FUZZ_NAME_LEN + 2];
	struct fuzz *f = run->f;
	size_t len;

	name[0] = '\0';
	if (node->num_names)
		strscpy(name, node->names[fuzz_rnd(f, node->num_names)]);
	len = strlen(name);

	switch (fuzz_rnd(f, 20)) {
	case 0:
		if (len)
			name[len - 1] = '\0';
		break;
	case 1:
		name[len] = 'a';
		name[len + 1] = '\0';
		break;
	case 2:
		if (len)
			name[fuzz_rnd(f, len)] ^= 0x20;
		break;
	case 3:
		name[0] = '\0';
		break;
	}

	return name;
}

static unsigned int any_index(struct fuzz_run *run, unsigned int num)
{
	static const unsigned int absurd[] = {
		INT_MAX, BIT(31), UINT_MAX, UINT_MAX - 1, BIT(31) - 2, 65536,
		BIT(28), BIT(29),
	};
	struct fuzz *f = run->f;

	if (fuzz_one_in(f, 25))
		return absurd[fuzz_rnd(f, ARRAY_SIZE(absurd))];

	return fuzz_one_in(f, 3) ? fuzz_rnd(f, num + 2) : 0;
}

static void any_query(struct fuzz_run *run)
{
	static const unsigned int flags[] = {
		0, 0, 0, 0, PCS_GET_LATE, PCS_GET_LATE, PCS_GET_OPTIONAL,
		PCS_GET_LATE | PCS_GET_OPTIONAL,
	};
	struct fuzz_query *q = &run->query;
	const struct fuzz_node *node;
	struct fuzz *f = run->f;

	q->node = fuzz_one_in(f, 100) ? -1 : fuzz_any_node(f);
	q->own = fuzz_one_in(f, 2) ? -1 : fuzz_any_node(f);
	q->list = fuzz_one_in(f, 4);
	if (fuzz_one_in(f, 40))
		q->list = FUZZ_LISTS;
	node = fuzz_node(f, max(q->node, 0));
	q->id = fuzz_one_in(f, 3) ? any_name(run, node) : NULL;
	q->index = any_index(run, node->lists[q->list & 1].num);
	q->flags = flags[fuzz_rnd(f, ARRAY_SIZE(flags))];
	if (fuzz_one_in(f, 50))
		q->flags |= BIT(2 + fuzz_rnd(f, 30));
}

/* What the function cannot be told is as it is. */
static void limit_query(struct fuzz_query *q, enum fuzz_call call)
{
	if (call != GET_PROP && call != ARRAY_PROP)
		q->list = 0;
	if (call == GET_INDEX || call >= NUM_GETS)
		q->id = NULL;
	if (call != GET_PROP && call != GET_INDEX)
		q->index = 0;
	if (call == PCS_GET || call == PCS_GET_OPT) {
		q->flags = call == PCS_GET ? 0 : PCS_GET_OPTIONAL;
		q->own = q->node;
	}
}

static struct phylink_pcs *call_get(struct fuzz_run *run, enum fuzz_call call,
				    struct device *dev)
{
	const struct fuzz_query *q = &run->query;
	struct fwnode_handle *fwnode = fwnode_of(run, q->node);

	switch (call) {
	case GET_PROP:
		return fwnode_pcs_get_prop(dev, fwnode, fuzz_props[q->list],
					   q->id, q->index, q->flags);
	case GET:
		return fwnode_pcs_get(dev, fwnode, q->id, q->flags);
	case GET_INDEX:
		return fwnode_pcs_get_index(dev, fwnode, q->index, q->flags);
	case PCS_GET:
		return pcs_get(dev, q->id);
	default:
		return pcs_get_optional(dev, q->id);
	}
}

static struct phylink_pcs *call_devm_get(struct fuzz_run *run,
					 enum fuzz_call call)
{
	const struct fuzz_query *q = &run->query;
	struct fwnode_handle *fwnode = fwnode_of(run, q->node);
	struct device *dev = run->user;

	switch (call) {
	case GET_PROP:
		return devm_fwnode_pcs_get_prop(dev, fwnode,
						fuzz_props[q->list], q->id,
						q->index, q->flags);
	case GET:
		return devm_fwnode_pcs_get(dev, fwnode, q->id, q->flags);
	case GET_INDEX:
		return devm_fwnode_pcs_get_index(dev, fwnode, q->index,
						 q->flags);
	case PCS_GET:
		return devm_pcs_get(dev, q->id);
	default:
		return devm_pcs_get_optional(dev, q->id);
	}
}

static struct pcs_array *call_array(struct fuzz_run *run, enum fuzz_call call,
				    struct device *dev, bool devm)
{
	const struct fuzz_query *q = &run->query;
	struct fwnode_handle *fwnode = fwnode_of(run, q->node);
	const char *prop = fuzz_props[q->list];

	if (call == ARRAY && devm)
		return devm_fwnode_pcs_array_get(dev, fwnode, q->flags);
	if (call == ARRAY)
		return fwnode_pcs_array_get(dev, fwnode, q->flags);
	if (devm)
		return devm_fwnode_pcs_array_get_prop(dev, fwnode, prop,
						      q->flags);

	return fwnode_pcs_array_get_prop(dev, fwnode, prop, q->flags);
}

static const char *result(const void *got, char *name, size_t size)
{
	if (!IS_ERR(got))
		return got ? "success" : "NULL";

	snprintf(name, size, "%pe", got);

	return name;
}

/* The answer, and one line in the log if it is an error */
static bool check_answer(struct fuzz_run *run, const void *got,
			 const struct fuzz_answer *a)
{
	char errname[24], got_name[24];
	int err = PTR_ERR_OR_ZERO(got);

	snprintf(errname, sizeof(errname), "%pe", ERR_PTR(a->err));
	if (err != a->err || (!err && !got != a->null))
		fuzz_wrong(run, "%s instead of %s: %s",
			   result(got, got_name, sizeof(got_name)),
			   a->err ? errname : a->null ? "NULL" : "success",
			   fuzz_whys[a->why]);
	fuzz_check_log(run, a->err && !a->quiet, errname,
		       fuzz_props[run->query.list]);

	return !IS_ERR_OR_NULL(got);
}

static void keep(struct fuzz_run *run, struct phylink_pcs *pcs,
		 const struct fuzz_ref *ref)
{
	struct fuzz_held *held = &run->held[fuzz_rnd(run->f, FUZZ_HELD)];

	pcs_put(held->pcs);
	held->pcs = pcs;
	held->ref = *ref;
}

static void ask_one(struct fuzz_run *run, enum fuzz_call call,
		    struct device *dev, bool devm)
{
	struct phylink_pcs *pcs;
	struct fuzz_answer a;

	fuzz_predict(run->f, &run->query, &a);
	run->whys[a.why]++;
	run->calls[call][devm * 2 + !!a.err]++;

	pcs = devm ? call_devm_get(run, call) : call_get(run, call, dev);
	if (!check_answer(run, pcs, &a))
		return;

	fuzz_check_serves(run, pcs, &a.ref);
	if (!devm && fuzz_one_in(run->f, 2))
		keep(run, pcs, &a.ref);
	else if (!devm)
		pcs_put(pcs);
}

static const unsigned long *mask_of(const struct fuzz_run *run, int pcs)
{
	return pcs < 0 ? NULL : run->f->pcs[pcs].pcs.supported_interfaces;
}

static bool mask_has(const unsigned long *mask, phy_interface_t interface)
{
	return !mask || phy_interface_empty(mask) || test_bit(interface, mask);
}

/* The PCS that pcs_array_select() has to choose: the first that supports the
 * mode and is there; of those that are not, all may.
 */
static int expect_select(struct fuzz_run *run, const struct pcs_array *array,
			 phy_interface_t interface)
{
	struct fuzz_query one = run->query;
	int i, pcs, absent = -1;
	struct fuzz_answer a;

	one.flags |= PCS_GET_LATE;
	for (i = 0; i < array->num; i++) {
		one.index = i;
		fuzz_predict(run->f, &one, &a);
		pcs = fuzz_channel(run->f, &a.ref);
		if (pcs >= 0 && mask_has(mask_of(run, pcs), interface))
			return i;
		if (pcs < 0 && absent < 0)
			absent = i;
	}

	return absent;
}

static void check_array(struct fuzz_run *run, struct pcs_array *array, int num)
{
	const phy_interface_t interface = PHY_INTERFACE_MODE_SGMII;
	DECLARE_PHY_INTERFACE_MASK(modes) = { };
	struct fuzz_query one = run->query;
	struct phylink_pcs *pcs;
	struct fuzz_answer a;
	bool any = false;
	int i;

	if (array->num != num) {
		fuzz_wrong(run, "%u PCS instead of %d", array->num, num);
		return;
	}

	one.flags |= PCS_GET_LATE;
	for (i = 0; i < num; i++) {
		one.index = i;
		fuzz_predict(run->f, &one, &a);
		fuzz_check_serves(run, array->pcs[i], &a.ref);
		any |= mask_has(mask_of(run, fuzz_channel(run->f, &a.ref)),
				interface);
	}

	i = expect_select(run, array, interface);
	pcs = pcs_array_select(array, interface);
	if (pcs != (i < 0 ? NULL : array->pcs[i]))
		fuzz_wrong(run, "not number %d selected", i);
	pcs_array_interfaces(array, modes);
	if (test_bit(interface, modes) != any)
		fuzz_wrong(run, "modes of the array are wrong");
}

static void ask_array(struct fuzz_run *run, enum fuzz_call call,
		      struct device *dev, bool devm)
{
	struct pcs_array *array;
	struct fuzz_answer a;
	int num;

	num = fuzz_predict_array(run->f, &run->query, &a);
	run->calls[call][devm * 2 + !!a.err]++;

	array = call_array(run, call, dev, devm);
	if (!check_answer(run, array, &a))
		return;

	check_array(run, array, num);
	if (!devm)
		pcs_array_put(array);
}

static void ask_count(struct fuzz_run *run)
{
	struct fuzz_query *q = &run->query;
	int num;

	run->doing = "fwnode_pcs_count_prop";
	num = fwnode_pcs_count_prop(fwnode_of(run, q->node),
				    fuzz_props[q->list]);
	if (num != fuzz_count(run->f, q))
		fuzz_wrong(run, "%d instead of %d", num, fuzz_count(run->f, q));

	run->doing = "fwnode_pcs_count";
	q->list = 0;
	num = fwnode_pcs_count(fwnode_of(run, q->node));
	if (num != fuzz_count(run->f, q))
		fuzz_wrong(run, "%d instead of %d", num, fuzz_count(run->f, q));
	fuzz_check_log(run, 0, "", "");
}

void fuzz_ask(struct fuzz_run *run)
{
	struct fuzz *f = run->f;
	enum fuzz_call call = fuzz_rnd(f, NUM_CALLS);
	bool devm = fuzz_one_in(f, 8);
	struct device *dev = NULL;

	run->num_asked++;
	any_query(run);
	if (fuzz_one_in(f, 10)) {
		ask_count(run);
		return;
	}

	limit_query(&run->query, call);
	if (devm || call == PCS_GET || call == PCS_GET_OPT ||
	    fuzz_one_in(f, 4)) {
		dev = run->user;
		device_set_node(dev, run->query.own < 0 ? NULL :
				     fuzz_fwnode(f, run->query.own));
	} else {
		run->query.own = -1;
	}

	run->doing = fuzz_calls[devm][call];
	if (devm && !devres_open_group(dev, run, GFP_KERNEL))
		return;
	if (call < NUM_GETS)
		ask_one(run, call, dev, devm);
	else
		ask_array(run, call, dev, devm);
	if (devm)
		devres_release_group(dev, run);
	if (dev)
		device_set_node(dev, NULL);
}
