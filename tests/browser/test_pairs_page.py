"""The page of pairs at the desk: find a pair that lost a side, by keyboard, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import machines
from playwright.sync_api import expect

LIVE = ".cm-page[data-cm-ready] "


def test_a_broken_pair_is_found_and_shown_face_to_face(tmp_path: Path, visit: Callable[..., machines.Visit]) -> None:
    shutil.copytree(machines.DESK, tmp_path / "desk")
    with machines.laboratory(tmp_path) as address:
        visited = visit("about:blank")
        page = visited.page
        machines.run_all(page, f"{address}lab/tree/desk/13_pairs.ipynb")
        page.wait_for_selector(LIVE, timeout=machines.PATIENCE * 1000)
        page.locator(LIVE + "select[data-intent=programme]").select_option("WECCEE")
        pairs = page.locator(LIVE + ".cm-face-list button[data-intent=pair]")
        expect(pairs.first).to_be_visible()
        first = pairs.first
        name = str(first.get_attribute("data-value"))
        first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(LIVE + '.cm-face-list button[data-intent=pair][aria-pressed="true"]')).to_be_focused()
        expect(page.locator(LIVE + ".cm-face-head h2")).to_contain_text(name)
        page.locator(LIVE + 'button[data-intent="lang"][data-value="en"]').click()
        expect(page.locator(LIVE + ".cm-question")).to_contain_text("pairs")
        assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []
