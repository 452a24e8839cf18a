/*
 * area_narrow.c - the narrow way of the resampler: when it can be taken, its division, plain C
 *
 * With u8 samples over their full range (low 0, width 255), ECM §2.3 divides by 255 * T:
 *
 *   floor((255 * v + floor(255 * T / 2)) / (255 * T)) = floor((v + floor(T / 2)) / T)
 *
 * since floor(255 * T / 2) = 255 * floor(T / 2) + 127 * (T mod 2), and floors of divisions nest.
 *
 * x = v + floor(T / 2) < 256 * T. For 2 <= T < 2^23 of b bits, k = 31 + b and r = ceil(2^k / T),
 * floor(x / T) = floor(x * r / 2^k): with e = r * T - 2^k < T, x * r / 2^k = x / T + x * e / (T * 2^k),
 * and x * e < 2^(8 + b) * 2^b <= 2^k makes the excess less than 1 / T. r fits 32 bits unless T is a
 * power of two; then k - 1 does, exactly.
 */
#include "area.h"

ec_area_narrow ec_area_narrow_of(uint32_t total)
{
    uint32_t k = 32;
    while (total >> (k - 31) != 0)
        k++;
    uint64_t reciprocal = (((uint64_t)1 << k) + total - 1) / total;
    if (reciprocal >> 32 != 0) {
        reciprocal >>= 1;
        k--;
    }
    return (ec_area_narrow){total / 2, (uint32_t)reciprocal, k - 32};
}

int ec_area_is_narrow(const ec_area *area)
{
    const ec_area_spec *s = &area->spec;
    /* n[1] * 255 fits u16, and with it everything down a column */
    return s->sample_type == EC_SAMPLE_U8 && s->window_low == 0 && s->window_width == 255 && s->source[0] == 1 &&
           !area->lines.gathers && area->n[1] <= 257 && area->total >= 2 && area->total < 1 << 23;
}

static inline __attribute__((always_inline)) void sum_columns(const ec_area_columns *job, const uint16_t *v, uint32_t *sums,
                                                              uint32_t channels, ptrdiff_t column_step,
                                                              ptrdiff_t channel_step)
{
    for (uint32_t i = 0; i < job->columns; i++, sums += channels) {
        const ec_area_span span = job->spans[i];
        uint32_t total[3] = {0, 0, 0};
        for (ptrdiff_t x = (ptrdiff_t)span.first + 1; x < (ptrdiff_t)span.last; x++)
            for (uint32_t c = 0; c < channels; c++)
                total[c] += v[x * column_step + c * channel_step];
        for (uint32_t c = 0; c < channels; c++)
            sums[c] = total[c] * job->inner + v[span.first * column_step + c * channel_step] * span.head +
                      v[span.last * column_step + c * channel_step] * span.tail;
    }
}

void ec_area_narrow_columns_portable(const ec_area_columns *job, const uint16_t *v, uint32_t *sums)
{
    if (job->channels == 1 && job->column_step == 1)
        sum_columns(job, v, sums, 1, 1, 0);
    else if (job->channels == 1)
        sum_columns(job, v, sums, 1, job->column_step, 0);
    else if (job->column_step == 3 && job->channel_step == 1)
        sum_columns(job, v, sums, 3, 3, 1);
    else
        sum_columns(job, v, sums, 3, job->column_step, job->channel_step);
}

void ec_area_narrow_window_portable(const ec_area_narrow *w, const uint32_t *sums, uint8_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = (uint8_t)((((uint64_t)(sums[i] + w->half) * w->reciprocal) >> 32) >> w->shift);
}
