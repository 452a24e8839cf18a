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
    fixture picture;
    picture = set_up(argc, argv, "picture");

    /* Asking for the size. */
    CHECK_STATUS(EC_ERROR_BUFFER_TOO_SMALL, ec_encode(picture.encoder, &picture.test.image, NULL, NULL, 0, &needed));
    CHECK(needed == picture.test.expected.size && needed < sizeof stream);

    for (capacity = 0; capacity < needed; capacity++) {
        memset(stream, 0xaa, sizeof stream);
        size = 0;
        CHECK_STATUS(EC_ERROR_BUFFER_TOO_SMALL, ec_encode(picture.encoder, &picture.test.image, NULL, stream, capacity, &size));
        CHECK(size == needed);
        for (i = 0; i < sizeof stream; i++) {
            CHECK(stream[i] == 0xaa);
        }
    }
    CHECK_TEXT("capacity is");

    /* Exactly enough, and not a byte more is written. */
    memset(stream, 0xaa, sizeof stream);
    CHECK_STATUS(EC_OK, ec_encode(picture.encoder, &picture.test.image, NULL, stream, needed, &size));
    CHECK(size == needed && memcmp(stream, picture.test.expected.data, needed) == 0);
    CHECK(stream[needed] == 0xaa);
    CHECK_STATUS(EC_OK, ec_encode(picture.encoder, &picture.test.image, NULL, stream, SIZE_MAX, &size));
    CHECK(size == needed);

    tear_down(&picture);
    return 0;
}
