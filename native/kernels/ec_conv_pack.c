/*
 * ec_conv_pack.c - weights and requantisation constants in the order in which a kernel reads them
 */
#include "ec_conv.h"

#include <string.h>

/* The part of a block that is being packed. */
typedef struct block {
    const ec_conv *conv;
    const ec_conv_spec *spec;
    uint32_t first_channel;
    uint32_t channels;
    size_t lanes;
} block;

/* 128 * sum(weights) of an output channel: sum w * x = sum w * (x - 128) + 128 * sum w. */
static uint32_t input_offset(const ec_conv_spec *s, uint32_t channel)
{
    size_t count = ec_conv_fan(s);
    const int8_t *w = s->weights + channel * count;
    int32_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += w[i];
    return 128u * (uint32_t)sum;
}

void ec_conv_pack_lane(const ec_conv_spec *s, uint32_t channel, uint32_t offset, uint8_t *memory, size_t lanes,
                       size_t lane)
{
    int32_t *arrays = (int32_t *)(void *)memory;
    ec_lane_requant constants = ec_conv_lane(s, channel);
    arrays[lane] = (int32_t)((uint32_t)s->bias[channel] + offset);
    arrays[lanes + lane] = constants.multiplier;
    arrays[2 * lanes + lane] = constants.round;
    arrays[3 * lanes + lane] = constants.shift;
}

/* The weight of byte k of segment s for lane l of the block. */
static void put_weight(const block *b, uint8_t *memory, size_t s, size_t l, size_t k, int8_t weight)
{
    const ec_igemm *igemm = b->conv->igemm;
    size_t index = s * b->lanes * b->conv->groups * 4 + igemm->weight_index(b->lanes, b->conv->groups, l, k);
    if (igemm->weight_bytes == 2)
        ((int16_t *)(void *)memory)[index] = weight;
    else
        ((int8_t *)memory)[index] = weight;
}

/* A segment's bytes are contiguous in [kD][kH][kW][in] too, so segment s starts at s * seg_bytes. */
static void pack_weights(const block *b, uint8_t *memory)
{
    const ec_conv *conv = b->conv;
    for (size_t s = 0; s < conv->seg_count; s++)
        for (size_t l = 0; l < b->channels; l++) {
            const int8_t *from = b->spec->weights + ((b->first_channel + l) * conv->seg_count + s) * conv->seg_bytes;
            for (size_t k = 0; k < conv->seg_bytes; k++)
                put_weight(b, memory, s, l, k, from[k]);
        }
}

/* Lanes without a channel stay zero: they are computed and thrown away. */
static void pack_blocks(const ec_conv *conv, const ec_conv_spec *spec, uint8_t *at)
{
    for (uint32_t channel = 0; channel < conv->out_channels;) {
        uint32_t left = conv->out_channels - channel;
        uint32_t units = ec_conv_block_units((left + EC_UNIT - 1) / EC_UNIT, conv->igemm->max_units);
        size_t lanes = (size_t)units * EC_UNIT, weights, bytes = ec_conv_block_bytes(conv, units, &weights);
        block b = {conv, spec, channel, left < lanes ? left : (uint32_t)lanes, lanes};
        for (uint32_t l = 0; l < b.channels; l++) {
            uint32_t offset = conv->igemm->signed_input ? input_offset(spec, channel + l) : 0;
            ec_conv_pack_lane(spec, channel + l, offset, at, lanes, l);
        }
        pack_weights(&b, at + weights);
        at += bytes;
        channel += b.channels;
    }
}

const ec_conv *ec_conv_pack(const ec_kernel *kernel, const ec_conv_spec *spec, void *memory)
{
    ec_conv *conv = memory;
    if (!ec_conv_plan(kernel, spec, conv))
        return NULL;
    uint8_t *base = memory;
    memset(base + sizeof *conv, 0, conv->bytes - sizeof *conv);
    memset(base + conv->padding_row, (int)spec->in_zero, conv->input.row_stride);
    if (conv->depthwise != NULL)
        ec_depthwise_pack_blocks(conv, spec, base + conv->blocks);
    else
        pack_blocks(conv, spec, base + conv->blocks);
    return conv;
}
