// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: what a person can find out
 *
 * Files are read as a process would read them.
 */

#include <kunit/device.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/netdevice.h>
#include <linux/platform_device.h>
#include <linux/trace_events.h>
#include <linux/uaccess.h>

#include "../drivers/net/pcs/pcs.h"
#include "pcs-kunit.h"

#define SGMII		PHY_INTERFACE_MODE_SGMII
#define BUF_SIZE	SZ_64K

/**
 * struct insight - what the cases share
 * @fwnode: node of the PCS
 * @name: how it is called
 * @path: its file
 * @kp: the PCS, not registered
 * @dev: device of a MAC
 * @user: its node, which refers to the PCS
 * @debugfs: debugfs, mounted
 * @umem: a page of user memory
 * @buf: what was read last
 */
struct insight {
	struct fwnode_handle *fwnode;
	char name[PCS_NAME_LEN];
	char path[PCS_NAME_LEN + sizeof("pcs/endpoints/")];
	struct kpcs *kp;
	struct device *dev;
	struct fwnode_handle *user;
	struct vfsmount *debugfs;
	char __user *umem;
	char *buf;
};

static void insight_unmount(void *mnt)
{
	kern_unmount(mnt);
}

static struct vfsmount *insight_mount(struct kunit *test, const char *fs)
{
	struct vfsmount *mnt = kern_mount(get_fs_type(fs));

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   insight_unmount,
							   mnt));

	return mnt;
}

/* Return: the file, or an error pointer */
static struct file *insight_open(struct vfsmount *mnt, const char *path,
				 int flags)
{
	const struct path root = { .mnt = mnt, .dentry = mnt->mnt_root };

	return file_open_root(&root, path, flags, 0);
}

/* All that there is to read goes to the buffer. Return: the last read()'s */
static ssize_t insight_read_file(struct kunit *test, struct file *file)
{
	struct insight *in = test->priv;
	size_t len = 0;
	loff_t pos = 0;
	ssize_t ret;

	for (;;) {
		ret = file->f_op->read(file, in->umem, PAGE_SIZE, &pos);
		if (ret <= 0 || len + ret >= BUF_SIZE)
			break;
		if (copy_from_user(in->buf + len, in->umem, ret))
			break;
		len += ret;
	}
	in->buf[len] = '\0';

	return ret;
}

static const char *insight_read(struct kunit *test, struct vfsmount *mnt,
				const char *path)
{
	struct file *file = insight_open(mnt, path, O_RDONLY);
	struct insight *in = test->priv;

	KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, file, "no %s", path);
	KUNIT_EXPECT_EQ(test, insight_read_file(test, file), 0);
	fput(file);

	return in->buf;
}

static const char *insight_summary(struct kunit *test)
{
	struct insight *in = test->priv;

	return insight_read(test, in->debugfs, "pcs/summary");
}

/* The file of the PCS, which comes and goes a little later than that. */
static struct file *insight_open_endpoint(struct kunit *test, bool there)
{
	struct insight *in = test->priv;
	unsigned int tries = 1000;
	struct file *file;

	for (;;) {
		file = insight_open(in->debugfs, in->path, O_RDONLY);
		if (IS_ERR(file) != there || !--tries)
			return file;
		if (!IS_ERR(file))
			fput(file);
		usleep_range(1000, 2000);
	}
}

#define EXPECT_HAS(test, text, ...)					\
	insight_expect(test, text, true, __LINE__, __VA_ARGS__)
#define EXPECT_HAS_NOT(test, text, ...)					\
	insight_expect(test, text, false, __LINE__, __VA_ARGS__)

