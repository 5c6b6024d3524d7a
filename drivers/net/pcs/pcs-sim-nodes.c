// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: software nodes that come and go.
 *
 * Whoever has a reference to a node looks at its properties, and the name of it
 * is taken, until the last reference is gone; that of a device link is dropped
 * some time after the devices are. So a node is waited for before what it is
 * made from is freed, or another one gets its name.
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include "pcs-sim-configfs.h"

/* Far longer than anyone should need who is about to drop a reference. */
#define PCS_SIM_NODE_WAIT_MS	2000

static void pcs_sim_node_free(struct pcs_sim_node *node)
{
	property_entries_free(node->sw.properties);
	kfree(node);
}

/**
 * pcs_sim_node_create() - register a software node
 * @name: its name, unique below @parent
 * @parent: its parent, or NULL
 * @props: its properties, which are copied
 *
 * Return: the node, for pcs_sim_node_destroy(); or an ERR_PTR().
 */
struct pcs_sim_node *pcs_sim_node_create(const char *name,
					 struct pcs_sim_node *parent,
					 const struct property_entry *props)
{
	struct pcs_sim_node *node;
	int err;

	node = kzalloc_obj(*node);
	if (!node)
		return ERR_PTR(-ENOMEM);

	props = property_entries_dup(props);
	if (IS_ERR(props)) {
		kfree(node);
		return ERR_CAST(props);
	}

	strscpy(node->name, name);
	node->sw.name = node->name;
	node->sw.parent = parent ? &parent->sw : NULL;
	node->sw.properties = props;

	err = software_node_register(&node->sw);
	if (err) {
		pcs_sim_node_free(node);
		return ERR_PTR(err);
	}
	node->fwnode = software_node_fwnode(&node->sw);

	return node;
}

/**
 * pcs_sim_node_destroy() - unregister a software node
 * @node: the node; NULL is fine
 *
 * Those who refer to it must have been told to let go.
 *
 * Context: May sleep, but under no lock that those need.
 */
void pcs_sim_node_destroy(struct pcs_sim_node *node)
{
	unsigned int ms;

	if (!node)
		return;

	software_node_unregister(&node->sw);
	for (ms = 0; software_node_fwnode(&node->sw); ms++) {
		if (ms == PCS_SIM_NODE_WAIT_MS) {
			pr_err("pcs-sim: somebody keeps software node %s\n",
			       node->name);
			return;
		}
		device_link_wait_removal();
		fsleep(1000);
	}

	pcs_sim_node_free(node);
}
