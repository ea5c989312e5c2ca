"""The fields by which lists of each type can be filtered and ordered, and how a record answers a comparison."""

import datetime
import math

import dates
import filters
import ledger
import names
import store

# Kinds of fields. Each maps a record to its values; an empty list means that there is no value.
FIELDS = {
    "cities": {
        "display_name": ("name", lambda m, r: [r.display_name]),
        "names": ("name", lambda m, r: _names([r])),
        "country": ("text", lambda m, r: [r.country]),
        "region": ("text", lambda m, r: [r.region]),
        "kind": ("enum", lambda m, r: [r.kind]),
        "level": ("enum", lambda m, r: [r.level]),
        "parent": ("reference", lambda m, r: [r.parent]),
        "population": ("integer", lambda m, r: [count.value for count in r.populations[:1]]),
        "location": ("presence", lambda m, r: [True] * r.HasField("location")),
    },
    "organizations": {
        "display_name": ("name", lambda m, r: [r.display_name]),
        "country": ("text", lambda m, r: [r.country]),
        "kind": ("enum", lambda m, r: [r.kind]),
        "city": ("reference", lambda m, r: [r.seat_city, *(place.city for place in r.territories),
                                            *(member.member.city for member in r.members)]),
        "organization": ("reference", lambda m, r: [member.member.organization
                                                    for member in r.members]),
        "founded": ("date", lambda m, r: [r.founded] * r.HasField("founded")),
        "dissolved": ("date", lambda m, r: [r.dissolved] * r.HasField("dissolved")),
    },
    "agreements": {
        "display_name": ("name", lambda m, r: [r.display_name]),
        "kind": ("enum", lambda m, r: [r.kind]),
        "city": ("reference", lambda m, r: [party.city for party in r.parties]),
        "organization": ("reference", lambda m, r: [party.organization for party in r.parties]),
        "signed_date": ("date", lambda m, r: [r.signed_date] * r.HasField("signed_date")),
        "term_start": ("date", lambda m, r: [r.term_start] * r.HasField("term_start")),
        "term_end": ("date", lambda m, r: [r.term_end] * r.HasField("term_end")),
    },
    "twinnings": {
        "state": ("enum", lambda m, r: [r.state]),
        "kind": ("enum", lambda m, r: [r.kind]),
        "city": ("reference", lambda m, r: [side.city for side in r.sides]),
        "city_names": ("name", lambda m, r: [
            name for city in _cities(m, r) for name in _names(leading(m, city, m.records.values()))]),
        "country": ("text", lambda m, r: [city.country for city in _cities(m, r)]),
        "organization": ("reference", lambda m, r: [part.organization for part in r.organizations]),
        "agreement": ("reference", lambda m, r: [r.charter, *r.agreements]),
        "established": ("date", lambda m, r: [r.established] * r.HasField("established")),
        "relation_since": ("date", lambda m, r: [r.relation_since] * r.HasField("relation_since")),
        "themes": ("enum", lambda m, r: list(r.themes)),
    },
}
FIELDS["projects"] = {
    "display_name": ("name", lambda m, r: [r.display_name]),
    "state": ("enum", lambda m, r: [r.state]),
    "kind": ("enum", lambda m, r: [r.kind]),
    "parent": ("reference", lambda m, r: [r.parent]),
    "city": ("reference", lambda m, r: [*(part.city for part in r.participants),
                                        *(site.city for site in r.sites)]),
    "organization": ("reference", lambda m, r: [
        name for part in r.participants for name in (part.organization, part.acting_as_member_of)]),
    "sector": ("text", lambda m, r: [sector.code for sector in r.sectors]),
    "sdg_target": ("text", lambda m, r: list(r.sdg_targets)),
    "twinning": ("reference", lambda m, r: list(r.twinnings)),
    "agreement": ("reference", lambda m, r: list(r.agreements)),
    **{name: ("date", lambda m, r, name=name: [getattr(r, name)] * r.HasField(name))
       for name in ("planned_start", "actual_start", "planned_end", "actual_end")},
}
for _fields in FIELDS.values():
    _fields["name"] = ("reference", lambda m, r: [r.name])
    _fields["create_time"] = ("time", lambda m, r: [r.create_time])
    _fields["update_time"] = ("time", lambda m, r: [r.update_time])
    _fields["deleted"] = ("boolean", lambda m, r: [store.deleted(r)])

