"""Deployment outcomes: which frameworks a test lets AWS Backup be unable to deploy."""

from dataclasses import dataclass
from typing import Final

from .rule import Rule, require_one_of, require_text

DEPLOYED: Final = "COMPLETED"
DEPLOYMENT_STATUSES: Final = (DEPLOYED, "FAILED")


@dataclass(kw_only=True, eq=False)
class DeploymentOutcome(Rule):
    """The DeploymentStatus with which frameworks end up that are created or updated from now on."""

    plural = "deployments"
    function = "set_deployment_outcome"
    first_parameter = "status"
    unused_reason = "no such framework was created or updated"
    status: str
    framework_name: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_one_of("status", self.status, DEPLOYMENT_STATUSES)
        require_text("framework_name", self.framework_name)

    def matches(self, framework_name: str) -> bool:
        return self.framework_name in (None, framework_name)
