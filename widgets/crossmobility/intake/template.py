"""An Excel workbook to fill in: our columns with headings, help, drop-down lists and an example, in one language.

The sheet has a row of headings, a row of help, a row of example, then the rows of whoever fills it in. Intake leaves out the
two rows in between, wherever sorting has put them: the column that names a row says ``EXEMPLE`` or ``EXAMPLE`` in the one,
and begins with ``AIDE :`` or ``HELP:`` in the other. Whoever writes an identifier over that word makes the row her own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from crossmobility.errors import BadRequest
from crossmobility.i18n import Language, message, translator
from crossmobility.intake.choices import choices
from crossmobility.intake.names import normalised
from crossmobility.intake.tables import Field, Table, did_you_mean, table, table_names

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

# In Latin letters and signs that the Windows code page has: the rows are known again in a CSV saved by Excel.
HELP: Final[Mapping[Language, str]] = {"fr": "AIDE\u00a0:", "en": "HELP:"}
EXAMPLE: Final[Mapping[Language, str]] = {"fr": "EXEMPLE", "en": "EXAMPLE"}
OURS: Final = re.compile(r"\s*(?:(?:EXEMPLE|EXAMPLE)\s*$|(?:AIDE|HELP)[\s\u00a0\u202f]*:)", re.IGNORECASE)

HEADINGS_ROW, HELP_ROW, EXAMPLE_ROW = 1, 2, 3
LAST_ROW: Final = 1_048_576
DATES: Final[Mapping[Language, str]] = {"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
# Text, so that Excel does not read 2025-01 or 16-17 as a date, nor 0137 as a number.
TEXT_FORMAT: Final = "@"
LONGEST_TITLE, LONGEST_PROMPT = 32, 255
WIDTHS: Final[Mapping[str, int]] = {"date": 14, "boolean": 14, "integer": 14, "number": 14, "string": 24}
INK, GREY, PALE, MARK = "1F2933", "616E7C", "F1F4F7", "DCE6F0"


def template_tables() -> tuple[str, ...]:
    """Return the names of the tables that people fill in: everything but reference."""
    return tuple(name for name in table_names() if table(name).role != "reference")


def is_template_row(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which rows of a received file are the template's own, help or example.

    ``frame`` has one row per record, its columns under the headings of the file, as text. Looked at are the first column
    and those whose heading means the column that names the rows of one of our tables.
    """
    of_keys = _headings_of_keys()
    names = [name for at, name in enumerate(frame.columns) if at == 0 or normalised(str(name)) in of_keys]
    found = np.zeros(len(frame), dtype=bool)
    for name in names:
        text = frame[name].astype("str")
        # Most cells are settled by their first letter: a million identifiers must not meet a regular expression each.
        near = text.str.lstrip().str[:1].str.upper().isin(["E", "A", "H"]).to_numpy(dtype=bool)
        found[near] |= np.array([OURS.match(cell) is not None for cell in text[near]], dtype=bool)
    return found


def write_template(name: str, language: Language, file: Path) -> Path:
    """Write the workbook of one table; :class:`BadRequest` when the file is no ``.xlsx`` or the table is not filled in."""
    if name not in template_tables():
        raise BadRequest(message("There is no template of “{table}”.", table=name), did_you_mean(name, template_tables()))
    if file.suffix.lower() != ".xlsx":
        raise BadRequest(
            message("The template is an Excel workbook, “{file}” is not named like one.", file=file.name),
            message("Give a file name that ends in .xlsx."),
        )
    _book(table(name), language).save(file)
    return file


def _book(of_table: Table, language: Language) -> Any:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = of_table.title(language)[:31]
    lists: Worksheet = book.create_sheet(translator(language)("Lists"))
    lists.sheet_state = "hidden"
    listed: dict[str, str] = {}
    for at, field in enumerate(of_table.fields, start=1):
        _write_column(sheet, at, field, of_table, language)
        letter = sheet.cell(HEADINGS_ROW, at).column_letter
        entries = [*choices(field, language).items(), *((code, code) for code in of_table.outside(field.name))]
        place = "" if field.separator or not entries else _list(field, entries, lists, listed)
        sheet.add_data_validation(_validation(field, letter, place, language))
    sheet.row_dimensions[HEADINGS_ROW].height = 32
    sheet.row_dimensions[HELP_ROW].height = 92
    sheet.freeze_panes = "B3"
    return book


