"""The controls of frameworks: what each evaluates, when, and by which parameters.

https://docs.aws.amazon.com/aws-backup/latest/devguide/controls-and-remediation.html
https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-frameworks-api.html
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from ..members import Members
from .checks import MOST_DAYS, in_range, one_of
from .constraints import ACCOUNT_ID
from .errors import InvalidParameterValueException, unknown
from .regions import is_region
from .resource_types import BY_NAME

_SECONDS = {"hours": 3_600, "days": 86_400}
_INTEGER = re.compile("[0-9]{1,9}", re.ASCII)
_PRINCIPAL = re.compile("arn:aws[a-z-]*:iam::[0-9]{12}:.+")
_MOST_NAMES = 5
# Minutes in a year: AWS tells no bound.
_MOST_MINUTES = 525_600

# What controls evaluate, by the names of AWS Config.
RESOURCE = "AWS::Backup::BackupSelection"
PLAN = "AWS::Backup::BackupPlan"
VAULT = "AWS::Backup::BackupVault"
POINT = "AWS::Backup::RecoveryPoint"

# The types of resource that AWS Config has rules for, such as ebs-resources-protected-by-backup-plan, and its
# names of them; resources of other types are not evaluated.
# https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
CONFIG_TYPES: Mapping[str, str] = {
    "Aurora": "AWS::RDS::DBCluster",
    "DynamoDB": "AWS::DynamoDB::Table",
    "EBS": "AWS::EC2::Volume",
    "EC2": "AWS::EC2::Instance",
    "EFS": "AWS::EFS::FileSystem",
    "FSx": "AWS::FSx::FileSystem",
    "RDS": "AWS::RDS::DBInstance",
    "S3": "AWS::S3::Bucket",
    "Storage Gateway": "AWS::StorageGateway::Volume",
    "VirtualMachine": "AWS::BackupGateway::VirtualMachine",
}
# Those of rules such as ebs-resources-in-logically-air-gapped-vault, and ebs-meets-restore-time-target.
_BEHIND_AIR_GAP = ("Aurora", "EBS", "EC2", "EFS", "S3")
_RESTORED = tuple(name for name in CONFIG_TYPES if name != "Storage Gateway")

# Gives the value of a parameter, by its name and text; raises InvalidParameterValueException.
_Read = Callable[[str, str], Any]


def _number(name: str, text: str, least: int = 1, most: int = MOST_DAYS) -> int:
    number = int(text) if _INTEGER.fullmatch(text) else None
    if number is None or not least <= number <= most:
        accepted = f"an integer from {least} to {most}"
        raise InvalidParameterValueException.of(name, text, accepted)
    return number


def _unit(name: str, text: str) -> str:
    one_of(name, text, _SECONDS)
    return text


def _names(name: str, text: str, is_one: Callable[[str], object], noun: str) -> tuple[str, ...]:
    """Names with commas between them; white space around them does not matter."""
    names = tuple(part.strip() for part in text.split(","))
    if len(names) > _MOST_NAMES or not all(map(is_one, names)):
        accepted = f"at most {_MOST_NAMES} {noun}, with commas between them"
        raise InvalidParameterValueException.of(name, text, accepted)
    return names


class Period(NamedTuple):
    """Two parameters that are a time together: a number and its unit, with the bounds of either unit."""

    number: str
    unit: str
    least_hours: int
    most_hours: int
    most_days: int

    @property
    def parameters(self) -> Mapping[str, _Read]:
        return {self.number: _number, self.unit: _unit}

    @property
    def defaults(self) -> Mapping[str, Any]:
        return {self.number: 1, self.unit: "days"}

    def check(self, values: Mapping[str, Any]) -> None:
        """Raise InvalidParameterValueException for a number outside of the bounds of its unit."""
        bounds = {"hours": (self.least_hours, self.most_hours), "days": (1, self.most_days)}
        unit = values[self.unit]
        in_range(f"{self.number} in {unit}", values[self.number], *bounds[unit])

    def seconds(self, values: Mapping[str, Any]) -> int:
        return int(values[self.number]) * _SECONDS[values[self.unit]]


FREQUENCY = Period("requiredFrequencyValue", "requiredFrequencyUnit", 1, 24, 31)
AGE = Period("recoveryPointAgeValue", "recoveryPointAgeUnit", 1, 744, 31)
AGE_BEHIND_AIR_GAP = AGE._replace(least_hours=24, most_hours=2_184, most_days=91)
_NONE: Mapping[str, Any] = MappingProxyType({})


class Control(NamedTuple):
    """A control.

    evaluates: what it looks at: the resources of backup selections, plans, vaults or recovery points.
    recorded: the type that AWS Config must record for it, if any.
    parameters: how the text of each is read. defaults: the value of each that is left out.
    period: those that are a time together, if any.
    types: of the resources that it evaluates, if it does any.
    is_daily: whether it runs every 24 hours, rather than when a configuration changes.
    """

    evaluates: str
    recorded: str | None
    parameters: Mapping[str, _Read] = _NONE
    defaults: Mapping[str, Any] = _NONE
    period: Period | None = None
    types: Container[str] = CONFIG_TYPES
    is_daily: bool = True

    def values(self, inputs: Iterable[Members]) -> dict[str, Any]:
        """The values of its parameters, as the inputs say, or by default.

        inputs: ControlInputParameters; raises InvalidParameterValueException for a value that is none.
        """
        texts = {each["ParameterName"]: each["ParameterValue"] for each in inputs}
        read = {name: self.parameters[name](name, text) for name, text in texts.items()}
        values = {**self.defaults, **read}
        if self.period is not None:
            self.period.check(values)
        return values


_RETENTION: Mapping[str, _Read] = {"requiredRetentionDays": _number}
_DEFAULT_RETENTION = {"requiredRetentionDays": 35}

# Defaults and bounds are those of the rules of AWS Config, such as
# https://docs.aws.amazon.com/config/latest/developerguide/backup-plan-min-frequency-and-min-retention-check.html
CONTROLS: Mapping[str, Control] = {
    "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN": Control(RESOURCE, RESOURCE),
    "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK": Control(
        PLAN,
        PLAN,
        {**FREQUENCY.parameters, **_RETENTION},
        {**FREQUENCY.defaults, **_DEFAULT_RETENTION},
        FREQUENCY,
        is_daily=False,
    ),
    "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED": Control(
        VAULT,
        VAULT,
        {"principalArnList": partial(_names, is_one=_PRINCIPAL.fullmatch, noun="ARNs of IAM")},
        {"principalArnList": ()},
        is_daily=False,
    ),
    "BACKUP_RECOVERY_POINT_ENCRYPTED": Control(POINT, POINT, is_daily=False),
    "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK": Control(
        POINT, POINT, _RETENTION, _DEFAULT_RETENTION, is_daily=False
    ),
    "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION": Control(
        RESOURCE,
        RESOURCE,
        {"crossRegionList": partial(_names, is_one=is_region, noun="names of regions")},
        {"crossRegionList": ()},
    ),
    "BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT": Control(
        RESOURCE,
        RESOURCE,
        {"crossAccountList": partial(_names, is_one=ACCOUNT_ID.fullmatch, noun="account ids")},
        {"crossAccountList": ()},
    ),
    "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK": Control(
        RESOURCE,
        RESOURCE,
        {"minRetentionDays": _number, "maxRetentionDays": _number},
        {"minRetentionDays": None, "maxRetentionDays": None},
    ),
    "BACKUP_LAST_RECOVERY_POINT_CREATED": Control(
        RESOURCE, POINT, AGE.parameters, AGE.defaults, AGE
    ),
    "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET": Control(
        RESOURCE,
        None,
        {"maxRestoreTime": partial(_number, most=_MOST_MINUTES)},
        {"maxRestoreTime": 720},
        types=_RESTORED,
    ),
    "RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT": Control(
        RESOURCE, POINT, AGE.parameters, AGE.defaults, AGE_BEHIND_AIR_GAP, _BEHIND_AIR_GAP
    ),
}


def check_controls(controls: Sequence[Members]) -> None:
    """Raise InvalidParameterValueException for controls that no framework can have.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_FrameworkControl.html
    """
    where = "FrameworkControls"
    if not controls:
        raise InvalidParameterValueException.of(where, controls, "at least one control")
    for control in controls:
        _check_control(control)
    _check_once(where, (control["ControlName"] for control in controls), "controls")


def _check_control(control: Members) -> None:
    name = control["ControlName"]
    if name not in CONTROLS:
        raise InvalidParameterValueException(unknown("ControlName", name, CONTROLS))
    inputs, where = control.get("ControlInputParameters", ()), f"parameters of {name}"
    accepted = CONTROLS[name].parameters
    for parameter in inputs:
        for member in ("ParameterName", "ParameterValue"):
            if not parameter.get(member):
                raise InvalidParameterValueException.of(member, parameter.get(member), "a string")
        if parameter["ParameterName"] not in accepted:
            words = None if accepted else "no parameters"
            message = unknown(where, parameter["ParameterName"], accepted, words)
            raise InvalidParameterValueException(message)
    _check_once(where, (parameter["ParameterName"] for parameter in inputs), "parameters")
    CONTROLS[name].values(inputs)
    _check_scope(control.get("ControlScope", {}))


def _check_once(where: str, names: Iterable[str], noun: str) -> None:
    for name, number in Counter(names).items():
        if number > 1:
            accepted = f"{noun} that differ, each once"
            raise InvalidParameterValueException.of(where, name, accepted)


def _check_scope(scope: Members) -> None:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ControlScope.html"""
    tags = scope.get("Tags", {})
    if len(tags) > 1:
        raise InvalidParameterValueException.of("ControlScope.Tags", tags, "one tag at most")
    if "" in tags:
        accepted = "a tag with a key, whose value alone may be empty"
        raise InvalidParameterValueException.of("ControlScope.Tags", tags, accepted)
    for name in scope.get("ComplianceResourceTypes", ()):
        if name not in BY_NAME and not name.startswith("AWS::"):
            message = unknown("ControlScope.ComplianceResourceTypes", name, BY_NAME)
            raise InvalidParameterValueException(message)
