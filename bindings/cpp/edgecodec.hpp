/*
 * edgecodec.hpp - edgecodec.h for C++17: handles that release themselves, errors that are exceptions.
 *
 *     edgecodec::model model = edgecodec::model::open_file("edge.ecm");
 *     edgecodec::encoder encoder(model);
 *     std::vector<std::uint8_t> stream = encoder.encode(edgecodec::image(rgb, 640, 480, 3));
 *
 * Header only, over libedgecodec.so.1; nothing of edgecodec.h is hidden, and its comments hold here too: what a
 * call does, which errors it has, which threads may call. Structures of edgecodec.h appear here with a constructor
 * that sets what its EC_..._INIT sets, under the same member names.
 *
 * Exceptions: error for every status but EC_OK; std::bad_alloc where a vector is returned. A function without
 * comment on exceptions throws error only. A moved-from object may be assigned to or destroyed, nothing else.
 */
#ifndef EDGECODEC_HPP
#define EDGECODEC_HPP

#include <edgecodec.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace edgecodec {

/* A call that failed: what() is the text of ec_last_error(). */
class error : public std::runtime_error {
public:
    error(ec_status status, const std::string &text) : std::runtime_error(text), status_(status) {}

    ec_status status() const noexcept { return status_; }

private:
    ec_status status_;
};

namespace detail {

inline std::string last_error(ec_status status)
{
    std::string text(ec_last_error(nullptr, 0), '\0');
    if (text.empty()) {
        return ec_status_message(status);
    }
    ec_last_error(text.data(), text.size() + 1);
    return text;
}

inline void check(ec_status status)
{
    if (status != EC_OK) {
        throw error(status, last_error(status));
    }
}

template <typename T>
constexpr ec_sample_type sample_type_of()
{
    static_assert(std::is_same_v<T, std::uint8_t> || std::is_same_v<T, std::uint16_t> || std::is_same_v<T, std::int16_t>,
                  "samples are uint8_t, uint16_t or int16_t");
    return std::is_same_v<T, std::uint8_t> ? EC_SAMPLE_U8 : std::is_same_v<T, std::uint16_t> ? EC_SAMPLE_U16 : EC_SAMPLE_S16;
}

} // namespace detail

/* ------------------------------------------------------------------------------------------------------------
 * Views
 * --------------------------------------------------------------------------------------------------------- */

/* Bytes of yours, read during a call only. */
class bytes {
public:
    bytes(const void *data, std::size_t size) noexcept : data_(data), size_(size) {}

    /* Whatever has data() and size(), of elements of one byte: vector, array, string, span. */
    template <typename Container, typename Element = std::remove_pointer_t<decltype(std::declval<const Container &>().data())>>
    bytes(const Container &container) noexcept : data_(container.data()), size_(container.size())
    {
        static_assert(sizeof(Element) == 1, "elements of one byte");
    }

    const void *data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

private:
    const void *data_;
    std::size_t size_;
};

/* A view of samples: ec_image. Strides are 0, packed and interleaved, until you set them. */
struct image : ec_image {
    /* Nothing: set data, data_size, width and height. */
    image() noexcept : ec_image EC_IMAGE_INIT {}

    /* count samples of type T from data on. */
    template <typename T>
    image(const T *samples, std::size_t count, std::uint32_t columns, std::uint32_t rows, std::uint32_t samples_per_pixel = 1,
          std::uint32_t slices = 1) noexcept
        : image()
    {
        sample_type = detail::sample_type_of<T>();
        data = samples;
        data_size = count * sizeof(T);
        channels = samples_per_pixel;
        width = columns;
        height = rows;
        depth = slices;
    }

    /* A vector, array or span of samples. The view must not outlive it. */
    template <typename Container, typename = decltype(std::declval<const Container &>().data())>
    image(const Container &samples, std::uint32_t columns, std::uint32_t rows, std::uint32_t samples_per_pixel = 1,
          std::uint32_t slices = 1) noexcept
        : image(samples.data(), samples.size(), columns, rows, samples_per_pixel, slices)
    {
    }
};

