/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Simulated PCS hardware: what the kinds of items in configfs share.
 *
 *   pcs-sim-configfs.c	the tree, and what all items have in common
 *   pcs-sim-nodes.c	software nodes, which outlive those who look at them
 *   pcs-sim-cfg-mdio.c	mdio/BUS
 *   pcs-sim-cfg-dev.c	mdio/BUS/DEV
 *   pcs-sim-cfg-ref.c	what such devices are, and references to them
 *   pcs-sim-cfg-port.c	port/PORT
 *   pcs-sim-cfg-mac.c	what becomes of the words there
 *   pcs-sim-cfg-sfp.c	sfp/CAGE
 *   pcs-sim-cfg-switch.c	switch/SWITCH
 *   pcs-sim-cfg-cable.c	cable/CABLE, and where cables can be plugged in
 *
 * A kind of item is a struct that begins with a &struct pcs_sim_item, a
 * &struct pcs_sim_kind, and a table of attributes that PCS_SIM_ATTR() and
 * PCS_SIM_ATTR_RO() make.
 *
 * Locks, outermost first:
 *
 *   configfs' own
 *     pcs_sim_item.lock	of one item; a switch's before its ports'
 *       pcs_sim_cage.lock	devices of an SFP cage
 *         the driver core's, RTNL	while devices come and go
 *           pcs_sim_nodes_lock	nodes of devices, and what they are made from
 *           pcs_sim_plug_lock	cables
 *           pcs_sim_cages_lock	which SFP cages there are, and their nodes
 *             those of pcs-sim.h
 *
 * Nothing that is called while a device probes or is removed takes the lock of
 * an item or of a cage. Of a cage it is also held while the driver's interrupt
 * thread is waited for, which takes RTNL.
 */
#ifndef __PCS_SIM_CONFIGFS_H
#define __PCS_SIM_CONFIGFS_H

#include <linux/configfs.h>
#include <linux/if_ether.h>
#include <linux/mutex.h>
#include <linux/phy.h>
#include <linux/property.h>
#include <linux/seq_file.h>

struct mii_bus;
struct platform_device;
struct pcs_sim_cage;
struct pcs_sim_dev;
struct pcs_sim_lane;
struct pcs_sim_model;

#define PCS_SIM_NAME_MAX	31
#define PCS_SIM_PATH_MAX	(2 * PCS_SIM_NAME_MAX + 1)
#define PCS_SIM_TEXT_MAX	255
#define PCS_SIM_QUOTE_SIZE	300	/* all of a quoted text escaped */

/* --- items ---------------------------------------------------------------- */

struct pcs_sim_item;

/**
 * struct pcs_sim_kind - a kind of item
 * @enable: makes the hardware; tells what is wrong with pcs_sim_item_err()
 * @disable: takes it away
 * @free: the item is gone; &pcs_sim_item.lock is not held
 *
 * The first two under &pcs_sim_item.lock. All may sleep.
 */
struct pcs_sim_kind {
	int (*enable)(struct pcs_sim_item *item);
	void (*disable)(struct pcs_sim_item *item);
	void (*free)(struct pcs_sim_item *item);
};

/**
 * struct pcs_sim_item - a directory that a user made
 * @group: of configfs
 * @kind: what is particular to its kind
 * @lock: protects @live, and the attributes
 * @live: the hardware exists
 * @path: name in messages, such as port/p0
 */
struct pcs_sim_item {
	struct config_group group;
	const struct pcs_sim_kind *kind;
	struct mutex lock; /* see above */
	bool live;
	char path[PCS_SIM_PATH_MAX + sizeof("switch/")];
};

/**
 * struct pcs_sim_input - what was written to an attribute
 * @item: the item
 * @attr: name of the attribute
 * @text: the text, without white space around it; may be cut into words
 */
struct pcs_sim_input {
	struct pcs_sim_item *item;
	const char *attr;
	char *text;
};

static inline struct pcs_sim_item *to_pcs_sim_item(struct config_item *ci)
{
	return container_of(to_config_group(ci), struct pcs_sim_item, group);
}

