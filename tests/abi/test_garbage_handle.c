/*
 * A handle from uninitialised memory, a cast or a bit error. A library that follows it as a pointer crashes its
 * host; this one has to say that it is no handle, for any of 2^64 values.
 */
#include "check.h"

static void check_no_handle(uint64_t id, const test_case *picture)
{
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_model_info info = EC_MODEL_INFO_INIT;
    ec_model model = {id};
    ec_encoder encoder = {id};
    ec_encoder created = {1};
    uint8_t stream[64];
    size_t size = 1;
    CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_model_get_info(model, &info));
    CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encoder_create(model, &options, &created));
    CHECK(created.id == 0);
    CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_model_close(model));
    CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encode_bound(encoder, NULL, &size));
    CHECK(size == 0);
    CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encode(encoder, &picture->image, NULL, stream, sizeof stream, &size));
    CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encoder_destroy(encoder));
}

int main(int argc, char **argv)
{
    uint64_t state = 1;
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    ec_model_info info = EC_MODEL_INFO_INIT;
    size_t size;
    int i;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");

    /* Before anything is open, and then beside what is open. */
    check_no_handle(0, &picture);
    model = open_model(&picture);
    encoder = create_encoder(model);
    check_no_handle(0, &picture);
    check_no_handle(1, &picture);
    check_no_handle(UINT64_MAX, &picture);
    check_no_handle((uint64_t)(uintptr_t)&picture, &picture);
    for (i = 0; i < 64; i++) {
        check_no_handle(model.id ^ ((uint64_t)1 << i), &picture);
        check_no_handle(encoder.id ^ ((uint64_t)1 << i), &picture);
    }
    for (i = 0; i < 1000; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        check_no_handle(state, &picture);
    }

    /* One kind passed for the other. */
    {
        ec_model not_a_model = {encoder.id};
        ec_encoder not_an_encoder = {model.id};
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_model_get_info(not_a_model, &info));
        CHECK_TEXT("another kind");
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encode_bound(not_an_encoder, NULL, &size));
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_model_close(not_a_model));
        CHECK_STATUS(EC_ERROR_INVALID_HANDLE, ec_encoder_destroy(not_an_encoder));
    }

    check_encodes(encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
