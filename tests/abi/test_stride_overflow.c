/*
 * Strides whose products leave 64 bits can wrap around to an address that looks fine. Every stride takes extreme
 * values here, alone and together, over the buffer as it is and over one that claims all of memory; nothing may be read.
 */
#include "check.h"

static const int64_t extremes[] = {
    INT64_MIN, INT64_MIN + 1, -(INT64_C(1) << 62), -(INT64_C(1) << 48), -(INT64_C(1) << 31), -1,
    INT64_C(1) << 31, INT64_C(1) << 32, INT64_C(1) << 48, INT64_C(1) << 62, INT64_MAX - 1, INT64_MAX,
};

#define COUNT (sizeof extremes / sizeof extremes[0])

static void check_refused(ec_encoder encoder, const ec_image *image)
{
    uint8_t stream[16];
    size_t size = 1;
    ec_status status = ec_encode(encoder, image, NULL, stream, sizeof stream, &size);
    if (status != EC_ERROR_IMAGE_INVALID && status != EC_ERROR_IMAGE_TOO_LARGE) {
        fprintf(stderr, "strides %lld %lld %lld %lld gave status %d\n", (long long)image->channel_stride,
                (long long)image->column_stride, (long long)image->row_stride, (long long)image->slice_stride, (int)status);
        exit(1);
    }
    CHECK(size == 0);
    CHECK(ec_last_error(NULL, 0) > 0);
}

int main(int argc, char **argv)
{
    ec_image image;
    fixture picture;
    size_t i;
    size_t j;
    int axis;
    picture = set_up(argc, argv, "picture");

    for (i = 0; i < COUNT; i++) {
        for (axis = 0; axis < 4; axis++) {
            image = picture.test.image;
            image.depth = 2;
            image.slice_stride = 1;
            image.data_size = SIZE_MAX;
            *(axis == 0   ? &image.channel_stride
              : axis == 1 ? &image.column_stride
              : axis == 2 ? &image.row_stride
                          : &image.slice_stride) = extremes[i];
            check_refused(picture.encoder, &image);
            image.data_size = picture.test.pixels.size;
            check_refused(picture.encoder, &image);
            image.offset = SIZE_MAX;
            check_refused(picture.encoder, &image);
        }
        /* Two that would cancel in 64 bits. */
        for (j = 0; j < COUNT; j++) {
            image = picture.test.image;
            image.data_size = SIZE_MAX;
            image.row_stride = extremes[i];
            image.column_stride = extremes[j];
            check_refused(picture.encoder, &image);
            image.data_size = picture.test.pixels.size;
            check_refused(picture.encoder, &image);
        }
    }

    /* Largest sizes: 65535 per axis are more than 2^36 samples, and packed they are more than any buffer here. */
    image = picture.test.image;
    image.data_size = SIZE_MAX;
    image.width = image.height = image.depth = 65535;
    image.row_stride = image.column_stride = image.channel_stride = 0;
    check_refused(picture.encoder, &image);
    image.depth = 1;
    check_refused(picture.encoder, &image);
    image.row_stride = image.column_stride = image.channel_stride = INT64_MAX;
    check_refused(picture.encoder, &image);

    /* The stride of an axis of size 1 does not matter. */
    image = picture.test.image;
    image.slice_stride = INT64_MIN;
    check_encodes(picture.encoder, &image, &picture.test);

    tear_down(&picture);
    return 0;
}
