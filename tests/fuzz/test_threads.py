"""Sixteen threads at once: exact counts, exact `times`, no deadlock, nobody waits for a load."""

import os
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Thread
from typing import Any
from urllib.parse import urlparse

import pytest
import requests
from moto.server import ThreadedMotoServer
from support import served, unmeasured

from .wire import Request, moto_request, request_of

THREADS = 16
# `tox run -e fuzz` makes more turns, and loads more: see README.rst. With three turns, faults and
# rules with `times` are used up.
TURNS = int(os.environ.get("FUZZ_TURNS", "3"))
# Long enough for the slowest machine; a deadlock takes longer.
DEADLOCK = 120
LOADED_AT_ONCE = int(os.environ.get("FUZZ_LOAD", "400000"))
ROUNDS = 5
# A tenth of the time in which a million jobs load, in times of that of so many.
LONGEST_WAIT = 0.1 * 1_000_000 / LOADED_AT_ONCE
ROLE = "arn:aws:iam::123456789012:role/backup"


class Caller:
    """One account's calls to a server, through a connection of its own."""

    def __init__(self, url: str, number: int) -> None:
        self.url = url
        self.account = f"{number:012d}"
        self._session = requests.Session()

    def __enter__(self) -> "Caller":
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def send(self, request: Request) -> requests.Response:
        headers = {**request.headers, "x-moto-account-id": self.account}
        return self._session.request(
            request.method,
            self.url + request.target,
            headers=headers,
            data=request.body,
            timeout=DEADLOCK,
        )

    def ask(self, operation: str, **parameters: Any) -> Any:
        return self._right(self.send(request_of(operation, parameters)))

    def tell(self, method: str, path: str, document: Any = None) -> Any:
        return self._right(self.send(moto_request(method, path, document)))

    def _right(self, answer: requests.Response) -> Any:
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def start(self, name: str) -> str:
        """The state in which a job of a volume of this name ends."""
        arn = f"arn:aws:ec2:us-east-1:{self.account}:volume/{name}"
        names = {"BackupVaultName": "nightly", "ResourceArn": arn, "IamRoleArn": ROLE}
        job_id = self.ask("StartBackupJob", **names)["BackupJobId"]
        return str(self.ask("DescribeBackupJob", BackupJobId=job_id)["State"])

    def load(self, number: int) -> None:
        document = {"BackupJobs": [{} for _ in range(number)], "account_id": self.account}
        assert self.tell("POST", "static/backup/jobs", document)["loaded"] == number

    def outcome(self, **rule: Any) -> None:
        document = {"outcomes": [{"kind": "backup", **rule}]}
        assert self.tell("POST", "static/backup/outcomes", document)["set"] == 1

    def counts(self) -> Counter[str]:
        """The account's jobs by state, as its summary counts them."""
        rows = self.ask("ListBackupJobSummaries", State="ANY")["BackupJobSummaries"]
        found: Counter[str] = Counter()
        for row in rows:
            found[row["State"]] += row["Count"]
        return found

    def points(self) -> int:
        """The recovery points of all of the account's vaults, as the vaults count them."""
        vaults = self.ask("ListBackupVaults")["BackupVaultList"]
        return sum(vault.get("NumberOfRecoveryPoints", 0) for vault in vaults)

    def time(self) -> datetime:
        return datetime.fromisoformat(self.tell("GET", "static/backup/clock")["time"])


@pytest.fixture(scope="module", params=["server", "ThreadedMotoServer"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "server":
        with served(environment=unmeasured()) as found:
            yield found
        return
    threaded = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    threaded.start()
    try:
        host, port = threaded.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        threaded.stop()


@pytest.fixture
def url(server: str) -> Iterator[str]:
    yield server
    with Caller(server, 0) as caller:
        caller.tell("DELETE", "static/backup/clock")
        caller.tell("POST", "reset")


def at_once(url: str, work: Callable[[Caller], Any]) -> list[Any]:
    """What each of the threads makes of its work, which has an account of its own."""

    def one(number: int) -> Any:
        with Caller(url, number + 1) as caller:
            return work(caller)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS), timeout=2 * DEADLOCK))


def test_counts_and_times_are_exact(url: str) -> None:
    with Caller(url, 0) as caller:
        caller.outcome(state="ABORTED", resource_arn="*/many", times=100)
        caller.outcome(state="FAILED", resource_arn="*/few", times=30)
        fault = {"operation": "ListCopyJobs", "code": "ThrottlingException", "times": 40}
        caller.tell("POST", "static/backup/faults", {"faults": [fault]})

    def work(caller: Caller) -> tuple[Counter[str], Counter[str], int]:
        caller.ask("CreateBackupVault", BackupVaultName="nightly")
        shared: Counter[str] = Counter()
        throttled = 0
        for turn in range(TURNS):
            mine = {"resource_arn": f"*:{caller.account}:*/own", "account_id": caller.account}
            caller.outcome(state="EXPIRED", times=1, **mine)
            assert [caller.start("own"), caller.start("own")] == ["EXPIRED", "COMPLETED"]
            shared.update([caller.start("many"), caller.start("few")])
            caller.load(3)
            caller.tell("POST", "static/backup/clock", {"advance": 1})
            assert len(caller.ask("ListBackupJobs")["BackupJobs"]) == 7 * (turn + 1)
            throttled += caller.send(request_of("ListCopyJobs", {})).status_code == 400
        assert caller.points() == caller.counts()["COMPLETED"]
        return shared, caller.counts(), throttled

    found = at_once(url, work)
    shared = sum((of_thread for of_thread, _, _ in found), Counter[str]())
    own = THREADS * TURNS
    assert shared == {"ABORTED": own, "FAILED": 30, "COMPLETED": own - 30}
    assert sum(throttled for _, _, throttled in found) == 40
    counted = sum((counts for _, counts, _ in found), Counter[str]())
    assert counted - shared == {"EXPIRED": own, "COMPLETED": own + 3 * own}
    with Caller(url, 0) as caller:
        (left,) = caller.tell("GET", "static/backup/outcomes")["outcomes"]
        assert (left["resource_arn"], left["times"]) == ("*/many", 100 - own)
        assert caller.tell("GET", "static/backup/faults") == {"faults": []}


