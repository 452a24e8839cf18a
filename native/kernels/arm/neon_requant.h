/*
 * neon_requant.h - requantisation and output of tiles on arm, shared by the two NEON kernels
 */
#ifndef EC_NEON_REQUANT_H
#define EC_NEON_REQUANT_H

#include "../igemm.h"
#include "../unroll.h"

#include <arm_neon.h>
#include <string.h>

/* Four accumulators to four results before out_zero and saturation: uzp2 takes the high words. */
static inline int32x4_t ec_requantise4(int32x4_t acc, const ec_requant *q, size_t lane)
{
    const int32x4_t multiplier = vld1q_s32(q->multiplier + lane);
    int64x2_t low = vmull_s32(vget_low_s32(acc), vget_low_s32(multiplier)), top = vmull_high_s32(acc, multiplier);
    int32x4_t high = vuzp2q_s32(vreinterpretq_s32_s64(low), vreinterpretq_s32_s64(top));
    return vshlq_s32(vaddq_s32(high, vld1q_s32(q->round + lane)), vnegq_s32(vld1q_s32(q->shift + lane)));
}

/* Eight results to u8. Saturating to s16 first changes nothing: out_zero is at most 255. */
static inline uint8x8_t ec_saturate8(int32x4_t low, int32x4_t high, int16x8_t out_zero)
{
    return vqmovun_s16(vqaddq_s16(vcombine_s16(vqmovn_s32(low), vqmovn_s32(high)), out_zero));
}

/* Stores `count` channels of one pixel, at most 8. */
static inline void ec_store8(uint8_t *to, uint8x8_t bytes, size_t count)
{
    if (count >= 8) {
        vst1_u8(to, bytes);
        return;
    }
    uint8_t buffer[8];
    vst1_u8(buffer, bytes);
    memcpy(to, buffer, count);
}

/* Requantises and stores a tile; the accumulators of a pixel are `stride` apart. */
EC_INLINE void ec_store_tile(const ec_igemm_row *r, size_t x, const int32x4_t *acc, const int pixels, const int units,
                             const int stride)
{
    const int16x8_t out_zero = vdupq_n_s16((int16_t)r->out_zero);
    uint8_t *out = r->out + x * r->out_stride;
    EC_UNROLL
    for (int u = 0; u < units; u++)
        EC_UNROLL
        for (int p = 0; p < pixels; p++) {
            size_t lane = (size_t)u * 8;
            int32x4_t low = ec_requantise4(acc[p * stride + 2 * u], &r->requant, lane);
            int32x4_t high = ec_requantise4(acc[p * stride + 2 * u + 1], &r->requant, lane + 4);
            ec_store8(out + (size_t)p * r->out_stride + lane, ec_saturate8(low, high, out_zero), r->channels - lane);
        }
}

/* 16 input bytes as x - 128: flipping the top bit of u8 is subtracting 128 in s8. */
static inline int8x16_t ec_load_signed(const uint8_t *p)
{
    return vreinterpretq_s8_u8(veorq_u8(vld1q_u8(p), vdupq_n_u8(0x80)));
}

#endif
