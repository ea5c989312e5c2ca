#!/usr/bin/env python3
"""Holds the targets to the table `may depend on` of CONTRIBUTING.md, and refuses circles of folders.

Asks Bazel for the graph, prints each finding, and exits with 1 if there is one. rules.py has the rules.
"""

import pathlib
import sys

import graph
import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/docs_check"))
import markdown  # noqa: E402


def table():
    """The table of CONTRIBUTING.md."""
    rows = markdown.table_rows((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), "folder")
    return rules.Table([(folders, may_use) for folders, _, may_use in rows])


def main():
    targets = graph.query(ROOT)
    if not targets:
        sys.exit("nothing to check: Bazel knows no target")
    findings = rules.check(targets, table())
    for finding in findings:
        print(finding)
    folders = {target.folder for target in targets.values()}
    print(f"{len(targets)} targets in {len(folders)} folders, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
