"""Between which halves of the world: South and North by the dated list, one stacked bar a period, the share printed."""

from __future__ import annotations

from typing import Any, Final

from crossmobility.domain.lens import SIDES
from crossmobility.i18n import message
from crossmobility.render.formats import figure, known, measure_name, period_label, share, text
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.trend import bands, lines, numbers, on_axis
from crossmobility.render.words import Words

NAMES: Final = {
    "SS": message("South → South"),
    "NS": message("North → South"),
    "SN": message("South → North"),
    "NN": message("North → North"),
}
MOST_SLOTS: Final = 24


def lens(page: ReciprocityPage) -> str:
    """Return the history of the four classes; South–South stands on the axis, its share above each bar."""
    table, words, t = page.lens, page.words, page.words.t
    shown = on_axis(table, MOST_SLOTS)
    largest = float(shown[list(SIDES)].sum(axis=1).max()) if len(shown) else 0.0
    if not largest:
        return ""
    title = t(
        "South and North: {measure} per period",
        measure=measure_name(page.selection.measure).in_language(words.language).lower(),
    )
    span = set(page.scope.span)
    breaks = bands(page.marks, shown["period"].tolist(), numbers(page.marks))
    bars = "".join(_bar(row, largest, words, row.period in span) for row in lines(shown))
    notes = [t("Above each bar: the share from South to South, of those whose two countries are stated.")]
    unstated = float(shown["unstated"].sum())
    if unstated > 0:
        notes.append(t("{count} with a country not stated are left out.", count=figure(unstated, words.language)))
    return (
        f'<section class="cm-lens"><h2 class="cm-h2">{text(title)}</h2><div class="cm-stack-box"><div class="cm-stacks" '
        f'role="group" aria-label="{text(title)}">{breaks}{bars}</div>{_names(page)}</div><p class="cm-note">{text(" ".join(notes))}</p></section>'
    )


def _bar(row: Any, largest: float, words: Words, chosen: bool) -> str:
    label = period_label(row.period, words.language)
    values = {side: float(getattr(row, side)) for side in SIDES}
    said = ", ".join(
        f"{NAMES[side].in_language(words.language)} {figure(value, words.language)}" for side, value in values.items()
    )
    parts = "".join(
        f'<i class="cm-lens-{side}" style="height:{100 * value / largest:.2f}%"></i>'
        for side, value in reversed(values.items())
        if known(value) and value > 0
    )
    top = share(row.share_ss, words.language) if known(row.share_ss) and row.share_ss > 0 else ""
    return (
        f'<button type="button" class="cm-stack" data-intent="period" data-value="{text(row.period)}" '
        f'aria-pressed="{str(chosen).lower()}" aria-label="{text(f"{label}: {said}")}" title="{text(f"{label}: {said}")}">'
        f'<span class="cm-tower"><b>{text(top)}</b>{parts}</span><small>{text(label)}</small></button>'
    )


def _names(page: ReciprocityPage) -> str:
    """Return the names of the four classes in the order they are stacked, with the sums of the window."""
    words = page.words
    here = page.lens[page.lens["period"].isin(page.scope.span)]
    items = "".join(
        f'<li><i class="cm-lens-{side}"></i>{text(NAMES[side].in_language(words.language))} '
        f"<b>{figure(float(here[side].sum(min_count=1)), words.language)}</b></li>"
        for side in reversed(SIDES)
    )
    return f'<ul class="cm-stack-names">{items}</ul>'
