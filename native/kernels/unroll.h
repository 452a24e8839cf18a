/* unroll.h - loops over register arrays: they must be unrolled, or the arrays are memory */
#ifndef EC_UNROLL_H
#define EC_UNROLL_H

#if defined(__clang__)
#define EC_UNROLL _Pragma("clang loop unroll(full)")
#else
#define EC_UNROLL _Pragma("GCC unroll 32")
#endif

#define EC_INLINE static inline __attribute__((always_inline))

/* Behind a loop over accumulators: keeps gcc from writing them to the stack in every round, for
 * the sake of what comes after. */
#if defined(__aarch64__)
#define EC_IN_REGISTER(v) __asm__("" : "+w"(v))
#else
#define EC_IN_REGISTER(v) __asm__("" : "+v"(v))
#endif

#endif
