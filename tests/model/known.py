"""Defects of the services that are still to be mended, each with the calls that show it.

The generators do not make these calls, so that others can be found. Remove an entry when its defect is
mended. A release has none.
"""

import imports
import messages


def _gives_an_id_to_a_record_that_it_names(model, method, request):
    """A record of an import names another one, to which it gives up an external id. The other one is refused."""
    if not method.endswith("/ImportRecords"):
        return False
    records = [imports.content(wrapped) for wrapped in request.records]
    records = [record for record in records if record is not None and hasattr(record, "external_ids")]
    for giver in records:
        existing = model.records.get(giver.name)
        had = existing.external_ids if existing is not None else ()
        given = [external_id for external_id in had if external_id not in giver.external_ids]
        named = set(messages.references(giver))
        if any(taker.name in named and any(external_id in taker.external_ids for external_id in given)
               for taker in records):
            return True
    return False


KNOWN = [_gives_an_id_to_a_record_that_it_names]


def shown_by(model, method, request):
    """Returns whether a call shows a known defect."""
    return any(shows(model, method, request) for shows in KNOWN)
