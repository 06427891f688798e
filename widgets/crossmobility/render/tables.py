"""Tables as part of the picture: bars in cells, the selected row tinted, totals last."""

from __future__ import annotations

from typing import Final

import pandas as pd

from crossmobility.domain.changes import WORDS
from crossmobility.domain.difference import FEWER, Difference
from crossmobility.domain.overview import Overview
from crossmobility.render.change_words import CHANGES, corridor_change
from crossmobility.render.formats import figure, known, measure_name, period_label, text
from crossmobility.render.sentences import SMALL, signed
from crossmobility.render.words import Words

MOST_ROWS: Final = 100
LONGEST: Final = 23  # letters of a corridor that still fit on one line


def corridor_table(answer: Overview, words: Words) -> str:
    """Return the ranked corridors as an HTML table: sortable heads, one button a row, what is not broken down, the total."""
    t = words.t
    table = answer.corridors
    if table.empty and not answer.unsplit:
        return ""
    largest = float(table["volume"].max()) if len(table) else 0.0
    shown = table.head(MOST_ROWS)
    short = any(len(words.corridor(ends)) > LONGEST for ends in zip(shown["origin"], shown["destination"], strict=True))
    lines = [_row(row, answer, largest, words, short) for row in shown.itertuples(index=False)]
    return (
        f'<table class="cm-table"><caption class="cm-hidden">{text(t("Corridors, largest first"))}</caption><thead><tr>'
        f"{_head(t('Corridor'), 'text')}{_head(measure_name(answer.selection.measure).in_language(words.language), 'number')}"
        f'<th class="cm-bars" aria-hidden="true"></th></tr></thead><tbody>{"".join(lines)}</tbody>'
        f"<tfoot>{_more(table, words)}{_foot(answer, words)}</tfoot></table>"
    )


def _head(label: str, kind: str, css: str = "") -> str:
    return f'<th scope="col" class="{css or f"cm-{kind}"}" aria-sort="none"><button type="button" data-sort="{kind}">{text(label)}</button></th>'


def _row(row: object, answer: Overview, largest: float, words: Words, short: bool) -> str:
    origin, destination, volume, side = (getattr(row, name) for name in ("origin", "destination", "volume", "direction"))
    chosen = answer.selection.corridor == (origin, destination)
    # Where every corridor has the same end and names are long, the other end is enough to read.
    label = words.corridor((origin, destination))
    if short and answer.selection.direction in ("in", "out"):
        label = f"{words.country(origin)} →" if side == "in" else f"→ {words.country(destination)}"
    status = str(getattr(row, "status", "reported"))
    sentence = words.flow_sentence(answer, (origin, destination), volume, status)
    small = " cm-small" if volume < SMALL else ""
    return (
        f'<tr{" class=cm-chosen" if chosen else ""}><th scope="row"><button type="button" data-intent="corridor" '
        f'data-value="{origin}-{destination}" aria-pressed="{str(chosen).lower()}" title="{text(sentence)}" aria-label="{text(words.corridor((origin, destination)))}">'
        f'{text(label)}</button></th><td class="cm-number{small}" data-value="{volume:g}">{figure(volume, words.language)}</td>'
        f'<td class="cm-bars" aria-hidden="true"><span class="cm-bar cm-{side}" style="width:{_percent(volume, largest)}%">'
        f"</span></td></tr>"
    )


def _more(table: pd.DataFrame, words: Words) -> str:
    rest = table.iloc[MOST_ROWS:]
    if rest.empty:
        return ""
    label = words.t.plural(
        "{count} smaller corridor, in the file to download", "{count} smaller corridors, in the file to download", len(rest)
    )
    return _total_row(label, float(rest["volume"].sum()), words)


def _foot(answer: Overview, words: Words) -> str:
    rows = _total_row(words.t("Not broken down by country"), answer.unsplit, words) if answer.unsplit else ""
    label = words.t("Total, both ways") if answer.selection.direction == "both" else words.t("Total")
    return rows + _total_row(label, answer.total, words, "cm-total")


def _total_row(label: str, value: float, words: Words, css: str = "cm-rest") -> str:
    return (
        f'<tr class="{css}"><th scope="row">{text(label)}</th><td class="cm-number">{figure(value, words.language)}</td>'
        '<td class="cm-bars"></td></tr>'
    )


