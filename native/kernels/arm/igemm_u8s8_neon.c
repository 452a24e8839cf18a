/*
 * igemm_u8s8_neon.c - convolution kernel, u8 inputs, s8 weights: NEON without dot product
 *
 * The Cortex-A72 has no dot product. smull multiplies eight s8 pairs to s16, which always fits
 * (at most 2^14); sadalp adds neighbours into s32 accumulators. Accumulating two products in
 * s16 first (smlal) would halve the sadalps but overflow at (-128 * -128) * 2, so it is not done.
 * On that core the two instructions go to different pipes: eight multiply-accumulates a cycle.
 *
 * The inputs are read as x - 128, so that they are s8; 128 * sum(weights) is in the bias. Lanes are
 * output channels; neighbours in a product are two input bytes of the same channel. Weights per
 * segment and group: bytes 0 and 1 of 8 lanes, ... of the next 8; then bytes 2 and 3 alike.
 */
/* gcc would hoist products until the accumulators no longer fit the registers; the processors
 * that this is for reorder instructions themselves. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-schedule-insns")
#endif

#include "neon_requant.h"

enum { PIXELS = 4, MAX_UNITS = 2 };

static size_t weight_index(size_t lanes, size_t groups, size_t lane, size_t k)
{
    (void)groups;
    return (k / 2 * lanes + lane) * 2 + k % 2;
}

/* A pair of input bytes meets the 8 lanes of every unit. */
EC_INLINE void pair(int32x4_t *acc, int8x16_t input, const int8_t *w, const int units)
{
    EC_UNROLL
    for (int u = 0; u < units; u++) {
        int8x16_t weights = vld1q_s8(w + u * 16);
        acc[2 * u] = vpadalq_s16(acc[2 * u], vmull_s8(vget_low_s8(weights), vget_low_s8(input)));
        acc[2 * u + 1] = vpadalq_s16(acc[2 * u + 1], vmull_high_s8(weights, input));
    }
}

/* Two input bytes in every 16-bit lane, as s8. */
EC_INLINE int8x16_t two_bytes(const uint8_t *p)
{
    uint16_t bytes;
    memcpy(&bytes, p, 2);
    return vreinterpretq_s8_u16(vdupq_n_u16(bytes ^ 0x8080));
}

/* 16 input bytes a pixel at a time: four groups. */
EC_INLINE void four_groups(int32x4_t acc[][2 * MAX_UNITS], const uint8_t *x, size_t step, const int8_t *w, const int pixels,
                        const int units)
{
    int16x8_t input[PIXELS];
    EC_UNROLL
    for (int p = 0; p < pixels; p++)
        input[p] = vreinterpretq_s16_s8(ec_load_signed(x + (size_t)p * step));
#define PAIR(k)                                                                                     \
    EC_UNROLL                                                                                          \
    for (int p = 0; p < pixels; p++)                                                                \
        pair(acc[p], vreinterpretq_s8_s16(vdupq_laneq_s16(input[p], k)), w + (k) * 16 * units, units);
    PAIR(0)
    PAIR(1)
    PAIR(2)
    PAIR(3)
    PAIR(4)
    PAIR(5)
    PAIR(6)
    PAIR(7)
#undef PAIR
}

EC_INLINE void tile(const ec_igemm_row *r, size_t x, const int pixels, const int units)
{
    const size_t step = r->pixel_stride;
    int32x4_t acc[PIXELS][2 * MAX_UNITS];

    EC_UNROLL
    for (int p = 0; p < pixels; p++)
        EC_UNROLL
        for (int i = 0; i < 2 * units; i++)
            acc[p][i] = vld1q_s32(r->requant.bias + i * 4);
    for (size_t s = 0; s < r->seg_count; s++) {
        const uint8_t *at = r->segs[s].x + x * step;
        const int8_t *w = r->segs[s].w;
        size_t g = 0;
        for (; g + 4 <= r->groups; g += 4, at += 16, w += 128 * units)
            four_groups(acc, at, step, w, pixels, units);
        for (g = 2 * g; g < 2 * r->groups; g++, at += 2, w += 16 * units)
            EC_UNROLL
            for (int p = 0; p < pixels; p++)
                pair(acc[p], two_bytes(at + (size_t)p * step), w, units);
    }
    EC_UNROLL
    for (int p = 0; p < pixels; p++)
        EC_UNROLL
        for (int i = 0; i < 2 * units; i++)
            EC_IN_REGISTER(acc[p][i]);
    ec_store_tile(r, x, &acc[0][0], pixels, units, 2 * MAX_UNITS);
}

#include "../igemm_rows.h"

const ec_igemm ec_igemm_u8s8_neon = {row, weight_index, 1, 1, MAX_UNITS};
