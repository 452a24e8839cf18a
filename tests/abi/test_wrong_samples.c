/*
 * Pixels of another kind than the model was trained for: channels and sample types. Converting them in silence
 * would give a mask of something that nobody saw.
 */
#include "check.h"

int main(int argc, char **argv)
{
    static const uint32_t types[] = {3, 4, 255, 256, 0x7fffffff, UINT32_MAX};
    static const uint32_t channels[] = {0, 2, 4, 255, UINT32_MAX};
    uint8_t stream[4096];
    size_t size;
    size_t i;
    ec_image image;
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    CHECK(picture.image.channels == 3 && picture.image.sample_type == EC_SAMPLE_U8);
    model = open_model(&picture);
    encoder = create_encoder(model);

    image = picture.image;
    image.channels = 1;
    CHECK_STATUS(EC_ERROR_IMAGE_CHANNELS, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
    for (i = 0; i < sizeof channels / sizeof channels[0]; i++) {
        image.channels = channels[i];
        CHECK_STATUS(EC_ERROR_IMAGE_CHANNELS, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
    }

    /* 16 bits to a model of 8: half the size, so that the buffer suffices. */
    image = picture.image;
    image.width /= 2;
    image.height /= 2;
    image.sample_type = EC_SAMPLE_U16;
    CHECK_STATUS(EC_ERROR_IMAGE_SAMPLE_TYPE, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
    image.sample_type = EC_SAMPLE_S16;
    CHECK_STATUS(EC_ERROR_IMAGE_SAMPLE_TYPE, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
    for (i = 0; i < sizeof types / sizeof types[0]; i++) {
        image.sample_type = types[i];
        CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
        CHECK_TEXT("sample_type");
    }

    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
