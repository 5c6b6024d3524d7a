// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem: MACs with several PCS, one of which serves at a time
 *
 * Which one is decided by interface mode: the first in firmware order that
 * supports it and is there; while none of them is there, the first that may
 * support it, so that the link is held down until it comes.
 */

#include <linux/device.h>
#include <linux/export.h>
#include <linux/pcs/consumer.h>
#include <linux/slab.h>

#include "pcs.h"

static void pcs_array_free(struct pcs_array *array)
{
	unsigned int i;

	/* After this the core does not look at the array any more. */
	mutex_lock(&pcs_mutex);
	for (i = 0; i < array->num; i++)
		WRITE_ONCE(to_pcs_handle(array->pcs[i])->array, NULL);
	mutex_unlock(&pcs_mutex);

	for (i = 0; i < array->num; i++)
		pcs_put(array->pcs[i]);

	kfree(array);
}

/**
 * fwnode_pcs_array_get_prop() - get every PCS of a firmware node
 * @dev: consumer, see fwnode_pcs_get_prop()
 * @fwnode: node with the property
 * @prop: property that holds the references
 * @flags: %PCS_GET_LATE, %PCS_GET_OPTIONAL
 *
 * fwnode_pcs_array_get() and devm_fwnode_pcs_array_get() do this for
 * ``pcs-handle``.
 *
 * Context: As fwnode_pcs_get_prop().
 *
 * Return: the array, to be given to pcs_array_put(); NULL when there are no
 * references and %PCS_GET_OPTIONAL; or the error of the first reference that
 * has one, as fwnode_pcs_get_prop() defines it. It is all or nothing.
 */
struct pcs_array *
fwnode_pcs_array_get_prop(struct device *dev,
			  const struct fwnode_handle *fwnode, const char *prop,
			  unsigned int flags)
{
	struct phylink_pcs *pcs;
	struct pcs_array *array;
	unsigned int i;
	int num, err;

	num = fwnode_pcs_count_prop(fwnode, prop);
	if (num <= 0) {
		/* Have the cause told, and turned into an errno */
		pcs = fwnode_pcs_get_prop(dev, fwnode, prop, NULL, 0, flags);
		return ERR_CAST(pcs);
	}

	array = kzalloc_flex(*array, pcs, num);
	if (!array)
		return ERR_PTR(-ENOMEM);
	array->num = num;

	err = pcs_array_fill(array, dev, fwnode, prop,
			     flags & ~PCS_GET_OPTIONAL);
	if (err) {
		pcs_array_free(array);
		return ERR_PTR(err);
	}

	mutex_lock(&pcs_mutex);
	for (i = 0; i < num; i++)
		/* pairs with the address dependency in pcs_array_changed() */
		smp_store_release(&to_pcs_handle(array->pcs[i])->array, array);
	mutex_unlock(&pcs_mutex);

	return array;
}
EXPORT_SYMBOL_GPL(fwnode_pcs_array_get_prop);

/**
 * pcs_array_put() - give every PCS of an array back
 * @array: the array; NULL is fine
 *
 * Context: As pcs_put().
 */
void pcs_array_put(struct pcs_array *array)
{
	if (!array || WARN(IS_ERR(array), "put of an error, %pe\n", array))
		return;

	pcs_array_free(array);
}
EXPORT_SYMBOL_GPL(pcs_array_put);

static void devm_pcs_array_put(void *array)
{
	pcs_array_put(array);
}

/**
 * devm_fwnode_pcs_array_get_prop() - fwnode_pcs_array_get_prop() until the
 *				      consumer is unbound
 * @dev: consumer, not NULL
 * @fwnode: node with the property
 * @prop: property that holds the references
 * @flags: %PCS_GET_LATE, %PCS_GET_OPTIONAL
 *
 * Context: As fwnode_pcs_get_prop().
 *
 * Return: As fwnode_pcs_array_get_prop().
 */
struct pcs_array *
devm_fwnode_pcs_array_get_prop(struct device *dev,
			       const struct fwnode_handle *fwnode,
			       const char *prop, unsigned int flags)
{
	struct pcs_array *array;
	int err;

	array = fwnode_pcs_array_get_prop(dev, fwnode, prop, flags);
	if (IS_ERR_OR_NULL(array))
		return array;

	err = devm_add_action_or_reset(dev, devm_pcs_array_put, array);

	return err ? ERR_PTR(err) : array;
}
EXPORT_SYMBOL_GPL(devm_fwnode_pcs_array_get_prop);

