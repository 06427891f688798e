"""The reference tables as committed, and what the reader says when one is broken."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from crossmobility.errors import BadReference
from crossmobility.reference import (
    Break,
    Detail,
    breaks,
    code_lists,
    countries,
    country_frame,
    country_name,
    data_folder,
    programmes,
    schemes,
    world,
)

SUBPATH = re.compile(r"M\d+ \d+l(?:-?\d+(?: |(?=-)))*-?\d+z")
COUNTRIES_HEADER = "iso3,iso2,numeric,region,subregion,un_member,is_oda,oda_list,is_eea_ch,lon,lat,x,y,polygon,small"
NAMIBIA = "NAM,NA,516,002,018,true,true,2024-10-25,false,17.063,-20.16,10920.3,6353.7,true,false"
SCHEMES = (
    "scheme,family,name_fr,name_en,short_fr,short_en,planned_days_min,planned_days_max,age_bands,rule_citation\n"
    "SC_RECIP,SC,Réciprocité,Reciprocity,Récip.,Recip.,180,366,18-21;22-25,law\n"
)
BREAKS_HEADER = "break_id,from_on,to_on,countries,schemes,label_fr,label_en,note_fr,note_en,citation,closes_corridor"
PROGRAMMES_HEADER = "programme_id,name_fr,name_en,design,reference_country,default_scheme"
READERS = {
    "countries": countries,
    "schemes": schemes,
    "programmes": programmes,
    "breaks": breaks,
    "code_lists": code_lists,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one country, one scheme and no breaks, in force for the test."""
    reference = tmp_path / "reference"
    reference.mkdir()
    (reference / "countries.csv").write_text(f"{COUNTRIES_HEADER}\n{NAMIBIA}\n", encoding="utf-8")
    (reference / "schemes.csv").write_text(SCHEMES, encoding="utf-8")
    (reference / "breaks.csv").write_text(f"{BREAKS_HEADER}\n", encoding="utf-8")
    monkeypatch.setenv("CROSSMOBILITY_DATA", str(tmp_path))
    return reference


def rings(path: str) -> list[list[tuple[int, int]]]:
    """Return the closed rings of an outline as absolute points."""
    found = []
    for subpath in SUBPATH.findall(path):
        start, steps = subpath[1:-1].split("l")
        x, y = map(int, start.split())
        ring = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def covers(path: str, x: float, y: float) -> bool:
    """Say whether a point is inside an outline, by the even-odd rule."""
    inside = False
    for ring in rings(path):
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                inside = not inside
    return inside


def test_every_country_of_iso_3166_has_a_row_and_kosovo_too() -> None:
    found = countries()
    assert len(found) == 250, "249 countries of ISO 3166-1 and Kosovo"
    assert (found["XKX"].iso2, found["XKX"].numeric) == ("XK", ""), "Kosovo has user-assigned codes and no number"
    assert list(found) == sorted(found), "a changed list must give a readable diff"


def test_namibia_keeps_its_code_which_reads_like_a_missing_value() -> None:
    assert countries()["NAM"].iso2 == "NA"
    assert country_frame().loc["NAM", "iso2"] == "NA"
    assert country_name("NAM", "fr") == "Namibie"


def test_groups_have_the_members_their_sources_state() -> None:
    found = countries().values()
    assert sum(country.un_member for country in found) == 193
    assert sum(country.is_oda for country in found) == 141, "countries in an income group of the DAC list"
    assert sum(country.is_eea_ch for country in found) == 31, "30 states of the EEA and Switzerland"
    assert {country.oda_list for country in found} == {"2024-10-25"}


@pytest.mark.parametrize(
    ("iso3", "region", "subregion", "is_oda", "is_eea_ch"),
    [
        ("SEN", "002", "011", True, False),
        ("FRA", "150", "155", False, True),
        ("NOR", "150", "154", False, True),
        ("GBR", "150", "154", False, False),
        ("IND", "142", "034", True, False),
        ("HTI", "019", "029", True, False),
        ("PSE", "142", "145", True, False),
        ("XKX", "150", "039", True, False),
        ("FJI", "009", "054", True, False),
        ("ATA", "", "", False, False),
    ],
)
def test_a_country_lies_in_its_region_and_groups(
    iso3: str, region: str, subregion: str, is_oda: bool, is_eea_ch: bool
) -> None:
    country = countries()[iso3]
    assert (country.region, country.subregion, country.is_oda, country.is_eea_ch) == (
        region,
        subregion,
        is_oda,
        is_eea_ch,
    )


