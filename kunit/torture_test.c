// SPDX-License-Identifier: GPL-2.0-only
/*
 * Torture: PCS and MACs that come and go at random, on all CPUs
 *
 * site		where a PCS may be: a firmware node, or a cell of one. Also the
 *		link partner that the PCS there sees.
 * maker	a PCS driver: registers, and frees, the PCS of its sites
 * mac		a MAC driver: gets, creates, starts, stops, destroys, puts
 *
 * Threads do all this to sites and MACs of their own; others change the state
 * of link partners and the mode of PHYs, and read the state as ethtool does.
 * On each CPU a timer, which expires in hard interrupt context, reports link
 * changes of whatever PCS, whether it is there or not.
 *
 * What must never happen is looked for where it would happen, in the ops. Every
 * second all threads pause: then each link must become what it has to be.
 *
 * Each thread draws from a sequence of its own that comes from the seed: with
 * the same seed they do the same, if not at the same moments.
 */
#include <kunit/test.h>
#include <kunit/visibility.h>
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/iopoll.h>
#include <linux/kthread.h>
#include <linux/phy_fixed.h>
#include <linux/prandom.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "pcs-kunit.h"

static unsigned int seconds = 10;
module_param(seconds, uint, 0444);
MODULE_PARM_DESC(seconds, "how long");

static unsigned int seed;
module_param(seed, uint, 0444);
MODULE_PARM_DESC(seed, "where the random numbers begin; 0: anywhere");

#define NUM_SITES	10
#define NUM_MACS	9
#define NUM_MAKERS	8
#define ROUND_MS	1000
#define SETTLE_MS	15000

#define SGMII	PHY_INTERFACE_MODE_SGMII
#define BASEX	PHY_INTERFACE_MODE_2500BASEX

/* What happened; each of it has to. */
enum event {
	EV_REGISTER, EV_UNREGISTER, EV_UNREGISTER_ENABLED, EV_ENABLE,
	EV_DISABLE, EV_GET, EV_DEFER, EV_PUT, EV_CREATE, EV_DESTROY, EV_START,
	EV_STOP, EV_UP, EV_DOWN, EV_MOVE, EV_SWITCH, EV_PARTNER, EV_INTERRUPT,
	EV_READ, EV_SETTLED_UP, EV_SETTLED_DOWN, EV_SETTLED_ABSENT,
	EV_SETTLED_SHARED, NUM_EVENTS
};

static const char *const event_names[NUM_EVENTS] = {
	[EV_REGISTER] = "registered",
	[EV_UNREGISTER] = "unregistered",
	[EV_UNREGISTER_ENABLED] = "unregistered while enabled",
	[EV_ENABLE] = "enabled",
	[EV_DISABLE] = "disabled",
	[EV_GET] = "got",
	[EV_DEFER] = "deferred",
	[EV_PUT] = "put",
	[EV_CREATE] = "phylinks created",
	[EV_DESTROY] = "phylinks destroyed",
	[EV_START] = "started",
	[EV_STOP] = "stopped",
	[EV_UP] = "links up",
	[EV_DOWN] = "links down",
	[EV_MOVE] = "moved to another PCS while started",
	[EV_SWITCH] = "modes switched",
	[EV_PARTNER] = "partners changed",
	[EV_INTERRUPT] = "reports from hard interrupts",
	[EV_READ] = "read by ethtool",
	[EV_SETTLED_UP] = "settled: up",
	[EV_SETTLED_DOWN] = "settled: down, partner is",
	[EV_SETTLED_ABSENT] = "settled: down, no PCS",
	[EV_SETTLED_SHARED] = "settled: PCS wanted twice",
};

static atomic_t events[NUM_EVENTS];
static atomic_t violations;
static atomic_t clock;	/* of what has to be told apart as before and after */
static atomic_t num_ops;

/**
 * struct site - where a PCS may be
 * @maker: who registers it
 * @modes: what it supports
 * @poll: it has no interrupt
 * @link: state of the link partner
 * @enabled: there is a PCS, and it is enabled
 * @disabled_at: when it was last disabled
 * @pcs: the last PCS that was there, perhaps freed: only to be told from others
 */
struct site {
	struct maker *maker;
	phy_interface_t modes[2];
	bool poll;
	bool link;
	bool enabled;
	int disabled_at;
	struct phylink_pcs *pcs;
};

#define PCS_LIVE	0x50435321
#define PCS_DEAD	0x64656164

/**
 * struct tpcs - a PCS, allocated for each registration
 * @pcs: what is registered
 * @site: where
 * @magic: %PCS_LIVE until pcs_unregister() has returned
 * @enabled: by pcs_enable()
 * @running: ops under way
 */
struct tpcs {
	struct phylink_pcs pcs;
	struct site *site;
	unsigned int magic;
	atomic_t enabled;
	atomic_t running;
};

