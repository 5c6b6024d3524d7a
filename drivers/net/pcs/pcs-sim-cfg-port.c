// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware in configfs: port/PORT, a MAC with a network device,
 * for the driver pcs-sim-mac; and what is to be written of the ports of a
 * switch.
 */
#include <linux/etherdevice.h>
#include <linux/hex.h>
#include <linux/idr.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/phy.h>
#include <linux/platform_device.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"
#include "pcs-sim-sfp.h"

static DEFINE_IDA(pcs_sim_port_ids);

static const char * const pcs_sim_an_modes[] = {
	[PCS_SIM_INBAND] = "inband",
	[PCS_SIM_PHY] = "phy",
	[PCS_SIM_FIXED] = "fixed",
};

static struct pcs_sim_port *to_port(struct pcs_sim_item *item)
{
	return container_of(item, struct pcs_sim_port, item);
}

/* --- going live ----------------------------------------------------------- */

static int pcs_sim_port_create_device(struct pcs_sim_port *port)
{
	struct platform_device_info info = {
		.name = "pcs-sim-mac",
		.fwnode = port->node->fwnode,
	};
	struct platform_device *pdev;

	port->id = ida_alloc(&pcs_sim_port_ids, GFP_KERNEL);
	if (port->id < 0)
		return port->id;

	info.id = port->id;
	pdev = platform_device_register_full(&info);
	if (IS_ERR(pdev)) {
		ida_free(&pcs_sim_port_ids, port->id);
		return PTR_ERR(pdev);
	}
	port->pdev = pdev;

	return 0;
}

static int pcs_sim_port_enable(struct pcs_sim_item *item)
{
	struct pcs_sim_port *port = to_port(item);
	int err;

	err = pcs_sim_port_plug(port);
	if (err)
		return err;

	err = pcs_sim_port_create_device(port);
	if (err) {
		pcs_sim_port_unplug(port);
		return pcs_sim_item_err(item, err, "no device: %pe",
					ERR_PTR(err));
	}

	return 0;
}

static void pcs_sim_port_disable(struct pcs_sim_item *item)
{
	struct pcs_sim_port *port = to_port(item);

	platform_device_unregister(port->pdev);
	port->pdev = NULL;
	ida_free(&pcs_sim_port_ids, port->id);
	pcs_sim_port_unplug(port);
}

static void pcs_sim_port_free(struct pcs_sim_item *item)
{
	struct pcs_sim_port *port = to_port(item);

	pcs_sim_socket_del(&port->socket);
	kfree(port);
}

static const struct pcs_sim_kind pcs_sim_port_kind = {
	.enable = pcs_sim_port_enable,
	.disable = pcs_sim_port_disable,
	.free = pcs_sim_port_free,
};

/* --- attributes ----------------------------------------------------------- */

/* Call @check for each word of a text, and store the text if all pass. */
static int pcs_sim_set_words(const struct pcs_sim_input *in, char *dest,
			     unsigned int max,
			     int (*check)(const struct pcs_sim_input *in,
					  const char *word))
{
	char buf[PCS_SIM_TEXT_MAX + 1], *text = buf, *word;
	unsigned int num = 0;
	int err;

	err = pcs_sim_set_text(in, buf, sizeof(buf));
	if (err)
		return err;

	while ((word = pcs_sim_next_word(&text))) {
		if (num++ == max)
			return pcs_sim_refuse(in, -EINVAL, "more than %u", max);
		err = check(in, word);
		if (err)
			return err;
	}
	strscpy(dest, in->text, PCS_SIM_TEXT_MAX + 1);

	return 0;
}

/* Index of a mode that the MAC knows, or an error that is told. */
static int pcs_sim_port_mode(const struct pcs_sim_input *in, const char *word)
{
	struct pcs_sim_input quoted = { .text = (char *)word };
	char quote[PCS_SIM_QUOTE_SIZE], list[PCS_SIM_TEXT_MAX];
	DECLARE_PHY_INTERFACE_MASK(known) = {};
	unsigned int i, len = 0;

	pcs_sim_mac_modes(known);
	for_each_set_bit(i, known, PHY_INTERFACE_MODE_MAX) {
		if (!strcmp(word, phy_modes(i)))
			return i;
		len += scnprintf(list + len, sizeof(list) - len, " %s",
				 phy_modes(i));
	}

	return pcs_sim_refuse(in, -EINVAL, "no mode %s, there are:%s",
			      pcs_sim_quote(&quoted, quote), list);
}

