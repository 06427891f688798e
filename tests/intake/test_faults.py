"""Thirty kinds of broken file: each gets the right finding or a clear refusal, in time, and no line is lost.

A refusal is one sentence with a remedy. The reader of this process lives on whatever the file does to the reader of
workbooks, which runs in a process of its own, with limits.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import fault_files as faults
import pytest
from intake_files import taken

from crossmobility.errors import CrossMobilityError
from crossmobility.intake import xlsx_reader

Fault = Callable[[Path], Path]
SECONDS = 10

# What is wrong, the finding (severity, rule, line), what the sentence says, how many rows are accepted all the same.
FOUND: list[tuple[Fault, tuple[str, str, int | None], str, int]] = [
    (faults.decimal_comma, ("error", "F-NUMBER", 2), "can be read in two ways", 1),
    (faults.stray_quote, ("error", "F-QUOTE", 2), "quotation mark", 2),
    (faults.quotes_that_swallow_rows, ("error", "F-QUOTE", 2), "Lines 2 to 4 were read as one row", 1),
    (faults.short_row, ("error", "F-ROW-LENGTH", 2), "3 cells where the headings have 5", 1),
    (faults.long_row, ("error", "F-ROW-LENGTH", 2), "6 cells where the headings have 5", 1),
    (faults.heading_twice, ("warning", "F-HEADING-TWICE", None), "More than one column is called “note”", 1),
    (faults.nul_characters, ("error", "F-CONTROL", 2), "NUL character", 1),
    (faults.long_line, ("error", "F-LONG-LINE", 2), "longer than", 1),
    (faults.total_row, ("error", "F-TOTAL-ROW", 3), "a total or a region", 1),
    (faults.merged_cells, ("error", "F-REQUIRED", 3), "The cell is empty", 1),
    (faults.hidden_sheet, ("info", "S-NONE", None), "", 1),
    (faults.error_values, ("error", "F-NUMBER", 3), "“#N/A” is not a number", 1),
    (faults.formula_never_calculated, ("error", "F-NUMBER", 3), "was never calculated", 1),
    (faults.day_as_number, ("error", "F-DATE", 2), "“45292” is a number; a spreadsheet may mean the day 2024-01-01", 0),
    (faults.moment_for_a_day, ("error", "F-DATE", 2), "“2024-01-01 08:30:00” is not a date", 0),
    (faults.sparse_cells, ("error", "F-ROW-LENGTH", 1_048_576), "cells beyond the last heading", 1),
]
REFUSED: list[tuple[Fault, str]] = [
    (faults.cp1252_undeclared, r"line 3: the file is not in utf-8.*encoding = \"cp1252\""),
    (faults.utf_16, "UTF-16"),
    (faults.semicolons_undeclared, 'no column “origin”.*delimiter = ";"'),
    (faults.two_headings_one_meaning, "both mean origin"),
    (faults.missing_column, "no column “destination”"),
    (faults.no_headings, "no column “origin”; it has: “SEN”"),
    (faults.empty_file, "is empty"),
    (faults.old_workbook_in_disguise, "password, or is an old .xls"),
    (faults.macros, "holds macros"),
    (faults.cut_off, "is not an Excel workbook"),
    (faults.entity_bomb, "is damaged"),
    (faults.outside_entity, "is damaged"),
    (faults.zip_bomb, "unpack to far more"),
]
READ: list[tuple[Fault, str, list[object]]] = [
    (faults.byte_order_mark, "origin", ["SEN"]),
    (faults.mixed_line_ends, "placements", [11.0, 8.0]),
    (faults.namibia, "origin", ["NAM", "SEN"]),
    (faults.days_of_1904, "active_from", ["2024-01-01"]),
    (faults.claimed_size, "origin", ["SEN"]),
]


@pytest.fixture(autouse=True)
def nothing_hangs() -> object:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize(("fault", "finding", "sentence", "accepted"), FOUND, ids=lambda one: getattr(one, "__name__", ""))
def test_a_fault_is_found_at_its_place_and_the_good_rows_stay(
    tmp_path: Path, fault: Fault, finding: tuple[str, str, int | None], sentence: str, accepted: int
) -> None:
    intake = taken(fault(tmp_path))
    said = {(one.severity, one.rule, one.line): one.message for one in intake.findings}
    if sentence:
        assert finding in said
        for language in ("en", "fr"):
            assert said[finding].in_language(language)
        assert sentence in said[finding].in_language("en")
    else:
        assert said == {}
    account = intake.account
    assert account.accepted == accepted
    assert account.header + account.accepted + account.left_out + account.rejected + account.blank == account.lines


@pytest.mark.parametrize(("fault", "sentence"), REFUSED, ids=lambda one: getattr(one, "__name__", ""))
def test_a_file_that_cannot_be_trusted_is_refused_in_one_sentence_with_a_remedy(
    tmp_path: Path, fault: Fault, sentence: str
) -> None:
    with pytest.raises(CrossMobilityError, match=sentence) as refusal:
        taken(fault(tmp_path))
    assert refusal.value.hint is not None
    assert "Traceback" not in str(refusal.value) and "\n" not in str(refusal.value)


@pytest.mark.parametrize(("fault", "column", "values"), READ, ids=lambda one: getattr(one, "__name__", ""))
def test_what_only_looks_broken_is_read_right(tmp_path: Path, fault: Fault, column: str, values: list[object]) -> None:
    intake = taken(fault(tmp_path))
    found = [str(value)[:10] if column.endswith("_from") else value for value in intake.accepted[column]]
    assert found == values
    assert intake.account.rejected == 0


def test_a_sheet_nested_without_end_ends_in_an_answer(tmp_path: Path) -> None:
    file = faults.deep_nesting(tmp_path)
    try:
        assert taken(file).account.accepted == 1
    except CrossMobilityError as error:
        assert error.hint is not None


def test_a_workbook_that_eats_memory_ends_its_own_process_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "MEMORY", 150_000_000)
    chance = random.Random(3)
    file = faults.book(tmp_path, *([chance.randbytes(15_000).hex(), "FRA", 2015, "OTHER", 1] for _ in range(300)))
    with pytest.raises(CrossMobilityError, match="too large or too strange"):
        taken(file)


def test_a_workbook_that_eats_time_ends_its_own_process_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "CPU_SECONDS", 1)
    file = faults.book(tmp_path, *(["SEN", "FRA", number, "OTHER", 1] for number in range(30_000)))
    with pytest.raises(CrossMobilityError, match="too large or too strange"):
        taken(file)


def test_there_are_thirty_kinds_of_fault() -> None:
    tried = {one[0] for one in FOUND} | {one[0] for one in REFUSED} | {one[0] for one in READ} | {faults.deep_nesting}
    made = {
        one
        for name, one in vars(faults).items()
        if callable(one)
        and getattr(one, "__module__", "") == faults.__name__
        and name not in ("text", "book", "repacked", "sheet_of", "_inline")
    }
    assert tried == made
    assert len(made) >= 30
