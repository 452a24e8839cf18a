#!/usr/bin/env bash
# [--json] [--model FILE.ecm]: instructions of one encode on arm64, counted under emulation. No time, energy or heat.
set -euo pipefail
source build/common.sh
source build/packages.sh
source build/dotnet.sh
source build/native.sh
form=table model=models/isic2017/edge.ecm
while (($# > 0)); do
    case $1 in
        --json) form=json ;;
        --model) model=${2?--model needs a file} && shift ;;
        *) echo "usage: ./build.sh bench instructions [--json] [--model FILE.ecm]" >&2 && exit 2 ;;
    esac
    shift
done
[[ $(host_rid) == linux-x64 ]] || die "instructions of arm64 are counted on x64, under emulation"
# The static emulator takes no plugins.
install_missing qemu-aarch64:qemu-user
build_native linux-arm64 >&2
plugin=$(cmake_folder linux-x64)/bench/edge/count_instructions.so
program=$(cmake_folder linux-arm64)/bench/edge/encode-times
cmake "$(cmake_folder linux-x64)" >/dev/null
cmake --build "$(cmake_folder linux-x64)" --target count_instructions -- --quiet >&2
cmake --build "$(cmake_folder linux-arm64)" --target encode-times -- --quiet >&2

# run PROCESSOR SIZE TIMES: instructions of the whole program.
run() {
    QEMU_CPU=$1 qemu-aarch64 -L /usr/aarch64-linux-gnu -plugin "$plugin" "$program" "$model" "$2" "$2" "$3" 2>&1 >/dev/null | tail -n 1
}

# count PROCESSOR SIZE: what eight more encodes cost, an eighth of it: neither start nor first picture.
count() {
    local few many
    few=$(run "$1" "$2" 4)
    many=$(run "$1" "$2" 12)
    echo $(((many - few) / 8))
}

rows=()
for processor in cortex-a72 max; do
    kernels=neon
    [[ $processor != max ]] || kernels=neondot
    for size in 256 1024 3000; do
        rows+=("$kernels $size $(count "$processor" "$size")")
    done
done
if [[ $form == json ]]; then
    printf '{"emulator":"qemu-user","rows":['
    printf '%s\n' "${rows[@]}" | awk '{printf "%s{\"kernels\":\"%s\",\"source\":%d,\"instructions\":%d}", NR > 1 ? "," : "", $1, $2, $3}'
    printf ']}\n'
else
    printf '%-10s %12s %26s\n' kernels source "million instructions"
    printf '%s\n' "${rows[@]}" | awk '{printf "%-10s %12s %26.2f\n", $1, $2 "x" $2, $3 / 1e6}'
    echo "Counted under emulation (qemu-user): no statement about time, energy or heat on a device."
fi
