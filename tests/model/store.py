"""Parts of both models: records, their history, commits, and answers kept for request ids."""

import dataclasses
import re

from google.protobuf import timestamp_pb2

import checks
import messages

# Stands for the time of a commit until the commit is known.
NOW = timestamp_pb2.Timestamp(seconds=-1, nanos=999)

UUID4 = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

CODES = {
    "FIELD_INVALID": "INVALID_ARGUMENT", "FILTER_INVALID": "INVALID_ARGUMENT",
    "PAGE_TOKEN_INVALID": "INVALID_ARGUMENT", "REQUEST_ID_REUSED": "INVALID_ARGUMENT",
    "REVISION_IN_FUTURE": "INVALID_ARGUMENT", "REVISION_COMPACTED": "OUT_OF_RANGE",
    "RESOURCE_NOT_FOUND": "NOT_FOUND", "RESOURCE_ALREADY_EXISTS": "ALREADY_EXISTS",
    "EXTERNAL_ID_TAKEN": "ALREADY_EXISTS", "TWINNING_DUPLICATE": "ALREADY_EXISTS",
    "ETAG_MISMATCH": "ABORTED", "REGISTRY_UNAVAILABLE": "UNAVAILABLE",
}


def code_of(reason):
    return CODES.get(reason, "FAILED_PRECONDITION")


class Refused(Exception):
    """A call that must be refused, for one of the reasons that all apply to it."""

    def __init__(self, *reasons):
        super().__init__(*reasons)
        self.reasons = set(reasons)


@dataclasses.dataclass
class Expected:
    """The due result of a call: one of several reasons, or an answer after certain changes."""
    reasons: set = dataclasses.field(default_factory=set)
    changes: dict = dataclasses.field(default_factory=dict)
    commits: bool = False
    answer: object = None
    replay: object = None


@dataclasses.dataclass
class Commit:
    revision: int
    method: str
    time: object
    changes: dict
    redacted: int = 0


@dataclasses.dataclass
class State:
    """One state of a record in its history."""
    revision: int
    record: object
    redacted: int = 0


def deleted(record):
    return record.HasField("delete_time")


def merged(record):
    return bool(getattr(record, "merged_into", ""))


def collection(name):
    return name.partition("/")[0]


def replace_now(message, time):
    for field, value in message.ListFields():
        if not field.message_type:
            continue
        for part in value if messages.is_list(field) else [value]:
            if field.message_type.full_name == "google.protobuf.Timestamp":
                if part == NOW:
                    part.CopyFrom(time)
            else:
                replace_now(part, time)


