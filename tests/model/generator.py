"""Random calls to the registry. Ids are few, so that conflicts, merges and references are frequent."""

from google.protobuf import field_mask_pb2
from jumelage.registry.v1 import city_pb2
from jumelage.registry.v1 import organization_pb2
from jumelage.registry.v1 import reference_pb2
from jumelage.registry.v1 import agreement_pb2
from jumelage.registry.v1 import twinning_pb2

import client
import import_generator
import known
import merges
import messages
import store
import values
from registry import PACKAGE
from registry import SINGULAR
from registry import STEPS
from registry import TYPES
from registry import service_method

IDS = {"cities": "abcdefgh", "organizations": "opqrs", "agreements": "klmn",
       "twinnings": ["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8"]}

TWINNING_SERVICE = f"{PACKAGE}.TwinningService/"


class Generator:
    """Makes the next call, given what the model knows."""

    ids = IDS
    weights = {"create": 30, "update": 22, "delete": 8, "undelete": 8, "purge": 6, "merge": 6,
               "unmerge": 5, "step": 12, "correct": 6, "attest": 5, "retract": 3, "import": 10,
               "redact": 1, "compact": 1}

    def __init__(self, random, model):
        self.values = values.Values(random)
        self.random = random
        self.model = model
        self.past = []
        self.hopeless = False

    def method(self, kind, verb):
        return service_method(kind, verb)

    # The records that exist.

    def names(self, kind, good=lambda record: True):
        return [name for name, record in sorted(self.model.records.items())
                if store.collection(name) == kind and good(record)]

    def usable(self, kind):
        return self.names(kind, lambda record: not store.deleted(record))

    def reference(self, kind, avoid=""):
        """Returns the name of a record, rarely of one that is deleted or does not exist."""
        if self.values.chance(3):
            return f"{kind}/{self.values.choice(self.ids[kind])}"
        found = [name for name in self.usable(kind) if name != avoid]
        self.hopeless |= not found
        return self.values.choice(found) if found else f"{kind}/{self.values.choice(self.ids[kind])}"

    def target(self, kind, good):
        """Returns a record that fits a call, or sometimes any."""
        found = self.names(kind, good)
        if found and not self.values.chance(8):
            return self.values.choice(found)
        self.hopeless |= not found
        found = self.names(kind)
        if found and not self.values.chance(15):
            return self.values.choice(found)
        return f"{kind}/{self.values.choice(self.ids[kind])}"

    # Records.

    def party(self, avoid=""):
        if self.values.chance(60):
            return reference_pb2.PartyReference(city=self.reference("cities", avoid))
        return reference_pb2.PartyReference(organization=self.reference("organizations", avoid))

    def place(self, avoid=""):
        if self.values.chance(60) and self.usable("cities"):
            return reference_pb2.PlaceReference(city=self.reference("cities", avoid))
        named = reference_pb2.NamedPlace(display_name=self.values.name())
        return reference_pb2.PlaceReference(named_place=named)

    def record(self, kind, name=""):
        return getattr(self, "_" + self.model.singular[kind].lower())(name)

    def _common(self, record):
        v = self.values
        record.external_ids.extend(v.external_ids(12, 1))
        record.descriptions.extend(v.localized())
        record.sources.extend(v.sources())
        return record

    def _city(self, name):
        v = self.values
        city = city_pb2.City(display_name=v.name(), kind=v.random.randint(0, 6),
                             level=v.random.randint(0, 10))
        for _ in range(v.random.randint(0, 2)):
            city_name = city.names.add(text=v.name(), language_code=v.choice(["", "fr"]), kind=v.random.randint(0, 5))
            if v.chance(30):
                city_name.since.CopyFrom(v.date(1800, 1950))
        if v.chance(80):
            city.country = v.choice(values.COUNTRIES)
            if v.chance(40):
                city.region = values.REGIONS[city.country]
        if v.chance(40):
            city.location.latitude = v.choice([0, 47.64, -33.5, 90])
            city.location.longitude = v.choice([0, 6.86, 151.25, -180])
        city.populations.extend(v.count() for _ in range(v.random.randint(0, 2)))
        city.facts.extend(v.facts())
        if v.chance(25):
            city.parent = self.reference("cities", name)
        if v.chance(30):
            city.distances.add(place=self.place(name), distance_km=v.choice([0, 12.5]), direction=2)
        if v.chance(25):
            award = city.distinctions.add(titles=v.localized_some())
            if v.chance(70):
                award.organization = self.reference("organizations")
            else:
                award.organization_display_name = v.text()
        if v.chance(25):
            city.offices.add(titles=v.localized_some(), yearly=v.chance(50)).holders.add(
                ordinal=v.random.randint(0, 3)).person.display_name = v.choice(values.PEOPLE)
        if v.chance(20):
            city.parts.add(place=self.place(name), notes=v.localized())
        if v.chance(15):
            city.areas.add(place=self.place(name), capital=True)
        if v.chance(15):
            city.websites.add().CopyFrom(v.link())
        return self._common(city)

    def _organization(self, name):
        v = self.values
        body = organization_pb2.Organization(
            display_name=v.name(), kind=v.random.randint(0, 9), names=v.localized(),
            country=v.choice(["", *values.COUNTRIES]))
        if v.chance(40):
            body.seat_city = self.reference("cities")
        if v.chance(70):
            membership = body.members.add(member=self.party(name))
            if v.chance(40):
                membership.since.CopyFrom(v.date(1950, 1970))
        if v.chance(20):
            body.territories.add().CopyFrom(self.place())
        if v.chance(50):
            body.founded.CopyFrom(v.date(1900, 1960))
        if v.chance(20):
            body.dissolved.CopyFrom(v.date(1990, 2000))
        body.purposes.extend(v.facts())
        return self._common(body)

    def _agreement(self, name):
        v = self.values
        act = agreement_pb2.Agreement(display_name=v.name(), kind=v.random.randint(1, 6),
                                      titles=v.localized())
        for _ in range(v.random.randint(2, 3)):
            party = self.party()
            if party not in act.parties or v.chance(5):
                act.parties.add().CopyFrom(party)
        if v.chance(40):
            signatory = act.signatories.add(office_titles=v.localized(1))
            signatory.person.display_name = v.choice(values.PEOPLE)
            if v.chance(60):
                signatory.on_behalf_of.CopyFrom(act.parties[0])
        if v.chance(70):
            act.signed_date.CopyFrom(v.date(1950, 1980))
        if v.chance(40):
            act.term_start.CopyFrom(v.date(1950, 1985))
        if v.chance(30):
            act.term_end.CopyFrom(v.date(1980, 2020))
        return self._common(act)

    def attestation(self):
        v = self.values
        attestation = twinning_pb2.Attestation(evidence=v.sources(1), notes=v.localized())
        if v.chance(60):
            attestation.since.CopyFrom(v.date(1950, 1980))
        if v.chance(25):
            attestation.ended = True
            if v.chance(50):
                attestation.until.CopyFrom(v.date(1985, 2005))
        return attestation

    def entry(self, step, low):
        v = self.values
        entry = twinning_pb2.LedgerEntry(step=step, notes=v.localized(1))
        if v.chance(60):
            entry.effective_date.CopyFrom(v.date(low, min(low + 12, 2015)))
        if v.chance(30):
            entry.decision.CopyFrom(v.decision(self.usable("agreements")))
        return entry

    def _twinning(self, name):
        v = self.values
        twinning = twinning_pb2.Twinning(kind=v.choice([1, 1, 1, 2, 3]))
        first = self.reference("cities")
        for city in (first, self.reference("cities", first if v.chance(95) else "")):
            side = twinning.sides.add(city=city, priority=v.random.randint(0, 3))
            if v.chance(30):
                side.attestation.CopyFrom(self.attestation())
            if v.chance(20):
                side.names_used.extend(v.localized())
        if v.chance(60):
            twinning.established.CopyFrom(v.date(1955, 2000))
        if v.chance(30):
            twinning.relation_since.CopyFrom(v.date(1940, 1960))
        twinning.themes.extend(v.sample(range(1, 6), 2))
        steps = v.choice([[], [], [1], [1], [1, 2], [1, 2, 4], [1, 5], [1, 3, 5], [5]])
        low = 1950
        for step in steps if not v.chance(4) else [2]:
            twinning.ledger.add().CopyFrom(self.entry(step, low))
            low += 10
        if v.chance(30) and self.usable("agreements"):
            twinning.charter = self.reference("agreements")
        if v.chance(20) and self.usable("agreements"):
            twinning.agreements.append(self.reference("agreements"))
        if v.chance(30) and self.usable("organizations"):
            involved = twinning.organizations.add(
                organization=self.reference("organizations"), role=v.random.randint(0, 4))
            if v.chance(40):
                involved.city = first
        return self._common(twinning)

    def spoil(self, record):
        """Breaks one rule for the fields of a record."""
        v = self.values
        names = {field.name for field in record.DESCRIPTOR.fields}
        ways = [lambda: record.external_ids.add(scheme="No Scheme", value="1"),
                lambda: record.descriptions.extend(2 * [v.localized_some()[0]]),
                lambda: record.sources.add()]
        if "country" in names:
            ways.append(lambda: setattr(record, "country", v.choice(["fr", "XX", "FRA"])))
        if "established" in names:
            ways += [lambda: record.established.CopyFrom(v.future()),
                     lambda: record.established.CopyFrom(v.bad_date())]
        if "founded" in names:
            ways += [lambda: record.founded.CopyFrom(v.bad_date()),
                     lambda: (record.founded.CopyFrom(v.future()), record.dissolved.CopyFrom(v.date()))]
        if "populations" in names:
            ways.append(lambda: record.populations.add(value=-5))
        v.choice(ways)()
        return record

    # Calls.

    def call(self):
        """Returns the next method and request."""
        v = self.values
        if self.past and v.chance(4):
            method, request = self._again()
            if not known.shown_by(self.model, method, request):
                return method, request
        weights = self.weights
        if len(self.model.records) < 3 * len(self.ids):
            weights = {"create": 80, "update": 10, "step": 5}
        while True:
            what = self.random.choices(list(weights), list(weights.values()))[0]
            self.hopeless = False
            method, request = getattr(self, "_" + what + "_call")()
            # Calls that cannot succeed are rare.
            if (not self.hopeless or v.chance(5)) and not known.shown_by(self.model, method, request):
                break
        if what != "compact" and v.chance(10):
            request.request_id = v.uuid4()
        if v.chance(6):
            request.validate_only = True
        self.past.append((method, request))
        return method, request

    def _again(self):
        """Repeats an earlier call, sometimes with its request id but changed."""
        method, request = self.values.choice(self.past)
        copy = type(request)()
        copy.CopyFrom(request)
        if getattr(copy, "request_id", "") and self.values.chance(30) and hasattr(copy, "etag"):
            copy.etag = '"another"'
        return method, copy

    def _kind(self):
        return self.random.choices(list(TYPES), [4, 2, 2, 5])[0]

    def _create_call(self):
        v, kind = self.values, self._kind()
        if v.chance(60):
            kind = min(self.ids, key=lambda kind: len(self.names(kind)) / len(self.ids[kind]))
        free = [name for name in self.ids[kind] if f"{kind}/{name}" not in self.model.records]
        given = v.choice(free if free and not v.chance(15) else self.ids[kind])
        if v.chance(10):
            given = ""
        record = self.record(kind, f"{kind}/{given}")
        if v.chance(8):
            self.spoil(record)
        singular = self.model.singular[kind].lower()
        method = self.method(kind, "Create")
        return method, client.request_class(method)(**{singular: record, singular + "_id": given})

    def _etag(self, name):
        record = self.model.records.get(name)
        if record is None or self.values.chance(70):
            return ""
        return '"stale"' if self.values.chance(15) else record.etag

    def _update_call(self):
        v, kind = self.values, self._kind()
        name = self.target(kind, lambda record: not store.deleted(record) and not store.merged(record))
        record = self.record(kind, name)
        record.name, record.etag = name, self._etag(name)
        existing = self.model.records.get(name)
        if kind == "twinnings":
            if existing is not None and not v.chance(5):
                record.kind = existing.kind
                for side, old in zip(record.sides, existing.sides):
                    side.city = old.city
                for involved in record.organizations:
                    if involved.city:
                        involved.city = existing.sides[0].city
                if v.chance(50):
                    record.sides.reverse()
        if existing is not None and v.chance(15):
            etag = record.etag
            record.CopyFrom(existing)
            record.etag = etag
        if v.chance(6):
            self.spoil(record)
        mask = field_mask_pb2.FieldMask()
        form = self.random.randrange(10)
        fields = [field.name for field in record.DESCRIPTOR.fields if field.number >= 10]
        if form < 5:
            mask.paths.extend(path for path in v.sample(fields, 4) or fields[:1]
                              if path not in ("kind", "ledger") or kind != "twinnings" or v.chance(20))
            if kind == "twinnings" and v.chance(20):
                mask.paths.append("established.earliest")
            if kind == "cities" and v.chance(20):
                mask.paths.append("location.latitude")
            if v.chance(5):
                mask.paths.append(v.choice(["mayor", "names.text"]))
            if v.chance(5):
                paths = ["name", "etag", "revision", "update_time", "update_time.seconds",
                         "references" if kind == "projects" else "redirects"]
                mask.paths.append(v.choice(paths))
        elif form < 8:
            mask.paths.append("*")
        method = self.method(kind, "Update")
        return method, client.request_class(method)(
            **{self.model.singular[kind].lower(): record, "update_mask": mask})

    def _by_name(self, verb, good, kind=None, **fields):
        kind = kind or self._kind()
        method = self.method(kind, verb)
        name = self.target(kind, good)
        return method, client.request_class(method)(name=name, etag=self._etag(name), **fields)

    def _delete_call(self):
        kind = self._kind()
        return self._by_name("Delete", lambda record: not store.deleted(record) and not store.merged(record)
                             and not self.model.users(record.name, self.model.records, True), kind)

    def _undelete_call(self):
        return self._by_name("Undelete", store.deleted)

    def _purge_call(self):
        return self._by_name("Purge", lambda record: store.deleted(record)
                             and not self.model.users(record.name, self.model.records, False))

    def _merge_call(self):
        def separate(record):
            return not store.deleted(record) and not store.merged(record)
        kind = self.values.choice(["cities", "cities", "organizations"])
        method, request = self._by_name("Merge", separate, kind)
        request.into = self.target(kind, lambda record: separate(record) and record.name != request.name)
        if kind == "cities" and self.values.chance(70):
            request.keep_twinnings.extend(self._to_keep(request.name, request.into))
        return method, request

    def _to_keep(self, name, into):
        """Returns one twinning of each pair that would clash if a city were merged."""
        groups = {}
        for twinning in self.names("twinnings", merges.open_twinning):
            record = self.model.records[twinning]
            pair = tuple(sorted(into if city == name else city
                                for city in self.model.pair(record, self.model.records)))
            groups.setdefault((record.kind, pair), []).append(twinning)
        keep = [self.values.choice(group) for group in groups.values() if len(group) > 1]
        if self.values.chance(4):
            keep.append(self.reference("twinnings"))
        return keep

    def _unmerge_call(self):
        return self._by_name("Unmerge", store.merged, self.values.choice(["cities", "organizations"]))

    def _step_call(self):
        v = self.values
        legal = {1: ["SignTwinning", "EndTwinning"],
                 2: ["MarkTwinningDormant", "SuspendTwinning", "EndTwinning"],
                 3: ["ReactivateTwinning", "SuspendTwinning", "EndTwinning"],
                 4: ["ReactivateTwinning", "EndTwinning"], 5: ["ReactivateTwinning"]}
        name = self.target("twinnings", lambda record: not store.deleted(record) and not store.merged(record))
        record = self.model.records.get(name)
        step = v.choice(legal[record.state] if record and not v.chance(12) else list(STEPS))
        low = 1950 + 10 * min(len(record.ledger) if record else 0, 6)
        entry = self.entry(STEPS[step], low)
        request = client.request_class(TWINNING_SERVICE + step)(
            name=name, etag=self._etag(name), notes=entry.notes)
        for field in ("effective_date", "decision"):
            if entry.HasField(field):
                getattr(request, field).CopyFrom(getattr(entry, field))
        if v.chance(3):
            request.effective_date.CopyFrom(v.future())
        return TWINNING_SERVICE + step, request

    def _correct_call(self):
        v = self.values
        name = self.target("twinnings", lambda record: len(record.ledger) and not store.deleted(record)
                           and not store.merged(record))
        record = self.model.records.get(name)
        request = twinning_life_cycle_request("CorrectTwinningLedger")(name=name, etag=self._etag(name))
        length = len(record.ledger) if record else 0
        for number in range(self.random.choice([1, 1, 1, 2])):
            last = max(1, length + number)
            correction = request.corrections.add()
            at = v.random.randint(1, last)
            entry = record.ledger[at - 1] if record and at <= length else None
            if v.chance(75):
                correction.supersedes = str(at)
                correction.step = entry.step if entry and v.chance(60) else v.random.randint(1, 6)
            else:
                correction.precedes = str(at)
                correction.step = v.random.randint(1, 5)
            if correction.step != 6 and v.chance(60):
                correction.effective_date.CopyFrom(v.date(1950 + 10 * min(at, 5), 1966 + 10 * min(at, 5)))
            correction.notes.extend(v.localized(1))
        return TWINNING_SERVICE + "CorrectTwinningLedger", request

    def _some_city(self, name):
        record = self.model.records.get(name)
        if record is None or self.values.chance(5):
            return self.reference("cities")
        return self.values.choice(record.sides).city

    def _attest_call(self):
        name = self.target("twinnings", lambda record: not store.deleted(record) and not store.merged(record))
        request = twinning_life_cycle_request("AttestTwinning")(
            name=name, etag=self._etag(name), city=self._some_city(name), attestation=self.attestation())
        if self.values.chance(5):
            request.attestation.ClearField("evidence")
        return TWINNING_SERVICE + "AttestTwinning", request

    def _retract_call(self):
        name = self.target("twinnings", lambda record: not store.deleted(record) and not store.merged(record)
                           and any(side.HasField("attestation") for side in record.sides))
        return TWINNING_SERVICE + "RetractTwinningAttestation", twinning_life_cycle_request(
            "RetractTwinningAttestation")(name=name, etag=self._etag(name), city=self._some_city(name))

    def _import_call(self):
        return import_generator.call(self)

    def _redact_call(self):
        v = self.values
        method = f"{self.model.package}.HistoryService/RedactTexts"
        request = client.request_class(method)(texts=[v.choice(values.PEOPLE[:3]), *v.sample(["Quervelle"], 1)])
        if v.chance(30):
            request.names.extend(sorted(v.sample(sorted(self.model.records), 5)))
        return method, request

    def _compact_call(self):
        method = f"{self.model.package}.HistoryService/CompactHistory"
        head = self.model.head
        return method, client.request_class(method)(
            before_revision=self.random.randint(max(1, head // 2), head + 2) if head else 1)


def twinning_life_cycle_request(method):
    return client.request_class(TWINNING_SERVICE + method)
