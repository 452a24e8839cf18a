/*
 * ec-encode.c - encodes a picture with the EdgeCodec library, from its public header alone.
 *
 *     ec-encode [--window LOW WIDTH] [--layers N] [--quiet] MODEL.ecm IN.ppm OUT.ecs
 *
 * IN is a binary PGM or PPM with 8 or 16 bits, read some rows at a time: memory does not grow with the picture. OUT
 * appears whole or not at all; what is there already and is no file is left alone. One line on standard error says how
 * many bytes it has, and how many milliseconds the library took. Exit status: 0 done, 1 failed with one line why, 2 wrong usage.
 */
#define _XOPEN_SOURCE 700

#include <edgecodec.h>

#include "pnm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct arguments {
    const char *model;
    const char *input;
    const char *output;
    ec_encode_params params;
    int quiet;
} arguments;

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

/* What failed, and the library's own sentence on why. */
static int fail(const char *what, ec_status status)
{
    char why[512];
    if (ec_last_error(why, sizeof why) == 0) {
        snprintf(why, sizeof why, "%s", ec_status_message(status));
    }
    fprintf(stderr, "ec-encode: %s: %s\n", what, why);
    return 1;
}

/* Whether two names are of one file, however they are written. */
static int is_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/*
 * Where path leads, since renaming replaces a link and not what it is of; free it. NULL, with a line why, if there is
 * something that is no file: a device would be replaced too.
 */
static char *target_of(const char *path)
{
    struct stat there;
    char *target = lstat(path, &there) == 0 ? realpath(path, NULL) : strdup(path);
    if (target == NULL) {
        fprintf(stderr, "ec-encode: %s: cannot be written: %s\n", path, strerror(errno));
    } else if (stat(target, &there) == 0 && !S_ISREG(there.st_mode)) {
        fprintf(stderr, "ec-encode: %s: cannot be written: it is no file\n", path);
        free(target);
        target = NULL;
    }
    return target;
}

/* Writes beside the target, then renames: whoever reads the target never sees a part of it. */
static int replace_file(const char *path, const uint8_t *bytes, size_t size)
{
    size_t room = strlen(path) + 32;
    char *temporary = malloc(room);
    FILE *file;
    int written;
    if (temporary == NULL) {
        fprintf(stderr, "ec-encode: %s: no memory\n", path);
        return 1;
    }
    snprintf(temporary, room, "%s.%ld.tmp", path, (long)getpid());
    file = fopen(temporary, "wb");
    written = file != NULL && fwrite(bytes, 1, size, file) == size;
    /* fclose() reports what the system could not write after all. */
    if (file != NULL && fclose(file) != 0) {
        written = 0;
    }
    if (!written || rename(temporary, path) != 0) {
        fprintf(stderr, "ec-encode: %s: cannot be written: %s\n", path, strerror(errno));
        if (file != NULL) {
            remove(temporary);
        }
        free(temporary);
        return 1;
    }
    free(temporary);
    return 0;
}

static int write_file(const char *path, const uint8_t *bytes, size_t size)
{
    char *target = target_of(path);
    int result = target == NULL ? 1 : replace_file(target, bytes, size);
    free(target);
    return result;
}

/* The rows that are in memory at a time take at most this much, or they are one row. */
#define STRIP_BYTES ((size_t)512 << 10)

/* Reads rows and pushes them until the picture is complete. */
static int push_rows(ec_encoder encoder, pnm_reader *picture, const char *name, double *spent)
{
    char why[256];
    ec_image rows = EC_IMAGE_INIT;
    uint32_t row = 0;
    size_t row_bytes = pnm_row_bytes(picture);
    uint32_t strip = row_bytes < STRIP_BYTES ? (uint32_t)(STRIP_BYTES / row_bytes) : 1u;
    uint8_t *samples = malloc(strip * row_bytes);
    ec_status status = EC_OK;
    if (samples == NULL) {
        fprintf(stderr, "ec-encode: no memory for %zu bytes of rows\n", strip * row_bytes);
        return 1;
    }
    rows.sample_type = picture->bytes_per_sample == 1u ? EC_SAMPLE_U8 : EC_SAMPLE_U16;
    rows.channels = picture->channels;
    rows.width = picture->width;
    rows.data = samples;
    while (row < picture->height && status == EC_OK) {
        double start;
        rows.height = picture->height - row < strip ? picture->height - row : strip;
        rows.data_size = rows.height * row_bytes;
        if (pnm_read_rows(picture, samples, rows.height, why, sizeof why) != 0) {
            fprintf(stderr, "ec-encode: %s: %s\n", name, why);
            free(samples);
            return 1;
        }
        start = milliseconds();
        status = ec_encode_push(encoder, 0, row, &rows);
        *spent += milliseconds() - start;
        row += rows.height;
    }
    free(samples);
    return status == EC_OK ? 0 : fail(name, status);
}

