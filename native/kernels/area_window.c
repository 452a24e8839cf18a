/*
 * area_window.c - from weighted sums to grid values, ECM §2.3: one rounding, at the end
 *
 * g = clamp(floor(x / d), 0, 255), x = 255 * v + offset, d = width * T < 2^52, |x| < 2^62.
 * A 64-bit division per sample would cost as much as the network. Where 0 < x < 255 * d the
 * quotient is estimated by a multiplication and put right by one comparison:
 *
 *   e = ((x >> s) * r) >> 56,   r = floor(2^56 / D)
 *   s = 0, D = d                   if d < 2^32
 *   s > 0, D = (d >> s) + 1        else, with 2^31 <= (d >> s) < 2^32
 *
 * It fits: (x >> s) <= 255 * D, so (x >> s) * r <= 255 * 2^56 < 2^64.
 * It is never above q = floor(x / d): r <= 2^56 / D and (x >> s) / D <= x / d.
 * It is at most 1 below. Dropping the fraction of r costs (x >> s) / 2^56 < 2^40 / 2^56. For
 * s > 0, with X = x / 2^s and E = d / 2^s, E < D <= E + 1, dropping bits costs at most
 * X / E - (X - 1) / D <= X / E - X / (E + 1) + 1 / E < (X / E + 1) / E <= 256 / 2^31. Together
 * less than 1, so e >= floor(x / d - 1) = q - 1.
 * Hence q = e + (x - e * d >= d).
 */
#include "area.h"

ec_area_window ec_area_window_of(const ec_area_spec *spec)
{
    int64_t total = (int64_t)spec->source[0] * spec->source[1] * spec->source[2];
    ec_area_window w = {0, spec->window_width * total, 0, 0};
    w.offset = w.divisor / 2 - 255 * (spec->window_low * total);
    while (w.divisor >> w.drop >= (int64_t)1 << 32)
        w.drop++;
    w.reciprocal = ((uint64_t)1 << 56) / ((uint64_t)(w.divisor >> w.drop) + (w.drop > 0));
    return w;
}

void ec_area_apply_window(const ec_area_window *window, const int64_t *v, uint8_t *out, size_t count)
{
    const uint64_t divisor = (uint64_t)window->divisor, reciprocal = window->reciprocal;
    const int64_t offset = window->offset, top = 255 * window->divisor;
    const uint32_t drop = window->drop;
    for (size_t i = 0; i < count; i++) {
        int64_t x = 255 * v[i] + offset;
        x = x < 0 ? 0 : x > top ? top : x; /* top gives e = 254 or 255, then 255: it fits as well */
        uint64_t e = (((uint64_t)x >> drop) * reciprocal) >> 56;
        out[i] = (uint8_t)(e + ((uint64_t)x - e * divisor >= divisor));
    }
}
