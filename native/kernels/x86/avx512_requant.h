/* avx512_requant.h - requantisation of 16 lanes, shared by the AVX-512 kernels */
#ifndef EC_AVX512_REQUANT_H
#define EC_AVX512_REQUANT_H

#include "../ec_requant.h"
#include "../unroll.h"

#include <immintrin.h>

/* Requantisation constants of 16 lanes. vpmuldq multiplies the even 32-bit lanes, so the
 * multipliers come twice: as they are, and the odd ones shifted down to even. */
typedef struct lanes16 {
    __m512i even, odd, round, shift;
} lanes16;

EC_INLINE lanes16 load_full(const ec_requant *r, size_t lane)
{
    const __m512i multiplier = _mm512_loadu_si512(r->multiplier + lane);
    return (lanes16){multiplier, _mm512_srli_epi64(multiplier, 32), _mm512_loadu_si512(r->round + lane),
                     _mm512_loadu_si512(r->shift + lane)};
}

/* 16 accumulators to 16 results before out_zero and saturation. The high words of the products of
 * even and odd lanes interleave to lanes in order. */
EC_INLINE __m512i requantise(__m512i acc, const lanes16 *q)
{
    __m512i even = _mm512_mul_epi32(acc, q->even), odd = _mm512_mul_epi32(_mm512_srli_epi64(acc, 32), q->odd);
    __m512i high = _mm512_mask_shuffle_epi32(odd, 0x5555, even, _MM_PERM_DDBB);
    return _mm512_srav_epi32(_mm512_add_epi32(high, q->round), q->shift);
}

/*
 * Four registers of s32 to 64 saturated bytes. The packs work within 128-bit parts: a part's four lanes of a, b, c and
 * d follow each other. s32 to s16 saturates signed, s16 to u8 unsigned: together a clamp to 0..255, also of what gets
 * out_zero, which is at most 255, in between.
 */
EC_INLINE __m512i saturate(__m512i a, __m512i b, __m512i c, __m512i d, __m512i out_zero)
{
    __m512i ab = _mm512_adds_epi16(_mm512_packs_epi32(a, b), out_zero);
    __m512i cd = _mm512_adds_epi16(_mm512_packs_epi32(c, d), out_zero);
    return _mm512_packus_epi16(ab, cd);
}

#endif
