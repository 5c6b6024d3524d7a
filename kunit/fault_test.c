// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: memory runs out at every place where it can
 *
 * A call is made again and again: first with the first allocation in it
 * failing, then with the second, and so on until it gets through without a
 * failure. Each time it must either say -ENOMEM and leave all as it was, or do
 * what it does otherwise. An allocation of the driver core or of a hash table
 * is one like any other, so that what they do fails, too.
 *
 * Only the task that asks for it is failed: what work items and other tests do
 * meanwhile is not disturbed.
 */

#include <kunit/of.h>
#include <kunit/test-bug.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/of.h>
#include <linux/of_mdio.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#include "../drivers/net/pcs/pcs.h"
#include "pcs-kunit.h"

/* More allocations than any of the calls has */
#define FAULT_MAX	2000

/* What one has a handle on by its file in debugfs, and by nothing else */
static void *fault_setting(const char *dir_name, const char *name)
{
	struct dentry *dir, *file = NULL;
	void *setting = NULL;

	dir = debugfs_lookup(dir_name, NULL);
	if (dir)
		file = debugfs_lookup(name, dir);
	if (file)
		setting = d_inode(file)->i_private;
	dput(file);
	dput(dir);

	return setting;
}

static int fault_set(bool spare_sleepers)
{
	bool *ignore = fault_setting("failslab", "ignore-gfp-wait");
	unsigned long *verbose = fault_setting("failslab", "verbose");

	if (!ignore || !verbose)
		return -ENOENT;

	/* A stack for each failure would look like a fault on the console. */
	*verbose = 0;
	*ignore = spare_sleepers;

	return 0;
}

/* As it comes, it spares allocations that may sleep. */
static int fault_suite_init(struct kunit_suite *suite)
{
	return fault_set(false);
}

static void fault_suite_exit(struct kunit_suite *suite)
{
	fault_set(true);
}

/* From here on the n-th allocation of this task fails. */
static void fault_arm(unsigned int n)
{
	WRITE_ONCE(current->fail_nth, n);
}

static unsigned int fault_left(void)
{
	return READ_ONCE(current->fail_nth);
}

/* Return: whether it did. */
static bool fault_disarm(void)
{
	bool injected = !fault_left();

	fault_arm(0);

	return injected;
}

/* Which PCS there are: one of a node of its own, and those of another node */
enum { SOLO, CHANNEL, NUM_CHANNELS = 3, NUM_KPCS = CHANNEL + NUM_CHANNELS };

/* Whose references are counted */
enum { NODE_PCS, NODE_CHANNELS, NODE_USER, NUM_NODES };

/**
 * struct fault_rig - what a call is made with
 * @node: node of the PCS, of the channels, of the consumer
 * @dev: the consumer
 * @kp: the PCS
 * @pcs: what the call got
 * @array: what the call got
 * @kept: got before, or NULL
 * @kept_array: got before, or NULL
 */
struct fault_rig {
	struct fwnode_handle *node[NUM_NODES];
	struct device *dev;
	struct kpcs *kp[NUM_KPCS];
	struct phylink_pcs *pcs;
	struct pcs_array *array;
	struct phylink_pcs *kept;
	struct pcs_array *kept_array;
};

/**
 * struct fault_holds - what is held on the nodes and devices of a rig
 * @nodes: references to the nodes, if they are of a device tree
 * @devs: references to the devices; the last is the consumer's
 * @suppliers: the consumer has device links
 * @found: what a look-up says
 */
struct fault_holds {
	unsigned int nodes[NUM_NODES];
	unsigned int devs[NUM_KPCS + 1];
	bool suppliers;
	int found;
};

static unsigned int fault_dev_refs(const struct device *dev)
{
	return kref_read(&dev->kobj.kref);
}

static void fault_count(const struct fault_rig *rig, struct fault_holds *holds)
{
	struct phylink_pcs *pcs;
	unsigned int i;

	pcs = fwnode_pcs_get(NULL, rig->node[NODE_USER], NULL, 0);
	holds->found = PTR_ERR_OR_ZERO(pcs);
	if (!IS_ERR(pcs))
		pcs_put(pcs);

	/* A device link that is gone holds the devices a little longer. */
	device_link_wait_removal();
	holds->suppliers = !list_empty(&rig->dev->links.suppliers);
	for (i = 0; i < NUM_KPCS; i++)
		holds->devs[i] = fault_dev_refs(rig->kp[i]->dev);
	holds->devs[i] = fault_dev_refs(rig->dev);
	for (i = 0; i < NUM_NODES; i++) {
		const struct device_node *np = to_of_node(rig->node[i]);

		holds->nodes[i] = np ? kref_read(&np->kobj.kref) : 0;
	}
}

