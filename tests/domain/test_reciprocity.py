"""Reciprocity on published figures, and on the sample counted a second way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from exchanges import AS_OF, DATA, agreements

from crossmobility.domain.reciprocity import (
    Book,
    Scope,
    concentration,
    network,
    one_way,
    pair,
    partners,
    scope_of,
    whole,
)
from crossmobility.domain.selection import Selection
from crossmobility.reference import schemes
from crossmobility.release.build import built
from crossmobility.release.figures import Figures

# Published figures


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return figures("reference/published").rows("published")


@pytest.fixture(scope="module")
def sample() -> Book:
    return Book(figures("sample").rows("sample"))


def figures(place: str) -> Figures:
    return built([DATA / place]).figures


def schemes_by_family() -> dict[str, str]:
    return {scheme.scheme: scheme.family for scheme in schemes().values()}


def answer(rows: pd.DataFrame | Book, complete_to: str = "", **selection: object) -> Scope:
    return scope_of(rows, Selection(**selection), schemes_by_family(), complete_to=complete_to)


@pytest.mark.parametrize(
    ("selection", "forward", "back", "expected"),
    [
        pytest.param({"period": "2016", "schemes": ("CAMP",)}, 2505, 2702, 1.0786, id="work camps 2016"),
        pytest.param({"period": "2016", "schemes": ("SC",)}, 2059, 54, 0.0262, id="Service Civique 2016"),
        pytest.param(
            {"period": "2018", "programmes": ("WELTWARTS",), "reference": "DEU"}, 3382, 640, 0.1892, id="weltwärts"
        ),
        pytest.param(
            {"period": "2020-01-01/2022-02-28", "schemes": ("SOUTH_SOUTH",), "reference": "MAR", "kind": "planned"},
            8,
            8,
            1.0,
            id="plan of the South-South pilot",
        ),
    ],
)
def test_published_ratios_of_all_countries_together(
    published: pd.DataFrame, selection: dict[str, object], forward: int, back: int, expected: float
) -> None:
    found = whole(answer(published, **selection))
    assert (found.forward, found.back, found.status) == (forward, back, "reported")
    assert round(found.ratio, 4) == expected


@pytest.mark.parametrize(
    ("period", "back", "expected"),
    [pytest.param("", 9, 0.9, id="edition 1"), pytest.param("2015-11-01/2016-06-30", 4, 0.4, id="edition 2")],
)
def test_published_ratios_of_weccee(published: pd.DataFrame, period: str, back: int, expected: float) -> None:
    scope = answer(published, period=period, programmes=("WECCEE",))
    found = pair(scope, "SEN", "FRA", agreements(), schemes_by_family())
    assert (scope.selection.basis, found.forward, found.back, found.ratio) == ("not_stated", 10, back, expected)
    assert (found.small, found.band, found.default_band) == (True, "none", "too_small"), "ten people are no verdict"


def test_the_five_largest_origins_of_2022_are_more_than_half(published: pd.DataFrame) -> None:
    found = concentration(answer(published, period="2022", schemes=("SC",)), "in")
    assert found.countries == ("SEN", "MAR", "BEN", "BFA", "LBN")
    assert (found.volume, found.total, round(found.share, 3)) == (82, 153, 0.536)


def test_all_published_schemes_of_2016_together_are_mixed(published: pd.DataFrame) -> None:
    scope = answer(published, period="2016")
    assert scope.families == ("CAMP", "SC")
    assert whole(scope).default_band == "mixed"


# The sample, against its placements one by one


def started(family: str, period: str) -> pd.DataFrame:
    """Return the sample's placements of a family that started in the years of a period, read as plainly as possible."""
    table = pd.read_csv(DATA / "sample" / "placements.csv", usecols=["scheme", "origin", "destination", "start_on"])
    first, last = period.split("-")
    year = pd.to_datetime(table["start_on"]).dt.year
    return table[(table["scheme"].map(schemes_by_family()) == family) & year.between(int(first), int(last))]


