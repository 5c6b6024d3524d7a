// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: a switch, or rather what of one concerns PCS.
 *
 * It has user ports, each with a network device, and a CPU port without one,
 * which phylink knows as PHYLINK_DEV. All have their PCS. Frames of a user port
 * have to pass the CPU port: none do while that has no link. What it does not
 * have is a conduit, and so no tags, and no traffic from one user port to
 * another: it is not a DSA switch, since net/dsa has software nodes describe
 * neither the mode of a port nor its PCS.
 *
 * As a DSA driver must, it does not wait for the PCS of its ports: one that is
 * missing would keep all the others from working.
 *
 * The node, of no real binding ("pcs-sim" is not a vendor):
 *
 *	switch0 {
 *		compatible = "pcs-sim,switch";
 *		#address-cells = <1>;
 *		#size-cells = <0>;
 *
 *		port@0 {
 *			reg = <0>;
 *			phy-mode = "sgmii";
 *			managed = "in-band-status";
 *			pcs-handle = <&pcs0>;
 *			pcs-sim,wired-to = <&pcs0>;
 *		};
 *
 *		port@8 {
 *			reg = <8>;
 *			pcs-sim,cpu-port;
 *			...
 *		};
 *	};
 */
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pcs/consumer.h>
#include <linux/phylink.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/rtnetlink.h>

#include "pcs-sim.h"

struct pcs_sim_switch;

/**
 * struct pcs_sim_swport - a port of a switch
 * @sw: the switch
 * @fwnode: node of the port
 * @reg: its number
 * @ndev: its network device, NULL for the CPU port
 * @phylink: its phylink
 * @config: what @phylink was made from
 * @pcs: its PCS, as the PCS subsystem sees them, or NULL
 * @wire: its PCS, as the hardware sees them
 */
struct pcs_sim_swport {
	struct pcs_sim_switch *sw;
	struct fwnode_handle *fwnode;
	u32 reg;
	struct net_device *ndev;
	struct phylink *phylink;
	struct phylink_config config;
	struct pcs_array *pcs;
	struct pcs_sim_wire *wire;
};

/**
 * struct pcs_sim_switch - a switch
 * @dev: its device
 * @cpu_up: the CPU port has a link
 * @num: number of ports
 * @ports: the ports
 */
struct pcs_sim_switch {
	struct device *dev;
	bool cpu_up;
	unsigned int num;
	struct pcs_sim_swport ports[] __counted_by(num);
};

static struct pcs_sim_swport *config_to_port(struct phylink_config *config)
{
	return container_of(config, struct pcs_sim_swport, config);
}

static struct pcs_sim_swport *ndev_to_port(struct net_device *ndev)
{
	return *(struct pcs_sim_swport **)netdev_priv(ndev);
}

static struct phylink_pcs *
pcs_sim_switch_select_pcs(struct phylink_config *config,
			  phy_interface_t interface)
{
	if (phy_interface_mode_is_rgmii(interface))
		return NULL;

	return pcs_array_select(config_to_port(config)->pcs, interface) ?:
	       ERR_PTR(-EINVAL);
}

static void pcs_sim_switch_config(struct phylink_config *config,
				  unsigned int mode,
				  const struct phylink_link_state *state)
{
	struct pcs_sim_swport *port = config_to_port(config);
	struct phylink_pcs *pcs;

	pcs = pcs_sim_switch_select_pcs(config, state->interface);
	pcs_sim_wire_select(port->wire, port->pcs, pcs, state->interface);
}

/* From the hardware, see pcs_sim_rx_fn. */
static bool pcs_sim_switch_rx(void *priv, struct sk_buff *skb)
{
	struct pcs_sim_swport *port = priv;
	unsigned int len = skb->len;

	if (!port->ndev || !READ_ONCE(port->sw->cpu_up))
		return false;

	if (dev_forward_skb(port->ndev, skb) == NET_RX_SUCCESS)
		dev_dstats_rx_add(port->ndev, len);

	return true;
}

static void pcs_sim_switch_link_up(struct phylink_config *config,
				   struct phy_device *phy, unsigned int mode,
				   phy_interface_t interface, int speed,
				   int duplex, bool tx_pause, bool rx_pause)
{
	struct pcs_sim_swport *port = config_to_port(config);

	pcs_sim_wire_open(port->wire, pcs_sim_switch_rx, port);
	if (!port->ndev)
		WRITE_ONCE(port->sw->cpu_up, true);
}

