/*
 * area_ops.h - the inner loops of the area resampler, one set for each instruction set
 *
 * A "line" is the samples of one source row in one plane, `count` of them, side by side; the
 * vertical pass needs to know no more of channels and columns than that.
 *
 *   v[i]   weighted sum down the rows so far, u32. Signed samples are s32 in the same bits.
 *          It fits: weights of one grid row sum to at most 65535, samples are 16 bits.
 *   s[i]   plain sum of whole rows: u16 for u8 samples, at most 257 of them (257 * 255 = 65535);
 *          u32 or s32 for 16-bit ones, which fits as v does
 */
#ifndef EC_AREA_OPS_H
#define EC_AREA_OPS_H

#include <stddef.h>
#include <stdint.h>

/* Rows that s may hold between flushes. */
#define EC_AREA_SUM_ROWS 257

/* Elements that may be read past the end of v: pixels of 3 are taken 4 at a time. */
#define EC_AREA_V_OVERREAD 4

typedef struct ec_area_row_ops {
    /* v = weight * row */
    void (*start)(uint32_t *v, const void *row, uint32_t weight, size_t count);
    /* s = (first) or += row 0 + ... + row n - 1, which lie row_stride bytes apart */
    void (*sum)(void *s, const uint8_t *rows, ptrdiff_t row_stride, size_t n, int first, size_t count);
    /* v += inner * s */
    void (*flush)(uint32_t *v, const void *s, uint32_t inner, size_t count);
    /* v += weight * row */
    void (*add)(uint32_t *v, const void *row, uint32_t weight, size_t count);
} ec_area_row_ops;

/*
 * The source samples j that grid sample i covers, ECM §2.2: first <= j <= last, with weight
 * `head` at first and `tail` at last, and m at every one between, where n / m is source size over
 * grid size in lowest terms. Where first = last the weight is `head`, then n, and `tail` is 0.
 */
typedef struct ec_area_span {
    uint32_t first, last, head, tail;
} ec_area_span;

/* The horizontal pass: sums[i][c] = weighted sum of v over the columns of grid column i, where
 * (column x, channel c) is v[x * column_step + c * channel_step]. */
typedef struct ec_area_columns {
    const ec_area_span *spans; /* [columns] */
    uint32_t columns, channels;
    uint32_t inner; /* weight of a column between first and last */
    int is_signed;  /* v holds s32 */
    int is_whole;   /* the source is a multiple of the grid: every weight is 1 */
    ptrdiff_t column_step, channel_step;
} ec_area_columns;

/* From sums to grid values, ECM §2.3; see area_window.c. */
typedef struct ec_area_window {
    int64_t offset;  /* floor(divisor / 2) - 255 * low * T: the numerator is 255 * v + offset */
    int64_t divisor; /* width * T */
    uint32_t drop;   /* low bits of the numerator that the estimate ignores */
    uint32_t reciprocal, reciprocal_shift;
} ec_area_window;

/*
 * The narrow way, for most pictures of a camera: u8 samples over their full range, one slice, all
 * rows of a grid row at hand. Weights in lowest terms are small, so that v fits u16, sums fit u32
 * and the window is one division by T (area_narrow.c).
 */

/* The source rows of one grid row: `between` whole ones after the first, then the last, unless
 * tail is 0. Weights add up to at most 257. */
typedef struct ec_area_band {
    const uint8_t *rows;
    ptrdiff_t row_stride;
    size_t between;
    uint16_t head, inner, tail;
} ec_area_band;

/* g = ((v + half) * reciprocal) >> (32 + shift) */
typedef struct ec_area_narrow {
    uint32_t half, reciprocal, shift;
} ec_area_narrow;

typedef struct ec_area_narrow_ops {
    /* v = weighted sum down the rows */
    void (*band)(uint16_t *v, const ec_area_band *band, size_t count);
    void (*columns)(const ec_area_columns *columns, const uint16_t *v, uint32_t *sums);
    void (*window)(const ec_area_narrow *window, const uint32_t *sums, uint8_t *out, size_t count);
} ec_area_narrow_ops;

typedef struct ec_area_ops {
    ec_area_row_ops rows[3]; /* by EC_SAMPLE_* */
    void (*columns)(const ec_area_columns *columns, const uint32_t *v, int64_t *sums);
    void (*window)(const ec_area_window *window, const int64_t *v, uint8_t *out, size_t count);
    ec_area_narrow_ops narrow;
} ec_area_ops;

extern const ec_area_ops ec_area_ops_portable;
extern const ec_area_ops ec_area_ops_avx2;
extern const ec_area_ops ec_area_ops_neon;

/* Plain C; also what remains of a row when vectors are full, and for strides without vectors. */
void ec_area_columns_portable(const ec_area_columns *columns, const uint32_t *v, int64_t *sums);
void ec_area_window_portable(const ec_area_window *window, const int64_t *v, uint8_t *out, size_t count);
void ec_area_narrow_columns_portable(const ec_area_columns *columns, const uint16_t *v, uint32_t *sums);
void ec_area_narrow_window_portable(const ec_area_narrow *window, const uint32_t *sums, uint8_t *out, size_t count);

#endif
