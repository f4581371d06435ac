"""What a job does in order to complete, and how it ends where it cannot."""

import logging
from collections.abc import Callable
from typing import Any

from ..aws.arns import Arn
from ..aws.endings import Ending, failure, no_vault
from ..aws.errors import shown
from ..aws.inferring import TEST_TAG
from ..aws.job_kinds import RESTORE, JobKind
from ..members import Members
from ..neighbours.contents.content import Content, Order, UnrestorableError

_LOG = logging.getLogger(__name__)


def finish(
    kind: JobKind, account: tuple[str, str], has_vault: Callable[[str], bool], members: Members
) -> Ending | None:
    """How a job ends that was to complete, but cannot; None where it completes.

    account: its id and region. has_vault: whether there is a vault of an ARN.
    """
    if kind is RESTORE:
        return _restore(account, members)
    if kind.leaves_recovery_point and not has_vault(members[kind.vault]):
        return no_vault(kind, members[kind.vault])
    return None


def _restore(account: tuple[str, str], members: Members) -> Ending | None:
    """Make what a restore job creates, if its backup has the content of that."""
    content: Content | None = members.get("Content")
    created = Arn.of(members["CreatedResourceArn"])
    if content is None or not content.makes(created):
        return None
    metadata: dict[str, str] = members["Metadata"]
    order = Order(
        created,
        *account,
        metadata={name.lower(): value for name, value in metadata.items()},
        tags={**(members.get("RestoredTags") or {}), **_tags_of_test(members)},
        point_arn=members["RecoveryPointArn"],
    )
    try:
        content.restore(order)
    except UnrestorableError as error:
        if error.name:
            tell_unusable(members, error.name)
        return failure(RESTORE, str(error))
    return None


def _tags_of_test(job: Members) -> dict[str, str]:
    """The tag that AWS gives to what restore testing restores."""
    is_test = "RestoreTestingPlanArn" in (job.get("CreatedBy") or {})
    return {TEST_TAG: ""} if is_test else {}


def tell_unusable(job: Members, name: str) -> None:
    """Log what AWS does not say: which name of a restore job's Metadata is wrong, or missing."""
    metadata: dict[str, Any] = job["Metadata"]
    values = [value for key, value in metadata.items() if key.lower() == name.lower()]
    _LOG.warning(
        "Restore job %s fails: AWS Backup cannot use its Metadata.%s, %s",
        job["RestoreJobId"],
        name,
        shown(values[0]) if values else "which is missing",
    )
