/* ec_requant.h - constants of one lane's requantisation, ECM §3 */
#ifndef EC_REQUANT_H
#define EC_REQUANT_H

#include <stdint.h>

typedef struct ec_lane_requant {
    int32_t lo, hi, multiplier, shift, add;
} ec_lane_requant;

/* Output 0: multiplier 1 to 2^31 - 1, shift 1 to 62, out_zero 0 to 255. */
ec_lane_requant ec_requant_u8(uint32_t multiplier, uint32_t shift, uint32_t out_zero);

/* Output 1: y = 1 + clamp(acc, -1, 0), so out_zero is 1. */
ec_lane_requant ec_requant_bits(void);

#endif
