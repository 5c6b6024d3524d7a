// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: what an end is connected to.
 *
 * A lane begins at a local end, and leads to one of the following, the first
 * that there is: a chip on the same board, a scripted link partner, or through
 * a cable to the local end of another lane, if that one's cable is in use as
 * well. All of it may change at any time, as it does when somebody pulls plugs.
 */
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>

#include "pcs-sim.h"

static void pcs_sim_lane_unplug(struct pcs_sim_lane *lane)
{
	if (lane->local)
		pcs_sim_end_unplug(lane->local);
}

/* Whether what arrives by cable gets as far as the plug at the local end. */
static bool pcs_sim_lane_open(const struct pcs_sim_lane *lane)
{
	return lane->local && !lane->cut && !lane->chip &&
	       lane->partner.type == PCS_SIM_CABLE;
}

static void pcs_sim_lane_plug_partner(struct pcs_sim_lane *lane)
{
	struct pcs_sim_end *far = &lane->far;

	far->power = true;
	far->coding = lane->partner.coding;
	far->an = lane->partner.an;
	far->adv = lane->partner.word;
	far->link_timer = lane->partner.link_timer;
	far->state = PCS_SIM_AN_ENABLE;
	pcs_sim_end_plug(lane->local, far);
}

/* Plug in what the members of the lane say; nothing is as yet. */
static void pcs_sim_lane_plug(struct pcs_sim_lane *lane)
{
	struct pcs_sim_lane *cable = lane->cable;

	lockdep_assert_held(&pcs_sim_lock);

	if (!lane->local || lane->cut)
		return;

	if (lane->chip)
		pcs_sim_end_plug(lane->local, lane->chip);
	else if (lane->partner.type >= PCS_SIM_BASEX)
		pcs_sim_lane_plug_partner(lane);
	else if (cable && pcs_sim_lane_open(lane) && pcs_sim_lane_open(cable))
		pcs_sim_end_plug(lane->local, cable->local);
}

static void __pcs_sim_lane_select(struct pcs_sim_lane *lane,
				  struct pcs_sim_end *end)
{
	struct pcs_sim_lane *other = end ? end->lane : NULL;

	if (lane->local == end)
		return;

	if (other) {
		pcs_sim_lane_unplug(other);
		other->local = NULL;
	}
	pcs_sim_lane_unplug(lane);
	if (lane->local)
		lane->local->lane = NULL;
	lane->local = end;
	if (end)
		end->lane = lane;
	pcs_sim_lane_plug(lane);
}

/**
 * pcs_sim_lane_select() - change which end is at the beginning of a lane
 * @lane: the lane
 * @end: the end, which leaves the lane where it was, if any, or NULL
 *
 * This is what the multiplexer of a MAC does that has more PCS than lanes.
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_lane_select(struct pcs_sim_lane *lane, struct pcs_sim_end *end)
{
	spin_lock_bh(&pcs_sim_lock);
	__pcs_sim_lane_select(lane, end);
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_select);

/**
 * pcs_sim_lane_exchange() - pcs_sim_lane_select(), if nobody else has done so
 * @lane: the lane
 * @from: the end that has to be at its beginning, or else nothing happens
 * @to: the end that takes its place
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_lane_exchange(struct pcs_sim_lane *lane,
			   const struct pcs_sim_end *from,
			   struct pcs_sim_end *to)
{
	spin_lock_bh(&pcs_sim_lock);
	if (lane->local == from)
		__pcs_sim_lane_select(lane, to);
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_exchange);

/**
 * pcs_sim_lane_connect() - lay a cable from a lane to another one
 * @a: one lane
 * @b: the other
 *
 * It stays until pcs_sim_lane_disconnect(), or until one of the two no longer
 * exists.
 *
 * Context: Not under pcs_sim_lock.
 * Return: 0, or -EBUSY if one of them has a cable, or both are the same.
 */
int pcs_sim_lane_connect(struct pcs_sim_lane *a, struct pcs_sim_lane *b)
{
	int err = 0;

	spin_lock_bh(&pcs_sim_lock);
	if (a == b || a->cable || b->cable) {
		err = -EBUSY;
	} else {
		a->cable = b;
		b->cable = a;
		if (pcs_sim_lane_open(a))
			pcs_sim_lane_plug(a);
	}
	spin_unlock_bh(&pcs_sim_lock);

	return err;
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_connect);

