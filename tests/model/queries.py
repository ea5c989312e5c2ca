"""Answers to the registry's queries about partners, statements, anniversaries, terms and memberships.

Each function returns the whole answer to a valid request, without its revision.
"""

import calendar
import datetime
import math

from jumelage.registry.v1 import agreement_in_force_pb2
from jumelage.registry.v1 import anniversary_pb2
from jumelage.registry.v1 import disagreement_pb2
from jumelage.registry.v1 import membership_pb2
from jumelage.registry.v1 import partner_pb2

import dates
import links
from links import CERTAIN
from links import POSSIBLE

_Reason = disagreement_pb2.DisagreementReason


def _year(date):
    """Returns the year of the earliest possible day, or 0 if there is none."""
    first = dates.bounds(date)[0] if date else -math.inf
    return 0 if first == -math.inf else datetime.date.fromordinal(first).year


def _date_key(date):
    """Returns the key by which absent dates come last."""
    return (0, *dates.order_key(date)) if date else (1,)


def _since(twinning, side=None):
    """Returns when a link began: officially, or else according to its signature or to one side."""
    if twinning.HasField("established"):
        return twinning.established
    signed = links.first_signature(twinning)
    if signed or side is None:
        return signed
    return side.attestation.since if side.attestation.HasField("since") else None


def partners(model, request):
    center, found = model.resolve(request.city), []
    for twinning in links.live(model, "twinnings"):
        chosen = links.selected(twinning, request)
        pair = [model.resolve(side.city) for side in twinning.sides]
        if chosen is None or center not in pair or pair[0] == pair[1]:
            continue
        own, other = twinning.sides if pair[0] == center else reversed(twinning.sides)
        since = _since(twinning, own)
        partner = partner_pb2.Partner(
            twinning=twinning.name, kind=twinning.kind, city=links.summary(model, other.city),
            since=since, state=chosen[0], certainty=chosen[1], priority=own.priority)
        year = _year(since)
        found.append(((not year, year, _date_key(since), partner.city.city, partner.twinning), partner))
    answer = partner_pb2.QueryPartnersResponse()
    for key, partner in sorted(found, key=lambda each: each[0]):
        if not answer.groups or answer.groups[-1].year != key[1]:
            answer.groups.add(year=key[1])
        answer.groups[-1].partners.append(partner)
    return answer


def _apart(first, second):
    """Returns whether two dates cannot be the same day."""
    return dates.certainly_before(first, second) or dates.certainly_before(second, first)


def _differ(sides, name):
    """Returns the dates of both sides if both are given and cannot be the same day."""
    given = [getattr(side.attestation, name) for side in sides if side.attestation.HasField(name)]
    return given if len(given) == 2 and _apart(*given) else []


def reasons(twinning):
    """Returns the points on which the two sides of a twinning disagree, ordered by kind."""
    attesting = [side for side in twinning.sides if side.HasField("attestation")]
    ending = [side for side in attesting if side.attestation.ended]
    found = []
    if len(attesting) == 1:
        found.append(_Reason(kind=_Reason.KIND_ONE_SIDED, city=attesting[0].city))
    if apart := _differ(twinning.sides, "since"):
        found.append(_Reason(kind=_Reason.KIND_START_DATES_DIFFER, dates=apart))
    if apart := _differ(twinning.sides, "until"):
        found.append(_Reason(kind=_Reason.KIND_END_DATES_DIFFER, dates=apart))
    if len(ending) == 1:
        statement = ending[0].attestation
        found.append(_Reason(kind=_Reason.KIND_ENDED_BY_ONE_SIDE, city=ending[0].city,
                             dates=[statement.until] * statement.HasField("until")))
    return found


def _of_city(model, twinning, city):
    return not city or model.resolve(city) in [model.resolve(side.city) for side in twinning.sides]


def disagreements(model, request):
    answer = disagreement_pb2.QueryDisagreementsResponse()
    for twinning in links.live(model, "twinnings"):
        found = reasons(twinning)
        wanted = any(not request.kinds or reason.kind in request.kinds for reason in found)
        if wanted and _of_city(model, twinning, request.city):
            answer.disagreements.add(
                twinning=twinning.name, kind=twinning.kind, state=twinning.state, reasons=found,
                cities=[links.summary(model, side.city) for side in twinning.sides])
    return answer


