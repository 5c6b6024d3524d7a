// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: the module.
 */
#include <linux/module.h>
#include <linux/platform_device.h>

#include "pcs-sim.h"

static struct platform_driver * const pcs_sim_drivers[] = {
	&pcs_sim_mdio_driver,
	&pcs_sim_mac_driver,
};

static int __init pcs_sim_init(void)
{
	int err;

	pcs_sim_debugfs_init();

	err = platform_register_drivers(pcs_sim_drivers,
					ARRAY_SIZE(pcs_sim_drivers));
	if (err)
		pcs_sim_debugfs_exit();

	return err;
}
module_init(pcs_sim_init);

static void __exit pcs_sim_exit(void)
{
	platform_unregister_drivers(pcs_sim_drivers,
				    ARRAY_SIZE(pcs_sim_drivers));
	pcs_sim_debugfs_exit();
}
module_exit(pcs_sim_exit);

MODULE_DESCRIPTION("Simulated PCS hardware and ports");
MODULE_LICENSE("GPL");
