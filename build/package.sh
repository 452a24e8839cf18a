# What users install: artifacts/packages/.
# shellcheck shell=bash disable=SC2034,SC2154

readonly package_folder=$PWD/artifacts/packages
readonly package_names="tree deb nuget wheel"

# run_package [NAME...]: all of them without a name.
run_package() {
    local name
    local -a names=("$@")
    ((${#names[@]} > 0)) || read -ra names <<<"$package_names"
    for name in "${names[@]}"; do
        [[ " $package_names " == *" $name "* ]] || die "no package '$name': there are $package_names"
    done
    for name in $(package_rids); do
        [[ ${names[*]} == nuget ]] || build_native "$name"
    done
    make_packages "${names[@]}"
}

# make_packages NAME...: of what build_native built.
make_packages() {
    local name rid
    rm -rf "$package_folder/new"
    mkdir -p "$package_folder/new"
    # The same sources make the same packages, as far as the tools go along.
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
    export SOURCE_DATE_EPOCH
    for name in "$@"; do
        say "package: $name"
        if [[ $name == nuget ]]; then
            package_nuget
        else
            for rid in $(package_rids); do
                "package_$name" "$rid"
            done
        fi
    done
    # Whole or not at all.
    mv "$package_folder/new"/* "$package_folder/"
    rmdir "$package_folder/new"
}

# What can be built here.
package_rids() {
    host_rid
    [[ $(host_rid) != linux-x64 ]] || echo linux-arm64
}

package_version() {
    sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props
}

published_library() {
    echo "$PWD/artifacts/build/publish/native-$1/libedgecodec.so"
}

# The C library that the library needs, such as 2.34.
needed_glibc() {
    readelf -VW "$(published_library "$1")" | grep -oE 'GLIBC_2\.[0-9]+' | sort -uV | tail -n 1 | sed 's/GLIBC_//'
}

# package_tree RID: what cmake --install gives, for any distribution.
package_tree() {
    local rid=$1 name stage
    name=edgecodec-$(package_version)-$rid
    stage=$(mktemp -d)
    cmake --install "$(tree_folder "$rid")" --prefix "$stage/$name" >/dev/null
    cmake --install "$(cmake_folder "$rid")" --prefix "$stage/$name" --component Unspecified >/dev/null
    tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -cf - "$name" |
        gzip -9n >"$package_folder/new/$name.tar.gz"
    rm -rf "$stage"
}

# package_deb RID: libedgecodec1 and libedgecodec-dev.
package_deb() {
    local rid=$1 architecture triplet folder
    case $rid in
        linux-x64) architecture=amd64 triplet=x86_64-linux-gnu ;;
        linux-arm64) architecture=arm64 triplet=aarch64-linux-gnu ;;
    esac
    install_missing dpkg-deb:dpkg
    folder=artifacts/build/cmake/deb-$rid
    configure_tree "$(published_library "$rid")" "$folder" -DCMAKE_INSTALL_LIBDIR="lib/$triplet" \
        -DCMAKE_INSTALL_DOCDIR=share/doc/libedgecodec1 -DEDGECODEC_DEV_DOCDIR=share/doc/libedgecodec-dev
    bash packaging/deb/build.sh "$folder" "$architecture" "$(package_version)" "$(needed_glibc "$rid")" "$package_folder/new"
}

# The .NET library, with the kernels of both processors.
package_nuget() {
    require_dotnet
    require_c
    [[ $(host_rid) != linux-x64 ]] || install_missing aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu
    [[ $(host_rid) != linux-arm64 ]] || install_missing x86_64-linux-gnu-gcc:gcc-x86-64-linux-gnu
    dotnet pack src/EdgeCodec -c "$configuration" -o "$package_folder/new" -v quiet
}

# package_wheel RID: the Python package, with the library in it.
package_wheel() {
    local rid=$1 processor log
    case $rid in
        linux-x64) processor=x86_64 ;;
        linux-arm64) processor=aarch64 ;;
    esac
    require_python
    log=$(mktemp)
    EDGECODEC_LIBRARY=$(published_library "$rid") EDGECODEC_RUNTIME_NOTICES=$(runtime_notices) EDGECODEC_VERSION=$(package_version) \
        EDGECODEC_PLATFORM="manylinux_$(needed_glibc "$rid" | tr . _)_$processor" \
        "$python" -m build --wheel --no-isolation --skip-dependency-check --outdir "$package_folder/new" bindings/python >"$log" 2>&1 || die "$(cat "$log")"
    rm "$log"
}

# run_package_tests: each tests/packages/test_NAME.sh on what was made; 77 is skipped.
run_package_tests() {
    local script name status
    local -a names
    install_missing pkg-config:pkg-config
    say "packages"
    names=(tree deb nuget)
    if (require_python); then
        names+=(wheel)
    else
        say "no Python with the modules that build the wheel: it is left out"
    fi
    rm -rf "$package_folder"
    make_packages "${names[@]}"
    for script in tests/packages/test_*.sh; do
        name=$(basename "$script" .sh)
        status=0
        PACKAGES=$package_folder VERSION=$(package_version) RID=$(host_rid) CASES=$(test_cases) PYTHON=$python \
            bash "$script" || status=$?
        case $status in
            0) count "packages: ${name#test_}" 1 0 0 ;;
            77) count "packages: ${name#test_}" 0 0 1 ;;
            *) count "packages: ${name#test_}" 0 1 0 ;;
        esac
    done
}
