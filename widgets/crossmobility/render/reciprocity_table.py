"""The two-sided table by country: leaving to the left, arriving to the right of one axis, the numbers beside the bars."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Final

import pandas as pd

from crossmobility.domain.reciprocity import Pair
from crossmobility.i18n import message
from crossmobility.render.formats import figure, known, text
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_words import (
    BY_DEFAULT,
    Judged,
    difference,
    no_agreement,
    number,
    ratio_text,
    span_label,
    verdict_of,
    why_no_ratio,
)
from crossmobility.render.sentences import signed
from crossmobility.render.trend import largest_of, lines
from crossmobility.render.words import Words

MOST_ROWS: Final = 60
CHANGES: Final = {
    "appeared": message("appeared"),
    "grew": message("grew"),
    "same": message("unchanged"),
    "shrank": message("shrank"),
    "stopped": message("stopped"),
}
CHANGE_SHAPES: Final = {"appeared": "✚", "grew": "▲", "same": "=", "shrank": "▼", "stopped": "✕"}
COLUMNS: Final = (
    "country",
    "inflow",
    "outflow",
    "net",
    "gross",
    "ratio",
    "balance",
    "people_in",
    "people_out",
    "band",
    "default_band",
    "low",
    "high",
    "agreement_id",
    "needed_in",
    "needed_out",
    "before_in",
    "before_out",
    "last_in",
    "last_out",
    "status",
)
"""What the downloaded table holds, in this order."""


def change_word(before: float, now: float) -> str:
    """Name what became of a flow: appeared, grew, same, shrank, stopped; "" when a side is unknown or both are 0.

    Examples
    --------
    >>> change_word(0, 3), change_word(5, 0), change_word(2, 3), change_word(float("nan"), 3)
    ('appeared', 'stopped', 'grew', '')
    """
    if isnan(before) or isnan(now) or before == now == 0:
        return ""
    if before == 0:
        return "appeared"
    if now == 0:
        return "stopped"
    return "same" if now == before else "grew" if now > before else "shrank"


@dataclass(frozen=True)
class _Look:
    """What all rows of one table share."""

    page: ReciprocityPage
    words: Words
    largest: float
    compared: bool
    mixed: bool


def table(page: ReciprocityPage) -> str:
    """Return the table of the reference country's partners, largest first, totals last, sortable by every head."""
    partners, words = page.partners, page.words
    if partners.empty:
        return ""
    largest = largest_of(partners[["inflow", "outflow"]])
    look = _Look(page, words, largest, _compared(page), page.scope.mixed)
    body = "".join(_row(row, look) for row in lines(partners.head(MOST_ROWS)))
    title = words.t("Who gives, who receives: {country} by partner", country=words.country(page.selection.reference))
    download = words.t("Download this table (CSV)")
    return (
        f'<h2 class="cm-h2">{text(title)}</h2><div class="cm-scroll cm-wide-table"><table class="cm-table cm-two" '
        f'data-table="partners"><caption class="cm-hidden">{text(title)}</caption>{_head(look)}<tbody>{body}</tbody>'
        f"<tfoot>{_unsplit(look)}{_more(look)}{_total(look)}</tfoot></table></div>{_notes(look)}"
        f'<button type="button" class="cm-quiet" data-download="partners">{text(download)}</button>'
    )