/**
 * struct maker - a PCS driver
 * @dev: its device
 * @fwnode: of @dev
 * @site: its sites
 * @num: how many; more than one are channels
 * @tp: what is registered at each, NULL when nothing is
 */
struct maker {
	struct device *dev;
	struct fwnode_handle *fwnode;
	struct site *site;
	unsigned int num;
	struct tpcs *tp[2];
};

/**
 * struct port - what a MAC has as long as it has a phylink
 * @config: for phylink
 * @pl: the phylink
 * @mac: the MAC
 * @picked: last answer of mac_select_pcs()
 * @selected: what it was for the present configuration
 * @configured_at: when that began
 * @up: the link is up
 * @destroyed: phylink_destroy() has returned
 */
struct port {
	struct phylink_config config;
	struct phylink *pl;
	struct mac *mac;
	struct site *picked;
	struct site *selected;
	int configured_at;
	bool up;
	bool destroyed;
};

/**
 * struct mac - a MAC driver
 * @mode: how its link is managed
 * @num: number of its sites; several are an array
 * @site: its sites, in firmware order
 * @dev: its device
 * @ref: its node, with the references
 * @array: what it got, or NULL
 * @pcs: what it got, without an array, or NULL
 * @port: with RTNL, for who is not its driver
 * @phydev: for %KMAC_PHY
 * @interface: its mode
 * @started: between phylink_start() and phylink_stop()
 * @link: state of the partner of its PHY, or of the fixed link
 */
struct mac {
	enum kmac_mode mode;
	unsigned int num;
	struct site *site[2];
	struct device *dev;
	struct fwnode_handle *ref;
	struct pcs_array *array;
	struct phylink_pcs *pcs;
	struct port *port;
	struct phy_device *phydev;
	phy_interface_t interface;
	bool started;
	bool link;
};

static struct site sites[NUM_SITES];
static struct maker makers[NUM_MAKERS];
static struct mac macs[NUM_MACS];

/* The two last PCS are channels of one driver. */
static const struct {
	unsigned int first, num;
} maker_plan[NUM_MAKERS] = {
	{ 0, 1 }, { 1, 1 }, { 2, 1 }, { 3, 1 }, { 4, 1 }, { 5, 1 }, { 6, 2 },
	{ 8, 2 },
};

/* Which PCS supports what; they have an interrupt, but for every third. */
static const phy_interface_t site_plan[NUM_SITES][2] = {
	{ SGMII, BASEX }, { SGMII, BASEX }, { SGMII, BASEX },
	{ SGMII, SGMII }, { BASEX, BASEX }, { SGMII, BASEX },
	{ SGMII, BASEX }, { SGMII, BASEX }, { SGMII, BASEX },
	{ SGMII, BASEX },
};

/* Which MAC uses which: PCS 0 and 5 are wanted by two, 8 and 9 by one each. */
static const struct {
	enum kmac_mode mode;
	int site[2];
} mac_plan[NUM_MACS] = {
	{ KMAC_INBAND, { 0, -1 } },
	{ KMAC_PHY, { 1, -1 } },
	{ KMAC_FIXED, { 2, -1 } },
	{ KMAC_PHY, { 3, 4 } },
	{ KMAC_INBAND, { 5, 6 } },
	{ KMAC_INBAND, { 7, 5 } },
	{ KMAC_INBAND, { 0, -1 } },
	{ KMAC_INBAND, { 8, -1 } },
	{ KMAC_FIXED, { 9, -1 } },
};

static void happened(enum event ev)
{
	atomic_inc(&events[ev]);
}

static int now(void)
{
	return atomic_inc_return(&clock);
}

/* On the console at once, next to what the kernel may have to say about it */
static __printf(1, 2) void violation(const char *fmt, ...)
{
	struct va_format vaf;
	va_list args;

	if (atomic_inc_return(&violations) > 20)
		return;

	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	pr_err("torture: violation: %pV\n", &vaf);
	va_end(args);
}

static int site_nr(const struct site *site)
{
	return site - sites;
}

static int mac_nr(const struct mac *mac)
{
	return mac - macs;
}

/* The PCS driver's ops. Some take longer, so that others find them there. */

static struct tpcs *op_enter(struct phylink_pcs *pcs, bool needs_enable)
{
	struct tpcs *tp = container_of(pcs, struct tpcs, pcs);

	if (READ_ONCE(tp->magic) != PCS_LIVE)
		violation("op of an unregistered PCS");
	if (needs_enable && !atomic_read(&tp->enabled))
		violation("op of PCS %d, not enabled", site_nr(tp->site));

	atomic_inc(&tp->running);
	if (!(atomic_inc_return(&num_ops) % 64))
		usleep_range(50, 300);

	return tp;
}

static void op_leave(struct tpcs *tp)
{
	atomic_dec(&tp->running);
}

