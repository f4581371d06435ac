"""The four kinds of job: their tables fit botocore's model, and what follows from them."""

from collections.abc import Iterator

import pytest
from botocore.model import StructureShape

from moto_backup_summaries.backup.aws.job_kinds import (
    ALL_KINDS,
    BACKUP,
    COPY,
    KIND_NAMED,
    KINDS,
    RESTORE,
    SCAN,
    JobKind,
)
from moto_backup_summaries.backup.aws.service_model import (
    item_shape,
    knows,
    members_of,
    operation,
    structure,
)

BY_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
# Parameters of summaries that are no dimensions.
OF_ALL_SUMMARIES = {"AccountId", "AggregationPeriod", "MaxResults", "NextToken"}


def parameters(operation_name: str) -> set[str]:
    return {*structure(operation(operation_name).input_shape).members}


def paths(shape: StructureShape) -> Iterator[str]:
    """The members of a shape, and those of structures in it: `CreatedBy.BackupPlanId`."""
    for name, member in shape.members.items():
        yield name
        yield from (f"{name}.{inner}" for inner in members_of(member))


def job_members(kind: JobKind) -> set[str]:
    return {*paths(item_shape(kind.list_operation, kind.jobs_member))}


def test_there_are_those_of_botocore() -> None:
    assert ALL_KINDS == (BACKUP, COPY, RESTORE, SCAN)
    assert [kind for kind in ALL_KINDS if knows(kind.list_operation)] == [*KINDS]
    assert {kind.name: kind for kind in KINDS} == KIND_NAMED


@BY_KIND
def test_its_states_are_those_of_the_model(kind: JobKind) -> None:
    assert {*kind.lifecycle, *kind.final_states} <= {*kind.states}
    assert kind.lifecycle[-1] in kind.final_states
    assert not kind.final_states.intersection(kind.lifecycle[:-1])
    assert kind.default_status_messages.keys() <= kind.final_states - {"COMPLETED"}
    assert not {"ANY", "AGGREGATE_ALL"}.intersection(kind.states)


@BY_KIND
def test_each_filter_of_its_list_compares_a_member_of_the_job(kind: JobKind) -> None:
    names = {name for name in parameters(kind.list_operation) if name.startswith("By")}
    if kind is RESTORE:
        names |= parameters("ListRestoreJobsByProtectedResource") - {"MaxResults", "NextToken"}
    assert names - {"ByAccountId"} == kind.filters.keys()
    assert {member for member, _ in kind.filters.values()} <= job_members(kind)


@BY_KIND
def test_each_dimension_of_its_summaries_is_a_member_of_the_job(kind: JobKind) -> None:
    assert parameters(kind.summary_operation) - OF_ALL_SUMMARIES == kind.dimensions.keys()
    row = members_of(item_shape(kind.summary_operation, kind.summaries_member))
    assert kind.dimensions.keys() <= row.keys()
    assert {*kind.dimensions.values()} <= job_members(kind)


@BY_KIND
def test_each_member_that_it_names_is_one_of_the_job(kind: JobKind) -> None:
    names = {kind.id_member, kind.state, kind.resource, kind.recovery_point, kind.vault}
    dates = {kind.expected_date, kind.expected_minutes} - {None}
    assert names | dates | {*kind.arns, *kind.defaults} <= job_members(kind)


@pytest.mark.parametrize(
    ("kind", "state", "path"),
    [
        (BACKUP, "COMPLETED", "CREATED PENDING RUNNING COMPLETED"),
        (BACKUP, "FAILED", "CREATED PENDING RUNNING FAILED"),
        (BACKUP, "EXPIRED", "CREATED EXPIRED"),
        (COPY, "PARTIAL", "CREATED RUNNING PARTIAL"),
        (RESTORE, "ABORTED", "PENDING RUNNING ABORTED"),
        (SCAN, "COMPLETED_WITH_ISSUES", "CREATED RUNNING COMPLETED_WITH_ISSUES"),
    ],
)
def test_a_job_goes_through_states_to_its_last(kind: JobKind, state: str, path: str) -> None:
    assert " ".join(kind.path_to(state)) == path


def test_a_job_waits_in_the_states_before_it_runs() -> None:
    assert [{*kind.waiting_states} for kind in ALL_KINDS] == [
        {"CREATED", "PENDING"},
        {"CREATED"},
        {"PENDING"},
        {"CREATED"},
    ]


def test_backups_and_copies_leave_recovery_points() -> None:
    assert [kind for kind in ALL_KINDS if kind.leaves_recovery_point] == [BACKUP, COPY]


@pytest.mark.parametrize(
    ("kind", "percent", "text"),
    [
        (BACKUP, 0, "0.0"),
        (BACKUP, 99.96, "100.0"),
        (BACKUP, 12.34, "12.3"),
        (RESTORE, 0, "0.00%"),
        (RESTORE, 12.345678, "12.35%"),
        (RESTORE, 100, "100.00%"),
    ],
)
def test_its_progress_is_written_as_aws_writes_it(kind: JobKind, percent: float, text: str) -> None:
    assert kind.percent_done is not None
    assert kind.percent_done.format(percent) == text


# What a loaded job of any kind has, whatever its row leaves out.
LOADED = {"AccountId", "State", "ResourceType", "CreationDate", "ResourceName", "RecoveryPointArn"}


@BY_KIND
def test_a_loaded_job_has_what_the_model_demands(kind: JobKind) -> None:
    required = {*item_shape(kind.list_operation, kind.jobs_member).required_members}
    vault = {"BackupVaultArn", "BackupVaultName"}
    assert required <= LOADED | vault | {kind.id_member, kind.resource} | kind.defaults.keys()
    assert kind.defaults.keys() <= required
    assert kind.default_dimensions == kind.defaults.keys() & kind.dimensions.values()