/* Does the PCS support the mode? When it has never been there it may. */
static bool pcs_handle_supports(struct pcs_handle *h, phy_interface_t interface,
				bool *present)
{
	struct pcs_channel *ch;
	bool ret;

	down_read(&h->lock);
	ch = pcs_handle_channel(h);
	*present = ch;
	ret = pcs_mask_has(ch ? ch->pcs->supported_interfaces : h->known,
			   interface);
	up_read(&h->lock);

	return ret && pcs_mask_has(h->pcs.supported_interfaces, interface);
}

/**
 * pcs_array_select() - find the PCS for an interface mode
 * @array: the array, or NULL
 * @interface: the mode
 *
 * The body of a MAC driver's mac_select_pcs(). When a PCS arrives that comes
 * before the one in use, or the one in use goes, the link moves over.
 *
 * Context: Where mac_select_pcs() may be called. May sleep.
 *
 * Return: the first PCS in firmware order that supports @interface and is
 * there; without one the first that may support it, because it did when it was
 * there, names no modes, or was never there; NULL when none may. Never an error
 * pointer.
 */
struct phylink_pcs *pcs_array_select(struct pcs_array *array,
				     phy_interface_t interface)
{
	struct phylink_pcs *absent = NULL;
	unsigned int i;
	bool present;

	for (i = 0; array && i < array->num; i++) {
		if (!pcs_handle_supports(to_pcs_handle(array->pcs[i]),
					 interface, &present))
			continue;
		if (present)
			return array->pcs[i];
		if (!absent)
			absent = array->pcs[i];
	}

	return absent;
}
EXPORT_SYMBOL_GPL(pcs_array_select);

/**
 * pcs_array_interfaces() - add the modes that the PCS of an array support
 * @array: the array, or NULL
 * @interfaces: mask of modes to add to
 *
 * To fill phylink_config.supported_interfaces, which the MAC driver then limits
 * to what the MAC can do: a PCS that names no modes, or is not there yet,
 * counts as supporting all.
 *
 * Context: Any.
 */
void pcs_array_interfaces(const struct pcs_array *array,
			  unsigned long *interfaces)
{
	unsigned int i;

	for (i = 0; array && i < array->num; i++) {
		const unsigned long *mask = array->pcs[i]->supported_interfaces;

		if (phy_interface_empty(mask))
			bitmap_fill(interfaces, PHY_INTERFACE_MODE_MAX);
		else
			phy_interface_or(interfaces, interfaces, mask);
	}
}
EXPORT_SYMBOL_GPL(pcs_array_interfaces);

/* The handle has got or lost its channel. In the latter case under its lock,
 * which keeps pcs_array_put() from going on to free the array.
 */
void pcs_array_changed(struct pcs_handle *h)
{
	struct pcs_array *array = READ_ONCE(h->array);

	if (array)
		atomic_inc(&array->changes);
}

/* A PCS has arrived: have those in use looked at, one may have to give way. */
void pcs_array_arrival(struct pcs_handle *h)
{
	struct pcs_array *array = h->array;
	unsigned int i;

	lockdep_assert_held(&pcs_mutex);

	if (!array)
		return;

	pcs_array_changed(h);
	smp_mb(); /* pairs with pcs_array_configured() */

	for (i = 0; i < array->num; i++)
		pcs_handle_queue(to_pcs_handle(array->pcs[i]));
}

/* The handle, which is in use by a phylink that RTNL keeps from being stopped:
 * would another one be selected now?
 */
bool pcs_array_outdated(struct pcs_handle *h)
{
	struct pcs_array *array = READ_ONCE(h->array);

	return array && pcs_array_select(array, READ_ONCE(h->interface)) !=
			&h->pcs;
}

/* What came and went between mac_select_pcs() and the moment from which the
 * work item finds the handle in use. Once for each change, so that a MAC which
 * selects by itself is left in peace.
 */
void pcs_array_configured(struct pcs_handle *h)
{
	struct pcs_array *array = READ_ONCE(h->array);
	int changes;

	if (!array)
		return;

	smp_mb(); /* pairs with pcs_array_arrival() */
	changes = atomic_read_acquire(&array->changes);
	if (h->changes == changes)
		return;

	h->changes = changes;
	pcs_handle_queue(h);
}
