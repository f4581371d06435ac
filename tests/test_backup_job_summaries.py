"""ListBackupJobSummaries, through boto3."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from itertools import chain, groupby
from typing import Any

import boto3
import pytest
import time_machine
from conftest import ACCOUNT, REGION, MakeClient, post, start, volume
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws
from test_organizations import assumed

from moto_backup_summaries import load_jobs

TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders"
ALL = "AGGREGATE_ALL"
NOW = datetime(2026, 3, 15, 10, tzinfo=timezone.utc)
TODAY = NOW.replace(hour=0)
DAY = timedelta(days=1)
PERIODS = ("ONE_DAY", "SEVEN_DAYS", "FOURTEEN_DAYS")
DIMENSIONS = ("State", "ResourceType", "MessageCategory")
BY_DIMENSION = {**dict.fromkeys(DIMENSIONS, "ANY"), "AggregationPeriod": "SEVEN_DAYS"}


def summaries(client: Any, **filters: Any) -> list[dict[str, Any]]:
    return client.list_backup_job_summaries(**filters)["BackupJobSummaries"]


def total(client: Any, **filters: Any) -> int:
    return sum(row["Count"] for row in summaries(client, **filters))


def pages(client: Any, size: int, **filters: Any) -> Iterator[list[dict[str, Any]]]:
    """Every page of a summary; the filters go with the first request only."""
    answer = client.list_backup_job_summaries(MaxResults=size, **filters)
    yield answer["BackupJobSummaries"]
    while "NextToken" in answer:
        answer = client.list_backup_job_summaries(MaxResults=size, NextToken=answer["NextToken"])
        yield answer["BackupJobSummaries"]


@pytest.fixture
def four_jobs(backup: Any) -> Any:
    """A client that sees two completed jobs of volumes, one of a table, and a failed one."""
    backup.create_backup_vault(BackupVaultName="locked")
    backup.put_backup_vault_lock_configuration(BackupVaultName="locked", MinRetentionDays=10)
    start(backup)
    start(backup, ResourceArn=volume("vol-2"))
    start(backup, ResourceArn=TABLE)
    start(backup, BackupVaultName="locked", Lifecycle={"DeleteAfterDays": 1})
    return backup


@pytest.fixture
def march(mocked_backup: Any) -> Iterator[Any]:
    """A client at 10:00 UTC on 15 March 2026."""
    with time_machine.travel(NOW, tick=False):
        yield mocked_backup


class TestAFilter:
    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, {(ALL, ALL, ALL): 4}),
            ({"State": "COMPLETED"}, {("COMPLETED", ALL, ALL): 3}),
            ({"State": "RUNNING"}, {}),
            ({"State": "ANY"}, {("COMPLETED", ALL, ALL): 3, ("FAILED", ALL, ALL): 1}),
            ({"State": ALL}, {(ALL, ALL, ALL): 4}),
            ({"ResourceType": "EBS"}, {(ALL, "EBS", ALL): 3}),
            ({"ResourceType": "RDS"}, {}),
            ({"ResourceType": "ANY"}, {(ALL, "DynamoDB", ALL): 1, (ALL, "EBS", ALL): 3}),
            ({"ResourceType": ALL}, {(ALL, ALL, ALL): 4}),
            ({"ResourceType": "ebs"}, {}),
            ({"ResourceType": "Floppy-Disk_3.5 inch"}, {}),
            ({"MessageCategory": "SUCCESS"}, {(ALL, ALL, "SUCCESS"): 3}),
            ({"MessageCategory": "FATAL_ERROR"}, {}),
            (
                {"MessageCategory": "ANY"},
                {(ALL, ALL, "INVALID_LIFECYCLE"): 1, (ALL, ALL, "SUCCESS"): 3},
            ),
            ({"MessageCategory": ALL}, {(ALL, ALL, ALL): 4}),
            ({"MessageCategory": "NO_SUCH_CATEGORY"}, {}),
            (
                {"State": "FAILED", "ResourceType": "EBS", "MessageCategory": "ANY"},
                {("FAILED", "EBS", "INVALID_LIFECYCLE"): 1},
            ),
            ({"State": "FAILED", "ResourceType": "DynamoDB"}, {}),
            (
                {"State": "ANY", "ResourceType": "ANY"},
                {("COMPLETED", "DynamoDB", ALL): 1, ("COMPLETED", "EBS", ALL): 2}
                | {("FAILED", "EBS", ALL): 1},
            ),
        ],
    )
    def test_gives_these_rows(
        self, four_jobs: Any, filters: dict[str, str], expected: dict[tuple[str, ...], int]
    ) -> None:
        rows = summaries(four_jobs, AggregationPeriod="SEVEN_DAYS", **filters)
        found = [(tuple(row[name] for name in DIMENSIONS), row["Count"]) for row in rows]
        assert found == list(expected.items())

    @pytest.mark.parametrize("account_id", [None, ACCOUNT, "ANY", ALL, "999999999999"])
    def test_on_the_account_changes_nothing_outside_an_organization(
        self, four_jobs: Any, account_id: str | None
    ) -> None:
        filters = {"AccountId": account_id} if account_id else {}
        rows = summaries(four_jobs, AggregationPeriod="SEVEN_DAYS", **filters)
        assert [(row["AccountId"], row["Count"]) for row in rows] == [(ACCOUNT, 4)]

    @pytest.mark.parametrize(
        "spelling",
        ["INVALID_LIFECYCLE", "InvalidLifecycle", "invalid_lifecycle", "InvALIDlifecycle"],
    )
    def test_on_the_category_takes_every_spelling_and_shows_one(
        self, four_jobs: Any, spelling: str
    ) -> None:
        rows = summaries(four_jobs, AggregationPeriod="SEVEN_DAYS", MessageCategory=spelling)
        assert [(row["MessageCategory"], row["Count"]) for row in rows] == [
            ("INVALID_LIFECYCLE", 1)
        ]


def test_a_row_names_its_region_and_shows_every_dimension(four_jobs: Any) -> None:
    (row,) = summaries(four_jobs, AggregationPeriod="SEVEN_DAYS")
    assert row.keys() == {
        *("Region", "AccountId", "Count", "StartTime", "EndTime"),
        *DIMENSIONS,
    }
    assert row["Region"] == REGION


def test_nothing_found_is_an_empty_list(backup: Any) -> None:
    answer = backup.list_backup_job_summaries()
    assert answer["BackupJobSummaries"] == []
    assert "NextToken" not in answer


def test_each_region_and_account_has_its_own(four_jobs: Any, make_client: MakeClient) -> None:
    assert total(make_client("eu-west-1")) == 0
    assert total(assumed(make_client, "999999999999")) == 0


@pytest.mark.parametrize("period", [None, *PERIODS])
def test_the_answer_tells_the_period_in_force(backup: Any, period: str | None) -> None:
    filters = {"AggregationPeriod": period} if period else {}
    answer = backup.list_backup_job_summaries(**filters)
    assert answer["AggregationPeriod"] == (period or "ONE_DAY")


def test_completed_with_issues_is_one_number_minus_another(march: Any) -> None:
    issue = {"StatusMessage": "Windows VSS backup attempt failed"}
    load_jobs({"BackupJobs": [{}, issue, {"State": "FAILED", **issue}]})
    completed = total(march, State="COMPLETED")
    assert completed - total(march, State="COMPLETED", MessageCategory="SUCCESS") == 1


class TestTheWindows:
    @pytest.fixture
    def daily(self, march: Any) -> Any:
        """A client that sees jobs at either end of each of the last twenty days."""
        moments = [TODAY - days * DAY for days in range(20)]
        ends = [moment + DAY - timedelta(milliseconds=1) for moment in moments]
        load_jobs({"BackupJobs": [{"CreationDate": moment} for moment in [*moments, *ends]]})
        return march

    def test_of_one_day_are_fourteen_days_and_today(self, daily: Any) -> None:
        rows = summaries(daily, AggregationPeriod="ONE_DAY")
        expected = [TODAY - days * DAY for days in range(14, -1, -1)]
        assert [row["StartTime"] for row in rows] == expected
        assert [row["EndTime"] for row in rows] == [moment + DAY for moment in expected]
        assert {row["Count"] for row in rows} == {2}

    @pytest.mark.parametrize(("period", "days"), [("SEVEN_DAYS", 7), ("FOURTEEN_DAYS", 14)])
    def test_of_several_days_are_one_with_today(self, daily: Any, period: str, days: int) -> None:
        (row,) = summaries(daily, AggregationPeriod=period)
        assert (row["StartTime"], row["EndTime"]) == (TODAY - days * DAY, TODAY + DAY)
        assert row["Count"] == 2 * (days + 1)

    def test_hold_no_row_for_a_day_without_jobs(self, march: Any) -> None:
        load_jobs({"BackupJobs": [{"CreationDate": TODAY - 3 * DAY}, {"CreationDate": TODAY}]})
        found = [row["StartTime"] for row in summaries(march)]
        assert found == [TODAY - 3 * DAY, TODAY]

    def test_are_of_utc_days(self, march: Any) -> None:
        load_jobs({"BackupJobs": [{"CreationDate": "2026-03-10T01:30:00+02:00"}]})
        (row,) = summaries(march)
        assert row["StartTime"] == datetime(2026, 3, 9, tzinfo=timezone.utc)

    def test_begin_and_end_at_midnight_on_a_server_too(self, backup: Any) -> None:
        start(backup)
        (row,) = summaries(backup)
        assert row["EndTime"] - row["StartTime"] == DAY
        assert row["StartTime"].astimezone(timezone.utc).time() == datetime.min.time()

    def test_move_on_with_the_clock(self, march: Any) -> None:
        load_jobs({"BackupJobs": [{"CreationDate": NOW}]})
        counted = []
        for days in (0, 1, 14, 15):
            with time_machine.travel(NOW + days * DAY, tick=False):
                counted.append((total(march), total(march, AggregationPeriod="SEVEN_DAYS")))
        assert counted == [(1, 1), (1, 1), (1, 0), (0, 0)]


class TestWithoutToday:
    @pytest.mark.parametrize(
        ("period", "days"), [("ONE_DAY", 14), ("SEVEN_DAYS", 7), ("FOURTEEN_DAYS", 14)]
    )
    def test_the_windows_end_at_the_last_midnight(self, period: str, days: int) -> None:
        with (
            time_machine.travel(NOW, tick=False),
            mock_aws(config={"backup": {"include_today": False}}),  # type: ignore[typeddict-unknown-key]
        ):
            client = boto3.client("backup", region_name=REGION)
            moments = [NOW - number * DAY for number in range(20)]
            load_jobs({"BackupJobs": [{"CreationDate": moment} for moment in moments]})
            rows = summaries(client, AggregationPeriod=period)
        assert rows[0]["StartTime"] == TODAY - days * DAY
        assert rows[-1]["EndTime"] == TODAY
        assert sum(row["Count"] for row in rows) == days

    def test_a_server_shows_no_job_of_today(self, fresh_server: str) -> None:
        client = boto3.client("backup", region_name=REGION, endpoint_url=fresh_server)
        client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        with server_without_today(fresh_server):
            hidden = total(client, AggregationPeriod="ONE_DAY")
        assert (hidden, total(client)) == (0, 1)

    def test_the_next_mock_counts_today_again(self) -> None:
        with mock_aws(config={"backup": {"include_today": False}}):  # type: ignore[typeddict-unknown-key]
            pass
        with mock_aws():
            load_jobs({"BackupJobs": [{}]})
            assert total(boto3.client("backup", region_name=REGION)) == 1


@contextmanager
def server_without_today(url: str) -> Iterator[None]:
    post(f"{url}/moto-api/config", {"backup": {"include_today": False}})
    try:
        yield
    finally:
        post(f"{url}/moto-api/config", {"backup": {"include_today": True}})


def test_rows_are_in_order_of_time_and_then_of_the_dimensions(march: Any) -> None:
    load_jobs(
        {
            "BackupJobs": [
                {
                    "State": state,
                    "ResourceType": kind,
                    "StatusMessage": message,
                    "CreationDate": day,
                }
                for state in ("FAILED", "COMPLETED")
                for kind in ("S3", "EBS")
                for message in (None, "access denied")
                for day in (NOW, NOW - DAY)
            ]
        }
    )
    rows = summaries(march, **dict.fromkeys(DIMENSIONS, "ANY"))
    keys = [(row["StartTime"], *(row[name] for name in DIMENSIONS)) for row in rows]
    assert len(keys) == 16
    assert keys == sorted(keys)


class TestPages:
    def test_joined_are_the_whole(self, four_jobs: Any) -> None:
        found = list(pages(four_jobs, 2, **BY_DIMENSION))
        assert [len(page) for page in found] == [2, 1]
        assert [*chain(*found)] == summaries(four_jobs, **BY_DIMENSION)

    def test_hold_all_rows_when_just_as_many_fit(self, four_jobs: Any) -> None:
        answer = four_jobs.list_backup_job_summaries(MaxResults=3, **BY_DIMENSION)
        assert len(answer["BackupJobSummaries"]) == 3
        assert "NextToken" not in answer

    def test_hold_500_rows_when_none_is_said(self, march: Any) -> None:
        load_jobs({"BackupJobs": [{"ResourceType": f"T{number:03}"} for number in range(501)]})
        answer = march.list_backup_job_summaries(ResourceType="ANY")
        assert len(answer["BackupJobSummaries"]) == 500
        rest = march.list_backup_job_summaries(NextToken=answer["NextToken"])
        assert [row["ResourceType"] for row in rest["BackupJobSummaries"]] == ["T500"]

    def test_may_be_asked_for_with_the_filters_or_some_or_none(self, four_jobs: Any) -> None:
        first = four_jobs.list_backup_job_summaries(MaxResults=1, **BY_DIMENSION)
        token = first["NextToken"]
        some = {"State": "ANY", "AggregationPeriod": "SEVEN_DAYS"}
        again = [
            summaries(four_jobs, NextToken=token, **these) for these in ({}, some, BY_DIMENSION)
        ]
        assert again[0] == again[1] == again[2]
        assert len(again[0]) == 2

    def test_may_differ_in_size(self, four_jobs: Any) -> None:
        first = four_jobs.list_backup_job_summaries(MaxResults=1, **BY_DIMENSION)
        rest = four_jobs.list_backup_job_summaries(MaxResults=500, NextToken=first["NextToken"])
        assert len(rest["BackupJobSummaries"]) == 2

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("State", "FAILED"),
            ("ResourceType", "EBS"),
            ("AggregationPeriod", "ONE_DAY"),
            ("AccountId", ACCOUNT),
        ],
    )
    def test_refuse_filters_that_contradict_their_token(
        self, four_jobs: Any, name: str, value: str
    ) -> None:
        first = four_jobs.list_backup_job_summaries(MaxResults=1, **BY_DIMENSION)
        with pytest.raises(four_jobs.exceptions.InvalidParameterValueException) as refused:
            four_jobs.list_backup_job_summaries(NextToken=first["NextToken"], **{name: value})
        message = refused.value.response["Error"]["Message"]
        assert message.startswith("Invalid value for NextToken")
        assert f"the same {name} as on its first page" in message

    def test_refuse_the_token_of_another_operation(self, four_jobs: Any) -> None:
        token = four_jobs.list_backup_jobs(MaxResults=1)["NextToken"]
        with pytest.raises(four_jobs.exceptions.InvalidParameterValueException, match="NextToken"):
            four_jobs.list_backup_job_summaries(NextToken=token)
        with pytest.raises(four_jobs.exceptions.InvalidParameterValueException, match="NextToken"):
            four_jobs.list_copy_job_summaries(NextToken=token)

    def test_refuse_the_token_of_another_region_or_account(
        self, four_jobs: Any, make_client: MakeClient
    ) -> None:
        first = four_jobs.list_backup_job_summaries(MaxResults=1, **BY_DIMENSION)
        for client in (make_client("eu-west-1"), assumed(make_client, "999999999999")):
            with pytest.raises(client.exceptions.InvalidParameterValueException, match="NextToken"):
                client.list_backup_job_summaries(NextToken=first["NextToken"])

    def test_lose_and_repeat_no_row_when_jobs_are_added_between_them(self, four_jobs: Any) -> None:
        whole = summaries(four_jobs, **BY_DIMENSION)
        found = []
        for page in pages(four_jobs, 1, **BY_DIMENSION):
            found += page
            # Sorts before every row that is yet to come.
            start(four_jobs, ResourceArn=f"arn:aws:dsql:{REGION}:{ACCOUNT}:cluster/c")
            start(four_jobs, ResourceArn=TABLE)
        keys = [tuple(row[name] for name in DIMENSIONS) for row in found]
        assert len(keys) == len(set(keys))
        assert {tuple(row[name] for name in DIMENSIONS) for row in whole} <= set(keys)

    def test_keep_the_days_of_the_first_past_midnight(self, march: Any) -> None:
        load_jobs({"BackupJobs": [{"CreationDate": NOW - days * DAY} for days in range(15)]})
        first = march.list_backup_job_summaries(MaxResults=10)
        with time_machine.travel(NOW + DAY, tick=False):
            rest = summaries(march, NextToken=first["NextToken"])
        starts = [row["StartTime"] for row in [*first["BackupJobSummaries"], *rest]]
        assert starts == [TODAY - days * DAY for days in range(14, -1, -1)]


STATES = ("CREATED", "RUNNING", "COMPLETED", "FAILED", "EXPIRED", "ABORTED", "PARTIAL")
TYPES = ("EBS", "RDS", "SAP HANA on Amazon EC2")
# Each with a message of its own, as AWS documents them.
CATEGORIES = {
    "SUCCESS": None,
    "ACCESS_DENIED": "Access denied to the vault",
    "MISCELLANEOUS": "Something else",
}
VALUES = {"State": STATES, "ResourceType": TYPES, "MessageCategory": tuple(CATEGORIES)}

# Few values in each dimension, so that jobs share rows; moments reach behind the longest window.
jobs = st.fixed_dictionaries(
    {
        "State": st.sampled_from(STATES),
        "ResourceType": st.sampled_from(TYPES),
        "MessageCategory": st.sampled_from(list(CATEGORIES)),
        "CreationDate": st.one_of(
            st.datetimes((NOW - 40 * DAY).replace(tzinfo=None), NOW.replace(tzinfo=None)),
            # The edges of days, which drawn moments hardly ever meet.
            st.integers(0, 39).map(lambda days: (TODAY - days * DAY).replace(tzinfo=None)),
        ),
    }
)
queries = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from((*values, "ANY", ALL, "Other" if name != "State" else "PENDING"))
        for name, values in VALUES.items()
    }
    | {"AggregationPeriod": st.sampled_from(PERIODS)},
)


def recount(created: list[dict[str, Any]], query: dict[str, str]) -> list[tuple[Any, ...]]:
    """What the summary must show: (StartTime, EndTime, the dimensions, Count), in order."""
    period = query.get("AggregationPeriod", "ONE_DAY")
    rows: Counter[tuple[Any, ...]] = Counter()
    for job in created:
        moment = job["CreationDate"].replace(tzinfo=timezone.utc)
        age = (NOW.date() - moment.date()).days
        if age > (7 if period == "SEVEN_DAYS" else 14):
            continue
        if any(query.get(name, ALL) not in ("ANY", ALL, job[name]) for name in DIMENSIONS):
            continue
        window = (TODAY - age * DAY, TODAY - age * DAY + DAY)
        if period != "ONE_DAY":
            window = (TODAY - (7 if period == "SEVEN_DAYS" else 14) * DAY, TODAY + DAY)
        shown = (ALL if query.get(name, ALL) == ALL else job[name] for name in DIMENSIONS)
        rows[(*window, *shown)] += 1
    return sorted((*row, count) for row, count in rows.items())


def shown(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    names = ("StartTime", "EndTime", *DIMENSIONS, "Count")
    return [tuple(row[name] for name in names) for row in rows]


@contextmanager
def loaded(created: list[dict[str, Any]]) -> Iterator[Any]:
    """A client that sees these jobs, whose categories follow from their messages."""
    rows = [
        {**job, "StatusMessage": CATEGORIES[job["MessageCategory"]], "MessageCategory": None}
        for job in created
    ]
    with time_machine.travel(NOW, tick=False), mock_aws():
        load_jobs({"BackupJobs": rows})
        yield boto3.client("backup", region_name=REGION)


class TestForAnyJobs:
    @settings(max_examples=60, deadline=None)
    @given(created=st.lists(jobs, max_size=40), query=queries)
    def test_a_summary_is_what_a_recount_gives(
        self, created: list[dict[str, Any]], query: dict[str, str]
    ) -> None:
        with loaded(created) as client:
            assert shown(summaries(client, **query)) == recount(created, query)

    @settings(max_examples=25, deadline=None)
    @given(created=st.lists(jobs, max_size=40), query=queries)
    def test_rows_of_any_sum_to_aggregate_all(
        self, created: list[dict[str, Any]], query: dict[str, str]
    ) -> None:
        with loaded(created) as client:
            for name in DIMENSIONS:
                apart = summaries(client, **{**query, name: "ANY"})
                summed = summaries(client, **{**query, name: ALL})
                assert sum(row["Count"] for row in apart) == sum(row["Count"] for row in summed)

    @settings(max_examples=25, deadline=None)
    @given(created=st.lists(jobs, max_size=40), query=queries)
    def test_days_sum_to_fourteen_days(
        self, created: list[dict[str, Any]], query: dict[str, str]
    ) -> None:
        def by_dimensions(row: dict[str, Any]) -> tuple[str, ...]:
            return tuple(row[name] for name in DIMENSIONS)

        with loaded(created) as client:
            days = summaries(client, **{**query, "AggregationPeriod": "ONE_DAY"})
            whole = summaries(client, **{**query, "AggregationPeriod": "FOURTEEN_DAYS"})
        groups = groupby(sorted(days, key=by_dimensions), by_dimensions)
        summed = {key: sum(row["Count"] for row in rows) for key, rows in groups}
        assert summed == {by_dimensions(row): row["Count"] for row in whole}

    @settings(max_examples=25, deadline=None)
    @given(created=st.lists(jobs, max_size=40), query=queries, size=st.integers(1, 9))
    def test_pages_joined_are_the_whole(
        self, created: list[dict[str, Any]], query: dict[str, str], size: int
    ) -> None:
        with loaded(created) as client:
            found = list(pages(client, size, **query))
            assert [*chain(*found)] == summaries(client, **query)
        assert all(len(page) == size for page in found[:-1])
