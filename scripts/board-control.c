// SPDX-License-Identifier: GPL-2.0
/*
 * dwmac-generic for the control of "make board": stmmac as it is without the
 * PCS subsystem, which creates an XPCS for pcs-handle, and selects it if the
 * driver of the platform says so, here in the words of dwmac-intel.
 */
#include <linux/module.h>
#include <linux/of.h>
#include <linux/pcs/pcs-xpcs.h>
#include <linux/platform_device.h>

#include "stmmac.h"
#include "stmmac_platform.h"

static struct phylink_pcs *control_select_pcs(struct stmmac_priv *priv,
					      phy_interface_t interface)
{
	return xpcs_to_phylink_pcs(priv->hw->xpcs);
}

static int control_probe(struct platform_device *pdev)
{
	struct plat_stmmacenet_data *plat_dat;
	struct stmmac_resources stmmac_res;
	int ret;

	ret = stmmac_get_platform_resources(pdev, &stmmac_res);
	if (ret)
		return ret;

	plat_dat = devm_stmmac_probe_config_dt(pdev, stmmac_res.mac);
	if (IS_ERR(plat_dat))
		return PTR_ERR(plat_dat);

	plat_dat->select_pcs = control_select_pcs;

	return devm_stmmac_pltfr_probe(pdev, plat_dat, &stmmac_res);
}

static const struct of_device_id control_match[] = {
	{ .compatible = "snps,dwmac" },
	{}
};
MODULE_DEVICE_TABLE(of, control_match);

static struct platform_driver control_driver = {
	.probe = control_probe,
	.driver = {
		.name = "dwmac-control",
		.of_match_table = control_match,
	},
};
module_platform_driver(control_driver);

MODULE_DESCRIPTION("Generic stmmac driver that selects the XPCS");
MODULE_LICENSE("GPL");
