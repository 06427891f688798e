from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from math import nan
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossmobility.i18n import Language
from crossmobility.reference import LEVELS, TerritoryLevel, france, french_territories
from crossmobility.render.choropleth import MARKS, choropleth, legend, shapes, territory_map
from crossmobility.render.indicators_words import SHAPES, STATUSES
from crossmobility.render.territory_labels import SIZE, wrapped
from crossmobility.render.territory_layout import FORMS, LINE, TEXT_LEFT, Form, Placement, layout
from crossmobility.render.territory_scene import (
    Scene,
    Shade,
    as_written,
    class_bounds,
    class_text,
    sentence,
    shade_class,
    shades_of,
    value_text,
)
from crossmobility.render.territory_table import territory_table
from crossmobility.render.text_width import text_width
from crossmobility.ui.style import page_style

SVG = "{http://www.w3.org/2000/svg}"
WIDE, MIDDLE, NARROW = FORMS
OVERSEAS = ("FR-R01", "FR-R02", "FR-R03", "FR-R04", "FR-R06")
RING = ("FR-D75", "FR-D92", "FR-D93", "FR-D94")
every_picture = pytest.mark.parametrize(
    ("level", "form"),
    [(level, form) for level in LEVELS for form in FORMS],
    ids=lambda value: getattr(value, "name", value),
)


def codes_of(level: TerritoryLevel) -> list[str]:
    return [code for code, entry in french_territories().items() if entry.level == level]


def scene(level: TerritoryLevel = "region", **changes: object) -> Scene:
    """Return a scene in which every territory has reached another share, from 3 % to 120 % of 5,000."""
    codes = codes_of(level)
    reached = {code: round(5000 * (0.03 + 1.17 * place / (len(codes) - 1))) for place, code in enumerate(codes)}
    shades = {code: Shade(code, actual / 5000, actual, 5000.0) for code, actual in reached.items()}
    values = {"shades": shades, "title": "Reached by territory, 2022", "measure": "Share of the target"}
    return Scene(level, french_territories(), **(values | changes))


def one(shade: Shade, **changes: object) -> Scene:
    """Return a scene of regions in which only one has something to say."""
    return scene(shades={shade.code: shade}, **changes)


def drawn(picture: Scene, form: Form = WIDE, language: Language = "en") -> ElementTree.Element:
    return ElementTree.fromstring(choropleth(picture, france(), form, language))


def marks_in(svg: ElementTree.Element) -> dict[str, ElementTree.Element]:
    found = [mark for mark in svg.iter(f"{SVG}g") if "data-territory" in mark.attrib]
    marks = {mark.get("data-territory", ""): mark for mark in found}
    assert len(marks) == len(found), "a territory is drawn twice"
    return marks


def placement_of(use: ElementTree.Element) -> Placement:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", use.get("transform", ""))]
    return Placement(numbers[2], numbers[0], numbers[1])


