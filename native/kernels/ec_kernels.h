/*
 * ec_kernels.h - integer kernels of the edge encoder: convolution and area resampling
 *
 * The arithmetic is ECM.md (src/EdgeCodec/Models): §2 for the resampler, §3 for the
 * convolution. Every kernel gives the same bytes on every machine.
 *
 * Internal interface: the library's users see edgecodec.h. Rules that hold throughout:
 *   - nothing here allocates; sizes are queried, the caller supplies the memory, aligned to
 *     EC_ALIGN bytes where a comment says so;
 *   - what init or pack has built is immutable and may be shared by threads; arenas, scratch
 *     and resampler states belong to one thread at a time, except where rows are split;
 *   - axes are ordered depth, height, width; a row is one (depth, height) pair, so a tensor
 *     of [D, H, W, C] has D * H rows of W * C bytes;
 *   - a size query that answers 0 refuses what it was asked about.
 */
#ifndef EC_KERNELS_H
#define EC_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(EC_KERNELS_SHARED)
#define EC_KERNELS_API __attribute__((visibility("default")))
#else
#define EC_KERNELS_API
#endif

/* Alignment of packed networks, arenas, scratch and resampler states. */
#define EC_ALIGN 64

/* Raised whenever a signature or a struct below changes: the two sides of a P/Invoke compare. */
#define EC_KERNELS_VERSION 3

EC_KERNELS_API uint32_t ec_kernels_version(void);

/* ---- which kernels ---------------------------------------------------------------- */

/* One entry of the table in ec_kernel_table.c: the kernels for one instruction set. */
typedef struct ec_kernel ec_kernel;

/* The best entry that this processor runs. (In a test build the environment variable
 * EC_KERNEL names the entry; NULL if this processor cannot run it or no such entry is
 * known: a test that asked for a kernel must not silently run another.) */
EC_KERNELS_API const ec_kernel *ec_kernel_select(void);

/* Entry `index` of those that this processor runs, best first; NULL past the last. */
EC_KERNELS_API const ec_kernel *ec_kernel_at(uint32_t index);

/* "avx512vnni", "avx2", "neondot", "neon" or "portable". */
EC_KERNELS_API const char *ec_kernel_name(const ec_kernel *kernel);

/* ---- convolution, ECM §3 ---------------------------------------------------------- */

enum { EC_OUTPUT_U8 = 0, EC_OUTPUT_BITS = 1 };

/* A layer as the edge model describes it. The arrays are read while a layer is measured and packed, not after. */
typedef struct ec_conv_spec {
    uint32_t in_size[3];
    uint32_t in_channels;
    uint32_t out_channels;
    uint32_t kernel[3];
    uint32_t stride[3];
    uint32_t dilation[3];
    uint32_t pad_before[3];
    uint32_t pad_after[3];
    uint32_t output; /* EC_OUTPUT_U8: requantised; EC_OUTPUT_BITS: 1 where acc >= 0 */
    uint32_t in_zero;
    uint32_t out_zero;
    uint32_t depthwise;         /* 1: output channel o reads input channel o alone; as many of one as of the other */
    const int8_t *weights;      /* [out][kD][kH][kW][in], depthwise [out][kD][kH][kW] */
    const int32_t *bias;        /* [out] */
    const uint32_t *multiplier; /* [out], EC_OUTPUT_U8 only */
    const uint8_t *shift;       /* [out], EC_OUTPUT_U8 only */
} ec_conv_spec;

/* A packed layer: weights in the order in which the kernel reads them, requantisation
 * constants, geometry. Immutable. */
typedef struct ec_conv ec_conv;

/*
 * How a tensor lies in memory. Row r starts (sample 0) at base + r * row_stride. A
 * convolution reads `left` bytes before and `right` bytes after a row's samples; they hold
 * its in_zero, so that padding in width costs nothing in the inner loop. Padding in height
 * and depth needs no memory: those rows are taken from one row of in_zero in ec_conv.
 */
typedef struct ec_layout {
    size_t rows;
    size_t row_bytes; /* W * C */
    size_t left;
    size_t right;
    size_t row_stride; /* at least left + row_bytes + right, a multiple of EC_ALIGN */
} ec_layout;

/* Bytes of the packed layer, or 0 if a limit of ECM §3 is violated (the accumulator's bound
 * included) or a size does not fit size_t. */
EC_KERNELS_API size_t ec_conv_packed_size(const ec_kernel *kernel, const ec_conv_spec *spec);

/* Packs into `memory` (EC_ALIGN, ec_conv_packed_size bytes) and returns it as a layer. */
EC_KERNELS_API const ec_conv *ec_conv_pack(const ec_kernel *kernel, const ec_conv_spec *spec, void *memory);

