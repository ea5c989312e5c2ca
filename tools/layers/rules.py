"""The rules: allowed dependencies between folders, libraries that a layer must not link, and no cycles of folders.

Folders are given by patterns. A pattern means a folder and all folders below it. `*` stands for any text without a
slash. In the pattern of a dependency, it stands for the same text as in the depending folder's pattern.
"""

import collections
import re

import graph

# Additional dependencies that the test-only targets of a folder may have: the folder, the dependency, and the reason.
TEST_EXCEPTIONS = [
    ("*", "common/testing", "shared by the tests of all folders"),
    ("*", "data", "files that tests read"),
    ("*", "tools/fuzz", "linked by fuzz targets"),
    ("*_service", "*_service/testing", "shared by the tests of the service"),
    ("common", "protos", "code for any message is tested with the services' messages"),
]

# Libraries that a folder's targets must not link, directly or indirectly. Test-only targets may.
LINKS_NOT = [
    ("*_service/domain", "@com_github_grpc_grpc", "domain rules don't depend on gRPC"),
    ("*_service/domain", "@org_sqlite", "domain rules don't depend on SQL"),
]

# Overlays of third-party libraries, which every folder may use.
_OVERLAYS = "third_party"


def _match(pattern, folder):
    """Returns None if the pattern does not match the folder; otherwise the text that `*` stands for ('' without `*`)."""
    found = re.match(re.escape(pattern).replace(r"\*", "([^/]*)") + "(?:/|$)", folder)
    return None if found is None else "".join(found.groups())


def _allows(pattern, star, folder):
    return pattern == "all" or _match(pattern.replace("*", star), folder) is not None


class Table:
    """The table of allowed dependencies in CONTRIBUTING.md.

    A folder's row is the one with the longest pattern that matches the folder. A folder may always depend on all
    folders that match its own row's pattern.
    """

    def __init__(self, rows):
        """`rows` contains the cells `folder` and `may depend on` of each row.

        A cell contains patterns in backticks, such as `a/{b,c}`, `d`, or the word all, or nothing.
        """
        self._rows = [
            (pattern, _patterns(may_use)) for folders, may_use in rows for pattern in _patterns(folders)
        ]

    def row(self, folder):
        """Returns the pattern of the folder's row, the text that `*` stands for, and the patterns that it may use.

        Returns None if no row matches.
        """
        rows = [(pattern, _match(pattern, folder), may_use) for pattern, may_use in self._rows]
        return max((row for row in rows if row[1] is not None), key=lambda row: len(row[0]), default=None)

    def unused(self, folders):
        """Returns the patterns that match no folder."""
        used = {pattern for pattern, _ in self._rows}
        for _, may_use in self._rows:
            used |= {name for name in may_use if name != "all"}
        return sorted(name for name in used if not any(_match(name, folder) is not None for folder in folders))


def _patterns(cell):
    """Returns the patterns in backticks in a cell of the table, with braces expanded."""
    if cell == "all":
        return ["all"]
    names = []
    for name in re.findall("`([^`]+)`", cell):
        before, brace, rest = name.partition("{")
        inside, _, after = rest.partition("}")
        names += [before + part + after for part in inside.split(",")] if brace else [name]
    return names


def check_table(targets, table):
    """Yields folders that have no row, and patterns in rows that match no folder."""
    folders = sorted({target.folder for target in targets.values()})
    for folder in folders:
        if table.row(folder) is None:
            yield f"{folder}: the table of CONTRIBUTING.md has no row for it"
    for name in table.unused(folders):
        yield f"{name}: it is in the table of CONTRIBUTING.md but has no targets"


def check_arrows(targets, table):
    """Yields dependencies that the row of the target's folder does not allow."""
    for target, needed in graph.arrows(targets):
        row = table.row(target.folder)
        if row is None:
            continue
        pattern, star, may_use = row
        folder = graph.folder_of(needed)
        allowed = [pattern, _OVERLAYS] + may_use
        if target.for_tests:
            for tests_of, exception, _ in TEST_EXCEPTIONS:
                if _match(tests_of, target.folder) is not None:
                    allowed.append(exception)
        if not any(_allows(name, star, folder) for name in allowed):
            yield f"{target.folder} must not depend on {folder}: {target.label} -> {needed}"


def check_links(targets):
    """Yields targets that link a library that is forbidden for their layer."""
    linked = {graph.folder_of(needed) for target in targets.values() for needed in target.inputs}
    for pattern, repository, reason in LINKS_NOT:
        bound = [target for target in targets.values() if _match(pattern, target.folder) is not None]
        if not bound or repository not in linked:
            yield f"{pattern} must not link {repository}: one of them no longer exists under this name"
        for target in sorted(bound, key=lambda target: target.label):
            way = [] if target.for_tests else graph.way_to(targets, target.label, repository)
            if way:
                yield f"{target.folder} must not link {repository} ({reason}): {' -> '.join(way)}"


def check_circles(targets):
    """Yields cycles of folders, except those through test-only targets.

    A test is in the folder that it tests, and may use common/testing, which may depend on that folder. Such cycles are
    intended, and Bazel keeps them out of shipped targets.
    """
    needed_by = collections.defaultdict(set)
    named = collections.defaultdict(list)
    for target, needed in graph.arrows(targets):
        if not target.for_tests:
            needed_by[target.folder].add(graph.folder_of(needed))
            named[target.folder, graph.folder_of(needed)].append(f"{target.label} -> {needed}")
    reached = {folder: _reached(needed_by, folder) for folder in list(needed_by)}
    told = set()
    for folder in sorted(reached):
        if folder in reached[folder] and folder not in told:
            circle = {other for other in reached[folder] if folder in reached.get(other, ())}
            told |= circle
            lines = [line for pair, lines in sorted(named.items()) if circle.issuperset(pair) for line in lines]
            yield f"a circle of {', '.join(sorted(circle))}:\n    " + "\n    ".join(lines)


def _reached(arrows, start):
    """Returns the folders that can be reached from `start`. They include `start` only if there is a path back to it."""
    reached = set()
    queue = [start]
    for folder in queue:
        fresh = arrows.get(folder, set()) - reached
        reached |= fresh
        queue += sorted(fresh)
    return reached


def check(targets, table):
    """Returns a text for each violation of a rule."""
    return [
        *check_table(targets, table),
        *check_arrows(targets, table),
        *check_links(targets),
        *check_circles(targets),
    ]
