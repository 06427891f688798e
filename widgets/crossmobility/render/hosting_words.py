"""The words of the hosting guide: what a day means, what it is counted from, what to look at before anything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from crossmobility.domain.hosting_cautions import Caution, CautionCode, Severity
from crossmobility.i18n import Message, message, plural_message
from crossmobility.render.formats import day
from crossmobility.render.hosting_page import HostingPage

DUE: Final[Mapping[str, Message]] = {
    "earliest": message("not before {day}"),
    "latest": message("by {day} at the latest"),
    "until": message("valid until {day} at least"),
    "advised": message("aim for {day}"),
}
TRIGGERS: Final[Mapping[str, Message]] = {
    "planned_arrival": message("the planned arrival"),
    "arrival": message("the arrival"),
    "contract": message("the contract"),
    "end": message("the planned end"),
    "return": message("the return"),
    "notice": message("the notice"),
    "early_end": message("the early end"),
    "permit_end": message("the end of the permit"),
}
TAKEN: Final[Mapping[str, Message]] = {
    "arrival": message("taken to be on the planned day"),
    "return": message("taken to be on the day of the planned end"),
}
SEVERITY_NAMES: Final[Mapping[Severity, Message]] = {
    "stop": message("Obstacle"),
    "check": message("To check"),
    "note": message("To know"),
}
AUTHORITIES: Final[Mapping[str, Message]] = {
    "SC_RECIP": message("the Agence du Service Civique and the consulate"),
    "VSI_RECIP": message("the ministry that agrees the association, and the consulate"),
    "ASSOCIATION": message("the prefecture and the consulate"),
}
FIRM: Final = ("law", "official")
"""How sure a step must be not to be confirmed first; ``ours`` is no rule at all and is said to be one of ours."""
_CAUTIONS: Final[Mapping[CautionCode, Message]] = {
    "not_for_eea": message(
        "This route is not for {country}, which belongs to the European Economic Area or is Switzerland."
    ),
    "nationality_to_check": message("A single source speaks of nationals of {country}; nobody has confirmed what it says."),
    "visa_of_eea": message(
        "{country} belongs to the European Economic Area or is Switzerland: confirm with the consulate which steps of the visa apply."
    ),
    "too_short": message("The stay has {days}, both ends counted; the workbook expects at least {least} by this route."),
    "too_long": message("The stay has {days}, both ends counted; the workbook expects at most {most} by this route."),
    "arrival_past": message("The planned arrival, {on}, is not after the day of the data, {as_of}."),
    "visa_late": message(
        "{days} left until the arrival, counted from {as_of}: the visa file should have been lodged by {on} ({certainty})."
    ),
    "visa_open": message(
        "{days} left until the arrival, counted from {as_of}: the visa may be requested since {on} ({certainty})."
    ),
    "closed": message("The corridor is closed during this stay or its preparation: {label}, {span}. {note}"),
    "event": message("An event touches this stay or its preparation: {label}, {span}. {note}"),
}


def due_words(page: HostingPage, row: Mapping[Any, Any]) -> str:
    """Return what the day of a step means: "not before 1 March 2026"; nothing for a step without a day."""
    if pd.isna(row["due_on"]):
        return ""
    return page.t(DUE[row["bound"]].text, day=day(row["due_on"].date(), page.language))


def counted_words(page: HostingPage, row: Mapping[Any, Any]) -> str:
    """Return how the day of a step is counted: "3 months before the planned arrival"."""
    t, trigger = page.t, TRIGGERS[row["trigger"]]
    said = [
        words.in_language(page.language) for words in (_months(row["offset_months"]), _days(row["offset_days"])) if words
    ]
    if said:
        words = t("{count} {trigger}", count=", ".join(said), trigger=trigger)
    elif row["kind"] == "step":
        words = t("no published date; stage: {trigger}", trigger=trigger)
    else:
        words = t("the day itself: {trigger}", trigger=trigger)
    return f"{words} ({TAKEN[row['trigger']].in_language(page.language)})" if row["assumed"] else words


def past_words(page: HostingPage, row: Mapping[Any, Any]) -> str:
    """Return that a day has passed by the day of the data, or that a window is open; nothing where neither is so."""
    if pd.isna(row["due_on"]) or row["bound"] == "until" or row["due_on"].date() > page.as_of:
        return ""
    return page.t("open already") if row["bound"] == "earliest" else page.t("day past")


def caution_words(page: HostingPage, one: Caution) -> str:
    """Return a caution as one sentence; the rules it rests on are said beside it."""
    scheme = page.limits
    values: dict[str, object] = {
        "country": page.country(page.origin),
        "days": plural_message("{count} day", "{count} days", one.days),
        "least": scheme[0],
        "most": scheme[1],
        "as_of": day(page.as_of, page.language),
        "on": day(one.on, page.language) if one.on else "",
        "certainty": page.certainty(one.certainty).lower() if one.certainty else "",
    }
    if one.event is not None:
        event = one.event
        first = day(event.from_on, page.language)
        ended = "" if event.to_on is None else day(event.to_on, page.language)
        span = page.t("from {first} to {last}", first=first, last=ended) if ended else page.t("since {day}", day=first)
        values |= {"label": event.label(page.language), "span": span, "note": event.note(page.language)}
    return page.t(_CAUTIONS[one.code].text, **values)


def to_confirm(page: HostingPage) -> list[str]:
    """Return, as sentences, which steps must be confirmed and with whom, and which are rules of this workbook only."""
    t, said = page.t, []
    by_name = [(str(row["name"]), str(row["certainty"])) for row in page.table.to_dict("records")]
    weak = [name for name, certainty in by_name if certainty not in (*FIRM, "ours")]
    ours = [name for name, certainty in by_name if certainty == "ours"]
    if weak:
        said.append(
            t(
                "Confirm with {authority} before you rely on it, as no text of law or official source was found: {steps}.",
                authority=AUTHORITIES[page.route],
                steps=_listed(weak),
            )
        )
    if ours:
        said.append(t("Advice of this workbook, not a rule of any authority: {steps}.", steps=_listed(ours)))
    said.append(
        t(
            "This page asks for a country of origin, not for a nationality: confirm with the consulate which steps of the visa apply."
        )
    )
    if not any(rule.checked_on for rule in page.rules.values()):
        said.append(t("Nobody has compared these rules with the texts in force yet: the sources are those named, no more."))
    return said


def _months(count: Any) -> Message | None:
    """Return how many months before or after; None for none."""
    if pd.isna(count) or count == 0:
        return None
    if count < 0:
        return plural_message("{count} month before", "{count} months before", -int(count))
    return plural_message("{count} month after", "{count} months after", int(count))


def _days(count: Any) -> Message | None:
    """Return how many days before or after; None for none."""
    if pd.isna(count) or count == 0:
        return None
    if count < 0:
        return plural_message("{count} day before", "{count} days before", -int(count))
    return plural_message("{count} day after", "{count} days after", int(count))


def _listed(names: list[str]) -> str:
    return " · ".join(names)
