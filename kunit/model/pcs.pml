/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem: model of how PCS, consumers, phylink and interrupts meet
 *
 * scripts/check-model has spin search every interleaving of what follows, in
 * the arrangements
 *
 *	ONE	one consumer, a PCS that comes, goes and comes again
 *	IRQ	the same with a link change that the PCS reports at any moment
 *	ETHTOOL	the same with a new advertisement
 *	REPLAY	the same with a MAC that has phylink configure all again
 *	PHY	the same with a PHY that tells the state of the link and changes
 *		the interface mode, so that phylink configures without RTNL; and
 *		does not ask for pcs_inband_caps()
 *	SHARED	two consumers of one PCS
 *	SHARED_PHY
 *		both running, and one of them with such a PHY
 *	ARRAY	one consumer with two PCS of two drivers, one of which stays
 *	ARRAY_PHY
 *		running, with such a PHY; both PCS come
 *	PAIR	one consumer with two PCS of one driver, registered in one call
 *
 * Consumers start and stop phylink, or leave it running, and may destroy it and
 * put the handle, with RTNL held or not; a driver registers and unregisters
 * with RTNL held or not, and frees at once what it registered. Everyone may
 * stop for ever where that is allowed, at which moment what there is has to be
 * right.
 *
 * What is asserted:
 *	- no access to a provider, a handle, a phylink or a driver that is gone
 *	- no op runs when pcs_unregister() returns, and none is called later
 *	- pcs_enable() and pcs_disable() in pairs, pcs_config() in between
 *	- no link report to a phylink that is stopped
 *	- when nothing moves any more (the process "rest"), everyone has come to
 *	  the end, so nobody waits for anyone; and each link is where it has to
 *	  be: up, after a configuration all of whose ops have reached the
 *	  driver, if phylink is started and the PCS is there and free; else down
 *	- no link comes up by a state that was read before configuring; but
 *	  see below
 *	- there is no cycle, so nothing is done for ever (a second search
 *	  of ONE)
 *
 * Correspondence: what stands for a function has its name,
 *
 *	core.pml	core.c, handle.c and array.c in drivers/net/pcs
 *	phylink.pml	drivers/net/phy/phylink.c
 *	pcs.pml		the callers: drivers of PCS and of MACs
 *
 * except for
 *
 *	kick_all	the loop at the end of pcs_unregister()
 *	unlist		the end of pcs_put()
 *	claim		what pcs_channel_claim() does under the lock
 *	enter, leave	the driver's side of an op
 *	grace_period	of RCU, for kfree_rcu()
 *
 * One step here is one access of shared state there. Where several are one
 * step, what is shared cannot change in between, being under a lock that is
 * held, or it would be the same if it had changed before or after.
 *
 * What is not here: the order in which a CPU's stores become visible, since
 * spin interleaves whole steps (NO_MB stands for a barrier that is missing);
 * errors of the driver's ops and of memory; modes that a PCS does not support;
 * several channels beyond two; pcs_pre_init(); suspend; polling, which repairs
 * later what is wrong now, and so would hide it.
 *
 * In REPLAY phylink itself takes the link up by the state of before.
 *
 * Each of the words NO_*, EARLY_*, FLUSH_*, TAKE_RTNL, KEEP_PHYLINK and
 * NEVER_FRESH takes one protecting step out, or puts a wrong one in.
 * check-model lists them, and fails if nothing is found: what cannot fail
 * proves nothing.
 */

/* NH handles and NP phylinks, each with its MAC; NC channels, those that come
 * again counted again. EP(h) is h->ep, PL(h) the phylink of the MAC that has
 * it, CEP(c) ch->ep, PROV(c) stands for ch->provider.
 */
#if defined(SHARED) || defined(SHARED_PHY)
#define NH 2
#define NP 2
#define NE 1
#define NC 1
#elif defined(ARRAY) || defined(ARRAY_PHY) || defined(PAIR)
#define HAVE_ARRAY
#define NH 2
#define NP 1
#define NE 2
#define NC 2
#else
#define NH 1
#define NP 1
#define NE 1
#define NC 2
#endif

