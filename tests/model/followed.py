"""A projects service together with the registry that it follows."""

import time

import client
import generator
import project_generator
import projects
import registry
import session
from session import Difference
from session import require

# Longer than any healthy service needs to follow a change.
DEADLINE_SECONDS = 60


class ProjectsSession(session.Session):
    """A projects service. The references of its answers are compared with the registry's model."""

    def split(self, record):
        copy = type(record)()
        copy.CopyFrom(record)
        found = {reference.resource: (reference.display_name, reference.state, reference.redirect_target)
                 for reference in copy.references}
        require(f"the order of the references of {record.name}", sorted(found),
                [reference.resource for reference in copy.references])
        copy.ClearField("references")
        for name, (display, state, target) in found.items():
            # The name of a removed record is the last one that the service has seen.
            if name not in self.model.followed.records:
                found[name] = (None, state, target)
        return copy, found

    def await_registry(self):
        """Waits until the service has followed its registry to the head."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        method = f"{projects.PACKAGE}.ProjectService/ListProjects"
        while True:
            outcome = self.client.call(method, client.request_class(method)(page_size=1))
            at = outcome.registry_position.split("/")[1] if outcome.registry_position else ""
            if at and int(at) >= self.model.followed.head:
                return
            if time.monotonic() > deadline:
                raise Difference("the followed registry", self.model.followed.head, at)


class Pair:
    """Both services. Calls go to the one whose package they name."""

    def __init__(self, binaries):
        self._binaries = binaries
        self.registry = session.Session(binaries["registry"], registry.Registry())

    def __enter__(self):
        self.registry.start()
        self.model = projects.Projects(self.registry.model)
        self.projects = ProjectsSession(self._binaries["projects"], self.model,
                                        [f"--registry={self.registry.address}"])
        self.projects.start()
        return self

    def __exit__(self, *unused):
        self.projects.__exit__()
        self.registry.__exit__()

    @property
    def counts(self):
        return {name: number + self.registry.counts[name] for name, number in self.projects.counts.items()}

    def perform(self, method, request):
        if method.startswith(registry.PACKAGE + "."):
            self.registry.perform(method, request)
            self.projects.await_registry()
        else:
            self.projects.perform(method, request)

    def heads(self):
        return self.registry.model.head, self.model.head, self.model.oldest

    def generators(self, random):
        return generator.Generator(random, self.registry.model), project_generator.Generator(random, self.model)


def calls(pair, random, count):
    """Yields random calls: first some to the registry, then most to the projects service."""
    to_registry, to_projects = pair.generators(random)
    for number in range(count):
        first = number < count // 3
        yield (to_registry if first or random.randrange(6) == 0 else to_projects).call()
