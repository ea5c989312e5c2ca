#!/usr/bin/env bash
# Runs page_facts_test.py with the generated client.
set -euo pipefail
export PYTHONPATH=$PWD/tests/python/client:$PWD/tests/python PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 tests/python/page_facts_test.py -v
