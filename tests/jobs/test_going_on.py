"""Jobs on their way: they go on when they are due, and none is asked before."""

from collections.abc import Iterator
from typing import Any

import pytest
from support import transition

from moto_backup_summaries.backup.aws.endings import Ending
from moto_backup_summaries.backup.aws.job_kinds import BACKUP
from moto_backup_summaries.backup.events import JobChanged, Publish
from moto_backup_summaries.backup.frame.transactions import exclusive
from moto_backup_summaries.backup.jobs.job import Job, new_job
from moto_backup_summaries.backup.jobs.job_store import JobStore
from moto_backup_summaries.backup.jobs.state import Jobs
from moto_backup_summaries.backup.timestamps import FIRST, LAST, NEVER

START = 1_000_000.0
HOUR = 3_600


def begun(job_id: str, created: float = START, **members: object) -> Job:
    return new_job(
        BACKUP,
        {"BackupJobId": job_id, "ResourceType": "EBS", "BackupVaultArn": "vault", **members},
        Ending(),
        created,
    )


def store_with(publish: Publish) -> JobStore:
    account = ("123456789012", "us-east-1")
    return JobStore(BACKUP, account, publish=publish, has_vault=bool, on_first_view=lambda *_: None)


@pytest.fixture
def store() -> JobStore:
    return store_with(lambda *_: None)


@pytest.fixture
def _by_minutes() -> Iterator[None]:
    with transition("time", seconds=60):
        yield


def all_jobs(publish: Publish) -> Jobs:
    account = ("123456789012", "us-east-1")
    return Jobs(account, publish=publish, has_vault=bool, on_first_view=lambda *_: None)


def state(store: JobStore, job_id: str) -> str:
    job = store.get(job_id)
    assert job is not None
    return job.state


def test_nothing_is_due_without_any(store: JobStore) -> None:
    assert store.next_due == NEVER
    store.add([begun("a")])
    assert store.next_due == FIRST
    store.advance(START)
    assert (state(store, "a"), store.next_due) == ("COMPLETED", NEVER)


@pytest.mark.usefixtures("_by_minutes")
def test_each_is_due_when_its_next_state_is(store: JobStore) -> None:
    store.add([begun("a"), begun("b", START + 30)])
    store.advance(START + 30)
    assert store.next_due == START + 60
    store.advance(START + 70)
    assert [state(store, job_id) for job_id in "ab"] == ["PENDING", "CREATED"]
    assert store.next_due == START + 90


@pytest.mark.usefixtures("_by_minutes")
def test_one_is_due_when_its_start_window_ends(store: JobStore) -> None:
    store.add([begun("a", StartBy=START + 5)])
    store.advance(START)
    assert store.next_due == START + 5
    store.advance(START + 5)
    assert state(store, "a") == "EXPIRED"


def test_one_is_due_when_its_completion_window_ends(store: JobStore) -> None:
    with transition("manual", times=1):
        store.add([begun("a", CompleteWindowMinutes=60)])
        store.advance(START)
        assert store.next_due == START + HOUR
        store.advance(START + HOUR)
        assert state(store, "a") == "ABORTED"


def test_one_that_takes_a_look_is_not_a_matter_of_time(store: JobStore) -> None:
    with transition("manual", times=2):
        store.add([begun("a")])
        store.advance(START)
        assert store.next_due == LAST
        job = store.get("a")
        assert job is not None
        for expected in ("CREATED", "PENDING", "PENDING", "RUNNING"):
            store.look([job])
            assert store.next_due == FIRST
            store.advance(START)
            assert (state(store, "a"), store.next_due) == (expected, LAST)


def test_another_transition_counts_for_those_on_their_way(store: JobStore) -> None:
    with transition("time", seconds=HOUR):
        store.add([begun("a")])
        store.advance(START + 1)
    with transition("time", seconds=60):
        assert store.next_due == FIRST
        store.advance(START + 60)
        assert (state(store, "a"), store.next_due) == ("PENDING", START + 120)
    with transition("time", seconds=HOUR):
        store.advance(START + 120)
        assert state(store, "a") == "PENDING"
    store.advance(START + 121)
    assert state(store, "a") == "COMPLETED"


@pytest.mark.usefixtures("_by_minutes")
def test_a_clock_that_is_set_back_leaves_them_as_they_are(store: JobStore) -> None:
    store.add([begun("a")])
    store.advance(START + 61)
    store.advance(START - HOUR)
    store.advance(START + 119)
    assert state(store, "a") == "PENDING"
    store.advance(START + 120)
    assert state(store, "a") == "RUNNING"