static __printf(5, 6)
void insight_expect(struct kunit *test, const char *text, bool has, int line,
		    const char *fmt, ...)
{
	char want[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(want, sizeof(want), fmt, args);
	va_end(args);

	if (!!strstr(text, want) != has)
		KUNIT_FAIL(test, "line %d: %s \"%s\" in:\n%s", line,
			   has ? "no" : "there is", want, text);
}

static int insight_init(struct kunit *test)
{
	struct insight *in;
	unsigned long addr;

	if (!IS_ENABLED(CONFIG_PCS_DEBUGFS))
		kunit_skip(test, "no CONFIG_PCS_DEBUGFS");

	in = kunit_kzalloc(test, sizeof(*in), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, in);
	test->priv = in;

	addr = kunit_vm_mmap(test, NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE,
			     MAP_ANONYMOUS | MAP_PRIVATE, 0);
	KUNIT_ASSERT_NE(test, addr, 0UL);
	in->umem = (char __user *)addr;
	in->buf = kunit_kzalloc(test, BUF_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, in->buf);

	in->debugfs = insight_mount(test, "debugfs");
	in->fwnode = kpcs_node(test, NULL);
	snprintf(in->name, sizeof(in->name), "%pfw", in->fwnode);
	snprintf(in->path, sizeof(in->path), "pcs/endpoints/%s", in->name);
	in->kp = kpcs_alloc(test, in->fwnode);
	__set_bit(SGMII, in->kp->pcs.supported_interfaces);
	in->dev = kpcs_device(test, "mac");
	in->user = kpcs_ref_node(test, in->fwnode);

	return 0;
}

static void insight_put(void *pcs)
{
	pcs_put(pcs);
}

static struct phylink_pcs *insight_get(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;

	pcs = fwnode_pcs_get(in->dev, in->user, NULL, PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, insight_put,
							   pcs));

	return pcs;
}

static struct kmac *insight_start(struct kunit *test, struct phylink_pcs *pcs,
				  enum kmac_mode mode)
{
	struct kmac *mac = kmac_alloc(test, SGMII);
	struct insight *in = test->priv;

	mac->dev = in->dev;
	mac->pcs = pcs;
	kmac_create(test, mac, mode);
	kmac_start(mac);

	return mac;
}

static int insight_config(struct phylink_pcs *pcs)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(advertising) = { 0, };

	return pcs->ops->pcs_config(pcs, PHYLINK_PCS_NEG_OUTBAND, SGMII,
				    advertising, false);
}

/* A PCS that is waited for is told with what keeps it, before those that are
 * there.
 */
static void insight_waiting(struct kunit *test)
{
	struct fwnode_handle *other = kpcs_node(test, NULL);
	struct kpcs *there = kpcs_alloc(test, other);
	struct insight *in = test->priv;
	const char *text;
	char idle[64];

	insight_get(test);
	KUNIT_ASSERT_EQ(test, kpcs_register(there), 0);

	text = insight_summary(test);
	EXPECT_HAS(test, text, "%s: waiting for 0 s: its node has no device\n",
		   in->name);
	EXPECT_HAS(test, text, "    - of %s (%s) %pfw: idle\n",
		   dev_name(in->dev), dev_driver_string(in->dev), in->user);
	snprintf(idle, sizeof(idle), "%pfw: idle for 0 s, %s (%s), any\n",
		 other, dev_name(there->dev), dev_driver_string(there->dev));
	EXPECT_HAS(test, text, "%s", idle);
	KUNIT_EXPECT_TRUE(test, strstr(text, in->name) < strstr(text, idle));
}

/* A consumer that is probed again later is told, until it comes. */
static void insight_deferred(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;

	pcs = fwnode_pcs_get(in->dev, in->user, NULL, 0);
	KUNIT_ASSERT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EPROBE_DEFER);
	EXPECT_HAS(test, insight_summary(test),
		   "%s: not registered: its node has no device\n    - of %s: probe deferred 0 s ago\n",
		   in->name, dev_name(in->dev));

	/* What it waits for now, if it does, is something else. */
	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	EXPECT_HAS_NOT(test, insight_summary(test), "of %s: probe deferred",
		       dev_name(in->dev));
	kpcs_unregister(in->kp);
	EXPECT_HAS(test, insight_summary(test), "of %s: probe deferred",
		   dev_name(in->dev));

	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	insight_get(test);
	kpcs_unregister(in->kp);
	EXPECT_HAS_NOT(test, insight_summary(test), "of %s: probe deferred",
		       dev_name(in->dev));
}

