/* pnm.h - a reader of binary PGM (P5) and PPM (P6), for the example: some rows at a time. */
#ifndef PNM_H
#define PNM_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct pnm_reader {
    FILE *file;
    uint32_t width;
    uint32_t height;
    uint32_t channels;         /* 1 or 3, interleaved */
    uint32_t bytes_per_sample; /* 1, or 2 in the machine's byte order */
    uint32_t rows_read;
} pnm_reader;

/* Opens a file and reads its header. Returns 0, or -1 with a sentence in error and nothing to close. */
int pnm_open(const char *path, pnm_reader *reader, char *error, size_t error_size);

/* Bytes of a row. */
size_t pnm_row_bytes(const pnm_reader *reader);

/* Reads the next rows, no more than there are. After the last one the file has to end. Returns 0, or -1. */
int pnm_read_rows(pnm_reader *reader, uint8_t *rows, uint32_t count, char *error, size_t error_size);

void pnm_close(pnm_reader *reader);

#endif
