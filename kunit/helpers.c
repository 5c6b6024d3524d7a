// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: a PCS driver and a MAC driver without hardware
 *
 * phylink, the registry and the PHY driver in between are the real ones.
 */

#include <kunit/device.h>
#include <kunit/test-bug.h>
#include <kunit/visibility.h>
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/iopoll.h>
#include <linux/kmsg_dump.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/phy_fixed.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

#include "../drivers/net/pcs/pcs.h"
#include "pcs-kunit.h"

static struct kpcs *to_kpcs(struct phylink_pcs *pcs)
{
	return container_of(pcs, struct kpcs, pcs);
}

/* Entry of each op: count it, and hold it up if the test asks for that. */
static void kpcs_op(struct kpcs *kp, const void *op, int *count)
{
	spin_lock(&kp->lock);
	if (count)
		(*count)++;
	if (kp->gone)
		kp->n_gone++;
	spin_unlock(&kp->lock);

	if (READ_ONCE(kp->block) == op) {
		WRITE_ONCE(kp->block, NULL);
		complete(&kp->entered);
		wait_for_completion(&kp->leave);
	}
}

static void kpcs_enabled(struct kpcs *kp, int change)
{
	spin_lock(&kp->lock);
	kp->enabled += change;
	if (kp->enabled < 0 || kp->enabled > 1)
		kp->unpaired = true;
	spin_unlock(&kp->lock);

	if (!kp->lane)
		return;

	/* The lane is on while one channel is */
	spin_lock(&kp->lane->lock);
	if (change > 0 && !kp->lane->users++)
		kp->lane->n_on++;
	if (change < 0 && !--kp->lane->users)
		kp->lane->n_off++;
	spin_unlock(&kp->lane->lock);
}

/* For the tests that look at the order of calls: "op:name ". */
static void kpcs_trace(struct kpcs *kp, const char *op)
{
	if (kp->trace)
		seq_buf_printf(kp->trace, "%s:%c ", op, kp->name);
}

static int kpcs_op_validate(struct phylink_pcs *pcs, unsigned long *supported,
			    const struct phylink_link_state *state)
{
	kpcs_op(to_kpcs(pcs), kpcs_op_validate, NULL);

	return 0;
}

static unsigned int kpcs_op_inband_caps(struct phylink_pcs *pcs,
					phy_interface_t interface)
{
	kpcs_op(to_kpcs(pcs), kpcs_op_inband_caps, NULL);

	return to_kpcs(pcs)->caps;
}

static int kpcs_op_enable(struct phylink_pcs *pcs)
{
	struct kpcs *kp = to_kpcs(pcs);
	int ret;

	kpcs_op(kp, kpcs_op_enable, &kp->n_enable);
	kpcs_trace(kp, "enable");
	ret = kp->enable_ret;
	kp->enable_ret = 0;
	if (!ret)
		kpcs_enabled(kp, 1);

	return ret;
}

static void kpcs_op_disable(struct phylink_pcs *pcs)
{
	struct kpcs *kp = to_kpcs(pcs);

	kpcs_enabled(kp, -1);
	kpcs_op(kp, kpcs_op_disable, &kp->n_disable);
	kpcs_trace(kp, "disable");
}

static void kpcs_op_pre_config(struct phylink_pcs *pcs,
			       phy_interface_t interface)
{
	struct kpcs *kp = to_kpcs(pcs);

	kpcs_op(kp, kpcs_op_pre_config, &kp->n_pre_config);
	kpcs_trace(kp, "pre");
}

static int kpcs_op_post_config(struct phylink_pcs *pcs,
			       phy_interface_t interface)
{
	struct kpcs *kp = to_kpcs(pcs);

	kpcs_op(kp, kpcs_op_post_config, NULL);
	kpcs_trace(kp, "post");

	return 0;
}

static void kpcs_op_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
			      struct phylink_link_state *state)
{
	struct kpcs *kp = to_kpcs(pcs);

	kpcs_op(kp, kpcs_op_get_state, &kp->n_state);
	state->link = READ_ONCE(kp->link);
	state->an_complete = state->link;
	state->speed = state->interface == PHY_INTERFACE_MODE_10GBASER ?
		       SPEED_10000 : SPEED_1000;
	state->duplex = DUPLEX_FULL;
}

