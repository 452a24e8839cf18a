/* encode.c - libedgecodec as a device maker calls it */
#include "peers.h"

#include <edgecodec.h>
#include <pool.h>

enum { MOST_THREADS = 2 };

static ec_encoder encoders[MOST_THREADS]; /* on one thread, on two */
static uint8_t stream[1 << 20];

int peer_open(const char *path)
{
    ec_model model;
    size_t bound;
    if (ec_model_open_file(path, NULL, &model) != EC_OK) {
        return 0;
    }
    for (uint32_t i = 0; i < MOST_THREADS; i++) {
        ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
        if (i > 0) {
            pool *threads = pool_create(i + 1);
            if (threads == NULL) {
                return 0;
            }
            options.threads = i + 1;
            options.runner = pool_runner(threads);
        }
        if (ec_encoder_create(model, &options, &encoders[i]) != EC_OK) {
            return 0;
        }
    }
    return ec_encode_bound(encoders[0], NULL, &bound) == EC_OK && bound <= sizeof stream;
}

double peer_edgecodec(const uint8_t *pixels, int width, int height, int threads, size_t *bytes)
{
    ec_image image = EC_IMAGE_INIT;
    double start = peer_seconds();
    image.data = pixels;
    image.data_size = (size_t)width * (size_t)height * 3;
    image.channels = 3;
    image.width = (uint32_t)width;
    image.height = (uint32_t)height;
    if (threads < 1 || threads > MOST_THREADS || ec_encode(encoders[threads - 1], &image, NULL, stream, sizeof stream, bytes) != EC_OK) {
        return -1;
    }
    return peer_seconds() - start;
}
