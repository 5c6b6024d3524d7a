// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem KUnit tests: making descriptions up
 *
 * Most of a description is right, since what is wrong in two places at once
 * only shows one of them. Everything follows from seed and index, so that a
 * description can be had again without those before it.
 */

#include <linux/fwnode.h>
#include <linux/jhash.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/seq_buf.h>
#include <linux/string.h>

#include "fuzz.h"

/* Properties that hold references; no node has the last one. */
const char * const fuzz_props[FUZZ_LISTS + 1] = {
	"pcs-handle", "pcsphy-handle", "pcs-handl",
};

#define STATUS(_value, _okay)	{ _value, sizeof(_value), _okay }

/* Right ones first */
const struct fuzz_status fuzz_status[] = {
	{ NULL, 0, true },
	STATUS("okay", true),
	STATUS("ok", true),
	STATUS("okay\0disabled", true),
	STATUS("disabled", false),
	STATUS("fail-pcs", false),
	STATUS("reserved", false),
	STATUS("Okay", false),
	STATUS("okayish", false),
	STATUS("", false),
	{ "okay", 4, false },	/* no end */
	{ "", 0, false },
};

const unsigned int fuzz_num_status = ARRAY_SIZE(fuzz_status);

#define NUM_OKAY	4

u32 fuzz_rnd(struct fuzz *f, u32 below)
{
	return prandom_u32_state(&f->rnd) % below;
}

bool fuzz_one_in(struct fuzz *f, u32 n)
{
	return !fuzz_rnd(f, n);
}

/* A cell: often one that others have, too */
u64 fuzz_value(struct fuzz *f)
{
	static const u32 odd[] = {
		255, INT_MAX, BIT(31), UINT_MAX, 0xdeadbeef,
	};

	if (!f->of && fuzz_one_in(f, 20))
		return BIT_ULL(32) + fuzz_rnd(f, 4);

	return fuzz_one_in(f, 12) ? odd[fuzz_rnd(f, ARRAY_SIZE(odd))] :
				    fuzz_rnd(f, 5);
}

static void gen_cells(struct fuzz *f, struct fuzz_node *node)
{
	static const enum fuzz_kind kinds[] = {
		FUZZ_ABSENT, FUZZ_LONG, FUZZ_SHORT, FUZZ_EMPTY,
	};
	static const u32 absurd[] = { 255, INT_MAX, BIT(31), UINT_MAX };
	unsigned int i;

	node->cells_kind = FUZZ_GOOD;
	if (fuzz_one_in(f, 3))
		node->cells_kind = FUZZ_ABSENT;
	else if (fuzz_one_in(f, 15))
		node->cells_kind = kinds[fuzz_rnd(f, ARRAY_SIZE(kinds))];

	switch (fuzz_rnd(f, 20)) {
	case 0:
		node->cells = NR_FWNODE_REFERENCE_ARGS - 1 + fuzz_rnd(f, 6);
		break;
	case 1:
		node->cells = fuzz_rnd(f, FUZZ_ARGS + 1);
		break;
	case 2:
		node->cells = fuzz_one_in(f, 4) ?
			      absurd[fuzz_rnd(f, ARRAY_SIZE(absurd))] : 2;
		break;
	case 3 ... 7:
		node->cells = 2;
		break;
	case 8 ... 10:
		node->cells = 0;
		break;
	default:
		node->cells = 1;
		break;
	}

	for (i = 0; i < FUZZ_ARGS; i++)
		node->usual[i] = fuzz_value(f);
}

static void gen_ref(struct fuzz *f, struct fuzz_ref *ref, unsigned int from,
		    bool sound)
{
	const struct fuzz_node *node;
	unsigned int i;

	ref->nargs = 0;
	if (!sound && fuzz_one_in(f, 40)) {
		ref->to = fuzz_one_in(f, 2) ? FUZZ_NULL : FUZZ_DANGLING;
		return;
	}

	ref->to = fuzz_rnd(f, f->num);
	if (ref->to == from && !fuzz_one_in(f, 10))
		ref->to = (from + 1) % f->num;
	node = &f->nodes[ref->to];
	ref->nargs = min(fuzz_cells(node), FUZZ_ARGS);
	if (!sound && fuzz_one_in(f, 25))
		ref->nargs = fuzz_rnd(f, 4);
	if (!f->of)
		ref->nargs = min(ref->nargs, NR_FWNODE_REFERENCE_ARGS + 1);

	for (i = 0; i < ref->nargs; i++)
		ref->args[i] = fuzz_one_in(f, 5) ? fuzz_value(f) :
						   node->usual[i];
}

