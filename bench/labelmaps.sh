#!/usr/bin/env bash
# the same label maps as PNG, CCITT G4, LZ4, deflate and EdgeCodec: bytes
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for part in common packages; do
    # shellcheck source=/dev/null
    source "build/$part.sh"
done

datasets=${EDGECODEC_DATASETS:-../shared/datasets}
for argument in "$@"; do
    # Other sets, or help: then nothing is taken for granted.
    [[ $argument != --data && $argument != --data=* && $argument != --help ]] || datasets=""
done
if [[ -n $datasets ]]; then
    [[ -d $datasets ]] || die "there are no data sets in $datasets; name some with --data"
    set -- --data "$datasets/isic2017" "$datasets/hippocampus" "$datasets/acdc" --split val "$@"
fi
install_missing zopflipng:zopfli
dotnet build bench/EdgeCodec.Bench.LabelMaps -c Release -v quiet >&2
exec dotnet run --project bench/EdgeCodec.Bench.LabelMaps -c Release --no-build -- "$@"
