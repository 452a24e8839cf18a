#!/usr/bin/env bash
# [--streams N] [--seed N]: 100,000 damaged streams, every one of which has to be reported
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet build bench/EdgeCodec.Bench.Corruption -c Release -v quiet >&2
exec dotnet run --project bench/EdgeCodec.Bench.Corruption -c Release --no-build -- --model models/isic2017/edge.ecm "$@"
