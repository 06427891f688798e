"""An officer's own spreadsheet in JupyterLab: sent, checked, filtered, its rejected rows taken home, its good rows used."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import machines
import pytest
from playwright.sync_api import FileChooser, Locator, Page, expect
from playwright.sync_api import TimeoutError as Waited

PAGE = ".jp-OutputArea .cm-page "
# As Excel in French saves it: semicolons, cp1252, a decimal comma nowhere needed, three rows that cannot be right.
SPREADSHEET = """Pays d'origine;Pays d'accueil;Année;Dispositif;Nombre de volontaires;Base;Observations
Sénégal;France;2023;SC_RECIP;12;started;
Tunisie;France;2023;SC_RECIP;9;started;dont 2 reports
Bénin;France;2023;SC_RECIP;quatre;started;
Maroc;France;2023;SC_RECIP;-3;started;

Sénégal;France;2024;SC_RECIP;14;started;
<img src=x onerror=alert(1)>;France;2024;SC_RECIP;1;started;
"""


def in_lab(page: Page, lab: str) -> None:
    """Open the notebook, run every cell, and wait for what it shows."""
    machines.run_all(page, f"{lab}lab/tree/desk/10_data_check.ipynb")
    page.wait_for_selector(PAGE + ".cm-drop", timeout=machines.PATIENCE * 1000)
    page.wait_for_selector(".jp-RenderedHTMLCommon .cm-account", timeout=machines.PATIENCE * 1000)


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    file = tmp_path / "Suivi des volontaires.csv"
    file.write_bytes(SPREADSHEET.replace("\n", "\r\n").encode("cp1252"))
    return file


def chooser_by_enter(page: Page, button: Locator) -> FileChooser:
    """Focus a button and press Enter; again, when JupyterLab took the focus back to the last cell it ran."""
    for _ in range(5):
        try:
            with page.expect_file_chooser(timeout=4_000) as waiting:
                button.press("Enter")
            return waiting.value
        except Waited:
            continue
    raise AssertionError("Enter on the button opens no file chooser")


def findings(page: Page) -> Locator:
    return page.locator(PAGE + ".cm-findings tbody tr:not(.cm-group)")


def test_an_officers_own_file_from_nothing_to_use(
    desk: tuple[str, Path], visit: Callable[..., machines.Visit], spreadsheet: Path, tmp_path: Path
) -> None:
    (lab, data), visited = desk, visit("about:blank")
    page = visited.page
    in_lab(page, lab)
    expect(page.locator(PAGE + ".cm-verdict")).to_contain_text("Exemple (fichier inventé)")

    page.locator(PAGE + ".cm-drop input[type=file]").set_input_files(spreadsheet)
    expect(page.locator(PAGE + ".cm-verdict h2")).to_contain_text("Suivi-des-volontaires.csv")
    expect(page.locator(PAGE + ".cm-verdict")).to_contain_text("3 lignes rejetées, 3 acceptées")
    expect(page.locator(PAGE + ".cm-verdict")).to_contain_text("séparateur point-virgule, encodage cp1252")
    expect(findings(page)).to_have_count(4)
    assert page.locator(PAGE + "img").count() == 0, "text of a file is never markup"

    rule = page.locator(PAGE + 'button[data-intent=rule][data-value="F-NUMBER"]')
    rule.click()
    expect(findings(page)).to_have_count(1)
    expect(findings(page)).to_contain_text("quatre")
    rule.click()
    expect(findings(page)).to_have_count(4)

    with page.expect_download() as waiting:
        page.locator(PAGE + "[data-download=rejected]").click()
    waiting.value.save_as(tmp_path / "rejected.csv")
    rows = list(csv.DictReader((tmp_path / "rejected.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["line"] for row in rows] == ["4", "5", "8"]
    assert rows[0]["Pays d'origine"] == "Bénin"

    page.locator(PAGE + "input[type=date]").fill("2024-12-31")
    page.locator(PAGE + "button[data-intent=use]").click()
    expect(page.locator(PAGE + ".cm-area-use")).to_contain_text("make dashboards DATA=data/local")
    assert (data / "local" / "Suivi-des-volontaires.csv").is_file()
    assert 'as_of = "2024-12-31"' in (data / "local" / "dataset.toml").read_text()
    assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []


def test_the_check_is_operated_by_keyboard_alone(
    desk: tuple[str, Path], visit: Callable[..., machines.Visit], spreadsheet: Path
) -> None:
    lab, _ = desk
    page = visit("about:blank").page
    in_lab(page, lab)
    choose = page.locator(PAGE + ".cm-drop button.cm-first")
    chooser_by_enter(page, choose).set_files(spreadsheet)
    expect(page.locator(PAGE + ".cm-verdict h2")).to_contain_text("Suivi-des-volontaires.csv")
    expect(choose).to_be_enabled()
    errors = page.locator(PAGE + 'button[data-intent=severity][data-value="error"]')
    errors.focus()
    page.keyboard.press("Enter")
    expect(errors).to_have_attribute("aria-pressed", "true")
    expect(errors).to_be_focused()
    expect(findings(page)).to_have_count(3)
    page.locator(PAGE + "select[data-intent=file]").focus()
    page.keyboard.press("Home")
    expect(page.locator(PAGE + ".cm-verdict")).to_contain_text("Exemple (fichier inventé)")


def test_a_file_can_be_dropped_and_a_refusal_is_a_sentence(
    desk: tuple[str, Path], visit: Callable[..., machines.Visit]
) -> None:
    lab, _ = desk
    page = visit("about:blank").page
    in_lab(page, lab)
    drop = """([name, text]) => {
      const carried = new DataTransfer();
      carried.items.add(new File([text], name));
      document.querySelector(".jp-OutputArea .cm-drop").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, ["photo.png", "x"])
    expect(page.locator(PAGE + ".cm-problem")).to_contain_text("n’est pas un tableau que l’on sait lire")
    page.evaluate(drop, ["flux.csv", SPREADSHEET])
    expect(page.locator(PAGE + ".cm-verdict h2")).to_contain_text("flux.csv")
    assert not re.search("Traceback", page.locator(PAGE).first.inner_text())
