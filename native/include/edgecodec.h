/*
 * edgecodec.h - pixels in, a task-trained stream of about 100 bytes out.
 *
 * EdgeCodec turns a picture or a volume into a very short stream (".ecs") from which a server computes a
 * segmentation mask. What the stream keeps is decided by an edge model (".ecm"), a file trained for the task.
 * This header is the device's half: open a model, create an encoder, encode.
 *
 *     ec_model model;
 *     ec_encoder encoder;
 *     ec_image image = EC_IMAGE_INIT;
 *     uint8_t stream[4096];
 *     size_t bytes;
 *
 *     image.data = pixels;  image.data_size = 3u * 640u * 480u;
 *     image.channels = 3;   image.width = 640;   image.height = 480;
 *
 *     if (ec_model_open_file("edge.ecm", NULL, &model) == EC_OK
 *         && ec_encoder_create(model, NULL, &encoder) == EC_OK
 *         && ec_encode(encoder, &image, NULL, stream, sizeof stream, &bytes) == EC_OK) { ... send ... }
 *
 * A sensor that delivers rows needs no frame buffer: section 8 takes rows as they come.
 *
 * The same pixels and the same model give the same bytes on every machine, with any number of threads and any
 * division into rows: all arithmetic is integer.
 *
 * A STREAM IS PATIENT DATA. It holds no name and no date, but a mask can be computed from it. Send it over
 * authenticated, encrypted transport only; the stream's checksum finds damage and is not a signature.
 *
 *
 * CONVENTIONS
 *
 * Status. Every function that can fail returns an ec_status. EC_OK is 0, and nothing else is success. On
 *   failure the outputs are set to zero (sizes, handles) or left alone (buffers), and ec_last_error() has a
 *   sentence that says which argument, what was found and what was expected.
 *
 * Handles. ec_model and ec_encoder hold a number, never an address. The library checks it at each call: a
 *   handle that is zero, was closed, is of the other kind or is garbage gives EC_ERROR_INVALID_HANDLE.
 *
 * Structures begin with struct_size, which the EC_..._INIT macros set. It lets a program that was compiled
 *   with an older header run with a newer library. A structure smaller than the library's first version
 *   of it, above 4096 bytes, or larger than the library knows with a non-zero byte in the part it does not
 *   know, gives EC_ERROR_INVALID_STRUCT_SIZE: nothing that you set is ignored in silence. Where a pointer to
 *   options may be NULL, that stands for the structure's INIT.
 *
 * Threads. Every function may be called from any thread at any time, also several at once. A model serves any
 *   number of encoders. An encoder does one thing at a time: a second call on it meanwhile returns
 *   EC_ERROR_BUSY at once, but for the few whose comment says otherwise. For parallel work give each thread an
 *   encoder of its own, or one encoder several threads (ec_encoder_options.runner). A thread that calls needs
 *   64 KiB of stack; threads of a runner need 16 KiB. Nothing may be called from a signal handler.
 *
 * Memory. Inputs are read during the call only and never kept; nothing that the library returns has to be
 *   freed, except handles. Models and encoders take their memory when they are opened or created, from your
 *   allocator if you give one; ec_encoder_memory() tells how much beforehand. After ec_encoder_create(),
 *   encoding allocates nothing, whatever the size of the source; a call that fails may allocate its text. The
 *   library carries a garbage-collected heap of its own for all else, limited to EC_HEAP_LIMIT bytes
 *   (EC_ERROR_OUT_OF_MEMORY beyond it) unless the environment variable DOTNET_GCHeapHardLimit has another
 *   number of bytes, in hexadecimal. It cannot be unloaded: dlclose() does not release it.
 *
 * Processes. A child of fork() cannot use a library that its parent has used: the functions there return
 *   EC_ERROR_FORKED and do nothing else, outputs included, until the child calls exec. A child whose parent had
 *   not called the library yet may use it.
 */
#ifndef EDGECODEC_H
#define EDGECODEC_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define EC_API __declspec(dllimport)
#else
#define EC_API
#endif

/* A discarded status is a silent mistake: compilers that can warn about it do. */
#if defined(__GNUC__)
#define EC_CHECKED __attribute__((warn_unused_result))
#else
#define EC_CHECKED
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------------------------
 * 1. Versions
 *
 * The functions tell what runs, the macros what was compiled. They never fail.
 * --------------------------------------------------------------------------------------------------------- */

#define EC_VERSION_MAJOR 0
#define EC_VERSION_MINOR 1
#define EC_VERSION_PATCH 0

/* As ec_version() returns it: 10000 * major + 100 * minor + patch. */
#define EC_VERSION (10000 * EC_VERSION_MAJOR + 100 * EC_VERSION_MINOR + EC_VERSION_PATCH)

