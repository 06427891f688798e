"""The page of every programme, scheme and country: opened by its address, by mouse, by keyboard alone and in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import machines
import pytest
from playwright.sync_api import Page, expect

LIVE = ".cm-page[data-cm-ready] "
QUESTION = LIVE + ".cm-question"
SUBJECT = LIVE + "select[data-intent=subject]"
PERIOD = LIVE + "select[data-intent=period]"
SOURCES = LIVE + "details[data-keep=editions-WECCEE]"
COMPARED = "How do the programmes compare, on equal terms?"
# What only this page can say, in French and in English. Where sources say little of editions, it is open from the start.
FACTS = {
    "programme=WECCEE": ("→ départs seuls : Guinée", "→ only leaving: Guinea"),
    "programme=PRODDIGE": ("sur 24 prévus (de seconde main) · 75 %", "of 24 planned (second hand) · 75%"),
    "programme=SUDSUD": ("16 volontaires auprès de 15 organismes", "16 volunteers in 15 organisations"),
    "programme=AFRICA2020": ("11 pays sur 11 non nommés", "11 of 11 countries not named"),
    "programme=ENLAZANDO": ("Argentine, Bolivie, Colombie, Équateur, Paraguay, Pérou", "10 grants of €3,000"),
    "programme=DENVA": ("Office du service civique national (OSCN)", "Guinea-Bissau, Mauritania"),
    "scheme=CAMP": ("Deux à trois semaines", "Two to three weeks, mostly in summer."),
    "scheme=SC_RECIP": ("accueil en réciprocité", "One Service Civique in a lifetime."),
    "scheme=VSI_RECIP": ("4 août 2021", "VLS-TS"),
    "scheme=VSI_SS": ("entre pays tiers", "between other countries"),
}


def says(page: Page, subject: str, period: str, fact: str, language: str) -> None:
    """The page is about this subject and period, and a reader can see the fact in her language."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(SUBJECT)).to_have_value(subject.replace("=", ":"))
    expect(page.locator(PERIOD)).to_have_value(period)
    expect(page.locator(LIVE.strip()).get_by_text(fact).filter(visible=True).first).to_be_visible()


def speak(page: Page, language: str) -> None:
    page.locator(LIVE + f'button[data-intent=lang][data-value="{language}"]').click()