/* Output size D, H, W. */
EC_KERNELS_API void ec_conv_output_size(const ec_conv *conv, uint32_t size[3]);

/* The layout that the input must have. */
EC_KERNELS_API ec_layout ec_conv_input_layout(const ec_conv *conv);

/* Bytes of scratch (EC_ALIGN) that a thread needs to run the layer. */
EC_KERNELS_API size_t ec_conv_scratch_size(const ec_conv *conv);

/*
 * Computes output rows row_begin <= r < row_end. `in` points at sample 0 of row 0 of a tensor
 * laid out as ec_conv_input_layout says; `out` at sample 0 of row 0 of the output, whose rows
 * are out_row_stride bytes apart and [W][C] inside; bytes between rows are not touched.
 * Threads may run disjoint row ranges of one layer at the same time, each with its scratch.
 */
EC_KERNELS_API void ec_conv_run(const ec_conv *conv, const uint8_t *in, uint8_t *out, size_t out_row_stride,
                                void *scratch, size_t row_begin, size_t row_end);

/* ---- a network: layers one after another ------------------------------------------ */

/* Packed layers and the plan of their activation buffers. Immutable. */
typedef struct ec_net ec_net;

/* Bytes of the packed network, or 0 if a layer is refused or does not fit the one before. */
EC_KERNELS_API size_t ec_net_packed_size(const ec_kernel *kernel, const ec_conv_spec *layers, uint32_t count);

/* Packs into `memory` (EC_ALIGN, ec_net_packed_size bytes) and returns it as a network. */
EC_KERNELS_API const ec_net *ec_net_pack(const ec_kernel *kernel, const ec_conv_spec *layers, uint32_t count,
                                         void *memory);

/* Bytes of the arena (EC_ALIGN) that holds the activations of one picture. */
EC_KERNELS_API size_t ec_net_arena_size(const ec_net *net);

/* Bytes of scratch (EC_ALIGN) per thread. */
EC_KERNELS_API size_t ec_net_scratch_size(const ec_net *net);

/* Makes an arena ready; once, before the first picture. */
EC_KERNELS_API void ec_net_arena_init(const ec_net *net, void *arena);

/* Where sample 0 of row 0 of the grid belongs in the arena; rows lie *row_stride apart. */
EC_KERNELS_API uint8_t *ec_net_input(const ec_net *net, void *arena, size_t *row_stride);

EC_KERNELS_API uint32_t ec_net_layer_count(const ec_net *net);
EC_KERNELS_API size_t ec_net_layer_rows(const ec_net *net, uint32_t layer);

/* Rows row_begin <= r < row_end of one layer; all rows of the layer before must be done. */
EC_KERNELS_API void ec_net_run_layer(const ec_net *net, void *arena, void *scratch, uint32_t layer, size_t row_begin,
                                     size_t row_end);

/* All layers on the calling thread. */
EC_KERNELS_API void ec_net_run(const ec_net *net, void *arena, void *scratch);

/* Copies the last layer's output, one byte a sample, in the order [C, D, H, W] of ECM §4. */
EC_KERNELS_API void ec_net_output(const ec_net *net, const void *arena, uint8_t *output);

/* ---- area resampling and window, ECM §2.2 and §2.3 --------------------------------- */

enum { EC_SAMPLE_U8 = 0, EC_SAMPLE_U16 = 1, EC_SAMPLE_S16 = 2 };

typedef struct ec_area_spec {
    uint32_t sample_type;
    uint32_t channels;  /* 1 or 3 */
    uint32_t source[3]; /* size of the source region, each 1 to 65535, product at most 2^36 */
    uint32_t grid[3];   /* size of the destination region, each 1 to 4096 */
    int32_t window_low;
    uint32_t window_width;
    int64_t channel_stride; /* bytes from channel to channel, may be negative */
    int64_t column_stride;  /* bytes from column to column, may be negative */
} ec_area_spec;

/* A resampler for grid rows row_begin <= r < row_end (rows of H) of every grid slice. */
typedef struct ec_area ec_area;

/* Bytes of the state, or 0 if the specification is out of its limits. */
EC_KERNELS_API size_t ec_area_state_size(const ec_area_spec *spec, uint32_t row_begin, uint32_t row_end);

/* Bytes of a state that suffice for every source region of this sample type and number of
 * channels, at most `width` wide, and for `rows` rows of any destination region within the
 * grid; 0 if out of the limits. */
EC_KERNELS_API size_t ec_area_largest_state_size(uint32_t sample_type, uint32_t channels, const uint32_t grid[3],
                                                 uint32_t width, uint32_t rows);

/*
 * Starts a picture in `memory` (EC_ALIGN, ec_area_state_size bytes). Sample [z][y][x][c] of the
 * destination region is written to grid + z * slice_stride + y * row_stride + x * channels + c.
 */
