"""Small drawings of the indicators page: how far a value has come, and the line of the last years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.tracking import case_of
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_numbers import value_text
from crossmobility.render.indicators_words import UNSURE, when_text
from crossmobility.render.words import Words

FULL: Final = 1.25
"""The share at which a bar is as long as it gets; the number beside it is printed as it is."""
MOST_POINTS: Final = 12
WIDTH: Final = 88
HEIGHT: Final = 24
_EDGE: Final = 3.0  # room for the last point


def bar(row: Any, definition: Definition) -> str:
    """Return how far an indicator has come, as its status sees it; empty when that cannot be drawn.

    The share of the target, or of the way from the baseline where there is one, with a tick at the target and, while the
    period runs, a dotted one at what can be expected by the date. Of a range: where the value stands beside it.
    """
    if definition.direction == "band":
        return range_bar(row.measured, definition.band_low, definition.band_high, row.status)
    by_now = row.expected if known(row.elapsed) and row.elapsed < 1 else float("nan")
    if not known(row.progress):
        return share_bar(row.achievement, row.status, by_now)
    # What fills up from nothing every period is compared by what it comes to at the end, not by its way so far.
    return share_bar(row.progress, row.status, by_now if case_of(row._asdict(), definition).is_level else float("nan"))


def range_bar(value: float, low: float, high: float, status: str) -> str:
    """Return a range as a light stretch and the value as a mark inside or outside it; empty when something is unknown."""
    if not (known(value) and known(low) and known(high)) or low >= high:
        return ""
    # The range takes the middle half; what lies further out than its width stands at the edge.
    place = min(max(25 + 50 * (value - low) / (high - low), 0.0), 100.0)
    return (
        f'<span class="cm-i-bar cm-i-band cm-is-{text(status)}" aria-hidden="true"><i></i>'
        f'<b style="left:{place:.1f}%"></b></span>'
    )


def share_bar(share: float, status: str, expected: float) -> str:
    """Return the bar of a share of the target or of the way.

    Parameters
    ----------
    share : float
        1 is the target; the drawing ends at :data:`FULL`, with an arrow beyond.
    expected : float
        The share expected by the date; NaN or 1 draws no second tick.
    """
    if not known(share):
        return ""
    width = 100 * min(max(share, 0.0), FULL) / FULL
    beyond = " cm-i-beyond" if share > FULL else ""
    by_now = f'<s style="left:{100 * expected / FULL:.1f}%"></s>' if known(expected) and 0 < expected < 1 else ""
    return (
        f'<span class="cm-i-bar cm-is-{text(status)}{beyond}" aria-hidden="true">'
        f'<span style="width:{width:.1f}%"></span>{by_now}<u></u></span>'
    )


@dataclass(frozen=True)
class Point:
    """One period of a small line: its value, the target in force, and whether the value may still change."""

    period: str
    actual: float
    target: float
    unsure: bool


def points_of(trends: pd.DataFrame) -> Mapping[str, Sequence[Point]]:
    """Return the last :data:`MOST_POINTS` periods of every indicator, oldest first."""
    found: dict[str, list[Point]] = {}
    if trends.empty:
        return found
    columns = (trends[name].tolist() for name in ("indicator", "period", "actual", "target", "value_status"))
    for indicator, period, actual, target, status in zip(*columns, strict=True):
        found.setdefault(indicator, []).append(Point(period, actual, target, status in UNSURE))
    return {indicator: each[-MOST_POINTS:] for indicator, each in found.items()}


def small_line(points: Sequence[Point], definition: Definition, words: Words) -> str:
    """Return the line of the last periods with the targets behind it; empty when fewer than two values are known.

    Periods without a value are gaps; a last value that may still change is a hollow point.
    """
    stated = [point for point in points if known(point.actual)]
    if len(stated) < 2:
        return ""
    values = [point.actual for point in stated] + [point.target for point in points if known(point.target)]
    # What is counted stands on zero; rates would be flat lines there.
    low = min(0.0, *values) if definition.aggregation == "sum" else min(values)
    height = max(values) - low or 1.0
    step = (WIDTH - 2 * _EDGE) / (len(points) - 1)

    def at(place: float, value: float) -> tuple[float, float]:
        return _EDGE + place * step, HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * (value - low) / height

    line = _path(at(place, point.actual) if known(point.actual) else None for place, point in enumerate(points))
    aims = "".join(
        f"M{max(x - step / 2, 0):.1f} {y:.1f}h{min(step, WIDTH - x + step / 2):.1f}"
        for x, y in (at(place, point.target) for place, point in enumerate(points) if known(point.target))
    )
    last = max(place for place, point in enumerate(points) if known(point.actual))
    x, y = at(last, points[last].actual)
    hollow = ' class="cm-i-open"' if points[last].unsure else ""
    return (
        f'<svg class="cm-i-line" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{text(_said(stated, definition, words))}"><path class="cm-i-aim" d="{aims}"/><path d="{line}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"{hollow}/></svg>'
    )


def _path(spots: Iterable[tuple[float, float] | None]) -> str:
    drawn, pen_down = [], False
    for spot in spots:
        if spot is not None:
            drawn.append(f"{'L' if pen_down else 'M'}{spot[0]:.1f} {spot[1]:.1f}")
        pen_down = spot is not None
    return "".join(drawn)


def _said(stated: Sequence[Point], definition: Definition, words: Words) -> str:
    first, last = stated[0], stated[-1]
    return words.t(
        "{first_period}: {first}; {last_period}: {last}",
        first_period=when_text(first.period, words.language),
        first=value_text(first.actual, definition, words.language),
        last_period=when_text(last.period, words.language),
        last=value_text(last.actual, definition, words.language),
    )
