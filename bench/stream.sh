#!/usr/bin/env bash
# [--model M] [--data DIR --split S] [--json]: bytes around the payload, payload against its ideal, speed of coding.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build bench/EdgeCodec.Bench.Stream -c Release -v quiet >&2
exec dotnet run --project bench/EdgeCodec.Bench.Stream -c Release --no-build -- "$@"
