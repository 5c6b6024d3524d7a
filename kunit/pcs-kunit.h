/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem KUnit tests: what the suites share
 */
#ifndef __PCS_KUNIT_H
#define __PCS_KUNIT_H

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/phylink.h>
#include <linux/property.h>
#include <linux/seq_buf.h>

/**
 * struct klane - a serial lane that several channels share
 * @lock: of the members below
 * @users: channels that are enabled
 * @n_on: how often it was set up
 * @n_off: how often it was switched off
 */
struct klane {
	spinlock_t lock; /* all of it */
	int users;
	int n_on;
	int n_off;
};

/**
 * struct kpcs - a PCS driver that writes down what is asked of it
 * @pcs: what it registers
 * @dev: its device
 * @fwnode: its node
 * @lock: of the members below
 * @enabled: pcs_enable() less pcs_disable() calls; must be 0 or 1
 * @n_enable: pcs_enable() calls
 * @n_disable: pcs_disable() calls
 * @n_config: pcs_config() calls
 * @n_pre_config: pcs_pre_config() calls
 * @n_state: pcs_get_state() calls
 * @n_pre_init: pcs_pre_init() calls
 * @n_enable_eee: pcs_enable_eee() calls
 * @n_disable_eee: pcs_disable_eee() calls
 * @n_gone: calls of any op after pcs_unregister() returned
 * @unpaired: there was a call out of turn
 * @gone: not registered, or pcs_unregister() has returned
 * @leader: the first of its channels, which is unregistered for all, or NULL
 * @lane: lane that it shares, or NULL
 * @trace: where it writes the calls down, or NULL
 * @name: by which it does
 * @link: link state that it reports
 * @config_ret: what pcs_config() returns
 * @enable_ret: what the next pcs_enable() returns
 * @caps: what pcs_inband_caps() returns
 * @block: the op to hold up, a function of this driver's ops, or NULL
 * @entered: completed when that op is entered
 * @leave: awaited by that op before it goes on
 */
struct kpcs {
	struct phylink_pcs pcs;
	struct device *dev;
	struct fwnode_handle *fwnode;
	spinlock_t lock; /* members below, up to @gone */
	int enabled;
	int n_enable;
	int n_disable;
	int n_config;
	int n_pre_config;
	int n_state;
	int n_pre_init;
	int n_enable_eee;
	int n_disable_eee;
	int n_gone;
	bool unpaired;
	bool gone;
	struct kpcs *leader;
	struct klane *lane;
	struct seq_buf *trace;
	char name;
	bool link;
	int config_ret;
	int enable_ret;
	unsigned int caps;
	const void *block;
	struct completion entered;
	struct completion leave;
};

enum kmac_mode {
	KMAC_INBAND,
	KMAC_PHY,
	KMAC_FIXED,
	KMAC_NETDEV = BIT(2),	/* with any of them; else PHYLINK_DEV */
};

/**
 * struct kmac_param - parameter of a case that is for several kinds of link
 * @name: how to call it
 * @mode: what kmac_create() takes
 */
struct kmac_param {
	const char *name;
	enum kmac_mode mode;
};

/**
 * struct kmac - a MAC driver on phylink that writes down what it is told
 * @config: for phylink
 * @dev: its device
 * @ndev: its network device, between kmac_create() and kmac_destroy(), or NULL
 * @fwnode: its node, for phylink, or NULL
 * @pl: its phylink
 * @interface: mode that it starts with
 * @started: between kmac_start() and kmac_stop()
 * @phydev: its PHY, which is to be set before kmac_create(); else a fixed PHY
 *	for %KMAC_PHY, or NULL
 * @fixed_phy: it is a fixed PHY
 * @pcs: what mac_select_pcs() returns, when not by @array
 * @array: array to select from, or NULL
 * @in_select: called in mac_select_pcs(), or NULL
 * @in_prepare: called in mac_prepare(), before pcs_pre_config(), or NULL
 * @in_config: called in mac_config(), before pcs_post_config(), or NULL
 * @in_finish: called in mac_finish(), after pcs_config(), or NULL
 * @mover: PCS that kmac_arrive() or kmac_leave() is to move, once, or NULL
 * @trace: where it writes the calls down, or NULL
 * @wait: woken at each change of the link
 * @up: the link is up
 * @speed: of the last mac_link_up()
 * @n_up: mac_link_up() calls
 * @n_down: mac_link_down() calls
 */
