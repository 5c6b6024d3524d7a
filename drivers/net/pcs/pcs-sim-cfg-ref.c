// SPDX-License-Identifier: GPL-2.0
/*
 * Simulated PCS hardware in configfs: what devices on MDIO buses are, and
 * references to them.
 *
 * What refers to a device, a port, may be there before the device is plugged
 * in, and after its directory is gone; when there is a directory of that name
 * again it is the same device. So what a device is lives apart from its
 * directory, for as long as there is either. It cannot change while somebody
 * uses its node: because the device is live, or a port that refers to it.
 */
#include <linux/phy.h>
#include <linux/slab.h>

#include "pcs-sim.h"
#include "pcs-sim-configfs.h"

/* Protects the list, and all in it. */
DEFINE_MUTEX(pcs_sim_nodes_lock);
static LIST_HEAD(pcs_sim_devnodes);

/* --- nodes ---------------------------------------------------------------- */

static unsigned int pcs_sim_devnode_channels(const struct pcs_sim_devnode *dn)
{
	return dn->model->num_addrs > 1 ? dn->model->num_addrs : 0;
}

static bool pcs_sim_same_bus(const struct pcs_sim_devnode *a,
			     const struct pcs_sim_devnode *b)
{
	return a->bus_len == b->bus_len &&
	       !memcmp(a->path, b->path, a->bus_len);
}

/* Another device on the bus that answers to one of @num addresses, from
 * @address on: of all of them, or of those in use.
 */
static struct pcs_sim_devnode *
pcs_sim_devnode_at(const struct pcs_sim_devnode *dn, unsigned int address,
		   bool in_use)
{
	unsigned int num = pcs_sim_model_num_addrs(dn->model);
	struct pcs_sim_devnode *other;

	list_for_each_entry(other, &pcs_sim_devnodes, list)
		if (other != dn && pcs_sim_same_bus(dn, other) &&
		    (other->users || !in_use) &&
		    address < other->address +
			      pcs_sim_model_num_addrs(other->model) &&
		    other->address < address + num)
			return other;

	return NULL;
}

/* The lowest address that is free, or else 0: to be complained of when used. */
void pcs_sim_devnode_set_address(struct pcs_sim_devnode *dn)
{
	unsigned int num = pcs_sim_model_num_addrs(dn->model);
	unsigned int address;

	dn->address = 0;
	for (address = 0; address + num <= PHY_MAX_ADDR; address++) {
		if (pcs_sim_devnode_at(dn, address, false))
			continue;
		dn->address = address;
		return;
	}
}

static struct pcs_sim_devnode *pcs_sim_devnode_find(const char *path)
{
	struct pcs_sim_devnode *dn;

	lockdep_assert_held(&pcs_sim_nodes_lock);

	list_for_each_entry(dn, &pcs_sim_devnodes, list)
		if (!strcmp(dn->path, path))
			return dn;

	return NULL;
}

struct pcs_sim_devnode *pcs_sim_devnode_get(const char *bus, const char *name)
{
	char path[PCS_SIM_PATH_MAX + 1];
	struct pcs_sim_devnode *dn;

	snprintf(path, sizeof(path), "%s/%s", bus, name);

	mutex_lock(&pcs_sim_nodes_lock);
	dn = pcs_sim_devnode_find(path);
	if (dn) {
		dn->refs++;
		goto unlock;
	}

	dn = kzalloc_obj(*dn);
	if (!dn)
		goto unlock;

	strscpy(dn->path, path);
	dn->bus_len = strlen(bus) + 1;
	dn->refs = 1;
	dn->model = pcs_sim_model_find("lynx");
	pcs_sim_devnode_set_address(dn);
	list_add_tail(&dn->list, &pcs_sim_devnodes);
unlock:
	mutex_unlock(&pcs_sim_nodes_lock);

	return dn;
}

static void __pcs_sim_devnode_put(struct pcs_sim_devnode *dn)
{
	lockdep_assert_held(&pcs_sim_nodes_lock);

	if (--dn->refs)
		return;

	list_del(&dn->list);
	pcs_sim_model_put(dn->model);
	kfree(dn);
}

void pcs_sim_devnode_put(struct pcs_sim_devnode *dn)
{
	mutex_lock(&pcs_sim_nodes_lock);
	__pcs_sim_devnode_put(dn);
	mutex_unlock(&pcs_sim_nodes_lock);
}

static void pcs_sim_devnode_destroy_nodes(struct pcs_sim_devnode *dn)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(dn->channels); i++) {
		pcs_sim_node_destroy(dn->channels[i]);
		dn->channels[i] = NULL;
	}
	pcs_sim_node_destroy(dn->node);
	dn->node = NULL;
}

