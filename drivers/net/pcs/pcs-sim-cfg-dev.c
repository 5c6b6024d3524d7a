// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware in configfs: mdio/BUS/DEV, a device on an MDIO bus.
 *
 * The directory is a slot, into which a device is plugged by making it live.
 */
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"

/**
 * struct pcs_sim_slot - mdio/BUS/DEV
 * @item: the directory
 * @bus: the bus
 * @dn: what is plugged in here
 * @hw: its hardware, while live, and while it has faults that were set here
 * @list: entry in &pcs_sim_bus.slots, while live
 */
struct pcs_sim_slot {
	struct pcs_sim_item item;
	struct pcs_sim_bus *bus;
	struct pcs_sim_devnode *dn;
	struct pcs_sim_dev *hw;
	struct list_head list;
};

static struct pcs_sim_slot *to_slot(struct pcs_sim_item *item)
{
	return container_of(item, struct pcs_sim_slot, item);
}

/* --- the hardware --------------------------------------------------------- */

/* Have the hardware, although it may not be plugged in yet. */
static int pcs_sim_slot_get_hw(struct pcs_sim_slot *slot,
			       const struct pcs_sim_input *in)
{
	int err;

	if (slot->hw)
		return 0;

	mutex_lock(&pcs_sim_nodes_lock);
	err = pcs_sim_devnode_use(slot->dn, in);
	if (!err)
		slot->hw = slot->dn->hw;
	mutex_unlock(&pcs_sim_nodes_lock);

	return err;
}

static void pcs_sim_slot_drop_hw(struct pcs_sim_slot *slot)
{
	slot->hw = NULL;
	mutex_lock(&pcs_sim_nodes_lock);
	pcs_sim_devnode_unuse(slot->dn);
	mutex_unlock(&pcs_sim_nodes_lock);
}

/* Let go of the hardware, which is not plugged in, unless it has faults: those
 * are there until the user takes them away.
 */
static void pcs_sim_slot_put_hw(struct pcs_sim_slot *slot)
{
	if (slot->hw && !pcs_sim_dev_has_faults(slot->hw))
		pcs_sim_slot_drop_hw(slot);
}

static int pcs_sim_slot_enable(struct pcs_sim_item *item)
{
	const struct pcs_sim_input in = { .item = item, .attr = "live" };
	struct pcs_sim_slot *slot = to_slot(item);
	struct device *dev = &slot->bus->pdev->dev;
	struct mii_bus *mii;
	int err;

	err = pcs_sim_slot_get_hw(slot, &in);
	if (err)
		return err;

	pcs_sim_devnode_power(slot->dn, true);

	device_lock(dev);
	mii = dev_get_drvdata(dev);
	if (mii)
		err = pcs_sim_mdiobus_add_node(mii, slot->hw->fwnode);
	if (!err)
		list_add_tail(&slot->list, &slot->bus->slots);
	device_unlock(dev);

	if (err) {
		pcs_sim_devnode_power(slot->dn, false);
		pcs_sim_slot_put_hw(slot);
		return pcs_sim_item_err(item, err, "no place on the bus: %pe",
					ERR_PTR(err));
	}

	return 0;
}

static void pcs_sim_slot_disable(struct pcs_sim_item *item)
{
	struct pcs_sim_slot *slot = to_slot(item);
	struct device *dev = &slot->bus->pdev->dev;
	struct mii_bus *mii;

	device_lock(dev);
	list_del(&slot->list);
	mii = dev_get_drvdata(dev);
	if (mii)
		pcs_sim_mdiobus_remove_node(mii, slot->hw->fwnode);
	device_unlock(dev);

	pcs_sim_devnode_power(slot->dn, false);
	pcs_sim_slot_put_hw(slot);
}

/* The driver of a bus has been bound. Under the device lock. */
void pcs_sim_bus_populate(void *priv, struct mii_bus *mii)
{
	struct pcs_sim_bus *bus = priv;
	struct pcs_sim_slot *slot;
	int err;

	list_for_each_entry(slot, &bus->slots, list) {
		err = pcs_sim_mdiobus_add_node(mii, slot->hw->fwnode);
		if (err)
			pr_err("pcs-sim: %s: not on its bus again: %pe\n",
			       slot->item.path, ERR_PTR(err));
	}
}