struct kmac {
	struct phylink_config config;
	struct device *dev;
	struct net_device *ndev;
	struct fwnode_handle *fwnode;
	struct phylink *pl;
	phy_interface_t interface;
	bool started;
	struct phy_device *phydev;
	bool fixed_phy;
	struct phylink_pcs *pcs;
	struct pcs_array *array;
	void (*in_select)(struct kmac *mac);
	void (*in_prepare)(struct kmac *mac);
	void (*in_config)(struct kmac *mac);
	void (*in_finish)(struct kmac *mac);
	struct kpcs *mover;
	struct seq_buf *trace;
	wait_queue_head_t wait;
	bool up;
	int speed;
	int n_up;
	int n_down;
};

/**
 * struct klog - a place in the kernel's log
 * @seq: number of the next message
 */
struct klog {
	u64 seq;
};

/* Which of the PCS that klookup_run() registers: one, then three channels */
enum serves { NOTHING = -1, PCS, CHANNEL0, CHANNEL1, CHANNEL2, NUM_PCS };

/**
 * struct lookup_case - parameter of a case that looks a PCS up
 * @name: how to call it
 * @user: name of the node that refers to the PCS
 * @prop: its property, or NULL for ``pcs-handle``
 * @id: name of the reference, or NULL
 * @index: which reference, if it has no name
 * @flags: as for pcs_get()
 * @err: what must come of it
 * @serves: and if that is 0, which PCS; %NUM_PCS for NULL
 */
struct lookup_case {
	const char *name;
	const char *user;
	const char *prop;
	const char *id;
	unsigned int index;
	unsigned int flags;
	int err;
	enum serves serves;
};

/**
 * struct count_case - parameter of a case that counts references
 * @user: name of the node that has them
 * @prop: its property
 * @expect: their number, or an error
 */
struct count_case {
	const char *user;
	const char *prop;
	int expect;
};

struct fwnode_handle *kpcs_node(struct kunit *test,
				const struct property_entry *props);
struct fwnode_handle *kpcs_ref_node(struct kunit *test,
				    struct fwnode_handle *target);

struct kpcs *kpcs_alloc(struct kunit *test, struct fwnode_handle *fwnode);
int kpcs_register(struct kpcs *kp);
void kpcs_unregister(struct kpcs *kp);
void kpcs_block(struct kpcs *kp, const void *op);

struct task_struct *kpcs_run(struct kunit *test, int (*fn)(void *data),
			     void *data);
int kpcs_join(struct task_struct *task);
int kpcs_unregister_thread(void *kp);
int kpcs_validate_thread(void *pcs);
bool kpcs_unregister_waits(struct kpcs *kp, struct phylink_pcs *pcs);

struct phylink_pcs *kpcs_get(struct kunit *test, struct fwnode_handle *fwnode,
			     unsigned int flags);
void kpcs_put(struct kunit *test, struct phylink_pcs *pcs);

struct device *kpcs_device(struct kunit *test, const char *prefix);

const void *klookup_gen_params(struct kunit *test, const void *prev,
			       char *desc);
const void *klookup_count_gen_params(struct kunit *test, const void *prev,
				     char *desc);
void klookup_run(struct kunit *test, struct fwnode_handle *pcs,
		 struct fwnode_handle *channels, struct fwnode_handle *user);

const void *kmac_gen_params(struct kunit *test, const void *prev, char *desc);
enum kmac_mode kmac_param(struct kunit *test);

struct kmac *kmac_alloc(struct kunit *test, phy_interface_t interface);
void kmac_create(struct kunit *test, struct kmac *mac, enum kmac_mode mode);
void kmac_destroy(struct kmac *mac);
void kmac_start(struct kmac *mac);
void kmac_stop(struct kmac *mac);
void kmac_stop_locked(struct kmac *mac);
void kmac_suspend(struct kmac *mac, bool wol);
void kmac_resume(struct kmac *mac);
void kmac_partner(struct kmac *mac, struct kpcs *kp, bool there);
bool kmac_wait(struct kmac *mac, bool up);
bool kmac_held_down(struct kmac *mac);
void kmac_settle(void);
void kmac_arrive(struct kmac *mac);
void kmac_leave(struct kmac *mac);

void klog_mark(struct klog *log);
unsigned int klog_count(const struct klog *log, const char *text);

extern const struct phylink_pcs_ops kpcs_ops;

#endif /* __PCS_KUNIT_H */
