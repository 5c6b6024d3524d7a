// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware: an SFP cage, and the modules to put there.
 *
 * The cage is one for the kernel's own driver, drivers/net/phy/sfp.c: a node
 * with what Documentation/devicetree/bindings/net/sff,sfp.yaml asks for. Its
 * GPIOs are lines of the kernel's own GPIO simulator, drivers/gpio/gpio-sim.c,
 * whose levels are set by the bias that is configured: whatever of that a user
 * changes in the sysfs of the simulator counts, too, such as a transmitter
 * fault. Its I2C bus has the EEPROM of the module, and nothing else.
 *
 * Between the cage and a MAC is the lane of the MAC. Nothing passes there
 * without a module, or while its transmitter is off; and light from the far
 * end, if there is any, makes the module take back its loss of signal. As
 * nothing tells when the driver changes its outputs they are looked at all the
 * time.
 */
#include <linux/array_size.h>
#include <linux/delay.h>
#include <linux/gpio/consumer.h>
#include <linux/gpio/driver.h>
#include <linux/gpio/machine.h>
#include <linux/i2c.h>
#include <linux/interrupt.h>
#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/pinctrl/pinconf-generic.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/seq_file.h>
#include <linux/sfp.h>
#include <linux/slab.h>
#include <linux/unaligned.h>
#include <linux/workqueue.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"
#include "pcs-sim-sfp.h"

#define PCS_SIM_CAGE_POLL	msecs_to_jiffies(50)

/* I2C addresses of the two halves of the EEPROM */
#define PCS_SIM_CAGE_A0H	0x50
#define PCS_SIM_CAGE_A2H	0x51

/* Lines of the GPIO simulator */
enum {
	PCS_SIM_MOD_DEF0,
	PCS_SIM_LOS,
	PCS_SIM_TX_FAULT,
	PCS_SIM_TX_DISABLE,
	PCS_SIM_RATE_SELECT0,
	PCS_SIM_LINES,
};

static const char * const pcs_sim_line_names[PCS_SIM_LINES] = {
	"mod-def0", "los", "tx-fault", "tx-disable", "rate-select0",
};

/**
 * struct pcs_sim_cage - an SFP cage
 * @ref: references
 * @list: entry in pcs_sim_cages
 * @name: its name
 * @label: name of its GPIO chip
 * @node: node of the cage
 * @i2c_node: node of its I2C adapter
 * @gpio_node: node of its GPIO simulator
 * @bank_node: node of the GPIO chip that this has
 * @lock: protects what follows, up to @work
 * @live: the devices of the cage exist
 * @i2c: its I2C adapter
 * @gpio_pdev: its GPIO simulator
 * @gpio: the GPIO chip
 * @pdev: the cage, for the driver
 * @work: follows the outputs of the driver, and the signal; while live
 * @los: level of the line, for @work
 * @eeprom: of the module; under pcs_sim_lock
 * @inserted: there is a module; under pcs_sim_lock
 * @offset: where the next byte of either half is read; under pcs_sim_lock
 */
struct pcs_sim_cage {
	struct kref ref;
	struct list_head list;
	char name[PCS_SIM_NAME_MAX + 1];
	char label[PCS_SIM_NAME_MAX + sizeof("pcs-sim-sfp.")];
	struct pcs_sim_node *node;
	struct pcs_sim_node *i2c_node;
	struct pcs_sim_node *gpio_node;
	struct pcs_sim_node *bank_node;
	struct mutex lock; /* what follows, up to @work */
	bool live;
	struct i2c_adapter i2c;
	struct platform_device *gpio_pdev;
	struct gpio_device *gpio;
	struct platform_device *pdev;
	struct delayed_work work;
	int los;
	struct pcs_sim_eeprom eeprom;
	bool inserted;
	u8 offset[2];
};

/* Protects pcs_sim_cages and the references that it gives out. */
static DEFINE_MUTEX(pcs_sim_cages_lock);
static LIST_HEAD(pcs_sim_cages);

