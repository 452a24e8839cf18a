/*
 * pnm.c - a reader of binary PGM (P5) and PPM (P6).
 *
 * Strict on purpose: a device must not encode something else than it was shown. It takes samples of the full 8
 * or 16 bits (maxval 255 or 65535), one picture a file, nothing after it. Memory grows with the bytes that are
 * really there, not with the sizes that a header claims.
 */
#include "pnm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_AXIS 65535u

/* The first allocation, and the least by which the buffer grows. */
#define MIN_CHUNK ((size_t)1 << 16)

/* One character of the header, with a comment ("#" up to the end of the line) read as that line's end. */
static int header_char(FILE *file)
{
    int c = getc(file);
    if (c == '#') {
        do {
            c = getc(file);
        } while (c != '\n' && c != '\r' && c != EOF);
    }
    return c;
}

static int is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/*
 * A decimal number of 1 to max and the one white-space character that ends it. -1: not a number, or out of range.
 * The white space after the last number of a header is followed by samples, so no more than one is taken.
 */
static int header_number(FILE *file, uint32_t max, uint32_t *value)
{
    uint32_t number = 0;
    int digits = 0;
    int c = header_char(file);
    while (is_space(c)) {
        c = header_char(file);
    }
    while (c >= '0' && c <= '9') {
        number = number * 10u + (uint32_t)(c - '0');
        digits++;
        if (number > max) {
            return -1;
        }
        c = header_char(file);
    }
    if (digits == 0 || number == 0 || !is_space(c)) {
        return -1;
    }
    *value = number;
    return 0;
}

static int read_header(FILE *file, pnm_image *image, char *error, size_t error_size)
{
    uint32_t max_value = 0;
    int p = getc(file);
    int kind = getc(file);
    int space = getc(file);
    if (p != 'P' || (kind != '5' && kind != '6') || !(is_space(space) || space == '#')) {
        snprintf(error, error_size, "not a binary PGM or PPM: it does not begin with P5 or P6");
        return -1;
    }
    ungetc(space, file);
    image->channels = kind == '5' ? 1u : 3u;
    if (header_number(file, MAX_AXIS, &image->width) != 0) {
        snprintf(error, error_size, "the header has no width of 1 to %u", MAX_AXIS);
        return -1;
    }
    if (header_number(file, MAX_AXIS, &image->height) != 0) {
        snprintf(error, error_size, "the header has no height of 1 to %u", MAX_AXIS);
        return -1;
    }
    if (header_number(file, 65535u, &max_value) != 0 || (max_value != 255u && max_value != 65535u)) {
        snprintf(error, error_size, "the header has no maxval of 255 or 65535, the ones that are supported");
        return -1;
    }
    image->bytes_per_sample = max_value == 255u ? 1u : 2u;
    return 0;
}

static int read_samples(FILE *file, pnm_image *image, uint64_t wanted, char *error, size_t error_size)
{
    size_t room = 0;
    while (image->size < wanted) {
        uint64_t left = wanted - image->size;
        size_t chunk = image->size > MIN_CHUNK ? image->size : MIN_CHUNK;
        size_t got;
        if (chunk > left) {
            chunk = (size_t)left;
        }
        if (room < image->size + chunk) {
            uint8_t *more = realloc(image->samples, image->size + chunk);
            if (more == NULL) {
                snprintf(error, error_size, "no memory for %zu bytes of samples", image->size + chunk);
                return -1;
            }
            image->samples = more;
            room = image->size + chunk;
        }
        got = fread(image->samples + image->size, 1, chunk, file);
        image->size += got;
        if (got < chunk) {
            if (ferror(file)) {
                snprintf(error, error_size, "cannot be read: %s", strerror(errno));
            } else {
                snprintf(error, error_size, "truncated: %ux%u with %u channels needs %llu bytes of samples, it has %zu",
                         image->width, image->height, image->channels, (unsigned long long)wanted, image->size);
            }
            return -1;
        }
    }
    if (getc(file) != EOF) {
        snprintf(error, error_size, "bytes follow the %ux%u picture of its header", image->width, image->height);
        return -1;
    }
    return 0;
}

/* PNM stores 16-bit samples most significant byte first. */
static void to_machine_order(pnm_image *image)
{
    size_t i;
    for (i = 0; i + 1 < image->size; i += 2) {
        uint16_t sample = (uint16_t)(((unsigned)image->samples[i] << 8) | image->samples[i + 1]);
        memcpy(image->samples + i, &sample, sizeof sample);
    }
}

int pnm_read(const char *path, pnm_image *image, char *error, size_t error_size)
{
    int result;
    FILE *file = fopen(path, "rb");
    memset(image, 0, sizeof *image);
    if (file == NULL) {
        snprintf(error, error_size, "cannot be opened: %s", strerror(errno));
        return -1;
    }
    result = read_header(file, image, error, error_size);
    if (result == 0) {
        uint64_t wanted = (uint64_t)image->width * image->height * image->channels * image->bytes_per_sample;
        result = read_samples(file, image, wanted, error, error_size);
    }
    if (result != 0 && ferror(file)) {
        snprintf(error, error_size, "cannot be read: %s", strerror(errno));
    }
    fclose(file);
    if (result != 0) {
        pnm_free(image);
    } else if (image->bytes_per_sample == 2u) {
        to_machine_order(image);
    }
    return result;
}

void pnm_free(pnm_image *image)
{
    free(image->samples);
    memset(image, 0, sizeof *image);
}
