from __future__ import annotations

import pytest
from html_tree import Node, tree
from programmes_overview_pages import COUNTED, NAN, manager, multiples, senegal

from crossmobility.render import programmes_compare as compare
from crossmobility.render.programmes_headline import headline, line
from crossmobility.render.programmes_page import Subject


def drawn(**changes: object) -> Node:
    return tree(compare.multiples(manager(**changes)))


def card(name: str, **changes: object) -> Node:
    return next(each for each in drawn(**changes).every("article") if each.one("h3").text == f"{name} →")


def height(bar: Node) -> float:
    return float(bar["style"].removeprefix("height:").removesuffix("%"))


def test_the_largest_programme_comes_first_and_one_without_placements_keeps_its_button() -> None:
    page = drawn()
    assert [each.one("h3").text for each in page.every("article")] == [
        "WECCEE →",
        "South–South pilot action →",
        "Africa2020 Season →",
    ]
    assert page.one("p", "cm-po-rest").text == "No placement counted in these years: EnLAzando →"
    buttons = [(each["data-intent"], each["data-value"]) for each in page.every("button")]
    assert buttons == [("programme", code) for code in ("WECCEE", "SUDSUD", "AFRICA2020", "ENLAZANDO")]


def test_the_lead_says_the_years_the_scale_and_the_largest() -> None:
    assert drawn().one("p", "cm-po-lead").text == (
        "2022–2025, the same years and the same scale for all: the tallest bar stands for 30. "
        "Largest: WECCEE, 180 placements."
    )
    assert drawn(language="fr").one("p", "cm-po-lead").text == (
        "2022–2025, mêmes années et même échelle pour tous : la plus haute barre vaut 30. Le plus grand : WECCEE, 180 missions."
    )


def test_one_person_has_one_height_in_every_chart() -> None:
    # Of 28 upwards, the most of any programme: WECCEE 28 in 2024, Africa2020 9 in 2023; 30 is the most downwards.
    up, down = card("WECCEE").every("i", "cm-in"), card("WECCEE").every("i", "cm-out")
    few = card("Africa2020 Season").every("i", "cm-in")
    assert [height(bar) for bar in up if "style" in bar.attributes] == [35.7, 64.3, 100.0, 85.7]
    assert [height(bar) for bar in down if "style" in bar.attributes][2] == 100.0
    assert [height(bar) for bar in few if "style" in bar.attributes] == [7.1, 32.1, 0.0, 0.0]
    plots = {plot["style"] for plot in drawn().every("div", "cm-po-plot")}
    assert plots == {"--up:28fr;--down:30fr"}


def test_every_way_has_its_colour_its_side_and_its_total_in_words() -> None:
    ways = [(way.text, way.classes - {"cm-po-way"}) for way in card("South–South pilot action").every("span", "cm-po-way")]
    assert ways == [
        ("↑ 3 arriving", {"cm-in"}),
        ("↑ 11 between other countries", {"cm-between"}),
        ("↑ 1 serving in their own country", {"cm-local"}),
        ("↓ 7 leaving", {"cm-out"}),
    ]


def test_a_programme_seen_from_elsewhere_says_so() -> None:
    assert card("South–South pilot action").one("p", "cm-note").text == "South–South, seen from Morocco"
    assert card("WECCEE").one("p", "cm-note").text == "Mirrored pairs"


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("WECCEE", "en", "0.80 arriving for 1 that leaves."),
        ("WECCEE", "fr", "0,80 arrivée pour 1 départ."),
        (
            "South–South pilot action",
            "en",
            "Too few for a rate: fewer than 10 one way. Small numbers: never 10 people in a year.",
        ),
        ("Africa2020 Season", "en", "One way only. Small numbers: never 10 people in a year."),
        ("Saison Africa2020", "fr", "Un seul sens. Petits nombres : jamais 10 personnes en un an."),
    ],
)
def test_a_chart_is_followed_by_what_it_means(name: str, language: str, said: str) -> None:
    assert card(name, language=language).one("p", "cm-po-words").text == said


