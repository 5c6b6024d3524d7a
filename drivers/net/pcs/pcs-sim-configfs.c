// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: made, wired and taken away by a user, in configfs.
 *
 *	/sys/kernel/config/pcs-sim/
 *		models		which devices there are
 *		mdio/BUS/	an MDIO bus
 *		mdio/BUS/DEV/	a device on it: a PCS or a PHY
 *		port/PORT/	a MAC, with a network device
 *		cable/CABLE/	a cable between two ports
 *		sfp/CAGE/	an SFP cage
 *		switch/SWITCH/	a switch, with its ports in it
 *
 * A directory is hardware that is planned; 1 in its file "live" makes it. What
 * is live, and what is in use, may be taken away at any time, as a user with a
 * screwdriver could.
 *
 * What is written either works, or gives an error and one line in the log.
 */
#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"

/* So much of a text is repeated in a message. */
#define PCS_SIM_QUOTE	64

/* What configfs takes, whatever the size of a page: fs/configfs/file.c */
#define PCS_SIM_SHOW_MAX	4096

/* --- messages ------------------------------------------------------------- */

/* What is wrong with what was written. Returns @err. */
int pcs_sim_refuse(const struct pcs_sim_input *in, int err, const char *fmt,
		   ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	pr_err("pcs-sim: %s: %s: %pV\n", in->item->path, in->attr, &vaf);
	va_end(args);

	return err;
}

/* Why an item cannot go live. Returns @err. */
int pcs_sim_item_err(const struct pcs_sim_item *item, int err, const char *fmt,
		     ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	pr_err("pcs-sim: %s: live: %pV\n", item->path, &vaf);
	va_end(args);

	return err;
}

/* --- attributes ----------------------------------------------------------- */

/* The text, for messages: in quotes, and what cannot be printed escaped. */
char *pcs_sim_quote(const struct pcs_sim_input *in, char *buf)
{
	size_t len = min_t(size_t, strlen(in->text), PCS_SIM_QUOTE);
	char *p = buf;

	*p++ = '\'';
	p += string_escape_mem(in->text, len, p, 4 * PCS_SIM_QUOTE,
			       ESCAPE_ANY | ESCAPE_NAP, NULL);
	strscpy(p, in->text[len] ? "...'" : "'", buf + PCS_SIM_QUOTE_SIZE - p);

	return buf;
}

int pcs_sim_set_bool(const struct pcs_sim_input *in, bool *val)
{
	char quote[PCS_SIM_QUOTE_SIZE];

	if (strcmp(in->text, "0") && strcmp(in->text, "1"))
		return pcs_sim_refuse(in, -EINVAL, "%s is not 0 or 1",
				      pcs_sim_quote(in, quote));

	*val = in->text[0] == '1';

	return 0;
}

int pcs_sim_set_text(const struct pcs_sim_input *in, char *buf, size_t size)
{
	if (strscpy(buf, in->text, size) < 0)
		return pcs_sim_refuse(in, -EINVAL,
				      "longer than %zu characters", size - 1);

	return 0;
}

static int pcs_sim_set(struct pcs_sim_input *in, bool any_time,
		       int (*set)(const struct pcs_sim_input *in))
{
	int err;

	mutex_lock(&in->item->lock);
	if (in->item->live && !any_time)
		err = pcs_sim_refuse(in, -EBUSY,
				     "cannot change now, write 0 to live first");
	else
		err = set(in);
	mutex_unlock(&in->item->lock);

	return err;
}

