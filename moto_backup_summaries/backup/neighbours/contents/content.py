"""The content of a resource: what each type of it must do, and what it is told."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, ClassVar

from moto.core.exceptions import JsonRESTError, ServiceException

from ...aws.arns import Arn
from ...aws.restoring import INVALID_MESSAGE
from ...kit.state import on_failure

# The tag that AWS gives to what a backup leaves, by which programs tell it from other snapshots.
SOURCE_TAG = "aws:backup:source-resource"


class UnrestorableError(Exception):
    """Why a resource is not restored: the StatusMessage of the job.

    name: of Metadata, where a value of it is what AWS Backup cannot use.
    """

    def __init__(self, message: str = INVALID_MESSAGE, name: str = "") -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class LeftPoint:
    """A recovery point, for the service of its resource.

    account_id: of its vault. created: in seconds since 1970. job_id: of the job that left it.
    is_copy: whether that was a copy job.
    """

    arn: Arn
    account_id: str
    resource_arn: str
    created: float
    tags: Mapping[str, str]
    job_id: str
    is_copy: bool

    @property
    def moment(self) -> datetime:
        """When it was created, as moto has its moments."""
        return datetime.fromtimestamp(self.created, timezone.utc).replace(tzinfo=None)

    @property
    def all_tags(self) -> dict[str, str]:
        """Its tags, and the one that AWS gives."""
        return {**self.tags, SOURCE_TAG: self.resource_arn}


@dataclass(frozen=True)
class Order:
    """What a restore is to make.

    created: its ARN. metadata: by names in small letters. tags: that it gets. point_arn: of what it restores.
    """

    created: Arn
    account_id: str
    region: str
    metadata: Mapping[str, str]
    tags: Mapping[str, str]
    point_arn: str

    def needed(self, name: str) -> str:
        """The value of a name that Metadata must have."""
        if not self.metadata.get(name):
            raise UnrestorableError(name=name)
        return self.metadata[name]

    def number(self, name: str, default: int | None) -> int | None:
        """The whole number of a name in Metadata, or the default without it."""
        text = self.metadata.get(name)
        if not text:
            return default
        if not text.isdecimal():
            raise UnrestorableError(name=name)
        return int(text)

    def flag(self, name: str, *, default: bool) -> bool:
        """Whether a name in Metadata is true, or the default without it."""
        return self.metadata.get(name, str(default)).lower() == "true"


class Content:
    """What a backup has of a resource, as that was then. Contents are compared by identity.

    left: the kinds of ARN of recovery points that are something in the service: `ec2:snapshot`.
    made: the kind of ARN of what a restore makes.
    """

    left: ClassVar[str] = ""
    made: ClassVar[str] = ""

    def makes(self, created: Arn) -> bool:
        """Whether a restore makes what has this ARN."""
        return created.kind == self.made

    def under_key(self, key_arn: str) -> "Content":
        """The same as a copy has it: encrypted with this key, where a service keeps its backups itself."""
        return self

    def leave(self, point: LeftPoint) -> None:
        """Make what a backup leaves in its service, under the ARN of the recovery point."""

    def remove(self, point: Arn, account_id: str) -> None:
        """Remove it again."""

    def restore(self, order: Order) -> None:
        """Make the resource; raises UnrestorableError where that is impossible."""


@contextmanager
def refusals_of_moto() -> Iterator[None]:
    """Let what moto refuses be why a resource is not restored."""
    try:
        yield
    except (JsonRESTError, ServiceException) as error:
        raise UnrestorableError(str(error.message)) from error


@contextmanager
def made_of_snapshot(
    resources: Any, name: str, snapshots: Any, new_snapshot: Callable[[str], Any]
) -> Iterator[str]:
    """Let moto make a resource of a snapshot that it has for as long; gives the id by which it has that.

    new_snapshot: makes a snapshot of an id. A recovery point need not be a snapshot in the region. moto makes
    an automatic snapshot of what is new: both are undone if the request fails.
    """
    temporary = f"of-aws-backup-{name}"
    snapshots[temporary] = new_snapshot(temporary)
    known = set(snapshots)
    try:
        with refusals_of_moto():
            yield temporary
    finally:
        del snapshots[temporary]
    on_failure(resources.pop, name, None)
    for key in set(snapshots) - known:
        on_failure(snapshots.pop, key, None)


def put(mapping: Any, key: Any, value: Any) -> None:
    """Put something new into a mapping of moto, unless the request fails."""
    on_failure(mapping.pop, key, None)
    mapping[key] = value


def take(mapping: Any, key: Any) -> Any | None:
    """Take something out of a mapping of moto, if it is there, unless the request fails."""
    value = mapping.pop(key, None)
    if value is not None:
        on_failure(mapping.__setitem__, key, value)
    return value


def keep(*things: Any) -> Callable[[], None]:
    """Let things of moto be as they are now, if the request fails; gives what puts them back before.

    things: mappings and sets with what is in them, others with their attributes.
    """
    contents = [thing if isinstance(thing, (dict, set)) else thing.__dict__ for thing in things]
    kept = [(present, present.copy()) for present in contents]

    def put_back() -> None:
        for present, before in kept:
            present.clear()
            present.update(before)

    on_failure(put_back)
    return put_back