static int kpcs_op_config(struct phylink_pcs *pcs, unsigned int neg_mode,
			  phy_interface_t interface,
			  const unsigned long *advertising,
			  bool permit_pause_to_mac)
{
	struct kpcs *kp = to_kpcs(pcs);

	kpcs_op(kp, kpcs_op_config, &kp->n_config);
	kpcs_trace(kp, "config");
	if (READ_ONCE(kp->enabled) != 1)
		kp->unpaired = true;

	return kp->config_ret;
}

static void kpcs_op_an_restart(struct phylink_pcs *pcs)
{
	kpcs_op(to_kpcs(pcs), kpcs_op_an_restart, NULL);
}

static void kpcs_op_link_up(struct phylink_pcs *pcs, unsigned int neg_mode,
			    phy_interface_t interface, int speed, int duplex)
{
	kpcs_op(to_kpcs(pcs), kpcs_op_link_up, NULL);
	kpcs_trace(to_kpcs(pcs), "up");
}

static void kpcs_op_enable_eee(struct phylink_pcs *pcs)
{
	struct kpcs *kp = to_kpcs(pcs);

	kpcs_op(kp, kpcs_op_enable_eee, &kp->n_enable_eee);
}

static void kpcs_op_disable_eee(struct phylink_pcs *pcs)
{
	struct kpcs *kp = to_kpcs(pcs);

	kpcs_op(kp, kpcs_op_disable_eee, &kp->n_disable_eee);
}

static int kpcs_op_pre_init(struct phylink_pcs *pcs)
{
	struct kpcs *kp = to_kpcs(pcs);

	kpcs_op(kp, kpcs_op_pre_init, &kp->n_pre_init);

	return 0;
}

const struct phylink_pcs_ops kpcs_ops = {
	.pcs_validate = kpcs_op_validate,
	.pcs_inband_caps = kpcs_op_inband_caps,
	.pcs_enable = kpcs_op_enable,
	.pcs_disable = kpcs_op_disable,
	.pcs_pre_config = kpcs_op_pre_config,
	.pcs_post_config = kpcs_op_post_config,
	.pcs_get_state = kpcs_op_get_state,
	.pcs_config = kpcs_op_config,
	.pcs_an_restart = kpcs_op_an_restart,
	.pcs_link_up = kpcs_op_link_up,
	.pcs_disable_eee = kpcs_op_disable_eee,
	.pcs_enable_eee = kpcs_op_enable_eee,
	.pcs_pre_init = kpcs_op_pre_init,
};

static void kpcs_check(void *data)
{
	struct kpcs *kp = data;
	struct kunit *test = kunit_get_current_test();

	if (!kp->gone && !kp->leader)
		kpcs_unregister(kp);

	KUNIT_EXPECT_EQ_MSG(test, kp->n_gone, 0, "op after pcs_unregister()");
	KUNIT_EXPECT_FALSE_MSG(test, kp->unpaired, "unpaired enable");
	KUNIT_EXPECT_EQ_MSG(test, kp->enabled, 0, "left enabled");
}

struct device *kpcs_device(struct kunit *test, const char *prefix)
{
	static unsigned int serial;
	struct device *dev;
	char name[16];

	snprintf(name, sizeof(name), "%s%u", prefix, serial++);
	dev = kunit_device_register(test, name);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);

	return dev;
}

/* A PCS of the node, not registered yet. When the test is over it is
 * unregistered if need be, and checked for what must never happen.
 */
struct kpcs *kpcs_alloc(struct kunit *test, struct fwnode_handle *fwnode)
{
	struct kpcs *kp;

	kp = kunit_kzalloc(test, sizeof(*kp), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, kp);

	spin_lock_init(&kp->lock);
	init_completion(&kp->entered);
	init_completion(&kp->leave);
	kp->pcs.ops = &kpcs_ops;
	kp->fwnode = fwnode;
	kp->gone = true;
	kp->link = true;
	kp->dev = kpcs_device(test, "pcs");
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action(test, kpcs_check, kp));

	return kp;
}

/* Hold up the next call of the op: wait for @entered, then complete @leave. */
void kpcs_block(struct kpcs *kp, const void *op)
{
	reinit_completion(&kp->entered);
	reinit_completion(&kp->leave);
	WRITE_ONCE(kp->block, op);
}