static void add_word(struct fuzz *f, int node, u32 val)
{
	if (f->num_words == FUZZ_WORDS)
		return;

	f->words[f->num_words].node = node;
	f->words[f->num_words].val = val;
	f->num_words++;
}

/* The list as a device tree has it. An argument may be the phandle of a node */
static void gen_words(struct fuzz *f, struct fuzz_list *list)
{
	unsigned int i, j;

	list->first_word = f->num_words;
	for (i = 0; i < list->num; i++) {
		const struct fuzz_ref *ref = &f->refs[list->first + i];

		add_word(f, max(ref->to, -1),
			 ref->to == FUZZ_DANGLING ? BIT(31) - fuzz_rnd(f, 9) :
						    0);
		for (j = 0; j < ref->nargs; j++) {
			bool node = fuzz_one_in(f, 100);

			add_word(f, node ? fuzz_rnd(f, f->num) : -1,
				 ref->args[j]);
		}
	}
	if (list->kind == FUZZ_SHORT)
		add_word(f, -1, fuzz_one_in(f, 2) ? UINT_MAX : 0x6c616e65);
	list->num_words = f->num_words - list->first_word;

	if (list->num_words && fuzz_one_in(f, 30))
		list->num_words -= min(list->num_words, fuzz_rnd(f, 3) + 1);
}

/* What is not a whole cell does not count. */
static void gen_spare(struct fuzz *f, struct fuzz_list *list)
{
	struct fuzz_word *last;

	list->spare = 0;
	if (list->kind == FUZZ_ABSENT || !fuzz_one_in(f, 40))
		return;

	list->spare = fuzz_rnd(f, 3) + 1;
	if (!list->num_words || fuzz_one_in(f, 2))
		return;

	last = &f->words[list->first_word + list->num_words - 1];
	if (last->node < 0) {
		list->num_words--;
		list->spare = -list->spare;
	}
}

static unsigned int gen_num_refs(struct fuzz *f)
{
	unsigned int num;

	switch (fuzz_rnd(f, 16)) {
	case 0 ... 6:
		num = 1;
		break;
	case 7 ... 11:
		num = 2;
		break;
	case 12 ... 14:
		num = 3 + fuzz_rnd(f, 6);
		break;
	default:
		num = fuzz_one_in(f, 50) ? fuzz_rnd(f, 64) : 0;
		break;
	}

	return min(num, FUZZ_REFS - f->num_refs);
}

static void gen_list(struct fuzz *f, unsigned int node, unsigned int which)
{
	struct fuzz_list *list = &f->nodes[node].lists[which];
	unsigned int i;

	list->kind = FUZZ_GOOD;
	if (fuzz_one_in(f, which ? 3 : 12))
		list->kind = FUZZ_ABSENT;
	else if (fuzz_one_in(f, 15))
		list->kind = fuzz_one_in(f, 2) ? FUZZ_EMPTY : FUZZ_SHORT;

	list->first = f->num_refs;
	list->num = list->kind == FUZZ_GOOD ? gen_num_refs(f) : 0;
	f->num_refs += list->num;
	for (i = 0; i < list->num; i++)
		gen_ref(f, &f->refs[list->first + i], node, list->num > 10);

	gen_words(f, list);
	gen_spare(f, list);
}

static unsigned int gen_name_len(struct fuzz *f)
{
	if (fuzz_one_in(f, 30))
		return 0;
	if (fuzz_one_in(f, 12))
		return fuzz_rnd(f, FUZZ_NAME_LEN + 1);

	return 1 + fuzz_rnd(f, 8);
}

