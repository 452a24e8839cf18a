/*
 * ec_requant.c - constants of one lane's requantisation, ECM §3
 *
 * See igemm.h for what they are and why clamping the accumulator first changes nothing.
 */
#include "ec_requant.h"

/* y before saturation. |acc * multiplier| < 2^62 and the rounding term is at most 2^61, so the
 * sum fits; >> of a negative value is an arithmetic shift in every compiler supported. */
static int64_t unsaturated(int32_t acc, const ec_lane_requant *lane, uint32_t out_zero)
{
    int64_t product = (int64_t)acc * lane->multiplier;
    return (int64_t)out_zero + ((product + ((int64_t)1 << (lane->shift - 1))) >> lane->shift);
}

/* Smallest accumulator with y >= bound, or 2^31 if there is none: y does not fall. */
static int64_t first_at_least(int64_t bound, const ec_lane_requant *lane, uint32_t out_zero)
{
    int64_t low = INT32_MIN, high = (int64_t)INT32_MAX + 1;
    while (low < high) {
        int64_t middle = (low + high) >> 1; /* floor, so middle < high */
        if (unsaturated((int32_t)middle, lane, out_zero) >= bound)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

ec_lane_requant ec_requant_u8(uint32_t multiplier, uint32_t shift, uint32_t out_zero)
{
    ec_lane_requant lane = {0, 0, (int32_t)multiplier, (int32_t)shift, 0};
    int64_t lo = first_at_least(1, &lane, out_zero) - 1;
    int64_t hi = first_at_least(255, &lane, out_zero);
    lane.lo = lo < INT32_MIN ? INT32_MIN : (int32_t)lo;
    lane.hi = hi > INT32_MAX ? INT32_MAX : (int32_t)hi;
    lane.add = (int32_t)(out_zero - (uint32_t)((uint64_t)1 << (63 - shift)));
    return lane;
}

ec_lane_requant ec_requant_bits(void)
{
    /* floor((2 * t + 1) / 2) = t; add = 1 - 2^62 = 1 modulo 2^32 */
    ec_lane_requant lane = {-1, 0, 2, 1, 1};
    return lane;
}
