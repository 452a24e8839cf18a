/*
 * igemm.h - what a convolution kernel is: one row of output pixels, one block of channels
 *
 * The driver (ec_conv.c) walks blocks of output channels and output rows; a kernel computes,
 * for every pixel p of the row and every lane l of the block,
 *
 *   acc = bias[l] + sum over segments s, bytes k: weight[s][l][k] * segs[s].x[p * pixel_stride + k]
 *
 * and requantises it. A segment is a run of input bytes that lie together: kW * C of them
 * where the dilation in width is 1, since the layout is [..., W, C], else C. Its length is
 * padded to a multiple of 4, the group that a dot product instruction takes; the weights of
 * the padding are zero, so what is read there does not matter.
 *
 * No tensor is rearranged to make segments: a segment is a pointer (an "indirect" GEMM).
 */
#ifndef EC_IGEMM_H
#define EC_IGEMM_H

#include "ec_kernels.h"

#include <string.h>

/* Lanes come in units of 8; a block has 1, 2, 3, 4 or 6 of them. */
#define EC_UNIT 8
#define EC_MAX_LANES 48

/* Bytes that a kernel may read past the last group of a row's last segment. */
#define EC_OVERREAD 16

typedef struct ec_seg {
    const uint8_t *x; /* the segment of output pixel 0 */
    const void *w;    /* its weights for this block */
} ec_seg;

/*
 * Requantisation of one block, ECM §3, as every kernel applies it. Arrays of `lanes` entries:
 *
 *   y = out_zero + ((high + round) >> shift), high = floor(acc * multiplier / 2^32)
 *
 * saturated to 0..255. It is ECM's formula with its multiplier doubled, and its shift raised,
 * until the multiplier is at least 2^30 (ec_requant.c): for a shift above 32 the rounding term
 * is a multiple of 2^32, so that nothing below the high word matters. Then |high| < 2^30 and
 * round <= 2^30: nothing overflows, and vectors need no 64-bit sums or shifts.
 *
 * A scale of 1/4 or more, with which a thousand accumulators cover all of 0..255, leaves
 * shift <= 0. Only the plain C kernel takes that; ec_conv_plan sees to it.
 */
typedef struct ec_requant {
    const int32_t *bias;       /* 128 * sum(weights) added where the kernel reads x - 128 */
    const int32_t *multiplier; /* 2^30 to 2^31 - 1, or 0 */
    const int32_t *round;
    const int32_t *shift;      /* 1 to 31 */
} ec_requant;

typedef struct ec_igemm_row {
    const ec_seg *segs;
    size_t seg_count;
    size_t groups;       /* of 4 input bytes, per segment */
    size_t pixels;       /* of the output row */
    size_t pixel_stride; /* bytes in the input from one output pixel to the next */
    ec_requant requant;
    uint32_t units;    /* lanes / 8 */
    uint32_t channels; /* of the lanes, those that exist */
    int32_t out_zero;
    uint8_t *out;      /* first channel of the block, pixel 0 */
    size_t out_stride; /* bytes from pixel to pixel */
} ec_igemm_row;

typedef struct ec_igemm {
    void (*row)(const ec_igemm_row *row);

    /* Index of the weight of lane `lane`, byte `k`, among a segment's lanes * groups * 4, and
     * its size in bytes: 1, or 2 for weights widened when they are packed. */
    size_t (*weight_index)(size_t lanes, size_t groups, size_t lane, size_t k);
    uint32_t weight_bytes;

    /* 1: the kernel reads x - 128 as s8, so that both factors are signed. */
    uint32_t signed_input;

    /* Widest block, in units. */
    uint32_t max_units;
} ec_igemm;

/* The group of input bytes at p, in memory order. */
static inline int32_t ec_four_bytes(const uint8_t *p)
{
    int32_t bytes;
    memcpy(&bytes, p, 4);
    return bytes;
}

extern const ec_igemm ec_igemm_u8s8_portable;
extern const ec_igemm ec_igemm_u8s8_avx2;
extern const ec_igemm ec_igemm_u8s8_avx512vnni;
extern const ec_igemm ec_igemm_u8s8_neon;
extern const ec_igemm ec_igemm_u8s8_neondot;

#endif
