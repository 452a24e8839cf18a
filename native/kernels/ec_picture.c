/*
 * ec_picture.c - source rows in, latent bits out, on any number of threads
 *
 * The rows of the grid are cut into bands, each with a resampler of its own; two for each thread, so that one that
 * is held up leaves half of its work to the others. A source row at the edge of two bands is read by both. The
 * layers of the network follow one after the other, each cut into ranges of rows. Bands and ranges write different
 * bytes, so the result does not depend on how they are shared out.
 */
#include "ec_batch.h"
#include "ec_size.h"

#include <string.h>

/* Rows between two looks at the flag that cancels: a fraction of a millisecond. A grid row whose source rows come in two
 * portions is slower to sum (area_narrow.c), so few should. */
enum { ROWS_AT_ONCE = 256 };

/* Fewer samples than this are not worth waking another thread. */
enum { SAMPLES_TO_SHARE = 1 << 16 };

/* Ranges of a layer: enough to cancel soon, and for threads of unequal speed. */
enum { RANGES_ALONE = 8, RANGES_PER_THREAD = 4 };

struct ec_picture {
    ec_picture_plan plan;
    uint8_t *arena, *scratch, *areas;
    size_t scratch_bytes, area_bytes;
    uint32_t most_bands;

    ec_picture_source source; /* the picture at hand */
    ec_area *band[EC_MAX_ITEMS];
    uint32_t bands; /* 0 before its first rows */
    atomic_int cancelled;
    atomic_int refused;

    ec_batch batch; /* and what is being done with it */
    const ec_picture_rows *rows;
    uint32_t first_band;
    uint32_t layer, ranges;
};

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t bands_of(const ec_picture_plan *plan, uint32_t rows)
{
    return plan->threads == 1 ? 1 : smaller(rows, smaller(2 * plan->threads, EC_MAX_ITEMS));
}

static size_t largest_area(const ec_picture_plan *plan, uint32_t rows)
{
    size_t most = 0;
    for (uint32_t type = EC_SAMPLE_U8; type <= EC_SAMPLE_S16; type++)
        if (plan->sample_types >> type & 1) {
            size_t bytes = ec_area_largest_state_size(type, plan->channels, plan->grid, plan->max_width, rows);
            if (bytes == 0)
                return 0;
            most = bytes > most ? bytes : most;
        }
    return most;
}

/* Lays the block out; with memory, points into it. Returns its bytes, 0 if refused. */
static size_t lay_out(ec_picture *picture, uint8_t *memory)
{
    const ec_picture_plan *plan = &picture->plan;
    ec_size size = {0, 0};
    if (plan->threads < 1 || plan->threads > EC_MAX_THREADS || plan->grid[1] < 1)
        return 0;
    picture->most_bands = bands_of(plan, plan->grid[1]);
    picture->scratch_bytes = ec_net_scratch_size(plan->net);
    picture->area_bytes = largest_area(plan, (plan->grid[1] + picture->most_bands - 1) / picture->most_bands);
    ec_size_add(&size, 1, sizeof *picture);
    size_t arena = ec_size_add(&size, ec_net_arena_size(plan->net), 1);
    size_t scratch = ec_size_add(&size, plan->threads, picture->scratch_bytes);
    size_t areas = ec_size_add(&size, picture->most_bands, picture->area_bytes);
    if (memory != NULL) {
        picture->arena = memory + arena;
        picture->scratch = memory + scratch;
        picture->areas = memory + areas;
    }
    return size.failed || picture->area_bytes == 0 ? 0 : size.bytes;
}

size_t ec_picture_size(const ec_picture_plan *plan)
{
    ec_picture picture;
    picture.plan = *plan;
    return lay_out(&picture, NULL);
}

ec_picture *ec_picture_init(const ec_picture_plan *plan, void *memory)
{
    ec_picture *picture = memory;
    memset(picture, 0, sizeof *picture);
    picture->plan = *plan;
    if (lay_out(picture, memory) == 0)
        return NULL;
    ec_net_arena_init(plan->net, picture->arena);
    return picture;
}

void ec_picture_begin(ec_picture *picture, const ec_picture_source *source)
{
    picture->source = *source;
    picture->bands = 0;
    atomic_store(&picture->refused, 0);
    atomic_store(&picture->cancelled, 0);
}

void ec_picture_cancel(ec_picture *picture)
{
    atomic_store(&picture->cancelled, 1);
}

/* The whole grid: the part that the source fills is written afterwards. */
static void pad(const ec_picture *picture, uint8_t *grid, size_t row_stride)
{
    const ec_picture_plan *plan = &picture->plan;
    for (size_t row = 0; row < (size_t)plan->grid[0] * plan->grid[1]; row++)
        for (uint32_t x = 0; x < plan->grid[2]; x++)
            for (uint32_t c = 0; c < plan->channels; c++)
                grid[row * row_stride + (size_t)x * plan->channels + c] = picture->source.pad[c];
}

