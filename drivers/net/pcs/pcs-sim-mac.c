// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: a MAC behind one or more PCS.
 *
 * An example, too, of a MAC driver that gets its PCS from the PCS subsystem:
 * see pcs_sim_mac_get_pcs() and pcs_sim_mac_select_pcs(). The rest is what
 * Documentation/networking/sfp-phylink.rst asks for.
 *
 * The node, of no real binding ("pcs-sim" is not a vendor):
 *
 *	mac0 {
 *		compatible = "pcs-sim,mac";
 *		phy-mode = "1000base-x";
 *		managed = "in-band-status";
 *		pcs-handle = <&pcs0>;
 *		pcs-sim,wired-to = <&pcs0>;
 *	};
 *
 * pcs-handle is for the driver, and pcs-sim,wired-to for the hardware: see
 * pcs-sim-wire.c. With the property pcs-sim,late-pcs the driver does not wait
 * for the drivers of the PCS; pcs-sim,interfaces limits the modes that the MAC
 * knows.
 */
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pcs/consumer.h>
#include <linux/phylink.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/property.h>
#include <linux/rtnetlink.h>

#include "pcs-sim.h"

/**
 * struct pcs_sim_mac - a simulated MAC
 * @ndev: its network device
 * @phylink: its phylink
 * @config: what @phylink was made from
 * @pcs: its PCS, as the PCS subsystem sees them, or NULL
 * @wire: its PCS, as the hardware sees them
 */
struct pcs_sim_mac {
	struct net_device *ndev;
	struct phylink *phylink;
	struct phylink_config config;
	struct pcs_array *pcs;
	struct pcs_sim_wire *wire;
};

static struct pcs_sim_mac *config_to_mac(struct phylink_config *config)
{
	return container_of(config, struct pcs_sim_mac, config);
}

/* This is all that it takes to find the PCS. devm lets go of them after
 * remove() has destroyed the phylink that uses them.
 */
static int pcs_sim_mac_get_pcs(struct pcs_sim_mac *mac, struct device *dev)
{
	unsigned int flags = PCS_GET_OPTIONAL;

	if (device_property_read_bool(dev, "pcs-sim,late-pcs"))
		flags |= PCS_GET_LATE;

	mac->pcs = devm_fwnode_pcs_array_get(dev, dev_fwnode(dev), flags);

	return PTR_ERR_OR_ZERO(mac->pcs);
}

static struct phylink_pcs *
pcs_sim_mac_select_pcs(struct phylink_config *config, phy_interface_t interface)
{
	if (phy_interface_mode_is_rgmii(interface))
		return NULL;

	return pcs_array_select(config_to_mac(config)->pcs, interface) ?:
	       ERR_PTR(-EINVAL);
}

static void pcs_sim_mac_config(struct phylink_config *config, unsigned int mode,
			       const struct phylink_link_state *state)
{
	struct pcs_sim_mac *mac = config_to_mac(config);
	struct phylink_pcs *pcs;

	pcs = pcs_sim_mac_select_pcs(config, state->interface);
	pcs_sim_wire_select(mac->wire, mac->pcs, pcs, state->interface);
}

/* From the hardware, see pcs_sim_rx_fn. */
static bool pcs_sim_mac_rx(void *priv, struct sk_buff *skb)
{
	struct pcs_sim_mac *mac = priv;
	unsigned int len = skb->len;

	if (dev_forward_skb(mac->ndev, skb) == NET_RX_SUCCESS)
		dev_dstats_rx_add(mac->ndev, len);

	return true;
}

static void pcs_sim_mac_link_up(struct phylink_config *config,
				struct phy_device *phy, unsigned int mode,
				phy_interface_t interface, int speed,
				int duplex, bool tx_pause, bool rx_pause)
{
	struct pcs_sim_mac *mac = config_to_mac(config);

	pcs_sim_wire_open(mac->wire, pcs_sim_mac_rx, mac);
}

static void pcs_sim_mac_link_down(struct phylink_config *config,
				  unsigned int mode, phy_interface_t interface)
{
	pcs_sim_wire_close(config_to_mac(config)->wire);
}

static const struct phylink_mac_ops pcs_sim_mac_phylink_ops = {
	.mac_select_pcs = pcs_sim_mac_select_pcs,
	.mac_config = pcs_sim_mac_config,
	.mac_link_up = pcs_sim_mac_link_up,
	.mac_link_down = pcs_sim_mac_link_down,
};

