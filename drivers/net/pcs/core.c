// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem core: the registry, and the life of what is in it
 *
 * A MAC driver asks for the PCS that its firmware node names and gives what it
 * gets to phylink; a PCS driver registers its PCS. Either may come first, and
 * either may leave first.
 *
 * endpoint	one PCS as firmware names it: a node, and the cells of the
 *		reference. Made by the side that comes first, gone with the
 *		last.
 * provider	what a PCS driver registered in one call: one or more
 * channel	PCS, each with its endpoint.
 * handle	what one consumer holds: a struct phylink_pcs of the core, at
 *		the same address from pcs_get() to pcs_put(), whose ops
 *		(handle.c) pass on to the channel, or answer in its place
 *		while it is away.
 *
 * A channel that comes is published to the handles of its endpoint. A channel
 * that goes is taken from each of them, which waits for the calls that are
 * inside the driver, and disabled. In both cases a work item then makes the
 * phylink of the handle, if it runs, go through a full configuration
 * (phylink_replay_link_begin() and _end()), which succeeds or fails like the
 * ops do: this is what takes the link down or brings it back, in every mode.
 *
 * Locks, outermost first:
 *
 *   RTNL
 *     netdev instance lock
 *       phylink's and phylib's locks
 *         pcs_handle.lock	(rwsem) around each call into the PCS driver
 *           the PCS driver's own locks, the MDIO bus lock
 *           pcs_mutex		lists, hash tables, who belongs to whom
 *           pcs_channel.lock	(raw) whom link changes are reported to
 *           the driver core's, for device links
 *
 * - The driver is called under pcs_handle.lock and under no other lock of ours.
 * - Nobody waits while holding pcs_mutex.
 * - Drivers and MACs may call in with RTNL held or not. So only the work item
 *   takes RTNL, and nobody waits for the work item: it has a reference.
 */

#include <kunit/visibility.h>
#include <linux/device.h>
#include <linux/jhash.h>
#include <linux/module.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/ref_tracker.h>
#include <linux/rhashtable.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include <trace/events/pcs.h>

#include "pcs.h"

/* Protects the hash tables, what is in them, and the lists of handles. */
DEFINE_MUTEX(pcs_mutex);

static struct ref_tracker_dir pcs_handle_trackers;

struct workqueue_struct *pcs_wq;
EXPORT_SYMBOL_IF_KUNIT(pcs_wq);
static struct rhashtable pcs_endpoints;
static struct rhashtable pcs_channels;

/* Out of line: there would be a dozen copies of it. */
static noinline u32 pcs_ptr_hash(const void *data, u32 len, u32 seed)
{
	u64 ptr = *(const unsigned long *)data;

	return jhash_2words(lower_32_bits(ptr), upper_32_bits(ptr), seed);
}

/* With the cells, or a node of many channels would be one long chain. */
static noinline u32 pcs_ref_hash(const void *data, u32 len, u32 seed)
{
	const struct fwnode_reference_args *ref = data;
	u32 hash = pcs_ptr_hash(&ref->fwnode, len, seed);
	unsigned int i;

	for (i = 0; i < ref->nargs; i++)
		hash = jhash_2words(lower_32_bits(ref->args[i]),
				    upper_32_bits(ref->args[i]), hash);

	return hash;
}

static u32 pcs_endpoint_hash(const void *data, u32 len, u32 seed)
{
	const struct pcs_endpoint *ep = data;

	return pcs_ref_hash(&ep->ref, len, seed);
}

/* The two sides may read different #pcs-cells: the parser of device trees knows
 * nothing of those of a secondary node.
 */
static int pcs_endpoint_differs(struct rhashtable_compare_arg *arg,
				const void *data)
{
	const struct fwnode_reference_args *ref = arg->key;
	const struct pcs_endpoint *ep = data;

	if (ep->ref.fwnode != ref->fwnode || ep->ref.nargs != ref->nargs)
		return 1;

	return ref->nargs && memcmp(ep->ref.args, ref->args,
				    ref->nargs * sizeof(*ref->args));
}

static const struct rhashtable_params pcs_endpoint_params = {
	.head_offset = offsetof(struct pcs_endpoint, node),
	.hashfn = pcs_ref_hash,
	.obj_hashfn = pcs_endpoint_hash,
	.obj_cmpfn = pcs_endpoint_differs,
	.automatic_shrinking = true,
};

