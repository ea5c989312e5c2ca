"""Random values for the fields of records: names, texts, dates, sources, facts, ids."""

import calendar

from google.type import localized_text_pb2
from jumelage.type.v1 import decision_pb2
from jumelage.type.v1 import external_id_pb2
from jumelage.type.v1 import fact_pb2
from jumelage.type.v1 import link_pb2
from jumelage.type.v1 import qualified_count_pb2
from jumelage.type.v1 import source_pb2
from jumelage.type.v1 import uncertain_date_pb2

UncertainDate = uncertain_date_pb2.UncertainDate

# Names with accents, ligatures, several scripts, symbols and blanks.
NAMES = ["Besançon", "Delémont", "São Paulo", "L'Haÿ-les-Roses", "Łódź", "Ærøskøbing", "İzmir",
         "Weißenfels", "Запоріжжя", "广安", "Ōtsu", "Reykjavík", "Nancy", "nancy", "Nancy 2",
         "O'Fallon", "Saint-Étienne", "saint etienne", "Zürich", "Trois Rivières", "★☆"]
WORDS = ["été", "Brücke", "水", "jumelage", "water", "Fête 2001", "école & lycée", "“quoted”", "a*b",
         "back\\slash", "мир", "rock 'n' roll", "50 %", "naïve"]
PEOPLE = ["Amandine Quervelle", "A. Quervelle", "Jo Tsukuda", "Zoë Ωmega"]
LANGUAGES = ["fr", "en", "de", "zh-Hans", "uk"]
COUNTRIES = ["FR", "DE", "CH", "GB"]
REGIONS = {"FR": "FR-90", "DE": "DE-BW", "CH": "CH-JU", "GB": "GB-STS"}
SCHEMES = ["wikidata", "insee", "own"]


class Values:
    """Makes random values from one source of randomness."""

    def __init__(self, random):
        self.random = random

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def choice(self, values):
        return values[self.random.randrange(len(values))]

    def sample(self, values, most):
        values = list(values)
        return self.random.sample(values, min(len(values), self.random.randint(0, most)))

    def uuid4(self):
        digits = f"{self.random.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{self.choice('89ab')}{digits[17:20]}-{digits[20:]}"

    def name(self):
        return self.choice(NAMES)

    def text(self):
        parts = [self.choice(WORDS) for _ in range(self.random.randint(1, 3))]
        if self.chance(20):
            parts.append(self.choice(PEOPLE))
        return " ".join(parts)

    def localized(self, most=2):
        languages = self.sample(LANGUAGES, most)
        return [localized_text_pb2.LocalizedText(text=self.text(), language_code=language)
                for language in languages]

    def localized_some(self):
        return self.localized() or [localized_text_pb2.LocalizedText(text=self.text(), language_code="fr")]

    def date(self, low=1950, high=2010):
        """Returns an uncertain date of any form, with its days between the years or open."""
        date = UncertainDate()
        year = self.random.randint(low, high)
        form = self.random.randrange(10)
        if form < 8:
            date.precision = self.choice([1, 2, 3, 3])
            date.earliest.year = year
            if date.precision <= 2:
                date.earliest.month = self.random.randint(1, 12)
            if date.precision == 1:
                date.earliest.day = self.random.randint(1, 28)
                if calendar.isleap(year) and self.chance(20):
                    date.earliest.month, date.earliest.day = 2, 29
            if self.chance(25):
                date.qualifier = self.random.randint(1, 3)
            elif self.chance(10):
                date.latest.CopyFrom(date.earliest)
        else:
            date.precision = UncertainDate.PRECISION_RANGE
            if form == 8 or self.chance(50):
                date.earliest.year = year
            if form == 8 or not date.HasField("earliest"):
                date.latest.year = year + self.random.randint(0, 5)
                if self.chance(40):
                    date.latest.month = self.random.randint(1, 12)
            if self.chance(10):
                date.ClearField("earliest")
                date.ClearField("latest")
                date.original_text = "depuis toujours"
        if self.chance(20):
            date.original_text = self.text()
        return date

    def future(self):
        date = UncertainDate(precision=UncertainDate.PRECISION_YEAR)
        date.earliest.year = self.random.randint(2900, 2990)
        return date

    def bad_date(self):
        date = UncertainDate(precision=UncertainDate.PRECISION_DAY)
        date.earliest.year, date.earliest.month, date.earliest.day = 2001, 2, 29
        return date

    def source(self):
        source = source_pb2.Source(title=self.text())
        if self.chance(30):
            source.uri = "https://example.org/" + self.choice(["a", "b?x=1", "c/d"])
        if self.chance(20):
            source.published_date.CopyFrom(self.date())
        if self.chance(20):
            source.retrieved_date.year, source.retrieved_date.month = 2009, 5
            source.retrieved_date.day = self.random.randint(1, 28)
        return source

    def sources(self, least=0):
        return [self.source() for _ in range(self.random.randint(least, 2))]

    def link(self):
        return link_pb2.Link(uri="https://example.org/" + self.choice(["x", "y"]),
                             titles=self.localized(1), media_type=self.choice(["", "text/html"]))

    def fact(self):
        fact = fact_pb2.Fact(topic=self.random.randint(1, 23), texts=self.localized_some(),
                             people=self.sample(PEOPLE, 1))
        if self.chance(30):
            fact.since.CopyFrom(self.date(1950, 1970))
        if self.chance(20):
            fact.until.CopyFrom(self.date(1990, 2000))
        return fact

    def facts(self):
        return [self.fact() for _ in range(self.random.randint(0, 2))]

    def count(self):
        count = qualified_count_pb2.QualifiedCount(
            value=self.choice([0, 1, 500, 500, 50000, 123456]), qualifier=self.random.randint(0, 4))
        if self.chance(30):
            count.as_of.CopyFrom(self.date())
        return count

    def external_id(self, many):
        # The last character of Unicode is the one after which a prefix ends.
        end = "\U0010ffff" if self.chance(5) else ""
        return external_id_pb2.ExternalId(scheme=self.choice(SCHEMES),
                                          value=f"Q{self.random.randint(1, many)}{end}")

    def external_ids(self, many, most=2):
        found = {}
        for _ in range(self.random.randint(0, most)):
            external_id = self.external_id(many)
            found[external_id.scheme, external_id.value] = external_id
        return list(found.values())

    def decision(self, agreements):
        decision = decision_pb2.Decision(body=self.text(), texts=self.localized(1))
        if agreements and self.chance(40):
            decision.agreement = self.choice(agreements)
        if self.chance(30):
            decision.decision_date.CopyFrom(self.date())
        return decision
