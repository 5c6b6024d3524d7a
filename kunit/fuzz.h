/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem KUnit tests: what the files of the fuzzer share
 *
 * fuzz_gen.c	makes a description up, from nothing but seed and index
 * fuzz_tree.c	turns it into software nodes or into a device tree overlay
 * fuzz_model.c	says, from the description alone, what has to come
 * fuzz_ask.c	asks the core, and compares
 * fuzz_test.c	registers PCS, and runs all this
 */
#ifndef __PCS_KUNIT_FUZZ_H
#define __PCS_KUNIT_FUZZ_H

#include <kunit/test.h>
#include <linux/phylink.h>
#include <linux/prandom.h>
#include <linux/property.h>
#include <linux/types.h>

#define FUZZ_NODES	6
#define FUZZ_LISTS	2	/* properties that hold references */
#define FUZZ_NAMES	8	/* names in a pcs-handle-names */
#define FUZZ_NAME_LEN	300
#define FUZZ_ARGS	20	/* more cells than a reference may have */
#define FUZZ_REFS	512	/* references of all nodes */
#define FUZZ_WORDS	3072	/* the same as cells of a device tree */
#define FUZZ_TEXT	8192	/* names of all nodes */
#define FUZZ_PCS	12	/* PCS that drivers may register */
#define FUZZ_CHANNELS	4	/* ... in one call */
#define FUZZ_HELD	4	/* PCS that consumers keep */
#define FUZZ_BATCH	16	/* descriptions in one overlay */

/* What a property may be besides right */
enum fuzz_kind {
	FUZZ_ABSENT,
	FUZZ_GOOD,
	FUZZ_LONG,	/* with something behind it */
	FUZZ_SHORT,	/* cut off, or of another type */
	FUZZ_EMPTY,
	NUM_FUZZ_KINDS
};

/**
 * struct fuzz_ref - a reference
 * @to: node that it refers to; or %FUZZ_NULL, %FUZZ_DANGLING
 * @nargs: how many cells come with it, whether they fit or not
 * @args: these
 */
struct fuzz_ref {
	int to;
	unsigned int nargs;
	u64 args[FUZZ_ARGS];
};

#define FUZZ_NULL	-1
#define FUZZ_DANGLING	-2

/**
 * struct fuzz_word - a cell of a device tree's list of references
 * @node: node whose phandle it is, or -1
 * @val: its value, when it is none
 */
struct fuzz_word {
	int node;
	u32 val;
};

/**
 * struct fuzz_list - a property that should hold references
 * @kind: whether it does
 * @first: of its references in &fuzz.refs, @num of them
 * @num: how many
 * @first_word: of its cells in &fuzz.words, for a device tree
 * @num_words: how many
 * @spare: bytes that come after them, or that the last lacks when negative
 */
struct fuzz_list {
	enum fuzz_kind kind;
	unsigned int first;
	unsigned int num;
	unsigned int first_word;
	unsigned int num_words;
	int spare;
};

/**
 * struct fuzz_node - a node
 * @parent: of an earlier node, or -1
 * @described: it is registered, if a software node
 * @cells_kind: its ``#pcs-cells``
 * @cells: the value
 * @status: number of its status property, see fuzz_status[]
 * @lists: its references
 * @names_kind: its ``pcs-handle-names``
 * @num_names: how many
 * @names: the names
 * @usual: cells that references to it and drivers of it prefer, so as to meet
 * @phandle: in the live tree
 */
struct fuzz_node {
	int parent;
	bool described;
	enum fuzz_kind cells_kind;
	u32 cells;
	unsigned int status;
	struct fuzz_list lists[FUZZ_LISTS];
	enum fuzz_kind names_kind;
	unsigned int num_names;
	const char *names[FUZZ_NAMES];
	u64 usual[FUZZ_ARGS];
	u32 phandle;
};

/**
 * struct fuzz_pcs - a PCS of a driver
 * @pcs: what it registers
 * @id: what its pcs_inband_caps() returns, never 0
 * @provider: number of the first PCS of its registration, or -1
 * @all: the others of that registration are all channels of the node
 * @num: how many they are
 * @key: node and cells that it is registered for
 */
struct fuzz_pcs {
	struct phylink_pcs pcs;
	unsigned int id;
	int provider;
	bool all;
	unsigned int num;
	struct fuzz_ref key;
};

