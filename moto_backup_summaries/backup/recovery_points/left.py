"""What recovery points are in the services of their resources: snapshots, images, backups of tables."""

from collections.abc import Callable, Iterator, Sequence

from ..aws.arns import Arn, vault_name_of
from ..aws.job_kinds import COPY
from ..members import Members
from ..neighbours.contents.content import Content, LeftPoint
from ..timestamps import now
from ..views import JobRows, JobView
from .point import RecoveryPoint

# The member of a job with what its backup has of a resource of moto.
CONTENT = "Content"


def leave(point: RecoveryPoint) -> None:
    """Make what a backup leaves in its service, if anything."""
    job = point.job
    content: Content | None = job.member(CONTENT)
    if content is None:
        return
    arn = Arn.of(point.arn)
    if arn.kind == content.left:
        account_id, is_copy = Arn.of(point.vault_arn).account_id, job.kind is COPY
        content.leave(
            LeftPoint(arn, account_id, point.resource_arn, job.created, point.tags, job.id, is_copy)
        )


def leave_stored(
    store: JobRows, numbers: Sequence[int], vault_arn: str, kept_for: float | None
) -> Sequence[Content | None]:
    """Make what many backups leave, and give it: None of those that are kept no longer by now.

    It is empty where none has any content.
    """
    contents: Sequence[Content | None] = store.values(CONTENT, numbers)
    # Loaded jobs have none. Other requests wait meanwhile, so that no loop of Python goes through a million.
    if contents.count(None) == len(contents):
        return ()
    if kept_for is not None:
        moment, created = now(), store.creations(numbers)
        contents = [
            content if begin + kept_for > moment else None
            for content, begin in zip(contents, created, strict=True)
        ]
    for number, content in zip(numbers, contents, strict=True):
        if content is not None and content.left:
            job = store.view(number)
            arn = job.member(job.kind.recovery_point)
            leave(RecoveryPoint(arn, vault_name_of(vault_arn), vault_arn, job))
    return contents


def remove(
    view: Callable[[int], RecoveryPoint],
    rows: Sequence[int],
    contents: Sequence[Content | None],
) -> Iterator[int]:
    """Remove again what the recovery points of rows have left; give those with contents.

    view: gives the recovery point of a row.
    """
    for row, content in zip(rows, contents, strict=True):
        if content is not None:
            point = view(row)
            arn = Arn.of(point.arn)
            if arn.kind == content.left:
                content.remove(arn, Arn.of(point.vault_arn).account_id)
            yield row


def without_content(row: Members) -> Members:
    """What changes in a row, whose content nobody restores any more; the store of its job forgets it too."""
    job: JobView | None = row.get("job")
    if job is not None:
        return {CONTENT: None, "job": job.without_content()}
    row["job_store"].drop_content(row["job_number"])
    return {CONTENT: None}
