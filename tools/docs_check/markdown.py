"""Reads Markdown files for the checks of the documentation."""

import dataclasses
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^(`{3,})([^`]*)$")


@dataclasses.dataclass
class Fence:
    """A fenced block: the info string after the opening backticks, the text, and the line number."""

    info: str
    text: str
    line: int
    # Whether only empty lines separate this block from the previous one.
    follows_fence: bool


def documents():
    """Returns the tracked Markdown files, README.md first, then by name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    names = sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())
    return sorted(names, key=lambda name: name != "README.md")


def fences(text):
    """Returns the fenced blocks of a document, in order."""
    found = []
    lines = text.splitlines()
    start = marker = None
    prose_since_fence = True
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if start is None:
            if match:
                start, marker, info = number, match.group(1), match.group(2).strip()
            elif line.strip():
                prose_since_fence = True
        elif line.strip() == marker:
            body = "".join(text_line + "\n" for text_line in lines[start + 1 : number])
            found.append(Fence(info, body, start + 1, not prose_since_fence))
            start = None
            prose_since_fence = False
    if start is not None:
        raise ValueError(f"the fence of line {start + 1} is not closed")
    return found


def without_fences(text):
    """Returns the document with its fenced blocks blanked, so that line numbers stay the same."""
    kept = []
    marker = None
    for line in text.splitlines():
        match = _FENCE.match(line)
        if marker is None and match:
            marker = match.group(1)
            kept.append("")
        elif marker is not None:
            if line.strip() == marker:
                marker = None
            kept.append("")
        else:
            kept.append(line)
    return "\n".join(kept)


def anchors(text):
    """Returns the fragments by which headings can be linked, as on GitHub."""
    found = set()
    for line in without_fences(text).splitlines():
        match = re.match(r"^#{1,6} (.*)$", line)
        if match:
            plain = re.sub(r"[^\w\- ]", "", match.group(1).strip().lower())
            found.add(plain.replace(" ", "-"))
    return found


def table_rows(text, header):
    """Returns the rows of the table whose first header cell is `header`, as lists of stripped cells."""
    rows = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif not inside:
            inside = cells[0] == header
        elif not set(cells[0]) <= set("-: "):
            rows.append(cells)
    return rows
