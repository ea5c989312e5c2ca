"""Extracts the prose from source files: comments, and literals that people read.

A text is a list of (line number, string) pairs. The lines of a comment are one text, and so are literals that the
compiler joins.
"""

import ast
import io
import re
import tokenize

# A literal is prose if it has two words with a space between them, and is not code, SQL or markup as defined below.
PROSE = re.compile(r"[A-Za-zÀ-ÿ']{2,}[,;:]? +[(A-Za-zÀ-ÿ0-9'`]")
# Code: statements end with a semicolon, and operand names are in capitals.
CODE = re.compile(r";\s*$|;[^;]{0,30};|^[,)]|^[A-Z \[\].|-]+$")
SQL = re.compile(
    r"\s*\(?(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|ATTACH|WITH"
    r"|FROM|WHERE|ORDER BY|GROUP BY|LIMIT|VALUES|AND|OR|ON|JOIN|LEFT JOIN|UNION|IN|AS|NOT)\b"
)
MARKUP = re.compile(r"[{}<>]|\w+: ['\"\[]|::|^\s*--?\w|=\?|\.cc\b|\b(TEXT|INTEGER|BLOB|NULL)\b")

# The beginnings of comments that are meant for tools, or that mark the end of a namespace.
DIRECTIVES = ("NOLINT", "clang-format", "shellcheck", "go:build", "namespace", "buf:lint", "(-- api-linter")
GRAMMAR = re.compile(r"^[\w ]+ = .*;($| {2,})")

CODE_TOKEN = re.compile(
    r'(?P<raw>R"(?P<mark>[^(\s]*)\((?P<rawtext>.*?)\)(?P=mark)")'
    r'|(?P<text>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>'(?:\\.|[^'\\\n])+')"
    r"|(?P<line>//[^\n]*)"
    r"|(?P<block>/\*.*?\*/)",
    re.DOTALL,
)
ESCAPES = {"n": " ", "t": " ", '"': '"', "\\": "\\"}


def is_prose(text):
    return bool(PROSE.search(text)) and not any(other.search(text) for other in (CODE, MARKUP)) and not SQL.match(text)


class Collector:
    """Collects lines and joins them into texts."""

    def __init__(self):
        self.comments = []
        self.literals = []
        self._last_comment = None
        self._in_list = False

    def comment(self, line, column, text):
        """Adds a line of a comment. Consecutive lines that start at the same column are one text."""
        text = text.rstrip()
        # Indented lines are diagrams, tables or code, unless they continue an entry of a list.
        indented = text.startswith(("  ", "\t")) and not self._in_list
        self._in_list = text.startswith(("- ", "  ")) and not indented
        if not text or indented or GRAMMAR.search(text) or text.startswith(DIRECTIVES):
            self._last_comment = None
            return
        if self._last_comment != (line - 1, column):
            self.comments.append([])
        self.comments[-1].append((line, text))
        self._last_comment = (line, column)

    def literal(self, parts):
        """Adds a literal, given as (line, text) parts, if it is prose."""
        if is_prose("".join(text for _, text in parts)):
            self.literals.append([(line, text.strip()) for line, text in parts if text.strip()])


def code(source):
    """Returns the texts of a C++, Go or Protocol Buffers source."""
    found = Collector()
    joined = []
    end = 0
    for token in CODE_TOKEN.finditer(source):
        line = source.count("\n", 0, token.start()) + 1
        if joined and (token.lastgroup not in ("text",) or source[end : token.start()].strip()):
            found.literal(joined)
            joined = []
        if token.group("line") is not None:
            column = token.start() - source.rfind("\n", 0, token.start())
            found.comment(line, column, token.group("line").lstrip("/").removeprefix(" "))
        elif token.group("block") is not None:
            for offset, text in enumerate(token.group("block")[2:-2].split("\n")):
                found.comment(line + offset, 0, text.strip().removeprefix("*").strip())
        elif token.group("raw") is not None:
            for offset, text in enumerate(token.group("rawtext").split("\n")):
                found.literal([(line + offset, text)])
        elif token.group("text") is not None:
            if "\\x" in token.group("text"):
                continue
            text = re.sub(r"\\(.)", lambda match: ESCAPES.get(match.group(1), " "), token.group("text")[1:-1])
            joined.append((line, text))
            end = token.end()
    if joined:
        found.literal(joined)
    return found


def python(source):
    found = Collector()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith("#!"):
            found.comment(token.start[0], token.start[1], token.string[1:].removeprefix(" "))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            paragraph = []
            lines = node.value.split("\n")
            base = min((len(text) - len(text.lstrip()) for text in lines[1:] if text.strip()), default=0)
            for offset, text in enumerate(lines + [""]):
                # Lines that are indented further are examples.
                if text.strip() and not text.startswith(" " * (base + 2)):
                    paragraph.append((node.lineno + offset, text))
                elif paragraph:
                    found.literal(paragraph)
                    paragraph = []
    return found


def shell(source):
    found = Collector()
    for number, text in enumerate(source.split("\n"), start=1):
        match = re.match(r"(\s*)#(?!!) ?(.*)$", text)
        if match:
            found.comment(number, len(match.group(1)), match.group(2))
    return found


def of_file(path, source):
    """Returns the texts of a file, or None if files of its kind are not checked."""
    name = path.rsplit("/", 1)[-1]
    suffix = name.rsplit(".", 1)[-1] if "." in name else ""
    if suffix in ("h", "cc", "go", "proto"):
        return code(source)
    if suffix == "py" or source.startswith("#!/usr/bin/env python3"):
        return python(source)
    if suffix in ("sh", "bzl") or name in ("BUILD", "WORKSPACE") or source.startswith("#!/usr/bin/env bash"):
        return shell(source)
    return None
