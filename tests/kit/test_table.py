"""Tables: rows in columns, found by their values and in their order."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from failures import InjectedError, failing_at

from moto_backup_summaries.backup.frame.transactions import exclusive
from moto_backup_summaries.backup.kit.conditions import Condition
from moto_backup_summaries.backup.kit.rows import Reversed, Views
from moto_backup_summaries.backup.kit.table import Table

HOUR = 3_600.0
# More rows than an index reads or loses one by one.
MANY = 150


def add(table: Table, *rows: dict[str, Any]) -> range:
    names = {name for row in rows for name in row}
    return table.add({name: [row.get(name) for row in rows] for name in names}, len(rows))


def equal(member: str, wanted: Any) -> Condition:
    return Condition(member, "equal", wanted)


def numbers(positions: Iterator[tuple[float, int]]) -> list[int]:
    return [number for _, number in positions]


@pytest.fixture
def table() -> Table:
    """Three of EBS, the newest first, of which one failed, and one of S3 between them."""
    table = Table()
    add(
        table,
        {"CreationDate": 3 * HOUR, "State": "FAILED", "ResourceType": "EBS"},
        {
            "CreationDate": 2 * HOUR,
            "State": "COMPLETED",
            "ResourceType": "EBS",
            "CompletionDate": 2.5 * HOUR,
        },
        {
            "CreationDate": 1 * HOUR,
            "State": "COMPLETED",
            "ResourceType": "EBS",
            "CompletionDate": 9 * HOUR,
        },
        {"CreationDate": 1.5 * HOUR, "State": "COMPLETED", "ResourceType": "S3"},
    )
    return table


@pytest.fixture
def many() -> Table:
    """Rows by the minute, the newest first; each third failed."""
    table = Table()
    rows = range(MANY)
    table.add(
        {
            "CreationDate": [60.0 * (MANY - row) for row in rows],
            "State": ["COMPLETED" if row % 3 else "FAILED" for row in rows],
            "BackupJobId": [f"job {row}" for row in rows],
        },
        MANY,
    )
    return table


def test_a_row_has_the_members_that_it_came_with(table: Table) -> None:
    assert table.members(0) == {
        "CreationDate": 3 * HOUR,
        "State": "FAILED",
        "ResourceType": "EBS",
    }
    assert table.member(0, "CompletionDate") is None
    assert table.values("CompletionDate", [2, 0]) == [9 * HOUR, None]
    assert table.values("CompletionDate", range(1, 4)) == [2.5 * HOUR, 9 * HOUR, None]
    assert table.values("Unheard", range(2)) == [None, None]


def test_a_path_reaches_into_structures(table: Table) -> None:
    (number,) = add(table, {"CreationDate": 0.0, "CreatedBy": {"BackupPlanId": "daily"}})
    assert table.member(number, "CreatedBy.BackupPlanId") == "daily"
    assert table.values("CreatedBy.BackupPlanId", [0, number]) == [None, "daily"]
    assert table.find("CreatedBy.BackupPlanId", "daily") == [number]


def test_numbers_go_up_and_are_not_given_again(table: Table) -> None:
    table.remove([3])
    assert add(table, {"CreationDate": 0.0}) == range(4, 5)
    assert (len(table), list(table)) == (4, [0, 1, 2, 4])
    assert [number in table for number in (2, 3, 4, 5)] == [True, False, True, False]


def test_a_column_that_comes_later_is_that_of_its_rows_only(table: Table) -> None:
    add(table, {"CreationDate": 4 * HOUR, "Tags": None})
    (late,) = add(table, {"CreationDate": 5 * HOUR, "Tags": {"a": "b"}})
    add(table, {"CreationDate": 6 * HOUR})
    add(table, {"CreationDate": 7 * HOUR, "Tags": {"c": "d"}})
    assert table.values("Tags", range(late - 2, late + 3)) == [
        *(None, None, {"a": "b"}),
        *(None, {"c": "d"}),
    ]
    assert table.values("Tags", range(2)) == [None, None]
    table.change(1, {"Tags": {"e": "f"}})
    assert table.values("Tags", range(late + 1)) == [
        *(None, {"e": "f"}, None, None),
        *(None, {"a": "b"}),
    ]


def test_an_addition_of_nothing_adds_no_row(table: Table) -> None:
    assert table.add({"CreationDate": [], "Unheard": []}, 0) == range(4, 4)
    assert len(table) == 4


def test_a_column_of_moments_may_become_one_of_anything(table: Table) -> None:
    table.change(0, {"CompletionDate": "soon"})
    assert table.values("CompletionDate", range(4)) == ["soon", 2.5 * HOUR, 9 * HOUR, None]
    add(table, {"CreationDate": 0.0, "Ends": 1.5})
    add(table, {"CreationDate": 0.0, "Ends": "late"})
    assert table.values("Ends", range(3, 6)) == [None, 1.5, "late"]


def test_rows_are_found_by_value_in_their_order(table: Table) -> None:
    assert table.find("ResourceType", "EBS") == [0, 1, 2]
    assert table.find("ResourceType", "S3") == [3]
    assert table.find("ResourceType", "EFS") == []
    assert table.find("Unheard", "of") == ()
    assert table.find("ResourceType", None) == []


def test_rows_are_found_by_value_after_they_changed(table: Table) -> None:
    assert table.find("State", "FAILED") == [0]
    table.change(1, {"State": "FAILED", "StatusMessage": "late"})
    table.change(3, {"State": None})
    assert (table.find("State", "FAILED"), table.find("State", "COMPLETED")) == ([0, 1], [2])
    assert table.members(1)["StatusMessage"] == "late"


def test_an_added_row_may_change_before_anybody_asks(table: Table) -> None:
    assert table.find("State", "FAILED") == [0]
    (number,) = add(table, {"CreationDate": 0.0, "State": "FAILED"})
    table.change(number, {"State": "COMPLETED"})
    assert table.find("State", "COMPLETED") == [1, 2, 3, number]


def test_rows_come_newest_first_and_by_number_within_a_moment(table: Table) -> None:
    add(table, {"CreationDate": 2 * HOUR}, {"CreationDate": 4 * HOUR})
    assert numbers(table.newest_first()) == [5, 0, 4, 1, 3, 2]
    assert numbers(table.newest_first(after=(2 * HOUR, 4))) == [1, 3, 2]
    assert numbers(table.newest_first(after=(2 * HOUR, 1), since=1.5 * HOUR)) == [3]


def test_what_meets_all_conditions_comes_newest_first(table: Table) -> None:
    completed, ebs = equal("State", "COMPLETED"), equal("ResourceType", "EBS")
    assert numbers(table.newest_first([completed, ebs])) == [1, 2]
    assert numbers(table.newest_first([ebs, completed])) == [1, 2]
    assert numbers(table.newest_first([completed], after=(2 * HOUR, 1))) == [3, 2]
    assert numbers(table.newest_first([equal("ResourceType", "S3")])) == [3]
    assert numbers(table.newest_first([equal("State", "RUNNING")])) == []


def test_conditions_of_moments_leave_their_bound_out(table: Table) -> None:
    def found(member: str, comparison: str, hours: float) -> list[int]:
        return numbers(table.newest_first([Condition(member, comparison, hours * HOUR)]))

    assert found("CreationDate", "before", 2) == [3, 2]
    assert found("CreationDate", "after", 1.5) == [0, 1]
    assert found("CompletionDate", "after", 2.5) == [2]
    assert found("CompletionDate", "before", 9) == [1]
    both = [
        Condition("CreationDate", "after", HOUR),
        Condition("CreationDate", "before", 3 * HOUR),
    ]
    assert numbers(table.newest_first(both, (2 * HOUR, 1), 0.0)) == [3]


def test_rows_with_a_value_are_counted(table: Table) -> None:
    assert [table.count("State", state) for state in ("COMPLETED", "RUNNING")] == [3, 0]
    add(table, {"CreationDate": 0.0, "State": "RUNNING"})
    assert table.count("State", "RUNNING") == 1


def test_rows_are_counted_by_what_their_values_have_in_common(table: Table) -> None:
    def kind(state: str, created_by: Any) -> str:
        return f"{state} {'by a plan' if created_by else 'on demand'}"

    paths = ("State", "CreatedBy.BackupPlanId")
    assert table.groups(paths, kind) == {"FAILED on demand": 1, "COMPLETED on demand": 3}
    add(table, {"CreationDate": 0.0, "State": "FAILED"})
    table.change(1, {"CreatedBy": {"BackupPlanId": "plan"}})
    table.change(2, {"ResourceType": "S3"})
    table.remove([3])
    assert table.groups(paths, kind) == {
        "FAILED on demand": 2,
        "COMPLETED by a plan": 1,
        "COMPLETED on demand": 1,
    }


def test_rows_that_share_a_value_are_told(table: Table) -> None:
    assert list(table.repeated("ResourceType")) == [[0, 1, 2]]
    assert list(table.repeated("State")) == [[1, 2, 3]]
    table.remove([0, 1])
    assert list(table.repeated("ResourceType")) == []


def test_values_come_in_order_each_once(table: Table) -> None:
    assert list(table.sorted_values("ResourceType")) == ["EBS", "S3"]
    add(table, {"CreationDate": 0.0, "ResourceType": "EFS"})
    assert list(table.sorted_values("ResourceType", "EBS")) == ["EFS", "S3"]
    table.remove([3])
    assert list(table.sorted_values("ResourceType")) == ["EBS", "EFS"]


def test_the_first_moment_is_that_of_a_row_that_has_one(table: Table) -> None:
    assert table.first_moment("CompletionDate") == (2.5 * HOUR, 1)
    table.change(1, {"CompletionDate": None})
    assert table.first_moment("CompletionDate") == (9 * HOUR, 2)
    add(table, {"CreationDate": 0.0, "CompletionDate": HOUR})
    assert table.first_moment("CompletionDate") == (HOUR, 4)
    assert list(table.until("CompletionDate", 9 * HOUR)) == [4, 2]
    table.remove([2, 4])
    assert table.first_moment("CompletionDate") is None
    assert table.first_moment("Unheard") is None
    assert table.until("Unheard", HOUR) == ()


def test_many_rows_are_found_as_few_are(many: Table) -> None:
    assert numbers(many.newest_first())[:3] == [0, 1, 2]
    assert list(many.find("State", "FAILED")) == list(range(0, MANY, 3))
    assert many.find("BackupJobId", "job 7") == [7]
    many.remove(range(1, MANY))
    assert (list(many.find("State", "FAILED")), many.find("BackupJobId", "job 7")) == ([0], [])


def test_rows_leave_lists_that_were_read_and_lists_that_were_not(many: Table) -> None:
    completed = equal("State", "COMPLETED")
    assert len(list(many.newest_first([completed]))) == MANY * 2 // 3
    many.remove([0, 1, 4])
    assert numbers(many.newest_first([completed]))[:2] == [2, 5]
    assert many.find("State", "FAILED")[:2] == [3, 6]


def test_many_that_come_later_stand_among_the_first(many: Table) -> None:
    assert numbers(many.newest_first())[-2:] == [MANY - 2, MANY - 1]
    many.add({"CreationDate": [90.0] * MANY, "State": [None] * MANY}, MANY)
    many.remove([MANY])
    last = [MANY - 2, 2 * MANY - 1, 2 * MANY - 2]
    assert numbers(many.newest_first())[MANY - 2 : MANY + 1] == last
    assert numbers(many.newest_first())[-2:] == [MANY + 1, MANY - 1]
    assert len(many.find("State", "COMPLETED")) == MANY * 2 // 3


class RequestError(Exception):
    pass


def test_what_a_failed_request_did_is_undone(table: Table) -> None:
    ebs = equal("ResourceType", "EBS")
    assert numbers(table.newest_first([ebs])) == [0, 1, 2]

    @exclusive
    def request() -> None:
        (number,) = add(table, {"CreationDate": 9 * HOUR, "ResourceType": "EBS", "New": "new"})
        table.change(1, {"ResourceType": "S3", "New": "now"})
        table.remove([0, 2, number])
        table.remove([0])
        assert numbers(table.newest_first([ebs])) == []
        raise RequestError

    with pytest.raises(RequestError):
        request()
    assert (len(table), list(table)) == (4, [0, 1, 2, 3])
    assert table.member(1, "New") is None
    assert numbers(table.newest_first([ebs])) == [0, 1, 2]
    assert add(table, {"CreationDate": 0.0}) == range(5, 6)


@pytest.mark.parametrize(
    "change",
    [
        lambda table: add(table, {"CreationDate": 9 * HOUR, "State": "FAILED"}),
        lambda table: table.append({"CreationDate": 9 * HOUR, "State": "FAILED"}),
        lambda table: table.change(1, {"State": "FAILED"}),
        lambda table: table.remove([0, 1]),
    ],
    ids=["add", "append", "change", "remove"],
)
def test_a_failure_in_the_middle_leaves_what_was_found(change: Any) -> None:
    def found(table: Table) -> Any:
        states = [list(table.find("State", state)) for state in ("FAILED", "COMPLETED")]
        return len(table), states, numbers(table.newest_first())

    for nth in count(1):
        table = Table()
        add(table, *({"CreationDate": row * HOUR, "State": "COMPLETED"} for row in range(3)))
        before = found(table)
        with failing_at(nth) as failed, suppress(InjectedError):
            exclusive(change)(table)
        if not failed:
            assert found(table) != before
            break
        assert found(table) == before, failed


def test_what_no_index_takes_changes_nothing(table: Table) -> None:
    failed = list(table.find("State", "FAILED"))
    with pytest.raises(TypeError, match="unhashable"):
        exclusive(table.change)(failed[0], {"State": []})
    assert list(table.find("State", "FAILED")) == failed


def test_what_is_not_there_cannot_be_removed(table: Table) -> None:
    failed = list(table.find("State", "FAILED"))
    with pytest.raises(IndexError):
        exclusive(table.remove)([*failed, 99])
    assert (len(table), list(table.find("State", "FAILED"))) == (4, failed)


def test_what_could_not_be_added_whole_leaves_nothing(table: Table) -> None:
    columns: Any = {"CreationDate": [0.0], "State": ["RUNNING"], "ResourceType": 5}
    with pytest.raises(TypeError):
        table.add(columns)
    assert len(table) == 4
    (number,) = add(table, {"CreationDate": 1.0, "ResourceType": "EFS"})
    assert table.members(number) == {"CreationDate": 1.0, "ResourceType": "EFS"}


def test_a_row_that_could_not_be_appended_whole_leaves_nothing(table: Table) -> None:
    table.append({"CreationDate": 0.5, "Size": 1.5})
    with failing_at(3), pytest.raises(InjectedError):
        table.append({"CreationDate": 1.0, "Size": 2.5, "State": "FAILED"})
    assert len(table) == 5
    number = table.append({"CreationDate": 1.0, "ResourceType": None, "Size": "large"})
    assert table.members(number) == {"CreationDate": 1.0, "Size": "large"}
    assert table.values("Size", range(4, 6)) == [1.5, "large"]


def test_views_are_made_when_they_are_looked_at() -> None:
    made = []

    def view(number: int) -> str:
        made.append(number)
        return f"row {number}"

    views = Views(view, [5, 7, 9])
    assert (len(views), made) == (3, [])
    assert (views[1], list(views[1:]), made) == ("row 7", ["row 7", "row 9"], [7, 7, 9])


def test_columns_in_the_other_order_are_a_mapping_like_any_other() -> None:
    columns = Reversed({"State": ["FAILED", "COMPLETED"]})
    assert (len(columns), dict(columns)) == (1, {"State": ["COMPLETED", "FAILED"]})


def test_what_a_row_shows_is_kept_until_it_changes(table: Table) -> None:
    kept = [table.keep(number, table.members(number)) for number in (0, 1)]
    assert table.kept(2) is None
    table.change(0, {"State": "COMPLETED"})
    assert table.kept(0) is None
    assert table.kept(1) is kept[1]


def test_what_a_row_showed_is_not_kept_where_its_change_is_undone(table: Table) -> None:
    @exclusive
    def fail() -> None:
        table.change(0, {"State": "COMPLETED"})
        table.keep(0, table.members(0))
        raise InjectedError

    with suppress(InjectedError):
        fail()
    assert table.kept(0) is None


def test_of_many_rows_the_last_are_kept(table: Table) -> None:
    table.keep(0, table.members(0))
    other = Table()
    for number in add(other, *[{"CreationDate": HOUR}] * 2_000):
        other.keep(number, other.members(number))
    assert table.kept(0) is None
    assert other.kept(0) == {"CreationDate": HOUR}
