// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: what the other suites pass by
 *
 * Rare moments, with the door held open, and rare kinds of firmware nodes and
 * drivers.
 */

#include <kunit/of.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/of.h>
#include <linux/platform_device.h>

#include "../drivers/net/pcs/pcs.h"
#include "pcs-kunit.h"

#define SGMII	PHY_INTERFACE_MODE_SGMII
#define XFI	PHY_INTERFACE_MODE_10GBASER

static const struct property_entry one_cell[] = {
	PROPERTY_ENTRY_U32("#pcs-cells", 1),
	{ }
};

/* A consumer's node with a reference that has a cell */
static struct fwnode_handle *cell_node(struct kunit *test,
				       struct fwnode_handle *target, u64 cell)
{
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(target, cell),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		{ }
	};

	return kpcs_node(test, props);
}

static int call_config(struct phylink_pcs *pcs)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(advertising) = { 0, };

	return pcs->ops->pcs_config(pcs, 0, SGMII, advertising, false);
}

static int get_err(struct fwnode_handle *fwnode)
{
	struct phylink_pcs *pcs = fwnode_pcs_get(NULL, fwnode, NULL, 0);

	if (!IS_ERR(pcs))
		pcs_put(pcs);

	return PTR_ERR_OR_ZERO(pcs);
}

/* A driver with every op, each of which leaves a bit */
enum {
	OP_POST_CONFIG,
	OP_RESTART,
	OP_LINK_UP,
	OP_DISABLE_EEE,
	OP_ENABLE_EEE,
	OP_CONFIG,
	OP_STATE,
	OP_DISABLE,
};

struct full_pcs {
	struct phylink_pcs pcs;
	unsigned long called;
	int post_config_ret;
	int pre_init_ret;
	bool enabled;
};

static void full_called(struct phylink_pcs *pcs, int op)
{
	__set_bit(op, &container_of(pcs, struct full_pcs, pcs)->called);
}

static int full_pre_init(struct phylink_pcs *pcs)
{
	return container_of(pcs, struct full_pcs, pcs)->pre_init_ret;
}

static int full_enable(struct phylink_pcs *pcs)
{
	container_of(pcs, struct full_pcs, pcs)->enabled = true;

	return 0;
}

static void full_disable(struct phylink_pcs *pcs)
{
	full_called(pcs, OP_DISABLE);
	container_of(pcs, struct full_pcs, pcs)->enabled = false;
}

static void full_state(struct phylink_pcs *pcs, unsigned int neg_mode,
		       struct phylink_link_state *state)
{
	full_called(pcs, OP_STATE);
}

static int full_config(struct phylink_pcs *pcs, unsigned int neg_mode,
		       phy_interface_t interface,
		       const unsigned long *advertising, bool permit)
{
	full_called(pcs, OP_CONFIG);

	return 0;
}

static int full_post_config(struct phylink_pcs *pcs, phy_interface_t interface)
{
	full_called(pcs, OP_POST_CONFIG);

	return container_of(pcs, struct full_pcs, pcs)->post_config_ret;
}

static void full_an_restart(struct phylink_pcs *pcs)
{
	full_called(pcs, OP_RESTART);
}

static void full_link_up(struct phylink_pcs *pcs, unsigned int neg_mode,
			 phy_interface_t interface, int speed, int duplex)
{
	full_called(pcs, OP_LINK_UP);
}

static void full_disable_eee(struct phylink_pcs *pcs)
{
	full_called(pcs, OP_DISABLE_EEE);
}

static void full_enable_eee(struct phylink_pcs *pcs)
{
	full_called(pcs, OP_ENABLE_EEE);
}

static const struct phylink_pcs_ops full_ops = {
	.pcs_pre_init = full_pre_init,
	.pcs_enable = full_enable,
	.pcs_disable = full_disable,
	.pcs_get_state = full_state,
	.pcs_config = full_config,
	.pcs_post_config = full_post_config,
	.pcs_an_restart = full_an_restart,
	.pcs_link_up = full_link_up,
	.pcs_disable_eee = full_disable_eee,
	.pcs_enable_eee = full_enable_eee,
};

static void full_unregister(void *pcs)
{
	pcs_unregister(pcs);
}

