/*
 * area_window.c - from weighted sums to grid values, ECM §2.3: one rounding, at the end
 *
 * g = clamp(floor(x / d), 0, 255), x = 255 * v + offset, d = width * T < 2^52, |x| < 2^62.
 * v and T may both be divided by a common factor f, as weights in lowest terms are: with
 * N = 255 * (v - low * T) / f and D = d / f the numerator over f is N + D / 2, or N + D / 2 - 1 / (2 f),
 * against N + floor(D / 2). They lie in the same step of D: (2 N + D) / (2 D) is a whole number only
 * if D is even, and then D / 2 is exact on either side.
 *
 * A 64-bit division per sample would cost as much as the network. For 0 <= x <= 255 * d the
 * quotient is estimated by a product of two 32-bit numbers and put right by one comparison:
 *
 *   e = ((x >> s) * r) >> k,   r = floor(2^k / D),   2^(k-31) <= D < 2^(k-30)
 *   s = 0, D = d                   if d < 2^24
 *   s > 0, D = (d >> s) + 1        else, with 2^23 <= (d >> s) < 2^24
 *
 * It fits: r <= 2^31, and (x >> s) <= 255 * D <= 255 * 2^24 < 2^32.
 * It is never above q = floor(x / d): r <= 2^k / D and (x >> s) / D <= x / d.
 * It is at most 1 below. Dropping the fraction of r costs at most (x >> s) / 2^k <=
 * 255 * D / 2^k < 255 / 2^30. For s > 0, with X = x / 2^s and E = d / 2^s, E < D <= E + 1,
 * dropping bits costs at most X / E - (X - 1) / D <= X / E - X / (E + 1) + 1 / E
 * < (X / E + 1) / E <= 256 / 2^23. Together less than 1, so e >= floor(x / d - 1) = q - 1.
 * Hence q = e + (x - e * d >= d); at x = 255 * d the sum is 255 too.
 */
#include "area.h"

ec_area_window ec_area_window_of(const ec_area_spec *spec, uint64_t lowest_total)
{
    int64_t total = (int64_t)lowest_total;
    ec_area_window w = {0, spec->window_width * total, 0, 0, 31};
    w.offset = w.divisor / 2 - 255 * (spec->window_low * total);
    while (w.divisor >> w.drop >= 1 << 24)
        w.drop++;
    uint64_t rounded = (uint64_t)(w.divisor >> w.drop) + (w.drop > 0);
    while (rounded >> (w.reciprocal_shift - 30) != 0)
        w.reciprocal_shift++;
    w.reciprocal = (uint32_t)(((uint64_t)1 << w.reciprocal_shift) / rounded);
    return w;
}

void ec_area_window_portable(const ec_area_window *window, const int64_t *v, uint8_t *out, size_t count)
{
    const ec_area_window w = *window;
    const int64_t top = 255 * w.divisor;
    for (size_t i = 0; i < count; i++) {
        int64_t x = 255 * v[i] + w.offset;
        x = x < 0 ? 0 : x > top ? top : x;
        int64_t e = (int64_t)(((uint64_t)(x >> w.drop) * w.reciprocal) >> w.reciprocal_shift);
        out[i] = (uint8_t)(e + (x - e * w.divisor >= w.divisor));
    }
}
