#!/usr/bin/env bash
# People unpack the tree where they like and move it later: find_package and pkg-config have to find it where it is,
# a path with a space in it included, and a version that it cannot serve has to be refused.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# unpack RID: sets tree.
unpack() {
    tree="$work/moved to/$1"
    mkdir -p "$work/unpacked" "$work/moved to"
    tar -C "$work/unpacked" -xzf "$PACKAGES/edgecodec-$VERSION-$1.tar.gz"
    mv "$work/unpacked/edgecodec-$VERSION-$1" "$tree"
    ! grep -rlF "$repository" "$tree" || fail "the path of the machine that built it is in the tree"
}

# A project that uses the tree as its users do; the examples in it are the sources.
check_cmake() {
    quiet cmake -S "$tree/share/doc/edgecodec/examples" -B cmake -DCMAKE_PREFIX_PATH="$tree" -DCMAKE_BUILD_TYPE=Release
    quiet cmake --build cmake
    encodes cmake/ec-encode
    encodes cmake/encode-rows
    quiet cmake/minimal "$model"
}

# check_version YES-OR-NO ARGUMENTS...: find_package(edgecodec ARGUMENTS).
check_version() {
    local expected=$1 found=yes
    shift
    mkdir -p version
    printf 'cmake_minimum_required(VERSION 3.16)\nproject(p LANGUAGES NONE)\nfind_package(edgecodec %s REQUIRED)\n' "$*" >version/CMakeLists.txt
    rm -rf version/build
    cmake -S version -B version/build -DCMAKE_PREFIX_PATH="$tree" >"$work/log" 2>&1 || found=no
    [[ $found == "$expected" ]] || fail "find_package(edgecodec $*): $found, expected $expected: $(cat "$work/log")"
}

# check_pkg_config RID
check_pkg_config() {
    local rid=$1 flags
    local -a emulator
    flags=$(PKG_CONFIG_PATH="$tree/lib/pkgconfig" pkg-config --cflags --libs edgecodec)
    [[ $(PKG_CONFIG_PATH="$tree/lib/pkgconfig" pkg-config --modversion edgecodec) == "$VERSION" ]] || fail "pkg-config has another version"
    # pkg-config quotes for the shell.
    (cd "$tree/share/doc/edgecodec/examples" && eval "$(compiler_of "$rid") -std=c99 -Wall -Werror ec-encode.c pnm.c $flags -o '$work/by-pkg-config'") ||
        fail "ec-encode does not compile with $flags"
    # A folder of a space-separated list cannot have a space in it.
    ln -sfn "$tree/lib" "$work/lib"
    read -ra emulator <<<"$(emulator_of "$rid" "$work/lib")"
    encodes "${emulator[@]}" ./by-pkg-config
}

for rid in $(rids); do
    unpack "$rid"
    check_pkg_config "$rid"
    if [[ $rid == "$RID" ]]; then
        encodes "$tree/bin/ec-encode"
        check_cmake
        check_version yes "${VERSION%.*}"
        check_version yes "$VERSION EXACT"
        check_version no 99.0
        check_version no "${VERSION%.*}.99"
    fi
done
