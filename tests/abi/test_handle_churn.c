/*
 * A device runs for months: opening and closing, creating and destroying must not let memory grow. A million times with
 * EDGECODEC_LONG in the environment.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <unistd.h>

#define ROUNDS 3000
#define LONG_ROUNDS 1000000

/* Resident memory in bytes, or 0 where the system does not tell. */
static size_t resident(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*u %lu", &pages) != 1) {
        pages = 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void churn(const test_case *picture, int rounds)
{
    int i;
    for (i = 0; i < rounds; i++) {
        ec_model model = open_model(picture);
        ec_encoder encoder = create_encoder(model);
        if (i % 100 == 0) {
            check_encodes(encoder, &picture->image, picture);
        }
        CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
        CHECK_STATUS(EC_OK, ec_model_close(model));
    }
}

int main(int argc, char **argv)
{
    size_t before;
    size_t after;
    test_case picture;
    int rounds = getenv("EDGECODEC_LONG") != NULL ? LONG_ROUNDS : ROUNDS;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");
    churn(&picture, ROUNDS); /* until the collector has its working size */
    before = resident();
    churn(&picture, rounds);
    after = resident();
    printf("resident: %zu KiB, then %zu KiB after %d more\n", before / 1024, after / 1024, rounds);
    CHECK(after < before + ((size_t)4 << 20));
    free_case(&picture);
    return 0;
}
