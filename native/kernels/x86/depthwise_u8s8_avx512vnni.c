/*
 * depthwise_u8s8_avx512vnni.c - depthwise convolution kernel, u8 inputs, s8 weights: AVX-512 VNNI
 *
 * vpdpbusd adds four u8 x s8 products to each s32 lane, exactly. Here the four are four taps of one channel: the taps'
 * 64 channels each are unpacked to four registers of 16 channels by 4 taps, by eight shuffles for four dot products.
 *
 * Of 3 x 3 taps the ninth is alone: four shuffles bring it to its lanes. But where neighbouring pixels read the same
 * columns, the three taps of a column and a zero are unpacked once for all pixels that need them: 12 shuffles a pixel,
 * not 20.
 *
 * Where a block has no more than 32 channels, a register's halves are two pixels.
 */
#include "../depthwise.h"
#include "avx512_requant.h"

enum { PIXELS = 4, LANES = 64, PARTS = 4 /* registers of 16 lanes */ };

/* 64 channels of a pixel, or 32 of it and of the one `step` bytes farther. */
EC_INLINE __m512i load(const uint8_t *x, size_t step, const int per)
{
    if (per == 1)
        return _mm512_loadu_si512(x);
    const __m256i first = _mm256_loadu_si256((const __m256i *)(const void *)x);
    const __m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(x + step));
    return _mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1);
}

/* Four taps from byte `at` on, in the order of ec_depthwise_lane: parts[i] has channels 4 i to 4 i + 3 of each 16. */
EC_INLINE void four_taps(__m512i *parts, const uint8_t *const *taps, size_t at, size_t step, const int per)
{
    const __m512i a = load(taps[0] + at, step, per), b = load(taps[1] + at, step, per);
    const __m512i c = load(taps[2] + at, step, per), d = load(taps[3] + at, step, per);
    const __m512i ab_low = _mm512_unpacklo_epi8(a, b), ab_high = _mm512_unpackhi_epi8(a, b);
    const __m512i cd_low = _mm512_unpacklo_epi8(c, d), cd_high = _mm512_unpackhi_epi8(c, d);
    parts[0] = _mm512_unpacklo_epi16(ab_low, cd_low);
    parts[1] = _mm512_unpackhi_epi16(ab_low, cd_low);
    parts[2] = _mm512_unpacklo_epi16(ab_high, cd_high);
    parts[3] = _mm512_unpackhi_epi16(ab_high, cd_high);
}

/* One tap and three zeros, in the same order. */
EC_INLINE void one_tap(__m512i *parts, const uint8_t *tap, size_t step, const int per)
{
    const __m512i a = load(tap, step, per), order = _mm512_broadcast_i32x4(_mm_setr_epi32(0, 1, 2, 3));
    EC_UNROLL
    for (int i = 0; i < PARTS; i++)
        parts[i] = _mm512_maskz_shuffle_epi8(0x1111111111111111, a, _mm512_add_epi32(order, _mm512_set1_epi32(4 * i)));
}

/* The products of a group with its weights. */
EC_INLINE void add(__m512i *acc, const __m512i *parts, const int8_t *weights)
{
    EC_UNROLL
    for (int i = 0; i < PARTS; i++)
        acc[i] = _mm512_dpbusd_epi32(acc[i], parts[i], _mm512_loadu_si512(weights + i * 64));
}

EC_INLINE void store(const ec_depthwise_row *r, uint8_t *out, size_t step, __m512i bytes, const int per)
{
    if (per == 2) {
        const __mmask32 mask = (__mmask32)(UINT32_MAX >> (32 - r->channels));
        _mm256_mask_storeu_epi8(out, mask, _mm512_castsi512_si256(bytes));
        _mm256_mask_storeu_epi8(out + step, mask, _mm512_extracti64x4_epi64(bytes, 1));
    } else if (r->channels == LANES) {
        _mm512_storeu_si512(out, bytes);
    } else {
        _mm512_mask_storeu_epi8(out, UINT64_MAX >> (64 - r->channels), bytes);
    }
}

/* The sums of `registers` pixels from byte `at` on, four taps at a time. */
EC_INLINE void sum_taps(const ec_depthwise_row *r, __m512i *acc, size_t at, size_t step, const int registers,
                        const int per)
{
    const int8_t *w = r->weights;
    size_t t = 0;
    __m512i parts[PARTS];
    for (; t + 1 < r->tap_count; t += 4, w += LANES * 4)
        EC_UNROLL
        for (int p = 0; p < registers; p++) {
            four_taps(parts, r->taps + t, at + (size_t)p * r->pixel_stride, step, per);
            add(acc + p * PARTS, parts, w);
        }
    if (t < r->tap_count)
        EC_UNROLL
        for (int p = 0; p < registers; p++) {
            one_tap(parts, r->taps[t] + at + (size_t)p * r->pixel_stride, step, per);
            add(acc + p * PARTS, parts, w);
        }
}

/* The same column by column: pixel p reads columns p to p + 2. */
EC_INLINE void sum_columns(const ec_depthwise_row *r, __m512i *acc, size_t at, size_t step, const int registers,
                           const int per)
{
    const int8_t *w = r->weights;
    __m512i parts[PARTS];
    EC_UNROLL
    for (int c = 0; c < registers + EC_COLUMNS - 1; c++) {
        four_taps(parts, r->taps, at + (size_t)c * r->pixel_stride, step, per);
        EC_UNROLL
        for (int k = 0; k < EC_COLUMNS; k++)
            if (c - k >= 0 && c - k < registers)
                add(acc + (c - k) * PARTS, parts, w + k * LANES * 4);
    }
}

EC_INLINE void tile(const ec_depthwise_row *r, size_t x, size_t next, const int registers, const int per,
                    const int columns)
{
    const __m512i out_zero = _mm512_set1_epi16((int16_t)r->out_zero);
    __m512i acc[PIXELS * PARTS];

    EC_UNROLL
    for (int i = 0; i < registers * PARTS; i++)
        acc[i] = _mm512_loadu_si512(r->requant.bias + i % PARTS * 16);
    if (columns)
        sum_columns(r, acc, x * r->pixel_stride, next * r->pixel_stride, registers, per);
    else
        sum_taps(r, acc, x * r->pixel_stride, next * r->pixel_stride, registers, per);
    EC_UNROLL
    for (int i = 0; i < registers * PARTS; i++)
        EC_IN_REGISTER(acc[i]);
    EC_UNROLL
    for (int i = 0; i < PARTS; i++) {
        const lanes16 q = load_full(&r->requant, (size_t)i * 16);
        EC_UNROLL
        for (int p = 0; p < registers; p++)
            acc[p * PARTS + i] = requantise(acc[p * PARTS + i], &q);
    }
    EC_UNROLL
    for (int p = 0; p < registers; p++) {
        const __m512i *y = acc + p * PARTS;
        store(r, r->out + (x + (size_t)p) * r->out_stride, next * r->out_stride,
              saturate(y[0], y[1], y[2], y[3], out_zero), per);
    }
}

#include "depthwise_rows.h"

static __attribute__((noinline)) void one_of_columns(const ec_depthwise_row *r) { tiles(r, 1, 1); }
static __attribute__((noinline)) void two_of_columns(const ec_depthwise_row *r) { tiles(r, 2, 1); }

static void row_of_columns(const ec_depthwise_row *r)
{
    if (r->channels <= LANES / 2)
        two_of_columns(r);
    else
        one_of_columns(r);
}

const ec_depthwise ec_depthwise_u8s8_avx512vnni = {row, row_of_columns, LANES, 4, 1, 1, 1, 0};
