/*
 * pnm.c - a reader of binary PGM (P5) and PPM (P6).
 *
 * Strict on purpose: a device must not encode something else than it was shown. It takes samples of the full 8
 * or 16 bits (maxval 255 or 65535), one picture a file, nothing after it. It holds no samples itself.
 */
#include "pnm.h"

#include <errno.h>
#include <string.h>

#define MAX_AXIS 65535u

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

static int read_header(pnm_reader *image, char *error, size_t error_size)
{
    FILE *file = image->file;
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

size_t pnm_row_bytes(const pnm_reader *reader)
{
    return (size_t)reader->width * reader->channels * reader->bytes_per_sample;
}

/* PNM stores 16-bit samples most significant byte first. */
static void to_machine_order(uint8_t *samples, size_t size)
{
    size_t i;
    for (i = 0; i + 1 < size; i += 2) {
        uint16_t sample = (uint16_t)(((unsigned)samples[i] << 8) | samples[i + 1]);
        memcpy(samples + i, &sample, sizeof sample);
    }
}

int pnm_open(const char *path, pnm_reader *reader, char *error, size_t error_size)
{
    memset(reader, 0, sizeof *reader);
    reader->file = fopen(path, "rb");
    if (reader->file == NULL) {
        snprintf(error, error_size, "cannot be opened: %s", strerror(errno));
        return -1;
    }
    if (read_header(reader, error, error_size) != 0) {
        if (ferror(reader->file)) {
            snprintf(error, error_size, "cannot be read: %s", strerror(errno));
        }
        pnm_close(reader);
        return -1;
    }
    return 0;
}

int pnm_read_rows(pnm_reader *reader, uint8_t *rows, uint32_t count, char *error, size_t error_size)
{
    size_t wanted = pnm_row_bytes(reader) * count;
    size_t got = fread(rows, 1, wanted, reader->file);
    if (got < wanted) {
        if (ferror(reader->file)) {
            snprintf(error, error_size, "cannot be read: %s", strerror(errno));
        } else {
            snprintf(error, error_size, "truncated: %ux%u with %u channels of %u bytes, it ends after row %zu", reader->width,
                     reader->height, reader->channels, reader->bytes_per_sample,
                     reader->rows_read + got / pnm_row_bytes(reader));
        }
        return -1;
    }
    reader->rows_read += count;
    if (reader->rows_read == reader->height && getc(reader->file) != EOF) {
        snprintf(error, error_size, "bytes follow the %ux%u picture of its header", reader->width, reader->height);
        return -1;
    }
    if (reader->bytes_per_sample == 2u) {
        to_machine_order(rows, wanted);
    }
    return 0;
}

void pnm_close(pnm_reader *reader)
{
    if (reader->file != NULL) {
        fclose(reader->file);
    }
    memset(reader, 0, sizeof *reader);
}