/* The stream is short: all of it in one buffer, of the size that the library tells. */
static int pull_stream(ec_encoder encoder, const arguments *given, size_t *size)
{
    ec_pull_state state = EC_PULL_WAITS;
    uint8_t *stream;
    size_t bound = 0;
    int result;
    ec_status status = ec_encode_bound(encoder, &given->params, &bound);
    if (status != EC_OK) {
        return fail(given->model, status);
    }
    stream = malloc(bound);
    if (stream == NULL) {
        fprintf(stderr, "ec-encode: no memory for a stream of %zu bytes\n", bound);
        return 1;
    }
    status = ec_encode_finish(encoder);
    if (status == EC_OK) {
        status = ec_encode_pull(encoder, stream, bound, size, &state);
    }
    if (status == EC_OK && state == EC_PULL_END) {
        result = write_file(given->output, stream, *size);
    } else {
        result = fail(given->input, status);
    }
    free(stream);
    return result;
}

/* Encodes with an encoder. */
static int encode(ec_encoder encoder, const arguments *given, pnm_reader *picture)
{
    ec_source source = EC_SOURCE_INIT;
    ec_status status;
    double spent = 0;
    size_t size = 0;
    source.sample_type = picture->bytes_per_sample == 1u ? EC_SAMPLE_U8 : EC_SAMPLE_U16;
    source.channels = picture->channels;
    source.width = picture->width;
    source.height = picture->height;
    status = ec_encode_begin(encoder, &source, &given->params);
    if (status != EC_OK) {
        return fail(given->input, status);
    }
    if (push_rows(encoder, picture, given->input, &spent) != 0 || pull_stream(encoder, given, &size) != 0) {
        return 1;
    }
    if (!given->quiet) {
        fprintf(stderr, "%s: %ux%u, %zu bytes, %.1f ms\n", given->output, source.width, source.height, size, spent);
    }
    return 0;
}

static int encode_with_model(ec_model model, const arguments *given, pnm_reader *picture)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_encoder encoder;
    ec_status status;
    int result;
    options.max_width = picture->width;
    status = ec_encoder_create(model, &options, &encoder);
    if (status != EC_OK) {
        return fail(given->model, status);
    }
    result = encode(encoder, given, picture);
    ec_encoder_destroy(encoder);
    return result;
}

static int run(const arguments *given)
{
    char why[256];
    pnm_reader picture;
    ec_model model;
    ec_status status;
    int result;

    if (pnm_open(given->input, &picture, why, sizeof why) != 0) {
        fprintf(stderr, "ec-encode: %s: %s\n", given->input, why);
        return 1;
    }
    status = ec_model_open_file(given->model, NULL, &model);
    if (status != EC_OK) {
        result = fail("model", status);
    } else {
        result = encode_with_model(model, given, &picture);
        ec_model_close(model);
    }
    pnm_close(&picture);
    return result;
}

static int usage(FILE *out)
{
    fprintf(out,
            "usage: ec-encode [--window LOW WIDTH] [--layers N] [--quiet] MODEL.ecm IN.ppm OUT.ecs\n"
            "\n"
            "Encodes a binary PGM or PPM picture (8 or 16 bits) into an EdgeCodec stream.\n"
            "  --window LOW WIDTH  intensity window, for models that take it from the caller\n"
            "  --layers N          quality layers to write; all of them by default\n"
            "  --quiet             no line on standard error when all went well\n"
            "EdgeCodec %s, interface %u. Exit status: 0 done, 1 failed, 2 wrong usage.\n",
            ec_version_string(), ec_abi_version());
    return out == stdout ? 0 : 2;
}

/* A whole number within limits, or usage. */
static int parse_number(const char *text, long min, long max, long *value)
{
    char *end;
    errno = 0;
    *value = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *value >= min && *value <= max;
}

/* 0: run. 1: help was asked for. 2: wrong usage. */
static int parse(int argc, char **argv, arguments *given)
{
    const ec_encode_params params = EC_ENCODE_PARAMS_INIT;
    long value;
    int i = 1;
    memset(given, 0, sizeof *given);
    given->params = params;
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            return 1;
        } else if (strcmp(argv[i], "--quiet") == 0) {
            given->quiet = 1;
        } else if (strcmp(argv[i], "--layers") == 0 && i + 1 < argc && parse_number(argv[i + 1], 1, 15, &value)) {
            given->params.layers = (uint32_t)value;
            i++;
        } else if (strcmp(argv[i], "--window") == 0 && i + 2 < argc && parse_number(argv[i + 1], -32768, 65535, &value)) {
            given->params.window_low = (int32_t)value;
            if (!parse_number(argv[i + 2], 1, 65535, &value)) {
                return 2;
            }
            given->params.window_width = (uint32_t)value;
            i += 2;
        } else {
            return 2;
        }
    }
    if (argc - i != 3) {
        return 2;
    }
    given->model = argv[i];
    given->input = argv[i + 1];
    given->output = argv[i + 2];
    return 0;
}

int main(int argc, char **argv)
{
    arguments given;
    int wrong = parse(argc, argv, &given);
    if (wrong != 0) {
        return usage(wrong == 1 ? stdout : stderr);
    }
    if (is_same_file(given.output, given.input) || is_same_file(given.output, given.model)) {
        fprintf(stderr, "ec-encode: %s: the output would replace an input\n", given.output);
        return 1;
    }
    return run(&given);
}
