/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Simulated PCS hardware: what its parts, register models and tests use of each
 * other.
 *
 *   pcs-sim-an.c	one end of a serial link: auto-negotiation, frames
 *   pcs-sim-lane.c	what an end is connected to: cables, chips, partners
 *   pcs-sim-partner.c	link partners, in words
 *   pcs-sim-dev.c	a device at an MDIO address: its life, faults, interrupt
 *   pcs-sim-lynx.c	register model of a Lynx PCS
 *   pcs-sim-phy.c	register model of a Marvell 88E1111 PHY
 *   pcs-sim-xpcs.c	register model of a Synopsys DesignWare XPCS
 *   pcs-sim-mdio.c	an MDIO bus with such devices on it
 *   pcs-sim-wire.c	what a MAC is wired to: PCS, a mux, a PHY
 *   pcs-sim-mac.c	a MAC behind a PCS
 *   pcs-sim-switch.c	a switch, whose CPU port has no network device
 *
 * A &struct pcs_sim_dev is the hardware, not a device of the driver core: it
 * exists for as long as anything holds a reference, whatever drivers come and
 * go.
 *
 * Locks, outermost first; those in one line are not taken inside of each other:
 *
 *   pcs_sim_mutex, pcs_sim_mdio.lock, pcs_sim_cage_lanes_lock
 *     pcs_sim_lock
 *       those of the interrupt core
 *
 * The first three are private: to pcs-sim-dev.c, models and devices; to
 * pcs-sim-mdio.c, one bus, inside of &mii_bus.mdio_lock; to pcs-sim-sfp.c,
 * which lanes lead to SFP cages.
 */
#ifndef __PCS_SIM_H
#define __PCS_SIM_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/phy.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/types.h>

struct dentry;
struct device;
struct fwnode_handle;
struct mii_bus;
struct module;
struct net_device;
struct pcs_array;
struct pcs_sim_dev;
struct pcs_sim_end;
struct pcs_sim_lane;
struct pcs_sim_wire;
struct phylink_pcs;
struct platform_driver;
struct seq_file;
struct sk_buff;

/* All state of all simulated hardware: the two ends of a link change together.
 * Taken with bottom halves disabled.
 */
extern spinlock_t pcs_sim_lock;

/* --- ends ---------------------------------------------------------------- */

/**
 * enum pcs_sim_coding - what is sent over a medium
 * @PCS_SIM_8B10B_1G: 8B/10B at 1.25 GBd: 1000BASE-X, SGMII
 * @PCS_SIM_8B10B_2G5: 8B/10B at 3.125 GBd: 2500BASE-X, and SGMII at that rate
 * @PCS_SIM_64B66B_10G: 64B/66B at 10.3125 GBd: 10GBASE-R, USXGMII
 * @PCS_SIM_BACKPLANE: pages of clause 73, and then what was negotiated with
 *	them: 10GBASE-KR, 1000BASE-KX ...
 * @PCS_SIM_TWISTED_PAIR: 10/100/1000BASE-T
 * @PCS_SIM_PARALLEL: none: RGMII and the like, from a MAC to a PHY
 *
 * Two ends understand each other if theirs are the same.
 */
enum pcs_sim_coding {
	PCS_SIM_8B10B_1G,
	PCS_SIM_8B10B_2G5,
	PCS_SIM_64B66B_10G,
	PCS_SIM_BACKPLANE,
	PCS_SIM_TWISTED_PAIR,
	PCS_SIM_PARALLEL,
};

/* link_timer in units of 8 ns: 10 ms (IEEE 802.3 37.3.1.4), 1.6 ms (SGMII and
 * USXGMII), and break_link_timer of clause 73, 60 ms (73.10.2).
 */
#define PCS_SIM_LINK_TIMER_BASEX	1250000
#define PCS_SIM_LINK_TIMER_SGMII	200000
#define PCS_SIM_LINK_TIMER_BACKPLANE	7500000

/* What the two ends of a twisted pair send each other (28.2.1.2, 40.5.1.2):
 * the base page, laid out as register 4, and above it the next pages, as
 * register 9.
 */
#define PCS_SIM_TP_1000(ctrl1000)	((u64)(ctrl1000) << 16)