EC_KERNELS_API ec_area *ec_area_begin(const ec_kernel *kernel, const ec_area_spec *spec, uint32_t row_begin,
                                      uint32_t row_end, uint8_t *grid, size_t row_stride, size_t slice_stride,
                                      void *memory);

/* The source rows of every slice that the range needs: *first <= row < *end. */
EC_KERNELS_API void ec_area_source_rows(const ec_area *area, uint32_t *first, uint32_t *end);

/*
 * Takes `count` more source rows, in order: rows first..end-1 of slice 0, then of slice 1, and
 * so on; a call stays within one slice. `rows` points at channel 0 of column 0 of the first of
 * them, row_stride in bytes may be negative. Returns the number of rows taken, less than
 * count if the slice needs no more.
 */
EC_KERNELS_API uint32_t ec_area_push(ec_area *area, const void *rows, int64_t row_stride, uint32_t count);

/* 1 when every grid row of the range has been written. */
EC_KERNELS_API int ec_area_done(const ec_area *area);

/* ---- a picture: source rows in, latent bits out, on any number of threads ------------ */

/* Item `index` of a batch, on behalf of `thread`, which is below ec_picture_plan.threads. */
typedef void (*ec_work_fn)(void *batch, uint32_t index, uint32_t thread);

/*
 * Calls work(batch, i, thread) once for each i below count, on whatever threads it likes, and
 * returns 0 when all of them have returned. Calls that overlap in time have different `thread`
 * numbers. A runner that does otherwise costs the picture, never memory.
 */
typedef int (*ec_runner_fn)(void *opaque, ec_work_fn work, void *batch, uint32_t count);

enum { EC_MAX_THREADS = 32 };

typedef enum ec_run {
    EC_RUN_DONE = 0,
    EC_RUN_CANCELLED = 1,
    EC_RUN_RUNNER = 2,  /* the runner failed, or did not do what it is asked for above */
    EC_RUN_REFUSED = 3, /* rows of another shape than was announced */
    EC_RUN_IS_32_BITS = 0x7fffffff
} ec_run;

/* What a picture's memory is made for. */
typedef struct ec_picture_plan {
    const ec_kernel *kernel;
    const ec_net *net;
    uint32_t grid[3];
    uint32_t channels;
    uint32_t sample_types; /* bit n is set if EC_SAMPLE_ n may come */
    uint32_t max_width;    /* of a source region, 1 to 65535 */
    uint32_t threads;      /* 1 to EC_MAX_THREADS */
} ec_picture_plan;

/* One picture at a time. All of its memory is the block that ec_picture_init was given. */
typedef struct ec_picture ec_picture;

/* Bytes of the block (EC_ALIGN), or 0 if the plan is out of its limits. */
EC_KERNELS_API size_t ec_picture_size(const ec_picture_plan *plan);

EC_KERNELS_API ec_picture *ec_picture_init(const ec_picture_plan *plan, void *memory);

/* Where a source lies and where it goes: a region of each of its slices into a region of the grid. */
typedef struct ec_picture_source {
    uint32_t sample_type;
    uint32_t source[3];      /* size of the source region */
    uint32_t source_x, source_y;
    uint32_t grid[3];        /* size of the grid region; its depth is the grid's */
    uint32_t grid_x, grid_y;
    int32_t window_low;
    uint32_t window_width;
    uint8_t pad[4];          /* by channel: the grid around its region */
} ec_picture_source;

/* Begins a picture and forgets the one before, and that it was cancelled. */
EC_KERNELS_API void ec_picture_begin(ec_picture *picture, const ec_picture_source *source);

/* Rows row .. row + rows - 1 of slices slice .. slice + slices - 1 of the whole source. */
typedef struct ec_picture_rows {
    const uint8_t *first; /* channel 0, column 0 of the first row */
    int64_t channel_stride, column_stride, row_stride, slice_stride;
    uint32_t slice, row, slices, rows;
} ec_picture_rows;

/*
 * Resamples rows. They come in order, each once; several slices only as whole ones. The strides
 * of channels and columns are those of the picture's first rows. runner may be NULL.
 */
EC_KERNELS_API ec_run ec_picture_push(ec_picture *picture, const ec_picture_rows *rows, ec_runner_fn runner,
                                      void *opaque);

/* Runs the network when all rows are in: bits as ec_net_output. */
EC_KERNELS_API ec_run ec_picture_run(ec_picture *picture, uint8_t *bits, ec_runner_fn runner, void *opaque);

/* From any thread: what is under way returns EC_RUN_CANCELLED soon, as does all until the next begin. */
EC_KERNELS_API void ec_picture_cancel(ec_picture *picture);

#ifdef __cplusplus
}
#endif

#endif
