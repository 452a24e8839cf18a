/*
 * encode-rows.cpp - encodes a picture a few rows at a time, as a sensor delivers them, with edgecodec.hpp.
 *
 *     encode-rows MODEL.ecm IN.ppm OUT.ecs [ROWS]
 *
 * IN is a binary PGM or PPM with 8 or 16 bits; ROWS are pushed at a time, 16 by default. The stream is the one that
 * ec-encode writes. OUT appears whole or not at all; what is there already and is no file is left alone. Exit status:
 * 0 done, 1 failed with one line why, 2 wrong usage.
 */
#include <edgecodec.hpp>

extern "C" {
#include "pnm.h"
}

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

/* A file whose rows are read as a sensor would deliver them. */
class picture {
public:
    explicit picture(const char *path) : path_(path)
    {
        require(pnm_open(path, &reader_, why_, sizeof why_));
    }

    picture(const picture &) = delete;
    picture &operator=(const picture &) = delete;
    ~picture() { pnm_close(&reader_); }

    edgecodec::source source() const
    {
        return edgecodec::source(type(), reader_.width, reader_.height, reader_.channels);
    }

    /* The next rows, at most so many; they are overwritten by those after them. */
    edgecodec::image next(std::uint32_t at_most)
    {
        const std::uint32_t count = std::min(at_most, reader_.height - reader_.rows_read);
        rows_.resize(count * pnm_row_bytes(&reader_));
        require(pnm_read_rows(&reader_, rows_.data(), count, why_, sizeof why_));
        edgecodec::image rows(rows_, reader_.width, count, reader_.channels);
        rows.sample_type = static_cast<std::uint32_t>(type());
        return rows;
    }

    bool has_more() const { return reader_.rows_read < reader_.height; }

private:
    ec_sample_type type() const { return reader_.bytes_per_sample == 1 ? EC_SAMPLE_U8 : EC_SAMPLE_U16; }

    void require(int result)
    {
        if (result != 0) {
            throw std::runtime_error(path_ + ": " + why_);
        }
    }

    std::string path_;
    char why_[256];
    pnm_reader reader_{};
    std::vector<std::uint8_t> rows_;
};

std::vector<std::uint8_t> encode(const edgecodec::model &model, picture &sensor, std::uint32_t at_a_time)
{
    edgecodec::encoder_options options;
    options.max_width = sensor.source().width; /* no more memory than such rows need */
    edgecodec::encoder encoder(model, options);
    edgecodec::row_stream stream(encoder, sensor.source());
    while (sensor.has_more()) {
        stream.push(sensor.next(at_a_time));
    }
    stream.finish();
    return stream.pull();
}

/* However the names are written. */
bool is_same_file(const fs::path &a, const fs::path &b)
{
    std::error_code absent;
    return fs::equivalent(a, b, absent);
}

/*
 * Where path leads, since renaming replaces a link and not what it is of. Throws if there is something that is no file:
 * a device would be replaced too.
 */
fs::path target_of(const fs::path &path)
{
    if (!fs::exists(fs::symlink_status(path))) {
        return path;
    }
    if (!fs::is_regular_file(path)) {
        throw std::runtime_error(path.string() + ": cannot be written: it is no file");
    }
    return fs::canonical(path);
}

/* Writes beside the target, then renames: whoever reads the target never sees a part of it. */
void write(const fs::path &path, const std::vector<std::uint8_t> &bytes)
{
    const fs::path target = target_of(path);
    fs::path temporary = target;
    temporary += "." + std::to_string(getpid()) + ".tmp";
    std::ofstream file(temporary, std::ios::binary);
    file.write(reinterpret_cast<const char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    std::error_code problem;
    if (file) {
        fs::rename(temporary, target, problem);
    }
    if (!file || problem) {
        std::error_code unimportant;
        fs::remove(temporary, unimportant);
        throw std::runtime_error(path.string() + ": cannot be written");
    }
}

bool parse_rows(std::string_view text, std::uint32_t *rows)
{
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), *rows);
    return problem == std::errc{} && end == text.data() + text.size() && *rows > 0 && *rows <= 65535;
}

} // namespace

int main(int argc, char **argv)
{
    std::uint32_t at_a_time = 16;
    if (argc < 4 || argc > 5 || (argc == 5 && !parse_rows(argv[4], &at_a_time))) {
        std::cerr << "usage: encode-rows MODEL.ecm IN.ppm OUT.ecs [ROWS]\n";
        return 2;
    }
    if (is_same_file(argv[3], argv[1]) || is_same_file(argv[3], argv[2])) {
        std::cerr << "encode-rows: " << argv[3] << ": the output would replace an input\n";
        return 1;
    }
    try {
        const edgecodec::model model = edgecodec::model::open_file(argv[1]);
        picture sensor(argv[2]);
        const std::vector<std::uint8_t> stream = encode(model, sensor, at_a_time);
        write(argv[3], stream);
        std::cerr << argv[3] << ": " << sensor.source().width << 'x' << sensor.source().height << ", " << stream.size() << " bytes\n";
        return 0;
    } catch (const std::exception &failed) {
        std::cerr << "encode-rows: " << failed.what() << '\n';
        return 1;
    }
}
