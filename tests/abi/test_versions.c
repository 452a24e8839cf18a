/*
 * A header of one version with a library of another is the classic silent failure of a C interface. What the
 * macros say, what the library says and what the project file says must be the same version.
 */
#include "check.h"

int main(int argc, char **argv)
{
    char text[32];
    CHECK(argc == 3);
    snprintf(text, sizeof text, "%d.%d.%d", EC_VERSION_MAJOR, EC_VERSION_MINOR, EC_VERSION_PATCH);
    CHECK(strcmp(ec_version_string(), text) == 0);
    CHECK(strcmp(argv[2], text) == 0); /* Directory.Build.props */
    CHECK(ec_version() == EC_VERSION);
    CHECK(ec_abi_version() == EC_ABI_VERSION);
    CHECK(ec_bitstream_version() == 1);
    CHECK(ec_model_version() == 1);
    return 0;
}
