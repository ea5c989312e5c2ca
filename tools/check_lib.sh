# Functions that the steps in tools/check.d share. A step sources this file first. A step's exit status is its result.
# A step that finds nothing to check fails.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The folders that contain our own C++ sources.
# shellcheck disable=SC2034  # used by the steps
SOURCE_FOLDERS=(common registry_service projects_service clients tests benchmarks tools)

fail() {
  echo "$*" >&2
  exit 1
}

# files PATTERN...: prints the tracked files that match, one per line. Fails if there are none.
files() {
  local found
  found=$(git ls-files -- "$@" | while read -r file; do [[ -f $file ]] && echo "$file"; done)
  [[ -n $found ]] || fail "nothing to check: no tracked file matches $*"
  echo "$found"
}

# Flags that make Bazel's output short enough for logs. They don't change the configuration, so nothing is rebuilt.
BAZEL_OUTPUT=(--color=no --curses=no --noshow_progress --noshow_loading_progress --show_result=0)

build() {
  bazel build "${BAZEL_OUTPUT[@]}" --keep_going "$@"
}

# Prints the directory that contains google/api etc., for protoc's -I.
googleapis_root() {
  build @com_google_googleapis//google/api:annotations_proto >&2
  echo "$(bazel info output_base 2>/dev/null)/external/com_google_googleapis"
}

# run_tests LABEL_SUFFIX BAZEL_ARGUMENT...: runs tests and adds each test target to the totals, with a suffix
# such as ' (asan)' after its label. Fails if a test fails or no test ran.
run_tests() {
  local suffix=$1 output status=0
  shift
  output=$(mktemp)
  bazel test "${BAZEL_OUTPUT[@]}" --keep_going --test_summary=short \
    --noverbose_failures --test_verbose_timeout_warnings=0 "$@" 2>&1 | tee "$output" ||
    status=${PIPESTATUS[0]}
  awk -v suffix="$suffix" '
    $1 ~ /^\/\// && /(PASSED|FLAKY)/ { print "passed " $1 suffix }
    $1 ~ /^\/\// && /(FAILED|TIMEOUT|NO STATUS|INCOMPLETE)/ { print "failed " $1 suffix }
  ' "$output" >>"${CHECK_COUNTS:-/dev/null}"
  grep -qE '^//.*(PASSED|FAILED|TIMEOUT|NO STATUS)' "$output" || {
    rm "$output"
    fail "no test ran"
  }
  rm "$output"
  return "$status"
}
