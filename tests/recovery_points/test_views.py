"""What leaves the store of recovery points is a view: nobody can hold one whose change is lost."""

from typing import Any

import pytest
from calls import backed_up, points, tags_of
from support import ACCOUNT, REGION

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.account import account_at


@pytest.fixture
def both(mocked_backup: Any) -> list[str]:
    """The ARNs of a recovery point of a started job, and of one of a loaded job."""
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    load_jobs({"BackupJobs": [{"BackupVaultName": "nightly"}]})
    backed_up(mocked_backup)
    return [point["RecoveryPointArn"] for point in points(mocked_backup)]


def test_a_change_of_what_a_list_gives_stays(both: list[str]) -> None:
    store = account_at(ACCOUNT, REGION).recovery_points
    for _, point in list(store.newest_first(None, [])):
        assert store.change(point, RecoveryPointTags={"x": "y"}).tags == {"x": "y"}
        # This one is as it was.
        assert point.tags == {}
    assert [tags_of(arn) for arn in both] == [{"x": "y"}] * 2


def test_a_view_cannot_be_changed(both: list[str]) -> None:
    store = account_at(ACCOUNT, REGION).recovery_points
    for point in store:
        fields: Any = point
        with pytest.raises(AttributeError):
            fields.arn = "other"
        with pytest.raises(TypeError):
            fields.changes["Status"] = "STOPPED"
        fields.tags["x"] = "y"
        fields.members()["Status"] = "STOPPED"
    assert {point.arn for point in store} == set(both)
    assert [(point.tags, point.members()["Status"]) for point in store] == [({}, "COMPLETED")] * 2
