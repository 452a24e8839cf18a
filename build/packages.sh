# Installs what is missing, by Debian's package names.
# shellcheck shell=bash disable=SC2034,SC2154

# install_missing COMMAND:PACKAGE...: the packages of those commands that are not there.
install_missing() {
    local pair
    local -a missing=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
    done
    ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
}

# install_packages PACKAGE...
install_packages() {
    local -a as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "these packages are missing, and only root can install them: $*"
        as_root=(sudo)
    fi
    command -v apt-get >/dev/null || die "install what Debian calls: $*"
    say "installing $*"
    "${as_root[@]}" apt-get update -q >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

require_dotnet() {
    local version
    command -v dotnet >/dev/null || die "the .NET 10 SDK is missing: dotnet is not on the PATH"
    version=$(dotnet --version 2>/dev/null) || die "the .NET SDK that global.json asks for is missing: $(dotnet --list-sdks | tr '\n' ' ')"
    [[ ${version%%.*} -ge 10 ]] || die "the .NET SDK is $version, expected 10"
}

# A C compiler, which also compiles the kernels and links what the .NET SDK compiles ahead of time, and CMake.
require_c() {
    install_missing gcc:gcc g++:g++ make:make cmake:cmake objcopy:binutils
}

# clang links for another processor with that one's GNU linker; qemu runs the result.
require_arm64() {
    install_missing clang:clang aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu aarch64-linux-gnu-g++:g++-aarch64-linux-gnu \
        qemu-aarch64-static:qemu-user-static
}

# The distribution's Python, whose modules come by Debian's names: another that is first on the PATH would not see them.
readonly python=/usr/bin/python3
require_python() {
    "$python" -c 'import build, ensurepip, hatchling, numpy' 2>/dev/null ||
        install_packages python3 python3-build python3-hatchling python3-numpy python3-venv
}
