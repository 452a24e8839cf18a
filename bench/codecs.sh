#!/usr/bin/env bash
# the same photographs as JPEG, WebP, JPEG 2000 and EdgeCodec: bytes and Dice
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

data=${EDGECODEC_DATASETS:-../shared/datasets}/isic2017
for argument in "$@"; do
    # Another set, or help: then nothing is taken for granted.
    [[ $argument != --data && $argument != --data=* && $argument != --help ]] || data=""
done
if [[ -n $data ]]; then
    [[ -d $data ]] || {
        echo "codecs: there is no data set in $data; name one with --data" >&2
        exit 1
    }
    set -- --data "$data" --split val "$@"
fi
dotnet build bench/EdgeCodec.Bench.Codecs -c Release -v quiet >&2
exec dotnet run --project bench/EdgeCodec.Bench.Codecs -c Release --no-build -- "$@"
