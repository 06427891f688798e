"""The flows page as a programme officer and her director use it: by mouse, by keyboard alone, under Voilà and in JupyterLab."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import machines
import pytest
from playwright.sync_api import Page, expect

SENTENCE = "Sénégal → France, 2015 : 11 volontaires (Service Civique, base non précisée par la source)"
LIVE = ".cm-page[data-cm-ready] "


def plain(text: str | None) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text or "")


def choose_period(page: Page, period: str) -> None:
    page.locator(LIVE + "select[data-intent=period]").select_option(period)
    expect(page.locator(LIVE + f'.cm-picture[data-period="{period}"]')).to_be_visible()


@pytest.fixture
def flows(served: machines.Server, visit: Callable[..., machines.Visit]) -> machines.Visit:
    visited = visit(served.url("01_flows"))
    visited.live()
    return visited


def point_on(page: Page, corridor: str) -> tuple[float, float]:
    """Return a point of a corridor's arrow on the screen, a third of the way from its origin."""
    page.locator(LIVE + f'[data-corridor="{corridor}"]').scroll_into_view_if_needed()
    x, y = page.evaluate(
        """(css) => {
          const line = document.querySelector(css);
          const spot = line.getPointAtLength(line.getTotalLength() / 3).matrixTransform(line.getScreenCTM());
          return [spot.x, spot.y];
        }""",
        LIVE + f'[data-corridor="{corridor}"] .cm-hit',
    )
    return x, y


def journey(page: Page) -> None:
    """Change the year, choose a corridor by mouse, see everything follow, change the language, let go of the choice."""
    choose_period(page, "2015")
    corridor = page.locator(LIVE + '[data-corridor="SEN-FRA"]')
    assert plain(corridor.get_attribute("aria-label")) == SENTENCE
    page.mouse.click(*point_on(page, "SEN-FRA"))
    expect(page.locator(LIVE + '[data-corridor="SEN-FRA"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator(LIVE + "tr.cm-chosen")).to_contain_text("Sénégal → France")
    expect(page.locator(LIVE + ".cm-tile b").first).to_have_text("11")
    expect(page.locator(LIVE + ".cm-sentences li").first).to_contain_text("base non précisée par la source")
    expect(page.locator(LIVE + ".cm-area-foot .cm-h2").first).to_contain_text("Sénégal → France")
    page.locator(LIVE + 'button[data-intent="lang"][data-value="en"]').click()
    expect(page.locator(LIVE + ".cm-question")).to_have_text("France: where do the volunteers it hosts come from?")
    expect(page.locator(LIVE + "tr.cm-chosen")).to_contain_text("Senegal → France")
    page.locator(LIVE + ".cm-chip button").click()
    expect(page.locator(LIVE + ".cm-chip")).to_have_count(0)


def test_the_journey_under_voila(flows: machines.Visit, served: machines.Server) -> None:
    journey(flows.page)
    assert flows.complaints == []
    assert flows.hosts == {urlsplit(served.address).netloc}


def test_the_same_journey_in_jupyterlab(lab: str, visit: Callable[..., machines.Visit]) -> None:
    visited = visit("about:blank")
    machines.run_all(visited.page, f"{lab}lab/tree/dashboards/01_flows.ipynb")
    visited.page.wait_for_selector(LIVE, timeout=machines.PATIENCE * 1000)
    journey(visited.page)
    visited.page.locator(LIVE + 'button[data-intent="lang"][data-value="fr"]').click()
    by_keyboard(visited.page)
    assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []
    assert visited.hosts == {urlsplit(lab).netloc}


def by_keyboard(page: Page) -> None:
    """Reach the largest corridor, walk to the next one, choose it, let go of it."""
    page.locator(LIVE + ".cm-map .cm-picture").focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.dataset"
    assert page.evaluate(f"{focused}.corridor") == "SEN-FRA"
    expect(page.locator(LIVE + ".cm-tip")).to_contain_text("11 volontaires")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{focused}.corridor") == "TUN-FRA"
    page.keyboard.press("Enter")
    expect(page.locator(LIVE + "tr.cm-chosen")).to_contain_text("Tunisie → France")
    assert page.evaluate(f"{focused}.corridor") == "TUN-FRA", "the focus stays on the mark that was chosen"
    page.keyboard.press("Escape")
    expect(page.locator(LIVE + ".cm-chip")).to_have_count(0)


def test_a_corridor_is_reached_and_chosen_by_keyboard_alone(flows: machines.Visit) -> None:
    choose_period(flows.page, "2015")
    by_keyboard(flows.page)


def test_every_control_keeps_the_focus_when_the_page_answers(flows: machines.Visit) -> None:
    page = flows.page
    button = page.locator(LIVE + 'button[data-intent="direction"][data-value="both"]')
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()


def test_the_keyboard_zooms_moves_and_shows_the_whole_world(flows: machines.Visit) -> None:
    page = flows.page
    land = page.locator(LIVE + ".cm-land")
    picture = page.locator(LIVE + ".cm-map .cm-picture")
    opening = land.get_attribute("viewBox")
    picture.focus()
    page.keyboard.press("+")
    expect(land).not_to_have_attribute("viewBox", str(opening))
    zoomed = land.get_attribute("viewBox")
    page.keyboard.press("ArrowRight")
    expect(land).not_to_have_attribute("viewBox", str(zoomed))
    page.keyboard.press("Home")
    expect(land).to_have_attribute("viewBox", str(opening))
    page.keyboard.press("0")
    expect(land).not_to_have_attribute("viewBox", str(opening))


def test_wheel_and_drag_move_the_map_and_the_marks_stay_on_their_countries(flows: machines.Visit) -> None:
    page = flows.page
    box = page.locator(LIVE + ".cm-map .cm-picture").bounding_box()
    assert box is not None
    marks = page.locator(LIVE + ".cm-marks")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -300)
    expect(marks).to_have_attribute("transform", "translate(0 0) scale(1)")
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 80, box["y"] + box["height"] / 2 + 20, steps=4)
    page.mouse.up()
    expect(marks).to_have_attribute("transform", "translate(0 0) scale(1)")
    expect(page.locator(LIVE + ".cm-chip")).to_have_count(0), "a drag is no click"


