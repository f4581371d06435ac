"""Every number of the dashboard is the API's, and leads to a list of just as many jobs."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from calls import FAR
from moto import mock_aws
from page_reader import MOCKED, listed, load, look
from support import ACCOUNT, REGION, frozen_at

from moto_backup_summaries.backup.aws.job_kinds import ALL_KINDS

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
OTHER_ACCOUNT = "111111111111"
STATES = {
    "backup": ["COMPLETED", "FAILED", "EXPIRED", "ABORTED", "PARTIAL", "RUNNING", "CREATED"],
    "copy": ["COMPLETED", "FAILED", "RUNNING"],
    "restore": ["COMPLETED", "FAILED", "ABORTED", "PENDING"],
    "scan": ["COMPLETED", "COMPLETED_WITH_ISSUES", "FAILED", "CANCELED", "RUNNING"],
}
# One documented message, one that nobody knows, and a category in two spellings that no table has.
REASONS: list[dict[str, str]] = [
    {"StatusMessage": "Access denied trying to call AWS Backup service"},
    {"StatusMessage": "the moon was full"},
    {"StatusMessage": "new", "MessageCategory": "MOON_PHASE"},
    {"StatusMessage": "new", "MessageCategory": "MoonPhase"},
]


def rows_of(name: str, count: int) -> list[dict[str, Any]]:
    """Jobs of a kind, from 40 days ago to now, some of several at one moment."""
    chance = random.Random(name)
    kind = next(kind for kind in ALL_KINDS if kind.name == name)
    rows = []
    for number in range(count):
        state = chance.choice(STATES[name])
        created = NOW - timedelta(hours=chance.randrange(40 * 24))
        row = {
            kind.id_member: f"{name}-{number}",
            kind.state: state,
            "CreationDate": created,
            "ResourceType": chance.choice(["EBS", "EC2", "S3"]),
            "AccountId": chance.choice([ACCOUNT, OTHER_ACCOUNT]),
        }
        if kind.has_message_category and state != "RUNNING" and chance.random() < 0.5:
            row |= chance.choice(REASONS)
        rows.append(row)
    return rows


@pytest.fixture(params=[kind.name for kind in ALL_KINDS])
def kind(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A kind of job, of which there are some in two accounts and two regions."""
    (found,) = (kind for kind in ALL_KINDS if kind.name == request.param)
    with frozen_at(NOW), mock_aws():
        for region, count in ((REGION, 150), (FAR, 60)):
            load({found.jobs_member: rows_of(found.name, count)}, region=region)
        yield found


def summed(kind: Any, **filters: str) -> list[dict[str, Any]]:
    """The rows of the summaries of both accounts and regions."""
    words = dict.fromkeys({"State", "ResourceType", "MessageCategory"} & {*kind.dimensions}, "ANY")
    rows: list[dict[str, Any]] = []
    for region in (REGION, FAR):
        url = f"https://backup.{region}.amazonaws.com/audit/{kind.name}-job-summaries"
        for account_id in (ACCOUNT, OTHER_ACCOUNT):
            headers = {"x-moto-account-id": account_id}
            answer = requests.get(url, {**words, **filters}, headers=headers, timeout=60)
            rows += answer.json()[kind.summaries_member]
    return rows


def total(rows: list[dict[str, Any]], **members: str) -> int:
    """How many jobs the rows count that have these members."""
    return sum(row["Count"] for row in rows if members.items() <= row.items())


def test_the_overview_and_each_day_are_the_summaries(kind: Any) -> None:
    page, rows = look(f"?kind={kind.name}"), summed(kind)
    completed = total(rows, State="COMPLETED")
    with_issues = total(rows, State="COMPLETED_WITH_ISSUES")
    if kind.has_message_category:
        with_issues = completed - total(rows, State="COMPLETED", MessageCategory="SUCCESS")
        completed -= with_issues
    assert page.numbers_by_name == {
        "Completed": completed,
        "Completed with issues": with_issues,
        "Expired": total(rows, State="EXPIRED"),
        "Failed": total(rows, State="FAILED"),
    }
    head, *days, sums = page.tables["States a day"]
    names = head[1:]
    assert {*names} == {row["State"] for row in rows}
    assert len(days) == 14
    for day, *numbers in days:
        midnight = datetime.fromisoformat(day).replace(tzinfo=timezone.utc).timestamp()
        of_day = [row for row in rows if row["StartTime"] == midnight]
        assert [*map(int, numbers)] == [total(of_day, State=name) for name in names], day
    assert sums == ["All days", *(str(total(rows, State=name)) for name in names)]


