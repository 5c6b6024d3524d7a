// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: a Lynx PCS, as its registers show it.
 *
 * The registers are those of IEEE 802.3 clause 22 with the meaning that clause
 * 37 gives to them, and the three that drivers/net/pcs/pcs-lynx.c knows beyond.
 * The speed in IF_MODE has no effect, as frames take no time here. There is no
 * clause 45 side.
 *
 * At the far end of its medium is the PCS that a cable leads to, or a scripted
 * link partner, which runs the same auto-negotiation, or nothing.
 */
#include <linux/debugfs.h>
#include <linux/kref.h>
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/property.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "pcs-sim.h"

/* As in drivers/net/pcs/pcs-lynx.c. */
#define LYNX_LINK_TIMER_LO		0x12
#define LYNX_LINK_TIMER_HI		0x13
#define LYNX_IF_MODE			0x14
#define LYNX_IF_MODE_SGMII_EN		BIT(0)
#define LYNX_IF_MODE_MASK		GENMASK(4, 0)

/* The identifier of the Lynx PCS of a Layerscape. */
#define LYNX_PHYSID			0x0083e400

#define LYNX_BMCR_WRITABLE		(BMCR_ANENABLE | BMCR_PDOWN | \
					 BMCR_ISOLATE)
#define LYNX_BMCR_FIXED			(BMCR_FULLDPLX | BMCR_SPEED1000)

/**
 * struct pcs_sim_lynx - a simulated Lynx PCS
 * @ref: references; the hardware exists while there is one
 * @list: entry in pcs_sim_list
 * @fwnode: node that describes this PCS, or NULL
 * @cable_fwnode: node of the PCS that the cable leads to, or NULL
 * @cable: the PCS that the cable leads to, while it exists
 * @partner: what is at the far end
 * @near: this end of the medium
 * @far: the other end, if that is a scripted partner
 * @bmcr: register 0, but for the bits that clear themselves
 * @if_mode: register IF_MODE
 * @rx: takes received frames, NULL while no MAC is there
 * @rx_priv: passed to @rx
 * @debugfs: directory of this PCS
 * @name: name of this directory
 */
struct pcs_sim_lynx {
	struct kref ref;
	struct list_head list;
	struct fwnode_handle *fwnode;
	struct fwnode_handle *cable_fwnode;
	/* The rest under pcs_sim_lock. */
	struct pcs_sim_lynx *cable;
	struct pcs_sim_partner partner;
	struct pcs_sim_end near;
	struct pcs_sim_end far;
	u16 bmcr;
	u16 if_mode;
	pcs_sim_rx_fn rx;
	void *rx_priv;
	struct dentry *debugfs;
	char name[32];
};

/* Protects pcs_sim_list and the references that it gives out. */
static DEFINE_MUTEX(pcs_sim_mutex);
static LIST_HEAD(pcs_sim_list);
static struct dentry *pcs_sim_debugfs;

static void pcs_sim_lynx_reset(struct pcs_sim_lynx *lynx)
{
	lynx->bmcr = BMCR_ANENABLE;
	lynx->if_mode = 0;
	lynx->near.power = true;
	lynx->near.an = true;
	lynx->near.adv = ADVERTISE_1000XFULL | ADVERTISE_1000XPAUSE |
			 ADVERTISE_1000XPSE_ASYM;
	lynx->near.link_timer = PCS_SIM_LINK_TIMER_BASEX;
	pcs_sim_end_restart(&lynx->near);
}

/* Reading clears what is latched: a link that was down, if shortly (IEEE 802.3
 * 22.2.4.2.13).
 */
static u16 pcs_sim_lynx_bmsr(struct pcs_sim_lynx *lynx)
{
	struct pcs_sim_end *end = &lynx->near;
	u16 bmsr = BMSR_ERCAP | BMSR_ESTATEN | BMSR_ANEGCAPABLE;

	if (!end->link_failed)
		bmsr |= BMSR_LSTATUS;
	if (end->state == PCS_SIM_LINK_OK)
		bmsr |= BMSR_ANEGCOMPLETE;

	end->link_failed = !pcs_sim_end_link(end);

	return bmsr;
}

