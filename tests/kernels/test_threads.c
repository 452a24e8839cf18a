/*
 * test_threads.c - threads share a packed network, and split a picture's rows without touching
 * each other's memory (build with -DEC_SANITIZE=thread to have it watched)
 *
 * Layers are separated by a barrier, as ec_kernels.h demands; within one nothing is.
 */
#include "random_conv.h"
#include "reference_conv.h"

#include <pthread.h>

enum { THREADS = 3, LAYERS = 3, WIDTH = 37, HEIGHT = 29, SOURCE_WIDTH = 150, SOURCE_HEIGHT = 121 };

typedef struct picture {
    const ec_kernel *kernel;
    const ec_net *net;
    void *arena;
    ec_area_spec area;
    const uint8_t *source;
    pthread_barrier_t barrier;
} picture;

typedef struct worker {
    picture *p;
    size_t index;
    pthread_t thread;
} worker;

static void layer_of(ec_conv_spec *s, uint32_t height, uint32_t width, uint32_t in, uint32_t out, uint32_t output)
{
    ec_conv_spec shape = {{1, height, width}, in, out, {1, 3, 3}, {1, 1, 1}, {1, 1, 1}, {0, 1, 1}, {0, 1, 1},
                          0, 0, 0, 0, NULL, NULL, NULL, NULL};
    *s = shape;
    random_values(s, output);
}

static void resample(worker *w, uint32_t rows)
{
    picture *p = w->p;
    size_t row_stride;
    uint8_t *grid = ec_net_input(p->net, p->arena, &row_stride);
    uint32_t begin = rows * (uint32_t)w->index / THREADS, end = rows * ((uint32_t)w->index + 1) / THREADS, first, last;
    void *state = exactly(ec_area_state_size(&p->area, begin, end));
    ec_area *area = ec_area_begin(p->kernel, &p->area, begin, end, grid, row_stride, 0, state);
    ec_area_source_rows(area, &first, &last);
    ec_area_push(area, p->source + (size_t)first * SOURCE_WIDTH * 3, SOURCE_WIDTH * 3, last - first);
    CHECK(ec_area_done(area), "rows are missing");
    free(state);
}

static void *work(void *argument)
{
    worker *w = argument;
    picture *p = w->p;
    void *scratch = exactly(ec_net_scratch_size(p->net));
    resample(w, p->area.grid[1]);
    for (uint32_t layer = 0; layer < ec_net_layer_count(p->net); layer++) {
        size_t rows = ec_net_layer_rows(p->net, layer);
        pthread_barrier_wait(&p->barrier);
        ec_net_run_layer(p->net, p->arena, scratch, layer, rows * w->index / THREADS, rows * (w->index + 1) / THREADS);
    }
    free(scratch);
    return NULL;
}

