// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: what belongs to whom
 *
 * Keys belong to one provider, a PCS to the consumer that has it enabled, and
 * what is managed to its device.
 */

#include <kunit/device.h>

#include "pcs-kunit.h"

#define BASEX	PHY_INTERFACE_MODE_1000BASEX

static int n_touched;

static void touch(struct phylink_pcs *pcs)
{
	n_touched++;
}

static void touch_pre_config(struct phylink_pcs *pcs, phy_interface_t interface)
{
	n_touched++;
}

static int touch_post_config(struct phylink_pcs *pcs, phy_interface_t interface)
{
	n_touched++;

	return 0;
}

static void touch_link_up(struct phylink_pcs *pcs, unsigned int neg_mode,
			  phy_interface_t interface, int speed, int duplex)
{
	n_touched++;
}

static int configure(struct phylink_pcs *pcs)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(advertising) = { 0, };

	return pcs->ops->pcs_config(pcs, PHYLINK_PCS_NEG_INBAND_ENABLED, BASEX,
				    advertising, false);
}

/* Everything that phylink may do to a PCS, apart from configuration */
static void touch_all(struct phylink_pcs *pcs)
{
	n_touched = 0;
	pcs->ops->pcs_pre_config(pcs, BASEX);
	pcs->ops->pcs_post_config(pcs, BASEX);
	pcs->ops->pcs_an_restart(pcs);
	pcs->ops->pcs_link_up(pcs, 0, BASEX, SPEED_1000, DUPLEX_FULL);
	pcs->ops->pcs_enable_eee(pcs);
	pcs->ops->pcs_disable_eee(pcs);
}

/* A consumer that was refused a PCS does not touch it in any other way. */
static void sharing_untouched(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *user, *other;
	struct phylink_pcs_ops ops = kpcs_ops;

	ops.pcs_pre_config = touch_pre_config;
	ops.pcs_post_config = touch_post_config;
	ops.pcs_an_restart = touch;
	ops.pcs_link_up = touch_link_up;
	ops.pcs_enable_eee = touch;
	ops.pcs_disable_eee = touch;
	kp->pcs.ops = &ops;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	user = kpcs_get(test, kpcs_ref_node(test, node), 0);
	other = kpcs_get(test, kpcs_ref_node(test, node), 0);
	KUNIT_ASSERT_EQ(test, configure(user), 0);
	KUNIT_EXPECT_EQ(test, configure(other), -EBUSY);

	touch_all(other);
	KUNIT_EXPECT_EQ(test, n_touched, 0);
	KUNIT_EXPECT_EQ(test, other->ops->pcs_pre_init(other), -EBUSY);
	KUNIT_EXPECT_EQ(test, kp->n_pre_init, 0);

	touch_all(user);
	KUNIT_EXPECT_EQ(test, n_touched, 6);

	user->ops->pcs_disable(user);
	kpcs_unregister(kp);
}

/* The clock is asked for by who has the PCS, before it is enabled. */
static void sharing_clock(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *user, *other;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	user = kpcs_get(test, kpcs_ref_node(test, node), 0);
	other = kpcs_get(test, kpcs_ref_node(test, node), 0);
	user->rxc_always_on = true;

	KUNIT_EXPECT_EQ(test, configure(user), 0);
	KUNIT_EXPECT_TRUE(test, kp->pcs.rxc_always_on);
	KUNIT_EXPECT_EQ(test, configure(other), -EBUSY);
	KUNIT_EXPECT_TRUE(test, kp->pcs.rxc_always_on);

	user->ops->pcs_disable(user);
	KUNIT_EXPECT_EQ(test, configure(other), 0);
	KUNIT_EXPECT_FALSE(test, kp->pcs.rxc_always_on);
	other->ops->pcs_disable(other);
}

/* pcs_pre_init() that the MAC wanted is done once for each driver that comes,
 * before the PCS is enabled.
 */
static void sharing_pre_init(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *kp = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);
	KUNIT_EXPECT_EQ(test, pcs->ops->pcs_pre_init(pcs), 0);
	KUNIT_EXPECT_EQ(test, kp->n_pre_init, 1);
	KUNIT_EXPECT_EQ(test, configure(pcs), 0);
	KUNIT_EXPECT_EQ(test, kp->n_pre_init, 1);

	kpcs_unregister(kp);
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, configure(pcs), 0);
	KUNIT_EXPECT_EQ(test, kp->n_pre_init, 2);
	pcs->ops->pcs_disable(pcs);
	KUNIT_EXPECT_EQ(test, configure(pcs), 0);
	KUNIT_EXPECT_EQ(test, kp->n_pre_init, 2);
	pcs->ops->pcs_disable(pcs);
}

/* A key has one provider. Who comes second changes nothing for the first. */
static void sharing_key(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct kpcs *first = kpcs_alloc(test, node);
	struct kpcs *second = kpcs_alloc(test, node);
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, kpcs_register(first), 0);
	KUNIT_EXPECT_EQ(test, kpcs_register(second), -EEXIST);
	pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);
	KUNIT_EXPECT_EQ(test, configure(pcs), 0);
	KUNIT_EXPECT_EQ(test, first->enabled, 1);

	kpcs_unregister(first);
	KUNIT_EXPECT_EQ(test, kpcs_register(second), 0);
	KUNIT_EXPECT_EQ(test, configure(pcs), 0);
	KUNIT_EXPECT_EQ(test, second->enabled, 1);
}

