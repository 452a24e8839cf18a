/*
 * bench_kernels.c - how fast the kernels are, on one core
 *
 *   bench_kernels [--kernel NAME] [--json]
 *
 * Convolution: the layers of the network that ships, at its 256 x 256 grid, multiply-accumulates a second each
 * and as a fraction of the peak that a register-only loop of the kernel's own dot product
 * reaches in the same run. Padding is not counted: only products of real samples are work.
 * Resampler: source megapixels a second to the same grid.
 * Every figure is the best of many short runs taken in turn with the others', so that what else
 * the machine does disturbs all alike.
 */
#define _POSIX_C_SOURCE 200112L
#include "ec_kernels.h"
#include "peak.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LAYERS = 33, ROUNDS = 200, AREA_ROUNDS = 8, PEAK_ROUNDS = 20000 };

typedef struct shape {
    uint32_t size, in_channels, out_channels, kernel, stride, dilation, pad, depthwise;
} shape;

/* The layers of models/isic2017. */
static const shape shapes[LAYERS] = {
    {256, 3, 32, 6, 4, 1, 1, 0}, {64, 32, 32, 3, 1, 1, 1, 1}, {64, 32, 16, 1, 1, 1, 0, 0},
    {64, 16, 96, 1, 1, 1, 0, 0}, {64, 96, 96, 3, 2, 1, 1, 1}, {32, 96, 24, 1, 1, 1, 0, 0},
    {32, 24, 168, 1, 1, 1, 0, 0}, {32, 168, 168, 3, 1, 1, 1, 1}, {32, 168, 24, 1, 1, 1, 0, 0},
    {32, 24, 144, 1, 1, 1, 0, 0}, {32, 144, 144, 3, 2, 1, 1, 1}, {16, 144, 32, 1, 1, 1, 0, 0},
    {16, 32, 224, 1, 1, 1, 0, 0}, {16, 224, 224, 3, 1, 1, 1, 1}, {16, 224, 32, 1, 1, 1, 0, 0},
    {16, 32, 224, 1, 1, 1, 0, 0}, {16, 224, 224, 3, 1, 1, 1, 1}, {16, 224, 32, 1, 1, 1, 0, 0},
    {16, 32, 192, 1, 1, 1, 0, 0}, {16, 192, 192, 3, 1, 1, 1, 1}, {16, 192, 64, 1, 1, 1, 0, 0},
    {16, 64, 448, 1, 1, 1, 0, 0}, {16, 448, 448, 3, 1, 2, 2, 1}, {16, 448, 64, 1, 1, 1, 0, 0},
    {16, 64, 448, 1, 1, 1, 0, 0}, {16, 448, 448, 3, 1, 2, 2, 1}, {16, 448, 64, 1, 1, 1, 0, 0},
    {16, 64, 448, 1, 1, 1, 0, 0}, {16, 448, 448, 3, 1, 2, 2, 1}, {16, 448, 64, 1, 1, 1, 0, 0},
    {16, 64, 64, 3, 1, 4, 4, 0}, {16, 64, 64, 3, 1, 2, 2, 0}, {16, 64, 4, 1, 1, 1, 0, 0},
};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void *memory(size_t bytes)
{
    void *p = NULL;
    if (posix_memalign(&p, EC_ALIGN, bytes) != 0) {
        fprintf(stderr, "no memory for %zu bytes\n", bytes);
        exit(1);
    }
    memset(p, 0, bytes);
    return p;
}

static void keep_best(double *best, double start)
{
    double elapsed = seconds() - start;
    if (*best == 0 || elapsed < *best)
        *best = elapsed;
}

/* A layer with arbitrary weights whose outputs spread over 0..255. */
static ec_conv_spec layer_of(const shape *s, int last)
{
    uint32_t pad = s->pad, count = s->kernel * s->kernel * (s->depthwise ? 1 : s->in_channels);
    int8_t *weights = memory((size_t)count * s->out_channels);
    int32_t *bias = memory(s->out_channels * sizeof *bias);
    uint32_t *multiplier = memory(s->out_channels * sizeof *multiplier);
    uint8_t *shift = memory(s->out_channels);
    for (uint32_t i = 0; i < count * s->out_channels; i++)
        weights[i] = (int8_t)(rand() % 255 - 127);
    for (uint32_t o = 0; o < s->out_channels; o++) {
        multiplier[o] = (1u << 30) + (uint32_t)rand() % (1u << 30);
        shift[o] = 40;
    }
    ec_conv_spec spec = {{1, s->size, s->size}, s->in_channels, s->out_channels, {1, s->kernel, s->kernel},
                         {1, s->stride, s->stride}, {1, s->dilation, s->dilation}, {0, pad, pad}, {0, pad, pad},
                         last ? EC_OUTPUT_BITS : EC_OUTPUT_U8, 0, 0, s->depthwise, weights, bias, multiplier, shift};
    return spec;
}

