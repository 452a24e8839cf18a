/*
 * ec_network.c - layers one after another in one arena
 *
 * The arena has three regions: the grid, and two that take turns as output and next input.
 * Each layer writes its rows where the next one wants them, margins included, so nothing is
 * ever copied into place.
 */
#include "ec_conv.h"

#include <string.h>

enum { MAX_LAYERS = 64 };

struct ec_net {
    uint32_t count;
    size_t convs[MAX_LAYERS]; /* offsets from the struct */
    size_t regions[3];        /* offsets in the arena: the grid, then the two that take turns */
    size_t arena_bytes;
    size_t scratch_bytes;
    size_t bytes; /* of the whole packed network */
};

static const ec_conv *conv_at(const ec_net *net, uint32_t layer)
{
    return (const ec_conv *)(const void *)((const uint8_t *)net + net->convs[layer]);
}

/* How layer `layer` lays its output out: as the next one reads it, or tight. */
static ec_layout output_layout(const ec_conv *conv, const ec_conv *next)
{
    if (next != NULL)
        return next->input;
    ec_layout tight = {(size_t)conv->out_size[0] * conv->out_size[1],
                       (size_t)conv->out_size[2] * conv->out_channels, 0, 0, 0};
    tight.row_stride = tight.row_bytes;
    return tight;
}

static int follows(const ec_conv *conv, const ec_conv_spec *next)
{
    return memcmp(conv->out_size, next->in_size, sizeof conv->out_size) == 0 &&
           conv->out_channels == next->in_channels;
}

static size_t region_after(uint32_t layer)
{
    return 1 + layer % 2;
}

static int plan(const ec_kernel *kernel, const ec_conv_spec *layers, uint32_t count, ec_net *net)
{
    ec_size packed = {0, 0}, arena = {0, 0};
    size_t need[3] = {0, 0, 0};
    ec_conv conv[2]; /* this layer and the one before */

    if (count < 1 || count > MAX_LAYERS)
        return 0;
    net->count = count;
    net->scratch_bytes = 0;
    ec_size_add(&packed, 1, sizeof *net);
    for (uint32_t i = 0; i < count; i++) {
        ec_conv *now = &conv[i % 2], *before = i > 0 ? &conv[(i - 1) % 2] : NULL;
        int last = i + 1 == count;
        if (!ec_conv_plan(kernel, &layers[i], now) || (before && !follows(before, &layers[i])) ||
            (layers[i].output == EC_OUTPUT_BITS && !last))
            return 0;
        net->convs[i] = ec_size_add(&packed, now->bytes, 1);
        size_t region = i == 0 ? 0 : region_after(i - 1), bytes = 0;
        arena.failed |= __builtin_mul_overflow(now->input.rows, now->input.row_stride, &bytes);
        need[region] = bytes > need[region] ? bytes : need[region];
        if (last) {
            ec_layout out = output_layout(now, NULL);
            arena.failed |= __builtin_mul_overflow(out.rows, out.row_stride, &bytes);
            region = region_after(i);
            need[region] = bytes > need[region] ? bytes : need[region];
        }
        size_t scratch = ec_conv_scratch_size(now);
        net->scratch_bytes = scratch > net->scratch_bytes ? scratch : net->scratch_bytes;
    }
    for (int i = 0; i < 3; i++)
        net->regions[i] = ec_size_add(&arena, need[i], 1);
    net->arena_bytes = arena.bytes;
    net->bytes = packed.bytes;
    return !packed.failed && !arena.failed;
}

size_t ec_net_packed_size(const ec_kernel *kernel, const ec_conv_spec *layers, uint32_t count)
{
    ec_net net;
    return plan(kernel, layers, count, &net) ? net.bytes : 0;
}

const ec_net *ec_net_pack(const ec_kernel *kernel, const ec_conv_spec *layers, uint32_t count, void *memory)
{
    ec_net *net = memory;
    if (!plan(kernel, layers, count, net))
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        ec_conv_pack(kernel, &layers[i], (uint8_t *)memory + net->convs[i]);
    return net;
}

size_t ec_net_arena_size(const ec_net *net)
{
    return net->arena_bytes;
}

size_t ec_net_scratch_size(const ec_net *net)
{
    return net->scratch_bytes;
}

/* Writes the margins of rows [begin, end) of a layer's input. */
static void fill_margins(const ec_conv *conv, uint8_t *samples, size_t begin, size_t end)
{
    const uint8_t *padding = (const uint8_t *)conv + conv->padding_row;
    const ec_layout *in = &conv->input;
    for (size_t row = begin; row < end; row++) {
        uint8_t *x = samples + row * in->row_stride;
        memcpy(x - in->left, padding, in->left);
        memcpy(x + in->row_bytes, padding, in->right);
    }
}

void ec_net_arena_init(const ec_net *net, void *arena)
{
    size_t row_stride;
    memset(arena, 0, net->arena_bytes);
    fill_margins(conv_at(net, 0), ec_net_input(net, arena, &row_stride), 0, conv_at(net, 0)->input.rows);
}

uint8_t *ec_net_input(const ec_net *net, void *arena, size_t *row_stride)
{
    *row_stride = conv_at(net, 0)->input.row_stride;
    return (uint8_t *)arena + net->regions[0] + conv_at(net, 0)->input.left;
}

uint32_t ec_net_layer_count(const ec_net *net)
{
    return net->count;
}

size_t ec_net_layer_rows(const ec_net *net, uint32_t layer)
{
    const ec_conv *conv = conv_at(net, layer);
    return (size_t)conv->out_size[0] * conv->out_size[1];
}

void ec_net_run_layer(const ec_net *net, void *arena, void *scratch, uint32_t layer, size_t row_begin, size_t row_end)
{
    const ec_conv *conv = conv_at(net, layer), *next = layer + 1 < net->count ? conv_at(net, layer + 1) : NULL;
    ec_layout out = output_layout(conv, next);
    const uint8_t *from = (uint8_t *)arena + net->regions[layer == 0 ? 0 : region_after(layer - 1)] + conv->input.left;
    uint8_t *to = (uint8_t *)arena + net->regions[region_after(layer)] + out.left;
    ec_conv_run(conv, from, to, out.row_stride, scratch, row_begin, row_end);
    if (next != NULL)
        fill_margins(next, to, row_begin, row_end);
}

void ec_net_run(const ec_net *net, void *arena, void *scratch)
{
    for (uint32_t i = 0; i < net->count; i++)
        ec_net_run_layer(net, arena, scratch, i, 0, ec_net_layer_rows(net, i));
}

void ec_net_output(const ec_net *net, const void *arena, uint8_t *output)
{
    const ec_conv *last = conv_at(net, net->count - 1);
    const uint8_t *from = (const uint8_t *)arena + net->regions[region_after(net->count - 1)];
    size_t channels = last->out_channels, samples = (size_t)last->out_size[0] * last->out_size[1] * last->out_size[2];
    for (size_t c = 0; c < channels; c++)
        for (size_t i = 0; i < samples; i++)
            output[c * samples + i] = from[i * channels + c];
}
