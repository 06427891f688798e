"""The planner of the next cohort without a browser: what is typed, supposed, saved and opened."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from scenario_files import LINE, SAID, counted, put, shown

from crossmobility import reference
from crossmobility.desk import Records, open_records, planner_page, planner_table
from crossmobility.desk.scenarios import (
    read_scenario,
)
from crossmobility.errors import BadRequest
from crossmobility.ui.page import Page

SAMPLE = reference.data_folder() / "sample"
REGIONS = ("head", "file", "faults", "plan", "whatif", "effect", "words")


@pytest.fixture(scope="module")
def sample() -> Records:
    return open_records()


@pytest.fixture
def scenarios(data: Path) -> Path:
    """The folder of one's own that scenarios go to."""
    (data / "local").mkdir()
    return data / "local" / "scenarios"


def ask(page: Page, **intent: object) -> None:
    page.regions["plan"].receive({key.replace("_", "-"): value for key, value in intent.items()})


def typed(page: Page, line: int, column: str, value: str) -> None:
    page.regions["plan"].receive({f"line-{line}-{column}": value})


def tile(page: Page) -> int:
    """Return how many places start in the planned year."""
    found = re.findall(r'cm-tile"><b>([\d,]+)</b><span>places that start in 2026', shown(page, "effect"))
    return int(found[0].replace(",", ""))


def whole(page: Page) -> str:
    return "".join(shown(page, region) for region in REGIONS)


def test_records_are_refused_where_dashboards_are_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSMOBILITY_RELEASE", str(tmp_path))
    with pytest.raises(BadRequest, match="CROSSMOBILITY_RELEASE"):
        planner_page(open_records())


def test_the_page_begins_with_a_copy_of_the_last_year_that_is_no_forecast(scenarios: Path, sample: Records) -> None:
    rows = pd.read_csv(SAMPLE / "placements.csv", dtype="str", keep_default_na=False)
    rows = rows[rows["start_on"].str.startswith("2025") & (rows["origin"] != rows["destination"])]
    page = planner_page(sample, language="en")
    assert tile(page) == len(rows)
    assert f"A copy of 2025, not a forecast: the {len(rows)} placements that started in 2025" in shown(page, "plan")
    lines = len(rows.groupby(["origin", "destination", "scheme", "programme_id"]))
    assert counted(page) == f"{lines} lines count, {len(rows)} places"


def test_ratios_of_the_sample_equal_plain_pandas(scenarios: Path, sample: Records) -> None:
    rows = pd.read_csv(SAMPLE / "placements.csv", dtype="str", keep_default_na=False)
    rows = rows[rows["start_on"].str[:4].isin(["2024", "2025"]) & rows["scheme"].isin(["SC_RECIP", "SC_INTL"])]
    last = rows[rows["start_on"].str.startswith("2025")]
    sides = [((part["destination"] == "FRA").sum(), (part["origin"] == "FRA").sum()) for part in (rows, last)]
    (arrived, left), (again, gone) = sides
    html = planner_table(sample, "en")._repr_html_()
    found = re.search(r'Service Civique</th><td class="cm-number">(.*?)</td><td class="cm-number">(.*?)</td>', html)
    assert found is not None
    assert f"<b>{arrived / left:.2f}</b><small>{arrived} in, {left} out</small>" == found[1]
    assert (
        f"<b>{(arrived + again) / (left + gone):.2f}</b><small>{arrived + again} in, {left + gone} out</small>" == found[2]
    )


def test_typing_places_changes_the_effect_at_once_and_leaves_the_fields_alone(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, language="en")
    before, fields = tile(page), page.regions["plan"].html
    had = int(re.findall(r'data-intent="line-1-places" value="(\d+)"', fields)[0])
    typed(page, 1, "places", str(had + 20))
    assert tile(page) == before + 20
    assert page.regions["plan"].html == fields, "the reader may be typing the next number already"
    assert f'data-intent="line-1-places" value="{had + 20}"' in page.regions["plan"].static_html()


def test_a_bad_number_is_named_and_its_line_does_not_count_until_it_is_right(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, language="en")
    before = tile(page)
    typed(page, 1, "places", "-5")
    assert "Line 1, Places — “-5” is no number of places" in shown(page, "faults") and tile(page) < before
    typed(page, 1, "places", "15")
    assert "Line 1," not in shown(page, "faults") and tile(page) == before + 5


