"""Of legal holds, for the tests that all families share."""

from datetime import datetime, timezone
from operator import itemgetter
from typing import Any

from calls import backed_up, volume
from family_examples import Listing

SELECTION = {"VaultNames": ["nightly"]}
OF_NOTHING = {"ResourceIdentifiers": [volume("vol-held")]}


def create(client: Any, **parameters: Any) -> Any:
    """Create a legal hold of what `nightly` has; the answer of CreateLegalHold."""
    defaults = {"Title": "suit", "Description": "all", "RecoveryPointSelection": SELECTION}
    return client.create_legal_hold(**{**defaults, **parameters})


def cancel(client: Any, hold_id: str, **parameters: Any) -> Any:
    return client.cancel_legal_hold(LegalHoldId=hold_id, CancelDescription="settled", **parameters)


def _cancel_first(client: Any) -> Any:
    first, *_ = client.list_legal_holds()["LegalHolds"]
    return cancel(client, first["LegalHoldId"])


def _holds(client: Any) -> Listing:
    return Listing(
        client.list_legal_holds,
        "LegalHolds",
        itemgetter("LegalHoldId"),
        lambda: create(client),
        lambda hold_id: cancel(client, hold_id, RetainRecordInDays=0),
    )


def _points_of_a_hold(client: Any) -> Listing:
    """Recovery points that are there when their list is first asked for, and a hold is made of them."""
    holds: list[str] = []

    def page(**paging: Any) -> Any:
        if not holds:
            holds.append(create(client)["LegalHoldId"])
        return client.list_recovery_points_by_legal_hold(LegalHoldId=holds[0], **paging)

    name = itemgetter("RecoveryPointArn")
    return Listing(page, "RecoveryPoints", name, lambda: backed_up(client))


def _show(client: Any) -> None:
    day = datetime(2026, 1, 1, tzinfo=timezone.utc)
    dates = {"FromDate": day, "ToDate": day}
    selection = {**SELECTION, "ResourceIdentifiers": [volume()], "DateRange": dates}
    hold_id = create(client, RecoveryPointSelection=selection)["LegalHoldId"]
    for _ in range(2):
        backed_up(client)
    of_two = create(client)["LegalHoldId"]
    client.list_recovery_points_by_legal_hold(LegalHoldId=of_two, MaxResults=1)
    for created in (hold_id, of_two):
        cancel(client, created)
    client.get_legal_hold(LegalHoldId=hold_id)
    client.list_legal_holds(MaxResults=1)


# Of nothing that others delete.
PREPARATIONS = {"a hold": lambda client: create(client, RecoveryPointSelection=OF_NOTHING)}
CHANGES = {"CreateLegalHold": create, "CancelLegalHold": _cancel_first}
LISTINGS = {"ListLegalHolds": _holds, "ListRecoveryPointsByLegalHold": _points_of_a_hold}
ANSWERS = {"legal holds": _show}
