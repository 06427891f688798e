"""The flows page without a browser: intents in, traits and text out."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.dashboards import check_promises, flows_dashboard, flows_table, open_figures, start_page
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
    return Figures(flow_rows(pd.DataFrame(rows, columns=[*FLOW_COLUMNS])), (DatasetInfo(**described),))  # type: ignore[arg-type]


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
        assert word not in re.sub(
            r"<style>.*?</style>|<cite>.*?</cite>|Les projets : [^<]*|Le volontariat [^<]*", "", whole
        )


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
    side.send = sent.append  # type: ignore[method-assign]  # what would go to the browser
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
    assert [each.name for each in known["figures"].datasets] == ["own"]  # type: ignore[attr-defined]
