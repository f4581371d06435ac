"""Where jobs are kept: in order, counted, found by their members, and as before where a change fails."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import bucket, rows, start, volume
from support import ROLE, frozen_at, transition

from moto_backup_summaries import BackupSummariesWarning, load_jobs
from moto_backup_summaries.backup.aws.endings import Ending
from moto_backup_summaries.backup.aws.job_kinds import BACKUP
from moto_backup_summaries.backup.events import JobChanged
from moto_backup_summaries.backup.frame.transactions import exclusive
from moto_backup_summaries.backup.jobs.job import Job, new_job
from moto_backup_summaries.backup.jobs.job_rows import UNFINISHED
from moto_backup_summaries.backup.jobs.job_store import JobStore
from moto_backup_summaries.backup.kit.conditions import Condition
from moto_backup_summaries.backup.views import JobView

DAY = 86_400
TODAY = 20_000
NOON = datetime(2024, 10, 4, 12, tzinfo=timezone.utc)
EBS = ("COMPLETED", "EBS", "SUCCESS")


class UndoneError(Exception):
    pass


def undone(*changes: Callable[[], Any]) -> None:
    """Make these changes, and let what they belong to fail."""

    @exclusive
    def fail() -> None:
        for change in changes:
            change()
        raise UndoneError

    with pytest.raises(UndoneError):
        fail()


def begun(job_id: str, created: float = TODAY * DAY, **members: Any) -> Job:
    own = {"BackupJobId": job_id, "ResourceType": "EBS", "BackupVaultArn": "vault", **members}
    return new_job(BACKUP, own, Ending(), created)


def unfinished(store: JobStore) -> list[str]:
    return [job.id for _, job in store.newest_first([UNFINISHED])]


def view_of(store: JobStore, job_id: str) -> JobView:
    job = store.get(job_id)
    assert job is not None
    return job


def abort(store: JobStore, job_id: str, now: float) -> None:
    ending = Ending("ABORTED", {"StatusMessage": "stopped"})
    store.redirect(view_of(store, job_id), ("ABORTING", "ABORTED"), ending, now)


class TestJobsThatBegin:
    @pytest.fixture
    def told(self) -> list[tuple[str, str, float]]:
        return []

    @pytest.fixture
    def store(self, told: list[tuple[str, str, float]]) -> JobStore:
        return JobStore(
            BACKUP,
            ("123456789012", "us-east-1"),
            publish=lambda *events: told.extend(
                (it.job.id, *entered)
                for it in events
                if isinstance(it, JobChanged)
                for entered in it.entered
            ),
            has_vault=bool,
            on_first_view=lambda *_: None,
        )

    def ids(self, store: JobStore, **asked: Any) -> list[str]:
        return [job.id for _, job in store.newest_first(**asked)]

    def test_are_told_and_found_by_their_ids(self, store: JobStore, told: list[Any]) -> None:
        store.add([begun("a", 5.0), begun("b", 7.0)])
        assert told == [("a", "CREATED", 5.0), ("b", "CREATED", 7.0)]
        assert [view_of(store, job_id).created for job_id in "ab"] == [5.0, 7.0]
        assert store.get("c") is None
        assert store.taken_ids({"a", "b", "c"}) == {"a", "b"}
        assert len(store) == 2
        assert unfinished(store) == ["b", "a"]

    def test_go_on_and_are_told_at_each_state(self, store: JobStore, told: list[Any]) -> None:
        store.add([begun("a")])
        told.clear()
        store.advance(TODAY * DAY + 5)
        assert told == [
            ("a", state, TODAY * DAY + 5) for state in ("PENDING", "RUNNING", "COMPLETED")
        ]
        assert unfinished(store) == []

    def test_wait_for_their_children_which_go_before_them(
        self, store: JobStore, told: list[Any]
    ) -> None:
        parts = [begun(name, ParentJobId="parent") for name in ("one", "two")]
        parent = begun("parent", IsParent=True)
        store.add([parent, *parts])
        assert [job.id for job in store.children("parent")] == ["one", "two"]
        assert list(store.children("one")) == []
        told.clear()
        store.advance(TODAY * DAY)
        last = [job_id for job_id, state, _ in told if state == "COMPLETED"]
        assert last == ["one", "two", "parent"]

    def test_are_counted_on_their_day_on_their_way_and_after(self, store: JobStore) -> None:
        with transition("manual", times=9):
            store.add([begun("a"), begun("b", (TODAY + 1) * DAY - 0.001)])
            store.add([begun("c", (TODAY + 1) * DAY), begun("d", TODAY * DAY - 0.001)])
            store.advance(TODAY * DAY)
            on_the_way = list(store.counts(TODAY, TODAY + 1, TODAY * DAY))
            assert on_the_way == [(TODAY, ("CREATED", "EBS", "SUCCESS"), 2)]
        store.advance((TODAY + 2) * DAY)
        assert list(store.counts(TODAY, TODAY + 1, TODAY * DAY)) == [(TODAY, EBS, 2)]
        assert list(store.counts(TODAY - 1, TODAY + 2, (TODAY - 1) * DAY)) == [
            (TODAY - 1, EBS, 1),
            (TODAY, EBS, 2),
            (TODAY + 1, EBS, 1),
        ]

    def test_are_unfinished_from_a_moment_up_to_a_day(self, store: JobStore) -> None:
        since = TODAY * DAY + 100.5
        with transition("manual", times=9):
            for number, created in enumerate(
                (since - 0.001, since, since + 1, (TODAY + 1) * DAY - 0.001, (TODAY + 1) * DAY)
            ):
                store.add([begun(str(number), created, ResourceType=str(number))])
            found = list(store.counts(TODAY + 1, TODAY + 1, since))
        assert found == [(TODAY + 1, ("CREATED", name, "SUCCESS"), 1) for name in ("1", "2", "3")]
        store.advance((TODAY + 2) * DAY)
        assert list(store.counts(TODAY + 2, TODAY + 2, 0)) == []

    def test_may_be_sent_another_way(self, store: JobStore, told: list[Any]) -> None:
        store.add([begun("a")])
        told.clear()
        abort(store, "a", TODAY * DAY + 1)
        assert told == [("a", "ABORTING", TODAY * DAY + 1)]
        assert [it[1][0] for it in store.counts(TODAY, TODAY + 1, TODAY * DAY)] == ["ABORTING"]
        store.advance(TODAY * DAY + 2)
        assert [it[1][0] for it in store.counts(TODAY, TODAY + 1, TODAY * DAY)] == ["ABORTED"]

    def test_go_another_way_from_the_moment_on_at_which_they_are_sent(
        self, store: JobStore, told: list[Any]
    ) -> None:
        with transition("time", seconds=60):
            store.add([begun("a", 0.0)])
            abort(store, "a", 10.0)
            told.clear()
            store.advance(69.0)
            assert told == []
            store.advance(99.0)
        assert told == [("a", "ABORTED", 70.0)]

    def test_are_shown_newest_first_from_behind_a_place_back_to_a_moment(
        self, store: JobStore
    ) -> None:
        start = TODAY * DAY
        moments = {"a": 3, "b": 1, "c": 2, "d": 2, "e": DAY + 1, "f": -1}
        for job_id, seconds in moments.items():
            store.add([begun(job_id, start + seconds)])
        assert self.ids(store) == ["e", "a", "d", "c", "b", "f"]
        places = {job.id: place for place, job in store.newest_first()}
        assert [place[0] - start for place in places.values()] == [DAY + 1, 3, 2, 2, 1, -1]
        behind = {job_id: self.ids(store, after=place) for job_id, place in places.items()}
        assert behind == {
            "e": ["a", "d", "c", "b", "f"],
            "a": ["d", "c", "b", "f"],
            "d": ["c", "b", "f"],
            "c": ["b", "f"],
            "b": ["f"],
            "f": [],
        }
        since = {after: self.ids(store, since=start + after) for after in (2, 2.25, DAY + 2)}
        assert since == {2: ["e", "a", "d", "c"], 2.25: ["e", "a"], DAY + 2: []}

    def test_are_found_by_their_resource_whenever_they_begin(self, store: JobStore) -> None:
        def of(name: str) -> list[str]:
            return self.ids(store, conditions=[Condition("ResourceArn", "equal", name)])

        store.add([begun("a", 5.0, ResourceArn="x"), begun("b", 5.0, ResourceArn="y")])
        assert [of("x"), of("y"), of("z")] == [["a"], ["b"], []]
        store.add([begun("c", 4.0, ResourceArn="x"), begun("d", 6.0, ResourceArn="z")])
        store.add([begun("e", 4.5, ResourceArn="x"), begun("f", 5.0, ResourceArn="x")])
        assert [of("x"), of("y"), of("z")] == [["f", "a", "e", "c"], ["b"], ["d"]]

    def test_are_not_there_where_that_fails(self, store: JobStore) -> None:
        store.add([begun("kept")])
        child = begun("child", TODAY * DAY - 5, ParentJobId="kept")
        undone(lambda: store.add([begun("new", TODAY * DAY - 1), child]))
        assert (store.taken_ids({"kept", "new", "child"}), len(store)) == ({"kept"}, 1)
        assert unfinished(store) == ["kept"]
        assert list(store.children("kept")) == []
        undone(lambda: store.advance(TODAY * DAY))
        assert unfinished(store) == ["kept"]
        assert list(store.counts(TODAY, TODAY + 1, TODAY * DAY)) == [
            (TODAY, ("CREATED", "EBS", "SUCCESS"), 1)
        ]
        store.add([begun("next", TODAY * DAY - 2)])
        assert self.ids(store) == ["kept", "next"]
        assert {job_id: getattr(store.get(job_id), "id", None) for job_id in ("kept", "next")} == {
            "kept": "kept",
            "next": "next",
        }

    def test_stay_settled_where_sending_them_another_way_fails(self, store: JobStore) -> None:
        store.add([begun("a")])
        store.advance(TODAY * DAY)
        undone(lambda: abort(store, "a", TODAY * DAY))
        assert unfinished(store) == []
        assert list(store.counts(TODAY, TODAY + 1, TODAY * DAY)) == [(TODAY, EBS, 1)]
        abort(store, "a", TODAY * DAY)
        assert unfinished(store) == ["a"]
        assert [it[1][0] for it in store.counts(TODAY, TODAY + 1, TODAY * DAY)] == ["ABORTING"]


def load(**members: Any) -> None:
    load_jobs({"BackupJobs": [members]})


def loaded(hours: float, job_id: str, **members: Any) -> dict[str, Any]:
    """A row of a job so many hours before noon."""
    created = NOON - timedelta(hours=hours)
    return {"BackupJobId": job_id, "CreationDate": created, **members}


class TestJobsThatAreLoaded:
    @pytest.fixture
    def client(self, mocked_backup: Any) -> Iterator[Any]:
        with frozen_at(NOON):
            yield mocked_backup

    def ids(self, client: Any, **filters: Any) -> str:
        listed = client.list_backup_jobs(**filters)["BackupJobs"]
        return "".join(job["BackupJobId"] for job in listed)

    def counted(self, client: Any) -> dict[str, int]:
        found = rows(client, State="ANY", AggregationPeriod="FOURTEEN_DAYS")
        return {row["State"]: row["Count"] for row in found}

    def test_stand_in_the_order_of_their_creation_then_of_their_loading(self, client: Any) -> None:
        load_jobs({"BackupJobs": [loaded(3, "a"), loaded(1, "b"), loaded(30, "c")]})
        assert self.ids(client) == "bac"
        load_jobs({"BackupJobs": [loaded(2, "d"), loaded(1, "e"), loaded(31, "f")]})
        assert self.ids(client) == "ebdacf"
        load_jobs({"BackupJobs": [loaded(0, "g")]})
        assert self.ids(client) == "gebdacf"
        for job_id in "abcdefg":
            assert client.describe_backup_job(BackupJobId=job_id)["BackupJobId"] == job_id

    def test_have_each_the_id_that_they_were_given_whatever_came_after(self, client: Any) -> None:
        for hours in (1, 2, 3):
            load_jobs({"BackupJobs": [{"CreationDate": NOON - timedelta(hours=hours)}, {}]})
        for job in client.list_backup_jobs()["BackupJobs"]:
            again = client.describe_backup_job(BackupJobId=job["BackupJobId"])
            assert (again["BackupJobId"], again["CreationDate"]) == (
                job["BackupJobId"],
                job["CreationDate"],
            )

    def test_are_as_before_where_loading_fails(self, client: Any) -> None:
        load_jobs({"BackupJobs": [loaded(3, "a"), loaded(1, "b", ParentJobId="a", State="FAILED")]})
        more = [loaded(2, "c", ParentJobId="a"), loaded(30, "d"), loaded(0, "e")]
        asked = {"ByResourceArn": volume()}
        assert self.ids(client, **asked) == ""
        undone(
            lambda: load_jobs({"BackupJobs": [{**row, "ResourceArn": volume()} for row in more]}),
            lambda: self.ids(client),
            lambda: self.ids(client, ByState="COMPLETED"),
            lambda: self.ids(client, **asked),
        )
        assert self.ids(client) == "ba"
        assert self.ids(client, **asked) == ""
        assert self.ids(client, ByState="COMPLETED") == "a"
        assert self.ids(client, ByParentJobId="a") == "b"
        assert self.counted(client) == {"COMPLETED": 1, "FAILED": 1}
        load_jobs({"BackupJobs": [loaded(2, "f"), loaded(4, "g"), loaded(30, "h")]})
        assert self.ids(client) == "bfagh"
        assert self.ids(client, ByState="COMPLETED") == "fagh"
        for job_id in "abfgh":
            assert client.describe_backup_job(BackupJobId=job_id)["BackupJobId"] == job_id
        assert self.counted(client) == {"COMPLETED": 4, "FAILED": 1}

    def test_are_children_of_their_parents(self, client: Any) -> None:
        load_jobs({"BackupJobs": [loaded(9, "x"), loaded(8, "y")]})
        parent = loaded(5, "p", IsParent=True)
        children = [
            loaded(4, "a", ParentJobId="p"),
            loaded(3, "b", ParentJobId="p", State="FAILED"),
            loaded(2, "c", ParentJobId="q", State="ABORTED"),
        ]
        load_jobs({"BackupJobs": [parent, *children]})
        load_jobs({"BackupJobs": [loaded(1, "d", ParentJobId="p", State="FAILED")]})
        told = client.describe_backup_job(BackupJobId="p")
        assert told["ChildJobsInState"] == {"COMPLETED": 1, "FAILED": 2}
        undone(lambda: load_jobs({"BackupJobs": [loaded(0, "e", ParentJobId="p")]}))
        again = client.describe_backup_job(BackupJobId="p")
        assert again["ChildJobsInState"] == {"COMPLETED": 1, "FAILED": 2}
        assert self.ids(client) == "dcbapyx"

    def test_are_found_by_their_resource_beside_those_that_begin(self, client: Any) -> None:
        client.create_backup_vault(BackupVaultName="nightly")
        load_jobs(
            {
                "BackupJobs": [
                    loaded(1, "a", ResourceArn=volume("x")),
                    loaded(-1, "b", ResourceArn=volume("x")),
                    loaded(2, "c", ResourceArn=volume("y")),
                ]
            }
        )

        def found(name: str) -> list[str]:
            listed = client.list_backup_jobs(ByResourceArn=volume(name))["BackupJobs"]
            return [job["BackupJobId"] for job in listed]

        assert [found("x"), found("y"), found("z")] == [["b", "a"], ["c"], []]
        undone(lambda: start(client, ResourceArn=volume("x")), lambda: found("x"))
        assert found("x") == ["b", "a"]
        started = {
            name: start(client, ResourceArn=volume(name))["BackupJobId"] for name in ("x", "z")
        }
        assert [found("x"), found("z")] == [["b", started["x"], "a"], [started["z"]]]
        page = client.list_backup_jobs(ByResourceArn=volume("x"), MaxResults=1)
        rest = client.list_backup_jobs(NextToken=page["NextToken"])["BackupJobs"]
        assert [job["BackupJobId"] for job in rest] == [started["x"], "a"]

    def test_are_counted_in_what_they_became(self, client: Any) -> None:
        load_jobs({"BackupJobs": [loaded(1, "a", State="RUNNING"), loaded(2, "b")]})
        assert self.counted(client) == {"COMPLETED": 1, "RUNNING": 1}
        with transition("manual", times=2):
            client.stop_backup_job(BackupJobId="a")
            assert self.counted(client) == {"COMPLETED": 1, "ABORTING": 1}
            for _ in range(2):
                client.describe_backup_job(BackupJobId="a")
            assert self.counted(client) == {"COMPLETED": 1, "ABORTED": 1}

    def test_are_on_their_way_side_by_side(self, client: Any) -> None:
        load_jobs({"BackupJobs": [loaded(hours, str(hours), State="RUNNING") for hours in (1, 2)]})
        with transition("manual", times=3):
            for job_id in ("1", "2"):
                client.stop_backup_job(BackupJobId=job_id)
            assert self.counted(client) == {"ABORTING": 2}
            for _ in range(3):
                client.describe_backup_job(BackupJobId="1")
            assert self.counted(client) == {"ABORTING": 1, "ABORTED": 1}
            assert self.ids(client, ByState="ABORTING") == "2"
            assert self.ids(client, ByState="ABORTED") == "1"

    def test_are_counted_as_before_where_stopping_them_fails(self, client: Any) -> None:
        load_jobs({"BackupJobs": [loaded(1, "a", State="RUNNING")]})
        undone(lambda: client.stop_backup_job(BackupJobId="a"))
        assert self.counted(client) == {"RUNNING": 1}
        assert self.ids(client, ByState="RUNNING") == "a"

    def test_are_found_by_each_filter_before_and_after_others_came(self, client: Any) -> None:
        def load_three(first: str, second: str, third: str) -> None:
            load_jobs(
                {
                    "BackupJobs": [
                        loaded(1, first, ResourceArn=volume("x"), BackupVaultName="one"),
                        loaded(2, second, ResourceArn=volume("y"), BackupVaultName="one"),
                        loaded(30, third, ResourceArn=volume("x"), BackupVaultName="two"),
                    ]
                }
            )

        for letters, by_arn, by_vault, by_both in (
            ("abc", "ac", "ab", "a"),
            ("def", "dafc", "daeb", "da"),
        ):
            load_three(*letters)
            assert self.ids(client, ByResourceArn=volume("x")) == by_arn
            assert self.ids(client, ByBackupVaultName="one") == by_vault
            both = {"ByResourceArn": volume("x"), "ByBackupVaultName": "one"}
            assert self.ids(client, **both) == by_both
            assert self.ids(client, ByResourceArn=volume("z")) == ""

    def test_are_found_by_their_category_however_it_is_written(self, client: Any) -> None:
        load_jobs(
            {
                "BackupJobs": [
                    loaded(1, "a", State="FAILED", MessageCategory="AccessDenied"),
                    loaded(2, "b", State="FAILED", StatusMessage="Access denied"),
                    loaded(3, "c", State="FAILED", MessageCategory="HomeMade"),
                    loaded(4, "d", State="FAILED", MessageCategory="HOME_MADE"),
                    loaded(5, "e"),
                    loaded(6, "f", State="FAILED", MessageCategory="HOMEMADE"),
                ]
            }
        )
        for written, found in {
            "ACCESS_DENIED": "ab",
            "AccessDenied": "ab",
            "home_made": "cdf",
            "HomeMade": "cdf",
            "homemade": "cdf",
            "Success": "e",
            "UNHEARD_OF": "",
            "*": "abcdef",
            "Any": "abcdef",
            "AggregateAll": "abcdef",
        }.items():
            assert self.ids(client, ByMessageCategory=written) == found

    def test_are_found_by_when_they_completed_to_the_millisecond(self, client: Any) -> None:
        base = NOON - timedelta(hours=1)
        rows = [
            loaded(2, job_id, CompletionDate=base + timedelta(seconds=seconds))
            for job_id, seconds in {"a": 0, "b": 0.001, "c": 299.999, "d": 300, "e": 1_000}.items()
        ]
        load_jobs({"BackupJobs": [*rows, loaded(3, "f", State="RUNNING")]})
        for seconds, before, after in (
            (0, "", "bcde"),
            (0.001, "a", "cde"),
            (150, "ab", "cde"),
            (300, "abc", "e"),
            (300.001, "abcd", "e"),
            (2_000, "abcde", ""),
        ):
            moment = base + timedelta(seconds=seconds)
            assert self.ids(client, ByCompleteBefore=moment) == before
            assert self.ids(client, ByCompleteAfter=moment) == after

    def test_are_found_by_when_they_were_created_to_the_millisecond(self, client: Any) -> None:
        edge = NOON.replace(hour=0)
        moments = {"a": -1.0, "b": -0.001, "c": 0, "d": 0.001}
        load_jobs(
            {
                "BackupJobs": [
                    {"BackupJobId": name, "CreationDate": edge + timedelta(seconds=seconds)}
                    for name, seconds in moments.items()
                ]
            }
        )
        for seconds, before, after in (
            (-1, "", "dcb"),
            (-0.001, "a", "dc"),
            (0, "ba", "d"),
            (0.001, "cba", ""),
            (0.5, "dcba", ""),
        ):
            moment = edge + timedelta(seconds=seconds)
            assert self.ids(client, ByCreatedBefore=moment) == before
            assert self.ids(client, ByCreatedAfter=moment) == after
        between = {
            "ByCreatedAfter": edge - timedelta(seconds=1),
            "ByCreatedBefore": edge + timedelta(milliseconds=1),
        }
        assert self.ids(client, **between) == "cb"
        assert self.ids(client, **between, ByState="COMPLETED") == "cb"

    def test_keep_their_filters_and_place_from_page_to_page(self, client: Any) -> None:
        names = "abcdefgh"
        load_jobs(
            {
                "BackupJobs": [
                    loaded(place * 8 % 40, name, State="FAILED" if place % 2 else "COMPLETED")
                    for place, name in enumerate(names)
                ]
            }
        )
        whole = self.ids(client, ByState="FAILED")
        page = client.list_backup_jobs(ByState="FAILED", MaxResults=1)
        found = page["BackupJobs"]
        while "NextToken" in page:
            page = client.list_backup_jobs(NextToken=page["NextToken"], MaxResults=1)
            found += page["BackupJobs"]
        assert "".join(job["BackupJobId"] for job in found) == whole
        assert sorted(whole) == ["b", "d", "f", "h"]


def test_a_job_on_its_way_is_found_by_each_state_that_it_goes_through(vault: Any) -> None:
    def ids(**filters: Any) -> list[str]:
        return [job["BackupJobId"] for job in vault.list_backup_jobs(**filters)["BackupJobs"]]

    with frozen_at(NOON) as clock, transition("time", seconds=60):
        load_jobs({"BackupJobs": [loaded(1, "done", ResourceArn=volume())]})
        job_id = start(vault)["BackupJobId"]
        for state in ("CREATED", "PENDING", "RUNNING"):
            assert ids(ByState=state) == [job_id]
            assert ids(ByState="COMPLETED") == ["done"]
            assert ids(ByResourceArn=volume()) == [job_id, "done"]
            assert ids(ByCompleteAfter=NOON - timedelta(days=1)) == ["done"]
            clock.shift(60)
        assert ids(ByState="RUNNING") == []
        assert ids(ByState="COMPLETED") == [job_id, "done"]
        assert ids(ByCompleteAfter=NOON) == [job_id]


def test_unfinished_jobs_of_the_first_of_thirty_days_are_told_apart_by_their_moment(
    mocked_backup: Any,
) -> None:
    first = NOON - timedelta(days=30)
    client = mocked_backup

    def loaded_at(seconds: float, **members: Any) -> dict[str, Any]:
        return {"CreationDate": first + timedelta(seconds=seconds), "State": "RUNNING", **members}

    with frozen_at(NOON):
        document = {
            "BackupJobs": [
                loaded_at(5),
                loaded_at(-5),
                loaded_at(0, ResourceType="S3"),
                loaded_at(-0.001, ResourceType="S3"),
                loaded_at(-5, ResourceType="EFS"),
                loaded_at(-86_400, ResourceType="FSx"),
                loaded_at(6, ResourceType="S3", BackupJobId="stopped"),
                loaded_at(5, State="COMPLETED"),
                loaded_at(86_400 * 3, ResourceType="S3"),
                # Of the second day of the window itself.
                loaded_at(86_400 * 18),
            ]
        }
        with pytest.warns(BackupSummariesWarning, match="4 of 10 jobs"):
            load_jobs(document)
        client.stop_backup_job(BackupJobId="stopped")
        asked = {"State": "ANY", "ResourceType": "ANY"}
        expected = [("RUNNING", "EBS", 1), ("RUNNING", "S3", 2), ("RUNNING", "EBS", 1)]
        for _ in range(2):
            found = rows(client, **asked)
            shown = [(row["State"], row["ResourceType"], row["Count"]) for row in found]
            assert sorted(shown) == sorted(expected)
        load_jobs({"BackupJobs": [loaded_at(1, ResourceType="S3")]})
        found = rows(client, **asked)
        assert ("RUNNING", "S3", 3) in [
            (row["State"], row["ResourceType"], row["Count"]) for row in found
        ]


def test_one_on_its_way_is_counted_once_beside_one_that_was_loaded_so(vault: Any) -> None:
    with transition("manual", times=9), frozen_at(NOON) as clock:
        start(vault, StartWindowMinutes=52_560_000)
        load_jobs({"BackupJobs": [{"State": "CREATED"}, {"State": "CREATED"}]})
        clock.shift(30 * DAY)
        for _ in range(2):
            (row,) = rows(vault, State="CREATED")
            assert row["Count"] == 3


def test_the_jobs_of_a_plans_runs_are_counted_on_their_days(vault: Any) -> None:
    rule = {"RuleName": "daily", "TargetBackupVaultName": "nightly"}
    with frozen_at(NOON) as clock:
        plan = {"BackupPlanName": "plan", "Rules": [{**rule, "ScheduleExpression": "rate(1 day)"}]}
        plan_id = vault.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
        resources = [bucket("first"), bucket("second")]
        selection = {"SelectionName": "two", "IamRoleArn": ROLE, "Resources": resources}
        vault.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
        clock.shift(3 * DAY + 1)
        found = rows(vault, State="COMPLETED")
        assert [row["Count"] for row in found] == [2, 2, 2]
        listed = vault.list_backup_jobs(ByResourceArn=resources[1])["BackupJobs"]
        assert [(job["CreationDate"].date() - NOON.date()).days for job in listed] == [3, 2, 1]
