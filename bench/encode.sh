#!/usr/bin/env bash
# [--json] [--model FILE.ecm]: milliseconds of one picture through the C library, by source size.
set -euo pipefail
form=table model=models/isic2017/edge.ecm
while (($# > 0)); do
    case $1 in
        --json) form=json ;;
        --model) model=${2?--model needs a file} && shift ;;
        *) echo "usage: ./build.sh bench encode [--json] [--model FILE.ecm]" >&2 && exit 2 ;;
    esac
    shift
done
folder=artifacts/build/cmake/linux-$([[ $(uname -m) == aarch64 ]] && echo arm64 || echo x64)
cmake --build "$folder" --target bench-encode -- --quiet >&2
"$folder/bench/bench-encode" "$model" "$form"