def boxes_of_words(svg: ElementTree.Element) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Return every word of a picture with its box; the widest face of the font stack measures it."""
    found = []
    for group in (group for layer in svg.iter(f"{SVG}g") if "cm-labels" in layer.get("class", "") for group in layer):
        for word in group:
            x, y, width = float(word.get("x", "")), float(word.get("y", "")), text_width(word.text or "", SIZE)
            left = x - width / 2 if "cm-middle" in group.get("class", "") else x
            found.append((word.text or "", (left, y - SIZE * 0.8, left + width, y + SIZE * 0.25)))
    return found


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# The picture


@every_picture
def test_every_territory_is_drawn_once_and_has_an_outline(level: TerritoryLevel, form: Form) -> None:
    marks = marks_in(drawn(scene(level), form))
    assert set(marks) == set(codes_of(level))
    outlines = dict(re.findall(r'<path id="([^"]+)" d="([^"]*)"/>', shapes(france(), level)))
    for code, mark in marks.items():
        parts = [use.get("href", "")[1:] for use in mark]
        assert parts == ([f"cm-{code}", f"cm-{code}-large"] if code in RING else [f"cm-{code}"])
        assert all(outlines[part].startswith("M") and outlines[part].endswith("z") for part in parts)


def test_outlines_stand_once_in_a_page() -> None:
    whole = territory_map(scene("departement"), france(), "en")
    names = re.findall(r'<path id="([^"]+)"', whole)
    assert len(names) == len(set(names)) == 18 + 101 + 4
    assert len(re.findall(r'<path id="', territory_map(scene(), france(), "en"))) == 18, "regions need no more"


@every_picture
def test_everything_lies_in_the_picture_and_overseas_in_its_frame(level: TerritoryLevel, form: Form) -> None:
    place = layout(france(), level, form)
    for code, mark in marks_in(drawn(scene(level), form)).items():
        left, top, right, bottom = placement_of(mark[0]).box(france().bounds[code])
        assert 0 <= left < right <= form.width and 0 <= top < bottom <= place.height
        region = french_territories()[code].parent or code
        if region in OVERSEAS:
            frame = place.frames[region]
            assert frame[0] < left and right < frame[2] and frame[1] + 2 * LINE < top and bottom < frame[3], code
            assert min(right - left, bottom - top) >= 15, "large enough to be seen and pointed at"


@every_picture
def test_frames_lie_in_the_picture_beside_each_other_and_off_the_mainland(level: TerritoryLevel, form: Form) -> None:
    place = layout(france(), level, form)
    assert set(place.frames) == {*OVERSEAS} | ({"PARIS"} if level == "departement" else set())
    for one_frame, other in combinations(place.frames.values(), 2):
        assert not overlap(one_frame, other)
    for frame in place.frames.values():
        assert 0 <= frame[0] < frame[2] <= form.width and 0 <= frame[1] < frame[3] <= place.height
    mainland = [code for code in codes_of(level) if (french_territories()[code].parent or code) not in OVERSEAS]
    boxes = [place.mainland.box(france().bounds[code]) for code in mainland]
    assert not any(overlap(frame, box) for frame in place.frames.values() for box in boxes if form.columns)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_islands_share_one_scale_and_each_factor_is_the_one_written_down(form: Form) -> None:
    place = layout(france(), "departement", form)
    islands = {round(place.factors[code], 6) for code in OVERSEAS if code != "FR-R03"}
    assert len(islands) == 1
    for name, inset in france().insets.items():
        metres_a_pixel = inset.metres / place.insets[name].scale
        assert france().metres / place.mainland.scale / metres_a_pixel == pytest.approx(place.factors[name])
    if form is WIDE:
        assert {name: round(factor, 6) for name, factor in place.factors.items()} == {
            "FR-R01": 2, "FR-R02": 2, "FR-R03": 0.5, "FR-R04": 2, "FR-R06": 2, "PARIS": 5,
        }  # fmt: skip
    assert "Guadeloupe, Martinique, Réunion, Mayotte ×2 · French Guiana ×0.5 · Paris ×5." in territory_map(
        scene("departement"), france(), "en"
    )


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_paris_and_its_neighbours_are_large_in_their_inset(form: Form) -> None:
    marks = marks_in(drawn(scene("departement"), form))
    frame = layout(france(), "departement", form).frames["PARIS"]
    extent = france().insets["PARIS"].extent
    for code in RING:
        small, large = (placement_of(use) for use in marks[code])
        left, top, right, bottom = large.box(extent)
        assert frame[0] < left and right < frame[2] and frame[1] < top and bottom < frame[3]
        assert right - left > 60, "four territories in 60 pixels at least"
        assert small == layout(france(), "departement", form).mainland or small.scale == pytest.approx(
            layout(france(), "departement", form).mainland.scale, rel=1e-3
        )


@every_picture
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("chosen", ["", "FR-R53", "FR-R11", "FR-D34", "FR-D06", "FR-D2A"])
def test_labels_never_overlap_and_stay_in_the_picture(
    level: TerritoryLevel, form: Form, language: Language, chosen: str
) -> None:
    place = layout(france(), level, form)
    words = boxes_of_words(drawn(scene(level, chosen=chosen), form, language))
    for (first, box), (second, other) in combinations(words, 2):
        assert not overlap(box, other), f"{first} over {second}"
    for word, box in words:
        assert box[0] >= 0 and box[2] <= form.width and box[1] >= 0 and box[3] <= place.height, word


@every_picture
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_overseas_territory_has_its_name_and_value_within_its_frame(
    level: TerritoryLevel, form: Form, language: Language
) -> None:
    picture = scene(level)
    place = layout(france(), level, form)
    words = boxes_of_words(drawn(picture, form, language))
    for region in OVERSEAS:
        frame = place.frames[region]
        code = region if level == "region" else france().insets[region].codes[1]
        inside = [word for word, box in words if frame[0] + TEXT_LEFT - 0.1 <= box[0] and overlap(box, frame)]
        assert inside == [picture.name(code, language), value_text(picture.shade(code).value, "share", language)]
        assert all(box[2] <= frame[2] for word, box in words if word in inside)


def test_regions_are_named_and_departements_numbered_where_there_is_room() -> None:
    regions = {word for word, _ in boxes_of_words(drawn(scene("region")))}
    assert {"Brittany", "Grand Est", "Corsica", "Occitania", "Normandy"} <= regions
    numbers = {word for word, _ in boxes_of_words(drawn(scene("departement")))}
    assert {"29", "2A", "2B", "75", "92", "93", "94", "59", "06", "33"} <= numbers
    assert len(numbers & {entry.insee for entry in french_territories().values()}) >= 85
    narrow = {word for word, _ in boxes_of_words(drawn(scene("departement"), NARROW))}
    assert {"75", "92", "93", "94"} <= narrow, "in the inset they always have room"


def test_words_are_never_smaller_than_eleven_pixels() -> None:
    style = page_style("choropleth")
    assert SIZE >= 11 and f".cm-labels text, .cm-legend text {{ font: {SIZE}px" in style
    # A form is shown from its own width on, so it is only ever enlarged.
    assert f"@container (min-width: {WIDE.width}px) {{ .cm-atlas-wide {{ display: block; }}" in style
    assert f"@container (min-width: {MIDDLE.width}px) and (max-width: {WIDE.width - 0.02}px)" in style
    assert f"@container (max-width: {MIDDLE.width - 0.02}px) {{ .cm-atlas-narrow {{ display: block; }}" in style
    assert NARROW.width <= 320, "the narrowest phone"


def test_the_chosen_territory_is_drawn_last_outlined_and_named() -> None:
    for level, code, name in (("region", "FR-R53", "Brittany"), ("departement", "FR-D34", "Hérault")):
        svg = drawn(scene(level, chosen=code))
        marks = marks_in(svg)
        assert list(marks)[-1] == code and "cm-chosen" in marks[code].get("class", "")
        assert [other for other, mark in marks.items() if mark.get("aria-pressed") == "true"] == [code]
        assert name in [word for word, _ in boxes_of_words(svg)]


def test_one_territory_is_the_stop_of_the_tab_key_the_chosen_or_else_the_largest() -> None:
    for chosen, stop in (("", codes_of("region")[-1]), ("FR-R24", "FR-R24"), ("FR-X", codes_of("region")[-1])):
        marks = marks_in(drawn(scene(chosen=chosen)))
        assert [code for code, mark in marks.items() if mark.get("tabindex") == "0"] == [stop]
        assert {mark.get("role") for mark in marks.values()} == {"button"}
        assert {(mark.get("data-intent"), mark.get("data-value")) for mark in marks.values()} == {
            ("territory", code) for code in marks
        }


def test_every_pattern_a_picture_uses_is_its_own() -> None:
    statuses = list(STATUSES)
    codes = codes_of("departement")
    shades = {code: Shade(code, 0.5, status=statuses[place % len(statuses)]) for place, code in enumerate(codes)}
    for form in FORMS:
        text = choropleth(scene("departement", shades=shades, by="status"), france(), form, "en")
        names = re.findall(r'<pattern id="([^"]+)"', text)
        assert len(names) == len(set(names))
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(names)
        assert all(f"cm-{form.name}-" in name for name in names), "the pattern of a hidden picture is not drawn"


def test_regions_lie_as_lines_above_their_departements() -> None:
    borders = [group for group in drawn(scene("departement")) if group.get("class") == "cm-borders"]
    assert len(borders[0].findall(f"{SVG}use")) == 18 and len(borders[0].findall(f"{SVG}rect")) == 1
    assert not [group for group in drawn(scene("region")) if group.get("class") == "cm-borders"]


# What it says


BREIZH = "FR-R53"


@pytest.mark.parametrize(
    ("shade", "said"),
    [
        (Shade(BREIZH, 0.6624, 3312, 5000), "Brittany: 3,312 of 5,000, 66%"),
        (Shade(BREIZH, 0.0, 0, 500), "Brittany: 0 of 500, 0%"),
        (Shade(BREIZH, 1.1, 1100, 1000), "Brittany: 1,100 of 1,000, 110%"),
        (Shade(BREIZH, 0.998, 998, 1000), "Brittany: 998 of 1,000, 99.8%"),
        (Shade(BREIZH, 0.9999, 9999, 10000), "Brittany: 9,999 of 10,000, 99.9%"),
        (Shade(BREIZH, 0.001, 1, 1000), "Brittany: 1 of 1,000, 0.1%"),
        (Shade(BREIZH, 1.0, 1000, 1000, "achieved"), "Brittany: 1,000 of 1,000, 100%, achieved"),
        (Shade(BREIZH, 0.5, 50, 100, "at_risk", "provisional"), "Brittany: 50 of 100, 50%, at risk, provisional"),
        (Shade(BREIZH, nan, 12, 0), "Brittany: 12 of 0"),
        (Shade(BREIZH, nan, 235), "Brittany: 235, no target"),
        (Shade(BREIZH, 0.4), "Brittany: 40%"),
        (Shade(BREIZH), "Brittany: no data"),
        (Shade(BREIZH, nan, nan, 500), "Brittany: no data, target 500"),
        (Shade(BREIZH, value_status="suppressed"), "Brittany: hidden"),
        (Shade(BREIZH, status="no_data"), "Brittany: no data"),
        (Shade(BREIZH, nan, nan, 500, "late", "not_reported"), "Brittany: not reported, target 500, value late"),
    ],
)
def test_a_territory_is_said_in_a_sentence(shade: Shade, said: str) -> None:
    assert sentence(one(shade), BREIZH, "en") == said
    assert marks_in(drawn(one(shade)))[BREIZH].get("aria-label") == said


def test_a_number_needs_no_target_and_french_has_its_own_spaces() -> None:
    assert sentence(one(Shade(BREIZH, 3312, 3312), kind="number"), BREIZH, "en") == "Brittany: 3,312"
    assert value_text(0.6624, "share", "fr") == "66\u00a0%"
    assert value_text(3312, "number", "fr") == "3\u202f312"


def test_an_indicator_that_is_a_share_is_written_as_one() -> None:
    picture = one(Shade(BREIZH, 0.75, 0.6, 0.8), amounts="share")
    assert sentence(picture, BREIZH, "en") == "Brittany: 60% of 80%, 75%"
    assert rows_of(territory_table(picture, "en"))[0] == ["Brittany", "60%", "80%", "75%"]
    alone = one(Shade(BREIZH, 0.6, 0.6), amounts="share")
    assert sentence(alone, BREIZH, "en") == "Brittany: 60%"
    assert rows_of(territory_table(alone, "en"))[0] == ["Brittany", "60%"]


def test_a_territory_without_a_value_is_hatched_and_one_at_zero_is_not() -> None:
    shades = {**scene().shades, "FR-R94": Shade("FR-R94"), "FR-R24": Shade("FR-R24", 0.0, 0, 500)}
    del shades["FR-R06"]
    picture = scene(shades=shades)
    marks = marks_in(drawn(picture))
    hatched = [code for code, mark in marks.items() if "cm-fill-no_data" in mark.get("class", "")]
    assert set(hatched) == {"FR-R94", "FR-R06"}
    assert all("no_data" in marks[code][0].get("fill", "") for code in hatched)
    assert "cm-fill-class-1" in marks["FR-R24"].get("class", "")
    assert "no data</text>" in choropleth(picture, france(), WIDE, "en"), "in the frame of Mayotte"
    assert 'no data <span class="cm-soft">(2)</span>' in legend(picture, "en")
    assert "no data" not in legend(scene(), "en"), "no word for what does not occur"


def test_nothing_but_unknown_values_is_a_map_without_classes() -> None:
    empty = scene(shades={})
    assert {mark.get("class") for mark in marks_in(drawn(empty)).values()} == {"cm-place cm-fill-no_data"}
    assert re.findall(r"\((\d+)\)", legend(empty, "en")) == ["18"]


def test_the_legend_prints_the_bounds_and_counts_every_territory() -> None:
    picture = scene(bounds=(0.25, 0.5, 0.75, 1.0))
    rows = re.findall(r"</svg>([^<]+) <span class=\"cm-soft\">\((\d+)\)", legend(picture, "en"))
    words = [word for word, _ in rows]
    assert words == ["under 25%", "25% to under 50%", "50% to under 75%", "75% to under 100%", "100% and more"]
    assert sum(int(count) for _, count in rows) == 18
    assert [picture.fill(code) for code in codes_of("region")] == sorted(picture.fill(code) for code in codes_of("region"))


@given(st.lists(st.floats(0, 1.5), min_size=2, max_size=18))
def test_no_territory_is_written_with_a_value_outside_its_class(values: list[float]) -> None:
    picture = scene(shades={code: Shade(code, value) for code, value in zip(codes_of("region"), values, strict=False)})
    edges = [0.0, *picture.limits, 9.0]
    for shade in picture.shades.values():
        written = float(value_text(shade.value, "share", "en").removesuffix("%")) / 100
        place = sum(written >= limit for limit in picture.limits)
        assert picture.fill(shade.code) == shade_class(place, picture.limits)
        assert edges[place] <= written < edges[place + 1]


@pytest.mark.parametrize(
    ("value", "fill"), [(0.24, "class-1"), (0.25, "class-2"), (0.9999, "class-4"), (1.0, "class-5"), (7.0, "class-5")]
)
def test_a_bound_belongs_to_the_class_above_it(value: float, fill: str) -> None:
    assert one(Shade(BREIZH, value), bounds=(0.25, 0.5, 0.75, 1.0)).fill(BREIZH) == fill


@given(st.lists(st.floats(0, 3), min_size=1, max_size=40), st.sampled_from(["share", "number"]))
def test_bounds_part_the_values_they_were_made_from(values: list[float], kind: str) -> None:
    bounds = class_bounds([*values, nan], kind)
    assert len(bounds) <= 4 and list(bounds) == sorted(set(bounds))
    low, high = (as_written(end, kind) for end in (min(values), max(values)))
    assert all(low < bound <= high for bound in bounds)
    if kind == "share" and low < 1 <= high:
        assert 1.0 in bounds


@given(st.lists(st.integers(0, 30_000), min_size=20, max_size=101, unique=True))
def test_many_numbers_make_five_classes_however_close_or_skewed(values: list[int]) -> None:
    bounds = class_bounds([float(value) for value in values], "number")
    assert len(bounds) == 4
    sizes = Counter(sum(value >= bound for bound in bounds) for value in values)
    assert max(sizes.values()) <= 0.6 * len(values) + 2, "about a fifth each, as far as bounds are round"


@pytest.mark.parametrize(
    ("values", "kind", "bounds"),
    [
        ([312, 388, 420, 505, 1210, 1244, 3980, 5120, 20441, 21900], "number", (420, 1200, 4000, 20000)),
        ([10001, 10004, 10007, 10011, 10019], "number", (10004, 10007, 10011, 10019)),
        ([0.31, 0.42, 0.48, 0.55, 0.64], "share", (0.42, 0.48, 0.55, 0.64)),
        ([0.501, 0.502, 0.503, 0.504], "share", ()),
        ([0.371, 0.384, 0.386, 0.401, 0.416, 0.424], "share", (0.38, 0.39, 0.4, 0.42)),
        ([0.5, 1.5], "share", (1.0, 1.5)),
        ([0, 0, 0, 0, 7], "number", (7,)),
        ([3.0, 3.0], "number", ()),
        ([0.50001, 0.50002], "share", ()),
        ([nan], "share", ()),
    ],
)
def test_bounds_are_as_round_as_the_values_let_them_be(values: list[float], kind: str, bounds: tuple[float, ...]) -> None:
    assert class_bounds(values, kind) == bounds


def test_one_value_everywhere_is_one_class_named_by_it() -> None:
    same = scene(shades={code: Shade(code, 0.5) for code in codes_of("region")})
    assert class_text(0, same, "en") == "50%"
    assert {same.fill(code) for code in codes_of("region")} == {"class-3"}
    near = scene(shades={"FR-R53": Shade("FR-R53", 3.01), "FR-R24": Shade("FR-R24", 3.04)}, kind="number", bounds=())
    assert class_text(0, near, "en") == "3.0"


def test_statuses_have_colour_pattern_shape_and_word() -> None:
    codes = codes_of("region")
    shades = {code: Shade(code, 0.5, status=status) for code, status in zip(codes, STATUSES, strict=False)}
    picture = scene(shades=shades, by="status")
    rows = legend(picture, "en")
    for status, word in STATUSES.items():
        assert f"{SHAPES[status]} {word.in_language('en')}" in rows
    assert set(MARKS) == set(STATUSES) - {"on_track"}, "one plain, every other with a pattern of its own"
    assert len(set(MARKS.values())) == len(MARKS)
    assert picture.fill(codes[-1]) == "no_data", "a territory nobody judged"
    labelled = {word for word, _ in boxes_of_words(drawn(picture))}
    assert any(word.endswith("50%") and word[0] in SHAPES.values() for word in labelled)


def test_the_figure_has_its_credit_and_says_which_territory_it_cannot_draw() -> None:
    strange = scene(shades={**scene().shades, "FR-R99": Shade("FR-R99", 0.5)})
    whole = territory_map(strange, france(), "en")
    assert "Boundaries: © IGN, ADMIN EXPRESS, Licence Ouverte 2.0, simplified." in whole
    assert "Not on the map: FR-R99." in whole
    assert 'data-value="FR-R99"' in territory_table(strange, "en"), "the table has it"
    assert "Not on the map" not in territory_map(scene(), france(), "en")


def test_words_from_outside_are_escaped() -> None:
    picture = scene(title="<i>&", measure='"<i>')
    for text in (choropleth(picture, france(), WIDE, "en"), legend(picture, "en"), territory_table(picture, "en")):
        assert "<i>" not in text and "&lt;i&gt;" in text


@pytest.mark.parametrize(
    ("name", "count", "lines"),
    [
        ("Corse", 1, ["Corse"]),
        ("Corse", 2, ["Corse"]),
        ("Pays de la Loire", 2, ["Pays de", "la Loire"]),
        ("Bourgogne-Franche-Comté", 3, ["Bourgogne-", "Franche-", "Comté"]),
        ("Provence-Alpes-Côte d’Azur", 2, ["Provence-Alpes-", "Côte d’Azur"]),
    ],
)
def test_a_name_breaks_at_spaces_and_after_hyphens(name: str, count: int, lines: list[str]) -> None:
    assert wrapped(name, count) == lines


# The table


def rows_of(html: str) -> list[list[str]]:
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr.*?</tr>", body)
    ]


def test_the_table_has_every_territory_the_largest_first_and_the_unknown_last() -> None:
    picture = scene(shades={**scene().shades, "FR-R24": Shade("FR-R24", nan, nan, 500)}, chosen=BREIZH)
    html = territory_table(picture, "en")
    rows = rows_of(html)
    assert len(rows) == 18
    assert rows[0] == ["Corsica", "6,000", "5,000", "120%"]
    assert rows[-1] == ["Centre-Val de Loire", "n/a", "500", "n/a"]
    assert html.count('data-value=""') == 2, "what is unknown is sorted last by the page"
    assert html.count('aria-pressed="true"') == html.count("<tr class=cm-chosen>") == 1
    assert 'title="Corsica: 6,000 of 5,000, 120%"' in html
    assert html.count("aria-sort") == 4


def test_bars_have_the_fill_of_the_map_and_never_leave_their_cell() -> None:
    html = territory_table(scene(), "en")
    widths = [float(width) for width in re.findall(r"width:([\d.]+)%", html)]
    assert max(widths) == 100 and min(widths) > 0
    for code, fill in re.findall(r'data-value="(FR-R\d+)".*?cm-bar cm-fill-([\w-]+)"', html):
        assert scene().fill(code) == fill


def test_a_table_of_departements_has_numbers_and_regions_and_no_empty_columns() -> None:
    codes = codes_of("departement")
    shades = {code: Shade(code, 100.0 + place, 100.0 + place) for place, code in enumerate(codes)}
    picture = scene("departement", shades=shades, kind="number", measure="Volunteers")
    html = territory_table(picture, "en")
    heads = re.findall(r'data-sort="\w+">([^<]+)<', html)
    assert heads == ["Département", "Region", "Volunteers"], "neither targets nor statuses, and the number once"
    assert ["Paris 75", "Île-de-France", str(100 + codes.index("FR-D75"))] in rows_of(html)


def test_what_is_no_territory_stands_in_the_foot() -> None:
    rest, total = Shade("", nan, 3312, 6546), Shade("", 0.4042, 81647, 202000)
    foot = territory_table(scene(rest=rest, total=total), "en").split("<tfoot>")[1]
    words = re.sub(r"<[^>]+>", " ", foot).split()
    assert " ".join(words) == "Not broken down by territory 3,312 6,546 n/a Total 81,647 202,000 40%"
    assert "<tfoot>" not in territory_table(scene(), "en")


def test_shades_come_from_a_table_of_territories() -> None:
    frame = pd.DataFrame(
        {
            "territory": [BREIZH, "FR-R24"],
            "name": ["Bretagne", "Centre"],
            "actual": [3312.0, nan],
            "target": [5000.0, nan],
            "achievement": [0.6624, nan],
            "status": ["off_track", "no_data"],
            "value_status": ["reported", "not_reported"],
        }
    )
    assert shades_of(frame)[BREIZH] == Shade(BREIZH, 0.6624, 3312.0, 5000.0, "off_track", "reported")
    assert shades_of(frame, "actual")[BREIZH].value == 3312.0
    picture = scene(shades=shades_of(frame))
    assert sentence(picture, "FR-R24", "en") == "Centre-Val de Loire: not reported"