static int pcs_sim_devnode_create_channels(struct pcs_sim_devnode *dn)
{
	unsigned int num = dn->nodes ? pcs_sim_devnode_channels(dn) : 0;
	unsigned int i;

	for (i = 0; i < min(num, PCS_SIM_MAX_CHANNELS); i++) {
		struct property_entry props[] = {
			PROPERTY_ENTRY_U32("reg", i),
			{}
		};
		struct pcs_sim_node *node;
		char name[16];

		snprintf(name, sizeof(name), "channel@%u", i);
		node = pcs_sim_node_create(name, dn->node, props);
		if (IS_ERR(node))
			return PTR_ERR(node);
		dn->channels[i] = node;
	}

	return 0;
}

/* The node has no parent: who goes through the children of a software node must
 * not do so while one of them is freed, and nobody knows when that is.
 */
static int pcs_sim_devnode_create_nodes(struct pcs_sim_devnode *dn)
{
	bool cells = pcs_sim_devnode_channels(dn) && !dn->nodes;
	const char *driver = dn->driver[0] ? dn->driver : dn->model->driver;
	char name[sizeof(dn->node->name)];
	struct property_entry props[6] = {};
	struct pcs_sim_node *node;
	unsigned int n = 0;
	int err;

	props[n++] = PROPERTY_ENTRY_STRING("compatible", dn->model->compatible);
	props[n++] = PROPERTY_ENTRY_U32("reg", dn->address);
	if (driver)
		props[n++] = PROPERTY_ENTRY_STRING("pcs-sim,driver", driver);
	if (dn->interrupt)
		props[n++] = PROPERTY_ENTRY_BOOL("pcs-sim,interrupt");
	if (cells)
		props[n++] = PROPERTY_ENTRY_U32("#pcs-cells", 1);

	snprintf(name, sizeof(name), "pcs-sim:%s", dn->path);
	strreplace(name, '/', ':');
	node = pcs_sim_node_create(name, NULL, props);
	if (IS_ERR(node))
		return PTR_ERR(node);
	dn->node = node;

	err = pcs_sim_devnode_create_channels(dn);
	if (err)
		pcs_sim_devnode_destroy_nodes(dn);

	return err;
}

/* Take the device from the board, or put it there, out of reset. */
void pcs_sim_devnode_power(struct pcs_sim_devnode *dn, bool on)
{
	struct pcs_sim_dev *channel;
	unsigned int i;

	spin_lock_bh(&pcs_sim_lock);
	for (i = 0; (channel = pcs_sim_dev_channel(dn->hw, i)); i++) {
		if (on) {
			dn->model->reset(channel);
		} else {
			channel->end.power = false;
			channel->host.power = false;
		}
		pcs_sim_end_update(&channel->end);
		pcs_sim_end_update(&channel->host);
	}
	spin_unlock_bh(&pcs_sim_lock);
}

static int pcs_sim_devnode_create(struct pcs_sim_devnode *dn)
{
	struct pcs_sim_dev *hw;
	int err;

	err = pcs_sim_devnode_create_nodes(dn);
	if (err)
		return err;

	hw = pcs_sim_dev_get(dn->node->fwnode);
	if (IS_ERR(hw)) {
		pcs_sim_devnode_destroy_nodes(dn);
		return PTR_ERR(hw);
	}

	dn->hw = hw;
	pcs_sim_devnode_power(dn, false);

	return 0;
}

int pcs_sim_devnode_use(struct pcs_sim_devnode *dn,
			const struct pcs_sim_input *in)
{
	const struct pcs_sim_devnode *other;
	int err;

	lockdep_assert_held(&pcs_sim_nodes_lock);

	if (!dn->users) {
		other = pcs_sim_devnode_at(dn, dn->address, true);
		if (other)
			return pcs_sim_refuse(in, -EBUSY,
					      "address %u of %s is in use by %s",
					      dn->address, dn->path,
					      other->path);
		err = pcs_sim_devnode_create(dn);
		if (err)
			return pcs_sim_refuse(in, err, "no %s: %pe", dn->path,
					      ERR_PTR(err));
	}
	dn->users++;

	return 0;
}

void pcs_sim_devnode_unuse(struct pcs_sim_devnode *dn)
{
	lockdep_assert_held(&pcs_sim_nodes_lock);

	if (--dn->users)
		return;

	pcs_sim_dev_put(dn->hw);
	dn->hw = NULL;
	pcs_sim_devnode_destroy_nodes(dn);
}

/* --- references ----------------------------------------------------------- */

/* Split "BUS/DEV:CHANNEL"; without a channel that is -1. */
static int pcs_sim_ref_split(const char *text, char *path, int *channel)
{
	const char *colon = strchrnul(text, ':');
	size_t len = colon - text;
	unsigned int val;

	if (len > PCS_SIM_PATH_MAX)
		return -ENOENT;

	memcpy(path, text, len);
	path[len] = '\0';
	*channel = -1;
	if (!*colon)
		return 0;

	if (kstrtouint(colon + 1, 10, &val) || val >= PCS_SIM_MAX_CHANNELS)
		return -EINVAL;
	*channel = val;

	return 0;
}

static struct pcs_sim_devnode *pcs_sim_ref_find(const char *text, int *channel)
{
	char path[PCS_SIM_PATH_MAX + 1];
	struct pcs_sim_devnode *dn;
	int err;

