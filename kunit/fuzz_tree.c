// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: fuzzed descriptions as software nodes, or as a
 * device tree overlay
 *
 * The overlay is written as the flattened tree that a compiler would make of
 * it, with the places of all phandles, and goes through all of the kernel's
 * overlay code. One has several descriptions, since to apply one takes a while.
 */

#include <linux/errno.h>
#include <linux/libfdt.h>
#include <linux/minmax.h>
#include <linux/of.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/unaligned.h>
#include <linux/vmalloc.h>

#include "fuzz.h"

/* The software nodes of the description at hand, of which there is but one */
static struct software_node swnodes[FUZZ_NODES];
static struct property_entry sw_props[FUZZ_NODES][FUZZ_LISTS + 3];
static struct software_node_ref_args sw_refs[FUZZ_REFS];
static u32 sw_cells[FUZZ_NODES][2];

static const char * const sw_names[FUZZ_NODES] = {
	"pcs-fuzz-0", "pcs-fuzz-1", "pcs-fuzz-2", "pcs-fuzz-3", "pcs-fuzz-4",
	"pcs-fuzz-5",
};

static const struct software_node sw_nowhere = { .name = "pcs-fuzz-nowhere" };

static struct property_entry sw_cells_entry(const struct fuzz_node *node,
					    u32 *both)
{
	switch (node->cells_kind) {
	case FUZZ_SHORT:
		return PROPERTY_ENTRY_U16("#pcs-cells", node->cells);
	case FUZZ_EMPTY:
		return PROPERTY_ENTRY_BOOL("#pcs-cells");
	case FUZZ_LONG:
		both[0] = node->cells;
		both[1] = 0x12345678;
		return PROPERTY_ENTRY_U32_ARRAY_LEN("#pcs-cells", both, 2);
	default:
		return PROPERTY_ENTRY_U32("#pcs-cells", node->cells);
	}
}

/* What is no list of references */
static struct property_entry sw_wrong_entry(const char *name, unsigned int how)
{
	switch (how % 4) {
	case 0:
		return PROPERTY_ENTRY_U32(name, 1);
	case 1:
		return PROPERTY_ENTRY_STRING(name, "pcs-fuzz-0");
	case 2:
		return PROPERTY_ENTRY_BOOL(name);
	default:
		return (struct property_entry) {
			.name = name, .length = sizeof(u64), .is_inline = true,
			.type = DEV_PROP_REF,
		};
	}
}

/* Half of them by a reference to the firmware node, once there is one */
static void sw_fill_ref(const struct fuzz *f, unsigned int i)
{
	struct software_node_ref_args *sw = &sw_refs[i];
	const struct fuzz_ref *ref = &f->refs[i];
	bool fwnode = i & 1;

	memset(sw, 0, sizeof(*sw));
	if (ref->to == FUZZ_DANGLING)
		sw->swnode = &sw_nowhere;
	else if (ref->to >= 0 && fwnode && f->fwnodes[ref->to])
		sw->fwnode = f->fwnodes[ref->to];
	else if (ref->to >= 0)
		sw->swnode = &swnodes[ref->to];

	sw->nargs = ref->nargs;
	memcpy(sw->args, ref->args, min(ref->nargs, NR_FWNODE_REFERENCE_ARGS) *
				    sizeof(*sw->args));
}

static void sw_fill_node(const struct fuzz *f, unsigned int i)
{
	const struct fuzz_node *node = &f->nodes[i];
	struct property_entry *entry = sw_props[i];
	unsigned int j;

	if (node->cells_kind != FUZZ_ABSENT)
		*entry++ = sw_cells_entry(node, sw_cells[i]);

	for (j = 0; j < FUZZ_LISTS; j++) {
		const struct fuzz_list *list = &node->lists[j];
		const char *name = fuzz_props[j];

		if (list->kind == FUZZ_SHORT)
			*entry++ = sw_wrong_entry(name, f->num_words);
		else if (list->kind != FUZZ_ABSENT)
			*entry++ = PROPERTY_ENTRY_REF_ARRAY_LEN(name,
					&sw_refs[list->first], list->num);
	}

	if (node->names_kind == FUZZ_GOOD)
		*entry++ = PROPERTY_ENTRY_STRING_ARRAY_LEN("pcs-handle-names",
							   node->names,
							   node->num_names);
	else if (node->names_kind == FUZZ_EMPTY)
		*entry++ = PROPERTY_ENTRY_BOOL("pcs-handle-names");
	memset(entry, 0, sizeof(*entry));

	swnodes[i].name = sw_names[i];
	swnodes[i].properties = sw_props[i];
	swnodes[i].parent = node->parent < 0 ? NULL : &swnodes[node->parent];
}

