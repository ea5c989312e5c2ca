"""Runs the peer and its PostgreSQL as processes, with their data in a directory of the run."""

import os
import pwd
import subprocess
import time

from servers import AnnouncingServer, Server

_BIN = "/usr/lib/postgresql/15/bin"
_START_SECONDS = 60
# A quarter of the machine's memory, as PostgreSQL's manual advises, but no more than these benchmarks' data needs.
_SHARED_BUFFERS_PART = 4
_MAX_SHARED_BUFFERS = 4 << 30
# The settings that differ from Debian's, and the three that make a commit durable, which are the same as Debian's.
_SETTINGS = {
    # Only the peer connects, over a Unix socket in its data directory.
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # Checkpoints are triggered by time only, and WAL files are recycled.
    "checkpoint_timeout": "15min",
    "max_wal_size": "8GB",
    "min_wal_size": "2GB",
    "wal_buffers": "64MB",
    "wal_compression": "lz4",
    # The data is in memory or on a disk that seeks fast.
    "random_page_cost": "1.1",
    "effective_io_concurrency": "200",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    # Prepared plans run in about a millisecond, and compiling them would take longer.
    "jit": "off",
    # No parallel plans: concurrent statements already keep both cores busy.
    "max_parallel_workers_per_gather": "0",
}


def _user():
    """Returns the options with which subprocess must run PostgreSQL, and the user to run it as.

    If this process is root, that is the user of PostgreSQL's package, since PostgreSQL refuses to run as root. Otherwise
    there are no options, and the user is None.
    """
    if os.geteuid() != 0:
        return {}, None
    try:
        user = pwd.getpwnam("postgres")
    except KeyError as error:
        raise SystemExit("benchmarks: PostgreSQL 15 is not installed; run `tools/setup check`") from error
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}, user


class Postgres(Server):
    """PostgreSQL 15 with its own new, empty database."""

    def __init__(self, directory):
        super().__init__("postgres", directory)
        if not os.path.exists(f"{_BIN}/postgres"):
            raise SystemExit("benchmarks: PostgreSQL 15 is not installed; run `tools/setup check`")
        self._as_user, user = _user()
        if user is not None:
            # PostgreSQL's user must be able to enter the directories of the run and of the peer.
            for above in (os.path.dirname(directory), os.path.dirname(os.path.dirname(directory))):
                os.chmod(above, 0o711)
            os.chown(directory, user.pw_uid, user.pw_gid)
        os.chmod(directory, 0o700)
        self._data = os.path.join(directory, "data")
        # Texts are compared by bytes, as in the registry.
        self._run("initdb", "--no-sync", "--auth=trust", "--username=peer", "--encoding=UTF8", "--locale=C.UTF-8",
                  "--lc-collate=C", "--pgdata", self._data)
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        settings = {**_SETTINGS, "unix_socket_directories": directory,
                    "shared_buffers": f"{min(memory // _SHARED_BUFFERS_PART, _MAX_SHARED_BUFFERS) >> 20}MB",
                    "effective_cache_size": f"{memory // 2 >> 20}MB"}
        self._spawn([f"{_BIN}/postgres", "-D", self._data, *(f"--{name}={value}" for name, value in settings.items())],
                    cwd=directory, stdout=subprocess.DEVNULL, **self._as_user)
        self.database = f"host={directory} user=peer dbname=postgres"
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.stop()
                raise RuntimeError(f"PostgreSQL does not serve; see {directory}/errors.log")
            time.sleep(0.05)

    def _run(self, program, *arguments):
        done = subprocess.run([f"{_BIN}/{program}", *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False, cwd=self.directory, **self._as_user)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")

    def _answers(self):
        asked = subprocess.run([f"{_BIN}/pg_isready", "--quiet", "--dbname", self.database], check=False)
        return asked.returncode == 0

    def execute(self, statement):
        self._run("psql", "--no-psqlrc", "--quiet", "--dbname", self.database, "--command", statement)


class Peer(AnnouncingServer):
    """The peer with its own PostgreSQL."""

    def __init__(self, binary, directory):
        os.makedirs(directory)
        self.postgres = Postgres(os.path.join(directory, "postgres"))
        # These mean the same as in Registry.
        self.next_city = 0
        self.resources = 0
        super().__init__("peer", directory, [binary, f"--database={self.postgres.database}"])

    def stop(self):
        codes = super().stop(), self.postgres.stop()
        return codes[0] or codes[1]

    def settle(self):
        """Does the work of autovacuum and the checkpointer now, so that it doesn't disturb another turn."""
        self.postgres.execute("VACUUM (ANALYZE)")
        self.postgres.execute("CHECKPOINT")
