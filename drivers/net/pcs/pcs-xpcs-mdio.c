// SPDX-License-Identifier: GPL-2.0
/*
 * Driver for Synopsys DesignWare XPCS devices on an MDIO bus ("snps,dw-xpcs"),
 * among them the bus that pcs-xpcs makes for one that is memory-mapped.
 *
 * pcs-xpcs knows how to drive an XPCS, but is a library that MAC drivers call.
 * This gives it a device to bind to, offers the PCS to whoever the firmware
 * names as its user, and adds the interrupt, which pcs-xpcs leaves to its
 * caller.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/mdio.h>
#include <linux/minmax.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/pcs/pcs-xpcs.h>
#include <linux/pcs/provider.h>
#include <linux/phylink.h>
#include <linux/property.h>
#include <linux/slab.h>

/* In MDIO_MMD_VEND2, see drivers/net/pcs/pcs-xpcs.h */
#define XPCS_AN_CTRL			0x8001
#define XPCS_AN_CTRL_INTR_EN		BIT(0)
#define XPCS_AN_INTR_STS		0x8002
#define XPCS_AN_INTR_STS_COMPLETE	BIT(0)

/**
 * struct pcs_xpcs_mdio - an XPCS on an MDIO bus
 * @mdiodev: its device
 * @xpcs: what pcs-xpcs made of it
 * @irq: its interrupt, or 0
 * @ops: what is called in place of the ops of pcs-xpcs, if there is an
 *	interrupt
 */
struct pcs_xpcs_mdio {
	struct mdio_device *mdiodev;
	struct dw_xpcs *xpcs;
	int irq;
	struct phylink_pcs_ops ops;
};

/* The interrupt only tells that a clause 37 negotiation has completed, not
 * that a link was lost, and nothing of other modes: the PCS asks for polling
 * as well.
 *
 * A negotiation takes the link down. phylink has to be told that it was, even
 * if it is up again by now: other than in BMSR nothing is latched for SGMII,
 * and if phylink sees the link up as before it does not look at the speed.
 */
static irqreturn_t pcs_xpcs_mdio_irq(int irq, void *data)
{
	struct pcs_xpcs_mdio *priv = data;
	int status;

	status = mdiodev_c45_read(priv->mdiodev, MDIO_MMD_VEND2,
				  XPCS_AN_INTR_STS);
	if (status < 0 || !(status & XPCS_AN_INTR_STS_COMPLETE))
		return IRQ_NONE;

	mdiodev_c45_write(priv->mdiodev, MDIO_MMD_VEND2, XPCS_AN_INTR_STS,
			  status & ~XPCS_AN_INTR_STS_COMPLETE);
	pcs_link_change(xpcs_to_phylink_pcs(priv->xpcs), false);

	return IRQ_HANDLED;
}

/* Called after pcs_pre_config(), where pcs-xpcs resets the XPCS when it wants
 * to, and before pcs_config(), which leaves the bit alone and negotiates.
 */
static int pcs_xpcs_mdio_post_config(struct phylink_pcs *pcs,
				     phy_interface_t interface)
{
	struct pcs_xpcs_mdio *priv;

	priv = container_of(pcs->ops, struct pcs_xpcs_mdio, ops);

	return mdiodev_c45_modify(priv->mdiodev, MDIO_MMD_VEND2, XPCS_AN_CTRL,
				  XPCS_AN_CTRL_INTR_EN, XPCS_AN_CTRL_INTR_EN);
}

/* Its number, 0 for none, or -EPROBE_DEFER */
static int pcs_xpcs_mdio_get_irq(struct mdio_device *mdiodev)
{
	int irq;

	irq = fwnode_irq_get(dev_fwnode(&mdiodev->dev), 0);
	if (irq > 0 || irq == -EPROBE_DEFER)
		return irq;

	return max(mdiodev->bus->irq[mdiodev->addr], 0);
}

static int pcs_xpcs_mdio_request_irq(struct pcs_xpcs_mdio *priv)
{
	struct phylink_pcs *pcs = xpcs_to_phylink_pcs(priv->xpcs);
	struct device *dev = &priv->mdiodev->dev;
	int err;

	err = request_threaded_irq(priv->irq, NULL, pcs_xpcs_mdio_irq,
				   IRQF_ONESHOT | IRQF_SHARED, dev_name(dev),
				   priv);
	if (err)
		return dev_err_probe(dev, err, "cannot request IRQ %d\n",
				     priv->irq);

	priv->ops = *pcs->ops;
	priv->ops.pcs_post_config = pcs_xpcs_mdio_post_config;
	pcs->ops = &priv->ops;

	return 0;
}

