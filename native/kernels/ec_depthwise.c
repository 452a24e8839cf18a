/*
 * ec_depthwise.c - a depthwise layer: blocks of channels by rows of output pixels
 *
 * A block is as many channels as the kernel has lanes, its memory the arrays of ec_requant and then the weights. The
 * lists of taps go on to a multiple of EC_TAPS, with weights of zero.
 */
#include "ec_conv.h"

/* At most 3375 of them. */
static size_t listed_taps(const ec_conv *conv)
{
    return (conv->taps + EC_TAPS - 1) / EC_TAPS * EC_TAPS;
}

/* *weights is the offset of the weights in the block. */
static size_t block_bytes(const ec_conv *conv, size_t *weights)
{
    ec_size size = {0, 0};
    size_t lanes = conv->depthwise->lanes;
    ec_size_add(&size, 4 * lanes, sizeof(int32_t));
    *weights = ec_size_add(&size, listed_taps(conv) * lanes, conv->depthwise->weight_bytes);
    return size.bytes; /* less than 2^20 */
}

void ec_depthwise_plan_blocks(const ec_conv *conv, ec_size *size)
{
    size_t lanes = conv->depthwise->lanes, weights;
    ec_size_add(size, (conv->out_channels + lanes - 1) / lanes, block_bytes(conv, &weights));
}

size_t ec_depthwise_scratch_size(const ec_conv *conv)
{
    ec_size size = {0, 0};
    ec_size_add(&size, listed_taps(conv), sizeof(const uint8_t *));
    return size.bytes;
}

/* What the bias of a channel needs where its inputs are read signed. */
static uint32_t input_offset(const ec_conv *conv, const int8_t *weights)
{
    int32_t sum = 0;
    for (size_t t = 0; t < conv->taps; t++)
        sum += weights[t] * (t % 2 == 0 ? 128 : 127);
    return (uint32_t)sum;
}

static void put_weight(const ec_depthwise *kernel, uint8_t *memory, size_t tap, size_t lane, int8_t weight)
{
    size_t index = (tap / kernel->group * kernel->lanes + lane) * kernel->group + tap % kernel->group;
    if (kernel->weight_bytes == 2)
        ((int16_t *)(void *)memory)[index] = weight;
    else
        ((int8_t *)memory)[index] = weight;
}

/* Channel `channel` of the layer as the block's channel `own`. */
static void pack_channel(const ec_conv *conv, const ec_conv_spec *spec, uint32_t channel, size_t own, uint8_t *block)
{
    const ec_depthwise *kernel = conv->depthwise;
    const int8_t *from = spec->weights + channel * conv->taps;
    size_t lane = ec_depthwise_lane(kernel, own), weights;
    block_bytes(conv, &weights);
    ec_conv_pack_lane(spec, channel, kernel->signed_input ? input_offset(conv, from) : 0, block, kernel->lanes, lane);
    for (size_t t = 0; t < conv->taps; t++)
        put_weight(kernel, block + weights, t, lane, from[t]);
}

void ec_depthwise_pack_blocks(const ec_conv *conv, const ec_conv_spec *spec, uint8_t *blocks)
{
    const ec_depthwise *kernel = conv->depthwise;
    size_t weights, bytes = block_bytes(conv, &weights);
    for (uint32_t first = 0; first < conv->out_channels; first += kernel->lanes, blocks += bytes) {
        uint32_t left = conv->out_channels - first, channels = left < kernel->lanes ? left : kernel->lanes;
        for (uint32_t c = 0; c < channels; c++) {
            pack_channel(conv, spec, first + c, c, blocks);
            if (kernel->twice && channels <= kernel->lanes / 2)
                pack_channel(conv, spec, first + c, c + kernel->lanes / 2, blocks);
        }
    }
}

/* Lists the taps of one output row, ECM §3, in the order of the weights. */
static void list_taps(const ec_conv *conv, const uint8_t *in, size_t row, size_t channel, const uint8_t **taps)
{
    ptrdiff_t first = (ptrdiff_t)channel - (ptrdiff_t)((size_t)conv->pad_before[2] * conv->in_channels);
    size_t count = 0, step = (size_t)conv->dilation[2] * conv->in_channels;
    for (uint32_t kz = 0; kz < conv->kernel[0]; kz++)
        for (uint32_t ky = 0; ky < conv->kernel[1]; ky++) {
            const uint8_t *x = ec_conv_input_row(conv, in, row, kz, ky);
            x = (x != NULL ? x : ec_conv_padding(conv)) + first;
            for (uint32_t kx = 0; kx < conv->kernel[2]; kx++)
                taps[count++] = x + kx * step;
        }
    for (; count % EC_TAPS != 0; count++)
        taps[count] = taps[count - 1];
}

void ec_depthwise_run(const ec_conv *conv, const uint8_t *in, uint8_t *out, size_t out_row_stride, void *scratch,
                      size_t row_begin, size_t row_end)
{
    const ec_depthwise *kernel = conv->depthwise;
    const uint8_t *block = (const uint8_t *)conv + conv->blocks;
    size_t weights, bytes = block_bytes(conv, &weights);
    ec_depthwise_row r;
    r.taps = scratch;
    r.tap_count = conv->taps;
    r.pixels = conv->out_size[2];
    r.pixel_stride = (size_t)conv->stride[2] * conv->in_channels;
    r.out_zero = conv->out_zero;
    r.out_stride = conv->out_channels;

    for (uint32_t channel = 0; channel < conv->out_channels; channel += kernel->lanes, block += bytes) {
        uint32_t left = conv->out_channels - channel;
        r.channels = left < kernel->lanes ? left : kernel->lanes;
        r.weights = block + weights;
        r.requant = ec_requant_at(block, kernel->lanes);
        for (size_t row = row_begin; row < row_end; row++) {
            list_taps(conv, in, row, channel, scratch);
            r.out = out + row * out_row_stride + channel;
            kernel->row(&r);
        }
    }
}