/*
 * The version of this interface. It grows by one whenever the header gains something; a library serves every
 * program whose version is not above its own. What would break a program changes the library's file name
 * (libedgecodec.so.1) instead. ec_encoder_create() checks it, through ec_encoder_options.
 */
#define EC_ABI_VERSION 1

/* The library's version, 10000 * major + 100 * minor + patch. */
EC_API uint32_t ec_version(void);

/* The library's version as text, such as "0.1.0". Static: do not free. */
EC_API const char *ec_version_string(void);

/* The newest EC_ABI_VERSION that the library serves. */
EC_API uint32_t ec_abi_version(void);

/* The major version of the streams that the library writes (FORMAT.md). */
EC_API uint32_t ec_bitstream_version(void);

/* The major version of the edge models that the library reads (ECM.md, section 1). A model's own: ec_model_info. */
EC_API uint32_t ec_model_version(void);

/* The kernels that this processor runs: "avx512vnni", "avx2", "neondot", "neon" or "portable". Static. */
EC_API const char *ec_active_kernel(void);

/* ------------------------------------------------------------------------------------------------------------
 * 2. Status
 * --------------------------------------------------------------------------------------------------------- */

/* The values are pinned: new ones are added, none is ever changed or reused. */
typedef enum ec_status {
    EC_OK = 0,

    /* The call. */
    EC_ERROR_INVALID_ARGUMENT = 1,        /* an argument is outside its range */
    EC_ERROR_NULL_ARGUMENT = 2,           /* a required pointer is NULL */
    EC_ERROR_INVALID_HANDLE = 3,          /* the handle is zero, closed, of the other kind, or garbage */
    EC_ERROR_INVALID_STRUCT_SIZE = 4,     /* struct_size is not one that this library knows */
    EC_ERROR_BUSY = 5,                    /* the encoder is encoding on another thread */
    EC_ERROR_ABI_VERSION_UNSUPPORTED = 6, /* the program was compiled with a newer header than the library */
    EC_ERROR_OUT_OF_ORDER = 7,            /* the calls that this one needs before it, or after it, are missing */
    EC_ERROR_CANCELLED = 8,               /* ec_encode_cancel() was called meanwhile */
    EC_ERROR_FORKED = 9,                  /* this process is a fork of one that had used the library */

    /* The edge model. */
    EC_ERROR_NOT_A_MODEL = 10,
    EC_ERROR_MODEL_VERSION_UNSUPPORTED = 11,
    EC_ERROR_MODEL_TRUNCATED = 12,
    EC_ERROR_MODEL_DAMAGED = 13,         /* the checksum does not match */
    EC_ERROR_MODEL_INVALID = 14,         /* it breaks a rule of its format */
    EC_ERROR_MODEL_SECTION_UNKNOWN = 15, /* it needs a feature that this library does not have */
    EC_ERROR_MODEL_UNREADABLE = 16,      /* the file is absent or cannot be read */
    EC_ERROR_MODEL_IDENTITY_MISMATCH = 17,
    EC_ERROR_MODEL_TOO_COSTLY = 18, /* it asks for more work than the format allows */

    /* The image. */
    EC_ERROR_IMAGE_INVALID = 20,      /* sizes, strides and data_size do not fit together */
    EC_ERROR_IMAGE_CHANNELS = 21,     /* the model takes another number of channels */
    EC_ERROR_IMAGE_SAMPLE_TYPE = 22,  /* the model does not take this sample type */
    EC_ERROR_IMAGE_TOO_SMALL = 23,    /* the model needs a larger source */
    EC_ERROR_IMAGE_TOO_LARGE = 24,    /* above 65535 on an axis, 2^36 voxels, or the encoder's max_width */
    EC_ERROR_IMAGE_ASPECT = 25,       /* more elongated than the model takes */
    EC_ERROR_WINDOW_REQUIRED = 26,    /* the model needs an intensity window in ec_encode_params */
    EC_ERROR_WINDOW_NOT_ALLOWED = 27, /* the model has an intensity window of its own */
    EC_ERROR_WINDOW_INVALID = 28,     /* outside its range: see ec_encode_params */

    /* A stream that is read. Encoding never returns these. */
    EC_ERROR_NOT_A_STREAM = 30,
    EC_ERROR_STREAM_VERSION_UNSUPPORTED = 31,
    EC_ERROR_STREAM_HEADER_INVALID = 32,
    EC_ERROR_WRONG_MODEL = 33,
    EC_ERROR_STREAM_TRUNCATED = 34,
    EC_ERROR_STREAM_DAMAGED = 35,
    EC_ERROR_STREAM_BLOCK_UNKNOWN = 36,
    EC_ERROR_STREAM_TRAILING_BYTES = 37,
    EC_ERROR_STREAM_STALLED = 38,

    /* Buffers. */
    EC_ERROR_BUFFER_TOO_SMALL = 40, /* the size output has the size that is needed */

    /* The label map. */
    EC_ERROR_NOT_A_LABEL_MAP = 50,
    EC_ERROR_LABEL_MAP_VERSION_UNSUPPORTED = 51,
    EC_ERROR_LABEL_MAP_HEADER_INVALID = 52,
    EC_ERROR_LABEL_MAP_TRUNCATED = 53,
    EC_ERROR_LABEL_MAP_DAMAGED = 54,
    EC_ERROR_WRONG_STREAM = 55, /* the label map answers another stream */

    /* Rows that are pushed. */
    EC_ERROR_ROWS_OUT_OF_ORDER = 60, /* rows come in order, each once: the text says which are next */
    EC_ERROR_ROWS_MISSING = 61,      /* the source is not complete */
    EC_ERROR_BYTES_PENDING = 62,     /* ec_encode_pull() comes before the next unit is complete */

    /* The library and its surroundings. */
    EC_ERROR_INTERNAL = 90, /* a fault of the library: please report it with the text of ec_last_error() */
    EC_ERROR_OUT_OF_MEMORY = 91,
    EC_ERROR_RUNNER_FAILED = 92, /* your runner failed, or did not do what ec_runner asks of it */

    EC_STATUS_IS_32_BITS = 0x7fffffff /* never returned; it makes the type one size for every compiler */
} ec_status;

