/*
 * test_kernel_choice.c - the table is best first, and EC_KERNEL in a test build chooses or fails
 */
#include "test.h"

int main(void)
{
    const ec_kernel *kernel, *last = NULL;
    CHECK(ec_kernels_version() == EC_KERNELS_VERSION, "library of another version");
    unsetenv("EC_KERNEL");
    CHECK(ec_kernel_select() == ec_kernel_at(0), "the best one is the default");
    for (uint32_t i = 0; (kernel = ec_kernel_at(i)) != NULL; i++) {
        setenv("EC_KERNEL", ec_kernel_name(kernel), 1);
        CHECK(ec_kernel_select() == kernel, "%s was asked for", ec_kernel_name(kernel));
        last = kernel;
    }
    CHECK(last != NULL && strcmp(ec_kernel_name(last), "portable") == 0, "the portable kernel is always there, last");
    setenv("EC_KERNEL", "abacus", 1);
    CHECK(ec_kernel_select() == NULL, "an unknown kernel is not replaced silently");
    printf("kernel choice holds\n");
    return 0;
}
