#!/usr/bin/env bash
# The wheel in an environment of its own, without the sources beside it: its example and its tests.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
if ! "$PYTHON" -c 'import build, ensurepip, hatchling, numpy' 2>/dev/null; then
    echo "no python3-build, -hatchling, -numpy or -venv here: left out" >&2
    exit 77
fi

wheel() {
    local -a found=("$PACKAGES/edgecodec-$VERSION-py3-none-manylinux_"*"_$1.whl")
    [[ ${#found[@]} == 1 && -f ${found[0]} ]] || fail "the wheel for $1: ${found[*]}"
    echo "${found[0]}"
}

case $RID in
    linux-x64) here=x86_64 other=aarch64 ;;
    linux-arm64) here=aarch64 other= ;;
esac

quiet "$PYTHON" -m venv --system-site-packages venv
quiet venv/bin/python -m pip install --no-index --no-cache-dir "$(wheel "$here")"
cp -r "$repository/bindings/python/tests" "$repository/bindings/python/examples" .
encodes venv/bin/python examples/encode.py
mkdir include
tar -xzf "$PACKAGES/edgecodec-$VERSION-$RID.tar.gz" --strip-components=2 -C include --wildcards '*/include/*'
EDGECODEC_TEST_CASES=$CASES EDGECODEC_TEST_VECTORS=$repository/tests/vectors EDGECODEC_INCLUDE=$work/include \
    venv/bin/python -m unittest discover -s tests -t tests

if [[ -n $other ]]; then
    "$PYTHON" -m zipfile -e "$(wheel "$other")" other
    readelf -h other/edgecodec/libedgecodec.so.1 | grep -qi "machine:.*$other" || fail "the wheel for $other has another library"
    cmp venv/lib/python3*/site-packages/edgecodec/_abi.py other/edgecodec/_abi.py || fail "the wheels differ"
fi
