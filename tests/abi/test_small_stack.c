/*
 * Embedded hosts give their threads small stacks. What the header says suffices has to suffice, for errors too, which
 * take the most: 64 KiB for a thread that calls, 16 KiB for a runner's (here 24 with glibc's own share).
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <pthread.h>
#include <unistd.h>

static test_case loaded;
static const char *cases;

static void *use(void *unused)
{
    ec_model model = open_model(&loaded);
    ec_encoder encoder = create_encoder(model);
    ec_model none;
    uint8_t stream[64];
    size_t size;
    (void)unused;
    check_encodes(encoder, &loaded.image, &loaded);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode(encoder, NULL, NULL, stream, sizeof stream, &size));
    CHECK_STATUS(EC_ERROR_MODEL_TRUNCATED, ec_model_open_memory(loaded.model.data, loaded.model.size - 1, NULL, &none));
    CHECK_STATUS(EC_ERROR_MODEL_UNREADABLE, ec_model_open_file(cases, NULL, &none));
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_model_close(model));
    return NULL;
}

static void run(void *(*body)(void *), void *argument, size_t stack)
{
    pthread_attr_t attributes;
    pthread_t thread;
    long least = sysconf(_SC_THREAD_STACK_MIN); /* on aarch64 no thread has less than 128 KiB */
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, least > (long)stack ? (size_t)least : stack) == 0);
    CHECK(pthread_create(&thread, &attributes, body, argument) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(pthread_attr_destroy(&attributes) == 0);
}

typedef struct one_task {
    ec_task task;
    void *tasks;
    uint32_t index;
} one_task;

static void *run_task(void *argument)
{
    const one_task *one = argument;
    one->task(one->tasks, one->index, 0);
    return NULL;
}

/* A thread of a very small stack for each task. */
static int run_apart(void *opaque, ec_task task, void *tasks, uint32_t count)
{
    one_task one;
    (void)opaque;
    one.task = task;
    one.tasks = tasks;
    for (one.index = 0; one.index < count; one.index++) {
        run(run_task, &one, (size_t)24 << 10);
    }
    return 0;
}

int main(int argc, char **argv)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_encoder encoder;
    ec_model model;
    long kilobytes = argc > 2 ? strtol(argv[2], NULL, 10) : 64;
    CHECK(argc == 2 || argc == 3);
    cases = argv[1];
    loaded = load_case(argv[1], "picture");
    /* The first call of the process, which starts the runtime, is on a small stack too. */
    run(use, NULL, (size_t)kilobytes << 10);
    run(use, NULL, (size_t)kilobytes << 10);
    free_case(&loaded);

    loaded = load_case(argv[1], "large");
    model = open_model(&loaded);
    options.threads = 4;
    options.runner.run = run_apart;
    CHECK_STATUS(EC_OK, ec_encoder_create(model, &options, &encoder));
    check_encodes(encoder, &loaded.image, &loaded);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&loaded);
    return 0;
}
