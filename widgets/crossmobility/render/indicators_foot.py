"""Below the indicators page: who owes which value, what changed since the last edition, what does not fit, and the sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import EVERY_INDICATOR
from crossmobility.domain.indicators.editions import WHY
from crossmobility.domain.indicators.values import COMPUTED_EDITION
from crossmobility.reference import code_lists
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_numbers import number, value_text
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_words import (
    category_name,
    day_text,
    owner_name,
    rule_text,
    spoken,
    table_names,
    when_text,
)
from crossmobility.render.page_parts import in_the_file, source_list
from crossmobility.render.sentences import signed
from crossmobility.render.trend import lines as named

MOST_OWED: Final = 12
MOST_REVISIONS: Final = 12
MOST_FINDINGS: Final = 12


def foot(page: IndicatorsPage) -> str:
    """Return what explains the page: owed values, revisions, findings, thresholds and definitions, sources and licence."""
    left = "".join((_owed(page), _revisions(page), _findings(page)))
    columns = "".join(f"<div>{part}</div>" for part in (left, _reading(page)) if part)
    return f'<div class="cm-i-columns">{columns}</div>{_sources(page)}'


def reading(page: IndicatorsPage) -> Mapping[str, str]:
    """Return the words of the page that need explaining; the thresholds are those of the data, as they stand there."""
    t, language = page.words.t, page.selection.language
    return {
        t("Status"): rule_text(page.rules[EVERY_INDICATOR], language) if EVERY_INDICATOR in page.rules else "",
        t("Thresholds"): t("They are data: status_rules.csv. Indicators may have their own."),
        t("% achieved"): t("Actual ÷ target in force: the revised target where there is one, else the initial one."),
        t("Of the way"): t("(Actual − baseline) ÷ (target − baseline): how far it is from where it began to the target."),
        t("Not judged"): t("No target and no range, or neither more nor less is better: the value is shown, not judged."),
        t("Value late"): t("The day by which the value was due has passed, and it is not there."),
        t("n too small"): t("Fewer stand behind it than its definition asks for: a rate of three people says nothing."),
    }


def _reading(page: IndicatorsPage) -> str:
    items = "".join(f"<dt>{text(word)}</dt><dd>{text(said)}</dd>" for word, said in reading(page).items() if said)
    title = text(page.words.t("How to read the figures"))
    return f'<section class="cm-i-reading"><h2 class="cm-h2">{title}</h2><dl>{items}</dl></section>'


def _owed(page: IndicatorsPage) -> str:
    """Return who owes which value since when, the longest first."""
    t, language = page.words.t, page.selection.language
    title = text(t("Who owes which value"))
    if page.owed.empty:
        return f'<section><h2 class="cm-h2">{title}</h2><p class="cm-note">{text(t("Nobody owes a value."))}</p></section>'
    rows = named(page.owed.sort_values("days_late", ascending=False, kind="stable"))
    lines = "".join(
        f'<tr><th scope="row">{_name(row.indicator, page)}<small>{text(when_text(row.period, language))}</small></th>'
        f"<td>{text(owner_name(row.owner_role, language))}</td><td>{text(day_text(row.due_on, language))}</td>"
        f'<td class="cm-number">{_days(row.days_late, page)}</td></tr>'
        for row in rows[:MOST_OWED]
    )
    heads = "".join(
        f'<th scope="col"{css}>{text(label)}</th>'
        for label, css in (
            (t("Indicator"), ""),
            (t("Who owes it"), ""),
            (t("Due on"), ""),
            (t("Days late"), ' class="cm-number"'),
        )
    )
    return (
        f'<section><h2 class="cm-h2">{title}</h2><div class="cm-scroll-x"><table class="cm-table cm-i-plain"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>{_more(len(rows) - MOST_OWED, page)}</section>"
    )


def _days(late: float, page: IndicatorsPage) -> str:
    return (
        number(float(late), page.selection.language, 0) if known(late) and late > 0 else text(page.words.t("not yet late"))
    )


def _revisions(page: IndicatorsPage) -> str:
    """Return which published figures are others now, and why."""
    t = page.words.t
    if page.revisions.empty:
        return ""
    rows = named(page.revisions)
    lines = "".join(_revision(row, page) for row in rows[:MOST_REVISIONS])
    heads = "".join(
        f'<th scope="col"{css}>{text(label)}</th>'
        for label, css in (
            (t("Figure"), ""),
            (t("Published"), ' class="cm-number"'),
            (t("Now"), ' class="cm-number"'),
            (t("Change"), ' class="cm-number"'),
            (t("Why"), ""),
        )
    )
    return (
        f'<section><h2 class="cm-h2">{text(t("What changed since the edition published last"))}</h2>'
        f'<div class="cm-scroll-x"><table class="cm-table cm-i-plain"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>'
        f"{_more(len(rows) - MOST_REVISIONS, page)}</section>"
    )


def _revision(row: Any, page: IndicatorsPage) -> str:
    language = page.selection.language
    definition = page.definitions.get(row.indicator)
    part = category_name(row.dimension, row.category, language) if row.dimension != ALL else ""
    kind = code_lists()["value_type"].get(row.value_type)
    about = [when_text(row.period, language), part, kind.label(language) if kind and row.value_type != "actual" else ""]
    before, now = (
        value_text(value, definition, language) if definition else f"{value:g}" for value in (row.before, row.now)
    )
    change = _change(row.change, row.indicator, page)
    why = WHY[row.why].in_language(language) if row.why in WHY else str(row.why)
    return (
        f'<tr><th scope="row">{_name(row.indicator, page)}<small>{text(", ".join(item for item in about if item))}</small></th>'
        f'<td class="cm-number">{text(before)}<small>{text(_edition(row.edition_before, page))}</small></td>'
        f'<td class="cm-number">{text(now)}<small>{text(_edition(row.edition, page))}</small></td><td class="cm-number">{text(change)}</td>'
        f"<td>{text(why)}</td></tr>"
    )


def _edition(edition: str, page: IndicatorsPage) -> str:
    return page.words.t("counted") if edition == COMPUTED_EDITION else edition


def _change(change: float, indicator: str, page: IndicatorsPage) -> str:
    """Write a change: of shares in points of a per cent."""
    definition, words = page.definitions.get(indicator), page.words
    if not known(change):
        return words.t("n/a")
    if definition is not None and definition.unit == "SHARE":
        return words.t("{change} points", change=signed(round(100 * change, definition.decimals), words))
    return signed(change, words)


def _findings(page: IndicatorsPage) -> str:
    if not page.findings:
        return ""
    language, t = page.selection.language, page.words.t
    items = "".join(f"<li>{text(spoken(each, language))}</li>" for each in page.findings[:MOST_FINDINGS])
    return (
        f'<section><h2 class="cm-h2">{text(t("What does not fit together"))}</h2><ul class="cm-sentences">{items}</ul>'
        f"{_more(len(page.findings) - MOST_FINDINGS, page)}</section>"
    )


def _more(left_out: int, page: IndicatorsPage) -> str:
    if left_out <= 0:
        return ""
    return f'<p class="cm-note">{text(page.words.t.plural("{count} more", "{count} more", left_out))}</p>'


def _name(indicator: str, page: IndicatorsPage) -> str:
    definition = page.definitions.get(indicator)
    return text(definition.name(page.selection.language) if definition else indicator)


def _sources(page: IndicatorsPage) -> str:
    words = page.words
    stated = [row for row in page.rows if known(row.actual)]
    counted = [page.definitions[row.indicator].source_tables for row in stated if row.edition == COMPUTED_EDITION]
    tables = table_names((name for names in counted for name in names), words.language)
    others = [row.source for row in stated if row.edition != COMPUTED_EDITION and row.source]
    counted_on = [words.t("Counted by this workbook on: {tables}.", tables=tables)] if tables else []
    return source_list([*counted_on, *others], page.dataset, words, more=in_the_file(words))
