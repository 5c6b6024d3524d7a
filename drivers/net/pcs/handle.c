// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem: the ops of a handle, which is what phylink calls
 *
 * Each op holds the handle's lock and finds the channel, or none; the PCS
 * driver cannot go away meanwhile. What the driver does not implement is
 * answered as phylink treats a missing op. While there is no driver pcs_config
 * and pcs_post_config fail, and so phylink holds the link down, whatever the
 * mode; the answers at phylink_create() are permissive, since phylink would
 * never ask again.
 *
 * phylink calls pcs_enable() and pcs_disable() in no strict pairs, and does not
 * repeat pcs_enable() for a PCS that it takes for the same one. The driver sees
 * pairs: it is enabled right before the first pcs_config(), which is where
 * phylink does it, and disabled when phylink or the driver itself ends that.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/phylink.h>

#include <trace/events/pcs.h>

#include "pcs.h"

/* The channel, if the handle is the one that it is enabled for. */
static struct pcs_channel *pcs_handle_active(struct pcs_handle *h)
{
	struct pcs_channel *ch = pcs_handle_channel(h);

	lockdep_assert_held(&h->lock);

	return ch && READ_ONCE(ch->user) == h ? ch : NULL;
}

static bool pcs_channel_is_others(struct pcs_channel *ch, struct pcs_handle *h)
{
	struct pcs_handle *user = READ_ONCE(ch->user);

	return user && user != h;
}

/* Return: 1 when the channel became ours, 0 when it was, -EBUSY. */
static int pcs_channel_claim(struct pcs_channel *ch, struct pcs_handle *h)
{
	char user[PCS_NAME_LEN] = "another";
	unsigned long flags;
	int ret = 0;

	raw_spin_lock_irqsave(&ch->lock, flags);
	if (!ch->user) {
		WRITE_ONCE(ch->user, h);
		WRITE_ONCE(h->refused, false);
		ret = 1;
	} else if (ch->user != h) {
		WRITE_ONCE(h->refused, true);
		if (ch->user->dev)
			strscpy(user, dev_name(ch->user->dev));
		ret = -EBUSY;
	}
	raw_spin_unlock_irqrestore(&ch->lock, flags);

	if (ret == -EBUSY)
		pcs_handle_warn(h, ret, "is in use by ", user);

	return ret;
}

/* From here on no link change reaches the phylink of the handle, and others
 * that were refused may try again.
 */
static void pcs_channel_release(struct pcs_channel *ch, struct pcs_handle *h)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&ch->lock, flags);
	WRITE_ONCE(ch->user, NULL);
	raw_spin_unlock_irqrestore(&ch->lock, flags);

	pcs_handle_kick_refused(h);
}

static int pcs_channel_pre_init(struct pcs_channel *ch, struct pcs_handle *h)
{
	int err = 0;

	ch->pcs->rxc_always_on = h->pcs.rxc_always_on;
	if (ch->pcs->ops->pcs_pre_init)
		err = ch->pcs->ops->pcs_pre_init(ch->pcs);
	h->pre_init_done = !err;
	pcs_note_error(h, PCS_OP_PRE_INIT, err);

	return err;
}

static int pcs_handle_enable(struct pcs_handle *h, struct pcs_channel *ch)
{
	const struct phylink_pcs_ops *ops = ch->pcs->ops;
	int err;

	err = pcs_channel_claim(ch, h);
	if (err <= 0)
		return err;

	err = 0;
	ch->pcs->rxc_always_on = h->pcs.rxc_always_on;
	if (h->pre_init && !h->pre_init_done)
		err = pcs_channel_pre_init(ch, h);
	if (!err && ops->pcs_enable) {
		err = ops->pcs_enable(ch->pcs);
		pcs_note_error(h, PCS_OP_ENABLE, err);
	}
	trace_pcs_enable(h, err);
	if (err < 0) {
		pcs_channel_release(ch, h);
		return err;
	}

	return 0;
}

