/*
 * area_rows.h - the vertical pass, compiled once for each instruction set
 *
 * The including file gets AREA_ROWS, the initialiser of ec_area_ops.rows, and `band`. The loops are plain
 * and free of dependencies, so the compiler turns them into vectors; memory bandwidth bounds
 * them. Being one source, they agree by construction. Samples are read with memcpy: rows
 * of 16-bit samples need not be aligned.
 */
#ifndef EC_AREA_ROWS_H
#define EC_AREA_ROWS_H

#include "area_ops.h"

#include <string.h>

/* Many rows are summed in strips of this many samples, so that the strip's sums stay in the
 * first-level cache while rows pass, and each row is still read in runs long enough to prefetch. */
enum { AREA_STRIP = 1024 };

#define LOAD(T, p, i, value) \
    T value;                 \
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
    /* `keep` is all ones, or 0 to ignore what s held before */                                                \
    static void sum1_##NAME(SUM *restrict s, const uint8_t *restrict a, SUM keep, size_t count)               \
    {                                                                                                          \
        for (size_t i = 0; i < count; i++) {                                                                   \
            LOAD(T, a, i, x);                                                                                  \
            s[i] = (SUM)((s[i] & keep) + (SUM)x);                                                              \
        }                                                                                                      \
    }                                                                                                          \
    static void sum4_##NAME(SUM *restrict s, const uint8_t *restrict a, ptrdiff_t stride, SUM keep,           \
                            size_t count)                                                                     \
    {                                                                                                          \
        for (size_t i = 0; i < count; i++) {                                                                   \
            LOAD(T, a, i, x);                                                                                  \
            LOAD(T, a + stride, i, y);                                                                         \
            LOAD(T, a + 2 * stride, i, z);                                                                     \
            LOAD(T, a + 3 * stride, i, w);                                                                     \
            s[i] = (SUM)((s[i] & keep) + (SUM)x + (SUM)y + (SUM)z + (SUM)w);                                   \
        }                                                                                                      \
    }                                                                                                          \
    static void sum_##NAME(void *sums, const uint8_t *rows, ptrdiff_t stride, size_t n, int first,            \
                           size_t count)                                                                      \
    {                                                                                                          \
        SUM *s = sums;                                                                                         \
        for (size_t i = 0; i < count; i += AREA_STRIP) {                                                       \
            size_t strip = count - i < AREA_STRIP ? count - i : AREA_STRIP, r = 0;                             \
            const uint8_t *at = rows + i * sizeof(T);                                                          \
            SUM keep = first ? 0 : (SUM)~(SUM)0;                                                               \
            for (; r + 4 <= n; r += 4, at += 4 * stride, keep = (SUM)~(SUM)0)                                  \
                sum4_##NAME(s + i, at, stride, keep, strip);                                                   \
            for (; r < n; r++, at += stride, keep = (SUM)~(SUM)0)                                              \
                sum1_##NAME(s + i, at, keep, strip);                                                           \
        }                                                                                                      \
    }

/* (uint32_t) of a negative s16 extends its sign: sums are s32 in u32. */
DEFINE_ROWS(u8, uint8_t, uint16_t)
DEFINE_ROWS(u16, uint16_t, uint32_t)
DEFINE_ROWS(s16, int16_t, uint32_t)

/* One strip of a band; the sums of whole rows stay in the first-level cache. */
static void band_strip(uint16_t *restrict v, const uint8_t *restrict rows, const ec_area_band *b, size_t count)
{
    const uint8_t *restrict last = rows + (ptrdiff_t)(b->between + 1) * b->row_stride;
    const uint16_t head = b->head, inner = b->inner, tail = b->tail;
    uint16_t s[AREA_STRIP];
    if (tail == 0) {
        for (size_t i = 0; i < count; i++)
            v[i] = (uint16_t)(head * rows[i]);
    } else if (b->between == 0) {
        for (size_t i = 0; i < count; i++)
            v[i] = (uint16_t)(head * rows[i] + tail * last[i]);
    } else {
        sum_u8(s, rows + b->row_stride, b->row_stride, b->between, 1, count);
        for (size_t i = 0; i < count; i++)
            v[i] = (uint16_t)(head * rows[i] + inner * s[i] + tail * last[i]);
    }
}

static void band(uint16_t *v, const ec_area_band *b, size_t count)
{
    for (size_t i = 0; i < count; i += AREA_STRIP)
        band_strip(v + i, b->rows + i, b, count - i < AREA_STRIP ? count - i : AREA_STRIP);
}

#define AREA_ROWS                                    \
    {                                                \
        {start_u8, sum_u8, flush_u8, add_u8},        \
        {start_u16, sum_u16, flush_u16, add_u16},    \
        {start_s16, sum_s16, flush_s16, add_s16},    \
    }

#endif
