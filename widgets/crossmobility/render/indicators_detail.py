"""The chosen indicator in detail: its history, why it has its status, its definition, its parts, and where it comes from."""

from __future__ import annotations

from typing import Any

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.reference import french_territories
from crossmobility.render.controls import Option, dropdown
from crossmobility.render.formats import STATUSES as VALUE_STATUSES
from crossmobility.render.formats import text
from crossmobility.render.indicators_atlas import atlas
from crossmobility.render.indicators_mirror import mirror
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_parts import parts_in_full
from crossmobility.render.indicators_places import places
from crossmobility.render.indicators_series import series
from crossmobility.render.indicators_sheet import sheet
from crossmobility.render.indicators_words import (
    LEVELS,
    UNSURE,
    actual_text,
    light,
    range_text,
    reason_text,
    target_text,
    when_text,
)


def detail(page: IndicatorsPage) -> str:
    """Return the chosen indicator in detail, then the indicators measured on both sides of the exchange."""
    if not page.rows and page.chosen is None:
        return ""
    definition = page.chosen
    if definition is None:
        hint = page.words.t("Choose an indicator in the table to see its history, its definition and where it comes from.")
        return f'<div class="cm-i-chosen">{_choice(page)}<p class="cm-note">{text(hint)}</p></div>{mirror(page)}'
    row = page.row(definition.indicator_id)
    history = (
        series(page)
        or f'<p class="cm-note">{text(page.words.t("There is no history to draw: fewer than two periods."))}</p>'
    )
    below = "".join((parts_in_full(page, definition), places(page, definition)))
    return (
        f'<div class="cm-i-chosen"><div class="cm-i-title"><h2>{text(definition.name(page.selection.language))}</h2>{_choice(page)}</div>'
        f'{_verdict(page, definition, row)}<div class="cm-i-two"><div>{_place(page)}{history}</div>{sheet(page, definition, row)}</div>'
        f'{atlas(page, definition, row)}<div class="cm-i-below">{below}</div></div>{mirror(page)}'
    )


def _place(page: IndicatorsPage) -> str:
    """Say which territory the history is of, with the way back to the whole; empty when it is of the whole."""
    chosen = french_territories().get(page.selection.territory)
    if chosen is None:
        return ""
    words = page.words
    return (
        f'<p class="cm-chip"><button type="button" data-intent="territory" data-value="{text(chosen.level)}">'
        f'<span>{text(chosen.name(words.language))}</span> <span class="cm-cross" aria-hidden="true">×</span>'
        f'<span class="cm-hidden">{text(words.t("show everything"))}</span></button></p>'
    )


def _choice(page: IndicatorsPage) -> str:
    language, t = page.selection.language, page.words.t
    options = [] if page.chosen else [Option("", t("None"))]
    codes = {row.indicator for row in page.rows} | {page.selection.indicator}
    for level, name in LEVELS.items():
        options += [
            Option(code, each.name(language), name.in_language(language))
            for code, each in page.definitions.items()
            if each.level == level and code in codes
        ]
    return dropdown("indicator", t("Indicator"), options, page.selection.indicator)


def _verdict(page: IndicatorsPage, definition: Definition, row: Any | None) -> str:
    """Return the light, what was reached of what was promised and, in words with its numbers, why."""
    language, t = page.selection.language, page.words.t
    if row is None:
        said = t("No value and no target in {period}.", period=when_text(page.selection.period, language))
        return f'<p class="cm-i-verdict">{text(said)}</p>'
    why = reason_text(row, definition, page.rules, language)
    value = actual_text(row, definition, language)
    figures = ""
    if value not in why:
        wanted = range_text(definition, language) or target_text(row.target, definition, language)
        figures = text(t("{value}, target {target}", value=value, target=wanted) if wanted else value)
    sign = f" ({VALUE_STATUSES[row.value_status].in_language(language)})" if row.value_status in UNSURE else ""
    told = f"<b>{figures}{text(sign)}</b> " if figures or sign else ""
    said = str(getattr(row, "comment", "") or "")
    comment = f'<p class="cm-i-comment">{text(said)}</p>' if said else ""
    return f'<p class="cm-i-verdict">{light(row.status, language)} {told}{text(why)}</p>{comment}'
