// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: from ACPI to a PCS, or to an errno
 *
 * The nodes are those of acpi_test.asl, which the machine has to come with. In
 * others there is nothing to look up, and all is skipped.
 */

#include <linux/acpi.h>
#include <linux/of.h>
#include <linux/platform_device.h>

#include "pcs-kunit.h"

#define ACPI_TEST_HID	"PCSK0001"

static void acpi_test_put(void *adev)
{
	acpi_dev_put(adev);
}

static struct acpi_device *acpi_test_dev(struct kunit *test, const char *hid,
					 const char *uid)
{
	struct acpi_device *adev;

	adev = acpi_dev_get_first_match_dev(hid, uid, -1);
	KUNIT_ASSERT_NOT_NULL_MSG(test, adev, "%s is not in the table", uid);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, acpi_test_put,
							adev), 0);

	return adev;
}

static struct fwnode_handle *acpi_test_node(struct kunit *test, const char *uid)
{
	return acpi_fwnode_handle(acpi_test_dev(test, ACPI_TEST_HID, uid));
}

/* A node that is not a device */
static struct fwnode_handle *acpi_test_subnode(struct kunit *test,
					       const char *uid,
					       const char *name)
{
	struct fwnode_handle *node = acpi_test_node(test, uid);

	node = fwnode_get_named_child_node(node, name);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, node);
	KUNIT_ASSERT_TRUE(test, is_acpi_data_node(node));

	return node;
}

/* The platform device that ACPI has made for the node */
static struct device *acpi_test_device(struct kunit *test, const char *uid)
{
	struct acpi_device *adev = acpi_test_dev(test, ACPI_TEST_HID, uid);
	struct device *dev = acpi_get_first_physical_node(adev);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_PTR_EQ(test, dev_fwnode(dev), acpi_fwnode_handle(adev));

	return dev;
}

static int acpi_test_init(struct kunit *test)
{
	if (acpi_disabled)
		kunit_skip(test, "no ACPI");
	if (!acpi_dev_present(ACPI_TEST_HID, NULL, -1))
		kunit_skip(test, "no table acpi_test.asl in this machine");

	return 0;
}

static const struct lookup_case acpi_cases[] = {
	{ "one, not in a list", "bare" },
	{ "one name, not in a list", "bare", NULL, "sgmii" },
	{ "path", "path" },
	{ "path in a list", "path-cell", .index = 0, .serves = PCS },
	{ "path with a cell", "path-cell", .index = 1, .serves = CHANNEL1 },

	{ "empty", "hole", .err = -ENOENT },
	{ "empty, optional", "hole", .flags = PCS_GET_OPTIONAL,
	  .serves = NUM_PCS },
	{ "after an empty one", "hole", .index = 1 },
	{ "empty list", "empty", .err = -ENOENT },
	{ "bytes, for which ACPI drops it", "buffer", .err = -ENOENT },

	{ "disabled", "to-disabled", .err = -ENODEV },
	{ "disabled, late", "to-disabled", .flags = PCS_GET_LATE,
	  .err = -ENODEV },
	{ "part of a disabled one", "to-part", .err = -ENODEV },

	{ "an empty one like a cell", "hole-or-cell", .err = -EINVAL },
	{ "dangling path", "path-dangling", .err = -EINVAL },
	{ "dangling path, late", "path-dangling", .flags = PCS_GET_LATE,
	  .err = -EINVAL },
	{ "dangling path elsewhere", "second-dangling", .err = -EINVAL },
	{ "reference to no device", "no-device", .err = -EINVAL },
	{ "more cells than there can be", "cells-17", .err = -EINVAL },
	{ "names that are none", "names-malformed", NULL, "sgmii",
	  .err = -EINVAL },
};

KUNIT_ARRAY_PARAM_DESC(acpi, acpi_cases, name);

static const struct count_case acpi_count_cases[] = {
	{ "bare", "pcs-handle", 1 },
	{ "path-cell", "pcs-handle", 2 },
	{ "subnode", "pcs-handle", 2 },
	{ "hole", "pcs-handle", 0 },
	{ "empty", "pcs-handle", 0 },
	{ "to-disabled", "pcs-handle", 1 },
	{ "second-dangling", "pcs-handle", -EINVAL },
	{ "no-device", "pcs-handle", -EINVAL },
	{ "buffer", "pcs-handle", 0 },
	{ "cells-17", "pcs-handle", -EINVAL },
};

KUNIT_ARRAY_PARAM_DESC(acpi_count, acpi_count_cases, user);

/* What a device tree and software nodes say, said by ACPI; and the cases that
 * only ACPI has: for either the same errno.
 */
static void acpi_lookup(struct kunit *test)
{
	const struct lookup_case *c = test->param_value;

	klookup_run(test, acpi_test_node(test, "pcs"),
		    acpi_test_node(test, "channels"),
		    acpi_test_node(test, c->user));
}

