/*
 * test_area.c - the streaming resampler equals ECM §2.2 and §2.3 in the plainest loops
 *
 * Enlarging and reducing on every axis, all sample types and windows, strides of every kind
 * (interleaved, with a sample to spare, planar, mirrored, sparse, odd), rows pushed in odd
 * portions, grid rows split into ranges.
 */
#include "test.h"

typedef struct picture {
    ec_area_spec spec;
    int64_t row_stride, slice_stride;
    uint8_t *memory;
    size_t bytes;
    const uint8_t *first; /* channel 0, column 0, row 0, slice 0 */
} picture;

static uint32_t sample_bytes(const ec_area_spec *s)
{
    return s->sample_type == EC_SAMPLE_U8 ? 1 : 2;
}

static int64_t sample_at(const picture *p, uint32_t z, uint32_t y, uint32_t x, uint32_t c)
{
    const uint8_t *at = p->first + z * p->slice_stride + y * p->row_stride + x * p->spec.column_stride +
                        (c ? c * p->spec.channel_stride : 0);
    uint16_t wide;
    if (p->spec.sample_type == EC_SAMPLE_U8)
        return *at;
    memcpy(&wide, at, 2);
    return p->spec.sample_type == EC_SAMPLE_U16 ? (int64_t)wide : (int64_t)(int16_t)wide;
}

static int64_t overlap(int64_t i, int64_t j, int64_t n, int64_t m)
{
    int64_t end = (i + 1) * n < (j + 1) * m ? (i + 1) * n : (j + 1) * m;
    int64_t begin = i * n > j * m ? i * n : j * m;
    return end > begin ? end - begin : 0;
}

/* Only the source samples with weight are visited, or the larger cases would never end. */
static int64_t weighted_sum(const picture *p, const uint32_t at[3], uint32_t c)
{
    uint32_t low[3], high[3];
    int64_t v = 0;
    for (int i = 0; i < 3; i++) {
        low[i] = (uint32_t)((uint64_t)at[i] * p->spec.source[i] / p->spec.grid[i]);
        high[i] = (uint32_t)(((uint64_t)at[i] + 1) * p->spec.source[i] / p->spec.grid[i]);
        high[i] = high[i] < p->spec.source[i] ? high[i] : p->spec.source[i] - 1;
    }
    for (uint32_t z = low[0]; z <= high[0]; z++)
        for (uint32_t y = low[1]; y <= high[1]; y++)
            for (uint32_t x = low[2]; x <= high[2]; x++)
                v += overlap(at[0], z, p->spec.source[0], p->spec.grid[0]) *
                     overlap(at[1], y, p->spec.source[1], p->spec.grid[1]) *
                     overlap(at[2], x, p->spec.source[2], p->spec.grid[2]) * sample_at(p, z, y, x, c);
    return v;
}

static uint8_t grid_value(const picture *p, int64_t v)
{
    int64_t total = (int64_t)p->spec.source[0] * p->spec.source[1] * p->spec.source[2];
    int64_t divisor = p->spec.window_width * total;
    int64_t x = 255 * (v - p->spec.window_low * total) + divisor / 2;
    int64_t g = x < 0 ? -1 : x / divisor; /* below 0 it is clamped, floor or not */
    return (uint8_t)(g < 0 ? 0 : g > 255 ? 255 : g);
}

static uint32_t random_source(int axis)
{
    if (axis == 0)
        return (uint32_t)(one_in(2) ? 1 : between(1, 9));
    return (uint32_t)(one_in(12) ? between(300, 1500) : between(1, 60));
}