static struct full_pcs *full_register(struct kunit *test,
				      struct fwnode_handle *node)
{
	struct pcs_provider_config config = { .fwnode = node };
	struct full_pcs *full;

	full = kunit_kzalloc(test, sizeof(*full), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, full);
	full->pcs.ops = &full_ops;
	config.pcs = &full->pcs;
	KUNIT_ASSERT_EQ(test, pcs_register(kpcs_device(test, "full"), &config),
			0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, full_unregister,
					       &full->pcs), 0);

	return full;
}

/* The ops that only make sense when the PCS is enabled. Return: which of them
 * reached the driver.
 */
static unsigned long full_call(struct full_pcs *full, struct phylink_pcs *pcs)
{
	struct phylink_link_state state = { };

	full->called = 0;
	pcs->ops->pcs_get_state(pcs, 0, &state);
	pcs->ops->pcs_an_restart(pcs);
	pcs->ops->pcs_link_up(pcs, 0, SGMII, SPEED_1000, DUPLEX_FULL);
	pcs->ops->pcs_disable_eee(pcs);
	pcs->ops->pcs_enable_eee(pcs);

	return full->called;
}

/* Every op reaches the driver of a PCS that is the handle's, and none does from
 * a handle that only has the same PCS.
 */
static void corner_ops(struct kunit *test)
{
	const unsigned long all = BIT(OP_STATE) | BIT(OP_RESTART) |
				  BIT(OP_LINK_UP) | BIT(OP_DISABLE_EEE) |
				  BIT(OP_ENABLE_EEE);
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct full_pcs *full = full_register(test, node);
	struct phylink_pcs *pcs, *other;

	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);
	other = kpcs_get(test, kpcs_ref_node(test, node), 0);
	KUNIT_EXPECT_EQ(test, full_call(full, pcs), 0);

	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_EQ(test, full_call(full, pcs), all);
	KUNIT_EXPECT_EQ(test, full_call(full, other), 0);

	full->post_config_ret = -EIO;
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_post_config(pcs, SGMII), -EIO);
	KUNIT_EXPECT_EQ(test, full->called, BIT(OP_POST_CONFIG));
	KUNIT_EXPECT_EQ(test, other->ops->pcs_post_config(other, SGMII), 0);
	KUNIT_EXPECT_EQ(test, full->called, BIT(OP_POST_CONFIG));

	full->called = 0;
	other->ops->pcs_disable(other);
	KUNIT_EXPECT_EQ(test, full->called, 0);
	pcs->ops->pcs_disable(pcs);
	KUNIT_EXPECT_EQ(test, full->called, BIT(OP_DISABLE));
}

/* A PCS whose late pcs_pre_init() fails is not enabled, and free for others. */
static void corner_pre_init_fails(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct phylink_pcs *pcs, *other;
	struct full_pcs *full;

	pcs = kpcs_get(test, kpcs_ref_node(test, node), PCS_GET_LATE);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_pre_init(pcs), -ENODEV);
	full = full_register(test, node);
	other = kpcs_get(test, kpcs_ref_node(test, node), 0);

	full->pre_init_ret = -EIO;
	KUNIT_EXPECT_EQ(test, call_config(pcs), -EIO);
	KUNIT_EXPECT_FALSE(test, full->enabled);
	KUNIT_EXPECT_EQ(test, full->called, 0);
	KUNIT_EXPECT_EQ(test, call_config(other), 0);
	other->ops->pcs_disable(other);

	full->pre_init_ret = 0;
	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_TRUE(test, full->enabled);
}

/* A PCS that a consumer without a device has is refused to others, too. */
static void corner_busy_anonymous(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *first, *second;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	second = kpcs_get(test, kpcs_ref_node(test, node), 0);
	first = fwnode_pcs_get(NULL, kpcs_ref_node(test, node), NULL, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, first);

	KUNIT_EXPECT_EQ(test, call_config(first), 0);
	KUNIT_EXPECT_EQ(test, call_config(second), -EBUSY);
	pcs_put(first);
	KUNIT_EXPECT_EQ(test, call_config(second), 0);
	second->ops->pcs_disable(second);
}

static struct task_struct *run(struct kunit *test, int (*fn)(void *data),
			       void *data)
{
	struct task_struct *task = kthread_create(fn, data, "pcs-kunit");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	get_task_struct(task);
	wake_up_process(task);

	return task;
}

