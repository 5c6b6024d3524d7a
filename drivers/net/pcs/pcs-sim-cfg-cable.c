// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware in configfs: cable/CABLE, a cable between two ports.
 *
 * It names its ports, which may come and go: whenever both are live it connects
 * what is behind their sockets. A port has one socket, so takes one cable.
 */
#include <linux/module.h>
#include <linux/slab.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"

/* Protects both lists, and what is in them. */
static DEFINE_MUTEX(pcs_sim_plug_lock);
static LIST_HEAD(pcs_sim_sockets);
static LIST_HEAD(pcs_sim_cables);

/**
 * struct pcs_sim_cable - cable/CABLE
 * @item: the directory
 * @list: entry in the list of those that are live
 * @port: the ports at its ends
 * @connected: it connects their lanes
 */
struct pcs_sim_cable {
	struct pcs_sim_item item;
	struct list_head list;
	char port[2][PCS_SIM_PATH_MAX + 1];
	bool connected;
};

static struct pcs_sim_cable *to_cable(struct pcs_sim_item *item)
{
	return container_of(item, struct pcs_sim_cable, item);
}

/* --- sockets -------------------------------------------------------------- */

static struct pcs_sim_socket *pcs_sim_socket_find(const char *name)
{
	struct pcs_sim_socket *socket;

	lockdep_assert_held(&pcs_sim_plug_lock);

	list_for_each_entry(socket, &pcs_sim_sockets, list)
		if (!strcmp(socket->name, name))
			return socket;

	return NULL;
}

/* The cable that is in a socket of this name. */
static struct pcs_sim_cable *pcs_sim_cable_at(const char *name)
{
	struct pcs_sim_cable *cable;

	list_for_each_entry(cable, &pcs_sim_cables, list)
		if (!strcmp(cable->port[0], name) ||
		    !strcmp(cable->port[1], name))
			return cable;

	return NULL;
}

/* Connect the lanes, if both are there. -EBUSY if one of them has a cable, from
 * another port that it is the lane of, or if both are the same.
 */
static int pcs_sim_cable_connect(struct pcs_sim_cable *cable)
{
	struct pcs_sim_socket *a, *b;
	int err;

	a = pcs_sim_socket_find(cable->port[0]);
	b = pcs_sim_socket_find(cable->port[1]);
	if (!a || !a->lane || !b || !b->lane)
		return 0;

	err = pcs_sim_lane_connect(a->lane, b->lane);
	cable->connected = !err;

	return err;
}

/* A lane has become free, perhaps one that a cable could not be connected to.
 */
static void pcs_sim_cables_retry(void)
{
	struct pcs_sim_cable *cable;

	list_for_each_entry(cable, &pcs_sim_cables, list)
		if (!cable->connected)
			pcs_sim_cable_connect(cable);
}

static void pcs_sim_cable_disconnect(struct pcs_sim_cable *cable)
{
	struct pcs_sim_socket *socket;

	if (!cable->connected)
		return;

	socket = pcs_sim_socket_find(cable->port[0]);
	pcs_sim_lane_disconnect(socket->lane);
	cable->connected = false;
}

/**
 * pcs_sim_socket_add() - there is a port
 * @socket: its socket
 * @name: its name
 */
void pcs_sim_socket_add(struct pcs_sim_socket *socket, const char *name)
{
	mutex_lock(&pcs_sim_plug_lock);
	strscpy(socket->name, name);
	list_add_tail(&socket->list, &pcs_sim_sockets);
	mutex_unlock(&pcs_sim_plug_lock);
}

/**
 * pcs_sim_socket_del() - the port is gone
 * @socket: its socket
 */
void pcs_sim_socket_del(struct pcs_sim_socket *socket)
{
	mutex_lock(&pcs_sim_plug_lock);
	list_del(&socket->list);
	mutex_unlock(&pcs_sim_plug_lock);
}

/**
 * pcs_sim_socket_set() - change what is behind the socket of a port
 * @socket: the socket
 * @lane: what the port has its medium at, or NULL for nothing
 */
void pcs_sim_socket_set(struct pcs_sim_socket *socket,
			struct pcs_sim_lane *lane)
{
	struct pcs_sim_cable *cable;

	mutex_lock(&pcs_sim_plug_lock);
	cable = pcs_sim_cable_at(socket->name);
	if (cable)
		pcs_sim_cable_disconnect(cable);
	socket->lane = lane;
	if (cable && pcs_sim_cable_connect(cable))
		pr_err("pcs-sim: %s: not connected, %s shares a PCS or PHY with a port that has a cable\n",
		       cable->item.path, socket->name);
	pcs_sim_cables_retry();
	mutex_unlock(&pcs_sim_plug_lock);
}

/* --- cables --------------------------------------------------------------- */

