"""Each programme, scheme and country has a page of its own: each is asked for what only it can say, in both languages."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from programme_pages import opened, section, words_of

from crossmobility.dashboards import open_figures, programmes_dashboard, programmes_table
from crossmobility.dashboards.programmes import _ProgrammesDashboard
from crossmobility.errors import BadRequest
from crossmobility.i18n import Language
from crossmobility.release.figures import Figures
from crossmobility.render import programmes_view as view


@pytest.fixture(scope="module")
def figures() -> Figures:
    return open_figures()


def says(figures: Figures, subject: str, dataset: str = "", **intent: str) -> tuple[str, str]:
    """Return the whole page of a subject in French and in English."""
    french, english = (words_of(opened(figures, subject, language, dataset=dataset, **intent)) for language in ("fr", "en"))
    return french, english


def test_enlazando_shows_grants_trainings_events_and_whom_they_reached(figures: Figures) -> None:
    french, english = says(figures, "programme:ENLAZANDO")
    for text in ("10 grants of €3,000", "> 100 applications", "> 600 people online", "> 100 people on site", "€30,000"):
        assert text in english
    for text in ("> 600", "Argentine, Bolivie, Colombie, Équateur, Paraguay, Pérou", "non publié"):
        assert text in french
    assert "Phase 1" in english and "5 countries" in english and "6 countries" in english
    body = opened(figures, "programme:ENLAZANDO", "en").regions["body"].html
    assert body.index('data-part="reach"') < body.index('data-part="editions"'), "what an ecosystem does comes first"
    assert 'data-part="pairs"' not in body, "nobody works in pairs here"


def test_proddige_shows_eighteen_of_twenty_four_and_two_kinds_of_mission(figures: Figures) -> None:
    french, english = says(figures, "programme:PRODDIGE")
    assert "18 of 24 planned (second hand) · 75%" in english
    assert "18 sur 24" in french and "75 %" in french
    assert "three days of mission in a pair" in english
    assert "58 serving in their own country" in english, "the young people of the region do not travel"
    assert "goals for sustainable development" in english
    assert "Ville de Lyon" in french


def test_the_south_south_pilot_is_seen_from_morocco(figures: Figures) -> None:
    french, english = says(figures, "programme:SUDSUD")
    assert "8 arriving, Morocco 8 leaving, Morocco" in english
    assert "R.3.2" in english and "16 volontaires auprès de 15 organismes" in french
    assert "Senegal (4 places planned), Mali (1 place planned), Côte d’Ivoire (3 places planned)" in english
    assert "point de vue : Maroc" in french


def test_weccee_shows_its_editions_its_pairs_and_where_nobody_comes_back_from(figures: Figures) -> None:
    french, english = says(figures, "programme:WECCEE")
    assert "→ only leaving: Guinea" in english
    assert "→ départs seuls : Guinée" in french
    assert "Complete: 98 of 180 pairs that are no longer waiting (54%)." in english


def test_weccee_as_published_knows_ten_and_four_and_leaves_the_rest_empty(figures: Figures) -> None:
    page = opened(figures, "programme:WECCEE", "en", dataset="published")
    said = words_of(page, "body")
    assert "no number published" in said
    dashboard = _ProgrammesDashboard(figures, "WECCEE", "published", "", "en")
    table = dashboard.answer(dashboard._default).editions.set_index("edition")
    assert table.loc["WECCEE 2", ["done_out", "done_in"]].tolist() == [10.0, 4.0]
    assert table.loc["WECCEE 9", ["done_out", "done_in", "done"]].isna().all()


def test_africa2020_names_no_country_and_counts_eleven(figures: Figures) -> None:
    french, english = says(figures, "programme:AFRICA2020", "published")
    assert "11 arriving, France" in english and "11 of 11 countries not named" in english
    assert "11 arrivées, France" in french
    assert "Agence du Service Civique" in english


def test_denva_names_its_twelve_countries_and_the_national_schemes(figures: Figures) -> None:
    french, english = says(figures, "programme:DENVA", "published")
    assert "Guinea-Bissau, Mauritania" in english
    for volume in ("1,870", "500", "280"):
        assert volume in english
    assert "none of them publishes the list" in english
    assert "Burkina Faso" not in words_of(opened(figures, "programme:DENVA", "en", dataset="published"), "side")
    assert "Office du service civique national (OSCN)" in french


def test_work_camps_tell_weeks_and_published_numbers_both_ways(figures: Figures) -> None:
    french, english = says(figures, "scheme:CAMP")
    assert "Two to three weeks, mostly in summer." in english
    assert "2,702" in english and "2,505" in english
    assert "2 702" in french


def test_service_civique_in_reciprocity_equals_what_is_published(figures: Figures) -> None:
    dashboard = _ProgrammesDashboard(figures, "", "sample", "", "en")
    dashboard._take({"subject": "scheme:SC_RECIP"})
    table = dashboard.answer(dashboard._store.selection).compared
    whole = table[table["together"]].set_index("period")
    assert whole.loc["2015", ["published", "started"]].tolist() == [33.0, 33.0]
    assert whole.loc["2022", ["published", "started"]].tolist() == [153.0, 153.0]
    french, english = says(figures, "scheme:SC_RECIP")
    assert "one Service Civique" in english or "once" in english
    assert "accueil en réciprocité" in french.lower() or "en réciprocité" in french


def test_vsi_in_reciprocity_has_its_law_its_visa_and_its_first_years(figures: Figures) -> None:
    french, english = says(figures, "scheme:VSI_RECIP")
    assert "390 €" in french and "VLS-TS" in french and "4 août 2021" in french
    assert "59" in english and "147" in english
    assert "Steps to host in France" in english or "steps" in english.lower()


def test_south_south_volunteering_lies_between_countries_of_the_south(figures: Figures) -> None:
    french, english = says(figures, "scheme:VSI_SS")
    assert "between other countries" in english
    assert "entre pays tiers" in french
    assert "Colombia → Peru" in english and "Pérou → Équateur" in french


def test_the_breaks_of_a_programme_are_those_of_its_countries(figures: Figures) -> None:
    assert "Mali suspended" not in says(figures, "programme:DENVA", "published")[1]
    assert "Mali suspended" in says(figures, "programme:SUDSUD")[1]


def test_a_country_is_seen_both_ways_and_with_another_country(figures: Figures) -> None:
    french, english = says(figures, "country:SEN")
    assert "Senegal and France: who goes, who comes, and is it balanced?" in english
    assert "Sénégal → France" in french
    hub = words_of(opened(figures, "country:SEN", "en", reference="MAR", period="2021"), "head", "side")
    assert "Senegal and Morocco" in hub and "Senegal → Morocco" in hub


def test_all_programmes_stand_on_one_scale(figures: Figures) -> None:
    page = programmes_dashboard(figures, language="en")
    said = section(page, "cm-po-multiples")
    for name in ("WECCEE", "PrODDige", "South–South pilot action", "Africa2020 Season", "EnLAzando", "DENVA"):
        assert name in said
    assert "same scale" in said
    dashboard = _ProgrammesDashboard(figures, "", "", "", "en")
    table = dashboard.answer(dashboard._default).multiples
    assert table["largest"].nunique() == 1
    assert table["largest"].iloc[0] == table[["forward", "back", "between", "local"]].max().max()


def test_the_map_shows_every_country_a_source_names_without_inventing_a_number(figures: Figures) -> None:
    dashboard = _ProgrammesDashboard(figures, "", "published", "2022", "en")
    nodes = view.scene(dashboard.answer(dashboard._default)).nodes
    assert nodes["BOL"].total is None and nodes["GIN"].total is None
    assert nodes["BOL"].sentence == "Bolivia, 2022: no number published"
    dashboard._take({"subject": "programme:ENLAZANDO"})
    page = dashboard.answer(dashboard._store.selection)
    assert set(dashboard._extent(page)) == {"ARG", "BOL", "COL", "ECU", "FRA", "PER", "PRY"}
    assert view.scene(page).flows == []


def test_choosing_a_subject_lets_go_of_the_other_and_of_its_year(figures: Figures) -> None:
    dashboard = _ProgrammesDashboard(figures, "", "", "", "en")
    dashboard._take({"subject": "programme:WECCEE"})
    assert (dashboard._store.selection.programmes, dashboard._store.selection.period) == (("WECCEE",), "")
    dashboard._take({"period": "2025"})
    dashboard._take({"subject": "country:TUN"})
    chosen = dashboard._store.selection
    assert (chosen.programmes, chosen.countries, chosen.period) == ((), ("TUN",), "2025")
    dashboard._take({"subject": ""})
    assert (dashboard._store.selection.countries, dashboard._store.selection.period) == ((), "2025")


@pytest.mark.parametrize(
    "intent",
    [
        {"subject": "programme:NOBODY"},
        {"subject": "country:ZZZ"},
        {"subject": "scheme:../../etc"},
        {"period": "1999"},
        {"reference": "<b>"},
        {"dataset": "elsewhere"},
    ],
)
def test_what_the_page_does_not_offer_is_ignored(figures: Figures, intent: dict[str, str]) -> None:
    dashboard = _ProgrammesDashboard(figures, "", "", "", "en")
    before = dashboard._store.selection
    dashboard._take(intent)
    assert dashboard._store.selection == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_subject_of_every_dataset_has_a_page(figures: Figures, language: Language) -> None:
    for dataset in ("sample", "published"):
        dashboard = _ProgrammesDashboard(figures, "", dataset, "", language)
        offer = dashboard._offer(dataset)
        subjects = [f"programme:{code}" for code in offer.programmes] + [f"scheme:{code}" for code in offer.schemes]
        subjects += [f"country:{code}" for code in offer.countries[::8]]
        for subject in subjects:
            dashboard._take({"subject": subject})
            page = dashboard.answer(dashboard._store.selection)
            assert f"{page.subject.kind}:{page.subject.code}" == subject
            assert "nan" not in words_of(dashboard.page, "side", "body").lower().split()
            assert 'class="cm-part' in dashboard.page.regions["body"].html


def test_every_figure_can_be_downloaded_with_its_source_and_nothing_unknown(figures: Figures) -> None:
    dashboard = _ProgrammesDashboard(figures, "WECCEE", "", "", "en")
    dashboard._take({"period": "undated"})
    sent: list[tuple[str, str]] = []
    dashboard._panels["foot"].deliver = lambda name, text: sent.append((name, text))
    dashboard._take({"download": "figures"})
    ((name, text),) = sent
    assert name == "programmes-sample-WECCEE.csv"
    rows = pd.read_csv(io.StringIO(text))
    assert list(rows.columns) == ["part", "item", "period", "figure", "value", "source"]
    assert rows["value"].notna().all()
    years = rows[(rows["part"] == "course") & (rows["figure"] == "back")]
    assert years["value"].sum() == 159
    editions = rows[(rows["part"] == "editions") & (rows["figure"] == "done_in")]
    assert editions["value"].tolist() == [9, 4, 8], "what sources publish: WECCEE 1, 2 and 3"
    stated = rows[(rows["part"] == "compared") & (rows["figure"] == "published")]
    assert stated["source"].str.contains("WECCEE").all()


def test_the_table_is_the_body_of_the_page_and_an_unknown_year_is_refused(figures: Figures) -> None:
    assert "WECCEE" in programmes_table(figures, programme="WECCEE")._repr_html_()
    with pytest.raises(BadRequest):
        programmes_dashboard(figures, dataset="sample", period="1999")
