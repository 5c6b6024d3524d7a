// SPDX-License-Identifier: GPL-2.0
/*
 * PCS subsystem benchmark: how what the registry does depends on how much it
 * has, against the least that a list under a mutex, and a hash table, do
 */

#define pr_fmt(fmt) "pcs_bench: " fmt

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/pcs/consumer.h>
#include <linux/pcs/provider.h>
#include <linux/property.h>
#include <linux/random.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "../../drivers/net/pcs/pcs.h"
#include "bench.h"

#define BENCH_MAX_SWNODES	10

/**
 * struct bench_entry - a PCS in the list, or in the hash table
 * @list: entry in the list
 * @hash: entry in the hash table
 * @fwnode: its key
 * @users: those that got it
 */
struct bench_entry {
	struct list_head list;
	struct rhash_head hash;
	struct fwnode_handle *fwnode;
	struct list_head users;
};

static DEFINE_MUTEX(bench_mutex); /* all of the two */
static LIST_HEAD(bench_list);
static struct rhashtable bench_table;

static const struct rhashtable_params bench_table_params = {
	.head_offset = offsetof(struct bench_entry, hash),
	.key_offset = offsetof(struct bench_entry, fwnode),
	.key_len = sizeof_field(struct bench_entry, fwnode),
	.automatic_shrinking = true,
};

/**
 * struct bench_peer - one of many PCS and its consumer
 * @pcs: the driver's PCS
 * @provider: its node
 * @consumer: node of the consumer
 * @entry: the same PCS in the list and in the hash table
 */
struct bench_peer {
	struct phylink_pcs pcs;
	struct bench_node provider;
	struct bench_node consumer;
	struct bench_entry entry;
};

/* All of them, in an order that the memory does not have, and a spare one */
static struct bench_peer *bench_peers, bench_spare;
static u32 *bench_order;
static unsigned int bench_num, bench_pos;
static struct fwnode_handle **bench_swnodes;
static unsigned int bench_num_swnodes;

static struct bench_peer *bench_next(void)
{
	if (++bench_pos >= bench_num)
		bench_pos = 0;

	return &bench_peers[bench_order[bench_pos]];
}

static struct fwnode_handle *bench_next_fwnode(void)
{
	return &bench_next()->provider.fwnode;
}

static struct fwnode_handle *bench_next_swnode(void)
{
	if (++bench_pos >= bench_num_swnodes)
		bench_pos = 0;

	return bench_swnodes[bench_pos];
}

static struct bench_entry *bench_list_find(struct fwnode_handle *fwnode)
{
	struct bench_entry *entry;

	lockdep_assert_held(&bench_mutex);

	list_for_each_entry(entry, &bench_list, list)
		if (entry->fwnode == fwnode)
			return entry;

	return NULL;
}

static struct bench_entry *bench_table_find(struct fwnode_handle *fwnode)
{
	return rhashtable_lookup_fast(&bench_table, &fwnode,
				      bench_table_params);
}

static noinline struct bench_entry *
bench_list_lookup(struct fwnode_handle *fwnode)
{
	struct bench_entry *entry;

	mutex_lock(&bench_mutex);
	entry = bench_list_find(fwnode);
	mutex_unlock(&bench_mutex);

	return entry;
}

static noinline struct bench_entry *
bench_table_lookup(struct fwnode_handle *fwnode)
{
	return bench_table_find(fwnode);
}

/* What there has to be of a consumer: memory, and its place. */
static void bench_user(struct fwnode_handle *fwnode,
		       struct bench_entry *(*find)(struct fwnode_handle *))
{
	struct bench_entry *entry;
	struct pcs_handle *h;

	h = kzalloc_obj(*h);
	if (!h)
		return;

	mutex_lock(&bench_mutex);
	entry = find(fwnode);
	if (entry)
		list_add_tail(&h->node, &entry->users);
	mutex_unlock(&bench_mutex);

	mutex_lock(&bench_mutex);
	if (entry)
		list_del(&h->node);
	mutex_unlock(&bench_mutex);
	kfree(h);
}

