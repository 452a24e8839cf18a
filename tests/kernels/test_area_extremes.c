/*
 * test_area_extremes.c - sums at the end of their range, and the exact division
 *
 * Sources of constant extreme value at the largest sizes must give exactly that value back: a
 * sum that overflowed would not. The reciprocal of area_window.c is held against the
 * processor's division on both sides of every step.
 */
#include "area.h"
#include "ec_kernel_table.h"
#include "test.h"

/* One row (or column) of `n` samples of constant value, pushed n_rows times. */
static void constant(uint32_t type, uint32_t width, uint32_t height, uint32_t depth, uint32_t grid, int64_t value)
{
    static const int32_t low[3] = {0, 0, -32768};
    ec_area_spec s = {type, 1, {depth, height, width}, {1, grid, grid}, low[type],
                      type == EC_SAMPLE_U8 ? 255 : 65535, 1, type == EC_SAMPLE_U8 ? 1 : 2};
    int64_t expected = (255 * (value - s.window_low) + s.window_width / 2) / s.window_width;
    uint8_t *out = exactly(grid * grid), *row = exactly((size_t)width * 2);
    const ec_kernel *kernel;
    for (uint32_t x = 0; x < width; x++)
        if (type == EC_SAMPLE_U8)
            row[x] = (uint8_t)value;
        else
            ((uint16_t *)(void *)row)[x] = (uint16_t)value;
    for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++) {
        void *state = exactly(ec_area_state_size(&s, 0, grid));
        ec_area *area = ec_area_begin(kernel, &s, 0, grid, out, grid, 0, state);
        while (!ec_area_done(area))
            ec_area_push(area, row, 0, 300);
        for (uint32_t k = 0; k < grid * grid; k++)
            CHECK(out[k] == expected, "%s, type %u, %ux%ux%u of %d: %d, not %d", ec_kernel_name(kernel), type, depth,
                  height, width, (int)value, out[k], (int)expected);
        free(state);
    }
    free(out);
    free(row);
}

static void constants(void)
{
    static const int64_t ends[3][2] = {{0, 255}, {0, 65535}, {-32768, 32767}};
    for (uint32_t type = 0; type < 3; type++)
        for (int i = 0; i < 2; i++) {
            constant(type, 65535, 3, 1, 1, ends[type][i]);
            constant(type, 3, 65535, 1, 1, ends[type][i]); /* 65535 rows in one sum */
            constant(type, 3, 65535, 1, 7, ends[type][i]);
            constant(type, 2, 2, 65535, 3, ends[type][i]);
            constant(type, 1000, 900, 3, 2, ends[type][i]);
            constant(type, 1, 1, 1, 64, ends[type][i]);
            constant(type, 3, 257, 1, 1, ends[type][i]); /* u16 sums of 8 bits are full, ... */
            constant(type, 3, 258, 1, 1, ends[type][i]); /* ... and would overflow */
            constant(type, 32639, 257, 1, 1, ends[type][i]); /* the last total below 2^23, ... */
            constant(type, 32641, 257, 1, 1, ends[type][i]); /* ... and one above */
        }
}

static uint8_t divided(const ec_area_window *w, int64_t v)
{
    int64_t x = 255 * v + w->offset;
    int64_t g = x < 0 ? 0 : x / w->divisor;
    return (uint8_t)(g > 255 ? 255 : g);
}

/* `width` and `total` at and around powers of two, where the estimate changes its shift. */
static void division(int cases)
{
    for (int n = 0; n < cases; n++) {
        ec_area_spec s = {EC_SAMPLE_U16, 1, {1, 1, 1}, {1, 1, 1}, (int32_t)between(-32768, 65535), 1, 2, 2};
        for (int i = 0; i < 3; i++) {
            uint64_t size = random_bits() >> between(48, 63);
            s.source[i] = size < 1 ? 1 : i == 0 && size > 16 ? 16 : (uint32_t)size;
        }
        uint64_t width = one_in(2) ? (uint64_t)1 << between(0, 15) : random_bits() >> between(48, 63);
        s.window_width = width < 1 ? 1 : (uint32_t)width;
        int64_t total = (int64_t)s.source[0] * s.source[1] * s.source[2], v[64];
        ec_area_window w = ec_area_window_of(&s, (uint64_t)total);
        uint8_t g[64];
        for (int k = 0; k < 64; k++) {
            int64_t step = (between(0, 256) * w.divisor - w.offset) / 255;
            v[k] = one_in(2) ? step + between(-2, 2) : between(0, 65535) * total + between(0, total - 1);
        }
        const ec_kernel *kernel;
        for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++) {
            kernel->area->window(&w, v, g, 64);
            for (int k = 0; k < 64; k++)
                CHECK(g[k] == divided(&w, v[k]), "%s: v %lld, divisor %lld: %d, not %d", kernel->name, (long long)v[k],
                      (long long)w.divisor, g[k], divided(&w, v[k]));
        }
    }
}

/* The narrow way's division on both sides of every step. */
static void narrow_division(int cases)
{
    for (int n = 0; n < cases; n++) {
        uint32_t power = 1u << between(1, 22), total = one_in(2) ? power + (uint32_t)between(0, 1) : (uint32_t)between(2, (1 << 23) - 1);
        ec_area_narrow w = ec_area_narrow_of(total);
        uint32_t v[256];
        uint8_t g[256];
        for (uint32_t k = 0; k < 256; k++) {
            int64_t step = (int64_t)k * total - total / 2 + between(-1, 1);
            v[k] = step < 0 ? 0 : step > 255 * (int64_t)total ? 255 * total : (uint32_t)step;
        }
        const ec_kernel *kernel;
        for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++) {
            kernel->area->narrow.window(&w, v, g, 256);
            for (int k = 0; k < 256; k++)
                CHECK(g[k] == (v[k] + total / 2) / total, "%s: v %u, total %u: %d", kernel->name, v[k], total, g[k]);
        }
    }
}

int main(void)
{
    random_state = 3;
    constants();
    division(case_count(200) * 100);
    narrow_division(case_count(200) * 20);
    printf("extremes hold\n");
    return 0;
}
