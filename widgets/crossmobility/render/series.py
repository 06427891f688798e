"""A selection's total in each period: bars a reader can choose, gaps where nothing is published, breaks of series behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.overview import Overview
from crossmobility.domain.periods import every_period
from crossmobility.render.breaks import break_bands, break_list, break_rows
from crossmobility.render.formats import figure, known, measure_name, period_label, text
from crossmobility.render.words import Words

__all__ = ["break_bands", "break_list", "break_rows", "period_bars", "series_slots"]

MOST_SLOTS: Final = 60
MOST_VALUES: Final = 16


@dataclass(frozen=True)
class _Bars:
    """The bars of one period: value and colour, how far they can be trusted."""

    values: tuple[tuple[float, str], ...]
    status: str


@dataclass(frozen=True)
class _Axis:
    """What the slots of one series share: the scale, the two periods that are marked, and whether there is room for numbers."""

    largest: float
    chosen: str
    against: str
    few: bool


def series_slots(table: pd.DataFrame) -> list[str]:
    """Return the periods of a series' axis, oldest first: those between its first and its last too, so gaps keep their width."""
    return every_period([str(text) for text in table["period"]])[-MOST_SLOTS:]


def period_bars(
    table: pd.DataFrame, answer: Overview, words: Words, *, marks: Sequence[Marked] = (), against: str = ""
) -> str:
    """Return the series of a selection as HTML bars, arrivals and departures side by side when both are asked for.

    Parameters
    ----------
    table : DataFrame
        One row per period that says something (see :func:`crossmobility.domain.overview.series`).
    marks : sequence of Marked
        Breaks of series on the axis of :func:`series_slots`.
    against : str
        The period the answer's is compared with; it is marked too.
    """
    selection, t = answer.selection, words.t
    if len(table) < 2 or not selection.period:
        return ""
    both = selection.direction == "both" and not selection.corridor
    bars = {str(row.period): _bars_of(row, selection.direction, both) for row in table.itertuples(index=False)}
    slots = series_slots(table)
    largest = max((value for each in bars.values() for value, _ in each.values if known(value)), default=0.0)
    subject = words.corridor(selection.corridor) if selection.corridor else words.scope(selection)
    title = t("{measure} per period: {subject}", measure=measure_name(selection.measure), subject=subject)
    axis = _Axis(largest, selection.period, against, len(slots) <= (MOST_VALUES // 2 if both else MOST_VALUES))
    drawn = "".join(_slot(slot, bars.get(slot), axis, words) for slot in slots)
    keys = (
        f'<i class="cm-key cm-in"></i>{text(t("arriving"))}<i class="cm-key cm-out"></i>{text(t("leaving"))}'
        if both
        else ""
    )
    gaps = any(slot not in bars for slot in slots)
    note = f'<p class="cm-note">{text(t("A dotted gap: nothing is published for that period."))}</p>' if gaps else ""
    rows = break_rows(marks, slots, words)
    return (
        f'<h2 class="cm-h2">{text(title)}<span class="cm-note">{keys}</span></h2>'
        f'<div class="cm-timeline"><div class="cm-axis" style="--cm-slots:{len(slots)};--cm-break-rows:{rows}">'
        f"{break_bands(marks, slots, words)}"
        f'<div class="cm-series" role="group" aria-label="{text(title)}">{drawn}</div></div></div>{note}'
        f"{break_list(marks, slots, words)}"
    )


def _bars_of(row: Any, direction: str, both: bool) -> _Bars:
    if both:
        return _Bars(((float(row.inflow), "in"), (float(row.outflow), "out")), str(row.status))
    return _Bars(((float(row.total), "in" if direction == "both" else direction),), str(row.status))


def _slot(slot: str, bars: _Bars | None, axis: _Axis, words: Words) -> str:
    when = period_label(slot, words.language)
    label = text(when)
    if bars is None:
        gap = text(words.t("{period}: nothing published", period=when))
        return f'<span class="cm-slot cm-gap" title="{gap}"><span class="cm-column"></span><span class="cm-when">{label}</span></span>'
    written = " / ".join(figure(value, words.language) for value, _ in bars.values)
    said = f"{when}: {written}"
    if slot == axis.against:
        said = words.t("{said} (compared with this period)", said=said)
    css = " cm-hollow" if bars.status in ("partial", "provisional", "estimated") else ""
    css += " cm-against" if slot == axis.against else ""
    marked = slot in (axis.chosen, axis.against)
    shown = axis.few or (marked and len(bars.values) == 1)
    columns = "".join(_column(value, side, axis.largest, shown, words) for value, side in bars.values)
    return (
        f'<button type="button" class="cm-slot{css}" data-intent="period" data-value="{text(slot)}" '
        f'aria-pressed="{str(slot == axis.chosen).lower()}" title="{text(said)}" aria-label="{text(said)}">'
        f'<span class="cm-pair">{columns}</span><span class="cm-when">{label}</span></button>'
    )


def _column(value: float, side: str, largest: float, shown: bool, words: Words) -> str:
    height = max(1.0, 100 * value / largest) if known(value) and largest else 0.0
    rise = f'<span class="cm-rise" style="height:{height:.1f}%"></span>' if known(value) else ""
    number = f"<b>{figure(value, words.language)}</b>" if shown else ""
    return f'<span class="cm-column cm-{side}">{number}{rise}</span>'
