/* NULL is what C code passes by mistake. Every pointer of every function is tried. */
#include "check.h"

int main(int argc, char **argv)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_image image;
    uint8_t stream[4096];
    size_t size = 1;
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");

    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_memory(picture.model.data, picture.model.size, NULL));
    CHECK_TEXT("model is NULL");
    model.id = 1;
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_memory(NULL, picture.model.size, &model));
    CHECK(model.id == 0);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_memory(NULL, 0, &model));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_file("edge.ecm", NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_file(NULL, &model));
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_model_open_file("", &model));

    model = open_model(&picture);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_get_info(model, NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encoder_create(model, &options, NULL));
    encoder.id = 1;
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encoder_create(model, NULL, &encoder));
    CHECK_TEXT("options is NULL");
    CHECK(encoder.id == 0);

    encoder = create_encoder(model);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode_bound(encoder, NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode(encoder, &picture.image, NULL, stream, sizeof stream, NULL));
    CHECK_TEXT("size is NULL");
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode(encoder, NULL, NULL, stream, sizeof stream, &size));
    CHECK_TEXT("image is NULL");
    CHECK(size == 0);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode(encoder, &picture.image, NULL, NULL, sizeof stream, &size));
    CHECK_TEXT("stream is NULL");
    image = picture.image;
    image.data = NULL;
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
    CHECK_TEXT("image.data is NULL");

    /* Nothing of it harmed the encoder. */
    check_encodes(encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
