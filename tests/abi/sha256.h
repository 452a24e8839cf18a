/* sha256.h - SHA-256 (FIPS 180-4) for what the vectors state: one call, no state. */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>
#include <stdint.h>

/* 64 lower-case hexadecimal digits and NUL. */
void sha256_hex(const uint8_t *data, size_t size, char hex[65]);

#endif
