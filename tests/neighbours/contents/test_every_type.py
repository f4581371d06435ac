"""Of each type that moto has: what a restore makes is the resource as it was backed up, wherever that is."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import FAR, backed_up, copied, jobs, vault_arn
from contents import delete_point, ended, restored
from kinds import KINDS, Kind, name_of
from organizations import Organization, assumed
from restore_testing.examples import create, select
from support import client_of

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)

every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.type_name for kind in KINDS])
# Redshift is backed up, and no type of restore testing.
every_tested_kind = pytest.mark.parametrize(
    "kind", KINDS[:-1], ids=[kind.type_name for kind in KINDS[:-1]]
)


def check_restore(kind: Kind, backup: Any, service: Any, point: str, before: Any) -> None:
    """Restore a recovery point, and compare what that makes with the resource as it was before."""
    present = set(kind.rows(service))
    into = kind.into(backup.meta.region_name)
    job = restored(backup, point, Metadata=into)
    assert ended(job) == ("COMPLETED", None)
    assert job["ResourceType"] == kind.type_name
    name = name_of(job["CreatedResourceArn"])
    assert set(kind.rows(service)) == {*present, name}
    assert kind.rows(service)[name] == before


def encrypted(kind: Kind, before: Any) -> Any:
    """A resource as a copy of its backup has it: a volume is encrypted, of which the others tell nothing."""
    return {**before, "Encrypted": True} if kind.type_name == "EBS" else before


@every_kind
class TestARestore:
    def test_makes_the_resource_as_it_was(self, vault: Any, kind: Kind) -> None:
        service = client_of(kind.service)
        source = kind.create(service)
        point, before = backed_up(vault, ResourceArn=source), kind.rows(service)[name_of(source)]
        kind.change(service, name_of(source))
        assert kind.rows(service).get(name_of(source)) != before
        check_restore(kind, vault, service, point, before)

    def test_of_a_copy_makes_it_in_the_other_region(self, vault: Any, kind: Kind) -> None:
        far, far_service = client_of("backup", FAR), client_of(kind.service, FAR)
        far.create_backup_vault(BackupVaultName="far")
        service = client_of(kind.service)
        source = kind.create(service)
        point, before = backed_up(vault, ResourceArn=source), kind.rows(service)[name_of(source)]
        kind.change(service, name_of(source))
        after = kind.rows(service).get(name_of(source))
        copy = copied(vault, point)["DestinationRecoveryPointArn"]
        check_restore(kind, far, far_service, copy, encrypted(kind, before))
        delete_point(far, copy, "far")
        assert kind.rows(service).get(name_of(source)) == after

    def test_of_a_copy_makes_it_in_the_other_account(self, fresh_aws: Any, kind: Kind) -> None:
        organization = Organization(client_of)
        organization.enable_copies()
        theirs = organization.open_vault(organization.first)
        service = client_of(kind.service)
        their_service = assumed(client_of, organization.first, service=kind.service)
        source = kind.create(service)
        point = backed_up(organization.management, ResourceArn=source)
        before = kind.rows(service)[name_of(source)]
        kind.change(service, name_of(source))
        after = kind.rows(service)
        offsite = vault_arn("offsite", account_id=organization.first)
        copy = copied(organization.management, point, DestinationBackupVaultArn=offsite)
        copy_arn = copy["DestinationRecoveryPointArn"]
        check_restore(kind, theirs, their_service, copy_arn, encrypted(kind, before))
        assert kind.rows(service) == after
        # The other account can do without the first backup.
        delete_point(organization.management, point)
        delete_point(theirs, copy_arn, "offsite")


@every_tested_kind
def test_what_restore_testing_has_made_is_gone_at_the_end_of_its_window(
    nightly: Any, clock: Any, kind: Kind
) -> None:
    service = client_of(kind.service)
    source = kind.create(service)
    before = kind.rows(service)
    backed_up(nightly, ResourceArn=source)
    create(nightly)
    select(nightly, ProtectedResourceType=kind.type_name, ValidationWindowHours=1)
    clock.shift(6 * HOUR)
    (job,) = jobs(nightly, "restore")
    assert (job["Status"], job["ValidationStatus"]) == ("COMPLETED", "VALIDATING")
    assert set(kind.rows(service)) - set(before) == {name_of(job["CreatedResourceArn"])}
    clock.shift(HOUR)
    (job,) = jobs(nightly, "restore")
    assert (job["ValidationStatus"], job["DeletionStatus"]) == ("TIMED_OUT", "SUCCESSFUL")
    assert kind.rows(service) == before