/**
 * struct fuzz - a description, and which PCS are registered
 * @index: its number
 * @of: for a device tree, else for software nodes
 * @rnd: where its random numbers come from
 * @num: number of nodes
 * @nodes: the nodes
 * @fwnodes: what became of them; NULL if not described
 * @of_refs: how often they were held when they were found, if of a device tree
 * @num_refs: references in use
 * @refs: of all lists
 * @num_words: cells in use
 * @words: of all lists
 * @text_len: bytes of @text in use
 * @text: all names
 * @pcs: the PCS of drivers
 * @second: software nodes that are secondary to those of the same number in a
 *	device tree, or NULL. To others, their numbers begin at %FUZZ_NODES
 * @spare: where @second may be
 */
struct fuzz {
	unsigned int index;
	bool of;
	struct rnd_state rnd;
	unsigned int num;
	struct fuzz_node nodes[FUZZ_NODES];
	struct fwnode_handle *fwnodes[FUZZ_NODES];
	unsigned int of_refs[FUZZ_NODES];
	unsigned int num_refs;
	struct fuzz_ref refs[FUZZ_REFS];
	unsigned int num_words;
	struct fuzz_word words[FUZZ_WORDS];
	unsigned int text_len;
	char text[FUZZ_TEXT];
	struct fuzz_pcs pcs[FUZZ_PCS];
	struct fuzz *second;
	struct fuzz *spare;
};

/* Why a look-up ends as it does. Each of these has to happen. */
enum fuzz_why {
	WHY_FOUND,
	WHY_FOUND_CELLS,	/* ... by reference with cells */
	WHY_FOUND_NAME,
	WHY_FOUND_SECOND,	/* by the secondary node of the consumer's */
	WHY_LATE,		/* not there, and handed out */
	WHY_OWN,		/* because it is part of the consumer */
	WHY_NO_PROPERTY,
	WHY_END,		/* not as many references as that */
	WHY_HOLE,		/* an empty reference */
	WHY_NO_NAME,
	WHY_NO_NAMES,		/* no pcs-handle-names at all */
	WHY_BAD_NAMES,
	WHY_NAME_ONLY,		/* a name without a reference */
	WHY_TYPE,		/* not a property with references */
	WHY_DANGLING,
	WHY_CELLS,		/* not as many as #pcs-cells */
	WHY_MANY_CELLS,		/* more than there may be */
	WHY_SELF,
	WHY_FLAG,
	WHY_DISABLED,
	WHY_PART,		/* of something disabled */
	WHY_NO_CHANNEL,
	WHY_NOT_THERE,
	WHY_NOT_DESCRIBED,
	NUM_WHYS
};

/**
 * struct fuzz_query - what is asked for
 * @node: number of the consumer's node, or -1 for none
 * @own: number of the node of the consumer's device, or -1
 * @list: which property; %FUZZ_LISTS is one that no node has
 * @id: name, or NULL
 * @index: number of the reference
 * @flags: %PCS_GET_LATE, %PCS_GET_OPTIONAL and what is none
 */
struct fuzz_query {
	int node;
	int own;
	unsigned int list;
	const char *id;
	unsigned int index;
	unsigned int flags;
};

/**
 * struct fuzz_answer - what has to come
 * @err: the errno, or 0
 * @why: why
 * @null: NULL, instead of -ENOENT
 * @quiet: an error of which the log does not tell
 * @ref: the reference that was found, when @err is 0
 */
struct fuzz_answer {
	int err;
	enum fuzz_why why;
	bool null;
	bool quiet;
	struct fuzz_ref ref;
};

/**
 * struct fuzz_entry - what a driver registers
 * @node: number of the node, or -1 for none
 * @single: there is a PCS, @pcs[0]
 * @channels: there are channels, @pcs
 * @num_channels: how many it says there are
 * @pcs: numbers of PCS; -1 for NULL, from %FUZZ_PCS on those with ops missing
 * @num_args: how many cells
 * @no_args: and yet no cells
 * @args: the cells
 */
struct fuzz_entry {
	int node;
	bool single;
	bool channels;
	unsigned int num_channels;
	int pcs[FUZZ_CHANNELS];
	unsigned int num_args;
	bool no_args;
	u64 args[FUZZ_ARGS];
};

/**
 * struct fuzz_status - a status property
 * @value: its bytes; NULL for none
 * @len: how many
 * @okay: the node is not disabled
 */
struct fuzz_status {
	const char *value;
	unsigned int len;
	bool okay;
};

/* The functions of the interface */
enum fuzz_call {
	GET_PROP, GET, GET_INDEX, PCS_GET, PCS_GET_OPT, NUM_GETS,
	ARRAY_PROP = NUM_GETS, ARRAY, NUM_CALLS
};

/**
 * struct fuzz_held - a PCS that a consumer keeps
 * @pcs: the PCS, or NULL
 * @ref: what it is
 */
