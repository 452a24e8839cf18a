/* pnm.h - a reader of binary PGM (P5) and PPM (P6), for the example. */
#ifndef PNM_H
#define PNM_H

#include <stddef.h>
#include <stdint.h>

typedef struct pnm_image {
    uint32_t width;
    uint32_t height;
    uint32_t channels;         /* 1 or 3, interleaved */
    uint32_t bytes_per_sample; /* 1, or 2 in the machine's byte order */
    uint8_t *samples;          /* free with pnm_free() */
    size_t size;               /* bytes of samples */
} pnm_image;

/* Reads a file. Returns 0, or -1 with a sentence in error and nothing to free. */
int pnm_read(const char *path, pnm_image *image, char *error, size_t error_size);

void pnm_free(pnm_image *image);

#endif
