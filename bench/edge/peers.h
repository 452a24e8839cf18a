/*
 * peers.h - one call each for what bench/EdgeCodec.Bench.Edge compares: RGB of 8 bits, packed.
 *
 * Each returns the seconds of the encoding proper, -1 if it failed; *bytes receives the size of the result. What a
 * program does once (contexts, buffers) is done once, before the clock starts. Not thread-safe.
 */
#ifndef PEERS_H
#define PEERS_H

#define _POSIX_C_SOURCE 200809L

#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Opens the model for peer_edgecodec; 0 if it cannot. */
int peer_open(const char *model);

/* libedgecodec, through its public interface; 1 thread, or 2 through the runner callback. */
double peer_edgecodec(const uint8_t *pixels, int width, int height, int threads, size_t *bytes);

/* libjpeg-turbo's own interface, chroma halved both ways. */
double peer_jpeg(const uint8_t *pixels, int width, int height, int quality, size_t *bytes);

/* OpenJPEG, irreversible, `ratio` : 1, one thread. Its planes of s32 are filled before the clock starts. */
double peer_jpeg2000(const uint8_t *pixels, int width, int height, double ratio, size_t *bytes);

static inline double peer_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#endif