/* One that has gone since does not wait any more. */
static void insight_deferred_gone(struct kunit *test)
{
	struct insight *in = test->priv;
	struct device *dev = kpcs_device(test, "mac");
	struct phylink_pcs *pcs;
	char name[64];

	strscpy(name, dev_name(dev));
	pcs = fwnode_pcs_get(dev, in->user, NULL, 0);
	KUNIT_ASSERT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EPROBE_DEFER);
	EXPECT_HAS(test, insight_summary(test), "of %s: probe deferred", name);

	kunit_device_unregister(test, dev);
	EXPECT_HAS_NOT(test, insight_summary(test), "of %s: probe deferred",
		       name);
}

/* There is no end of consumers that are deferred, but one of the list. */
static void insight_many_deferred(struct kunit *test)
{
	struct insight *in = test->priv;
	struct device *dev, *first = NULL;
	struct phylink_pcs *pcs;
	unsigned int i;

	for (i = 0; i < 70; i++) {
		dev = kpcs_device(test, "mac");
		pcs = fwnode_pcs_get(dev, in->user, NULL, 0);
		KUNIT_ASSERT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EPROBE_DEFER);
		if (first)
			continue;
		first = dev;
		EXPECT_HAS(test, insight_summary(test),
			   "of %s: probe deferred", dev_name(dev));
	}
	EXPECT_HAS(test, insight_summary(test), "of %s: probe deferred",
		   dev_name(dev));
	EXPECT_HAS_NOT(test, insight_summary(test), "of %s: probe deferred",
		       dev_name(first));

	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
}

/* A link that is up, then loses its PCS */
static void insight_enabled(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;
	struct kmac *mac;

	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	pcs = insight_get(test);
	EXPECT_HAS(test, insight_summary(test), "%s: idle for 0 s", in->name);

	mac = insight_start(test, pcs, KMAC_INBAND | KMAC_NETDEV);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	EXPECT_HAS(test, insight_summary(test),
		   "%s: enabled for 0 s, %s (%s), sgmii\n    %s of %s (%s) %pfw: enabled, sgmii inband-enabled, link up 1Gbps/Full\n",
		   in->name, dev_name(in->kp->dev),
		   dev_driver_string(in->kp->dev), netdev_name(mac->ndev),
		   dev_name(in->dev), dev_driver_string(in->dev), in->user);

	kpcs_unregister(in->kp);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	EXPECT_HAS(test, insight_summary(test), "%s: gone for 0 s:", in->name);
	EXPECT_HAS(test, insight_summary(test),
		   "%pfw: selected, sgmii inband-enabled, link down; last error -ENODEV of pcs_config, 0 s ago\n",
		   in->user);

	kmac_stop(mac);
	EXPECT_HAS(test, insight_summary(test), "%pfw: idle; last error",
		   in->user);
}

/* Of two consumers, who has the PCS, and what the other got */
static void insight_two(struct kunit *test)
{
	struct phylink_pcs *first, *second;
	struct insight *in = test->priv;
	struct device *dev;
	struct kmac *mac;

	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	first = insight_get(test);
	mac = insight_start(test, first, KMAC_INBAND);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));

	dev = in->dev;
	in->dev = kpcs_device(test, "mac");
	second = insight_get(test);
	mac = insight_start(test, second, KMAC_FIXED);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));

	EXPECT_HAS(test, insight_summary(test), "of %s (%s) %pfw: enabled,",
		   dev_name(dev), dev_driver_string(dev), in->user);
	EXPECT_HAS(test, insight_summary(test),
		   "of %s (%s) %pfw: selected, sgmii outband; last error -EBUSY of pcs_config, 0 s ago\n",
		   dev_name(in->dev), dev_driver_string(in->dev), in->user);
}