static int top_enable(struct phylink_pcs *pcs)
{
	struct tpcs *tp = op_enter(pcs, false);

	if (atomic_inc_return(&tp->enabled) != 1)
		violation("PCS %d enabled twice", site_nr(tp->site));
	WRITE_ONCE(tp->site->enabled, true);
	happened(EV_ENABLE);
	op_leave(tp);

	return 0;
}

static void top_disable(struct phylink_pcs *pcs)
{
	struct tpcs *tp = op_enter(pcs, false);

	WRITE_ONCE(tp->site->disabled_at, now());
	/* pairs with mac_up() */
	smp_store_release(&tp->site->enabled, false);
	if (atomic_dec_return(&tp->enabled))
		violation("PCS %d disabled, not enabled", site_nr(tp->site));
	happened(EV_DISABLE);
	op_leave(tp);
}

static unsigned int top_inband_caps(struct phylink_pcs *pcs,
				    phy_interface_t interface)
{
	op_leave(op_enter(pcs, false));

	return 0;
}

static void top_pre_config(struct phylink_pcs *pcs, phy_interface_t interface)
{
	op_leave(op_enter(pcs, false));
}

static int top_post_config(struct phylink_pcs *pcs, phy_interface_t interface)
{
	op_leave(op_enter(pcs, false));

	return 0;
}

static int top_config(struct phylink_pcs *pcs, unsigned int neg_mode,
		      phy_interface_t interface,
		      const unsigned long *advertising,
		      bool permit_pause_to_mac)
{
	op_leave(op_enter(pcs, true));

	return 0;
}

static void top_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
			  struct phylink_link_state *state)
{
	struct tpcs *tp = op_enter(pcs, true);

	state->link = READ_ONCE(tp->site->link);
	state->an_complete = state->link;
	state->speed = SPEED_1000;
	state->duplex = DUPLEX_FULL;
	op_leave(tp);
}

static void top_an_restart(struct phylink_pcs *pcs)
{
	op_leave(op_enter(pcs, true));
}

static void top_link_up(struct phylink_pcs *pcs, unsigned int neg_mode,
			phy_interface_t interface, int speed, int duplex)
{
	op_leave(op_enter(pcs, true));
}

static const struct phylink_pcs_ops top_ops = {
	.pcs_inband_caps = top_inband_caps,
	.pcs_enable = top_enable,
	.pcs_disable = top_disable,
	.pcs_pre_config = top_pre_config,
	.pcs_post_config = top_post_config,
	.pcs_get_state = top_get_state,
	.pcs_config = top_config,
	.pcs_an_restart = top_an_restart,
	.pcs_link_up = top_link_up,
};

/* The PCS driver */

static struct tpcs *tpcs_alloc(struct site *site)
{
	struct tpcs *tp = kzalloc_obj(*tp, GFP_KERNEL | __GFP_NOFAIL);

	tp->site = site;
	tp->magic = PCS_LIVE;
	tp->pcs.ops = &top_ops;
	tp->pcs.poll = site->poll;
	__set_bit(site->modes[0], tp->pcs.supported_interfaces);
	__set_bit(site->modes[1], tp->pcs.supported_interfaces);
	/* Before it is registered, for the sake of partner_change() */
	WRITE_ONCE(site->pcs, &tp->pcs);

	return tp;
}

static void maker_register(struct maker *mk)
{
	struct phylink_pcs *list[ARRAY_SIZE(mk->tp)];
	struct pcs_provider_config config = { .fwnode = mk->fwnode };
	unsigned int i;
	int err;

	for (i = 0; i < mk->num; i++) {
		mk->tp[i] = tpcs_alloc(&mk->site[i]);
		list[i] = &mk->tp[i]->pcs;
	}
	if (mk->num == 1) {
		config.pcs = list[0];
	} else {
		config.channels = list;
		config.num_channels = mk->num;
	}

	err = pcs_register(mk->dev, &config);
	if (err)
		violation("pcs_register(): %pe", ERR_PTR(err));
	happened(EV_REGISTER);
}

static void maker_unregister(struct maker *mk)
{
	unsigned int i;

	for (i = 0; i < mk->num; i++)
		if (atomic_read(&mk->tp[i]->enabled))
			happened(EV_UNREGISTER_ENABLED);

	pcs_unregister(&mk->tp[0]->pcs);

	for (i = 0; i < mk->num; i++) {
		struct tpcs *tp = mk->tp[i];

		if (atomic_read(&tp->running))
			violation("PCS %d left with an op under way",
				  site_nr(tp->site));
		if (atomic_read(&tp->enabled))
			violation("PCS %d left enabled", site_nr(tp->site));
		WRITE_ONCE(tp->magic, PCS_DEAD);
		mk->tp[i] = NULL;
		kfree(tp);
	}
	happened(EV_UNREGISTER);
}

/* The MAC driver's ops */

