/*
 * area_columns.c - the horizontal pass of the area resampler
 *
 * One function body, specialised by the compiler for signed and unsigned sums and for the
 * steps that matter (gray, RGB, RGBA side by side).
 */
#include "area.h"

static inline int64_t value(const uint32_t *v, int64_t i, int is_signed)
{
    return is_signed ? (int64_t)(int32_t)v[i] : (int64_t)v[i];
}

static inline __attribute__((always_inline)) void sum_columns(const ec_area *area, int is_signed, uint32_t channels,
                                                              int64_t column_step, int64_t channel_step)
{
    const uint32_t *v = area->v + area->lines.origin;
    const int64_t inner = area->spec.grid[2];
    int64_t *sums = area->sums;
    for (uint32_t i = 0; i < area->spec.grid[2]; i++, sums += channels) {
        const ec_area_span span = area->columns[i];
        int64_t total[3] = {0, 0, 0};
        for (uint32_t x = span.first + 1; x < span.last; x++)
            for (uint32_t c = 0; c < channels; c++)
                total[c] += value(v, x * column_step + c * channel_step, is_signed);
        for (uint32_t c = 0; c < channels; c++) {
            int64_t head = value(v, span.first * column_step + c * channel_step, is_signed);
            int64_t tail = value(v, span.last * column_step + c * channel_step, is_signed);
            sums[c] = total[c] * inner + head * span.head + tail * span.tail;
        }
    }
}

static inline __attribute__((always_inline)) void by_steps(const ec_area *area, int is_signed)
{
    const ec_area_lines *l = &area->lines;
    if (area->spec.channels == 1 && l->column_step == 1)
        sum_columns(area, is_signed, 1, 1, 0);
    else if (area->spec.channels == 1)
        sum_columns(area, is_signed, 1, l->column_step, 0);
    else if (l->column_step == 3 && l->channel_step == 1)
        sum_columns(area, is_signed, 3, 3, 1);
    else if (l->column_step == 4 && l->channel_step == 1)
        sum_columns(area, is_signed, 3, 4, 1);
    else
        sum_columns(area, is_signed, 3, l->column_step, l->channel_step);
}

void ec_area_sum_columns(const ec_area *area)
{
    if (area->spec.sample_type == EC_SAMPLE_S16)
        by_steps(area, 1);
    else
        by_steps(area, 0);
}