def test_play_walks_through_the_periods_and_stops_at_the_last(flows: machines.Visit) -> None:
    page = flows.page
    choose_period(page, "2019")
    page.locator(LIVE + "[data-play]").click()
    expect(page.locator(LIVE + '.cm-picture[data-period="2022"]')).to_be_visible()
    expect(page.locator(LIVE + "[data-play]")).to_have_attribute("aria-pressed", "false")


def test_a_country_is_found_by_its_name_and_the_page_narrows_to_it(flows: machines.Visit) -> None:
    page = flows.page
    field = page.locator(LIVE + "input[data-search=country]")
    field.fill("mar")
    field.press("Enter")
    expect(page.locator(LIVE + ".cm-chip")).to_contain_text("Maroc")
    expect(page.locator(LIVE + ".cm-table tbody tr")).to_have_count(1)
    page.locator(LIVE + ".cm-clear").click()
    expect(page.locator(LIVE + ".cm-table tbody tr")).to_have_count(5)


def test_the_table_sorts_on_every_head(flows: machines.Visit) -> None:
    page = flows.page
    first = page.locator(LIVE + ".cm-table tbody tr").first
    page.locator(LIVE + '[data-sort="text"]').click()
    expect(first).to_contain_text("Bénin")
    page.locator(LIVE + '[data-sort="number"]').click()
    expect(first).to_contain_text("Sénégal")
    page.locator(LIVE + '[data-sort="number"]').click()
    expect(first).to_contain_text("Liban")


def test_the_table_is_downloaded_as_a_file(flows: machines.Visit, tmp_path: Path) -> None:
    with flows.page.expect_download() as waiting:
        flows.page.locator(LIVE + "[data-download]").click()
    file = tmp_path / "flows.csv"
    waiting.value.save_as(file)
    lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert sum(int(line["placements"]) for line in lines) == 153


