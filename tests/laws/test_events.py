"""Whatever becomes of jobs, their events are their states in order, once."""

from datetime import datetime, timedelta, timezone
from typing import Any

from calls import start, volume
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import client_of, examples, frozen_at, transition

from moto_backup_summaries import clear_rules, job_events, set_job_outcome

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
# A job takes three steps, so a few of each are enough for all that can come between two.
STEPS = st.one_of(
    st.tuples(st.just("start"), st.integers(min_value=1, max_value=2)),
    st.tuples(st.just("look"), st.integers(min_value=0, max_value=3)),
    st.tuples(st.just("stop"), st.integers(min_value=0, max_value=3)),
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 60, 7200])),
    st.tuples(
        st.just("decide"), st.sampled_from(["FAILED", "ABORTED", "EXPIRED", "PARTIAL", "COMPLETED"])
    ),
)
WAYS = st.sampled_from([("immediate", {}), ("manual", {"times": 1}), ("time", {"seconds": 60})])


class Story:
    """Jobs that start, are looked at and stopped, and the states that somebody saw them in."""

    def __init__(self, clock: Any) -> None:
        self.clock = clock
        self.client = client_of()
        self.client.create_backup_vault(BackupVaultName="nightly")
        self.seen: dict[str, list[str]] = {}

    def take(self, step: str, value: Any) -> None:
        if step == "start":
            job_id = start(self.client, ResourceArn=volume(f"vol-{value}"), StartWindowMinutes=60)
            self.seen[job_id["BackupJobId"]] = []
        elif step == "wait":
            self.clock.shift(timedelta(seconds=value))
        elif step == "decide":
            set_job_outcome("backup", state=value, times=1)
        elif value < len(self.seen):
            job_id = list(self.seen)[value]
            job = self.client.describe_backup_job(BackupJobId=job_id)
            self.seen[job_id].append(job["State"])
            if step == "stop" and job["State"] in ("CREATED", "PENDING", "RUNNING"):
                self.client.stop_backup_job(BackupJobId=job_id)


def ways_to(end: str) -> list[list[str]]:
    """The ways on which a backup job may come to a state."""
    whole = ["CREATED", "PENDING", "RUNNING"]
    stopped = [[*whole[:number], "ABORTING", "ABORTED"][: 2 + number] for number in (1, 2, 3)]
    return {
        "CREATED": [whole[:1]],
        "PENDING": [whole[:2]],
        "RUNNING": [whole],
        "EXPIRED": [["CREATED", "EXPIRED"]],
        "ABORTING": [way[:-1] for way in stopped],
        "ABORTED": [*stopped, [*whole, "ABORTED"]],
    }.get(end, [[*whole, end]])


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether these states come in this order, with any between and with repetitions."""
    left = iter(dict.fromkeys(whole))
    return all(state in left for state in dict.fromkeys(part))


@examples(0.5)
@given(WAYS, st.lists(STEPS, max_size=12))
def test_the_events_of_each_job_are_its_states_in_order_once(
    way: tuple[str, dict[str, int]], steps: list[tuple[str, Any]]
) -> None:
    with mock_aws(), frozen_at(NOW) as clock, transition(way[0], **way[1]):
        story = Story(clock)
        told: list[dict[str, Any]] = []
        for step, value in steps:
            story.take(step, value)
            now = job_events()
            # What was told stays as it was told, however the jobs went on.
            assert [event for event in told if event not in now] == []
            told = now
        for job_id, seen in story.seen.items():
            events = job_events(job_id=job_id)
            states = [event["detail"]["state"] for event in events]
            assert states in ways_to(states[-1])
            assert states[-1] == story.client.describe_backup_job(BackupJobId=job_id)["State"] or (
                way[0] == "manual"
            )
            assert is_within(seen, states)
            assert len({event["id"] for event in events}) == len(events)
            times = [event["time"] for event in events]
            assert times == sorted(times)
        assert {event["detail"]["backupJobId"] for event in job_events()} == story.seen.keys()
        # A story may decide about jobs that never start.
        clear_rules()
