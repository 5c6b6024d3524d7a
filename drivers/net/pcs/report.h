/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem: what is kept, and done, for those who look
 *
 * Members are written where things happen, in one piece and by no more than a
 * line there, and read at any time.
 */
#ifndef __PCS_REPORT_H
#define __PCS_REPORT_H

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/list.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct device;
struct fwnode_handle;
struct fwnode_reference_args;
struct pcs_endpoint;
struct pcs_file;
struct pcs_handle;
struct phylink_link_state;
struct ref_tracker;

/* Room for the name of an endpoint, as pcs_ref_name() has it */
#define PCS_NAME_LEN	128

/**
 * struct pcs_endpoint_seen - the part of an endpoint that is only for reports
 * @all: entry in pcs_endpoint_list
 * @file: what debugfs has of it, or NULL
 * @since: when the provider came or went, or else the first consumer came, in
 *	seconds since boot
 * @had_channel: there was a provider, since the first consumer came
 *
 * All under pcs_mutex.
 */
struct pcs_endpoint_seen {
	struct list_head all;
	struct pcs_file *file;
	time64_t since;
	bool had_channel;
};

/**
 * struct pcs_handle_seen - the part of a handle that is only for reports
 * @missing: says that the PCS is still not there
 * @told: it has
 * @neg_mode: of the last pcs_config()
 * @state: last answer to pcs_get_state(), of PCS_STATE_*
 * @error: last error, see PCS_ERROR()
 * @error_time: when that was, in seconds since boot
 * @tracker: knows who got the handle
 */
struct pcs_handle_seen {
	struct delayed_work missing;
	bool told;
	unsigned int neg_mode;
	u32 state;
	u32 error;
	u32 error_time;
	struct ref_tracker *tracker;
};

/* pcs_handle_seen.state is one word, so that it is read in one piece */
#define PCS_STATE_KNOWN		BIT(31)
#define PCS_STATE_LINK		BIT(30)
#define PCS_STATE_DUPLEX	GENMASK(29, 28)
#define PCS_STATE_AN_COMPLETE	BIT(27)
#define PCS_STATE_SPEED		GENMASK(26, 0)

/* The ops whose errors are remembered */
enum pcs_op {
	PCS_OP_CONFIG,
	PCS_OP_ENABLE,
	PCS_OP_POST_CONFIG,
	PCS_OP_PRE_INIT,
};

/* pcs_handle_seen.error is, too; 0 for none */
#define PCS_ERROR(op, err)	((op) << 16 | -(err))
#define PCS_ERROR_OP(error)	((error) >> 16)
#define PCS_ERROR_ERR(error)	(-(int)((error) & 0xffff))

/**
 * struct pcs_cause - where to look for what keeps a PCS from being there
 * @node: entry in a list of them
 * @ep: the endpoint, only to compare it with
 * @fwnode: its node, with a reference
 * @dev: the device of the node, or else of the next one above it that has any,
 *	with a reference; or NULL
 * @above: the node itself has none
 */
struct pcs_cause {
	struct list_head node;
	const struct pcs_endpoint *ep;
	struct fwnode_handle *fwnode;
	struct device *dev;
	bool above;
};

extern struct list_head pcs_endpoint_list;

/* report.c */
void pcs_ref_name(const struct fwnode_reference_args *ref, char *buf,
		  size_t size);
struct device *pcs_node_device(struct fwnode_handle *fwnode);
void pcs_cause_find(struct pcs_cause *cause);
void pcs_cause_put(struct pcs_cause *cause);
void pcs_cause_text(const struct pcs_cause *cause, char *buf, size_t size);
void pcs_handle_netdev(const struct pcs_handle *h, char *buf);
void pcs_handle_warn(struct pcs_handle *h, int err, const char *what,
		     const char *whom);
void pcs_handle_init_missing(struct pcs_handle *h);
void pcs_handle_expect(struct pcs_handle *h);
void pcs_handle_expect_no_more(struct pcs_handle *h);
void pcs_note_endpoint(struct pcs_endpoint *ep);
void pcs_forget_endpoint(struct pcs_endpoint *ep);
void pcs_note_channel(struct pcs_endpoint *ep);
void pcs_note_no_channel(struct pcs_endpoint *ep);
void pcs_note_config(struct pcs_handle *h, unsigned int neg_mode);
void pcs_note_error(struct pcs_handle *h, enum pcs_op op, int err);
void pcs_note_state(struct pcs_handle *h,
		    const struct phylink_link_state *state);

/* debugfs.c */
#if IS_ENABLED(CONFIG_PCS_DEBUGFS)
void pcs_debugfs_add(struct pcs_endpoint *ep);
void pcs_debugfs_del(struct pcs_endpoint *ep);
void pcs_debugfs_lookup(struct device *dev,
			const struct fwnode_reference_args *ref, int err);
void pcs_debugfs_init(void);
void pcs_debugfs_exit(void);
#else
static inline void pcs_debugfs_add(struct pcs_endpoint *ep)
{
}

static inline void pcs_debugfs_del(struct pcs_endpoint *ep)
{
}

static inline void
pcs_debugfs_lookup(struct device *dev, const struct fwnode_reference_args *ref,
		   int err)
{
}

static inline void pcs_debugfs_init(void)
{
}

static inline void pcs_debugfs_exit(void)
{
}
#endif

#endif /* __PCS_REPORT_H */