/* Under pcs_sim_item.lock, except the first three */
int pcs_sim_check_name(const char *kind, const char *name);
void pcs_sim_item_init(struct pcs_sim_item *item, const char *dir,
		       const char *name, const struct pcs_sim_kind *kind,
		       const struct config_item_type *type);
void pcs_sim_item_drop(struct config_group *parent, struct config_item *ci);
__printf(3, 4) int pcs_sim_refuse(const struct pcs_sim_input *in, int err,
				  const char *fmt, ...);
__printf(3, 4) int pcs_sim_item_err(const struct pcs_sim_item *item, int err,
				    const char *fmt, ...);
char *pcs_sim_quote(const struct pcs_sim_input *in, char *buf);
int pcs_sim_set_bool(const struct pcs_sim_input *in, bool *val);
int pcs_sim_set_text(const struct pcs_sim_input *in, char *buf, size_t size);

extern const struct configfs_item_operations pcs_sim_item_ops;
extern struct configfs_attribute pcs_sim_attr_live;

/* Used by what follows */
ssize_t pcs_sim_store(struct config_item *ci, const char *attr,
		      const char *page, size_t count, bool any_time,
		      int (*set)(const struct pcs_sim_input *in));
ssize_t pcs_sim_show(struct config_item *ci, char *page,
		     void (*show)(struct pcs_sim_item *item,
				  struct seq_file *s));

