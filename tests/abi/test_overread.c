/*
 * A camera's buffer may end where its mapping ends: one byte read beyond it, or before it, kills the process. The
 * image and the stream lie against a page that cannot be touched, at the end and then at the beginning.
 */
#define _DEFAULT_SOURCE

#include "check.h"

#include <sys/mman.h>
#include <unistd.h>

/* Memory of whole pages that hold size bytes, between two pages that cannot be touched. */
static uint8_t *guarded(size_t size, size_t *room)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uint8_t *memory;
    *room = (size + page - 1) / page * page;
    memory = mmap(NULL, *room + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    CHECK(mprotect(memory + page, *room, PROT_READ | PROT_WRITE) == 0);
    return memory + page;
}

static void check_case(const char *cases, const char *name)
{
    test_case loaded = load_case(cases, name);
    ec_model model;
    ec_encoder encoder;
    ec_image image = loaded.image;
    size_t pixel_room;
    size_t stream_room;
    size_t model_room;
    size_t size;
    uint8_t *pixels = guarded(loaded.pixels.size, &pixel_room);
    uint8_t *stream = guarded(loaded.expected.size, &stream_room);
    uint8_t *file = guarded(loaded.model.size, &model_room);

    memcpy(file + model_room - loaded.model.size, loaded.model.data, loaded.model.size);
    CHECK_STATUS(EC_OK, ec_model_open_memory(file + model_room - loaded.model.size, loaded.model.size, NULL, &model));
    encoder = create_encoder(model);

    memcpy(pixels + pixel_room - loaded.pixels.size, loaded.pixels.data, loaded.pixels.size);
    image.data = pixels + pixel_room - loaded.pixels.size;
    stream += stream_room - loaded.expected.size;
    CHECK_STATUS(EC_OK, ec_encode(encoder, &image, &loaded.params, stream, loaded.expected.size, &size));
    CHECK(size == loaded.expected.size && memcmp(stream, loaded.expected.data, size) == 0);

    memcpy(pixels, loaded.pixels.data, loaded.pixels.size);
    image.data = pixels;
    check_encodes(encoder, &image, &loaded);

    /* The model's bytes are not kept. */
    CHECK(mprotect(file, model_room, PROT_NONE) == 0);
    check_encodes(encoder, &image, &loaded);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&loaded);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    check_case(argv[1], "picture");
    check_case(argv[1], "volume");
    check_case(argv[1], "one-pixel");
    return 0;
}
