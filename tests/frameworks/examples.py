"""Of frameworks, for the tests that all families share."""

from itertools import count
from operator import itemgetter
from typing import Any

from family_examples import Listing

NAME = "audit"
ENCRYPTED = "BACKUP_RECOVERY_POINT_ENCRYPTED"
PROTECTED = "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN"
RETAINED = "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK"


def control(name: str = ENCRYPTED, scope: Any = None, **parameters: str) -> dict[str, Any]:
    """A control, with these parameters and this scope."""
    inputs = [{"ParameterName": key, "ParameterValue": text} for key, text in parameters.items()]
    whole = {"ControlName": name, "ControlInputParameters": inputs}
    return whole if scope is None else {**whole, "ControlScope": scope}


def create(
    client: Any, *controls: dict[str, Any], name: str = NAME, **parameters: Any
) -> dict[str, Any]:
    """Create a framework; the answer of CreateFramework."""
    answer: dict[str, Any] = client.create_framework(
        FrameworkName=name, FrameworkControls=list(controls or [control()]), **parameters
    )
    return answer


def described(client: Any, name: str = NAME) -> dict[str, Any]:
    framework: dict[str, Any] = client.describe_framework(FrameworkName=name)
    del framework["ResponseMetadata"]
    return framework


def update(client: Any, name: str = NAME, **parameters: Any) -> Any:
    return client.update_framework(FrameworkName=name, **parameters)


def delete(client: Any, name: str = NAME) -> None:
    client.delete_framework(FrameworkName=name)


def _frameworks(client: Any) -> Listing:
    numbers = count(1)

    def make() -> None:
        # No two may have the same controls.
        number = next(numbers)
        create(client, control(RETAINED, requiredRetentionDays=str(number)), name=f"f{number}")

    return Listing(
        client.list_frameworks,
        "Frameworks",
        itemgetter("FrameworkName"),
        make,
        lambda name: delete(client, name),
    )


def _show(client: Any) -> None:
    scope = {
        "ComplianceResourceIds": ["vol-1"],
        "ComplianceResourceTypes": ["EBS"],
        "Tags": {"env": "prod"},
    }
    whole = control("BACKUP_LAST_RECOVERY_POINT_CREATED", scope, recoveryPointAgeValue="3")
    create(client, whole, FrameworkDescription="of all", FrameworkTags={"a": "b"})
    create(client, name="other", FrameworkDescription="of points")
    client.create_report_plan(
        ReportPlanName="compliance",
        ReportDeliveryChannel={"S3BucketName": "audit"},
        ReportSetting={
            "ReportTemplate": "RESOURCE_COMPLIANCE_REPORT",
            "FrameworkArns": [described(client)["FrameworkArn"]],
            "NumberOfFrameworks": 1,
        },
    )
    client.describe_report_plan(ReportPlanName="compliance")
    client.list_report_plans()
    client.update_report_plan(ReportPlanName="compliance")
    update(client, FrameworkControls=[whole, control(PROTECTED)])
    client.list_frameworks(MaxResults=1)
    delete(client)


PREPARATIONS = {"a framework": lambda client: create(client, name="first")}
CHANGES = {
    "CreateFramework": lambda client: create(client, control(PROTECTED)),
    "UpdateFramework": lambda client: update(client, "first", FrameworkDescription="changed"),
    "DeleteFramework": lambda client: delete(client, "first"),
}
LISTINGS = {"ListFrameworks": _frameworks}
ANSWERS = {"frameworks": _show}
