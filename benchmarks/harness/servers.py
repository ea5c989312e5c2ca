"""Runs the measured servers as processes, with their data in a directory of the run."""

import contextlib
import os
import re
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request

# How long a server may take to start: a registry without its view rebuilds it from millions of changes.
_START_SECONDS = 900
_STOP_SECONDS = 30
_READ_BYTES = 1 << 20


def check_real_disk(directory):
    """Exits if the directory is on a file system in memory, where nothing is durable."""
    path = os.path.realpath(directory)
    best = ("", "unknown")
    with open("/proc/mounts", encoding="utf-8") as mounts:
        for line in mounts:
            point, kind = line.split()[1:3]
            inside = path == point or path.startswith(point.rstrip("/") + "/")
            if inside and len(point) >= len(best[0]):
                best = (point, kind)
    if best[1] in ("tmpfs", "ramfs", "devtmpfs"):
        raise SystemExit(f"benchmarks: {directory} is on a {best[1]}, not on a disk: choose another with --dir")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server process and its address. Its standard error goes to a file in its directory."""

    def __init__(self, name, directory):
        self.name = name
        self.directory = directory
        self.process = None
        self.address = None
        os.makedirs(directory, exist_ok=True)

    def _spawn(self, argv, **options):
        errors = open(os.path.join(self.directory, "errors.log"), "ab")
        with errors:
            self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stderr=errors, **options)

    def stop(self):
        """Stops the server, by force after a time limit. Returns its exit code, or 0 if it was not running."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self.process = None

    def settle(self):
        """Does pending work now, so that it doesn't disturb another server's turn."""

    def read_files(self):
        """Reads the server's files, so that the kernel has them in memory."""
        for folder, _, names in os.walk(self.directory):
            for name in names:
                path = os.path.join(folder, name)
                # Skip sockets, and files that the server has just removed or renamed.
                if not os.path.isfile(path):
                    continue
                with contextlib.suppress(FileNotFoundError), open(path, "rb", buffering=0) as file:
                    while file.read(_READ_BYTES):
                        pass

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)


class AnnouncingServer(Server):
    """One of this project's servers, which print the address that they listen on."""

    def __init__(self, name, directory, argv):
        super().__init__(name, directory)
        self._argv = argv
        self.start()

    def start(self):
        """Starts the server. Returns the startup time in seconds."""
        begin = time.monotonic()
        self._spawn([*self._argv, "--listen=127.0.0.1:0"], stdout=subprocess.PIPE)
        said = b""
        while not re.search(rb" listening on (\S+)\n", said):
            left = begin + _START_SECONDS - time.monotonic()
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, left))
            chunk = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            if not chunk:
                self.stop()
                raise RuntimeError(f"{self.name} does not serve; see {self.directory}/errors.log")
            said += chunk
        self.address = re.search(rb" listening on (\S+)\n", said)[1].decode()
        return time.monotonic() - begin


class Registry(AnnouncingServer):
    def __init__(self, binary, directory):
        self.data = os.path.join(directory, "data")
        super().__init__("registry_service", directory, [binary, f"--data_dir={self.data}"])
        self.view = os.path.join(self.data, "view.db")
        # All cities created so far have numbers below this.
        self.next_city = 0
        self.resources = 0

    def cpu_seconds(self):
        """Returns the processor time of the process so far, including time in the kernel."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_bytes(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="utf-8") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def database_bytes(self):
        """Returns the sizes of `log` and `view`, including pages that are still in the WAL."""
        sizes = {}
        for name in ("log", "view"):
            path = os.path.join(self.data, name + ".db")
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
                sizes[name], = database.execute(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
        return sizes

    def restart(self, lose_view=False):
        """Stops and starts the registry, without its view if `lose_view`. Returns the startup time in seconds."""
        code = self.stop()
        if code != 0:
            raise RuntimeError(f"{self.name} exited with {code}")
        if lose_view:
            for entry in os.scandir(self.data):
                if entry.name.startswith("view.db"):
                    os.remove(entry.path)
        return self.start()


class Bare(AnnouncingServer):
    def __init__(self, binary, directory, view=""):
        super().__init__("bare_server", directory, [binary, f"--view={view}"])


class Etcd(Server):
    """etcd with its default settings, except for its addresses and data directory."""

    def __init__(self, directory):
        super().__init__("etcd", directory)
        binary = shutil.which("etcd")
        if binary is None:
            raise SystemExit("benchmarks: etcd is not installed; run `tools/setup check`")
        self.next_city = 0
        self.resources = 0
        client, peer = _free_port(), _free_port()
        self.address = f"127.0.0.1:{client}"
        self._spawn([binary, f"--data-dir={os.path.join(directory, 'data')}", "--name=bench",
                     f"--listen-client-urls=http://{self.address}",
                     f"--advertise-client-urls=http://{self.address}",
                     f"--listen-peer-urls=http://127.0.0.1:{peer}",
                     f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
                     f"--initial-cluster=bench=http://127.0.0.1:{peer}"],
                    stdout=subprocess.DEVNULL)
        self._await_health()

    def _await_health(self):
        # Use no proxy, even if the environment sets one.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with opener.open(f"http://{self.address}/health", timeout=1) as answer:
                    if b"true" in answer.read():
                        return
            except OSError:
                pass
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"etcd does not serve; see {self.directory}/errors.log")
