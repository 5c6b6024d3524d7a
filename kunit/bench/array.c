// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem benchmark: nodes with many references
 *
 * What it costs to count them, or to get and put them all; and to register as
 * many channels.
 */

#define pr_fmt(fmt) "pcs_bench: " fmt

#include <linux/of.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/property.h>
#include <linux/slab.h>

#include "bench.h"

static const unsigned int bench_lists[] = { 1, 8, 64, 512 };

#define BENCH_MAX_REFS	512

static void bench_array_get(const struct fwnode_handle *fwnode)
{
	struct pcs_array *array;

	array = fwnode_pcs_array_get(NULL, fwnode, PCS_GET_LATE);
	if (!IS_ERR_OR_NULL(array))
		pcs_array_put(array);
}

static void bench_array_rows(const char *who, unsigned int num,
			     const struct fwnode_handle *fwnode)
{
	bench_row("array", "fwnode_pcs_count()", who, num,
		  bench_use(fwnode_pcs_count(fwnode)));
	bench_row("array", "fwnode_pcs_array_get() and put", who, num,
		  bench_array_get(fwnode));
}

static void bench_channels_once(const struct pcs_provider_config *config)
{
	if (!pcs_register(bench_dev, config))
		pcs_unregister(config->channels[0]);
}

static void bench_channels(unsigned int num, struct phylink_pcs *pcs,
			   struct phylink_pcs **list)
{
	static const struct property_entry props[] = {
		PROPERTY_ENTRY_U32("#pcs-cells", 1),
		{ }
	};
	struct pcs_provider_config config = {
		.channels = list, .num_channels = num,
	};
	unsigned int i;

	for (i = 0; i < num; i++) {
		pcs[i].ops = &bench_pcs_ops;
		list[i] = &pcs[i];
	}

	config.fwnode = fwnode_create_software_node(props, NULL);
	if (IS_ERR(config.fwnode))
		return;
	bench_row("array", "register and unregister channels", "registry", num,
		  bench_channels_once(&config));
	fwnode_remove_software_node(config.fwnode);
}

static int bench_array_swnode(unsigned int num, struct bench_node *targets,
			      struct software_node_ref_args *refs)
{
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY_LEN("pcs-handle", refs, num),
		{ }
	};
	struct fwnode_handle *fwnode;
	unsigned int i;

	for (i = 0; i < num; i++) {
		bench_node_init(&targets[i], NULL);
		refs[i].fwnode = &targets[i].fwnode;
	}

	fwnode = fwnode_create_software_node(props, NULL);
	if (IS_ERR(fwnode))
		return PTR_ERR(fwnode);

	bench_array_rows("software node", num, fwnode);
	fwnode_remove_software_node(fwnode);

	return 0;
}

#if IS_ENABLED(CONFIG_OF_DYNAMIC)

/* No others have such phandles */
#define BENCH_PHANDLE	0x7c500000

/* A node that refers to @num others, all of them children of the root */
static struct device_node *bench_of_nodes(struct of_changeset *ocs,
					  struct device_node *parent,
					  u32 *phandles, unsigned int num)
{
	struct device_node *user, *np;
	unsigned int i;
	char name[24];

	user = of_changeset_create_node(ocs, parent, "pcs-bench-user");
	if (!user)
		return NULL;

	for (i = 0; i < num; i++) {
		phandles[i] = BENCH_PHANDLE + i;
		snprintf(name, sizeof(name), "pcs-bench-%u", i);
		np = of_changeset_create_node(ocs, parent, name);
		if (!np || of_changeset_add_prop_u32_array(ocs, np, "phandle",
							   &phandles[i], 1))
			return NULL;
	}

	if (of_changeset_add_prop_u32_array(ocs, user, "pcs-handle", phandles,
					    num))
		return NULL;

	return user;
}

/* What a node has when it is attached, which these do not, yet */
static void bench_of_phandles(struct device_node *parent)
{
	struct device_node *np;
	u32 phandle;

	for_each_child_of_node(parent, np)
		if (!np->phandle &&
		    !of_property_read_u32(np, "phandle", &phandle))
			np->phandle = phandle;
}

static int bench_array_of(unsigned int num, u32 *phandles)
{
	struct device_node *parent = of_find_node_by_path("/");
	struct device_node *user;
	struct of_changeset ocs;
	int err = -ENOMEM;

	if (!parent)
		return 0;

	of_changeset_init(&ocs);
	user = bench_of_nodes(&ocs, parent, phandles, num);
	if (user)
		err = of_changeset_apply(&ocs);
	if (!err) {
		bench_of_phandles(parent);
		bench_array_rows("device tree", num, of_fwnode_handle(user));
		err = of_changeset_revert(&ocs);
	}
	of_changeset_destroy(&ocs);
	of_node_put(parent);

	return err;
}

#else

static int bench_array_of(unsigned int num, u32 *phandles)
{
	return 0;
}

#endif

int bench_array(void)
{
	struct software_node_ref_args *refs;
	struct phylink_pcs *pcs, **list;
	struct bench_node *targets;
	unsigned int i;
	u32 *phandles;
	int err = 0;

	refs = kzalloc_objs(*refs, BENCH_MAX_REFS);
	targets = kzalloc_objs(*targets, BENCH_MAX_REFS);
	phandles = kzalloc_objs(*phandles, BENCH_MAX_REFS);
	pcs = kzalloc_objs(*pcs, BENCH_MAX_REFS);
	list = kzalloc_objs(*list, BENCH_MAX_REFS);
	if (!refs || !targets || !phandles || !pcs || !list)
		err = -ENOMEM;

	for (i = 0; i < ARRAY_SIZE(bench_lists) && !err; i++) {
		if (bench_lists[i] > bench_max)
			break;
		bench_channels(bench_lists[i], pcs, list);
		err = bench_array_swnode(bench_lists[i], targets, refs) ?:
		      bench_array_of(bench_lists[i], phandles);
	}

	kfree(list);
	kfree(pcs);
	kfree(phandles);
	kfree(targets);
	kfree(refs);

	return err;
}
