"""What changed, in words: "12 in 2024, 9 in 2023, 3 more"."""

from __future__ import annotations

from typing import Final

from crossmobility.domain.difference import Difference
from crossmobility.domain.periods import period
from crossmobility.domain.selection import Corridor, Measure
from crossmobility.i18n import Message, message
from crossmobility.render.formats import figure, known, measure_name, period_label
from crossmobility.render.words import Words

CHANGES: Final = {
    "appeared": message("appeared"),
    "grew": message("grew"),
    "same": message("unchanged"),
    "shrank": message("shrank"),
    "stopped": message("stopped"),
    "unknown": message("unknown change"),
}
"""How the words of :data:`crossmobility.domain.changes.WORDS` are written."""


def dated(value: float, text: str, words: Words) -> str:
    """Write a figure with its period, as "12 in 2024"; an unknown one is said to be unpublished."""
    values = {"figure": figure(value, words.language), "period": period_label(text, words.language)}
    if not known(value):
        return words.t("no number published ({period})", period=values["period"])
    if text and period(text).kind == "year":
        return words.t("{figure} in {period}", **values)
    return words.t("{figure} ({period})", **values)


def more_or_fewer(change: float, measure: Measure) -> Message:
    """Say how large a change is: "3 more", "3 fewer", "unchanged", or that nobody can tell."""
    if not known(change):
        return message("change unknown")
    # Months keep one decimal, as they do everywhere; 0.04 of one is no change.
    size = abs(round(change)) if measure == "placements" or abs(change) >= 1000 else abs(round(change, 1))
    if size == 0:
        return message("unchanged")
    size = int(size) if float(size).is_integer() else size
    if change > 0:
        return message("{size} more", size=size)
    return message("{size} fewer", size=size)


def corridor_change(difference: Difference, corridor: Corridor, now: float, before: float, words: Words) -> str:
    """Return the whole sentence of a corridor compared: how many now, how many then, how many more, of what."""
    selection = difference.selection
    of = [words.scope(selection), words.basis(selection.basis)]
    if selection.measure == "volunteer_months":
        of.insert(1, measure_name(selection.measure).in_language(words.language).lower())
    return words.t(
        "{corridor}: {now}, {before}, {change} ({scope})",
        corridor=words.corridor(corridor),
        **_both(difference, now, before, words),
        scope=", ".join(of),
    )


def country_change(difference: Difference, code: str, now: float, before: float, words: Words) -> str:
    """Return the sentence of a country compared."""
    return words.t(
        "{country}: {now}, {before}, {change}", country=words.country(code), **_both(difference, now, before, words)
    )


def _both(difference: Difference, now: float, before: float, words: Words) -> dict[str, object]:
    return {
        "now": dated(now, difference.now.selection.period, words),
        "before": dated(before, difference.before.selection.period, words),
        "change": more_or_fewer(now - before, difference.selection.measure),
    }