# Fields that are lists in the record, apart from references.
LISTS = {"themes", "sector", "sdg_target"}

# The field in which a value without a field is searched for.
DEFAULT = {"cities": "names", "organizations": "display_name", "agreements": "display_name",
           "twinnings": "city_names", "projects": "display_name"}

ORDERS = {
    "cities": ["display_name", "country", "population", "create_time", "update_time"],
    "organizations": ["display_name", "country", "founded", "create_time", "update_time"],
    "agreements": ["display_name", "signed_date", "create_time", "update_time"],
    "twinnings": ["established", "relation_since", "create_time", "update_time"],
    "projects": ["display_name", "planned_start", "actual_start", "create_time", "update_time"],
}


def leading(model, record, records):
    """Returns a record and those that were merged into it."""
    return [record, *(other for other in records
                      if other.name != record.name and model.resolve(other.name) == record.name)]


def _names(cities):
    return [name for city in cities for name in (city.display_name, *(other.text for other in city.names))]


def _cities(model, twinning):
    """Returns the cities that the sides of a twinning lead to."""
    found = [model.resolve(side.city) for side in twinning.sides]
    return [model.records[name] for name in found if name in model.records]


def enum_number(record, field, text):
    enum = record.DESCRIPTOR.fields_by_name[field].enum_type
    for value in enum.values:
        if text == value.name or value.name.endswith("_" + text) and value.name == _prefix(enum) + text:
            return value.number
    raise filters.Bad(text)


def _prefix(enum):
    return enum.values[0].name[:-len("UNSPECIFIED")]


class Reader:
    """Answers the comparisons of filters for records of one type, given all of them."""

    def __init__(self, model, kind, records):
        self.model, self.kind, self.records = model, kind, records

    def selects(self, tree, record):
        return filters.evaluate(tree, lambda node: self._atom(node, record)) is True

    def _values(self, field, record):
        """Returns the kind of a field and the values that it has in a record."""
        kind, read = FIELDS[self.kind][field]
        values = read(self.model, record)
        if field == "names":
            values = _names(leading(self.model, record, self.records))
        return kind, values if kind in ("boolean", "integer") else [
            value for value in values
            if value or kind in ("date", "time") or (self.kind, field) == ("twinnings", "country")]

    def _atom(self, node, record):
        if node[0] == "has":
            if node[2] == "word" and node[1] == "deleted":
                return store.deleted(record)
            return self._compare(DEFAULT[self.kind], ":", node[1], record)
        if node[0] == "call":
            return self._active_on(node[2][0][1], record)
        _, subject, operator, value = node
        if subject[0] == "call":
            return self._distance(subject[2], operator, value[1], record)
        field = subject[1]
        if field == "external_ids" or field.startswith("external_ids."):
            return self._external_id(field.partition(".")[2], operator, value[1], record)
        return self._compare(field, operator, value[1], record)

    def _external_id(self, scheme, operator, value, record):
        found = [found for other in leading(self.model, record, self.records) for found in other.external_ids]
        if not scheme:
            return bool(found) if value.star else value in [each.scheme for each in found]
        values = [each.value for each in found if each.scheme == scheme]
        return self._of_values("map", values, operator, value, record, "")

    def _compare(self, field, operator, value, record):
        kind, values = self._values(field, record)
        if operator == ":" and getattr(value, "star", False):
            return any(value != "" for value in values)
        return self._of_values(kind, values, operator, value, record, field)

    def _of_values(self, kind, values, operator, value, record, field):
        if not values:
            # An empty list and an absent reference are known to be so. Other fields are not known.
            return operator == "!=" if kind in ("reference", "map") or field in LISTS else None
        if operator == "!=":
            return filters.negated(filters.any_of(
                self._one(kind, each, "=", value, record, field) for each in values))
        return filters.any_of(self._one(kind, each, operator, value, record, field)
                              for each in values)

    def _one(self, kind, have, operator, value, record, field):
        if have == "":
            return None
        if kind == "date":
            return dates.compare(*dates.bounds(have), "=" if operator == ":" else operator,
                                 dates.parse_period(value))
        if kind == "time":
            return _time(have, operator, value)
        if kind == "enum":
            return have == enum_number(record, field, value)
        if kind == "boolean":
            return have == (value == "true")
        if kind == "integer":
            return _ordered(have, "=" if operator == ":" else operator, int(value))
        if kind == "reference":
            return self._reference(have, operator, value)
        if kind == "name":
            have, want = names.fold(have), names.fold(value)
            return want in have if operator == ":" else _text(have, operator, value, want)
        if operator == ":":
            return value in have
        return _text(have, operator, value, str(value))

    def _reference(self, have, operator, value):
        if value.leading or value.trailing:
            return _text(have, "=", value, str(value))
        return self.model.resolve(have) == self.model.resolve(str(value))

    def _active_on(self, day, record):
        day = dates.parse_period(day)[0]
        possible = ledger.possible_states(record, day)
        active = [state == record.STATE_ACTIVE for state in possible]
        return True if all(active) else None if any(active) else False

    def _distance(self, arguments, operator, value, record):
        if len(arguments) == 1:
            other = self.model.records.get(self.model.resolve(arguments[0][1]))
            if other is None or not other.HasField("location"):
                return None
            place = other.location.latitude, other.location.longitude
        else:
            place = tuple(float(argument[1]) for argument in arguments)
        if not record.HasField("location"):
            return None
        return _ordered(great_circle(place, (record.location.latitude, record.location.longitude)),
                        operator, float(value))


