#!/usr/bin/env python3
"""Compares the documentation with the sources: links, and the tests, test commands, limits, flags and error reasons that
it names.

Prints one line for each wrong statement, and exits with 1 if there are any.
"""

import re
import sys

import markdown
from markdown import ROOT

GUARANTEES = [f"G{n}" for n in range(1, 8)] + [f"W{n}" for n in range(1, 7)]

# The units of absl durations in limits.h, as written in the table of limits.
_UNITS = {"Milliseconds": "ms", "Seconds": "s", "Minutes": "min", "Hours": "h"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def sources(folders, pattern):
    """Yields the files below the folders, with their texts."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(pattern)):
            yield path, path.read_text(encoding="utf-8")


def check_links(names):
    for name in names:
        text = read(name)
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub("`[^`]*`", "", markdown.without_fences(text))):
            if re.match(r"^[a-z]+:", target):
                continue
            path, _, fragment = target.partition("#")
            file = (ROOT / name).parent / path if path else ROOT / name
            if not file.exists():
                yield f"{name}: there is no {path} to link to"
            elif fragment and fragment not in markdown.anchors(file.read_text(encoding="utf-8")):
                yield f"{name}: {path or name} has no heading #{fragment}"


def test_exists(text, test):
    """Returns whether a test's source declares `Suite.Name`, or contains that word."""
    suite, _, case = test.partition(".")
    if case:
        return re.search(rf"TEST(_F|_P)?\(\s*{suite},\s*{case}\)", text) is not None
    return re.search(rf"\b{re.escape(test)}\b", text) is not None


def check_guarantees(name="docs/guarantees.md"):
    """Checks that the tests of each section, listed as `path`: `Suite.Name`, ..., exist. Also checks that at least one
    of a section's test files cites the number of the guarantee."""
    sections = re.split(r"^### ([GW]\d)\b.*$", read(name), flags=re.MULTILINE)
    texts = dict(zip(sections[1::2], sections[2::2]))
    for number in GUARANTEES:
        if number not in texts:
            yield f"{name}: there is no section on {number}"
            continue
        cited = False
        for path, tests in re.findall(r"^- `([^`]+)`: (.+(?:\n  .+)*)", texts[number], re.MULTILINE):
            if not (ROOT / path).is_file():
                yield f"{name}: {number} names {path}, which does not exist"
                continue
            source = read(path)
            cited = cited or re.search(rf"(\b|_){number}", source) is not None
            for test in re.findall(r"`([^`]+)`", tests):
                if not test_exists(source, test):
                    yield f"{name}: {number} names {test}, which {path} does not have"
        if not cited:
            yield f"{name}: no file of the tests of {number} cites it"


def limit_value(expression):
    """Returns a constant of limits.h as written in the table: a number with separators, or a duration."""
    duration = re.fullmatch(r"absl::(\w+)\((.+)\)", expression)
    if duration:
        return f"{limit_value(duration.group(2))} {_UNITS[duration.group(1)]}"
    plain = re.sub(r"int64_t\{(\d+)\}", r"\1", expression)
    if not re.fullmatch(r"[\d *<+]+", plain):
        raise ValueError(f"cannot read the limit {expression!r}")
    return f"{eval(plain):,}"  # only digits and operators


def check_limits(name="docs/operations.md"):
    declared = re.findall(r"inline constexpr [\w:]+ (k\w+) =\s*([^;]+);", read("common/base/limits.h"))
    rows = {row[0].strip("`"): row[1] for row in markdown.table_rows(read(name), "limit")}
    for constant, expression in declared:
        value = limit_value(expression)
        if rows.pop(constant, value) != value:
            yield f"{name}: {constant} is {value}"
    missing = [c for c, _ in declared if f"`{c}`" not in read(name)]
    for constant in missing:
        yield f"{name}: the table of limits lacks {constant}"
    for constant in rows:
        yield f"{name}: there is no limit {constant}"


def check_flags(name="docs/operations.md"):
    declared = {}
    for service in ("registry_service", "projects_service"):
        for _, text in sources([f"{service}/main"], "*_main.cc"):
            text = text.replace("absl::InfiniteDuration()", "inf")
            for flag, default in re.findall(r'ABSL_FLAG\([\w:]+, (\w+), ("[^"]*"|\w+)', text):
                declared[f"`--{flag}`", f"`{service}`"] = default.strip('"')
    documented = {}
    for flag, services, default, *_ in markdown.table_rows(read(name), "flag"):
        for service in services.split(", "):
            documented[flag, service] = "" if default.startswith("none") else default.strip("`")
    if not declared:
        yield f"{name}: no flag is declared"
    for key in declared.keys() | documented.keys():
        if declared.get(key) != documented.get(key):
            yield f"{name}: {' of '.join(key)}: declared {declared.get(key)}, documented {documented.get(key)}"


def check_reasons(name="protos/README.md"):
    given = set()
    for path, text in sources(["common", "registry_service", "projects_service"], "*.cc"):
        if not re.search(r"_(test|fuzz)\.cc$", path.name):
            given |= set(re.findall(r'ErrorBuilder(?: \w+)?\(\s*absl::StatusCode::k\w+,\s*"([A-Z_]+)"', text))
            given |= set(re.findall(r'kReason = "([A-Z_]+)"', text))
    documented = set(re.findall(r"^\| [A-Z_]+ \| `([A-Z_]+)` \|", read(name), re.MULTILINE))
    for reason in sorted(given - documented):
        yield f"{name}: the table of errors lacks {reason}"
    for reason in sorted(documented - given):
        yield f"{name}: no service returns {reason}"


def check_test_commands(name="docs/robustness.md"):
    """Checks that the targets of each `bazel test` exist, and that its filter matches tests in their packages."""
    for command in re.findall(r"`bazel test ([^`]+)`", read(name)):
        tests = ""
        for label in re.findall(r"//\S+", command):
            package, _, target = label[2:].partition(":")
            build = ROOT / package / "BUILD"
            declared = build.read_text(encoding="utf-8") if build.is_file() else ""
            if target != "all" and f'"{target}"' not in declared or not declared:
                yield f"{name}: there is no {label}"
            tests += "".join(text for _, text in sources([package], "*_test*.cc"))
        for pattern in re.findall(r"--gtest_filter='\*(\w+)\*'", command):
            if not re.search(rf"TEST(_F|_P)?\([^)]*{pattern}", tests):
                yield f"{name}: no test matches {pattern} in {command}"


def main():
    wrong = []
    for check in (
        check_links(markdown.documents()),
        check_guarantees(),
        check_test_commands(),
        check_limits(),
        check_flags(),
        check_reasons(),
    ):
        wrong += check
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