/* A short English sentence about a status; "unknown status" for a value that is none. Static: do not free. */
EC_API const char *ec_status_message(ec_status status);

/*
 * What went wrong in the last call of this thread, in one sentence of UTF-8; empty if that call succeeded.
 *
 * At most capacity bytes are written, a final NUL always included; a longer text is cut at a whole character.
 * Returns the length of the whole text without the NUL, so that ec_last_error(NULL, 0) asks how long it is.
 * Only functions that return an ec_status change the text. Every thread has its own.
 */
EC_API size_t ec_last_error(char *text, size_t capacity);

/* Bytes that the library's own heap is limited to, unless the environment says otherwise. */
#define EC_HEAP_LIMIT 67108864

/* What the library holds in this process beside the models and encoders. */
typedef struct ec_runtime_info {
    uint32_t struct_size; /* set by EC_RUNTIME_INFO_INIT */
    uint32_t reserved;
    uint64_t heap_limit;     /* bytes that the library's own heap may grow to */
    uint64_t heap_used;      /* bytes of objects in it, those included that are no longer needed */
    uint64_t heap_allocated; /* bytes allocated in it since the process began: grows, never shrinks */
} ec_runtime_info;

#define EC_RUNTIME_INFO_INIT                                                                                 \
    {                                                                                                        \
        sizeof(ec_runtime_info), 0, 0, 0, 0                                                                  \
    }

/* Tells about the heap, for diagnostics. Asking twice allocates nothing in between. */
EC_API ec_status ec_runtime_get_info(ec_runtime_info *info) EC_CHECKED;

/* ------------------------------------------------------------------------------------------------------------
 * 3. Hooks
 *
 * What the library can use of yours. All are optional. They are called on the thread that calls the library,
 * during that call, and must return to it: no exception, no longjmp. They may call the library, but not with the
 * handle whose call they are part of (EC_ERROR_BUSY). They and their opaque pointers must outlive the model or the
 * encoder that they were given to; an allocator given to a model also every encoder created from it.
 * --------------------------------------------------------------------------------------------------------- */

/* Where a model's or an encoder's memory comes from. Both functions, or none: then it is malloc() and free(). */
typedef struct ec_allocator {
    void *opaque;
    /* At least size bytes, aligned as malloc() does; NULL if there are none, which becomes EC_ERROR_OUT_OF_MEMORY. */
    void *(*allocate)(void *opaque, size_t size);
    /* Takes back what allocate() gave; never NULL. */
    void (*release)(void *opaque, void *memory);
} ec_allocator;

typedef enum ec_log_level {
    EC_LOG_ERROR = 1, /* a call on the encoder failed: the text of ec_last_error(). Models log none */
    EC_LOG_INFO = 2,  /* opened, created: what and with which memory */

    EC_LOG_LEVEL_IS_32_BITS = 0x7fffffff
} ec_log_level;

/* Receives one line of UTF-8 without a line end, gone after the call. Never pixels, never bytes of a stream. */
typedef struct ec_log {
    void *opaque;
    void (*write)(void *opaque, ec_log_level level, const char *line);
} ec_log;

/* A piece of work of the library's: for your ec_runner to call, from any thread, with a stack of 16 KiB or more. */
typedef void (*ec_task)(void *tasks, uint32_t index, uint32_t thread);

