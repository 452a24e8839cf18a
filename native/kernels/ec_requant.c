/*
 * ec_requant.c - constants of one lane's requantisation, ECM §3
 *
 * ECM's y = out_zero + floor((acc * m + 2^(s-1)) / 2^s) is the same for (2 m, s + 1). So m is
 * doubled until 2^30 <= m < 2^31. With s > 32, n = s - 32 and h = floor(acc * m / 2^32),
 *
 *   floor((acc * m + 2^(s-1)) / 2^s) = floor((h + 2^(n-1)) / 2^n)
 *
 * since the rounding term is 2^(n-1) * 2^32, and floors of divisions nest. |acc| <= 2^31 gives
 * |h| <= 2^30.
 *
 * With s > 63, |acc * m / 2^s| < 1/4: y is out_zero, as it is for m = 0.
 */
#include "ec_requant.h"

ec_lane_requant ec_requant_u8(uint32_t multiplier, uint32_t shift)
{
    while (multiplier < 1u << 30) {
        multiplier <<= 1;
        shift++;
    }
    if (shift > 63)
        return (ec_lane_requant){0, 0, 1};
    if (shift > 32)
        return (ec_lane_requant){(int32_t)multiplier, (int32_t)(1u << (shift - 33)), (int32_t)shift - 32};
    return (ec_lane_requant){(int32_t)multiplier, 0, (int32_t)shift - 32};
}

ec_lane_requant ec_requant_bits(void)
{
    /* h = acc >> 2, at least -2^29 and below 2^29: (h + 2^30) >> 30 is 0 below zero, else 1 */
    return (ec_lane_requant){1 << 30, 1 << 30, 30};
}

int ec_requant_is_high(const ec_lane_requant *lane)
{
    return lane->shift > 0;
}
