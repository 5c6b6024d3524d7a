// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem benchmark: how soon there is a link again
 *
 * A network device whose PCS goes and comes back, and by the side of it what
 * else would have to be done to bring the link back. Each from the first call
 * until netif_carrier_ok().
 */

#define pr_fmt(fmt) "pcs_bench: " fmt

#include <linux/completion.h>
#include <linux/etherdevice.h>
#include <linux/hrtimer.h>
#include <linux/netdevice.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/phylink.h>
#include <linux/printk.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>

#include "bench.h"

/* How long the negotiation takes, in milliseconds */
#define BENCH_AN_MS	10

/**
 * struct bench_port - a port, and the PCS that it has
 * @pcs: the driver's PCS
 * @provider: its node
 * @consumer: the port's node
 * @handle: what the port got
 * @an: the negotiation, when it takes time
 * @an_ms: how long it takes
 * @link: there is a link
 * @tell: the PCS has an interrupt, else it is polled
 * @ndev: the network device
 * @phylink: its phylink
 * @config: what @phylink was made from
 * @up: mac_link_up() was called
 */
static struct bench_port {
	struct phylink_pcs pcs;
	struct bench_node provider;
	struct bench_node consumer;
	struct phylink_pcs *handle;
	struct hrtimer an;
	unsigned int an_ms;
	bool link;
	bool tell;
	struct net_device *ndev;
	struct phylink *phylink;
	struct phylink_config config;
	struct completion up;
} bench_port;

static enum hrtimer_restart bench_negotiated(struct hrtimer *timer)
{
	struct bench_port *port = &bench_port;

	WRITE_ONCE(port->link, true);
	if (port->tell)
		pcs_link_change(&port->pcs, true);

	return HRTIMER_NORESTART;
}

static int bench_port_config(struct phylink_pcs *pcs, unsigned int neg_mode,
			     phy_interface_t interface,
			     const unsigned long *advertising,
			     bool permit_pause_to_mac)
{
	struct bench_port *port = &bench_port;

	WRITE_ONCE(port->link, !port->an_ms);
	if (port->an_ms)
		hrtimer_start(&port->an, ms_to_ktime(port->an_ms),
			      HRTIMER_MODE_REL);

	return 0;
}

static void bench_port_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
				 struct phylink_link_state *state)
{
	state->link = READ_ONCE(bench_port.link);
	state->an_complete = state->link;
	state->speed = SPEED_1000;
	state->duplex = DUPLEX_FULL;
}

static void bench_port_disable(struct phylink_pcs *pcs)
{
	hrtimer_cancel(&bench_port.an);
	WRITE_ONCE(bench_port.link, false);
}

static const struct phylink_pcs_ops bench_port_ops = {
	.pcs_disable = bench_port_disable,
	.pcs_config = bench_port_config,
	.pcs_get_state = bench_port_get_state,
};

static struct phylink_pcs *bench_select_pcs(struct phylink_config *config,
					    phy_interface_t interface)
{
	return bench_port.handle;
}

static void bench_mac_config(struct phylink_config *config, unsigned int mode,
			     const struct phylink_link_state *state)
{
}

static void bench_mac_link_up(struct phylink_config *config,
			      struct phy_device *phy, unsigned int mode,
			      phy_interface_t interface, int speed, int duplex,
			      bool tx_pause, bool rx_pause)
{
	complete(&bench_port.up);
}

static void bench_mac_link_down(struct phylink_config *config,
				unsigned int mode, phy_interface_t interface)
{
}

static const struct phylink_mac_ops bench_mac_ops = {
	.mac_select_pcs = bench_select_pcs,
	.mac_config = bench_mac_config,
	.mac_link_up = bench_mac_link_up,
	.mac_link_down = bench_mac_link_down,
};

static int bench_open(struct net_device *ndev)
{
	phylink_start(bench_port.phylink);

	return 0;
}

static int bench_stop(struct net_device *ndev)
{
	phylink_stop(bench_port.phylink);

	return 0;
}

static netdev_tx_t bench_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	dev_kfree_skb_any(skb);

	return NETDEV_TX_OK;
}

static const struct net_device_ops bench_netdev_ops = {
	.ndo_open = bench_open,
	.ndo_stop = bench_stop,
	.ndo_start_xmit = bench_xmit,
};

static int bench_mac_create(struct bench_port *port)
{
	struct phylink_config *config = &port->config;
	int err;

	port->ndev = alloc_etherdev(0);
	if (!port->ndev)
		return -ENOMEM;

	SET_NETDEV_DEV(port->ndev, bench_dev);
	port->ndev->netdev_ops = &bench_netdev_ops;
	eth_hw_addr_random(port->ndev);

	memset(config, 0, sizeof(*config));
	config->dev = &port->ndev->dev;
	config->type = PHYLINK_NETDEV;
	config->default_an_inband = true;
	config->mac_capabilities = MAC_1000FD;
	__set_bit(PHY_INTERFACE_MODE_SGMII, config->supported_interfaces);
	port->phylink = phylink_create(config, NULL, PHY_INTERFACE_MODE_SGMII,
				       &bench_mac_ops);
	err = PTR_ERR_OR_ZERO(port->phylink);
	if (err)
		goto free_ndev;

	err = register_netdev(port->ndev);
	if (err)
		goto destroy_phylink;

	return 0;

destroy_phylink:
	phylink_destroy(port->phylink);
free_ndev:
	free_netdev(port->ndev);
	port->ndev = NULL;

	return err;
}

