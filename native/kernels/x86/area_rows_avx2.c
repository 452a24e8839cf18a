/* area_rows_avx2.c - the row operations of the area resampler, compiled with -mavx2 */
#define AREA_ROWS ec_area_rows_avx2
#include "../area_rows_impl.h"
