"""The planner of the next cohort in JupyterLab: places typed by keyboard, their effect at once, a scenario saved and opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import machines
from playwright.sync_api import Locator, Page, expect

LIVE = ".cm-page[data-cm-ready] "
WOMEN = "Women among people whose sex is known"


def row(page: Page, table: str, head: str) -> Locator:
    """Return a row of the effect by the beginning of its table's name and by its head."""
    rows = page.locator(LIVE + f'.cm-area-effect [role=region][aria-label^="{table}"] tbody tr')
    return rows.filter(has=page.get_by_role("rowheader", name=head, exact=True))


def test_places_are_typed_by_keyboard_and_the_plan_is_saved(
    desk: tuple[str, Path], visit: Callable[..., machines.Visit]
) -> None:
    address, data = desk
    shutil.copytree(machines.SAMPLE, data / "sample")
    (data / "local").mkdir(exist_ok=True)
    visited = visit("about:blank")
    page = visited.page
    machines.run_all(page, f"{address}lab/tree/desk/14_next_cohort.ipynb")
    page.wait_for_selector(LIVE, timeout=machines.PATIENCE * 1000)
    page.locator(LIVE + 'button[data-intent="lang"][data-value="en"]').click()
    tile = page.locator(LIVE + ".cm-area-effect .cm-tile b").first
    expect(tile).to_have_text("235")
    expect(page.locator(LIVE + ".cm-plan-lines li").first).to_contain_text("Benin → France")  # it is in English now
    balance, women_so_far = row(page, "Arrivals", "Service Civique"), row(page, "Shares", WOMEN)
    target = row(page, "Targets", "Service Civique, incoming")
    expect(balance).to_contain_text("373 in, 108 out")
    expect(women_so_far).to_contain_text("484 of 805")
    expect(target).to_contain_text("87% with the plan")
    expect(page.locator(LIVE + ".cm-area-effect h2").first).to_contain_text("scenario, not a result")
    places = page.locator(LIVE + 'input[data-intent="line-1-places"]')
    women = page.locator(LIVE + 'input[data-intent="line-1-women"]')
    expect(places).to_have_value("10")
    places.focus()
    places.press("Control+a")
    page.keyboard.type("30")
    # The next number is typed while the first one is on its way: it must not be written over.
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("17")
    expect(tile).to_have_text("255")
    expect(women).to_be_focused()
    expect(women).to_have_value("17")
    page.keyboard.press("Control+a")
    page.keyboard.type("31")
    page.keyboard.press("Enter")
    expect(page.locator(LIVE + ".cm-area-faults")).to_contain_text("31 women do not fit into 30 places")
    page.keyboard.press("Control+a")
    page.keyboard.type("17")
    page.keyboard.press("Enter")
    expect(page.locator(LIVE + ".cm-area-faults")).to_contain_text("85 lines count, 255 places")
    expect(balance).to_contain_text("393 in, 108 out")
    expect(women_so_far).to_contain_text("495 of 825")
    expect(target).to_contain_text("103% with the plan")
    page.locator(LIVE + 'select[data-intent="closed"]').select_option("BEN-FRA")
    expect(page.locator(LIVE + ".cm-area-effect .cm-tiles")).to_contain_text("places lost")
    expect(page.locator(LIVE + 'select[data-intent="closed-from"]')).to_be_visible()
    expect(target).to_contain_text("78% with the plan")
    page.locator(LIVE + 'input[data-intent="name"]').fill("plan-2026")
    page.locator(LIVE + 'button[data-intent="save"]').click()
    expect(page.locator(LIVE + ".cm-area-file")).to_contain_text("Saved: data/local/scenarios/plan-2026.csv")
    assert (data / "local" / "scenarios" / "plan-2026.csv").is_file()
    page.locator(LIVE + 'button[data-intent="begin"][data-value="empty"]').click()
    expect(tile).to_have_text("0")
    page.locator(LIVE + 'select[data-intent="open"]').select_option("plan-2026")
    expect(page.locator(LIVE + ".cm-area-faults")).to_contain_text("85 lines count, 255 places")
    assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []
