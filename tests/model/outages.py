"""Events between calls: the registry is cut off, delayed, paused, stopped or killed, and comes back.

An event is written as a call without a request, such as `outage/cut`, so that a failing sequence with
events can be shortened and repeated.
"""

import random

import client
import knowledge
import projects
import readings
from google.protobuf import empty_pb2
from session import Difference

# How the registry is away. The projects service gets no answer from it, or no connection.
SILENT = ("hold", "pause")
KINDS = ("cut", "stop", "kill") + SILENT

GET = f"{projects.PACKAGE}.ProjectService/GetProject"

# The bytes that pass together while a delayed service catches up. A commit has more, so that the
# driver reads between two commits.
STEP_BYTES = 200


def event(name):
    return f"outage/{name}", empty_pb2.Empty()


class Outage:
    """Whether and how the registry of a pair is away, and the events that change this."""

    def __init__(self, pair):
        self._pair = pair
        self.kind = None
        self.counts = {"outages": 0, "observed": 0}
        # The registry's head and records after each change that the projects service has missed.
        self._missed = []
        self._restarts = 0

    @property
    def has_registry(self):
        """Returns whether the registry itself can be called."""
        return self.kind in (None, "cut", "hold")

    def state(self):
        return self.kind, self._restarts

    def perform(self, method):
        name = method.partition("/")[2]
        if name in KINDS:
            self._begin(name)
        else:
            {"end": self._end, "new-log": self._renew_log, "read": self._read,
             "restart": lambda: self._restart(), "restart-after-kill": lambda: self._restart(kill=True),
             "rebuild": lambda: self._restart(kill=True, delete_view=True)}[name]()

    def _begin(self, kind):
        assert self.kind is None, "outages do not overlap"
        pair = self._pair
        pair.catch_up()
        if kind == "cut":
            pair.link.cut()
        elif kind == "hold":
            pair.link.hold()
        elif kind == "pause":
            pair.registry.pause()
        else:
            pair.registry.stop(kill=kind == "kill")
        self.kind, self._missed = kind, []
        self.registry_changed()
        pair.followed.is_reachable = False
        self.counts["outages"] += 1

    def registry_changed(self):
        """Notes the state of a registry that the projects service does not reach."""
        model = self._pair.registry.model
        self._missed.append((model.head, dict(model.records)))

    def _end(self):
        if self.kind is None:
            return
        pair, kind = self._pair, self.kind
        if kind in ("stop", "kill"):
            pair.start_registry()
        elif kind == "pause":
            pair.registry.resume()
        elif kind == "cut":
            pair.link.restore()
        self.kind, pair.followed.is_reachable = None, True
        if pair.registry.model.oldest > pair.followed.position + 1:
            states = [records for _, records in self._missed]
            pair.followed.missed(name for records in states for name in records
                                 if any(other.get(name) != records[name] for other in states))
        observer = Observer(pair, self._missed)
        pair.catch_up(lambda position: observer.look(kind == "hold"))
        pair.link.restore()
        pair.projects.await_connection()
        self.counts["observed"] += observer.count

    def _restart(self, kill=False, delete_view=False):
        self._restarts += 1
        self._pair.restart(kill, delete_view)

    def _renew_log(self):
        """Restores the registry from a copy: its log has another id, so its followers begin again."""
        assert self.kind is None, "the registry is away"
        pair = self._pair
        pair.catch_up()
        pair.registry.stop()
        pair.registry.give_new_log_id()
        pair.start_registry()
        pair.connect()
        self._restarts += 1

    def _read(self):
        """Reads the projects, as they are shown while the registry is away."""
        reading = readings.Readings(self._pair.projects, self._pair.model.head)
        reading.current()
        for _ in range(3):
            reading.filtered("projects")


class Observer:
    """Reads projects while the service catches up. Each reference must be in one of the missed states."""

    def __init__(self, pair, missed):
        self._pair, self._missed = pair, missed
        self._names = [name for name, record in sorted(pair.model.records.items())
                       if projects.Projects.foreign(record)]
        self._random = random.Random(pair.model.head)
        self._position = 0
        self.count = 0

    def look(self, is_held):
        if is_held:
            self._pair.link.let_pass(STEP_BYTES)
        if not self._names:
            return
        name = self._random.choice(self._names)
        outcome = self._pair.projects.client.call(GET, client.request_class(GET)(name=name))
        if outcome.refused:
            raise Difference(f"{name} while the service catches up", "an answer", outcome.reason)
        at = client.place(outcome.registry_position)[1] if outcome.registry_position else 0
        if at < self._position:
            raise Difference("the position in the registry goes back", self._position, at)
        self._position = at
        for reference in outcome.response.references:
            self._compare(reference, at)
        self.count += 1

    def _compare(self, reference, at):
        got = (reference.display_name, reference.state, reference.redirect_target)
        begun = [index for index, (head, _) in enumerate(self._missed) if head <= at]
        states = self._missed[begun[-1] if begun else 0:]
        due = [self._describe(reference.resource, records) for _, records in states]
        if not self._pair.followed.has_begun:
            due.append(self._pair.followed.describe(reference.resource))
        if got not in due:
            raise Difference(f"{reference.resource} while the service catches up, at {at}", due, got)

    def _describe(self, name, records):
        """Returns what is shown of a record when the service has followed certain records."""
        seen = knowledge.Followed(self._pair.registry.model)
        seen.records, seen.has_begun = records, True
        return seen.describe(name)


class Generator:
    """Makes events. An outage is short, since a service waits longer and longer before it connects again."""

    def __init__(self, source, pair):
        self._random, self._pair = source, pair
        self._left = 0
        # How many outages are still to come in this sequence.
        self._more = 2

    def next(self):
        """Returns the next event, or None if a call is due."""
        chance = self._random.randrange(100)
        if self._pair.outage.kind is None:
            if chance >= 5 or not self._more:
                return None
            self._more -= 1
            self._left = self._random.randint(8, 15)
            return event(self._random.choices([*KINDS, "new-log"], [4] * len(KINDS) + [1])[0])
        self._left -= 1
        if self._left <= 0:
            return event("end")
        if chance < 16:
            return event(self._random.choice(["read", "read", "restart", "restart-after-kill", "rebuild"]))
        return None

    def affordable(self, generator):
        """Returns a call. Few calls wait for a registry that does not answer, which takes 2 seconds each."""
        while True:
            method, request = generator.call()
            waits = self._pair.outage.kind in SILENT and "REGISTRY_UNAVAILABLE" in (
                self._pair.followed.reasons(projects.Projects.foreign(request)))
            if not waits or self._random.randrange(20) == 0:
                return method, request