def test_the_address_follows_the_selection_and_brings_it_back(
    flows: machines.Visit, visit: Callable[..., machines.Visit]
) -> None:
    page = flows.page
    choose_period(page, "2015")
    page.locator(LIVE + 'button[data-intent="lang"][data-value="en"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_function("location.search.includes('lang=en')")
    again = visit(page.url).live()
    expect(again.locator(LIVE + '.cm-picture[data-period="2015"]')).to_be_visible()
    expect(again.locator(LIVE + ".cm-line")).to_contain_text("basis not stated by the source")


def test_an_empty_selection_offers_the_nearest_period(flows: machines.Visit) -> None:
    page = flows.page
    page.locator(LIVE + 'button[data-intent="direction"][data-value="out"]').click()
    expect(page.locator(LIVE + ".cm-empty")).to_contain_text("Aucun chiffre n’est publié")
    page.locator(LIVE + '.cm-empty button[data-value="2016"]').click()
    expect(page.locator(LIVE + ".cm-tile b").first).to_contain_text("059")


def test_geometry_of_the_map_in_the_browser(served: machines.Server, flows: machines.Visit) -> None:
    """Pure functions of flow_map.js, run where they live."""
    module = (Path(machines.CHECKOUT) / "widgets/crossmobility/ui/static/flow_map.js").read_text(encoding="utf-8")
    found = flows.page.evaluate(
        """async (text) => {
          const { zoomed, moved, shift, resized } = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
          const view = { x: 100, y: 50, span: 400, w: 800, h: 400 };
          const limits = { least: 10, most: 2000 };
          return {
            corner: zoomed(view, 2, [0, 0], limits),
            far: zoomed(view, 1e-9, [400, 200], limits).span,
            back: moved(moved(view, 30, -12), -30, 12),
            same: shift(view, view),
            twice: shift(view, zoomed(view, 2, [0, 0], limits)),
            narrow: resized(view, 400, 400),
          };
        }""",
        module,
    )
    view = {"x": 100, "y": 50, "span": 400, "w": 800, "h": 400}
    assert found["corner"] == view | {"span": 200}
    assert found["far"] == 2000
    assert found["back"] == view
    assert found["same"] == {"dx": 0, "dy": 0, "factor": 1}
    assert found["twice"] == {"dx": 0, "dy": 0, "factor": 2}
    assert found["narrow"] == {"x": 200, "y": 50, "span": 200, "w": 400, "h": 400}


def test_two_fingers_zoom_the_map_and_not_the_page(served: machines.Server, visit: Callable[..., machines.Visit]) -> None:
    page = visit(served.url("01_flows"), 390, 844, has_touch=True).live()
    land = page.locator(LIVE + ".cm-land")
    opening = str(land.get_attribute("viewBox"))
    box = page.locator(LIVE + ".cm-map .cm-picture").bounding_box()
    assert box is not None
    fingers = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, gap in (("touchStart", 20), *(("touchMove", gap) for gap in range(26, 80, 6)), ("touchEnd", 0)):
        points = [{"x": x - gap, "y": y, "id": 0}, {"x": x + gap, "y": y, "id": 1}] if gap else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(land).not_to_have_attribute("viewBox", opening)
    assert float(str(land.get_attribute("viewBox")).split()[2]) < float(opening.split()[2]) / 2
    assert page.evaluate("visualViewport.scale") == 1


def test_print_is_black_on_white_with_the_source_and_without_controls(
    served: machines.Server, visit: Callable[..., machines.Visit]
) -> None:
    page = visit(served.url("01_flows"), 794, 1123, color_scheme="dark").live()
    page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('.cm-page[data-cm-ready]').closest('.cm-frame'))"
    assert page.evaluate(f"[{style}.color, {style}.backgroundColor]") == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    expect(page.locator(LIVE + ".cm-area-controls")).to_be_hidden()
    expect(page.locator(LIVE + ".cm-sources")).to_contain_text("France Volontaires")


@pytest.mark.parametrize(
    ("query", "question"), [("", "d’où viennent les volontaires"), ("lang=en", "where do the volunteers")]
)
def test_the_first_picture_already_speaks_the_readers_language(
    served: machines.Server, visit: Callable[..., machines.Visit], query: str, question: str
) -> None:
    page = visit(served.url("01_flows", query), java_script_enabled=False).page
    shown = page.locator(".cm-twin .cm-question:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text(question)
    expect(page.locator(".cm-twin .cm-picture:visible")).to_have_count(1)
