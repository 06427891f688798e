"""The indicator performance tracking table (IPTT): what was promised, what was reached, and whether that keeps the promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import Any, Final

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS
from crossmobility.i18n import Language
from crossmobility.render.formats import STATUSES as VALUE_STATUSES
from crossmobility.render.formats import known, text
from crossmobility.render.indicators_marks import Point, bar, points_of, small_line
from crossmobility.render.indicators_numbers import percent, value_text
from crossmobility.render.indicators_page import NOT_JUDGED, IndicatorsPage
from crossmobility.render.indicators_parts import Part, parts_in_short, parts_of
from crossmobility.render.indicators_words import (
    LEVELS,
    SHAPES,
    STATUSES,
    UNSURE,
    actual_text,
    dimension_name,
    is_small,
    light,
    range_text,
    reason_text,
    status_word,
    target_text,
    unit_name,
    when_text,
)
from crossmobility.render.words import Words

MOST_ROWS: Final = 120
"""Indicators shown; those with a target come first into the count, the others are in the files."""
MOST_PARTS: Final = 600
"""Categories shown under all indicators together; beyond, the detail of an indicator and the files have them."""
COLUMNS: Final = 10


def table(page: IndicatorsPage) -> str:
    """Return the table by level, one row an indicator with its parts folded under it, and the files to download."""
    if not page.rows:
        return ""
    judged = page.judged[:MOST_ROWS]
    shown = [*judged, *(row for row in page.rows if not page.is_judged(row))][:MOST_ROWS]
    kept = {row.indicator for row in shown}
    t, look = page.words.t, _Look(page, parts_of(page, [row.indicator for row in shown], MOST_PARTS))
    bodies = []
    for level, name in LEVELS.items():
        rows = [row for row in page.rows if row.level == level and row.indicator in kept]
        if rows:
            bodies.append(_group(name.in_language(look.language), rows, look) + _rows(rows, look))
    caption = text(t("Indicators by level of result, with targets, values and status"))
    return (
        f'<div class="cm-i-across cm-scroll-x"><table class="cm-table cm-iptt" data-table="iptt"><caption class="cm-hidden">{caption}</caption>'
        f"{_head(look)}{''.join(f'<tbody>{body}</tbody>' for body in bodies)}</table></div>"
        f"{_notes(look, len(page.rows) - len(shown))}{_downloads(page)}"
    )


def download_rows(page: IndicatorsPage) -> tuple[list[str], list[list[object]]]:
    """Return every tracked row as the head and the lines of a table to download, names beside the codes."""
    language = page.selection.language
    kept = page.tracked[page.tracked["indicator"].isin(list(page.definitions))] if len(page.tracked) else page.tracked
    names = [page.definitions[code].name(language) for code in kept.get("indicator", [])]
    statuses = [status_word(status, language) for status in kept.get("status", [])]
    lines = kept[list(TRACKED_COLUMNS)].to_numpy(dtype=object).tolist() if len(kept) else []
    head = [*TRACKED_COLUMNS[:1], "name", *TRACKED_COLUMNS[1:], "status_in_words"]
    return head, [[line[0], name, *line[1:], word] for line, name, word in zip(lines, names, statuses, strict=True)]


@dataclass(frozen=True)
class _Look:
    """What the rows of one table share."""

    page: IndicatorsPage
    parts: Mapping[str, Sequence[Part]]

    @property
    def language(self) -> Language:
        return self.page.selection.language

    @cached_property
    def words(self) -> Words:
        return self.page.words

    @cached_property
    def points(self) -> Mapping[str, Sequence[Point]]:
        return points_of(self.page.trends)


def _head(look: _Look) -> str:
    t = look.words.t
    heads = [
        _sortable(t("Indicator"), "text"),
        f'<th scope="col" class="cm-i-unit">{text(t("Unit"))}</th>',
        _sortable(t("Baseline"), "number"),
        _sortable(t("Initial target"), "number"),
        _sortable(t("Revised target"), "number"),
        _sortable(t("Actual"), "number"),
        _sortable(t("Cumulative"), "number"),
        _sortable(t("% achieved"), "number", t("actual ÷ target in force")),
        _sortable(t("Status"), "number cm-i-status"),
        f'<th scope="col" class="cm-i-trend">{text(t("Trend"))}</th>',
    ]
    return f"<thead><tr>{''.join(heads)}</tr></thead>"


def _sortable(label: str, kind: str, hint: str = "") -> str:
    title = f' title="{text(hint)}"' if hint else ""
    return (
        f'<th scope="col" class="cm-{kind}" aria-sort="none"><button type="button" data-sort="{kind.split()[0]}"{title}>'
        f"{text(label)}</button></th>"
    )


def _group(name: str, rows: Sequence[Any], look: _Look) -> str:
    """Return the head of a level, with how many of its indicators have each status."""
    numbers = [(status, sum(row.status == status for row in rows)) for status in STATUSES if status != NOT_JUDGED]
    marks = "".join(
        f'<span class="cm-light cm-is-{status}" title="{text(status_word(status, look.language))}">'
        f'<span aria-hidden="true">{SHAPES[status]}</span>{number}'
        f'<span class="cm-hidden">{text(status_word(status, look.language))}</span></span>'
        for status, number in numbers
        if number
    )
    return f'<tr data-group=""><th scope="rowgroup" colspan="{COLUMNS}"><span>{text(name)}</span>{marks}</th></tr>'


def _rows(rows: Sequence[Any], look: _Look) -> str:
    return "".join(_row(row, look.page.definitions[row.indicator], look) for row in rows)


def _row(row: Any, definition: Definition, look: _Look) -> str:
    language, page = look.language, look.page
    chosen = row.indicator == page.selection.indicator
    why = reason_text(row, definition, page.rules, language)
    judged = page.is_judged(row)
    inside = parts_in_short(look.parts.get(row.indicator, ()), definition, page)
    mark = f'data-status="{text(row.status)}" data-judged="{"yes" if judged else "no"}"'
    css = ' class="cm-chosen"' if chosen else ""
    cells = [
        _named(row, definition, bool(inside), chosen, look),
        f'<td class="cm-i-unit">{text(unit_name(definition, language))}</td>',
        _cell(row.baseline, _baseline(row, definition, look), "cm-i-base"),
        *_targets(row, definition, look),
        _actual(row, definition, look),
        _cell(row.cumulative, _cumulative(row, definition, look), "cm-i-sum"),
        _achieved(row, definition, look),
        f'<td class="cm-i-status" data-value="{_rank(row.status)}" title="{text(why)}">{light(row.status, language)}</td>',
        f'<td class="cm-i-trend">{small_line(look.points.get(row.indicator, ()), definition, look.words)}</td>',
    ]
    said = " ".join(
        part for part in ((why if row.status != NOT_JUDGED else ""), str(getattr(row, "comment", "") or "")) if part
    )
    under = ""
    if said or inside:
        line = f'<p class="cm-i-why">{text(said)}</p>' if said else ""
        under = f'<tr data-under="" {mark}{css}><td colspan="{COLUMNS}">{line}{inside}</td></tr>'
    return f"<tr {mark}{css}>{''.join(cells)}</tr>{under}"


def _named(row: Any, definition: Definition, folds: bool, chosen: bool, look: _Look) -> str:
    split = [dimension_name(name, look.language) for name in look.page.splits.get(row.indicator, ())]
    switch = (
        f'<details class="cm-i-fold" data-keep="split-{text(row.indicator)}"><summary title="{text(", ".join(split))}">'
        f'<span class="cm-hidden">{text(look.words.t("by {dimensions}", dimensions=", ".join(split)))}</span>'
        "</summary></details>"
        if folds
        else ""
    )
    return (
        f'<th scope="row" data-value="{text(definition.name(look.language))}">{switch}<button type="button" data-intent="indicator" data-value="{text(row.indicator)}" '
        f'aria-pressed="{str(chosen).lower()}">{text(definition.name(look.language))}</button></th>'
    )


def _cell(value: float, written: str, css: str, label: str = "") -> str:
    """Return a cell; ``label`` is its head where a phone shows the row as a card."""
    key = f"{value:g}" if known(value) else ""
    named = f' data-label="{text(label)}"' if label else ""
    return f'<td class="cm-number {css}" data-value="{key}"{named}>{written}</td>'


def _note(words: str) -> str:
    return f"<small>{text(words)}</small>" if words else ""


def _baseline(row: Any, definition: Definition, look: _Look) -> str:
    if not known(row.baseline):
        return ""
    when = when_text(row.baseline_period, look.language)
    return text(value_text(row.baseline, definition, look.language)) + _note(when)


def _targets(row: Any, definition: Definition, look: _Look) -> list[str]:
    """Return both targets side by side; the one in force is marked, one for another time than the period says which."""
    language, t = look.language, look.words.t
    wanted, initial = range_text(definition, language), t("Initial target")
    if wanted and not known(row.target):
        inside = text(wanted) + _hidden(t("in force"))
        return [_cell(nan, inside, "cm-i-initial cm-i-force", initial), _cell(nan, "", "cm-i-revised")]
    other = when_text(row.target_period, language) if row.target_period not in ("", row.period) else wanted
    found = []
    for value, css, holds, label in (
        (row.target_initial, "cm-i-initial", not known(row.target_revised), initial),
        (row.target_revised, "cm-i-revised", True, t("Revised target")),
    ):
        inside = text(target_text(value, definition, language))
        if known(value) and holds:
            inside += _hidden(t("in force")) + _note(other)
        found.append(_cell(value, inside, f"{css} cm-i-force" if holds else css, label))
    return found


def _hidden(words: str) -> str:
    return f'<span class="cm-hidden"> {text(words)}</span>'


def _actual(row: Any, definition: Definition, look: _Look) -> str:
    language = look.language
    written = text(actual_text(row, definition, language))
    css = "cm-i-actual"
    if is_small(row, definition):
        css += " cm-i-few"
        written += _note(
            look.words.t(
                "{n}, at least {least} needed", n=f"n\u00a0=\u00a0{row.denominator:g}", least=definition.min_denominator
            )
        )
    elif known(row.actual) and row.value_status in UNSURE:
        css += " cm-i-unsure"
        written += _note(VALUE_STATUSES[row.value_status].in_language(language))
    return _cell(row.actual, written, css, look.words.t("Actual"))


def _cumulative(row: Any, definition: Definition, look: _Look) -> str:
    return text(value_text(row.cumulative, definition, look.language)) if known(row.cumulative) else ""


def _achieved(row: Any, definition: Definition, look: _Look) -> str:
    """Return the share of the target in force with a bar; that of the initial one, or of the way, stands below."""
    language, t = look.language, look.words.t
    drawn = bar(row, definition)
    if not known(row.achievement) and not drawn:
        return '<td class="cm-number cm-i-achieved" data-value=""></td>'
    notes = []
    if known(row.measured) and row.measured != row.actual:
        notes.append(t("{reached} so far", reached=value_text(row.measured, definition, language)))
    if known(row.target_revised) and known(row.achievement_initial):
        notes.append(t("{share} of the initial", share=percent(row.achievement_initial, language, 1)))
    elif known(row.progress):
        notes.append(t("{share} of the way", share=percent(row.progress, language, 1)))
    share = percent(row.achievement, language, 1) if known(row.achievement) else ""
    return _cell(
        row.achievement, f"<span>{drawn}<b>{share}</b></span>{_note(' · '.join(notes))}", "cm-i-achieved", t("% achieved")
    )


def _rank(status: str) -> int:
    """Return what a status sorts by: the largest first is the one to look at first."""
    places = list(STATUSES)
    order = ("off_track", "at_risk", "late", "no_data", "too_early", "on_track", "achieved", NOT_JUDGED)
    return len(places) - order.index(status) if status in order else 0


def _notes(look: _Look, left_out: int) -> str:
    t = look.words.t
    notes = [
        t("Bold: the target in force."),
        t("Bars: the share of the target, or of the way from the baseline; they end at 125%, numbers do not."),
        t("Cumulative: since the programme began, or within the year for what is counted that way."),
    ]
    if left_out > 0:
        notes.append(
            t.plural(
                "{count} more indicator is in the file to download.",
                "{count} more indicators are in the file to download.",
                left_out,
            )
        )
    return f'<p class="cm-note">{text(" ".join(notes))}</p>'


def _downloads(page: IndicatorsPage) -> str:
    t = page.words.t
    return (
        f'<p class="cm-i-files"><button type="button" class="cm-quiet" data-download="iptt-xlsx">'
        f"{text(t('Download the table (XLSX)'))}</button> "
        f'<button type="button" class="cm-quiet" data-download="iptt-csv">{text(t("Download the table (CSV)"))}</button></p>'
    )