static int pcs_sim_mac_open(struct net_device *ndev)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);
	int err;

	if (!pcs_sim_wire_has_phy(mac->wire))
		return -ENODEV;

	/* Does nothing where no PHY is to be expected. */
	err = phylink_fwnode_phy_connect(mac->phylink,
					 dev_fwnode(ndev->dev.parent), 0);
	if (err)
		return err;

	phylink_start(mac->phylink);
	netif_start_queue(ndev);

	return 0;
}

static int pcs_sim_mac_stop(struct net_device *ndev)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);

	netif_stop_queue(ndev);
	phylink_stop(mac->phylink);
	phylink_disconnect_phy(mac->phylink);

	return 0;
}

static netdev_tx_t pcs_sim_mac_xmit(struct sk_buff *skb,
				    struct net_device *ndev)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);
	unsigned int len = skb->len;

	skb_tx_timestamp(skb);

	if (pcs_sim_wire_xmit(mac->wire, skb)) {
		dev_dstats_tx_add(ndev, len);
		return NETDEV_TX_OK;
	}

	DEV_STATS_INC(ndev, tx_carrier_errors);
	dev_dstats_tx_dropped(ndev);
	dev_kfree_skb_any(skb);

	return NETDEV_TX_OK;
}

static const struct net_device_ops pcs_sim_mac_netdev_ops = {
	.ndo_open = pcs_sim_mac_open,
	.ndo_stop = pcs_sim_mac_stop,
	.ndo_start_xmit = pcs_sim_mac_xmit,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

static int
pcs_sim_mac_get_link_ksettings(struct net_device *ndev,
			       struct ethtool_link_ksettings *settings)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);

	return phylink_ethtool_ksettings_get(mac->phylink, settings);
}

static int
pcs_sim_mac_set_link_ksettings(struct net_device *ndev,
			       const struct ethtool_link_ksettings *settings)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);

	return phylink_ethtool_ksettings_set(mac->phylink, settings);
}

static int pcs_sim_mac_nway_reset(struct net_device *ndev)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);

	return phylink_ethtool_nway_reset(mac->phylink);
}

static void pcs_sim_mac_get_pauseparam(struct net_device *ndev,
				       struct ethtool_pauseparam *pause)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);

	phylink_ethtool_get_pauseparam(mac->phylink, pause);
}

static int pcs_sim_mac_set_pauseparam(struct net_device *ndev,
				      struct ethtool_pauseparam *pause)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);

	return phylink_ethtool_set_pauseparam(mac->phylink, pause);
}

static const struct ethtool_ops pcs_sim_mac_ethtool_ops = {
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = pcs_sim_mac_get_link_ksettings,
	.set_link_ksettings = pcs_sim_mac_set_link_ksettings,
	.nway_reset = pcs_sim_mac_nway_reset,
	.get_pauseparam = pcs_sim_mac_get_pauseparam,
	.set_pauseparam = pcs_sim_mac_set_pauseparam,
};

/* All modes that the MAC knows. */
void pcs_sim_mac_modes(unsigned long *interfaces)
{
	phy_interface_set_rgmii(interfaces);
	__set_bit(PHY_INTERFACE_MODE_SGMII, interfaces);
	__set_bit(PHY_INTERFACE_MODE_1000BASEX, interfaces);
	__set_bit(PHY_INTERFACE_MODE_2500BASEX, interfaces);
	__set_bit(PHY_INTERFACE_MODE_USXGMII, interfaces);
	__set_bit(PHY_INTERFACE_MODE_10GBASER, interfaces);
	__set_bit(PHY_INTERFACE_MODE_10GKR, interfaces);
}

/* Those of them that a PCS supports, or that need none, and that are not ruled
 * out by the node.
 */
void pcs_sim_mac_interfaces(const struct pcs_array *pcs,
			    const struct fwnode_handle *fwnode,
			    unsigned long *interfaces)
{
	DECLARE_PHY_INTERFACE_MASK(known) = {};
	unsigned int i;

	pcs_sim_mac_modes(known);
	pcs_array_interfaces(pcs, interfaces);
	phy_interface_set_rgmii(interfaces);
	phy_interface_and(interfaces, interfaces, known);

	if (!fwnode_property_present(fwnode, "pcs-sim,interfaces"))
		return;

	for_each_set_bit(i, interfaces, PHY_INTERFACE_MODE_MAX)
		if (fwnode_property_match_string(fwnode, "pcs-sim,interfaces",
						 phy_modes(i)) < 0)
			__clear_bit(i, interfaces);
}

static int pcs_sim_mac_create_phylink(struct pcs_sim_mac *mac,
				      struct device *dev)
{
	struct phylink_config *config = &mac->config;
	struct phylink *phylink;
	int mode;