def test_every_move_of_the_clock_counts(url: str) -> None:
    def work(caller: Caller) -> None:
        for _ in range(TURNS):
            caller.tell("POST", "static/backup/clock", {"advance": "PT1M"})
            caller.ask("ListBackupJobs")

    with Caller(url, 0) as caller:
        before, begun = caller.time(), time.monotonic()
        at_once(url, work)
        moved = caller.time() - before
        took = timedelta(seconds=time.monotonic() - begun)
    moves = timedelta(minutes=THREADS * TURNS)
    assert moves <= moved + timedelta(seconds=0.1)
    assert moved <= moves + took + timedelta(seconds=1)


def test_each_account_s_jobs_are_taken_away_alone(url: str) -> None:
    def work(caller: Caller) -> list[int]:
        found = []
        for turn in range(TURNS):
            caller.load(10 + turn)
            found.append(caller.counts().total())
            where = f"static/backup/jobs?account_id={caller.account}"
            caller.tell("DELETE", where)
            found += [caller.counts().total(), caller.points()]
        return found

    right = [number for turn in range(TURNS) for number in (10 + turn, 0, 0)]
    assert at_once(url, work) == [right] * THREADS


def test_a_reset_leaves_nothing_half_done(url: str) -> None:
    each = 2000

    def work(caller: Caller) -> None:
        number = int(caller.account)
        for turn in range(TURNS):
            if number % 4 == 0:
                caller.tell("POST", "reset")
            elif number % 4 == 1:
                caller.tell("POST", "static/backup/clock", {"advance": 1})
                caller.tell("DELETE", "static/backup/clock")
            else:
                caller.load(each)
            caller.outcome(state="FAILED", times=turn + 1)
            caller.ask("ListBackupJobs", MaxResults=10)

    at_once(url, work)
    for number in range(1, THREADS + 1):
        with Caller(url, number) as caller:
            jobs = caller.counts().total()
            assert jobs % each == 0
            assert caller.points() == jobs
    with Caller(url, 0) as caller:
        caller.tell("POST", "reset")
        assert caller.tell("GET", "static/backup/outcomes") == {"outcomes": []}
        assert abs(caller.time().timestamp() - time.time()) < 10


def test_half_a_body_stops_nobody_else(url: str) -> None:
    place = urlparse(url)
    head = b"POST /moto-api/static/backup/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"
    with socket.create_connection((str(place.hostname), int(place.port or 80))) as half:
        half.sendall(head + b'{"BackupJobs": ')
        time.sleep(0.1)
        request = request_of("ListBackupJobs", {})
        answer = requests.get(url + request.target, headers=request.headers, timeout=10)
    assert answer.status_code == 200


def test_nobody_waits_for_a_load(url: str) -> None:
    """The least disturbed of some rounds counts: other processes of the machine make waits too."""
    ratios: list[float] = []
    while len(ratios) < ROUNDS and not any(ratio < LONGEST_WAIT for ratio in ratios):
        ratios.append(longest_wait_in_a_load(url, f"{len(ratios) + 11:012}"))
    assert min(ratios) < LONGEST_WAIT, ratios


def longest_wait_in_a_load(url: str, account_id: str) -> float:
    """The longest wait of another account's requests, in times of the load.

    The load is said in few bytes, so that its time is that of loading and not of reading JSON.
    """
    rows = [
        {"State": "COMPLETED", "ResourceType": f"Type {number}", "Count": LOADED_AT_ONCE // 10}
        for number in range(10)
    ]
    document = {"BackupJobSummaries": rows, "account_id": account_id}
    took: list[float] = []

    def load() -> None:
        with Caller(url, 1) as loader:
            begun = time.perf_counter()
            loaded = loader.tell("POST", "static/backup/jobs", document)
            took.append(time.perf_counter() - begun)
            assert loaded["loaded"] == LOADED_AT_ONCE

    waits: list[float] = []
    with Caller(url, 2) as caller:
        caller.ask("CreateBackupVault", BackupVaultName="nightly", CreatorRequestId="c")
        calls: list[Callable[[], Any]] = [
            lambda: caller.ask("ListBackupJobSummaries"),
            lambda: caller.start("meanwhile"),
            lambda: caller.ask("ListBackupVaults"),
            lambda: caller.tell("GET", "static/backup/outcomes"),
        ]
        for call in calls:
            call()
        loading = Thread(target=load)
        loading.start()
        while loading.is_alive():
            for call in calls:
                begun = time.perf_counter()
                call()
                waits.append(time.perf_counter() - begun)
        loading.join()
    assert took, "the load failed"
    return max(waits) / took[0]
