/*
 * Threads with encoders of their own on one model, threads that fight over one encoder, and an encoder destroyed
 * while it works: always the right bytes or a status, never a mixture.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <pthread.h>

#define THREADS 16
#define ROUNDS 24

static test_case picture;
static ec_model model;
static ec_encoder shared;

static void *encode_alone(void *unused)
{
    int i;
    (void)unused;
    for (i = 0; i < ROUNDS / 4; i++) {
        ec_encoder encoder = create_encoder(model);
        int j;
        for (j = 0; j < 4; j++) {
            check_encodes(encoder, &picture.image, &picture);
        }
        CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    }
    return NULL;
}

/* Threads that come and go: the runtime must not keep anything of one that has ended. */
static void *encode_once(void *encoder)
{
    check_encodes(*(const ec_encoder *)encoder, &picture.image, &picture);
    return NULL;
}

static void come_and_go(void)
{
    ec_encoder encoder = create_encoder(model);
    int i;
    for (i = 0; i < 500; i++) {
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, encode_once, &encoder) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
    }
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
}

/* allowed: the status besides EC_OK that may come. Stops at EC_ERROR_INVALID_HANDLE. */
static void *encode_shared(void *allowed)
{
    uint8_t stream[4096];
    size_t size;
    int done = 0;
    int i;
    for (i = 0; i < 100000 && done < ROUNDS; i++) {
        ec_status status = ec_encode(shared, &picture.image, NULL, stream, sizeof stream, &size);
        if (status == EC_OK) {
            CHECK(size == picture.expected.size && memcmp(stream, picture.expected.data, size) == 0);
            done++;
        } else if (status == EC_ERROR_INVALID_HANDLE && allowed != NULL) {
            return NULL;
        } else {
            CHECK(status == EC_ERROR_BUSY && size == 0);
        }
    }
    return NULL;
}

static void run(void *(*body)(void *), void *argument, int destroy_meanwhile)
{
    pthread_t threads[THREADS];
    int i;
    for (i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, body, argument) == 0);
    }
    if (destroy_meanwhile) {
        uint8_t stream[4096];
        size_t size;
        /* After at least one picture, while others are under way. */
        while (ec_encode(shared, &picture.image, NULL, stream, sizeof stream, &size) == EC_ERROR_BUSY) {
        }
        CHECK_STATUS(EC_OK, ec_encoder_destroy(shared));
    }
    for (i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    model = open_model(&picture);
    run(encode_alone, NULL, 0);
    come_and_go();

    shared = create_encoder(model);
    run(encode_shared, NULL, 0);
    check_encodes(shared, &picture.image, &picture);
    run(encode_shared, &shared, 1);
    CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encoder_destroy(shared));

    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
