// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware in configfs: mdio/BUS, an MDIO bus.
 *
 * It exists as long as its directory. Its driver may be unbound and bound all
 * the same; what is plugged in is then found anew.
 */
#include <linux/idr.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"

static DEFINE_IDA(pcs_sim_bus_ids);

static struct pcs_sim_bus *to_bus(struct pcs_sim_item *item)
{
	return container_of(item, struct pcs_sim_bus, item);
}

static void pcs_sim_bus_disable(struct pcs_sim_item *item)
{
	struct pcs_sim_bus *bus = to_bus(item);

	platform_device_unregister(bus->pdev);
	pcs_sim_node_destroy(bus->node);
	ida_free(&pcs_sim_bus_ids, bus->id);
}

static void pcs_sim_bus_free(struct pcs_sim_item *item)
{
	kfree(to_bus(item));
}

static const struct pcs_sim_kind pcs_sim_bus_kind = {
	.disable = pcs_sim_bus_disable,
	.free = pcs_sim_bus_free,
};

static void pcs_sim_bus_show_device(struct pcs_sim_item *item,
				    struct seq_file *s)
{
	seq_printf(s, "%s\n", dev_name(&to_bus(item)->pdev->dev));
}
PCS_SIM_ATTR_RO(pcs_sim_bus, device);

static struct configfs_attribute *pcs_sim_bus_attrs[] = {
	&pcs_sim_bus_attr_device,
	NULL
};

static const struct configfs_group_operations pcs_sim_bus_group_ops = {
	.make_group = pcs_sim_slot_make,
	.drop_item = pcs_sim_item_drop,
};

static const struct config_item_type pcs_sim_bus_type = {
	.ct_item_ops = &pcs_sim_item_ops,
	.ct_group_ops = &pcs_sim_bus_group_ops,
	.ct_attrs = pcs_sim_bus_attrs,
	.ct_owner = THIS_MODULE,
};

static int pcs_sim_bus_enable(struct pcs_sim_bus *bus, const char *name)
{
	static const struct property_entry props[] = {
		PROPERTY_ENTRY_STRING("compatible", "pcs-sim,mdio"),
		{}
	};
	struct pcs_sim_mdio_pdata pdata = { pcs_sim_bus_populate, bus };
	struct platform_device_info info = {
		.name = "pcs-sim-mdio",
		.data = &pdata, .size_data = sizeof(pdata),
	};
	char node[sizeof(bus->node->name)];
	int err;

	bus->id = ida_alloc(&pcs_sim_bus_ids, GFP_KERNEL);
	if (bus->id < 0)
		return bus->id;

	snprintf(node, sizeof(node), "pcs-sim:%s", name);
	bus->node = pcs_sim_node_create(node, NULL, props);
	if (IS_ERR(bus->node)) {
		err = PTR_ERR(bus->node);
		goto free_id;
	}

	info.id = bus->id;
	info.fwnode = bus->node->fwnode;
	bus->pdev = platform_device_register_full(&info);
	if (IS_ERR(bus->pdev)) {
		err = PTR_ERR(bus->pdev);
		goto destroy_node;
	}

	return 0;

destroy_node:
	pcs_sim_node_destroy(bus->node);
free_id:
	ida_free(&pcs_sim_bus_ids, bus->id);

	return err;
}

static struct config_group *pcs_sim_bus_make(struct config_group *group,
					     const char *name)
{
	struct pcs_sim_bus *bus;
	int err;

	err = pcs_sim_check_name("mdio", name);
	if (err)
		return ERR_PTR(err);

	bus = kzalloc_obj(*bus);
	if (!bus)
		return ERR_PTR(-ENOMEM);

	INIT_LIST_HEAD(&bus->slots);
	err = pcs_sim_bus_enable(bus, name);
	if (err) {
		kfree(bus);
		return ERR_PTR(err);
	}

	pcs_sim_item_init(&bus->item, "mdio", name, &pcs_sim_bus_kind,
			  &pcs_sim_bus_type);
	bus->item.live = true;

	return &bus->item.group;
}

static const struct configfs_group_operations pcs_sim_mdio_group_ops = {
	.make_group = pcs_sim_bus_make,
	.drop_item = pcs_sim_item_drop,
};

const struct config_item_type pcs_sim_mdio_dir = {
	.ct_group_ops = &pcs_sim_mdio_group_ops,
	.ct_owner = THIS_MODULE,
};