/* Return: 0, or the errno of software_node_register(). */
int fuzz_swnodes_add(struct fuzz *f)
{
	unsigned int i;
	int err;

	memset(f->fwnodes, 0, sizeof(f->fwnodes));
	for (i = 0; i < f->num; i++)
		sw_fill_node(f, i);

	for (i = 0; i < f->num; i++) {
		if (!f->nodes[i].described)
			continue;
		err = software_node_register(&swnodes[i]);
		if (err)
			return err;
		f->fwnodes[i] = software_node_fwnode(&swnodes[i]);
	}

	for (i = 0; i < f->num_refs; i++)
		sw_fill_ref(f, i);

	return 0;
}

/* Return: true if none of them is held by anyone any more. */
bool fuzz_swnodes_remove(struct fuzz *f)
{
	unsigned int i = f->num;
	bool gone = true;

	while (i--) {
		software_node_unregister(&swnodes[i]);
		if (software_node_fwnode(&swnodes[i]))
			gone = false;
	}

	return gone;
}

/**
 * struct fuzz_overlay - an overlay in the making, or in use
 * @id: of the kernel
 * @blob: the flattened tree, as far as it is written
 * @len: how far
 * @fixups: its __local_fixups__, which come last
 * @fixups_len: how far they are written
 */
struct fuzz_overlay {
	int id;
	u8 *blob;
	size_t len;
	u8 *fixups;
	size_t fixups_len;
};

/* More than descriptions can become, see the sizes in struct fuzz */
#define BLOB_SIZE	(FUZZ_BATCH * 64 * 1024)
#define FIXUPS_SIZE	(FUZZ_BATCH * 32 * 1024)

#define STRUCT_OFFSET	(sizeof(struct fdt_header) + \
			 sizeof(struct fdt_reserve_entry))

/* Names of properties; the block of strings */
static const char strings[] =
	"target-path\0phandle\0#pcs-cells\0status\0pcs-handle\0pcsphy-handle\0"
	"pcs-handle-names";

static u32 string_offset(const char *name)
{
	const char *pos = strings;

	while (strcmp(pos, name))
		pos += strlen(pos) + 1;

	return pos - strings;
}

static void put_cell(u8 *buf, size_t *len, u32 val)
{
	put_unaligned_be32(val, buf + *len);
	*len += sizeof(val);
}

static void put_bytes(u8 *buf, size_t *len, const void *data, size_t num)
{
	memcpy(buf + *len, data, num);
	*len += num;
}

static void put_padding(u8 *buf, size_t *len)
{
	while (*len % FDT_TAGSIZE)
		buf[(*len)++] = 0;
}

static void put_node(u8 *buf, size_t *len, const char *name)
{
	put_cell(buf, len, FDT_BEGIN_NODE);
	put_bytes(buf, len, name, strlen(name) + 1);
	put_padding(buf, len);
}

static void put_prop(u8 *buf, size_t *len, const char *name, u32 size)
{
	put_cell(buf, len, FDT_PROP);
	put_cell(buf, len, size);
	put_cell(buf, len, string_offset(name));
}

/* Down to the node whose children the descriptions are */
static void put_path(u8 *buf, size_t *len, bool target)
{
	put_node(buf, len, "fragment");
	if (target) {
		put_prop(buf, len, "target-path", 2);
		put_bytes(buf, len, "/", 2);
		put_padding(buf, len);
	}
	put_node(buf, len, "__overlay__");
	put_node(buf, len, "pcs-fuzz");
}

static void put_ends(u8 *buf, size_t *len, unsigned int num)
{
	while (num--)
		put_cell(buf, len, FDT_END_NODE);
}

struct fuzz_overlay *fuzz_overlay_alloc(void)
{
	struct fuzz_overlay *ov = kzalloc_obj(*ov);

	if (!ov)
		return NULL;

	ov->blob = vzalloc(BLOB_SIZE + FIXUPS_SIZE);
	ov->fixups = vzalloc(FIXUPS_SIZE);
	if (!ov->blob || !ov->fixups) {
		fuzz_overlay_free(ov);
		return NULL;
	}

