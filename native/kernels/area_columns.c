/*
 * area_columns.c - the horizontal pass of the area resampler, plain C
 *
 * One function body, specialised by the compiler for signed and unsigned sums and for the
 * steps that matter (gray, RGB, RGBA side by side).
 */
#include "area_ops.h"

static inline int64_t value(const uint32_t *v, ptrdiff_t i, int is_signed)
{
    return is_signed ? (int64_t)(int32_t)v[i] : (int64_t)v[i];
}

static inline __attribute__((always_inline)) void sum_columns(const ec_area_columns *job, const uint32_t *v,
                                                              int64_t *sums, int is_signed, uint32_t channels,
                                                              ptrdiff_t column_step, ptrdiff_t channel_step)
{
    const int64_t inner = job->inner;
    for (uint32_t i = 0; i < job->columns; i++, sums += channels) {
        const ec_area_span span = job->spans[i];
        int64_t total[3] = {0, 0, 0};
        for (ptrdiff_t x = (ptrdiff_t)span.first + 1; x < (ptrdiff_t)span.last; x++)
            for (uint32_t c = 0; c < channels; c++)
                total[c] += value(v, x * column_step + c * channel_step, is_signed);
        for (uint32_t c = 0; c < channels; c++) {
            int64_t head = value(v, span.first * column_step + c * channel_step, is_signed);
            int64_t tail = value(v, span.last * column_step + c * channel_step, is_signed);
            sums[c] = total[c] * inner + head * span.head + tail * span.tail;
        }
    }
}

static inline __attribute__((always_inline)) void by_steps(const ec_area_columns *job, const uint32_t *v, int64_t *sums,
                                                           int is_signed)
{
    if (job->channels == 1 && job->column_step == 1)
        sum_columns(job, v, sums, is_signed, 1, 1, 0);
    else if (job->channels == 1)
        sum_columns(job, v, sums, is_signed, 1, job->column_step, 0);
    else if (job->column_step == 3 && job->channel_step == 1)
        sum_columns(job, v, sums, is_signed, 3, 3, 1);
    else if (job->column_step == 4 && job->channel_step == 1)
        sum_columns(job, v, sums, is_signed, 3, 4, 1);
    else
        sum_columns(job, v, sums, is_signed, 3, job->column_step, job->channel_step);
}

void ec_area_columns_portable(const ec_area_columns *job, const uint32_t *v, int64_t *sums)
{
    if (job->is_signed)
        by_steps(job, v, sums, 1);
    else
        by_steps(job, v, sums, 0);
}
