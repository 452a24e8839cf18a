/*
 * A mask that belongs to another picture is the worst answer there is. A label map has to decode for the stream that it
 * answers, as the C# decoder has it, and for no other; nor damaged, cut short, or into too little room.
 */
#include "check.h"

static void check_refusals(bytes map, const test_case *picture, const test_case *other, ec_labels *labels)
{
    size_t i;
    ec_labels wrong = *labels;
    ec_labelmap_info info = EC_LABELMAP_INFO_INIT;
    CHECK_STATUS(EC_ERROR_WRONG_STREAM,
                 ec_labelmap_decode(map.data, map.size, other->expected.data, other->expected.size, labels));
    for (i = 0; i < map.size; i++) {
        ec_status status = ec_labelmap_decode(map.data, i, picture->expected.data, picture->expected.size, labels);
        CHECK(status >= EC_ERROR_NOT_A_LABEL_MAP && status <= EC_ERROR_LABEL_MAP_DAMAGED);
        map.data[i] ^= 1u;
        status = ec_labelmap_decode(map.data, map.size, picture->expected.data, picture->expected.size, labels);
        CHECK(status >= EC_ERROR_NOT_A_LABEL_MAP && status <= EC_ERROR_WRONG_STREAM);
        map.data[i] ^= 1u;
    }
    for (i = 0; i < picture->expected.size; i++) {
        picture->expected.data[i] ^= 1u;
        CHECK(ec_labelmap_decode(map.data, map.size, picture->expected.data, picture->expected.size, labels) != EC_OK);
        picture->expected.data[i] ^= 1u;
    }
    CHECK_STATUS(EC_ERROR_NOT_A_LABEL_MAP, ec_labelmap_get_info(picture->expected.data, picture->expected.size, &info));
    wrong.count--;
    CHECK_STATUS(EC_ERROR_BUFFER_TOO_SMALL,
                 ec_labelmap_decode(map.data, map.size, picture->expected.data, picture->expected.size, &wrong));
    wrong.count++;
    wrong.label_bytes = 4;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT,
                 ec_labelmap_decode(map.data, map.size, picture->expected.data, picture->expected.size, &wrong));
    CHECK_TEXT("labels.label_bytes is 4");
    wrong.label_bytes = 1;
    wrong.data = map.data + 1;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT,
                 ec_labelmap_decode(map.data, map.size, picture->expected.data, picture->expected.size, &wrong));
    CHECK_TEXT("lies over");
}

static void check_picture(const char *cases)
{
    test_case picture = load_case(cases, "picture");
    test_case other = load_case(cases, "gray16");
    bytes map = read_file(cases, "picture/labels.ecl");
    bytes expected = read_file(cases, "picture/labels.raw");
    ec_labelmap_info info = EC_LABELMAP_INFO_INIT;
    ec_labels labels = EC_LABELS_INIT;
    uint16_t *words;
    size_t i;
    CHECK_STATUS(EC_OK, ec_labelmap_get_info(map.data, map.size, &info));
    CHECK(info.version == 1 && info.width == picture.image.width && info.height == picture.image.height && info.depth == 1);
    CHECK(info.labels == 5 && info.head_version == 7 && info.has_reference == 1);
    CHECK(strcmp(info.head_name, "l\xc3\xa9sion") == 0);

    labels.count = expected.size;
    labels.data = malloc(expected.size);
    words = malloc(expected.size * sizeof *words);
    CHECK(labels.data != NULL && words != NULL);
    CHECK_STATUS(EC_OK, ec_labelmap_decode(map.data, map.size, picture.expected.data, picture.expected.size, &labels));
    CHECK(memcmp(labels.data, expected.data, expected.size) == 0);
    check_refusals(map, &picture, &other, &labels);
    free(labels.data);

    labels.data = words;
    labels.label_bytes = 2;
    CHECK_STATUS(EC_OK, ec_labelmap_decode(map.data, map.size, picture.expected.data, picture.expected.size, &labels));
    for (i = 0; i < expected.size; i++) {
        CHECK(words[i] == expected.data[i]);
    }
    labels.data = (uint8_t *)words + 1;
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT,
                 ec_labelmap_decode(map.data, map.size, picture.expected.data, picture.expected.size, &labels));
    free(words);
    free(map.data);
    free(expected.data);
    free_case(&picture);
    free_case(&other);
}

/* The header and the units are what was pulled: here, cut out of the stream by encoding it again. */
static void check_slabs(const char *cases)
{
    static const uint32_t starts[] = {0, 2, 4, 6, 9};
    test_case slabs = load_case(cases, "slabs");
    bytes map = read_file(cases, "slabs/labels.ecl");
    bytes expected = read_file(cases, "slabs/labels.raw");
    ec_model model = open_model(&slabs);
    ec_encoder encoder = create_encoder(model);
    ec_image rows = slabs.image;
    ec_source source = EC_SOURCE_INIT;
    ec_labels labels = EC_LABELS_INIT;
    ec_pull_state state;
    uint8_t header[64];
    uint8_t units[8192];
    size_t header_size;
    size_t at = 0;
    int slab;
    source.sample_type = rows.sample_type;
    source.width = rows.width;
    source.height = rows.height;
    source.depth = rows.depth;
    source.framing = EC_FRAMING_SEQUENCE;
    source.slabs = 4;
    CHECK_STATUS(EC_OK, ec_encode_begin(encoder, &source, &slabs.params));
    CHECK_STATUS(EC_OK, ec_encode_pull(encoder, header, sizeof header, &header_size, &state));
    for (slab = 0; slab < 4; slab++) {
        size_t size;
        rows.depth = starts[slab + 1] - starts[slab];
        rows.offset = slabs.image.offset + starts[slab] * (size_t)rows.slice_stride;
        CHECK_STATUS(EC_OK, ec_encode_push(encoder, starts[slab], 0, &rows));
        CHECK_STATUS(EC_OK, ec_encode_pull(encoder, units + at, sizeof units - at, &size, &state));
        at += size;
    }
    labels.count = expected.size;
    labels.data = malloc(expected.size);
    CHECK(labels.data != NULL);
    CHECK_STATUS(EC_OK, ec_labelmap_decode_units(map.data, map.size, header, header_size, units, at, &source, &labels));
    CHECK(memcmp(labels.data, expected.data, expected.size) == 0);
    CHECK_STATUS(EC_ERROR_WRONG_STREAM,
                 ec_labelmap_decode_units(map.data, map.size, header, header_size, units, at - 1, &source, &labels));
    source.depth--;
    CHECK_STATUS(EC_ERROR_LABEL_MAP_HEADER_INVALID,
                 ec_labelmap_decode_units(map.data, map.size, header, header_size, units, at, &source, &labels));
    free(labels.data);
    free(map.data);
    free(expected.data);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&slabs);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    check_picture(argv[1]);
    check_slabs(argv[1]);
    return 0;
}
