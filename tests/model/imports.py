"""The model of ImportRecords for both services."""

import contextlib
import dataclasses

import checks
import dates
import ledger
import messages
import store
from jumelage.registry.v1 import twinning_pb2
from store import NOW
from store import Expected
from store import Refused

REPLACE, MERGE, KEEP = 1, 2, 3
CREATED, UPDATED, UNCHANGED, REFUSED = 1, 2, 3, 4

# Why a record is refused that is deleted or merged in another way than the existing one.
UNLIKE = {"RESOURCE_DELETED", "RESOURCE_NOT_DELETED", "RESOURCE_MERGED", "RESOURCE_NOT_MERGED"}

# Why a record is refused for its references.
ABOUT_REFERENCES = {"REFERENCE_NOT_FOUND", "REGISTRY_UNAVAILABLE"}


@dataclasses.dataclass
class Result:
    """The due result of one record of an import."""
    outcome: int
    name: str = ""
    kept: tuple = ()
    reasons: set = dataclasses.field(default_factory=set)
    record: object = None


def content(record):
    which = record.WhichOneof("record")
    return getattr(record, which) if which else None


def _copy(message):
    copy = type(message)()
    copy.CopyFrom(message)
    return copy


def _like(message, other):
    """Returns whether two entries or attestations agree in what the first one gives."""
    first, second = _copy(message), _copy(other)
    checks.normalize(first)
    for field in first.DESCRIPTOR.fields:
        if messages.output_only(field):
            first.ClearField(field.name)
            second.ClearField(field.name)
    return first == second


def _says(known, count):
    """Returns whether a population has the value and qualifier of another one, and its other fields."""
    return (known.value, known.qualifier) == (count.value, count.qualifier) and all(
        getattr(known, field.name) == value for field, value in count.ListFields())


