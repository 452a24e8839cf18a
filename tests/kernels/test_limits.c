/*
 * test_limits.c - layers and resamplings out of the limits of ECM §2 and §3 are refused
 */
#include "test.h"

static int8_t weights[15 * 15 * 15 * 20];
static int32_t bias[1];
static uint32_t multiplier[1] = {1};
static uint8_t shift[1] = {1};

static ec_conv_spec plain_layer(void)
{
    ec_conv_spec s = {{1, 4, 4}, 1, 1, {1, 3, 3}, {1, 1, 1}, {1, 1, 1}, {0, 1, 1}, {0, 1, 1},
                      EC_OUTPUT_U8, 0, 0, 0, weights, bias, multiplier, shift};
    return s;
}

#define REFUSED(change)                                                                     \
    do {                                                                                    \
        ec_conv_spec s = plain_layer();                                                     \
        change;                                                                             \
        CHECK(ec_conv_packed_size(ec_kernel_at(0), &s) == 0, "must be refused: " #change); \
    } while (0)

static void layers(void)
{
    ec_conv_spec good = plain_layer();
    CHECK(ec_conv_packed_size(ec_kernel_at(0), &good) > 0, "the plain layer");
    REFUSED(s.in_size[0] = 0);
    REFUSED(s.in_channels = 0);
    REFUSED(s.in_channels = 4097);
    REFUSED(s.out_channels = 0);
    REFUSED(s.kernel[1] = 0);
    REFUSED(s.kernel[1] = 16);
    REFUSED(s.stride[2] = 0);
    REFUSED(s.stride[2] = 17);
    REFUSED(s.dilation[2] = 0);
    REFUSED(s.dilation[2] = 17);
    REFUSED(s.pad_before[2] = 121);
    REFUSED(s.pad_after[2] = 121);
    REFUSED(s.dilation[1] = 3); /* 7 wide, the input with its padding 6 */
    REFUSED(s.output = 2);
    REFUSED(s.in_zero = 256);
    REFUSED(s.out_zero = 256);
    REFUSED(s.depthwise = 2);
    REFUSED((s.depthwise = 1, s.out_channels = s.in_channels + 1));
    REFUSED(multiplier[0] = 0);
    REFUSED(multiplier[0] = 0x80000000u);
    multiplier[0] = 1;
    REFUSED(shift[0] = 0);
    REFUSED(shift[0] = 63);
    shift[0] = 1;
}

static void accumulator_bound(void)
{
    ec_conv_spec s = plain_layer();
    weights[0] = -128;
    bias[0] = -(INT32_MAX - 255 * 128);
    CHECK(ec_conv_packed_size(ec_kernel_at(0), &s) > 0, "2^31 - 1 is reached, not passed");
    bias[0]--;
    CHECK(ec_conv_packed_size(ec_kernel_at(0), &s) == 0, "2^31 is refused");
    bias[0] = INT32_MIN;
    CHECK(ec_conv_packed_size(ec_kernel_at(0), &s) == 0, "-2^31 is refused");
    bias[0] = 0;
    s.kernel[0] = s.kernel[1] = s.kernel[2] = 15;
    s.in_size[0] = s.in_size[1] = s.in_size[2] = 15;
    s.in_channels = 20;
    memset(weights, 127, sizeof weights);
    CHECK(ec_conv_packed_size(ec_kernel_at(0), &s) == 0, "67500 * 127 * 255 is refused");
    memset(weights, 0, sizeof weights);
}

#define AREA_REFUSED(change)                                                      \
    do {                                                                          \
        ec_area_spec s = {EC_SAMPLE_U8, 3, {1, 9, 9}, {1, 4, 4}, 0, 255, 1, 3};   \
        uint32_t begin = 0, end = 4;                                              \
        change;                                                                   \
        CHECK(ec_area_state_size(&s, begin, end) == 0, "must be refused: " #change); \
    } while (0)

static void resamplings(void)
{
    ec_area_spec good = {EC_SAMPLE_U8, 3, {1, 9, 9}, {1, 4, 4}, 0, 255, 1, 3};
    CHECK(ec_area_state_size(&good, 0, 4) > 0, "the plain resampling");
    AREA_REFUSED(s.sample_type = 3);
    AREA_REFUSED(s.channels = 2);
    AREA_REFUSED(s.source[0] = 0);
    AREA_REFUSED(s.source[1] = 65536);
    AREA_REFUSED(s.grid[2] = 0);
    AREA_REFUSED(s.grid[2] = 4097);
    AREA_REFUSED(s.source[0] = 65535; s.source[1] = 65535; s.source[2] = 17);
    AREA_REFUSED(s.window_low = -32769);
    AREA_REFUSED(s.window_low = 65536);
    AREA_REFUSED(s.window_width = 0);
    AREA_REFUSED(s.window_width = 65536);
    AREA_REFUSED(begin = 4);
    AREA_REFUSED(end = 5);
}

int main(void)
{
    layers();
    accumulator_bound();
    resamplings();
    printf("limits hold\n");
    return 0;
}