/* Starts a resampler for each band; 0 if the memory was not made for this source. */
static int begin_bands(ec_picture *picture)
{
    const ec_picture_plan *plan = &picture->plan;
    const ec_picture_source *s = &picture->source;
    size_t row_stride;
    uint8_t *grid = ec_net_input(plan->net, picture->arena, &row_stride);
    ec_area_spec spec = {s->sample_type, plan->channels, {s->source[0], s->source[1], s->source[2]},
                         {s->grid[0], s->grid[1], s->grid[2]}, s->window_low, s->window_width,
                         picture->rows->channel_stride, picture->rows->column_stride};
    if (s->grid[1] != plan->grid[1] || s->grid[2] != plan->grid[2])
        pad(picture, grid, row_stride);
    grid += s->grid_y * row_stride + (size_t)s->grid_x * plan->channels;
    uint32_t bands = bands_of(plan, s->grid[1]);
    for (uint32_t i = 0; i < bands; i++) {
        uint32_t begin = (uint32_t)((uint64_t)s->grid[1] * i / bands);
        uint32_t end = (uint32_t)((uint64_t)s->grid[1] * (i + 1) / bands);
        size_t bytes = ec_area_state_size(&spec, begin, end);
        if (bytes == 0 || bytes > picture->area_bytes)
            return 0;
        picture->band[i] = ec_area_begin(plan->kernel, &spec, begin, end, grid, row_stride, plan->grid[1] * row_stride,
                                         picture->areas + i * picture->area_bytes);
    }
    picture->bands = bands;
    return 1;
}

/* The pushed rows that a band needs, counted in the source. */
static void rows_of_band(const ec_picture *picture, uint32_t band, uint32_t *begin, uint32_t *end)
{
    const ec_picture_rows *rows = picture->rows;
    uint32_t first, last;
    ec_area_source_rows(picture->band[band], &first, &last);
    first += picture->source.source_y;
    last += picture->source.source_y;
    *begin = first > rows->row ? first : rows->row;
    *end = smaller(last, rows->row + rows->rows);
}

static void push_band(void *context, uint32_t index, uint32_t thread)
{
    ec_picture *picture = context;
    const ec_picture_rows *rows = picture->rows;
    uint32_t band = picture->first_band + index, begin, end;
    (void)thread;
    rows_of_band(picture, band, &begin, &end);
    for (uint32_t z = 0; z < rows->slices; z++)
        for (uint32_t row = begin, count; row < end; row += count) {
            if (atomic_load_explicit(&picture->cancelled, memory_order_relaxed))
                return;
            count = smaller(end - row, ROWS_AT_ONCE);
            const uint8_t *at = rows->first + z * rows->slice_stride + (int64_t)(row - rows->row) * rows->row_stride +
                                picture->source.source_x * rows->column_stride;
            if (ec_area_push(picture->band[band], at, rows->row_stride, count) != count) {
                atomic_store(&picture->refused, 1);
                return;
            }
        }
}

static ec_run outcome(ec_picture *picture, int ran)
{
    if (atomic_load(&picture->cancelled))
        return EC_RUN_CANCELLED;
    if (!ran)
        return EC_RUN_RUNNER;
    return atomic_load(&picture->refused) ? EC_RUN_REFUSED : EC_RUN_DONE;
}

ec_run ec_picture_push(ec_picture *picture, const ec_picture_rows *rows, ec_runner_fn runner, void *opaque)
{
    uint32_t begin, end, count = 0;
    uint64_t samples = (uint64_t)rows->rows * rows->slices * picture->source.source[2] * picture->plan.channels;
    picture->rows = rows;
    if (picture->bands == 0 && !begin_bands(picture))
        return EC_RUN_REFUSED;
    picture->first_band = 0;
    for (uint32_t i = 0; i < picture->bands; i++) {
        rows_of_band(picture, i, &begin, &end);
        if (begin < end) {
            picture->first_band = count == 0 ? i : picture->first_band;
            count++;
        }
    }
    int ran = ec_batch_run(&picture->batch, push_band, picture, count, picture->plan.threads,
                           samples < SAMPLES_TO_SHARE ? NULL : runner, opaque);
    return outcome(picture, ran);
}

static void run_range(void *context, uint32_t index, uint32_t thread)
{
    ec_picture *picture = context;
    const ec_net *net = picture->plan.net;
    size_t rows = ec_net_layer_rows(net, picture->layer);
    if (atomic_load_explicit(&picture->cancelled, memory_order_relaxed))
        return;
    ec_net_run_layer(net, picture->arena, picture->scratch + thread * picture->scratch_bytes, picture->layer,
                     rows * index / picture->ranges, rows * (index + 1) / picture->ranges);
}

ec_run ec_picture_run(ec_picture *picture, uint8_t *bits, ec_runner_fn runner, void *opaque)
{
    const ec_net *net = picture->plan.net;
    uint32_t threads = picture->plan.threads;
    uint32_t most = threads == 1 || runner == NULL ? RANGES_ALONE : smaller(RANGES_PER_THREAD * threads, EC_MAX_ITEMS);
    for (picture->layer = 0; picture->layer < ec_net_layer_count(net); picture->layer++) {
        size_t rows = ec_net_layer_rows(net, picture->layer);
        picture->ranges = rows < most ? (uint32_t)rows : most;
        int ran = ec_batch_run(&picture->batch, run_range, picture, picture->ranges, threads, runner, opaque);
        ec_run result = outcome(picture, ran);
        if (result != EC_RUN_DONE)
            return result;
    }
    ec_net_output(net, picture->arena, bits);
    return EC_RUN_DONE;
}
