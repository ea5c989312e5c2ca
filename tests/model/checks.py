"""The rules for the fields of records, each from the comment of its field in the contract.

`violations` returns the paths of invalid fields. It knows every rule that the generator can break.
"""

import datetime
import re

import dates
import messages

ID = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
SCHEME = re.compile(r"[a-z0-9-]{1,63}")
URI = re.compile(r"https?://[^\s]+")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

# Later than any day on which tests run, and earlier than the dates 'in the future' that they use.
FUTURE = datetime.date(2500, 1, 1).toordinal()

# Lists in which a language may occur several times: names and spellings.
SPELLINGS = {"names", "names_used", "facility_names"}

# Fields of a message that must not be certainly in the future.
NOT_FUTURE = {
    "Twinning": ("established", "relation_since"),
    "Attestation": ("since", "until"),
    "LedgerEntry": ("effective_date",),
    "ProjectLedgerEntry": ("effective_date",),
    "LedgerCorrection": ("effective_date",),
    "ProjectLedgerCorrection": ("effective_date",),
    "Agreement": ("signed_date",),
    "Statement": ("since",),
    "Project": ("actual_start", "actual_end"),
}

# Pairs of a message's fields: the second must not be certainly before the first.
ORDERED = {
    "Fact": [("since", "until")],
    "CityName": [("since", "until")],
    "OfficeHolder": [("term_start", "term_end")],
    "Membership": [("since", "until")],
    "Participant": [("since", "until")],
    "Attestation": [("since", "until")],
    "Organization": [("founded", "dissolved")],
    "Agreement": [("term_start", "term_end"), ("signed_date", "term_end")],
    "Twinning": [("relation_since", "established")],
    "Project": [("planned_start", "planned_end"), ("actual_start", "actual_end")],
}

# Required fields that are not of a kind that always has a value in tests.
REQUIRED = {
    "City": ("display_name",), "Organization": ("display_name",),
    "Agreement": ("display_name", "kind", "parties"), "Twinning": ("kind", "sides"),
    "Project": ("display_name", "kind"), "CityName": ("text",), "NamedPlace": ("display_name",),
    "Fact": ("topic", "texts"), "Source": ("title",), "Link": ("uri",), "LocalizedText": ("text",),
    "Distinction": ("titles",), "Office": ("titles",), "Attestation": ("evidence",),
    "Statement": ("subject", "object", "evidence"), "TargetGroup": ("texts",),
    "Participant": ("roles",), "RelatedProject": ("project", "relation"),
    "Membership": ("member",), "Distance": ("place",), "Area": ("place",), "TwinningSide": ("city",),
    "TwinningOrganization": ("organization",), "ProjectSector": ("code",),
}

ONE_OF = {"PlaceReference": "place", "PartyReference": "party", "Participant": "participant"}


def _present(message, name):
    field = message.DESCRIPTOR.fields_by_name[name]
    if field.message_type and not messages.is_list(field):
        return message.HasField(name)
    return bool(getattr(message, name))


def _known(message, name):
    """Returns a date of a message, or None if it is absent or malformed."""
    date = getattr(message, name)
    return date if message.HasField(name) and dates.valid(date) else None


def _repeats(values):
    return len(set(values)) < len(values)


def _languages_repeat(texts):
    return _repeats([text.language_code.lower() for text in texts])


