"""Starts both services for tests and imports the bundles."""

import os
import re
import select
import signal
import subprocess
import tempfile
import time

# How long a test waits for a process. This is much longer than any healthy process takes.
DEADLINE_SECONDS = 60


class Server:
    """A server process that has printed its address."""

    def __init__(self, binary, *flags, stderr=None):
        self._process = subprocess.Popen(
            [binary, "--listen=127.0.0.1:0", *flags], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=stderr)
        self.address = self._read_address(binary)

    def _read_address(self, binary):
        output = self._process.stdout
        said = b""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            found = re.search(rb"listening on (\S+)\n", said)
            if found:
                return found[1].decode()
            ready, _, _ = select.select([output], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(output.fileno(), 4096) if ready else b""
            if not chunk:
                self.kill()
                raise RuntimeError(f"{binary} does not print its address; it printed {said!r}")
            said += chunk

    def stop(self):
        """Asks the server to stop and returns its exit code."""
        self._process.terminate()
        try:
            return self._process.wait(DEADLINE_SECONDS)
        finally:
            self.kill()

    def pause(self):
        """Stops the process without ending it, as a machine does that is out of memory."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self):
        self._process.send_signal(signal.SIGCONT)

    def kill(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


class Services:
    """Both services, running, with the bundles imported."""

    def __init__(self):
        self._directory = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.registry = Server("registry_service/main/registry_service",
                               f"--data_dir={self._directory.name}/registry")
        self.projects = Server("projects_service/main/projects_service",
                               f"--data_dir={self._directory.name}/projects",
                               f"--registry={self.registry.address}")
        subprocess.run(
            ["clients/cli/jumelage", f"--registry={self.registry.address}",
             f"--projects={self.projects.address}", "import", "data/belfort.textproto",
             "data/boulogne-billancourt.textproto"],
            check=True, timeout=DEADLINE_SECONDS, stdin=subprocess.DEVNULL)

    def stop(self):
        """Stops both services and returns their exit codes."""
        codes = [self.projects.stop(), self.registry.stop()]
        self._directory.cleanup()
        return codes
