"""The user's own folder, ``data/local``: what lies there, files received, and a file taken into use.

Nothing is ever written outside it. Received files wait in ``received``, which no build reads, until they are used.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from crossmobility.errors import BadRequest
from crossmobility.i18n import message
from crossmobility.intake.source import DESCRIPTION_SUFFIX, ReadOptions, Source
from crossmobility.intake.sources import DATA_SUFFIXES, DATASET_FILE, NOT_TABLES, dataset_in, source_for
from crossmobility.intake.tables import did_you_mean
from crossmobility.reference import data_folder

RECEIVED: Final = "received"
CHECKS: Final = "checks"
LARGEST_FILE: Final = 200_000_000
LONGEST_NAME: Final = 100
_UNSAFE: Final = re.compile(r"[^\w.()]+")
_AS_OF: Final = re.compile(r"^(as_of[ \t]*=[ \t]*)(\"[^\"\n]*\"|'[^'\n]*'|[^\s#]+)", re.MULTILINE)
_FILE_KEY: Final = re.compile(r"^file[ \t]*=.*\n?", re.MULTILINE)


def local_folder() -> Path:
    """Return the user's own folder; it need not exist yet."""
    return data_folder() / "local"


def local_files() -> dict[str, Path]:
    """Return the tables that lie in ``data/local``, received ones last, by the name a person chooses them by."""
    return {str(file.relative_to(local_folder())): file for file in _tables()}


def local_file(name: str) -> Path:
    """Return the file called ``name`` in :func:`local_files`; anything else is a :class:`BadRequest`."""
    known = local_files()
    if name not in known:
        raise BadRequest(
            message("There is no file “{name}” in data/local.", name=name),
            did_you_mean(name, known) if known else message("Put a CSV or XLSX file there, or send one from the page."),
        )
    return known[name]


def safe_name(name: str) -> str:
    """Return a file name without folders, without signs a system may act on, with the ending of a table.

    Raises
    ------
    BadRequest
        The ending is not that of a table.
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    stem, dot, suffix = last.rpartition(".")
    if not dot or f".{suffix.lower()}" not in DATA_SUFFIXES:
        raise BadRequest(
            message("“{name}” is not a table that can be read.", name=last),
            message("Send a CSV file or an Excel workbook (.xlsx)."),
        )
    kept = _UNSAFE.sub("-", stem).strip("-. ")[:LONGEST_NAME] or "file"
    return f"{kept}.{suffix.lower()}"


class Receiving:
    """One file on its way in: begun with its name and size, added to in order, finished under a safe name."""

    def __init__(self, name: str, size: int) -> None:
        if size > LARGEST_FILE:
            raise BadRequest(
                message("“{name}” is larger than {limit} MB.", name=name, limit=LARGEST_FILE // 1_000_000),
                message("Copy it into data/local and choose it there, or split it."),
            )
        self.name, self.size, self.received = safe_name(name), size, 0
        self._folder = local_folder() / RECEIVED
        self._part = self._folder / f".{self.name}.part"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stream: BinaryIO = self._part.open("wb")

    def add(self, offset: int, content: bytes) -> None:
        """Add the bytes that follow those received so far; anything else ends the transfer."""
        if offset != self.received or self.received + len(content) > self.size:
            self.stop()
            raise BadRequest(
                message("“{name}” did not arrive whole.", name=self.name), message("Choose the file once more.")
            )
        self._stream.write(content)
        self.received += len(content)

    @property
    def is_whole(self) -> bool:
        """Return whether every byte has come."""
        return self.received == self.size

    def finished(self) -> str:
        """Close the file and return the name it can be chosen by; an earlier one with other content stays beside it."""
        self._stream.close()
        place = _free(self._folder / self.name, self._part)
        self._part.replace(place)
        return str(place.relative_to(local_folder()))

    def stop(self) -> None:
        """Forget what came."""
        self._stream.close()
        self._part.unlink(missing_ok=True)


@dataclass(frozen=True)
class InUse:
    """A file in use: its name in ``data/local``, the name an earlier one was put aside under, and what was written."""

    name: str
    put_aside: str
    described: bool
    as_of: str


def take_into_use(source: Source, as_of: str) -> InUse:
    """Make a file of ``data/local`` part of the dataset ``local``, with its description and the date of the data.

    A received file moves up from ``received``. One of the same name that was in use moves down: nothing is deleted.
    ``dataset.toml`` is written when there is none; in an existing one only the date changes.
    """
    folder = local_folder()
    place = folder / _dataset_name(source)
    if not source.file.resolve().is_relative_to(folder.resolve()):
        raise BadRequest(
            message("Only a file in data/local can be used."), message("Copy the file there, or send it from the page.")
        )
    description = _description(source)
    put_aside = ""
    if place.resolve() != source.file.resolve():
        if place.exists() and not _same(place, source.file):
            (folder / RECEIVED).mkdir(exist_ok=True)
            aside = _free(folder / RECEIVED / place.name, place)
            place.replace(aside)
            put_aside = str(aside.relative_to(folder))
        source.file.replace(place)
    if description:
        place.with_name(f"{place.stem}{DESCRIPTION_SUFFIX}").write_text(description, encoding="utf-8")
    _write_date(folder / DATASET_FILE, as_of)
    return InUse(place.name, put_aside, bool(description), as_of)


def known_date() -> str:
    """Return the date the user's own data are known to speak of, empty when nothing says it."""
    return dataset_in(local_folder()).as_of if (local_folder() / DATASET_FILE).is_file() else ""


