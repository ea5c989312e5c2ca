#!/usr/bin/env python3
"""Checks the targets against the table `may depend on` in CONTRIBUTING.md, and refuses cycles of folders.

Queries Bazel for the graph, prints each finding, and exits with 1 if there are any. The rules are in rules.py.
"""

import pathlib
import sys

import graph
import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/docs_check"))
import markdown  # noqa: E402


def table():
    """Returns the table in CONTRIBUTING.md."""
    rows = markdown.table_rows((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), "folder")
    return rules.Table([(folders, may_use) for folders, _, may_use in rows])


def main():
    targets = graph.query(ROOT)
    if not targets:
        sys.exit("nothing to check: Bazel found no targets")
    findings = rules.check(targets, table())
    for finding in findings:
        print(finding)
    folders = {target.folder for target in targets.values()}
    print(f"{len(targets)} targets in {len(folders)} folders, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