static int fault_config(struct phylink_pcs *pcs)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(advertising) = { 0, };

	return pcs->ops->pcs_config(pcs, 0, PHY_INTERFACE_MODE_SGMII,
				    advertising, false);
}

/* Return: whether the PCS is in working order. */
static bool fault_serves(struct phylink_pcs *pcs, struct kpcs *kp)
{
	int n_config = kp->n_config;
	bool serves;

	serves = !fault_config(pcs) && kp->n_config == n_config + 1;
	pcs->ops->pcs_disable(pcs);

	return serves;
}

static int fault_register(struct fault_rig *rig)
{
	return kpcs_register(rig->kp[SOLO]);
}

static void fault_unregister(struct fault_rig *rig)
{
	kpcs_unregister(rig->kp[SOLO]);
}

static int fault_register_cell(struct fault_rig *rig)
{
	const u64 cell = 2;
	const struct pcs_provider_config config = {
		.fwnode = rig->node[NODE_CHANNELS], .pcs = &rig->kp[SOLO]->pcs,
		.args = &cell, .num_args = 1,
	};
	int err;

	err = pcs_register(rig->kp[SOLO]->dev, &config);
	rig->kp[SOLO]->gone = err;

	return err;
}

static int fault_register_channels(struct fault_rig *rig)
{
	struct phylink_pcs *list[NUM_CHANNELS];
	const struct pcs_provider_config config = {
		.fwnode = rig->node[NODE_CHANNELS], .channels = list,
		.num_channels = NUM_CHANNELS,
	};
	int err, i;

	for (i = 0; i < NUM_CHANNELS; i++)
		list[i] = &rig->kp[CHANNEL + i]->pcs;
	err = pcs_register(rig->kp[CHANNEL]->dev, &config);
	for (i = 0; i < NUM_CHANNELS; i++) {
		rig->kp[CHANNEL + i]->gone = err;
		rig->kp[CHANNEL + i]->leader = i ? rig->kp[CHANNEL] : NULL;
	}

	return err;
}

static void fault_unregister_channels(struct fault_rig *rig)
{
	int i;

	kpcs_unregister(rig->kp[CHANNEL]);
	for (i = 0; i < NUM_CHANNELS; i++)
		rig->kp[CHANNEL + i]->gone = true;
}

static int fault_register_devm(struct fault_rig *rig)
{
	const struct pcs_provider_config config = {
		.fwnode = rig->node[NODE_PCS], .pcs = &rig->kp[SOLO]->pcs,
	};
	int err;

	err = devm_pcs_register(rig->dev, &config);
	rig->kp[SOLO]->gone = err;

	return err;
}

static void fault_devm_unregistered(struct fault_rig *rig)
{
	rig->kp[SOLO]->gone = true;
}

/* What was registered is found, and is the PCS that was registered. */
static bool fault_registered(struct fault_rig *rig)
{
	struct kpcs *kp = rig->kp[rig->kp[SOLO]->gone ? CHANNEL + 2 : SOLO];
	struct phylink_pcs *pcs;
	bool serves;

	pcs = fwnode_pcs_get(NULL, rig->node[NODE_USER], NULL, 0);
	if (IS_ERR(pcs))
		return false;

	serves = fault_serves(pcs, kp);
	pcs_put(pcs);

	return serves;
}

static int fault_got(struct fault_rig *rig, struct phylink_pcs *pcs)
{
	rig->pcs = pcs;

	return PTR_ERR_OR_ZERO(pcs);
}

static int fault_get(struct fault_rig *rig)
{
	return fault_got(rig, fwnode_pcs_get(rig->dev, rig->node[NODE_USER],
					     NULL, 0));
}

/* Without a device, whose log a failure would go to. */
static int fault_get_anonymous(struct fault_rig *rig)
{
	return fault_got(rig, fwnode_pcs_get(NULL, rig->node[NODE_USER], NULL,
					     0));
}

