/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem: interface for MAC and switch drivers.
 */
#ifndef __LINUX_PCS_CONSUMER_H
#define __LINUX_PCS_CONSUMER_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/err.h>
#include <linux/kconfig.h>
#include <linux/phy.h>
#include <linux/property.h>
#include <linux/types.h>

struct device;
struct phylink_pcs;

/* Hand the PCS out although its driver has not registered it yet: its link is
 * down until then. Without this flag such a look-up gives -EPROBE_DEFER.
 */
#define PCS_GET_LATE		BIT(0)

/* Answer NULL instead of -ENOENT when the firmware names no PCS. */
#define PCS_GET_OPTIONAL	BIT(1)

/**
 * struct pcs_array - every PCS of a firmware node, in firmware order
 * @num: number of entries in @pcs
 * @pcs: what pcs_get() would return for each reference
 */
struct pcs_array {
	unsigned int num;
	/* private: how many of them came or went */
	atomic_t changes;
	/* public: */
	struct phylink_pcs *pcs[] __counted_by(num);
};

#if IS_ENABLED(CONFIG_PCS)

struct phylink_pcs *
fwnode_pcs_get_prop(struct device *dev, const struct fwnode_handle *fwnode,
		    const char *prop, const char *id, unsigned int index,
		    unsigned int flags);
struct phylink_pcs *
devm_fwnode_pcs_get_prop(struct device *dev, const struct fwnode_handle *fwnode,
			 const char *prop, const char *id, unsigned int index,
			 unsigned int flags);
void pcs_put(struct phylink_pcs *pcs);
int fwnode_pcs_count_prop(const struct fwnode_handle *fwnode, const char *prop);

struct pcs_array *
fwnode_pcs_array_get_prop(struct device *dev,
			  const struct fwnode_handle *fwnode, const char *prop,
			  unsigned int flags);
struct pcs_array *
devm_fwnode_pcs_array_get_prop(struct device *dev,
			       const struct fwnode_handle *fwnode,
			       const char *prop, unsigned int flags);
void pcs_array_put(struct pcs_array *array);
struct phylink_pcs *pcs_array_select(struct pcs_array *array,
				     phy_interface_t interface);
void pcs_array_interfaces(const struct pcs_array *array,
			  unsigned long *interfaces);

#else /* CONFIG_PCS */

/* Without the subsystem no PCS can be had: an error where the firmware names
 * one, so that a link never comes up around a PCS that nobody drives.
 */
static inline struct phylink_pcs *
fwnode_pcs_get_prop(struct device *dev, const struct fwnode_handle *fwnode,
		    const char *prop, const char *id, unsigned int index,
		    unsigned int flags)
{
	if (fwnode_property_present(fwnode, prop))
		return ERR_PTR(-EOPNOTSUPP);

	return flags & PCS_GET_OPTIONAL ? NULL : ERR_PTR(-ENOENT);
}

static inline struct phylink_pcs *
devm_fwnode_pcs_get_prop(struct device *dev, const struct fwnode_handle *fwnode,
			 const char *prop, const char *id, unsigned int index,
			 unsigned int flags)
{
	return fwnode_pcs_get_prop(dev, fwnode, prop, id, index, flags);
}

static inline void pcs_put(struct phylink_pcs *pcs)
{
}

static inline int fwnode_pcs_count_prop(const struct fwnode_handle *fwnode,
					const char *prop)
{
	return fwnode_property_present(fwnode, prop) ? -EOPNOTSUPP : 0;
}

static inline struct pcs_array *
fwnode_pcs_array_get_prop(struct device *dev,
			  const struct fwnode_handle *fwnode, const char *prop,
			  unsigned int flags)
{
	return ERR_CAST(fwnode_pcs_get_prop(dev, fwnode, prop, NULL, 0, flags));
}

static inline struct pcs_array *
devm_fwnode_pcs_array_get_prop(struct device *dev,
			       const struct fwnode_handle *fwnode,
			       const char *prop, unsigned int flags)
{
	return fwnode_pcs_array_get_prop(dev, fwnode, prop, flags);
}

static inline void pcs_array_put(struct pcs_array *array)
{
}

static inline struct phylink_pcs *pcs_array_select(struct pcs_array *array,
						   phy_interface_t interface)
{
	return NULL;
}

static inline void pcs_array_interfaces(const struct pcs_array *array,
					unsigned long *interfaces)
{
}

#endif /* CONFIG_PCS */

static inline struct phylink_pcs *
fwnode_pcs_get(struct device *dev, const struct fwnode_handle *fwnode,
	       const char *id, unsigned int flags)
{
	return fwnode_pcs_get_prop(dev, fwnode, "pcs-handle", id, 0, flags);
}

static inline struct phylink_pcs *
fwnode_pcs_get_index(struct device *dev, const struct fwnode_handle *fwnode,
		     unsigned int index, unsigned int flags)
{
	return fwnode_pcs_get_prop(dev, fwnode, "pcs-handle", NULL, index,
				   flags);
}

static inline struct phylink_pcs *pcs_get(struct device *dev, const char *id)
{
	return fwnode_pcs_get(dev, dev_fwnode(dev), id, 0);
}

static inline struct phylink_pcs *pcs_get_optional(struct device *dev,
						   const char *id)
{
	return fwnode_pcs_get(dev, dev_fwnode(dev), id, PCS_GET_OPTIONAL);
}

static inline struct phylink_pcs *
devm_fwnode_pcs_get(struct device *dev, const struct fwnode_handle *fwnode,
		    const char *id, unsigned int flags)
{
	return devm_fwnode_pcs_get_prop(dev, fwnode, "pcs-handle", id, 0,
					flags);
}

static inline struct phylink_pcs *
devm_fwnode_pcs_get_index(struct device *dev,
			  const struct fwnode_handle *fwnode,
			  unsigned int index, unsigned int flags)
{
	return devm_fwnode_pcs_get_prop(dev, fwnode, "pcs-handle", NULL, index,
					flags);
}

static inline struct phylink_pcs *devm_pcs_get(struct device *dev,
					       const char *id)
{
	return devm_fwnode_pcs_get(dev, dev_fwnode(dev), id, 0);
}

static inline struct phylink_pcs *devm_pcs_get_optional(struct device *dev,
							const char *id)
{
	return devm_fwnode_pcs_get(dev, dev_fwnode(dev), id, PCS_GET_OPTIONAL);
}

static inline int fwnode_pcs_count(const struct fwnode_handle *fwnode)
{
	return fwnode_pcs_count_prop(fwnode, "pcs-handle");
}

static inline struct pcs_array *
fwnode_pcs_array_get(struct device *dev, const struct fwnode_handle *fwnode,
		     unsigned int flags)
{
	return fwnode_pcs_array_get_prop(dev, fwnode, "pcs-handle", flags);
}

static inline struct pcs_array *
devm_fwnode_pcs_array_get(struct device *dev,
			  const struct fwnode_handle *fwnode,
			  unsigned int flags)
{
	return devm_fwnode_pcs_array_get_prop(dev, fwnode, "pcs-handle", flags);
}

#endif /* __LINUX_PCS_CONSUMER_H */