/* Strides of one kind of view; `room` is grown to what the view spans. */
static void random_strides(picture *p)
{
    ec_area_spec *s = &p->spec;
    int64_t b = sample_bytes(s), w = s->source[2], c = s->channels;
    switch (between(0, 6)) {
    case 0: /* interleaved, tight */
        s->channel_stride = b, s->column_stride = c * b, p->row_stride = w * c * b;
        break;
    case 1: /* a sample to spare in each pixel, rows padded */
        s->channel_stride = b, s->column_stride = (c + 1) * b, p->row_stride = w * (c + 1) * b + 7;
        break;
    case 2: /* planes of rows: all of channel 0, then all of channel 1 */
        s->column_stride = b, p->row_stride = w * b, s->channel_stride = w * b * s->source[1] * s->source[0];
        break;
    case 3: /* channels in reverse */
        s->channel_stride = -b, s->column_stride = c * b, p->row_stride = w * c * b + b;
        break;
    case 4: /* mirrored columns */
        s->channel_stride = b, s->column_stride = -c * b, p->row_stride = w * c * b;
        break;
    case 5: /* sparse: every column far from the next, not on multiples of the sample */
        s->channel_stride = b + 1, s->column_stride = 19, p->row_stride = w * 19;
        break;
    default: /* rows from bottom to top */
        s->channel_stride = b, s->column_stride = c * b, p->row_stride = -w * c * b;
        break;
    }
    if (s->channels == 1 && one_in(2)) /* strides that lead nowhere may be anything */
        s->channel_stride = INT64_MIN;
    int64_t rows = p->row_stride < 0 ? -p->row_stride : p->row_stride;
    p->slice_stride = rows * s->source[1];
}

static void random_window(ec_area_spec *s)
{
    static const int32_t low[3] = {0, 0, -32768};
    if (one_in(2)) {
        s->window_low = low[s->sample_type];
        s->window_width = s->sample_type == EC_SAMPLE_U8 ? 255 : 65535;
        return;
    }
    int64_t most = s->sample_type == EC_SAMPLE_U8 ? 255 : 65535;
    s->window_low = (int32_t)(one_in(4) ? between(-32768, 65535) : low[s->sample_type] + between(0, most));
    s->window_width = (uint32_t)(one_in(4) ? 1 : between(1, most));
}

static void span_of(int64_t stride, uint32_t count, int64_t *low, int64_t *high)
{
    int64_t reach = count > 1 ? stride * (count - 1) : 0;
    *low += reach < 0 ? reach : 0;
    *high += reach > 0 ? reach : 0;
}

static void random_picture(picture *p)
{
    ec_area_spec *s = &p->spec;
    s->sample_type = (uint32_t)(one_in(2) ? EC_SAMPLE_U8 : between(0, 2));
    s->channels = one_in(2) ? 1 : 3;
    do
        for (int i = 0; i < 3; i++) {
            s->source[i] = random_source(i);
            s->grid[i] = (uint32_t)(one_in(6) ? s->source[i] : i == 0 ? between(1, 6) : between(1, 40));
            if (i > 0 && one_in(4))
                s->source[i] = s->grid[i] * (uint32_t)between(1, 6);
        }
    while ((double)s->source[0] * s->source[1] * s->source[2] > 4e5);
    if (one_in(10))
        memcpy(s->grid, s->source, sizeof s->grid);
    for (int i = 0; i < 3; i++)
        s->grid[i] = s->grid[i] > 200 ? 200 : s->grid[i];
    random_window(s);
    random_strides(p);

    int64_t low = 0, high = sample_bytes(s);
    span_of(s->channel_stride, s->channels, &low, &high);
    span_of(s->column_stride, s->source[2], &low, &high);
    span_of(p->row_stride, s->source[1], &low, &high);
    span_of(p->slice_stride, s->source[0], &low, &high);
    p->bytes = (size_t)(high - low);
    p->memory = exactly(p->bytes);
    p->first = p->memory - low;
    int extreme = one_in(6);
    for (size_t i = 0; i < p->bytes; i++)
        p->memory[i] = (uint8_t)(extreme ? (one_in(2) ? 255 : 0) : random_bits());
}