static struct port *to_port(struct phylink_config *config, const char *what)
{
	struct port *port = container_of(config, struct port, config);

	if (READ_ONCE(port->destroyed))
		violation("%s after phylink_destroy()", what);

	return port;
}

static struct phylink_pcs *mac_select(struct phylink_config *config,
				      phy_interface_t interface)
{
	struct port *port = to_port(config, "select");
	struct mac *mac = port->mac;
	struct phylink_pcs *pcs;
	unsigned int i = 0;

	if (!mac->array) {
		pcs = mac->pcs;
	} else {
		pcs = pcs_array_select(mac->array, interface);
		while (i < mac->num - 1 && mac->array->pcs[i] != pcs)
			i++;
		if (mac->array->pcs[i] != pcs)
			violation("MAC %d: no PCS selected", mac_nr(mac));
	}
	WRITE_ONCE(port->picked, mac->site[i]);

	return pcs;
}

static void mac_config(struct phylink_config *config, unsigned int mode,
		       const struct phylink_link_state *state)
{
	struct port *port = to_port(config, "configuration");

	if (port->selected && port->selected != port->picked &&
	    port->mac->started)
		happened(EV_MOVE);
	WRITE_ONCE(port->selected, port->picked);
	port->configured_at = now();
}

static void mac_down(struct phylink_config *config, unsigned int mode,
		     phy_interface_t interface)
{
	struct port *port = to_port(config, "link down");

	/* Without a netdev phylink forgets that it took the link down, when it
	 * did so for a new mode of the PHY and the PCS then cannot do it.
	 */
	if (!port->up && port->mac->mode != KMAC_PHY)
		violation("MAC %d: link down twice", mac_nr(port->mac));
	WRITE_ONCE(port->up, false);
	happened(EV_DOWN);
}

/* The PCS may be leaving just now, before phylink gets to know. But it must
 * have been enabled at some time since phylink began to configure the MAC for
 * it.
 */
static void mac_up(struct phylink_config *config, struct phy_device *phy,
		   unsigned int mode, phy_interface_t interface, int speed,
		   int duplex, bool tx_pause, bool rx_pause)
{
	struct port *port = to_port(config, "link up");
	struct site *site = port->selected;

	if (port->up)
		violation("MAC %d: link up twice", mac_nr(port->mac));
	/* pairs with top_disable() */
	if (!smp_load_acquire(&site->enabled) &&
	    READ_ONCE(site->disabled_at) - port->configured_at < 0)
		violation("MAC %d: link up without PCS %d", mac_nr(port->mac),
			  site_nr(site));
	WRITE_ONCE(port->up, true);
	happened(EV_UP);
}

static const struct phylink_mac_ops mac_ops = {
	.mac_select_pcs = mac_select,
	.mac_config = mac_config,
	.mac_link_down = mac_down,
	.mac_link_up = mac_up,
};

static void mac_fixed_state(struct phylink_config *config,
			    struct phylink_link_state *state)
{
	state->link = READ_ONCE(to_port(config, "state")->mac->link);
}

/* The fixed PHYs are told apart by the function only. */

static int phy_1_update(struct net_device *dev, struct fixed_phy_status *status)
{
	status->link = READ_ONCE(macs[1].link);

	return 0;
}

static int phy_3_update(struct net_device *dev, struct fixed_phy_status *status)
{
	status->link = READ_ONCE(macs[3].link);

	return 0;
}

/* The MAC driver */

static void mac_get(struct mac *mac, bool late)
{
	unsigned int flags = late ? PCS_GET_LATE : 0;
	void *ret;

	if (mac->num > 1)
		ret = fwnode_pcs_array_get(mac->dev, mac->ref, flags);
	else
		ret = fwnode_pcs_get(mac->dev, mac->ref, NULL, flags);

	if (ret == ERR_PTR(-EPROBE_DEFER) && !late) {
		happened(EV_DEFER);
		return;
	}
	if (IS_ERR(ret)) {
		violation("MAC %d: get: %pe", mac_nr(mac), ret);
		return;
	}

	if (mac->num > 1)
		mac->array = ret;
	else
		mac->pcs = ret;
	happened(EV_GET);
}

static void mac_put(struct mac *mac)
{
	pcs_array_put(mac->array);
	pcs_put(mac->pcs);
	mac->array = NULL;
	mac->pcs = NULL;
	happened(EV_PUT);
}

static void mac_connect_phy(struct mac *mac, struct phylink *pl)
{
	const struct fixed_phy_status status = {
		.link = true, .speed = SPEED_1000, .duplex = DUPLEX_FULL,
	};
	struct phy_device *phydev;
	int err;

	phydev = fixed_phy_register(&status, NULL);
	if (IS_ERR(phydev)) {
		violation("MAC %d: PHY: %pe", mac_nr(mac), phydev);
		return;
	}
	fixed_phy_set_link_update(phydev, mac_nr(mac) == 1 ? phy_1_update :
							     phy_3_update);
	rtnl_lock();
	err = phylink_connect_phy(pl, phydev);
	mac->phydev = phydev;
	rtnl_unlock();
	if (err)
		violation("MAC %d: PHY: %pe", mac_nr(mac), ERR_PTR(err));
}

