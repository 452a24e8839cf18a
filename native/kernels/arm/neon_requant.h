/*
 * neon_requant.h - requantisation of four lanes on arm, shared by the two NEON kernels
 */
#ifndef EC_NEON_REQUANT_H
#define EC_NEON_REQUANT_H

#include "../igemm.h"
#include "../unroll.h"

#include <arm_neon.h>
#include <string.h>

/*
 * Four accumulators to four results before saturation. srshl by a negative count is a shift to
 * the right that rounds half up, with the sum held exactly: floor((t * m + 2^(s-1)) / 2^s).
 * The quotient fits 32 bits (igemm.h), so narrowing keeps it.
 */
static inline int32x4_t ec_requantise4(int32x4_t acc, const ec_requant *q, size_t lane, int32x4_t out_zero)
{
    const int32x4_t multiplier = vld1q_s32(q->multiplier + lane);
    const int32x4_t down = vnegq_s32(vld1q_s32(q->shift + lane));
    acc = vminq_s32(vmaxq_s32(acc, vld1q_s32(q->lo + lane)), vld1q_s32(q->hi + lane));
    int64x2_t low = vmull_s32(vget_low_s32(acc), vget_low_s32(multiplier));
    int64x2_t high = vmull_high_s32(acc, multiplier);
    low = vrshlq_s64(low, vmovl_s32(vget_low_s32(down)));
    high = vrshlq_s64(high, vmovl_high_s32(down));
    return vaddq_s32(vcombine_s32(vmovn_s64(low), vmovn_s64(high)), out_zero);
}

/* Eight results, saturated to u8: to s16 signed, then to u8 unsigned, together a clamp. */
static inline uint8x8_t ec_saturate8(int32x4_t low, int32x4_t high)
{
    return vqmovun_s16(vcombine_s16(vqmovn_s32(low), vqmovn_s32(high)));
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

/* 16 input bytes as x - 128: flipping the top bit of u8 is subtracting 128 in s8. */
static inline int8x16_t ec_load_signed(const uint8_t *p)
{
    return vreinterpretq_s8_u8(veorq_u8(vld1q_u8(p), vdupq_n_u8(0x80)));
}

#endif