static const struct rhashtable_params pcs_channel_params = {
	.head_offset = offsetof(struct pcs_channel, node),
	.key_offset = offsetof(struct pcs_channel, pcs),
	.key_len = sizeof_field(struct pcs_channel, pcs),
	.hashfn = pcs_ptr_hash,
	.automatic_shrinking = true,
};

struct pcs_endpoint *
pcs_endpoint_find(const struct fwnode_reference_args *ref)
{
	lockdep_assert_held(&pcs_mutex);

	return rhashtable_lookup_fast(&pcs_endpoints, ref, pcs_endpoint_params);
}

static struct pcs_endpoint *
pcs_endpoint_get(const struct fwnode_reference_args *ref)
{
	struct pcs_endpoint *ep;
	int err;

	ep = pcs_endpoint_find(ref);
	if (ep) {
		ep->users++;
		return ep;
	}

	ep = kzalloc_obj(*ep);
	if (!ep)
		return ERR_PTR(-ENOMEM);

	ep->ref = *ref;
	ep->users = 1;
	INIT_LIST_HEAD(&ep->handles);

	err = rhashtable_insert_fast(&pcs_endpoints, &ep->node,
				     pcs_endpoint_params);
	if (err) {
		kfree(ep);
		return ERR_PTR(err);
	}

	fwnode_handle_get(ep->ref.fwnode);
	pcs_note_endpoint(ep);

	return ep;
}

static void pcs_endpoint_put(struct pcs_endpoint *ep)
{
	lockdep_assert_held(&pcs_mutex);

	if (--ep->users)
		return;

	/* No grace period: those who look for it hold pcs_mutex */
	rhashtable_remove_fast(&pcs_endpoints, &ep->node, pcs_endpoint_params);
	pcs_forget_endpoint(ep);
	fwnode_handle_put(ep->ref.fwnode);
	kfree(ep);
}

/* Of a node that registered all its channels, is this one beyond the last? */
static bool pcs_no_such_channel(const struct fwnode_reference_args *ref)
{
	const struct fwnode_reference_args first = {
		.fwnode = ref->fwnode, .nargs = 1,
	};
	struct pcs_endpoint *ep = pcs_endpoint_find(&first);
	const struct pcs_provider *prov;

	if (ref->nargs != 1 || !ep || !ep->channel)
		return false;

	prov = ep->channel->provider;

	return prov->all && !prov->leaving && ref->args[0] >= prov->num;
}

/* A link for the order of suspend and resume only: a managed one would make the
 * driver core unbind the whole MAC when a PCS goes. Refused where the PCS is a
 * child of the MAC; the order is right there without it.
 */
static void pcs_handle_link(struct pcs_handle *h)
{
	struct pcs_channel *ch;

	/* Waits for nobody when there is nothing to do. */
	if (!h->dev || READ_ONCE(h->linked) || !READ_ONCE(h->channel))
		return;

	down_write(&h->lock);
	ch = pcs_handle_channel(h);
	if (ch && !h->linked)
		WRITE_ONCE(h->linked,
			   !!device_link_add(h->dev, ch->provider->dev,
					     DL_FLAG_STATELESS));
	up_write(&h->lock);
}

/* Takes the PCS away from the handle. When this returns the driver has left
 * every op that came through the handle, and the PCS is disabled.
 */
static void pcs_handle_detach(struct pcs_handle *h)
{
	struct pcs_channel *ch;

	down_write(&h->lock);
	ch = h->channel;
	if (ch) {
		pcs_handle_disable(h);
		if (h->linked)
			device_link_remove(h->dev, ch->provider->dev);
		WRITE_ONCE(h->linked, false);
		h->pre_init_done = false;
		/* One that comes at once has not answered pcs_inband_caps() */
		if (READ_ONCE(h->asked))
			WRITE_ONCE(h->partial, true);
		phy_interface_copy(h->known, ch->pcs->supported_interfaces);
		pcs_handle_set_channel(h, NULL);
		trace_pcs_detach(h);
		pcs_array_changed(h);
	}
	up_write(&h->lock);
}

static void pcs_handle_release(struct kref *ref)
{
	kfree(container_of(ref, struct pcs_handle, ref));
}

void pcs_handle_unref(struct pcs_handle *h)
{
	kref_put(&h->ref, pcs_handle_release);
}

