/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem: model of core.c, handle.c and array.c, see pcs.pml
 */

/* Locks. A writer that waits keeps new readers out. */
inline lock(m) { atomic { m == 0 -> m = _pid + 1 } }
inline unlock(m) { atomic { assert(m == _pid + 1); m = 0 } }

inline down_read(h)
{
	atomic {
		!H[h].writer && !H[h].writers ->
		assert(H[h].ref > 0);
		H[h].readers++
	}
}

inline up_read(h)
{
	d_step { assert(H[h].ref > 0 && H[h].readers > 0); H[h].readers-- }
}

inline down_write(h)
{
	d_step { assert(H[h].ref > 0); H[h].writers++ };
	atomic {
#ifndef NO_WAIT
		!H[h].writer && H[h].readers == 0;
#endif
		H[h].writers--;
		H[h].writer = true
	}
}

inline up_write(h) { d_step { assert(H[h].ref > 0); H[h].writer = false } }

/* The driver's side of an op */
inline enter(c) { assert(C[c].mem && C[c].drv); C[c].in++ }
inline leave(c) { C[c].in-- }

/* ---- core.c */

inline pcs_handle_unref(h)
{
	d_step {
		assert(H[h].ref > 0);
		H[h].ref--;
		WHEN(H[h].ref == 0,
		     assert(!H[h].pending && !H[h].listed);
		     assert(!H[h].writer && !H[h].writers);
		     assert(!H[h].readers && !H[h].channel))
	}
}

inline pcs_handle_queue(h)
{
	atomic {
#ifdef NO_WORK_REF
		WHEN(!H[h].pending, H[h].pending = true; wq!h)
#else
		assert(H[h].ref > 0);
		H[h].ref++;
		if				/* queue_work() */
		:: !H[h].pending -> H[h].pending = true; wq!h
		:: else -> H[h].ref--
		fi
#endif
	}
}

inline pcs_handle_kick(h)
{
	WHOLE {
#ifndef NO_STALE
		H[h].stale = true;
#endif
		pcs_handle_queue(h)
	}
}

inline pcs_handle_kick_refused(h)
{
	atomic {
#ifndef NO_KICK_REFUSED
		lock(pcs_mutex);
		assert(ep_channel[EP(h)]);
		for (o : 0 .. NH - 1) {
			WHEN(H[o].listed && EP(o) == EP(h) && H[o].refused &&
			     !LEAVING(ep_channel[EP(h)]),
			     pcs_handle_kick(o))
		}
		o = 0;
		unlock(pcs_mutex);
#endif
		skip
	}
}

/* Only where there is one handle: it has nothing to do with the others. */
inline pcs_handle_link(h)
{
#if NH == 1
	if
	:: H[h].linked || H[h].channel == 0
	:: else ->
		down_write(h);
		atomic {
			WHEN(H[h].channel && !H[h].linked,
			     assert(C[H[h].channel].drv);
			     H[h].linked = true);
			up_write(h)
		}
	fi
#else
	skip
#endif
}

inline pcs_handle_detach(h)
{
	down_write(h);
	if
	:: H[h].channel ->
#ifndef NO_DISABLE
		pcs_handle_disable(h);
#endif
		atomic {
			assert(!H[h].linked || C[H[h].channel].drv);
			H[h].linked = false;
#ifndef NO_ASKED
			H[h].partial = H[h].partial || H[h].asked;
#endif
			H[h].seq = 0;
			H[h].channel = 0;
			pcs_array_changed(h);
			ch = 0;
			up_write(h)
		}
	:: else -> up_write(h)
	fi
}

inline pcs_handle_replay(h)
{
	pcs_handle_link(h);
	atomic {
#ifndef NO_RTNL
		lock(rtnl);
#endif
		assert(H[h].ref > 0);
		p = H[h].phylink
	};
	go = (p && H[h].stale);
	pcs_array_outdated(h);
	if
	:: go ->
		p--;
#ifndef NO_REREAD
		H[h].replaying = true;
#endif
		phylink_replay_link_begin(p);
		phylink_replay_link_end(p)
	:: else
	fi;
	atomic {
#ifndef NO_RTNL
		unlock(rtnl);
#endif
#ifndef NO_WORK_REF
		pcs_handle_unref(h);
#endif
		p = 0;
		go = false
	}
}

