/* ec_requant.h - from accumulators to output bytes: constants of each lane, and the formula */
#ifndef EC_REQUANT_H
#define EC_REQUANT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Requantisation of one block, ECM §3, as every kernel applies it. Arrays of `lanes` entries:
 *
 *   y = out_zero + ((high + round) >> shift), high = floor(acc * multiplier / 2^32)
 *
 * saturated to 0..255. It is ECM's formula with its multiplier doubled, and its shift raised,
 * until the multiplier is at least 2^30 (ec_requant.c): for a shift above 32 the rounding term
 * is a multiple of 2^32, so that nothing below the high word matters. Then |high| < 2^30 and
 * round <= 2^30: nothing overflows, and vectors need no 64-bit sums or shifts.
 *
 * A scale of 1/4 or more, with which a thousand accumulators cover all of 0..255, leaves
 * shift <= 0. Only the plain C kernel takes that; ec_conv_plan sees to it.
 */
typedef struct ec_requant {
    const int32_t *bias;       /* what it takes added where the kernel reads inputs signed */
    const int32_t *multiplier; /* 2^30 to 2^31 - 1, or 0 */
    const int32_t *round;
    const int32_t *shift;      /* 1 to 31 */
} ec_requant;

/* The arrays of a packed block, which begins with them. */
static inline ec_requant ec_requant_at(const uint8_t *block, size_t lanes)
{
    const int32_t *bias = (const int32_t *)(const void *)block;
    return (ec_requant){bias, bias + lanes, bias + 2 * lanes, bias + 3 * lanes};
}

/* The formula in plain C. By the whole product, so that shifts of 32 and less are right too: those round with 2^(s-1). */
static inline uint8_t ec_requantise(int32_t acc, const ec_requant *q, size_t lane, int32_t out_zero)
{
    int shift = q->shift[lane] + 32;
    int64_t round = shift > 32 ? (int64_t)q->round[lane] << 32 : (int64_t)1 << (shift - 1);
    int64_t y = out_zero + (((int64_t)acc * q->multiplier[lane] + round) >> shift);
    return (uint8_t)(y < 0 ? 0 : y > 255 ? 255 : y);
}

/* One lane of them. */
typedef struct ec_lane_requant {
    int32_t multiplier, round, shift;
} ec_lane_requant;

/* Output 0: multiplier 1 to 2^31 - 1, shift 1 to 62. */
ec_lane_requant ec_requant_u8(uint32_t multiplier, uint32_t shift);

/* Output 1: 0 or 1, so out_zero is 0. */
ec_lane_requant ec_requant_bits(void);

/* 1: the high word of the product is enough, for every kernel. */
int ec_requant_is_high(const ec_lane_requant *lane);

#endif
