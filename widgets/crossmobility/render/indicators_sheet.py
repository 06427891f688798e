"""The sheet of an indicator: what it is, how it is made, who owes it, and what it does not say."""

from __future__ import annotations

from typing import Any

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.render.formats import STATUSES as VALUE_STATUSES
from crossmobility.render.formats import day, known, text
from crossmobility.render.indicators_numbers import number
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_words import (
    ACCUMULATIONS,
    AGGREGATIONS,
    BASES,
    CRITERIA,
    DIRECTIONS,
    FREQUENCIES,
    LEVELS,
    ORIGINS,
    day_text,
    dimension_name,
    owner_name,
    range_text,
    table_names,
    unit_name,
    when_text,
)

Line = tuple[str, str]


def sheet(page: IndicatorsPage, definition: Definition, row: Any | None) -> str:
    """Return the sheet: formula, numerator and denominator with their numbers, limits; the rest one key away."""
    t = page.words.t
    first = [*_made(page, definition, row), *_care(page, definition)]
    rest = [*_kind(page, definition), *_keeping(page, definition), *_edition(page, definition, row)]
    return (
        f'<section class="cm-i-sheet"><h3 class="cm-i-h3">{text(t("How it is defined"))}</h3>{_list(first)}'
        f'<details class="cm-more" data-keep="sheet"><summary>{text(t("The whole definition"))}</summary>{_list(rest)}</details>'
        "</section>"
    )


def _list(lines: list[Line]) -> str:
    inside = "".join(f"<dt>{text(term)}</dt><dd>{text(meaning)}</dd>" for term, meaning in lines if meaning)
    return f"<dl>{inside}</dl>"


def _made(page: IndicatorsPage, definition: Definition, row: Any | None) -> list[Line]:
    language, t = page.selection.language, page.words.t
    found = [(t("Formula"), definition.formula(language))]
    above = definition.numerator(language)
    if definition.denominator(language):
        found.append((t("Above the line"), _with_number(above, row.numerator if row is not None else None, page)))
        below = definition.denominator(language)
        found.append((t("Below the line"), _with_number(below, row.denominator if row is not None else None, page)))
    elif above:
        found.append((t("What is counted"), above))
    return found


def _with_number(words: str, value: float | None, page: IndicatorsPage) -> str:
    if value is None or not known(value):
        return words
    decimals = 0 if float(value).is_integer() else 1
    return page.words.t("{words}: {number}", words=words, number=number(value, page.selection.language, decimals))


def _care(page: IndicatorsPage, definition: Definition) -> list[Line]:
    language, t = page.selection.language, page.words.t
    return [(t("What it does not say"), definition.limits(language)), (t("Who owes it"), _owner(page, definition))]


def _owner(page: IndicatorsPage, definition: Definition) -> str:
    language, t = page.selection.language, page.words.t
    return t.plural(
        "{owner}, {frequency}, {count} day after the period ends",
        "{owner}, {frequency}, {count} days after the period ends",
        definition.due_days,
        owner=owner_name(definition.owner_role, language),
        frequency=FREQUENCIES[definition.frequency],
    )


def _kind(page: IndicatorsPage, definition: Definition) -> list[Line]:
    language, t = page.selection.language, page.words.t
    better = DIRECTIONS[definition.direction].in_language(language)
    wanted = range_text(definition, language)
    level = LEVELS[definition.level].in_language(language)
    criterion = CRITERIA[definition.dac].in_language(language) if definition.dac else ""
    return [
        (t("Code"), definition.indicator_id),
        (t("Level"), f"{level} · {criterion}" if criterion else level),
        (t("Unit"), unit_name(definition, language)),
        (t("Direction"), f"{better} ({wanted})" if wanted else better),
        (t("Value of a period"), ACCUMULATIONS[definition.accumulation].in_language(language)),
        (t("Adding up"), AGGREGATIONS[definition.aggregation].in_language(language)),
        (t("Basis"), BASES[definition.basis].in_language(language)),
    ]


def _keeping(page: IndicatorsPage, definition: Definition) -> list[Line]:
    language, t = page.selection.language, page.words.t
    split = ", ".join(dimension_name(name, language) for name in definition.disaggregation)
    least = number(float(definition.min_denominator), language, 0) if definition.min_denominator else ""
    made = ORIGINS[definition.computed].in_language(language)
    return [
        (t("Disaggregation"), split),
        (t("Least number for a rate"), least),
        (t("Where values come from"), f"{made} ({table_names(definition.source_tables, language)})"),
        (
            t("Version"),
            t("{version}, valid from {day}", version=definition.version, day=day(definition.valid_from, language)),
        ),
        (t("Definition after"), definition.citation),
    ]


def _edition(page: IndicatorsPage, definition: Definition, row: Any | None) -> list[Line]:
    if row is None or not known(row.actual):
        return []
    language, t = page.selection.language, page.words.t
    status = (
        VALUE_STATUSES[row.value_status].in_language(language) if row.value_status in VALUE_STATUSES else row.value_status
    )
    return [
        (t("This value"), t("{status}, tells of the time up to {day}", status=status, day=day_text(row.told_on, language))),
        (
            t("Edition"),
            row.edition if not definition.computed else t("counted on {day}", day=day_text(row.as_of, language)),
        ),
        (t("Season learned from"), ", ".join(when_text(year, language) for year in row.season_years.split(";") if year)),
    ]
