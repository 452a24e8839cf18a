/*
 * A model file cut short by a failed update, or with a bit flipped by worn flash. It must not open: its bytes
 * would decode to a wrong mask somewhere else.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <unistd.h>

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

/* CRC-32C (Castagnoli), bit by bit. */
static uint32_t crc32c(const uint8_t *data, size_t size)
{
    uint32_t crc = 0xffffffffu;
    size_t i;
    int bit;
    for (i = 0; i < size; i++) {
        crc ^= data[i];
        for (bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0x82f63b78u : 0u);
        }
    }
    return ~crc;
}

/* ECM.md, section 1: the checksum is 12 bytes into the file and covers what follows it. */
static void seal(bytes file)
{
    uint32_t crc = crc32c(file.data + 16, file.size - 16);
    int i;
    for (i = 0; i < 4; i++) {
        file.data[12 + i] = (uint8_t)(crc >> (8 * i));
    }
}

/* Files that are whole, and say what cannot be: every number of the latent's and the network's sections by turns. */
static void check_misfits(bytes file, const char *tag)
{
    size_t at = 48;
    size_t length;
    size_t i;
    int refused = 0;
    while (memcmp(file.data + at, tag, 4) != 0) {
        at++;
        CHECK(at + 64 < file.size);
    }
    length = file.data[at + 4] | (size_t)file.data[at + 5] << 8;
    for (i = at + 8; i < at + 8 + 48 && i < at + 8 + length; i += 4) {
        ec_model model = {1};
        uint8_t before = file.data[i];
        ec_status status;
        file.data[i] = (uint8_t)(before + 1u);
        seal(file);
        status = ec_model_open_memory(file.data, file.size, NULL, &model);
        if (status == EC_OK) { /* a weight or a bias: another model, and a good one */
            CHECK_STATUS(EC_OK, ec_model_close(model));
        } else {
            if (status != EC_ERROR_MODEL_INVALID && status != EC_ERROR_MODEL_TOO_COSTLY) {
                fprintf(stderr, "%s: byte %zu gives status %d\n", tag, i, (int)status);
                exit(1);
            }
            CHECK_TEXT("section");
            CHECK(model.id == 0);
            refused++;
        }
        file.data[i] = before;
    }
    seal(file);
    CHECK(refused > 0);
}

static void check_file(ec_status expected, const char *path)
{
    ec_model model;
    CHECK_STATUS(expected, ec_model_open_file(path, NULL, &model));
    CHECK(model.id == 0);
    CHECK_TEXT(path);
}

/* More than the library's heap holds, or without an end: what it is shows before all of it is read. */
static void check_large_files(bytes model)
{
    static const uint8_t length[] = {0, 0, 0x40, 0x06}; /* 100 MiB */
    char path[] = "large-XXXXXX";
    int file = mkstemp(path);
    CHECK(file >= 0 && ftruncate(file, 100 << 20) == 0);
    check_file(EC_ERROR_NOT_A_MODEL, path);
    CHECK(pwrite(file, model.data, model.size, 0) == (ssize_t)model.size);
    check_file(EC_ERROR_MODEL_INVALID, path);
    CHECK(pwrite(file, length, sizeof length, 8) == sizeof length);
    check_file(EC_ERROR_OUT_OF_MEMORY, path);
    CHECK(ftruncate(file, (off_t)model.size) == 0);
    check_file(EC_ERROR_MODEL_TRUNCATED, path);
    CHECK(close(file) == 0 && unlink(path) == 0);
    check_file(EC_ERROR_NOT_A_MODEL, "/dev/zero");
}

/* What has no length can be a model all the same. */
static void check_pipe(bytes file)
{
    ec_model model;
    char path[32];
    int ends[2];
    CHECK(pipe(ends) == 0 && write(ends[1], file.data, file.size) == (ssize_t)file.size && close(ends[1]) == 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    CHECK_STATUS(EC_OK, ec_model_open_file(path, NULL, &model));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    CHECK(close(ends[0]) == 0);
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
    CHECK_TEXT("folder");
    check_large_files(picture.model);
    check_pipe(picture.model);
    CHECK_STATUS(EC_ERROR_MODEL_UNREADABLE, ec_model_open_file("\xff\xfe", NULL, &model));

    check_misfits(picture.model, "LATN");
    check_misfits(picture.model, "NETW");
    check_misfits(picture.model, "GRID");

    model = open_model(&picture);
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
