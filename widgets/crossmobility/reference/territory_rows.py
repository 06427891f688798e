"""The regions and departements of France: the rows of ``territories.csv``, and their map in ``france.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from crossmobility.i18n import Language, message
from crossmobility.reference.csv_rows import BadCell

TerritoryLevel = Literal["region", "departement"]
Box = tuple[float, float, float, float]
LEVELS: Final[tuple[TerritoryLevel, ...]] = get_args(TerritoryLevel)
PREFIXES: Final[Mapping[str, str]] = {"region": "FR-R", "departement": "FR-D"}


@dataclass(frozen=True)
class FrenchTerritory:
    """One region or departement of France.

    ``code`` is ``FR-R`` or ``FR-D`` and the INSEE code, because region 01 (Guadeloupe) is not departement 01 (Ain).
    ``parent`` is the region of a departement, empty for a region.
    """

    code: str
    level: str
    name_fr: str
    name_en: str
    parent: str
    source: str

    @property
    def insee(self) -> str:
        """The INSEE code, as French readers know it: ``84``, ``2A``, ``971``."""
        return self.code[len(PREFIXES[self.level]) :]

    def name(self, language: Language) -> str:
        """Return the name in ``language``."""
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True)
class MapLabel:
    """Where the label of a territory stands, in units, and how far the border is from there."""

    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Inset:
    """A part of the map drawn apart, in a frame of its own.

    ``metres`` is what one unit measures in it, ``extent`` the box of what is drawn in ``frame``. ``outlines`` and ``labels`` hold what it draws a second time, larger than
    on the mainland, where it lies in ``spot``; both are empty, and there is no spot, for a territory drawn here only.
    """

    code: str
    projection: str
    metres: float
    frame: Box
    extent: Box
    codes: tuple[str, ...]
    spot: Box | None
    outlines: Mapping[str, str]
    labels: Mapping[str, MapLabel]


@dataclass(frozen=True)
class France:
    """The map of France on one canvas of whole units, y downwards: the mainland, and beside it the insets.

    ``outlines`` holds SVG path data by level and code of territory; ``bounds`` the box (x0, y0, x1, y1) of each.
    ``metres`` is what one unit measures on the mainland, which fills ``mainland``. ``credit`` stands wherever it is shown.
    """

    projection: str
    credit: str
    width: float
    height: float
    metres: float
    mainland: Box
    outlines: Mapping[TerritoryLevel, Mapping[str, str]]
    bounds: Mapping[str, Box]
    labels: Mapping[str, MapLabel]
    insets: Mapping[str, Inset]


def check_territory(entry: FrenchTerritory) -> None:
    """Refuse a level we do not know, a code that does not say its level, and a departement without a region."""
    prefix = PREFIXES.get(entry.level)
    if prefix is None:
        raise BadCell(message("“{value}” is no value for {column}", value=entry.level, column="level"))
    if not (entry.code.startswith(prefix) and entry.insee):
        raise BadCell(message("“{value}” is no value for {column}", value=entry.code, column="code"))
    wanted = PREFIXES["region"] if entry.level == "departement" else ""
    if not entry.parent.startswith(wanted) or bool(entry.parent) != bool(wanted):
        raise BadCell(message("“{value}” is no value for {column}", value=entry.parent, column="parent"))


def france_of(stored: Mapping[str, Any]) -> France:
    """Return the map from what ``france.json`` holds; KeyError, TypeError or ValueError when that is something else."""
    return France(
        projection=stored["projection"],
        credit=stored["credit"],
        width=stored["width"],
        height=stored["height"],
        metres=stored["metres"],
        mainland=_box(stored["mainland"]),
        outlines=MappingProxyType({level: MappingProxyType(stored[level]) for level in LEVELS}),
        bounds=MappingProxyType({code: _box(sides) for code, sides in stored["bounds"].items()}),
        labels=_labels(stored["labels"]),
        insets=MappingProxyType({code: _inset(code, entry) for code, entry in stored["insets"].items()}),
    )


def _inset(code: str, entry: Mapping[str, Any]) -> Inset:
    return Inset(
        code=code,
        projection=entry["projection"],
        metres=entry["metres"],
        frame=_box(entry["frame"]),
        extent=_box(entry["extent"]),
        codes=tuple(entry["codes"]),
        spot=_box(entry["spot"]) if "spot" in entry else None,
        outlines=MappingProxyType(entry.get("outlines", {})),
        labels=_labels(entry.get("labels", {})),
    )


def _labels(entries: Mapping[str, Any]) -> Mapping[str, MapLabel]:
    return MappingProxyType({code: MapLabel(*spot) for code, spot in entries.items()})


def _box(sides: Any) -> Box:
    left, top, right, bottom = sides
    return left, top, right, bottom