def _anniversary(date, years):
    """Returns a date some years later."""
    later = type(date)()
    later.CopyFrom(date)
    later.ClearField("original_text")
    for name in ("earliest", "latest"):
        if later.HasField(name):
            bound = getattr(later, name)
            bound.year += years
            if bound.month == 2 and bound.day == 29 and not calendar.isleap(bound.year):
                bound.day = 28
    return later


def anniversaries(model, request):
    begin, end = links.ordinal(request.first_day), links.ordinal(request.last_day)
    every, found = request.every_years or 5, []
    for twinning in links.live(model, "twinnings"):
        since = _since(twinning)
        if (since is None or math.inf in map(abs, dates.bounds(since))
                or request.kinds and twinning.kind not in request.kinds
                or twinning.state not in (list(request.states) or [twinning.STATE_ACTIVE])
                or not _of_city(model, twinning, request.city)):
            continue
        for years in range(every, request.last_day.year - since.earliest.year + 2, every):
            date = _anniversary(since, years)
            first, last = dates.bounds(date)
            if first <= end and last >= begin:
                found.append(((dates.order_key(date), twinning.name, years), anniversary_pb2.Anniversary(
                    twinning=twinning.name, kind=twinning.kind, state=twinning.state, since=since,
                    years=years, date=date, certainty=CERTAIN if begin <= first and last <= end else POSSIBLE,
                    cities=[links.summary(model, side.city) for side in twinning.sides])))
    return anniversary_pb2.QueryAnniversariesResponse(
        anniversaries=[each for _, each in sorted(found, key=lambda each: each[0])])


def _held(begins, ends, day):
    """Returns the certainty with which something held on a day, or None. Absent dates are None."""
    earliest, latest_begin = dates.bounds(begins) if begins else (-math.inf, math.inf)
    earliest_end, latest = dates.bounds(ends) if ends else (math.inf, math.inf)
    if not earliest <= day <= latest:
        return None
    return CERTAIN if latest_begin <= day <= earliest_end else POSSIBLE


def _first(*pairs):
    """Returns the first date that is present, of pairs of messages and fields."""
    return next((getattr(message, name) for message, name in pairs if message.HasField(name)), None)


def in_force(model, request):
    answer = agreement_in_force_pb2.QueryInForceResponse()
    for act in links.live(model, "agreements"):
        certainty = _held(_first((act, "term_start"), (act, "signed_date")), _first((act, "term_end")),
                          links.ordinal(request.day))
        parties = [model.resolve(party.city or party.organization) for party in act.parties]
        if (certainty is None or certainty == POSSIBLE and not request.include_possible
                or request.party and model.resolve(request.party) not in parties
                or request.kinds and act.kind not in request.kinds):
            continue
        answer.agreements.add(agreement=act, certainty=certainty)
    return answer


def _memberships(model, body, request):
    """Returns the memberships in an organization that a request selects."""
    found = []
    for membership in body.members:
        certainty = CERTAIN
        if request.HasField("day"):
            certainty = _held(_first((membership, "since"), (body, "founded")),
                              _first((membership, "until"), (body, "dissolved")), links.ordinal(request.day))
        if certainty == CERTAIN or certainty == POSSIBLE and request.include_possible:
            member = model.records[model.resolve(membership.member.city or membership.member.organization)]
            found.append(membership_pb2.MembershipOnDay(
                organization=body.name, organization_display_name=body.display_name,
                member_display_name=member.display_name, membership=membership, certainty=certainty))
    return found


def members(model, request):
    body = model.records[model.resolve(request.organization)]
    return membership_pb2.QueryMembersResponse(members=_memberships(model, body, request))


def memberships(model, request):
    answer, member = membership_pb2.QueryMembershipsResponse(), model.resolve(request.member)
    for body in links.live(model, "organizations"):
        if not request.kinds or body.kind in request.kinds:
            answer.memberships.extend(
                each for each in _memberships(model, body, request)
                if model.resolve(each.membership.member.city or each.membership.member.organization) == member)
    return answer