static void pcs_sim_switch_link_down(struct phylink_config *config,
				     unsigned int mode,
				     phy_interface_t interface)
{
	struct pcs_sim_swport *port = config_to_port(config);

	if (!port->ndev)
		WRITE_ONCE(port->sw->cpu_up, false);
	pcs_sim_wire_close(port->wire);
}

static const struct phylink_mac_ops pcs_sim_switch_phylink_ops = {
	.mac_select_pcs = pcs_sim_switch_select_pcs,
	.mac_config = pcs_sim_switch_config,
	.mac_link_up = pcs_sim_switch_link_up,
	.mac_link_down = pcs_sim_switch_link_down,
};

static int pcs_sim_switch_open(struct net_device *ndev)
{
	struct pcs_sim_swport *port = ndev_to_port(ndev);
	int err;

	if (!pcs_sim_wire_has_phy(port->wire))
		return -ENODEV;

	err = phylink_fwnode_phy_connect(port->phylink, port->fwnode, 0);
	if (err)
		return err;

	phylink_start(port->phylink);
	netif_start_queue(ndev);

	return 0;
}

static int pcs_sim_switch_stop(struct net_device *ndev)
{
	struct pcs_sim_swport *port = ndev_to_port(ndev);

	netif_stop_queue(ndev);
	phylink_stop(port->phylink);
	phylink_disconnect_phy(port->phylink);

	return 0;
}

static netdev_tx_t pcs_sim_switch_xmit(struct sk_buff *skb,
				       struct net_device *ndev)
{
	struct pcs_sim_swport *port = ndev_to_port(ndev);
	unsigned int len = skb->len;

	skb_tx_timestamp(skb);

	if (READ_ONCE(port->sw->cpu_up) && pcs_sim_wire_xmit(port->wire, skb)) {
		dev_dstats_tx_add(ndev, len);
		return NETDEV_TX_OK;
	}

	dev_dstats_tx_dropped(ndev);
	dev_kfree_skb_any(skb);

	return NETDEV_TX_OK;
}

