"""Converts the CppCompile actions of `bazel aquery --output=jsonproto` (standard input) to a
compile_commands.json for clang (standard output).

Usage: compile_commands.py EXECUTION_ROOT FOLDER...

Keeps only sources below one of the workspace's FOLDERs, and each source once. Drops flags that only GCC knows.
"""

import json
import sys

GCC_ONLY = {"-fno-canonical-system-headers", "-Wno-free-nonheap-object", "-Wunused-but-set-parameter", "-Wno-maybe-uninitialized"}


def source_of(arguments):
    """Returns the source file of a compilation: the argument after -c."""
    return arguments[arguments.index("-c") + 1]


def main():
    execution_root, folders = sys.argv[1], tuple(folder + "/" for folder in sys.argv[2:])
    entries = {}
    for action in json.load(sys.stdin).get("actions", []):
        arguments = action["arguments"]
        if "-c" not in arguments:
            continue
        source = source_of(arguments)
        if not source.startswith(folders) or source in entries:
            continue
        entries[source] = {
            "directory": execution_root,
            "file": source,
            "arguments": ["clang++-14"] + [flag for flag in arguments[1:] if flag not in GCC_ONLY],
        }
    json.dump([entries[source] for source in sorted(entries)], sys.stdout, indent=1)


if __name__ == "__main__":
    main()
