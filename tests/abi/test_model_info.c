/* What a model says of itself is what a device checks before it trusts it: every field against the known model. */
#include "check.h"

int main(int argc, char **argv)
{
    ec_model_info info = EC_MODEL_INFO_INIT;
    char path[4096];
    char hex[65];
    int i;
    test_case picture;
    ec_model model;
    CHECK(argc == 2);
    picture = load_case(argv[1], "picture");

    /* From the file this time. */
    snprintf(path, sizeof path, "%s/picture/edge.ecm", argv[1]);
    CHECK_STATUS(EC_OK, ec_model_open_file(path, NULL, &model));
    CHECK_STATUS(EC_OK, ec_model_get_info(model, &info));
    CHECK(info.struct_size == sizeof info);
    CHECK(info.sample_types == 1u << EC_SAMPLE_U8);
    CHECK(info.channels == 3 && info.fit == EC_FIT_STRETCH);
    CHECK(info.grid_depth == 1 && info.grid_height == 24 && info.grid_width == 32);
    CHECK(info.min_depth == 1 && info.min_height == 4 && info.min_width == 4 && info.max_aspect_16 == 160);
    CHECK(info.window_mode == EC_WINDOW_FULL_RANGE && info.window_low == 0 && info.window_width == 0);
    CHECK(info.latent_channels == 4 && info.latent_depth == 1 && info.latent_height > 0 && info.latent_width > 0);
    CHECK(info.layers == 1 && info.format_version == 1);
    CHECK(strncmp(info.name, "random-picture-", 15) == 0);
    /* ECM.md, section 1: the identity is 16 bytes into the file. */
    CHECK(memcmp(info.identity, picture.model.data + 16, sizeof info.identity) == 0);
    for (i = 0; i < 32; i++) {
        snprintf(hex + 2 * i, 3, "%02x", info.identity[i]);
    }
    CHECK(strcmp(info.identity_hex, hex) == 0);
    CHECK_STATUS(EC_OK, ec_model_close(model));
    free_case(&picture);
    return 0;
}