static void acpi_count(struct kunit *test)
{
	const struct count_case *c = test->param_value;
	struct fwnode_handle *user = acpi_test_node(test, c->user);

	KUNIT_EXPECT_EQ(test, fwnode_pcs_count_prop(user, c->prop), c->expect);
}

static int acpi_get_err(struct kunit *test, struct device *dev,
			struct fwnode_handle *user, unsigned int index)
{
	struct phylink_pcs *pcs;

	pcs = fwnode_pcs_get_index(dev ?: kpcs_device(test, "user"), user,
				   index, 0);
	if (!IS_ERR_OR_NULL(pcs))
		pcs_put(pcs);

	return PTR_ERR_OR_ZERO(pcs);
}

/* The message has the consumer, the property, and the name of the PCS. */
static void acpi_message(struct kunit *test)
{
	struct device *dev = acpi_test_device(test, "to-disabled");
	char text[128];
	struct klog log;

	snprintf(text, sizeof(text), "%s: error -ENODEV: %s: %s to %s: %s",
		 dev_name(dev), "\\_SB.PCUD", "pcs-handle[0]", "\\_SB.PCSD",
		 "PCS is disabled");
	klog_mark(&log);
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, dev, dev_fwnode(dev), 0),
			-ENODEV);
	KUNIT_EXPECT_EQ(test, klog_count(&log, text), 1);
}

/* A PCS whose channels are nodes below it, which are not devices */
static void acpi_subnode(struct kunit *test)
{
	struct fwnode_handle *user = acpi_test_node(test, "subnode");
	struct kpcs *kp;

	kp = kpcs_alloc(test, acpi_test_subnode(test, "subnodes", "pcs@1"));
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, NULL, user, 1), 0);
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, NULL, user, 0), -EPROBE_DEFER);

	kp = kpcs_alloc(test, acpi_test_subnode(test, "subnodes", "pcs@0"));
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, NULL, user, 0), 0);
}

/* The port of a switch, which is not a device either, as consumer */
static void acpi_port(struct kunit *test)
{
	struct fwnode_handle *port = acpi_test_subnode(test, "switch",
						       "port@0");
	struct kpcs *kp = kpcs_alloc(test, acpi_test_node(test, "pcs"));

	KUNIT_EXPECT_EQ(test, acpi_get_err(test, NULL, port, 0), -EPROBE_DEFER);
	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, NULL, port, 0), 0);
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, NULL, port, 1), -ENOENT);
}

/* A device that ACPI knows without its PCS, which a software node adds */
static void acpi_secondary(struct kunit *test)
{
	struct device *dev = acpi_test_device(test, "none");
	struct fwnode_handle *pcs = acpi_test_node(test, "pcs");
	struct kpcs *kp = kpcs_alloc(test, pcs);

	KUNIT_ASSERT_EQ(test, kpcs_register(kp), 0);
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, dev, dev_fwnode(dev), 0),
			-ENOENT);
	set_secondary_fwnode(dev, kpcs_ref_node(test, pcs));
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, dev, dev_fwnode(dev), 0), 0);
	set_secondary_fwnode(dev, NULL);
}

/* A PCS below its consumer is had although it comes later; for another consumer
 * it is just not there yet.
 */
static void acpi_own(struct kunit *test)
{
	struct device *dev = acpi_test_device(test, "owner");

	KUNIT_EXPECT_EQ(test, acpi_get_err(test, dev, dev_fwnode(dev), 0), 0);
	KUNIT_EXPECT_EQ(test, acpi_get_err(test, NULL, dev_fwnode(dev), 0),
			-EPROBE_DEFER);
}

/* A MAC that does not wait, and two PCS, the first in firmware order being the
 * last to come
 */
static void acpi_array(struct kunit *test)
{
	struct fwnode_handle *user = acpi_test_node(test, "named");
	struct kpcs *first = kpcs_alloc(test, acpi_test_node(test, "absent"));
	struct kpcs *second = kpcs_alloc(test, acpi_test_node(test, "pcs"));
	struct pcs_array *array;
	struct kmac *mac;

	array = devm_fwnode_pcs_array_get(kpcs_device(test, "user"), user,
					  PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, array);
	KUNIT_ASSERT_EQ(test, array->num, 2);

	mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	mac->array = array;
	kmac_create(test, mac, KMAC_INBAND);
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));

	KUNIT_ASSERT_EQ(test, kpcs_register(second), 0);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, second->enabled, 1);
	KUNIT_ASSERT_EQ(test, kpcs_register(first), 0);
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, first->enabled, 1);
	KUNIT_EXPECT_EQ(test, second->enabled, 0);
}

/* What the drivers below have to share with the case that runs */
static struct acpi_drivers {
	struct fwnode_handle *node[2];	/* of the PCS */
	struct kpcs *kp[2];
	struct phylink_pcs *pcs;	/* what the MAC got */
	int probes;			/* of the MAC */
} acpi_drivers;

