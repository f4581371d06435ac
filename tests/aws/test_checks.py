"""What is accepted of roles, vaults, windows, lifecycles, options and tags, to the last value."""

from collections.abc import Callable
from typing import Any

import pytest
from moto.core.exceptions import ServiceException

from moto_backup_summaries.backup.aws import checks
from moto_backup_summaries.backup.aws.arns import Arn
from moto_backup_summaries.backup.aws.recorded_errors import (
    LIFECYCLE_OUT_OF_RANGE,
    LIFECYCLE_TOO_CLOSE,
    RecordedError,
)

VAULT = "arn:aws:backup:eu-west-1:123456789012:backup-vault:nightly"


def refused(check: Callable[..., Any], *arguments: Any, **more: Any) -> tuple[str, str]:
    with pytest.raises(ServiceException) as caught:
        check(*arguments, **more)
    return caught.value.code, caught.value.message


def invalid(name: str, value: Any, accepted: str) -> tuple[str, str]:
    text = f"Invalid value for {name}: got {value!r}, accepts {accepted}"
    return "InvalidParameterValueException", text


def test_the_arn_of_a_vault_comes_in_its_parts() -> None:
    assert checks.vault_arn("Vault", VAULT) == Arn(
        "aws", "backup", "eu-west-1", "123456789012", "backup-vault:nightly"
    )


@pytest.mark.parametrize(
    "text",
    [
        "nightly",
        "arn:aws:backup:eu-west-1:123456789012:backup-plan:nightly",
        "arn:aws:backup:eu-west-1:123456789012:backup-vault/nightly",
        "arn:aws:glacier:eu-west-1:123456789012:backup-vault:nightly",
    ],
)
def test_any_other_arn_is_none_of_a_vault(text: str) -> None:
    assert refused(checks.vault_arn, "Destination", text) == invalid(
        "Destination",
        text,
        "the ARN of a vault: arn:PARTITION:backup:REGION:ACCOUNT:backup-vault:NAME",
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        "arn:aws:iam::123456789012:role/backup",
        "arn:aws:iam::123456789012:role/service-role/backup",
        "arn:aws-us-gov:iam::123456789012:role/backup",
        "arn:aws-cn:iam::123456789012:role/b",
    ],
)
def test_a_role_is_named_by_its_arn(value: str | None) -> None:
    checks.shared_parameters({"IamRoleArn": value, "ScannerRoleArn": value})


def test_all_that_operations_share_may_be_left_out() -> None:
    checks.shared_parameters({})


@pytest.mark.parametrize(
    "value",
    [
        "",
        "backup",
        "arn:aws:iam::12345678901:role/backup",
        "arn:aws:iam::1234567890123:role/backup",
        "arn:aws:iam:us-east-1:123456789012:role/backup",
        "arn:aws:iam::123456789012:user/backup",
        "arn:aws:iam::123456789012:role/",
        "arn:gcp:iam::123456789012:role/backup",
        " arn:aws:iam::123456789012:role/backup",
    ],
)
@pytest.mark.parametrize("name", ["IamRoleArn", "ScannerRoleArn"])
def test_anything_else_is_no_role(name: str, value: str) -> None:
    assert refused(checks.shared_parameters, {name: value}) == invalid(
        name, value, "the ARN of a role: arn:PARTITION:iam::ACCOUNT:role/NAME"
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555",
        "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1",
        "arn:aws-cn:kms:cn-north-1:123456789012:key/k",
    ],
)
def test_a_key_is_named_by_its_arn(value: str | None) -> None:
    checks.shared_parameters({"EncryptionKeyArn": value})