class Store:
    """The records of one service as the contract describes them."""

    def __init__(self, types):
        self.types = types  # collection -> message class
        self.records = {}
        self.history = {}
        self.commits = []
        self.oldest = 1
        self.answers = {}

    @property
    def head(self):
        return self.commits[-1].revision if self.commits else 0

    # Names and references.

    def resolve(self, name, records=None):
        """Returns the record that a name leads to after all merges."""
        records = self.records if records is None else records
        while name in records and merged(records[name]):
            name = records[name].merged_into
        return name

    def redirects(self, record, records=None):
        """Returns the merged names in a record, each with the name that it leads to."""
        records = self.records if records is None else records
        named = set(messages.references(record))
        return {name: self.resolve(name, records) for name in named
                if name in records and merged(records[name])}

    def missing_references(self, record, records):
        own = set(self.types)
        return [name for name in messages.references(record)
                if collection(name) in own and (name not in records or deleted(records[name]))]

    def reference_reasons(self, record, records, before=None, promised=()):
        """Returns why the references of a record are refused that its state `before` does not have.

        `promised` are the names of records that the same call creates.
        """
        missing = set(self.missing_references(record, records)) - set(promised)
        return {"REFERENCE_NOT_FOUND"} if missing else set()

    def users(self, name, records, live_only):
        """Returns the other records that name a record."""
        return [user for user, record in records.items()
                if user != name and not (live_only and deleted(record))
                and name in messages.references(record)]

    def holder_of(self, external_id, kind, records):
        for name, record in sorted(records.items()):
            if collection(name) == kind and external_id in record.external_ids:
                return name
        return None

    def taken_ids(self, record, records):
        return [external_id for external_id in record.external_ids
                if self.holder_of(external_id, collection(record.name), records)
                not in (None, record.name)]

    # Checks that several methods make.

    def find(self, name, kind, records=None):
        """Returns a copy of a record, or refuses the call."""
        records = self.records if records is None else records
        if collection(name) != kind or not checks.ID.fullmatch(name.partition("/")[2]):
            raise Refused("FIELD_INVALID")
        if name not in records:
            raise Refused("RESOURCE_NOT_FOUND")
        copy = type(records[name])()
        copy.CopyFrom(records[name])
        return copy

    @staticmethod
    def unfit(record, etag=""):
        """Returns the reasons why a record cannot be changed now."""
        reasons = set()
        if deleted(record):
            reasons.add("RESOURCE_DELETED")
        if merged(record):
            reasons.add("RESOURCE_MERGED")
        if etag and etag != record.etag:
            reasons.add("ETAG_MISMATCH")
        return reasons

    # Commits and requests.

    def expect(self, method, request, actual=None):
        """Returns what a mutation must return. `actual` only supplies ids that the server makes."""
        request_id = getattr(request, "request_id", "")
        invalid = set()
        if request_id and not UUID4.fullmatch(request_id):
            invalid.add("FIELD_INVALID")
        kept = self.answers.get((method, request_id)) if request_id else None
        if kept and kept[0] == request.SerializeToString(deterministic=True):
            return Expected(replay=kept[1])
        if kept:
            invalid.add("REQUEST_ID_REUSED")
        try:
            expected = self.change(method, request, actual)
        except Refused as refused:
            # Of several reasons that apply, the contract does not say which one is returned.
            if checks.violations(request):
                invalid.add("FIELD_INVALID")
            return Expected(reasons=refused.reasons | invalid)
        if invalid:
            return Expected(reasons=invalid)
        return expected

    def commit(self, method, changes, commit):
        """Makes changes with the revision, time and etags of a commit that a watch delivered."""
        etags = {change.name: getattr(change, change.WhichOneof("state")).etag
                 for change in commit.changes if change.WhichOneof("state") != "removed"}
        done = {}
        for name, record in changes.items():
            if record is None:
                self.records.pop(name)
                self.history.pop(name)
                done[name] = None
                continue
            kept = type(record)()
            kept.CopyFrom(record)
            kept.ClearField("redirects" if hasattr(kept, "redirects") else "references")
            replace_now(kept, commit.commit_time)
            kept.update_time.CopyFrom(commit.commit_time)
            if name not in self.records:
                kept.create_time.CopyFrom(commit.commit_time)
            kept.revision = commit.revision
            kept.etag = etags.get(name, "")
            self.records[name] = kept
            self.history.setdefault(name, []).append(State(commit.revision, kept))
            done[name] = kept
        self.commits.append(Commit(commit.revision, method, commit.commit_time, done))

    def keep_answer(self, method, request, response):
        request_id = getattr(request, "request_id", "")
        if request_id and not getattr(request, "validate_only", False):
            self.answers[method, request_id] = (
                request.SerializeToString(deterministic=True), response, self.head)

    # Reads.

    def state_at(self, name, revision):
        """Returns the state that a record had at a revision, or None."""
        found = [state for state in self.history.get(name, ()) if state.revision <= revision]
        return found[-1].record if found else None

    def revision_reasons(self, revision):
        if revision < 0:
            raise Refused("FIELD_INVALID")
        if revision > self.head:
            raise Refused("REVISION_IN_FUTURE")
        if 0 < revision < self.oldest:
            raise Refused("REVISION_COMPACTED")

    # History.

    def compact(self, before):
        """Drops the states before a revision. Returns the oldest revision that is kept."""
        self.oldest = max(self.oldest, before)
        for name, states in self.history.items():
            at = max((index for index, state in enumerate(states) if state.revision <= self.oldest),
                     default=0)
            self.history[name] = states[at:]
        gone = {commit.revision: commit.redacted for commit in self.commits if commit.revision < self.oldest}
        for states in self.history.values():
            states[0].redacted = max(states[0].redacted, gone.get(states[0].revision, 0))
        self.commits = [commit for commit in self.commits if commit.revision >= self.oldest]
        self.answers = {key: kept for key, kept in self.answers.items() if kept[2] >= self.oldest}
        return self.oldest
