# The C library, its header and its example.
# shellcheck shell=bash disable=SC2034,SC2154

# build_native RID: artifacts/native/RID/{lib,include,bin}. Cross-compiles where RID is not this machine's.
build_native() {
    local rid=$1
    local root=$PWD/artifacts/native/$rid
    local published=artifacts/build/publish/native-$rid
    local -a aot=() toolchain=()
    require_dotnet
    require_c
    if [[ $rid != "$(host_rid)" ]]; then
        [[ $rid == linux-arm64 ]] || die "$rid can only be built on $rid"
        require_arm64
        aot=(-p:CppCompilerAndLinker=clang -p:ObjCopyName=aarch64-linux-gnu-objcopy)
        toolchain=(--toolchain "$PWD/native/cmake/$rid.cmake")
    fi
    say "building libedgecodec.so.1 for $rid"
    dotnet publish src/EdgeCodec.Native -c "$configuration" -r "$rid" -o "$published" -v quiet "${aot[@]}"
    stage_library "$published/libedgecodec.so" "$root"
    say "building the C example for $rid"
    cmake -S . -B "$(cmake_folder "$rid")" --install-prefix "$root" "${toolchain[@]}" \
        -DEDGECODEC_ROOT="$root" -DEDGECODEC_TEST_CASES="$(test_cases)" >/dev/null
    cmake --build "$(cmake_folder "$rid")" --target ec-encode minimal -- --quiet
    cmake --install "$(cmake_folder "$rid")" --component Unspecified >/dev/null
}

# stage_library LIBRARY ROOT: the tree that a program is built against.
stage_library() {
    local library=$1 root=$2
    mkdir -p "$root/lib/cmake/edgecodec" "$root/include" "$root/bin"
    # Not over the old file, which a process may have mapped.
    install -m 755 "$library" "$root/lib/libedgecodec.so.1.new"
    mv "$root/lib/libedgecodec.so.1.new" "$root/lib/libedgecodec.so.1"
    ln -sfn libedgecodec.so.1 "$root/lib/libedgecodec.so"
    cp native/include/edgecodec.h "$root/include/"
    cp native/cmake/edgecodec-config.cmake native/cmake/edgecodec-config-version.cmake "$root/lib/cmake/edgecodec/"
}

cmake_folder() {
    echo "artifacts/build/cmake/$1"
}

# Where tests/EdgeCodec.TestModels writes for the C tests.
test_cases() {
    echo "$PWD/artifacts/tests/abi"
}
