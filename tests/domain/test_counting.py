"""Counting once: which rows may be added together."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.flows import count_once, selected

NAN = float("nan")
Rows = Callable[..., pd.DataFrame]


def names(rows: pd.DataFrame) -> list[str]:
    return rows["statement_id"].tolist()


def test_a_year_inside_six_years_is_counted_with_the_six_years(flows: Rows) -> None:
    rows = flows(
        {"statement_id": "SIX", "origin": "_T", "period": "2017-01-01/2022-12-31", "placements": 860},
        {"statement_id": "Y2019", "part_of": "SIX", "origin": "_O", "period": "2019", "placements": 251},
        {"statement_id": "TUN", "part_of": "SIX", "origin": "TUN", "period": "2019", "placements": NAN},
        {"statement_id": "Y2015", "origin": "SEN", "period": "2015", "placements": 11},
    )
    assert names(count_once(rows)) == ["SIX", "Y2015"]
    assert names(count_once(rows[rows["period"] == "2019"])) == ["Y2019", "TUN"], "the whole is not in this selection"
    assert names(count_once(rows, apart=["period"])) == ["SIX", "Y2019", "TUN", "Y2015"], "side by side"


def test_a_statement_without_a_number_does_not_push_out_its_parts(flows: Rows) -> None:
    rows = flows(
        {"statement_id": "ALL", "period": "2019", "placements": NAN, "status": "not_reported"},
        {"statement_id": "Q1", "part_of": "ALL", "period": "2019-Q1", "placements": 5},
    )
    assert names(count_once(rows)) == ["ALL", "Q1"]


def test_a_filter_that_drops_the_middle_statement_does_not_count_twice(flows: Rows) -> None:
    every = flows(
        {"statement_id": "A", "origin": "_T", "placements": 40, "period": "2017-01-01/2022-12-31"},
        {"statement_id": "B", "part_of": "A", "origin": "_T", "placements": 20, "source": "other", "period": "2019"},
        {"statement_id": "C", "part_of": "B", "origin": "SEN", "placements": 7, "period": "2019-H1"},
    )
    chosen = selected(every, source="test", families={})
    assert names(chosen) == ["A", "C"]
    assert names(count_once(chosen, among=every)) == ["A"]


def test_a_programme_is_inside_its_scheme_where_countries_and_periods_meet(flows: Rows) -> None:
    rows = flows(
        {"statement_id": "SCHEME", "origin": "SEN", "period": "2016", "placements": 11},
        {
            "statement_id": "OVERLAP",
            "origin": "SEN",
            "programme": "W",
            "period": "2015-11-01/2016-06-30",
            "placements": 4,
        },
        {"statement_id": "UNDATED", "origin": "SEN", "programme": "W", "period": "", "placements": 9},
        {"statement_id": "WHOLE-WORLD", "origin": "_T", "programme": "W", "period": "2016", "placements": 9},
        {"statement_id": "ELSEWHERE", "origin": "TGO", "programme": "W", "period": "2016", "placements": 2},
        {"statement_id": "LATER", "origin": "SEN", "programme": "W", "period": "2018", "placements": 3},
        {
            "statement_id": "OTHER-SCHEME",
            "origin": "SEN",
            "programme": "W",
            "scheme": "VSI",
            "period": "2016",
            "placements": 6,
        },
        {
            "statement_id": "PLANNED",
            "origin": "SEN",
            "programme": "W",
            "kind": "planned",
            "period": "2016",
            "placements": 5,
        },
        {
            "statement_id": "OTHER-BASIS",
            "origin": "SEN",
            "programme": "W",
            "basis": "stock",
            "period": "2016",
            "placements": 5,
        },
    )
    kept = ["SCHEME", "ELSEWHERE", "LATER", "OTHER-SCHEME", "PLANNED", "OTHER-BASIS"]
    assert names(count_once(rows)) == kept
    programme = selected(rows, programmes=["W"], kind=None, families={})
    assert names(count_once(programme)) == names(programme), "alone, a programme's own figures count"


def test_a_programme_is_inside_a_remainder_that_names_no_country(flows: Rows) -> None:
    rows = flows(
        {"statement_id": "REST", "origin": "_O", "placements": 251, "status": "not_broken_down"},
        {"statement_id": "P", "origin": "MLI", "programme": "W", "placements": 3},
    )
    assert names(count_once(rows)) == ["REST"]


def test_a_quarter_inside_its_year_is_counted_with_the_year(flows: Rows) -> None:
    rows = flows(
        {"statement_id": "YEAR", "origin": "SEN", "period": "2019", "placements": 20},
        {"statement_id": "Q1", "origin": "SEN", "period": "2019-Q1", "placements": 6},
        {"statement_id": "Q2-TUN", "origin": "TUN", "period": "2019-Q2", "placements": 2},
        {"statement_id": "SAME-DAYS", "origin": "SEN", "period": "2019-01-01/2019-12-31", "placements": 20},
    )
    assert names(count_once(rows)) == ["YEAR", "Q2-TUN"]


def test_the_sexes_of_a_flow_are_inside_the_flow(flows: Rows) -> None:
    rows = flows(
        {"statement_id": "BOTH", "placements": 12},
        {"statement_id": "F", "sex": "F", "placements": 7},
        {"statement_id": "M", "sex": "M", "placements": 5},
    )
    assert names(count_once(rows)) == ["BOTH"]
    assert names(count_once(rows[rows["sex"] != "_T"])) == ["F", "M"]


def test_two_datasets_and_two_statements_of_one_name_do_not_meet(flows: Rows) -> None:
    rows = flows(
        {"dataset": "a", "statement_id": "X", "placements": 3},
        {"dataset": "b", "statement_id": "Y", "part_of": "X", "placements": 4},
    )
    assert names(count_once(rows)) == ["X", "Y"]


ROW = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(["SEN", "TUN", "_T", "_O"]),
        "destination": st.sampled_from(["FRA", "MAR"]),
        "period": st.sampled_from(["2018", "2019", "2019-Q1", ""]),
        "programme": st.sampled_from(["_T", "W", "P"]),
        "scheme": st.sampled_from(["SC_RECIP", "VSI"]),
        "placements": st.sampled_from([NAN, 0.0, 3.0, 8.0]),
        "part": st.integers(-1, 5),
    }
)


def drawn_rows(flows: Rows, drawn: list[dict[str, object]]) -> pd.DataFrame:
    """Rows whose part_of names an earlier row only: no circles."""
    rows = []
    for number, row in enumerate(drawn):
        part = row["part"]
        assert isinstance(part, int)
        above = f"S{part}" if 0 <= part < number else ""
        rows.append(
            {key: value for key, value in row.items() if key != "part"} | {"statement_id": f"S{number}", "part_of": above}
        )
    return flows(*rows)


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=7))
def test_counting_once_is_done_once_and_never_counts_a_part_beside_its_whole(
    flows: Rows, drawn: list[dict[str, object]]
) -> None:
    rows = drawn_rows(flows, drawn)
    kept = count_once(rows)
    pd.testing.assert_frame_equal(count_once(kept, among=rows), kept)
    parent = dict(zip(rows["statement_id"], rows["part_of"], strict=True))
    counted = set(kept.loc[kept["placements"].notna(), "statement_id"])
    for name in kept["statement_id"]:
        above = parent[name]
        while above:
            assert above not in counted, f"{name} is counted beside {above}"
            above = parent[above]


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(flows: Rows, drawn: list[dict[str, object]], chance: object) -> None:
    rows = drawn_rows(flows, drawn)
    mixed = rows.sample(frac=1, random_state=chance.randrange(2**31))
    assert sorted(names(count_once(mixed))) == sorted(names(count_once(rows)))


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=7))
def test_what_is_left_out_is_left_out_for_a_reason(flows: Rows, drawn: list[dict[str, object]]) -> None:
    """A plain row-by-row reading of the three rules, without any grouping."""
    rows = drawn_rows(flows, drawn)
    kept = set(count_once(rows)["statement_id"])
    records = rows.to_dict("records")
    by_name = {row["statement_id"]: row for row in records}

    def numbered(row: dict[str, object]) -> bool:
        return row["placements"] == row["placements"]

    def inside_statement(row: dict[str, object]) -> bool:
        above = row["part_of"]
        while above:
            if numbered(by_name[above]):
                return True
            above = by_name[above]["part_of"]
        return False

    def meet(one: object, other: object) -> bool:
        return one == other or one in ("_T", "_O") or other in ("_T", "_O")

    def times_meet(one: object, other: object) -> bool:
        return "" in (one, other) or one == other or {one, other} == {"2019", "2019-Q1"}

    first = [row for row in records if not inside_statement(row)]
    second = [
        row
        for row in first
        if not any(
            whole["programme"] == "_T" != row["programme"]
            and whole["scheme"] == row["scheme"]
            and numbered(whole)
            and meet(whole["origin"], row["origin"])
            and meet(whole["destination"], row["destination"])
            and times_meet(whole["period"], row["period"])
            for whole in first
        )
    ]
    cell = ("origin", "destination", "programme", "scheme")
    third = [
        row
        for row in second
        if not (
            row["period"] == "2019-Q1"
            and any(
                year["period"] == "2019" and numbered(year) and all(year[key] == row[key] for key in cell)
                for year in second
            )
        )
    ]
    assert kept == {row["statement_id"] for row in third}
