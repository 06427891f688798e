"""Rows for tests, made from the declared tables: a test writes only what matters to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

from crossmobility.intake.tables import table

Value = str | int | float | bool | date | None
Row = dict[str, str]


def row(name: str, /, **values: Value) -> Row:
    """Return one row of a table as text, under our own column names.

    Columns that every row needs hold the example of the schema, the others are empty unless given. ``None`` empties a
    column; a column that the table does not have is an error, so that a misspelt test does not pass.
    """
    of_table = table(name)
    made = {field.name: field.example if field.required else "" for field in of_table.fields}
    for column, value in values.items():
        made[of_table.field(column).name] = _text(value)
    return made


def placement(**values: Value) -> Row:
    """Return one placement that breaks no rule, from Senegal to France, from January to July 2025, just selected.

    Its stage is the one its dates say only as long as the test leaves the dates alone: give ``status`` with them.
    """
    usual: dict[str, Value] = {
        "programme_id": "NONE",
        "cohort": "2025",
        "selected_on": date(2024, 10, 7),
        "status": "SELECTED",
    }
    return row("placements", **{**usual, **values})


def full(name: str, /, **values: Value) -> Row:
    """Return one row with the example of every column: they fit together."""
    examples = {field.name: field.example for field in table(name).fields}
    return row(name, **{**examples, **values})


def csv_of(rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as the text of a CSV file with headings; all rows have the columns of the first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
