"""A table is a list of dictionaries: what is found in it, and in which order, however it came about."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moto_backup_summaries.backup.frame.transactions import exclusive
from moto_backup_summaries.backup.kit.conditions import Condition
from moto_backup_summaries.backup.kit.table import Table

Row: TypeAlias = dict[str, Any]
Step: TypeAlias = tuple[str, Any]
# Few values each, so that rows meet; moments within and beyond the span by which they are found.
STATES = st.sampled_from(["RUNNING", "COMPLETED", "FAILED"])
MOMENTS = st.integers(0, 12).map(lambda number: number * 2_000.0)
MEMBERS = {
    "State": STATES,
    "CompletionDate": MOMENTS | st.none(),
    "due": MOMENTS | st.none(),
    "CreatedBy": st.none() | st.fixed_dictionaries({"BackupPlanId": st.sampled_from(["a", "b"])}),
    # A column that may turn out to be none of moments.
    "Size": st.integers(0, 2) | st.none() | st.just(1.5),
}
CHANGES = st.fixed_dictionaries({}, optional=MEMBERS)
ROWS = st.fixed_dictionaries({"CreationDate": MOMENTS}, optional=MEMBERS)
# More rows than an index takes one by one, and few, which are drawn and then come again and again.
SIZES = st.sampled_from([1, 2, 5, 130])
ADDED = st.tuples(st.lists(ROWS, min_size=1, max_size=5), SIZES).map(
    lambda drawn: [dict(drawn[0][row % len(drawn[0])]) for row in range(drawn[1])]
)
NUMBERS = st.integers(0, 400)
STEPS = st.one_of(
    st.tuples(st.just("add"), ADDED),
    st.tuples(st.just("append"), ROWS),
    st.tuples(st.just("change"), st.tuples(NUMBERS, CHANGES)),
    # From which number on, and how many: more than an index takes out one by one, and few.
    st.tuples(st.just("remove"), st.tuples(NUMBERS, SIZES)),
    st.tuples(st.just("look"), st.none()),
    st.tuples(st.just("look"), st.none()),
)
REQUESTS = st.lists(st.tuples(st.lists(STEPS, max_size=6), st.booleans()), max_size=5)
CONDITIONS = st.lists(
    st.one_of(
        st.builds(Condition, st.just("State"), st.just("equal"), STATES),
        st.builds(
            Condition,
            st.sampled_from(["CreationDate", "CompletionDate"]),
            st.sampled_from(["before", "after"]),
            MOMENTS,
        ),
        st.builds(Condition, st.just("CreatedBy.BackupPlanId"), st.just("equal"), st.just("a")),
    ),
    max_size=2,
)


class RequestError(Exception):
    pass


def inner(row: Mapping[str, Any], path: str) -> Any:
    name, _, last = path.partition(".")
    return (row.get(name) or {}).get(last) if last else row.get(name)


def take(rows: dict[int, Row], table: Table, step: Step, look: Callable[[], None]) -> None:
    """Take a step with the table and with its model, which has each row by its number."""
    name, what = step
    if name == "add":
        columns = {member: [row.get(member) for row in what] for member in ROW_MEMBERS}
        numbers = table.add(columns, len(what))
        rows.update(zip(numbers, what, strict=True))
    elif name == "append":
        rows[table.append(what)] = what
    elif name == "change":
        number = next((it for it in rows if it >= what[0]), None)
        if number is not None:
            table.change(number, what[1])
            rows[number] = {**rows[number], **what[1]}
    elif name == "remove":
        removed = [number for number in rows if number >= what[0]][: what[1]]
        table.remove(removed)
        for number in removed:
            del rows[number]
    else:
        look()


ROW_MEMBERS = ("CreationDate", *MEMBERS)


def compare(
    rows: Mapping[int, Row],
    table: Table,
    conditions: Sequence[Condition],
    after: tuple[float, int] | None,
) -> None:
    assert (len(table), list(table)) == (len(rows), sorted(rows))
    some = sorted(rows)[::7]
    for number in some:
        present = {name: it for name, it in rows[number].items() if it is not None}
        assert table.members(number) == present
    assert table.values("due", some) == [rows[number].get("due") for number in some]
    for path, value in (("State", "FAILED"), ("CreatedBy.BackupPlanId", "b"), ("Size", 1)):
        assert list(table.find(path, value)) == sorted(
            number for number, row in rows.items() if inner(row, path) == value
        )
    paths = ("State", "CreatedBy.BackupPlanId")
    assert table.groups(paths, lambda *values: values) == Counter(
        tuple(inner(row, path) for path in paths) for row in rows.values()
    )
    positions = sorted(((row["CreationDate"], it) for it, row in rows.items()), reverse=True)
    assert list(table.newest_first(conditions, after, 2_000.0)) == [
        (moment, number)
        for moment, number in positions
        if (after is None or (moment, number) < after) and moment >= 2_000.0
        if all(one.holds(inner(rows[number], one.member)) for one in conditions)
    ]
    dues = sorted((row["due"], it) for it, row in rows.items() if row.get("due") is not None)
    assert table.first_moment("due") == (dues[0] if dues else None)
    assert list(table.until("due", 8_000.0)) == [it for due, it in dues if due <= 8_000.0]
    states = sorted({row["State"] for row in rows.values() if row.get("State") is not None})
    assert list(table.sorted_values("State")) == states
    assert list(table.sorted_values("State", "FAILED")) == [it for it in states if it > "FAILED"]


@given(REQUESTS, CONDITIONS, st.none() | st.tuples(MOMENTS, NUMBERS))
def test_a_table_is_a_list_of_dictionaries(
    requests: list[tuple[list[Step], bool]],
    conditions: list[Condition],
    after: tuple[float, int] | None,
) -> None:
    table, rows = Table(), dict[int, Row]()

    @exclusive
    def request(steps: list[Step], changed: dict[int, Row], *, fails: bool) -> None:
        for step in steps:
            take(changed, table, step, lambda: compare(changed, table, conditions, after))
        if fails:
            raise RequestError

    for steps, fails in requests:
        changed = dict(rows)
        if fails:
            with pytest.raises(RequestError):
                request(steps, changed, fails=True)
        else:
            request(steps, changed, fails=False)
            rows = changed
    compare(rows, table, conditions, after)