def great_circle(first, second):
    """Returns the distance of two places in kilometres."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, place)) for place in (first, second))
    half = (math.sin((lat2 - lat1) / 2) ** 2
            + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2)
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1, half)))


def _ordered(have, operator, want):
    return {"=": have == want, "<": have < want, "<=": have <= want, ">": have > want,
            ">=": have >= want}[operator]


def _text(have, operator, value, want):
    if value.leading and value.trailing:
        return want in have
    if value.leading:
        return have.endswith(want)
    if value.trailing:
        return have.startswith(want)
    return _ordered(have.encode(), operator, want.encode())


def _time(have, operator, value):
    """Compares a time with a period of days, or with a moment to the microsecond."""
    operator = "=" if operator == ":" else operator
    at = have.seconds * 1_000_000 + have.nanos // 1000
    period = dates.parse_period(value)
    if period:
        epoch = datetime.date(1970, 1, 1).toordinal()
        begin = (period[0] - epoch) * 86_400_000_000
        end = (period[1] - epoch + 1) * 86_400_000_000 - 1
        return dates.compare(at, at, operator, (begin, end))
    moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    delta = moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    want = (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
    return _ordered(at, operator, want)


def sort_key(record, field):
    """Returns the key of a record in an order, or None if it has no value."""
    if field == "name":
        return record.name
    if field == "display_name":
        return names.fold(record.display_name)
    if field == "population":
        return record.populations[0].value if record.populations else None
    if field in ("create_time", "update_time"):
        time = getattr(record, field)
        return time.seconds, time.nanos
    if field == "country":
        return record.country or None
    if not record.HasField(field):
        return None
    return dates.order_key(getattr(record, field))


def ordered(records, order_by):
    """Returns records in an order such as `established desc, name`."""
    result = sorted(records, key=lambda record: record.name)
    for part in reversed([part for part in order_by.split(",") if part.strip()]):
        words = part.split()
        descending = len(words) > 1
        have = [record for record in result if sort_key(record, words[0]) is not None]
        lack = [record for record in result if sort_key(record, words[0]) is None]
        have.sort(key=lambda record: sort_key(record, words[0]), reverse=descending)
        result = have + lack
    return result
