"""Where things stand in a picture: the view on the projected world, curves that bend to one side, arrows.

Projected units are those of ``world.json`` (Equal Earth, y downwards); pixels are those of the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

Point = tuple[float, float]
BEND: Final = 0.11  # sagitta of a corridor as a share of its length
HEAD_LENGTH: Final = 1.5  # arrow head, in widths of its corridor
HEAD_WIDTH: Final = 2.1


@dataclass(frozen=True)
class View:
    """A window on the projected world, drawn ``width`` × ``height`` pixels; both have the same proportions."""

    x: float
    y: float
    span: float  # projected width of the window
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels per projected unit."""
        return self.width / self.span

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The window as an SVG viewBox: x, y, width, height."""
        return self.x, self.y, self.span, self.span * self.height / self.width

    def pixel(self, point: Point) -> Point:
        """Return where a projected point stands in the picture."""
        return (point[0] - self.x) * self.scale, (point[1] - self.y) * self.scale

    def holds(self, pixel: Point, margin: float = 0) -> bool:
        """Say whether a pixel lies in the picture, or within ``margin`` of it."""
        return -margin <= pixel[0] <= self.width + margin and -margin <= pixel[1] <= self.height + margin


def view_of(points: Iterable[Point], size: Point, *, margin: float = 0.12, least: float, most: float) -> View:
    """Return the view that shows all ``points`` with a margin, at least ``least`` and at most ``most`` units wide."""
    xs, ys = zip(*points, strict=True)
    width, height = size
    room = 1 - 2 * margin
    span = max((max(xs) - min(xs)) / room, (max(ys) - min(ys)) / room * width / height, least)
    span = min(span, most)
    return centred(((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2), span, size)


def centred(centre: Point, span: float, size: Point) -> View:
    """Return the view of width ``span`` around a projected point."""
    width, height = size
    return View(centre[0] - span / 2, centre[1] - span * height / width / 2, span, width, height)


def bent(start: Point, end: Point) -> Point:
    """Return the control point of the curve from start to end.

    The curve always bends to the left of its own direction, so that a corridor and its return lie beside each other.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    return (start[0] + end[0]) / 2 + dy * BEND * 2, (start[1] + end[1]) / 2 - dx * BEND * 2


def arrow(start: Point, end: Point, width: float, gap: tuple[float, float]) -> str:
    """Return the outline of a curved arrow as SVG path data.

    Parameters
    ----------
    start, end : Point
        Centres of the circles it links, in pixels.
    width : float
        Width of its shaft in pixels.
    gap : tuple of float
        Distance kept from the start centre, and from the end centre to the tip.
    """
    control = bent(start, end)
    first, last = _towards(start, control, gap[0]), _towards(end, control, gap[1])
    length = hypot(last[0] - first[0], last[1] - first[1])
    head = min(max(width * HEAD_LENGTH, 6.0), length * 0.6)
    half, wing = width / 2, max(width * HEAD_WIDTH, width + 4.5) / 2
    neck = _towards(last, control, head)
    leave, arrive = _unit(first, control), _unit(control, last)
    middle = _unit(first, neck)
    left = [_beside(first, leave, half), _beside(control, middle, half), _beside(neck, arrive, half)]
    right = [_beside(neck, arrive, -half), _beside(control, middle, -half), _beside(first, leave, -half)]
    tips = [_beside(neck, arrive, wing), last, _beside(neck, arrive, -wing)]
    return (
        f"M{_at(left[0])}Q{_at(left[1])} {_at(left[2])}L{_at(tips[0])} {_at(tips[1])} {_at(tips[2])} {_at(right[0])}"
        f"Q{_at(right[1])} {_at(right[2])}Z"
    )


def number(value: float) -> str:
    """Write a coordinate with one decimal, and none when it is whole."""
    return f"{value:.1f}".removesuffix(".0")


def along(start: Point, end: Point, steps: int = 8) -> Sequence[Point]:
    """Return points on the curve from start to end, both ends left out."""
    control = bent(start, end)
    shares = [step / steps for step in range(1, steps)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t**2 * end[1],
        )
        for t in shares
    ]


def _at(point: Point) -> str:
    return f"{number(point[0])},{number(point[1])}"


def _unit(start: Point, end: Point) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _towards(start: Point, end: Point, distance: float) -> Point:
    dx, dy = _unit(start, end)
    return start[0] + dx * distance, start[1] + dy * distance


def _beside(point: Point, heading: Point, distance: float) -> Point:
    return point[0] + heading[1] * distance, point[1] - heading[0] * distance
