#!/usr/bin/env python3
"""Runs the commands in the documentation, as its readers do, against services started by quickstart.

In Markdown files, fenced blocks that start with ```sh test are run. The blocks of a file run in order, in one
shell, with their own quickstart. A ```text block right after one is its expected output: '…' stands for any
text, and a line with only '…' for any lines. Each command must succeed and print the expected output.

The services get free ports and their own data directory. In commands and outputs, the documented addresses are
replaced by the actual ones and vice versa.

  run_commands.py [FILE...]    default: every tracked Markdown file with such blocks
"""

import contextlib
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading

import markdown
from markdown import ROOT

REGISTRY, PROJECTS = "127.0.0.1:7001", "127.0.0.1:7002"
# Time limits. They are generous, since the machine may be busy building.
START_SECONDS = 1200
RUN_SECONDS = 300


@contextlib.contextmanager
def quickstart(environment):
    """Runs ./quickstart on free ports, yields the two addresses, and checks that it stops cleanly."""
    process = subprocess.Popen(
        ["./quickstart", "--registry-port", "0", "--projects-port", "0"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(START_SECONDS, process.terminate)
    watchdog.start()
    try:
        addresses, printed = None, ""
        for line in process.stdout:
            printed += line
            found = re.search(r"registry_service listens on (\S+), projects_service on (\S+)", line)
            addresses = found.groups() if found else addresses
            if "serving until Ctrl-C" in line:
                break
        else:
            raise RuntimeError(f"quickstart did not start serving:\n{printed}")
        watchdog.cancel()
        yield addresses
    finally:
        watchdog.cancel()
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
        status = process.wait(timeout=60)
    if status != 0:
        raise RuntimeError(f"quickstart exited with {status}")


def write_wrapper(folder, addresses):
    """Writes a script `jumelage` that passes the actual addresses. The caller puts `folder` first on the PATH."""
    registry, projects = addresses
    wrapper = folder / "jumelage"
    wrapper.write_text(
        "#!/bin/sh\n"
        f"exec {shlex.quote(str(ROOT / 'bazel-bin/clients/cli/jumelage'))} "
        f'--registry {registry} --projects {projects} "$@"\n'
    )
    wrapper.chmod(0o755)


def matches(shown, printed):
    """Returns whether the printed output matches the output that the document shows."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n") is not None


def blocks_of(name):
    """Returns pairs of a command block and the output that is shown after it, or None if no output is shown."""
    found = []
    for fence in markdown.fences((ROOT / name).read_text(encoding="utf-8")):
        if fence.info == "sh test":
            found.append([fence, None])
        elif fence.info == "text" and fence.follows_fence and found and found[-1][1] is None:
            if found[-1][0].line < fence.line:
                found[-1][1] = fence.text
    return found


def run_document(name, blocks, scratch):
    """Runs the blocks of a document. Prints the blocks that fail and returns their number."""
    binaries = scratch / "bin"
    binaries.mkdir()
    environment = dict(os.environ, XDG_DATA_HOME=str(scratch / "data"), LC_ALL="C.UTF-8", TMPDIR=str(scratch))
    # The directory in which tools/setup installs grpcurl.
    cache = environment.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    environment["PATH"] = f"{binaries}:{environment['PATH']}:{cache}/jumelage/tools/bin"
    with quickstart(environment) as (registry, projects):
        write_wrapper(binaries, (registry, projects))
        script = "set -euo pipefail\n"
        for number, (fence, _) in enumerate(blocks):
            commands = fence.text.replace(REGISTRY, registry).replace(PROJECTS, projects)
            script += f"exec >{shlex.quote(str(scratch))}/out.{number} 2>&1\n{commands}"
        status = subprocess.run(
            ["bash", "-c", script], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, timeout=RUN_SECONDS
        ).returncode
    wrong = 0
    for number, (fence, shown) in enumerate(blocks):
        output = scratch / f"out.{number}"
        if not output.exists():
            print(f"{name}:{fence.line}: not run, because an earlier command failed")
            return wrong + 1
        printed = output.read_text(encoding="utf-8").replace(registry, REGISTRY).replace(projects, PROJECTS)
        last = number + 1 == len(blocks) or not (scratch / f"out.{number + 1}").exists()
        if last and status != 0:
            print(f"{name}:{fence.line}: a command fails with exit code {status}; all of them printed:\n{printed}")
            wrong += 1
        elif shown is not None and not matches(shown, printed):
            print(f"{name}:{fence.line}: the commands' output differs from the output shown:\n{printed}")
            wrong += 1
    print(f"{name}: {len(blocks)} blocks run")
    return wrong


def main():
    names = sys.argv[1:] or markdown.documents()
    wrong = run = 0
    for name in names:
        blocks = blocks_of(name)
        if not blocks:
            continue
        run += len(blocks)
        try:
            with tempfile.TemporaryDirectory() as scratch:
                wrong += run_document(name, blocks, pathlib.Path(scratch))
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            print(f"{name}: {error}")
            wrong += 1
    if run == 0:
        print("nothing to check: no document has blocks to run")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
