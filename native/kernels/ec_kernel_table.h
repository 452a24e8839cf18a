/* ec_kernel_table.h - one entry of the table of kernels */
#ifndef EC_KERNEL_TABLE_H
#define EC_KERNEL_TABLE_H

#include "area_ops.h"
#include "depthwise.h"
#include "igemm.h"

struct ec_kernel {
    const char *name;
    uint32_t needs; /* EC_CPU_* bits, all of them */
    const ec_igemm *igemm;
    const ec_depthwise *depthwise;
    const ec_area_ops *area;
};

#endif