/* The source that rows will be of: ec_source. */
struct source : ec_source {
    source() noexcept : ec_source EC_SOURCE_INIT {}

    source(ec_sample_type type, std::uint32_t columns, std::uint32_t rows, std::uint32_t samples_per_pixel = 1,
           std::uint32_t slices = 1) noexcept
        : source()
    {
        sample_type = type;
        channels = samples_per_pixel;
        width = columns;
        height = rows;
        depth = slices;
    }

    /* Any number of sources of this shape, one after the other; each in slabs if slabs is not 0. */
    source &in_sequence(std::uint32_t of_slabs = 0) noexcept
    {
        framing = EC_FRAMING_SEQUENCE;
        slabs = of_slabs;
        return *this;
    }
};

/* What may differ from picture to picture: ec_encode_params. All layers and no window until you set them. */
struct encode_params : ec_encode_params {
    encode_params() noexcept : ec_encode_params EC_ENCODE_PARAMS_INIT {}
};

/* ------------------------------------------------------------------------------------------------------------
 * Hooks
 * --------------------------------------------------------------------------------------------------------- */

/* Receives one line, gone after the call. What it throws is dropped. */
using log_function = std::function<void(ec_log_level level, std::string_view line)>;

/* The pieces of work of one call of a runner. */
class batch {
public:
    batch(ec_task task, void *tasks, std::uint32_t count) noexcept : task_(task), tasks_(tasks), count_(count) {}

    std::uint32_t size() const noexcept { return count_; }

    /* Does piece `index`. Calls that overlap in time have different thread numbers. */
    void operator()(std::uint32_t index, std::uint32_t thread) const noexcept { task_(tasks_, index, thread); }

private:
    ec_task task_;
    void *tasks_;
    std::uint32_t count_;
};

/* Calls each piece of a batch once and returns when all have returned: ec_runner. Throwing is EC_ERROR_RUNNER_FAILED. */
using runner_function = std::function<void(const batch &work)>;

struct model_options {
    ec_allocator allocator = {nullptr, nullptr, nullptr}; /* must outlive the model and all of its encoders */
    log_function log;
};

struct encoder_options {
    std::uint32_t threads = 0;    /* thread numbers that the runner uses: 1 to 32; 0 is 1 */
    std::uint32_t max_width = 0;  /* the widest source that will come; 0 is 65535 */
    std::uint64_t max_memory = 0; /* EC_ERROR_OUT_OF_MEMORY beyond it; 0 is 256 MiB */
    ec_allocator allocator = {nullptr, nullptr, nullptr}; /* must outlive the encoder */
    log_function log;
    runner_function runner;
};

namespace detail {

/* What the library's pointers lead to: at one address for as long as the handle lives. */
struct hooks {
    log_function log;
    runner_function runner;

    static void write(void *opaque, ec_log_level level, const char *line) noexcept
    {
        try {
            static_cast<hooks *>(opaque)->log(level, line);
        } catch (...) {
            /* No exception may cross the library: a line that cannot be logged is lost. */
        }
    }

    static int run(void *opaque, ec_task task, void *tasks, std::uint32_t count) noexcept
    {
        try {
            static_cast<hooks *>(opaque)->runner(batch(task, tasks, count));
            return 0;
        } catch (...) {
            return -1; /* EC_ERROR_RUNNER_FAILED */
        }
    }

