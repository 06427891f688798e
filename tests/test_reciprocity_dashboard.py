"""The reciprocity page answers intents, keeps to what it offers, and its tables agree with a second computation."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from crossmobility.dashboards import open_figures, reciprocity_checks, reciprocity_dashboard, reciprocity_table
from crossmobility.dashboards.reciprocity import _ReciprocityDashboard
from crossmobility.errors import BadRequest
from crossmobility.release.figures import Figures

PLACEMENTS = Path(__file__).parents[1] / "data" / "sample" / "placements.csv"


@pytest.fixture(scope="module")
def figures() -> Figures:
    return open_figures()


@pytest.fixture
def opened(figures: Figures) -> _ReciprocityDashboard:
    return _ReciprocityDashboard(figures, "sample", "2024", "fr")


def started() -> pd.DataFrame:
    rows = pd.read_csv(PLACEMENTS, dtype=str, keep_default_na=False)
    rows = rows[rows["start_on"] != ""]
    return rows.assign(year=rows["start_on"].str[:4].astype(int), family=rows["scheme"].str.split("_").str[0])


def test_it_opens_on_the_dataset_that_counts_every_placement_and_on_three_years(figures: Figures) -> None:
    page = _ReciprocityDashboard(figures, "", "", "fr").opened
    assert page.selection.dataset == "sample"
    assert page.scope.span == ("2023", "2024", "2025")


def test_published_figures_open_on_a_dated_period_with_both_directions(figures: Figures) -> None:
    page = _ReciprocityDashboard(figures, "published", "", "en").opened
    assert page.selection.period == "2016"
    assert page.whole.back == 2702
    assert page.whole.forward == 2505


def test_undated_figures_of_several_programmes_give_no_ratio(figures: Figures) -> None:
    dashboard = _ReciprocityDashboard(figures, "published", "", "en")
    dashboard._take({"scope": "scheme:SC"})
    dashboard._take({"period": "undated"})
    side = dashboard.page.regions["side"].static_html()
    assert "need not be of the same time" in side
    assert "arriving for 1 that leaves" not in side


def test_its_numbers_are_those_of_the_file(opened: _ReciprocityDashboard) -> None:
    opened._take({"scope": "scheme:SC"})
    opened._take({"window": "1"})
    page = opened._answer(opened._store.selection)
    rows = started()
    rows = rows[(rows["year"] == 2024) & (rows["family"] == "SC")]
    assert page.whole.back == ((rows["destination"] == "FRA") & (rows["origin"] != "FRA")).sum()
    assert page.whole.forward == ((rows["origin"] == "FRA") & (rows["destination"] != "FRA")).sum()
    senegal = page.partners.set_index("country").loc["SEN"]
    assert senegal["inflow"] == ((rows["origin"] == "SEN") & (rows["destination"] == "FRA")).sum()
    assert senegal["outflow"] == ((rows["origin"] == "FRA") & (rows["destination"] == "SEN")).sum()


def test_a_country_chosen_by_name_is_its_pair_with_the_reference_country(opened: _ReciprocityDashboard) -> None:
    opened._take({"country": "SEN"})
    assert opened._store.selection.corridor == ("SEN", "FRA")
    chosen = opened._answer(opened._store.selection).chosen
    assert chosen is not None
    assert (chosen.a, chosen.b) == ("FRA", "SEN")
    opened._choose("-")
    assert opened._store.selection.corridor == ()


def test_a_chosen_pair_stands_in_the_matrix_however_small_it_is(opened: _ReciprocityDashboard) -> None:
    table = opened.opened.partners
    smallest = table.loc[table["known"] > 0, "country"].iloc[-1]
    assert smallest not in opened.opened.matrix.countries
    opened._take({"country": smallest})
    assert smallest in opened._answer(opened._store.selection).matrix.countries


@pytest.mark.parametrize(
    "intent",
    [
        {"window": "7"},
        {"reference": "XXX"},
        {"corridor": "SEN"},
        {"against": "1066"},
        {"scope": "scheme:NONE"},
        {"period": ""},
    ],
)
def test_what_the_page_does_not_offer_changes_nothing(opened: _ReciprocityDashboard, intent: dict[str, str]) -> None:
    before = opened._store.selection
    opened._take(intent)
    assert opened._store.selection == before


def test_people_present_are_not_added_over_years(opened: _ReciprocityDashboard) -> None:
    opened._take({"window": "3"})
    opened._take({"basis": "stock"})
    assert opened._answer(opened._store.selection).scope.span == ("2024",)


def test_an_address_brings_the_whole_selection_back(figures: Figures, opened: _ReciprocityDashboard) -> None:
    for intent in ({"window": "5"}, {"reference": "SEN"}, {"country": "FRA"}, {"lang": "en"}, {"against": "2019"}):
        opened._take(intent)
    again = _ReciprocityDashboard(figures, "sample", "2024", "fr")
    again._open(opened._address.query)
    assert again._store.selection == opened._store.selection
    assert again.page.regions["table"].static_html() == opened.page.regions["table"].static_html()


def test_the_choice_of_a_pair_or_a_language_counts_nothing_anew(opened: _ReciprocityDashboard) -> None:
    before = opened._network.cache_info().misses
    opened._take({"country": "TUN"})
    opened._take({"lang": "en"})
    assert opened._network.cache_info().misses == before


def test_breaks_of_other_partners_stay_when_a_pair_is_chosen(opened: _ReciprocityDashboard) -> None:
    before = {mark.event.break_id for mark in opened.opened.marks}
    opened._take({"country": "MAR"})
    assert {mark.event.break_id for mark in opened._answer(opened._store.selection).marks} == before


@pytest.mark.parametrize("dataset", ["sample", "published"])
def test_every_promise_holds(figures: Figures, dataset: str) -> None:
    html = reciprocity_checks(figures, dataset=dataset).html
    assert html.count("<tr>") == 7
    assert "NON / NO" not in html


def test_an_unknown_dataset_or_period_is_refused_with_what_there_is(figures: Figures) -> None:
    with pytest.raises(BadRequest):
        reciprocity_dashboard(figures, dataset="nothing")
    with pytest.raises(BadRequest) as refused:
        reciprocity_dashboard(figures, dataset="sample", period="1066")
    assert "2024" in refused.value.text("en")


def test_the_table_for_readers_without_a_browser_speaks_both_languages(figures: Figures) -> None:
    assert "Sénégal" in reciprocity_table(figures, language="fr").html
    assert "Senegal" in reciprocity_table(figures, language="en").html