	err = pcs_sim_ref_split(text, path, channel);
	if (err)
		return ERR_PTR(err);

	dn = pcs_sim_devnode_find(path);

	return dn ?: ERR_PTR(-ENOENT);
}

/**
 * pcs_sim_ref_check() - check whether a reference leads anywhere
 * @in: the attribute, for messages
 * @text: the reference, BUS/DEV or BUS/DEV:CHANNEL
 *
 * Return: 0, or an error that the log tells, too.
 */
int pcs_sim_ref_check(const struct pcs_sim_input *in, const char *text)
{
	struct pcs_sim_input word = { .text = (char *)text };
	char quote[PCS_SIM_QUOTE_SIZE];
	struct pcs_sim_devnode *dn;
	int channel;

	pcs_sim_quote(&word, quote);
	mutex_lock(&pcs_sim_nodes_lock);
	dn = pcs_sim_ref_find(text, &channel);
	mutex_unlock(&pcs_sim_nodes_lock);

	if (dn == ERR_PTR(-ENOENT))
		return pcs_sim_refuse(in, -ENOENT,
				      "no device %s, it takes BUS/DEV of mdio/",
				      quote);
	if (IS_ERR(dn))
		return pcs_sim_refuse(in, PTR_ERR(dn),
				      "no channel %s, it takes BUS/DEV:0 to %u",
				      quote, PCS_SIM_MAX_CHANNELS - 1);

	return 0;
}

static int pcs_sim_ref_resolve(struct pcs_sim_item *item,
			       const char *attr, const char *text, bool phy,
			       struct pcs_sim_ref *ref)
{
	const struct pcs_sim_input in = { .item = item, .attr = "live" };
	struct pcs_sim_devnode *dn;
	unsigned int num;
	int channel;

	dn = pcs_sim_ref_find(text, &channel);
	if (IS_ERR(dn))
		return pcs_sim_item_err(item, PTR_ERR(dn),
					"%s: there is no %s", attr, text);
	if (dn->model->is_phy != phy)
		return pcs_sim_item_err(item, -EINVAL, "%s: %s is %s PHY", attr,
					dn->path, phy ? "no" : "a");

	num = pcs_sim_devnode_channels(dn);
	if (num && (channel < 0 || channel >= num))
		return pcs_sim_item_err(item, -EINVAL,
					"%s: %s has channels, %s:0 to %u", attr,
					dn->path, dn->path, num - 1);
	if (!num && channel >= 0)
		return pcs_sim_item_err(item, -EINVAL,
					"%s: %s has no channels", attr,
					dn->path);

	ref->dn = dn;
	ref->channel = num ? channel : 0;
	ref->channels = num;

	return pcs_sim_devnode_use(dn, &in);
}

/**
 * pcs_sim_ref_get() - use a device that a reference leads to
 * @item: the item that does, for messages
 * @attr: and the attribute
 * @text: the reference
 * @phy: it has to be to a PHY, else it must not be
 * @ref: filled in
 *
 * Return: 0, or an error that the log tells, too.
 */
int pcs_sim_ref_get(struct pcs_sim_item *item, const char *attr,
		    const char *text, bool phy, struct pcs_sim_ref *ref)
{
	int err;

	mutex_lock(&pcs_sim_nodes_lock);
	err = pcs_sim_ref_resolve(item, attr, text, phy, ref);
	if (!err)
		ref->dn->refs++;
	mutex_unlock(&pcs_sim_nodes_lock);

	return err;
}

/**
 * pcs_sim_ref_put() - undo pcs_sim_ref_get()
 * @ref: the reference
 */
void pcs_sim_ref_put(struct pcs_sim_ref *ref)
{
	mutex_lock(&pcs_sim_nodes_lock);
	pcs_sim_devnode_unuse(ref->dn);
	__pcs_sim_devnode_put(ref->dn);
	mutex_unlock(&pcs_sim_nodes_lock);
}

/**
 * pcs_sim_ref_args() - a reference, for a property
 * @ref: what pcs_sim_ref_get() filled in
 *
 * Return: the reference that a firmware author would write.
 */
struct software_node_ref_args pcs_sim_ref_args(const struct pcs_sim_ref *ref)
{
	const struct pcs_sim_devnode *dn = ref->dn;

	if (!ref->channels)
		return SOFTWARE_NODE_REFERENCE(&dn->node->sw);
	if (dn->nodes)
		return SOFTWARE_NODE_REFERENCE(&dn->channels[ref->channel]->sw);

	return SOFTWARE_NODE_REFERENCE(&dn->node->sw, ref->channel);
}

/**
 * pcs_sim_ref_lane() - the lane of the device that a reference leads to
 * @ref: what pcs_sim_ref_get() filled in
 *
 * Return: the lane, which exists until pcs_sim_ref_put().
 */
struct pcs_sim_lane *pcs_sim_ref_lane(const struct pcs_sim_ref *ref)
{
	return &pcs_sim_dev_channel(ref->dn->hw, ref->channel)->lane;
}
