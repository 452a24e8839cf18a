/* reference_conv.h - ECM §3 in the plainest loops: the definition that kernels must equal */
#ifndef EC_REFERENCE_CONV_H
#define EC_REFERENCE_CONV_H

#include "test.h"

static inline void reference_size(const ec_conv_spec *s, uint32_t out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = (s->in_size[i] + s->pad_before[i] + s->pad_after[i] - s->dilation[i] * (s->kernel[i] - 1) - 1) /
                     s->stride[i] + 1;
}

static inline int64_t reference_sum(const ec_conv_spec *s, const uint8_t *in, const uint32_t at[3], uint32_t o)
{
    int64_t acc = s->bias[o];
    uint32_t first = s->depthwise ? o : 0, end = s->depthwise ? o + 1 : s->in_channels;
    const int8_t *w = s->weights + (size_t)o * s->kernel[0] * s->kernel[1] * s->kernel[2] * (end - first);
    for (uint32_t kz = 0; kz < s->kernel[0]; kz++)
        for (uint32_t ky = 0; ky < s->kernel[1]; ky++)
            for (uint32_t kx = 0; kx < s->kernel[2]; kx++)
                for (uint32_t c = first; c < end; c++) {
                    int64_t z = (int64_t)at[0] * s->stride[0] + kz * s->dilation[0] - s->pad_before[0];
                    int64_t y = (int64_t)at[1] * s->stride[1] + ky * s->dilation[1] - s->pad_before[1];
                    int64_t x = (int64_t)at[2] * s->stride[2] + kx * s->dilation[2] - s->pad_before[2];
                    int inside = z >= 0 && z < s->in_size[0] && y >= 0 && y < s->in_size[1] && x >= 0 &&
                                 x < s->in_size[2];
                    int64_t value = inside ? in[((z * s->in_size[1] + y) * s->in_size[2] + x) * s->in_channels + c]
                                           : s->in_zero;
                    acc += *w++ * value;
                }
    return acc;
}

static inline uint8_t reference_output(const ec_conv_spec *s, int64_t acc, uint32_t o)
{
    if (s->output == EC_OUTPUT_BITS)
        return acc >= 0;
    int64_t y = s->out_zero + ((acc * s->multiplier[o] + ((int64_t)1 << (s->shift[o] - 1))) >> s->shift[o]);
    return (uint8_t)(y < 0 ? 0 : y > 255 ? 255 : y);
}

/* Returns [D, H, W, C], to be freed. */
static inline uint8_t *reference_conv(const ec_conv_spec *s, const uint8_t *in)
{
    uint32_t size[3], at[3];
    reference_size(s, size);
    uint8_t *out = exactly((size_t)size[0] * size[1] * size[2] * s->out_channels), *next = out;
    for (at[0] = 0; at[0] < size[0]; at[0]++)
        for (at[1] = 0; at[1] < size[1]; at[1]++)
            for (at[2] = 0; at[2] < size[2]; at[2]++)
                for (uint32_t o = 0; o < s->out_channels; o++)
                    *next++ = reference_output(s, reference_sum(s, in, at, o), o);
    return out;
}

#endif
