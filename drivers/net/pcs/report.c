// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem: what a person is told about a link that does not come up
 */

#include <linux/device.h>
#include <linux/mdio.h>
#include <linux/netdevice.h>
#include <linux/phy.h>
#include <linux/platform_device.h>
#include <linux/ratelimit.h>

#include "pcs.h"

#define CREATE_TRACE_POINTS
#include <trace/events/pcs.h>

/* All endpoints, those without a provider first. Under pcs_mutex. */
LIST_HEAD(pcs_endpoint_list);

/* How long a PCS may be missing without more being said */
#define PCS_MISSING_DELAY	(10 * HZ)

/* The full name of a node, and its cells: "/soc/serdes@0/2" */
void pcs_ref_name(const struct fwnode_reference_args *ref, char *buf,
		  size_t size)
{
	unsigned int i;
	int len;

	if (!ref->fwnode) {
		strscpy(buf, "-", size);
		return;
	}

	len = scnprintf(buf, size, "%pfw", ref->fwnode);
	for (i = 0; i < ref->nargs; i++)
		len += scnprintf(buf + len, size - len, "/%llu", ref->args[i]);
}

/* The network device of a consumer, whose phylink does not tell: the one below
 * its device that has the node which the PCS was looked up in, such as a port
 * of a switch, or else the only one without a node. Nothing if that is not
 * certain.
 *
 * @buf is of IFNAMSIZ.
 */
void pcs_handle_netdev(const struct pcs_handle *h, char *buf)
{
	const struct fwnode_handle *fwnode;
	struct net_device *netdev;
	unsigned int num = 0;
	struct net *net;

	buf[0] = '\0';
	if (!h->dev)
		return;

	rcu_read_lock();
	for_each_net_rcu(net) {
		for_each_netdev_rcu(net, netdev) {
			fwnode = dev_fwnode(&netdev->dev);
			if (netdev->dev.parent != h->dev ||
			    (fwnode && fwnode != h->fwnode))
				continue;
			/* While it is renamed it has some of both names. */
			strscpy(buf, netdev_name(netdev), IFNAMSIZ);
			num++;
			if (fwnode)
				goto found;
		}
	}
	if (num != 1)
		buf[0] = '\0';
found:
	rcu_read_unlock();
}

/* The device of a node, on the buses that PCS are found on; with a reference.
 * The node is only compared with theirs.
 *
 * Not under pcs_mutex: as it looks the driver core lets go of devices, and with
 * the last reference to one a PCS that it has is put.
 */
struct device *pcs_node_device(struct fwnode_handle *fwnode)
{
	struct mdio_device *mdiodev;
	struct device *dev;

	dev = bus_find_device_by_fwnode(&platform_bus_type, fwnode);
	if (dev)
		return dev;

	mdiodev = fwnode_mdio_find_device(fwnode);

	return mdiodev ? &mdiodev->dev : NULL;
}

/* Not under pcs_mutex */
void pcs_cause_find(struct pcs_cause *cause)
{
	struct fwnode_handle *fwnode = fwnode_handle_get(cause->fwnode);

	cause->dev = pcs_node_device(fwnode);
	cause->above = !cause->dev;
	while (fwnode && !cause->dev) {
		fwnode = fwnode_get_next_parent(fwnode);
		if (fwnode)
			cause->dev = pcs_node_device(fwnode);
	}
	fwnode_handle_put(fwnode);
}

/* Not under pcs_mutex */
void pcs_cause_put(struct pcs_cause *cause)
{
	put_device(cause->dev);
	fwnode_handle_put(cause->fwnode);
}

/* What keeps the PCS from being there, as far as can be told from the device */
void pcs_cause_text(const struct pcs_cause *cause, char *buf, size_t size)
{
	const char *what = cause->above ? "its node has no device, and " : "";
	const struct device *dev = cause->dev;

	if (!dev)
		strscpy(buf, "its node has no device", size);
	else if (READ_ONCE(dev->driver))
		snprintf(buf, size, "%s%s, driver of %s, has not registered it",
			 what, dev_driver_string(dev), dev_name(dev));
	else
		snprintf(buf, size, "%s%s has no driver", what, dev_name(dev));
}

static void pcs_handle_say(const struct pcs_handle *h, const char *what,
			   const char *whom, const char *end)
{
	char name[PCS_NAME_LEN], netdev[IFNAMSIZ];

	pcs_ref_name(&h->ep->ref, name, sizeof(name));
	pcs_handle_netdev(h, netdev);
	dev_warn(h->dev, "%s%sPCS %s %s%s%s\n", netdev, netdev[0] ? ": " : "",
		 name, what, whom, end);
}

