/*
 * igemm_u8s8_avx2.c - convolution kernel, u8 inputs, s8 weights: AVX2
 *
 * vpmaddubsw is out of the question: it saturates two products' sum at 32767, and
 * 2 * 255 * 127 = 64770. Instead both factors become 16-bit and vpmaddwd adds two exact 32-bit
 * products. The inputs cost no widening instruction: four bytes of a pixel are broadcast as
 * they are, and seen as u16 words
 *
 *   word & 0x00ff     bytes 0 and 2
 *   word >> 8         bytes 1 and 3
 *
 * Weights are stored as s16 in that order. Lanes are output channels. Per segment and group:
 * for each 8 lanes, 8 x (weight 0, weight 2), then 8 x (weight 1, weight 3).
 */
#include "../igemm.h"
#include "avx2_requant.h"

#include <string.h>

enum { PIXELS = 4, MAX_UNITS = 2 };

static size_t weight_index(size_t lanes, size_t groups, size_t lane, size_t k)
{
    (void)groups;
    size_t group = k / 4, odd = k % 2, second = k % 4 / 2;
    return group * lanes * 4 + lane / 8 * 32 + odd * 16 + lane % 8 * 2 + second;
}

/* Four pixels of 8 channels to 32 saturated bytes, 8 a pixel: `saturate` leaves words that alternate between channels
 * 0-3 and 4-7 of all pixels. */
EC_INLINE __m256i to_bytes(__m256i a, __m256i b, __m256i c, __m256i d, __m256i out_zero)
{
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    return _mm256_permutevar8x32_epi32(saturate(a, b, c, d, out_zero), order);
}

EC_INLINE void store(const ec_igemm_row *r, uint8_t *out, const __m256i *acc, const int pixels, const int units)
{
    const __m256i out_zero = _mm256_set1_epi16((int16_t)r->out_zero);
    EC_UNROLL
    for (int u = 0; u < units; u++) {
        uint64_t bytes[PIXELS];
        __m256i y[PIXELS];
        EC_UNROLL
        for (int p = 0; p < PIXELS; p++)
            y[p] = p < pixels ? requantise(acc[p * units + u], &r->requant, (size_t)u * 8) : _mm256_setzero_si256();
        _mm256_storeu_si256((__m256i *)(void *)bytes, to_bytes(y[0], y[1], y[2], y[3], out_zero));
        size_t left = r->channels - (uint32_t)u * 8;
        EC_UNROLL
        for (int p = 0; p < pixels; p++)
            if (left >= 8)
                memcpy(out + (size_t)p * r->out_stride + u * 8, &bytes[p], 8);
            else
                memcpy(out + (size_t)p * r->out_stride + u * 8, &bytes[p], left);
    }
}

EC_INLINE void tile(const ec_igemm_row *r, size_t x, const int pixels, const int units)
{
    const __m256i low_byte = _mm256_set1_epi16(0x00ff);
    const size_t step = r->pixel_stride;
    __m256i acc[PIXELS * MAX_UNITS];

    EC_UNROLL
    for (int i = 0; i < pixels * units; i++)
        acc[i] = load(r->requant.bias + i % units * 8);
    for (size_t s = 0; s < r->seg_count; s++) {
        const uint8_t *at = r->segs[s].x + x * step, *at3 = at + 3 * step;
        const int16_t *w = r->segs[s].w;
        for (size_t g = 0; g < r->groups; g++, at += 4, at3 += 4, w += 32 * units) {
            EC_UNROLL
            for (int p = 0; p < pixels; p++) {
                const __m256i input = _mm256_set1_epi32(ec_four_bytes(p < 3 ? at + (size_t)p * step : at3));
                const __m256i even = _mm256_and_si256(input, low_byte), odd = _mm256_srli_epi16(input, 8);
                EC_UNROLL
                for (int u = 0; u < units; u++) {
                    __m256i sum = _mm256_madd_epi16(even, load(w + u * 32));
                    acc[p * units + u] = _mm256_add_epi32(acc[p * units + u], sum);
                    sum = _mm256_madd_epi16(odd, load(w + u * 32 + 16));
                    acc[p * units + u] = _mm256_add_epi32(acc[p * units + u], sum);
                }
            }
        }
    }
    store(r, r->out + x * r->out_stride, acc, pixels, units);
}

#include "../igemm_rows.h"

const ec_igemm ec_igemm_u8s8_avx2 = {row, weight_index, 2, 0, MAX_UNITS};
