"""Imports exports into empty services, whose exports must then be the same, byte for byte."""

from google.api import field_behavior_pb2

import client
import messages
import projects
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


def restore(connection, package, records, unfit=()):
    """Imports an export as the contract describes: in full, the rest without references, in full.

    `unfit` are the names of the records that must be refused, even in the end.
    """
    refused = _refused(connection, package, records)
    before = len(records) + 1
    while refused and len(refused) < before:
        before = len(refused)
        separate = [_without_references(record) for record, _ in refused if _separate(record)]
        if separate:
            _refused(connection, package, separate)
        refused = _refused(connection, package, [record for record, _ in refused])
    left = {content.name: content for content in (readings.Readings.content(record) for record, _ in refused)}
    # Records that name a refused one are refused with it.
    others = [name for name, record in left.items()
              if name not in unfit and left.keys().isdisjoint(messages.references(record))]
    if others or not left.keys() >= set(unfit):
        raise Difference("an export is restored", f"except {sorted(unfit)}", "\n".join(
            f"{readings.Readings.content(record).name}: {result.error.message}" for record, result in refused))
    return sorted(left)


def export(connection, package):
    method = f"{package}.TransferService/ExportRecords"
    return [record for part in connection.stream(method, client.request_class(method)())
            for record in part.records]


def check(empty, reading):
    """Restores an export in an empty registry, and compares its export."""
    with empty, _Part():
        exported = reading.export()
        reading.begin("restoration")
        _compare(empty.client, reading, exported)
        questions.Questions(reading, empty.client, _copy(empty, reading.model)).all(3)


def _copy(empty, model):
    """Returns a model of the restored records, whose revisions and times are their own."""
    records, revision = readings.read_snapshot(empty.client, model.package)
    copy = type(model)()
    copy.records, copy.commits = records, [store.Commit(revision, "", None, {})]
    return copy


def check_pair(empty, pair, of_registry, of_projects):
    """Restores the exports of both services in an empty pair, and compares its exports."""
    with empty, _Part():
        _compare(empty.registry.client, of_registry, of_registry.export())
        _compare(empty.projects.client, of_projects, of_projects.export(), unfit(pair))


class _Part:
    """A context that marks differences as found by a restoration."""

    def __enter__(self):
        pass

    def __exit__(self, kind, error, unused):
        if isinstance(error, Difference):
            error.part = "restoration"


def unfit(pair):
    """Returns the live projects that name deleted or purged records of the registry."""
    return [name for name, project in sorted(pair.model.records.items())
            if not store.deleted(project) and pair.followed.reasons(projects.Projects.foreign(project))]


def _compare(connection, reading, exported, unfit=()):
    package = reading.model.package
    unfit = restore(connection, package, exported, unfit)
    again = {readings.Readings.content(record).name: record for record in export(connection, package)}
    require("the names after a restoration",
            [name for record in exported if (name := readings.Readings.content(record).name) not in unfit],
            [name for name in again if name not in unfit])
    for record in exported:
        other = again.get(readings.Readings.content(record).name)
        if readings.Readings.content(record).name not in unfit:
            require("a restored record", record, other)
            require("the bytes of a restored record", record.SerializeToString(), other.SerializeToString())
    refused = _refused(connection, package, exported)
    require("the records that are refused again", sorted(unfit),
            sorted(readings.Readings.content(record).name for record, _ in refused))
    require("the records after a second restoration", [r.SerializeToString() for r in again.values()],
            [r.SerializeToString() for r in export(connection, package)])
    reading.counts["restored"] += len(exported) - len(unfit)
