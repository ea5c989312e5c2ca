#!/usr/bin/env bash
# Runs "$@" with the thread sanitizer's options. Used by --run_under in the tsan configuration of .bazelrc.
set -euo pipefail
# An absolute path, because tests may change directory and start other binaries.
suppressions=$(realpath "${TEST_SRCDIR:-.}/${TEST_WORKSPACE:-.}/tools/sanitizers/tsan.supp")
export TSAN_OPTIONS="suppressions=$suppressions:ignore_noninstrumented_modules=1:second_deadlock_stack=1:halt_on_error=0:exitcode=66"
exec "$@"
