"""Random records of the registry, which refer to records that exist."""

from jumelage.registry.v1 import agreement_pb2
from jumelage.registry.v1 import city_pb2
from jumelage.registry.v1 import organization_pb2
from jumelage.registry.v1 import reference_pb2
from jumelage.registry.v1 import twinning_pb2

import store
import values


class RecordGenerator:
    """Makes records, given what the model knows. `ids` are the ids of each collection."""

    ids = {}

    def __init__(self, random, model):
        self.values = values.Values(random)
        self.random = random
        self.model = model
        self.hopeless = False

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
        if v.chance(55):
            # Some places are a few kilometres apart, some dozens, some thousands.
            city.location.latitude = v.choice([0, 47.64, 47.64, 47.7, 47.7, 48.2, -33.5, 90])
            city.location.longitude = v.choice([0, 6.86, 6.86, 6.86, 6.86, 151.25, -180])
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
        for _ in range(v.choice([0, 1, 1, 2])):
            membership = body.members.add(member=self.party(name))
            if v.chance(40):
                membership.since.CopyFrom(v.date(1950, 1970))
            if v.chance(30):
                membership.until.CopyFrom(v.date(1970, 2005))
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
        if v.chance(40):
            attestation.ended = True
            if v.chance(75):
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
        twinning = twinning_pb2.Twinning(kind=v.choice([1, 1, 1, 2, 3, 4]))
        first = self.reference("cities")
        for city in (first, self.reference("cities", first if v.chance(95) else "")):
            side = twinning.sides.add(city=city, priority=v.random.randint(0, 3))
            if v.chance(45):
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
