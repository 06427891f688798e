"""The programmes page as a reader reads it: one subject, one language, all its words in one line."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from crossmobility.dashboards import programmes_dashboard
from crossmobility.i18n import Language
from crossmobility.release.figures import Figures
from crossmobility.ui.page import Page

AREAS = ("head", "side", "body", "foot")


def opened(figures: Figures, subject: str, language: Language, *, dataset: str = "", **intent: str) -> Page:
    """Return the page after a reader chose a language, then a subject ("programme:WECCEE", "country:SEN"), then the rest.

    The same page serves all who ask for one dataset: read it before the next one asks.
    """
    page = _page(figures, dataset)
    choose = page.regions["controls"].receive
    choose({"subject": ""})
    choose({"lang": language, "period": _latest(page), "reference": "FRA"})
    if subject:
        choose({"subject": subject})
    if intent:
        choose(intent)
    return page


@lru_cache(maxsize=8)
def _page(figures: Figures, dataset: str) -> Page:
    return programmes_dashboard(figures, dataset=dataset)


def _latest(page: Page) -> str:
    """Return the last year the page offers."""
    return re.findall(r'<option value="(\d{4})"', page.regions["controls"].html)[-1]


def words_of(page: Page, *areas: str) -> str:
    """Return the words of some regions (all but the controls when none is named), tags gone, spaces made plain."""
    text = " ".join(page.regions[area].html for area in areas or AREAS)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).replace("\u202f", " ").strip()


def section(page: Page, css: str) -> str:
    """Return the words of one section of the body, by its class."""
    body = page.regions["body"].html
    found = re.search(rf'<section class="[^"]*\b{css}\b.*?</section>', body, re.DOTALL)
    assert found is not None, f"no section {css}"
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found[0]))).replace("\u202f", " ").strip()
