"""Public facts the workbook rests on, read from ``data/reference``: countries, outlines, schemes, breaks of series.

Light on purpose: no pandas before somebody asks for a frame, because every served page loads this module.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from crossmobility.errors import BadReference
from crossmobility.i18n import Language, Message, message, territory_name, translator

if TYPE_CHECKING:
    import pandas as pd

Detail = Literal["coarse", "fine"]
Row = TypeVar("Row", "Country", "Scheme", "Programme", "Break")

DATA_VARIABLE: Final = "CROSSMOBILITY_DATA"


@dataclass(frozen=True)
class Country:
    """One country or territory with an ISO 3166-1 code, and Kosovo (XKX, XK, no number).

    ``region`` and ``subregion`` are UN M49 codes, empty for Antarctica. ``oda_list`` dates the list behind ``is_oda``.
    ``lon``, ``lat`` in degrees and ``x``, ``y`` in the units of :func:`world` are one point: where the label belongs.
    ``polygon`` is false when :func:`world` has no outline; ``small`` says that the country needs a mark at world scale.
    """

    iso3: str
    iso2: str
    numeric: str
    region: str
    subregion: str
    un_member: bool
    is_oda: bool
    oda_list: str
    is_eea_ch: bool
    lon: float
    lat: float
    x: float
    y: float
    polygon: bool
    small: bool


@dataclass(frozen=True)
class World:
    """Country outlines of one level of detail.

    ``outlines`` holds SVG path data per key, in whole units, y downwards. A key is an ISO alpha-3 code, or ``-`` and
    three letters for land without one: no name, no mark. ``bounds`` is the box (x0, y0, x1, y1) of a key's main land:
    far possessions and what lies beyond the antimeridian are outside, so that it suits a view of the country.
    """

    projection: str
    outlines: Mapping[str, str]
    bounds: Mapping[str, tuple[int, int, int, int]]
    width: float
    height: float


@dataclass(frozen=True)
class Scheme:
    """One volunteering scheme; reciprocity is computed within its ``family``."""

    scheme: str
    family: str
    name_fr: str
    name_en: str
    short_fr: str
    short_en: str

    def name(self, language: Language) -> str:
        """Return the full name in ``language``."""
        return self.name_fr if language == "fr" else self.name_en

    def short(self, language: Language) -> str:
        """Return the name for narrow places in ``language``."""
        return self.short_fr if language == "fr" else self.short_en


@dataclass(frozen=True)
class Programme:
    """One programme of the mission, by the code its placements carry."""

    programme: str
    name_fr: str
    name_en: str

    def name(self, language: Language) -> str:
        """Return the name in ``language``."""
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True)
class Break:
    """One event after which a series no longer compares with what came before.

    ``to_on`` is None while it lasts. Empty ``countries`` or ``schemes`` mean all; ``schemes`` may name a family.
    """

    break_id: str
    from_on: date
    to_on: date | None
    countries: tuple[str, ...]
    schemes: tuple[str, ...]
    label_fr: str
    label_en: str
    citation: str

    def label(self, language: Language) -> str:
        """Return what happened, in ``language``."""
        return self.label_fr if language == "fr" else self.label_en


COUNTRY_COLUMNS: Final = tuple(field.name for field in fields(Country))


class _BadCell(ValueError):
    """A cell that does not make sense; whoever knows the file and the line says where."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem)
        self.problem = problem


def data_folder() -> Path:
    """Return the data folder: ``CROSSMOBILITY_DATA``, else ``data`` of the checkout that holds this package."""
    return _data_folder(os.environ.get(DATA_VARIABLE, ""))


def countries() -> Mapping[str, Country]:
    """Return every country by ISO alpha-3 code, read-only; one entry per ISO 3166-1 country and Kosovo."""
    return _countries(_file("countries.csv"))


def country_name(code: str, language: Language) -> str:
    """Return a country's name; ``_T`` and ``_O`` in words; an unknown code as it is."""
    if code == "_T":
        return translator(language)("all countries")
    if code == "_O":
        return translator(language)("other or not broken down")
    country = countries().get(code)
    return territory_name(country.iso2, language) if country else code


def country_frame() -> pd.DataFrame:
    """Return the countries as a frame of its own, one row per country, indexed by ``iso3``, the columns of Country."""
    import pandas as pd  # here, because a page that needs only names must not pay for pandas

    return pd.DataFrame([vars(country) for country in countries().values()]).set_index("iso3")


def world(level: Detail) -> World:
    """Return the outlines, ``coarse`` for the whole world or ``fine`` for zooming; both share units and bounds."""
    return _world(_file("world.json"), level)


def schemes() -> Mapping[str, Scheme]:
    """Return every scheme by its code, in the order of the table, read-only."""
    return _schemes(_file("schemes.csv"))


def programmes() -> Mapping[str, Programme]:
    """Return every programme by its code, in the order of the table, read-only."""
    return _programmes(_file("programmes.csv"))


def breaks() -> tuple[Break, ...]:
    """Return the breaks of series, earliest first."""
    return _breaks(_file("breaks.csv"))