def _write_column(sheet: Worksheet, at: int, field: Field, of_table: Table, language: Language) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    is_key = field.name == of_table.primary_key[0]
    heading = sheet.cell(HEADINGS_ROW, at, _heading(field, language))
    heading.font = Font(bold=True, color=INK)
    heading.fill = PatternFill("solid", start_color=MARK if field.required else PALE)
    described = field.description(language)
    help_cell = sheet.cell(HELP_ROW, at, f"{HELP[language]} {described}" if is_key else described)
    help_cell.font = Font(italic=True, size=9, color=GREY)
    for cell in (heading, help_cell):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    form = _format(field, language)
    example = sheet.cell(EXAMPLE_ROW, at, EXAMPLE[language] if is_key else _example(field, language))
    example.font = Font(italic=True, color=GREY)
    example.number_format = form
    column = sheet.column_dimensions[heading.column_letter]
    column.width = WIDTHS[field.type]
    column.number_format = form


def _heading(field: Field, language: Language) -> str:
    return f"{field.title(language)} *" if field.required else field.title(language)


def _format(field: Field, language: Language) -> str:
    return {"date": DATES[language], "integer": "0", "number": "General"}.get(field.type, TEXT_FORMAT)


def _example(field: Field, language: Language) -> str | float | date | None:
    text = field.example
    if not text:
        return None
    if field.type == "date":
        return date.fromisoformat(text)
    if field.type in ("integer", "number"):
        return float(text) if "." in text else int(text)
    return choices(field, language).get(text, text)


def _validation(field: Field, letter: str, place: str, language: Language) -> DataValidation:
    """Return what Excel offers and says for a column; it warns and never forbids, for intake checks better."""
    from openpyxl.worksheet.datavalidation import DataValidation

    t = translator(language)
    rule: dict[str, Any] = {}
    if field.type == "date":
        rule = {"type": "date", "operator": "between", "formula1": "DATE(1950,1,1)", "formula2": "DATE(2100,1,1)"}
    elif field.type in ("integer", "number"):
        rule = _bounds(field)
    elif place:
        rule = {"type": "list", "formula1": place}
    check = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=bool(rule), **rule)
    check.errorStyle = "warning"
    check.promptTitle = _heading(field, language)[:LONGEST_TITLE]
    needed = f" {t('Every row needs it.')}" if field.required else ""
    check.prompt = f"{field.description(language)}{needed}"[:LONGEST_PROMPT]
    check.errorTitle = check.promptTitle
    check.error = t("This column does not expect such a value.")
    check.add(f"{letter}{EXAMPLE_ROW}:{letter}{LAST_ROW}")
    return check


def _bounds(field: Field) -> dict[str, Any]:
    kind = {"type": "whole" if field.type == "integer" else "decimal"}
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return {**kind, "operator": "between", "formula1": f"{low:g}", "formula2": f"{high:g}"}
    if low is not None:
        return {**kind, "operator": "greaterThanOrEqual", "formula1": f"{low:g}"}
    return {**kind, "operator": "between", "formula1": "-1000000000000", "formula2": "1000000000000"}


def _list(field: Field, entries: Sequence[tuple[str, str]], lists: Worksheet, listed: dict[str, str]) -> str:
    """Write a list to the hidden sheet, labels and codes side by side, once; return where its labels stand."""
    name = field.code_list or field.type
    key = f"{name} {len(entries)}"
    if key not in listed:
        at = 1 + 3 * len(listed)
        for row, (code, label) in enumerate([(name, name), *entries], start=1):
            lists.cell(row, at, label)
            lists.cell(row, at + 1, code)
        letter = lists.cell(1, at).column_letter
        listed[key] = f"'{lists.title}'!${letter}$2:${letter}${len(entries) + 1}"
    return listed[key]


def _headings_of_keys() -> frozenset[str]:
    found: set[str] = set()
    for name in template_tables():
        key = table(name).field(table(name).primary_key[0])
        found |= {normalised(text) for text in (key.name, key.title_fr, key.title_en, *key.aliases)}
    return frozenset(found)
