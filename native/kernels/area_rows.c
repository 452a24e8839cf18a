/* area_rows.c - the row operations of the area resampler for the baseline instruction set */
#define AREA_ROWS ec_area_rows_portable
#include "area_rows_impl.h"