/*
 * How an encoder uses several threads: yours. run() calls task(tasks, i, thread) once for each i below count, and
 * returns 0 when all of these calls have returned. Which thread calls which i does not matter. Calls that overlap in
 * time have different thread numbers, 0 to ec_encoder_options.threads - 1. It returns anything else if it could not.
 *
 * A picture is a few such batches. The bytes do not depend on threads. A runner that leaves tasks out, calls one
 * twice or uses a thread number twice at a time gives EC_ERROR_RUNNER_FAILED. native/examples/pool.c is a runner
 * in 100 lines; in one line, with OpenMP, it is "#pragma omp parallel for num_threads(threads)".
 */
typedef struct ec_runner {
    void *opaque;
    int (*run)(void *opaque, ec_task task, void *tasks, uint32_t count);
} ec_runner;

/* ------------------------------------------------------------------------------------------------------------
 * 4. Edge models
 * --------------------------------------------------------------------------------------------------------- */

/* An open edge model. Zero is no model. */
typedef struct ec_model {
    uint64_t id;
} ec_model;

/* The type of a sample. 16-bit samples are in the machine's byte order and need no alignment. */
typedef enum ec_sample_type {
    EC_SAMPLE_U8 = 0,
    EC_SAMPLE_U16 = 1,
    EC_SAMPLE_S16 = 2,

    EC_SAMPLE_TYPE_IS_32_BITS = 0x7fffffff
} ec_sample_type;

/* How the source's height and width meet the model's grid. */
typedef enum ec_fit {
    EC_FIT_STRETCH = 0,     /* all of the source on all of the grid */
    EC_FIT_LETTERBOX = 1,   /* all of the source, its aspect ratio kept, the rest of the grid is padding */
    EC_FIT_CENTER_CROP = 2, /* the centre of the source that has the grid's aspect ratio */

    EC_FIT_IS_32_BITS = 0x7fffffff
} ec_fit;

/* Where the intensity window comes from. It maps [low, low + width] to the grid's 0 to 255. */
typedef enum ec_window_mode {
    EC_WINDOW_FULL_RANGE = 0, /* the whole range of the sample type */
    EC_WINDOW_FIXED = 1,      /* the model's own, see ec_model_info */
    EC_WINDOW_CALLER = 2,     /* yours, in ec_encode_params, for each picture */

    EC_WINDOW_MODE_IS_32_BITS = 0x7fffffff
} ec_window_mode;

/* What an open model is and what it takes. */
typedef struct ec_model_info {
    uint32_t struct_size;  /* set by EC_MODEL_INFO_INIT */
    uint32_t sample_types; /* bit n is set if the model takes ec_sample_type n */
    uint32_t channels;     /* 1 (intensity) or 3 (red, green, blue) */
    uint32_t fit;          /* an ec_fit */
    uint32_t grid_depth;   /* the source is resampled to this size, 1 deep for pictures */
    uint32_t grid_height;
    uint32_t grid_width;
    uint32_t min_depth; /* a smaller source is EC_ERROR_IMAGE_TOO_SMALL */
    uint32_t min_height;
    uint32_t min_width;
    uint32_t max_aspect_16; /* the longer over the shorter of height and width, in 1/16; 0 is no limit */
    uint32_t window_mode;   /* an ec_window_mode */
    int32_t window_low;     /* EC_WINDOW_FIXED: the window; else 0 */
    uint32_t window_width;
    uint32_t latent_channels; /* the stream codes latent_channels x depth x height x width bits */
    uint32_t latent_depth;
    uint32_t latent_height;
    uint32_t latent_width;
    uint32_t layers;          /* quality layers, 1 to 15: see ec_encode_params */
    uint32_t format_version;  /* major version of the format that its file is in */
    uint8_t identity[32];     /* SHA-256 of all that decides the bytes: what "the same model" means */
    char identity_hex[72];    /* the same as 64 hexadecimal digits and NUL */
    char name[72];            /* the model's name and NUL; may be empty */
    uint64_t memory;          /* bytes that the open model takes of its allocator */
} ec_model_info;

#define EC_MODEL_INFO_INIT                                                                                   \
    {                                                                                                        \
        sizeof(ec_model_info), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}, {0}, {0}, 0     \
    }

typedef struct ec_model_options {
    uint32_t struct_size; /* set by EC_MODEL_OPTIONS_INIT */
    uint32_t abi_version; /* set by EC_MODEL_OPTIONS_INIT */
    ec_allocator allocator;
    ec_log log;
} ec_model_options;

#define EC_MODEL_OPTIONS_INIT                                                                                \
    {                                                                                                        \
        sizeof(ec_model_options), EC_ABI_VERSION, {NULL, NULL, NULL}, {NULL, NULL}                           \
    }