/* States of the auto-negotiation, IEEE 802.3 figure 37-6. */
enum pcs_sim_an_state {
	PCS_SIM_AN_ENABLE,
	PCS_SIM_AN_RESTART,
	PCS_SIM_ABILITY_DETECT,
	PCS_SIM_ACKNOWLEDGE_DETECT,
	PCS_SIM_COMPLETE_ACKNOWLEDGE,
	PCS_SIM_IDLE_DETECT,
	PCS_SIM_LINK_OK,
	PCS_SIM_AN_DISABLE_LINK_OK,
};

/* Takes a frame that came in. False when it did not want it, and then it still
 * belongs to the caller. Called under pcs_sim_lock.
 */
typedef bool (*pcs_sim_rx_fn)(void *priv, struct sk_buff *skb);

/**
 * struct pcs_sim_end - one end of a link
 * @peer: the other end, NULL when the receiver hears nothing; lanes set it
 * @lane: the lane that this is the local end or the chip of, or NULL
 * @coding: what it sends and understands: of a peer with another coding it
 *	hears nothing
 * @own_coding: registers say what @coding is, rather than who set up the
 *	SerDes: pcs_sim_lane_set_coding()
 * @speed: Mbit/s at which it puts frames into its coding (SGMII repeats each
 *	octet 10 or 100 times), 0 where the coding knows but one speed. Frames
 *	do not arrive at a peer that takes another speed for granted
 * @timer: link_timer of figure 37-6
 * @timer_done: @timer has expired since it was started last
 * @state: state of figure 37-6
 * @power: the transmitter is on
 * @an: mr_an_enable: negotiate, rather than send and expect idle
 * @bypass: idle will do, too, where a word was expected: the other end is one
 *	that does not negotiate; then @lpa is 0
 * @isolated: no frames pass, although there may be a link
 * @stuck: a negotiation does not complete: the other end's acknowledgment is
 *	not noticed
 * @delay: milliseconds that a negotiation takes longer
 * @adv: mr_adv_ability, the word to send; bit 14 is the acknowledgment's
 * @lpa: mr_lp_adv_ability, the last word received
 * @link_timer: duration of @timer in units of 8 ns
 * @link_failed: the link was down at some time since this was last cleared
 * @told_state: @state when @changed was called last
 * @told_link: whether there was a link then
 * @rx: takes received frames, NULL while nobody is behind this end
 * @rx_priv: passed to @rx
 * @changed: called, unless NULL, after @state or the link changed; may change
 *	this and any other end
 * @switched: called, unless NULL, when the SerDes was set up, instead of
 *	changing @coding
 *
 * Nothing that is changed here, other than through the functions below, has an
 * effect before pcs_sim_end_update(). All under pcs_sim_lock.
 */
struct pcs_sim_end {
	struct pcs_sim_end *peer;
	struct pcs_sim_lane *lane;
	enum pcs_sim_coding coding;
	bool own_coding;
	unsigned int speed;
	struct timer_list timer;
	bool timer_done;
	enum pcs_sim_an_state state;
	bool power;
	bool an;
	bool bypass;
	bool isolated;
	bool stuck;
	unsigned int delay;
	u64 adv;
	u64 lpa;
	u32 link_timer;
	bool link_failed;
	enum pcs_sim_an_state told_state;
	bool told_link;
	pcs_sim_rx_fn rx;
	void *rx_priv;
	void (*changed)(struct pcs_sim_end *end);
	void (*switched)(struct pcs_sim_end *end, enum pcs_sim_coding coding);
};

/* Not under pcs_sim_lock */
void pcs_sim_end_init(struct pcs_sim_end *end);
void pcs_sim_end_shutdown(struct pcs_sim_end *end);
void pcs_sim_end_set_rx(struct pcs_sim_end *end, pcs_sim_rx_fn rx, void *priv);
bool pcs_sim_end_xmit(struct pcs_sim_end *end, struct sk_buff *skb);

/* Under pcs_sim_lock */
void pcs_sim_end_plug(struct pcs_sim_end *a, struct pcs_sim_end *b);
void pcs_sim_end_unplug(struct pcs_sim_end *end);
void pcs_sim_end_restart(struct pcs_sim_end *end);
void pcs_sim_end_update(struct pcs_sim_end *end);
bool pcs_sim_end_forward(struct pcs_sim_end *end, struct sk_buff *skb);
bool pcs_sim_end_link(const struct pcs_sim_end *end);
u16 pcs_sim_end_bmsr(struct pcs_sim_end *end);
const char *pcs_sim_end_state_name(const struct pcs_sim_end *end);

/* --- lanes ---------------------------------------------------------------- */

