/*
 * A wrapper can lose a handle, release it twice, call into a hook that is gone, or swallow a status: each is a crash or
 * a silent mistake in a program that looks right.
 */
#include <edgecodec.hpp>

extern "C" {
#include "pnm.h"
}

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

static_assert(std::is_nothrow_move_constructible_v<edgecodec::model> && !std::is_copy_constructible_v<edgecodec::model>);
static_assert(std::is_nothrow_move_constructible_v<edgecodec::encoder> && !std::is_copy_constructible_v<edgecodec::encoder>);
static_assert(std::is_nothrow_move_assignable_v<edgecodec::encoder> && !std::is_copy_assignable_v<edgecodec::encoder>);
static_assert(!std::is_copy_constructible_v<edgecodec::row_stream>);

namespace {

using stream_bytes = std::vector<std::uint8_t>;

void check(bool holds, const char *what, int line)
{
    if (!holds) {
        std::fprintf(stderr, "test_cpp.cpp:%d: %s\n", line, what);
        std::exit(1);
    }
}

#define CHECK(condition) check((condition), #condition, __LINE__)

/* The status that a call throws. */
template <typename Call>
ec_status thrown_by(Call call)
{
    try {
        call();
    } catch (const edgecodec::error &failed) {
        CHECK(std::string_view(failed.what()).size() > 10);
        return failed.status();
    }
    return EC_OK;
}

stream_bytes read(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    CHECK(file.good());
    return stream_bytes(std::istreambuf_iterator<char>(file), {});
}

struct test_case {
    explicit test_case(const std::string &folder) : path(folder + "/edge.ecm"), expected(read(folder + "/expected.ecs"))
    {
        char why[256];
        pnm_reader picture;
        CHECK(pnm_open((folder + "/image.ppm").c_str(), &picture, why, sizeof why) == 0);
        samples.resize(picture.height * pnm_row_bytes(&picture));
        CHECK(pnm_read_rows(&picture, samples.data(), picture.height, why, sizeof why) == 0);
        width = picture.width;
        height = picture.height;
        pnm_close(&picture);
    }

    edgecodec::image image() const { return edgecodec::image(samples, width, height, 3); }

