/*
 * ec_conv_plan.c - limits, geometry and sizes of a convolution layer, ECM §3
 */
#include "ec_conv.h"
#include "ec_kernel_table.h"

#include <string.h>

/* Sizes after the first layer can exceed 4096 by padding only; this is far above any. */
enum { MAX_AXIS = 1 << 20, MAX_CHANNELS = 4096 };

static int between(uint32_t value, uint32_t least, uint32_t most)
{
    return value >= least && value <= most;
}

static int axis_is_valid(const ec_conv_spec *s, int i)
{
    return between(s->in_size[i], 1, MAX_AXIS) && between(s->kernel[i], 1, 15) && between(s->stride[i], 1, 16) &&
           between(s->dilation[i], 1, 16) && s->pad_before[i] <= 120 && s->pad_after[i] <= 120;
}

size_t ec_conv_fan(const ec_conv_spec *s)
{
    return (size_t)s->kernel[0] * s->kernel[1] * s->kernel[2] * (s->depthwise ? 1 : s->in_channels);
}

/* |bias| + 255 * sum |weight| < 2^31 for every output channel: no accumulator overflows. */
static int accumulators_fit(const ec_conv_spec *s)
{
    size_t weights = ec_conv_fan(s);
    for (uint32_t o = 0; o < s->out_channels; o++) {
        const int8_t *w = s->weights + o * weights;
        int64_t sum = 0, bias = s->bias[o];
        for (size_t i = 0; i < weights; i++)
            sum += w[i] < 0 ? -w[i] : w[i];
        if ((bias < 0 ? -bias : bias) + 255 * sum >= (int64_t)1 << 31)
            return 0;
    }
    return 1;
}

static int requantisation_is_valid(const ec_conv_spec *s)
{
    if (s->output == EC_OUTPUT_BITS)
        return 1;
    for (uint32_t o = 0; o < s->out_channels; o++)
        if (!between(s->multiplier[o], 1, INT32_MAX) || !between(s->shift[o], 1, 62))
            return 0;
    return 1;
}

static int is_valid(const ec_conv_spec *s)
{
    return axis_is_valid(s, 0) && axis_is_valid(s, 1) && axis_is_valid(s, 2) &&
           between(s->in_channels, 1, MAX_CHANNELS) && between(s->out_channels, 1, MAX_CHANNELS) &&
           s->depthwise <= 1 && (!s->depthwise || s->in_channels == s->out_channels) && s->output <= EC_OUTPUT_BITS &&
           s->in_zero <= 255 && s->out_zero <= 255 && requantisation_is_valid(s) && accumulators_fit(s);
}

static int plan_output(const ec_conv_spec *s, ec_conv *conv)
{
    for (int i = 0; i < 3; i++) {
        int64_t room = (int64_t)s->in_size[i] + s->pad_before[i] + s->pad_after[i] -
                       (int64_t)s->dilation[i] * (s->kernel[i] - 1) - 1;
        if (room < 0)
            return 0;
        conv->out_size[i] = (uint32_t)(room / s->stride[i]) + 1;
    }
    return 1;
}

/*
 * Reading the last segment, or tap, of the last output pixel ends `right` bytes past the samples. The last block of a
 * depthwise layer reads all of its lanes, whatever there is of channels.
 */
static void plan_input(const ec_conv_spec *s, ec_conv *conv, ec_size *size)
{
    size_t channels = s->in_channels, last = (conv->out_size[2] - 1) * (size_t)s->stride[2], read = conv->groups * 4;
    if (conv->depthwise != NULL || conv->segs_per_row > 1)
        last += (size_t)(s->kernel[2] - 1) * s->dilation[2];
    if (conv->depthwise != NULL)
        read = (channels + conv->depthwise->lanes - 1) / conv->depthwise->lanes * conv->depthwise->lanes;
    size_t end = last * channels + read, samples = (s->pad_before[2] + (size_t)s->in_size[2]) * channels;
    ec_layout *in = &conv->input;
    in->row_bytes = s->in_size[2] * channels;
    in->left = ec_size_round(size, s->pad_before[2] * channels);
    in->right = (end > samples ? end - samples : 0) + EC_OVERREAD;
    in->row_stride = ec_size_round(size, in->left + in->row_bytes + in->right);
    size->failed |= __builtin_mul_overflow((size_t)s->in_size[0], (size_t)s->in_size[1], &in->rows);
}

uint32_t ec_conv_block_units(uint32_t left, uint32_t max_units)
{
    /* 1, 2, 3, 4 and 6 exist; five, seven and eight divide better than into six and a rest. */
    static const uint8_t best[9] = {0, 1, 2, 3, 4, 3, 6, 4, 4};
    uint32_t units = left <= 8 ? best[left] : 6;
    return units < max_units ? units : max_units;
}

