/*
 * The runtime starts inside the first call that a process makes, and some things fail only there. Each exported
 * function is the first call of a process of its own: test_first_call CASES FUNCTION.
 */
#include "check.h"

static const ec_model no_model = {0};
static const ec_encoder no_encoder = {0};

static int call_stream(const char *name)
{
    const ec_source source = EC_SOURCE_INIT;
    const ec_image rows = EC_IMAGE_INIT;
    const ec_labels labels = EC_LABELS_INIT;
    ec_runtime_info runtime = EC_RUNTIME_INFO_INIT;
    ec_memory memory = EC_MEMORY_INIT;
    ec_labelmap_info map = EC_LABELMAP_INFO_INIT;
    ec_pull_state state;
    uint8_t bytes[16];
    size_t size;
    if (strcmp(name, "ec_active_kernel") == 0) {
        return ec_active_kernel()[0] != '\0';
    } else if (strcmp(name, "ec_runtime_get_info") == 0) {
        return ec_runtime_get_info(&runtime) == EC_OK;
    } else if (strcmp(name, "ec_encoder_memory") == 0) {
        return ec_encoder_memory(no_model, NULL, &memory) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encoder_last_error") == 0) {
        return ec_encoder_last_error(no_encoder, NULL, 0) == 0;
    } else if (strcmp(name, "ec_encode_cancel") == 0) {
        return ec_encode_cancel(no_encoder) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encode_begin") == 0) {
        return ec_encode_begin(no_encoder, &source, NULL) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encode_push") == 0) {
        return ec_encode_push(no_encoder, 0, 0, &rows) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encode_finish") == 0) {
        return ec_encode_finish(no_encoder) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encode_pull") == 0) {
        return ec_encode_pull(no_encoder, bytes, sizeof bytes, &size, &state) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_labelmap_get_info") == 0) {
        return ec_labelmap_get_info("garbage", 7, &map) == EC_ERROR_NOT_A_LABEL_MAP;
    } else if (strcmp(name, "ec_labelmap_decode") == 0) {
        return ec_labelmap_decode("garbage", 7, "garbage", 7, &labels) == EC_ERROR_NOT_A_STREAM;
    } else if (strcmp(name, "ec_labelmap_decode_units") == 0) {
        return ec_labelmap_decode_units("a", 1, "b", 1, "c", 1, &source, &labels) == EC_ERROR_IMAGE_INVALID;
    }
    fprintf(stderr, "%s is exported, but no test calls it first\n", name);
    return 0;
}

static int call(const char *name)
{
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_image image = EC_IMAGE_INIT;
    ec_model_info info = EC_MODEL_INFO_INIT;
    ec_model model;
    ec_encoder encoder;
    uint8_t stream[16];
    char text[16];
    size_t size;
    if (strcmp(name, "ec_version") == 0) {
        return ec_version() == EC_VERSION;
    } else if (strcmp(name, "ec_version_string") == 0) {
        return ec_version_string()[0] != '\0';
    } else if (strcmp(name, "ec_abi_version") == 0) {
        return ec_abi_version() == EC_ABI_VERSION;
    } else if (strcmp(name, "ec_bitstream_version") == 0) {
        return ec_bitstream_version() == 1;
    } else if (strcmp(name, "ec_model_version") == 0) {
        return ec_model_version() == 1;
    } else if (strcmp(name, "ec_status_message") == 0) {
        return strcmp(ec_status_message(EC_OK), "success") == 0;
    } else if (strcmp(name, "ec_last_error") == 0) {
        return ec_last_error(text, sizeof text) == 0;
    } else if (strcmp(name, "ec_model_open_memory") == 0) {
        return ec_model_open_memory("garbage", 7, NULL, &model) == EC_ERROR_NOT_A_MODEL;
    } else if (strcmp(name, "ec_model_open_file") == 0) {
        return ec_model_open_file("no-such-file.ecm", NULL, &model) == EC_ERROR_MODEL_UNREADABLE;
    } else if (strcmp(name, "ec_model_close") == 0) {
        return ec_model_close(no_model) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_model_get_info") == 0) {
        return ec_model_get_info(no_model, &info) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encoder_create") == 0) {
        return ec_encoder_create(no_model, &options, &encoder) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encoder_destroy") == 0) {
        return ec_encoder_destroy(no_encoder) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encode_bound") == 0) {
        return ec_encode_bound(no_encoder, NULL, &size) == EC_ERROR_INVALID_HANDLE;
    } else if (strcmp(name, "ec_encode") == 0) {
        return ec_encode(no_encoder, &image, NULL, stream, sizeof stream, &size) == EC_ERROR_INVALID_HANDLE;
    }
    return call_stream(name);
}

int main(int argc, char **argv)
{
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 3);
    picture = load_case(argv[1], "picture");
    CHECK(call(argv[2]));
    /* And it left a library that works. */
    model = open_model(&picture);
    encoder = create_encoder(model);
    check_encodes(encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