static int fault_get_name(struct fault_rig *rig)
{
	return fault_got(rig, fwnode_pcs_get(rig->dev, rig->node[NODE_USER],
					     "sgmii", 0));
}

static int fault_get_late(struct fault_rig *rig)
{
	return fault_got(rig, fwnode_pcs_get(rig->dev, rig->node[NODE_USER],
					     NULL, PCS_GET_LATE));
}

static int fault_get_devm(struct fault_rig *rig)
{
	return fault_got(rig, devm_fwnode_pcs_get(rig->dev,
						  rig->node[NODE_USER], NULL,
						  0));
}

static bool fault_is_served(struct fault_rig *rig)
{
	return fault_serves(rig->pcs, rig->kp[SOLO]);
}

static bool fault_is_absent(struct fault_rig *rig)
{
	bool absent = fault_config(rig->pcs) == -ENODEV;

	return absent && !kpcs_register(rig->kp[SOLO]) && fault_is_served(rig);
}

static void fault_put(struct fault_rig *rig)
{
	pcs_put(rig->pcs);
}

static void fault_put_late(struct fault_rig *rig)
{
	pcs_put(rig->pcs);
	if (!rig->kp[SOLO]->gone)
		kpcs_unregister(rig->kp[SOLO]);
}

static int fault_get_array(struct fault_rig *rig)
{
	rig->array = fwnode_pcs_array_get(rig->dev, rig->node[NODE_USER], 0);

	return PTR_ERR_OR_ZERO(rig->array);
}

static int fault_get_array_devm(struct fault_rig *rig)
{
	rig->array = devm_fwnode_pcs_array_get(rig->dev, rig->node[NODE_USER],
					       0);

	return PTR_ERR_OR_ZERO(rig->array);
}

static bool fault_array_is_served(struct fault_rig *rig)
{
	struct phylink_pcs **pcs = rig->array->pcs;

	return rig->array->num == 3 &&
	       fault_serves(pcs[0], rig->kp[CHANNEL]) &&
	       fault_serves(pcs[1], rig->kp[SOLO]) &&
	       fault_serves(pcs[2], rig->kp[CHANNEL + 1]);
}

static void fault_put_array(struct fault_rig *rig)
{
	pcs_array_put(rig->array);
}

static int fault_register_all(struct fault_rig *rig)
{
	return fault_register(rig) ?: fault_register_channels(rig);
}

/* Parts of the driver core allocate now and then only, and so allocations that
 * come after them might be passed over. These do it beforehand.
 */
static int fault_register_linked(struct fault_rig *rig)
{
	int err;

	err = fault_register(rig);
	if (err)
		return err;

	rig->kept = fwnode_pcs_get(rig->dev, rig->node[NODE_USER], NULL, 0);

	return PTR_ERR_OR_ZERO(rig->kept);
}

static int fault_register_all_linked(struct fault_rig *rig)
{
	int err;

	err = fault_register_all(rig);
	if (err)
		return err;

	rig->kept_array = fwnode_pcs_array_get(rig->dev, rig->node[NODE_USER],
					       0);

	return PTR_ERR_OR_ZERO(rig->kept_array);
}

/**
 * struct fault_case - a call whose allocations fail
 * @name: for the log
 * @user: name of the consumer's node
 * @before: what has to be done for it, or NULL
 * @call: the call
 * @works: whether all is as it should be after it
 * @undo: the reverse of @call, or NULL when devres is
 * @devm: what @call leaves to devres
 * @fatal: number of allocations that @call cannot do without
 */
struct fault_case {
	const char *name;
	const char *user;
	int (*before)(struct fault_rig *rig);
	int (*call)(struct fault_rig *rig);
	bool (*works)(struct fault_rig *rig);
	void (*undo)(struct fault_rig *rig);
	int devm;
	unsigned int fatal;
};

