"""What a country representative asks: who is where, whether it balances, which organisations and sectors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from crossmobility.domain.offers import last_day
from crossmobility.domain.periods import every_period
from crossmobility.domain.programmes.country import Hosts
from crossmobility.domain.programmes.country_exchange import Course
from crossmobility.domain.reciprocity import SMALL
from crossmobility.domain.splits import UNKNOWN
from crossmobility.i18n import Message, message
from crossmobility.render.formats import day, figure, known, period_label, share, text
from crossmobility.render.indicators_words import category_name
from crossmobility.render.programmes_answer import (
    Answer,
    Html,
    answers,
    exact_table,
    frame_rows,
    link,
    of,
    year_of,
    years_to,
)
from crossmobility.render.programmes_bars import Lane, scale_of, two_way
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_place_sections import (
    breaks,
    departures,
    early_hosts,
    here,
    returned,
    there,
    twins,
    visas,
    women,
)
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

MOST_CATEGORIES: Final = 8
BY_RATIO: Final = frozenset({"balanced", "tilted", "reversing"})
"""Verdicts that compare two sizes: of fewer than ten people nothing is said."""
VERDICTS: Final[Mapping[str, Message]] = {
    "balanced": message("Balanced: the smaller way is at least 80% of the larger."),
    "tilted": message("Tilted: the smaller way is less than 80% of the larger."),
    "reversing": message("Reversing: the larger way of the last year was the smaller one before."),
    "one_way_out": message("One way only: nobody came the other way."),
    "one_way_in": message("One way only: nobody came the other way."),
    "too_few": message("Too few for a verdict."),
    "nothing": message("No verdict: one way is not known."),
}


def country(page: ProgrammesPage) -> str:
    """Return a country's questions with their answers; those the data do not answer stand together at the end."""
    asked = (exchange, course, organisations, visas, profile, returned, departures, women, early_hosts, breaks, twins)
    return answers([question(page) for question in asked], page.words)


def exchange(page: ProgrammesPage) -> Answer:
    """Return how many of the country are there and how many of the other here, in people and in months."""
    t, words = page.words.t, page.words
    question = t("How many are there, how many are here?")
    rows = {row.way: row for row in frame_rows(page, "exchange")}
    both = [(rows[way], name) for way, name in (("there", there(page)), ("here", here(page))) if way in rows]
    if not any(known(getattr(row, column)) for row, _ in both for column in ("present", "started", "volunteer_months")):
        return Answer(question)
    said = [
        t(
            "{corridor}: {present} present on {day}, {months} volunteer-months in {period}.",
            corridor=name,
            present=figure(row.present, words.language),
            day=_counted_on(page),
            months=figure(row.volunteer_months, words.language),
            period=year_of(page),
        )
        for row, name in both
    ]
    names = {
        "there": there(page),
        "here": here(page),
        "out_elsewhere": t("{country} → other countries", country=words.country(page.subject.code)),
        "in_elsewhere": t("Other countries → {country}", country=words.country(page.subject.code)),
    }
    heads = [t("Way"), t("Present"), t("Started"), t("Volunteer-months")]
    columns = ("present", "started", "volunteer_months")
    shown = [
        [name, *(figure(getattr(rows[way], column), words.language) for column in columns)]
        for way, name in names.items()
        if way in rows and any(known(getattr(rows[way], column)) for column in columns)
    ]
    return Answer(question, said, exact_table(question, heads, shown), link(page, "02_reciprocity", corridor=_pair(page)))


def _pair(page: ProgrammesPage) -> str:
    return f"{page.subject.reference}-{page.subject.code}"


def _counted_on(page: ProgrammesPage) -> str:
    until = last_day(year_of(page)) if year_of(page) else None
    as_of = date.fromisoformat(page.dataset.as_of) if page.dataset.as_of else None
    days = [each for each in (until, as_of) if each is not None]
    return day(min(days), page.words.language) if days else page.words.t("undated")


def course(page: ProgrammesPage) -> Answer:
    """Return whether three years balance, with the rule of the verdict, and the years before."""
    t, words, way = page.words.t, page.words, page.answers.get("course")
    question = t("Over three years, does it balance, lean one way, or reverse?")
    if not isinstance(way, Course) or not way.periods:
        return Answer(question)
    years = every_period(list(way.periods))  # a year without a number keeps its place on the axis
    sides = [dict(zip(way.periods, side, strict=True)) for side in (way.forward, way.back)]
    forward, back = ([side.get(year, float("nan")) for year in years] for side in sides)
    lanes = [Lane("in", there(page), True, forward), Lane("out", here(page), False, back)]
    if not any(known(lane.total) for lane in lanes):
        return Answer(question)
    larger = max(way.forward_sum, way.back_sum)
    nobody = t("Nobody moved either way in {years}.", years=years_to(page))
    verdict = "too_few" if way.verdict in BY_RATIO and larger < SMALL else way.verdict
    said = [
        nobody if larger == 0 else VERDICTS[verdict].in_language(words.language),
        t(
            "{years}: {there} {forward}, {here} {back}.",
            years=years_to(page),
            there=there(page),
            forward=figure(way.forward_sum, words.language),
            here=here(page),
            back=figure(way.back_sum, words.language),
        ),
    ]
    periods = [period_label(period, words.language) for period in years]
    label = t("{subject}, year by year", subject=words.corridor((page.subject.code, page.subject.reference)))
    keys = "".join(
        f'<span class="cm-po-way cm-{lane.way}"><i aria-hidden="true">{arrow}</i> {text(lane.name)}</span>'
        for lane, arrow in zip(lanes, "↑↓", strict=True)
    )
    rows = [[lane.name, *(figure(value, words.language) for value in lane.values)] for lane in lanes]
    table = exact_table(question, [t("Way"), *periods], rows)
    chart = two_way(years, lanes, scale_of(lanes), words, label=label)
    shown = f'<p class="cm-po-ways">{keys}</p>{chart}{table}'
    return Answer(question, said, shown, link(page, "02_reciprocity", corridor=_pair(page), window="3"))


