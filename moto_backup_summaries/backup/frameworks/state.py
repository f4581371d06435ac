"""The frameworks of one account and region, and how far each is deployed."""

from collections.abc import Mapping, Sequence
from typing import Any

from .. import timestamps
from ..aws.errors import (
    AlreadyExistsException,
    ConflictException,
    LimitExceededException,
)
from ..aws.recorded_errors import CONTROLS_EXIST
from ..kit.backup_resources import BackupResource, BackupResources
from ..kit.states import ManagedProgress, managed_model, progress_of
from ..members import Members

# https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-frameworks.html
MOST_FRAMEWORKS = 15
# https://docs.aws.amazon.com/aws-backup/latest/devguide/controls-and-remediation.html
MOST_CONTROLS = 50
MODEL = managed_model("backup::framework")


class Framework(BackupResource):
    """A framework, whose name is its key.

    controls: its FrameworkControls. updated: the request that changed it last, or None.
    deployed: the DeploymentStatus with which it ends up: COMPLETED, or FAILED where a test says so.
    progress: its way there, or out of existence; None where that was immediate.
    is_leaving: whether it is being deleted.
    """

    def __init__(self, key: str, arn: str, request: Mapping[str, Any]) -> None:
        super().__init__(key, arn, timestamps.now(), request)
        self.description: str | None = request.get("FrameworkDescription")
        self.controls: Sequence[Members] = request["FrameworkControls"]
        self.updated: Mapping[str, Any] | None = None
        self.deployed = "COMPLETED"
        self.progress: ManagedProgress | None = None
        self.is_leaving = False

    @property
    def deployment_status(self) -> str:
        if self.progress is None:
            return self.deployed
        self.progress = self.progress.at(timestamps.now())
        return self.progress.state

    @property
    def deletion_due(self) -> float:
        """When it is gone, if it is on its way to that; else NEVER."""
        return self.progress.due if self.progress and self.is_leaving else timestamps.NEVER


class Frameworks(BackupResources[Framework]):
    title = "Framework"
    arn_kind = "framework"

    def create(self, request: Mapping[str, Any], deployed: str) -> Framework:
        """A new framework; raises for one too many, and for controls that another has.

        deployed: the DeploymentStatus with which it ends up.

        https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-frameworks.html
        """
        name, controls = request["FrameworkName"], request["FrameworkControls"]
        present = self.get(name)
        if present is not None:
            message, token = (
                f"Framework {name} already exists",
                present.request.get("IdempotencyToken"),
            )
            raise AlreadyExistsException(message, Arn=present.arn, CreatorRequestId=token)
        if sum(1 for _ in self) >= MOST_FRAMEWORKS:
            raise LimitExceededException(
                f"An account has at most {MOST_FRAMEWORKS} frameworks in a region"
            )
        self._check_controls(name, controls)
        framework = Framework(name, self.new_arn(name), request)
        framework.tags = request.get("FrameworkTags", {})
        _deploy(framework, "CREATE_IN_PROGRESS", deployed)
        self.add(framework)
        return framework

    def update(self, framework: Framework, request: Mapping[str, Any], deployed: str) -> None:
        """Let a framework have other controls, another description, or both."""
        self._refuse_in_progress(framework)
        controls = request.get("FrameworkControls", framework.controls)
        self._check_controls(framework.key, controls)
        framework.controls = controls
        framework.description = request.get("FrameworkDescription", framework.description)
        framework.updated = request
        framework.loaded_members = {}
        _deploy(framework, "UPDATE_IN_PROGRESS", deployed)

    def delete(self, framework: Framework) -> None:
        self._refuse_in_progress(framework)
        framework.is_leaving = True
        framework.loaded_members = {}
        framework.progress = progress_of(MODEL, ("DELETE_IN_PROGRESS", "DELETED"), timestamps.now())
        if framework.progress is None:
            self.remove(framework)
        self._set_first_due()

    def with_arn(self, arn: str) -> Framework | None:
        return self._by_arn.get(arn)

    def look(self, framework: Framework) -> bool:
        """Count a look at it, as a manual transition does; whether it is there after that."""
        if framework.progress is not None:
            framework.progress = framework.progress.after_look()
            self.forget_deleted(timestamps.now())
        return self.has_arn(framework.arn)

    def forget_deleted(self, now: float) -> None:
        """Forget the frameworks whose deletion is done."""
        for framework in [each for each in self if each.deletion_due <= now]:
            self.remove(framework)
        self._set_first_due()

    def _set_first_due(self) -> None:
        self.first_due = min((each.deletion_due for each in self), default=timestamps.NEVER)

    def _refuse_in_progress(self, framework: Framework) -> None:
        status = framework.deployment_status
        if status != framework.deployed:
            raise ConflictException(f"Framework {framework.key} is {status}")

    def _check_controls(self, name: str, controls: Sequence[Members]) -> None:
        """Raise for controls that another framework has, and for too many of all together."""
        others = [framework for framework in self if framework.key != name]
        compared = _comparable(controls)
        for framework in others:
            if _comparable(framework.controls) == compared:
                raise CONTROLS_EXIST.error(
                    framework=framework.key,
                    account=self.account_id,
                    Arn=framework.arn,
                    CreatorRequestId=framework.request.get("IdempotencyToken"),
                )
        if len(controls) + sum(len(framework.controls) for framework in others) > MOST_CONTROLS:
            raise LimitExceededException(
                f"The frameworks of an account have at most {MOST_CONTROLS} controls in a region"
            )


def _deploy(framework: Framework, first: str, deployed: str) -> None:
    """Let a framework be on its way from a first DeploymentStatus to its last."""
    framework.deployed = deployed
    framework.progress = progress_of(MODEL, (first, deployed), timestamps.now())


def _comparable(controls: Sequence[Members]) -> Mapping[str, Any]:
    """Controls without the order of them, of their parameters and of what they are about."""
    return {
        control["ControlName"]: (
            {
                given["ParameterName"]: given["ParameterValue"]
                for given in control.get("ControlInputParameters", ())
            },
            {
                member: sorted(value) if isinstance(value, list) else value
                for member, value in control.get("ControlScope", {}).items()
                if value
            },
        )
        for control in controls
    }
