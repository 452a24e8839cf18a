/*
 * A model file cut short by a failed update, or with a bit flipped by worn flash. It must not open: its bytes
 * would decode to a wrong mask somewhere else.
 */
#include "check.h"

/* ECM.md, section 1: readers accept any version_minor, and the checksum does not cover it. */
#define VERSION_MINOR 6

static void check_refused(const uint8_t *data, size_t size, const char *what, size_t where)
{
    ec_model model = {1};
    ec_status status = ec_model_open_memory(data, size, NULL, &model);
    if (status < EC_ERROR_NOT_A_MODEL || status > EC_ERROR_MODEL_IDENTITY_MISMATCH || model.id != 0) {
        fprintf(stderr, "%s at %zu gave status %d\n", what, where, (int)status);
        exit(1);
    }
    CHECK(ec_last_error(NULL, 0) > 0);
}

int main(int argc, char **argv)
{
    test_case picture;
    ec_model model;
    size_t i;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");

    for (i = 0; i < picture.model.size; i++) {
        /* A copy of exactly this size: reading on would be found by a memory checker. */
        uint8_t *part = malloc(i + 1);
        CHECK(part != NULL);
        memcpy(part, picture.model.data, i);
        check_refused(part, i, "a cut", i);
        free(part);
    }
    for (i = 0; i < picture.model.size; i++) {
        if (i != VERSION_MINOR && i != VERSION_MINOR + 1) {
            picture.model.data[i] ^= (uint8_t)(1u << (i % 8));
            check_refused(picture.model.data, picture.model.size, "a flipped bit", i);
            picture.model.data[i] ^= (uint8_t)(1u << (i % 8));
        }
    }

    picture.model.data[4] = 2;
    CHECK_STATUS(EC_ERROR_MODEL_VERSION_UNSUPPORTED, ec_model_open_memory(picture.model.data, picture.model.size, NULL, &model));
    picture.model.data[4] = 1;
    CHECK_STATUS(EC_ERROR_MODEL_TRUNCATED, ec_model_open_memory(picture.model.data, picture.model.size - 1, NULL, &model));
    CHECK_STATUS(EC_ERROR_NOT_A_MODEL, ec_model_open_memory("P6 1 1 255 abc", 14, NULL, &model));
    CHECK_STATUS(EC_ERROR_INVALID_ARGUMENT, ec_model_open_memory(picture.model.data, SIZE_MAX, NULL, &model));
    CHECK_STATUS(EC_ERROR_MODEL_UNREADABLE, ec_model_open_file("no-such-folder/edge.ecm", NULL, &model));
    CHECK_STATUS(EC_ERROR_MODEL_UNREADABLE, ec_model_open_file(argv[1], NULL, &model)); /* a folder */
    CHECK_TEXT(argv[1]);
    CHECK_STATUS(EC_ERROR_MODEL_UNREADABLE, ec_model_open_file("\xff\xfe", NULL, &model));

    model = open_model(&picture);
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
