// SPDX-License-Identifier: GPL-2.0
/*
 * Soak: the driver of a PCS is unbound and bound a great many times, under a
 * MAC that is up. Neither memory nor the time that it takes may grow.
 */

#include <kunit/platform_device.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/platform_device.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/vmstat.h>

#include "pcs-kunit.h"

static unsigned int cycles = 2000;
module_param(cycles, uint, 0444);
MODULE_PARM_DESC(cycles, "how often the PCS goes and comes");

/* In one cycle of so many the PCS stays away until the link is down. */
#define AWAY		16

/* What is found at the end is compared with what there was after the first of
 * so many parts: by then caches and hash tables have the size that they need.
 */
#define PARTS		10
#define MAX_GROWTH	(64 * 1024)	/* bytes */

/**
 * struct soak - the PCS and its MAC
 * @kp: the PCS, which @dev registers
 * @dev: device of the PCS
 * @mac: the MAC
 */
static struct soak {
	struct kpcs *kp;
	struct device *dev;
	struct kmac *mac;
} soak;

/**
 * struct soak_usage - that which must not grow
 * @slab: bytes in slabs
 * @used: bytes in use, of all memory
 * @refs: references to the device of the PCS
 * @ns: nanoseconds that a cycle took, in the fastest tenth of the part before
 */
struct soak_usage {
	long slab;
	long used;
	unsigned int refs;
	u64 ns;
};

static int soak_probe(struct platform_device *pdev)
{
	soak.kp->dev = &pdev->dev;

	return kpcs_register(soak.kp);
}

static void soak_remove(struct platform_device *pdev)
{
	kpcs_unregister(soak.kp);
}

static struct platform_driver soak_driver = {
	.driver.name = "pcs-kunit-soak",
	.probe = soak_probe,
	.remove = soak_remove,
};

static bool soak_cycle(unsigned int nr)
{
	int n_up = READ_ONCE(soak.mac->n_up);

	device_release_driver(soak.dev);
	if (!(nr % AWAY)) {
		/* Or the driver core would have a worker for each device link
		 * that waits to be freed, hundreds of them.
		 */
		device_link_wait_removal();
		if (!kmac_wait(soak.mac, false))
			return false;
	}
	if (device_driver_attach(&soak_driver.driver, soak.dev))
		return false;

	/* phylink goes down and up even if the PCS is back before it looks. */
	return wait_event_timeout(soak.mac->wait,
				  READ_ONCE(soak.mac->n_up) != n_up, 20 * HZ);
}

/* Return: nanoseconds a cycle, 0 when there was no link any more */
static u64 soak_cycles(unsigned int num)
{
	ktime_t start = ktime_get();
	unsigned int i;

	for (i = 0; i < num; i++)
		if (!soak_cycle(i))
			return 0;

	return max(div_u64(ktime_get() - start, num), 1);
}

static bool soak_part(struct soak_usage *u)
{
	struct sysinfo si;
	unsigned int i;
	u64 ns;

	/* The machine may be busy with something else some of the time. */
	u->ns = U64_MAX;
	for (i = 0; i < 10; i++) {
		ns = soak_cycles(max(cycles / PARTS / 10, 1));
		if (!ns)
			return false;
		u->ns = min(u->ns, ns);
	}

	kmac_settle();
	device_link_wait_removal();
	kvfree_rcu_barrier();
	rcu_barrier();
	si_meminfo(&si);
	u->used = (si.totalram - si.freeram) * PAGE_SIZE;
	u->slab = global_node_page_state_pages(NR_SLAB_UNRECLAIMABLE_B) *
		  PAGE_SIZE;
	u->refs = kref_read(&soak.dev->kobj.kref);

	return true;
}

static void soak_init(struct kunit *test)
{
	struct platform_device *pdev;
	struct fwnode_handle *node;

	node = kpcs_node(test, NULL);
	soak.kp = kpcs_alloc(test, node);
	KUNIT_ASSERT_EQ(test,
			kunit_platform_driver_register(test, &soak_driver), 0);
	pdev = kunit_platform_device_alloc(test, "pcs-kunit-soak",
					   PLATFORM_DEVID_NONE);
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, kunit_platform_device_add(test, pdev), 0);
	soak.dev = &pdev->dev;
	KUNIT_ASSERT_TRUE(test, device_is_bound(soak.dev));

	soak.mac = kmac_alloc(test, PHY_INTERFACE_MODE_SGMII);
	soak.mac->pcs = kpcs_get(test, kpcs_ref_node(test, node), 0);
	kmac_create(test, soak.mac, KMAC_INBAND);
	kmac_start(soak.mac);
	KUNIT_ASSERT_TRUE(test, kmac_wait(soak.mac, true));
}

static void soak_tell(struct kunit *test, const char *when,
		      const struct soak_usage *u)
{
	kunit_info(test,
		   "%s: %ld KiB used, %ld in slabs, %u references, %llu ns a cycle\n",
		   when, u->used / 1024, u->slab / 1024, u->refs, u->ns);
}

static void soak_bind_unbind(struct kunit *test)
{
	struct soak_usage first = {}, last = {};
	int loglevel = console_loglevel;
	unsigned int i;
	bool ok;

	soak_init(test);

	/* phylink tells of each link. What matters is still shown. */
	console_loglevel = LOGLEVEL_INFO;
	ok = soak_part(&first);
	for (i = 1; ok && i < PARTS; i++)
		ok = soak_part(&last);
	console_loglevel = loglevel;

	KUNIT_ASSERT_TRUE_MSG(test, ok, "no link after %d cycles",
			      soak.kp->n_enable);
	soak_tell(test, "after the first tenth", &first);
	soak_tell(test, "at the end", &last);
	kunit_info(test, "enabled %d times, disabled %d, link up %d, down %d\n",
		   soak.kp->n_enable, soak.kp->n_disable, soak.mac->n_up,
		   soak.mac->n_down);

	KUNIT_EXPECT_LT(test, last.slab - first.slab, MAX_GROWTH);
	KUNIT_EXPECT_LT(test, last.used - first.used, 4 * MAX_GROWTH);
	KUNIT_EXPECT_EQ(test, last.refs, first.refs);
	KUNIT_EXPECT_EQ(test, soak.kp->n_enable, soak.kp->n_disable + 1);
	KUNIT_EXPECT_EQ(test, soak.mac->n_up, soak.mac->n_down + 1);
	KUNIT_EXPECT_LT(test, last.ns, 2 * first.ns);
}

static struct kunit_case soak_cases[] = {
	KUNIT_CASE_SLOW(soak_bind_unbind),
	{}
};

static struct kunit_suite soak_suite = {
	.name = "soak",
	.test_cases = soak_cases,
};

kunit_test_suite(soak_suite);

MODULE_DESCRIPTION("Soak test of the PCS subsystem");
MODULE_LICENSE("GPL");
