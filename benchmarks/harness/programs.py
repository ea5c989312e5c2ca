"""Builds the programs that are measured and those that measure them, as the project does (-c opt)."""

import functools
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

_PROGRAMS = {
    "registry": "registry_service/main/registry_service",
    "bare": "benchmarks/bare/bare_server",
    "bare_import": "benchmarks/bare/bare_import",
    "load": "benchmarks/load/load",
    "recall": "benchmarks/load/recall",
    "client": "clients/cli/jumelage",
}


def _bazel(command, *arguments, **options):
    bazel = os.environ.get("BAZEL", "bazel").split()
    return subprocess.run([*bazel, command, *arguments], cwd=ROOT, check=True, **options)


def _build(*labels):
    _bazel("build", "--color=no", "--curses=no", "--noshow_progress", "--show_result=0", *labels, stdout=sys.stderr)


def build(*names):
    """Builds the programs with these names. Returns their paths by name."""
    _build(*("//" + ":".join(os.path.split(_PROGRAMS[name])) for name in names))
    return {name: os.path.join(ROOT, "bazel-bin", _PROGRAMS[name]) for name in names}


@functools.cache
def build_peer():
    """Builds the peer and returns its path. Bazel is used only for the Google protos that the peer needs."""
    _build("@com_google_googleapis//google/api:annotations_proto")
    base = _bazel("info", "output_base", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    directory = os.path.join(ROOT, "benchmarks", "peer")
    subprocess.run([os.path.join(directory, "build"), os.path.join(base, "external", "com_google_googleapis")],
                   check=True, stdout=sys.stderr)
    return os.path.join(directory, "bin", "peer")
