"""Parts of several queries of the registry: live twinnings, the cities that they lead to, their states on a day."""

import datetime

from jumelage.registry.v1 import certainty_pb2
from jumelage.registry.v1 import partner_pb2
from jumelage.registry.v1 import twinning_pb2

import ledger
import store

CERTAIN, POSSIBLE = certainty_pb2.CERTAINTY_CERTAIN, certainty_pb2.CERTAINTY_POSSIBLE

_T = twinning_pb2.Twinning

# The states that queries select if the request names none.
IN_FORCE = [_T.STATE_ACTIVE, _T.STATE_DORMANT, _T.STATE_SUSPENDED]


def ordinal(day):
    """Returns the number of a full google.type.Date."""
    return datetime.date(day.year, day.month, day.day).toordinal()


def live(model, kind):
    """Returns the records of a collection that are neither deleted nor merged, ordered by name."""
    return [record for name, record in sorted(model.records.items())
            if store.collection(name) == kind and not store.deleted(record) and not store.merged(record)]


def summary(model, name, recorded=True):
    """Returns the summary of the city that a name leads to."""
    found = model.resolve(name)
    city = model.records[found]
    return partner_pb2.CitySummary(city=found, display_name=city.display_name, country=city.country,
                                   recorded_as=name if recorded and name != found else "")


def first_signature(twinning):
    """Returns the date of the effective signature, or None if it is not known."""
    for entry in ledger.effective(twinning):
        if entry.step == entry.STEP_SIGN:
            return entry.effective_date if entry.HasField("effective_date") else None
    return None


def state_on_day(twinning, day, states, include_possible):
    """Returns the state and certainty on a day, or None if the twinning is left out."""
    states = list(states) or IN_FORCE
    possible = ledger.possible_states(twinning, day)
    fitting = [state or 1 for state in possible if (state or 1) in states]
    certain = None not in possible and len(fitting) == len(possible)
    if not fitting or not certain and not include_possible:
        return None
    return fitting[-1], CERTAIN if certain else POSSIBLE


def selected(twinning, request):
    """Returns state and certainty of a twinning, or None, by the kinds, states and day of a request."""
    if request.kinds and twinning.kind not in request.kinds:
        return None
    if request.HasField("day"):
        return state_on_day(twinning, ordinal(request.day), request.states, request.include_possible)
    return (twinning.state, CERTAIN) if twinning.state in (list(request.states) or IN_FORCE) else None