static void mac_create(struct mac *mac, phy_interface_t interface)
{
	const struct phylink_link_state fixed = {
		.speed = SPEED_1000, .duplex = DUPLEX_FULL,
	};
	struct port *port = kzalloc_obj(*port, GFP_KERNEL | __GFP_NOFAIL);
	struct phylink *pl;

	port->mac = mac;
	port->config.type = PHYLINK_DEV;
	port->config.dev = mac->dev;
	port->config.mac_capabilities = MAC_SYM_PAUSE | MAC_1000FD |
					MAC_2500FD;
	port->config.default_an_inband = mac->mode == KMAC_INBAND;
	port->config.get_fixed_state = mac_fixed_state;
	__set_bit(SGMII, port->config.supported_interfaces);
	__set_bit(BASEX, port->config.supported_interfaces);

	mac->interface = interface;
	pl = phylink_create(&port->config, NULL, interface, &mac_ops);
	if (IS_ERR(pl)) {
		violation("MAC %d: phylink: %pe", mac_nr(mac), pl);
		kfree(port);
		return;
	}
	if (mac->mode == KMAC_FIXED && phylink_set_fixed_link(pl, &fixed))
		violation("MAC %d: fixed link", mac_nr(mac));
	if (mac->mode == KMAC_PHY)
		mac_connect_phy(mac, pl);

	port->pl = pl;
	rtnl_lock();
	mac->port = port;
	rtnl_unlock();
	happened(EV_CREATE);
}

static void mac_destroy(struct mac *mac)
{
	struct phy_device *phydev = mac->phydev;
	struct port *port = mac->port;

	rtnl_lock();
	mac->port = NULL;
	mac->phydev = NULL;
	if (phydev)
		phylink_disconnect_phy(port->pl);
	rtnl_unlock();

	if (phydev)
		fixed_phy_unregister(phydev);
	phylink_destroy(port->pl);
	WRITE_ONCE(port->destroyed, true);
	kfree(port);
	happened(EV_DESTROY);
}

static void mac_start(struct mac *mac)
{
	rtnl_lock();
	phylink_start(mac->port->pl);
	mac->started = true;
	rtnl_unlock();
	happened(EV_START);
}

static void mac_stop(struct mac *mac)
{
	bool up;

	rtnl_lock();
	mac->started = false;
	phylink_stop(mac->port->pl);
	rtnl_unlock();
	/* phylink_stop() does not wait for its own work item when that is just
	 * being queued on another CPU, for a report of pcs_link_change() there:
	 * flush_work() takes no notice of it, and the link goes down later.
	 */
	if (read_poll_timeout(READ_ONCE, up, !up, 50, USEC_PER_SEC, false,
			      mac->port->up))
		violation("MAC %d: up when stopped", mac_nr(mac));
	happened(EV_STOP);
}

/* Link partners */

static void partner_change(struct site *site, bool link)
{
	/* The PCS may be made just now, to read the new state, or be told. */
	smp_store_mb(site->link, link);
	pcs_link_change(READ_ONCE(site->pcs), link);
	happened(EV_PARTNER);
}

static void partner_change_mac(struct mac *mac, bool link)
{
	rtnl_lock();
	WRITE_ONCE(mac->link, link);
	if (mac->phydev)
		phy_mac_interrupt(mac->phydev);
	else if (mac->port)
		phylink_mac_change(mac->port->pl, link);
	rtnl_unlock();
	happened(EV_PARTNER);
}

/* As the driver of a PHY does that uses another mode for another speed. */
static void partner_switch_mode(struct mac *mac)
{
	struct phy_device *phydev;

	rtnl_lock();
	phydev = mac->phydev;
	if (phydev && mac->port && mac->started) {
		mutex_lock(&phydev->lock);
		mac->interface = mac->interface == SGMII ? BASEX : SGMII;
		phydev->interface = mac->interface;
		if (phydev->link)
			phydev->phy_link_change(phydev, true);
		mutex_unlock(&phydev->lock);
		happened(EV_SWITCH);
	}
	rtnl_unlock();
}

/* What the links have to be once nothing changes any more */

static bool site_has(const struct site *site, phy_interface_t interface)
{
	return site->maker->tp[site - site->maker->site] &&
	       (site->modes[0] == interface || site->modes[1] == interface);
}

/* The PCS that the MAC has to use, or NULL */
static struct site *mac_expected(const struct mac *mac)
{
	unsigned int i;

