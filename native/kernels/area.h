/* area.h - state of the area resampler, shared by area*.c */
#ifndef EC_AREA_H
#define EC_AREA_H

#include "area_ops.h"
#include "ec_kernels.h"
#include "ec_size.h"

/* How source rows become lines (area_ops.h), and where (column x, channel c) lies in v. */
typedef struct ec_area_lines {
    uint32_t count;      /* lines per row: 1, or one per channel where the planes are apart */
    uint32_t gathers;    /* 1: samples are too scattered, rows are copied together first */
    int64_t start;       /* bytes from (column 0, channel 0) to the lowest sample of line 0 */
    int64_t line_stride; /* bytes from line to line */
    size_t samples;      /* per line */
    ptrdiff_t origin, column_step, channel_step; /* index in v = origin + x * column_step + c * channel_step */
} ec_area_lines;

/* Rows that are gathered together before they are summed. */
#define EC_AREA_GATHERED 4

struct ec_area {
    ec_area_spec spec;
    const ec_area_ops *ops;
    const ec_area_row_ops *rows; /* of ops, for the sample type */
    ec_area_window window;
    ec_area_narrow narrow_window;
    uint32_t narrow;     /* 1: grid rows whose source rows come together go the narrow way */
    uint32_t n[3], m[3]; /* source size over grid size in lowest terms */
    uint64_t total;      /* T of ECM §2.2: n[0] * n[1] * n[2] */
    ec_area_lines lines;
    uint32_t sample_bytes;
    uint32_t copies; /* 1: every grid sample is one source sample, unchanged */
    uint32_t row_begin, row_end;       /* grid rows of the range */
    uint32_t source_begin, source_end; /* source rows that they need */
    uint8_t *grid;
    size_t row_stride, slice_stride;

    uint32_t slice;       /* of the source, being pushed */
    uint32_t grid_slice;  /* first grid slice that ends at or after it */
    uint32_t source_row;  /* next to come */
    uint32_t grid_row;    /* being summed */
    ec_area_span span;    /* of grid_row */
    uint32_t summed;      /* rows in s since the last flush */

    ec_area_columns columns;
    ec_area_span *spans;   /* of columns, [grid W] */
    uint32_t *v;           /* [lines][samples] */
    void *s;               /* [lines][samples], u16 or u32 */
    uint8_t *gathered;     /* [EC_AREA_GATHERED][W][C] samples */
    int64_t *sums;         /* [grid W][C] and one to spare: one grid row of this slice */
    int64_t *plane;        /* [rows][grid W][C]: sums of the grid slice that is open, if n_D > 1 */
};

/* n / m: source size over grid size, in lowest terms or not. */
ec_area_span ec_area_span_of(uint32_t i, uint32_t n, uint32_t m);

/* The window for sums of weights in lowest terms; `total` is T of those. */
ec_area_window ec_area_window_of(const ec_area_spec *spec, uint64_t total);

/* 1: the narrow way (area_ops.h) gives the result. */
int ec_area_is_narrow(const ec_area *area);

/* Its division, 2 <= total < 2^23. */
ec_area_narrow ec_area_narrow_of(uint32_t total);

/* A line of all channels holds at most one sample to spare for each column. */
static inline int64_t ec_area_line_limit(int64_t width, int64_t channels)
{
    return width * (channels + 1);
}

ec_area_lines ec_area_lines_of(const ec_area_spec *spec, uint32_t sample_bytes);

/* Copies one source row together: [W][C], tight. */
void ec_area_gather(const ec_area_spec *spec, uint32_t sample_bytes, const uint8_t *row, uint8_t *to);

#endif
