"""The network of twinnings, by the plainest algorithms: paths, neighbours, countries, statistics."""

import collections
import itertools

from jumelage.registry.v1 import network_pb2
from jumelage.registry.v1 import network_service_pb2

import links


class Network:
    """The places and links that a LinkSelection selects."""

    def __init__(self, model, selection):
        self.model = model
        self.twinnings = collections.defaultdict(list)  # pair of places -> names of its links
        for twinning in links.live(model, "twinnings"):
            pair = model.pair(twinning, model.records)
            if (pair[0] != pair[1] and links.selected(twinning, selection)
                    and self._in_countries(pair, selection)):
                self.twinnings[pair].append(twinning.name)
        self.partners = collections.defaultdict(set)
        for first, second in self.twinnings:
            self.partners[first].add(second)
            self.partners[second].add(first)
        self.partners = dict(sorted(self.partners.items()))

    def _in_countries(self, pair, selection):
        within = [self.country(place) in selection.countries for place in pair]
        return not selection.countries or (all(within) if selection.within_countries else any(within))

    def country(self, place):
        return self.model.records[place].country

    def summary(self, place):
        return links.summary(self.model, place)

    def between(self, first, second):
        return self.twinnings.get(tuple(sorted((first, second))), [])

    def distances(self, start):
        """Returns the distance of each place that can be reached, including the start itself."""
        found, queue = {start: 0}, collections.deque([start])
        while queue:
            at = queue.popleft()
            for place in self.partners.get(at, ()):
                if place not in found:
                    found[place] = found[at] + 1
                    queue.append(place)
        return found


def paths(model, request):
    network = Network(model, request.links)
    source, target = model.resolve(request.source), model.resolve(request.target)
    answer = network_service_pb2.FindPathsResponse()
    rest = network.distances(target)
    length = rest.get(source)
    if length is None or length > (request.max_length or 100):
        return answer
    found = [[source]]
    for _ in range(length):
        found = [path + [place] for path in found for place in network.partners[path[-1]]
                 if rest[place] == rest[path[-1]] - 1]
    found.sort()
    shown = found[:request.max_paths or 100]
    answer.length, answer.path_count, answer.truncated = length, len(found), len(shown) < len(found)
    for path in shown:
        steps = [network_pb2.NetworkStep(city=network.summary(place),
                                         twinnings=network.between(before, place) if before else [])
                 for before, place in zip([None, *path], path)]
        answer.paths.add(steps=steps)
    return answer


def common_partners(model, request):
    network = Network(model, request.links)
    cities = {model.resolve(city) for city in request.cities}
    answer = network_service_pb2.QueryCommonPartnersResponse()
    for place, partners in network.partners.items():
        if cities <= partners:
            names = [name for city in cities for name in network.between(city, place)]
            answer.partners.add(city=network.summary(place), twinnings=sorted(names))
    return answer


def neighborhood(model, request):
    network = Network(model, request.links)
    distances = network.distances(model.resolve(request.city))
    found = sorted((distance, place) for place, distance in distances.items()
                   if distance <= (request.max_distance or 1))
    shown = found[:request.max_cities or 1000]
    answer = network_service_pb2.QueryNeighborhoodResponse(
        city_count=len(found), truncated=len(shown) < len(found),
        neighbors=[network_pb2.Neighbor(city=network.summary(place), distance=distance)
                   for distance, place in shown])
    places = {place for _, place in shown}
    for (first, second), names in sorted(network.twinnings.items()):
        if first in places and second in places:
            answer.edges.add(first_city=first, second_city=second, twinnings=names)
    return answer


def country_links(model, request):
    network = Network(model, request.links)
    counts = collections.Counter(tuple(sorted(map(network.country, pair))) for pair in network.twinnings)
    return network_service_pb2.QueryCountryLinksResponse(pairs=[
        network_pb2.CountryLinks(first_country=first, second_country=second, twinnings=count)
        for (first, second), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))])


def _components(network):
    """Returns the components as sorted lists of places, the largest first."""
    seen, found = set(), []
    for place in network.partners:
        if place not in seen:
            found.append(sorted(network.distances(place)))
            seen.update(found[-1])
    return sorted(found, key=lambda places: (-len(places), places[0]))


def _squares(partners):
    """Counts the cycles of four places: by the pairs of opposite places, of which each cycle has two."""
    shared = [len(partners[first] & partners[second]) for first, second in itertools.combinations(partners, 2)]
    return sum(count * (count - 1) // 2 for count in shared) // 2


def _assortativity(network):
    """Returns Pearson's correlation of the degrees at the ends of links, or None if it is undefined."""
    degree = {place: len(partners) for place, partners in network.partners.items()}
    ends = [(degree[place], degree[other]) for place, partners in network.partners.items() for other in partners]
    if len(set(ends[index][0] for index in range(len(ends)))) < 2:
        return None
    mean = sum(first for first, _ in ends) / len(ends)
    covariance = sum((first - mean) * (second - mean) for first, second in ends)
    return covariance / sum((first - mean) ** 2 for first, _ in ends)


def statistics(model, request):
    network = Network(model, request.links)
    partners = network.partners
    degrees = {place: len(found) for place, found in partners.items()}
    answer = network_service_pb2.ComputeStatisticsResponse(
        places=len(partners), twinnings=len(network.twinnings), squares=_squares(partners),
        wedges=sum(d * (d - 1) // 2 for d in degrees.values()),
        claws=sum(d * (d - 1) * (d - 2) // 6 for d in degrees.values()),
        triangles=sum(second in partners[first] and third in partners[first] and third in partners[second]
                      for first, second, third in itertools.combinations(partners, 3)))
    if answer.wedges:
        answer.clustering = 3 * answer.triangles / answer.wedges
    correlation = _assortativity(network)
    if correlation is not None:
        answer.assortativity = correlation
    if partners:
        components = _components(network)
        distances = [distance for place in components[0]
                     for distance in network.distances(place).values() if distance]
        answer.components, answer.largest_component = len(components), len(components[0])
        answer.max_degree = max(degrees.values())
        answer.mean_degree = 2 * len(network.twinnings) / len(partners)
        answer.diameter, answer.mean_distance = max(distances), sum(distances) / len(distances)
    for degree, count in sorted(collections.Counter(degrees.values()).items()):
        answer.degrees.add(degree=degree, places=count)
    for place in sorted(degrees, key=lambda place: (-degrees[place], place))[:10]:
        answer.hubs.add(city=network.summary(place), degree=degrees[place])
    return answer
