// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: register model of a Marvell 88E1111 PHY.
 *
 * 10/100/1000BASE-T on one side; SGMII to a PCS, or RGMII to a MAC, on the
 * other, as HWCFG_MODE says. The registers are those of IEEE 802.3 22.2.4,
 * 28.2.4 and 40.5.1.1, and what drivers/net/phy/marvell.c uses beyond.
 * Register 22 selects whose the registers of the standard are: of the copper
 * side, on page 0, or of the serial one, page 1.
 *
 * What a write to control and configuration bits asks for takes effect with the
 * next software reset, restart of the negotiation or change of power, on which
 * the driver relies: "A write to speed/duplex bits ... must be followed by a
 * software reset".
 *
 * Towards a PCS that does not negotiate the serial side comes up nevertheless,
 * as with the serial interface auto-negotiation bypass that bit 12 of register
 * 27 is for. That bit has no effect: for such a PCS the driver clears it, and
 * then turns the negotiation on again (config_aneg() after config_inband()),
 * which would leave no way for a link.
 */
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/marvell_phy.h>
#include <linux/mdio.h>
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "pcs-sim.h"

/* As in drivers/net/phy/marvell.c. */
#define M1111_SCR			0x10
#define M1111_SCR_CROSSOVER		GENMASK(6, 5)
#define M1111_SCR_MDIX			BIT(5)
#define M1111_STATUS			0x11
#define M1111_STATUS_1000		BIT(15)
#define M1111_STATUS_100		BIT(14)
#define M1111_STATUS_FULLDUPLEX		BIT(13)
#define M1111_STATUS_RESOLVED		BIT(11)
#define M1111_STATUS_LINK		BIT(10)
#define M1111_STATUS_MDIX		BIT(6)
#define M1111_IMASK			0x12
#define M1111_IEVENT			0x13
#define M1111_INT_SPEED			BIT(14)
#define M1111_INT_DUPLEX		BIT(13)
#define M1111_INT_LINK			BIT(10)
#define M1111_EXT_CR			0x14
#define M1111_PAGE			0x16
#define M1111_LED			0x18
#define M1111_EXT_SR			0x1b
#define M1111_HWCFG_MODE		GENMASK(3, 0)
#define M1111_HWCFG_SGMII		0x4
#define M1111_HWCFG_RGMII		0xb
#define M1111_HWCFG_BYPASS		BIT(12)
#define M1111_HWCFG_NO_AUTO		BIT(15)
#define M1111_VCT			0x1c
#define M1111_VCT_OPEN			(2 << 13)
#define M1111_VCT_NO_DISTANCE		0xff

/* The identifier, with a revision. */
#define M1111_PHYSID			(MARVELL_PHY_ID_88E1111 | 2)

#define ADVERTISE_100			(ADVERTISE_100FULL | ADVERTISE_100HALF)
#define ADVERTISE_10			(ADVERTISE_10FULL | ADVERTISE_10HALF)

#define M1111_BMCR_WRITABLE		(BMCR_ANENABLE | BMCR_PDOWN | \
					 BMCR_ISOLATE | BMCR_FULLDPLX | \
					 BMCR_SPEED1000 | BMCR_SPEED100)
#define M1111_BMSR			(BMSR_100FULL | BMSR_100HALF | \
					 BMSR_10FULL | BMSR_10HALF | \
					 BMSR_ESTATEN | BMSR_ANEGCAPABLE | \
					 BMSR_ERCAP)

enum {
	M1111_COPPER,
	M1111_SERIAL,
	M1111_PAGES,
};

/**
 * struct pcs_sim_phy - a simulated 88E1111
 * @dev: the device; its end is the copper side, its host the serial one
 * @bmcr: register 0 of both pages, but for the bits that clear themselves
 * @link_failed: of both pages: the link was down since register 1 was last read
 * @adv: register 4
 * @ctrl1000: register 9
 * @scr: register 16
 * @imask: register 18, the interrupts that are enabled
 * @ievent: register 19, those that came
 * @ext_cr: register 20
 * @page: register 22
 * @led: register 24
 * @ext_sr: register 27, what was written last
 * @speed: of the copper link in Mbit/s, 0 while there is none
 * @full: whether it is full duplex
 */
struct pcs_sim_phy {
	struct pcs_sim_dev dev;
	u16 bmcr[M1111_PAGES];
	bool link_failed[M1111_PAGES];
	u16 adv;
	u16 ctrl1000;
	u16 scr;
	u16 imask;
	u16 ievent;
	u16 ext_cr;
	u16 page;
	u16 led;
	u16 ext_sr;
	unsigned int speed;
	bool full;
};

