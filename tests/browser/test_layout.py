"""Every page on wide and narrow screens, light and dark, in both languages: nothing is cut off or runs out of the page."""

from __future__ import annotations

from collections.abc import Callable

import machines
import pytest
from playwright.sync_api import Page, expect

LIVE = ".cm-page[data-cm-ready] "
GROUND = "getComputedStyle(document.querySelector('.cm-frame')).getPropertyValue('--ground').trim()"
UNMOVED = "translate(0 0) scale(1)"


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
    fits(page, width, language, scheme)
    if notebook != "03_indicators":
        # The marks are drawn for the size the map really has.
        expect(page.locator(LIVE + ".cm-marks")).to_have_attribute("transform", UNMOVED)


# The programmes page has as many shapes as it has subjects; each is turned over without opening it again.
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ("lang=fr", ""),
        ("programme=WECCEE&period=undated&lang=en", "programme:WECCEE"),
        ("scheme=SC_RECIP&period=undated&lang=fr", "scheme:SC_RECIP"),
        ("country=SEN&lang=en", "country:SEN"),
    ],
)
def test_no_subject_of_the_programmes_page_is_cut_off(
    sampled: machines.Server, visit: Callable[..., machines.Visit], query: str, subject: str, width: int, height: int
) -> None:
    page = visit(sampled.url("04_programmes", query), width, height, color_scheme="light").live()
    expect(page.locator(LIVE + "select[data-intent=subject]")).to_have_value(subject)
    opened = query[-2:]
    for language in (opened, {"fr": "en", "en": "fr"}[opened]):
        page.locator(LIVE + f'button[data-intent="lang"][data-value="{language}"]').click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            fits(page, width, language, scheme)
        expect(page.locator(LIVE + ".cm-marks")).to_have_attribute("transform", UNMOVED)


def fits(page: Page, width: int, language: str, scheme: str) -> None:
    """The page speaks the language, is light or dark as asked, and nothing in it runs out."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert machines.outside(page) == []
    assert page.evaluate(GROUND) == ("#12181f" if scheme == "dark" else "#ffffff")