/* Says why pcs_config() fails, and which PCS it is about. */
void pcs_handle_warn(struct pcs_handle *h, int err, const char *what,
		     const char *whom)
{
	static DEFINE_RATELIMIT_STATE(rs, DEFAULT_RATELIMIT_INTERVAL,
				      DEFAULT_RATELIMIT_BURST);

	pcs_note_error(h, PCS_OP_CONFIG, err);
	if (__ratelimit(&rs))
		pcs_handle_say(h, what, whom, ": link held down");
}

static void pcs_handle_missing(struct work_struct *work)
{
	struct pcs_handle *h = container_of(to_delayed_work(work),
					    struct pcs_handle, seen.missing);
	struct pcs_cause cause = {};
	char why[PCS_NAME_LEN];

	/* Until it is being put the endpoint and the device are there. */
	mutex_lock(&pcs_mutex);
	if (!h->putting)
		cause.fwnode = fwnode_handle_get(h->ep->ref.fwnode);
	mutex_unlock(&pcs_mutex);

	pcs_cause_find(&cause);

	mutex_lock(&pcs_mutex);
	if (!h->putting && !pcs_handle_channel(h) && READ_ONCE(h->phylink)) {
		WRITE_ONCE(h->seen.told, true);
		pcs_cause_text(&cause, why, sizeof(why));
		pcs_handle_say(h, "is still not there: ", why, "");
	}
	mutex_unlock(&pcs_mutex);

	pcs_cause_put(&cause);
	pcs_handle_unref(h);
}

void pcs_handle_init_missing(struct pcs_handle *h)
{
	INIT_DELAYED_WORK(&h->seen.missing, pcs_handle_missing);
}

/* A phylink that runs wants a PCS that is not there. Once for each absence it
 * is said after a while what is known by then.
 */
void pcs_handle_expect(struct pcs_handle *h)
{
	if (READ_ONCE(h->seen.told))
		return;

	kref_get(&h->ref);
	if (!queue_delayed_work(pcs_wq, &h->seen.missing, PCS_MISSING_DELAY))
		pcs_handle_unref(h);
}

/* It is there, or nobody wants it any more. Waits for nothing. */
void pcs_handle_expect_no_more(struct pcs_handle *h)
{
	WRITE_ONCE(h->seen.told, false);
	if (cancel_delayed_work(&h->seen.missing))
		pcs_handle_unref(h);
}

void pcs_note_endpoint(struct pcs_endpoint *ep)
{
	ep->seen.since = ktime_get_boottime_seconds();
	list_add(&ep->seen.all, &pcs_endpoint_list);
	pcs_debugfs_add(ep);
}

void pcs_forget_endpoint(struct pcs_endpoint *ep)
{
	list_del(&ep->seen.all);
	pcs_debugfs_del(ep);
}

void pcs_note_channel(struct pcs_endpoint *ep)
{
	ep->seen.since = ktime_get_boottime_seconds();
	ep->seen.had_channel = true;
	list_move_tail(&ep->seen.all, &pcs_endpoint_list);
}

void pcs_note_no_channel(struct pcs_endpoint *ep)
{
	ep->seen.since = ktime_get_boottime_seconds();
	list_move(&ep->seen.all, &pcs_endpoint_list);
}

void pcs_note_error(struct pcs_handle *h, enum pcs_op op, int err)
{
	if (err >= 0)
		return;

	WRITE_ONCE(h->seen.error, PCS_ERROR(op, err));
	WRITE_ONCE(h->seen.error_time, (u32)ktime_get_boottime_seconds());
}

/* What pcs_config() was asked for. Nobody asks for the state of a PCS that has
 * no part in the negotiation.
 */
void pcs_note_config(struct pcs_handle *h, unsigned int neg_mode)
{
	WRITE_ONCE(h->seen.neg_mode, neg_mode);
	if (neg_mode == PHYLINK_PCS_NEG_NONE ||
	    neg_mode == PHYLINK_PCS_NEG_OUTBAND)
		WRITE_ONCE(h->seen.state, 0);
}

/* What pcs_get_state() answers. */
void pcs_note_state(struct pcs_handle *h,
		    const struct phylink_link_state *state)
{
	u32 speed = state->speed & PCS_STATE_SPEED;
	u32 new = PCS_STATE_KNOWN;

	if (state->an_complete)
		new |= PCS_STATE_AN_COMPLETE;
	if (state->link)
		new |= PCS_STATE_LINK | FIELD_PREP(PCS_STATE_SPEED, speed) |
		       FIELD_PREP(PCS_STATE_DUPLEX, state->duplex & 3);
	if (READ_ONCE(h->seen.state) == new)
		return;

	WRITE_ONCE(h->seen.state, new);
	trace_pcs_get_state(h, state);
}
