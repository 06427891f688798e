"""A selection's total in each period: bars a reader can choose, gaps where nothing is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from crossmobility.domain.overview import Overview
from crossmobility.domain.periods import every_period
from crossmobility.render.formats import figure, known, measure_name, period_label, text
from crossmobility.render.words import Words

MOST_SLOTS: Final = 60
MOST_VALUES: Final = 16


@dataclass(frozen=True)
class _Bars:
    """The bars of one period: value and colour, how far they can be trusted."""

    values: tuple[tuple[float, str], ...]
    status: str


def period_bars(table: pd.DataFrame, answer: Overview, words: Words) -> str:
    """Return the series of a selection as HTML bars, arrivals and departures side by side when both are asked for.

    Parameters
    ----------
    table : DataFrame
        One row per period that says something (see :func:`crossmobility.domain.overview.series`).
    """
    selection, t = answer.selection, words.t
    if len(table) < 2 or not selection.period:
        return ""
    both = selection.direction == "both" and not selection.corridor
    bars = {str(row.period): _bars_of(row, selection.direction, both) for row in table.itertuples(index=False)}
    slots = every_period(list(bars))[-MOST_SLOTS:]  # so that gaps keep their width
    largest = max((value for each in bars.values() for value, _ in each.values if known(value)), default=0.0)
    subject = words.corridor(selection.corridor) if selection.corridor else words.scope(selection)
    title = t("{measure} per period: {subject}", measure=measure_name(selection.measure), subject=subject)
    few = len(slots) <= (MOST_VALUES // 2 if both else MOST_VALUES)
    drawn = "".join(_slot(slot, bars.get(slot), largest, selection.period, few, words) for slot in slots)
    keys = (
        f'<i class="cm-key cm-in"></i>{text(t("arriving"))}<i class="cm-key cm-out"></i>{text(t("leaving"))}'
        if both
        else ""
    )
    gaps = any(slot not in bars for slot in slots)
    note = f'<p class="cm-note">{text(t("A dotted gap: nothing is published for that period."))}</p>' if gaps else ""
    return (
        f'<h2 class="cm-h2">{text(title)}<span class="cm-note">{keys}</span></h2>'
        f'<div class="cm-series" role="group" aria-label="{text(title)}">{drawn}</div>{note}'
    )


def _bars_of(row: Any, direction: str, both: bool) -> _Bars:
    if both:
        return _Bars(((float(row.inflow), "in"), (float(row.outflow), "out")), str(row.status))
    return _Bars(((float(row.total), "in" if direction == "both" else direction),), str(row.status))


def _slot(slot: str, bars: _Bars | None, largest: float, chosen: str, few: bool, words: Words) -> str:
    label = text(period_label(slot, words.language))
    if bars is None:
        gap = text(words.t("{period}: nothing published", period=period_label(slot, words.language)))
        return f'<span class="cm-slot cm-gap" title="{gap}"><span class="cm-column"></span><span class="cm-when">{label}</span></span>'
    written = " / ".join(figure(value, words.language) for value, _ in bars.values)
    hollow = " cm-hollow" if bars.status in ("partial", "provisional", "estimated") else ""
    shown = few or (slot == chosen and len(bars.values) == 1)
    columns = "".join(_column(value, side, largest, shown, words) for value, side in bars.values)
    return (
        f'<button type="button" class="cm-slot{hollow}" data-intent="period" data-value="{text(slot)}" '
        f'aria-pressed="{str(slot == chosen).lower()}" title="{label}: {written}" aria-label="{label}: {written}">'
        f'<span class="cm-pair">{columns}</span><span class="cm-when">{label}</span></button>'
    )


def _column(value: float, side: str, largest: float, shown: bool, words: Words) -> str:
    height = max(1.0, 100 * value / largest) if known(value) and largest else 0.0
    rise = f'<span class="cm-rise" style="height:{height:.1f}%"></span>' if known(value) else ""
    number = f"<b>{figure(value, words.language)}</b>" if shown else ""
    return f'<span class="cm-column cm-{side}">{number}{rise}</span>'
