"""The indicators of a programme or scheme in one year: what was promised, what was reached, and the light with its word."""

from __future__ import annotations

from typing import Any

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.render.formats import known, period_label, text
from crossmobility.render.indicators_numbers import percent, value_text
from crossmobility.render.indicators_words import light
from crossmobility.render.programmes_page import ProgrammesPage

NOT_JUDGED = "not_applicable"
MOST = 14
ACTIVITIES = "ACT_"


def indicators(page: ProgrammesPage) -> str:
    """Return the indicators with a target or a value, those that are judged first, and the way to the indicators page."""
    t, words = page.words.t, page.words
    rows = shown(page.tracked, page.subject.design)
    title = t("Indicators, {period}", period=period_label(page.year, words.language)) if page.year else t("Indicators")
    head = f'<h2 class="cm-h2">{text(title)}</h2>'
    if rows.empty:
        return f'<section class="cm-part cm-p-indicators">{head}<p class="cm-note">{text(t("No indicator has a value or a target here."))}</p></section>'
    names = [t("Indicator"), t("Actual"), t("Target"), t("Achieved"), t("Status")]
    heads = "".join(
        f'<th scope="col" class="cm-{"number" if place in (1, 2, 3) else "text"}">{text(name)}</th>'
        for place, name in enumerate(names)
    )
    body = "".join(_row(row, page) for row in rows.head(MOST).itertuples())
    label = text(title)
    return (
        f'<section class="cm-part cm-p-indicators">{head}<div class="cm-scroll cm-pv-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="cm-table cm-still"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{_way(page)}</section>'
    )


def shown(tracked: pd.DataFrame, design: str = "") -> pd.DataFrame:
    """Return the totals that say something: those judged first, then those with a target, then those above zero.

    Of an ecosystem programme, grants, trainings and events go before the others.
    """
    if tracked.empty:
        return tracked
    whole = tracked[(tracked["dimension"] == ALL) & (tracked["direction"] == ALL)]
    whole = whole[whole["actual"].notna() | whole["target"].notna()]
    own = whole["indicator"].str.startswith(ACTIVITIES) if design == "ECOSYSTEM" else pd.Series(False, index=whole.index)
    rank = pd.DataFrame(
        {
            "judged": whole["status"] == NOT_JUDGED,
            "promised": whole["target"].isna(),
            "own": ~own.astype(bool),
            "something": ~(whole["actual"] > 0),
        }
    )
    return whole.loc[rank.sort_values(["judged", "promised", "own", "something"], kind="stable").index]


def _row(row: Any, page: ProgrammesPage) -> str:
    language, definition = page.words.language, page.definitions[row.indicator]
    achieved = percent(row.achievement, language) if known(row.achievement) else ""
    target = value_text(row.target, definition, language) if known(row.target) else ""
    return (
        f'<tr><th scope="row">{text(definition.name(language))}</th>'
        f'<td class="cm-number">{text(value_text(row.actual, definition, language))}</td>'
        f'<td class="cm-number">{text(target)}</td><td class="cm-number">{text(achieved)}</td>'
        f"<td>{light(row.status, language) if row.status != NOT_JUDGED else ''}</td></tr>"
    )


def _way(page: ProgrammesPage) -> str:
    words, subject = page.words, page.subject
    query = f"lang={words.language}&dataset={page.selection.dataset}&period={page.year}&{subject.kind}={subject.code}"
    label = text(words.t("All indicators, with their rules and their history"))
    return f'<p class="cm-note cm-served-only"><a href="03_indicators.ipynb?{text(query)}">{label}</a></p>'
