"""Whatever is done with recovery points: what is guarded stays, and what is not goes at its moment.

Before a step that is to be refused and after it there is a picture of all state, which must be the same.
"""

import json
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from access_policies.examples import deny, put
from calls import RULE, bucket, copied, create_plan, described, refused, vault_arn, volume
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from laws.guarded_model import DAY, Lock, Model, Point
from listeners import BACKUP_EVENTS, Queue, put_rule
from moto import mock_aws
from pictures import differences, picture
from support import ROLE, client_of, examples, frozen_at
from vaults.examples import create_gapped

from moto_backup_summaries import load_jobs

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
TEMPLATE = {"Resources": {name: {"Type": "AWS::S3::Bucket"} for name in ("A", "B")}}
# Few of each, so that what is done with one meets what was done with it before.
VAULTS = st.sampled_from(["nightly", "nightly", "weekly"])
VOLUMES = st.sampled_from([volume("vol-1"), volume("vol-2")])
STACK, BUCKET = "the stack", "arn:aws:s3:::bucket"
CHOICE = st.integers(0, 30)
# Of a recovery point, also with -1 for ever; of a lock; of time that passes.
DAYS = st.sampled_from([None, 1, 2, 3, 8, -1])
BOUNDS = st.sampled_from([None, 1, 2, 3])
MOST_ACCESS_POINTS = 5
HOURS = st.sampled_from([1, 24, 36, 72, 120, 240])


