// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware in configfs: sfp/CAGE, an SFP cage.
 *
 * What is in the file "eeprom" is what the module has in its EEPROM that is
 * put into the cage next, by the word "eeprom" in the file "module": for
 * instance what "ethtool -m eth0 raw on" printed on another machine.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "pcs-sim-configfs.h"
#include "pcs-sim-sfp.h"

/**
 * struct pcs_sim_cagedir - sfp/CAGE
 * @item: the directory
 * @cage: the cage
 * @module: the module in it, in a word
 * @eeprom: that of this module, or of the next
 */
struct pcs_sim_cagedir {
	struct pcs_sim_item item;
	struct pcs_sim_cage *cage;
	char module[PCS_SIM_NAME_MAX + 1];
	struct pcs_sim_eeprom eeprom;
};

static struct pcs_sim_cagedir *to_cagedir(struct pcs_sim_item *item)
{
	return container_of(item, struct pcs_sim_cagedir, item);
}

static int pcs_sim_cagedir_enable(struct pcs_sim_item *item)
{
	int err;

	err = pcs_sim_cage_start(to_cagedir(item)->cage);
	switch (err) {
	case 0:
		return 0;
	case -EOPNOTSUPP:
		return pcs_sim_item_err(item, err,
					"this kernel has no CONFIG_GPIO_SIM");
	case -ENODEV:
		return pcs_sim_item_err(item, err,
					"this kernel has no CONFIG_SFP");
	default:
		return pcs_sim_item_err(item, err, "no cage: %pe",
					ERR_PTR(err));
	}
}

static void pcs_sim_cagedir_disable(struct pcs_sim_item *item)
{
	pcs_sim_cage_stop(to_cagedir(item)->cage);
}

static void pcs_sim_cagedir_free(struct pcs_sim_item *item)
{
	struct pcs_sim_cagedir *dir = to_cagedir(item);

	pcs_sim_cage_insert(dir->cage, NULL);
	pcs_sim_cage_put(dir->cage);
	kfree(dir);
}

static const struct pcs_sim_kind pcs_sim_cagedir_kind = {
	.enable = pcs_sim_cagedir_enable,
	.disable = pcs_sim_cagedir_disable,
	.free = pcs_sim_cagedir_free,
};

static void pcs_sim_cagedir_show_module(struct pcs_sim_item *item,
					struct seq_file *s)
{
	seq_printf(s, "%s\n", to_cagedir(item)->module);
}

static int pcs_sim_cagedir_no_module(const struct pcs_sim_input *in)
{
	char quote[PCS_SIM_QUOTE_SIZE], list[PCS_SIM_TEXT_MAX];
	struct seq_file s = { .buf = list, .size = sizeof(list) - 1 };

	pcs_sim_eeprom_show_names(&s);
	list[s.count] = '\0';

	return pcs_sim_refuse(in, -EINVAL,
			      "no module %s, there are: none eeprom%s",
			      pcs_sim_quote(in, quote), list);
}

static int pcs_sim_cagedir_set_module(const struct pcs_sim_input *in)
{
	struct pcs_sim_cagedir *dir = to_cagedir(in->item);
	struct pcs_sim_eeprom *eeprom = &dir->eeprom;

	if (!strcmp(in->text, "none"))
		eeprom = NULL;
	else if (strcmp(in->text, "eeprom") &&
		 pcs_sim_eeprom_fill(eeprom, in->text))
		return pcs_sim_cagedir_no_module(in);
	if (eeprom && !eeprom->size)
		return pcs_sim_refuse(in, -EINVAL, "write the eeprom first");

	strscpy(dir->module, in->text);
	pcs_sim_cage_insert(dir->cage, eeprom);

	return 0;
}
PCS_SIM_ATTR_ANY_TIME(pcs_sim_cagedir, module);

static void pcs_sim_cagedir_show(struct pcs_sim_item *item, struct seq_file *s,
				 enum pcs_sim_cage_part which)
{
	pcs_sim_cage_show(to_cagedir(item)->cage, which, s);
	seq_putc(s, '\n');
}

static void pcs_sim_cagedir_show_device(struct pcs_sim_item *item,
					struct seq_file *s)
{
	pcs_sim_cagedir_show(item, s, PCS_SIM_CAGE_SFP);
}
PCS_SIM_ATTR_RO(pcs_sim_cagedir, device);

