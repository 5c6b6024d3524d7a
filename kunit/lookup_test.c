// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: from firmware to a PCS, or to an errno
 *
 * The same table is looked up in a device tree overlay and in software nodes
 * of the same names.
 */

#include <kunit/of.h>
#include <linux/of.h>

#include "pcs-kunit.h"

#define NUM_CHANNELS	3

static const struct software_node sw_pcs = { .name = "pcs-kunit-pcs" };
static const struct software_node sw_absent = { .name = "pcs-kunit-absent" };
static const struct software_node sw_unregistered = { .name = "pcs-kunit-not" };

static const struct property_entry sw_cells[] = {
	PROPERTY_ENTRY_U32("#pcs-cells", 1),
	{ }
};

static const struct software_node sw_channels = {
	.name = "pcs-kunit-channels",
	.properties = sw_cells,
};

#define REF(...)	SOFTWARE_NODE_REFERENCE(__VA_ARGS__)
#define REFS(_prop, _refs)	PROPERTY_ENTRY_REF_ARRAY(_prop, _refs)
#define NAMES	PROPERTY_ENTRY_STRING_ARRAY("pcs-handle-names", sw_names)
#define PROPS(_name, ...)						\
	static const struct property_entry sw_props_##_name[] = {	\
		__VA_ARGS__, { }					\
	}
#define USER(_name, _props)						\
	{ .name = "pcs-kunit-" _name, .properties = sw_props_##_props }

static const char * const sw_names[] = { "xfi", "sgmii", "none" };

#define SW_REFS(_name, ...)						\
	static const struct software_node_ref_args sw_##_name[] = {	\
		__VA_ARGS__						\
	}

static const struct software_node sw_itself;

SW_REFS(to_pcs, REF(&sw_pcs));
SW_REFS(two, REF(&sw_absent), REF(&sw_pcs));
SW_REFS(cell, REF(&sw_channels, 2));
SW_REFS(cell_beyond, REF(&sw_channels, 3));
SW_REFS(cell_missing, REF(&sw_channels));
SW_REFS(cell_surplus, REF(&sw_pcs, 1));
SW_REFS(mixed, REF(&sw_channels, 0), REF(&sw_pcs), REF(&sw_channels, 1));
SW_REFS(to_itself, REF(&sw_itself));
SW_REFS(to_absent, REF(&sw_absent));
SW_REFS(to_unregistered, REF(&sw_unregistered));

PROPS(one, REFS("pcs-handle", sw_to_pcs));
PROPS(named, REFS("pcs-handle", sw_two), NAMES);
PROPS(names_only, NAMES);
PROPS(legacy, REFS("pcsphy-handle", sw_two), NAMES);
PROPS(cell, REFS("pcs-handle", sw_cell));
PROPS(cell_beyond, REFS("pcs-handle", sw_cell_beyond));
PROPS(cell_missing, REFS("pcs-handle", sw_cell_missing));
PROPS(cell_surplus, REFS("pcs-handle", sw_cell_surplus));
PROPS(mixed, REFS("pcs-handle", sw_mixed));
PROPS(malformed, PROPERTY_ENTRY_U32("pcs-handle", 1));
PROPS(itself, REFS("pcs-handle", sw_to_itself));
PROPS(to_absent, REFS("pcs-handle", sw_to_absent));
PROPS(to_unregistered, REFS("pcs-handle", sw_to_unregistered));

static const struct software_node sw_itself = USER("itself", itself);

static const struct software_node sw_users[] = {
	{ .name = "pcs-kunit-none" },
	USER("one", one),
	USER("named", named),
	USER("names-only", names_only),
	USER("legacy", legacy),
	USER("cell", cell),
	USER("cell-beyond", cell_beyond),
	USER("cell-missing", cell_missing),
	USER("cell-surplus", cell_surplus),
	USER("mixed", mixed),
	USER("malformed", malformed),
	USER("to-absent", to_absent),
	USER("to-unregistered", to_unregistered),
};