static int acpi_pcs_probe(struct platform_device *pdev)
{
	int i = dev_fwnode(&pdev->dev) == acpi_drivers.node[1];
	struct kpcs *kp = acpi_drivers.kp[i];

	kp->dev = &pdev->dev;
	platform_set_drvdata(pdev, kp);

	return kpcs_register(kp);
}

static void acpi_pcs_remove(struct platform_device *pdev)
{
	kpcs_unregister(platform_get_drvdata(pdev));
}

static const struct of_device_id acpi_pcs_match[] = {
	{ .compatible = "pcs-sim,kunit-pcs" },
	{ }
};

static struct platform_driver acpi_pcs_driver = {
	.probe = acpi_pcs_probe,
	.remove = acpi_pcs_remove,
	.driver.name = "pcs-kunit-acpi",
	.driver.of_match_table = acpi_pcs_match,
};

static int acpi_mac_probe(struct platform_device *pdev)
{
	acpi_drivers.probes++;
	acpi_drivers.pcs = devm_pcs_get(&pdev->dev, "sgmii");

	return PTR_ERR_OR_ZERO(acpi_drivers.pcs);
}

static const struct of_device_id acpi_mac_match[] = {
	{ .compatible = "pcs-sim,kunit-mac" },
	{ }
};

static struct platform_driver acpi_mac_driver = {
	.probe = acpi_mac_probe,
	.driver.name = "pcs-kunit-acpi-mac",
	.driver.of_match_table = acpi_mac_match,
};

static void acpi_unregister_driver(void *drv)
{
	platform_driver_unregister(drv);
}

static void acpi_register_driver(struct kunit *test,
				 struct platform_driver *drv)
{
	KUNIT_ASSERT_EQ(test, platform_driver_register(drv), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, acpi_unregister_driver,
					       drv), 0);
	wait_for_device_probe();
}

static void acpi_drivers_init(struct kunit *test)
{
	static const char * const uids[] = { "driver-pcs0", "driver-pcs1" };
	struct acpi_device *adev;
	int i;

	memset(&acpi_drivers, 0, sizeof(acpi_drivers));
	for (i = 0; i < ARRAY_SIZE(uids); i++) {
		adev = acpi_test_dev(test, "PRP0001", uids[i]);
		acpi_drivers.node[i] = acpi_fwnode_handle(adev);
		acpi_drivers.kp[i] = kpcs_alloc(test, NULL);
	}
}

/* Devices that ACPI has made, and ordinary drivers for them: the MAC is
 * deferred until its PCS is there, and then left alone when that goes and comes
 * back.
 */
static void acpi_drivers_bind(struct kunit *test)
{
	struct acpi_device *adev = acpi_test_dev(test, "PRP0001", "driver-mac");
	struct kpcs **kp = acpi_drivers.kp;
	struct kmac *mac;

	acpi_drivers_init(test);
	acpi_register_driver(test, &acpi_mac_driver);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(acpi_drivers.pcs), -EPROBE_DEFER);
	acpi_register_driver(test, &acpi_pcs_driver);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, acpi_drivers.pcs);
	acpi_drivers.probes = 0;

	mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	mac->pcs = acpi_drivers.pcs;
	mac->fwnode = acpi_fwnode_handle(adev);
	kmac_create(test, mac, KMAC_INBAND | KMAC_NETDEV);
	kmac_start(mac);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, kp[0]->enabled, 0);
	KUNIT_EXPECT_EQ(test, kp[1]->enabled, 1);

	kunit_release_action(test, acpi_unregister_driver, &acpi_pcs_driver);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, false));
	acpi_register_driver(test, &acpi_pcs_driver);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_EQ(test, acpi_drivers.probes, 0);

	kmac_stop(mac);
	kmac_destroy(mac);
}

static struct kunit_case acpi_test_cases[] = {
	KUNIT_CASE_PARAM(acpi_lookup, klookup_gen_params),
	KUNIT_CASE_PARAM(acpi_lookup, acpi_gen_params),
	KUNIT_CASE_PARAM(acpi_count, klookup_count_gen_params),
	KUNIT_CASE_PARAM(acpi_count, acpi_count_gen_params),
	KUNIT_CASE(acpi_message),
	KUNIT_CASE(acpi_subnode),
	KUNIT_CASE(acpi_port),
	KUNIT_CASE(acpi_secondary),
	KUNIT_CASE(acpi_own),
	KUNIT_CASE(acpi_array),
	KUNIT_CASE(acpi_drivers_bind),
	{ }
};

static struct kunit_suite acpi_suite = {
	.name = "pcs_acpi",
	.init = acpi_test_init,
	.test_cases = acpi_test_cases,
};

kunit_test_suite(acpi_suite);
