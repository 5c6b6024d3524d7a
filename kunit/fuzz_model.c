// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: what the answers to a fuzzed description have to
 * be
 *
 * After Documentation/networking/pcs.rst and the kernel-doc of the functions,
 * and from what was generated: nothing here reads a property or asks the core.
 * Cells that do not fit make a device tree's list mean something else, so there
 * it is read cell by cell; software nodes keep their references apart.
 */

#include <linux/errno.h>
#include <linux/fwnode.h>
#include <linux/pcs/consumer.h>
#include <linux/string.h>

#include "fuzz.h"

const struct fuzz_node *fuzz_node(const struct fuzz *f, int node)
{
	return node < FUZZ_NODES ? &f->nodes[node] :
				   &f->second->nodes[node - FUZZ_NODES];
}

/* Return: number of the node that is secondary to it, or -1. */
static int second_of(const struct fuzz *f, int node)
{
	if (node < 0 || node >= FUZZ_NODES || !f->second ||
	    node >= f->second->num || !f->second->nodes[node].described)
		return -1;

	return node + FUZZ_NODES;
}

/* An absent #pcs-cells means 0, and so does one without a value. */
u32 fuzz_cells(const struct fuzz_node *node)
{
	return node->cells_kind == FUZZ_GOOD || node->cells_kind == FUZZ_LONG ?
	       node->cells : 0;
}

/* A property that a node lacks is that of its secondary, except to the parser
 * of device trees.
 */
u32 fuzz_register_cells(const struct fuzz *f, int node)
{
	int second = second_of(f, node);

	if (second >= 0 && fuzz_node(f, node)->cells_kind == FUZZ_ABSENT)
		node = second;

	return fuzz_cells(fuzz_node(f, node));
}

static bool cells_too_many(u32 cells)
{
	return cells > NR_FWNODE_REFERENCE_ARGS;
}

static u32 word_value(const struct fuzz *f, const struct fuzz_word *word)
{
	return word->node < 0 ? word->val : f->nodes[word->node].phandle;
}

static enum fuzz_why of_reference(const struct fuzz *f,
				  const struct fuzz_list *list,
				  unsigned int index, struct fuzz_ref *ref)
{
	const struct fuzz_word *word = &f->words[list->first_word];
	const struct fuzz_word *end = word + list->num_words;
	unsigned int i, j;

	for (i = 0; word < end; i++, word += ref->nargs) {
		ref->to = word->node;
		ref->nargs = 0;
		if (!word_value(f, word++)) {
			if (i == index)
				return WHY_HOLE;
			continue;
		}
		if (ref->to < 0)
			return WHY_DANGLING;

		ref->nargs = fuzz_cells(&f->nodes[ref->to]);
		if (ref->nargs > end - word)
			return WHY_CELLS;
		if (cells_too_many(ref->nargs))
			return WHY_MANY_CELLS;
		if (i < index)
			continue;

		for (j = 0; j < ref->nargs; j++)
			ref->args[j] = word_value(f, &word[j]);
		return WHY_FOUND;
	}

	return WHY_END;
}

static enum fuzz_why sw_reference(const struct fuzz *f,
				  const struct fuzz_list *list,
				  unsigned int index, struct fuzz_ref *ref)
{
	const struct fuzz_node *node;

	if (list->kind == FUZZ_SHORT)
		return WHY_TYPE;
	if (index >= list->num)
		return WHY_END;

	*ref = f->refs[list->first + index];
	if (ref->to == FUZZ_NULL)
		return WHY_DANGLING;
	if (ref->to == FUZZ_DANGLING || !f->nodes[ref->to].described)
		return WHY_NOT_DESCRIBED;

	node = &f->nodes[ref->to];
	if (ref->nargs != fuzz_cells(node))
		return WHY_CELLS;

	return cells_too_many(ref->nargs) ? WHY_MANY_CELLS : WHY_FOUND;
}

static bool has_property(const struct fuzz *f, int node, unsigned int list)
{
	return node >= 0 && list < FUZZ_LISTS &&
	       fuzz_node(f, node)->lists[list].kind != FUZZ_ABSENT;
}

static enum fuzz_why node_reference(const struct fuzz *f, int node,
				    const struct fuzz_query *q,
				    unsigned int index, struct fuzz_ref *ref)
{
	const struct fuzz_list *list;
	enum fuzz_why why;

	if (!has_property(f, node, q->list))
		return WHY_NO_PROPERTY;
	list = &fuzz_node(f, node)->lists[q->list];
	if (f->of && node < FUZZ_NODES)
		return of_reference(f, list, index, ref);
	if (node < FUZZ_NODES)
		return sw_reference(f, list, index, ref);

	why = sw_reference(f->second, list, index, ref);
	if (ref->to >= 0)
		ref->to += FUZZ_NODES;

	return why;
}

static bool ends(enum fuzz_why why)
{
	return why == WHY_NO_PROPERTY || why == WHY_END || why == WHY_HOLE;
}

/* Reference number @index of the property: of the node or, if it has none of
 * that number, of its secondary.
 */
