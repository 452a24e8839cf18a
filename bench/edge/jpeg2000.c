/* jpeg2000.c - OpenJPEG */
#include "peers.h"

#include <openjpeg.h>
#include <string.h>

/* A file in memory: it is written from its beginning and patched once, at its end. */
typedef struct memory_file {
    uint8_t *data;
    size_t capacity, at, size;
} memory_file;

static OPJ_SIZE_T write_bytes(void *data, OPJ_SIZE_T count, void *user)
{
    memory_file *file = user;
    if (count > file->capacity - file->at) {
        return (OPJ_SIZE_T)-1;
    }
    memcpy(file->data + file->at, data, count);
    file->at += count;
    file->size = file->at > file->size ? file->at : file->size;
    return count;
}

static OPJ_OFF_T skip_bytes(OPJ_OFF_T count, void *user)
{
    memory_file *file = user;
    file->at += (size_t)count;
    return count;
}

static OPJ_BOOL seek_to(OPJ_OFF_T at, void *user)
{
    memory_file *file = user;
    file->at = (size_t)at;
    return OPJ_TRUE;
}

static opj_image_t *planes_of(const uint8_t *pixels, int width, int height)
{
    opj_image_cmptparm_t planes[3];
    opj_image_t *image;
    size_t count = (size_t)width * (size_t)height;
    memset(planes, 0, sizeof planes);
    for (int c = 0; c < 3; c++) {
        planes[c].dx = planes[c].dy = 1;
        planes[c].w = (OPJ_UINT32)width;
        planes[c].h = (OPJ_UINT32)height;
        planes[c].prec = 8;
    }
    image = opj_image_create(3, planes, OPJ_CLRSPC_SRGB);
    if (image == NULL) {
        return NULL;
    }
    image->x1 = (OPJ_UINT32)width;
    image->y1 = (OPJ_UINT32)height;
    for (size_t i = 0; i < count; i++) {
        for (int c = 0; c < 3; c++) {
            image->comps[c].data[i] = pixels[3 * i + (size_t)c];
        }
    }
    return image;
}

static int compress(opj_image_t *image, opj_stream_t *stream, double ratio)
{
    opj_cparameters_t parameters;
    opj_codec_t *codec = opj_create_compress(OPJ_CODEC_J2K);
    int done;
    opj_set_default_encoder_parameters(&parameters);
    parameters.irreversible = 1;
    parameters.tcp_mct = 1;
    parameters.tcp_numlayers = 1;
    parameters.tcp_rates[0] = (float)ratio;
    parameters.cp_disto_alloc = 1;
    done = codec != NULL && opj_setup_encoder(codec, &parameters, image) && opj_start_compress(codec, image, stream)
           && opj_encode(codec, stream) && opj_end_compress(codec, stream);
    opj_destroy_codec(codec);
    return done;
}

double peer_jpeg2000(const uint8_t *pixels, int width, int height, double ratio, size_t *bytes)
{
    static uint8_t room[32 << 20];
    memory_file file = {room, sizeof room, 0, 0};
    opj_image_t *image = planes_of(pixels, width, height);
    opj_stream_t *stream = opj_stream_create(1 << 20, OPJ_FALSE);
    double start = peer_seconds();
    int done;
    if (image == NULL || stream == NULL) {
        return -1;
    }
    opj_stream_set_user_data(stream, &file, NULL);
    opj_stream_set_write_function(stream, write_bytes);
    opj_stream_set_skip_function(stream, skip_bytes);
    opj_stream_set_seek_function(stream, seek_to);
    done = compress(image, stream, ratio);
    start = peer_seconds() - start;
    opj_stream_destroy(stream);
    opj_image_destroy(image);
    *bytes = file.size;
    return done ? start : -1;
}
