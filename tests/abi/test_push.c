/*
 * A sensor delivers rows in portions that the library cannot choose. Whatever the division into rows and slices, the
 * bytes are those of one call; rows that come twice, late or in another shape change nothing and say what is next.
 */
#include "check.h"

static uint32_t state = 1;

/* 1 to most. */
static uint32_t draw(uint32_t most)
{
    state = state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(state >> 8) * most) >> 24) + 1;
}

static ec_source source_of(const ec_image *image)
{
    ec_source source = EC_SOURCE_INIT;
    source.sample_type = image->sample_type;
    source.channels = image->channels;
    source.width = image->width;
    source.height = image->height;
    source.depth = image->depth;
    return source;
}

/* `count` rows from `row` on, or `count` slices, as a view of memory that holds nothing but these rows. */
static ec_image part_of(const ec_image *image, uint32_t slice, uint32_t row, uint32_t slices, uint32_t rows)
{
    ec_image part = *image;
    part.offset = (size_t)((int64_t)image->offset + slice * image->slice_stride + row * image->row_stride);
    part.depth = slices;
    part.height = rows;
    return part;
}

static void pull_and_compare(ec_encoder encoder, const test_case *loaded)
{
    uint8_t bytes[64];
    size_t at = 0;
    size_t size;
    ec_pull_state pulled;
    do {
        CHECK_STATUS(EC_OK, ec_encode_pull(encoder, bytes, draw(sizeof bytes), &size, &pulled));
        CHECK(at + size <= loaded->expected.size);
        CHECK(memcmp(bytes, loaded->expected.data + at, size) == 0);
        at += size;
    } while (pulled == EC_PULL_BYTES);
    CHECK(pulled == EC_PULL_END);
    CHECK(at == loaded->expected.size);
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_pull(encoder, bytes, sizeof bytes, &size, &pulled));
    CHECK(size == 0);
}

static void push_divided(ec_encoder encoder, const test_case *loaded)
{
    const ec_image *image = &loaded->image;
    const ec_source source = source_of(image);
    uint32_t slice = 0;
    CHECK_STATUS(EC_OK, ec_encode_begin(encoder, &source, &loaded->params));
    while (slice < image->depth) {
        uint32_t row = 0;
        uint32_t slices = draw(image->depth - slice);
        if (slices > 1 || draw(3) == 1) {
            ec_image part = part_of(image, slice, 0, slices, image->height);
            CHECK_STATUS(EC_OK, ec_encode_push(encoder, slice, 0, &part));
            slice += slices;
            continue;
        }
        while (row < image->height) {
            uint32_t rows = draw(image->height - row);
            ec_image part = part_of(image, slice, row, 1, rows);
            CHECK_STATUS(EC_OK, ec_encode_push(encoder, slice, row, &part));
            row += rows;
        }
        slice++;
    }
    CHECK_STATUS(EC_OK, ec_encode_finish(encoder));
    pull_and_compare(encoder, loaded);
}

static void check_case(const char *cases, const char *name)
{
    test_case loaded = load_case(cases, name);
    ec_model model = open_model(&loaded);
    ec_encoder encoder = create_encoder(model);
    int i;
    for (i = 0; i < 4; i++) {
        push_divided(encoder, &loaded);
    }
    check_encodes(encoder, &loaded.image, &loaded);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&loaded);
}