static void bench_mac_destroy(struct bench_port *port)
{
	if (!port->ndev)
		return;

	unregister_netdev(port->ndev);
	phylink_destroy(port->phylink);
	free_netdev(port->ndev);
	port->ndev = NULL;
}

static void bench_mac_open(struct bench_port *port)
{
	rtnl_lock();
	dev_open(port->ndev, NULL);
	rtnl_unlock();
}

static void bench_mac_close(struct bench_port *port)
{
	rtnl_lock();
	dev_close(port->ndev);
	rtnl_unlock();
}

/* mac_link_up() comes right before. */
static void bench_await_carrier(struct bench_port *port)
{
	if (!wait_for_completion_timeout(&port->up, 10 * HZ))
		pr_err("recovery: no link\n");
	while (!netif_carrier_ok(port->ndev) && completion_done(&port->up))
		cond_resched();
}

static void bench_provider_come(struct bench_port *port)
{
	const struct pcs_provider_config config = {
		.fwnode = &port->provider.fwnode, .pcs = &port->pcs,
	};

	reinit_completion(&port->up);
	if (!pcs_register(bench_dev, &config))
		bench_await_carrier(port);
}

/* Until the replay has seen that it is gone */
static void bench_provider_go(struct bench_port *port)
{
	pcs_unregister(&port->pcs);
	while (netif_carrier_ok(port->ndev))
		schedule_timeout_uninterruptible(1);
}

static void bench_down_up(struct bench_port *port)
{
	bench_mac_close(port);
	reinit_completion(&port->up);
	bench_mac_open(port);
	bench_await_carrier(port);
}

static void bench_again(struct bench_port *port)
{
	bench_mac_destroy(port);
	pcs_put(port->handle);
	port->handle = fwnode_pcs_get(bench_dev, &port->consumer.fwnode, NULL,
				      0);
	reinit_completion(&port->up);
	if (IS_ERR(port->handle) || bench_mac_create(port))
		return;
	bench_mac_open(port);
	bench_await_carrier(port);
}

static void bench_recover(struct bench_port *port, const char *what,
			  const char *who, unsigned int runs)
{
	bench_row_once("recovery", what, who, 1, 1, runs,
		       bench_provider_come(port), bench_provider_go(port));
	bench_provider_come(port);
	bench_row_once("recovery", what, "ifdown and ifup", 1, 1, runs,
		       bench_down_up(port), bench_nothing());
	bench_row_once("recovery", what, "MAC made anew", 1, 1, min(runs, 11u),
		       bench_again(port), bench_nothing());
	bench_provider_go(port);
}

static void bench_recover_all(struct bench_port *port)
{
	bench_provider_go(port);
	bench_recover(port, "link at once", "registration", 51);

	port->an_ms = BENCH_AN_MS;
	port->tell = true;
	bench_recover(port, "link after 10 ms, interrupt", "registration", 21);

	port->tell = false;
	port->pcs.poll = true;
	bench_recover(port, "link after 10 ms, polled", "registration", 3);
}

int bench_recovery(void)
{
	struct bench_port *port = &bench_port;
	const struct pcs_provider_config config = {
		.fwnode = &port->provider.fwnode, .pcs = &port->pcs,
	};
	int loglevel = console_loglevel;
	int err;

	port->pcs.ops = &bench_port_ops;
	init_completion(&port->up);
	hrtimer_setup(&port->an, bench_negotiated, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	bench_node_init(&port->provider, NULL);
	bench_node_init(&port->consumer, &port->provider.fwnode);
	err = pcs_register(bench_dev, &config);
	if (err)
		return err;

	port->handle = fwnode_pcs_get(NULL, &port->consumer.fwnode, NULL, 0);
	err = PTR_ERR_OR_ZERO(port->handle);
	if (err)
		goto unregister;
	err = bench_mac_create(port);
	if (err)
		goto put;

	/* phylink tells of each link, which takes longer than to have it. */
	console_loglevel = min(loglevel, LOGLEVEL_NOTICE);
	bench_mac_open(port);
	bench_await_carrier(port);
	bench_recover_all(port);
	console_loglevel = loglevel;

	bench_mac_close(port);
	bench_mac_destroy(port);
	pcs_put(port->handle);

	return 0;

put:
	pcs_put(port->handle);
unregister:
	pcs_unregister(&port->pcs);

	return err;
}
