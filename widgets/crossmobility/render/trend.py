"""A small history of two ways: one goes up, the other down from a common axis, breaks of series as light bands."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.periods import every_period
from crossmobility.render.formats import STATUSES, figure, known, period_label, text
from crossmobility.render.text_width import text_width
from crossmobility.render.words import Words

MOST_SLOTS: Final = 30
MOST_VALUES: Final = 13  # more bars than that leave no room for a number above each
MOST_WHOLE_YEARS: Final = 10  # nor, beyond this, for all four digits of a year below
LANE_WIDTH: Final = 330.0  # pixels a long trend has at least; lanes are packed for it
_UNSURE: Final = frozenset({"partial", "provisional", "estimated"})


@dataclass(frozen=True)
class Ways:
    """The two ways of a trend: colour classes and names, first the one that goes down, then the one that goes up."""

    sides: tuple[str, str] = ("out", "in")
    names: tuple[str, str] = ("", "")


def peak(table: pd.DataFrame) -> float:
    """Return the largest volume of a history, so that several can share a scale; 0 when nothing is known."""
    return largest_of(table[["forward", "back"]])


def largest_of(table: pd.DataFrame) -> float:
    """Return the largest known number of a frame of numbers; 0 when there is none."""
    found = [value for line in table.to_numpy(dtype=float).tolist() for value in line if known(value)]
    return max(found, default=0.0)


def on_axis(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the last ``most`` periods of a history, with an empty row for each one it leaves out: a gap keeps its width."""
    stated = table["period"].tolist()
    axis = every_period([item for item in stated if item])
    if axis != stated:
        table = table.set_index("period").reindex(axis).reset_index()
    return table.tail(most)


