"""The selections of plans."""

from .. import timestamps
from ..account import Account
from ..aws.errors import AlreadyExistsException, InvalidParameterValueException
from ..aws.identifiers import new_id
from ..frame.operations import Request, operation, page_of
from ..frame.transactions import drop, put
from ..members import Members
from . import selections
from .state import Selection


@operation("CreateBackupSelection")
def create_backup_selection(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html"""
    plan = account.plans.of_selection(request["BackupPlanId"])
    document = selections.kept(request["BackupSelection"])
    selections.check(document)
    of_plan = account.plans.selections[plan.backup_plan_id]
    creator = request.get("CreatorRequestId")
    for other in of_plan.values():
        if creator is not None and other.creator_request_id == creator:
            return other.members()
        if other.document["SelectionName"] == document["SelectionName"]:
            raise AlreadyExistsException(
                f"Selection {document['SelectionName']} already exists",
                CreatorRequestId=other.creator_request_id,
            )
    made = Selection(new_id(), plan.backup_plan_id, document, creator, timestamps.now())
    put(of_plan, made.selection_id, made)
    return made.members()


def _requested(account: Account, request: Request) -> Selection:
    """The selection of an id, which is an invalid parameter where it is gone, as its plan is.

    alchemy-run/alchemy and hashicorp/terraform-provider-aws (2026) expect that where they delete,
    turbot/steampipe-plugin-aws where it gets.
    """
    plan = account.plans.of_selection(request["BackupPlanId"])
    selection_id = request["SelectionId"]
    found = account.plans.selections[plan.backup_plan_id].get(selection_id)
    if found is None:
        accepted = f"the id of a selection of plan {plan.backup_plan_id}"
        raise InvalidParameterValueException.of("SelectionId", selection_id, accepted)
    return found


@operation("GetBackupSelection")
def get_backup_selection(account: Account, request: Request) -> Members:
    return _requested(account, request).members()


@operation("DeleteBackupSelection")
def delete_backup_selection(account: Account, request: Request) -> Members:
    selection = _requested(account, request)
    drop(account.plans.selections[selection.plan_id], selection.selection_id)
    return {}


@operation("ListBackupSelections")
def list_backup_selections(account: Account, request: Request) -> Members:
    """Selections of a plan, in the order of their creation."""
    query = account.query("ListBackupSelections", request)
    plan = account.plans.of_selection(query.filters["BackupPlanId"])
    made = account.plans.selections[plan.backup_plan_id].values()
    listed = sorted(((it.created, it.selection_id), it.members()) for it in made)
    if query.after is not None:
        listed = [entry for entry in listed if entry[0] > tuple(query.after)]
    return page_of("BackupSelectionsList", listed, query, request)
