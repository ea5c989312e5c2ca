#!/usr/bin/env python3
"""Tests that each rule finds its bad example and accepts its good one, and that texts are found with their lines."""

import glob
import os
import re
import tempfile
import unittest

import prose
import texts

RULES = sorted(glob.glob(os.path.join(prose.HERE, "styles", "Jumelage", "*.yml")))


def checks_of(example):
    with tempfile.TemporaryDirectory() as directory:
        name = os.path.join(directory, "example.md")
        with open(name, "w", encoding="utf-8") as file:
            file.write(example + "\n")
        return {alert["Check"] for alerts in prose.run_vale([name]).values() for alert in alerts}


def lines_of(found):
    return [text for text in found.comments + found.literals]


class RulesTest(unittest.TestCase):
    def test_each_rule_finds_its_bad_example_and_accepts_its_good_one(self):
        self.assertGreater(len(RULES), 10)
        for path in RULES:
            with open(path, encoding="utf-8") as file:
                rule = file.read()
            bad = re.search(r"^# bad: (.*)$", rule, re.MULTILINE)
            good = re.search(r"^# good: (.*)$", rule, re.MULTILINE)
            with self.subTest(rule=os.path.basename(path)):
                self.assertIsNotNone(bad)
                self.assertIsNotNone(good)
                name = "Jumelage." + os.path.basename(path).removesuffix(".yml")
                self.assertIn(name, checks_of(bad.group(1)))
                self.assertEqual(checks_of(good.group(1)), set())


class TextsTest(unittest.TestCase):
    def test_consecutive_comment_lines_are_one_text(self):
        found = texts.code("// One text,\n// of two lines.\nint a;  // Another.\n\n// A third.\n")
        self.assertEqual(
            lines_of(found),
            [[(1, "One text,"), (2, "of two lines.")], [(3, "Another.")], [(5, "A third.")]],
        )

    def test_literals_that_the_compiler_joins_are_one_text(self):
        found = texts.code('f("needs at least "\n  "one name");\ng("is there twice", "key", "SELECT a FROM b WHERE c");\n')
        self.assertEqual(lines_of(found), [[(1, "needs at least"), (2, "one name")], [(3, "is there twice")]])

    def test_a_literal_that_looks_like_a_comment_is_not_a_comment(self):
        self.assertEqual(texts.code('f("http://a b/c d e");\n').comments, [])

    def test_comments_and_docstrings_of_python_are_found(self):
        found = texts.python('#!/usr/bin/env python3\n"""Reads a file.\n\nAnd more of it.\n"""\n# Why it is so.\nx = "id"\n')
        self.assertEqual(lines_of(found), [[(6, "Why it is so.")], [(2, "Reads a file.")], [(4, "And more of it.")]])

    def test_comments_of_scripts_are_found(self):
        self.assertEqual(lines_of(texts.shell("#!/bin/sh\n# What it does.\nrun # not sought\n")), [[(2, "What it does.")]])


class CheckTest(unittest.TestCase):
    def test_a_finding_has_the_line_of_its_source(self):
        with tempfile.TemporaryDirectory() as directory:
            pages = prose.Pages(directory)
            pages.add("a.h", [[(3, "Fine."), (4, "So is this.")], [(9, "Hence not.")]])
            alerts = prose.run_vale(pages.names())
            self.assertEqual(len(alerts), 1)
            ((name, (alert,)),) = alerts.items()
            self.assertEqual(pages.origin(name, alert["Line"]), ("a.h", 9))


if __name__ == "__main__":
    unittest.main()
