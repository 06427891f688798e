"""The course of programmes: what goes each way in each period; what is not stated is no zero."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.domain.programmes.course import COURSE_COLUMNS, MULTIPLE_COLUMNS, course, small_multiples, way_of
from crossmobility.domain.statements import FLOW_COLUMNS
from crossmobility.errors import BadRequest
from crossmobility.reference import programmes
from crossmobility.release.figures import Figures, open_figures

NAN = float("nan")
SAMPLE = Path(__file__).parents[3] / "data" / "sample" / "placements.csv"
YEARS = [str(year) for year in range(2014, 2026)]
OUT = {"origin": "FRA", "destination": "SEN"}
SOUTH = {"origin": "COL", "destination": "PER"}
HOME = {"origin": "TGO", "destination": "TGO"}


@dataclass(frozen=True)
class Seen:
    """A programme as far as its course needs it."""

    reference_country: str = "FRA"
    design: str = ""


def flow_rows(*rows: dict[str, object]) -> pd.DataFrame:
    """Return started placements of WECCEE from Senegal to France in 2022; each dict says only what differs."""
    usual: dict[str, object] = {
        **dict.fromkeys(FLOW_COLUMNS, ""),
        **dict.fromkeys(["sector", "sex", "age_band", "duration_band"], "_T"),
        **dict.fromkeys(["volunteer_months", "countries", "rank"], NAN),
        "dataset": "d",
        "origin": "SEN",
        "destination": "FRA",
        "period": "2022",
        "scheme": "SC_RECIP",
        "programme": "WECCEE",
        "basis": "started",
        "kind": "actual",
        "placements": 1.0,
        "status": "reported",
    }
    texts = {name: "str" for name, value in usual.items() if not isinstance(value, float)}
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=list(FLOW_COLUMNS))
    return frame.astype(texts | dict.fromkeys([name for name in usual if name not in texts], "float64"))


def lines(table: pd.DataFrame) -> list[list[object]]:
    cells = table.astype(object).where(table.notna(), None)
    return cells.to_numpy().tolist()


@pytest.fixture(scope="module")
def figures() -> Figures:
    return open_figures()


def test_each_way_is_seen_from_the_reference_country() -> None:
    rows = flow_rows({}, OUT, SOUTH, HOME, {"origin": "_T"}, {"origin": "_T", "destination": "PER"})
    assert way_of(rows, "FRA").fillna("").tolist() == ["in", "out", "between", "local", "in", ""]
    assert way_of(rows, "PER").fillna("").tolist() == ["between", "between", "in", "local", "", "in"]


def test_complete_years_hold_a_number_for_every_way() -> None:
    rows = flow_rows(
        {"placements": 3.0},
        {"origin": "TUN", "placements": 4.0},
        {**OUT, "placements": 5.0},
        {**SOUTH, "placements": 6.0, "period": "2024"},
        {**HOME, "placements": 7.0, "period": "2024"},
    )
    table = course(rows, "FRA", ["2022", "2023", "2024"], complete_to="2024-06-30")
    assert list(table) == list(COURSE_COLUMNS)
    assert lines(table) == [
        ["2022", 5.0, 7.0, 0.0, 0.0, "reported"],
        ["2023", 0.0, 0.0, 0.0, 0.0, "reported"],
        ["2024", 0.0, 0.0, 6.0, 7.0, "provisional"],
    ]
    assert lines(course(rows, "PER", ["2024"], complete_to="2024-06-30")) == [["2024", 0.0, 6.0, 0.0, 7.0, "provisional"]]


def test_what_is_not_published_is_unknown() -> None:
    rows = flow_rows({"placements": 3.0}, {**SOUTH, "placements": 2.0, "period": "2021"})
    assert lines(course(rows, "FRA", ["2020", "2021", "2022"])) == [
        ["2020", None, None, None, None, "not_reported"],
        ["2021", None, None, 2.0, None, "reported"],
        ["2022", None, 3.0, None, None, "partial"],
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("2025", {}),  # has not begun
        ("2022-H1", {}),
        ("2021-11-01/2022-06-30", {}),
        ("", {}),
        ("2023", {"basis": "not_stated"}),
        ("2023", {"kind": "planned"}),
    ],
)
def test_only_counted_years_that_have_begun_hold_zeros(text: str, row: dict[str, object]) -> None:
    (line,) = lines(course(flow_rows(row), "FRA", [text], complete_to="2024-12-31"))
    assert line == [text, None, None, None, None, "not_reported"]


def test_a_hidden_number_is_no_zero() -> None:
    rows = flow_rows({"placements": NAN, "status": "suppressed"})
    (line,) = lines(course(rows, "FRA", ["2022"], complete_to="2024-12-31"))
    assert line == ["2022", 0.0, None, 0.0, 0.0, "partial"]


def test_nobody_counts_twice() -> None:
    whole = {"statement_id": "A", "origin": "_T", "placements": 9.0, "basis": "not_stated"}
    part = {"part_of": "A", "placements": 4.0, "basis": "not_stated"}
    (line,) = lines(course(flow_rows(whole, part), "FRA", ["2022"]))
    assert line[2] == 9.0


def test_months_are_those_of_the_active() -> None:
    rows = flow_rows({"basis": "active", "placements": 2.0, "volunteer_months": 7.5})
    (line,) = lines(course(rows, "FRA", ["2022"], measure="volunteer_months", complete_to="2024-12-31"))
    assert line == ["2022", 0.0, 7.5, 0.0, 0.0, "reported"]
    (line,) = lines(course(flow_rows({}), "FRA", ["2023"], measure="volunteer_months", complete_to="2024-12-31"))
    assert line[1:5] == [None] * 4


@pytest.mark.parametrize("other", [{"basis": "active"}, {"kind": "planned"}, {"dataset": "other"}])
def test_figures_that_may_not_be_added_are_refused(other: dict[str, object]) -> None:
    rows = flow_rows({}, other)
    with pytest.raises(BadRequest):
        course(rows, "FRA", ["2022"])
    with pytest.raises(BadRequest):
        small_multiples(rows, {"WECCEE": Seen()}, ["2022"])


def test_all_programmes_stand_on_one_scale_each_seen_from_its_own_country() -> None:
    rows = flow_rows(
        {"placements": 3.0},
        {**OUT, "placements": 5.0},
        {"programme": "SUDSUD", "origin": "SEN", "destination": "MAR", "placements": 8.0},
        {"programme": "SUDSUD", "origin": "SEN", "destination": "CIV", "placements": 11.0, "period": "2021"},
        {"programme": "NONE", "placements": 500.0},
    )
    own = {"WECCEE": Seen(), "SUDSUD": Seen("MAR"), "NOREC": Seen("NOR")}
    table = small_multiples(rows, own, ["2021", "2022"], complete_to="2024-12-31")
    assert list(table) == list(MULTIPLE_COLUMNS)
    assert lines(table) == [
        ["WECCEE", "2021", 0.0, 0.0, 0.0, 0.0, 11.0],
        ["WECCEE", "2022", 5.0, 3.0, 0.0, 0.0, 11.0],
        ["SUDSUD", "2021", 0.0, 0.0, 11.0, 0.0, 11.0],
        ["SUDSUD", "2022", 0.0, 8.0, 0.0, 0.0, 11.0],
        ["NOREC", "2021", None, None, None, None, 11.0],  # the records hold nothing of it
        ["NOREC", "2022", None, None, None, None, 11.0],
    ]
    published = small_multiples(rows.assign(basis="not_stated"), own, ["2021"])
    assert lines(published)[0] == ["WECCEE", "2021", None, None, None, None, 11.0]


def test_without_rows_or_programmes_nothing_is_known() -> None:
    assert lines(small_multiples(flow_rows({})[:0], {"WECCEE": Seen()}, ["2022"], complete_to="2024-12-31")) == [
        ["WECCEE", "2022", None, None, None, None, 0.0]
    ]
    assert small_multiples(flow_rows({}), {}, ["2022"]).empty
    assert lines(course(flow_rows({})[:0], "FRA", ["2022"], complete_to="2024-12-31")) == [
        ["2022", 0.0, 0.0, 0.0, 0.0, "reported"]
    ]
    assert course(flow_rows({}), "FRA", []).empty


def test_the_published_course_of_incoming_service_civique(figures: Figures) -> None:
    rows = figures.rows("published")
    rows = rows[(rows["scheme"] == "SC_RECIP") & (rows["kind"] == "actual")]
    table = course(rows, "FRA", ["2015", "2016", "2017", "2019", "2022", "2017-01-01/2022-12-31"])
    assert table["back"].fillna(-1).tolist() == [33.0, 54.0, -1.0, 251.0, 153.0, 860.0]
    assert table["forward"].isna().all()


def test_the_course_of_the_sample_is_what_plain_pandas_counts(figures: Figures) -> None:
    records = pd.read_csv(SAMPLE, dtype="str", keep_default_na=False)
    started = records[records["start_on"] != ""].assign(year=records["start_on"].str[:4])
    rows = figures.rows("sample")
    rows = rows[rows["basis"] == "started"]
    table = small_multiples(rows, programmes(), YEARS, complete_to="2025-12-31")
    assert table["largest"].unique().tolist() == [27.0]  # WECCEE 8, out
    for code, programme in programmes().items():
        own, here = started[started["programme_id"] == code], programme.reference_country
        if own.empty:
            continue
        home = own["origin"] == own["destination"]
        ways = {"forward": (own["origin"] == here) & ~home, "back": (own["destination"] == here) & ~home, "local": home}
        ways["between"] = ~(ways["forward"] | ways["back"] | home)
        shown = table[table["programme"] == code].set_index("period")
        alone = course(rows[rows["programme"] == code], here, YEARS, complete_to="2025-12-31").set_index("period")
        for name, mask in ways.items():
            expected = own.loc[mask, "year"].value_counts().reindex(YEARS, fill_value=0).astype("float64")
            assert shown[name].tolist() == expected.tolist() == alone[name].tolist(), (code, name)
    assert table.loc[table["programme"] == "NOREC", "back"].isna().all()
