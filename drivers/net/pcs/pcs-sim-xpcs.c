// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: a Synopsys DesignWare XPCS, as its registers show it.
 *
 * The registers are those that drivers/net/pcs/pcs-xpcs.c uses. Where the
 * standard defines them, IEEE 802.3 clause 45 and for the vendor-specific MMD 2
 * ("SR_MII") clause 22 say what they do; those of the vendor are known from
 * drivers/net/pcs/pcs-xpcs.h and pcs-xpcs-wx.c, and the meaning of their bits,
 * USXGMII's above all, from the register definitions that NXP publishes for the
 * XPCS of the i.MX 95 (ENET_PHY_VS_MII_MMD.h).
 *
 * There are two PCS in it, for one lane: one for 64B/66B in the PCS MMD, with
 * clause 73 negotiation in the AN MMD or without, and one for 8B/10B in the
 * vendor-specific MMD 2, with clause 37 negotiation, which is USXGMII's, too.
 * pcs-xpcs does not select one, as that is done by pins and by the SerDes. So
 * it is the one that suits the SerDes, or, where nobody switches that, the one
 * that has been set up; see xpcs_coding(). Out of reset that is 10GBASE-R.
 *
 * What is not there: faults and error counters, loopback, next pages, FEC and
 * link training, the PHY's side of SGMII and USXGMII, 5G and 2.5G USXGMII
 * lanes, energy efficient Ethernet beyond registers that hold what is written,
 * and the interrupts of clause 73. With clause 73 only the words are
 * exchanged: neither end changes its coding for the technology that they agree
 * on.
 */
#include <linux/bitfield.h>
#include <linux/container_of.h>
#include <linux/mdio.h>
#include <linux/mii.h>
#include <linux/seq_file.h>

#include "pcs-sim.h"

/* DW_XPCS_ID in include/linux/pcs/pcs-xpcs.h, in every MMD */
#define XPCS_ID				0x7996ced0

/* In the PCS MMD, as in drivers/net/pcs/pcs-xpcs.h (there DW_...) */
#define XPCS_DIG_CTRL1			0x8000
#define XPCS_DIG_CTRL1_RST		BIT(15)
#define XPCS_DIG_CTRL1_EN_VSMMD1	BIT(13)
#define XPCS_DIG_CTRL1_CL37_BP		BIT(12)
#define XPCS_DIG_CTRL1_USXGMII_RST	BIT(10)
#define XPCS_DIG_CTRL1_USXGMII_EN	BIT(9)
#define XPCS_DIG_STS			0x8010
#define XPCS_DIG_STS_PSEQ_GOOD		0x0010

/* In the vendor-specific MMD 2, as there (DW_VR_MII_...) */
#define XPCS_MII_DIG_CTRL1		0x8000
#define XPCS_MII_DIG_CTRL1_MAC_AUTO_SW	BIT(9)
#define XPCS_MII_DIG_CTRL1_2G5_EN	BIT(2)
#define XPCS_MII_AN_CTRL		0x8001
#define XPCS_MII_AN_CTRL_PCS_MODE	GENMASK(2, 1)
#define XPCS_MII_AN_CTRL_SGMII		2
#define XPCS_MII_AN_CTRL_INTR_EN	BIT(0)
#define XPCS_MII_AN_INTR_STS		0x8002
#define XPCS_MII_AN_INTR_STS_COMPLETE	BIT(0)
#define XPCS_MII_AN_INTR_STS_FD		BIT(1)
#define XPCS_MII_AN_INTR_STS_SPEED	GENMASK(3, 2)
#define XPCS_MII_AN_INTR_STS_LINK	BIT(4)
#define XPCS_MII_AN_INTR_STS_USXGMII	GENMASK(13, 8)
#define XPCS_MII_AN_INTR_STS_USX_LINK	BIT(14)
#define XPCS_MII_EEE_MCTRL0		0x8006
#define XPCS_MII_EEE_MCTRL1		0x800b
#define XPCS_MII_DIG_CTRL2		0x80e1

