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

    build_native "$(host_rid)"
    run_c_tests "$(host_rid)" "$results"
    # The promise is the same bytes on every processor: the other one runs under emulation.
    if [[ $(host_rid) == linux-x64 ]]; then
        build_native linux-arm64
        run_c_tests linux-arm64 "$results"
    fi

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
        if ((status == 0)); then
            say "$name has no tests"
        else
            count "$name" 0 1 0
        fi
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

# run_c_tests RID RESULTS: on the published library, with the cases of the C# encoder.
run_c_tests() {
    local rid=$1 results=$2 status=0 suite
    say "C tests on $rid"
    dotnet run --project tests/EdgeCodec.TestModels -c "$configuration" --no-build -- "$(test_cases)"
    cmake --build "$(cmake_folder "$rid")" -- --quiet
    ctest --test-dir "$(cmake_folder "$rid")" --output-on-failure --output-junit "$results/abi-$rid.xml" || status=$?
    [[ -f $results/abi-$rid.xml ]] || die "CTest wrote no results"
    suite=$(tr '\n' ' ' <"$results/abi-$rid.xml" | grep -o '<testsuite [^>]*')
    local total bad left_out
    total=$(attribute tests "$suite")
    bad=$(attribute failures "$suite")
    left_out=$(($(attribute skipped "$suite") + $(attribute disabled "$suite")))
    ((status == 0 || bad > 0)) || bad=1
    count "abi-$rid" $((total - bad - left_out)) "$bad" "$left_out"
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
