"""The sheets beside the table: what every indicator is, one of them over time, and how to read it all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from crossmobility.domain.indicators.definitions import EVERY_INDICATOR, Definition
from crossmobility.exports.iptt_report import HEADING, PLAIN, SECTION, Report, figure
from crossmobility.exports.iptt_table import STATUS_COLOURS
from crossmobility.exports.iptt_words import (
    COLUMN_MEANINGS,
    HIDDEN,
    STATUS_MEANINGS,
    TELLING,
    VALUE_MEANINGS,
    WITHOUT_DEFINITION,
    capital,
    value_format,
    value_status_word,
)
from crossmobility.exports.sheets import Look, new_sheet
from crossmobility.i18n import Message, message
from crossmobility.render.indicators_words import (
    ACCUMULATIONS,
    AGGREGATIONS,
    DIRECTIONS,
    FREQUENCIES,
    LEVELS,
    UNITS,
    owner_name,
    range_text,
    rule_text,
    status_word,
    when_text,
)

WRAPPED: Final = Look(wrap=True)
NAMED: Final = Look(bold=True, wrap=True)
BESIDE: Final = Look(wrap=True, indent=1)
DEFINITION_COLUMNS: Final = (
    (message("Code"), 16),
    (message("Indicator"), 24),
    (message("Level"), 13),
    (message("Unit"), 9),
    (message("Formula"), 34),
    (message("Numerator"), 24),
    (message("Denominator"), 24),
    (message("Direction"), 15),
    (message("Accumulation"), 15),
    (message("Aggregation"), 20),
    (message("Frequency"), 14),
    (message("Owner"), 14),
    (message("Limits"), 40),
    (message("Version"), 9),
    (message("Source"), 24),
)
SERIES_COLUMNS: Final[tuple[tuple[str, Message, float], ...]] = (
    ("period", message("Period"), 24),
    ("baseline", message("Baseline"), 15),
    ("target_initial", message("Initial target"), 15),
    ("target_revised", message("Revised target"), 15),
    ("actual", message("Actual"), 15),
    ("expected", message("Expected by now"), 18),
    ("numerator", message("Numerator"), 15),
    ("denominator", message("Denominator"), 15),
    ("value_status", message("Value status"), 18),
)
PARTS_OF_A_RATE: Final = ("numerator", "denominator")


def write_definitions(book: Any, report: Report) -> None:
    """Write what the indicators of the table are, one a row, in the order of the definitions."""
    pen = new_sheet(book, report.t("Definitions"), [width for _, width in DEFINITION_COLUMNS])
    head = report.opening(pen, report.t("Definitions")) + 1
    pen.row(head, [heading.in_language(report.language) for heading, _ in DEFINITION_COLUMNS], replace(HEADING, indent=1))
    pen.write(head, 1, report.t("Code"), HEADING)
    used = set(report.values_of("indicator"))
    rows = [definition for code, definition in report.definitions.items() if code in used]
    for at, definition in enumerate(rows, start=head + 1):
        pen.row(at, _described(definition, report), BESIDE)
        pen.write(at, 1, definition.indicator_id, WRAPPED)
        pen.write(at, 2, definition.name(report.language), replace(NAMED, indent=1))
    pen.sheet.freeze_panes = pen.sheet.cell(head + 1, 3)
    report.closing(pen, head)


def _described(definition: Definition, report: Report) -> list[str]:
    language = report.language

    def word(names: Any, code: str) -> str:
        return names[code].in_language(language) if code in names else code

    return [
        definition.indicator_id,
        definition.name(language),
        word(LEVELS, definition.level),
        word(UNITS, definition.unit),
        definition.formula(language),
        definition.numerator(language),
        definition.denominator(language),
        f"{word(DIRECTIONS, definition.direction)} {range_text(definition, language)}".strip(),
        word(ACCUMULATIONS, definition.accumulation),
        word(AGGREGATIONS, definition.aggregation),
        word(FREQUENCIES, definition.frequency),
        owner_name(definition.owner_role, language),
        definition.limits(language),
        definition.version,
        definition.citation,
    ]


def write_series(book: Any, report: Report) -> None:
    """Write one indicator over time, a row a period; nothing without a history."""
    history = report.history
    if history is None:
        return
    pen = new_sheet(book, report.t("Series"), [width for _, _, width in SERIES_COLUMNS])
    code = report.in_history()
    definition = report.definitions.get(code)
    head = report.opening(pen, report.name(code) or report.t("Series"), report.dataset_title, report.scope(dated=False)) + 1
    for at, (key, heading, _) in enumerate(SERIES_COLUMNS, start=1):
        pen.write(head, at, heading.in_language(report.language), _heading(key))
    number = Look(value_format(definition, report.language) if definition else WITHOUT_DEFINITION)
    part = Look(WITHOUT_DEFINITION)
    for at, row in enumerate(history.itertuples(index=False), start=head + 1):
        for place, (key, _, _) in enumerate(SERIES_COLUMNS, start=1):
            cell: Any = getattr(row, key)
            if key == "period":
                pen.write(at, place, when_text(cell, report.language), NAMED)
            elif key == "value_status":
                pen.write(at, place, value_status_word(cell, report.language), BESIDE)
            elif row.value_status == HIDDEN and key in TELLING:
                pen.write(at, place, None, number)
            else:
                pen.write(at, place, figure(cell), part if key in PARTS_OF_A_RATE else number)
    pen.sheet.freeze_panes = pen.sheet.cell(head + 1, 2)
    report.closing(pen, head)


def _heading(key: str) -> Look:
    if key == "value_status":
        return replace(HEADING, indent=1)
    return HEADING if key == "period" else replace(HEADING, horizontal="right")


def write_how_to_read(book: Any, report: Report) -> None:
    """Write the rule of the status, what every status and column means, and why a cell may be empty."""
    t, language = report.t, report.language
    pen = new_sheet(book, t("How to read"), [30, 142])
    row = report.opening(pen, t("How to read")) + 1

    def block(heading: str, pairs: list[tuple[str, str, Look]]) -> None:
        nonlocal row
        pen.row(row, [heading], SECTION)
        for at, (name, meaning, look) in enumerate(pairs, start=row + 1):
            pen.write(at, 1, name, look)
            pen.write(at, 2, meaning, WRAPPED)
        row += len(pairs) + 2

    block(t("The rule of the status"), [(name, rule, NAMED) for name, rule in _rules(report)])
    statuses = [
        (capital(status_word(code, language)), meaning.in_language(language), _coloured(code))
        for code, meaning in STATUS_MEANINGS.items()
    ]
    block(t("Status"), statuses)
    values = [
        (value_status_word(code, language), text.in_language(language), NAMED) for code, text in VALUE_MEANINGS.items()
    ]
    block(t("Value status"), values)
    columns = [(name.in_language(language), text.in_language(language), NAMED) for name, text in COLUMN_MEANINGS]
    block(t("Columns"), columns)
    pen.write(row, 1, t("Definitions: sheet “{sheet}”.", sheet=t("Definitions")), PLAIN)
    report.closing(pen)


def _rules(report: Report) -> list[tuple[str, str]]:
    """Return the rules that the table follows: its own of some indicators, and that of all others."""
    used = set(report.values_of("indicator"))
    own = [code for code in report.rules if code != EVERY_INDICATOR and code in used]
    general = report.t("all other indicators") if own else report.t("every indicator")
    named = [(report.name(code), code) for code in own] + [(capital(general), EVERY_INDICATOR)]
    return [(name, rule_text(report.rules[code], report.language)) for name, code in named]


def _coloured(status: str) -> Look:
    colour, fill = STATUS_COLOURS[status]
    return Look(bold=True, colour=colour, fill=fill, wrap=True)
