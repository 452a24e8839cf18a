/*
 * area.c - the area resampler, ECM §2.2: source rows in, grid rows out
 *
 * Down a column first: v gathers the rows that a grid row covers, its first and last with
 * their own weights, those between summed plainly in s and multiplied once. Then along the row
 * (area_columns.c), then through depth if there is any, then the window (area_window.c).
 * Weighted sums are exact throughout: at most 2^36 * 65535. Weights are in lowest terms, which
 * changes nothing (area_window.c) and lets most pictures go the narrow way (area_narrow.c).
 */
#include "area.h"

#include "ec_kernel_table.h"

#include <string.h>

ec_area_span ec_area_span_of(uint32_t i, uint32_t n, uint32_t m)
{
    /* In units of 1/m source sample, grid sample i covers [i * n, (i + 1) * n). */
    uint64_t begin = (uint64_t)i * n, end = begin + n;
    ec_area_span span = {(uint32_t)(begin / m), (uint32_t)((end - 1) / m), n, 0};
    if (span.first < span.last) {
        span.head = (uint32_t)((span.first + (uint64_t)1) * m - begin);
        span.tail = (uint32_t)(end - (uint64_t)span.last * m);
    }
    return span;
}

static uint32_t common_factor(uint32_t a, uint32_t b)
{
    while (b != 0) {
        uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static int is_valid(const ec_area_spec *spec, uint32_t row_begin, uint32_t row_end)
{
    uint64_t voxels = 1;
    for (int i = 0; i < 3; i++) {
        if (spec->source[i] < 1 || spec->source[i] > 65535 || spec->grid[i] < 1 || spec->grid[i] > 4096)
            return 0;
        voxels *= spec->source[i];
    }
    return voxels <= (uint64_t)1 << 36 && spec->sample_type <= EC_SAMPLE_S16 &&
           (spec->channels == 1 || spec->channels == 3) && spec->window_low >= -32768 && spec->window_low <= 65535 &&
           spec->window_width >= 1 && spec->window_width <= 65535 && row_begin < row_end && row_end <= spec->grid[1];
}

static int copies(const ec_area_spec *spec)
{
    /* n = m on every axis: v = T * sample, and with this window g = sample */
    return spec->sample_type == EC_SAMPLE_U8 && memcmp(spec->source, spec->grid, sizeof spec->grid) == 0 &&
           spec->window_low == 0 && spec->window_width == 255;
}

/* Lays the state out; with memory, points the arrays into it. Returns its bytes, 0 if refused. */
static size_t lay_out(ec_area *area, uint8_t *memory)
{
    const ec_area_spec *spec = &area->spec;
    const ec_area_lines *l = &area->lines;
    size_t sum_bytes = area->sample_bytes == 1 ? sizeof(uint16_t) : sizeof(uint32_t);
    size_t row = (size_t)spec->grid[2] * spec->channels, rows = area->row_end - area->row_begin;
    ec_size size = {0, 0};
    ec_size_add(&size, 1, sizeof *area);
    size_t spans = ec_size_add(&size, spec->grid[2], sizeof(ec_area_span));
    size_t v = ec_size_add(&size, l->count * l->samples + EC_AREA_V_OVERREAD, sizeof(uint32_t));
    size_t s = ec_size_add(&size, l->count * l->samples, sum_bytes);
    size_t gathered = ec_size_add(&size, l->gathers ? EC_AREA_GATHERED * l->samples : 0, area->sample_bytes);
    size_t sums = ec_size_add(&size, row + 1, sizeof(int64_t));
    size_t plane = ec_size_add(&size, spec->source[0] > 1 ? rows * row : 0, sizeof(int64_t));
    if (memory != NULL) {
        area->spans = (ec_area_span *)(void *)(memory + spans);
        area->v = (uint32_t *)(void *)(memory + v);
        area->s = memory + s;
        area->gathered = memory + gathered;
        area->sums = (int64_t *)(void *)(memory + sums);
        area->plane = (int64_t *)(void *)(memory + plane);
    }
    return size.failed ? 0 : size.bytes;
}

static void describe(ec_area *area, const ec_area_spec *spec, uint32_t row_begin, uint32_t row_end)
{
    memset(area, 0, sizeof *area);
    area->spec = *spec;
    area->sample_bytes = spec->sample_type == EC_SAMPLE_U8 ? 1 : 2;
    if (spec->channels == 1) /* strides that lead nowhere may be anything */
        area->spec.channel_stride = area->sample_bytes;
    if (spec->source[2] == 1)
        area->spec.column_stride = (int64_t)area->sample_bytes * spec->channels;
    area->lines = ec_area_lines_of(&area->spec, area->sample_bytes);
    area->total = 1;
    for (int i = 0; i < 3; i++) {
        uint32_t factor = common_factor(spec->source[i], spec->grid[i]);
        area->n[i] = spec->source[i] / factor;
        area->m[i] = spec->grid[i] / factor;
        area->total *= area->n[i];
    }
    area->row_begin = row_begin;
    area->row_end = row_end;
}

size_t ec_area_state_size(const ec_area_spec *spec, uint32_t row_begin, uint32_t row_end)
{
    ec_area area;
    if (!is_valid(spec, row_begin, row_end))
        return 0;
    describe(&area, spec, row_begin, row_end);
    return lay_out(&area, NULL);
}

size_t ec_area_largest_state_size(uint32_t sample_type, uint32_t channels, const uint32_t grid[3], uint32_t width,
                                  uint32_t rows)
{
    /* The widest line there is, as if it were gathered too, and a plane: what any source needs at most. */
    ec_area_spec spec = {sample_type, channels, {2, 1, width}, {grid[0], grid[1], grid[2]}, 0, 1, 1, 1};
    ec_area area;
    if (!is_valid(&spec, 0, rows))
        return 0;
    describe(&area, &spec, 0, rows);
    area.lines.count = 1;
    area.lines.gathers = 1;
    area.lines.samples = (size_t)ec_area_line_limit(spec.source[2], channels);
    return lay_out(&area, NULL);
}

static void enter_row(ec_area *area, uint32_t grid_row)
{
    area->grid_row = grid_row;
    area->span = ec_area_span_of(grid_row, area->n[1], area->m[1]);
    area->summed = 0;
}

ec_area *ec_area_begin(const ec_kernel *kernel, const ec_area_spec *spec, uint32_t row_begin, uint32_t row_end,
                       uint8_t *grid, size_t row_stride, size_t slice_stride, void *memory)
{
    ec_area *area = memory;
    if (!is_valid(spec, row_begin, row_end))
        return NULL;
    describe(area, spec, row_begin, row_end);
    lay_out(area, memory);
    area->ops = kernel->area;
    area->rows = &kernel->area->rows[spec->sample_type];
    area->window = ec_area_window_of(spec, area->total);
    area->narrow = (uint32_t)ec_area_is_narrow(area);
    if (area->narrow)
        area->narrow_window = ec_area_narrow_of((uint32_t)area->total);
    area->copies = (uint32_t)copies(spec);
    area->grid = grid;
    area->row_stride = row_stride;
    area->slice_stride = slice_stride;
    area->source_begin = ec_area_span_of(row_begin, area->n[1], area->m[1]).first;
    area->source_end = ec_area_span_of(row_end - 1, area->n[1], area->m[1]).last + 1;
    area->source_row = area->source_begin;
    for (uint32_t i = 0; i < spec->grid[2]; i++)
        area->spans[i] = ec_area_span_of(i, area->n[2], area->m[2]);
    area->columns = (ec_area_columns){area->spans, spec->grid[2], spec->channels, area->m[2],
                                      spec->sample_type == EC_SAMPLE_S16, area->m[2] == 1, area->lines.column_step,
                                      area->lines.channel_step};
    memset(area->v + area->lines.count * area->lines.samples, 0, EC_AREA_V_OVERREAD * sizeof(uint32_t));
    enter_row(area, row_begin);
    return area;
}

void ec_area_source_rows(const ec_area *area, uint32_t *first, uint32_t *end)
{
    *first = area->source_begin;
    *end = area->source_end;
}

int ec_area_done(const ec_area *area)
{
    return area->slice == area->spec.source[0];
}

static uint8_t *grid_row_of(const ec_area *area, uint32_t grid_slice)
{
    return area->grid + grid_slice * area->slice_stride + area->grid_row * area->row_stride;
}

/* A source of one slice fills all grid slices alike. */
static void repeat_row(const ec_area *area, size_t count)
{
    for (uint32_t i = 1; i < area->spec.grid[0]; i++)
        memcpy(grid_row_of(area, i), grid_row_of(area, 0), count);
}

/* Adds this slice's sums of one grid row to every grid slice that covers it, and writes those
 * that it completes. At most one grid slice is open beyond this source slice: `plane`. */
static void finish_row(ec_area *area)
{
    const ec_area_spec *spec = &area->spec;
    size_t count = (size_t)spec->grid[2] * spec->channels;

    area->ops->columns(&area->columns, area->v + area->lines.origin, area->sums);
    if (spec->source[0] == 1) {
        area->ops->window(&area->window, area->sums, grid_row_of(area, 0), count);
        repeat_row(area, count);
        return;
    }
    int64_t *plane = area->plane + (area->grid_row - area->row_begin) * count;
    for (uint32_t i = area->grid_slice; i < spec->grid[0]; i++) {
        ec_area_span span = ec_area_span_of(i, area->n[0], area->m[0]);
        if (span.first > area->slice)
            break;
        int opens = span.first == area->slice, closes = span.last == area->slice;
        int64_t weight = opens ? span.head : closes ? span.tail : area->m[0];
        for (size_t k = 0; k < count; k++)
            plane[k] = (opens ? 0 : plane[k]) + weight * area->sums[k];
        if (closes)
            area->ops->window(&area->window, plane, grid_row_of(area, i), count);
    }
}

static void finish_slice(ec_area *area)
{
    const ec_area_spec *spec = &area->spec;
    while (area->grid_slice < spec->grid[0] &&
           ec_area_span_of(area->grid_slice, area->n[0], area->m[0]).last <= area->slice)
        area->grid_slice++;
    area->slice++;
    area->source_row = area->source_begin;
    enter_row(area, area->row_begin);
}

/* Line `line` of a row; gathered, if need be, into buffer `buffer`. */
static const uint8_t *line_of(const ec_area *area, const uint8_t *row, uint32_t line, size_t buffer)
{
    const ec_area_lines *l = &area->lines;
    if (!l->gathers)
        return row + l->start + (int64_t)line * l->line_stride;
    uint8_t *to = area->gathered + buffer * l->samples * area->sample_bytes;
    ec_area_gather(&area->spec, area->sample_bytes, row, to);
    return to;
}

static void flush(ec_area *area)
{
    if (area->summed > 0)
        area->rows->flush(area->v, area->s, area->m[1], area->lines.count * area->lines.samples);
    area->summed = 0;
}

/* One row with a weight of its own: the first of a grid row, or its last. */
static void weigh_row(ec_area *area, const uint8_t *row, int starts)
{
    size_t n = area->lines.samples;
    for (uint32_t i = 0; i < area->lines.count; i++) {
        const void *line = line_of(area, row, i, 0);
        if (starts)
            area->rows->start(area->v + i * n, line, area->span.head, n);
        else
            area->rows->add(area->v + i * n, line, area->span.tail, n);
    }
}

/* Rows between the first and the last of a grid row; returns how many of `most` it took. */
static uint32_t sum_rows(ec_area *area, const uint8_t *row, int64_t row_stride, uint32_t most)
{
    const ec_area_lines *l = &area->lines;
    size_t n = l->samples, sum_bytes = area->sample_bytes == 1 ? sizeof(uint16_t) : sizeof(uint32_t);
    if (area->summed == EC_AREA_SUM_ROWS)
        flush(area);
    uint32_t limit = l->gathers ? EC_AREA_GATHERED : EC_AREA_SUM_ROWS, room = EC_AREA_SUM_ROWS - area->summed;
    uint32_t count = most < limit ? most : limit;
    count = count < room ? count : room;
    ptrdiff_t stride = l->gathers ? (ptrdiff_t)(n * area->sample_bytes) : (ptrdiff_t)row_stride;
    for (uint32_t i = 0; i < l->count; i++) {
        const uint8_t *lines = line_of(area, row, i, 0);
        for (uint32_t r = 1; l->gathers && r < count; r++)
            line_of(area, row + r * row_stride, i, r);
        area->rows->sum((uint8_t *)area->s + i * n * sum_bytes, lines, stride, count, area->summed == 0, n);
    }
    area->summed += count;
    return count;
}

static uint32_t copy_row(ec_area *area, const uint8_t *row)
{
    uint8_t *to = grid_row_of(area, area->slice);
    if (area->lines.column_step == area->spec.channels && area->lines.channel_step == 1 && !area->lines.gathers)
        memcpy(to, row, (size_t)area->spec.grid[2] * area->spec.channels);
    else
        ec_area_gather(&area->spec, 1, row, to);
    enter_row(area, area->grid_row + 1);
    return 1;
}

/* A whole grid row from its source rows, the narrow way; u16 and u32 in the memory of u32 and s64. */
static void narrow_row(ec_area *area, const uint8_t *row, int64_t row_stride)
{
    const ec_area_narrow_ops *ops = &area->ops->narrow;
    const ec_area_lines *l = &area->lines;
    const ec_area_span span = area->span;
    size_t count = (size_t)area->spec.grid[2] * area->spec.channels;
    uint16_t *v = (uint16_t *)(void *)area->v;
    uint32_t *sums = (uint32_t *)(void *)area->sums;
    ec_area_band band = {NULL, (ptrdiff_t)row_stride, span.last > span.first ? span.last - span.first - 1 : 0,
                         (uint16_t)span.head, (uint16_t)area->m[1], (uint16_t)span.tail};
    for (uint32_t i = 0; i < l->count; i++) {
        band.rows = line_of(area, row, i, 0);
        ops->band(v + i * l->samples, &band, l->samples);
    }
    ops->columns(&area->columns, v + l->origin, sums);
    ops->window(&area->narrow_window, sums, grid_row_of(area, 0), count);
    repeat_row(area, count);
}

/* Takes some of `count` rows; 0 if the row completes a grid row but begins the next one too. */
static uint32_t step(ec_area *area, const uint8_t *row, int64_t row_stride, uint32_t count)
{
    uint32_t at = area->source_row;
    if (area->copies)
        return copy_row(area, row);
    if (area->narrow && at == area->span.first && area->span.last - at < count) {
        uint32_t last = area->span.last;
        narrow_row(area, row, row_stride);
        enter_row(area, area->grid_row + 1);
        return last - at + (area->grid_row == area->row_end || area->span.first > last);
    }
    if (at > area->span.first && at < area->span.last) {
        uint32_t between = area->span.last - at;
        return sum_rows(area, row, row_stride, count < between ? count : between);
    }
    if (at == area->span.last)
        flush(area);
    weigh_row(area, row, at == area->span.first);
    if (at < area->span.last)
        return 1;
    finish_row(area);
    enter_row(area, area->grid_row + 1);
    return area->grid_row == area->row_end || area->span.first > at;
}

uint32_t ec_area_push(ec_area *area, const void *rows, int64_t row_stride, uint32_t count)
{
    const uint8_t *row = rows;
    uint32_t taken = 0;
    if (ec_area_done(area))
        return 0;
    while (taken < count && area->source_row < area->source_end) {
        uint32_t n = step(area, row + taken * row_stride, row_stride, count - taken);
        taken += n;
        area->source_row += n;
    }
    if (area->source_row == area->source_end)
        finish_slice(area);
    return taken;
}
