"""The indicators page as text: everything it shows for one scope, ready for widgets, the static twin and the tests."""

from __future__ import annotations

from typing import Final

from crossmobility.domain.periods import period
from crossmobility.render.formats import day, period_label, text
from crossmobility.render.indicators_controls import controls, periods_in_order
from crossmobility.render.indicators_detail import detail
from crossmobility.render.indicators_foot import foot
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_sentences import empty_sentence, lead, question, sentences
from crossmobility.render.indicators_table import download_rows
from crossmobility.render.indicators_table import table as _table
from crossmobility.render.indicators_tiles import tiles
from crossmobility.render.indicators_words import scope_name
from crossmobility.render.page_parts import page_head

__all__ = [
    "controls",
    "detail",
    "download_rows",
    "empty",
    "foot",
    "head",
    "lead",
    "question",
    "sentences",
    "table",
    "tiles",
]

MOST_NEAR: Final = 3


def head(page: IndicatorsPage) -> str:
    """Return the question, and the line that states scope, period, dataset and its date."""
    words, t, dataset = page.words, page.words.t, page.dataset
    language = words.language
    note = dataset.period_note(language)
    when = period_label(page.selection.period, language) + (f" ({note})" if note else "")
    scope = scope_name(page) or t("All schemes together")
    as_of = t("data as of {day}", day=day(dataset.as_of, language)) if dataset.as_of else ""
    line = [scope[:1].upper() + scope[1:], when, dataset.title(language), as_of]
    return page_head(question(page), line, dataset, words, balance=False)


def table(page: IndicatorsPage) -> str:
    """Return the tracking table, or which selection has nothing and where the nearest values are."""
    return _table(page) or empty(page)


def empty(page: IndicatorsPage) -> str:
    """Return which selection has no indicator, and the nearest periods that offer some."""
    words, t = page.words, page.words.t
    asked = page.selection.period
    others = [item for item in page.offer.periods if item and item != asked]
    if asked:
        middle = period(asked).start.toordinal()
        others.sort(key=lambda item: abs(period(item).start.toordinal() - middle))
    buttons = "".join(
        f'<button type="button" data-intent="period" data-value="{text(item)}">{text(period_label(item, words.language))}</button> '
        for item in periods_in_order(others[:MOST_NEAR])
    )
    near = f"<p>{text(t('Nearest with data:'))} {buttons}</p>" if buttons else ""
    return f'<div class="cm-empty" role="status"><p>{text(empty_sentence(page))}</p>{near}</div>'
