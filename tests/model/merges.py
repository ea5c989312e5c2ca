"""Merges and unmerges of cities and organizations."""

import store
from store import Refused


def open_twinning(record):
    """Returns whether a twinning is live, separate, and not ended."""
    return not (store.deleted(record) or store.merged(record) or record.state == record.STATE_ENDED)


def _copy(record, **fields):
    copy = type(record)()
    copy.CopyFrom(record)
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy


def _circles(model, records):
    """Returns the cities that would be parts of themselves."""
    return [name for name, record in records.items()
            if store.collection(name) == "cities" and not store.merged(record)
            and model.is_part_of_itself(record, records)]


def _member_of_itself(model, name, records):
    return any(model.resolve(membership.member.organization, records) == name
               for membership in records[name].members)


def _settle_clashes(model, records, keep):
    """Makes redirects of the twinnings that clash with kept ones. Returns the changed twinnings."""
    groups = {}
    for name, record in sorted(records.items()):
        if store.collection(name) == "twinnings" and open_twinning(record):
            groups.setdefault((record.kind, model.pair(record, records)), []).append(name)
    reasons, changed, unused = set(), {}, set(keep)
    if len(keep) != len(set(keep)):
        reasons.add("FIELD_INVALID")
    for (_, pair), names in groups.items():
        if pair[0] == pair[1]:
            reasons.add("TWINNINGS_CLASH")
            unused -= set(names)
            continue
        if len(names) == 1:
            continue
        kept = [name for name in names if name in keep]
        unused -= set(names)
        if not kept:
            reasons.add("TWINNINGS_CLASH")
        elif len(kept) > 1:
            reasons |= {"FIELD_INVALID", "TWINNINGS_CLASH"}
        else:
            changed.update({name: _copy(records[name], merged_into=kept[0])
                            for name in names if name != kept[0]})
    if unused:
        reasons.add("FIELD_INVALID")
    if reasons:
        raise Refused(*reasons)
    return changed


def merge(model, kind, request):
    """Returns the changes of a merge, or refuses it."""
    if request.name == request.into:
        raise Refused("FIELD_INVALID")
    record, into = model.find(request.name, kind), model.find(request.into, kind)
    reasons = model.unfit(record, request.etag) | model.unfit(into)
    if reasons:
        raise Refused(*reasons)
    changes = {record.name: _copy(record, merged_into=into.name)}
    records = {**model.records, **changes}
    if kind == "organizations":
        if _member_of_itself(model, into.name, records):
            raise Refused("MEMBER_OF_ITSELF")
        return changes
    if _circles(model, records):
        reasons.add("PARENT_CIRCLE")
    return changes | _clashes(model, records, request, reasons)


def _clashes(model, records, request, reasons):
    try:
        changed = _settle_clashes(model, records, list(request.keep_twinnings))
    except Refused as refused:
        raise Refused(*reasons, *refused.reasons) from None
    if reasons:
        raise Refused(*reasons)
    return changed


def unmerge(model, kind, request):
    """Returns the changes of an unmerge, or refuses it."""
    record = model.find(request.name, kind)
    reasons = model.unfit(record, request.etag) - {"RESOURCE_MERGED"}
    if not store.merged(record):
        reasons.add("RESOURCE_NOT_MERGED")
    if reasons:
        raise Refused(*reasons)
    changes = {record.name: _copy(record, merged_into="")}
    records = {**model.records, **changes}
    if model.missing_references(changes[record.name], records):
        reasons.add("REFERENCE_NOT_FOUND")
    if kind == "organizations":
        if _member_of_itself(model, record.name, records):
            reasons.add("MEMBER_OF_ITSELF")
        if reasons:
            raise Refused(*reasons)
        return changes
    if _circles(model, records):
        reasons.add("PARENT_CIRCLE")
    separated = _separate(model, records)
    records.update(separated)
    changed = _clashes(model, records, request, reasons)
    changes.update({name: record for name, record in {**separated, **changed}.items()
                    if record != model.records[name]})
    # The references of a record that was imported as a merged one have not been checked yet.
    if any(model.missing_references(changed, records) for changed in changes.values()
           if not store.merged(changed) and not store.deleted(changed)):
        raise Refused("REFERENCE_NOT_FOUND")
    return changes


def _separate(model, records):
    """Returns the redirects of twinnings that no longer link the same cities as those that they lead to.

    Each leads to the first one along its way that still links them, or is separate if there is none.
    """
    found = {}
    for name, record in records.items():
        if store.collection(name) == "twinnings" and store.merged(record):
            at = record.merged_into
            while at and model.pair(records[at], records) != model.pair(record, records):
                at = records[at].merged_into
            if at != record.merged_into:
                found[name] = _copy(record, merged_into=at)
    return found
