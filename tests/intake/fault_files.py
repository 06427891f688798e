"""Thirty kinds of broken file, each built by a small function: what senders, spreadsheets and enemies do to a table."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEAD = "origin,destination,period,scheme,placements"
GOOD = "SEN,FRA,2015,SC_RECIP,11"
ROW: list[object] = ["SEN", "FRA", 2015, "SC_RECIP", 11]
ORGANISATION = "org_id,name,country,org_type,can_send,can_host,can_coordinate,is_funder,active_from,is_synthetic"
SHEET = "xl/worksheets/sheet1.xml"


def text(folder: Path, content: str, *, encoding: str = "utf-8", toml: str = "", name: str = "flow_counts.csv") -> Path:
    (folder / name).write_bytes(content.encode(encoding))
    if toml:
        (folder / f"{Path(name).stem}.source.toml").write_text(toml, encoding="utf-8")
    return folder / name


def book(
    folder: Path, *rows: list[object], name: str = "flow_counts.xlsx", change: Callable[[Workbook], None] | None = None
) -> Path:
    one = Workbook()
    for row in (HEAD.split(","), *rows):
        one.active.append(row)
    if change is not None:
        change(one)
    one.save(folder / name)
    return folder / name


def repacked(file: Path, parts: dict[str, bytes]) -> Path:
    """Replace or add parts of a workbook's archive."""
    with zipfile.ZipFile(file) as archive:
        all_parts = {name: archive.read(name) for name in archive.namelist()} | parts
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in all_parts.items():
            archive.writestr(name, content)
    return file


def sheet_of(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        return archive.read(SHEET).decode()


# CSV: encodings and separators.


def cp1252_undeclared(folder: Path) -> Path:
    return text(folder, f"{HEAD}\n{GOOD}\nSénégal,FRA,2015,OTHER,1\n", encoding="cp1252")


def utf_16(folder: Path) -> Path:
    return text(folder, f"{HEAD}\n{GOOD}\n", encoding="utf-16-le")


def byte_order_mark(folder: Path) -> Path:
    return text(folder, f"\ufeff{HEAD}\n{GOOD}\n")


def semicolons_undeclared(folder: Path) -> Path:
    return text(folder, f"{HEAD}\n{GOOD}\n".replace(",", ";"))


def decimal_comma(folder: Path) -> Path:
    return text(folder, f'{HEAD}\nSEN,FRA,2015,OTHER,"1,5"\n{GOOD}\n')


def mixed_line_ends(folder: Path) -> Path:
    return text(folder, f"{HEAD}\r\n{GOOD}\rTUN,FRA,2015,SC_RECIP,8\n")


# CSV: rows and headings.


def stray_quote(folder: Path) -> Path:
    return text(folder, f'{HEAD}\n"SEN,FRA,2015,OTHER,1\n{GOOD}\nTUN,FRA,2015,OTHER,2\n')


def quotes_that_swallow_rows(folder: Path) -> Path:
    return text(folder, f'{HEAD}\n"SEN,FRA,2015,OTHER,1\nTGO,FRA,2015,OTHER,1\nTUN"",FRA",FRA,2015,OTHER,2\n{GOOD}\n')


def short_row(folder: Path) -> Path:
    return text(folder, f"{HEAD}\nSEN,FRA,2015\n{GOOD}\n")


def long_row(folder: Path) -> Path:
    return text(folder, f"{HEAD}\nSEN,FRA,2015,OTHER,1,000\n{GOOD}\n")


def heading_twice(folder: Path) -> Path:
    return text(folder, f"{HEAD},note,note\n{GOOD},a,b\n")


def two_headings_one_meaning(folder: Path) -> Path:
    return text(folder, f"{HEAD},pays d'origine\n{GOOD},TUN\n")


def missing_column(folder: Path) -> Path:
    return text(folder, "origin,period,scheme,placements\nSEN,2015,OTHER,1\n")


def no_headings(folder: Path) -> Path:
    return text(folder, f"{GOOD}\n{GOOD}\n")


def empty_file(folder: Path) -> Path:
    return text(folder, "")


def nul_characters(folder: Path) -> Path:
    return text(folder, f"{HEAD}\nSEN,FRA,2015,OTHER,1\0\n{GOOD}\n")


def long_line(folder: Path) -> Path:
    file = folder / "flow_counts.csv"
    with file.open("wb") as out:
        out.write(f"{HEAD}\nSEN,FRA,2015,OTHER,".encode())
        for _ in range(100):
            out.write(b"9" * 1_000_000)
        out.write(f"\n{GOOD}\n".encode())
    return file


def namibia(folder: Path) -> Path:
    return text(folder, f"{HEAD}\nNA,FR,2015,OTHER,1\nSN,FR,2015,OTHER,2\n")


def total_row(folder: Path) -> Path:
    return text(folder, f"{HEAD}\n{GOOD}\nTotal,FRA,2015,SC_RECIP,11\n")


# Workbooks: what people do.


def merged_cells(folder: Path) -> Path:
    def merge(one: Workbook) -> None:
        one.active.merge_cells("A2:A3")

    return book(folder, ROW, [None, "FRA", 2016, "SC_RECIP", 8], change=merge)


def hidden_sheet(folder: Path) -> Path:
    def hide(one: Workbook) -> None:
        old = one.create_sheet("old", 0)
        old.append(["nothing"])
        old.sheet_state = "hidden"
        one.active = 1

    return book(folder, ROW, change=hide)


def error_values(folder: Path) -> Path:
    return book(folder, ROW, ["TUN", "FRA", 2015, "OTHER", "#N/A"])


def formula_never_calculated(folder: Path) -> Path:
    return book(folder, ROW, ["TUN", "FRA", 2015, "OTHER", "=E2+1"])


def day_as_number(folder: Path) -> Path:
    return text(folder, f"{ORGANISATION}\nO-1,One,FRA,OTHER,1,1,0,0,45292,1\n", name="organisations.csv")


def days_of_1904(folder: Path) -> Path:
    one = Workbook()
    one.epoch = CALENDAR_MAC_1904
    one.active.append(ORGANISATION.split(","))
    one.active.append(["O-1", "One", "FRA", "OTHER", True, True, False, False, date(2024, 1, 1), True])
    one.save(folder / "organisations.xlsx")
    return folder / "organisations.xlsx"


def moment_for_a_day(folder: Path) -> Path:
    one = Workbook()
    one.active.append(ORGANISATION.split(","))
    one.active.append(["O-1", "One", "FRA", "OTHER", True, True, False, False, datetime(2024, 1, 1, 8, 30), True])
    one.save(folder / "organisations.xlsx")
    return folder / "organisations.xlsx"


# Workbooks: what is no workbook, or an attack.


def old_workbook_in_disguise(folder: Path) -> Path:
    file = folder / "flow_counts.xlsx"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000)
    return file


