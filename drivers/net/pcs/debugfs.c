// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem: debugfs
 *
 * pcs/summary is for people, pcs/endpoints/ has a file for each endpoint for
 * scripts. All that they show of the subsystem is looked at under pcs_mutex, or
 * written in one piece by an op that may run meanwhile.
 *
 * Devices are looked for before that, and let go of after it, under no lock:
 * with its last reference a device may put a PCS, which takes pcs_mutex.
 *
 * debugfs waits for readers when a file goes, and readers wait for pcs_mutex.
 * So files are made and removed by a work item, which does not hold it: a file
 * may outlive its endpoint for a moment, and is empty then.
 */

#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/phy.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "pcs.h"

/* Consumers that were told to come back are listed up to this number. */
#define PCS_MAX_DEFERRED	64

/**
 * struct pcs_file - the file of an endpoint
 * @node: entry in pcs_files_new or pcs_files_gone, or in none; under pcs_mutex
 * @ep: the endpoint, NULL when it has gone; under pcs_mutex
 * @dentry: the file, once it was made; of the work item
 * @serial: number that no other has
 * @name: of the endpoint, then of the file
 */
struct pcs_file {
	struct list_head node;
	struct pcs_endpoint *ep;
	struct dentry *dentry;
	unsigned int serial;
	char name[PCS_NAME_LEN + 12];
};

/**
 * struct pcs_deferred - a consumer that got -EPROBE_DEFER, and nothing since
 * @node: entry in pcs_deferred_list, the latest first; under pcs_mutex
 * @bus: of the consumer; may have gone, like the consumer
 * @dev: the consumer, only to compare it with
 * @ref: the PCS, likewise
 * @time: when it was
 * @name: of the PCS
 * @user: of the consumer
 */
struct pcs_deferred {
	struct list_head node;
	const struct bus_type *bus;
	const struct device *dev;
	struct fwnode_reference_args ref;
	time64_t time;
	char name[PCS_NAME_LEN];
	char user[PCS_NAME_LEN];
};

static void pcs_files_update(struct work_struct *work);

static DECLARE_WORK(pcs_files_work, pcs_files_update);
static LIST_HEAD(pcs_files_new);
static LIST_HEAD(pcs_files_gone);
static LIST_HEAD(pcs_deferred_list);
static unsigned int pcs_num_deferred;
static struct dentry *pcs_debugfs_root;
static struct dentry *pcs_debugfs_endpoints;

static const char *const pcs_op_names[] = {
	[PCS_OP_CONFIG] = "pcs_config",
	[PCS_OP_ENABLE] = "pcs_enable",
	[PCS_OP_POST_CONFIG] = "pcs_post_config",
	[PCS_OP_PRE_INIT] = "pcs_pre_init",
};

static const char *pcs_neg_mode_name(unsigned int neg_mode)
{
	switch (neg_mode) {
	case PHYLINK_PCS_NEG_NONE:
		return "none";
	case PHYLINK_PCS_NEG_OUTBAND:
		return "outband";
	case PHYLINK_PCS_NEG_INBAND_DISABLED:
		return "inband-disabled";
	case PHYLINK_PCS_NEG_INBAND_ENABLED:
		return "inband-enabled";
	default:
		return "unknown";
	}
}

static const char *pcs_handle_state(const struct pcs_handle *h)
{
	const struct pcs_channel *ch = h->ep->channel;

	if (ch && READ_ONCE(ch->user) == h)
		return "enabled";

	return READ_ONCE(h->phylink) ? "selected" : "idle";
}

static const char *pcs_endpoint_state(const struct pcs_endpoint *ep)
{
	const struct pcs_handle *h;

	if (!ep->channel)
		return ep->seen.had_channel ? "gone" : "waiting";
	if (ep->channel->provider->leaving)
		return "leaving";
	if (READ_ONCE(ep->channel->user))
		return "enabled";

	list_for_each_entry(h, &ep->handles, node)
		if (READ_ONCE(h->phylink))
			return "selected";

	return "idle";
}