static void __pcs_sim_lane_disconnect(struct pcs_sim_lane *lane)
{
	struct pcs_sim_lane *cable = lane->cable;

	if (!cable)
		return;

	if (pcs_sim_lane_open(lane))
		pcs_sim_lane_unplug(lane);
	lane->cable = NULL;
	cable->cable = NULL;
}

/**
 * pcs_sim_lane_disconnect() - take a cable away
 * @lane: the lane at either end of it; nothing happens if there is none
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_lane_disconnect(struct pcs_sim_lane *lane)
{
	spin_lock_bh(&pcs_sim_lock);
	__pcs_sim_lane_disconnect(lane);
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_disconnect);

static void __pcs_sim_lane_attach(struct pcs_sim_lane *lane,
				  struct pcs_sim_end *chip)
{
	struct pcs_sim_lane *other = chip ? chip->lane : NULL;

	if (other) {
		pcs_sim_lane_unplug(other);
		other->chip = NULL;
		pcs_sim_lane_plug(other);
	}
	pcs_sim_lane_unplug(lane);
	if (lane->chip)
		lane->chip->lane = NULL;
	lane->chip = chip;
	if (chip)
		chip->lane = lane;
	pcs_sim_lane_plug(lane);
}

/**
 * pcs_sim_lane_attach() - connect a lane to a chip
 * @lane: the lane
 * @chip: the end of the chip, such as &pcs_sim_dev.host of a PHY, which leaves
 *	the lane where it was, if any; or NULL to detach what there is
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_lane_attach(struct pcs_sim_lane *lane, struct pcs_sim_end *chip)
{
	spin_lock_bh(&pcs_sim_lock);
	__pcs_sim_lane_attach(lane, chip);
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_attach);

/**
 * pcs_sim_lane_detach() - undo pcs_sim_lane_attach()
 * @lane: the lane
 * @chip: what was attached; nothing happens if it no longer is
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_lane_detach(struct pcs_sim_lane *lane,
			 const struct pcs_sim_end *chip)
{
	spin_lock_bh(&pcs_sim_lock);
	if (lane->chip == chip)
		__pcs_sim_lane_attach(lane, NULL);
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_detach);

/**
 * pcs_sim_lane_cut() - cut a lane right behind its local end, or mend it
 * @lane: the lane
 * @cut: nothing passes, in either direction
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_lane_cut(struct pcs_sim_lane *lane, bool cut)
{
	spin_lock_bh(&pcs_sim_lock);
	if (lane->cut != cut) {
		pcs_sim_lane_unplug(lane);
		lane->cut = cut;
		pcs_sim_lane_plug(lane);
	}
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_cut);

/**
 * pcs_sim_lane_signal() - whether something arrives at the beginning of a lane
 * @lane: the lane, which itself may be cut: a receiver that is lit although the
 *	transmitter next to it is off
 *
 * This is the opposite of what a transceiver reports as loss of signal.
 *
 * Context: Not under pcs_sim_lock.
 * Return: whether the far end sends, understandably or not.
 */
bool pcs_sim_lane_signal(struct pcs_sim_lane *lane)
{
	struct pcs_sim_lane *cable;
	bool signal = false;

	spin_lock_bh(&pcs_sim_lock);
	cable = lane->cable;
	if (lane->chip)
		signal = lane->chip->power;
	else if (lane->partner.type >= PCS_SIM_BASEX)
		signal = true;
	else if (lane->partner.type == PCS_SIM_CABLE && cable)
		signal = pcs_sim_lane_open(cable) && cable->local->power;
	spin_unlock_bh(&pcs_sim_lock);

	return signal;
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_signal);

