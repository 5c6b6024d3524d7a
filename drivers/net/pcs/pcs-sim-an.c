// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: one end of a serial link: auto-negotiation, frames.
 *
 * The state machine of IEEE 802.3 figure 37-6, without next pages. SGMII uses
 * the same one with another meaning of the word and a shorter link_timer
 * (Cisco Serial-GMII Specification, ENG-46158, "Auto-Negotiation"), and so
 * does USXGMII. Clause 73 has words of 48 bits, which are called pages, and
 * timers of its own (figure 73-11); but the states are much the same, and so
 * is the place of the acknowledgment in the word.
 *
 * Both ends of a link run it, and see at once what the other one sends: no
 * signal, a configuration word (/C/), or idle and data (/I/); and no signal,
 * too, if that has another coding. Time only passes
 * in link_timer. What the standard calls ability_match and acknowledge_match is
 * three words in a row, which takes no time here; sync_status is a peer that
 * transmits.
 */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/mii.h>
#include <linux/spinlock.h>
#include <linux/time64.h>

#include "pcs-sim.h"

/* What a transmitter sends when that is not a configuration word. */
#define PCS_SIM_SILENCE		(-1)
#define PCS_SIM_IDLE		(-2)

DEFINE_SPINLOCK(pcs_sim_lock); /* all state of all hardware */
EXPORT_SYMBOL_GPL(pcs_sim_lock);

static s64 pcs_sim_end_tx(const struct pcs_sim_end *end)
{
	if (!end->power)
		return PCS_SIM_SILENCE;

	switch (end->state) {
	case PCS_SIM_AN_ENABLE:
	case PCS_SIM_AN_RESTART:
		return 0;
	case PCS_SIM_ABILITY_DETECT:
		return end->adv & ~ADVERTISE_LPACK;
	case PCS_SIM_ACKNOWLEDGE_DETECT:
	case PCS_SIM_COMPLETE_ACKNOWLEDGE:
		return end->adv | ADVERTISE_LPACK;
	default:
		return PCS_SIM_IDLE;
	}
}

static s64 pcs_sim_end_rx(const struct pcs_sim_end *end)
{
	if (!end->power || !end->peer || end->peer->coding != end->coding)
		return PCS_SIM_SILENCE;

	return pcs_sim_end_tx(end->peer);
}

/* For link_timer, and for msecs beyond that. */
static void pcs_sim_end_start_timer(struct pcs_sim_end *end, unsigned int msecs)
{
	u64 ns = (u64)end->link_timer * 8 + (u64)msecs * NSEC_PER_MSEC;

	/* The current jiffy is partly over. */
	end->timer_done = false;
	mod_timer(&end->timer, jiffies + nsecs_to_jiffies(ns) + 1);
}

/* The state that follows from what is received, or the present one. */
static enum pcs_sim_an_state pcs_sim_end_next(struct pcs_sim_end *end, s64 rx)
{
	if (!end->an)
		return PCS_SIM_AN_DISABLE_LINK_OK;
	if (rx == PCS_SIM_SILENCE)
		return PCS_SIM_AN_ENABLE;

	switch (end->state) {
	case PCS_SIM_AN_ENABLE:
		return PCS_SIM_AN_RESTART;
	case PCS_SIM_AN_RESTART:
		if (end->timer_done)
			return PCS_SIM_ABILITY_DETECT;
		break;
	case PCS_SIM_ABILITY_DETECT:
		if (rx > 0)
			return PCS_SIM_ACKNOWLEDGE_DETECT;
		if (rx == PCS_SIM_IDLE && end->bypass)
			return PCS_SIM_LINK_OK;
		break;
	case PCS_SIM_ACKNOWLEDGE_DETECT:
		/* The word acknowledged must be the one detected. */
		if (!rx || (rx > 0 && (rx ^ end->lpa) & ~ADVERTISE_LPACK))
			return PCS_SIM_AN_ENABLE;
		if (rx > 0 && rx & ADVERTISE_LPACK && !end->stuck)
			return PCS_SIM_COMPLETE_ACKNOWLEDGE;
		break;
	case PCS_SIM_COMPLETE_ACKNOWLEDGE:
		if (!rx)
			return PCS_SIM_AN_ENABLE;
		if (end->timer_done)
			return PCS_SIM_IDLE_DETECT;
		break;
	case PCS_SIM_IDLE_DETECT:
		if (!rx)
			return PCS_SIM_AN_ENABLE;
		if (end->timer_done && rx == PCS_SIM_IDLE)
			return PCS_SIM_LINK_OK;
		break;
	case PCS_SIM_LINK_OK:
		if (rx >= 0)
			return PCS_SIM_AN_ENABLE;
		break;
	case PCS_SIM_AN_DISABLE_LINK_OK:
		return PCS_SIM_AN_ENABLE;
	}

	return end->state;
}

