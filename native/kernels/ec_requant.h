/* ec_requant.h - constants of one lane's requantisation: see igemm.h for what they are */
#ifndef EC_REQUANT_H
#define EC_REQUANT_H

#include <stdint.h>

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
