"""The recovery points of one vault, found by ARN, creation and resource."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from ..frame.transactions import append, assign, drop, put
from ..kit.state import on_failure
from ..listing.conditions import Condition
from ..listing.days import Day, meeting, newest_first
from ..listing.timeline import END, ByMember, Place
from ..timestamps import day_of
from .arn_index import ArnIndex
from .point import RecoveryPoint
from .stored_points import ExpiredPoints, StoredPoints


class VaultPoints:
    """Each has a number, by which places that are the same moment are ordered.

    The indexes are made when somebody asks, and again when a change failed.
    """

    def __init__(self) -> None:
        self._number = 0
        self._own: dict[int, RecoveryPoint] = {}  # Those that came one by one.
        self._stored: list[StoredPoints] = []
        self._forget_indexes()

    def _forget_indexes(self) -> None:
        self._arns: ArnIndex | None = None
        self._days: dict[int, Day] | None = None
        self._resources: ByMember | None = None

    def __len__(self) -> int:
        self._by_arn()
        return self._number

    def __iter__(self) -> Iterator[RecoveryPoint]:
        self._by_arn()
        for stored in self._stored:
            yield from map(stored.point, stored.rows())
        yield from self._own.values()

    def add(self, number: int, point: RecoveryPoint) -> None:
        """Take on one, which takes the place of the one that had its ARN."""
        self.remove(point.arn)
        on_failure(self._forget_indexes)
        put(self._own, number, point)
        assign(self, _number=self._number + 1)
        self._by_arn().add(point.arn, number)
        if self._days is not None:
            self._day(self._days, day_of(point.created)).insert(point.created, number)
        if self._resources is not None:
            self._resources.insert(point.resource_arn, point.created, number)

    def add_stored(self, points: StoredPoints) -> None:
        """The same for those that were stored together; their ARNs are compared when somebody asks."""
        on_failure(self._forget_indexes)
        append(self._stored, points)
        assign(self, _number=self._number + points.left)
        if self._arns is not None:
            self._arns.add_stored(points)
        if self._days is not None:
            self._read_days(self._days, points)
        if self._resources is not None:
            self._resources.add(points)

    def get(self, arn: str) -> RecoveryPoint | None:
        """The one with this ARN, which may be changed."""
        number = self._number_of(arn)
        if number is None:
            return None
        if number in self._own:
            return self._own[number]
        points = self._with(number)
        return points.asked(number - points.first)

    def stored_parts_of(self, arn: str) -> Iterator[RecoveryPoint]:
        """Those stored together that came as parts of a composite one, also what was replaced since."""
        for points in self._stored:
            yield from points.parts_of(arn)

    def remove(self, arn: str) -> None:
        """Be without the one with this ARN, if there is any."""
        number = self._number_of(arn)
        if number is not None:
            self._take(number, self._by_arn())

    def _take(self, number: int, arns: ArnIndex) -> None:
        point = self.point(number)
        on_failure(self._forget_indexes)
        if self._days is not None:
            self._days[day_of(point.created)].remove(point.created, number)
        if self._resources is not None:
            self._resources.remove(point.resource_arn, point.created, number)
        arns.remove(point.arn, number)
        if drop(self._own, number) is None:
            points = self._with(number)
            points.take(number - points.first)
        assign(self, _number=self._number - 1)

    def expire(
        self, points: StoredPoints, now: float
    ) -> tuple[ExpiredPoints, Sequence[RecoveryPoint]]:
        """Delete and give those whose days are over; and those that stay, since they may have changed."""
        self._forget_indexes()
        on_failure(self._forget_indexes)
        expired, asked = points.expire(now)
        assign(self, _number=self._number - len(expired))
        return expired, asked

    def point(self, number: int) -> RecoveryPoint:
        """The one with a number, to be read."""
        if number in self._own:
            return self._own[number]
        points = self._with(number)
        return points.point(number - points.first)

    def newest_first(
        self, conditions: Sequence[Condition], after: Place = END
    ) -> Iterator[tuple[Place, RecoveryPoint]]:
        """Those that meet all conditions, with their places, from behind a place."""
        return meeting(conditions, partial(self._found, conditions), self.point, after)

    def _found(
        self, conditions: Sequence[Condition], after: Place, since: float
    ) -> Iterator[Place]:
        for condition in conditions:
            if condition.member == "ResourceArn":
                return self._by_resource().of(condition.wanted).newest_first(after)
        return newest_first(self._by_day(), conditions, self._own, after, since)

    def resources(self, after: str | None) -> Iterator[str]:
        """The ARNs of the resources that have any, in order, from behind one."""
        return self._by_resource().values(after)

    def latest(self, resource_arn: str) -> Iterator[tuple[Place, RecoveryPoint]]:
        """The latest one of a resource, if it has any, with its place."""
        for place in islice(self._by_resource().of(resource_arn).newest_first(), 1):
            yield place, self.point(int(place[1]))

    def _number_of(self, arn: str) -> int | None:
        arns, self._arns = self._by_arn(), None
        number = arns.find(arn)
        self._arns = arns
        return number

    def _by_arn(self) -> ArnIndex:
        """All by their ARNs. Of those with the same, all but the last are taken away.

        The index is not kept while it reads, so that what fails then is read again.
        """
        arns, self._arns = self._arns or ArnIndex(self._own, self._stored), None
        for number in arns.replaced():
            self._take(number, arns)
        self._arns = arns
        return arns

    def _by_day(self) -> Mapping[int, Day]:
        self._by_arn()
        if self._days is None:
            days: dict[int, Day] = {}
            for points in self._stored:
                self._read_days(days, points)
            for number, point in self._own.items():
                self._day(days, day_of(point.created)).insert(point.created, number)
            self._days = days
        return self._days

    def _read_days(self, days: dict[int, Day], points: StoredPoints) -> None:
        for day in points.days:
            self._day(days, day).add_stored(points)

    def _day(self, days: dict[int, Day], day: int) -> Day:
        if day not in days:
            days[day] = Day(day)
        return days[day]

    def _by_resource(self) -> ByMember:
        self._by_arn()
        if self._resources is None:
            resources = ByMember("ResourceArn", lambda number: self._created(number))
            for points in self._stored:
                resources.add(points)
            for number, point in self._own.items():
                resources.insert(point.resource_arn, point.created, number)
            self._resources = resources
        return self._resources

    def _created(self, number: int) -> float:
        if number in self._own:
            return self._own[number].created
        points = self._with(number)
        return points.created[number - points.first]

    def _with(self, number: int) -> StoredPoints:
        """The stored ones with this number among them."""
        index = bisect_right(self._stored, number, key=lambda points: points.first) - 1
        return self._stored[index]