    std::string path;
    stream_bytes expected;
    std::vector<std::uint8_t> samples;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

void test_same_bytes(const test_case &loaded)
{
    const edgecodec::model from_file = edgecodec::model::open_file(loaded.path);
    const edgecodec::model from_memory = edgecodec::model::open_memory(read(loaded.path));
    CHECK(std::string_view(from_file.info().identity_hex) == from_memory.info().identity_hex);
    edgecodec::encoder encoder(from_memory);
    CHECK(encoder.encode(loaded.image()) == loaded.expected);
    CHECK(encoder.bound() >= loaded.expected.size());
    stream_bytes buffer(encoder.bound());
    CHECK(encoder.encode(loaded.image(), buffer.data(), buffer.size()) == loaded.expected.size());
    CHECK(edgecodec::encoder::memory(from_file).native > 0);
    CHECK(edgecodec::runtime_info().heap_limit > 0 && !edgecodec::version().empty() && !edgecodec::active_kernel().empty());
}

/* Buffers as programs have them: of their own, writable, their sizes of any integer type. */
void test_pointers(const test_case &loaded)
{
    const edgecodec::model model = edgecodec::model::open_file(loaded.path);
    edgecodec::encoder encoder(model);
    std::vector<std::uint8_t> samples = loaded.samples;
    CHECK(encoder.encode(edgecodec::image(samples.data(), samples.size(), loaded.width, loaded.height, 3)) == loaded.expected);
    const std::uint8_t *constant = samples.data();
    CHECK(edgecodec::image(constant, 64 * 48 * 3, 64, 48, 3).data_size == 64 * 48 * 3);
    CHECK(edgecodec::image(samples.data(), 48, 4, 4, 3).data == constant);
    std::uint16_t array[12] = {};
    const edgecodec::image gray(array, 12, 4, 3);
    CHECK(gray.data == array && gray.data_size == sizeof array && gray.sample_type == EC_SAMPLE_U16);
}

void test_errors(const test_case &loaded)
{
    CHECK(thrown_by([] { edgecodec::model::open_file("/nowhere/edge.ecm"); }) == EC_ERROR_MODEL_UNREADABLE);
    const edgecodec::model model = edgecodec::model::open_file(loaded.path);
    edgecodec::encoder encoder(model);
    std::uint8_t byte = 0;
    CHECK(thrown_by([&] { static_cast<void>(encoder.encode(loaded.image(), &byte, 1)); }) == EC_ERROR_BUFFER_TOO_SMALL);
    edgecodec::image gray = loaded.image();
    gray.channels = 1;
    CHECK(thrown_by([&] { encoder.encode(gray); }) == EC_ERROR_IMAGE_CHANNELS);
    CHECK(encoder.last_error().find("channel") != std::string::npos);
    edgecodec::encode_params params;
    params.layers = 15;
    CHECK(thrown_by([&] { encoder.encode(loaded.image(), params); }) == EC_ERROR_INVALID_ARGUMENT);
}

void test_moves(const test_case &loaded)
{
    std::vector<edgecodec::encoder> encoders;
    {
        edgecodec::model first = edgecodec::model::open_file(loaded.path);
        edgecodec::model model = std::move(first);
        for (int i = 0; i < 5; i++) {
            encoders.emplace_back(model);
        }
    }
    edgecodec::encoder kept = std::move(encoders[2]);
    const ec_encoder gone = encoders[0].get();
    encoders.erase(encoders.begin()); /* moves the others, the one that is empty too */
    CHECK(thrown_by([&] { edgecodec::detail::check(ec_encode_cancel(kept.get())); }) == EC_OK);
    CHECK(kept.encode(loaded.image()) == loaded.expected);
    const ec_encoder last = encoders.back().get();
    kept = std::move(encoders.back());
    CHECK(kept.get().id == last.id && kept.encode(loaded.image()) == loaded.expected);
    encoders.clear();
    CHECK(ec_encode_cancel(gone) == EC_ERROR_INVALID_HANDLE);
    CHECK(ec_encode_cancel(last) == EC_OK);
}

void test_hooks(const test_case &loaded)
{
    std::string log;
    edgecodec::encoder_options options;
    options.threads = 2;
    options.log = [&](ec_log_level level, std::string_view line) {
        if (level == EC_LOG_ERROR) {
            log += line;
        }
        throw 1; /* goes no further */
    };
    bool fails = false;
    std::atomic<std::uint32_t> done{0};
    options.runner = [&](const edgecodec::batch &work) {
        if (fails) {
            throw std::runtime_error("no threads today");
        }
        const auto half = [&](std::uint32_t thread) {
            for (std::uint32_t i = thread; i < work.size(); i += 2) {
                work(i, thread);
                ++done;
            }
        };
        std::thread other(half, 1u);
        half(0);
        other.join();
    };
    const edgecodec::model model = edgecodec::model::open_file(loaded.path);
    edgecodec::encoder made(model, options);
    edgecodec::encoder encoder = std::move(made); /* the hooks stay where they are */
    /* As much work as is worth sharing. */
    std::vector<std::uint8_t> samples(std::size_t{3} * 1200 * 900);
    for (std::size_t i = 0; i < samples.size(); i++) {
        samples[i] = static_cast<std::uint8_t>(i * i >> 11);
    }
    const edgecodec::image large(samples, 1200, 900, 3);
    const stream_bytes expected = edgecodec::encoder(model).encode(large);
    CHECK(encoder.encode(large) == expected && done > 0);
    fails = true;
    CHECK(thrown_by([&] { encoder.encode(large); }) == EC_ERROR_RUNNER_FAILED);
    CHECK(!log.empty());
    fails = false;
    CHECK(encoder.encode(large) == expected && encoder.encode(loaded.image()) == loaded.expected);
}

edgecodec::image rows_of(const test_case &loaded, std::uint32_t first, std::uint32_t count)
{
    const std::size_t row = std::size_t{3} * loaded.width;
    return edgecodec::image(loaded.samples.data() + first * row, count * row, loaded.width, count, 3);
}

void test_rows(const test_case &loaded)
{
    const edgecodec::model model = edgecodec::model::open_file(loaded.path);
    edgecodec::encoder encoder(model);
    edgecodec::source source(EC_SAMPLE_U8, loaded.width, loaded.height, 3);
    {
        edgecodec::row_stream stream(encoder, source);
        stream.push(rows_of(loaded, 0, 10));
        CHECK(thrown_by([&] { stream.push(0, 11, rows_of(loaded, 11, 1)); }) == EC_ERROR_ROWS_OUT_OF_ORDER);
        CHECK(thrown_by([&] { stream.finish(); }) == EC_ERROR_ROWS_MISSING);
        stream.push(rows_of(loaded, 10, loaded.height - 10));
        stream.finish();
        CHECK(!stream.ended());
        CHECK(stream.pull() == loaded.expected && stream.ended());
    }
    {
        edgecodec::row_stream given_up(encoder, source);
        given_up.push(rows_of(loaded, 0, 1));
        CHECK(thrown_by([&] { encoder.encode(loaded.image()); }) == EC_ERROR_OUT_OF_ORDER);
    }
    CHECK(encoder.encode(loaded.image()) == loaded.expected);
}

/* A stream that was cancelled leaves alone the one that comes after it; one that is only refused is given up. */
void test_lost_rows(const test_case &loaded)
{
    const edgecodec::model model = edgecodec::model::open_file(loaded.path);
    edgecodec::encoder encoder(model);
    const edgecodec::source source(EC_SAMPLE_U8, loaded.width, loaded.height, 3);
    auto lost = std::make_unique<edgecodec::row_stream>(encoder, source);
    lost->push(rows_of(loaded, 0, 1));
    encoder.cancel();
    CHECK(thrown_by([&] { lost->push(rows_of(loaded, 1, 1)); }) == EC_ERROR_OUT_OF_ORDER);
    edgecodec::row_stream next(encoder, source);
    next.push(rows_of(loaded, 0, 10));
    lost.reset();
    next.push(rows_of(loaded, 10, loaded.height - 10));
    next.finish();
    CHECK(next.pull() == loaded.expected);
    {
        edgecodec::row_stream finished(encoder, source);
        finished.push(loaded.image());
        finished.finish();
        CHECK(thrown_by([&] { finished.finish(); }) == EC_ERROR_OUT_OF_ORDER);
    }
    CHECK(encoder.encode(loaded.image()) == loaded.expected);
}

void test_sequence(const test_case &loaded, const std::string &cases)
{
    const edgecodec::model model = edgecodec::model::open_file(cases + "/sequence/edge.ecm");
    edgecodec::encoder encoder(model);
    edgecodec::row_stream stream(encoder, edgecodec::source(EC_SAMPLE_U8, loaded.width, loaded.height, 3).in_sequence());
    stream_bytes all = stream.pull();
    for (int i = 0; i < 3; i++) {
        stream.push(loaded.image());
        const stream_bytes unit = stream.pull();
        CHECK(!unit.empty());
        all.insert(all.end(), unit.begin(), unit.end());
    }
    stream.finish();
    const stream_bytes end = stream.pull();
    all.insert(all.end(), end.begin(), end.end());
    CHECK(all == read(cases + "/sequence/expected.ecs"));
}

/* A volume of 23 x 31 x 9 in 4 slabs, and the answer to it. */
void test_labels_of_units(const std::string &folder)
{
    static constexpr std::uint32_t starts[] = {0, 2, 4, 6, 9};
    constexpr std::size_t slice = 23 * 31;
    const stream_bytes raw = read(folder + "/image.raw");
    std::vector<std::int16_t> samples(raw.size() / 2);
    CHECK(samples.size() == slice * 9);
    std::memcpy(samples.data(), raw.data(), raw.size());
    const stream_bytes map = read(folder + "/labels.ecl");

    const edgecodec::model model = edgecodec::model::open_file(folder + "/edge.ecm");
    edgecodec::encoder encoder(model);
    edgecodec::encode_params params;
    params.window_low = -600;
    params.window_width = 1500;
    edgecodec::source source = edgecodec::source(EC_SAMPLE_S16, 23, 31, 1, 9).in_sequence(4);
    edgecodec::row_stream stream(encoder, source, params);
    const stream_bytes header = stream.pull();
    stream_bytes units;
    for (int slab = 0; slab < 4; slab++) {
        const std::uint32_t depth = starts[slab + 1] - starts[slab];
        stream.push(edgecodec::image(samples.data() + starts[slab] * slice, depth * slice, 23, 31, 1, depth));
        const stream_bytes unit = stream.pull();
        units.insert(units.end(), unit.begin(), unit.end());
    }
    CHECK(edgecodec::decode_labels_of_units(map, header, units, source) == read(folder + "/labels.raw"));
    units.pop_back();
    CHECK(thrown_by([&] { edgecodec::decode_labels_of_units(map, header, units, source); }) == EC_ERROR_WRONG_STREAM);
}

void test_labels(const std::string &vectors)
{
    const stream_bytes map = read(vectors + "/labels/color-few.ecl");
    const stream_bytes stream = read(vectors + "/valid/color-u8.ecs");
    const ec_labelmap_info info = edgecodec::label_map_info(map);
    const std::vector<std::uint8_t> labels = edgecodec::decode_labels(map, stream);
    const std::vector<std::uint16_t> wide = edgecodec::decode_labels<std::uint16_t>(map, stream);
    CHECK(labels.size() == std::size_t{info.width} * info.height * info.depth && info.labels == 6);
    CHECK(std::equal(labels.begin(), labels.end(), wide.begin(), wide.end()));
    bool some = false;
    for (const std::uint8_t label : labels) {
        CHECK(label < info.labels);
        some = some || label > 0;
    }
    CHECK(some);
    CHECK(thrown_by([&] { edgecodec::decode_labels(map, read(vectors + "/valid/color-smallest.ecs")); }) == EC_ERROR_WRONG_STREAM);
    /* 2^31 labels by its header: refused before memory is taken for them. */
    CHECK(thrown_by([&] { edgecodec::decode_labels(read(vectors + "/invalid-labels/labels-2-31.ecl"), stream); })
          == EC_ERROR_LABEL_MAP_HEADER_INVALID);
}

} // namespace

int main(int argc, char **argv)
{
    CHECK(argc == 3);
    const std::string cases = argv[1];
    const test_case loaded(cases + "/picture");
    test_same_bytes(loaded);
    test_pointers(loaded);
    test_errors(loaded);
    test_moves(loaded);
    test_hooks(loaded);
    test_rows(loaded);
    test_lost_rows(loaded);
    test_sequence(loaded, cases);
    test_labels(argv[2]);
    test_labels_of_units(cases + "/slabs");
    return 0;
}
