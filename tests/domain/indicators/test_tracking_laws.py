"""What must hold in a tracking table for any values."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from tables import FLOW, IN_YEAR, SINCE_START, STOCK, YEARS, Row, only, quarters, table
from values import definition, target, value

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.seasons import season

NUMBER = st.floats(0, 1e6)
# A whole table is made of a few numbers: no deadline on a machine that is shared.
THOROUGHLY = settings(max_examples=20, deadline=None)


@THOROUGHLY
@given(st.lists(NUMBER, min_size=4, max_size=4), st.floats(1, 1e6))
def test_a_year_is_what_its_quarters_add_up_to(numbers: list[float], aim: float) -> None:
    row = only(FLOW, *quarters(2024, *numbers), target(aim))
    assert row["actual"] == approx(sum(numbers))
    last = only(FLOW, *quarters(2024, *numbers), target(aim), period="2024-Q4")
    assert last["measured"] == approx(sum(numbers))
    assert last["status"] == row["status"]


@THOROUGHLY
@given(st.lists(NUMBER, min_size=8, max_size=8), st.floats(1, 1e6), st.sampled_from([0.001, 7.0, 1000.0]))
def test_another_unit_changes_no_share_and_no_status(numbers: list[float], aim: float, by: float) -> None:
    def asked(scale: float) -> Row:
        scaled = [number * scale for number in numbers]
        rows = [*quarters(2022, *scaled[:4]), *quarters(2023, *scaled[4:]), *quarters(2024, scaled[0], scaled[1])]
        return only(FLOW, *rows, target(aim * scale), as_of="2024-06-30")

    one, other = asked(1.0), asked(by)
    for name in ("achievement", "season", "pace", "elapsed"):
        assert other[name] == approx(one[name], nan_ok=True)


@THOROUGHLY
@given(st.randoms(), st.sampled_from([FLOW, IN_YEAR, SINCE_START, STOCK]))
def test_the_order_of_the_rows_does_not_matter(random: Any, of: Definition) -> None:
    rows = [*YEARS, *quarters(2024, 30, 40), target(100), value(7, period="2020", value_type="baseline")]
    rows += [value(12, dimension="sex", category="F"), value(31, period="2024-Q1", edition="older", as_of="2024-03-30")]
    shuffled = random.sample(rows, len(rows))
    pd.testing.assert_frame_equal(table(of, *rows), table(of, *shuffled))


@THOROUGHLY
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=4, max_size=4),
        min_size=3,
        max_size=5,
    ),
    st.sampled_from(["flow", "cumulative_in_period"]),
    st.integers(1, 3),
)
def test_the_seasons_of_many_series_are_those_of_each(years: list[list[int | None]], kind: str, point: int) -> None:
    points = [
        (f"{2018 + year}-Q{place}", number)
        for year, numbers in enumerate(years)
        for place, number in enumerate(numbers, 1)
        if number is not None
    ]
    history = pd.DataFrame(points, columns=["period", "value"]).astype({"value": float})
    usual = season(history, "quarter", kind, before="2024")
    of = definition(accumulation=kind)
    rows = [value(float(number), period=text) for text, number in points]
    # A second series beside it, so that one cannot lend its years to the other.
    rows += [{**row, "dimension": "sex", "category": "F"} for row in [*YEARS[:4], *quarters(2024, 5, 6, 7)]]
    rows += [*quarters(2024, *range(5, 5 + point)), target(100)]
    found = table(of, *rows, period=f"2024-Q{point}")
    row = found[found["dimension"] == "_T"].iloc[0]
    assert row["season"] == approx(usual.at(point), nan_ok=True)
    assert row["season_years"] == ";".join(usual.years)


def test_between_two_points_the_season_lies_between_them() -> None:
    years = [*quarters(2022, 10, 30, 30, 30), *quarters(2023, 20, 20, 40, 20)]
    # The middle of the second quarter: 45 of its 91 days.
    row = only(FLOW, *years, value(40, as_of="2024-05-15", value_status="provisional"), target(100), as_of="2024-05-15")
    march, june = (0.1 + 0.2) / 2, (0.4 + 0.4) / 2
    assert row["season"] == approx(march + (june - march) * 45 / 91)
    early = only(FLOW, *years, value(9, as_of="2024-02-15", value_status="provisional"), target(100), as_of="2024-02-15")
    assert early["season"] == approx(march * 46 / 91)
