// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware in configfs: from the words that describe a MAC to its
 * firmware node, with the properties that a device tree has.
 */
#include <linux/etherdevice.h>
#include <linux/fwnode.h>
#include <linux/phy.h>
#include <linux/slab.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"
#include "pcs-sim-sfp.h"

#define PCS_SIM_PORT_PROPS	13

/* The next of the words of @text, which are cut apart; NULL at the end. */
char *pcs_sim_next_word(char **text)
{
	char *word;

	do {
		word = strsep(text, " \t\n");
	} while (word && !*word);

	return word;
}

/* The switch has it without a network device, and so without a PHY. */
static bool pcs_sim_port_is_cpu(const struct pcs_sim_port *port)
{
	return port->sw && port->index == PCS_SIM_SWITCH_PORTS;
}

static void pcs_sim_port_put_refs(struct pcs_sim_port *port)
{
	while (port->num_refs)
		pcs_sim_ref_put(&port->refs[--port->num_refs]);
	if (port->phy_ref.dn)
		pcs_sim_ref_put(&port->phy_ref);
	port->phy_ref.dn = NULL;
	pcs_sim_cage_put(port->cage);
	port->cage = NULL;
}

static int pcs_sim_port_get_cage(struct pcs_sim_port *port)
{
	struct pcs_sim_cage *cage;

	if (!port->sfp[0])
		return 0;

	cage = pcs_sim_cage_get(port->sfp, false);
	if (IS_ERR(cage))
		return pcs_sim_item_err(&port->item, PTR_ERR(cage),
					"sfp: there is no %s", port->sfp);

	port->cage = cage;

	return 0;
}

static int pcs_sim_port_get_refs(struct pcs_sim_port *port)
{
	char buf[sizeof(port->pcs)], *text = buf, *word;
	int err = 0;

	strscpy(buf, port->pcs);
	while (!err && (word = pcs_sim_next_word(&text))) {
		err = pcs_sim_ref_get(&port->item, "pcs", word, false,
				      &port->refs[port->num_refs]);
		if (!err)
			port->num_refs++;
	}

	if (!err && port->phy[0])
		err = pcs_sim_ref_get(&port->item, "phy", port->phy, true,
				      &port->phy_ref);
	if (!err)
		err = pcs_sim_port_get_cage(port);
	if (err)
		pcs_sim_port_put_refs(port);

	return err;
}

/* A cable, or a link partner, is at the PHY if there is one, else at the
 * PCS.
 */
static void pcs_sim_port_set_medium(struct pcs_sim_port *port)
{
	struct pcs_sim_lane *lane;

	if (port->phy_ref.dn)
		lane = pcs_sim_ref_lane(&port->phy_ref);
	else if (port->num_refs)
		lane = pcs_sim_ref_lane(&port->refs[0]);
	else
		return;

	pcs_sim_lane_set_partner(lane, port->partner);
	pcs_sim_socket_set(&port->socket, lane);
}

static void pcs_sim_port_destroy_nodes(struct pcs_sim_port *port)
{
	pcs_sim_node_destroy(port->fixed_node);
	port->fixed_node = NULL;
	pcs_sim_node_destroy(port->node);
	port->node = NULL;
}

static int pcs_sim_port_create_fixed(struct pcs_sim_port *port)
{
	const struct pcs_sim_fixed *fixed = &port->fixed;
	struct property_entry props[5] = {};
	struct pcs_sim_node *node;
	unsigned int n = 0;

	props[n++] = PROPERTY_ENTRY_U32("speed", fixed->speed);
	if (fixed->full)
		props[n++] = PROPERTY_ENTRY_BOOL("full-duplex");
	if (fixed->pause)
		props[n++] = PROPERTY_ENTRY_BOOL("pause");
	if (fixed->asym)
		props[n++] = PROPERTY_ENTRY_BOOL("asym-pause");

	node = pcs_sim_node_create("fixed-link", port->node, props);
	if (IS_ERR(node))
		return PTR_ERR(node);

	port->fixed_node = node;

	return 0;
}

/**
 * struct pcs_sim_props - what the node of a port is made from
 * @props: the properties
 * @num: number of them
 * @refs: references
 * @interfaces: words, cut apart
 * @modes: the words
 */
struct pcs_sim_props {
	struct property_entry props[PCS_SIM_PORT_PROPS];
	unsigned int num;
	struct software_node_ref_args refs[PCS_SIM_PORT_PCS + 2];
	char interfaces[PCS_SIM_TEXT_MAX + 1];
	const char *modes[PHY_INTERFACE_MODE_MAX];
};

/* The properties that are references. */
static void pcs_sim_port_ref_props(struct pcs_sim_port *port,
				   struct pcs_sim_props *p)
{
	struct property_entry *props = p->props + p->num;
	struct software_node_ref_args *refs = p->refs;
	unsigned int num = port->num_refs, i, n = 0;
	struct software_node *cage;

