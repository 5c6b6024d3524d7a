// SPDX-License-Identifier: GPL-2.0-only
/*
 * Controls: what phylink does today when a PCS leaves, and what it does with a
 * PCS of the registry. The steps are the same. With the PCS handed to phylink
 * as drivers do it, each suite ends in a use after free, and the test harness
 * insists on seeing it: only then does it mean something that through the
 * registry there is none. Never run with others.
 */
#include <kunit/test.h>
#include <linux/slab.h>

#include "pcs-kunit.h"

/**
 * struct control - a MAC, and a PCS whose memory is freed when it leaves
 * @pcs: what the PCS driver has; NULL when it has left
 * @dev: its device, with the registry, else NULL
 * @fwnode: its node
 * @mac: the MAC
 */
struct control {
	struct phylink_pcs *pcs;
	struct device *dev;
	struct fwnode_handle *fwnode;
	struct kmac *mac;
};

static int control_config(struct phylink_pcs *pcs, unsigned int neg_mode,
			  phy_interface_t interface,
			  const unsigned long *advertising,
			  bool permit_pause_to_mac)
{
	return 0;
}

static void control_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
			      struct phylink_link_state *state)
{
	state->link = true;
	state->an_complete = true;
	state->speed = SPEED_1000;
	state->duplex = DUPLEX_FULL;
}

static int control_enable(struct phylink_pcs *pcs)
{
	return 0;
}

static void control_disable(struct phylink_pcs *pcs)
{
}

static const struct phylink_pcs_ops control_ops = {
	.pcs_config = control_config,
	.pcs_get_state = control_get_state,
	.pcs_enable = control_enable,
	.pcs_disable = control_disable,
};

/* The driver of the PCS goes, and with it the memory. */
static void control_leave(void *data)
{
	struct control *c = data;

	if (c->pcs && c->dev)
		pcs_unregister(c->pcs);
	kfree(c->pcs);
	c->pcs = NULL;
}

static void control_change(struct control *c)
{
	if (c->dev)
		pcs_link_change(c->pcs, true);
	else
		phylink_pcs_change(c->pcs, true);
}

static void control_register(struct kunit *test, struct control *c)
{
	struct pcs_provider_config config = { .pcs = c->pcs };

	c->dev = kpcs_device(test, "pcs");
	c->fwnode = kpcs_node(test, NULL);
	config.fwnode = c->fwnode;
	KUNIT_ASSERT_EQ(test, pcs_register(c->dev, &config), 0);
}

/* A link that is up */
static struct control *control_up(struct kunit *test, bool registry)
{
	struct phylink_pcs *pcs;
	struct control *c;

	c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, c);
	c->pcs = kzalloc_obj(*c->pcs);
	KUNIT_ASSERT_NOT_NULL(test, c->pcs);
	c->pcs->ops = &control_ops;
	__set_bit(PHY_INTERFACE_MODE_SGMII, c->pcs->supported_interfaces);
	pcs = c->pcs;

	if (registry) {
		control_register(test, c);
		pcs = kpcs_get(test, kpcs_ref_node(test, c->fwnode), 0);
	}
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, control_leave, c), 0);

	c->mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	c->mac->pcs = pcs;
	kmac_create(test, c->mac, KMAC_INBAND);
	kmac_start(c->mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(c->mac, true));

	return c;
}

/* What a MAC driver does that learns that its PCS has gone, as from a notifier;
 * one that uses the registry learns, and does, nothing.
 */
static void control_forget(struct control *c)
{
	if (!c->dev)
		c->mac->pcs = NULL;
}

/* The MAC goes; then the PCS, which is still there, has an interrupt. */
static void control_report(struct kunit *test, bool registry)
{
	struct control *c = control_up(test, registry);

	kmac_stop(c->mac);
	kmac_destroy(c->mac);
	control_change(c);
	kmac_settle();
}

/* The PCS goes while the interface is down, which is then opened. */
static void control_start(struct kunit *test, bool registry)
{
	struct control *c = control_up(test, registry);

	kmac_stop(c->mac);
	control_leave(c);
	control_forget(c);
	kmac_start(c->mac);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, c->mac->up);
}

/* The PCS goes while the interface is up, which is then closed. */
static void control_stop(struct kunit *test, bool registry)
{
	struct control *c = control_up(test, registry);

	control_leave(c);
	control_forget(c);
	kmac_settle();
	KUNIT_EXPECT_FALSE(test, c->mac->up);
	kmac_stop(c->mac);
}

static void today_change(struct kunit *test)
{
	control_report(test, false);
}

static void today_start(struct kunit *test)
{
	control_start(test, false);
}

static void today_stop(struct kunit *test)
{
	control_stop(test, false);
}

static void registry_change(struct kunit *test)
{
	control_report(test, true);
}

static void registry_start(struct kunit *test)
{
	control_start(test, true);
}

static void registry_stop(struct kunit *test)
{
	control_stop(test, true);
}

static struct kunit_case change_cases[] = {
	KUNIT_CASE(today_change),
	{}
};

static struct kunit_suite change_suite = {
	.name = "control_change",
	.test_cases = change_cases,
};

static struct kunit_case start_cases[] = {
	KUNIT_CASE(today_start),
	{}
};

static struct kunit_suite start_suite = {
	.name = "control_start",
	.test_cases = start_cases,
};

static struct kunit_case stop_cases[] = {
	KUNIT_CASE(today_stop),
	{}
};

static struct kunit_suite stop_suite = {
	.name = "control_stop",
	.test_cases = stop_cases,
};

static struct kunit_case registry_cases[] = {
	KUNIT_CASE(registry_change),
	KUNIT_CASE(registry_start),
	KUNIT_CASE(registry_stop),
	{}
};

static struct kunit_suite registry_suite = {
	.name = "control_registry",
	.test_cases = registry_cases,
};

kunit_test_suites(&change_suite, &start_suite, &stop_suite, &registry_suite);

MODULE_DESCRIPTION("What phylink does without the PCS subsystem");
MODULE_LICENSE("GPL");
