from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from html_tree import tree
from reciprocity_pages import DATASET, USUAL, agreement, page_of, rows_between, rows_of

from crossmobility.render import reciprocity_view as view
from crossmobility.render.reciprocity_page import ReciprocityPage

PUBLISHED = replace(DATASET, complete=False, synthetic=False)
REGIONS = ("head", "controls", "side", "cards", "table", "matrix", "story", "foot")
CODES = [f"{first}{second}X" for first in "ABCDEFGHIJKLMNO" for second in "ABCDEFGHIJKLMNO"][:200]


@cache
def pages() -> list[ReciprocityPage]:
    return [
        page_of(),
        page_of(language="fr"),
        page_of(corridor=("SEN", "FRA"), window="3", agreements=[agreement("SEN", 0.5, 1.5)]),
        page_of(corridor=("SEN", "MAR"), language="fr"),
        page_of(schemes=()),
        page_of(measure="volunteer_months"),
        page_of(period="2020", reference="KEN"),
        page_of(rows_between({("SEN", "FRA"): (0, 0, 24)}), dataset=PUBLISHED),
        page_of(rows_between({("SEN", "FRA"): (0, 0, 24)}), dataset=PUBLISHED, period="2020"),
    ]


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_is_whole_html_for_every_kind_of_page(region: str) -> None:
    for page in pages():
        tree(getattr(view, region)(page))


@pytest.mark.parametrize("region", REGIONS)
def test_no_unknown_number_is_printed_as_a_number(region: str) -> None:
    for page in pages():
        assert not re.search(r"\bnan\b|\binf\b|None", tree(getattr(view, region)(page)).text)


def test_the_question_names_the_country_or_the_pair() -> None:
    assert view.question(page_of()) == "France: does it host as many as it sends?"
    assert view.question(page_of(corridor=("SEN", "FRA"))) == "France ⇄ Senegal: does as much go one way as the other?"


def test_the_line_states_scheme_window_measure_basis_and_dataset() -> None:
    line = tree(view.head(page_of(window="3"))).one("p", "cm-line").text
    assert line == "Service Civique · 2019–2021 · volunteers · placements started in the period · Test data"


def test_synthetic_data_say_so_and_published_ones_do_not() -> None:
    assert "no figure on this page describes real people" in view.head(page_of())
    assert "cm-band" not in view.head(page_of(rows_between(USUAL), dataset=PUBLISHED))


def test_several_schemes_are_called_mixed_in_the_head() -> None:
    camps = {"origin": "SEN", "destination": "FRA", "period": "2021", "scheme": "CAMP", "placements": 30}
    page = page_of(rows_of(*rows_between(USUAL).to_dict("records"), camps), schemes=())
    assert "All schemes together (mixed) · 2021" in tree(view.head(page)).text


def test_the_map_colours_both_ways_and_what_goes_between_others() -> None:
    scene = view.scene(page_of(corridor=("FRA", "SEN")))
    sides = {flow.corridor: flow.direction for flow in scene.flows}
    assert sides["FRA", "SEN"] == "out"
    assert sides["SEN", "FRA"] == "in"
    assert sides["SEN", "MAR"] == "between"
    assert scene.selected == ("FRA", "SEN")
    assert [flow.volume for flow in scene.flows] == sorted((flow.volume for flow in scene.flows), reverse=True)


def test_the_circles_count_both_ways_and_the_reference_the_whole() -> None:
    nodes = view.scene(page_of()).nodes
    assert nodes["FRA"].total == 97
    assert nodes["SEN"].total == 24 + 11 + 2 + 1
    assert "TUN" not in nodes  # nobody this year


def test_map_table_matrix_card_trend_and_sentence_say_the_same_two_numbers() -> None:
    page = page_of(corridor=("SEN", "FRA"))
    volumes = {flow.corridor: flow.volume for flow in view.scene(page).flows}
    assert (volumes["FRA", "SEN"], volumes["SEN", "FRA"]) == (11, 24)
    row = tree(view.table(page)).one("tr", "cm-chosen")
    assert [cell["data-value"] for cell in row.every("td") if "data-way" in cell.attributes] == ["11", "24"]
    cells = tree(view.matrix(page))
    assert [cells.one("button", data_value=way).text for way in ("FRA-SEN", "SEN-FRA")] == ["11", "24"]
    card = tree(view.cards(page)).one("button", aria_pressed="true")
    assert card["aria-label"] == "Senegal: 11 leaving, 24 arriving, above*"
    side = tree(view.side(page))
    assert [tile.one("b").text for tile in side.every("div", "cm-tile")] == ["11", "24", "2.18"]
    assert [bar.text for bar in side.one("button", data_value="2021").every("b")] == ["24", "11"]
    assert "11 leaving and 24 arriving" in view.sentences(page)[0]