static void pcs_handle_replay(struct work_struct *work)
{
	struct pcs_handle *h = container_of(work, struct pcs_handle, replay);
	struct phylink *pl;

	pcs_handle_link(h);

	rtnl_lock();
	/* pairs with pcs_op_pre_config() */
	pl = smp_load_acquire(&h->phylink);
	if (pl && (READ_ONCE(h->stale) || pcs_array_outdated(h))) {
		/* The state that it would take the link up with is from before
		 * it configures, and of another PCS perhaps.
		 */
		WRITE_ONCE(h->replaying, true);
		phylink_replay_link_begin(pl);
		phylink_replay_link_end(pl);
		/* Its endpoint is there: it is put after its phylink. */
		trace_pcs_replay_done(h);
	}
	rtnl_unlock();

	pcs_handle_unref(h);
}

/* Have the work item look at the handle. */
void pcs_handle_queue(struct pcs_handle *h)
{
	kref_get(&h->ref);
	if (!queue_work(pcs_wq, &h->replay))
		pcs_handle_unref(h);
}

/* Have the phylink of a handle, if it runs, go through a full configuration,
 * unless it begins one by itself before the work item gets RTNL.
 */
void pcs_handle_kick(struct pcs_handle *h)
{
	smp_mb(); /* what has changed, before it is told */
	WRITE_ONCE(h->stale, true);
	trace_pcs_replay_requested(h);
	pcs_handle_queue(h);
}

/* The PCS of the handle is free: kick others that were refused it. */
void pcs_handle_kick_refused(struct pcs_handle *h)
{
	struct pcs_handle *other;

	mutex_lock(&pcs_mutex);
	list_for_each_entry(other, &h->ep->handles, node) {
		if (h->ep->channel->provider->leaving)
			break;
		if (READ_ONCE(other->refused))
			pcs_handle_kick(other);
	}
	mutex_unlock(&pcs_mutex);
}

/**
 * pcs_handle_get() - join an endpoint as a consumer
 * @dev: the consumer, or NULL
 * @fwnode: node of the consumer, to tell it from others of @dev
 * @ref: the endpoint
 * @late: be content if there is no provider yet
 *
 * Return: the handle, or -EPROBE_DEFER when the PCS is not registered and not
 * @late, -ENODEV when the provider has no such channel, -ENOMEM.
 */
struct pcs_handle *pcs_handle_get(struct device *dev,
				  const struct fwnode_handle *fwnode,
				  const struct fwnode_reference_args *ref,
				  bool late)
{
	struct pcs_channel *ch;
	struct pcs_handle *h;
	int err = 0;

	h = kzalloc_obj(*h);
	if (!h)
		return ERR_PTR(-ENOMEM);

	init_rwsem(&h->lock);
	INIT_WORK(&h->replay, pcs_handle_replay);
	pcs_handle_init_missing(h);
	kref_init(&h->ref);
	h->pcs.ops = &pcs_handle_ops;
	h->dev = get_device(dev);
	/* counting is no change */
	h->fwnode = fwnode_handle_get((struct fwnode_handle *)fwnode);

	mutex_lock(&pcs_mutex);
	h->ep = pcs_endpoint_get(ref);
	if (IS_ERR(h->ep)) {
		err = PTR_ERR(h->ep);
		goto unlock;
	}

	ch = h->ep->channel;
	if (ch && !ch->provider->leaving) {
		phy_interface_copy(h->pcs.supported_interfaces,
				   ch->pcs->supported_interfaces);
		pcs_handle_set_channel(h, ch);
		trace_pcs_attach(h);
	} else if (pcs_no_such_channel(ref)) {
		err = -ENODEV;
	} else if (!late) {
		err = -EPROBE_DEFER;
	}

	if (err)
		pcs_endpoint_put(h->ep);
	else
		list_add_tail(&h->node, &h->ep->handles);
unlock:
	mutex_unlock(&pcs_mutex);

	if (err) {
		fwnode_handle_put(h->fwnode);
		put_device(dev);
		pcs_handle_unref(h);
		return ERR_PTR(err);
	}

	ref_tracker_alloc(&pcs_handle_trackers, &h->seen.tracker, GFP_KERNEL);
	pcs_handle_link(h);

	return h;
}

/**
 * pcs_put() - give a PCS back
 * @pcs: what pcs_get() or one of its kin returned; NULL is fine
 *
 * The phylink that @pcs was given to must have been stopped and destroyed. The
 * PCS driver may have gone before, or be going.
 *
 * Context: May sleep, with RTNL held or not; no lock that an op of the PCS
 * driver takes may be held.
 */
