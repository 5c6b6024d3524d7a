/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem: what happens to PCS and to those who use them
 *
 * Each event names the PCS by its firmware node and cells, and the consumer,
 * if there is one, by its device and its own firmware node.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM pcs

#if !defined(_TRACE_PCS_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRACE_PCS_H

#include <linux/phy.h>
#include <linux/phylink.h>
#include <linux/property.h>
#include <linux/tracepoint.h>

#ifndef PCS_NAME_LEN
#define PCS_NAME_LEN	128
#endif

struct device;
struct pcs_handle;

TRACE_DEFINE_ENUM(PHYLINK_PCS_NEG_NONE);
TRACE_DEFINE_ENUM(PHYLINK_PCS_NEG_OUTBAND);
TRACE_DEFINE_ENUM(PHYLINK_PCS_NEG_INBAND_DISABLED);
TRACE_DEFINE_ENUM(PHYLINK_PCS_NEG_INBAND_ENABLED);

#define pcs_show_neg_mode(neg_mode)					\
	__print_symbolic(neg_mode,					\
		{ PHYLINK_PCS_NEG_NONE,			"none" },	\
		{ PHYLINK_PCS_NEG_OUTBAND,		"outband" },	\
		{ PHYLINK_PCS_NEG_INBAND_DISABLED,	"inband-disabled" }, \
		{ PHYLINK_PCS_NEG_INBAND_ENABLED,	"inband-enabled" })

TRACE_EVENT(pcs_register,

	TP_PROTO(struct device *dev, const struct fwnode_handle *fwnode,
		 unsigned int num, int err),

	TP_ARGS(dev, fwnode, num, err),

	TP_STRUCT__entry(
		__string(dev, dev_name(dev))
		__array(char, node, PCS_NAME_LEN)
		__field(unsigned int, num)
		__field(int, err)
	),

	TP_fast_assign(
		__assign_str(dev);
		snprintf(__entry->node, PCS_NAME_LEN, "%pfw", fwnode);
		__entry->num = num;
		__entry->err = err;
	),

	TP_printk("%s dev=%s channels=%u err=%d", __entry->node,
		  __get_str(dev), __entry->num, __entry->err)
);

TRACE_EVENT(pcs_unregister,

	TP_PROTO(struct device *dev, const struct fwnode_handle *fwnode,
		 unsigned int num),

	TP_ARGS(dev, fwnode, num),

	TP_STRUCT__entry(
		__string(dev, dev_name(dev))
		__array(char, node, PCS_NAME_LEN)
		__field(unsigned int, num)
	),

	TP_fast_assign(
		__assign_str(dev);
		snprintf(__entry->node, PCS_NAME_LEN, "%pfw", fwnode);
		__entry->num = num;
	),

	TP_printk("%s dev=%s channels=%u", __entry->node, __get_str(dev),
		  __entry->num)
);

/* A look-up, and why it failed if it did */
TRACE_EVENT(pcs_get,

	TP_PROTO(struct device *dev, const struct fwnode_handle *fwnode,
		 const char *prop, unsigned int index,
		 const struct fwnode_reference_args *ref, int err,
		 const char *why),

	TP_ARGS(dev, fwnode, prop, index, ref, err, why),

	TP_STRUCT__entry(
		__array(char, node, PCS_NAME_LEN)
		__array(char, user, PCS_NAME_LEN)
		__string(dev, dev ? dev_name(dev) : "-")
		__string(prop, prop)
		__string(why, err && why ? why : "-")
		__field(unsigned int, index)
		__field(int, err)
	),

	TP_fast_assign(
		pcs_ref_name(ref, __entry->node, PCS_NAME_LEN);
		snprintf(__entry->user, PCS_NAME_LEN, "%pfw", fwnode);
		__assign_str(dev);
		__assign_str(prop);
		__assign_str(why);
		__entry->index = index;
		__entry->err = err;
	),

	TP_printk("%s dev=%s user=%s %s[%u] err=%d why=%s", __entry->node,
		  __get_str(dev), __entry->user, __get_str(prop),
		  __entry->index, __entry->err, __get_str(why))
);

DECLARE_EVENT_CLASS(pcs_handle,

	TP_PROTO(const struct pcs_handle *h),

	TP_ARGS(h),

	TP_STRUCT__entry(
		__array(char, node, PCS_NAME_LEN)
		__array(char, user, PCS_NAME_LEN)
		__string(dev, h->dev ? dev_name(h->dev) : "-")
	),

	TP_fast_assign(
		pcs_ref_name(&h->ep->ref, __entry->node, PCS_NAME_LEN);
		snprintf(__entry->user, PCS_NAME_LEN, "%pfw", h->fwnode);
		__assign_str(dev);
	),

	TP_printk("%s dev=%s user=%s", __entry->node, __get_str(dev),
		  __entry->user)
);

DEFINE_EVENT(pcs_handle, pcs_put,
	TP_PROTO(const struct pcs_handle *h),
	TP_ARGS(h));