/* Protects pcs_sim_cage_lanes. Outside of pcs_sim_lock. */
static DEFINE_MUTEX(pcs_sim_cage_lanes_lock);
static LIST_HEAD(pcs_sim_cage_lanes);

/* --- lanes ---------------------------------------------------------------- */

/**
 * pcs_sim_cage_lane_add() - let a lane lead to an SFP cage
 * @cl: where it does
 * @fwnode: node of the cage, which need not be live yet
 * @lane: the lane
 *
 * Return: 0, or -EBUSY if another lane leads there.
 */
int pcs_sim_cage_lane_add(struct pcs_sim_cage_lane *cl,
			  struct fwnode_handle *fwnode,
			  struct pcs_sim_lane *lane)
{
	struct pcs_sim_cage_lane *other;
	int err = 0;

	mutex_lock(&pcs_sim_cage_lanes_lock);
	list_for_each_entry(other, &pcs_sim_cage_lanes, list)
		if (other->fwnode == fwnode)
			err = -EBUSY;
	if (!err) {
		cl->fwnode = fwnode_handle_get(fwnode);
		cl->lane = lane;
		pcs_sim_lane_cut(lane, true);
		list_add(&cl->list, &pcs_sim_cage_lanes);
	}
	mutex_unlock(&pcs_sim_cage_lanes_lock);

	return err;
}
EXPORT_SYMBOL_GPL(pcs_sim_cage_lane_add);

/**
 * pcs_sim_cage_lane_del() - undo pcs_sim_cage_lane_add()
 * @cl: where the lane led to; nothing happens if it led nowhere
 */
void pcs_sim_cage_lane_del(struct pcs_sim_cage_lane *cl)
{
	if (!cl->fwnode)
		return;

	mutex_lock(&pcs_sim_cage_lanes_lock);
	list_del(&cl->list);
	pcs_sim_lane_cut(cl->lane, false);
	mutex_unlock(&pcs_sim_cage_lanes_lock);

	fwnode_handle_put(cl->fwnode);
	cl->fwnode = NULL;
}
EXPORT_SYMBOL_GPL(pcs_sim_cage_lane_del);

/* Let light out, or not. Returns whether some comes in. */
static bool pcs_sim_cage_light(struct pcs_sim_cage *cage, bool on)
{
	struct pcs_sim_cage_lane *cl;
	bool signal = false;

	mutex_lock(&pcs_sim_cage_lanes_lock);
	list_for_each_entry(cl, &pcs_sim_cage_lanes, list) {
		if (cl->fwnode == cage->node->fwnode) {
			pcs_sim_lane_cut(cl->lane, !on);
			signal = pcs_sim_lane_signal(cl->lane);
		}
	}
	mutex_unlock(&pcs_sim_cage_lanes_lock);

	return signal;
}

/* --- GPIOs ---------------------------------------------------------------- */

static struct gpio_desc *pcs_sim_cage_line(struct pcs_sim_cage *cage,
					   unsigned int line)
{
	return gpio_device_get_desc(cage->gpio, line);
}

static void pcs_sim_cage_set(struct pcs_sim_cage *cage, unsigned int line,
			     bool high)
{
	unsigned long config;

	config = pinconf_to_config_packed(high ? PIN_CONFIG_BIAS_PULL_UP :
					  PIN_CONFIG_BIAS_PULL_DOWN, 1);
	gpiod_set_config(pcs_sim_cage_line(cage, line), config);
}

/* Modules pull the line up (SFF-8431 table 3-2), which counts when it is not
 * driven.
 */
static bool pcs_sim_cage_tx_disabled(struct pcs_sim_cage *cage)
{
	struct gpio_desc *desc = pcs_sim_cage_line(cage, PCS_SIM_TX_DISABLE);

	return gpiod_get_direction(desc) || gpiod_get_raw_value_cansleep(desc);
}

/* Not all modules have a transmitter that can be turned off. */
static bool pcs_sim_cage_obeys(const struct pcs_sim_cage *cage)
{
	return get_unaligned_be16(cage->eeprom.data + SFP_OPTIONS) &
	       SFP_OPTIONS_TX_DISABLE;
}

