/* ec_batch.h - items of work over a runner that is the caller's, and therefore not trusted */
#ifndef EC_BATCH_H
#define EC_BATCH_H

#include "ec_kernels.h"

#include <stdatomic.h>

/* Items of one batch: each has a bit in a word of 64. */
enum { EC_MAX_ITEMS = 64 };

/* What runs for each item. */
typedef void (*ec_item_fn)(void *context, uint32_t index, uint32_t thread);

/* All zeros at first. */
typedef struct ec_batch {
    ec_item_fn item;
    void *context;
    uint32_t threads;
    _Atomic uint64_t claimed; /* a bit for each item that was begun, or that there is not */
    _Atomic uint64_t busy;    /* a bit for each thread number in use */
    _Atomic uint32_t inside;  /* calls that have not returned */
    _Atomic uint32_t done;    /* items that were run to their end */
    _Atomic uint32_t broken;  /* 1: the runner did what it must not */
} ec_batch;

/*
 * Runs item(context, i, thread) for each i below count, at most EC_MAX_ITEMS. Without a runner, or for one item,
 * on the calling thread. Returns 1 if every item ran once and the runner kept to its contract; when it returns, no
 * item is running, whatever the runner did.
 */
int ec_batch_run(ec_batch *batch, ec_item_fn item, void *context, uint32_t count, uint32_t threads,
                 ec_runner_fn runner, void *opaque);

#endif
