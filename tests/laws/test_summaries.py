"""Summaries are what an independent recount of the jobs gives."""

from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import rows, total
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import client_of, examples, frozen_at

from moto_backup_summaries import load_jobs

# Days on both sides of the windows are loaded, which load_jobs tells of.
pytestmark = pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")

TODAY = datetime(2026, 3, 20, 15, 30, tzinfo=timezone.utc)
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
ON_THE_WAY = ("RUNNING", "FAILING", "PENDING", "CREATED")
VALUES = {
    "ResourceType": ("EBS", "S3", "SAP HANA on Amazon EC2"),
    "MessageCategory": ("SUCCESS", "ACCESS_DENIED"),
    "MalwareScanner": ("GUARDDUTY",),
    "ScanResultStatus": ("NO_THREATS_FOUND", "THREATS_FOUND"),
}
PERIODS = ("ONE_DAY", "SEVEN_DAYS", "FOURTEEN_DAYS")


def recount(
    jobs: list[dict[str, Any]], dimensions: tuple[str, ...], filters: dict[str, str]
) -> dict[Any, int]:
    """What the rows should be: (first day, last day, values shown) and their count."""
    counted: Counter[Any] = Counter()
    period = filters.get("AggregationPeriod", "ONE_DAY")
    oldest = 6 if period == "SEVEN_DAYS" else 13
    for job in jobs:
        age = (TODAY.date() - job["day"]).days
        if age > oldest and job["State"] in ON_THE_WAY:
            age = oldest
        if not 0 <= age <= oldest:
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
            day = TODAY.date() - timedelta(age)
            first = day if period == "ONE_DAY" else TODAY.date() - timedelta(oldest)
            last = day if period == "ONE_DAY" else TODAY.date()
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


@examples(1.2)
@given(jobs_and_filters())
def test_summaries_are_what_an_independent_recount_gives(
    drawn: tuple[str, list[dict[str, Any]], dict[str, str]],
) -> None:
    kind, jobs, filters = drawn
    with frozen_at(TODAY), mock_aws():
        load_jobs(document(kind, jobs))
        client = client_of()
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


@examples(0.4)
@given(jobs_and_filters())
def test_the_laws_of_counting_hold(
    drawn: tuple[str, list[dict[str, Any]], dict[str, str]],
) -> None:
    kind, jobs, filters = drawn
    filters.pop("AggregationPeriod", None)
    with frozen_at(TODAY), mock_aws():
        load_jobs(document(kind, jobs))
        client = client_of()
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
