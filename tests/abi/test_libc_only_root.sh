#!/usr/bin/env bash
# A .NET library can need things that no dynamic section shows: ICU data, time zones, OpenSSL, /proc. Here it runs in
# a root that holds libc, the test program, its cases and the library, and nothing else.
#
# usage: test_libc_only_root.sh CASES PROGRAM LIBRARY.    77: skipped, since only root may change the root.
set -euo pipefail
cases=$1 program=$2 library=$3

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/lib" "$root/cases"
cp -r "$cases/." "$root/cases"
cp "$program" "$root/program"
cp "$library" "$root/lib/"
# The C library's own files as the loader names them, at the same paths.
ldd "$program" "$library" | grep -oE '/[^ ]*/(libc|libm|ld-linux-[a-z0-9-]+)\.so\.[0-9]+' | sort -u | while read -r file; do
    mkdir -p "$root$(dirname "$file")"
    cp -L "$file" "$root$file"
done
chroot "$root" /program /nowhere >/dev/null 2>&1 && status=0 || status=$?
if ((status >= 125)); then
    echo "cannot change the root here (status $status): skipped"
    exit 77
fi
LD_LIBRARY_PATH=/lib chroot "$root" /program /cases
