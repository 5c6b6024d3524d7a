// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: the module.
 */
#include <linux/module.h>
#include <linux/platform_device.h>

#include "pcs-sim.h"

static struct pcs_sim_model * const pcs_sim_models[] = {
	&pcs_sim_lynx_model,
	&pcs_sim_lynx_quad_model,
	&pcs_sim_phy_model,
	&pcs_sim_xpcs_model,
};

static struct platform_driver * const pcs_sim_drivers[] = {
	&pcs_sim_mdio_driver,
	&pcs_sim_mac_driver,
	&pcs_sim_switch_driver,
};

static void pcs_sim_models_unregister(unsigned int n)
{
	while (n--)
		pcs_sim_model_unregister(pcs_sim_models[n]);
}

static int pcs_sim_models_register(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(pcs_sim_models); i++) {
		err = pcs_sim_model_register(pcs_sim_models[i]);
		if (err) {
			pcs_sim_models_unregister(i);
			return err;
		}
	}

	return 0;
}

static int __init pcs_sim_init(void)
{
	int err;

	pcs_sim_debugfs_init();

	err = pcs_sim_models_register();
	if (err)
		goto remove_debugfs;

	err = platform_register_drivers(pcs_sim_drivers,
					ARRAY_SIZE(pcs_sim_drivers));
	if (err)
		goto unregister_models;

	err = pcs_sim_configfs_init();
	if (err)
		goto unregister_drivers;

	return 0;

unregister_drivers:
	platform_unregister_drivers(pcs_sim_drivers,
				    ARRAY_SIZE(pcs_sim_drivers));
unregister_models:
	pcs_sim_models_unregister(ARRAY_SIZE(pcs_sim_models));
remove_debugfs:
	pcs_sim_debugfs_exit();

	return err;
}
module_init(pcs_sim_init);

static void __exit pcs_sim_exit(void)
{
	pcs_sim_configfs_exit();
	platform_unregister_drivers(pcs_sim_drivers,
				    ARRAY_SIZE(pcs_sim_drivers));
	pcs_sim_models_unregister(ARRAY_SIZE(pcs_sim_models));
	pcs_sim_debugfs_exit();
}
module_exit(pcs_sim_exit);

MODULE_DESCRIPTION("Simulated PCS hardware and ports");
MODULE_LICENSE("GPL");
