"""Answers: a question in plain words, sentences with the number and its meaning, an exact table, a way deeper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd

from crossmobility.domain.reciprocity import SMALL
from crossmobility.i18n import Message, message
from crossmobility.render.formats import figure, known, text
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import rate
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

PAGES: Final = {
    "02_reciprocity": message("More on the reciprocity page"),
    "03_indicators": message("More on the indicators page"),
}
"""Pages that go deeper, and how they are named in a link."""
NOT_IN_DATA: Final = message("The data of this page hold nothing on it.")


class Html(str):
    """Text of a cell that is HTML already; every other text is escaped."""

    __slots__ = ()


@dataclass(frozen=True)
class Answer:
    """One question with its answer.

    Attributes
    ----------
    question : str
        The heading, as a person would ask it.
    said : sequence of str
        The answer in sentences, plain text; empty when there is none.
    shown : str
        HTML beside it: an exact table or a small chart.
    more : str
        HTML: the link to what goes deeper.
    wide : bool
        Whether what is shown needs the whole width, below the sentences.
    why_not : Message, optional
        Why there is no answer, where it is not simply that the data hold nothing on it.
    """

    question: str
    said: Sequence[str] = ()
    shown: str = ""
    more: str = ""
    wide: bool = False
    why_not: Message | None = None


def answers(found: Sequence[Answer], words: Words) -> str:
    """Return answers one below the other; last the questions without an answer, each with the reason."""
    answered = "".join(_section(answer) for answer in found if answer.said)
    blocks = f'<div class="cm-po-answers">{answered}</div>' if answered else ""
    return blocks + _unanswered([answer for answer in found if not answer.said], words)


def _section(answer: Answer) -> str:
    said = "".join(f"<p>{text(sentence)}</p>" for sentence in answer.said)
    more = f'<p class="cm-po-more">{answer.more}</p>' if answer.more else ""
    shown = f'<div class="cm-po-shown">{answer.shown}</div>' if answer.shown else ""
    size = " cm-po-wide" if answer.wide else "" if answer.shown else " cm-po-brief"
    return (
        f'<section class="cm-part cm-po-answer{size}"><div class="cm-po-said"><h2 class="cm-h2">{text(answer.question)}</h2>'
        f"{said}{more}</div>{shown}</section>"
    )


def _unanswered(open_questions: Sequence[Answer], words: Words) -> str:
    if not open_questions:
        return ""
    items = "".join(
        f"<dt>{text(answer.question)}</dt><dd>{text((answer.why_not or NOT_IN_DATA).in_language(words.language))}"
        f"{f' {answer.more}' if answer.more else ''}</dd>"
        for answer in open_questions
    )
    title = text(words.t("Not answered here"))
    return f'<section class="cm-part cm-po-open"><h2 class="cm-h2">{title}</h2><dl>{items}</dl></section>'


def exact_table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int = 1, foot: Sequence[Sequence[str]] = ()
) -> str:
    """Return an exact table in a box that scrolls sideways.

    Parameters
    ----------
    rows, foot : sequence of rows
        The first cell of each names the row; the first ``texts`` columns are words, the others numbers. Cells are escaped
        unless they are :class:`Html`.
    """
    if not rows:
        return ""
    head = "".join(
        f'<th scope="col"{"" if place < texts else _NUMBER}>{text(label)}</th>' for place, label in enumerate(heads)
    )
    body = "".join(_row(row, texts) for row in rows)
    last = "".join(_row(row, texts, "cm-total") for row in foot)
    below = f"<tfoot>{last}</tfoot>" if foot else ""
    return (
        f'<div class="cm-scroll" tabindex="0" role="region" aria-label="{text(caption)}"><table class="cm-table cm-po-exact">'
        f'<caption class="cm-hidden">{text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{below}'
        "</table></div>"
    )


_NUMBER: Final = ' class="cm-number"'


def _row(row: Sequence[str], texts: int, css: str = "") -> str:
    first, *others = row
    cells = "".join(f"<td{'' if place < texts else _NUMBER}>{_cell(cell)}</td>" for place, cell in enumerate(others, 1))
    return f'<tr{f" class={css}" if css else ""}><th scope="row">{_cell(first)}</th>{cells}</tr>'


def _cell(cell: str) -> str:
    return cell if isinstance(cell, Html) else text(cell)


def of(part: float, whole: float, words: Words) -> str:
    """Write a part of a whole with its share; of fewer than ten people, that they are too few for one; of nobody, a dash.

    Examples
    --------
    >>> of(17, 212, Words("en")), of(3, 7, Words("en"))
    ('17 of 212 (8%)', '3 of 7 (too few for a rate)')
    """
    if whole == 0:
        return "–"
    counts = {"part": figure(part, words.language), "whole": figure(whole, words.language)}
    found = rate(part, whole, words)
    return words.t("{part} of {whole} ({rate})", **counts, rate=found) if found else words.t("n/a")


def nearer(out: float, back: float) -> bool:
    """Say whether two ways are large enough for a ratio: ten people at least on each side."""
    return known(out) and known(back) and min(out, back) >= SMALL


def link(page: ProgrammesPage, notebook: str, **asked: str) -> str:
    """Return the link to a page that goes deeper, on the same data, year and language, and on what is ``asked``."""
    selection, subject = page.selection, page.subject
    usual = {"lang": selection.language, "dataset": selection.dataset, "period": year_of(page)}
    if subject.kind in ("programme", "scheme"):
        usual[subject.kind] = subject.code
    query = urlencode({key: value for key, value in {**usual, **asked}.items() if value}, safe=",/-")
    label = text(PAGES[notebook].in_language(selection.language))
    return f'<a class="cm-served-only" href="{notebook}.ipynb?{text(query)}">{label}</a>'


def year_of(page: ProgrammesPage) -> str:
    """Return the year of what is said of one year only."""
    return page.year or page.selection.period[:4]


def years_to(page: ProgrammesPage, years: int = 3) -> str:
    """Write the window of calendar years up to the year of the page: "2023–2025"."""
    last = year_of(page)
    return f"{int(last) - years + 1}–{last}" if last.isdigit() else last


def frame_rows(page: ProgrammesPage, name: str) -> list[Any]:
    """Return the rows of an answer that is a table; none when it is not there."""
    found = page.answers.get(name)
    return lines(found) if isinstance(found, pd.DataFrame) and len(found) else []
