/* area_ops.c - the inner loops of the area resampler in plain C, for the baseline instruction set */
#include "area_rows.h"

const ec_area_ops ec_area_ops_portable = {
    AREA_ROWS,
    ec_area_columns_portable,
    ec_area_window_portable,
    {band, ec_area_narrow_columns_portable, ec_area_narrow_window_portable},
};