static void join(struct task_struct *task)
{
	kthread_stop(task);
	put_task_struct(task);
}

static int state_thread(void *data)
{
	struct phylink_link_state state = { };
	struct phylink_pcs *pcs = data;

	pcs->ops->pcs_get_state(pcs, 0, &state);

	return 0;
}

static int unregister_thread(void *kp)
{
	kpcs_unregister(kp);

	return 0;
}

static void wait_contended(struct phylink_pcs *pcs)
{
	while (!rwsem_is_contended(&to_pcs_handle(pcs)->lock))
		schedule_timeout_uninterruptible(1);
}

/* While a provider is leaving, which takes as long as the op that is under way,
 * its PCS are not there any more: none is handed out but as an absent one, none
 * is known to be missing, and it cannot be unregistered again.
 */
static void corner_get_while_leaving(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, one_cell);
	struct fwnode_handle *refs[] = {
		cell_node(test, node, 0), cell_node(test, node, 1),
	};
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *list[] = { &kp->pcs };
	const struct pcs_provider_config config = {
		.fwnode = node, .channels = list, .num_channels = 1,
	};
	struct task_struct *op, *unregister;
	struct phylink_pcs *pcs, *late;

	KUNIT_ASSERT_EQ(test, pcs_register(kp->dev, &config), 0);
	kp->gone = false;
	pcs = kpcs_get(test, refs[0], 0);
	KUNIT_ASSERT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_EQ(test, get_err(refs[1]), -ENODEV);

	kpcs_block(kp, kpcs_ops.pcs_get_state);
	op = run(test, state_thread, pcs);
	wait_for_completion(&kp->entered);
	unregister = run(test, unregister_thread, kp);
	wait_contended(pcs);

	KUNIT_EXPECT_EQ(test, get_err(refs[0]), -EPROBE_DEFER);
	KUNIT_EXPECT_EQ(test, get_err(refs[1]), -EPROBE_DEFER);
	late = kpcs_get(test, refs[0], PCS_GET_LATE);
	KUNIT_EXPECT_EQ(test, call_config(late), -ENODEV);
	kunit_warning_suppress(test) {
		pcs_unregister(&kp->pcs);
		KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 1);
	}

	complete(&kp->leave);
	join(op);
	join(unregister);
	KUNIT_EXPECT_EQ(test, kp->n_enable, 1);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);
}

static int put_thread(void *pcs)
{
	pcs_put(pcs);

	return 0;
}

/* A consumer that is giving its handle back gets no PCS that arrives. */
static void corner_arrival_while_putting(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct task_struct *put;
	struct phylink_pcs *pcs;
	struct pcs_handle *h;

	pcs = fwnode_pcs_get(NULL, kpcs_ref_node(test, node), NULL,
			     PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	h = to_pcs_handle(pcs);

	down_read(&h->lock);
	put = run(test, put_thread, pcs);
	wait_contended(pcs);
	KUNIT_EXPECT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_NULL(test, h->channel);
	KUNIT_EXPECT_FALSE(test, work_pending(&h->replay));
	up_read(&h->lock);
	join(put);
}

/* A channel is unknown, and waited for, as long as nobody has said which ones
 * there are: somebody who waits for the first does not, nor does a PCS that is
 * registered by itself.
 */
static void corner_channel_unknown(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, one_cell);
	struct fwnode_handle *second = cell_node(test, node, 1);
	struct kpcs *kp = kpcs_alloc(test, node);
	const u64 zero = 0;
	const struct pcs_provider_config config = {
		.fwnode = node, .pcs = &kp->pcs, .args = &zero, .num_args = 1,
	};
	struct phylink_pcs *pcs;

	pcs = kpcs_get(test, cell_node(test, node, 0), PCS_GET_LATE);
	KUNIT_EXPECT_EQ(test, get_err(second), -EPROBE_DEFER);
	/* the one that it waits for is named in the log, with its cell */
	KUNIT_EXPECT_EQ(test, call_config(pcs), -ENODEV);

	KUNIT_ASSERT_EQ(test, pcs_register(kp->dev, &config), 0);
	kp->gone = false;
	KUNIT_EXPECT_EQ(test, call_config(pcs), 0);
	KUNIT_EXPECT_EQ(test, get_err(second), -EPROBE_DEFER);
	pcs->ops->pcs_disable(pcs);
}