@pytest.mark.parametrize(
    ("family", "reference", "period", "window"),
    [("SC", "FRA", "2023-2023", "1"), ("SC", "FRA", "2021-2025", "5"), ("VSI", "SEN", "2022-2024", "3"),
     ("SOUTH_SOUTH", "MAR", "2019-2021", "3")],
)  # fmt: skip
def test_partners_of_the_sample_are_its_placements_counted(
    sample: Book, family: str, reference: str, period: str, window: str
) -> None:
    people = started(family, period)
    arrived = people[people["destination"] == reference].groupby("origin").size()
    left = people[people["origin"] == reference].groupby("destination").size()
    plain = pd.DataFrame({"inflow": arrived, "outflow": left}).fillna(0.0)
    scope = answer(
        sample, AS_OF, period=period[-4:], window=window, reference=reference, schemes=(family,), basis="started"
    )
    table = partners(scope, agreements(), schemes_by_family()).set_index("country")
    table = table[table["known"] > 0].sort_index()
    assert not plain.empty
    assert table.index.tolist() == plain.index.tolist()
    for column, expected in (
        ("inflow", plain["inflow"]),
        ("outflow", plain["outflow"]),
        ("net", plain["inflow"] - plain["outflow"]),
        ("ratio", (plain["inflow"] / plain["outflow"]).replace(np.inf, np.nan)),
        ("balance", plain.min(axis=1) / plain.max(axis=1)),
        ("people_in", plain["inflow"]),
    ):
        np.testing.assert_allclose(table[column], expected, err_msg=column)
    assert table["small"].tolist() == (plain.min(axis=1) < 10).tolist()


def test_people_behind_the_months_of_three_years_are_those_who_were_there(sample: Book) -> None:
    days = ["start_on", "end_on", "planned_end_on"]
    table = pd.read_csv(DATA / "sample" / "placements.csv", usecols=["scheme", "destination", *days], parse_dates=days)
    late = table["end_on"].isna() & (table["planned_end_on"] < AS_OF)
    end = table["end_on"].mask(late, table["planned_end_on"]).fillna(pd.Timestamp("2100-01-01"))
    there = (table["scheme"].map(schemes_by_family()) == "VSI") & (table["destination"] == "FRA")
    there &= (table["start_on"] <= "2024-12-31") & (end >= "2022-01-01")
    scope = answer(sample, AS_OF, period="2024", window="3", schemes=("VSI",), measure="volunteer_months")
    found = whole(scope)
    assert found.people_back == there.sum() > 0
    singles = [
        whole(answer(sample, AS_OF, period=year, schemes=("VSI",), measure="volunteer_months"))
        for year in ("2022", "2023", "2024")
    ]
    assert found.back == pytest.approx(sum(one.back for one in singles))
    assert sum(one.people_back for one in singles) > found.people_back, "some were there in several years"


def test_guinea_is_one_way_out_in_weccee_2025(sample: Book) -> None:
    scope = answer(sample, AS_OF, period="2025", programmes=("WECCEE",))
    row = partners(scope, agreements(), schemes_by_family()).set_index("country").loc["GIN"]
    assert (row["way"], row["inflow"], row["last_in"]) == ("out", 0, "")
    assert one_way(scope)[["origin", "destination"]].to_numpy().tolist() == [["FRA", "GIN"]]


def test_morocco_is_a_two_way_hub_of_the_south_south_pilot(sample: Book) -> None:
    scope = answer(sample, AS_OF, period="2021", window="3", reference="MAR", schemes=("SOUTH_SOUTH",))
    table = partners(scope, agreements(), schemes_by_family())
    assert table[["country", "inflow", "outflow", "way"]].to_numpy().tolist() == [
        ["SEN", 4, 4, "both"],
        ["CIV", 3, 3, "both"],
        ["MLI", 1, 1, "both"],
    ]
    assert (whole(scope).back, whole(scope).forward, whole(scope).ratio) == (8, 8, 1)
    assert network(scope).flow_reciprocity == 16 / 19, "three more went between Colombia, Peru and Ecuador"


def test_the_agreement_with_burkina_faso_ended_in_august_2023() -> None:
    found = figures("sample")
    book, agreed = Book(found.rows("sample")), found.agreements_of("sample")

    def agreement(period: str) -> object:
        scope = answer(book, AS_OF, period=period, schemes=("SC",))
        return partners(scope, agreed, schemes_by_family()).set_index("country").loc["BFA", ["agreement_id", "low", "high"]]

    assert agreement("2023").tolist() == ["AGR-06", 0.8, 1.25]
    assert agreement("2024").tolist()[0] == ""