/**
 * pcs_sim_lynx_read() - read a register of a PCS, as over MDIO
 * @lynx: the PCS
 * @reg: register number
 *
 * Context: Any but hard interrupt.
 * Return: what the register holds; 0 for one that does not exist.
 */
u16 pcs_sim_lynx_read(struct pcs_sim_lynx *lynx, int reg)
{
	struct pcs_sim_end *end = &lynx->near;
	u16 val = 0;

	spin_lock_bh(&pcs_sim_lock);
	switch (reg) {
	case MII_BMCR:
		val = lynx->bmcr | LYNX_BMCR_FIXED;
		break;
	case MII_BMSR:
		val = pcs_sim_lynx_bmsr(lynx);
		break;
	case MII_PHYSID1:
		val = LYNX_PHYSID >> 16;
		break;
	case MII_PHYSID2:
		val = LYNX_PHYSID & 0xffff;
		break;
	case MII_ADVERTISE:
		val = end->adv;
		break;
	case MII_LPA:
		val = end->lpa;
		break;
	case MII_ESTATUS:
		val = ESTATUS_1000_XFULL;
		break;
	case LYNX_LINK_TIMER_LO:
		val = end->link_timer & 0xffff;
		break;
	case LYNX_LINK_TIMER_HI:
		val = end->link_timer >> 16;
		break;
	case LYNX_IF_MODE:
		val = lynx->if_mode;
		break;
	}
	spin_unlock_bh(&pcs_sim_lock);

	return val;
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_read);

static void pcs_sim_lynx_write_bmcr(struct pcs_sim_lynx *lynx, u16 val)
{
	struct pcs_sim_end *end = &lynx->near;

	/* The reset takes no time, and so is over when it can be read. */
	if (val & BMCR_RESET) {
		pcs_sim_lynx_reset(lynx);
		return;
	}

	lynx->bmcr = val & LYNX_BMCR_WRITABLE;
	end->power = !(val & BMCR_PDOWN);
	end->an = val & BMCR_ANENABLE;

	if (end->an && val & BMCR_ANRESTART)
		pcs_sim_end_restart(end);
}

/**
 * pcs_sim_lynx_write() - write a register of a PCS, as over MDIO
 * @lynx: the PCS
 * @reg: register number; nothing happens if it does not exist or is read-only
 * @val: what to write
 *
 * Context: Any but hard interrupt.
 */
void pcs_sim_lynx_write(struct pcs_sim_lynx *lynx, int reg, u16 val)
{
	struct pcs_sim_end *end = &lynx->near;

	spin_lock_bh(&pcs_sim_lock);
	switch (reg) {
	case MII_BMCR:
		pcs_sim_lynx_write_bmcr(lynx, val);
		break;
	case MII_ADVERTISE:
		/* Sent from the next negotiation on. */
		end->adv = val & ~ADVERTISE_LPACK;
		break;
	case LYNX_LINK_TIMER_LO:
		end->link_timer = (end->link_timer & 0xffff0000) | val;
		break;
	case LYNX_LINK_TIMER_HI:
		end->link_timer = (end->link_timer & 0xffff) | val << 16;
		break;
	case LYNX_IF_MODE:
		lynx->if_mode = val & LYNX_IF_MODE_MASK;
		break;
	}
	pcs_sim_end_update(end);
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_write);

