/*
 * pool.c - threads that wait for work, as an ec_runner.
 *
 * The thread that calls the library works too, as number 0. Who is free takes the next task, so that a thread that
 * is held up delays nobody by more than a task.
 */
#define _POSIX_C_SOURCE 200809L

#include "pool.h"

#include <pthread.h>
#include <stdlib.h>

#define MAX_THREADS 32u
#define STACK_BYTES ((size_t)128 << 10)

typedef struct worker {
    struct pool *owner;
    uint32_t number;
    pthread_t thread;
} worker;

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t begins;
    pthread_cond_t ends;
    worker workers[MAX_THREADS];
    uint32_t threads;
    uint32_t started; /* workers that have to be joined */
    int stops;

    /* The batch at hand. */
    ec_task task;
    void *tasks;
    uint32_t next;
    uint32_t count;
    uint32_t running;
};

/* Takes tasks until there are none. Called, and returns, with the lock held. */
static void work(pool *p, uint32_t number)
{
    while (p->next < p->count) {
        uint32_t index = p->next++;
        ec_task task = p->task;
        void *tasks = p->tasks;
        p->running++;
        pthread_mutex_unlock(&p->lock);
        task(tasks, index, number);
        pthread_mutex_lock(&p->lock);
        p->running--;
    }
    if (p->running == 0) {
        pthread_cond_signal(&p->ends);
    }
}

static void *run_worker(void *argument)
{
    worker *self = argument;
    pool *p = self->owner;
    pthread_mutex_lock(&p->lock);
    while (!p->stops) {
        work(p, self->number);
        if (!p->stops && p->next == p->count) {
            pthread_cond_wait(&p->begins, &p->lock);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static int run(void *opaque, ec_task task, void *tasks, uint32_t count)
{
    pool *p = opaque;
    pthread_mutex_lock(&p->lock);
    p->task = task;
    p->tasks = tasks;
    p->next = 0;
    p->count = count;
    pthread_cond_broadcast(&p->begins);
    work(p, 0);
    while (p->running > 0) {
        pthread_cond_wait(&p->ends, &p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return 0;
}

pool *pool_create(uint32_t threads)
{
    pthread_attr_t attributes;
    uint32_t i;
    pool *p = threads >= 1 && threads <= MAX_THREADS ? calloc(1, sizeof *p) : NULL;
    if (p == NULL) {
        return NULL;
    }
    p->threads = threads;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->begins, NULL);
    pthread_cond_init(&p->ends, NULL);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    for (i = 1; i < threads; i++) {
        p->workers[i].owner = p;
        p->workers[i].number = i;
        if (pthread_create(&p->workers[i].thread, &attributes, run_worker, &p->workers[i]) != 0) {
            break;
        }
        p->started++;
    }
    pthread_attr_destroy(&attributes);
    if (p->started + 1 < threads) {
        pool_destroy(p);
        return NULL;
    }
    return p;
}

void pool_destroy(pool *p)
{
    uint32_t i;
    if (p == NULL) {
        return;
    }
    pthread_mutex_lock(&p->lock);
    p->stops = 1;
    pthread_cond_broadcast(&p->begins);
    pthread_mutex_unlock(&p->lock);
    for (i = 1; i <= p->started; i++) {
        pthread_join(p->workers[i].thread, NULL);
    }
    pthread_cond_destroy(&p->ends);
    pthread_cond_destroy(&p->begins);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

ec_runner pool_runner(pool *p)
{
    ec_runner runner;
    runner.opaque = p;
    runner.run = run;
    return runner;
}
