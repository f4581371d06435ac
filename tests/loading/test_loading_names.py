"""load_jobs(): members and values that are hardly those that were meant."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import volume
from support import frozen_at

from moto_backup_summaries import BackupSummariesWarning, load_jobs
from moto_backup_summaries.backup.aws.spelling import near_names

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
DIMENSIONS = {"restore": [], "scan": ["MalwareScanner"]}
TYPES = ("EBS", "EC2", "EFS", "EKS", "RDS", "S3", "DynamoDB", "Storage Gateway")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            {"RestoreJobs": [{}, {"State": "FAILED"}]},
            "Unknown member RestoreJobs[1].State; did you mean Status?",
        ),
        ({"BackupJobs": [{"state": "FAILED"}]}, "BackupJobs[0].state; did you mean State?"),
        ({"BackupJobs": [{"Sate": "FAILED"}]}, "BackupJobs[0].Sate; did you mean State?"),
        ({"BackupJobs": [{"Status": "FAILED"}]}, "BackupJobs[0].Status; did you mean State?"),
        ({"BackupJobs": [{"creation_date": NOW}]}, "creation_date; did you mean CreationDate?"),
        ({"CopyJobs": [{"BackupJobId": "a"}]}, "CopyJobs[0].BackupJobId; did you mean CopyJobId?"),
        (
            {"CopyJobs": [{"BackupVaultArn": "a"}]},
            "did you mean DestinationBackupVaultArn or SourceBackupVaultArn?",
        ),
        (
            {"RestoreJobs": [{"ResourceArn": "a"}]},
            "did you mean SourceResourceArn or CreatedResourceArn?",
        ),
        ({"ScanJobs": [{"SourceResourceArn": "a"}]}, "did you mean ResourceArn?"),
        (
            {"BackupJobs": [{}, {"CreatedBy": None}, {"CreatedBy": {"BackupPlanID": "p"}}]},
            "BackupJobs[2].CreatedBy.BackupPlanID; did you mean BackupPlanId?",
        ),
        (
            {"BackupJobSummaries": [{"Count": 1}, {"Counts": 1}]},
            "BackupJobSummaries[1].Counts; did you mean Count?",
        ),
        ({"BackupJob": [{}]}, "Unknown member BackupJob; did you mean BackupJobs?"),
        ({"BackupJobs": [{}], "nextToken": "t"}, "nextToken; did you mean NextToken?"),
    ],
)
def test_a_member_near_a_known_one_is_refused(
    mocked_backup: Any, document: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - what it says is asserted below
        load_jobs({"CopyJobs": [{}], **document})
    assert str(error.value).endswith(said)
    assert mocked_backup.list_copy_jobs()["CopyJobs"] == []


def test_members_near_none_are_left_out_and_told_of_once(mocked_backup: Any) -> None:
    rows = [{"Colour": 1, "CreatedBy": {"Mood": "good"}}, {"Colour": 2, "MalwareScanner": "X"}]
    with pytest.warns(BackupSummariesWarning) as told:
        assert load_jobs({"Remark": "ours", "BackupJobs": rows}) == 2
    (warning,) = told
    assert str(warning.message).partition("does not know: ")[2] == (
        "Remark, BackupJobs[0].Colour, BackupJobs[1].MalwareScanner, BackupJobs[0].CreatedBy.Mood"
    )
    assert warning.filename == __file__


def test_of_many_members_that_were_left_out_some_are_named(mocked_backup: Any) -> None:
    with pytest.warns(BackupSummariesWarning, match=r"CopyJobs\[0\].Quirk4 and 2 more$"):
        load_jobs({"CopyJobs": [{f"Quirk{number}": 1 for number in range(7)}]})


@pytest.mark.filterwarnings("error::moto_backup_summaries.BackupSummariesWarning")
def test_a_warning_that_is_an_error_leaves_nothing_behind(mocked_backup: Any) -> None:
    with pytest.raises(BackupSummariesWarning, match="Colour"):
        load_jobs({"BackupJobs": [{"Colour": 1}]})
    assert mocked_backup.list_backup_jobs()["BackupJobs"] == []


@pytest.mark.parametrize("kind", ["backup", "copy", "restore", "scan"])
def test_all_that_a_job_and_a_list_tell_is_known(mocked_backup: Any, kind: str) -> None:
    title = kind.capitalize()
    load_jobs({f"{title}Jobs": [{f"{title}JobId": "a"}]})
    described = getattr(mocked_backup, f"describe_{kind}_job")(**{f"{title}JobId": "a"})
    described = described.get("CopyJob", described)
    asked = dict.fromkeys(
        ["State", "ResourceType", *DIMENSIONS.get(kind, ["MessageCategory"])], "ANY"
    )
    summaries = getattr(mocked_backup, f"list_{kind}_job_summaries")(**asked)
    document = {**summaries, f"{title}Jobs": [{**described, f"{title}JobId": "b"}]}
    assert load_jobs({**document, "NextToken": "more"}) == 2


@pytest.mark.parametrize("operation", ["ListBackupJobs", "DescribeBackupJob"])
def test_each_member_that_an_answer_may_have_is_known(mocked_backup: Any, operation: str) -> None:
    answer = mocked_backup.meta.service_model.operation_model(operation).output_shape
    members = answer.members["BackupJobs"].member.members if "List" in operation else answer.members
    row = {**dict.fromkeys(members), "ResponseMetadata": {"HTTPStatusCode": 200}}
    assert load_jobs({"BackupJobs": [row], "ResponseMetadata": {}}) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"ResourceType": "ebs"}, "ResourceType: got 'ebs', accepts 1 to 50 letters"),
        ({"ResourceType": "ebs"}, "; did you mean EBS?"),
        ({"ResourceType": "EBSS"}, "; did you mean EBS?"),
        ({"ResourceType": "DynmoDB"}, "; did you mean DynamoDB?"),
        ({"State": "completed"}, "EXPIRED, PARTIAL; did you mean COMPLETED?"),
        (
            {"ResourceArn": "vol-1"},
            "ResourceArn: got 'vol-1', accepts an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE",
        ),
        ({"IamRoleArn": "backup"}, "IamRoleArn: got 'backup', accepts the ARN of a role: "),
        (
            {"IamRoleArn": "arn:aws:s3:::role"},
            "IamRoleArn: got 'arn:aws:s3:::role', accepts the ARN of a role: ",
        ),
        (
            {"ResourceArn": "arn:aws-cn:ec2:us-east-1:123456789012:volume/vol-1"},
            "accepts an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE",
        ),
        (
            {"BackupVaultArn": "arn:aws:backup:cn-north-1:123456789012:backup-vault:nightly"},
            "BackupVaultArn: got 'arn:aws:backup:cn-north-1:123456789012:backup-vault:nightly', accepts the "
            "ARN of a vault",
        ),
    ],
)
def test_a_value_that_is_nearly_right_is_refused(
    mocked_backup: Any, row: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=r"BackupJobs\[1\]") as error:
        load_jobs({"BackupJobs": [{}, row]})
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"MalwareScanner": " 5"}, "MalwareScanner: got ' 5', accepts one of GUARDDUTY"),
        ({"MalwareScanner": "GuardDuty"}, "; did you mean GUARDDUTY?"),
        ({"ScanMode": "FULL"}, "ScanMode: got 'FULL', accepts one of FULL_SCAN, INCREMENTAL_SCAN"),
    ],
)
def test_a_value_that_the_model_does_not_list_is_refused(
    mocked_backup: Any, row: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=r"ScanJobs\[1\]") as error:
        load_jobs({"ScanJobs": [{}, row]})
    assert said in str(error.value)


@pytest.mark.parametrize("name", ["Floppy", "ECS", "T3", "EMR"])
def test_a_type_that_is_like_none_is_taken(mocked_backup: Any, name: str) -> None:
    load_jobs({"BackupJobs": [{"ResourceType": name, "ResourceArn": volume()}]})
    (row,) = mocked_backup.list_backup_job_summaries(ResourceType=name)["BackupJobSummaries"]
    assert row["Count"] == 1


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("s3", ["S3"]),
        ("storagegateway", ["Storage Gateway"]),
        ("BES", ["EBS"]),
        ("EBSS", ["EBS"]),
        ("EBSSS", []),
        ("ECS", []),
        ("T3", []),
        ("EB", []),
        ("DynamDB", ["DynamoDB"]),
        ("DynamoBD", ["DynamoDB"]),
        ("DinamoDP", ["DynamoDB"]),
        ("DinanoDP", []),
        ("", []),
    ],
)
def test_names_are_near_by_a_letter_or_two(text: str, near: list[str]) -> None:
    assert near_names(text, TYPES) == near


@pytest.mark.parametrize("name", ["CreationDate", "CompletionDate"])
def test_a_date_in_the_future_is_told(mocked_backup: Any, name: str) -> None:
    rows = [{}, {"CreationDate": NOW, name: NOW + timedelta(days=2)}, {}]
    told = rf"BackupJobs\[1\].{name} is in the future: it is 2026-03-22T12:00:00\+00:00"
    with frozen_at(NOW), pytest.warns(BackupSummariesWarning, match=told):
        assert load_jobs({"BackupJobs": rows}) == 3


def test_a_date_in_another_time_zone_is_no_future(mocked_backup: Any) -> None:
    with frozen_at(NOW):
        assert load_jobs({"BackupJobs": [{"CreationDate": "2026-03-21T02:00:00"}]}) == 1