/* Once the PCS has no part in the negotiation, its last answer is none. */
static void insight_outband(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;
	struct kmac *mac;

	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	pcs = insight_get(test);
	mac = insight_start(test, pcs, KMAC_INBAND);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_GE(test, insight_config(pcs), 0);
	EXPECT_HAS(test, insight_summary(test),
		   "%pfw: enabled, sgmii outband\n", in->user);
}

/* An error is that of the op that had it. */
static void insight_error(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;
	struct kmac *mac;

	in->kp->enable_ret = -EIO;
	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	pcs = insight_get(test);
	mac = insight_start(test, pcs, KMAC_INBAND);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	EXPECT_HAS(test, insight_summary(test),
		   "last error -EIO of pcs_enable, 0 s ago");
}

/* Channels of a node are told by their cells. */
static void insight_cells(struct kunit *test)
{
	const struct property_entry props[] = {
		PROPERTY_ENTRY_U32("#pcs-cells", 1), { }
	};
	struct fwnode_handle *node = kpcs_node(test, props);
	struct kpcs *kp = kpcs_alloc(test, node), *kp1 = kpcs_alloc(test, node);
	struct phylink_pcs *channels[] = { &kp->pcs, &kp1->pcs };
	const struct pcs_provider_config config = {
		.fwnode = node, .channels = channels, .num_channels = 2,
	};

	kp1->leader = kp;
	KUNIT_ASSERT_EQ(test, pcs_register(kp->dev, &config), 0);
	kp->gone = false;
	kp1->gone = false;
	EXPECT_HAS(test, insight_summary(test), "%pfw/0: idle", node);
	EXPECT_HAS(test, insight_summary(test), "%pfw/1: idle", node);
	kpcs_unregister(kp);
	EXPECT_HAS_NOT(test, insight_summary(test), "%pfw/0", node);
}

/* What scripts read */
static void insight_file(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;
	struct file *file;
	struct kmac *mac;

	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	pcs = insight_get(test);
	mac = insight_start(test, pcs, KMAC_INBAND | KMAC_NETDEV);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));

	file = insight_open_endpoint(test, true);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, insight_read_file(test, file), 0);
	fput(file);
	EXPECT_HAS(test, in->buf,
		   "endpoint: %s\nstate: enabled\nage: 0\ndevice: %s\n",
		   in->name, dev_name(in->kp->dev));
	EXPECT_HAS(test, in->buf, "\ninterfaces: sgmii\nconsumer: %s\n",
		   dev_name(in->dev));
	EXPECT_HAS(test, in->buf,
		   "\nconsumer-netdev: %s\nconsumer-state: enabled\nconsumer-interface: sgmii\nconsumer-negotiation: inband-enabled\nconsumer-link: up\nconsumer-speed: 1000\nconsumer-duplex: full\n",
		   netdev_name(mac->ndev));
	EXPECT_HAS_NOT(test, in->buf, "error");
}

/* The file that was opened says nothing more when the endpoint has gone, and
 * the next one of that name is about the next endpoint.
 */
static void insight_file_gone(struct kunit *test)
{
	struct insight *in = test->priv;
	struct file *file, *next;

	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	file = insight_open_endpoint(test, true);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);

	kpcs_unregister(in->kp);
	insight_read_file(test, file);
	KUNIT_EXPECT_STREQ(test, in->buf, "");
	KUNIT_EXPECT_TRUE(test, IS_ERR(insight_open_endpoint(test, false)));
	KUNIT_EXPECT_EQ(test, insight_read_file(test, file), -EIO);

	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	next = insight_open_endpoint(test, true);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, next);
	KUNIT_EXPECT_EQ(test, insight_read_file(test, next), 0);
	EXPECT_HAS(test, in->buf, "state: idle\n");
	fput(next);
	fput(file);
}

static int insight_come_and_go(void *data)
{
	struct insight *in = data;
	struct phylink_pcs *pcs;

	while (!kthread_should_stop()) {
		pcs = fwnode_pcs_get(in->dev, in->user, NULL, PCS_GET_LATE);
		if (!kpcs_register(in->kp))
			kpcs_unregister(in->kp);
		if (!IS_ERR(pcs))
			pcs_put(pcs);
		cond_resched();
	}

	return 0;
}

