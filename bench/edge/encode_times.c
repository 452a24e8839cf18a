/*
 * encode_times.c - encodes one drawn picture several times, for tools that count instructions.
 *
 * usage: encode-times MODEL.ecm WIDTH HEIGHT TIMES
 */
#include <edgecodec.h>

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_image image = EC_IMAGE_INIT;
    ec_model model;
    ec_encoder encoder;
    static uint8_t stream[1 << 16];
    uint8_t *pixels;
    size_t size = 0;
    if (argc != 5) {
        fprintf(stderr, "usage: encode-times MODEL.ecm WIDTH HEIGHT TIMES\n");
        return 2;
    }
    image.channels = 3;
    image.width = (uint32_t)strtoul(argv[2], NULL, 10);
    image.height = (uint32_t)strtoul(argv[3], NULL, 10);
    image.data_size = (size_t)image.width * image.height * 3;
    if ((pixels = malloc(image.data_size)) == NULL) {
        return 1;
    }
    for (size_t i = 0; i < image.data_size; i++) {
        pixels[i] = (uint8_t)(i * 2654435761u >> 13);
    }
    image.data = pixels;
    if (ec_model_open_file(argv[1], NULL, &model) != EC_OK || ec_encoder_create(model, &options, &encoder) != EC_OK) {
        return 1;
    }
    for (long i = strtol(argv[4], NULL, 10); i > 0; i--) {
        if (ec_encode(encoder, &image, NULL, stream, sizeof stream, &size) != EC_OK) {
            return 1;
        }
    }
    printf("%zu bytes\n", size);
    free(pixels);
    return 0;
}
