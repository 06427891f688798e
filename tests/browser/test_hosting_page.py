"""The hosting guide and the file of one country in JupyterLab: a stay is asked for by keyboard, its calendar taken home."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import machines
import pytest
from playwright.sync_api import Page, expect

LIVE = ".cm-page[data-cm-ready] "
GUIDE = LIVE + ".cm-area-guide"


@pytest.fixture
def sample_desk(desk: tuple[str, Path]) -> str:
    """The desk with the synthetic sample in its data folder."""
    address, data = desk
    shutil.copytree(machines.SAMPLE, data / "sample")
    return address


def opened(page: Page, address: str, notebook: str) -> None:
    machines.run_all(page, f"{address}lab/tree/desk/{notebook}.ipynb")
    page.wait_for_selector(LIVE, timeout=machines.PATIENCE * 1000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(
        timeout=machines.PATIENCE * 1000
    )  # no cell takes the focus back
    page.locator(LIVE + 'button[data-intent="lang"][data-value="en"]').click()


def choose_last(page: Page, intent: str, value: str) -> None:
    """Choose the last of a list by keyboard; the focus stays on the list."""
    listed = page.locator(LIVE + f"select[data-intent={intent}]")
    listed.focus()
    page.keyboard.press("End")
    expect(listed).to_have_value(value)
    expect(listed).to_be_focused()


def write_day(page: Page, intent: str, typed: str, value: str) -> None:
    """Type a day in its field as a reader of English does, and leave the field."""
    field = page.locator(LIVE + f"input[data-intent={intent}]")
    field.focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(field).to_have_value(value)


def test_a_stay_is_asked_for_by_keyboard_and_its_calendar_taken_home(
    sample_desk: str, visit: Callable[..., machines.Visit], tmp_path: Path
) -> None:
    visited = visit("about:blank", locale="en-US")
    page = visited.page
    opened(page, sample_desk, "15_hosting_guide")
    guide = page.locator(GUIDE)
    expect(guide).to_contain_text("Service Civique by reciprocity, from Senegal, 1 June 2026 to 28 February 2027")
    expect(guide).to_contain_text("not before 1 March 2026")

    choose_last(page, "route", "ASSOCIATION")
    expect(guide).to_contain_text("by 1 July 2026 at the latest")
    choose_last(page, "origin", "ZWE")
    expect(guide).to_contain_text("from Zimbabwe, 1 June 2026 to 28 February 2027")
    write_day(page, "arrival", "08312026", "2026-08-31")
    expect(guide).to_contain_text("by 30 September 2026 at the latest")

    write_day(page, "end", "08012026", "2026-08-01")
    problem = guide.get_by_role("alert")
    expect(problem.locator("p")).to_have_count(2)  # what is wrong, and what to write
    expect(guide.locator("[data-download]")).to_have_count(0)
    write_day(page, "end", "08312027", "2027-08-31")
    expect(problem).to_have_count(0)
    expect(guide).to_contain_text("valid until 7 September 2027 at least")

    with page.expect_download() as waiting:
        guide.locator('[data-download="ics"]').press("Enter")
    assert waiting.value.suggested_filename == "association-zwe-2026-08-31.ics"
    waiting.value.save_as(tmp_path / "stay.ics")
    lines = (tmp_path / "stay.ics").read_bytes().split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"DTSTART;VALUE=DATE:20260930" in lines
    assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []


def test_the_file_of_one_country_names_its_organisations(sample_desk: str, visit: Callable[..., machines.Visit]) -> None:
    visited = visit("about:blank")
    page = visited.page
    opened(page, sample_desk, "12_explore")
    names = page.locator(LIVE + ".cm-area-file .cm-file-table").first.locator("tbody th")
    expect(page.locator(LIVE + "select[data-intent=country]")).to_have_value("SEN")
    expect(names.first).to_be_visible()
    senegal = names.all_inner_texts()
    choose_last(page, "country", "VNM")
    expect(names.filter(has_text=senegal[0])).to_have_count(0)
    assert set(names.all_inner_texts()).isdisjoint(senegal)
    assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []
