"""The page of pairs at the desk: a pair is chosen by keyboard and shown face to face, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import machines
from playwright.sync_api import expect

LIVE = ".cm-page[data-cm-ready] "


def test_a_pair_is_chosen_by_keyboard_and_shown_face_to_face(tmp_path: Path, visit: Callable[..., machines.Visit]) -> None:
    shutil.copytree(machines.DESK, tmp_path / "desk")
    with machines.laboratory(tmp_path) as address:
        visited = visit("about:blank")
        page = visited.page
        machines.run_all(page, f"{address}lab/tree/desk/13_pairs.ipynb")
        page.wait_for_selector(LIVE, timeout=machines.PATIENCE * 1000)
        pairs = page.locator(LIVE + ".cm-face-list button[data-intent=pair]")
        expect(pairs.first).to_be_visible()
        pairs.first.focus()
        page.keyboard.press("Enter")
        pressed = page.locator(LIVE + '.cm-face-list button[data-intent=pair][aria-pressed="true"]')
        expect(pressed).to_be_focused()
        expect(page.locator(LIVE + ".cm-face-head h2")).to_contain_text(pressed.inner_text().strip())
        page.locator(LIVE + 'button[data-intent="lang"][data-value="en"]').click()
        expect(page.locator(LIVE + ".cm-question")).to_contain_text("pairs")
        assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []
