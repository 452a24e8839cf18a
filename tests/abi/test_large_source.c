/*
 * 100 megapixels, and lines of 65535: the working memory was taken beforehand and does not depend on them. The rows come
 * from a strip that is pushed again and again; the resident memory of the process tells what was held.
 */
#define _GNU_SOURCE

#include "check.h"

#include <sys/resource.h>

#define STRIP 16u

static long peak_kilobytes(void)
{
    struct rusage usage;
    CHECK(getrusage(RUSAGE_SELF, &usage) == 0);
    return usage.ru_maxrss;
}

static void push(ec_encoder encoder, uint32_t type, uint32_t channels, uint32_t width, uint32_t height)
{
    ec_source source = EC_SOURCE_INIT;
    ec_image rows = EC_IMAGE_INIT;
    ec_pull_state state;
    uint8_t stream[8192];
    size_t size;
    uint32_t row;
    size_t bytes = (size_t)width * channels * (type == EC_SAMPLE_U8 ? 1u : 2u) * STRIP;
    uint8_t *strip = malloc(bytes);
    CHECK(strip != NULL);
    for (size = 0; size < bytes; size++) {
        strip[size] = (uint8_t)(size * 2654435761u >> 24);
    }
    source.sample_type = rows.sample_type = type;
    source.channels = rows.channels = channels;
    source.width = rows.width = width;
    source.height = height;
    rows.data = strip;
    rows.data_size = bytes;
    CHECK_STATUS(EC_OK, ec_encode_begin(encoder, &source, NULL));
    for (row = 0; row < height; row += rows.height) {
        rows.height = height - row < STRIP ? height - row : STRIP;
        CHECK_STATUS(EC_OK, ec_encode_push(encoder, 0, row, &rows));
    }
    CHECK_STATUS(EC_OK, ec_encode_finish(encoder));
    CHECK_STATUS(EC_OK, ec_encode_pull(encoder, stream, sizeof stream, &size, &state));
    CHECK(state == EC_PULL_END && size > 0);
    free(strip);
}

int main(int argc, char **argv)
{
    test_case gray;
    fixture picture;
    ec_model model;
    ec_encoder encoder;
    long before;
    picture = set_up(argc, argv, "picture");
    gray = load_case(argv[1], "gray16");
    model = open_model(&gray);
    encoder = create_encoder(model);
    check_encodes(picture.encoder, &picture.test.image, &picture.test);
    before = peak_kilobytes();
    push(picture.encoder, EC_SAMPLE_U8, 3, 10000, 10000);
    push(encoder, EC_SAMPLE_U16, 1, 65535, 20);
    push(encoder, EC_SAMPLE_U16, 1, 1, 65535);
    push(encoder, EC_SAMPLE_U8, 1, 65535, 1);
    printf("peak %ld KiB, then %ld\n", before, peak_kilobytes());
    CHECK(peak_kilobytes() - before < 8192);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&gray);
    tear_down(&picture);
    return 0;
}
