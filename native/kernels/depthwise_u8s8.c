/* depthwise_u8s8.c - depthwise convolution kernel, u8 inputs, s8 weights: plain C for any processor */
#include "depthwise.h"

enum { LANES = 16 };

static void row(const ec_depthwise_row *r)
{
    for (size_t p = 0; p < r->pixels; p++) {
        const int8_t *w = r->weights;
        uint32_t acc[LANES]; /* modulo 2^32 as the vectors': the true sum is proven to fit */
        for (size_t l = 0; l < LANES; l++)
            acc[l] = (uint32_t)r->requant.bias[l];
        for (size_t t = 0; t < r->tap_count; t++, w += LANES) {
            const uint8_t *x = r->taps[t] + p * r->pixel_stride;
            for (size_t l = 0; l < LANES; l++)
                acc[l] += (uint32_t)(w[l] * x[l]);
        }
        for (size_t l = 0; l < r->channels; l++)
            r->out[p * r->out_stride + l] = ec_requantise((int32_t)acc[l], &r->requant, l, r->out_zero);
    }
}

const ec_depthwise ec_depthwise_u8s8_portable = {row, NULL, LANES, 1, 1, 0, 0, 0};
