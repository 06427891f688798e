"""Geography on small invented atlases, so that each rule is seen to work apart from the real map."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry
import pytest

from crossmobility import geography, territories
from crossmobility.errors import BadReference

Ring = Sequence[tuple[float, float]]


def atlas(shapes: Mapping[str, Sequence[Ring]]) -> dict[str, Any]:
    """Make a TopoJSON of polygons, each ring (closed here) an arc of its own, on a grid of 0.001 degree."""
    arcs: list[list[list[int]]] = []
    geometries = []
    for code, rings in shapes.items():
        polygons = []
        for ring in rings:
            points = [(round((lon + 180) * 1000), round((lat + 90) * 1000)) for lon, lat in [*ring, ring[0]]]
            steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
            polygons.append([[len(arcs)]])
            arcs.append([list(points[0]), *map(list, steps)])
        geometries.append({"type": "MultiPolygon", "arcs": polygons, "properties": {"a3": code}})
    countries = {"type": "GeometryCollection", "geometries": geometries}
    transform = {"scale": [0.001, 0.001], "translate": [-180, -90]}
    return {"type": "Topology", "transform": transform, "objects": {"countries": countries}, "arcs": arcs}


def square(west: float, south: float, size: float = 1.0) -> Ring:
    return [(west, south), (west, south + size), (west + size, south + size), (west + size, south)]


def test_a_country_across_the_antimeridian_is_cut_in_two() -> None:
    across = [(178.0, 60.0), (178.0, 65.0), (-175.0, 65.0), (-175.0, 60.0)]
    parts = geography.land(atlas({"RUS": [across]}))
    widths = parts.geometry.bounds.eval("maxx - minx")
    assert len(parts) == 2
    assert widths.max() < 0.04 * 2 * geography.EAST, "5 of 360 degrees, and the slant of the map's edge"
    assert parts.loc[parts["is_main"], "geometry"].iloc[0].centroid.x < 0, "the larger piece, east of 180°, is the main one"
    assert geography.main_bounds(parts)["RUS"][2] < geography.WIDTH / 2


def test_a_continent_round_the_pole_is_closed_along_the_pole() -> None:
    coast = [(-180.0, -70.0), (-90.0, -75.0), (0.0, -70.0), (90.0, -65.0), (179.5, -70.0)]
    parts = geography.land(atlas({"ATA": [coast]}))
    assert parts.is_valid.all()
    south = -geography.NORTH
    assert parts.total_bounds[1] == pytest.approx(south, abs=2), "it reaches the pole"
    cap_share = parts.area.sum() / (510.07e12)
    assert cap_share == pytest.approx((1 - 0.9397) / 2, abs=0.005), "the area south of about 70°"


def test_overseas_departments_are_split_from_france() -> None:
    shapes = {"FRA": [square(2, 46, 3), square(55.3, -21.3, 0.3), square(-61.1, 14.5, 0.3), square(9, 42)]}
    parts = geography.land(atlas(shapes))
    assert parts["key"].tolist() == ["FRA", "FRA", "MTQ", "REU"], "Corsica stays"
    assert parts["is_main"].tolist() == [True, False, True, True]


def test_land_without_an_iso_code_is_marked_as_such() -> None:
    assert geography.land(atlas({"CYN": [square(33, 35)]}))["key"].tolist() == ["-CYN"]


def test_the_label_goes_where_readers_look_for_the_country() -> None:
    parts = geography.land(atlas({"MYS": [square(101, 3, 2), square(112, 2, 4)], "KEN": [square(36, 0), square(40, 0, 2)]}))
    main = parts[parts["is_main"]].set_index("key").geometry.centroid.to_crs("EPSG:4326")
    assert main["MYS"].x == pytest.approx(102, abs=0.3), "the peninsula, though Borneo is larger"
    assert main["KEN"].x == pytest.approx(41, abs=0.3), "the largest polygon"


def test_a_country_shrunk_to_a_point_keeps_an_outline() -> None:
    parts = geography.land(atlas({"VAT": [[(12.45, 41.9)]], "ITA": [square(10, 43, 2)]}))
    paths = geography.outlines(geography.coarse(parts))
    assert set(paths) == {"ITA", "VAT"}
    assert paths["VAT"].startswith("M") and paths["VAT"].endswith("z")


def test_coarse_drops_islets_and_the_holes_of_enclaves_but_never_a_whole_country() -> None:
    shapes = {"GRC": [square(21, 38, 3), square(26, 36, 0.1)], "MLT": [square(14.4, 35.9, 0.1)]}
    parts = geography.land(atlas(shapes))
    mainland = parts["is_main"] & (parts["key"] == "GRC")
    parts.loc[mainland, "geometry"] = parts[mainland].difference(parts[mainland].centroid.buffer(5_000))
    kept = geography.coarse(parts)
    assert kept["key"].tolist() == ["GRC", "MLT"]
    assert parts[mainland].geometry.iloc[0].interiors and not kept.geometry.iloc[0].interiors


def test_shared_borders_stay_shared_when_simplified() -> None:
    border = [(1.0, 10 + step / 10) for step in range(31)]
    wavy = [(lon + 0.02 * (index % 3), lat) for index, (lon, lat) in enumerate(border)]
    west = [(-3.0, 10.0), *wavy, (-3.0, 13.0)]
    east = [(5.0, 10.0), (5.0, 13.0), *wavy[::-1]]
    parts = geography.land(atlas({"GHA": [west], "TGO": [east]}))
    simple = geography.coarse(parts).set_index("key").geometry
    assert len(simple["GHA"].exterior.coords) < len(west), "something was simplified"
    assert simple["GHA"].intersection(simple["TGO"]).area == 0
    assert simple["GHA"].union(simple["TGO"]).geom_type == "Polygon"
    assert not simple["GHA"].union(simple["TGO"]).interiors


def containment() -> dict[str, dict[str, list[str]]]:
    africa = {"001": ["002"], "002": ["011", "QO"], "011": ["SN", "ML"], "QO": ["AQ"], "UN": ["SN", "FR"], "EU": ["FR"]}
    return {group: {"_contains": members} for group, members in africa.items()}


def test_a_territory_knows_its_region_and_groups() -> None:
    found = {territory.iso3: territory for territory in territories.territories(containment(), {"SEN"})}
    senegal, france = found["SEN"], found["FRA"]
    assert (senegal.region, senegal.subregion, senegal.un_member, senegal.is_oda) == ("002", "011", True, True)
    assert (france.region, france.is_eea_ch, france.is_oda) == ("", True, False)
    assert found["ATA"].region == "", "M49 puts Antarctica in no region"
    assert [found[code].is_eea_ch for code in ("CHE", "NOR", "GBR")] == [True, True, False]


def test_aid_recipients_are_the_countries_of_the_list_and_its_regional_rows_are_not() -> None:
    rows = [
        {"name_en": "West Bank and Gaza Strip", "income_group": "LMICs"},
        {"name_en": "Senegal", "income_group": "LDCs"},
        {"name_en": "Africa, regional", "income_group": territories.NO_COUNTRY},
    ]
    assert territories.aid_recipients(rows) == {"PSE", "SEN"}


def test_an_unknown_aid_recipient_is_named_and_not_dropped() -> None:
    with pytest.raises(BadReference, match="Atlantis"):
        territories.aid_recipients([{"name_en": "Atlantis", "income_group": "LDCs"}])


def test_a_country_without_polygon_and_point_is_named() -> None:
    parts = geography.land(atlas({"FRA": [square(2, 46)]}))
    with pytest.raises(BadReference, match="no polygon for ABW"):
        geography.country_rows(parts, territories.territories(containment(), set()), "2024-10-25")


def test_the_command_makes_the_same_bytes_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = sorted({"XKX", *(country.alpha_3 for country in pycountry.countries)} - set(geography.WITHOUT_POLYGON))
    shapes = {code: [square(-150 + 3 * (index % 100), -60 + 5 * (index // 100), 2)] for index, code in enumerate(codes)}
    inputs = {
        "atlas": json.dumps(atlas(shapes)),
        "containment": json.dumps({"supplemental": {"territoryContainment": containment()}}),
        "aid-recipients": '"code","name_en","income_group"\n"269","Senegal","LDCs"\n',
    }
    options = []
    for name, text in inputs.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        options += [f"--{name}", str(tmp_path / name)]
    made = []
    for run in ("one", "two"):
        (tmp_path / run).mkdir()
        geography.main([*options, "--out", str(tmp_path / run), "--aid-list-date", "2020-02-29"])
        made.append([(tmp_path / run / file).read_bytes() for file in ("world.json", "countries.csv")])
    assert made[0] == made[1]
    assert "countries.csv: " in capsys.readouterr().out
    rows = {row["iso3"]: row for row in csv.DictReader(made[0][1].decode("utf-8").splitlines())}
    assert len(rows) == 250
    assert (rows["NAM"]["iso2"], rows["SEN"]["is_oda"], rows["SEN"]["oda_list"]) == ("NA", "true", "2020-02-29")
    assert (rows["GIB"]["polygon"], rows["GIB"]["small"], rows["GIB"]["lat"]) == ("false", "true", "36.140")
