"""The servers that are measured, as processes with their data in directories of one run."""

import os
import re
import select
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

# How long a server may take to say that it serves: a registry with a million cities reads its log.
_START_SECONDS = 120
_STOP_SECONDS = 30


def check_real_disk(directory):
    """Refuses file systems that live in memory: nothing is durable there."""
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
    """A process that serves, and where. Its standard error goes to a file in its directory."""

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
        """Stops it. Returns its exit code."""
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

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)


class AnnouncingServer(Server):
    """One of ours: it prints the address that it listens on."""

    def __init__(self, name, directory, argv):
        super().__init__(name, directory)
        self._argv = argv
        self.start_seconds = None
        self.start()

    def start(self):
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
        self.start_seconds = time.monotonic() - begin
        self.address = re.search(rb" listening on (\S+)\n", said)[1].decode()


class Registry(AnnouncingServer):
    def __init__(self, binary, directory):
        self.data = os.path.join(directory, "data")
        super().__init__("registry_service", directory, [binary, f"--data_dir={self.data}"])
        self.view = os.path.join(self.data, "view.db")
        # Numbers below are there; those from `next_city` on are free.
        self.next_city = 0
        self.resources = 0

    def cpu_seconds(self):
        """Processor time of the process until now, in the kernel too."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_bytes(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="utf-8") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def disk_bytes(self):
        """Of the data directory."""
        data = os.path.join(self.directory, "data")
        return sum(os.path.getsize(os.path.join(data, name)) for name in os.listdir(data))

    def lose_view(self):
        """Removes what is derived from the log. Only while it is stopped."""
        data = os.path.join(self.directory, "data")
        for name in os.listdir(data):
            if name.startswith("view.db"):
                os.remove(os.path.join(data, name))


class Bare(AnnouncingServer):
    def __init__(self, binary, directory, view=""):
        super().__init__("bare_server", directory, [binary, f"--view={view}"])


class Etcd(Server):
    """etcd with its default settings, but for where it listens and keeps its data."""

    def __init__(self, directory):
        super().__init__("etcd", directory)
        binary = shutil.which("etcd")
        if binary is None:
            raise SystemExit("benchmarks: etcd is not installed (tools/setup check)")
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
        # Without a proxy, whatever the environment says.
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
