"""A projects service together with the registry that it follows."""

import time

import client
import generator
import knowledge
import link
import outages
import project_generator
import projects
import registry
import session
from session import Difference
from session import require

# Longer than any healthy service needs to follow a change.
DEADLINE_SECONDS = 60

LIST = f"{projects.PACKAGE}.ProjectService/ListProjects"
CREATE = f"{projects.PACKAGE}.ProjectService/CreateProject"

# Calls to a registry whose records projects name: they often take records away, or bring them back.
LATER_WEIGHTS = {"create": 12, "update": 15, "delete": 25, "undelete": 12, "purge": 20, "merge": 12, "unmerge": 6,
                 "import": 4, "redact": 1, "compact": 1}


class ProjectsSession(session.Session):
    """A projects service. The references of its answers are compared with what it knows of the registry."""

    # How far the service has certainly followed the registry, and the log of that registry.
    followed_at_least = 0
    registry_log = ""

    def split(self, record):
        copy = type(record)()
        copy.CopyFrom(record)
        found = {reference.resource: (reference.display_name, reference.state, reference.redirect_target)
                 for reference in copy.references}
        require(f"the order of the references of {record.name}", sorted(found),
                [reference.resource for reference in copy.references])
        copy.ClearField("references")
        return copy, found

    def perform(self, method, request):
        actual = super().perform(method, request)
        self._compare_position(actual.registry_position)
        return actual

    def _compare_position(self, position):
        """Checks how far an answer says that the service has followed the registry."""
        followed = self.model.followed
        if not followed.has_begun:
            require("the position in a registry that was not followed yet", "", position)
            return
        if not position:
            raise Difference("the position in the followed registry", "a position", "none")
        log_id, revision = client.place(position)
        require("the followed log", self.registry_log, log_id)
        most = followed.registry.head if followed.is_reachable else followed.position
        if not self.followed_at_least <= revision <= most:
            raise Difference("the position in the followed registry",
                             f"from {self.followed_at_least} to {most}", revision)

    def await_registry(self, log_id, step=lambda position: None):
        """Waits until the service has followed its registry to the head. `step` is called in between."""
        followed = self.model.followed
        head, deadline = followed.registry.head, time.monotonic() + DEADLINE_SECONDS
        while True:
            outcome = self.client.call(LIST, client.request_class(LIST)(page_size=1))
            log, at = client.place(outcome.registry_position) if outcome.registry_position else ("", 0)
            if log == log_id and at >= head:
                self.followed_at_least, self.registry_log = head, log_id
                return
            if time.monotonic() > deadline:
                raise Difference("the followed registry", f"{log_id}/{head}", outcome.registry_position)
            step(outcome.registry_position)

    def await_connection(self):
        """Waits until the service can ask its registry. Its position alone does not show that."""
        project = {"display_name": "probe", "kind": 1, "twinnings": ["twinnings/never-made"]}
        request = client.request_class(CREATE)(project=project, validate_only=True)
        deadline = time.monotonic() + DEADLINE_SECONDS
        while (reason := self.client.call(CREATE, request).reason) != "REFERENCE_NOT_FOUND":
            if time.monotonic() > deadline:
                raise Difference("the connection to the registry", "REFERENCE_NOT_FOUND", reason)


class Pair:
    """Both services. Calls go to the one whose package they name."""

    def __init__(self, binaries):
        self._binaries = binaries
        self.link = link.Link()
        self.registry = session.Session(binaries["registry"], registry.Registry())
        self.followed = knowledge.Followed(self.registry.model)
        self.model = projects.Projects(self.followed)
        self.projects = ProjectsSession(binaries["projects"], self.model, [f"--registry={self.link.address}"])
        self.outage = outages.Outage(self)

    def __enter__(self):
        self.start_registry()
        self.projects.start()
        self.connect()
        return self

    def __exit__(self, *unused):
        self.projects.__exit__()
        self.registry.__exit__()
        self.link.close()

    @property
    def counts(self):
        both = {name: number + self.registry.counts[name] for name, number in self.projects.counts.items()}
        return {**both, **self.outage.counts}

    def heads(self):
        return self.registry.model.head, self.model.head, self.model.oldest, self.outage.state()

    def start_registry(self):
        self.registry.start()
        self.link.lead_to(self.registry.address)

    def catch_up(self, step=lambda position: None):
        """Waits until the projects service has followed the registry to its head."""
        self.projects.await_registry(self.registry.log_id(), step)
        self.followed.catch_up()

    def connect(self):
        """Waits until the projects service has connected to the registry, and has followed it."""
        self.projects.await_connection()
        self.catch_up()

    def restart(self, kill=False, delete_view=False):
        """Ends the projects service and starts it again."""
        self.projects.restart(kill, delete_view)
        self.projects.followed_at_least = 0
        if delete_view:
            self.followed.forget()
        if self.followed.is_reachable:
            self.connect()

    def perform(self, method, request):
        if method.startswith("outage/"):
            self.outage.perform(method)
        elif method.startswith(registry.PACKAGE + "."):
            assert self.outage.has_registry, "the registry is away"
            self.registry.perform(method, request)
            if not self.followed.is_reachable:
                self.outage.registry_changed()
            elif self._only_adds(method):
                # The projects service asks the registry for a record that it has not reached.
                self.followed.catch_up()
            else:
                self.catch_up()
        else:
            self.projects.perform(method, request)

    def _only_adds(self, method):
        """Returns whether a call has only made a record whose name was not known before."""
        return method.partition("/")[2].startswith("Create") and not any(
            self.followed.knows(name) for commit in self.registry.model.commits[-1:] for name in commit.changes
            if commit.revision > self.followed.position)


def calls(pair, random, count):
    """Yields random calls: first some to the registry, then most to the projects service, with outages."""
    to_registry = generator.Generator(random, pair.registry.model)
    to_projects = project_generator.Generator(random, pair.model)
    events = outages.Generator(random, pair)
    for number in range(count):
        first = number < count // 3
        if not first:
            to_registry.weights = LATER_WEIGHTS
        event = None if first or number + 1 == count else events.next()
        if event:
            yield event
        elif first or pair.outage.has_registry and random.randrange(3 if pair.outage.kind else 6) == 0:
            yield to_registry.call()
        else:
            yield events.affordable(to_projects)
    if pair.outage.kind:
        yield outages.event("end")