/* With PCS_GET_LATE */
inline pcs_handle_get(h)
{
	atomic {
		lock(pcs_mutex);
		H[h].ref = 1;
		ch = ep_channel[EP(h)];
#ifdef NO_LEAVING
		H[h].channel = ch;
#else
		H[h].channel = (LEAVING(ch) -> 0 : ch);
#endif
		H[h].listed = true;
		ch = 0;
		unlock(pcs_mutex)
	};
	pcs_handle_link(h)
}

inline unlist(h)
{
	atomic { lock(pcs_mutex); H[h].listed = false; unlock(pcs_mutex) }
}

inline pcs_put(h)
{
	atomic {
#ifndef NO_PUTTING
		lock(pcs_mutex);
		H[h].putting = true;
		unlock(pcs_mutex);
#endif
		skip
	};
#ifdef EARLY_UNLIST
	unlist(h);
	pcs_handle_detach(h);
#else
	pcs_handle_detach(h);
	unlist(h);
#endif
#ifdef FLUSH_PUT
	!H[h].pending && !work_busy;		/* flush_work(&h->replay) */
#endif
	pcs_handle_unref(h)
}

/* With the channels first to last */
inline pcs_register(first, last)
{
	atomic {				/* pcs_provider_add() */
		lock(pcs_mutex);
		for (c : first .. last) {
			assert(ep_channel[CEP(c)] == 0);
			C[c].mem = true;
			C[c].drv = true;
			C[c].hashed = true;
			ep_channel[CEP(c)] = c
		}
	};
	for (c : first .. last) {		/* pcs_provider_publish() */
		for (e : 0 .. NH - 1) {
			if
			:: atomic {
				H[e].listed && EP(e) == CEP(c) &&
				!H[e].putting ->
				assert(H[e].channel == 0);
				H[e].channel = c
			   };
#ifndef NO_KICK
				pcs_handle_kick(e);
#endif
				pcs_array_arrival(e)
			:: else
			fi
		}
	}
	atomic { c = 0; e = 0; unlock(pcs_mutex) }
}

inline pcs_channel_first_handle(c)
{
	atomic {
		lock(pcs_mutex);
		for (e : 0 .. NH - 1) {
			if
			:: H[e].listed && H[e].channel == c ->
#ifndef NO_FIRST_REF
				H[e].ref++;
#endif
				break
			:: else
			fi
		}
		unlock(pcs_mutex)
	}
}

inline pcs_channel_detach(c)
{
	do
	:: pcs_channel_first_handle(c);
		if
		:: e < NH ->
			pcs_handle_detach(e);
#ifndef NO_FIRST_REF
			pcs_handle_unref(e)
#endif
		:: else -> break
		fi
	od
}

inline kick_all(first, last)
{
	for (e : 0 .. NH - 1) {
		WHEN(H[e].listed && EP(e) >= CEP(first) && EP(e) <= CEP(last),
		     pcs_handle_kick(e))
	}
}

inline pcs_unregister(first, last)
{
	atomic {
		lock(pcs_mutex);
		C[PROV(first)].leaving = true;
		unlock(pcs_mutex)
	};
#ifdef TAKE_RTNL
	lock(rtnl);
#endif
#ifdef EARLY_KICK
	lock(pcs_mutex);
	kick_all(first, last);
	unlock(pcs_mutex);
#endif
	for (c : first .. last) {
		pcs_channel_detach(c)
	}
	lock(pcs_mutex);
#ifndef EARLY_KICK
	kick_all(first, last);
#endif
	atomic {
		for (c : first .. last) {	/* pcs_channel_del() */
			ep_channel[CEP(c)] = 0;
			C[c].hashed = false
		}
		unlock(pcs_mutex)
	};
#ifdef TAKE_RTNL
	unlock(rtnl);
#endif
#ifdef FLUSH_UNREGISTER
	empty(wq) && !work_busy;		/* flush_workqueue(pcs_wq) */
#endif
	atomic {
		for (c : first .. last) {
#ifdef NO_GRACE
			C[c].mem = false;	/* kfree(prov) */
#else
			C[c].going = true;	/* kfree_rcu(prov, rcu) */
#endif
			/* It returns, and the driver frees what is its own. */
			assert(C[c].in == 0 && !C[c].on && !C[c].user);
			C[c].drv = false
		}
		grace_period();
		c = 0;
		e = 0
	}
}