def test_each_number_leads_to_as_many_jobs(kind: Any) -> None:
    for filters in (
        "",
        "&days=7",
        f"&region={FAR}&account={OTHER_ACCOUNT}",
        "&state=FAILED&type=EBS",
    ):
        page = look(f"?kind={kind.name}{filters}")
        addresses = {link.address: int(link.text) for link in page.numbers}
        assert addresses
        for address, number in addresses.items():
            assert len(listed(address)) == number, address


def test_the_numbers_of_a_vault_are_those_of_its_jobs(kind: Any) -> None:
    if kind.name == "restore":
        assert 'name="vault"' not in look("?kind=restore").source
        return
    arn = f"arn:aws:backup:{FAR}:{ACCOUNT}:backup-vault:"
    members = {"copy": ("DestinationBackupVaultArn", arn)}
    name, prefix = members.get(kind.name, ("BackupVaultName", ""))
    rows = [
        {**row, name: f"{prefix}vault-{i % 2}"} for i, row in enumerate(rows_of(kind.name, 150))
    ]
    requests.delete(f"{MOCKED}/moto-api/static/backup/jobs", timeout=60)
    load({kind.jobs_member: rows[::2]}, region=FAR)
    alone = look(f"?kind={kind.name}&days=7")
    load({kind.jobs_member: rows[1::2]}, region=FAR)
    page = look(f"?kind={kind.name}&days=7&vault={prefix}vault-0")
    assert (
        page.numbers_by_name == alone.numbers_by_name != look(f"?kind={kind.name}").numbers_by_name
    )
    assert page.tables == alone.tables
    for link in page.numbers:
        assert len(listed(link.address)) == int(link.text), link


def test_a_vault_with_more_jobs_than_are_counted_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moto_backup_summaries.page.counts.MOST_OF_VAULT", 2)
    with frozen_at(NOW), mock_aws():
        created = [{"CreationDate": NOW - timedelta(days=day)} for day in (1, 2, 20)]
        load({"BackupJobs": created})
        assert look("?vault=Default").numbers_by_name["Completed"] == 2
        load({"BackupJobs": created})
        page = look("?vault=Default")
        assert page.numbers_by_name == {}
        assert "This vault has more than" in page.text
        assert len(listed(page.link("All backup jobs"))) == 6


def test_a_category_is_one_however_it_is_written() -> None:
    with frozen_at(NOW), mock_aws():
        load({"BackupJobs": rows_of("backup", 200)}, account_id=ACCOUNT)
        number = look("?category=moonphase").numbers_by_name["Completed with issues"]
        assert number == look("?category=MOON_PHASE").numbers_by_name["Completed with issues"] > 0
        (address,) = {
            link.address
            for link in look("?category=MoonPhase").numbers
            if "with-issues" in link.address
        }
        assert len(listed(address)) == number


def test_a_list_goes_on_where_many_jobs_are_of_one_moment() -> None:
    rows = [
        {"BackupJobId": str(number), "CreationDate": NOW, "State": "FAILED"}
        for number in range(170)
    ]
    rows.append(
        {"BackupJobId": "last", "CreationDate": NOW - timedelta(hours=1), "State": "FAILED"}
    )
    with frozen_at(NOW), mock_aws():
        load({"BackupJobs": rows})
        shown = [row[0] for row in listed(look("jobs").address)]
        assert len(shown) == 171
        assert {*shown} == {row["BackupJobId"] for row in rows}
        assert shown[-1] == "last"