/* Plug in what lynx->partner says. */
static void pcs_sim_lynx_plug(struct pcs_sim_lynx *lynx)
{
	struct pcs_sim_lynx *cable = lynx->cable;
	struct pcs_sim_end *far = &lynx->far;

	lockdep_assert_held(&pcs_sim_lock);

	switch (lynx->partner.type) {
	case PCS_SIM_NONE:
		break;
	case PCS_SIM_CABLE:
		if (cable && cable->partner.type == PCS_SIM_CABLE)
			pcs_sim_end_plug(&lynx->near, &cable->near);
		break;
	case PCS_SIM_BASEX:
	case PCS_SIM_SGMII:
		far->power = true;
		far->an = lynx->partner.an;
		far->adv = lynx->partner.word;
		far->link_timer = lynx->partner.link_timer;
		far->state = PCS_SIM_AN_ENABLE;
		pcs_sim_end_plug(&lynx->near, far);
		break;
	}
}

/**
 * pcs_sim_lynx_set_partner() - change what a PCS has at its far end
 * @lynx: the PCS
 * @text: ``none``, nothing, as if unplugged; ``cable``, where the cable leads
 *	to (the default); ``1000base-x full|half [pause] [asym-pause]``, a link
 *	partner with this advertisement; ``sgmii 10|100|1000 full|half``, a PHY
 *	with this link on its other side; ``sgmii down``, a PHY with no link
 *	there. The latter three with ``forced`` do not negotiate.
 *
 * A negotiating partner starts anew, as it does when its word changes.
 *
 * Context: Any but hard interrupt.
 * Return: 0, or -EINVAL if @text is none of these.
 */
int pcs_sim_lynx_set_partner(struct pcs_sim_lynx *lynx, const char *text)
{
	struct pcs_sim_partner partner = {};
	int err;

	err = pcs_sim_partner_parse(&partner, text);
	if (err) {
		pcs_sim_partner_usage(lynx->name, text);
		return err;
	}

	spin_lock_bh(&pcs_sim_lock);
	pcs_sim_end_unplug(&lynx->near);
	lynx->partner = partner;
	pcs_sim_lynx_plug(lynx);
	spin_unlock_bh(&pcs_sim_lock);

	return 0;
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_set_partner);

/**
 * pcs_sim_lynx_connect() - lay a cable from a PCS to another one
 * @a: one PCS
 * @b: the other
 *
 * It stays until one of the two no longer exists.
 *
 * Return: 0, or -EBUSY if one of them has a cable.
 */
int pcs_sim_lynx_connect(struct pcs_sim_lynx *a, struct pcs_sim_lynx *b)
{
	int err = 0;

	spin_lock_bh(&pcs_sim_lock);
	if (a == b || a->cable || b->cable) {
		err = -EBUSY;
	} else {
		a->cable = b;
		b->cable = a;
		if (a->partner.type == PCS_SIM_CABLE)
			pcs_sim_lynx_plug(a);
	}
	spin_unlock_bh(&pcs_sim_lock);

	return err;
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_connect);

/**
 * pcs_sim_lynx_set_mac() - wire the parallel side of a PCS to a MAC
 * @lynx: the PCS
 * @rx: called for every frame received, or NULL to take the MAC away, after
 *	which it is not called any more
 * @priv: passed to @rx
 */
void pcs_sim_lynx_set_mac(struct pcs_sim_lynx *lynx, pcs_sim_rx_fn rx,
			  void *priv)
{
	spin_lock_bh(&pcs_sim_lock);
	lynx->rx = rx;
	lynx->rx_priv = priv;
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_set_mac);

static bool pcs_sim_lynx_passes(struct pcs_sim_lynx *lynx)
{
	return pcs_sim_end_link(&lynx->near) && !(lynx->bmcr & BMCR_ISOLATE);
}

/**
 * pcs_sim_lynx_xmit() - send a frame
 * @lynx: the PCS
 * @skb: the frame, with its Ethernet header
 *
 * Context: Softirq, or bottom halves disabled.
 * Return: whether the MAC at the other end of the cable took @skb. If not, it
 * still belongs to the caller.
 */
