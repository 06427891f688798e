"""Beside the map of the programmes page: the headline figures and the history both ways."""

from __future__ import annotations

import pandas as pd

from crossmobility.render.formats import figure, known, text
from crossmobility.render.page_parts import tile
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_scene import subject_name, when_text
from crossmobility.render.trend import Ways, peak, trend


def side(page: ProgrammesPage) -> str:
    """Return the headline figures, the corridor looked at, and the years."""
    return f"{tiles(page)}{corridor_line(page)}{history(page)}"


def tiles(page: ProgrammesPage) -> str:
    """Return arriving, leaving, between others and on the spot, as far as anybody is counted there."""
    found, t, words = page.totals, page.words.t, page.words
    if found is None or (found.total is None and not page.dataset.complete):
        nothing = t("No number is published for {subject}, {period}.", subject=subject_name(page), period=when_text(page))
        return f'<p class="cm-note">{text(nothing)}</p>'
    local = page.rows.loc[page.rows["origin"] == page.rows["destination"], "placements"].sum() if len(page.rows) else 0.0
    leaving, arriving, elsewhere = ways_of(page)
    both = [(found.inflow, arriving, "in"), (found.outflow, leaving, "out")]
    others = [(found.between, elsewhere, "between")] if found.between else []
    others += [(local, t("serving in their own country"), "local")] if local else []
    if not (found.inflow or found.outflow) and others:
        both = []  # a South–South programme has no side of its own
    if found.inflow is None and found.outflow is None and found.total and not others:
        both = [(found.total, t("volunteers, ways not published"), "between")]
    shown = "".join(
        tile(figure(_number(value), words.language), label, colour=way) for value, label, way in [*both, *others]
    )
    return f'<div class="cm-tiles">{shown}</div>'


def ways_of(page: ProgrammesPage) -> tuple[str, str, str]:
    """Return the names of the ways: leaving, arriving, and neither of them; of a country, to and from where it is seen."""
    t, words, subject = page.words.t, page.words, page.subject
    if subject.kind == "country":
        there = (subject.code, subject.reference)
        return words.corridor((there[1], there[0])), words.corridor(there), t("with other countries")
    country = words.country(subject.reference)
    return (
        t("leaving, {country}", country=country),
        t("arriving, {country}", country=country),
        t("between other countries"),
    )


def corridor_line(page: ProgrammesPage) -> str:
    """Return the corridor chosen on the map in words, with the way to the flows page."""
    corridor, words, t = page.selection.corridor, page.words, page.words.t
    if len(corridor) != 2:
        return ""
    here = (page.corridors["origin"] == corridor[0]) & (page.corridors["destination"] == corridor[1])
    volume = page.corridors.loc[here, "volume"].sum(min_count=1) if here.any() else float("nan")
    query = f"lang={words.language}&dataset={page.selection.dataset}&corridor={'-'.join(corridor)}&direction=both"
    link = f'<a class="cm-served-only" href="01_flows.ipynb?{query}">{text(t("See it on the flows page"))}</a>'
    return f'<p class="cm-judged"><b>{text(words.corridor(corridor))}</b> {figure(volume, words.language)} {link}</p>'


def history(page: ProgrammesPage) -> str:
    """Return the years as bars: arriving up, leaving down; between others upwards where nobody arrives or leaves."""
    course, words, t = page.course, page.words, page.words.t
    if course.empty:
        return ""
    leaving, arriving, elsewhere = ways_of(page)
    ways = Ways(("out", "in"), (leaving, arriving))
    if not peak(course) and "between" in course and course["between"].gt(0).any():
        course = course.assign(back=course["between"], forward=float("nan"))
        ways = Ways(("out", "between"), ("", elsewhere))
    label = t("{subject}, year by year", subject=subject_name(page))
    span = (page.selection.period,) if page.selection.period else ()
    return trend(_stated(course), page.marks, words, ways, label=label, span=span)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _stated(course: pd.DataFrame) -> pd.DataFrame:
    """Leave out the years before anything is known: a programme begins where it begins."""
    said = course[["forward", "back"]].map(lambda value: known(value) and value > 0).any(axis=1)
    return course.loc[said.idxmax() :].reset_index(drop=True) if said.any() else course.iloc[0:0]
