// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem: from a firmware property to a handle
 *
 * A reference is read the same way from a device tree, from ACPI and from
 * software nodes, which differ in what they check: OF does without
 * ``#pcs-cells`` only when told to, and the other two do not compare it with
 * the cells that are there.
 */

#include <linux/device.h>
#include <linux/export.h>
#include <linux/of.h>
#include <linux/pcs/consumer.h>

#include <trace/events/pcs.h>

#include "pcs.h"

/**
 * struct pcs_lookup - one look-up under way
 * @dev: the consumer, or NULL
 * @fwnode: node with the property
 * @prop: the property
 * @id: name of the reference, or NULL
 * @index: which reference of @prop
 * @checked: all of @prop is known to be right
 * @it: the reference of a device tree that was read last; holds no node
 * @num_read: how many of them were
 * @ref: the reference, once it is found; its node is held
 * @why: what is wrong, for the message
 */
struct pcs_lookup {
	struct device *dev;
	const struct fwnode_handle *fwnode;
	const char *prop;
	const char *id;
	unsigned int index;
	bool checked;
	struct of_phandle_iterator it;
	unsigned int num_read;
	struct fwnode_reference_args ref;
	const char *why;
};

static int pcs_fail(struct pcs_lookup *lk, int err, const char *why)
{
	lk->why = why;

	return err;
}

/* The next reference of a device tree. Its node, if it has one, is held. */
static int pcs_next_of(struct pcs_lookup *lk, struct device_node **np)
{
	struct of_phandle_iterator *it = &lk->it;
	int err;

	err = of_phandle_iterator_next(it);
	if (err)
		return err;

	*np = it->node;
	it->node = NULL;
	if (it->cur_count > ARRAY_SIZE(lk->ref.args)) {
		of_node_put(*np);
		return pcs_fail(lk, -EINVAL, "too many #pcs-cells");
	}
	lk->num_read++;

	return 0;
}

static int pcs_parse_of(struct pcs_lookup *lk,
			const struct fwnode_handle *fwnode)
{
	const struct device_node *parent = to_of_node(fwnode);
	struct device_node *np = NULL;
	unsigned int i;
	int err;

	/* A reference is found by reading those before it. Go on after the last
	 * one, so that to read them all takes no more than one pass.
	 *
	 * Not of_parse_phandle_with_optional_args(), which takes a large index
	 * for a negative one, and warns of #pcs-cells that are too many.
	 */
	if (lk->it.parent != parent || lk->num_read > lk->index) {
		of_phandle_iterator_init(&lk->it, parent, lk->prop,
					 "#pcs-cells", 0);
		lk->num_read = 0;
	}

	do {
		of_node_put(np);
		err = pcs_next_of(lk, &np);
		if (err)
			return err;
	} while (lk->num_read <= lk->index);

	if (!np)
		return -ENOENT;

	lk->ref.fwnode = of_fwnode_handle(np);
	lk->ref.nargs = lk->it.cur_count;
	for (i = 0; i < lk->ref.nargs; i++)
		lk->ref.args[i] = be32_to_cpup(lk->it.cur + i);

	return 0;
}

/* The reference itself knows how many cells it has, the node that it refers to
 * how many it wants. Software nodes always return the maximum.
 */
static unsigned int pcs_swnode_nargs(const struct pcs_lookup *lk,
				     const struct fwnode_handle *fwnode)
{
	const struct software_node_ref_args *refs;
	const struct property_entry *prop;

	prop = to_software_node(fwnode)->properties;
	while (strcmp(prop->name, lk->prop))
		prop++;
	refs = prop->pointer;

	return refs[lk->index].nargs;
}

static int pcs_parse_other(struct pcs_lookup *lk,
			   const struct fwnode_handle *fwnode)
{
	u32 cells = 0;
	int err;

	err = fwnode_call_int_op(fwnode, get_reference_args, lk->prop, NULL,
				 NR_FWNODE_REFERENCE_ARGS, lk->index, &lk->ref);
	if (err)
		return err;

	if (is_software_node(fwnode))
		lk->ref.nargs = pcs_swnode_nargs(lk, fwnode);

	fwnode_property_read_u32(lk->ref.fwnode, "#pcs-cells", &cells);
	if (cells != lk->ref.nargs || cells > NR_FWNODE_REFERENCE_ARGS)
		return pcs_fail(lk, -EINVAL, "not as many cells as #pcs-cells");

	return 0;
}

