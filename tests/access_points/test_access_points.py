"""Access points through boto3: what their operations answer and refuse."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from access_points.examples import FILES, backed_up_files, create, delete
from access_policies.asking import denied
from access_policies.examples import deny, put
from calls import (
    backed_up,
    bucket,
    continuous,
    copied,
    points,
    refused,
    tags_of,
    vault_arn,
)
from moto.moto_api import state_manager
from support import ACCOUNT, REGION, client_of
from vaults.examples import create_gapped

from moto_backup_summaries import set_job_outcome

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
MODEL = "backup::backup_access_point"
ARN = f"arn:aws:backup:{REGION}:{ACCOUNT}:accesspoint/reader"


def described(client: Any, arn: str = ARN) -> Any:
    shown = client.describe_backup_access_point(AccessPointArn=arn)
    del shown["ResponseMetadata"]
    return shown


def listed(client: Any) -> list[Any]:
    return client.list_backup_access_points()["BackupAccessPoints"]


def test_an_access_point_is_created_and_told_what_s3_knows_it_by(nightly: Any) -> None:
    point = backed_up_files(nightly)
    created = nightly.create_backup_access_point(Name="reader", RecoveryPointArn=point)
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert (created["AccessPointArn"], created["Status"]) == (ARN, "CREATING")
    shown = described(nightly)
    alias = shown["AccessPointMetadata"].pop("S3AccessPointAlias")
    assert re.fullmatch("reader-[0-9a-f]{32}-ext-s3alias", alias)
    assert shown == {
        "AccessPointArn": ARN,
        "Name": "reader",
        "Status": "AVAILABLE",
        "RecoveryPointArn": point,
        "BackupVaultName": "nightly",
        "BackupVaultArn": vault_arn("nightly"),
        "ResourceArn": FILES,
        "ResourceType": "S3",
        "CreationTime": NOW,
        "AccessPointMetadata": {
            "S3AccessPointArn": f"arn:aws:s3:{REGION}:{ACCOUNT}:accesspoint/reader"
        },
    }


def test_it_is_listed_in_three_ways(nightly: Any) -> None:
    first, second = backed_up_files(nightly), backed_up_files(nightly)
    others = backed_up_files(nightly, "arn:aws:s3:::others")
    names = {"one": first, "two": first, "three": second, "four": others}
    arns = {name: create(nightly, point, name) for name, point in names.items()}
    assert listed(nightly) == [described(nightly, arn) for arn in arns.values()]
    answer = nightly.list_backup_access_points_by_recovery_point(RecoveryPointArn=first)
    assert [each["Name"] for each in answer["BackupAccessPoints"]] == ["one", "two"]
    answer = nightly.list_backup_access_points_by_resource(ResourceArn=FILES)
    assert [each["Name"] for each in answer["BackupAccessPoints"]] == ["one", "two", "three"]


def test_a_list_of_what_has_none_is_empty(nightly: Any) -> None:
    # The model declares no ResourceNotFoundException for these.
    point = backed_up_files(nightly)
    for arn in (point, "arn:aws:backup:us-east-1::recovery-point:absent"):
        answer = nightly.list_backup_access_points_by_recovery_point(RecoveryPointArn=arn)
        assert answer["BackupAccessPoints"] == []
    answer = nightly.list_backup_access_points_by_resource(ResourceArn=FILES)
    assert answer["BackupAccessPoints"] == []


@pytest.mark.parametrize("path", ["", "/recovery-point/{}", "/resource/{}"])
def test_a_page_has_at_most_a_hundred(nightly: Any, path: str) -> None:
    point = backed_up_files(nightly)
    for name in ("one", "two", "three"):
        create(nightly, point, name)
    quoted = requests.utils.quote(point if "recovery" in path else FILES, safe="")
    url = f"https://backup.{REGION}.amazonaws.com/backup-access-point{path.format(quoted)}"
    send = requests.post if path else requests.get
    # The lists of one recovery point or resource are POST without a body; a slash at the end is as none.
    first = send(f"{url}?MaxResults=2", timeout=30).json()
    assert len(first["BackupAccessPoints"]) == 2
    paging = {"MaxResults": "100", "NextToken": first["NextToken"]}
    rest = send(f"{url}/", params=paging, timeout=30).json()
    assert (len(rest["BackupAccessPoints"]), "NextToken" in rest) == (1, False)
    for number in (0, 101):
        answer = send(f"{url}?MaxResults={number}", timeout=30)
        assert answer.headers["x-amzn-ErrorType"] == "InvalidParameterValueException"
        assert answer.json()["Message"].endswith("accepts an integer from 1 to 100")
    answer = send(f"{url}?NextToken=foreign", timeout=30)
    assert answer.headers["x-amzn-ErrorType"] == "InvalidParameterValueException"


def test_a_list_has_a_hundred_where_nobody_says_how_many(nightly: Any) -> None:
    for number in range(101):
        create(nightly, backed_up_files(nightly), f"name{number}")
    answer = nightly.list_backup_access_points()
    assert len(answer["BackupAccessPoints"]) == 100
    answer = nightly.list_backup_access_points(NextToken=answer["NextToken"])
    assert [each["Name"] for each in answer["BackupAccessPoints"]] == ["name100"]


def test_it_is_created_with_up_to_two_hundred_tags(nightly: Any) -> None:
    tags = {f"key{number}": "" for number in range(200)}
    arn = create(nightly, backed_up_files(nightly), Tags=tags)
    assert nightly.list_tags(ResourceArn=arn)["Tags"] == tags


def test_its_tags_change_and_go_with_it(nightly: Any) -> None:
    arn = create(nightly, backed_up_files(nightly), Tags={"a": "b"})
    nightly.tag_resource(ResourceArn=arn, Tags={"c": "d"})
    nightly.untag_resource(ResourceArn=arn, TagKeyList=["a"])
    assert nightly.list_tags(ResourceArn=arn)["Tags"] == tags_of(arn) == {"c": "d"}
    delete(nightly, arn)
    code, _ = refused(nightly, "list_tags", ResourceArn=arn)
    assert (code, tags_of(arn)) == ("ResourceNotFoundException", {})


def test_its_policy_is_never_told(nightly: Any) -> None:
    policy = '{"Statement": []}'.ljust(200_000)
    create(nightly, backed_up_files(nightly), AccessPointPolicy=policy)
    assert "AccessPointPolicy" not in described(nightly)


PARAMETERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "name that begins with a hyphen": ({"Name": "-ab"}, "InvalidParameterValueException", "Name"),
    "name that ends with one": ({"Name": "ab-"}, "InvalidParameterValueException", "Name"),
    "name of S3's": ({"Name": "ab-s3alias"}, "InvalidParameterValueException", "Name"),
    "name of a provider's": ({"Name": "a-ext-s3alias"}, "InvalidParameterValueException", "Name"),
    "long name": ({"Name": "a" * 51}, "InvalidParameterValueException", "Name"),
    "capital letters": ({"Name": "Reader"}, "InvalidParameterValueException", "Name"),
    "metadata that nobody knows": (
        {"AccessPointMetadata": {"Color": "red"}},
        "InvalidParameterValueException",
        "AccessPointMetadata",
    ),
    "a time of a snapshot": (
        {"AccessPointMetadata": {"AccessPointInTime": "2026-03-01T00:00:00Z"}},
        "InvalidParameterValueException",
        "AccessPointMetadata.AccessPointInTime",
    ),
    "a policy that is no JSON": (
        {"AccessPointPolicy": "{"},
        "InvalidParameterValueException",
        "AccessPointPolicy",
    ),
    "a policy that is no object": (
        {"AccessPointPolicy": "[" * 100_000},
        "InvalidParameterValueException",
        "AccessPointPolicy",
    ),
    "a long policy": (
        {"AccessPointPolicy": "{}".ljust(200_001)},
        "InvalidParameterValueException",
        "AccessPointPolicy",
    ),
    "tags of AWS's": ({"Tags": {"aws:a": "b"}}, "InvalidParameterValueException", "Tags"),
    "too many tags": (
        {"Tags": {f"key{number}": "" for number in range(201)}},
        "InvalidParameterValueException",
        "Tags",
    ),
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_what_aws_does_not_accept_is_refused(nightly: Any, name: str) -> None:
    parameters, code, named = PARAMETERS[name]
    request = {"Name": "reader", "RecoveryPointArn": backed_up_files(nightly), **parameters}
    refusal = refused(nightly, "create_backup_access_point", **request)
    assert refusal[0] == code
    assert refusal[1].startswith(f"Invalid value for {named}: got ")
    assert listed(nightly) == []


def test_a_name_of_two_characters_is_refused(nightly: Any) -> None:
    # botocore itself sends no shorter one.
    point = backed_up_files(nightly)
    create(nightly, point)
    request = {"Name": "ab", "RecoveryPointArn": point}
    url = f"https://backup.{REGION}.amazonaws.com/backup-access-point/create"
    answer = requests.put(url, json=request, timeout=30)
    assert answer.headers["x-amzn-ErrorType"] == "InvalidParameterValueException"
    assert [each["Name"] for each in listed(nightly)] == ["reader"]


def test_an_absent_recovery_point_is_not_found(nightly: Any) -> None:
    arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:absent"
    request = {"Name": "reader", "RecoveryPointArn": arn}
    refusal = refused(nightly, "create_backup_access_point", **request)
    assert refusal == ("ResourceNotFoundException", "Cannot find recovery point.")


def test_what_stands_behind_an_air_gap_can_be_accessed(nightly: Any) -> None:
    create_gapped(nightly)
    copy = copied(
        nightly,
        backed_up_files(nightly),
        DestinationBackupVaultArn=vault_arn("gapped"),
        Lifecycle={"DeleteAfterDays": 10},
    )
    create(nightly, copy["DestinationRecoveryPointArn"])
    assert described(nightly)["BackupVaultName"] == "gapped"


def test_a_policy_of_the_vault_may_deny_it(nightly: Any) -> None:
    point = backed_up_files(nightly)
    put(nightly, deny("CreateBackupAccessPoint"))
    request = {"Name": "reader", "RecoveryPointArn": point}
    text = denied(nightly, "create_backup_access_point", **request)
    assert text.endswith(f"on resource: {point} with an explicit deny in a resource-based policy")
    assert listed(nightly) == []


def test_a_server_has_them_too(backup: Any) -> None:
    point = backed_up_files(backup)
    arn = create(backup, point, Tags={"a": "b"})
    shown = backup.describe_backup_access_point(AccessPointArn=arn)
    for answer in (
        backup.list_backup_access_points(MaxResults=1),
        backup.list_backup_access_points_by_recovery_point(RecoveryPointArn=point),
        backup.list_backup_access_points_by_resource(ResourceArn=FILES, MaxResults=100),
    ):
        assert answer["BackupAccessPoints"] == [_without_metadata(shown)]
    request = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
    assert refused(backup, "delete_recovery_point", **request)[0] == "InvalidRequestException"
    delete(backup, arn)
    backup.delete_recovery_point(**request)
    assert listed(backup) == points(backup) == []


def _without_metadata(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_only_recovery_points_of_s3_can_be_accessed(nightly: Any) -> None:
    request = {"Name": "reader", "RecoveryPointArn": backed_up(nightly)}
    code, message = refused(nightly, "create_backup_access_point", **request)
    assert code == "InvalidParameterValueException"
    assert message.endswith("got 'EBS', accepts S3")


def test_only_a_complete_recovery_point_can_be_accessed(nightly: Any) -> None:
    set_job_outcome("backup", state="PARTIAL")
    request = {"Name": "reader", "RecoveryPointArn": backed_up_files(nightly)}
    code, message = refused(nightly, "create_backup_access_point", **request)
    assert code == "InvalidParameterValueException"
    assert message.endswith("got 'PARTIAL', accepts one of AVAILABLE, STOPPED, COMPLETED")


def test_a_continuous_backup_is_accessed_as_it_was_at_a_time(nightly: Any, clock: Any) -> None:
    point = continuous(nightly, clock)
    in_time = {"AccessPointInTime": "2026-03-01T12:30:27Z"}
    arn = create(nightly, point, AccessPointMetadata=in_time)
    metadata = described(nightly, arn)["AccessPointMetadata"]
    assert metadata["AccessPointInTime"] == "2026-03-01T12:30:27Z"
    assert metadata.keys() == {"AccessPointInTime", "S3AccessPointArn", "S3AccessPointAlias"}
    nightly.disassociate_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
    create(nightly, point, "stopped", AccessPointMetadata=in_time)


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"AccessPointInTime": "yesterday"},
        {"AccessPointInTime": "2026-03-01T04:59:59Z"},
        {"AccessPointInTime": "2026-03-02T00:00:01Z"},
    ],
)
def test_a_time_that_a_continuous_backup_does_not_keep_is_refused(
    nightly: Any, clock: Any, metadata: dict[str, str]
) -> None:
    point = continuous(nightly, clock)
    request = {"Name": "reader", "RecoveryPointArn": point, "AccessPointMetadata": metadata}
    code, message = refused(nightly, "create_backup_access_point", **request)
    assert code == "InvalidParameterValueException"
    assert message == (
        f"Invalid value for AccessPointMetadata.AccessPointInTime: got "
        f"{metadata.get('AccessPointInTime')!r}, accepts a time from 2026-03-01T05:00:00Z to "
        "2026-03-02T00:00:00Z"
    )


def test_the_times_of_a_continuous_backup_end_with_its_retention(nightly: Any, clock: Any) -> None:
    point = continuous(nightly, clock)
    create(nightly, point, AccessPointMetadata={"AccessPointInTime": "2026-03-01T05:00:00Z"})
    clock.shift(36 * DAY)
    metadata = {"AccessPointInTime": "2026-03-02T23:59:59Z"}
    request = {"Name": "late", "RecoveryPointArn": point, "AccessPointMetadata": metadata}
    code, message = refused(nightly, "create_backup_access_point", **request)
    assert code == "InvalidParameterValueException"
    assert "accepts a time from 2026-03-03T00:00:00Z to 2026-04-07T00:00:00Z" in message


def test_a_recovery_point_has_at_most_five(nightly: Any) -> None:
    point = backed_up_files(nightly)
    arns = [create(nightly, point, f"name{number}") for number in range(5)]
    request = {"Name": "sixth", "RecoveryPointArn": point}
    code, message = refused(nightly, "create_backup_access_point", **request)
    assert code == "LimitExceededException"
    assert message == f"Recovery point {point} has 5 access points, which is the most"
    create(nightly, backed_up_files(nightly), "other")
    delete(nightly, arns[0])
    create(nightly, point, "sixth")


def test_those_that_come_and_go_count_among_the_five(nightly: Any, slowly: Any) -> None:
    slowly(progression="time", seconds=60)
    point = backed_up_files(nightly)
    arns = [create(nightly, point, f"name{number}") for number in range(5)]
    for arn in arns[:4]:
        delete(nightly, arn)
    assert statuses(nightly) == [*4 * ["DELETING"], "CREATING"]
    request = {"Name": "sixth", "RecoveryPointArn": point}
    code, _ = refused(nightly, "create_backup_access_point", **request)
    assert code == "LimitExceededException"


def test_a_name_in_use_is_refused(nightly: Any) -> None:
    point = backed_up_files(nightly)
    arn = create(nightly, point)
    with pytest.raises(nightly.exceptions.AlreadyExistsException) as caught:
        create(nightly, backed_up_files(nightly))
    assert caught.value.response["Arn"] == arn
    assert caught.value.response["Error"]["Message"] == "Access point reader already exists"


def test_a_name_of_an_access_point_of_s3_is_refused(nightly: Any) -> None:
    bucket("files")
    control = client_of("s3control")
    control.create_access_point(AccountId=ACCOUNT, Name="reader", Bucket="files")
    request = {"Name": "reader", "RecoveryPointArn": backed_up_files(nightly)}
    refusal = refused(nightly, "create_backup_access_point", **request)
    assert refusal == ("AlreadyExistsException", "Access point reader already exists in S3")
    create(nightly, request["RecoveryPointArn"], "another")


def test_a_name_that_was_just_deleted_is_free_after_some_time(nightly: Any, clock: Any) -> None:
    point = backed_up_files(nightly)
    delete(nightly, create(nightly, point))
    request = {"Name": "reader", "RecoveryPointArn": point}
    code, message = refused(nightly, "create_backup_access_point", **request)
    assert code == "ConflictException"
    assert message == (
        "Access point reader was deleted a moment ago: wait for some time, or use another name"
    )
    clock.shift(timedelta(seconds=59))
    assert refused(nightly, "create_backup_access_point", **request)[0] == code
    clock.shift(timedelta(seconds=1))
    assert create(nightly, point) == ARN


def test_it_is_deleted_at_once_by_default(nightly: Any) -> None:
    arn = create(nightly, backed_up_files(nightly))
    answer = nightly.delete_backup_access_point(AccessPointArn=arn)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert listed(nightly) == []


@pytest.mark.parametrize("operation", ["describe", "delete"])
def test_an_absent_one_is_not_found(nightly: Any, operation: str) -> None:
    refusal = refused(nightly, f"{operation}_backup_access_point", AccessPointArn=ARN)
    assert refusal == ("ResourceNotFoundException", f"Access point {ARN} not found")


def test_one_of_another_account_is_not_found(nightly: Any) -> None:
    arn = create(nightly, backed_up_files(nightly)).replace(ACCOUNT, "210987654321")
    code, _ = refused(nightly, "describe_backup_access_point", AccessPointArn=arn)
    assert code == "ResourceNotFoundException"


@pytest.fixture
def slowly() -> Any:
    """A test says how long access points take for each of their states."""
    yield lambda **transition: state_manager.set_transition(MODEL, transition)
    state_manager.unset_transition(MODEL)


def statuses(client: Any) -> list[str]:
    return [each["Status"] for each in listed(client)]


def test_it_goes_through_its_states_by_the_clock(nightly: Any, clock: Any, slowly: Any) -> None:
    slowly(progression="time", seconds=60)
    point = backed_up_files(nightly)
    arn = create(nightly, point)
    shown = described(nightly)
    assert (shown["Status"], shown["AccessPointMetadata"]) == ("CREATING", {})
    assert listed(nightly) == [shown]
    clock.shift(timedelta(minutes=1))
    assert statuses(nightly) == ["AVAILABLE"]
    delete(nightly, arn)
    assert statuses(nightly) == ["DELETING"]
    # That it is deleted once more changes nothing, and it keeps its name.
    clock.shift(timedelta(seconds=59))
    delete(nightly, arn)
    code, _ = refused(nightly, "create_backup_access_point", Name="reader", RecoveryPointArn=point)
    assert code == "AlreadyExistsException"
    clock.shift(timedelta(seconds=1))
    assert listed(nightly) == []


def test_it_goes_through_its_states_by_looks(nightly: Any, slowly: Any) -> None:
    slowly(progression="manual", times=2)
    point = backed_up_files(nightly)
    arn = create(nightly, point)
    found = [described(nightly)["Status"], *statuses(nightly), *statuses(nightly)]
    assert found == ["CREATING", "AVAILABLE", "AVAILABLE"]
    delete(nightly, arn)
    assert statuses(nightly) == ["DELETING"]
    code, _ = refused(nightly, "describe_backup_access_point", AccessPointArn=arn)
    assert code == "ResourceNotFoundException"
    gone = create(nightly, point, "other")
    delete(nightly, gone)
    assert [statuses(nightly), statuses(nightly)] == [["DELETING"], []]


def test_what_is_being_deleted_is_gone_once_a_transition_is_immediate(
    nightly: Any, clock: Any, slowly: Any
) -> None:
    slowly(progression="time", seconds=60)
    point = backed_up_files(nightly)
    delete(nightly, create(nightly, point))
    slowly(progression="immediate")
    clock.shift(timedelta(minutes=1))
    assert listed(nightly) == []
    request = {"Name": "reader", "RecoveryPointArn": point}
    assert refused(nightly, "create_backup_access_point", **request)[0] == "ConflictException"


def test_what_is_being_created_can_be_deleted(nightly: Any, clock: Any, slowly: Any) -> None:
    slowly(progression="time", seconds=60)
    arn = create(nightly, backed_up_files(nightly))
    delete(nightly, arn)
    assert statuses(nightly) == ["DELETING"]
    clock.shift(timedelta(minutes=1))
    assert listed(nightly) == []
