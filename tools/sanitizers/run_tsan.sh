#!/usr/bin/env bash
# Runs "$@" with the thread sanitizer's options: what --run_under of .bazelrc's tsan configuration starts.
set -euo pipefail
# Tests may change directory and start other binaries: the path has to be absolute.
suppressions=$(realpath "${TEST_SRCDIR:-.}/${TEST_WORKSPACE:-.}/tools/sanitizers/tsan.supp")
export TSAN_OPTIONS="suppressions=$suppressions:ignore_noninstrumented_modules=1:second_deadlock_stack=1:halt_on_error=0:exitcode=66"
exec "$@"