/* By priority, IEEE 802.3 28B.3 */
static const struct {
	u64 ability;
	unsigned int speed;
	bool full;
} m1111_modes[] = {
	{ PCS_SIM_TP_1000(ADVERTISE_1000FULL), 1000, true },
	{ PCS_SIM_TP_1000(ADVERTISE_1000HALF), 1000, false },
	{ ADVERTISE_100FULL, 100, true },
	{ ADVERTISE_100HALF, 100, false },
	{ ADVERTISE_10FULL, 10, true },
	{ ADVERTISE_10HALF, 10, false },
};

static struct pcs_sim_phy *dev_to_phy(struct pcs_sim_dev *dev)
{
	return container_of(dev, struct pcs_sim_phy, dev);
}

/* What 100BASE-TX and 10BASE-T signals are heard of an end that does not say
 * it: a speed, and nothing about the duplex mode.
 */
static u64 m1111_heard(const struct pcs_sim_end *end)
{
	u64 heard = 0;

	if (end->adv & ADVERTISE_100)
		heard |= ADVERTISE_100;
	if (end->adv & ADVERTISE_10)
		heard |= ADVERTISE_10;

	return heard;
}

/* Who is master at 1000BASE-T, IEEE 802.3 table 40-5: the higher one. */
static int m1111_master_rank(u64 word)
{
	if (word & PCS_SIM_TP_1000(CTL1000_ENABLE_MASTER))
		return word & PCS_SIM_TP_1000(CTL1000_AS_MASTER) ? 3 : 0;

	return word & PCS_SIM_TP_1000(CTL1000_PREFER_MASTER) ? 2 : 1;
}

static bool m1111_master_fault(const struct pcs_sim_end *end)
{
	int rank = m1111_master_rank(end->adv);

	return rank == m1111_master_rank(end->lpa) && (rank == 0 || rank == 3);
}

/* Among equals the random seeds decide (40.5.2). */
static bool m1111_is_master(const struct pcs_sim_end *end)
{
	int mine = m1111_master_rank(end->adv);
	int theirs = m1111_master_rank(end->lpa);

	return mine == theirs ? end > end->peer : mine > theirs;
}

/* What both ends can do, after they found a link. */
static u64 m1111_common(const struct pcs_sim_end *end)
{
	u64 common = end->adv & end->lpa;

	if (!end->an)
		return end->adv & m1111_heard(end->peer);
	/* Parallel detection assumes half duplex (28.2.3.1). */
	if (!end->lpa)
		return end->adv & m1111_heard(end->peer) &
		       (ADVERTISE_100HALF | ADVERTISE_10HALF);
	if (m1111_master_fault(end))
		common &= ADVERTISE_ALL;

	return common;
}

static void m1111_interrupt(struct pcs_sim_phy *phy, u16 events)
{
	phy->ievent |= events;
	if (phy->ievent & phy->imask)
		pcs_sim_dev_irq(&phy->dev);
}

/* A PHY that has news for the MAC sends it by negotiating once more. */
static void m1111_tell_host(struct pcs_sim_phy *phy)
{
	struct pcs_sim_end *host = &phy->dev.host;
	u16 word = LPA_SGMII;

	if (phy->speed) {
		word |= LPA_SGMII_LINK;
		word |= phy->speed == 1000 ? LPA_SGMII_1000 :
			phy->speed == 100 ? LPA_SGMII_100 : LPA_SGMII_10;
		word |= phy->full ? LPA_SGMII_FULL_DUPLEX : 0;
	}

	host->speed = phy->speed;
	if (host->adv == word)
		return;

	host->adv = word;
	if (host->an)
		pcs_sim_end_restart(host);
}

static void m1111_copper_changed(struct pcs_sim_end *end)
{
	struct pcs_sim_phy *phy = container_of(end, struct pcs_sim_phy,
					       dev.end);
	unsigned int speed = 0;
	bool full = false;
	u16 events = 0;
	unsigned int i;
	u64 common;

	common = pcs_sim_end_link(end) ? m1111_common(end) : 0;
	for (i = 0; i < ARRAY_SIZE(m1111_modes) && !speed; i++) {
		if (common & m1111_modes[i].ability) {
			speed = m1111_modes[i].speed;
			full = m1111_modes[i].full;
		}
	}

	if (!phy->speed != !speed)
		events |= M1111_INT_LINK;
	if (phy->speed != speed)
		events |= M1111_INT_SPEED;
	if (phy->full != full)
		events |= M1111_INT_DUPLEX;
	if (!speed)
		phy->link_failed[M1111_COPPER] = true;

	phy->speed = speed;
	phy->full = full;
	m1111_tell_host(phy);
	m1111_interrupt(phy, events);
}

