"""Labels on a map that never overlap: placed by priority, dropped when there is no room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from crossmobility.render.geometry import Point, View
from crossmobility.render.text_width import text_width

CELL: Final = 2  # pixels
SIZE: Final = 11.5
LINE: Final = 15.0
CROSSING: Final = 0.5  # what a label pays for each cell of a curve it covers


@dataclass(frozen=True)
class Label:
    """A word to place beside a circle: its text, the circle, and where it ended up (``None`` until placed)."""

    key: str
    name: str
    value: str
    centre: Point
    radius: float


@dataclass(frozen=True)
class Placed:
    """A label with the left end of its base line."""

    label: Label
    x: float
    y: float


class Room:
    """The free room of a picture, on a grid of 2-pixel cells."""

    def __init__(self, view: View) -> None:
        self.width, self.height = view.width, view.height
        shape = (int(view.height) // CELL + 1, int(view.width) // CELL + 1)
        self._taken = np.zeros(shape, dtype=bool)
        self._crossed = np.zeros(shape, dtype=np.float32)

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Mark a rectangle as taken."""
        self._taken[self._cells(left, top, right, bottom)] = True

    def cross(self, points: Iterable[Point]) -> None:
        """Mark the cells of a curve, which labels avoid when they can."""
        for x, y in points:
            if 0 <= x < self.width and 0 <= y < self.height:
                self._crossed[int(y) // CELL, int(x) // CELL] += CROSSING

    def price(self, left: float, top: float, right: float, bottom: float) -> float | None:
        """Return what a rectangle costs, ``None`` when it is taken or leaves the picture."""
        if left < 3 or top < 3 or right > self.width - 3 or bottom > self.height - 3:
            return None
        cells = self._cells(left, top, right, bottom)
        return None if self._taken[cells].any() else float(self._crossed[cells].sum())

    @staticmethod
    def _cells(left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
        return (
            slice(max(0, int(top) // CELL), max(0, int(bottom) // CELL) + 1),
            slice(max(0, int(left) // CELL), max(0, int(right) // CELL) + 1),
        )


def placed(labels: Sequence[Label], room: Room) -> list[Placed]:
    """Place labels in the order given; those that find no room are left out (the table has them all)."""
    result = []
    for label in labels:
        spot = _spot(label, room)
        if spot is not None:
            result.append(spot)
    return result


def _spot(label: Label, room: Room) -> Placed | None:
    width = text_width(label.name + (f" {label.value}" if label.value else ""), SIZE)
    best: tuple[float, Placed, tuple[float, float, float, float]] | None = None
    for order, (x, y) in enumerate(_positions(label, width)):
        box = (x, y - LINE * 0.72, x + width, y + LINE * 0.22)
        price = room.price(*box)
        if price is not None and (best is None or price + order * 0.4 < best[0]):
            best = (price + order * 0.4, Placed(label, x, y), box)
    if best is None:
        return None
    room.take(*best[2])
    return best[1]


def _positions(label: Label, width: float) -> list[Point]:
    x, y = label.centre
    reach = label.radius + 4
    level, high, low = y + LINE * 0.25, y - reach - 1, y + reach + LINE * 0.7
    slope = reach * 0.75
    return [
        (x + reach, level),
        (x - reach - width, level),
        (x + slope, y - slope),
        (x + slope, y + slope + LINE * 0.6),
        (x - slope - width, y - slope),
        (x - slope - width, y + slope + LINE * 0.6),
        (x - width / 2, high),
        (x - width / 2, low),
    ]
