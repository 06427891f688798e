"""Breaks of series on a time axis: light vertical bands with their word, and the list that explains them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crossmobility.domain.breaks import BreakLike, Marked
from crossmobility.domain.periods import period
from crossmobility.render.formats import day, text
from crossmobility.render.text_width import text_width
from crossmobility.render.words import Words

SIZE: Final = 11.0
"""Size of the words on a band, in pixels."""
SLOT: Final = 60.0
"""Width of a slot in pixels that words are packed for; where slots are narrower, words give way to their numbers."""
LINE: Final = 16
"""Height of a row of words, in pixels."""
ADDRESS: Final = re.compile(r"https?://(?:www\.)?([^/\s;]+)[^\s;]*")
_PADDING: Final = 26.0  # the number before the word and the space around both


@dataclass(frozen=True)
class _Band:
    """One event on an axis: the slots it touches, and the row and the side its word stands on."""

    number: int
    event: BreakLike
    first: int
    last: int
    row: int
    turned: bool  # the word ends at the right edge of the band instead of beginning at its left edge


def break_bands(marks: Sequence[Marked], slots: Sequence[str], words: Words, *, slot_width: float = SLOT) -> str:
    """Return the breaks of series as light bands behind an axis; empty when none touches it.

    The result is one absolutely positioned layer for a box of ``position: relative`` whose slots are equally wide. Words
    stand in rows at its top, :data:`LINE` pixels each: leave that room above the marks. A box of the class ``cm-axis``
    with the variables ``--cm-slots`` and ``--cm-break-rows`` (see :func:`break_rows`) is such a box.

    Parameters
    ----------
    marks : sequence of Marked
        Events with the first and last period of the axis they touch (:func:`crossmobility.domain.breaks.breaks_in`).
    slots : sequence of str
        The periods of the axis, oldest first, all of one length; marks outside are left out.
    slot_width : float
        The usual width of a slot in pixels: words that would overlap at this width stand in different rows.
    """
    bands = _bands(marks, slots, words, slot_width)
    if not bands:
        return ""
    drawn = "".join(_band(band, len(slots), words) for band in bands)
    label = text(words.t("Breaks of series"))
    return f'<div class="cm-bands" role="group" aria-label="{label}">{drawn}</div>'


def break_rows(marks: Sequence[Marked], slots: Sequence[str], words: Words, *, slot_width: float = SLOT) -> int:
    """Return how many rows the words of :func:`break_bands` need."""
    return _rows(_bands(marks, slots, words, slot_width))


def break_list(marks: Sequence[Marked], slots: Sequence[str], words: Words) -> str:
    """Return the list that explains the bands of an axis, with the same numbers: label, dates, what happened, source."""
    shown = [mark for mark in marks if _places(mark, slots) is not None]
    if not shown:
        return ""
    items = "".join(_item(mark.event, words) for mark in shown)
    return (
        f'<h3 class="cm-break-title">{text(words.t("Breaks of series"))}</h3>'
        f'<p class="cm-note">{text(words.t("After a break, figures do not compare as they stand with those before it."))}</p>'
        f'<ol class="cm-break-list">{items}</ol>'
    )


def break_dates(event: BreakLike, words: Words) -> str:
    """Write when an event was: from one day to another, or since a day."""
    start = day(event.from_on, words.language)
    if event.to_on is None:
        return words.t("since {day}", day=start)
    return words.t("{start} to {end}", start=start, end=day(event.to_on, words.language))


def _bands(marks: Sequence[Marked], slots: Sequence[str], words: Words, slot_width: float) -> list[_Band]:
    """Give each event its row: the first in which its word finds room, in the order of the events."""
    bands: list[_Band] = []
    taken: list[list[tuple[float, float]]] = []
    for mark in marks:
        places = _places(mark, slots)
        if places is None:
            continue
        first, last = places
        width = (text_width(mark.event.label(words.language), SIZE) + _PADDING) / slot_width
        turned = first + width > len(slots)
        left = max(0.0, last + 1 - width) if turned else float(first)
        row = next((at for at, row in enumerate(taken) if all(_apart(left, left + width, *one) for one in row)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((left, left + width))
        bands.append(_Band(len(bands) + 1, mark.event, first, last, row, turned))
    return bands


def _apart(left: float, right: float, other_left: float, other_right: float) -> bool:
    return right <= other_left or other_right <= left


def _rows(bands: Sequence[_Band]) -> int:
    return max((band.row + 1 for band in bands), default=0)


def _places(mark: Marked, slots: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and last slot an event touches, ``None`` when it is outside; an axis may begin later than a mark."""
    if not slots:
        return None
    begin, end = period(mark.first).start, period(mark.last).end
    inside = [place for place, slot in enumerate(slots) if period(slot).start <= end and begin <= period(slot).end]
    return (inside[0], inside[-1]) if inside else None


def _band(band: _Band, slots: int, words: Words) -> str:
    label = band.event.label(words.language)
    said = words.t(
        "{number}. {label}, {dates}: {note}",
        number=band.number,
        label=label,
        dates=break_dates(band.event, words),
        note=band.event.note(words.language),
    )
    left, width = 100 * band.first / slots, 100 * (band.last - band.first + 1) / slots
    turned = " cm-turned" if band.turned else ""
    open_end = " cm-open-end" if band.event.to_on is None else ""
    return (
        f'<div class="cm-break{turned}{open_end}" style="left:{left:.2f}%;width:{width:.2f}%;top:{band.row * LINE}px">'
        f'<span class="cm-break-word" tabindex="0" role="note" aria-label="{text(said)}" title="{text(said)}">'
        f"<b>{band.number}</b> <span>{text(label)}</span></span></div>"
    )


def _item(event: BreakLike, words: Words) -> str:
    # An address is long: the list names its site, the title has it whole.
    source = ADDRESS.sub(r"\1", event.citation)
    return (
        f"<li><b>{text(event.label(words.language))}</b>, {text(break_dates(event, words))}. "
        f'{text(event.note(words.language))} <cite title="{text(event.citation)}">{text(source)}</cite></li>'
    )
