/* peak.h - multiply-accumulates a second that an instruction set can reach at best */
#ifndef EC_BENCH_PEAK_H
#define EC_BENCH_PEAK_H

#include <stddef.h>

/* Runs `rounds` rounds of the kernel's dot product on registers only, enough independent chains
 * to hide its latency; returns the multiply-accumulates done, 0 if the kernel has no measure. */
double peak_run(const char *kernel, size_t rounds);

#endif