static void pcs_sim_slot_free(struct pcs_sim_item *item)
{
	struct pcs_sim_slot *slot = to_slot(item);

	if (slot->hw)
		pcs_sim_slot_drop_hw(slot);
	pcs_sim_devnode_put(slot->dn);
	kfree(slot);
}

static const struct pcs_sim_kind pcs_sim_slot_kind = {
	.enable = pcs_sim_slot_enable,
	.disable = pcs_sim_slot_disable,
	.free = pcs_sim_slot_free,
};

/* --- attributes ----------------------------------------------------------- */

/* Call @set, which changes what the device is, unless somebody uses it. */
static int pcs_sim_slot_set(const struct pcs_sim_input *in,
			    int (*set)(const struct pcs_sim_input *in,
				       struct pcs_sim_devnode *dn))
{
	struct pcs_sim_devnode *dn = to_slot(in->item)->dn;
	int err;

	mutex_lock(&pcs_sim_nodes_lock);
	if (dn->users)
		err = pcs_sim_refuse(in, -EBUSY,
				     "cannot change now, a live port refers to %s, or it has faults",
				     dn->path);
	else
		err = set(in, dn);
	mutex_unlock(&pcs_sim_nodes_lock);

	return err;
}

static void pcs_sim_slot_show_model(struct pcs_sim_item *item,
				    struct seq_file *s)
{
	seq_printf(s, "%s\n", to_slot(item)->dn->model->name);
}

static int pcs_sim_no_model(const struct pcs_sim_input *in)
{
	char names[PCS_SIM_TEXT_MAX], quote[PCS_SIM_QUOTE_SIZE];
	struct seq_file s = { .buf = names, .size = sizeof(names) - 1 };

	pcs_sim_model_show_names(&s);
	names[min(s.count, sizeof(names) - 1)] = '\0';
	strreplace(strim(names), '\n', ' ');

	return pcs_sim_refuse(in, -EINVAL, "no model %s, there are: %s",
			      pcs_sim_quote(in, quote), names);
}

static int pcs_sim_devnode_set_model(const struct pcs_sim_input *in,
				     struct pcs_sim_devnode *dn)
{
	const struct pcs_sim_model *model;

	model = pcs_sim_model_find(in->text);
	if (!model)
		return pcs_sim_no_model(in);

	pcs_sim_model_put(dn->model);
	dn->model = model;
	if (!dn->chosen)
		pcs_sim_devnode_set_address(dn);

	return 0;
}

static int pcs_sim_slot_set_model(const struct pcs_sim_input *in)
{
	return pcs_sim_slot_set(in, pcs_sim_devnode_set_model);
}
PCS_SIM_ATTR(pcs_sim_slot, model);

static void pcs_sim_slot_show_address(struct pcs_sim_item *item,
				      struct seq_file *s)
{
	seq_printf(s, "%u\n", to_slot(item)->dn->address);
}

static int pcs_sim_devnode_set_addr(const struct pcs_sim_input *in,
				    struct pcs_sim_devnode *dn)
{
	char quote[PCS_SIM_QUOTE_SIZE];
	unsigned int address;

	if (kstrtouint(in->text, 0, &address) || address >= PHY_MAX_ADDR)
		return pcs_sim_refuse(in, -EINVAL,
				      "no address %s, it takes 0 to %u",
				      pcs_sim_quote(in, quote),
				      PHY_MAX_ADDR - 1);

	dn->address = address;
	dn->chosen = true;

	return 0;
}

static int pcs_sim_slot_set_address(const struct pcs_sim_input *in)
{
	return pcs_sim_slot_set(in, pcs_sim_devnode_set_addr);
}
PCS_SIM_ATTR(pcs_sim_slot, address);

