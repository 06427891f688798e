from __future__ import annotations

import csv
import io

import pytest

from crossmobility.csv_text import csv_text, safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_becomes_text(start: str) -> None:
    assert safe_cell(f"{start}x") == f"'{start}x"


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (float("nan"), ""), (11.0, 11), (-2.5, -2.5), (0, 0), ("Sénégal", "Sénégal")]
)
def test_numbers_stay_numbers_and_the_unknown_stays_empty(value: object, cell: object) -> None:
    assert safe_cell(value) == cell


def test_a_document_reads_back_as_it_was() -> None:
    text = csv_text(["pays", "n"], [["Côte d’Ivoire", 3], ['a "b", c', None]])
    assert list(csv.reader(io.StringIO(text))) == [["pays", "n"], ["Côte d’Ivoire", "3"], ['a "b", c', ""]]
