/*
 * An image whose buffer is shorter than its sizes say. Reading on would encode a neighbour's memory, or crash:
 * the library has to compute the last byte and refuse.
 */
#include "check.h"

#define REFUSED(status, changed) CHECK_STATUS(status, ec_encode(picture.encoder, &(changed), NULL, stream, sizeof stream, &size))

int main(int argc, char **argv)
{
    uint8_t stream[4096];
    size_t size;
    size_t short_by;
    ec_image image;
    fixture picture;
    picture = set_up(argc, argv, "picture");

    for (short_by = 1; short_by <= picture.test.pixels.size; short_by++) {
        image = picture.test.image;
        image.data_size -= short_by;
        REFUSED(EC_ERROR_IMAGE_INVALID, image);
        CHECK(size == 0);
    }
    CHECK_TEXT("data_size");

    image = picture.test.image;
    image.offset = 1;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image.offset = image.data_size;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image.offset = SIZE_MAX;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image.offset = SIZE_MAX;
    image.data_size = SIZE_MAX;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);

    image = picture.test.image;
    image.width++;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image = picture.test.image;
    image.height++;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image = picture.test.image;
    image.depth++;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);
    image = picture.test.image;
    image.sample_type = EC_SAMPLE_U16;
    REFUSED(EC_ERROR_IMAGE_INVALID, image);

    check_encodes(picture.encoder, &picture.test.image, &picture.test);
    tear_down(&picture);
    return 0;
}
