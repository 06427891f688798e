"""The checklist as files: a table (CSV), and a calendar (iCalendar, RFC 5545) with one whole-day event per dated step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from crossmobility.csv_text import csv_text
from crossmobility.render.hosting_page import HostingPage
from crossmobility.render.hosting_words import counted_words, due_words

CSV_HEAD: Final = (
    "route",
    "origin",
    "step",
    "due_on",
    "bound",
    "meaning",
    "counted_from",
    "name",
    "what",
    "certainty",
    "certainty_in_words",
    "source",
)
LONGEST_LINE: Final = 75
"""Octets of a line of a calendar, its end not counted (RFC 5545, 3.1)."""
END_OF_LINE: Final = "\r\n"


def hosting_csv(page: HostingPage) -> str:
    """Return the checklist as CSV: one line a step, in the order of the page; ``due_on`` empty where no day is counted."""
    return csv_text(
        CSV_HEAD,
        (
            (
                page.route,
                page.origin,
                row["step"],
                _iso(row),
                row["bound"],
                due_words(page, row),
                counted_words(page, row),
                row["name"],
                row["what"],
                row["certainty"],
                page.certainty(row["certainty"]),
                row["citation"],
            )
            for row in page.table.to_dict("records")
        ),
    )


def hosting_calendar(page: HostingPage) -> bytes:
    """Return the dated steps as an iCalendar file: the same bytes for the same stay, as no clock is read.

    ``DTSTAMP`` is the day of the data at midnight UTC. An event is known by its route, step, origin and dates, so that
    reading the file twice makes no event twice.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cross-mobility//Hosting guide//EN", "CALSCALE:GREGORIAN"]
    for row in page.table.to_dict("records"):
        if _iso(row):
            lines += _event(page, row)
    lines.append("END:VCALENDAR")
    return "".join(piece + END_OF_LINE for line in lines for piece in folded(line)).encode()


def folded(line: str) -> Iterator[str]:
    """Cut a line into pieces of 75 octets at most, those after the first beginning with a space; no character is split.

    Examples
    --------
    >>> [len(piece.encode()) for piece in folded("SUMMARY:" + "é" * 40)]
    [74, 15]
    """
    piece = ""
    for character in line:
        if len((piece + character).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += character
    yield piece


def escaped(words: str) -> str:
    r"""Return words as the value of a text property (RFC 5545, 3.3.11).

    Examples
    --------
    >>> print(escaped("a, b; c\\d\nnext"))
    a\, b\; c\\d\nnext
    """
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, "\\" + sign)
    return plain.replace("\n", "\\n")


def _event(page: HostingPage, row: Mapping[Any, Any]) -> list[str]:
    first = row["due_on"].date()
    assert page.stay is not None
    stay = f"{page.stay.arrival_on:%Y%m%d}-{page.stay.end_on:%Y%m%d}"
    source = page.t("Source: {source}", source=row["citation"])
    sure = page.certainty(row["certainty"])
    described = "\n".join([row["what"], f"{due_words(page, row)} ({counted_words(page, row)})", sure, source])
    return [
        "BEGIN:VEVENT",
        f"UID:{page.route}-{row['step']}-{page.origin}-{stay}@hosting.crossmobility",
        f"DTSTAMP:{page.as_of:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(_summary(page, row))}",
        f"DESCRIPTION:{escaped(described)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _summary(page: HostingPage, row: Mapping[Any, Any]) -> str:
    return page.t(
        "{name} ({country}): {due}", name=row["name"], country=page.country(page.origin), due=due_words(page, row)
    )


def _iso(row: Mapping[Any, Any]) -> str:
    """Return the day of a step as an ISO date; nothing for a step without one."""
    on = row["due_on"]
    return "" if on is None or on != on else str(on.date())
