from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from intake_files import csv_file, rules, taken
from openpyxl import Workbook

from crossmobility.errors import UnreadableFile
from crossmobility.intake.source import ReadOptions
from crossmobility.intake.xlsx_reader import read_xlsx


def book(folder: Path, rows: list[list[object]], name: str = "flow_counts.xlsx") -> Path:
    one = Workbook()
    for row in rows:
        one.active.append(row)
    one.save(folder / name)
    return folder / name


def test_cells_become_text_in_one_documented_form(tmp_path: Path) -> None:
    file = book(
        tmp_path, [["a", "b", "c"], [1.0, 2.5, datetime(2024, 12, 31)], [], [0.1 + 0.2, "=1+1", True], ["NA", "#N/A", None]]
    )
    raw = read_xlsx(file, ReadOptions())
    assert raw.rows[["a", "b", "c"]].to_numpy().tolist() == [
        ["1", "2.5", "2024-12-31"],
        ["0.3", "=1+1", "TRUE"],
        ["NA", "#N/A", ""],
    ]
    assert (raw.lines, raw.header, raw.blank) == (5, 1, 1)


def test_a_workbook_goes_through_the_same_rules(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["origin", "destination", "period", "scheme", "placements"],
        ["Sénégal", "France", 2015, "SC_RECIP", 11],
        ["Total", "France", 2015, "SC_RECIP", 11],
        ["TUN", "France", 2015, "SC_RECIP", "=B1+1"],
        ["BFA", "France", 2015, "SC_RECIP", 3, "stray"],
    ]
    intake = taken(book(tmp_path, rows))
    assert rules(intake) == [("F-TOTAL-ROW", 3), ("F-NUMBER", 4), ("F-ROW-LENGTH", 5)]
    assert intake.accepted[["origin", "period", "placements"]].to_numpy().tolist() == [["SEN", "2015", 11.0]]
    assert intake.account.lines == 5


def test_another_sheet_is_read_when_named_and_unread_ones_are_said(tmp_path: Path) -> None:
    one = Workbook()
    one.active.title = "notes"
    one.active.append(["x"])
    sheet = one.create_sheet("flux")
    sheet.append(["title"])
    for row in (["from", "to", "year", "n"], ["SEN", "FRA", 2015, 11]):
        sheet.append(row)
    file = tmp_path / "mine.xlsx"
    one.save(file)
    raw = read_xlsx(file, ReadOptions(sheet="flux", header_row=2))
    assert (raw.headings, raw.header, raw.sheet, len(raw.rows)) == (("from", "to", "year", "n"), 2, "flux", 1)
    assert [remark.rule for remark in read_xlsx(file, ReadOptions()).remarks] == ["F-SHEET"]
    with pytest.raises(UnreadableFile, match=r"no sheet “flus”. Did you mean “flux”"):
        read_xlsx(file, ReadOptions(sheet="flus"))


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is not an Excel workbook"):
        read_xlsx(csv_file(tmp_path, "a,b\n", name="x.xlsx"), ReadOptions())
    with pytest.raises(UnreadableFile, match="is empty"):
        read_xlsx(csv_file(tmp_path, "", name="y.xlsx"), ReadOptions())
    (tmp_path / "z.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    with pytest.raises(UnreadableFile, match="password"):
        read_xlsx(tmp_path / "z.xlsx", ReadOptions())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = book(tmp_path, [["a"], [1]])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * 60_000_000)
    with pytest.raises(UnreadableFile, match="unpack to far more"):
        read_xlsx(file, ReadOptions())


def test_entities_that_multiply_do_not_multiply(tmp_path: Path) -> None:
    file = book(tmp_path, [["a"], [1]])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, bomb if name == "xl/worksheets/sheet1.xml" else content)
    with pytest.raises(UnreadableFile, match="save it again"):
        read_xlsx(file, ReadOptions())


def test_a_sparse_sheet_ends_where_its_cells_end(tmp_path: Path) -> None:
    one = Workbook()
    one.active.append(["origin", "destination", "scheme", "placements"])
    one.active.append(["SEN", "FRA", "OTHER", 3])
    one.active.cell(row=200_000, column=1, value="TUN")
    file = tmp_path / "sparse.xlsx"
    one.save(file)
    raw = read_xlsx(file, ReadOptions())
    assert (raw.lines, raw.header, raw.blank, len(raw.rows)) == (200_000, 1, 199_997, 2)


def test_a_description_beside_a_workbook_is_found(tmp_path: Path) -> None:
    columns = '[columns]\norigin = "de"\ndestination = "vers"\nplacements = "n"\n'
    toml = columns + '[constants]\nscheme = "OTHER"\nperiod = "2015"\n'
    (tmp_path / "flow_counts.source.toml").write_text(toml, encoding="utf-8")
    intake = taken(book(tmp_path, [["de", "vers", "n"], ["Togo", "France", 3]]))
    assert intake.accepted[["origin", "period"]].to_numpy().tolist() == [["TGO", "2015"]]


def test_a_cell_at_the_far_corner_is_found_and_costs_little(tmp_path: Path) -> None:
    one = Workbook()
    one.active.append(["a", "b"])
    one.active["XFD1048576"] = "far"
    file = tmp_path / "corner.xlsx"
    one.save(file)
    raw = read_xlsx(file, ReadOptions())
    assert (raw.lines, raw.blank, len(raw.rows)) == (1_048_576, 1_048_574, 0)
    assert [(found.line, found.rule, found.text.strip()) for found in raw.unsplit] == [(1_048_576, "F-ROW-LENGTH", "far")]