bool pcs_sim_lynx_xmit(struct pcs_sim_lynx *lynx, struct sk_buff *skb)
{
	struct pcs_sim_lynx *peer;
	bool taken = false;

	spin_lock(&pcs_sim_lock);
	peer = lynx->cable;
	if (peer && lynx->near.peer == &peer->near && peer->rx &&
	    pcs_sim_lynx_passes(lynx) && pcs_sim_lynx_passes(peer))
		taken = peer->rx(peer->rx_priv, skb);
	spin_unlock(&pcs_sim_lock);

	return taken;
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_xmit);

static int partner_show(struct seq_file *s, void *unused)
{
	struct pcs_sim_lynx *lynx = s->private;

	spin_lock_bh(&pcs_sim_lock);
	seq_puts(s, lynx->partner.text);
	if (lynx->partner.type == PCS_SIM_CABLE)
		seq_printf(s, " to %s",
			   lynx->cable ? lynx->cable->name : "nowhere");
	seq_putc(s, '\n');
	spin_unlock_bh(&pcs_sim_lock);

	return 0;
}

static ssize_t partner_write(struct file *file, const char __user *ubuf,
			     size_t count, loff_t *ppos)
{
	struct pcs_sim_lynx *lynx = file_inode(file)->i_private;
	char *buf;
	int err;

	if (*ppos || count > PAGE_SIZE)
		return -EINVAL;

	buf = memdup_user_nul(ubuf, count);
	if (IS_ERR(buf))
		return PTR_ERR(buf);

	err = pcs_sim_lynx_set_partner(lynx, buf);
	kfree(buf);

	return err ?: count;
}
DEFINE_SHOW_STORE_ATTRIBUTE(partner);

/* A look from outside: it does not clear what reading over MDIO clears. */
static int state_show(struct seq_file *s, void *unused)
{
	struct pcs_sim_lynx *lynx = s->private;
	struct pcs_sim_end *end = &lynx->near;

	spin_lock_bh(&pcs_sim_lock);
	seq_printf(s, "mode\t\t%s%s\n",
		   lynx->if_mode & LYNX_IF_MODE_SGMII_EN ? "sgmii" :
							   "1000base-x",
		   end->power ? "" : ", powered down");
	seq_printf(s, "negotiation\t%s\n", pcs_sim_end_state_name(end));
	seq_printf(s, "link\t\t%s\n", pcs_sim_end_link(end) ? "up" : "down");
	seq_printf(s, "advertised\t%#06x\n", end->adv);
	seq_printf(s, "received\t%#06x\n", end->lpa);
	spin_unlock_bh(&pcs_sim_lock);

	return 0;
}
DEFINE_SHOW_ATTRIBUTE(state);

/**
 * pcs_sim_lynx_create() - make a PCS that no firmware node describes
 * @name: name of its directory in debugfs
 *
 * Return: the PCS, just out of reset, with nothing at its far end; or
 * ERR_PTR(-ENOMEM). Released with pcs_sim_lynx_put().
 */
struct pcs_sim_lynx *pcs_sim_lynx_create(const char *name)
{
	struct pcs_sim_lynx *lynx;

	lynx = kzalloc_obj(*lynx);
	if (!lynx)
		return ERR_PTR(-ENOMEM);

	kref_init(&lynx->ref);
	INIT_LIST_HEAD(&lynx->list);
	strscpy(lynx->name, name);
	pcs_sim_partner_parse(&lynx->partner, "cable");
	pcs_sim_end_init(&lynx->near);
	pcs_sim_end_init(&lynx->far);

	spin_lock_bh(&pcs_sim_lock);
	pcs_sim_lynx_reset(lynx);
	spin_unlock_bh(&pcs_sim_lock);

	lynx->debugfs = debugfs_create_dir(name, pcs_sim_debugfs);
	debugfs_create_file("partner", 0600, lynx->debugfs, lynx,
			    &partner_fops);
	debugfs_create_file("state", 0400, lynx->debugfs, lynx, &state_fops);

	return lynx;
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_create);

static struct pcs_sim_lynx *pcs_sim_lynx_create_fwnode(struct fwnode_handle *fn)
{
	struct fwnode_handle *cable, *bus;
	struct pcs_sim_lynx *lynx, *peer;
	const char *partner;
	char name[32];
	u32 addr = 0;

