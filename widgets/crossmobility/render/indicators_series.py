"""One indicator over time: values, both targets as stepped lines, baseline, what the season lets expect, breaks of series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10, nan
from typing import Any, Final

import pandas as pd

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.periods import every_period, period
from crossmobility.render.breaks import break_bands, break_list, break_rows
from crossmobility.render.formats import STATUSES as VALUE_STATUSES
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_numbers import value_text
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_parts import counted_behind
from crossmobility.render.indicators_words import UNSURE, target_text, when_text
from crossmobility.render.text_width import text_width
from crossmobility.render.trend import lines as named

MOST_SLOTS: Final = 24
MOST_VALUES: Final = 16
"""More values than that leave no room for a number above each."""
WIDTH: Final = 560.0
"""Width of the plot in pixels that the words of breaks are packed for."""
HEIGHT: Final = 200
"""Height of the plot in pixels; the style sheet says the same."""
LINE: Final = 14
"""Height of a line of words at the end of a target, in pixels."""
SIZE: Final = 11.0
"""Size of these words, in pixels."""
ENDS: Final = 120.0
"""Width of their column, in pixels."""
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_NUMBERS: Final = ("actual", "target_initial", "target_revised", "baseline", "expected")


@dataclass(frozen=True)
class Scale:
    """The values between which a plot is drawn, and those it writes beside its axis."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return how high a value stands, in per cent of the plot."""
        return 100 * (value - self.low) / (self.high - self.low)


def scale_of(values: Iterable[float], *, from_zero: bool) -> Scale:
    """Return a scale on round numbers that holds every known value.

    Parameters
    ----------
    from_zero : bool
        Whether zero is on it: a bar that starts anywhere else lies.

    Examples
    --------
    >>> scale_of([104, 280], from_zero=True).ticks
    (0.0, 100.0, 200.0, 300.0)
    >>> scale_of([0.85, 0.93], from_zero=False).ticks
    (0.8, 0.85, 0.9, 0.95)
    """
    found = [value for value in values if known(value)] or [0.0]
    low, high = min(found), max(found)
    if from_zero or 0 <= low <= 0.35 * high:
        low, high = min(low, 0.0), max(high, 0.0)
    elif high > low:
        # A point on the frame would be cut in half.
        low, high = low - 0.04 * (high - low), high + 0.04 * (high - low)
    if high == low:
        low, high = (low - abs(low) * 0.1, high + abs(high) * 0.1) if low else (0.0, 1.0)
    step = _step((high - low) / 3)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return Scale(first * step, last * step, tuple(round(place * step, 10) for place in range(first, last + 1)))


def series(page: IndicatorsPage) -> str:
    """Return the history of the chosen indicator as a picture with its numbers; empty when it has fewer than two periods.

    Targets are thin steps, the initial one dashed; the baseline is a tick at the axis; values that may still change are
    hollow; a period without a value is a gap; breaks of series are bands with their words.
    """
    definition = page.chosen
    if definition is None or len(page.history) < 2:
        return ""
    plot = _Plot(page, definition, on_axis(page.history))
    words, t = page.words, page.words.t
    title = t("{indicator} over time", indicator=definition.name(words.language))
    slot_width = WIDTH / len(plot.slots)
    bands = break_bands(page.marks, plot.slots, words, slot_width=slot_width)
    rows = break_rows(page.marks, plot.slots, words, slot_width=slot_width)
    listed = break_list(page.marks, plot.slots, words)
    folded = (
        f'<details class="cm-more cm-i-breaks" data-keep="breaks"><summary>{text(t("What the breaks are"))}</summary>{listed}'
        "</details>"
        if listed
        else ""
    )
    return (
        f'<figure class="cm-i-series" role="group" aria-label="{text(title)}"><div class="cm-i-timeline cm-scroll-x">'
        f'<div class="cm-i-plot" style="--cm-slots:{len(plot.slots)};--cm-break-rows:{rows}">{plot.ticks()}'
        f'<div class="cm-i-axis{plot.density}">{bands}{plot.lines()}'
        f'<div class="cm-i-slots">{plot.bars()}</div></div>{plot.ends()}</div></div>'
        f"{plot.key()}{folded}</figure>"
    )


