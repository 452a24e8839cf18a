/*
 * Nothing may assume pictures: a signed 16-bit volume with a caller's window and two layers takes the same way,
 * and one layer of it is a shorter stream.
 */
#include "check.h"

int main(int argc, char **argv)
{
    ec_model_info info = EC_MODEL_INFO_INIT;
    ec_encode_params params;
    uint8_t stream[16384];
    size_t size;
    test_case both;
    test_case first;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 2);
    both = load_case(argv[1], "volume");
    first = load_case(argv[1], "volume-first-layer");
    CHECK(both.image.sample_type == EC_SAMPLE_S16 && both.image.depth > 1 && both.params.window_width > 0);
    CHECK(both.params.layers == 0 && first.params.layers == 1);
    CHECK(first.expected.size < both.expected.size);

    model = open_model(&both);
    CHECK_STATUS(EC_OK, ec_model_get_info(model, &info));
    CHECK(info.layers == 2 && info.window_mode == EC_WINDOW_CALLER);
    encoder = create_encoder(model);
    check_encodes(encoder, &both.image, &both);
    check_encodes(encoder, &first.image, &first);

    /* All layers by number are all layers; one more does not exist. */
    params = both.params;
    params.layers = 2;
    CHECK_STATUS(EC_OK, ec_encode(encoder, &both.image, &params, stream, sizeof stream, &size));
    CHECK(size == both.expected.size && memcmp(stream, both.expected.data, size) == 0);
    params.layers = 3;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode(encoder, &both.image, &params, stream, sizeof stream, &size));
    CHECK_TEXT("params.layers is 3");
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_bound(encoder, &params, &size));
    CHECK_TEXT("params.layers is 3");
    params.layers = UINT32_MAX;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode(encoder, &both.image, &params, stream, sizeof stream, &size));

    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&both);
    free_case(&first);
    return 0;
}
