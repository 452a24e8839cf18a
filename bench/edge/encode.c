/* encode.c - libedgecodec as a device maker calls it */
#include "peers.h"

#include <edgecodec.h>

static ec_encoder encoder;
static uint8_t stream[1 << 20];

int peer_open(const char *path)
{
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_model model;
    size_t bound;
    if (ec_model_open_file(path, NULL, &model) != EC_OK || ec_encoder_create(model, &options, &encoder) != EC_OK) {
        return 0;
    }
    return ec_encode_bound(encoder, NULL, &bound) == EC_OK && bound <= sizeof stream;
}

double peer_edgecodec(const uint8_t *pixels, int width, int height, size_t *bytes)
{
    ec_image image = EC_IMAGE_INIT;
    double start = peer_seconds();
    image.data = pixels;
    image.data_size = (size_t)width * (size_t)height * 3;
    image.channels = 3;
    image.width = (uint32_t)width;
    image.height = (uint32_t)height;
    if (ec_encode(encoder, &image, NULL, stream, sizeof stream, bytes) != EC_OK) {
        return -1;
    }
    return peer_seconds() - start;
}