#ifdef HAVE_ARRAY
#define EP(h) (h)
#define PL(h) 0
#define CEP(c) ((c) - 1)
#else
#define EP(h) 0
#define PL(h) (h)
#define CEP(c) 0
#endif

#ifdef PAIR
#define PROV(c) 1
#else
#define PROV(c) (c)
#endif
#define LEAVING(c) C[PROV(c)].leaving

#if defined(PHY) || defined(SHARED_PHY) || defined(ARRAY_PHY)
#define HAVE_PHY
#define UNASKED 0		/* Handle.seq before pcs_op_pre_config() */
#else
#define UNASKED 1
#endif

/* Each op of a driver takes its time; not where two consumers or two PCS make
 * too much of it. There it is one step, which is the same as long as the lock
 * does what it is for. Whether it does is the matter of the arrangements with
 * one handle.
 */
#if NH == 1
#define WHOLE
#else
#define WHOLE atomic
#endif

/* phylink_disable_state */
#define DISABLED(p) (P[p].stopped || P[p].replay)

#define WHEN(cond, ...) if :: cond -> __VA_ARGS__ :: else fi

/* Pointers are indices from 1, and 0 is NULL; handles, phylinks and endpoints
 * themselves are counted from 0. A lock that is held has its owner's number.
 * Local variables are set to 0 when they are done with, so that states in which
 * the same may happen are the same.
 */
typedef Handle {
	byte ref;
	byte readers;		/* h->lock */
	bool writer;
	byte writers;		/* who wait */
	byte channel;
	byte phylink;
	byte pcs_phylink;	/* h->pcs.phylink, which is phylink's */
	bool stale;
	bool partial;
	bool asked;
	bool replaying;
	bool refused;
	bool putting;
	bool linked;
	bool listed;		/* in the list of its endpoint */
	bool in_array;		/* h->array */
	byte changes;
	bool pending;		/* h->replay */
	byte seq;		/* what the driver saw of a configuration: 1
				 * caps, 2 pre_config, 3 post_config, 4 config
				 */
};

typedef Channel {
	bool mem;		/* not freed: the core's memory */
	bool drv;		/* and the driver's */
	bool hashed;		/* in pcs_channels */
	bool leaving;
	bool going;		/* to be freed after a grace period */
	byte gate;		/* ch->lock */
	byte user;
	byte in;		/* calls that are inside the driver */
	bool on;		/* between pcs_enable() and pcs_disable() */
};

typedef Phylink {
	bool alive;
	bool running;		/* between phy_start() and phy_stop() */
	bool quiet;		/* no report may come */
	byte state_mutex;
	byte pcs;
	bool stopped;		/* PHYLINK_DISABLE_STOPPED */
	bool replay;		/* PHYLINK_DISABLE_REPLAY */
	bool failed;		/* major_config_failed */
	bool link_failed;
	bool force;		/* force_major_config */
	bool link;
	bool mode;		/* the PHY wants another than is configured */
	bool pending;		/* pl->resolve */
	bool busy;		/* and running */
	bool cancel;		/* and being cancelled */
	byte flush;		/* and waited for: 1 if pending, 2 if busy */
};

Handle H[NH];
Channel C[NC + 1];
Phylink P[NP];
byte ep_channel[NE];
byte array_changes;
byte rtnl;
byte pcs_mutex;
byte rcu_readers;
chan wq = [NH] of { byte };	/* pcs_wq, ordered */
bool work_busy;
byte parties;			/* mac and driver processes */
byte done;			/* and those that are through */

#include "core.pml"
#include "phylink.pml"

/* ---- who calls what */