/* The handle has got a PCS */
DEFINE_EVENT(pcs_handle, pcs_attach,
	TP_PROTO(const struct pcs_handle *h),
	TP_ARGS(h));

/* The handle has lost its PCS, which is done with */
DEFINE_EVENT(pcs_handle, pcs_detach,
	TP_PROTO(const struct pcs_handle *h),
	TP_ARGS(h));

DEFINE_EVENT(pcs_handle, pcs_disable,
	TP_PROTO(const struct pcs_handle *h),
	TP_ARGS(h));

/* The phylink of the handle is to go through a full configuration */
DEFINE_EVENT(pcs_handle, pcs_replay_requested,
	TP_PROTO(const struct pcs_handle *h),
	TP_ARGS(h));

/* And has been through it */
DEFINE_EVENT(pcs_handle, pcs_replay_done,
	TP_PROTO(const struct pcs_handle *h),
	TP_ARGS(h));

TRACE_EVENT(pcs_enable,

	TP_PROTO(const struct pcs_handle *h, int err),

	TP_ARGS(h, err),

	TP_STRUCT__entry(
		__array(char, node, PCS_NAME_LEN)
		__array(char, user, PCS_NAME_LEN)
		__string(dev, h->dev ? dev_name(h->dev) : "-")
		__field(int, err)
	),

	TP_fast_assign(
		pcs_ref_name(&h->ep->ref, __entry->node, PCS_NAME_LEN);
		snprintf(__entry->user, PCS_NAME_LEN, "%pfw", h->fwnode);
		__assign_str(dev);
		__entry->err = err;
	),

	TP_printk("%s dev=%s user=%s err=%d", __entry->node, __get_str(dev),
		  __entry->user, __entry->err)
);

TRACE_EVENT(pcs_config,

	TP_PROTO(const struct pcs_handle *h, unsigned int neg_mode,
		 phy_interface_t interface, int err),

	TP_ARGS(h, neg_mode, interface, err),

	TP_STRUCT__entry(
		__array(char, node, PCS_NAME_LEN)
		__array(char, user, PCS_NAME_LEN)
		__string(dev, h->dev ? dev_name(h->dev) : "-")
		__string(interface, phy_modes(interface))
		__field(unsigned int, neg_mode)
		__field(int, err)
	),

	TP_fast_assign(
		pcs_ref_name(&h->ep->ref, __entry->node, PCS_NAME_LEN);
		snprintf(__entry->user, PCS_NAME_LEN, "%pfw", h->fwnode);
		__assign_str(dev);
		__assign_str(interface);
		__entry->neg_mode = neg_mode;
		__entry->err = err;
	),

	TP_printk("%s dev=%s user=%s %s %s err=%d", __entry->node,
		  __get_str(dev), __entry->user, __get_str(interface),
		  pcs_show_neg_mode(__entry->neg_mode), __entry->err)
);

/* Not each answer, but each that differs from the one before */
TRACE_EVENT(pcs_get_state,

	TP_PROTO(const struct pcs_handle *h,
		 const struct phylink_link_state *state),

	TP_ARGS(h, state),

	TP_STRUCT__entry(
		__array(char, node, PCS_NAME_LEN)
		__array(char, user, PCS_NAME_LEN)
		__string(dev, h->dev ? dev_name(h->dev) : "-")
		__field(int, speed)
		__field(int, duplex)
		__field(bool, link)
		__field(bool, an_complete)
	),

	TP_fast_assign(
		pcs_ref_name(&h->ep->ref, __entry->node, PCS_NAME_LEN);
		snprintf(__entry->user, PCS_NAME_LEN, "%pfw", h->fwnode);
		__assign_str(dev);
		__entry->speed = state->speed;
		__entry->duplex = state->duplex;
		__entry->link = state->link;
		__entry->an_complete = state->an_complete;
	),

	TP_printk("%s dev=%s user=%s link=%d an_complete=%d speed=%d duplex=%d",
		  __entry->node, __get_str(dev), __entry->user, __entry->link,
		  __entry->an_complete, __entry->speed, __entry->duplex)
);

/* The driver has reported a change, and the handle's phylink was told */
TRACE_EVENT(pcs_link_change,

	TP_PROTO(const struct pcs_handle *h, bool up),

	TP_ARGS(h, up),

	TP_STRUCT__entry(
		__array(char, node, PCS_NAME_LEN)
		__array(char, user, PCS_NAME_LEN)
		__string(dev, h->dev ? dev_name(h->dev) : "-")
		__field(bool, up)
	),

	TP_fast_assign(
		pcs_ref_name(&h->ep->ref, __entry->node, PCS_NAME_LEN);
		snprintf(__entry->user, PCS_NAME_LEN, "%pfw", h->fwnode);
		__assign_str(dev);
		__entry->up = up;
	),

	TP_printk("%s dev=%s user=%s up=%d", __entry->node, __get_str(dev),
		  __entry->user, __entry->up)
);

#endif /* _TRACE_PCS_H */

/* This part must be outside protection */
#include <trace/define_trace.h>