void pcs_put(struct phylink_pcs *pcs)
{
	struct pcs_handle *h;

	if (!pcs || WARN(IS_ERR(pcs), "put of an error, %pe\n", pcs))
		return;

	h = to_pcs_handle(pcs);
	trace_pcs_put(h);
	ref_tracker_free(&pcs_handle_trackers, &h->seen.tracker);

	/* Two steps: pcs_unregister() must find the handle, and wait for it,
	 * until the driver is not called any more.
	 */
	mutex_lock(&pcs_mutex);
	h->putting = true;
	mutex_unlock(&pcs_mutex);

	pcs_handle_expect_no_more(h);
	pcs_handle_detach(h);

	mutex_lock(&pcs_mutex);
	list_del(&h->node);
	pcs_endpoint_put(h->ep);
	mutex_unlock(&pcs_mutex);

	/* The work item may be waiting for RTNL with the last reference, but
	 * nothing that is not the core's own waits with it.
	 */
	fwnode_handle_put(h->fwnode);
	put_device(h->dev);
	pcs_handle_unref(h);
}
EXPORT_SYMBOL_GPL(pcs_put);

static int pcs_check_ops(struct device *dev, const struct phylink_pcs *pcs)
{
	if (!pcs || !pcs->ops || !pcs->ops->pcs_config ||
	    !pcs->ops->pcs_get_state) {
		dev_err(dev, "PCS without pcs_config() or pcs_get_state()\n");
		return -EINVAL;
	}

	return 0;
}

static int pcs_check_config(struct device *dev,
			    const struct pcs_provider_config *config,
			    const struct fwnode_handle *fwnode)
{
	unsigned int num_args = config->channels ? 1 : config->num_args;
	u32 cells = 0;

	if (!fwnode) {
		dev_err(dev, "PCS without a firmware node\n");
		return -EINVAL;
	}

	if (!config->pcs == !config->channels ||
	    !config->channels != !config->num_channels ||
	    (config->channels && config->num_args) ||
	    (config->num_args && !config->args)) {
		dev_err(dev, "%pfw: neither PCS with cells nor channels\n",
			fwnode);
		return -EINVAL;
	}

	fwnode_property_read_u32(fwnode, "#pcs-cells", &cells);
	if (cells != num_args || cells > NR_FWNODE_REFERENCE_ARGS) {
		dev_err(dev, "%pfw: #pcs-cells is %u, the driver has %u\n",
			fwnode, cells, num_args);
		return -EINVAL;
	}

	return 0;
}

/* Enter a channel into the registry, not visible to anyone yet. */
static int pcs_channel_add(struct pcs_channel *ch,
			   const struct fwnode_reference_args *ref)
{
	struct pcs_endpoint *ep;
	int err;

	ep = pcs_endpoint_get(ref);
	if (IS_ERR(ep))
		return PTR_ERR(ep);

	if (ep->channel)
		err = -EEXIST;
	else
		err = rhashtable_lookup_insert_fast(&pcs_channels, &ch->node,
						    pcs_channel_params);
	if (err) {
		pcs_endpoint_put(ep);
		return err;
	}

	ch->ep = ep;
	ep->channel = ch;

	return 0;
}

static void pcs_channel_del(struct pcs_channel *ch)
{
	ch->ep->channel = NULL;
	rhashtable_remove_fast(&pcs_channels, &ch->node, pcs_channel_params);
	pcs_endpoint_put(ch->ep);
}

static int pcs_provider_add(struct pcs_provider *prov,
			    const struct pcs_provider_config *config,
			    struct fwnode_handle *fwnode)
{
	struct phylink_pcs *const *list = config->channels ?: &config->pcs;
	struct fwnode_reference_args ref = {
		.fwnode = fwnode, .nargs = config->num_args,
	};
	unsigned int i;
	int err;

	if (config->num_args)
		memcpy(ref.args, config->args,
		       config->num_args * sizeof(*ref.args));

	for (i = 0; i < prov->num; i++) {
		struct pcs_channel *ch = &prov->channels[i];

		raw_spin_lock_init(&ch->lock);
		ch->provider = prov;
		ch->pcs = list[i];
		if (config->channels) {
			ref.nargs = 1;
			ref.args[0] = i;
		}

		err = pcs_check_ops(prov->dev, ch->pcs);
		if (!err)
			err = pcs_channel_add(ch, &ref);
		if (err)
			goto del_channels;
	}

	return 0;

del_channels:
	while (i--)
		pcs_channel_del(&prov->channels[i]);

	return err;
}

