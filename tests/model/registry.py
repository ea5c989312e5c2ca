"""The model of the registry: what each mutation must do, from protos and docs alone."""

from jumelage.registry.v1 import agreement_pb2
from jumelage.registry.v1 import city_pb2
from jumelage.registry.v1 import history_service_pb2
from jumelage.registry.v1 import organization_pb2
from jumelage.registry.v1 import twinning_pb2
from google.protobuf import field_mask_pb2

import checks
import dates
import imports
import ledger
import merges
import messages
import redaction
import store
from store import NOW
from store import Expected
from store import Refused

TYPES = {
    "cities": city_pb2.City,
    "organizations": organization_pb2.Organization,
    "agreements": agreement_pb2.Agreement,
    "twinnings": twinning_pb2.Twinning,
}
SINGULAR = {"cities": "City", "organizations": "Organization", "agreements": "Agreement",
            "twinnings": "Twinning"}
PACKAGE = "jumelage.registry.v1"

STEPS = {
    "SignTwinning": twinning_pb2.LedgerEntry.STEP_SIGN,
    "SuspendTwinning": twinning_pb2.LedgerEntry.STEP_SUSPEND,
    "MarkTwinningDormant": twinning_pb2.LedgerEntry.STEP_MARK_DORMANT,
    "ReactivateTwinning": twinning_pb2.LedgerEntry.STEP_REACTIVATE,
    "EndTwinning": twinning_pb2.LedgerEntry.STEP_END,
}


def service_method(kind, verb):
    """Returns the method of a collection's service, such as `…CityService/UpdateCity`."""
    return f"{PACKAGE}.{SINGULAR[kind]}Service/{verb}{SINGULAR[kind]}"


