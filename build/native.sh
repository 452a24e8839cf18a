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
    configure_tree "$PWD/$published/libedgecodec.so" "$(tree_folder "$rid")"
    # Not written into: a process may have it mapped.
    rm -f "$root/lib/libedgecodec.so.1"
    cmake --install "$(tree_folder "$rid")" --prefix "$root" >/dev/null
    say "building the C example for $rid"
    cmake -S . -B "$(cmake_folder "$rid")" --install-prefix "$root" "${toolchain[@]}" \
        -DEDGECODEC_ROOT="$root" -DEDGECODEC_TEST_CASES="$(test_cases)" >/dev/null
    cmake --build "$(cmake_folder "$rid")" --target ec-encode minimal encode-rows -- --quiet
    cmake --install "$(cmake_folder "$rid")" --component Unspecified >/dev/null
}

# configure_tree LIBRARY FOLDER [OPTION...]: the tree that a program is built against, for cmake --install.
configure_tree() {
    local library=$1 folder=$2
    shift 2
    cmake -S native -B "$folder" -DEDGECODEC_LIBRARY="$library" -DEDGECODEC_RUNTIME_NOTICES="$(runtime_notices)" "$@" >/dev/null
}

# Of the .NET runtime that is compiled into the library: what its licence wants to go along.
runtime_notices() {
    local assets folder compiler
    assets=$(tr -d ' \r\n' <artifacts/build/obj/EdgeCodec.Native/project.assets.json)
    folder=$(sed -E 's/.*"packageFolders":\{"([^"]*[^"/])\/?".*/\1/' <<<"$assets")
    compiler=$(grep -oiE '"runtime\.[a-z0-9-]+\.microsoft\.dotnet\.ilcompiler","version":"\[[0-9.]+' <<<"$assets" | tail -n 1 |
        sed 's/"version":"\[//; s/"//g; s/,/\//')
    echo "$folder/${compiler,,}/THIRD-PARTY-NOTICES.TXT"
}

tree_folder() {
    echo "artifacts/build/cmake/tree-$1"
}

cmake_folder() {
    echo "artifacts/build/cmake/$1"
}

# Where tests/EdgeCodec.TestModels writes for the C tests.
test_cases() {
    echo "$PWD/artifacts/tests/abi"
}
