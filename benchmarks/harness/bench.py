"""The servers of a run, and the comparison of two sides."""

import functools
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

from peer import Peer
from programs import ROOT, build_peer
from servers import Bare, Etcd, Registry

# Records per ImportRecords call.
_IMPORTED = 1000


class Bench:
    """The servers of one run, each started when it is first needed, and the comparisons."""

    def __init__(self, scale, load, binaries, directory):
        self.scale = scale
        self.load = load
        self._binaries = binaries
        self._directory = directory
        self._servers = {}

    # --- Servers ---

    def _server(self, key, make):
        if key not in self._servers:
            begin = time.monotonic()
            self._servers[key] = make(os.path.join(self._directory, key))
            # Otherwise the kernel would write the dirty pages of the new data during the first rounds.
            os.sync()
            say(f"{key} is ready after {time.monotonic() - begin:.0f} s")
        return self._servers[key]

    def stop_all(self):
        codes = {key: server.stop() for key, server in self._servers.items()}
        self._servers = {}
        failed = {key: code for key, code in codes.items() if code not in (0, -15)}
        if failed:
            raise RuntimeError(f"servers exited with {failed}")

    def stop(self, *keys):
        for key in keys:
            if key in self._servers:
                self._servers.pop(key).remove()

    def bare(self):
        return self._server("bare", lambda path: Bare(self._binaries["bare"], path))

    def bare_search(self):
        """Returns the bare server, which reads the view of the registry with many cities."""
        def make(path):
            bare = Bare(self._binaries["bare"], path, self.many().view)
            bare.resources = self.many().resources
            return bare

        return self._server("bare_search", make)

    def registry(self):
        """Returns the registry, filled with cities and as many twinnings."""
        return self._server("registry", lambda path: self._filled(path, self.scale.resources, twinnings=True))

    def few(self):
        return self._server("registry_few", lambda path: self._filled(path, self.scale.few_cities))

    def many(self):
        return self._server("registry_many", lambda path: self._filled(path, self.scale.many_cities))

    def etcd(self):
        def make(path):
            etcd = Etcd(path)
            self.load(etcd, "etcd_put_new", calls=self.scale.resources, item_bytes=self.city_bytes(),
                      in_flight=256)
            etcd.next_city = etcd.resources = self.scale.resources
            return etcd

        return self._server("etcd", make)

    def peer(self):
        """Returns the peer with as many cities and twinnings as the registry."""
        def make(path):
            peer = Peer(build_peer(), path)
            self._fill(peer, self.scale.resources, twinnings=True)
            return peer

        return self._server("peer", make)

    def _filled(self, path, cities, twinnings=False):
        registry = Registry(self._binaries["registry"], path)
        self._fill(registry, cities, twinnings)
        # This read waits until the view shows all changes, so that the first rounds don't have to wait.
        self.load(registry, "list_cities_page_1", calls=1)
        return registry

    def _fill(self, server, cities, twinnings):
        self.load(server, "create_city", calls=cities, in_flight=256)
        server.next_city = server.resources = cities
        if twinnings:
            self.load(server, "create_twinning", calls=cities, resources=cities, in_flight=256)

    def import_cities(self):
        """Imports many cities into a new registry and stops it. Returns the figures; `per_second` counts records."""
        self.stop("registry_import")
        registry = self._server("registry_import", lambda path: Registry(self._binaries["registry"], path))
        said = self.load(registry, "import_cities", calls=self.scale.many_cities // _IMPORTED, in_flight=4)
        registry.stop()
        return {**said, "per_second": said["per_second"] * _IMPORTED}

    def import_bare(self):
        """Writes the databases of the last import again, with SQLite alone. Returns figures like import_cities."""
        directory = os.path.join(self._directory, "bare_import")
        os.makedirs(directory)
        done = subprocess.run(
            [self._binaries["bare_import"], f"--from={self._servers['registry_import'].data}", f"--to={directory}",
             f"--records={self.scale.many_cities}", f"--batch={_IMPORTED}"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        shutil.rmtree(directory)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return json.loads(done.stdout)

    @functools.cached_property
    def recalls(self):
        """The fractions of misspelt names that a registry and a peer find: first, and among the first ten results.

        Both servers contain the real network's places.
        """
        servers = {"registry_recall": lambda path: Registry(self._binaries["registry"], path),
                   "peer_recall": lambda path: Peer(build_peer(), path)}
        found = []
        for key, make in servers.items():
            done = subprocess.run(
                [self._binaries["recall"], f"--target={self._server(key, make).address}",
                 f"--limit={self.scale.recall_names}"],
                cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise RuntimeError(f"{key}: {done.stderr.strip()}")
            said = json.loads(done.stdout)
            found.append({which: said[which] / said["searches"] for which in ("first", "in_ten")})
            self.stop(key)
        return found

    def city_bytes(self):
        """Returns the mean size of a city in GetCity's answers. The values in etcd have the same size."""
        registry = self.registry()
        return round(self.load(registry, "get_city", calls=2_000, resources=registry.resources)["response_bytes"])

    # --- Comparing ---

    def loop(self, server, workload, in_flight, seconds=None, **options):
        """Runs one side's turn: a closed loop for `seconds`, or for the scale's measured time."""
        scale = self.scale
        return self.load(server, workload, resources=server.resources if hasattr(server, "resources") else
                         self.scale.resources, in_flight=in_flight, channels=min(4, in_flight),
                         warm_up=f"{scale.warm_up}s", measured=f"{seconds or scale.measured}s", **options)

    def writing(self, server, workload, in_flight, **options):
        """Runs a turn of changes. With many in flight, the turn is longer, to include work done after the answers."""
        seconds = self.scale.measured_writes if in_flight > 1 else self.scale.measured
        return self.loop(server, workload, in_flight, seconds, **options)

    def creating(self, server, workload, in_flight, **options):
        said = self.writing(server, workload, in_flight, first=server.next_city, **options)
        # Leave room for the cities created during the warm-up and for those in flight at the end.
        server.next_city += 2 * said["calls"] + 100_000
        return said

    def compare(self, ours, other):
        """Measures the two sides in turn; they alternate in starting a round. Returns the rounds of both sides."""
        for server in self._servers.values():
            server.settle()
            # While other servers were measured, the kernel may have evicted this server's files from memory.
            server.read_files()
        rounds = ([], [])
        for i in range(self.scale.rounds):
            sides = [(0, ours), (1, other)]
            for side, take_turn in sides if i % 2 == 0 else reversed(sides):
                rounds[side].append(take_turn())
        return rounds


def say(text):
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)


def share(name, ours, other, target):
    """Returns the JSON object of a comparison of fractions, which are measured only once."""
    ratio = round(ours / other, 3)
    return {"name": name, "ours": round(ours, 3), "other": round(other, 3), "ratio": ratio, "ratio_min": ratio,
            "ratio_max": ratio, "target": target, "unit": "of 1", "holds": ratio >= target}


def result(name, rounds, target):
    """Returns the JSON object of a comparison of rates."""
    ours, other = rounds
    ratios = [a["per_second"] / b["per_second"] for a, b in zip(ours, other)]

    def median(side, key):
        return statistics.median(said[key] for said in side)

    row = {
        "name": name,
        "ours": round(median(ours, "per_second"), 1),
        "other": round(median(other, "per_second"), 1),
        "ratio": round(statistics.median(ratios), 3),
        "ratio_min": round(min(ratios), 3),
        "ratio_max": round(max(ratios), 3),
        "target": target,
        "ours_p50_us": median(ours, "p50_us"),
        "other_p50_us": median(other, "p50_us"),
        "ours_p99_us": median(ours, "p99_us"),
        "other_p99_us": median(other, "p99_us"),
        "unit": "per second",
    }
    row["holds"] = row["ratio"] >= target
    return row
