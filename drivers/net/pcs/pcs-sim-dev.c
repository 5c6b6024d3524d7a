// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: a device at an MDIO address.
 *
 * What devices of all register models have in common: their life, the medium,
 * faults to order, an interrupt, and a directory in debugfs:
 *
 *	partner		what is at the far end: pcs_sim_lane_set_partner()
 *	state		the state of the registers in words
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/mdio.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/property.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "pcs-sim.h"

/* Longer than anybody waits for an MDIO bus, in microseconds. */
#define PCS_SIM_LATENCY_MAX		1000000
#define PCS_SIM_DELAY_MAX		3600000

#define PCS_SIM_ALL_REGS		(-1)

/**
 * struct pcs_sim_fault - what is wrong with a register
 * @list: entry in &pcs_sim_dev.latencies or &pcs_sim_dev.errors
 * @devad: device address of the register; MDIO_DEVAD_NONE for clause 22
 * @reg: its number, or PCS_SIM_ALL_REGS
 * @usecs: microseconds that an access takes
 */
struct pcs_sim_fault {
	struct list_head list;
	int devad;
	int reg;
	unsigned int usecs;
};

/* Protects pcs_sim_models, pcs_sim_devs and the references that this gives out.
 */
static DEFINE_MUTEX(pcs_sim_mutex);
static LIST_HEAD(pcs_sim_models);
static LIST_HEAD(pcs_sim_devs);
static struct dentry *pcs_sim_debugfs;

/**
 * pcs_sim_model_register() - offer a register model
 * @model: the model
 *
 * Return: 0, or -EEXIST if there is one with this name.
 */
int pcs_sim_model_register(struct pcs_sim_model *model)
{
	struct pcs_sim_model *pos;
	int err = 0;

	mutex_lock(&pcs_sim_mutex);
	list_for_each_entry(pos, &pcs_sim_models, list)
		if (!strcmp(pos->name, model->name))
			err = -EEXIST;
	if (!err)
		list_add_tail(&model->list, &pcs_sim_models);
	mutex_unlock(&pcs_sim_mutex);

	return err;
}
EXPORT_SYMBOL_GPL(pcs_sim_model_register);

/**
 * pcs_sim_model_unregister() - undo pcs_sim_model_register()
 * @model: the model, of which there are no devices
 */
void pcs_sim_model_unregister(struct pcs_sim_model *model)
{
	mutex_lock(&pcs_sim_mutex);
	list_del(&model->list);
	mutex_unlock(&pcs_sim_mutex);
}
EXPORT_SYMBOL_GPL(pcs_sim_model_unregister);

/**
 * pcs_sim_model_find() - look a register model up
 * @name: its name
 *
 * Return: the model, to be given back with pcs_sim_model_put(); NULL if there
 * is none.
 */
const struct pcs_sim_model *pcs_sim_model_find(const char *name)
{
	const struct pcs_sim_model *pos, *model = NULL;

	mutex_lock(&pcs_sim_mutex);
	list_for_each_entry(pos, &pcs_sim_models, list)
		if (!strcmp(pos->name, name) && try_module_get(pos->module))
			model = pos;
	mutex_unlock(&pcs_sim_mutex);

	return model;
}
EXPORT_SYMBOL_GPL(pcs_sim_model_find);

static const struct pcs_sim_model *
__pcs_sim_model_find_fwnode(const struct fwnode_handle *fwnode)
{
	const struct pcs_sim_model *model;

	lockdep_assert_held(&pcs_sim_mutex);

	list_for_each_entry(model, &pcs_sim_models, list)
		if (fwnode_device_is_compatible(fwnode, model->compatible) &&
		    try_module_get(model->module))
			return model;

	return NULL;
}

/**
 * pcs_sim_model_find_fwnode() - look the register model for a node up
 * @fwnode: the node
 *
 * Return: the model, to be given back with pcs_sim_model_put(); NULL if there
 * is none.
 */