class GuardedPoints(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.clock = self.stack.enter_context(frozen_at(NOW))
        self.stack.enter_context(mock_aws(config={"core": {"reset_boto3_session": False}}))
        self.client = client_of()
        for name in ("nightly", "weekly"):
            self.client.create_backup_vault(BackupVaultName=name)
        create_gapped(self.client)
        self.queue = Queue(client_of("sqs"))
        deleted = {**BACKUP_EVENTS, "detail": {"status": ["DELETED"]}}
        put_rule(client_of("events"), deleted, self.queue.arn)
        self.stack_arn = client_of("cloudformation").create_stack(
            StackName="app", TemplateBody=json.dumps(TEMPLATE)
        )["StackId"]
        bucket()
        locks = {"nightly": None, "weekly": None, "gapped": Lock(7, 30, NOW.timestamp())}
        self.model = Model(NOW.timestamp(), locks)
        self.told: list[tuple[str, float]] = []
        self.names = 0

    def teardown(self) -> None:
        try:
            # What was told besides.
            self.hear_of_ends()
        finally:
            self.stack.close()

    # What is looked at.

    @invariant()
    def what_is_guarded_stays_and_what_is_not_goes(self) -> None:
        """Vaults list and count what there is."""
        listed, counted = {}, {}
        for vault in self.client.list_backup_vaults()["BackupVaultList"]:
            name = vault["BackupVaultName"]
            listed[name] = {point["RecoveryPointArn"] for point in self.listed(name)}
            counted[name] = vault["NumberOfRecoveryPoints"]
        assert listed == self.model.by_vault()
        assert counted == {name: len(arns) for name, arns in listed.items()}
        if len(self.told) != len(self.model.ended):
            self.hear_of_ends()

    def hear_of_ends(self) -> None:
        """Each end is told once, by its moment."""
        for event in self.queue.events():
            moment = datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()
            self.told += [(arn, moment) for arn in event["resources"]]
        assert sorted(self.told) == sorted(self.model.ended)

    def listed(self, vault: str) -> list[Any]:
        answer = self.client.list_recovery_points_by_backup_vault(BackupVaultName=vault)
        assert "NextToken" not in answer
        points: list[Any] = answer["RecoveryPoints"]
        return points

    # What is made.

    @rule(vault=VAULTS, resource=VOLUMES, days=DAYS)
    def back_up(self, vault: str, resource: str, days: int | None) -> None:
        self.make(vault, days, resource)

    @rule(vault=VAULTS, days=DAYS, days_of_parent=DAYS)
    def back_up_stack(self, vault: str, days: int | None, days_of_parent: int | None) -> None:
        """The stack's own recovery point is given other days than its parts have, if it may be."""
        known = set(self.model.points)
        self.make(vault, days, self.stack_arn)
        for point in [it for name, it in self.model.points.items() if name not in known]:
            if point.parts and days_of_parent is not None:
                self.give_days(point, days_of_parent)

    @initialize(
        days=st.sampled_from([1, 2, 3]),
        days_of_parent=st.sampled_from([1, 8, -1]),
        is_locked=st.booleans(),
    )
    def begin(self, days: int, days_of_parent: int, is_locked: bool) -> None:
        """Each story has a stack from the start, in a vault that may be locked: its end takes many steps."""
        self.back_up_stack("nightly", days, days_of_parent)
        if is_locked:
            self.lock("nightly", None, None, None)

    def make(self, vault: str, days: int | None, resource: str) -> None:
        asked = {"BackupVaultName": vault, "ResourceArn": resource, **lifecycle_of(days)}
        job = described(self.client, **asked)
        self.made(vault, job["State"], days_of(days), self.model.now)

    def made(
        self,
        vault: str,
        state: str,
        days: int | None,
        created: float,
        *,
        is_allowed: bool = True,
        is_continuous: bool = False,
    ) -> None:
        """Add to the model what a job left, if it may."""
        is_allowed = is_allowed and self.model.allows_job(vault, days)
        assert state == ("COMPLETED" if is_allowed else "FAILED")
        ends = None if days is None else created + days * DAY
        new = [
            Point(
                vault,
                point["RecoveryPointArn"],
                point["ResourceArn"],
                created,
                ends,
                point.get("ParentRecoveryPointArn"),
                is_continuous=is_continuous,
            )
            for point in self.listed(vault)
            if (vault, point["RecoveryPointArn"]) not in self.model.points
        ]
        assert bool(new) == is_allowed
        for point in new:
            point.parts = [part.arn for part in new if part.parent == point.arn]
        self.model.add(new)

    @rule(vault=VAULTS, days=st.sampled_from([1, 3]))
    def back_up_continuously(self, vault: str, days: int) -> None:
        """By a plan that runs once, an hour from now."""
        once = {
            **RULE,
            "TargetBackupVaultName": vault,
            "ScheduleExpression": "rate(1 hour)",
            "EnableContinuousBackup": True,
            "Lifecycle": {"DeleteAfterDays": days},
        }
        plan = {"BackupPlanId": create_plan(self.client, Rules=[once])}
        selected = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [BUCKET]}
        selection = self.client.create_backup_selection(**plan, BackupSelection=selected)
        self.wait(1)
        job, *_ = self.client.list_backup_jobs(ByResourceArn=BUCKET)["BackupJobs"]
        self.made(vault, job["State"], days, self.model.now, is_continuous=True)
        self.client.delete_backup_selection(**plan, SelectionId=selection["SelectionId"])
        self.client.delete_backup_plan(**plan)

    @rule(vault=VAULTS, resource=VOLUMES)
    def load_again(self, vault: str, resource: str) -> None:
        """A recovery point that comes with the ARN of another, in whose place it is unless that is held."""
        arn = f"arn:aws:ec2:us-east-1::snapshot/snap-{vault}"
        row = {"BackupVaultName": vault, "RecoveryPointArn": arn, "ResourceArn": resource}
        load_jobs({"BackupJobs": [row]})
        present = self.model.points.get((vault, arn))
        if present is None or not self.model.is_held(present):
            self.model.add([Point(vault, arn, resource, self.model.now)])
        (point,) = [it for it in self.listed(vault) if it["RecoveryPointArn"] == arn]
        assert point["ResourceArn"] == self.model.points[vault, arn].resource

    def chosen(self, choice: int) -> Point:
        points = list(self.model.points.values())
        return points[choice % len(points)]

    @precondition(lambda self: self.model.points)
    @rule(choice=CHOICE, vault=VAULTS | st.just("gapped"), days=DAYS)
    def copy(self, choice: int, vault: str, days: int | None) -> None:
        """A copy has the creation of its source, and its days where it is given no end; no hold holds it."""
        source = self.chosen(choice)
        # An air-gapped vault takes no stack.
        is_unfit = vault == "gapped" and source.resource == self.stack_arn
        if self.model.parts(source) or is_unfit:
            return
        left = None if source.ends is None else round((source.ends - source.created) / DAY)
        job = copied(
            self.client,
            source.arn,
            SourceBackupVaultName=source.vault,
            DestinationBackupVaultArn=vault_arn(vault),
            **lifecycle_of(days),
        )
        kept = left if days_of(days) is None else days
        # Out of an air-gapped vault it goes into one with a key of the customer's only.
        is_allowed = source.vault != "gapped" or vault == "gapped"
        is_over = kept is not None and source.created + kept * DAY <= self.model.now
        if is_over and is_allowed and self.model.allows_job(vault, kept):
            self.model.ended.append((job["DestinationRecoveryPointArn"], self.model.now))
        elif not is_over:
            self.made(vault, job["State"], kept, source.created, is_allowed=is_allowed)

    # What is done with what is there.

    @precondition(lambda self: self.model.points)
    @rule(choice=CHOICE)
    def delete(self, choice: int) -> None:
        point = self.chosen(choice)
        if point.vault in self.model.denied:
            before = picture()
            with pytest.raises(self.client.exceptions.ClientError, match="AccessDenied"):
                self.client.delete_recovery_point(**named(point))
            assert differences(before, picture()) == []
        elif self.model.refuses_deletion(point):
            self.refused_of("delete_recovery_point", point)
        else:
            self.client.delete_recovery_point(**named(point))
            self.model.delete(point)
            self.model.settle()

    @precondition(lambda self: self.model.points)
    @rule(choice=CHOICE)
    def disassociate(self, choice: int) -> None:
        point = self.chosen(choice)
        if self.model.refuses_disassociation(point):
            self.refused_of("disassociate_recovery_point", point)
        else:
            self.client.disassociate_recovery_point(**named(point))

    @precondition(lambda self: any(point.parent for point in self.model.points.values()))
    @rule(choice=CHOICE)
    def leave_parent(self, choice: int) -> None:
        parts = [point for point in self.model.points.values() if point.parent]
        point = parts[choice % len(parts)]
        if self.model.refuses_to_leave_parent(point):
            self.refused_of("disassociate_recovery_point_from_parent", point)
        else:
            self.client.disassociate_recovery_point_from_parent(**named(point))
            point.parent = None
            self.model.settle()

    @precondition(lambda self: self.model.points)
    @rule(choice=CHOICE, days=DAYS)
    def change_days(self, choice: int, days: int | None) -> None:
        self.give_days(self.chosen(choice), days)

    def give_days(self, point: Point, days: int | None) -> None:
        lifecycle = {"Lifecycle": {}, **lifecycle_of(days)}
        if self.model.refuses_other_days(point):
            self.refused_of("update_recovery_point_lifecycle", point, **lifecycle)
        else:
            self.client.update_recovery_point_lifecycle(**named(point), **lifecycle)
            kept = days_of(days)
            point.ends = None if kept is None else point.created + kept * DAY
            self.model.settle()

    # Who guards.

    @rule(vault=VAULTS, least=BOUNDS, most=BOUNDS, changeable=st.sampled_from([None, None, 3, 4]))
    def lock(self, vault: str, least: int | None, most: int | None, changeable: int | None) -> None:
        members = {
            "MinRetentionDays": least,
            "MaxRetentionDays": most,
            "ChangeableForDays": changeable,
        }
        asked = {name: days for name, days in members.items() if days is not None}
        operation = "put_backup_vault_lock_configuration"
        is_order_wrong = least is not None and most is not None and least > most
        if self.model.is_immutable(vault) or is_order_wrong:
            self.refused(operation, BackupVaultName=vault, **asked)
        else:
            getattr(self.client, operation)(BackupVaultName=vault, **asked)
            date = None if changeable is None else self.model.now + changeable * DAY
            self.model.vaults[vault] = Lock(least, most, date)

    @rule(vault=VAULTS)
    def unlock(self, vault: str) -> None:
        operation = "delete_backup_vault_lock_configuration"
        if self.model.is_immutable(vault):
            self.refused(operation, BackupVaultName=vault)
        else:
            getattr(self.client, operation)(BackupVaultName=vault)
            self.model.vaults[vault] = None
            self.model.settle()

    @rule(vault=VAULTS)
    def deny_or_allow_deletion(self, vault: str) -> None:
        """By the policy of a vault, which asks who calls: what AWS Backup does by itself goes on."""
        if vault in self.model.denied:
            self.client.delete_backup_vault_access_policy(BackupVaultName=vault)
        else:
            put(self.client, deny("DeleteRecoveryPoint"), BackupVaultName=vault)
        self.model.denied ^= {vault}

    @rule(vault=VAULTS)
    def make_vault_anew(self, vault: str) -> None:
        named_vault = {"BackupVaultName": vault}
        if self.model.by_vault()[vault]:
            self.refused("delete_backup_vault", **named_vault)
        else:
            self.client.delete_backup_vault(**named_vault)
            job = {**named_vault, "ResourceArn": self.stack_arn, "IamRoleArn": ROLE}
            self.refused("start_backup_job", **job)
            self.client.create_backup_vault(**named_vault)
            self.model.vaults[vault] = None
            self.model.denied.discard(vault)

    @rule(
        vault=st.none() | VAULTS,
        resource=st.none() | VOLUMES | st.sampled_from([STACK, BUCKET]),
        days=st.sampled_from([None, 0, 2]),
    )
    def hold(self, vault: str | None, resource: str | None, days: int | None) -> None:
        """Hold what is in a vault or of a resource, or all, if it was made within so many days."""
        resource = self.stack_arn if resource == STACK else resource
        selection: dict[str, Any] = {}
        begin = NOW if days is None else self.moment - timedelta(days=days)
        if vault is not None:
            selection["VaultNames"] = [vault]
        if resource is not None:
            selection["ResourceIdentifiers"] = [resource]
        if days is not None:
            selection["DateRange"] = {"FromDate": begin, "ToDate": self.moment}
        asked = {"Title": "t", "Description": "d", "RecoveryPointSelection": selection}
        if not selection:
            self.refused("create_legal_hold", **asked)
            return

        def selects(point: Point) -> bool:
            is_all = vault is None and resource is None
            is_one = point.vault == vault or point.resource == resource
            is_in_time = days is None or begin.timestamp() <= point.created <= self.model.now
            return (is_all or is_one) and is_in_time

        hold_id = self.client.create_legal_hold(**asked)["LegalHoldId"]
        held = self.model.holds[hold_id] = self.model.held_by(selects)
        listed = self.client.list_recovery_points_by_legal_hold(LegalHoldId=hold_id)
        of_hold = {
            (it["BackupVaultName"], it["RecoveryPointArn"]) for it in listed["RecoveryPoints"]
        }
        assert of_hold == held

    @precondition(lambda self: self.model.holds)
    @rule(choice=CHOICE)
    def cancel_hold(self, choice: int) -> None:
        hold_id = list(self.model.holds)[choice % len(self.model.holds)]
        asked = {"LegalHoldId": hold_id, "CancelDescription": "settled"}
        self.client.cancel_legal_hold(**asked)
        del self.model.holds[hold_id]
        self.model.settle()
        self.what_is_guarded_stays_and_what_is_not_goes()
        self.refused("cancel_legal_hold", **asked)

    @precondition(lambda self: any(map(is_of_s3, self.model.points.values())))
    @rule(choice=CHOICE)
    def give_access(self, choice: int) -> None:
        points = list(filter(is_of_s3, self.model.points.values()))
        point = points[choice % len(points)]
        self.names += 1
        asked: dict[str, Any] = {"Name": f"access-{self.names}", "RecoveryPointArn": point.arn}
        if point.is_continuous:
            in_time = self.moment.isoformat().replace("+00:00", "Z")
            asked["AccessPointMetadata"] = {"AccessPointInTime": in_time}
        if list(self.model.accessed.values()).count(point.name) == MOST_ACCESS_POINTS:
            self.refused("create_backup_access_point", **asked)
        else:
            arn = self.client.create_backup_access_point(**asked)["AccessPointArn"]
            self.model.accessed[arn] = point.name

    @precondition(lambda self: self.model.accessed)
    @rule(choice=CHOICE)
    def end_access(self, choice: int) -> None:
        arn = list(self.model.accessed)[choice % len(self.model.accessed)]
        self.client.delete_backup_access_point(AccessPointArn=arn)
        del self.model.accessed[arn]
        self.model.settle()

    @rule(hours=HOURS)
    def wait(self, hours: int) -> None:
        self.pass_time(hours * 3600)

    @precondition(lambda self: self.model.moments())
    @rule(choice=CHOICE, seconds=st.sampled_from([-1, 0, 0, 1]))
    def wait_for_a_change(self, choice: int, seconds: int) -> None:
        """Up to the moment when something is over or for good, or a second beside it."""
        moments = self.model.moments()
        self.pass_time(moments[choice % len(moments)] + seconds - self.model.now)

    def pass_time(self, seconds: float) -> None:
        self.clock.shift(timedelta(seconds=seconds))
        self.model.pass_time(seconds)

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.model.now, timezone.utc)

    # What is refused.

    def refused_of(self, operation: str, point: Point, **more: Any) -> None:
        self.refused(operation, **named(point), **more)

    def refused(self, operation: str, **parameters: Any) -> None:
        before = picture()
        refused(self.client, operation, **parameters)
        assert differences(before, picture()) == []


def is_of_s3(point: Point) -> bool:
    return point.resource.startswith("arn:aws:s3:::")


def named(point: Point) -> dict[str, str]:
    return {"BackupVaultName": point.vault, "RecoveryPointArn": point.arn}


def days_of(days: int | None) -> int | None:
    return None if days == -1 else days


def lifecycle_of(days: int | None) -> dict[str, Any]:
    return {} if days is None else {"Lifecycle": {"DeleteAfterDays": days}}


TestGuardedPoints = GuardedPoints.TestCase
# A story grows with the profile too.
TestGuardedPoints.settings = examples(0.25, stateful_step_count=settings.default.max_examples + 10)
