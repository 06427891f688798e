"""Small bar charts that share a scale: ways up and down from one axis, and twelve months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crossmobility.render.formats import figure, known, period_label, text
from crossmobility.render.words import Words

MOST_NUMBERED: Final = 8  # with more bars than that, only the largest of a way has its number
MOST_WHOLE_YEARS: Final = 7  # nor, beyond this, is there room for all four digits of a year


@dataclass(frozen=True)
class Lane:
    """One way of a chart: its colour class, its name, whether it goes up, and one number a period (NaN: unknown)."""

    way: str
    name: str
    up: bool
    values: Sequence[float]

    @property
    def peak(self) -> float:
        """The largest known number; 0 without one."""
        return max(filter(known, self.values), default=0.0)

    @property
    def top(self) -> int:
        """The place of the largest known number, the last of several; -1 without one."""
        return max((place for place, value in enumerate(self.values) if value == self.peak), default=-1)

    @property
    def total(self) -> float:
        """The sum of the known numbers; NaN without one."""
        numbers = [value for value in self.values if known(value)]
        return sum(numbers) if numbers else float("nan")


@dataclass(frozen=True)
class Scale:
    """The scale charts share: the largest number upwards and downwards, so that one person has one height in all."""

    up: float
    down: float

    def height(self, value: float, *, up: bool) -> str:
        """Return the height of a bar as CSS; what is not 0 can be seen."""
        most = self.up if up else self.down
        return f"{max(1.5, 100 * value / most):.1f}%" if most and value else "0"


def scale_of(lanes: Sequence[Lane]) -> Scale:
    """Return the scale that holds every lane."""
    up, down = (max((lane.peak for lane in lanes if lane.up is side), default=0.0) for side in (True, False))
    return Scale(up, down)


def two_way(periods: Sequence[str], lanes: Sequence[Lane], scale: Scale, words: Words, *, label: str) -> str:
    """Return a chart of ways up and down from one axis; side by side where two go the same way, never stacked.

    A period of which nothing is known has a dotted axis; 0 has a plain one. The chart is one picture to who cannot see it:
    ``label`` says what it says, the numbers belong in a table.
    """
    slots = "".join(_slot(place, period, lanes, scale, words) for place, period in enumerate(periods))
    years = "".join(f"<small>{text(_when(period, len(periods), words))}</small>" for period in periods)
    rows = f"--up:{max(scale.up, 1e-9):g}fr;--down:{max(scale.down, 1e-9):g}fr"
    return (
        f'<div class="cm-po-chart" role="img" aria-label="{text(label)}"><div class="cm-po-plot" style="{rows}">{slots}</div>'
        f'<div class="cm-po-years">{years}</div></div>'
    )


def _slot(place: int, period: str, lanes: Sequence[Lane], scale: Scale, words: Words) -> str:
    heard = [(lane, lane.values[place]) for lane in lanes if known(lane.values[place])]
    said = ", ".join(f"{figure(value, words.language)} {lane.name}" for lane, value in heard)
    when = period_label(period, words.language)
    title = f"{when}\u00a0: {said}" if words.language == "fr" else f"{when}: {said}"
    sides = "".join(
        f'<span class="cm-po-{side}">'
        + "".join(_bar(lane, place, scale, lanes, words) for lane, _ in heard if lane.up is up)
        + "</span>"
        for side, up in (("up", True), ("down", False))
    )
    gap = "" if heard else " cm-gap"
    return f'<span class="cm-po-slot{gap}" title="{text(title if heard else when)}">{sides}</span>'


def _bar(lane: Lane, place: int, scale: Scale, lanes: Sequence[Lane], words: Words) -> str:
    value = lane.values[place]
    beside = [other for other in lanes if other.up is lane.up and other is not lane]
    # Two bars of one period stand too close for a number each: the larger has it.
    hidden = any(other.top == place and other.peak > lane.peak for other in beside)
    few = not beside and len(lane.values) <= MOST_NUMBERED
    numbered = value > 0 and (few or (place == lane.top and not hidden))
    number = f"<b>{figure(value, words.language)}</b>" if numbered else ""
    return f'<i class="cm-{lane.way}" style="height:{scale.height(value, up=lane.up)}">{number}</i>'


def _when(period: str, count: int, words: Words) -> str:
    label = period_label(period, words.language)
    return f"’{label[2:]}" if count > MOST_WHOLE_YEARS and len(label) == 4 else label


def months(names: Sequence[str], usual: Sequence[float], planned: Sequence[float], words: Words, *, label: str) -> str:
    """Return twelve pairs of bars: what is usual, hollow, and what is planned, full; each with its number above."""
    most = max([value for value in (*usual, *planned) if known(value)], default=0.0)
    slots = "".join(
        f'<span class="cm-po-month"><span class="cm-po-up">{_month_bar("usual", one, most, words)}'
        f"{_month_bar('planned', other, most, words)}</span><small>{text(name)}</small></span>"
        for name, one, other in zip(names, usual, planned, strict=True)
    )
    return f'<div class="cm-po-months" role="img" aria-label="{text(label)}">{slots}</div>'


def _month_bar(kind: str, value: float, most: float, words: Words) -> str:
    if not known(value):
        return f'<i class="cm-po-{kind}" style="height:0"></i>'
    number = f"<b>{figure(value, words.language)}</b>" if value else ""
    return f'<i class="cm-po-{kind}" style="height:{100 * value / most if most else 0:.1f}%">{number}</i>'
