/*
 * ec_cpu.c - what this processor and operating system can run
 *
 * A vector extension counts only if the operating system saves its registers: XCR0 bits 1-2
 * for the 256-bit ones, 5-7 as well for the 512-bit ones.
 */
#include "ec_cpu.h"

#if defined(__x86_64__) || defined(__i386__)

#include <cpuid.h>

static uint64_t xcr0(void)
{
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

uint32_t ec_cpu_features(void)
{
    const uint32_t osxsave_and_avx = 1u << 27 | 1u << 28;                   /* leaf 1, ecx */
    const uint32_t avx2 = 1u << 5;                                          /* leaf 7, ebx */
    const uint32_t avx512_f_dq_bw_vl = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31; /* leaf 7, ebx */
    const uint32_t avx512_vnni = 1u << 11;                                  /* leaf 7, ecx */
    uint32_t a, b, c, d, features = 0;

    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & osxsave_and_avx) != osxsave_and_avx)
        return 0;
    uint64_t saved = xcr0();
    if ((saved & 0x6) != 0x6 || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & avx2))
        return 0;
    features |= EC_CPU_AVX2;
    if ((saved & 0xe6) == 0xe6 && (b & avx512_f_dq_bw_vl) == avx512_f_dq_bw_vl && (c & avx512_vnni))
        features |= EC_CPU_AVX512VNNI;
    return features;
}

#elif defined(__aarch64__) && defined(__linux__)

#include <sys/auxv.h>

uint32_t ec_cpu_features(void)
{
    const unsigned long asimddp = 1ul << 20; /* HWCAP_ASIMDDP */
    return getauxval(AT_HWCAP) & asimddp ? EC_CPU_NEONDOT : 0;
}

#else

uint32_t ec_cpu_features(void)
{
    return 0;
}

#endif