def save_report(name: str, document: str) -> str:
    """Write a CSV document into ``data/local/checks`` and return its name there; a build reads nothing in it."""
    folder = local_folder() / CHECKS
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / safe_name(name)
    place.write_text(document, encoding="utf-8-sig", newline="")
    return str(place.relative_to(local_folder()))


def _tables() -> Iterator[Path]:
    root = local_folder()
    for folder in (root, root / RECEIVED):
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            plain = file.suffix.lower() in DATA_SUFFIXES and not file.name.startswith((".", "~$"))
            # A link may lead anywhere; only what lies here is ours to offer.
            if plain and file.is_file() and file.resolve().is_relative_to(root.resolve()):
                yield file


def _dataset_name(source: Source) -> str:
    """Return the name a file has in use; names a build passes over get their table in front."""
    name = source.file.name
    return f"{source.table}_{name}" if source.file.stem in NOT_TABLES.split() else name


def _description(source: Source) -> str:
    """Return the description to write beside the file, empty when it needs none or has one."""
    beside = source.file.with_name(f"{source.file.stem}{DESCRIPTION_SUFFIX}")
    if source.toml is not None and source.toml.resolve() != beside.resolve():
        return _FILE_KEY.sub("", source.toml.read_text(encoding="utf-8-sig"), count=1)
    if source.toml is not None:
        return beside.read_text(encoding="utf-8-sig") if beside.parent.name == RECEIVED else ""
    name = Path(_dataset_name(source))
    meaning = [
        line
        for key, words in (("columns", source.columns or {}), ("constants", source.constants))
        if words
        for line in ["", f"[{key}]", *(f"{ours} = {json.dumps(said, ensure_ascii=False)}" for ours, said in words.items())]
    ]
    if not meaning and source.read == ReadOptions() and source_for(source.file.with_name(str(name))).table == source.table:
        return ""
    plain = ReadOptions()
    keys = ("encoding", "delimiter", "decimal", "date_format")
    lines = [
        f"{key} = {json.dumps(getattr(source.read, key), ensure_ascii=False)}"
        for key in keys
        if getattr(source.read, key) != getattr(plain, key)
    ]
    read = ["", "[read]", *lines] if lines else []
    return "\n".join([f'table = "{source.table}"', *meaning, *read, ""])


def _write_date(file: Path, as_of: str) -> None:
    if not file.exists():
        title = 'title_fr = "Nos données"\ntitle_en = "Our data"\n'
        file.write_text(f'{title}as_of = "{as_of}"\nreference_country = "FRA"\n', encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8-sig")
    dated, count = _AS_OF.subn(lambda found: f'{found[1]}"{as_of}"', text, count=1)
    file.write_text(dated if count else f'as_of = "{as_of}"\n{text}', encoding="utf-8")


def _free(place: Path, coming: Path) -> Path:
    """Return ``place``, or the same with a number when another content has that name."""
    number, free = 1, place
    while free.exists() and not _same(free, coming):
        number += 1
        free = place.with_name(f"{place.stem}-{number}{place.suffix}")
    return free


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(1 << 20):
            if block != second.read(1 << 20):
                return False
    return True