class Import:
    """One call. Records are tried until no refusal makes another record refused."""

    def __init__(self, model, request, actual=None):
        self.model = model
        self.mode = request.existing_records or REPLACE
        self.request = request
        self.actual = actual

    def results(self):
        count = len(self.request.records)
        refused = {}
        while True:
            records, results = dict(self.model.records), [None] * count
            promised = {content(record).name for index, record in enumerate(self.request.records)
                        if index not in refused and isinstance(content(record), tuple(self.model.types.values()))
                        and content(record).name and not store.deleted(content(record))}
            queue, waiting = self._sequence(), 0
            while queue:
                index = queue.pop(0)
                if index in refused:
                    results[index] = refused[index]
                    continue
                result = self._one(index, self.request.records[index], records, promised)
                if result.reasons == {"EXTERNAL_ID_TAKEN"} and waiting < len(queue):
                    # A later record may give up the external id.
                    queue.append(index)
                    waiting += 1
                    continue
                results[index], waiting = result, 0
                if result.record is not None:
                    records[result.record.name] = result.record
            new = {index: result for index, result in enumerate(results)
                   if result.outcome == REFUSED and index not in refused}
            if not new:
                self._refer_to_refused(results)
                return results, records
            refused.update(new)

    def _refer_to_refused(self, results):
        """Adds a reason to refused records that name others: those are missing too, if they are new."""
        contents = [content(record) for record in self.request.records]
        missing = {record.name for record, result in zip(contents, results)
                   if record is not None and result.outcome == REFUSED and hasattr(record, "name")
                   and record.name not in self.model.records}
        for record, result in zip(contents, results):
            if record is not None and result.outcome == REFUSED and not missing.isdisjoint(
                    messages.references(record)):
                result.reasons = result.reasons | {"REFERENCE_NOT_FOUND"}

    def _sequence(self):
        """Returns the order in which records are looked at: statements last."""
        order = {"cities": 0, "organizations": 1, "agreements": 2, "twinnings": 3}
        kinds = {kind.DESCRIPTOR.name: name for name, kind in self.model.types.items()}

        def place(index):
            record = content(self.request.records[index])
            return 4 if record is None else order.get(kinds.get(record.DESCRIPTOR.name), 4)
        return sorted(range(len(self.request.records)), key=place)

    def _one(self, index, wrapped, records, promised):
        record = content(wrapped)
        if record is None:
            return Result(REFUSED, reasons={"FIELD_INVALID"})
        try:
            if record.DESCRIPTOR.name == "Statement":
                return self._statement(index, record, records)
            return self._resource(index, _copy(record), records, promised)
        except Refused as refused:
            return Result(REFUSED, reasons=refused.reasons)

    def _named(self, index):
        """Returns the name that the service chose for a new record without one."""
        return self.actual.response.results[index].name if self.actual is not None else ""

    def match(self, record, kind, records):
        """Returns the name of the existing record that a record is about, or an empty one."""
        def target(name):
            return name if store.merged(record) else self.model.resolve(name, records)
        if record.name:
            return target(record.name) if record.name in records else ""
        for external_id in record.external_ids:
            holder = self.model.holder_of(external_id, kind, records)
            if holder:
                return target(holder)
        if kind == "twinnings" and not record.external_ids:
            return self._twinning_of(record, records)
        return ""

    def _twinning_of(self, record, records):
        pair = self.model.pair(record, records)
        if len(pair) != 2 or pair[0] == pair[1]:
            raise Refused("FIELD_INVALID")
        # Of several, one that is neither ended nor deleted, then ended ones, then deleted ones, by name.
        alike = [other for name, other in sorted(records.items())
                 if store.collection(name) == "twinnings" and other.kind == record.kind
                 and not store.merged(other) and self.model.pair(other, records) == pair]
        alike.sort(key=lambda other: 2 if store.deleted(other) else int(other.state == other.STATE_ENDED))
        return alike[0].name if alike else ""

    def _resource(self, index, record, records, promised):
        kind = next(name for name, cls in self.model.types.items() if isinstance(record, cls))
        if record.name and (store.collection(record.name) != kind
                            or not checks.ID.fullmatch(record.name.partition("/")[2])):
            raise Refused("FIELD_INVALID")
        if not record.name and not record.external_ids and kind != "twinnings":
            raise Refused("FIELD_INVALID")
        existing = self.match(record, kind, records)
        if not existing:
            return self._create(index, kind, record, records, promised)
        return self._change(existing, record, records, promised)

    def _reasons(self, record, records, promised):
        """Returns why a record is refused, when records of the same call may be named."""
        reasons = self.model.record_reasons(record, records) - ABOUT_REFERENCES
        if store.deleted(record) or store.merged(record):
            missing = set(self.model.missing_references(record, records)) - promised
            dangles = getattr(record, "merged_into", "") in missing
            return reasons | ({"REFERENCE_NOT_FOUND"} if dangles else set())
        return reasons | self.model.reference_reasons(
            record, records, self.model.records.get(record.name), promised)

    def _create(self, index, kind, record, records, promised):
        for name in messages.LOCAL_FIELDS:
            if name in record.DESCRIPTOR.fields_by_name:
                record.ClearField(name)
        if not record.name:
            record.name = self._named(index) or f"{kind}/"
        reasons = self._reasons(record, records, promised)
        if store.deleted(record) and store.merged(record):
            reasons.add("FIELD_INVALID")
        if "FIELD_INVALID" not in reasons:
            checks.normalize(record)
        if hasattr(record, "ledger"):
            reasons |= self.model.prepare_ledger(record, set_times=False)
            self._times(record.ledger, "record_time", reasons)
        if kind == "twinnings":
            self._times([side.attestation for side in record.sides if side.HasField("attestation")],
                        "attest_time", reasons)
            if not reasons and not store.deleted(record) and not store.merged(record):
                if record.state != record.STATE_ENDED:
                    reasons |= self.model.pair_reasons(record, records)
        if reasons:
            return Result(REFUSED, name=record.name if record.name in promised else "", reasons=reasons)
        return Result(CREATED, record.name, record=record)

    @staticmethod
    def _times(parts, field, reasons):
        """Sets the times that a record leaves out, and checks those that it gives."""
        for part in parts:
            if not part.HasField(field):
                getattr(part, field).CopyFrom(NOW)
            elif field == "record_time" and part.HasField("effective_date"):
                day = 719163 + part.record_time.seconds // 86400
                if dates.bounds(part.effective_date)[0] > day:
                    reasons.add("FIELD_INVALID")

    def _change(self, name, record, records, promised):
        existing = records[name]
        if self.mode == KEEP:
            return self._keep(name, record, existing)
        new, kept = _copy(existing), set()
        reasons = set()
        if hasattr(new, "ledger"):
            self._ledger(record, new, set(), set())
            if len(new.ledger) > len(existing.ledger):
                # A ledger with an entry that can't be superseded is refused below.
                with contextlib.suppress(ledger.NotEffective):
                    self.model.settle_dates(existing, new)
            messages.copy_path(existing, new, "ledger")
        for field in record.DESCRIPTOR.fields:
            given = messages._has(record, field) if not messages.is_list(field) else bool(
                getattr(record, field.name))
            if self.mode == MERGE and not given or field.name in ("name", "state"):
                continue
            if messages.output_only(field) or field.name == "etag":
                continue
            self._field(field.name, record, new, existing, records, kept, reasons)
        checks.normalize(new)
        if hasattr(new, "ledger") and "FIELD_INVALID" not in reasons:
            new.ClearField("state")
            added = self.model.prepare_ledger(new, set_times=False)
            reasons |= {"ILLEGAL_TRANSITION", "FIELD_INVALID"} if added else set()
            if messages.immutable(new.DESCRIPTOR.fields_by_name["state"]) and record.state not in (0, new.state):
                kept.add("state")
        if reasons or new != existing:
            reasons |= self._reasons(new, records, promised)
        if new != existing and existing.DESCRIPTOR.name == "Twinning" and (
                existing.state == existing.STATE_ENDED != new.state):
            reasons |= self.model.pair_reasons(new, records)
        if self.unlike(record, existing):
            reasons |= UNLIKE
        elif new != existing:
            reasons |= self.model.unfit(existing)
        if reasons:
            return Result(REFUSED, name, reasons=reasons)
        changed = new != existing
        return Result(UPDATED if changed else UNCHANGED, name, tuple(sorted(kept)),
                      record=new if changed else None)

    def _keep(self, name, record, existing):
        if self.unlike(record, existing):
            return Result(REFUSED, name, reasons=UNLIKE)
        return Result(UNCHANGED, name)

    @staticmethod
    def unlike(record, existing):
        """Returns whether a record is deleted or merged in another way than the existing one."""
        return (store.deleted(record) and not store.deleted(existing)
                or store.merged(record) and record.merged_into != getattr(existing, "merged_into", "")
                or store.deleted(existing) and not store.deleted(record))

    def _field(self, name, record, new, existing, records, kept, reasons):
        if name == "kind" and existing.DESCRIPTOR.name == "Twinning":
            kept |= {"kind"} if record.kind != existing.kind else set()
        elif name == "ledger":
            self._ledger(record, new, kept, reasons)
        elif name == "sides":
            self._sides(record, new, records, kept, reasons)
        elif name == "initial_state":
            if record.initial_state and record.initial_state != existing.initial_state:
                kept.add(name)
        elif name == "populations" and self.mode == MERGE:
            fresh = [count for count in record.populations
                     if not any(_says(known, count) for known in existing.populations)]
            new.ClearField(name)
            new.populations.extend([*fresh, *existing.populations])
        else:
            messages.copy_path(record, new, name)

    def _ledger(self, record, new, kept, reasons):
        """Appends the steps of a record after those that a ledger has, if these are the same."""
        length = len(new.ledger)
        if not record.ledger:
            return
        if len(record.ledger) < length or not all(
                _like(given, entry) for given, entry in zip(record.ledger, new.ledger)):
            kept.add("ledger")
            return
        for entry in record.ledger[length:]:
            new.ledger.add().CopyFrom(entry)
        self._times(new.ledger[length:], "record_time", reasons)

    def _given_sides(self, record, existing, records):
        """Returns the sides of a record by the names that the existing twinning has for their cities."""
        names = [side.city for side in record.sides]
        resolved = [self.model.resolve(name, records) for name in names]
        if len(names) != 2 or not all(
                store.collection(name) == "cities" and checks.ID.fullmatch(name.partition("/")[2])
                for name in names):
            raise Refused("FIELD_INVALID")
        known = [side.city for side in existing.sides]
        if resolved[0] == resolved[1] and sorted(names) != sorted(known):
            raise Refused("FIELD_INVALID")
        given = {}
        for side, city in zip(record.sides, resolved):
            same = [name for name in known if self.model.resolve(name, records) == city]
            given[side.city if side.city in known else same[0] if same else side.city] = side
        return given

    def _sides(self, record, new, records, kept, reasons):
        given = self._given_sides(record, new, records)
        for index, side in enumerate(new.sides):
            if side.city not in given:
                kept.add(f"sides[{index}].city")
                continue
            theirs = given[side.city]
            for name in ("priority", "priority_reasons", "names_used"):
                if self.mode != MERGE or getattr(theirs, name):
                    messages.copy_path(theirs, side, name)
            if theirs.HasField("attestation") and not side.HasField("attestation"):
                side.attestation.CopyFrom(theirs.attestation)
                self._times([side.attestation], "attest_time", reasons)
            elif theirs.HasField("attestation") and not _like(theirs.attestation, side.attestation):
                kept.add(f"sides[{index}].attestation")

    # Statements.

    def _city(self, external_id, records):
        holder = self.model.holder_of(external_id, "cities", records)
        if holder is None or store.deleted(records[holder]):
            raise Refused("REFERENCE_NOT_FOUND")
        return self.model.resolve(holder, records)

    def _statement(self, index, statement, records):
        if checks.violations(statement):
            raise Refused("FIELD_INVALID")
        subject, other = self._city(statement.subject, records), self._city(statement.object, records)
        if subject == other:
            raise Refused("FIELD_INVALID")
        about = twinning_pb2.Twinning(kind=statement.kind or twinning_pb2.Twinning.KIND_TWINNING)
        for city in sorted((subject, other)):
            about.sides.add(city=city)
        name = self._twinning_of(about, records)
        if name:
            twinning = _copy(records[name])
        else:
            twinning = about
            twinning.name = self._named(index)
            entry = twinning.ledger.add(step=twinning_pb2.LedgerEntry.STEP_SIGN)
            entry.record_time.CopyFrom(NOW)
            if statement.HasField("since"):
                entry.effective_date.CopyFrom(statement.since)
                twinning.established.CopyFrom(statement.since)
            ledger.settle(twinning)
        side = next(side for side in twinning.sides if self.model.resolve(side.city, records) == subject)
        before = _copy(side)
        index_of_side = [side.city for side in twinning.sides].index(side.city)
        kept = ()
        if (statement.HasField("since") and side.attestation.HasField("since")
                and not _like(statement.since, side.attestation.since)):
            kept = (f"sides[{index_of_side}].attestation.since",)
        self._attest(side.attestation, statement)
        if side.attestation != before.attestation or not before.HasField("attestation"):
            side.attestation.attest_time.CopyFrom(NOW)
        checks.normalize(twinning)
        if name and self.model.unfit(records[name]):
            return Result(REFUSED, name, reasons=self.model.unfit(records[name]))
        if name and twinning == records[name]:
            return Result(UNCHANGED, name, kept)
        return Result(UPDATED if name else CREATED, twinning.name, kept, record=twinning)

    @staticmethod
    def _attest(attestation, statement):
        checks.normalize(statement)
        if statement.HasField("since") and not attestation.HasField("since"):
            attestation.since.CopyFrom(statement.since)
        attestation.evidence.extend(source for source in statement.evidence
                                    if source not in attestation.evidence)
        have = {note.language_code for note in attestation.notes}
        attestation.notes.extend(note for note in statement.notes if note.language_code not in have)


def expect(model, request, actual=None):
    """Returns what ImportRecords must do. The answer is a list of results."""
    if not 1 <= len(request.records) <= 1000:
        raise Refused("FIELD_INVALID")
    if actual is not None and actual.refused:
        actual = None
    results, records = Import(model, request, actual).results()
    changes = {name: record for name, record in records.items() if record is not model.records.get(name)}
    trial = request.validate_only
    return Expected(changes={} if trial else changes,
                    commits=bool(changes or request.request_id) and not trial, answer=results)


def describe(results):
    """Returns the results of a model, to be compared with those of a service."""
    return [(result.outcome, "" if result.outcome == REFUSED else result.name, list(result.kept))
            for result in results]
