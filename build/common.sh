# What the parts of build.sh share. shellcheck shell=bash

readonly configuration=Release

# The SDK says nothing of itself, keeps no server alive, and needs no ICU.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
export MSBUILDDISABLENODEREUSE=1

say() {
    echo "== $*" >&2
}

die() {
    echo "build.sh: $*" >&2
    exit 1
}
