from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.breaks import Marked
from crossmobility.domain.difference import Difference, between, difference
from crossmobility.domain.flows import FLOW_COLUMNS
from crossmobility.domain.offers import comparable, schemes_reached
from crossmobility.domain.overview import every_basis, overview
from crossmobility.domain.selection import Selection

NAN = float("nan")
FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "VSI": "VSI"}
Rows = Callable[..., pd.DataFrame]


def compared(rows: pd.DataFrame, *, complete_to: str = "", **chosen: object) -> Difference | None:
    """Compare 2020 with 2019 as a page does: on the basis found for 2020."""
    selection = Selection(dataset="test", period="2020", **chosen)
    now = overview(rows, selection, FAMILIES, complete_to=complete_to)
    asked = Selection(dataset="test", period="2019", **{**chosen, "basis": now.selection.basis})
    return difference(now, overview(rows, asked, FAMILIES, complete_to=complete_to))


def words(found: Difference | None) -> dict[str, str]:
    assert found is not None
    return dict(zip(found.table["origin"], found.table["word"], strict=True))


def test_of_counted_placements_what_is_absent_from_a_period_appeared_or_stopped(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "placements": 9.0},
        {"origin": "SEN", "period": "2020", "placements": 12.0},
        {"origin": "TUN", "placements": 4.0},
        {"origin": "MAR", "period": "2020", "placements": 2.0},
    )
    found = compared(rows, complete_to="2020-12-31")
    assert words(found) == {"TUN": "stopped", "SEN": "grew", "MAR": "appeared"}, "largest change first"
    assert found is not None and found.complete
    assert (found.now.total, found.before.total, found.change, found.largest) == (14.0, 13.0, 1.0, 4.0)
    assert found.of("stopped")["before"].tolist() == [4.0]


def test_of_published_figures_what_is_absent_is_unknown_and_never_called_new(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN", "placements": 9.0},
        {"origin": "SEN", "period": "2020", "placements": 12.0},
        {"origin": "MAR", "period": "2020", "placements": 2.0},
        {"origin": "TUN", "placements": NAN, "status": "not_reported"},
    )
    found = compared(rows)
    assert words(found) == {"SEN": "grew", "MAR": "unknown"}, "Tunisia has a number in neither period"
    assert found is not None and found.largest == 3.0


def test_the_direction_of_a_change_is_that_of_its_corridor(flows: Rows) -> None:
    rows = flows(
        {"origin": "SEN"},
        {"origin": "FRA", "destination": "SEN", "period": "2020"},
        {"origin": "SEN", "period": "2020", "placements": 3.0},
    )
    found = compared(rows, complete_to="2020-12-31", direction="both")
    assert found is not None
    assert set(zip(found.table["origin"], found.table["direction"], strict=True)) == {("SEN", "in"), ("FRA", "out")}


@pytest.mark.parametrize("there", ["2019", "2020"])
def test_a_period_that_says_nothing_has_no_difference(flows: Rows, there: str) -> None:
    assert compared(flows({"period": there})) is None


def test_a_period_in_which_nobody_came_has_one_where_placements_are_counted(flows: Rows) -> None:
    found = compared(flows({"period": "2020", "placements": 3.0}), complete_to="2020-12-31")
    assert words(found) == {"SEN": "appeared"}


def test_a_period_has_no_difference_with_itself(flows: Rows) -> None:
    answer = overview(flows({}), Selection(dataset="test", period="2019"), FAMILIES)
    assert difference(answer, answer) is None


def test_two_bases_are_never_compared(flows: Rows) -> None:
    assert compared(flows({"basis": "active"}, {"period": "2020", "basis": "started"})) is None


def test_another_language_changes_no_figure(flows: Rows) -> None:
    found = compared(flows({}, {"period": "2020", "placements": 3.0}))
    assert found is not None
    english = found.in_language("en")
    assert (english.now.selection.language, english.before.selection.language) == ("en", "en")
    assert english.change == found.change == 2.0


counts = st.dictionaries(st.sampled_from(["SEN", "TUN", "MAR", "BEN"]), st.integers(1, 40), max_size=4)


