"""CSV files as text, every physical line accounted for. Nothing about a file is guessed."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TextIO

from crossmobility.errors import UnreadableFile
from crossmobility.i18n import Message, message
from crossmobility.intake.raw import RawTable, Rows, Unsplit, repeated_headings
from crossmobility.intake.source import ReadOptions

# No cell of ours is longer; a longer line is a broken file, and is not kept in memory whole.
LONGEST_LINE: Final = 1_000_000
KEPT_OF_LONG_TEXT: Final = 500
READ_AT_ONCE: Final = 1 << 20
REPORT_EVERY: Final = 50_000

Progress = Callable[[int], None]


def read_csv(file: Path, options: ReadOptions, progress: Progress | None = None) -> RawTable:
    """Read a CSV file as text.

    Parameters
    ----------
    file, options
        The file, and how it is written down.
    progress
        Called with the number of lines read so far, now and then.

    Returns
    -------
    RawTable
        Every physical line is in the header, in ``rows``, in ``unsplit`` or in ``blank``.
    """
    _require_encoding(file, options.encoding)
    with file.open(encoding=options.encoding, newline="") as stream:
        return _Reading(file, stream, options, progress).table()


class _Lines:
    """The physical lines of a stream, with the way back: lines can be handed out again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.handed_out = 0
        self.too_long = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._next_line()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self.handed_out += 1
        return line

    def give_back_all_but_first(self) -> None:
        self._again.extendleft(reversed(self.taken[1:]))
        self.handed_out -= len(self.taken) - 1
        del self.taken[1:]

    def _next_line(self) -> str:
        line = self._stream.readline(LONGEST_LINE)
        if len(line) < LONGEST_LINE or line[-1] in "\r\n":
            return line
        self.too_long = True
        rest = line
        while rest and rest[-1] not in "\r\n":
            rest = self._stream.readline(LONGEST_LINE)
        return line[:KEPT_OF_LONG_TEXT].replace('"', "'") + "\n"


