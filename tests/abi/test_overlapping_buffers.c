/* A device short of memory may let the stream replace the pixels. They must not change while they are read. */
#include "check.h"

int main(int argc, char **argv)
{
    size_t size;
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    model = open_model(&picture);
    encoder = create_encoder(model);
    CHECK(picture.pixels.size > picture.expected.size);
    CHECK_STATUS(EC_OK, ec_encode(encoder, &picture.image, NULL, picture.pixels.data, picture.pixels.size, &size));
    CHECK(size == picture.expected.size && memcmp(picture.pixels.data, picture.expected.data, size) == 0);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
