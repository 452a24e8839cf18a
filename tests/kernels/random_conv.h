/* random_conv.h - random layers within the limits of ECM §3, biased towards what breaks kernels */
#ifndef EC_RANDOM_CONV_H
#define EC_RANDOM_CONV_H

#include "test.h"

static inline uint32_t random_channels(void)
{
    static const uint8_t awkward[] = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 31, 32, 33, 40, 47, 48, 56, 64, 72, 100};
    return awkward[between(0, (int64_t)sizeof awkward - 1)];
}

/* Geometry of one axis; the output is at least 1. */
static inline void random_axis(ec_conv_spec *s, int i, uint32_t most)
{
    do {
        s->in_size[i] = (uint32_t)between(1, most);
        s->kernel[i] = (uint32_t)(one_in(3) ? 1 : one_in(8) ? between(1, 15) : between(2, 4));
        s->stride[i] = (uint32_t)(one_in(2) ? 1 : one_in(6) ? between(1, 16) : 2);
        s->dilation[i] = (uint32_t)(one_in(2) ? 1 : one_in(6) ? between(1, 16) : between(2, 4));
        s->pad_before[i] = (uint32_t)(one_in(3) ? 0 : one_in(12) ? between(0, 120) : between(0, 4));
        s->pad_after[i] = (uint32_t)(one_in(3) ? 0 : one_in(12) ? between(0, 120) : between(0, 4));
    } while (s->in_size[i] + s->pad_before[i] + s->pad_after[i] < s->dilation[i] * (s->kernel[i] - 1) + 1);
}

static inline int8_t random_weight(int kind)
{
    switch (kind) {
    case 0: return -128;
    case 1: return 127;
    case 2: return one_in(2) ? -128 : 127;
    case 3: return (int8_t)(one_in(8) ? between(-128, 127) : 0);
    default: return (int8_t)between(-128, 127);
    }
}

static inline uint8_t random_sample(int kind)
{
    switch (kind) {
    case 0: return 255;
    case 1: return 0;
    case 2: return one_in(2) ? 255 : 0;
    default: return (uint8_t)between(0, 255);
    }
}

/* A bias at the accumulator's bound, near zero, or of the size of the sums. */
static inline int32_t random_bias(int64_t sum)
{
    int64_t most = ((int64_t)1 << 31) - 1 - 255 * sum;
    if (one_in(6))
        return (int32_t)(one_in(2) ? most : -most);
    if (one_in(6))
        return (int32_t)between(-1, 1);
    int64_t usual = most < 64 * sum + 1000 ? most : 64 * sum + 1000;
    return (int32_t)(one_in(4) ? between(-most, most) : between(-usual, usual));
}

/* Usually one that spreads the sums over 0..255, sometimes any that the format allows. */
static inline void random_scale(int64_t sum, uint32_t *multiplier, uint8_t *shift)
{
    if (one_in(4)) {
        *multiplier = (uint32_t)(one_in(3) ? 1 : one_in(2) ? INT32_MAX : between(1, INT32_MAX));
        *shift = (uint8_t)between(1, 62);
        return;
    }
    *shift = (uint8_t)between(24, 45);
    double scale = 255.0 / (double)(64 * sum + 1) * (double)((int64_t)1 << *shift) * (double)between(50, 200) / 100;
    *multiplier = scale < 1 ? 1 : scale > INT32_MAX ? INT32_MAX : (uint32_t)scale;
}

/* The same scale or, if it is 1/4 or more, the next smaller power of two of it that is not: vectors take a layer only
 * if all its channels are such. */
static inline void keep_small(uint32_t *multiplier, uint8_t *shift)
{
    while (*multiplier >= (uint64_t)1 << *shift >> 2) {
        if (*multiplier > 1)
            *multiplier >>= 1;
        else
            (*shift)++;
    }
}

/* One axis with the padding that keeps its size. */
static inline void trained_axis(ec_conv_spec *s, int i, uint32_t size, uint32_t kernel, uint32_t stride, uint32_t dilation)
{
    s->in_size[i] = size;
    s->kernel[i] = kernel;
    s->stride[i] = stride;
    s->dilation[i] = dilation;
    s->pad_before[i] = s->pad_after[i] = dilation * (kernel / 2);
}

/* What trained networks have and kernels have ways of their own for: a first layer of pictures (3 or 4 to 16 channels,
 * 3 x 3), and dilated layers of which whole columns lie in the padding. */
static inline void trained_geometry(ec_conv_spec *s)
{
    int first = one_in(2);
    uint32_t stride = (uint32_t)between(1, 2), dilation = first ? 1 : (uint32_t)between(2, 8);
    trained_axis(s, 0, 1, 1, 1, 1);
    trained_axis(s, 1, (uint32_t)between(1, 12), 3, stride, dilation);
    trained_axis(s, 2, (uint32_t)between(1, 70), 3, stride, dilation);
    s->in_channels = first ? (uint32_t)between(3, 4) : 8 * (uint32_t)between(1, 4);
    s->out_channels = first ? 16 : 8 * (uint32_t)between(1, 4);
}