/* SR_MII_CTRL: BMCR with a further speed bit, see DW_USXGMII_SS_MASK */
#define XPCS_MII_SPEED			(BMCR_SPEED100 | BMCR_SPEED1000 | \
					 BIT(5))
#define XPCS_MII_SPEED_10000		(BMCR_SPEED100 | BMCR_SPEED1000)
#define XPCS_MII_SPEED_5000		(BMCR_SPEED100 | BIT(5))
#define XPCS_MII_SPEED_2500		BIT(5)

/* Of a clause 73 base page: the technology ability field, D21 to D45 (IEEE
 * 802.3 73.6.4), and the selector of 802.3 (annex 28A)
 */
#define XPCS_C73_TECHNOLOGY		GENMASK_ULL(45, 21)
#define XPCS_C73_SELECTOR		0x0001

/* The registers that hold what was written to them */
enum xpcs_reg {
	PMA_CTRL1,
	PCS_CTRL1,
	PCS_CTRL2,
	PCS_DIG_CTRL1,
	AN_CTRL1,
	AN_ADV1,
	AN_ADV2,
	AN_ADV3,
	MII_CTRL,
	MII_ADV,
	MII_DIG_CTRL1,
	MII_AN_CTRL,
	MII_EEE_MCTRL0,
	MII_EEE_MCTRL1,
	MII_DIG_CTRL2,
	NUM_REGS,
};

static const struct {
	u8 devad;
	u16 reg;
	u16 reset;
	u16 writable;
} xpcs_regs[NUM_REGS] = {
	/* 45.2.1.1 and 45.2.3.1: 10 Gb/s; low power */
	[PMA_CTRL1] = { MDIO_MMD_PMAPMD, MDIO_CTRL1, MDIO_CTRL1_SPEED10G,
			MDIO_CTRL1_SPEEDSEL | MDIO_CTRL1_LPOWER },
	[PCS_CTRL1] = { MDIO_MMD_PCS, MDIO_CTRL1, MDIO_CTRL1_SPEED10G,
			MDIO_CTRL1_SPEEDSEL | MDIO_CTRL1_LPOWER },
	/* 45.2.3.6: 10GBASE-R */
	[PCS_CTRL2] = { MDIO_MMD_PCS, MDIO_CTRL2, MDIO_PCS_CTRL2_10GBR,
			MDIO_PCS_CTRL2_TYPE },
	[PCS_DIG_CTRL1] = { MDIO_MMD_PCS, XPCS_DIG_CTRL1, 0,
			    XPCS_DIG_CTRL1_EN_VSMMD1 | XPCS_DIG_CTRL1_CL37_BP |
			    XPCS_DIG_CTRL1_USXGMII_EN },
	/* 45.2.7.1 */
	[AN_CTRL1] = { MDIO_MMD_AN, MDIO_CTRL1, 0, MDIO_AN_CTRL1_ENABLE },
	/* 45.2.7.6: three registers for a page */
	[AN_ADV1] = { MDIO_MMD_AN, MDIO_AN_ADVERTISE, XPCS_C73_SELECTOR,
		      0xffff & ~ADVERTISE_LPACK },
	[AN_ADV2] = { MDIO_MMD_AN, MDIO_AN_ADVERTISE + 1,
		      MDIO_AN_C73_1_10GBASE_KR, 0xffff },
	[AN_ADV3] = { MDIO_MMD_AN, MDIO_AN_ADVERTISE + 2, 0, 0xffff },
	/* 22.2.4.1, but does not negotiate out of reset */
	[MII_CTRL] = { MDIO_MMD_VEND2, MII_BMCR,
		       BMCR_FULLDPLX | XPCS_MII_SPEED_10000,
		       BMCR_ANENABLE | BMCR_PDOWN | BMCR_FULLDPLX |
		       XPCS_MII_SPEED },
	/* 37.2.1 */
	[MII_ADV] = { MDIO_MMD_VEND2, MII_ADVERTISE, ADVERTISE_1000XFULL,
		      0xffff & ~ADVERTISE_LPACK },
	[MII_DIG_CTRL1] = { MDIO_MMD_VEND2, XPCS_MII_DIG_CTRL1, 0, 0x7fff },
	[MII_AN_CTRL] = { MDIO_MMD_VEND2, XPCS_MII_AN_CTRL, 0, 0xffff },
	[MII_EEE_MCTRL0] = { MDIO_MMD_VEND2, XPCS_MII_EEE_MCTRL0, 0, 0xffff },
	[MII_EEE_MCTRL1] = { MDIO_MMD_VEND2, XPCS_MII_EEE_MCTRL1, 0, 0xffff },
	[MII_DIG_CTRL2] = { MDIO_MMD_VEND2, XPCS_MII_DIG_CTRL2, 0, 0xffff },
};

