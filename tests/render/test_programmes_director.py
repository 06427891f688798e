from __future__ import annotations

from dataclasses import replace

import pytest
from html_tree import Node, tree
from programmes_overview_pages import DATASET, MANAGER, NAN, manager, table

from crossmobility.domain.programmes.director import Dependence, ReasonsOfEnd, SixMonths
from crossmobility.domain.programmes.needed import Needed
from crossmobility.render.programmes_director import director

QUESTIONS = (
    "Are we on course for the target of 2025?",
    "Which corridors went one way only in 2023–2025?",
    "How many more arrivals for a ratio of 0.50, and from where?",
    "How many volunteer-months in 2025, at what cost?",
    "Do more leave early than the year before?",
    "Why do they leave early: for a job or studies, or because it broke down?",
    "How much depends on five countries, and on one host?",
    "How many host organisations are new, loyal, lost?",
    "Which of the 17 goals does no placement cover?",
    "Do people with fewer opportunities start and complete as often?",
    "Where are they six months later, and how many answered?",
    "Which published figures changed since the edition before, and why?",
    "What if a corridor closes, or the budget is frozen for three months?",
    "Which indicators are more than 30 days late, and whose are they?",
)


def drawn(**changes: object) -> Node:
    return tree(director(manager(**changes)))


def answer(place: int, **changes: object) -> Node:
    return drawn(**changes).every("section", "cm-po-answer")[place]


def said(place: int, **changes: object) -> list[str]:
    box = answer(place, **changes).one("div", "cm-po-said")
    return [each.text for each in box.every("p") if "cm-po-more" not in each.classes]


def test_every_question_of_a_manager_has_its_section_and_38_is_said_to_be_open() -> None:
    page = drawn()
    assert tuple(each.one("h2").text for each in page.every("section", "cm-po-answer")) == QUESTIONS
    left = page.one("section", "cm-po-open")
    assert [each.text for each in left.every("dt")] == ["Can this be published, and which cells must be hidden?"]
    assert [each.text for each in left.every("dd")] == [
        "Not answered yet: the rules for hiding small cells are not part of this page."
    ]
    assert all("cm-part" in each.classes for each in page.every("section"))


@pytest.mark.parametrize(
    ("place", "english"),
    [
        (0, "In 2025, 1 of 2 targets are met or on track."),
        (1, "2 corridors were taken one way only, with 27 volunteers."),
        (2, "Service Civique, 2023–2025: 151 arrive, 480 leave: a ratio of 0.31."),
        (3, "3,418 volunteer-months were delivered."),
        (4, "Of those who started in 2025 and should have finished by now, 17 of 212 (8%) left early."),
        (5, "Of the early ends of those who started in 2025, 9 of 21 (43%) were for a job or studies."),
        (6, "Placements with the five largest partner countries: 480 of 800 (60%)."),
        (7, "62 hosts were active in 2025: 14 new, 44 loyal, 4 back after a break; 6 of the year before did not go on."),
        (8, "15 of 17 goals are covered by at least one placement."),
        (9, "Selected who started: 45 of 60 (75%) with fewer opportunities, 300 of 400 (75%) of the others."),
        (10, "Of those who answered, 41 of 60 (68%) are employed, studying or in service six months later."),
        (11, "12 figures are others now; the indicators page says which, from what to what, and why."),
        (13, "1 indicator is more than 30 days late; the indicators page names it, and the role that owes the value."),
    ],
)
def test_an_answer_begins_with_its_number(place: int, english: str) -> None:
    assert said(place)[0] == english


@pytest.mark.parametrize(
    ("place", "french"),
    [
        (0, "En 2025, cibles tenues ou en bonne voie : 1 sur 2."),
        (1, "2 corridors n’ont servi que dans un sens, avec 27 volontaires."),
        (2, "Service Civique, 2023–2025 : 151 arrivées, 480 départs : un taux de 0,31."),
        (3, "3 418 volontaires-mois ont été réalisés."),
        (4, "Parmi les missions commencées en 2025 et qui devraient être finies, fins anticipées : 17 sur 212 (8 %)."),
        (5, "Fins anticipées des missions commencées en 2025 : 9 sur 21 (43 %) pour un emploi ou des études."),
        (6, "Missions avec les cinq premiers pays partenaires : 480 sur 800 (60 %)."),
        (8, "15 objectifs sur 17 sont couverts par au moins une mission."),
        (10, "Parmi les réponses, en emploi, en études ou en service six mois après : 41 sur 60 (68 %)."),
    ],
)
def test_an_answer_in_french(place: int, french: str) -> None:
    assert said(place, language="fr")[0] == french


