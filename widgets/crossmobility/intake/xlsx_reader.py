"""Excel workbooks (.xlsx) as text: the archive checked first, then read by a child process with limits."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

from crossmobility.errors import UnreadableFile
from crossmobility.i18n import Message, message
from crossmobility.intake.raw import RawTable, Remark, Rows, Unsplit, repeated_headings
from crossmobility.intake.source import ReadOptions
from crossmobility.intake.tables import did_you_mean
from crossmobility.intake.xlsx_child import MOST_COLUMNS

OLD_WORKBOOKS: Final = (".xls", ".xlsb", ".xlsm", ".xlt", ".xltx", ".xltm", ".ods")
OLD_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES: Final = 5_000
MOST_UNPACKED: Final = 1_000_000_000
MOST_RATIO: Final = 400
RATIO_MATTERS_FROM: Final = 20_000_000
MEMORY: Final = 2_000_000_000
CPU_SECONDS: Final = 600
CLOCK_SECONDS: Final = 1_200
REPORT_EVERY: Final = 20_000

Progress = Callable[[int], None]


def refuse_other_workbooks(file: Path) -> None:
    """Refuse workbooks in formats that run macros or that we cannot read safely, with advice."""
    if file.suffix.lower() in OLD_WORKBOOKS:
        raise UnreadableFile(
            message("{file} is a {kind} workbook, which is not read.", file=file.name, kind=file.suffix.lower()),
            message("Open it and save it as “Excel workbook (.xlsx)” or as CSV UTF-8."),
        )


def read_xlsx(file: Path, options: ReadOptions, progress: Progress | None = None) -> RawTable:
    """Read one sheet of a workbook as text.

    Returns
    -------
    RawTable
        A line is a row of the sheet, down to the last row that holds anything. Cells as
        :func:`crossmobility.intake.xlsx_child.canonical` writes them. Cells after the headings' last column must be
        empty; a row that has any is in ``unsplit``.
    """
    _require_safe_archive(file)
    child = _Child(file, options.sheet)
    try:
        return _table(file, options, child, progress)
    finally:
        child.stop()


class _Child:
    """The process that reads, and what it answers."""

    def __init__(self, file: Path, sheet: str) -> None:
        self.file = file
        command = [sys.executable, "-m", "crossmobility.intake.xlsx_child"]
        self.process = subprocess.Popen(  # our own interpreter and module, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        self._watch = threading.Timer(CLOCK_SECONDS, self.process.kill)
        self._watch.daemon = True
        self._watch.start()
        request = {"file": str(file.resolve()), "sheet": sheet, "memory": MEMORY, "seconds": CPU_SECONDS}
        if self.process.stdin:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.close()

    def answers(self) -> Iterator[Any]:
        for line in self.process.stdout or ():
            yield json.loads(line)

    def stop(self) -> None:
        self._watch.cancel()
        if self.process.poll() is None:
            self.process.kill()
        if self.process.stdout:
            self.process.stdout.close()
        self.process.wait()


def _table(file: Path, options: ReadOptions, child: _Child, progress: Progress | None) -> RawTable:
    answers = child.answers()
    first = next(answers, {"failed": ""})
    if "sheet" not in first:
        _fail(file, first)
    headings: list[str] = []
    rows: Rows | None = None
    unsplit: list[Unsplit] = []
    number, header, blank, ended = 0, 0, 0, False
    for answer in answers:
        if isinstance(answer, dict):
            if "rows" not in answer:
                _fail(file, answer)
            ended = True
            break
        number += 1
        if progress and number % REPORT_EVERY == 0:
            progress(number)
        if rows is None:
            if number < options.header_row:
                continue
            if not any(cell.strip() for cell in answer) and not options.header_row:
                blank += 1
                continue
            headings, header = answer, number - blank
            rows = Rows(headings)
        elif not any(cell.strip() for cell in answer):
            blank += 1
        elif len(answer) > len(headings):
            unsplit.append(Unsplit(number, 1, "\t".join(answer), "F-ROW-LENGTH", _too_long(len(headings))))
        else:
            rows.add(answer + [""] * (len(headings) - len(answer)), number, 1)
    if not ended:
        _fail(file, {"failed": ""})
    if rows is None or not headings:
        raise UnreadableFile(
            message("{file}, sheet “{sheet}”: no headings.", file=file.name, sheet=first["sheet"]),
            message("Send a sheet whose first row names the columns, or give sheet and header_row under [read]."),
        )
    if len(headings) >= MOST_COLUMNS:
        raise UnreadableFile(
            message("{file} has {count} columns or more.", file=file.name, count=MOST_COLUMNS),
            message("Keep the columns that matter in a sheet of their own."),
        )
    if progress:
        progress(number)
    remarks = repeated_headings(headings) + _other_sheets(first, options)
    return RawTable(tuple(headings), rows.frame(), tuple(unsplit), number, header, blank, first["sheet"], remarks)


def _too_long(width: int) -> Message:
    return message(
        "The row has cells beyond the last heading (column {width}). Empty them, or give them a heading.", width=width
    )


def _other_sheets(first: dict[str, Any], options: ReadOptions) -> tuple[Remark, ...]:
    if options.sheet or not first["others"]:
        return ()
    names = ", ".join(first["others"])
    text = message(
        "Only the sheet “{sheet}” was read, not: {names}. Name the sheet under [read] to be sure.",
        sheet=first["sheet"],
        names=names,
    )
    return (Remark("info", "F-SHEET", text),)


def _fail(file: Path, answer: dict[str, Any]) -> NoReturn:
    if "missing" in answer:
        raise UnreadableFile(
            message("{file} has no sheet “{sheet}”.", file=file.name, sheet=answer["missing"]),
            did_you_mean(answer["missing"], answer["sheets"]),
        )
    if answer["failed"] in ("", "memory"):
        raise UnreadableFile(
            message("{file} is too large or too strange to be read within limits.", file=file.name),
            message("Copy its values into a new workbook, or save the sheet as CSV UTF-8."),
        )
    raise UnreadableFile(
        message("{file} is damaged: {reason}.", file=file.name, reason=answer["failed"]),
        message("Open it and save it again as “Excel workbook (.xlsx)”, or save the sheet as CSV UTF-8."),
    )


def _require_safe_archive(file: Path) -> None:
    """Look at the archive's directory before anything is unpacked."""
    try:
        with file.open("rb") as stream:
            magic = stream.read(len(OLD_MAGIC))
    except OSError as error:
        raise UnreadableFile(
            message("{file} cannot be opened: {reason}.", file=str(file), reason=error.strerror or str(error)),
            message("Check the name, the folder and your rights to read it."),
        ) from error
    if not magic:
        raise UnreadableFile(message("{file} is empty.", file=file.name), message("Ask for the file again."))
    if magic == OLD_MAGIC:
        raise UnreadableFile(
            message("{file} is protected by a password, or is an old .xls under another name.", file=file.name),
            message("Open it, remove the password, and save it as “Excel workbook (.xlsx)”."),
        )
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(
            message("{file} is not an Excel workbook.", file=file.name),
            message("Save it as “Excel workbook (.xlsx)”, or as CSV UTF-8."),
        ) from error
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableFile(
            message("{file} is not a plain .xlsx workbook, or holds macros.", file=file.name),
            message("Open it and save it as “Excel workbook (.xlsx)”, without macros."),
        )
    if (
        len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > MOST_UNPACKED
        or any(map(_swollen, entries))
    ):
        raise UnreadableFile(
            message("{file} would unpack to far more than a workbook holds.", file=file.name),
            message("Do not open it if you do not know the sender; otherwise copy its values into a new workbook."),
        )


def _swollen(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
