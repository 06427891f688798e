"""What a command writes: results on stdout, everything else on stderr, tables that line up, CSV that is safe to open."""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from crossmobility.csv_text import csv_text
from crossmobility.errors import CrossMobilityError
from crossmobility.i18n import Language, translator


def say(text: str = "") -> None:
    """Tell the reader something that is not the result; wipes a progress note."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    sys.stderr.write(f"{text}\n")


def note_lines(file: Path, lines: int, language: Language) -> None:
    """Overwrite the progress note on stderr: how many lines of a file are read."""
    t = translator(language)
    said = t("{file}: {count} lines read", file=file.name, count=lines)
    sys.stderr.write(f"\r{one_line(said)}\x1b[K")
    sys.stderr.flush()


def complain(error: CrossMobilityError, language: Language) -> None:
    """Say an error as one line: what is wrong, then what to do."""
    say(one_line(error.text(language)))


def one_line(text: str) -> str:
    """Return ``text`` without line breaks and control characters: text from files must not drive a terminal."""
    return "".join(" " if char in "\r\n\t" else char for char in text if char in "\r\n\t" or not _control(char))


def write_lines(text: str) -> None:
    """Write a part of the result for people; lines may come from a file, so each is made harmless."""
    for line in text.split("\n"):
        sys.stdout.write(f"{one_line(line)}\n")


def write_json(document: object) -> None:
    """Write one JSON document, a list one record a line; an unknown number is ``null``, never NaN."""
    if isinstance(document, list) and document:
        lines = ",\n".join(json.dumps(record, ensure_ascii=False, allow_nan=False) for record in document)
        sys.stdout.write(f"[\n{lines}\n]\n")
    else:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def write_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV for machines and spreadsheets: comma, dot, ISO codes, no cell that a spreadsheet would run."""
    sys.stdout.write(csv_text(head, rows))


def plain_number(value: float) -> int | float | None:
    """Return a whole number as int, a fraction as float, an unknown number as ``None``."""
    if math.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def aligned(rows: Sequence[Sequence[str]], right: Iterable[int] = (), head: bool = True) -> str:
    """Return rows as text columns that line up; ``right`` names the columns of numbers, ``head`` a ruled first row."""
    if not rows:
        return ""
    to_the_right = set(right)
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(_padded(cell, widths[i], i in to_the_right) for i, cell in enumerate(row)) for row in cells]
    if head:
        lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def _padded(cell: str, width: int, right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space


def _width(text: str) -> int:
    """Return how many places a terminal gives to ``text``: combining marks none, wide East Asian characters two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _control(char: str) -> bool:
    # Cc are control characters, Cf invisible ones such as those that reverse the direction of writing.
    return unicodedata.category(char) in ("Cc", "Cf")