/* All may be read at any time. */
static void insight_races(struct kunit *test)
{
	struct insight *in = test->priv;
	struct task_struct *task;
	struct file *file, *list;
	unsigned int i;

	list = insight_open(in->debugfs, "pcs/summary", O_RDONLY);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, list);
	task = kpcs_run(test, insight_come_and_go, in);
	for (i = 0; i < 300; i++) {
		KUNIT_EXPECT_EQ(test, insight_read_file(test, list), 0);
		file = insight_open(in->debugfs, in->path, O_RDONLY);
		if (!IS_ERR(file)) {
			insight_read_file(test, file);
			fput(file);
		}
		cond_resched();
	}
	kpcs_join(task);
	fput(list);
}

static bool insight_expected(struct phylink_pcs *pcs)
{
	return delayed_work_pending(&to_pcs_handle(pcs)->seen.missing);
}

/* As if the time had passed */
static void insight_time_passes(struct phylink_pcs *pcs)
{
	flush_delayed_work(&to_pcs_handle(pcs)->seen.missing);
}

/* A PCS that does not come is told of once, ten seconds after it was wanted. */
static void insight_missing(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;
	unsigned long left;
	struct klog log;
	struct kmac *mac;
	char text[PCS_NAME_LEN + 128];

	klog_mark(&log);
	pcs = insight_get(test);
	KUNIT_EXPECT_FALSE(test, insight_expected(pcs));
	mac = insight_start(test, pcs, KMAC_INBAND | KMAC_NETDEV);
	snprintf(text, sizeof(text), "%s: %s: PCS %s is not there: link held",
		 dev_name(in->dev), netdev_name(mac->ndev), in->name);
	KUNIT_EXPECT_EQ(test, klog_count(&log, text), 1);

	snprintf(text, sizeof(text),
		 "%s: %s: PCS %s is still not there: its node has no device",
		 dev_name(in->dev), netdev_name(mac->ndev), in->name);
	KUNIT_ASSERT_TRUE(test, insight_expected(pcs));
	left = to_pcs_handle(pcs)->seen.missing.timer.expires - jiffies;
	KUNIT_EXPECT_LE(test, left, 10UL * HZ);
	KUNIT_EXPECT_GT(test, left, 8UL * HZ);
	KUNIT_EXPECT_EQ(test, klog_count(&log, text), 0);

	insight_time_passes(pcs);
	KUNIT_EXPECT_EQ(test, klog_count(&log, text), 1);

	KUNIT_EXPECT_EQ(test, insight_config(pcs), -ENODEV);
	KUNIT_EXPECT_FALSE(test, insight_expected(pcs));
}

/* It came in time, */
static void insight_missing_arrives(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs = insight_get(test);
	struct kmac *mac = insight_start(test, pcs, KMAC_INBAND);

	KUNIT_ASSERT_TRUE(test, insight_expected(pcs));
	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	KUNIT_EXPECT_FALSE(test, insight_expected(pcs));

	/* and left again: that is told of again. */
	kpcs_unregister(in->kp);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	KUNIT_EXPECT_TRUE(test, insight_expected(pcs));
}

/* It came, but was of no use, and left: that is another absence. */
static void insight_missing_unsuited(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs = insight_get(test);
	struct kmac *mac = insight_start(test, pcs, KMAC_INBAND);

	KUNIT_ASSERT_TRUE(test, insight_expected(pcs));
	insight_time_passes(pcs);

	phy_interface_zero(in->kp->pcs.supported_interfaces);
	__set_bit(PHY_INTERFACE_MODE_USXGMII, in->kp->pcs.supported_interfaces);
	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	EXPECT_HAS(test, insight_summary(test), "last error -EINVAL");
	KUNIT_EXPECT_FALSE(test, insight_expected(pcs));

	kpcs_unregister(in->kp);
	kmac_settle();
	KUNIT_EXPECT_TRUE(test, insight_expected(pcs));
}

