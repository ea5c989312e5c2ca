"""One running service, the model of it, and the comparison of every call with the model."""

import difflib
import os
import pathlib
import re
import shutil
import tempfile
import uuid

import client
import redaction
import servers
import store
from google.protobuf import text_format


class Difference(Exception):
    """The service did not do what the model expects."""

    def __init__(self, what, expected, actual):
        super().__init__(what)
        self.what, self.expected, self.actual = what, expected, actual
        self.part = "calls"
        self.ending = None


def shown(value):
    if hasattr(value, "DESCRIPTOR"):
        return text_format.MessageToString(value, as_one_line=True, as_utf8=True)
    return str(value)


def lines_of(message):
    return text_format.MessageToString(message, as_utf8=True).splitlines()


def require(what, expected, actual):
    """Raises a Difference unless two values are equal. Of records, it shows the lines that differ."""
    if expected == actual:
        return
    if hasattr(expected, "DESCRIPTOR") and hasattr(actual, "DESCRIPTOR"):
        lines = list(difflib.unified_diff(lines_of(expected), lines_of(actual), "expected", "actual",
                                          lineterm="", n=6))
        raise Difference(what, "\n".join(lines), shown(actual))
    raise Difference(what, shown(expected), shown(actual))


def without_redirects(record):
    """Returns a copy of a record, and its redirects as a dict."""
    copy = type(record)()
    copy.CopyFrom(record)
    found = {redirect.resource: redirect.target for redirect in copy.redirects}
    if len(found) < len(copy.redirects):
        raise Difference("redirects name a resource twice", "each once", shown(record))
    copy.ClearField("redirects")
    return copy, found


# Fields that a trial run cannot know.
UNKNOWN_IN_TRIALS = ("etag", "revision", "create_time", "update_time")


def clear_times(message):
    """Clears what a trial run cannot know at any depth."""
    for field, value in message.ListFields():
        if not field.message_type:
            continue
        parts = value if field.label == field.LABEL_REPEATED else [value]
        for part in parts:
            if field.message_type.full_name == "google.protobuf.Timestamp":
                part.Clear()
            else:
                clear_times(part)


class Follower:
    """A watch that is open during the whole session. It delivers each commit, with its time."""

    def __init__(self, connection, package, after, position):
        """Begins at the last position of an earlier stream, or after a revision if there is none."""
        request = client.request_class(f"{package}.WatchService/Watch")()
        if position:
            request.after_position = position
        else:
            request.after_revision = after
        self._stream = connection.stream(f"{package}.WatchService/Watch", request, timeout=None)
        self._commits = []
        self._part = None
        self.position = position

    def next_commit(self, revision):
        """Returns the commit of a revision, or None if the stream is past it."""
        while True:
            if self._commits:
                return self._commits.pop(0)
            message = next(self._stream)
            for commit in message.commits:
                if self._part is not None:
                    self._part.MergeFrom(commit)
                    commit = self._part
                self._part = None if commit.last_part else commit
                if commit.last_part:
                    self._commits.append(commit)
                    self.position = commit.position
            if message.HasField("progress"):
                self.position = message.progress.position
            if not self._commits and message.HasField("progress") and message.progress.revision >= revision:
                return None

    def cancel(self):
        self._stream.cancel()