struct fuzz_held {
	struct phylink_pcs *pcs;
	struct fuzz_ref ref;
};

/**
 * struct fuzz_run - a run
 * @test: the case
 * @seed: the seed
 * @f: the description at hand
 * @user: device of the consumer
 * @maker: device of the PCS drivers
 * @held: what the consumer keeps
 * @odd: PCS that cannot be registered
 * @devm: the PCS with this number was registered with devm_pcs_register()
 * @doing: what is being done, for print_doing()
 * @query: the query, if it is one
 * @seq: where in the log we are
 * @console_level: what the console was to show
 * @quiet: it does not
 * @failed: something was wrong with the description
 * @num_failed: with how many
 * @num_seen: lines in the log that are not about look-ups
 * @num_asked: look-ups
 * @whys: how many ended for which reason
 * @calls: how many were by which function: successes and failures, then both
 *	with devm
 * @registered: pcs_register() calls: successes, -EINVAL, -EEXIST
 */
struct fuzz_run {
	struct kunit *test;
	u32 seed;
	struct fuzz *f;
	struct device *user;
	struct device *maker;
	struct fuzz_held held[FUZZ_HELD];
	struct phylink_pcs odd[3];
	bool devm[FUZZ_PCS];
	const char *doing;
	struct fuzz_query query;
	u64 seq;
	int console_level;
	bool quiet;
	bool failed;
	unsigned int num_failed;
	unsigned int num_seen;
	unsigned int num_asked;
	unsigned int whys[NUM_WHYS];
	unsigned int calls[NUM_CALLS][4];
	unsigned int registered[3];
};

/* fuzz_test.c */
__printf(2, 3) void fuzz_wrong(struct fuzz_run *run, const char *fmt, ...);
void fuzz_check_log(struct fuzz_run *run, unsigned int expect,
		    const char *word1, const char *word2);

/* fuzz_ask.c */
extern const char * const fuzz_calls[2][NUM_CALLS];
extern const char * const fuzz_whys[NUM_WHYS];
int fuzz_any_node(struct fuzz *f);
void fuzz_check_serves(struct fuzz_run *run, struct phylink_pcs *pcs,
		       const struct fuzz_ref *ref);
void fuzz_ask(struct fuzz_run *run);

/* fuzz_gen.c */
extern const char * const fuzz_props[FUZZ_LISTS + 1];
extern const struct fuzz_status fuzz_status[];
extern const unsigned int fuzz_num_status;
u32 fuzz_rnd(struct fuzz *f, u32 below);
bool fuzz_one_in(struct fuzz *f, u32 n);
u64 fuzz_value(struct fuzz *f);
void fuzz_generate(struct fuzz *f, u32 seed, unsigned int index);
void fuzz_print(const struct fuzz *f);

/* fuzz_model.c */
const struct fuzz_node *fuzz_node(const struct fuzz *f, int node);
u32 fuzz_cells(const struct fuzz_node *node);
u32 fuzz_register_cells(const struct fuzz *f, int node);
int fuzz_count(const struct fuzz *f, const struct fuzz_query *q);
int fuzz_channel(const struct fuzz *f, const struct fuzz_ref *ref);
void fuzz_predict(const struct fuzz *f, const struct fuzz_query *q,
		  struct fuzz_answer *a);
int fuzz_predict_array(const struct fuzz *f, const struct fuzz_query *q,
		       struct fuzz_answer *a);
int fuzz_predict_register(const struct fuzz *f, const struct fuzz_entry *e);
void fuzz_registered(struct fuzz *f, const struct fuzz_entry *e);
void fuzz_unregistered(struct fuzz *f, unsigned int first);

/* fuzz_tree.c */
struct fuzz_overlay;

int fuzz_swnodes_add(struct fuzz *f);
bool fuzz_swnodes_remove(struct fuzz *f);
struct fuzz_overlay *fuzz_overlay_alloc(void);
void fuzz_overlay_free(struct fuzz_overlay *ov);
void fuzz_overlay_begin(struct fuzz_overlay *ov);
void fuzz_overlay_add(struct fuzz_overlay *ov, const struct fuzz *f);
int fuzz_overlay_apply(struct fuzz_overlay *ov);
int fuzz_overlay_remove(struct fuzz_overlay *ov);
struct fwnode_handle *fuzz_fwnode(const struct fuzz *f, int node);
int fuzz_of_get(struct fuzz *f);
bool fuzz_of_put(struct fuzz *f);

#endif /* __PCS_KUNIT_FUZZ_H */
