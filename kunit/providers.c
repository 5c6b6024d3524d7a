// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit suites of the PCS drivers of this kernel tree: devices, and what is to
 * be seen of a MAC when the driver of its PCS is unbound
 */

#include <kunit/of.h>
#include <linux/device.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>

#include "providers.h"

OF_OVERLAY_DECLARE(providers_overlay);

/* The nodes stay: a syscon keeps the one that it is for, without a reference,
 * and is never removed.
 */
static int kprov_overlay(void)
{
	u8 *begin = of_overlay_begin(providers_overlay);
	static int id;

	if (id)
		return 0;

	return of_overlay_fdt_apply(begin, of_overlay_end(providers_overlay) -
				    begin, &id, NULL);
}

static void kprov_put_node(void *np)
{
	of_node_put(np);
}

/* A node below /pcs-providers, by its path from there */
struct device_node *kprov_node(struct kunit *test, const char *name)
{
	struct device_node *np;
	char path[64];

	KUNIT_ASSERT_EQ(test, kprov_overlay(), 0);
	snprintf(path, sizeof(path), "/pcs-providers/%s", name);
	np = of_find_node_by_path(path);
	KUNIT_ASSERT_NOT_NULL(test, np);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, kprov_put_node,
							np), 0);

	return np;
}

static void kprov_destroy_device(void *pdev)
{
	of_platform_device_destroy(pdev, NULL);
}

/* The device of such a node, which probes if there is a driver, until the test
 * is over
 */
struct platform_device *kprov_device(struct kunit *test, const char *name)
{
	struct device_node *np = kprov_node(test, name);
	struct platform_device *pdev;

	pdev = of_platform_device_create(np, NULL, NULL);
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, kprov_destroy_device,
						  &pdev->dev));

	return pdev;
}

static void kprov_put_sim(void *sim)
{
	pcs_sim_dev_put(sim);
}

/* Hardware of that model, until the test is over */
struct pcs_sim_dev *kprov_sim(struct kunit *test, const char *name)
{
	const struct pcs_sim_model *model = pcs_sim_model_find(name);
	static unsigned int serial;
	struct pcs_sim_dev *sim;
	char id[32];

	KUNIT_ASSERT_NOT_NULL(test, model);
	snprintf(id, sizeof(id), "%s-%u", name, serial++);
	sim = pcs_sim_dev_create(model, id);
	pcs_sim_model_put(model);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sim);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, kprov_put_sim,
							sim), 0);

	return sim;
}

void kprov_partner(struct kunit *test, struct pcs_sim_dev *sim,
		   const char *partner)
{
	KUNIT_ASSERT_EQ(test, pcs_sim_lane_set_partner(&sim->lane, partner), 0);
}

/* A MAC with the PCS that the pcs-handle of that node refers to. What is made
 * before outlives it.
 */
struct kmac *kprov_mac(struct kunit *test, const char *user,
		       phy_interface_t interface)
{
	struct device_node *np = kprov_node(test, user);
	struct phylink_pcs *pcs;
	struct kmac *mac;

	pcs = kpcs_get(test, of_fwnode_handle(np), 0);
	mac = kmac_alloc(test, interface);
	mac->config.mac_capabilities |= MAC_10 | MAC_100 | MAC_2500FD;
	mac->pcs = pcs;

	return mac;
}

/* The PCS of a running MAC has just gone: the link is down, and stays down. */
void kprov_expect_gone(struct kunit *test, struct kmac *mac)
{
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, false));
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
}

/* The driver of a device is unbound under a running link, and bound again. The
 * MAC is not touched.
 */
void kprov_rebind(struct kunit *test, struct device *dev, struct kmac *mac)
{
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	KUNIT_ASSERT_TRUE(test, device_is_bound(dev));

	device_release_driver(dev);
	kprov_expect_gone(test, mac);

	KUNIT_ASSERT_EQ(test, device_attach(dev), 1);
	KUNIT_EXPECT_TRUE(test, kmac_wait(mac, true));
}