/* Take one step, if there is one to take. */
static bool pcs_sim_end_step(struct pcs_sim_end *end)
{
	s64 rx = pcs_sim_end_rx(end);
	enum pcs_sim_an_state next = pcs_sim_end_next(end, rx);
	enum pcs_sim_an_state last = end->state;
	bool stepped = next != last;

	end->state = next;
	if (!pcs_sim_end_link(end))
		end->link_failed = true;
	if (!stepped)
		return false;

	switch (next) {
	case PCS_SIM_ACKNOWLEDGE_DETECT:
		end->lpa = rx;
		break;
	case PCS_SIM_COMPLETE_ACKNOWLEDGE:
		end->lpa = rx;
		pcs_sim_end_start_timer(end, end->delay);
		break;
	case PCS_SIM_AN_RESTART:
	case PCS_SIM_IDLE_DETECT:
		pcs_sim_end_start_timer(end, 0);
		break;
	case PCS_SIM_LINK_OK:
		if (last == PCS_SIM_ABILITY_DETECT)
			end->lpa = 0;
		break;
	default:
		break;
	}

	return true;
}

/* Tell whoever wants to know, if there is news. */
static void pcs_sim_end_notify(struct pcs_sim_end *end)
{
	bool link = pcs_sim_end_link(end);

	if (end->told_state == end->state && end->told_link == link)
		return;

	end->told_state = end->state;
	end->told_link = link;
	if (end->changed)
		end->changed(end);
}

/**
 * pcs_sim_end_update() - let both ends of a link react to a change at one
 * @end: the one
 *
 * Ends, since every way round the state machine waits for a timer.
 *
 * Context: Under pcs_sim_lock.
 */
void pcs_sim_end_update(struct pcs_sim_end *end)
{
	struct pcs_sim_end *peer = end->peer;
	bool stepped;

	lockdep_assert_held(&pcs_sim_lock);

	do {
		stepped = pcs_sim_end_step(end);
		if (peer)
			stepped |= pcs_sim_end_step(peer);
	} while (stepped);

	pcs_sim_end_notify(end);
	if (peer)
		pcs_sim_end_notify(peer);
}
EXPORT_SYMBOL_GPL(pcs_sim_end_update);

/**
 * pcs_sim_end_restart() - negotiate anew
 * @end: the end, at which mr_restart_negotiation is asserted, or that was reset
 *
 * Context: Under pcs_sim_lock.
 */
void pcs_sim_end_restart(struct pcs_sim_end *end)
{
	end->state = PCS_SIM_AN_ENABLE;
	pcs_sim_end_update(end);
}
EXPORT_SYMBOL_GPL(pcs_sim_end_restart);

/**
 * pcs_sim_end_link() - whether there is a link
 * @end: the end that is asked
 *
 * What a valid link is without negotiation is left to the PCS (IEEE 802.3
 * 22.2.4.2.13): here it is a peer that does not negotiate either.
 *
 * Context: Under pcs_sim_lock.
 * Return: whether there is.
 */
bool pcs_sim_end_link(const struct pcs_sim_end *end)
{
	return end->state == PCS_SIM_LINK_OK ||
	       (end->state == PCS_SIM_AN_DISABLE_LINK_OK &&
		pcs_sim_end_rx(end) == PCS_SIM_IDLE);
}
EXPORT_SYMBOL_GPL(pcs_sim_end_link);

/**
 * pcs_sim_end_bmsr() - read the status register of IEEE 802.3 clause 22
 * @end: the end that it is about, of a PCS for 1000BASE-X
 *
 * Reading clears what is latched: a link that was down, if shortly
 * (22.2.4.2.13).
 *
 * Context: Under pcs_sim_lock.
 * Return: what the register holds.
 */
u16 pcs_sim_end_bmsr(struct pcs_sim_end *end)
{
	u16 bmsr = BMSR_ERCAP | BMSR_ESTATEN | BMSR_ANEGCAPABLE;

	if (!end->link_failed)
		bmsr |= BMSR_LSTATUS;
	if (end->state == PCS_SIM_LINK_OK)
		bmsr |= BMSR_ANEGCOMPLETE;

	end->link_failed = !pcs_sim_end_link(end);

	return bmsr;
}
EXPORT_SYMBOL_GPL(pcs_sim_end_bmsr);

/* Make two ends, which are unplugged, hear each other. */
void pcs_sim_end_plug(struct pcs_sim_end *a, struct pcs_sim_end *b)
{
	lockdep_assert_held(&pcs_sim_lock);

	a->peer = b;
	b->peer = a;
	pcs_sim_end_update(a);
}

void pcs_sim_end_unplug(struct pcs_sim_end *end)
{
	struct pcs_sim_end *peer = end->peer;

	lockdep_assert_held(&pcs_sim_lock);

	if (!peer)
		return;

	end->peer = NULL;
	peer->peer = NULL;
	pcs_sim_end_update(end);
	pcs_sim_end_update(peer);
}

