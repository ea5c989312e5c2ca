"""The ledgers of twinnings and projects: which steps are effective, legal, and when they held."""

import math

import dates
from jumelage.projects.v1 import project_pb2
from jumelage.registry.v1 import twinning_pb2

_T, _S = twinning_pb2.Twinning, twinning_pb2.LedgerEntry
_P, _E = project_pb2.Project, project_pb2.ProjectLedgerEntry

# Per type of record: step -> (states from which it is legal, state that it leads to).
TWINNING_STEPS = {
    _S.STEP_SIGN: ({_T.STATE_PROPOSED}, _T.STATE_ACTIVE),
    _S.STEP_MARK_DORMANT: ({_T.STATE_ACTIVE}, _T.STATE_DORMANT),
    _S.STEP_SUSPEND: ({_T.STATE_ACTIVE, _T.STATE_DORMANT}, _T.STATE_SUSPENDED),
    _S.STEP_REACTIVATE: ({_T.STATE_DORMANT, _T.STATE_SUSPENDED, _T.STATE_ENDED}, _T.STATE_ACTIVE),
    _S.STEP_END: ({_T.STATE_PROPOSED, _T.STATE_ACTIVE, _T.STATE_DORMANT, _T.STATE_SUSPENDED},
                  _T.STATE_ENDED),
}
PROJECT_STEPS = {
    _E.STEP_START: ({_P.STATE_UNKNOWN, _P.STATE_PIPELINE}, _P.STATE_IMPLEMENTATION),
    _E.STEP_FINALISE: ({_P.STATE_UNKNOWN, _P.STATE_IMPLEMENTATION}, _P.STATE_FINALISATION),
    _E.STEP_CLOSE: ({_P.STATE_UNKNOWN, _P.STATE_IMPLEMENTATION, _P.STATE_FINALISATION},
                    _P.STATE_CLOSED),
    _E.STEP_CANCEL: ({_P.STATE_UNKNOWN, _P.STATE_PIPELINE, _P.STATE_IMPLEMENTATION,
                      _P.STATE_SUSPENDED}, _P.STATE_CANCELLED),
    _E.STEP_SUSPEND: ({_P.STATE_UNKNOWN, _P.STATE_PIPELINE, _P.STATE_IMPLEMENTATION,
                       _P.STATE_FINALISATION}, _P.STATE_SUSPENDED),
    _E.STEP_RESUME: ({_P.STATE_SUSPENDED}, None),
}


def _is_project(record):
    return record.DESCRIPTOR.name == "Project"


def rules(record):
    return PROJECT_STEPS if _is_project(record) else TWINNING_STEPS


def void(record):
    return _E.STEP_VOID if _is_project(record) else _S.STEP_VOID


def entry_id(record, index):
    """Returns the id of the entry at a place in the ledger, counted from 0."""
    return f"step-{index + 1}" if _is_project(record) else str(index + 1)


def initial_state(record):
    return record.initial_state if _is_project(record) else _T.STATE_PROPOSED


class NotEffective(Exception):
    """An entry names another one that does not exist, was superseded, or does not fit."""


def places(record):
    """Returns the entries of the effective ledger in order, including voids, which hold places."""
    order = []
    for entry in record.ledger:
        named = entry.supersedes or entry.precedes
        if not named:
            order.append(entry)
            continue
        at = next((index for index, other in enumerate(order) if other.entry_id == named), None)
        if at is None:
            raise NotEffective(named)
        if entry.supersedes:
            order[at] = entry
        else:
            order.insert(at, entry)
    return order


def effective(record):
    """Returns the effective steps in order."""
    return [entry for entry in places(record) if entry.step != void(record)]


def _resumed(states):
    """Returns the state to which a project resumes, given the states so far."""
    before = states[-2] if len(states) > 1 else _P.STATE_UNKNOWN
    return _P.STATE_IMPLEMENTATION if before == _P.STATE_UNKNOWN else before


def walk(record):
    """Returns the states along the effective ledger, and the entries that are not legal."""
    states, illegal, latest = [initial_state(record)], [], -math.inf
    for entry in effective(record):
        legal_from, leads_to = rules(record)[entry.step]
        bad = states[-1] not in legal_from
        if entry.HasField("effective_date"):
            first, last = dates.bounds(entry.effective_date)
            bad = bad or last < latest
            latest = max(latest, first)
        if bad:
            illegal.append(entry)
        states.append(_resumed(states) if leads_to is None else leads_to)
    return states, illegal


def settle(record):
    """Sets the fields that follow from the ledger: ids, states of the entries, state of the record."""
    for index, entry in enumerate(record.ledger):
        entry.entry_id = entry_id(record, index)
        if not _is_project(record) and entry.step != void(record):
            entry.state_after = TWINNING_STEPS[entry.step][1]
    states, _ = walk(record)
    if _is_project(record):
        for index, entry in enumerate(effective(record)):
            entry.state_before, entry.state_after = states[index], states[index + 1]
    record.state = states[-1]


def _day(time):
    return time.ToDatetime().date().toordinal()


def _span(step):
    """Returns the first and the last day on which a step may have taken place."""
    recorded = _day(step.record_time)
    if not step.HasField("effective_date"):
        return -math.inf, recorded
    first, last = dates.bounds(step.effective_date)
    return first, max(first, min(last, recorded))


def possible_states(twinning, day):
    """Returns the states in which a twinning may have been on a day, in the order of its life.

    The first one is None if it is PROPOSED before the day of recording. Then there may also have been
    no twinning yet, since nothing tells when it was proposed.
    """
    steps = effective(twinning)
    spans = [_span(step) for step in steps]
    states, _ = walk(twinning)
    firsts = [max([span[0] for span in spans[:count]], default=-math.inf)
              for count in range(len(steps) + 1)]
    lasts = [min([span[1] for span in spans[count:]], default=math.inf)
             for count in range(len(steps) + 1)]
    recorded = _day(twinning.create_time) <= day
    return [states[count] if count or recorded else None for count in range(len(steps) + 1)
            if firsts[count] <= day and (count == len(steps) or lasts[count] > day)]
