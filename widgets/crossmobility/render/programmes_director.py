"""What a manager asks of all programmes together: targets, one-way corridors, the way to a ratio, cost, early ends."""

from __future__ import annotations

from typing import Any, Final

from crossmobility.domain.countries import ALL
from crossmobility.domain.programmes.needed import Needed
from crossmobility.domain.reciprocity import DEFAULT_BAND, SMALL, Pair
from crossmobility.render.formats import figure, known, period_label
from crossmobility.render.programmes_answer import (
    Answer,
    answers,
    exact_table,
    frame_rows,
    link,
    of,
    year_of,
    years_to,
)
from crossmobility.render.programmes_director_sections import (
    cohorts,
    dependence,
    freeze,
    goals,
    hosts,
    opportunities,
    owed,
    publishable,
    reasons,
    revisions,
    six_months,
)
from crossmobility.render.programmes_director_targets import targets
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.reciprocity_words import ratio_text
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

MOST_ROWS: Final = 8


def director(page: ProgrammesPage) -> str:
    """Return the manager's questions with their answers; those the data do not answer stand together at the end."""
    asked = (targets, one_way, needed, cost, cohorts, reasons, dependence, hosts, goals, opportunities, six_months)
    found = [question(page) for question in (*asked, revisions, freeze, owed, publishable)]
    return answers(found, page.words)


def one_way(page: ProgrammesPage) -> Answer:
    """Return the corridors nobody came back through in the last three years."""
    t, words, rows = page.words.t, page.words, frame_rows(page, "one_way")
    question = t("Which corridors went one way only in {years}?", years=years_to(page))
    if not rows:
        whole = "one_way" in page.answers and page.dataset.complete
        none = [t("None: every exchange goes both ways.")] if whole else []
        return Answer(question, none)
    largest = max(rows, key=lambda row: row.volume)
    said = t.plural(
        "{count} corridor was taken one way only, with {people} volunteers.",
        "{count} corridors were taken one way only, with {people} volunteers.",
        len(rows),
        people=figure(sum(row.volume for row in rows), words.language),
    )
    first = t(
        "Largest: {corridor}, {count}; last return: {last}.",
        corridor=words.corridor((largest.origin, largest.destination)),
        count=figure(largest.volume, words.language),
        last=_last(largest, words),
    )
    by_scheme = hasattr(rows[0], "scheme")
    table = exact_table(
        question,
        [t("Corridor"), *([t("Scheme")] if by_scheme else []), t("Volunteers"), t("Last return")],
        [
            [
                words.corridor((row.origin, row.destination)),
                *([words.scheme(row.scheme)] if by_scheme else []),
                figure(row.volume, words.language),
                _last(row, words),
            ]
            for row in rows[:MOST_ROWS]
        ],
        texts=2 if by_scheme else 1,
    )
    return Answer(question, [said, first, *_rest(len(rows), words)], table, link(page, "02_reciprocity", window="3"))


def _last(row: Any, words: Words) -> str:
    return period_label(row.last_return, words.language) if row.last_return else words.t("never")


def _rest(count: int, words: Words) -> list[str]:
    rest = count - MOST_ROWS
    return (
        [words.t.plural("{count} smaller one is not shown.", "{count} smaller ones are not shown.", rest)]
        if rest > 0
        else []
    )


def needed(page: ProgrammesPage) -> Answer:
    """Return how many more arrivals a ratio would need, and from which countries."""
    t, words, need = page.words.t, page.words, page.answers.get("needed")
    if not isinstance(need, Needed):
        return Answer(t("How many more arrivals would better the ratio, and from where?"))
    goal = ratio_text(need.goal, words.language)
    question = t("How many more arrivals for a ratio of {goal}, and from where?", goal=goal)
    if not known(need.arrivals_now) or not known(need.departures_now):
        return Answer(question)
    now = {
        "scope": _scope(page),
        "into": figure(need.arrivals_now, words.language),
        "out": figure(need.departures_now, words.language),
    }
    if need.departures_now < SMALL:
        return Answer(question, [t("{scope}: {into} arrive, {out} leave: too few for a rate.", **now)])
    said = [
        t("{scope}: {into} arrive, {out} leave: a ratio of {ratio}.", **now, ratio=ratio_text(need.ratio, words.language))
    ]
    more = link(page, "02_reciprocity", window="3", scheme=_family(page))
    if not need.arrivals:
        return Answer(question, [*said, t("The goal of {goal} is reached.", goal=goal), *_departures(page)], more=more)
    rows = [row for row in _rows(need.by_country) if row.more]
    said.append(
        t.plural(
            "{count} more arrival would reach {goal} with the same departures.",
            "{count} more arrivals would reach {goal} with the same departures.",
            need.arrivals,
            goal=goal,
        )
    )
    named = words.listed((f"{words.country(row.country)} (+{figure(row.more, words.language)})" for row in rows), 3)
    if rows:
        said.append(t("Handed out to the countries furthest below the goal: {names}.", names=named))
    table = exact_table(
        question,
        [t("Country"), t("Leaving"), t("Arriving"), t("More needed")],
        [
            [
                words.country(row.country),
                figure(row.out, words.language),
                figure(row.into, words.language),
                f"+{figure(row.more, words.language)}",
            ]
            for row in rows[:MOST_ROWS]
        ],
    )
    return Answer(question, [*said, *_rest(len(rows), words)], table, more)