def test_a_line_is_added_with_its_fields_and_removed(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, language="en")
    ask(page, begin="empty")
    assert tile(page) == 0 and "The plan has no places yet" in shown(page, "plan")
    for column, said in {
        "origin": "SEN",
        "destination": "FRA",
        "scheme": "SC_RECIP",
        "duration_months": "8",
        "places": "12",
        "women": "7",
    }.items():
        page.regions["plan"].receive({f"new-{column}": said})
    ask(page, add="line")
    assert counted(page) == "1 line counts, 12 places" and "Line 1 was added" in shown(page, "file")
    assert "Senegal → France" in shown(page, "plan")
    page.regions["plan"].receive({"new-destination": "SEN"})
    ask(page, add="line")
    assert "The line was not added." in shown(page, "file") and "leaves and stays in SEN" in shown(page, "file")
    ask(page, remove="1")
    assert tile(page) == 0


def test_fields_written_anew_differ_from_those_before_whatever_was_typed(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, language="en")
    first = page.regions["plan"].html
    typed(page, 1, "places", "99")
    ask(page, begin="copy")
    assert page.regions["plan"].html != first, "else the browser would keep what was typed"
    assert re.sub(r'data-drawn="\d+"', "", page.regions["plan"].html) == re.sub(r'data-drawn="\d+"', "", first)


def test_a_corridor_that_closes_and_a_freeze_take_their_places(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, scenario="", language="en")
    ask(page, begin="empty")
    put(scenarios, LINE, "scenario,TGO,FRA,SC_RECIP,NONE,2026-11,8,5,", "scenario,FRA,TGO,VSI,NONE,2026-02,12,3,")
    ask(page, open="plan")
    assert tile(page) == 20
    ask(page, closed="SEN-FRA")
    ask(page, closed_from="2026-10")
    assert tile(page) == 20, "it closes after its places have started"
    ask(page, closed_from="2026-09")
    assert tile(page) == 8 and "<b>12</b><span>places lost" in shown(page, "effect")
    ask(page, closed="")
    ask(page, frozen="SC")
    ask(page, frozen_from="2026-11")
    ask(page, frozen_months="2")
    assert tile(page) == 15 and "<b>5</b><span>put off beyond 2026" in shown(page, "effect")
    ask(page, frozen_fate="lost")
    assert tile(page) == 15 and "<b>5</b><span>places lost" in shown(page, "effect")
    ask(page, frozen="")
    assert tile(page) == 20


def test_a_plan_is_saved_opened_and_changed(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, language="en")
    ask(page, name="plan-2026", who="Awa")
    ask(page, save="file")
    assert "Saved: data/local/scenarios/plan-2026.csv" in shown(page, "file")
    assert "Made by Awa, on the dataset sample as of 2025-12-31" in shown(page, "file")
    typed(page, 5, "places", "40")
    ask(page, save="file")
    again = planner_page(sample, scenario="plan-2026", language="en")
    assert tile(again) == tile(page) and read_scenario("plan-2026").notes == SAID
    assert 'value="Awa"' in shown(again, "file")
    ask(again, begin="copy")
    ask(again, save="file")
    assert "There already is a scenario" in shown(again, "file"), "a new plan does not write over an old one"


def test_a_plan_with_a_bad_line_is_not_saved(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, language="en")
    typed(page, 1, "places", "-1")
    ask(page, name="plan")
    ask(page, save="file")
    assert 'role="alert">The scenario was not saved: some lines do not count.' in shown(page, "file")
    assert not scenarios.exists()


def test_a_file_of_which_a_line_was_lost_is_not_written_over(scenarios: Path, sample: Records) -> None:
    file = put(scenarios, LINE, "scenario,SEN,FRA,SC_RECIP")
    before = file.read_bytes()
    page = planner_page(sample, scenario="plan", language="en")
    ask(page, save="file")
    assert "There already is a scenario" in shown(page, "file") and file.read_bytes() == before