static const struct fault_case fault_cases[] = {
	{ "register", "one", NULL, fault_register, fault_registered,
	  fault_unregister, 0, 2 },
	{ "register, a cell", "cell", NULL, fault_register_cell,
	  fault_registered, fault_unregister, 0, 2 },
	{ "register, channels", "cell", NULL, fault_register_channels,
	  fault_registered, fault_unregister_channels, 0, 1 + NUM_CHANNELS },
	{ "register, devm", "one", NULL, fault_register_devm, fault_registered,
	  fault_devm_unregistered, 1, 3 },
	{ "get", "one", fault_register, fault_get, fault_is_served, fault_put,
	  0, 1 },
	{ "get, no device", "one", fault_register, fault_get_anonymous,
	  fault_is_served, fault_put, 0, 1 },
	{ "get, by name", "named", fault_register, fault_get_name,
	  fault_is_served, fault_put, 0, 2 },
	{ "get, late", "one", NULL, fault_get_late, fault_is_absent,
	  fault_put_late, 0, 2 },
	{ "get, devm", "one", fault_register_linked, fault_get_devm,
	  fault_is_served, NULL, 1, 2 },
	{ "array", "mixed", fault_register_all_linked, fault_get_array,
	  fault_array_is_served, fault_put_array, 0, 4 },
	{ "array, devm", "mixed", fault_register_all_linked,
	  fault_get_array_devm, fault_array_is_served, NULL, 1, 5 },
};

KUNIT_ARRAY_PARAM_DESC(fault, fault_cases, name);

static void fault_expect_unchanged(struct kunit *test,
				   const struct fault_rig *rig,
				   const struct fault_holds *before,
				   unsigned int n)
{
	struct fault_holds now;
	int i;

	fault_count(rig, &now);
	KUNIT_EXPECT_EQ_MSG(test, now.found, before->found, "n = %u", n);
	KUNIT_EXPECT_EQ_MSG(test, now.suppliers, before->suppliers, "n = %u",
			    n);
	for (i = 0; i < ARRAY_SIZE(now.devs); i++)
		KUNIT_EXPECT_EQ_MSG(test, now.devs[i], before->devs[i],
				    "n = %u, device %d", n, i);
	for (i = 0; i < NUM_NODES; i++)
		KUNIT_EXPECT_EQ_MSG(test, now.nodes[i], before->nodes[i],
				    "n = %u, node %d", n, i);
}

/* The n-th allocation fails. Return: whether there is one. */
static bool fault_nth(struct kunit *test, struct fault_rig *rig,
		      unsigned int n, int *err)
{
	const struct fault_case *c = test->param_value;
	bool injected;
	void *group;
	int devm;

	group = devres_open_group(rig->dev, NULL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, group);

	fault_arm(n);
	*err = c->call(rig);
	injected = fault_disarm();

	KUNIT_EXPECT_EQ_MSG(test, *err, *err ? -ENOMEM : 0, "n = %u", n);
	if (!*err)
		KUNIT_EXPECT_TRUE_MSG(test, c->works(rig), "n = %u", n);
	devm = devres_release_group(rig->dev, group);
	KUNIT_EXPECT_EQ_MSG(test, devm, *err ? 0 : c->devm, "n = %u", n);
	if (!*err && c->undo)
		c->undo(rig);

	return injected;
}

/* One after the other, up to the one that is not there.
 * Return: how many of them made the call fail.
 */
static unsigned int fault_sweep(struct kunit *test, struct fault_rig *rig,
				const struct fault_holds *before)
{
	unsigned int n, fatal = 0, tolerated = 0;
	bool injected = true;
	int err;

	for (n = 1; injected && n < FAULT_MAX; n++) {
		injected = fault_nth(test, rig, n, &err);
		fault_expect_unchanged(test, rig, before, n);
		if (err)
			fatal++;
		else if (injected)
			tolerated++;
	}
	KUNIT_EXPECT_FALSE(test, injected);
	KUNIT_EXPECT_EQ(test, err, 0);
	kunit_info(test, "injected: %u fatal, %u tolerated\n", fatal,
		   tolerated);

	return fatal;
}

static void fault_run(struct kunit *test, struct fault_rig *rig)
{
	const struct fault_case *c = test->param_value;
	struct fault_holds before;
	unsigned int fatal;

	if (c->before)
		KUNIT_ASSERT_EQ(test, c->before(rig), 0);
	fault_count(rig, &before);

	fatal = fault_sweep(test, rig, &before);
	KUNIT_EXPECT_EQ(test, fatal, c->fatal);

	pcs_put(rig->kept);
	pcs_array_put(rig->kept_array);
}

