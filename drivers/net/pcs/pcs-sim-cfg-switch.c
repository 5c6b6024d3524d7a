// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware in configfs: switch/SWITCH, a switch with user ports
 * and a CPU port, for the driver pcs-sim-switch.
 *
 * Its ports are directories in it, with the attributes that a port on its own
 * has. Those that have no PCS, in a mode that needs one, do not exist on the
 * board.
 */
#include <linux/fwnode.h>
#include <linux/idr.h>
#include <linux/module.h>
#include <linux/phy.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"

static DEFINE_IDA(pcs_sim_switch_ids);

static struct pcs_sim_switch_item *to_switch(struct pcs_sim_item *item)
{
	return container_of(item, struct pcs_sim_switch_item, item);
}

static bool pcs_sim_switch_port_used(const struct pcs_sim_port *port)
{
	return port->pcs[0] || phy_interface_mode_is_rgmii(port->mode);
}

/* From here on its attributes cannot change. */
static int pcs_sim_switch_port_enable(struct pcs_sim_port *port)
{
	int err = 0;

	mutex_lock_nested(&port->item.lock, SINGLE_DEPTH_NESTING);
	if (pcs_sim_switch_port_used(port))
		err = pcs_sim_port_plug(port);
	port->item.live = !err;
	mutex_unlock(&port->item.lock);

	return err;
}

static void pcs_sim_switch_port_disable(struct pcs_sim_port *port)
{
	mutex_lock_nested(&port->item.lock, SINGLE_DEPTH_NESTING);
	pcs_sim_port_unplug(port);
	port->item.live = false;
	mutex_unlock(&port->item.lock);
}

static void pcs_sim_switch_set_pdev(struct pcs_sim_switch_item *sw,
				    struct platform_device *pdev)
{
	unsigned int i;

	sw->pdev = pdev;
	for (i = 0; i < ARRAY_SIZE(sw->ports); i++) {
		mutex_lock_nested(&sw->ports[i].item.lock,
				  SINGLE_DEPTH_NESTING);
		sw->ports[i].pdev = pdev;
		mutex_unlock(&sw->ports[i].item.lock);
	}
}

static void pcs_sim_switch_disable_ports(struct pcs_sim_switch_item *sw)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sw->ports); i++)
		pcs_sim_switch_port_disable(&sw->ports[i]);
	pcs_sim_node_destroy(sw->node);
}

static int pcs_sim_switch_enable_ports(struct pcs_sim_switch_item *sw)
{
	static const struct property_entry props[] = {
		PROPERTY_ENTRY_STRING("compatible", "pcs-sim,switch"),
		{}
	};
	char name[sizeof(sw->node->name)];
	unsigned int i;
	int err = 0;

	snprintf(name, sizeof(name), "pcs-sim-switch:%s",
		 config_item_name(&sw->item.group.cg_item));
	sw->node = pcs_sim_node_create(name, NULL, props);
	if (IS_ERR(sw->node))
		return pcs_sim_item_err(&sw->item, PTR_ERR(sw->node),
					"no node");

	/* No port is to take the switch with it when its PCS is unbound. */
	fwnode_set_flag(sw->node->fwnode, FWNODE_FLAG_LINKS_ADDED);

	for (i = 0; i < ARRAY_SIZE(sw->ports) && !err; i++)
		err = pcs_sim_switch_port_enable(&sw->ports[i]);
	if (err)
		pcs_sim_switch_disable_ports(sw);

	return err;
}

static int pcs_sim_switch_enable(struct pcs_sim_item *item)
{
	struct pcs_sim_switch_item *sw = to_switch(item);
	struct platform_device_info info = {
		.name = "pcs-sim-switch",
	};
	struct platform_device *pdev;
	int err;

	err = pcs_sim_switch_enable_ports(sw);
	if (err)
		return err;

	sw->id = ida_alloc(&pcs_sim_switch_ids, GFP_KERNEL);
	if (sw->id < 0) {
		err = sw->id;
		goto disable_ports;
	}

	info.id = sw->id;
	info.fwnode = sw->node->fwnode;
	pdev = platform_device_register_full(&info);
	if (IS_ERR(pdev)) {
		err = PTR_ERR(pdev);
		goto free_id;
	}
	pcs_sim_switch_set_pdev(sw, pdev);

	return 0;

free_id:
	ida_free(&pcs_sim_switch_ids, sw->id);
disable_ports:
	pcs_sim_switch_disable_ports(sw);

	return pcs_sim_item_err(item, err, "no device: %pe", ERR_PTR(err));
}

static void pcs_sim_switch_disable(struct pcs_sim_item *item)
{
	struct pcs_sim_switch_item *sw = to_switch(item);
	struct platform_device *pdev = sw->pdev;

	pcs_sim_switch_set_pdev(sw, NULL);
	platform_device_unregister(pdev);
	ida_free(&pcs_sim_switch_ids, sw->id);
	pcs_sim_switch_disable_ports(sw);
}

static void pcs_sim_switch_free(struct pcs_sim_item *item)
{
	struct pcs_sim_switch_item *sw = to_switch(item);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sw->ports); i++)
		pcs_sim_socket_del(&sw->ports[i].socket);
	kfree(sw);
}

static const struct pcs_sim_kind pcs_sim_switch_kind = {
	.enable = pcs_sim_switch_enable,
	.disable = pcs_sim_switch_disable,
	.free = pcs_sim_switch_free,
};

static void pcs_sim_switch_show_device(struct pcs_sim_item *item,
				       struct seq_file *s)
{
	if (item->live)
		seq_puts(s, dev_name(&to_switch(item)->pdev->dev));
	seq_putc(s, '\n');
}
PCS_SIM_ATTR_RO(pcs_sim_switch, device);

static struct configfs_attribute *pcs_sim_switch_attrs[] = {
	&pcs_sim_attr_live,
	&pcs_sim_switch_attr_device,
	NULL
};

static const struct config_item_type pcs_sim_switch_type = {
	.ct_item_ops = &pcs_sim_item_ops,
	.ct_attrs = pcs_sim_switch_attrs,
	.ct_owner = THIS_MODULE,
};

static struct config_group *pcs_sim_switch_make(struct config_group *group,
						const char *name)
{
	struct pcs_sim_switch_item *sw;
	char port[sizeof("port0")];
	unsigned int i;
	int err;

	err = pcs_sim_check_name("switch", name);
	if (err)
		return ERR_PTR(err);

	sw = kzalloc_obj(*sw);
	if (!sw)
		return ERR_PTR(-ENOMEM);

	pcs_sim_item_init(&sw->item, "switch", name, &pcs_sim_switch_kind,
			  &pcs_sim_switch_type);
	for (i = 0; i < ARRAY_SIZE(sw->ports); i++) {
		snprintf(port, sizeof(port),
			 i < PCS_SIM_SWITCH_PORTS ? "port%u" : "cpu", i);
		sw->ports[i].sw = sw;
		sw->ports[i].index = i;
		pcs_sim_port_init(&sw->ports[i], sw->item.path, port, NULL,
				  &pcs_sim_switch_port_type);
		configfs_add_default_group(&sw->ports[i].item.group,
					   &sw->item.group);
	}

	return &sw->item.group;
}

static const struct configfs_group_operations pcs_sim_switch_group_ops = {
	.make_group = pcs_sim_switch_make,
	.drop_item = pcs_sim_item_drop,
};

const struct config_item_type pcs_sim_switch_dir = {
	.ct_group_ops = &pcs_sim_switch_group_ops,
	.ct_owner = THIS_MODULE,
};
