"""Frameworks through boto3: what their operations answer and refuse."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import refused, tags_of
from frameworks.examples import (
    ENCRYPTED,
    NAME,
    PROTECTED,
    RETAINED,
    control,
    create,
    delete,
    described,
    update,
)
from moto.moto_api import state_manager
from support import ACCOUNT, REGION, ROLE, client_of

from moto_backup_summaries.backup.aws.controls import CONTROLS

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)
MODEL = "backup::framework"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
INVALID = "InvalidParameterValueException"
AGE = "BACKUP_LAST_RECOVERY_POINT_CREATED"
FREQUENCY = "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK"
GAPPED = "RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT"
ROLES = "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED"
FAR_COPIES = "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION"
OTHER_ACCOUNTS = "BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT"
LOCKED = "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK"
RESTORED = "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET"


@pytest.fixture
def manual() -> Iterator[None]:
    """Frameworks that go on when somebody looks at them."""
    state_manager.set_transition(MODEL, {"progression": "manual", "times": 1})
    yield
    state_manager.unset_transition(MODEL)


def names(client: Any) -> list[str]:
    return [each["FrameworkName"] for each in client.list_frameworks()["Frameworks"]]


def test_a_framework_is_created_shown_and_listed(nightly: Any) -> None:
    scope = {"ComplianceResourceTypes": ["EC2", "EBS"], "Tags": {"env": ""}}
    controls = [control(AGE, scope, recoveryPointAgeValue="7"), {"ControlName": PROTECTED}]
    created = create(nightly, *controls, FrameworkDescription="daily", FrameworkTags={"team": "db"})
    arn = created["FrameworkArn"]
    assert re.fullmatch(f"arn:aws:backup:{REGION}:{ACCOUNT}:framework:{NAME}-{UUID}", arn)
    assert created.keys() == {"FrameworkName", "FrameworkArn", "ResponseMetadata"}
    shown = described(nightly)
    assert shown.pop("IdempotencyToken")
    of_both = {
        "FrameworkName": NAME,
        "FrameworkArn": arn,
        "FrameworkDescription": "daily",
        "CreationTime": NOW,
        "DeploymentStatus": "COMPLETED",
    }
    assert shown == {**of_both, "FrameworkControls": controls, "FrameworkStatus": "ACTIVE"}
    (listed,) = nightly.list_frameworks()["Frameworks"]
    assert listed == {**of_both, "NumberOfControls": 2}
    assert nightly.list_tags(ResourceArn=arn)["Tags"] == tags_of(arn) == {"team": "db"}


def test_each_control_of_the_guide_is_accepted_with_its_parameters(nightly: Any) -> None:
    controls = [
        control(PROTECTED),
        control(
            FREQUENCY,
            requiredRetentionDays="35",
            requiredFrequencyUnit="hours",
            requiredFrequencyValue="24",
        ),
        # As the guide writes it.
        control(ROLES, principalArnList=f"{ROLE},\n         {ROLE}"),
        control(RETAINED, requiredRetentionDays="35"),
        control(ENCRYPTED),
        control(FAR_COPIES, crossRegionList="eu-west-2"),
        control(OTHER_ACCOUNTS, crossAccountList="111122223333"),
        control(LOCKED, minRetentionDays="1", maxRetentionDays="100"),
        control(AGE, recoveryPointAgeUnit="days", recoveryPointAgeValue="1"),
        control(RESTORED, maxRestoreTime="720"),
        control(GAPPED, recoveryPointAgeValue="10", recoveryPointAgeUnit="days"),
    ]
    assert {each["ControlName"] for each in controls} == CONTROLS.keys()
    create(nightly, *controls)
    assert described(nightly)["FrameworkControls"] == controls


@pytest.mark.parametrize(
    ("controls", "message"),
    [
        (
            [control("BACKUP_RECOVERY_POINTS_ENCRYPTED")],
            f"; did you mean {ENCRYPTED}?",
        ),
        (
            [control(), control()],
            f"FrameworkControls: got {ENCRYPTED!r}, accepts controls that differ, each once",
        ),
        ([control(speed="1")], f"parameters of {ENCRYPTED}: got 'speed', accepts no parameters"),
        (
            [control(RETAINED, requiredRetentionDay="1")],
            "accepts one of requiredRetentionDays; did you mean requiredRetentionDays?",
        ),
        (
            [control(RETAINED, requiredRetentionDays="0")],
            "requiredRetentionDays: got '0', accepts an integer from 1 to 36500",
        ),
        ([control(RETAINED, requiredRetentionDays="many")], "got 'many', accepts an integer"),
        (
            [
                {
                    **control(RETAINED, requiredRetentionDays="1"),
                    "ControlInputParameters": 2
                    * control(RETAINED, requiredRetentionDays="1")["ControlInputParameters"],
                }
            ],
            "got 'requiredRetentionDays', accepts parameters that differ, each once",
        ),
        (
            [{"ControlName": RETAINED, "ControlInputParameters": [{"ParameterName": "x"}]}],
            "ParameterValue: got None, accepts a string",
        ),
        (
            [control(FREQUENCY, requiredFrequencyUnit="weeks")],
            "requiredFrequencyUnit: got 'weeks', accepts one of hours, days",
        ),
        (
            [control(FREQUENCY, requiredFrequencyValue="32")],
            "requiredFrequencyValue in days: got 32, accepts an integer from 1 to 31",
        ),
        (
            [control(FREQUENCY, requiredFrequencyUnit="hours", requiredFrequencyValue="25")],
            "requiredFrequencyValue in hours: got 25, accepts an integer from 1 to 24",
        ),
        (
            [control(AGE, recoveryPointAgeUnit="hours", recoveryPointAgeValue="745")],
            "in hours: got 745, accepts an integer from 1 to 744",
        ),
        ([control(AGE, recoveryPointAgeValue="32")], "in days: got 32, accepts"),
        (
            [control(GAPPED, recoveryPointAgeUnit="hours", recoveryPointAgeValue="23")],
            "in hours: got 23, accepts an integer from 24 to 2184",
        ),
        ([control(GAPPED, recoveryPointAgeValue="92")], "accepts an integer from 1 to 91"),
        (
            [control(ROLES, principalArnList="root")],
            "got 'root', accepts at most 5 ARNs of IAM, with commas between them",
        ),
        ([control(ROLES, principalArnList=",".join([ROLE] * 6))], "at most 5 ARNs of IAM"),
        ([control(FAR_COPIES, crossRegionList="mars")], "at most 5 names of regions"),
        ([control(OTHER_ACCOUNTS, crossAccountList="1")], "at most 5 account ids"),
        ([control(LOCKED, minRetentionDays="-1")], "minRetentionDays: got '-1'"),
        ([control(RESTORED, maxRestoreTime="0")], "maxRestoreTime: got '0'"),
        ([control(scope={"Tags": {"a": "b", "c": "d"}})], "accepts one tag at most"),
        (
            [control(scope={"Tags": {"": "b"}})],
            "accepts a tag with a key, whose value alone may be empty",
        ),
        (
            [control(scope={"ComplianceResourceTypes": ["DynamoDb"]})],
            "; did you mean DynamoDB?",
        ),
        ([], "accepts at least one control"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_no_framework_can_have_is_refused(
    nightly: Any, controls: list[Any], message: str
) -> None:
    asked = {"FrameworkName": NAME, "FrameworkControls": controls}
    code, text = refused(nightly, "create_framework", **asked)
    assert (code, message in text) == (INVALID, True), text
    assert names(nightly) == []
    create(nightly)
    assert refused(nightly, "update_framework", **asked) == (code, text)


def test_a_control_without_a_name_is_refused_in_the_words_of_aws(nightly: Any) -> None:
    asked = {"FrameworkName": NAME, "FrameworkControls": [control("")]}
    _, message = refused(nightly, "create_framework", **asked)
    assert message == "A control name is required."


@pytest.mark.parametrize(
    "bad",
    [
        {"FrameworkName": "my-framework"},
        {"FrameworkName": "1st"},
        {"FrameworkName": "f" * 257},
        {"FrameworkDescription": " "},
        {"FrameworkDescription": "d" * 1025},
        {"FrameworkTags": {"aws:own": "1"}},
    ],
    ids=str,
)
def test_a_bad_name_description_or_tag_is_refused(nightly: Any, bad: dict[str, Any]) -> None:
    asked = {"FrameworkName": NAME, "FrameworkControls": [control()], **bad}
    assert refused(nightly, "create_framework", **asked)[0] == INVALID


def test_types_may_be_named_as_aws_config_does(nightly: Any) -> None:
    scope = {
        "ComplianceResourceIds": ["default"],
        "ComplianceResourceTypes": ["AWS::Backup::BackupVault"],
    }
    create(nightly, control(ROLES, scope))
    assert described(nightly)["FrameworkControls"][0]["ControlScope"] == scope


class TestTokens:
    def test_a_request_that_is_repeated_makes_nothing(self, nightly: Any) -> None:
        first, again = (create(nightly, IdempotencyToken="once") for _ in range(2))
        assert again["FrameworkArn"] == first["FrameworkArn"]
        assert described(nightly)["IdempotencyToken"] == "once"
        assert names(nightly) == [NAME]

    def test_a_name_that_is_taken_is_refused(self, nightly: Any) -> None:
        arn = create(nightly, IdempotencyToken="once")["FrameworkArn"]
        for token in ("once", "twice"):
            with pytest.raises(nightly.exceptions.AlreadyExistsException) as caught:
                create(nightly, control(PROTECTED), IdempotencyToken=token)
            assert caught.value.response["Arn"] == arn
            assert caught.value.response["CreatorRequestId"] == "once"

    def test_an_update_that_is_repeated_changes_nothing(self, nightly: Any, manual: None) -> None:
        create(nightly)
        described(nightly)
        for _ in range(2):
            update(nightly, FrameworkDescription="later", IdempotencyToken="once")
        assert described(nightly)["DeploymentStatus"] == "COMPLETED"


class TestUpdates:
    def test_change_controls_and_leave_the_description(self, nightly: Any, clock: Any) -> None:
        created = create(nightly, FrameworkDescription="daily")
        clock.shift(MINUTE)
        answer = update(nightly, FrameworkControls=[control(PROTECTED)])
        del answer["ResponseMetadata"]
        arn = created["FrameworkArn"]
        assert answer == {"FrameworkName": NAME, "FrameworkArn": arn, "CreationTime": NOW}
        shown = described(nightly)
        assert shown["FrameworkDescription"] == "daily"
        assert [each["ControlName"] for each in shown["FrameworkControls"]] == [PROTECTED]

    def test_change_the_description_and_leave_controls(self, nightly: Any) -> None:
        create(nightly)
        update(nightly, FrameworkDescription="weekly")
        shown = described(nightly)
        assert shown["FrameworkDescription"] == "weekly"
        assert shown["FrameworkControls"] == [control()]

    def test_do_not_find_an_absent_one(self, nightly: Any) -> None:
        asked = {"FrameworkName": "none", "FrameworkDescription": "weekly"}
        found = refused(nightly, "update_framework", **asked)
        assert found == ("ResourceNotFoundException", "Framework none not found")


class TestOthersWithTheSameControls:
    AGES = (control(AGE, recoveryPointAgeValue="2", recoveryPointAgeUnit="days"), control())

    def test_are_refused_in_whichever_order(self, nightly: Any) -> None:
        create(nightly, *self.AGES)
        other = [control(), control(AGE, recoveryPointAgeUnit="days", recoveryPointAgeValue="2")]
        asked = {"FrameworkName": "other", "FrameworkControls": other}
        expected = (
            "AlreadyExistsException",
            f"Controls in framework {NAME} from account {ACCOUNT} already exist.",
        )
        assert refused(nightly, "create_framework", **asked) == expected
        create(nightly, control(PROTECTED), name="other")
        assert refused(nightly, "update_framework", **asked) == expected

    def test_are_accepted_with_other_parameters_or_another_scope(self, nightly: Any) -> None:
        create(nightly, *self.AGES)
        create(nightly, control(AGE, recoveryPointAgeValue="3"), control(), name="older")
        scope = {"ComplianceResourceTypes": ["EBS"]}
        create(nightly, self.AGES[0], control(scope=scope), name="disks")
        create(nightly, control(), name="fewer")
        assert len(names(nightly)) == 4

    def test_are_accepted_once_the_first_is_deleted_or_changed(self, nightly: Any) -> None:
        create(nightly)
        update(nightly, FrameworkControls=[control(PROTECTED)])
        create(nightly, name="other")
        delete(nightly)
        create(nightly, control(PROTECTED), name="third")

    def test_are_accepted_in_another_region(self, nightly: Any) -> None:
        create(nightly)
        create(client_of(region_name="eu-west-1"))


class TestLimits:
    def retained(self, days: int) -> dict[str, Any]:
        return control(RETAINED, requiredRetentionDays=str(days))

    def test_there_are_at_most_15_frameworks(self, nightly: Any) -> None:
        for number in range(15):
            create(nightly, self.retained(number + 1), name=f"f{number}")
        asked = {"FrameworkName": "more", "FrameworkControls": [control()]}
        assert refused(nightly, "create_framework", **asked)[0] == "LimitExceededException"
        delete(nightly, "f0")
        create(nightly, name="more")

    def test_there_are_at_most_50_controls_in_all_frameworks(self, nightly: Any) -> None:
        others = [control(name) for name in CONTROLS if name != RETAINED]
        for number in range(4):
            create(nightly, *others, self.retained(number + 1), name=f"f{number}")
        create(nightly, *others[:6], name="last")
        found = refused(
            nightly, "update_framework", FrameworkName="last", FrameworkControls=others[:7]
        )
        assert found[0] == "LimitExceededException"
        asked = {"FrameworkName": "more", "FrameworkControls": [control()]}
        assert refused(nightly, "create_framework", **asked)[0] == "LimitExceededException"
        assert len(described(nightly, "last")["FrameworkControls"]) == 6


class TestDeletion:
    def test_takes_the_framework_and_its_tags(self, nightly: Any) -> None:
        arn = create(nightly, FrameworkTags={"team": "db"})["FrameworkArn"]
        delete(nightly)
        found = refused(nightly, "describe_framework", FrameworkName=NAME)
        assert found == ("ResourceNotFoundException", f"Framework {NAME} not found")
        assert refused(nightly, "list_tags", ResourceArn=arn)[0] == "ResourceNotFoundException"
        assert names(nightly) == []
        assert create(nightly)["FrameworkArn"] != arn

    def test_does_not_find_an_absent_one(self, nightly: Any) -> None:
        found = refused(nightly, "delete_framework", FrameworkName="none")
        assert found[0] == "ResourceNotFoundException"


class TestDeployment:
    def statuses(self, client: Any, count: int = 2) -> list[str]:
        return [described(client)["DeploymentStatus"] for _ in range(count)]

    def test_goes_on_by_looks(self, nightly: Any, manual: None) -> None:
        create(nightly)
        conflict = ("ConflictException", f"Framework {NAME} is CREATE_IN_PROGRESS")
        assert refused(nightly, "update_framework", FrameworkName=NAME) == conflict
        assert refused(nightly, "delete_framework", FrameworkName=NAME) == conflict
        assert self.statuses(nightly) == ["COMPLETED"] * 2
        update(nightly, FrameworkDescription="later")
        assert refused(nightly, "delete_framework", FrameworkName=NAME) == (
            "ConflictException",
            f"Framework {NAME} is UPDATE_IN_PROGRESS",
        )
        (listed,) = nightly.list_frameworks()["Frameworks"]
        assert listed["DeploymentStatus"] == "COMPLETED"
        delete(nightly)
        assert refused(nightly, "delete_framework", FrameworkName=NAME)[0] == "ConflictException"
        assert names(nightly) == []

    def test_goes_on_by_several_looks(self, nightly: Any) -> None:
        state_manager.set_transition(MODEL, {"progression": "manual", "times": 2})
        try:
            create(nightly)
            assert self.statuses(nightly) == ["CREATE_IN_PROGRESS", "COMPLETED"]
            delete(nightly)
            assert self.statuses(nightly, 1) == ["DELETE_IN_PROGRESS"]
            assert refused(nightly, "describe_framework", FrameworkName=NAME)[0] == (
                "ResourceNotFoundException"
            )
        finally:
            state_manager.unset_transition(MODEL)

    def test_goes_on_by_time(self, nightly: Any, clock: Any) -> None:
        state_manager.set_transition(MODEL, {"progression": "time", "seconds": 60})
        try:
            arn = create(nightly)["FrameworkArn"]
            assert self.statuses(nightly) == ["CREATE_IN_PROGRESS"] * 2
            clock.shift(MINUTE)
            assert self.statuses(nightly) == ["COMPLETED"] * 2
            update(nightly, FrameworkDescription="later")
            assert self.statuses(nightly) == ["UPDATE_IN_PROGRESS"] * 2
            clock.shift(MINUTE)
            delete(nightly)
            assert self.statuses(nightly) == ["DELETE_IN_PROGRESS"] * 2
            clock.shift(MINUTE)
            assert refused(nightly, "list_tags", ResourceArn=arn)[0] == "ResourceNotFoundException"
            assert names(nightly) == []
        finally:
            state_manager.unset_transition(MODEL)


class TestFrameworkStatus:
    """Whether AWS Config records what the controls need."""

    def record(self, **group: Any) -> Any:
        config = client_of("config")
        recorder = {"name": "default", "roleARN": ROLE, "recordingGroup": group}
        config.put_configuration_recorder(ConfigurationRecorder=recorder)
        channel = {"name": "default", "s3BucketName": "bucket"}
        config.put_delivery_channel(DeliveryChannel=channel)
        return config

    def status(self, client: Any) -> str:
        return str(described(client)["FrameworkStatus"])

    def test_without_a_recorder_in_moto_it_is_as_if_it_did(self, nightly: Any) -> None:
        create(nightly)
        client_of("config").describe_configuration_recorders()
        assert self.status(nightly) == "ACTIVE"

    def test_a_recorder_of_all_types_makes_it_active_and_a_stopped_one_inactive(
        self, nightly: Any
    ) -> None:
        create(nightly)
        config = self.record(allSupported=True)
        assert self.status(nightly) == "INACTIVE"
        config.start_configuration_recorder(ConfigurationRecorderName="default")
        assert self.status(nightly) == "ACTIVE"
        config.stop_configuration_recorder(ConfigurationRecorderName="default")
        assert self.status(nightly) == "INACTIVE"

    @pytest.mark.parametrize(
        ("group", "status"),
        [
            ({"resourceTypes": ["AWS::Backup::RecoveryPoint"]}, "PARTIALLY_ACTIVE"),
            (
                {"resourceTypes": ["AWS::Backup::RecoveryPoint", "AWS::Backup::BackupVault"]},
                "ACTIVE",
            ),
            ({"resourceTypes": ["AWS::EC2::Volume"]}, "INACTIVE"),
            (
                {
                    "exclusionByResourceTypes": {"resourceTypes": ["AWS::Backup::BackupVault"]},
                    "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
                },
                "PARTIALLY_ACTIVE",
            ),
        ],
        ids=str,
    )
    def test_it_tells_whether_all_some_or_none_of_the_types_are_recorded(
        self, nightly: Any, group: dict[str, Any], status: str
    ) -> None:
        create(nightly, control(), control(ROLES))
        self.record(**group).start_configuration_recorder(ConfigurationRecorderName="default")
        assert self.status(nightly) == status

    def test_a_control_of_restores_needs_no_record(self, nightly: Any) -> None:
        create(nightly, control(RESTORED))
        self.record(allSupported=True)
        assert self.status(nightly) == "ACTIVE"
