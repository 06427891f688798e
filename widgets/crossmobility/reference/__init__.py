"""Public facts the workbook rests on, read from ``data/reference``: countries, outlines, schemes, breaks, code lists.

Light on purpose: no pandas before somebody asks for a frame, because every served page loads this module.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from crossmobility.errors import BadReference
from crossmobility.i18n import Language, message, territory_name, translator
from crossmobility.reference.csv_rows import BadCell, in_lists, keyed, listed, missing
from crossmobility.reference.indicator_rows import Indicator, StatusThresholds, check_indicator, check_thresholds, frame_of
from crossmobility.reference.programme_rows import (
    HostingStep,
    NationalScheme,
    ProgrammeCountry,
    ProgrammeEdition,
    SchemeRule,
    check_edition,
    check_step,
)
from crossmobility.reference.rows import Break, Code, Country, Programme, Scheme, World
from crossmobility.reference.territory_rows import (
    LEVELS,
    France,
    FrenchTerritory,
    Inset,
    MapLabel,
    TerritoryLevel,
    check_territory,
    france_of,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COUNTRY_COLUMNS",
    "LEVELS",
    "TERRITORY_COLUMNS",
    "Break",
    "Code",
    "Country",
    "Detail",
    "France",
    "FrenchTerritory",
    "HostingStep",
    "Indicator",
    "Inset",
    "MapLabel",
    "NationalScheme",
    "Programme",
    "ProgrammeCountry",
    "ProgrammeEdition",
    "Scheme",
    "SchemeRule",
    "StatusThresholds",
    "TerritoryLevel",
    "World",
    "breaks",
    "code_lists",
    "countries",
    "country_frame",
    "country_name",
    "data_folder",
    "france",
    "french_territories",
    "hosting_steps",
    "indicator_frame",
    "indicators",
    "national_schemes",
    "programme_countries",
    "programme_editions",
    "programmes",
    "scheme_rules",
    "schemes",
    "status_rule_frame",
    "status_rules",
    "world",
]

Detail = Literal["coarse", "fine"]

DATA_VARIABLE: Final = "CROSSMOBILITY_DATA"
COUNTRY_COLUMNS: Final = tuple(field.name for field in fields(Country))
TERRITORY_COLUMNS: Final = tuple(field.name for field in fields(FrenchTerritory))


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


def french_territories() -> Mapping[str, FrenchTerritory]:
    """Return every region and departement of France by its code (``FR-R84``, ``FR-D01``), regions first, read-only."""
    return _territories(_file("territories.csv"))


def france() -> France:
    """Return the map of the regions and departements of France, overseas included."""
    return _france(_file("france.json"))


def schemes() -> Mapping[str, Scheme]:
    """Return every scheme by its code, in the order of the table, read-only."""
    return _schemes(_file("schemes.csv"))


def programmes() -> Mapping[str, Programme]:
    """Return every programme by its code, in the order of the table, read-only."""
    return _programmes(_file("programmes.csv"))


def programme_countries() -> tuple[ProgrammeCountry, ...]:
    """Return the countries of programmes, one entry per programme, country, direction and edition, in the table's order."""
    return _programme_countries(_file("programme_countries.csv"))


def programme_editions() -> tuple[ProgrammeEdition, ...]:
    """Return the editions, phases, funds and events of programmes, in the order of the table."""
    return _programme_editions(_file("programme_editions.csv"))


def scheme_rules() -> Mapping[str, Mapping[str, SchemeRule]]:
    """Return the rules of each scheme by what they are about, in the order of the table, read-only.

    A scheme of which no source states a rule is not there.
    """
    return _scheme_rules(_file("scheme_rules.csv"))


def hosting_steps() -> Mapping[str, tuple[HostingStep, ...]]:
    """Return the steps of each legal route to host somebody in France, in the order they are taken, read-only."""
    return _hosting_steps(_file("hosting_steps.csv"))


def national_schemes() -> tuple[NationalScheme, ...]:
    """Return the bodies of national volunteering schemes that sources name, in the order of the table."""
    return _national_schemes(_file("national_schemes.csv"))


def breaks() -> tuple[Break, ...]:
    """Return the breaks of series, earliest first."""
    return _breaks(_file("breaks.csv"))


def indicators() -> Mapping[str, Indicator]:
    """Return every indicator of the catalogue by its code, in the order of the table, read-only."""
    return _indicators(_file("indicators.csv"))


def status_rules() -> Mapping[str, StatusThresholds]:
    """Return the thresholds of the status by indicator, ``_T`` for all others, read-only."""
    return _status_rules(_file("status_rules.csv"))


def indicator_frame() -> pd.DataFrame:
    """Return the catalogue as a frame of its own, one row per indicator (see ``indicator_rows.frame_of``)."""
    return frame_of(indicators().values())


def status_rule_frame() -> pd.DataFrame:
    """Return the thresholds as a frame of their own, one row per indicator and one for all others."""
    return frame_of(status_rules().values())


