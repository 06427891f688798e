"""What to know of the indicators of one scope, in words: the answer first, then what is wrong, then what to be careful with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from crossmobility.render.formats import known
from crossmobility.render.indicators_numbers import percent, value_text
from crossmobility.render.indicators_page import NOT_JUDGED, IndicatorsPage
from crossmobility.render.indicators_words import (
    STATUSES,
    UNSURE,
    day_text,
    is_small,
    owner_name,
    reason_text,
    scope_name,
    spoken,
    status_word,
    target_text,
    when_text,
)
from crossmobility.render.trend import lines as named

KEPT: Final = ("achieved", "on_track")
VERDICTS: Final = (*KEPT, "at_risk", "off_track")
"""Statuses that say whether a target is met; the others say why nothing is said."""
MOST_OFF_TRACK: Final = 3
MOST_REVISED: Final = 2
MOST_FINDINGS: Final = 2
APART: Final = 0.05
"""How far a share must be from the one of the other way to be worth a sentence."""


def question(page: IndicatorsPage) -> str:
    """Return the question the page answers: its title."""
    scope, t = scope_name(page), page.words.t
    return t("Does {scope} keep its promises?", scope=scope) if scope else t("Are the promises kept?")


def lead(page: IndicatorsPage) -> str:
    """Return the answer in one line: how many targets are met or on track, and what the others are."""
    t, language = page.words.t, page.selection.language
    if not page.judged:
        return t("Nothing is promised here: indicators are measured, none has a target.")
    verdicts = [row.status for row in page.judged if row.status in VERDICTS]
    kept = sum(status in KEPT for status in verdicts)
    answer = (
        t("{kept} of {count} targets met or on track", kept=kept, count=len(verdicts))
        if verdicts
        else t.plural("No verdict yet on {count} target", "No verdict yet on {count} targets", len(page.judged))
    )
    others = []
    for status in STATUSES:
        number = sum(row.status == status for row in page.judged)
        if number and status not in (*KEPT, NOT_JUDGED):
            others.append(f"{number}\u00a0{status_word(status, language)}")
    return " · ".join([answer, *others])


def sentences(page: IndicatorsPage) -> list[str]:
    """Return the findings in words, the gravest first: missed, late, moved, at risk, then what makes figures unsure."""
    steps = (_off_track, _late, _revised, _at_risk, _findings, _two_sides, _editions, _unsure, _small, _without_target)
    return [sentence for step in steps for sentence in step(page)]


def empty_sentence(page: IndicatorsPage) -> str:
    """Say which selection has no indicator at all."""
    words = page.words
    return words.t(
        "No indicator has a value or a target for {scope} in {period}.",
        scope=words.scope(page.selection),
        period=when_text(page.selection.period, words.language),
    )


def _name(row: Any, page: IndicatorsPage) -> str:
    return page.definitions[row.indicator].name(page.selection.language)


def _off_track(page: IndicatorsPage) -> Iterator[str]:
    rows = [row for row in page.judged if row.status == "off_track"]
    rows.sort(key=lambda row: row.pace if known(row.pace) else 0.0)
    for row in rows[:MOST_OFF_TRACK]:
        why = reason_text(row, page.definitions[row.indicator], page.rules, page.selection.language)
        yield page.words.t("{indicator}: {reason}", indicator=_name(row, page), reason=why[:1].lower() + why[1:])
    if rows[MOST_OFF_TRACK:]:
        names = page.words.listed(_name(row, page) for row in rows[MOST_OFF_TRACK:])
        yield page.words.t("Off track too: {names}.", names=names)


def _late(page: IndicatorsPage) -> Iterator[str]:
    if page.owed.empty:
        return
    late = page.owed[page.owed["days_late"] > 0].sort_values("days_late", ascending=False)
    if late.empty:
        return
    words, t = page.words, page.words.t
    oldest = named(late.head(1))[0]
    definition = page.definitions.get(oldest.indicator)
    # The name stands alone before a colon: it need not agree with anything.
    yield t.plural(
        "{count} value is late: {indicator}, {period}, due on {day} ({owner}).",
        "{count} values are late, longest: {indicator}, {period}, due on {day} ({owner}).",
        len(late),
        indicator=definition.name(words.language) if definition else oldest.indicator,
        period=when_text(oldest.period, words.language),
        day=day_text(oldest.due_on, words.language),
        owner=owner_name(oldest.owner_role, words.language),
    )


def _revised(page: IndicatorsPage) -> Iterator[str]:
    language = page.selection.language
    moved = [
        row
        for row in page.rows
        if known(row.target_initial) and known(row.target_revised) and row.target_initial != row.target_revised
    ]
    for row in moved[:MOST_REVISED]:
        definition = page.definitions[row.indicator]
        sentence = page.words.t(
            "{indicator}: the target was changed from {initial} to {revised}.",
            indicator=definition.name(language),
            initial=target_text(row.target_initial, definition, language),
            revised=target_text(row.target_revised, definition, language),
        )
        if known(row.achievement) and known(row.achievement_initial):
            sentence += " " + page.words.t(
                "What was reached is {share} of the new one, {initial_share} of the first one.",
                share=percent(row.achievement, language, 1),
                initial_share=percent(row.achievement_initial, language, 1),
            )
        yield sentence


def _at_risk(page: IndicatorsPage) -> Iterator[str]:
    names = [_name(row, page) for row in page.judged if row.status == "at_risk"]
    if names:
        yield page.words.t("At risk: {names}.", names=page.words.listed(names))


def _findings(page: IndicatorsPage) -> Iterator[str]:
    for finding in page.findings[:MOST_FINDINGS]:
        yield spoken(finding, page.selection.language)


def _two_sides(page: IndicatorsPage) -> Iterator[str]:
    """Say where the two ways of the exchange differ most, among shares."""
    if page.mirrored.empty:
        return
    language = page.selection.language
    apart = [
        (abs(row.value_in - row.value_out), row)
        for row in named(page.mirrored)
        if row.indicator in page.definitions
        and page.definitions[row.indicator].unit == "SHARE"
        and known(row.value_in)
        and known(row.value_out)
    ]
    far, row = max(apart, key=lambda pair: pair[0], default=(0.0, None))
    if row is None or far < APART:
        return
    definition = page.definitions[str(row.indicator)]
    yield page.words.t(
        "The two sides differ most here: {indicator}, {into} of those who arrive, {out} of those who leave.",
        indicator=definition.name(language),
        into=value_text(row.value_in, definition, language),
        out=value_text(row.value_out, definition, language),
    )


def _editions(page: IndicatorsPage) -> Iterator[str]:
    if len(page.revisions):
        yield page.words.t.plural(
            "{count} figure is no longer the one published last: see below.",
            "{count} figures are no longer those published last: see below.",
            len(page.revisions),
        )


def _unsure(page: IndicatorsPage) -> Iterator[str]:
    number = sum(row.value_status in UNSURE and known(row.actual) for row in page.rows)
    if number:
        yield page.words.t.plural(
            "{count} value may still change: provisional, partial or estimated.",
            "{count} values may still change: provisional, partial or estimated.",
            number,
        )


def _small(page: IndicatorsPage) -> Iterator[str]:
    number = sum(is_small(row, page.definitions[row.indicator]) for row in page.rows)
    if number:
        yield page.words.t.plural(
            "{count} value is not shown: too few people stand behind it.",
            "{count} values are not shown: too few people stand behind them.",
            number,
        )


def _without_target(page: IndicatorsPage) -> Iterator[str]:
    number = sum(row.reason == "no_target" for row in page.rows)
    if number:
        yield page.words.t.plural(
            "{count} indicator is measured without a target.", "{count} indicators are measured without a target.", number
        )
