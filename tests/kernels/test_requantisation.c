/*
 * test_requantisation.c - rounding and saturation at their edges, ECM §3
 *
 * A 1x1 layer over one pixel of ones, dense or depthwise, with weight 0 or -1 puts any accumulator before the
 * requantisation: every shift, extreme and random multipliers, accumulators at the
 * ends of s32 and on both sides of points where the result steps.
 */
#include "reference_conv.h"

enum { CHANNELS = 61 }; /* several blocks and a tail */

typedef struct scales {
    int8_t weights[CHANNELS];
    int32_t bias[CHANNELS];
    uint32_t multiplier[CHANNELS];
    uint8_t shift[CHANNELS];
} scales;

static int32_t clamp32(double x)
{
    return x > INT32_MAX - 255 ? INT32_MAX - 255 : x < -(double)INT32_MAX + 255 ? -INT32_MAX + 255 : (int32_t)x;
}

/* An accumulator near the one where the value `step` begins. */
static int32_t near_step(uint32_t multiplier, uint32_t shift, int64_t step)
{
    double unit = (double)((uint64_t)1 << shift) / multiplier;
    return clamp32(((double)step - 0.5) * unit + (double)between(-2, 2));
}

/* `small`: scales below 1/4, which vectors take; one of the others is enough for plain C to take the layer. */
static void fill(scales *v, uint32_t shift, uint32_t out_zero, int small)
{
    for (int o = 0; o < CHANNELS; o++) {
        static const uint32_t extremes[] = {1, 2, 3, 255, 256, 0x40000000, 0x7ffffffe, 0x7fffffff};
        v->weights[o] = one_in(2) ? 0 : -1;
        v->shift[o] = (uint8_t)shift;
        v->multiplier[o] = one_in(2) ? extremes[between(0, 7)] : (uint32_t)(random_bits() >> between(33, 63)) | 1;
        while (small && v->multiplier[o] > 1 && (uint64_t)v->multiplier[o] >> 1 >= (uint64_t)1 << shift >> 3)
            v->multiplier[o] >>= 1;
        switch (between(0, 3)) {
        case 0: v->bias[o] = one_in(2) ? INT32_MAX - 255 : -INT32_MAX + 255; break;
        case 1: v->bias[o] = (int32_t)between(-3, 3); break;
        case 2: v->bias[o] = clamp32((double)(int32_t)random_bits()); break;
        default: v->bias[o] = near_step(v->multiplier[o], shift, between(-2, 258) - (int64_t)out_zero); break;
        }
    }
}

static void compare(const ec_kernel *kernel, const ec_conv_spec *s)
{
    uint8_t ones[CHANNELS];
    memset(ones, 1, sizeof ones);
    void *packed = exactly(ec_conv_packed_size(kernel, s));
    const ec_conv *conv = ec_conv_pack(kernel, s, packed);
    CHECK(conv != NULL, "layer refused");
    ec_layout layout = ec_conv_input_layout(conv);
    uint8_t *in = exactly(layout.row_stride), out[CHANNELS];
    uint8_t *expected = reference_conv(s, ones);
    void *scratch = exactly(ec_conv_scratch_size(conv));
    memset(in + layout.left, 1, layout.row_bytes);
    ec_conv_run(conv, in + layout.left, out, CHANNELS, scratch, 0, 1);
    for (int o = 0; o < CHANNELS; o++)
        CHECK(out[o] == expected[o], "%s: acc %d * %u >> %d + %u: %d, not %d", ec_kernel_name(kernel),
              s->bias[o] + s->weights[o], s->multiplier[o], s->shift[o], s->out_zero, out[o], expected[o]);
    free(scratch);
    free(expected);
    free(in);
    free(packed);
}

int main(void)
{
    int rounds = case_count(300), checked = 0;
    random_state = 42;
    for (int round = 0; round < rounds; round++)
        for (uint32_t shift = 1; shift <= 62; shift++) {
            const ec_kernel *kernel;
            scales v;
            ec_conv_spec s = {{1, 1, 1}, 1, CHANNELS, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {0, 0, 0}, {0, 0, 0},
                              EC_OUTPUT_U8, 0, (uint32_t)(one_in(2) ? 0 : between(0, 255)), 0,
                              v.weights, v.bias, v.multiplier, v.shift};
            fill(&v, shift, s.out_zero, one_in(2));
            s.output = one_in(10) ? EC_OUTPUT_BITS : EC_OUTPUT_U8;
            s.depthwise = (uint32_t)one_in(2);
            s.in_channels = s.depthwise ? CHANNELS : 1;
            for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++)
                compare(kernel, &s);
            checked += CHANNELS;
        }
    printf("%d accumulators\n", checked);
    return 0;
}
