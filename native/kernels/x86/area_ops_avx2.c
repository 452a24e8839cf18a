/*
 * area_ops_avx2.c - the inner loops of the area resampler: AVX2
 *
 * The vertical pass is the plain C of area_rows.h, compiled with -mavx2.
 */
#include "../area_rows.h"
#include "../unroll.h"

#include <immintrin.h>

/* Four samples of v as 64-bit lanes: the channels of one pixel, and one that is not used. */
EC_INLINE __m256i pixel(const uint32_t *v, int is_signed)
{
    __m128i four = _mm_loadu_si128((const __m128i *)(const void *)v);
    return is_signed ? _mm256_cvtepi32_epi64(four) : _mm256_cvtepu32_epi64(four);
}

/* Lanes of 32 significant bits times a weight. */
EC_INLINE __m256i times(__m256i lanes, uint32_t weight, int is_signed)
{
    __m256i w = _mm256_set1_epi64x(weight);
    return is_signed ? _mm256_mul_epi32(lanes, w) : _mm256_mul_epu32(lanes, w);
}

/* Lanes of 64 bits times a weight, modulo 2^64: right for signed lanes too. */
EC_INLINE __m256i times64(__m256i lanes, uint32_t weight)
{
    __m256i w = _mm256_set1_epi64x(weight), high = _mm256_mul_epu32(_mm256_srli_epi64(lanes, 32), w);
    return _mm256_add_epi64(_mm256_mul_epu32(lanes, w), _mm256_slli_epi64(high, 32));
}

/* Lanes are the three channels; the fourth is stored too and overwritten by the next pixel. */
EC_INLINE void rgb_columns(const ec_area_columns *job, const uint32_t *v, int64_t *sums, const ptrdiff_t step,
                           const int is_signed)
{
    for (uint32_t i = 0; i < job->columns; i++, sums += 3) {
        const ec_area_span span = job->spans[i];
        const uint32_t *at = v + span.first * step, *last = v + span.last * step;
        __m256i sum = times(pixel(at, is_signed), span.head, is_signed), between = _mm256_setzero_si256();
        sum = _mm256_add_epi64(sum, times(pixel(last, is_signed), span.tail, is_signed));
        for (at += step; at < last; at += step)
            between = _mm256_add_epi64(between, pixel(at, is_signed));
        sum = _mm256_add_epi64(sum, times64(between, job->inner));
        _mm256_storeu_si256((__m256i *)(void *)sums, sum);
    }
}

static void columns(const ec_area_columns *job, const uint32_t *v, int64_t *sums)
{
    int rgb = job->channels == 3 && job->channel_step == 1;
    if (rgb && job->column_step == 3 && job->is_signed)
        rgb_columns(job, v, sums, 3, 1);
    else if (rgb && job->column_step == 3)
        rgb_columns(job, v, sums, 3, 0);
    else if (rgb && job->column_step == 4 && !job->is_signed)
        rgb_columns(job, v, sums, 4, 0);
    else
        ec_area_columns_portable(job, v, sums);
}

/* Four quotients as 64-bit lanes; the steps and their proof are in area_window.c. */
EC_INLINE __m256i quotients(const int64_t *v, const ec_area_window *w)
{
    const __m256i zero = _mm256_setzero_si256(), divisor = _mm256_set1_epi64x(w->divisor);
    const __m256i top = _mm256_set1_epi64x(255 * w->divisor), below = _mm256_set1_epi64x(w->divisor - 1);
    __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)v);
    x = _mm256_add_epi64(_mm256_sub_epi64(_mm256_slli_epi64(x, 8), x), _mm256_set1_epi64x(w->offset));
    x = _mm256_andnot_si256(_mm256_cmpgt_epi64(zero, x), x);
    x = _mm256_blendv_epi8(x, top, _mm256_cmpgt_epi64(x, top));
    __m256i e = _mm256_mul_epu32(_mm256_srl_epi64(x, _mm_cvtsi32_si128((int)w->drop)),
                                 _mm256_set1_epi64x(w->reciprocal));
    e = _mm256_srl_epi64(e, _mm_cvtsi32_si128((int)w->reciprocal_shift));
    __m256i low = _mm256_mul_epu32(e, divisor), high = _mm256_mul_epu32(e, _mm256_srli_epi64(divisor, 32));
    __m256i rest = _mm256_sub_epi64(x, _mm256_add_epi64(low, _mm256_slli_epi64(high, 32)));
    return _mm256_sub_epi64(e, _mm256_cmpgt_epi64(rest, below));
}

/* 16 values at a time. The shuffle and the packs leave the values of a and b alternating in pairs
 * within 128-bit halves: 0 1 4 5 8 9 12 13, then 2 3 6 7 10 11 14 15; a last unpack orders them. */