/* Few letters, so that names begin alike; any byte now and then */
static void gen_name(struct fuzz *f, char *name, unsigned int len)
{
	unsigned int i;

	for (i = 0; i < len; i++)
		name[i] = fuzz_one_in(f, 25) ? 1 + fuzz_rnd(f, 255) :
					       'a' + fuzz_rnd(f, 3);
	name[len] = '\0';
}

static void gen_names(struct fuzz *f, struct fuzz_node *node)
{
	unsigned int i, len, num = node->lists[0].num;
	char *name;

	node->num_names = 0;
	node->names_kind = FUZZ_GOOD;
	if (fuzz_one_in(f, 4))
		node->names_kind = FUZZ_ABSENT;
	else if (fuzz_one_in(f, 15))
		node->names_kind = f->of && fuzz_one_in(f, 2) ? FUZZ_SHORT :
								FUZZ_EMPTY;
	if (node->names_kind != FUZZ_GOOD && node->names_kind != FUZZ_SHORT)
		return;

	if (fuzz_one_in(f, 8))
		num = fuzz_rnd(f, num + 3);
	num = clamp(num, node->names_kind == FUZZ_SHORT, FUZZ_NAMES);
	for (i = 0; i < num; i++) {
		len = gen_name_len(f);
		if (f->text_len + len + 1 > FUZZ_TEXT)
			len = 0;
		name = &f->text[f->text_len];
		gen_name(f, name, len);
		if (i && fuzz_one_in(f, 12)) {
			node->names[i] = node->names[i - 1];
			continue;
		}
		node->names[i] = name;
		f->text_len += len + 1;
	}
	node->num_names = num;
}

static void gen_node(struct fuzz *f, unsigned int i)
{
	struct fuzz_node *node = &f->nodes[i];

	node->parent = -1;
	if (i && fuzz_one_in(f, 3))
		node->parent = fuzz_rnd(f, i);
	node->described = !fuzz_one_in(f, 15);
	if (node->parent >= 0 && !f->nodes[node->parent].described)
		node->described = false;
	node->phandle = 0;
	node->status = fuzz_rnd(f, NUM_OKAY);
	if (fuzz_one_in(f, 10))
		node->status = fuzz_rnd(f, fuzz_num_status);
	gen_cells(f, node);
}

static void generate(struct fuzz *f, u32 seed, unsigned int index, bool of)
{
	unsigned int i, j;

	prandom_seed_state(&f->rnd, jhash_2words(seed, index, 0));
	for (i = 0; i < 8; i++)
		prandom_u32_state(&f->rnd);

	f->index = index;
	f->of = of;
	f->second = NULL;
	f->num = fuzz_one_in(f, 30) ? 1 : 2 + fuzz_rnd(f, FUZZ_NODES - 1);
	f->num_refs = 0;
	f->num_words = 0;
	f->text_len = 0;
	for (i = 0; i < f->num; i++)
		gen_node(f, i);
	for (i = 0; i < f->num; i++) {
		for (j = 0; j < FUZZ_LISTS; j++)
			gen_list(f, i, j);
		gen_names(f, &f->nodes[i]);
	}
	for (i = 0; i < FUZZ_PCS; i++)
		f->pcs[i].provider = -1;
}

/* Odd numbers are device trees, some of them with software nodes, too. */
void fuzz_generate(struct fuzz *f, u32 seed, unsigned int index)
{
	generate(f, seed, index, index & 1);
	if (f->of && fuzz_one_in(f, 3)) {
		f->second = f->spare;
		generate(f->second, ~seed, index, false);
	}
}

/* A line that is being written; the log cuts longer ones off. */
static char line_text[960];
static struct seq_buf line;

static void print_line(void)
{
	if (seq_buf_used(&line))
		pr_info("fuzz:   %s\n", seq_buf_str(&line));
	seq_buf_init(&line, line_text, sizeof(line_text));
}

