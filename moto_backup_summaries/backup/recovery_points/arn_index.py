"""The recovery points of a vault by ARN."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .point import RecoveryPoint
from .stored_points import StoredPoints


class ArnIndex:
    """The numbers of recovery points by the ARN that they came with.

    What was made up is not here: those who made it up tell it back. A batch that is alone, and in which all
    ARNs differ, is read when somebody asks for one.
    """

    def __init__(self, own: Mapping[int, RecoveryPoint], stored: Sequence[StoredPoints]) -> None:
        self._numbers = {point.arn: number for number, point in own.items()}
        self._unread = list(stored)
        self._generated: list[StoredPoints] = []

    def add(self, arn: str, number: int) -> None:
        self._numbers[arn] = number

    def add_stored(self, points: StoredPoints) -> None:
        self._unread.append(points)

    def remove(self, arn: str, number: int) -> None:
        if self._numbers.get(arn) == number:
            del self._numbers[arn]

    def find(self, arn: str) -> int | None:
        self._read()
        if arn in self._numbers:
            return self._numbers[arn]
        return next(self._made_up(arn), None)

    def _made_up(self, arn: str) -> Iterator[int]:
        for points in self._generated:
            row = points.row_of(arn)
            if row is not None:
                yield points.first + row

    def replaced(self) -> Iterable[int]:
        """The numbers of those whose ARN came again, with a later one, since this was asked."""
        batches = {points.batch for points in self._unread}
        is_alone = len(batches) == 1 and not (self._numbers or self._generated)
        if is_alone and not any(points.may_repeat for points in self._unread):
            return ()
        return self._read()

    def _read(self) -> Iterable[int]:
        replaced: dict[int, None] = {}
        while self._unread:
            points = self._unread.pop(0)
            numbers, given = points.given_arns()
            if self._generated:
                replaced.update((it, None) for arn in given for it in self._made_up(arn))
            if points.may_repeat or not self._numbers.keys().isdisjoint(given):
                replaced.update((it, None) for it in self._repeated(numbers, given))
            self._numbers.update(zip(given, numbers, strict=True))
            if len(given) < points.left:
                self._generated.append(points)
        return replaced

    def _repeated(self, numbers: Sequence[int], given: Sequence[str]) -> Iterator[int]:
        for number, arn in zip(numbers, given, strict=True):
            if arn in self._numbers:
                yield self._numbers[arn]
            self._numbers[arn] = number
