"""Records as an export gives them, as a basis of imports of both services."""

import messages
import store


def exported(existing):
    """Returns the record of an export."""
    record = type(existing)()
    record.CopyFrom(existing)
    for field in messages.LOCAL_FIELDS:
        if field in record.DESCRIPTOR.fields_by_name:
            record.ClearField(field)
    return record


def hand_over(generator, request, fields):
    """Fills in two records of which one takes the external ids of the other. Returns whether there are any.

    `fields` gives the field of an imported record by the collection.
    """
    v = generator.values
    kind = v.choice(list(fields))
    live = generator.names(kind, lambda record: not store.deleted(record) and not store.merged(record))
    giving = [name for name in live if generator.model.records[name].external_ids]
    if len(live) < 2 or not giving:
        return False
    giver = v.choice(giving)
    taker = v.choice([name for name in live if name != giver])
    giver, taker = (exported(generator.model.records[name]) for name in (giver, taker))
    given, old = list(giver.external_ids), list(taker.external_ids)
    for record, ids in ((taker, given), (giver, old if v.chance(30) else [])):
        record.ClearField("external_ids")
        record.external_ids.extend(ids)
    request.existing_records = 0
    for record in v.random.sample([giver, taker], 2):
        getattr(request.records.add(), fields[kind]).CopyFrom(record)
    return True