static void m1111_host_changed(struct pcs_sim_end *end)
{
	struct pcs_sim_phy *phy = container_of(end, struct pcs_sim_phy,
					       dev.host);

	if (!pcs_sim_end_link(end))
		phy->link_failed[M1111_SERIAL] = true;
}

static bool m1111_copper_rx(void *priv, struct sk_buff *skb)
{
	struct pcs_sim_phy *phy = priv;

	return phy->speed && pcs_sim_end_forward(&phy->dev.host, skb);
}

static bool m1111_host_rx(void *priv, struct sk_buff *skb)
{
	struct pcs_sim_phy *phy = priv;

	return phy->speed && pcs_sim_end_forward(&phy->dev.end, skb);
}

/* The word to send, or what is sent without one. */
static u64 m1111_copper_word(const struct pcs_sim_phy *phy)
{
	u16 bmcr = phy->bmcr[M1111_COPPER];
	bool full = bmcr & BMCR_FULLDPLX;

	if (bmcr & BMCR_ANENABLE)
		return PCS_SIM_TP_1000(phy->ctrl1000) | phy->adv;
	if (bmcr & BMCR_SPEED1000)
		return 0;
	if (bmcr & BMCR_SPEED100)
		return full ? ADVERTISE_100FULL : ADVERTISE_100HALF;

	return full ? ADVERTISE_10FULL : ADVERTISE_10HALF;
}

/* The other end is to lose the link first: it may not see another difference.
 */
static void m1111_apply_copper(struct pcs_sim_phy *phy)
{
	struct pcs_sim_end *end = &phy->dev.end;
	u16 bmcr = phy->bmcr[M1111_COPPER];

	end->power = false;
	pcs_sim_end_update(end);
	end->power = !(bmcr & BMCR_PDOWN);
	end->an = bmcr & BMCR_ANENABLE;
	end->adv = m1111_copper_word(phy);
	pcs_sim_end_restart(end);
}

static void m1111_apply_serial(struct pcs_sim_phy *phy)
{
	struct pcs_sim_end *host = &phy->dev.host;
	u16 bmcr = phy->bmcr[M1111_SERIAL];

	host->an = bmcr & BMCR_ANENABLE && host->coding != PCS_SIM_PARALLEL;
	host->power = !(bmcr & BMCR_PDOWN);
	pcs_sim_end_restart(host);
}

/* Any other HWCFG_MODE is one with no counterpart here. */
static void m1111_apply_hwcfg(struct pcs_sim_phy *phy)
{
	struct pcs_sim_end *host = &phy->dev.host;

	host->coding = (phy->ext_sr & M1111_HWCFG_MODE) == M1111_HWCFG_RGMII ?
		       PCS_SIM_PARALLEL : PCS_SIM_8B10B_1G;
	m1111_apply_copper(phy);
	m1111_apply_serial(phy);
}

static void m1111_reset(struct pcs_sim_dev *dev)
{
	struct pcs_sim_phy *phy = dev_to_phy(dev);
	u16 bmcr = BMCR_ANENABLE | BMCR_FULLDPLX | BMCR_SPEED1000;

	phy->bmcr[M1111_COPPER] = bmcr;
	phy->bmcr[M1111_SERIAL] = bmcr;
	phy->adv = ADVERTISE_CSMA | ADVERTISE_ALL | ADVERTISE_PAUSE_CAP |
		   ADVERTISE_PAUSE_ASYM;
	phy->ctrl1000 = ADVERTISE_1000FULL | ADVERTISE_1000HALF;
	phy->scr = M1111_SCR_CROSSOVER;
	phy->imask = 0;
	phy->ievent = 0;
	phy->ext_cr = 0;
	phy->page = M1111_COPPER;
	phy->led = 0;
	phy->ext_sr = M1111_HWCFG_NO_AUTO | M1111_HWCFG_BYPASS |
		      M1111_HWCFG_SGMII;
	dev->host.isolated = false;
	m1111_apply_hwcfg(phy);
	m1111_tell_host(phy);
}

