/*
 * The same picture, packed, padded, planar, with alpha, as BGR, bottom-up, mirrored in memory or inside a larger one:
 * the layout of memory must not reach the stream. A wrong stride would give a plausible picture and a wrong mask.
 */
#include "check.h"

#define CANVAS_SIZE 400000u

static uint8_t canvas[CANVAS_SIZE];
static test_case picture;
static ec_encoder encoder;

/* Lays the packed picture out with these strides among bytes of noise, then encodes it from there. */
static void check_layout(size_t offset, int64_t channel, int64_t column, int64_t row)
{
    ec_image image = picture.image;
    uint32_t c;
    uint32_t x;
    uint32_t y;
    size_t i;
    for (i = 0; i < CANVAS_SIZE; i++) {
        canvas[i] = (uint8_t)(i * 2654435761u >> 24);
    }
    for (y = 0; y < image.height; y++) {
        for (x = 0; x < image.width; x++) {
            for (c = 0; c < image.channels; c++) {
                int64_t at = (int64_t)offset + c * channel + x * column + y * row;
                CHECK(at >= 0 && at < (int64_t)CANVAS_SIZE);
                canvas[at] = picture.pixels.data[(y * image.width + x) * image.channels + c];
            }
        }
    }
    image.data = canvas;
    image.data_size = CANVAS_SIZE;
    image.offset = offset;
    image.channel_stride = channel;
    image.column_stride = column;
    image.row_stride = row;
    check_encodes(encoder, &image, &picture);
}

int main(int argc, char **argv)
{
    int64_t width;
    int64_t height;
    ec_model model;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    width = picture.image.width;
    height = picture.image.height;
    model = open_model(&picture);
    encoder = create_encoder(model);

    picture.image.channel_stride = picture.image.column_stride = picture.image.row_stride = picture.image.slice_stride = 0;
    check_encodes(encoder, &picture.image, &picture);                                        /* all strides 0 */
    check_layout(0, 1, 3, 3 * width);                                                        /* the same, said */
    check_layout(0, 1, 3, (3 * width + 3) / 4 * 4);                                          /* rows padded */
    check_layout(7, 1, 3, 3 * width);                                                        /* after a header */
    check_layout(0, 1, 4, 4 * width);                                                        /* RGBA */
    check_layout(2, -1, 3, 3 * width);                                                       /* BGR */
    check_layout(3, -1, 4, 4 * width);                                                       /* ABGR */
    check_layout(0, width * height, 1, width);                                               /* planes */
    check_layout((size_t)(2 * width * height), -width * height, 1, width);                   /* planes B, G, R */
    check_layout((size_t)((height - 1) * 3 * width), 1, 3, -3 * width);                      /* bottom-up */
    check_layout((size_t)(3 * (width - 1)), 1, -3, 3 * width);                               /* right to left */
    check_layout((size_t)(3 * width * height - 1), -1, -3, -3 * width);                      /* all backwards */
    check_layout(0, 1, 3 * height, 3);                                                       /* columns first */
    check_layout(11 * 1000 + 21, 1, 3, 1000);                                                /* a region */

    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