int kpcs_register(struct kpcs *kp)
{
	const struct pcs_provider_config config = {
		.fwnode = kp->fwnode, .pcs = &kp->pcs,
	};
	int err;

	kp->gone = false;
	err = pcs_register(kp->dev, &config);
	if (err)
		kp->gone = true;

	return err;
}

void kpcs_unregister(struct kpcs *kp)
{
	pcs_unregister(&kp->pcs);
	spin_lock(&kp->lock);
	kp->gone = true;
	spin_unlock(&kp->lock);
}

struct krun {
	int (*fn)(void *data);
	void *data;
	struct completion started;
};

static int run_thread(void *arg)
{
	struct krun *run = arg;
	int (*fn)(void *data) = run->fn;
	void *data = run->data;

	complete(&run->started);

	return fn(data);
}

/* kthread_stop() of a thread that has not run yet makes it never call its
 * function, so wait until it has run.
 */
struct task_struct *kpcs_run(struct kunit *test, int (*fn)(void *data),
			     void *data)
{
	struct krun run = { .fn = fn, .data = data };
	struct task_struct *task;

	init_completion(&run.started);
	task = kthread_create(run_thread, &run, "pcs-kunit");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	get_task_struct(task);
	wake_up_process(task);
	wait_for_completion(&run.started);

	return task;
}

/* Return: what the function of kpcs_run() returned. */
int kpcs_join(struct task_struct *task)
{
	int ret = kthread_stop(task);

	put_task_struct(task);

	return ret;
}

int kpcs_unregister_thread(void *kp)
{
	kpcs_unregister(kp);

	return 0;
}

/* Calls an op that no phylink has to be running for. */
int kpcs_validate_thread(void *data)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(supported);
	struct phylink_link_state state = {
		.interface = PHY_INTERFACE_MODE_SGMII,
	};
	struct phylink_pcs *pcs = data;

	return pcs->ops->pcs_validate(pcs, supported, &state);
}

/* Return: true when pcs_unregister() has come to wait for an op of the handle,
 * false when it has not and is through.
 */
bool kpcs_unregister_waits(struct kpcs *kp, struct phylink_pcs *pcs)
{
	while (!rwsem_is_contended(&to_pcs_handle(pcs)->lock)) {
		if (READ_ONCE(kp->gone))
			return false;
		usleep_range(50, 100);
	}

	return true;
}

static void kpcs_remove_node(void *fwnode)
{
	fwnode_remove_software_node(fwnode);
}

/* A software node that is removed when the test is over */
struct fwnode_handle *kpcs_node(struct kunit *test,
				const struct property_entry *props)
{
	struct fwnode_handle *fwnode;

	fwnode = fwnode_create_software_node(props, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, fwnode);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   kpcs_remove_node,
							   fwnode));

	return fwnode;
}

/* A consumer's node, whose pcs-handle refers to the target */
struct fwnode_handle *kpcs_ref_node(struct kunit *test,
				    struct fwnode_handle *target)
{
	const struct software_node_ref_args refs[] = {
		SOFTWARE_NODE_REFERENCE(target),
	};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY("pcs-handle", refs),
		{ }
	};

	return kpcs_node(test, props);
}

static void kpcs_put_action(void *pcs)
{
	pcs_put(pcs);
}

/* Get the PCS of the consumer's node, until kpcs_put() or the test is over */
struct phylink_pcs *kpcs_get(struct kunit *test, struct fwnode_handle *fwnode,
			     unsigned int flags)
{
	struct phylink_pcs *pcs;

	pcs = fwnode_pcs_get(kpcs_device(test, "user"), fwnode, NULL, flags);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pcs);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   kpcs_put_action,
							   pcs));

	return pcs;
}

void kpcs_put(struct kunit *test, struct phylink_pcs *pcs)
{
	kunit_release_action(test, kpcs_put_action, pcs);
}

static const struct kmac_param kmac_modes[] = {
	{ "in-band", KMAC_INBAND },
	{ "phy", KMAC_PHY },
	{ "fixed", KMAC_FIXED },
	{ "netdev in-band", KMAC_INBAND | KMAC_NETDEV },
	{ "netdev phy", KMAC_PHY | KMAC_NETDEV },
	{ "netdev fixed", KMAC_FIXED | KMAC_NETDEV },
};