static void window(const ec_area_window *w, const int64_t *v, uint8_t *out, size_t count)
{
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        __m256 a = _mm256_castsi256_ps(quotients(v + i, w)), b = _mm256_castsi256_ps(quotients(v + i + 4, w));
        __m256 c = _mm256_castsi256_ps(quotients(v + i + 8, w)), d = _mm256_castsi256_ps(quotients(v + i + 12, w));
        __m256i ab = _mm256_castps_si256(_mm256_shuffle_ps(a, b, _MM_SHUFFLE(2, 0, 2, 0)));
        __m256i cd = _mm256_castps_si256(_mm256_shuffle_ps(c, d, _MM_SHUFFLE(2, 0, 2, 0)));
        __m256i bytes = _mm256_packus_epi16(_mm256_packus_epi32(ab, cd), _mm256_setzero_si256());
        __m128i ordered = _mm_unpacklo_epi16(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
        _mm_storeu_si128((__m128i *)(void *)(out + i), ordered);
    }
    ec_area_window_portable(w, v + i, out + i, count - i);
}

/* A pixel's three channels and one lane that is not used, as 32-bit lanes. */
EC_INLINE __m128i narrow_pixel(const uint16_t *v)
{
    return _mm_cvtepu16_epi32(_mm_loadl_epi64((const __m128i *)(const void *)v));
}

EC_INLINE void narrow_rgb(const ec_area_columns *job, const uint16_t *v, uint32_t *sums, const ptrdiff_t step)
{
    const __m128i inner = _mm_set1_epi32((int32_t)job->inner);
    for (uint32_t i = 0; i < job->columns; i++, sums += 3) {
        const ec_area_span span = job->spans[i];
        const uint16_t *at = v + span.first * step, *last = v + span.last * step;
        __m128i sum = _mm_mullo_epi32(narrow_pixel(at), _mm_set1_epi32((int32_t)span.head));
        __m128i between = _mm_setzero_si128(), other = _mm_setzero_si128();
        sum = _mm_add_epi32(sum, _mm_mullo_epi32(narrow_pixel(last), _mm_set1_epi32((int32_t)span.tail)));
        for (at += step; at + step < last; at += 2 * step) {
            between = _mm_add_epi32(between, narrow_pixel(at));
            other = _mm_add_epi32(other, narrow_pixel(at + step));
        }
        if (at < last)
            between = _mm_add_epi32(between, narrow_pixel(at));
        sum = _mm_add_epi32(sum, _mm_mullo_epi32(_mm_add_epi32(between, other), inner));
        _mm_storeu_si128((__m128i *)(void *)sums, sum);
    }
}

/* Where the source is a multiple of the grid, every weight is 1. */
static void narrow_rgb_whole(const ec_area_columns *job, const uint16_t *v, uint32_t *sums)
{
    for (uint32_t i = 0; i < job->columns; i++, sums += 3) {
        const uint16_t *at = v + (size_t)job->spans[i].first * 3, *last = v + (size_t)job->spans[i].last * 3;
        __m128i sum = narrow_pixel(at);
        for (at += 3; at <= last; at += 3)
            sum = _mm_add_epi32(sum, narrow_pixel(at));
        _mm_storeu_si128((__m128i *)(void *)sums, sum);
    }
}

static void narrow_columns(const ec_area_columns *job, const uint16_t *v, uint32_t *sums)
{
    int rgb = job->channels == 3 && job->channel_step == 1;
    if (rgb && job->column_step == 3 && job->is_whole)
        narrow_rgb_whole(job, v, sums);
    else if (rgb && job->column_step == 3)
        narrow_rgb(job, v, sums, 3);
    else if (rgb && job->column_step == 4)
        narrow_rgb(job, v, sums, 4);
    else
        ec_area_narrow_columns_portable(job, v, sums);
}

/* Eight quotients: the high words of products of even and odd lanes, in order. */
EC_INLINE __m256i narrow_quotients(const uint32_t *v, const ec_area_narrow *w)
{
    const __m256i reciprocal = _mm256_set1_epi32((int32_t)w->reciprocal);
    __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)v);
    x = _mm256_add_epi32(x, _mm256_set1_epi32((int32_t)w->half));
    __m256i even = _mm256_mul_epu32(x, reciprocal), odd = _mm256_mul_epu32(_mm256_srli_epi64(x, 32), reciprocal);
    __m256i high = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
    return _mm256_srl_epi32(high, _mm_cvtsi32_si128((int)w->shift));
}

static void narrow_window(const ec_area_narrow *w, const uint32_t *v, uint8_t *out, size_t count)
{
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        __m256i ab = _mm256_packus_epi32(narrow_quotients(v + i, w), narrow_quotients(v + i + 8, w));
        __m256i cd = _mm256_packus_epi32(narrow_quotients(v + i + 16, w), narrow_quotients(v + i + 24, w));
        __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_packus_epi16(ab, cd), order);
        _mm256_storeu_si256((__m256i *)(void *)(out + i), bytes);
    }
    ec_area_narrow_window_portable(w, v + i, out + i, count - i);
}

const ec_area_ops ec_area_ops_avx2 = {AREA_ROWS, columns, window, {band, narrow_columns, narrow_window}};