@pytest.mark.usefixtures("_by_minutes")
def test_a_parent_that_is_due_goes_on_when_its_last_child_has_ended(store: JobStore) -> None:
    parts = [begun("one", ParentJobId="all"), begun("two", START + 600, ParentJobId="all")]
    store.add([*parts, begun("all", IsParent=True)])
    store.advance(START + 180)
    assert [state(store, job_id) for job_id in ("one", "all")] == ["COMPLETED", "RUNNING"]
    assert store.next_due == START + 660
    store.advance(START + 780)
    assert [state(store, job_id) for job_id in ("two", "all")] == ["COMPLETED", "COMPLETED"]


@pytest.mark.usefixtures("_by_minutes")
def test_what_was_undone_is_due_again(store: JobStore) -> None:
    @exclusive
    def fail() -> None:
        store.advance(START + 60)
        raise ZeroDivisionError

    store.add([begun("a")])
    store.advance(START)
    with pytest.raises(ZeroDivisionError):
        fail()
    assert (state(store, "a"), store.next_due) == ("CREATED", START + 60)
    store.advance(START + 60)
    assert state(store, "a") == "PENDING"


@pytest.mark.usefixtures("_by_minutes")
def test_those_that_are_not_due_are_not_asked() -> None:
    """Of many, a request finds the few that go on."""
    asked: list[str] = []
    store = store_with(lambda *events: asked.extend({event.job.id for event in events}))
    store.add([begun(str(number), START + number) for number in range(50)])
    store.advance(START + 50)
    asked.clear()
    for seconds in (55, 62, 62.5, 63):
        store.advance(START + seconds)
    assert asked == ["0", "1", "2", "3"]


def test_whoever_hears_of_one_may_advance_the_others() -> None:
    told: list[tuple[str, str]] = []

    def hear(*events: Any) -> None:
        changes = [event for event in events if isinstance(event, JobChanged)]
        told.extend((it.job.id, state) for it in changes for state, _ in it.entered)
        if told[-1] == ("other", "COMPLETED"):
            store.advance(START)

    store = store_with(hear)
    store.add([begun("part", ParentJobId="all"), begun("other"), begun("all", IsParent=True)])
    told.clear()
    store.advance(START)
    states = ("PENDING", "RUNNING", "COMPLETED")
    assert told == [(job_id, state) for job_id in ("part", "other", "all") for state in states]


@pytest.mark.parametrize("now", [START, START + 150, START + 2 * HOUR])
@pytest.mark.parametrize("ending", ["COMPLETED", "FAILED", "EXPIRED"])
@pytest.mark.parametrize(
    "document",
    [
        {"progression": "immediate"},
        {"progression": "time", "seconds": 60},
        {"progression": "manual", "times": 1},
    ],
    ids=str,
)
def test_one_that_goes_on_before_it_is_stored_is_as_one_that_is_stored_first(
    document: Any, ending: str, now: float
) -> None:
    """Its row, its count, when it goes on, and what is told of it."""

    def pictured(advanced_to: float | None) -> Any:
        told: list[tuple[str, float]] = []
        last: list[Any] = []

        def hear(*events: Any) -> None:
            for event in events:
                if isinstance(event, JobChanged):
                    told.extend(event.entered)
                last[:] = [event.job, type(event)]

        store = store_with(hear)
        job = begun("a", CompleteWindowMinutes=60, Content="of its resource", BackupType=None)
        job.set_ending(Ending(ending, {"StatusMessage": "as asked for"}), None)
        store.add([job], advanced_to)
        if advanced_to is None:
            store.advance(now)
        (row,) = store.newest_first()
        day = int(START // (24 * HOUR))
        return row, told, last, store.next_due, list(store.counts(day, day + 1, START))

    with transition(**document):
        assert pictured(now) == pictured(None)


def test_one_that_begins_goes_on_behind_those_that_are_due() -> None:
    told: list[tuple[str, str]] = []

    def hear(*events: Any) -> None:
        changes = [event for event in events if isinstance(event, JobChanged)]
        told.extend((it.job.id, state) for it in changes for state, _ in it.entered)

    jobs = all_jobs(hear)
    with transition("time", seconds=60):
        jobs.begin_and_advance([begun("first")], START)
        jobs.begin_and_advance([begun("second", START + 60)], START + 120)
    assert told == [
        ("first", "CREATED"),
        ("second", "CREATED"),
        ("first", "PENDING"),
        ("first", "RUNNING"),
        ("second", "PENDING"),
    ]
