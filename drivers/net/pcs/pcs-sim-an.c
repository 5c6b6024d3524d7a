// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: auto-negotiation at one end of a serial link.
 *
 * The state machine of IEEE 802.3 figure 37-6, without next pages. SGMII uses
 * the same one with another meaning of the word and a shorter link_timer
 * (Cisco Serial-GMII Specification, ENG-46158, "Auto-Negotiation").
 *
 * Both ends of a link run it, and see at once what the other one sends: no
 * signal, a configuration word (/C/), or idle and data (/I/). Time only passes
 * in link_timer. What the standard calls ability_match and acknowledge_match is
 * three words in a row, which takes no time here; sync_status is a peer that
 * transmits.
 */
#include <linux/jiffies.h>
#include <linux/mii.h>
#include <linux/spinlock.h>

#include "pcs-sim.h"

DEFINE_SPINLOCK(pcs_sim_lock);

/* What a transmitter sends when that is not a configuration word. */
#define PCS_SIM_SILENCE		(-1)
#define PCS_SIM_IDLE		(-2)

static int pcs_sim_end_tx(const struct pcs_sim_end *end)
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

static int pcs_sim_end_rx(const struct pcs_sim_end *end)
{
	if (!end->power || !end->peer)
		return PCS_SIM_SILENCE;

	return pcs_sim_end_tx(end->peer);
}

static void pcs_sim_end_start_timer(struct pcs_sim_end *end)
{
	u64 ns = (u64)end->link_timer * 8;

	/* The current jiffy is partly over. */
	end->timer_done = false;
	mod_timer(&end->timer, jiffies + nsecs_to_jiffies(ns) + 1);
}

/* The state that follows from what is received, or the present one. */
static enum pcs_sim_an_state pcs_sim_end_next(struct pcs_sim_end *end, int rx)
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
		break;
	case PCS_SIM_ACKNOWLEDGE_DETECT:
		/* The word acknowledged must be the one detected. */
		if (!rx || (rx > 0 && (rx ^ end->lpa) & ~ADVERTISE_LPACK))
			return PCS_SIM_AN_ENABLE;
		if (rx > 0 && rx & ADVERTISE_LPACK)
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
	int rx = pcs_sim_end_rx(end);
	enum pcs_sim_an_state next = pcs_sim_end_next(end, rx);
	bool stepped = next != end->state;

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
		pcs_sim_end_start_timer(end);
		break;
	case PCS_SIM_AN_RESTART:
	case PCS_SIM_IDLE_DETECT:
		pcs_sim_end_start_timer(end);
		break;
	default:
		break;
	}

	return true;
}

/* Let both ends react to a change at one of them. Ends, since every way round
 * the state machine waits for a timer.
 */
void pcs_sim_end_update(struct pcs_sim_end *end)
{
	bool stepped;

	lockdep_assert_held(&pcs_sim_lock);

	do {
		stepped = pcs_sim_end_step(end);
		if (end->peer)
			stepped |= pcs_sim_end_step(end->peer);
	} while (stepped);
}

/* mr_restart_negotiation, and what a reset does to the state machine. */
void pcs_sim_end_restart(struct pcs_sim_end *end)
{
	end->state = PCS_SIM_AN_ENABLE;
	pcs_sim_end_update(end);
}

/* What a valid link is without negotiation is left to the PCS (IEEE 802.3
 * 22.2.4.2.13): for this one a peer that does not negotiate either.
 */
bool pcs_sim_end_link(const struct pcs_sim_end *end)
{
	return end->state == PCS_SIM_LINK_OK ||
	       (end->state == PCS_SIM_AN_DISABLE_LINK_OK &&
		pcs_sim_end_rx(end) == PCS_SIM_IDLE);
}

void pcs_sim_end_plug(struct pcs_sim_end *a, struct pcs_sim_end *b)
{
	a->peer = b;
	b->peer = a;
	pcs_sim_end_update(a);
}

void pcs_sim_end_unplug(struct pcs_sim_end *end)
{
	struct pcs_sim_end *peer = end->peer;

	if (!peer)
		return;

	end->peer = NULL;
	peer->peer = NULL;
	pcs_sim_end_update(end);
	pcs_sim_end_update(peer);
}

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

void pcs_sim_end_init(struct pcs_sim_end *end)
{
	timer_setup(&end->timer, pcs_sim_end_timeout, 0);
	end->link_failed = true;
}

/* The end must be unplugged. Not to be called under pcs_sim_lock. */
void pcs_sim_end_shutdown(struct pcs_sim_end *end)
{
	timer_shutdown_sync(&end->timer);
}
