"""The hosting guide without a browser: what is refused, what follows a choice, what is delivered."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from crossmobility.desk import Records, hosting_guide, hosting_table, open_records
from crossmobility.errors import BadRequest
from crossmobility.ui.page import Page

STAY = {"arrival": "2026-06-01", "end": "2027-02-28"}


@pytest.fixture(scope="module")
def records() -> Records:
    return open_records()


@pytest.fixture
def page(records: Records) -> Page:
    return hosting_guide(records, language="en", **STAY)


def ask(page: Page, **intent: object) -> None:
    page.regions["controls"].receive(dict(intent))


def guide(page: Page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.regions["guide"].html))


def delivered(page: Page, kind: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | bytes]]:
    found: list[tuple[str, str | bytes]] = []
    monkeypatch.setattr(page.regions["guide"], "deliver", lambda name, document: found.append((name, document)))
    page.regions["guide"].receive({"download": kind})
    return found


def test_the_page_opens_on_the_stay_it_was_given(page: Page) -> None:
    assert "Service Civique by reciprocity, from Senegal, 1 June 2026 to 28 February 2027" in guide(page)
    assert "not before 1 March 2026" in guide(page)
    assert 'value="2026-06-01"' in page.regions["controls"].html


def test_another_route_another_origin_and_other_dates_change_the_checklist(page: Page) -> None:
    ask(page, route="ASSOCIATION")
    assert "Provisional residence permit" in guide(page) and "by 1 July 2026 at the latest" in guide(page)
    ask(page, origin="TUN")
    assert "from Tunisia" in guide(page)
    ask(page, arrival="2026-08-31")
    assert "by 30 September 2026 at the latest" in guide(page)
    ask(page, end="2027-08-31")
    assert "valid until 7 September 2027 at least" in guide(page)


def test_the_fields_of_dates_are_left_alone_while_the_reader_types(page: Page) -> None:
    before = page.regions["controls"].html
    ask(page, arrival="0202-06-01")
    assert "The planned arrival is not between 1990 and 2100." in guide(page)
    assert page.regions["controls"].html == before
    ask(page, arrival="2026-07-01")
    assert "1 July 2026 to 28 February 2027" in guide(page)
    ask(page, lang="en")
    assert 'value="2026-07-01"' in page.regions["controls"].html


def test_wrong_dates_are_answered_and_nothing_is_delivered(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(page, end="2026-05-31")
    assert "is before the planned arrival" in guide(page) and "Change one of the two dates" in guide(page)
    assert "Consulate" not in guide(page)
    assert delivered(page, "ics", monkeypatch) == []


def test_a_guide_without_dates_asks_for_them(records: Records) -> None:
    assert "The planned arrival is missing." in guide(hosting_guide(records, language="en"))
    assert "The planned arrival is missing." in hosting_table(records, language="en").html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"origin": "DEU"}, "Obstacle: This route is not for Germany"),
        ({"origin": "DZA"}, "To check: A single source speaks of nationals of Algeria"),
        ({"origin": "MLI"}, "Obstacle: The corridor is closed during this stay or its preparation: Mali suspended"),
        ({"end": "2026-09-30"}, "To check: The stay has 122 days, both ends counted; the workbook expects at least 180"),
        ({"end": "2027-09-30"}, "the workbook expects at most 366"),
        ({"arrival": "2026-03-15"}, "74 days left until the arrival, counted from 31 December 2025: the visa may be"),
        ({"arrival": "2026-02-15"}, "the visa file should have been lodged by 17 December 2025"),
        ({"arrival": "2025-12-31", "end": "2026-09-30"}, "is not after the day of the data, 31 December 2025"),
    ],
)
def test_what_to_look_at_first(records: Records, asked: dict[str, str], said: str) -> None:
    assert said in guide(hosting_guide(records, language="en", **{**STAY, **asked}))


def test_files_are_named_for_the_stay_and_a_calendar_is_bytes(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    ((name, document),) = delivered(page, "ics", monkeypatch)
    assert name == "sc_recip-sen-2026-06-01.ics" and isinstance(document, bytes)
    assert document.startswith(b"BEGIN:VCALENDAR\r\n") and document.count(b"BEGIN:VEVENT") == 7
    ((name, document),) = delivered(page, "csv", monkeypatch)
    assert name == "sc_recip-sen-2026-06-01.csv" and isinstance(document, str) and document.count("SC_RECIP,SEN") == 15
    assert delivered(page, "../secret", monkeypatch) == []


@pytest.mark.parametrize(
    "intent",
    [{"route": "TOURIST"}, {"origin": "FRA"}, {"origin": "sen"}, {"arrival": 7}, {"end": "x" * 999}, {"lang": "de"}, {}],
)
def test_what_the_page_does_not_offer_changes_nothing(page: Page, intent: dict[str, object]) -> None:
    before = {name: widget.html for name, widget in page.regions.items()}
    ask(page, **intent)
    assert {name: widget.html for name, widget in page.regions.items()} == before


def test_unknown_routes_and_origins_are_refused_with_what_there_is(records: Records) -> None:
    with pytest.raises(BadRequest, match=r"no route “SC_RECIPE”\. Did you mean “SC_RECIP”"):
        hosting_guide(records, route="SC_RECIPE")
    with pytest.raises(BadRequest, match="no country of origin “FRA”"):
        hosting_guide(records, origin="FRA")


def test_the_page_speaks_both_languages_and_the_day_is_that_of_the_data(records: Records) -> None:
    page = hosting_guide(replace(records, as_of="2026-03-01"), language="en", **STAY)
    ask(page, lang="fr")
    assert "Demande de réciprocité" in guide(page) and page.regions["head"].html.count("2026") == 1


def test_the_guide_is_for_the_desk_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSMOBILITY_RELEASE", str(tmp_path))
    with pytest.raises(BadRequest, match="CROSSMOBILITY_RELEASE"):
        hosting_guide(open_records(), **STAY)


def test_the_table_to_store_is_the_checklist(records: Records) -> None:
    html = hosting_table(records, language="en", **STAY).html
    assert html.count("<tr") == 16 and "data-download" not in html and "data-intent" not in html