def on_axis(history: pd.DataFrame) -> pd.DataFrame:
    """Return the last :data:`MOST_SLOTS` periods of a history, with an empty row for each one it leaves out."""
    stated = [str(item) for item in history["period"]]
    axis = every_period(stated)
    if axis != stated:
        history = history.set_index("period").reindex(axis).reset_index()
    return history.tail(MOST_SLOTS)


class _Plot:
    """The picture of one history."""

    def __init__(self, page: IndicatorsPage, definition: Definition, history: pd.DataFrame) -> None:
        self.page, self.definition = page, definition
        self.language = page.selection.language
        self.rows: list[Any] = named(history)
        self.slots = [str(item) for item in history["period"]]
        # What adds up is an amount: a bar from zero. A rate or a level is a point on its way.
        self.amounts = definition.aggregation == "sum"
        numbers = [float(value) for name in _NUMBERS for value in history[name]]
        self.before = self._earlier_in_the_year()
        numbers += [row.actual + before for row, before in zip(self.rows, self.before, strict=True)]
        low, high = definition.band_low, definition.band_high
        self.band = (low, high) if definition.direction == "band" and known(low) and known(high) else (nan, nan)
        self.scale = scale_of([*numbers, *self.band], from_zero=self.amounts)
        self.few = len(self.rows) <= MOST_VALUES

    @property
    def density(self) -> str:
        """How near the slots stand: where names of periods would touch, the style sheet shows every other one."""
        return "" if len(self.rows) <= 10 else " cm-i-dense" if self.few else " cm-i-many"

    def write(self, value: float) -> str:
        return value_text(value, self.definition, self.language)

    def ticks(self) -> str:
        """Return the numbers beside the axis and the tick of the baseline; a number too near to the tick gives way."""
        baseline = next((row.baseline for row in reversed(self.rows) if known(row.baseline)), nan)
        base = self.scale.at(baseline) if known(baseline) else nan
        near = 100 * LINE / HEIGHT
        inside = "".join(
            f'<i style="bottom:{self.scale.at(tick):.1f}%">{text(self.write(tick))}</i>'
            for tick in self.scale.ticks
            if not known(base) or abs(self.scale.at(tick) - base) >= near
        )
        if known(base):
            label = self.page.words.t("baseline {value}", value=self.write(baseline))
            inside += f'<b style="bottom:{base:.1f}%">{text(label)}</b>'
        return f'<div class="cm-i-ticks" aria-hidden="true">{inside}</div>'

    def lines(self) -> str:
        """Return the grid, the range to stay in, both targets, and the line of the values where they are points."""
        wide = len(self.rows)
        grid = "".join(f"M0 {self._down(tick):.2f}H{wide}" for tick in self.scale.ticks)
        shapes = [f'<path class="cm-i-grid" d="{grid}"/>']
        if known(self.band[0]):
            top, bottom = self._down(self.band[1]), self._down(self.band[0])
            shapes.insert(0, f'<rect class="cm-i-range" x="0" y="{top:.2f}" width="{wide}" height="{bottom - top:.2f}"/>')
        for name in ("target_initial", "target_revised"):
            steps = self._steps([getattr(row, name) for row in self.rows])
            if steps:
                shapes.append(f'<path class="cm-i-{name}" d="{steps}"/>')
        if not self.amounts:
            values = [row.actual for row in self.rows]
            shapes.append(f'<path class="cm-i-way" d="{self._line(values)}"/>')
        return f'<svg viewBox="0 0 {wide} 100" preserveAspectRatio="none" aria-hidden="true">{"".join(shapes)}</svg>'

    def bars(self) -> str:
        """Return one slot a period: a button that chooses it, with its value, or a gap."""
        last = max((place for place, row in enumerate(self.rows) if known(row.actual)), default=-1)
        return "".join(self._slot(row, self.before[place], place == last) for place, row in enumerate(self.rows))

    def ends(self) -> str:
        """Return the names of the lines at their right end, moved apart where they would overlap."""
        t = self.page.words.t
        found: list[tuple[float, str, str]] = []
        revised = self._last("target_revised")
        initial = self._last("target_initial")
        if known(initial):
            value = target_text(initial, self.definition, self.language)
            label = t("initial target {value}", value=value) if known(revised) else t("target {value}", value=value)
            found.append((self.scale.at(initial), label, "cm-i-initial"))
        if known(revised):
            value = target_text(revised, self.definition, self.language)
            found.append((self.scale.at(revised), t("revised target {value}", value=value), "cm-i-revised"))
        expected = self._last("expected")
        if known(expected):
            label = t("expected {value}", value=self.write(expected))
            found.append((self.scale.at(expected), label, "cm-i-season"))
        if known(self.band[0]):
            middle = (self.scale.at(self.band[0]) + self.scale.at(self.band[1])) / 2
            label = t("range {low}–{high}", low=self.write(self.band[0]), high=self.write(self.band[1]))
            found.append((middle, label, "cm-i-range"))
        labels = "".join(f'<i class="{css}" style="bottom:{at:.1f}%">{text(label)}</i>' for at, label, css in apart(found))
        return f'<div class="cm-i-ends">{labels}</div>'

    def key(self) -> str:
        """Return in words what the marks are, as far as they occur."""
        t = self.page.words.t
        said = []
        if any(known(row.target_revised) for row in self.rows):
            said.append(t("Dashed line: the initial target; full line: the revised one."))
        if any(self.before):
            said.append(t("Light: what the earlier part of the year had reached; the numbers are the year so far."))
        if any(row.value_status in UNSURE for row in self.rows):
            said.append(t("Hollow: the value may still change."))
        if any(not known(row.actual) for row in self.rows):
            said.append(t("A dotted gap: nothing is published for that period."))
        if any(known(row.expected) for row in self.rows):
            said.append(t("Short mark: what the season lets expect by then."))
        if not self.amounts and self.scale.low > 0:
            said.append(t("The axis does not start at zero."))
        return f'<p class="cm-note">{text(" ".join(said))}</p>' if said else ""

    def _slot(self, row: Any, before: float, is_last: bool) -> str:
        words, label = self.page.words, when_text(row.period, self.language)
        when = f"<small><span>{text(_short(row.period, label, self.few))}</span></small>"
        if not known(row.actual):
            gap = text(words.t("{period}: nothing published", period=label))
            return f'<span class="cm-i-slot cm-gap" title="{gap}"><span class="cm-i-col">{self._season(row)}</span>{when}</span>'
        unsure = row.value_status in UNSURE
        chosen = row.period == self.page.selection.period
        said = text(self._said(row, before, label, unsure))
        top = row.actual + before
        height = self.scale.at(top)
        mark = self._bar(before, top) if self.amounts else f'<em style="bottom:{height:.1f}%"></em>'
        number = f'<b style="bottom:{height:.1f}%">{text(self.write(top))}</b>' if self.few or chosen or is_last else ""
        return (
            f'<button type="button" class="cm-i-slot{" cm-i-open" if unsure else ""}" data-intent="period" '
            f'data-value="{text(row.period)}" aria-pressed="{str(chosen).lower()}" title="{said}" aria-label="{said}">'
            f'<span class="cm-i-col">{mark}{self._season(row)}{number}</span>{when}</button>'
        )

    def _bar(self, before: float, top: float) -> str:
        """Return the bar of an amount, standing on what the earlier part of its year had reached."""
        zero, foot, height = (self.scale.at(value) for value in (max(self.scale.low, 0.0), before, top))
        under = f'<s style="bottom:{zero:.1f}%;height:{foot - zero:.1f}%"></s>' if before else ""
        return f'{under}<i style="bottom:{min(foot, height):.1f}%;height:{abs(height - foot):.1f}%"></i>'

    def _earlier_in_the_year(self) -> list[float]:
        """Return what the earlier periods of its year add up to before each one.

        Zero but for flows of parts of a year that have a target of the year: there a bar must reach as high as the year so
        far, or it could not be compared with the target. Behind a gap nothing can be added.
        """
        parts = self.amounts and self.definition.accumulation == "flow" and any(len(slot) > 4 for slot in self.slots)
        if not parts or not any(known(row.target_initial) or known(row.target_revised) for row in self.rows):
            return [0.0] * len(self.rows)
        found, running, year = [], nan, ""
        for row in self.rows:
            if row.period[:4] != year:
                year = row.period[:4]
                # Where the axis begins within a year, what came before is not on it.
                running = 0.0 if period(row.period).start.month == 1 else nan
            found.append(running if known(running) else 0.0)
            running += row.actual
        return found

    def _said(self, row: Any, before: float, label: str, unsure: bool) -> str:
        t = self.page.words.t
        said = [t("{period}: {value}", period=label, value=self.write(row.actual))]
        if before:
            said.append(t("{value} since the year began", value=self.write(row.actual + before)))
        behind = counted_behind(row.numerator, row.denominator, self.definition, self.language)
        if behind:
            said.append(behind)
        if known(row.target_revised):
            said.append(t("revised target {value}", value=target_text(row.target_revised, self.definition, self.language)))
        if known(row.target_initial):
            said.append(t("initial target {value}", value=target_text(row.target_initial, self.definition, self.language)))
        if unsure:
            said.append(VALUE_STATUSES[row.value_status].in_language(self.language))
        return ", ".join(said)

    def _season(self, row: Any) -> str:
        return f'<u style="bottom:{self.scale.at(row.expected):.1f}%"></u>' if known(row.expected) else ""

    def _down(self, value: float) -> float:
        return 100 - self.scale.at(value)

    def _last(self, name: str) -> float:
        return next((float(getattr(row, name)) for row in reversed(self.rows) if known(getattr(row, name))), nan)

    def _steps(self, values: Sequence[float]) -> str:
        drawn, pen_down = [], False
        for place, value in enumerate(values):
            if known(value):
                height = self._down(value)
                drawn.append(f"V{height:.2f}H{place + 1}" if pen_down else f"M{place} {height:.2f}H{place + 1}")
            pen_down = known(value)
        return "".join(drawn)

    def _line(self, values: Sequence[float]) -> str:
        drawn, pen_down = [], False
        for place, value in enumerate(values):
            if known(value):
                drawn.append(f"{'L' if pen_down else 'M'}{place + 0.5} {self._down(value):.2f}")
            pen_down = known(value)
        return "".join(drawn)


def apart(labels: Sequence[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Return labels with the heights (per cent of the plot) at which they do not overlap, lowest first; none leaves the plot.

    A label that is too long for its column takes two lines.
    """
    ordered = sorted(labels)
    rooms = [100 * LINE * (2 if text_width(label, SIZE) > ENDS else 1) / HEIGHT for _, label, _ in ordered]
    heights: list[float] = []
    for place, (at, _, _) in enumerate(ordered):
        least = heights[-1] + (rooms[place - 1] + rooms[place]) / 2 if heights else at
        heights.append(max(at, least))
    ceiling = 100.0
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], ceiling)
        ceiling = heights[place] - (rooms[place] + rooms[max(place - 1, 0)]) / 2
    return [(height, label, css) for height, (_, label, css) in zip(heights, ordered, strict=True)]


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return float(next(factor * power for factor in _STEPS if factor * power >= least * (1 - 1e-9)))


def _short(code: str, label: str, few: bool) -> str:
    """Return what stands under a slot: years whole; where slots are many, only the first of each year has its name."""
    if few or len(label) <= 4:
        return label
    when = period(code)
    return str(when.start.year) if when.start.month == 1 else ""
