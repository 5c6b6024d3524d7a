/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Simulated PCS hardware: what its parts, and tests, use of each other.
 *
 *   pcs-sim-an.c	one end of a serial link: auto-negotiation
 *   pcs-sim-partner.c	link partners, in words
 *   pcs-sim-lynx.c	the registers of a Lynx PCS, its medium, its debugfs
 *   pcs-sim-mdio.c	an MDIO bus with such PCS on it
 *   pcs-sim-mac.c	a MAC behind such a PCS
 *
 * A &struct pcs_sim_lynx is the hardware, not a device: it exists for as long
 * as anything holds a reference, whatever drivers come and go.
 */
#ifndef __PCS_SIM_H
#define __PCS_SIM_H

#include <linux/timer.h>
#include <linux/types.h>

struct device;
struct fwnode_handle;
struct mii_bus;
struct pcs_sim_lynx;
struct platform_driver;
struct sk_buff;

/* Takes a frame that came out of the PCS. False when it did not want it, and
 * then it still belongs to the caller. Called in softirq context or with bottom
 * halves disabled.
 */
typedef bool (*pcs_sim_rx_fn)(void *priv, struct sk_buff *skb);

struct pcs_sim_lynx *pcs_sim_lynx_get(struct fwnode_handle *fwnode);
struct pcs_sim_lynx *pcs_sim_lynx_create(const char *name);
void pcs_sim_lynx_put(struct pcs_sim_lynx *lynx);
int pcs_sim_lynx_connect(struct pcs_sim_lynx *a, struct pcs_sim_lynx *b);
int pcs_sim_lynx_set_partner(struct pcs_sim_lynx *lynx, const char *text);
u16 pcs_sim_lynx_read(struct pcs_sim_lynx *lynx, int reg);
void pcs_sim_lynx_write(struct pcs_sim_lynx *lynx, int reg, u16 val);
void pcs_sim_lynx_set_mac(struct pcs_sim_lynx *lynx, pcs_sim_rx_fn rx,
			  void *priv);
bool pcs_sim_lynx_xmit(struct pcs_sim_lynx *lynx, struct sk_buff *skb);

struct mii_bus *pcs_sim_mdiobus_alloc(struct device *parent, const char *id);
void pcs_sim_mdiobus_free(struct mii_bus *bus);
int pcs_sim_mdiobus_add(struct mii_bus *bus, int addr,
			struct pcs_sim_lynx *lynx);

/* What follows is private to the module. */

/* All state of all simulated hardware: the two ends of a link change together.
 * Taken with bottom halves disabled.
 */
extern spinlock_t pcs_sim_lock;

/* link_timer in units of 8 ns: 10 ms (IEEE 802.3 37.3.1.4) and 1.6 ms (SGMII).
 */
#define PCS_SIM_LINK_TIMER_BASEX	1250000
#define PCS_SIM_LINK_TIMER_SGMII	200000

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

/**
 * struct pcs_sim_end - one end of a serial link
 * @peer: the other end, NULL when the receiver hears nothing
 * @timer: link_timer of figure 37-6
 * @timer_done: @timer has expired since it was started last
 * @state: state of figure 37-6
 * @power: the transmitter is on
 * @an: mr_an_enable: negotiate, rather than send and expect idle
 * @adv: mr_adv_ability, the word to send
 * @lpa: mr_lp_adv_ability, the last word received
 * @link_timer: duration of @timer in units of 8 ns
 * @link_failed: the link was down at some time since this was last cleared
 *
 * All under pcs_sim_lock.
 */
struct pcs_sim_end {
	struct pcs_sim_end *peer;
	struct timer_list timer;
	bool timer_done;
	enum pcs_sim_an_state state;
	bool power;
	bool an;
	u16 adv;
	u16 lpa;
	u32 link_timer;
	bool link_failed;
};

void pcs_sim_end_init(struct pcs_sim_end *end);
void pcs_sim_end_shutdown(struct pcs_sim_end *end);
void pcs_sim_end_plug(struct pcs_sim_end *a, struct pcs_sim_end *b);
void pcs_sim_end_unplug(struct pcs_sim_end *end);
void pcs_sim_end_restart(struct pcs_sim_end *end);
void pcs_sim_end_update(struct pcs_sim_end *end);
bool pcs_sim_end_link(const struct pcs_sim_end *end);
const char *pcs_sim_end_state_name(const struct pcs_sim_end *end);

enum pcs_sim_partner_type {
	PCS_SIM_NONE,
	PCS_SIM_CABLE,
	PCS_SIM_BASEX,
	PCS_SIM_SGMII,
};

/**
 * struct pcs_sim_partner - what a PCS has at the far end of its medium
 * @type: which kind; the rest is about the scripted ones, the last two
 * @an: it negotiates
 * @word: its configuration word
 * @link_timer: as &pcs_sim_end.link_timer
 * @text: the words that this is from
 */
struct pcs_sim_partner {
	enum pcs_sim_partner_type type;
	bool an;
	u16 word;
	u32 link_timer;
	char text[64];
};

int pcs_sim_partner_parse(struct pcs_sim_partner *partner, const char *text);
void pcs_sim_partner_usage(const char *pcs, const char *text);

void pcs_sim_debugfs_init(void);
void pcs_sim_debugfs_exit(void);

extern struct platform_driver pcs_sim_mdio_driver;
extern struct platform_driver pcs_sim_mac_driver;

#endif /* __PCS_SIM_H */
