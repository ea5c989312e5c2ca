"""Compares everything that a service can be asked with the model: states, lists, watches, exports."""

import datetime
import random

import client
import fields
import filter_generator
import filters
import links
import messages
import questions
import store
import values
from google.protobuf import field_mask_pb2
from session import Difference
from session import require

PLURAL = {"cities": "Cities", "organizations": "Organizations", "agreements": "Agreements",
          "twinnings": "Twinnings", "projects": "Projects"}
SINGULAR = {"cities": "City", "organizations": "Organization", "agreements": "Agreement",
            "twinnings": "Twinning", "projects": "Project"}
TYPE_OF = {kind: name for name, kind in messages.COLLECTION_OF_TYPE.items()}


def read_snapshot(connection, package):
    """Returns the records of a snapshot by their names, and its revision."""
    method = f"{package}.WatchService/Watch"
    stream, found = connection.stream(method, client.request_class(method)(snapshot={})), {}
    for message in stream:
        for change in message.snapshot.resources:
            if change.name in found:
                raise Difference("a snapshot repeats a record", "once", change.name)
            found[change.name] = getattr(change, change.WhichOneof("state"))
        if message.HasField("consistent"):
            stream.cancel()
            return found, message.consistent.revision
    raise Difference("a snapshot ends", "a consistent state", sorted(found))


