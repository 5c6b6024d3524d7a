/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCS subsystem benchmark: what its files share
 */
#ifndef __PCS_BENCH_H
#define __PCS_BENCH_H

#include <linux/fwnode.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/phylink.h>
#include <linux/sched.h>

/**
 * struct bench_node - a firmware node, as simple as can be
 * @fwnode: the node
 * @target: what its ``pcs-handle`` refers to, or NULL
 *
 * Of a kind of their own, since what software nodes and device trees cost is
 * not ours, and grows with how many there are.
 */
struct bench_node {
	struct fwnode_handle fwnode;
	struct fwnode_handle *target;
};

/**
 * struct bench_result - samples of one row of the table
 * @group: which table
 * @what: what is done
 * @who: by which means; the first of a @group and @what is the reference that
 *	the others are compared with
 * @n: among how many
 * @num: number of samples
 * @ps: the samples, in picoseconds
 */
struct bench_result {
	const char *group;
	const char *what;
	const char *who;
	unsigned long n;
	unsigned int num;
	u64 ps[];
};

extern unsigned int bench_runs;
extern unsigned int bench_sample_us;
extern unsigned int bench_max;

extern struct device *bench_dev;
extern const struct phylink_pcs_ops bench_pcs_ops;

/* Numbers of registered PCS, waiting consumers and the like */
#define bench_for_each_size(n)						\
	for (const unsigned int *__size = bench_sizes;			\
	     ((n) = *__size) && (n) <= bench_max; __size++)

extern const unsigned int bench_sizes[];

struct bench_result *bench_result(const char *group, const char *what,
				  const char *who, unsigned long n);
void bench_add(struct bench_result *r, u64 ns, unsigned long loops);
void bench_done(struct bench_result *r);
void bench_figure(const char *group, const char *what, const char *who,
		  unsigned long n, u64 value, const char *unit);

void bench_node_init(struct bench_node *node, struct fwnode_handle *target);

/* What is found out is wanted, for all that the compiler knows. */
#define bench_use(x)							\
do {									\
	typeof(x) __x = (x);						\
									\
	OPTIMIZER_HIDE_VAR(__x);					\
} while (0)

static inline void bench_nothing(void)
{
}

/* Nanoseconds that @loops times @body takes */
#define bench_elapsed(loops, body)					\
({									\
	ktime_t __start = ktime_get();					\
									\
	for (unsigned long __i = 0; __i < (loops); __i++)		\
		body;							\
	ktime_to_ns(ktime_sub(ktime_get(), __start));			\
})

/* A row: what @body takes. So many in a row make one sample that reading the
 * clock does not matter; to find how many also warms up.
 */
#define bench_row(group, what, who, n, body)				\
do {									\
	struct bench_result *__r = bench_result(group, what, who, n);	\
	unsigned long __loops = 1;					\
									\
	while (__r && bench_elapsed(__loops, body) <			\
		      bench_sample_us * NSEC_PER_USEC)			\
		__loops *= 2;						\
	for (unsigned int __run = 0; __r && __run < bench_runs; __run++) { \
		bench_add(__r, bench_elapsed(__loops, body), __loops);	\
		cond_resched();						\
	}								\
	bench_done(__r);						\
} while (0)

/* The same for what has to be undone each time, which does not count. @body
 * does it so many times in a row, if it is too short for the clock.
 */
#define bench_row_once(group, what, who, n, times, runs, body, undo)	\
do {									\
	struct bench_result *__r = bench_result(group, what, who, n);	\
	unsigned int __runs = min(runs, bench_runs);			\
									\
	for (unsigned int __run = 0; __r && __run <= __runs; __run++) {	\
		u64 __ns = bench_elapsed(1, body);			\
									\
		/* the first one warms up */				\
		if (__run)						\
			bench_add(__r, __ns, times);			\
		undo;							\
		cond_resched();						\
	}								\
	bench_done(__r);						\
} while (0)

/* Each is one file, and one or more tables. */
int bench_ops(void);
int bench_lookup(void);
int bench_array(void);
int bench_events(void);
int bench_recovery(void);
int bench_memory(void);

#endif /* __PCS_BENCH_H */
