// SPDX-License-Identifier: GPL-2.0
/*
 * Sample register model for pcs-sim: the Xilinx 1G/2.5G Ethernet PCS/PMA core,
 * as it is generated for 1000BASE-X with an MDIO interface and
 * auto-negotiation. pcs-pma.c is a driver for it.
 *
 * The registers are those of "1G/2.5G Ethernet PCS/PMA or SGMII LogiCORE IP
 * Product Guide" (PG047), "Management Registers". They have the layout of IEEE
 * 802.3 clause 22 with the meaning of clause 37, and there is an interrupt for
 * the end of a negotiation.
 */
#include <linux/mdio.h>
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "pcs-sim.h"

/* Auto-Negotiation Interrupt Control */
#define PMA_ANICR		16
#define PMA_ANICR_ENABLE	BIT(0)
#define PMA_ANICR_STATUS	BIT(1)

#define PMA_BMCR_WRITABLE	(BMCR_ANENABLE | BMCR_PDOWN | BMCR_ISOLATE)
#define PMA_BMCR_FIXED		(BMCR_FULLDPLX | BMCR_SPEED1000)

/**
 * struct pma - a simulated core
 * @dev: what all simulated devices have; the first member
 * @bmcr: register 0, but for the bits that clear themselves
 * @anicr: register 16
 */
struct pma {
	struct pcs_sim_dev dev;
	u16 bmcr;
	u16 anicr;
};

static struct pma *to_pma(struct pcs_sim_dev *dev)
{
	return container_of(dev, struct pma, dev);
}

/* The state of the negotiation has changed. */
static void pma_changed(struct pcs_sim_end *end)
{
	struct pma *pma = container_of(end, struct pma, dev.end);

	if (end->state != PCS_SIM_LINK_OK || !(pma->anicr & PMA_ANICR_ENABLE))
		return;

	pma->anicr |= PMA_ANICR_STATUS;
	pcs_sim_dev_irq(&pma->dev);
}

static int pma_init(struct pcs_sim_dev *dev)
{
	dev->end.changed = pma_changed;

	return 0;
}

static void pma_reset(struct pcs_sim_dev *dev)
{
	struct pma *pma = to_pma(dev);
	struct pcs_sim_end *end = &dev->end;

	pma->bmcr = BMCR_ANENABLE;
	pma->anicr = 0;
	end->power = true;
	end->an = true;
	end->isolated = false;
	end->adv = ADVERTISE_1000XFULL | ADVERTISE_1000XPAUSE |
		   ADVERTISE_1000XPSE_ASYM;
	end->link_timer = PCS_SIM_LINK_TIMER_BASEX;
	pcs_sim_end_restart(end);
}

static u16 pma_read(struct pcs_sim_dev *dev, int devad, int reg)
{
	struct pma *pma = to_pma(dev);

	if (devad != MDIO_DEVAD_NONE)
		return 0xffff;

	switch (reg) {
	case MII_BMCR:
		return pma->bmcr | PMA_BMCR_FIXED;
	case MII_BMSR:
		return pcs_sim_end_bmsr(&dev->end);
	case MII_ADVERTISE:
		return dev->end.adv;
	case MII_LPA:
		return dev->end.lpa;
	case MII_ESTATUS:
		return ESTATUS_1000_XFULL;
	case PMA_ANICR:
		return pma->anicr;
	default:
		return 0;
	}
}

static void pma_write_bmcr(struct pma *pma, u16 val)
{
	struct pcs_sim_end *end = &pma->dev.end;

	if (val & BMCR_RESET) {
		pma_reset(&pma->dev);
		return;
	}

	pma->bmcr = val & PMA_BMCR_WRITABLE;
	end->power = !(val & BMCR_PDOWN);
	end->an = val & BMCR_ANENABLE;
	end->isolated = val & BMCR_ISOLATE;

	if (end->an && val & BMCR_ANRESTART)
		pcs_sim_end_restart(end);
}

static void pma_write(struct pcs_sim_dev *dev, int devad, int reg, u16 val)
{
	struct pma *pma = to_pma(dev);

	if (devad != MDIO_DEVAD_NONE)
		return;

	switch (reg) {
	case MII_BMCR:
		pma_write_bmcr(pma, val);
		break;
	case MII_ADVERTISE:
		dev->end.adv = val & ~ADVERTISE_LPACK;
		break;
	case PMA_ANICR:
		/* The status can only be cleared, and is when disabled. */
		if (val & PMA_ANICR_ENABLE)
			pma->anicr = PMA_ANICR_ENABLE |
				     (val & pma->anicr & PMA_ANICR_STATUS);
		else
			pma->anicr = 0;
		break;
	}
}

static void pma_show(struct pcs_sim_dev *dev, struct seq_file *s)
{
	struct pma *pma = to_pma(dev);

	seq_printf(s, "negotiation\t%s\n", pcs_sim_end_state_name(&dev->end));
	seq_printf(s, "link\t\t%s\n",
		   pcs_sim_end_link(&dev->end) ? "up" : "down");
	seq_printf(s, "interrupt\t%s\n",
		   pma->anicr & PMA_ANICR_ENABLE ? "enabled" : "disabled");
}

static struct pcs_sim_model pma_model = {
	.name = "pma",
	.compatible = "xlnx,pcs-pma",
	.driver = "pcs-pma",
	.size = sizeof(struct pma),
	.init = pma_init,
	.reset = pma_reset,
	.read = pma_read,
	.write = pma_write,
	.show = pma_show,
	.module = THIS_MODULE,
};

static int __init pma_model_init(void)
{
	return pcs_sim_model_register(&pma_model);
}
module_init(pma_model_init);

static void __exit pma_model_exit(void)
{
	pcs_sim_model_unregister(&pma_model);
}
module_exit(pma_model_exit);

MODULE_DESCRIPTION("Sample register model for pcs-sim");
MODULE_LICENSE("GPL");
