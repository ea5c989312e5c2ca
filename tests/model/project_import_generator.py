"""Random imports into the projects service: exported, changed and new records, some of which name each other."""

import client
import exports
import messages
import store
from google.protobuf import timestamp_pb2
from projects import PACKAGE

METHOD = f"{PACKAGE}.TransferService/ImportRecords"

# Fields that are fixed on creation, or that have rules of their own here.
APART = ("state", "initial_state", "ledger", "external_ids", "parent", "related_projects")


def call(generator):
    """Returns an import of a few records, each about another project."""
    v = generator.values
    request = client.request_class(METHOD)(existing_records=v.random.randint(0, 3))
    if v.chance(10) and exports.hand_over(generator, request, {"projects": "project"}):
        return METHOD, request
    records = []
    for _ in range(v.random.randint(1, 5)):
        record = _old(generator) if v.chance(50) else _new(generator, records)
        if record is not None and not _is_about(record, records):
            records.append(record)
    for record in v.random.sample(records, len(records)):
        request.records.add().project.CopyFrom(record)
    if v.chance(3):
        request.records.add()
    generator.hopeless |= not request.records
    return METHOD, request


def _is_about(record, records):
    """Returns whether a record may be about a project that others in the call are about or name."""
    return any(record.name and record.name in (other.name, *messages.references(other))
               or any(external_id in other.external_ids for external_id in record.external_ids)
               for other in records)


def _old(generator):
    """Returns an exported record, often with some other fields."""
    v = generator.values
    name = generator.target("projects", lambda record: True)
    existing = generator.model.records.get(name)
    if existing is None:
        return None
    record = exports.exported(existing)
    if store.deleted(existing):
        if v.chance(20):
            record.ClearField("delete_time")
        return record
    if v.chance(70):
        other = generator.record("projects", name)
        for path in v.sample([field.name for field in record.DESCRIPTOR.fields if field.number >= 10
                              and field.name not in APART and not messages.output_only(field)], 4):
            messages.copy_path(other, record, path)
    if v.chance(8):
        generator.spoil(record)
    _change_ledger(generator, record)
    if v.chance(5):
        record.delete_time.CopyFrom(timestamp_pb2.Timestamp(seconds=10**9))
    if record.external_ids and v.chance(40):
        record.ClearField("name")
    return record


def _change_ledger(generator, record):
    """Appends a step, leaves the ledger out, or contradicts what is fixed on creation."""
    v = generator.values
    form = v.random.randrange(12)
    if form < 3:
        entry = record.ledger.add(step=v.random.randint(1, 7), notes=v.localized(1))
        if entry.step == 7:
            entry.supersedes = f"step-{v.random.randint(1, max(1, len(record.ledger) - 1))}"
        elif v.chance(40):
            entry.effective_date.CopyFrom(v.date(1990, 2010))
        if v.chance(40):
            entry.record_time.CopyFrom(timestamp_pb2.Timestamp(seconds=v.random.choice([10**8, 15 * 10**8])))
        record.ClearField("state")
    elif form == 3:
        record.ClearField("ledger")
    elif form == 4:
        record.state = v.random.randint(0, 7)
    elif form == 5:
        record.initial_state = v.random.randint(0, 7)
    elif form == 6 and record.ledger:
        record.ledger[0].notes.extend(v.localized(1))


def _new(generator, records):
    """Returns a new record. It may name other new ones of the call, but they never form a circle."""
    v = generator.values
    known = generator.model.records
    taken = {record.name for record in records}
    free = [name for number in range(4) if (name := f"projects/i{number}") not in known and name not in taken]
    if not free or len(known) > 12:
        return None
    _, request = generator.create(free[0])
    record = request.project
    record.name = free[0]
    fresh = [other.name for other in records if other.name and other.name not in known]
    if fresh and v.chance(50):
        record.parent = v.choice(fresh)
    elif fresh and v.chance(30):
        record.ClearField("related_projects")
        record.related_projects.add(project=v.choice(fresh), relation=2)
    if v.chance(10):
        generator.spoil(record)
    if v.chance(20):
        record.delete_time.CopyFrom(timestamp_pb2.Timestamp(seconds=v.random.randint(10**9, 15 * 10**8)))
        if v.chance(50):
            record.agreements.append("agreements/never-made")
        if v.chance(30):
            record.parent = "projects/never-made"
    for entry in record.ledger:
        if v.chance(40):
            entry.record_time.CopyFrom(timestamp_pb2.Timestamp(seconds=1_500_000_000))
    if v.chance(25):
        # The id is then made from an external id, and the record is known by that.
        record.ClearField("name")
        if not record.external_ids and v.chance(90):
            record.external_ids.add(scheme="own", value=f"N{v.random.randint(1, 9)}")
    return record
