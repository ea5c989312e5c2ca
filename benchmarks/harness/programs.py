"""The programs that are measured and those that measure, built as the project builds them (-c opt)."""

import os
import subprocess
import sys

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

_PROGRAMS = {
    "registry": "registry_service/main/registry_service",
    "bare": "benchmarks/bare/bare_server",
    "bare_import": "benchmarks/bare/bare_import",
    "load": "benchmarks/load/load",
    "client": "clients/cli/jumelage",
}


def build(*names):
    """Returns the paths of the programs by name."""
    labels = ["//" + ":".join(os.path.split(_PROGRAMS[name])) for name in names]
    bazel = os.environ.get("BAZEL", "bazel").split()
    subprocess.run([*bazel, "build", "--color=no", "--curses=no", "--noshow_progress", "--show_result=0", *labels],
                   cwd=_ROOT, check=True, stdout=sys.stderr)
    return {name: os.path.join(_ROOT, "bazel-bin", _PROGRAMS[name]) for name in names}
