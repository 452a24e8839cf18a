// The header is C, but half of its users write C++: every macro and function, compiled as C++17 without a warning
// and run.
#include <edgecodec.h>

#include <cstdio>
#include <string>
#include <vector>

int main(int argc, char **argv)
{
    if (argc != 2) {
        return 1;
    }
    const std::string path = std::string(argv[1]) + "/picture/edge.ecm";
    ec_model model{};
    ec_encoder encoder{};
    ec_model_info info = EC_MODEL_INFO_INIT;
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    const ec_encode_params params = EC_ENCODE_PARAMS_INIT;
    std::size_t bound = 0;
    std::size_t size = 0;
    if (ec_model_open_file(path.c_str(), NULL, &model) != EC_OK || ec_model_get_info(model, &info) != EC_OK
        || ec_encoder_create(model, &options, &encoder) != EC_OK || ec_encode_bound(encoder, NULL, &bound) != EC_OK) {
        std::printf("%s\n", ec_status_message(EC_ERROR_INTERNAL));
        return 1;
    }
    std::vector<std::uint8_t> pixels(std::size_t{3} * 64 * 48, 128);
    std::vector<std::uint8_t> stream(bound);
    ec_image image = EC_IMAGE_INIT;
    image.sample_type = EC_SAMPLE_U8;
    image.data = pixels.data();
    image.data_size = pixels.size();
    image.channels = info.channels;
    image.width = 64;
    image.height = 48;
    const ec_status status = ec_encode(encoder, &image, &params, stream.data(), stream.size(), &size);
    char text[64];
    return status == EC_OK && size > 0 && size <= bound && ec_last_error(text, sizeof text) == 0
                   && ec_encoder_destroy(encoder) == EC_OK && ec_model_close(model) == EC_OK
               ? 0
               : 1;
}