/* Find the reference. The caller puts the node that it refers to, after an
 * error too.
 *
 * Return: 0, -ENOENT, -EINVAL, or -ENOTCONN for one that is described but whose
 * software node is not registered.
 */
static int pcs_parse(struct pcs_lookup *lk)
{
	const struct fwnode_handle *fwnode = lk->fwnode;
	int err = -ENOENT;

	lk->why = NULL;
	lk->ref.fwnode = NULL;
	for (; !IS_ERR_OR_NULL(fwnode); fwnode = fwnode->secondary) {
		err = is_of_node(fwnode) ? pcs_parse_of(lk, fwnode) :
					   pcs_parse_other(lk, fwnode);
		if (err != -ENOENT)
			break;
	}

	switch (err) {
	case 0:
	case -ENOENT:
	case -ENOTCONN:
		return err;
	case -ENXIO:	/* a kind of node that has no references */
		return -ENOENT;
	default:
		return pcs_fail(lk, -EINVAL, lk->why ?: "malformed reference");
	}
}

/* With an error @lk tells which reference it is. */
static int pcs_count(struct pcs_lookup *lk)
{
	int err;

	for (lk->index = 0;; lk->index++) {
		err = pcs_parse(lk);
		if (err == -ENOENT)
			return lk->index;
		if (err && err != -ENOTCONN)
			return err;
		fwnode_handle_put(lk->ref.fwnode);
	}
}

/**
 * fwnode_pcs_count_prop() - count the PCS that a firmware node refers to
 * @fwnode: node with the property
 * @prop: property that holds the references
 *
 * fwnode_pcs_count() does this for ``pcs-handle``. Whether there is a driver
 * for the PCS, or even a device, does not matter. An empty reference (in a
 * device tree, a phandle of 0) ends the count.
 *
 * Context: May sleep.
 *
 * Return: the number of references, 0 without the property, or -EINVAL when one
 * of them is malformed.
 */
int fwnode_pcs_count_prop(const struct fwnode_handle *fwnode, const char *prop)
{
	struct pcs_lookup lk = { .fwnode = fwnode, .prop = prop };
	int ret;

	ret = pcs_count(&lk);
	if (ret < 0)
		fwnode_handle_put(lk.ref.fwnode);

	return ret;
}
EXPORT_SYMBOL_GPL(fwnode_pcs_count_prop);

static int pcs_find_name(struct pcs_lookup *lk)
{
	int index;

	index = fwnode_property_match_string(lk->fwnode, "pcs-handle-names",
					     lk->id);
	if (index >= 0) {
		lk->index = index;
		return 0;
	}
	if (index == -ENOMEM)
		return index;

	if (!fwnode_property_present(lk->fwnode, lk->prop))
		return pcs_fail(lk, -ENOENT, "no such reference");
	if (index == -EINVAL)
		return pcs_fail(lk, -EINVAL, "pcs-handle-names is missing");
	if (index == -ENODATA)
		return pcs_fail(lk, -ENOENT, "no such name");

	return pcs_fail(lk, -EINVAL, "malformed pcs-handle-names");
}

/* With cells too many the reference itself looks fine, and the surplus like the
 * next one: so the whole property has to be right.
 */
static int pcs_check_property(struct pcs_lookup *lk)
{
	unsigned int index = lk->index;
	int err;

	err = pcs_count(lk);
	if (err < 0)
		return err;
	lk->index = index;

	return 0;
}

static int pcs_find_reference(struct pcs_lookup *lk)
{
	int err = 0;

	if (!lk->checked)
		err = pcs_check_property(lk);
	if (!err && lk->id)
		err = pcs_find_name(lk);
	if (err)
		return err;

	err = pcs_parse(lk);
	if (err == -ENOENT && lk->id)
		return pcs_fail(lk, -EINVAL, "a name without a reference");
	if (err == -ENOENT)
		return pcs_fail(lk, err, "no such reference");
	if (err == -ENOTCONN)
		return pcs_fail(lk, -EPROBE_DEFER, "PCS is not described yet");

	return err;
}