/* Cannot fail: consumers either see all of a provider, or nothing. */
static void pcs_provider_publish(struct pcs_provider *prov)
{
	struct pcs_handle *h;
	unsigned int i;

	for (i = 0; i < prov->num; i++) {
		struct pcs_channel *ch = &prov->channels[i];

		pcs_note_channel(ch->ep);
		list_for_each_entry(h, &ch->ep->handles, node) {
			if (h->putting)
				continue;
			/* Ops under way find this, or NULL: no need to wait */
			pcs_handle_set_channel(h, ch);
			trace_pcs_attach(h);
			pcs_handle_kick(h);
			pcs_array_arrival(h);
		}
	}
}

/**
 * pcs_register() - make PCS available to the consumers that firmware names
 * @dev: device of the driver, which must be bound to it until pcs_unregister()
 * @config: what to register; may die after the call
 *
 * The ops may be called before this returns: the hardware must be ready.
 * Consumers that wait for the PCS are served, wherever they are: a link that
 * was waited for comes up. After an error nothing is registered.
 *
 * Context: May sleep, with RTNL held or not.
 *
 * Return:
 * * 0: it is registered
 * * -EINVAL: no device or firmware node, a PCS without the mandatory ops
 *   (pcs_config, pcs_get_state), ``#pcs-cells`` that do not fit, or both or
 *   neither of a PCS and channels
 * * -EEXIST: firmware node and cells, or this very PCS, are registered
 * * -ENOMEM: out of memory
 */
int pcs_register(struct device *dev, const struct pcs_provider_config *config)
{
	struct fwnode_handle *fwnode;
	struct pcs_provider *prov;
	unsigned int num;
	int err;

	if (WARN(!dev || !config, "PCS without a device or a config\n"))
		return -EINVAL;

	fwnode = config->fwnode ?: dev_fwnode(dev);
	err = pcs_check_config(dev, config, fwnode);
	if (err)
		return err;

	num = config->channels ? config->num_channels : 1;
	prov = kzalloc_flex(*prov, channels, num);
	if (!prov)
		return -ENOMEM;

	prov->num = num;
	prov->dev = dev;
	prov->all = config->channels;

	mutex_lock(&pcs_mutex);
	err = pcs_provider_add(prov, config, fwnode);
	trace_pcs_register(dev, fwnode, num, err);
	if (!err)
		pcs_provider_publish(prov);
	mutex_unlock(&pcs_mutex);

	if (err) {
		if (err == -EEXIST)
			dev_err(dev, "%pfw or its PCS is registered already\n",
				fwnode);
		kfree_rcu(prov, rcu);
	}

	return err;
}
EXPORT_SYMBOL_GPL(pcs_register);

static struct pcs_handle *pcs_channel_first_handle(struct pcs_channel *ch)
{
	struct pcs_handle *h;

	mutex_lock(&pcs_mutex);
	list_for_each_entry(h, &ch->ep->handles, node) {
		/* One that has let go of it, in pcs_put(), is done with it:
		 * pairs with pcs_handle_set_channel()
		 */
		if (smp_load_acquire(&h->channel) == ch) {
			kref_get(&h->ref);
			goto unlock;
		}
	}
	h = NULL;
unlock:
	mutex_unlock(&pcs_mutex);

	return h;
}

static void pcs_channel_detach(struct pcs_channel *ch)
{
	struct pcs_handle *h;

	while ((h = pcs_channel_first_handle(ch))) {
		pcs_handle_detach(h);
		pcs_handle_unref(h);
	}
}

/**
 * pcs_unregister() - withdraw what pcs_register() registered
 * @pcs: the PCS, or the first of the channels
 *
 * Waits for the ops of this provider that are running, disables the PCS that
 * are enabled, and then returns: no op is called any more, no link change
 * reported, and all may be freed. Consumers keep what they have; their links
 * go down and stay down until the PCS is registered again.
 *
 * Context: May sleep, with RTNL held or not; no lock that an op of the PCS
 * takes may be held.
 */
