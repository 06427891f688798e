"""What the sections of a programme page share: their frame, labels of codes, bars on one scale, sources, small numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from typing import Final

from crossmobility.domain.reciprocity import SMALL
from crossmobility.i18n import Language, Message, message
from crossmobility.reference import code_lists
from crossmobility.render.formats import figure, known, share, text
from crossmobility.render.words import Words

WAYS: Final = ("out", "in", "between", "local")
"""The ways of a programme in the order of its tables: leaving stands left of the axis, arriving right of it."""
HEADS: Final[Mapping[str, Message]] = {
    "out": message("Leaving"),
    "in": message("Arriving"),
    "between": message("Between others"),
    "local": message("In their own country"),
}
_ADDRESS: Final = re.compile(r"https?://[^\s;,]*[^\s;,.)]")


@dataclass(frozen=True)
class Bar:
    """One bar of a table: what was done, the outline of what was planned, what is written at its end and below it."""

    done: float
    planned: float = float("nan")
    written: str = ""
    below: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a number to draw."""
        return known(self.done) or known(self.planned)


def section(part: str, title: str, inside: str) -> str:
    """Return one section of the page under its heading."""
    return f'<section class="cm-part" data-part="{part}"><h2 class="cm-h2">{text(title)}</h2>{inside}</section>'


def nothing(words: Words) -> str:
    """Return what a section says that makes sense but has nothing to show."""
    return f'<p class="cm-pv-none">{text(words.t("Nothing published, nothing recorded."))}</p>'


def note(*sentences: str) -> str:
    """Return remarks in small letters; nothing without any."""
    said = " ".join(sentence for sentence in sentences if sentence)
    return f'<p class="cm-note">{text(said)}</p>' if said else ""


@lru_cache(maxsize=1024)
def label(codes: str, code: str, language: Language) -> str:
    """Return what a code of a list means; a code the list does not have stands as it is."""
    found = code_lists()[codes].get(code)
    return code if found is None else found.label(language)


def rate(part: float, whole: float, words: Words) -> str:
    """Return a share of people; over fewer than ten it is no rate, and says so. Empty when a side is unknown or nobody.

    Examples
    --------
    >>> rate(18, 24, Words("en")), rate(3, 5, Words("en")), rate(1, 0, Words("en"))
    ('75%', 'too few for a rate', '')
    """
    if isnan(part) or isnan(whole) or whole <= 0:
        return ""
    return words.t("too few for a rate") if whole < SMALL else share(part / whole, words.language)


def largest(numbers: Iterable[float]) -> float:
    """Return the largest known number, the end of a scale; 0 when none is known."""
    return max(filter(known, numbers), default=0.0)


def percent(value: float, scale: float) -> str:
    """Return the width of a bar in per cent of its scale; what is not 0 can be seen."""
    if isnan(value) or not value or not scale:
        return "0"
    return f"{max(1.0, 100 * value / scale):.1f}"


def way_head(way: str, words: Words, *, two_sided: bool = False) -> str:
    """Return the head of a column of bars in the colour of its way."""
    left = " cm-pv-left" if two_sided and way == "out" else ""
    return f'<th scope="col" class="cm-pv-way cm-{way}{left}">{text(HEADS[way].in_language(words.language))}</th>'


def way_cell(way: str, name: str, bar: Bar, scale: float, words: Words, *, two_sided: bool = False) -> str:
    """Return a cell with a bar that grows away from the axis, its number at the end and the outline of the plan around it.

    ``name`` is the head of its column, which a phone shows beside the number. ``two_sided``: arriving and leaving share an
    axis, so that leaving grows to the left.
    """
    left = " cm-pv-left" if two_sided and way == "out" else ""
    if not bar.known:
        unknown = text(words.t("n/a"))
        return f'<td class="cm-pv-way cm-{way}{left} cm-pv-unknown" data-label="{text(name)}">{unknown}</td>'
    done, planned = percent(bar.done, scale), percent(bar.planned, scale)
    end = max(float(done), float(planned))
    outline = f'<s style="--w:{planned}"></s>' if known(bar.planned) else ""
    fill = f'<i style="--w:{done}"></i>' if known(bar.done) else ""
    written = bar.written or (figure(bar.done, words.language) if known(bar.done) else "")
    below = f"<small>{text(bar.below)}</small>" if bar.below else ""
    return (
        f'<td class="cm-pv-way cm-{way}{left}" data-label="{text(name)}"><span class="cm-pv-track">{outline}{fill}'
        f'<b style="--w:{end:.1f}">{text(written)}</b></span>{below}</td>'
    )


def cited(citation: str) -> str:
    """Return sources, each one a link to its address when it has one.

    Examples
    --------
    >>> cited("A book")
    '<cite class="cm-pv-source">A book</cite>'
    """
    return (
        f'<cite class="cm-pv-source">{" · ".join(_source(one) for one in citation.split("; "))}</cite>' if citation else ""
    )


def _source(one: str) -> str:
    address = _ADDRESS.search(one)
    if address is None:
        return text(one)
    name = (one[: address.start()].rstrip(" ,(") + one[address.end() :].removeprefix(")")).strip() or address.group()
    return f'<a href="{text(address.group())}" target="_blank" rel="noopener noreferrer">{text(name)}</a>'


def table(caption: str, head: str, body: str, *, css: str = "", foot: str = "", wide: bool = False) -> str:
    """Return a table with a hidden caption; ``wide``: it scrolls sideways where it does not fit."""
    made = (
        f'<table class="cm-table cm-pv-table {css}"><caption class="cm-hidden">{text(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>{body}{f'<tfoot>{foot}</tfoot>' if foot else ''}</table>"
    )
    if not wide:
        return made
    return f'<div class="cm-scroll cm-pv-scroll" tabindex="0" role="region" aria-label="{text(caption)}">{made}</div>'


def head(name: str, css: str = "") -> str:
    """Return the head of a column."""
    return f'<th scope="col"{f" class={chr(34)}{css}{chr(34)}" if css else ""}>{text(name)}</th>'


def number_cell(value: float, name: str, words: Words, *, written: str = "", css: str = "") -> str:
    """Return a cell with a number on the right; ``name`` is the head of its column, which a phone shows beside it."""
    said = written or figure(value, words.language)
    return f'<td class="cm-number {css}" data-label="{text(name)}">{text(said)}</td>'


def joined(items: Sequence[str]) -> str:
    """Return words in one line, those that say nothing left out."""
    return " · ".join(item for item in items if item)


def capital(name: str) -> str:
    """Return words as the beginning of a line."""
    return name[:1].upper() + name[1:]
