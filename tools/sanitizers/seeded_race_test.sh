#!/usr/bin/env bash
# The seeded race is reported, and fails the program.
set -euo pipefail
status=0
output=$(tools/sanitizers/seeded_race 2>&1) || status=$?
if [[ $status == 66 && $output == *"WARNING: ThreadSanitizer: data race"* ]]; then
  exit 0
fi
echo "expected a report of the race and status 66, got status $status and:"
echo "$output"
exit 1
