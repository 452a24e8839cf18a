/* check.c - see check.h. */
#include "check.h"

void check_status(const char *file, int line, const char *call, ec_status expected, ec_status actual)
{
    size_t length = ec_last_error(NULL, 0);
    if (actual != expected) {
        char text[512];
        ec_last_error(text, sizeof text);
        fprintf(stderr, "%s:%d: %s returned %d (%s; %s), expected %d (%s)\n", file, line, call, (int)actual,
                ec_status_message(actual), text, (int)expected, ec_status_message(expected));
        exit(1);
    }
    if ((actual == EC_OK) != (length == 0)) {
        fprintf(stderr, "%s:%d: %s returned %d and left an error text of %zu bytes\n", file, line, call, (int)actual, length);
        exit(1);
    }
}

void check_text(const char *file, int line, const char *word)
{
    char text[1024];
    ec_last_error(text, sizeof text);
    if (strstr(text, word) == NULL) {
        fprintf(stderr, "%s:%d: the error text is \"%s\", without \"%s\"\n", file, line, text, word);
        exit(1);
    }
}

static void path_of(char *path, size_t size, const char *folder, const char *name)
{
    CHECK((size_t)snprintf(path, size, "%s/%s", folder, name) < size);
}

bytes read_file(const char *folder, const char *name)
{
    char path[4096];
    bytes read;
    FILE *file;
    long size;
    path_of(path, sizeof path, folder, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "%s is missing: run tests/EdgeCodec.TestModels first\n", path);
        exit(1);
    }
    CHECK(fseek(file, 0, SEEK_END) == 0);
    size = ftell(file);
    CHECK(size >= 0);
    rewind(file);
    read.size = (size_t)size;
    read.data = malloc(read.size > 0 ? read.size : 1);
    CHECK(read.data != NULL);
    CHECK(fread(read.data, 1, read.size, file) == read.size);
    fclose(file);
    return read;
}

test_case load_case(const char *cases, const char *name)
{
    const ec_image no_image = EC_IMAGE_INIT;
    const ec_encode_params no_params = EC_ENCODE_PARAMS_INIT;
    char folder[4096];
    char path[4096 + 16];
    test_case loaded;
    FILE *file;
    long long strides[4];
    int fields;
    path_of(folder, sizeof folder, cases, name);
    loaded.model = read_file(folder, "edge.ecm");
    loaded.pixels = read_file(folder, "image.raw");
    loaded.expected = read_file(folder, "expected.ecs");
    loaded.image = no_image;
    loaded.params = no_params;
    path_of(path, sizeof path, folder, "image.txt");
    file = fopen(path, "r");
    CHECK(file != NULL);
    fields = fscanf(file,
                    "sample_type %u channels %u width %u height %u depth %u offset %zu strides %lld %lld %lld %lld "
                    "window %d %u layers %u",
                    &loaded.image.sample_type, &loaded.image.channels, &loaded.image.width, &loaded.image.height,
                    &loaded.image.depth, &loaded.image.offset, &strides[0], &strides[1], &strides[2], &strides[3],
                    &loaded.params.window_low, &loaded.params.window_width, &loaded.params.layers);
    CHECK(fields == 13);
    fclose(file);
    loaded.image.data = loaded.pixels.data;
    loaded.image.data_size = loaded.pixels.size;
    loaded.image.channel_stride = strides[0];
    loaded.image.column_stride = strides[1];
    loaded.image.row_stride = strides[2];
    loaded.image.slice_stride = strides[3];
    return loaded;
}

void free_case(test_case *loaded)
{
    free(loaded->model.data);
    free(loaded->pixels.data);
    free(loaded->expected.data);
}

ec_model open_model(const test_case *loaded)
{
    ec_model model;
    CHECK_STATUS(EC_OK, ec_model_open_memory(loaded->model.data, loaded->model.size, NULL, &model));
    CHECK(model.id != 0);
    return model;
}

ec_encoder create_encoder(ec_model model)
{
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_encoder encoder;
    CHECK_STATUS(EC_OK, ec_encoder_create(model, &options, &encoder));
    CHECK(encoder.id != 0);
    return encoder;
}

void check_encodes(ec_encoder encoder, const ec_image *image, const test_case *loaded)
{
    size_t bound = 0;
    size_t size = 0;
    uint8_t *stream;
    CHECK_STATUS(EC_OK, ec_encode_bound(encoder, NULL, &bound));
    CHECK(bound >= loaded->expected.size);
    stream = malloc(bound);
    CHECK(stream != NULL);
    CHECK_STATUS(EC_OK, ec_encode(encoder, image, &loaded->params, stream, bound, &size));
    CHECK(size == loaded->expected.size);
    CHECK(memcmp(stream, loaded->expected.data, size) == 0);
    free(stream);
}

fixture set_up(int argc, char **argv, const char *name)
{
    fixture made;
    CHECK(argc == 2);
    made.test = load_case(argv[1], name);
    made.model = open_model(&made.test);
    made.encoder = create_encoder(made.model);
    return made;
}

void tear_down(fixture *used)
{
    CHECK_STATUS(EC_OK, ec_encoder_destroy(used->encoder));
    CHECK_STATUS(EC_OK, ec_model_close(used->model));
    free_case(&used->test);
}
