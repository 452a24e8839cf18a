/*
 * edgecodec.h - pixels in, a task-trained stream of about 100 bytes out.
 *
 * EdgeCodec turns a picture or a volume into a very short stream (".ecs") from which a server computes a
 * segmentation mask. What the stream keeps is decided by an edge model (".ecm"), a file trained for the task.
 * This header is the device's half: open a model, create an encoder, encode.
 *
 *     ec_model model;
 *     ec_encoder encoder;
 *     ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
 *     ec_image image = EC_IMAGE_INIT;
 *     uint8_t stream[4096];
 *     size_t bytes;
 *
 *     image.data = pixels;  image.data_size = 3u * 640u * 480u;
 *     image.channels = 3;   image.width = 640;   image.height = 480;
 *
 *     if (ec_model_open_file("edge.ecm", &model) == EC_OK
 *         && ec_encoder_create(model, &options, &encoder) == EC_OK
 *         && ec_encode(encoder, &image, NULL, stream, sizeof stream, &bytes) == EC_OK) { ... send ... }
 *
 * The same pixels and the same model give the same bytes on every machine: all arithmetic is integer.
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
 *   of it, or larger than the library knows with a non-zero byte in the part it does not know, gives
 *   EC_ERROR_INVALID_STRUCT_SIZE: nothing that you set is ignored in silence.
 *
 * Threads. Every function may be called from any thread at any time. A model may serve any number of
 *   encoders. An encoder encodes one picture at a time: a second ec_encode() on it meanwhile returns
 *   EC_ERROR_BUSY at once. For parallel work give each thread an encoder of its own; bytes do not depend on it.
 *
 * Memory. Inputs are read during the call only and never kept; nothing that the library returns has to be
 *   freed, except handles. The library carries a garbage-collected heap of its own, limited to 256 MiB
 *   (EC_ERROR_OUT_OF_MEMORY beyond it) unless the environment variable DOTNET_GCHeapHardLimit has another
 *   number of bytes, in hexadecimal. It cannot be unloaded: dlclose() does not release it.
 *
 * Processes. After fork() do not call the library in the child, unless the child calls exec.
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

/* The major version of the edge models that the library reads (ECM.md, section 1). */
EC_API uint32_t ec_model_version(void);

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
    EC_ERROR_IMAGE_TOO_LARGE = 24,    /* above 65535 on an axis, 2^36 voxels, or 2 GiB from end to end */
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

    /* The library and its surroundings. */
    EC_ERROR_INTERNAL = 90, /* a fault of the library: please report it with the text of ec_last_error() */
    EC_ERROR_OUT_OF_MEMORY = 91,

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

/* ------------------------------------------------------------------------------------------------------------
 * 3. Edge models
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
    uint32_t reserved;        /* 0 */
    uint8_t identity[32];     /* SHA-256 of all that decides the bytes: what "the same model" means */
    char identity_hex[72];    /* the same as 64 hexadecimal digits and NUL */
    char name[72];            /* the model's name and NUL; may be empty */
} ec_model_info;

#define EC_MODEL_INFO_INIT                                                                                   \
    {                                                                                                        \
        sizeof(ec_model_info), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}, {0}, {0}        \
    }

/*
 * Opens a model from memory. The bytes are copied; data may be freed at once.
 *
 * data, size: the whole .ecm file.   model: receives the handle, or zero on failure.
 * EC_ERROR_NOT_A_MODEL .. EC_ERROR_MODEL_IDENTITY_MISMATCH, EC_ERROR_NULL_ARGUMENT, EC_ERROR_OUT_OF_MEMORY.
 */
EC_API ec_status ec_model_open_memory(const void *data, size_t size, ec_model *model) EC_CHECKED;

/* Opens a model from a file. path: NUL-terminated UTF-8. Otherwise as ec_model_open_memory(). */
EC_API ec_status ec_model_open_file(const char *path, ec_model *model) EC_CHECKED;

/*
 * Closes a model. Encoders that were created from it keep working. The handle is invalid from then on, also
 * for other threads; calls that are under way finish. Closing twice is EC_ERROR_INVALID_HANDLE.
 */
EC_API ec_status ec_model_close(ec_model model);

/* Tells what a model is and takes. On entry info->struct_size must be set: begin with EC_MODEL_INFO_INIT. */
EC_API ec_status ec_model_get_info(ec_model model, ec_model_info *info) EC_CHECKED;

/* ------------------------------------------------------------------------------------------------------------
 * 4. Images
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
 * [data, data + data_size): EC_ERROR_IMAGE_INVALID. It reads no other byte.
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
 * 5. Encoding
 * --------------------------------------------------------------------------------------------------------- */

/* An encoder: a model and the working memory to run it. Zero is no encoder. */
typedef struct ec_encoder {
    uint64_t id;
} ec_encoder;

typedef struct ec_encoder_options {
    uint32_t struct_size; /* set by EC_ENCODER_OPTIONS_INIT */
    uint32_t abi_version; /* set by EC_ENCODER_OPTIONS_INIT */
} ec_encoder_options;

#define EC_ENCODER_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        sizeof(ec_encoder_options), EC_ABI_VERSION                                                           \
    }

/* What may differ from picture to picture. */
typedef struct ec_encode_params {
    uint32_t struct_size;  /* set by EC_ENCODE_PARAMS_INIT */
    uint32_t layers;       /* quality layers to write, first ones first: 1 to ec_model_info.layers; 0 is all */
    int32_t window_low;    /* EC_WINDOW_CALLER: the sample value that becomes black, -32768 to 65535 */
    uint32_t window_width; /* EC_WINDOW_CALLER: 1 to 65535; low + width becomes white. 0 is no window */
} ec_encode_params;

#define EC_ENCODE_PARAMS_INIT                                                                                \
    {                                                                                                        \
        sizeof(ec_encode_params), 0, 0, 0                                                                    \
    }

/*
 * Creates an encoder.
 *
 * model: an open model.   options: EC_ENCODER_OPTIONS_INIT.   encoder: receives the handle, or zero on failure.
 * EC_ERROR_INVALID_HANDLE, EC_ERROR_ABI_VERSION_UNSUPPORTED, EC_ERROR_OUT_OF_MEMORY and the errors of any call.
 */
EC_API ec_status ec_encoder_create(ec_model model, const ec_encoder_options *options,
                                   ec_encoder *encoder) EC_CHECKED;

/* Destroys an encoder. The handle is invalid from then on; an ec_encode() that is under way finishes. */
EC_API ec_status ec_encoder_destroy(ec_encoder encoder);

/* The size of the longest stream that this encoder can write, of any picture: such a buffer always suffices. */
EC_API ec_status ec_encode_bound(ec_encoder encoder, size_t *bytes) EC_CHECKED;

/*
 * Encodes a picture or a volume into a stream.
 *
 * image: the pixels.   params: may be NULL, for all layers and no window.
 * stream, capacity: your buffer. It is written at the end of a call that succeeds, and only then.
 * size: receives the stream's size; with EC_ERROR_BUFFER_TOO_SMALL the size that is needed (stream may then be
 *   NULL and capacity 0, to ask for it at the price of encoding); with any other error 0.
 *
 * EC_ERROR_IMAGE_... and EC_ERROR_WINDOW_... tell what does not suit the model, EC_ERROR_BUSY that another
 * thread is encoding with this encoder.
 */
EC_API ec_status ec_encode(ec_encoder encoder, const ec_image *image, const ec_encode_params *params,
                           uint8_t *stream, size_t capacity, size_t *size) EC_CHECKED;

#ifdef __cplusplus
}
#endif

#endif /* EDGECODEC_H */