const struct pcs_sim_model *
pcs_sim_model_find_fwnode(const struct fwnode_handle *fwnode)
{
	const struct pcs_sim_model *model;

	mutex_lock(&pcs_sim_mutex);
	model = __pcs_sim_model_find_fwnode(fwnode);
	mutex_unlock(&pcs_sim_mutex);

	return model;
}
EXPORT_SYMBOL_GPL(pcs_sim_model_find_fwnode);

/**
 * pcs_sim_model_put() - give a register model back
 * @model: what one of the above returned; NULL is fine
 */
void pcs_sim_model_put(const struct pcs_sim_model *model)
{
	if (model)
		module_put(model->module);
}
EXPORT_SYMBOL_GPL(pcs_sim_model_put);

/**
 * pcs_sim_model_show_names() - list the register models that there are
 * @s: where to; one name a line
 */
void pcs_sim_model_show_names(struct seq_file *s)
{
	const struct pcs_sim_model *model;

	mutex_lock(&pcs_sim_mutex);
	list_for_each_entry(model, &pcs_sim_models, list)
		seq_printf(s, "%s\n", model->name);
	mutex_unlock(&pcs_sim_mutex);
}
EXPORT_SYMBOL_GPL(pcs_sim_model_show_names);

/* The one for just this register comes first. */
static const struct pcs_sim_fault *
pcs_sim_fault_find(const struct list_head *list, int devad, int reg)
{
	const struct pcs_sim_fault *fault, *all = NULL;

	lockdep_assert_held(&pcs_sim_lock);

	list_for_each_entry(fault, list, list) {
		if (fault->reg == PCS_SIM_ALL_REGS)
			all = fault;
		else if (fault->devad == devad && fault->reg == reg)
			return fault;
	}

	return all;
}

/* Takes the time that an access takes. -EIO if it then fails. */
static int pcs_sim_dev_access(struct pcs_sim_dev *dev, int devad, int reg,
			      bool read)
{
	const struct pcs_sim_fault *latency;
	unsigned int usecs = 0;
	bool error;

	spin_lock_bh(&pcs_sim_lock);
	latency = pcs_sim_fault_find(&dev->first->latencies, devad, reg);
	if (latency)
		usecs = latency->usecs;
	error = read && pcs_sim_fault_find(&dev->first->errors, devad, reg);
	spin_unlock_bh(&pcs_sim_lock);

	if (usecs)
		fsleep(usecs);

	return error ? -EIO : 0;
}

/**
 * pcs_sim_dev_read() - read a register, as over MDIO
 * @dev: the device
 * @devad: device address of clause 45, or MDIO_DEVAD_NONE for clause 22
 * @reg: register number
 *
 * Context: May sleep, if a latency was set.
 * Return: what the register holds, or -EIO if pcs_sim_dev_set_errors() says so.
 */
int pcs_sim_dev_read(struct pcs_sim_dev *dev, int devad, int reg)
{
	int ret;

	ret = pcs_sim_dev_access(dev, devad, reg, true);
	if (ret)
		return ret;

	spin_lock_bh(&pcs_sim_lock);
	ret = dev->model->read(dev, devad, reg);
	spin_unlock_bh(&pcs_sim_lock);

	return ret;
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_read);

/**
 * pcs_sim_dev_write() - write a register, as over MDIO
 * @dev: the device
 * @devad: device address of clause 45, or MDIO_DEVAD_NONE for clause 22
 * @reg: register number; nothing happens if it does not exist or is read-only
 * @val: what to write
 *
 * Context: May sleep, if a latency was set.
 * Return: 0; nobody tells a bus master that what it wrote was not taken.
 */
int pcs_sim_dev_write(struct pcs_sim_dev *dev, int devad, int reg, u16 val)
{
	pcs_sim_dev_access(dev, devad, reg, false);

	spin_lock_bh(&pcs_sim_lock);
	dev->model->write(dev, devad, reg, val);
	pcs_sim_end_update(&dev->end);
	pcs_sim_end_update(&dev->host);
	spin_unlock_bh(&pcs_sim_lock);

	return 0;
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_write);