enum pcs_sim_partner_type {
	PCS_SIM_NONE,
	PCS_SIM_CABLE,
	PCS_SIM_BASEX,
	PCS_SIM_2500BASEX,
	PCS_SIM_SGMII,
	PCS_SIM_1000BASET,
	PCS_SIM_100BASETX,
	PCS_SIM_10BASET,
	PCS_SIM_USXGMII,
	PCS_SIM_10GBASER,
	PCS_SIM_10GBASEKR,
	PCS_SIM_1000BASEKX,
};

/**
 * struct pcs_sim_partner - what a lane has at its far end
 * @type: which kind; the rest is about the scripted ones, from PCS_SIM_BASEX on
 * @coding: as &pcs_sim_end.coding
 * @an: it negotiates
 * @word: its configuration word
 * @link_timer: as &pcs_sim_end.link_timer
 * @text: the words that this is from
 */
struct pcs_sim_partner {
	enum pcs_sim_partner_type type;
	enum pcs_sim_coding coding;
	bool an;
	u64 word;
	u32 link_timer;
	char text[64];
};

int pcs_sim_partner_parse(struct pcs_sim_partner *partner, const char *text);
void pcs_sim_partner_usage(const char *text, char *buf, size_t size);

/**
 * struct pcs_sim_lane - where an end leads to
 * @name: in messages, and in what is shown of lanes that have a cable to this
 * @local: the end on this side, or NULL. The mux of a MAC with several PCS on
 *	one lane changes it: pcs_sim_lane_select()
 * @cut: nothing passes: there is no module in the SFP cage, or it does not send
 * @chip: the end of a chip on the same board, such as the host side of a PHY,
 *	or NULL; comes before @partner
 * @partner: what is at the far end, which may be a cable
 * @far: the other end, if that is a scripted partner
 * @cable: the lane that the cable leads to, or NULL
 *
 * All under pcs_sim_lock.
 */
struct pcs_sim_lane {
	const char *name;
	struct pcs_sim_end *local;
	bool cut;
	struct pcs_sim_end *chip;
	struct pcs_sim_partner partner;
	struct pcs_sim_end far;
	struct pcs_sim_lane *cable;
};

/* Not under pcs_sim_lock */
void pcs_sim_lane_init(struct pcs_sim_lane *lane, const char *name,
		       struct pcs_sim_end *end);
void pcs_sim_lane_shutdown(struct pcs_sim_lane *lane);
void pcs_sim_lane_select(struct pcs_sim_lane *lane, struct pcs_sim_end *end);
int pcs_sim_lane_connect(struct pcs_sim_lane *a, struct pcs_sim_lane *b);
void pcs_sim_lane_disconnect(struct pcs_sim_lane *lane);
void pcs_sim_lane_attach(struct pcs_sim_lane *lane, struct pcs_sim_end *chip);
void pcs_sim_lane_detach(struct pcs_sim_lane *lane,
			 const struct pcs_sim_end *chip);
void pcs_sim_lane_exchange(struct pcs_sim_lane *lane,
			   const struct pcs_sim_end *from,
			   struct pcs_sim_end *to);
void pcs_sim_lane_cut(struct pcs_sim_lane *lane, bool cut);
bool pcs_sim_lane_signal(struct pcs_sim_lane *lane);
int pcs_sim_lane_set_partner(struct pcs_sim_lane *lane, const char *text);
void pcs_sim_lane_show_partner(struct pcs_sim_lane *lane, struct seq_file *s);
void pcs_sim_lane_set_coding(struct pcs_sim_lane *lane,
			     enum pcs_sim_coding coding);
void pcs_sim_lane_forget(struct pcs_sim_end *end);

/* --- devices and register models ------------------------------------------ */

/**
 * struct pcs_sim_model - how the registers of one kind of device behave
 * @name: in configfs, e.g. "lynx"
 * @compatible: of the firmware nodes that it is for
 * @driver: name of the MDIO driver that is to bind where no device tree says
 *	so; NULL for PHYs
 * @is_phy: a PHY: phylib finds its driver by its identifier
 * @num_addrs: how many consecutive addresses it takes, with a channel of its
 *	own at each: pcs_sim_dev_channel(). 0 is the same as 1
 * @size: of the model's structure, which begins with a &struct pcs_sim_dev
 * @init: sets up, once, what stays through resets; may be NULL
 * @release: undoes that, also if it failed; may be NULL
 * @reset: puts a device in the state in which it is out of reset
 * @read: what a register holds. @devad is MDIO_DEVAD_NONE for clause 22
 * @write: writes a register; nothing happens if there is none
 * @show: describes the state in lines of "what<tab>value", without the side
 *	effects that reading a register has; may be NULL
 * @module: what devices of this model keep loaded, NULL in pcs-sim itself
 * @list: entry in the list of models
 *
 * @init and @release may sleep, but not get or put devices. The others are
 * called under pcs_sim_lock, and may call pcs_sim_dev_irq(). After @reset and
 * @write the caller updates &pcs_sim_dev.end and &pcs_sim_dev.host.
 */
