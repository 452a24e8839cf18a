# What the tests of packages share. Each is given PACKAGES (what ./build.sh package made), VERSION, RID (this
# machine's), CASES (of tests/EdgeCodec.TestModels) and PYTHON in the environment, and uses nothing of the build tree.
# Exit status: 0 passed, 1 failed, 77 left out, which it says.
# shellcheck shell=bash disable=SC2034
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
model=$CASES/picture/edge.ecm
picture=$CASES/picture/image.ppm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# quiet COMMAND...: its output only if it fails.
quiet() {
    "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "$*"; }
}

# encodes COMMAND...: given a model, a picture and an output, it writes the bytes of the C# encoder, and refuses the
# model of another kind.
encodes() {
    rm -f out.ecs
    quiet "$@" "$model" "$picture" out.ecs
    cmp out.ecs "$CASES/picture/expected.ecs" || fail "$*: other bytes than the C# encoder"
    ! "$@" "$picture" "$picture" none.ecs 2>"$work/log" || fail "$*: takes a picture for a model"
    [[ ! -e none.ecs && $(wc -l <"$work/log") == 1 ]] || fail "$*: $(cat "$work/log")"
}

# rids: this machine's, and what can be emulated here.
rids() {
    echo "$RID"
    if [[ $RID == linux-x64 ]]; then
        if command -v qemu-aarch64-static aarch64-linux-gnu-gcc >/dev/null; then
            echo linux-arm64
        else
            echo "no qemu-user or no arm64 compiler: linux-arm64 is left out" >&2
        fi
    fi
}

# compiler_of RID; emulator_of RID LIBRARY_FOLDER: what runs a program.
compiler_of() {
    [[ $1 == "$RID" ]] && echo cc || echo aarch64-linux-gnu-gcc
}

emulator_of() {
    [[ $1 == "$RID" ]] && echo "env LD_LIBRARY_PATH=$2" || echo "qemu-aarch64-static -L /usr/aarch64-linux-gnu -E LD_LIBRARY_PATH=$2"
}
