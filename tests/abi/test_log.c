/*
 * A log that calls the library, as it may, must not cost the text of the error that it is told of, and one that calls
 * back into its own encoder must not run in circles until the stack is full.
 */
#include "check.h"

enum { ASKS_MODEL, ENCODES, ENCODES_NOTHING, CANCELS, ENCODES_ELSEWHERE };

static fixture used;
static ec_encoder logging;
static ec_encoder other;
static int mood;
static int depth;
static int lines;

static void check_busy(ec_encoder encoder)
{
    uint8_t stream[8192];
    size_t size;
    CHECK_STATUS(EC_ERROR_BUSY, ec_encode(encoder, &used.test.image, &used.test.params, stream, sizeof stream, &size));
    CHECK_STATUS(EC_ERROR_BUSY, ec_encode_bound(encoder, NULL, &size));
}

static void fail(ec_encoder encoder)
{
    const ec_image nothing = EC_IMAGE_INIT;
    size_t size;
    CHECK_STATUS(EC_ERROR_IMAGE_INVALID, ec_encode(encoder, &nothing, NULL, NULL, 0, &size));
    CHECK_TEXT("image.width");
}

static void write_line(void *opaque, ec_log_level level, const char *line)
{
    ec_encoder self = *(const ec_encoder *)opaque;
    if (level != EC_LOG_ERROR) {
        return;
    }
    lines++;
    CHECK(strstr(line, "image.width") != NULL);
    CHECK_TEXT("image.width");
    CHECK(++depth <= 2);
    if (mood == ASKS_MODEL) {
        ec_model_info info = EC_MODEL_INFO_INIT;
        CHECK_STATUS(EC_OK, ec_model_get_info(used.model, &info));
    } else if (mood == ENCODES) {
        check_busy(self);
    } else if (mood == ENCODES_NOTHING) {
        CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_encode(self, NULL, NULL, NULL, 0, NULL)); /* before it is found busy */
    } else if (mood == CANCELS) {
        CHECK_STATUS(EC_OK, ec_encode_cancel(self));
    } else if (self.id == logging.id) {
        check_encodes(used.encoder, &used.test.image, &used.test);
        fail(other); /* whose log then is in this one */
    } else {
        check_busy(self);
        check_busy(logging);
    }
    depth--;
}

static ec_encoder create_with_log(ec_encoder *opaque)
{
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_encoder encoder;
    options.log.write = write_line;
    options.log.opaque = opaque;
    CHECK_STATUS(EC_OK, ec_encoder_create(used.model, &options, &encoder));
    return encoder;
}

int main(int argc, char **argv)
{
    char text[512];
    used = set_up(argc, argv, "picture");
    logging = create_with_log(&logging);
    other = create_with_log(&other);
    for (mood = ASKS_MODEL; mood <= ENCODES_ELSEWHERE; mood++) {
        lines = 0;
        fail(logging);
        CHECK(depth == 0 && lines == (mood == ENCODES_ELSEWHERE ? 2 : 1));
        CHECK(ec_encoder_last_error(logging, text, sizeof text) > 0 && strstr(text, "image.width") != NULL);
        check_encodes(logging, &used.test.image, &used.test);
        CHECK(ec_encoder_last_error(logging, NULL, 0) == 0);
    }
    CHECK_STATUS(EC_OK, ec_encoder_destroy(other));
    CHECK_STATUS(EC_OK, ec_encoder_destroy(logging));
    tear_down(&used);
    return 0;
}
