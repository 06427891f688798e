"""The indicator tracking table for people: a table that lines up, then what must be known to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from crossmobility import reference
from crossmobility.commands.console import aligned, write_lines
from crossmobility.commands.indicator_question import Question, Stated
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.parts import parts_that_differ
from crossmobility.domain.indicators.tracking import owed
from crossmobility.domain.indicators.values import COMPUTED_EDITION
from crossmobility.i18n import Language, Message, message
from crossmobility.render.formats import STATUSES, day, known, period_label
from crossmobility.render.indicators_numbers import percent, value_text
from crossmobility.render.indicators_words import (
    UNSURE,
    actual_text,
    category_name,
    owner_name,
    range_text,
    reason_text,
    spoken,
    status_word,
    target_text,
    unit_name,
)
from crossmobility.render.words import Words

LISTED: Final = 10
HEADINGS: Final[Mapping[str, Message]] = {
    "programme": message("Programme"),
    "indicator": message("Indicator"),
    "split": message("Of which"),
    "unit": message("Unit"),
    "baseline": message("Baseline"),
    "target_initial": message("Target"),
    "target_revised": message("Revised target"),
    "actual": message("Actual"),
    "achievement": message("Achieved"),
    "status": message("Status"),
}
NUMBERS: Final = ("baseline", "target_initial", "target_revised", "actual", "achievement")
# Columns that take their place only where somebody says something.
IF_KNOWN: Final = ("baseline", "target_revised")
JUDGED: Final = ("achieved", "on_track", "at_risk", "off_track", "late", "too_early")


def print_table(stated: Stated, table: pd.DataFrame, question: Question, language: Language) -> None:
    """Print the tracking table of one period: title, table, why, what is owed, what does not add up, sources."""
    dataset = stated.dataset
    words = Words(language, dataset.programmes)
    write_lines(words.t("{title} (as of {day})", title=dataset.title(language), day=day(dataset.as_of, language)))
    if dataset.synthetic:
        write_lines(words.t("Synthetic data, made up for practice."))
    shown = _shown(table, question)
    if shown.empty:
        write_lines(words.t("No indicator has a value or a target for this question."))
        write_lines(words.t("Ask without --indicator, --scheme or --programme, or choose another period."))
    else:
        write_lines(_heading(shown, question, words))
        write_lines(_table(stated, shown, words))
    for line in (*_why(stated, shown, words), *notes(stated, table, language), *_rest(table, shown, words)):
        write_lines(line)
    for line in _sources(stated, shown, words):
        write_lines(line)
    write_lines("")


def notes(stated: Stated, table: pd.DataFrame, language: Language) -> list[str]:
    """Return what must be known to read an answer, of its last period: values that are late, parts that do not add up."""
    if table.empty:
        return []
    table = table[table["period"] == table["period"].iloc[-1]]
    return [*_late(stated, table, Words(language)), *_parts(stated, table, language)]


def _shown(table: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Return what people read: one indicator with all its splits and programmes, or of all indicators the totals."""
    if question.indicator is not None:
        return table
    whole = table["dimension"] == ALL
    if question.programme is None and (table["programme"] == ALL).any():
        whole &= table["programme"] == ALL
    return table[whole]


def _heading(shown: pd.DataFrame, question: Question, words: Words) -> str:
    scope = [words.programme(question.programme)] if question.programme else []
    scope += [words.scheme(question.scheme)] if question.scheme else []
    period = period_label(str(shown["period"].iloc[0]), words.language)
    return ", ".join([period, *(scope or [words.t("all programmes and schemes together")])])


def _table(stated: Stated, shown: pd.DataFrame, words: Words) -> str:
    columns = [name for name in HEADINGS if _worth(shown, name)]
    head = [HEADINGS[name].in_language(words.language) for name in columns]
    rows = [
        [_CELLS[name](row, stated.definitions[str(row.indicator)], words) for name in columns]
        for row in shown.itertuples(index=False)
    ]
    return aligned([head, *rows], right=[place for place, name in enumerate(columns) if name in NUMBERS])


def _worth(shown: pd.DataFrame, name: str) -> bool:
    if name == "programme":
        return shown["programme"].nunique() > 1
    if name == "split":
        return bool((shown["dimension"] != ALL).any())
    return name not in IF_KNOWN or bool(shown[name].notna().any())


def _programme(row: Any, _: Definition, words: Words) -> str:
    if row.programme == ALL:
        return words.t("all together")
    return words.t("no programme") if row.programme == "NONE" else words.programme(row.programme)


def _split(row: Any, _: Definition, words: Words) -> str:
    if row.dimension == "territory":
        place = reference.french_territories().get(row.category)
        return row.category if place is None else place.name(words.language)
    return "" if row.dimension == ALL else category_name(row.dimension, row.category, words.language)


def _target(row: Any, definition: Definition, words: Words) -> str:
    if known(row.target_initial):
        return target_text(row.target_initial, definition, words.language)
    return range_text(definition, words.language)


