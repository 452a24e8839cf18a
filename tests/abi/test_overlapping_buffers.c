/* A device short of memory may let the stream replace the pixels. They must not change while they are read. */
#include "check.h"

int main(int argc, char **argv)
{
    size_t size;
    fixture picture;
    picture = set_up(argc, argv, "picture");
    CHECK(picture.test.pixels.size > picture.test.expected.size);
    CHECK_STATUS(EC_OK, ec_encode(picture.encoder, &picture.test.image, NULL, picture.test.pixels.data, picture.test.pixels.size, &size));
    CHECK(size == picture.test.expected.size && memcmp(picture.test.pixels.data, picture.test.expected.data, size) == 0);
    tear_down(&picture);
    return 0;
}