/* Of cells that are spelt out nobody knows which there will be: wait. */
static void sharing_cells(struct kunit *test)
{
	static const struct property_entry cells[] = {
		PROPERTY_ENTRY_U32("#pcs-cells", 1),
		{ }
	};
	struct fwnode_handle *node = kpcs_node(test, cells);
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(node, 0),
		SOFTWARE_NODE_REFERENCE(node, 1),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		{ }
	};
	struct fwnode_handle *user = kpcs_node(test, props);
	struct kpcs *kp = kpcs_alloc(test, node);
	const u64 zero = 0;
	struct pcs_provider_config config = {
		.fwnode = node, .pcs = &kp->pcs, .args = &zero, .num_args = 1,
	};
	struct phylink_pcs *channels[] = { &kp->pcs };
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, pcs_register(kp->dev, &config), 0);
	kp->gone = false;
	pcs = fwnode_pcs_get_index(NULL, user, 1, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EPROBE_DEFER);
	kpcs_unregister(kp);

	/* ... and with all channels at once one does. */
	config = (struct pcs_provider_config){
		.fwnode = node, .channels = channels, .num_channels = 1,
	};
	KUNIT_ASSERT_EQ(test, pcs_register(kp->dev, &config), 0);
	kp->gone = false;
	pcs = fwnode_pcs_get_index(NULL, user, 1, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), -ENODEV);
}

/* The devm_ forms give back what they took when the device goes. */
static void sharing_devm(struct kunit *test)
{
	struct fwnode_handle *node = kpcs_node(test, NULL);
	struct fwnode_handle *ref = kpcs_ref_node(test, node);
	struct device *dev = kpcs_device(test, "user");
	struct kpcs *kp = kpcs_alloc(test, node);
	const struct pcs_provider_config config = {
		.fwnode = node, .pcs = &kp->pcs,
	};
	struct pcs_array *array;
	struct phylink_pcs *pcs;

	KUNIT_ASSERT_EQ(test, devm_pcs_register(kp->dev, &config), 0);
	kp->gone = false;
	array = devm_fwnode_pcs_array_get(dev, ref, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, array);
	KUNIT_EXPECT_EQ(test, configure(array->pcs[0]), 0);

	kunit_device_unregister(test, dev);
	KUNIT_EXPECT_EQ(test, kp->n_disable, 1);

	kunit_device_unregister(test, kp->dev);
	kp->gone = true;
	pcs = fwnode_pcs_get(NULL, ref, NULL, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EPROBE_DEFER);
}

#define MANY	256

static struct phylink_pcs many_pcs[MANY];

static unsigned int many_inband_caps(struct phylink_pcs *pcs,
				     phy_interface_t interface)
{
	return pcs - many_pcs;
}

static struct phylink_pcs *many_get(struct kunit *test,
				    struct fwnode_handle *node, unsigned int i)
{
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(node, i),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		{ }
	};

	return fwnode_pcs_get(NULL, kpcs_node(test, props), NULL, 0);
}

static void many_register(struct kunit *test, struct fwnode_handle *node,
			  const struct phylink_pcs_ops *ops)
{
	struct phylink_pcs **list = kunit_kcalloc(test, MANY, sizeof(*list),
						  GFP_KERNEL);
	struct pcs_provider_config config = {
		.fwnode = node, .channels = list, .num_channels = MANY,
	};
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, list);
	for (i = 0; i < MANY; i++) {
		many_pcs[i].ops = ops;
		list[i] = &many_pcs[i];
	}
	KUNIT_ASSERT_EQ(test, 0, pcs_register(kpcs_device(test, "pcs"),
					      &config));
}

/* Of so many channels some have the same place in the hash table. Each is found
 * by its own cell, and there is none beyond the last.
 */
static void sharing_many_channels(struct kunit *test)
{
	static const struct property_entry props[] = {
		PROPERTY_ENTRY_U32("#pcs-cells", 1),
		{ }
	};
	struct fwnode_handle *node = kpcs_node(test, props);
	struct phylink_pcs_ops ops = kpcs_ops;
	struct phylink_pcs *pcs;
	unsigned int i;

	ops.pcs_inband_caps = many_inband_caps;
	many_register(test, node, &ops);

	for (i = 0; i < MANY; i++) {
		pcs = many_get(test, node, i);
		KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(pcs), 0);
		if (IS_ERR(pcs))
			continue;
		KUNIT_EXPECT_EQ(test, pcs->ops->pcs_inband_caps(pcs, BASEX), i);
		pcs_put(pcs);
	}
	KUNIT_EXPECT_PTR_EQ(test, many_get(test, node, MANY), ERR_PTR(-ENODEV));

	pcs_unregister(&many_pcs[0]);
}

static struct kunit_case sharing_cases[] = {
	KUNIT_CASE(sharing_untouched),
	KUNIT_CASE(sharing_clock),
	KUNIT_CASE(sharing_pre_init),
	KUNIT_CASE(sharing_key),
	KUNIT_CASE(sharing_cells),
	KUNIT_CASE(sharing_many_channels),
	KUNIT_CASE(sharing_devm),
	{ }
};

static struct kunit_suite sharing_suite = {
	.name = "pcs_sharing",
	.test_cases = sharing_cases,
};

kunit_test_suite(sharing_suite);