/* Registers the PCS, with the work item of the handle kept from running. To be
 * run by the caller, who has its reference.
 */
struct hold {
	struct work_struct work;
	struct completion leave;
};

static void hold_work(struct work_struct *work)
{
	wait_for_completion(&container_of(work, struct hold, work)->leave);
}

static void register_unlinked(struct kunit *test, struct kpcs *kp,
			      struct phylink_pcs *pcs)
{
	struct hold hold;

	init_completion(&hold.leave);
	INIT_WORK_ONSTACK(&hold.work, hold_work);
	queue_work(pcs_wq, &hold.work);
	KUNIT_EXPECT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_TRUE(test, cancel_work_sync(&to_pcs_handle(pcs)->replay));
	complete(&hold.leave);
	flush_work(&hold.work);
	destroy_work_on_stack(&hold.work);
}

static int replay_thread(void *data)
{
	struct pcs_handle *h = data;

	h->replay.func(&h->replay);

	return 0;
}

/* Wait until the task does, for a lock, as there is nothing else that it could
 * wait for.
 */
static void wait_asleep(struct task_struct *task)
{
	while (!(READ_ONCE(task->__state) & TASK_UNINTERRUPTIBLE))
		schedule_timeout_uninterruptible(1);
}

static unsigned int num_consumers(const struct device *dev)
{
	return list_count_nodes((struct list_head *)&dev->links.consumers);
}

/* Two that are about to link the devices of a handle at once make one link; one
 * that comes behind a pcs_unregister() makes none.
 */
static void corner_link_race(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct task_struct *first, *second;
	struct phylink_pcs *pcs;
	struct pcs_handle *h;

	pcs = kpcs_get(test, kpcs_ref_node(test, node), PCS_GET_LATE);
	h = to_pcs_handle(pcs);
	register_unlinked(test, kp, pcs);
	kref_get(&h->ref);

	down_read(&h->lock);
	first = run(test, replay_thread, h);
	second = run(test, replay_thread, h);
	wait_asleep(first);
	wait_asleep(second);
	KUNIT_EXPECT_EQ(test, num_consumers(kp->dev), 0);
	up_read(&h->lock);
	join(first);
	join(second);
	KUNIT_EXPECT_EQ(test, num_consumers(kp->dev), 1);
	kpcs_unregister(kp);
	KUNIT_EXPECT_EQ(test, num_consumers(kp->dev), 0);

	kmac_settle();
	register_unlinked(test, kp, pcs);
	down_read(&h->lock);
	first = run(test, unregister_thread, kp);
	wait_asleep(first);
	second = run(test, replay_thread, h);
	wait_asleep(second);
	up_read(&h->lock);
	join(first);
	join(second);
	KUNIT_EXPECT_EQ(test, num_consumers(kp->dev), 0);
	KUNIT_EXPECT_FALSE(test, h->linked);
}

/* A list of channels with a hole, cells next to channels, more cells than a
 * reference can have: refused, with nothing left.
 */
static void corner_register_refused(struct kunit *test)
{
	static const struct property_entry many_cells[] = {
		PROPERTY_ENTRY_U32("#pcs-cells", NR_FWNODE_REFERENCE_ARGS + 1),
		{ }
	};
	struct fwnode_handle *node = kpcs_node(test, one_cell);
	struct fwnode_handle *many = kpcs_node(test, many_cells);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *list[] = { &kp->pcs, NULL };
	struct pcs_provider_config config = {
		.fwnode = node, .channels = list, .num_channels = 2,
	};
	u64 args[NR_FWNODE_REFERENCE_ARGS + 1] = { };

	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	config.num_channels = 1;
	config.args = args;
	config.num_args = 1;
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);

	config.fwnode = many;
	config.channels = NULL;
	config.num_channels = 0;
	config.pcs = &kp->pcs;
	config.num_args = ARRAY_SIZE(args);
	KUNIT_EXPECT_EQ(test, pcs_register(kp->dev, &config), -EINVAL);
	KUNIT_EXPECT_EQ(test, get_err(cell_node(test, node, 0)),
			-EPROBE_DEFER);
}