/* The end of a grace period, at the earliest moment */
inline grace_period()
{
	if
	:: rcu_readers == 0 ->
		C[1].mem = C[1].mem && !C[1].going;
		C[1].going = false;
#if NC > 1
		C[2].mem = C[2].mem && !C[2].going;
		C[2].going = false
#endif
	:: else
	fi
}

inline pcs_link_change(c)
{
	assert(C[c].mem);
#ifdef NO_GATE
	u = C[c].user;
#endif
	atomic {
#ifndef NO_GATE
		lock(C[c].gate);
		assert(C[c].mem);
		u = C[c].user;
#endif
		if
		:: u ->				/* phylink_pcs_change() */
			assert(H[u - 1].ref > 0);
			u = H[u - 1].pcs_phylink
		:: else
		fi;
		if
		:: u ->				/* phylink_link_changed() */
			u--;
			assert(P[u].alive && !P[u].quiet);
			if
			:: P[u].link_failed = true
			:: skip
			fi;
			go = !DISABLED(u)
		:: else
		fi
	};
	atomic {
		WHEN(go, queue_resolve(u));
		assert(C[c].mem);
#ifndef NO_GATE
		unlock(C[c].gate);
#endif
		rcu_readers--;			/* rcu_read_unlock() */
		grace_period();
		c = 0;
		u = 0;
		go = false
	}
}

/* ---- handle.c */

/* pcs_handle_active(), pcs_channel_is_others() */
#ifdef NO_USER_CHECK
#define ACTIVE(h) (H[h].channel != 0)
#else
#define ACTIVE(h) (H[h].channel != 0 && C[H[h].channel].user == h + 1)
#endif
#define OTHERS(c, h) (C[c].user && C[c].user != h + 1)

/* ret: 2 when the channel became ours, 1 when it was, 0 for -EBUSY */
inline claim(c, h)
{
	if
	:: C[c].user == 0 ->
		C[c].user = h + 1;
		H[h].refused = false;
		ret = 2
	:: C[c].user == h + 1 -> ret = 1
	:: OTHERS(c, h) -> H[h].refused = true; ret = 0
	fi
}

inline pcs_channel_claim(c, h)
{
#ifdef NO_CLAIM_LOCK
	claim(c, h)
#else
	atomic { C[c].gate == 0 -> claim(c, h) }
#endif
}

inline pcs_channel_release(c, h)
{
	atomic {
#ifndef NO_GATE
		C[c].gate == 0;
#endif
		C[c].user = 0
	};
	pcs_handle_kick_refused(h)
}

/* Under h->lock, with which h->channel does not become NULL and h does not
 * become, nor cease to be, the user.
 */
inline pcs_handle_disable(h)
{
	WHOLE {
		atomic {
			ch = (ACTIVE(h) -> H[h].channel : 0);
			if
			:: ch ->
				enter(ch);
				assert(C[ch].on);
				C[ch].on = false;
				H[h].seq = 0
			:: else
			fi
		};
		WHEN(ch, leave(ch))
	};
	WHEN(ch, pcs_channel_release(ch, h))
}

/* Ops: to take the lock for reading, to read h->channel and to enter the driver
 * is one step. Only the channel's coming could be in between, and then it could
 * as well have been before. The same with leaving the driver and the lock.
 */
inline op_end(h)
{
	atomic { WHEN(ch, leave(ch)); ch = 0; up_read(h) }
}

inline pcs_op_inband_caps(h)
{
	atomic {
		down_read(h);
		ch = H[h].channel;
		H[h].partial = !ch;
		H[h].asked = true;
		WHEN(ch, enter(ch); H[h].seq = (H[h].seq == 4 -> 4 : 1))
	};
	op_end(h)
}

inline pcs_op_disable(h)
{
	atomic {
		down_read(h);
#ifndef KEEP_PHYLINK
		H[h].phylink = 0
#endif
	};
	pcs_handle_disable(h);
	atomic { ch = 0; up_read(h) }
}