static void pcs_sim_cage_follow(struct pcs_sim_cage *cage)
{
	bool inserted, obeys, on;
	int los;

	spin_lock_bh(&pcs_sim_lock);
	inserted = cage->inserted;
	obeys = pcs_sim_cage_obeys(cage);
	spin_unlock_bh(&pcs_sim_lock);

	on = inserted && !(obeys && pcs_sim_cage_tx_disabled(cage));
	los = !(pcs_sim_cage_light(cage, on) && inserted);
	if (los != cage->los)
		pcs_sim_cage_set(cage, PCS_SIM_LOS, los);
	cage->los = los;
}

static void pcs_sim_cage_work(struct work_struct *work)
{
	struct pcs_sim_cage *cage = container_of(to_delayed_work(work),
						 struct pcs_sim_cage, work);

	pcs_sim_cage_follow(cage);
	schedule_delayed_work(&cage->work, PCS_SIM_CAGE_POLL);
}

/* A module that goes and one that comes are two events, however close they are:
 * the driver has to look at the line in between. The simulator raises the
 * interrupt on the next tick at the latest.
 */
static void pcs_sim_cage_set_present(struct pcs_sim_cage *cage, bool present)
{
	int irq = gpiod_to_irq(pcs_sim_cage_line(cage, PCS_SIM_MOD_DEF0));

	pcs_sim_cage_set(cage, PCS_SIM_MOD_DEF0, !present);
	if (irq < 0)
		return;

	fsleep(3 * USEC_PER_SEC / HZ);
	synchronize_irq(irq);
}

static int pcs_sim_cage_add_gpio(struct pcs_sim_cage *cage)
{
	struct platform_device_info info = {
		.name = "gpio-sim",
		.id = PLATFORM_DEVID_AUTO,
		.fwnode = cage->gpio_node->fwnode,
	};
	struct platform_device *pdev;

	request_module("gpio-sim");
	pdev = platform_device_register_full(&info);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);

	cage->gpio = gpio_device_find_by_label(cage->label);
	if (!cage->gpio) {
		platform_device_unregister(pdev);
		return -ENXIO;
	}

	cage->gpio_pdev = pdev;
	cage->los = true;
	pcs_sim_cage_set(cage, PCS_SIM_MOD_DEF0, !cage->inserted);
	pcs_sim_cage_set(cage, PCS_SIM_LOS, cage->los);
	pcs_sim_cage_set(cage, PCS_SIM_TX_FAULT, false);
	pcs_sim_cage_set(cage, PCS_SIM_TX_DISABLE, true);

	return 0;
}

static void pcs_sim_cage_del_gpio(struct pcs_sim_cage *cage)
{
	gpio_device_put(cage->gpio);
	platform_device_unregister(cage->gpio_pdev);
}

/* --- I2C ------------------------------------------------------------------ */

/* The first byte that is written says where to go on. */
static int pcs_sim_cage_msg(struct pcs_sim_cage *cage, struct i2c_msg *msg)
{
	bool a2h = msg->addr == PCS_SIM_CAGE_A2H;
	u8 *data = cage->eeprom.data;
	u8 *offset = &cage->offset[a2h];
	unsigned int i;

	if (!cage->inserted || (msg->addr != PCS_SIM_CAGE_A0H && !a2h))
		return -ENXIO;
	if (a2h)
		data += PCS_SIM_EEPROM_PAGE;
	if (a2h && cage->eeprom.size <= PCS_SIM_EEPROM_PAGE)
		return -ENXIO;

	for (i = 0; i < msg->len; i++) {
		if (msg->flags & I2C_M_RD)
			msg->buf[i] = data[(*offset)++];
		else if (i)
			data[(*offset)++] = msg->buf[i];
		else
			*offset = msg->buf[i];
	}

	return 0;
}

