"""Reads the targets of the workspace and their dependencies from `bazel query --output=xml`."""

import dataclasses
import subprocess
from xml.etree import ElementTree

_QUERY = (
    "bazel query --output=xml --noshow_progress --color=no "
    # Prints the value of testonly for each target, even if it comes from the package's default.
    "--xml:default_values "
    # Leave out the implicit dependencies of a rule, such as a compiler or a generator: BUILD files don't choose them.
    "--noimplicit_deps --notool_deps"
).split() + ["kind(rule, //...)"]


@dataclasses.dataclass(frozen=True)
class Target:
    label: str
    # Whether this is a test, or a target that only tests may use. Bazel refuses to let other targets depend on it.
    for_tests: bool
    # The labels of the targets and files that this target lists.
    inputs: tuple

    @property
    def folder(self):
        return folder_of(self.label)


def folder_of(label):
    """Returns the folder of a label in this workspace, or the repository ('@org_sqlite') of another label."""
    if label.startswith("//"):
        return label[2:].partition(":")[0]
    return label.partition("//")[0]


def query(root):
    """Returns the targets of the workspace at `root`, by label."""
    return parse(subprocess.run(_QUERY, cwd=root, check=True, stdout=subprocess.PIPE).stdout)


def parse(text):
    """Returns the targets in the output of a query, by label."""
    targets = {}
    for rule in ElementTree.fromstring(text).iter("rule"):
        label = rule.get("name")
        testonly = rule.find("boolean[@name='testonly']")
        targets[label] = Target(
            label,
            for_tests=testonly is not None and testonly.get("value") == "true",
            inputs=tuple(entry.get("name") for entry in rule.iter("rule-input")),
        )
    return targets


def arrows(targets):
    """Yields pairs of a target and a label that it lists from another folder of this workspace, sorted."""
    for _, target in sorted(targets.items()):
        for needed in sorted(target.inputs):
            if needed.startswith("//") and folder_of(needed) != target.folder:
                yield target, needed


def way_to(targets, label, repository):
    """Returns the shortest path of labels from a target to a direct or indirect dependency in `repository`, or []."""
    ways = {label: [label]}
    queue = [label]
    for current in queue:
        for needed in targets[current].inputs if current in targets else ():
            if needed not in ways:
                ways[needed] = ways[current] + [needed]
                queue.append(needed)
            if folder_of(needed) == repository:
                return ways[needed]
    return []
