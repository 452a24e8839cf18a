/*
 * A device that runs for months must not depend on an allocator's mood: after ec_encoder_create() nothing is
 * allocated, neither from libc nor from the library's own heap, whatever the pictures. Every allocation of this
 * process is counted, those of the runtime too, and so are its mappings. The count begins once the runtime's threads
 * are at rest: its finalizer allocates three times when it first runs, which on a busy machine can be late.
 */
#define _GNU_SOURCE

#include "check.h"
#include "../../native/examples/pool.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_long allocations;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    *memory = __libc_memalign(alignment, size);
    return *memory == NULL;
}

void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset)
{
    static void *(*next)(void *, size_t, int, int, int, off_t);
    if (next == NULL) {
        *(void **)&next = dlsym(RTLD_NEXT, "mmap");
    }
    atomic_fetch_add(&allocations, 1);
    return next(address, length, protection, flags, file, offset);
}

/* 1 if every other thread of this process sleeps. One that was started and has not run yet does not: it is runnable. */
static int others_sleep(void)
{
    const long self = syscall(SYS_gettid);
    DIR *tasks = opendir("/proc/self/task");
    const struct dirent *entry;
    int sleep = 1;
    CHECK(tasks != NULL);
    while ((entry = readdir(tasks)) != NULL) {
        char path[64], line[128];
        const char *after_name;
        FILE *stat;
        if (entry->d_name[0] == '.' || atol(entry->d_name) == self) {
            continue;
        }
        snprintf(path, sizeof path, "/proc/self/task/%ld/stat", atol(entry->d_name));
        stat = fopen(path, "r");
        if (stat == NULL) { /* it has ended */
            continue;
        }
        CHECK(fgets(line, sizeof line, stat) != NULL);
        fclose(stat);
        after_name = strrchr(line, ')');
        CHECK(after_name != NULL);
        sleep = sleep && after_name[2] == 'S';
    }
    closedir(tasks);
    return sleep;
}

static void await_rest(void)
{
    const struct timespec pause = {0, 1000000};
    int at_rest = 0, waited;
    for (waited = 0; at_rest < 3; waited++) {
        CHECK(waited < 60000);
        nanosleep(&pause, NULL);
        at_rest = others_sleep() ? at_rest + 1 : 0;
    }
}

static uint64_t heap_allocated(void)
{
    ec_runtime_info info = EC_RUNTIME_INFO_INIT;
    CHECK(ec_runtime_get_info(&info) == EC_OK);
    CHECK(info.heap_limit == EC_HEAP_LIMIT);
    CHECK(info.heap_used <= info.heap_limit);
    return info.heap_allocated;
}

/* Pictures of other sizes each time, in one call and in rows, and a buffer that is too small. */
static void encode(ec_encoder encoder, const test_case *loaded, ec_status *failed)
{
    static uint8_t stream[65536];
    ec_source source = EC_SOURCE_INIT;
    ec_image image = loaded->image;
    ec_pull_state state;
    size_t size;
    uint32_t cut;
    for (cut = 0; cut < 8 && *failed == EC_OK; cut++) {
        image.width = loaded->image.width - cut % 3;
        image.height = loaded->image.height - cut;
        *failed = ec_encode(encoder, &image, &loaded->params, stream, sizeof stream, &size);
        source.sample_type = image.sample_type;
        source.channels = image.channels;
        source.width = image.width;
        source.height = image.height;
        source.depth = image.depth;
        *failed = *failed ? *failed : ec_encode_begin(encoder, &source, &loaded->params);
        *failed = *failed ? *failed : ec_encode_push(encoder, 0, 0, &image);
        *failed = *failed ? *failed : ec_encode_finish(encoder);
        *failed = *failed ? *failed : ec_encode_pull(encoder, stream, sizeof stream, &size, &state);
    }
}

static void check_case(const char *cases, const char *name, uint32_t threads)
{
    test_case loaded = load_case(cases, name);
    ec_model model = open_model(&loaded);
    ec_encoder_options options = EC_ENCODER_OPTIONS_INIT;
    ec_memory memory = EC_MEMORY_INIT;
    ec_encoder encoder;
    pool *workers = pool_create(threads);
    ec_status failed = EC_OK;
    uint64_t heap;
    uint64_t before_create = heap_allocated();
    long native;
    CHECK(workers != NULL);
    options.threads = threads;
    options.runner = pool_runner(workers);
    CHECK_STATUS(EC_OK, ec_encoder_memory(model, &options, &memory));
    CHECK_STATUS(EC_OK, ec_encoder_create(model, &options, &encoder));
    heap = heap_allocated();
    printf("%s: heap %llu of %llu announced, native %llu\n", name, (unsigned long long)(heap - before_create),
           (unsigned long long)memory.heap, (unsigned long long)memory.native);
    CHECK(heap - before_create <= memory.heap);

    await_rest();
    native = atomic_load(&allocations);
    heap = heap_allocated();
    encode(encoder, &loaded, &failed);
    printf("%s: %ld allocations, %llu bytes of heap while encoding\n", name, atomic_load(&allocations) - native,
           (unsigned long long)(heap_allocated() - heap));
    CHECK_STATUS(EC_OK, failed);
    CHECK(heap_allocated() == heap);
    CHECK(atomic_load(&allocations) == native);

    CHECK_STATUS(EC_OK, ec_encoder_destroy(encoder));
    CHECK_STATUS(EC_OK, ec_model_close(model));
    pool_destroy(workers);
    free_case(&loaded);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    (void)heap_allocated();
    check_case(argv[1], "picture", 1);
    check_case(argv[1], "volume", 1);
    check_case(argv[1], "gray16", 1);
    check_case(argv[1], "large", 3);
    return 0;
}
