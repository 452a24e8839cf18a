#!/usr/bin/env bash
# Builds, tests and shows EdgeCodec. Needs the .NET 10 SDK; installs the Debian packages that are missing, and says so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for part in common packages dotnet native package tests demo bench; do
    # shellcheck source=/dev/null
    source "build/$part.sh"
done

usage() {
    cat <<'END'
usage: ./build.sh [TARGET]

  (none)              build into artifacts/: bin/edgecodec, bin/edgecodec-train, native/RID/{lib,include,bin} for this machine
  test [--long]       build and run all tests, also of the arm64 library under emulation; --long adds the campaigns
  demo [FOLDER]       build, encode with the C example, segment, draw; results in FOLDER (artifacts/demo)
  native RID          the C library, its header and example only; RID is linux-x64 or linux-arm64
  package [NAME...]   what users install, into artifacts/packages: tree, deb, nuget, wheel; all without a name
  bench NAME [--json] run a benchmark; without NAME list them
  --help              this text

Exit status: 0 done, 1 failed, 2 wrong usage.
END
}

main() {
    local target=${1-}
    (($# == 0)) || shift
    case $target in
        "")
            build_tools
            build_native "$(host_rid)"
            ;;
        test)
            [[ $# == 0 || $* == --long ]] || wrong_usage
            run_tests "$@"
            ;;
        demo)
            (($# <= 1)) || wrong_usage
            run_demo "${1:-artifacts/demo}"
            ;;
        native)
            [[ $# == 1 && $1 =~ ^linux-(x64|arm64)$ ]] || wrong_usage
            build_native "$1"
            ;;
        package) run_package "$@" ;;
        bench) run_bench "$@" ;;
        --help | -h) usage ;;
        *) wrong_usage ;;
    esac
}

wrong_usage() {
    usage >&2
    exit 2
}

main "$@"
