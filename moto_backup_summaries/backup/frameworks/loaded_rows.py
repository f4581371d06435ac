"""Frameworks of an account's document."""

from collections.abc import Sequence

from ..account import Account
from ..kit.account_rows import AccountRow, new_rows, tags_of
from .state import Framework


def load_frameworks(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep frameworks. FrameworkStatus is as told until moto's AWS Config records, or it is changed."""
    frameworks = account.frameworks
    for row in new_rows(rows, "FrameworkName", frameworks.get, "framework of the account"):
        request = row.having("FrameworkDescription", "FrameworkControls", "IdempotencyToken")
        framework = Framework(row["FrameworkName"], row["FrameworkArn"], request)
        framework.created = row["CreationTime"]
        framework.tags = tags_of(row)
        framework.loaded_members = row.having("DeploymentStatus", "FrameworkStatus")
        frameworks.add(framework)
