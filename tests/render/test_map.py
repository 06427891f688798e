from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossmobility.reference import countries, world
from crossmobility.render.change_marks import FEWER, MORE, NEW, SAME, STOPPED, broken_arrow, reach
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


# Changes


FORMS = {MORE: "more", FEWER: "fewer", SAME: "the same", NEW: "new", STOPPED: "over"}


def changed(*flows: tuple[str, float, str, str]) -> Scene:
    """Return a scene of changes of arrivals in France: origin, size, form, sign."""
    drawn = [Flow(origin, "FRA", size, "in", f"{origin} → FRA", form, sign) for origin, size, form, sign in flows]
    codes = {"FRA", *(flow.origin for flow in drawn)}
    nodes = {code: Node(code, code, 1.0, code, "−1") for code in codes}
    return scene(flows=drawn, nodes=nodes, forms=FORMS)


def outline_of(drawn: str, corridor: str) -> str:
    found = re.search(rf'data-corridor="{corridor}".*?<path d="([^"]+)"', drawn)
    assert found is not None
    return found[1]


def test_what_shrank_is_in_pieces_and_what_grew_in_one_so_that_no_colour_is_needed() -> None:
    drawn = marks(changed(("SEN", 9, MORE, ""), ("TUN", 9, FEWER, "")), VIEW, "fr")
    assert outline_of(drawn, "SEN-FRA").count("M") == 1
    assert outline_of(drawn, "TUN-FRA").count("M") > 3


def test_what_did_not_change_is_a_hair_below_everything() -> None:
    drawn = marks(changed(("SEN", 9, MORE, ""), ("MAR", 0, SAME, ""), ("TUN", 1, FEWER, "")), VIEW, "fr")
    assert re.findall(r'data-corridor="([A-Z-]+)"', drawn) == ["MAR-FRA", "SEN-FRA", "TUN-FRA"]
    assert "cm-change-same" in drawn


def test_new_and_stopped_corridors_carry_their_sign() -> None:
    drawn = marks(changed(("SEN", 9, MORE, NEW), ("TUN", 4, FEWER, STOPPED), ("MAR", 2, MORE, "")), VIEW, "fr")
    flows = drawn.split('<g class="cm-nodes')[0].split('data-corridor="')[1:]
    assert {piece[:7]: "cm-sign" in piece for piece in flows} == {"SEN-FRA": True, "TUN-FRA": True, "MAR-FRA": False}


def test_the_legend_explains_the_forms_of_the_picture_and_no_others() -> None:
    legend = marks(changed(("SEN", 9, MORE, NEW), ("MAR", 0, SAME, "")), VIEW, "fr").split('class="cm-legend"')[1]
    assert [word for word in FORMS.values() if f">{word}</text>" in legend] == ["more", "the same", "new"]
    assert "more</text>" not in marks(scene(), VIEW, "fr")


def test_a_map_on_which_nothing_changed_has_no_widths_to_explain() -> None:
    legend = marks(scene(**vars(changed(("SEN", 0, SAME, ""))) | {"largest": 0.0}), VIEW, "fr").split('"cm-legend"')[1]
    assert "<rect" not in legend and ">the same</text>" in legend


@given(points, points, st.floats(1, 17))
def test_a_broken_arrow_is_closed_pieces_of_numbers(
    start: tuple[float, float], end: tuple[float, float], width: float
) -> None:
    outline = broken_arrow(start, end, width, (4, 6))
    assert outline.count("M") == outline.count("Z") >= 4
    assert "nan" not in outline and "e" not in outline


@given(st.tuples(st.floats(0, 300), st.floats(0, 300)), st.tuples(st.floats(400, 800), st.floats(0, 800)), st.floats(1, 13))
def test_a_broken_arrow_ends_where_the_whole_one_does(
    start: tuple[float, float], end: tuple[float, float], width: float
) -> None:
    whole = re.findall(r"[-\d.]+,[-\d.]+", arrow(start, end, width, (4, 6)))[4]
    broken = re.findall(r"[-\d.]+,[-\d.]+", broken_arrow(start, end, width, (4, 6)))[-2]
    assert [float(part) for part in broken.split(",")] == pytest.approx(
        [float(part) for part in whole.split(",")], abs=0.11
    )


def test_labels_leave_the_signs_of_arrows_free() -> None:
    origins = sorted(code for code, place in countries().items() if place.region == "002" and not place.small)
    many = changed(*((code, 5.0, FEWER, STOPPED) for code in origins))
    close = view_of(
        [(countries()[code].x, countries()[code].y) for code in (*origins, "FRA")], (884, 510), least=50, most=10_000
    )
    drawn = marks(many, close, "fr")
    spots = {code: close.pixel((countries()[code].x, countries()[code].y)) for code in (*origins, "FRA")}
    signs = [reach(spots[code], spots["FRA"]) for code in origins]
    words = [(float(x), float(y)) for x, y in re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)" data-country', drawn)]
    assert len(words) > 10
    for x, y in words:  # the left half of a word, whatever its font
        assert not any(left < x + 4 < right and top < y - 4 < bottom for left, top, right, bottom in signs)


def test_a_country_shows_its_change_with_a_sign_where_it_would_show_its_total() -> None:
    drawn = marks(changed(("SEN", 9, FEWER, "")), VIEW, "fr")
    assert re.search(r'data-country="SEN">SEN<tspan class="cm-value" dx="4">−1</tspan>', drawn)