KUNIT_ARRAY_PARAM_DESC(kmac_mode, kmac_modes, name);

/* For KUNIT_CASE_PARAM(): every kind of link */
const void *kmac_gen_params(struct kunit *test, const void *prev, char *desc)
{
	return kmac_mode_gen_params(test, prev, desc);
}

/* For the case: the kind of link, of any array of struct kmac_param */
enum kmac_mode kmac_param(struct kunit *test)
{
	const struct kmac_param *param = test->param_value;

	return param->mode;
}

static struct kmac *to_kmac(struct phylink_config *config)
{
	return container_of(config, struct kmac, config);
}

static struct phylink_pcs *kmac_select_pcs(struct phylink_config *config,
					   phy_interface_t interface)
{
	struct kmac *mac = to_kmac(config);

	if (mac->in_select)
		mac->in_select(mac);

	return mac->array ? pcs_array_select(mac->array, interface) : mac->pcs;
}

static void kmac_trace(struct kmac *mac, const char *op)
{
	if (mac->trace)
		seq_buf_printf(mac->trace, "%s ", op);
}

static int kmac_prepare(struct phylink_config *config, unsigned int mode,
			phy_interface_t interface)
{
	struct kmac *mac = to_kmac(config);

	kmac_trace(mac, "prepare");
	if (mac->in_prepare)
		mac->in_prepare(mac);

	return 0;
}

static void kmac_config(struct phylink_config *config, unsigned int mode,
			const struct phylink_link_state *state)
{
	struct kmac *mac = to_kmac(config);

	kmac_trace(mac, "mac");
	if (mac->in_config)
		mac->in_config(mac);
}

static int kmac_finish(struct phylink_config *config, unsigned int mode,
		       phy_interface_t interface)
{
	struct kmac *mac = to_kmac(config);

	kmac_trace(mac, "finish");
	if (mac->in_finish)
		mac->in_finish(mac);

	return 0;
}

static void kmac_link_down(struct phylink_config *config, unsigned int mode,
			   phy_interface_t interface)
{
	struct kmac *mac = to_kmac(config);

	kmac_trace(mac, "mac-down");
	mac->n_down++;
	WRITE_ONCE(mac->up, false);
	wake_up(&mac->wait);
}

static void kmac_link_up(struct phylink_config *config, struct phy_device *phy,
			 unsigned int mode, phy_interface_t interface,
			 int speed, int duplex, bool tx_pause, bool rx_pause)
{
	struct kmac *mac = to_kmac(config);

	kmac_trace(mac, "mac-up");
	mac->n_up++;
	mac->speed = speed;
	WRITE_ONCE(mac->up, true);
	wake_up(&mac->wait);
}

static const struct phylink_mac_ops kmac_ops = {
	.mac_select_pcs = kmac_select_pcs,
	.mac_prepare = kmac_prepare,
	.mac_config = kmac_config,
	.mac_finish = kmac_finish,
	.mac_link_down = kmac_link_down,
	.mac_link_up = kmac_link_up,
};

static struct kmac *ndev_to_kmac(struct net_device *ndev)
{
	struct kmac **priv = netdev_priv(ndev);

	return *priv;
}

static int kmac_ndo_open(struct net_device *ndev)
{
	phylink_start(ndev_to_kmac(ndev)->pl);

	return 0;
}

static int kmac_ndo_stop(struct net_device *ndev)
{
	phylink_stop(ndev_to_kmac(ndev)->pl);

	return 0;
}

static netdev_tx_t kmac_ndo_start_xmit(struct sk_buff *skb,
				       struct net_device *ndev)
{
	dev_kfree_skb_any(skb);

	return NETDEV_TX_OK;
}

static const struct net_device_ops kmac_netdev_ops = {
	.ndo_open = kmac_ndo_open,
	.ndo_stop = kmac_ndo_stop,
	.ndo_start_xmit = kmac_ndo_start_xmit,
};

static void kmac_cleanup(void *data)
{
	struct kmac *mac = data;

	if (mac->started)
		kmac_stop(mac);
	if (mac->pl)
		kmac_destroy(mac);
}