@pytest.mark.parametrize("level", ["coarse", "fine"])
def test_the_map_shows_every_un_member_and_every_country_said_to_have_a_polygon(level: Detail) -> None:
    outlines = world(level).outlines
    un = {code for code, country in countries().items() if country.un_member}
    assert un - set(outlines) == set()
    assert {"XKX", "TWN", "PSE", "ESH", "GLP", "MTQ", "GUF", "REU", "MYT", "ATA"} - set(outlines) == set()
    drawn = {code for code, country in countries().items() if country.polygon}
    land = {key for key in outlines if key.startswith("-")}
    assert set(outlines) == drawn | land
    assert land == {"-SOL", "-CYN", "-KAS", "-IOA", "-ATC"}, "land without an ISO code"
    assert set(world(level).bounds) == set(outlines)


@pytest.mark.parametrize(("level", "most"), [("coarse", 60_000), ("fine", 450_000)])
def test_outlines_are_small_whole_numbers_within_the_map(level: Detail, most: int) -> None:
    drawn = world(level)
    assert sum(len(key) + len(path) for key, path in drawn.outlines.items()) <= most
    for key, path in drawn.outlines.items():
        assert re.fullmatch(f"(?:{SUBPATH.pattern})+", path), key
        points = [point for ring in rings(path) for point in ring]
        assert all(-1 <= x <= drawn.width + 1 and -1 <= y <= drawn.height + 1 for x, y in points), key


@pytest.mark.parametrize("level", ["coarse", "fine"])
def test_no_outline_draws_a_bar_across_the_map(level: Detail) -> None:
    drawn = world(level)
    for key, path in drawn.outlines.items():
        if key == "ATA":  # its lower side is the pole itself, a line as wide as half the map
            continue
        for ring in rings(path):
            across = [x for x, _ in ring]
            assert max(across) - min(across) < 0.36 * drawn.width, f"{key} is wider than Russia"
            sides = zip(ring, [*ring[1:], ring[0]], strict=True)
            assert max(abs(x1 - x0) for (x0, _), (x1, _) in sides) < 0.08 * drawn.width, f"{key} has a bar"


def test_neighbours_share_their_border_at_both_levels() -> None:
    levels: tuple[Detail, ...] = ("coarse", "fine")
    for level in levels:
        corners = {key: {point for ring in rings(path) for point in ring} for key, path in world(level).outlines.items()}
        for one, other in [
            ("FRA", "ESP"),
            ("SEN", "MLI"),
            ("SEN", "GMB"),
            ("KEN", "SOM"),
            ("USA", "CAN"),
            ("ZAF", "LSO"),
        ]:
            assert len(corners[one] & corners[other]) >= 4, f"{one} and {other} at {level}"


def test_labels_lie_on_their_country_and_marks_are_for_what_cannot_be_seen() -> None:
    fine = world("fine").outlines
    for iso3, country in countries().items():
        assert 0 < country.x < world("fine").width and 0 < country.y < world("fine").height, iso3
        if not country.small:
            assert covers(fine[iso3], country.x, country.y), f"the label of {iso3} is beside it"
    assert all(countries()[iso3].small for iso3 in ("LUX", "MLT", "TUV", "REU", "MTQ", "GIB", "PSE"))
    assert not any(countries()[iso3].small for iso3 in ("FRA", "SEN", "BEL", "RWA", "XKX", "GUF"))
    without = {iso3 for iso3, country in countries().items() if not country.polygon}
    assert without == {"BES", "BVT", "CCK", "CXR", "GIB", "SJM", "TKL", "UMI"}


