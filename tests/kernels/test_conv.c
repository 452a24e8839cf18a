/*
 * test_conv.c - every kernel equals the definition on random layers: 2D and 3D, tails, strides,
 * dilations, asymmetric padding, extreme weights, samples, biases and scales
 *
 * Buffers have exactly the promised size and outputs stand between canaries, so that a read or
 * write too far fails here or under AddressSanitizer.
 */
#include "random_conv.h"
#include "reference_conv.h"

enum { CANARY = 0xC3, GAP = 5 };

/* The input as the layer wants it: margins of in_zero, unused bytes of each row arbitrary. */
static uint8_t *lay_out(const ec_conv_spec *s, const ec_layout *layout, const uint8_t *in)
{
    uint8_t *memory = exactly(layout->rows * layout->row_stride);
    for (size_t row = 0; row < layout->rows; row++) {
        uint8_t *x = memory + row * layout->row_stride;
        for (size_t i = 0; i < layout->row_stride; i++)
            x[i] = (uint8_t)random_bits();
        memset(x, (int)s->in_zero, layout->left);
        memcpy(x + layout->left, in + row * layout->row_bytes, layout->row_bytes);
        memset(x + layout->left + layout->row_bytes, (int)s->in_zero, layout->right);
    }
    return memory;
}

static void compare(const ec_kernel *kernel, const ec_conv_spec *s, const uint8_t *in, const uint8_t *expected, int number)
{
    size_t bytes = ec_conv_packed_size(kernel, s);
    CHECK(bytes > 0, "case %d: layer refused", number);
    void *packed = exactly(bytes);
    const ec_conv *conv = ec_conv_pack(kernel, s, packed);
    ec_layout layout = ec_conv_input_layout(conv);
    uint8_t *laid_out = lay_out(s, &layout, in);
    void *scratch = exactly(ec_conv_scratch_size(conv));
    uint32_t size[3];
    ec_conv_output_size(conv, size);

    size_t rows = (size_t)size[0] * size[1], row_bytes = (size_t)size[2] * s->out_channels;
    uint8_t *out = exactly(rows * (row_bytes + GAP));
    memset(out, CANARY, rows * (row_bytes + GAP));
    size_t split = (size_t)between(0, (int64_t)rows);
    ec_conv_run(conv, laid_out + layout.left, out, row_bytes + GAP, scratch, split, rows);
    ec_conv_run(conv, laid_out + layout.left, out, row_bytes + GAP, scratch, 0, split);
    for (size_t row = 0; row < rows; row++) {
        const uint8_t *y = out + row * (row_bytes + GAP);
        for (size_t i = 0; i < row_bytes; i++)
            CHECK(y[i] == expected[row * row_bytes + i],
                  "%s, case %d: row %zu of %zu, pixel %zu of %u, channel %zu of %u: %d, not %d", ec_kernel_name(kernel),
                  number, row, rows, i / s->out_channels, size[2], i % s->out_channels, s->out_channels, y[i],
                  expected[row * row_bytes + i]);
        for (size_t i = 0; i < GAP; i++)
            CHECK(y[row_bytes + i] == CANARY, "%s, case %d: row %zu written too far", ec_kernel_name(kernel), number, row);
    }
    free(out);
    free(scratch);
    free(laid_out);
    free(packed);
}

/* Returns how many kernels there are. */
static uint32_t compare_all(ec_conv_spec *s, int number)
{
    const ec_kernel *kernel;
    uint32_t kernels;
    random_values(s, one_in(5) ? EC_OUTPUT_BITS : EC_OUTPUT_U8);
    uint8_t *in = random_samples((size_t)s->in_size[0] * s->in_size[1] * s->in_size[2] * s->in_channels);
    uint8_t *expected = reference_conv(s, in);
    for (kernels = 0; (kernel = ec_kernel_at(kernels)) != NULL; kernels++)
        compare(kernel, s, in, expected, number);
    free(expected);
    free(in);
    free_layer(s);
    return kernels;
}

/* Depthwise layers follow the others and are numbered on. Each number of channels has its turn, up to more than two
 * blocks of any kernel: in an order of which the first few are a sample, since 37 and 140 have no divisor in common. */
enum { MOST_CHANNELS = 140, CHANNEL_STEP = 37 };

int main(void)
{
    int cases = case_count(1500);
    uint32_t kernels = 0;
    for (int number = 0; number < 2 * cases; number++) {
        ec_conv_spec s;
        random_state = 1000003u * (uint64_t)number;
        if (number < cases) {
            random_geometry(&s, 2e6);
            maybe_depthwise(&s);
        } else {
            depthwise_geometry(&s, 1 + (uint32_t)(number - cases) * CHANNEL_STEP % MOST_CHANNELS);
        }
        kernels = compare_all(&s, number);
    }
    printf("%d layers, %d of them depthwise at least, equal for %u kernels:", 2 * cases, cases, kernels);
    for (uint32_t i = 0; i < kernels; i++)
        printf(" %s", ec_kernel_name(ec_kernel_at(i)));
    printf("\n");
    return 0;
}
