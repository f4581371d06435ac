"""ListBackupJobSummaries, through boto3."""

from collections import Counter
from datetime import date, datetime, timedelta, timezone
from typing import Any

import boto3
import pytest
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws
from support import ACCOUNT, REGION, MakeClient, checked, post, start

from moto_backup_summaries import load_jobs

TODAY = datetime(2026, 3, 20, 15, 30, tzinfo=timezone.utc)
MIDNIGHT = TODAY.replace(hour=0, minute=0)
DIMENSIONS = {
    "backup": ("State", "ResourceType", "MessageCategory"),
    "copy": ("State", "ResourceType", "MessageCategory"),
    "restore": ("State", "ResourceType"),
    "scan": ("State", "ResourceType", "MalwareScanner", "ScanResultStatus"),
}
STATES = {
    "backup": ("COMPLETED", "FAILED", "RUNNING", "PARTIAL"),
    "copy": ("COMPLETED", "FAILED", "RUNNING", "FAILING"),
    "restore": ("COMPLETED", "FAILED", "PENDING"),
    "scan": ("COMPLETED", "COMPLETED_WITH_ISSUES", "CREATED"),
}
VALUES = {
    "ResourceType": ("EBS", "S3", "SAP HANA on Amazon EC2"),
    "MessageCategory": ("SUCCESS", "ACCESS_DENIED"),
    "MalwareScanner": ("GUARDDUTY",),
    "ScanResultStatus": ("NO_THREATS_FOUND", "THREATS_FOUND"),
}
PERIODS = ("ONE_DAY", "SEVEN_DAYS", "FOURTEEN_DAYS")


def rows(client: Any, kind: str = "backup", **filters: Any) -> list[dict[str, Any]]:
    answer = getattr(client, f"list_{kind}_job_summaries")(**filters)
    assert answer["AggregationPeriod"] == filters.get("AggregationPeriod", "ONE_DAY")
    return answer[f"{kind.capitalize()}JobSummaries"]


def total(found: list[dict[str, Any]]) -> int:
    return sum(row["Count"] for row in found)


def recount(
    jobs: list[dict[str, Any]], dimensions: tuple[str, ...], filters: dict[str, str]
) -> dict[Any, int]:
    """What the rows should be: (first day, last day, values shown) and their count."""
    counted: Counter[Any] = Counter()
    period = filters.get("AggregationPeriod", "ONE_DAY")
    days_back = 7 if period == "SEVEN_DAYS" else 14
    for job in jobs:
        age = (TODAY.date() - job["day"]).days
        if not 0 <= age <= days_back:
            continue
        shown = []
        for name in dimensions:
            wanted = filters.get(name)
            if wanted in (None, "AGGREGATE_ALL"):
                shown.append(None if name == "ScanResultStatus" else "AGGREGATE_ALL")
            elif wanted in ("ANY", job[name]):
                shown.append(job[name])
            else:
                break
        else:
            first = job["day"] if period == "ONE_DAY" else TODAY.date() - timedelta(days_back)
            last = job["day"] if period == "ONE_DAY" else TODAY.date()
            counted[(first, last, *shown)] += 1
    return dict(counted)


@st.composite
def jobs_and_filters(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]], dict[str, str]]:
    kind = draw(st.sampled_from(sorted(DIMENSIONS)))
    values = {**VALUES, "State": STATES[kind]}
    # 40 days reach well beyond the longest window on both of its sides.
    ages = st.integers(min_value=-12, max_value=28)
    choices = {name: st.sampled_from(values[name]) for name in DIMENSIONS[kind]}
    jobs = draw(st.lists(st.fixed_dictionaries({"age": ages, **choices}), max_size=25))
    for job in jobs:
        job["day"] = TODAY.date() - timedelta(job.pop("age"))
    words = dict.fromkeys(DIMENSIONS[kind], ("ANY", "AGGREGATE_ALL"))
    words["ScanResultStatus"] = ()
    optional = {name: st.sampled_from([*values[name], *words[name]]) for name in DIMENSIONS[kind]}
    optional["AggregationPeriod"] = st.sampled_from(PERIODS)
    return kind, jobs, draw(st.fixed_dictionaries({}, optional=optional))


def document(kind: str, jobs: list[dict[str, Any]]) -> dict[str, Any]:
    """The jobs in the shape of their list operation."""
    listed = []
    for job in jobs:
        row = {name: job[name] for name in DIMENSIONS[kind] if name != "ScanResultStatus"}
        row["CreationDate"] = job["day"].isoformat() + "T23:59:59.999Z"
        if kind == "restore":
            row["Status"] = row.pop("State")
        if kind == "scan":
            row["ScanResult"] = {"ScanResultStatus": job["ScanResultStatus"]}
        listed.append(row)
    return {f"{kind.capitalize()}Jobs": listed}


