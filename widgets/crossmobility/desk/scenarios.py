"""Scenario files: plans kept in ``data/local/scenarios``, one CSV each, and read back with every line accounted for.

No build reads that folder, and a scenario is no table of a dataset: its lines say ``kind`` = scenario, which no dataset takes.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crossmobility.csv_text import safe_cell
from crossmobility.domain.findings import Finding
from crossmobility.domain.plan_lines import KIND, PLAN_COLUMNS, Line, Plan
from crossmobility.errors import BadRequest, UnreadableFile
from crossmobility.i18n import message
from crossmobility.intake.csv_reader import read_csv
from crossmobility.intake.local_folder import local_folder
from crossmobility.intake.outcome import Account
from crossmobility.intake.raw import RawTable
from crossmobility.intake.source import ReadOptions
from crossmobility.intake.tables import did_you_mean

SCENARIOS: Final = "scenarios"
SCENARIO_COLUMNS: Final = ("kind", *PLAN_COLUMNS)
NOTES: Final = ("who", "as_of", "dataset")
"""What the comments above the lines say: who made the plan, the day and the name of the dataset it was based on."""
LONGEST_NAME: Final = 60
LONGEST_NOTE: Final = 100
MOST_BYTES: Final = 5_000_000
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True)
class Scenario:
    """A scenario as it was read: what its comments say, its lines, and what became of every physical line.

    ``unread`` are records that cannot be laid under the headings; ``sizes`` says how many physical lines each record takes,
    by its number. The comments belong to the header.
    """

    name: str
    notes: Mapping[str, str]
    lines: tuple[Line, ...]
    unread: tuple[Finding, ...]
    sizes: Mapping[int, int]
    header: int
    blank: int
    total: int

    def account(self, refused: Collection[int]) -> Account:
        """Return what became of every physical line, when the records of the numbers ``refused`` are not counted."""
        unread = {each.line for each in self.unread}
        rejected = sum(size for number, size in self.sizes.items() if number in refused or number in unread)
        accepted = sum(self.sizes.values()) - rejected
        return Account(
            lines=self.total, header=self.header, accepted=accepted, left_out=0, rejected=rejected, blank=self.blank
        )


def scenario_names() -> tuple[str, ...]:
    """Return the names of the scenarios that can be opened, in their order."""
    folder = local_folder() / SCENARIOS
    found = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    return tuple(file.stem for file in found if _is_name(file.stem) and file.is_file() and _is_inside(file))


def read_scenario(name: str) -> Scenario:
    """Read a scenario.

    Raises
    ------
    BadRequest
        There is no such scenario.
    UnreadableFile
        It is no text, too large, or lacks a column.
    """
    known = scenario_names()
    if name not in known:
        problem = message("There is no scenario “{name}” in data/local/scenarios.", name=name)
        raise BadRequest(problem, did_you_mean(name, known) if known else None)
    file = _place(name)
    if file.stat().st_size > MOST_BYTES:
        raise UnreadableFile(message("{file} is too large for a scenario.", file=file.name))
    notes, comments, delimiter = _top(file)
    raw = read_csv(file, ReadOptions(delimiter=delimiter, header_row=comments + 1))
    columns = _columns(file, raw)
    rows = raw.rows[[*columns.values(), "line", "lines"]].to_dict("records")
    lines = tuple(Line(int(row["line"]), {ours: _plain(row[theirs]) for ours, theirs in columns.items()}) for row in rows)
    unread = tuple(
        Finding("error", each.rule, KIND, file.name, each.message, each.line, "", each.text) for each in raw.unsplit
    )
    sizes = {int(row["line"]): int(row["lines"]) for row in rows} | {each.line: each.lines for each in raw.unsplit}
    return Scenario(name, notes, lines, unread, sizes, raw.header, raw.blank, raw.lines)


def save_scenario(name: str, plan: Plan, notes: Mapping[str, str], *, replacing: str = "") -> Path:
    """Write a plan as a scenario: whole or not at all.

    Parameters
    ----------
    name : str
        Letters, digits and dashes: never a path.
    notes : mapping
        What is said in the comments (``NOTES``).
    replacing : str
        The scenario that was opened; only that one is written over.

    Raises
    ------
    BadRequest
        The name has other signs, or another scenario has it already.
    """
    if not _is_name(name):
        raise BadRequest(
            message("“{name}” cannot be the name of a scenario.", name=name[:LONGEST_NAME]),
            message("Use letters without accents, digits and dashes only, such as plan-2026."),
        )
    if name.casefold() in {each.casefold() for each in scenario_names()} and name != replacing:
        raise BadRequest(
            message("There already is a scenario “{name}”.", name=name),
            message("Choose another name, or open it first to change it."),
        )
    place = _place(name)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not _is_inside(place.parent):
        raise BadRequest(
            message("The folder data/local/scenarios leads out of data/local."),
            message("Make it a folder of its own again."),
        )
    _written(place, scenario_text(plan, notes))
    return place


def scenario_text(plan: Plan, notes: Mapping[str, str]) -> str:
    """Return a plan as the text of its file: comments, headings, one line a line of the plan."""
    document = io.StringIO()
    writer = csv.writer(document, lineterminator="\r\n")
    # A comment is one quoted cell: a comma in it must not make a cell that a spreadsheet would run.
    writer.writerows([[f"# {key}: {_one_line(notes.get(key, ''))}"] for key in NOTES])
    writer.writerow(SCENARIO_COLUMNS)
    for row in plan.lines.to_dict("records"):
        writer.writerow([KIND, *(safe_cell(row[name]) for name in PLAN_COLUMNS)])
    return document.getvalue()


def _written(place: Path, text: str) -> None:
    handle, part = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).replace(place)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _place(name: str) -> Path:
    return local_folder() / SCENARIOS / f"{name}.csv"


def _is_name(name: str) -> bool:
    return len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None


def _is_inside(place: Path) -> bool:
    """Tell whether a place really lies in the user's folder: a link may lead anywhere."""
    return place.resolve().is_relative_to(local_folder().resolve())


def _top(file: Path) -> tuple[dict[str, str], int, str]:
    """Return what the comments say, how many lines they take, and what separates the cells of the headings."""
    notes: dict[str, str] = {}
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        for number, line in enumerate(stream):
            said = line.strip().strip('"').rstrip(";,").strip('"')
            if not said.startswith("#"):
                return notes, number, ";" if line.count(";") > line.count(",") else ","
            key, _, value = said.removeprefix("#").partition(":")
            notes |= {key.strip(): value.strip()} if key.strip() in NOTES else {}
    raise UnreadableFile(
        message("{file} has no headings: nothing but comments.", file=file.name),
        message("Write the headings {columns} and one line a place.", columns=", ".join(SCENARIO_COLUMNS)),
    )


def _columns(file: Path, raw: RawTable) -> dict[str, str]:
    found = {name: raw.column_called(name) for name in SCENARIO_COLUMNS}
    missing = [name for name, column in found.items() if column is None]
    if missing:
        raise UnreadableFile(
            message("{file} lacks the columns {columns}.", file=file.name, columns=", ".join(missing)),
            message("Write the headings {columns}.", columns=", ".join(SCENARIO_COLUMNS)),
        )
    return {name: column for name, column in found.items() if column is not None}


def _plain(cell: object) -> str:
    return str(cell).strip() if isinstance(cell, str) else ""


def _one_line(words: str) -> str:
    kept = "".join(sign if sign.isprintable() else " " for sign in words)
    return kept.strip()[:LONGEST_NOTE]