	mode = device_get_phy_mode(dev);
	if (mode < 0)
		return dev_err_probe(dev, mode, "bad phy-mode\n");

	config->dev = &mac->ndev->dev;
	config->type = PHYLINK_NETDEV;
	config->mac_capabilities = PCS_SIM_MAC_CAPABILITIES;
	pcs_sim_mac_interfaces(mac->pcs, dev_fwnode(dev),
			       config->supported_interfaces);
	if (!test_bit(mode, config->supported_interfaces))
		return dev_err_probe(dev, -EINVAL,
				     "no %s with this MAC and its PCS\n",
				     phy_modes(mode));

	phylink = phylink_create(config, dev_fwnode(dev), mode,
				 &pcs_sim_mac_phylink_ops);
	if (IS_ERR(phylink))
		return dev_err_probe(dev, PTR_ERR(phylink), "no phylink\n");

	mac->phylink = phylink;

	return 0;
}

static int pcs_sim_mac_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct net_device *ndev;
	struct pcs_sim_mac *mac;
	int err;

	ndev = devm_alloc_etherdev(dev, sizeof(*mac));
	if (!ndev)
		return -ENOMEM;

	SET_NETDEV_DEV(ndev, dev);
	ndev->netdev_ops = &pcs_sim_mac_netdev_ops;
	ndev->ethtool_ops = &pcs_sim_mac_ethtool_ops;
	ndev->pcpu_stat_type = NETDEV_PCPU_STAT_DSTATS;

	err = device_get_ethdev_address(dev, ndev);
	if (err == -EPROBE_DEFER)
		return err;
	if (err)
		eth_hw_addr_random(ndev);

	mac = netdev_priv(ndev);
	mac->ndev = ndev;
	platform_set_drvdata(pdev, mac);

	err = pcs_sim_mac_get_pcs(mac, dev);
	if (err)
		return err;

	mac->wire = pcs_sim_wire_get(dev_fwnode(dev));
	if (IS_ERR(mac->wire))
		return dev_err_probe(dev, PTR_ERR(mac->wire), "not wired\n");

	err = pcs_sim_mac_create_phylink(mac, dev);
	if (err)
		goto put_wire;

	err = register_netdev(ndev);
	if (err)
		goto destroy_phylink;

	return 0;

destroy_phylink:
	phylink_destroy(mac->phylink);
put_wire:
	pcs_sim_wire_put(mac->wire);

	return err;
}

static void pcs_sim_mac_remove(struct platform_device *pdev)
{
	struct pcs_sim_mac *mac = platform_get_drvdata(pdev);

	unregister_netdev(mac->ndev);
	phylink_destroy(mac->phylink);
	pcs_sim_wire_put(mac->wire);
}

/* The network device, NULL while the driver is not bound. Under the device
 * lock.
 */
struct net_device *pcs_sim_mac_netdev(struct platform_device *pdev)
{
	struct pcs_sim_mac *mac = platform_get_drvdata(pdev);

	return mac ? mac->ndev : NULL;
}

static int pcs_sim_mac_suspend(struct device *dev)
{
	struct pcs_sim_mac *mac = dev_get_drvdata(dev);

	rtnl_lock();
	if (netif_running(mac->ndev))
		phylink_suspend(mac->phylink, false);
	netif_device_detach(mac->ndev);
	rtnl_unlock();

	return 0;
}

static int pcs_sim_mac_resume(struct device *dev)
{
	struct pcs_sim_mac *mac = dev_get_drvdata(dev);

	rtnl_lock();
	netif_device_attach(mac->ndev);
	if (netif_running(mac->ndev))
		phylink_resume(mac->phylink);
	rtnl_unlock();

	return 0;
}

static DEFINE_SIMPLE_DEV_PM_OPS(pcs_sim_mac_pm, pcs_sim_mac_suspend,
				pcs_sim_mac_resume);

static const struct of_device_id pcs_sim_mac_of_match[] = {
	{ .compatible = "pcs-sim,mac" },
	{}
};
MODULE_DEVICE_TABLE(of, pcs_sim_mac_of_match);

struct platform_driver pcs_sim_mac_driver = {
	.driver = {
		.name = "pcs-sim-mac",
		.of_match_table = pcs_sim_mac_of_match,
		.pm = pm_sleep_ptr(&pcs_sim_mac_pm),
	},
	.probe = pcs_sim_mac_probe,
	.remove = pcs_sim_mac_remove,
};