def code_lists() -> Mapping[str, Mapping[str, Code]]:
    """Return every list of codes by its name: its codes in their order, read-only."""
    return _code_lists(_file("code_lists.csv"))


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
    return keyed(file, Country)


@cache
def _schemes(file: Path) -> Mapping[str, Scheme]:
    return keyed(file, Scheme)


@cache
def _programmes(file: Path) -> Mapping[str, Programme]:
    def check(entry: Programme) -> None:
        _known(file, [entry.reference_country], [entry.default_scheme] if entry.default_scheme else [])

    return keyed(file, Programme, check)


@cache
def _programme_countries(file: Path) -> tuple[ProgrammeCountry, ...]:
    def check(entry: ProgrammeCountry) -> None:
        _known(file, [entry.country], [])
        _known_programme(file, entry.programme_id)

    return listed(file, ProgrammeCountry, ("programme_id", "country", "direction", "edition", "valid_from"), check)


@cache
def _programme_editions(file: Path) -> tuple[ProgrammeEdition, ...]:
    def check(entry: ProgrammeEdition) -> None:
        _known_programme(file, entry.programme_id)
        check_edition(entry)

    return listed(file, ProgrammeEdition, ("programme_id", "edition"), check)


@cache
def _scheme_rules(file: Path) -> Mapping[str, Mapping[str, SchemeRule]]:
    found: dict[str, dict[str, SchemeRule]] = {}
    for entry in listed(file, SchemeRule, ("scheme", "rule"), lambda entry: _known(file, [], [entry.scheme])):
        found.setdefault(entry.scheme, {})[entry.rule] = entry
    return MappingProxyType({scheme: MappingProxyType(rules) for scheme, rules in found.items()})


@cache
def _hosting_steps(file: Path) -> Mapping[str, tuple[HostingStep, ...]]:
    steps = sorted(listed(file, HostingStep, ("route", "step"), check_step), key=lambda entry: entry.step)
    routes = dict.fromkeys(entry.route for entry in steps)
    return MappingProxyType({route: tuple(entry for entry in steps if entry.route == route) for route in routes})


@cache
def _national_schemes(file: Path) -> tuple[NationalScheme, ...]:
    return listed(file, NationalScheme, ("country", "body"), lambda entry: _known(file, [entry.country], []))


@cache
def _breaks(file: Path) -> tuple[Break, ...]:
    entries = keyed(file, Break, lambda entry: _known(file, entry.countries, entry.schemes))
    return tuple(sorted(entries.values(), key=lambda entry: entry.from_on))


@cache
def _indicators(file: Path) -> Mapping[str, Indicator]:
    return keyed(file, Indicator, check_indicator)


@cache
def _status_rules(file: Path) -> Mapping[str, StatusThresholds]:
    return keyed(file, StatusThresholds, check_thresholds)


@cache
def _code_lists(file: Path) -> Mapping[str, Mapping[str, Code]]:
    return in_lists(file, Code, ("list", "code"))


def _known_programme(file: Path, code: str) -> None:
    if code not in _programmes(file.with_name("programmes.csv")):
        raise BadCell(message("“{value}” is no value for {column}", value=code, column="programme_id"))


def _known(file: Path, places: Iterable[str], of_schemes: Iterable[str]) -> None:
    """Check codes of countries, and of schemes or families, against the tables beside ``file``."""
    known = _schemes(file.with_name("schemes.csv"))
    families = {scheme.family for scheme in known.values()}
    strange = ({*places} - {*_countries(file.with_name("countries.csv"))}) | ({*of_schemes} - {*known} - families)
    if strange:
        raise BadCell(message("unknown country or scheme: {codes}", codes=", ".join(sorted(strange))))


@cache
def _territories(file: Path) -> Mapping[str, FrenchTerritory]:
    regions = {""}  # a region has no parent; a departement follows its region

    def check(entry: FrenchTerritory) -> None:
        check_territory(entry)
        if entry.level == "region":
            regions.add(entry.code)
        if entry.parent not in regions:
            raise BadCell(message("“{value}” is no value for {column}", value=entry.parent, column="parent"))

    return keyed(file, FrenchTerritory, check)


@cache
def _france(file: Path) -> France:
    try:
        return france_of(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise missing(file) from None
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise BadReference(
            message("{file} is damaged: {reason}.", file=file.name, reason=str(broken)),
            message("Restore it from the repository, or make it again with crossmobility.geography_france."),
        ) from broken


@cache
def _world(file: Path, level: Detail) -> World:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        bounds = {key: (x0, y0, x1, y1) for key, (x0, y0, x1, y1) in stored["bounds"].items()}
        outlines = MappingProxyType(stored[level])
        return World(stored["projection"], outlines, MappingProxyType(bounds), stored["width"], stored["height"])
    except FileNotFoundError:
        raise missing(file) from None
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise BadReference(
            message("{file} is damaged: {reason}.", file=file.name, reason=str(broken)),
            message("Restore it from the repository, or make it again with crossmobility.geography."),
        ) from broken