static void on_threads(picture *p)
{
    worker workers[THREADS];
    CHECK(pthread_barrier_init(&p->barrier, NULL, THREADS) == 0, "no barrier");
    for (size_t i = 0; i < THREADS; i++) {
        workers[i].p = p;
        workers[i].index = i;
        CHECK(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0, "no thread");
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(workers[i].thread, NULL);
    pthread_barrier_destroy(&p->barrier);
}

static void alone(picture *p)
{
    size_t row_stride;
    uint8_t *grid = ec_net_input(p->net, p->arena, &row_stride);
    void *state = exactly(ec_area_state_size(&p->area, 0, HEIGHT)), *scratch = exactly(ec_net_scratch_size(p->net));
    ec_area *area = ec_area_begin(p->kernel, &p->area, 0, HEIGHT, grid, row_stride, 0, state);
    ec_area_push(area, p->source, SOURCE_WIDTH * 3, SOURCE_HEIGHT);
    ec_net_run(p->net, p->arena, scratch);
    free(scratch);
    free(state);
}

/* One thread for each thread number; who comes first takes the next item. */
typedef struct crew {
    ec_work_fn work;
    void *batch;
    uint32_t count;
    uint32_t next;
    pthread_mutex_t lock;
} crew;

typedef struct hand {
    crew *c;
    uint32_t number;
    pthread_t thread;
} hand;

static void *take_items(void *argument)
{
    hand *h = argument;
    for (;;) {
        pthread_mutex_lock(&h->c->lock);
        uint32_t index = h->c->next++;
        pthread_mutex_unlock(&h->c->lock);
        if (index >= h->c->count)
            return NULL;
        h->c->work(h->c->batch, index, h->number);
    }
}

static int run_crew(void *opaque, ec_work_fn work_fn, void *batch, uint32_t count)
{
    crew c = {work_fn, batch, count, 0, PTHREAD_MUTEX_INITIALIZER};
    hand hands[THREADS];
    *(uint32_t *)opaque += count;
    for (uint32_t i = 0; i < THREADS; i++) {
        hands[i].c = &c;
        hands[i].number = i;
        CHECK(pthread_create(&hands[i].thread, NULL, take_items, &hands[i]) == 0, "no thread");
    }
    for (uint32_t i = 0; i < THREADS; i++)
        pthread_join(hands[i].thread, NULL);
    return 0;
}

/* The same through ec_picture: in one push over the runner, and row by row, all in a block of exactly its size. */
static void as_picture(picture *p, uint8_t *bits, uint32_t threads, uint32_t rows_at_once)
{
    ec_picture_plan plan = {p->kernel, p->net, {1, HEIGHT, WIDTH}, 3, 1u << EC_SAMPLE_U8, SOURCE_WIDTH, threads};
    ec_picture_source source = {EC_SAMPLE_U8, {1, SOURCE_HEIGHT, SOURCE_WIDTH}, 0, 0, {1, HEIGHT, WIDTH}, 0, 0, 0, 255,
                                {0, 0, 0, 0}};
    void *memory = exactly(ec_picture_size(&plan));
    ec_picture *one = ec_picture_init(&plan, memory);
    uint32_t items = 0, count;
    ec_picture_begin(one, &source);
    for (uint32_t row = 0; row < SOURCE_HEIGHT; row += count) {
        count = SOURCE_HEIGHT - row < rows_at_once ? SOURCE_HEIGHT - row : rows_at_once;
        ec_picture_rows rows = {p->source + (size_t)row * SOURCE_WIDTH * 3, 1, 3, SOURCE_WIDTH * 3, 0, 0, row, 1, count};
        CHECK(ec_picture_push(one, &rows, run_crew, &items) == EC_RUN_DONE, "row %u", row);
    }
    CHECK(ec_picture_run(one, bits, run_crew, &items) == EC_RUN_DONE, "the network");
    CHECK((items > 0) == (threads > 1), "%u items for %u threads", items, threads);
    ec_picture_cancel(one);
    CHECK(ec_picture_run(one, bits, run_crew, &items) == EC_RUN_CANCELLED, "not cancelled");
    free(memory);
}

static void compare(const ec_kernel *kernel, const ec_conv_spec *layers, const uint8_t *source)
{
    static uint8_t expected[WIDTH * HEIGHT * 5], actual[WIDTH * HEIGHT * 5];
    void *packed = exactly(ec_net_packed_size(kernel, layers, LAYERS));
    picture p = {.kernel = kernel, .net = ec_net_pack(kernel, layers, LAYERS, packed), .source = source,
                 .area = {EC_SAMPLE_U8, 3, {1, SOURCE_HEIGHT, SOURCE_WIDTH}, {1, HEIGHT, WIDTH}, 0, 255, 1, 3}};
    p.arena = exactly(ec_net_arena_size(p.net));
    ec_net_arena_init(p.net, p.arena);
    alone(&p);
    ec_net_output(p.net, p.arena, expected);
    ec_net_arena_init(p.net, p.arena);
    on_threads(&p);
    ec_net_output(p.net, p.arena, actual);
    CHECK(memcmp(expected, actual, sizeof expected) == 0, "%s: threads change the result", ec_kernel_name(kernel));
    static const uint32_t rows_at_once[] = {SOURCE_HEIGHT, 70, 7, 1};
    for (uint32_t threads = 1; threads <= THREADS; threads += THREADS - 1)
        for (int i = 0; i < 4; i++) {
            memset(actual, 0xA5, sizeof actual);
            as_picture(&p, actual, threads, rows_at_once[i]);
            CHECK(memcmp(expected, actual, sizeof expected) == 0, "%s: %u threads, %u rows at once differ",
                  ec_kernel_name(kernel), threads, rows_at_once[i]);
        }
    free(p.arena);
    free(packed);
}

int main(void)
{
    const ec_kernel *kernel;
    ec_conv_spec layers[LAYERS];
    random_state = 8;
    layer_of(&layers[0], HEIGHT, WIDTH, 3, 20, EC_OUTPUT_U8);
    layer_of(&layers[1], HEIGHT, WIDTH, 20, 33, EC_OUTPUT_U8);
    layer_of(&layers[2], HEIGHT, WIDTH, 33, 5, EC_OUTPUT_BITS);
    uint8_t *source = exactly(SOURCE_WIDTH * SOURCE_HEIGHT * 3);
    for (size_t i = 0; i < SOURCE_WIDTH * SOURCE_HEIGHT * 3; i++)
        source[i] = (uint8_t)random_bits();
    for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++)
        for (int round = 0; round < 5; round++)
            compare(kernel, layers, source);
    for (int i = 0; i < LAYERS; i++)
        free_layer(&layers[i]);
    free(source);
    printf("%d threads agree with one\n", THREADS);
    return 0;
}