inline pcs_op_pre_config(h)
{
	H[h].phylink = H[h].pcs_phylink;	/* smp_store_release() */
#if !defined(NEVER_FRESH) && !defined(NO_MB)
	H[h].stale = false;
#endif
	WHOLE {
		atomic {
			down_read(h);
			ch = H[h].channel;
			if
			:: ch && OTHERS(ch, h) -> H[h].partial = true; ch = 0
			:: ch && !OTHERS(ch, h) ->
				enter(ch);
				H[h].seq = (H[h].seq == UNASKED ||
					    H[h].seq == 4 -> 2 : 0)
			:: ch == 0
			fi
		};
#ifdef NO_MB
		H[h].stale = false;		/* the read has passed it */
#endif
		op_end(h)
	}
}

inline pcs_op_post_config(h)
{
	atomic {
		down_read(h);
		ch = H[h].channel;
		if
		:: ch && OTHERS(ch, h) -> H[h].partial = true; ch = 0
		:: ch && !OTHERS(ch, h) ->
			enter(ch);
			H[h].seq = (H[h].seq == 2 -> 3 : 0)
		:: ch == 0 -> P[p].failed = true	/* -ENODEV */
		fi
	};
	op_end(h)
}

inline pcs_op_config(h)
{
	atomic { down_read(h); ch = H[h].channel; ret = 0 };
	WHEN(ch, pcs_channel_claim(ch, h));	/* pcs_handle_enable() */
	WHOLE {
		if
		:: ret == 2 ->
			atomic {
				enter(ch);
				assert(!C[ch].on);
				C[ch].on = true
			};
			leave(ch)
		:: else
		fi
	};
	atomic {				/* ops->pcs_config() */
		if
		:: ret ->
			enter(ch);
			assert(C[ch].on);
			H[h].seq = (H[h].seq >= 3 -> 4 : 0)
		:: else -> P[p].failed = true; ch = 0
		fi
	};
#ifndef NO_REPORT
	WHEN(ret == 2 || (ret && H[h].replaying),
	     run_resolve(p));			/* phylink_pcs_change() */
#endif
	WHEN(ret, H[h].replaying = false);
	atomic {
#ifdef NO_PARTIAL
		ret = 0;
#else
		ret = ret && H[h].partial;	/* again */
#endif
		H[h].partial = false;
		H[h].asked = false;
		op_end(h)
	};
	/* Nothing here would be worse without the look at stale: who set it has
	 * queued the work item, which looks later, and finds h->phylink.
	 */
	WHEN(ret || H[h].stale, pcs_handle_kick(h));
	ret = 0;
	pcs_array_configured(h)
}

/* pcs_an_restart(), pcs_link_up() and the EEE ops have the same shape. */
inline pcs_op_get_state(h, link)
{
	atomic {
		down_read(h);
		ch = (ACTIVE(h) -> H[h].channel : 0);
		WHEN(H[h].replaying, ch = 0);
		link = (ch != 0);
		WHEN(ch, enter(ch); assert(C[ch].on))
	};
	op_end(h)
}

/* ---- array.c */

#ifdef HAVE_ARRAY
inline pcs_array_select(to)
{
	for (to : 0 .. NH - 1) {
		atomic {
			/* down_read(), pcs_handle_channel(), up_read() */
			!H[to].writer && !H[to].writers;
			assert(H[to].ref > 0);
			WHEN(H[to].channel, break)
		}
	}
	/* None is there: the first that may support the mode */
	to = (to == NH -> 0 : to)
}

inline pcs_array_changed(h)
{
	WHEN(H[h].in_array, array_changes++)
}

inline pcs_array_arrival(h)
{
#ifndef NO_ARRIVAL
	WHEN(H[h].in_array,
	     pcs_array_changed(h);
	     atomic { pcs_handle_queue(0); pcs_handle_queue(1) })
#else
	skip
#endif
}

inline pcs_array_configured(h)
{
#ifdef NO_CONFIGURED
	skip
#else
	atomic {
		WHEN(H[h].in_array && H[h].changes != array_changes,
		     H[h].changes = array_changes;
		     pcs_handle_queue(h))
	}
#endif
}

inline pcs_array_outdated(h)
{
	if
	:: p && !go && H[h].in_array ->
		pcs_array_select(other);
		atomic { go = (other != h); other = 0 }
	:: else
	fi
}
#else
inline pcs_array_outdated(h) { skip }
inline pcs_array_select(to) { to = p }
inline pcs_array_changed(h) { skip }
inline pcs_array_arrival(h) { skip }
inline pcs_array_configured(h) { skip }
#endif
