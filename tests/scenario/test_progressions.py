"""job_progression(): how jobs go on, until the mock ends."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import jobs, start
from moto import mock_aws
from moto.moto_api import state_manager
from support import client_of, frozen_at, transition

from moto_backup_summaries import clear_rules, job_progression, load_jobs, register, unregister
from moto_backup_summaries.backup.scenario.progressions import Progression

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


def states(client: Any, looks: int) -> list[str]:
    """The states that looks at a job that has just started find, one after the other."""
    job_id = start(client)["BackupJobId"]
    return [client.describe_backup_job(BackupJobId=job_id)["State"] for _ in range(looks)]


def set_for(kind: str = "backup") -> Any:
    return state_manager.get_transition(f"backup::{kind}_job")


def vault() -> Any:
    client = client_of()
    client.create_backup_vault(BackupVaultName="nightly")
    return client


def test_one_that_was_never_in_force_is_removed_without_an_effect() -> None:
    before = set_for()
    Progression("manual").remove()
    assert set_for() == before


def test_jobs_go_on_by_looks(vault: Any) -> None:
    job_progression("manual", times=2)
    assert states(vault, 3) == ["CREATED", "PENDING", "PENDING"]


def test_one_look_is_a_step_unless_more_are_asked_for(vault: Any) -> None:
    job_progression("manual")
    assert states(vault, 3) == ["PENDING", "RUNNING", "COMPLETED"]


@pytest.mark.parametrize("seconds", [60, timedelta(minutes=1), "PT1M"])
def test_jobs_go_on_by_time(vault: Any, seconds: Any) -> None:
    with frozen_at(NOW) as clock:
        job_progression("time", seconds=seconds)
        job_id = start(vault)["BackupJobId"]
        for state in ("CREATED", "PENDING", "RUNNING", "COMPLETED"):
            assert vault.describe_backup_job(BackupJobId=job_id)["State"] == state
            clock.shift(timedelta(minutes=1))


def test_jobs_of_one_kind_go_on_alone(vault: Any) -> None:
    job_progression("manual", kind="copy")
    assert states(vault, 1) == ["COMPLETED"]
    assert set_for("copy") == {"progression": "manual", "times": 1}


def test_it_ends_with_the_mock() -> None:
    for _ in range(2):
        with mock_aws():
            assert states(vault(), 1) == ["COMPLETED"]
            job_progression("manual")
            assert states(client_of(), 1) == ["PENDING"]
    assert set_for() == {"progression": "immediate"}


def test_it_ends_with_its_block_and_what_was_before_is_so_again(vault: Any) -> None:
    with transition("manual", times=3):
        with job_progression("manual", times=2), job_progression("immediate"):
            assert states(vault, 1) == ["COMPLETED"]
        assert set_for() == {"progression": "manual", "times": 3}
    assert set_for() == {"progression": "immediate"}


def test_of_several_the_latest_that_is_there_holds(vault: Any) -> None:
    first = job_progression("manual", times=2)
    second = job_progression("manual", times=3)
    first.remove()
    assert set_for()["times"] == 3
    second.remove()
    second.remove()
    assert set_for() == {"progression": "immediate"}
    assert states(vault, 1) == ["COMPLETED"]


def test_taking_all_rules_away_takes_it_away(vault: Any) -> None:
    job_progression("manual")
    clear_rules()
    assert states(vault, 1) == ["COMPLETED"]


def test_it_ends_when_the_package_is_unregistered() -> None:
    with mock_aws():
        vault()
        job_progression("manual")
        unregister()
        try:
            assert set_for() == {"progression": "immediate"}
        finally:
            register()


def test_a_list_is_a_look_as_under_moto_s_own(vault: Any) -> None:
    job_progression("manual")
    load_jobs({"BackupJobs": [{}]})
    start(vault)
    assert [job["State"] for job in jobs(vault)] == ["PENDING", "COMPLETED"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            {"progression": "manuel"},
            "progression: got 'manuel', accepts one of immediate, manual, time; did you mean manual?",
        ),
        (
            {"progression": "manual", "kind": "backups"},
            "kind: got 'backups', accepts one of backup, copy, restore, scan; did you mean backup?",
        ),
        ({"progression": "manual", "times": 0}, "times: got 0, accepts 1 or more looks"),
        ({"progression": "manual", "times": True}, "times: got True, accepts 1 or more looks"),
        ({"progression": "time"}, "seconds: got None, accepts 0 to 3155760000 seconds, "),
        ({"progression": "time", "seconds": -1}, "seconds: got -1, accepts 0 to 3155760000 "),
        ({"progression": "time", "seconds": 1, "times": 1}, "times: got 1, accepts nothing: "),
        ({"progression": "manual", "seconds": 1}, "seconds: got 1, accepts nothing: "),
        ({"progression": "immediate", "times": 1}, "times: got 1, accepts nothing: "),
    ],
)
def test_what_cannot_be_followed_is_refused(arguments: dict[str, Any], said: str) -> None:
    with mock_aws(), pytest.raises(ValueError, match=re.escape(f"Invalid value for {said}")):
        job_progression(**arguments)
    assert set_for() == {"progression": "immediate"}
