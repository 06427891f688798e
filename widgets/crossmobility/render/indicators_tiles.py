"""The answer in ten seconds: how many targets are met, the headline indicators, and the statuses as a filter of the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.i18n import Language
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_marks import bar
from crossmobility.render.indicators_numbers import percent, value_text
from crossmobility.render.indicators_page import IndicatorsPage
from crossmobility.render.indicators_sentences import lead, sentences
from crossmobility.render.indicators_words import (
    SHAPES,
    STATUSES,
    UNSURE,
    actual_text,
    light,
    range_text,
    reason_text,
    status_word,
    target_text,
    when_text,
)

MOST_HEADLINES: Final = 4
MOST_SENTENCES: Final = 4
FIRST: Final = (
    "PLC_STARTED",
    "SC_ENGAGED",
    "PLC_VM",
    "CPL_RATE",
    "SAT_VOL",
    "OUT_6M",
    "REC_HEAD",
    "INC_WOMEN",
    "PLC_STOCK",
)
"""The indicators a director asks for first; others follow in the order of the catalogue."""
JUDGED: Final = "judged"
EVERY: Final = "every"
"""The two filters beside the statuses: what has a target, and everything that is measured."""


def tiles(page: IndicatorsPage) -> str:
    """Return the lead, the headline indicators, what to know in words, and the filter by status.

    Nothing here depends on the chosen indicator: while a reader looks at one after the other, the filter stays.
    """
    if not page.rows:
        return ""
    shown = "".join(_headline(row, page) for row in headlines(page))
    listed = _findings(page)
    return (
        f'<div class="cm-i-top"><div><p class="cm-i-lead">{text(lead(page))}</p>'
        f'<div class="cm-i-heads">{shown}</div></div>{listed}</div>{_filter(page)}'
    )


def headlines(page: IndicatorsPage) -> Sequence[Any]:
    """Return up to four rows a director asks for first: those with a target and a value before those without."""
    places = {code: place for place, code in enumerate(FIRST)}

    def order(row: Any) -> tuple[bool, bool, int]:
        return not page.is_judged(row), not known(row.actual), places.get(row.indicator, len(FIRST))

    worth = [row for row in page.rows if known(row.actual) or page.is_judged(row)]
    return sorted(worth, key=order)[:MOST_HEADLINES]


def counts(page: IndicatorsPage) -> Mapping[str, int]:
    """Return how many indicators have each status, in the order of ``STATUSES``; statuses nobody has are left out."""
    found = Counter(row.status for row in page.rows)
    return {status: found[status] for status in STATUSES if found[status]}


def _headline(row: Any, page: IndicatorsPage) -> str:
    definition, language = page.definitions[row.indicator], page.selection.language
    why = text(reason_text(row, definition, page.rules, language))
    unsure = " cm-i-unsure" if row.value_status in UNSURE else ""
    return (
        f'<button type="button" class="cm-i-head" data-intent="indicator" data-value="{text(row.indicator)}" title="{why}">'
        f'<span class="cm-i-name">{text(definition.name(language))}</span>'
        f'<strong class="cm-i-value{unsure}">{text(_value(row, definition, language))}</strong>'
        f'<span class="cm-i-aim-words">{text(_aim(row, definition, page))}</span>'
        f'{bar(row, definition) or "<i></i>"}<span class="cm-i-stand">{light(row.status, language)}{_share(row, definition, page)}</span>'
        "</button>"
    )


def _share(row: Any, definition: Definition, page: IndicatorsPage) -> str:
    """Return the share that the status looks at: of the way where there is a baseline, else of the target."""
    language = page.selection.language
    if definition.direction == "band" or not known(row.achievement):
        return ""
    if known(row.progress):
        return f"<b>{text(page.words.t('{share} of the way', share=percent(row.progress, language, 1)))}</b>"
    return f"<b>{percent(row.achievement, language, 1)}</b>"


def _value(row: Any, definition: Definition, language: Language) -> str:
    """Write what stands against the target: of a target for a longer time, what was reached since that time began."""
    return value_text(row.measured, definition, language) if _so_far(row) else actual_text(row, definition, language)


def _so_far(row: Any) -> bool:
    return known(row.target) and known(row.measured) and row.measured != row.actual


def _aim(row: Any, definition: Definition, page: IndicatorsPage) -> str:
    words, t = page.words, page.words.t
    language = words.language
    wanted = range_text(definition, language)
    if wanted:
        return t("to stay within {range}", range=wanted)
    if not known(row.target):
        return t("no target")
    target = target_text(row.target, definition, language)
    said = t("target {target}", target=target)
    if known(row.target_revised) and known(row.target_initial) and row.target_revised != row.target_initial:
        initial = target_text(row.target_initial, definition, language)
        said = t("target {target}, initially {initial}", target=target, initial=initial)
    if _so_far(row):
        said = t("{period} so far, {aim}", period=when_text(row.target_period, language), aim=said)
    return said


def _findings(page: IndicatorsPage) -> str:
    items = [f"<li>{text(sentence)}</li>" for sentence in sentences(page)]
    if not items:
        return ""
    first, rest = "".join(items[:MOST_SENTENCES]), items[MOST_SENTENCES:]
    listed = f'<ul class="cm-sentences" aria-live="polite">{first}</ul>'
    if rest:
        label = text(page.words.t.plural("{count} more finding", "{count} more findings", len(rest)))
        listed += (
            f'<details class="cm-more" data-keep="findings"><summary>{label}</summary>'
            f'<ul class="cm-sentences">{"".join(rest)}</ul></details>'
        )
    return f'<div class="cm-i-words">{listed}</div>'


def _filter(page: IndicatorsPage) -> str:
    """Return one button a status, of which one is pressed; the style sheet shows the rows of the table that it names."""
    language, t = page.selection.language, page.words.t
    found = counts(page)
    judged = len(page.judged)
    start = JUDGED if judged else EVERY
    chips = [_chip(JUDGED, "", t("with a target"), judged, start, language)] if judged else []
    chips += [
        _chip(status, SHAPES[status], status_word(status, language), number, start, language)
        for status, number in found.items()
    ]
    chips.append(_chip(EVERY, "", t("all indicators"), len(page.rows), start, language))
    legend = text(t("Show in the table"))
    return f'<fieldset class="cm-i-filter"><legend>{legend}</legend>{"".join(chips)}</fieldset>'


def _chip(value: str, shape: str, word: str, number: int, start: str, language: Language) -> str:
    mark = f'<span class="cm-i-shape cm-is-{value}" aria-hidden="true">{shape}</span>' if shape else ""
    checked = " checked" if value == start else ""
    # Radio buttons of one name are one group in the whole document, and a served page holds one page a language.
    return (
        f'<label class="cm-i-chip cm-is-{value}"><input type="radio" name="cm-i-status-{language}" value="{value}"{checked}/>'
        f"{mark}<b>{number}</b> {text(word)}</label>"
    )
