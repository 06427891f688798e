"""Published figures beside the records: the same corridor, period, scheme and programme, and why the two may differ."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from crossmobility.domain.programmes.compared import COMPARED_COLUMNS, REASONS, compared, wholes
from crossmobility.domain.statements import FLOW_COLUMNS, resolved_totals
from crossmobility.errors import BadRequest
from crossmobility.release.figures import open_figures

NAN = float("nan")
SAMPLE = Path(__file__).parents[3] / "data" / "sample" / "placements.csv"
BASES = ("started", "active", "stock", "ended")
WORDS = ("sector", "sex", "age_band", "duration_band")


def flow_rows(*rows: dict[str, object], **usual: object) -> pd.DataFrame:
    """Return flow rows from Senegal to France in 2022; each dict says only what differs."""
    ordinary = {
        **dict.fromkeys(FLOW_COLUMNS, ""),
        **dict.fromkeys(["programme", *WORDS], "_T"),
        **dict.fromkeys(["placements", "volunteer_months", "countries", "rank"], NAN),
        "origin": "SEN",
        "destination": "FRA",
        "period": "2022",
        "scheme": "SC_RECIP",
        "kind": "actual",
        "status": "reported",
        **usual,
    }
    texts = {name: "str" for name in FLOW_COLUMNS if not isinstance(ordinary[name], float)}
    return pd.DataFrame([{**ordinary, **row} for row in rows], columns=list(FLOW_COLUMNS)).astype(
        texts | dict.fromkeys(["placements", "volunteer_months", "countries", "rank"], "float64")
    )


def stated(*rows: dict[str, object]) -> pd.DataFrame:
    return flow_rows(*rows, dataset="published", basis="not_stated", certainty="published", placements=10.0)


def cells(*rows: dict[str, object]) -> pd.DataFrame:
    return flow_rows(*rows, dataset="records", basis="started", certainty="computed", placements=1.0, programme="NONE")


def only(table: pd.DataFrame) -> dict[str, object]:
    (row,) = table.to_dict("records")
    return row


def numbers(row: dict[str, object]) -> list[object]:
    return [None if pd.isna(row[basis]) else row[basis] for basis in BASES]


@pytest.fixture(scope="module")
def bundled() -> pd.DataFrame:
    """The bundled published figures beside the sample."""
    figures = open_figures()
    return compared(figures.rows("published"), figures.rows("sample"), synthetic=True)


def statement(table: pd.DataFrame, name: str) -> dict[str, object]:
    return only(table[table["statement_id"] == name])


def test_the_four_bases_are_counted_and_never_added() -> None:
    records = cells(
        {"placements": 3.0},
        {"placements": 7.0, "basis": "active", "programme": "WECCEE"},
        {"placements": 2.0, "basis": "stock"},
        {"placements": 5.0, "basis": "ended"},
        {"placements": 90.0, "period": "2021"},
        {"placements": 90.0, "scheme": "VSI"},
        {"placements": 90.0, "destination": "TUN"},
        {"placements": 90.0, "kind": "planned"},
    )
    row = only(compared(stated({"placements": 6.0}), records, synthetic=False))
    assert numbers(row) == [3.0, 7.0, 2.0, 5.0]
    assert (row["nearest"], row["difference"]) == ("active", 1.0)  # ended is as far: the first of the two
    assert row["reasons"] == ("basis_not_stated",)


def test_a_programme_is_compared_with_its_own_records_only() -> None:
    records = cells({"placements": 3.0}, {"placements": 4.0, "programme": "WECCEE"})
    row = only(compared(stated({"programme": "WECCEE"}), records, synthetic=False))
    assert row["started"] == 4.0


def test_all_countries_are_added_up_but_never_one_with_itself() -> None:
    records = cells(
        {"placements": 3.0},
        {"origin": "TUN", "placements": 4.0},
        {"origin": "FRA", "placements": 50.0},
        {"origin": "FRA", "destination": "SEN", "placements": 60.0},
    )
    into, out, within = compared(
        stated(
            {"origin": "_T", "scheme": "_T"},
            {"origin": "FRA", "destination": "_T", "scheme": "_T"},
            {"origin": "FRA"},
        ),
        records,
        synthetic=False,
    ).to_dict("records")
    assert (into["started"], out["started"], within["started"]) == (7.0, 60.0, 50.0)
    assert into["reasons"] == ("basis_not_stated", "total_without_countries")


def test_a_remainder_is_compared_with_the_countries_that_have_no_number_of_their_own() -> None:
    published = resolved_totals(
        stated(
            {"statement_id": "ALL", "origin": "_T", "placements": 30.0},
            {"statement_id": "A", "part_of": "ALL", "placements": 12.0},
            {"statement_id": "B", "part_of": "ALL", "origin": "TUN", "placements": NAN, "status": "not_broken_down"},
        )
    )
    records = cells(
        {"placements": 11.0}, {"origin": "TUN", "placements": 5.0}, {"origin": "MLI", "placements": 2.0}, {"origin": "FRA"}
    )
    table = compared(published, records, synthetic=False)
    rest = statement(table, "ALL")
    assert (rest["published"], rest["started"]) == (18.0, 7.0), "Tunisia is named without a number: it is in the remainder"
    named = statement(table, "B")
    assert (named["started"], named["nearest"]) == (5.0, "")
    assert pd.isna(named["difference"])
    assert named["reasons"] == ("basis_not_stated", "named_without_number")
    whole = only(wholes(table))
    assert (whole["statement_id"], whole["origin"], whole["published"]) == ("ALL", "_T", 30.0)
    assert (whole["started"], whole["difference"]) == (18.0, -12.0)


def test_a_remainder_at_both_ends_leaves_out_what_is_named_at_either() -> None:
    published = stated(
        {"origin": "_O", "destination": "_O", "status": "not_broken_down"},
        {"origin": "FRA", "destination": "_O", "status": "not_broken_down"},
        {"origin": "FRA", "destination": "SEN"},
    )
    records = cells(
        {"placements": 1.0},
        {"origin": "FRA", "destination": "SEN", "placements": 10.0},
        {"origin": "FRA", "destination": "TUN", "placements": 100.0},
    )
    table = compared(published, records, synthetic=False)
    assert table["started"].tolist() == [1.0, 100.0, 10.0]


def test_countries_named_without_a_remainder_make_no_whole() -> None:
    published = stated({}, {"origin": "TUN"}, {"origin": "MLI", "placements": NAN, "status": "not_broken_down"})
    assert wholes(compared(published, cells({}), synthetic=False)).empty


def test_several_whole_years_add_up_for_what_starts_and_ends_only() -> None:
    records = cells(*({"period": year, "basis": basis} for year in ("2021", "2022", "2023") for basis in BASES))
    row = only(compared(stated({"period": "2021-01-01/2022-12-31"}), records, synthetic=False))
    assert numbers(row) == [2.0, None, None, 2.0]
    year = only(compared(stated({"period": "2022-01-01/2022-12-31"}), records, synthetic=False))
    assert numbers(year) == [1.0, 1.0, 1.0, 1.0]


@pytest.mark.parametrize("text", ["", "2022-H1", "2021-11-01/2022-12-31", "2020", "2024", "2022-01-01/2024-12-31"])
def test_a_period_that_is_not_counted_is_unknown(text: str) -> None:
    records = cells({"period": "2021"}, {"period": "2023"}, {"period": "2024", "status": "provisional"})
    row = only(compared(stated({"period": text}), records, synthetic=False))
    assert numbers(row) == [None, None, None, None]
    assert row["reasons"] == ("basis_not_stated", "period_not_counted")


def test_a_year_within_the_records_in_which_nobody_goes_is_zero() -> None:
    row = only(compared(stated({}), cells({"period": "2021"}, {"period": "2023"}), synthetic=False))
    assert numbers(row) == [0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize("other", [{"scheme": "CAMP"}, {"programme": "NOREC"}, {"sex": "F"}])
def test_what_the_records_do_not_hold_is_unknown(other: dict[str, object]) -> None:
    row = only(compared(stated(other), cells({}), synthetic=False))
    assert numbers(row) == [None, None, None, None]
    assert row["reasons"] == ("basis_not_stated", "not_recorded")


def test_a_hidden_part_leaves_the_sum_unknown() -> None:
    records = cells({"placements": 3.0}, {"origin": "TUN", "placements": NAN, "status": "suppressed"})
    row = only(compared(stated({"origin": "_T"}), records, synthetic=False))
    assert pd.isna(row["started"])


def test_a_source_that_states_its_basis_is_compared_on_that_one() -> None:
    records = cells({"placements": 10.0}, {"placements": 14.0, "basis": "active"})
    row = only(compared(stated({"basis": "active"}), records, synthetic=False))
    assert (row["stated_basis"], row["nearest"], row["difference"], row["reasons"]) == ("active", "active", 4.0, ())


def test_reasons_come_in_their_order() -> None:
    published = stated({"kind": "planned", "certainty": "second_hand", "origin": "_T", "placements": 1.0})
    row = only(compared(published, cells({}), synthetic=True))
    expected = ("basis_not_stated", "planned_not_result", "synthetic", "total_without_countries", "second_hand", "equal")
    assert row["reasons"] == expected


def test_without_published_figures_or_records_there_is_nothing_to_compare() -> None:
    nothing = compared(stated({})[:0], cells({}), synthetic=False)
    assert (list(nothing), len(nothing), len(wholes(nothing))) == (list(COMPARED_COLUMNS), 0, 0)
    row = only(compared(stated({}), cells({})[:0], synthetic=False))
    assert row["reasons"] == ("basis_not_stated", "period_not_counted", "not_recorded")


def test_two_datasets_of_records_are_refused() -> None:
    with pytest.raises(BadRequest):
        compared(stated({}), cells({}, {"dataset": "other"}), synthetic=False)


def test_the_tables_handed_over_stay_as_they_are() -> None:
    published, records = stated({"origin": "_O"}, {}), cells({})
    before = published.copy(), records.copy()
    compared(published, records, synthetic=True)
    pd.testing.assert_frame_equal(published, before[0])
    pd.testing.assert_frame_equal(records, before[1])


@pytest.mark.parametrize(
    ("name", "published", "counted", "nearest"),
    [
        ("SC-2015-SEN-FRA", 11, 11, "started"),
        ("SC-2016-IN", 54, 54, "started"),
        ("SC-2019-IN", 251, 251, "started"),
        ("SC-2022-IN", 71, 71, "started"),
        ("SC-2022-SEN-FRA", 22, 22, "started"),
        ("SC-2017-2022-IN", 860, 860, "started"),
        ("VSI-2023-IN", 59, 59, "started"),
        ("VSI-2024-IN", 147, 147, "active"),
        ("YOUTH-2022-IN", 39, 39, "started"),
        ("CAMP-2016-IN", 2702, 7, "started"),
        ("SC-2017-PLAN-IN", 98, 86, "ended"),
    ],
)
def test_bundled_figures(bundled: pd.DataFrame, name: str, published: float, counted: float, nearest: str) -> None:
    row = statement(bundled, name)
    assert (row["published"], row["nearest"], row[nearest]) == (published, nearest, counted)
    assert row["difference"] == counted - published
    assert ("equal" in row["reasons"]) == (counted == published)
    assert "synthetic" in row["reasons"]


def test_bundled_statements_as_wholes(bundled: pd.DataFrame) -> None:
    table = wholes(bundled)
    facts = [tuple(line) for line in table[["period", "destination", "published", "started"]].itertuples(index=False)]
    assert facts[:2] == [("2015", "FRA", 33.0, 33.0), ("2022", "FRA", 153.0, 153.0)]
    assert table["certainty"].tolist() == ["published", "published", "second_hand"]
    assert [("equal" in reasons) for reasons in table["reasons"]] == [True, True, False]


@pytest.mark.parametrize("name", ["WECCEE-1-SEN-FRA", "WECCEE-2-FRA-SEN", "AFRICA2020-IN", "SUDSUD-PLAN-OUT"])
def test_bundled_figures_without_whole_years(bundled: pd.DataFrame, name: str) -> None:
    row = statement(bundled, name)
    assert "period_not_counted" in row["reasons"]
    assert numbers(row) == [None, None, None, None]


def test_bundled_figures_of_other_countries_are_not_recorded(bundled: pd.DataFrame) -> None:
    row = statement(bundled, "WELTWARTS-2018-OUT")
    expected = ("basis_not_stated", "synthetic", "total_without_countries", "not_recorded", "second_hand")
    assert (numbers(row), row["reasons"]) == ([None] * 4, expected)


def test_bundled_comparison_is_what_plain_pandas_counts(bundled: pd.DataFrame) -> None:
    records = pd.read_csv(SAMPLE, dtype="str", keep_default_na=False)
    started = records[(records["destination"] == "FRA") & (records["origin"] != "FRA") & (records["start_on"] != "")]
    named = ["SEN", "MAR", "BEN", "BFA", "LBN"]
    year = started[(started["scheme"] == "SC_RECIP") & started["start_on"].str.startswith("2022")]
    assert statement(bundled, "SC-2022-IN")["started"] == (~year["origin"].isin(named)).sum() == 71
    row = statement(bundled, "VSI-2024-IN")
    vsi = started[started["scheme"] == "VSI_RECIP"]
    last = vsi["end_on"].where(vsi["end_on"] != "", "9999")
    assert row["active"] == ((vsi["start_on"] <= "2024-12-31") & (last >= "2024-01-01")).sum()
    assert row["started"] == vsi["start_on"].str.startswith("2024").sum()


def test_every_row_is_there_once_and_every_reason_is_known(bundled: pd.DataFrame) -> None:
    assert bundled["statement_id"].tolist() == open_figures().rows("published")["statement_id"].tolist()
    places = [[REASONS.index(reason) for reason in reasons] for reasons in bundled["reasons"]]
    assert all(line == sorted(set(line)) for line in places)