/*
 * Opens a model from memory. The bytes are copied; data may be freed at once.
 *
 * data, size: the whole .ecm file.   options: may be NULL.   model: receives the handle, or zero on failure.
 * EC_ERROR_NOT_A_MODEL .. EC_ERROR_MODEL_TOO_COSTLY, EC_ERROR_NULL_ARGUMENT, EC_ERROR_INVALID_ARGUMENT (half an
 * allocator), EC_ERROR_ABI_VERSION_UNSUPPORTED, EC_ERROR_OUT_OF_MEMORY.
 *
 * The file's checksum finds damage. That a model is yours, and not made to harm, is for you to make sure of: a
 * hostile file can cost time and memory up to the limits of ECM.md, never more.
 */
EC_API ec_status ec_model_open_memory(const void *data, size_t size, const ec_model_options *options,
                                      ec_model *model) EC_CHECKED;

/* Opens a model from a file. path: NUL-terminated UTF-8. Otherwise as ec_model_open_memory(). */
EC_API ec_status ec_model_open_file(const char *path, const ec_model_options *options, ec_model *model) EC_CHECKED;

/*
 * Closes a model. Encoders that were created from it keep working, and its memory is released with the last of
 * them. The handle is invalid from then on, also for other threads; calls that are under way finish. Closing twice
 * is EC_ERROR_INVALID_HANDLE.
 */
EC_API ec_status ec_model_close(ec_model model);

/* Tells what a model is and takes. On entry info->struct_size must be set: begin with EC_MODEL_INFO_INIT. */
EC_API ec_status ec_model_get_info(ec_model model, ec_model_info *info) EC_CHECKED;

/* ------------------------------------------------------------------------------------------------------------
 * 5. Images
 *
 * A view of samples in your memory, nothing is copied. Sample (channel c, slice z, row y, column x) is at
 *
 *     (const uint8_t *)data + offset
 *         + c * channel_stride + z * slice_stride + y * row_stride + x * column_stride
 *
 * Strides count bytes, from each sample to the next along its axis. One that is 0 stands for packed,
 * interleaved samples:
 *
 *     channel_stride = bytes of a sample        column_stride = channels * bytes of a sample
 *     row_stride = width * column_stride        slice_stride = height * row_stride
 *
 * and the stride of an axis of size 1 does not matter. So:
 *
 *     RGB RGB RGB, packed         all strides 0
 *     rows padded to 4 bytes      row_stride = (3 * width + 3) / 4 * 4
 *     RGBA                        column_stride = 4, channels = 3 (alpha is not read)
 *     BGR                         offset = 2, channel_stride = -1, column_stride = 3
 *     planes R, G, B of 8 bits    column_stride = 1, row_stride = width, channel_stride = width * height
 *     bottom-up rows              offset = (height - 1) * row bytes, row_stride = -(row bytes)
 *     a region of a picture       offset = of its first sample, row_stride = that of the whole picture
 *
 * The library computes the lowest and the highest byte that the view reaches, and refuses a view that leaves
 * [data, data + data_size): EC_ERROR_IMAGE_INVALID. It reads no other byte. Nothing has to be aligned.
 * --------------------------------------------------------------------------------------------------------- */

typedef struct ec_image {
    uint32_t struct_size; /* set by EC_IMAGE_INIT */
    uint32_t sample_type; /* an ec_sample_type */
    const void *data;     /* the buffer */
    size_t data_size;     /* bytes in the buffer */
    size_t offset;        /* bytes from data to the sample (0, 0, 0, 0) */
    uint32_t channels;    /* 1 or 3, as the model takes */
    uint32_t width;       /* columns, 1 to 65535 */
    uint32_t height;      /* rows, 1 to 65535 */
    uint32_t depth;       /* slices, 1 to 65535; 1 is a picture */
    int64_t channel_stride;
    int64_t column_stride;
    int64_t row_stride;
    int64_t slice_stride;
} ec_image;

/* No data yet; 8 bits, 1 channel, 1 slice, packed. */
#define EC_IMAGE_INIT                                                                                        \
    {                                                                                                        \
        sizeof(ec_image), EC_SAMPLE_U8, NULL, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0                                   \
    }

/* ------------------------------------------------------------------------------------------------------------
 * 6. Encoders
 * --------------------------------------------------------------------------------------------------------- */

/* An encoder: a model and the working memory to run it. Zero is no encoder. */
typedef struct ec_encoder {
    uint64_t id;
} ec_encoder;

