/* peak_x86.c - register-only loops of the instructions that the x86 kernels are made of */
#include "peak.h"

#include <immintrin.h>
#include <string.h>

/* Keeps a value in its register and the loop in place. */
#define KEEP(v) __asm__ volatile("" : "+v"(v))

enum { CHAINS = 16 };

__attribute__((target("avx512f,avx512vnni"))) static double avx512vnni(size_t rounds)
{
    __m512i acc[CHAINS], a = _mm512_set1_epi8(1), b = _mm512_set1_epi8(1);
#pragma GCC unroll 16
    for (int i = 0; i < CHAINS; i++)
        acc[i] = _mm512_setzero_si512();
    for (size_t r = 0; r < rounds; r++) {
#pragma GCC unroll 16
        for (int i = 0; i < CHAINS; i++) {
            acc[i] = _mm512_dpbusd_epi32(acc[i], a, b);
            KEEP(acc[i]);
        }
    }
    return (double)rounds * CHAINS * 64;
}

/* As in the kernel, a vpmaddwd comes with the vpaddd that accumulates it. */
__attribute__((target("avx2"))) static double avx2(size_t rounds)
{
    __m256i acc[12], a = _mm256_set1_epi8(1), b = _mm256_set1_epi8(1);
#pragma GCC unroll 16
    for (int i = 0; i < 12; i++)
        acc[i] = _mm256_setzero_si256();
    for (size_t r = 0; r < rounds; r++) {
#pragma GCC unroll 16
        for (int i = 0; i < 12; i++) {
            __m256i product = _mm256_madd_epi16(a, b);
            KEEP(product); /* or it would be computed once, ... */
            KEEP(a);       /* ... or before the loop */
            acc[i] = _mm256_add_epi32(acc[i], product);
            KEEP(acc[i]);
        }
    }
    return (double)rounds * 12 * 16;
}

double peak_run(const char *kernel, size_t rounds)
{
    if (strcmp(kernel, "avx512vnni") == 0)
        return avx512vnni(rounds);
    if (strcmp(kernel, "avx2") == 0)
        return avx2(rounds);
    return 0;
}