def lines(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a frame as named values; its columns have names that Python knows as names."""
    row = _row_of(tuple(map(str, table.columns)))
    return [row(*cells) for cells in zip(*(table[name].tolist() for name in table.columns), strict=True)]


@lru_cache(maxsize=64)
def _row_of(columns: tuple[str, ...]) -> Callable[..., Any]:
    # pandas makes such a class anew for every frame, which costs more than reading it.
    return namedtuple("Row", columns, rename=True)


def numbers(marks: Sequence[Marked]) -> Mapping[str, int]:
    """Return the number by which each break is named on axes, as in the list that explains them."""
    return {mark.event.break_id: place for place, mark in enumerate(marks, 1)}


def trend(
    table: pd.DataFrame,
    marks: Sequence[Marked],
    words: Words,
    ways: Ways,
    *,
    label: str,
    span: Sequence[str] = (),
    names: Mapping[str, int] | None = None,
) -> str:
    """Return a history as bars to choose a period from, with its numbers, its breaks and their words.

    Parameters
    ----------
    table : DataFrame
        One row per period, oldest first: ``period``, ``forward`` (drawn downwards), ``back`` (upwards), ``status``; NaN is
        a gap.
    marks : sequence of Marked
        Breaks of the axis; those outside the periods shown are left out.
    span : sequence of str
        The periods that are added up elsewhere on the page: tinted.
    names : mapping, optional
        Break to the number the page gives it; their order when absent.
    """
    shown = on_axis(table, MOST_SLOTS)
    if len(shown) < 2:
        return ""
    largest = peak(shown)
    few = len(shown) <= MOST_VALUES
    look = _Look(largest, frozenset(span), few, len(shown) > MOST_WHOLE_YEARS, words)
    slots = "".join(_slot(row, look) for row in lines(shown))
    periods = shown["period"].tolist()
    up, down = ways.names[1], ways.names[0]
    return (
        f'<div class="cm-trend{"" if few else " cm-many"}" role="group" aria-label="{text(label)}">'
        f'<span class="cm-way cm-{ways.sides[1]}">↑ {text(up)}</span>'
        f'<div class="cm-plot" style="--up:var(--{ways.sides[1]});--down:var(--{ways.sides[0]})">'
        f"{bands(marks, periods)}{slots}</div>"
        f'<span class="cm-way cm-{ways.sides[0]}">↓ {text(down)}</span>{_lanes(marks, periods, words, names or numbers(marks))}</div>'
    )


def spark(
    table: pd.DataFrame, marks: Sequence[Marked], words: Words, *, largest: float, names: Mapping[str, int] | None = None
) -> str:
    """Return a history without numbers, for a card: bars on the scale ``largest``, breaks as bands under their numbers."""
    shown = on_axis(table, MOST_SLOTS)
    if len(shown) < 2:
        return ""
    periods = shown["period"].tolist()
    slots = "".join(
        f'<span class="cm-slot2">{_bar(row.back, largest, "up")}{_bar(row.forward, largest, "down")}</span>'
        for row in lines(shown)
    )
    first, last = (text(period_label(periods[place], words.language)) for place in (0, -1))
    return (
        f'<span class="cm-spark"><span class="cm-plot">{bands(marks, periods, names or numbers(marks))}{slots}</span>'
        f'<span class="cm-ends"><span>{first}</span><span>{last}</span></span></span>'
    )


@dataclass(frozen=True)
class _Look:
    """How the bars of one trend are drawn: their scale, which are tinted, what there is room to write."""

    largest: float
    span: frozenset[str]
    numbered: bool
    short: bool
    words: Words

    @property
    def decimals(self) -> int | None:
        """Tenths of a month stand beside a bar only where bars are short."""
        return 0 if self.largest >= 100 else None


def _slot(row: Any, look: _Look) -> str:
    words = look.words
    label = period_label(row.period, words.language)
    when = f"’{label[2:]}" if look.short and len(label) == 4 else label
    if not known(row.forward) and not known(row.back):
        gap = text(words.t("{period}: nothing published", period=label))
        return f'<span class="cm-slot2 cm-gap" title="{gap}"><i></i><i></i><small>{text(when)}</small></span>'
    up, down = (figure(value, words.language, look.decimals) for value in (row.back, row.forward))
    unsure = row.status in _UNSURE
    remark = f" ({STATUSES[row.status].in_language(words.language)})" if unsure else ""
    said = words.t("{period}: {back} one way, {forward} the other", period=label, back=up, forward=down) + remark
    written = (f"<b>{up}</b>", f"<b>{down}</b>") if look.numbered else ("", "")
    return (
        f'<button type="button" class="cm-slot2{" cm-hollow" if unsure else ""}" data-intent="period" '
        f'data-value="{text(row.period)}" aria-pressed="{str(row.period in look.span).lower()}" aria-label="{text(said)}" '
        f'title="{text(said)}">{_bar(row.back, look.largest, "up", written[0])}'
        f"{_bar(row.forward, look.largest, 'down', written[1])}<small>{text(when)}</small></button>"
    )


def _bar(value: float, largest: float, way: str, number: str = "") -> str:
    if not known(value):
        return f'<i class="cm-{way}"></i>'
    height = f"{max(1.0, 100 * value / largest):.0f}%" if largest and value else "0"
    rise = f'<span class="cm-rise2" style="height:{height}"></span>'
    return f'<i class="cm-{way}">{number}{rise}</i>' if way == "up" else f'<i class="cm-{way}">{rise}{number}</i>'


@dataclass(frozen=True)
class _Spot:
    """Where a break stands on an axis, in per cent of its width."""

    mark: Marked
    left: float
    width: float


def _spots(marks: Sequence[Marked], periods: Sequence[str]) -> list[_Spot]:
    place = {period: number for number, period in enumerate(periods)}
    step = 100 / len(periods)
    found = []
    for mark in marks:
        inside = [number for period, number in place.items() if mark.first <= period <= mark.last]
        if inside:
            found.append(_Spot(mark, inside[0] * step, (inside[-1] - inside[0] + 1) * step))
    return found


def bands(marks: Sequence[Marked], periods: Sequence[str], names: Mapping[str, int] | None = None) -> str:
    """Return the bands behind the bars; with ``names``, those that start in one period have their numbers above it.

    Breaks that overlap are one band: darker would look like more.
    """
    spots = _spots(marks, periods)
    drawn: list[tuple[float, float]] = []
    for spot in sorted(spots, key=lambda spot: spot.left):
        left, right = spot.left, spot.left + spot.width
        if drawn and left <= drawn[-1][1] + 0.01:
            drawn[-1] = (drawn[-1][0], max(right, drawn[-1][1]))
        else:
            drawn.append((left, right))
    found = "".join(f'<s style="left:{left:.2f}%;width:{right - left:.2f}%"></s>' for left, right in drawn)
    if names is None:
        return found
    groups: dict[float, list[int]] = {}
    for spot in spots:
        groups.setdefault(spot.left, []).append(names[spot.mark.event.break_id])
    return found + "".join(
        f'<em style="left:{left:.2f}%">{_together(group)}</em>' for left, group in sorted(groups.items())
    )


def _together(group: Sequence[int]) -> str:
    """Write the numbers of breaks that begin together: "2", "2,3", "4–6"."""
    in_a_row = len(group) > 2 and list(group) == list(range(group[0], group[-1] + 1))
    return f"{group[0]}–{group[-1]}" if in_a_row else ",".join(map(str, group))


def _lanes(marks: Sequence[Marked], periods: Sequence[str], words: Words, names: Mapping[str, int]) -> str:
    """Return the breaks under an axis, each in a lane where its word has room; the lanes never overlap."""
    lanes: list[float] = []  # where each lane is free from, in per cent
    drawn = []
    for spot in sorted(_spots(marks, periods), key=lambda spot: (spot.left, -spot.width)):
        label = f"{names[spot.mark.event.break_id]} {spot.mark.event.label(words.language)}"
        wide = 100 * (text_width(label, 11) + 10) / LANE_WIDTH
        flush = spot.left + wide > 100  # no room on the right: the word ends where the band begins
        start = spot.left - wide if flush else spot.left
        end = spot.left + (spot.width if flush else max(spot.width, wide))
        lane = next((number for number, free in enumerate(lanes) if free <= start), len(lanes))
        lanes[lane : lane + 1] = [end + 1]
        drawn.append(
            f'<span class="cm-lane{" cm-flush" if flush else ""}" style="left:{spot.left:.2f}%;width:{spot.width:.2f}%;'
            f'--lane:{lane}" title="{text(spot.mark.event.note(words.language))}"><span>{text(label)}</span></span>'
        )
    return f'<div class="cm-lanes" style="--lanes:{len(lanes)}">{"".join(drawn)}</div>' if drawn else ""
