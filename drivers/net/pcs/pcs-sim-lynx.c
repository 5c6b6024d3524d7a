// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: the register model of a Lynx PCS.
 *
 * The registers are those of IEEE 802.3 clause 22 with the meaning that clause
 * 37 gives to them, and the three that drivers/net/pcs/pcs-lynx.c knows beyond:
 * 1000BASE-X, SGMII, and both at 2.5 times the rate, which makes the former
 * 2500BASE-X. There is no clause 45 side, so no USXGMII.
 *
 * No register says which rate that is. On hardware the PCS is clocked by a lane
 * of the SerDes, whose protocol is chosen by the reset configuration word
 * (RCW), or later by the driver of that SerDes
 * (drivers/phy/freescale/phy-fsl-lynx-28g.c) when the MAC calls
 * phy_set_mode_ext(). Here it is 1.25 GBd until the MAC says otherwise with
 * pcs_sim_lane_set_coding(), and as there, a driver that sets up the one
 * without the other gets no link.
 *
 * IF_MODE has the speed at which SGMII puts frames into the coding: what it
 * says, or with USE_SGMII_AN the received word.
 *
 * The interrupt is raised when the link comes or goes. pcs-lynx does not know
 * of one, and how it is brought out is up to the SoC.
 */
#include <linux/bitfield.h>
#include <linux/mdio.h>
#include <linux/mii.h>
#include <linux/seq_file.h>

#include "pcs-sim.h"

/* As in drivers/net/pcs/pcs-lynx.c. */
#define LYNX_LINK_TIMER_LO		0x12
#define LYNX_LINK_TIMER_HI		0x13
#define LYNX_IF_MODE			0x14
#define LYNX_IF_MODE_SGMII_EN		BIT(0)
#define LYNX_IF_MODE_USE_SGMII_AN	BIT(1)
#define LYNX_IF_MODE_SPEED		GENMASK(3, 2)
#define LYNX_IF_MODE_MASK		GENMASK(4, 0)

/* The identifier of the Lynx PCS of a Layerscape. */
#define LYNX_PHYSID			0x0083e400

#define LYNX_BMCR_WRITABLE		(BMCR_ANENABLE | BMCR_PDOWN | \
					 BMCR_ISOLATE)
#define LYNX_BMCR_FIXED			(BMCR_FULLDPLX | BMCR_SPEED1000)

/**
 * struct pcs_sim_lynx - a simulated Lynx PCS
 * @dev: the device
 * @bmcr: register 0, but for the bits that clear themselves
 * @if_mode: register IF_MODE
 * @link: there was a link when the interrupt was raised last
 */
struct pcs_sim_lynx {
	struct pcs_sim_dev dev;
	u16 bmcr;
	u16 if_mode;
	bool link;
};

static struct pcs_sim_lynx *dev_to_lynx(struct pcs_sim_dev *dev)
{
	return container_of(dev, struct pcs_sim_lynx, dev);
}

/* Two bits that say the same in IF_MODE and in the word of SGMII. */
static unsigned int pcs_sim_lynx_speed(struct pcs_sim_lynx *lynx)
{
	static const unsigned int speeds[] = { 10, 100, 1000, 0 };
	struct pcs_sim_end *end = &lynx->dev.end;

	if (!(lynx->if_mode & LYNX_IF_MODE_SGMII_EN))
		return 1000;
	if (lynx->if_mode & LYNX_IF_MODE_USE_SGMII_AN)
		return speeds[(end->lpa & LPA_SGMII_SPD_MASK) >> 10];

	return speeds[FIELD_GET(LYNX_IF_MODE_SPEED, lynx->if_mode)];
}

static void pcs_sim_lynx_changed(struct pcs_sim_end *end)
{
	struct pcs_sim_lynx *lynx = container_of(end, struct pcs_sim_lynx,
						 dev.end);
	bool link = pcs_sim_end_link(end);

	end->speed = pcs_sim_lynx_speed(lynx);
	if (lynx->link == link)
		return;

	lynx->link = link;
	pcs_sim_dev_irq(&lynx->dev);
}

static int pcs_sim_lynx_init(struct pcs_sim_dev *dev)
{
	dev->end.changed = pcs_sim_lynx_changed;

	return 0;
}

static void pcs_sim_lynx_reset(struct pcs_sim_dev *dev)
{
	struct pcs_sim_lynx *lynx = dev_to_lynx(dev);
	struct pcs_sim_end *end = &dev->end;

	lynx->bmcr = BMCR_ANENABLE;
	lynx->if_mode = 0;
	end->power = true;
	end->an = true;
	end->isolated = false;
	end->speed = pcs_sim_lynx_speed(lynx);
	end->adv = ADVERTISE_1000XFULL | ADVERTISE_1000XPAUSE |
		   ADVERTISE_1000XPSE_ASYM;
	end->link_timer = PCS_SIM_LINK_TIMER_BASEX;
	pcs_sim_end_restart(end);
}