static void pcs_sim_slot_show_driver(struct pcs_sim_item *item,
				     struct seq_file *s)
{
	const struct pcs_sim_devnode *dn = to_slot(item)->dn;

	seq_printf(s, "%s\n", dn->driver[0] ? dn->driver : dn->model->driver ?:
							   "");
}

static int pcs_sim_devnode_set_driver(const struct pcs_sim_input *in,
				      struct pcs_sim_devnode *dn)
{
	return pcs_sim_set_text(in, dn->driver, sizeof(dn->driver));
}

static int pcs_sim_slot_set_driver(const struct pcs_sim_input *in)
{
	return pcs_sim_slot_set(in, pcs_sim_devnode_set_driver);
}
PCS_SIM_ATTR(pcs_sim_slot, driver);

static void pcs_sim_slot_show_interrupt(struct pcs_sim_item *item,
					struct seq_file *s)
{
	seq_printf(s, "%d\n", to_slot(item)->dn->interrupt);
}

static int pcs_sim_devnode_set_interrupt(const struct pcs_sim_input *in,
					 struct pcs_sim_devnode *dn)
{
	return pcs_sim_set_bool(in, &dn->interrupt);
}

static int pcs_sim_slot_set_interrupt(const struct pcs_sim_input *in)
{
	return pcs_sim_slot_set(in, pcs_sim_devnode_set_interrupt);
}
PCS_SIM_ATTR(pcs_sim_slot, interrupt);

static void pcs_sim_slot_show_channels(struct pcs_sim_item *item,
				       struct seq_file *s)
{
	seq_puts(s, to_slot(item)->dn->nodes ? "nodes\n" : "cells\n");
}

static int pcs_sim_devnode_set_channels(const struct pcs_sim_input *in,
					struct pcs_sim_devnode *dn)
{
	char quote[PCS_SIM_QUOTE_SIZE];

	if (strcmp(in->text, "cells") && strcmp(in->text, "nodes"))
		return pcs_sim_refuse(in, -EINVAL, "%s is not cells or nodes",
				      pcs_sim_quote(in, quote));

	dn->nodes = in->text[0] == 'n';

	return 0;
}

static int pcs_sim_slot_set_channels(const struct pcs_sim_input *in)
{
	return pcs_sim_slot_set(in, pcs_sim_devnode_set_channels);
}
PCS_SIM_ATTR(pcs_sim_slot, channels);

static void pcs_sim_slot_show_device(struct pcs_sim_item *item,
				     struct seq_file *s)
{
	struct pcs_sim_slot *slot = to_slot(item);

	if (item->live)
		seq_printf(s, PHY_ID_FMT, dev_name(&slot->bus->pdev->dev),
			   slot->dn->address);
	seq_putc(s, '\n');
}
PCS_SIM_ATTR_RO(pcs_sim_slot, device);

static void pcs_sim_slot_show_state(struct pcs_sim_item *item,
				    struct seq_file *s)
{
	struct pcs_sim_dev *hw = to_slot(item)->hw, *channel;
	unsigned int i;

	for (i = 0; hw && (channel = pcs_sim_dev_channel(hw, i)); i++)
		pcs_sim_dev_show_state(channel, s);
}
PCS_SIM_ATTR_RO(pcs_sim_slot, state);

/* --- faults, at any time -------------------------------------------------- */

static int pcs_sim_slot_fault(const struct pcs_sim_input *in,
			      int (*set)(struct pcs_sim_dev *hw,
					 const char *text),
			      const char *usage)
{
	struct pcs_sim_slot *slot = to_slot(in->item);
	char quote[PCS_SIM_QUOTE_SIZE];
	int err;

	err = pcs_sim_slot_get_hw(slot, in);
	if (err)
		return err;

	err = set(slot->hw, in->text);
	if (!in->item->live)
		pcs_sim_slot_put_hw(slot);
	if (err == -EINVAL)
		pcs_sim_refuse(in, err, "no such thing as %s, there are: %s",
			       pcs_sim_quote(in, quote), usage);

	return err;
}

