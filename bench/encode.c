/*
 * encode.c - how long one picture takes through the C interface, on one thread, by source size.
 *
 * usage: bench-encode MODEL.ecm table|json. Drawn pixels: the time depends on sizes, hardly on content.
 */
#define _POSIX_C_SOURCE 200809L

#include <edgecodec.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_ROUNDS 200

/* Enough rounds for a quantile, not more seconds than anyone waits. */
#define BUDGET_MS 4000.0

static const uint32_t sizes[][2] = {{256, 256}, {512, 512}, {1024, 768}, {2048, 1536}, {4288, 2848}};

#define COUNT (sizeof sizes / sizeof sizes[0])

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void require(ec_status status)
{
    if (status != EC_OK) {
        char why[512];
        ec_last_error(why, sizeof why);
        fprintf(stderr, "bench-encode: %s\n", why);
        exit(1);
    }
}

/* A bright ground with a dark round spot. */
static uint8_t *draw(uint32_t width, uint32_t height, uint32_t channels)
{
    uint8_t *pixels = malloc((size_t)width * height * channels);
    size_t at = 0;
    uint32_t x;
    uint32_t y;
    uint32_t c;
    if (pixels == NULL) {
        fprintf(stderr, "bench-encode: no memory\n");
        exit(1);
    }
    for (y = 0; y < height; y++) {
        for (x = 0; x < width; x++) {
            double dx = ((double)x - width / 2.0) / height;
            double dy = ((double)y - height / 2.0) / height;
            for (c = 0; c < channels; c++) {
                pixels[at++] = (uint8_t)((dx * dx + dy * dy < 0.06 ? 90u : 200u) + (x * 7u + y * 13u + c * 5u) % 23u);
            }
        }
    }
    return pixels;
}

int main(int argc, char **argv)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_model_info info = EC_MODEL_INFO_INIT;
    ec_model model;
    ec_encoder encoder;
    uint8_t *stream;
    size_t bound;
    size_t i;
    double start = milliseconds();
    double loaded;
    int json;
    if (argc != 3) {
        fprintf(stderr, "usage: bench-encode MODEL.ecm table|json\n");
        return 2;
    }
    json = strcmp(argv[2], "json") == 0;
    require(ec_model_open_file(argv[1], NULL, &model));
    require(ec_model_get_info(model, &info));
    require(ec_encoder_create(model, &options, &encoder));
    loaded = milliseconds() - start;
    require(ec_encode_bound(encoder, NULL, &bound));
    stream = malloc(bound);
    if (stream == NULL) {
        return 1;
    }
    if (json) {
        printf("{\"model\":\"%s\",\"identity\":\"%s\",\"load_ms\":%.3f,\"rows\":[", info.name, info.identity_hex, loaded);
    } else {
        printf("%s (%.16s), loaded in %.1f ms\n%-12s %8s %10s %10s %8s\n", info.name, info.identity_hex, loaded, "source", "rounds",
               "median ms", "p99 ms", "bytes");
    }
    for (i = 0; i < COUNT; i++) {
        static double times[MAX_ROUNDS];
        ec_image image = EC_IMAGE_INIT;
        uint8_t *pixels = draw(sizes[i][0], sizes[i][1], info.channels);
        double spent = 0;
        size_t size = 0;
        size_t rounds = 0;
        image.data = pixels;
        image.data_size = (size_t)sizes[i][0] * sizes[i][1] * info.channels;
        image.channels = info.channels;
        image.width = sizes[i][0];
        image.height = sizes[i][1];
        while (rounds < MAX_ROUNDS && (rounds < 3 || spent < BUDGET_MS)) {
            start = milliseconds();
            require(ec_encode(encoder, &image, NULL, stream, bound, &size));
            times[rounds] = milliseconds() - start;
            spent += times[rounds++];
        }
        qsort(times, rounds, sizeof times[0], compare);
        if (json) {
            printf("%s{\"width\":%u,\"height\":%u,\"rounds\":%zu,\"median_ms\":%.3f,\"p99_ms\":%.3f,\"bytes\":%zu}", i ? "," : "",
                   sizes[i][0], sizes[i][1], rounds, times[rounds / 2], times[rounds * 99 / 100], size);
        } else {
            char source[32];
            snprintf(source, sizeof source, "%ux%u", sizes[i][0], sizes[i][1]);
            printf("%-12s %8zu %10.2f %10.2f %8zu\n", source, rounds, times[rounds / 2], times[rounds * 99 / 100], size);
        }
        free(pixels);
    }
    if (json) {
        printf("]}\n");
    }
    free(stream);
    require(ec_encoder_destroy(encoder));
    require(ec_model_close(model));
    return 0;
}
