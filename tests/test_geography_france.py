"""The map of French territories: the committed files, and the step that makes them on a small invented source."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box

from crossmobility import geography_france
from crossmobility.errors import BadReference
from crossmobility.intake.tables import table
from crossmobility.reference import LEVELS, TERRITORY_COLUMNS, TerritoryLevel, data_folder, france, french_territories

SUBPATH = re.compile(r"M(-?\d+) (-?\d+)l((?:-?\d+(?: |(?=-)))*-?\d+)z")
OVERSEAS = {"FR-R01": "FR-D971", "FR-R02": "FR-D972", "FR-R03": "FR-D973", "FR-R04": "FR-D974", "FR-R06": "FR-D976"}
RING = ("FR-D75", "FR-D92", "FR-D93", "FR-D94")
HEADER = ",".join(TERRITORY_COLUMNS)


def shape_of(path: str) -> MultiPolygon:
    """Return an outline as polygons; a ring inside another is its hole."""
    rings = []
    for x, y, steps in SUBPATH.findall(path):
        numbers = [int(step) for step in re.findall(r"-?\d+", steps)]
        points = [(int(x), int(y))]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        rings.append(Polygon(points))
    assert "".join(f"M{x} {y}l{steps}z" for x, y, steps in SUBPATH.findall(path)) == path, "nothing but closed rings"
    solid = [ring for ring in rings if not any(other is not ring and other.contains(ring) for other in rings)]
    holes = [ring for ring in rings if not any(ring is one for one in solid)]
    return MultiPolygon([Polygon(one.exterior, [hole.exterior for hole in holes if one.contains(hole)]) for one in solid])


@pytest.fixture(scope="module")
def shapes() -> Mapping[str, MultiPolygon]:
    """Every territory of the committed map."""
    return {code: shape_of(path) for level in LEVELS for code, path in france().outlines[level].items()}


# The committed files


def test_there_are_18_regions_and_101_departements_and_each_departement_has_a_region() -> None:
    found = french_territories()
    levels = [entry.level for entry in found.values()]
    assert (levels.count("region"), levels.count("departement")) == (18, 101)
    regions = {code for code, entry in found.items() if entry.level == "region"}
    parents = {entry.parent for entry in found.values() if entry.level == "departement"}
    assert parents == regions, "and no region is empty"
    assert sum(entry.parent == "FR-R11" for entry in found.values()) == 8, "Île-de-France has eight"
    assert sum(entry.parent == "FR-R84" for entry in found.values()) == 12


@pytest.mark.parametrize(
    ("code", "insee", "parent", "french", "english"),
    [
        ("FR-R01", "01", "", "Guadeloupe", "Guadeloupe"),
        ("FR-D01", "01", "FR-R84", "Ain", "Ain"),
        ("FR-D2A", "2A", "FR-R94", "Corse-du-Sud", "Corse-du-Sud"),
        ("FR-D973", "973", "FR-R03", "Guyane", "French Guiana"),
        ("FR-R53", "53", "", "Bretagne", "Brittany"),
        ("FR-R93", "93", "", "Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d’Azur"),
        ("FR-D93", "93", "FR-R11", "Seine-Saint-Denis", "Seine-Saint-Denis"),
        ("FR-D26", "26", "FR-R84", "Drôme", "Drôme"),
        ("FR-D976", "976", "FR-R06", "Mayotte", "Mayotte"),
    ],
)
def test_a_territory_has_its_code_parent_and_names(code: str, insee: str, parent: str, french: str, english: str) -> None:
    entry = french_territories()[code]
    assert (entry.insee, entry.parent, entry.name("fr"), entry.name("en")) == (insee, parent, french, english)


def test_the_table_has_the_columns_of_its_schema() -> None:
    assert table("territories").columns == TERRITORY_COLUMNS
    assert table("territories").role == "reference"


def test_the_map_draws_every_territory_and_no_other() -> None:
    for level in LEVELS:
        wanted = {code for code, entry in french_territories().items() if entry.level == level}
        assert set(france().outlines[level]) == wanted
    assert set(france().bounds) == set(france().labels) == set(french_territories())


def test_the_map_is_small_and_says_whose_it_is() -> None:
    assert (data_folder() / "reference" / "france.json").stat().st_size <= 120_000
    assert france().credit == "© IGN, ADMIN EXPRESS, Licence Ouverte 2.0"
    assert (france().projection, france().metres) == ("EPSG:2154", 200)


def test_no_outline_is_broken(shapes: Mapping[str, MultiPolygon]) -> None:
    assert [code for code, shape in shapes.items() if not (shape.is_valid and shape.area > 100)] == []


@pytest.mark.parametrize("level", LEVELS)
def test_neighbours_share_their_borders_without_gaps_or_overlaps(
    level: TerritoryLevel, shapes: Mapping[str, MultiPolygon]
) -> None:
    own = [shapes[code] for code in france().outlines[level]]
    assert shapely.coverage_is_valid(own)
    together = shapely.union_all(own)
    assert together.area == pytest.approx(sum(shape.area for shape in own))
    holes = sorted(Polygon(ring).area * 0.04 for part in together.geoms for ring in part.interiors)
    # In km²: Llívia, which is Spanish, and the Étang de Berre. Monaco lies on the coast.
    assert holes == pytest.approx([13, 156], rel=0.3)


def test_a_region_is_its_departements_together(shapes: Mapping[str, MultiPolygon]) -> None:
    for region in france().outlines["region"]:
        parts = [shapes[code] for code, entry in french_territories().items() if entry.parent == region]
        assert shapely.union_all(parts).symmetric_difference(shapes[region]).area == 0, region


@pytest.mark.parametrize(
    ("code", "square_km"),
    [
        # Areas stated by INSEE; simplified and quantised outlines come near.
        ("FR-R53", 27_208),
        ("FR-R94", 8_680),
        ("FR-R75", 84_036),
        ("FR-D75", 105),
        ("FR-R01", 1_628),
        ("FR-R02", 1_128),
        ("FR-R03", 83_534),
        ("FR-R04", 2_504),
        ("FR-R06", 374),
    ],
)
def test_a_territory_has_its_area_at_the_scale_its_inset_states(
    code: str, square_km: float, shapes: Mapping[str, MultiPolygon]
) -> None:
    insets = [inset for inset in france().insets.values() if code in inset.codes and inset.spot is None]
    metres = insets[0].metres if insets else france().metres
    assert shapes[code].area * (metres / 1000) ** 2 == pytest.approx(square_km, rel=0.08)


def test_overseas_territories_lie_in_their_own_frames_in_their_own_projections() -> None:
    drawn = france()
    frames = {code: box(*drawn.insets[code].frame) for code in drawn.insets}
    assert {code: inset.codes for code, inset in drawn.insets.items() if inset.spot is None} == {
        region: (region, departement) for region, departement in OVERSEAS.items()
    }
    for code, inset in drawn.insets.items():
        assert frames[code].contains(box(*inset.extent)), code
        assert box(0, 0, drawn.width, drawn.height).contains(frames[code])
    for one, other in combinations(frames.values(), 2):
        assert not one.intersects(other)
    assert len({drawn.insets[code].projection for code in OVERSEAS}) == 4, "the two Antilles share one"
    islands = [drawn.insets[code].metres for code in OVERSEAS if code != "FR-R03"]
    assert islands == [100] * 4, "one scale for the islands"


def test_frames_cover_no_land(shapes: Mapping[str, MultiPolygon]) -> None:
    overseas = {code for pair in OVERSEAS.items() for code in pair}
    mainland = shapely.union_all([shape for code, shape in shapes.items() if code not in overseas])
    for inset in france().insets.values():
        assert mainland.disjoint(box(*inset.frame)), inset.code
    assert box(*france().mainland).contains(mainland)


def test_paris_and_its_neighbours_are_drawn_again_five_times_larger(shapes: Mapping[str, MultiPolygon]) -> None:
    inset = france().insets["PARIS"]
    assert tuple(inset.outlines) == tuple(inset.labels) == inset.codes == RING
    large = {code: shape_of(path) for code, path in inset.outlines.items()}
    assert france().metres / inset.metres == 5
    for code in RING:
        assert large[code].area == pytest.approx(25 * shapes[code].area, rel=0.15), code
    assert shapely.coverage_is_valid(list(large.values()))
    assert inset.spot == tuple(shapely.total_bounds([shapes[code] for code in RING]))


def test_a_label_stands_inside_its_territory_with_the_room_it_says(shapes: Mapping[str, MultiPolygon]) -> None:
    for code, label in france().labels.items():
        assert shapes[code].contains(Point(label.x, label.y).buffer(label.room * 0.9)), code
    inset = france().insets["PARIS"]
    for code, label in inset.labels.items():
        assert shape_of(inset.outlines[code]).contains(Point(label.x, label.y)), code


def test_bounds_are_those_of_the_outlines(shapes: Mapping[str, MultiPolygon]) -> None:
    assert {code: shape.bounds for code, shape in shapes.items()} == france().bounds


# Reading


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, in force for the test."""
    (tmp_path / "reference").mkdir()
    monkeypatch.setenv("CROSSMOBILITY_DATA", str(tmp_path))
    return tmp_path / "reference"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("FR-X84,canton,a,b,,s", "“canton” is no value for level"),
        ("84,region,a,b,,s", "“84” is no value for code"),
        ("FR-R,region,a,b,,s", "“FR-R” is no value for code"),
        ("FR-D01,departement,a,b,,s", "“” is no value for parent"),
        ("FR-D01,departement,a,b,FR-R99,s", "“FR-R99” is no value for parent"),
        ("FR-R84,region,a,b,FR-R11,s", "“FR-R11” is no value for parent"),
        ("FR-R11,region,a,b,,s", "the key “FR-R11” is empty or already used"),
    ],
)
def test_a_wrong_territory_names_its_line(folder: Path, line: str, problem: str) -> None:
    (folder / "territories.csv").write_text(f"{HEADER}\nFR-R11,region,a,b,,s\n{line}\n", encoding="utf-8")
    with pytest.raises(BadReference, match=re.escape(f"territories.csv, line 3: {problem}")):
        french_territories()


