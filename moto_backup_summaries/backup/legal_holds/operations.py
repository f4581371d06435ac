"""Legal holds: created, shown, listed with what they hold, and cancelled."""

import math
from collections.abc import Mapping
from operator import methodcaller
from typing import Any

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.errors import InvalidParameterValueException
from ..aws.facts import RESTORE_ACCESS_VAULT
from ..frame.operations import Request, operation
from ..kit.conditions import Condition
from ..kit.idempotency import repeats
from ..members import Members
from ..views import PointView
from .state import LegalHold

# https://docs.aws.amazon.com/aws-backup/latest/devguide/legalhold.html
LONGEST_DESCRIPTION = 280
RETAINED_DAYS = 180
_SELECTION = "RecoveryPointSelection"


@operation("CreateLegalHold")
def create_legal_hold(account: Account, request: Request) -> Members:
    """Hold the recovery points that exist and are selected; AWS Backup leaves continuous ones out.

    A request that is repeated with its IdempotencyToken is answered with the hold that it made.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateLegalHold.html
    """
    token = request.get("IdempotencyToken")
    for hold in account.legal_holds:
        if repeats(request, hold.request):
            return _members(hold)
        if token is not None and token == hold.request.get("IdempotencyToken"):
            accepted = "one that came with no other request"
            raise InvalidParameterValueException.of("IdempotencyToken", token, accepted)
    _check_description("Description", request["Description"])
    checks.tags("Tags", request.get("Tags", {}))
    selection = request.get(_SELECTION, {})
    _check_selection(account, selection)
    return _members(account.legal_holds.create(request, _selected(account, selection)))


def _check_description(name: str, text: str) -> None:
    if len(text) > LONGEST_DESCRIPTION:
        accepted = f"at most {LONGEST_DESCRIPTION} characters"
        raise InvalidParameterValueException.of(name, text, accepted)


def _check_selection(account: Account, selection: Mapping[str, Any]) -> None:
    """Raise InvalidParameterValueException for an empty one, and for vaults and dates that cannot be held."""
    if not any(selection.values()):
        accepted = "one with VaultNames, ResourceIdentifiers or a DateRange"
        raise InvalidParameterValueException.of(_SELECTION, selection, accepted)
    for name in selection.get("VaultNames", ()):
        vault = account.vaults.get(name)
        if vault is None or vault.vault_type == RESTORE_ACCESS_VAULT:
            accepted = "names of vaults that exist, and are not for restore access"
            raise InvalidParameterValueException.of(f"{_SELECTION}.VaultNames", name, accepted)
    checks.own_partition(account.partition, selection, "ResourceIdentifiers")
    dates = selection.get("DateRange")
    if dates:
        now, name_of_range = timestamps.now(), f"{_SELECTION}.DateRange"
        for name in ("FromDate", "ToDate"):
            if dates[name] > now:
                accepted = "a date that is not in the future"
                raise InvalidParameterValueException.of(
                    f"{name_of_range}.{name}", dates[name], accepted
                )
        if dates["ToDate"] < dates["FromDate"]:
            accepted = "a date that is not before FromDate"
            raise InvalidParameterValueException.of(
                f"{name_of_range}.ToDate", dates["ToDate"], accepted
            )


def _selected(account: Account, selection: Mapping[str, Any]) -> list[PointView]:
    """The recovery points in the vaults or of the resources of a selection, created within its dates.

    AWS does not say whether both lists must fit; here either does. The newest come first.
    """
    created = _conditions_of(selection.get("DateRange"))
    searches: list[tuple[str | None, list[Condition]]] = [
        *((vault_name, created) for vault_name in selection.get("VaultNames", ())),
        *(
            (None, [*created, Condition("ResourceArn", "equal", arn)])
            for arn in selection.get("ResourceIdentifiers", ())
        ),
    ]
    points = {
        position: point
        for vault_name, conditions in searches or [(None, created)]
        for position, point in account.recovery_points.newest_first(vault_name, conditions)
        if point.can_be_held
    }
    return [points[position] for position in sorted(points, reverse=True)]


def _conditions_of(dates: Mapping[str, float] | None) -> list[Condition]:
    """What a creation within dates meets, the first and the last moment included."""
    if not dates:
        return []
    return [
        Condition("CreationDate", "after", math.nextafter(dates["FromDate"], -math.inf)),
        Condition("CreationDate", "before", math.nextafter(dates["ToDate"], math.inf)),
    ]


@operation("GetLegalHold")
def get_legal_hold(account: Account, request: Request) -> Members:
    return _members_at_a_look(account.legal_holds.named(request["LegalHoldId"]))


@operation("ListLegalHolds")
def list_legal_holds(account: Account, request: Request) -> Members:
    """Legal holds, active and cancelled."""
    query = account.query("ListLegalHolds", request)
    return query.answer("LegalHolds", query.remaining(account.legal_holds), _members_at_a_look)


@operation("ListRecoveryPointsByLegalHold")
def list_recovery_points_by_legal_hold(account: Account, request: Request) -> Members:
    """What a hold was made of, the newest first, as far as it exists: after the cancelling some may be gone.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByLegalHold.html
    """
    query = account.query("ListRecoveryPointsByLegalHold", request)
    hold_id = query.filters["LegalHoldId"]
    hold = account.legal_holds.get(hold_id)
    if hold is None:
        # The model declares no ResourceNotFoundException for this operation.
        accepted = "the id of a legal hold"
        raise InvalidParameterValueException.of("LegalHoldId", hold_id, accepted)
    first = 0 if query.after is None else query.after + 1
    points = (
        (number, account.recovery_points.get(*hold.points[number]))
        for number in range(first, len(hold.points))
    )
    present = ((number, point) for number, point in points if point is not None)
    return query.answer("RecoveryPoints", present, methodcaller("members"))


@operation("CancelLegalHold")
def cancel_legal_hold(account: Account, request: Request) -> Members:
    """Let go what a hold holds, and keep its record for some days.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CancelLegalHold.html
    """
    description, days = request["CancelDescription"], request.get("RetainRecordInDays")
    _check_description("CancelDescription", description)
    checks.in_range("RetainRecordInDays", days, 0, checks.MOST_DAYS)
    account.legal_holds.cancel(
        request["LegalHoldId"], description, RETAINED_DAYS if days is None else days
    )
    return {}


def _members_at_a_look(hold: LegalHold) -> Members:
    """The members of a hold; under a manual transition this counts as a look at it."""
    hold.look()
    return _members(hold)


def _members(hold: LegalHold) -> Members:
    return {
        "Title": hold.request["Title"],
        "Status": hold.status,
        "Description": hold.request["Description"],
        "CancelDescription": hold.cancel_description,
        "LegalHoldId": hold.key,
        "LegalHoldArn": hold.arn,
        "CreationDate": hold.created,
        "CancellationDate": hold.cancelled,
        "RetainRecordUntil": hold.retained_until,
        _SELECTION: hold.request.get(_SELECTION),
        **hold.loaded_members,
    }
