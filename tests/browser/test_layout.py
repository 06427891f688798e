"""Every page on wide and narrow screens, light and dark, in both languages: nothing is cut off or runs out of the page."""

from __future__ import annotations

from collections.abc import Callable

import machines
import pytest
from playwright.sync_api import expect

LIVE = ".cm-page[data-cm-ready] "
GROUND = "getComputedStyle(document.querySelector('.cm-frame')).getPropertyValue('--ground').trim()"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
@pytest.mark.parametrize(
    ("server", "notebook"), [("served", "01_flows"), ("sampled", "02_reciprocity"), ("sampled", "03_indicators")]
)
def test_nothing_is_cut_off_or_runs_out_of_the_page(
    request: pytest.FixtureRequest,
    visit: Callable[..., machines.Visit],
    server: str,
    notebook: str,
    width: int,
    height: int,
    language: str,
    scheme: str,
) -> None:
    dashboards: machines.Server = request.getfixturevalue(server)
    page = visit(dashboards.url(notebook, f"lang={language}"), width, height, color_scheme=scheme).live()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert machines.outside(page) == []
    assert page.evaluate(GROUND) == ("#12181f" if scheme == "dark" else "#ffffff")
    if notebook != "03_indicators":
        # The marks are drawn for the size the map really has.
        expect(page.locator(LIVE + ".cm-marks")).to_have_attribute("transform", "translate(0 0) scale(1)")
