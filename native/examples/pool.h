/* pool.h - threads for ec_encoder_options.runner. */
#ifndef POOL_H
#define POOL_H

#include <edgecodec.h>

typedef struct pool pool;

/* Threads, the calling one counted: 1 to 32. NULL if they cannot be had. */
pool *pool_create(uint32_t threads);

void pool_destroy(pool *threads);

/* The runner that they are: valid until the pool is destroyed, for one encoder at a time. */
ec_runner pool_runner(pool *threads);

#endif
