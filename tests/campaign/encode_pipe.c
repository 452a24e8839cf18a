/*
 * encode_pipe.c - encodes what comes in on standard input, until its end, and answers on standard output.
 *
 * In, little-endian: u32 bytes of the model and the model, 0 for the one before; s32 sample type, channels, width,
 * height, depth, window low, window width, layers; s64 offset, four strides, bytes of data; data.
 * Out: s32 bytes of the stream and the stream, or minus the status.
 *
 * Every processor that the library exists for is little-endian, so that numbers are read as they are.
 */
#include <edgecodec.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what)
{
    fprintf(stderr, "encode-pipe: %s\n", what);
    exit(1);
}

static void *grow(void *memory, size_t bytes)
{
    void *more = realloc(memory, bytes);
    if (more == NULL) {
        fail("no memory");
    }
    return more;
}

static void receive(void *to, size_t bytes)
{
    if (bytes > 0 && fread(to, 1, bytes, stdin) != bytes) {
        fail("the input ends in the middle of a record");
    }
}

static void require(ec_status status)
{
    char why[512];
    if (status != EC_OK) {
        ec_last_error(why, sizeof why);
        fail(why);
    }
}

typedef struct coder {
    ec_model model;
    ec_encoder encoder;
    uint8_t *stream;
    size_t bound;
} coder;

static void close_coder(coder *c)
{
    if (c->encoder.id != 0) {
        require(ec_encoder_destroy(c->encoder));
        require(ec_model_close(c->model));
    }
}

static void open_coder(coder *c, size_t model_bytes)
{
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    uint8_t *bytes = grow(NULL, model_bytes);
    close_coder(c);
    receive(bytes, model_bytes);
    require(ec_model_open_memory(bytes, model_bytes, NULL, &c->model));
    require(ec_encoder_create(c->model, &options, &c->encoder));
    require(ec_encode_bound(c->encoder, NULL, &c->bound));
    c->stream = grow(c->stream, c->bound);
    free(bytes);
}

int main(void)
{
    coder c = {{0}, {0}, NULL, 0};
    uint8_t *data = NULL;
    uint32_t model_bytes;
    while (fread(&model_bytes, sizeof model_bytes, 1, stdin) == 1) {
        const ec_image no_image = EC_IMAGE_INIT;
        ec_image image = no_image;
        ec_encode_params params = EC_ENCODE_PARAMS_INIT;
        int32_t numbers[8];
        int32_t answer;
        int64_t places[6];
        size_t size = 0;
        ec_status status;
        if (model_bytes > 0) {
            open_coder(&c, model_bytes);
        }
        receive(numbers, sizeof numbers);
        receive(places, sizeof places);
        image.data_size = (size_t)places[5];
        data = grow(data, image.data_size + 1);
        receive(data, image.data_size);
        image.data = data;
        image.offset = (size_t)places[0];
        image.sample_type = (uint32_t)numbers[0];
        image.channels = (uint32_t)numbers[1];
        image.width = (uint32_t)numbers[2];
        image.height = (uint32_t)numbers[3];
        image.depth = (uint32_t)numbers[4];
        image.channel_stride = places[1];
        image.column_stride = places[2];
        image.row_stride = places[3];
        image.slice_stride = places[4];
        params.window_low = numbers[5];
        params.window_width = (uint32_t)numbers[6];
        params.layers = (uint32_t)numbers[7];
        status = ec_encode(c.encoder, &image, &params, c.stream, c.bound, &size);
        answer = status == EC_OK ? (int32_t)size : -(int32_t)status;
        if (fwrite(&answer, sizeof answer, 1, stdout) != 1 || fwrite(c.stream, 1, size, stdout) != size || fflush(stdout) != 0) {
            fail("the answer cannot be written");
        }
    }
    close_coder(&c);
    free(c.stream);
    free(data);
    return 0;
}
