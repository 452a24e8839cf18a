/*
 * check.h - what the C tests share: checks that say where, and the cases that tests/EdgeCodec.TestModels wrote.
 *
 * Every program takes the folder of the cases as its first argument, opens with the hazard that it is about, and
 * exits 0 if the library withstood it.
 */
#ifndef CHECK_H
#define CHECK_H

#include <edgecodec.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A failed check ends the program: what follows would be about something else. */
#define CHECK(condition)                                                                      \
    do {                                                                                      \
        if (!(condition)) {                                                                   \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);         \
            exit(1);                                                                          \
        }                                                                                     \
    } while (0)

/* The call returns this status; if it is an error, its text is not empty, and after success it is. */
#define CHECK_STATUS(expected, call) check_status(__FILE__, __LINE__, #call, (expected), (call))

void check_status(const char *file, int line, const char *call, ec_status expected, ec_status actual);

/* The text of the last error contains this word. */
#define CHECK_TEXT(word) check_text(__FILE__, __LINE__, (word))

void check_text(const char *file, int line, const char *word);

/* A whole file in memory of exactly its size, so that a reader that goes beyond it is found by the tools. */
typedef struct bytes {
    uint8_t *data;
    size_t size;
} bytes;

bytes read_file(const char *folder, const char *name);

/* A case: a model, an image, what to encode, and the stream that the C# encoder made of it. */
typedef struct test_case {
    bytes model;
    bytes pixels;
    bytes expected;
    ec_image image; /* of pixels; packed in the cases that have a name of their own */
    ec_encode_params params;
} test_case;

test_case load_case(const char *cases, const char *name);

void free_case(test_case *loaded);

ec_model open_model(const test_case *loaded);

ec_encoder create_encoder(ec_model model);

/* The case that most tests use, with its model open and an encoder. */
typedef struct fixture {
    test_case test;
    ec_model model;
    ec_encoder encoder;
} fixture;

/* From the arguments of main: the folder of the cases, and nothing else. */
fixture set_up(int argc, char **argv, const char *name);

/* Destroys, closes and frees, all of which has to succeed. */
void tear_down(fixture *used);

/* Encodes and compares with the stream of the C# encoder. */
void check_encodes(ec_encoder encoder, const ec_image *image, const test_case *loaded);

#endif
