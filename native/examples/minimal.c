/* minimal.c - the README's example: a camera frame to a stream. Usage: minimal MODEL.ecm */
/* snippet */
#include <edgecodec.h>
#include <stdio.h>

static uint8_t frame[480 * 640 * 3]; /* RGB of 8 bits, from your camera */

int main(int argc, char **argv)
{
    ec_model model;
    ec_encoder encoder;
    ec_image image = EC_IMAGE_INIT;
    uint8_t stream[4096];
    char why[256];
    size_t size;

    image.data = frame, image.data_size = sizeof frame;
    image.channels = 3, image.width = 640, image.height = 480;

    if (ec_model_open_file(argc > 1 ? argv[1] : "edge.ecm", NULL, &model) != EC_OK
        || ec_encoder_create(model, NULL, &encoder) != EC_OK
        || ec_encode(encoder, &image, NULL, stream, sizeof stream, &size) != EC_OK) {
        ec_last_error(why, sizeof why);
        return fprintf(stderr, "%s\n", why), 1;
    }
    printf("%zu bytes to send\n", size);
    return 0;
}
/* snippet */