static int pcs_sim_cage_xfer(struct i2c_adapter *i2c, struct i2c_msg *msgs,
			     int num)
{
	struct pcs_sim_cage *cage = i2c_get_adapdata(i2c);
	int err = 0;
	int i;

	spin_lock_bh(&pcs_sim_lock);
	for (i = 0; i < num && !err; i++)
		err = pcs_sim_cage_msg(cage, &msgs[i]);
	spin_unlock_bh(&pcs_sim_lock);

	return err ?: num;
}

static u32 pcs_sim_cage_functionality(struct i2c_adapter *i2c)
{
	return I2C_FUNC_I2C;
}

static const struct i2c_algorithm pcs_sim_cage_algorithm = {
	.xfer = pcs_sim_cage_xfer,
	.functionality = pcs_sim_cage_functionality,
};

static int pcs_sim_cage_add_i2c(struct pcs_sim_cage *cage)
{
	struct i2c_adapter *i2c = &cage->i2c;

	memset(i2c, 0, sizeof(*i2c));
	i2c->owner = THIS_MODULE;
	i2c->algo = &pcs_sim_cage_algorithm;
	strscpy(i2c->name, cage->label);
	device_set_node(&i2c->dev, cage->i2c_node->fwnode);
	i2c_set_adapdata(i2c, cage);

	return i2c_add_adapter(i2c);
}

/* --- the cage ------------------------------------------------------------- */

static int pcs_sim_cage_add_sfp(struct pcs_sim_cage *cage)
{
	struct platform_device_info info = {
		.name = "sfp",
		.id = PLATFORM_DEVID_AUTO,
		.fwnode = cage->node->fwnode,
	};

	struct platform_device *pdev;
	bool bound;

	request_module("sfp");
	pdev = platform_device_register_full(&info);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);

	device_lock(&pdev->dev);
	bound = device_is_bound(&pdev->dev);
	device_unlock(&pdev->dev);
	if (!bound) {
		platform_device_unregister(pdev);
		return -ENXIO;
	}
	cage->pdev = pdev;

	return 0;
}

/**
 * pcs_sim_cage_start() - make the devices of a cage
 * @cage: the cage
 *
 * Return: 0; -EOPNOTSUPP if this kernel has no GPIO simulator, -ENODEV if it
 * has no driver of the cage; -ENXIO if one of them did not bind, or another
 * error of registering devices.
 */
int pcs_sim_cage_start(struct pcs_sim_cage *cage)
{
	int err;

	if (!IS_ENABLED(CONFIG_GPIO_SIM))
		return -EOPNOTSUPP;
	if (!IS_ENABLED(CONFIG_SFP))
		return -ENODEV;

	mutex_lock(&cage->lock);
	err = pcs_sim_cage_add_i2c(cage);
	if (err)
		goto unlock;

	err = pcs_sim_cage_add_gpio(cage);
	if (err)
		goto del_i2c;

	err = pcs_sim_cage_add_sfp(cage);
	if (err)
		goto del_gpio;

	cage->live = true;
	schedule_delayed_work(&cage->work, 0);
	mutex_unlock(&cage->lock);

	return 0;

del_gpio:
	pcs_sim_cage_del_gpio(cage);
del_i2c:
	i2c_del_adapter(&cage->i2c);
unlock:
	mutex_unlock(&cage->lock);

	return err;
}
EXPORT_SYMBOL_GPL(pcs_sim_cage_start);

/**
 * pcs_sim_cage_stop() - take the devices of a cage away
 * @cage: the cage; a module stays in it
 */
