"""Sources found: the description of a file, the sources of a folder, the dataset a folder is."""

from __future__ import annotations

import codecs
import os
import re
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from crossmobility.errors import BadSource
from crossmobility.i18n import message
from crossmobility.intake.descriptions import Section, description
from crossmobility.intake.source import (
    DESCRIPTION_SUFFIX,
    Dataset,
    Expectation,
    LeaveOut,
    ReadOptions,
    Source,
    StatusNote,
    Worded,
)
from crossmobility.intake.tables import Table, did_you_mean, table, table_names
from crossmobility.reference import countries

__all__ = ["Dataset", "Source", "dataset_in", "source_for", "sources_in"]

DATASET_FILE: Final = "dataset.toml"
# Old workbooks are listed so that taking them in says what to do; ignored, they would be missed by nobody.
DATA_SUFFIXES: Final = (".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
FLOW_COUNTS: Final = "flow_counts"
# Reference tables a dataset cannot add to, and what `check --out` writes: no tables to take in.
NOT_TABLES: Final = "countries country_aliases code_lists findings rejected"
SOURCE_KEYS: Final = (
    "table title title_fr title_en licence citation file columns constants values read leave_out expect status"
)
READ_KEYS: Final = "encoding delimiter decimal date_format sheet header_row whole period_note period_note_fr period_note_en"
DATASET_KEYS: Final = "title title_fr title_en as_of synthetic licence citation reference_country note note_fr note_en"


def source_for(file: Path, description_file: Path | None = None) -> Source:
    """Return what is known about ``file``.

    The description is ``description_file``, or ``NAME.source.toml`` beside the file; without one the file must have our
    own headings. ``file`` may itself be a description whose ``file`` key says where the data lie.
    """
    if file.name.endswith(DESCRIPTION_SUFFIX):
        return _described(file, None)
    beside = file.with_name(f"{file.stem}{DESCRIPTION_SUFFIX}")
    if description_file is not None:
        return _described(description_file, file)
    if beside.exists():
        return _described(beside, file)
    return Source(table=_table_by_name(file.stem), file=file)


def sources_in(folder: Path) -> tuple[Source, ...]:
    """Return every source of a dataset folder, in the order of the names of their descriptions or files."""
    if not folder.is_dir():
        raise BadSource(
            message("{folder} is not a folder.", folder=str(folder)), message("Give the folder that holds the tables.")
        )
    described = {file: _described(file, None) for file in sorted(folder.glob(f"*{DESCRIPTION_SUFFIX}"))}
    taken = {source.file.resolve() for source in described.values()}
    plain = {
        file: Source(table=_table_by_name(file.stem), file=file)
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in DATA_SUFFIXES
        and file.stem not in NOT_TABLES.split()
        and not file.name.startswith((".", "~$"))
        and file.resolve() not in taken
    }
    both = {**described, **plain}
    return tuple(both[file] for file in sorted(both))


def dataset_in(folder: Path) -> Dataset:
    """Return what ``dataset.toml`` says about a folder; without one, the folder's name is its title."""
    if not folder.is_dir():
        raise BadSource(
            message("{folder} is not a folder.", folder=str(folder)), message("Give the folder that holds the tables.")
        )
    name = folder.resolve().name
    file = folder / DATASET_FILE
    if not file.exists():
        return Dataset(name, name, name, "", False, "", "", "FRA", folder)
    top = description(file)
    top.allow(DATASET_KEYS.split())
    as_of = _iso_date(top)
    country = top.value("reference_country", "FRA")
    if country not in countries():
        raise top.wrong("reference_country", message("“{code}” is not an ISO alpha-3 country code.", code=country))
    title = _bilingual(top, "title")
    note = _bilingual(top, "note")
    return Dataset(
        name=name,
        title_fr=title.in_language("fr") or name,
        title_en=title.in_language("en") or name,
        as_of=as_of,
        synthetic=top.value("synthetic", False),
        licence=top.value("licence", ""),
        citation=top.value("citation", ""),
        reference_country=country,
        folder=folder,
        note_fr=note.in_language("fr"),
        note_en=note.in_language("en"),
    )


def _described(toml: Path, file: Path | None) -> Source:
    top = description(toml)
    top.allow(SOURCE_KEYS.split())
    name = top.value("table", _table_by_name(toml.name.removesuffix(DESCRIPTION_SUFFIX)))
    if name not in table_names():
        raise top.wrong("table", message("There is no table “{table}”.", table=name), did_you_mean(name, table_names()))
    of_table = table(name)
    columns = _our_columns(top, "columns", of_table)
    constants = _our_columns(top, "constants", of_table)
    for key in sorted(constants.keys() & columns.keys()):
        raise top.section("constants").wrong(key, message("“{key}” stands both in [columns] and in [constants].", key=key))
    title = _bilingual(top, "title")
    values = top.section("values")
    values.allow(of_table.columns)
    return Source(
        table=name,
        file=file or _file_of(top, toml),
        title_fr=title.in_language("fr"),
        title_en=title.in_language("en"),
        licence=top.value("licence", ""),
        citation=top.value("citation", ""),
        columns=MappingProxyType(columns) if "columns" in top.entries else None,
        constants=MappingProxyType(constants),
        values=MappingProxyType({key: MappingProxyType(values.texts(key)) for key in values.entries}),
        read=_read_options(top.section("read")),
        leave_out=tuple(_leave_out(block) for block in top.sections("leave_out")),
        expect=tuple(_expectation(block, of_table) for block in top.sections("expect")),
        status=tuple(_status_note(block, of_table) for block in top.sections("status")),
        toml=toml,
    )


def _our_columns(top: Section, key: str, of_table: Table) -> dict[str, str]:
    top.section(key).allow(of_table.columns)
    return top.texts(key)


def _file_of(top: Section, toml: Path) -> Path:
    stem = toml.name.removesuffix(DESCRIPTION_SUFFIX)
    if "file" not in top.entries:
        beside = [toml.with_name(stem + suffix) for suffix in DATA_SUFFIXES]
        return next((file for file in beside if file.exists()), beside[0])

    def value_of(found: re.Match[str]) -> str:
        if found["name"] not in os.environ:
            raise top.wrong(
                "file",
                message("The environment variable {name} is not set.", name=found["name"]),
                message("Set it to the folder that holds the file, or write the path itself."),
            )
        return os.environ[found["name"]]

    return toml.parent / re.sub(r"\$\{(?P<name>\w+)\}", value_of, top.value("file", ""))


def _read_options(section: Section) -> ReadOptions:
    section.allow(READ_KEYS.split())
    plain = ReadOptions()
    encoding = section.value("encoding", plain.encoding)
    try:
        codecs.lookup(encoding)
    except LookupError:
        known = ("utf-8", "cp1252", "latin-1", "utf-16")
        raise section.wrong(
            "encoding", message("“{name}” is not an encoding.", name=encoding), did_you_mean(encoding, known)
        ) from None
    delimiter = section.value("delimiter", plain.delimiter)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise section.wrong("delimiter", message("The delimiter must be one character, such as “;”, “,” or “\\t”."))
    decimal = section.value("decimal", plain.decimal)
    if decimal not in (".", ","):
        raise section.wrong("decimal", message("The decimal mark must be “.” or “,”."))
    header_row = section.value("header_row", 0)
    if header_row < 0 or ("header_row" in section.entries and header_row == 0):
        raise section.wrong("header_row", message("The first row is row 1."))
    note = _bilingual(section, "period_note")
    return ReadOptions(
        encoding="utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding,
        delimiter=delimiter,
        decimal=decimal,
        date_format=section.value("date_format", plain.date_format),
        sheet=section.value("sheet", ""),
        header_row=header_row,
        whole=section.value("whole", True),
        period_note_fr=note.in_language("fr"),
        period_note_en=note.in_language("en"),
    )


def _leave_out(block: Section) -> LeaveOut:
    block.allow(("column", "equals", "in", "matches", "reason", "reason_fr", "reason_en"))
    ways = [key for key in ("equals", "in", "matches") if key in block.entries]
    if "column" not in block.entries or len(ways) != 1:
        raise block.wrong("column", message("A [[leave_out]] needs a column and one of equals, in, matches."))
    reason = _bilingual(block, "reason")
    if not reason.in_language("en"):
        raise block.wrong("column", message("A [[leave_out]] needs a reason."))
    pattern = None
    if ways == ["matches"]:
        try:
            pattern = re.compile(block.value("matches", ""))
        except re.error as error:
            raise block.wrong(
                "matches", message("The pattern is not a regular expression: {reason}.", reason=str(error))
            ) from error
    values = () if pattern else block.text_list(ways[0])
    return LeaveOut(block.as_text("column"), values, pattern, reason)


def _expectation(block: Section, of_table: Table) -> Expectation:
    block.allow(("column", "where", "sum", "rows", "totals", "per", "tolerance"))
    ways = [key for key in ("sum", "rows", "totals") if key in block.entries]
    if len(ways) != 1:
        raise block.wrong("column", message("An [[expect]] needs one of sum, rows, totals."))
    column = block.value("column", "")
    if ways != ["rows"] and (column not in of_table.columns or of_table.field(column).type not in ("number", "integer")):
        raise block.wrong("column", message("An [[expect]] needs the column, one of ours, whose numbers it adds."))
    per = block.text_list("per") if "per" in block.entries else ()
    for name in per:
        if name not in of_table.columns:
            raise block.wrong(
                "per",
                message("Table {table} has no column “{column}”.", table=of_table.name, column=name),
                did_you_mean(name, of_table.columns),
            )
    return Expectation(
        column=column,
        where=_where(block, "where"),
        sum=block.number("sum") if "sum" in block.entries else None,
        rows=block.value("rows", 0) if "rows" in block.entries else None,
        totals=_where(block, "totals"),
        per=per,
        tolerance=block.number("tolerance"),
    )


def _status_note(block: Section, of_table: Table) -> StatusNote:
    block.allow(("where", "status", "reason", "reason_fr", "reason_en"))
    status = block.value("status", "")
    known = of_table.field("status").enum
    if status not in known:
        raise block.wrong("status", message("“{value}” is not a status.", value=status), did_you_mean(status, known))
    return StatusNote(_where(block, "where"), status, _bilingual(block, "reason"))


def _where(block: Section, key: str) -> MappingProxyType[str, tuple[str, ...]]:
    section = block.section(key)
    return MappingProxyType({name: section.text_list(name) for name in section.entries})


def _bilingual(section: Section, key: str) -> Worded:
    plain = section.value(key, "")
    return Worded(section.value(f"{key}_en", plain), french=section.value(f"{key}_fr", plain))


def _iso_date(top: Section) -> str:
    found = top.entries.get("as_of", "")
    if isinstance(found, date) and not isinstance(found, datetime):
        return found.isoformat()
    try:
        return date.fromisoformat(str(found)).isoformat() if found else ""
    except ValueError:
        raise top.wrong(
            "as_of", message("“{value}” is not a date.", value=str(found)), message("Write it as 2024-12-31.")
        ) from None


def _table_by_name(stem: str) -> str:
    """Return the table a file name means: ``placements_2024.csv`` is placements; any other name is flow counts."""
    named = [name for name in table_names() if stem == name or stem.startswith((f"{name}_", f"{name}-", f"{name}."))]
    return max(named, key=len, default=FLOW_COUNTS)