static const struct net_device_ops pcs_sim_switch_netdev_ops = {
	.ndo_open = pcs_sim_switch_open,
	.ndo_stop = pcs_sim_switch_stop,
	.ndo_start_xmit = pcs_sim_switch_xmit,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

static int
pcs_sim_switch_get_link_ksettings(struct net_device *ndev,
				  struct ethtool_link_ksettings *settings)
{
	return phylink_ethtool_ksettings_get(ndev_to_port(ndev)->phylink,
					     settings);
}

static const struct ethtool_ops pcs_sim_switch_ethtool_ops = {
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = pcs_sim_switch_get_link_ksettings,
};

static int pcs_sim_switch_alloc_netdev(struct pcs_sim_swport *port)
{
	struct device *dev = port->sw->dev;
	struct net_device *ndev;

	ndev = devm_alloc_etherdev(dev, sizeof(port));
	if (!ndev)
		return -ENOMEM;

	*(struct pcs_sim_swport **)netdev_priv(ndev) = port;
	SET_NETDEV_DEV(ndev, dev);
	ndev->netdev_ops = &pcs_sim_switch_netdev_ops;
	ndev->ethtool_ops = &pcs_sim_switch_ethtool_ops;
	ndev->pcpu_stat_type = NETDEV_PCPU_STAT_DSTATS;
	ndev->dev_port = port->reg;
	eth_hw_addr_random(ndev);
	port->ndev = ndev;

	return 0;
}

static int pcs_sim_switch_create_port(struct pcs_sim_swport *port)
{
	struct phylink_config *config = &port->config;
	struct device *dev = port->sw->dev;
	struct phylink *phylink;
	int mode, err;

	err = fwnode_property_read_u32(port->fwnode, "reg", &port->reg);
	if (err)
		return dev_err_probe(dev, err, "%pfw: no reg\n", port->fwnode);

	if (!fwnode_property_read_bool(port->fwnode, "pcs-sim,cpu-port")) {
		err = pcs_sim_switch_alloc_netdev(port);
		if (err)
			return err;
	}

	port->pcs = devm_fwnode_pcs_array_get(dev, port->fwnode,
					      PCS_GET_LATE | PCS_GET_OPTIONAL);
	if (IS_ERR(port->pcs))
		return PTR_ERR(port->pcs);

	mode = fwnode_get_phy_mode(port->fwnode);
	if (mode < 0)
		return dev_err_probe(dev, mode, "%pfw: bad phy-mode\n",
				     port->fwnode);

	config->dev = port->ndev ? &port->ndev->dev : dev;
	config->type = port->ndev ? PHYLINK_NETDEV : PHYLINK_DEV;
	config->mac_capabilities = PCS_SIM_MAC_CAPABILITIES;
	pcs_sim_mac_interfaces(port->pcs, port->fwnode,
			       config->supported_interfaces);

	port->wire = pcs_sim_wire_get(port->fwnode);
	if (IS_ERR(port->wire))
		return PTR_ERR(port->wire);

	phylink = phylink_create(config, port->fwnode, mode,
				 &pcs_sim_switch_phylink_ops);
	if (IS_ERR(phylink)) {
		pcs_sim_wire_put(port->wire);
		return dev_err_probe(dev, PTR_ERR(phylink),
				     "%pfw: no phylink\n", port->fwnode);
	}
	port->phylink = phylink;

	return 0;
}

static void pcs_sim_switch_destroy_port(struct pcs_sim_swport *port)
{
	phylink_destroy(port->phylink);
	pcs_sim_wire_put(port->wire);
	fwnode_handle_put(port->fwnode);
}

static int pcs_sim_switch_start_port(struct pcs_sim_swport *port)
{
	if (port->ndev)
		return register_netdev(port->ndev);

	rtnl_lock();
	phylink_start(port->phylink);
	rtnl_unlock();

	return 0;
}

static void pcs_sim_switch_stop_port(struct pcs_sim_swport *port)
{
	if (port->ndev) {
		unregister_netdev(port->ndev);
		return;
	}

	rtnl_lock();
	phylink_stop(port->phylink);
	rtnl_unlock();
}

static int pcs_sim_switch_start(struct pcs_sim_switch *sw)
{
	unsigned int i;
	int err;

	for (i = 0; i < sw->num; i++) {
		err = pcs_sim_switch_start_port(&sw->ports[i]);
		if (err)
			goto stop_ports;
	}

	return 0;

stop_ports:
	while (i--)
		pcs_sim_switch_stop_port(&sw->ports[i]);

	return err;
}

static int pcs_sim_switch_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct fwnode_handle *fwnode;
	struct pcs_sim_switch *sw;
	unsigned int num;
	int err = 0;

	num = device_get_child_node_count(dev);
	sw = devm_kzalloc(dev, struct_size(sw, ports, num), GFP_KERNEL);
	if (!sw)
		return -ENOMEM;

	sw->num = num;
	sw->dev = dev;
	platform_set_drvdata(pdev, sw);

	num = 0;
	device_for_each_child_node(dev, fwnode) {
		struct pcs_sim_swport *port = &sw->ports[num];

		port->sw = sw;
		port->fwnode = fwnode_handle_get(fwnode);
		err = pcs_sim_switch_create_port(port);
		if (err) {
			fwnode_handle_put(port->fwnode);
			break;
		}
		num++;
	}
	fwnode_handle_put(fwnode);

	if (!err)
		err = pcs_sim_switch_start(sw);
	if (err)
		while (num--)
			pcs_sim_switch_destroy_port(&sw->ports[num]);

	return err;
}

static void pcs_sim_switch_remove(struct platform_device *pdev)
{
	struct pcs_sim_switch *sw = platform_get_drvdata(pdev);
	unsigned int i;

	for (i = 0; i < sw->num; i++)
		pcs_sim_switch_stop_port(&sw->ports[i]);
	for (i = 0; i < sw->num; i++)
		pcs_sim_switch_destroy_port(&sw->ports[i]);
}

/* The network device of a port, NULL while the driver is not bound, and for the
 * CPU port. Under the device lock.
 */
struct net_device *pcs_sim_switch_netdev(struct platform_device *pdev,
					 unsigned int port)
{
	struct pcs_sim_switch *sw = platform_get_drvdata(pdev);
	unsigned int i;

	for (i = 0; sw && i < sw->num; i++)
		if (sw->ports[i].reg == port)
			return sw->ports[i].ndev;

	return NULL;
}

static const struct of_device_id pcs_sim_switch_of_match[] = {
	{ .compatible = "pcs-sim,switch" },
	{}
};
MODULE_DEVICE_TABLE(of, pcs_sim_switch_of_match);

struct platform_driver pcs_sim_switch_driver = {
	.driver = {
		.name = "pcs-sim-switch",
		.of_match_table = pcs_sim_switch_of_match,
	},
	.probe = pcs_sim_switch_probe,
	.remove = pcs_sim_switch_remove,
};