/* A MAC that is stopped and destroyed, if need be, when the test is over. To be
 * called after the PCS that it uses was got, which must outlive it.
 */
struct kmac *kmac_alloc(struct kunit *test, phy_interface_t interface)
{
	struct kmac *mac;

	mac = kunit_kzalloc(test, sizeof(*mac), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mac);

	init_waitqueue_head(&mac->wait);
	mac->interface = interface;
	mac->dev = kpcs_device(test, "mac");
	mac->config.mac_capabilities = MAC_SYM_PAUSE | MAC_1000FD | MAC_10000FD;
	__set_bit(interface, mac->config.supported_interfaces);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action(test, kmac_cleanup, mac));

	return mac;
}

static bool kmac_fixed_link = true;

/* For the PHY of %KMAC_PHY and for fixed links */
static int kmac_phy_update(struct net_device *ndev,
			   struct fixed_phy_status *status)
{
	status->link = READ_ONCE(kmac_fixed_link);

	return 0;
}

static void kmac_get_fixed_state(struct phylink_config *config,
				 struct phylink_link_state *state)
{
	state->link = READ_ONCE(kmac_fixed_link);
}

/* Whether there is anyone at the far end, of links of any kind. */
void kmac_partner(struct kmac *mac, struct kpcs *kp, bool there)
{
	WRITE_ONCE(kp->link, there);
	WRITE_ONCE(kmac_fixed_link, there);
	if (mac->phydev)
		phy_trigger_machine(mac->phydev);
	else
		phylink_mac_change(mac->pl, there);
}

static void kmac_fix_phy(struct kunit *test, struct kmac *mac)
{
	const struct fixed_phy_status status = {
		.link = true, .speed = SPEED_1000, .duplex = DUPLEX_FULL,
	};

	mac->fixed_phy = true;
	mac->phydev = fixed_phy_register(&status, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mac->phydev);
	fixed_phy_set_link_update(mac->phydev, kmac_phy_update);
}

static void kmac_connect_phy(struct kunit *test, struct kmac *mac)
{
	int err;

	rtnl_lock();
	err = phylink_connect_phy(mac->pl, mac->phydev);
	rtnl_unlock();
	KUNIT_ASSERT_EQ(test, err, 0);
}

static void kmac_set_fixed(struct kunit *test, struct kmac *mac)
{
	const struct phylink_link_state state = {
		.speed = SPEED_1000, .duplex = DUPLEX_FULL,
	};

	KUNIT_ASSERT_EQ(test, phylink_set_fixed_link(mac->pl, &state), 0);
}

static void kmac_set_type(struct kunit *test, struct kmac *mac, bool netdev)
{
	struct kmac **priv;

	mac->config.type = PHYLINK_DEV;
	mac->config.dev = mac->dev;
	if (!netdev)
		return;

	mac->ndev = alloc_etherdev(sizeof(*priv));
	KUNIT_ASSERT_NOT_NULL(test, mac->ndev);
	SET_NETDEV_DEV(mac->ndev, mac->dev);
	priv = netdev_priv(mac->ndev);
	*priv = mac;
	mac->ndev->netdev_ops = &kmac_netdev_ops;
	eth_hw_addr_random(mac->ndev);
	mac->config.type = PHYLINK_NETDEV;
	mac->config.dev = &mac->ndev->dev;
}

void kmac_create(struct kunit *test, struct kmac *mac, enum kmac_mode mode)
{
	struct phylink *pl;

	kmac_set_type(test, mac, mode & KMAC_NETDEV);
	mode &= ~KMAC_NETDEV;
	mac->config.default_an_inband = mode == KMAC_INBAND;
	mac->config.get_fixed_state = kmac_get_fixed_state;
	kmac_fixed_link = true;
	pl = phylink_create(&mac->config, mac->fwnode, mac->interface,
			    &kmac_ops);
	if (IS_ERR(pl) && mac->ndev)
		free_netdev(mac->ndev);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pl);
	mac->pl = pl;
	if (mac->ndev)
		KUNIT_ASSERT_EQ(test, register_netdev(mac->ndev), 0);

	if (mode == KMAC_PHY && !mac->phydev)
		kmac_fix_phy(test, mac);
	if (mac->phydev)
		kmac_connect_phy(test, mac);
	else if (mode == KMAC_FIXED)
		kmac_set_fixed(test, mac);
}