def change_table(difference: Difference, words: Words) -> str:
    """Return the corridors compared as an HTML table: both periods, the change with its bar, the word; totals last.

    Every head sorts; unknown numbers come last when the largest come first. The word sorts from appeared to stopped.
    """
    t, now, before = words.t, difference.now, difference.before
    table = difference.table
    if table.empty and not now.unsplit and not before.unsplit:
        return ""
    shown = table.head(MOST_ROWS)
    lines = [_change_row(row, difference, words) for row in shown.itertuples(index=False)]
    periods = (period_label(answer.selection.period, words.language) for answer in (before, now))
    then, here = (_head(label, "number") for label in periods)
    return (
        f'<table class="cm-table cm-changes"><caption class="cm-hidden">{text(t("Changes by corridor, largest first"))}'
        f"</caption><thead><tr>{_head(t('Corridor'), 'text')}{then}{here}{_head(t('Change'), 'number')}"
        f"{_head(t('In words'), 'number', 'cm-word')}</tr></thead><tbody>{''.join(lines)}</tbody>"
        f"<tfoot>{_more_changes(table, words)}{_change_foot(difference, words)}</tfoot></table>"
    )


def _change_row(row: object, difference: Difference, words: Words) -> str:
    names = ("origin", "destination", "before", "now", "change", "word", "direction")
    origin, destination, before, now, change, word, side = (getattr(row, name) for name in names)
    selection = difference.selection
    chosen = selection.corridor == (origin, destination)
    whole = words.corridor((origin, destination))
    label = whole
    if selection.direction in ("in", "out"):
        label = f"{words.country(origin)} →" if side == "in" else f"→ {words.country(destination)}"
    sentence = corridor_change(difference, (origin, destination), now, before, words)
    return (
        f'<tr{" class=cm-chosen" if chosen else ""}><th scope="row"><button type="button" data-intent="corridor" '
        f'data-value="{origin}-{destination}" aria-pressed="{str(chosen).lower()}" title="{text(sentence)}" '
        f'aria-label="{text(whole)}">{text(label)}</button></th>{_number(before, words)}{_number(now, words)}'
        f'<td class="cm-number" data-value="{_sorted(change)}">{signed(change, words)}'
        f"{_change_bar(change, difference.largest, side, word)}</td>"
        f'<td class="cm-word" data-value="{-WORDS.index(word)}">{text(CHANGES[word].in_language(words.language))}</td></tr>'
    )


def _number(value: float, words: Words) -> str:
    small = " cm-small" if known(value) and value < SMALL else ""
    return f'<td class="cm-number{small}" data-value="{_sorted(value)}">{figure(value, words.language)}</td>'


def _sorted(value: float) -> str:
    """Return what a cell is sorted by: an unknown number is below every other one."""
    return f"{value:g}" if known(value) else "-1e15"


def _change_bar(change: float, largest: float, side: str, word: str) -> str:
    if not known(change) or change == 0:
        return ""
    form = " cm-fewer" if word in FEWER else ""
    return (
        f'<span class="cm-bar cm-{side}{form}" style="width:{_percent(abs(change), largest)}%" aria-hidden="true"></span>'
    )


def _more_changes(table: pd.DataFrame, words: Words) -> str:
    rest = table.iloc[MOST_ROWS:]
    if rest.empty:
        return ""
    label = words.t.plural(
        "{count} smaller change, in the file to download", "{count} smaller changes, in the file to download", len(rest)
    )
    return f'<tr class="cm-rest"><th scope="row" colspan="5">{text(label)}</th></tr>'


def _change_foot(difference: Difference, words: Words) -> str:
    now, before = difference.now, difference.before
    label = words.t("Total, both ways") if difference.selection.direction == "both" else words.t("Total")
    rows = ""
    if now.unsplit or before.unsplit:
        # More that is not broken down is no change of anything: its change is not shown.
        rows = _compared_row(words.t("Not broken down by country"), now.unsplit, before.unsplit, "", words, "cm-rest")
    change = signed(difference.change, words)
    return rows + _compared_row(label, now.total, before.total, change, words, "cm-total")


def _compared_row(label: str, now: float, before: float, change: str, words: Words, css: str) -> str:
    cells = "".join(f'<td class="cm-number">{figure(value, words.language)}</td>' for value in (before, now))
    return (
        f'<tr class="{css}"><th scope="row">{text(label)}</th>{cells}<td class="cm-number">{change}</td>'
        '<td class="cm-word"></td></tr>'
    )


def _percent(value: float, largest: float) -> str:
    return f"{max(1.5, 100 * value / largest):.1f}" if largest > 0 else "0"