/* Nobody wants it any more. */
static void insight_missing_stopped(struct kunit *test)
{
	struct phylink_pcs *pcs = insight_get(test);
	struct kmac *mac = insight_start(test, pcs, KMAC_INBAND);

	KUNIT_ASSERT_TRUE(test, insight_expected(pcs));
	kmac_stop(mac);
	KUNIT_EXPECT_FALSE(test, insight_expected(pcs));
}

/* A consumer that goes without having stopped takes the message with it. */
static void insight_missing_put(struct kunit *test)
{
	struct phylink_pcs *pcs = insight_get(test);
	struct pcs_handle *h = to_pcs_handle(pcs);

	KUNIT_EXPECT_EQ(test, insight_config(pcs), -ENODEV);
	KUNIT_ASSERT_TRUE(test, insight_expected(pcs));
	KUNIT_EXPECT_EQ(test, kref_read(&h->ref), 2);

	kref_get(&h->ref);
	kunit_release_action(test, insight_put, pcs);
	KUNIT_EXPECT_FALSE(test, insight_expected(pcs));
	KUNIT_EXPECT_EQ(test, kref_read(&h->ref), 1);
	kfree(h);
}

/**
 * struct insight_node - a node whose device goes while somebody looks at it
 * @fwnode: the node, of a PCS
 * @pdev: its device; NULL when somebody else has the last reference to it
 * @calls: how often the name of the node, or what is above it, was asked for
 * @when: the call in which the device goes
 */
struct insight_node {
	struct fwnode_handle fwnode;
	struct platform_device *pdev;
	unsigned int calls;
	unsigned int when;
};

static struct insight_node *to_insight_node(const struct fwnode_handle *fwnode)
{
	return container_of(fwnode, struct insight_node, fwnode);
}

static struct fwnode_handle *insight_node_get(struct fwnode_handle *fwnode)
{
	return fwnode;
}

static void insight_node_put(struct fwnode_handle *fwnode)
{
}

static void insight_node_called(const struct fwnode_handle *fwnode)
{
	struct insight_node *node = to_insight_node(fwnode);
	struct platform_device *pdev = node->pdev;

	if (!pdev || ++node->calls != node->when)
		return;

	platform_device_del(pdev);
	if (kref_read(&pdev->dev.kobj.kref) > 1) {
		node->pdev = NULL;
		platform_device_put(pdev);
	}
}

static const char *insight_node_get_name(const struct fwnode_handle *fwnode)
{
	insight_node_called(fwnode);

	return "insight";
}

static const char *insight_node_prefix(const struct fwnode_handle *fwnode)
{
	return "/";
}

static struct fwnode_handle *
insight_node_get_parent(const struct fwnode_handle *fwnode)
{
	insight_node_called(fwnode);

	return NULL;
}

static const struct fwnode_operations insight_node_ops = {
	.get = insight_node_get,
	.put = insight_node_put,
	.get_name = insight_node_get_name,
	.get_name_prefix = insight_node_prefix,
	.get_parent = insight_node_get_parent,
};

static void insight_device_release(struct device *dev)
{
	pcs_put(dev_get_drvdata(dev));
	kfree(to_platform_device(dev));
}

/* A device that puts a PCS when nobody has it any more */
static void insight_node_add_device(struct kunit *test,
				    struct insight_node *node)
{
	struct insight *in = test->priv;
	struct platform_device *pdev;
	struct phylink_pcs *pcs;