def organisations(page: ProgrammesPage) -> Answer:
    """Return which part of the sending organisations also hosts, and which has received nobody."""
    t, words, both = page.words.t, page.words, page.answers.get("hosts")
    question = t("Which organisations that send also host?")
    if not isinstance(both, Hosts) or not (known(both.sending) or known(both.hosting)):
        return Answer(question)
    sending, hosting = (
        t("Sending organisations of {country}", country=words.country(page.subject.code)),
        t("Host organisations in {country}", country=words.country(page.subject.code)),
    )
    if not both.sending and not both.hosting:
        return Answer(question, [t("No organisation of this country sent or hosted in {period}.", period=year_of(page))])
    said = []
    if both.sending and known(both.also_hosting):
        never = both.sending - both.also_hosting
        said.append(
            t(
                "Of those that sent in {period}, {count} also hosted in {years}.",
                period=year_of(page),
                count=of(both.also_hosting, both.sending, words),
                years=years_to(page),
            )
        )
        if never:
            said.append(t.plural("{count} got nobody back in that time.", "{count} got nobody back in that time.", never))
    if both.hosting and known(both.also_sending):
        said.append(t("Of the hosts, {count} also sent.", count=of(both.also_sending, both.hosting, words)))
    said.append(t("Their names are at the desk, in the file of the country."))
    heads = [t("In {period}", period=year_of(page)), t("Organisations"), t("Do both"), t("One role only")]
    rows = [
        [name, *(figure(value, words.language) for value in (every, two, every - two))]
        for name, every, two in ((sending, both.sending, both.also_hosting), (hosting, both.hosting, both.also_sending))
    ]
    return Answer(question, said, exact_table(question, heads, rows))


def profile(page: ProgrammesPage) -> Answer:
    """Return the sectors and goals of both ways side by side, and how far they are the same."""
    t, words = page.words.t, page.words
    question = t("Do both ways work in the same sectors and for the same goals?")
    rows = [row for row in _both_sides(page) if row.dimension in ("sector", "sdg")]
    if not any(known(value) and value for row in rows for value in (row.out, row.back)):
        return Answer(question)
    overlap: Any = page.answers.get("overlap") or {}
    said, shown = [], ""
    for dimension, name in (("sector", t("Sectors")), ("sdg", t("Goals"))):
        value = overlap.get(dimension, float("nan"))
        said.append(
            t("{name}: {share} in common.", name=name, share=share(value, words.language))
            if known(value)
            else t("{name}: too few to compare.", name=name)
        )
        shown += _profile(name, [row for row in rows if row.dimension == dimension], page)
    said.append(t("100%: both ways spread over the same ones; 0%: they complete each other."))
    return Answer(question, said, f'<div class="cm-po-profiles">{shown}</div>', wide=True)


def _both_sides(page: ProgrammesPage) -> list[Any]:
    found = page.answers.get("profile")
    # “in” is a word of Python: as a name it needs another.
    return lines(found.rename(columns={"in": "back"})) if isinstance(found, pd.DataFrame) and len(found) else []


def _profile(name: str, rows: list[Any], page: ProgrammesPage) -> str:
    """Return one table: out to the left and back to the right of one axis, bars as shares of their own side."""
    words = page.words
    sums = [sum(value for value in side if known(value)) for side in ([r.out for r in rows], [r.back for r in rows])]
    size = [(sum(value for value in (row.out, row.back) if known(value)), row) for row in rows]
    kept = [row for total, row in sorted(size, key=lambda pair: -pair[0]) if total]
    most = max(
        (
            value / whole
            for row in kept
            for value, whole in zip((row.out, row.back), sums, strict=True)
            if known(value) and whole
        ),
        default=0,
    )
    shown = [
        [
            _category(row, words),
            figure(row.out, words.language),
            _half(row.out, sums[0] * most, "in", left=True),
            _half(row.back, sums[1] * most, "out", left=False),
            Html(f'<span class="cm-po-after">{figure(row.back, words.language)}</span>'),
        ]
        for row in kept[:MOST_CATEGORIES]
    ]
    rest = len(kept) - MOST_CATEGORIES
    more = (
        words.t.plural("{count} smaller one is not shown.", "{count} smaller ones are not shown.", rest) if rest > 0 else ""
    )
    note = f'<p class="cm-note">{text(more)}</p>' if more else ""
    table = exact_table(name, [name, there(page), "", "", here(page)], shown)
    return f'<div class="cm-po-profile">{table}{note}</div>' if table else ""


def _category(row: Any, words: Words) -> str:
    if row.category == UNKNOWN:
        return words.t("Not known")
    named = category_name(row.dimension, str(row.category), words.language)
    return f"{row.category} {named}" if row.dimension == "sdg" else named


def _half(value: float, scale: float, way: str, *, left: bool) -> Html:
    width = 100 * value / scale if known(value) and scale else 0.0
    side = " cm-po-toleft" if left else ""
    return Html(f'<span class="cm-po-half{side} cm-{way}" aria-hidden="true"><i style="width:{width:.0f}%"></i></span>')