/* The work items of the handles */
proctype work()
{
	byte h, p, ch, ret, other;
	bool go;

end_idle:
	do
	:: atomic {
		wq?h ->
		assert(H[h].ref > 0);
		H[h].pending = false;
		work_busy = true
	   };
		pcs_handle_replay(h);
		atomic { work_busy = false; h = 0 }
	od
}

/* pl->resolve */
proctype resolve(byte p)
{
	byte h, old, ch, o, ret;
	bool cur, link, retrigger, mac_config;

end_idle:
	do
	:: atomic {
		P[p].pending ->
		assert(P[p].alive);
		P[p].pending = false;
		P[p].busy = true;
		P[p].flush = (P[p].flush == 1 -> 2 : P[p].flush)
	   };
		phylink_resolve(p);
		atomic {
			P[p].busy = false;
			P[p].flush = (P[p].flush == 2 -> 0 : P[p].flush)
		}
	od
}

/* What may happen once, or never. phylib changes the mode between phy_start()
 * and phy_stop().
 */
proctype phy(byte p)
{
end_never:
	phylink_phy_change(p)
}

proctype ethtool(byte p)
{
	byte h, ch, ret;

end_never:
	atomic { P[p].alive && !P[p].stopped && !rtnl -> lock(rtnl) };
	lock(P[p].state_mutex);
	phylink_change_inband_advert(p);
	atomic { unlock(P[p].state_mutex); unlock(rtnl) }
}

/* What stmmac does when it has reset its hardware */
proctype reset(byte p)
{
	byte ret;

end_never:
	atomic { P[p].alive && !P[p].stopped && !rtnl -> lock(rtnl) };
	phylink_replay_link_begin(p);
	phylink_replay_link_end(p);
	unlock(rtnl)
}

/* Of any PCS */
proctype irq()
{
	byte c, u;
	bool go;

end_never:
	atomic {
		if
		:: C[1].hashed -> c = 1
#if NC > 1
		:: C[2].hashed -> c = 2
#endif
		fi;
		rcu_readers++			/* rcu_read_lock() */
	};
	pcs_link_change(c)
}

inline put_all(p)
{
#ifdef HAVE_ARRAY
	atomic {				/* pcs_array_put() */
		lock(pcs_mutex);
		H[0].in_array = false;
		H[1].in_array = false;
		unlock(pcs_mutex)
	};
	pcs_put(0);
	pcs_put(1)
#else
	pcs_put(p)
#endif
}

inline maybe_rtnl()
{
	if
	:: atomic { lock(rtnl); have_rtnl = true }
	:: skip
	fi
}

inline drop_rtnl()
{
	atomic { WHEN(have_rtnl, unlock(rtnl); have_rtnl = false) }
}

/* Gets the PCS, if there is one handle (else init does it), and starts; stops,
 * destroys, and puts, if it does not stay.
 */
proctype mac(byte p; bool stays)
{
	byte h, old, ch, o, ret;
	bool have_rtnl;

#if NH == 1
	pcs_handle_get(p);
#endif
	atomic { P[p].alive = true; P[p].stopped = true; P[p].quiet = true };
	phylink_start(p);
	if
	:: true
	:: !stays ->
		phylink_stop(p);
		phylink_destroy(p);
		maybe_rtnl();
		put_all(p);
		drop_rtnl()
	fi;
	done++
}

/* Registers first to last, unless they are there, unregisters them, and goes on
 * with the one "again", if there is one.
 */
proctype driver(byte first, last, again)
{
	byte c, e, ch, o;
	bool have_rtnl;

	do
	:: if
	   :: ep_channel[CEP(first)] == 0 ->
		maybe_rtnl();
		pcs_register(first, last);
		drop_rtnl()
	   :: else
	   fi;
		if
		:: break
		:: true
		fi;
		maybe_rtnl();
		pcs_unregister(first, last);
		drop_rtnl();
		if
		:: break
		:: again -> atomic { first = again; last = again; again = 0 }
		fi
	od;
	atomic { first = 0; last = 0; again = 0; done++ }
}

