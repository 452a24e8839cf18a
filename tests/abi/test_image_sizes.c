/* Sizes that a sensor driver gets wrong: none, one pixel, a line, and beyond what the format can say. */
#include "check.h"

static ec_encoder encoder;

static void check_size(uint32_t width, uint32_t height, uint32_t depth, ec_status expected)
{
    static uint8_t pixels[3 * 100000];
    ec_image image = EC_IMAGE_INIT;
    uint8_t stream[4096];
    size_t size;
    image.data = pixels;
    image.data_size = sizeof pixels;
    image.channels = 3;
    image.width = width;
    image.height = height;
    image.depth = depth;
    CHECK_STATUS(expected, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
    CHECK((size == 0) == (expected != EC_OK));
}

int main(int argc, char **argv)
{
    test_case picture;
    test_case tiny;
    ec_model model;
    CHECK(argc == 2);

    /* This model wants 4 x 4 at least and 10 : 1 at most. */
    picture = load_case(argv[1], "picture");
    model = open_model(&picture);
    encoder = create_encoder(model);
    check_size(0, 10, 1, EC_ERROR_IMAGE_INVALID);
    check_size(10, 0, 1, EC_ERROR_IMAGE_INVALID);
    check_size(10, 10, 0, EC_ERROR_IMAGE_INVALID);
    check_size(1, 1, 1, EC_ERROR_IMAGE_TOO_SMALL);
    CHECK_TEXT("1 x 1");
    check_size(20000, 1, 1, EC_ERROR_IMAGE_TOO_SMALL);
    check_size(20000, 4, 1, EC_ERROR_IMAGE_ASPECT);
    check_size(65535, 1, 1, EC_ERROR_IMAGE_TOO_SMALL);
    check_size(65536, 1, 1, EC_ERROR_IMAGE_TOO_LARGE);
    CHECK_TEXT("width");
    check_size(1, 100000, 1, EC_ERROR_IMAGE_TOO_LARGE);
    CHECK_TEXT("height");
    check_size(1, 1, 65536, EC_ERROR_IMAGE_TOO_LARGE);
    check_size(UINT32_MAX, UINT32_MAX, UINT32_MAX, EC_ERROR_IMAGE_TOO_LARGE);
    check_size(UINT32_MAX, 1, 1, EC_ERROR_IMAGE_TOO_LARGE);
    check_size(4, 4, 1, EC_OK);
    check_size(40, 4, 1, EC_OK);
    check_size(41, 4, 1, EC_ERROR_IMAGE_ASPECT);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);

    /* This one has no least size. */
    tiny = load_case(argv[1], "one-pixel");
    CHECK(tiny.image.width == 1 && tiny.image.height == 1);
    model = open_model(&tiny);
    encoder = create_encoder(model);
    check_encodes(encoder, &tiny.image, &tiny);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&tiny);
    return 0;
}
