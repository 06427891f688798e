"""The first sheet: the indicator tracking table, by level of results, splits folded below their indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Final

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.observed import TARGETS
from crossmobility.exports.iptt_columns import Column, columns_of
from crossmobility.exports.iptt_report import HEADING, NOTE, PLAIN, SECTION, Report, figure
from crossmobility.exports.iptt_words import (
    DAY_FORMATS,
    HIDDEN,
    SHARE_DECIMALS,
    TELLING,
    WITHOUT_DEFINITION,
    capital,
    day_of,
    share_format,
    target_format,
    value_format,
    value_status_word,
)
from crossmobility.exports.sheets import Look, Pen, new_sheet
from crossmobility.render.indicators_words import (
    LEVELS,
    UNITS,
    category_name,
    dimension_name,
    reason_text,
    status_word,
    when_text,
)

Cell = str | float | date | None
SECTION_ROW, INDICATOR, FOLDED = 0, 1, 2  # how deep a row stands in the outline
PARTS: Final = ("territory", "direction", "counterpart")
"""What an indicator may be split by in columns of its own, beside ``dimension``."""
# Text and ground: at least 4.5 to 1. The word says it, the colour helps to find it.
STATUS_COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "achieved": ("FFFFFF", "1A7F5A"),
    "on_track": ("12613F", "DDF1E7"),
    "at_risk": ("6B4A00", "FBEBC8"),
    "off_track": ("8F1D16", "FADCD9"),
    "late": ("FFFFFF", "5B6B7A"),
    "too_early": ("4A5866", "EEF3F7"),
    "no_data": ("4A5866", "EEF3F7"),
    "not_applicable": ("4A5866", "FFFFFF"),
}


def write_table(book: Any, report: Report) -> None:
    """Write the sheet: what it is about, the heading, then every indicator by level of results."""
    columns = columns_of(report)
    pen = new_sheet(book, report.t("Indicators"), [column.width for column in columns])
    lines = list(_lines(report))
    row = report.opening(pen, report.title, report.dataset_title, report.scope(), report.dated)
    if any(line.depth == FOLDED for line in lines):
        pen.write(row, 1, report.t("Splits are folded: the buttons 1, 2, 3 at the left edge unfold them."), NOTE)
        row += 1
    head = row + 1
    for at, column in enumerate(columns, start=1):
        pen.write(head, at, column.heading.in_language(report.language), replace(HEADING, **_place(column)))
    _Body(report, columns, pen).write(head + 1, lines)
    _finish(pen, report, columns, head)


@dataclass(frozen=True)
class Line:
    """One row of the sheet: the level of results it opens, or a row of the table with its name and depth."""

    depth: int
    name: str
    cells: Any = None


def _lines(report: Report) -> Iterator[Line]:
    """Yield the rows of the sheet: levels from the far end to the near one, indicators in the order they came."""
    rows = list(report.tracked.itertuples(index=False))
    levels = [row.level if row.level in LEVELS else "other" for row in rows]
    split_by = [name for name in PARTS if report.varies(name)]
    for level, heading in LEVELS.items():
        of_level = [row for row, of_row in zip(rows, levels, strict=True) if of_row == level]
        if of_level:
            yield Line(SECTION_ROW, heading.in_language(report.language))
            yield from _of_level(of_level, split_by, report)


def _of_level(rows: list[Any], split_by: list[str], report: Report) -> Iterator[Line]:
    by_indicator: dict[str, list[Any]] = {}
    for row in rows:
        by_indicator.setdefault(row.indicator, []).append(row)
    for indicator, of_indicator in by_indicator.items():
        name, has_total = report.name(indicator), False
        for row in of_indicator:
            part = _part(row, split_by, report)
            has_total |= not part
            if not part:
                yield Line(INDICATOR, name, row)
            elif has_total:
                yield Line(FOLDED, part, row)
            else:
                # Folded below another indicator it would be read as a part of that one.
                yield Line(INDICATOR, f"{name} · {part}", row)


def _part(row: Any, split_by: list[str], report: Report) -> str:
    """Name the part of an indicator a row is about; empty for the whole."""
    pairs = [(name, getattr(row, name)) for name in split_by]
    pairs.append((row.dimension, row.category))
    named = (
        report.t(
            "{name}: {values}",
            name=capital(dimension_name(dimension, report.language)),
            values=category_name(dimension, category, report.language),
        )
        for dimension, category in pairs
        if ALL not in (dimension, category)
    )
    return " · ".join(named)


class _Body:
    """Writes the rows below the heading."""

    def __init__(self, report: Report, columns: list[Column], pen: Pen) -> None:
        self.report, self.columns, self.pen = report, columns, pen
        known = report.definitions.items()
        self.formats = {code: value_format(each, report.language) for code, each in known}
        self.target_formats = {code: target_format(each, report.language) for code, each in known}
        self.share_format = share_format(SHARE_DECIMALS, report.language)

    def write(self, first: int, lines: list[Line]) -> None:
        if not lines:
            self.pen.write(first, 1, self.report.t("No indicator has a value or a target here."), PLAIN)
        for at, line in enumerate(lines, start=first):
            if line.depth == SECTION_ROW:
                self.pen.row(at, [line.name], SECTION)
            else:
                self._write_line(at, line)
        for at, (above, below) in enumerate(pairwise(lines), start=first):
            if (above.depth, below.depth) == (INDICATOR, FOLDED):
                self.pen.sheet.row_dimensions[at].collapsed = True

    def _write_line(self, at: int, line: Line) -> None:
        definition = self.report.definitions.get(line.cells.indicator)
        for place, column in enumerate(self.columns, start=1):
            value, look = self._cell(column, line, definition)
            self.pen.write(at, place, value, look)
        dimension = self.pen.sheet.row_dimensions[at]
        dimension.outlineLevel = line.depth
        dimension.hidden = line.depth == FOLDED

    def _cell(self, column: Column, line: Line, definition: Definition | None) -> tuple[Cell, Look]:
        row, folded = line.cells, line.depth == FOLDED
        if column.key == "indicator":
            return line.name, Look(bold=not folded, wrap=True, indent=2 if folded else 0)
        cell = getattr(row, column.key)
        if row.value_status == HIDDEN and column.key in TELLING:
            cell = None  # what is hidden must not be told by a sum or a share beside it
        if column.kind == "value":
            formats = self.target_formats if column.key in TARGETS else self.formats
            return figure(cell), Look(formats.get(row.indicator, WITHOUT_DEFINITION))
        if column.kind == "share":
            return figure(cell), Look(self.share_format)
        if column.kind == "day":
            return day_of(cell), Look(DAY_FORMATS[self.report.language], horizontal="right")
        if column.kind == "status":
            colour, fill = STATUS_COLOURS.get(cell, STATUS_COLOURS["no_data"])
            return capital(status_word(cell, self.report.language)), Look(
                colour=colour, fill=fill, bold=True, wrap=True, horizontal="center"
            )
        return self._text(column.key, row, definition), Look(wrap=True, indent=column.indent)

    def _text(self, key: str, row: Any, definition: Definition | None) -> str | None:
        language = self.report.language
        if key == "reason":
            return reason_text(row, definition, self.report.rules, language) if definition else None
        if key == "unit":
            return UNITS[row.unit].in_language(language) if row.unit in UNITS else row.unit
        if key == "value_status":
            return value_status_word(row.value_status, language)
        if key in ("baseline_period", "target_period"):
            return when_text(getattr(row, key), language) or None
        if key in ("programme", "scheme"):
            return self._scope(key, getattr(row, key))
        return str(getattr(row, key)) or None

    def _scope(self, key: str, code: str) -> str:
        if code == ALL:
            return self.report.t("all")
        return self.report.words.programme(code) if key == "programme" else self.report.words.scheme(code)


def _place(column: Column) -> dict[str, Any]:
    """Return where a heading stands: above its cells."""
    if column.kind == "status":
        return {"horizontal": "center"}
    return {"horizontal": "right"} if column.is_right else {"indent": column.indent}


def _finish(pen: Pen, report: Report, columns: list[Column], head: int) -> None:
    """Freeze the heading and the names, offer filters and folds, and set up the print."""
    sheet = pen.sheet
    named = next(at for at, column in enumerate(columns, start=1) if column.key == "indicator")
    sheet.freeze_panes = sheet.cell(head + 1, named + 1)
    last = max(sheet.max_row, head + 1)
    sheet.auto_filter.ref = f"A{head}:{sheet.cell(head, len(columns)).column_letter}{last}"
    sheet.sheet_properties.outlinePr.summaryBelow = False
    sheet.sheet_format.outlineLevelRow = FOLDED
    report.closing(pen, head)
