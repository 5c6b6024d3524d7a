// SPDX-License-Identifier: GPL-2.0
/*
 * Sample PCS driver: the Xilinx 1G/2.5G Ethernet PCS/PMA core (PG047), as it is
 * generated for 1000BASE-X, on an MDIO bus. pcs-sim-pma.c simulates it.
 *
 * The registers have the layout of IEEE 802.3 clause 22, so that phylink's
 * helpers do nearly all of the work. What is left is the life of the driver,
 * and its interrupt.
 */
#include <linux/interrupt.h>
#include <linux/mdio.h>
#include <linux/minmax.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/pcs/provider.h>
#include <linux/phylink.h>
#include <linux/slab.h>

/* Auto-Negotiation Interrupt Control */
#define PMA_ANICR		16
#define PMA_ANICR_ENABLE	BIT(0)
#define PMA_ANICR_STATUS	BIT(1)

/**
 * struct pma - a core
 * @pcs: what is registered
 * @mdiodev: its device
 * @irq: its interrupt, or 0
 */
struct pma {
	struct phylink_pcs pcs;
	struct mdio_device *mdiodev;
	int irq;
};

static struct pma *to_pma(struct phylink_pcs *pcs)
{
	return container_of(pcs, struct pma, pcs);
}

static unsigned int pma_inband_caps(struct phylink_pcs *pcs,
				    phy_interface_t interface)
{
	return LINK_INBAND_ENABLE | LINK_INBAND_DISABLE;
}

static void pma_get_state(struct phylink_pcs *pcs, unsigned int neg_mode,
			  struct phylink_link_state *state)
{
	phylink_mii_c22_pcs_get_state(to_pma(pcs)->mdiodev, neg_mode, state);
}

static int pma_config(struct phylink_pcs *pcs, unsigned int neg_mode,
		      phy_interface_t interface,
		      const unsigned long *advertising, bool permit_pause)
{
	return phylink_mii_c22_pcs_config(to_pma(pcs)->mdiodev, interface,
					  advertising, neg_mode);
}

static void pma_an_restart(struct phylink_pcs *pcs)
{
	phylink_mii_c22_pcs_an_restart(to_pma(pcs)->mdiodev);
}

static const struct phylink_pcs_ops pma_ops = {
	.pcs_inband_caps = pma_inband_caps,
	.pcs_get_state = pma_get_state,
	.pcs_config = pma_config,
	.pcs_an_restart = pma_an_restart,
};

/* A negotiation has ended, for which the link was down. That a link is lost is
 * not reported, but found by polling.
 */
static irqreturn_t pma_interrupt(int irq, void *data)
{
	struct pma *pma = data;
	int status;

	status = mdiodev_read(pma->mdiodev, PMA_ANICR);
	if (status < 0 || !(status & PMA_ANICR_STATUS))
		return IRQ_NONE;

	mdiodev_write(pma->mdiodev, PMA_ANICR, PMA_ANICR_ENABLE);
	pcs_link_change(&pma->pcs, false);

	return IRQ_HANDLED;
}

static int pma_request_irq(struct pma *pma)
{
	struct mdio_device *mdiodev = pma->mdiodev;
	int err;

	err = request_threaded_irq(pma->irq, NULL, pma_interrupt, IRQF_ONESHOT,
				   dev_name(&mdiodev->dev), pma);
	if (err)
		return err;

	err = mdiodev_write(mdiodev, PMA_ANICR, PMA_ANICR_ENABLE);
	if (err)
		free_irq(pma->irq, pma);

	return err;
}

static void pma_free_irq(struct pma *pma)
{
	/* In this order, since the handler enables it. */
	free_irq(pma->irq, pma);
	mdiodev_write(pma->mdiodev, PMA_ANICR, 0);
}

static int pma_probe(struct mdio_device *mdiodev)
{
	struct pcs_provider_config config = {};
	struct device *dev = &mdiodev->dev;
	struct pma *pma;
	int err;

	pma = devm_kzalloc(dev, sizeof(*pma), GFP_KERNEL);
	if (!pma)
		return -ENOMEM;

	pma->mdiodev = mdiodev;
	pma->pcs.ops = &pma_ops;
	pma->pcs.poll = true;
	__set_bit(PHY_INTERFACE_MODE_1000BASEX,
		  pma->pcs.supported_interfaces);
	mdiodev_set_drvdata(mdiodev, pma);

	pma->irq = max(mdiodev->bus->irq[mdiodev->addr], 0);
	if (pma->irq) {
		err = pma_request_irq(pma);
		if (err)
			return dev_err_probe(dev, err, "no interrupt\n");
	}

	config.pcs = &pma->pcs;
	err = pcs_register(dev, &config);
	if (err && pma->irq)
		pma_free_irq(pma);

	return err;
}

static void pma_remove(struct mdio_device *mdiodev)
{
	struct pma *pma = mdiodev_get_drvdata(mdiodev);

	pcs_unregister(&pma->pcs);
	if (pma->irq)
		pma_free_irq(pma);
}

static const struct of_device_id pma_of_match[] = {
	{ .compatible = "xlnx,pcs-pma" },
	{}
};
MODULE_DEVICE_TABLE(of, pma_of_match);

static struct mdio_driver pma_driver = {
	.mdiodrv.driver = {
		.name = "pcs-pma",
		.of_match_table = pma_of_match,
	},
	.probe = pma_probe,
	.remove = pma_remove,
};

mdio_module_driver(pma_driver);

MODULE_DESCRIPTION("Sample PCS driver");
MODULE_LICENSE("GPL");
