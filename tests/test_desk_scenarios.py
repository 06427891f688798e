"""Scenario files: written whole, read back line by line, and never part of a dataset."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from scenario_files import LINE, SAID, counted, ours, put, shown

from crossmobility.desk import Records, open_records, planner_page
from crossmobility.desk.scenarios import (
    NOTES,
    SCENARIO_COLUMNS,
    read_scenario,
    save_scenario,
    scenario_names,
    scenario_text,
)
from crossmobility.domain.plans import empty_plan
from crossmobility.errors import BadRequest, CrossMobilityError, UnreadableFile
from crossmobility.intake.dataset import take_in_dataset
from crossmobility.release.build import built


@pytest.fixture(scope="module")
def sample() -> Records:
    return open_records()


@pytest.fixture
def scenarios(data: Path) -> Path:
    """The folder of one's own that scenarios go to."""
    (data / "local").mkdir()
    return data / "local" / "scenarios"


def test_a_scenario_is_written_and_read_back_as_it_was(scenarios: Path) -> None:
    place = save_scenario("plan-2026", ours(), SAID)
    assert place == scenarios / "plan-2026.csv" and scenario_names() == ("plan-2026",)
    assert [each.name for each in scenarios.iterdir()] == ["plan-2026.csv"], "nothing half written is left"
    found = read_scenario("plan-2026")
    assert found.notes == SAID and found.unread == ()
    assert [line.number for line in found.lines] == [5, 6], "the physical lines, after three comments and the headings"
    first, second = (dict(line.cells) for line in found.lines)
    assert ",".join(first[name] for name in SCENARIO_COLUMNS) == LINE
    assert (second["women"], second["duration_months"], second["programme_id"]) == ("", "6.5", "WECCEE")
    account = found.account(frozenset())
    assert (account.lines, account.header, account.accepted, account.rejected, account.blank) == (6, 4, 2, 0, 0)


def test_every_line_of_a_bad_file_is_accounted_for(scenarios: Path, sample: Records) -> None:
    put(
        scenarios,
        LINE,
        "scenario,XYZ,FRA,SC_RECIP,NONE,2026-09,8,12,7",
        "",
        "scenario,SEN,FRA,SC_RECIP",
        "scenario,SEN,FRA,SC_RECIP,NONE,2026-09,8,-2,",
        "scenario,SEN,FRA,SC_RECIP,NONE,2026-09,8,3,4",
        top=["# who: Awa"],
    )
    page = planner_page(sample, scenario="plan", language="en")
    assert counted(page) == "1 line counts, 12 places, 3 lines do not count"
    said = shown(page, "file")
    assert "plan.csv: header and comments 2 + counted 1 + not counted 4 + blank 1 = 8 lines, none is lost" in said
    assert "Line 6 — The row has 4 cells where the headings have 9" in said
    faults = shown(page, "faults")
    assert "Line 4, Origin — “XYZ” is no country" in faults
    assert "Line 7, Places — “-2” is no number of places" in faults
    assert "Line 8, Women — 4 women do not fit into 3 places" in faults


def test_a_file_saved_by_a_french_spreadsheet_is_read(scenarios: Path) -> None:
    text = scenario_text(ours(), SAID).replace(",", ";").replace("6.5", "6,5")
    scenarios.mkdir()
    (scenarios / "plan.csv").write_text(text, encoding="utf-8-sig")
    found = read_scenario("plan")
    assert found.notes["who"] == "Awa" and [dict(line.cells)["duration_months"] for line in found.lines] == ["8", "6,5"]


@pytest.mark.parametrize(
    "name",
    ["../plan", "a/b", "a\\b", "plan.csv", "plan 2026", "été", "", ".", "..", "-" * 61, "plan\n", "/tmp/plan", "con\0"],
)
def test_a_name_is_letters_digits_and_dashes_and_never_a_path(scenarios: Path, name: str) -> None:
    with pytest.raises(BadRequest, match="cannot be the name of a scenario"):
        save_scenario(name, ours(), SAID)
    with pytest.raises(BadRequest, match="There is no scenario"):
        read_scenario(name)
    assert not scenarios.exists(), "nothing was written anywhere"


