"""Random imports into the registry: exported, changed and new records, and statements."""

import client
import exports
import messages
import store
from google.protobuf import timestamp_pb2

METHOD = "jumelage.registry.v1.TransferService/ImportRecords"
ONE_OF = {"cities": "city", "organizations": "organization", "agreements": "agreement",
          "twinnings": "twinning"}


def call(generator):
    """Returns an import of a few records, each about another resource."""
    v = generator.values
    request = client.request_class(METHOD)(existing_records=v.random.randint(0, 3))
    if v.chance(8) and exports.hand_over(generator, request, ONE_OF):
        return METHOD, request
    about = set()
    # A statement and a twinning record may be about one twinning, so a call has only one of them.
    statements = v.chance(50)
    for _ in range(v.random.randint(1, 4)):
        if statements and v.chance(40):
            _statement(generator, request.records.add())
            if request.records[-1].WhichOneof("record"):
                continue
            del request.records[-1]
        kind = v.random.choices(list(ONE_OF), [4, 2, 2, 0 if statements else 4])[0]
        record = _old(generator, kind) if v.chance(50) else _new(generator, kind)
        if record is None or record.name in about or not about.isdisjoint(messages.references(record)):
            continue
        if any(record.name in messages.references(getattr(other, other.WhichOneof("record")))
               for other in request.records):
            continue
        about.add(record.name)
        getattr(request.records.add(), ONE_OF[kind]).CopyFrom(record)
    if not request.records:
        generator.hopeless = True
    return METHOD, request


def _old(generator, kind):
    """Returns an exported record, often with some other fields."""
    v = generator.values
    name = generator.target(kind, lambda record: not store.merged(record) or v.chance(30))
    existing = generator.model.records.get(name)
    if existing is None:
        return None
    record = exports.exported(existing)
    if store.deleted(existing):
        return record
    if store.merged(existing):
        if v.chance(50):
            # The record is then about the one that this one was merged into.
            record.ClearField("merged_into")
            record.ClearField("external_ids")
        return record
    if v.chance(60):
        other = generator.record(kind, name)
        for path in v.sample([field.name for field in record.DESCRIPTOR.fields if field.number >= 10
                              and field.name not in ("sides", "state", "ledger", "kind", "organizations",
                                                     "signatories", "parties", "external_ids")], 4):
            messages.copy_path(other, record, path)
    if kind == "twinnings":
        if v.chance(50):
            for side in record.sides:
                side.city = v.choice(_names_of(generator, side.city))
            record.sides.reverse()
        if v.chance(50):
            for side in record.sides:
                side.priority = v.random.randint(0, 3)
                if v.chance(50):
                    side.ClearField("names_used")
                if v.chance(30):
                    side.attestation.CopyFrom(generator.attestation())
        if v.chance(20):
            # A side of a city that the twinning may not link.
            v.choice(record.sides).city = generator.reference("cities", record.name)
        if v.chance(20) and record.state == record.STATE_ACTIVE:
            record.ledger.add().CopyFrom(generator.entry(2, 2010))
        if v.chance(15):
            record.ClearField("ledger")
        if v.chance(30) and not record.external_ids:
            record.ClearField("name")
    elif record.external_ids and v.chance(40):
        record.ClearField("name")
    return record


def _new(generator, kind):
    v = generator.values
    free = [f"{kind}/i{number}" for number in range(4)
            if f"{kind}/i{number}" not in generator.model.records]
    if not free or len(generator.names(kind)) > 12:
        return None
    record = generator.record(kind, free[0])
    record.name = free[0]
    if v.chance(15):
        generator.spoil(record)
    if v.chance(20):
        record.delete_time.CopyFrom(timestamp_pb2.Timestamp(seconds=v.random.randint(10**9, 1.5 * 10**9)))
    elif kind in ("cities", "organizations") and v.chance(20):
        record.merged_into = generator.reference(kind, record.name)
    if v.chance(50) and (store.deleted(record) or store.merged(record)):
        _dangle(record)
    if kind == "twinnings":
        for entry in record.ledger:
            if v.chance(30):
                entry.record_time.CopyFrom(timestamp_pb2.Timestamp(seconds=1_500_000_000))
        if v.chance(15):
            _link_with_itself(generator, record)
    return record


def _link_with_itself(generator, record):
    """Makes a twinning that does not identify itself link a city with itself, perhaps by another name."""
    record.ClearField("name")
    record.ClearField("external_ids")
    record.sides[1].city = generator.values.choice(_names_of(generator, record.sides[0].city))


def _names_of(generator, city):
    """Returns the names that lead to the same city as a name does."""
    resolve = generator.model.resolve
    return generator.names("cities", lambda other: resolve(other.name) == resolve(city)) or [city]


def _dangle(record):
    """Makes a deleted or merged record refer to one that does not exist."""
    if record.DESCRIPTOR.name == "City":
        record.distances.add(distance_km=1, direction=2).place.city = "cities/never-made"
    elif record.DESCRIPTOR.name == "Organization":
        record.seat_city = "cities/never-made"
    elif record.DESCRIPTOR.name == "Agreement":
        record.parties.add(city="cities/never-made")
    else:
        record.charter = "agreements/never-made"


def _statement(generator, wrapped):
    """Fills in a statement about two cities that have external ids."""
    v = generator.values
    cities = generator.names("cities", lambda record: record.external_ids and not store.deleted(record)
                             and not store.merged(record))
    if len(cities) < 2:
        return
    ids = [generator.model.records[v.choice(cities)].external_ids[0] for _ in range(2)]
    statement = wrapped.statement
    statement.subject.CopyFrom(ids[0])
    statement.object.CopyFrom(ids[1])
    statement.kind = v.choice([0, 1, 2])
    statement.evidence.extend(v.sources(1))
    statement.notes.extend(v.localized())
    if v.chance(60):
        statement.since.CopyFrom(v.date(1950, 1990))
