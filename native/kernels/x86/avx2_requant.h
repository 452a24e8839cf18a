/* avx2_requant.h - requantisation of 8 lanes, shared by the AVX2 kernels */
#ifndef EC_AVX2_REQUANT_H
#define EC_AVX2_REQUANT_H

#include "../ec_requant.h"
#include "../unroll.h"

#include <immintrin.h>

EC_INLINE __m256i load(const void *p)
{
    return _mm256_loadu_si256(p);
}

/* 8 accumulators to 8 results before out_zero and saturation. vpmuldq multiplies the even lanes;
 * the high words of both products then interleave to lanes in order. */
EC_INLINE __m256i requantise(__m256i acc, const ec_requant *q, size_t lane)
{
    const __m256i multiplier = load(q->multiplier + lane);
    __m256i even = _mm256_mul_epi32(acc, multiplier);
    __m256i odd = _mm256_mul_epi32(_mm256_srli_epi64(acc, 32), _mm256_srli_epi64(multiplier, 32));
    __m256i high = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
    return _mm256_srav_epi32(_mm256_add_epi32(high, load(q->round + lane)), load(q->shift + lane));
}

/* Four registers of results to 32 saturated bytes. The packs work within 128-bit halves: a half's four lanes of a, b, c
 * and d follow each other. Saturating to s16 before out_zero is added changes nothing: it is at most 255. */
EC_INLINE __m256i saturate(__m256i a, __m256i b, __m256i c, __m256i d, __m256i out_zero)
{
    __m256i ab = _mm256_adds_epi16(_mm256_packs_epi32(a, b), out_zero);
    __m256i cd = _mm256_adds_epi16(_mm256_packs_epi32(c, d), out_zero);
    return _mm256_packus_epi16(ab, cd);
}

#endif
