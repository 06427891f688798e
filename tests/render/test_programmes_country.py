from __future__ import annotations

from dataclasses import replace

import pytest
from html_tree import Node, tree
from programmes_overview_pages import COUNTRY, NAN, YEARS, senegal, table

from crossmobility.domain.programmes.country import Hosts, Returned
from crossmobility.domain.programmes.country_exchange import Course
from crossmobility.render.programmes_country import country

QUESTIONS = (
    "How many are there, how many are here?",
    "Over three years, does it balance, lean one way, or reverse?",
    "Which organisations that send also host?",
    "How long does a visa take, and how many are refused?",
    "Do both ways work in the same sectors and for the same goals?",
    "How many have returned, and what do they do now?",
    "How many leave in which month, so that training is ready?",
    "Is the share of women the same both ways?",
    "Which hosts had two early ends or more?",
    "What changed when visas were limited, and what was lost?",
)


def drawn(**changes: object) -> Node:
    return tree(country(senegal(**changes)))


def answer(place: int, **changes: object) -> Node:
    return drawn(**changes).every("section", "cm-po-answer")[place]


def said(place: int, **changes: object) -> list[str]:
    box = answer(place, **changes).one("div", "cm-po-said")
    return [each.text for each in box.every("p") if "cm-po-more" not in each.classes]


def test_every_question_of_a_country_has_its_section_and_25_is_said_to_be_open() -> None:
    page = drawn()
    assert tuple(each.one("h2").text for each in page.every("section", "cm-po-answer")) == QUESTIONS
    assert [each.text for each in page.one("section", "cm-po-open").every("dd")] == [
        "Twin territories are not in the data."
    ]


@pytest.mark.parametrize(
    ("place", "sentences"),
    [
        (
            0,
            [
                "Senegal → France: 12 present on 31 December 2025, 96.5 volunteer-months in 2025.",
                "France → Senegal: 30 present on 31 December 2025, 240 volunteer-months in 2025.",
            ],
        ),
        (
            1,
            [
                "Tilted: the smaller way is less than 80% of the larger.",
                "2023–2025: Senegal → France 36, France → Senegal 91.",
            ],
        ),
        (
            2,
            [
                "Of those that sent in 2025, 5 of 14 (36%) also hosted in 2023–2025.",
                "9 got nobody back in that time.",
                "Of the hosts, 4 of 22 (18%) also sent.",
                "Their names are at the desk, in the file of the country.",
            ],
        ),
        (
            3,
            [
                "2025: half took up to 41 days, 3 of 40 (8%) refused.",
                "2024: half took up to 38 days, 4 of 44 (9%) refused.",
                "Neighbouring countries: from 30 days (Gambia) to 55 days (Togo).",
            ],
        ),
        (
            4,
            [
                "Sectors: 95% in common.",
                "Goals: too few to compare.",
                "100%: both ways spread over the same ones; 0%: they complete each other.",
            ],
        ),
        (
            5,
            [
                "23 placements of volunteers from Senegal ended in 2025.",
                "The six-month survey asks those who had been in France.",
                "Of those who answered, 9 of 14 (64%) are employed, studying or in service six months later.",
                "Of those asked, 14 of 20 (70%) have answered.",
                "Who could train the next group: ask at the desk, in the file of the country.",
            ],
        ),
        (
            6,
            [
                "Usually 17.5 leave in a year, most in September (8); mean of three years, by planned month.",
                "Planned for the next twelve months: 12, most in January (7).",
            ],
        ),
        (
            7,
            [
                "Senegal → France: 22 of 40 (55%) are women.",
                "France → Senegal: 90 of 120 (75%) are women.",
                "20 percentage points apart, 2023–2025.",
            ],
        ),
        (
            8,
            [
                "2 hosts in Senegal had two early ends or more in 2023–2025.",
                "Their names are at the desk, in the file of the country.",
            ],
        ),
        (
            9,
            [
                "Covid-19 (1 January 2020 to 27 July 2021): 20 left in the year before, 3 in the year after.",
                "Freeze/en (since 1 September 2025): 2 left in the first 4 months, 6 in the same months a year before.",
                "Whether a lost placement moved elsewhere is not in the data.",
            ],
        ),
    ],
)
def test_an_answer_in_sentences(place: int, sentences: list[str]) -> None:
    assert said(place) == sentences