@pytest.mark.parametrize(
    "value",
    [
        "",
        "11111111-2222-4333-8444-555555555555",
        "alias/aws/backup",
        "arn:aws:s3:us-east-1:123456789012:key/k",
        "arn:aws:kms::123456789012:key/k",
        "arn:aws:kms:us-east-1:12345678901:key/k",
        "arn:aws:kms:us-east-1:123456789012:key/",
        "arn:aws:kms:us-east-1:123456789012:keys/k",
        "arn:aws:kms:us-east-1:123456789012:alias/aws/backup",
        "arn:gcp:kms:us-east-1:123456789012:key/k",
        " arn:aws:kms:us-east-1:123456789012:key/k",
    ],
)
def test_anything_else_is_no_key(value: str) -> None:
    assert refused(checks.shared_parameters, {"EncryptionKeyArn": value}) == invalid(
        "EncryptionKeyArn",
        value,
        "the ARN of a key of KMS: arn:PARTITION:kms:REGION:ACCOUNT:key/ID",
    )


@pytest.mark.parametrize(
    "name", ["BackupPlanTags", "BackupVaultTags", "RecoveryPointTags", "ReportPlanTags"]
)
def test_new_tags_have_their_bounds(name: str) -> None:
    checks.shared_parameters({name: {"team": "db"}})
    assert refused(checks.shared_parameters, {name: {"aws:team": "db"}}) == invalid(
        name, "aws:team", "keys of 1 to 128 characters that do not begin with aws:"
    )


def test_one_of_some_values_is_accepted() -> None:
    checks.one_of("Mode", "b", ("a", "b"))
    assert refused(checks.one_of, "Mode", "c", ("a", "b")) == invalid("Mode", "c", "one of a, b")


@pytest.mark.parametrize(
    ("name", "least"),
    [
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html
        ("StartWindowMinutes", 60),
        ("CompleteWindowMinutes", 1),
        ("CompletionWindowMinutes", 1),
    ],
)
def test_a_window_has_its_bounds(name: str, least: int) -> None:
    for accepted in (None, least, 52_560_000):
        checks.shared_parameters({name: accepted})
    for value in (least - 1, 52_560_001):
        assert refused(checks.shared_parameters, {name: value}) == invalid(
            name, value, f"an integer from {least} to 52560000"
        )


@pytest.mark.parametrize(
    "lifecycle",
    [
        None,
        {},
        {"DeleteAfterEvent": None},
        {"DeleteAfterDays": 1},
        {"DeleteAfterDays": 36_500},
        {"DeleteAfterDays": -1},
        {"MoveToColdStorageAfterDays": 0},
        {"MoveToColdStorageAfterDays": 36_500},
        {"MoveToColdStorageAfterDays": -1},
        {"MoveToColdStorageAfterDays": 0, "DeleteAfterDays": 90},
        {"MoveToColdStorageAfterDays": 7, "DeleteAfterDays": 97},
        # Never is behind any day.
        {"MoveToColdStorageAfterDays": 7, "DeleteAfterDays": -1},
        {"MoveToColdStorageAfterDays": -1, "DeleteAfterDays": 1},
        {"MoveToColdStorageAfterDays": -1, "DeleteAfterDays": -1},
    ],
)
def test_a_lifecycle_is_accepted(lifecycle: Any) -> None:
    checks.lifecycle(lifecycle)


@pytest.mark.parametrize(
    ("lifecycle", "member", "value", "accepted"),
    [
        (
            {"MoveToColdStorageAfterDays": -2},
            "MoveToColdStorageAfterDays",
            -2,
            "an integer from 0 to 36500, or -1 for never",
        ),
        (
            {"MoveToColdStorageAfterDays": 36_501},
            "MoveToColdStorageAfterDays",
            36_501,
            "an integer from 0 to 36500, or -1 for never",
        ),
        (
            {"DeleteAfterEvent": "DELETE_AFTER_COPY", "DeleteAfterDays": 0},
            "DeleteAfterEvent",
            "DELETE_AFTER_COPY",
            "nothing: it is told, never given",
        ),
    ],
)
def test_a_lifecycle_is_refused(lifecycle: Any, member: str, value: Any, accepted: str) -> None:
    assert [
        refused(checks.lifecycle, lifecycle),
        refused(checks.lifecycle, lifecycle, name="Rules[0].Lifecycle"),
    ] == [
        invalid(f"Lifecycle.{member}", value, accepted),
        invalid(f"Rules[0].Lifecycle.{member}", value, accepted),
    ]


