/*
 * ec_entry.c - the exported functions: each keeps a forked child out, then goes to its body in C#
 *
 * The bodies (src/EdgeCodec.Native) run on a .NET runtime. A child of fork() has one thread of it and the locks of
 * all the others: a call there could hang for good. This file needs no runtime, so it can tell, and can answer.
 * Compiled against edgecodec.h: a function that differs from its declaration does not compile.
 */
#include <edgecodec.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#define STRING_OF(x) #x
#define VERSION_STRING(major, minor, patch) STRING_OF(major) "." STRING_OF(minor) "." STRING_OF(patch)

static const char forked_text[] = "this process is a fork of one that had used the library";

extern uint32_t ecm_bitstream_version(void);

/* The process in which the runtime started; 0 before that. */
static atomic_int owner;
static atomic_int forked;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void in_child(void)
{
    if (atomic_load(&owner) != 0)
        atomic_store(&forked, 1);
}

__attribute__((constructor)) static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, in_child);
}

/*
 * Starts the runtime, by the shortest of calls, and leaves the host's signals as they were. Its thread inherits a
 * mask in which all signals are blocked that a host may have handlers for, so that none of these ever runs there;
 * open are those of faults, and the one with which the runtime stops its threads. It ignores SIGPIPE for the whole
 * process, which is for the host to decide.
 */
static void start(void)
{
    static const int open_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
    struct sigaction pipe_action;
    sigset_t blocked, before;
    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof open_signals / sizeof open_signals[0]; i++)
        sigdelset(&blocked, open_signals[i]);
    sigdelset(&blocked, SIGRTMIN);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    int known = sigaction(SIGPIPE, NULL, &pipe_action) == 0;
    ecm_bitstream_version();
    if (known)
        sigaction(SIGPIPE, &pipe_action, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* 1 if this is the process that the runtime is of, or comes to be of. What clone() made, without fork() and its
 * handlers, has another process id. */
static int enter(void)
{
    int here = (int)getpid(), none = 0;
    if (!atomic_compare_exchange_strong(&owner, &none, here) && none != here)
        atomic_store(&forked, 1);
    if (atomic_load(&forked))
        return 0;
    pthread_once(&once, start);
    return 1;
}

#define STATUS(name, parameters, arguments)                    \
    extern ec_status ecm_##name parameters;                    \
    ec_status ec_##name parameters                             \
    {                                                          \
        return enter() ? ecm_##name arguments : EC_ERROR_FORKED; \
    }

/* ---- 1. versions ------------------------------------------------------------------- */

uint32_t ec_version(void)
{
    return EC_VERSION;
}

const char *ec_version_string(void)
{
    return VERSION_STRING(EC_VERSION_MAJOR, EC_VERSION_MINOR, EC_VERSION_PATCH);
}

uint32_t ec_abi_version(void)
{
    return EC_ABI_VERSION;
}

uint32_t ec_bitstream_version(void)
{
    return enter() ? ecm_bitstream_version() : 0;
}

extern uint32_t ecm_model_version(void);
uint32_t ec_model_version(void)
{
    return enter() ? ecm_model_version() : 0;
}

/* native/kernels/ec_kernels.h; not included, since its sample types have the names of edgecodec.h */
struct ec_kernel;
extern const struct ec_kernel *ec_kernel_select(void);
extern const char *ec_kernel_name(const struct ec_kernel *kernel);
const char *ec_active_kernel(void)
{
    const struct ec_kernel *kernel = ec_kernel_select();
    return kernel != NULL ? ec_kernel_name(kernel) : "none";
}

/* ---- 2. status --------------------------------------------------------------------- */

extern const char *ecm_status_message(ec_status status);
const char *ec_status_message(ec_status status)
{
    return enter() ? ecm_status_message(status) : forked_text;
}

/* As ec_last_error() does it: a NUL in any case, and the length of the whole text. */
static size_t copy_forked_text(char *text, size_t capacity)
{
    if (text != NULL && capacity > 0) {
        size_t room = capacity - 1, length = sizeof forked_text - 1;
        memcpy(text, forked_text, length < room ? length : room);
        text[length < room ? length : room] = '\0';
    }
    return sizeof forked_text - 1;
}

extern size_t ecm_last_error(char *text, size_t capacity);
size_t ec_last_error(char *text, size_t capacity)
{
    return enter() ? ecm_last_error(text, capacity) : copy_forked_text(text, capacity);
}

STATUS(runtime_get_info, (ec_runtime_info *info), (info))

/* ---- 4. models --------------------------------------------------------------------- */

STATUS(model_open_memory, (const void *data, size_t size, const ec_model_options *options, ec_model *model),
       (data, size, options, model))
STATUS(model_open_file, (const char *path, const ec_model_options *options, ec_model *model), (path, options, model))
STATUS(model_close, (ec_model model), (model))
STATUS(model_get_info, (ec_model model, ec_model_info *info), (model, info))

/* ---- 6. encoders ------------------------------------------------------------------- */

STATUS(encoder_memory, (ec_model model, const ec_encoder_options *options, ec_memory *memory),
       (model, options, memory))
STATUS(encoder_create, (ec_model model, const ec_encoder_options *options, ec_encoder *encoder),
       (model, options, encoder))
STATUS(encoder_destroy, (ec_encoder encoder), (encoder))

extern size_t ecm_encoder_last_error(ec_encoder encoder, char *text, size_t capacity);
size_t ec_encoder_last_error(ec_encoder encoder, char *text, size_t capacity)
{
    return enter() ? ecm_encoder_last_error(encoder, text, capacity) : copy_forked_text(text, capacity);
}

/* ---- 7. encoding in one call ------------------------------------------------------- */

STATUS(encode_bound, (ec_encoder encoder, const ec_encode_params *params, size_t *bytes), (encoder, params, bytes))
STATUS(encode,
       (ec_encoder encoder, const ec_image *image, const ec_encode_params *params, uint8_t *stream, size_t capacity,
        size_t *size),
       (encoder, image, params, stream, capacity, size))
STATUS(encode_cancel, (ec_encoder encoder), (encoder))

/* ---- 8. encoding as rows arrive ---------------------------------------------------- */

STATUS(encode_begin, (ec_encoder encoder, const ec_source *source, const ec_encode_params *params),
       (encoder, source, params))
STATUS(encode_push, (ec_encoder encoder, uint32_t slice, uint32_t row, const ec_image *rows),
       (encoder, slice, row, rows))
STATUS(encode_finish, (ec_encoder encoder), (encoder))
STATUS(encode_pull, (ec_encoder encoder, uint8_t *bytes, size_t capacity, size_t *size, ec_pull_state *state),
       (encoder, bytes, capacity, size, state))

/* ---- 9. label maps ----------------------------------------------------------------- */

STATUS(labelmap_get_info, (const void *map, size_t map_size, ec_labelmap_info *info), (map, map_size, info))
STATUS(labelmap_decode,
       (const void *map, size_t map_size, const void *stream, size_t stream_size, const ec_labels *labels),
       (map, map_size, stream, stream_size, labels))
STATUS(labelmap_decode_units,
       (const void *map, size_t map_size, const void *header, size_t header_size, const void *units, size_t units_size,
        const ec_source *source, const ec_labels *labels),
       (map, map_size, header, header_size, units, units_size, source, labels))
