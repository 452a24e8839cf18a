/*
 * depthwise_u8s8_avx2.c - depthwise convolution kernel, u8 inputs, s8 weights: AVX2
 *
 * vpmaddubsw would saturate, as in igemm_u8s8_avx2.c. So two taps' 32 channels each are unpacked to four registers of 8
 * channels by 2 taps of 16 bits, and vpmaddwd adds their exact products with weights of 16 bits.
 *
 * Where a block has no more than 16 channels, a register's halves are two pixels.
 */
#include "../depthwise.h"
#include "avx2_requant.h"

#include <string.h>

enum { PIXELS = 1, LANES = 32, PARTS = 4 /* registers of 8 lanes */ };

/* 32 channels of a pixel, or 16 of it and of the one `step` bytes farther. */
EC_INLINE __m256i load_pixels(const uint8_t *x, size_t step, const int per)
{
    if (per == 1)
        return load(x);
    const __m128i *first = (const __m128i *)(const void *)x, *second = (const __m128i *)(const void *)(x + step);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(first)), _mm_loadu_si128(second), 1);
}

/* Two taps, in the order of ec_depthwise_lane. */
EC_INLINE void two_taps(__m256i *parts, __m256i a, __m256i b)
{
    const __m256i zero = _mm256_setzero_si256();
    const __m256i low = _mm256_unpacklo_epi8(a, b), high = _mm256_unpackhi_epi8(a, b);
    parts[0] = _mm256_unpacklo_epi8(low, zero);
    parts[1] = _mm256_unpackhi_epi8(low, zero);
    parts[2] = _mm256_unpacklo_epi8(high, zero);
    parts[3] = _mm256_unpackhi_epi8(high, zero);
}

EC_INLINE void store(const ec_depthwise_row *r, uint8_t *out, size_t step, __m256i bytes, const int per)
{
    uint8_t buffer[LANES];
    if (per == 1 && r->channels == LANES) {
        _mm256_storeu_si256((__m256i *)(void *)out, bytes);
        return;
    }
    _mm256_storeu_si256((__m256i *)(void *)buffer, bytes);
    memcpy(out, buffer, r->channels);
    if (per == 2)
        memcpy(out + step, buffer + LANES / 2, r->channels);
}

/* One register of pixels: two would take more registers than there are. */
EC_INLINE void tile(const ec_depthwise_row *r, size_t x, size_t next, const int registers, const int per,
                    const int columns)
{
    const __m256i out_zero = _mm256_set1_epi16((int16_t)r->out_zero);
    const int16_t *w = r->weights;
    const size_t at = x * r->pixel_stride, step = next * r->pixel_stride;
    __m256i acc[PARTS], parts[PARTS];
    (void)registers;
    (void)columns;

    EC_UNROLL
    for (int i = 0; i < PARTS; i++)
        acc[i] = load(r->requant.bias + i * 8);
    for (size_t t = 0; t < r->tap_count; t += 2, w += LANES * 2) {
        two_taps(parts, load_pixels(r->taps[t] + at, step, per), load_pixels(r->taps[t + 1] + at, step, per));
        EC_UNROLL
        for (int i = 0; i < PARTS; i++)
            acc[i] = _mm256_add_epi32(acc[i], _mm256_madd_epi16(parts[i], load(w + i * 16)));
    }
    EC_UNROLL
    for (int i = 0; i < PARTS; i++)
        acc[i] = requantise(acc[i], &r->requant, (size_t)i * 8);
    store(r, r->out + x * r->out_stride, next * r->out_stride, saturate(acc[0], acc[1], acc[2], acc[3], out_zero), per);
}

#include "depthwise_rows.h"

const ec_depthwise ec_depthwise_u8s8_avx2 = {row, NULL, LANES, 2, 2, 1, 1, 0};
