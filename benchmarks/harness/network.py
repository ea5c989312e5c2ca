"""Generates a seeded network of twin towns, as JSON lines for `jumelage import`."""

import json
import random

_BEGINNINGS = ["Saint-", "Neu", "Val", "Mont", "Ober", "Villa", "Bad ", "Kra", "Be", "Lo", "Sta", "Wro", "Pa", "Du"]
_MIDDLES = ["ma", "ren", "li", "vo", "tor", "berg", "nau", "ri", "sel", "pont", "ka", "du", "bi", "lan"]
_ENDINGS = ["ville", "burg", "ow", "ham", "stadt", "court", "heim", "ford", "sk", "lingen", "mont", "dorf", "y", "acum"]
_COUNTRIES = ["FR", "DE", "IT", "GB", "PL", "ES", "CZ", "AT", "HU", "BF", "SN", "UA", "RS", "CH"]


def city_name(number):
    return f"cities/town-{number}"


def twinning_name(number):
    return f"twinnings/link-{number}"


def organization_name(number):
    return f"organizations/committee-{number}"


def _city(rng, number):
    text = rng.choice(_BEGINNINGS) + "".join(rng.choice(_MIDDLES) for _ in range(rng.randint(1, 3)))
    return {
        "name": city_name(number),
        "display_name": text + rng.choice(_ENDINGS),
        "kind": "KIND_TOWN",
        "country": rng.choice(_COUNTRIES),
        "location": {"latitude": round(rng.uniform(36, 60), 4), "longitude": round(rng.uniform(-9, 30), 4)},
        "populations": [{"value": str(rng.randint(500, 200_000)), "qualifier": "QUALIFIER_EXACT"}],
        "external_ids": [{"scheme": "wikidata", "value": f"Q{900_000_000 + number}"}],
    }


def _pair(rng, cities, ends):
    """Picks two cities, possibly the same city twice. Half of the time, the second city is picked in proportion to its
    links, so that a few cities have many links, as in reality."""
    first = rng.randrange(cities)
    second = rng.choice(ends) if ends and rng.random() < 0.5 else rng.randrange(cities)
    return (min(first, second), max(first, second))


def _twinning(rng, number, pair):
    year = rng.randint(1950, 2020)
    date = {"earliest": {"year": year}, "precision": "PRECISION_YEAR"}
    sides = [{"city": city_name(city)} for city in pair]
    # Nine in ten links are attested by both sides, the others by one.
    for side in sides[:2 if rng.random() < 0.9 else 1]:
        side["attestation"] = {"since": date, "evidence": [{"title": "Town register"}]}
    return {
        "name": twinning_name(number),
        "kind": "KIND_TWINNING",
        "sides": sides,
        "ledger": [{"step": "STEP_SIGN", "effective_date": date}],
    }


def _organization(number, city):
    """Returns a city's committee, whose members are that city and the next one."""
    return {
        "name": organization_name(number),
        "display_name": f"Comité de jumelage {number}",
        "kind": "KIND_TWINNING_COMMITTEE",
        "seat_city": city_name(city),
        "members": [{"member": {"city": city_name(member)}} for member in (city, city + 1)],
    }


def _agreement(rng, number, pair):
    year = rng.randint(1950, 2020)
    return {
        "name": f"agreements/charter-{number}",
        "display_name": f"Charte de jumelage {number}",
        "kind": "KIND_TWINNING_CHARTER",
        "parties": [{"city": city_name(city)} for city in pair],
        "signed_date": {"earliest": {"year": year}, "precision": "PRECISION_YEAR"},
    }


# Cities per committee, and twinnings per charter.
_CITIES_A_COMMITTEE = 20
_TWINNINGS_A_CHARTER = 4


def write(file, cities, twinnings, seed):
    """Writes the cities and twinnings, with committees and charters for some of them. Returns the number of records,
    and the pairs of linked cities in the order of the twinnings."""
    rng = random.Random(seed)
    for number in range(cities):
        file.write(json.dumps({"city": _city(rng, number)}) + "\n")
    pairs, linked, ends = [], set(), []
    while len(pairs) < twinnings:
        pair = _pair(rng, cities, ends)
        if pair[0] == pair[1] or pair in linked:
            continue
        file.write(json.dumps({"twinning": _twinning(rng, len(pairs), pair)}) + "\n")
        pairs.append(pair)
        linked.add(pair)
        ends.extend(pair)
    committees = range(0, cities - 1, _CITIES_A_COMMITTEE)
    for number, city in enumerate(committees):
        file.write(json.dumps({"organization": _organization(number, city)}) + "\n")
    charters = pairs[::_TWINNINGS_A_CHARTER]
    for number, pair in enumerate(charters):
        file.write(json.dumps({"agreement": _agreement(rng, number, pair)}) + "\n")
    return cities + twinnings + len(committees) + len(charters), pairs
