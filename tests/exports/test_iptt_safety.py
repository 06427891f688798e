"""The workbook runs nothing, is the same twice, and holds none as well as many."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import datetime
from zipfile import ZipFile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from values import definition, value
from workbooks import AS_OF, LANGUAGES, head_row, history, made, named, only, opened, ordinary, table

from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS
from crossmobility.exports.sheets import Look, new_book, new_sheet, plain, workbook_bytes
from crossmobility.i18n import Language, translator

# Nothing runs.

HOSTILE = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\x07=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_like_a_formula_is_text(text: str) -> None:
    bad = definition(
        **dict.fromkeys(
            ("name_en", "formula_en", "numerator_en", "denominator_en", "limits_en", "version", "citation"), text
        )
    )
    frame = table(value(12, source=text, dimension="sex", category=text), value(24, source=text)).assign(comment=text)
    of = {"STARTS": bad}
    book = opened(frame, of=of, title=text, dataset_title=text, history=history())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    written = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [each for each in written if each.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    kept = text.translate({7: None, 13: None})
    assert sum(each == f"'{kept}" for each in written) >= 11


def test_a_text_that_looks_like_an_error_or_a_number_is_text() -> None:
    for text in ("#N/A", "12", "2024-01"):
        cell = only(table(value(3, source=text)))["Source"]
        assert (cell.value, cell.data_type) == (text, "s")


@given(st.text())
def test_whatever_is_written_can_be_opened_and_begins_no_formula(text: str) -> None:
    kept = plain(text)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r"))
    book = new_book()
    new_sheet(book, "one", [20]).write(1, 1, text, Look(wrap=True))
    cell = load_workbook(io.BytesIO(workbook_bytes(book, title=text, made_on=AS_OF)))["one"]["A1"]
    assert (cell.value or "") == kept
    assert cell.data_type != "f"


# The same again, none, and many.


def test_the_same_table_gives_the_same_bytes_whenever_and_wherever_it_is_made() -> None:
    content = made(ordinary(), history=history())
    with ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = load_workbook(io.BytesIO(content)).properties
    assert (properties.created, properties.modified) == (datetime(2025, 12, 31), datetime(2025, 12, 31))
    assert made(ordinary(), history=history()) == content


def test_another_process_makes_the_same_bytes() -> None:
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]; import workbooks as t; "
        "sys.stdout.buffer.write(t.made(t.ordinary(), history=t.history()))"
    )
    folders = [str(path) for path in sys.path if path]
    # Another seed puts sets of texts into another order.
    found = subprocess.run(
        [sys.executable, "-c", program, *folders],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        check=True,
    )
    assert found.stdout == made(ordinary(), history=history())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame(columns=list(TRACKED_COLUMNS))], ids=["bare", "columns"])
def test_a_table_without_rows_says_so(frame: pd.DataFrame, language: Language) -> None:
    book = opened(frame, language)
    sheet = book.worksheets[0]
    assert sheet.cell(head_row(sheet) + 1, 1).value == translator(language)("No indicator has a value or a target here.")
    assert len(book.sheetnames) == 3


def test_ten_thousand_rows_are_all_there() -> None:
    frame = pd.concat([ordinary()] * 1700, ignore_index=True).iloc[:10_000]
    frame = frame.assign(actual=[float(number) for number in range(10_000)])
    (first, *_) = named(opened(frame.iloc[:6]).worksheets[0])
    # Read as text: openpyxl takes three times as long to read a sheet as to write it.
    with ZipFile(io.BytesIO(made(frame))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(rf'<c r="{first["Actual"].column_letter}\d+"[^>]*><v>(\d+)</v>', sheet)
    assert sorted(map(int, found)) == list(range(10_000))