def test_bounds_are_those_of_the_main_land() -> None:
    bounds = world("fine").bounds
    for key, (x0, y0, x1, y1) in bounds.items():
        assert x0 < x1 and y0 < y1, key
    france, russia = countries()["FRA"], bounds["RUS"]
    assert bounds["FRA"][0] < france.x < bounds["FRA"][2] and bounds["FRA"][2] - bounds["FRA"][0] < 800
    assert russia[0] > 10_000, "Chukotka beyond 180° must not stretch Russia over the whole map"


def test_names_of_totals_are_words_and_unknown_codes_stay_as_they_are() -> None:
    assert (country_name("_T", "en"), country_name("_O", "en")) == ("all countries", "other or not broken down")
    assert country_name("CIV", "fr") == "Côte d’Ivoire"
    assert country_name("ZZZ", "en") == "ZZZ"
    for code, country in countries().items():
        assert country_name(code, "fr") != country.iso2 and country_name(code, "en") != country.iso2, code


def test_names_cost_no_pandas() -> None:
    script = "import sys; from crossmobility import reference as r; r.country_name('FRA', 'fr'); "
    script += "assert 'pandas' not in sys.modules"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_the_country_frame_may_be_changed_without_harm() -> None:
    frame = country_frame()
    frame.loc["FRA", "region"] = "000"
    assert country_frame().loc["FRA", "region"] == "150"
    assert str(frame.dtypes["is_oda"]) == "bool"
    assert frame.index.name == "iso3"


def test_the_data_folder_is_the_checkouts_whatever_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CROSSMOBILITY_DATA", raising=False)
    expected = Path(__file__).parents[1] / "data"
    monkeypatch.chdir(tmp_path)
    assert data_folder() == expected


def test_a_named_data_folder_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSMOBILITY_DATA", str(tmp_path / "gone"))
    with pytest.raises(BadReference, match=r"CROSSMOBILITY_DATA names a folder that does not exist: .*gone"):
        countries()


def test_breaks_are_read_with_their_dates_and_lists(folder: Path) -> None:
    lines = [
        "later,2022-01-01,,,SC,reprise,resumption,,,source B,false",
        "covid,2020-03-17,2021-06-30,NAM;,SC_RECIP; SC,arrêt,stop,tout fermé,all closed,source A,true",
    ]
    (folder / "breaks.csv").write_text("\n".join([BREAKS_HEADER, *lines]) + "\n", encoding="utf-8")
    days, places, kinds = (date(2020, 3, 17), date(2021, 6, 30)), ("NAM",), ("SC_RECIP", "SC")
    covid = Break(
        "covid", *days, places, kinds, "arrêt", "stop", "tout fermé", "all closed", "source A", closes_corridor=True
    )
    assert breaks()[0] == covid, "the earliest comes first"
    assert (breaks()[1].to_on, breaks()[1].countries, breaks()[1].label("fr")) == (None, (), "reprise")
    assert (covid.note("fr"), covid.note("en")) == ("tout fermé", "all closed")
    assert (schemes()["SC_RECIP"].family, schemes()["SC_RECIP"].name("fr")) == ("SC", "Réciprocité")


def test_programmes_name_their_design_and_the_country_their_flows_are_seen_from() -> None:
    pilot = programmes()["SUDSUD"]
    assert (pilot.design, pilot.reference_country, pilot.default_scheme) == ("SOUTH_SOUTH", "MAR", "VSI_SS")
    designs = code_lists()["design"]
    assert {entry.design for entry in programmes().values()} <= {*designs}
    assert programmes()["WECCEE"].default_scheme == "", "young people from both sides, in two schemes"


def test_schemes_state_their_rules_with_a_source_or_nothing() -> None:
    bands = code_lists()["age_band"]
    for code, scheme in schemes().items():
        stated = (scheme.planned_days_min, scheme.planned_days_max, *scheme.age_bands)
        assert bool(scheme.rule_citation) == any(stated), code
        assert {*scheme.age_bands} <= {*bands}, code
    service, vsi = schemes()["SC_RECIP"], schemes()["VSI_SS"]
    assert (service.planned_days_min, service.planned_days_max, service.age_bands) == (180, 366, ("18-21", "22-25"))
    assert (vsi.planned_days_min, vsi.planned_days_max) == (360, 740)
    assert "16-17" not in vsi.age_bands, "adults only"
    assert schemes()["CAMP"].planned_days_min is None


