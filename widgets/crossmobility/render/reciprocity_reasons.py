"""Why it is unbalanced: from leaving to arriving step by step, each step printed, both ends exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from crossmobility.domain.reasons import OTHER
from crossmobility.i18n import message
from crossmobility.reference import code_lists, schemes
from crossmobility.render.formats import figure, text
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_words import pair_name, seen_from_reference, way_names
from crossmobility.render.sentences import signed
from crossmobility.render.words import Words

TITLES: Final = {
    "scheme": message("By scheme"),
    "duration_band": message("By planned duration"),
    "sector": message("By field"),
    "start_year": message("By year of start"),
}
NOT_STATED: Final = frozenset({"", "_T", "_O", "U", "NONE"})


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: its words, where it starts, what it adds, and whether it stands on the axis itself."""

    label: str
    start: float
    change: float
    whole: bool = False

    @property
    def low(self) -> float:
        """Its left end."""
        return min(self.start, self.start + self.change)

    @property
    def high(self) -> float:
        """Its right end."""
        return max(self.start, self.start + self.change)


def steps(table: pd.DataFrame, names: tuple[str, str], label: Callable[[str], str]) -> list[Step]:
    """Return the steps from what leaves to what arrives.

    Parameters
    ----------
    table : DataFrame
        One row per category: ``category``, ``inflow``, ``outflow``, ``gap`` (in − out), all known.
    names : tuple of str
        The words of the two ends.
    label : callable
        Category to words.

    Returns
    -------
    list of Step
        First the sum of ``outflow``, then each gap from where the step before it ended, last the sum of ``inflow``.
    """
    start = float(table["outflow"].sum())
    found = [Step(names[0], 0.0, start, whole=True)]
    for category, change in zip(table["category"].tolist(), table["gap"].tolist(), strict=True):
        found.append(Step(label(str(category)), start, float(change)))
        start += float(change)
    return [*found, Step(names[1], 0.0, float(table["inflow"].sum()), whole=True)]


def reasons(page: ReciprocityPage) -> str:
    """Return one waterfall a dimension, in the order scheme, planned duration, field, year of start."""
    words = page.words
    drawn = "".join(_waterfall(name, page) for name in TITLES if name in page.reasons)
    if not drawn:
        return ""
    title = words.t("Why is it unbalanced? {pair}", pair=pair_name(page.pair, words))
    note = words.t("From leaving to arriving: each step adds what arrives minus what leaves in one category.")
    return (
        f'<section class="cm-why"><h2 class="cm-h2">{text(title)} <span class="cm-aside">{text(note)}</span></h2>'
        f'<div class="cm-falls">{drawn}</div></section>'
    )


def category_name(dimension: str, code: str, words: Words) -> str:
    """Return the words of a category of a dimension."""
    if code == OTHER:
        return words.t("Others together")
    if code in NOT_STATED:
        return words.t("Not stated")
    if dimension == "scheme":
        return schemes()[code].short(words.language) if code in schemes() else words.scheme(code)
    found = code_lists().get(dimension, {}).get(code)
    return code if found is None else found.label(words.language)


def _waterfall(dimension: str, page: ReciprocityPage) -> str:
    table, words = page.reasons[dimension], page.words
    title = TITLES[dimension].in_language(words.language)
    # One category explains nothing, and unknown numbers make no exact step.
    if len(table) < 2 or table[["inflow", "outflow", "gap"]].isna().any(axis=None):
        return ""
    names = way_names(page.pair, page.selection.reference, words)
    ends = (names[0][:1].upper() + names[0][1:], names[1][:1].upper() + names[1][1:])
    found = steps(table, ends, lambda code: category_name(dimension, code, words))
    low, high = min(0.0, *(step.low for step in found)), max(0.0, *(step.high for step in found))
    scale = _Scale(low, (high - low) or 1.0, words)
    colours = ("out", "in") if seen_from_reference(page.pair, page.selection.reference) else ("between", "between")
    rows = "".join(_step(step, scale, _colour(step, place, len(found), colours)) for place, step in enumerate(found))
    # No caption: one that is out of sight still counts as the first row, on which a fixed layout is measured.
    return (
        f'<div class="cm-fall"><h3 class="cm-h3">{text(title)}</h3><table class="cm-steps" aria-label="{text(title)}">'
        f"<tbody>{rows}</tbody></table></div>"
    )


@dataclass(frozen=True)
class _Scale:
    low: float
    width: float
    words: Words

    def at(self, value: float) -> float:
        return 100 * (value - self.low) / self.width


def _colour(step: Step, place: int, count: int, colours: tuple[str, str]) -> str:
    if place in (0, count - 1):
        return colours[0 if place == 0 else 1]
    return colours[1] if step.change >= 0 else colours[0]


def _step(step: Step, scale: _Scale, colour: str) -> str:
    left, width = scale.at(step.low), scale.at(step.high) - scale.at(step.low)
    number = figure(step.change, scale.words.language) if step.whole else signed(round(step.change, 6), scale.words)
    return (
        f'<tr{" class=cm-whole" if step.whole else ""}><th scope="row">{text(step.label)}</th>'
        f'<td class="cm-fall-bar"><span class="cm-{colour}" style="left:{left:.2f}%;width:{width:.2f}%"></span></td>'
        f'<td class="cm-number">{text(number)}</td></tr>'
    )
