"""Imports an export into an empty service, whose export must then be the same, byte for byte."""

from google.api import field_behavior_pb2

import client
import messages
import questions
import readings
import store
from session import Difference
from session import require


def _without_references(record):
    """Returns a copy of a record without the optional fields that name other records."""
    copy = type(record)()
    copy.CopyFrom(record)
    content = readings.Readings.content(copy)
    for field, value in content.ListFields():
        parts = value if messages.is_list(field) else [value]
        if field_behavior_pb2.REQUIRED in messages.behavior(field):
            continue
        if field.message_type and any(True for part in parts for _ in messages.references(part, top=False)):
            content.ClearField(field.name)
        elif not field.message_type and field.name not in ("name",) and any(
                True for _ in messages.references(_only(content, field))):
            content.ClearField(field.name)
    return copy


def _separate(record):
    content = readings.Readings.content(record)
    return not store.deleted(content) and not store.merged(content)


def _only(message, field):
    copy = type(message)()
    messages.copy_path(message, copy, field.name)
    return copy


def _refused(connection, package, records):
    """Imports records. Returns those that are refused, with their errors."""
    method = f"{package}.TransferService/ImportRecords"
    refused = []
    for at in range(0, len(records), 1000):
        part = records[at:at + 1000]
        outcome = connection.call(method, client.request_class(method)(records=part))
        if outcome.refused:
            raise Difference("an export cannot be imported", "results", outcome.message)
        refused += [(record, result) for record, result in zip(part, outcome.response.results)
                    if result.outcome == result.OUTCOME_REFUSED]
    return refused


def restore(connection, package, records):
    """Imports an export as the contract describes: in full, the rest without references, in full."""
    refused = _refused(connection, package, records)
    before = len(records)
    while refused and len(refused) < before:
        before = len(refused)
        separate = [_without_references(record) for record, _ in refused if _separate(record)]
        if separate:
            _refused(connection, package, separate)
        refused = _refused(connection, package, [record for record, _ in refused])
    if refused:
        names = [readings.Readings.content(record).name for record, _ in refused]
        raise Difference("an export cannot be restored", "no refusals", "\n".join(
            f"{name}: {result.error.message}" for name, (_, result) in zip(names, refused)))


def export(connection, package):
    method = f"{package}.TransferService/ExportRecords"
    return [record for part in connection.stream(method, client.request_class(method)())
            for record in part.records]


def check(run, model, reading):
    """Restores an export in an empty service, and compares its export."""
    try:
        _check(run, model, reading)
    except Difference as difference:
        difference.part = "restoration"
        raise


def _check(run, model, reading):
    exported = reading.export()
    reading.begin("restoration")
    with run.session() as empty:
        restore(empty.client, model.package, exported)
        again = export(empty.client, model.package)
        require("the number of records after a restoration", len(exported), len(again))
        for record, other in zip(exported, again):
            require("a restored record", record, other)
            require("the bytes of a restored record", record.SerializeToString(), other.SerializeToString())
        if _refused(empty.client, model.package, exported):
            raise Difference("an export that is imported again is refused", "unchanged", "refused")
        require("the records after a second restoration", [r.SerializeToString() for r in again],
                [r.SerializeToString() for r in export(empty.client, model.package)])
        questions.Questions(reading, empty.client, _copy(empty, model)).all(5)
        reading.counts["restored"] += len(exported)


def _copy(empty, model):
    """Returns a model of the restored records, whose revisions and times are their own."""
    records, revision = readings.read_snapshot(empty.client, model.package)
    copy = type(model)()
    copy.records, copy.commits = records, [store.Commit(revision, "", None, {})]
    return copy