/* devres takes all channels back, not just a single PCS. */
static void corner_devm_channels(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, one_cell);
	struct fwnode_handle *ref = cell_node(test, node, 1);
	struct device *dev = kpcs_device(test, "pcs");
	struct kpcs *kp[] = { kpcs_alloc(test, node), kpcs_alloc(test, node) };
	struct phylink_pcs *list[] = { &kp[0]->pcs, &kp[1]->pcs };
	const struct pcs_provider_config config = {
		.fwnode = node, .channels = list, .num_channels = 2,
	};
	void *group;

	group = devres_open_group(dev, NULL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, group);
	KUNIT_EXPECT_EQ(test, devm_pcs_register(dev, &config), 0);
	KUNIT_EXPECT_EQ(test, get_err(ref), 0);
	KUNIT_EXPECT_EQ(test, devres_release_group(dev, group), 1);
	KUNIT_EXPECT_EQ(test, get_err(ref), -EPROBE_DEFER);
}

/* A PCS that comes back with more modes than it had serves those that it was
 * handed out with: phylink has not heard of the others.
 */
static void corner_array_more_modes(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct pcs_array *array;

	__set_bit(SGMII, kp->pcs.supported_interfaces);
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	array = fwnode_pcs_array_get(NULL, kpcs_ref_node(test, node), 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, array);

	kpcs_unregister(kp);
	__set_bit(XFI, kp->pcs.supported_interfaces);
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_PTR_EQ(test, pcs_array_select(array, SGMII),
			    array->pcs[0]);
	KUNIT_EXPECT_NULL(test, pcs_array_select(array, XFI));
	pcs_array_put(array);
}

/* A node of a kind of its own, which says of references what ACPI says: as many
 * cells as there are, whatever #pcs-cells is.
 */
struct other_node {
	struct fwnode_handle fwnode;
	struct fwnode_handle *target;
	unsigned int nargs;
	int refs;
};

static struct other_node *to_other(const struct fwnode_handle *fwnode)
{
	return container_of(fwnode, struct other_node, fwnode);
}

static struct fwnode_handle *other_get(struct fwnode_handle *fwnode)
{
	to_other(fwnode)->refs++;

	return fwnode;
}

static void other_put(struct fwnode_handle *fwnode)
{
	to_other(fwnode)->refs--;
}

static int other_get_reference_args(const struct fwnode_handle *fwnode,
				    const char *prop, const char *nargs_prop,
				    unsigned int nargs, unsigned int index,
				    struct fwnode_reference_args *args)
{
	const struct other_node *other = to_other(fwnode);

	if (strcmp(prop, "pcs-handle") || index)
		return -ENOENT;

	*args = (struct fwnode_reference_args) {
		.fwnode = fwnode_handle_get(other->target),
		.nargs = other->nargs,
	};

	return 0;
}

static const struct fwnode_operations other_ops = {
	.get = other_get,
	.put = other_put,
	.get_reference_args = other_get_reference_args,
};

static void corner_other_firmware(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, one_cell);
	struct other_node other = { .target = node, .nargs = 1 };
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *list[] = { &kp->pcs };
	const struct pcs_provider_config config = {
		.fwnode = node, .channels = list, .num_channels = 1,
	};

	fwnode_init(&other.fwnode, &other_ops);
	KUNIT_EXPECT_EQ(test, get_err(&other.fwnode), -EPROBE_DEFER);
	KUNIT_ASSERT_EQ(test, pcs_register(kp->dev, &config), 0);
	kp->gone = false;
	KUNIT_EXPECT_EQ(test, fwnode_pcs_count(&other.fwnode), 1);
	KUNIT_EXPECT_EQ(test, get_err(&other.fwnode), 0);

	other.nargs = 2;
	KUNIT_EXPECT_EQ(test, get_err(&other.fwnode), -EINVAL);
	KUNIT_EXPECT_EQ(test, other.refs, 0);
}