static void bench_list_register(struct fwnode_handle *fwnode)
{
	struct bench_entry *entry;

	entry = kzalloc_obj(*entry);
	if (!entry)
		return;

	entry->fwnode = fwnode;
	mutex_lock(&bench_mutex);
	if (!bench_list_find(fwnode))
		list_add_tail(&entry->list, &bench_list);
	mutex_unlock(&bench_mutex);

	mutex_lock(&bench_mutex);
	list_del(&entry->list);
	mutex_unlock(&bench_mutex);
	kfree(entry);
}

static void bench_table_register(struct fwnode_handle *fwnode)
{
	struct bench_entry *entry;
	int err;

	entry = kzalloc_obj(*entry);
	if (!entry)
		return;

	entry->fwnode = fwnode;
	mutex_lock(&bench_mutex);
	err = rhashtable_lookup_insert_fast(&bench_table, &entry->hash,
					    bench_table_params);
	mutex_unlock(&bench_mutex);

	mutex_lock(&bench_mutex);
	if (!err)
		rhashtable_remove_fast(&bench_table, &entry->hash,
				       bench_table_params);
	mutex_unlock(&bench_mutex);
	kfree(entry);
}

static void bench_registry_register(struct bench_peer *peer)
{
	const struct pcs_provider_config config = {
		.fwnode = &peer->provider.fwnode, .pcs = &peer->pcs,
	};

	if (!pcs_register(bench_dev, &config))
		pcs_unregister(&peer->pcs);
}

static void bench_registry_get(const struct fwnode_handle *fwnode)
{
	struct phylink_pcs *pcs = fwnode_pcs_get(NULL, fwnode, NULL, 0);

	if (!IS_ERR(pcs))
		pcs_put(pcs);
}

#if IS_BUILTIN(CONFIG_PCS_BENCH) && IS_ENABLED(CONFIG_KUNIT)
static struct pcs_endpoint *bench_registry_lookup(struct fwnode_handle *fwnode)
{
	static struct fwnode_reference_args ref;

	ref.fwnode = fwnode;

	return pcs_endpoint_find(&ref);
}

/* The part of pcs_get() that is the search. Held by the caller: pcs_mutex. */
static void bench_endpoints(const char *what)
{
	mutex_lock(&pcs_mutex);
	bench_row("lookup", what, "registry", bench_num,
		  bench_use(bench_registry_lookup(bench_next_fwnode())));
	mutex_unlock(&pcs_mutex);
}
#else
static void bench_endpoints(const char *what)
{
}
#endif

static void bench_lookups(void)
{
	static const char what[] = "bare look-up";

	bench_row("lookup", what, "rhashtable", bench_num,
		  bench_use(bench_table_lookup(bench_next_fwnode())));
	bench_row("lookup", what, "list, mutex", bench_num,
		  bench_use(bench_list_lookup(bench_next_fwnode())));
	bench_endpoints(what);
	bench_row("lookup", what, "pcs_link_change()", bench_num,
		  pcs_link_change(&bench_next()->pcs, true));
}

static void bench_gets(void)
{
	static const char what[] = "get and put, any of them";

	bench_row("lookup", what, "rhashtable, mutex", bench_num,
		  bench_user(bench_next_fwnode(), bench_table_find));
	bench_row("lookup", what, "list, mutex", bench_num,
		  bench_user(bench_next_fwnode(), bench_list_find));
	bench_row("lookup", what, "registry", bench_num,
		  bench_registry_get(&bench_next()->consumer.fwnode));
}

/* What is asked for all the time stays in the cache, whatever else there is. */
static void bench_gets_few(void)
{
	static const char what[] = "get and put, 10 of them in turn";
	unsigned int num = bench_num;

	bench_num = min(num, 10u);
	bench_row("lookup", what, "registry", num,
		  bench_registry_get(&bench_next()->consumer.fwnode));
	bench_row("lookup", what, "registry, software nodes", num,
		  bench_registry_get(bench_next_swnode()));
	bench_num = num;
}