	return ov;
}

void fuzz_overlay_free(struct fuzz_overlay *ov)
{
	vfree(ov->blob);
	vfree(ov->fixups);
	kfree(ov);
}

void fuzz_overlay_begin(struct fuzz_overlay *ov)
{
	ov->len = STRUCT_OFFSET;
	ov->fixups_len = 0;
	put_node(ov->blob, &ov->len, "");
	put_path(ov->blob, &ov->len, true);
	put_node(ov->fixups, &ov->fixups_len, "__local_fixups__");
	put_path(ov->fixups, &ov->fixups_len, false);
}

/* Unique in the overlay, and no value of a cell */
static u32 phandle_of(const struct fuzz *f, unsigned int node)
{
	return 0x1000 + f->index / 2 % FUZZ_BATCH * FUZZ_NODES + node;
}

static void of_node_name_of(const struct fuzz *f, unsigned int node, char *name,
			    size_t size)
{
	snprintf(name, size, "n%u-%u", f->index, node);
}

static void put_cells(struct fuzz_overlay *ov, const struct fuzz_node *node)
{
	unsigned int size = sizeof(u32);

	if (node->cells_kind == FUZZ_EMPTY)
		size = 0;
	else if (node->cells_kind == FUZZ_SHORT)
		size = sizeof(u16);
	else if (node->cells_kind == FUZZ_LONG)
		size = sizeof(u64);

	put_prop(ov->blob, &ov->len, "#pcs-cells", size);
	if (size)
		put_cell(ov->blob, &ov->len, node->cells);
	if (size == sizeof(u64))
		put_cell(ov->blob, &ov->len, 0x12345678);
}

static void put_list(struct fuzz_overlay *ov, const struct fuzz *f,
		     const struct fuzz_list *list, const char *name)
{
	const struct fuzz_word *words = &f->words[list->first_word];
	unsigned int i, num_fixups = 0;
	unsigned int spare = (list->spare + 4) % 4;

	put_prop(ov->blob, &ov->len, name, list->num_words * 4 + spare);
	for (i = 0; i < list->num_words; i++) {
		num_fixups += words[i].node >= 0;
		put_cell(ov->blob, &ov->len, words[i].node < 0 ? words[i].val :
					     phandle_of(f, words[i].node));
	}
	put_bytes(ov->blob, &ov->len, "\377\377\377", spare);
	put_padding(ov->blob, &ov->len);
	if (!num_fixups)
		return;

	put_prop(ov->fixups, &ov->fixups_len, name, num_fixups * 4);
	for (i = 0; i < list->num_words; i++)
		if (words[i].node >= 0)
			put_cell(ov->fixups, &ov->fixups_len, i * 4);
}

static void put_names(struct fuzz_overlay *ov, const struct fuzz_node *node)
{
	unsigned int i, size = 0;

	for (i = 0; i < node->num_names; i++)
		size += strlen(node->names[i]) + 1;
	if (node->names_kind == FUZZ_SHORT)
		size++;

	put_prop(ov->blob, &ov->len, "pcs-handle-names", size);
	for (i = 0; i < node->num_names; i++)
		put_bytes(ov->blob, &ov->len, node->names[i],
			  strlen(node->names[i]) + 1);
	if (node->names_kind == FUZZ_SHORT)
		put_bytes(ov->blob, &ov->len, "x", 1);
	put_padding(ov->blob, &ov->len);
}

static void put_description(struct fuzz_overlay *ov, const struct fuzz *f,
			    unsigned int i)
{
	const struct fuzz_node *node = &f->nodes[i];
	const struct fuzz_status *status = &fuzz_status[node->status];
	unsigned int j;
	char name[32];

	of_node_name_of(f, i, name, sizeof(name));
	put_node(ov->blob, &ov->len, name);
	put_node(ov->fixups, &ov->fixups_len, name);

	put_prop(ov->blob, &ov->len, "phandle", sizeof(u32));
	put_cell(ov->blob, &ov->len, phandle_of(f, i));
	if (status->value) {
		put_prop(ov->blob, &ov->len, "status", status->len);
		put_bytes(ov->blob, &ov->len, status->value, status->len);
		put_padding(ov->blob, &ov->len);
	}
	if (node->cells_kind != FUZZ_ABSENT)
		put_cells(ov, node);
	for (j = 0; j < FUZZ_LISTS; j++)
		if (node->lists[j].kind != FUZZ_ABSENT)
			put_list(ov, f, &node->lists[j], fuzz_props[j]);
	if (node->names_kind != FUZZ_ABSENT)
		put_names(ov, node);

	for (j = i + 1; j < f->num; j++)
		if (f->nodes[j].parent == i)
			put_description(ov, f, j);

	put_ends(ov->blob, &ov->len, 1);
	put_ends(ov->fixups, &ov->fixups_len, 1);
}

