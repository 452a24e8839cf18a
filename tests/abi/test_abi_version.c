/* A program compiled with a newer header may rely on what this library does not do: it must not get an encoder. */
#include "check.h"

int main(int argc, char **argv)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_encoder encoder = {1};
    test_case picture;
    ec_model model;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    model = open_model(&picture);

    options.abi_version = EC_ABI_VERSION + 1;
    CHECK_STATUS(EC_ERROR_ABI_VERSION_UNSUPPORTED, ec_encoder_create(model, &options, &encoder));
    CHECK_TEXT("abi_version is 2");
    CHECK(encoder.id == 0);
    options.abi_version = 0;
    CHECK_STATUS(EC_ERROR_ABI_VERSION_UNSUPPORTED, ec_encoder_create(model, &options, &encoder));
    options.abi_version = UINT32_MAX;
    CHECK_STATUS(EC_ERROR_ABI_VERSION_UNSUPPORTED, ec_encoder_create(model, &options, &encoder));

    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
