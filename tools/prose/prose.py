#!/usr/bin/env python3
"""Checks the project's texts against the rules in styles/Jumelage, with Vale.

  prose.py check [FILE...]                checks documents, comments, and texts of errors, help and logs
  prose.py sample --seed N [--count N]    prints random texts for a reader
  prose.py list [FILE...]                 prints every checked text outside of documents

The default is all tracked files. `check` prints one line per finding, 'FILE:LINE: text: what to do (RULE)'. It exits with
1 if there is a finding, and with 2 on a wrong argument.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

import texts

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

# Files that are not ours, not English, or data. (Pages contain the municipalities' own words.)
SKIPPED = (
    ".ci/",
    "data/",
    "tests/golden/",
    "tests/data/",
    "tools/go/",
    "tools/prose/styles/",
    "clients/cli/text/phrases.cc",
)
# Files whose literals are test inputs, expectations, or data.
LITERALS_SKIPPED = ("_test.cc", "_fuzz.cc", "_labels.cc", "_codes.cc", "_test.py", "_test.go")


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    return listed.stdout.splitlines()


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def source_texts(paths):
    """Yields (path, text) for every text of the source files; comments of a file come before its literals."""
    for path in paths:
        if path.startswith(SKIPPED) or path.endswith(".md") or not os.path.isfile(os.path.join(ROOT, path)):
            continue
        try:
            source = read(path)
        except UnicodeDecodeError:
            continue
        found = texts.of_file(path, source)
        if found is None:
            continue
        kept = [] if path.endswith(LITERALS_SKIPPED) or "/testing/" in path else found.literals
        for text in found.comments + kept:
            yield path, text


class Pages:
    """Writes the texts of source files as documents for Vale, and finds the source of a document's line."""

    def __init__(self, directory):
        self._directory = directory
        self._origins = {}

    def add(self, path, found):
        lines, origins = [], []
        for text in found:
            for line, content in text:
                lines.append(content)
                origins.append(line)
            lines.append("")
            origins.append(text[-1][0])
        name = os.path.join(self._directory, path.replace("/", "~") + ".md")
        with open(name, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
        self._origins[name] = (path, origins)

    def origin(self, name, line):
        if name not in self._origins:
            return os.path.relpath(name, ROOT), line
        path, origins = self._origins[name]
        return path, origins[min(line, len(origins)) - 1]

    def names(self):
        return list(self._origins)


def run_vale(names):
    """Returns Vale's alerts, by file."""
    if not names:
        return {}
    command = ["vale", f"--config={HERE}/vale.ini", "--output=JSON", "--no-exit", "--no-global", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"prose: vale failed: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def check(paths):
    found = {}
    for path, text in source_texts(paths):
        found.setdefault(path, []).append(text)
    documents = [path for path in paths if path.endswith(".md") and not path.startswith(SKIPPED)]
    if not found and not documents:
        sys.exit("prose: nothing to check")
    with tempfile.TemporaryDirectory() as directory:
        pages = Pages(directory)
        for path, of_path in found.items():
            pages.add(path, of_path)
        alerts = run_vale(pages.names() + [os.path.join(ROOT, path) for path in documents])
        findings = sorted(
            (*pages.origin(name, alert["Line"]), alert["Match"], alert["Message"], alert["Check"])
            for name, of_name in alerts.items()
            for alert in of_name
        )
    for path, line, match, message, rule in findings:
        print(f"{path}:{line}: '{' '.join(match.split())}': {message} ({rule.removeprefix('Jumelage.')})")
    print(f"prose: {len(found)} sources, {len(documents)} documents, {len(findings)} findings")
    return 1 if findings else 0


def one_line(path, text):
    return f"{path}:{text[0][0]}: {' '.join(content.strip() for _, content in text)}"


def paragraphs(path):
    """Yields the paragraphs of a document, without headings, code and tables."""
    text, fenced = [], False
    for number, content in enumerate(read(path).split("\n") + [""], start=1):
        if content.startswith("```"):
            fenced = not fenced
        elif not fenced and content.strip() and not content.startswith(("    ", "|", "#")):
            text.append((number, content))
            continue
        if text:
            yield text
            text = []


def sample(paths, seed, count):
    every = [(path, text) for path, text in source_texts(paths) if len(one_line(path, text).split()) > 5]
    for path in paths:
        if path.endswith(".md") and not path.startswith(SKIPPED):
            every += [(path, text) for text in paragraphs(path)]
    for path, text in random.Random(seed).sample(every, count):
        print(one_line(path, text))
    return 0


def main():
    parser = argparse.ArgumentParser(prog="prose.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("check", "list"):
        commands.add_parser(name).add_argument("files", nargs="*")
    sampled = commands.add_parser("sample")
    sampled.add_argument("--seed", type=int, required=True)
    sampled.add_argument("--count", type=int, default=100)
    arguments = parser.parse_args()
    if arguments.command == "sample":
        return sample(tracked(), arguments.seed, arguments.count)
    paths = [os.path.relpath(os.path.abspath(path), ROOT) for path in arguments.files] or tracked()
    if arguments.command == "check":
        return check(paths)
    for path, text in source_texts(paths):
        print(one_line(path, text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
