/* ec_size.h - sizes that know when they overflowed */
#ifndef EC_SIZE_H
#define EC_SIZE_H

#include "ec_kernels.h"

/* Bytes counted so far; `failed` once a sum or product did not fit. */
typedef struct ec_size {
    size_t bytes;
    int failed;
} ec_size;

static inline size_t ec_size_round(ec_size *size, size_t n)
{
    size_t rounded = n;
    size->failed |= __builtin_add_overflow(n, (size_t)(EC_ALIGN - 1), &rounded);
    return rounded / EC_ALIGN * EC_ALIGN;
}

/* Appends count items of item_bytes and rounds up to EC_ALIGN; returns where they begin. */
static inline size_t ec_size_add(ec_size *size, size_t count, size_t item_bytes)
{
    size_t start = size->bytes, length = 0;
    size->failed |= __builtin_mul_overflow(count, item_bytes, &length);
    length = ec_size_round(size, length);
    size->failed |= __builtin_add_overflow(start, length, &size->bytes);
    return start;
}

#endif