/* The hardware may be there although it is not used from here. */
static void pcs_sim_slot_show_fault(struct pcs_sim_item *item,
				    struct seq_file *s,
				    void (*show)(struct pcs_sim_dev *hw,
						 struct seq_file *s),
				    const char *none)
{
	const struct pcs_sim_devnode *dn = to_slot(item)->dn;

	mutex_lock(&pcs_sim_nodes_lock);
	if (dn->hw)
		show(dn->hw, s);
	else
		seq_printf(s, "%s\n", none);
	mutex_unlock(&pcs_sim_nodes_lock);
}

static void pcs_sim_slot_show_latency(struct pcs_sim_item *item,
				      struct seq_file *s)
{
	pcs_sim_slot_show_fault(item, s, pcs_sim_dev_show_latency, "none");
}

static int pcs_sim_slot_set_latency(const struct pcs_sim_input *in)
{
	return pcs_sim_slot_fault(in, pcs_sim_dev_set_latency,
				  "none, all USEC, [DEVAD.]REG USEC (up to 1000000)");
}
PCS_SIM_ATTR_ANY_TIME(pcs_sim_slot, latency);

static void pcs_sim_slot_show_errors(struct pcs_sim_item *item,
				     struct seq_file *s)
{
	pcs_sim_slot_show_fault(item, s, pcs_sim_dev_show_errors, "none");
}

static int pcs_sim_slot_set_errors(const struct pcs_sim_input *in)
{
	return pcs_sim_slot_fault(in, pcs_sim_dev_set_errors,
				  "none, all, [DEVAD.]REG");
}
PCS_SIM_ATTR_ANY_TIME(pcs_sim_slot, errors);

static void pcs_sim_slot_show_negotiation(struct pcs_sim_item *item,
					  struct seq_file *s)
{
	pcs_sim_slot_show_fault(item, s, pcs_sim_dev_show_negotiation,
				"normal");
}

static int pcs_sim_slot_set_negotiation(const struct pcs_sim_input *in)
{
	return pcs_sim_slot_fault(in, pcs_sim_dev_set_negotiation,
				  "normal, stuck, slow MSEC (up to 3600000)");
}
PCS_SIM_ATTR_ANY_TIME(pcs_sim_slot, negotiation);

static struct configfs_attribute *pcs_sim_slot_attrs[] = {
	&pcs_sim_slot_attr_model,
	&pcs_sim_slot_attr_address,
	&pcs_sim_slot_attr_driver,
	&pcs_sim_slot_attr_interrupt,
	&pcs_sim_slot_attr_channels,
	&pcs_sim_attr_live,
	&pcs_sim_slot_attr_device,
	&pcs_sim_slot_attr_state,
	&pcs_sim_slot_attr_latency,
	&pcs_sim_slot_attr_errors,
	&pcs_sim_slot_attr_negotiation,
	NULL
};

static const struct config_item_type pcs_sim_slot_type = {
	.ct_item_ops = &pcs_sim_item_ops,
	.ct_attrs = pcs_sim_slot_attrs,
	.ct_owner = THIS_MODULE,
};

struct config_group *pcs_sim_slot_make(struct config_group *group,
				       const char *name)
{
	struct pcs_sim_bus *bus = container_of(to_pcs_sim_item(&group->cg_item),
					       struct pcs_sim_bus, item);
	struct pcs_sim_slot *slot;
	int err;

	err = pcs_sim_check_name(bus->item.path, name);
	if (err)
		return ERR_PTR(err);

	slot = kzalloc_obj(*slot);
	if (!slot)
		return ERR_PTR(-ENOMEM);

	slot->bus = bus;
	slot->dn = pcs_sim_devnode_get(config_item_name(&group->cg_item), name);
	if (!slot->dn) {
		kfree(slot);
		return ERR_PTR(-ENOMEM);
	}
	pcs_sim_item_init(&slot->item, bus->item.path, name, &pcs_sim_slot_kind,
			  &pcs_sim_slot_type);

	return &slot->item.group;
}
