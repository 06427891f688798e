"""Periods: reading, comparing, ordering."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.periods import lies_within, may_overlap, nearest_period, period, periods_of
from crossmobility.errors import BadRequest

WRITTEN = st.one_of(
    st.integers(1990, 2030).map(str),
    st.builds("{}-H{}".format, st.integers(1990, 2030), st.integers(1, 2)),
    st.builds("{}-Q{}".format, st.integers(1990, 2030), st.integers(1, 4)),
    st.builds("{}-{:02d}".format, st.integers(1990, 2030), st.integers(1, 12)),
    st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates(date(1990, 1, 1), date(2030, 1, 1))).map(
        lambda days: f"{min(days)}/{max(days)}"
    ),
)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), "year"),
        ("2019-H1", date(2019, 1, 1), date(2019, 6, 30), "half"),
        ("2019-Q4", date(2019, 10, 1), date(2019, 12, 31), "quarter"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("2015-11-01/2016-06-30", date(2015, 11, 1), date(2016, 6, 30), "range"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, start: date, end: date, kind: str) -> None:
    read = period(text)
    assert (read.start, read.end, read.kind, read.text) == (start, end, kind, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "19",
        "0000",
        "2019-S1",
        "2019-H3",
        "2019-Q0",
        "2019-13",
        "2019-1",
        "2019-06-30/2019-01-01",
        "2019-02-30/2019-03-01",
    ],
)
def test_what_is_no_period_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadRequest, match=r"is not a period\. Write it as 2019, 2019-H1"):
        period(text)


def test_an_undated_figure_lies_in_no_period() -> None:
    assert not lies_within("", "2019")
    assert not lies_within("2019", "")


def test_a_school_year_lies_in_neither_of_its_calendar_years_but_may_overlap_both() -> None:
    edition = "2015-11-01/2016-06-30"
    assert [lies_within(edition, year) for year in ("2015", "2016")] == [False, False]
    assert [may_overlap(edition, year) for year in ("2014", "2015", "2016", "2017")] == [False, True, True, False]


def test_periods_come_oldest_first_longer_first_and_undated_last() -> None:
    rows = pd.DataFrame({"period": ["2019-Q1", "", "2022", "2019", "2015-11-01/2016-06-30", "2015", "2019"]})
    assert periods_of(rows) == ["2015", "2015-11-01/2016-06-30", "2019", "2019-Q1", "2022", ""]


def test_the_nearest_period_is_the_later_of_two_equally_near() -> None:
    known = ["2015", "2019", "", "2022"]
    assert nearest_period("2017", known) == "2019"
    assert nearest_period("2016", known) == "2015"
    assert nearest_period("", known) == "2022", "an undated wish leads to the latest"
    assert nearest_period("2017", [""]) is None


@settings(deadline=None, max_examples=40)
@given(inner=WRITTEN, outer=WRITTEN)
def test_lying_within_compares_days(inner: str, outer: str) -> None:
    small = pd.date_range(period(inner).start, period(inner).end)
    large = set(pd.date_range(period(outer).start, period(outer).end))
    assert lies_within(inner, outer) == all(day in large for day in small)
    assert may_overlap(inner, outer) == any(day in large for day in small)


@settings(deadline=None, max_examples=40)
@given(WRITTEN)
def test_every_period_lies_within_itself(text: str) -> None:
    assert lies_within(text, text)
