/*
 * ec_conv.c - a convolution layer: blocks of output channels by rows of output pixels
 *
 * Blocks are the outer loop, so that a block's weights (at most 48 channels) stay in the
 * first-level cache while the rows go by.
 */
#include "ec_conv.h"

/* Output columns that are computed together, and the taps of a kernel row that they need, bit by bit. */
typedef struct span {
    size_t first, end;
    uint32_t taps;
} span;

/* Narrower than this, kernels compute pixel by pixel. */
enum { LEAST_SPAN = 4 };

static uint32_t taps_inside(const ec_conv *conv, size_t column)
{
    uint32_t taps = 0;
    int64_t x = (int64_t)column * conv->stride[2] - conv->pad_before[2];
    for (uint32_t k = 0; k < conv->kernel[2]; k++, x += conv->dilation[2])
        taps |= (uint32_t)(x >= 0 && x < conv->in_size[2]) << k;
    return taps;
}

/*
 * The span that begins at `first`. Where the width is dilated each tap has a segment of its own, and
 * one that lies in the padding for a whole span, as 4 of 16 columns do at dilation 4, is left out.
 */
static span span_from(const ec_conv *conv, size_t first)
{
    span s = {first, conv->out_size[2], UINT32_MAX};
    if (conv->segs_per_row == 1 || !conv->skips_padding)
        return s;
    s.taps = taps_inside(conv, first);
    s.end = first + 1;
    for (; s.end < conv->out_size[2]; s.end++) {
        uint32_t taps = taps_inside(conv, s.end);
        if (taps != s.taps && s.end - first >= LEAST_SPAN && conv->out_size[2] - s.end >= LEAST_SPAN)
            break;
        s.taps |= taps;
    }
    return s;
}

/*
 * Lists the segments of one output row, ECM §3: kernel rows in the order of the weights.
 * Rows outside the input come from the row of padding, or are left out if they add nothing.
 */
static size_t list_segments(const ec_conv *conv, const uint8_t *in, size_t row, const span *columns,
                            const uint8_t *weights, size_t seg_weight_bytes, ec_seg *segs)
{
    size_t channels = conv->in_channels, count = 0;
    ptrdiff_t first_column = (ptrdiff_t)(columns->first * conv->stride[2]) - (ptrdiff_t)conv->pad_before[2];
    ptrdiff_t first = first_column * (ptrdiff_t)channels;
    ec_place at = ec_conv_origin(conv, row);

    for (uint32_t kz = 0; kz < conv->kernel[0]; kz++)
        for (uint32_t ky = 0; ky < conv->kernel[1]; ky++) {
            const uint8_t *inside = ec_conv_input_row(conv, in, at, kz, ky);
            const uint8_t *x = inside ? inside : ec_conv_padding(conv);
            for (size_t s = 0; s < conv->segs_per_row; s++, weights += seg_weight_bytes) {
                if (conv->skips_padding && (!inside || !(columns->taps >> s & 1)))
                    continue;
                segs[count].x = x + first + (ptrdiff_t)(s * conv->dilation[2] * channels);
                segs[count].w = weights;
                count++;
            }
        }
    return count;
}

static void run_blocks(const ec_conv *conv, const uint8_t *in, uint8_t *out, size_t out_row_stride, void *scratch,
                       size_t row_begin, size_t row_end)
{
    const uint8_t *block = (const uint8_t *)conv + conv->blocks;
    ec_igemm_row r;
    r.segs = scratch;
    r.groups = conv->groups;
    r.pixel_stride = (size_t)conv->stride[2] * conv->in_channels;
    r.out_zero = conv->out_zero;
    r.out_stride = conv->out_channels;

    for (uint32_t channel = 0; channel < conv->out_channels; channel += r.channels) {
        uint32_t left = conv->out_channels - channel;
        r.units = ec_conv_block_units((left + EC_UNIT - 1) / EC_UNIT, conv->igemm->max_units);
        size_t lanes = (size_t)r.units * EC_UNIT, weights, bytes = ec_conv_block_bytes(conv, r.units, &weights);
        r.channels = left < lanes ? left : (uint32_t)lanes;
        r.requant = ec_requant_at(block, lanes);
        size_t seg_weight_bytes = lanes * conv->groups * 4 * conv->igemm->weight_bytes;
        for (span columns = {0, 0, 0}; columns.end < conv->out_size[2];) {
            columns = span_from(conv, columns.end);
            r.pixels = columns.end - columns.first;
            for (size_t row = row_begin; row < row_end; row++) {
                r.seg_count = list_segments(conv, in, row, &columns, block + weights, seg_weight_bytes, scratch);
                r.out = out + row * out_row_stride + columns.first * r.out_stride + channel;
                conv->igemm->row(&r);
            }
        }
        block += bytes;
    }
}

void ec_conv_run(const ec_conv *conv, const uint8_t *in, uint8_t *out, size_t out_row_stride, void *scratch,
                 size_t row_begin, size_t row_end)
{
    if (conv->depthwise != NULL)
        ec_depthwise_run(conv, in, out, out_row_stride, scratch, row_begin, row_end);
    else
        run_blocks(conv, in, out, out_row_stride, scratch, row_begin, row_end);
}