static void bench_registers(void)
{
	static const char what[] = "register and unregister";

	bench_row("lookup", what, "rhashtable, mutex", bench_num,
		  bench_table_register(&bench_spare.provider.fwnode));
	bench_row("lookup", what, "list, mutex", bench_num,
		  bench_list_register(&bench_spare.provider.fwnode));
	bench_row("lookup", what, "registry", bench_num,
		  bench_registry_register(&bench_spare));
}

static void bench_peer_init(struct bench_peer *peer)
{
	peer->pcs.ops = &bench_pcs_ops;
	bench_node_init(&peer->provider, NULL);
	bench_node_init(&peer->consumer, &peer->provider.fwnode);
	INIT_LIST_HEAD(&peer->entry.users);
	peer->entry.fwnode = &peer->provider.fwnode;
}

static int bench_peer_add(struct bench_peer *peer)
{
	const struct pcs_provider_config config = {
		.fwnode = &peer->provider.fwnode, .pcs = &peer->pcs,
	};
	int err;

	bench_peer_init(peer);
	err = pcs_register(bench_dev, &config);
	if (err)
		return err;

	err = rhashtable_insert_fast(&bench_table, &peer->entry.hash,
				     bench_table_params);
	if (err) {
		pcs_unregister(&peer->pcs);
		return err;
	}
	list_add_tail(&peer->entry.list, &bench_list);

	return 0;
}

static void bench_peer_del(struct bench_peer *peer)
{
	list_del(&peer->entry.list);
	rhashtable_remove_fast(&bench_table, &peer->entry.hash,
			       bench_table_params);
	pcs_unregister(&peer->pcs);
}

static int bench_grow(unsigned int num)
{
	unsigned int i, other;
	int err;

	for (; bench_num < num; bench_num++) {
		err = bench_peer_add(&bench_peers[bench_num]);
		if (err)
			return err;
	}

	for (i = 0; i < num; i++) {
		other = get_random_u32_inclusive(0, i);
		bench_order[i] = bench_order[other];
		bench_order[other] = i;
	}

	return 0;
}

static void bench_drop_swnodes(void)
{
	while (bench_num_swnodes)
		fwnode_remove_software_node(bench_swnodes[--bench_num_swnodes]);
}

/* Consumers described by software nodes, of some of the PCS */
static int bench_make_swnodes(void)
{
	struct software_node_ref_args ref = {};
	const struct property_entry props[] = {
		PROPERTY_ENTRY_REF_ARRAY_LEN("pcs-handle", &ref, 1),
		{ }
	};
	struct fwnode_handle *fwnode;

	while (bench_num_swnodes < min(bench_num, BENCH_MAX_SWNODES)) {
		ref.fwnode = bench_next_fwnode();
		fwnode = fwnode_create_software_node(props, NULL);
		if (IS_ERR(fwnode))
			return PTR_ERR(fwnode);
		bench_swnodes[bench_num_swnodes++] = fwnode;
	}

	return 0;
}

static int bench_sizes_run(void)
{
	unsigned int num;
	int err;

	bench_peer_init(&bench_spare);
	bench_for_each_size(num) {
		err = bench_grow(num) ?: bench_make_swnodes();
		if (err)
			return err;
		bench_lookups();
		bench_gets();
		bench_gets_few();
		bench_registers();
		bench_drop_swnodes();
	}

	return 0;
}

int bench_lookup(void)
{
	int err;

	err = rhashtable_init(&bench_table, &bench_table_params);
	if (err)
		return err;

	bench_peers = kvzalloc_objs(*bench_peers, bench_max);
	bench_order = kvzalloc_objs(*bench_order, bench_max);
	bench_swnodes = kzalloc_objs(*bench_swnodes, BENCH_MAX_SWNODES);
	if (bench_peers && bench_order && bench_swnodes)
		err = bench_sizes_run();
	else
		err = -ENOMEM;

	bench_drop_swnodes();
	while (bench_num)
		bench_peer_del(&bench_peers[--bench_num]);
	kfree(bench_swnodes);
	kvfree(bench_order);
	kvfree(bench_peers);
	rhashtable_destroy(&bench_table);

	return err;
}
