"""What may be in vaults, by the sentences of AWS's pages alone.

Nothing here is postponed, counted or indexed: from what is so at a moment it follows what is gone by then.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

DAY = 24 * 3600
Name = tuple[str, str]  # Of a recovery point: its vault, and its ARN.


@dataclass
class Lock:
    """The lock of a vault. date: since when it is for good, or None."""

    least: int | None
    most: int | None
    date: float | None

    def allows(self, days: int | None) -> bool:
        """Whether a job may keep its recovery point for so many days; None is for ever."""
        if days is None:
            return self.most is None
        return (self.least or 0) <= days and (self.most is None or days <= self.most)


@dataclass
class Point:
    """A recovery point. ends: when its days are over. parts: those that it ever had."""

    vault: str
    arn: str
    resource: str
    created: float
    ends: float | None = None
    parent: str | None = None
    parts: list[str] = field(default_factory=list)
    is_continuous: bool = False

    @property
    def name(self) -> Name:
        return self.vault, self.arn


@dataclass
class Model:
    now: float
    # The lock of each vault that there is.
    vaults: dict[str, Lock | None]
    points: dict[Name, Point] = field(default_factory=dict)
    # What each active hold holds.
    holds: dict[str, Collection[Name]] = field(default_factory=dict)
    # What each access point gives access to.
    accessed: dict[str, Name] = field(default_factory=dict)
    # The vaults whose policy denies that anybody deletes a recovery point.
    denied: set[str] = field(default_factory=set)
    # Each deletion, and its moment.
    ended: list[tuple[str, float]] = field(default_factory=list)

    def is_held(self, point: Point) -> bool:
        return any(point.name in held for held in self.holds.values())

    def is_kept(self, point: Point) -> bool:
        """Whether it stays whatever its days: by a hold, or by an access point."""
        return self.is_held(point) or point.name in self.accessed.values()

    def is_locked(self, point: Point) -> bool:
        return self.vaults[point.vault] is not None

    def is_immutable(self, vault: str) -> bool:
        lock = self.vaults[vault]
        return lock is not None and lock.date is not None and lock.date <= self.now

    def parts(self, point: Point) -> list[Point]:
        """The parts that a composite recovery point has now."""
        return [
            part
            for part in self.points.values()
            if part.parent == point.arn and part.vault == point.vault
        ]

    def _goes(self, point: Point) -> bool:
        """Whether nobody need do anything for it to be gone now."""
        if self.is_kept(point) or self.parts(point):
            return False
        is_over = point.ends is not None and point.ends <= self.now
        return is_over or (bool(point.parts) and not self.is_locked(point))

    def settle(self) -> None:
        """Let go what goes at this moment: a composite one after its parts."""
        while gone := [point for point in self.points.values() if self._goes(point)]:
            for point in gone:
                self.delete(point)

    def delete(self, point: Point) -> None:
        del self.points[point.name]
        self.ended.append((point.arn, self.now))

    def moments(self) -> list[float]:
        """The moments to come when the days of a recovery point are over, or a lock is for good."""
        ends = {point.ends for point in self.points.values() if point.ends is not None}
        dates = {lock.date for lock in self.vaults.values() if lock and lock.date is not None}
        return sorted(moment for moment in ends | dates if moment > self.now)

    def pass_time(self, seconds: float) -> None:
        """Go from one moment to the next."""
        until = self.now + seconds
        for moment in self.moments():
            if moment <= until:
                self.now = moment
                self.settle()
        self.now = until

    def refuses_deletion(self, point: Point) -> bool:
        return self.is_kept(point) or self.is_locked(point) or bool(self.parts(point))

    def refuses_disassociation(self, point: Point) -> bool:
        return self.is_held(point) or self.is_locked(point) or not point.is_continuous

    def refuses_to_leave_parent(self, point: Point) -> bool:
        return self.is_held(point) or self.is_locked(point) or point.parent is None

    def refuses_other_days(self, point: Point) -> bool:
        return self.is_locked(point) or point.is_continuous

    def allows_job(self, vault: str, days: int | None) -> bool:
        lock = self.vaults[vault]
        return lock is None or lock.allows(days)

    def held_by(self, selects: Callable[[Point], bool]) -> set[Name]:
        """What a new hold holds of what there is."""
        return {
            point.name
            for point in self.points.values()
            if selects(point) and not point.is_continuous
        }

    def by_vault(self) -> Mapping[str, set[str]]:
        return {
            vault: {point.arn for point in self.points.values() if point.vault == vault}
            for vault in self.vaults
        }

    def add(self, points: Iterable[Point]) -> None:
        self.points.update((point.name, point) for point in points)