typedef struct ec_encoder_options {
    uint32_t struct_size; /* set by EC_ENCODER_OPTIONS_INIT */
    uint32_t abi_version; /* set by EC_ENCODER_OPTIONS_INIT */
    uint32_t threads;     /* thread numbers that the runner uses: 1 to 32; 0 is 1 */
    uint32_t max_width;   /* the widest source that will come, up to 65535: less is less memory; 0 is 65535 */
    uint64_t max_memory;  /* EC_ERROR_OUT_OF_MEMORY if the encoder would take more; 0 is 256 MiB */
    ec_runner runner;     /* needed for threads above 1 */
    ec_allocator allocator;
    ec_log log;
} ec_encoder_options;

#define EC_ENCODER_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        sizeof(ec_encoder_options), EC_ABI_VERSION, 0, 0, 0, {NULL, NULL}, {NULL, NULL, NULL}, {NULL, NULL}  \
    }

/* What an encoder takes, from its creation to its end. */
typedef struct ec_memory {
    uint32_t struct_size; /* set by EC_MEMORY_INIT */
    uint32_t blocks;      /* allocations from the allocator */
    uint64_t native;      /* bytes of those, exactly */
    uint64_t heap;        /* bytes in the library's own heap, at most */
} ec_memory;

#define EC_MEMORY_INIT                                                                                       \
    {                                                                                                        \
        sizeof(ec_memory), 0, 0, 0                                                                           \
    }

/*
 * Tells what ec_encoder_create() with these arguments would take. It depends on the model, on threads and on
 * max_width, never on the height or depth of a source. options: may be NULL.
 */
EC_API ec_status ec_encoder_memory(ec_model model, const ec_encoder_options *options, ec_memory *memory) EC_CHECKED;

/*
 * Creates an encoder.
 *
 * model: an open model.   options: may be NULL.   encoder: receives the handle, or zero on failure.
 * EC_ERROR_INVALID_HANDLE, EC_ERROR_ABI_VERSION_UNSUPPORTED, EC_ERROR_INVALID_ARGUMENT (naming the option),
 * EC_ERROR_OUT_OF_MEMORY and the errors of any call.
 */
EC_API ec_status ec_encoder_create(ec_model model, const ec_encoder_options *options,
                                   ec_encoder *encoder) EC_CHECKED;

/*
 * Destroys an encoder. The handle is invalid from then on. A call that is under way on another thread finishes, and
 * the memory is released when it does; to end it soon, ec_encode_cancel() first.
 */
EC_API ec_status ec_encoder_destroy(ec_encoder encoder);

/*
 * What went wrong in the last call on this encoder, whichever thread made it; empty if that call succeeded.
 * Otherwise as ec_last_error(). Never EC_ERROR_BUSY: 0 for a handle that is none.
 */
EC_API size_t ec_encoder_last_error(ec_encoder encoder, char *text, size_t capacity);

/* ------------------------------------------------------------------------------------------------------------
 * 7. Encoding in one call
 * --------------------------------------------------------------------------------------------------------- */

/* What may differ from picture to picture. */
typedef struct ec_encode_params {
    uint32_t struct_size;  /* set by EC_ENCODE_PARAMS_INIT */
    uint32_t layers;       /* quality layers to write, first ones first: 1 to ec_model_info.layers; 0 is all */
    int32_t window_low;    /* EC_WINDOW_CALLER: the sample value that becomes black, -32768 to 65535 */
    uint32_t window_width; /* EC_WINDOW_CALLER: 1 to 65535; low + width becomes white. 0 is no window */
    uint32_t layer_checks; /* 1: each layer but the last has a check of its own, 4 bytes, so that a reader can be
                              given the layers before a damage; 0: not */
    uint32_t spacing[3];   /* nanometres between samples along depth, height, width, carried along; 0 is none */
    const void *metadata;  /* bytes of yours, carried along under the stream's checks: nothing of the patient's unless
                              your transport is made for it. NULL is none */
    size_t metadata_size;  /* at most 4096. Metadata that differs from the last allocates in the library's heap */
} ec_encode_params;

#define EC_ENCODE_PARAMS_INIT                                                                                \
    {                                                                                                        \
        sizeof(ec_encode_params), 0, 0, 0, 0, {0, 0, 0}, NULL, 0                                             \
    }

/*
 * The size of the longest stream of one picture or volume that this encoder can write with these parameters,
 * whatever the pixels: such a buffer always suffices. params: may be NULL.
 */
EC_API ec_status ec_encode_bound(ec_encoder encoder, const ec_encode_params *params, size_t *bytes) EC_CHECKED;

/*
 * Encodes a picture or a volume into a stream.
 *
 * image: the pixels.   params: may be NULL, for all layers and no window.
 * stream, capacity: your buffer. It is written at the end of a call that succeeds, and only then.
 * size: receives the stream's size; with EC_ERROR_BUFFER_TOO_SMALL the size that is needed (stream may then be
 *   NULL and capacity 0, to ask for it at the price of encoding); with any other error 0.
 *
 * EC_ERROR_IMAGE_... and EC_ERROR_WINDOW_... tell what does not suit the model, EC_ERROR_BUSY that another
 * thread is encoding with this encoder, EC_ERROR_OUT_OF_ORDER that it is at a stream of section 8.
 */
