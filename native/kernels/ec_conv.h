/* ec_conv.h - a packed convolution layer, and its parts shared by ec_conv*.c */
#ifndef EC_CONV_H
#define EC_CONV_H

#include "depthwise.h"
#include "ec_requant.h"
#include "ec_size.h"
#include "igemm.h"

/* Where things lie in a packed layer: the struct, the row of padding, then per block of
 * output channels its requantisation arrays and its weights. */
struct ec_conv {
    const ec_igemm *igemm;         /* NULL of a depthwise layer */
    const ec_depthwise *depthwise; /* NULL of any other */
    uint32_t in_size[3], out_size[3];
    uint32_t in_channels, out_channels;
    uint32_t kernel[3], stride[3], dilation[3], pad_before[3];
    int32_t out_zero;
    uint32_t skips_padding; /* padded rows add nothing: in_zero is 0 and x is read unsigned */
    size_t segs_per_row;    /* segments in one kernel row: 1, or kW where width is dilated */
    size_t seg_count;       /* kD * kH * segs_per_row */
    size_t seg_bytes;       /* input bytes of a segment that count */
    size_t groups;          /* of 4 bytes, seg_bytes rounded up */
    size_t taps;            /* of a depthwise layer: kD * kH * kW, or EC_TAPS of each column */
    uint32_t chains;        /* of one by columns: how far apart pixels lie that share them; else 0 */
    size_t padding_row;     /* offset from the struct */
    size_t blocks;          /* offset of the first block */
    size_t bytes;           /* of the whole packed layer */
    ec_layout input;
};

/* Geometry and offsets; 0 if the specification is refused. */
int ec_conv_plan(const ec_kernel *kernel, const ec_conv_spec *spec, ec_conv *conv);

/* Weights of an output channel. */
size_t ec_conv_fan(const ec_conv_spec *spec);

/* How output channel `channel` is requantised. */
ec_lane_requant ec_conv_lane(const ec_conv_spec *spec, uint32_t channel);

/* Packs that into entry `lane` of a block's arrays of `lanes` entries at `memory`, with `offset` added to the bias. */
void ec_conv_pack_lane(const ec_conv_spec *spec, uint32_t channel, uint32_t offset, uint8_t *memory, size_t lanes,
                       size_t lane);

/* Units of 8 lanes in the next block when `left` units are still to be covered. */
uint32_t ec_conv_block_units(uint32_t left, uint32_t max_units);

/* Bytes of a block: the arrays of ec_requant, then the weights; *weights is their offset in it. */
size_t ec_conv_block_bytes(const ec_conv *conv, uint32_t units, size_t *weights);

/* Where the kernel's first row lies over the input. */
typedef struct ec_place {
    int64_t z, y;
} ec_place;

static inline ec_place ec_conv_origin(const ec_conv *conv, size_t output_row)
{
    return (ec_place){(int64_t)(output_row / conv->out_size[1]) * conv->stride[0] - conv->pad_before[0],
                      (int64_t)(output_row % conv->out_size[1]) * conv->stride[1] - conv->pad_before[1]};
}

/* Sample 0 of the row under the kernel's row (kz, ky); NULL outside the input. */
static inline const uint8_t *ec_conv_input_row(const ec_conv *conv, const uint8_t *in, ec_place origin, uint32_t kz,
                                               uint32_t ky)
{
    int64_t z = origin.z + (int64_t)kz * conv->dilation[0], y = origin.y + (int64_t)ky * conv->dilation[1];
    int inside = z >= 0 && z < conv->in_size[0] && y >= 0 && y < conv->in_size[1];
    return inside ? in + (size_t)(z * conv->in_size[1] + y) * conv->input.row_stride : NULL;
}

/* Sample 0 of the row of padding. */
static inline const uint8_t *ec_conv_padding(const ec_conv *conv)
{
    return (const uint8_t *)conv + conv->padding_row + conv->input.left;
}

/* The parts of ec_conv_plan, ec_conv_scratch_size, ec_conv_pack and ec_conv_run that are a depthwise layer's own. */
void ec_depthwise_plan_kernel(const ec_depthwise *kernel, const ec_conv_spec *spec, ec_conv *conv);
void ec_depthwise_plan_blocks(const ec_conv *conv, ec_size *size);
size_t ec_depthwise_scratch_size(const ec_conv *conv);
void ec_depthwise_pack_blocks(const ec_conv *conv, const ec_conv_spec *spec, uint8_t *blocks);
void ec_depthwise_run(const ec_conv *conv, const uint8_t *in, uint8_t *out, size_t out_row_stride, void *scratch,
                      size_t row_begin, size_t row_end);

#endif
