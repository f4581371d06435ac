"""Frameworks: created, shown, listed, updated and deleted."""

from ..account import Account, current_scenario
from ..aws import checks
from ..aws.controls import CONTROLS, check_controls
from ..frame.operations import Request, operation
from ..kit.idempotency import repeats
from ..members import Members
from ..neighbours.recorders import recorded_types
from .state import Framework


@operation("CreateFramework")
def create_framework(account: Account, request: Request) -> Members:
    """Make a framework; a request that is repeated with its IdempotencyToken is answered as at first.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateFramework.html
    """
    check_controls(request["FrameworkControls"])
    checks.tags("FrameworkTags", request.get("FrameworkTags", {}))
    framework = account.frameworks.get(request["FrameworkName"])
    if framework is None or not repeats(request, framework.request):
        framework = account.frameworks.create(request, _deployed(account, request))
    return _members(framework)


@operation("UpdateFramework")
def update_framework(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateFramework.html"""
    framework = account.frameworks.named(request["FrameworkName"])
    if framework.updated is None or not repeats(request, framework.updated):
        if "FrameworkControls" in request:
            check_controls(request["FrameworkControls"])
        account.frameworks.update(framework, request, _deployed(account, request))
    return _members(framework)


def _deployed(account: Account, request: Request) -> str:
    """The DeploymentStatus with which the framework of a request ends up, as far as a test says."""
    scenario = current_scenario()
    return scenario.deployment_status(request["FrameworkName"], account.id, account.region)


@operation("DescribeFramework")
def describe_framework(account: Account, request: Request) -> Members:
    """Under a manual transition this counts as a look at it, by which it may be gone."""
    name = request["FrameworkName"]
    account.frameworks.look(account.frameworks.named(name))
    framework = account.frameworks.named(name)
    return {**_members(framework), "FrameworkStatus": _status(account, framework)}


def _status(account: Account, framework: Framework) -> str:
    """Whether AWS Config records what the controls need. Without a recorder in moto it is as if it did.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/viewing-frameworks.html
    """
    recorded = recorded_types(account.id, account.region)
    if recorded is None:
        return str(framework.loaded_members.get("FrameworkStatus", "ACTIVE"))
    controls = (CONTROLS.get(control["ControlName"]) for control in framework.controls)
    needed = {control.recorded for control in controls if control is not None} - {None}
    if all(map(recorded, needed)):
        return "ACTIVE"
    return "PARTIALLY_ACTIVE" if any(map(recorded, needed)) else "INACTIVE"


@operation("ListFrameworks")
def list_frameworks(account: Account, request: Request) -> Members:
    """Frameworks; under a manual transition this counts as a look at those of the page."""
    query = account.query("ListFrameworks", request)
    frameworks, token = query.page(query.remaining(account.frameworks))
    shown = [_members(each) for each in frameworks if account.frameworks.look(each)]
    return {"Frameworks": shown, "NextToken": token}


@operation("DeleteFramework")
def delete_framework(account: Account, request: Request) -> Members:
    """Report plans may go on naming it: their reports fail.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteFramework.html
    """
    account.frameworks.delete(account.frameworks.named(request["FrameworkName"]))
    return {}


def _members(framework: Framework) -> Members:
    return {
        "FrameworkName": framework.key,
        "FrameworkArn": framework.arn,
        "FrameworkDescription": framework.description,
        "FrameworkControls": framework.controls,
        "NumberOfControls": len(framework.controls),
        "CreationTime": framework.created,
        "DeploymentStatus": framework.loaded_members.get(
            "DeploymentStatus", framework.deployment_status
        ),
        "IdempotencyToken": framework.request.get("IdempotencyToken"),
    }