struct pcs_sim_model {
	const char *name;
	const char *compatible;
	const char *driver;
	bool is_phy;
	unsigned int num_addrs;
	size_t size;
	int (*init)(struct pcs_sim_dev *dev);
	void (*release)(struct pcs_sim_dev *dev);
	void (*reset)(struct pcs_sim_dev *dev);
	u16 (*read)(struct pcs_sim_dev *dev, int devad, int reg);
	void (*write)(struct pcs_sim_dev *dev, int devad, int reg, u16 val);
	void (*show)(struct pcs_sim_dev *dev, struct seq_file *s);
	struct module *module;
	struct list_head list;
};

static inline unsigned int
pcs_sim_model_num_addrs(const struct pcs_sim_model *model)
{
	return model->num_addrs ?: 1;
}

int pcs_sim_model_register(struct pcs_sim_model *model);
void pcs_sim_model_unregister(struct pcs_sim_model *model);
const struct pcs_sim_model *pcs_sim_model_find(const char *name);
const struct pcs_sim_model *
pcs_sim_model_find_fwnode(const struct fwnode_handle *fwnode);
void pcs_sim_model_put(const struct pcs_sim_model *model);
void pcs_sim_model_show_names(struct seq_file *s);

/* The name of the node of a device in configfs, "pcs-sim:BUS:DEV", is up to 71
 * characters long, to which that of a channel adds ".7".
 */
#define PCS_SIM_DEV_NAME_SIZE	80

/**
 * struct pcs_sim_dev - a simulated device at an MDIO address
 * @ref: references; the hardware exists while there is one
 * @list: entry in the list of those that have a node
 * @fwnode: node that describes this device, or NULL
 * @cable_fwnode: node of the device that a cable leads to, or NULL
 * @model: its register model
 * @first: the channel at the first address, which may be this
 * @channels: the others in the order of their addresses, if this is the first
 * @name: in messages and debugfs
 * @debugfs: directory of this device
 * @end: its end of the medium
 * @lane: where that leads to, unless it is selected by another lane
 * @host: of a PHY, its end towards the MAC: pcs_sim_lane_attach()
 * @latencies: of registers, in the first channel for all
 * @errors: registers that cannot be read, in the first channel for all
 * @irq: Linux's number of its interrupt, 0 while there is none
 * @leaving: it is being taken off its bus; under RTNL
 *
 * From @end on under pcs_sim_lock; the rest does not change.
 *
 * A device that takes several addresses is as many of these. References, and
 * the node, are those of the first.
 */
struct pcs_sim_dev {
	struct kref ref;
	struct list_head list;
	struct fwnode_handle *fwnode;
	struct fwnode_handle *cable_fwnode;
	const struct pcs_sim_model *model;
	struct pcs_sim_dev *first;
	struct pcs_sim_dev **channels;
	char name[PCS_SIM_DEV_NAME_SIZE];
	struct dentry *debugfs;
	struct pcs_sim_end end;
	struct pcs_sim_lane lane;
	struct pcs_sim_end host;
	struct list_head latencies;
	struct list_head errors;
	unsigned int irq;
	bool leaving;
};

/* Not under pcs_sim_lock */
struct pcs_sim_dev *pcs_sim_dev_get(struct fwnode_handle *fwnode);
struct pcs_sim_dev *pcs_sim_dev_create(const struct pcs_sim_model *model,
				       const char *name);
void pcs_sim_dev_put(struct pcs_sim_dev *dev);
struct pcs_sim_dev *pcs_sim_dev_channel(struct pcs_sim_dev *dev,
					unsigned int channel);