@pytest.mark.parametrize(
    "intent",
    [
        {"open": "../../secret"},
        {"line-1-origin-x": "SEN"},
        {"line-1-kind": "actual"},
        {"line-99999-places": "5"},
        {"closed": "XXX-YYY"},
        {"closed-from": "1999-01"},
        {"frozen": "nothing"},
        {"frozen-months": "-3"},
        {"frozen-months": "999"},
        {"window": "7"},
        {"begin": "again"},
        {"remove": "nobody"},
        {"line-1-places": "x" * 10_000},
        {"line-1-places": 5},
        {"lang": "de"},
        {"nothing": "asked"},
    ],
)
def test_what_the_page_does_not_offer_changes_no_plan(scenarios: Path, sample: Records, intent: dict[str, object]) -> None:
    page = planner_page(sample, language="en")
    before = [shown(page, region) for region in ("faults", "whatif", "effect", "words")]
    page.regions["plan"].receive(intent)
    assert [shown(page, region) for region in ("faults", "whatif", "effect", "words")] == before


def test_an_unknown_scenario_is_an_error_of_the_notebook(scenarios: Path, sample: Records) -> None:
    put(scenarios, LINE, name="plan-2026")
    with pytest.raises(BadRequest, match=r"no scenario “plan-2025”.*Did you mean “plan-2026”"):
        planner_page(sample, scenario="plan-2025")


def test_the_years_looked_at_may_be_the_planned_one_alone(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, language="en")
    assert "Started 2024–2026 so far" in shown(page, "effect")
    ask(page, window="1")
    assert "Started in 2026 so far" in shown(page, "effect")


def test_the_planned_year_follows_the_day_of_the_data_and_copies_a_complete_one(scenarios: Path, sample: Records) -> None:
    page = planner_page(replace(sample, as_of="2025-06-30"), language="en")
    assert "places that start in 2026" in shown(page, "head") and "A copy of 2024" in shown(page, "plan")


def test_every_figure_with_the_plan_says_that_it_is_a_scenario(scenarios: Path, sample: Records) -> None:
    page = planner_page(sample, language="en")
    html = shown(page, "effect")
    assert len(re.findall("<table", html)) == 4
    assert len(re.findall(r"<th[^>]*>With the plan<small>scenario, not a result</small></th>", html)) == 4
    assert re.search(r"What it would change <small>scenario, not a result</small></h2><div class=\"cm-tiles\">", html)
    assert "scenario, not a result" in shown(page, "head")


def test_placements_recorded_for_the_year_are_named_and_not_added(scenarios: Path, sample: Records) -> None:
    rows = pd.read_csv(SAMPLE / "placements.csv", dtype="str", keep_default_na=False)
    waiting = rows[rows["planned_start_on"].str.startswith("2026") & (rows["start_on"] == "")]
    waiting = waiting[(waiting["closed_before_start_on"] == "") & (waiting["origin"] != waiting["destination"])]
    said = shown(planner_page(sample, language="en"), "words")
    assert f"The records plan {len(waiting)} placements for 2026 already: they are not added to the plan." in said


def test_a_stored_notebook_holds_nothing_of_the_plan_of_a_real_dataset(scenarios: Path, sample: Records) -> None:
    page = planner_page(replace(sample, synthetic=False), language="en")
    assert "Senegal → France" in shown(page, "plan") and "France ⇄ Senegal" in shown(page, "effect")
    kept = page.static_html()
    assert (
        "Senegal" not in kept.replace('<option value="SEN">Senegal</option>', "") and "not saved in this notebook" in kept
    )
    typed(page, 1, "places", "3")
    assert "Senegal" not in page.static_html()


def test_a_stored_notebook_does_not_name_the_files_of_a_folder(scenarios: Path, sample: Records) -> None:
    put(scenarios, LINE, name="secret-plan")
    page = planner_page(sample, language="en")
    assert "secret-plan" in shown(page, "file") and "secret-plan" not in page.static_html()


def test_the_table_to_store_names_no_corridor(sample: Records) -> None:
    html = planner_table(sample, "en")._repr_html_()
    assert "→" not in html and "⇄" not in html and "scenario, not a result" in html


def test_opening_changes_no_record(scenarios: Path, sample: Records) -> None:
    before = sample.placements.copy()
    page = planner_page(sample)
    ask(page, frozen="_T")
    pd.testing.assert_frame_equal(sample.placements, before)
