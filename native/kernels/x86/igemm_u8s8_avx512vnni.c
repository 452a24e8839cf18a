/*
 * igemm_u8s8_avx512vnni.c - convolution kernel, u8 inputs, s8 weights: AVX-512 VNNI
 *
 * vpdpbusd adds four u8 x s8 products to each s32 lane; unlike vpmaddubsw it keeps them in full,
 * so it is exact. Lanes are output channels: four input bytes of a pixel are broadcast to all
 * lanes and meet 16 channels' weights for those bytes in one register. A tile holds several
 * pixels, so that a weight that is loaded once is used several times:
 *
 *   units of 8 channels   registers of weights   pixels   accumulators
 *   1                     half                   16       16 halves
 *   2                     1                      16       16
 *   3                     1 and a half           8        8 and 8 halves
 *   4                     2                      8        16
 *   6                     3                      8        24
 *
 * An odd unit takes 256-bit instructions, which need half the time of 512-bit ones where those
 * occupy two pipes, and would waste half their lanes.
 *
 * Weights of a segment: for all groups [full registers][16 lanes][4 bytes], then for all groups
 * [8 lanes][4 bytes] of the odd unit, so that full registers stay aligned.
 */
#include "../igemm.h"
#include "avx512_requant.h"

#include <string.h>

enum { MAX_PIXELS = 16, MAX_FULL = 3, MAX_VECTORS = 24 };

static size_t weight_index(size_t lanes, size_t groups, size_t lane, size_t k)
{
    size_t full = lanes / 16 * 16, group = k / 4;
    if (lane < full)
        return (group * full + lane) * 4 + k % 4;
    return full * groups * 4 + (group * EC_UNIT + lane - full) * 4 + k % 4;
}

EC_INLINE __m512i twice(const int32_t *p)
{
    return _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)(const void *)p));
}

/* The odd unit: its 8 lanes twice, for two pixels in one register. */
EC_INLINE lanes16 load_half(const ec_requant *r, size_t lane)
{
    const __m512i multiplier = twice(r->multiplier + lane);
    return (lanes16){multiplier, _mm512_srli_epi64(multiplier, 32), twice(r->round + lane), twice(r->shift + lane)};
}

/* Four registers of s32 to 64 saturated bytes, in order: part p of `saturate`'s has words 4p..4p+3 of all four, and the
 * permutation gathers each register's. */
EC_INLINE __m512i to_bytes(__m512i a, __m512i b, __m512i c, __m512i d, __m512i out_zero)
{
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    return _mm512_permutexvar_epi32(order, saturate(a, b, c, d, out_zero));
}

/* `count` bytes of a 16-byte part; the last channels of a block may not fill one. */
EC_INLINE void store_part(uint8_t *to, __m128i part, size_t count)
{
    _mm_mask_storeu_epi8(to, (__mmask16)((1u << count) - 1), part);
}

/* Registers i.. of the tile's accumulators, pixel after pixel, four at a time. */
EC_INLINE void store_full(const ec_igemm_row *r, uint8_t *out, __m512i *acc, const int pixels, const int full,
                       const int exact)
{
    const __m512i out_zero = _mm512_set1_epi16((int16_t)r->out_zero);
    lanes16 q[MAX_FULL];
    for (int v = 0; v < full; v++)
        q[v] = load_full(&r->requant, (size_t)v * 16);
    EC_UNROLL
    for (int i = 0; i < pixels * full; i++)
        acc[i] = requantise(acc[i], &q[i % full]);
    EC_UNROLL
    for (int i = 0; i < pixels * full; i += 4) {
        const __m512i none = _mm512_setzero_si512();
        __m512i bytes = to_bytes(acc[i], i + 1 < pixels * full ? acc[i + 1] : none,
                                 i + 2 < pixels * full ? acc[i + 2] : none, i + 3 < pixels * full ? acc[i + 3] : none,
                                 out_zero);
        __m128i part[4] = {_mm512_castsi512_si128(bytes), _mm512_extracti32x4_epi32(bytes, 1),
                           _mm512_extracti32x4_epi32(bytes, 2), _mm512_extracti32x4_epi32(bytes, 3)};
        EC_UNROLL
        for (int k = 0; k < 4; k++) {
            if (i + k >= pixels * full)
                break;
            int pixel = (i + k) / full, v = (i + k) % full;
            uint8_t *to = out + (size_t)pixel * r->out_stride + v * 16;
            if (exact || (uint32_t)(v + 1) * 16 <= r->channels)
                _mm_storeu_si128((__m128i *)(void *)to, part[k]);
            else
                store_part(to, part[k], r->channels - (uint32_t)v * 16);
        }
    }
}