/* A node of a kind that knows no references refers to nothing. */
static void corner_no_references(struct kunit *test)
{
	static const struct fwnode_operations no_ops = { };
	struct fwnode_handle fwnode;

	fwnode_init(&fwnode, &no_ops);
	KUNIT_EXPECT_EQ(test, fwnode_pcs_count(&fwnode), 0);
	KUNIT_EXPECT_EQ(test, get_err(&fwnode), -ENOENT);
}

/* A PCS is the consumer's own also when it is below its secondary node. */
static void corner_own_secondary(struct kunit *test)
{
	struct device *dev = kpcs_device(test, "user");
	struct fwnode_handle *node, *child, *ref;
	struct other_node primary = { };
	struct phylink_pcs *pcs;

	node = kpcs_node(test, NULL);
	child = fwnode_create_software_node(NULL, node);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, child);
	ref = kpcs_ref_node(test, child);

	fwnode_init(&primary.fwnode, &other_ops);
	set_primary_fwnode(dev, &primary.fwnode);
	set_secondary_fwnode(dev, node);
	pcs = fwnode_pcs_get(dev, ref, NULL, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), 0);
	if (!IS_ERR(pcs))
		pcs_put(pcs);
	set_secondary_fwnode(dev, NULL);
	set_primary_fwnode(dev, NULL);
	fwnode_remove_software_node(child);
}

OF_OVERLAY_DECLARE(corner_overlay);

/* Names that are no strings are the fault of who wrote them. */
static void corner_malformed_names(struct kunit *test)
{
	struct phylink_pcs *pcs;
	struct device_node *np;

	KUNIT_ASSERT_EQ(test, of_overlay_apply_kunit(test, corner_overlay), 0);
	np = of_find_node_by_name(NULL, "corner-malformed-names");
	of_node_put_kunit(test, np);
	KUNIT_ASSERT_NOT_NULL(test, np);
	pcs = fwnode_pcs_get(NULL, of_fwnode_handle(np), "sgmii",
			     PCS_GET_LATE);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EINVAL);
}

/* A MAC whose probe is too early is tried again when there is a PCS. */
static int defer_probe(struct platform_device *pdev)
{
	return PTR_ERR_OR_ZERO(devm_pcs_get(&pdev->dev, NULL));
}

static struct platform_driver defer_driver = {
	.probe = defer_probe,
	.driver = { .name = "pcs-kunit-defer" },
};

static void defer_unregister_driver(void *data)
{
	platform_driver_unregister(&defer_driver);
}

static void defer_unregister_device(void *pdev)
{
	platform_device_unregister(pdev);
	device_link_wait_removal();
}

static void corner_probe_deferred(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct platform_device_info info = {
		.name = "pcs-kunit-defer",
		.id = PLATFORM_DEVID_NONE,
		.fwnode = kpcs_ref_node(test, node),
	};
	struct platform_device *pdev;

	/* Have the core defer, and not the driver core in its place */
	fwnode_set_flag(info.fwnode, FWNODE_FLAG_LINKS_ADDED);
	KUNIT_ASSERT_EQ(test, platform_driver_register(&defer_driver), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, defer_unregister_driver,
					       NULL), 0);
	pdev = platform_device_register_full(&info);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, defer_unregister_device,
					       pdev), 0);
	KUNIT_EXPECT_NULL(test, pdev->dev.driver);

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	kunit_release_action(test, defer_unregister_device, pdev);
}

static struct kunit_case corner_cases[] = {
	KUNIT_CASE(corner_ops),
	KUNIT_CASE(corner_pre_init_fails),
	KUNIT_CASE(corner_busy_anonymous),
	KUNIT_CASE(corner_get_while_leaving),
	KUNIT_CASE(corner_arrival_while_putting),
	KUNIT_CASE(corner_channel_unknown),
	KUNIT_CASE(corner_link_race),
	KUNIT_CASE(corner_register_refused),
	KUNIT_CASE(corner_devm_channels),
	KUNIT_CASE(corner_array_more_modes),
	KUNIT_CASE(corner_other_firmware),
	KUNIT_CASE(corner_no_references),
	KUNIT_CASE(corner_own_secondary),
	KUNIT_CASE(corner_malformed_names),
	KUNIT_CASE(corner_probe_deferred),
	{ }
};

static struct kunit_suite corner_suite = {
	.name = "pcs_corner",
	.test_cases = corner_cases,
};

kunit_test_suite(corner_suite);
