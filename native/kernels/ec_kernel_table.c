/*
 * ec_kernel_table.c - the one place where kernels are chosen: best first, at run time
 *
 * Plain NEON needs no test: every aarch64 processor has it.
 */
#include "ec_kernel_table.h"

#include "ec_cpu.h"

#ifdef EC_TEST_BUILD
#include <stdlib.h>
#include <string.h>
#endif

static const ec_kernel table[] = {
#if defined(__x86_64__)
    {"avx512vnni", EC_CPU_AVX2 | EC_CPU_AVX512VNNI, &ec_igemm_u8s8_avx512vnni, &ec_depthwise_u8s8_avx512vnni,
     &ec_area_ops_avx2},
    {"avx2", EC_CPU_AVX2, &ec_igemm_u8s8_avx2, &ec_depthwise_u8s8_avx2, &ec_area_ops_avx2},
#elif defined(__aarch64__)
    {"neondot", EC_CPU_NEONDOT, &ec_igemm_u8s8_neondot, &ec_depthwise_u8s8_neon, &ec_area_ops_neon},
    {"neon", 0, &ec_igemm_u8s8_neon, &ec_depthwise_u8s8_neon, &ec_area_ops_neon},
#endif
    {"portable", 0, &ec_igemm_u8s8_portable, &ec_depthwise_u8s8_portable, &ec_area_ops_portable},
};

enum { TABLE_COUNT = sizeof table / sizeof table[0] };

uint32_t ec_kernels_version(void)
{
    return EC_KERNELS_VERSION;
}

const ec_kernel *ec_kernel_at(uint32_t index)
{
    uint32_t features = ec_cpu_features();
    for (size_t i = 0; i < TABLE_COUNT; i++)
        if ((table[i].needs & features) == table[i].needs && index-- == 0)
            return &table[i];
    return NULL;
}

const ec_kernel *ec_kernel_select(void)
{
#ifdef EC_TEST_BUILD
    const char *wanted = getenv("EC_KERNEL");
    if (wanted && *wanted) {
        const ec_kernel *kernel;
        for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++)
            if (strcmp(kernel->name, wanted) == 0)
                return kernel;
        return NULL;
    }
#endif
    return ec_kernel_at(0);
}

const char *ec_kernel_name(const ec_kernel *kernel)
{
    return kernel->name;
}
