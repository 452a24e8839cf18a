/*
 * Another library of the host may be compiled by .NET too: a second runtime, with its own heap and handlers, in one
 * process. A copy of this library under another name is such a one. And what was opened can be closed: dlclose() must
 * neither unload the runtime nor crash.
 *
 * test_second_library CASES COPY
 */
#include "check.h"

#include <dlfcn.h>

typedef struct functions {
    ec_status (*open)(const void *, size_t, const ec_model_options *, ec_model *);
    ec_status (*create)(ec_model, const ec_encoder_options *, ec_encoder *);
    ec_status (*encode)(ec_encoder, const ec_image *, const ec_encode_params *, uint8_t *, size_t, size_t *);
    ec_status (*destroy)(ec_encoder);
    ec_status (*close)(ec_model);
} functions;

static void *find(void *library, const char *name)
{
    void *function = dlsym(library, name);
    if (function == NULL) {
        fprintf(stderr, "%s: %s\n", name, dlerror());
    }
    CHECK(function != NULL);
    return function;
}

static functions load(void *library)
{
    functions f;
    *(void **)&f.open = find(library, "ec_model_open_memory");
    *(void **)&f.create = find(library, "ec_encoder_create");
    *(void **)&f.encode = find(library, "ec_encode");
    *(void **)&f.destroy = find(library, "ec_encoder_destroy");
    *(void **)&f.close = find(library, "ec_model_close");
    return f;
}

int main(int argc, char **argv)
{
    fixture first;
    functions second;
    ec_model model;
    ec_encoder encoder;
    uint8_t stream[4096];
    size_t size;
    void *library;
    char *arguments[2];
    int i;
    CHECK(argc == 3);
    arguments[0] = argv[0];
    arguments[1] = argv[1];
    first = set_up(2, arguments, "picture");
    library = dlopen(argv[2], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
    }
    CHECK(library != NULL);
    second = load(library);
    CHECK((void *)(size_t)second.encode != (void *)(size_t)ec_encode);
    CHECK(second.open(first.test.model.data, first.test.model.size, NULL, &model) == EC_OK);
    CHECK(second.create(model, NULL, &encoder) == EC_OK);
    for (i = 0; i < 20; i++) {
        check_encodes(first.encoder, &first.test.image, &first.test);
        CHECK(second.encode(encoder, &first.test.image, NULL, stream, sizeof stream, &size) == EC_OK);
        CHECK(size == first.test.expected.size && memcmp(stream, first.test.expected.data, size) == 0);
        CHECK(second.encode(encoder, NULL, NULL, stream, sizeof stream, &size) == EC_ERROR_NULL_ARGUMENT);
    }
    CHECK(second.destroy(encoder) == EC_OK);
    CHECK(second.close(model) == EC_OK);
    CHECK(dlclose(library) == 0);
    check_encodes(first.encoder, &first.test.image, &first.test);
    library = dlopen(argv[2], RTLD_NOW | RTLD_LOCAL);
    CHECK(library != NULL);
    second = load(library);
    CHECK(second.open(first.test.model.data, first.test.model.size, NULL, &model) == EC_OK);
    CHECK(second.close(model) == EC_OK);
    tear_down(&first);
    return 0;
}