static int m1111_init(struct pcs_sim_dev *dev)
{
	struct pcs_sim_end *host = &dev->host;
	struct pcs_sim_end *end = &dev->end;

	end->coding = PCS_SIM_TWISTED_PAIR;
	end->own_coding = true;
	end->link_timer = PCS_SIM_LINK_TIMER_BASEX;
	end->bypass = true;
	end->changed = m1111_copper_changed;
	end->rx = m1111_copper_rx;
	end->rx_priv = dev_to_phy(dev);
	host->own_coding = true;
	host->bypass = true;
	host->link_timer = PCS_SIM_LINK_TIMER_SGMII;
	host->changed = m1111_host_changed;
	host->rx = m1111_host_rx;
	host->rx_priv = dev_to_phy(dev);

	return 0;
}

/* Reading clears what is latched (IEEE 802.3 22.2.4.2.13). */
static u16 m1111_bmsr(struct pcs_sim_phy *phy, unsigned int page)
{
	struct pcs_sim_end *end = page ? &phy->dev.host : &phy->dev.end;
	bool link = page ? pcs_sim_end_link(end) : phy->speed;
	u16 bmsr = M1111_BMSR;

	if (!phy->link_failed[page])
		bmsr |= BMSR_LSTATUS;
	if (end->state == PCS_SIM_LINK_OK)
		bmsr |= BMSR_ANEGCOMPLETE;

	phy->link_failed[page] = !link;

	return bmsr;
}

static u16 m1111_lpa(const struct pcs_sim_phy *phy)
{
	const struct pcs_sim_end *end = &phy->dev.end;

	if (end->state == PCS_SIM_LINK_OK && !end->lpa)
		return m1111_common(end);

	return end->lpa;
}

static u16 m1111_stat1000(const struct pcs_sim_phy *phy)
{
	const struct pcs_sim_end *end = &phy->dev.end;
	u16 lpa = end->lpa >> 16;
	u16 stat = 0;

	if (end->state != PCS_SIM_LINK_OK)
		return 0;

	stat = (lpa & (ADVERTISE_1000FULL | ADVERTISE_1000HALF)) << 2;
	if (m1111_master_fault(end))
		return stat | LPA_1000MSFAIL;
	if (phy->speed == 1000)
		stat |= LPA_1000LOCALRXOK | LPA_1000REMRXOK;
	if (m1111_is_master(end))
		stat |= LPA_1000MSRES;

	return stat;
}

static u16 m1111_status(const struct pcs_sim_phy *phy)
{
	u16 status = 0;

	/* The driver reads page 1 for fiber only. */
	if (phy->speed == 1000)
		status |= M1111_STATUS_1000;
	if (phy->speed == 100)
		status |= M1111_STATUS_100;
	if (phy->full)
		status |= M1111_STATUS_FULLDUPLEX;
	if (phy->speed)
		status |= M1111_STATUS_LINK;
	if (phy->speed || !phy->dev.end.an)
		status |= M1111_STATUS_RESOLVED;
	if ((phy->scr & M1111_SCR_CROSSOVER) == M1111_SCR_MDIX)
		status |= M1111_STATUS_MDIX;

	return status;
}

static u16 m1111_read_paged(struct pcs_sim_phy *phy, int reg)
{
	const struct pcs_sim_end *host = &phy->dev.host;
	bool serial = phy->page == M1111_SERIAL;

	switch (reg) {
	case MII_BMCR:
		return phy->bmcr[serial];
	case MII_BMSR:
		return m1111_bmsr(phy, serial);
	case MII_ADVERTISE:
		return serial ? host->adv : phy->adv;
	case MII_LPA:
		return serial ? host->lpa : m1111_lpa(phy);
	case MII_EXPANSION:
		return (serial ? host->lpa : phy->dev.end.lpa) ?
		       EXPANSION_NWAY : 0;
	case MII_CTRL1000:
		return serial ? 0 : phy->ctrl1000;
	case MII_STAT1000:
		return serial ? 0 : m1111_stat1000(phy);
	case MII_ESTATUS:
		return ESTATUS_1000_TFULL | ESTATUS_1000_THALF;
	default:
		return 0;
	}
}

