from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossmobility.reference import countries, world
from crossmobility.render.geometry import View, along, arrow, bent, centred, view_of
from crossmobility.render.labels import Label, Room, placed
from crossmobility.render.map import ANTARCTICA, Flow, Node, Scene, arrow_width, legend_volumes, marks, outlines, picture
from crossmobility.render.text_width import text_width

VIEW = centred((10000, 4000), 9000, (884, 510))
coordinates = st.floats(0, 800)
points = st.tuples(coordinates, coordinates)


def scene(**changes: object) -> Scene:
    flows = [
        Flow("SEN", "FRA", 11, "in", "Sénégal → France : 11 <volontaires>"),
        Flow("FRA", "SEN", 10, "out", "France → Sénégal : 10"),
        Flow("MUS", "FRA", 1, "in", "Maurice → France : 1"),
    ]
    names = {"SEN": "Sénégal", "FRA": "France", "MUS": "Maurice"}
    totals = {"SEN": 21.0, "FRA": 22.0, "MUS": 1.0}
    nodes = {code: Node(code, name, totals[code], name) for code, name in names.items()}
    values = {
        "flows": flows,
        "nodes": nodes,
        "reference": "FRA",
        "largest": 11.0,
        "unit": "Volontaires",
        "places": countries(),
    }
    return Scene(**(values | changes))


def test_the_way_out_and_the_way_back_bend_to_different_sides() -> None:
    there, back = bent((0, 0), (100, 0)), bent((100, 0), (0, 0))
    assert there[1] < 0 < back[1]


@given(points, points, st.floats(1, 17))
def test_an_arrow_is_a_closed_outline_of_numbers(
    start: tuple[float, float], end: tuple[float, float], width: float
) -> None:
    outline = arrow(start, end, width, (4, 6))
    assert outline.startswith("M") and outline.endswith("Z")
    assert "nan" not in outline and "e" not in outline


def test_the_tip_of_an_arrow_stops_before_the_centre_it_points_at() -> None:
    (x, y), *_ = [
        tuple(map(float, pair.split(",")))
        for pair in re.findall(r"[-\d.]+,[-\d.]+", arrow((0, 0), (200, 0), 6, (5, 9)))[4:5]
    ]
    assert ((200 - x) ** 2 + y**2) ** 0.5 == pytest.approx(9, abs=0.2)


@given(st.floats(0.1, 1000), st.floats(0.1, 1000))
def test_width_is_linear_in_volume_above_the_minimum(small: float, large: float) -> None:
    low, high = sorted((small, large))
    assert arrow_width(low, high, VIEW) <= arrow_width(high, high, VIEW)
    if arrow_width(low, high, VIEW) > 1.8:
        assert arrow_width(low, high, VIEW) / arrow_width(high, high, VIEW) == pytest.approx(low / high)


@pytest.mark.parametrize(
    ("largest", "shown"),
    [
        (22, [(20, False), (10, False), (3, True)]),
        (11, [(10, False), (5, False), (1, True)]),
        (1, [(1, False)]),
        (9823, [(5000, False), (2000, False), (1300, True)]),
    ],
)
def test_the_legend_shows_round_volumes_and_says_where_width_stops(largest: float, shown: list[tuple[float, bool]]) -> None:
    assert legend_volumes(largest, VIEW) == shown


@given(st.floats(1, 1e6))
def test_every_width_in_the_legend_is_a_real_one(largest: float) -> None:
    widths = [arrow_width(volume, largest, VIEW) for volume, _ in legend_volumes(largest, VIEW)]
    assert widths == sorted(widths, reverse=True) and len(set(widths)) == len(widths)


@given(st.lists(points, min_size=1, max_size=8))
def test_the_opening_view_holds_every_country(places: list[tuple[float, float]]) -> None:
    view = view_of(places, (884, 510), least=50, most=10_000)
    assert all(view.holds(view.pixel(place), margin=1) for place in places)


def test_marks_say_in_words_what_they_are_and_are_escaped() -> None:
    drawn = marks(scene(), VIEW, "fr")
    assert 'data-corridor="SEN-FRA"' in drawn and 'aria-label="Sénégal → France : 11 &lt;volontaires&gt;"' in drawn
    assert "<volontaires>" not in drawn


def test_small_flows_are_drawn_above_large_ones_and_the_selected_one_last() -> None:
    order = re.findall(r'data-corridor="([A-Z-]+)"', marks(scene(), VIEW, "fr"))
    assert order == ["SEN-FRA", "FRA-SEN", "MUS-FRA"]
    chosen = re.findall(r'data-corridor="([A-Z-]+)"', marks(scene(selected=("SEN", "FRA")), VIEW, "fr"))
    assert chosen == ["FRA-SEN", "MUS-FRA", "SEN-FRA"]


def test_a_country_named_without_a_number_has_a_circle_and_no_arrow() -> None:
    named = scene(flows=[], nodes={"TUN": Node("TUN", "Tunisie", None, "Tunisie : aucun nombre publié")}, largest=0)
    drawn = marks(named, VIEW, "fr")
    assert "cm-unknown" in drawn and "data-corridor" not in drawn


def test_small_states_have_a_mark_at_world_scale() -> None:
    land = world("coarse")
    whole = View(0, 0, land.width, 884, 510)
    dots = re.search(r'<g class="cm-dots">(.*?)</g>', marks(scene(), whole, "fr"))
    assert dots is not None
    small = sum(place.small for code, place in countries().items() if code != "MUS")
    assert 0.9 * small < dots[1].count("<circle") <= small


def test_the_same_scene_gives_the_same_text() -> None:
    assert marks(scene(), VIEW, "fr") == marks(scene(), VIEW, "fr")


def test_the_coarse_outline_is_small_and_leaves_antarctica_out() -> None:
    land = world("coarse")
    assert len(outlines(land)) < 60_000
    assert land.outlines[ANTARCTICA] not in outlines(land)


def test_a_picture_is_one_svg_with_land_and_marks_in_the_same_place() -> None:
    whole = picture("<path/>", "<g/>", VIEW, "Carte <x>")
    assert whole.count("<svg") == whole.count("</svg>") == 2
    assert "Carte &lt;x&gt;" in whole


@given(st.lists(st.tuples(st.floats(30, 850), st.floats(30, 480)), min_size=2, max_size=30))
def test_labels_never_overlap(centres: list[tuple[float, float]]) -> None:
    labels = [Label(str(i), f"Pays {i}", str(i * 7), centre, 5) for i, centre in enumerate(centres)]
    boxes = [
        (spot.x, spot.y - 10, spot.x + text_width(f"{spot.label.name} {spot.label.value}", 11.5), spot.y + 3)
        for spot in placed(labels, Room(View(0, 0, 884, 884, 510)))
    ]
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_label_that_finds_no_room_is_dropped() -> None:
    room = Room(View(0, 0, 100, 100, 60))
    room.take(0, 0, 100, 60)
    assert placed([Label("A", "Sénégal", "11", (50, 30), 4)], room) == []


def test_a_curve_lies_between_its_ends() -> None:
    xs = [x for x, _ in along((0, 0), (100, 0), 10)]
    assert xs == sorted(xs) and xs[0] > 0 and xs[-1] < 100
