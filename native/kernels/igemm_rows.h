/*
 * igemm_rows.h - from tiles to rows, for kernels whose blocks have one or two units
 *
 * The including file has defined PIXELS and `tile`; it gets `row`. Text, not a function that is
 * handed `tile`: each kernel's loop is to be compiled with that kernel's tile in it.
 */

/* The last tile is moved back to end with the row: some pixels are computed twice, alike. */
EC_INLINE void tiles(const ec_igemm_row *r, const int units)
{
    size_t x = 0;
    for (; x + PIXELS <= r->pixels; x += PIXELS)
        tile(r, x, PIXELS, units);
    if (x < r->pixels && r->pixels > PIXELS)
        tile(r, r->pixels - PIXELS, PIXELS, units);
    else
        for (; x < r->pixels; x++)
            tile(r, x, 1, units);
}

static __attribute__((noinline)) void units1(const ec_igemm_row *r) { tiles(r, 1); }
static __attribute__((noinline)) void units2(const ec_igemm_row *r) { tiles(r, 2); }

static void row(const ec_igemm_row *r)
{
    if (r->units == 1)
        units1(r);
    else
        units2(r);
}
