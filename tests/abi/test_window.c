/*
 * The intensity window decides what of a CT or MR volume is seen at all. A missing one must not become a default,
 * and one that the model does not take must not be dropped.
 */
#include "check.h"

static ec_encoder encoder;
static test_case volume;

static void check_window(int32_t low, uint32_t width, ec_status expected)
{
    uint8_t stream[16384];
    size_t size;
    ec_encode_params params = volume.params;
    params.window_low = low;
    params.window_width = width;
    CHECK_STATUS(expected, ec_encode(encoder, &volume.image, &params, stream, sizeof stream, &size));
}

int main(int argc, char **argv)
{
    uint8_t stream[16384];
    size_t size;
    ec_encode_params params = EC_ENCODE_PARAMS_INIT;
    test_case picture;
    ec_model model;
    CHECK(argc == 2);
    volume = load_case(argv[1], "volume");
    model = open_model(&volume);
    encoder = create_encoder(model);

    CHECK_STATUS(EC_ERROR_WINDOW_REQUIRED, ec_encode(encoder, &volume.image, NULL, stream, sizeof stream, &size));
    CHECK_STATUS(EC_ERROR_WINDOW_REQUIRED, ec_encode(encoder, &volume.image, &params, stream, sizeof stream, &size));
    check_window(0, 0, EC_ERROR_WINDOW_REQUIRED);
    check_window(-5, 0, EC_ERROR_WINDOW_INVALID);
    check_window(-32769, 100, EC_ERROR_WINDOW_INVALID);
    check_window(65536, 100, EC_ERROR_WINDOW_INVALID);
    check_window(0, 65536, EC_ERROR_WINDOW_INVALID);
    check_window(INT32_MIN, UINT32_MAX, EC_ERROR_WINDOW_INVALID);
    check_window(INT32_MAX, 1, EC_ERROR_WINDOW_INVALID);
    check_window(-32768, 1, EC_OK);
    check_window(65535, 65535, EC_OK);
    check_encodes(encoder, &volume.image, &volume);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&volume);

    picture = load_case(argv[1], "picture");
    model = open_model(&picture);
    encoder = create_encoder(model);
    params.window_width = 255;
    CHECK_STATUS(EC_ERROR_WINDOW_NOT_ALLOWED, ec_encode(encoder, &picture.image, &params, stream, sizeof stream, &size));
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