static enum fuzz_why reference(const struct fuzz *f, const struct fuzz_query *q,
			       unsigned int index, struct fuzz_ref *ref)
{
	enum fuzz_why why = node_reference(f, q->node, q, index, ref);
	int second = second_of(f, q->node);

	if (!ends(why) || !has_property(f, second, q->list))
		return why;

	return node_reference(f, second, q, index, ref);
}

static bool described(enum fuzz_why why)
{
	return why == WHY_FOUND || why == WHY_NOT_DESCRIBED;
}

/* How many there are up to the end, or to the first that is malformed: *why */
static unsigned int count(const struct fuzz *f, const struct fuzz_query *q,
			  enum fuzz_why *why)
{
	struct fuzz_ref ref;
	unsigned int i;

	for (i = 0; ; i++) {
		*why = reference(f, q, i, &ref);
		if (!described(*why))
			return i;
	}
}

int fuzz_count(const struct fuzz *f, const struct fuzz_query *q)
{
	enum fuzz_why why;
	unsigned int num = count(f, q, &why);

	return ends(why) ? num : -EINVAL;
}

/* Which reference has the name? */
static enum fuzz_why find_name(const struct fuzz *f, const struct fuzz_query *q,
			       unsigned int *index)
{
	const struct fuzz_node *node = fuzz_node(f, max(q->node, 0));
	int second = second_of(f, q->node);
	unsigned int i;
	bool names;

	if (second >= 0 && node->names_kind == FUZZ_ABSENT)
		node = fuzz_node(f, second);
	names = q->node >= 0 && (node->names_kind == FUZZ_GOOD ||
				 node->names_kind == FUZZ_EMPTY);

	if (names && node->names_kind == FUZZ_GOOD) {
		for (i = 0; i < node->num_names; i++) {
			if (!strcmp(node->names[i], q->id)) {
				*index = i;
				return WHY_FOUND;
			}
		}
	}

	if (!has_property(f, q->node, q->list) &&
	    !has_property(f, second, q->list))
		return WHY_NO_PROPERTY;
	if (names)
		return WHY_NO_NAME;

	return node->names_kind == FUZZ_ABSENT ? WHY_NO_NAMES : WHY_BAD_NAMES;
}

static enum fuzz_why find(const struct fuzz *f, const struct fuzz_query *q,
			  struct fuzz_ref *ref)
{
	unsigned int index = q->index;
	enum fuzz_why why;

	/* What is wrong anywhere is wrong. */
	count(f, q, &why);
	if (!ends(why))
		return why;

	if (q->id) {
		why = find_name(f, q, &index);
		if (why != WHY_FOUND)
			return why;
	}

	why = reference(f, q, index, ref);

	return q->id && ends(why) ? WHY_NAME_ONLY : why;
}

static bool same_key(const struct fuzz_ref *a, const struct fuzz_ref *b)
{
	unsigned int i;

	if (a->to != b->to || a->nargs != b->nargs)
		return false;

	for (i = 0; i < a->nargs; i++)
		if (a->args[i] != b->args[i])
			return false;

	return true;
}

/* Return: the number of the PCS that is registered for this, or -1. */
int fuzz_channel(const struct fuzz *f, const struct fuzz_ref *ref)
{
	int i;

	for (i = 0; i < FUZZ_PCS; i++)
		if (f->pcs[i].provider >= 0 && same_key(&f->pcs[i].key, ref))
			return i;

	return -1;
}

/* Has the driver of the node said that these are all, and this is none? */
static bool no_such_channel(const struct fuzz *f, const struct fuzz_ref *ref)
{
	int i;

	for (i = 0; i < FUZZ_PCS; i++)
		if (f->pcs[i].provider >= 0 && f->pcs[i].all &&
		    f->pcs[i].key.to == ref->to)
			return ref->args[0] >= f->pcs[i].num;

	return false;
}

static int parent_of(const struct fuzz *f, int node)
{
	int parent = fuzz_node(f, node)->parent;

	return parent >= 0 && node >= FUZZ_NODES ? parent + FUZZ_NODES : parent;
}

static bool is_okay(const struct fuzz *f, int node)
{
	return !f->of || node >= FUZZ_NODES ||
	       fuzz_status[f->nodes[node].status].okay;
}

/* Once the reference is found */
static enum fuzz_why check(const struct fuzz *f, const struct fuzz_query *q,
			   const struct fuzz_ref *ref)
{
	bool own = false;
	int node;

	if (ref->to == q->node)
		return WHY_SELF;

	for (node = ref->to; node >= 0; node = parent_of(f, node)) {
		if (!is_okay(f, node))
			return node == ref->to ? WHY_DISABLED : WHY_PART;
		if (node == q->own || node == second_of(f, q->own))
			own = true;
	}

	if (fuzz_channel(f, ref) >= 0) {
		if (q->node < FUZZ_NODES && ref->to >= FUZZ_NODES)
			return WHY_FOUND_SECOND;
		if (q->id)
			return WHY_FOUND_NAME;
		return ref->nargs ? WHY_FOUND_CELLS : WHY_FOUND;
	}
	if (no_such_channel(f, ref))
		return WHY_NO_CHANNEL;
	if (q->flags & PCS_GET_LATE)
		return WHY_LATE;

	return own ? WHY_OWN : WHY_NOT_THERE;
}

