/* NULL is what C code passes by mistake. Every pointer of every function is tried. */
#include "check.h"

static void *allocate(void *unused, size_t size)
{
    (void)unused;
    return malloc(size);
}

int main(int argc, char **argv)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_memory memory = EC_MEMORY_INIT;
    ec_labelmap_info map = EC_LABELMAP_INFO_INIT;
    ec_labels labels = EC_LABELS_INIT;
    ec_source source = EC_SOURCE_INIT;
    ec_pull_state state;
    ec_image image;
    uint8_t stream[4096];
    size_t size = 1;
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");

    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_memory(picture.model.data, picture.model.size, NULL, NULL));
    CHECK_TEXT("model is NULL");
    model.id = 1;
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_memory(NULL, picture.model.size, NULL, &model));
    CHECK(model.id == 0);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_memory(NULL, 0, NULL, &model));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_file("edge.ecm", NULL, NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_file(NULL, NULL, &model));
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_model_open_file("", NULL, &model));

    model = open_model(&picture);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_get_info(model, NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encoder_create(model, &options, NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encoder_memory(model, &options, NULL));

    /* No options are the defaults. */
    CHECK_STATUS(EC_OK, ec_encoder_memory(model, NULL, &memory));
    CHECK_STATUS(EC_OK, ec_encoder_create(model, NULL, &encoder));
    check_encodes(encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));

    /* Half a hook is none. */
    options.threads = 2;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encoder_create(model, &options, &encoder));
    CHECK_TEXT("options.runner.run is NULL");
    options.threads = 0;
    options.allocator.allocate = allocate;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encoder_create(model, &options, &encoder));
    CHECK_TEXT("options.allocator.release is NULL");

    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_runtime_get_info(NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_get_info(stream, 4, NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_get_info(NULL, 4, &map));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_decode(NULL, 4, stream, 4, &labels));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_decode(stream, 4, NULL, 4, &labels));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_decode(stream, 4, picture.expected.data, picture.expected.size, NULL));
    CHECK_TEXT("labels is NULL");
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_decode(stream, 4, picture.expected.data, picture.expected.size, &labels));
    CHECK_TEXT("labels.data is NULL");
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_decode_units(NULL, 4, stream, 4, stream, 4, &source, &labels));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_decode_units(stream, 4, NULL, 4, stream, 4, &source, &labels));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_decode_units(stream, 4, stream, 4, NULL, 4, &source, &labels));
    CHECK_TEXT("units is NULL");
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_labelmap_decode_units(stream, 4, stream, 4, stream, 4, NULL, &labels));

    encoder = create_encoder(model);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode_begin(encoder, NULL, NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode_push(encoder, 0, 0, NULL));
    CHECK_TEXT("rows is NULL");
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode_pull(encoder, stream, sizeof stream, NULL, &state));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode_pull(encoder, stream, sizeof stream, &size, NULL));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode_pull(encoder, NULL, 1, &size, &state));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode_bound(encoder, NULL, NULL));
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