def plain_table(page: ReciprocityPage) -> str:
    """Return the partners as a bare table, for readers and checks without a browser."""
    words, t = page.words, page.words.t
    heads = "".join(f"<th>{text(head)}</th>" for head in (t("Country"), t("Leaving"), t("Arriving"), t("Net")))
    rows = "".join(
        f"<tr><th>{text(words.country(row.country))}</th>"
        + "".join(f"<td>{figure(value, words.language)}</td>" for value in (row.outflow, row.inflow))
        + f"<td>{signed(row.net, words)}</td></tr>"
        for row in lines(page.partners.head(MOST_ROWS))
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def download_rows(page: ReciprocityPage) -> tuple[list[str], list[list[object]]]:
    """Return the partners as head and lines of a table to download: codes, names and unrounded numbers, all rows."""
    names = [page.words.country(code) for code in page.partners["country"]]
    values = page.partners[list(COLUMNS)].to_numpy(dtype=object).tolist()
    when = "/".join(dict.fromkeys([page.scope.span[0], page.scope.span[-1]])) if page.scope.span else ""
    rows: list[list[object]] = [
        [page.selection.reference, when, page.selection.basis, page.selection.measure, name, *line]
        for name, line in zip(names, values, strict=True)
    ]
    return ["reference", "period", "basis", "measure", "name", *COLUMNS], rows


def _head(look: _Look) -> str:
    t = look.words.t
    before = span_label(look.page.scope.before, look.words.language) if look.compared else ""
    heads = [
        _sortable(t("Country"), "text"),
        _sortable(t("Leaving"), "number"),
        '<th class="cm-bars" aria-hidden="true"></th><th class="cm-bars" aria-hidden="true"></th>',
        _sortable(t("Arriving"), "number cm-left"),
        _sortable(t("Net"), "number", t("arriving minus leaving")),
    ]
    if not look.mixed:  # several schemes added have no ratio a reader may judge by
        heads.append(_sortable(t("Reciprocity ratio"), "number", t("arriving for 1 that leaves")))
        heads.append(_sortable(t("Agreed band"), "text"))
    if look.compared:
        hint = t("change against {period}", period=before)
        heads.append(_sortable(t("Leaving vs {period}", period=before), "number cm-vs", hint))
        heads.append(_sortable(t("Arriving vs {period}", period=before), "number cm-vs", hint))
    return f"<thead><tr>{''.join(heads)}</tr></thead>"


def _sortable(label: str, kind: str, hint: str = "") -> str:
    title = f' title="{text(hint)}"' if hint else ""
    return (
        f'<th scope="col" class="cm-{kind}" aria-sort="none"><button type="button" data-sort="{kind.split()[0]}"{title}>'
        f"{text(label)}</button></th>"
    )


def _row(row: Any, look: _Look) -> str:
    words, reference = look.words, look.page.selection.reference
    pair = look.page.chosen
    chosen = pair is not None and {pair.a, pair.b} == {reference, row.country}
    name = words.country(row.country)
    cells = [
        f'<th scope="row"><button type="button" data-intent="corridor" data-value="{text(reference)}-{text(row.country)}" '
        f'aria-pressed="{str(chosen).lower()}">{text(name)}</button></th>',
        *_sides(row.outflow, row.inflow, look),
        _number(row.net, difference(row.net, words.language)),
        *_verdict(row, nan if row.small else row.ratio, look),
    ]
    if look.compared:
        cells += [_change(row.before_out, row.outflow, look), _change(row.before_in, row.inflow, look)]
    return f"<tr{' class=cm-chosen' if chosen else ''}>{''.join(cells)}</tr>"


def _sides(out: float, into: float, look: _Look) -> list[str]:
    return [
        _number(out, number(out, look.words.language), way="out"),
        f'<td class="cm-bars cm-left-bar" aria-hidden="true"><span class="cm-bar cm-out" style="width:{_percent(out, look)}%"></span></td>',
        f'<td class="cm-bars cm-right-bar" aria-hidden="true"><span class="cm-bar cm-in" style="width:{_percent(into, look)}%"></span></td>',
        _number(into, number(into, look.words.language), "cm-left", way="in"),
    ]


def _verdict(row: Judged, ratio: float, look: _Look) -> list[str]:
    """Return the ratio, empty where it is no verdict, and where it stands."""
    if look.mixed:
        return []
    judged, language = verdict_of(row), look.words.language
    return [
        _number(ratio, ratio_text(ratio, language) if known(ratio) else ""),
        f'<td class="cm-band-word" data-value="{text(judged.words(language))}">{judged.html(language)}</td>',
    ]


def _number(value: float, written: str, css: str = "", *, way: str = "") -> str:
    key = f"{value:g}" if known(value) else ""
    mark = f' data-way="{way}"' if way else ""
    return f'<td class="cm-number {css}"{mark} data-value="{key}">{text(written)}</td>'


def _percent(value: float, look: _Look) -> str:
    if not known(value) or not value or not look.largest:
        return "0"
    return f"{max(1.5, 100 * value / look.largest):.1f}"


def _change(before: float, now: float, look: _Look) -> str:
    word = change_word(before, now)
    if not word:
        return '<td class="cm-change" data-value=""></td>'
    change = now - before
    said = CHANGES[word].in_language(look.words.language)
    written = "" if word == "same" else text(difference(change, look.words.language))
    return (
        f'<td class="cm-change" data-value="{change:g}" title="{text(said)}"><span aria-hidden="true">{CHANGE_SHAPES[word]}'
        f'</span><span class="cm-hidden">{text(said)}</span> <b>{written}</b></td>'
    )


def _unsplit(look: _Look) -> str:
    """Return what the totals hold beyond the countries of the table: people whose country is not broken down."""
    whole = look.page.whole
    missing = [
        round(total - float(look.page.partners[name].sum(skipna=True)), 6) if known(total) else nan
        for total, name in ((whole.forward, "outflow"), (whole.back, "inflow"))
    ]
    if not any(known(value) and value > 0 for value in missing):
        return ""
    out, into = (max(value, 0.0) if known(value) else nan for value in missing)
    return _foot_row(look.words.t("Not broken down by country"), out, into, look)


def _more(look: _Look) -> str:
    rest: pd.DataFrame = look.page.partners.iloc[MOST_ROWS:]
    if rest.empty:
        return ""
    label = look.words.t.plural(
        "{count} smaller partner, in the file to download", "{count} smaller partners, in the file to download", len(rest)
    )
    return _foot_row(label, float(rest["outflow"].sum(min_count=1)), float(rest["inflow"].sum(min_count=1)), look)


def _foot_row(label: str, out: float, into: float, look: _Look) -> str:
    empty = '<td class="cm-bars"></td>'
    rest = "<td></td>" * (1 + (0 if look.mixed else 2) + (2 if look.compared else 0))
    return (
        f'<tr class="cm-rest"><th scope="row">{text(label)}</th>{_number(out, number(out, look.words.language))}{empty}{empty}'
        f"{_number(into, number(into, look.words.language), 'cm-left')}{rest}</tr>"
    )


def _total(look: _Look) -> str:
    whole: Pair = look.page.whole
    words = look.words
    judged = why_no_ratio(whole, mixed=look.mixed) is None
    cells = [
        _number(whole.forward, number(whole.forward, words.language)),
        '<td class="cm-bars"></td><td class="cm-bars"></td>',
        _number(whole.back, number(whole.back, words.language), "cm-left"),
        _number(whole.net, difference(whole.net, words.language)),
        *_verdict(whole, whole.ratio if judged else nan, look),
    ]
    if look.compared:
        cells += [_change(whole.before_forward, whole.forward, look), _change(whole.before_back, whole.back, look)]
    return f'<tr class="cm-total"><th scope="row">{text(words.t("Total"))}</th>{"".join(cells)}</tr>'


def _notes(look: _Look) -> str:
    """Explain the star of a verdict and the marks of a change, when there are any."""
    words = look.words
    notes = []
    if not look.mixed and any(verdict_of(row).by_default for row in (look.page.whole, *lines(look.page.partners))):
        notes.append(f"{BY_DEFAULT} {no_agreement(words)}")
    if look.compared:
        notes.append(", ".join(f"{CHANGE_SHAPES[key]} {word.in_language(words.language)}" for key, word in CHANGES.items()))
    return f'<p class="cm-note">{text(" · ".join(notes))}</p>' if notes else ""


def _compared(page: ReciprocityPage) -> bool:
    """Say whether any partner has a number in both windows."""
    table = page.partners
    both = [
        table[before].notna() & table[now].notna() for before, now in (("before_in", "inflow"), ("before_out", "outflow"))
    ]
    return bool(page.scope.before) and bool((both[0] | both[1]).any())