/* Is the PCS, or what it is part of, disabled? Is it part of the consumer? */
static int pcs_check_node(struct pcs_lookup *lk, bool *own)
{
	struct fwnode_handle *own_node = lk->dev ? dev_fwnode(lk->dev) : NULL;
	struct fwnode_handle *fwnode = fwnode_handle_get(lk->ref.fwnode);
	int err = 0;

	if (fwnode == lk->fwnode)
		err = pcs_fail(lk, -EINVAL, "reference to itself");

	while (fwnode && !err) {
		if (!fwnode_device_is_available(fwnode))
			err = pcs_fail(lk, -ENODEV, "PCS is disabled");
		if (own_node && (fwnode == own_node ||
				 fwnode == own_node->secondary))
			*own = true;
		fwnode = fwnode_get_next_parent(fwnode);
	}
	fwnode_handle_put(fwnode);

	return err;
}

static struct pcs_handle *pcs_lookup(struct pcs_lookup *lk, bool late)
{
	struct pcs_handle *h;
	bool own = false;
	int err;

	err = pcs_find_reference(lk);
	if (err)
		return ERR_PTR(err);

	/* A PCS on the MDIO bus of its own MAC comes after the MAC has probed,
	 * and every attempt to probe would trigger the next.
	 */
	err = pcs_check_node(lk, &own);
	if (!err) {
		h = pcs_handle_get(lk->dev, lk->fwnode, &lk->ref, late || own);
		err = PTR_ERR_OR_ZERO(h);
	}
	if (err == -EPROBE_DEFER)
		lk->why = "PCS is not registered yet";
	else if (err == -ENODEV && !lk->why)
		lk->why = "PCS has no such channel";

	return err ? ERR_PTR(err) : h;
}

static void pcs_lookup_failed(const struct pcs_lookup *lk, int err)
{
	/* The driver core keeps the reason, but only for a device in probe() */
	if (err == -EPROBE_DEFER &&
	    (!lk->dev || lk->dev->links.status != DL_DEV_PROBING))
		return;
	if (err == -ENOMEM)
		return;

	if (!lk->dev)
		pr_err("pcs: %pfw: %s[%u]: %s: %pe\n", lk->fwnode, lk->prop,
		       lk->index, lk->why, ERR_PTR(err));
	else if (lk->ref.fwnode)
		dev_err_probe(lk->dev, err, "%pfw: %s[%u] to %pfw: %s\n",
			      lk->fwnode, lk->prop, lk->index, lk->ref.fwnode,
			      lk->why);
	else
		dev_err_probe(lk->dev, err, "%pfw: %s[%u]: %s\n", lk->fwnode,
			      lk->prop, lk->index, lk->why);
}

static struct phylink_pcs *pcs_lookup_get(struct pcs_lookup *lk,
					  unsigned int flags)
{
	struct pcs_handle *h;
	int err;

	if (flags & ~(PCS_GET_LATE | PCS_GET_OPTIONAL))
		return ERR_PTR(-EINVAL);

	h = pcs_lookup(lk, flags & PCS_GET_LATE);
	err = PTR_ERR_OR_ZERO(h);
	trace_pcs_get(lk->dev, lk->fwnode, lk->prop, lk->index, &lk->ref, err,
		      lk->why);
	pcs_debugfs_lookup(lk->dev, &lk->ref, err);
	if (err && !(err == -ENOENT && flags & PCS_GET_OPTIONAL))
		pcs_lookup_failed(lk, err);
	fwnode_handle_put(lk->ref.fwnode);

	if (err == -ENOENT && flags & PCS_GET_OPTIONAL)
		return NULL;

	return err ? ERR_PTR(err) : &h->pcs;
}

/**
 * pcs_array_fill() - get every PCS of a firmware node
 * @array: where to put them; @array->num is how many there are, according to
 *	fwnode_pcs_count_prop(), and in the end how many were got
 * @dev: the consumer, or NULL
 * @fwnode: node with the property
 * @prop: the property
 * @flags: %PCS_GET_LATE
 *
 * Return: 0, or the error of the first that could not be had.
 */
