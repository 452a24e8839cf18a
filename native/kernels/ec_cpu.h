/* ec_cpu.h - what this processor and operating system can run */
#ifndef EC_CPU_H
#define EC_CPU_H

#include <stdint.h>

enum {
    EC_CPU_AVX2 = 1u << 0,
    EC_CPU_AVX512VNNI = 1u << 1, /* with F, BW, DQ and VL */
    EC_CPU_NEONDOT = 1u << 2,
};

uint32_t ec_cpu_features(void);

#endif
