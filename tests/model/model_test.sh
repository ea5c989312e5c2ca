#!/usr/bin/env bash
# Compares services with their models: main.py with the generated client. `run` passes other arguments.
set -euo pipefail
export PYTHONPATH=$PWD/tests/model/client:$PWD/tests/python:$PWD/tests/model PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 tests/model/main.py "$@"