static void fault_rig_init(struct kunit *test, struct fault_rig *rig)
{
	int i;

	rig->dev = kpcs_device(test, "user");
	rig->kp[SOLO] = kpcs_alloc(test, rig->node[NODE_PCS]);
	for (i = CHANNEL; i < NUM_KPCS; i++)
		rig->kp[i] = kpcs_alloc(test, rig->node[NODE_CHANNELS]);
}

#define REF(...)	SOFTWARE_NODE_REFERENCE(__VA_ARGS__)

static const struct property_entry sw_cells[] = {
	PROPERTY_ENTRY_U32("#pcs-cells", 1),
	{ }
};

static const struct software_node sw_pcs = { .name = "pcs-fault-pcs" };
static const struct software_node sw_channels = {
	.name = "pcs-fault-channels", .properties = sw_cells,
};

static const struct software_node_ref_args sw_one[] = { REF(&sw_pcs) };
static const struct software_node_ref_args sw_cell[] = {
	REF(&sw_channels, 2),
};

static const struct software_node_ref_args sw_mixed[] = {
	REF(&sw_channels, 0), REF(&sw_pcs), REF(&sw_channels, 1),
};

static const char * const sw_names[] = { "sgmii" };

static const struct property_entry sw_one_props[] = {
	PROPERTY_ENTRY_REF_ARRAY("pcs-handle", sw_one),
	{ }
};

static const struct property_entry sw_named_props[] = {
	PROPERTY_ENTRY_STRING_ARRAY("pcs-handle-names", sw_names),
	PROPERTY_ENTRY_REF_ARRAY("pcs-handle", sw_one),
	{ }
};

static const struct property_entry sw_cell_props[] = {
	PROPERTY_ENTRY_REF_ARRAY("pcs-handle", sw_cell),
	{ }
};

static const struct property_entry sw_mixed_props[] = {
	PROPERTY_ENTRY_REF_ARRAY("pcs-handle", sw_mixed),
	{ }
};

static const struct software_node sw_users[] = {
	{ .name = "one", .properties = sw_one_props },
	{ .name = "named", .properties = sw_named_props },
	{ .name = "cell", .properties = sw_cell_props },
	{ .name = "mixed", .properties = sw_mixed_props },
};

/* The node is gone with the last reference to it. */
static void fault_swnode_remove(void *node)
{
	struct kunit *test = kunit_get_current_test();

	software_node_unregister(node);
	KUNIT_EXPECT_NULL(test, software_node_fwnode(node));
}

static struct fwnode_handle *fault_swnode_add(struct kunit *test,
					      const struct software_node *node)
{
	KUNIT_ASSERT_EQ(test, software_node_register(node), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, fault_swnode_remove,
					       (void *)node), 0);

	return software_node_fwnode(node);
}

static void fault_swnode(struct kunit *test)
{
	const struct fault_case *c = test->param_value;
	struct fault_rig rig = { };
	int i;

	rig.node[NODE_PCS] = fault_swnode_add(test, &sw_pcs);
	rig.node[NODE_CHANNELS] = fault_swnode_add(test, &sw_channels);
	for (i = 0; i < ARRAY_SIZE(sw_users); i++)
		if (!strcmp(sw_users[i].name, c->user))
			rig.node[NODE_USER] = fault_swnode_add(test,
							       &sw_users[i]);
	KUNIT_ASSERT_NOT_NULL(test, rig.node[NODE_USER]);
	fault_rig_init(test, &rig);
	fault_run(test, &rig);
}

OF_OVERLAY_DECLARE(fault_overlay);

static struct device_node *fault_of_node(struct kunit *test, const char *name)
{
	struct device_node *np = of_find_node_by_name(NULL, name);

	KUNIT_ASSERT_NOT_NULL(test, np);
	of_node_put_kunit(test, np);

	return np;
}

static struct fwnode_handle *fault_of_fwnode(struct kunit *test,
					     const char *name)
{
	return of_fwnode_handle(fault_of_node(test, name));
}

static void fault_of(struct kunit *test)
{
	const struct fault_case *c = test->param_value;
	struct fault_rig rig = { };
	char user[16];

	snprintf(user, sizeof(user), "fault-%s", c->user);
	KUNIT_ASSERT_EQ(test, of_overlay_apply_kunit(test, fault_overlay), 0);
	rig.node[NODE_PCS] = fault_of_fwnode(test, "fault-pcs");
	rig.node[NODE_CHANNELS] = fault_of_fwnode(test, "fault-channels");
	rig.node[NODE_USER] = fault_of_fwnode(test, user);
	fault_rig_init(test, &rig);
	fault_run(test, &rig);
}

