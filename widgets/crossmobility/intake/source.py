"""What a description says about a file from outside, as values that travel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from crossmobility.i18n import Language, Message

DESCRIPTION_SUFFIX: Final = ".source.toml"


@dataclass(frozen=True)
class Worded(Message):
    """A sentence somebody wrote in a description, in English (``text``) and in French; never looked up."""

    french: str = ""

    def in_language(self, language: Language) -> str:
        """Return the sentence in ``language``, in the other one when it was written once."""
        return (self.french or self.text) if language == "fr" else (self.text or self.french)


@dataclass(frozen=True)
class ReadOptions:
    """How the text of a file is written down. ``header_row`` 0 means the first line that is not blank."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    decimal: str = "."
    date_format: str = "%Y-%m-%d"
    sheet: str = ""
    header_row: int = 0
    whole: bool = True
    period_note_fr: str = ""
    period_note_en: str = ""


@dataclass(frozen=True)
class LeaveOut:
    """Rows that are set aside on purpose, with the reason. ``column`` is a heading of the file, or one of ours."""

    column: str
    values: tuple[str, ...]
    pattern: re.Pattern[str] | None
    reason: Message


@dataclass(frozen=True)
class Expectation:
    """What must hold about the accepted rows, so that a changed file is noticed.

    Either ``sum`` (of ``column``), ``rows`` (how many), or ``totals``: the rows of the file that state totals, each of
    which must equal the accepted rows with the same ``per`` columns.
    """

    column: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sum: float | None = None
    rows: int | None = None
    totals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    per: tuple[str, ...] = ()
    tolerance: float = 0.0


@dataclass(frozen=True)
class StatusNote:
    """A status that a group of accepted rows has for a reason the file does not say (an unfinished year)."""

    where: Mapping[str, tuple[str, ...]]
    status: str
    reason: Message


@dataclass(frozen=True)
class Source:
    """One file and what it means. ``columns`` is None when the file has our own headings."""

    table: str
    file: Path
    title_fr: str = ""
    title_en: str = ""
    licence: str = ""
    citation: str = ""
    columns: Mapping[str, str] | None = None
    constants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    read: ReadOptions = ReadOptions()
    leave_out: tuple[LeaveOut, ...] = ()
    expect: tuple[Expectation, ...] = ()
    status: tuple[StatusNote, ...] = ()
    toml: Path | None = None

    @property
    def name(self) -> str:
        """Return the name rows carry as their source: the dataset's folder and the description's (or file's) stem."""
        place = (self.toml or self.file).resolve()
        return f"{place.parent.name}/{place.name.removesuffix(DESCRIPTION_SUFFIX).removesuffix(place.suffix)}"

    @property
    def title(self) -> str:
        """Return the title as written, the English one when there are two."""
        return self.title_en or self.title_fr

    def period_note(self, language: Language) -> str:
        """Return what the source calls a year, when it is not the calendar year."""
        return Worded(self.read.period_note_en, french=self.read.period_note_fr).in_language(language)


@dataclass(frozen=True)
class Dataset:
    """A folder of tables. ``as_of`` is an ISO date, empty when the folder does not say."""

    name: str
    title_fr: str
    title_en: str
    as_of: str
    synthetic: bool
    licence: str
    citation: str
    reference_country: str
    folder: Path
    note_fr: str = ""
    note_en: str = ""