def _status(row: Any, _: Definition, words: Words) -> str:
    """Return the status in a word, and what makes the value unsure."""
    unsure = row.value_status in UNSURE and known(row.actual)
    sign = [STATUSES[row.value_status].in_language(words.language)] if unsure else []
    return ", ".join([status_word(row.status, words.language), *sign])


_CELLS: Final[Mapping[str, Callable[[Any, Definition, Words], str]]] = {
    "programme": _programme,
    "indicator": lambda _, definition, words: definition.name(words.language),
    "split": _split,
    "unit": lambda _, definition, words: unit_name(definition, words.language),
    "baseline": lambda row, definition, words: _stated(row.baseline, definition, words),
    "target_initial": _target,
    "target_revised": lambda row, definition, words: target_text(row.target_revised, definition, words.language),
    "actual": lambda row, definition, words: actual_text(row, definition, words.language),
    "achievement": lambda row, _, words: percent(row.achievement, words.language, 1) if known(row.achievement) else "",
    "status": _status,
}


def _stated(value: float, definition: Definition, words: Words) -> str:
    return value_text(value, definition, words.language) if known(value) else ""


def _why(stated: Stated, shown: pd.DataFrame, words: Words) -> Iterator[str]:
    """Say why each total has its status, where something is judged."""
    judged = shown[shown["status"].isin(JUDGED) & (shown["dimension"] == ALL)]
    rows: list[Any] = list(judged.itertuples(index=False))
    for row in rows[:LISTED]:
        definition = stated.definitions[str(row.indicator)]
        name = definition.name(words.language)
        if row.programme != ALL and shown["programme"].nunique() > 1:
            name = f"{name} ({words.programme(str(row.programme))})"
        reason = reason_text(row, definition, stated.rules, words.language)
        yield words.t("{indicator}: {reason}", indicator=name, reason=reason)
        if known(row.season) and row.season_years:
            share = percent(row.season, words.language, 1)
            yield "  " + words.t(
                "By {day}, {share} of a year is usually reached (mean of {years}).",
                day=day(str(row.told_on), words.language),
                share=share,
                years=str(row.season_years).replace(";", ", "),
            )


def _late(stated: Stated, table: pd.DataFrame, words: Words) -> list[str]:
    late = owed(table)
    late = late[late["days_late"] > 0]
    rows: list[Any] = list(late.drop_duplicates(["indicator", "period", "due_on"]).itertuples(index=False))
    lines = [
        words.t.plural(
            "{indicator}, {period}: due on {day}, {count} day late ({owner}).",
            "{indicator}, {period}: due on {day}, {count} days late ({owner}).",
            int(row.days_late),
            indicator=stated.definitions[str(row.indicator)].name(words.language),
            period=period_label(str(row.period), words.language),
            day=day(str(row.due_on), words.language),
            owner=owner_name(str(row.owner_role), words.language),
        )
        for row in rows
    ]
    if not lines:
        return []
    return [words.t("Values that somebody owes:"), *_some(lines, words)]


def _parts(stated: Stated, table: pd.DataFrame, language: Language) -> list[str]:
    """Say where the parts of what is shown do not add up to it."""
    values = stated.values[stated.values["indicator"].isin(table["indicator"].unique())]
    found = parts_that_differ(
        values,
        stated.definitions,
        as_of=stated.as_of,
        period=str(table["period"].iloc[-1]),
        parents={code: place.parent for code, place in reference.french_territories().items() if place.parent},
    )
    words = Words(language)
    lines = [spoken(finding.message, language) for finding in found]
    return [words.t("Parts that do not add up to their whole:"), *_some(lines, words)] if lines else []


def _some(lines: list[str], words: Words) -> list[str]:
    left = len(lines) - LISTED
    more = [words.t.plural("and {count} more", "and {count} more", left)] if left > 0 else []
    return [f"  {line}" for line in [*lines[:LISTED], *more]]


def _rest(table: pd.DataFrame, shown: pd.DataFrame, words: Words) -> Iterator[str]:
    left = len(table) - len(shown)
    if left:
        yield words.t.plural(
            "{count} more row, by programme, scheme or category: --programme, --scheme or --indicator shows it.",
            "{count} more rows, by programme, scheme or category: --programme, --scheme or --indicator shows them.",
            left,
        )


def _sources(stated: Stated, shown: pd.DataFrame, words: Words) -> Iterator[str]:
    """Say where the values come from: documents and their editions, or the records they are counted on."""
    if shown.empty:
        return
    counted = shown["edition"] == COMPUTED_EDITION
    yield words.t("Sources:")
    if counted.any():
        yield "  " + words.t("Counted on the records up to {day}.", day=day(stated.dataset.as_of, words.language))
    other = shown[~counted & (shown["source"] != "")][["source", "edition"]].drop_duplicates()
    texts = [", ".join(filter(None, map(str, pair))) for pair in other.itertuples(index=False)]
    yield from _some(texts, words)
    if stated.dataset.citation:
        yield f"  {stated.dataset.citation}"
