/*
 * Use after close and double close. A handle of something closed must stay invalid when its place is taken again,
 * or a late call would act on another patient's encoder.
 */
#include "check.h"

int main(int argc, char **argv)
{
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_model_info info = EC_MODEL_INFO_INIT;
    uint8_t stream[64];
    size_t size;
    test_case picture;
    ec_model model;
    ec_model stale_model;
    ec_encoder encoder;
    ec_encoder stale_encoder;
    int i;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");

    stale_model = open_model(&picture);
    stale_encoder = create_encoder(stale_model);

    /* An encoder does not need its model's handle any more. */
    CHECK_STATUS(EC_OK, ec_model_close(stale_model));
    check_encodes(stale_encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(stale_encoder));

    for (i = 0; i < 100; i++) {
        model = open_model(&picture);
        encoder = create_encoder(model);
        CHECK(model.id != stale_model.id && encoder.id != stale_encoder.id);
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_model_close(stale_model));
        CHECK_TEXT("closed");
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_model_get_info(stale_model, &info));
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encoder_create(stale_model, &options, &stale_encoder));
        CHECK(stale_encoder.id == 0);
        stale_encoder = encoder;
        CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encoder_destroy(stale_encoder));
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encode_bound(stale_encoder, NULL, &size));
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encode(stale_encoder, &picture.image, NULL, stream, sizeof stream, &size));
        stale_model = model;
        CHECK_STATUS(EC_OK, ec_model_close(model));
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_model_close(stale_model));
    }
    free_case(&picture);
    return 0;
}