/* A MAC that runs and waits for the PCS: its link comes up with a registration
 * that succeeds, and with no other.
 */
static void fault_awaited(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	unsigned int n, fatal = 0, tolerated = 0;
	bool injected = true;
	struct kmac *mac;
	int err;

	mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	mac->pcs = kpcs_get(test, kpcs_ref_node(test, node), PCS_GET_LATE);
	kmac_create(test, mac, KMAC_FIXED);
	kmac_start(mac);

	for (n = 1; injected && n < FAULT_MAX; n++) {
		fault_arm(n);
		err = kpcs_register(kp);
		injected = fault_disarm();
		kmac_settle();
		KUNIT_EXPECT_EQ(test, err, err ? -ENOMEM : 0);
		KUNIT_EXPECT_TRUE(test, kmac_wait(mac, !err));
		KUNIT_EXPECT_EQ(test, kp->enabled, !err);
		fatal += !!err;
		tolerated += !err && injected;
		if (!err)
			kpcs_unregister(kp);
		KUNIT_EXPECT_TRUE(test, kmac_wait(mac, false));
	}
	KUNIT_EXPECT_FALSE(test, injected);
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, fatal, 1);
	kmac_stop(mac);
	kmac_destroy(mac);
	kunit_info(test, "injected: %u fatal, %u tolerated\n", fatal,
		   tolerated);
}

/* Holds up the core's work queue. */
struct fault_hold {
	struct work_struct work;
	struct completion leave;
};

static void fault_hold(struct work_struct *work)
{
	struct fault_hold *hold = container_of(work, struct fault_hold, work);

	wait_for_completion(&hold->leave);
}

/* The PCS comes after the consumer, and the work item that is to link their
 * devices runs here, where it can be failed.
 */
static bool fault_link(struct kunit *test, struct kpcs *kp,
		       struct pcs_handle *h, unsigned int n)
{
	struct fault_hold hold;
	bool injected;

	init_completion(&hold.leave);
	INIT_WORK_ONSTACK(&hold.work, fault_hold);
	queue_work(pcs_wq, &hold.work);
	KUNIT_EXPECT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_TRUE(test, cancel_work_sync(&h->replay));
	complete(&hold.leave);
	flush_work(&hold.work);
	destroy_work_on_stack(&hold.work);

	fault_arm(n);
	h->replay.func(&h->replay);
	injected = fault_disarm();

	return injected;
}

/* A device link that does not come about is done without, until the PCS or the
 * consumer comes again.
 */
static void fault_device_link(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct fwnode_handle *ref = kpcs_ref_node(test, node);
	struct kpcs *kp = kpcs_alloc(test, node);
	unsigned int n, unlinked = 0;
	struct phylink_pcs *pcs;
	bool injected = true;
	bool linked;

	for (n = 1; injected && n < FAULT_MAX; n++) {
		pcs = kpcs_get(test, ref, PCS_GET_LATE);
		injected = fault_link(test, kp, to_pcs_handle(pcs), n);
		linked = !list_empty(&kp->dev->links.consumers);
		KUNIT_EXPECT_TRUE(test, linked || injected);
		KUNIT_EXPECT_EQ(test, linked, to_pcs_handle(pcs)->linked);
		KUNIT_EXPECT_TRUE(test, fault_serves(pcs, kp));
		unlinked += !linked;

		kpcs_unregister(kp);
		KUNIT_EXPECT_TRUE(test, list_empty(&kp->dev->links.consumers));
		KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
		kmac_settle();
		KUNIT_EXPECT_FALSE(test,
				   list_empty(&kp->dev->links.consumers));
		kpcs_put(test, pcs);
		KUNIT_EXPECT_TRUE(test, list_empty(&kp->dev->links.consumers));
		kpcs_unregister(kp);
	}
	KUNIT_EXPECT_FALSE(test, injected);
	KUNIT_EXPECT_GT(test, unlinked, 0);
	kunit_info(test, "injected: 0 fatal, %u tolerated\n", n - 2);
}

/* More than a hash table has room for when it was left alone */
#define FAULT_MANY	600

/* The hash tables grow in a work item of their own, and only when that does not
 * keep up in the insertion, which can then fail. It does not keep up with a
 * task of this priority, which stays on its CPU and does not sleep.
 */
