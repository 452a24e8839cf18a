/*
 * depthwise_u8s8_neon.c - depthwise convolution kernel, u8 inputs, s8 weights: NEON, with dot product or without
 *
 * Two taps a and b meet in 16 bits before they are added to the 32-bit accumulators. With x - 128 both products could
 * be 128 * 128, one too many for s16. So b's input is y = 127 - x and its product is subtracted: products of s8 are
 * from -16256 to 16384, and a difference of two within +-32640. The bias has the rest,
 *
 *   w * x = w * (x - 128) + 128 * w    for even taps
 *   w * x = -w * (127 - x) + 127 * w   for odd ones.
 *
 * A dot product of four taps would need them interleaved: as many instructions.
 */
#include "../depthwise.h"
#include "neon_requant.h"

enum { PIXELS = 2, LANES = 16 };

/* The products of two taps from byte `at` on. In s8, x - 128 is x with its top bit flipped, 127 - x with its others. */
EC_INLINE void two_taps(int32x4_t *acc, const uint8_t *const *taps, size_t at, int8x16_t w0, int8x16_t w1)
{
    const int8x16_t a = ec_load_signed(taps[0] + at);
    const int8x16_t b = vreinterpretq_s8_u8(veorq_u8(vld1q_u8(taps[1] + at), vdupq_n_u8(0x7f)));
    int16x8_t low = vmull_s8(vget_low_s8(a), vget_low_s8(w0)), high = vmull_high_s8(a, w0);
    low = vmlsl_s8(low, vget_low_s8(b), vget_low_s8(w1));
    high = vmlsl_high_s8(high, b, w1);
    acc[0] = vaddw_s16(acc[0], vget_low_s16(low));
    acc[1] = vaddw_high_s16(acc[1], low);
    acc[2] = vaddw_s16(acc[2], vget_low_s16(high));
    acc[3] = vaddw_high_s16(acc[3], high);
}

EC_INLINE void store(const ec_depthwise_row *r, uint8_t *out, const int32x4_t *acc)
{
    const int16x8_t out_zero = vdupq_n_s16((int16_t)r->out_zero);
    int32x4_t y[4];
    EC_UNROLL
    for (int i = 0; i < 4; i++)
        y[i] = ec_requantise4(acc[i], &r->requant, (size_t)i * 4);
    ec_store8(out, ec_saturate8(y[0], y[1], out_zero), r->channels);
    if (r->channels > 8)
        ec_store8(out + 8, ec_saturate8(y[2], y[3], out_zero), r->channels - 8);
}

EC_INLINE void tile(const ec_depthwise_row *r, size_t x, const int pixels)
{
    const int8_t *w = r->weights;
    int32x4_t acc[PIXELS * 4];

    EC_UNROLL
    for (int i = 0; i < pixels * 4; i++)
        acc[i] = vld1q_s32(r->requant.bias + i % 4 * 4);
    for (size_t t = 0; t < r->tap_count; t += 2, w += LANES * 2) {
        const int8x16_t w0 = vld1q_s8(w), w1 = vld1q_s8(w + LANES);
        EC_UNROLL
        for (int p = 0; p < pixels; p++)
            two_taps(acc + p * 4, r->taps + t, (x + (size_t)p) * r->pixel_stride, w0, w1);
    }
    EC_UNROLL
    for (int p = 0; p < pixels; p++)
        store(r, r->out + (x + (size_t)p) * r->out_stride, acc + p * 4);
}

static void row(const ec_depthwise_row *r)
{
    size_t x = 0;
    for (; x + PIXELS <= r->pixels; x += PIXELS)
        tile(r, x, PIXELS);
    for (; x < r->pixels; x++)
        tile(r, x, 1);
}

const ec_depthwise ec_depthwise_u8s8_neon = {row, NULL, LANES, 1, 1, 0, 0, 1};