EC_API ec_status ec_encode(ec_encoder encoder, const ec_image *image, const ec_encode_params *params,
                           uint8_t *stream, size_t capacity, size_t *size) EC_CHECKED;

/*
 * Cancels what the encoder is at. A call under way on another thread returns EC_ERROR_CANCELLED, within
 * milliseconds; a stream that was begun (section 8) is given up. EC_OK also if there was nothing to cancel. The
 * encoder is ready for the next picture. Never EC_ERROR_BUSY.
 */
EC_API ec_status ec_encode_cancel(ec_encoder encoder);

/* ------------------------------------------------------------------------------------------------------------
 * 8. Encoding as rows arrive
 *
 *     ec_encode_begin(encoder, &source, NULL);
 *     while (rows come)
 *         ec_encode_push(encoder, slice, row, &rows);
 *     ec_encode_finish(encoder);
 *     do {
 *         ec_encode_pull(encoder, buffer, sizeof buffer, &size, &state);
 *         ... send size bytes ...
 *     } while (state == EC_PULL_BYTES);
 *
 * The bytes are those of ec_encode(), or a sequence: see ec_framing. Rows are resampled as they come and need not be
 * kept; the push of the last row also runs the network and codes. Bytes may be pulled between pushes too. A push of
 * many rows is shared between the threads of the runner, of few it is not.
 *
 * A push or a finish that is refused for its arguments (rows out of order, of another width) leaves the stream as it
 * was: push what the text says. After EC_ERROR_CANCELLED, EC_ERROR_RUNNER_FAILED or EC_ERROR_INTERNAL the stream is
 * given up, and ec_encode_begin() begins another.
 * --------------------------------------------------------------------------------------------------------- */

/* What the bytes of a stream are (FORMAT.md, section 2). */
typedef enum ec_framing {
    EC_FRAMING_PICTURE = 0, /* one source: the bytes of ec_encode(), complete when all rows are in */

    /*
     * A sequence: any number of sources of the same shape, one after the other; each begins again at slice 0, row 0.
     * Bytes are ready piece by piece, each of use on its own: at once the header, and a unit when its source, or its
     * slab, is complete; finish adds the end, without which a reader knows that something is missing. Pull a unit's
     * bytes before the next is complete: EC_ERROR_BYTES_PENDING. Another shape, or other parameters, is another
     * sequence: finish, pull and begin again. The bytes of each are a stream of their own; joined they are refused.
     */
    EC_FRAMING_SEQUENCE = 1,

    EC_FRAMING_IS_32_BITS = 0x7fffffff
} ec_framing;

/* The source that rows will be of. */
typedef struct ec_source {
    uint32_t struct_size; /* set by EC_SOURCE_INIT */
    uint32_t sample_type; /* an ec_sample_type */
    uint32_t channels;    /* 1 or 3, as the model takes */
    uint32_t width;       /* columns, 1 to 65535 */
    uint32_t height;      /* rows, 1 to 65535 */
    uint32_t depth;       /* slices, 1 to 65535; 1 is a picture */
    uint32_t framing;     /* an ec_framing */

    /*
     * In a sequence: 2 to depth, the slabs that a volume is cut into, each coded as a unit of its own, so that a scan
     * can be sent while it is made. Slab s has slices s * depth / slabs to (s + 1) * depth / slabs - 1, rounded down;
     * a push ends within its slab. 0: the volume is one unit.
     */
    uint32_t slabs;
} ec_source;

/* 8 bits, 1 channel, 1 slice, one picture. */
#define EC_SOURCE_INIT                                                                                       \
    {                                                                                                        \
        sizeof(ec_source), EC_SAMPLE_U8, 1, 0, 0, 1, EC_FRAMING_PICTURE, 0                                   \
    }

/* What ec_encode_pull() has after a call. */
typedef enum ec_pull_state {
    EC_PULL_WAITS = 0, /* nothing now: push rows, or finish */
    EC_PULL_BYTES = 1, /* more bytes are ready: pull again */
    EC_PULL_END = 2,   /* the stream is complete, and all of it was pulled */

    EC_PULL_STATE_IS_32_BITS = 0x7fffffff
} ec_pull_state;

/*
 * Begins a stream. params: may be NULL.
 * EC_ERROR_OUT_OF_ORDER if another stream is not pulled to its end: cancel it to be rid of it. Else the errors of
 * ec_encode() that depend on the source's sizes and on params.
 */
EC_API ec_status ec_encode_begin(ec_encoder encoder, const ec_source *source,
                                 const ec_encode_params *params) EC_CHECKED;