/* The registers in which a link status is latched */
#define XPCS_LATCH_PCS			BIT(0)
#define XPCS_LATCH_AN			BIT(1)
#define XPCS_LATCH_MII			BIT(2)
#define XPCS_LATCHES			GENMASK(2, 0)

/**
 * struct pcs_sim_xpcs - a simulated XPCS
 * @dev: what all devices have
 * @serdes: what the SerDes is for, if @switched
 * @switched: the SerDes was switched
 * @regs: the registers in xpcs_regs
 * @latched: the latches in which a link that was down has not been read yet
 * @negotiated: a negotiation has completed, and none has begun since
 * @complete: a clause 37 negotiation has completed, if that was not cleared
 */
struct pcs_sim_xpcs {
	struct pcs_sim_dev dev;
	enum pcs_sim_coding serdes;
	bool switched;
	u16 regs[NUM_REGS];
	u8 latched;
	bool negotiated;
	bool complete;
};

static struct pcs_sim_xpcs *to_xpcs(struct pcs_sim_dev *dev)
{
	return container_of(dev, struct pcs_sim_xpcs, dev);
}

static struct pcs_sim_xpcs *end_to_xpcs(struct pcs_sim_end *end)
{
	return container_of(end, struct pcs_sim_xpcs, dev.end);
}

static bool xpcs_is_usxgmii(const struct pcs_sim_xpcs *x)
{
	return x->regs[PCS_DIG_CTRL1] & XPCS_DIG_CTRL1_USXGMII_EN;
}

static bool xpcs_is_sgmii(const struct pcs_sim_xpcs *x)
{
	return FIELD_GET(XPCS_MII_AN_CTRL_PCS_MODE, x->regs[MII_AN_CTRL]) ==
	       XPCS_MII_AN_CTRL_SGMII;
}

/* Whether the lane is that of the PCS for 8B/10B */
static bool xpcs_is_8b10b(const struct pcs_sim_xpcs *x)
{
	if (x->switched)
		return x->serdes != PCS_SIM_64B66B_10G;

	return x->regs[MII_CTRL] & BMCR_ANENABLE ||
	       (x->regs[MII_CTRL] & XPCS_MII_SPEED) != XPCS_MII_SPEED_10000 ||
	       x->regs[MII_DIG_CTRL1] & XPCS_MII_DIG_CTRL1_2G5_EN ||
	       xpcs_is_sgmii(x);
}

static enum pcs_sim_coding xpcs_coding(const struct pcs_sim_xpcs *x)
{
	if (x->regs[AN_CTRL1] & MDIO_AN_CTRL1_ENABLE)
		return PCS_SIM_BACKPLANE;
	if (xpcs_is_usxgmii(x) || !xpcs_is_8b10b(x))
		return PCS_SIM_64B66B_10G;

	return x->regs[MII_DIG_CTRL1] & XPCS_MII_DIG_CTRL1_2G5_EN ?
	       PCS_SIM_8B10B_2G5 : PCS_SIM_8B10B_1G;
}

/* The page that clause 73 sends */
static u64 xpcs_c73_page(const struct pcs_sim_xpcs *x)
{
	return x->regs[AN_ADV1] | (u64)x->regs[AN_ADV2] << 16 |
	       (u64)x->regs[AN_ADV3] << 32;
}