static const struct lookup_case lookup_cases[] = {
	{ "first", "one" },
	{ "by name", "named", NULL, "sgmii" },
	{ "by index", "named", NULL, NULL, 1 },
	{ "late, though there", "one", .flags = PCS_GET_LATE },
	{ "optional and there", "one", .flags = PCS_GET_OPTIONAL },
	{ "legacy by index", "legacy", "pcsphy-handle", NULL, 1 },
	{ "legacy by name", "legacy", "pcsphy-handle", "sgmii" },
	{ "channel", "cell", .serves = CHANNEL2 },
	{ "cells and none, 0", "mixed", .index = 0, .serves = CHANNEL0 },
	{ "cells and none, 1", "mixed", .index = 1, .serves = PCS },
	{ "cells and none, 2", "mixed", .index = 2, .serves = CHANNEL1 },
	{ "absent, late", "to-absent", .flags = PCS_GET_LATE,
	  .serves = NOTHING },

	{ "no property", "none", .err = -ENOENT },
	{ "no property, optional", "none", .flags = PCS_GET_OPTIONAL,
	  .serves = NUM_PCS },
	{ "no property, by name", "none", NULL, "sgmii", .err = -ENOENT },
	{ "no property, optional name", "none", NULL, "sgmii", 0,
	  PCS_GET_OPTIONAL, .serves = NUM_PCS },
	{ "index beyond", "one", .index = 1, .err = -ENOENT },
	{ "no such name", "named", NULL, "qsgmii", .err = -ENOENT },
	{ "other property", "one", "phy-handle", .err = -ENOENT },

	{ "name, but no names", "one", NULL, "sgmii", .err = -EINVAL },
	{ "name, but no property", "names-only", NULL, "sgmii",
	  .err = -EINVAL },
	{ "name, but no reference", "named", NULL, "none", .err = -EINVAL },
	{ "cell missing", "cell-missing", .err = -EINVAL },
	{ "cell too many", "cell-surplus", .err = -EINVAL },
	{ "not a reference", "malformed", .err = -EINVAL },
	{ "not a reference, optional", "malformed", .flags = PCS_GET_OPTIONAL,
	  .err = -EINVAL },
	{ "reference to itself", "itself", .err = -EINVAL },
	{ "unknown flag", "one", .flags = BIT(7), .err = -EINVAL },

	{ "no such channel", "cell-beyond", .err = -ENODEV },
	{ "no such channel, late", "cell-beyond", .flags = PCS_GET_LATE,
	  .err = -ENODEV },

	{ "not registered yet", "to-absent", .err = -EPROBE_DEFER },
	{ "not registered yet, optional", "to-absent",
	  .flags = PCS_GET_OPTIONAL, .err = -EPROBE_DEFER },
};

KUNIT_ARRAY_PARAM_DESC(lookup, lookup_cases, name);

/* What only a device tree can say */
static const struct lookup_case of_cases[] = {
	{ "disabled", "to-disabled", .err = -ENODEV },
	{ "disabled, late", "to-disabled", .flags = PCS_GET_LATE,
	  .err = -ENODEV },
	{ "part of a disabled one", "to-part", .err = -ENODEV },
};

KUNIT_ARRAY_PARAM_DESC(of, of_cases, name);

/* What only software nodes can say */
static const struct lookup_case swnode_cases[] = {
	{ "not described yet", "to-unregistered", .err = -EPROBE_DEFER },
	{ "not described yet, late", "to-unregistered", .flags = PCS_GET_LATE,
	  .err = -EPROBE_DEFER },
};

KUNIT_ARRAY_PARAM_DESC(swnode, swnode_cases, name);

static const struct count_case count_cases[] = {
	{ "none", "pcs-handle", 0 },
	{ "one", "pcs-handle", 1 },
	{ "named", "pcs-handle", 2 },
	{ "mixed", "pcs-handle", 3 },
	{ "legacy", "pcsphy-handle", 2 },
	{ "to-absent", "pcs-handle", 1 },
	{ "malformed", "pcs-handle", -EINVAL },
	{ "cell-missing", "pcs-handle", -EINVAL },
	{ "cell-surplus", "pcs-handle", -EINVAL },
};

KUNIT_ARRAY_PARAM_DESC(count, count_cases, user);

/* For nodes of the same names elsewhere */
const void *klookup_gen_params(struct kunit *test, const void *prev, char *desc)
{
	return lookup_gen_params(test, prev, desc);
}

const void *klookup_count_gen_params(struct kunit *test, const void *prev,
				     char *desc)
{
	return count_gen_params(test, prev, desc);
}

static void lookup_case_run(struct kunit *test, struct kpcs *kp[NUM_PCS],
			    struct fwnode_handle *user)
{
	const struct lookup_case *c = test->param_value;
	__ETHTOOL_DECLARE_LINK_MODE_MASK(advertising) = { 0, };
	struct phylink_pcs *pcs;
	int i, ret;

