# All tests of all languages, and one line that sums them.
# shellcheck shell=bash disable=SC2034,SC2154

passed=0 failed=0 skipped=0

# run_tests [--long]
run_tests() {
    local project
    local results=$PWD/artifacts/tests/results
    [[ ${1-} != --long ]] || export EDGECODEC_LONG=1
    rm -rf "$results"
    mkdir -p "$results"

    require_dotnet
    require_c
    say "building"
    dotnet build EdgeCodec.sln -c "$configuration" -v quiet
    for project in tests/*.Tests/*.csproj; do
        run_dotnet_tests "$project" "$results"
    done

    run_reference_decoder
    run_fuzz "$@"

    build_native "$(host_rid)"
    run_c_tests "$(host_rid)" "$results"
    # The promise is the same bytes on every processor: the other one runs under emulation.
    if [[ $(host_rid) == linux-x64 ]]; then
        build_native linux-arm64
        run_c_tests linux-arm64 "$results"
    fi
    run_package_tests
    run_checked_kernels "$results" "$@"
    run_campaign "$@"

    echo "$passed passed, $failed failed, $skipped skipped"
    ((failed == 0 && passed > 0))
}

# run_dotnet_tests PROJECT RESULTS: counts what the runner wrote; a runner that broke off is a failure.
run_dotnet_tests() {
    local project=$1 results=$2 name status=0 counters
    name=$(basename "$project" .csproj)
    say "$name"
    dotnet test "$project" -c "$configuration" --no-build --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
        --logger "console;verbosity=minimal" || status=$?
    if [[ ! -f $results/$name.trx ]]; then
        say "$name wrote no results"
        count "$name" 0 1 0
        return
    fi
    counters=$(grep -o '<Counters [^>]*' "$results/$name.trx")
    local total executed good
    total=$(attribute total "$counters")
    executed=$(attribute executed "$counters")
    good=$(attribute passed "$counters")
    # What was executed and is not good is a failure, whatever the runner calls it.
    local bad=$((executed - good))
    ((status == 0 || bad > 0)) || bad=1
    count "$name" "$good" "$bad" $((total - executed))
}

# run_reference_decoder: the vectors through the second decoder, which knows the documents and not our code.
run_reference_decoder() {
    local vectors status=0
    vectors=$(find tests/vectors -mindepth 2 -name '*.json' | wc -l)
    say "reference decoder"
    if ! (install_missing python3:python3) || ! command -v python3 >/dev/null; then
        say "python3 is missing (Debian: python3) and cannot be installed: the reference decoder does not run"
        count reference-decoder 0 0 "$vectors"
        return
    fi
    python3 tests/reference-decoder vectors tests/vectors || status=$?
    if ((status == 0)); then
        count reference-decoder "$vectors" 0 0
    else
        count reference-decoder 0 1 0
    fi
}

# run_fuzz [--long]: a minute of all targets, or twenty. One passed or failed test each.
run_fuzz() {
    local seconds=60 targets=5 findings=artifacts/fuzz
    [[ ${1-} != --long ]] || seconds=1200
    rm -rf "$findings"
    say "fuzzing for $seconds s"
    if dotnet run --project tests/EdgeCodec.Fuzz -c "$configuration" --no-build -- all \
        --vectors tests/vectors --findings "$findings" --seconds "$seconds"; then
        count fuzz "$targets" 0 0
    else
        say "findings are in $findings"
        count fuzz 0 1 0
    fi
}

# run_c_tests RID RESULTS: on the published library, with the cases of the C# encoder.
run_c_tests() {
    local rid=$1 results=$2
    say "C tests on $rid"
    dotnet run --project tests/EdgeCodec.TestModels -c "$configuration" --no-build -- "$(test_cases)"
    cmake --build "$(cmake_folder "$rid")" -- --quiet
    run_ctest "abi-$rid" "$(cmake_folder "$rid")" "$results"
}

# run_ctest NAME FOLDER RESULTS [ARGUMENT...]: counts what CTest wrote.
run_ctest() {
    local name=$1 folder=$2 results=$3 status=0 suite
    shift 3
    ctest --test-dir "$folder" --output-on-failure --output-junit "$results/$name.xml" "$@" || status=$?
    [[ -f $results/$name.xml ]] || die "CTest wrote no results"
    suite=$(tr '\n' ' ' <"$results/$name.xml" | grep -o '<testsuite [^>]*')
    local total bad left_out
    total=$(attribute tests "$suite")
    bad=$(attribute failures "$suite")
    left_out=$(($(attribute skipped "$suite") + $(attribute disabled "$suite")))
    ((status == 0 || bad > 0)) || bad=1
    count "$name" $((total - bad - left_out)) "$bad" "$left_out"
}

# run_checked_kernels RESULTS [--long]: the kernels' tests under the tools that see what a test cannot. They are slow:
# a sample, unless --long. ThreadSanitizer runs the tests that have threads.
run_checked_kernels() {
    local results=$1 cases=60 memcheck
    [[ ${2-} != --long ]] || cases=400
    install_missing valgrind:valgrind
    memcheck="$(command -v valgrind);--quiet;--error-exitcode=9;--leak-check=full"
    check_kernels address "$cases" "$results" -DEC_SANITIZE=address,undefined
    check_kernels thread "$cases" "$results" -DEC_SANITIZE=thread -- --tests-regex 'threads|network'
    check_kernels valgrind $((cases / 6)) "$results" "-DCMAKE_CROSSCOMPILING_EMULATOR=$memcheck"
}

# check_kernels NAME CASES RESULTS CMAKE_OPTION [-- CTEST_ARGUMENT...]
check_kernels() {
    local name=$1 cases=$2 results=$3 option=$4 folder
    shift 4
    [[ ${1-} != -- ]] || shift
    folder=$(cmake_folder "kernels-$name")
    say "kernels: $name"
    cmake -S tests/kernels -B "$folder" "$option" >/dev/null
    cmake --build "$folder" -- --quiet
    EC_TEST_CASES=$cases run_ctest "kernels-$name" "$folder" "$results" "$@"
}

# run_campaign [--long]: the same streams from every encoder there is. One passed or failed test.
run_campaign() {
    local pictures=40 random=400 pipe=tests/campaign/encode-pipe folder
    local -a encoders=(--encoder "libedgecodec=$(cmake_folder "$(host_rid)")/$pipe") data=()
    if [[ ${1-} == --long ]]; then
        pictures=2100 random=10000
    fi
    if [[ $(host_rid) == linux-x64 ]]; then
        local arm64="qemu-aarch64-static -L /usr/aarch64-linux-gnu $(cmake_folder linux-arm64)/$pipe"
        encoders+=(--encoder "arm64-neon=QEMU_CPU=cortex-a72 $arm64" --encoder "arm64-neondot=QEMU_CPU=max $arm64")
    fi
    for folder in isic2017 isic2017_native; do
        if [[ -d $datasets/$folder/images ]]; then
            data+=(--data "$datasets/$folder")
        else
            say "campaign: no photographs in $datasets/$folder; drawn pictures take their place"
        fi
    done
    say "campaign: $pictures pictures and $random random inputs"
    if dotnet run --project tests/EdgeCodec.Campaign -c "$configuration" --no-build -- --model "$demo_model/edge.ecm" \
        --pictures "$pictures" --random "$random" "${data[@]}" "${encoders[@]}"; then
        count campaign 1 0 0
    else
        count campaign 0 1 0
    fi
}

# attribute NAME XML
attribute() {
    grep -o "\b$1=\"[0-9]*\"" <<<"$2" | head -n 1 | grep -o '[0-9]*'
}

# count NAME PASSED FAILED SKIPPED
count() {
    passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
    say "$1: $2 passed, $3 failed, $4 skipped"
}
