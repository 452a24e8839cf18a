/* peak_arm.c - register-only loops of the instructions that the arm kernels are made of */
#include "peak.h"

#include <arm_neon.h>
#include <string.h>

#define KEEP(v) __asm__ volatile("" : "+w"(v))

enum { CHAINS = 16 };

__attribute__((target("arch=armv8.2-a+dotprod"))) static double neondot(size_t rounds)
{
    int32x4_t acc[CHAINS];
    int8x16_t a = vdupq_n_s8(1), b = vdupq_n_s8(1);
#pragma GCC unroll 16
    for (int i = 0; i < CHAINS; i++)
        acc[i] = vdupq_n_s32(0);
    for (size_t r = 0; r < rounds; r++) {
#pragma GCC unroll 16
        for (int i = 0; i < CHAINS; i++) {
            acc[i] = vdotq_s32(acc[i], a, b);
            KEEP(acc[i]);
        }
    }
    return (double)rounds * CHAINS * 16;
}

/* As in the kernel, an smull comes with the sadalp that accumulates it. */
static double neon(size_t rounds)
{
    int32x4_t acc[CHAINS];
    int8x8_t a = vdup_n_s8(1), b = vdup_n_s8(1);
#pragma GCC unroll 16
    for (int i = 0; i < CHAINS; i++)
        acc[i] = vdupq_n_s32(0);
    for (size_t r = 0; r < rounds; r++) {
#pragma GCC unroll 16
        for (int i = 0; i < CHAINS; i++) {
            int16x8_t product = vmull_s8(a, b);
            KEEP(product);
            acc[i] = vpadalq_s16(acc[i], product);
            KEEP(acc[i]);
        }
    }
    return (double)rounds * CHAINS * 8;
}

double peak_run(const char *kernel, size_t rounds)
{
    if (strcmp(kernel, "neondot") == 0)
        return neondot(rounds);
    if (strcmp(kernel, "neon") == 0)
        return neon(rounds);
    return 0;
}
