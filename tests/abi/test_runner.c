/*
 * Threads that are the host's: any number of them, in any order, must give the bytes of one; and a runner that
 * forgets a task, calls one twice, makes up numbers or calls after it has returned must cost the picture, not memory.
 */
#include "check.h"
#include "../../native/examples/pool.h"

#include <pthread.h>

enum { RIGHT, BACKWARDS, FORGETS_LAST, CALLS_TWICE, INDEX_BEYOND, THREAD_BEYOND, RETURNS_ERROR, CALLS_NONE };

static int calls;

static int run(void *opaque, ec_task task, void *tasks, uint32_t count)
{
    int mood = *(const int *)opaque;
    uint32_t i;
    calls++;
    for (i = 0; i < count; i++) {
        uint32_t index = mood == BACKWARDS ? count - 1 - i : i;
        if (mood == CALLS_NONE || (mood == FORGETS_LAST && i + 1 == count)) {
            break;
        }
        task(tasks, index, i % 2);
        if (mood == CALLS_TWICE) {
            task(tasks, index, 0);
        } else if (mood == INDEX_BEYOND) {
            task(tasks, count + i, 0);
            task(tasks, UINT32_MAX, 0);
        } else if (mood == THREAD_BEYOND) {
            task(tasks, index, 2);
            task(tasks, index, UINT32_MAX);
        }
    }
    return mood == RETURNS_ERROR;
}

static ec_encoder create_with(ec_model model, uint32_t threads, ec_runner runner)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_encoder encoder;
    options.threads = threads;
    options.runner = runner;
    CHECK_STATUS(EC_OK, ec_encoder_create(model, &options, &encoder));
    return encoder;
}

static void check_moods(const test_case *loaded)
{
    ec_model model = open_model(loaded);
    int mood;
    ec_runner runner;
    ec_encoder encoder;
    uint8_t stream[8192];
    size_t size;
    runner.opaque = &mood;
    runner.run = run;
    encoder = create_with(model, 2, runner);
    for (mood = RIGHT; mood <= BACKWARDS; mood++) {
        check_encodes(encoder, &loaded->image, loaded);
    }
    CHECK(calls > 0);
    for (mood = FORGETS_LAST; mood <= CALLS_NONE; mood++) {
        int rights = RIGHT;
        CHECK_STATUS(EC_ERROR_RUNNER_FAILED, ec_encode(encoder, &loaded->image, &loaded->params, stream, sizeof stream, &size));
        CHECK_TEXT("options.runner");
        CHECK(size == 0);
        runner.opaque = &rights;
    }
    mood = RIGHT;
    check_encodes(encoder, &loaded->image, loaded);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
}

static void check_pool(const test_case *loaded, uint32_t threads)
{
    ec_model model = open_model(loaded);
    pool *workers = pool_create(threads);
    ec_encoder encoder;
    int i;
    CHECK(workers != NULL);
    encoder = create_with(model, threads, pool_runner(workers));
    for (i = 0; i < 3; i++) {
        check_encodes(encoder, &loaded->image, loaded);
    }
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    pool_destroy(workers);
    CHECK_STATUS(EC_OK, ec_model_close(model));
}

/* Calls the task of a batch that is over. */
static ec_task late_task;
static void *late_tasks;

static int remember(void *opaque, ec_task task, void *tasks, uint32_t count)
{
    uint32_t i;
    (void)opaque;
    late_task = task;
    late_tasks = tasks;
    for (i = 0; i < count; i++) {
        task(tasks, i, 0);
    }
    return 0;
}

static void check_late(const test_case *loaded)
{
    ec_model model = open_model(loaded);
    ec_runner runner;
    ec_encoder encoder;
    uint32_t i;
    runner.opaque = NULL;
    runner.run = remember;
    encoder = create_with(model, 32, runner);
    check_encodes(encoder, &loaded->image, loaded);
    for (i = 0; i < 100; i++) {
        late_task(late_tasks, i, i % 32);
    }
    check_encodes(encoder, &loaded->image, loaded);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
}

int main(int argc, char **argv)
{
    static const char *const names[] = {"picture", "volume", "large"};
    char name[16];
    size_t i;
    CHECK(argc == 2);
    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        test_case loaded = load_case(argv[1], names[i]);
        check_moods(&loaded);
        check_late(&loaded);
        check_pool(&loaded, 2);
        check_pool(&loaded, 5);
        check_pool(&loaded, 32);
        free_case(&loaded);
    }
    for (i = 1; i <= 60; i++) {
        test_case loaded;
        snprintf(name, sizeof name, "any-%02d", (int)i);
        loaded = load_case(argv[1], name);
        check_pool(&loaded, 2 + (uint32_t)i % 4);
        free_case(&loaded);
    }
    return 0;
}
