"""How far the yearly targets are met, initial and revised, by programme, scheme and direction."""

from __future__ import annotations

from typing import Any, Final

from crossmobility.domain.countries import ALL
from crossmobility.domain.reciprocity import SMALL
from crossmobility.render.formats import figure, known, period_label
from crossmobility.render.indicators_words import WAYS, light
from crossmobility.render.programmes_answer import Answer, Html, exact_table, frame_rows, link, of, year_of
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import rate
from crossmobility.render.words import Words

KEPT: Final = ("achieved", "on_track")
VERDICTS: Final = (*KEPT, "at_risk", "off_track")


def targets(page: ProgrammesPage) -> Answer:
    """Return how far each target, initial and revised, is met, by programme and direction."""
    t, rows = page.words.t, frame_rows(page, "targets")
    question = t("Are we on course for the target of {period}?", period=year_of(page))
    if not rows:
        return Answer(question)
    judged = [row for row in rows if row.status in VERDICTS and not _few(row)]
    said = [
        t(
            "In {period}, {kept} of {count} targets are met or on track.",
            period=year_of(page),
            kept=sum(row.status in KEPT for row in judged),
            count=len(judged),
        )
        if judged
        else t("Of no target can it be said yet."),
        *_behind(judged, page),
        *_moved(rows, page),
    ]
    heads = [t("Programme or scheme"), t("Direction"), t("Initial target"), t("Revised target"), t("Actual")]
    heads += [t("% of initial target"), t("% of revised target"), t("Status")]
    table = exact_table(question, heads, [_target(row, page) for row in rows], texts=2)
    return Answer(question, said, table, link(page, "03_indicators", indicator="PLC_STARTED"), wide=True)


def _force(row: Any) -> float:
    return float(row.revised if known(row.revised) else row.initial)


def _achieved(row: Any) -> float:
    return float(row.achievement_revised if known(row.revised) else row.achievement_initial)


def _few(row: Any) -> bool:
    return bool(known(_force(row)) and _force(row) < SMALL)


def _behind(judged: list[Any], page: ProgrammesPage) -> list[str]:
    """Name the target that is missed most, in share of what was promised."""
    words = page.words
    late = [row for row in judged if row.status not in KEPT and known(_achieved(row))]
    if not late:
        return []
    row = min(late, key=_achieved)
    return [
        words.t(
            "Furthest behind: {whom}, {way}: {reached}.",
            whom=_whom(row, words),
            way=_way(row, words),
            reached=of(row.actual, _force(row), words),
        )
    ]


def _moved(rows: list[Any], page: ProgrammesPage) -> list[str]:
    moved = [row for row in rows if known(row.revised) and known(row.initial) and row.revised != row.initial]
    if not moved:
        return []
    return [
        page.words.t.plural(
            "{count} target was revised; the initial one stays beside it.",
            "{count} targets were revised; the initial ones stay beside them.",
            len(moved),
        )
    ]


def _target(row: Any, page: ProgrammesPage) -> list[str]:
    words = page.words
    promised = (row.initial, row.revised)
    aims = [figure(value, words.language) if known(value) else "" for value in promised]
    shares = [rate(row.actual, value, words) if known(value) else "" for value in promised]
    status = words.t("too few for a verdict") if _few(row) else Html(light(row.status, words.language))
    return [_named(row, page), _way(row, words), *aims, figure(row.actual, words.language), *shares, status]


def _whom(row: Any, words: Words) -> str:
    if row.programme != ALL:
        return words.programme(row.programme)
    return words.scheme(row.scheme) if row.scheme != ALL else words.t("All programmes and schemes")


def _named(row: Any, page: ProgrammesPage) -> str:
    """Name whom a target is for, and when it is for another time than the year of the page."""
    name = _whom(row, page.words)
    return name if row.period == year_of(page) else f"{name}, {period_label(row.period, page.words.language)}"


def _way(row: Any, words: Words) -> str:
    way = WAYS.get(row.direction)
    return way.in_language(words.language) if way is not None else words.t("both ways")