def test_a_year_of_which_nothing_is_known_is_a_gap_and_not_a_nought() -> None:
    counted = {"WECCEE": ((NAN, 24, 30, 26), (NAN, 18, 28, 0), (NAN, 0, 0, 0), (NAN, 0, 0, 0))}
    page = drawn(multiples=multiples(counted))
    slots = page.every("span", "cm-po-slot")
    assert ["cm-gap" in slot.classes for slot in slots] == [True, False, False, False]
    assert [slot["title"] for slot in slots] == [
        "2022",
        "2023: 18 arriving, 24 leaving",
        "2024: 28 arriving, 30 leaving",
        "2025: 0 arriving, 26 leaving",
    ]
    assert page.one("p", "cm-po-words").text == "0.57 arriving for 1 that leaves. Totals of the years with a number."


def test_the_table_holds_what_the_charts_show() -> None:
    assert drawn().one("details").one("table").rows() == [
        ["Programme", "Direction", "2022", "2023", "2024", "2025", "Total"],
        ["WECCEE", "arriving", "10", "18", "28", "24", "80"],
        ["", "leaving", "20", "24", "30", "26", "100"],
        ["South–South pilot action", "arriving", "2", "1", "0", "0", "3"],
        ["", "between other countries", "6", "5", "0", "0", "11"],
        ["", "serving in their own country", "0", "0", "0", "1", "1"],
        ["", "leaving", "4", "3", "0", "0", "7"],
        ["Africa2020 Season", "arriving", "2", "9", "0", "0", "11"],
        ["", "leaving", "0", "0", "0", "0", "0"],
    ]


def test_a_chart_is_one_picture_that_says_its_totals() -> None:
    assert card("WECCEE").one("div", "cm-po-chart")["aria-label"] == "WECCEE, 2022–2025: 80 arriving, 100 leaving"


def test_without_any_programme_there_is_no_section() -> None:
    page = manager(multiples=multiples({}))
    assert compare.multiples(page).count("<article") == 0
    empty = manager(multiples=multiples({}), offer=page.offer.__class__((), (), (), ()))
    assert compare.multiples(empty) == ""


def test_names_are_escaped() -> None:
    counted = {"<b>X</b>": COUNTED["WECCEE"]}
    assert "<b>X</b>" not in compare.multiples(manager(multiples=multiples(counted)))


@pytest.mark.parametrize(
    ("subject", "english", "french"),
    [
        (
            Subject(),
            "How do the programmes compare, on equal terms?",
            "Comment les programmes se comparent-ils, à conditions égales\u202f?",
        ),
        (
            Subject("programme", "WECCEE", "FRA", "PAIRED"),
            "WECCEE: what was done, and is it on course?",
            "WECCEE\u00a0: qu’est-ce qui a été fait, et est-ce en bonne voie\u202f?",
        ),
        (
            Subject("scheme", "SC"),
            "Service Civique: what was done, and is it on course?",
            "Service Civique\u00a0: qu’est-ce qui a été fait, et est-ce en bonne voie\u202f?",
        ),
        (
            Subject("country", "SEN", "FRA"),
            "Senegal and France: who goes, who comes, and is it balanced?",
            "Sénégal et France\u00a0: qui part, qui vient, et est-ce équilibré\u202f?",
        ),
    ],
)
def test_the_title_is_the_question(subject: Subject, english: str, french: str) -> None:
    assert headline(manager(subject=subject)) == english
    assert headline(manager(subject=subject, language="fr")) == french


@pytest.mark.parametrize(
    ("subject", "first"),
    [
        (Subject(), "All programmes, seen from France"),
        (Subject("programme", "WECCEE", "FRA", "PAIRED"), "WECCEE (Mirrored pairs), seen from France"),
        (Subject("scheme", "SC"), "Service Civique, seen from France"),
        (Subject("country", "SEN", "FRA"), "Senegal, seen with France"),
    ],
)
def test_the_line_states_subject_period_basis_and_dataset(subject: Subject, first: str) -> None:
    assert line(manager(subject=subject)) == [first, "2025", "placements started in the period", "Test data"]


def test_the_line_of_a_country_in_french() -> None:
    assert line(senegal(language="fr")) == [
        "Sénégal, dans son échange avec\u00a0: France",
        "2025",
        "missions commencées dans la période",
        "Données d’essai",
    ]
