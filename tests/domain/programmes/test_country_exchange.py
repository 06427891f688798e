"""One country's exchange with the reference country: who is where, and whether three years balance."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest
from exchanges import AS_OF, Rows, way, years

from crossmobility.domain.programmes.country import Course, course_of, exchange_of, window_of

THREE = ("2017", "2018", "2019")


def course(flows: Rows, forward: dict[str, float], back: dict[str, float], periods: tuple[str, ...] = THREE) -> Course:
    rows = flows(*years(("SEN", "FRA"), forward), *years(("FRA", "SEN"), back), way("PER", "TUN", 1, period="2016"))
    return course_of(rows, "SEN", "FRA", periods, complete_to=AS_OF)


def numbers(table: pd.DataFrame, name: str) -> list[float | None]:
    return [
        None if isnan(each) else each
        for each in table.set_index("way").loc[name, ["present", "started", "volunteer_months"]]
    ]


def test_people_here_and_there_and_elsewhere_are_counted_apart(flows: Rows) -> None:
    rows = flows(
        way("SEN", "FRA", 7),
        way("SEN", "FRA", 4, basis="stock"),
        way("SEN", "FRA", 9, basis="active", volunteer_months=41.5),
        way("FRA", "SEN", 2),
        way("SEN", "TUN", 3),
        way("SEN", "BEN", 1),
        way("MAR", "SEN", 5, basis="stock"),
        way("SEN", "SEN", 8),
        way("PER", "FRA", 6),
    )
    table = exchange_of(rows, "SEN", "FRA", "2019", complete_to=AS_OF)
    assert table["way"].tolist() == ["there", "here", "out_elsewhere", "in_elsewhere"]
    assert numbers(table, "there") == [4, 7, 41.5]
    assert numbers(table, "here") == [0, 2, 0]
    assert numbers(table, "out_elsewhere") == [0, 4, 0], "Tunisia and Benin; who stays in Senegal goes nowhere"
    assert numbers(table, "in_elsewhere") == [5, 0, 0]
    assert table["status"].tolist() == ["reported"] * 4


def test_what_nobody_published_is_unknown_and_a_country_named_is_a_part(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 7), way("SEN", "TUN", 3), way("_T", "FRA", 30))
    table = exchange_of(rows, "SEN", "FRA", "2019")
    assert numbers(table, "there") == [None, 7, None]
    assert numbers(table, "here") == [None, None, None]
    assert numbers(table, "out_elsewhere") == [None, 3, None]
    assert table["status"].tolist() == ["partial", "not_reported", "partial", "not_reported"]


def test_a_year_that_is_not_over_is_provisional_and_one_before_the_records_unknown(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 7, status="provisional"))
    now = exchange_of(rows, "SEN", "FRA", "2019", complete_to="2019-06-30")
    assert now["status"].tolist() == ["provisional"] * 4
    before = exchange_of(rows, "SEN", "FRA", "2018", complete_to="2019-06-30")
    assert numbers(before, "there") == numbers(before, "out_elsewhere") == [None, None, None]
    assert set(before["status"]) == {"not_reported"}


def test_the_reference_country_has_no_exchange_with_itself(flows: Rows) -> None:
    table = exchange_of(flows(way("FRA", "SEN", 2), way("SEN", "FRA", 7)), "FRA", "FRA", "2019", complete_to=AS_OF)
    assert numbers(table, "there") == numbers(table, "here") == [None, None, None]
    assert numbers(table, "out_elsewhere") == [0, 2, 0] and numbers(table, "in_elsewhere") == [0, 7, 0]
    assert table["status"].tolist() == ["not_applicable", "not_applicable", "reported", "reported"]


def test_a_course_gives_every_year_and_sums_the_last_three(flows: Rows) -> None:
    found = course(flows, {"2016": 50, "2017": 6, "2019": 4}, {"2018": 9}, ("2016", *THREE))
    assert (found.forward, found.back) == ((50, 6, 0, 4), (0, 0, 9, 0))
    assert (found.forward_sum, found.back_sum) == (10, 9)


@pytest.mark.parametrize(
    ("forward", "back", "verdict"),
    [
        ({"2017": 5, "2019": 5}, {"2018": 8}, "balanced"),  # 8 of 10 is the edge
        ({"2019": 10}, {"2019": 7}, "tilted"),
        ({"2017": 5}, {}, "one_way_out"),
        ({}, {"2018": 3, "2019": 2}, "one_way_in"),
        ({"2017": 4}, {"2018": 4}, "too_few"),
        ({}, {}, "nothing"),
        ({"2017": 9, "2018": 4}, {"2018": 1, "2019": 6}, "reversing"),  # 13 to 1, then 0 to 6
        ({"2017": 9, "2018": 4, "2019": 1}, {"2019": 1, "2018": 2}, "tilted"),  # the last year leans neither way
        (
            {"2017": 2, "2018": 2, "2019": 1},
            {"2017": 2, "2018": 2, "2019": 8},
            "tilted",
        ),  # the years before lean neither way
        ({"2017": 10, "2018": 10, "2019": 9}, {"2017": 9, "2018": 9, "2019": 10}, "balanced"),  # one more is no reversal
    ],
)
def test_the_verdict_of_three_years(flows: Rows, forward: dict[str, float], back: dict[str, float], verdict: str) -> None:
    assert course(flows, forward, back).verdict == verdict


def test_a_side_that_nobody_published_has_no_sum_and_no_verdict(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), {"2017": 6, "2018": 7, "2019": 8}), *years(("FRA", "SEN"), {"2017": 5, "2019": 0}))
    found = course_of(rows, "SEN", "FRA", THREE)
    assert found.forward == (6, 7, 8) and found.forward_sum == 21
    assert (found.back[0], found.back[2]) == (5, 0) and isnan(found.back[1]) and isnan(found.back_sum)
    assert found.verdict == "nothing"


def test_years_before_the_records_begin_and_years_to_come_are_unknown_and_left_out(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 6, period="2018"), way("FRA", "SEN", 6, period="2019"))
    found = course_of(rows, "SEN", "FRA", THREE, complete_to=AS_OF)
    assert isnan(found.forward[0]) and found.forward[1:] == (6, 0)
    assert (found.forward_sum, found.back_sum, found.verdict) == (6, 6, "balanced")
    found = course_of(rows, "SEN", "FRA", ("2018", "2019", "2020"), complete_to="2019-12-31")
    assert isnan(found.back[2]) and (found.forward_sum, found.back_sum) == (6, 6)


def test_people_present_in_several_years_are_not_added(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), {"2018": 6, "2019": 6}, basis="stock"))
    found = course_of(rows, "SEN", "FRA", THREE, basis="stock", complete_to=AS_OF)
    assert found.forward[1:] == (6, 6) and isnan(found.forward_sum) and found.verdict == "nothing"


def test_published_figures_are_asked_on_the_basis_they_have(flows: Rows) -> None:
    rows = flows(*years(("SEN", "FRA"), dict.fromkeys(THREE, 4), basis="not_stated"))
    assert course_of(rows, "SEN", "FRA", THREE, basis="not_stated").forward == (4, 4, 4)
    assert all(isnan(each) for each in course_of(rows, "SEN", "FRA", THREE).forward)


def test_a_window_is_three_calendar_years() -> None:
    assert window_of("2019") == THREE
    assert window_of("2019-H1") == ("2019-H1",) and window_of("") == ("",)
