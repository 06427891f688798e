"""The indicators page answers intents, keeps to what it offers, and agrees with plain pandas and the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from crossmobility.cli import main
from crossmobility.dashboards import indicators_dashboard, indicators_table, open_figures
from crossmobility.dashboards.indicators import _IndicatorsDashboard
from crossmobility.errors import BadRequest
from crossmobility.release.figures import Figures

DATA = Path(__file__).parents[1] / "data" / "sample"


@pytest.fixture(scope="module")
def figures() -> Figures:
    return open_figures()


@pytest.fixture
def opened(figures: Figures) -> _IndicatorsDashboard:
    return _IndicatorsDashboard(figures, "sample", "2023", "en")


def row(dashboard: _IndicatorsDashboard, indicator: str) -> pd.Series:
    page = dashboard._answer(dashboard._store.selection)
    table = page.tracked
    whole = table[(table["dimension"] == "_T") & (table["direction"] == "_T") & (table["indicator"] == indicator)]
    return whole.iloc[0]


def test_it_opens_where_most_is_promised(figures: Figures) -> None:
    selection = _IndicatorsDashboard(figures, "", "", "fr")._default
    assert (selection.dataset, selection.period, selection.schemes) == ("sample", "2025", ("SC_RECIP",))


def test_placements_started_are_those_of_the_file_and_the_targets_those_written_down(opened: _IndicatorsDashboard) -> None:
    placements = pd.read_csv(DATA / "placements.csv", dtype=str, keep_default_na=False)
    started = placements[(placements["scheme"] == "SC_RECIP") & placements["start_on"].str.startswith("2023")]
    targets = pd.read_csv(DATA / "observations.csv", dtype=str, keep_default_na=False)
    targets = targets[
        (targets["indicator_id"] == "PLC_STARTED") & (targets["period"] == "2023") & (targets["scheme"] == "SC_RECIP")
    ]
    stated = targets.set_index("value_type")["value"].astype(float)
    found = row(opened, "PLC_STARTED")
    assert found["actual"] == len(started)
    assert found["target_initial"] == stated["target_initial"]
    assert found["target_revised"] == stated["target_revised"]
    assert found["achievement"] == pytest.approx(len(started) / stated["target_revised"])
    assert found["achievement_initial"] == pytest.approx(len(started) / stated["target_initial"])


def test_the_command_line_gives_the_numbers_of_the_page(
    opened: _IndicatorsDashboard, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["indicators", "--data", str(DATA), "--scheme", "SC_RECIP", "--period", "2023", "--format", "json"]
    assert main(asked) == 0
    told = {each["indicator"]: each for each in json.loads(capsys.readouterr().out) if each["dimension"] == "_T"}
    page = opened._answer(opened._store.selection).tracked
    page = page[(page["dimension"] == "_T") & (page["direction"] == "_T")]
    assert set(told) == set(page["indicator"])
    for shown in page.to_dict("records"):
        each = told[shown["indicator"]]
        assert each["status"] == shown["status"]
        for name in ("actual", "target_initial", "target_revised", "achievement", "progress", "numerator"):
            assert (each[name] is None) == pd.isna(shown[name])
            if each[name] is not None:
                assert each[name] == pytest.approx(shown[name])


def test_an_indicator_is_split_into_the_corridors_it_comes_from(opened: _IndicatorsDashboard) -> None:
    opened._take({"indicator": "PLC_STARTED"})
    page = opened._answer(opened._store.selection)
    assert page.corridors["numerator"].sum() == row(opened, "PLC_STARTED")["actual"]
    assert set(page.corridors["direction"]) == {"in"}


def test_both_sides_of_an_exchange_stand_face_to_face(opened: _IndicatorsDashboard) -> None:
    opened._take({"scope": "programme:WECCEE"})
    opened._take({"period": "2025"})
    mirrored = opened._answer(opened._store.selection).mirrored.set_index("indicator")
    assert mirrored.loc["PLC_STARTED", ["value_in", "value_out"]].tolist() == [23.0, 25.0]


def test_the_course_of_an_indicator_has_its_targets_beside_it(opened: _IndicatorsDashboard) -> None:
    course = opened._answer(opened._store.selection).history.set_index("period")
    assert course.loc["2019", "actual"] == 251
    assert course.loc["2019", "target_initial"] == 240
    assert course.index.is_monotonic_increasing


def test_a_quarter_is_measured_with_its_season(opened: _IndicatorsDashboard) -> None:
    opened._take({"period": "2024-Q2"})
    found = row(opened, "PLC_STARTED")
    assert 0 < found["season"] < 1
    assert found["target_period"] == "2024"


@pytest.mark.parametrize(
    "intent",
    [{"indicator": "NOTHING"}, {"period": "1066"}, {"scope": "scheme:NOTHING"}, {"territory": "FR-R84"}, {"window": "3"}],
)
def test_what_the_page_does_not_offer_changes_nothing(opened: _IndicatorsDashboard, intent: dict[str, str]) -> None:
    before = opened._store.selection
    opened._take(intent)
    assert opened._answer(opened._store.selection).tracked.equals(opened._answer(before).tracked)


def test_an_address_brings_the_whole_selection_back(figures: Figures, opened: _IndicatorsDashboard) -> None:
    for intent in ({"scope": "programme:WECCEE"}, {"indicator": "CPL_RATE"}, {"period": "2022"}, {"lang": "fr"}):
        opened._take(intent)
    again = _IndicatorsDashboard(figures, "sample", "2023", "en")
    again._open(opened._address.query)
    assert again._store.selection == opened._store.selection
    assert again.page.regions["detail"].static_html() == opened.page.regions["detail"].static_html()


def test_the_workbook_holds_the_numbers_of_the_page(opened: _IndicatorsDashboard, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str | bytes]] = []
    monkeypatch.setattr(opened._panels["iptt"], "deliver", lambda name, document: sent.append((name, document)))
    opened._take({"download": "iptt-xlsx"})
    opened._take({"download": "iptt-csv"})
    (book_name, book), (table_name, table) = sent
    assert (book_name, table_name) == ("indicators-sample-2023-SC_RECIP.xlsx", "indicators-sample-2023-SC_RECIP.csv")
    assert isinstance(book, bytes)
    cells = {cell.value for line in openpyxl.load_workbook(io.BytesIO(book)).worksheets[0] for cell in line}
    assert {144, 150, 180} <= cells
    assert isinstance(table, str)
    assert "PLC_STARTED" in table


def test_a_dataset_without_indicators_says_so(figures: Figures) -> None:
    html = indicators_table(figures, dataset="published", language="en").html
    assert "cm-empty" in html


def test_an_unknown_dataset_or_period_is_refused_with_what_there_is(figures: Figures) -> None:
    with pytest.raises(BadRequest):
        indicators_dashboard(figures, dataset="nothing")
    with pytest.raises(BadRequest) as refused:
        indicators_dashboard(figures, dataset="sample", period="1066")
    assert "2024" in refused.value.text("en")