/* An attribute that _pfx_show_name() shows and _pfx_set_name() sets. */
#define __PCS_SIM_ATTR(_pfx, _name, _any_time)				\
static ssize_t _pfx##_##_name##_show(struct config_item *ci, char *page) \
{									\
	return pcs_sim_show(ci, page, _pfx##_show_##_name);		\
}									\
									\
static ssize_t _pfx##_##_name##_store(struct config_item *ci,		\
				      const char *page, size_t count)	\
{									\
	return pcs_sim_store(ci, #_name, page, count, _any_time,	\
			     _pfx##_set_##_name);			\
}									\
CONFIGFS_ATTR(_pfx##_, _name)

/* One that is set while the item is not live. */
#define PCS_SIM_ATTR(_pfx, _name) __PCS_SIM_ATTR(_pfx, _name, false)

/* One that is set at any time. */
#define PCS_SIM_ATTR_ANY_TIME(_pfx, _name) __PCS_SIM_ATTR(_pfx, _name, true)

/* One that is not set. */
#define PCS_SIM_ATTR_RO(_pfx, _name)					\
static ssize_t _pfx##_##_name##_show(struct config_item *ci, char *page) \
{									\
	return pcs_sim_show(ci, page, _pfx##_show_##_name);		\
}									\
CONFIGFS_ATTR_RO(_pfx##_, _name)

/* --- software nodes ------------------------------------------------------- */

/**
 * struct pcs_sim_node - a software node
 * @sw: what it is made from
 * @fwnode: the node
 * @name: its name
 */
struct pcs_sim_node {
	struct software_node sw;
	struct fwnode_handle *fwnode;
	char name[PCS_SIM_PATH_MAX + sizeof("pcs-sim-switch:")];
};

struct pcs_sim_node *pcs_sim_node_create(const char *name,
					 struct pcs_sim_node *parent,
					 const struct property_entry *props);
void pcs_sim_node_destroy(struct pcs_sim_node *node);

/* --- devices -------------------------------------------------------------- */

#define PCS_SIM_MAX_CHANNELS	8

/* Protects what devices are. */
extern struct mutex pcs_sim_nodes_lock;

/**
 * struct pcs_sim_devnode - what a device is
 * @list: entry in the list of all
 * @path: BUS/DEV
 * @bus_len: length of BUS
 * @refs: its directory, and references to it
 * @users: those of them who use @node
 * @model: its register model
 * @address: on the bus
 * @chosen: @address was written by the user
 * @interrupt: it has an interrupt
 * @nodes: channels are described by nodes, not by cells
 * @driver: MDIO driver to bind, empty for that of @model
 * @node: its node, while there are users
 * @channels: and those of its channels, with @nodes
 * @hw: the hardware, while there are users; without power until plugged in
 */
struct pcs_sim_devnode {
	struct list_head list;
	char path[PCS_SIM_PATH_MAX + 1];
	size_t bus_len;
	unsigned int refs;
	unsigned int users;
	const struct pcs_sim_model *model;
	unsigned int address;
	bool chosen;
	bool interrupt;
	bool nodes;
	char driver[PCS_SIM_NAME_MAX + 1];
	struct pcs_sim_node *node;
	struct pcs_sim_node *channels[PCS_SIM_MAX_CHANNELS];
	struct pcs_sim_dev *hw;
};

struct pcs_sim_devnode *pcs_sim_devnode_get(const char *bus, const char *name);
void pcs_sim_devnode_put(struct pcs_sim_devnode *dn);

/* Under pcs_sim_nodes_lock */
void pcs_sim_devnode_set_address(struct pcs_sim_devnode *dn);
int pcs_sim_devnode_use(struct pcs_sim_devnode *dn,
			const struct pcs_sim_input *in);
void pcs_sim_devnode_unuse(struct pcs_sim_devnode *dn);

/* By a user of the device */
void pcs_sim_devnode_power(struct pcs_sim_devnode *dn, bool on);

/**
 * struct pcs_sim_ref - a reference to a device on a bus, or to a channel of it
 * @dn: the device
 * @channel: which channel of it
 * @channels: how many there are; 0 if it is not made of channels
 */
struct pcs_sim_ref {
	struct pcs_sim_devnode *dn;
	unsigned int channel;
	unsigned int channels;
};

int pcs_sim_ref_check(const struct pcs_sim_input *in, const char *text);
int pcs_sim_ref_get(struct pcs_sim_item *item, const char *attr,
		    const char *text, bool phy, struct pcs_sim_ref *ref);
void pcs_sim_ref_put(struct pcs_sim_ref *ref);
struct software_node_ref_args pcs_sim_ref_args(const struct pcs_sim_ref *ref);
struct pcs_sim_lane *pcs_sim_ref_lane(const struct pcs_sim_ref *ref);

/**
 * struct pcs_sim_bus - mdio/BUS
 * @item: the directory
 * @id: number of the platform device
 * @node: its node
 * @pdev: its device
 * @slots: the devices that are plugged in. Under the device lock of @pdev,
 *	which keeps the driver from coming and going, too
 */
struct pcs_sim_bus {
	struct pcs_sim_item item;
	int id;
	struct pcs_sim_node *node;
	struct platform_device *pdev;
	struct list_head slots;
};

void pcs_sim_bus_populate(void *priv, struct mii_bus *mii);
struct config_group *pcs_sim_slot_make(struct config_group *group,
				       const char *name);

/* --- cables --------------------------------------------------------------- */

/**
 * struct pcs_sim_socket - where the cables of a port are plugged in
 * @list: entry in the list of all
 * @name: of the port, PORT or SWITCH/PORT
 * @lane: what is behind it, NULL while the port is not live
 *
 * Under pcs_sim_plug_lock. @lane changes under &pcs_sim_item.lock of the port,
 * too, so either of the two will do to look at it.
 */
struct pcs_sim_socket {
	struct list_head list;
	char name[PCS_SIM_PATH_MAX + 1];
	struct pcs_sim_lane *lane;
};

void pcs_sim_socket_add(struct pcs_sim_socket *socket, const char *name);
void pcs_sim_socket_del(struct pcs_sim_socket *socket);
void pcs_sim_socket_set(struct pcs_sim_socket *socket,
			struct pcs_sim_lane *lane);

/* --- ports ---------------------------------------------------------------- */

#define PCS_SIM_PORT_PCS	8

/* Values of an_mode */
enum pcs_sim_an_mode {
	PCS_SIM_INBAND,
	PCS_SIM_PHY,
	PCS_SIM_FIXED,
};

/**
 * struct pcs_sim_fixed - words of fixed_link
 * @text: as they were written
 * @speed: in Mbit/s
 * @full: not half duplex
 * @pause: pause
 * @asym: asym-pause
 */
struct pcs_sim_fixed {
	char text[PCS_SIM_NAME_MAX + 1];
	unsigned int speed;
	bool full;
	bool pause;
	bool asym;
};

/**
 * struct pcs_sim_port - port/PORT, or a port of a switch
 * @item: the directory
 * @socket: where its cable is plugged in
 * @mode: phy_mode
 * @an_mode: how it learns of the link
 * @fixed: fixed_link
 * @pcs: references to PCS, in words
 * @phy: a reference to a PHY, or empty
 * @sfp: name of an SFP cage, or empty
 * @interfaces: modes of the MAC, in words, or empty
 * @partner: what it has at its far end
 * @late: the driver does not wait for its PCS
 * @mac_address: zero for a random one
 * @refs: what @pcs leads to, while live
 * @num_refs: how many these are
 * @phy_ref: what @phy leads to, while live; its device is NULL without one
 * @cage: the cage of that name, while live, or NULL
 * @node: node of the MAC, while live
 * @fixed_node: node of the fixed link, or NULL
 * @id: number of the platform device, while live
 * @pdev: the platform device, while live
 * @sw: the switch, or NULL
 * @index: number of a port of a switch; the last is the CPU port
 */
struct pcs_sim_port {
	struct pcs_sim_item item;
	struct pcs_sim_socket socket;
	phy_interface_t mode;
	enum pcs_sim_an_mode an_mode;
	struct pcs_sim_fixed fixed;
	char pcs[PCS_SIM_TEXT_MAX + 1];
	char phy[PCS_SIM_PATH_MAX + 1];
	char sfp[PCS_SIM_NAME_MAX + 1];
	char interfaces[PCS_SIM_TEXT_MAX + 1];
	char partner[PCS_SIM_TEXT_MAX + 1];
	bool late;
	u8 mac_address[ETH_ALEN];
	struct pcs_sim_ref refs[PCS_SIM_PORT_PCS];
	unsigned int num_refs;
	struct pcs_sim_ref phy_ref;
	struct pcs_sim_cage *cage;
	struct pcs_sim_node *node;
	struct pcs_sim_node *fixed_node;
	int id;
	struct platform_device *pdev;
	struct pcs_sim_switch_item *sw;
	unsigned int index;
};

/* User ports of a switch; the one after them is the CPU port. */
#define PCS_SIM_SWITCH_PORTS	8

/**
 * struct pcs_sim_switch_item - switch/SWITCH
 * @item: the directory
 * @id: number of the platform device, while live
 * @node: its node, while live
 * @pdev: the platform device, while live
 * @ports: the ports
 */
struct pcs_sim_switch_item {
	struct pcs_sim_item item;
	int id;
	struct pcs_sim_node *node;
	struct platform_device *pdev;
	struct pcs_sim_port ports[PCS_SIM_SWITCH_PORTS + 1];
};

void pcs_sim_port_init(struct pcs_sim_port *port, const char *dir,
		       const char *name, const struct pcs_sim_kind *kind,
		       const struct config_item_type *type);
char *pcs_sim_next_word(char **text);
int pcs_sim_port_plug(struct pcs_sim_port *port);
void pcs_sim_port_unplug(struct pcs_sim_port *port);

/* --- the kinds ------------------------------------------------------------ */

extern const struct config_item_type pcs_sim_mdio_dir;
extern const struct config_item_type pcs_sim_port_dir;
extern const struct config_item_type pcs_sim_cable_dir;
extern const struct config_item_type pcs_sim_sfp_dir;
extern const struct config_item_type pcs_sim_switch_dir;
extern const struct config_item_type pcs_sim_switch_port_type;

#endif /* __PCS_SIM_CONFIGFS_H */