class Session:
    """A service with its own data directory. Use it as a context."""

    def __init__(self, binary, model, flags=()):
        self._binary, self._flags = binary, list(flags)
        self.model = model
        self.package = model.package
        self.counts = {"calls": 0, "succeeded": 0, "refused": 0, "trials": 0, "replays": 0}
        self.directory = tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR"))
        self._log = open(pathlib.Path(self.directory) / "stderr", "ab")
        self._server = None
        self._position = ""

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *unused):
        self._end(kill=True)
        self._log.close()
        shutil.rmtree(self.directory)

    @property
    def data(self):
        return pathlib.Path(self.directory) / "data"

    def heads(self):
        return self.model.head, self.model.oldest

    def start(self):
        self._server = servers.Server(self._binary, f"--data_dir={self.data}", *self._flags,
                                      stderr=self._log)
        self.address = self._server.address
        self.client = client.Client(self.address)
        self.follower = Follower(self.client, self.package, self.model.head, self._position)

    def _end(self, kill):
        if self._server is None:
            return
        self._position = self.follower.position
        self.follower.cancel()
        self.client.close()
        if kill:
            self._server.kill()
        else:
            code = self._server.stop()
            require("the exit code of the service", 0, code)
        self._server = None

    def log_id(self):
        """Returns the id of the service's log."""
        method = f"{self.package}.HistoryService/CompactHistory"
        trial = client.request_class(method)(before_revision=1, validate_only=True)
        return client.place(self.client.call(method, trial).position)[0]

    def give_new_log_id(self):
        """Makes a service that is stopped look like one that was restored from a copy."""
        path = self.data / "FORMAT"
        text = re.sub("(?m)^log_id: .*", f"log_id: {uuid.uuid4()}", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        self._position = ""

    def stop(self, kill=False):
        self._end(kill)

    def pause(self):
        """Makes the process do nothing until `resume`."""
        self._server.pause()

    def resume(self):
        self._server.resume()

    def restart(self, kill=False, delete_view=False):
        """Ends the service and starts it again, as a failure or an operator would."""
        self._end(kill)
        if delete_view:
            for path in self.data.glob("view.db*"):
                path.unlink()
        self.start()

    # Calls.

    def perform(self, method, request):
        """Makes a mutation and compares its result with the model's."""
        actual = self.client.call(method, request)
        expected = self.model.expect(method, request, actual)
        self.counts["calls"] += 1
        self.counts["refused" if actual.refused else "succeeded"] += 1
        name = method.partition("/")[2]
        if expected.reasons:
            self._compare_refusal(name, expected, actual)
        elif actual.refused:
            raise Difference(f"{name} is refused", "an answer",
                             f"{actual.code} {actual.reason}: {actual.message}")
        elif expected.replay is not None:
            self.counts["replays"] += 1
            require(f"the repeated answer of {name}", expected.replay, actual.response)
        else:
            self._compare_answer(method, request, expected, actual)
        if actual.head is None and not actual.refused:
            raise Difference(f"{name} answers without a position", "a position", "none")
        if actual.head is not None:
            require(f"the position after {name}", self.model.head, actual.head)
        return actual

    @staticmethod
    def _compare_refusal(name, expected, actual):
        if actual.reason in expected.reasons and actual.code == store.code_of(actual.reason):
            return
        got = f"{actual.code} {actual.reason} {actual.message}" if actual.refused else shown(actual.response)
        raise Difference(f"{name} must be refused", sorted(expected.reasons), got)

    def _compare_answer(self, method, request, expected, actual):
        name = method.partition("/")[2]
        if expected.commits:
            revision = self.model.head + 1
            commit = self.follower.next_commit(revision)
            if commit is None:
                raise Difference(f"{name} makes no commit", sorted(expected.changes), "no commit")
            require(f"the revision of the commit of {name}", revision, commit.revision)
            require(f"the method of the commit of {name}", method, commit.method)
            self.model.commit(method, expected.changes, commit)
            self.compare_commit(self.model.commits[-1], commit)
            if name == "RedactTexts":
                redaction.apply(self.model, request, revision)
                expected.answer.revision = revision
        trial = getattr(request, "validate_only", False)
        if trial:
            self.counts["trials"] += 1
        if callable(expected.answer):
            expected.answer = expected.answer()
        if isinstance(expected.answer, tuple):
            self._compare_record(name, expected, actual.response, trial)
        elif isinstance(expected.answer, list):
            self._compare_results(request, expected.answer, actual.response.results)
        elif name == "RedactTexts" and trial:
            require("the names that a redaction would change", list(expected.answer.names),
                    list(actual.response.names))
        else:
            require(f"the answer of {name}", expected.answer, actual.response)
        self.model.keep_answer(method, request, actual.response)

    def _compare_results(self, request, wanted, results):
        """Compares the results of an import record by record."""
        require("the number of results of an import", len(wanted), len(results))
        for index, (want, result) in enumerate(zip(wanted, results)):
            what = f"the result of record {index} of an import"
            reason = client.describe_status(result.error)[0]
            outcome = result.Outcome.Name(result.outcome)
            if want.outcome != result.outcome:
                raise Difference(f"{what} about {want.name}",
                                 f"{result.Outcome.Name(want.outcome)} {sorted(want.reasons)}",
                                 f"{outcome} {reason} {result.error.message}")
            if want.outcome == result.OUTCOME_REFUSED:
                if reason not in want.reasons:
                    raise Difference(what, sorted(want.reasons), f"{reason} {result.error.message}")
                continue
            require(f"the name in {what}", want.name, result.name)
            require(f"the kept fields in {what}", sorted(want.kept), sorted(result.kept_fields))

    def _compare_record(self, name, expected, response, trial):
        record_name, record, redirects, after = expected.answer
        record = record if trial else self.model.records.get(record_name, record)
        got, got_redirects = self.split(response)
        want, _ = self.split(record)
        if trial:
            for field in UNKNOWN_IN_TRIALS:
                want.ClearField(field)
                got.ClearField(field)
            clear_times(want)
            clear_times(got)
        require(f"the record that {name} returns", want, got)
        wanted = self.model.redirects(record, after) if redirects else {}
        require(f"the redirects that {name} returns", wanted, got_redirects)

    def split(self, record):
        return without_redirects(record)

    def compare_commit(self, commit, sent):
        """Compares a commit that a watch delivered with the model's."""
        require(f"the changed records of commit {commit.revision}", sorted(commit.changes),
                sorted(change.name for change in sent.changes))
        require(f"the time of commit {commit.revision}", commit.time, sent.commit_time)
        for change in sent.changes:
            require(f"the revision of {change.name} in commit {commit.revision}", commit.revision,
                    change.revision)
            want, state = commit.changes[change.name], change.WhichOneof("state")
            if want is None:
                require(f"{change.name} in commit {commit.revision}", "removed", state)
            else:
                require(f"{change.name} in commit {commit.revision}", want, getattr(change, state))
