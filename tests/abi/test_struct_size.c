/*
 * struct_size lets old programs run with new libraries. A size that was never set, or one that says that the
 * program sets fields which this library ignores, has to be an error rather than a guess.
 */
#include "check.h"

typedef struct newer_image {
    ec_image known;
    uint64_t unknown[2];
} newer_image;

typedef struct newer_info {
    ec_model_info known;
    uint64_t unknown[2];
    uint64_t beyond;
} newer_info;

static void check_info(ec_model model)
{
    ec_model_info info = EC_MODEL_INFO_INIT;
    newer_info newer;
    uint32_t size;
    for (size = 0; size < sizeof info; size++) {
        info.struct_size = size;
        CHECK_STATUS(EC_ERROR_INVALID_STRUCT_SIZE, ec_model_get_info(model, &info));
        CHECK(info.struct_size == size && info.channels == 0);
    }
    CHECK_TEXT("info.struct_size");
    info.struct_size = UINT32_MAX;
    CHECK_STATUS(EC_ERROR_INVALID_STRUCT_SIZE, ec_model_get_info(model, &info));

    /* A newer program's longer structure: what the library does not know is zero, and nothing beyond is touched. */
    memset(&newer, 0xaa, sizeof newer);
    newer.known.struct_size = offsetof(newer_info, beyond);
    CHECK_STATUS(EC_OK, ec_model_get_info(model, &newer.known));
    CHECK(newer.known.struct_size == offsetof(newer_info, beyond));
    CHECK(newer.known.channels == 3 && newer.unknown[0] == 0 && newer.unknown[1] == 0);
    CHECK(newer.beyond == 0xaaaaaaaaaaaaaaaau);
}

static void check_image(ec_encoder encoder, const test_case *picture)
{
    newer_image newer;
    uint8_t stream[4096];
    size_t size;
    ec_image image = picture->image;
    for (image.struct_size = 0; image.struct_size < sizeof image; image.struct_size++) {
        CHECK_STATUS(EC_ERROR_INVALID_STRUCT_SIZE, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
    }
    CHECK_TEXT("image.struct_size");
    memset(&newer, 0, sizeof newer);
    newer.known = picture->image;
    newer.known.struct_size = sizeof newer;
    check_encodes(encoder, &newer.known, picture);
    newer.unknown[1] = 1;
    CHECK_STATUS(EC_ERROR_INVALID_STRUCT_SIZE, ec_encode(encoder, &newer.known, NULL, stream, sizeof stream, &size));
    CHECK_TEXT("too old");
}

int main(int argc, char **argv)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_encode_params params = EC_ENCODE_PARAMS_INIT;
    uint8_t stream[4096];
    size_t size;
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    model = open_model(&picture);
    for (options.struct_size = 0; options.struct_size < sizeof options; options.struct_size++) {
        CHECK_STATUS(EC_ERROR_INVALID_STRUCT_SIZE, ec_encoder_create(model, &options, &encoder));
    }
    encoder = create_encoder(model);
    for (params.struct_size = 0; params.struct_size < sizeof params; params.struct_size++) {
        CHECK_STATUS(EC_ERROR_INVALID_STRUCT_SIZE, ec_encode(encoder, &picture.image, &params, stream, sizeof stream, &size));
    }
    CHECK_TEXT("params.struct_size is 47, expected 48 to 4096");
    params.struct_size = 1u << 30;
    CHECK_STATUS(EC_ERROR_INVALID_STRUCT_SIZE, ec_encode(encoder, &picture.image, &params, stream, sizeof stream, &size));
    CHECK_TEXT("expected 48 to 4096");
    check_info(model);
    check_image(encoder, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