size_t ec_conv_block_bytes(const ec_conv *conv, uint32_t units, size_t *weights)
{
    ec_size size = {0, 0};
    size_t lanes = (size_t)units * EC_UNIT;
    ec_size_add(&size, 4 * lanes, sizeof(int32_t));
    /* at most 48 lanes * 2 * 3375 segments * 4096 bytes: fits where size_t has 64 bits, and
     * ec_conv_plan has tested the product where it has 32 */
    *weights = ec_size_add(&size, lanes * conv->igemm->weight_bytes, conv->seg_count * conv->groups * 4);
    return size.failed ? 0 : size.bytes;
}

static int plan_blocks(const ec_conv *conv, ec_size *size)
{
    uint32_t left = (conv->out_channels + EC_UNIT - 1) / EC_UNIT;
    while (left > 0) {
        size_t weights, units = ec_conv_block_units(left, conv->igemm->max_units);
        size_t bytes = ec_conv_block_bytes(conv, (uint32_t)units, &weights);
        if (bytes == 0)
            return 0;
        ec_size_add(size, bytes, 1);
        left -= (uint32_t)units;
    }
    return 1;
}

ec_lane_requant ec_conv_lane(const ec_conv_spec *s, uint32_t channel)
{
    return s->output == EC_OUTPUT_BITS ? ec_requant_bits() : ec_requant_u8(s->multiplier[channel], s->shift[channel]);
}

/* 1: vectors can requantise the layer. What cannot be, no trained layer is: see ec_requant.h. */
static int is_high(const ec_conv_spec *s)
{
    for (uint32_t o = 0; o < s->out_channels; o++) {
        ec_lane_requant lane = ec_conv_lane(s, o);
        if (!ec_requant_is_high(&lane))
            return 0;
    }
    return 1;
}

/* Chooses the kernel, and with it how the input is read. */
static void plan_kernel(const ec_kernel *kernel, const ec_conv_spec *s, ec_conv *conv)
{
    int high = is_high(s), together = s->dilation[2] == 1 || s->kernel[2] == 1;
    memset(conv, 0, sizeof *conv);
    if (s->depthwise) {
        ec_depthwise_plan_kernel(high ? kernel->depthwise : &ec_depthwise_u8s8_portable, s, conv);
        return;
    }
    conv->igemm = high ? kernel->igemm : &ec_igemm_u8s8_portable;
    conv->skips_padding = s->in_zero == 0 && !conv->igemm->signed_input;
    conv->segs_per_row = together ? 1 : s->kernel[2];
    conv->seg_count = (size_t)s->kernel[0] * s->kernel[1] * conv->segs_per_row;
    conv->seg_bytes = together ? (size_t)s->kernel[2] * s->in_channels : s->in_channels;
    conv->groups = (conv->seg_bytes + 3) / 4;
}

int ec_conv_plan(const ec_kernel *kernel, const ec_conv_spec *s, ec_conv *conv)
{
    ec_size size = {0, 0};
    if (!is_valid(s))
        return 0;
    plan_kernel(kernel, s, conv);
    if (!plan_output(s, conv))
        return 0;
    memcpy(conv->in_size, s->in_size, sizeof conv->in_size);
    memcpy(conv->kernel, s->kernel, sizeof conv->kernel);
    memcpy(conv->stride, s->stride, sizeof conv->stride);
    memcpy(conv->dilation, s->dilation, sizeof conv->dilation);
    memcpy(conv->pad_before, s->pad_before, sizeof conv->pad_before);
    conv->in_channels = s->in_channels;
    conv->out_channels = s->out_channels;
    conv->out_zero = s->output == EC_OUTPUT_BITS ? 0 : (int32_t)s->out_zero;

    plan_input(s, conv, &size);
    ec_size_add(&size, 1, sizeof(ec_conv));
    conv->padding_row = ec_size_add(&size, conv->input.row_stride, 1);
    conv->blocks = size.bytes;
    if (conv->depthwise != NULL)
        ec_depthwise_plan_blocks(conv, &size);
    else if (!plan_blocks(conv, &size))
        return 0;
    if (size.failed)
        return 0;
    conv->bytes = size.bytes;
    return 1;
}

size_t ec_conv_packed_size(const ec_kernel *kernel, const ec_conv_spec *spec)
{
    ec_conv conv;
    return ec_conv_plan(kernel, spec, &conv) ? conv.bytes : 0;
}

void ec_conv_output_size(const ec_conv *conv, uint32_t size[3])
{
    memcpy(size, conv->out_size, sizeof conv->out_size);
}

ec_layout ec_conv_input_layout(const ec_conv *conv)
{
    return conv->input;
}

size_t ec_conv_scratch_size(const ec_conv *conv)
{
    ec_size size = {0, 0};
    if (conv->depthwise != NULL)
        return ec_depthwise_scratch_size(conv);
    ec_size_add(&size, conv->seg_count, sizeof(ec_seg));
    return size.bytes;
}