/* Products of real samples along one axis, summed over the outputs. */
static double products(const shape *s)
{
    double sum = 0;
    for (int y = 0; y < (int)(s->size / s->stride); y++)
        for (int k = 0; k < (int)s->kernel; k++) {
            int at = y * (int)s->stride + k * (int)s->dilation - (int)s->pad;
            sum += at >= 0 && at < (int)s->size;
        }
    return sum;
}

static double work(const shape *s)
{
    return products(s) * products(s) * s->out_channels * (s->depthwise ? 1 : s->in_channels);
}

/* Such as "24->168 1x1 s1 at 32", depthwise layers marked. */
static const char *name_of(const shape *s)
{
    static char name[48];
    snprintf(name, sizeof name, "%u->%u %ux%u%s s%u d%u at %u", s->in_channels, s->out_channels, s->kernel, s->kernel,
             s->depthwise ? "dw" : "", s->stride, s->dilation, s->size);
    return name;
}

typedef struct results {
    double layer[LAYERS], network, peak_rate, area[3];
} results;

static void bench_network(const ec_kernel *kernel, results *r)
{
    ec_conv_spec layers[LAYERS];
    for (int i = 0; i < LAYERS; i++)
        layers[i] = layer_of(&shapes[i], i == LAYERS - 1);
    const ec_net *net = ec_net_pack(kernel, layers, LAYERS, memory(ec_net_packed_size(kernel, layers, LAYERS)));
    void *arena = memory(ec_net_arena_size(net)), *scratch = memory(ec_net_scratch_size(net));
    size_t row_stride;
    ec_net_arena_init(net, arena);
    uint8_t *grid = ec_net_input(net, arena, &row_stride);
    for (size_t y = 0; y < 256; y++)
        for (size_t x = 0; x < 256 * 3; x++)
            grid[y * row_stride + x] = (uint8_t)rand();

    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds(), done = peak_run(ec_kernel_name(kernel), PEAK_ROUNDS);
        double rate = done / (seconds() - start);
        r->peak_rate = rate > r->peak_rate ? rate : r->peak_rate;
        for (uint32_t i = 0; i < LAYERS; i++) {
            start = seconds();
            ec_net_run_layer(net, arena, scratch, i, 0, ec_net_layer_rows(net, i));
            keep_best(&r->layer[i], start);
        }
        start = seconds();
        ec_net_run(net, arena, scratch);
        keep_best(&r->network, start);
    }
}

typedef struct source {
    const char *name;
    uint32_t width, height, type, pixel_bytes;
} source;

static const source sources[3] = {
    {"u8 RGB, 12 megapixels", 4000, 3000, EC_SAMPLE_U8, 3},
    {"u8 RGB, 512 x 512", 512, 512, EC_SAMPLE_U8, 3},
    {"u16 gray, 12 megapixels", 4000, 3000, EC_SAMPLE_U16, 2},
};

static void bench_area(const ec_kernel *kernel, results *r)
{
    static uint8_t grid[256 * 256 * 3];
    for (int i = 0; i < 3; i++) {
        const source *s = &sources[i];
        uint32_t channels = s->type == EC_SAMPLE_U8 ? 3 : 1;
        ec_area_spec spec = {s->type, channels, {1, s->height, s->width}, {1, 256, 256}, 0,
                             s->type == EC_SAMPLE_U8 ? 255 : 65535, s->pixel_bytes / channels, s->pixel_bytes};
        size_t row = (size_t)s->width * s->pixel_bytes;
        uint8_t *pixels = memory(row * s->height);
        void *state = memory(ec_area_state_size(&spec, 0, 256));
        for (size_t k = 0; k < row * s->height; k++)
            pixels[k] = (uint8_t)(k * 2654435761u >> 13);
        for (int round = 0; round < AREA_ROUNDS; round++) {
            double start = seconds();
            ec_area *area = ec_area_begin(kernel, &spec, 0, 256, grid, 256 * channels, 0, state);
            ec_area_push(area, pixels, (int64_t)row, s->height);
            keep_best(&r->area[i], start);
        }
        free(state);
        free(pixels);
    }
}