	pcs = fwnode_pcs_get(in->dev, in->user, NULL, PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	pdev = kzalloc_obj(*pdev);
	KUNIT_ASSERT_NOT_NULL(test, pdev);

	pdev->name = "pcs-insight";
	pdev->id = PLATFORM_DEVID_AUTO;
	pdev->dev.release = insight_device_release;
	dev_set_drvdata(&pdev->dev, pcs);
	device_set_node(&pdev->dev, &node->fwnode);
	KUNIT_ASSERT_EQ(test, platform_device_register(pdev), 0);
	node->calls = 0;
	node->pdev = pdev;
}

static void insight_look_at_summary(struct kunit *test, struct phylink_pcs *pcs)
{
	insight_summary(test);
}

static void insight_look_at_file(struct kunit *test, struct phylink_pcs *pcs)
{
	struct insight *in = test->priv;

	insight_read(test, in->debugfs, "pcs/endpoints/insight");
}

static void insight_look_at_missing(struct kunit *test, struct phylink_pcs *pcs)
{
	pcs_handle_expect(to_pcs_handle(pcs));
	insight_time_passes(pcs);
	pcs_handle_expect_no_more(to_pcs_handle(pcs));
}

/* Who looks at a device may be the last to let go of it, and so be the one who
 * puts its PCS. The device goes at the first point where it can, then at the
 * next, until there is none left.
 */
static void insight_last_reference(struct kunit *test)
{
	static void (*const looks[])(struct kunit *, struct phylink_pcs *) = {
		insight_look_at_summary, insight_look_at_file,
		insight_look_at_missing,
	};
	struct insight_node *node;
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;
	unsigned int i, last;
	struct kmac *mac;

	node = kunit_kzalloc(test, sizeof(*node), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, node);
	fwnode_init(&node->fwnode, &insight_node_ops);
	pcs = fwnode_pcs_get(in->dev, kpcs_ref_node(test, &node->fwnode), NULL,
			     PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, insight_put,
							   pcs));
	mac = insight_start(test, pcs, KMAC_INBAND);
	strscpy(in->path, "pcs/endpoints/insight");
	fput(insight_open_endpoint(test, true));

	for (i = 0; i < ARRAY_SIZE(looks); i++) {
		last = 0;
		node->when = 0;
		do {
			node->when++;
			insight_node_add_device(test, node);
			looks[i](test, pcs);
			if (!node->pdev)
				last++;
			else if (node->calls < node->when)
				platform_device_unregister(node->pdev);
			else
				platform_device_put(node->pdev);
		} while (node->calls >= node->when);
		KUNIT_EXPECT_GT_MSG(test, last, 0, "look %u", i);
	}
	kmac_stop(mac);
	kmac_destroy(mac);
}

#ifdef CONFIG_EVENT_TRACING
static void insight_trace_off(void *data)
{
	trace_set_clr_event("pcs", NULL, 0);
}

/* The next line of the trace that has all of it */
static void insight_next(struct kunit *test, char **trace, const char *event,
			 const char *rest)
{
	struct insight *in = test->priv;
	char *line, start[160];

	snprintf(start, sizeof(start), " pcs_%s: %s ", event, in->name);
	while ((line = strsep(trace, "\n")))
		if (strstr(line, start) && strstr(line, rest))
			return;
	KUNIT_FAIL_AND_ABORT(test, "no %s with %s", start, rest);
}