def macros(folder: Path) -> Path:
    return repacked(book(folder, ROW), {"xl/vbaProject.bin": b"\0" * 10})


def cut_off(folder: Path) -> Path:
    file = book(folder, *([ROW] * 200))
    file.write_bytes(file.read_bytes()[:-400])
    return file


def entity_bomb(folder: Path) -> Path:
    """A billion laughs: ten entities, each ten times the one before."""
    names = "abcdefghij"
    entities = [f'<!ENTITY a "{"ha" * 10}">']
    entities += [f'<!ENTITY {one} "{f"&{last};" * 10}">' for last, one in pairwise(names)]
    return repacked(book(folder, ROW), {SHEET: _inline("&j;", "".join(entities))})


def _inline(cell: str, entities: str) -> bytes:
    row = f'<row><c t="inlineStr"><is><t>{cell}</t></is></c></row>'
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><worksheet><sheetData>{row}</sheetData></worksheet>'.encode()


def outside_entity(folder: Path) -> Path:
    return repacked(book(folder, ROW), {SHEET: _inline("&f;", '<!ENTITY f SYSTEM "file:///etc/hostname">')})


def zip_bomb(folder: Path) -> Path:
    return repacked(book(folder, ROW), {"xl/media/image.bin": b"\0" * 60_000_000})


def sparse_cells(folder: Path) -> Path:
    def scatter(one: Workbook) -> None:
        one.active["XFD1048576"] = "far"

    return book(folder, ROW, change=scatter)


def claimed_size(folder: Path) -> Path:
    file = book(folder, ROW)
    return repacked(file, {SHEET: sheet_of(file).replace('ref="A1:E2"', 'ref="A1:XFD1048576"').encode()})


def deep_nesting(folder: Path) -> Path:
    file = book(folder, ROW)
    deep = "<x>" * 100_000 + "</x>" * 100_000
    return repacked(file, {SHEET: sheet_of(file).replace("</sheetData>", f"</sheetData>{deep}").encode()})
