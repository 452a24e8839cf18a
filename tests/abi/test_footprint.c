/*
 * What a device has to spare for the shipped model: the file, the working memory, the time to the first picture (of the
 * processor, the least of several processes, as a machine that is shared has slow moments), and the resident memory of
 * the example program on a picture of 12 megapixels.
 *
 * test_footprint MODEL.ecm EC-ENCODE
 */
#define _GNU_SOURCE

#include "check.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WIDTH 4288u
#define HEIGHT 2848u

enum { PROCESSES = 20 };

static double milliseconds(void)
{
    struct timespec now;
    CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

/* In milliseconds. */
static double first_picture(bytes file)
{
    static uint8_t pixels[256 * 256 * 3];
    static uint8_t stream[65536];
    ec_image image = EC_IMAGE_INIT;
    ec_memory memory = EC_MEMORY_INIT;
    ec_model_info info = EC_MODEL_INFO_INIT;
    ec_model model;
    ec_encoder encoder;
    size_t size;
    double spent;
    double start = milliseconds();
    CHECK_STATUS(EC_OK, ec_model_open_memory(file.data, file.size, NULL, &model));
    CHECK_STATUS(EC_OK, ec_encoder_create(model, NULL, &encoder));
    image.data = pixels;
    image.data_size = sizeof pixels;
    image.channels = 3;
    image.width = image.height = 256;
    CHECK_STATUS(EC_OK, ec_encode(encoder, &image, NULL, stream, sizeof stream, &size));
    spent = milliseconds() - start;
    CHECK_STATUS(EC_OK, ec_encoder_memory(model, NULL, &memory));
    CHECK_STATUS(EC_OK, ec_model_get_info(model, &info));
    CHECK(file.size <= 600000);
    CHECK(info.grid_height == 256 && info.grid_width == 256);
    CHECK(memory.native + memory.heap <= 8000000);
    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    return spent;
}

/* Each in a process of its own, as the runtime starts once in one; this one has not called the library. */
static void check_first_picture(bytes file)
{
    double least = 1e9;
    int i;
    for (i = 0; i < PROCESSES; i++) {
        double spent = 0;
        int ends[2];
        int status = -1;
        pid_t child;
        CHECK(pipe(ends) == 0);
        child = fork();
        CHECK(child >= 0);
        if (child == 0) {
            spent = first_picture(file);
            _exit(write(ends[1], &spent, sizeof spent) == (ssize_t)sizeof spent ? 0 : 1);
        }
        CHECK(waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        CHECK(read(ends[0], &spent, sizeof spent) == (ssize_t)sizeof spent);
        CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
        least = spent < least ? spent : least;
    }
    printf("model %zu bytes; runtime, model, encoder and first picture %.1f ms\n", file.size, least);
    CHECK(least < 10);
}

static void write_picture(const char *path)
{
    static uint8_t row[WIDTH * 3];
    FILE *file = fopen(path, "wb");
    uint32_t y;
    uint32_t x;
    CHECK(file != NULL);
    fprintf(file, "P6\n%u %u\n255\n", WIDTH, HEIGHT);
    for (y = 0; y < HEIGHT; y++) {
        for (x = 0; x < sizeof row; x++) {
            row[x] = (uint8_t)((x + 7u * y) >> 4);
        }
        CHECK(fwrite(row, 1, sizeof row, file) == sizeof row);
    }
    CHECK(fclose(file) == 0);
}

/* Before this process has called the library: a fork is not for those that have. */
static void check_example(const char *model, const char *program)
{
    char folder[] = "footprint.XXXXXX"; /* where CTest runs it: in the build tree */
    char picture[64];
    char stream[64];
    struct rusage usage;
    int status = -1;
    pid_t child;
    CHECK(mkdtemp(folder) != NULL);
    snprintf(picture, sizeof picture, "%s/a.ppm", folder);
    snprintf(stream, sizeof stream, "%s/a.ecs", folder);
    write_picture(picture);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        execl(program, program, model, picture, stream, (char *)NULL);
        _exit(127);
    }
    CHECK(waitpid(child, &status, 0) == child);
    remove(picture);
    remove(stream);
    remove(folder);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(getrusage(RUSAGE_CHILDREN, &usage) == 0);
    printf("%s on %ux%u: peak %ld KiB\n", program, WIDTH, HEIGHT, usage.ru_maxrss);
    CHECK(usage.ru_maxrss < 32 * 1024);
}

int main(int argc, char **argv)
{
    bytes file;
    CHECK(argc == 3);
    check_example(argv[1], argv[2]);
    file = read_file("/", argv[1]);
    check_first_picture(file);
    free(file.data);
    return 0;
}