/*
 * Takes rows of the source: rows.height of them, from `row` of `slice` on, in the order in which they lie in the
 * source, slice by slice, each once. rows.depth is 1, or a number of whole slices from row 0 on. Samples, channels
 * and width are the source's, and the strides of channels and columns are those of the first push.
 * EC_ERROR_ROWS_OUT_OF_ORDER says which row is next.
 */
EC_API ec_status ec_encode_push(ec_encoder encoder, uint32_t slice, uint32_t row, const ec_image *rows) EC_CHECKED;

/* Says that no more rows come. EC_ERROR_ROWS_MISSING if the source is not complete, and which row is next. */
EC_API ec_status ec_encode_finish(ec_encoder encoder) EC_CHECKED;

/*
 * Copies bytes of the stream that are ready and were not pulled yet, in order.
 *
 * bytes, capacity: your buffer, of any size; NULL and 0 to ask for the state only.
 * size: receives the number of bytes copied.   state: receives what is next.
 * EC_ERROR_OUT_OF_ORDER if no stream was begun.
 */
EC_API ec_status ec_encode_pull(ec_encoder encoder, uint8_t *bytes, size_t capacity, size_t *size,
                                ec_pull_state *state) EC_CHECKED;

/* ------------------------------------------------------------------------------------------------------------
 * 9. Label maps
 *
 * What comes back from the server for a stream that was sent: a label for each sample position of its source, in a
 * file of its own format (LABELMAP.md). It names the stream that it answers, and is refused for any other: keep the
 * bytes that you sent. These functions need no model and no encoder, hold nothing, and allocate nothing.
 * --------------------------------------------------------------------------------------------------------- */

/* What a label map says of itself. */
typedef struct ec_labelmap_info {
    uint32_t struct_size; /* set by EC_LABELMAP_INFO_INIT */
    uint32_t version;     /* of the format */
    uint32_t width;
    uint32_t height;
    uint32_t depth;
    uint32_t labels;       /* every label is below this, 1 to 65536; 0 is background */
    uint32_t head_version; /* of the head that made the labels */
    uint32_t has_reference;
    uint8_t stream_digest[8]; /* the first 8 bytes of the SHA-256 of the stream that is answered */
    uint8_t reference[16];    /* opaque; zeros if there is none */
    char head_name[72];       /* UTF-8 and NUL */
} ec_labelmap_info;

#define EC_LABELMAP_INFO_INIT                                                                                \
    {                                                                                                        \
        sizeof(ec_labelmap_info), 0, 0, 0, 0, 0, 0, 0, {0}, {0}, {0}                                         \
    }

/* Reads the header of a label map. Whether the rest is whole is not checked. EC_ERROR_NOT_A_LABEL_MAP .. _DAMAGED. */
EC_API ec_status ec_labelmap_get_info(const void *map, size_t map_size, ec_labelmap_info *info) EC_CHECKED;

/* Where labels go: [depth][height][width], tight. */
typedef struct ec_labels {
    uint32_t struct_size; /* set by EC_LABELS_INIT */
    uint32_t label_bytes; /* 1 (uint8_t, for maps of at most 256 labels) or 2 (uint16_t) */
    void *data;           /* aligned for its type */
    size_t count;         /* labels that it has room for */
} ec_labels;

/* 8 bits a label. */
#define EC_LABELS_INIT                                                                                       \
    {                                                                                                        \
        sizeof(ec_labels), 1, NULL, 0                                                                        \
    }

/*
 * Checks and decodes the answer to a stream of one picture or volume.
 *
 * map: the whole label map.   stream: the whole stream that was sent.   labels: what they say is undefined after
 *   an error.
 * EC_ERROR_NOT_A_LABEL_MAP .. EC_ERROR_WRONG_STREAM, EC_ERROR_NOT_A_STREAM .. for the stream,
 * EC_ERROR_BUFFER_TOO_SMALL, EC_ERROR_INVALID_ARGUMENT if labels need 16 bits, or lie over the map or the stream.
 */
EC_API ec_status ec_labelmap_decode(const void *map, size_t map_size, const void *stream, size_t stream_size,
                                    const ec_labels *labels) EC_CHECKED;

/*
 * The same for the answer to one source of a sequence.
 *
 * header: the bytes that ec_encode_pull() gave before the first push.   units: the bytes that it gave when the source
 *   was complete; of a volume in slabs, those of all its slabs, one after the other.   source: width, height and depth.
 */
EC_API ec_status ec_labelmap_decode_units(const void *map, size_t map_size, const void *header, size_t header_size,
                                         const void *units, size_t units_size, const ec_source *source,
                                         const ec_labels *labels) EC_CHECKED;

#ifdef __cplusplus
}
#endif

#endif /* EDGECODEC_H */
