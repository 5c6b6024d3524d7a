/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem: model of drivers/net/phy/phylink.c, as far as the subsystem
 * has to do with it, see pcs.pml
 */

inline queue_resolve(p)
{
	d_step { assert(P[p].alive); WHEN(!P[p].cancel, P[p].pending = true) }
}

inline run_resolve(p)
{
	atomic { WHEN(!DISABLED(p), queue_resolve(p)) }
}

/* To be followed by waiting for flush == 0 */
inline flush_resolve(p)
{
	assert(P[p].alive && P[p].flush == 0);
	P[p].flush = (P[p].pending -> 1 : (P[p].busy -> 2 : 0))
}

/* One step: who sets the bits has RTNL. */
inline run_resolve_and_disable(p, bit_)
{
	atomic {
		ret = !DISABLED(p);
		bit_ = true;
		WHEN(ret, queue_resolve(p); flush_resolve(p));
		ret = 0
	};
	P[p].flush == 0
}

inline phylink_major_config(p)
{
	P[p].failed = false;
	pcs_array_select(h);			/* mac_select_pcs() */
#ifndef HAVE_PHY
	WHOLE { pcs_op_inband_caps(h) };	/* phylink_pcs_neg_mode() */
#endif
	if
	:: P[p].pcs != h + 1 ->
		if
		:: P[p].pcs ->
			old = P[p].pcs - 1;
			pcs_op_disable(old);
			H[old].pcs_phylink = 0;
			old = 0
		:: else
		fi;
		atomic { H[h].pcs_phylink = p + 1; P[p].pcs = h + 1 }
	:: else
	fi;
	pcs_op_pre_config(h);
	WHOLE { pcs_op_post_config(h) };
	pcs_op_config(h)
}

inline phylink_start(p)
{
	atomic { lock(rtnl); P[p].link = false; P[p].quiet = false };
	phylink_major_config(p);
	atomic {
		P[p].stopped = false;
		run_resolve(p);
		P[p].running = true;		/* phy_start() */
		h = 0;
		unlock(rtnl)
	}
}

inline phylink_stop(p)
{
	atomic {
		lock(rtnl);
		P[p].running = false;		/* phy_stop() */
		run_resolve_and_disable(p, P[p].stopped)
	};
	h = P[p].pcs - 1;
	pcs_op_disable(h);
	atomic {
		assert(!P[p].link);
		P[p].quiet = true;
		h = 0;
		unlock(rtnl)
	}
}

inline phylink_destroy(p)
{
	/* cancel_work_sync() */
	atomic { P[p].cancel = true; P[p].pending = false };
	atomic { !P[p].busy; P[p].cancel = false; P[p].alive = false }
}

inline phylink_replay_link_begin(p)
{
	run_resolve_and_disable(p, P[p].replay)
}

inline phylink_replay_link_end(p)
{
	atomic {
		assert(P[p].alive && P[p].replay);
		P[p].force = true;
		P[p].replay = false;
		run_resolve(p);
		flush_resolve(p)
	};
	P[p].flush == 0
}

inline phylink_resolve(p)
{
	atomic {
		lock(P[p].state_mutex);
		cur = P[p].link;
		if
		:: DISABLED(p) -> P[p].link_failed = false
		:: !DISABLED(p) && P[p].link_failed -> retrigger = true
		:: !DISABLED(p) && !P[p].link_failed ->
#ifdef HAVE_PHY
			link = true;		/* pl->phy_state */
			mac_config = P[p].mode
#else
			h = P[p].pcs
#endif
		fi
	};
	if
	:: h ->
		/* phylink_mac_pcs_get_state() */
		h--;
		WHOLE { pcs_op_get_state(h, link) };
		if
		:: !link && cur -> retrigger = true
		:: !link && !cur -> WHOLE { pcs_op_get_state(h, link) }
		:: link
		fi;
		h = 0
	:: else
	fi;
	if
	:: P[p].force || mac_config ->
		atomic {
			P[p].link = false;
			cur = false;
			WHEN(mac_config, P[p].mode = false)
		};
		phylink_major_config(p);
		atomic {
			h = 0;
			mac_config = false;
			P[p].force = false;
#if !defined(HAVE_PHY) && !defined(REPLAY)
			/* what it read before is of no use any more */
			assert(!link || P[p].failed)
#endif
		}
	:: else
	fi;
	atomic {
		link = link && !P[p].failed;
		P[p].link = link;
		WHEN(!link && retrigger,
		     P[p].link_failed = false;
		     queue_resolve(p));
		unlock(P[p].state_mutex);
		cur = false;
		link = false;
		retrigger = false
	}
}

/* With a mode that is another one */
inline phylink_phy_change(p)
{
	atomic {
		P[p].running && !P[p].state_mutex ->
		P[p].mode = true;
		run_resolve(p)
	}
}

/* From ethtool, with RTNL and state_mutex */
inline phylink_change_inband_advert(p)
{
	h = P[p].pcs - 1;
	pcs_op_inband_caps(h);			/* phylink_pcs_neg_mode() */
	pcs_op_config(h);
	h = 0
}