static void fault_starve_begin(void)
{
	migrate_disable();
	sched_set_fifo(current);
}

static void fault_starve_end(void)
{
	sched_set_normal(current, 0);
	migrate_enable();
}

/**
 * struct fault_many - a call that is made many times
 * @call: makes the nth; returns an errno
 * @undo: what undoes it
 * @node: node of the channels
 * @dev: their device
 * @kpcs: the channels
 * @refs: nodes that refer to one PCS each
 * @pcs: what was got by them
 */
struct fault_many {
	int (*call)(struct fault_many *many, unsigned int n);
	void (*undo)(struct fault_many *many, unsigned int n);
	struct fwnode_handle *node;
	struct device *dev;
	struct phylink_pcs *kpcs;
	struct fwnode_handle *refs[FAULT_MANY];
	struct phylink_pcs *pcs[FAULT_MANY];
};

/* Makes the nth call while an allocation fails, and again if that failed.
 * Return: the errno of the first one.
 */
static int fault_many_try(struct kunit *test, struct fault_many *many,
			  unsigned int n, unsigned int nth, bool *injected)
{
	int err;

	fault_arm(nth);
	err = many->call(many, n);
	*injected = fault_disarm();
	KUNIT_EXPECT_EQ(test, err, err ? -ENOMEM : 0);
	if (err)
		KUNIT_EXPECT_EQ(test, many->call(many, n), 0);

	return err;
}

/* Return: the last allocation without which the first call fails */
static unsigned int fault_many_last(struct kunit *test, struct fault_many *many)
{
	unsigned int nth, last = 0;
	bool injected = true;

	for (nth = 1; injected && nth < FAULT_MAX; nth++) {
		if (fault_many_try(test, many, 0, nth, &injected))
			last = nth;
		many->undo(many, 0);
	}
	KUNIT_EXPECT_GT(test, last, 0);

	return last;
}

/* A hash table has a power of two buckets, and wants more when there are more
 * entries than that: then a call needs an allocation more, soon after the last
 * one without which others fail. kmemleak may have one in between.
 */
static void fault_many(struct kunit *test, struct fault_many *many)
{
	unsigned int n, last, nth, tries = 0, grown = 0;
	bool injected;

	fault_starve_begin();
	last = fault_many_last(test, many);
	for (n = 0; n < FAULT_MANY; n++) {
		nth = 0;
		if (n && is_power_of_2(n - 1))
			nth = last + 1 + tries++ % 3;
		if (fault_many_try(test, many, n, nth, &injected))
			grown++;
	}
	fault_starve_end();

	KUNIT_EXPECT_GT(test, grown, 0);
	while (n--)
		many->undo(many, n);
	kunit_info(test, "injected: %u fatal, 0 tolerated\n", grown);
}

static int fault_register_nth(struct fault_many *many, unsigned int n)
{
	const u64 cell = n;
	const struct pcs_provider_config config = {
		.fwnode = many->node, .pcs = &many->kpcs[n], .args = &cell,
		.num_args = 1,
	};

	many->kpcs[n].ops = &kpcs_ops;

	return pcs_register(many->dev, &config);
}

static void fault_unregister_nth(struct fault_many *many, unsigned int n)
{
	pcs_unregister(&many->kpcs[n]);
}

static void fault_many_channels(struct kunit *test)
{
	struct fault_many *many;

	many = kunit_kzalloc(test, sizeof(*many), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, many);
	many->call = fault_register_nth;
	many->undo = fault_unregister_nth;
	many->node = kpcs_node(test, sw_cells);
	many->dev = kpcs_device(test, "pcs");
	many->kpcs = kunit_kcalloc(test, FAULT_MANY, sizeof(*many->kpcs),
				   GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, many->kpcs);

	fault_many(test, many);
}

static int fault_get_nth(struct fault_many *many, unsigned int n)
{
	many->pcs[n] = fwnode_pcs_get(NULL, many->refs[n], NULL, PCS_GET_LATE);

	return PTR_ERR_OR_ZERO(many->pcs[n]);
}

static void fault_put_nth(struct fault_many *many, unsigned int n)
{
	pcs_put(many->pcs[n]);
}