@settings(max_examples=120, deadline=None)
@given(jobs_and_filters())
def test_summaries_are_what_an_independent_recount_gives(
    drawn: tuple[str, list[dict[str, Any]], dict[str, str]],
) -> None:
    kind, jobs, filters = drawn
    with freeze_time(TODAY), mock_aws():
        load_jobs(document(kind, jobs))
        client = checked(boto3.client("backup", region_name=REGION))
        found = rows(client, kind, **filters)
        counted = {
            (
                row["StartTime"].astimezone(timezone.utc).date(),
                (row["EndTime"].astimezone(timezone.utc) - timedelta(days=1)).date(),
                *(row.get(name) for name in DIMENSIONS[kind]),
            ): row["Count"]
            for row in found
        }
        assert len(counted) == len(found)
        assert counted == recount(jobs, DIMENSIONS[kind], filters)


@settings(max_examples=40, deadline=None)
@given(jobs_and_filters())
def test_the_laws_of_counting_hold(
    drawn: tuple[str, list[dict[str, Any]], dict[str, str]],
) -> None:
    kind, jobs, filters = drawn
    filters.pop("AggregationPeriod", None)
    with freeze_time(TODAY), mock_aws():
        load_jobs(document(kind, jobs))
        client = checked(boto3.client("backup", region_name=REGION))
        by_day = rows(client, kind, **filters)
        fortnight = rows(client, kind, **filters, AggregationPeriod="FOURTEEN_DAYS")
        assert total(by_day) == total(fortnight)
        for name in ("State", "ResourceType"):
            apart = rows(client, kind, **{**filters, name: "ANY"})
            together = rows(client, kind, **{**filters, name: "AGGREGATE_ALL"})
            assert total(apart) == total(together)
        operation = getattr(client, f"list_{kind}_job_summaries")
        member = f"{kind.capitalize()}JobSummaries"
        page = operation(**filters, MaxResults=2)
        joined = page[member]
        while "NextToken" in page:
            assert len(page[member]) == 2
            page = operation(NextToken=page["NextToken"], MaxResults=2)
            joined += page[member]
        assert joined == by_day


class TestWindows:
    @pytest.fixture
    def client(self) -> Any:
        with freeze_time(TODAY), mock_aws():
            # One job on each of 20 days, at the first moment of the day.
            days = [MIDNIGHT - timedelta(days=age) for age in range(20)]
            load_jobs({"BackupJobs": [{"CreationDate": day} for day in days]})
            yield checked(boto3.client("backup", region_name=REGION))

    def test_one_day_is_a_row_for_each_of_fourteen_days_and_today(self, client: Any) -> None:
        found = rows(client)
        assert [row["Count"] for row in found] == [1] * 15
        assert found[0]["StartTime"] == MIDNIGHT - timedelta(days=14)
        assert all(row["EndTime"] - row["StartTime"] == timedelta(days=1) for row in found)

    @pytest.mark.parametrize(("period", "days"), [("SEVEN_DAYS", 7), ("FOURTEEN_DAYS", 14)])
    def test_a_longer_period_is_one_row_with_today(
        self, client: Any, period: str, days: int
    ) -> None:
        (row,) = rows(client, AggregationPeriod=period)
        assert row["Count"] == days + 1
        assert row["StartTime"] == MIDNIGHT - timedelta(days=days)
        assert row["EndTime"] == MIDNIGHT + timedelta(days=1)

    def test_the_last_moment_of_a_day_belongs_to_it(self) -> None:
        with freeze_time(TODAY), mock_aws():
            last = MIDNIGHT - timedelta(milliseconds=1)
            load_jobs({"BackupJobs": [{"CreationDate": last}]})
            (row,) = rows(boto3.client("backup", region_name=REGION))
            assert row["EndTime"] == MIDNIGHT

    def test_aws_counts_up_to_the_last_midnight(self) -> None:
        config: Any = {"backup": {"include_today": False}}
        with mock_aws(config=config):
            client = boto3.client("backup", region_name=REGION)
            load_jobs({"BackupJobs": [{}]})
            assert rows(client) == []
        with mock_aws():
            load_jobs({"BackupJobs": [{}]})
            assert total(rows(boto3.client("backup", region_name=REGION))) == 1

    def test_a_server_is_told_the_same_over_http(
        self, fresh_server: str, make_client: MakeClient
    ) -> None:
        client = boto3.client("backup", region_name=REGION, endpoint_url=fresh_server)
        client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        shown = post(f"{fresh_server}/moto-api/config", {"backup": {"include_today": False}})
        assert shown["backup"] == {"include_today": False}
        assert rows(client) == []
        post(f"{fresh_server}/moto-api/config", {"backup": {"include_today": True}})
        assert total(rows(client)) == 1


