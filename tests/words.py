"""The words that calls of the package take, as types: written from botocore's model and our tables.

`python tests/words.py > moto_backup_summaries/words.py` writes them again, for a newer botocore.
"""

from collections.abc import Iterable, Iterator

import botocore
from botocore import xform_name

from moto_backup_summaries.backup.aws import service_model
from moto_backup_summaries.backup.aws.job_kinds import KINDS
from moto_backup_summaries.backup.publishing.table import states_by_detail_type
from moto_backup_summaries.backup.scenario import approvals, deletions, deployments
from moto_backup_summaries.backup.scenario.faults import error_statuses
from moto_backup_summaries.backup.scenario.progressions import PROGRESSIONS

_LONGEST = 95
_HEAD = '''"""The words that calls of this package take, as types for mypy and pyright.

Made by `python tests/words.py` out of botocore's model; a test compares them. Values are checked when
they come, whatever their types.
"""

from typing import Literal, TypeAlias

# The botocore that they were made with.
BOTOCORE = "{release}"
# fmt: off
'''


def text() -> str:
    """The whole module."""
    aliases = [_alias(name, values) for name, values in words().items()]
    return _HEAD.format(release=botocore.__version__) + "".join(aliases)


def words() -> dict[str, list[str]]:
    """The values of each type."""
    operations = service_model.operation_names()
    states = states_by_detail_type().values()
    return {
        "Kind": [kind.name for kind in KINDS],
        "FinalState": _sorted(state for kind in KINDS for state in kind.final_states),
        "ScanResultStatus": service_model.enum("ListScanJobs", "ByScanResultStatus"),
        "Progress": [*PROGRESSIONS],
        "ApprovalStatus": [*approvals.STATUSES],
        # As AWS or boto3 name them, as all operations.
        "ApprovalOperation": [*approvals.OPERATIONS, *map(xform_name, approvals.OPERATIONS)],
        "DeletionStatus": [*deletions.DELETION_STATUSES],
        "DeploymentStatus": [*deployments.DEPLOYMENT_STATUSES],
        "EventType": [*states_by_detail_type()],
        "EventState": _sorted(state for of_type in states for state in of_type),
        "ErrorCode": _sorted(error_statuses()),
        "OperationName": [*operations, *map(xform_name, operations)],
    }


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted(set(values))


def _alias(name: str, values: list[str]) -> str:
    lines = "".join(f"    {line}\n" for line in _lines([f'"{value}",' for value in values]))
    return f"{name}: TypeAlias = Literal[\n{lines}]\n"


def _lines(values: list[str]) -> Iterator[str]:
    """As many values on a line as there is room for."""
    line = ""
    for value in values:
        if len(line) + len(value) > _LONGEST:
            yield line.rstrip()
            line = ""
        line += f"{value} "
    yield line.rstrip()


if __name__ == "__main__":
    print(text(), end="")
