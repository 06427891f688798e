"""Below the reciprocity page: the breaks of its axes, how its figures are defined, whose South it is, and the sources."""

from __future__ import annotations

from collections.abc import Mapping

from crossmobility.domain.periods import every_period
from crossmobility.domain.reciprocity import DEFAULT_BAND, SMALL
from crossmobility.reference import countries
from crossmobility.render.breaks import break_list
from crossmobility.render.formats import day, text
from crossmobility.render.page_parts import map_notes, source_list
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_words import band_text


def foot(page: ReciprocityPage) -> str:
    """Return what explains the page: breaks, definitions, sources and licence."""
    columns = "".join(f"<div>{section}</div>" for section in (_breaks(page), _definitions(page)) if section)
    return f'<div class="cm-columns">{columns}</div>{_sources(page)}'


def _breaks(page: ReciprocityPage) -> str:
    listed = break_list(page.marks, every_period([item for item in page.scope.periods if item]), page.words)
    return f'<section class="cm-breaks">{listed}</section>' if listed else ""


def definitions(page: ReciprocityPage) -> Mapping[str, str]:
    """Return the words of the page that need a definition, with it."""
    words, t = page.words, page.words.t
    listed = max((country.oda_list for country in countries().values()), default="")
    found = {
        t("Reciprocity ratio"): t(
            "Arriving ÷ leaving, seen from the reference country: how many arrive for 1 that leaves. It may exceed 1."
        ),
        t("Pair balance"): t("The smaller way ÷ the larger way of a pair: 1 when both are equal, 0 when only one is used."),
        t("Net"): t("Arriving minus leaving."),
        t("Agreed band"): t(
            "What two countries agreed on the ratio. Without an agreement, {band} is our default: nobody signed it.",
            band=band_text(*DEFAULT_BAND, words),
        ),
        t("Small numbers"): t("Below {limit} people on either side no ratio is shown as a verdict.", limit=SMALL),
    }
    if listed:
        found[t("South")] = t(
            "The countries on the OECD list of recipients of official development assistance of {day}; North: all others.",
            day=day(listed, words.language),
        )
    return found


def _definitions(page: ReciprocityPage) -> str:
    items = "".join(f"<dt>{text(word)}</dt><dd>{text(meaning)}</dd>" for word, meaning in definitions(page).items())
    return f'<section><h2 class="cm-h2">{text(page.words.t("How to read the figures"))}</h2><dl class="cm-words">{items}</dl></section>'


def _sources(page: ReciprocityPage) -> str:
    words = page.words
    return source_list(
        (str(item) for item in page.scope.rows["citation"]),
        page.dataset,
        words,
        more=lambda rest: words.t.plural(
            "{count} more source on the flows page", "{count} more sources on the flows page", rest
        ),
        notes=map_notes(words, complete=bool(page.scope.complete_to)),
    )
