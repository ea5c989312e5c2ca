"""The knowledge of the projects service about the registry: the state that it has followed, and its questions."""

from jumelage.projects.v1 import project_pb2

import store

State = project_pb2.RegistryReference


class Followed:
    """The registry as a projects service sees it.

    While the registry is away, this stays as it was. `registry` is the model of the registry itself.
    """

    def __init__(self, registry):
        self.registry = registry
        self.is_reachable = True
        self.forget()

    def forget(self):
        """Loses what was followed, as a service does whose view is lost."""
        self.has_begun = False
        self.position = 0
        self.records = {}
        # The records that the service has seen, also those that were purged since then.
        self.seen = set()
        # Records that may have been removed before the service reached them, or after.
        self.maybe_unseen = set()

    def catch_up(self):
        """Follows the registry to its head: by its commits, or by a snapshot if they are not kept."""
        registry = self.registry
        if self.has_begun and self.position + 1 >= registry.oldest:
            for commit in registry.commits:
                if commit.revision > self.position:
                    self._see(commit.changes)
        self._see(registry.records)
        self.records = dict(registry.records)
        self.position, self.has_begun = registry.head, True

    def _see(self, records):
        self.seen.update(name for name, record in records.items() if record is not None)

    def missed(self, names):
        """Notes records that changed while the registry was away and whose changes may be compacted."""
        self.maybe_unseen.update(names)

    def missed_changes(self, kind):
        """Returns the records of a type that the registry has, or has not, unlike the service believes."""
        def usable(records):
            return {name for name, record in records.items()
                    if store.collection(name) == kind and not store.deleted(record)}
        return sorted(usable(self.records) ^ usable(self.registry.records))

    def resolve(self, name):
        while name in self.records and store.merged(self.records[name]):
            name = self.records[name].merged_into
        return name

    def knows(self, name):
        return name in self.records or name in self.seen

    def reasons(self, names):
        """Returns the reasons for which a project must not begin to name these records."""
        found = set()
        for name in names:
            if self.knows(name) or not self.is_reachable:
                there = self.records.get(name)
            else:
                there = self.registry.records.get(name)
            if there is None and not self.is_reachable and (not self.knows(name) or name in self.maybe_unseen):
                found.add("REGISTRY_UNAVAILABLE")
                if name not in self.maybe_unseen:
                    continue
            if there is None or store.deleted(there):
                found.add("REFERENCE_NOT_FOUND")
        return found

    def describe(self, name):
        """Returns the display name, state and target that are due for a record."""
        there = self.records.get(name)
        if there is None:
            return "", State.STATE_REMOVED if self.has_begun else State.STATE_UNKNOWN, ""
        display = getattr(there, "display_name", "")
        if store.deleted(there):
            return display, State.STATE_DELETED, ""
        if store.merged(there):
            return display, State.STATE_REDIRECTED, self.resolve(name)
        return display, State.STATE_LIVE, ""
