#!/usr/bin/env python3
"""Runs the commands that the documentation shows, as its readers do, against services that quickstart starts.

In README.md and the other Markdown files a fenced block whose first line is ```sh test is run: the blocks of
a file in their order, in one shell, with one quickstart of its own. A ```text block right after it is what
it prints, where '…' stands for any text and a line with nothing but '…' for any lines. Each command must
succeed and print what is shown.

The services get free ports and a data directory of their own; in commands and outputs these are exchanged for
those that the documents speak of, so that both can be copied.

  run_commands.py [FILE...]    default: every tracked Markdown file that has such blocks
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
# Generous, for a machine that is busy building.
START_SECONDS = 1200
RUN_SECONDS = 300


@contextlib.contextmanager
def quickstart(environment):
    """Runs ./quickstart on free ports; yields the two addresses, and checks that it stops cleanly."""
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
            raise RuntimeError(f"quickstart did not come to serve:\n{printed}")
        watchdog.cancel()
        yield addresses
    finally:
        watchdog.cancel()
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
        status = process.wait(timeout=60)
    if status != 0:
        raise RuntimeError(f"quickstart ended with exit code {status}")


def write_wrapper(folder, addresses):
    """A jumelage command that knows where the services really are, found before any other."""
    registry, projects = addresses
    wrapper = folder / "jumelage"
    wrapper.write_text(
        "#!/bin/sh\n"
        f"exec {shlex.quote(str(ROOT / 'bazel-bin/clients/cli/jumelage'))} "
        f'--registry {registry} --projects {projects} "$@"\n'
    )
    wrapper.chmod(0o755)


def matches(shown, printed):
    """Whether an output is what a document shows of it."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n") is not None


def blocks_of(name):
    """Pairs of a command block and the output that is shown after it, or None."""
    found = []
    for fence in markdown.fences((ROOT / name).read_text(encoding="utf-8")):
        if fence.info == "sh test":
            found.append([fence, None])
        elif fence.info == "text" and fence.follows_fence and found and found[-1][1] is None:
            if found[-1][0].line < fence.line:
                found[-1][1] = fence.text
    return found


def run_document(name, blocks, scratch):
    """Runs the blocks of a document; returns the number of those that are wrong, which it prints."""
    binaries = scratch / "bin"
    binaries.mkdir()
    environment = dict(os.environ, XDG_DATA_HOME=str(scratch / "data"), LC_ALL="C.UTF-8", TMPDIR=str(scratch))
    # grpcurl is where tools/setup puts it.
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
            print(f"{name}:{fence.line}: not run, since a command before it failed")
            return wrong + 1
        printed = output.read_text(encoding="utf-8").replace(registry, REGISTRY).replace(projects, PROJECTS)
        last = number + 1 == len(blocks) or not (scratch / f"out.{number + 1}").exists()
        if last and status != 0:
            print(f"{name}:{fence.line}: a command fails with exit code {status}; all of them printed:\n{printed}")
            wrong += 1
        elif shown is not None and not matches(shown, printed):
            print(f"{name}:{fence.line}: the commands print something else than is shown:\n{printed}")
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
        print("nothing to check: no document has a block to run")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
