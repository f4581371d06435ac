"""Where the parts of a plot stand, in units of its picture. Each plot has a table beside it."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 700, 180
_GAP = 0.25


class Part(NamedTuple):
    """A part of a bar. value_index: of its value among the bar's values."""

    x: float
    y: float
    width: float
    height: float
    value_index: int


def bars(values: Sequence[Sequence[int]]) -> list[list[Part]]:
    """Bars side by side, each of parts on top of each other; the highest bar fills the picture."""
    highest = max((sum(of_bar) for of_bar in values), default=0) or 1
    step = WIDTH / max(1, len(values))
    return [
        [
            Part(
                round(step * (number + _GAP / 2), 1),
                round(HEIGHT * (1 - sum(of_bar[: index + 1]) / highest), 1),
                round(step * (1 - _GAP), 1),
                round(HEIGHT * value / highest, 1),
                index,
            )
            for index, value in enumerate(of_bar)
            if value
        ]
        for number, of_bar in enumerate(values)
    ]


def line(percents: Sequence[float | None]) -> str:
    """The points of a line through percents, one for each bar; where there is none, the line goes on."""
    step = WIDTH / max(1, len(percents))
    points = (
        (round(step * (number + 0.5), 1), round(HEIGHT * (1 - percent / 100), 1))
        for number, percent in enumerate(percents)
        if percent is not None
    )
    return " ".join(f"{x},{y}" for x, y in points)