/* Registers the one and the other, if there is another. */
proctype comes(byte one, other)
{
	byte c, e;

	pcs_register(one, one);
	if
	:: other -> pcs_register(other, other)
	:: else
	fi;
	atomic { one = 0; other = 0; done++ }
}

#define HERE(e) (ep_channel[e] != 0)

/* Each link where it has to be, nothing held, nothing left over. What waits for
 * a moment that does not come (irq, ethtool, phy, reset) is no party.
 */
proctype rest()
{
	byte h, c;

	timeout;
	atomic {
		/* everyone came to the end: nobody waits for anyone */
		assert(done == parties);
		assert(empty(wq) && !work_busy && !rtnl && !pcs_mutex);
		for (h : 0 .. NH - 1) {
			assert(!H[h].readers && !H[h].writer && !H[h].writers);
			assert(!H[h].pending && H[h].ref == H[h].listed);
			assert(!P[PL(h)].busy && !P[PL(h)].pending);
			assert(!P[PL(h)].state_mutex);
			c = ep_channel[EP(h)];
			assert(!H[h].listed || H[h].channel == c);
			/* who has it enabled is up, entirely configured */
			assert(!(c && C[c].user == h + 1) ||
			       P[PL(h)].running && P[PL(h)].link &&
			       P[PL(h)].pcs == h + 1 && H[h].seq == 4);
			/* who wants it has it, or another has */
			assert(!(P[PL(h)].running && P[PL(h)].pcs == h + 1 &&
				 c) || C[c].user != 0);
			assert(P[PL(h)].running || !P[PL(h)].link);
#ifdef HAVE_ARRAY
			/* the first in order that is there */
			assert(!P[0].running || !HERE(0) || P[0].pcs == 1);
			assert(!P[0].running || HERE(0) || !HERE(1) ||
			       P[0].pcs == 2);
			assert(!P[0].link || HERE(0) || HERE(1));
#else
			/* up is who has it */
			assert(!P[h].link || c && C[c].user == h + 1);
#endif
#if NH == 1
			assert(!H[h].listed || H[h].linked == (c != 0));
#endif
		}
		for (c : 1 .. NC) {
			assert(C[c].on == (C[c].user != 0));
			assert(C[c].mem == C[c].hashed);
			assert(C[c].drv == C[c].hashed);
			assert(!C[c].gate && !C[c].in)
		}
	}
}

inline is_there(c)
{
	C[c].mem = true;
	C[c].drv = true;
	C[c].hashed = true;
	ep_channel[CEP(c)] = c
}

init {
	byte ch;

	atomic {
#if defined(SHARED)
		is_there(1);
		parties = 3;
		run mac(0, false);
		run mac(1, true);
		run driver(1, 1, 0);
#elif defined(SHARED_PHY)
		parties = 3;
		run mac(0, true);
		run mac(1, true);
		run comes(1, 0);
#elif defined(ARRAY)
		is_there(2);
		parties = 2;
		run mac(0, false);
		run driver(1, 1, 0);
#elif defined(ARRAY_PHY)
		parties = 2;
		run mac(0, true);
		run comes(2, 1);
#elif defined(PAIR)
		parties = 2;
		run mac(0, false);
		run driver(1, 2, 0);
#else
		parties = 2;
		run mac(0, false);
		run driver(1, 1, 2);
#endif
#if NH == 2
		pcs_handle_get(0);
		pcs_handle_get(1);
#endif
#ifdef HAVE_ARRAY
		H[0].in_array = true;
		H[1].in_array = true;
#endif
#if NP == 2
		run resolve(1);
#endif
#ifdef HAVE_PHY
		run phy(0);
#endif
#ifdef REPLAY
		run reset(0);
#endif
#ifdef IRQ
		run irq();
#endif
#ifdef ETHTOOL
		run ethtool(0);
#endif
		run resolve(0);
		run work();
		run rest()
	}
}
