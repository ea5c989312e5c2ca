"""Reads what the documentation's checks need from Markdown files."""

import dataclasses
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^(`{3,})([^`]*)$")


@dataclasses.dataclass
class Fence:
    """A fenced block: what stands after the opening backticks, its text, and where it is."""

    info: str
    text: str
    line: int
    # Whether nothing but empty lines stands between it and the fence before it.
    follows_fence: bool


def documents():
    """The tracked Markdown files, README.md first, then by name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    names = sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())
    return sorted(names, key=lambda name: name != "README.md")


def fences(text):
    """The fenced blocks of a document, in their order."""
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
    """The document with fenced blocks emptied; line numbers stay."""
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
    """The fragments that headings can be linked by, made as GitHub makes them."""
    found = set()
    for line in without_fences(text).splitlines():
        match = re.match(r"^#{1,6} (.*)$", line)
        if match:
            plain = re.sub(r"[^\w\- ]", "", match.group(1).strip().lower())
            found.add(plain.replace(" ", "-"))
    return found


def table_rows(text, header):
    """The rows of the table whose first header cell is `header`: lists of stripped cells."""
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