/* Read "all" or "[DEVAD.]REG" into @fault. */
static int pcs_sim_fault_parse_reg(struct pcs_sim_fault *fault, char *word)
{
	char *devad;
	u16 reg;
	u8 mmd;

	fault->devad = MDIO_DEVAD_NONE;
	fault->reg = PCS_SIM_ALL_REGS;
	if (!strcmp(word, "all"))
		return 0;

	devad = strchr(word, '.') ? strsep(&word, ".") : NULL;
	if (kstrtou16(word, 0, &reg) || (!devad && reg >= 32))
		return -EINVAL;

	fault->reg = reg;
	if (!devad)
		return 0;
	if (kstrtou8(devad, 0, &mmd) || mmd >= 32)
		return -EINVAL;

	fault->devad = mmd;

	return 0;
}

/* Read a register, and how long it takes if that is asked for. */
static int pcs_sim_fault_parse(struct pcs_sim_fault *fault, char *text,
			       bool timed)
{
	char *word = strsep(&text, " ");

	if (pcs_sim_fault_parse_reg(fault, word) || !text != !timed)
		return -EINVAL;
	if (timed && (kstrtouint(text, 0, &fault->usecs) ||
		      fault->usecs > PCS_SIM_LATENCY_MAX))
		return -EINVAL;

	return 0;
}

/* Move faults of the same register, or all of them, from @list to @old. */
static void pcs_sim_faults_take(struct list_head *list,
				const struct pcs_sim_fault *same,
				struct list_head *old)
{
	struct pcs_sim_fault *fault, *next;

	list_for_each_entry_safe(fault, next, list, list)
		if (!same || (fault->devad == same->devad &&
			      fault->reg == same->reg))
			list_move(&fault->list, old);
}

static void pcs_sim_faults_free(struct list_head *list)
{
	struct pcs_sim_fault *fault, *next;

	list_for_each_entry_safe(fault, next, list, list)
		kfree(fault);
}

static int pcs_sim_faults_set(struct list_head *list, const char *text,
			      bool timed)
{
	struct pcs_sim_fault *fault = NULL;
	char buf[48], *words;
	LIST_HEAD(old);
	int err;

	if (strscpy(buf, text) < 0)
		return -EINVAL;

	words = strim(buf);
	if (strcmp(words, "none")) {
		fault = kzalloc_obj(*fault);
		if (!fault)
			return -ENOMEM;
		err = pcs_sim_fault_parse(fault, words, timed);
		if (err) {
			kfree(fault);
			return err;
		}
	}

	spin_lock_bh(&pcs_sim_lock);
	pcs_sim_faults_take(list, fault, &old);
	if (fault)
		list_add_tail(&fault->list, list);
	spin_unlock_bh(&pcs_sim_lock);
	pcs_sim_faults_free(&old);

	return 0;
}

/**
 * pcs_sim_dev_set_latency() - change how long accesses take
 * @dev: the device
 * @text: ``none``; ``all USEC``, each one; ``[DEVAD.]REG USEC``, those of a
 *	register, of clause 45 with DEVAD, else of clause 22. All but the first
 *	are in addition to what there is
 *
 * Return: 0; -EINVAL if @text is none of these; or -ENOMEM.
 */
int pcs_sim_dev_set_latency(struct pcs_sim_dev *dev, const char *text)
{
	return pcs_sim_faults_set(&dev->first->latencies, text, true);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_set_latency);

/**
 * pcs_sim_dev_set_errors() - change which registers cannot be read
 * @dev: the device
 * @text: ``none``; ``all``; ``[DEVAD.]REG``, as for pcs_sim_dev_set_latency()
 *
 * Return: 0; -EINVAL if @text is none of these; or -ENOMEM.
 */
int pcs_sim_dev_set_errors(struct pcs_sim_dev *dev, const char *text)
{
	return pcs_sim_faults_set(&dev->first->errors, text, false);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_set_errors);