	pcs = fwnode_pcs_get_prop(kpcs_device(test, "user"), user,
				  c->prop ?: "pcs-handle", c->id, c->index,
				  c->flags);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), c->err);
	if (IS_ERR(pcs))
		return;

	KUNIT_EXPECT_EQ(test, !pcs, c->serves == NUM_PCS);
	if (!pcs)
		return;

	/* Is it the right one? */
	ret = pcs->ops->pcs_config(pcs, 0, PHY_INTERFACE_MODE_SGMII,
				   advertising, false);
	KUNIT_EXPECT_EQ(test, ret, c->serves == NOTHING ? -ENODEV : 0);
	for (i = 0; i < NUM_PCS; i++)
		KUNIT_EXPECT_EQ(test, kp[i]->n_config, i == c->serves);
	pcs->ops->pcs_disable(pcs);
	pcs_put(pcs);
}

static void lookup_register(struct kunit *test, struct kpcs *kp[NUM_PCS],
			    struct fwnode_handle *pcs,
			    struct fwnode_handle *channels)
{
	struct phylink_pcs *list[NUM_CHANNELS];
	const struct pcs_provider_config config = {
		.fwnode = channels, .channels = list,
		.num_channels = NUM_CHANNELS,
	};
	int i;

	kp[PCS] = kpcs_alloc(test, pcs);
	KUNIT_ASSERT_EQ(test, kpcs_register(kp[PCS]), 0);

	for (i = 0; i < NUM_CHANNELS; i++) {
		kp[CHANNEL0 + i] = kpcs_alloc(test, channels);
		list[i] = &kp[CHANNEL0 + i]->pcs;
	}
	KUNIT_ASSERT_EQ(test, pcs_register(kp[CHANNEL0]->dev, &config), 0);
	for (i = 0; i < NUM_CHANNELS; i++) {
		kp[CHANNEL0 + i]->gone = false;
		if (i)
			kp[CHANNEL0 + i]->leader = kp[CHANNEL0];
	}
}

/* The look-up that is the parameter of the case, with PCS for both nodes */
void klookup_run(struct kunit *test, struct fwnode_handle *pcs,
		 struct fwnode_handle *channels, struct fwnode_handle *user)
{
	struct kpcs *kp[NUM_PCS];

	lookup_register(test, kp, pcs, channels);
	lookup_case_run(test, kp, user);
}

static void swnode_remove(void *node)
{
	software_node_unregister(node);
}

static struct fwnode_handle *swnode_add(struct kunit *test,
					const struct software_node *node)
{
	KUNIT_ASSERT_EQ(test, software_node_register(node), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, swnode_remove,
					       (void *)node), 0);

	return software_node_fwnode(node);
}

static struct fwnode_handle *swnode_user(struct kunit *test, const char *name)
{
	struct fwnode_handle *user = NULL;
	struct fwnode_handle *fwnode;
	int i;

	fwnode = swnode_add(test, &sw_itself);
	if (!strcmp(name, "itself"))
		return fwnode;

	for (i = 0; i < ARRAY_SIZE(sw_users); i++) {
		fwnode = swnode_add(test, &sw_users[i]);
		if (!strcmp(sw_users[i].name + strlen("pcs-kunit-"), name))
			user = fwnode;
	}
	KUNIT_ASSERT_NOT_NULL(test, user);

	return user;
}

static struct fwnode_handle *swnode_init(struct kunit *test,
					 struct kpcs *kp[NUM_PCS],
					 const char *name)
{
	struct fwnode_handle *pcs = swnode_add(test, &sw_pcs);
	struct fwnode_handle *channels = swnode_add(test, &sw_channels);

	swnode_add(test, &sw_absent);
	lookup_register(test, kp, pcs, channels);

	return swnode_user(test, name);
}

static void lookup_swnode(struct kunit *test)
{
	const struct lookup_case *c = test->param_value;
	struct kpcs *kp[NUM_PCS];
	struct fwnode_handle *user;

	user = swnode_init(test, kp, c->user);
	lookup_case_run(test, kp, user);
}

static void lookup_swnode_count(struct kunit *test)
{
	const struct count_case *c = test->param_value;
	struct kpcs *kp[NUM_PCS];
	struct fwnode_handle *user;

	user = swnode_init(test, kp, c->user);
	KUNIT_EXPECT_EQ(test, fwnode_pcs_count_prop(user, c->prop), c->expect);
}

OF_OVERLAY_DECLARE(lookup_overlay);

static struct device_node *of_child(struct kunit *test, const char *name)
{
	struct device_node *top, *np;

	top = of_find_node_by_path("/pcs-kunit");
	KUNIT_ASSERT_NOT_NULL(test, top);
	np = of_get_child_by_name(top, name);
	of_node_put(top);
	of_node_put_kunit(test, np);
	KUNIT_ASSERT_NOT_NULL(test, np);

