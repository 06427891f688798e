"""What changed since the edition published last, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from values import definition, value, values

from crossmobility.domain.indicators.editions import REVISION_COLUMNS, WHY, revisions
from crossmobility.domain.indicators.values import COMPUTED_EDITION

FIRST = {"edition": "v1", "as_of": "2025-01-31"}
SECOND = {"edition": "v2", "as_of": "2025-06-30"}
THIRD = {"edition": "v3", "as_of": "2025-11-30"}


def changed(*rows: dict[str, Any], as_of: str = "2025-12-31", **options: Any) -> list[dict[str, Any]]:
    found = revisions(values(*rows), as_of=date.fromisoformat(as_of), **options)
    assert tuple(found.columns) == REVISION_COLUMNS
    return [{str(name): cell for name, cell in row.items()} for row in found.to_dict("records")]


def test_a_provisional_value_that_became_final_says_so() -> None:
    (row,) = changed(value(100, value_status="provisional", **FIRST), value(90, source="final report", **SECOND))
    assert (row["before"], row["now"], row["change"], row["change_share"]) == (100, 90, -10, approx(-0.1))
    assert (row["value_status_before"], row["value_status"]) == ("provisional", "reported")
    assert (row["edition_before"], row["edition"], row["why"], row["source"]) == ("v1", "v2", "final", "final report")
    assert (row["as_of_before"], row["as_of"]) == ("2025-01-31", "2025-06-30")


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        (value(100, **FIRST), value(90, **SECOND), "revised"),
        (value(100, **FIRST), value(90, value_status="provisional", **SECOND), "provisional"),
        (value(value_status="not_reported", **FIRST), value(90, **SECOND), "received"),
        (value(100, **FIRST), value(value_status="suppressed", **SECOND), "withdrawn"),
        (value(0.6, **FIRST), value(numerator=12.0, denominator=19.0, value_status="not_reported", **SECOND), "too_few"),
        (value(100, **FIRST), value(90, edition=COMPUTED_EDITION, as_of="2025-06-30"), "recounted"),
        (value(100, value_status="estimated", **FIRST), value(100, **SECOND), "final"),
    ],
    ids=lambda cell: cell if isinstance(cell, str) else "",
)
def test_every_change_has_a_reason(before: dict[str, Any], now: dict[str, Any], why: str) -> None:
    (row,) = changed(before, now)
    assert row["why"] == why
    assert WHY[why].in_language("en").endswith(".")


def test_of_three_editions_the_last_two_are_compared() -> None:
    (row,) = changed(value(3, **THIRD), value(1, **FIRST), value(2, **SECOND))
    assert (row["before"], row["now"]) == (2, 3)
    (earlier,) = changed(value(3, **THIRD), value(1, **FIRST), value(2, **SECOND), as_of="2025-07-01")
    assert (earlier["before"], earlier["now"]) == (1, 2)


def test_what_was_published_on_a_day_can_be_compared_with() -> None:
    rows = [value(1, **FIRST), value(2, **SECOND), value(3, **THIRD)]
    (row,) = changed(*rows, since=date(2025, 3, 1))
    assert (row["before"], row["now"], row["edition_before"]) == (1, 3, "v1")
    assert changed(*rows, since=date(2024, 3, 1)) == []


def test_the_same_number_again_is_no_change() -> None:
    assert changed(value(1, **FIRST), value(1, **SECOND)) == []


def test_a_value_stated_once_has_not_changed() -> None:
    assert changed(value(1, **FIRST), value(2, period="2023", **SECOND)) == []


def test_a_revised_target_is_another_type_of_value_and_no_change() -> None:
    assert changed(value(1, value_type="target_initial", **FIRST), value(2, value_type="target_revised", **SECOND)) == []


def test_a_change_that_the_decimals_do_not_show_is_none() -> None:
    share = {"STARTS": definition(unit="SHARE", decimals=1)}
    rows = [value(0.8812, **FIRST), value(0.88118, edition=COMPUTED_EDITION, as_of="2025-06-30")]
    assert changed(*rows, definitions=share) == []
    assert len(changed(*rows)) == 1


def test_counting_what_was_stated_gives_no_news_if_the_number_is_the_same() -> None:
    assert (
        changed(value(5, value_status="provisional", **FIRST), value(5, edition=COMPUTED_EDITION, as_of="2025-06-30")) == []
    )


def test_a_change_from_zero_has_no_share() -> None:
    (row,) = changed(value(0, **FIRST), value(5, **SECOND))
    assert row["change"] == 5
    assert np.isnan(row["change_share"])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 4), st.integers(0, 2)), unique_by=lambda row: row[:2]))
def test_going_back_by_the_changes_gives_what_was_published(rows: list[tuple[str, int, int]]) -> None:
    made = [
        value(float(number), dimension="d", category=category, edition=f"v{day}", as_of=f"2025-01-0{day}")
        for category, day, number in rows
    ]
    found = pd.DataFrame(changed(*made, since=date(2025, 1, 2)), columns=list(REVISION_COLUMNS))
    assert (found["before"] + found["change"]).tolist() == found["now"].tolist()
    for category in "ab":
        series = sorted((day, number) for name, day, number in rows if name == category)
        then = [number for day, number in series if day <= 2]
        moved = bool(then) and then[-1] != series[-1][1]
        assert (found["category"] == category).sum() == moved
