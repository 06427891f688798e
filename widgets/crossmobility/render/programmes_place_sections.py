"""What a country representative asks further: visas, returnees, training, women, hosts in trouble, breaks, twin territories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from babel.dates import get_month_names

from crossmobility.domain.programmes.country import Hosts, Returned
from crossmobility.domain.reciprocity import SMALL
from crossmobility.i18n import message
from crossmobility.reference import breaks as reference_breaks
from crossmobility.render.breaks import break_dates
from crossmobility.render.formats import figure, known, text
from crossmobility.render.programmes_answer import Answer, exact_table, frame_rows, link, of, year_of, years_to
from crossmobility.render.programmes_bars import months
from crossmobility.render.programmes_director_sections import situation, survey_table
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import rate
from crossmobility.render.words import Words

MONTHS: Final = 12
MOST_SAID: Final = 3
"""Breaks that are put in words; the table has them all."""


def there(page: ProgrammesPage) -> str:
    """Name the way from the country to the reference country."""
    return page.words.corridor((page.subject.code, page.subject.reference))


def here(page: ProgrammesPage) -> str:
    """Name the way from the reference country to the country."""
    return page.words.corridor((page.subject.reference, page.subject.code))


def visas(page: ProgrammesPage) -> Answer:
    """Return how long visas take and how many are refused, beside last year and neighbouring countries."""
    t, words, rows = page.words.t, page.words, frame_rows(page, "visas")
    question = t("How long does a visa take, and how many are refused?")
    cells = {(row.country, row.period): row for row in rows if known(row.lead_days) or known(row.decided)}
    own = page.subject.code
    periods = sorted({when for _, when in cells})
    now = cells.get((own, periods[-1])) if periods else None
    if now is None:
        return Answer(question)
    before = cells.get((own, periods[0])) if len(periods) > 1 else None
    said = [t("{period}: {days}.", period=row.period, days=_visa(row, words)) for row in (now, before) if row is not None]
    others = [row for (code, when), row in cells.items() if when == periods[-1] and code != own and _enough(row)]
    if others:
        low, high = (pick(others, key=lambda row: row.lead_days) for pick in (min, max))
        only = t(
            "Neighbouring country: {low} days ({short}).",
            low=figure(low.lead_days, words.language),
            short=words.country(low.country),
        )
        said.append(
            only
            if low.country == high.country
            else t(
                "Neighbouring countries: from {low} days ({short}) to {high} days ({long}).",
                low=figure(low.lead_days, words.language),
                short=words.country(low.country),
                high=figure(high.lead_days, words.language),
                long=words.country(high.country),
            )
        )
    heads = [t("Country"), *(t("Median days, {period}", period=when) for when in periods)]
    heads += [t("Refused, {period}", period=when) for when in periods]
    codes = [own, *sorted({code for code, _ in cells} - {own}, key=words.country)]
    shown = [[words.country(code), *_visa_cells(cells, code, periods, words)] for code in codes]
    return Answer(question, said, exact_table(question, heads, shown), link(page, "03_indicators", indicator="VIS_LEAD"))


def _enough(row: Any) -> bool:
    return known(row.lead_days) and known(row.decided) and row.decided >= SMALL


def _visa(row: Any, words: Words) -> str:
    if not row.decided:
        return words.t("no decision") if known(row.decided) else words.t("n/a")
    refused = words.t("{count} refused", count=of(row.refused, row.decided, words))
    if not _enough(row):
        return refused
    return words.t("half took up to {days} days, {refused}", days=figure(row.lead_days, words.language), refused=refused)


def _visa_cells(cells: Mapping[tuple[str, str], Any], code: str, periods: list[str], words: Words) -> list[str]:
    found = [cells.get((code, when)) for when in periods]
    refused = [words.t("n/a") if row is None else of(row.refused, row.decided, words) for row in found]
    return [*(_days(row, words) for row in found), *refused]


def _days(row: Any, words: Words) -> str:
    if row is None or not known(row.decided):
        return words.t("n/a")
    if not row.decided:
        return "–"
    return figure(row.lead_days, words.language) if _enough(row) else words.t("too few")


def returned(page: ProgrammesPage) -> Answer:
    """Return how many came back, what they do six months later, and where to ask who could train the next group."""
    t, words, back = page.words.t, page.words, page.answers.get("returned")
    question = t("How many have returned, and what do they do now?")
    if not isinstance(back, Returned) or not known(back.ended):
        return Answer(question)
    said = [
        t.plural(
            "{count} placement of volunteers from {country} ended in {period}.",
            "{count} placements of volunteers from {country} ended in {period}.",
            back.ended,
            country=words.country(page.subject.code),
            period=year_of(page),
        )
    ]
    said.append(
        t("The six-month survey asks those who had been in {country}.", country=words.country(page.subject.reference))
    )
    said += situation(back, words) or [t("Nobody has answered the six-month survey, or it is not known.")]
    said.append(t("Who could train the next group: ask at the desk, in the file of the country."))
    if not back.ended and not situation(back, words):
        return Answer(question, [t("Nobody came back in {period}.", period=year_of(page))])
    table = survey_table(back, question, words) if situation(back, words) else ""
    return Answer(question, said, table, link(page, "03_indicators", indicator="OUT_6M"))


def departures(page: ProgrammesPage) -> Answer:
    """Return the departures of each month, usual and planned, for which training must be ready."""
    t, words, rows = page.words.t, page.words, frame_rows(page, "departures")
    question = t("How many leave in which month, so that training is ready?")
    if not any(known(row.usual) or known(row.planned) for row in rows):
        return Answer(question)
    names = get_month_names("wide", locale=t.locale)
    short = get_month_names("abbreviated", locale=t.locale)
    places = [int(row.month) for row in rows]
    usual, planned = [row.usual for row in rows], [row.planned for row in rows]
    said = []
    for values, sentence in (
        (usual, t("Usually {count} leave in a year, most in {month} ({most}); mean of three years, by planned month.")),
        (planned, t("Planned for the next twelve months: {count}, most in {month} ({most}).")),
    ):
        heard = [(value, place) for value, place in zip(values, places, strict=True) if known(value)]
        if heard and sum(value for value, _ in heard):
            most = max(heard, key=lambda pair: pair[0])
            said.append(
                sentence.format(
                    count=figure(round(sum(value for value, _ in heard), 1), words.language),
                    month=names[most[1]],
                    most=figure(most[0], words.language),
                )
            )
    if not said:
        return Answer(question, [t("Nobody left in the last three years, and nobody is planned.")])
    keys = (("usual", t("usual")), ("planned", t("planned")))
    key = "".join(f'<span class="cm-po-key"><i class="cm-po-{css}"></i>{text(name)}</span>' for css, name in keys)
    chart = months([short[place] for place in places], usual, planned, words, label=" ".join(said))
    table = exact_table(
        question,
        [t("Month"), t("Usual"), t("Planned")],
        [[names[int(row.month)], figure(row.usual, words.language), figure(row.planned, words.language)] for row in rows],
    )
    summary = text(t("The same figures in a table"))
    folded = f'<details class="cm-more"><summary>{summary}</summary>{table}</details>'
    return Answer(question, said, f'<p class="cm-po-ways">{key}</p>{chart}{folded}')


def women(page: ProgrammesPage) -> Answer:
    """Return the share of women both ways."""
    t, words, rows = page.words.t, page.words, frame_rows(page, "women")
    question = t("Is the share of women the same both ways?")
    rows = [row for row in rows if known(row.women) and known(row.known) and row.known]
    if not rows:
        return Answer(question)
    names = {"there": there(page), "here": here(page)}
    said = [
        t("{corridor}: {count} are women.", corridor=names.get(row.way, row.way), count=of(row.women, row.known, words))
        for row in rows
    ]
    if len(rows) > 1 and all(row.known >= SMALL for row in rows):
        apart = abs(rows[0].women / rows[0].known - rows[1].women / rows[1].known)
        points = figure(round(100 * apart), words.language)
        said.append(t("{points} percentage points apart, {years}.", points=points, years=years_to(page)))
    table = exact_table(
        question,
        [t("Way"), t("Women"), t("Sex known"), t("Share")],
        [
            [
                names.get(row.way, row.way),
                figure(row.women, words.language),
                figure(row.known, words.language),
                rate(row.women, row.known, words),
            ]
            for row in rows
        ],
    )
    return Answer(question, said, table)


def early_hosts(page: ProgrammesPage) -> Answer:
    """Return how many hosts had two early ends or more."""
    t, words, found = page.words.t, page.words, page.answers.get("hosts")
    question = t("Which hosts had two early ends or more?")
    if not isinstance(found, Hosts) or not known(found.two_early):
        return Answer(question)
    said = (
        t.plural(
            "{count} host in {country} had two early ends or more in {years}.",
            "{count} hosts in {country} had two early ends or more in {years}.",
            found.two_early,
            country=words.country(page.subject.code),
            years=years_to(page),
        )
        if found.two_early
        else t("None in {country}, in {years}.", country=words.country(page.subject.code), years=years_to(page))
    )
    named = [t("Their names are at the desk, in the file of the country.")] if found.two_early else []
    return Answer(question, [said, *named])


def breaks(page: ProgrammesPage) -> Answer:
    """Return what changed since each break that touches the country, and what was lost."""
    t, words, rows = page.words.t, page.words, frame_rows(page, "since_breaks")
    question = t("What changed when visas were limited, and what was lost?")
    if not rows:
        none = [t("No break of series touches this country.")] if "since_breaks" in page.answers else []
        return Answer(question, none)
    events = {event.break_id: event for event in (*reference_breaks(), *(mark.event for mark in page.marks))}
    names, said = {}, []
    for row in rows:
        event = events.get(row.break_id)
        names[row.break_id] = row.break_id if event is None else event.label(words.language)
        said.append(_since(row, names[row.break_id], t("undated") if event is None else break_dates(event, words), page))
    falls = sorted((row for row in rows if _fell(row) > 0), key=_fell, reverse=True)[:MOST_SAID]
    said = [
        sentence for row, sentence in zip(rows, said, strict=True) if sentence and (row in falls or len(rows) <= MOST_SAID)
    ]
    if not said:
        said.append(t("How many left before and after is not known."))
    said.append(t("Whether a lost placement moved elsewhere is not in the data."))
    columns = ("before", "after", "refused", "cancelled", "waiting")
    heads = [t("Break"), t("Year before"), t("Year after"), t("Visa refused"), t("Cancelled"), t("Waiting")]
    shown = [[names[row.break_id], *(figure(getattr(row, column), words.language) for column in columns)] for row in rows]
    return Answer(question, said, exact_table(question, heads, shown))


def _fell(row: Any) -> float:
    return float(row.before - row.after) if known(row.before) and known(row.after) else 0.0


def _since(row: Any, label: str, dates: str, page: ProgrammesPage) -> str:
    """Say what left before and after a break; nothing where a side is not known. A year that is not over says how long."""
    t, language = page.words.t, page.words.language
    if not known(row.before) or not known(row.after):
        return ""
    numbers = {"before": figure(row.before, language), "after": figure(row.after, language)}
    if row.months < MONTHS:
        return t(
            "{label} ({dates}): {after} left in the first {months} months, {before} in the same months a year before.",
            label=label,
            dates=dates,
            months=figure(row.months, language),
            **numbers,
        )
    return t(
        "{label} ({dates}): {before} left in the year before, {after} in the year after.",
        label=label,
        dates=dates,
        **numbers,
    )


def twins(page: ProgrammesPage) -> Answer:
    """Return that twin territories are not in the data."""
    return Answer(
        page.words.t("Which local authorities have a French twin territory, but exchange nobody?"),
        why_not=message("Twin territories are not in the data."),
    )
