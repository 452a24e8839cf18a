/*
 * ec_depthwise.c - a depthwise layer: blocks of channels by rows of output pixels
 *
 * A block is as many channels as the kernel has lanes, its memory the arrays of ec_requant and then the weights. The
 * lists of taps go on to a multiple of EC_TAPS, with weights of zero.
 */
#include "ec_conv.h"

void ec_depthwise_plan_kernel(const ec_depthwise *kernel, const ec_conv_spec *s, ec_conv *conv)
{
    uint32_t rows = s->kernel[0] * s->kernel[1], columns = s->kernel[2];
    conv->depthwise = kernel;
    conv->taps = (size_t)rows * columns;
    if (kernel->row_of_columns == NULL || columns != EC_COLUMNS || rows == 1 || rows > EC_TAPS ||
        s->dilation[2] % s->stride[2] != 0)
        return;
    conv->taps = (size_t)columns * EC_TAPS;
    conv->chains = s->dilation[2] / s->stride[2];
}

/* The place in the list of the tap in column kx of a row of the kernel, counted over depth and height. */
static size_t place_of(const ec_conv *conv, size_t kernel_row, size_t kx)
{
    return conv->chains > 0 ? kx * EC_TAPS + kernel_row : kernel_row * conv->kernel[2] + kx;
}

/* At most 3376. */
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

static void put_weight(const ec_depthwise *kernel, uint8_t *memory, size_t place, size_t lane, int8_t weight)
{
    size_t index = (place / kernel->group * kernel->lanes + lane) * kernel->group + place % kernel->group;
    if (kernel->weight_bytes == 2)
        ((int16_t *)(void *)memory)[index] = weight;
    else
        ((int8_t *)memory)[index] = weight;
}

/* Channel `channel` of the layer as the block's channel `own`. */
static void pack_channel(const ec_conv *conv, const ec_conv_spec *spec, uint32_t channel, size_t own, uint8_t *block)
{
    const ec_depthwise *kernel = conv->depthwise;
    const int8_t *w = spec->weights + channel * ec_conv_fan(spec);
    size_t lane = ec_depthwise_lane(kernel, own), weights;
    int32_t offset = 0; /* see ec_depthwise.signed_input */
    block_bytes(conv, &weights);
    for (size_t row = 0; row < (size_t)conv->kernel[0] * conv->kernel[1]; row++)
        for (size_t kx = 0; kx < conv->kernel[2]; kx++, w++) {
            size_t place = place_of(conv, row, kx);
            put_weight(kernel, block + weights, place, lane, *w);
            offset += *w * (place % 2 == 0 ? 128 : 127);
        }
    ec_conv_pack_lane(spec, channel, kernel->signed_input ? (uint32_t)offset : 0, block, kernel->lanes, lane);
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

/* Lists the taps of one output row, ECM §3. Places without one get what may be read too. */
static void list_taps(const ec_conv *conv, const uint8_t *in, size_t row, size_t channel, const uint8_t **taps)
{
    const uint8_t *padding = ec_conv_padding(conv);
    ptrdiff_t first = (ptrdiff_t)channel - (ptrdiff_t)((size_t)conv->pad_before[2] * conv->in_channels);
    size_t count = listed_taps(conv), kernel_row = 0, step = (size_t)conv->dilation[2] * conv->in_channels;
    ec_place at = ec_conv_origin(conv, row);
    for (size_t i = 0; i < count; i++)
        taps[i] = padding + first;
    for (uint32_t kz = 0; kz < conv->kernel[0]; kz++)
        for (uint32_t ky = 0; ky < conv->kernel[1]; ky++, kernel_row++) {
            const uint8_t *inside = ec_conv_input_row(conv, in, at, kz, ky), *x = inside ? inside : padding;
            for (uint32_t kx = 0; kx < conv->kernel[2]; kx++)
                taps[place_of(conv, kernel_row, kx)] = x + first + kx * step;
        }
}

/* Pixels that share columns with each other are done together, as if they were a row. */
static void run_chains(const ec_conv *conv, const ec_depthwise_row *row, const uint8_t **taps)
{
    ec_depthwise_row r = *row;
    r.pixel_stride *= conv->chains;
    r.out_stride *= conv->chains;
    for (uint32_t chain = 0; chain < conv->chains; chain++) {
        r.pixels = (row->pixels + conv->chains - 1 - chain) / conv->chains;
        r.out = row->out + chain * row->out_stride;
        conv->depthwise->row_of_columns(&r);
        for (size_t t = 0; t < EC_TAPS; t++)
            taps[t] += row->pixel_stride;
    }
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
            if (conv->chains > 0)
                run_chains(conv, &r, scratch);
            else
                kernel->row(&r);
        }
    }
}
