"""Random questions to the registry: each query with random parameters and pages, compared with the model."""

import datetime
import math

import client
import dates
import links
import messages
import names
import network
import queries
import searches
import store
import values
from session import Difference
from session import require

SERVICES = {"QueryPartners": "Twinning", "QueryDisagreements": "Twinning", "QueryAnniversaries": "Twinning",
            "QueryInForce": "Agreement", "QueryMembers": "Organization", "QueryMemberships": "Organization",
            "SearchCities": "City", "SearchOrganizations": "Organization", "SearchAgreements": "Agreement",
            "SearchProjects": "Project", "QueryDuplicates": "City"}
SEARCHES = {"cities": ("SearchCities", "city"), "organizations": ("SearchOrganizations", "organization"),
            "agreements": ("SearchAgreements", "agreement"), "projects": ("SearchProjects", "project")}
# How many kinds of records there are, if not 9.
KINDS = {"cities": 6, "agreements": 6, "projects": 2}


def _date(ordinal):
    day = datetime.date.fromordinal(ordinal)
    return {"year": day.year, "month": day.month, "day": day.day}


def _dates(message):
    """Returns the uncertain dates in a record or a part of one."""
    if message is None or message.DESCRIPTOR.name == "UncertainDate":
        return [message] if message else []
    return [date for field, value in message.ListFields() if field.message_type
            for part in (value if messages.is_list(field) else [value]) for date in _dates(part)]


