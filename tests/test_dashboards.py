"""The flows page without a browser: intents in, traits and text out."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.dashboards import check_promises, flows_dashboard, flows_table, open_figures, start_page
from crossmobility.domain.placements import flow_cells
from crossmobility.domain.statements import FLOW_COLUMNS
from crossmobility.errors import BadRequest
from crossmobility.reference import data_folder
from crossmobility.release.build import write_release
from crossmobility.release.figures import DatasetInfo, Figures, flow_rows
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Panel


@pytest.fixture(scope="module")
def published() -> Figures:
    return open_figures("published")


@pytest.fixture
def page(published: Figures) -> Page:
    return flows_dashboard(published, dataset="published", language="fr")


def html(page: Page, region: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", page.regions[region].static_html())


def ask(page: Page, **intent: str) -> None:
    controls = page.regions["controls"]
    assert isinstance(controls, Panel)
    controls.receive(dict(intent))


def row(**values: object) -> dict[str, object]:
    blank = {
        "dataset": "own",
        "origin": "TUN",
        "destination": "FRA",
        "period": "2020",
        "programme": "_T",
        "scheme": "SC_RECIP",
    }
    blank |= dict.fromkeys(("sector", "sex", "age_band", "duration_band"), "_T")
    blank |= {
        "basis": "started",
        "kind": "actual",
        "placements": 4.0,
        "status": "reported",
        "source": "Own",
        "citation": "Own",
    }
    return blank | values


def figures_of(*rows: dict[str, object], **info: object) -> Figures:
    described = {"name": "own", "title_fr": "À nous", "title_en": "Ours", "as_of": "2024-12-31"} | info
    return Figures(flow_rows(pd.DataFrame(rows, columns=[*FLOW_COLUMNS])), (DatasetInfo(**described),))


def test_the_page_opens_on_the_latest_period_that_has_corridors(page: Page) -> None:
    assert page.regions["map"].period == "2022"
    assert "Service Civique · 2022 · base non précisée par la source" in html(page, "head")


def test_what_is_not_broken_down_is_said_and_never_drawn(page: Page) -> None:
    assert "71 sur 153 volontaires non ventilés par pays." in html(page, "side")
    assert page.regions["map"].marks.count("data-corridor") == 5
    ask(page, period="2019")
    assert "251 sur 251 volontaires non ventilés par pays." in html(page, "side")
    assert "Les plus représentés : Tunisie, Sénégal, Burkina Faso (aucun nombre publié)." in html(page, "side")
    assert "data-corridor" not in page.regions["map"].marks


def test_the_page_equals_a_sum_made_by_hand_from_the_file(page: Page) -> None:
    ask(page, period="2015")
    path = data_folder() / "reference" / "published" / "flow_counts.csv"
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    corridors = raw[
        (raw["period"] == "2015") & (raw["scheme"] == "SC_RECIP") & (raw["destination"] == "FRA") & (raw["origin"] != "_T")
    ]
    assert corridors["placements"].astype(int).sum() == 33
    assert "<b>33</b><span>volontaires</span>" in html(page, "side")
    shown = dict(
        re.findall(r'data-value="([A-Z]{3})-FRA".*?<td class="cm-number[^"]*" data-value="(\d+)"', html(page, "side"))
    )
    assert shown == dict(zip(corridors["origin"], corridors["placements"], strict=True))


def test_a_corridor_is_said_in_a_whole_sentence(page: Page) -> None:
    ask(page, period="2015")
    sentence = "Sénégal → France, 2015 : 11 volontaires (Service Civique, base non précisée par la source)"
    assert f'aria-label="{sentence}"' in re.sub(r"[\u202f\u00a0]", " ", page.regions["map"].marks)
    ask(page, corridor="SEN-FRA")
    assert f"<li>{sentence}.</li>" in html(page, "side")
    assert "France → Sénégal, 2015 : aucun nombre publié" in html(page, "side")


def test_choosing_on_the_map_and_in_the_table_is_the_same_choice(published: Figures) -> None:
    from_map, from_table = (flows_dashboard(published, dataset="published") for _ in range(2))
    from_map.regions["map"].selected = "SEN-FRA 1"
    ask(from_table, corridor="SEN-FRA")
    assert html(from_map, "side") == html(from_table, "side")
    assert from_map.regions["map"].marks == from_table.regions["map"].marks
    from_map.regions["map"].selected = "- 2"
    assert "cm-chip" not in html(from_map, "side")


def test_a_country_narrows_everything_to_it(page: Page) -> None:
    page.regions["map"].selected = "MAR 1"
    assert "<b>18</b>" in html(page, "side") and "Liban" not in html(page, "side")
    assert page.regions["map"].marks.count("data-corridor") == 1


def test_an_empty_selection_names_what_is_missing_and_the_nearest_period(page: Page) -> None:
    ask(page, direction="out")
    assert "Aucun chiffre n’est publié pour les volontaires : départs, France (Service Civique, 2022)." in html(
        page, "side"
    )
    assert 'data-intent="period" data-value="2016"' in html(page, "side")


def test_both_directions_show_a_net_only_when_both_are_stated(page: Page) -> None:
    ask(page, direction="both")
    assert "pas de solde" in html(page, "side") and "<b>n. d.</b>" in html(page, "side")
    ask(page, period="2016")
    assert "France : 54 arrivées et 2 059 départs, solde −2 005." in html(page, "side")


def test_plans_are_shown_only_when_asked_for_and_say_so(page: Page) -> None:
    ask(page, scope="programme:SUDSUD")
    ask(page, reference="MAR")
    assert "cm-empty" in html(page, "side")
    ask(page, kind="planned", period="2020-01-01/2022-02-28")
    assert "<b>8</b>" in html(page, "side") and "Ces chiffres sont des prévisions, pas des résultats." in html(page, "side")


def test_the_language_changes_everything_on_the_page(page: Page) -> None:
    ask(page, lang="en")
    whole = page.static_html()
    assert "Senegal → France" in whole and "basis not stated by the source" in whole
    for word in ("volontaires", "Dispositif", "Sénégal", "Flux", "Données"):
        assert word not in re.sub(r"<style>.*?</style>|<cite.*?</cite>|Les projets : [^<]*|Le volontariat [^<]*", "", whole)


def test_an_unknown_dataset_or_period_says_what_exists(published: Figures) -> None:
    with pytest.raises(BadRequest, match="It has: 2015, "):
        flows_dashboard(published, dataset="published", period="1914")
    with pytest.raises(BadRequest, match=r"no dataset “publishd”.*published"):
        flows_dashboard(published, dataset="publishd")


def test_what_a_browser_must_not_choose_is_ignored(page: Page) -> None:
    before = page.static_html()
    ask(page, dataset="../../secret", period="<script>", corridor="XXX-FRA", direction="up", lang="de")
    page.regions["map"].viewport = [float("nan"), 0, 1, 884, 510]
    page.regions["map"].viewport = [0, 0, 1e9, 884, 510]
    assert page.static_html() == before


def test_hostile_text_is_shown_as_text_everywhere() -> None:
    bad = "<script>alert(1)</script>"
    page = flows_dashboard(
        figures_of(row(source=bad, citation=bad), row(origin="SEN", placements=2.0), title_fr=bad, title_en=bad)
    )
    assert "<script>" not in page.static_html() and "&lt;script&gt;" in page.static_html()


def test_the_download_holds_every_row_of_the_page(published: Figures) -> None:
    page = flows_dashboard(published, dataset="published")
    side = page.regions["side"]
    sent: list[dict[str, str]] = []
    side.send = sent.append
    side.receive({"download": "corridors"})
    lines = list(csv.DictReader(io.StringIO(sent[0]["document"])))
    assert sent[0]["filename"] == "flows-published-2022-in-FRA.csv"
    assert sum(int(line["placements"]) for line in lines) == 153
    assert {line["origin"] for line in lines} == {"SEN", "MAR", "BEN", "BFA", "LBN", "_O"}


def test_bases_are_never_added() -> None:
    figures = figures_of(row(placements=4.0), row(basis="active", placements=9.0), row(origin="SEN", placements=2.0))
    page = flows_dashboard(figures)
    assert "<b>6</b>" in html(page, "side")
    assert "jamais ajoutée à celle-ci : missions en cours pendant la période" in html(page, "side")
    ask(page, basis="active")
    assert "<b>9</b>" in html(page, "side")


def test_synthetic_data_say_so_where_they_are_seen() -> None:
    assert "synthétiques" in html(flows_dashboard(figures_of(row(), synthetic=True)), "head")
    assert "synthétiques" not in html(flows_dashboard(figures_of(row())), "head")


def test_a_dataset_without_arrivals_opens_on_departures() -> None:
    page = flows_dashboard(figures_of(row(origin="USA", destination="SEN"), reference_country="USA"))
    assert "États-Unis : où partent les volontaires ?" in html(page, "head")


def test_a_gap_in_the_years_stays_a_gap(page: Page) -> None:
    foot = html(page, "foot")
    assert foot.count('class="cm-slot cm-gap"') == 4  # 2017, 2018, 2020, 2021
    assert 'data-value="2019"' in foot


def test_moving_the_map_draws_it_for_the_new_view_and_nothing_else(page: Page) -> None:
    flow_map = page.regions["map"]
    before = (flow_map.land, flow_map.marks)
    x, y, span, width, height = flow_map.view
    flow_map.viewport = [x, y, span / 2, width, height]
    assert flow_map.land == before[0] and flow_map.marks != before[1]
    flow_map.viewport = [0, 0, 0, 884, 510]
    assert flow_map.marks == before[1]


def test_the_stored_twin_is_small_and_stands_alone(page: Page) -> None:
    whole = page.static_html()
    assert len(whole.encode()) < 200_000
    assert "http-equiv" not in whole and not re.search(r'(src|href)="(https?:)?//', whole)


def test_the_table_of_a_notebook_needs_no_browser(published: Figures) -> None:
    table = flows_table(published, dataset="published", language="en")
    assert "Senegal → France" in table._repr_html_() and repr(table) == "<flows as a table>"


def test_every_promise_holds_on_the_published_figures(published: Figures) -> None:
    assert "NON" not in check_promises(published, dataset="published")._repr_html_()


def test_a_broken_promise_is_seen() -> None:
    figures = figures_of(row(source=""), row(origin="SEN", placements=-1.0))
    assert check_promises(figures)._repr_html_().count("NON / NO") == 2


def test_the_start_page_speaks_both_languages(published: Figures) -> None:
    page = start_page(published)
    assert "Qui part de quel pays" in html(page, "text")
    page.regions["head"].receive({"lang": "en"})
    assert "Who goes from which country" in html(page, "text")


@pytest.mark.parametrize("name", ["00_start_here", "01_flows"])
def test_the_notebooks_open_on_any_release(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_release(figures_of(row(), row(origin="SEN", placements=2.0)), tmp_path / "release")
    monkeypatch.setenv("CROSSMOBILITY_RELEASE", str(tmp_path / "release"))
    notebook = data_folder().parent / "notebooks" / "dashboards" / f"{name}.ipynb"
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    known: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), known)
    assert [each.name for each in known["figures"].datasets] == ["own"]


# A complete dataset: placements one by one, where nobody is a number.


def records(**info: object) -> Figures:
    """Return figures counted from six placements up to 30 June 2025; nobody of any scheme is there in 2022."""
    stays = [
        ("SEN", "FRA", "VSI_RECIP", "NONE", "2020-02-01", "2020-08-31", "2020-08-31"),
        ("SEN", "FRA", "VSI_RECIP", "NONE", "2024-03-01", "2024-12-31", "2025-02-28"),
        ("SEN", "FRA", "VSI_RECIP", "WECCEE", "2024-04-01", "2024-09-30", "2024-09-30"),
        ("TUN", "FRA", "SC_RECIP", "NONE", "2024-10-01", "2025-05-31", "2025-05-31"),
        ("FRA", "TUN", "VSI", "NONE", "2021-01-15", "2021-12-15", "2021-12-15"),
        ("MAR", "FRA", "VSI_RECIP", "NONE", "2025-01-02", "2025-12-31", None),
    ]
    names = ["origin", "destination", "scheme", "programme_id", "start_on", "planned_end_on", "end_on"]
    frame = pd.DataFrame(stays, columns=names)
    frame[names[4:]] = frame[names[4:]].apply(pd.to_datetime)
    cells = flow_rows(flow_cells(frame, as_of=date(2025, 6, 30), dataset="own", source="Ours"))
    described = {"name": "own", "title_fr": "À nous", "title_en": "Ours", "as_of": "2025-06-30", "complete": True} | info
    return Figures(cells, (DatasetInfo(**described),))


@pytest.fixture
def counted() -> Page:
    return flows_dashboard(records(), language="en")


def test_records_open_on_the_latest_year_that_is_over_and_the_family_with_most_volunteers(counted: Page) -> None:
    assert counted.regions["map"].period == "2024"
    assert "VSI · 2024 · placements started in the period · Ours" in html(counted, "head").replace(
        "International solidarity volunteering (VSI)", "VSI"
    )
    assert "<b>2</b><span>volunteers</span>" in html(counted, "side"), "a programme's volunteer counts inside the scheme"


def test_a_direction_nobody_takes_is_zero_and_gives_a_net(counted: Page) -> None:
    ask(counted, direction="both")
    assert "France: 2 arriving and 0 leaving, net +2." in html(counted, "side")
    ask(counted, corridor="SEN-FRA")
    assert "France → Senegal, 2024: 0 volunteers" in html(counted, "side")
    assert "No balance" not in html(counted, "side") and "n/a" not in html(counted, "side")


def test_a_year_in_which_nobody_came_is_a_zero_that_can_be_chosen(counted: Page) -> None:
    assert "cm-gap" not in html(counted, "foot") and "2022: 0" in html(counted, "foot")
    assert '<option value="2022">2022 – nobody</option>' in html(counted, "controls")
    ask(counted, period="2022")
    said = html(counted, "side")
    assert "No volunteers arriving in France: the records count 0" in said and "published" not in said
    assert 'data-intent="period" data-value="2020"' in said, "the nearest year with somebody"


def test_a_year_that_as_of_cuts_says_so(counted: Page) -> None:
    ask(counted, period="2025")
    assert "The period is not over: these figures go up to 30 June 2025." in html(counted, "side")
    assert "cm-hollow" in html(counted, "foot")


def test_people_present_are_counted_on_a_day_the_page_names(counted: Page) -> None:
    assert '<option value="stock">Present on 31 December 2024</option>' in html(counted, "controls")
    ask(counted, basis="stock")
    assert "volunteers present on 31 December 2024" in html(counted, "head")
    assert "<b>1</b>" in html(counted, "side")
    ask(counted, period="2025")
    assert "volunteers present on 30 June 2025" in html(counted, "head"), "never after as_of"


def test_months_are_those_of_active_placements_and_the_page_says_so(counted: Page) -> None:
    ask(counted, basis="stock")
    ask(counted, measure="volunteer_months")
    assert "placements active during the period" in html(counted, "head")
    # From 1 March to 31 December, and from 1 April to 30 September.
    assert f"<b>{(306 + 183) / 30.4375:.1f}</b>" in html(counted, "side")
    assert "the days of the placements active in the period" in html(counted, "side")
    ask(counted, basis="ended")
    assert "placements ended in the period" in html(counted, "head") and "<b>1</b>" in html(counted, "side")
    ask(counted, measure="volunteer_months")
    ask(counted, measure="placements")
    assert "placements active during the period" in html(counted, "head"), "the basis that was said stays"


def test_another_scheme_keeps_the_basis_where_every_scheme_has_it(counted: Page) -> None:
    ask(counted, basis="active")
    ask(counted, scope="scheme:SC")
    assert "placements active during the period" in html(counted, "head")


def test_an_address_that_asks_for_months_on_another_basis_gets_the_months(counted: Page) -> None:
    counted.children[0].receive({"opened": "?basis=stock&measure=volunteer_months"})
    assert "placements active during the period" in html(counted, "head")
    ask(counted, measure="placements")
    ask(counted, basis="ended", measure="volunteer_months")
    assert "placements active during the period" in html(counted, "head")


def test_every_basis_of_the_page_reconciles(counted: Page) -> None:
    seen = {}
    ask(counted, scope="")
    for period, basis in (("2024", "stock"), ("2025", "started"), ("2025", "active"), ("2025", "ended"), ("2025", "stock")):
        ask(counted, period=period, basis=basis)
        found = re.search(r'<tr class="cm-total">.*?<td class="cm-number">(\d+)', html(counted, "side"))
        seen[period, basis] = int(found[1]) if found else 0
    assert seen["2024", "stock"] + seen["2025", "started"] == seen["2025", "active"] == 3
    assert seen["2025", "ended"] + seen["2025", "stock"] == 3


def test_a_made_up_dataset_says_what_it_is_not() -> None:
    note = "The overall balance of the sample is not that of France."
    page = flows_dashboard(records(synthetic=True, note_en=note), language="en")
    band = re.search(r'<p class="cm-band">(.*?)</p>', html(page, "head"))
    assert band and "Synthetic" in band[1] and "The balance between countries is made up too." in band[1]
    assert note in html(page, "foot")


def test_every_promise_holds_on_counted_placements() -> None:
    assert "NON" not in check_promises(records())._repr_html_()
