"""Counting, against an independent recount: jobs that run and jobs that ended, with and without today."""

from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import examples

from moto_backup_summaries import load_jobs
from truth.calls import DAY, KINDS, NOW, at, aws, rows, total

# Days on both sides of the windows are loaded, which load_jobs tells of.
pytestmark = pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")

DIMENSIONS = {
    "backup": ("State", "ResourceType", "MessageCategory"),
    "copy": ("State", "ResourceType", "MessageCategory"),
    "restore": ("State", "ResourceType"),
    "scan": ("State", "ResourceType", "MalwareScanner", "ScanResultStatus"),
}
FINAL = {
    "backup": ("COMPLETED", "FAILED", "EXPIRED", "ABORTED", "PARTIAL"),
    "copy": ("COMPLETED", "FAILED", "PARTIAL"),
    "restore": ("COMPLETED", "FAILED", "ABORTED"),
    "scan": ("COMPLETED", "COMPLETED_WITH_ISSUES", "FAILED", "CANCELED"),
}
ON_THE_WAY = {
    "backup": ("CREATED", "PENDING", "RUNNING", "ABORTING"),
    "copy": ("CREATED", "RUNNING"),
    "restore": ("PENDING", "RUNNING"),
    "scan": ("CREATED", "RUNNING"),
}
VALUES = {
    "ResourceType": ("EBS", "S3"),
    "MessageCategory": ("SUCCESS", "ACCESS_DENIED"),
    "MalwareScanner": ("GUARDDUTY",),
    "ScanResultStatus": ("NO_THREATS_FOUND", "THREATS_FOUND"),
}
PERIODS = {"ONE_DAY": 14, "SEVEN_DAYS": 7, "FOURTEEN_DAYS": 14}
Drawn = tuple[str, list[dict[str, Any]], dict[str, str], bool]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """A kind, jobs of it, filters, and whether today counts."""
    kind = draw(st.sampled_from(KINDS))
    values = {**VALUES, "State": FINAL[kind] + ON_THE_WAY[kind]}
    choices = {name: st.sampled_from(values[name]) for name in DIMENSIONS[kind]}
    # Around the edges of the windows, and of the thirty days within which a job may still run.
    ages = st.one_of(st.integers(-2, 16), st.integers(28, 32))
    jobs = draw(st.lists(st.fixed_dictionaries({"age": ages, **choices}), max_size=20))
    words = dict.fromkeys(DIMENSIONS[kind], ("ANY", "AGGREGATE_ALL"))
    words["ScanResultStatus"] = ()
    optional = {name: st.sampled_from([*values[name], *words[name]]) for name in DIMENSIONS[kind]}
    optional["AggregationPeriod"] = st.sampled_from(sorted(PERIODS))
    return kind, jobs, draw(st.fixed_dictionaries({}, optional=optional)), draw(st.booleans())


def listed(kind: str, jobs: list[dict[str, Any]]) -> dict[str, Any]:
    """The jobs in the shape of their list operation, each created at the noon of its day."""
    found = []
    for job in jobs:
        row = {name: job[name] for name in DIMENSIONS[kind] if name != "ScanResultStatus"}
        row["CreationDate"] = NOW - job["age"] * DAY
        if kind == "restore":
            row["Status"] = row.pop("State")
        if kind == "scan":
            row["ScanResult"] = {"ScanResultStatus": job["ScanResultStatus"]}
        found.append(row)
    return {f"{kind.capitalize()}Jobs": found}


def recount(kind: str, jobs: list[dict[str, Any]], filters: Any, today: bool) -> Counter[Any]:
    """What the rows should be: (first day, days, values shown) and their count, by the ages of days."""
    period = filters.get("AggregationPeriod", "ONE_DAY")
    newest = 0 if today else 1
    oldest = newest + PERIODS[period] - 1
    counted: Counter[Any] = Counter()
    for job in jobs:
        age = job["age"]
        if oldest < age <= 30 and job["State"] in ON_THE_WAY[kind]:
            age = oldest
        if not newest <= age <= oldest:
            continue
        shown = [_shown(name, filters.get(name), job[name]) for name in DIMENSIONS[kind]]
        if "" not in shown:
            bucket = (age, 1) if period == "ONE_DAY" else (oldest, PERIODS[period])
            counted[(*bucket, *shown)] += 1
    return counted


def _shown(name: str, wanted: str | None, value: str) -> str | None:
    """What the row shows in a dimension; nothing at all where the filter turns the job away."""
    if wanted in (None, "AGGREGATE_ALL"):
        return None if name == "ScanResultStatus" else "AGGREGATE_ALL"
    return value if wanted in ("ANY", value) else ""


def as_counted(kind: str, found: list[dict[str, Any]]) -> Counter[Any]:
    midnight = NOW.replace(hour=0)

    def days(since: datetime, until: datetime) -> int:
        return (until - since.astimezone(timezone.utc)) // timedelta(days=1)

    return Counter(
        {
            (
                days(row["StartTime"], midnight),
                days(row["StartTime"], row["EndTime"]),
                *(row.get(name) for name in DIMENSIONS[kind]),
            ): row["Count"]
            for row in found
        }
    )


@examples()
@given(drawn())
def test_summaries_are_what_an_independent_recount_gives(given_jobs: Drawn) -> None:
    kind, jobs, filters, today = given_jobs
    config: Any = {"backup": {"include_today": today}}
    with at(NOW), mock_aws(config=config):
        load_jobs(listed(kind, jobs))
        found = rows(aws("backup"), kind, **filters)
        assert as_counted(kind, found) == recount(kind, jobs, filters, today)
        assert len(as_counted(kind, found)) == len(found)


@examples(0.4)
@given(drawn())
def test_a_dimension_apart_sums_up_to_the_dimension_together(given_jobs: Drawn) -> None:
    kind, jobs, filters, _ = given_jobs
    with at(NOW), mock_aws():
        load_jobs(listed(kind, jobs))
        client = aws("backup")
        for name in DIMENSIONS[kind]:
            if name != "ScanResultStatus":
                apart, together = (
                    total(rows(client, kind, **{**filters, name: word}))
                    for word in ("ANY", "AGGREGATE_ALL")
                )
                assert apart == together


@examples(0.4)
@given(drawn())
def test_fourteen_single_days_sum_up_to_fourteen_days(given_jobs: Drawn) -> None:
    kind, jobs, filters, today = given_jobs
    config: Any = {"backup": {"include_today": today}}
    with at(NOW), mock_aws(config=config):
        load_jobs(listed(kind, jobs))
        client = aws("backup")
        single, together = (
            total(rows(client, kind, **{**filters, "AggregationPeriod": period}))
            for period in ("ONE_DAY", "FOURTEEN_DAYS")
        )
        assert single == together


@pytest.mark.parametrize("asked", ["ANY", "GUARDDUTY", "AGGREGATE_ALL"])
def test_a_scan_that_leaves_its_scanner_out_is_counted_under_the_one_it_shows(
    client: Any, asked: str
) -> None:
    load_jobs({"ScanJobs": [{"ResourceType": "EBS"}]})
    (job,) = client.list_scan_jobs(ByMalwareScanner="GUARDDUTY")["ScanJobs"]
    assert job["MalwareScanner"] == "GUARDDUTY"
    (row,) = rows(client, "scan", MalwareScanner=asked)
    shown = "GUARDDUTY" if asked == "ANY" else asked
    assert (row["MalwareScanner"], row["Count"]) == (shown, 1)