/* The odd unit: eight pixels make four registers of two pixels, and 64 bytes. */
EC_INLINE void store_half(const ec_igemm_row *r, uint8_t *out, const __m256i *acc, const int pixels, const int full)
{
    const __m512i out_zero = _mm512_set1_epi16((int16_t)r->out_zero);
    const lanes16 q = load_half(&r->requant, (size_t)full * 16);
    const size_t count = r->channels - (uint32_t)full * 16;
    const __mmask16 mask = (__mmask16)((1u << count) - 1);
    EC_UNROLL
    for (int i = 0; i < pixels; i += 8) {
        __m512i pair[4];
        EC_UNROLL
        for (int k = 0; k < 4; k++) {
            int a = i + 2 * k, b = a + 1;
            pair[k] = _mm512_setzero_si512();
            if (a < pixels)
                pair[k] = _mm512_castsi256_si512(acc[a]);
            if (b < pixels)
                pair[k] = _mm512_inserti64x4(pair[k], acc[b], 1);
            pair[k] = requantise(pair[k], &q);
        }
        __m512i bytes = to_bytes(pair[0], pair[1], pair[2], pair[3], out_zero);
        __m128i part[4] = {_mm512_castsi512_si128(bytes), _mm512_extracti32x4_epi32(bytes, 1),
                           _mm512_extracti32x4_epi32(bytes, 2), _mm512_extracti32x4_epi32(bytes, 3)};
        EC_UNROLL
        for (int k = 0; k < 8; k++) {
            if (i + k >= pixels)
                break;
            __m128i own = k % 2 ? _mm_unpackhi_epi64(part[k / 2], part[k / 2]) : part[k / 2];
            _mm_mask_storeu_epi8(out + (size_t)(i + k) * r->out_stride + full * 16, mask, own);
        }
    }
}

/* `pixels` output pixels from pixel x, `full` registers of 16 channels and the odd unit if `half`. */
EC_INLINE void tile(const ec_igemm_row *r, size_t x, const int pixels, const int full, const int half)
{
    __m512i acc[MAX_VECTORS];
    __m256i odd[MAX_PIXELS];
    const int32_t *bias = r->requant.bias;
    const size_t step = r->pixel_stride, groups = r->groups;

    EC_UNROLL
    for (int p = 0; p < pixels; p++) {
        EC_UNROLL
        for (int v = 0; v < full; v++)
            acc[p * full + v] = _mm512_loadu_si512(bias + v * 16);
        if (half)
            odd[p] = _mm256_loadu_si256((const __m256i *)(const void *)(bias + full * 16));
    }
    for (size_t s = 0; s < r->seg_count; s++) {
        const uint8_t *w = r->segs[s].w, *h = w + groups * 64 * (size_t)full;
        const uint8_t *at[(MAX_PIXELS + 2) / 3]; /* every third pixel; those between by index */
        EC_UNROLL
        for (int p = 0; p < pixels; p += 3)
            at[p / 3] = r->segs[s].x + (x + (size_t)p) * step;
        for (size_t g = 0; g < groups; g++) {
            __m512i weights[MAX_FULL];
            __m256i weights_half = _mm256_setzero_si256();
            EC_UNROLL
            for (int v = 0; v < full; v++)
                weights[v] = _mm512_loadu_si512(w + v * 64);
            if (half)
                weights_half = _mm256_loadu_si256((const __m256i *)(const void *)h);
            EC_UNROLL
            for (int p = 0; p < pixels; p++) {
                const __m512i input = _mm512_set1_epi32(ec_four_bytes(at[p / 3] + (size_t)(p % 3) * step));
                EC_UNROLL
                for (int v = 0; v < full; v++)
                    acc[p * full + v] = _mm512_dpbusd_epi32(acc[p * full + v], input, weights[v]);
                if (half)
                    odd[p] = _mm256_dpbusd_epi32(odd[p], _mm512_castsi512_si256(input), weights_half);
            }
            w += 64 * full;
            h += 32;
            EC_UNROLL
            for (int p = 0; p < pixels; p += 3)
                at[p / 3] += 4;
        }
    }
    EC_UNROLL
    for (int i = 0; i < pixels * full; i++)
        EC_IN_REGISTER(acc[i]);
    uint8_t *out = r->out + x * r->out_stride;
    if (full > 0 && r->channels >= (uint32_t)full * 16)
        store_full(r, out, acc, pixels, full, 1);
    else if (full > 0)
        store_full(r, out, acc, pixels, full, 0);
    if (half)
        store_half(r, out, odd, pixels, full);
}

