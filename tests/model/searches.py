"""The promises about the results of searches, and about proposals of duplicates.

The order of records whose names equal the query, begin with it or contain its words is promised in full.
Of names that only resemble the query, the number of corrections is.
"""

import collections
import itertools

from jumelage.registry.v1 import identity_pb2

import fields
import links
import merges
import names


def names_of(record):
    """Returns the names by which a search finds a record."""
    if record.DESCRIPTOR.name == "City":
        return [record.display_name, *(name.text for name in record.names)]
    if record.DESCRIPTOR.name == "Organization":
        return [record.display_name, *(name.text for name in record.names)]
    return [record.display_name, *(title.text for title in record.titles)]


def rank(query, name):
    """Returns the rank of a name without corrections, or None: equal, beginning, words."""
    query, name = names.fold(query), names.fold(name)
    if name == query:
        return 1
    if name.startswith(query):
        return 2
    *whole, last = query.split()
    # Each word of the query stands for a word of its own in the name.
    rest = collections.Counter(name.split())
    rest.subtract(whole)
    found = min(rest.values(), default=0) >= 0 and any(word.startswith(last) for word in rest.elements())
    return 3 if found else None


def all_names(model, record):
    """Returns the names of a record and of those that were merged into it."""
    return [name for each in fields.leading(model, record, model.records.values()) for name in names_of(each)]


def candidates(model, kind, request):
    """Returns the records that the filters of a search leave."""
    return [record for record in links.live(model, kind)
            if (not request.kinds or record.kind in request.kinds)
            and (not getattr(request, "country", "") or record.country == request.country)]


def exact(model, kind, request):
    """Returns the matches without corrections, in order: each record with the names of the best rank."""
    found = []
    for record in candidates(model, kind, request):
        ranks = collections.defaultdict(list)
        for name in all_names(model, record):
            ranks[rank(request.query, name)].append(name)
        ranks.pop(None, None)
        if ranks:
            found.append((min(ranks), record, ranks[min(ranks)]))
    found.sort(key=lambda each: (each[0], names.fold(each[1].display_name), each[1].name))
    return [(record, matched) for _, record, matched in found]


def corrections(text, other):
    """Returns the number of letters that are missing, extra, wrong, or swapped with the next one."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(text, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and text[i - 2] == wanted:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def possible_corrections(query, name):
    """Returns the numbers of corrections by which a query may match a name: as a whole, or by its words."""
    query, name = names.fold(query), names.fold(name)
    whole = max(1, corrections(query.replace(" ", ""), name.replace(" ", "")))
    *words, last = query.split()
    have = name.split()
    count = sum(min(corrections(word, other) for other in have) for word in words)
    ends = min(corrections(last, other) for other in have)
    unfinished = any(other.startswith(last) for other in have)
    return {whole, count + ends} | ({count} if unfinished else set())


# Duplicates.

_P = identity_pb2.DuplicateProposal


def _partners(model):
    """Returns the partners of each city in links that are neither ended nor deleted."""
    found = collections.defaultdict(set)
    for twinning in links.live(model, "twinnings"):
        first, second = model.pair(twinning, model.records)
        if merges.open_twinning(twinning) and first != second:
            found[first].add(second)
            found[second].add(first)
    return found


def _is_part_of(model, city, other):
    return bool(city.parent) and model.resolve(city.parent) == other.name


def _distance(first, second):
    if not (first.HasField("location") and second.HasField("location")):
        return None
    return fields.great_circle(*((city.location.latitude, city.location.longitude) for city in (first, second)))


def pairs(model):
    """Returns, for each pair of cities that may be proposed, what a proposal must say about it.

    The value is a proposal without score and the reasons that depend on similarity, and whether the
    pair must be proposed, since the cities share a name.
    """
    found, partners = {}, _partners(model)
    folded = {city.name: {names.fold(name) for name in all_names(model, city)}
              for city in links.live(model, "cities")}
    for first, second in itertools.combinations(links.live(model, "cities"), 2):
        distance = _distance(first, second)
        if (first.country and second.country and first.country != second.country
                or distance is not None and distance > 100 or second.name in partners[first.name]):
            continue
        want = _P(first=links.summary(model, first.name), second=links.summary(model, second.name),
                  shared_partner_count=len(partners[first.name] & partners[second.name]))
        if names.fold(first.display_name) == names.fold(second.display_name):
            want.reasons.append(_P.REASON_SAME_NAME)
        elif folded[first.name] & folded[second.name]:
            want.reasons.append(_P.REASON_SHARED_NAME)
        if distance is not None:
            want.distance_km = distance
            want.reasons.extend([_P.REASON_NEARBY] * (distance <= 10))
        if _is_part_of(model, first, second) or _is_part_of(model, second, first):
            want.reasons.append(_P.REASON_PARENT)
        found[first.name, second.name] = want
    return found
