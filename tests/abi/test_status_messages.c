/*
 * Statuses are stored in logs and compared in code for years: their values are pinned here a second time, and
 * every one has a text of its own that stays where it is.
 */
#include "check.h"

typedef struct pinned {
    ec_status status;
    int value;
} pinned;

static const pinned statuses[] = {
    {EC_OK, 0},
    {EC_ERROR_INVALID_ARGUMENT, 1},
    {EC_ERROR_NULL_ARGUMENT, 2},
    {EC_ERROR_INVALID_HANDLE, 3},
    {EC_ERROR_INVALID_STRUCT_SIZE, 4},
    {EC_ERROR_BUSY, 5},
    {EC_ERROR_ABI_VERSION_UNSUPPORTED, 6},
    {EC_ERROR_OUT_OF_ORDER, 7},
    {EC_ERROR_CANCELLED, 8},
    {EC_ERROR_FORKED, 9},
    {EC_ERROR_NOT_A_MODEL, 10},
    {EC_ERROR_MODEL_VERSION_UNSUPPORTED, 11},
    {EC_ERROR_MODEL_TRUNCATED, 12},
    {EC_ERROR_MODEL_DAMAGED, 13},
    {EC_ERROR_MODEL_INVALID, 14},
    {EC_ERROR_MODEL_SECTION_UNKNOWN, 15},
    {EC_ERROR_MODEL_UNREADABLE, 16},
    {EC_ERROR_MODEL_IDENTITY_MISMATCH, 17},
    {EC_ERROR_MODEL_TOO_COSTLY, 18},
    {EC_ERROR_IMAGE_INVALID, 20},
    {EC_ERROR_IMAGE_CHANNELS, 21},
    {EC_ERROR_IMAGE_SAMPLE_TYPE, 22},
    {EC_ERROR_IMAGE_TOO_SMALL, 23},
    {EC_ERROR_IMAGE_TOO_LARGE, 24},
    {EC_ERROR_IMAGE_ASPECT, 25},
    {EC_ERROR_WINDOW_REQUIRED, 26},
    {EC_ERROR_WINDOW_NOT_ALLOWED, 27},
    {EC_ERROR_WINDOW_INVALID, 28},
    {EC_ERROR_NOT_A_STREAM, 30},
    {EC_ERROR_STREAM_VERSION_UNSUPPORTED, 31},
    {EC_ERROR_STREAM_HEADER_INVALID, 32},
    {EC_ERROR_WRONG_MODEL, 33},
    {EC_ERROR_STREAM_TRUNCATED, 34},
    {EC_ERROR_STREAM_DAMAGED, 35},
    {EC_ERROR_STREAM_BLOCK_UNKNOWN, 36},
    {EC_ERROR_STREAM_TRAILING_BYTES, 37},
    {EC_ERROR_STREAM_STALLED, 38},
    {EC_ERROR_BUFFER_TOO_SMALL, 40},
    {EC_ERROR_NOT_A_LABEL_MAP, 50},
    {EC_ERROR_LABEL_MAP_VERSION_UNSUPPORTED, 51},
    {EC_ERROR_LABEL_MAP_HEADER_INVALID, 52},
    {EC_ERROR_LABEL_MAP_TRUNCATED, 53},
    {EC_ERROR_LABEL_MAP_DAMAGED, 54},
    {EC_ERROR_WRONG_STREAM, 55},
    {EC_ERROR_ROWS_OUT_OF_ORDER, 60},
    {EC_ERROR_ROWS_MISSING, 61},
    {EC_ERROR_BYTES_PENDING, 62},
    {EC_ERROR_INTERNAL, 90},
    {EC_ERROR_OUT_OF_MEMORY, 91},
    {EC_ERROR_RUNNER_FAILED, 92},
};

#define COUNT (sizeof statuses / sizeof statuses[0])

int main(void)
{
    const char *texts[COUNT];
    size_t i;
    size_t j;
    int value;
    size_t known = 0;
    for (i = 0; i < COUNT; i++) {
        CHECK((int)statuses[i].status == statuses[i].value);
        texts[i] = ec_status_message(statuses[i].status);
        CHECK(texts[i] != NULL && texts[i][0] != '\0' && strcmp(texts[i], "unknown status") != 0);
        for (j = 0; j < i; j++) {
            CHECK(strcmp(texts[i], texts[j]) != 0);
        }
    }
    for (i = 0; i < COUNT; i++) {
        CHECK(ec_status_message(statuses[i].status) == texts[i]);
    }
    /* The library knows no status that the header lacks. */
    for (value = -2; value < 200; value++) {
        known += strcmp(ec_status_message((ec_status)value), "unknown status") != 0;
    }
    CHECK(known == COUNT);
    CHECK(strcmp(ec_status_message(EC_STATUS_IS_32_BITS), "unknown status") == 0);
    return 0;
}
