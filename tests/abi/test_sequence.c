/*
 * Cine loops and volumes that are sent while they are made: the header has to be ready at once, each unit when its rows
 * are in, and all of it has to be the bytes of the C# encoder, however it is pulled.
 */
#include "check.h"

static size_t pulled;

static ec_pull_state pull(ec_encoder encoder, const test_case *loaded, size_t at_once)
{
    uint8_t bytes[8192];
    ec_pull_state state;
    do {
        size_t size;
        CHECK(at_once <= sizeof bytes);
        CHECK_STATUS(EC_OK, ec_encode_pull(encoder, bytes, at_once, &size, &state));
        CHECK(pulled + size <= loaded->expected.size);
        CHECK(memcmp(bytes, loaded->expected.data + pulled, size) == 0);
        pulled += size;
    } while (state == EC_PULL_BYTES);
    return state;
}

static void begin(ec_encoder encoder, const test_case *loaded, uint32_t slabs)
{
    ec_source source = EC_SOURCE_INIT;
    source.sample_type = loaded->image.sample_type;
    source.channels = loaded->image.channels;
    source.width = loaded->image.width;
    source.height = loaded->image.height;
    source.depth = loaded->image.depth;
    source.framing = EC_FRAMING_SEQUENCE;
    source.slabs = slabs;
    pulled = 0;
    CHECK_STATUS(EC_OK, ec_encode_begin(encoder, &source, &loaded->params));
}

static void end(ec_encoder encoder, const test_case *loaded)
{
    CHECK_STATUS(EC_OK, ec_encode_finish(encoder));
    CHECK(pull(encoder, loaded, 3) == EC_PULL_END);
    CHECK(pulled == loaded->expected.size);
}

static void check_sequence(const char *cases)
{
    test_case loaded = load_case(cases, "sequence");
    ec_model model = open_model(&loaded);
    ec_encoder encoder = create_encoder(model);
    ec_image rows = loaded.image;
    int frame;
    begin(encoder, &loaded, 0);
    CHECK(pull(encoder, &loaded, 100) == EC_PULL_WAITS);
    CHECK(pulled >= 7); /* the marker and the header */
    for (frame = 0; frame < 3; frame++) {
        size_t before = pulled;
        rows.height = 20;
        rows.offset = loaded.image.offset;
        CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, 0, &rows));
        CHECK_STATUS(EC_ERROR_ROWS_MISSING, ec_encode_finish(encoder));
        CHECK(pull(encoder, &loaded, 100) == EC_PULL_WAITS && pulled == before);
        rows.height = loaded.image.height - 20;
        rows.offset += 20 * (size_t)loaded.image.row_stride;
        CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, 20, &rows));
        CHECK(pull(encoder, &loaded, (size_t)frame + 1) == EC_PULL_WAITS && pulled > before);
    }
    end(encoder, &loaded);

    /* Bytes that nobody pulls: the library keeps one unit of them, not more. */
    begin(encoder, &loaded, 0);
    CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, 0, &loaded.image));
    CHECK_STATUS(EC_ERROR_BYTES_PENDING, ec_encode_push(encoder, 0, 0, &loaded.image));
    CHECK_TEXT("ec_encode_pull() them");
    rows = loaded.image;
    rows.height--;
    CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, 0, &rows)); /* completes nothing */
    rows.offset += rows.height * (size_t)rows.row_stride;
    rows.height = 1;
    CHECK_STATUS(EC_ERROR_BYTES_PENDING, ec_encode_push(encoder, 0, loaded.image.height - 1, &rows));
    CHECK(pull(encoder, &loaded, 8192) == EC_PULL_WAITS);
    CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, loaded.image.height - 1, &rows));
    CHECK(pull(encoder, &loaded, 8192) == EC_PULL_WAITS);
    CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, 0, &loaded.image));
    end(encoder, &loaded);

    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&loaded);
}

/* 9 slices in 4 slabs: of 2, 2, 2 and 3. */
static void check_slabs(const char *cases)
{
    static const uint32_t starts[] = {0, 2, 4, 6, 9};
    test_case loaded = load_case(cases, "slabs");
    ec_model model = open_model(&loaded);
    ec_encoder encoder = create_encoder(model);
    ec_image rows = loaded.image;
    ec_source source = EC_SOURCE_INIT;
    int volume;
    int slab;
    CHECK(loaded.image.depth == 9);
    begin(encoder, &loaded, 4);
    rows.depth = 3;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_push(encoder, 0, 0, &rows)); /* beyond its slab */
    for (volume = 0; volume < 2; volume++) {
        for (slab = 0; slab < 4; slab++) {
            size_t before = pulled;
            rows.depth = starts[slab + 1] - starts[slab];
            rows.offset = loaded.image.offset + starts[slab] * (size_t)rows.slice_stride;
            if (slab == 1) { /* one slice after the other */
                rows.depth = 1;
                CHECK_STATUS(EC_OK, ec_encode_push(encoder, 2, 0, &rows));
                CHECK_STATUS(EC_ERROR_ROWS_MISSING, ec_encode_finish(encoder));
                rows.offset += (size_t)rows.slice_stride;
                CHECK_STATUS(EC_OK, ec_encode_push(encoder, 3, 0, &rows));
            } else {
                CHECK_STATUS(EC_OK, ec_encode_push(encoder, starts[slab], 0, &rows));
            }
            CHECK(pull(encoder, &loaded, 50) == EC_PULL_WAITS && pulled > before);
            if (slab < 3) {
                CHECK_STATUS(EC_ERROR_ROWS_MISSING, ec_encode_finish(encoder));
            }
        }
    }
    end(encoder, &loaded);

    source.sample_type = loaded.image.sample_type;
    source.width = loaded.image.width;
    source.height = loaded.image.height;
    source.depth = 9;
    source.slabs = 4;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_begin(encoder, &source, &loaded.params)); /* not in a picture */
    source.framing = EC_FRAMING_SEQUENCE;
    source.slabs = 10;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_begin(encoder, &source, &loaded.params));
    CHECK_TEXT("source.slabs is 10");
    source.slabs = 1;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_begin(encoder, &source, &loaded.params));
    source.slabs = 0;
    source.framing = 2;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_begin(encoder, &source, &loaded.params));
    CHECK_TEXT("source.framing is 2");

    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&loaded);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    check_sequence(argv[1]);
    check_slabs(argv[1]);
    return 0;
}
