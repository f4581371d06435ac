"""What the page at /moto-api/backup/ costs beside many jobs, and beside 1,000.

    python benchmarks/page.py [JOBS] [--browser]

Each page is asked for in turns beside few jobs, in one account, and beside many, in another; the ratio is of
the medians. The first look at each, which may make an index, is told by itself. Ends with 1 where the first
look at the dashboard takes 300 ms or more, or a look at a page twice as long beside many jobs as beside few.

--browser asks a real Chromium instead, at a server: how long after its request it first paints each page.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import requests
from moto import mock_aws

from moto_backup_summaries import load_jobs

URL = "http://motoapi.amazonaws.com/moto-api/backup/"
FEW_JOBS, ROUNDS, DAYS = 1_000, 15, 14
ACCOUNTS = ("111111111111", "222222222222")
FIRST_PAINT, GROWTH = 0.3, 2
AT_A_TIME = 100_000
# The milliseconds after its request at which a page was first painted with something on it, or null.
HAS_PAINTED = """
const [painted] = performance.getEntriesByName('first-contentful-paint');
return painted ? painted.startTime : null;
"""
PAGES = {
    "dashboard": "?",
    "… of copy jobs": "?kind=copy",
    "list of jobs": "jobs?",
    "… that failed": "jobs?state=FAILED",
    "… with problems": "jobs?health=problems",
    "… with problems, by type": "jobs?health=problems&type=EBS",
    "vaults": "vaults?",
}


def rows(number: int, account_id: str) -> Iterator[dict[str, Any]]:
    now = datetime.now(timezone.utc)
    for i in range(number):
        yield {
            "AccountId": account_id,
            "CreationDate": now - timedelta(seconds=i * DAYS * 86_400 / number),
            "State": ("COMPLETED", "COMPLETED", "FAILED", "EXPIRED", "ABORTED")[i % 5],
            "ResourceType": ("EBS", "S3", "RDS", "EFS")[i % 4],
            **({"StatusMessage": "Access denied"} if i % 3 else {}),
        }


def seconds(path: str, account_id: str) -> float:
    begun = time.process_time()
    answer = requests.get(f"{URL}{path}&account={account_id}", timeout=600)
    taken = time.process_time() - begun
    assert answer.status_code == 200, answer.text
    return taken


def first_paints(jobs: int) -> int:
    """Print when Chromium first paints each page, in turns; the number of pages beyond their bounds."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from page_browser import browsing
    from page_reader import load
    from support import served

    beyond = 0
    with served() as server:
        for account_id, number in zip(ACCOUNTS, (FEW_JOBS, jobs), strict=True):
            remaining = rows(number, account_id)
            while part := list(islice(remaining, AT_A_TIME)):
                load({"BackupJobs": part}, server)
        with browsing(server) as browser:
            browser.open("vaults")
            for name, path in PAGES.items():
                painted: list[list[float]] = []
                for _ in range(ROUNDS):
                    painted.append([])
                    for account_id in ACCOUNTS:
                        browser.open(f"{path}&account={account_id}")
                        browser.until(lambda: browser.run(HAS_PAINTED))
                        painted[-1].append(browser.run(HAS_PAINTED))
                few, many = (statistics.median(column) for column in zip(*painted, strict=True))
                print(
                    f"{name:26} painted after {few:6.1f} ms   beside {jobs:,} {many:6.1f} ms, "
                    f"{many / few:5.2f} x   first {painted[0][1]:6.1f} ms",
                    flush=True,
                )
                beyond += many / few >= GROWTH or (
                    name == "dashboard" and many >= FIRST_PAINT * 1000
                )
    return beyond


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    jobs = options.jobs
    if options.browser:
        sys.exit(first_paints(jobs))
    failures = []
    with mock_aws():
        for account_id, number in zip(ACCOUNTS, (FEW_JOBS, jobs), strict=True):
            load_jobs({"BackupJobs": [*rows(number, account_id)]})
        # What the first page of a process costs, whatever is on it.
        seconds("?", "333333333333")
        for name, path in PAGES.items():
            first = [seconds(path, account_id) for account_id in ACCOUNTS]
            taken = [[seconds(path, it) for it in ACCOUNTS] for _ in range(ROUNDS)]
            few, many = (statistics.median(column) for column in zip(*taken, strict=True))
            print(
                f"{name:26} {few * 1000:6.1f} ms   first {first[0] * 1000:6.1f}   "
                f"beside {jobs:,} {many / few:5.2f} x   first {first[1] * 1000:6.1f} ms"
            )
            if many / few >= GROWTH or (name == "dashboard" and first[1] >= FIRST_PAINT):
                failures.append(name)
    sys.exit(f"beyond its bound: {', '.join(failures)}" if failures else 0)


if __name__ == "__main__":
    main()