/* Tiles along the row. The last one is moved back to end with the row: some pixels are computed
 * twice, with the same result. */
EC_INLINE void tiles(const ec_igemm_row *r, const int pixels, const int full, const int half)
{
    size_t x = 0;
    if (r->pixels >= (size_t)pixels) {
        for (; x + (size_t)pixels <= r->pixels; x += (size_t)pixels)
            tile(r, x, pixels, full, half);
        if (x < r->pixels)
            tile(r, r->pixels - (size_t)pixels, pixels, full, half);
        return;
    }
    if (r->pixels >= 4) {
        for (; x + 4 <= r->pixels; x += 4)
            tile(r, x, 4, full, half);
        if (x < r->pixels)
            tile(r, r->pixels - 4, 4, full, half);
        return;
    }
    for (; x < r->pixels; x++)
        tile(r, x, 1, full, half);
}

/*
 * A first layer of 16 channels: 3 kernel rows of 3 RGB pixels are three segments of 9 bytes, each of
 * which takes three groups, the third for one byte. Here the three last bytes make one group: 7
 * instead of 9. Sums are that short that requantising is as much work, so the last tile is
 * requantised between the sums of the next: they use different pipes. Four pixels are one store,
 * and all constants stay in registers.
 */
enum { JOINED_SEGS = 3, JOINED_WHOLE = 2, JOINED_GROUPS = JOINED_SEGS * JOINED_WHOLE + 1, JOINED_PIXELS = 4 };

typedef struct joined {
    __m512i weights[JOINED_GROUPS], bias, out_zero;
    lanes16 requant;
    size_t step;
} joined;

/* 0: the row is not one. What pads a last group has weight zero. */
EC_INLINE int join_segments(const ec_igemm_row *r, joined *j)
{
    if (r->seg_count != JOINED_SEGS || r->groups != JOINED_WHOLE + 1 || r->pixels % JOINED_PIXELS != 0 ||
        r->channels != 16 || r->out_stride != 16)
        return 0;
    __m512i tails = _mm512_setzero_si512(), padding = tails;
    EC_UNROLL
    for (unsigned s = 0; s < JOINED_SEGS; s++) {
        const uint8_t *from = r->segs[s].w;
        EC_UNROLL
        for (unsigned g = 0; g < JOINED_WHOLE; g++)
            j->weights[s * JOINED_WHOLE + g] = _mm512_loadu_si512(from + g * 64);
        __m512i last = _mm512_loadu_si512(from + JOINED_WHOLE * 64);
        padding = _mm512_or_si512(padding, _mm512_srli_epi32(last, 8));
        tails = _mm512_or_si512(tails, _mm512_slli_epi32(last, 8 * s));
    }
    j->weights[JOINED_GROUPS - 1] = tails;
    j->bias = _mm512_loadu_si512(r->requant.bias);
    j->out_zero = _mm512_set1_epi16((int16_t)r->out_zero);
    j->requant = load_full(&r->requant, 0);
    j->step = r->pixel_stride;
    return _mm512_test_epi32_mask(padding, padding) == 0;
}