static const int errnos[NUM_WHYS] = {
	[WHY_NO_PROPERTY] = -ENOENT,
	[WHY_END] = -ENOENT,
	[WHY_HOLE] = -ENOENT,
	[WHY_NO_NAME] = -ENOENT,
	[WHY_NO_NAMES] = -EINVAL,
	[WHY_BAD_NAMES] = -EINVAL,
	[WHY_NAME_ONLY] = -EINVAL,
	[WHY_TYPE] = -EINVAL,
	[WHY_DANGLING] = -EINVAL,
	[WHY_CELLS] = -EINVAL,
	[WHY_MANY_CELLS] = -EINVAL,
	[WHY_SELF] = -EINVAL,
	[WHY_FLAG] = -EINVAL,
	[WHY_DISABLED] = -ENODEV,
	[WHY_PART] = -ENODEV,
	[WHY_NO_CHANNEL] = -ENODEV,
	[WHY_NOT_THERE] = -EPROBE_DEFER,
	[WHY_NOT_DESCRIBED] = -EPROBE_DEFER,
};

void fuzz_predict(const struct fuzz *f, const struct fuzz_query *q,
		  struct fuzz_answer *a)
{
	memset(a, 0, sizeof(*a));
	if (q->flags & ~(PCS_GET_LATE | PCS_GET_OPTIONAL)) {
		a->why = WHY_FLAG;
	} else {
		a->why = find(f, q, &a->ref);
		if (a->why == WHY_FOUND)
			a->why = check(f, q, &a->ref);
	}

	a->err = errnos[a->why];
	a->quiet = a->why == WHY_FLAG || a->err == -EPROBE_DEFER;
	if (a->err == -ENOENT && q->flags & PCS_GET_OPTIONAL) {
		a->err = 0;
		a->null = true;
	}
}

/* Return: how many PCS the array has, if it comes to that. */
int fuzz_predict_array(const struct fuzz *f, const struct fuzz_query *q,
		       struct fuzz_answer *a)
{
	int i, num = fuzz_count(f, q);
	struct fuzz_query one = *q;

	one.index = 0;
	if (num <= 0) {
		fuzz_predict(f, &one, a);
		return 0;
	}

	one.flags &= ~PCS_GET_OPTIONAL;
	for (i = 0; i < num; i++) {
		one.index = i;
		fuzz_predict(f, &one, a);
		if (a->err)
			return 0;
	}

	return num;
}

static void key_of(const struct fuzz_entry *e, unsigned int i,
		   struct fuzz_ref *key)
{
	key->to = e->node;
	key->nargs = e->channels ? 1 : e->num_args;
	if (e->channels)
		key->args[0] = i;
	else
		memcpy(key->args, e->args, e->num_args * sizeof(*e->args));
}

static unsigned int num_pcs(const struct fuzz_entry *e)
{
	return e->channels ? e->num_channels : 1;
}

static int predict_one(const struct fuzz *f, const struct fuzz_entry *e,
		       unsigned int i)
{
	struct fuzz_ref key;
	int pcs = e->pcs[i];

	if (pcs < 0 || pcs >= FUZZ_PCS)
		return -EINVAL;

	key_of(e, i, &key);
	if (fuzz_channel(f, &key) >= 0 || f->pcs[pcs].provider >= 0)
		return -EEXIST;

	while (i--)
		if (e->pcs[i] == pcs)
			return -EEXIST;

	return 0;
}

int fuzz_predict_register(const struct fuzz *f, const struct fuzz_entry *e)
{
	unsigned int cells = e->channels ? 1 : e->num_args;
	unsigned int i;
	int err = 0;

	if (e->node < 0 || e->single == e->channels ||
	    e->channels != !!e->num_channels ||
	    (e->channels && e->num_args) || (e->num_args && e->no_args) ||
	    cells_too_many(cells) || cells != fuzz_register_cells(f, e->node))
		return -EINVAL;

	for (i = 0; i < num_pcs(e) && !err; i++)
		err = predict_one(f, e, i);

	return err;
}

void fuzz_registered(struct fuzz *f, const struct fuzz_entry *e)
{
	unsigned int i;

	for (i = 0; i < num_pcs(e); i++) {
		struct fuzz_pcs *fp = &f->pcs[e->pcs[i]];

		fp->provider = e->pcs[0];
		fp->all = e->channels;
		fp->num = num_pcs(e);
		key_of(e, i, &fp->key);
	}
}

void fuzz_unregistered(struct fuzz *f, unsigned int first)
{
	unsigned int i;

	for (i = 0; i < FUZZ_PCS; i++)
		if (f->pcs[i].provider == first)
			f->pcs[i].provider = -1;
}
