/*
 * depthwise.h - what a depthwise convolution kernel is: one row of output pixels, one block of channels
 *
 * No channel meets another: for every pixel p of the row and every channel c of the block,
 *
 *   acc = bias[c] + sum over taps t: weight[t][c] * taps[t][p * pixel_stride + c]
 *
 * is requantised. A tap is one of the kD * kH * kW places of the kernel. Channels lie side by side in the input and in
 * vector registers alike; nothing is broadcast, and a weight is stored once.
 */
#ifndef EC_DEPTHWISE_H
#define EC_DEPTHWISE_H

#include "ec_kernels.h"
#include "ec_requant.h"

/* The list of taps goes on to a multiple of this: copies of a tap, whose weights are zero. */
#define EC_TAPS 4

#define EC_COLUMNS 3

typedef struct ec_depthwise_row {
    const uint8_t *const *taps; /* where each reads the block's first channel, for output pixel 0 */
    size_t tap_count;
    const void *weights;
    size_t pixels;       /* of the output row */
    size_t pixel_stride; /* bytes in the input from one output pixel to the next */
    ec_requant requant;
    uint32_t channels; /* of the lanes, those that exist */
    int32_t out_zero;
    uint8_t *out;      /* first channel of the block, pixel 0 */
    size_t out_stride; /* bytes from pixel to pixel */
} ec_depthwise_row;

typedef struct ec_depthwise {
    void (*row)(const ec_depthwise_row *row);

    /*
     * The same for kernels of EC_COLUMNS columns of at most EC_TAPS taps (kD * kH), on pixels that lie as far apart as
     * the columns do, so that neighbours read the same columns. Taps and weights are in groups of a column each; only
     * the first column's taps are looked at. NULL: the kernel has no use for it.
     */
    void (*row_of_columns)(const ec_depthwise_row *row);

    /* Channels of a block. All of them are read, existing or not. */
    uint32_t lanes;

    /* Weights are [tap / group][lane][tap % group], of 1 byte, or 2 where they are widened when they are packed.
     * A group is at most EC_TAPS; missing taps of the last are zero. */
    uint32_t group;
    uint32_t weight_bytes;

    /* 1: lanes are in the order in which x86 unpacks bytes; see ec_depthwise_lane. */
    uint32_t unpacked;

    /* 1: a block whose channels the lanes hold twice is packed twice, to do two pixels at once. */
    uint32_t twice;

    /* 1: the kernel reads x - 128 for even taps and x - 127 for odd ones; the bias makes up for it. */
    uint32_t signed_input;
} ec_depthwise;

/*
 * Unpacking bytes to 32 bits works within 16 bytes: of each 16, bytes 4 i to 4 i + 3 are in register i of four. Packing
 * the results to bytes again puts them in order.
 */
static inline size_t ec_depthwise_lane(const ec_depthwise *kernel, size_t channel)
{
    return kernel->unpacked ? channel % 16 / 4 * (kernel->lanes / 4) + channel / 16 * 4 + channel % 4 : channel;
}

extern const ec_depthwise ec_depthwise_u8s8_portable;
extern const ec_depthwise ec_depthwise_u8s8_avx2;
extern const ec_depthwise ec_depthwise_u8s8_avx512vnni;
extern const ec_depthwise ec_depthwise_u8s8_neon;

#endif