class Questions:
    """Asks a service about a model's records. Shares the source of randomness of the readings."""

    def __init__(self, reading, connection=None, model=None):
        self.reading, self.v = reading, reading.v
        self.model = model or reading.model
        self.client = connection or reading.session.client

    def all(self, count):
        """Asks each question several times."""
        for ask in (self.partners, self.disagreements, self.anniversaries, self.in_force, self.members,
                    self.memberships, self.paths, self.common_partners, self.neighborhood, self.country_links,
                    self.statistics, self.search, self.search):
            for _ in range(count):
                ask()
        self.duplicates()

    # Calls.

    def _make(self, name, **request):
        service = SERVICES.get(name, "Network")
        method = f"{self.model.package}.{service}Service/{name}"
        request = client.request_class(method)(**request)
        outcome = self.client.call(method, request)
        self.reading.counts["queries"] += 1
        return method, request, outcome

    def _ask(self, name, **request):
        """Returns a request and its answer, whose revision must be the head."""
        _, request, outcome = self._make(name, **request)
        if outcome.refused:
            raise Difference(f"{name} {client.to_json(request)}", "an answer",
                             f"{outcome.code} {outcome.reason}: {outcome.message}")
        require(f"the revision of {name}", self.model.head, outcome.response.revision)
        return request, outcome.response

    def _pages(self, name, field, key=lambda each: id(each), **request):
        """Returns a request and the whole list of an answer, read in pages of different sizes."""
        found, token, number = [], "", 0
        sizes = self.v.choice([(0,), (1000,), (1, 2), (3,)])
        while True:
            size = sizes[number % len(sizes)]
            sent, answer = self._ask(name, page_size=size, page_token=token, **request)
            page = list(getattr(answer, field))
            if len({key(each) for each in page}) > (size or 50):
                raise Difference(f"a page of {name} is too long", size, len(page))
            found += page
            token, number = answer.next_page_token, number + 1
            if not token:
                sent.page_token, sent.page_size = "", 0
                return sent, found
            if number == 1 and self.v.chance(10):
                self._foreign_token(name, token, request)

    def _foreign_token(self, name, token, request):
        """Sends the token of a page with another request."""
        other = dict(request)
        for field, value in (("kinds", [1]), ("kinds", [2]), ("min_score", 1)):
            if field in client.request_class(self._method(name)).DESCRIPTOR.fields_by_name:
                if request.get(field) != value:
                    other[field] = value
                    break
        else:
            return
        _, _, outcome = self._make(name, page_token=token, **other)
        require(f"the refusal of a token of another {name}", "PAGE_TOKEN_INVALID", outcome.reason)

    def _method(self, name):
        return f"{self.model.package}.{SERVICES.get(name, 'Network')}Service/{name}"

    def _refused(self, name, reason, **request):
        _, request, outcome = self._make(name, **request)
        require(f"the refusal of {name} {client.to_json(request)}", reason, outcome.reason or "an answer")

    def _compare(self, name, request, expected, actual):
        expected.revision = self.model.head
        require(f"{name} {client.to_json(request)}", expected, actual)

    def _paged(self, name, field, expect, key=lambda each: id(each), **request):
        """Asks a question that is answered in pages."""
        request, found = self._pages(name, field, key, **request)
        expected = expect(self.model, request)
        actual = type(expected)(**{field: found}, revision=self.model.head)
        self.reading.counts["found"] += len(found)
        self._compare(name, request, expected, actual)

    # Parameters.

    def _some(self, kind):
        """Returns any name of a collection, also of a merged or deleted record, or None."""
        found = [name for name in sorted(self.model.records) if store.collection(name) == kind]
        return self.v.choice(found) if found else None

    def _day(self):
        """Returns a day, often one on which something begins or ends."""
        v = self.v
        record = v.choice(list(self.model.records.values())) if self.model.records and v.chance(40) else None
        bounds = [bound for date in _dates(record) for bound in dates.bounds(date) if abs(bound) < math.inf]
        if bounds:
            return _date(v.choice(bounds) + v.choice([-1, 0, 1]))
        year = 2400 if v.chance(8) else v.random.randint(1950, 2012)
        return {"year": year, "month": v.random.randint(1, 12), "day": v.random.randint(1, 28)}

    def _choice_of(self, count, most=3, percent=40):
        return self.v.sample(range(1, count + 1), most) if self.v.chance(percent) else []

    def _states(self):
        return [1, 2, 3, 4, 5] if self.v.chance(30) else self._choice_of(5)

    def _of_states(self):
        """Returns the parameters of a query for links that are in one of several states."""
        request = {"kinds": self._choice_of(4, 3, 25), "states": self._states()}
        if self.v.chance(40):
            request["day"] = self._day()
            request["include_possible"] = self.v.chance(60)
        return request

    def _selection(self):
        if self.v.chance(25):
            return {"states": [1, 2, 3, 4, 5]}
        request = self._of_states()
        if self.v.chance(30):
            request["countries"] = self.v.sample(values.COUNTRIES, 3) or ["FR"]
            request["within_countries"] = self.v.chance(40)
        return request

    # Partners, statements, anniversaries.

    def partners(self):
        city = self._some("cities")
        if city is None or self.v.chance(3):
            self._refused("QueryPartners", "RESOURCE_NOT_FOUND", city="cities/never-made")
            return
        if self.v.chance(3):
            wrong = self.v.choice([{"include_possible": True}, {"kinds": [1, 1]}, {"states": [2, 2]},
                                   {"day": {"year": 1990, "month": 5}}])
            self._refused("QueryPartners", "FIELD_INVALID", city=city, **wrong)
        request, answer = self._ask("QueryPartners", city=city, **self._of_states())
        self.reading.counts["found"] += sum(len(group.partners) for group in answer.groups)
        self._compare("QueryPartners", request, queries.partners(self.model, request), answer)

    def _one_city(self):
        city = self._some("cities") if self.v.chance(40) else None
        return {"city": city} if city else {}

    def disagreements(self):
        self._paged("QueryDisagreements", "disagreements", queries.disagreements, kinds=self._choice_of(4, 2),
                    **self._one_city())

    def anniversaries(self):
        v = self.v
        first = datetime.date(v.random.randint(1955, 2040), v.random.randint(1, 12), v.random.randint(1, 28))
        length = v.choice([0, 1, 30, 365, 1000, 3652])
        if v.chance(3):
            self._refused("QueryAnniversaries", "FIELD_INVALID", first_day=_date(first.toordinal()),
                          last_day=_date(first.toordinal() + v.choice([-1, 3660])))
        self._paged("QueryAnniversaries", "anniversaries", queries.anniversaries,
                    first_day=_date(first.toordinal()), last_day=_date(first.toordinal() + length),
                    every_years=v.choice([0, 1, 1, 2, 5, 10, 100]), states=self._states(),
                    kinds=self._choice_of(4, 3, 25), **self._one_city())

    # Agreements and members.

    def _party(self):
        return self._some(self.v.choice(["cities", "organizations"]))

    def in_force(self):
        party = self._party() if self.v.chance(50) else None
        self._paged("QueryInForce", "agreements", queries.in_force, day=self._day(), party=party or "",
                    include_possible=self.v.chance(60), kinds=self._choice_of(6))

    def _on_day(self):
        if self.v.chance(30):
            return {}
        return {"day": self._day(), "include_possible": self.v.chance(60)}

    def members(self):
        body = self._some("organizations")
        if body is None or self.v.chance(3):
            self._refused("QueryMembers", "RESOURCE_NOT_FOUND", organization="organizations/never-made")
            return
        request, answer = self._ask("QueryMembers", organization=body, **self._on_day())
        self.reading.counts["found"] += len(answer.members)
        self._compare("QueryMembers", request, queries.members(self.model, request), answer)

    def memberships(self):
        member = self._party()
        if member:
            self._paged("QueryMemberships", "memberships", queries.memberships, lambda each: each.organization,
                        member=member, kinds=self._choice_of(9), **self._on_day())

    # The network.

    def paths(self):
        source, target = self._some("cities"), self._some("cities")
        if source is None or self.v.chance(3):
            self._refused("FindPaths", "RESOURCE_NOT_FOUND", source="cities/never-made",
                          target=target or "cities/never-made")
            return
        request, answer = self._ask("FindPaths", source=source, target=target, links=self._selection(),
                                    max_length=self.v.choice([0, 0, 1, 2, 100]),
                                    max_paths=self.v.choice([0, 0, 1, 2]))
        self.reading.counts["found"] += len(answer.paths)
        self._compare("FindPaths", request, network.paths(self.model, request), answer)

    def common_partners(self):
        """Asks for the partners of several cities, some of which may be one because of a merge."""
        cities = sorted({name for name in [self._some("cities") for _ in range(
            self.v.choice([2, 2, 3]))] if name})
        if len(cities) < 2:
            self._refused("QueryCommonPartners", "FIELD_INVALID", cities=cities[:1])
            return
        request, answer = self._ask("QueryCommonPartners", cities=cities, links=self._selection())
        self.reading.counts["found"] += len(answer.partners)
        self._compare("QueryCommonPartners", request, network.common_partners(self.model, request), answer)

    def neighborhood(self):
        city = self._some("cities")
        if city:
            request, answer = self._ask("QueryNeighborhood", city=city, links=self._selection(),
                                        max_distance=self.v.choice([0, 1, 2, 3, 10]),
                                        max_cities=self.v.choice([0, 0, 1, 3]))
            self.reading.counts["found"] += len(answer.neighbors) - 1
            self._compare("QueryNeighborhood", request, network.neighborhood(self.model, request), answer)

    def country_links(self):
        request, answer = self._ask("QueryCountryLinks", links=self._selection())
        self.reading.counts["found"] += len(answer.pairs)
        self._compare("QueryCountryLinks", request, network.country_links(self.model, request), answer)

    def statistics(self):
        request, answer = self._ask("ComputeStatistics", links=self._selection())
        expected = network.statistics(self.model, request)
        for name in ("mean_degree", "clustering", "assortativity", "mean_distance"):
            # Two ways to compute a figure may differ in its last digits.
            if (expected.HasField(name) and answer.HasField(name)
                    and math.isclose(getattr(expected, name), getattr(answer, name), rel_tol=1e-9, abs_tol=1e-9)):
                setattr(expected, name, getattr(answer, name))
        self.reading.counts["found"] += answer.places
        self._compare("ComputeStatistics", request, expected, answer)

    # Searches.

    def _misspelt(self, name):
        """Returns a name with one letter wrong, missing, extra or swapped in a long word, or None."""
        words = names.fold(name).split()
        long = [index for index, word in enumerate(words) if len(word) >= 6 and word.isascii()]
        if not long:
            return None
        at = self.v.choice(long)
        word, place = words[at], self.v.random.randint(1, 4)
        words[at] = self.v.choice([
            word[:place] + word[place + 1:], word[:place] + "q" + word[place:],
            word[:place] + "x" + word[place + 1:],
            word[:place] + word[place + 1] + word[place] + word[place + 2:]])
        return " ".join(words)

    def _query(self, kind):
        """Returns a query, and the record that it must find, if it is a misspelt name."""
        v = self.v
        found = links.live(self.model, kind)
        if not found or v.chance(10):
            return self._searchable(v.name()), None
        record = v.choice(found)
        name = v.choice(searches.all_names(self.model, record))
        form = v.choice(["whole", "folded", "part", "words", "misspelt", "misspelt"])
        if form == "misspelt" and (query := self._misspelt(name)):
            return query, record
        if form == "folded":
            name = names.fold(name).upper()
        elif form == "part":
            name = name[:v.random.randint(1, len(name))]
        elif form == "words":
            words = names.fold(name).split()
            v.random.shuffle(words)
            name = " ".join(words)[:v.random.randint(1, 30)]
        return self._searchable(name), None

    @staticmethod
    def _searchable(name):
        """Returns a name if it has a letter or a digit, which a query needs."""
        return name if any(letter.isalnum() for letter in name) else "nancy"

    def search(self):
        v, kind = self.v, self.v.choice(sorted(SEARCHES.keys() & self.model.types.keys()))
        name, field = SEARCHES[kind]
        query, misspelt = self._query(kind)
        request = {"query": query, "kinds": self._choice_of(KINDS.get(kind, 9), 4, 25)}
        if kind in ("cities", "organizations") and v.chance(25):
            request["country"] = v.choice(values.COUNTRIES)
        request, results = self._pages(name, "results", **request)
        what = f"{name} {client.to_json(request)}"
        exact = [result for result in results if not result.typing_errors]
        alike = results[len(exact):]
        want = searches.exact(self.model, kind, request)
        require(f"the matches without corrections of {what}", [record.name for record, _ in want],
                [getattr(result, field).name for result in exact])
        if any(not result.typing_errors for result in alike):
            raise Difference(f"{what} mixes matches with and without corrections", "in order", results)
        for (record, matched), result in zip(want, exact):
            if result.matched_text not in matched:
                raise Difference(f"the matched text of {record.name} by {what}", matched, result.matched_text)
            self._same_record(what, record, getattr(result, field))
        self._check_alike(kind, field, request, what, alike)
        allowed = [record.name for record in searches.candidates(self.model, kind, request)]
        if misspelt and misspelt.name in allowed and misspelt.name not in [
                getattr(result, field).name for result in results]:
            raise Difference(f"{what} misses a name with one wrong letter", misspelt.name, results)
        self.reading.counts["found"] += len(results)

    def _same_record(self, what, want, got):
        record, redirects = self.reading.session.split(got)
        require(f"{want.name} by {what}", want, record)
        require(f"the redirects of {want.name} by {what}", self.model.redirects(want), redirects)

    def _check_alike(self, kind, field, request, what, alike):
        """Checks the matches of names that resemble a query."""
        allowed = {record.name: record for record in searches.candidates(self.model, kind, request)}
        exact = {record.name for record, _ in searches.exact(self.model, kind, request)}
        seen = set()
        for result in alike:
            name = getattr(result, field).name
            if name not in allowed or name in exact | seen:
                raise Difference(f"{what} finds {name} by a similar name", "live, selected, once", name)
            seen.add(name)
            if result.matched_text not in searches.all_names(self.model, allowed[name]):
                raise Difference(f"{what} finds {name} by a name that it lacks", "a name", result.matched_text)
            possible = searches.possible_corrections(request.query, result.matched_text)
            if result.typing_errors not in possible:
                raise Difference(f"the corrections of {name} by {what} ({result.matched_text})", possible,
                                 result.typing_errors)
            self._same_record(what, allowed[name], getattr(result, field))

    # Duplicates.

    def duplicates(self):
        """Reads all proposals, and the same with filters."""
        pairs = searches.pairs(self.model)
        request, every = self._pages("QueryDuplicates", "proposals")
        for proposal in every:
            self._check_proposal(pairs, proposal)
        keys = [(-each.score, each.first.city, each.second.city) for each in every]
        require("the order of the proposals", sorted(keys), keys)
        proposed = {(each.first.city, each.second.city) for each in every}
        for pair, want in pairs.items():
            if want.reasons[:1] in ([1], [2]) and pair not in proposed:
                raise Difference("QueryDuplicates misses cities with the same name", pair, sorted(proposed))
        for _ in range(2):
            request = {**self._one_city(), "min_score": self.v.choice([0, 40, 60, 100])}
            if self.v.chance(40):
                request["country"] = self.v.choice(values.COUNTRIES)
            request, found = self._pages("QueryDuplicates", "proposals", **request)
            want = [each for each in every if each.score >= request.min_score
                    and (not request.city or self.model.resolve(request.city) in (each.first.city, each.second.city))
                    and (not request.country or {each.first.country, each.second.country} == {request.country})]
            require(f"the proposals of QueryDuplicates {client.to_json(request)}", want, found)
        self.reading.counts["found"] += len(every)

    def _check_proposal(self, pairs, got):
        pair = got.first.city, got.second.city
        if pair not in pairs:
            raise Difference("QueryDuplicates proposes a pair that it leaves out", "another pair", got)
        want = pairs[pair]
        same = set(want.reasons) & {1, 2}
        kept = [reason for reason in got.reasons if reason in (1, 2, 6, 7)]
        require(f"the reasons of the proposal {pair}", list(want.reasons), kept)
        if not got.reasons or got.reasons[0] > 4 or not 1 <= got.score <= 100 or got.score < 40 and same:
            raise Difference(f"the proposal {pair}", "a reason about names, and a score that fits it", got)
        if (want.HasField("distance_km") != got.HasField("distance_km")
                or not math.isclose(want.distance_km, got.distance_km, rel_tol=1e-6, abs_tol=1e-3)):
            raise Difference(f"the distance of the proposal {pair}", want, got)
        for name in ("first", "second", "shared_partner_count"):
            require(f"{name} of the proposal {pair}", getattr(want, name), getattr(got, name))