static void print_ref(const struct fuzz_ref *ref)
{
	unsigned int i;

	if (ref->to >= 0)
		seq_buf_printf(&line, " <&n%d", ref->to);
	else
		seq_buf_printf(&line, " <%s",
			       ref->to == FUZZ_NULL ? "NULL" : "&nowhere");
	for (i = 0; i < min(ref->nargs, NR_FWNODE_REFERENCE_ARGS); i++)
		seq_buf_printf(&line, " %#llx", ref->args[i]);
	if (i < ref->nargs)
		seq_buf_printf(&line, " nargs=%u", ref->nargs);
	seq_buf_printf(&line, ">");
	if (line.len > sizeof(line_text) / 2)
		print_line();
}

static void print_word(const struct fuzz_word *word)
{
	if (word->node >= 0)
		seq_buf_printf(&line, " &n%d", word->node);
	else
		seq_buf_printf(&line, " %#x", word->val);
	if (line.len > sizeof(line_text) / 2)
		print_line();
}

static void print_list(const struct fuzz *f, const struct fuzz_list *list,
		       const char *name)
{
	unsigned int i;

	if (list->kind == FUZZ_ABSENT)
		return;

	seq_buf_printf(&line, "  %s =", name);
	for (i = 0; f->of && i < list->num_words; i++)
		print_word(&f->words[list->first_word + i]);
	for (i = 0; !f->of && i < list->num; i++)
		print_ref(&f->refs[list->first + i]);
	if (f->of && list->spare)
		seq_buf_printf(&line, " and %d bytes", (list->spare + 4) % 4);
	if (!f->of && list->kind == FUZZ_SHORT)
		seq_buf_printf(&line, " no references");
	print_line();
}

static void print_node(const struct fuzz *f, unsigned int i)
{
	static const char * const kinds[NUM_FUZZ_KINDS] = {
		[FUZZ_GOOD] = "", [FUZZ_LONG] = " and more",
		[FUZZ_SHORT] = " cut off", [FUZZ_EMPTY] = " (empty)",
	};
	const struct fuzz_node *node = &f->nodes[i];
	unsigned int j;

	seq_buf_printf(&line, "n%u: parent n%d", i, node->parent);
	if (!f->of && !node->described)
		seq_buf_printf(&line, ", not described");
	if (f->of && node->status)
		seq_buf_printf(&line, ", status \"%*pE\"",
			       fuzz_status[node->status].len,
			       fuzz_status[node->status].value);
	print_line();
	if (node->cells_kind != FUZZ_ABSENT)
		seq_buf_printf(&line, "  #pcs-cells = %u%s", node->cells,
			       kinds[node->cells_kind]);
	print_line();
	for (j = 0; j < FUZZ_LISTS; j++)
		print_list(f, &node->lists[j], fuzz_props[j]);
	if (node->names_kind == FUZZ_ABSENT)
		return;

	seq_buf_printf(&line, "  pcs-handle-names%s =",
		       kinds[node->names_kind]);
	for (j = 0; j < node->num_names; j++) {
		seq_buf_printf(&line, " \"%*pE\"",
			       (int)strlen(node->names[j]), node->names[j]);
		if (line.len > sizeof(line_text) / 2)
			print_line();
	}
	print_line();
}

void fuzz_print(const struct fuzz *f)
{
	unsigned int i, j;

	pr_info("fuzz: description %u, %s:\n", f->index,
		f->of ? "device tree" : "software nodes");
	seq_buf_init(&line, line_text, sizeof(line_text));
	for (i = 0; i < f->num; i++)
		print_node(f, i);
	if (f->second)
		pr_info("fuzz: with secondary nodes, from n%u on:\n",
			FUZZ_NODES);
	for (i = 0; f->second && i < f->second->num; i++)
		print_node(f->second, i);

	for (i = 0; i < FUZZ_PCS; i++) {
		const struct fuzz_pcs *fp = &f->pcs[i];

		if (fp->provider < 0)
			continue;
		seq_buf_printf(&line, "PCS %u%s registered for n%d", i,
			       fp->all ? ", channel" : "", fp->key.to);
		for (j = 0; j < fp->key.nargs; j++)
			seq_buf_printf(&line, " %#llx", fp->key.args[j]);
		print_line();
	}
}