/* After pcs_unregister(), or else phylink may enable it again */
static void pcs_xpcs_mdio_free_irq(struct pcs_xpcs_mdio *priv)
{
	mdiodev_c45_modify(priv->mdiodev, MDIO_MMD_VEND2, XPCS_AN_CTRL,
			   XPCS_AN_CTRL_INTR_EN, 0);
	free_irq(priv->irq, priv);
}

/* With a node pcs-xpcs finds the device, and its clocks, by that. */
static struct dw_xpcs *pcs_xpcs_mdio_create(struct mdio_device *mdiodev)
{
	struct fwnode_handle *fwnode = dev_fwnode(&mdiodev->dev);

	if (fwnode)
		return xpcs_create_fwnode(fwnode);

	return xpcs_create_mdiodev(mdiodev->bus, mdiodev->addr);
}

/* Nothing that has to do with the hardware is left to devm: the MDIO bus
 * asserts the reset line before devm undoes it.
 */
static int pcs_xpcs_mdio_probe(struct mdio_device *mdiodev)
{
	struct pcs_provider_config config = {};
	struct device *dev = &mdiodev->dev;
	struct pcs_xpcs_mdio *priv;
	int err;

	priv = devm_kzalloc(dev, sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;

	priv->mdiodev = mdiodev;
	priv->irq = pcs_xpcs_mdio_get_irq(mdiodev);
	if (priv->irq < 0)
		return priv->irq;

	priv->xpcs = pcs_xpcs_mdio_create(mdiodev);
	if (IS_ERR(priv->xpcs))
		return dev_err_probe(dev, PTR_ERR(priv->xpcs),
				     "cannot identify the XPCS\n");

	if (priv->irq) {
		err = pcs_xpcs_mdio_request_irq(priv);
		if (err)
			goto destroy;
	}

	config.pcs = xpcs_to_phylink_pcs(priv->xpcs);
	err = pcs_register(dev, &config);
	if (err)
		goto free_irq;

	mdiodev_set_drvdata(mdiodev, priv);

	return 0;

free_irq:
	if (priv->irq)
		pcs_xpcs_mdio_free_irq(priv);
destroy:
	xpcs_destroy(priv->xpcs);

	return err;
}

static void pcs_xpcs_mdio_remove(struct mdio_device *mdiodev)
{
	struct pcs_xpcs_mdio *priv = mdiodev_get_drvdata(mdiodev);

	pcs_unregister(xpcs_to_phylink_pcs(priv->xpcs));
	if (priv->irq)
		pcs_xpcs_mdio_free_irq(priv);
	xpcs_destroy(priv->xpcs);
}

static const struct of_device_id pcs_xpcs_mdio_of_match[] = {
	{ .compatible = "snps,dw-xpcs" },
	{ .compatible = "snps,dw-xpcs-gen1-3g" },
	{ .compatible = "snps,dw-xpcs-gen2-3g" },
	{ .compatible = "snps,dw-xpcs-gen2-6g" },
	{ .compatible = "snps,dw-xpcs-gen4-3g" },
	{ .compatible = "snps,dw-xpcs-gen4-6g" },
	{ .compatible = "snps,dw-xpcs-gen5-10g" },
	{ .compatible = "snps,dw-xpcs-gen5-12g" },
	{}
};
MODULE_DEVICE_TABLE(of, pcs_xpcs_mdio_of_match);

static struct mdio_driver pcs_xpcs_mdio_driver = {
	.mdiodrv.driver = {
		.name = "pcs-xpcs-mdio",
		.of_match_table = pcs_xpcs_mdio_of_match,
	},
	.probe = pcs_xpcs_mdio_probe,
	.remove = pcs_xpcs_mdio_remove,
};

mdio_module_driver(pcs_xpcs_mdio_driver);

MODULE_DESCRIPTION("Synopsys DesignWare XPCS driver for the PCS subsystem");
MODULE_LICENSE("GPL");
