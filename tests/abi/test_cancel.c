/*
 * A device stops a picture that nobody wants any more. The call has to end soon with its status, and the next one has
 * to be untouched by it, however late the cancelling came.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define ROUNDS 300

static fixture large;
static atomic_int encoding;
static int done;
static int cancelled;

static void *encode(void *unused)
{
    uint8_t stream[8192];
    size_t size;
    int i;
    (void)unused;
    for (i = 0; i < ROUNDS; i++) {
        ec_status status = ec_encode(large.encoder, &large.test.image, &large.test.params, stream, sizeof stream, &size);
        if (status == EC_OK) {
            CHECK(size == large.test.expected.size && memcmp(stream, large.test.expected.data, size) == 0);
            done++;
        } else {
            if (status != EC_ERROR_CANCELLED) {
                fprintf(stderr, "encoding while it is cancelled gave status %d\n", (int)status);
                exit(1);
            }
            CHECK(size == 0);
            cancelled++;
        }
    }
    atomic_store(&encoding, 0);
    return NULL;
}

/* Nanoseconds that an encode takes, at least; under emulation it is a hundred times what it is on the machine. */
static long duration(void)
{
    long least = 500 * 1000 * 1000;
    int i;
    for (i = 0; i < 3; i++) {
        struct timespec start, end;
        long took;
        clock_gettime(CLOCK_MONOTONIC, &start);
        check_encodes(large.encoder, &large.test.image, &large.test);
        clock_gettime(CLOCK_MONOTONIC, &end);
        took = (long)(end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec;
        least = took < least ? took : least;
    }
    return least;
}

/* Pauses from none to four encodes, so that some calls are met and some get through. */
static void cancel_from_a_thread(void)
{
    pthread_t thread;
    struct timespec pause = {0, 0};
    long rounds = 0, step = duration() / 4;
    atomic_store(&encoding, 1);
    CHECK(pthread_create(&thread, NULL, encode, NULL) == 0);
    while (atomic_load(&encoding)) {
        CHECK_STATUS(EC_OK, ec_encode_cancel(large.encoder));
        pause.tv_nsec = rounds++ % 17 * step;
        nanosleep(&pause, NULL);
    }
    CHECK(pthread_join(thread, NULL) == 0);
    printf("%d done, %d cancelled\n", done, cancelled);
    CHECK(done > 0 && cancelled > 0);
}

/* A stream between two calls. */
static void cancel_a_stream(void)
{
    ec_source source = EC_SOURCE_INIT;
    ec_image part = large.test.image;
    ec_pull_state state;
    uint8_t byte;
    size_t size;
    source.sample_type = part.sample_type;
    source.channels = part.channels;
    source.width = part.width;
    source.height = part.height;
    part.height = 5;
    CHECK_STATUS(EC_OK, ec_encode_cancel(large.encoder)); /* nothing to cancel */
    CHECK_STATUS(EC_OK, ec_encode_begin(large.encoder, &source, &large.test.params));
    CHECK_STATUS(EC_OK, ec_encode_push(large.encoder, 0, 0, &part));
    CHECK_STATUS(EC_OK, ec_encode_cancel(large.encoder));
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_push(large.encoder, 0, 5, &part));
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_pull(large.encoder, &byte, 1, &size, &state));
    check_encodes(large.encoder, &large.test.image, &large.test);

    /* And one that is complete, with bytes that nobody pulled. */
    CHECK_STATUS(EC_OK, ec_encode_begin(large.encoder, &source, &large.test.params));
    CHECK_STATUS(EC_OK, ec_encode_push(large.encoder, 0, 0, &large.test.image));
    CHECK_STATUS(EC_OK, ec_encode_finish(large.encoder));
    CHECK_STATUS(EC_OK, ec_encode_pull(large.encoder, &byte, 1, &size, &state));
    CHECK(size == 1 && state == EC_PULL_BYTES);
    CHECK_STATUS(EC_OK, ec_encode_cancel(large.encoder));
    check_encodes(large.encoder, &large.test.image, &large.test);
}

int main(int argc, char **argv)
{
    large = set_up(argc, argv, "large");
    cancel_from_a_thread();
    cancel_a_stream();
    tear_down(&large);
    return 0;
}