/* A life, as it can be read in the trace afterwards */
static void insight_trace(struct kunit *test)
{
	struct insight *in = test->priv;
	struct phylink_pcs *pcs;
	struct vfsmount *tracefs;
	struct file *file;
	struct kmac *mac;
	char *trace;

	KUNIT_ASSERT_EQ(test, trace_set_clr_event("pcs", NULL, 1), 0);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action(test, insight_trace_off,
						  NULL));
	tracefs = insight_mount(test, "tracefs");
	file = insight_open(tracefs, "trace", O_WRONLY | O_TRUNC);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	fput(file);

	pcs = fwnode_pcs_get(in->dev, in->user, NULL, 0);
	KUNIT_ASSERT_EQ(test, PTR_ERR_OR_ZERO(pcs), -EPROBE_DEFER);
	pcs = insight_get(test);
	KUNIT_ASSERT_EQ(test, kpcs_register(in->kp), 0);
	mac = insight_start(test, pcs, KMAC_INBAND);
	KUNIT_ASSERT_TRUE(test, kmac_wait(mac, true));
	pcs_link_change(&in->kp->pcs, true);
	kpcs_unregister(in->kp);
	KUNIT_EXPECT_TRUE(test, kmac_held_down(mac));
	kmac_stop(mac);
	kmac_destroy(mac);
	kunit_release_action(test, insight_put, pcs);

	trace = (char *)insight_read(test, tracefs, "trace");
	/* Of a work item, on a CPU whose clock may be a tick behind */
	EXPECT_HAS(test, trace, "sgmii inband-enabled err=-19");
	EXPECT_HAS(test, trace, " pcs_replay_done: %s ", in->name);
	insight_next(test, &trace, "get",
		     "pcs-handle[0] err=-517 why=PCS is not registered yet");
	insight_next(test, &trace, "get", "pcs-handle[0] err=0 why=-");
	insight_next(test, &trace, "register", "channels=1 err=0");
	insight_next(test, &trace, "attach", dev_name(in->dev));
	insight_next(test, &trace, "replay_requested", "");
	insight_next(test, &trace, "enable", "err=0");
	insight_next(test, &trace, "config", "sgmii inband-enabled err=0");
	insight_next(test, &trace, "get_state", "link=1");
	insight_next(test, &trace, "link_change", "up=1");
	insight_next(test, &trace, "unregister", dev_name(in->kp->dev));
	insight_next(test, &trace, "disable", dev_name(in->dev));
	insight_next(test, &trace, "detach", dev_name(in->dev));
	insight_next(test, &trace, "replay_requested", "");
	insight_next(test, &trace, "put", dev_name(in->dev));
}
#endif

#ifdef CONFIG_REF_TRACKER
/* Who has not put a PCS is known, by all functions that led to its getting. */
static void insight_leak(struct kunit *test)
{
	static const char refs[] = "ref_tracker/pcs_handles";
	struct insight *in = test->priv;
	struct phylink_pcs *pcs, *devm;

	EXPECT_HAS_NOT(test, insight_read(test, in->debugfs, refs), "%s",
		       __func__);

	pcs = fwnode_pcs_get(in->dev, in->user, NULL, PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	EXPECT_HAS(test, insight_read(test, in->debugfs, refs), "%s+",
		   __func__);
	pcs_put(pcs);
	EXPECT_HAS_NOT(test, insight_read(test, in->debugfs, refs), "%s",
		       __func__);

	devm = devm_fwnode_pcs_get(in->dev, in->user, NULL, PCS_GET_LATE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, devm);
	EXPECT_HAS(test, insight_read(test, in->debugfs, refs), "%s+",
		   "devm_fwnode_pcs_get_prop");
	kunit_device_unregister(test, in->dev);
	EXPECT_HAS_NOT(test, insight_read(test, in->debugfs, refs), "%s",
		       __func__);
}
#endif

static struct kunit_case insight_cases[] = {
	KUNIT_CASE(insight_waiting),
	KUNIT_CASE(insight_deferred),
	KUNIT_CASE(insight_deferred_gone),
	KUNIT_CASE(insight_many_deferred),
	KUNIT_CASE(insight_enabled),
	KUNIT_CASE(insight_two),
	KUNIT_CASE(insight_outband),
	KUNIT_CASE(insight_error),
	KUNIT_CASE(insight_cells),
	KUNIT_CASE(insight_file),
	KUNIT_CASE(insight_file_gone),
	KUNIT_CASE(insight_races),
	KUNIT_CASE(insight_missing),
	KUNIT_CASE(insight_missing_arrives),
	KUNIT_CASE(insight_missing_unsuited),
	KUNIT_CASE(insight_missing_stopped),
	KUNIT_CASE(insight_missing_put),
	KUNIT_CASE(insight_last_reference),
#ifdef CONFIG_EVENT_TRACING
	KUNIT_CASE(insight_trace),
#endif
#ifdef CONFIG_REF_TRACKER
	KUNIT_CASE(insight_leak),
#endif
	{ }
};

static struct kunit_suite insight_suite = {
	.name = "pcs_insight",
	.init = insight_init,
	.test_cases = insight_cases,
};

kunit_test_suite(insight_suite);