class Readings:
    """Reads a session's service in every way, with random parameters."""

    def __init__(self, session, seed):
        self.session, self.model = session, session.model
        self._seed = seed
        self.v = values.Values(random.Random(seed))
        self.counts = {"states": 0, "lists": 0, "selected": 0, "filters": 0, "watches": 0,
                       "exported": 0, "restored": 0, "past": 0, "queries": 0, "found": 0}

    def all(self, scale=1, only=None):
        """Makes all readings, or only those of one part. More of them with a larger scale."""
        parts = {
            "current": self.current,
            "refusals": self.refusals,
            **{f"lists of {kind}": lambda kind=kind: self._times(16 * scale, self.filtered, kind)
               for kind in self.model.types},
            "past": lambda: self.past(6 * scale),
            "histories": self.histories,
            "watches": lambda: self._times(3 * scale, self.watch),
            "snapshot": self.snapshot,
            "export": self.export,
        }
        if "twinnings" in self.model.types:
            parts["queries"] = lambda: questions.Questions(self).all(5 * scale)
        else:
            parts["queries"] = lambda: self._times(6 * scale, questions.Questions(self).search)
        for name, read in parts.items():
            if only in (None, name):
                self.begin(name)
                try:
                    read()
                except Difference as difference:
                    difference.part = name
                    raise

    def begin(self, part):
        """Makes a part read the same whether or not others are left out."""
        self.v = values.Values(random.Random(f"{self._seed} {part}"))

    @staticmethod
    def _times(count, read, *arguments):
        for _ in range(count):
            read(*arguments)

    def _method(self, kind, name):
        return f"{self.session.package}.{SINGULAR[kind]}Service/{name}"

    def _call(self, method, **fields_of_request):
        request = client.request_class(method)(**fields_of_request)
        return request, self.session.client.call(method, request)

    def _answer(self, what, method, **fields_of_request):
        request, outcome = self._call(method, **fields_of_request)
        if outcome.refused:
            raise Difference(what + " " + str(client.to_json(request)), "an answer",
                             f"{outcome.code} {outcome.reason}: {outcome.message}")
        return outcome.response

    def _same(self, what, want, got):
        """Compares a record with the model's, and its redirects with the current merges."""
        record, redirects = self.session.split(got)
        require(what, want, record)
        wanted = self.model.redirects(want)
        require(f"redirects of {what}", wanted, redirects)
        self.counts["states"] += 1

    # Single records.

    def current(self):
        """Reads each record, and several together."""
        for name, record in sorted(self.model.records.items()):
            kind = store.collection(name)
            got = self._answer("Get", self._method(kind, f"Get{SINGULAR[kind]}"), name=name)
            self._same(name, record, got)
        for kind in self.model.types:
            chosen = self.v.sample([name for name in sorted(self.model.records)
                                    if store.collection(name) == kind], 5)
            if chosen:
                got = self._answer("BatchGet", self._method(kind, f"BatchGet{PLURAL[kind]}"),
                                   names=chosen + chosen[:1])
                got = getattr(got, kind)
                require(f"the number of {kind} of a BatchGet", len(chosen) + 1, len(got))
                for name, record in zip(chosen + chosen[:1], got):
                    self._same(name, self.model.records[name], record)
                self._masked(kind, chosen[0])

    def _masked(self, kind, name):
        """Reads a record with a random mask."""
        record = self.model.records[name]
        paths = self.v.sample([field.name for field in record.DESCRIPTOR.fields
                               if field.name not in ("redirects", "references")], 4)
        got = self._answer("Get with a mask", self._method(kind, f"Get{SINGULAR[kind]}"), name=name,
                           read_mask=field_mask_pb2.FieldMask(paths=paths))
        if paths:
            require(f"{name} with the mask {paths}", messages.masked(record, paths), got)

    def refusals(self):
        """Reads what is not there, and revisions that are not kept or do not exist yet."""
        for kind in self.model.types:
            get = self._method(kind, f"Get{SINGULAR[kind]}")
            asked = [({"name": f"{kind}/never-made"}, "RESOURCE_NOT_FOUND")]
            known = [name for name in self.model.records if store.collection(name) == kind]
            if known:
                asked.append(({"name": known[0], "read_revision": self.model.head + 1}, "REVISION_IN_FUTURE"))
                if self.model.oldest > 1:
                    asked.append(({"name": known[0], "read_revision": self.model.oldest - 1},
                                  "REVISION_COMPACTED"))
            for request, reason in asked:
                _, outcome = self._call(get, **request)
                require(f"the refusal of Get {request}", reason, outcome.reason)

    # Lists.

    def _list(self, kind, page_sizes=(1000,), **request):
        """Reads all pages of a list, with page sizes that change."""
        found, on_day, token, number = [], [], "", 0
        method = self._method(kind, f"List{PLURAL[kind]}")
        while True:
            size = page_sizes[number % len(page_sizes)]
            got = self._answer("List", method, page_size=size, page_token=token, **request)
            if len(getattr(got, kind)) > size:
                raise Difference("a page is too long", size, len(getattr(got, kind)))
            found += getattr(got, kind)
            on_day += getattr(got, "on_day", ())
            token, number = got.next_page_token, number + 1
            if not token:
                return found, on_day

    def filtered(self, kind):
        """Reads a list with a random filter, order and page sizes."""
        generator = filter_generator.FilterGenerator(self.v, self.model, kind)
        request = {"filter": generator.filter(), "order_by": generator.order(),
                   "show_deleted": self.v.chance(40)}
        if kind not in ("agreements", "projects"):
            request["show_merged"] = self.v.chance(40)
        day = None
        if kind == "twinnings" and self.v.chance(30):
            day = generator.step_day()
            request["day"] = {"year": day.year, "month": day.month, "day": day.day}
            request["include_possible"] = self.v.chance(50)
            request["states"] = self.v.sample(range(1, 6), 3)
        sizes = self.v.choice([(1000,), (1, 2, 3), (4,)])
        got, on_day = self._list(kind, sizes, **request)
        want = self._selected(kind, request, list(self.model.records.values()))
        if day:
            want = [(record, state) for record in want
                    if (state := self._on_day(record, request)) is not None]
            require(f"the states on the day of {request}",
                    [(record.name, *state) for record, state in want],
                    [(record.name, state.state, state.certainty) for record, state in zip(got, on_day)])
            want = [record for record, _ in want]
        require(f"the {kind} that {request} lists", [record.name for record in want],
                [record.name for record in got])
        for record, other in zip(want, got):
            self._same(record.name, record, other)
        self.counts["lists"] += 1
        self.counts["filters"] += bool(request["filter"])
        self.counts["selected"] += len(want)

    def _selected(self, kind, request, records):
        tree = filters.parse(request["filter"])
        records = [record for record in records if store.collection(record.name) == kind]
        reader = fields.Reader(self.model, kind, records)
        chosen = [record for record in records
                  if (request["show_deleted"] or not store.deleted(record))
                  and (request.get("show_merged", True) or not store.merged(record))
                  and reader.selects(tree, record)]
        return fields.ordered(chosen, request.get("order_by", ""))

    def _on_day(self, record, request):
        """Returns the state and certainty on a day, or None if the twinning is left out."""
        day = datetime.date(**request["day"]).toordinal()
        return links.state_on_day(record, day, request["states"], request["include_possible"])

    # The past.

    def past(self, revisions):
        """Lists all records as of several revisions."""
        if self.model.head < self.model.oldest:
            return
        chosen = self.v.random.sample(range(self.model.oldest, self.model.head + 1),
                                      min(revisions, self.model.head - self.model.oldest + 1))
        for revision in sorted({self.model.oldest, self.model.head, *chosen}):
            for kind in self.model.types:
                request = {"filter": "", "show_deleted": self.v.chance(80), "read_revision": revision}
                if self.v.chance(30):
                    request["filter"] = filter_generator.FilterGenerator(self.v, self.model, kind).filter()
                if kind not in ("agreements", "projects"):
                    request["show_merged"] = self.v.chance(80)
                states = [self.model.state_at(name, revision) for name in sorted(self.model.records)]
                want = self._selected(kind, request, [state for state in states if state is not None])
                got, _ = self._list(kind, self.v.choice([(1000,), (3,)]), **request)
                require(f"the {kind} that {request} lists", [record.name for record in want],
                        [record.name for record in got])
                for record, other in zip(want, got):
                    self._same(f"{record.name} at {revision}", record, other)
                    self.counts["past"] += 1

    def histories(self):
        """Lists the states of each record."""
        made = {commit.revision: commit for commit in self.model.commits}
        for name in sorted(self.model.records):
            kind = store.collection(name)
            method = self._method(kind, f"List{SINGULAR[kind]}Revisions")
            got, token, size = [], "", self.v.choice([1000, 2])
            while True:
                page = self._answer("List…Revisions", method, name=name, page_size=size, page_token=token)
                got += page.revisions
                token = page.next_page_token
                if not token:
                    break
            want = self.model.history[name][::-1]
            require(f"the revisions of {name}", [state.revision for state in want],
                    [state.revision for state in got])
            for state, other in zip(want, got):
                at = f"{name} at {state.revision}"
                self._same(at, state.record, getattr(other, SINGULAR[kind].lower()))
                commit = made.get(state.revision)
                # Of a compacted commit, only the states that are kept count.
                require(f"the redaction of {at}", (commit or state).redacted, other.redact_revision)
                if commit:
                    require(f"the method of {at}", commit.method, other.method)
                    require(f"the time of {at}", commit.time, other.commit_time)

    # Watches.

    def watch(self):
        """Watches from a random position to the head, sometimes with a filter."""
        if not self.model.commits:
            return
        after = self.v.random.randint(self.model.oldest - 1, self.model.head)
        request = client.request_class(f"{self.session.package}.WatchService/Watch")(after_revision=after)
        if self.v.chance(50):
            request.resource_types.extend(TYPE_OF[kind] for kind in self.v.sample(self.model.types, 2))
        if self.v.chance(30):
            request.names.extend(self.v.sample(sorted(self.model.records), 4))
        got = self._commits(request)
        want = []
        for commit in self.model.commits:
            changes = {name: record for name, record in commit.changes.items()
                       if (not request.resource_types
                           or TYPE_OF[store.collection(name)] in request.resource_types)
                       and (not request.names or name in request.names)}
            whole = not request.resource_types and not request.names
            if commit.revision > after and (changes or whole):
                want.append(store.Commit(commit.revision, commit.method, commit.time, changes))
        require(f"the commits of the watch {client.to_json(request)}",
                [commit.revision for commit in want], [commit.revision for commit in got])
        for commit, sent in zip(want, got):
            self.session.compare_commit(commit, sent)
        self.counts["watches"] += 1

    def _commits(self, request):
        """Reads the commits of a watch until it is at the head."""
        stream = self.session.client.stream(f"{self.session.package}.WatchService/Watch", request)
        commits, partial = [], None
        for message in stream:
            for commit in message.commits:
                if partial is not None:
                    partial.MergeFrom(commit)
                    commit = partial
                partial = None if commit.last_part else commit
                if commit.last_part:
                    commits.append(commit)
            at = commits[-1].revision if commits else 0
            if message.HasField("progress"):
                at = message.progress.revision
            if at >= self.model.head:
                break
        stream.cancel()
        return commits

    def snapshot(self):
        """Reads the current state through a watch."""
        got, revision = read_snapshot(self.session.client, self.session.package)
        require("the revision of a snapshot", self.model.head, revision)
        require("the names of a snapshot", sorted(self.model.records), sorted(got))
        for name, record in got.items():
            require(f"{name} in a snapshot", self.model.records[name], record)

    # Exports.

    def export(self):
        """Exports everything. Returns the records in their order."""
        method = f"{self.session.package}.TransferService/ExportRecords"
        got = []
        for part in self.session.client.stream(method, client.request_class(method)()):
            require("the revision of an export", self.model.head, part.revision)
            got += part.records
        want = []
        for kind in self.model.types:
            for name, record in sorted(self.model.records.items()):
                if store.collection(name) == kind:
                    want.append(self.exported(record))
        require("the names of an export", [record.name for record in want],
                [self.content(record).name for record in got])
        for record, other in zip(want, got):
            require(f"{record.name} in an export", record, self.content(other))
        self.counts["exported"] += len(got)
        return got

    @staticmethod
    def content(record):
        return getattr(record, record.WhichOneof("record"))

    @staticmethod
    def exported(record):
        copy = type(record)()
        copy.CopyFrom(record)
        for name in messages.LOCAL_FIELDS:
            if name in copy.DESCRIPTOR.fields_by_name:
                copy.ClearField(name)
        return copy