static void pcs_show_interfaces(struct seq_file *m, const unsigned long *mask)
{
	unsigned int mode;

	if (phy_interface_empty(mask))
		seq_puts(m, " any");
	for_each_set_bit(mode, mask, PHY_INTERFACE_MODE_MAX)
		seq_printf(m, " %s", phy_modes(mode));
}

static int pcs_state_speed(u32 state)
{
	u32 speed = FIELD_GET(PCS_STATE_SPEED, state);

	return speed == PCS_STATE_SPEED ? SPEED_UNKNOWN : speed;
}

static int pcs_state_duplex(u32 state)
{
	u32 duplex = FIELD_GET(PCS_STATE_DUPLEX, state);

	return duplex > DUPLEX_FULL ? DUPLEX_UNKNOWN : duplex;
}

static u32 pcs_error_age(const struct pcs_handle *h)
{
	u32 now = ktime_get_boottime_seconds();

	return now - READ_ONCE(h->seen.error_time);
}

static time64_t pcs_endpoint_age(const struct pcs_endpoint *ep)
{
	return ktime_get_boottime_seconds() - ep->seen.since;
}

static void pcs_summary_consumer(struct seq_file *m, struct pcs_handle *h)
{
	u32 state = READ_ONCE(h->seen.state), error = READ_ONCE(h->seen.error);
	char netdev[IFNAMSIZ];

	pcs_handle_netdev(h, netdev);
	seq_printf(m, "    %s", netdev[0] ? netdev : "-");
	if (h->dev)
		seq_printf(m, " of %s (%s)", dev_name(h->dev),
			   dev_driver_string(h->dev));
	seq_printf(m, " %pfw: %s", h->fwnode, pcs_handle_state(h));

	if (READ_ONCE(h->phylink)) {
		seq_printf(m, ", %s %s",
			   phy_modes(READ_ONCE(h->interface)),
			   pcs_neg_mode_name(READ_ONCE(h->seen.neg_mode)));
		if (state & PCS_STATE_LINK)
			seq_printf(m, ", link up %s/%s",
				   phy_speed_to_str(pcs_state_speed(state)),
				   phy_duplex_to_str(pcs_state_duplex(state)));
		else if (state & PCS_STATE_KNOWN)
			seq_puts(m, ", link down");
	}
	if (error)
		seq_printf(m, "; last error %pe of %s, %u s ago",
			   ERR_PTR(PCS_ERROR_ERR(error)),
			   pcs_op_names[PCS_ERROR_OP(error)], pcs_error_age(h));
	seq_putc(m, '\n');
}

static void pcs_summary_endpoint(struct seq_file *m, struct pcs_endpoint *ep,
				 const struct pcs_cause *cause)
{
	const struct pcs_channel *ch = ep->channel;
	char buf[PCS_NAME_LEN];
	struct pcs_handle *h;

	pcs_ref_name(&ep->ref, buf, sizeof(buf));
	seq_printf(m, "%s: %s for %lld s", buf, pcs_endpoint_state(ep),
		   pcs_endpoint_age(ep));
	if (ch) {
		seq_printf(m, ", %s (%s),", dev_name(ch->provider->dev),
			   dev_driver_string(ch->provider->dev));
		pcs_show_interfaces(m, ch->pcs->supported_interfaces);
	} else if (cause) {
		pcs_cause_text(cause, buf, sizeof(buf));
		seq_printf(m, ": %s", buf);
	}
	seq_putc(m, '\n');

	list_for_each_entry(h, &ep->handles, node)
		pcs_summary_consumer(m, h);
}

static void pcs_deferred_del(struct pcs_deferred *def)
{
	list_del(&def->node);
	WRITE_ONCE(pcs_num_deferred, pcs_num_deferred - 1);
	kfree(def);
}

static int pcs_is_deferred(struct device *dev, const void *data)
{
	const struct pcs_deferred *def = data;

	return dev == def->dev && !strcmp(dev_name(dev), def->user);
}

/* The driver core compares the bus with those that are there. */
static bool pcs_deferred_is_there(const struct pcs_deferred *def)
{
	struct device *dev;

	dev = bus_find_device(def->bus, NULL, def, pcs_is_deferred);
	put_device(dev);

	return dev;
}