/* The sums of pixel `p` after those at which the segments stand. */
EC_INLINE __m512i joined_sums(const joined *j, const uint8_t *const at[JOINED_SEGS], size_t p)
{
    __m512i acc = j->bias;
    uint32_t tail = 0;
    EC_UNROLL
    for (unsigned s = 0; s < JOINED_SEGS; s++) {
        const uint8_t *from = at[s] + p * j->step;
        EC_UNROLL
        for (unsigned g = 0; g < JOINED_WHOLE; g++)
            acc = _mm512_dpbusd_epi32(acc, _mm512_set1_epi32(ec_four_bytes(from + 4 * g)),
                                      j->weights[s * JOINED_WHOLE + g]);
        tail |= (uint32_t)from[4 * JOINED_WHOLE] << 8 * s;
    }
    return _mm512_dpbusd_epi32(acc, _mm512_set1_epi32((int32_t)tail), j->weights[JOINED_GROUPS - 1]);
}

static __attribute__((noinline)) int units2_joined(const ec_igemm_row *r)
{
    joined j;
    if (!join_segments(r, &j))
        return 0;
    const uint8_t *at[JOINED_SEGS] = {r->segs[0].x, r->segs[1].x, r->segs[2].x};
    uint8_t *out = r->out, *last = out + (r->pixels - JOINED_PIXELS) * 16;
    __m512i acc[JOINED_PIXELS], done[JOINED_PIXELS];
    EC_UNROLL
    for (size_t p = 0; p < JOINED_PIXELS; p++)
        acc[p] = joined_sums(&j, at, p);
    for (; out < last; out += JOINED_PIXELS * 16) {
        EC_UNROLL
        for (int s = 0; s < JOINED_SEGS; s++)
            at[s] += JOINED_PIXELS * j.step;
        EC_UNROLL
        for (size_t p = 0; p < JOINED_PIXELS; p++) {
            done[p] = requantise(acc[p], &j.requant);
            acc[p] = joined_sums(&j, at, p);
        }
        _mm512_storeu_si512(out, to_bytes(done[0], done[1], done[2], done[3], j.out_zero));
    }
    EC_UNROLL
    for (int p = 0; p < JOINED_PIXELS; p++)
        done[p] = requantise(acc[p], &j.requant);
    _mm512_storeu_si512(out, to_bytes(done[0], done[1], done[2], done[3], j.out_zero));
    return 1;
}

static __attribute__((noinline)) void units1(const ec_igemm_row *r) { tiles(r, 16, 0, 1); }
static __attribute__((noinline)) void units2(const ec_igemm_row *r) { tiles(r, 16, 1, 0); }
static __attribute__((noinline)) void units2_short(const ec_igemm_row *r) { tiles(r, 4, 1, 0); }
static __attribute__((noinline)) void units3(const ec_igemm_row *r) { tiles(r, 8, 1, 1); }
static __attribute__((noinline)) void units4(const ec_igemm_row *r) { tiles(r, 8, 2, 0); }
static __attribute__((noinline)) void units6(const ec_igemm_row *r) { tiles(r, 8, 3, 0); }

static void row(const ec_igemm_row *r)
{
    switch (r->units) {
    case 1: units1(r); break;
    case 2: /* where sums are short, small tiles overlap better with requantising the last */
        if (units2_joined(r))
            break;
        if (r->seg_count * r->groups <= 12)
            units2_short(r);
        else
            units2(r);
        break;
    case 3: units3(r); break;
    case 4: units4(r); break;
    default: units6(r); break;
    }
}

const ec_igemm ec_igemm_u8s8_avx512vnni = {row, weight_index, 1, 0, 6};
