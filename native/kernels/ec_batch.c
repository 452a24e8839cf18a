/*
 * ec_batch.c - items of work over a runner that is the caller's, and therefore not trusted
 *
 * A runner may call twice, not at all, with numbers that do not exist, or after it has returned. Each call claims
 * its item's bit and its thread's bit before it touches anything; one that cannot is left out and remembered.
 */
#include "ec_batch.h"

#include <sched.h>
#include <stddef.h>

static const uint64_t closed = ~(uint64_t)0;

static void run_item(ec_batch *batch, uint32_t index, uint32_t thread)
{
    uint64_t item = (uint64_t)1 << index, number = (uint64_t)1 << thread;
    if (atomic_fetch_or(&batch->claimed, item) & item) {
        atomic_store(&batch->broken, 1);
        return;
    }
    if (atomic_fetch_or(&batch->busy, number) & number) {
        atomic_store(&batch->broken, 1);
        return;
    }
    batch->item(batch->context, index, thread);
    atomic_fetch_and(&batch->busy, ~number);
    atomic_fetch_add(&batch->done, 1);
}

/* What the runner calls. */
static void work(void *opaque, uint32_t index, uint32_t thread)
{
    ec_batch *batch = opaque;
    atomic_fetch_add(&batch->inside, 1);
    if (index < EC_MAX_ITEMS && thread < batch->threads)
        run_item(batch, index, thread);
    else
        atomic_store(&batch->broken, 1);
    atomic_fetch_sub(&batch->inside, 1);
}

/* After this a late call finds its item taken, and none is under way. */
static void close_batch(ec_batch *batch)
{
    atomic_store(&batch->claimed, closed);
    while (atomic_load(&batch->inside) != 0)
        sched_yield();
}

int ec_batch_run(ec_batch *batch, ec_item_fn item, void *context, uint32_t count, uint32_t threads,
                 ec_runner_fn runner, void *opaque)
{
    if (runner == NULL || threads == 1 || count <= 1) {
        for (uint32_t i = 0; i < count; i++)
            item(context, i, 0);
        return 1;
    }
    batch->item = item;
    batch->context = context;
    batch->threads = threads;
    atomic_store(&batch->busy, 0);
    atomic_store(&batch->done, 0);
    atomic_store(&batch->broken, 0);
    /* Opens the batch: the bits of items that there are not stay set. */
    atomic_store(&batch->claimed, count < EC_MAX_ITEMS ? closed << count : 0);
    int failed = runner(opaque, work, batch, count);
    close_batch(batch);
    return !failed && !atomic_load(&batch->broken) && atomic_load(&batch->done) == count;
}
