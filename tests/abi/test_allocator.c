/*
 * A device's memory is its own: models and encoders must take it from the allocator that they are given, as much as
 * was announced, give it all back, and survive every refusal.
 */
#include "check.h"

typedef struct arena {
    size_t live;   /* blocks */
    size_t bytes;  /* ever asked for */
    size_t blocks; /* ever given */
    size_t refuse; /* the block of this number is refused, counted from 1; 0 is none */
} arena;

static void *allocate(void *opaque, size_t size)
{
    arena *a = opaque;
    if (++a->blocks == a->refuse) {
        return NULL;
    }
    a->live++;
    a->bytes += size;
    /* Not aligned beyond what malloc() promises. */
    return (uint8_t *)malloc(size + 16) + 16;
}

static void release(void *opaque, void *memory)
{
    arena *a = opaque;
    CHECK(memory != NULL && a->live > 0);
    a->live--;
    free((uint8_t *)memory - 16);
}

static ec_allocator allocator_of(arena *a)
{
    ec_allocator allocator;
    allocator.opaque = a;
    allocator.allocate = allocate;
    allocator.release = release;
    return allocator;
}

static int lines;

static void write_line(void *opaque, ec_log_level level, const char *line)
{
    CHECK(opaque == &lines);
    CHECK(level == EC_LOG_INFO || level == EC_LOG_ERROR);
    CHECK(line[0] != '\0' && strchr(line, '\n') == NULL);
    lines++;
}

static void check_refusals(const test_case *picture)
{
    ec_model_options model_options = EC_MODEL_OPTIONS_INIT;
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    arena a = {0, 0, 0, 1};
    ec_model model = {1};
    ec_encoder encoder = {1};
    model_options.allocator = allocator_of(&a);
    options.allocator = allocator_of(&a);
    CHECK_STATUS(EC_ERROR_OUT_OF_MEMORY, ec_model_open_memory(picture->model.data, picture->model.size, &model_options, &model));
    CHECK_TEXT("The allocator has no");
    CHECK(model.id == 0 && a.live == 0);
    a.refuse = 3;
    CHECK_STATUS(EC_OK, ec_model_open_memory(picture->model.data, picture->model.size, &model_options, &model));
    CHECK_STATUS(EC_ERROR_OUT_OF_MEMORY, ec_encoder_create(model, &options, &encoder));
    CHECK(encoder.id == 0 && a.live == 1);
    options.max_memory = 1000;
    CHECK_STATUS(EC_ERROR_OUT_OF_MEMORY, ec_encoder_create(model, &options, &encoder));
    CHECK_TEXT("options.max_memory allows 1000");
    CHECK_STATUS(EC_OK, ec_model_close(model));
    CHECK(a.live == 0);
}

int main(int argc, char **argv)
{
    ec_model_options model_options = EC_MODEL_OPTIONS_INIT;
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_model_info info = EC_MODEL_INFO_INIT;
    ec_memory memory = EC_MEMORY_INIT;
    ec_memory narrow = EC_MEMORY_INIT;
    ec_image none = EC_IMAGE_INIT;
    test_case picture;
    arena models = {0, 0, 0, 0};
    arena encoders = {0, 0, 0, 0};
    ec_model model;
    ec_encoder encoder;
    uint8_t stream[16];
    size_t size;
    int so_far;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    model_options.allocator = allocator_of(&models);
    model_options.log.write = write_line;
    model_options.log.opaque = &lines;
    options.allocator = allocator_of(&encoders);
    options.log = model_options.log;

    CHECK_STATUS(EC_OK, ec_model_open_memory(picture.model.data, picture.model.size, &model_options, &model));
    CHECK(lines == 1);
    CHECK_STATUS(EC_OK, ec_model_get_info(model, &info));
    CHECK(models.live == 1 && models.bytes == info.memory);
    CHECK_STATUS(EC_OK, ec_encoder_memory(model, &options, &memory));
    CHECK(memory.native > 0 && memory.heap > 0);
    CHECK_STATUS(EC_OK, ec_encoder_create(model, &options, &encoder));
    CHECK(lines == 2);
    CHECK(encoders.live == memory.blocks && encoders.bytes == memory.native);
    check_encodes(encoder, &picture.image, &picture);
    so_far = lines;
    CHECK_STATUS(EC_ERROR_IMAGE_INVALID, ec_encode(encoder, &none, NULL, stream, sizeof stream, &size));
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode(encoder, NULL, NULL, stream, sizeof stream, &size));
    CHECK(lines == so_far + 2);
    CHECK(encoders.blocks == memory.blocks && models.blocks == 1);

    /* The encoder keeps the model's memory. */
    CHECK_STATUS(EC_OK, ec_model_close(model));
    CHECK(models.live == 1);
    check_encodes(encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK(encoders.live == 0 && models.live == 0);

    /* Narrower sources take less, and a wider one is refused. */
    model = open_model(&picture);
    options.max_width = 61;
    CHECK_STATUS(EC_OK, ec_encoder_memory(model, &options, &narrow));
    CHECK(narrow.native < memory.native);
    CHECK_STATUS(EC_OK, ec_encoder_create(model, &options, &encoder));
    check_encodes(encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    options.max_width = 60;
    CHECK_STATUS(EC_OK, ec_encoder_create(model, &options, &encoder));
    CHECK_STATUS(EC_ERROR_IMAGE_TOO_LARGE, ec_encode(encoder, &picture.image, NULL, stream, sizeof stream, &size));
    CHECK_TEXT("options.max_width");
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));

    check_refusals(&picture);
    free_case(&picture);
    return 0;
}