/* Fills s with a random geometry of at most `macs` multiply-accumulates and sums that fit. */
static inline void random_geometry(ec_conv_spec *s, double macs)
{
    double cost;
    s->depthwise = 0;
    if (one_in(6)) {
        trained_geometry(s);
        return;
    }
    do {
        int three = one_in(3), wide = one_in(5);
        random_axis(s, 0, three ? 6 : 1);
        if (!three)
            s->kernel[0] = s->stride[0] = s->dilation[0] = 1, s->pad_before[0] = s->pad_after[0] = 0;
        random_axis(s, 1, 12);
        random_axis(s, 2, wide ? 70 : 20);
        s->in_channels = random_channels();
        s->out_channels = random_channels();
        cost = (double)s->in_channels * s->out_channels;
        for (int i = 0; i < 3; i++)
            cost *= s->kernel[i] * (((double)s->in_size[i] + s->pad_before[i] + s->pad_after[i]) / s->stride[i]);
    } while (cost > macs || (double)s->kernel[0] * s->kernel[1] * s->kernel[2] * s->in_channels > 60000);
}

/* A depthwise layer of any shape or, as often, what trained networks have: 3 x 3 or 5 x 5 taps, strides of 1 and 2,
 * dilations, padding that keeps the size or all of it at the end. */
static inline void depthwise_geometry(ec_conv_spec *s, uint32_t channels)
{
    s->in_channels = s->out_channels = channels;
    s->depthwise = 1;
    for (int i = 0; i < 3; i++)
        random_axis(s, i, i == 2 ? 40 : 6);
    if (one_in(2))
        return;
    uint32_t kernel = one_in(4) ? 5 : 3, stride = (uint32_t)between(1, 2), dilation = (uint32_t)between(1, 3);
    int at_end = one_in(3);
    if (one_in(4))
        trained_axis(s, 0, (uint32_t)between(1, 4), 3, 1, 1);
    else
        trained_axis(s, 0, 1, 1, 1, 1);
    for (int i = 1; i < 3; i++) {
        trained_axis(s, i, (uint32_t)between(1, i == 2 ? 40 : 8), kernel, stride, dilation);
        if (at_end)
            s->pad_before[i] = 0, s->pad_after[i] = dilation * (kernel - 1);
    }
}

/* Makes a layer depthwise, now and then. Its input keeps its shape, and so does what comes before it in a chain. */
static inline void maybe_depthwise(ec_conv_spec *s)
{
    if (!one_in(4))
        return;
    s->depthwise = 1;
    s->out_channels = s->in_channels;
}

/* Weights, biases, scales and zero points for a geometry; free_layer releases them. */
static inline void random_values(ec_conv_spec *s, uint32_t output)
{
    size_t per_channel = (size_t)s->kernel[0] * s->kernel[1] * s->kernel[2] * (s->depthwise ? 1 : s->in_channels);
    int8_t *weights = exactly(per_channel * s->out_channels);
    int32_t *bias = exactly(s->out_channels * sizeof *bias);
    uint32_t *multiplier = exactly(s->out_channels * sizeof *multiplier);
    uint8_t *shift = exactly(s->out_channels);
    int small = !one_in(4);
    for (uint32_t o = 0; o < s->out_channels; o++) {
        int kind = (int)between(0, 9);
        int64_t sum = 0;
        for (size_t i = 0; i < per_channel; i++) {
            weights[o * per_channel + i] = random_weight(kind);
            sum += abs(weights[o * per_channel + i]);
        }
        bias[o] = random_bias(sum);
        random_scale(sum, &multiplier[o], &shift[o]);
        if (small)
            keep_small(&multiplier[o], &shift[o]);
    }
    s->output = output;
    s->in_zero = (uint32_t)(one_in(2) ? 0 : one_in(2) ? 255 : between(0, 255));
    s->out_zero = output == EC_OUTPUT_BITS || one_in(2) ? 0 : (uint32_t)between(0, 255);
    s->weights = weights;
    s->bias = bias;
    s->multiplier = multiplier;
    s->shift = shift;
}

static inline void free_layer(const ec_conv_spec *s)
{
    free((void *)s->weights);
    free((void *)s->bias);
    free((void *)s->multiplier);
    free((void *)s->shift);
}

static inline uint8_t *random_samples(size_t count)
{
    int kind = (int)between(0, 7);
    uint8_t *samples = exactly(count);
    for (size_t i = 0; i < count; i++)
        samples[i] = random_sample(kind);
    return samples;
}

#endif