/* Speed of the frames: of SGMII, where the hardware may set it by itself what
 * was negotiated, and of USXGMII.
 */
static unsigned int xpcs_speed(const struct pcs_sim_xpcs *x)
{
	const struct pcs_sim_end *end = &x->dev.end;

	if (xpcs_is_usxgmii(x)) {
		switch (x->regs[MII_CTRL] & XPCS_MII_SPEED) {
		case XPCS_MII_SPEED_5000:
			return 5000;
		case XPCS_MII_SPEED_2500:
			return 2500;
		case BMCR_SPEED1000:
			return 1000;
		case BMCR_SPEED100:
			return 100;
		case 0:
			return 10;
		default:
			return 0;
		}
	}
	if (!xpcs_is_sgmii(x) || end->coding != PCS_SIM_8B10B_1G)
		return 0;

	if (end->an && x->negotiated &&
	    x->regs[MII_DIG_CTRL1] & XPCS_MII_DIG_CTRL1_MAC_AUTO_SW)
		return end->lpa & LPA_SGMII_1000 ? 1000 :
		       end->lpa & LPA_SGMII_100 ? 100 : 10;

	return x->regs[MII_CTRL] & BMCR_SPEED1000 ? 1000 :
	       x->regs[MII_CTRL] & BMCR_SPEED100 ? 100 : 10;
}

/* What the registers make of this end of the lane. A MAC's word in SGMII, and
 * in USXGMII, says nothing but which of the two it is not (bit 0).
 */
static void xpcs_apply(struct pcs_sim_xpcs *x)
{
	struct pcs_sim_end *end = &x->dev.end;

	end->power = !((x->regs[PMA_CTRL1] | x->regs[PCS_CTRL1] |
			x->regs[MII_CTRL]) & MDIO_CTRL1_LPOWER);
	end->coding = xpcs_coding(x);
	end->an = x->regs[MII_CTRL] & BMCR_ANENABLE;
	end->adv = LPA_SGMII;
	end->link_timer = PCS_SIM_LINK_TIMER_SGMII;

	switch (end->coding) {
	case PCS_SIM_BACKPLANE:
		end->an = true;
		end->adv = xpcs_c73_page(x);
		end->link_timer = PCS_SIM_LINK_TIMER_BACKPLANE;
		break;
	case PCS_SIM_64B66B_10G:
		end->an &= xpcs_is_usxgmii(x);
		break;
	default:
		if (!xpcs_is_sgmii(x)) {
			end->adv = x->regs[MII_ADV];
			end->link_timer = PCS_SIM_LINK_TIMER_BASEX;
		}
		break;
	}
	end->speed = xpcs_speed(x);
}

/* The link of the PCS for 64B/66B, or of that for 8B/10B. After clause 73 there
 * is none if no technology is common to both ends (73.7.6).
 */
static bool xpcs_link(const struct pcs_sim_xpcs *x, bool is_8b10b)
{
	const struct pcs_sim_end *end = &x->dev.end;

	if (!pcs_sim_end_link(end))
		return false;

	switch (end->coding) {
	case PCS_SIM_BACKPLANE:
		return !is_8b10b && end->adv & end->lpa & XPCS_C73_TECHNOLOGY;
	case PCS_SIM_64B66B_10G:
		return !is_8b10b || xpcs_is_usxgmii(x);
	default:
		return is_8b10b;
	}
}

/* The interrupt is asserted for as long as this holds. */
static void xpcs_irq(struct pcs_sim_xpcs *x)
{
	if (x->complete && x->regs[MII_AN_CTRL] & XPCS_MII_AN_CTRL_INTR_EN)
		pcs_sim_dev_irq(&x->dev);
}

