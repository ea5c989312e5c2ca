#!/usr/bin/env bash
# Tests that each seeded race is reported, and only in its own source file, and makes the program fail. The same
# program without the race must get no report.
set -euo pipefail
failed=0

# expect_race SOURCE PROGRAM ARGUMENT...: expects at least one report, and only races in SOURCE.
expect_race() {
  local source=$1 status=0 output summaries
  shift
  output=$("tools/sanitizers/$1" "${@:2}" 2>&1) || status=$?
  summaries=$(grep '^SUMMARY: ThreadSanitizer: ' <<<"$output" || true)
  if [[ $status == 66 && -n $summaries ]] &&
    ! grep -qv "data race tools/sanitizers/$source:" <<<"$summaries"; then
    return
  fi
  echo "$*: expected status 66 and reports of races in $source only, got status $status and:"
  echo "$output"
  failed=1
}

expect_quiet() {
  local status=0 output
  output=$("tools/sanitizers/$1" "${@:2}" 2>&1) || status=$?
  [[ $status == 0 && $output != *ThreadSanitizer* ]] && return
  echo "$*: expected status 0 and no report, got status $status and:"
  echo "$output"
  failed=1
}

expect_race seeded_race.cc seeded_race
expect_race seeded_race_in_grpc.cc seeded_race_in_grpc handlers
expect_race seeded_race_in_grpc.cc seeded_race_in_grpc reaction
expect_quiet seeded_race_in_grpc none
exit "$failed"
