/*
 * area_rows_impl.h - the row operations, compiled once for each instruction set
 *
 * The including file defines AREA_ROWS, the name of its table. The loops are plain and free of
 * dependencies, so the compiler turns them into vectors; memory bandwidth bounds them. Being
 * one source, they agree by construction. Samples are read with memcpy: rows of 16-bit samples
 * need not be aligned.
 */
#include "area_rows.h"

#include <string.h>

/* Reads of type T at index i, as the 32-bit pattern of its value. */
#define LOAD(T, p, i, value)                                   \
    T value;                                                   \
    memcpy(&value, (const uint8_t *)(p) + (i) * sizeof(T), sizeof(T))

#define DEFINE_ROWS(NAME, T, SUM)                                                                              \
    static void start_##NAME(uint32_t *restrict v, const void *restrict row, uint32_t weight, size_t count)   \
    {                                                                                                          \
        for (size_t i = 0; i < count; i++) {                                                                   \
            LOAD(T, row, i, x);                                                                                \
            v[i] = weight * (uint32_t)x;                                                                       \
        }                                                                                                      \
    }                                                                                                          \
    static void add_##NAME(uint32_t *restrict v, const void *restrict row, uint32_t weight, size_t count)     \
    {                                                                                                          \
        for (size_t i = 0; i < count; i++) {                                                                   \
            LOAD(T, row, i, x);                                                                                \
            v[i] += weight * (uint32_t)x;                                                                      \
        }                                                                                                      \
    }                                                                                                          \
    static void flush_##NAME(uint32_t *restrict v, const void *restrict sums, uint32_t inner, size_t count)   \
    {                                                                                                          \
        const SUM *restrict s = sums;                                                                          \
        for (size_t i = 0; i < count; i++)                                                                     \
            v[i] += inner * (uint32_t)s[i];                                                                    \
    }                                                                                                          \
    static void sum1_##NAME(SUM *restrict s, const void *restrict a, SUM keep, size_t count)                  \
    {                                                                                                          \
        for (size_t i = 0; i < count; i++) {                                                                   \
            LOAD(T, a, i, x);                                                                                  \
            s[i] = (SUM)((s[i] & keep) + (SUM)x);                                                              \
        }                                                                                                      \
    }                                                                                                          \
    static void sum4_##NAME(SUM *restrict s, const void *restrict a, const void *restrict b,                  \
                            const void *restrict c, const void *restrict d, SUM keep, size_t count)           \
    {                                                                                                          \
        for (size_t i = 0; i < count; i++) {                                                                   \
            LOAD(T, a, i, x);                                                                                  \
            LOAD(T, b, i, y);                                                                                  \
            LOAD(T, c, i, z);                                                                                  \
            LOAD(T, d, i, w);                                                                                  \
            s[i] = (SUM)((s[i] & keep) + (SUM)x + (SUM)y + (SUM)z + (SUM)w);                                   \
        }                                                                                                      \
    }                                                                                                          \
    static void sum_##NAME(void *s, const void *const *rows, size_t n, int first, size_t count)               \
    {                                                                                                          \
        SUM keep = first ? 0 : (SUM)~(SUM)0; /* the first rows ignore what s held before */                    \
        if (n == 4) {                                                                                          \
            sum4_##NAME(s, rows[0], rows[1], rows[2], rows[3], keep, count);                                   \
            return;                                                                                            \
        }                                                                                                      \
        for (size_t r = 0; r < n; r++, keep = (SUM)~(SUM)0)                                                    \
            sum1_##NAME(s, rows[r], keep, count);                                                              \
    }

/* (uint32_t) of a negative s16 extends its sign: sums are s32 in u32. */
DEFINE_ROWS(u8, uint8_t, uint16_t)
DEFINE_ROWS(u16, uint16_t, uint32_t)
DEFINE_ROWS(s16, int16_t, uint32_t)

const ec_area_rows AREA_ROWS = {{
    {start_u8, sum_u8, flush_u8, add_u8},
    {start_u16, sum_u16, flush_u16, add_u16},
    {start_s16, sum_s16, flush_s16, add_s16},
}};