void fuzz_overlay_add(struct fuzz_overlay *ov, const struct fuzz *f)
{
	unsigned int i;

	for (i = 0; i < f->num; i++)
		if (f->nodes[i].parent < 0)
			put_description(ov, f, i);
}

/* Return: 0, or the errno of of_overlay_fdt_apply(). */
int fuzz_overlay_apply(struct fuzz_overlay *ov)
{
	size_t size, head = 0;

	put_ends(ov->blob, &ov->len, 3);
	put_ends(ov->fixups, &ov->fixups_len, 4);
	put_bytes(ov->blob, &ov->len, ov->fixups, ov->fixups_len);
	put_ends(ov->blob, &ov->len, 1);
	put_cell(ov->blob, &ov->len, FDT_END);
	size = ov->len - STRUCT_OFFSET;
	put_bytes(ov->blob, &ov->len, strings, sizeof(strings));

	put_cell(ov->blob, &head, FDT_MAGIC);
	put_cell(ov->blob, &head, ov->len);
	put_cell(ov->blob, &head, STRUCT_OFFSET);
	put_cell(ov->blob, &head, STRUCT_OFFSET + size);
	put_cell(ov->blob, &head, sizeof(struct fdt_header));
	put_cell(ov->blob, &head, 17);	/* version of the format, and */
	put_cell(ov->blob, &head, 16);	/* the oldest that it is good for */
	put_cell(ov->blob, &head, 0);
	put_cell(ov->blob, &head, sizeof(strings));
	put_cell(ov->blob, &head, size);

	return of_overlay_fdt_apply(ov->blob, ov->len, &ov->id, NULL);
}

int fuzz_overlay_remove(struct fuzz_overlay *ov)
{
	return of_overlay_remove(&ov->id);
}

static unsigned int held(const struct fwnode_handle *fwnode)
{
	return kref_read(&to_of_node(fwnode)->kobj.kref);
}

struct fwnode_handle *fuzz_fwnode(const struct fuzz *f, int node)
{
	return node < FUZZ_NODES ? f->fwnodes[node] :
				   f->second->fwnodes[node - FUZZ_NODES];
}

static void set_secondary(struct fuzz *f, bool set)
{
	unsigned int i;

	for (i = 0; i < min(f->num, f->second->num); i++)
		f->fwnodes[i]->secondary = set ? f->second->fwnodes[i] : NULL;
}

/* Find the nodes of one of the descriptions of the overlay that is applied. */
int fuzz_of_get(struct fuzz *f)
{
	struct device_node *np, *top = of_find_node_by_path("/pcs-fuzz");
	unsigned int i;
	char name[32];
	int err;

	for (i = 0; i < f->num; i++) {
		struct fuzz_node *node = &f->nodes[i];

		of_node_name_of(f, i, name, sizeof(name));
		np = of_get_child_by_name(node->parent < 0 ? top :
					  to_of_node(f->fwnodes[node->parent]),
					  name);
		f->fwnodes[i] = of_fwnode_handle(np);
		if (!np)
			break;
		node->phandle = np->phandle;
	}
	of_node_put(top);

	/* Not before all are there: their parents count, too */
	f->num = i;
	for (i = 0; i < f->num; i++)
		f->of_refs[i] = held(f->fwnodes[i]);

	if (!np)
		return -ENOENT;
	if (!f->second)
		return 0;

	err = fuzz_swnodes_add(f->second);
	set_secondary(f, true);

	return err;
}

/* Return: true if they are held by nobody who did not before. */
bool fuzz_of_put(struct fuzz *f)
{
	unsigned int i = f->num;
	bool gone = true;

	if (f->second) {
		set_secondary(f, false);
		gone = fuzz_swnodes_remove(f->second);
	}

	while (i--) {
		if (held(f->fwnodes[i]) != f->of_refs[i])
			gone = false;
		of_node_put(to_of_node(f->fwnodes[i]));
	}

	return gone;
}
