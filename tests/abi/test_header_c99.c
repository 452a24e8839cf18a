/* The header alone, first and twice, in the oldest C that it promises, compiled without a warning. */
#include <edgecodec.h>
#include <edgecodec.h>

/* Layouts are part of the interface: another size would break every compiled program. */
typedef char image_is_80_bytes[sizeof(ec_image) == 80 ? 1 : -1];
typedef char model_info_is_264_bytes[sizeof(ec_model_info) == 264 ? 1 : -1];
typedef char model_options_is_48_bytes[sizeof(ec_model_options) == 48 ? 1 : -1];
typedef char encoder_options_is_80_bytes[sizeof(ec_encoder_options) == 80 ? 1 : -1];
typedef char memory_is_24_bytes[sizeof(ec_memory) == 24 ? 1 : -1];
typedef char runtime_info_is_32_bytes[sizeof(ec_runtime_info) == 32 ? 1 : -1];
typedef char source_is_32_bytes[sizeof(ec_source) == 32 ? 1 : -1];
typedef char labels_is_24_bytes[sizeof(ec_labels) == 24 ? 1 : -1];
typedef char labelmap_info_is_128_bytes[sizeof(ec_labelmap_info) == 128 ? 1 : -1];
typedef char encode_params_is_48_bytes[sizeof(ec_encode_params) == 48 ? 1 : -1];
typedef char handles_are_8_bytes[sizeof(ec_model) == 8 && sizeof(ec_encoder) == 8 ? 1 : -1];
typedef char enumerations_are_4_bytes[sizeof(ec_status) == 4 && sizeof(ec_sample_type) == 4 ? 1 : -1];

int main(void)
{
    const ec_image image = EC_IMAGE_INIT;
    const ec_model_info info = EC_MODEL_INFO_INIT;
    const ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    const ec_encode_params params = EC_ENCODE_PARAMS_INIT;
    return image.struct_size == 80 && info.struct_size == 264 && options.abi_version == EC_ABI_VERSION && params.layers == 0
                   && ec_abi_version() == EC_ABI_VERSION
               ? 0
               : 1;
}
