"""The targets of the workspace and what they depend on, as `bazel query --output=xml` tells."""

import dataclasses
import subprocess
from xml.etree import ElementTree

_QUERY = (
    "bazel query --output=xml --noshow_progress --color=no "
    # Tells of each target whether it is for tests alone, also where its package says so.
    "--xml:default_values "
    # What every rule of a kind brings (a compiler, a generator) is no choice of a BUILD file.
    "--noimplicit_deps --notool_deps"
).split() + ["kind(rule, //...)"]


@dataclasses.dataclass(frozen=True)
class Target:
    label: str
    # A test, or what only tests may use: Bazel refuses what ships to depend on it.
    for_tests: bool
    # The labels of the targets and files that it names.
    inputs: tuple

    @property
    def folder(self):
        return folder_of(self.label)


def folder_of(label):
    """The folder of a label of this workspace, the repository ('@org_sqlite') of another one's."""
    if label.startswith("//"):
        return label[2:].partition(":")[0]
    return label.partition("//")[0]


def query(root):
    """The targets of the workspace at `root`, by label."""
    return parse(subprocess.run(_QUERY, cwd=root, check=True, stdout=subprocess.PIPE).stdout)


def parse(text):
    """The targets that the output of a query tells of, by label."""
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
    """Each target with each label of another folder of this workspace that it names, sorted."""
    for _, target in sorted(targets.items()):
        for needed in sorted(target.inputs):
            if needed.startswith("//") and folder_of(needed) != target.folder:
                yield target, needed


def way_to(targets, label, repository):
    """The labels from a target to the nearest of `repository` that it depends on, by itself or by others."""
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