    ec_log c_log() noexcept { return log ? ec_log{this, &hooks::write} : ec_log{nullptr, nullptr}; }
    ec_runner c_runner() noexcept { return runner ? ec_runner{this, &hooks::run} : ec_runner{nullptr, nullptr}; }
};

inline ec_encoder_options to_c(const encoder_options &options, hooks &held)
{
    ec_encoder_options c = EC_ENCODER_OPTIONS_INIT;
    c.threads = options.threads;
    c.max_width = options.max_width;
    c.max_memory = options.max_memory;
    c.runner = held.c_runner();
    c.allocator = options.allocator;
    c.log = held.c_log();
    return c;
}

/* A handle with one owner. */
template <typename Handle, ec_status (*Release)(Handle)>
class owned {
public:
    explicit owned(std::unique_ptr<hooks> held) noexcept : hooks_(std::move(held)) {}
    owned(owned &&other) noexcept : handle_(std::exchange(other.handle_, Handle{})), hooks_(std::move(other.hooks_)) {}

    owned &operator=(owned &&other) noexcept
    {
        if (this != &other) {
            release();
            handle_ = std::exchange(other.handle_, Handle{});
            hooks_ = std::move(other.hooks_);
        }
        return *this;
    }

    ~owned() { release(); }

    Handle get() const noexcept { return handle_; }
    hooks &held() noexcept { return *hooks_; }
    Handle *put() noexcept { return &handle_; }

private:
    void release() noexcept
    {
        if (handle_.id != 0) {
            static_cast<void>(Release(std::exchange(handle_, Handle{})));
        }
    }

    Handle handle_{};
    std::unique_ptr<hooks> hooks_;
};

} // namespace detail

/* ------------------------------------------------------------------------------------------------------------
 * Models
 * --------------------------------------------------------------------------------------------------------- */

/* An open edge model. Encoders that were created from it keep working after it is gone. */
class model {
public:
    /* path: UTF-8. */
    static model open_file(const std::string &path, const model_options &options = {})
    {
        return model(options, [&](const ec_model_options &c, ec_model *handle) { return ec_model_open_file(path.c_str(), &c, handle); });
    }

    /* The whole .ecm file; it is copied. */
    static model open_memory(bytes file, const model_options &options = {})
    {
        return model(options, [&](const ec_model_options &c, ec_model *handle) {
            return ec_model_open_memory(file.data(), file.size(), &c, handle);
        });
    }

    ec_model_info info() const
    {
        ec_model_info value = EC_MODEL_INFO_INIT;
        detail::check(ec_model_get_info(get(), &value));
        return value;
    }

    /* For functions of edgecodec.h. It remains this object's. */
    ec_model get() const noexcept { return handle_.get(); }

private:
    template <typename Open>
    model(const model_options &options, Open open)
        : handle_(std::make_unique<detail::hooks>(detail::hooks{options.log, {}}))
    {
        ec_model_options c = EC_MODEL_OPTIONS_INIT;
        c.allocator = options.allocator;
        c.log = handle_.held().c_log();
        detail::check(open(c, handle_.put()));
    }

    detail::owned<ec_model, ec_model_close> handle_;
};

/* ------------------------------------------------------------------------------------------------------------
 * Encoders
 * --------------------------------------------------------------------------------------------------------- */

/* An encoder. Not to be destroyed or moved while another thread is in a call on it. */
class encoder {
public:
    explicit encoder(const model &of, const encoder_options &options = {})
        : handle_(std::make_unique<detail::hooks>(detail::hooks{options.log, options.runner}))
    {
        const ec_encoder_options c = detail::to_c(options, handle_.held());
        detail::check(ec_encoder_create(of.get(), &c, handle_.put()));
    }

    /* What an encoder with these options would take. */
    static ec_memory memory(const model &of, const encoder_options &options = {})
    {
        detail::hooks held{options.log, options.runner};
        const ec_encoder_options c = detail::to_c(options, held);
        ec_memory value = EC_MEMORY_INIT;
        detail::check(ec_encoder_memory(of.get(), &c, &value));
        return value;
    }

    /* Bytes of the longest stream with these parameters, whatever the pixels. */
    std::size_t bound(const ec_encode_params &params = encode_params()) const
    {
        std::size_t size = 0;
        detail::check(ec_encode_bound(get(), &params, &size));
        return size;
    }

