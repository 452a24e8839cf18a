#!/usr/bin/env bash
# Builds libedgecodec1 and libedgecodec-dev for Debian and its relatives, from a configured native/CMakeLists.txt.
#
# usage: build.sh CMAKE_BUILD ARCHITECTURE VERSION GLIBC OUT
#   CMAKE_BUILD  configured with CMAKE_INSTALL_LIBDIR=lib/<triplet> and the two packages' documentation folders
#   GLIBC        the C library that libedgecodec.so.1 needs
# SOURCE_DATE_EPOCH is the time of every file and of the changelog's entry.
set -euo pipefail
build=$1 architecture=$2 version=$3 glibc=$4 out=$5
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${SOURCE_DATE_EPOCH:?}"
maintainer="EdgeCodec maintainers <maintainers@edgecodec.invalid>"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# package NAME COMPONENT
package() {
    local name=$1 component=$2 root=$work/$1
    DESTDIR=$root cmake --install "$build" --prefix /usr --component "$component" >/dev/null
    local doc=$root/usr/share/doc/$name
    # Debian has that text already, and the copyright file says where.
    rm -f "$doc/LICENSE"
    install -D -m 644 "$here/../copyright" "$doc/copyright"
    changelog | gzip -9n >"$doc/changelog.gz"
    mkdir -m 755 "$root/DEBIAN"
    local size file
    size=$(du -sk --apparent-size "$root/usr" | cut -f1)
    for file in "$here/$name"/*; do
        sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@MAINTAINER@/$maintainer/" \
            -e "s/@GLIBC@/$glibc/" -e "s/@INSTALLED_SIZE@/$size/" "$file" >"$root/DEBIAN/$(basename "$file")"
    done
    (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    find "$root" -type d -exec chmod 755 {} +
    dpkg-deb --root-owner-group -Zxz --build "$root" "$work" >/dev/null
    mv "$work/${name}_${version}_$architecture.deb" "$out/"
}

# One entry: what changed is in the project's own list.
changelog() {
    cat <<ENTRY
edgecodec ($version) unstable; urgency=medium

  * Version $version. What changed is in CHANGELOG.md of the sources.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
ENTRY
}

umask 022
mkdir -p "$out"
package libedgecodec1 runtime
package libedgecodec-dev development