static u16 m1111_read(struct pcs_sim_dev *dev, int devad, int reg)
{
	struct pcs_sim_phy *phy = dev_to_phy(dev);
	u16 val;

	/* There is no clause 45 side. */
	if (devad != MDIO_DEVAD_NONE)
		return 0xffff;

	switch (reg) {
	case MII_PHYSID1:
		return M1111_PHYSID >> 16;
	case MII_PHYSID2:
		return M1111_PHYSID & 0xffff;
	case M1111_SCR:
		return phy->scr;
	case M1111_STATUS:
		return m1111_status(phy);
	case M1111_IMASK:
		return phy->imask;
	case M1111_IEVENT:
		val = phy->ievent;
		phy->ievent = 0;
		return val;
	case M1111_EXT_CR:
		return phy->ext_cr;
	case M1111_PAGE:
		return phy->page;
	case M1111_LED:
		return phy->led;
	case M1111_EXT_SR:
		return phy->ext_sr;
	case M1111_VCT:
		return (dev->end.peer ? 0 : M1111_VCT_OPEN) |
		       M1111_VCT_NO_DISTANCE;
	default:
		return m1111_read_paged(phy, reg);
	}
}

/* The reset takes no time, and so is over when it can be read. It leaves the
 * configuration alone.
 */
static void m1111_soft_reset(struct pcs_sim_phy *phy)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(phy->bmcr); i++)
		phy->bmcr[i] &= ~(BMCR_PDOWN | BMCR_ISOLATE);
	m1111_apply_hwcfg(phy);
}

static void m1111_write_bmcr(struct pcs_sim_phy *phy, u16 val)
{
	bool serial = phy->page == M1111_SERIAL;
	u16 changed = phy->bmcr[serial] ^ val;

	phy->bmcr[serial] = val & M1111_BMCR_WRITABLE;
	if (val & BMCR_RESET)
		m1111_soft_reset(phy);
	else if ((val & BMCR_ANRESTART || changed & BMCR_PDOWN) && serial)
		m1111_apply_serial(phy);
	else if (val & BMCR_ANRESTART || changed & BMCR_PDOWN)
		m1111_apply_copper(phy);

	phy->dev.host.isolated = phy->bmcr[M1111_COPPER] & BMCR_ISOLATE;
}

static void m1111_write(struct pcs_sim_dev *dev, int devad, int reg, u16 val)
{
	struct pcs_sim_phy *phy = dev_to_phy(dev);
	bool copper = phy->page == M1111_COPPER;

	if (devad != MDIO_DEVAD_NONE)
		return;

	switch (reg) {
	case MII_BMCR:
		m1111_write_bmcr(phy, val);
		break;
	case MII_ADVERTISE:
		if (copper)
			phy->adv = val & ~ADVERTISE_LPACK;
		break;
	case MII_CTRL1000:
		if (copper)
			phy->ctrl1000 = val;
		break;
	case M1111_SCR:
		phy->scr = val;
		break;
	case M1111_IMASK:
		phy->imask = val;
		m1111_interrupt(phy, 0);
		break;
	case M1111_EXT_CR:
		phy->ext_cr = val;
		break;
	case M1111_PAGE:
		phy->page = val;
		break;
	case M1111_LED:
		phy->led = val;
		break;
	case M1111_EXT_SR:
		phy->ext_sr = val;
		break;
	}
}

static void m1111_show(struct pcs_sim_dev *dev, struct seq_file *s)
{
	struct pcs_sim_phy *phy = dev_to_phy(dev);
	struct pcs_sim_end *host = &dev->host;

	seq_printf(s, "mode\t\t%s%s\n",
		   host->coding == PCS_SIM_PARALLEL ? "rgmii" : "sgmii",
		   dev->end.power ? "" : ", powered down");
	seq_printf(s, "negotiation\t%s\n", pcs_sim_end_state_name(&dev->end));
	if (phy->speed)
		seq_printf(s, "link\t\t%u %s\n", phy->speed,
			   phy->full ? "full" : "half");
	else
		seq_puts(s, "link\t\tdown\n");
	seq_printf(s, "host state\t%s\n", pcs_sim_end_state_name(host));
	seq_printf(s, "host link\t%s\n",
		   pcs_sim_end_link(host) ? "up" : "down");
	seq_printf(s, "host word\t%#06llx\n", host->adv);
}

struct pcs_sim_model pcs_sim_phy_model = {
	.name = "m88e1111",
	.compatible = "ethernet-phy-id0141.0cc2",
	.is_phy = true,
	.size = sizeof(struct pcs_sim_phy),
	.init = m1111_init,
	.reset = m1111_reset,
	.read = m1111_read,
	.write = m1111_write,
	.show = m1111_show,
};