static void pcs_sim_cagedir_show_gpio(struct pcs_sim_item *item,
				      struct seq_file *s)
{
	pcs_sim_cagedir_show(item, s, PCS_SIM_CAGE_GPIO);
}
PCS_SIM_ATTR_RO(pcs_sim_cagedir, gpio);

static void pcs_sim_cagedir_show_i2c(struct pcs_sim_item *item,
				     struct seq_file *s)
{
	pcs_sim_cagedir_show(item, s, PCS_SIM_CAGE_I2C);
}
PCS_SIM_ATTR_RO(pcs_sim_cagedir, i2c);

/* First it asks for the size, with no buffer. */
static ssize_t pcs_sim_cagedir_eeprom_read(struct config_item *ci, void *buf,
					   size_t size)
{
	struct pcs_sim_item *item = to_pcs_sim_item(ci);
	struct pcs_sim_cagedir *dir = to_cagedir(item);
	ssize_t ret;

	mutex_lock(&item->lock);
	ret = dir->eeprom.size;
	if (buf)
		memcpy(buf, dir->eeprom.data,
		       min(size, sizeof(dir->eeprom.data)));
	mutex_unlock(&item->lock);

	return ret;
}

static ssize_t pcs_sim_cagedir_eeprom_write(struct config_item *ci,
					    const void *buf, size_t size)
{
	struct pcs_sim_item *item = to_pcs_sim_item(ci);
	struct pcs_sim_cagedir *dir = to_cagedir(item);

	if (size != PCS_SIM_EEPROM_PAGE && size != 2 * PCS_SIM_EEPROM_PAGE) {
		pr_err("pcs-sim: %s: eeprom: %zu bytes are not 256, or 512 with A2h\n",
		       item->path, size);
		return -EINVAL;
	}

	mutex_lock(&item->lock);
	memset(&dir->eeprom, 0, sizeof(dir->eeprom));
	memcpy(dir->eeprom.data, buf, size);
	dir->eeprom.size = size;
	mutex_unlock(&item->lock);

	return size;
}
CONFIGFS_BIN_ATTR(pcs_sim_cagedir_, eeprom, NULL, 2 * PCS_SIM_EEPROM_PAGE);

static struct configfs_attribute *pcs_sim_cagedir_attrs[] = {
	&pcs_sim_cagedir_attr_module,
	&pcs_sim_cagedir_attr_device,
	&pcs_sim_cagedir_attr_gpio,
	&pcs_sim_cagedir_attr_i2c,
	&pcs_sim_attr_live,
	NULL
};

static struct configfs_bin_attribute *pcs_sim_cagedir_bin_attrs[] = {
	&pcs_sim_cagedir_attr_eeprom,
	NULL
};

static const struct config_item_type pcs_sim_cagedir_type = {
	.ct_item_ops = &pcs_sim_item_ops,
	.ct_attrs = pcs_sim_cagedir_attrs,
	.ct_bin_attrs = pcs_sim_cagedir_bin_attrs,
	.ct_owner = THIS_MODULE,
};

static struct config_group *pcs_sim_cagedir_make(struct config_group *group,
						 const char *name)
{
	struct pcs_sim_cagedir *dir;
	int err;

	err = pcs_sim_check_name("sfp", name);
	if (err)
		return ERR_PTR(err);

	dir = kzalloc_obj(*dir);
	if (!dir)
		return ERR_PTR(-ENOMEM);

	dir->cage = pcs_sim_cage_get(name, true);
	if (IS_ERR(dir->cage)) {
		err = PTR_ERR(dir->cage);
		kfree(dir);
		return ERR_PTR(err);
	}

	strscpy(dir->module, "none");
	pcs_sim_item_init(&dir->item, "sfp", name, &pcs_sim_cagedir_kind,
			  &pcs_sim_cagedir_type);

	return &dir->item.group;
}

static const struct configfs_group_operations pcs_sim_cagedir_group_ops = {
	.make_group = pcs_sim_cagedir_make,
	.drop_item = pcs_sim_item_drop,
};

const struct config_item_type pcs_sim_sfp_dir = {
	.ct_group_ops = &pcs_sim_cagedir_group_ops,
	.ct_owner = THIS_MODULE,
};
