/*
 * igemm_u8s8.c - convolution kernel, u8 inputs, s8 weights: plain C for any processor
 *
 * Weights of a segment: [group][lane][4], so that the innermost loops read them in order.
 */
#include "igemm.h"

static size_t weight_index(size_t lanes, size_t groups, size_t lane, size_t k)
{
    (void)groups;
    return (k / 4 * lanes + lane) * 4 + k % 4;
}

/* Sums wrap modulo 2^32 as the vector kernels' do; ec_conv_plan has proven that the true sum fits. */
static void accumulate(uint32_t *acc, const ec_seg *seg, const uint8_t *x, size_t groups, size_t lanes)
{
    const int8_t *w = seg->w;
    for (size_t g = 0; g < groups; g++, x += 4)
        for (size_t l = 0; l < lanes; l++, w += 4)
            acc[l] += (uint32_t)(w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + w[3] * x[3]);
}

static void row(const ec_igemm_row *r)
{
    size_t lanes = r->units * EC_UNIT;
    for (size_t p = 0; p < r->pixels; p++) {
        uint32_t acc[EC_MAX_LANES];
        for (size_t l = 0; l < lanes; l++)
            acc[l] = (uint32_t)r->requant.bias[l];
        for (size_t s = 0; s < r->seg_count; s++)
            accumulate(acc, &r->segs[s], r->segs[s].x + p * r->pixel_stride, r->groups, lanes);
        for (size_t l = 0; l < r->channels; l++)
            r->out[p * r->out_stride + l] = ec_requantise((int32_t)acc[l], &r->requant, l, r->out_zero);
    }
}

const ec_igemm ec_igemm_u8s8_portable = {row, weight_index, 1, 0, 2};
