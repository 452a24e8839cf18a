#!/usr/bin/env bash
# [--json] [--keep] [--model FILE.ecm] ...: the edge engine against ONNX Runtime, libjpeg-turbo, OpenJPEG and the processor's peak, on one core.
set -euo pipefail
source build/common.sh
source build/packages.sh
keep=0
arguments=()
while (($# > 0)); do
    case $1 in
        --keep) keep=1 ;; # under bench/results/CPU
        *) arguments+=("$1") ;;
    esac
    shift
done

pkg-config --exists libturbojpeg libopenjp2 2>/dev/null || install_missing pkg-config:pkg-config libturbojpeg:libturbojpeg0-dev libopenjp2:libopenjp2-7-dev
install_missing gnuplot:gnuplot-nox
rid=linux-$([[ $(uname -m) == aarch64 ]] && echo arm64 || echo x64)
folder=artifacts/build/cmake/$rid
results=artifacts/bench/edge
cmake "$folder" >/dev/null
cmake --build "$folder" --target edge_peers -- --quiet >&2
dotnet build bench/EdgeCodec.Bench.Edge -c "$configuration" -v quiet >&2
mkdir -p "$results"
dotnet run --project bench/EdgeCodec.Bench.Edge -c "$configuration" --no-build -- \
    --shim "$PWD/$folder/bench/edge/libedge_peers.so" --photographs "${EDGECODEC_DATASETS:-../shared/datasets}/isic2017_native/images" --out "$results" "${arguments[@]}"
[[ -f $results/by-source.dat ]] || exit 0
(cd "$results" && gnuplot "$OLDPWD/bench/edge/growth.gnuplot")

if ((keep)); then
    cpu=$(sed -n 's/^ *"cpu": "\(.*\)".*/\1/p; s/^ *"kernel": "\(.*\)".*/\1/p' "$results/edge.json" | tr '\n' ' ' | tr '[:upper:]' '[:lower:]' | tr -cs 'a-z0-9' '-' | sed 's/-$//')
    mkdir -p "bench/results/$cpu"
    cp "$results"/{edge.json,edge.txt,growth.png} "bench/results/$cpu/"
    echo "kept in bench/results/$cpu" >&2
fi
