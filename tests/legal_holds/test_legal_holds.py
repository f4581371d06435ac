"""Legal holds through boto3: what their operations answer and refuse."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from calls import backed_up, points, refused
from legal_holds.examples import SELECTION, cancel, create
from legal_holds.holding import DAY, NIGHTLY, hold_of
from moto.moto_api import state_manager
from support import ACCOUNT, REGION

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


def test_a_hold_is_created_shown_and_listed(nightly: Any) -> None:
    created = create(nightly, Tags={"case": "7"})
    hold_id = created["LegalHoldId"]
    arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:legal-hold:{hold_id}"
    del created["ResponseMetadata"]
    members = {
        "Title": "suit",
        "Status": "ACTIVE",
        "Description": "all",
        "LegalHoldId": hold_id,
        "LegalHoldArn": arn,
        "CreationDate": NOW,
    }
    assert created == {**members, "RecoveryPointSelection": SELECTION}
    shown = nightly.get_legal_hold(LegalHoldId=hold_id)
    del shown["ResponseMetadata"]
    assert shown == created
    assert nightly.list_legal_holds()["LegalHolds"] == [members]
    assert nightly.list_tags(ResourceArn=arn)["Tags"] == {"case": "7"}


def test_a_hold_is_tagged_and_untagged(nightly: Any) -> None:
    arn = create(nightly, Tags={"case": "7"})["LegalHoldArn"]
    nightly.tag_resource(ResourceArn=arn, Tags={"court": "b"})
    nightly.untag_resource(ResourceArn=arn, TagKeyList=["case"])
    assert nightly.list_tags(ResourceArn=arn)["Tags"] == {"court": "b"}


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_path_may_end_in_a_slash(nightly: Any, slash: str) -> None:
    hold_id = hold_of(nightly, **SELECTION)
    of_one = f"/{hold_id}"
    url = f"https://backup.{REGION}.amazonaws.com/legal-holds"
    listed = requests.get(url + slash, timeout=30).json()["LegalHolds"]
    assert [hold["LegalHoldId"] for hold in listed] == [hold_id]
    assert requests.get(url + of_one + slash, timeout=30).json()["Status"] == "ACTIVE"
    answer = requests.get(f"{url}{of_one}/recovery-points{slash}", timeout=30).json()
    assert answer["RecoveryPoints"] == []
    query = "?cancelDescription=settled&retainRecordInDays=3"
    assert requests.delete(url + of_one + slash + query, timeout=30).status_code == 201


def test_a_cancelled_hold_tells_when_and_why(nightly: Any, clock: Any) -> None:
    hold_id = hold_of(nightly, **SELECTION)
    clock.shift(DAY)
    answer = cancel(nightly, hold_id, RetainRecordInDays=3)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    shown = nightly.get_legal_hold(LegalHoldId=hold_id)
    assert shown["Status"] == "CANCELED"
    assert shown["CancelDescription"] == "settled"
    assert shown["CancellationDate"] == NOW + DAY
    assert shown["RetainRecordUntil"] == NOW + 4 * DAY
    (listed,) = nightly.list_legal_holds()["LegalHolds"]
    assert listed["CancellationDate"] == NOW + DAY


def test_the_record_of_a_cancelled_hold_goes_after_180_days_with_its_tags(
    nightly: Any, clock: Any
) -> None:
    active = hold_of(nightly, **SELECTION)
    created = create(nightly, Tags={"case": "7"})
    cancel(nightly, created["LegalHoldId"])
    clock.shift(180 * DAY - timedelta(seconds=1))
    assert len(nightly.list_legal_holds()["LegalHolds"]) == 2
    clock.shift(timedelta(seconds=1))
    (listed,) = nightly.list_legal_holds()["LegalHolds"]
    assert listed["LegalHoldId"] == active
    code, _ = refused(nightly, "get_legal_hold", LegalHoldId=created["LegalHoldId"])
    assert code == "ResourceNotFoundException"
    code, _ = refused(nightly, "list_tags", ResourceArn=created["LegalHoldArn"])
    assert code == "ResourceNotFoundException"


def test_the_record_whose_days_are_over_first_goes_first(nightly: Any, clock: Any) -> None:
    later, sooner = hold_of(nightly, **SELECTION), hold_of(nightly, **SELECTION)
    cancel(nightly, later, RetainRecordInDays=9)
    cancel(nightly, sooner, RetainRecordInDays=2)
    clock.shift(3 * DAY)
    assert [hold["LegalHoldId"] for hold in nightly.list_legal_holds()["LegalHolds"]] == [later]
    clock.shift(7 * DAY)
    assert nightly.list_legal_holds()["LegalHolds"] == []


def test_a_repeated_request_is_answered_with_the_first_hold(nightly: Any) -> None:
    first = create(nightly, IdempotencyToken="t")
    again = create(nightly, IdempotencyToken="t")
    assert again["LegalHoldId"] == first["LegalHoldId"]
    assert len(nightly.list_legal_holds()["LegalHolds"]) == 1
    # botocore gives each call a token of its own.
    assert create(nightly)["LegalHoldId"] != create(nightly)["LegalHoldId"]


BAD_SELECTIONS: Mapping[str, Mapping[str, Any]] = {
    "nothing": {},
    "empty lists": {"VaultNames": [], "ResourceIdentifiers": []},
    "an absent vault": {"VaultNames": ["nightly", "absent"]},
    "the future": {"DateRange": {"FromDate": NOW, "ToDate": NOW + DAY}},
    "only the future": {"DateRange": {"FromDate": NOW + DAY, "ToDate": NOW}},
    "an end before its beginning": {"DateRange": {"FromDate": NOW, "ToDate": NOW - DAY}},
}


@pytest.mark.parametrize("name", BAD_SELECTIONS)
def test_a_selection_of_nothing_that_is_there_is_refused(nightly: Any, name: str) -> None:
    hold = {"Title": "t", "Description": "d", "RecoveryPointSelection": BAD_SELECTIONS[name]}
    code, message = refused(nightly, "create_legal_hold", **hold)
    assert code == "InvalidParameterValueException"
    assert message.startswith("Invalid value for RecoveryPointSelection")
    assert nightly.list_legal_holds()["LegalHolds"] == []


def test_a_hold_without_selection_is_refused(nightly: Any) -> None:
    code, _ = refused(nightly, "create_legal_hold", Title="t", Description="d")
    assert code == "InvalidParameterValueException"


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"Description": "x" * 281}, "Description"),
        ({"IdempotencyToken": "taken"}, "IdempotencyToken"),
        ({"Tags": {"aws:mine": "x"}}, "Tags"),
    ],
)
def test_a_hold_with_a_wrong_parameter_is_refused(nightly: Any, parameters: Any, name: str) -> None:
    create(nightly, Title="other", IdempotencyToken="taken")
    hold = {"Title": "t", "Description": "x" * 280, "RecoveryPointSelection": SELECTION}
    code, message = refused(nightly, "create_legal_hold", **{**hold, **parameters})
    assert code == "InvalidParameterValueException"
    assert message.startswith(f"Invalid value for {name}")


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"CancelDescription": "x" * 281}, "CancelDescription"),
        ({"RetainRecordInDays": -1}, "RetainRecordInDays"),
        ({"RetainRecordInDays": 36_501}, "RetainRecordInDays"),
    ],
)
def test_a_cancellation_with_a_wrong_parameter_is_refused(
    nightly: Any, parameters: Any, name: str
) -> None:
    hold = {"LegalHoldId": hold_of(nightly, **SELECTION), "CancelDescription": "x" * 280}
    code, message = refused(nightly, "cancel_legal_hold", **{**hold, **parameters})
    assert code == "InvalidParameterValueException"
    assert message.startswith(f"Invalid value for {name}")
    cancel(nightly, hold["LegalHoldId"])


def test_a_hold_is_cancelled_once(nightly: Any) -> None:
    hold = {"LegalHoldId": hold_of(nightly, **SELECTION), "CancelDescription": "c"}
    nightly.cancel_legal_hold(**hold)
    code, message = refused(nightly, "cancel_legal_hold", **hold)
    assert code == "InvalidResourceStateException"
    assert message == f"Legal hold {hold['LegalHoldId']} is CANCELED"


@pytest.fixture
def slowly() -> Iterator[None]:
    """Legal holds take a look, or a minute, for each of their states, as a test says."""
    yield
    state_manager.unset_transition("backup::legal_hold")


def status_of(client: Any, hold_id: str) -> str:
    return str(client.get_legal_hold(LegalHoldId=hold_id)["Status"])


@pytest.mark.usefixtures("slowly")
def test_a_hold_goes_through_its_states_by_a_transition_of_moto(nightly: Any, clock: Any) -> None:
    transition = {"progression": "time", "seconds": 60}
    state_manager.set_transition("backup::legal_hold", transition)
    created = create(nightly)
    assert created["Status"] == "CREATING"
    hold = {"LegalHoldId": created["LegalHoldId"], "CancelDescription": "c"}
    code, _ = refused(nightly, "cancel_legal_hold", **hold)
    assert code == "InvalidResourceStateException"
    clock.shift(timedelta(minutes=1))
    assert status_of(nightly, hold["LegalHoldId"]) == "ACTIVE"
    nightly.cancel_legal_hold(**hold)
    assert status_of(nightly, hold["LegalHoldId"]) == "CANCELING"
    clock.shift(timedelta(minutes=1))
    (listed,) = nightly.list_legal_holds()["LegalHolds"]
    assert listed["Status"] == "CANCELED"


@pytest.mark.usefixtures("slowly")
def test_a_hold_holds_while_it_is_created_and_not_while_it_is_cancelled(
    nightly: Any, clock: Any
) -> None:
    state_manager.set_transition("backup::legal_hold", {"progression": "time", "seconds": 60})
    held = {**NIGHTLY, "RecoveryPointArn": backed_up(nightly)}
    hold_id = hold_of(nightly, **SELECTION)
    code, _ = refused(nightly, "delete_recovery_point", **held)
    assert (code, status_of(nightly, hold_id)) == ("InvalidRequestException", "CREATING")
    clock.shift(timedelta(minutes=1))
    cancel(nightly, hold_id)
    nightly.delete_recovery_point(**held)
    assert status_of(nightly, hold_id) == "CANCELING"
    assert points(nightly) == []


@pytest.mark.usefixtures("slowly")
def test_a_hold_goes_through_its_states_by_looks(nightly: Any) -> None:
    transition = {"progression": "manual", "times": 2}
    state_manager.set_transition("backup::legal_hold", transition)
    hold_id = create(nightly)["LegalHoldId"]
    statuses = [status_of(nightly, hold_id) for _ in range(3)]
    assert statuses == ["CREATING", "ACTIVE", "ACTIVE"]


@pytest.mark.parametrize("operation", ["get_legal_hold", "cancel_legal_hold"])
def test_an_absent_hold_is_not_found(nightly: Any, operation: str) -> None:
    more = {"CancelDescription": "c"} if operation == "cancel_legal_hold" else {}
    code, message = refused(nightly, operation, LegalHoldId="absent", **more)
    assert (code, message) == ("ResourceNotFoundException", "Legal hold absent not found")


def test_an_account_has_fifty_active_holds(nightly: Any) -> None:
    first, *_ = [hold_of(nightly, **SELECTION) for _ in range(50)]
    hold = {"Title": "t", "Description": "d", "RecoveryPointSelection": SELECTION}
    code, message = refused(nightly, "create_legal_hold", **hold)
    assert code == "LimitExceededException"
    assert message == "An account has at most 50 active legal holds"
    cancel(nightly, first)
    create(nightly)
