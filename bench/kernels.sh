#!/usr/bin/env bash
# [--json] [--kernel NAME]: convolution and resampling kernels on one core, as fractions of the processor's peak.
set -euo pipefail
folder=artifacts/build/cmake/bench-kernels
cmake -S bench/kernels -B "$folder" >/dev/null
cmake --build "$folder" --target bench_kernels -- --quiet >&2
exec "$folder/bench_kernels" "$@"