@pytest.mark.parametrize("text", ["", "[]", '{"projection": "x"}', '{"mainland": [1, 2]}'])
def test_a_damaged_map_is_refused_and_a_missing_one_named(folder: Path, text: str) -> None:
    with pytest.raises(BadReference, match=r"france.json is missing"):
        france()
    (folder / "france.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadReference, match=r"france.json is damaged"):
        france()


# Making them


Ring = Sequence[tuple[float, float]]
WAVY = [(2.0 + 0.01 * (step % 2), 47.0 + step / 50) for step in range(51)]


def square(west: float, south: float, size: float) -> Ring:
    return [(west, south), (west, south + size), (west + size, south + size), (west + size, south)]


def topology(shapes: Mapping[str, Sequence[Ring]], names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Make a TopoJSON of polygons, each ring (closed here) an arc of its own, on a grid of 0.001 degree."""
    arcs: list[list[list[int]]] = []
    geometries = []
    for code, rings in shapes.items():
        polygons = []
        for ring in rings:
            points = [(round((lon + 180) * 1000), round((lat + 90) * 1000)) for lon, lat in [*ring, ring[0]]]
            polygons.append([[len(arcs)]])
            arcs.append([list(points[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(points))])
        name = (names or {}).get(code, code)
        geometries.append({"type": "MultiPolygon", "arcs": polygons, "properties": {"code": code, "name": name}})
    found = {"type": "GeometryCollection", "geometries": geometries}
    transform = {"scale": [0.001, 0.001], "translate": [-180, -90]}
    return {"type": "Topology", "transform": transform, "objects": {"areas": found}, "arcs": arcs}


DEPARTEMENTS = {
    "36": [[(1.0, 47.0), *WAVY, (1.0, 48.0)]],
    "18": [[*WAVY, (3.0, 48.0), (3.0, 47.0)], square(4, 47, 0.01), square(5, 47, 0.3)],
    "972": [square(-61.2, 14.4, 0.4)],
}
REGIONS = {"24": [square(1, 47, 2)], "02": [square(-61.3, 14.3, 0.6)]}


def made(departements: Mapping[str, Sequence[Ring]] = DEPARTEMENTS) -> dict[str, Any]:
    known = geography_france.shapes_of(topology(departements))
    held_by = geography_france.parents(known, geography_france.shapes_of(topology(REGIONS)))
    return geography_france.france_of(known, held_by)


def test_an_arc_that_two_territories_share_is_read_forwards_and_backwards() -> None:
    shared = [[2000, 0], [0, 1000]]  # from the south to the north
    west, east = [[2000, 1000], [-1000, 0], [0, -1000], [1000, 0]], [[2000, 1000], [1000, 0], [0, -1000], [-1000, 0]]
    geometries = [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "01", "name": "West"}},
        {"type": "Polygon", "arcs": [[~2, ~0]], "properties": {"code": "02", "name": "East"}},
    ]
    source = {
        "transform": {"scale": [0.001, 0.001], "translate": [0, 45]},
        "objects": {"areas": {"geometries": geometries}},
        "arcs": [shared, west, east],
    }
    found = geography_france.shapes_of(source).set_index("code").geometry
    assert [shape.area for shape in found] == pytest.approx([1.0, 1.0])
    assert found["01"].touches(found["02"])


def test_simplified_neighbours_keep_one_border() -> None:
    outlines = made()["departement"]
    west, east = shape_of(outlines["FR-D36"]), shape_of(outlines["FR-D18"])
    assert shapely.get_num_coordinates(west) < len(WAVY), "something was simplified"
    assert shapely.coverage_is_valid([west, east])
    assert not any(part.interiors for part in west.union(east).geoms)


def test_a_sliver_between_neighbours_is_given_to_one_of_them() -> None:
    overlapping = [(lon + 0.002 if 20 < place < 24 else lon, lat) for place, (lon, lat) in enumerate(WAVY)]
    outlines = made({**DEPARTEMENTS, "36": [[(1.0, 47.0), *overlapping, (1.0, 48.0)]]})["departement"]
    assert shapely.coverage_is_valid([shape_of(outlines["FR-D36"]), shape_of(outlines["FR-D18"])])


def test_an_islet_below_a_pixel_is_left_out_and_an_island_stays() -> None:
    assert len(shape_of(made()["departement"]["FR-D18"]).geoms) == 2


def test_a_piece_inside_a_neighbour_stays_however_small() -> None:
    west, hole = DEPARTEMENTS["36"][0], square(1.5, 47.5, 0.02)
    source = topology({**DEPARTEMENTS, "36": [west, hole]})
    areas = source["objects"]["areas"]["geometries"]
    areas[0]["arcs"] = [[[0], [1]]]
    areas[1]["arcs"].append([[1]])
    found = geography_france.france_of(geography_france.shapes_of(source), {"36": "24", "18": "24", "972": "02"})
    inner, outer = (shape_of(found["departement"][code]) for code in ("FR-D18", "FR-D36"))
    assert len(outer.geoms[0].interiors) == 1
    assert not any(part.interiors for part in inner.union(outer).geoms)


def test_regions_are_put_together_and_overseas_lies_in_its_frame() -> None:
    found = made()
    assert set(found["region"]) == {"FR-R24", "FR-R02"}
    assert set(found["insets"]) == {"FR-R02"}, "no frame for what is not there, and Paris is not"
    parts = [shape_of(found["departement"][code]) for code in ("FR-D36", "FR-D18")]
    assert shape_of(found["region"]["FR-R24"]).equals(shapely.union_all(parts))
    frame = box(*found["insets"]["FR-R02"]["frame"])
    assert frame.contains(shape_of(found["departement"]["FR-D972"]))
    assert found["region"]["FR-R02"] and found["insets"]["FR-R02"]["codes"] == ["FR-R02", "FR-D972"]


def test_a_departement_outside_every_region_is_named() -> None:
    departements = geography_france.shapes_of(topology({"99": [square(20, 50, 1)]}))
    with pytest.raises(BadReference, match="Département 99 lies in 0 regions"):
        geography_france.parents(departements, geography_france.shapes_of(topology(REGIONS)))


def test_borders_that_rounding_would_tear_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapely, "coverage_simplify", lambda shapes, _tolerance: [shape.buffer(3) for shape in shapes])
    with pytest.raises(BadReference, match="no longer share their borders"):
        made()


def test_the_command_makes_the_same_bytes_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ring = {code: [square(2.2 + 0.1 * place, 48.8, 0.1)] for place, code in enumerate(("75", "92", "93", "94"))}
    inputs = {
        "departements": topology({**DEPARTEMENTS, **ring}, {"18": "Côte-d'Or"}),
        "regions": topology(
            {**REGIONS, "11": [square(2, 48.5, 1)], "24": [square(1, 47, 1.2), square(2.2, 47, 1)]}, {"02": "Martinique"}
        ),
    }
    options = []
    for name, content in inputs.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        options += [f"--{name}", str(tmp_path / f"{name}.json")]
    written = []
    for run in ("one", "two"):
        (tmp_path / run).mkdir()
        geography_france.main([*options, "--out", str(tmp_path / run)])
        written.append([(tmp_path / run / file).read_bytes() for file in ("france.json", "territories.csv")])
    assert written[0] == written[1]
    assert "france.json: " in capsys.readouterr().out
    found = json.loads(written[0][0])
    assert found["insets"]["PARIS"]["codes"] == list(RING) == list(found["insets"]["PARIS"]["outlines"])
    rows = list(csv.DictReader(written[0][1].decode("utf-8").splitlines()))
    assert [row["code"] for row in rows][:4] == ["FR-R02", "FR-R11", "FR-R24", "FR-D18"]
    assert {row["code"]: row["name_fr"] for row in rows}["FR-D18"] == "Côte-d’Or"
    assert {row["code"]: row["parent"] for row in rows}["FR-D75"] == "FR-R11"