@pytest.mark.parametrize(
    ("place", "french"),
    [
        (0, "Sénégal → France : 12 en mission le 31 décembre 2025, 96,5 volontaires-mois en 2025."),
        (1, "Déséquilibré : le plus petit sens vaut moins de 80 % du plus grand."),
        (2, "Parmi celles qui ont envoyé en 2025, ont aussi accueilli en 2023–2025 : 5 sur 14 (36 %)."),
        (3, "2025 : la moitié en 41 jours au plus, refus : 3 sur 40 (8 %)."),
        (4, "Secteurs : 95 % en commun."),
        (5, "23 missions de volontaires venus de ce pays (Sénégal) ont fini en 2025."),
        (6, "D’habitude 17,5 départs par an, le plus en septembre (8) ; moyenne de trois ans, par mois prévu."),
        (7, "Sénégal → France : femmes 22 sur 40 (55 %)."),
        (8, "Sénégal, 2023–2025 : 2 structures ont eu deux fins anticipées ou plus."),
        (9, "Covid-19 (du 1er janvier 2020 au 27 juillet 2021) : 20 départs l’année d’avant, 3 l’année d’après."),
    ],
)
def test_an_answer_in_french(place: int, french: str) -> None:
    assert said(place, language="fr")[0] == french


def test_the_exchange_has_four_ways_and_leaves_out_what_nobody_knows() -> None:
    assert answer(0).one("table").rows() == [
        ["Way", "Present", "Started", "Volunteer-months"],
        ["Senegal → France", "12", "14", "96.5"],
        ["France → Senegal", "30", "33", "240"],
        ["Senegal → other countries", "2", "3", "11"],
    ]


def test_people_present_are_counted_on_the_last_day_the_records_know() -> None:
    page = senegal()
    early = replace(page, datasets=(replace(page.dataset, as_of="2025-06-30"),))
    assert "present on 30 June 2025" in country(early)


def test_the_course_is_drawn_and_written_with_its_unknown_year() -> None:
    found = answer(1)
    assert found.one("table").rows() == [
        ["Way", "2022", "2023", "2024", "2025"],
        ["Senegal → France", "n/a", "10", "12", "14"],
        ["France → Senegal", "40", "30", "28", "33"],
    ]
    assert [slot["title"] for slot in found.every("span", "cm-po-slot")][:2] == [
        "2022: 40 France → Senegal",
        "2023: 10 Senegal → France, 30 France → Senegal",
    ]


@pytest.mark.parametrize(
    ("forward", "back", "verdict", "english"),
    [
        (30.0, 28.0, "balanced", "Balanced: the smaller way is at least 80% of the larger."),
        (30.0, 14.0, "reversing", "Reversing: the larger way of the last year was the smaller one before."),
        (30.0, 0.0, "one_way_out", "One way only: nobody came the other way."),
        (4.0, 3.0, "too_few", "Too few for a verdict."),
        (9.0, 8.0, "balanced", "Too few for a verdict."),
        (0.0, 0.0, "nothing", "Nobody moved either way in 2023–2025."),
        (NAN, 3.0, "nothing", "No verdict: one way is not known."),
    ],
)
def test_a_verdict_has_its_rule_and_none_is_given_of_few(forward: float, back: float, verdict: str, english: str) -> None:
    course = Course(YEARS, (1.0,) * 4, (1.0,) * 4, forward, back, verdict)
    assert said(1, answers={"course": course})[0] == english


def test_organisations_of_a_year_without_any_say_so() -> None:
    none = {"hosts": Hosts(0.0, 0.0, 0.0, 0.0, 0.0)}
    assert said(2, answers=none) == ["No organisation of this country sent or hosted in 2025."]
    assert said(8, answers=none) == ["None in Senegal, in 2023–2025."]


