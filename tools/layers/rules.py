"""The rules: what may depend on what, what a layer does not link, and that folders form no circle.

Folders are named by patterns. A pattern means the folder and all below it; `*` stands for any text without a
slash, and in what a folder may depend on for what it stands for in the folder's own pattern.
"""

import collections
import re

import graph

# What the targets of a folder that are for tests alone may use besides, and why.
TEST_EXCEPTIONS = [
    ("*", "common/testing", "what the tests of all folders share"),
    ("*", "data", "files that tests read"),
    ("*", "tools/fuzz", "what fuzz targets link"),
    ("*_service", "*_service/testing", "what the tests of the service share"),
    ("common", "protos", "what takes any message is shown with those of the services"),
]

# What the targets of a folder do not link, by themselves or by others, unless they are for tests alone.
LINKS_NOT = [
    ("*_service/domain", "@com_github_grpc_grpc", "the rules of the field know no gRPC"),
    ("*_service/domain", "@org_sqlite", "the rules of the field know no SQL"),
]

# Overlays of other people's libraries, which everything may use as it may use those.
_OVERLAYS = "third_party"


def _match(pattern, folder):
    """What `*` stands for if the folder is the pattern's or below it ('' without a `*`), else None."""
    found = re.match(re.escape(pattern).replace(r"\*", "([^/]*)") + "(?:/|$)", folder)
    return None if found is None else "".join(found.groups())


def _allows(pattern, star, folder):
    return pattern == "all" or _match(pattern.replace("*", star), folder) is not None


class Table:
    """Which folder may depend on which, as CONTRIBUTING.md tells.

    A folder may always depend on those of its own row's pattern. The row with the longest pattern counts.
    """

    def __init__(self, rows):
        """Takes the cells `folder` and `may depend on` of each row: `a/{b,c}`, `d`; or all, or nothing."""
        self._rows = [
            (pattern, _patterns(may_use)) for folders, may_use in rows for pattern in _patterns(folders)
        ]

    def row(self, folder):
        """The pattern of the folder's row, what `*` stands for, and what it may use; None without a row."""
        rows = [(pattern, _match(pattern, folder), may_use) for pattern, may_use in self._rows]
        return max((row for row in rows if row[1] is not None), key=lambda row: len(row[0]), default=None)

    def unused(self, folders):
        """The patterns that no folder matches."""
        used = {pattern for pattern, _ in self._rows}
        for _, may_use in self._rows:
            used |= {name for name in may_use if name != "all"}
        return sorted(name for name in used if not any(_match(name, folder) is not None for folder in folders))


def _patterns(cell):
    """The patterns that a cell of the table names in backticks, braces spelled out."""
    if cell == "all":
        return ["all"]
    names = []
    for name in re.findall("`([^`]+)`", cell):
        before, brace, rest = name.partition("{")
        inside, _, after = rest.partition("}")
        names += [before + part + after for part in inside.split(",")] if brace else [name]
    return names


def check_table(targets, table):
    """Every folder has a row, and every row is of folders that exist."""
    folders = sorted({target.folder for target in targets.values()})
    for folder in folders:
        if table.row(folder) is None:
            yield f"{folder}: the table of CONTRIBUTING.md has no row for it"
    for name in table.unused(folders):
        yield f"{name}: the table of CONTRIBUTING.md names it, and no target is there"


def check_arrows(targets, table):
    """A target names only what its folder's row allows."""
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
    """No target links what its layer does without."""
    linked = {graph.folder_of(needed) for target in targets.values() for needed in target.inputs}
    for pattern, repository, reason in LINKS_NOT:
        bound = [target for target in targets.values() if _match(pattern, target.folder) is not None]
        if not bound or repository not in linked:
            yield f"{pattern} must not link {repository}: one of them is called otherwise by now"
        for target in sorted(bound, key=lambda target: target.label):
            way = [] if target.for_tests else graph.way_to(targets, target.label, repository)
            if way:
                yield f"{target.folder} must not link {repository} ({reason}): {' -> '.join(way)}"


def check_circles(targets):
    """No folder depends on itself by way of others, except by what is for tests alone.

    A test stands beside what it tests and uses common/testing, which uses in turn what it makes ready for tests:
    such circles are meant, and Bazel keeps them out of what ships.
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
    """What can be reached from `start`, itself only if there is a way back."""
    reached = set()
    queue = [start]
    for folder in queue:
        fresh = arrows.get(folder, set()) - reached
        reached |= fresh
        queue += sorted(fresh)
    return reached


def check(targets, table):
    """Everything that breaks a rule, a text each."""
    return [
        *check_table(targets, table),
        *check_arrows(targets, table),
        *check_links(targets),
        *check_circles(targets),
    ]