def test_targets_keep_initial_and_revised_side_by_side_and_judge_no_small_number() -> None:
    assert said(0)[1:] == [
        "Furthest behind: WECCEE, leaving: 34 of 48 (71%).",
        "1 target was revised; the initial one stays beside it.",
    ]
    assert answer(0).one("table").rows()[1:] == [
        ["All programmes and schemes", "both ways", "480", "400", "410", "85%", "102%", "✓ achieved"],
        ["WECCEE", "leaving", "48", "", "34", "71%", "", "■ off track"],
        ["Skills volunteering (VEC)", "leaving", "8", "", "3", "too few for a rate", "", "too few for a verdict"],
        ["Service Civique", "arriving", "120", "", "60", "50%", "", "◔ too early"],
    ]


def test_a_target_for_another_time_says_which() -> None:
    longer = MANAGER["targets"].assign(period="2024-01-01/2025-12-31")
    assert answer(0, answers={"targets": longer}).one("table").rows()[2][0] == "WECCEE, 2024–2025"


def test_one_way_corridors_name_the_largest_and_the_last_return() -> None:
    assert said(1)[1:] == ["Largest: France → Kenya, 23; last return: never."]
    assert answer(1).one("table").rows()[1:] == [["France → Kenya", "23", "never"], ["Guinea → France", "4", "2019"]]


def test_one_way_corridors_by_scheme_have_a_column_more_and_the_rest_is_counted() -> None:
    rows = [("FRA", "KEN", float(20 - each), "", "SC") for each in range(10)]
    found = answer(1, answers={"one_way": table("origin destination volume last_return scheme", *rows)})
    assert found.one("table").rows()[1] == ["France → Kenya", "Service Civique", "20", "never"]
    assert len(found.one("table").rows()) == 9
    assert found.one("div", "cm-po-said").every("p")[2].text == "2 smaller ones are not shown."


def test_needed_arrivals_are_handed_out_largest_first() -> None:
    assert said(2)[1:] == [
        "89 more arrivals would reach 0.50 with the same departures.",
        "Handed out to the countries furthest below the goal: Kenya (+63), Togo (+26).",
    ]
    assert answer(2).one("table").rows()[1:] == [["Kenya", "130", "2", "+63"], ["Togo", "60", "4", "+26"]]


def test_a_ratio_of_few_departures_is_printed_as_counts() -> None:
    few = Needed(3.0, 8.0, 0.375, 0.5, 1.0, table("country out in more", ("TGO", 8.0, 3.0, 1.0)))
    assert said(2, answers={"needed": few}) == ["Service Civique, 2023–2025: 3 arrive, 8 leave: too few for a rate."]


def test_a_goal_that_is_reached_needs_nobody() -> None:
    done = Needed(30.0, 40.0, 0.75, 0.5, 0.0, table("country out in more"))
    assert said(2, answers={"needed": done})[1:] == ["The goal of 0.50 is reached."]


def test_cost_names_the_cheapest_and_the_dearest_scheme_and_what_is_known() -> None:
    assert said(3)[1] == (
        "Where the cost is known, one month costs from €1,120 (Service Civique, incoming) "
        "to €2,310 (International solidarity volunteering (VSI))."
    )
    assert answer(3).one("table").rows()[1:] == [
        ["Service Civique, incoming", "2,212", "€1,120", "96 of 120 (80%)"],
        ["International solidarity volunteering (VSI)", "1,200", "€2,310", "60 of 120 (50%)"],
        ["Skills volunteering (VEC)", "6", "n/a", "1 of 4 (too few for a rate)"],
    ]


def test_a_cohort_is_set_beside_the_year_before_and_the_running_aside() -> None:
    # 21 of 240 is 8.75%; of 212 that is 18.55.
    assert said(4)[1:] == [
        "At the rate of 2024 it would have been 18.6.",
        "64 placements of 2025 still run and are set aside.",
    ]
    assert answer(4).one("table").rows()[1:] == [["2024", "240", "21", "9%", "0"], ["2025", "212", "17", "8%", "64"]]


