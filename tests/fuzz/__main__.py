"""python -m fuzz: asks until it is told to stop, and prints what was found."""

import argparse
import sys
import time
import warnings

from moto_backup_summaries import BackupSummariesWarning

from .run import REQUESTS_BEFORE_CHECK, Findings, run
from .transports import transport


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--server", action="store_true", help="ask a server, not this process")
    parser.add_argument("--seconds", type=float, help="how long")
    parser.add_argument("--requests", type=int, help="how many; 20,000 if neither is said")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the first round")
    parser.add_argument(
        "--check", type=int, default=REQUESTS_BEFORE_CHECK, help="requests before a look at health"
    )
    asked = parser.parse_args()
    if asked.seconds is None and asked.requests is None:
        asked.requests = 20_000
    # Rules are set at random, and most are never used.
    warnings.simplefilter("ignore", BackupSummariesWarning)
    print(f"first seed {asked.seed}", flush=True)
    with transport(over_http=asked.server) as asking:
        found = run(asking, asked.seed, asked.requests, asked.seconds, asked.check, _report)
    print(found)
    return 1 if found.counts else 0


def _report(findings: Findings) -> None:
    if sys.stderr.isatty():
        failures = sum(findings.counts.values())
        print(f"\r{findings.requests} requests, {failures} failures", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
