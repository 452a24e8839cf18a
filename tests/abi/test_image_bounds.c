/*
 * An image whose buffer is shorter than its sizes say. Reading on would encode a neighbour's memory, or crash:
 * the library has to compute the last byte and refuse.
 */
#include "check.h"

#define REFUSED(status, changed) CHECK_STATUS(status, ec_encode(encoder, &(changed), NULL, stream, sizeof stream, &size))

int main(int argc, char **argv)
{
    uint8_t stream[4096];
    size_t size;
    size_t short_by;
    ec_image image;
    test_case picture;
    ec_model model;
    ec_encoder encoder;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    model = open_model(&picture);
    encoder = create_encoder(model);

    for (short_by = 1; short_by <= picture.pixels.size; short_by++) {
        image = picture.image;
        image.data_size -= short_by;
        REFUSED(EC_ERROR_IMAGE_INVALID, image);
        CHECK(size == 0);
    }
    CHECK_TEXT("data_size");

    image = picture.image;
    image.offset = 1;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image.offset = image.data_size;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image.offset = SIZE_MAX;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image.offset = SIZE_MAX;
    image.data_size = SIZE_MAX;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);

    image = picture.image;
    image.width++;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image = picture.image;
    image.height++;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image = picture.image;
    image.depth++;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image = picture.image;
    image.sample_type = EC_SAMPLE_U16;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);

    check_encodes(encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
