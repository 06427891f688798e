"""What was published holds in the sample: each fact counted with plain pandas on the CSV."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from crossmobility.reference import countries

SAHEL = ("BFA", "MLI", "NER")
YEAR_2024 = (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31"))


def by_origin(arrivals: pd.DataFrame, year: int) -> pd.Series:
    return arrivals[arrivals["year"] == year]["origin"].value_counts()


def programme(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    return frame[frame["programme_id"] == code]


def test_2015_has_the_ten_published_corridors(arrivals: pd.DataFrame) -> None:
    expected = {"SEN": 11, "TUN": 8, "BFA": 3, "TGO": 3, "BRA": 2, "PER": 2, "MAR": 1, "MLI": 1, "BEN": 1, "IND": 1}
    assert by_origin(arrivals, 2015).to_dict() == expected
    assert sum(expected.values()) == 33


def test_2016_has_54_from_the_14_named_countries(arrivals: pd.DataFrame) -> None:
    counts = by_origin(arrivals, 2016)
    assert counts.sum() == 54
    assert set(counts.index) == {*SAHEL, "TUN", "SEN", "TGO", "BEN", "CIV", "CMR", "MDG", "KHM", "VNM", "IND", "HTI"}


def test_2019_has_251_from_40_countries_tunisia_senegal_burkina_first(arrivals: pd.DataFrame) -> None:
    counts = by_origin(arrivals, 2019)
    assert (counts.sum(), len(counts)) == (251, 40)
    assert list(counts.index[:3]) == ["TUN", "SEN", "BFA"]
    assert counts.iloc[:4].is_unique, "the order of the first three is no matter of ties"


def test_2022_has_153_from_27_countries_and_its_five_largest(arrivals: pd.DataFrame) -> None:
    counts = by_origin(arrivals, 2022)
    assert (counts.sum(), len(counts)) == (153, 27)
    assert counts.iloc[:5].to_dict() == {"SEN": 22, "MAR": 18, "BEN": 17, "BFA": 16, "LBN": 9}
    assert counts.iloc[5] < 9, "no sixth country reaches the fifth"


def test_2017_to_2022_have_860_from_61_countries_for_more_than_six_months(arrivals: pd.DataFrame) -> None:
    six_years = arrivals[arrivals["year"].between(2017, 2022)]
    counts = six_years["origin"].value_counts()
    assert (len(six_years), len(counts)) == (860, 61)
    assert not [code for code in counts.index if countries()[code].is_eea_ch], "no country of the EU among them"
    assert counts.iloc[:11].sum() / 860 == pytest.approx(0.60, abs=0.005), "11 countries make 60 %"
    six_months = six_years["planned_start_on"] + pd.DateOffset(months=6)
    assert (six_years["planned_end_on"] > six_months).all()


def test_months_published_for_senegal(arrivals: pd.DataFrame) -> None:
    months = arrivals[arrivals["origin"] == "SEN"]["start_on"].dt.strftime("%Y-%m").value_counts()
    assert (months["2022-01"], months["2023-10"]) == (16, 14)


def test_incoming_vsi_begins_in_2023_with_59_and_has_147_active_in_2024(started: pd.DataFrame) -> None:
    incoming = started[started["scheme"] == "VSI_RECIP"]
    first, last = YEAR_2024
    ends = incoming["end_on"].fillna(incoming["planned_end_on"])
    assert incoming["year"].min() == 2023
    assert (incoming["year"] == 2023).sum() == 59
    assert ((incoming["start_on"] <= last) & (ends >= first)).sum() == 147
    assert incoming[incoming["origin"] == "TGO"]["start_on"].min() >= pd.Timestamp("2023-04-01")


def test_39_arrivals_of_youth_projects_in_2022(started: pd.DataFrame) -> None:
    youth = started[(started["scheme"] == "JSI_VVVSI") & (started["destination"] == "FRA")]
    assert (youth["year"] == 2022).sum() == 39


@pytest.mark.parametrize(
    ("edition", "out", "into"), [(1, {"SEN": 10}, {"SEN": 9}), (2, {"SEN": 10}, {"SEN": 4}), (3, {"SEN": 10}, {"SEN": 8})]
)
def test_first_weccee_editions(started: pd.DataFrame, edition: int, out: dict[str, int], into: dict[str, int]) -> None:
    rows = started[started["cohort"] == f"WECCEE {edition}"]
    assert rows[rows["origin"] == "FRA"]["destination"].value_counts().to_dict() == out
    assert rows[rows["destination"] == "FRA"]["origin"].value_counts().to_dict() == into
    if edition == 2:
        assert (rows["planned_start_on"] >= "2015-11-01").all()
        assert (rows["planned_end_on"] <= "2016-06-30").all()


def test_weccee_of_2022_and_2025(started: pd.DataFrame) -> None:
    weccee = programme(started, "WECCEE")
    assert (weccee["year"] == 2022).sum() == 52
    of_2025 = weccee[weccee["year"] == 2025]
    assert len(of_2025) == 48
    assert set(of_2025["origin"]) - {"FRA"} == {"MAR", "TUN", "SEN", "TGO", "MDG"}
    assert set(of_2025["destination"]) - {"FRA"} == {"MAR", "TUN", "SEN", "TGO", "MDG", "GIN"}, "to Guinea: departures only"


def test_weccee_pairs_mirror_each_other_and_three_are_broken(placements: pd.DataFrame) -> None:
    paired = programme(placements, "WECCEE").dropna(subset="pair_id")
    sizes = paired.groupby("pair_id").size()
    assert sizes.max() == 2
    assert (sizes == 1).sum() == 3, "three pairs are broken on purpose"
    for _, sides in paired[paired["pair_id"].isin(sizes[sizes == 2].index)].groupby("pair_id"):
        (one, other) = sides[["origin", "destination"]].itertuples(index=False)
        assert (one.origin, one.destination) == (other.destination, other.origin)


def test_first_proddige_class_is_18_from_10_countries_of_24_intended(
    started: pd.DataFrame, table: Callable[[str], pd.DataFrame]
) -> None:
    first = started[(started["programme_id"] == "PRODDIGE") & (started["cohort"] == "2019-2020")]
    assert (len(first), first["origin"].nunique()) == (18, 10)
    assert set(first["origin"]) == {"FRA", "PER", "ECU", "HTI", "TUN", "TGO", "MLI", "BFA", "KHM", "VNM"}
    assert set(first["destination"]) == {"FRA"}
    assert first["collective_project"].notna().all(), "a project in common beside the mission of each"
    assert first.groupby("pair_id")["hosting_org_id"].nunique().max() == 1, "both of a pair in one place"
    targets = table("observations").query(
        "programme_id == 'PRODDIGE' and period == 2020 and value_type == 'target_initial'"
    )
    assert targets["value"].tolist() == [24]


def test_covid_stops_the_second_proddige_class_and_europeans_replace_it(placements: pd.DataFrame) -> None:
    second = placements[placements["cohort"] == "2020-2021"]
    stopped = second[second["closed_reason"] == "PROGRAMME_CANCELLED"]
    instead = second[second["scheme"] == "ESC"]
    assert len(stopped) == 12
    assert stopped["start_on"].isna().all()
    assert instead["start_on"].notna().all()
    assert instead["source"].str.contains("Covid").all()


def test_enlazando_has_six_countries_ten_grants_and_its_seminar(
    table: Callable[[str], pd.DataFrame], started: pd.DataFrame
) -> None:
    activities = programme(table("activities"), "ENLAZANDO")
    six = {"BOL", "COL", "ECU", "PRY", "PER", "ARG"}
    assert set(activities["country"].dropna()) == six
    assert set(programme(started, "ENLAZANDO")["destination"]) == six
    grants = activities[activities["kind"] == "GRANT"]
    assert grants["amount_eur"].tolist() == [3000] * 10
    assert "ARG" not in set(grants["country"]), "Argentina joined after the grants"
    (call,) = activities.dropna(subset="applications").itertuples()
    assert call.applications == 100
    assert "plus de 100" in call.title
    (lima,) = activities[activities["title"].str.contains("Lima")].itertuples()
    assert (lima.country, lima.held_on[:4], lima.participants_on_site, lima.participants_online) == (
        "PER",
        "2024",
        100,
        600,
    )
    assert "plus de 600" in lima.title


def test_south_south_pilot_has_16_in_15_organisations_around_morocco(started: pd.DataFrame) -> None:
    pilot = programme(started, "SUDSUD")
    assert (len(pilot), pilot["hosting_org_id"].nunique(), set(pilot["scheme"])) == (16, 15, {"VSI_SS"})
    assert pilot["start_on"].min() >= pd.Timestamp("2020-01-01")
    assert pilot["planned_end_on"].max() <= pd.Timestamp("2022-02-28")
    assert (pilot["origin"] == "MAR").sum() == 8
    assert pilot[pilot["destination"] == "MAR"]["origin"].value_counts().to_dict() == {"SEN": 4, "CIV": 3, "MLI": 1}


def test_africa2020_is_eleven_countries_in_eleven_bodies(started: pd.DataFrame) -> None:
    season = programme(started, "AFRICA2020")
    assert (len(season), season["origin"].nunique(), season["hosting_org_id"].nunique()) == (11, 11, 11)
    assert set(season["scheme"]) == {"SC_RECIP"}, "inside the yearly total of Service Civique"


def test_denva_cohort_and_the_exchanges_of_2021(started: pd.DataFrame) -> None:
    denva = programme(started, "DENVA")
    assert set(denva["destination"]) == {"GHA", "CMR", "GIN", "MRT", "BEN"}
    assert (len(denva), set(denva["year"]), set(denva["scheme"])) == (5, {2025}, {"VSI_SS"})
    south = started[(started["scheme"] == "VSI_SS") & (started["programme_id"] == "NONE")]
    assert south.groupby(["origin", "destination", "year"]).size().to_dict() == {
        ("COL", "PER", 2021): 2,
        ("PER", "ECU", 2021): 1,
    }


def test_work_camps_are_near_balance(started: pd.DataFrame) -> None:
    camps = started[started["scheme"] == "CAMP"]
    ratio = (camps["destination"] == "FRA").sum() / (camps["origin"] == "FRA").sum()
    assert ratio == pytest.approx(1.08, abs=0.03), "2,702 arrivals for 2,505 departures in 2016"
