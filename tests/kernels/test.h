/* test.h - what the kernel tests share: checks, exact-size memory, a seeded generator */
#ifndef EC_TEST_H
#define EC_TEST_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ec_kernels.h"

/* Ends the test with a line that says what differed. */
#define CHECK(condition, ...)                                              \
    do {                                                                   \
        if (!(condition)) {                                                \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition); \
            fprintf(stderr, __VA_ARGS__);                                  \
            fprintf(stderr, "\n");                                         \
            exit(1);                                                       \
        }                                                                  \
    } while (0)

/* Memory of exactly `bytes` bytes, so that AddressSanitizer sees the first byte too many. */
static inline void *exactly(size_t bytes)
{
    void *p = NULL;
    CHECK(posix_memalign(&p, EC_ALIGN, bytes ? bytes : 1) == 0, "%zu bytes", bytes);
    memset(p, 0xA5, bytes);
    return p;
}

/* splitmix64 */
static uint64_t random_state;

static inline uint64_t random_bits(void)
{
    uint64_t z = (random_state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* least <= result <= most */
static inline int64_t between(int64_t least, int64_t most)
{
    return least + (int64_t)(random_bits() % (uint64_t)(most - least + 1));
}

static inline int one_in(int n)
{
    return between(1, n) == 1;
}

/* How many random cases: the default, or EC_TEST_CASES. */
static inline int case_count(int normal)
{
    const char *wanted = getenv("EC_TEST_CASES");
    return wanted ? atoi(wanted) : normal;
}

#endif
