"""The reciprocity page as the head of a country uses it: one pair chosen, and everything on the page agrees."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import machines
import pytest
from playwright.sync_api import Page, expect

LIVE = ".cm-page[data-cm-ready] "
# South–South pilot seen from Morocco, in one year.
PILOT = "reference=MAR&scheme=SOUTH_SOUTH&period=2021&window=1"


@pytest.fixture
def balance(sampled: machines.Server, visit: Callable[..., machines.Visit]) -> machines.Visit:
    visited = visit(sampled.url("02_reciprocity", "lang=fr&window=1&period=2024"))
    visited.live()
    shows(visited.page, "period", "2024")
    return visited


def shows(page: Page, intent: str, value: str) -> None:
    expect(page.locator(LIVE + f"select[data-intent={intent}]")).to_have_value(value)


def plain(text: str | None) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text or "")


def number(text: str | None) -> int:
    return int(re.sub(r"\D", "", text or "") or -1)


def cell(page: Page, origin: str, destination: str) -> str:
    """Return what the matrix prints for a corridor."""
    found = page.locator(LIVE + f'.cm-area-matrix button[data-value="{origin}-{destination}"]')
    return plain(found.inner_text()) if found.count() else "0"


def journey(page: Page, words: str) -> None:
    """Choose Senegal on the map; card, matrix, table, trend and sentences say the same two numbers."""
    page.locator(LIVE + '.cm-map [data-corridor="SEN-FRA"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(LIVE + ".cm-area-table tr.cm-chosen")).to_contain_text(words)
    row = page.locator(LIVE + ".cm-area-table tr.cm-chosen")
    leaving = number(row.locator('[data-way="out"]').first.get_attribute("data-value"))
    arriving = number(row.locator('[data-way="in"]').first.get_attribute("data-value"))
    assert arriving > 0
    assert number(cell(page, "SEN", "FRA")) == arriving
    assert number(cell(page, "FRA", "SEN")) == leaving
    side = plain(page.locator(LIVE + ".cm-area-side").inner_text())
    assert str(arriving) in side
    assert str(leaving) in side
    said = plain(page.locator(LIVE + ".cm-sentences li").first.inner_text())
    assert words in said
    assert re.search(rf"\b{arriving}\b", said)
    assert re.search(rf"\b{leaving}\b", said)


def test_a_pair_chosen_on_the_map_is_the_same_everywhere(balance: machines.Visit, sampled: machines.Server) -> None:
    journey(balance.page, "Sénégal")
    balance.page.locator(LIVE + 'button[data-intent="lang"][data-value="en"]').click()
    expect(balance.page.locator("html")).to_have_attribute("lang", "en")
    expect(balance.page.locator(LIVE + ".cm-area-table tr.cm-chosen")).to_contain_text("Senegal")
    assert balance.complaints == []
    assert balance.hosts == {urlsplit(sampled.address).netloc}


def test_the_same_journey_in_jupyterlab(lab: str, visit: Callable[..., machines.Visit]) -> None:
    visited = visit("about:blank")
    machines.run_all(visited.page, f"{lab}lab/tree/dashboards/02_reciprocity.ipynb")
    visited.page.wait_for_selector(LIVE, timeout=machines.PATIENCE * 1000)
    journey(visited.page, "Sénégal")
    assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []
    assert visited.hosts == {urlsplit(lab).netloc}


def test_the_matrix_is_walked_and_chosen_from_by_keyboard_alone(balance: machines.Visit) -> None:
    page = balance.page
    stops = page.locator(LIVE + '.cm-area-matrix tbody button[tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    focused = "document.activeElement.dataset.value"
    first = page.evaluate(focused)
    page.keyboard.press("ArrowDown")
    second = page.evaluate(focused)
    assert first != second
    page.keyboard.press("Enter")
    expect(page.locator(LIVE + f'.cm-area-matrix button[data-value="{second}"]')).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(focused) == second, "the focus stays on the cell that was chosen"
    page.keyboard.press("Escape")
    expect(page.locator(LIVE + '.cm-area-matrix tbody button[aria-pressed="true"]')).to_have_count(0)


def test_morocco_shows_the_pilot_as_a_two_way_hub(sampled: machines.Server, visit: Callable[..., machines.Visit]) -> None:
    page = visit(sampled.url("02_reciprocity", f"lang=en&{PILOT}")).live()
    shows(page, "reference", "MAR")
    tiles = page.locator(LIVE + ".cm-area-side .cm-tile b")
    expect(tiles.nth(0)).to_be_visible()
    numbers = [number(tiles.nth(place).inner_text()) for place in range(2)]
    assert numbers == [8, 8]
    table = page.locator(LIVE + ".cm-area-table")
    for country in ("Senegal", "Mali"):
        expect(table).to_contain_text(country)


def test_france_shows_guinea_in_weccee_2025_as_one_way(
    sampled: machines.Server, visit: Callable[..., machines.Visit]
) -> None:
    page = visit(sampled.url("02_reciprocity", "lang=en&scheme=&programme=WECCEE&period=2025&window=1")).live()
    shows(page, "period", "2025")
    one_way = page.locator(LIVE + ".cm-area-story .cm-one-way")
    expect(one_way).to_contain_text("France → Guinea")


def test_the_window_and_the_year_change_every_part(balance: machines.Visit) -> None:
    page = balance.page
    before = page.locator(LIVE + ".cm-area-matrix tfoot").inner_text()
    page.locator(LIVE + 'button[data-intent="window"][data-value="3"]').click()
    expect(page.locator(LIVE + ".cm-area-matrix tfoot")).not_to_have_text(before)
    page.locator(LIVE + "select[data-intent=period]").select_option("2022")
    expect(page.locator(LIVE + ".cm-line")).to_contain_text("2020")


def test_the_table_of_partners_is_downloaded(balance: machines.Visit, tmp_path: Path) -> None:
    with balance.page.expect_download() as waiting:
        balance.page.locator(LIVE + "[data-download]").first.click()
    file = tmp_path / "pairs.csv"
    waiting.value.save_as(file)
    lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert {"country", "inflow", "outflow", "balance", "band"} <= set(lines[0])
