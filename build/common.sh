# What the parts of build.sh share.
# shellcheck shell=bash disable=SC2034,SC2154

readonly configuration=Release

# The SDK says nothing of itself, keeps no server alive, and needs no ICU.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
export MSBUILDDISABLENODEREUSE=1

# Our commands find the runtime where the SDK is, even if that is not the system's place.
if [[ -z ${DOTNET_ROOT-} ]] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi

say() {
    echo "== $*" >&2
}

die() {
    echo "build.sh: $*" >&2
    exit 1
}