/* What is refused leaves the stream as it was. */
static void check_order(const char *cases)
{
    test_case loaded = load_case(cases, "picture");
    const ec_image *image = &loaded.image;
    const ec_source source = source_of(image);
    ec_model model = open_model(&loaded);
    ec_encoder encoder = create_encoder(model);
    ec_image part = part_of(image, 0, 0, 1, 10);
    ec_image other;
    ec_pull_state pulled;
    uint8_t bytes[8];
    char text[256];
    size_t size;

    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_push(encoder, 0, 0, &part));
    CHECK_TEXT("ec_encode_begin() comes first");
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_finish(encoder));
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_pull(encoder, bytes, sizeof bytes, &size, &pulled));

    CHECK_STATUS(EC_OK, ec_encode_begin(encoder, &source, NULL));
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_begin(encoder, &source, NULL));
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode(encoder, image, NULL, bytes, sizeof bytes, &size));
    CHECK_TEXT("ec_encode_cancel");
    CHECK_STATUS(EC_ERROR_ROWS_OUT_OF_ORDER, ec_encode_push(encoder, 0, 1, &part));
    CHECK_STATUS(EC_ERROR_ROWS_OUT_OF_ORDER, ec_encode_push(encoder, 1, 0, &part));
    CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, 0, &part));
    CHECK_STATUS(EC_OK, ec_encode_pull(encoder, bytes, sizeof bytes, &size, &pulled));
    CHECK(size == 0 && pulled == EC_PULL_WAITS);
    CHECK_STATUS(EC_ERROR_ROWS_OUT_OF_ORDER, ec_encode_push(encoder, 0, 0, &part)); /* twice */
    CHECK_TEXT("row is 0 and slice 0, but next is row 10 of slice 0");
    CHECK(ec_encoder_last_error(encoder, text, sizeof text) > 0 && strstr(text, "row 10") != NULL);
    CHECK_STATUS(EC_ERROR_ROWS_OUT_OF_ORDER, ec_encode_push(encoder, 0, 9, &part));
    CHECK_STATUS(EC_ERROR_ROWS_OUT_OF_ORDER, ec_encode_push(encoder, 0, UINT32_MAX, &part));
    CHECK_STATUS(EC_ERROR_ROWS_MISSING, ec_encode_finish(encoder));
    CHECK_TEXT("next is row 10 of slice 0");

    other = part_of(image, 0, 10, 1, image->height - 10);
    other.height++; /* one row too many */
    other.offset -= (size_t)image->row_stride;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_push(encoder, 0, 10, &other));
    CHECK_TEXT("rows.height");
    other = part_of(image, 0, 10, 1, 10);
    other.width--;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_push(encoder, 0, 10, &other));
    CHECK_TEXT("the source has 61");
    other = part_of(image, 0, 10, 1, 10);
    other.channels = 1;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_push(encoder, 0, 10, &other));
    other = part_of(image, 0, 10, 1, 10);
    other.offset += 2; /* as BGR, which the rows before were not */
    other.channel_stride = -1;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_push(encoder, 0, 10, &other));
    CHECK_TEXT("rows.channel_stride");
    other = part_of(image, 0, 10, 2, 10);
    other.slice_stride = 1;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_encode_push(encoder, 0, 10, &other));
    other = part_of(image, 0, 10, 1, 10);
    other.data_size = 10;
    CHECK_STATUS(EC_ERROR_IMAGE_INVALID, ec_encode_push(encoder, 0, 10, &other));
    CHECK_TEXT("rows.data_size");

    part = part_of(image, 0, 10, 1, image->height - 10);
    CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, 10, &part));
    CHECK(ec_encoder_last_error(encoder, text, sizeof text) == 0 && text[0] == '\0');
    CHECK_STATUS(EC_ERROR_ROWS_OUT_OF_ORDER, ec_encode_push(encoder, 0, 0, &part));
    CHECK_TEXT("the source is complete");
    CHECK_STATUS(EC_OK, ec_encode_pull(encoder, NULL, 0, &size, &pulled));
    CHECK(size == 0 && pulled == EC_PULL_BYTES);
    CHECK_STATUS(EC_OK, ec_encode_finish(encoder));
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_push(encoder, 0, 0, &part));
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_finish(encoder));
    CHECK_STATUS(EC_ERROR_OUT_OF_ORDER, ec_encode_begin(encoder, &source, NULL)); /* bytes are left */
    pull_and_compare(encoder, &loaded);

    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&loaded);
}

int main(int argc, char **argv)
{
    char name[16];
    int i;
    CHECK(argc == 2);
    check_case(argv[1], "picture");
    check_case(argv[1], "volume");
    check_case(argv[1], "volume-first-layer");
    check_case(argv[1], "one-pixel");
    for (i = 1; i <= 60; i++) {
        snprintf(name, sizeof name, "any-%02d", i);
        check_case(argv[1], name);
    }
    check_order(argv[1]);
    return 0;
}
