/*
 * A model that is valid but too large for the library's heap. Running out of memory has to be a status, and what
 * was open before has to go on working: an abort would take the host down.
 */
#include "check.h"

int main(int argc, char **argv)
{
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    static uint8_t stream[4096];
    size_t size = 0;
    ec_status status;
    test_case picture;
    ec_model model;
    ec_model large;
    ec_encoder encoder;
    ec_encoder large_encoder;
    bytes file;
    int i;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    file = read_file(argv[1], "too-large.ecm");
    model = open_model(&picture);
    encoder = create_encoder(model);

    for (i = 0; i < 3; i++) {
        CHECK_STATUS(EC_OK, ec_model_open_memory(file.data, file.size, NULL, &large));
        status = ec_encoder_create(large, &options, &large_encoder);
        if (status == EC_OK) {
            status = ec_encode(large_encoder, &picture.image, NULL, stream, sizeof stream, &size);
            CHECK(ec_encoder_destroy(large_encoder) == EC_OK);
        }
        CHECK(status == EC_ERROR_OUT_OF_MEMORY && size == 0);
        check_encodes(encoder, &picture.image, &picture);
        CHECK_STATUS(EC_OK, ec_model_close(large));
    }
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free(file.data);
    free_case(&picture);
    return 0;
}