static void pcs_sim_port_show_phy_mode(struct pcs_sim_item *item,
				       struct seq_file *s)
{
	seq_printf(s, "%s\n", phy_modes(to_port(item)->mode));
}

static int pcs_sim_port_set_phy_mode(const struct pcs_sim_input *in)
{
	int mode;

	mode = pcs_sim_port_mode(in, in->text);
	if (mode < 0)
		return mode;

	to_port(in->item)->mode = mode;

	return 0;
}
PCS_SIM_ATTR(pcs_sim_port, phy_mode);

static void pcs_sim_port_show_an_mode(struct pcs_sim_item *item,
				      struct seq_file *s)
{
	seq_printf(s, "%s\n", pcs_sim_an_modes[to_port(item)->an_mode]);
}

static int pcs_sim_port_set_an_mode(const struct pcs_sim_input *in)
{
	char quote[PCS_SIM_QUOTE_SIZE];
	int i;

	i = match_string(pcs_sim_an_modes, ARRAY_SIZE(pcs_sim_an_modes),
			 in->text);
	if (i < 0)
		return pcs_sim_refuse(in, i, "%s is not inband, phy or fixed",
				      pcs_sim_quote(in, quote));

	to_port(in->item)->an_mode = i;

	return 0;
}
PCS_SIM_ATTR(pcs_sim_port, an_mode);

static void pcs_sim_port_show_fixed_link(struct pcs_sim_item *item,
					 struct seq_file *s)
{
	seq_printf(s, "%s\n", to_port(item)->fixed.text);
}

static int pcs_sim_fixed_parse(struct pcs_sim_fixed *fixed, char *text)
{
	static const unsigned int speeds[] = {
		10, 100, 1000, 2500, 5000, 10000
	};
	char *word;
	int i;

	word = pcs_sim_next_word(&text);
	if (!word)
		return 0;
	if (kstrtouint(word, 10, &fixed->speed))
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(speeds) && speeds[i] != fixed->speed; i++)
		;
	if (i == ARRAY_SIZE(speeds))
		return -EINVAL;

	word = pcs_sim_next_word(&text);
	if (!word || (strcmp(word, "full") && strcmp(word, "half")))
		return -EINVAL;
	fixed->full = word[0] == 'f';

	while ((word = pcs_sim_next_word(&text))) {
		if (!strcmp(word, "pause"))
			fixed->pause = true;
		else if (!strcmp(word, "asym-pause"))
			fixed->asym = true;
		else
			return -EINVAL;
	}

	return 0;
}

static int pcs_sim_port_set_fixed_link(const struct pcs_sim_input *in)
{
	char buf[sizeof_field(struct pcs_sim_fixed, text)];
	struct pcs_sim_fixed fixed = {};
	char quote[PCS_SIM_QUOTE_SIZE];
	int err;

	err = pcs_sim_set_text(in, fixed.text, sizeof(fixed.text));
	if (err)
		return err;

	strscpy(buf, fixed.text);
	err = pcs_sim_fixed_parse(&fixed, buf);
	if (err)
		return pcs_sim_refuse(in, err,
				      "no link %s, it takes 10|100|1000|2500|5000|10000 full|half [pause] [asym-pause]",
				      pcs_sim_quote(in, quote));

	to_port(in->item)->fixed = fixed;

	return 0;
}
PCS_SIM_ATTR(pcs_sim_port, fixed_link);

static void pcs_sim_port_show_pcs(struct pcs_sim_item *item, struct seq_file *s)
{
	seq_printf(s, "%s\n", to_port(item)->pcs);
}

static int pcs_sim_port_set_pcs(const struct pcs_sim_input *in)
{
	return pcs_sim_set_words(in, to_port(in->item)->pcs, PCS_SIM_PORT_PCS,
				 pcs_sim_ref_check);
}
PCS_SIM_ATTR(pcs_sim_port, pcs);

static void pcs_sim_port_show_phy(struct pcs_sim_item *item, struct seq_file *s)
{
	seq_printf(s, "%s\n", to_port(item)->phy);
}

