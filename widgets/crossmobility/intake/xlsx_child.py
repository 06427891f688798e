"""Reads one sheet of a workbook in a process of its own, and writes its rows as lines of JSON.

Run as ``python -m crossmobility.intake.xlsx_child``; the request is one line of JSON on standard input. A workbook is a
program of a kind: whatever it does to the memory or the time of this process, the reader that started it lives on.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import repeat
from typing import Any, Final, TextIO

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 512
SHEET_FOLDER: Final = "xl/worksheets/"
FORMULA_MARKS: Final = (b"<f>", b"<f ", b"<f/")


def limited(memory: int, seconds: int) -> None:
    """Bound the memory and the processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's watch over the clock remains.
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def canonical(value: object) -> str:
    """Return a cell as text.

    Whole numbers without a point; other numbers as Excel shows them in full (15 digits, a point, no exponent); days as
    ``2024-12-31``, moments as ``2024-12-31 08:30:00``; ``TRUE``, ``FALSE``; errors such as ``#N/A`` as they stand.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return format(Decimal(format(value, ".15g")), "f") if value - value == 0 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def write_rows(file: str, sheet: str, out: TextIO) -> None:
    """Write the sheet's name and the other visible sheets, one JSON list per row, then the number of rows."""
    import openpyxl

    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    visible = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    wanted = sheet or (visible[0] if visible else "")
    if wanted not in [one.title for one in book.worksheets]:
        out.write(json.dumps({"missing": wanted, "sheets": visible}) + "\n")
        return
    out.write(json.dumps({"sheet": wanted, "others": [name for name in visible if name != wanted]}) + "\n")
    written, empty = 0, 0
    for cells in _texts(file, book, wanted):
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            empty += 1
            continue
        for _ in range(empty):
            out.write("[]\n")
        out.write(json.dumps(cells) + "\n")
        written, empty = written + empty + 1, 0
    out.write(json.dumps({"rows": written}) + "\n")


def _texts(file: str, book: Any, sheet: str) -> Iterator[list[str]]:
    values = _cells(book, sheet)
    formulas: Iterator[tuple[object, ...]] = repeat(())
    if _has_formulas(file):
        import openpyxl

        formulas = _cells(openpyxl.load_workbook(file, read_only=True, keep_links=False), sheet)
    for row, asked in zip(values, formulas, strict=False):
        if row.count(None) == len(row) and asked.count(None) == len(asked):
            yield []
            continue
        # A formula that was never calculated has no value: show the formula, so that nobody takes it for an empty cell.
        cells = [
            canonical(asked[at]) if value is None and at < len(asked) else canonical(value) for at, value in enumerate(row)
        ]
        # What stands far to the right is kept as one cell: no table of ours is so wide, and the row will be rejected.
        yield cells if len(cells) <= MOST_COLUMNS else [*cells[:MOST_COLUMNS], " ".join(filter(None, cells[MOST_COLUMNS:]))]


def _cells(book: Any, sheet: str) -> Iterator[tuple[object, ...]]:
    one = book[sheet]
    # The size a sheet declares may be wrong, or meant to exhaust the reader.
    one.reset_dimensions()
    rows: Iterator[tuple[object, ...]] = one.iter_rows(max_row=MOST_ROWS, values_only=True)
    return rows


def _has_formulas(file: str) -> bool:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.startswith(SHEET_FOLDER):
                with archive.open(name) as stream:
                    before = b""
                    while block := stream.read(1 << 20):
                        if any(mark in before + block for mark in FORMULA_MARKS):
                            return True
                        before = block[-4:]
    return False


def main() -> None:
    """Read the request, limit this process, write the rows."""
    request = json.loads(sys.stdin.readline())
    limited(request["memory"], request["seconds"])
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # standard output is a text stream here
    try:
        write_rows(request["file"], request["sheet"], sys.stdout)
    except (MemoryError, SystemError):
        # Compiled code that finds no memory may fail without saying why: Python calls that a SystemError.
        sys.stdout.write(json.dumps({"failed": "memory"}) + "\n")
    except Exception as error:  # whatever a damaged workbook raises, the parent shows it as one sentence
        # openpyxl explains itself over several lines; the first says what it is.
        if isinstance(error.__cause__ or error.__context__, MemoryError | SystemError):
            sys.stdout.write(json.dumps({"failed": "memory"}) + "\n")
            return
        said = (str(error).strip().splitlines() or [""])[0].rstrip(".")
        sys.stdout.write(json.dumps({"failed": f"{type(error.__cause__ or error).__name__}: {said}"[:300]}) + "\n")


if __name__ == "__main__":
    main()