    /* Encodes a picture or a volume. Also throws std::bad_alloc. */
    std::vector<std::uint8_t> encode(const ec_image &pixels, const ec_encode_params &params = encode_params())
    {
        std::vector<std::uint8_t> stream(bound(params));
        stream.resize(encode(pixels, stream.data(), stream.size(), params));
        return stream;
    }

    /* Encodes into your buffer and returns the stream's size. Allocates nothing unless it throws. */
    std::size_t encode(const ec_image &pixels, std::uint8_t *stream, std::size_t capacity,
                       const ec_encode_params &params = encode_params())
    {
        std::size_t size = 0;
        detail::check(ec_encode(get(), &pixels, &params, stream, capacity, &size));
        return size;
    }

    /* Ends what the encoder is at, from any thread. */
    void cancel() { detail::check(ec_encode_cancel(get())); }

    /* The text of the last call on this encoder, whichever thread made it; empty if that succeeded. */
    std::string last_error() const
    {
        std::string text(ec_encoder_last_error(get(), nullptr, 0), '\0');
        ec_encoder_last_error(get(), text.data(), text.size() + 1);
        text.resize(std::strlen(text.c_str())); /* another thread may have put a shorter one there meanwhile */
        return text;
    }

    /* For functions of edgecodec.h. It remains this object's. */
    ec_encoder get() const noexcept { return handle_.get(); }

private:
    detail::owned<ec_encoder, ec_encoder_destroy> handle_;
};

/*
 * A stream whose rows are pushed as they arrive. It belongs to its encoder, which does nothing else meanwhile and
 * must outlive it. Destroyed before its end, it is given up.
 */
class row_stream {
public:
    row_stream(encoder &with, const ec_source &of, const ec_encode_params &params = encode_params())
        : encoder_(&with), source_(of)
    {
        detail::check(ec_encode_begin(with.get(), &of, &params));
    }

    row_stream(const row_stream &) = delete;
    row_stream &operator=(const row_stream &) = delete;

    ~row_stream()
    {
        if (has_encoder_) {
            static_cast<void>(ec_encode_cancel(encoder_->get()));
        }
    }

    /* The rows that are next; in a sequence also those of the next source. */
    void push(const ec_image &rows) { push(slice_, row_, rows); }

    /* Rows from `row` of `slice` on: refused if they are not next. */
    void push(std::uint32_t slice, std::uint32_t row, const ec_image &rows)
    {
        check(ec_encode_push(encoder_->get(), slice, row, &rows), !finished_);
        const std::uint64_t next = (std::uint64_t{slice} * source_.height) + row + (std::uint64_t{rows.height} * rows.depth);
        slice_ = static_cast<std::uint32_t>(next / source_.height % source_.depth);
        row_ = static_cast<std::uint32_t>(next % source_.height);
    }

    /* No more rows come. Throws if some are missing. */
    void finish()
    {
        check(ec_encode_finish(encoder_->get()), !finished_);
        finished_ = true;
    }

    /* Copies bytes that are ready into your buffer and returns how many. After the last one, ended(). */
    std::size_t pull(std::uint8_t *to, std::size_t capacity)
    {
        std::size_t size = 0;
        ec_pull_state state = EC_PULL_WAITS;
        check(ec_encode_pull(encoder_->get(), to, capacity, &size, &state), true);
        ended_ = state == EC_PULL_END;
        has_encoder_ = !ended_;
        more_ = state == EC_PULL_BYTES;
        return size;
    }

    /* All bytes that are ready. Also throws std::bad_alloc. */
    std::vector<std::uint8_t> pull()
    {
        std::vector<std::uint8_t> all;
        do {
            const std::size_t had = all.size();
            all.resize(had + 4096);
            all.resize(had + pull(all.data() + had, 4096));
        } while (more_);
        return all;
    }