	/* The name that an MDIO device at this node has. */
	fwnode_property_read_u32(fn, "reg", &addr);
	bus = fwnode_get_parent(fn);
	snprintf(name, sizeof(name), "%pfwP:%02x", bus, addr);
	fwnode_handle_put(bus);

	lynx = pcs_sim_lynx_create(name);
	if (IS_ERR(lynx))
		return lynx;

	lynx->fwnode = fwnode_handle_get(fn);
	cable = fwnode_find_reference(fn, "pcs-sim,cable", 0);
	if (!IS_ERR(cable))
		lynx->cable_fwnode = cable;

	/* Either end may name the other. */
	list_for_each_entry(peer, &pcs_sim_list, list)
		if (peer->fwnode == lynx->cable_fwnode ||
		    peer->cable_fwnode == fn)
			pcs_sim_lynx_connect(lynx, peer);

	if (!fwnode_property_read_string(fn, "pcs-sim,partner", &partner))
		pcs_sim_lynx_set_partner(lynx, partner);

	list_add_tail(&lynx->list, &pcs_sim_list);

	return lynx;
}

/**
 * pcs_sim_lynx_get() - the PCS that a firmware node describes
 * @fwnode: the node, a child of that of an MDIO bus
 *
 * Its cable leads to the PCS whose node is in the property ``pcs-sim,cable`` of
 * either; ``pcs-sim,partner`` is what pcs_sim_lynx_set_partner() takes.
 *
 * Return: the PCS, the same for everyone, out of reset for the first one who
 * asks; or ERR_PTR(-ENOMEM). Released with pcs_sim_lynx_put().
 */
struct pcs_sim_lynx *pcs_sim_lynx_get(struct fwnode_handle *fwnode)
{
	struct pcs_sim_lynx *lynx;

	mutex_lock(&pcs_sim_mutex);
	list_for_each_entry(lynx, &pcs_sim_list, list) {
		if (lynx->fwnode == fwnode) {
			kref_get(&lynx->ref);
			goto unlock;
		}
	}
	lynx = pcs_sim_lynx_create_fwnode(fwnode);
unlock:
	mutex_unlock(&pcs_sim_mutex);

	return lynx;
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_get);

static void pcs_sim_lynx_release(struct kref *ref)
{
	struct pcs_sim_lynx *lynx = container_of(ref, struct pcs_sim_lynx, ref);

	debugfs_remove(lynx->debugfs);

	spin_lock_bh(&pcs_sim_lock);
	pcs_sim_end_unplug(&lynx->near);
	if (lynx->cable)
		lynx->cable->cable = NULL;
	spin_unlock_bh(&pcs_sim_lock);

	list_del(&lynx->list);
	mutex_unlock(&pcs_sim_mutex);

	pcs_sim_end_shutdown(&lynx->near);
	pcs_sim_end_shutdown(&lynx->far);
	fwnode_handle_put(lynx->cable_fwnode);
	fwnode_handle_put(lynx->fwnode);
	kfree(lynx);
}

/**
 * pcs_sim_lynx_put() - give a PCS back
 * @lynx: what pcs_sim_lynx_get() or pcs_sim_lynx_create() returned; NULL is
 *	fine
 *
 * With the last reference the hardware ceases to exist.
 *
 * Context: May sleep.
 */
void pcs_sim_lynx_put(struct pcs_sim_lynx *lynx)
{
	if (lynx)
		kref_put_mutex(&lynx->ref, pcs_sim_lynx_release,
			       &pcs_sim_mutex);
}
EXPORT_SYMBOL_GPL(pcs_sim_lynx_put);

void pcs_sim_debugfs_init(void)
{
	pcs_sim_debugfs = debugfs_create_dir("pcs-sim", NULL);
}

void pcs_sim_debugfs_exit(void)
{
	debugfs_remove(pcs_sim_debugfs);
}
