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


KNOWN = [_gives_other_sides]


def shown_by(model, method, request):
    """Returns whether a call shows a known defect."""
    return any(shows(model, method, request) for shows in KNOWN)