static void pcs_sim_faults_show(struct list_head *list, struct seq_file *s,
				bool timed)
{
	const struct pcs_sim_fault *fault;

	spin_lock_bh(&pcs_sim_lock);
	if (list_empty(list))
		seq_puts(s, "none\n");
	list_for_each_entry(fault, list, list) {
		if (fault->reg == PCS_SIM_ALL_REGS)
			seq_puts(s, "all");
		else if (fault->devad == MDIO_DEVAD_NONE)
			seq_printf(s, "%#x", fault->reg);
		else
			seq_printf(s, "%d.%#x", fault->devad, fault->reg);
		if (timed)
			seq_printf(s, " %u", fault->usecs);
		seq_putc(s, '\n');
	}
	spin_unlock_bh(&pcs_sim_lock);
}

/**
 * pcs_sim_dev_show_latency() - show what pcs_sim_dev_set_latency() has set
 * @dev: the device
 * @s: where to; one setting a line
 */
void pcs_sim_dev_show_latency(struct pcs_sim_dev *dev, struct seq_file *s)
{
	pcs_sim_faults_show(&dev->first->latencies, s, true);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_show_latency);

/**
 * pcs_sim_dev_show_errors() - show what pcs_sim_dev_set_errors() has set
 * @dev: the device
 * @s: where to; one setting a line
 */
void pcs_sim_dev_show_errors(struct pcs_sim_dev *dev, struct seq_file *s)
{
	pcs_sim_faults_show(&dev->first->errors, s, false);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_show_errors);

static int pcs_sim_negotiation_parse(const char *text, bool *stuck,
				     unsigned int *msecs)
{
	char buf[32], *words;

	if (strscpy(buf, text) < 0)
		return -EINVAL;

	words = strim(buf);
	*msecs = 0;
	*stuck = !strcmp(words, "stuck");
	if (*stuck || !strcmp(words, "normal"))
		return 0;
	if (!str_has_prefix(words, "slow ") ||
	    kstrtouint(words + 5, 0, msecs) || *msecs > PCS_SIM_DELAY_MAX)
		return -EINVAL;

	return 0;
}

static void pcs_sim_end_set_fault(struct pcs_sim_end *end, bool stuck,
				  unsigned int msecs)
{
	bool freed = end->stuck && !stuck;

	end->stuck = stuck;
	end->delay = msecs;
	/* The other end has gone on, and does not repeat itself. */
	if (freed)
		pcs_sim_end_restart(end);
}

/**
 * pcs_sim_dev_set_negotiation() - change how negotiations go
 * @dev: the device
 * @text: ``normal``; ``stuck``, they do not complete; ``slow MSEC``, they take
 *	longer by this
 *
 * In effect from the next negotiation on, which begins at once where they were
 * stuck so far.
 *
 * Return: 0, or -EINVAL if @text is none of these.
 */
int pcs_sim_dev_set_negotiation(struct pcs_sim_dev *dev, const char *text)
{
	unsigned int msecs, i;
	bool stuck;

	if (pcs_sim_negotiation_parse(text, &stuck, &msecs))
		return -EINVAL;

	spin_lock_bh(&pcs_sim_lock);
	for (i = 0; i < pcs_sim_model_num_addrs(dev->model); i++) {
		struct pcs_sim_dev *channel;

		channel = pcs_sim_dev_channel(dev->first, i);
		pcs_sim_end_set_fault(&channel->end, stuck, msecs);
	}
	spin_unlock_bh(&pcs_sim_lock);

	return 0;
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_set_negotiation);

/**
 * pcs_sim_dev_show_negotiation() - show how negotiations go
 * @dev: the device
 * @s: where to
 */
void pcs_sim_dev_show_negotiation(struct pcs_sim_dev *dev, struct seq_file *s)
{
	spin_lock_bh(&pcs_sim_lock);
	if (dev->end.delay)
		seq_printf(s, "slow %u\n", dev->end.delay);
	else
		seq_puts(s, dev->end.stuck ? "stuck\n" : "normal\n");
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_show_negotiation);

