"""Rejected rows, corrected by hand, put back into the file they came from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from intake_files import DESCRIPTION, csv_file, described, taken
from openpyxl import Workbook

from crossmobility.csv_text import csv_text
from crossmobility.errors import BadRequest
from crossmobility.intake.accounts import Intake, take_in
from crossmobility.intake.merge import merged
from crossmobility.intake.sources import source_for
from crossmobility.intake.written import written

ROWS = "from,to,year,n,note\nSénégal,France,2015,11,\nRuritanie,France,2015,8,\nTogo,France,2015,=3,\nBénin,France,2015,1\n"


def rejected_file(intake: Intake, folder: Path) -> tuple[Path, list[dict[str, str]]]:
    """Write the rejected rows as the command does, and read them as somebody who corrects them."""
    written([intake], folder, "en")
    file = folder / "rejected.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return file, list(csv.DictReader(stream))


def saved(file: Path, rows: list[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    with file.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return file


def corrected(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    rows[0] |= {"from": "Tunisie"}
    rows[1] |= {"n": "3"}
    rows[2] |= {"from": "Bénin", "to": "France", "year": "2015", "n": "1", "note": "as, told"}
    return rows


def test_corrected_rows_replace_their_lines_and_the_rest_stays_byte_for_byte(tmp_path: Path) -> None:
    source = source_for(described(tmp_path, ROWS.replace("\n", "\r\n"), name="mine.csv"))
    intake = take_in(source)
    assert (intake.account.rejected, intake.account.accepted) == (3, 1)
    file, rows = rejected_file(intake, tmp_path / "out")
    text, count = merged(source, saved(file, corrected(rows)))
    assert count == 3
    assert text == (
        "from,to,year,n,note\r\nSénégal,France,2015,11,\r\nTunisie,France,2015,8,\r\nTogo,France,2015,3,\r\n"
        'Bénin,France,2015,1,"as, told"\r\n'
    )
    again = taken(described(tmp_path, text, name="again.csv"))
    assert (again.account.rejected, again.account.accepted, again.account.lines) == (0, 4, 5)


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")])
def test_what_excel_saved_in_its_own_way_is_understood(tmp_path: Path, delimiter: str, encoding: str) -> None:
    source = source_for(described(tmp_path, ROWS, name="mine.csv"))
    file, rows = rejected_file(take_in(source), tmp_path / "out")
    for row in rows:
        del row["message"]  # a sentence may hold what cp1252 cannot
    text, count = merged(source, saved(file, corrected(rows), delimiter=delimiter, encoding=encoding))
    assert (count, text.splitlines()[2]) == (3, "Tunisie,France,2015,8,")


def test_rows_corrected_in_a_workbook_are_understood(tmp_path: Path) -> None:
    source = source_for(described(tmp_path, ROWS, name="mine.csv"))
    _, rows = rejected_file(take_in(source), tmp_path / "out")
    book = Workbook()
    book.active.append(list(rows[0]))
    book.active.append([int(cell) if cell.isdigit() else cell for cell in corrected(rows)[0].values()])
    book.save(tmp_path / "rejected.xlsx")
    text, count = merged(source, tmp_path / "rejected.xlsx")
    assert (count, text.splitlines()[2]) == (1, "Tunisie,France,2015,8,")


def test_rows_may_be_missing_and_empty_rows_change_nothing(tmp_path: Path) -> None:
    source = source_for(described(tmp_path, ROWS, name="mine.csv"))
    file, rows = rejected_file(take_in(source), tmp_path / "out")
    assert rows[2]["from"] == "" and rows[2]["raw"] == "Bénin,France,2015,1"
    text, count = merged(
        source, saved(file, [corrected(rows)[0], {**rows[2], "from": "", "to": "", "year": "", "n": "", "note": ""}])
    )
    assert count == 1
    assert text.splitlines()[2:] == ["Tunisie,France,2015,8,", "Togo,France,2015,=3,", "Bénin,France,2015,1"]


def test_an_apostrophe_that_tamed_a_formula_is_taken_away_again(tmp_path: Path) -> None:
    source = source_for(described(tmp_path, ROWS, name="mine.csv"))
    file, rows = rejected_file(take_in(source), tmp_path / "out")
    assert rows[1]["n"] == "'=3"
    text, _ = merged(source, saved(file, [rows[1]]))
    assert text.splitlines()[3] == "Togo,France,2015,=3,"


def test_a_record_over_two_lines_is_replaced_as_a_whole(tmp_path: Path) -> None:
    text = 'from,to,year,n,note\nRuritanie,France,2015,8,"two\nlines"\nTogo,France,2015,3,\n'
    source = source_for(described(tmp_path, text, name="mine.csv"))
    file, rows = rejected_file(take_in(source), tmp_path / "out")
    rows[0] |= {"from": "Tunisie", "note": "one line"}
    assert merged(source, saved(file, rows))[0].splitlines()[1:] == [
        "Tunisie,France,2015,8,one line",
        "Togo,France,2015,3,",
    ]


def test_a_workbook_is_merged_into_a_csv_with_the_same_lines(tmp_path: Path) -> None:
    book = Workbook()
    for line in (
        ["A title"],
        ["from", "to", "year", "n"],
        [],
        ["Ruritanie", "France", 2015, 8],
        ["Togo", "France", 2015, 3],
    ):
        book.active.append(line)
    book.save(tmp_path / "mine.xlsx")
    toml = DESCRIPTION + "[read]\nheader_row = 2\n"
    (tmp_path / "mine.source.toml").write_text(toml, encoding="utf-8")
    source = source_for(tmp_path / "mine.xlsx")
    file, rows = rejected_file(take_in(source), tmp_path / "out")
    rows[0] |= {"from": "Tunisie"}
    text, _ = merged(source, saved(file, rows))
    again = taken(described(tmp_path, text, toml, name="again.csv"))
    assert again.accepted[["origin", "line"]].to_numpy().tolist() == [["TUN", 4], ["TGO", 5]]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"line": "9"}, "line 9 begins no row of mine.csv"),
        ({"line": "two"}, "the column “line” holds no number"),
        ({"line": "4"}, "two rows replace line 4"),
    ],
)
def test_a_row_that_belongs_nowhere_is_refused_with_its_line(tmp_path: Path, change: dict[str, str], problem: str) -> None:
    source = source_for(described(tmp_path, ROWS, name="mine.csv"))
    file, rows = rejected_file(take_in(source), tmp_path / "out")
    rows = corrected(rows)
    with pytest.raises(BadRequest, match=problem):
        merged(source, saved(file, [rows[0] | change, rows[1]]))


def test_a_file_with_other_headings_is_refused(tmp_path: Path) -> None:
    source = source_for(described(tmp_path, ROWS, name="mine.csv"))
    other = csv_file(tmp_path, csv_text(["a", "line"], [["x", 2]]), name="other.csv")
    with pytest.raises(BadRequest, match="does not have the headings of the original"):
        merged(source, other)