def test_two_small_cohorts_are_not_compared() -> None:
    small = table("period early matured running", ("2024", 1.0, 7.0, 0.0), ("2025", 2.0, 6.0, 1.0))
    assert said(4, answers={"cohorts": small}) == [
        "Of those who started in 2025 and should have finished by now, 2 of 6 (too few for a rate) left early.",
        "1 placement of 2025 still runs and is set aside.",
    ]


def test_reasons_without_any_early_end_say_so() -> None:
    assert said(5, answers={"reasons": ReasonsOfEnd(0.0, 0.0)}) == ["Nobody who started in 2025 left early."]


def test_hosts_are_those_of_the_year_and_of_the_years_before() -> None:
    assert answer(7).one("table").rows() == [
        ["Year", "Active", "New", "Loyal", "Back", "Lost"],
        ["2025", "62", "14", "44", "4", "6"],
        ["2024", "50", "15", "35", "0", "5"],
        ["2023", "40", "40", "0", "0", "0"],
    ]


def test_goals_without_a_placement_are_named() -> None:
    assert said(8)[1] == "Not covered: 7 Affordable and clean energy, 14 Life below water."


def test_opportunities_of_few_people_have_no_rate() -> None:
    assert answer(9).one("table").rows() == [
        ["People", "Selected who started", "Started who completed"],
        ["Fewer opportunities", "45 of 60 (75%)", "5 of 8 (too few for a rate)"],
        ["Others", "300 of 400 (75%)", "210 of 240 (88%)"],
    ]


def test_the_six_month_result_comes_with_its_response_and_its_caution() -> None:
    assert said(10)[1:] == [
        "Of those asked, 60 of 96 (62%) have answered.",
        "This may still change: surveys are open.",
        "No national survey is in these data: a comparison needs its question and its response rate.",
    ]


def test_links_go_deeper_on_the_same_data_and_year() -> None:
    links = [each["href"] for each in drawn().every("a")]
    assert links[:3] == [
        "03_indicators.ipynb?lang=en&dataset=test&period=2025&indicator=PLC_STARTED",
        "02_reciprocity.ipynb?lang=en&dataset=test&period=2025&window=3",
        "02_reciprocity.ipynb?lang=en&dataset=test&period=2025&window=3&scheme=SC",
    ]


def test_a_closed_corridor_is_worked_out_at_the_desk() -> None:
    assert said(12) == [
        "That is worked out at the desk, in the notebook “What would the next cohort change?”: it closes a corridor or "
        "freezes a budget, and counts who is left."
    ]


def test_nobody_late_and_nothing_changed_is_said_of_complete_data_only() -> None:
    none = {"revisions": 0, "owed": 0, "one_way": table("origin destination volume last_return")}
    assert said(1, answers=none) == ["None: every exchange goes both ways."]
    assert said(11, answers=none) == ["No published figure has changed."]
    assert said(13, answers=none) == ["None is that late."]
    page = drawn(answers=none, datasets=(replace(DATASET, complete=False),))
    assert {QUESTIONS[1], QUESTIONS[11], QUESTIONS[13]} <= {each.text for each in page.every("dt")}


def test_what_the_data_do_not_hold_is_listed_and_never_a_nought() -> None:
    unknown = dict.fromkeys(("targets", "one_way", "needed", "cost", "cohorts", "opportunities", "revisions", "owed"))
    unknown |= {
        "reasons": ReasonsOfEnd(NAN, NAN),
        "dependence": Dependence(NAN, NAN, NAN, NAN),
        "six_months": SixMonths(NAN, NAN, NAN, "not_reported"),
    }
    nothing = table("goal placements")
    page = drawn(answers=unknown, goals=nothing, organisations=nothing)
    assert [each.one("h2").text for each in page.every("section", "cm-po-answer")] == [QUESTIONS[12]]
    open_questions = page.one("section", "cm-po-open")
    assert len(open_questions.every("dt")) == 14
    assert open_questions.every("dd")[0].text == "The data of this page hold nothing on it."