@pytest.mark.parametrize(
    ("lifecycle", "error"),
    [
        ({"DeleteAfterDays": 0}, LIFECYCLE_OUT_OF_RANGE),
        ({"DeleteAfterDays": -2}, LIFECYCLE_OUT_OF_RANGE),
        ({"DeleteAfterDays": 36_501}, LIFECYCLE_OUT_OF_RANGE),
        ({"MoveToColdStorageAfterDays": 7, "DeleteAfterDays": 96}, LIFECYCLE_TOO_CLOSE),
    ],
)
def test_a_lifecycle_is_refused_in_the_words_of_aws(lifecycle: Any, error: RecordedError) -> None:
    found = [refused(checks.lifecycle, lifecycle, **at) for at in ({}, {"name": "Other"})]
    assert found == [("InvalidParameterValueException", error.text)] * 2


@pytest.mark.parametrize(
    ("resource_type", "options"),
    [
        ("EC2", {"WindowsVSS": "enabled"}),
        ("EC2", {"WindowsVSS": "disabled"}),
        ("S3", {"BackupACLs": "enabled", "BackupObjectTags": "disabled"}),
        ("EBS", {}),
    ],
)
def test_options_that_aws_backup_knows_are_accepted(
    resource_type: str, options: dict[str, str]
) -> None:
    checks.backup_options("BackupOptions", options, resource_type)


@pytest.mark.parametrize(
    ("resource_type", "options", "expected"),
    [
        ("EC2", {"Fast": "enabled"}, invalid("BackupOptions", "Fast", "one of WindowsVSS")),
        (
            "S3",
            {"BackupACLs": "enabled", "WindowsVSS": "enabled"},
            invalid("BackupOptions", "WindowsVSS", "one of BackupACLs, BackupObjectTags"),
        ),
        (
            "EBS",
            {"WindowsVSS": "enabled"},
            invalid("BackupOptions", "WindowsVSS", "nothing for EBS"),
        ),
        (
            "EC2",
            {"WindowsVSS": "Enabled"},
            invalid("BackupOptions.WindowsVSS", "Enabled", "one of enabled, disabled"),
        ),
    ],
)
def test_other_options_are_refused(
    resource_type: str, options: dict[str, str], expected: tuple[str, str]
) -> None:
    assert refused(checks.backup_options, "BackupOptions", options, resource_type) == expected


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, None),
        ({"k": ""}, None),
        ({"k" * 128: "v" * 256}, None),
        ({"team:aws:": "aws:"}, {}),
        ({str(n): "" for n in range(50)}, None),
        ({"50": ""}, {str(n): "" for n in range(1, 50)}),
        # What is there is replaced.
        ({"1": "new"}, {str(n): "" for n in range(50)}),
    ],
)
def test_tags_are_accepted(given: dict[str, str], kept: dict[str, str] | None) -> None:
    checks.tags("Tags", given, kept)


@pytest.mark.parametrize("key", ["", "k" * 129, "aws:team", "AWS:team"])
def test_a_tags_key_is_refused(key: str) -> None:
    assert refused(checks.tags, "Tags", {"fine": "", key: "v"}) == invalid(
        "Tags", key, "keys of 1 to 128 characters that do not begin with aws:"
    )


def test_a_tags_value_is_refused() -> None:
    assert refused(checks.tags, "Tags", {"fine": "", "k": "v" * 257}) == invalid(
        "Tags.k", "v" * 200 + "…", "at most 256 characters"
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({str(n): "" for n in range(51)}, None),
        ({"new": ""}, {str(n): "" for n in range(50)}),
    ],
)
def test_so_many_tags_are_refused(given: dict[str, str], kept: dict[str, str] | None) -> None:
    assert refused(checks.tags, "Tags", given, kept) == (
        "LimitExceededException",
        "Invalid value for Tags: got '51 tags', accepts at most 50",
    )


def test_a_number_is_in_range_with_both_ends() -> None:
    for accepted in (None, 1, 2, 3):
        checks.in_range("Days", accepted, 1, 3)
    for value in (0, 4):
        assert refused(checks.in_range, "Days", value, 1, 3) == invalid(
            "Days", value, "an integer from 1 to 3"
        )
