"""Tables as part of the picture: bars in cells, the selected row tinted, totals last."""

from __future__ import annotations

from typing import Final

import pandas as pd

from crossmobility.domain.overview import Overview
from crossmobility.render.formats import figure, measure_name, text
from crossmobility.render.sentences import SMALL
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


def _head(label: str, kind: str) -> str:
    return f'<th scope="col" class="cm-{kind}" aria-sort="none"><button type="button" data-sort="{kind}">{text(label)}</button></th>'


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


def _percent(value: float, largest: float) -> str:
    return f"{max(1.5, 100 * value / largest):.1f}" if largest > 0 else "0"
