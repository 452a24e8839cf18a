/*
 * depthwise_rows.h - from tiles to rows, for the x86 kernels
 *
 * The including file has defined enum { PIXELS, LANES } and `tile`, which does `registers` pixels one after the other
 * from x on. Where `per` is 2, a register's upper half is for the pixel that is `next` pixels farther: then the lower
 * halves do the first half of the row, the upper halves the second; of an odd number the middle is in both.
 */

/* The last tile is moved back to end where it should: some pixels are computed twice, alike. */
EC_INLINE void tiles(const ec_depthwise_row *r, const int per, const int columns)
{
    const size_t count = per == 2 ? (r->pixels + 1) / 2 : r->pixels, next = r->pixels - count;
    size_t x = 0;
    for (; x + PIXELS <= count; x += PIXELS)
        tile(r, x, next, PIXELS, per, columns);
    if (x < count && count > PIXELS)
        tile(r, count - PIXELS, next, PIXELS, per, columns);
    else
        for (; x < count; x++)
            tile(r, x, next, 1, per, columns);
}

static __attribute__((noinline)) void one(const ec_depthwise_row *r) { tiles(r, 1, 0); }
static __attribute__((noinline)) void two(const ec_depthwise_row *r) { tiles(r, 2, 0); }

static void row(const ec_depthwise_row *r)
{
    if (r->channels <= LANES / 2)
        two(r);
    else
        one(r);
}