class _Reading:
    def __init__(self, file: Path, stream: TextIO, options: ReadOptions, progress: Progress | None) -> None:
        self.file = file
        self.options = options
        self.progress = progress
        self.lines = _Lines(stream)
        # Strict: a quotation mark in the wrong place is an error to report, not text to drop.
        self.records = csv.reader(self.lines, delimiter=options.delimiter, strict=True)
        self.unsplit: list[Unsplit] = []
        self.blank = 0
        self.header = 0

    def table(self) -> RawTable:
        headings = self._headings()
        width = len(headings)
        rows = Rows(headings)
        taken = self.lines.taken
        for cells in self._rows():
            lines = len(taken)
            line = self.lines.handed_out - lines + 1
            if lines == 1 and len(cells) == width and cells[0].strip() and "\0" not in taken[0]:
                rows.add(cells, line, 1)
            elif not cells or (not cells[0].strip() and not any(cell.strip() for cell in cells)):
                self.blank += lines
            elif lines > 1 and self._swallowed(width):
                self._reject("F-QUOTE", _swallow_message(line, lines))
            elif len(cells) != width:
                self._reject("F-ROW-LENGTH", _length_message(len(cells), width))
            elif any("\0" in text for text in taken):
                self._reject(
                    "F-CONTROL",
                    message("The line holds a NUL character, which no text has. Save the file again as CSV in UTF-8."),
                )
            else:
                rows.add(cells, line, lines)
            if self.progress and line % REPORT_EVERY == 0:
                self.progress(self.lines.handed_out)
        if self.progress:
            self.progress(self.lines.handed_out)
        return RawTable(
            headings=tuple(headings),
            rows=rows.frame(),
            unsplit=tuple(self.unsplit),
            lines=self.lines.handed_out,
            header=self.header,
            blank=self.blank,
            remarks=repeated_headings(headings),
        )

    def _rows(self) -> Iterator[list[str]]:
        while True:
            self.lines.taken.clear()
            try:
                cells = next(self.records)
            except StopIteration:
                return
            except csv.Error:
                # The mark was stray for certain: only its own line is lost, the lines it swallowed are read again.
                self.lines.give_back_all_but_first()
                self._reject_broken()
                continue
            if self.lines.too_long:
                self.lines.give_back_all_but_first()
                self._reject_broken()
                continue
            yield cells

    def _headings(self) -> list[str]:
        for _ in range(self.options.header_row - 1):
            if not next(self.lines, ""):
                break
        self.header = self.lines.handed_out
        for cells in self._rows():
            if self.unsplit:
                break
            if not any(cell.strip() for cell in cells) and not self.options.header_row:
                self.blank += len(self.lines.taken)
                continue
            self.header += len(self.lines.taken)
            if any("\0" in cell for cell in cells):
                raise UnreadableFile(
                    message(
                        "{file}, line {line}: the headings hold NUL characters.",
                        file=self.file.name,
                        line=str(self.lines.handed_out),
                    ),
                    message('The file is probably in UTF-16: save it as UTF-8, or write encoding = "utf-16" under [read].'),
                )
            return cells
        if self.unsplit:
            raise UnreadableFile(
                message(
                    "{file}, line {line}: the headings cannot be read.",
                    file=self.file.name,
                    line=str(self.unsplit[0].line),
                ),
                message("Check the quotation marks of the first line, and the delimiter under [read]."),
            )
        raise UnreadableFile(
            message("{file} has no headings: nothing but blank lines.", file=self.file.name)
            if self.lines.handed_out
            else message("{file} is empty.", file=self.file.name),
            message("Send a file whose first line names the columns, or give header_row under [read]."),
        )

    def _swallowed(self, width: int) -> bool:
        """Return whether the lines of one record look like rows of their own, swallowed by a quotation mark.

        A line in the middle does when it has a row's delimiters. The last line of an honest cell may, too; then the
        first line must as well.
        """
        full = [text.count(self.options.delimiter) == width - 1 for text in self.lines.taken]
        return width > 1 and (any(full[1:-1]) or (full[0] and full[-1]))

    def _reject(self, rule: str, why: Message) -> None:
        taken = self.lines.taken
        line = self.lines.handed_out - len(taken) + 1
        self.unsplit.append(Unsplit(line, len(taken), "".join(taken).rstrip("\r\n")[:LONGEST_LINE], rule, why))

    def _reject_broken(self) -> None:
        if self.lines.too_long:
            self.lines.too_long = False
            why = message(
                "The line is longer than {count} characters: only its beginning is kept. Check the file near it.",
                count=LONGEST_LINE,
            )
            self._reject("F-LONG-LINE", why)
            return
        self._reject(
            "F-QUOTE",
            message(
                "A quotation mark stands where none belongs, or is never closed. Remove it, or write it twice inside a "
                "quoted cell."
            ),
        )


def _swallow_message(line: int, lines: int) -> Message:
    return message(
        "Lines {first} to {last} were read as one row, because of a quotation mark. Close it on its own line, or "
        "write it twice.",
        first=str(line),
        last=str(line + lines - 1),
    )


def _length_message(cells: int, width: int) -> Message:
    return message(
        "The row has {cells} cells where the headings have {width}. Check the delimiters of this line, and quote "
        "texts that contain one.",
        cells=cells,
        width=width,
    )


def _require_encoding(file: Path, encoding: str) -> None:
    """Read the file once as bytes, so that a wrong encoding is named with its line and nothing is half read."""
    decoder = codecs.getincrementaldecoder(encoding)()
    newlines = 0
    try:
        with file.open("rb") as stream:
            while True:
                block = stream.read(READ_AT_ONCE)
                try:
                    decoder.decode(block, final=not block)
                except UnicodeDecodeError as error:
                    line = newlines + error.object[: error.start].count(b"\n") + 1
                    raise _wrong_encoding(file, encoding, line) from None
                except UnicodeError:
                    raise _wrong_encoding(file, encoding, newlines + 1) from None
                if not block:
                    return
                newlines += block.count(b"\n")
    except OSError as error:
        raise UnreadableFile(
            message("{file} cannot be opened: {reason}.", file=str(file), reason=error.strerror or str(error)),
            message("Check the name, the folder and your rights to read it."),
        ) from error


def _wrong_encoding(file: Path, encoding: str, line: int) -> UnreadableFile:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    return UnreadableFile(
        message("{file}, line {line}: the file is not in {encoding}.", file=file.name, line=str(line), encoding=name),
        message(
            'Save it as UTF-8, or write its encoding under [read] of its description, such as encoding = "cp1252" for '
            "a French Excel file."
        )
        if name == "utf-8"
        else message("Save it as UTF-8, or correct encoding under [read] of its description."),
    )
