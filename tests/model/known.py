"""Defects of the services that are still to be mended, each with the calls that show it.

The generators do not make these calls, so that others can be found. Remove an entry when its defect is
mended. A release has none.
"""

import imports
import store


def _gives_other_sides(model, method, request):
    """An import writes the priority and the names of a side to the side of another city.

    This happens if the twinning of that name or external id links two other cities than the record.
    """
    if not method.endswith("/ImportRecords"):
        return False
    trial = imports.Import(model, request)
    for wrapped in request.records:
        record = imports.content(wrapped)
        if not record.DESCRIPTOR.name == "Twinning" or not (record.name or record.external_ids):
            continue
        existing = model.records.get(trial.match(record, "twinnings", model.records))
        if existing is not None and model.pair(existing, model.records) != model.pair(record, model.records):
            return True
    return False


def _chooses_among_ended(model, method, request):
    """No document says which of several ended twinnings of the same cities a statement is about."""
    if not method.endswith("/ImportRecords"):
        return False
    over = [(record.kind, model.pair(record, model.records)) for name, record in model.records.items()
            if store.collection(name) == "twinnings" and not store.merged(record)
            and (store.deleted(record) or record.state == record.STATE_ENDED)]
    return len(set(over)) < len(over) and any(
        wrapped.HasField("statement") or wrapped.HasField("twinning") and not wrapped.twinning.name
        for wrapped in request.records)


KNOWN = [_gives_other_sides, _chooses_among_ended]


def shown_by(model, method, request):
    """Returns whether a call shows a known defect."""
    return any(shows(model, method, request) for shows in KNOWN)
