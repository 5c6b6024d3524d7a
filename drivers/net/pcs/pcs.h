/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem: what its files share. The objects and the locks are introduced
 * at the head of core.c.
 */
#ifndef __PCS_H
#define __PCS_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/phylink.h>
#include <linux/property.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "report.h"

struct device;
struct pcs_array;
struct pcs_handle;

/**
 * struct pcs_endpoint - where the two sides of one PCS meet
 * @node: entry in the hash table of all endpoints, keyed by @ref
 * @users: handles and channels that hold this endpoint
 * @channel: what the provider registered, NULL while there is none
 * @handles: &struct pcs_handle of every consumer
 * @seen: for those who look
 * @ref: the node, a reference to which is held, and the cells, of which there
 *	is room for many
 *
 * All under pcs_mutex.
 */
struct pcs_endpoint {
	struct rhash_head node;
	unsigned int users;
	struct pcs_channel *channel;
	struct list_head handles;
	struct pcs_endpoint_seen seen;
	struct fwnode_reference_args ref;
};

/**
 * struct pcs_channel - one PCS of a provider
 * @node: entry in the hash table of all channels, keyed by @pcs
 * @pcs: the driver's, valid until pcs_unregister() returns
 * @provider: the provider that the channel is part of
 * @ep: where consumers look for it
 * @lock: protects @user, and keeps the phylink of @user from going away
 * @user: the handle that the PCS is enabled for, the only one whose calls reach
 *	the hardware and the one that link changes are reported to
 */
struct pcs_channel {
	struct rhash_head node;
	struct phylink_pcs *pcs;
	struct pcs_provider *provider;
	struct pcs_endpoint *ep;
	raw_spinlock_t lock;
	struct pcs_handle *user;
};

/**
 * struct pcs_provider - what one pcs_register() call brought
 * @rcu: delays the end for the sake of pcs_link_change()
 * @dev: device of the PCS driver, bound as long as the provider exists
 * @all: @channels are all that the firmware node has
 * @leaving: pcs_unregister() is at work; under pcs_mutex
 * @num: number of @channels
 * @channels: the PCS
 */
struct pcs_provider {
	struct rcu_head rcu;
	struct device *dev;
	bool all;
	bool leaving;
	unsigned int num;
	struct pcs_channel channels[] __counted_by(num);
};

/**
 * struct pcs_handle - a consumer's hold on an endpoint
 * @pcs: what the consumer and its phylink see. @pcs.supported_interfaces is
 *	fixed when the handle is handed out
 * @lock: held, for reading, around each call into the driver of @channel; for
 *	writing to make @channel NULL, and to change @linked
 * @channel: the PCS, NULL while it is absent. Set under pcs_mutex
 * @phylink: the phylink that uses @pcs between its first pcs_pre_config() and
 *	pcs_disable(), else NULL. It cannot be stopped, and so
 *	not destroyed, by anyone but the holder of RTNL
 * @stale: something has changed since @phylink last began a configuration
 * @partial: not all ops of the configuration under way have reached the driver
 * @asked: pcs_inband_caps() was asked for the configuration under way, so that
 *	@channel's going means @partial; set under @lock
 * @replaying: there is no link before the configuration that @replay wants
 * @refused: the PCS was others' when @phylink wanted it
 * @interface: mode that @phylink configured last, complete with @phylink
 * @known: modes of the last @channel, none before there was one; under @lock
 * @pre_init: the MAC wants pcs_pre_init() done before the PCS is enabled
 * @pre_init_done: and for this @channel it has been
 * @linked: there is a device link between @dev and the provider's device
 * @putting: pcs_put() is at work, no @channel any more; under pcs_mutex
 * @ep: endpoint, with a reference
 * @node: entry in its list of handles, under pcs_mutex
 * @array: array that the handle is part of, or NULL; set under pcs_mutex
 * @changes: of @array, as of the last pcs_config()
 * @dev: consumer, with a reference until pcs_put(), or NULL
 * @fwnode: where the PCS was looked up, with a reference until pcs_put()
 * @replay: makes @phylink notice that PCS came or went
 * @seen: for those who look
 * @ref: of the consumer, of @replay and of the work item in @seen while they
 *	are queued, and of walkers
 */
struct pcs_handle {
	struct phylink_pcs pcs;
	struct rw_semaphore lock;
	struct pcs_channel *channel;
	struct phylink *phylink;
	bool stale;
	bool partial;
	bool asked;
	bool replaying;
	bool refused;
	phy_interface_t interface;
	DECLARE_PHY_INTERFACE_MASK(known);
	bool pre_init;
	bool pre_init_done;
	bool linked;
	bool putting;
	struct pcs_endpoint *ep;
	struct list_head node;
	struct pcs_array *array;
	int changes;
	struct device *dev;
	struct fwnode_handle *fwnode;
	struct work_struct replay;
	struct pcs_handle_seen seen;
	struct kref ref;
};

extern struct mutex pcs_mutex;
extern struct workqueue_struct *pcs_wq;

static inline struct pcs_handle *to_pcs_handle(struct phylink_pcs *pcs)
{
	return container_of(pcs, struct pcs_handle, pcs);
}

/* What is published with pcs_handle_set_channel() is complete for who reads it
 * through the pointer found here: no barrier is needed for that.
 */
static inline struct pcs_channel *pcs_handle_channel(struct pcs_handle *h)
{
	return READ_ONCE(h->channel);
}

static inline void pcs_handle_set_channel(struct pcs_handle *h,
					  struct pcs_channel *ch)
{
	/* pairs with pcs_channel_first_handle(), and with the dependency of
	 * what is read through pcs_handle_channel()
	 */
	smp_store_release(&h->channel, ch);
}

/* An empty mask means every mode, as it does to phylink. */
static inline bool pcs_mask_has(const unsigned long *mask,
				phy_interface_t interface)
{
	return phy_interface_empty(mask) || test_bit(interface, mask);
}

/* core.c */
struct pcs_endpoint *pcs_endpoint_find(const struct fwnode_reference_args *ref);
struct pcs_handle *pcs_handle_get(struct device *dev,
				  const struct fwnode_handle *fwnode,
				  const struct fwnode_reference_args *ref,
				  bool late);
void pcs_handle_unref(struct pcs_handle *h);
void pcs_handle_queue(struct pcs_handle *h);
void pcs_handle_kick(struct pcs_handle *h);
void pcs_handle_kick_refused(struct pcs_handle *h);

/* handle.c */
extern const struct phylink_pcs_ops pcs_handle_ops;
void pcs_handle_disable(struct pcs_handle *h);

/* lookup.c */
int pcs_array_fill(struct pcs_array *array, struct device *dev,
		   const struct fwnode_handle *fwnode, const char *prop,
		   unsigned int flags);

/* array.c */
void pcs_array_changed(struct pcs_handle *h);
void pcs_array_arrival(struct pcs_handle *h);
bool pcs_array_outdated(struct pcs_handle *h);
void pcs_array_configured(struct pcs_handle *h);

#endif /* __PCS_H */