static void push_all(ec_area *area, const picture *p)
{
    uint32_t first, end;
    ec_area_source_rows(area, &first, &end);
    for (uint32_t z = 0; z < p->spec.source[0]; z++)
        for (uint32_t y = first; y < end;) {
            uint32_t most = p->spec.source[1] - y;
            uint32_t count = (uint32_t)(one_in(3) ? most : between(1, most));
            uint32_t wanted = count < end - y ? count : end - y;
            CHECK(!ec_area_done(area), "done before its last row");
            uint32_t taken = ec_area_push(area, p->first + z * p->slice_stride + y * p->row_stride, p->row_stride, count);
            CHECK(taken == wanted, "took %u rows of %u", taken, wanted);
            y += taken;
        }
    CHECK(ec_area_done(area), "not done after the last row");
    CHECK(ec_area_push(area, p->first, p->row_stride, 1) == 0, "took a row after the last");
}

static void resample(const ec_kernel *kernel, const picture *p, uint8_t *grid, size_t row_stride, size_t slice_stride)
{
    uint32_t rows = p->spec.grid[1], split = (uint32_t)between(0, rows);
    uint32_t ranges[3] = {0, split, rows};
    for (int i = 0; i < 2; i++) {
        if (ranges[i] == ranges[i + 1])
            continue;
        size_t bytes = ec_area_state_size(&p->spec, ranges[i], ranges[i + 1]);
        size_t largest = ec_area_largest_state_size(p->spec.sample_type, p->spec.channels, p->spec.grid, p->spec.source[2],
                                                    p->spec.grid[1]);
        CHECK(bytes <= largest, "state of %zu bytes, promised were at most %zu", bytes, largest);
        void *state = exactly(bytes);
        ec_area *area = ec_area_begin(kernel, &p->spec, ranges[i], ranges[i + 1], grid, row_stride, slice_stride, state);
        push_all(area, p);
        free(state);
    }
}

static void compare(const ec_kernel *kernel, const picture *p, const uint8_t *expected, int number)
{
    const ec_area_spec *s = &p->spec;
    size_t row_bytes = (size_t)s->grid[2] * s->channels, row_stride = row_bytes + 3;
    size_t slice_stride = row_stride * s->grid[1] + 1, bytes = slice_stride * s->grid[0];
    uint8_t *grid = exactly(bytes);
    memset(grid, 0xC3, bytes);
    resample(kernel, p, grid, row_stride, slice_stride);
    for (size_t z = 0; z < s->grid[0]; z++)
        for (size_t y = 0; y < s->grid[1]; y++, expected += row_bytes) {
            const uint8_t *row = grid + z * slice_stride + y * row_stride;
            CHECK(memcmp(row, expected, row_bytes) == 0, "%s, case %d: %u %ux%ux%u to %ux%ux%u differs at slice %zu, row %zu",
                  ec_kernel_name(kernel), number, s->sample_type, s->source[0], s->source[1], s->source[2], s->grid[0],
                  s->grid[1], s->grid[2], z, y);
            CHECK(row[row_bytes] == 0xC3, "%s, case %d: row written too far", ec_kernel_name(kernel), number);
        }
    free(grid);
}

int main(void)
{
    int cases = case_count(1500);
    for (int number = 0; number < cases; number++) {
        const ec_kernel *kernel;
        picture p;
        random_state = 65537u * (uint64_t)number + 5;
        random_picture(&p);
        const ec_area_spec *s = &p.spec;
        uint8_t *expected = exactly((size_t)s->grid[0] * s->grid[1] * s->grid[2] * s->channels), *next = expected;
        uint32_t at[3];
        for (at[0] = 0; at[0] < s->grid[0]; at[0]++)
            for (at[1] = 0; at[1] < s->grid[1]; at[1]++)
                for (at[2] = 0; at[2] < s->grid[2]; at[2]++)
                    for (uint32_t c = 0; c < s->channels; c++)
                        *next++ = grid_value(&p, weighted_sum(&p, at, c));
        for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++)
            compare(kernel, &p, expected, number);
        free(expected);
        free(p.memory);
    }
    printf("%d pictures\n", cases);
    return 0;
}
