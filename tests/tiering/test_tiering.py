"""Tiering configurations through boto3: what their operations answer and refuse.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-tiering.html
"""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from calls import backed_up, bucket, points, refused, tags_of, volume
from support import ACCOUNT, REGION
from tiering.examples import FILES, create, delete, described, document, listed, selection, update
from vaults.examples import create_gapped

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
ARN = rf"arn:aws:backup:{REGION}:{ACCOUNT}:tiering-configuration:cheaper-[0-9a-f-]{{36}}"
INVALID = "InvalidParameterValueException"
EXISTS = "AlreadyExistsException"
LIMIT = "LimitExceededException"


def test_what_is_put_is_read_back(nightly: Any) -> None:
    body = document("nightly", selection(FILES, days=90), selection(days=36_500))
    created = create(nightly, body=body, CreatorRequestId="token")
    del created["ResponseMetadata"]
    arn = created["TieringConfigurationArn"]
    assert re.fullmatch(ARN, arn)
    assert created == {
        "TieringConfigurationArn": arn,
        "TieringConfigurationName": "cheaper",
        "CreationTime": NOW,
    }
    assert described(nightly) == {
        **created,
        **body,
        "CreatorRequestId": "token",
        "LastUpdatedTime": NOW,
    }


def test_a_list_tells_of_their_vaults_and_not_of_their_resources(nightly: Any) -> None:
    create(nightly)
    arn = create(nightly, "of_all", document("*"))["TieringConfigurationArn"]
    assert [each["TieringConfigurationName"] for each in listed(nightly)] == ["cheaper", "of_all"]
    assert listed(nightly)[1] == {
        "TieringConfigurationArn": arn,
        "TieringConfigurationName": "of_all",
        "BackupVaultName": "*",
        "CreationTime": NOW,
        "LastUpdatedTime": NOW,
    }


def test_its_days_and_its_vault_are_changed(nightly: Any, clock: Any) -> None:
    created = create(nightly)
    clock.shift(timedelta(days=1))
    nightly.create_backup_vault(BackupVaultName="other")
    body = document("other", selection(days=120))
    updated = update(nightly, body=body)
    del created["ResponseMetadata"], updated["ResponseMetadata"]
    later = NOW + timedelta(days=1)
    assert updated == {**created, "LastUpdatedTime": later}
    shown = described(nightly)
    assert (shown["ResourceSelection"], shown["BackupVaultName"]) == (
        body["ResourceSelection"],
        "other",
    )
    assert (shown["CreationTime"], shown["LastUpdatedTime"]) == (NOW, later)


def test_what_is_deleted_is_gone_with_its_tags(nightly: Any) -> None:
    arn = create(nightly, TieringConfigurationTags={"a": "b"})["TieringConfigurationArn"]
    nightly.tag_resource(ResourceArn=arn, Tags={"c": "d"})
    nightly.untag_resource(ResourceArn=arn, TagKeyList=["a"])
    assert nightly.list_tags(ResourceArn=arn)["Tags"] == tags_of(arn) == {"c": "d"}
    answer = delete(nightly)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert (listed(nightly), tags_of(arn)) == ([], {})
    assert refused(nightly, "list_tags", ResourceArn=arn)[0] == "ResourceNotFoundException"


@pytest.mark.parametrize("action", [described, update, delete])
def test_what_is_not_there_is_not_found(nightly: Any, action: Any) -> None:
    with pytest.raises(nightly.exceptions.ResourceNotFoundException, match="cheaper not found"):
        action(nightly)


def test_a_request_that_is_repeated_with_its_token_is_answered_as_at_first(nightly: Any) -> None:
    first = create(nightly, CreatorRequestId="token")
    update(nightly, body=document("*"))
    again = create(nightly, CreatorRequestId="token")
    assert again["TieringConfigurationArn"] == first["TieringConfigurationArn"]
    assert (len(listed(nightly)), described(nightly)["BackupVaultName"]) == (1, "*")


def test_a_name_is_taken_once(nightly: Any) -> None:
    first = create(nightly, CreatorRequestId="token")
    with pytest.raises(nightly.exceptions.AlreadyExistsException) as caught:
        create(nightly, body=document("*"))
    told = caught.value.response
    assert told["Arn"] == first["TieringConfigurationArn"]
    assert told["CreatorRequestId"] == "token"
    # A token says nothing where the request is another one.
    with pytest.raises(nightly.exceptions.AlreadyExistsException):
        create(nightly, body=document("*"), CreatorRequestId="token")


@pytest.mark.parametrize("vault", ["nightly", "*"])
def test_a_vault_has_one_of_its_own_and_all_have_one(nightly: Any, vault: str) -> None:
    create(nightly, body=document(vault))
    with pytest.raises(nightly.exceptions.AlreadyExistsException):
        create(nightly, "second", document(vault))
    create(nightly, "second", document("*" if vault == "nightly" else "nightly"))
    with pytest.raises(nightly.exceptions.AlreadyExistsException):
        update(nightly, "second", document(vault))
    # Its own vault is no other's.
    update(nightly, body=document(vault, selection(days=61)))
    assert described(nightly)["ResourceSelection"] == [selection(days=61)]