def test_every_break_says_what_happened_and_where_that_is_written() -> None:
    for event in breaks():
        notes = (event.note("fr"), event.note("en"))
        assert all(notes) and notes[0] != notes[1], event.break_id
        assert event.citation, event.break_id


def test_the_corridors_that_closed_are_those_of_the_sahel() -> None:
    closed = {code for event in breaks() if event.closes_corridor for code in event.countries}
    assert closed == {"MLI", "NER", "BFA"}


def test_codes_have_a_label_of_their_own_in_both_languages_and_stand_in_order() -> None:
    for name, codes in code_lists().items():
        assert [entry.order for entry in codes.values()] == list(range(1, len(codes) + 1)), name
        for labels in ([entry.label_fr for entry in codes.values()], [entry.label_en for entry in codes.values()]):
            assert all(labels) and len(set(labels)) == len(codes), name
    assert code_lists()["sector"]["HEALTH"].label("fr") == "Santé"


@pytest.mark.parametrize(
    ("table", "text", "problem"),
    [
        ("countries", f"{COUNTRIES_HEADER}\n{NAMIBIA}\n{NAMIBIA}\n", "countries.csv, line 3: the key “NAM”"),
        ("countries", f"{COUNTRIES_HEADER}\n{NAMIBIA},x\n", "line 2: 16 cells instead of 15"),
        (
            "countries",
            f"{COUNTRIES_HEADER}\n{NAMIBIA.replace('true', 'yes')}\n",
            "line 2: “yes” is no value for un_member",
        ),
        ("countries", f"{COUNTRIES_HEADER}\n{NAMIBIA.replace('17.063', '17,063')}\n", "line 2: 16 cells"),
        ("countries", "iso3,iso2\nNAM,NA\n", "line 1: missing columns: numeric, region"),
        ("countries", "", "line 1: missing columns: iso3"),
        ("schemes", SCHEMES + ",SC,a,b,c,d,,,,\n", "schemes.csv, line 3: the key “” is empty"),
        ("schemes", SCHEMES + "VSI,VSI,a,b,c,d,a year,,,\n", "line 3: “a year” is no value for planned_days_min"),
        ("programmes", f"{PROGRAMMES_HEADER}\nP,a,b,TWO_WAY,FRA,\n", "line 2: unknown country or scheme: FRA"),
        ("programmes", f"{PROGRAMMES_HEADER}\nP,a,b,TWO_WAY,NAM,VSI\n", "line 2: unknown country or scheme: VSI"),
        ("code_lists", "list,code,label_fr,label_en,order\nsex,F,a,b,1\nsex,F,c,d,2\n", "line 3: the key “sex, F”"),
        ("code_lists", "list,code,label_fr,label_en,order\nsex,F,a,b,first\n", "line 2: “first” is no value for order"),
        ("breaks", f"{BREAKS_HEADER}\nb,2020-13-01,,,,x,y,,,z,true\n", "line 2: “2020-13-01” is no value for from_on"),
        (
            "breaks",
            f"{BREAKS_HEADER}\nb,2020-01-01,,FRA,VSI,x,y,,,z,false\n",
            "line 2: unknown country or scheme: FRA, VSI",
        ),
    ],
)
def test_a_broken_table_names_its_file_and_line(folder: Path, table: str, text: str, problem: str) -> None:
    (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadReference) as raised:
        READERS[table]()
    assert problem in str(raised.value)
    assert raised.value.hint is not None, "what to do belongs to every refusal"


def test_a_table_that_is_missing_or_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "schemes.csv").write_bytes(SCHEMES.encode("cp1252"))
    with pytest.raises(BadReference, match=r"schemes.csv, line 1: not written in UTF-8"):
        schemes()
    (folder / "schemes.csv").unlink()
    with pytest.raises(BadReference, match=r"schemes.csv is missing from .*reference"):
        schemes()


@pytest.mark.parametrize("text", ["", "[]", '{"bounds": {}}', '{"bounds": {"FRA": [1, 2]}}'])
def test_a_damaged_world_is_refused(folder: Path, text: str) -> None:
    (folder / "world.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadReference, match=r"world.json is damaged"):
        world("coarse")