/* It is deferred for another reason, or about to be probed. */
static bool pcs_deferred_has_pcs(const struct pcs_deferred *def)
{
	const struct pcs_endpoint *ep;

	guard(mutex)(&pcs_mutex);
	ep = pcs_endpoint_find(&def->ref);

	return ep && ep->channel;
}

static void pcs_summary_consumer_deferred(struct seq_file *m,
					  const struct pcs_deferred *def)
{
	struct pcs_cause cause = {};
	char why[PCS_NAME_LEN];

	if (!pcs_deferred_is_there(def) || pcs_deferred_has_pcs(def))
		return;

	/* Nobody has a reference to the node, which may have gone. */
	cause.dev = pcs_node_device(def->ref.fwnode);
	pcs_cause_text(&cause, why, sizeof(why));
	put_device(cause.dev);
	seq_printf(m, "%s: not registered: %s\n", def->name, why);
	seq_printf(m, "    - of %s: probe deferred %lld s ago\n", def->user,
		   ktime_get_boottime_seconds() - def->time);
}

static int pcs_summary_deferred(struct seq_file *m)
{
	struct pcs_deferred *copy, *def;
	unsigned int i = 0, num;

	mutex_lock(&pcs_mutex);
	num = pcs_num_deferred;
	copy = kvmalloc_objs(*copy, num);
	if (copy)
		list_for_each_entry(def, &pcs_deferred_list, node)
			copy[i++] = *def;
	mutex_unlock(&pcs_mutex);
	if (!copy)
		return -ENOMEM;

	for (i = 0; i < num; i++)
		pcs_summary_consumer_deferred(m, &copy[i]);
	kvfree(copy);

	return 0;
}

static void pcs_causes_add(struct list_head *causes, struct pcs_endpoint *ep)
{
	struct pcs_cause *cause = kzalloc_obj(*cause);

	if (!cause)
		return;

	cause->ep = ep;
	cause->fwnode = fwnode_handle_get(ep->ref.fwnode);
	list_add_tail(&cause->node, causes);
}

/* The list is in the order of the endpoints, and those that were asked for go
 * to its end: the one that is looked for is the first, as a rule.
 */
static struct pcs_cause *pcs_causes_find(struct list_head *causes,
					 const struct pcs_endpoint *ep)
{
	struct pcs_cause *cause;

	list_for_each_entry(cause, causes, node) {
		if (cause->ep == ep && cause->fwnode == ep->ref.fwnode) {
			list_move_tail(&cause->node, causes);
			return cause;
		}
	}

	return NULL;
}

static int pcs_summary_show(struct seq_file *m, void *v)
{
	struct pcs_cause *cause, *next;
	struct pcs_endpoint *ep;
	LIST_HEAD(causes);
	int err;

	err = pcs_summary_deferred(m);
	if (err)
		return err;

	mutex_lock(&pcs_mutex);
	list_for_each_entry(ep, &pcs_endpoint_list, seen.all)
		if (!ep->channel)
			pcs_causes_add(&causes, ep);
	mutex_unlock(&pcs_mutex);

	list_for_each_entry(cause, &causes, node)
		pcs_cause_find(cause);

	mutex_lock(&pcs_mutex);
	list_for_each_entry(ep, &pcs_endpoint_list, seen.all) {
		cause = ep->channel ? NULL : pcs_causes_find(&causes, ep);
		pcs_summary_endpoint(m, ep, cause);
	}
	mutex_unlock(&pcs_mutex);

	list_for_each_entry_safe(cause, next, &causes, node) {
		pcs_cause_put(cause);
		kfree(cause);
	}

	return 0;
}

DEFINE_SHOW_ATTRIBUTE(pcs_summary);