static void fault_many_endpoints(struct kunit *test)
{
	struct fault_many *many;
	unsigned int i;

	many = kunit_kzalloc(test, sizeof(*many), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, many);
	many->call = fault_get_nth;
	many->undo = fault_put_nth;
	for (i = 0; i < FAULT_MANY; i++)
		many->refs[i] = kpcs_ref_node(test, kpcs_node(test, NULL));

	fault_many(test, many);
}

/* The drivers: a probe of which an allocation fails leaves nothing, and the
 * next one succeeds. For some failures the MDIO core, sysfs and rtnetlink have
 * an errno of their own.
 */
static const struct probe_case {
	const char *name;
	const char *node;
	bool mdio;
} probe_cases[] = {
	{ "pcs-lynx-mdio", "fault-lynx", true },
	{ "pcs-sim-mdio", "fault-mdio" },
	{ "pcs-sim-mac", "fault-mac" },
};

KUNIT_ARRAY_PARAM_DESC(probe, probe_cases, name);

static void fault_put_device(void *dev)
{
	put_device(dev);
}

static struct device *fault_find_device(struct kunit *test,
					struct device_node *np, bool mdio)
{
	struct platform_device *pdev;
	struct mdio_device *mdiodev;
	struct device *dev = NULL;

	if (mdio) {
		mdiodev = of_mdio_find_device(np);
		if (mdiodev)
			dev = &mdiodev->dev;
	} else {
		pdev = of_find_device_by_node(np);
		if (pdev)
			dev = &pdev->dev;
	}
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, fault_put_device,
							dev), 0);

	return dev;
}

static unsigned int fault_node_refs(const struct device_node *np)
{
	device_link_wait_removal();

	return kref_read(&np->kobj.kref);
}

static void fault_probe(struct kunit *test)
{
	const struct probe_case *c = test->param_value;
	unsigned int n, refs, fatal = 0, tolerated = 0;
	struct device_node *np, *pcs;
	struct device_driver *drv;
	bool injected = true;
	struct device *dev;
	int err;

	KUNIT_ASSERT_EQ(test, of_overlay_apply_kunit(test, fault_overlay), 0);
	np = fault_of_node(test, c->node);
	pcs = fault_of_node(test, "fault-lynx");
	dev = fault_find_device(test, np, c->mdio);
	drv = dev->driver;
	KUNIT_ASSERT_NOT_NULL(test, drv);
	KUNIT_ASSERT_STREQ(test, drv->name, c->name);

	device_release_driver(dev);
	refs = fault_node_refs(pcs);
	for (n = 1; injected && n < FAULT_MAX; n++) {
		fault_arm(n);
		err = device_driver_attach(drv, dev);
		injected = fault_disarm();
		if (c->mdio || (err != -EINVAL && err != -ENOBUFS))
			KUNIT_EXPECT_EQ_MSG(test, err, err ? -ENOMEM : 0,
					    "n = %u", n);
		KUNIT_EXPECT_EQ(test, !dev->driver, !!err);
		if (err)
			fatal++;
		else if (injected)
			tolerated++;
		if (!err)
			device_release_driver(dev);
		KUNIT_EXPECT_TRUE(test, list_empty(&dev->devres_head));
		KUNIT_EXPECT_EQ_MSG(test, fault_node_refs(pcs), refs, "n = %u",
				    n);
	}
	KUNIT_EXPECT_FALSE(test, injected);
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_GT(test, fatal, 0);
	KUNIT_EXPECT_EQ(test, device_driver_attach(drv, dev), 0);
	kunit_info(test, "injected: %u fatal, %u tolerated\n", fatal,
		   tolerated);
}

static struct kunit_case fault_test_cases[] = {
	KUNIT_CASE_PARAM(fault_swnode, fault_gen_params),
	KUNIT_CASE_PARAM(fault_of, fault_gen_params),
	KUNIT_CASE(fault_awaited),
	KUNIT_CASE(fault_device_link),
	KUNIT_CASE(fault_many_channels),
	KUNIT_CASE(fault_many_endpoints),
	KUNIT_CASE_PARAM(fault_probe, probe_gen_params),
	{ }
};

static struct kunit_suite fault_suite = {
	.name = "pcs_fault",
	.suite_init = fault_suite_init,
	.suite_exit = fault_suite_exit,
	.test_cases = fault_test_cases,
};

kunit_test_suite(fault_suite);