class Registry(store.Store):
    """The registry's records and how calls change them."""

    package = PACKAGE
    singular = SINGULAR
    steps = STEPS
    entry_class = twinning_pb2.LedgerEntry
    ledger_kind = "twinnings"

    def __init__(self, types=None):
        super().__init__(types or TYPES)

    def change(self, method, request, actual):
        name = method.partition("/")[2]
        if name in self.steps:
            return self._step(request, self.steps[name])
        special = {
            "AttestTwinning": self._attest, "RetractTwinningAttestation": self._retract,
            "CorrectTwinningLedger": self._correct, "CorrectProjectLedger": self._correct,
            "RedactTexts": self._redact, "CompactHistory": self._compact,
        }.get(name)
        if name == "ImportRecords":
            return imports.expect(self, request, actual)
        if special:
            return special(request)
        for kind, singular in self.singular.items():
            if name.endswith(singular):
                verb = getattr(self, "_" + name[:-len(singular)].lower())
                return verb(kind, request, actual)
        raise NotImplementedError(method)

    # Rules that hold between records.

    def pair(self, twinning, records):
        return tuple(sorted(self.resolve(side.city, records) for side in twinning.sides))

    def duplicates(self, twinning, records):
        """Returns the other twinnings of the same pair and kind that are neither ended nor deleted."""
        return [name for name, other in sorted(records.items())
                if store.collection(name) == "twinnings" and name != twinning.name
                and merges.open_twinning(other) and other.kind == twinning.kind
                and self.pair(other, records) == self.pair(twinning, records)]

    def is_part_of_itself(self, city, records):
        """Returns whether the parents of a city lead back to it."""
        seen, at = set(), self.resolve(city.name, records)
        parent = city.parent
        while parent:
            parent = self.resolve(parent, records)
            if parent == at:
                return True
            if parent in seen or parent not in records:
                return False
            seen.add(parent)
            parent = records[parent].parent
        return False

    def record_reasons(self, record, records):
        """Returns the reasons for which a record is refused among the others."""
        reasons = set()
        if checks.violations(record):
            reasons.add("FIELD_INVALID")
        reasons |= self.reference_reasons(record, records, self.records.get(record.name))
        if self.taken_ids(record, records):
            reasons.add("EXTERNAL_ID_TAKEN")
        kind = record.DESCRIPTOR.name
        if kind == "City" and self.is_part_of_itself(record, records):
            reasons.add("FIELD_INVALID")
        if kind == "Organization" and record.name in [
                self.resolve(member.member.organization, records) for member in record.members]:
            reasons.add("FIELD_INVALID")
        return reasons

    def pair_reasons(self, twinning, records):
        """Returns why a twinning cannot be open: it would link one pair twice, or a city with itself."""
        pair = self.pair(twinning, records)
        if pair[0] == pair[-1]:
            return {"TWINNINGS_CLASH"}
        return {"TWINNING_DUPLICATE"} if self.duplicates(twinning, records) else set()

    @staticmethod
    def is_over(record):
        return record.state == record.STATE_ENDED

    def follow_steps(self, record):
        """Sets the fields that steps set. Returns the reasons for which they are refused."""
        return set()

    def settle_dates(self, before, record):
        """Makes the fields that steps set follow from the effective ledger."""

    # The standard methods.

    def _answer(self, request, changes, name, redirects=True):
        """Returns what a call must do that changes records and answers with one of them."""
        changes = {changed: record for changed, record in changes.items()
                   if not self._same(record, self.records.get(changed))}
        after = {**self.records, **changes}
        trial = bool(request.validate_only)
        # A call that changes nothing makes no commit, except to keep its answer for a request id.
        commits = bool(changes or request.request_id) and not trial
        return Expected(changes={} if trial else changes, commits=commits,
                        answer=(name, after.get(name) or self.records[name], redirects, after))

    @staticmethod
    def _same(record, existing):
        return record is not None and existing is not None and record == existing

    def _create(self, kind, request, actual):
        singular = self.singular[kind].lower()
        record = self.types[kind]()
        record.CopyFrom(getattr(request, singular))
        messages.clear_output_only(record)
        given = getattr(request, singular + "_id")
        reasons = set()
        if given and not checks.ID.fullmatch(given):
            raise Refused("FIELD_INVALID")
        if given:
            record.name = f"{kind}/{given}"
            if record.name in self.records:
                reasons.add("RESOURCE_ALREADY_EXISTS")
        elif actual is not None and not actual.refused:
            record.name = actual.response.name
            fresh = record.name not in self.records and record.name.startswith(kind + "/")
            assert fresh and checks.ID.fullmatch(record.name.partition("/")[2]), record.name
        else:
            record.name = f"{kind}/"
        reasons |= self.prepare(record, self.records)
        if reasons:
            raise Refused(*reasons)
        return self._answer(request, {record.name: record}, record.name)

    def prepare(self, record, records):
        """Completes a new record, and returns the reasons for which it is refused."""
        reasons = self.record_reasons(record, records)
        if record.DESCRIPTOR.name == "Twinning":
            if "FIELD_INVALID" not in reasons:
                checks.normalize(record)
            reasons |= self.prepare_ledger(record)
            if not reasons & {"FIELD_INVALID", "REFERENCE_NOT_FOUND", "ILLEGAL_TRANSITION"}:
                if record.state != record.STATE_ENDED:
                    reasons |= self.pair_reasons(record, records)
        elif "FIELD_INVALID" not in reasons:
            checks.normalize(record)
        return reasons

    @staticmethod
    def prepare_ledger(record, set_times=True):
        """Completes the ledger and the attestations of a new twinning."""
        for index, entry in enumerate(record.ledger):
            entry.entry_id = ledger.entry_id(record, index)
            if set_times:
                entry.record_time.CopyFrom(NOW)
            is_void = entry.step == ledger.void(record)
            if (not entry.step or entry.supersedes and entry.precedes
                    or is_void and (not entry.supersedes or entry.HasField("effective_date"))):
                return {"FIELD_INVALID"}
            if entry.HasField("effective_date") and not dates.valid(entry.effective_date):
                return {"FIELD_INVALID"}
        for side in getattr(record, "sides", ()):
            if side.HasField("attestation") and set_times:
                side.attestation.attest_time.CopyFrom(NOW)
        try:
            _, illegal = ledger.walk(record)
        except ledger.NotEffective:
            return {"FIELD_INVALID", "LEDGER_ENTRY_NOT_EFFECTIVE"}
        if illegal:
            return {"FIELD_INVALID"}
        ledger.settle(record)
        return set()

    def _update(self, kind, request, actual):
        given = getattr(request, self.singular[kind].lower())
        record = self.find(given.name, kind)
        reasons = self.unfit(record, given.etag)
        reasons |= self.set_fields(record, given, request.update_mask)
        reasons |= self.record_reasons(record, self.records)
        if reasons:
            raise Refused(*reasons)
        checks.normalize(record)
        return self._answer(request, {record.name: record}, record.name)

    def set_fields(self, record, given, mask: field_mask_pb2.FieldMask):
        """Sets the fields that a mask names. Returns the reasons for which the mask is refused."""
        paths = list(mask.paths)
        for path in paths:
            field = messages.find_path(given.DESCRIPTOR, path)
            if path != "*" and field is None or "*" in paths and len(paths) > 1:
                return {"FIELD_INVALID"}
        fields = given.DESCRIPTOR.fields_by_name
        if paths == ["*"]:
            paths = list(fields)
        elif not paths:
            paths = [field.name for field, _ in given.ListFields()]
        kept = type(record)()
        kept.CopyFrom(record)
        if any(self._differs(given, record, field) for field, _ in given.ListFields()
               if messages.immutable(field) and field.name in paths and field.name != "state"):
            return {"FIELD_INVALID"}
        for path in paths:
            top = fields[path.partition(".")[0]]
            if not (messages.output_only(top) or messages.immutable(top) or top.name in ("name", "etag", "state")):
                messages.copy_path(given, record, path)
        if record.DESCRIPTOR.name == "Twinning" and "sides" in paths:
            return self._set_sides(record, kept)
        return set()

    @staticmethod
    def _differs(given, record, field):
        """Returns whether a request gives a new value to a field that is fixed on creation."""
        if field.name != "ledger":
            return getattr(given, field.name) != getattr(record, field.name)
        return [without_output(entry) for entry in given.ledger] != [
            without_output(entry) for entry in record.ledger]

    @staticmethod
    def _set_sides(record, kept):
        """Keeps the attestations of a twinning whose sides are set."""
        old = {side.city: side for side in kept.sides}
        if sorted(side.city for side in record.sides) != sorted(old):
            return {"FIELD_INVALID"}
        for side in record.sides:
            side.ClearField("attestation")
            if old[side.city].HasField("attestation"):
                side.attestation.CopyFrom(old[side.city].attestation)
        return set()

    def _delete(self, kind, request, actual):
        record = self.find(request.name, kind)
        reasons = self.unfit(record, request.etag)
        if self.users(record.name, self.records, live_only=True):
            reasons.add("RESOURCE_IN_USE")
        if reasons:
            raise Refused(*reasons)
        record.delete_time.CopyFrom(NOW)
        return self._answer(request, {record.name: record}, record.name)

    def _undelete(self, kind, request, actual):
        record = self.find(request.name, kind)
        reasons = self.unfit(record, request.etag) - {"RESOURCE_DELETED"}
        if not store.deleted(record):
            reasons.add("RESOURCE_NOT_DELETED")
        reasons |= self.reference_reasons(record, self.records)
        record.ClearField("delete_time")
        if kind == "twinnings" and record.state != record.STATE_ENDED:
            reasons |= self.pair_reasons(record, self.records)
        if kind == "cities" and self.is_part_of_itself(record, self.records):
            reasons.add("PARENT_CIRCLE")
        if reasons:
            raise Refused(*reasons)
        return self._answer(request, {record.name: record}, record.name)

    def _purge(self, kind, request, actual):
        record = self.find(request.name, kind)
        reasons = self.unfit(record, request.etag) - {"RESOURCE_DELETED"}
        if not store.deleted(record):
            reasons.add("RESOURCE_NOT_DELETED")
        if self.users(record.name, self.records, live_only=False):
            reasons.add("RESOURCE_IN_USE")
        if reasons:
            raise Refused(*reasons)
        return self._answer(request, {record.name: None}, record.name, redirects=False)

    def _merge(self, kind, request, actual):
        return self._answer(request, merges.merge(self, kind, request), request.name)

    def _unmerge(self, kind, request, actual):
        return self._answer(request, merges.unmerge(self, kind, request), request.name)

    # The life of a twinning.

    def _twinning(self, request):
        record = self.find(request.name, self.ledger_kind)
        return record, self.unfit(record, request.etag)

    def _append(self, record, request, entries, reasons):
        """Appends entries to the ledger of a twinning, and answers or refuses."""
        was_ended = self.is_over(record)
        not_effective = False
        for entry in entries:
            added = record.ledger.add()
            added.CopyFrom(entry)
            added.entry_id = ledger.entry_id(record, len(record.ledger) - 1)
            added.record_time.CopyFrom(NOW)
            if checks.violations(entry):
                reasons.add("FIELD_INVALID")
            else:
                checks.normalize(added)
            if not dates_fit(added, record):
                reasons.add("FIELD_INVALID")
            reasons |= self.reference_reasons(entry, self.records, self.records[record.name])
        if "FIELD_INVALID" not in reasons:
            try:
                _, illegal = ledger.walk(record)
                if illegal:
                    reasons.add("ILLEGAL_TRANSITION")
                else:
                    ledger.settle(record)
                    if was_ended and not self.is_over(record):
                        reasons |= self.pair_reasons(record, self.records)
                    reasons |= self.follow_steps(record)
            except ledger.NotEffective:
                reasons.add("LEDGER_ENTRY_NOT_EFFECTIVE")
        if reasons:
            raise Refused(*reasons)
        return self._answer(request, {record.name: record}, record.name)

    def _step(self, request, step):
        record, reasons = self._twinning(request)
        entry = self.entry_class(step=step, notes=request.notes)
        for name in ("effective_date", "decision"):
            if request.HasField(name):
                getattr(entry, name).CopyFrom(getattr(request, name))
        return self._append(record, request, [entry], reasons)

    def _correct(self, request):
        record, reasons = self._twinning(request)
        if not 1 <= len(request.corrections) <= 50:
            reasons.add("FIELD_INVALID")
        entries = []
        for correction in request.corrections:
            if not correction.WhichOneof("place"):
                reasons.add("FIELD_INVALID")
            entry = self.entry_class(
                step=correction.step, notes=correction.notes, supersedes=correction.supersedes,
                precedes=correction.precedes)
            for name in ("effective_date", "decision"):
                if correction.HasField(name):
                    getattr(entry, name).CopyFrom(getattr(correction, name))
            entries.append(entry)
        return self._append(record, request, entries, reasons)

    def _side(self, record, city, reasons):
        exact = [side for side in record.sides if side.city == city]
        leading = [side for side in record.sides if self.resolve(side.city) == self.resolve(city)]
        side = next(iter(exact + leading), None)
        if side is None:
            raise Refused("FIELD_INVALID", *reasons)
        return side

    def _attest(self, request):
        record, reasons = self._twinning(request)
        side = self._side(record, request.city, reasons)
        if not request.HasField("attestation") or checks.violations(request.attestation):
            reasons.add("FIELD_INVALID")
        if reasons:
            raise Refused(*reasons)
        attestation = without_output(request.attestation)
        if not (side.HasField("attestation") and without_output(side.attestation) == attestation):
            side.attestation.CopyFrom(attestation)
            side.attestation.attest_time.CopyFrom(NOW)
        return self._answer(request, {record.name: record}, record.name)

    def _retract(self, request):
        record, reasons = self._twinning(request)
        side = self._side(record, request.city, reasons)
        if not side.HasField("attestation"):
            reasons.add("NOT_ATTESTED")
        if reasons:
            raise Refused(*reasons)
        side.ClearField("attestation")
        return self._answer(request, {record.name: record}, record.name)

    # All records together.

    def _redact(self, request):
        return redaction.expect(self, request, history_service_pb2.RedactTextsResponse)

    def _compact(self, request):
        if request.before_revision <= 0:
            raise Refused("FIELD_INVALID")
        if request.before_revision > self.head:
            raise Refused("REVISION_IN_FUTURE")
        oldest = max(self.oldest, request.before_revision)
        if not request.validate_only:
            self.compact(request.before_revision)
        return Expected(answer=history_service_pb2.CompactHistoryResponse(oldest_revision=oldest))


def without_output(message):
    copy = type(message)()
    copy.CopyFrom(message)
    messages.clear_output_only(copy, False)
    checks.normalize(copy)
    return copy


def dates_fit(entry, record):
    """Returns whether the fields of a ledger entry fit each other."""
    is_void = entry.step == ledger.void(record)
    return bool(entry.step) and not (is_void and (not entry.supersedes or entry.HasField("effective_date")))