int pcs_array_fill(struct pcs_array *array, struct device *dev,
		   const struct fwnode_handle *fwnode, const char *prop,
		   unsigned int flags)
{
	struct pcs_lookup lk = {
		.dev = dev, .fwnode = fwnode, .prop = prop, .checked = true,
	};
	struct phylink_pcs *pcs;

	for (; lk.index < array->num; lk.index++) {
		pcs = pcs_lookup_get(&lk, flags);
		if (IS_ERR(pcs)) {
			array->num = lk.index;
			return PTR_ERR(pcs);
		}
		array->pcs[lk.index] = pcs;
	}

	return 0;
}

/**
 * fwnode_pcs_get_prop() - get a PCS
 * @dev: the consumer, for messages and for the order of suspend; may be NULL
 * @fwnode: node with the property: of @dev, or of one of its ports
 * @prop: property that holds the references: ``pcs-handle``, or what an older
 *	binding calls it
 * @id: name of the reference in ``pcs-handle-names``, or NULL to go by @index
 * @index: which reference, from 0, when @id is NULL
 * @flags: %PCS_GET_LATE, %PCS_GET_OPTIONAL
 *
 * For ``pcs-handle``: pcs_get(), pcs_get_optional(), fwnode_pcs_get(),
 * fwnode_pcs_get_index(), and ``devm_`` forms of them all.
 *
 * What it returns is the same pointer, and good for phylink, until pcs_put(),
 * whatever the PCS driver does. Its supported_interfaces are those of the PCS,
 * or empty, which means all, if that is not there yet. A PCS may be got more
 * than once, even by several consumers (there are MACs that share one): it
 * serves the first that enables it, the others' links are down until it is
 * free.
 *
 * A PCS that is part of @dev, such as one on its own MDIO bus, is always handed
 * out at once, as with %PCS_GET_LATE.
 *
 * An error is told in the log, in the name of @dev; but for -ENOMEM and for an
 * unknown flag. -EPROBE_DEFER is shown in devices_deferred instead.
 *
 * Context: May sleep, with RTNL held or not.
 *
 * Return:
 * * the PCS
 * * NULL: instead of -ENOENT, with %PCS_GET_OPTIONAL
 * * -ENOENT: no such property, reference or name
 * * -EINVAL: a malformed property, cells that do not fit ``#pcs-cells``, a name
 *   without a reference or the other way round, a reference to @fwnode itself,
 *   an unknown flag
 * * -ENODEV: the PCS or what it is part of is disabled, or its driver has no
 *   such channel
 * * -EPROBE_DEFER: no driver has registered it yet, and not %PCS_GET_LATE; or
 *   its software node is not registered yet
 * * -ENOMEM: out of memory
 */
struct phylink_pcs *
fwnode_pcs_get_prop(struct device *dev, const struct fwnode_handle *fwnode,
		    const char *prop, const char *id, unsigned int index,
		    unsigned int flags)
{
	struct pcs_lookup lk = {
		.dev = dev, .fwnode = fwnode, .prop = prop, .id = id,
		.index = index,
	};

	return pcs_lookup_get(&lk, flags);
}
EXPORT_SYMBOL_GPL(fwnode_pcs_get_prop);

static void devm_pcs_put(void *pcs)
{
	pcs_put(pcs);
}

/**
 * devm_fwnode_pcs_get_prop() - fwnode_pcs_get_prop() until the consumer is
 *				unbound
 * @dev: the consumer, not NULL
 * @fwnode: node with the property
 * @prop: property that holds the references
 * @id: name of the reference, or NULL
 * @index: which reference, when @id is NULL
 * @flags: %PCS_GET_LATE, %PCS_GET_OPTIONAL
 *
 * The consumer's .remove() destroys the phylink, which comes before.
 *
 * Context: As fwnode_pcs_get_prop().
 *
 * Return: As fwnode_pcs_get_prop().
 */
struct phylink_pcs *
devm_fwnode_pcs_get_prop(struct device *dev, const struct fwnode_handle *fwnode,
			 const char *prop, const char *id, unsigned int index,
			 unsigned int flags)
{
	struct phylink_pcs *pcs;
	int err;

	pcs = fwnode_pcs_get_prop(dev, fwnode, prop, id, index, flags);
	if (IS_ERR_OR_NULL(pcs))
		return pcs;

	err = devm_add_action_or_reset(dev, devm_pcs_put, pcs);

	return err ? ERR_PTR(err) : pcs;
}
EXPORT_SYMBOL_GPL(devm_fwnode_pcs_get_prop);