	return np;
}

static struct fwnode_handle *of_init(struct kunit *test,
				     struct kpcs *kp[NUM_PCS],
				     const char *name)
{
	KUNIT_ASSERT_EQ(test, of_overlay_apply_kunit(test, lookup_overlay), 0);
	lookup_register(test, kp, of_fwnode_handle(of_child(test, "pcs")),
			of_fwnode_handle(of_child(test, "channels")));

	return of_fwnode_handle(of_child(test, name));
}

static unsigned int of_refs(const struct device_node *np)
{
	return kref_read(&np->kobj.kref);
}

/* And whatever the outcome, no node is held afterwards that was not before. */
static void lookup_of(struct kunit *test)
{
	static const char * const names[] = {
		"pcs", "channels", "absent", "disabled",
	};
	const struct lookup_case *c = test->param_value;
	struct device_node *np[ARRAY_SIZE(names)];
	unsigned int refs[ARRAY_SIZE(names)];
	struct kpcs *kp[NUM_PCS];
	struct fwnode_handle *user;
	unsigned int user_refs;
	int i;

	user = of_init(test, kp, c->user);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		np[i] = of_child(test, names[i]);
		refs[i] = of_refs(np[i]);
	}
	user_refs = of_refs(to_of_node(user));

	lookup_case_run(test, kp, user);

	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_EQ_MSG(test, of_refs(np[i]), refs[i], "%s",
				    names[i]);
	KUNIT_EXPECT_EQ(test, of_refs(to_of_node(user)), user_refs);
}

static void lookup_of_count(struct kunit *test)
{
	const struct count_case *c = test->param_value;
	struct kpcs *kp[NUM_PCS];
	struct fwnode_handle *user;

	user = of_init(test, kp, c->user);
	KUNIT_EXPECT_EQ(test, fwnode_pcs_count_prop(user, c->prop), c->expect);
}

/* Without a firmware node there is nothing to look up. */
static void lookup_no_fwnode(struct kunit *test)
{
	struct device *dev = kpcs_device(test, "user");

	KUNIT_EXPECT_PTR_EQ(test, pcs_get(dev, NULL), ERR_PTR(-ENOENT));
	KUNIT_EXPECT_PTR_EQ(test, pcs_get(dev, "sgmii"), ERR_PTR(-ENOENT));
	KUNIT_EXPECT_NULL(test, pcs_get_optional(dev, NULL));
	KUNIT_EXPECT_EQ(test, fwnode_pcs_count(NULL), 0);
	KUNIT_EXPECT_EQ(test, fwnode_pcs_count(ERR_PTR(-ENODEV)), 0);
}

/* A PCS on the consumer's own MDIO bus is had although it comes later: to defer
 * would be to wait for oneself.
 */
static void lookup_own_pcs(struct kunit *test)
{
	static const struct property_entry none[] = { { } };
	struct fwnode_handle *node, *child, *ref;
	struct device *dev = kpcs_device(test, "user");
	struct phylink_pcs *pcs;

	node = kpcs_node(test, none);
	child = fwnode_create_software_node(none, node);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, child);
	ref = kpcs_ref_node(test, child);

	set_primary_fwnode(dev, node);
	pcs = fwnode_pcs_get(dev, ref, NULL, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), 0);
	if (!IS_ERR(pcs))
		pcs_put(pcs);

	/* Of another consumer it is just not there yet */
	set_primary_fwnode(dev, NULL);
	pcs = fwnode_pcs_get(dev, ref, NULL, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EPROBE_DEFER);
	fwnode_remove_software_node(child);
}

static struct kunit_case lookup_test_cases[] = {
	KUNIT_CASE_PARAM(lookup_swnode, lookup_gen_params),
	KUNIT_CASE_PARAM(lookup_swnode, swnode_gen_params),
	KUNIT_CASE_PARAM(lookup_swnode_count, count_gen_params),
	KUNIT_CASE_PARAM(lookup_of, lookup_gen_params),
	KUNIT_CASE_PARAM(lookup_of, of_gen_params),
	KUNIT_CASE_PARAM(lookup_of_count, count_gen_params),
	KUNIT_CASE(lookup_no_fwnode),
	KUNIT_CASE(lookup_own_pcs),
	{ }
};

static struct kunit_suite lookup_suite = {
	.name = "pcs_lookup",
	.test_cases = lookup_test_cases,
};

kunit_test_suite(lookup_suite);