void pcs_sim_cage_stop(struct pcs_sim_cage *cage)
{
	mutex_lock(&cage->lock);
	if (cage->live) {
		platform_device_unregister(cage->pdev);
		cancel_delayed_work_sync(&cage->work);
		pcs_sim_cage_light(cage, false);
		pcs_sim_cage_del_gpio(cage);
		i2c_del_adapter(&cage->i2c);
		cage->live = false;
	}
	mutex_unlock(&cage->lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_cage_stop);

/**
 * pcs_sim_cage_insert() - put a module into a cage
 * @cage: the cage; another module is taken out first
 * @eeprom: what the EEPROM of the module holds; NULL for no module
 *
 * Context: May sleep. Not under RTNL, for which the driver waits.
 */
void pcs_sim_cage_insert(struct pcs_sim_cage *cage,
			 const struct pcs_sim_eeprom *eeprom)
{
	bool inserted;

	mutex_lock(&cage->lock);
	spin_lock_bh(&pcs_sim_lock);
	inserted = cage->inserted;
	cage->inserted = false;
	spin_unlock_bh(&pcs_sim_lock);

	if (cage->live && inserted)
		pcs_sim_cage_set_present(cage, false);

	if (eeprom) {
		spin_lock_bh(&pcs_sim_lock);
		cage->eeprom = *eeprom;
		cage->inserted = true;
		spin_unlock_bh(&pcs_sim_lock);
	}

	if (cage->live && eeprom)
		pcs_sim_cage_set_present(cage, true);
	mutex_unlock(&cage->lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_cage_insert);

static int pcs_sim_cage_add_node(struct pcs_sim_cage *cage,
				 struct pcs_sim_node **node, const char *suffix,
				 struct pcs_sim_node *parent,
				 const struct property_entry *props)
{
	char name[sizeof(cage->label) + sizeof("-gpio")];
	struct pcs_sim_node *new;

	snprintf(name, sizeof(name), "%s%s", cage->label, suffix);
	new = pcs_sim_node_create(name, parent, props);
	if (IS_ERR(new))
		return PTR_ERR(new);

	*node = new;

	return 0;
}

static int pcs_sim_cage_add_bank(struct pcs_sim_cage *cage)
{
	const struct property_entry props[] = {
		PROPERTY_ENTRY_U32("ngpios", PCS_SIM_LINES),
		PROPERTY_ENTRY_STRING("gpio-sim,label", cage->label),
		PROPERTY_ENTRY_STRING_ARRAY("gpio-line-names",
					    pcs_sim_line_names),
		{}
	};

	return pcs_sim_cage_add_node(cage, &cage->bank_node, "",
				     cage->gpio_node, props);
}

static int pcs_sim_cage_add_cage(struct pcs_sim_cage *cage)
{
	const struct software_node *bank = &cage->bank_node->sw;
	const struct property_entry props[] = {
		PROPERTY_ENTRY_STRING("compatible", "sff,sfp"),
		PROPERTY_ENTRY_U32("maximum-power-milliwatt", 2000),
		PROPERTY_ENTRY_REF("i2c-bus", &cage->i2c_node->sw),
		PROPERTY_ENTRY_REF("mod-def0-gpios", bank, PCS_SIM_MOD_DEF0,
				   GPIO_ACTIVE_LOW),
		PROPERTY_ENTRY_REF("los-gpios", bank, PCS_SIM_LOS,
				   GPIO_ACTIVE_HIGH),
		PROPERTY_ENTRY_REF("tx-fault-gpios", bank, PCS_SIM_TX_FAULT,
				   GPIO_ACTIVE_HIGH),
		PROPERTY_ENTRY_REF("tx-disable-gpios", bank,
				   PCS_SIM_TX_DISABLE, GPIO_ACTIVE_HIGH),
		PROPERTY_ENTRY_REF("rate-select0-gpios", bank,
				   PCS_SIM_RATE_SELECT0, GPIO_ACTIVE_HIGH),
		{}
	};
	int err;

	err = pcs_sim_cage_add_node(cage, &cage->node, "", NULL, props);
	if (err)
		return err;

	/* Or MACs and cages would be unbound with what they refer to. */
	fwnode_set_flag(cage->node->fwnode, FWNODE_FLAG_LINKS_ADDED);

	return 0;
}

static int pcs_sim_cage_add_nodes(struct pcs_sim_cage *cage)
{
	int err;

	err = pcs_sim_cage_add_node(cage, &cage->i2c_node, "-i2c", NULL, NULL);
	if (err)
		return err;

	err = pcs_sim_cage_add_node(cage, &cage->gpio_node, "-gpio", NULL,
				    NULL);
	if (err)
		return err;

	err = pcs_sim_cage_add_bank(cage);
	if (err)
		return err;

	return pcs_sim_cage_add_cage(cage);
}

static void pcs_sim_cage_free(struct pcs_sim_cage *cage)
{
	pcs_sim_node_destroy(cage->node);
	pcs_sim_node_destroy(cage->bank_node);
	pcs_sim_node_destroy(cage->gpio_node);
	pcs_sim_node_destroy(cage->i2c_node);
	mutex_destroy(&cage->lock);
	kfree(cage);
}

static struct pcs_sim_cage *pcs_sim_cage_create(const char *name)
{
	struct pcs_sim_cage *cage;
	int err;

	cage = kzalloc_obj(*cage);
	if (!cage)
		return ERR_PTR(-ENOMEM);

	kref_init(&cage->ref);
	mutex_init(&cage->lock);
	INIT_DELAYED_WORK(&cage->work, pcs_sim_cage_work);
	strscpy(cage->name, name);
	snprintf(cage->label, sizeof(cage->label), "pcs-sim-sfp.%s", name);

	err = pcs_sim_cage_add_nodes(cage);
	if (err) {
		pcs_sim_cage_free(cage);
		return ERR_PTR(err);
	}

	return cage;
}

/**
 * pcs_sim_cage_get() - the cage of this name
 * @name: the name
 * @create: make a new and empty one if there is none
 *
 * Return: the cage, the same for everyone; or an ERR_PTR(), with -ENOENT if
 * there is none. Released with pcs_sim_cage_put().
 */
struct pcs_sim_cage *pcs_sim_cage_get(const char *name, bool create)
{
	struct pcs_sim_cage *cage;

	mutex_lock(&pcs_sim_cages_lock);
	list_for_each_entry(cage, &pcs_sim_cages, list) {
		if (!strcmp(cage->name, name)) {
			kref_get(&cage->ref);
			goto unlock;
		}
	}

	cage = create ? pcs_sim_cage_create(name) : ERR_PTR(-ENOENT);
	if (!IS_ERR(cage))
		list_add(&cage->list, &pcs_sim_cages);
unlock:
	mutex_unlock(&pcs_sim_cages_lock);

	return cage;
}
EXPORT_SYMBOL_GPL(pcs_sim_cage_get);

static void pcs_sim_cage_release(struct kref *ref)
{
	struct pcs_sim_cage *cage = container_of(ref, struct pcs_sim_cage, ref);

	list_del(&cage->list);
	pcs_sim_cage_free(cage);
	mutex_unlock(&pcs_sim_cages_lock);
}

/**
 * pcs_sim_cage_put() - give a cage back
 * @cage: what pcs_sim_cage_get() returned, stopped if it was started; NULL is
 *	fine
 *
 * Context: May sleep.
 */
void pcs_sim_cage_put(struct pcs_sim_cage *cage)
{
	if (cage)
		kref_put_mutex(&cage->ref, pcs_sim_cage_release,
			       &pcs_sim_cages_lock);
}
EXPORT_SYMBOL_GPL(pcs_sim_cage_put);

/**
 * pcs_sim_cage_node() - the software node of a cage
 * @cage: the cage
 *
 * Return: the node, which exists for as long as the cage.
 */
struct software_node *pcs_sim_cage_node(struct pcs_sim_cage *cage)
{
	return &cage->node->sw;
}
EXPORT_SYMBOL_GPL(pcs_sim_cage_node);

/**
 * pcs_sim_cage_show() - show what Linux calls the devices of a cage
 * @cage: the cage
 * @which: of which
 * @s: where to; nothing is shown of a cage that was not started
 */
void pcs_sim_cage_show(struct pcs_sim_cage *cage,
		       enum pcs_sim_cage_part which, struct seq_file *s)
{
	const struct device *dev;

	mutex_lock(&cage->lock);
	if (cage->live) {
		dev = which == PCS_SIM_CAGE_I2C ? &cage->i2c.dev :
		      which == PCS_SIM_CAGE_GPIO ? &cage->gpio_pdev->dev :
		      &cage->pdev->dev;
		seq_puts(s, dev_name(dev));
	}
	mutex_unlock(&cage->lock);
}
