/*
 * test_network.c - layers in one arena equal the layers one by one, whole and in row ranges,
 * and again with the arena of the picture before
 */
#include "random_conv.h"
#include "reference_conv.h"

enum { MAX_DEPTH = 5 };

static size_t samples(const uint32_t size[3], uint32_t channels)
{
    return (size_t)size[0] * size[1] * size[2] * channels;
}

/* A chain in which each layer reads what the one before writes. */
static uint32_t random_chain(ec_conv_spec *layers)
{
    uint32_t count = (uint32_t)between(1, MAX_DEPTH);
    for (uint32_t i = 0; i < count; i++) {
        ec_conv_spec *s = &layers[i], trial;
        uint32_t size[3];
        if (i > 0)
            reference_size(&layers[i - 1], size);
        for (;;) {
            int fits = 1;
            random_geometry(&trial, 3e5);
            if (i == 0)
                break;
            memcpy(trial.in_size, size, sizeof size);
            trial.in_channels = layers[i - 1].out_channels;
            for (int k = 0; k < 3; k++)
                fits &= size[k] + trial.pad_before[k] + trial.pad_after[k] >= trial.dilation[k] * (trial.kernel[k] - 1) + 1;
            reference_size(&trial, trial.in_size);
            double macs = fits ? (double)samples(trial.in_size, trial.in_channels) * trial.out_channels *
                                     trial.kernel[0] * trial.kernel[1] * trial.kernel[2]
                               : 1e9;
            memcpy(trial.in_size, size, sizeof size);
            if (macs <= 1e6)
                break;
        }
        *s = trial;
        maybe_depthwise(s);
        random_values(s, i + 1 == count && one_in(2) ? EC_OUTPUT_BITS : EC_OUTPUT_U8);
    }
    return count;
}

/* The definition's answer in the order [C, D, H, W]. */
static uint8_t *expected_output(const ec_conv_spec *layers, uint32_t count, const uint8_t *in)
{
    uint32_t size[3];
    uint8_t *now = NULL;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *next = reference_conv(&layers[i], i == 0 ? in : now);
        free(now);
        now = next;
    }
    reference_size(&layers[count - 1], size);
    uint32_t channels = layers[count - 1].out_channels;
    size_t n = samples(size, 1);
    uint8_t *planar = exactly(n * channels);
    for (size_t c = 0; c < channels; c++)
        for (size_t k = 0; k < n; k++)
            planar[c * n + k] = now[k * channels + c];
    free(now);
    return planar;
}

static void run_in_ranges(const ec_net *net, void *arena, void *scratch)
{
    for (uint32_t layer = 0; layer < ec_net_layer_count(net); layer++) {
        size_t rows = ec_net_layer_rows(net, layer), split = (size_t)between(0, (int64_t)rows);
        ec_net_run_layer(net, arena, scratch, layer, split, rows);
        ec_net_run_layer(net, arena, scratch, layer, 0, split);
    }
}

static void compare(const ec_kernel *kernel, const ec_conv_spec *layers, uint32_t count, int number)
{
    size_t bytes = ec_net_packed_size(kernel, layers, count);
    CHECK(bytes > 0, "case %d: network refused", number);
    void *packed = exactly(bytes);
    const ec_net *net = ec_net_pack(kernel, layers, count, packed);
    void *arena = exactly(ec_net_arena_size(net)), *scratch = exactly(ec_net_scratch_size(net));
    uint32_t size[3];
    reference_size(&layers[count - 1], size);
    size_t length = samples(size, layers[count - 1].out_channels);
    uint8_t *output = exactly(length);

    ec_net_arena_init(net, arena);
    for (int picture = 0; picture < 2; picture++) {
        const ec_conv_spec *first = &layers[0];
        size_t row_stride, row_bytes = (size_t)first->in_size[2] * first->in_channels;
        uint8_t *in = random_samples(samples(first->in_size, first->in_channels));
        uint8_t *expected = expected_output(layers, count, in), *grid = ec_net_input(net, arena, &row_stride);
        for (size_t row = 0; row < (size_t)first->in_size[0] * first->in_size[1]; row++)
            memcpy(grid + row * row_stride, in + row * row_bytes, row_bytes);
        if (one_in(2))
            ec_net_run(net, arena, scratch);
        else
            run_in_ranges(net, arena, scratch);
        ec_net_output(net, arena, output);
        CHECK(memcmp(output, expected, length) == 0, "%s, case %d, picture %d differs", ec_kernel_name(kernel), number,
              picture);
        free(expected);
        free(in);
    }
    free(output);
    free(scratch);
    free(arena);
    free(packed);
}

static void layers_that_do_not_fit_are_refused(const ec_kernel *kernel)
{
    ec_conv_spec layers[MAX_DEPTH];
    uint32_t count;
    while ((count = random_chain(layers)) < 2)
        free_layer(&layers[0]);
    layers[1].in_size[1]++;
    CHECK(ec_net_packed_size(kernel, layers, count) == 0, "layer 1 reads a size that layer 0 does not write");
    layers[1].in_size[1]--;
    layers[0].output = EC_OUTPUT_BITS;
    CHECK(ec_net_packed_size(kernel, layers, count) == 0, "bits before the last layer");
    layers[0].output = EC_OUTPUT_U8;
    CHECK(ec_net_packed_size(kernel, layers, 0) == 0 && ec_net_packed_size(kernel, layers, 65) == 0, "0 and 65 layers");
    CHECK(ec_net_packed_size(kernel, layers, count) > 0, "the chain itself");
    for (uint32_t i = 0; i < count; i++)
        free_layer(&layers[i]);
}

int main(void)
{
    int cases = case_count(300);
    for (int number = 0; number < cases; number++) {
        const ec_kernel *kernel;
        ec_conv_spec layers[MAX_DEPTH];
        random_state = 7919u * (uint64_t)number + 1;
        uint32_t count = random_chain(layers);
        for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++)
            compare(kernel, layers, count, number);
        for (uint32_t i = 0; i < count; i++)
            free_layer(&layers[i]);
    }
    layers_that_do_not_fit_are_refused(ec_kernel_at(0));
    printf("%d networks\n", cases);
    return 0;
}