def tab_to(page: Page, css: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", css):
            return
    raise AssertionError(f"Tab never reaches {css}")


def on_circle(page: Page, country: str) -> tuple[float, float]:
    """Return the middle of a country's circle on the screen."""
    circle = page.locator(LIVE + f'g[data-country="{country}"] circle').first
    circle.scroll_into_view_if_needed()
    box = circle.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# Every page is read in both languages; every other one is opened in English.
@pytest.mark.parametrize(
    ("subject", "opened"), [(each, ("fr", "en")[place % 2]) for place, each in enumerate(FACTS)], ids=list(FACTS)
)
def test_the_address_of_each_programme_and_scheme_says_what_only_it_can(
    sampled: machines.Server, visit: Callable[..., machines.Visit], subject: str, opened: str
) -> None:
    visited = visit(sampled.url("04_programmes", f"{subject}&period=undated&lang={opened}"))
    page, other = visited.live(), {"fr": "en", "en": "fr"}[opened]
    facts = dict(zip(("fr", "en"), FACTS[subject], strict=True))
    says(page, subject, "undated", facts[opened], opened)
    speak(page, other)
    says(page, subject, "undated", facts[other], other)
    assert visited.complaints == []
    assert visited.hosts == {urlsplit(sampled.address).netloc}


def test_from_all_programmes_to_one_to_a_scheme_to_a_country_and_back_by_its_address(
    sampled: machines.Server, visit: Callable[..., machines.Visit]
) -> None:
    visited = visit(sampled.url("04_programmes", "lang=en"))
    page = visited.live()
    page.locator(LIVE + '.cm-po-open-page[data-value="WECCEE"]').click()
    says(page, "programme=WECCEE", "undated", "WECCEE: what was done, and is it on course?", "en")
    page.locator(PERIOD).select_option("2024")
    says(page, "programme=WECCEE", "2024", "seen from France · 2024", "en")
    page.locator(SUBJECT).select_option("scheme:CAMP")
    says(page, "scheme=CAMP", "undated", FACTS["scheme=CAMP"][1], "en")
    expect(page.locator(LIVE + 'g[data-country="MEX"]')).to_have_count(1)
    page.mouse.click(*on_circle(page, "MEX"))
    question = "Mexico and France: who goes, who comes, and is it balanced?"
    says(page, "country=MEX", "2025", question, "en")
    page.wait_for_function("location.search.includes('country=MEX') && location.search.includes('lang=en')")
    assert "CAMP" not in page.url
    again = visit(page.url)
    says(again.live(), "country=MEX", "2025", question, "en")
    speak(again.page, "fr")
    says(again.page, "country=MEX", "2025", "Mexique → France", "fr")
    assert visited.complaints + again.complaints == []


def test_a_programme_is_chosen_and_its_sources_opened_by_keyboard_alone(
    sampled: machines.Server, visit: Callable[..., machines.Visit]
) -> None:
    page = visit(sampled.url("04_programmes", "lang=en")).live()
    expect(page.locator(QUESTION)).to_have_text(COMPARED)
    tab_to(page, "select[data-intent=subject]")
    page.keyboard.press("w")  # a list goes to what begins so
    says(page, "programme=WECCEE", "undated", "WECCEE: what was done, and is it on course?", "en")
    expect(page.locator(SUBJECT)).to_be_focused()
    tab_to(page, "details[data-keep=editions-WECCEE] > summary")
    page.keyboard.press("Enter")
    expect(page.locator(SOURCES)).to_have_attribute("open", "")
    tab_to(page, ".cm-scroll[role=region][aria-label]")
    tab_to(page, "select[data-intent=period]")
    page.keyboard.press("End")
    says(page, "programme=WECCEE", "2025", "seen from France · 2025", "en")
    expect(page.locator(PERIOD)).to_be_focused()
    expect(page.locator(SOURCES)).to_have_attribute("open", "")


@pytest.mark.parametrize(
    "wrong", ["programme=NOBODY&period=1999", "country=ZZZ&programme=%3Cscript%3Ealert(1)%3C/script%3E"]
)
def test_a_bad_address_opens_all_programmes_without_a_complaint(
    sampled: machines.Server, visit: Callable[..., machines.Visit], wrong: str
) -> None:
    visited = visit(sampled.url("04_programmes", f"{wrong}&lang=en"))
    page = visited.live()
    page.wait_for_function("location.search === '?lang=en'")  # the address was read, and only the language taken
    expect(page.locator(QUESTION)).to_have_text(COMPARED)
    expect(page.locator(SUBJECT)).to_have_value("")
    expect(page.locator(PERIOD)).to_have_value("2025")
    assert visited.complaints == []


def test_a_programme_is_chosen_in_jupyterlab(lab: str, visit: Callable[..., machines.Visit]) -> None:
    visited = visit("about:blank")
    page = visited.page
    machines.run_all(page, f"{lab}lab/tree/dashboards/04_programmes.ipynb")
    page.wait_for_selector(LIVE + "select[data-intent=subject]", timeout=machines.PATIENCE * 1000)
    page.locator(SUBJECT).select_option("programme:WECCEE")
    expect(page.locator(QUESTION)).to_contain_text("WECCEE")
    expect(page.locator(LIVE + ".cm-area-body")).to_contain_text(FACTS["programme=WECCEE"][0])
    assert [said for said in visited.complaints if "crossmobility" in said or "cm-" in said] == []
    assert visited.hosts == {urlsplit(lab).netloc}