def test_the_headline_says_why_there_is_no_ratio() -> None:
    tiles = [tile.text for tile in tree(view.side(page_of(corridor=("TGO", "FRA")))).every("div", "cm-tile")]
    assert tiles == ["0 leaving", "7 arriving", "– no ratio: fewer than 10 people on one side"]


def test_a_chosen_pair_has_a_way_back_to_all_countries() -> None:
    back = tree(view.side(page_of(corridor=("SEN", "FRA")))).every("button", data_intent="corridor", data_value="")
    assert [each.text for each in back] == ["← All countries together"]
    assert 'data-intent="corridor"' not in view.side(page_of())


def test_the_findings_are_announced_when_they_change() -> None:
    assert tree(view.side(page_of())).every("ul", "cm-sentences")[0]["aria-live"] == "polite"


def test_cards_are_the_largest_exchanges_on_one_scale() -> None:
    found = tree(view.cards(page_of(language="en")))
    assert [card.one("strong").text for card in found.every("button", "cm-card")] == ["Morocco", "Senegal", "Togo", "Kenya"]
    heights = [bar["style"] for bar in found.every("span", "cm-rise2")]
    assert heights.count("height:100%") == 1  # only Morocco in 2021 reaches the top of the common scale


def test_a_country_name_cannot_break_the_page() -> None:
    rows = rows_between({("<x-y>", "FRA"): (0, 0, 24), ("FRA", "<x-y>"): (0, 0, 12)})
    page = page_of(rows)
    for region in REGIONS:
        drawn = getattr(view, region)(page)
        assert "<x-" not in drawn
        tree(drawn)


def test_an_empty_selection_says_what_is_missing_and_where_data_are() -> None:
    page = page_of(rows_between({("SEN", "FRA"): (0, 0, 24)}), dataset=PUBLISHED, period="2020")
    found = tree(view.side(page))
    assert found.one("div", "cm-empty")["role"] == "status"
    assert [each["data-value"] for each in found.every("button", data_intent="period")] == ["2021"]
    for region in ("cards", "table", "matrix"):
        assert getattr(view, region)(page) == ""


def test_the_foot_explains_breaks_words_and_sources() -> None:
    found = tree(view.foot(page_of()))
    assert found.one("ol").every("li")[0].text.startswith("Covid/en , 1 March 2020 to 27 July 2021. What Covid was.")
    assert "Without an agreement, 0.8–1.25 is our default: nobody signed it." in found.text
    assert "25 October 2024" in found.text  # the dated list of the South
    assert "Licence: CC0." in found.text


def test_french_pages_have_no_english_words() -> None:
    english = re.compile(r"\b(the|leaving|arriving|volunteers|within|above|below|never|with|and)\b", re.IGNORECASE)
    page = page_of(language="fr", corridor=("TGO", "FRA"))
    for region in (*REGIONS, "map_label"):
        found = english.findall(
            tree(getattr(view, region)(page)).text.replace("What Covid was", "").replace("What Visas was", "")
        )
        assert found == [], region


@cache
def large() -> ReciprocityPage:
    """Return a page of 200 partners both ways, 17 of which exchange among themselves."""
    volumes = {(code, "FRA"): (1, 2, place + 1) for place, code in enumerate(CODES)}
    volumes |= {("FRA", code): (1, 2, 200 - place) for place, code in enumerate(CODES)}
    volumes |= {(one, other): (0, 1, 5) for one in CODES[:17] for other in CODES[:17] if one != other}
    return page_of(rows_between(volumes))


@pytest.mark.parametrize("region", REGIONS)
def test_two_hundred_partners_are_drawn_in_a_page_a_browser_can_bear(region: str) -> None:
    assert len(getattr(view, region)(large())) < 150_000