    /* The stream is complete, and all of it was pulled. */
    bool ended() const noexcept { return ended_; }

private:
    /*
     * Throws what failed. What says that our stream is gone also says that one which the encoder is at is not ours to
     * give up. in_order: whether the call is one that a stream of ours would take.
     */
    void check(ec_status status, bool in_order)
    {
        if (status == EC_ERROR_CANCELLED || status == EC_ERROR_RUNNER_FAILED || status == EC_ERROR_INTERNAL
            || (status == EC_ERROR_OUT_OF_ORDER && in_order)) {
            has_encoder_ = false;
        }
        detail::check(status);
    }

    encoder *encoder_;
    ec_source source_;
    std::uint32_t slice_ = 0;
    std::uint32_t row_ = 0;
    bool more_ = false;
    bool finished_ = false;
    bool ended_ = false;
    bool has_encoder_ = true;
};

/* ------------------------------------------------------------------------------------------------------------
 * Label maps
 * --------------------------------------------------------------------------------------------------------- */

/* What a label map says of itself; whether the rest is whole is not checked. */
inline ec_labelmap_info label_map_info(bytes map)
{
    ec_labelmap_info value = EC_LABELMAP_INFO_INIT;
    detail::check(ec_labelmap_get_info(map.data(), map.size(), &value));
    return value;
}

namespace detail {

template <typename Label, typename Decode>
std::vector<Label> labels_of(bytes map, Decode decode)
{
    static_assert(std::is_same_v<Label, std::uint8_t> || std::is_same_v<Label, std::uint16_t>, "labels are uint8_t or uint16_t");
    const ec_labelmap_info info = label_map_info(map);
    Label none;
    ec_labels to = EC_LABELS_INIT;
    to.label_bytes = sizeof(Label);
    to.data = &none;
    /* A few bytes can claim 2^31 labels: all is checked before memory is taken for them. */
    const ec_status checked = decode(&to);
    if (checked != EC_ERROR_BUFFER_TOO_SMALL) {
        check(checked);
    }
    std::vector<Label> labels(std::size_t{info.width} * info.height * info.depth);
    to.data = labels.data();
    to.count = labels.size();
    check(decode(&to));
    return labels;
}

} // namespace detail

/*
 * Checks and decodes the answer to a stream: [depth][height][width] labels of uint8_t, or of uint16_t for maps with
 * more than 256. Also throws std::bad_alloc.
 */
template <typename Label = std::uint8_t>
std::vector<Label> decode_labels(bytes map, bytes stream)
{
    return detail::labels_of<Label>(map, [&](const ec_labels *to) {
        return ec_labelmap_decode(map.data(), map.size(), stream.data(), stream.size(), to);
    });
}

/*
 * The same for the answer to one source of a sequence: what pull() gave before its first push, and when the source was
 * complete (of a volume in slabs, for all slabs).
 */
template <typename Label = std::uint8_t>
std::vector<Label> decode_labels_of_units(bytes map, bytes header, bytes units, const ec_source &of)
{
    return detail::labels_of<Label>(map, [&](const ec_labels *to) {
        return ec_labelmap_decode_units(map.data(), map.size(), header.data(), header.size(), units.data(), units.size(), &of, to);
    });
}

/* ------------------------------------------------------------------------------------------------------------
 * The library
 * --------------------------------------------------------------------------------------------------------- */

/* The version of the library that runs, such as "0.1.0". */
inline std::string_view version() noexcept { return ec_version_string(); }

/* The kernels that this processor runs. */
inline std::string_view active_kernel() noexcept { return ec_active_kernel(); }

/* The library's own heap, for diagnostics. */
inline ec_runtime_info runtime_info()
{
    ec_runtime_info value = EC_RUNTIME_INFO_INIT;
    detail::check(ec_runtime_get_info(&value));
    return value;
}

} // namespace edgecodec

#endif /* EDGECODEC_HPP */