static void xpcs_changed(struct pcs_sim_end *end)
{
	struct pcs_sim_xpcs *x = end_to_xpcs(end);
	bool negotiated = end->an && end->state == PCS_SIM_LINK_OK;

	if (!pcs_sim_end_link(end))
		x->latched = XPCS_LATCHES;

	if (negotiated == x->negotiated)
		return;

	x->negotiated = negotiated;
	end->speed = xpcs_speed(x);
	end->isolated = negotiated && end->coding == PCS_SIM_BACKPLANE &&
			!xpcs_link(x, false);
	if (negotiated && end->coding != PCS_SIM_BACKPLANE) {
		x->complete = true;
		xpcs_irq(x);
	}
}

static void xpcs_switched(struct pcs_sim_end *end, enum pcs_sim_coding coding)
{
	struct pcs_sim_xpcs *x = end_to_xpcs(end);
	bool power = end->power;

	x->serdes = coding;
	x->switched = true;
	xpcs_apply(x);
	/* That of an XPCS that is not plugged in, perhaps */
	end->power = power;
}

static int xpcs_init(struct pcs_sim_dev *dev)
{
	dev->end.changed = xpcs_changed;
	dev->end.switched = xpcs_switched;

	return 0;
}

static void xpcs_reset(struct pcs_sim_dev *dev)
{
	struct pcs_sim_xpcs *x = to_xpcs(dev);
	unsigned int i;

	for (i = 0; i < NUM_REGS; i++)
		x->regs[i] = xpcs_regs[i].reset;
	x->complete = false;
	x->negotiated = false;
	x->latched = XPCS_LATCHES;
	dev->end.isolated = false;
	dev->end.lpa = 0;
	xpcs_apply(x);
	pcs_sim_end_restart(&dev->end);
}

/* A link that was down at some time reads as down, once. */
static bool xpcs_read_link(struct pcs_sim_xpcs *x, u8 latch)
{
	bool link = !(x->latched & latch);

	if (xpcs_link(x, latch == XPCS_LATCH_MII))
		x->latched &= ~latch;
	else
		link = false;

	return link;
}

static u16 xpcs_read_pcs(struct pcs_sim_xpcs *x, int reg)
{
	bool link = xpcs_link(x, false);

	switch (reg) {
	case MDIO_STAT1: /* 45.2.3.2 */
		return MDIO_STAT1_LPOWERABLE |
		       (xpcs_read_link(x, XPCS_LATCH_PCS) ?
			MDIO_STAT1_LSTATUS : 0);
	case MDIO_SPEED: /* 45.2.3.4 */
		return MDIO_SPEED_10G;
	case MDIO_STAT2: /* 45.2.3.7 */
		return MDIO_STAT2_DEVPRST_VAL | MDIO_PCS_STAT2_10GBR |
		       MDIO_PCS_STAT2_10GBX;
	case MDIO_PCS_10GBRT_STAT1: /* 45.2.3.14: link status, block lock */
		return link ? BIT(12) | MDIO_PCS_10GBRT_STAT1_BLKLK : 0;
	case XPCS_DIG_STS: /* as pcs-xpcs-wx.c awaits it */
		return XPCS_DIG_STS_PSEQ_GOOD;
	}

	return 0;
}

static u16 xpcs_read_an(struct pcs_sim_xpcs *x, int reg)
{
	const struct pcs_sim_end *end = &x->dev.end;
	u16 val = MDIO_AN_STAT1_ABLE;
	bool backplane;

	backplane = end->coding == PCS_SIM_BACKPLANE;

	switch (reg) {
	case MDIO_STAT1: /* 45.2.7.2 */
		if (xpcs_read_link(x, XPCS_LATCH_AN))
			val |= MDIO_STAT1_LSTATUS;
		if (backplane && x->negotiated)
			val |= MDIO_AN_STAT1_COMPLETE | MDIO_AN_STAT1_LPABLE;
		return val;
	case MDIO_AN_LPA: /* 45.2.7.7 */
	case MDIO_AN_LPA + 1:
	case MDIO_AN_LPA + 2:
		return backplane ? end->lpa >> 16 * (reg - MDIO_AN_LPA) : 0;
	}

	return 0;
}