def test_another_scenario_is_never_written_over_unless_it_is_the_one_that_was_opened(scenarios: Path) -> None:
    save_scenario("plan", ours(), SAID)
    before = (scenarios / "plan.csv").read_bytes()
    for name in ("plan", "PLAN"):
        with pytest.raises(BadRequest, match="There already is a scenario"):
            save_scenario(name, empty_plan(2026), SAID)
    assert (scenarios / "plan.csv").read_bytes() == before
    save_scenario("plan", empty_plan(2026), SAID, replacing="plan")
    assert read_scenario("plan").lines == ()


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(scenarios: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_scenario("plan", ours(), SAID)
    before = (scenarios / "plan.csv").read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_scenario("plan", empty_plan(2026), SAID, replacing="plan")
    assert [(each.name, each.read_bytes()) for each in scenarios.iterdir()] == [("plan.csv", before)]


def test_links_lead_nowhere(scenarios: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = put(outside, LINE, name="secret")
    scenarios.mkdir()
    (scenarios / "plan.csv").symlink_to(secret)
    assert scenario_names() == ()
    with pytest.raises(BadRequest, match="There is no scenario"):
        read_scenario("plan")
    save_scenario("plan", empty_plan(2026), SAID)
    assert LINE in secret.read_text() and not (scenarios / "plan.csv").is_symlink()
    shutil.rmtree(scenarios)
    scenarios.symlink_to(outside)
    with pytest.raises(BadRequest, match="leads out of data/local"):
        save_scenario("other", ours(), SAID)
    assert [each.name for each in outside.iterdir()] == ["secret.csv"]


def test_a_comment_is_one_cell_that_no_spreadsheet_runs(scenarios: Path) -> None:
    save_scenario("plan", ours(), {**SAID, "who": 'A,=HYPERLINK("x")\nscenario,SEN'})
    lines = (scenarios / "plan.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == '"# who: A,=HYPERLINK(""x"") scenario,SEN"'
    assert len(lines) == len(NOTES) + 1 + 2 and len(read_scenario("plan").lines) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# who: Awa\n", "nothing but comments"),
        ("origin,destination\nSEN,FRA\n", "lacks the columns kind, scheme"),
        ("", "nothing but comments"),
    ],
)
def test_a_file_without_its_headings_says_which_to_write(scenarios: Path, text: str, said: str) -> None:
    scenarios.mkdir()
    (scenarios / "plan.csv").write_text(text)
    with pytest.raises(UnreadableFile, match=said) as refused:
        read_scenario("plan")
    assert "kind, origin, destination, scheme, programme_id, period" in str(refused.value)


def as_table(folder: Path, name: str, *, comments: bool) -> Path:
    """Put a scenario into a dataset folder under the name of a table."""
    text = scenario_text(ours(), SAID)
    if not comments:
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    (folder / "dataset.toml").write_text('title = "Ours"\nas_of = "2025-12-31"\n')
    file = folder / f"{name}.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("comments", [True, False])
@pytest.mark.parametrize("name", ["placements", "flow_counts", "flow_counts_2026", "plan-2026", "observations"])
def test_a_scenario_under_the_name_of_a_table_gives_a_dataset_not_one_row(
    tmp_path: Path, name: str, comments: bool
) -> None:
    as_table(tmp_path, name, comments=comments)
    taken = take_in_dataset(tmp_path)
    assert sum(len(intake.accepted) for intake in taken.intakes) == 0
    assert len(taken.unread) + sum(intake.account.rejected for intake in taken.intakes) > 0, "and it is not silent"


@pytest.mark.parametrize("comments", [True, False])
@pytest.mark.parametrize("name", ["placements", "flow_counts"])
def test_no_place_of_a_scenario_is_ever_a_figure(tmp_path: Path, name: str, comments: bool) -> None:
    as_table(tmp_path, name, comments=comments)
    try:
        figures = built([tmp_path]).figures
    except CrossMobilityError:
        return  # refused whole: nothing was built
    assert figures.flows.empty


def test_scenarios_beside_the_files_of_a_dataset_are_not_seen(scenarios: Path) -> None:
    local = scenarios.parent
    (local / "dataset.toml").write_text('title = "Ours"\nas_of = "2025-12-31"\n')
    (local / "flow_counts.csv").write_text("origin,destination,period,scheme,placements\nSEN,FRA,2025,SC_RECIP,11\n")
    before = built([local]).figures.flows
    save_scenario("flow-counts", ours(), SAID)
    taken = take_in_dataset(local)
    assert [intake.source.file.name for intake in taken.intakes] == ["flow_counts.csv"] and not taken.unread
    pd.testing.assert_frame_equal(built([local]).figures.flows, before)
