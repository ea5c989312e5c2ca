"""The model of the projects service: the rules that it does not share with the registry."""

from jumelage.projects.v1 import history_service_pb2
from jumelage.projects.v1 import project_pb2

import checks
import dates
import ledger
import messages
import redaction
import registry
import store

PACKAGE = "jumelage.projects.v1"
_E = project_pb2.ProjectLedgerEntry
STEPS = {
    "StartProject": _E.STEP_START, "FinaliseProject": _E.STEP_FINALISE, "CloseProject": _E.STEP_CLOSE,
    "CancelProject": _E.STEP_CANCEL, "SuspendProject": _E.STEP_SUSPEND, "ResumeProject": _E.STEP_RESUME,
}
# The steps whose dates set a field that is absent.
DATED = {_E.STEP_START: "actual_start", _E.STEP_FINALISE: "actual_end", _E.STEP_CLOSE: "actual_end"}


class Projects(registry.Registry):
    """The projects, and what the service knows about the registry that it follows."""

    package = PACKAGE
    singular = {"projects": "Project"}
    steps = STEPS
    entry_class = _E
    ledger_kind = "projects"

    def __init__(self, followed):
        super().__init__({"projects": project_pb2.Project})
        self.followed = followed

    # References to the registry.

    @staticmethod
    def foreign(record):
        """Returns the registry's records that a project or a part of it names."""
        return sorted({name for name in messages.references(record) if store.collection(name) != "projects"})

    def reference_reasons(self, record, records, before=None, promised=()):
        """Returns why references are refused. Those to the registry that a project already has stay."""
        old = self.foreign(before) if before is not None else []
        return super().reference_reasons(record, records, before, promised) | self.followed.reasons(
            name for name in self.foreign(record) if name not in old)

    def resolve(self, name, records=None):
        if store.collection(name) != "projects":
            return self.followed.resolve(name)
        return name

    def redirects(self, record, records=None):
        """Returns the due references of a project, by name."""
        return {name: self.followed.describe(name) for name in self.foreign(record)}

    # Rules.

    def is_part_of_itself(self, project, records):
        seen, parent = set(), project.parent
        while parent and parent not in seen:
            if parent == project.name:
                return True
            seen.add(parent)
            parent = records[parent].parent if parent in records else ""
        return False

    def record_reasons(self, record, records):
        reasons = super().record_reasons(record, records)
        if self.is_part_of_itself(record, records):
            reasons |= {"FIELD_INVALID", "PARENT_CIRCLE"}
        return reasons

    def prepare(self, record, records):
        reasons = self.record_reasons(record, records)
        if "FIELD_INVALID" not in reasons:
            checks.normalize(record)
            reasons |= self.prepare_ledger(record)
        return reasons

    def prepare_ledger(self, record, set_times=True):
        wanted = record.state
        if not record.ledger:
            if record.state and record.initial_state and record.state != record.initial_state:
                return {"FIELD_INVALID"}
            wanted = record.state or record.initial_state or record.STATE_UNKNOWN
            record.initial_state = wanted
        record.initial_state = record.initial_state or record.STATE_UNKNOWN
        reasons = super().prepare_ledger(record, set_times)
        if reasons:
            return reasons
        if wanted and wanted != record.state:
            return {"FIELD_INVALID"}
        return set()

    @staticmethod
    def is_over(record):
        return False

    def follow_steps(self, record):
        before = self.records[record.name]
        added = record.ledger[len(before.ledger):]
        if not any(entry.supersedes or entry.precedes for entry in added):
            return {"ILLEGAL_TRANSITION"} if self._fill_dates(record, added) else set()
        return {"ILLEGAL_TRANSITION"} if self.settle_dates(before, record) else set()

    def settle_dates(self, before, record):
        """Makes the dates follow from the effective ledger. Returns whether the end is before the start."""
        steps = ledger.effective(record)
        still = [entry.entry_id for entry in steps]
        for entry in before.ledger:
            field = DATED.get(entry.step)
            if field and entry.entry_id not in still and entry.HasField("effective_date") and (
                    record.HasField(field) and getattr(record, field) == entry.effective_date):
                record.ClearField(field)
        return self._fill_dates(record, steps)

    @staticmethod
    def _fill_dates(record, steps):
        """Sets the dates that steps give. Returns whether the project would end before its start."""
        for entry in steps:
            field = DATED.get(entry.step)
            if field and entry.HasField("effective_date") and not record.HasField(field):
                getattr(record, field).CopyFrom(entry.effective_date)
        return (record.HasField("actual_start") and record.HasField("actual_end")
                and dates.certainly_before(record.actual_end, record.actual_start))

    def _redact(self, request):
        return redaction.expect(self, request, history_service_pb2.RedactTextsResponse)

    def _compact(self, request):
        expected = super()._compact(request)
        expected.answer = history_service_pb2.CompactHistoryResponse(
            oldest_revision=expected.answer.oldest_revision)
        return expected