static int pcs_sim_port_set_phy(const struct pcs_sim_input *in)
{
	int err;

	err = in->text[0] ? pcs_sim_ref_check(in, in->text) : 0;

	return err ?: pcs_sim_set_text(in, to_port(in->item)->phy,
				       sizeof(to_port(in->item)->phy));
}
PCS_SIM_ATTR(pcs_sim_port, phy);

static void pcs_sim_port_show_sfp(struct pcs_sim_item *item, struct seq_file *s)
{
	seq_printf(s, "%s\n", to_port(item)->sfp);
}

static int pcs_sim_port_set_sfp(const struct pcs_sim_input *in)
{
	struct pcs_sim_port *port = to_port(in->item);
	char quote[PCS_SIM_QUOTE_SIZE];
	struct pcs_sim_cage *cage;

	if (in->text[0]) {
		cage = pcs_sim_cage_get(in->text, false);
		if (IS_ERR(cage))
			return pcs_sim_refuse(in, PTR_ERR(cage),
					      "no cage %s, it takes CAGE of sfp/",
					      pcs_sim_quote(in, quote));
		pcs_sim_cage_put(cage);
	}

	return pcs_sim_set_text(in, port->sfp, sizeof(port->sfp));
}
PCS_SIM_ATTR(pcs_sim_port, sfp);

static void pcs_sim_port_show_interfaces(struct pcs_sim_item *item,
					 struct seq_file *s)
{
	seq_printf(s, "%s\n", to_port(item)->interfaces);
}

static int pcs_sim_port_check_mode(const struct pcs_sim_input *in,
				   const char *word)
{
	return min(pcs_sim_port_mode(in, word), 0);
}

static int pcs_sim_port_set_interfaces(const struct pcs_sim_input *in)
{
	return pcs_sim_set_words(in, to_port(in->item)->interfaces,
				 PHY_INTERFACE_MODE_MAX,
				 pcs_sim_port_check_mode);
}
PCS_SIM_ATTR(pcs_sim_port, interfaces);

static void pcs_sim_port_show_late(struct pcs_sim_item *item,
				   struct seq_file *s)
{
	seq_printf(s, "%d\n", to_port(item)->late);
}

static int pcs_sim_port_set_late(const struct pcs_sim_input *in)
{
	return pcs_sim_set_bool(in, &to_port(in->item)->late);
}
PCS_SIM_ATTR(pcs_sim_port, late);

static void pcs_sim_port_show_mac_address(struct pcs_sim_item *item,
					  struct seq_file *s)
{
	struct pcs_sim_port *port = to_port(item);

	if (!is_zero_ether_addr(port->mac_address))
		seq_printf(s, "%pM", port->mac_address);
	seq_putc(s, '\n');
}

static int pcs_sim_port_set_mac_address(const struct pcs_sim_input *in)
{
	char quote[PCS_SIM_QUOTE_SIZE];
	u8 addr[ETH_ALEN] = {};

	if (in->text[0] && (strlen(in->text) != 3 * ETH_ALEN - 1 ||
			    !mac_pton(in->text, addr) ||
			    !is_valid_ether_addr(addr)))
		return pcs_sim_refuse(in, -EINVAL,
				      "%s is not the address of a station, it takes 02:00:00:00:00:01 or nothing for a random one",
				      pcs_sim_quote(in, quote));

	ether_addr_copy(to_port(in->item)->mac_address, addr);

	return 0;
}
PCS_SIM_ATTR(pcs_sim_port, mac_address);

static void pcs_sim_port_show_partner(struct pcs_sim_item *item,
				      struct seq_file *s)
{
	seq_printf(s, "%s\n", to_port(item)->partner);
}

static int pcs_sim_port_set_partner(const struct pcs_sim_input *in)
{
	struct pcs_sim_port *port = to_port(in->item);
	char quote[PCS_SIM_QUOTE_SIZE], usage[PCS_SIM_TEXT_MAX];
	struct pcs_sim_partner partner = {};

	if (pcs_sim_partner_parse(&partner, in->text)) {
		pcs_sim_partner_usage(in->text, usage, sizeof(usage));
		return pcs_sim_refuse(in, -EINVAL, "no partner %s, it takes %s",
				      pcs_sim_quote(in, quote), usage);
	}

	strscpy(port->partner, in->text);
	if (port->socket.lane)
		pcs_sim_lane_set_partner(port->socket.lane, port->partner);

	return 0;
}
PCS_SIM_ATTR_ANY_TIME(pcs_sim_port, partner);

