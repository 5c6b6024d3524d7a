/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KUnit suites of the PCS drivers of this kernel tree: what they share
 *
 * The drivers are those that a kernel has for hardware, converted to the PCS
 * subsystem; the registers are models. Below /pcs-providers in the device tree
 * are their nodes, for which no devices are made before a test asks for them.
 */
#ifndef __PCS_PROVIDERS_H
#define __PCS_PROVIDERS_H

#include "../drivers/net/pcs/pcs-sim.h"
#include "pcs-kunit.h"

struct device_node;
struct logic_iomem_region_ops;
struct platform_device;
struct resource;

struct device_node *kprov_node(struct kunit *test, const char *name);
struct platform_device *kprov_device(struct kunit *test, const char *name);
struct pcs_sim_dev *kprov_sim(struct kunit *test, const char *model);
void kprov_partner(struct kunit *test, struct pcs_sim_dev *sim,
		   const char *partner);
struct kmac *kprov_mac(struct kunit *test, const char *user,
		       phy_interface_t interface);
void kprov_expect_gone(struct kunit *test, struct kmac *mac);
void kprov_rebind(struct kunit *test, struct device *dev, struct kmac *mac);

#endif /* __PCS_PROVIDERS_H */
