/*
 * area_rows.h - the row operations of the area resampler
 *
 * A "line" is the samples of one source row in one plane, `count` of them, side by side; the
 * vertical pass needs to know no more of channels and columns than that.
 *
 *   v[i]   weighted sum down the rows so far, u32. Signed samples are s32 in the same bits.
 *          It fits: weights of one grid row sum to at most 65535, samples are 16 bits.
 *   s[i]   plain sum of whole rows: u16 for u8 samples, at most 257 of them (257 * 255 = 65535);
 *          u32 or s32 for 16-bit ones, which fits as v does
 */
#ifndef EC_AREA_ROWS_H
#define EC_AREA_ROWS_H

#include <stddef.h>
#include <stdint.h>

/* Rows that one call of `sum` may take, and that s of u8 samples may hold between flushes. */
#define EC_AREA_SUM_ROWS 4
#define EC_AREA_U8_ROWS 257

typedef struct ec_area_type_rows {
    /* v = weight * row */
    void (*start)(uint32_t *v, const void *row, uint32_t weight, size_t count);
    /* s = or += rows[0] + ... + rows[n - 1], n in 1..EC_AREA_SUM_ROWS; `first` assigns */
    void (*sum)(void *s, const void *const *rows, size_t n, int first, size_t count);
    /* v += inner * s */
    void (*flush)(uint32_t *v, const void *s, uint32_t inner, size_t count);
    /* v += weight * row */
    void (*add)(uint32_t *v, const void *row, uint32_t weight, size_t count);
} ec_area_type_rows;

typedef struct ec_area_rows {
    ec_area_type_rows type[3]; /* by EC_SAMPLE_* */
} ec_area_rows;

extern const ec_area_rows ec_area_rows_portable;
extern const ec_area_rows ec_area_rows_avx2;

#endif