def _file(name: str) -> Path:
    return _file_in(os.environ.get(DATA_VARIABLE, ""), name)


@cache
def _file_in(chosen: str, name: str) -> Path:
    # One Path object a file: its hash is computed once, and names are asked for hundreds of times a page.
    return _data_folder(chosen) / "reference" / name


@cache
def _data_folder(chosen: str) -> Path:
    if chosen:
        if not Path(chosen).is_dir():
            raise BadReference(
                message("{variable} names a folder that does not exist: {folder}.", variable=DATA_VARIABLE, folder=chosen),
                message("Correct it, or remove it to use the data that came with the workbook."),
            )
        return Path(chosen).resolve()
    for parent in Path(__file__).resolve().parents:
        if (parent / "data" / "reference").is_dir():
            return parent / "data"
    raise BadReference(
        message("The data folder of the workbook was not found."),
        message("Keep the package inside its checkout, or name the folder in {variable}.", variable=DATA_VARIABLE),
    )


@cache
def _countries(file: Path) -> Mapping[str, Country]:
    return _keyed(file, Country, lambda cells: Country(**_values(Country, cells)))


@cache
def _schemes(file: Path) -> Mapping[str, Scheme]:
    return _keyed(file, Scheme, lambda cells: Scheme(**_values(Scheme, cells)))


@cache
def _programmes(file: Path) -> Mapping[str, Programme]:
    return _keyed(file, Programme, lambda cells: Programme(**_values(Programme, cells)))


@cache
def _breaks(file: Path) -> tuple[Break, ...]:
    known = _schemes(file.with_name("schemes.csv"))
    families = {scheme.family for scheme in known.values()}
    places = _countries(file.with_name("countries.csv"))

    def checked(cells: Mapping[str, str]) -> Break:
        entry = Break(**_values(Break, cells))
        strange = ({*entry.countries} - {*places}) | ({*entry.schemes} - {*known} - families)
        if strange:
            raise _BadCell(message("unknown country or scheme: {codes}", codes=", ".join(sorted(strange))))
        return entry

    return tuple(sorted(_keyed(file, Break, checked).values(), key=lambda entry: entry.from_on))


@cache
def _world(file: Path, level: Detail) -> World:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        bounds = {key: (x0, y0, x1, y1) for key, (x0, y0, x1, y1) in stored["bounds"].items()}
        outlines = MappingProxyType(stored[level])
        return World(stored["projection"], outlines, MappingProxyType(bounds), stored["width"], stored["height"])
    except FileNotFoundError:
        raise _missing(file) from None
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise BadReference(
            message("{file} is damaged: {reason}.", file=file.name, reason=str(broken)),
            message("Restore it from the repository, or make it again with crossmobility.geography."),
        ) from broken


def _keyed(file: Path, row: type[Row], made: Callable[[Mapping[str, str]], Row]) -> Mapping[str, Row]:
    """Return the rows of a table by their first column, in the order of the file, read-only."""
    columns = [field.name for field in fields(row)]
    found: dict[str, Row] = {}
    for line, cells in _lines(file, columns):
        key = cells[columns[0]]
        if not key or key in found:
            raise _broken(file, line, message("the key “{key}” is empty or already used", key=key))
        try:
            found[key] = made(cells)
        except _BadCell as wrong:
            raise _broken(file, line, wrong.problem) from None
    return MappingProxyType(found)


def _lines(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells as text: ``NA`` is Namibia, not a missing value."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            absent = [column for column in columns if column not in header]
            if absent:
                raise _broken(file, 1, message("missing columns: {columns}", columns=", ".join(absent)))
            for cells in reader:
                if len(cells) != len(header):
                    problem = message("{found} cells instead of {expected}", found=len(cells), expected=len(header))
                    raise _broken(file, reader.line_num, problem)
                yield reader.line_num, dict(zip(header, cells, strict=True))
    except FileNotFoundError:
        raise _missing(file) from None
    except UnicodeDecodeError:
        raise _broken(file, 1, message("not written in UTF-8")) from None


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in cell.split(";") if entry.strip())


# How a cell becomes a value, by the type its field declares.
READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "str": str,
    "bool": {"true": True, "false": False}.__getitem__,
    "float": float,
    "date": date.fromisoformat,
    "date | None": lambda cell: date.fromisoformat(cell) if cell else None,
    "tuple[str, ...]": _listed,
}


def _values(row: type[Country | Scheme | Programme | Break], cells: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for field in fields(row):
        try:
            values[field.name] = READERS[str(field.type)](cells[field.name])
        except (KeyError, ValueError):
            problem = message("“{value}” is no value for {column}", value=cells[field.name], column=field.name)
            raise _BadCell(problem) from None
    return values


def _missing(file: Path) -> BadReference:
    return BadReference(
        message("The reference table {file} is missing from {folder}.", file=file.name, folder=str(file.parent)),
        message("Restore it from the repository."),
    )


def _broken(file: Path, line: int, problem: Message) -> BadReference:
    return BadReference(
        message("{file}, line {line}: {problem}.", file=file.name, line=str(line), problem=problem),
        message("Correct the line, or restore the file from the repository."),
    )