/* Undo pcs_handle_enable(), if it was done. Under the handle's lock. */
void pcs_handle_disable(struct pcs_handle *h)
{
	struct pcs_channel *ch = pcs_handle_active(h);

	if (!ch)
		return;

	if (ch->pcs->ops->pcs_disable)
		ch->pcs->ops->pcs_disable(ch->pcs);
	trace_pcs_disable(h);
	pcs_channel_release(ch, h);
}

static int pcs_op_validate(struct phylink_pcs *pcs, unsigned long *supported,
			   const struct phylink_link_state *state)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_channel(h);
	if (!ch)
		return 0;

	if (!pcs_mask_has(ch->pcs->supported_interfaces, state->interface))
		return -EINVAL;

	if (!ch->pcs->ops->pcs_validate)
		return 0;

	return ch->pcs->ops->pcs_validate(ch->pcs, supported, state);
}

static unsigned int pcs_op_inband_caps(struct phylink_pcs *pcs,
				       phy_interface_t interface)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_channel(h);
	WRITE_ONCE(h->partial, !ch);
	WRITE_ONCE(h->asked, true);
	if (!ch || !ch->pcs->ops->pcs_inband_caps)
		return 0;

	return ch->pcs->ops->pcs_inband_caps(ch->pcs, interface);
}

static void pcs_op_disable(struct phylink_pcs *pcs)
{
	struct pcs_handle *h = to_pcs_handle(pcs);

	guard(rwsem_read)(&h->lock);
	WRITE_ONCE(h->phylink, NULL);
	WRITE_ONCE(h->seen.state, 0);
	pcs_handle_expect_no_more(h);
	pcs_handle_disable(h);
}

/* The first op of each full configuration, when phylink has made the PCS its
 * own. What comes or goes from here on wants another one.
 */
static void pcs_op_pre_config(struct phylink_pcs *pcs,
			      phy_interface_t interface)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	WRITE_ONCE(h->interface, interface);
	/* pairs with pcs_handle_replay(), which wants to see the mode */
	smp_store_release(&h->phylink, pcs->phylink);
	WRITE_ONCE(h->stale, false);
	smp_mb(); /* before the channel is looked at, see pcs_handle_kick() */

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_channel(h);
	if (ch && pcs_channel_is_others(ch, h))
		WRITE_ONCE(h->partial, true);
	else if (ch && ch->pcs->ops->pcs_pre_config)
		ch->pcs->ops->pcs_pre_config(ch->pcs, interface);
}

static int pcs_op_post_config(struct phylink_pcs *pcs,
			      phy_interface_t interface)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;
	int err = 0;

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_channel(h);
	if (!ch)
		return -ENODEV;

	if (pcs_channel_is_others(ch, h))
		WRITE_ONCE(h->partial, true);
	else if (ch->pcs->ops->pcs_post_config)
		err = ch->pcs->ops->pcs_post_config(ch->pcs, interface);
	pcs_note_error(h, PCS_OP_POST_CONFIG, err);

	return err;
}

static void pcs_op_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
			     struct phylink_link_state *state)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_active(h);
	if (ch && !READ_ONCE(h->replaying))
		ch->pcs->ops->pcs_get_state(ch->pcs, neg_mode, state);
	else
		state->link = false;
	pcs_note_state(h, state);
}

