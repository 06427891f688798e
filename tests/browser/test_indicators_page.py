"""The indicators page as an officer uses it on Monday: what is off track, why, where it comes from, and the file for the donor."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import machines
import openpyxl
import pytest
from playwright.sync_api import Page, expect

LIVE = ".cm-page[data-cm-ready] "
SCOPE = "scheme=SC_RECIP&period=2023"


@pytest.fixture
def tracking(sampled: machines.Server, visit: Callable[..., machines.Visit]) -> machines.Visit:
    visited = visit(sampled.url("03_indicators", f"lang=fr&{SCOPE}"))
    visited.live()
    expect(visited.page.locator(LIVE + "select[data-intent=period]")).to_have_value("2023")
    return visited


def plain(text: str | None) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text or "")


def row(page: Page, indicator: str) -> str:
    return plain(page.locator(LIVE + f'.cm-area-iptt tr:has(button[data-value="{indicator}"])').first.inner_text())


def journey(page: Page) -> None:
    """Read a row, choose another indicator, see its history, its definition and its corridors, change the language."""
    started = page.locator(LIVE + '.cm-area-iptt tr:has(button[data-value="PLC_STARTED"])').first
    expect(started).to_contain_text(re.compile(r"180.*150.*144", re.DOTALL))
    chosen = page.locator(LIVE + '.cm-area-iptt button[data-value="OUT_6M"]')
    chosen.click()
    detail = page.locator(LIVE + ".cm-area-detail")
    expect(detail).to_contain_text("Situation positive à 6 mois")
    expect(detail).to_contain_text("70")
    page.locator(LIVE + 'button[data-intent="lang"][data-value="en"]').click()
    expect(detail).to_contain_text("Positive situation at 6 months")
    page.locator(LIVE + "select[data-intent=scope]").select_option("programme:WECCEE")
    expect(page.locator(LIVE + ".cm-line")).to_contain_text("WECCEE")


def test_the_journey_under_voila(tracking: machines.Visit, sampled: machines.Server) -> None:
    journey(tracking.page)
    assert tracking.complaints == []
    assert tracking.hosts == {urlsplit(sampled.address).netloc}


def test_the_page_in_jupyterlab(lab: str, visit: Callable[..., machines.Visit]) -> None:
    visited = visit("about:blank")
    machines.run_all(visited.page, f"{lab}lab/tree/dashboards/03_indicators.ipynb")
    visited.page.wait_for_selector(LIVE, timeout=machines.PATIENCE * 1000)
    visited.page.locator(LIVE + "select[data-intent=period]").select_option("2023")
    expect(visited.page.locator(LIVE + ".cm-line")).to_contain_text("2023")
    journey(visited.page)
    assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []
    assert visited.hosts == {urlsplit(lab).netloc}


def test_every_light_has_its_word_and_its_rule(tracking: machines.Visit) -> None:
    page = tracking.page
    for indicator, word in (("OUT_6M", "hors trajectoire"), ("PLC_STARTED", "en bonne voie")):
        said = row(page, indicator)
        assert word in said
    expect(page.locator(LIVE + ".cm-area-detail")).to_contain_text("144 sur 150")


def test_an_indicator_is_chosen_by_keyboard_and_keeps_the_focus(tracking: machines.Visit) -> None:
    page = tracking.page
    button = page.locator(LIVE + '.cm-area-iptt button[data-intent=indicator][data-value="SAT_VOL"]').first
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator(LIVE + ".cm-area-detail")).to_contain_text("Volontaires satisfaits")


def test_from_a_figure_to_its_corridors_and_back(tracking: machines.Visit) -> None:
    page = tracking.page
    page.locator(LIVE + '.cm-area-iptt button[data-value="PLC_STARTED"]').first.click()
    link = page.locator(LIVE + '.cm-area-detail a[href*="01_flows.ipynb"]').last
    expect(link).to_be_visible()
    link.click()
    page.wait_for_selector(".cm-stage.cm-is-live", timeout=machines.PATIENCE * 1000)
    expect(page.locator(LIVE + "select[data-intent=period]")).to_have_value("2023")
    expect(page.locator(LIVE + ".cm-tile b").first).to_have_text("144")
    page.locator(LIVE + 'nav a[href*="03_indicators"]').click()
    page.wait_for_selector(".cm-stage.cm-is-live", timeout=machines.PATIENCE * 1000)
    expect(page.locator(LIVE + ".cm-area-iptt")).to_contain_text("Missions commencées")


def test_the_table_is_downloaded_as_a_workbook_and_as_csv(tracking: machines.Visit, tmp_path: Path) -> None:
    page = tracking.page
    with page.expect_download() as waiting:
        page.locator(LIVE + '[data-download="iptt-xlsx"]').click()
    book = tmp_path / "iptt.xlsx"
    waiting.value.save_as(book)
    cells = {cell.value for line in openpyxl.load_workbook(book).worksheets[0] for cell in line}
    assert {144, 150, 180} <= cells
    with page.expect_download() as waiting:
        page.locator(LIVE + '[data-download="iptt-csv"]').click()
    file = tmp_path / "iptt.csv"
    waiting.value.save_as(file)
    lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    started = [line for line in lines if line["indicator"] == "PLC_STARTED" and line["category"] == "_T"]
    assert "144" in {line["actual"].split(".")[0] for line in started}
