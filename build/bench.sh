# Benchmarks: bench/NAME.sh, run on what is published.
# shellcheck shell=bash disable=SC2034,SC2154

# run_bench [NAME [ARGUMENT...]]
run_bench() {
    local script name=${1-}
    if [[ -z $name ]]; then
        for script in bench/*.sh; do
            printf '%-12s %s\n' "$(basename "$script" .sh)" "$(sed -n '2s/^# //p' "$script")"
        done
        return
    fi
    shift
    [[ $name =~ ^[a-z0-9-]+$ && -f bench/$name.sh ]] || die "no benchmark '$name': ./build.sh bench lists them"
    # The output is the benchmark's alone: one JSON object if it is asked for.
    build_native "$(host_rid)" >&2
    bash "bench/$name.sh" "$@"
}