	for (i = 0; i < num; i++)
		refs[i] = pcs_sim_ref_args(&port->refs[i]);
	if (num) {
		props[n++] = PROPERTY_ENTRY_REF_ARRAY_LEN("pcs-handle", refs,
							  num);
		props[n++] = PROPERTY_ENTRY_REF_ARRAY_LEN("pcs-sim,wired-to",
							  refs, num);
	}
	if (port->phy_ref.dn) {
		refs[num] = pcs_sim_ref_args(&port->phy_ref);
		props[n++] = PROPERTY_ENTRY_REF_ARRAY_LEN("phy-handle",
							  &refs[num], 1);
		num++;
	}
	if (port->cage) {
		cage = pcs_sim_cage_node(port->cage);
		refs[num] = SOFTWARE_NODE_REFERENCE(cage);
		props[n++] = PROPERTY_ENTRY_REF_ARRAY_LEN("sfp", &refs[num], 1);
	}

	p->num += n;
}

/* The others. */
static void pcs_sim_port_props(struct pcs_sim_port *port,
			       struct pcs_sim_props *p)
{
	struct property_entry *props = p->props + p->num;
	char *text = p->interfaces, *word;
	unsigned int num = 0, n = 0;

	if (!port->sw)
		props[n++] = PROPERTY_ENTRY_STRING("compatible", "pcs-sim,mac");
	else
		props[n++] = PROPERTY_ENTRY_U32("reg", port->index);
	if (pcs_sim_port_is_cpu(port))
		props[n++] = PROPERTY_ENTRY_BOOL("pcs-sim,cpu-port");
	props[n++] = PROPERTY_ENTRY_STRING("phy-mode", phy_modes(port->mode));
	if (port->an_mode == PCS_SIM_INBAND)
		props[n++] = PROPERTY_ENTRY_STRING("managed", "in-band-status");
	if (port->late)
		props[n++] = PROPERTY_ENTRY_BOOL("pcs-sim,late-pcs");
	if (!is_zero_ether_addr(port->mac_address))
		props[n++] = PROPERTY_ENTRY_U8_ARRAY("mac-address",
						     port->mac_address);

	strscpy(p->interfaces, port->interfaces);
	while ((word = pcs_sim_next_word(&text)))
		p->modes[num++] = word;
	if (num)
		props[n++] =
			PROPERTY_ENTRY_STRING_ARRAY_LEN("pcs-sim,interfaces",
							p->modes, num);

	p->num += n;
}

static int pcs_sim_port_create_nodes(struct pcs_sim_port *port)
{
	char name[sizeof(port->node->name)];
	struct pcs_sim_node *node;
	struct pcs_sim_props *p;

	p = kzalloc_obj(*p);
	if (!p)
		return -ENOMEM;

	pcs_sim_port_ref_props(port, p);
	pcs_sim_port_props(port, p);
	snprintf(name, sizeof(name), "%s%s", port->sw ? "" : "pcs-sim-port:",
		 config_item_name(&port->item.group.cg_item));
	node = pcs_sim_node_create(name, port->sw ? port->sw->node : NULL,
				   p->props);
	kfree(p);
	if (IS_ERR(node))
		return PTR_ERR(node);
	port->node = node;

	/* The MAC is not to be unbound when one of its PCS is. */
	fwnode_set_flag(node->fwnode, FWNODE_FLAG_LINKS_ADDED);

	return port->an_mode == PCS_SIM_FIXED ?
	       pcs_sim_port_create_fixed(port) : 0;
}

/**
 * pcs_sim_port_plug() - have all that a MAC needs, but not the MAC
 * @port: what describes it
 *
 * Return: 0, or an error that the log tells, too.
 */
int pcs_sim_port_plug(struct pcs_sim_port *port)
{
	int err;

	if (port->an_mode == PCS_SIM_FIXED && !port->fixed.speed)
		return pcs_sim_item_err(&port->item, -EINVAL,
					"an_mode fixed needs fixed_link, such as 1000 full");
	if (port->phy[0] && pcs_sim_port_is_cpu(port))
		return pcs_sim_item_err(&port->item, -EINVAL,
					"phy: the CPU port takes none");

	err = pcs_sim_port_get_refs(port);
	if (err)
		return err;

	err = pcs_sim_port_create_nodes(port);
	if (err) {
		pcs_sim_port_destroy_nodes(port);
		pcs_sim_port_put_refs(port);
		return pcs_sim_item_err(&port->item, err, "no node: %pe",
					ERR_PTR(err));
	}

	pcs_sim_port_set_medium(port);

	return 0;
}

/**
 * pcs_sim_port_unplug() - undo pcs_sim_port_plug()
 * @port: what describes the MAC, which is gone
 */
void pcs_sim_port_unplug(struct pcs_sim_port *port)
{
	pcs_sim_port_destroy_nodes(port);
	pcs_sim_socket_set(&port->socket, NULL);
	pcs_sim_port_put_refs(port);
}