void pcs_unregister(struct phylink_pcs *pcs)
{
	struct pcs_provider *prov;
	struct pcs_channel *ch;
	struct pcs_handle *h;
	unsigned int i;

	mutex_lock(&pcs_mutex);
	ch = rhashtable_lookup_fast(&pcs_channels, &pcs, pcs_channel_params);
	if (WARN(!ch || ch->provider->leaving, "PCS is not registered\n")) {
		mutex_unlock(&pcs_mutex);
		return;
	}
	prov = ch->provider;
	prov->leaving = true;
	trace_pcs_unregister(prov->dev, ch->ep->ref.fwnode, prov->num);
	mutex_unlock(&pcs_mutex);

	for (i = 0; i < prov->num; i++)
		pcs_channel_detach(&prov->channels[i]);

	/* Not before all are gone: a link must not move over to one of them */
	mutex_lock(&pcs_mutex);
	for (i = 0; i < prov->num; i++) {
		ch = &prov->channels[i];
		list_for_each_entry(h, &ch->ep->handles, node)
			pcs_handle_kick(h);
		pcs_note_no_channel(ch->ep);
		pcs_channel_del(ch);
	}
	mutex_unlock(&pcs_mutex);

	kfree_rcu(prov, rcu);
}
EXPORT_SYMBOL_GPL(pcs_unregister);

static void devm_pcs_unregister(void *pcs)
{
	pcs_unregister(pcs);
}

/**
 * devm_pcs_register() - pcs_register() until the driver is unbound
 * @dev: device of the driver
 * @config: what to register; may die after the call
 *
 * Unregistering comes after .remove(): a driver that switches its hardware off
 * there calls pcs_unregister() first, and so cannot use this form.
 *
 * Context: As pcs_register().
 *
 * Return: As pcs_register().
 */
int devm_pcs_register(struct device *dev,
		      const struct pcs_provider_config *config)
{
	int err;

	err = pcs_register(dev, config);
	if (err)
		return err;

	return devm_add_action_or_reset(dev, devm_pcs_unregister,
					config->pcs ?: config->channels[0]);
}
EXPORT_SYMBOL_GPL(devm_pcs_register);

/**
 * pcs_link_change() - report a change of the link state
 * @pcs: the PCS, as it was registered
 * @up: whether the link is up; with a latched link-down indication that
 *	pcs_get_state() will return, true
 *
 * What phylink_pcs_change() is to a PCS that phylink has from its MAC. Does
 * nothing while nobody has the PCS enabled, and before pcs_register() and after
 * pcs_unregister(), so that interrupts need no care.
 *
 * Context: Any, hard interrupts included.
 */
void pcs_link_change(struct phylink_pcs *pcs, bool up)
{
	struct pcs_channel *ch;
	unsigned long flags;

	rcu_read_lock();
	ch = rhashtable_lookup(&pcs_channels, &pcs, pcs_channel_params);
	if (ch) {
		raw_spin_lock_irqsave(&ch->lock, flags);
		if (ch->user) {
			trace_pcs_link_change(ch->user, up);
			phylink_pcs_change(&ch->user->pcs, up);
		}
		raw_spin_unlock_irqrestore(&ch->lock, flags);
	}
	rcu_read_unlock();
}
EXPORT_SYMBOL_GPL(pcs_link_change);

static int __init pcs_show_trackers(void)
{
	ref_tracker_dir_debugfs(&pcs_handle_trackers);
	ref_tracker_dir_symlink(&pcs_handle_trackers, "pcs_handles");

	return 0;
}

#ifndef MODULE
/* In pcs_init() there is no directory for it yet. */
late_initcall_sync(pcs_show_trackers);
#endif

static int __init pcs_init(void)
{
	int err;

	pcs_wq = alloc_ordered_workqueue("pcs", WQ_FREEZABLE);
	if (!pcs_wq)
		return -ENOMEM;

	err = rhashtable_init(&pcs_endpoints, &pcs_endpoint_params);
	if (err)
		goto destroy_wq;

	err = rhashtable_init(&pcs_channels, &pcs_channel_params);
	if (err)
		goto destroy_endpoints;

	ref_tracker_dir_init(&pcs_handle_trackers, 16, "pcs_handle");
	pcs_show_trackers();
	pcs_debugfs_init();

	return 0;

destroy_endpoints:
	rhashtable_destroy(&pcs_endpoints);
destroy_wq:
	destroy_workqueue(pcs_wq);

	return err;
}
subsys_initcall(pcs_init);

static void __exit pcs_exit(void)
{
	pcs_debugfs_exit();
	destroy_workqueue(pcs_wq);
	/* Lists those who forgot pcs_put() */
	ref_tracker_dir_exit(&pcs_handle_trackers);
	rhashtable_destroy(&pcs_channels);
	rhashtable_destroy(&pcs_endpoints);
}
module_exit(pcs_exit);

MODULE_DESCRIPTION("Ethernet PCS subsystem");
MODULE_LICENSE("GPL");
