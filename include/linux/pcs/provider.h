/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem: interface for PCS drivers.
 */
#ifndef __LINUX_PCS_PROVIDER_H
#define __LINUX_PCS_PROVIDER_H

#include <linux/types.h>

struct device;
struct fwnode_handle;
struct phylink_pcs;

/**
 * struct pcs_provider_config - what a PCS driver registers
 * @fwnode: Firmware node that ``pcs-handle`` properties refer to, the node of
 *	the device when NULL. The core takes a reference of its own. References
 *	by a software node to a device that has another node, too, want to have
 *	the software node here.
 * @pcs: The PCS of this node. Owned by the driver, which keeps it, and what its
 *	ops use, until pcs_unregister() has returned. NULL with @channels.
 * @args: Cells that a reference to @pcs carries, @num_args of them; NULL when
 *	the node has no ``#pcs-cells``, or 0 of them.
 * @num_args: Number of @args, equal to ``#pcs-cells`` of the node.
 * @channels: All PCS of a node with ``#pcs-cells = <1>``: the cell of a
 *	reference is an index into this, and there is no such channel from
 *	@num_channels upwards. The first is the one to pass to pcs_unregister().
 *	NULL with @pcs.
 * @num_channels: Number of @channels.
 *
 * Only used during pcs_register(): it and the arrays in it may be freed after
 * the call. The &struct phylink_pcs that they point to may not.
 */
struct pcs_provider_config {
	struct fwnode_handle *fwnode;
	struct phylink_pcs *pcs;
	const u64 *args;
	unsigned int num_args;
	struct phylink_pcs *const *channels;
	unsigned int num_channels;
};

int pcs_register(struct device *dev, const struct pcs_provider_config *config);
int devm_pcs_register(struct device *dev,
		      const struct pcs_provider_config *config);
void pcs_unregister(struct phylink_pcs *pcs);

void pcs_link_change(struct phylink_pcs *pcs, bool up);

#endif /* __LINUX_PCS_PROVIDER_H */
