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
#include "ec_requant.h"

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
