#!/usr/bin/env bash
# [--json]: the managed parts under BenchmarkDotNet: entropy coding each way in Mbin/s, whole streams.
set -euo pipefail
dotnet build bench/EdgeCodec.Bench.Managed -c Release -v quiet >&2
exec dotnet run --project bench/EdgeCodec.Bench.Managed -c Release --no-build -- "$@"
