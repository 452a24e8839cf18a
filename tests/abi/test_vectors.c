/*
 * The library and the documents drift apart. It has to say of the frozen vectors (tests/vectors) what they expect, as
 * far as it decodes: edge models that open and those that are refused, and label maps.
 */
#include "check.h"
#include "sha256.h"

#include <dirent.h>

/* Room for a folder, a slash, a name and an extension. */
#define PATH_SIZE 4096

/* The text after "key": up to a quote or a comma; NULL if the key is not there. Enough for the vectors' flat files. */
static const char *field(const bytes *json, const char *key, char text[256])
{
    char quoted[64];
    const char *at;
    size_t length;
    snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    at = strstr((const char *)json->data, quoted);
    if (at == NULL) {
        return NULL;
    }
    at += strlen(quoted);
    at += *at == '"';
    length = strcspn(at, "\",\n");
    CHECK(length < 256);
    memcpy(text, at, length);
    text[length] = 0;
    return text;
}

/* A file of a case with a NUL after it, which is not counted. */
static bytes read_json(const char *folder, const char *name)
{
    char file[PATH_SIZE];
    bytes json;
    snprintf(file, sizeof file, "%s.json", name);
    json = read_file(folder, file);
    json.data = realloc(json.data, json.size + 1);
    CHECK(json.data != NULL);
    json.data[json.size] = 0;
    return json;
}

static bytes read_vector(const char *folder, const char *name, const char *extension)
{
    char file[PATH_SIZE];
    snprintf(file, sizeof file, "%s.%s", name, extension);
    return read_file(folder, file);
}

static void check_model(const char *root, const char *folder, const char *name, ec_status expected)
{
    bytes file = read_vector(folder, name, "ecm");
    ec_model model = {1};
    ec_status status = ec_model_open_memory(file.data, file.size, NULL, &model);
    (void)root;
    if (status != expected) {
        fprintf(stderr, "%s: status %d, expected %d\n", name, (int)status, (int)expected);
        exit(1);
    }
    if (status == EC_OK) {
        CHECK_STATUS(EC_OK, ec_model_close(model));
    }
    free(file.data);
}

static size_t number(const bytes *json, const char *key)
{
    char text[256];
    CHECK(field(json, key, text) != NULL);
    return (size_t)atoi(text);
}

/* The answer to the whole stream or, where the case names one, to a source of a sequence. */
static ec_status decode_labels(const bytes *json, const bytes *map, const bytes *stream, const ec_labels *labels)
{
    ec_source source = EC_SOURCE_INIT;
    size_t header, units;
    char text[256];
    if (field(json, "source", text) == NULL) {
        return ec_labelmap_decode(map->data, map->size, stream->data, stream->size, labels);
    }
    header = number(json, "header_start");
    units = number(json, "units_start");
    source.width = (uint32_t)number(json, "width");
    source.height = (uint32_t)number(json, "height");
    source.depth = (uint32_t)number(json, "depth");
    return ec_labelmap_decode_units(map->data, map->size, stream->data + header, number(json, "header_end") - header,
                                    stream->data + units, number(json, "units_end") - units, &source, labels);
}

static void check_labels(const char *root, const char *folder, const char *name, ec_status expected)
{
    bytes json = read_json(folder, name);
    bytes map = read_vector(folder, name, "ecl");
    char text[256];
    char path[PATH_SIZE];
    char hex[65];
    bytes stream;
    ec_labels labels = EC_LABELS_INIT;
    ec_status status;
    CHECK(field(&json, "answers", text) != NULL);
    snprintf(path, sizeof path, "%s/valid", root);
    stream = read_file(path, text);
    labels.label_bytes = 2;
    labels.count = 1 << 20;
    labels.data = calloc(labels.count, 2);
    CHECK(labels.data != NULL);
    status = decode_labels(&json, &map, &stream, &labels);
    if (status != expected) {
        fprintf(stderr, "%s: status %d, expected %d\n", name, (int)status, (int)expected);
        exit(1);
    }
    if (status == EC_OK) {
        ec_labelmap_info info = EC_LABELMAP_INFO_INIT;
        CHECK_STATUS(EC_OK, ec_labelmap_get_info(map.data, map.size, &info));
        /* The vectors' digest is of u16 in little-endian, as are the processors that this runs on. */
        sha256_hex(labels.data, (size_t)info.width * info.height * info.depth * 2, hex);
        CHECK(field(&json, "sha256", text) != NULL);
        CHECK(strcmp(hex, text) == 0);
        CHECK(field(&json, "head_name", text) != NULL);
        CHECK(strchr(text, '\\') != NULL || strcmp(info.head_name, text) == 0);
    }
    free(labels.data);
    free(stream.data);
    free(map.data);
    free(json.data);
}

/* All cases of a folder; those without a code are right. */
static void check_folder(const char *root, const char *name, const char *extension, void (*check)(const char *, const char *, const char *, ec_status))
{
    char folder[PATH_SIZE];
    DIR *listing;
    struct dirent *entry;
    int cases = 0;
    snprintf(folder, sizeof folder, "%s/%s", root, name);
    listing = opendir(folder);
    CHECK(listing != NULL);
    while ((entry = readdir(listing)) != NULL) {
        char text[256];
        char *dot = strrchr(entry->d_name, '.');
        ec_status expected = EC_OK;
        if (dot == NULL || strcmp(dot + 1, extension) != 0) {
            continue;
        }
        *dot = 0;
        if (strncmp(name, "invalid", 7) == 0) {
            bytes json = read_json(folder, entry->d_name);
            CHECK(field(&json, "code", text) != NULL);
            expected = (ec_status)atoi(text);
            CHECK(expected != EC_OK);
            free(json.data);
        }
        check(root, folder, entry->d_name, expected);
        cases++;
    }
    closedir(listing);
    printf("%s: %d\n", name, cases);
    CHECK(cases > 5);
}

int main(int argc, char **argv)
{
    CHECK(argc == 3);
    check_folder(argv[2], "models", "ecm", check_model);
    check_folder(argv[2], "invalid-models", "ecm", check_model);
    check_folder(argv[2], "labels", "ecl", check_labels);
    check_folder(argv[2], "invalid-labels", "ecl", check_labels);
    return 0;
}
