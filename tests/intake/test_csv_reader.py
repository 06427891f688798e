from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_files import csv_file

from crossmobility.errors import UnreadableFile
from crossmobility.intake.csv_reader import LONGEST_LINE, read_csv
from crossmobility.intake.raw import RawTable
from crossmobility.intake.source import ReadOptions


def read(folder: Path, text: str, **options: object) -> RawTable:
    return read_csv(csv_file(folder, text), ReadOptions(**options))


def accounted(raw: RawTable) -> int:
    return raw.header + raw.blank + int(raw.rows["lines"].sum()) + sum(one.lines for one in raw.unsplit)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab,;"\n\r \0é', max_size=60))
def test_every_physical_line_of_any_text_is_accounted_for(text: str) -> None:
    with TemporaryDirectory() as folder:
        file = csv_file(Path(folder), "x,y,z\n" + text)
        raw = read_csv(file, ReadOptions())
        with file.open(encoding="utf-8", newline="") as stream:
            assert accounted(raw) == raw.lines == sum(1 for _ in stream)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(alphabet='a,"\né', max_size=4), min_size=1, max_size=4), max_size=8))
def test_what_a_spreadsheet_writes_comes_back_or_is_reported(records: list[list[str]]) -> None:
    quoted = ["x,y,z", *[",".join('"' + cell.replace('"', '""') + '"' for cell in record) for record in records]]
    with TemporaryDirectory() as folder:
        raw = read(Path(folder), "\n".join(quoted) + "\n")
    whole = [record for record in records if len(record) == 3 and any(cell.strip() for cell in record)]
    assert len(raw.rows) <= len(whole) <= len(raw.rows) + len(raw.unsplit)
    assert accounted(raw) == raw.lines


def test_short_and_long_rows_are_rejected_with_their_text(tmp_path: Path) -> None:
    raw = read(tmp_path, "a,b,c\n1,2,3\n4,5\n\n6,7,8,9\n")
    assert raw.rows.drop(columns=["lines"]).to_numpy().tolist() == [["1", "2", "3", 2]]
    assert [(one.line, one.rule, one.text) for one in raw.unsplit] == [
        (3, "F-ROW-LENGTH", "4,5"),
        (5, "F-ROW-LENGTH", "6,7,8,9"),
    ]
    assert "3 cells" not in raw.unsplit[0].message.in_language("en")
    assert "2 cells where the headings have 3" in raw.unsplit[0].message.in_language("en")


def test_a_stray_quotation_mark_costs_its_own_line_only(tmp_path: Path) -> None:
    raw = read(tmp_path, 'a,b,c\na,"b,5\nc,d,6\ne,"f",7\ng,h,8\n')
    assert raw.rows["line"].tolist() == [3, 4, 5]
    assert [(one.line, one.rule) for one in raw.unsplit] == [(2, "F-QUOTE")]


def test_rows_swallowed_between_two_quotation_marks_are_rejected_together(tmp_path: Path) -> None:
    raw = read(tmp_path, 'a,b,c\n"a,b,5\nc,d,6\ne"",f",g,7\nh,i,8\n')
    assert raw.rows["line"].tolist() == [5]
    assert [(one.line, one.lines, one.rule) for one in raw.unsplit] == [(2, 3, "F-QUOTE")]


def test_a_note_over_two_lines_is_one_record_of_two_lines(tmp_path: Path) -> None:
    raw = read(tmp_path, 'note,n\n"first\nsecond",5\n')
    assert raw.rows.to_numpy().tolist() == [["first\nsecond", "5", 2, 2]]
    assert raw.lines == 3


def test_a_line_too_long_to_be_meant_is_rejected_and_the_next_is_read(tmp_path: Path) -> None:
    raw = read(tmp_path, "a,b\n1," + "x" * (3 * LONGEST_LINE) + "\n3,4\n")
    assert [(one.line, one.rule) for one in raw.unsplit] == [(2, "F-LONG-LINE")]
    assert raw.rows["a"].tolist() == ["3"]


def test_nul_characters_are_rejected(tmp_path: Path) -> None:
    raw = read(tmp_path, "a,b\n1,2\0\n3,4")
    assert [(one.line, one.rule) for one in raw.unsplit] == [(2, "F-CONTROL")]
    assert raw.rows["line"].tolist() == [3]


def test_everything_down_to_the_header_row_is_header(tmp_path: Path) -> None:
    raw = read(tmp_path, "Title of the sheet\n\na,b\n1,2\n", header_row=3)
    assert (raw.header, raw.blank, raw.headings) == (3, 0, ("a", "b"))


def test_the_habits_of_french_excel_are_read_when_declared(tmp_path: Path) -> None:
    file = csv_file(tmp_path, "pays;effectif\r\nSénégal;1 234,5\r\n", encoding="cp1252")
    raw = read_csv(file, ReadOptions(encoding="cp1252", delimiter=";", decimal=","))
    assert raw.rows.to_numpy().tolist() == [["Sénégal", "1 234,5", 2, 1]]


def test_another_encoding_is_refused_with_its_line_and_what_to_write(tmp_path: Path) -> None:
    file = csv_file(tmp_path, "a;b\n1;2\nSénégal;3\n", encoding="cp1252")
    with pytest.raises(UnreadableFile, match=r"line 3: the file is not in utf-8.*encoding = \"cp1252\""):
        read_csv(file, ReadOptions(delimiter=";"))


def test_utf_16_is_refused_with_advice(tmp_path: Path) -> None:
    file = csv_file(tmp_path, "a,b\n1,2\n", encoding="utf-16-le")
    with pytest.raises(UnreadableFile, match="UTF-16"):
        read_csv(file, ReadOptions())
    assert read_csv(csv_file(tmp_path, "a,b\n1,2\n", encoding="utf-16"), ReadOptions(encoding="utf-16")).lines == 2


@pytest.mark.parametrize(("text", "problem"), [("", "is empty"), ("\n \n,,\n", "no headings")])
def test_an_empty_file_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(UnreadableFile, match=problem):
        read(tmp_path, text)


def test_progress_is_told_and_ends_with_the_whole_file(tmp_path: Path) -> None:
    told: list[int] = []
    read_csv(csv_file(tmp_path, "a,b\n" + "1,2\n" * 120_000), ReadOptions(), told.append)
    assert told == sorted(told)
    assert told[-1] == 120_001
    assert len(told) >= 3
