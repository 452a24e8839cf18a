#!/usr/bin/env bash
# What people meet first is a program and a file that is not what they think: each bad input is one line and exit
# code 1, wrong usage is 2, and no file is left behind.
#
# usage: test_ec_encode.sh CASES [EMULATOR...] EC-ENCODE
set -euo pipefail
cases=$1
shift
encode=("$@")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir out
model=$cases/picture/edge.ecm
picture=$cases/picture/image.ppm
failures=0

complain() {
    echo "FAILED: $1" >&2
    failures=$((failures + 1))
}

# expect STATUS WORDS ARGUMENTS...: exit status, words in the one line on stderr, nothing on stdout, nothing left.
expect() {
    local status=$1 words=$2 actual=0
    shift 2
    "${encode[@]}" "$@" >stdout 2>stderr || actual=$?
    [[ $actual == "$status" ]] || complain "$*: exit $actual, expected $status ($(cat stderr))"
    grep -qF -- "$words" stderr || complain "$*: no \"$words\" in: $(cat stderr)"
    [[ ! -s stdout ]] || complain "$*: wrote to standard output"
    if ((status == 1)) && [[ $(wc -l <stderr) != 1 ]]; then
        complain "$*: not one line: $(cat stderr)"
    fi
    if [[ -n $(ls -A out) ]]; then
        complain "$*: left $(ls -A out)"
        rm -f out/*
    fi
}

# refuse NAME WORDS, the picture on standard input.
refuse() {
    cat >"$1"
    expect 1 "$2" "$model" "$1" out/x.ecs
}

# What works: 8 and 16 bits, the same bytes as the C# encoder, an older file replaced.
for case in picture gray16; do
    echo old >good.ecs
    "${encode[@]}" "$cases/$case/edge.ecm" "$cases/$case/image.ppm" good.ecs 2>stderr || complain "$case: $(cat stderr)"
    cmp good.ecs "$cases/$case/expected.ecs" || complain "$case: other bytes than the C# encoder"
    grep -qE "^good\.ecs: [0-9]+x[0-9]+, $(stat -c %s good.ecs) bytes, [0-9.]+ ms$" stderr || complain "$case: $(cat stderr)"
done
"${encode[@]}" --quiet --layers 1 "$model" "$picture" good.ecs 2>stderr || complain "--quiet: $(cat stderr)"
[[ ! -s stderr ]] || complain "--quiet is not: $(cat stderr)"
"${encode[@]}" --help >stdout 2>stderr || complain "--help fails"
grep -q "^usage: " stdout || complain "--help does not help"

# Comments wherever the format allows them.
{
    printf 'P6#c\n#d\n 61 # e\n#f\n47\n255\n'
    tail -c 8601 "$picture"
} >comments.ppm
"${encode[@]}" "$model" comments.ppm good.ecs 2>stderr || complain "comments: $(cat stderr)"
cmp good.ecs "$cases/picture/expected.ecs" || complain "comments: other bytes"

# Usage.
expect 2 "usage:"
expect 2 "usage:" "$model" "$picture"
expect 2 "usage:" "$model" "$picture" out/x.ecs more
expect 2 "usage:" --unknown "$model" "$picture" out/x.ecs
expect 2 "usage:" --layers 0 "$model" "$picture" out/x.ecs
expect 2 "usage:" --layers many "$model" "$picture" out/x.ecs
expect 2 "usage:" --window 0 "$model" "$picture" out/x.ecs
expect 2 "usage:" --window 0 65536 "$model" "$picture" out/x.ecs

# Pictures.
expect 1 "cannot be opened" "$model" absent.ppm out/x.ecs
expect 1 "cannot be read" "$model" out out/x.ecs
refuse empty.ppm "not a binary PGM or PPM" </dev/null
printf 'hello, world\n' | refuse text.ppm "not a binary PGM or PPM"
printf 'P3\n1 1\n255\n1 2 3\n' | refuse ascii.ppm "not a binary PGM or PPM"
printf '\211PNG\r\n\032\n' | refuse picture.png "not a binary PGM or PPM"
printf 'P6\n' | refuse no-width.ppm "no width"
printf 'P6\n-4 4\n255\n' | refuse negative.ppm "no width"
printf 'P6\n0 4\n255\n' | refuse zero.ppm "no width"
printf 'P6\n99999999999999999999 4\n255\n' | refuse wide.ppm "no width"
printf 'P6\n4 65536\n255\n' | refuse high.ppm "no height"
printf 'P6\n4 4x\n255\n' | refuse letters.ppm "no height"
printf 'P6\n4 4\n0\n' | refuse maxval0.ppm "no maxval"
printf 'P6\n4 4\n1023\n' | refuse maxval1023.ppm "no maxval"
printf 'P6\n4 4\n65536\n' | refuse maxval65536.ppm "no maxval"
printf 'P6\n#only a comment' | refuse comment.ppm "no width"
printf 'P6\n65535 65535\n255\nabc' | refuse absurd.ppm "truncated"
head -c -1 "$picture" | refuse truncated.ppm "truncated"
{ cat "$picture"; printf x; } | refuse longer.ppm "bytes follow"
printf 'P6\n1 1\n255\nabc' | refuse one-pixel.ppm "at least"
{ printf 'P6\n20000 4\n255\n'; head -c 240000 /dev/zero; } | refuse elongated.ppm "aspect"
{ printf 'P5\n8 8\n255\n'; head -c 64 /dev/zero; } | refuse gray.ppm "channels"
{ printf 'P6\n8 8\n65535\n'; head -c 384 /dev/zero; } | refuse deep.ppm "U16"
expect 1 "indow" --window 0 255 "$model" "$picture" out/x.ecs
expect 1 "S16" "$cases/volume/edge.ecm" "$cases/gray16/image.ppm" out/x.ecs
expect 1 "ayers" --layers 2 "$model" "$picture" out/x.ecs

# Models.
expect 1 "absent.ecm" absent.ecm "$picture" out/x.ecs
expect 1 "out" out "$picture" out/x.ecs
: >empty.ecm
expect 1 "empty.ecm" empty.ecm "$picture" out/x.ecs
head -c 1000 "$model" >cut.ecm
expect 1 "cut.ecm" cut.ecm "$picture" out/x.ecs
{ head -c 500 "$model"; printf x; tail -c +502 "$model"; } >damaged.ecm
expect 1 "checksum" damaged.ecm "$picture" out/x.ecs
expect 1 "picture" "$picture" "$picture" out/x.ecs

# Outputs.
expect 1 "cannot be written" "$model" "$picture" no-such-folder/x.ecs
expect 1 "cannot be written" "$model" "$picture" "$work"
cp "$picture" same.ppm
expect 1 "replace an input" "$model" same.ppm same.ppm
cmp -s "$picture" same.ppm || complain "an input was replaced"
if [[ $(id -u) == 0 ]] && mkdir full && mount -t tmpfs -o size=4k tmpfs full 2>/dev/null; then
    head -c 4096 /dev/zero >full/zeros 2>/dev/null || true
    expect 1 "cannot be written" "$model" "$picture" full/x.ecs
    [[ $(ls full) == zeros ]] || complain "a full disk keeps $(ls full)"
    umount full
fi

((failures == 0)) || { echo "$failures failures" >&2; exit 1; }
