/*
 * area_ops_neon.c - the inner loops of the area resampler: NEON
 *
 * The vertical passes are the plain C of area_rows.h, which the compiler turns into NEON as it is;
 * the narrow way has its horizontal pass and its window here.
 */
#include "../area_rows.h"
#include "../unroll.h"

#include <arm_neon.h>

/* A pixel's three channels and one lane that is not used. */
EC_INLINE uint32x4_t pixel(const uint16_t *v)
{
    return vmovl_u16(vld1_u16(v));
}

EC_INLINE void rgb(const ec_area_columns *job, const uint16_t *v, uint32_t *sums, const ptrdiff_t step)
{
    for (uint32_t i = 0; i < job->columns; i++, sums += 3) {
        const ec_area_span span = job->spans[i];
        const uint16_t *at = v + span.first * step, *last = v + span.last * step;
        uint32x4_t sum = vmulq_n_u32(pixel(at), span.head), between = vdupq_n_u32(0);
        sum = vmlaq_n_u32(sum, pixel(last), span.tail);
        for (at += step; at < last; at += step)
            between = vaddw_u16(between, vld1_u16(at));
        vst1q_u32(sums, vmlaq_n_u32(sum, between, job->inner));
    }
}

static void narrow_columns(const ec_area_columns *job, const uint16_t *v, uint32_t *sums)
{
    int is_rgb = job->channels == 3 && job->channel_step == 1;
    if (is_rgb && job->column_step == 3)
        rgb(job, v, sums, 3);
    else if (is_rgb && job->column_step == 4)
        rgb(job, v, sums, 4);
    else
        ec_area_narrow_columns_portable(job, v, sums);
}

EC_INLINE uint16x4_t quotients(const uint32_t *v, const ec_area_narrow *w)
{
    const uint32x2_t reciprocal = vdup_n_u32(w->reciprocal);
    uint32x4_t x = vaddq_u32(vld1q_u32(v), vdupq_n_u32(w->half));
    uint64x2_t low = vmull_u32(vget_low_u32(x), reciprocal), top = vmull_u32(vget_high_u32(x), reciprocal);
    uint32x4_t high = vuzp2q_u32(vreinterpretq_u32_u64(low), vreinterpretq_u32_u64(top));
    return vmovn_u32(vshlq_u32(high, vdupq_n_s32(-(int32_t)w->shift)));
}

static void narrow_window(const ec_area_narrow *w, const uint32_t *v, uint8_t *out, size_t count)
{
    size_t i = 0;
    for (; i + 8 <= count; i += 8)
        vst1_u8(out + i, vmovn_u16(vcombine_u16(quotients(v + i, w), quotients(v + i + 4, w))));
    ec_area_narrow_window_portable(w, v + i, out + i, count - i);
}

const ec_area_ops ec_area_ops_neon = {
    AREA_ROWS,
    ec_area_columns_portable,
    ec_area_window_portable,
    {band, narrow_columns, narrow_window},
};
