"""Where the parts of the map of France stand: beside the mainland in a wide picture, below it in a narrow one.

A picture is drawn at one of three widths and shown at that width or larger, so its words never get too small to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Final

from crossmobility.reference import France, Inset, TerritoryLevel
from crossmobility.render.geometry import Point, number

Box = tuple[float, float, float, float]
MARGIN: Final = 4.0
GAP: Final = 4.0
LINE: Final = 15.0
TEXT_TOP: Final = 14.0  # base line of the first word in a frame
TEXT_LEFT: Final = 6.0
CELL_HEIGHT: Final = 116.0


@dataclass(frozen=True)
class Form:
    """One of the widths at which a map is drawn, in pixels; ``columns`` of insets below the mainland, 0: beside it."""

    name: str
    width: float
    columns: int


FORMS: Final = (Form("wide", 840, 0), Form("middle", 540, 3), Form("narrow", 320, 3))


@dataclass(frozen=True)
class Placement:
    """How units of the map become pixels of the picture."""

    scale: float
    x: float
    y: float

    def pixel(self, point: Point) -> Point:
        """Return where a point of the map stands in the picture."""
        return point[0] * self.scale + self.x, point[1] * self.scale + self.y

    def box(self, sides: Box) -> Box:
        """Return where a box of the map stands in the picture."""
        return (*self.pixel(sides[:2]), *self.pixel(sides[2:]))

    @property
    def transform(self) -> str:
        """The same as an SVG transform."""
        return f"translate({number(self.x)} {number(self.y)}) scale({self.scale:.5f})"


@dataclass(frozen=True)
class Layout:
    """A picture: its size, and the placement of the mainland and of each inset, with its frame and its scale.

    ``factors`` says how many times the scale of the mainland each inset is drawn.
    """

    form: Form
    height: float
    mainland: Placement
    insets: Mapping[str, Placement]
    frames: Mapping[str, Box]
    factors: Mapping[str, float]

    def placement(self, code: str, insets: Mapping[str, Inset]) -> Placement:
        """Return where a territory is drawn: in the inset that alone has it, else on the mainland."""
        home = next((name for name in self.insets if insets[name].spot is None and code in insets[name].codes), None)
        return self.insets[home] if home else self.mainland


def layout(france: France, level: TerritoryLevel, form: Form) -> Layout:
    """Return where everything stands; insets that magnify a part of the mainland show departements only."""
    shown = [inset for inset in france.insets.values() if inset.spot is None or level == "departement"]
    if not form.columns:
        scale = form.width / france.width
        whole = Placement(scale, 0, 0)
        frames = {inset.code: whole.box(inset.frame) for inset in shown}
        return _layout(france, form, france.height * scale, whole, dict.fromkeys(frames, whole), frames)
    left, top, right, bottom = france.mainland
    scale = (form.width - 2 * MARGIN) / (right - left)
    mainland = Placement(scale, MARGIN - left * scale, MARGIN - top * scale)
    below = MARGIN + (bottom - top) * scale + GAP
    frames = _cells(shown, form, below)
    height = max((frame[3] for frame in frames.values()), default=below) + MARGIN
    return _layout(france, form, height, mainland, _fitted(shown, frames), frames)


def head_lines(inset: Inset) -> int:
    """Return how many lines of words stand in the frame of an inset: its name, and a value where it has one."""
    return 1 if inset.spot else 2


def _layout(
    france: France,
    form: Form,
    height: float,
    mainland: Placement,
    insets: Mapping[str, Placement],
    frames: Mapping[str, Box],
) -> Layout:
    ground = france.metres / mainland.scale  # metres a pixel
    factors = {code: ground * spot.scale / france.insets[code].metres for code, spot in insets.items()}
    return Layout(form, height, mainland, insets, frames, factors)


def _cells(insets: Sequence[Inset], form: Form, top: float) -> dict[str, Box]:
    width = (form.width - 2 * MARGIN - GAP * (form.columns - 1)) / form.columns
    frames = {}
    for place, inset in enumerate(insets):
        row, column = divmod(place, form.columns)
        x, y = MARGIN + column * (width + GAP), top + row * (CELL_HEIGHT + GAP)
        frames[inset.code] = (x, y, x + width, y + CELL_HEIGHT)
    return frames


def _fitted(insets: Sequence[Inset], frames: Mapping[str, Box]) -> dict[str, Placement]:
    """Fill the frames; insets of one scale on the map keep one scale in the picture."""
    rooms = {inset.code: _room(inset, frames[inset.code]) for inset in insets}
    scales = {}
    for inset in insets:
        left, top, right, bottom = rooms[inset.code]
        x0, y0, x1, y1 = inset.extent
        scales[inset.code] = min((right - left) / (x1 - x0), (bottom - top) / (y1 - y0))
    placed = {}
    for inset in insets:
        scale = min(scales[other.code] for other in insets if isclose(other.metres, inset.metres))
        left, top, right, bottom = rooms[inset.code]
        x0, y0, x1, y1 = inset.extent
        placed[inset.code] = Placement(
            scale, (left + right) / 2 - scale * (x0 + x1) / 2, (top + bottom) / 2 - scale * (y0 + y1) / 2
        )
    return placed


def _room(inset: Inset, frame: Box) -> Box:
    left, top, right, bottom = frame
    return left + 5, top + head_lines(inset) * LINE + 5, right - 5, bottom - 5