ssize_t pcs_sim_store(struct config_item *ci, const char *attr,
		      const char *page, size_t count, bool any_time,
		      int (*set)(const struct pcs_sim_input *in))
{
	struct pcs_sim_input in = { to_pcs_sim_item(ci), attr };
	char *buf;
	int err;

	if (strnlen(page, count) < count)
		return pcs_sim_refuse(&in, -EINVAL, "not a text");

	buf = kmemdup_nul(page, count, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;

	in.text = strim(buf);
	err = pcs_sim_set(&in, any_time, set);
	kfree(buf);

	return err ?: count;
}

ssize_t pcs_sim_show(struct config_item *ci, char *page,
		     void (*show)(struct pcs_sim_item *item,
				  struct seq_file *s))
{
	struct pcs_sim_item *item = to_pcs_sim_item(ci);
	struct seq_file s = { .buf = page, .size = PCS_SIM_SHOW_MAX };

	mutex_lock(&item->lock);
	show(item, &s);
	mutex_unlock(&item->lock);

	return s.count;
}

/* --- items ---------------------------------------------------------------- */

static void pcs_sim_show_live(struct pcs_sim_item *item, struct seq_file *s)
{
	seq_printf(s, "%d\n", item->live);
}

static int pcs_sim_set_live(const struct pcs_sim_input *in)
{
	struct pcs_sim_item *item = in->item;
	bool live;
	int err;

	err = pcs_sim_set_bool(in, &live);
	if (err || live == item->live)
		return err;

	if (live) {
		err = item->kind->enable(item);
		if (err)
			return err;
	} else {
		item->kind->disable(item);
	}
	item->live = live;

	return 0;
}

static ssize_t pcs_sim_live_show(struct config_item *ci, char *page)
{
	return pcs_sim_show(ci, page, pcs_sim_show_live);
}

static ssize_t pcs_sim_live_store(struct config_item *ci, const char *page,
				  size_t count)
{
	return pcs_sim_store(ci, "live", page, count, true, pcs_sim_set_live);
}

/* What all kinds but buses have. */
struct configfs_attribute pcs_sim_attr_live = {
	.ca_name = "live",
	.ca_mode = 0644,
	.ca_owner = THIS_MODULE,
	.show = pcs_sim_live_show,
	.store = pcs_sim_live_store,
};

static void pcs_sim_item_release(struct config_item *ci)
{
	struct pcs_sim_item *item = to_pcs_sim_item(ci);

	mutex_destroy(&item->lock);
	item->kind->free(item);
}

const struct configfs_item_operations pcs_sim_item_ops = {
	.release = pcs_sim_item_release,
};

/* rmdir. Nobody is in a file of the item any more, or will be. */
void pcs_sim_item_drop(struct config_group *parent, struct config_item *ci)
{
	struct pcs_sim_item *item = to_pcs_sim_item(ci);

	mutex_lock(&item->lock);
	if (item->live)
		item->kind->disable(item);
	item->live = false;
	mutex_unlock(&item->lock);

	config_item_put(ci);
}

/* Names become names of devices and nodes, and parts of paths and lists. */
int pcs_sim_check_name(const char *dir, const char *name)
{
	const char *p = name;

	/* To isalnum() there are letters in the upper half of Latin-1, too. */
	while ((isascii(*p) && isalnum(*p)) || *p == '_' || *p == '-' ||
	       *p == '.')
		p++;

	if (*p) {
		pr_err("pcs-sim: %s: a name has letters, digits, '_', '-' and '.' only\n",
		       dir);
		return -EINVAL;
	}
	if (p - name > PCS_SIM_NAME_MAX) {
		pr_err("pcs-sim: %s: a name has %u characters at most\n", dir,
		       PCS_SIM_NAME_MAX);
		return -ENAMETOOLONG;
	}

	return 0;
}

void pcs_sim_item_init(struct pcs_sim_item *item, const char *dir,
		       const char *name, const struct pcs_sim_kind *kind,
		       const struct config_item_type *type)
{
	item->kind = kind;
	mutex_init(&item->lock);
	snprintf(item->path, sizeof(item->path), "%s/%s", dir, name);
	config_group_init_type_name(&item->group, name, type);
}

/* --- the tree ------------------------------------------------------------- */

static ssize_t pcs_sim_models_show(struct config_item *ci, char *page)
{
	struct seq_file s = { .buf = page, .size = PCS_SIM_SHOW_MAX };

	pcs_sim_model_show_names(&s);

	return s.count;
}
CONFIGFS_ATTR_RO(pcs_sim_, models);

static struct configfs_attribute *pcs_sim_attrs[] = {
	&pcs_sim_attr_models,
	NULL
};

static const struct config_item_type pcs_sim_type = {
	.ct_attrs = pcs_sim_attrs,
	.ct_owner = THIS_MODULE,
};

static struct configfs_subsystem pcs_sim_subsys = {
	.su_group.cg_item = {
		.ci_namebuf = "pcs-sim",
		.ci_type = &pcs_sim_type,
	},
	.su_mutex = __MUTEX_INITIALIZER(pcs_sim_subsys.su_mutex),
};

static struct {
	const char *name;
	const struct config_item_type *type;
	struct config_group group;
} pcs_sim_dirs[] = {
	{ "mdio", &pcs_sim_mdio_dir },
	{ "port", &pcs_sim_port_dir },
	{ "cable", &pcs_sim_cable_dir },
	{ "switch", &pcs_sim_switch_dir },
#if IS_ENABLED(CONFIG_GPIOLIB) && IS_ENABLED(CONFIG_I2C)
	{ "sfp", &pcs_sim_sfp_dir },
#endif
};

int pcs_sim_configfs_init(void)
{
	unsigned int i;

	config_group_init(&pcs_sim_subsys.su_group);
	for (i = 0; i < ARRAY_SIZE(pcs_sim_dirs); i++) {
		config_group_init_type_name(&pcs_sim_dirs[i].group,
					    pcs_sim_dirs[i].name,
					    pcs_sim_dirs[i].type);
		configfs_add_default_group(&pcs_sim_dirs[i].group,
					   &pcs_sim_subsys.su_group);
	}

	return configfs_register_subsystem(&pcs_sim_subsys);
}

void pcs_sim_configfs_exit(void)
{
	configfs_unregister_subsystem(&pcs_sim_subsys);
}
