#!/usr/bin/env bash
# The packages have to install, to be found without a flag that names a folder, and to go away without a trace; here in
# a root of their own, which has a libc6 in its books and nothing else.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
if ! command -v dpkg >/dev/null; then
    echo "no dpkg here: left out" >&2
    exit 77
fi
as_root=()
if ((EUID != 0)); then
    command -v fakeroot >/dev/null || { echo "neither root nor fakeroot: left out" >&2; exit 77; }
    as_root=(fakeroot)
fi

# make_root ARCHITECTURE LIBC_VERSION: sets root.
make_root() {
    root=$work/root-$1-$2
    mkdir -p "$root"/var/lib/dpkg/{info,updates}
    printf '%s\n' "$(dpkg --print-architecture)" "$1" | uniq >"$root/var/lib/dpkg/arch"
    printf 'Package: libc6\nStatus: install ok installed\nArchitecture: %s\nMulti-Arch: same\nVersion: %s\nMaintainer: none <none@localhost>\nDescription: the C library\n' \
        "$1" "$2" >"$root/var/lib/dpkg/status"
    : >"$root/var/lib/dpkg/info/libc6:$1.list"
}

in_root() {
    "${as_root[@]}" dpkg --root="$root" --log=/dev/null "$@"
}

# check ARCHITECTURE TRIPLET RID
check() {
    local architecture=$1 triplet=$2 rid=$3 flags
    local -a debs emulator
    debs=("$PACKAGES/libedgecodec1_${VERSION}_$architecture.deb" "$PACKAGES/libedgecodec-dev_${VERSION}_$architecture.deb")

    make_root "$architecture" 2.31-1
    ! in_root --install "${debs[@]}" >"$work/log" 2>&1 || fail "installs beside a C library that is too old"
    grep -q "depends on libc6" "$work/log" || fail "$(cat "$work/log")"

    make_root "$architecture" 2.36-9
    quiet in_root --install "${debs[@]}"
    [[ -z $(in_root --verify) ]] || fail "$(in_root --verify)"
    flags=$(PKG_CONFIG_PATH="" PKG_CONFIG_LIBDIR="$root/usr/lib/$triplet/pkgconfig" pkg-config --cflags --libs edgecodec)
    # shellcheck disable=SC2086
    (cd "$root/usr/share/doc/libedgecodec-dev/examples" &&
        "$(compiler_of "$rid")" -std=c99 -Wall -Werror ec-encode.c pnm.c $flags -o "$work/by-deb") || fail "ec-encode does not compile with $flags"
    read -ra emulator <<<"$(emulator_of "$rid" "$root/usr/lib/$triplet")"
    encodes "${emulator[@]}" ./by-deb
    if [[ $rid == "$RID" ]]; then
        quiet cmake -S "$root/usr/share/doc/libedgecodec-dev/examples" -B cmake -DCMAKE_PREFIX_PATH="$root/usr"
        quiet cmake --build cmake --target minimal
        quiet cmake/minimal "$model"
    fi
    quiet in_root --purge libedgecodec-dev libedgecodec1
    [[ ! -e $root/usr ]] || fail "purging leaves $(find "$root/usr")"

    if command -v lintian >/dev/null; then
        quiet lintian --allow-root --fail-on error,warning "${debs[@]}"
    else
        echo "no lintian here: not asked" >&2
    fi
}

for rid in $(rids); do
    case $rid in
        linux-x64) check amd64 x86_64-linux-gnu "$rid" ;;
        linux-arm64) check arm64 aarch64-linux-gnu "$rid" ;;
    esac
done
