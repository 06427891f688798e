"""The steps to host somebody, dated by hand; the order they come in; what must be looked at before anything else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossmobility import reference
from crossmobility.domain.hosting import CHECKLIST_COLUMNS, Stay, checklist, months_after, stay_of
from crossmobility.domain.hosting_cautions import Caution, Route, cautions
from crossmobility.errors import BadRequest

ARRIVAL, END = date(2026, 5, 31), date(2027, 2, 28)
STEPS = reference.hosting_steps()
DAY = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@dataclass(frozen=True)
class Rule:
    rule: str = "duration"
    certainty: str = "law"
    citation: str = "a law"

    def text(self, language: str) -> str:
        return self.rule


@dataclass(frozen=True)
class Event:
    break_id: str
    from_on: date
    to_on: date | None = None
    countries: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    closes_corridor: bool = False
    citation: str = field(default="a paper")

    def label(self, language: str) -> str:
        return self.break_id

    def note(self, language: str) -> str:
        return ""


def dated(route: str, arrival: date = ARRIVAL, end: date = END) -> dict[int, str]:
    """Return the day of each step of a route that has one."""
    table = checklist(STEPS[route], arrival_on=arrival, end_on=end)
    known = table[table["due_on"].notna()]
    return {int(step): str(on.date()) for step, on in zip(known["step"], known["due_on"], strict=True)}


def order(route: str, arrival: date = ARRIVAL, end: date = END) -> list[int]:
    return checklist(STEPS[route], arrival_on=arrival, end_on=end)["step"].tolist()


# Months


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 11, 30), -3, date(2026, 8, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 30), 0, date(2026, 3, 30)),
    ],
)
def test_a_month_too_short_for_the_day_ends_on_its_last(day: date, months: int, found: date) -> None:
    assert months_after(day, months) == found


@given(day=DAY, months=st.integers(-120, 120))
def test_months_move_the_month_by_their_number_and_the_day_never_forward(day: date, months: int) -> None:
    moved = months_after(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


# Days of each route, worked out by hand for 31 May 2026 to 28 February 2027


def test_service_civique_by_reciprocity() -> None:
    assert dated("SC_RECIP") == {
        3: "2026-02-28",  # three months before
        4: "2026-04-01",  # sixty days before
        1: "2027-02-28",  # the end itself
        7: "2027-03-07",  # seven days beyond
        13: "2027-03-30",  # thirty days after the end
        14: "2027-03-30",  # thirty days after the return
        15: "2027-08-29",  # 182 days after
    }
    assert order("SC_RECIP") == [2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 1, 7, 13, 14, 15]


def test_vsi_by_reciprocity() -> None:
    assert dated("VSI_RECIP") == {
        4: "2026-02-28",
        5: "2026-04-01",
        8: "2026-08-31",  # the visa is validated within three months of the arrival
        1: "2027-02-28",
        7: "2027-03-07",
        14: "2027-03-30",
        15: "2027-03-30",
        16: "2027-08-29",
    }
    assert order("VSI_RECIP") == [2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 1, 7, 13, 14, 15, 16]


def test_volunteering_in_an_association() -> None:
    assert dated("ASSOCIATION") == {
        4: "2026-02-28",
        5: "2026-04-01",
        2: "2026-05-31",  # the contract before the entry
        8: "2026-06-30",  # the permit is requested within a month of it
        7: "2027-03-07",
        11: "2027-03-30",
        12: "2027-03-30",
        13: "2027-08-29",
    }
    assert order("ASSOCIATION") == [1, 3, 4, 5, 2, 6, 8, 10, 7, 9, 11, 12, 13]


@pytest.mark.parametrize("route", STEPS)
@given(arrival=DAY, length=st.integers(0, 1000))
def test_every_step_is_there_once_and_the_days_never_go_back(route: str, arrival: date, length: int) -> None:
    table = checklist(STEPS[route], arrival_on=arrival, end_on=arrival + timedelta(days=length))
    assert tuple(table.columns) == CHECKLIST_COLUMNS
    assert sorted(table["step"]) == [step.step for step in STEPS[route]]
    assert table["due_on"].dropna().is_monotonic_increasing


def test_what_a_day_means_and_whether_it_rests_on_a_plan_is_said_with_it() -> None:
    table = checklist(STEPS["VSI_RECIP"], arrival_on=ARRIVAL, end_on=END).set_index("step")
    assert table["bound"].to_dict() == {
        **dict.fromkeys((2, 3, 6, 9, 10, 13), ""),
        **dict.fromkeys((4, 11), "earliest"),
        **dict.fromkeys((8, 12), "latest"),
        **dict.fromkeys((1, 7), "until"),
        **dict.fromkeys((5, 14, 15, 16), "advised"),
    }
    assert table.index[table["assumed"]].tolist() == [8, 15], "counted from the arrival and the return"
    assert pd.isna(table.loc[11, "due_on"]) and table.loc[11, "offset_months"] == -2, "nobody knows when the permit ends"


# Dates as readers write them


def test_a_stay_of_one_day_is_a_stay() -> None:
    assert stay_of("2026-06-01", "2026-06-01").days == 1
    assert stay_of(" 2026-06-01", "2027-05-31").days == 365


@pytest.mark.parametrize(
    ("arrival", "end", "said"),
    [
        ("", "2027-01-01", r"The planned arrival is missing\. Choose a day"),
        ("2026-06-01", "", r"The planned end is missing\. Choose a day"),
        ("1 June", "2027-01-01", r"The planned arrival is not a date: “1 June”\. Choose a day.*2026-06-01"),
        ("2026-02-30", "2027-01-01", "not a date: “2026-02-30”"),
        ("0002-06-01", "2027-01-01", "The planned arrival is not between 1990 and 2100"),
        ("2026-06-01", "20270-01-01", "The planned end is not a date"),
        ("2026-06-01", "2026-05-31", r"end \(2026-05-31\) is before the planned arrival \(2026-06-01\)\. Change one"),
    ],
)
def test_dates_that_are_none_say_what_to_do(arrival: str, end: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        stay_of(arrival, end)


# What to look at first

RULES = {name: Rule(name) for name in ("nationality", "nationality_to_check", "duration", "state_aid")}
SC = Route("SC_RECIP", "SC", RULES, 180, 366)
VSI = Route("VSI_RECIP", "VSI", RULES, 360, 740)
ASSOCIATION = Route("ASSOCIATION", "ASSOCIATION")


def looked_at(
    route: Route = SC,
    arrival: date = ARRIVAL,
    end: date = END,
    *,
    origin: str = "SEN",
    eea: bool = False,
    breaks: tuple[Event, ...] = (),
    as_of: date = date(2025, 12, 31),
) -> list[Caution]:
    table = checklist(STEPS[route.code], arrival_on=arrival, end_on=end)
    stay = Stay(arrival, end)
    return list(cautions(route, stay, table, origin=origin, is_eea_ch=eea, breaks=breaks, as_of=as_of))


def codes(found: list[Caution]) -> list[str]:
    return [one.code for one in found]


def test_nothing_to_look_at_is_nothing() -> None:
    assert looked_at() == []


def test_service_civique_by_reciprocity_is_not_for_the_economic_area_and_other_routes_ask_about_the_visa() -> None:
    (found,) = looked_at(origin="DEU", eea=True)
    assert (found.code, found.severity, [rule.rule for rule in found.rules]) == ("not_for_eea", "stop", ["nationality"])
    assert codes(looked_at(VSI, end=date(2027, 6, 30), origin="DEU", eea=True)) == ["visa_of_eea"]


def test_what_one_source_says_of_algerians_is_to_check_and_stops_nothing() -> None:
    (found,) = looked_at(origin="DZA")
    assert (found.code, found.severity) == ("nationality_to_check", "check")
    assert looked_at(ASSOCIATION, origin="DZA") == [], "no source says it of this route"


@pytest.mark.parametrize(
    ("days", "said"), [(179, ["too_short"]), (180, []), (366, []), (367, ["too_long"])], ids=lambda value: str(value)
)
def test_the_length_is_held_against_the_limits_both_ends_counted(days: int, said: list[str]) -> None:
    found = looked_at(end=ARRIVAL + timedelta(days=days - 1))
    assert codes(found) == said
    assert all(one.days == days for one in found)


def test_a_short_vsi_names_the_rule_of_state_aid_too_and_an_association_has_no_limits() -> None:
    (found,) = looked_at(VSI)
    assert (found.code, [rule.rule for rule in found.rules]) == ("too_short", ["duration", "state_aid"])
    assert looked_at(ASSOCIATION, end=ARRIVAL) == []


@pytest.mark.parametrize(
    ("as_of", "code", "on"),
    [
        (date(2026, 2, 27), None, None),
        (date(2026, 2, 28), "visa_open", date(2026, 2, 28)),
        (date(2026, 3, 31), "visa_open", date(2026, 2, 28)),
        (date(2026, 4, 1), "visa_late", date(2026, 4, 1)),
        (date(2026, 5, 30), "visa_late", date(2026, 4, 1)),
        (date(2026, 5, 31), "arrival_past", date(2026, 5, 31)),
    ],
)
def test_the_window_of_the_visa_opens_three_months_before_and_is_late_at_sixty_days(
    as_of: date, code: str | None, on: date | None
) -> None:
    found = looked_at(as_of=as_of)
    assert [(one.code, one.on) for one in found] == ([(code, on)] if code else [])
    assert all(one.days == (ARRIVAL - as_of).days for one in found)


def test_the_certainty_of_the_day_is_that_of_its_step() -> None:
    assert looked_at(as_of=date(2026, 3, 1))[0].certainty == "second_hand"
    assert looked_at(as_of=date(2026, 4, 2))[0].certainty == "ours"


def test_a_corridor_is_closed_from_the_first_day_to_ask_for_the_visa_to_the_planned_end() -> None:
    closed = {"countries": ("SEN",), "closes_corridor": True}
    before = Event("BEFORE", date(2025, 1, 1), date(2026, 2, 27), **closed)
    first = Event("FIRST", date(2025, 1, 1), date(2026, 2, 28), **closed)
    last = Event("LAST", date(2027, 2, 28), None, **closed)
    after = Event("AFTER", date(2027, 3, 1), None, **closed)
    elsewhere = Event("ELSEWHERE", date(2020, 1, 1), None, ("MLI",), closes_corridor=True)
    found = looked_at(breaks=(before, first, last, after, elsewhere))
    assert [(one.code, one.event.break_id) for one in found if one.event] == [("closed", "FIRST"), ("closed", "LAST")]


def test_an_event_of_a_scheme_touches_its_routes_and_no_other() -> None:
    freeze = Event("FREEZE", date(2026, 1, 1), None, ("FRA",), ("SC",))
    assert codes(looked_at(breaks=(freeze,))) == ["event"]
    assert looked_at(VSI, end=date(2027, 6, 30), breaks=(freeze,)) == []
    assert looked_at(ASSOCIATION, breaks=(freeze,)) == []


def test_what_stops_a_plan_is_said_first() -> None:
    closed = Event("CLOSED", date(2020, 1, 1), None, ("DEU",), closes_corridor=True)
    found = looked_at(end=ARRIVAL, origin="DEU", eea=True, breaks=(closed,), as_of=date(2026, 3, 1))
    assert codes(found) == ["not_for_eea", "closed", "too_short", "visa_open"]
