"""One pair of placements drawn as two bars on one axis of time: what was planned, what happened, and the days together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel.dates import format_skeleton

from crossmobility.render.formats import day, text
from crossmobility.render.pairs_page import PairsPage, PlacementPair, Side
from crossmobility.render.pairs_words import is_overdue, what_became, what_is_missing
from crossmobility.render.text_width import text_width

SIZE: Final = 12.0
LINE: Final = 16
BAR: Final = 14
REGULAR: Final = 0.94
"""How wide regular letters are, where the bold ones that are measured are 1."""
STEPS: Final = (1, 2, 3, 6, 12, 24, 60)
"""Months between two marks of the axis."""
ROOM: Final = 84
"""Pixels that a mark of the axis needs for its words."""
WIDE, NARROW = 720, 280


@dataclass(frozen=True)
class _Axis:
    first: date
    days: int
    width: int

    def x(self, when: date) -> float:
        """Return where a day begins."""
        return round(1 + (self.width - 2) * (when - self.first).days / self.days, 1)

    def holds(self, when: date) -> bool:
        return 0 <= (when - self.first).days <= self.days


@dataclass(frozen=True)
class _Note:
    """Words that belong to a day, on the line they found room on."""

    text: str
    x: float
    line: int
    css: str


def timelines(page: PairsPage, pair: PlacementPair) -> str:
    """Return the picture for wide and for narrow columns; nothing for a pair without dates."""
    return _timeline(page, pair, WIDE, "cm-face-wide") + _timeline(page, pair, NARROW, "cm-face-narrow")


def _timeline(page: PairsPage, pair: PlacementPair, width: int, css: str) -> str:
    axis = _axis(page, pair, width)
    if axis is None:
        return ""
    above = _placed(_notes_above(page, pair, axis), width)
    y = 4 + LINE * (1 + max((note.line for note in above), default=-1))
    parts = [_note(note, 12) for note in above]
    top, bottom = y + LINE + 4, y
    for side in (*pair.sides, None)[:2]:
        parts.append(_words(0, y + 12, page.way(side) if side else page.t("The other side"), "cm-face-way"))
        below = _placed(_notes_below(page, side, axis) if side else [], width)
        bar = y + LINE + 4
        parts.append(_bars(page, side, axis, bar) if side else _absent(page, bar))
        parts += [_note(note, bar + BAR + 14) for note in below]
        bottom = bar + BAR
        y = bottom + LINE * (1 + max((note.line for note in below), default=-1)) + 10
    drawn = (
        _together(page, pair, axis, top, bottom)
        + "".join(parts)
        + _as_of_line(page, axis, top - LINE - 4, bottom)
        + _scale(page, axis, y)
    )
    label = " ".join(f"{page.way(side)}: {what_became(page, side)}" for side in pair.sides)
    return (
        f'<svg class="cm-face-picture {css}" viewBox="0 0 {width} {y + 24}" role="img" '
        f'aria-label="{text(page.t("Timeline of pair {pair}.", pair=pair.pair_id))} {text(label)}">{drawn}</svg>'
    )


def last_day(side: Side, as_of: date) -> date | None:
    """Return the last day a side was there as far as is known: its end, its plan when that is over, else the day of the data."""
    if side.start is None:
        return None
    return side.end or (side.planned_end if is_overdue(side, as_of) else as_of)


def _axis(page: PairsPage, pair: PlacementPair, width: int) -> _Axis | None:
    known = [
        when
        for side in pair.sides
        for when in (side.planned_start, side.planned_end, side.start, last_day(side, page.as_of))
        if when is not None
    ]
    if not known:
        return None
    return _Axis(min(known), (max(known) - min(known)).days + 1, width)


def _notes_above(page: PairsPage, pair: PlacementPair, axis: _Axis) -> Iterator[tuple[float, str, str]]:
    shared = _shared(pair, page.as_of)
    if shared is not None:
        middle = (axis.x(shared[0]) + axis.x(shared[1])) / 2
        yield (
            middle,
            page.t.plural("{count} day together", "{count} days together", pair.overlap_days or 0),
            "cm-face-note",
        )
    said = page.t("Data as of {day}", day=day(page.as_of, page.language))
    if axis.holds(page.as_of):
        yield axis.x(page.as_of + timedelta(days=1)), said, "cm-face-note"
    else:
        yield (axis.width, f"{said} →", "cm-face-soft") if page.as_of > axis.first else (0, f"← {said}", "cm-face-soft")


def _notes_below(page: PairsPage, side: Side, axis: _Axis) -> Iterator[tuple[float, str, str]]:
    missing = what_is_missing(page, side)
    if missing:
        at = side.end or side.planned_start or axis.first
        yield axis.x(at), missing, "cm-face-note"
    if side.planned_end is not None:
        planned = page.t("planned end {day}", day=day(side.planned_end, page.language))
        yield axis.x(side.planned_end + timedelta(days=1)), planned, "cm-face-soft"


def _placed(notes: Iterable[tuple[float, str, str]], width: int) -> list[_Note]:
    """Put words under their days, inside the picture, each on the first line where it covers no others."""
    ends: list[list[tuple[float, float]]] = []
    found = []
    for x, said, css in notes:
        words = _fitting(said, width)
        wide = _width(words)
        left = max(0.0, min(x - wide / 2, width - wide))
        line = next(
            (at for at, taken in enumerate(ends) if all(left > end + 8 or left + wide < begin - 8 for begin, end in taken)),
            len(ends),
        )
        if line == len(ends):
            ends.append([])
        ends[line].append((left, left + wide))
        found.append(_Note(words, round(left, 1), line, css))
    return found


def _width(words: str) -> float:
    return text_width(words, SIZE) * REGULAR


def _fitting(words: str, width: int) -> str:
    """Return as much of the words as the picture is wide; all of them stand beside it."""
    if _width(words) <= width:
        return words
    kept = words
    while kept and _width(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _bars(page: PairsPage, side: Side, axis: _Axis, y: float) -> str:
    """Return what happened as a full bar, what was only planned as a hollow one, and the planned end as a tick."""
    css, after, drawn = f"cm-{page.colour(side)}", side.planned_start, ""
    last = last_day(side, page.as_of)
    if side.start is not None and last is not None:
        after = last + timedelta(days=1)
        drawn = _bar(axis, side.start, after, y, f"{css} cm-face-done")
    if side.planned_end is not None:
        until = side.planned_end + timedelta(days=1)
        if after is not None and after < until:
            drawn = _bar(axis, after, until, y, f"{css} cm-face-plan") + drawn
        drawn += _upright(axis.x(until), y - 4, y + BAR + 4, "cm-face-tick")
    if side.early and side.end is not None:
        x = axis.x(side.end + timedelta(days=1))
        drawn += (
            _upright(x, y - 4, y + BAR + 4, "cm-face-early")
            + f'<path class="cm-face-arrow" d="M{x},{y + BAR / 2}l7,-5v10z"/>'
        )
    return drawn


def _absent(page: PairsPage, y: float) -> str:
    return _words(0, y + 11, page.t("no placement with this pair id"), "cm-face-note")


def _shared(pair: PlacementPair, as_of: date) -> tuple[date, date] | None:
    """Return the first day together and the day after the last one."""
    ends = [(side.start, last_day(side, as_of)) for side in pair.sides]
    if len(ends) < 2 or not pair.overlap_days:
        return None
    first = max(start for start, _ in ends if start)
    last = min(end for _, end in ends if end)
    return first, last + timedelta(days=1)


def _together(page: PairsPage, pair: PlacementPair, axis: _Axis, top: float, bottom: float) -> str:
    shared = _shared(pair, page.as_of)
    if shared is None:
        return ""
    left, right = axis.x(shared[0]), axis.x(shared[1])
    return f'<rect class="cm-face-both" x="{left}" y="{top - 6:g}" width="{max(1, right - left):g}" height="{bottom - top + 12:g}"/>'


def _as_of_line(page: PairsPage, axis: _Axis, top: float, bottom: float) -> str:
    if not axis.holds(page.as_of):
        return ""
    return _upright(axis.x(page.as_of + timedelta(days=1)), top, bottom + 6, "cm-face-today")


def _scale(page: PairsPage, axis: _Axis, y: float) -> str:
    """Return the axis: a mark a month or so, its words as far as they have room."""
    found = list(_months(page, axis))
    marks = "".join(_upright(x, y, y + 5, "cm-face-tick") for x, _ in found)
    named = _placed([(x, words, "cm-face-soft") for x, words in found], axis.width)
    words = "".join(_note(note, y + 18) for note in named if note.line == 0)
    return f'<line class="cm-face-axis" x1="0" x2="{axis.width}" y1="{y:g}" y2="{y:g}"/>{marks}{words}'


def _months(page: PairsPage, axis: _Axis) -> Iterator[tuple[float, str]]:
    month = (axis.width - 2) / axis.days * 30.4
    step = next((step for step in STEPS if step * month >= ROOM), STEPS[-1])
    first = axis.first.year * 12 + axis.first.month - 1
    last = first + axis.days // 28 + 2
    for number in range(first, last):
        when = date(number // 12, number % 12 + 1, 1)
        if number % step == 0 and axis.holds(when):
            yield axis.x(when), format_skeleton("yMMM", when, locale=page.t.locale)


def _bar(axis: _Axis, first: date, after: date, y: float, css: str) -> str:
    left, right = axis.x(first), axis.x(after)
    return f'<rect class="{css}" x="{left}" y="{y:g}" width="{max(1.0, right - left):.1f}" height="{BAR}"/>'


def _upright(x: float, top: float, bottom: float, css: str) -> str:
    return f'<line class="{css}" x1="{x}" x2="{x}" y1="{top:g}" y2="{bottom:g}"/>'


def _words(x: float, y: float, words: str, css: str) -> str:
    return f'<text class="{css}" x="{x:g}" y="{y:g}">{text(words)}</text>'


def _note(note: _Note, y: float) -> str:
    return _words(note.x, y + LINE * note.line, note.text, note.css)
