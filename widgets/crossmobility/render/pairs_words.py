"""What a page says of pairs of placements: their states, what became of each side, what is left, and counts in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import isnan
from typing import Final

from crossmobility.domain.pairings import STATES
from crossmobility.i18n import Message, message, plural_message
from crossmobility.render.formats import day
from crossmobility.render.pairs_page import PairsPage, PlacementPair, Remaining, Side, editions

STATE_NAMES: Final[Mapping[str, Message]] = {
    "complete": message("Complete"),
    "broken": message("Broken"),
    "one_sided": message("One-sided"),
    "waiting": message("Waiting"),
    "cancelled": message("Cancelled"),
}
STATE_RULES: Final[Mapping[str, Message]] = {
    "complete": message("both sides started and neither ended early"),
    "broken": message("both sides started and at least one ended early"),
    "one_sided": message("exactly one side has started"),
    "waiting": message("no side has started yet"),
    "cancelled": message("every side was given up before its start"),
}
MOST_EDITIONS: Final = 24


def state_count(state: str, count: int) -> Message:
    """Return "12 complete" for a sentence that has named the pairs."""
    if state == "complete":
        return plural_message("{count} complete", "{count} complete", count)
    if state == "broken":
        return plural_message("{count} broken", "{count} broken", count)
    if state == "one_sided":
        return plural_message("{count} one-sided", "{count} one-sided", count)
    if state == "waiting":
        return plural_message("{count} waiting", "{count} waiting", count)
    return plural_message("{count} cancelled", "{count} cancelled", count)


def edition_name(page: PairsPage, programme: str, cohort: str) -> str:
    """Return "PrODDige, 2019-2020", and the edition alone where it names its programme."""
    name = page.programme(programme)
    return cohort if name.casefold() in cohort.casefold() else f"{name}, {cohort}"


def what_is_missing(page: PairsPage, side: Side) -> str:
    """Return in a few words what a side lacks; nothing when it lacks nothing."""
    t = page.t
    if side.closed is not None:
        return t("never started: {reason}", reason=_reason(page, side.closed_reason))
    if side.start is None:
        if side.planned_start is None or side.planned_start > page.as_of:
            return t("not started yet")
        return t("planned, but no start is recorded")
    if side.early and side.end is not None and side.planned_end is not None:
        days = (side.planned_end - side.end).days
        reason = _reason(page, side.end_reason)
        return t.plural("{count} day early: {reason}", "{count} days early: {reason}", days, reason=reason)
    return t("no end is recorded") if is_overdue(side, page.as_of) else ""


def what_became(page: PairsPage, side: Side) -> str:
    """Return the whole sentence of what became of a side, dates in full."""
    t, on = page.t, page.language
    if side.closed is not None:
        return t(
            "Never started: given up on {day} ({reason}).",
            day=day(side.closed, on),
            reason=_reason(page, side.closed_reason),
        )
    if side.start is None:
        if side.planned_start is not None and side.planned_start <= page.as_of:
            return t("It was to start on {day}, but no start is recorded.", day=day(side.planned_start, on))
        return t("It has not started yet.")
    if side.end is None:
        if is_overdue(side, page.as_of) and side.planned_end is not None:
            return t("It was to end on {day}, but no end is recorded.", day=day(side.planned_end, on))
        return t("It is under way.")
    if side.early and side.planned_end is not None:
        days = (side.planned_end - side.end).days
        return t.plural(
            "Ended early, {count} day before the planned end ({reason}).",
            "Ended early, {count} days before the planned end ({reason}).",
            days,
            reason=_reason(page, side.end_reason),
        )
    return t("Ended ({reason}).", reason=_reason(page, side.end_reason))


def is_overdue(side: Side, as_of: date) -> bool:
    """Return whether a side that started should have ended before the day of the data, and no end is recorded."""
    return side.start is not None and side.end is None and side.planned_end is not None and side.planned_end < as_of


def between_sides(page: PairsPage, pair: PlacementPair) -> list[str]:
    """Return how the two sides met: days apart at the start, days together."""
    t = page.t
    if len(pair.sides) < 2:
        return []
    if pair.gap_days is None:
        return [t("The two sides have not both started: they share no day.")]
    apart = (
        t("Both sides started on the same day.")
        if pair.gap_days == 0
        else t.plural("The sides started {count} day apart.", "The sides started {count} days apart.", pair.gap_days)
    )
    if not pair.overlap_days:
        return [apart, t("They were never on placement at the same time.")]
    together = t.plural(
        "They were on placement together for {count} day.",
        "They were on placement together for {count} days.",
        pair.overlap_days,
    )
    return [apart, together]


def what_is_left(page: PairsPage, left: Remaining) -> list[str]:
    """Return whether a replacement can still meet the side that was kept, with the arithmetic said to be just that."""
    t, kept = page.t, page.way(left.kept)
    found = []
    if left.lost is not None and left.lost_on is not None and left.then is not None and not isnan(left.then):
        found.append(
            t(
                "When {lost} was lost, on {day}, {months} of the plan of {kept} were left.",
                lost=page.way(left.lost),
                day=day(left.lost_on, page.language),
                months=_months(left.then),
                kept=kept,
            )
        )
    if isnan(left.now):
        return [*found, t("The plan of {kept} has no dates: nothing can be said of a replacement.", kept=kept)]
    if left.now == 0:
        return [
            *found,
            t(
                "On {day}, nothing is left of the plan of {kept}: a replacement can no longer be there at the same time.",
                day=day(page.as_of, page.language),
                kept=kept,
            ),
        ]
    return [
        *found,
        t(
            "On {day}, {months} of the plan of {kept} are left, until {end}: a replacement that starts before then can still be "
            "there at the same time.",
            day=day(page.as_of, page.language),
            months=_months(left.now),
            kept=kept,
            end=day(left.kept.planned_end or page.as_of, page.language),
        ),
    ]


def pair_sentences(page: PairsPage) -> list[str]:
    """Return the counts of the chosen programme and edition in words: all together, each programme, each edition."""
    t, pairs = page.t, page.in_scope
    every = editions(pairs)
    names = list(dict.fromkeys(programme for programme, _ in every))
    found = [_counted(page, t("In all"), pairs)] if len(names) > 1 else []
    for name in names:
        of_it = [pair for pair in pairs if pair.programme == name]
        cohorts = [cohort for programme, cohort in every if programme == name]
        if len(cohorts) > 1:
            found.append(_counted(page, page.programme(name), of_it))
    for name, cohort in every[:MOST_EDITIONS]:
        of_it = [pair for pair in pairs if (pair.programme, pair.cohort) == (name, cohort)]
        found.append(_counted(page, edition_name(page, name, cohort), of_it))
    rest = len(every) - MOST_EDITIONS
    if rest > 0:
        found.append(t.plural("{count} earlier edition is not listed.", "{count} earlier editions are not listed.", rest))
    return found


def _counted(page: PairsPage, name: str, pairs: Sequence[PlacementPair]) -> str:
    counts = page.counts(pairs)
    listed = ", ".join(state_count(state, counts[state]).in_language(page.language) for state in STATES if counts[state])
    return page.t.plural(
        "{name}: {count} pair ({listed}).", "{name}: {count} pairs ({listed}).", len(pairs), name=name, listed=listed
    )


def _months(months: float) -> Message:
    return plural_message("{count} month", "{count} months", round(months, 1))


def _reason(page: PairsPage, code: str) -> str:
    label = page.reasons.get(code, code) or page.t("no reason given")
    return label[:1].lower() + label[1:]
