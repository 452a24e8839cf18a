/*
 * The promise of the format: the same pixels and model give the same bytes everywhere. Every case that the C#
 * encoder wrote is encoded through the C interface; cases.txt lists them.
 */
#include "check.h"

int main(int argc, char **argv)
{
    char path[4096];
    char name[256];
    int count = 0;
    FILE *list;
    CHECK(argc == 2);
    snprintf(path, sizeof path, "%s/cases.txt", argv[1]);
    list = fopen(path, "r");
    CHECK(list != NULL);
    while (fscanf(list, "%255s", name) == 1) {
        test_case loaded = load_case(argv[1], name);
        ec_model model = open_model(&loaded);
        ec_encoder encoder = create_encoder(model);
        check_encodes(encoder, &loaded.image, &loaded);
        check_encodes(encoder, &loaded.image, &loaded); /* nothing is left over from the first time */
        CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
        CHECK_STATUS(EC_OK, ec_model_close(model));
        free_case(&loaded);
        count++;
    }
    fclose(list);
    CHECK(count >= 40);
    printf("%d cases\n", count);
    return 0;
}