static void pcs_file_state(struct seq_file *m, const struct pcs_handle *h)
{
	u32 state = READ_ONCE(h->seen.state);

	seq_printf(m, "consumer-interface: %s\n",
		   phy_modes(READ_ONCE(h->interface)));
	seq_printf(m, "consumer-negotiation: %s\n",
		   pcs_neg_mode_name(READ_ONCE(h->seen.neg_mode)));
	if (!(state & PCS_STATE_KNOWN))
		return;
	seq_printf(m, "consumer-link: %s\n",
		   state & PCS_STATE_LINK ? "up" : "down");
	if (!(state & PCS_STATE_LINK))
		return;
	seq_printf(m, "consumer-speed: %d\n", pcs_state_speed(state));
	seq_printf(m, "consumer-duplex: %s\n",
		   pcs_state_duplex(state) == DUPLEX_FULL ? "full" :
		   pcs_state_duplex(state) == DUPLEX_HALF ? "half" : "unknown");
}

/* In the order in which they got the PCS; the first line begins a consumer. */
static void pcs_file_consumer(struct seq_file *m, const struct pcs_handle *h)
{
	u32 error = READ_ONCE(h->seen.error);
	char netdev[IFNAMSIZ];

	seq_printf(m, "consumer: %s\n", h->dev ? dev_name(h->dev) : "-");
	if (h->dev)
		seq_printf(m, "consumer-driver: %s\n",
			   dev_driver_string(h->dev));
	seq_printf(m, "consumer-node: %pfw\n", h->fwnode);
	pcs_handle_netdev(h, netdev);
	if (netdev[0])
		seq_printf(m, "consumer-netdev: %s\n", netdev);
	seq_printf(m, "consumer-state: %s\n", pcs_handle_state(h));
	if (READ_ONCE(h->phylink))
		pcs_file_state(m, h);
	if (error) {
		seq_printf(m, "consumer-error: %d\n", PCS_ERROR_ERR(error));
		seq_printf(m, "consumer-error-op: %s\n",
			   pcs_op_names[PCS_ERROR_OP(error)]);
		seq_printf(m, "consumer-error-age: %u\n", pcs_error_age(h));
	}
}

static void pcs_file_endpoint(struct seq_file *m, const struct pcs_endpoint *ep,
			      const struct pcs_cause *cause)
{
	const struct pcs_channel *ch = ep->channel;
	char buf[PCS_NAME_LEN];
	struct pcs_handle *h;

	pcs_ref_name(&ep->ref, buf, sizeof(buf));
	seq_printf(m, "endpoint: %s\n", buf);
	seq_printf(m, "state: %s\n", pcs_endpoint_state(ep));
	seq_printf(m, "age: %lld\n", pcs_endpoint_age(ep));
	if (ch) {
		seq_printf(m, "device: %s\n", dev_name(ch->provider->dev));
		seq_printf(m, "driver: %s\n",
			   dev_driver_string(ch->provider->dev));
		seq_puts(m, "interfaces:");
		pcs_show_interfaces(m, ch->pcs->supported_interfaces);
		seq_putc(m, '\n');
	} else if (cause->fwnode) {
		pcs_cause_text(cause, buf, sizeof(buf));
		seq_printf(m, "reason: %s\n", buf);
	}

	list_for_each_entry(h, &ep->handles, node)
		pcs_file_consumer(m, h);
}

static int pcs_file_show(struct seq_file *m, void *v)
{
	const struct pcs_file *file = m->private;
	struct pcs_cause cause = {};

	mutex_lock(&pcs_mutex);
	if (file->ep && !file->ep->channel)
		cause.fwnode = fwnode_handle_get(file->ep->ref.fwnode);
	mutex_unlock(&pcs_mutex);

	pcs_cause_find(&cause);

	mutex_lock(&pcs_mutex);
	if (file->ep)
		pcs_file_endpoint(m, file->ep, &cause);
	mutex_unlock(&pcs_mutex);

	pcs_cause_put(&cause);

	return 0;
}

DEFINE_SHOW_ATTRIBUTE(pcs_file);

/* Take the first off a list. */
static struct pcs_file *pcs_file_pop(struct list_head *list)
{
	struct pcs_file *file;

	mutex_lock(&pcs_mutex);
	file = list_first_entry_or_null(list, struct pcs_file, node);
	if (file)
		list_del_init(&file->node);
	mutex_unlock(&pcs_mutex);

	return file;
}

/* The name of a node and its cells is made one that a file may have. If there
 * is one of that name, or it was cut off, a number is added.
 */