/**
 * pcs_sim_dev_has_faults() - whether any of the above is set
 * @dev: the device
 *
 * Return: false if none is, as when the device was made.
 */
bool pcs_sim_dev_has_faults(struct pcs_sim_dev *dev)
{
	const struct pcs_sim_dev *first = dev->first;
	bool ret;

	spin_lock_bh(&pcs_sim_lock);
	ret = !list_empty(&first->latencies) || !list_empty(&first->errors) ||
	      first->end.stuck || first->end.delay;
	spin_unlock_bh(&pcs_sim_lock);

	return ret;
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_has_faults);

/**
 * pcs_sim_dev_show_state() - show the state of a device
 * @dev: the device
 * @s: where to
 *
 * A look from outside: it does not clear what reading over MDIO clears.
 */
void pcs_sim_dev_show_state(struct pcs_sim_dev *dev, struct seq_file *s)
{
	spin_lock_bh(&pcs_sim_lock);
	if (dev->model->show)
		dev->model->show(dev, s);
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_show_state);

/**
 * pcs_sim_dev_set_irq() - connect the interrupt line of a device
 * @dev: the device
 * @irq: Linux's number of the interrupt that it leads to, or 0 to disconnect
 *	it, after which that is not raised any more
 */
void pcs_sim_dev_set_irq(struct pcs_sim_dev *dev, unsigned int irq)
{
	spin_lock_bh(&pcs_sim_lock);
	dev->irq = irq;
	spin_unlock_bh(&pcs_sim_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_set_irq);

/**
 * pcs_sim_dev_irq() - raise the interrupt of a device
 * @dev: the device; nothing happens if it has none
 *
 * Runs the handler, with interrupts disabled: it must leave to its thread what
 * concerns the device, as it has to with any device on an MDIO bus.
 *
 * Context: Under pcs_sim_lock.
 */
void pcs_sim_dev_irq(struct pcs_sim_dev *dev)
{
	lockdep_assert_held(&pcs_sim_lock);

	if (dev->irq)
		generic_handle_irq_safe(dev->irq);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_irq);

/**
 * pcs_sim_dev_channel() - one of the devices that one is made of
 * @dev: what pcs_sim_dev_get() or pcs_sim_dev_create() returned
 * @channel: which, from 0 in the order of addresses
 *
 * Return: the channel, which exists for as long as @dev does; NULL if there is
 * no such.
 */
struct pcs_sim_dev *pcs_sim_dev_channel(struct pcs_sim_dev *dev,
					unsigned int channel)
{
	if (!channel)
		return dev;
	if (channel >= dev->model->num_addrs)
		return NULL;

	return dev->channels[channel - 1];
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_channel);

static int partner_show(struct seq_file *s, void *unused)
{
	struct pcs_sim_dev *dev = s->private;

	pcs_sim_lane_show_partner(&dev->lane, s);

	return 0;
}

static ssize_t partner_write(struct file *file, const char __user *ubuf,
			     size_t count, loff_t *ppos)
{
	struct pcs_sim_dev *dev = file_inode(file)->i_private;
	char *buf;
	int err;

	if (*ppos || count > PAGE_SIZE)
		return -EINVAL;

	buf = memdup_user_nul(ubuf, count);
	if (IS_ERR(buf))
		return PTR_ERR(buf);

	err = pcs_sim_lane_set_partner(&dev->lane, buf);
	kfree(buf);

	return err ?: count;
}
DEFINE_SHOW_STORE_ATTRIBUTE(partner);

static int state_show(struct seq_file *s, void *unused)
{
	pcs_sim_dev_show_state(s->private, s);

	return 0;
}
DEFINE_SHOW_ATTRIBUTE(state);

static void pcs_sim_dev_free(struct pcs_sim_dev *dev)
{
	unsigned int i;

	if (dev->channels)
		for (i = 1; i < dev->model->num_addrs; i++)
			if (dev->channels[i - 1])
				pcs_sim_dev_free(dev->channels[i - 1]);

	debugfs_remove(dev->debugfs);
	pcs_sim_lane_shutdown(&dev->lane);
	pcs_sim_lane_forget(&dev->end);
	pcs_sim_lane_forget(&dev->host);
	if (dev->model->release)
		dev->model->release(dev);
	pcs_sim_end_shutdown(&dev->end);
	pcs_sim_end_shutdown(&dev->host);
	pcs_sim_faults_free(&dev->latencies);
	pcs_sim_faults_free(&dev->errors);
	fwnode_handle_put(dev->cable_fwnode);
	fwnode_handle_put(dev->fwnode);
	module_put(dev->model->module);
	kfree(dev->channels);
	kfree(dev);
}

static void pcs_sim_dev_reset(struct pcs_sim_dev *dev)
{
	spin_lock_bh(&pcs_sim_lock);
	dev->model->reset(dev);
	pcs_sim_end_update(&dev->end);
	pcs_sim_end_update(&dev->host);
	spin_unlock_bh(&pcs_sim_lock);
}

static struct pcs_sim_dev *
pcs_sim_dev_create_one(const struct pcs_sim_model *model, const char *name)
{
	struct pcs_sim_dev *dev;
	int err;

	dev = kzalloc(model->size, GFP_KERNEL);
	if (!dev)
		return ERR_PTR(-ENOMEM);

	__module_get(model->module);
	kref_init(&dev->ref);
	INIT_LIST_HEAD(&dev->list);
	INIT_LIST_HEAD(&dev->latencies);
	INIT_LIST_HEAD(&dev->errors);
	strscpy(dev->name, name);
	dev->first = dev;
	dev->model = model;
	pcs_sim_end_init(&dev->end);
	pcs_sim_end_init(&dev->host);
	pcs_sim_lane_init(&dev->lane, dev->name, &dev->end);

	err = model->init ? model->init(dev) : 0;
	if (err) {
		pcs_sim_dev_free(dev);
		return ERR_PTR(err);
	}

	pcs_sim_dev_reset(dev);

	dev->debugfs = debugfs_create_dir(name, pcs_sim_debugfs);
	debugfs_create_file("partner", 0600, dev->debugfs, dev, &partner_fops);
	debugfs_create_file("state", 0400, dev->debugfs, dev, &state_fops);

	return dev;
}

/**
 * pcs_sim_dev_create() - make a device that no firmware node describes
 * @model: its register model
 * @name: name of its directory in debugfs
 *
 * Return: the device, just out of reset, with nothing at its far end; or an
 * ERR_PTR(): -ENOMEM, or what &pcs_sim_model.init returns. Released with
 * pcs_sim_dev_put().
 */
struct pcs_sim_dev *pcs_sim_dev_create(const struct pcs_sim_model *model,
				       const char *name)
{
	struct pcs_sim_dev *dev, *channel;
	unsigned int i;
	char buf[PCS_SIM_DEV_NAME_SIZE];

	dev = pcs_sim_dev_create_one(model, name);
	if (IS_ERR(dev) || model->num_addrs <= 1)
		return dev;

	dev->channels = kzalloc_objs(*dev->channels, model->num_addrs - 1);
	if (!dev->channels) {
		pcs_sim_dev_free(dev);
		return ERR_PTR(-ENOMEM);
	}

	for (i = 1; i < model->num_addrs; i++) {
		snprintf(buf, sizeof(buf), "%s.%u", name, i);
		channel = pcs_sim_dev_create_one(model, buf);
		if (IS_ERR(channel)) {
			pcs_sim_dev_free(dev);
			return channel;
		}
		channel->first = dev;
		dev->channels[i - 1] = channel;
	}

	return dev;
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_create);

static struct pcs_sim_dev *pcs_sim_dev_create_fwnode(struct fwnode_handle *fn)
{
	const struct pcs_sim_model *model;
	struct pcs_sim_dev *dev, *peer;
	struct fwnode_handle *bus;
	const char *partner;
	char name[PCS_SIM_DEV_NAME_SIZE];
	u32 addr = 0;

	model = __pcs_sim_model_find_fwnode(fn);
	if (!model) {
		pr_err("pcs-sim: %pfw: there is no model of it\n", fn);
		return ERR_PTR(-ENODEV);
	}

	/* The name that an MDIO device at this node has, if it has a bus. */
	fwnode_property_read_u32(fn, "reg", &addr);
	bus = fwnode_get_parent(fn);
	if (bus)
		snprintf(name, sizeof(name), "%pfwP:%02x", bus, addr);
	else
		snprintf(name, sizeof(name), "%pfwP", fn);
	fwnode_handle_put(bus);

	dev = pcs_sim_dev_create(model, name);
	pcs_sim_model_put(model);
	if (IS_ERR(dev))
		return dev;

	dev->fwnode = fwnode_handle_get(fn);
	dev->cable_fwnode = fwnode_find_reference(fn, "pcs-sim,cable", 0);
	if (IS_ERR(dev->cable_fwnode))
		dev->cable_fwnode = NULL;

	/* Either end may name the other. */
	list_for_each_entry(peer, &pcs_sim_devs, list)
		if (peer->fwnode == dev->cable_fwnode ||
		    peer->cable_fwnode == fn)
			pcs_sim_lane_connect(&dev->lane, &peer->lane);

	if (!fwnode_property_read_string(fn, "pcs-sim,partner", &partner))
		pcs_sim_lane_set_partner(&dev->lane, partner);

	list_add_tail(&dev->list, &pcs_sim_devs);

	return dev;
}

/**
 * pcs_sim_dev_get() - the device that a firmware node describes
 * @fwnode: the node, a child of that of an MDIO bus
 *
 * Its model is the one for ``compatible``. Its cable leads to the device whose
 * node is in the property ``pcs-sim,cable`` of either; ``pcs-sim,partner`` is
 * what pcs_sim_lane_set_partner() takes.
 *
 * Return: the device, the same for everyone, out of reset for the first one who
 * asks; or an ERR_PTR(): -ENODEV if there is no model for it, or what
 * pcs_sim_dev_create() returns. Released with pcs_sim_dev_put().
 */
struct pcs_sim_dev *pcs_sim_dev_get(struct fwnode_handle *fwnode)
{
	struct pcs_sim_dev *dev;

	mutex_lock(&pcs_sim_mutex);
	list_for_each_entry(dev, &pcs_sim_devs, list) {
		if (dev->fwnode == fwnode) {
			kref_get(&dev->ref);
			goto unlock;
		}
	}
	dev = pcs_sim_dev_create_fwnode(fwnode);
unlock:
	mutex_unlock(&pcs_sim_mutex);

	return dev;
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_get);

static void pcs_sim_dev_release(struct kref *ref)
{
	struct pcs_sim_dev *dev = container_of(ref, struct pcs_sim_dev, ref);

	list_del(&dev->list);
	/* Its name, and its end of the cable, are free for the next one. */
	pcs_sim_dev_free(dev);
	mutex_unlock(&pcs_sim_mutex);
}

/**
 * pcs_sim_dev_put() - give a device back
 * @dev: what pcs_sim_dev_get() or pcs_sim_dev_create() returned; NULL is fine
 *
 * With the last reference the hardware ceases to exist.
 *
 * Context: May sleep.
 */
void pcs_sim_dev_put(struct pcs_sim_dev *dev)
{
	if (dev)
		kref_put_mutex(&dev->ref, pcs_sim_dev_release, &pcs_sim_mutex);
}
EXPORT_SYMBOL_GPL(pcs_sim_dev_put);

void pcs_sim_debugfs_init(void)
{
	pcs_sim_debugfs = debugfs_create_dir("pcs-sim", NULL);
}

void pcs_sim_debugfs_exit(void)
{
	debugfs_remove(pcs_sim_debugfs);
}
