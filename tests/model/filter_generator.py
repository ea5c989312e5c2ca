"""Random filters and orders for the lists, with values that records have, and some that none has."""

import fields
import names
import store
import values

DAYS = ["1955", "1960-05", "1965-06-15", "1970", "1980-01", "1990", "1999-12-31"]


# The collections of the resources that fields name, if they are not those of the list.
COLLECTIONS = {"city": "cities", "organization": "organizations", "agreement": "agreements",
               "twinning": "twinnings"}


def quoted(value):
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("*", "\\*")
    return f'"{escaped}"'


class FilterGenerator:
    """Makes filters for the records of one type."""

    def __init__(self, values, model, kind):
        self.v, self.model, self.kind = values, model, kind
        self.records = [record for name, record in sorted(model.records.items())
                        if store.collection(name) == kind]

    def filter(self):
        if self.v.chance(15):
            return ""
        return self._expression(2)

    def order(self):
        if self.v.chance(35):
            return ""
        parts = self.v.random.sample(fields.ORDERS[self.kind], self.v.random.randint(1, 2))
        return ", ".join(part + self.v.choice(["", " desc"]) for part in parts)

    def _expression(self, depth):
        form = self.v.random.randrange(10) if depth else 9
        if form == 0:
            return f"({self._expression(depth - 1)})"
        if form == 1:
            return f"NOT {self._simple(depth)}"
        if form == 2:
            return f"-{self._simple(depth)}"
        if form == 3:
            return f"possibly({self._expression(depth - 1)})"
        if form <= 6:
            glue = self.v.choice([" AND ", " OR ", " "])
            parts = [self._expression(depth - 1) for _ in range(self.v.random.randint(2, 3))]
            return glue.join(parts)
        return self._condition()

    def _simple(self, depth):
        return self._condition() if self.v.chance(50) else f"({self._expression(depth - 1)})"

    def _record(self):
        return self.v.choice(self.records) if self.records else None

    def _condition(self):
        choices = list(fields.FIELDS[self.kind]) + ["external_ids", "value"]
        choices += {"cities": ["distance"], "twinnings": ["active_on"] * 2}.get(self.kind, [])
        field = self.v.choice(choices)
        if field == "active_on":
            day = self.v.choice(["1955-03-01", "1962-06-15", "1971-01-01", "1984-12-31", "2005-05-05",
                                 "2400-01-01"])
            return f"active_on({day})"
        if field == "distance":
            where = '"cities/a"' if self.v.chance(50) else "47.64, 6.86"
            return f"distance({where}) {self.v.choice(['<', '<=', '>', '>='])} {self.v.choice([0.5, 100, 9000])}"
        if field == "value":
            return quoted(self._piece(self.v.choice([name for name in values.NAMES if names.has_parts(name)])))
        if field == "external_ids":
            return self._external_id()
        return self._comparison(field)

    def _external_id(self):
        scheme = self.v.choice(["wikidata", "insee", "own", "none"])
        value = f"Q{self.v.random.randint(1, 12)}"
        return self.v.choice([f"external_ids:{scheme}", f"external_ids.{scheme} = {value}",
                              f"external_ids.{scheme} != {value}", f'external_ids.{scheme} = "Q1*"'])

    def _piece(self, name):
        """Returns a part of a name that a search for parts finds."""
        words = name.split()
        return self.v.choice(words) if self.v.chance(50) else name

    def _comparison(self, field):
        v = self.v
        kind, read = fields.FIELDS[self.kind][field]
        if kind == "presence" or v.chance(8) and kind not in ("boolean", "enum", "time"):
            return f"{field}:*"
        if kind == "boolean":
            return v.choice([field, f"{field} = true", f"{field} = false"])
        if kind == "time":
            return self._time(field)
        order = v.choice(["<", "<=", ">", ">=", "=", "!="])
        if kind == "date":
            return f"{field} {order} {v.choice(DAYS)}"
        if kind == "integer":
            return f"{field} {order} {v.choice([0, 1, 499, 500, 50000, 123456, -3])}"
        equal = v.choice(["=", "=", "!=", ":"])
        if kind == "enum":
            enum = self._enum(field)
            number = v.choice(range(1, len(enum.values)))
            name = enum.values[number].name
            prefix = enum.values[0].name[:-len("UNSPECIFIED")]
            if v.chance(20):
                return f"{field} = ({name} OR {enum.values[1].name})"
            return f"{field} {equal if equal != ':' else '='} {name[len(prefix):] if v.chance(70) else name}"
        if kind == "reference":
            return self._reference(field, equal, read)
        if kind == "name":
            return self._name(field)
        record = self._record()
        have = [value for value in read(self.model, record) if value] if record else []
        value = v.choice(have) if have and v.chance(75) else v.choice(["FR", "DE-BW", "14010", "6.1"])
        form = v.choice(["=", "!=", "<", ">=", ":", "prefix", "suffix", "within"])
        if form in ("prefix", "suffix", "within"):
            text = {"prefix": f"{value[:2]}*", "suffix": f"*{value[-2:]}", "within": f"*{value[1:3]}*"}[form]
            return f'{field} = "{text}"'
        return f"{field} {form} {quoted(value)}"

    def _time(self, field):
        record = self._record()
        if record is None or self.v.chance(40):
            return f"{field} {self.v.choice(['<', '>', '='])} {self.v.choice(['2020', '2100-01', '2026-11-30'])}"
        moment = getattr(record, field).ToDatetime().isoformat(timespec="microseconds")
        return f'{field} {self.v.choice(["<", "<=", ">", ">=", "=", "!="])} "{moment}Z"'

    def _enum(self, field):
        record_field = {"level": "level", "themes": "themes"}.get(field, field)
        return self.model.types[self.kind].DESCRIPTOR.fields_by_name[record_field].enum_type

    def _reference(self, field, equal, read):
        record = self._record()
        have = [value for value in read(self.model, record) if value] if record else []
        if have and self.v.chance(80):
            value = self.v.choice(have)
        else:
            value = self.v.choice(["none", "a", "o", "k", "t1", "b"])
            value = f"{COLLECTIONS.get(field, self.kind)}/{value}"
        if self.v.chance(15):
            # A part of a name may fit records of several types, of which a field takes one.
            other = self.v.choice(sorted(self.model.records) or [value])
            text = self.v.choice([f"{value[:-1]}*", f"*{value[-1]}", f"*{value[3:6]}*", f"*{other[-1]}"])
            return f'{field} = "{text}"'
        return f"{field} {equal} {value if self.v.chance(50) else quoted(value)}"

    def _name(self, field):
        v = self.v
        value = v.name()
        if v.chance(30):
            value = names.fold(value)
        elif v.chance(30):
            value = value.upper()
        form = v.choice(["=", "=", "!=", ":", "prefix"] if names.has_parts(value) else ["=", "!="])
        if form == "prefix":
            return f'{field} = "{value}*"'
        return f"{field} {form} {quoted(value)}"