/* Frames at two speeds do not fit into each other. */
static bool pcs_sim_end_passes(const struct pcs_sim_end *a,
			       const struct pcs_sim_end *b)
{
	if (a->isolated || b->isolated)
		return false;
	if (a->speed && b->speed && a->speed != b->speed)
		return false;

	return pcs_sim_end_link(a) && pcs_sim_end_link(b);
}

/**
 * pcs_sim_end_forward() - send a frame, from pcs_sim_rx_fn of another end
 * @end: the end to send from
 * @skb: the frame, with its Ethernet header
 *
 * Context: Under pcs_sim_lock.
 * Return: whether somebody behind the other end of the link took @skb. If not,
 * it still belongs to the caller.
 */
bool pcs_sim_end_forward(struct pcs_sim_end *end, struct sk_buff *skb)
{
	struct pcs_sim_end *peer = end->peer;

	lockdep_assert_held(&pcs_sim_lock);

	if (!peer || !peer->rx || !pcs_sim_end_passes(end, peer))
		return false;

	return peer->rx(peer->rx_priv, skb);
}
EXPORT_SYMBOL_GPL(pcs_sim_end_forward);

/**
 * pcs_sim_end_xmit() - send a frame
 * @end: the end to send from
 * @skb: the frame, with its Ethernet header
 *
 * Context: Softirq, or bottom halves disabled; not under pcs_sim_lock.
 * Return: whether somebody behind the other end of the link took @skb. If not,
 * it still belongs to the caller.
 */
bool pcs_sim_end_xmit(struct pcs_sim_end *end, struct sk_buff *skb)
{
	bool taken;

	spin_lock(&pcs_sim_lock);
	taken = pcs_sim_end_forward(end, skb);
	spin_unlock(&pcs_sim_lock);

	return taken;
}
EXPORT_SYMBOL_GPL(pcs_sim_end_xmit);

/**
 * pcs_sim_end_set_rx() - say who takes the frames that come in
 * @end: the end where they do
 * @rx: called for every frame received, or NULL to drop them, after which it is
 *	not called any more
 * @priv: passed to @rx
 *
 * Context: Not under pcs_sim_lock.
 */
void pcs_sim_end_set_rx(struct pcs_sim_end *end, pcs_sim_rx_fn rx, void *priv)
{
	spin_lock_bh(&pcs_sim_lock);
	end->rx = rx;
	end->rx_priv = priv;
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_end_set_rx);

/**
 * pcs_sim_end_state_name() - the state of the negotiation, for people
 * @end: the end
 *
 * Context: Under pcs_sim_lock.
 * Return: its name, which is that of the standard.
 */
const char *pcs_sim_end_state_name(const struct pcs_sim_end *end)
{
	static const char * const names[] = {
		[PCS_SIM_AN_ENABLE] = "AN_ENABLE",
		[PCS_SIM_AN_RESTART] = "AN_RESTART",
		[PCS_SIM_ABILITY_DETECT] = "ABILITY_DETECT",
		[PCS_SIM_ACKNOWLEDGE_DETECT] = "ACKNOWLEDGE_DETECT",
		[PCS_SIM_COMPLETE_ACKNOWLEDGE] = "COMPLETE_ACKNOWLEDGE",
		[PCS_SIM_IDLE_DETECT] = "IDLE_DETECT",
		[PCS_SIM_LINK_OK] = "LINK_OK",
		[PCS_SIM_AN_DISABLE_LINK_OK] = "AN_DISABLE_LINK_OK",
	};

	return names[end->state];
}
EXPORT_SYMBOL_GPL(pcs_sim_end_state_name);

static void pcs_sim_end_timeout(struct timer_list *timer)
{
	struct pcs_sim_end *end = timer_container_of(end, timer, timer);

	spin_lock(&pcs_sim_lock);
	/* Not if it was started again while this waited for the lock. */
	if (!timer_pending(timer)) {
		end->timer_done = true;
		pcs_sim_end_update(end);
	}
	spin_unlock(&pcs_sim_lock);
}

/**
 * pcs_sim_end_init() - set up an end
 * @end: the end, all zero; hears 8B/10B at 1.25 GBd until it is told else
 */
void pcs_sim_end_init(struct pcs_sim_end *end)
{
	timer_setup(&end->timer, pcs_sim_end_timeout, 0);
	end->link_failed = true;
}
EXPORT_SYMBOL_GPL(pcs_sim_end_init);

/**
 * pcs_sim_end_shutdown() - undo pcs_sim_end_init()
 * @end: the end, which is on no lane
 *
 * Context: May sleep.
 */
void pcs_sim_end_shutdown(struct pcs_sim_end *end)
{
	timer_shutdown_sync(&end->timer);
}
EXPORT_SYMBOL_GPL(pcs_sim_end_shutdown);