	for (i = 0; i < mac->num; i++)
		if (site_has(mac->site[i], mac->interface))
			return mac->site[i];

	return NULL;
}

/* The PCS that the MAC must have the link up through, or NULL */
static struct site *mac_wants(const struct mac *mac)
{
	struct site *site;

	if (!mac->started || (mac->mode != KMAC_INBAND && !mac->link))
		return NULL;

	site = mac_expected(mac);
	if (site && mac->mode == KMAC_INBAND && !site->link)
		return NULL;

	return site;
}

static bool mac_is_up(const struct mac *mac)
{
	return mac->port && READ_ONCE(mac->port->up);
}

static bool mac_settled(const struct mac *mac, bool tell)
{
	struct site *site = mac_wants(mac);

	if (!mac_is_up(mac) || (site && mac->port->selected == site))
		return true;
	if (tell)
		violation("MAC %d: settled up, mode %s, through PCS %d",
			  mac_nr(mac), phy_modes(mac->interface),
			  site_nr(mac->port->selected));

	return false;
}

/* Of those who want a PCS one has it, and its link up. */
static bool site_settled(const struct site *site, bool tell)
{
	int wanted = 0, up = 0;
	unsigned int i;

	for (i = 0; i < NUM_MACS; i++) {
		if (mac_wants(&macs[i]) != site)
			continue;
		wanted++;
		up += mac_is_up(&macs[i]);
	}

	if (up == !!wanted)
		return true;
	if (tell)
		violation("PCS %d: settled with %d of %d links up",
			  site_nr(site), up, wanted);

	return false;
}

static bool all_settled(bool tell)
{
	bool ret = true;
	unsigned int i;

	for (i = 0; i < NUM_SITES; i++)
		ret &= site_settled(&sites[i], tell);
	for (i = 0; i < NUM_MACS; i++)
		ret &= mac_settled(&macs[i], tell);

	return ret;
}

static void count_settled(void)
{
	unsigned int users[NUM_SITES] = {};
	struct site *site;
	unsigned int i;

	for (i = 0; i < NUM_MACS; i++) {
		site = mac_wants(&macs[i]);
		if (mac_is_up(&macs[i]))
			happened(EV_SETTLED_UP);
		if (site && users[site_nr(site)]++)
			happened(EV_SETTLED_SHARED);
		if (!macs[i].started || site)
			continue;
		happened(mac_expected(&macs[i]) ? EV_SETTLED_DOWN :
						  EV_SETTLED_ABSENT);
	}
}

/* Polled PCS and PHYs are looked at once a second only. */
static void settle(void)
{
	unsigned long end = jiffies + msecs_to_jiffies(SETTLE_MS);

	do {
		kmac_settle();
		if (all_settled(false))
			break;
		msleep(20);
	} while (time_before(jiffies, end));

	/* ... and stays so */
	kmac_settle();
	if (all_settled(true))
		count_settled();
}

/* Threads */

/**
 * struct actor - a thread
 * @task: the thread
 * @rnd: its random numbers
 * @act: what it does again and again
 * @first: the first of the makers, or MACs, that it has
 * @stride: distance to the next
 */
struct actor {
	struct task_struct *task;
	struct rnd_state rnd;
	void (*act)(struct actor *actor);
	unsigned int first;
	unsigned int stride;
};

static u32 draw(struct actor *actor, u32 below)
{
	return prandom_u32_state(&actor->rnd) % below;
}

/* Nothing, a moment, or long enough for a link to come up */
static void draw_pause(struct actor *actor)
{
	switch (draw(actor, 4)) {
	case 0:
	case 1:
		cond_resched();
		return;
	case 2:
		usleep_range(50, 100 + draw(actor, 2000));
		return;
	case 3:
		usleep_range(10000, 20000 + draw(actor, 30000));
	}
}

static unsigned int draw_own(struct actor *actor, unsigned int num)
{
	unsigned int own = DIV_ROUND_UP(num - actor->first, actor->stride);

	return actor->first + draw(actor, own) * actor->stride;
}

static void act_maker(struct actor *actor)
{
	struct maker *mk = &makers[draw_own(actor, NUM_MAKERS)];
	bool leave = draw(actor, 2);
	bool rtnl = draw(actor, 2);

	if (rtnl)
		rtnl_lock();
	if (!mk->tp[0])
		maker_register(mk);
	else if (leave)
		maker_unregister(mk);
	if (rtnl)
		rtnl_unlock();
	draw_pause(actor);
}

static void act_mac(struct actor *actor)
{
	struct mac *mac = &macs[draw_own(actor, NUM_MACS)];
	bool got = mac->pcs || mac->array;
	bool back = !draw(actor, 3);

	if (back && mac->started)
		mac_stop(mac);
	else if (back && mac->port)
		mac_destroy(mac);
	else if (back && got)
		mac_put(mac);
	else if (mac->port && !mac->started)
		mac_start(mac);
	else if (got && !mac->port)
		mac_create(mac, mac->mode == KMAC_INBAND && draw(actor, 2) ?
				BASEX : SGMII);
	else if (!got)
		mac_get(mac, draw(actor, 2));
	draw_pause(actor);
}