static int pcs_sim_cable_check(struct pcs_sim_cable *cable)
{
	struct pcs_sim_cable *other;
	unsigned int i;

	if (!cable->port[0][0] || !cable->port[1][0])
		return pcs_sim_item_err(&cable->item, -EINVAL,
					"write the names of ports to a and b first");
	if (!strcmp(cable->port[0], cable->port[1]))
		return pcs_sim_item_err(&cable->item, -EINVAL,
					"a and b are the same port");

	for (i = 0; i < 2; i++) {
		other = pcs_sim_cable_at(cable->port[i]);
		if (other)
			return pcs_sim_item_err(&cable->item, -EBUSY,
						"port %s has a cable, %s",
						cable->port[i],
						other->item.path);
	}

	return 0;
}

static int pcs_sim_cable_enable(struct pcs_sim_item *item)
{
	struct pcs_sim_cable *cable = to_cable(item);
	int err;

	mutex_lock(&pcs_sim_plug_lock);
	err = pcs_sim_cable_check(cable);
	if (err)
		goto unlock;

	err = pcs_sim_cable_connect(cable);
	if (err)
		pcs_sim_item_err(item, err,
				 "a or b shares a PCS or PHY with a port that has a cable, or with the other");
	else
		list_add_tail(&cable->list, &pcs_sim_cables);
unlock:
	mutex_unlock(&pcs_sim_plug_lock);

	return err;
}

static void pcs_sim_cable_disable(struct pcs_sim_item *item)
{
	struct pcs_sim_cable *cable = to_cable(item);

	mutex_lock(&pcs_sim_plug_lock);
	list_del(&cable->list);
	pcs_sim_cable_disconnect(cable);
	pcs_sim_cables_retry();
	mutex_unlock(&pcs_sim_plug_lock);
}

static void pcs_sim_cable_free(struct pcs_sim_item *item)
{
	kfree(to_cable(item));
}

static const struct pcs_sim_kind pcs_sim_cable_kind = {
	.enable = pcs_sim_cable_enable,
	.disable = pcs_sim_cable_disable,
	.free = pcs_sim_cable_free,
};

static int pcs_sim_cable_set(const struct pcs_sim_input *in, char *port)
{
	char quote[PCS_SIM_QUOTE_SIZE];
	struct pcs_sim_socket *socket;

	mutex_lock(&pcs_sim_plug_lock);
	socket = pcs_sim_socket_find(in->text);
	if (socket)
		strscpy(port, socket->name, PCS_SIM_PATH_MAX + 1);
	mutex_unlock(&pcs_sim_plug_lock);

	if (!socket)
		return pcs_sim_refuse(in, -ENOENT,
				      "no port %s, it takes PORT of port/, or SWITCH/PORT",
				      pcs_sim_quote(in, quote));

	return 0;
}

static void pcs_sim_cable_show_a(struct pcs_sim_item *item, struct seq_file *s)
{
	seq_printf(s, "%s\n", to_cable(item)->port[0]);
}

static int pcs_sim_cable_set_a(const struct pcs_sim_input *in)
{
	return pcs_sim_cable_set(in, to_cable(in->item)->port[0]);
}
PCS_SIM_ATTR(pcs_sim_cable, a);

static void pcs_sim_cable_show_b(struct pcs_sim_item *item, struct seq_file *s)
{
	seq_printf(s, "%s\n", to_cable(item)->port[1]);
}

static int pcs_sim_cable_set_b(const struct pcs_sim_input *in)
{
	return pcs_sim_cable_set(in, to_cable(in->item)->port[1]);
}
PCS_SIM_ATTR(pcs_sim_cable, b);

static struct configfs_attribute *pcs_sim_cable_attrs[] = {
	&pcs_sim_cable_attr_a,
	&pcs_sim_cable_attr_b,
	&pcs_sim_attr_live,
	NULL
};

static const struct config_item_type pcs_sim_cable_type = {
	.ct_item_ops = &pcs_sim_item_ops,
	.ct_attrs = pcs_sim_cable_attrs,
	.ct_owner = THIS_MODULE,
};

static struct config_group *pcs_sim_cable_make(struct config_group *group,
					       const char *name)
{
	struct pcs_sim_cable *cable;
	int err;

	err = pcs_sim_check_name("cable", name);
	if (err)
		return ERR_PTR(err);

	cable = kzalloc_obj(*cable);
	if (!cable)
		return ERR_PTR(-ENOMEM);

	pcs_sim_item_init(&cable->item, "cable", name, &pcs_sim_cable_kind,
			  &pcs_sim_cable_type);

	return &cable->item.group;
}

static const struct configfs_group_operations pcs_sim_cable_group_ops = {
	.make_group = pcs_sim_cable_make,
	.drop_item = pcs_sim_item_drop,
};

const struct config_item_type pcs_sim_cable_dir = {
	.ct_group_ops = &pcs_sim_cable_group_ops,
	.ct_owner = THIS_MODULE,
};