/* BMSR, 22.2.4.2 */
static u16 xpcs_read_mii_status(struct pcs_sim_xpcs *x)
{
	u16 val = BMSR_ERCAP | BMSR_ESTATEN | BMSR_ANEGCAPABLE;

	if (xpcs_read_link(x, XPCS_LATCH_MII))
		val |= BMSR_LSTATUS;
	if (x->negotiated && x->dev.end.coding != PCS_SIM_BACKPLANE)
		val |= BMSR_ANEGCOMPLETE;

	return val;
}

/* The word that came in, for as long as the negotiation holds: pcs-xpcs has the
 * link of SGMII from here alone, and so it has to go with the link.
 */
static u16 xpcs_read_intr_sts(const struct pcs_sim_xpcs *x)
{
	const struct pcs_sim_end *end = &x->dev.end;
	u16 val = 0;

	if (x->complete)
		val |= XPCS_MII_AN_INTR_STS_COMPLETE;
	if (!x->negotiated || end->coding == PCS_SIM_BACKPLANE)
		return val;

	if (xpcs_is_usxgmii(x)) {
		val |= FIELD_PREP(XPCS_MII_AN_INTR_STS_USXGMII, end->lpa >> 7);
		if (end->lpa & MDIO_USXGMII_LINK)
			val |= XPCS_MII_AN_INTR_STS_USX_LINK;
	} else if (xpcs_is_sgmii(x)) {
		val |= FIELD_PREP(XPCS_MII_AN_INTR_STS_SPEED, end->lpa >> 10);
		if (end->lpa & LPA_SGMII_FULL_DUPLEX)
			val |= XPCS_MII_AN_INTR_STS_FD;
		if (end->lpa & LPA_SGMII_LINK)
			val |= XPCS_MII_AN_INTR_STS_LINK;
	}

	return val;
}

static u16 xpcs_read_mii(struct pcs_sim_xpcs *x, int reg)
{
	const struct pcs_sim_end *end = &x->dev.end;

	switch (reg) {
	case MII_BMSR:
		return xpcs_read_mii_status(x);
	case MII_LPA: /* 37.2.5.1.4 */
		return end->coding == PCS_SIM_BACKPLANE ? 0 : end->lpa;
	case MII_ESTATUS: /* 22.2.4.4 */
		return ESTATUS_1000_XFULL;
	case XPCS_MII_AN_INTR_STS:
		return xpcs_read_intr_sts(x);
	}

	return 0;
}

/* Of every MMD: identifier (45.2.3.3). Of those that are not made like clause
 * 22: devices in package (45.2.3.5)
 */
static bool xpcs_read_common(int devad, int reg, u16 *val)
{
	switch (reg) {
	case MDIO_DEVID1:
		*val = XPCS_ID >> 16;
		return true;
	case MDIO_DEVID2:
		*val = XPCS_ID & 0xffff;
		return true;
	case MDIO_DEVS1:
		*val = MDIO_DEVS_PMAPMD | MDIO_DEVS_PCS | MDIO_DEVS_AN;
		return devad != MDIO_MMD_VEND2;
	case MDIO_DEVS2:
		*val = (MDIO_DEVS_VEND1 | MDIO_DEVS_VEND2) >> 16;
		return devad != MDIO_MMD_VEND2;
	}

	return false;
}

static int xpcs_find_reg(int devad, int reg)
{
	int i;

	for (i = 0; i < NUM_REGS; i++)
		if (xpcs_regs[i].devad == devad && xpcs_regs[i].reg == reg)
			return i;

	return -1;
}

static u16 xpcs_read(struct pcs_sim_dev *dev, int devad, int reg)
{
	struct pcs_sim_xpcs *x = to_xpcs(dev);
	int stored = xpcs_find_reg(devad, reg);
	u16 val;

	if (stored >= 0)
		return x->regs[stored];

	switch (devad) {
	case MDIO_MMD_PMAPMD:
	case MDIO_MMD_VEND1:
		return xpcs_read_common(devad, reg, &val) ? val : 0;
	case MDIO_MMD_PCS:
		return xpcs_read_common(devad, reg, &val) ?
		       val : xpcs_read_pcs(x, reg);
	case MDIO_MMD_AN:
		return xpcs_read_common(devad, reg, &val) ?
		       val : xpcs_read_an(x, reg);
	case MDIO_MMD_VEND2:
		return xpcs_read_common(devad, reg, &val) ?
		       val : xpcs_read_mii(x, reg);
	}

	/* Nothing drives the line, which is pulled up. */
	return 0xffff;
}

