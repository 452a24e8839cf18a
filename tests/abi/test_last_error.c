/*
 * An error text that overruns its buffer, is cut inside a character, belongs to another thread or to an earlier
 * call misleads whoever reads the log.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <pthread.h>

static void *has_none_of_its_own(void *unused)
{
    (void)unused;
    CHECK(ec_last_error(NULL, 0) == 0);
    return NULL;
}

int main(void)
{
    /* Two-byte characters in the name, so that a cut may fall inside one. */
    static const char path[] = "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4-is-not-there.ecm";
    char whole[512];
    char text[512];
    ec_model model;
    size_t length;
    size_t capacity;
    pthread_t thread;

    CHECK(ec_last_error(NULL, 0) == 0);
    CHECK(ec_last_error(text, sizeof text) == 0 && text[0] == '\0');

    CHECK_STATUS(EC_ERROR_MODEL_UNREADABLE, ec_model_open_file(path, NULL, &model));
    length = ec_last_error(whole, sizeof whole);
    CHECK(length > sizeof path && length < sizeof whole);
    CHECK(strlen(whole) == length && strstr(whole, path) != NULL);
    CHECK(ec_last_error(NULL, 0) == length);
    CHECK(ec_last_error(NULL, 100) == length);
    CHECK(ec_last_error(text, 0) == length);

    for (capacity = 1; capacity <= length + 1; capacity++) {
        size_t written;
        memset(text, '#', sizeof text);
        CHECK(ec_last_error(text, capacity) == length);
        written = strlen(text);
        CHECK(written < capacity && written + 2 >= capacity);
        CHECK(memcmp(text, whole, written) == 0);
        CHECK((whole[written] & 0xc0) != 0x80); /* not inside a character */
        CHECK(text[capacity] == '#');
    }

    CHECK(pthread_create(&thread, NULL, has_none_of_its_own, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(ec_last_error(NULL, 0) == length);

    /* A status text does not touch it; the next call does. */
    CHECK(ec_status_message(EC_OK) != NULL && ec_last_error(NULL, 0) == length);
    CHECK_STATUS(EC_ERROR_NULL_ARGUMENT, ec_model_open_file(NULL, NULL, &model));
    CHECK_TEXT("path is NULL");
    return 0;
}
