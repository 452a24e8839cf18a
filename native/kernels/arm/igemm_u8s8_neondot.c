/*
 * igemm_u8s8_neondot.c - convolution kernel, u8 inputs, s8 weights: NEON with dot product
 *
 * sdot adds four s8 x s8 products to each s32 lane, exactly. The inputs are read as x - 128, so
 * that they are s8; 128 * sum(weights) is in the bias. Lanes are output channels; the four input
 * bytes of a group are taken from a register of 16 by lane index. Weights per segment and group:
 * [lanes][4].
 */
#include "neon_requant.h"

enum { PIXELS = 4, MAX_UNITS = 2 };

static size_t weight_index(size_t lanes, size_t groups, size_t lane, size_t k)
{
    (void)groups;
    return (k / 4 * lanes + lane) * 4 + k % 4;
}

/* Up to 16 input bytes of each pixel: `GROUP` of them by lane index. */
#define GROUP(k)                                                                          \
    do {                                                                                  \
        EC_UNROLL                                                                            \
        for (int i = 0; i < 2 * units; i++) {                                             \
            int8x16_t weights = vld1q_s8(w + ((k) * 2 * units + i) * 16);                 \
            EC_UNROLL                                                                        \
            for (int p = 0; p < pixels; p++)                                              \
                acc[p][i] = vdotq_laneq_s32(acc[p][i], weights, input[p], k);             \
        }                                                                                 \
    } while (0)

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
        for (size_t left = r->groups; left > 0;) {
            /* reads at most 12 bytes past the last group: EC_OVERREAD */
            int8x16_t input[PIXELS];
            EC_UNROLL
            for (int p = 0; p < pixels; p++)
                input[p] = ec_load_signed(at + (size_t)p * step);
            GROUP(0);
            if (left > 1)
                GROUP(1);
            if (left > 2)
                GROUP(2);
            if (left > 3)
                GROUP(3);
            left -= left < 4 ? left : 4;
            at += 16;
            w += 128 * units;
        }
    }
    EC_UNROLL
    for (int p = 0; p < pixels; p++)
        EC_UNROLL
        for (int i = 0; i < 2 * units; i++)
            EC_IN_REGISTER(acc[p][i]);
    ec_store_tile(r, x, &acc[0][0], pixels, units, 2 * MAX_UNITS);
}

#include "../igemm_rows.h"

const ec_igemm ec_igemm_u8s8_neondot = {row, weight_index, 1, 1, MAX_UNITS};
