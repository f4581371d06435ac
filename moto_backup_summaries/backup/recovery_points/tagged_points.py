"""How recovery points are tagged: by their ARNs, in whichever vault they are."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from ..kit.state import FamilyState
from ..views import PointView
from .point import RecoveryPoint


class TaggedPoints(FamilyState, ABC):
    """What the operations of tags ask and change."""

    @abstractmethod
    def find(self, arn: str) -> RecoveryPoint | None:
        """The recovery point of this ARN in whichever vault."""

    @abstractmethod
    def change(self, point: PointView, **members: Any) -> RecoveryPoint:
        """Change members of a recovery point, and give it as it is now."""

    def tags_of(self, arn: str) -> Mapping[str, str] | None:
        """The tags of a recovery point, or None where there is none of this ARN."""
        return None if (point := self.find(arn)) is None else point.tags

    def tag(self, arn: str, tags: Mapping[str, str]) -> bool:
        """Tag a recovery point; whether there is one of this ARN."""
        if point := self.find(arn):
            self.change(point, RecoveryPointTags={**point.tags, **tags})
        return point is not None

    def untag(self, arn: str, keys: Iterable[str]) -> bool:
        """Take tags away from a recovery point; whether there is one of this ARN."""
        if point := self.find(arn):
            remaining = {key: value for key, value in point.tags.items() if key not in keys}
            self.change(point, RecoveryPointTags=remaining)
        return point is not None
