/*
 * depthwise_rows.h - from tiles to rows, for the x86 kernels
 *
 * The including file has defined `tile` and enum { PIXELS }, the registers' worth of pixels in one; it gets `row`.
 * `per` pixels fill a register, 1 or 2.
 */

/* The last tile is moved back to end with the row: some pixels are computed twice, alike. A row of one pixel fills a
 * register of two with it twice. */
EC_INLINE void tiles(const ec_depthwise_row *r, const int per)
{
    const size_t next = r->pixels > 1, most = PIXELS * (size_t)per;
    size_t x = 0;
    for (; x + most <= r->pixels; x += most)
        tile(r, x, next, PIXELS, per);
    for (; x < r->pixels; x += (size_t)per)
        tile(r, x > 0 && x + (size_t)per > r->pixels ? x - 1 : x, next, 1, per);
}

static __attribute__((noinline)) void one(const ec_depthwise_row *r) { tiles(r, 1); }
static __attribute__((noinline)) void two(const ec_depthwise_row *r) { tiles(r, 2); }

static void row(const ec_depthwise_row *r)
{
    if (r->channels <= LANES / 2)
        two(r);
    else
        one(r);
}