def _family(page: ProgrammesPage) -> str:
    """Return the family of schemes the ratio is of; empty: all together."""
    return str(page.answers.get("needed_scheme") or "")


def _departures(page: ProgrammesPage) -> list[str]:
    """Return how many more departures would bring a ratio above our default band down to it."""
    pair, words = page.answers.get("whole"), page.words
    if not isinstance(pair, Pair) or not pair.ratio > DEFAULT_BAND[1] or not pair.needed_out:
        return []
    return [
        words.t.plural(
            "More arrive than leave: {count} more departure would bring the ratio to {high}.",
            "More arrive than leave: {count} more departures would bring the ratio to {high}.",
            pair.needed_out,
            high=ratio_text(DEFAULT_BAND[1], words.language),
        )
    ]


def _scope(page: ProgrammesPage) -> str:
    family = _family(page)
    return f"{page.words.scheme(family)}, {years_to(page)}" if family else years_to(page)


def _rows(table: Any) -> list[Any]:
    # “in” is a word of Python: as a name it needs another.
    renamed = table.rename(columns={"in": "into"})
    return lines(renamed.sort_values("more", ascending=False, kind="stable"))


def cost(page: ProgrammesPage) -> Answer:
    """Return the volunteer-months delivered and their cost, by scheme."""
    t, words, rows = page.words.t, page.words, frame_rows(page, "cost")
    question = t("How many volunteer-months in {period}, at what cost?", period=year_of(page))
    rows = [row for row in rows if known(row.volunteer_months) or known(row.cost)]
    if not rows:
        return Answer(question)
    schemes = [row for row in rows if row.scheme != ALL]
    whole = [row for row in rows if row.scheme == ALL]
    months = (
        whole[0].volunteer_months if whole else sum(row.volunteer_months for row in schemes if known(row.volunteer_months))
    )
    said = [t("{months} volunteer-months were delivered.", months=figure(round(months), words.language))]
    priced = sorted((row for row in schemes if known(row.cost)), key=lambda row: row.cost)
    if len(priced) > 1:
        low, high = priced[0], priced[-1]
        said.append(
            t(
                "Where the cost is known, one month costs from {low} ({cheap}) to {high} ({dear}).",
                low=euros(low.cost, words),
                cheap=words.scheme(low.scheme),
                high=euros(high.cost, words),
                dear=words.scheme(high.scheme),
            )
        )
    said.append(t("Direct cost of the placements that ended in the year, over their whole stay."))
    rows = sorted(schemes, key=lambda row: -row.volunteer_months if known(row.volunteer_months) else 0.0)
    table = exact_table(
        question,
        [t("Scheme"), t("Volunteer-months"), t("Cost per month"), t("Costs known")],
        [_cost(words.scheme(row.scheme), row, words) for row in rows],
        foot=[_cost(t("Together"), row, words) for row in whole],
    )
    return Answer(question, said, table, link(page, "03_indicators", indicator="EFF_COST"))


def _cost(name: str, row: Any, words: Words) -> list[str]:
    delivered = row.volunteer_months
    months = figure(round(delivered) if known(delivered) else delivered, words.language)
    return [name, months, euros(row.cost, words), of(row.known, row.ended, words)]


def euros(value: float, words: Words) -> str:
    """Write whole euros, or "n/a"."""
    return words.t("€{amount}", amount=figure(round(value), words.language)) if known(value) else words.t("n/a")
