"""What AWS Backup's resources have in common, and how those of one kind are kept and found."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from moto.utilities.utils import get_partition

from ..aws.errors import ResourceNotFoundException
from ..aws.identifiers import new_id
from .state import FamilyState, State, StateDict

_UNKNOWN: Mapping[str, Any] = MappingProxyType({})


class BackupResource(State):
    """A vault, a plan, a report plan: what has an ARN and tags, and was made by a request.

    key: what requests name it by. created: in seconds since 1970.
    request: what it was made by, as far as that is known.
    loaded_members: members that it was loaded with, and that follow from nothing else that is stored.
    number: its position in lists. It grows with each resource that is made, and is never given again.
    """

    def __init__(
        self, key: str, arn: str, created: float, request: Mapping[str, Any] = _UNKNOWN
    ) -> None:
        self.key = key
        self.arn = arn
        self.created = created
        self.request = request
        self.number = 0
        self.loaded_members: Mapping[str, Any] = {}
        self.tags: Mapping[str, str] = {}

    @property
    def creator_request_id(self) -> str | None:
        return self.request.get("CreatorRequestId")


class Taggable(Protocol):
    """What keeps things that have tags, by ARN."""

    def tags_of(self, arn: str) -> Mapping[str, str] | None:
        """The tags of a thing, or None where it is not here."""
        ...

    def tag(self, arn: str, tags: Mapping[str, str]) -> bool:
        """Tag a thing; whether it is here."""
        ...

    def untag(self, arn: str, keys: Iterable[str]) -> bool:
        """Take tags away from a thing; whether it is here."""
        ...


AnyResource = TypeVar("AnyResource", bound=BackupResource)


class BackupResources(FamilyState, Generic[AnyResource]):
    """The resources of one kind in one account and region, in the order in which they were made.

    title: what an error calls one, such as `Report plan`.
    arn_kind, arn_separator: what their ARNs have before the key, such as `backup-vault` and `:`.
    """

    title: ClassVar[str]
    arn_kind: ClassVar[str]
    arn_separator: ClassVar[str] = ":"

    def __init__(self, account_id: str, region: str) -> None:
        self.account_id = account_id
        self.region = region
        self._by_key: StateDict[str, AnyResource] = StateDict()
        self._by_arn: StateDict[str, AnyResource] = StateDict()
        self._last_number = 0

    def __iter__(self) -> Iterator[AnyResource]:
        return iter(self._by_key.values())

    def get(self, key: str) -> AnyResource | None:
        return self._by_key.get(key)

    def named(self, key: str, /) -> AnyResource:
        """The resource with a key; raises ResourceNotFoundException where there is none."""
        resource = self.get(key)
        if resource is None:
            raise ResourceNotFoundException(f"{self.title} {key} not found")
        return resource

    def has_arn(self, arn: str) -> bool:
        return arn in self._by_arn

    def arn_of(self, key: str) -> str:
        begin = f"arn:{get_partition(self.region)}:backup:{self.region}:{self.account_id}"
        return f"{begin}:{self.arn_kind}{self.arn_separator}{key}"

    def new_arn(self, name: str) -> str:
        """An ARN of a name and a new id: of two of one name, one after the other, AWS's differ."""
        return f"{self.arn_of(name)}-{new_id()}"

    def add(self, resource: AnyResource) -> None:
        """Keep a new resource, behind all others."""
        self._last_number += 1
        resource.number = self._last_number
        self._by_key[resource.key] = resource
        self._by_arn[resource.arn] = resource

    def remove(self, resource: AnyResource) -> None:
        """Forget a resource, with its tags."""
        del self._by_key[resource.key]
        del self._by_arn[resource.arn]

    def tags_of(self, arn: str) -> Mapping[str, str] | None:
        resource = self._by_arn.get(arn)
        return None if resource is None else resource.tags

    def tag(self, arn: str, tags: Mapping[str, str]) -> bool:
        resource = self._by_arn.get(arn)
        if resource is not None:
            resource.tags = {**resource.tags, **tags}
        return resource is not None

    def untag(self, arn: str, keys: Iterable[str]) -> bool:
        resource = self._by_arn.get(arn)
        if resource is not None:
            tags = resource.tags
            resource.tags = {key: value for key, value in tags.items() if key not in keys}
        return resource is not None
