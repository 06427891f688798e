"""The bundled published figures: what the sources print is what the functions answer."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.domain.countries import AGGREGATES
from crossmobility.domain.flows import (
    FLOW_COLUMNS,
    contradictions,
    corridors,
    families_in,
    not_broken_down,
    pair_table,
    period_series,
    resolved_totals,
    selected,
    top,
    totals,
)
from crossmobility.domain.periods import period

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
PUBLISHED = REFERENCE / "published"
NUMBERS = ("placements", "volunteer_months", "countries", "rank")


def table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@pytest.fixture(scope="module")
def stated() -> pd.DataFrame:
    """The statements as they are in the file, in the shape of Figures."""
    rows = table(PUBLISHED / "flow_counts.csv")
    for column in NUMBERS:
        rows[column] = pd.to_numeric(rows[column].replace("", None)).astype("float64")
    rows = rows.assign(dataset="published", **dict.fromkeys(["sector", "sex", "age_band", "duration_band"], "_T"))
    return rows[list(FLOW_COLUMNS)]


@pytest.fixture(scope="module")
def rows(stated: pd.DataFrame) -> pd.DataFrame:
    return resolved_totals(stated)


@pytest.fixture(scope="module")
def families() -> dict[str, str]:
    schemes = table(REFERENCE / "schemes.csv")
    return dict(zip(schemes["scheme"], schemes["family"], strict=True))


def test_2015_thirty_three_volunteers_from_ten_countries(rows: pd.DataFrame, families: dict[str, str]) -> None:
    year = selected(rows, period="2015", schemes=["SC"], families=families)
    flows = corridors(year).set_index("origin")["placements"]
    printed = {"SEN": 11, "TUN": 8, "BFA": 3, "TGO": 3, "BRA": 2, "PER": 2, "BEN": 1, "IND": 1, "MAR": 1, "MLI": 1}
    assert flows.to_dict() == printed
    assert list(flows.index) == list(printed), "largest first, then by code"
    found = totals(year, "FRA")
    assert (found.inflow, found.countries, found.corridors, found.not_broken_down) == (33, 10, 10, 0)
    assert (found.outflow, found.net) == (None, None), "nobody published how many left"


def test_2016_fifty_four_from_fourteen_countries_named_without_numbers(
    rows: pd.DataFrame, families: dict[str, str]
) -> None:
    year = selected(rows, period="2016", schemes=["SC_RECIP"], families=families)
    found = totals(year, "FRA")
    assert (found.inflow, found.not_broken_down, found.countries, found.countries_stated) == (54, 54, 14, 14)
    assert corridors(year)["placements"].isna().all()


def test_2016_the_ratio_of_service_civique_and_of_work_camps(rows: pd.DataFrame, families: dict[str, str]) -> None:
    service = totals(selected(rows, period="2016", schemes=["SC"], families=families), "FRA")
    camps = totals(selected(rows, period="2016", schemes=["CAMP"], families=families), "FRA")
    assert service.ratio == pytest.approx(54 / 2059)
    assert round(service.ratio or 0, 4) == 0.0262
    assert camps.ratio == pytest.approx(2702 / 2505)
    assert round(camps.ratio or 0, 4) == 1.0786
    mixed = selected(rows, period="2016", families=families)
    assert families_in(mixed, families) == ("CAMP", "SC"), "two families: no common ratio may be shown"


def test_2019_none_of_251_is_broken_down_and_three_countries_are_named(
    rows: pd.DataFrame, families: dict[str, str]
) -> None:
    year = selected(rows, period="2019", schemes=["SC"], families=families)
    found = totals(year, "FRA")
    assert (found.inflow, found.not_broken_down, found.countries_stated, found.status) == (251, 251, 40, "reported")
    unsplit = not_broken_down(year)
    assert unsplit["origin"].tolist() == ["_O", "TUN", "SEN", "BFA"]
    assert unsplit["rank"].tolist()[1:] == [1, 2, 3]
    assert unsplit["placements"].isna().tolist() == [False, True, True, True]
    assert set(unsplit["status"]) == {"not_broken_down"}


def test_2022_seventy_one_of_153_are_not_broken_down(rows: pd.DataFrame, families: dict[str, str]) -> None:
    year = selected(rows, period="2022", schemes=["SC"], families=families)
    found = totals(year, "FRA")
    assert (found.inflow, found.not_broken_down, found.countries_stated, found.corridors) == (153, 71, 27, 5)
    five, rest = top(corridors(year), 5)
    assert five["origin"].tolist() == ["SEN", "MAR", "BEN", "BFA", "LBN"]
    assert five["placements"].sum() == 82
    assert round(100 * five["placements"].sum() / (found.inflow or 0), 1) == 53.6
    assert rest.rows == 0


def test_years_are_not_added_to_the_six_years_that_hold_them(rows: pd.DataFrame, families: dict[str, str]) -> None:
    six = selected(rows, period="2017-01-01/2022-12-31", schemes=["SC_RECIP"], families=families)
    assert totals(six, "FRA").inflow == 860
    assert set(six["period"]) == {"2017-01-01/2022-12-31", "2019", "2022"}


def test_the_series_shows_gaps_where_nothing_is_published(rows: pd.DataFrame, families: dict[str, str]) -> None:
    series = period_series(selected(rows, schemes=["SC_RECIP"], families=families), "FRA", "in")
    assert series.set_index("period")["placements"].to_dict() == {"2015": 33, "2016": 54, "2019": 251, "2022": 153}


def test_weccee_editions_both_ways(rows: pd.DataFrame, families: dict[str, str]) -> None:
    editions = pair_table(selected(rows, programmes=["WECCEE"], families=families), "FRA", by=["period"])
    found = editions.set_index("period")[["forward", "back", "balance", "ratio"]]
    assert found.loc[""].tolist() == [10, 9, 0.9, 0.9], "edition 1, undated"
    assert found.loc["2015-11-01/2016-06-30"].tolist() == [10, 4, 0.4, 0.4]


def test_the_south_south_plan_seen_from_morocco(rows: pd.DataFrame, families: dict[str, str]) -> None:
    assert selected(rows, programmes=["SUDSUD"], families=families).empty, "a plan is shown only when asked for"
    plan = selected(rows, programmes=["SUDSUD"], kind="planned", families=families)
    found = totals(plan, "MAR")
    assert (found.inflow, found.outflow, found.ratio, found.corridors) == (8, 8, 1.0, 3)
    assert corridors(plan)["origin"].tolist() == ["SEN", "CIV", "MLI"]


def test_weltwaerts_is_a_comparison_that_france_does_not_see(rows: pd.DataFrame, families: dict[str, str]) -> None:
    german = selected(rows, programmes=["WELTWARTS"], families=families)
    assert round(totals(german, "DEU").ratio or 0, 4) == 0.1892
    seen = totals(german, "FRA")
    assert (seen.inflow, seen.outflow, seen.between) == (None, None, None)


def test_incoming_vsi_and_youth_projects(rows: pd.DataFrame, families: dict[str, str]) -> None:
    def inflow(year: str, family: str) -> float | None:
        return totals(selected(rows, period=year, schemes=[family], families=families), "FRA").inflow

    assert (inflow("2023", "VSI"), inflow("2024", "VSI"), inflow("2022", "YOUTH")) == (59, 147, 39)


def test_resolving_adds_and_loses_nobody(stated: pd.DataFrame, rows: pd.DataFrame) -> None:
    parents = set(stated["part_of"]) - {""}
    scope = ["period", "scheme", "kind", "programme"]
    whole = stated[stated["part_of"].isin(["", "SC-2017-2022-IN"])]
    assert parents <= set(stated["statement_id"])
    pd.testing.assert_series_equal(
        rows.groupby(scope)["placements"].sum(min_count=1), whole.groupby(scope)["placements"].sum(min_count=1)
    )
    assert contradictions(stated).empty


def test_every_number_says_where_it_was_published_and_how_sure_it_is(stated: pd.DataFrame) -> None:
    assert stated["statement_id"].is_unique
    assert stated["citation"].str.contains(r", https?://\S+$").all()
    assert set(stated["certainty"]) <= {"published", "second_hand"}, "nothing derived, nothing unverified"
    assert (stated["source"] != "").all()
    assert set(stated["basis"]) == {"not_stated"}
    empty = stated["placements"].isna()
    assert (stated.loc[empty, "status"] == "not_broken_down").all()
    assert (stated.loc[~empty, "placements"] >= 0).all()


def test_codes_of_the_published_tables_are_known(stated: pd.DataFrame, families: dict[str, str]) -> None:
    countries = set(table(REFERENCE / "countries.csv")["iso3"]) | set(AGGREGATES)
    assert set(stated["origin"]) | set(stated["destination"]) <= countries
    assert set(stated["scheme"]) <= set(families)
    texts = table(PUBLISHED / "published_statements.csv")
    assert set(texts["scheme"]) <= {*families, "_T"}
    for written in set(stated["period"]) | set(texts["period"]):
        assert not written or period(written)


def test_statements_are_said_in_both_languages_with_french_spaces() -> None:
    texts = table(PUBLISHED / "published_statements.csv")
    assert texts["statement_id"].is_unique
    assert (texts[["text_fr", "text_en", "citation"]] != "").all(axis=None)
    assert not texts["text_fr"].str.contains(r" [;:!?»]|« |'|\d \d{3}").any(), "no ordinary space before French marks"
    assert not texts["text_en"].str.contains("[\u00a0\u202f]").any()
    camps = texts.set_index("statement_id").loc["CAMP-2016-COUNTRIES"]
    assert "some sixty countries" in camps["text_en"]


def test_labels_of_breaks_fit_an_axis() -> None:
    with (REFERENCE / "breaks.csv").open(encoding="utf-8", newline="") as lines:
        breaks = list(csv.DictReader(lines))
    assert len({row["break_id"] for row in breaks}) == len(breaks)
    for row in breaks:
        assert 0 < len(row["label_fr"]) <= 24
        assert 0 < len(row["label_en"]) <= 24
        assert all(row[column] for column in ("note_fr", "note_en"))
        assert "https://" in row["citation"]
        assert not row["to_on"] or date.fromisoformat(row["from_on"]) <= date.fromisoformat(row["to_on"])


def test_the_dataset_says_what_it_is(stated: pd.DataFrame) -> None:
    about = tomllib.loads((PUBLISHED / "dataset.toml").read_text(encoding="utf-8"))
    assert about["synthetic"] is False
    assert about["reference_country"] == "FRA"
    newest = max(period(text).end for text in stated["period"] if text)
    assert newest <= date.fromisoformat(about["as_of"])
    assert all(about[key] for key in ("licence", "note_fr", "note_en"))
