"""Runs a sequence of calls against a service and its model, and shortens one that fails."""

import json
import os
import random
import sys
import time

import client
import followed
import generator
import readings
import registry
import restore
import session
from session import Difference

# The ways in which the service ends and starts again between the readings. Each is repeated with the same data.
ENDINGS = ("restart", "kill", "kill and delete the view")


def endings(service, seed):
    """Returns the endings of a seed. Those of the projects take turns: outages have restarts of their own."""
    return ENDINGS if service == "registry" else (ENDINGS[seed % 2], ENDINGS[2])


class Run:
    """One sequence: random calls of a seed, or given ones."""

    def __init__(self, binaries, service, seed, calls, given=None, like=None):
        self.binaries, self.service, self.seed = binaries, service, seed
        self.limit, self.given = calls, given
        # A Difference to look for: other comparisons are left out, which saves time.
        self.like = like
        self.made, self.effective, self.counts = [], [], {}

    def session(self, model=None):
        return session.Session(self.binaries[self.service], model or registry.Registry())

    def perform(self):
        """Makes the calls and the comparisons. Raises a Difference at the first one."""
        with followed.Pair(self.binaries) if self.service == "projects" else self.session() as running:
            try:
                self._calls(running)
                if self.like is None or self.like.part != "calls":
                    self._read(running)
            finally:
                self._add(running.counts)

    def _add(self, counts):
        for name, number in counts.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def _make(self, running, method, request):
        self.made.append((method, request))
        heads = running.heads()
        running.perform(method, request)
        self.effective.append(heads != running.heads())

    def _calls(self, running):
        if self.given is not None:
            for method, request in self.given:
                self._make(running, method, request)
            return
        if self.service == "projects":
            for method, request in followed.calls(running, random.Random(self.seed), self.limit):
                self._make(running, method, request)
            return
        source = generator.Generator(random.Random(self.seed), running.model)
        for _ in range(self.limit):
            self._make(running, *source.call())

    def _read(self, running):
        is_pair = self.service == "projects"
        reading = readings.Readings(running.projects if is_pair else running, self.seed)
        only = self.like.part if self.like else None
        try:
            if self.like is None or self.like.ending is None:
                reading.all(2, only)
                if only in (None, "restoration"):
                    self._restore(running, reading)
            for ending in endings(self.service, self.seed):
                if self.like is None or self.like.ending == ending:
                    self._end(running, reading, ending, only)
        finally:
            self._add(reading.counts)

    def _restore(self, running, reading):
        if self.service == "registry":
            restore.check(self.session(), reading)
            return
        of_registry = readings.Readings(running.registry, self.seed)
        restore.check_pair(followed.Pair(self.binaries), running, of_registry, reading)
        reading.counts["restored"] += of_registry.counts["restored"]

    def _end(self, running, reading, ending, only):
        running.restart(kill=ending != "restart", delete_view="view" in ending)
        try:
            reading.all(1, only)
        except Difference as difference:
            difference.ending = ending
            raise


def attempt(binaries, service, seed, calls, like):
    """Returns the Difference that given calls show, if it is like another one."""
    run = Run(binaries, service, seed, 0, given=calls, like=like)
    try:
        run.perform()
    except Difference as difference:
        alike = (difference.part, difference.ending) == (like.part, like.ending)
        if alike and _kind(difference.what) == _kind(like.what):
            difference.at = len(run.made)
            return difference
    except AssertionError:  # Without some calls, a sequence may make no sense.
        pass
    return None


def _kind(what):
    """Returns a description without names and values, so that similar differences are the same."""
    return " ".join(word for word in what.split()[:4] if word.isalpha())


def shorten(binaries, service, seed, run, difference, seconds):
    """Leaves out calls as long as the rest shows a difference like the first one."""
    deadline = time.monotonic() + seconds
    best = list(run.made)
    changing = [call for call, changed in zip(run.made, run.effective + [True]) if changed]
    found = attempt(binaries, service, seed, changing, difference)
    if found:
        best, difference = changing[:found.at], found
    size = max(1, len(best) // 2)
    while time.monotonic() < deadline:
        at, removed = 0, False
        while at < len(best) and time.monotonic() < deadline:
            tried = best[:at] + best[at + size:]
            found = attempt(binaries, service, seed, tried, difference)
            if found:
                best, difference, removed = tried[:found.at], found, True
            else:
                at += size
        if size == 1 and not removed:
            break
        size = max(1, size // 2)
    return best, difference


def report(service, seed, calls, difference, total, output=sys.stdout):
    """Prints a failing sequence as calls, with what is expected, and a command that repeats it."""
    folder = os.environ.get("TEST_UNDECLARED_OUTPUTS_DIR") or os.environ.get("TMPDIR", "/tmp")
    path = os.path.join(folder, f"model-{service}-{seed}.jsonl")
    lines = [json.dumps({"method": method, "request": client.to_json(request)}, ensure_ascii=False)
             for method, request in calls]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print(f"\nFAILED: seed {seed} of the {service}, {len(calls)} of {total} calls:", file=output)
    for line in lines:
        print("  " + line, file=output)
    where = f"{difference.part}, after a {difference.ending}" if difference.ending else difference.part
    print(f"In {where}: {difference.what}\n--- expected\n{difference.expected}\n--- actual\n{difference.actual}\n"
          f"To repeat: tests/model/run --service {service} --seeds {seed} --repeat {path}", file=output)


def read_calls(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                call = json.loads(line)
                yield call["method"], client.from_json(call["method"], call["request"])


def run_seed(binaries, service, seed, calls, given=None, shorten_seconds=60):
    """Runs one seed. Returns whether it passed, and the counts."""
    run = Run(binaries, service, seed, calls, given=given)
    try:
        run.perform()
        return True, run.counts
    except Difference as difference:
        short, last = run.made, difference
        if shorten_seconds:
            short, last = shorten(binaries, service, seed, run, difference, shorten_seconds)
        report(service, seed, short, last, len(run.made))
        return False, run.counts
