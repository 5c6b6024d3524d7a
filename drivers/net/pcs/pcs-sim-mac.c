// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: a MAC behind a PCS.
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
 * pcs-handle is for the driver. pcs-sim,wired-to is for the hardware: the PCS
 * that this MAC exchanges frames with. With the property pcs-sim,late-pcs the
 * driver does not wait for the driver of the PCS.
 */
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/of.h>
#include <linux/of_net.h>
#include <linux/pcs/consumer.h>
#include <linux/phylink.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#include "pcs-sim.h"

/**
 * struct pcs_sim_mac - a simulated MAC
 * @ndev: its network device
 * @phylink: its phylink
 * @config: what @phylink was made from
 * @pcs: its PCS, as the PCS subsystem sees it
 * @hw: its PCS, as the hardware sees it, or NULL
 * @enabled: mac_link_up() was called, and not mac_link_down() since
 */
struct pcs_sim_mac {
	struct net_device *ndev;
	struct phylink *phylink;
	struct phylink_config config;
	struct phylink_pcs *pcs;
	struct pcs_sim_dev *hw;
	bool enabled;
};

static struct pcs_sim_mac *config_to_mac(struct phylink_config *config)
{
	return container_of(config, struct pcs_sim_mac, config);
}

static struct phylink_pcs *
pcs_sim_mac_select_pcs(struct phylink_config *config, phy_interface_t interface)
{
	return config_to_mac(config)->pcs;
}

static void pcs_sim_mac_config(struct phylink_config *config, unsigned int mode,
			       const struct phylink_link_state *state)
{
}

static void pcs_sim_mac_link_up(struct phylink_config *config,
				struct phy_device *phy, unsigned int mode,
				phy_interface_t interface, int speed,
				int duplex, bool tx_pause, bool rx_pause)
{
	WRITE_ONCE(config_to_mac(config)->enabled, true);
}

static void pcs_sim_mac_link_down(struct phylink_config *config,
				  unsigned int mode, phy_interface_t interface)
{
	WRITE_ONCE(config_to_mac(config)->enabled, false);
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

	/* Does nothing where no PHY is to be expected. */
	err = phylink_of_phy_connect(mac->phylink, ndev->dev.parent->of_node,
				     0);
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

/* From the PCS, see pcs_sim_rx_fn. */
static bool pcs_sim_mac_rx(void *priv, struct sk_buff *skb)
{
	struct pcs_sim_mac *mac = priv;
	unsigned int len = skb->len;

	if (!READ_ONCE(mac->enabled))
		return false;

	if (dev_forward_skb(mac->ndev, skb) == NET_RX_SUCCESS)
		dev_dstats_rx_add(mac->ndev, len);

	return true;
}

static netdev_tx_t pcs_sim_mac_xmit(struct sk_buff *skb,
				    struct net_device *ndev)
{
	struct pcs_sim_mac *mac = netdev_priv(ndev);
	unsigned int len = skb->len;

	skb_tx_timestamp(skb);

	if (mac->hw && READ_ONCE(mac->enabled) &&
	    pcs_sim_end_xmit(&mac->hw->end, skb)) {
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

/* This is all that it takes to find the PCS. devm lets go of it after remove()
 * has destroyed the phylink that uses it.
 */
static int pcs_sim_mac_get_pcs(struct pcs_sim_mac *mac, struct device *dev)
{
	if (device_property_read_bool(dev, "pcs-sim,late-pcs"))
		mac->pcs = devm_fwnode_pcs_get(dev, dev_fwnode(dev), NULL,
					       PCS_GET_LATE);
	else
		mac->pcs = devm_pcs_get(dev, NULL);

	return PTR_ERR_OR_ZERO(mac->pcs);
}

static int pcs_sim_mac_create_phylink(struct pcs_sim_mac *mac,
				      struct device *dev)
{
	struct phylink_config *config = &mac->config;
	struct phylink *phylink;
	phy_interface_t mode;
	int err;

	err = of_get_phy_mode(dev->of_node, &mode);
	if (err)
		return dev_err_probe(dev, err, "bad phy-mode\n");

	config->dev = &mac->ndev->dev;
	config->type = PHYLINK_NETDEV;
	config->mac_capabilities = MAC_SYM_PAUSE | MAC_ASYM_PAUSE | MAC_10 |
				   MAC_100 | MAC_1000FD;
	__set_bit(PHY_INTERFACE_MODE_SGMII, config->supported_interfaces);
	__set_bit(PHY_INTERFACE_MODE_1000BASEX, config->supported_interfaces);

	phylink = phylink_create(config, dev_fwnode(dev), mode,
				 &pcs_sim_mac_phylink_ops);
	if (IS_ERR(phylink))
		return dev_err_probe(dev, PTR_ERR(phylink), "no phylink\n");

	mac->phylink = phylink;

	return 0;
}

static int pcs_sim_mac_wire(struct pcs_sim_mac *mac, struct device *dev)
{
	struct fwnode_handle *fwnode;
	struct pcs_sim_dev *hw;

	fwnode = fwnode_find_reference(dev_fwnode(dev), "pcs-sim,wired-to", 0);
	if (IS_ERR(fwnode))
		return PTR_ERR(fwnode) == -ENOENT ? 0 : PTR_ERR(fwnode);

	hw = pcs_sim_dev_get(fwnode);
	fwnode_handle_put(fwnode);
	if (IS_ERR(hw))
		return PTR_ERR(hw);

	mac->hw = hw;
	pcs_sim_end_set_rx(&hw->end, pcs_sim_mac_rx, mac);

	return 0;
}

static void pcs_sim_mac_unwire(struct pcs_sim_mac *mac)
{
	if (!mac->hw)
		return;

	pcs_sim_end_set_rx(&mac->hw->end, NULL, NULL);
	pcs_sim_dev_put(mac->hw);
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

	err = of_get_ethdev_address(dev->of_node, ndev);
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

	err = pcs_sim_mac_create_phylink(mac, dev);
	if (err)
		return err;

	err = pcs_sim_mac_wire(mac, dev);
	if (err)
		goto destroy_phylink;

	err = register_netdev(ndev);
	if (err)
		goto unwire;

	return 0;

unwire:
	pcs_sim_mac_unwire(mac);
destroy_phylink:
	phylink_destroy(mac->phylink);

	return err;
}

static void pcs_sim_mac_remove(struct platform_device *pdev)
{
	struct pcs_sim_mac *mac = platform_get_drvdata(pdev);

	unregister_netdev(mac->ndev);
	pcs_sim_mac_unwire(mac);
	phylink_destroy(mac->phylink);
}

static const struct of_device_id pcs_sim_mac_of_match[] = {
	{ .compatible = "pcs-sim,mac" },
	{}
};
MODULE_DEVICE_TABLE(of, pcs_sim_mac_of_match);

struct platform_driver pcs_sim_mac_driver = {
	.driver = {
		.name = "pcs-sim-mac",
		.of_match_table = pcs_sim_mac_of_match,
	},
	.probe = pcs_sim_mac_probe,
	.remove = pcs_sim_mac_remove,
};