static void act_partner(struct actor *actor)
{
	unsigned int nr = draw(actor, NUM_SITES + NUM_MACS);
	bool link = draw(actor, 4);

	if (nr < NUM_SITES)
		partner_change(&sites[nr], link);
	else if (draw(actor, 2))
		partner_change_mac(&macs[nr - NUM_SITES], link);
	else if (macs[nr - NUM_SITES].num > 1)
		partner_switch_mode(&macs[nr - NUM_SITES]);
	draw_pause(actor);
}

static void act_reader(struct actor *actor)
{
	struct mac *mac = &macs[draw(actor, NUM_MACS)];
	struct ethtool_link_ksettings ks = {};

	rtnl_lock();
	if (mac->port) {
		phylink_ethtool_ksettings_get(mac->port->pl, &ks);
		happened(EV_READ);
	}
	rtnl_unlock();
	draw_pause(actor);
}

static struct actor actors[] = {
	{ .act = act_maker, .first = 0, .stride = 2 },
	{ .act = act_maker, .first = 1, .stride = 2 },
	{ .act = act_mac, .first = 0, .stride = 3 },
	{ .act = act_mac, .first = 1, .stride = 3 },
	{ .act = act_mac, .first = 2, .stride = 3 },
	{ .act = act_partner },
	{ .act = act_partner },
	{ .act = act_reader },
};

static int actor_run(void *data)
{
	struct actor *actor = data;

	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		else
			actor->act(actor);
	}

	return 0;
}

/**
 * struct storm - a timer that plays the interrupts of all PCS
 * @timer: expires in hard interrupt context
 * @rnd: its random numbers
 * @stop: once more at most
 */
struct storm {
	struct hrtimer timer;
	struct rnd_state rnd;
	bool stop;
};

static DEFINE_PER_CPU(struct storm, storms);

static enum hrtimer_restart storm_fire(struct hrtimer *timer)
{
	struct storm *storm = container_of(timer, struct storm, timer);
	u32 r = prandom_u32_state(&storm->rnd);
	unsigned int i;

	if (!in_hardirq())
		violation("the timer is not a hard interrupt");
	for (i = 0; i < 4; i++, r >>= 8) {
		pcs_link_change(READ_ONCE(sites[r % NUM_SITES].pcs), r & 0xe0);
		happened(EV_INTERRUPT);
	}
	hrtimer_forward_now(timer, us_to_ktime(500));

	return READ_ONCE(storm->stop) ? HRTIMER_NORESTART : HRTIMER_RESTART;
}

static void storm_start(void *info)
{
	struct storm *storm = this_cpu_ptr(&storms);

	hrtimer_start(&storm->timer, us_to_ktime(500),
		      HRTIMER_MODE_REL_PINNED_HARD);
}

static void storms_start(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		per_cpu(storms, cpu).stop = false;
	on_each_cpu(storm_start, NULL, true);
}

static void storms_stop(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		WRITE_ONCE(per_cpu(storms, cpu).stop, true);
		hrtimer_cancel(&per_cpu(storms, cpu).timer);
	}
}

/* The test */

static struct fwnode_handle *channels_node(struct kunit *test)
{
	static const struct property_entry props[] = {
		PROPERTY_ENTRY_U32("#pcs-cells", 1),
		{ }
	};

	return kpcs_node(test, props);
}

static void makers_init(struct kunit *test)
{
	unsigned int i, j;

	for (i = 0; i < NUM_MAKERS; i++) {
		struct maker *mk = &makers[i];

		*mk = (struct maker) {
			.dev = kpcs_device(test, "maker"),
			.site = &sites[maker_plan[i].first],
			.num = maker_plan[i].num,
		};
		mk->fwnode = mk->num > 1 ? channels_node(test) :
					   kpcs_node(test, NULL);
		for (j = 0; j < mk->num; j++) {
			int nr = maker_plan[i].first + j;

			sites[nr] = (struct site) {
				.maker = mk,
				.modes = { site_plan[nr][0], site_plan[nr][1] },
				.poll = nr % 3 == 2,
				.link = true,
				.disabled_at = -1,
			};
		}
	}
}

static struct software_node_ref_args site_ref(const struct site *site)
{
	const struct maker *mk = site->maker;
	struct software_node_ref_args ref = {
		.fwnode = mk->fwnode, .nargs = mk->num > 1,
		.args = { site - mk->site },
	};

	return ref;
}