@given(counts, counts)
@settings(max_examples=40, deadline=None)
def test_looking_back_turns_every_change_round(first: dict[str, int], second: dict[str, int]) -> None:
    opposite = {"appeared": "stopped", "stopped": "appeared", "grew": "shrank", "shrank": "grew", "same": "same"}
    there = {(row.origin, row.change, opposite[row.word]) for row in turned(first, second).itertuples()}
    back = {(row.origin, -row.change, row.word) for row in turned(second, first).itertuples()}
    assert there == back


@given(counts, counts)
@settings(max_examples=40, deadline=None)
def test_the_changes_of_corridors_add_up_to_the_change_of_the_whole(first: dict[str, int], second: dict[str, int]) -> None:
    assert turned(first, second)["change"].sum() == sum(second.values()) - sum(first.values())


def turned(before: dict[str, int], now: dict[str, int]) -> pd.DataFrame:
    """Return the changes between two periods given as people by country."""
    blank = dict.fromkeys(FLOW_COLUMNS, "") | dict.fromkeys(("sector", "sex", "age_band", "duration_band"), "_T")
    usual = {"destination": "FRA", "basis": "started", "kind": "actual", "programme": "_T", "scheme": "VSI"}
    unknown = {"volunteer_months": NAN, "countries": NAN, "rank": NAN, "status": "reported"}
    rows = [
        {**blank, **usual, **unknown, "origin": code, "period": text, "placements": float(people)}
        for text, figures in (("2019", before), ("2020", now))
        for code, people in figures.items()
    ]
    found = compared(pd.DataFrame(rows, columns=list(FLOW_COLUMNS)), complete_to="2020-12-31", basis="started")
    assert found is not None
    return found.table


# What can be compared


def test_only_periods_of_the_same_length_are_offered() -> None:
    texts = ["2018", "2019-H1", "2019-Q1", "2019", "2020", ""]
    assert comparable(texts, "2019") == ["2018", "2020"]
    assert comparable(texts, "") == [], "undated figures have no length"
    ranges = ["2015-11-01/2016-06-30", "2016-11-01/2017-06-30", "2020-01-01/2022-02-28"]
    assert comparable(ranges, ranges[0]) == [ranges[1]], "eight months, in a leap year and in another"


def test_the_schemes_of_a_selection_are_those_that_go_its_way(flows: Rows) -> None:
    rows = flows({"scheme": "SC_RECIP"}, {"scheme": "VSI", "origin": "FRA", "destination": "SEN"})
    asked = Selection(dataset="test", direction="in")
    assert schemes_reached(rows, asked, FAMILIES) == ("SC", "SC_RECIP")
    assert schemes_reached(rows, Selection(dataset="test", direction="both"), FAMILIES) == ("SC", "SC_RECIP", "VSI")


def test_every_basis_counts_once_within_its_period_and_keeps_to_the_country_asked_for(flows: Rows) -> None:
    rows = flows(
        {"basis": "started", "placements": 2.0},
        {"basis": "stock", "placements": 2.0},
        {"basis": "started", "programme": "WECCEE", "placements": 1.0},
        {"basis": "started", "origin": "TUN"},
    )
    found = every_basis(rows, Selection(dataset="test", countries=("SEN",)))
    assert sorted(zip(found["basis"], found["placements"], strict=True)) == [("started", 2.0), ("stock", 2.0)]


# Breaks between two periods


@dataclass(frozen=True)
class Event:
    from_on: date
    to_on: date | None
    break_id: str = "E"
    countries: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    citation: str = ""
    closes_corridor: bool = False

    def label(self, language: str) -> str:
        return self.break_id

    def note(self, language: str) -> str:
        return ""


@pytest.mark.parametrize(
    ("start", "end", "lies_between"),
    [
        ("2020-03-01", "2021-06-30", True),
        ("2020-03-01", None, True),
        ("2018-01-01", "2019-05-31", True),
        ("2024-11-01", None, True),
        ("2018-01-01", None, False),
        ("2019-01-01", "2024-12-31", False),
    ],
)
def test_a_break_lies_between_two_periods_unless_both_know_all_of_it(
    start: str, end: str | None, lies_between: bool
) -> None:
    event = Event(date.fromisoformat(start), date.fromisoformat(end) if end else None)
    mark = Marked(event, "2019", "2024")
    assert between([mark], "2019", "2024") == between([mark], "2024", "2019") == ([mark] if lies_between else [])