def test_visas_stand_beside_last_year_and_the_neighbours() -> None:
    assert answer(3).one("table").rows() == [
        ["Country", "Median days, 2024", "Median days, 2025", "Refused, 2024", "Refused, 2025"],
        ["Senegal", "38", "41", "4 of 44 (9%)", "3 of 40 (8%)"],
        ["Gambia", "n/a", "30", "n/a", "1 of 11 (9%)"],
        ["Mali", "70", "too few", "6 of 12 (50%)", "3 of 4 (too few for a rate)"],
        ["Togo", "n/a", "55", "n/a", "0 of 20 (0%)"],
    ]


def test_sectors_and_goals_are_shares_of_their_own_side() -> None:
    sectors, aims = answer(4).every("div", "cm-po-profile")
    assert sectors.one("table").rows()[1:] == [
        ["Education for all", "18", "", "", "20"],
        ["Health", "6", "", "", "5"],
        ["Not known", "0", "", "", "2"],
    ]
    assert aims.one("table").rows()[2] == ["13 Climate action", "4", "", "", "0"]
    # 18 of 24 is the largest share, 0.75; 20 of 27 is 0.74.
    widths = [bar["style"] for bar in sectors.every("i")]
    assert widths[:4] == ["width:100%", "width:99%", "width:33%", "width:25%"]


def test_nobody_back_is_one_sentence() -> None:
    assert said(5, answers={"returned": Returned(0.0, NAN, NAN, NAN, "not_reported")}) == ["Nobody came back in 2025."]


def test_twelve_months_have_bars_and_the_same_numbers_in_a_table() -> None:
    found = answer(6)
    assert len(found.every("span", "cm-po-month")) == 12
    planned = [bar["style"] for bar in found.every("i", "cm-po-planned") if "style" in bar.attributes]
    assert (planned[0], planned[1], planned[8]) == ("height:87.5%", "height:0.0%", "height:62.5%")
    rows = found.one("details").one("table").rows()
    assert (rows[1], rows[6], len(rows)) == (["January", "2", "7"], ["June", "1.5", "0"], 13)


def test_women_of_few_people_have_no_rate_and_no_distance() -> None:
    few = table("way women known", ("there", 3.0, 7.0), ("here", 90.0, 120.0))
    assert said(7, answers={"women": few}) == [
        "Senegal → France: 3 of 7 (too few for a rate) are women.",
        "France → Senegal: 90 of 120 (75%) are women.",
    ]


def test_breaks_list_what_was_lost() -> None:
    assert answer(9).one("table").rows()[1:] == [
        ["Covid-19", "20", "3", "2", "5", "0"],
        ["Freeze/en", "6", "2", "0", "1", "3"],
        ["Visa refusals reported", "n/a", "n/a", "4", "0", "0"],
    ]


def test_of_many_breaks_only_the_deepest_are_put_in_words() -> None:
    rows = [("COVID", 12.0, 20.0, 20.0 - fall, 0.0, 0.0, 0.0) for fall in (1, 9, 8, 7)]
    found = said(9, answers={"since_breaks": table("break_id months before after refused cancelled waiting", *rows)})
    assert [sentence.split(", ")[-1] for sentence in found[:-1]] == [
        "11 in the year after.",
        "12 in the year after.",
        "13 in the year after.",
    ]


def test_what_the_data_do_not_hold_is_listed_and_never_a_nought() -> None:
    page = drawn(answers=dict.fromkeys(COUNTRY))
    assert page.every("section", "cm-po-answer") == []
    assert [each.text for each in page.every("dt")][:-1] == list(QUESTIONS)
    assert {each.text for each in page.every("dd")[:-1]} == {"The data of this page hold nothing on it."}


def test_without_a_break_that_is_said() -> None:
    none = table("break_id months before after refused cancelled waiting")
    assert said(9, answers={"since_breaks": none}) == ["No break of series touches this country."]