class TestFilters:
    @pytest.fixture
    def client(self, mocked_backup: Any) -> Any:
        denied = {"State": "FAILED", "StatusMessage": "Access denied"}
        load_jobs(
            {"BackupJobs": [{}, {"ResourceType": "RDS"}, denied, {**denied, "ResourceType": "S3"}]}
        )
        return mocked_backup

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, [("AGGREGATE_ALL", "AGGREGATE_ALL", "AGGREGATE_ALL", 4)]),
            ({"State": "FAILED"}, [("FAILED", "AGGREGATE_ALL", "AGGREGATE_ALL", 2)]),
            (
                {"State": "ANY", "MessageCategory": "ANY"},
                [
                    ("COMPLETED", "AGGREGATE_ALL", "SUCCESS", 2),
                    ("FAILED", "AGGREGATE_ALL", "ACCESS_DENIED", 2),
                ],
            ),
            (
                {"ResourceType": "ANY", "State": "AGGREGATE_ALL"},
                [
                    ("AGGREGATE_ALL", "EBS", "AGGREGATE_ALL", 2),
                    ("AGGREGATE_ALL", "RDS", "AGGREGATE_ALL", 1),
                    ("AGGREGATE_ALL", "S3", "AGGREGATE_ALL", 1),
                ],
            ),
            ({"ResourceType": "Floppy"}, []),
            ({"MessageCategory": "WHATEVER"}, []),
            ({"State": "EXPIRED"}, []),
        ],
    )
    def test_show_what_they_were_asked(
        self, client: Any, filters: dict[str, str], expected: list[Any]
    ) -> None:
        names = ("State", "ResourceType", "MessageCategory", "Count")
        assert [tuple(row[name] for name in names) for row in rows(client, **filters)] == expected

    @pytest.mark.parametrize("written", ["ACCESS_DENIED", "AccessDenied", "access_denied"])
    def test_a_category_is_compared_without_case_and_underscores(
        self, client: Any, written: str
    ) -> None:
        (row,) = rows(client, MessageCategory=written)
        assert (row["MessageCategory"], row["Count"]) == ("ACCESS_DENIED", 2)

    def test_a_row_names_region_and_account(self, client: Any) -> None:
        (row,) = rows(client)
        assert (row["Region"], row["AccountId"]) == (REGION, ACCOUNT)

    def test_regions_are_apart(self, client: Any) -> None:
        assert rows(boto3.client("backup", region_name="eu-west-1")) == []


class TestPages:
    @pytest.fixture
    def client(self, mocked_backup: Any) -> Any:
        load_jobs({"BackupJobs": [{"ResourceType": name} for name in ("B", "D", "F")]})
        return mocked_backup

    def first(self, client: Any) -> str:
        answer = client.list_backup_job_summaries(ResourceType="ANY", MaxResults=1)
        assert [row["ResourceType"] for row in answer["BackupJobSummaries"]] == ["B"]
        return answer["NextToken"]

    @pytest.mark.parametrize("repeated", [{}, {"ResourceType": "ANY"}])
    def test_filters_may_be_repeated_or_left_out(
        self, client: Any, repeated: dict[str, str]
    ) -> None:
        token = self.first(client)
        found = rows(client, NextToken=token, **repeated)
        assert [row["ResourceType"] for row in found] == ["D", "F"]

    def test_a_filter_that_contradicts_is_refused(self, client: Any) -> None:
        token = self.first(client)
        with pytest.raises(
            client.exceptions.InvalidParameterValueException, match=r"NextToken.*ResourceType.*ANY"
        ):
            rows(client, NextToken=token, ResourceType="B")

    def test_a_token_belongs_to_its_operation_and_region(self, client: Any) -> None:
        token = self.first(client)
        elsewhere = boto3.client("backup", region_name="eu-west-1")
        for refused in (
            lambda: client.list_copy_job_summaries(NextToken=token),
            lambda: client.list_backup_jobs(NextToken=token),
            lambda: elsewhere.list_backup_job_summaries(NextToken=token),
        ):
            with pytest.raises(client.exceptions.ClientError, match="NextToken"):
                refused()

    def test_no_row_is_repeated_or_lost_when_jobs_are_added_between(self, client: Any) -> None:
        token = self.first(client)
        load_jobs({"BackupJobs": [{"ResourceType": name} for name in ("A", "B", "E")]})
        found = [row["ResourceType"] for row in rows(client, NextToken=token)]
        assert [name for name in found if name in "BDF"] == ["D", "F"]

    def test_the_days_stay_those_of_the_first_page(self) -> None:
        with freeze_time(TODAY) as clock, mock_aws():
            load_jobs({"BackupJobs": [{"CreationDate": date(2026, 3, day)} for day in (6, 10)]})
            client = boto3.client("backup", region_name=REGION)
            answer = client.list_backup_job_summaries(MaxResults=1)
            assert answer["BackupJobSummaries"][0]["StartTime"].day == 6
            clock.tick(timedelta(days=1))
            (row,) = rows(client, NextToken=answer["NextToken"])
            assert row["StartTime"].day == 10