static double fraction(double macs, double time, double peak_rate)
{
    return peak_rate > 0 ? macs / time / peak_rate : 0;
}

static void print_table(const char *name, const results *r)
{
    double all = 0, time = 0;
    /* Plain C has no dot-product instruction whose peak could be measured. */
    if (r->peak_rate > 0)
        printf("%s: peak %.1f GMAC/s\n", name, r->peak_rate * 1e-9);
    else
        printf("%s: peak not defined, fractions of it are 0\n", name);
    for (int i = 0; i < LAYERS; i++) {
        double macs = work(&shapes[i]);
        printf("  %-28s %7.2f MMAC %8.1f us %8.1f GMAC/s  %.2f of peak\n", name_of(&shapes[i]), macs * 1e-6,
               r->layer[i] * 1e6, macs / r->layer[i] * 1e-9, fraction(macs, r->layer[i], r->peak_rate));
        all += macs;
        time += r->layer[i];
    }
    printf("  %-28s %7.2f MMAC %8.1f us %8.1f GMAC/s  %.2f of peak\n", "layers", all * 1e-6, time * 1e6,
           all / time * 1e-9, fraction(all, time, r->peak_rate));
    printf("  %-28s %21.1f us\n", "network", r->network * 1e6);
    for (int i = 0; i < 3; i++)
        printf("  %-30s %17.1f us %8.0f MP/s\n", sources[i].name, r->area[i] * 1e6,
               sources[i].width * (double)sources[i].height / r->area[i] * 1e-6);
}

static void print_json(const char *name, const results *r, int first)
{
    double all = 0, time = 0;
    printf("%s\n  {\"kernel\": \"%s\", \"peak_gmacs\": %.2f, \"layers\": [", first ? "" : ",", name, r->peak_rate * 1e-9);
    for (int i = 0; i < LAYERS; i++) {
        double macs = work(&shapes[i]);
        printf("%s{\"name\": \"%s\", \"macs\": %.0f, \"us\": %.2f, \"peak_fraction\": %.3f}", i ? ", " : "",
               name_of(&shapes[i]), macs, r->layer[i] * 1e6, fraction(macs, r->layer[i], r->peak_rate));
        all += macs;
        time += r->layer[i];
    }
    printf("], \"peak_fraction\": %.3f, \"network_us\": %.1f, \"resample_12mp_rgb8_us\": %.1f, "
           "\"resample_512_rgb8_us\": %.1f, \"resample_12mp_gray16_us\": %.1f}",
           fraction(all, time, r->peak_rate), r->network * 1e6, r->area[0] * 1e6, r->area[1] * 1e6, r->area[2] * 1e6);
}

int main(int count, char **arguments)
{
    const char *only = NULL;
    const ec_kernel *kernel;
    int json = 0, printed = 0;
    for (int i = 1; i < count; i++)
        if (strcmp(arguments[i], "--json") == 0)
            json = 1;
        else if (strcmp(arguments[i], "--kernel") == 0 && i + 1 < count)
            only = arguments[++i];
        else {
            fprintf(stderr, "usage: bench_kernels [--kernel NAME] [--json]\n");
            return 2;
        }
    printf(json ? "[" : "");
    for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++) {
        results r = {{0}, 0, 0, {0}};
        if (only != NULL && strcmp(only, ec_kernel_name(kernel)) != 0)
            continue;
        bench_network(kernel, &r);
        bench_area(kernel, &r);
        if (json)
            print_json(ec_kernel_name(kernel), &r, !printed);
        else
            print_table(ec_kernel_name(kernel), &r);
        printed = 1;
    }
    printf(json ? "\n]\n" : "");
    if (!printed)
        fprintf(stderr, "this processor has no kernel %s\n", only);
    return printed ? 0 : 1;
}