int pcs_sim_dev_read(struct pcs_sim_dev *dev, int devad, int reg);
int pcs_sim_dev_write(struct pcs_sim_dev *dev, int devad, int reg, u16 val);
int pcs_sim_dev_set_latency(struct pcs_sim_dev *dev, const char *text);
int pcs_sim_dev_set_errors(struct pcs_sim_dev *dev, const char *text);
int pcs_sim_dev_set_negotiation(struct pcs_sim_dev *dev, const char *text);
bool pcs_sim_dev_has_faults(struct pcs_sim_dev *dev);
void pcs_sim_dev_show_latency(struct pcs_sim_dev *dev, struct seq_file *s);
void pcs_sim_dev_show_errors(struct pcs_sim_dev *dev, struct seq_file *s);
void pcs_sim_dev_show_negotiation(struct pcs_sim_dev *dev, struct seq_file *s);
void pcs_sim_dev_show_state(struct pcs_sim_dev *dev, struct seq_file *s);
void pcs_sim_dev_set_irq(struct pcs_sim_dev *dev, unsigned int irq);

/* Under pcs_sim_lock */
void pcs_sim_dev_irq(struct pcs_sim_dev *dev);

/* --- MDIO buses ----------------------------------------------------------- */

struct mii_bus *pcs_sim_mdiobus_alloc(struct device *parent, const char *id);
void pcs_sim_mdiobus_free(struct mii_bus *bus);
int pcs_sim_mdiobus_register(struct mii_bus *bus, struct fwnode_handle *fwnode);
int pcs_sim_mdiobus_add(struct mii_bus *bus, int addr, struct pcs_sim_dev *dev);
int pcs_sim_mdiobus_add_irq(struct mii_bus *bus, int addr);
int pcs_sim_mdiobus_add_node(struct mii_bus *bus, struct fwnode_handle *fwnode);
void pcs_sim_mdiobus_remove_node(struct mii_bus *bus,
				 struct fwnode_handle *fwnode);

/**
 * struct pcs_sim_mdio_pdata - platform data of an MDIO bus
 * @populate: called when the driver has registered @bus, to add devices that
 *	are not children of its node; under the device lock
 * @priv: passed to @populate
 */
struct pcs_sim_mdio_pdata {
	void (*populate)(void *priv, struct mii_bus *bus);
	void *priv;
};

/* --- MACs ----------------------------------------------------------------- */

struct pcs_sim_wire *pcs_sim_wire_get(const struct fwnode_handle *fwnode);
void pcs_sim_wire_put(struct pcs_sim_wire *wire);
void pcs_sim_wire_select(struct pcs_sim_wire *wire,
			 const struct pcs_array *array,
			 const struct phylink_pcs *pcs,
			 phy_interface_t interface);
void pcs_sim_wire_open(struct pcs_sim_wire *wire, pcs_sim_rx_fn rx, void *priv);
void pcs_sim_wire_close(struct pcs_sim_wire *wire);
bool pcs_sim_wire_xmit(struct pcs_sim_wire *wire, struct sk_buff *skb);
bool pcs_sim_wire_has_phy(const struct pcs_sim_wire *wire);

/* For users of <linux/phylink.h> */
#define PCS_SIM_MAC_CAPABILITIES \
	(MAC_SYM_PAUSE | MAC_ASYM_PAUSE | MAC_10 | MAC_100 | MAC_1000 | \
	 MAC_2500FD | MAC_5000FD | MAC_10000FD)

void pcs_sim_mac_modes(unsigned long *interfaces);
void pcs_sim_mac_interfaces(const struct pcs_array *pcs,
			    const struct fwnode_handle *fwnode,
			    unsigned long *interfaces);
struct net_device *pcs_sim_mac_netdev(struct platform_device *pdev);
struct net_device *pcs_sim_switch_netdev(struct platform_device *pdev,
					 unsigned int port);

/* --- the module ----------------------------------------------------------- */

void pcs_sim_debugfs_init(void);
void pcs_sim_debugfs_exit(void);
int pcs_sim_configfs_init(void);
void pcs_sim_configfs_exit(void);

extern struct pcs_sim_model pcs_sim_lynx_model;
extern struct pcs_sim_model pcs_sim_lynx_quad_model;
extern struct pcs_sim_model pcs_sim_phy_model;
extern struct pcs_sim_model pcs_sim_xpcs_model;
extern struct platform_driver pcs_sim_mdio_driver;
extern struct platform_driver pcs_sim_mac_driver;
extern struct platform_driver pcs_sim_switch_driver;

#endif /* __PCS_SIM_H */
