"""The words of the indicators page: statuses with their shapes, levels, units, and a reason in a sentence with its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import Definition, StatusRule, rule_for
from crossmobility.domain.indicators.explanations import SHARES, explained, rule_in_words, written
from crossmobility.domain.indicators.tracking import case_of, standing_of
from crossmobility.i18n import Language, Message, message
from crossmobility.reference import code_lists, french_territories
from crossmobility.render.formats import day, known, period_label, text
from crossmobility.render.indicators_numbers import short_share, value_text
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.words import Words

STATUSES: Final[Mapping[str, Message]] = {
    "achieved": message("achieved"),
    "on_track": message("on track"),
    "at_risk": message("at risk"),
    "off_track": message("off track"),
    "late": message("value late"),
    "too_early": message("too early"),
    "no_data": message("no data"),
    "not_applicable": message("not judged"),
}
"""From kept to broken, then what cannot be said: the order in which a page lists them."""
SHAPES: Final[Mapping[str, str]] = {
    "achieved": "✓",
    "on_track": "●",
    "at_risk": "▲",
    "off_track": "■",
    "late": "!",
    "too_early": "◔",
    "no_data": "○",
    "not_applicable": "–",
}
LEVELS: Final[Mapping[str, Message]] = {
    "impact": message("Impact"),
    "outcome": message("Outcomes"),
    "output": message("Outputs"),
    "other": message("How we work"),
}
"""From the far end to the near one, as a results framework is read."""
CRITERIA: Final[Mapping[str, Message]] = {
    "RELEVANCE": message("relevance"),
    "COHERENCE": message("coherence"),
    "EFFECTIVENESS": message("effectiveness"),
    "EFFICIENCY": message("efficiency"),
    "IMPACT": message("impact"),
    "SUSTAINABILITY": message("sustainability"),
}
UNITS: Final[Mapping[str, Message]] = {
    "COUNT": message("number"),
    "MONTHS": message("months"),
    "SHARE": message("%"),
    "RATIO": message("ratio"),
    "DAYS": message("days"),
    "EUR": message("euros"),
    "RATE": message("per 100"),
    "SCORE": message("mark"),
    "TEXT": message("in words"),
}
DIRECTIONS: Final[Mapping[str, Message]] = {
    "increase": message("more is better"),
    "decrease": message("less is better"),
    "band": message("to stay within a range"),
    "neutral": message("neither more nor less is better"),
}
ACCUMULATIONS: Final[Mapping[str, Message]] = {
    "flow": message("what happened in the period"),
    "cumulative_in_period": message("cumulated since 1 January"),
    "cumulative_since_start": message("cumulated since the programme began"),
    "stock": message("what there is on a day"),
}
AGGREGATIONS: Final[Mapping[str, Message]] = {
    "sum": message("parts add up"),
    "mean": message("of parts the mean"),
    "latest": message("of parts the latest"),
    "none": message("parts never add up: it is worked out again for each whole"),
}
FREQUENCIES: Final[Mapping[str, Message]] = {
    "month": message("every month"),
    "quarter": message("every quarter"),
    "half": message("every half-year"),
    "year": message("every year"),
}
BASES: Final[Mapping[str, Message]] = {
    "started": message("placements started in the period"),
    "active": message("placements active during the period"),
    "stock": message("volunteers present on the date"),
    "ended": message("placements ended in the period"),
    "cohort": message("everybody who should have started or finished by now"),
    "decided": message("decisions taken in the period"),
    "due": message("what was due in the period"),
    "not_stated": message("basis not stated by the source"),
}
OWNERS: Final[Mapping[str, Message]] = {
    "PROGRAMME_OFFICER": message("programme officer"),
    "COUNTRY_OFFICE": message("country office"),
    "MONITORING_OFFICER": message("monitoring officer"),
    "FINANCE_OFFICER": message("finance officer"),
}
DIMENSIONS: Final[Mapping[str, Message]] = {
    "sex": message("sex"),
    "age_band": message("age"),
    "scheme": message("scheme"),
    "direction": message("direction"),
    "counterpart": message("partner country"),
    "sector": message("field"),
    "territory": message("territory"),
    "fewer_opportunities": message("fewer opportunities"),
    "target": message("target"),
}
ORIGINS: Final[Mapping[bool, Message]] = {
    True: message("counted by this workbook on the records"),
    False: message("received or observed"),
}
TABLES: Final[Mapping[str, Message]] = {
    "placements": message("placements"),
    "activities": message("activities"),
    "observations": message("observations"),
}
WAYS: Final[Mapping[str, Message]] = {"in": message("arriving"), "out": message("leaving")}
UNSURE: Final = frozenset({"partial", "provisional", "estimated"})
"""Statuses of values that may still change: drawn hollow, with their word."""
# Lists of codes whose labels name the categories of a dimension.
_LISTS: Final[Mapping[str, str]] = {"target": "value_type"}


def status_word(status: str, language: Language) -> str:
    """Return the word of a status; a code nobody knows as it is."""
    return STATUSES[status].in_language(language) if status in STATUSES else status


@lru_cache(maxsize=64)
def light(status: str, language: Language) -> str:
    """Return the mark of a status: its shape and its word, never a colour alone."""
    return (
        f'<span class="cm-light cm-is-{text(status)}"><span aria-hidden="true">{SHAPES.get(status, "?")}</span>'
        f"{text(status_word(status, language))}</span>"
    )


@lru_cache(maxsize=4096)
def category_name(dimension: str, category: str, language: Language) -> str:
    """Return the name of a category: of a scheme, a country, a way, else what the list of codes says, else the code."""
    words = Words(language)
    if dimension == "scheme":
        return words.scheme(category)
    if dimension == "counterpart":
        return words.country(category)
    if dimension == "direction" and category in WAYS:
        return WAYS[category].in_language(language)
    found = code_lists().get(_LISTS.get(dimension, dimension), {}).get(category)
    return category if found is None else found.label(language)


def dimension_name(dimension: str, language: Language) -> str:
    """Return what a value is split by, in a word."""
    return DIMENSIONS[dimension].in_language(language) if dimension in DIMENSIONS else dimension


def owner_name(role: str, language: Language) -> str:
    """Return who owes a value: a role, never a person."""
    return OWNERS[role].in_language(language) if role in OWNERS else role


def table_names(tables: Iterable[str], language: Language) -> str:
    """Return the names of tables of records, each once, in a list."""
    return ", ".join(
        TABLES[name].in_language(language) if name in TABLES else name for name in dict.fromkeys(tables) if name
    )


def unit_name(definition: Definition, language: Language) -> str:
    """Return the unit of an indicator; a sum of money, months and days say so themselves."""
    return UNITS[definition.unit].in_language(language) if definition.unit in UNITS else definition.unit


def scope_name(page: IndicatorsPage) -> str:
    """Return the programme or scheme the page is about; empty for all together."""
    selection, words = page.selection, page.words
    return words.scope(selection) if selection.programmes or selection.schemes else ""


def level_of(territory: str) -> str:
    """Return the level of territories a selection is about: it names the level, or one territory of it."""
    entry = french_territories().get(territory)
    return territory if entry is None else entry.level


def day_text(value: object, language: Language) -> str:
    """Write a day of a table: a date, an ISO text or a timestamp; empty when there is none."""
    if isinstance(value, date):
        return "" if value != value else day(date(value.year, value.month, value.day), language)
    found = "" if value is None or value != value else str(value)[:10]
    return day(found, language) if found else ""


def when_text(period: str, language: Language) -> str:
    """Write a period, empty for none."""
    return period_label(period, language) if period and period != ALL else ""


def is_small(row: Any, definition: Definition) -> bool:
    """Say whether a value is not shown because too few stand behind it."""
    few = known(row.denominator) and row.denominator < definition.min_denominator
    return not known(row.actual) and few


def actual_text(row: Any, definition: Definition, language: Language) -> str:
    """Write what was reached: the value, or in a word why there is none."""
    t = Words(language).t
    if known(row.actual):
        return value_text(row.actual, definition, language)
    if is_small(row, definition):
        return t("n too small")
    if row.value_status == "suppressed":
        return t("hidden")
    if row.value_status == "not_broken_down":
        return t("not broken down")
    if row.value_status == "not_applicable":
        return "–"
    return t("n/a")


def target_text(value: float, definition: Definition, language: Language) -> str:
    """Write a target: at most so much where less is better; empty when there is none."""
    if not known(value):
        return ""
    found = value_text(value, definition, language)
    return f"≤\u00a0{found}" if definition.direction == "decrease" else found


def range_text(definition: Definition, language: Language) -> str:
    """Write the range an indicator should stay in; empty when it has none."""
    low, high = definition.band_low, definition.band_high
    if definition.direction != "band" or not (known(low) or known(high)):
        return ""
    if not known(high):
        return f"≥\u00a0{value_text(low, definition, language)}"
    if not known(low):
        return f"≤\u00a0{value_text(high, definition, language)}"
    return f"{value_text(low, definition, language)}–{value_text(high, definition, language)}"


def reason_text(row: Any, definition: Definition, rules: Mapping[str, StatusRule], language: Language) -> str:
    """Return why an indicator has its status, in one sentence with its numbers as the page writes them."""
    cells = row._asdict()
    sentence = explained(standing_of(cells), case_of(cells, definition), rule_for(rules, definition.indicator_id))

    def write(name: str, figure: float) -> str:
        return short_share(figure, language) if name in SHARES else value_text(figure, definition, language)

    return written(sentence, write).in_language(language)


def rule_text(rule: StatusRule, language: Language) -> str:
    """Return the thresholds in words, shares in percent."""
    return written(rule_in_words(rule), lambda _name, share: short_share(share, language)).in_language(language)


def spoken(finding: Message, language: Language) -> str:
    """Return a finding as people read it: a period such as 2022-Q2 in words."""
    return _PART_OF_A_YEAR.sub(lambda found: period_label(found[0], language), finding.in_language(language))


_PART_OF_A_YEAR: Final = re.compile(r"\b\d{4}-[QH]\d\b")
