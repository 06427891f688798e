"""A selection's total in each period: bars a reader can choose, gaps where nothing is published."""

from __future__ import annotations

from typing import Final

import pandas as pd

from crossmobility.domain.overview import Overview
from crossmobility.domain.periods import Period, period
from crossmobility.render.formats import figure, known, measure_name, period_label, text
from crossmobility.render.words import Words

MOST_SLOTS: Final = 60
MOST_VALUES: Final = 16


def period_bars(table: pd.DataFrame, answer: Overview, words: Words) -> str:
    """Return the series of a selection as HTML bars.

    Parameters
    ----------
    table : DataFrame
        One row per period that says something: ``period``, ``total`` (NaN when stated without a number), ``status``.
    """
    selection = answer.selection
    if len(table) < 2 or not selection.period:
        return ""
    totals = dict(zip(table["period"], table["total"], strict=True))
    statuses = dict(zip(table["period"], table["status"], strict=True))
    slots = _slots(list(totals))[-MOST_SLOTS:]
    largest = max((value for value in totals.values() if known(value)), default=0.0)
    subject = words.corridor(selection.corridor) if selection.corridor else words.scope(selection)
    title = words.t(
        "{measure} per period: {subject}", measure=measure_name(selection.measure), subject=subject
    )
    few = len(slots) <= MOST_VALUES
    bars = []
    for slot in slots:
        shown = few or slot == selection.period or totals.get(slot) == largest
        bars.append(_slot(slot, totals, statuses, largest, selection.period, shown, words))
    gaps = any(slot not in totals for slot in slots)
    note = f'<p class="cm-note">{text(words.t("A dotted gap: nothing is published for that period."))}</p>' if gaps else ""
    return (
        f'<h2 class="cm-h2">{text(title)}</h2><div class="cm-series" role="group" aria-label="{text(title)}">'
        f"{''.join(bars)}</div>{note}"
    )


def _slot(
    slot: str, totals: dict[str, float], statuses: dict[str, str], largest: float, chosen: str, shown: bool, words: Words
) -> str:
    label = text(period_label(slot, words.language))
    if slot not in totals:
        gap = text(words.t("{period}: nothing published", period=period_label(slot, words.language)))
        return f'<span class="cm-slot cm-gap" title="{gap}"><span class="cm-column"></span><span class="cm-when">{label}</span></span>'
    value = totals[slot]
    height = max(1.0, 100 * value / largest) if known(value) and largest else 0.0
    written = figure(value, words.language)
    hollow = " cm-hollow" if statuses[slot] in ("partial", "provisional", "estimated") else ""
    number = f"<b>{written}</b>" if shown else ""
    return (
        f'<button type="button" class="cm-slot{hollow}" data-intent="period" data-value="{text(slot)}" '
        f'aria-pressed="{str(slot == chosen).lower()}" title="{label}: {written}" aria-label="{label}: {written}">'
        f'<span class="cm-column">{number}<span class="cm-rise" style="height:{height:.1f}%"></span></span>'
        f'<span class="cm-when">{label}</span></button>'
    )


def _slots(texts: list[str]) -> list[str]:
    """Return every period of one length from the first to the last, so that gaps keep their width."""
    dated = sorted((period(text) for text in texts), key=lambda when: when.start)
    kind = dated[0].kind
    if kind == "range":
        return [when.text for when in dated]
    months = {"year": 12, "half": 6, "quarter": 3, "month": 1}[kind]
    first, last = dated[0].start, dated[-1].start
    count = ((last.year - first.year) * 12 + last.month - first.month) // months
    return [_text(first.year * 12 + first.month - 1 + step * months, dated[0]) for step in range(count + 1)]


def _text(month: int, like: Period) -> str:
    year, place = divmod(month, 12)
    written = {"year": "", "half": f"-H{place // 6 + 1}", "quarter": f"-Q{place // 3 + 1}", "month": f"-{place + 1:02d}"}
    return f"{year}{written[like.kind]}"
