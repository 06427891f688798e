"""Tables as CSV: locale-neutral numbers, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from math import isnan
from typing import Final

_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a CSV document: one line a row, numbers with a dot, unknown values empty.

    Text that begins like a formula gets an apostrophe in front, as spreadsheets expect; numbers stay numbers.
    """
    document = io.StringIO()
    writer = csv.writer(document, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in head])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return document.getvalue()


def safe_cell(value: object) -> object:
    """Return a value as a CSV cell: neutral text, a number, or nothing when unknown."""
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if isnan(value) else int(value) if value.is_integer() else value
    if isinstance(value, str) and value.startswith(_FORMULA_MARKS):
        return f"'{value}"
    return value
