"""Runs the load generator (benchmarks/load/load_main.cc) as a process."""

import json
import subprocess


class LoadError(Exception):
    """A call failed, or its answer was wrong."""


class Load:
    def __init__(self, binary, seed):
        self._binary = binary
        self._seed = seed
        self._run = 0

    def __call__(self, server, workload, *flags, **options):
        """Runs a workload against a server. Options become flags. Returns the load generator's JSON object."""
        self._run += 1
        argv = [self._binary, f"--target={server.address}", f"--workload={workload}", f"--seed={self._seed}",
                f"--run={self._run}", *flags]
        argv += [f"--{name}={value}" for name, value in options.items()]
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise LoadError(f"{server.name}, {workload}: {done.stderr.strip() or done.returncode}")
        return json.loads(done.stdout)