static void macs_init(struct kunit *test)
{
	unsigned int i, j;

	for (i = 0; i < NUM_MACS; i++) {
		struct software_node_ref_args refs[2];
		struct property_entry props[2] = {};
		struct mac *mac = &macs[i];

		*mac = (struct mac) {
			.mode = mac_plan[i].mode, .link = true,
			.dev = kpcs_device(test, "mac"),
		};
		for (j = 0; j < 2 && mac_plan[i].site[j] >= 0; j++) {
			mac->site[j] = &sites[mac_plan[i].site[j]];
			refs[j] = site_ref(mac->site[j]);
		}
		mac->num = j;
		props[0] = PROPERTY_ENTRY_REF_ARRAY_LEN("pcs-handle", refs, j);
		mac->ref = kpcs_node(test, props);
	}
}

static void actors_init(struct kunit *test)
{
	unsigned int cpu, i;

	for (i = 0; i < ARRAY_SIZE(actors); i++) {
		struct actor *actor = &actors[i];

		prandom_seed_state(&actor->rnd, seed + i);
		actor->task = kthread_create(actor_run, actor, "torture/%u", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, actor->task);
		/* It runs as far as parking. */
		KUNIT_ASSERT_EQ(test, kthread_park(actor->task), 0);
	}

	for_each_online_cpu(cpu) {
		struct storm *storm = &per_cpu(storms, cpu);

		prandom_seed_state(&storm->rnd, seed + i + cpu);
		hrtimer_setup(&storm->timer, storm_fire, CLOCK_MONOTONIC,
			      HRTIMER_MODE_REL_PINNED_HARD);
	}
}

static void torture_round(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(actors); i++)
		kthread_unpark(actors[i].task);
	storms_start();
	msleep(ROUND_MS);
	for (i = 0; i < ARRAY_SIZE(actors); i++)
		kthread_park(actors[i].task);
	storms_stop();
	settle();
}

static void macs_go(void)
{
	unsigned int i;

	for (i = 0; i < NUM_MACS; i++) {
		if (macs[i].started)
			mac_stop(&macs[i]);
		if (macs[i].port)
			mac_destroy(&macs[i]);
		if (macs[i].pcs || macs[i].array)
			mac_put(&macs[i]);
	}
}

static void makers_go(void)
{
	unsigned int i;

	for (i = 0; i < NUM_MAKERS; i++)
		if (makers[i].tp[0])
			maker_unregister(&makers[i]);
}

static void all_come(void)
{
	unsigned int i;

	for (i = 0; i < NUM_MACS; i++) {
		struct mac *mac = &macs[i];

		if (!mac->pcs && !mac->array)
			mac_get(mac, true);
		if (!mac->port)
			mac_create(mac, SGMII);
		if (!mac->started)
			mac_start(mac);
	}
	for (i = 0; i < NUM_MAKERS; i++)
		if (!makers[i].tp[0])
			maker_register(&makers[i]);
}

static void all_go(bool macs_first)
{
	if (macs_first)
		macs_go();
	makers_go();
	macs_go();
	kmac_settle();
}

static void tell_events(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < NUM_EVENTS; i++) {
		kunit_info(test, "%9d %s\n", atomic_read(&events[i]),
			   event_names[i]);
		KUNIT_EXPECT_GT_MSG(test, atomic_read(&events[i]), 0,
				    "never: %s", event_names[i]);
	}
}

static void torture(struct kunit *test)
{
	int loglevel = console_loglevel;
	unsigned long end;
	unsigned int i, rounds = 0;

	if (!seed)
		seed = get_random_u32();
	kunit_info(test, "seed %u, %u s, %u CPUs\n", seed, seconds,
		   num_online_cpus());
	makers_init(test);
	macs_init(test);
	actors_init(test);

	/* phylink tells of each link. What matters is still shown. */
	console_loglevel = LOGLEVEL_INFO;
	end = jiffies + seconds * HZ;
	do {
		torture_round();
		rounds++;
		if (rounds % 8)
			continue;
		all_come();
		settle();
		all_go(!(rounds % 16));
	} while (time_before(jiffies, end) && !atomic_read(&violations));
	for (i = 0; i < ARRAY_SIZE(actors); i++)
		kthread_stop(actors[i].task);
	all_come();
	settle();
	all_go(rounds % 2);
	console_loglevel = loglevel;

	kunit_info(test, "%u rounds with seed %u\n", rounds, seed);
	tell_events(test);
	KUNIT_EXPECT_EQ(test, atomic_read(&violations), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&events[EV_ENABLE]),
			atomic_read(&events[EV_DISABLE]));
}

static struct kunit_case torture_cases[] = {
	KUNIT_CASE_SLOW(torture),
	{}
};

static struct kunit_suite torture_suite = {
	.name = "torture",
	.test_cases = torture_cases,
};

kunit_test_suite(torture_suite);

MODULE_DESCRIPTION("Torture test of the PCS subsystem");
MODULE_LICENSE("GPL");