static void pcs_sim_port_show_device(struct pcs_sim_item *item,
				     struct seq_file *s)
{
	struct pcs_sim_port *port = to_port(item);

	if (item->live)
		seq_puts(s, dev_name(&port->pdev->dev));
	seq_putc(s, '\n');
}
PCS_SIM_ATTR_RO(pcs_sim_port, device);

static void pcs_sim_port_show_netdev(struct pcs_sim_item *item,
				     struct seq_file *s)
{
	struct pcs_sim_port *port = to_port(item);
	struct net_device *ndev;

	if (port->pdev) {
		device_lock(&port->pdev->dev);
		ndev = port->sw ?
		       pcs_sim_switch_netdev(port->pdev, port->index) :
		       pcs_sim_mac_netdev(port->pdev);
		if (ndev) {
			rtnl_lock();
			seq_puts(s, ndev->name);
			rtnl_unlock();
		}
		device_unlock(&port->pdev->dev);
	}
	seq_putc(s, '\n');
}
PCS_SIM_ATTR_RO(pcs_sim_port, netdev);

static struct configfs_attribute *pcs_sim_port_attrs[] = {
	&pcs_sim_port_attr_phy_mode,
	&pcs_sim_port_attr_an_mode,
	&pcs_sim_port_attr_fixed_link,
	&pcs_sim_port_attr_pcs,
	&pcs_sim_port_attr_phy,
	&pcs_sim_port_attr_sfp,
	&pcs_sim_port_attr_interfaces,
	&pcs_sim_port_attr_late,
	&pcs_sim_port_attr_mac_address,
	&pcs_sim_port_attr_partner,
	&pcs_sim_attr_live,
	&pcs_sim_port_attr_device,
	&pcs_sim_port_attr_netdev,
	NULL
};

static const struct config_item_type pcs_sim_port_type = {
	.ct_item_ops = &pcs_sim_item_ops,
	.ct_attrs = pcs_sim_port_attrs,
	.ct_owner = THIS_MODULE,
};

static struct configfs_attribute *pcs_sim_switch_port_attrs[] = {
	&pcs_sim_port_attr_phy_mode,
	&pcs_sim_port_attr_an_mode,
	&pcs_sim_port_attr_fixed_link,
	&pcs_sim_port_attr_pcs,
	&pcs_sim_port_attr_phy,
	&pcs_sim_port_attr_sfp,
	&pcs_sim_port_attr_interfaces,
	&pcs_sim_port_attr_partner,
	&pcs_sim_port_attr_netdev,
	NULL
};

const struct config_item_type pcs_sim_switch_port_type = {
	.ct_attrs = pcs_sim_switch_port_attrs,
	.ct_owner = THIS_MODULE,
};

/* What ports and those of switches begin with. Undone by pcs_sim_socket_del().
 */
void pcs_sim_port_init(struct pcs_sim_port *port, const char *dir,
		       const char *name, const struct pcs_sim_kind *kind,
		       const struct config_item_type *type)
{
	port->mode = PHY_INTERFACE_MODE_1000BASEX;
	strscpy(port->partner, "cable");
	pcs_sim_item_init(&port->item, dir, name, kind, type);

	/* The kind of item is not part of the name. */
	pcs_sim_socket_add(&port->socket, strchr(port->item.path, '/') + 1);
}

static struct config_group *pcs_sim_port_make(struct config_group *group,
					      const char *name)
{
	struct pcs_sim_port *port;
	int err;

	err = pcs_sim_check_name("port", name);
	if (err)
		return ERR_PTR(err);

	port = kzalloc_obj(*port);
	if (!port)
		return ERR_PTR(-ENOMEM);

	pcs_sim_port_init(port, "port", name, &pcs_sim_port_kind,
			  &pcs_sim_port_type);

	return &port->item.group;
}

static const struct configfs_group_operations pcs_sim_port_group_ops = {
	.make_group = pcs_sim_port_make,
	.drop_item = pcs_sim_item_drop,
};

const struct config_item_type pcs_sim_port_dir = {
	.ct_group_ops = &pcs_sim_port_group_ops,
	.ct_owner = THIS_MODULE,
};
