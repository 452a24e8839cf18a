/* unroll.h - loops over register arrays: they must be unrolled, or the arrays are memory */
#ifndef EC_UNROLL_H
#define EC_UNROLL_H

#if defined(__clang__)
#define EC_UNROLL _Pragma("clang loop unroll(full)")
#else
#define EC_UNROLL _Pragma("GCC unroll 32")
#endif

#define EC_INLINE static inline __attribute__((always_inline))

#endif
