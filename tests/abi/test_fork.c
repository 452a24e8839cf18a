/*
 * A host that forks, as daemons and shells do. The child has none of the runtime's threads: every function must say
 * so at once instead of hanging. A child whose parent had not called the library yet has the use of it.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <sys/wait.h>
#include <unistd.h>

static test_case picture;
static ec_model model;
static ec_encoder encoder;

static int exit_of(pid_t child)
{
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

/* Every function; the number of the first check that failed, or 0. */
static int check_child(const char *forked)
{
    ec_model_info info = EC_MODEL_INFO_INIT;
    ec_runtime_info runtime = EC_RUNTIME_INFO_INIT;
    ec_memory memory = EC_MEMORY_INIT;
    ec_source source = EC_SOURCE_INIT;
    ec_labelmap_info map = EC_LABELMAP_INFO_INIT;
    ec_labels labels = EC_LABELS_INIT;
    ec_model other = {7};
    ec_encoder created = {7};
    ec_pull_state state;
    uint8_t stream[4096];
    char text[64];
    char end[8];
    size_t size = 99;
    int check = 0;
#define FORKED(call)                     \
    if (++check, (call) != EC_ERROR_FORKED) \
    return check
    alarm(20); /* a hang is a failure too */
    FORKED(ec_encode(encoder, &picture.image, NULL, stream, sizeof stream, &size));
    FORKED(ec_model_open_memory(picture.model.data, picture.model.size, NULL, &other));
    FORKED(ec_model_open_file("edge.ecm", NULL, &other));
    FORKED(ec_model_get_info(model, &info));
    FORKED(ec_model_close(model));
    FORKED(ec_runtime_get_info(&runtime));
    FORKED(ec_encoder_memory(model, NULL, &memory));
    FORKED(ec_encoder_create(model, NULL, &created));
    FORKED(ec_encode_bound(encoder, NULL, &size));
    FORKED(ec_encode_cancel(encoder));
    FORKED(ec_encode_begin(encoder, &source, NULL));
    FORKED(ec_encode_push(encoder, 0, 0, &picture.image));
    FORKED(ec_encode_finish(encoder));
    FORKED(ec_encode_pull(encoder, stream, sizeof stream, &size, &state));
    FORKED(ec_labelmap_get_info(stream, 10, &map));
    FORKED(ec_labelmap_decode(stream, 10, stream, 10, &labels));
    FORKED(ec_labelmap_decode_units(stream, 10, stream, 10, stream, 10, &source, &labels));
    FORKED(ec_encoder_destroy(encoder));
    if (size != 99 || other.id != 7 || created.id != 7) {
        return 100;
    }
    if (ec_version() != EC_VERSION || ec_abi_version() != EC_ABI_VERSION || ec_bitstream_version() != 0 || ec_model_version() != 0) {
        return 101;
    }
    if (ec_last_error(text, sizeof text) != strlen(forked) || strcmp(text, forked) != 0
        || ec_encoder_last_error(encoder, end, sizeof end) != strlen(forked) || strncmp(end, forked, 7) != 0 || end[7] != '\0') {
        return 102;
    }
    return strcmp(ec_status_message(EC_ERROR_FORKED), forked) == 0 && ec_version_string()[0] != '\0' ? 0 : 103;
}

int main(int argc, char **argv)
{
    const char *forked;
    int result;
    pid_t child;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");

    /* Before the first call of the parent. */
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        fixture own = set_up(argc, argv, "picture");
        check_encodes(own.encoder, &own.test.image, &own.test);
        tear_down(&own);
        _exit(0);
    }
    CHECK(exit_of(child) == 0);

    model = open_model(&picture);
    encoder = create_encoder(model);
    check_encodes(encoder, &picture.image, &picture);
    forked = ec_status_message(EC_ERROR_FORKED);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        pid_t grandchild;
        result = check_child(forked);
        grandchild = fork();
        if (grandchild == 0) {
            _exit(check_child(forked));
        }
        _exit(result != 0 ? result : exit_of(grandchild));
    }
    result = exit_of(child);
    printf("child: %d\n", result);
    CHECK(result == 0);

    /* The parent did not notice. */
    check_encodes(encoder, &picture.image, &picture);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
