"""The controls of the indicators page: what can be chosen, and what is chosen now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from crossmobility.domain.periods import period
from crossmobility.i18n import Message, message
from crossmobility.render.controls import Option, dropdown, segments
from crossmobility.render.formats import period_label
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_words import level_of
from crossmobility.render.page_parts import KINDS, control_row, dataset_choice

TERRITORY_LEVELS: Final[Mapping[str, Message]] = {
    "region": message("Regions"),
    "departement": message("Départements"),
}


def controls(page: IndicatorsPage) -> str:
    """Return the controls in one row; a control with nothing to choose is left out."""
    words, selection = page.words, page.selection
    parts = [dataset_choice(page.datasets, selection.dataset, words)]
    parts += [_scopes(page), _periods(page), _levels(page)]
    return control_row(parts, words)


def periods_in_order(periods: Sequence[str]) -> list[str]:
    """Return periods as a reader looks for them: years first, the latest of each length on top."""
    kinds = list(KINDS)
    return sorted(
        periods, key=lambda item: (kinds.index(period(item).kind), -period(item).end.toordinal(), period(item).start)
    )


def _scopes(page: IndicatorsPage) -> str:
    words, t, selection, offer = page.words, page.words.t, page.selection, page.offer
    options = [Option("", t("All schemes"))]
    options += [Option(f"programme:{code}", words.programme(code), t("Programmes")) for code in offer.programmes]
    options += [Option(f"scheme:{code}", words.scheme(code), t("Schemes")) for code in offer.schemes]
    value = f"scheme:{selection.schemes[0]}" if selection.schemes else ""
    value = f"programme:{selection.programmes[0]}" if selection.programmes else value
    return dropdown("scope", t("Programme or scheme"), options, value) if len(options) > 1 else ""


def _periods(page: IndicatorsPage) -> str:
    words = page.words
    options = [
        Option(item, period_label(item, words.language), KINDS[period(item).kind].in_language(words.language))
        for item in periods_in_order(page.offer.periods)
    ]
    return dropdown("period", words.t("Period"), options, page.selection.period) if options else ""


def _levels(page: IndicatorsPage) -> str:
    if not page.offer.levels:
        return ""
    words = page.words
    options = [Option("", words.t("None"))]
    for level in page.offer.levels:
        name = TERRITORY_LEVELS[level].in_language(words.language) if level in TERRITORY_LEVELS else level
        options.append(Option(level, name))
    return segments("territory", words.t("Territories"), options, level_of(page.selection.territory))
