/*
 * A stream buffer that is too small must stay untouched, to the byte, and the caller must learn the size that is
 * needed. Half a stream would be worse than none.
 */
#include "check.h"

int main(int argc, char **argv)
{
    uint8_t stream[4096];
    size_t needed = 0;
    size_t size;
    size_t capacity;
    size_t i;
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    model = open_model(&picture);
    encoder = create_encoder(model);

    /* Asking for the size. */
    CHECK_STATUS(EC_ERROR_BUFFER_TOO_SMALL, ec_encode(encoder, &picture.image, NULL, NULL, 0, &needed));
    CHECK(needed == picture.expected.size && needed < sizeof stream);

    for (capacity = 0; capacity < needed; capacity++) {
        memset(stream, 0xaa, sizeof stream);
        size = 0;
        CHECK_STATUS(EC_ERROR_BUFFER_TOO_SMALL, ec_encode(encoder, &picture.image, NULL, stream, capacity, &size));
        CHECK(size == needed);
        for (i = 0; i < sizeof stream; i++) {
            CHECK(stream[i] == 0xaa);
        }
    }
    CHECK_TEXT("capacity is");

    /* Exactly enough, and not a byte more is written. */
    memset(stream, 0xaa, sizeof stream);
    CHECK_STATUS(EC_OK, ec_encode(encoder, &picture.image, NULL, stream, needed, &size));
    CHECK(size == needed && memcmp(stream, picture.expected.data, needed) == 0);
    CHECK(stream[needed] == 0xaa);
    CHECK_STATUS(EC_OK, ec_encode(encoder, &picture.image, NULL, stream, SIZE_MAX, &size));
    CHECK(size == needed);

    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