/* MDIO_CTRL1_RESET is bit 15 of every MMD, and of the vendor's registers. A
 * reset of one MMD may reset others (45.2.3.1.1), and pcs-xpcs takes that of
 * one for a reset of all. It takes no time, and so is over when it can be
 * read.
 */
static bool xpcs_is_reset(enum xpcs_reg which, u16 val)
{
	switch (which) {
	case PMA_CTRL1:
	case PCS_CTRL1:
	case PCS_DIG_CTRL1:
	case AN_CTRL1:
	case MII_CTRL:
	case MII_DIG_CTRL1:
		return val & MDIO_CTRL1_RESET;
	default:
		return false;
	}
}

static void xpcs_write(struct pcs_sim_dev *dev, int devad, int reg, u16 val)
{
	struct pcs_sim_xpcs *x = to_xpcs(dev);
	int which = xpcs_find_reg(devad, reg);

	/* The bit is cleared by writing a zero. */
	if (devad == MDIO_MMD_VEND2 && reg == XPCS_MII_AN_INTR_STS)
		x->complete &= val & XPCS_MII_AN_INTR_STS_COMPLETE;
	if (which < 0)
		return;

	if (xpcs_is_reset(which, val)) {
		xpcs_reset(dev);
		return;
	}

	x->regs[which] = val & xpcs_regs[which].writable;
	xpcs_apply(x);

	if (dev->end.an && val & BMCR_ANRESTART &&
	    which == (dev->end.coding == PCS_SIM_BACKPLANE ? AN_CTRL1 :
							     MII_CTRL))
		pcs_sim_end_restart(&dev->end);
	if (which == MII_AN_CTRL)
		xpcs_irq(x);
}

static const char *xpcs_mode(const struct pcs_sim_xpcs *x)
{
	switch (x->dev.end.coding) {
	case PCS_SIM_BACKPLANE:
		return xpcs_is_usxgmii(x) ? "usxgmii on a backplane" :
					    "backplane";
	case PCS_SIM_64B66B_10G:
		return xpcs_is_usxgmii(x) ? "usxgmii" : "10gbase-r";
	case PCS_SIM_8B10B_2G5:
		return xpcs_is_sgmii(x) ? "sgmii at 2.5 Gb/s" : "2500base-x";
	default:
		return xpcs_is_sgmii(x) ? "sgmii" : "1000base-x";
	}
}

static void xpcs_show(struct pcs_sim_dev *dev, struct seq_file *s)
{
	struct pcs_sim_xpcs *x = to_xpcs(dev);
	struct pcs_sim_end *end = &dev->end;

	seq_printf(s, "mode\t\t%s%s\n", xpcs_mode(x),
		   end->power ? "" : ", powered down");
	seq_printf(s, "negotiation\t%s\n", pcs_sim_end_state_name(end));
	seq_printf(s, "link\t\t%s\n",
		   xpcs_link(x, false) || xpcs_link(x, true) ? "up" : "down");
	seq_printf(s, "advertised\t%#06llx\n", end->adv);
	seq_printf(s, "received\t%#06llx\n", end->lpa);
}

struct pcs_sim_model pcs_sim_xpcs_model = {
	.name = "xpcs",
	.compatible = "snps,dw-xpcs",
	.driver = "pcs-xpcs-mdio",
	.size = sizeof(struct pcs_sim_xpcs),
	.init = xpcs_init,
	.reset = xpcs_reset,
	.read = xpcs_read,
	.write = xpcs_write,
	.show = xpcs_show,
};