static int pcs_handle_config(struct pcs_handle *h, struct pcs_channel *ch,
			     unsigned int neg_mode, phy_interface_t interface,
			     const unsigned long *advertising, bool permit)
{
	bool reread;
	int err;

	if (!ch) {
		pcs_handle_warn(h, -ENODEV, "is not there", "");
		pcs_handle_expect(h);
		return -ENODEV;
	}

	pcs_handle_expect_no_more(h);
	if (!pcs_mask_has(ch->pcs->supported_interfaces, interface)) {
		pcs_handle_warn(h, -EINVAL, "does not support ",
				phy_modes(interface));
		return -EINVAL;
	}

	reread = READ_ONCE(h->replaying) || !pcs_handle_active(h);
	err = pcs_handle_enable(h, ch);
	if (err)
		return err;

	/* Read by phylink when it has finished this very configuration */
	h->pcs.poll = ch->pcs->poll;

	err = ch->pcs->ops->pcs_config(ch->pcs, neg_mode, interface,
				       advertising, permit);
	WRITE_ONCE(h->replaying, false);
	pcs_note_error(h, PCS_OP_CONFIG, err);
	/* phylink may have read the state before there was one to tell it. */
	if (reread)
		phylink_pcs_change(&h->pcs, true);

	return err;
}

static int pcs_op_config(struct phylink_pcs *pcs, unsigned int neg_mode,
			 phy_interface_t interface,
			 const unsigned long *advertising,
			 bool permit_pause_to_mac)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	bool again;
	int ret;

	down_read(&h->lock);
	h->pcs.poll = false;
	ret = pcs_handle_config(h, pcs_handle_channel(h), neg_mode, interface,
				advertising, permit_pause_to_mac);
	pcs_note_config(h, neg_mode);
	trace_pcs_config(h, neg_mode, interface, ret);
	/* While it is absent, or others have it, its coming is waited for. */
	again = ret >= 0 && READ_ONCE(h->partial);
	WRITE_ONCE(h->partial, false);
	WRITE_ONCE(h->asked, false);
	up_read(&h->lock);

	if (again || READ_ONCE(h->stale))
		pcs_handle_kick(h);
	pcs_array_configured(h);

	return ret;
}

static void pcs_op_an_restart(struct phylink_pcs *pcs)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_active(h);
	if (ch && ch->pcs->ops->pcs_an_restart)
		ch->pcs->ops->pcs_an_restart(ch->pcs);
}

static void pcs_op_link_up(struct phylink_pcs *pcs, unsigned int neg_mode,
			   phy_interface_t interface, int speed, int duplex)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_active(h);
	if (ch && ch->pcs->ops->pcs_link_up)
		ch->pcs->ops->pcs_link_up(ch->pcs, neg_mode, interface, speed,
					  duplex);
}

static void pcs_op_disable_eee(struct phylink_pcs *pcs)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_active(h);
	if (ch && ch->pcs->ops->pcs_disable_eee)
		ch->pcs->ops->pcs_disable_eee(ch->pcs);
}

static void pcs_op_enable_eee(struct phylink_pcs *pcs)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	guard(rwsem_read)(&h->lock);
	ch = pcs_handle_active(h);
	if (ch && ch->pcs->ops->pcs_enable_eee)
		ch->pcs->ops->pcs_enable_eee(ch->pcs);
}

static int pcs_op_pre_init(struct phylink_pcs *pcs)
{
	struct pcs_handle *h = to_pcs_handle(pcs);
	struct pcs_channel *ch;

	guard(rwsem_read)(&h->lock);
	h->pre_init = true;
	ch = pcs_handle_channel(h);
	if (!ch)
		return -ENODEV;

	return pcs_channel_is_others(ch, h) ? -EBUSY :
					      pcs_channel_pre_init(ch, h);
}

const struct phylink_pcs_ops pcs_handle_ops = {
	.pcs_validate = pcs_op_validate,
	.pcs_inband_caps = pcs_op_inband_caps,
	.pcs_disable = pcs_op_disable,
	.pcs_pre_config = pcs_op_pre_config,
	.pcs_post_config = pcs_op_post_config,
	.pcs_get_state = pcs_op_get_state,
	.pcs_config = pcs_op_config,
	.pcs_an_restart = pcs_op_an_restart,
	.pcs_link_up = pcs_op_link_up,
	.pcs_disable_eee = pcs_op_disable_eee,
	.pcs_enable_eee = pcs_op_enable_eee,
	.pcs_pre_init = pcs_op_pre_init,
};