static u16 pcs_sim_lynx_read(struct pcs_sim_dev *dev, int devad, int reg)
{
	struct pcs_sim_lynx *lynx = dev_to_lynx(dev);
	struct pcs_sim_end *end = &dev->end;

	/* It does not drive the line. */
	if (devad != MDIO_DEVAD_NONE)
		return 0xffff;

	switch (reg) {
	case MII_BMCR:
		return lynx->bmcr | LYNX_BMCR_FIXED;
	case MII_BMSR:
		return pcs_sim_end_bmsr(end);
	case MII_PHYSID1:
		return LYNX_PHYSID >> 16;
	case MII_PHYSID2:
		return LYNX_PHYSID & 0xffff;
	case MII_ADVERTISE:
		return end->adv;
	case MII_LPA:
		return end->lpa;
	case MII_ESTATUS:
		return ESTATUS_1000_XFULL;
	case LYNX_LINK_TIMER_LO:
		return end->link_timer & 0xffff;
	case LYNX_LINK_TIMER_HI:
		return end->link_timer >> 16;
	case LYNX_IF_MODE:
		return lynx->if_mode;
	default:
		return 0;
	}
}

static void pcs_sim_lynx_write_bmcr(struct pcs_sim_lynx *lynx, u16 val)
{
	struct pcs_sim_end *end = &lynx->dev.end;

	/* The reset takes no time, and so is over when it can be read. */
	if (val & BMCR_RESET) {
		pcs_sim_lynx_reset(&lynx->dev);
		return;
	}

	lynx->bmcr = val & LYNX_BMCR_WRITABLE;
	end->power = !(val & BMCR_PDOWN);
	end->an = val & BMCR_ANENABLE;
	end->isolated = val & BMCR_ISOLATE;

	if (end->an && val & BMCR_ANRESTART)
		pcs_sim_end_restart(end);
}

static void pcs_sim_lynx_write(struct pcs_sim_dev *dev, int devad, int reg,
			       u16 val)
{
	struct pcs_sim_lynx *lynx = dev_to_lynx(dev);
	struct pcs_sim_end *end = &dev->end;

	if (devad != MDIO_DEVAD_NONE)
		return;

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
		end->speed = pcs_sim_lynx_speed(lynx);
		break;
	}
}

static const char *pcs_sim_lynx_mode(struct pcs_sim_lynx *lynx)
{
	bool fast = lynx->dev.end.coding == PCS_SIM_8B10B_2G5;

	if (lynx->if_mode & LYNX_IF_MODE_SGMII_EN)
		return fast ? "sgmii at 3.125 GBd" : "sgmii";

	return fast ? "2500base-x" : "1000base-x";
}

static void pcs_sim_lynx_show(struct pcs_sim_dev *dev, struct seq_file *s)
{
	struct pcs_sim_end *end = &dev->end;

	seq_printf(s, "mode\t\t%s%s\n", pcs_sim_lynx_mode(dev_to_lynx(dev)),
		   end->power ? "" : ", powered down");
	seq_printf(s, "negotiation\t%s\n", pcs_sim_end_state_name(end));
	seq_printf(s, "link\t\t%s\n", pcs_sim_end_link(end) ? "up" : "down");
	seq_printf(s, "advertised\t%#06llx\n", end->adv);
	seq_printf(s, "received\t%#06llx\n", end->lpa);
}

struct pcs_sim_model pcs_sim_lynx_model = {
	.name = "lynx",
	.compatible = "fsl,lynx-pcs",
	.driver = "pcs-lynx-mdio",
	.size = sizeof(struct pcs_sim_lynx),
	.init = pcs_sim_lynx_init,
	.reset = pcs_sim_lynx_reset,
	.read = pcs_sim_lynx_read,
	.write = pcs_sim_lynx_write,
	.show = pcs_sim_lynx_show,
};

/* Four of them at consecutive addresses, as the SerDes of a Layerscape has them
 * for QSGMII, but in one device, and each with a lane of its own.
 */
struct pcs_sim_model pcs_sim_lynx_quad_model = {
	.name = "lynx-quad",
	.compatible = "pcs-sim,lynx-quad",
	.driver = "pcs-sim-quad",
	.num_addrs = 4,
	.size = sizeof(struct pcs_sim_lynx),
	.init = pcs_sim_lynx_init,
	.reset = pcs_sim_lynx_reset,
	.read = pcs_sim_lynx_read,
	.write = pcs_sim_lynx_write,
	.show = pcs_sim_lynx_show,
};