/**
 * pcs_sim_lane_set_partner() - change what a lane has at its far end
 * @lane: the lane
 * @text: ``none``, nothing, as if unplugged; ``cable``, where the cable leads
 *	to (the default); ``1000base-x full|half [pause] [asym-pause]`` or the
 *	same with ``2500base-x``, a link partner with this advertisement;
 *	``sgmii 10|100|1000 full|half``, a PHY with this link on its other side;
 *	``sgmii down``, a PHY with no link there; the same with ``usxgmii``,
 *	which has further speeds up to 10000. All of these with ``forced`` do
 *	not negotiate. ``10gbase-r`` never does; ``10gbase-kr [pause]
 *	[asym-pause]`` and the same with ``1000base-kx`` are backplanes, with
 *	clause 73.
 *
 * A negotiating partner starts anew, as it does when its word changes.
 *
 * Context: Not under pcs_sim_lock.
 * Return: 0, or -EINVAL if @text is none of these, which the log tells, too.
 */
int pcs_sim_lane_set_partner(struct pcs_sim_lane *lane, const char *text)
{
	struct pcs_sim_partner partner = {};
	char usage[160];
	int err;

	err = pcs_sim_partner_parse(&partner, text);
	if (err) {
		pcs_sim_partner_usage(text, usage, sizeof(usage));
		pr_err("pcs-sim: %s: no such partner, it takes %s\n",
		       lane->name, usage);
		return err;
	}

	spin_lock_bh(&pcs_sim_lock);
	pcs_sim_lane_unplug(lane);
	lane->partner = partner;
	pcs_sim_lane_plug(lane);
	spin_unlock_bh(&pcs_sim_lock);

	return 0;
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_set_partner);

/**
 * pcs_sim_lane_show_partner() - show what a lane has at its far end
 * @lane: the lane
 * @s: where to
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_lane_show_partner(struct pcs_sim_lane *lane, struct seq_file *s)
{
	spin_lock_bh(&pcs_sim_lock);
	seq_puts(s, lane->partner.text);
	if (lane->partner.type == PCS_SIM_CABLE)
		seq_printf(s, " to %s",
			   lane->cable ? lane->cable->name : "nowhere");
	seq_putc(s, '\n');
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_show_partner);

/**
 * pcs_sim_lane_set_coding() - switch the SerDes of a lane
 * @lane: the lane
 * @coding: what its local end is to send and to understand
 *
 * For the MAC, in mac_config(): most PCS do not choose the rate, but send at
 * that of the SerDes, which something else has set up; see
 * &pcs_sim_end.own_coding. To be repeated after pcs_sim_lane_select().
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_lane_set_coding(struct pcs_sim_lane *lane,
			     enum pcs_sim_coding coding)
{
	struct pcs_sim_end *end;

	spin_lock_bh(&pcs_sim_lock);
	end = lane->local;
	if (end && !end->own_coding) {
		if (end->switched)
			end->switched(end, coding);
		else
			end->coding = coding;
		pcs_sim_end_update(end);
	}
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_set_coding);

/**
 * pcs_sim_lane_init() - set up a lane
 * @lane: the lane, all zero; there is no cable
 * @name: its name, which lives as long
 * @end: its local end, or NULL
 */
void pcs_sim_lane_init(struct pcs_sim_lane *lane, const char *name,
		       struct pcs_sim_end *end)
{
	lane->name = name;
	pcs_sim_end_init(&lane->far);
	pcs_sim_partner_parse(&lane->partner, "cable");
	pcs_sim_lane_select(lane, end);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_init);

/**
 * pcs_sim_lane_shutdown() - undo pcs_sim_lane_init()
 * @lane: the lane; whatever it connects is disconnected
 *
 * Context: May sleep.
 */
void pcs_sim_lane_shutdown(struct pcs_sim_lane *lane)
{
	spin_lock_bh(&pcs_sim_lock);
	__pcs_sim_lane_disconnect(lane);
	__pcs_sim_lane_attach(lane, NULL);
	__pcs_sim_lane_select(lane, NULL);
	spin_unlock_bh(&pcs_sim_lock);

	pcs_sim_end_shutdown(&lane->far);
}
EXPORT_SYMBOL_GPL(pcs_sim_lane_shutdown);

/* Take an end that is about to vanish off the lane where it is. */
void pcs_sim_lane_forget(struct pcs_sim_end *end)
{
	struct pcs_sim_lane *lane;

	spin_lock_bh(&pcs_sim_lock);
	lane = end->lane;
	if (lane && lane->local == end)
		__pcs_sim_lane_select(lane, NULL);
	else if (lane)
		__pcs_sim_lane_attach(lane, NULL);
	spin_unlock_bh(&pcs_sim_lock);
}