static void pcs_file_create(struct pcs_file *file)
{
	char *name = file->name + (file->name[0] == '/');
	size_t len = strlen(file->name);
	struct dentry *other;

	strreplace(name, '/', '!');
	other = debugfs_lookup(name, pcs_debugfs_endpoints);
	if (other || len == PCS_NAME_LEN - 1)
		snprintf(file->name + len, sizeof(file->name) - len, "~%u",
			 file->serial);
	dput(other);

	file->dentry = debugfs_create_file(name, 0444, pcs_debugfs_endpoints,
					   file, &pcs_file_fops);
}

static void pcs_files_update(struct work_struct *work)
{
	struct pcs_file *file;

	/* Those that went first: they may have the name of one that came. */
	for (;;) {
		file = pcs_file_pop(&pcs_files_gone);
		if (file) {
			debugfs_remove(file->dentry);
			kfree(file);
			continue;
		}

		file = pcs_file_pop(&pcs_files_new);
		if (!file)
			break;
		pcs_file_create(file);
	}
}

void pcs_debugfs_add(struct pcs_endpoint *ep)
{
	static unsigned int serial;
	struct pcs_file *file;

	lockdep_assert_held(&pcs_mutex);

	file = kzalloc_obj(*file);
	if (!file)
		return;

	file->ep = ep;
	file->serial = serial++;
	pcs_ref_name(&ep->ref, file->name, PCS_NAME_LEN);
	ep->seen.file = file;
	list_add_tail(&file->node, &pcs_files_new);
	schedule_work(&pcs_files_work);
}

void pcs_debugfs_del(struct pcs_endpoint *ep)
{
	lockdep_assert_held(&pcs_mutex);

	if (!ep->seen.file)
		return;

	ep->seen.file->ep = NULL;
	list_move_tail(&ep->seen.file->node, &pcs_files_gone);
	schedule_work(&pcs_files_work);
}

static void pcs_deferred_add(struct device *dev,
			     const struct fwnode_reference_args *ref)
{
	struct pcs_deferred *def;

	if (pcs_num_deferred == PCS_MAX_DEFERRED)
		pcs_deferred_del(list_last_entry(&pcs_deferred_list,
						 struct pcs_deferred, node));
	def = kzalloc_obj(*def);
	if (!def)
		return;

	def->bus = dev->bus;
	def->dev = dev;
	def->ref = *ref;
	def->time = ktime_get_boottime_seconds();
	pcs_ref_name(ref, def->name, sizeof(def->name));
	strscpy(def->user, dev_name(dev));
	list_add(&def->node, &pcs_deferred_list);
	WRITE_ONCE(pcs_num_deferred, pcs_num_deferred + 1);
}

/* What came of a look-up: a consumer that is deferred has nothing from which it
 * could be found again.
 */
void pcs_debugfs_lookup(struct device *dev,
			const struct fwnode_reference_args *ref, int err)
{
	bool deferred = err == -EPROBE_DEFER && ref->fwnode;
	struct pcs_deferred *def, *next;

	if (!dev || !dev->bus || (!deferred && !READ_ONCE(pcs_num_deferred)))
		return;

	mutex_lock(&pcs_mutex);
	list_for_each_entry_safe(def, next, &pcs_deferred_list, node)
		if (def->dev == dev && def->ref.fwnode == ref->fwnode)
			pcs_deferred_del(def);
	if (deferred)
		pcs_deferred_add(dev, ref);
	mutex_unlock(&pcs_mutex);
}

void pcs_debugfs_init(void)
{
	pcs_debugfs_root = debugfs_create_dir("pcs", NULL);
	pcs_debugfs_endpoints = debugfs_create_dir("endpoints",
						   pcs_debugfs_root);
	debugfs_create_file("summary", 0444, pcs_debugfs_root, NULL,
			    &pcs_summary_fops);
}

/* There are no endpoints any more. */
void pcs_debugfs_exit(void)
{
	struct pcs_deferred *def, *next;

	flush_work(&pcs_files_work);
	debugfs_remove(pcs_debugfs_root);
	list_for_each_entry_safe(def, next, &pcs_deferred_list, node)
		pcs_deferred_del(def);
}
