"""AIP-160 filters as the contract describes them: a parser, and answers in three values.

A condition is true, false or None (not known). A filter selects the records for which it is true.
"""

import re

TOKEN = re.compile(r"""\s*(?:
    (?P<quoted>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
  | (?P<comparator><=|>=|!=|<|>|=|:)
  | (?P<mark>[(),])
  | (?P<minus>-(?=[^\s)]))
  | (?P<word>[^\s"'(),:=<>!\\]+)
)""", re.VERBOSE)


class Bad(Exception):
    """The filter is not valid."""


class Text(str):
    """A value of a filter. Knows whether a wildcard stands at its ends."""

    leading = trailing = False


def _value(raw):
    """Returns the text that a token stands for, without quotes and escapes."""
    if raw[0] in "\"'":
        body = raw[1:-1]
        leading = body.startswith("*")
        trailing = body.endswith("*") and not re.search(r"(?<!\\)(\\\\)*\\\*$", body) and len(body) > leading
    else:
        body = raw
        leading = body.startswith("*") and len(body) > 1
        trailing = body.endswith("*") and len(body) > leading
        if body == "*":
            leading = trailing = False
    inner = body[leading:len(body) - trailing]
    text = Text(re.sub(r"\\(.)", r"\1", inner) if raw[0] in "\"'" else inner)
    text.leading, text.trailing = leading, trailing
    text.star = raw == "*"
    return text


class Parser:
    """Parses the published grammar: AND of sequences of OR of optionally negated terms."""

    def __init__(self, text):
        # The indexes of the tokens that follow the one before without a blank.
        self._joined = set()
        self._tokens, at = [], 0
        text = text.rstrip()
        while at < len(text):
            found = TOKEN.match(text, at)
            if not found:
                raise Bad(text[at:])
            if found.start(found.lastgroup) == at:
                self._joined.add(len(self._tokens))
            self._tokens.append((found.lastgroup, found.group(found.lastgroup)))
            at = found.end()
        self._at = 0

    def _peek(self, *texts):
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else (None, None)
        if not texts:
            return kind, text
        return text in texts and kind != "quoted"

    def _next(self):
        token = self._peek()
        self._at += 1
        return token

    def _expect(self, text):
        if self._next()[1] != text:
            raise Bad(text)

    def parse(self):
        tree = self._expression()
        if self._at < len(self._tokens):
            raise Bad(self._tokens[self._at])
        return tree

    def _expression(self):
        parts = [self._sequence()]
        while self._peek("AND"):
            self._next()
            parts.append(self._sequence())
        return ("and", parts) if len(parts) > 1 else parts[0]

    def _sequence(self):
        parts = [self._factor()]
        while self._peek()[0] and not self._peek("AND", ")", ","):
            parts.append(self._factor())
        return ("and", parts) if len(parts) > 1 else parts[0]

    def _factor(self):
        parts = [self._term()]
        while self._peek("OR"):
            self._next()
            parts.append(self._term())
        return ("or", parts) if len(parts) > 1 else parts[0]

    def _term(self):
        if self._peek("NOT") or self._peek()[0] == "minus":
            self._next()
            return "not", self._simple()
        return self._simple()

    def _simple(self):
        if self._peek("("):
            self._next()
            tree = self._expression()
            self._expect(")")
            return tree
        return self._restriction()

    def _restriction(self):
        kind, raw = self._next()
        if kind not in ("word", "quoted"):
            raise Bad(raw)
        if kind == "word" and self._peek("(") and self._at in self._joined:
            subject = "call", raw, self._arguments()
        else:
            subject = "value", _value(raw), kind
        if self._peek()[0] != "comparator":
            return ("has", subject[1], subject[2]) if subject[0] == "value" else subject
        operator = self._next()[1]
        return "compare", subject, operator, self._argument()

    def _arguments(self):
        self._expect("(")
        arguments = []
        while not self._peek(")"):
            arguments.append(self._expression())
            if not self._peek(")"):
                self._expect(",")
        self._expect(")")
        return arguments

    def _argument(self):
        """Returns a value, or a tree of values in parentheses."""
        if self._peek("("):
            self._next()
            tree = self._expression()
            self._expect(")")
            return tree
        kind, raw = self._next()
        if kind == "minus":
            kind, raw = self._next()
            raw = "-" + raw
        if kind not in ("word", "quoted"):
            raise Bad(raw)
        return "has", _value(raw), kind


def parse(text):
    return Parser(text).parse() if text.strip() else None


def all_of(values):
    values = list(values)
    return False if False in values else None if None in values else True


def any_of(values):
    values = list(values)
    return True if True in values else None if None in values else False


def negated(value):
    return None if value is None else not value


def evaluate(tree, atom):
    """Evaluates a tree. `atom(node)` answers its comparisons, calls and single values."""
    if tree is None:
        return True
    if tree[0] == "and":
        return all_of(evaluate(part, atom) for part in tree[1])
    if tree[0] == "or":
        return any_of(evaluate(part, atom) for part in tree[1])
    if tree[0] == "not":
        return negated(evaluate(tree[1], atom))
    if tree[0] == "call" and tree[1] == "possibly":
        return evaluate(tree[2][0], atom) is not False
    if tree[0] == "compare" and tree[3][0] != "has":
        _, subject, operator, values = tree
        return evaluate(values, lambda value: atom(("compare", subject, operator, value)))
    return atom(tree)
