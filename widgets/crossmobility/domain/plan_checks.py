"""Lines of a plan checked: what may be counted, and what is wrong with the others and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from math import isnan
from typing import Final

from crossmobility.domain.findings import Finding
from crossmobility.domain.plan_lines import (
    KIND,
    NO_PROGRAMME,
    NUMBERS,
    PLAN_COLUMNS,
    Checked,
    Known,
    Line,
    number,
    plan_of,
    planned_days,
)
from crossmobility.i18n import Message, message

MOST_PLACES: Final = 100_000
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def checked(lines: Sequence[Line], known: Known, year: int, *, file: str = "") -> Checked:
    """Check lines, one by one.

    Parameters
    ----------
    lines : sequence of Line
        As they were typed or read.
    year : int
        The year that is planned.
    file : str
        Named in the findings.

    Returns
    -------
    Checked
        Each line is either in the plan or has an error that says what to do; a line has one finding a fault.
    """
    good, findings = [], []
    for line in lines:
        wrong = list(_faults(line, known, year))
        if not wrong:
            good.append((line.number, _values(line)))
        findings += [
            Finding("error", f"SCENARIO-{rule}", KIND, file, said, line.number, column, line.cell(column))
            for rule, column, said in wrong
        ]
    return Checked(plan_of(good, year), tuple(findings))


_Fault = tuple[str, str, Message]


def _values(line: Line) -> dict[str, str | float]:
    texts: dict[str, str | float] = {name: line.cell(name) for name in PLAN_COLUMNS}
    texts["programme_id"] = line.cell("programme_id") or NO_PROGRAMME
    return texts | {name: number(line.cell(name)) for name in NUMBERS}


def _faults(line: Line, known: Known, year: int) -> Iterable[_Fault]:
    yield from _wrong_kind(line)
    yield from _wrong_codes(line, known)
    yield from _wrong_way(line, known)
    yield from _wrong_month(line, year)
    yield from _wrong_length(line, known)
    yield from _wrong_places(line)


def _wrong_kind(line: Line) -> Iterable[_Fault]:
    if line.cell("kind") != KIND:
        yield "KIND", "kind", message("The kind is “{value}”: write scenario on every line.", value=line.cell("kind"))


def _wrong_codes(line: Line, known: Known) -> Iterable[_Fault]:
    for column in ("origin", "destination"):
        if line.cell(column) not in known.countries:
            said = message(
                "“{value}” is no country. Write the ISO three-letter code, such as SEN{nearest}.",
                value=line.cell(column),
                nearest=_nearest(line.cell(column), known.countries),
            )
            yield "COUNTRY", column, said
    if line.cell("scheme") not in known.schemes:
        said = message(
            "There is no scheme “{value}”. Write its code{nearest}.",
            value=line.cell("scheme"),
            nearest=_nearest(line.cell("scheme"), known.schemes),
        )
        yield "SCHEME", "scheme", said
    if line.cell("programme_id") not in ("", NO_PROGRAMME, *known.programmes):
        said = message(
            "There is no programme “{value}”. Write its code, or NONE{nearest}.",
            value=line.cell("programme_id"),
            nearest=_nearest(line.cell("programme_id"), known.programmes),
        )
        yield "PROGRAMME", "programme_id", said


def _nearest(wanted: str, known: Iterable[str]) -> Message | str:
    close = get_close_matches(wanted.upper(), list(known), n=1)
    return message(" (did you mean {word}?)", word=close[0]) if close else ""


def _wrong_way(line: Line, known: Known) -> Iterable[_Fault]:
    origin, destination, scheme = (line.cell(name) for name in ("origin", "destination", "scheme"))
    if origin not in known.countries or destination not in known.countries:
        return
    if origin == destination:
        yield (
            "SAME-COUNTRY",
            "destination",
            message(
                "The place leaves and stays in {country}. A plan holds places between two countries: correct one of them, "
                "or remove the line.",
                country=origin,
            ),
        )
    elif scheme in known.incoming and destination != known.home:
        yield (
            "INCOMING",
            "destination",
            message(
                "The scheme {scheme} brings volunteers to France, but the destination is {country}. Correct the destination, or "
                "the scheme.",
                scheme=scheme,
                country=destination,
            ),
        )
    elif scheme in known.apart and known.home in (origin, destination):
        yield (
            "APART",
            "scheme",
            message(
                "A South–South VSI (VSI_SS) neither leaves nor reaches France. Correct the country, or write VSI or VSI_RECIP."
            ),
        )


def _wrong_month(line: Line, year: int) -> Iterable[_Fault]:
    found = _MONTH.fullmatch(line.cell("period"))
    if found is None or int(found[1]) != year:
        said = message(
            "“{value}” is no month of {year}, the year planned here. Write one from {first} to {last}.",
            value=line.cell("period"),
            year=str(year),
            first=f"{year}-01",
            last=f"{year}-12",
        )
        yield "MONTH", "period", said


def _wrong_length(line: Line, known: Known) -> Iterable[_Fault]:
    months = number(line.cell("duration_months"))
    if not months > 0:
        yield "DURATION", "duration_months", message("The duration is missing. Write months, such as 6 or 12.")
        return
    scheme = known.schemes.get(line.cell("scheme"))
    low, high = (scheme.planned_days_min, scheme.planned_days_max) if scheme is not None else (None, None)
    days = planned_days(months)
    if low is not None and days < low:
        yield (
            "DURATION",
            "duration_months",
            message(
                "{months} months are {days} days; {scheme} asks for {low} at least. Correct the duration, or the scheme.",
                months=months,
                days=days,
                scheme=line.cell("scheme"),
                low=low,
            ),
        )
    if high is not None and days > high:
        yield (
            "DURATION",
            "duration_months",
            message(
                "{months} months are {days} days; {scheme} allows {high} at most. Correct the duration, or the scheme.",
                months=months,
                days=days,
                scheme=line.cell("scheme"),
                high=high,
            ),
        )


def _wrong_places(line: Line) -> Iterable[_Fault]:
    places, women = number(line.cell("places")), number(line.cell("women"))
    if not _count(places) or places > MOST_PLACES:
        said = message("“{value}” is no number of places. Write a whole number, 0 or more.", value=line.cell("places"))
        yield "PLACES", "places", said
    if line.cell("women") and not _count(women):
        said = message(
            "“{value}” is no number of women. Write a whole number, or nothing when it is not known.",
            value=line.cell("women"),
        )
        yield "WOMEN", "women", said
    elif _count(places) and women > places:
        yield (
            "WOMEN",
            "women",
            message(
                "{women} women do not fit into {places} places. Write fewer women, or more places.",
                women=women,
                places=places,
            ),
        )


def _count(value: float) -> bool:
    return not isnan(value) and value >= 0 and value.is_integer()
