"""The hosting guide as text and as files: words of every day, certainty on every line, a calendar that others can read."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossmobility import reference
from crossmobility.domain.hosting import Stay, checklist
from crossmobility.domain.hosting_cautions import Caution
from crossmobility.errors import BadRequest
from crossmobility.i18n import message
from crossmobility.render import hosting_view
from crossmobility.render.hosting_files import escaped, folded, hosting_calendar, hosting_csv
from crossmobility.render.hosting_page import HostingPage

ARRIVAL, END = date(2026, 6, 1), date(2027, 2, 28)
ROUTES = reference.hosting_steps()
WORDS = {"law": "Text of law", "official": "Official source", "second_hand": "Second hand", "ours": "Rule of this workbook"}


class Strange:
    """A step with signs that HTML and calendars read as their own."""

    step, trigger, offset_months, offset_days = 1, "planned_arrival", None, 0
    kind, certainty = "deadline", "single_source"
    citation = "=A1, <cite>; \\ end"

    def name(self, language: str) -> str:
        return "<script>alert(1)</script>"

    def what(self, language: str) -> str:
        return "first; second, third\r\nfourth\\fifth"


def page(route: str = "SC_RECIP", steps: Any = None, **more: Any) -> HostingPage:
    stay = more.pop("stay", Stay(ARRIVAL, END))
    language = more.pop("language", "en")
    table = checklist(steps or ROUTES[route], arrival_on=stay.arrival_on, end_on=stay.end_on, language=language)
    usual: dict[str, Any] = {
        "title": "Ours",
        "as_of": date(2025, 12, 31),
        "routes": list(ROUTES),
        "origins": ["DZA", "SEN"],
        "route": route,
        "origin": "SEN",
        "arrival": str(stay.arrival_on),
        "end": str(stay.end_on),
        "stay": stay,
        "table": table,
        "rules": reference.scheme_rules().get(route, {}),
    }
    return HostingPage(language, **{**usual, **more})


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def lines(html: str) -> dict[str, str]:
    """Return the rows of the checklist as plain text, by the name of the step."""
    found = re.findall(r"<tr class=[^>]*>(.*?)</tr>", html)
    return {re.findall(r"</span><b>(.*?)</b>", row)[0]: plain(row) for row in found}


# The checklist


@pytest.mark.parametrize("route", ROUTES)
def test_every_step_says_how_sure_it_is_in_words_and_names_its_source(route: str) -> None:
    one = page(route)
    shown = lines(hosting_view.checklist_table(one))
    assert list(shown) == one.table["name"].tolist()
    for row in one.table.to_dict("records"):
        number = one.citations.index(row["citation"]) + 1
        assert shown[row["name"]].endswith(f"{WORDS[row['certainty']]} [{number}]")


def test_a_day_is_said_with_what_it_means_and_what_it_is_counted_from() -> None:
    vsi = lines(hosting_view.checklist_table(page("VSI_RECIP")))
    assert vsi["Consulate appointment and file"].startswith("not before 1 March 2026 3 months before the planned arrival")
    assert vsi["Visa file lodged"].startswith("aim for 2 April 2026 60 days before the planned arrival")
    assert vsi["Visa validated online"].startswith(
        "by 1 September 2026 at the latest 3 months after the arrival (taken to be on the planned day)"
    )
    assert vsi["Agreement of the association"].startswith(
        "valid until 28 February 2027 at least the day itself: the planned end"
    )
    assert vsi["Permit renewal"].startswith("2 months before the end of the permit Permit renewal")
    assert vsi["Notice of an early end"].startswith("1 month after the notice Notice")
    assert vsi["Trip home"].startswith("no published date; stage: the planned end Trip home")


def test_days_that_have_come_by_the_day_of_the_data_are_marked() -> None:
    shown = lines(hosting_view.checklist_table(page(as_of=date(2026, 4, 2))))
    assert "not before 1 March 2026 open already" in shown["Consulate appointment and file"]
    assert "aim for 2 April 2026 day past" in shown["Visa file lodged"]
    assert "past" not in shown["Agreement of the host"]
    assert all("past" not in row for row in lines(hosting_view.checklist_table(page(as_of=date(2026, 2, 28)))).values())


def test_names_and_words_are_in_the_language_of_the_page() -> None:
    shown = lines(hosting_view.checklist_table(page(language="fr")))
    assert "Demande de réciprocité" in shown and "Source officielle" in shown["Demande de réciprocité"]


# What is said above it


def test_what_must_be_confirmed_is_said_before_the_checklist_and_our_own_rules_are_called_ours() -> None:
    said = plain(hosting_view.hosting_guide_text(page()))
    head = said[: said.index("1 June 2026 to 28 February 2027")]
    assert "guide, not legal advice" in head
    weak = re.findall(r"as no text of law or official source was found: (.*?)\.", head)[0].split(" · ")
    ours = re.findall(r"not a rule of any authority: (.*?)\.", head)[0].split(" · ")
    table = page().table
    assert weak == table[table["certainty"] == "second_hand"]["name"].tolist()
    assert ours == table[table["certainty"] == "ours"]["name"].tolist()
    assert "Nobody has compared these rules with the texts in force yet" in head


def test_a_caution_says_its_weight_its_rule_and_how_sure_the_rule_is() -> None:
    rule = reference.scheme_rules()["SC_RECIP"]["nationality_to_check"]
    one = page(origin="DZA", cautions=(Caution("nationality_to_check", (rule,)),))
    said = plain(hosting_view.hosting_guide_text(one))
    assert "To check: A single source speaks of nationals of Algeria; nobody has confirmed what it says." in said
    assert f"{rule.text_en} (Single source, to be checked) [1]" in said
    assert one.citations[0] == rule.citation


def test_a_closed_corridor_is_an_obstacle_with_its_days_and_its_source() -> None:
    event = next(one for one in reference.breaks() if one.break_id == "NIGER")
    one = page(origin="NER", cautions=(Caution("closed", event=event),))
    said = plain(hosting_view.hosting_guide_text(one))
    assert (
        "Obstacle: The corridor is closed during this stay or its preparation: Niger suspended, since 29 July 2023." in said
    )
    assert event.citation in one.citations


def test_days_left_and_limits_are_counted_in_words() -> None:
    late = Caution("visa_late", on=date(2025, 12, 17), days=1, certainty="ours")
    short = Caution("too_short", days=106)
    said = plain(hosting_view.hosting_guide_text(page(cautions=(late, short), limits=(180, 366))))
    assert "1 day left until the arrival, counted from 31 December 2025" in said
    assert "lodged by 17 December 2025 (rule of this workbook)" in said
    assert "The stay has 106 days, both ends counted; the workbook expects at least 180 by this route." in said


def test_wrong_dates_are_answered_with_what_to_do_and_no_checklist() -> None:
    wrong = BadRequest(message("The planned end is missing."), message("Change one of the two dates."))
    html = hosting_view.hosting_guide_text(page(stay=Stay(ARRIVAL, END), problem=wrong))
    assert plain(html) == "The planned end is missing. Change one of the two dates."
    assert 'role="alert"' in html and "data-download" not in html


def test_dates_are_fields_a_keyboard_fills_and_routes_come_by_their_names() -> None:
    html = hosting_view.hosting_controls(page())
    fields = re.findall(r'<input type="date" data-intent="(\w+)" aria-label="([^"]+)"[^>]* value="([^"]*)">', html)
    assert fields == [("arrival", "Planned arrival", "2026-06-01"), ("end", "Planned end", "2027-02-28")]
    assert '<option value="ASSOCIATION">Volunteering in a public-interest association</option>' in html


def test_text_from_outside_is_escaped() -> None:
    html = hosting_view.hosting_guide_text(page(steps=[Strange()]))
    assert "<script>" not in html and "<cite>; " not in html and "&lt;script&gt;" in html


# Files


def test_the_table_has_a_line_for_each_step_and_no_formula() -> None:
    found = list(csv.DictReader(io.StringIO(hosting_csv(page()))))
    assert [int(row["step"]) for row in found] == page().table["step"].tolist()
    assert (found[1]["due_on"], found[1]["bound"], found[1]["certainty"]) == ("2026-03-01", "earliest", "second_hand")
    assert (found[0]["due_on"], found[0]["meaning"]) == ("", "")
    assert {(row["route"], row["origin"]) for row in found} == {("SC_RECIP", "SEN")}
    (strange,) = csv.DictReader(io.StringIO(hosting_csv(page(steps=[Strange()]))))
    assert strange["source"] == "'=A1, <cite>; \\ end"


def unfolded(document: bytes) -> list[str]:
    """Return the lines of a calendar as RFC 5545 reads them."""
    text = document.decode()
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_calendar_line_by_line() -> None:
    assert unfolded(hosting_calendar(page(steps=[Strange()]))) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cross-mobility//Hosting guide//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:SC_RECIP-1-SEN-20260601-20270228@hosting.crossmobility",
        "DTSTAMP:20251231T000000Z",
        "DTSTART;VALUE=DATE:20260601",
        "DTEND;VALUE=DATE:20260602",
        "SUMMARY:<script>alert(1)</script> (Senegal): by 1 June 2026 at the latest",
        r"DESCRIPTION:first\; second\, third\nfourth\\fifth\nby 1 June 2026 at the latest (the day itself: the planned arrival)"
        r"\nSingle source\, to be checked\nSource: =A1\, <cite>\; \\ end",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_calendar_holds_every_dated_step_once_in_lines_of_75_octets(route: str, language: str) -> None:
    one = page(route, language=language)
    document = hosting_calendar(one)
    assert max(len(line) for line in document.split(b"\r\n")) <= 75
    found = unfolded(document)
    days = one.table["due_on"].dropna()
    assert [line for line in found if line.startswith("DTSTART")] == [f"DTSTART;VALUE=DATE:{on:%Y%m%d}" for on in days]
    names = [line for line in found if line.startswith("UID:")]
    assert len(set(names)) == len(names) == len(days)
    assert document == hosting_calendar(page(route, language=language)), "no clock is read"


def test_an_event_keeps_its_name_when_the_day_of_the_data_moves_and_changes_it_with_the_stay() -> None:
    def names(one: HostingPage) -> set[str]:
        return {line for line in unfolded(hosting_calendar(one)) if line.startswith("UID:")}

    assert names(page()) == names(page(as_of=date(2026, 1, 31), language="fr"))
    assert not names(page()) & names(page(stay=Stay(ARRIVAL, date(2027, 3, 1))))


@given(words=st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_folded_lines_are_short_and_read_back(words: str) -> None:
    pieces = list(folded(words))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == words


@given(words=st.text(st.sampled_from("a\\;,\n"), max_size=40))
def test_escaped_words_read_back(words: str) -> None:
    signs = {"n": "\n", "N": "\n"}
    assert re.sub(r"\\(.)", lambda found: signs.get(found[1], found[1]), escaped(words)) == words
    assert "\n" not in escaped(words)
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", escaped(words))