void kmac_destroy(struct kmac *mac)
{
	if (!IS_ERR_OR_NULL(mac->phydev)) {
		rtnl_lock();
		phylink_disconnect_phy(mac->pl);
		rtnl_unlock();
		if (mac->fixed_phy)
			fixed_phy_unregister(mac->phydev);
	}
	mac->phydev = NULL;
	if (mac->ndev)
		unregister_netdev(mac->ndev);
	phylink_destroy(mac->pl);
	mac->pl = NULL;
	if (mac->ndev)
		free_netdev(mac->ndev);
	mac->ndev = NULL;
}

void kmac_start(struct kmac *mac)
{
	rtnl_lock();
	if (mac->ndev)
		WARN_ON(dev_open(mac->ndev, NULL));
	else
		phylink_start(mac->pl);
	rtnl_unlock();
	mac->started = true;
}

void kmac_stop_locked(struct kmac *mac)
{
	if (mac->ndev)
		dev_close(mac->ndev);
	else
		phylink_stop(mac->pl);
	mac->started = false;
}

void kmac_stop(struct kmac *mac)
{
	rtnl_lock();
	kmac_stop_locked(mac);
	rtnl_unlock();
}

void kmac_suspend(struct kmac *mac, bool wol)
{
	rtnl_lock();
	if (mac->ndev)
		mac->ndev->ethtool->wol_enabled = wol;
	phylink_suspend(mac->pl, wol);
	rtnl_unlock();
}

void kmac_resume(struct kmac *mac)
{
	rtnl_lock();
	phylink_resume(mac->pl);
	rtnl_unlock();
}

/* Return: true if the link is, or becomes, as the test wants it. */
bool kmac_wait(struct kmac *mac, bool up)
{
	bool carrier;

	if (!wait_event_timeout(mac->wait, READ_ONCE(mac->up) == up, 5 * HZ))
		return false;

	return !mac->ndev ||
	       !read_poll_timeout(netif_carrier_ok, carrier, carrier == up,
				  100, 1000000, false, mac->ndev);
}

/* Return: true if nothing but the PCS keeps the link down, and it does. */
bool kmac_held_down(struct kmac *mac)
{
	enum phy_state state;

	if (mac->fixed_phy && read_poll_timeout(READ_ONCE, state,
						state == PHY_RUNNING, 100,
						5000000, false,
						mac->phydev->state))
		return false;

	kmac_settle();
	phylink_mac_change(mac->pl, true);
	kmac_settle();

	return !mac->up && !(mac->ndev && netif_carrier_ok(mac->ndev));
}

/* Wait until what the core, and then phylink, have queued so far is done. */
void kmac_settle(void)
{
	flush_workqueue(pcs_wq);
	__flush_workqueue(system_power_efficient_wq);
}

/* For the hooks: its PCS comes in the middle of what phylink is doing. */
void kmac_arrive(struct kmac *mac)
{
	if (mac->mover)
		WARN_ON(kpcs_register(mac->mover));
	mac->mover = NULL;
}

/* ... or goes. */
void kmac_leave(struct kmac *mac)
{
	if (mac->mover)
		kpcs_unregister(mac->mover);
	mac->mover = NULL;
}

/* Where the log is now, to look at what comes after. */
void klog_mark(struct klog *log)
{
	struct kmsg_dump_iter iter;

	kmsg_dump_rewind(&iter);
	log->seq = iter.next_seq;
}

/* Return: how many lines there are since klog_mark() that have the text. */
unsigned int klog_count(const struct klog *log, const char *text)
{
	struct kmsg_dump_iter iter;
	unsigned int count = 0;
	char line[256];
	size_t len;

	kmsg_dump_rewind(&iter);
	iter.cur_seq = log->seq;
	while (kmsg_dump_get_line(&iter, false, line, sizeof(line), &len))
		if (strnstr(line, text, len))
			count++;

	return count;
}

MODULE_IMPORT_NS("EXPORTED_FOR_KUNIT_TESTING");
MODULE_DESCRIPTION("KUnit tests for the PCS subsystem");
MODULE_LICENSE("GPL");
