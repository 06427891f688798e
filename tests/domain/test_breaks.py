"""Breaks of series: each on the periods it touches, and only where it concerns the selection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossmobility import reference
from crossmobility.domain.breaks import BreakLike, Marked, breaks_in
from crossmobility.i18n import Language

YEARS = [str(year) for year in range(2014, 2026)]


@dataclass(frozen=True)
class Event:
    """A small break of a series."""

    break_id: str = "E"
    from_on: date = date(2020, 1, 1)
    to_on: date | None = date(2021, 7, 27)
    countries: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    citation: str = ""
    closes_corridor: bool = False

    def label(self, language: Language) -> str:
        return f"{self.break_id} ({language})"

    def note(self, language: Language) -> str:
        return f"What happened ({language})"


def touched(event: BreakLike, periods: list[str]) -> tuple[str, str] | None:
    marks = breaks_in([event], periods)
    return (marks[0].first, marks[0].last) if marks else None


def names(marks: list[Marked]) -> list[str]:
    return [mark.event.break_id for mark in marks]


def test_covid_is_on_2020_and_2021() -> None:
    marks = {mark.event.break_id: (mark.first, mark.last) for mark in breaks_in(reference.breaks(), YEARS)}
    assert marks["COVID"] == ("2020", "2021")
    assert marks["MALI"] == ("2022", "2025"), "not over: to the end of the axis"
    assert "SC-FREEZE-2026" not in marks, "begins after the axis"


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (["2019-H2", "2020-H1", "2020-H2", "2021-H1", "2021-H2", "2022-H1"], ("2020-H1", "2021-H2")),
        (["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4"], ("2021-Q1", "2021-Q3")),
        (["2021-06", "2021-07", "2021-08"], ("2021-06", "2021-07")),
        (["2019-09-01/2020-06-30", "2021-09-01/2022-06-30"], ("2019-09-01/2020-06-30", "2019-09-01/2020-06-30")),
        (["2022", "2019", "2021", "2020"], ("2020", "2021")),
        (["2020", "", "2022"], ("2020", "2020")),
    ],
    ids=["halves", "quarters", "months", "ranges of days", "in no order", "undated"],
)
def test_an_event_is_on_the_periods_that_share_a_day_with_it(periods: list[str], expected: tuple[str, str]) -> None:
    assert touched(Event(), periods) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Event(to_on=None), ("2020", "2025")),
        (Event(from_on=date(2010, 1, 1), to_on=date(2014, 1, 1)), ("2014", "2014")),
        (Event(from_on=date(2010, 1, 1), to_on=date(2013, 12, 31)), None),
        (Event(from_on=date(2025, 12, 31), to_on=None), ("2025", "2025")),
        (Event(from_on=date(2026, 1, 1), to_on=None), None),
        (Event(from_on=date(2019, 5, 5), to_on=date(2019, 5, 5)), ("2019", "2019")),
        (Event(from_on=date(1990, 1, 1), to_on=None), ("2014", "2025")),
    ],
    ids=["not over", "ends on the first day", "over before", "begins on the last day", "begins after", "one day", "all along"],
)  # fmt: skip
def test_events_before_and_after_the_axis_are_left_out(event: Event, expected: tuple[str, str] | None) -> None:
    assert touched(event, YEARS) == expected


def test_an_axis_without_dates_has_no_breaks() -> None:
    assert breaks_in([Event(to_on=None)], [""]) == []
    assert breaks_in([Event(to_on=None)], []) == []


def test_an_event_in_a_gap_of_the_axis_touches_none_of_its_periods() -> None:
    assert touched(Event(), ["2019", "2022"]) is None


def test_mali_is_marked_only_where_mali_is_looked_at() -> None:
    def seen(*countries: str) -> set[str]:
        return set(names(breaks_in(reference.breaks(), YEARS, countries=countries)))

    assert "MALI" in seen("FRA", "MLI")
    assert "MALI" not in seen("FRA", "SEN")
    assert "MALI" in seen(), "no country chosen: any"
    assert {"COVID", "REFUSALS"} <= seen("SEN"), "an event without countries concerns all of them"
    assert "SAHEL-VISAS" in seen("BFA")


def test_an_event_of_a_family_concerns_its_schemes_and_that_of_a_scheme_not_the_other_ones() -> None:
    def seen(*schemes: str) -> list[str]:
        events = [Event("FAMILY", schemes=("SC",)), Event("SCHEME", schemes=("VSI_RECIP",)), Event("ALL")]
        return sorted(names(breaks_in(events, YEARS, schemes=schemes)))

    assert seen("SC_INTL", "SC") == ["ALL", "FAMILY"], "a scheme and its family"
    assert seen("VSI_RECIP", "VSI") == ["ALL", "SCHEME"]
    assert seen("VSI_SS", "VSI") == ["ALL"]
    assert seen() == ["ALL", "FAMILY", "SCHEME"]


def test_country_and_scheme_must_both_be_concerned() -> None:
    event = Event(countries=("FRA",), schemes=("SC",))
    assert names(breaks_in([event], YEARS, countries=["FRA"], schemes=["SC"])) == ["E"]
    assert breaks_in([event], YEARS, countries=["FRA"], schemes=["VSI"]) == []
    assert breaks_in([event], YEARS, countries=["MAR"], schemes=["SC"]) == []


def test_marks_stand_oldest_first_and_keep_their_event() -> None:
    late, early = Event("A", from_on=date(2021, 1, 1)), Event("Z")
    marks = breaks_in([late, early, Event("B")], YEARS)
    assert names(marks) == ["B", "Z", "A"]
    assert marks[1] == Marked(early, "2020", "2021")
    assert marks[1].event.note("fr") == "What happened (fr)"


DAYS = st.dates(date(2012, 1, 1), date(2027, 12, 31))


@given(DAYS, st.one_of(st.none(), DAYS), st.integers(2014, 2020), st.integers(0, 5))
def test_an_event_is_on_just_the_years_from_its_own_first_to_its_own_last(
    start: date, end: date | None, first: int, length: int
) -> None:
    if end is not None and end < start:
        start, end = end, start
    axis = [str(year) for year in range(first, first + length + 1)]
    last = 9999 if end is None else end.year
    wanted = [text for text in axis if start.year <= int(text) <= last]
    assert touched(Event(from_on=start, to_on=end), axis) == ((wanted[0], wanted[-1]) if wanted else None)
