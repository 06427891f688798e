"""What changed between two periods, as an ordered list of sentences: the whole, what appeared and stopped, the largest changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.difference import Difference
from crossmobility.i18n import message
from crossmobility.render.change_words import corridor_change, dated, more_or_fewer
from crossmobility.render.formats import day, figure, known, period_label
from crossmobility.render.map import MOST_DRAWN
from crossmobility.render.sentences import SMALL, months_note, other_bases, signed
from crossmobility.render.words import Words

MOST_NAMED: Final = 5
LARGEST: Final = 3


def change_sentences(difference: Difference, marks: Sequence[Marked], words: Words) -> list[str]:
    """Return what changed, the most telling first; plain text, not HTML.

    Parameters
    ----------
    marks : sequence of Marked
        The breaks of series that lie between the two periods.
    """
    found = [
        *_of_corridor(difference, words),
        *_whole(difference, words),
        _break_between(marks, words),
        _came(difference, words),
        _went(difference, words),
        _largest(difference, "grew", words),
        _largest(difference, "shrank", words),
        _unknown(difference, words),
        _unsplit(difference, words),
        _small(difference, words),
        _undrawn(difference, words),
        _remarks(difference, words),
        months_note(difference.now, words),
        other_bases(difference.now, words),
    ]
    return [sentence for sentence in found if sentence]


def no_difference(against: str, period: str, words: Words) -> str:
    """Say why two periods are not compared, though one was chosen to compare with."""
    label = period_label(against, words.language)
    if against == period:
        return words.t("The others are compared with {period}: choose another period to see what changed.", period=label)
    return words.t(
        "Not compared with {period}: no figure on the same counting basis for both periods.",
        period=label,
    )


def _of_corridor(difference: Difference, words: Words) -> list[str]:
    corridor = difference.selection.corridor
    if not corridor:
        return []
    now, before = difference.now, difference.before
    ways = ((corridor, now.forward, before.forward), ((corridor[1], corridor[0]), now.back, before.back))
    return [corridor_change(difference, way, one, other, words) + "." for way, one, other in ways]


def _whole(difference: Difference, words: Words) -> list[str]:
    """Say the totals of both periods: of each direction when both are asked for, and the net."""
    now, before, selection = difference.now, difference.before, difference.selection
    country = words.country(selection.reference)
    arriving = message("arriving in {country}", country=country)
    leaving = message("leaving {country}", country=country)
    others = message("between countries other than {country}", country=country)
    if selection.direction == "both":
        lines = [
            _total(arriving, now.inflow, before.inflow, difference, words),
            _total(leaving, now.outflow, before.outflow, difference, words),
        ]
        return [*lines, _net(difference, words)]
    whom = {"in": arriving, "out": leaving, "between": others}[selection.direction]
    return [_total(whom, now.total, before.total, difference, words)]


def _total(whom: object, now: float, before: float, difference: Difference, words: Words) -> str:
    values = {
        "whom": whom,
        "now": dated(now, difference.now.selection.period, words),
        "before": dated(before, difference.before.selection.period, words),
        "change": more_or_fewer(now - before, difference.selection.measure),
    }
    if difference.selection.measure == "volunteer_months":
        return words.t("Volunteer-months of volunteers {whom}: {now}, {before}, {change}.", **values)
    return words.t("Volunteers {whom}: {now}, {before}, {change}.", **values)


def _net(difference: Difference, words: Words) -> str:
    now, before = difference.now.net, difference.before.net
    if not known(now) or not known(before):
        return ""
    return words.t(
        "Net, arriving minus leaving: {now} in {period}, {before} in {against}.",
        now=signed(now, words),
        before=signed(before, words),
        period=period_label(difference.now.selection.period, words.language),
        against=period_label(difference.before.selection.period, words.language),
    )


def _break_between(marks: Sequence[Marked], words: Words) -> str:
    if not marks:
        return ""
    names = dict.fromkeys(mark.event.label(words.language) for mark in marks)
    return words.t.plural(
        "Between the two lies a break of series: {names}.",
        "Between the two lie breaks of series: {names}.",
        len(names),
        names=words.listed(names),
    )


def _came(difference: Difference, words: Words) -> str:
    rows = difference.of("appeared")
    if rows.empty:
        return ""
    return words.t.plural(
        "{count} corridor appeared: {names}.",
        "{count} corridors appeared: {names}.",
        len(rows),
        names=_named(rows, "now", words),
    )


def _went(difference: Difference, words: Words) -> str:
    rows = difference.of("stopped")
    if rows.empty:
        return ""
    return words.t.plural(
        "{count} corridor stopped: {names}.",
        "{count} corridors stopped: {names}.",
        len(rows),
        names=_named(rows, "before", words),
    )


def _named(rows: pd.DataFrame, column: str, words: Words) -> str:
    ends = zip(rows["origin"], rows["destination"], rows[column], strict=True)
    names = (f"{words.corridor((origin, end))} ({figure(volume, words.language)})" for origin, end, volume in ends)
    return words.listed(names, MOST_NAMED)


def _largest(difference: Difference, word: str, words: Words) -> str:
    rows = difference.of(word).head(LARGEST)
    if rows.empty:
        return ""
    ends = zip(rows["origin"], rows["destination"], rows["change"], strict=True)
    names = ", ".join(f"{words.corridor((origin, end))} ({signed(change, words)})" for origin, end, change in ends)
    if word == "grew":
        return words.t("Grew most: {names}.", names=names)
    return words.t("Shrank most: {names}.", names=names)


def _unknown(difference: Difference, words: Words) -> str:
    rows = difference.of("unknown")
    if rows.empty:
        return ""
    names = (words.corridor(ends) for ends in zip(rows["origin"], rows["destination"], strict=True))
    return words.t.plural(
        "{count} corridor has a number in one of the two periods only, so its change is unknown: {names}.",
        "{count} corridors have a number in one of the two periods only, so their change is unknown: {names}.",
        len(rows),
        names=words.listed(names, MOST_NAMED),
    )


def _unsplit(difference: Difference, words: Words) -> str:
    now, before = difference.now, difference.before
    if not now.unsplit and not before.unsplit:
        return ""
    return words.t(
        "Not broken down by country: {now}, {before}. The changes of corridors say nothing of these.",
        now=dated(now.unsplit, now.selection.period, words),
        before=dated(before.unsplit, before.selection.period, words),
    )


def _small(difference: Difference, words: Words) -> str:
    table = difference.table[difference.table["change"].notna()]
    few = int((table[["before", "now"]].max(axis=1) < SMALL).sum())
    if not few or difference.selection.measure != "placements" or len(table) > MOST_DRAWN:
        return ""
    return words.t.plural(
        "{count} corridor counts fewer than {limit} volunteers in both periods: one more or one fewer is no trend.",
        "{count} corridors count fewer than {limit} volunteers in both periods: one more or one fewer is no trend.",
        few,
        limit=SMALL,
    )


def _undrawn(difference: Difference, words: Words) -> str:
    rest = int(difference.table["change"].notna().sum()) - MOST_DRAWN
    if rest <= 0:
        return ""
    return words.t.plural(
        "The map draws the {drawn} largest changes; {count} smaller one is counted, not drawn.",
        "The map draws the {drawn} largest changes; {count} smaller ones are counted, not drawn.",
        rest,
        drawn=MOST_DRAWN,
    )


def _remarks(difference: Difference, words: Words) -> str:
    """Say what makes one of the two periods less sure than the other: cut short, incomplete, provisional, estimated."""
    found = [words.t("These figures are plans, not results.")] if difference.selection.kind == "planned" else []
    for answer in (difference.before, difference.now):
        label = period_label(answer.selection.period, words.language)
        statuses = set(answer.rows["status"].unique())
        if answer.cut:
            until = day(answer.complete_to, words.language)
            found.append(words.t("{period} is not over: it is counted up to {day} only.", period=label, day=until))
        elif "provisional" in statuses:
            found.append(words.t("{period}: some figures are provisional.", period=label))
        if "partial" in statuses:
            found.append(words.t("{period} is incomplete in the source.", period=label))
        if "estimated" in statuses:
            found.append(words.t("{period}: some figures are estimates of the source.", period=label))
    return " ".join(found)