def _own_rules(message):
    """Yields the names of invalid fields of one message, by the rules of its type."""
    kind = message.DESCRIPTOR.name
    if kind == "ExternalId":
        if not SCHEME.fullmatch(message.scheme):
            yield "scheme"
        if not 1 <= len(message.value) <= 200:
            yield "value"
    elif kind in ("City", "Organization", "NamedPlace"):
        if message.country and not re.fullmatch("[A-Z]{2}", message.country) or message.country == "XX":
            yield "country"
        if kind == "City" and message.region and (
                not re.fullmatch("[A-Z]{2}-[A-Z0-9]{1,3}", message.region)
                or message.region[:2] != message.country):
            yield "region"
    elif kind == "LatLng":
        if not (-90 <= message.latitude <= 90 and -180 <= message.longitude <= 180):
            yield "latitude"
    elif kind == "QualifiedCount" and message.value < 0:
        yield "value"
    elif kind in ("Link", "Source") and message.uri and not URI.fullmatch(message.uri):
        yield "uri"
    elif kind == "Distance" and not 0 <= message.distance_km <= 20040:
        yield "distance_km"
    elif kind == "CityPart":
        if message.part_count not in (0, 1) if message.HasField("place") else message.part_count < 1:
            yield "part_count"
    elif kind == "Agreement":
        least = 1 if message.kind == message.KIND_DECISION else 2
        named = [party.SerializeToString() for party in message.parties]
        if len(named) < least or _repeats(named):
            yield "parties"
        for signatory in message.signatories:
            if (signatory.HasField("on_behalf_of")
                    and signatory.on_behalf_of.SerializeToString() not in named):
                yield "signatories"
    elif kind == "Twinning":
        cities = [side.city for side in message.sides]
        if len(cities) != 2 or cities[0] == cities[1]:
            yield "sides"
        if _repeats(message.agreements):
            yield "agreements"
        if _repeats(message.themes):
            yield "themes"
        if _repeats([involved.organization for involved in message.organizations]):
            yield "organizations"
        if any(involved.city and involved.city not in cities for involved in message.organizations):
            yield "organizations"
    elif kind == "Attestation" and message.HasField("until") and not message.ended:
        yield "until"
    elif kind == "Project":
        yield from _project_rules(message)
    elif kind == "Site":
        if not (message.city or message.place_display_name):
            yield "city"
        if message.facility_count < 0 or message.facility_count and not message.facility_kind:
            yield "facility_count"
    elif kind == "LocalizedText" and not LANGUAGE.fullmatch(message.language_code):
        yield "language_code"


def _project_rules(project):
    shares = [sector.share_basis_points for sector in project.sectors]
    if _repeats([sector.code for sector in project.sectors]):
        yield "sectors"
    if any(not re.fullmatch("[0-9]{5}", sector.code) for sector in project.sectors):
        yield "sectors"
    if any(not 0 <= share <= 10000 for share in shares):
        yield "sectors"
    if len(shares) > 1 and (0 in shares or sum(shares) != 10000):
        yield "sectors"
    for name in ("sdg_targets", "twinnings", "agreements"):
        if _repeats(getattr(project, name)):
            yield name
    who = [(part.city, part.organization, part.unregistered_display_name)
           for part in project.participants]
    if _repeats(who) or any(_repeats(part.roles) for part in project.participants):
        yield "participants"
    if _repeats([related.project for related in project.related_projects]):
        yield "related_projects"
    if project.name and project.name in [related.project for related in project.related_projects]:
        yield "related_projects"
    if project.name and project.parent == project.name:
        yield "parent"


def violations(message, path=""):
    """Returns the paths of the invalid fields of a record or of a part of one."""
    kind = message.DESCRIPTOR.name
    if kind == "UncertainDate":
        return [] if dates.valid(message) else [path]
    found = [path + name for name in _own_rules(message)]
    found += [path + name for name in REQUIRED.get(kind, ()) if not _present(message, name)]
    if kind in ONE_OF and not message.WhichOneof(ONE_OF[kind]):
        found.append(path + ONE_OF[kind])
    step = kind.endswith("Request") and "effective_date" in message.DESCRIPTOR.fields_by_name
    for name in NOT_FUTURE.get(kind, ("effective_date",) if step else ()):
        date = _known(message, name)
        if date and dates.certainly_future(date, FUTURE):
            found.append(path + name)
    for first, second in ORDERED.get(kind, ()):
        begin, end = _known(message, first), _known(message, second)
        if begin and end and dates.certainly_before(end, begin):
            found.append(path + second)
    for field, value in message.ListFields():
        if not field.message_type:
            continue
        if not messages.is_list(field):
            found += violations(value, f"{path}{field.name}.")
            continue
        if field.message_type.name == "LocalizedText" and field.name not in SPELLINGS:
            found += [path + field.name] * _languages_repeat(value)
        for index, part in enumerate(value):
            found += violations(part, f"{path}{field.name}[{index}].")
    return found


def normalize(message):
    """Brings a valid record into the form in which it is kept."""
    if message.DESCRIPTOR.name == "UncertainDate":
        if message.precision != message.PRECISION_RANGE:
            message.ClearField("latest")
        return
    for field, value in message.ListFields():
        if field.message_type:
            for part in value if messages.is_list(field) else [value]:
                normalize(part)
    if message.DESCRIPTOR.name == "Twinning":
        sides = sorted(message.sides, key=lambda side: side.city)
        message.ClearField("sides")
        message.sides.extend(sides)
