// SPDX-License-Identifier: GPL-2.0-only
/*
 * Planted faults. Each suite does one thing that the test harness must notice
 * on the console, to prove on every run that it looks. Never run with others.
 */
#include <kunit/test.h>
#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/slab.h>

static DEFINE_MUTEX(planted_lock_a);
static DEFINE_MUTEX(planted_lock_b);

/* Two locks taken in either order: a possible deadlock, reported by lockdep. */
static void planted_lock_order(struct kunit *test)
{
	mutex_lock(&planted_lock_a);
	mutex_lock(&planted_lock_b);
	mutex_unlock(&planted_lock_b);
	mutex_unlock(&planted_lock_a);

	mutex_lock(&planted_lock_b);
	mutex_lock(&planted_lock_a);
	mutex_unlock(&planted_lock_a);
	mutex_unlock(&planted_lock_b);
}

static struct kunit_case planted_lock_cases[] = {
	KUNIT_CASE(planted_lock_order),
	{}
};

static struct kunit_suite planted_lock_suite = {
	.name = "planted_lock",
	.test_cases = planted_lock_cases,
};

/* A warning; the case passes nevertheless. */
static void planted_warning(struct kunit *test)
{
	WARN(1, "planted\n");
}

static struct kunit_case planted_warn_cases[] = {
	KUNIT_CASE(planted_warning),
	{}
};

static struct kunit_suite planted_warn_suite = {
	.name = "planted_warn",
	.test_cases = planted_warn_cases,
};

/* Memory used after it was freed, reported by KASAN. */
static void planted_use_after_free(struct kunit *test)
{
	u8 *mem = kmalloc(64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	kfree(mem);
	OPTIMIZER_HIDE_VAR(mem);
	READ_ONCE(*mem);
}

static struct kunit_case planted_uaf_cases[] = {
	KUNIT_CASE(planted_use_after_free),
	{}
};

static struct kunit_suite planted_uaf_suite = {
	.name = "planted_uaf",
	.test_cases = planted_uaf_cases,
};

/* Memory that nobody frees, reported by kmemleak when it is told to scan. */
static void planted_memory_leak(struct kunit *test)
{
	int i;

	/* Several: a stale pointer on a stack may hide one of them. */
	for (i = 0; i < 8; i++) {
		void *mem = kmalloc(64, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, mem);
		OPTIMIZER_HIDE_VAR(mem);
	}
}

static struct kunit_case planted_leak_cases[] = {
	KUNIT_CASE(planted_memory_leak),
	{}
};

static struct kunit_suite planted_leak_suite = {
	.name = "planted_leak",
	.test_cases = planted_leak_cases,
};

static int planted_race_count;

static int planted_race_thread(void *data)
{
	while (!kthread_should_stop()) {
		planted_race_count++;
		cond_resched();
	}

	return 0;
}

/* A number that two threads count up without a lock, reported by KCSAN. */
static void planted_data_race(struct kunit *test)
{
	struct task_struct *task[2];
	int i;

	for (i = 0; i < ARRAY_SIZE(task); i++) {
		task[i] = kthread_run(planted_race_thread, NULL, "planted");
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task[i]);
	}
	msleep(500);
	for (i = 0; i < ARRAY_SIZE(task); i++)
		kthread_stop(task[i]);
}

static struct kunit_case planted_race_cases[] = {
	KUNIT_CASE(planted_data_race),
	{}
};

static struct kunit_suite planted_race_suite = {
	.name = "planted_race",
	.test_cases = planted_race_cases,
};

#ifdef PLANTED_FOR_SPARSE
/* Network byte order taken for a number, reported by sparse. */
static int planted_byte_order(__be16 number)
{
	return number;
}
#endif

kunit_test_suites(&planted_lock_suite, &planted_warn_suite, &planted_uaf_suite,
		  &planted_leak_suite, &planted_race_suite);

MODULE_DESCRIPTION("Planted faults, to test the test harness");
MODULE_LICENSE("GPL");
