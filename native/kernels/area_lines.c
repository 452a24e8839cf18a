/*
 * area_lines.c - how rows of any strides become lines of samples side by side
 *
 * Interleaved pixels are one line; so are those with a fourth sample beside them (RGBA): the
 * vertical pass sums it and the horizontal pass leaves it out. Planes are one line each.
 * Anything sparser is copied together first, which also bounds the memory of a line.
 */
#include "area.h"

#include <string.h>

static int64_t magnitude(int64_t x)
{
    return x < 0 ? -x : x;
}

/* From the lowest to the highest sample of a row, its channels together; 0 if they do not lie
 * side by side, or are sparser than pixels with one sample to spare. */
static size_t interleaved(const ec_area_spec *spec, int64_t bytes)
{
    int64_t width = spec->source[2], channels = spec->channels, limit = ec_area_line_limit(width, channels);
    int64_t column = magnitude(spec->column_stride), channel = channels > 1 ? magnitude(spec->channel_stride) : 0;
    if (column % bytes != 0 || channel % bytes != 0 || column / bytes > limit || channel / bytes > limit)
        return 0;
    int64_t samples = (column * (width - 1) + channel * (channels - 1)) / bytes + 1;
    return samples <= limit ? (size_t)samples : 0;
}

static int planar(const ec_area_spec *spec, int64_t bytes)
{
    return magnitude(spec->column_stride) == bytes || spec->source[2] == 1;
}

/* Bytes from sample 0 to the lowest of `count` samples `stride` apart. */
static int64_t lowest(int64_t stride, uint32_t count)
{
    return stride < 0 ? stride * (count - 1) : 0;
}

ec_area_lines ec_area_lines_of(const ec_area_spec *spec, uint32_t sample_bytes)
{
    ec_area_lines l = {1, 0, 0, 0, 0, 0, 0, 0};
    int64_t bytes = (int64_t)sample_bytes;
    if ((l.samples = interleaved(spec, bytes)) != 0) {
        l.start = lowest(spec->column_stride, spec->source[2]) + lowest(spec->channel_stride, spec->channels);
        l.column_step = (ptrdiff_t)(spec->column_stride / bytes);
        l.channel_step = (ptrdiff_t)(spec->channel_stride / bytes);
    } else if (planar(spec, bytes)) {
        l.samples = spec->source[2];
        l.count = spec->channels;
        l.start = lowest(spec->column_stride, spec->source[2]);
        l.line_stride = spec->channel_stride;
        l.column_step = spec->column_stride < 0 ? -1 : 1;
        l.channel_step = (ptrdiff_t)l.samples;
    } else {
        l.gathers = 1;
        l.samples = (size_t)spec->source[2] * spec->channels;
        l.column_step = (ptrdiff_t)spec->channels;
        l.channel_step = 1;
    }
    l.origin = l.gathers ? 0 : (ptrdiff_t)(-l.start / bytes);
    return l;
}

void ec_area_gather(const ec_area_spec *spec, uint32_t sample_bytes, const uint8_t *row, uint8_t *to)
{
    for (uint32_t x = 0; x < spec->source[2]; x++)
        for (uint32_t c = 0; c < spec->channels; c++, to += sample_bytes)
            memcpy(to, row + (int64_t)x * spec->column_stride + (int64_t)c * spec->channel_stride, sample_bytes);
}
