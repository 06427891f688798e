"""The origin–destination matrix: one tab stop, arrows walk, every cell that holds somebody chooses its pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

from crossmobility.domain.reciprocity import Matrix
from crossmobility.render.formats import known, measure_name, text
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_words import Circumstances, circumstances, number
from crossmobility.render.words import Words

STEPS: Final = 5
REST: Final = "_R"
WIDE: Final = 12  # from so many columns on the matrix takes the whole width


def step(value: float, largest: float) -> int:
    """Return the shade of a cell, 1 to 5, by the square root of its share of the largest cell.

    Examples
    --------
    >>> step(1, 100), step(25, 100), step(100, 100)
    (1, 3, 5)
    """
    return min(STEPS, 1 + int(STEPS * sqrt(value / largest))) if largest > 0 else 1


@dataclass(frozen=True)
class _Look:
    """What all cells of one matrix share."""

    page: ReciprocityPage
    words: Words
    said: Circumstances
    largest: float
    codes: tuple[str, ...]
    lines: Mapping[str, list[float]]  # the cells of each origin, in the order of ``codes``
    first: tuple[str, str]  # the cell that takes the keyboard first

    def side(self, origin: str, destination: str) -> str:
        """Return the colour of a cell, as on the map: into the reference, out of it, or between others."""
        reference = self.page.selection.reference
        return "in" if destination == reference else "out" if origin == reference else "between"


def matrix(page: ReciprocityPage) -> str:
    """Return the matrix of the largest countries, the others together, with the totals of both sides."""
    grid, words, t = page.matrix, page.words, page.words.t
    if not grid.countries:
        return ""
    look = _look(page, grid)
    body = [code for code in look.codes if code != REST]
    lines = "".join(_row(origin, look) for origin in body)
    title = t(
        "Origins and destinations, {measure}",
        measure=measure_name(page.selection.measure).in_language(words.language).lower(),
    )
    keys = t(
        "Tab reaches the table once; arrow keys walk, Home and End go to the ends of a row, Enter chooses, Escape shows everything."
    )
    rest = _row(REST, look) if REST in look.codes else ""
    return (
        f'<h2 class="cm-h2">{text(title)}</h2><div class="cm-scroll cm-grid-box"><table class="cm-grid{" cm-grid-wide" if len(look.codes) > WIDE else ""}" data-walk="" '
        f'data-table="matrix" aria-label="{text(". ".join([title, look.said.all_of_them(), keys]))}">{_head(look)}<tbody>{lines}</tbody>'
        f'<tfoot>{rest}{_totals(look)}</tfoot></table></div><p class="cm-note">{text(_note(page))}</p>'
    )


def _look(page: ReciprocityPage, grid: Matrix) -> _Look:
    codes = tuple(map(str, grid.cells.columns))
    lines = dict(zip(codes, grid.cells.to_numpy(dtype=float).tolist(), strict=True))
    filled = {
        (origin, destination): value
        for origin, line in lines.items()
        for destination, value in zip(codes, line, strict=True)
        if value > 0 and REST not in (origin, destination)
    }
    first = max(filled, key=filled.__getitem__, default=("", ""))
    ways = [page.selection.corridor, page.selection.corridor[::-1]] if page.selection.corridor else []
    first = next((way for way in ways if way in filled), first)
    largest = max(filled.values(), default=0.0)
    return _Look(page, page.words, circumstances(page), largest, codes, lines, first)


def _name(code: str, look: _Look) -> str:
    return _others(look) if code == REST else look.words.country(code)


def _others(look: _Look) -> str:
    return look.words.t.plural("{count} other", "{count} others", look.page.matrix.hidden)


def _head(look: _Look) -> str:
    t = look.words.t
    origin, destination = t("origin"), t("destination")
    corner = (
        f'<th class="cm-corner cm-text" aria-sort="none"><button type="button" tabindex="-1" data-sort="text" '
        f'aria-label="{text(origin)}">{text(origin)} ↓</button><span>{text(destination)} →</span></th>'
    )
    names = [*((_name(code, look)) for code in look.codes), t("Total sent")]
    heads = "".join(
        f'<th scope="col" class="cm-number" aria-sort="none"><button type="button" tabindex="-1" data-sort="number" '
        f'aria-label="{text(name)}"><span>{text(name)}</span></button></th>'
        for name in names
    )
    return f"<thead><tr>{corner}{heads}</tr></thead>"


def _row(origin: str, look: _Look) -> str:
    values = zip(look.codes, look.lines[origin], strict=True)
    cells = "".join(_cell(origin, destination, value, look) for destination, value in values)
    sent = float(look.page.matrix.sent[origin])
    total = f'<td class="cm-number cm-sum" data-value="{sent:g}">{number(sent, look.words.language)}</td>'
    here = " cm-here" if origin == look.page.selection.reference else ""
    return f'<tr><th scope="row" class="cm-text{here}">{text(_name(origin, look))}</th>{cells}{total}</tr>'


def _cell(origin: str, destination: str, value: float, look: _Look) -> str:
    if origin == destination and origin != REST:
        return '<td class="cm-self" data-value=""><span aria-hidden="true">╲</span></td>'
    if not known(value):
        return f'<td class="cm-void" data-value=""><span class="cm-hidden">{text(look.words.t("n/a"))}</span></td>'
    if value == 0:
        return '<td class="cm-void" data-value="0"><span aria-hidden="true">·</span><span class="cm-hidden">0</span></td>'
    written = number(value, look.words.language)
    shade = f"cm-{look.side(origin, destination)} cm-step{step(value, look.largest)}"
    if REST in (origin, destination):
        return f'<td class="cm-number cm-others" data-value="{value:g}">{written}</td>'
    chosen = bool(look.page.selection.corridor) and {origin, destination} == set(look.page.selection.corridor)
    stop = "0" if (origin, destination) == look.first else "-1"
    return (
        f'<td class="{shade}{" cm-chosen" if chosen else ""}" data-value="{value:g}"><button type="button" tabindex="{stop}" '
        f'data-intent="corridor" data-value="{text(origin)}-{text(destination)}" aria-pressed="{str(chosen).lower()}" '
        f'aria-label="{text(look.said.brief((origin, destination), value))}">{written}</button></td>'
    )


def _totals(look: _Look) -> str:
    grid, words = look.page.matrix, look.words
    cells = "".join(
        f'<td class="cm-number cm-sum">{number(float(grid.hosted[code]), words.language)}</td>' for code in look.codes
    )
    total = f'<td class="cm-number cm-sum"><b>{number(grid.total, words.language)}</b></td>'
    return f'<tr class="cm-total"><th scope="row" class="cm-text">{text(words.t("Total hosted"))}</th>{cells}{total}</tr>'


def _note(page: ReciprocityPage) -> str:
    t = page.words.t
    notes = [t("Read along a row: where its volunteers go; down a column: where they come from. Darker: more.")]
    notes.append(t("A point: nobody.") if page.scope.complete_to else t("Empty: nothing published."))
    if page.matrix.hidden:
        notes.append(
            t.plural(
                "{count} smaller country stands with the others.",
                "{count} smaller countries stand together as others.",
                page.matrix.hidden,
            )
        )
    return " ".join(notes)
