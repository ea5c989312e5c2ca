"""Runs seeds of random calls against services and their models: see CONTRIBUTING.md."""

import argparse
import sys
import time

import driver


def seeds(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=seeds, required=True, help="such as 7 or 1-100")
    parser.add_argument("--service", choices=["registry", "projects"], default="registry")
    parser.add_argument("--calls", type=int, default=150, help="calls in each sequence (150)")
    parser.add_argument("--repeat", help="a file with the calls to make instead of random ones")
    parser.add_argument("--shorten", type=int, default=60, help="seconds to shorten a failure (60); 0 for none")
    parser.add_argument("--until_failure", action="store_true", help="end at the first seed that fails")
    parser.add_argument("--registry_binary", default="registry_service/main/registry_service")
    parser.add_argument("--projects_binary", default="projects_service/main/projects_service")
    arguments = parser.parse_args()
    binaries = {"registry": arguments.registry_binary, "projects": arguments.projects_binary}
    passing, failed, totals = 0, [], {}
    for seed in arguments.seeds:
        started = time.monotonic()
        given = list(driver.read_calls(arguments.repeat)) if arguments.repeat else None
        passed, counts = driver.run_seed(binaries, arguments.service, seed, arguments.calls, given,
                                         arguments.shorten)
        for name, number in counts.items():
            totals[name] = totals.get(name, 0) + number
        print(f"seed {seed}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.1f} s, {counts}",
              flush=True)
        passing += passed
        if not passed:
            failed.append(seed)
            if arguments.until_failure:
                break
    print(f"{passing} passed, {len(failed)} failed {failed or ''}; {totals}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