def test_a_deleted_one_leaves_its_name_and_its_vault(nightly: Any) -> None:
    first = create(nightly)
    delete(nightly)
    assert create(nightly)["TieringConfigurationArn"] != first["TieringConfigurationArn"]


NAMES = [f"arn:aws:s3:::files{number}" for number in range(101)]


@pytest.mark.parametrize(
    ("body", "error"),
    {
        "six selections": (document("nightly", *[selection()] * 6), LIMIT),
        "101 resources": (document("nightly", selection(*NAMES)), LIMIT),
        "101 in two selections": (
            document("nightly", selection(*NAMES[:50]), selection(*NAMES[50:])),
            LIMIT,
        ),
        "a vault that is not there": (document("absent"), INVALID),
        "no selection": ({"BackupVaultName": "nightly", "ResourceSelection": []}, INVALID),
        "no resource": (document("nightly", {**selection(), "Resources": []}), INVALID),
        "another type": (document("nightly", selection(resource_type="EBS")), INVALID),
        "a resource of another type": (document("nightly", selection(volume())), INVALID),
        "a name for a resource": (document("nightly", selection("files")), INVALID),
        "one beside all": (document("nightly", selection("*", FILES)), INVALID),
        "too many days": (document("nightly", selection(days=36_501)), INVALID),
        "a malformed vault": (document("a b"), INVALID),
    }.values(),
)
def test_a_document_that_none_can_have_is_refused(nightly: Any, body: Any, error: str) -> None:
    configuration = {"TieringConfigurationName": "cheaper", **body}
    code, _ = refused(nightly, "create_tiering_configuration", TieringConfiguration=configuration)
    assert (code, listed(nightly)) == (error, [])
    create(nightly)
    code, _ = refused(
        nightly,
        "update_tiering_configuration",
        TieringConfigurationName="cheaper",
        TieringConfiguration=body,
    )
    assert (code, described(nightly)["ResourceSelection"]) == (error, [selection()])


def test_a_hundred_resources_in_five_selections_are_accepted(nightly: Any) -> None:
    parts = [selection(*NAMES[start : start + 20]) for start in range(0, 100, 20)]
    create(nightly, body=document("nightly", *parts))
    assert described(nightly)["ResourceSelection"] == parts


def test_all_vaults_may_have_some_resources(nightly: Any) -> None:
    # One program was refused that; an example of AWS's guide has it.
    create(nightly, body=document("*", selection(FILES)))
    assert described(nightly)["ResourceSelection"] == [selection(FILES)]


@pytest.mark.parametrize("name", ["a-b", "a" * 201])
def test_a_name_is_of_letters_digits_and_underscores(nightly: Any, name: str) -> None:
    configuration = {"TieringConfigurationName": name, **document()}
    code, _ = refused(nightly, "create_tiering_configuration", TieringConfiguration=configuration)
    assert code == INVALID


def test_a_token_is_of_letters_digits_and_some_signs(nightly: Any) -> None:
    with pytest.raises(nightly.exceptions.InvalidParameterValueException):
        create(nightly, CreatorRequestId="a b")


def test_tags_are_checked(nightly: Any) -> None:
    with pytest.raises(nightly.exceptions.InvalidParameterValueException):
        create(nightly, TieringConfigurationTags={"aws:a": "b"})


def test_fewer_than_sixty_days_are_refused_by_aws_too(nightly: Any) -> None:
    create(nightly)
    # boto3 does not send so few.
    selections = [selection(days=59)]
    body = {"BackupVaultName": "nightly", "ResourceSelection": selections}
    configuration = {"TieringConfigurationName": "cheaper", **body}
    answer = requests.put(
        f"https://backup.{REGION}.amazonaws.com/tiering-configurations",
        json={"TieringConfiguration": configuration},
        timeout=30,
    )
    assert answer.headers["x-amzn-ErrorType"] == INVALID
    assert answer.json()["Message"].endswith("got 59, accepts an integer from 60 to 36500")


def test_paths_may_end_in_a_slash(nightly: Any) -> None:
    create(nightly)
    url = f"https://backup.{REGION}.amazonaws.com/tiering-configurations"
    for path in ("", "/"):
        (row,) = requests.get(f"{url}{path}", timeout=30).json()["TieringConfigurations"]
        assert row["TieringConfigurationName"] == "cheaper"
        shown = requests.get(f"{url}/cheaper{path}", timeout=30).json()["TieringConfiguration"]
        assert shown["BackupVaultName"] == "nightly"


def test_a_vault_is_deleted_before_its_tiering_configuration(nightly: Any) -> None:
    create(nightly)
    nightly.delete_backup_vault(BackupVaultName="nightly")
    assert described(nightly)["BackupVaultName"] == "nightly"


def test_an_air_gapped_vault_can_have_one(nightly: Any) -> None:
    create_gapped(nightly)
    create(nightly, body=document("gapped"))
    assert described(nightly)["BackupVaultName"] == "gapped"


def test_nothing_else_changes(nightly: Any, clock: Any) -> None:
    backed_up(nightly, ResourceArn=bucket("files"))
    (before,) = points(nightly)
    create(nightly)
    clock.shift(timedelta(days=61))
    assert points(nightly) == [before]
    shown = nightly.describe_recovery_point(
        BackupVaultName="nightly", RecoveryPointArn=before["RecoveryPointArn"]
    )
    assert shown["StorageClass"] == "WARM"
