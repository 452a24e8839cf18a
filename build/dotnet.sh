# The .NET tools.
# shellcheck shell=bash disable=SC2034,SC2154

# The two commands, framework-dependent, for this machine.
build_tools() {
    build_tool edgecodec EdgeCodec.Cli
    build_tool edgecodec-train EdgeCodec.Training
}

# build_tool COMMAND PROJECT: artifacts/app/COMMAND, and artifacts/bin/COMMAND that runs it.
build_tool() {
    local command=$1 project=$2
    require_dotnet
    require_c
    say "building $command"
    dotnet publish "src/$project" -c "$configuration" -r "$(host_rid)" --no-self-contained -o "artifacts/app/$command" -v quiet
    mkdir -p artifacts/bin
    ln -sfn "../app/$command/$project" "artifacts/bin/$command"
}

host_rid() {
    case $(uname -m) in
        x86_64) echo linux-x64 ;;
        aarch64) echo linux-arm64 ;;
        *) die "no build for $(uname -m)" ;;
    esac
}
