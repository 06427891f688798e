"""What a manager asks further: who leaves early and why, on whom everything depends, who is reached, and how sure the figures are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeGuard

from crossmobility.domain.programmes.country import Returned
from crossmobility.domain.programmes.director import Dependence, ReasonsOfEnd, SixMonths
from crossmobility.i18n import message
from crossmobility.reference import code_lists
from crossmobility.render.formats import figure, known
from crossmobility.render.programmes_answer import Answer, exact_table, frame_rows, link, nearer, of, year_of
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import rate
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

MOST_YEARS: Final = 5
STEPS: Final = {"SEL_CONV": message("Selected who started"), "CPL_RATE": message("Started who completed")}
GROUPS: Final = {"yes": message("Fewer opportunities"), "no": message("Others"), "unknown": message("Not known")}


def cohorts(page: ProgrammesPage) -> Answer:
    """Return the early ends of this cohort and of the one before, running placements set aside."""
    t, words, rows = page.words.t, page.words, frame_rows(page, "cohorts")
    question = t("Do more leave early than the year before?")
    rows = sorted((row for row in rows if known(row.early) and known(row.matured)), key=lambda row: row.period)
    if not rows:
        return Answer(question)
    now = rows[-1]
    said = [
        t(
            "Of those who started in {period} and should have finished by now, {count} left early.",
            period=now.period,
            count=of(now.early, now.matured, words),
        )
    ]
    if len(rows) > 1 and nearer(now.matured, rows[0].matured):
        before = rows[0]
        said.append(
            t(
                "At the rate of {before} it would have been {expected}.",
                before=before.period,
                expected=figure(round(now.matured * before.early / before.matured, 1), words.language),
            )
        )
    if known(now.running):
        said.append(
            t.plural(
                "{count} placement of {period} still runs and is set aside.",
                "{count} placements of {period} still run and are set aside.",
                now.running,
                period=now.period,
            )
        )
    heads = [t("Started in"), t("Should have finished"), t("Left early"), t("Share"), t("Still running")]
    table = exact_table(question, heads, [_cohort(row, words) for row in rows])
    return Answer(question, said, table, link(page, "03_indicators", indicator="CPL_EARLY"))


def _cohort(row: Any, words: Words) -> list[str]:
    matured, early, running = (figure(value, words.language) for value in (row.matured, row.early, row.running))
    return [str(row.period), matured, early, rate(row.early, row.matured, words), running]


def reasons(page: ProgrammesPage) -> Answer:
    """Return which part of the early ends is a job or studies rather than a breakdown."""
    t, words, ends = page.words.t, page.words, page.answers.get("reasons")
    question = t("Why do they leave early: for a job or studies, or because it broke down?")
    if not isinstance(ends, ReasonsOfEnd) or not known(ends.early):
        return Answer(question)
    said = [
        t(
            "Of the early ends of those who started in {period}, {count} were for a job or studies.",
            count=of(ends.job_or_studies, ends.early, words),
            period=year_of(page),
        )
        if ends.early
        else t("Nobody who started in {period} left early.", period=year_of(page))
    ]
    other = ends.early - ends.job_or_studies
    if known(other) and other:
        said.append(
            t.plural("{count} had another reason or none was given.", "{count} had other reasons or none was given.", other)
        )
    parts = ((t("Job or studies"), ends.job_or_studies), (t("Other reasons, or none given"), other))
    rows = [[name, figure(part, words.language), rate(part, ends.early, words)] for name, part in parts if known(part)]
    table = exact_table(question, [t("Why"), t("Early ends"), t("Share")], rows) if ends.early else ""
    return Answer(question, said, table, link(page, "03_indicators", indicator="CPL_ADV"))


def dependence(page: ProgrammesPage) -> Answer:
    """Return how much depends on five countries, and on one host."""
    t, words, lean = page.words.t, page.words, page.answers.get("dependence")
    question = t("How much depends on five countries, and on one host?")
    if not isinstance(lean, Dependence) or not known(lean.total):
        return Answer(question)
    said = [
        t(
            "Placements with the five largest partner countries: {count}.",
            count=of(lean.top_five, lean.total, words),
        )
    ]
    if known(lean.largest_host):
        said.append(t("Placements at the largest host: {count}.", count=of(lean.largest_host, lean.host_placements, words)))
    said.append(t("Which hosts belong to one network is not in the data."))
    rows = [
        [name, figure(part, words.language), figure(whole, words.language), rate(part, whole, words)]
        for name, part, whole in (
            (t("Five largest countries"), lean.top_five, lean.total),
            (t("Largest host"), lean.largest_host, lean.host_placements),
        )
        if known(part)
    ]
    table = exact_table(question, ["", t("Placements"), t("Out of"), t("Share")], rows)
    return Answer(question, said, table, link(page, "03_indicators", indicator="GEO_TOP5"))


def hosts(page: ProgrammesPage) -> Answer:
    """Return how many host organisations are new, loyal and lost, and in the years before."""
    t, words, year = page.words.t, page.words, year_of(page)
    question = t("How many host organisations are new, loyal, lost?")
    table = page.organisations
    if table.empty:
        return Answer(question)
    known_years = [row for row in lines(table) if row.role == "hosting" and row.period <= year and known(row.organisations)]
    rows = sorted(known_years, key=lambda row: row.period, reverse=True)[:MOST_YEARS]
    if not rows or rows[0].period != year:
        return Answer(question)
    now = rows[0]
    numbers = {name: figure(getattr(now, name), words.language) for name in ("new", "loyal", "returning", "lost")}
    said = t.plural(
        "{count} host was active in {period}: {new} new, {loyal} loyal, {returning} back after a break; {lost} of the year before did not go on.",
        "{count} hosts were active in {period}: {new} new, {loyal} loyal, {returning} back after a break; {lost} of the year before did not go on.",
        now.organisations,
        period=year,
        **numbers,
    )
    heads = [t("Year"), t("Active"), t("New"), t("Loyal"), t("Back"), t("Lost")]
    names = ("organisations", "new", "loyal", "returning", "lost")
    shown = [[row.period, *(figure(getattr(row, name), words.language) for name in names)] for row in rows]
    return Answer(question, [said], exact_table(question, heads, shown), link(page, "03_indicators", indicator="ORG_KEEP"))


def goals(page: ProgrammesPage) -> Answer:
    """Return which goals no placement covers, and which hardly any."""
    t, words = page.words.t, page.words
    question = t("Which of the 17 goals does no placement cover?")
    rows = lines(page.goals) if len(page.goals) else []
    if not any(known(row.placements) for row in rows):
        return Answer(question)
    named = {code: entry.label(words.language) for code, entry in code_lists().get("sdg", {}).items()}
    open_goals = [row for row in rows if not known(row.placements) or not row.placements]
    said = [t("{count} of 17 goals are covered by at least one placement.", count=17 - len(open_goals))]
    missing = [f"{row.goal} {named.get(str(row.goal), '')}".strip() for row in open_goals]
    said.append(t("Not covered: {names}.", names=words.listed(missing, 17)) if missing else t("None is left out."))
    scarce = sorted((row for row in rows if known(row.placements) and row.placements), key=lambda row: row.placements)[:3]
    shown = [
        [f"{row.goal} {named.get(str(row.goal), '')}".strip(), figure(row.placements, words.language)] for row in scarce
    ]
    table = exact_table(t("Goals with the fewest placements"), [t("Fewest placements"), t("Placements")], shown)
    return Answer(question, said, table, link(page, "03_indicators", indicator="SDG_COVER"))


def opportunities(page: ProgrammesPage) -> Answer:
    """Return how often people with fewer opportunities start and complete, beside the others."""
    t, words = page.words.t, page.words
    question = t("Do people with fewer opportunities start and complete as often?")
    rows = [row for row in frame_rows(page, "opportunities") if known(row.numerator) and known(row.denominator)]
    if not any(row.category == "yes" for row in rows):
        return Answer(question)
    counts = {(row.indicator, row.category): of(row.numerator, row.denominator, words) for row in rows}
    said = [
        t(
            "{step}: {fewer} with fewer opportunities, {others} of the others.",
            step=STEPS[step],
            fewer=counts[step, "yes"],
            others=counts.get((step, "no"), t("n/a")),
        )
        for step in STEPS
        if (step, "yes") in counts
    ]
    shown = [
        [name.in_language(words.language), *(counts.get((step, group), t("n/a")) for step in STEPS)]
        for group, name in GROUPS.items()
        if any(row.category == group and row.denominator for row in rows)
    ]
    heads = [t("People"), *(name.in_language(words.language) for name in STEPS.values())]
    return Answer(question, said, exact_table(question, heads, shown), link(page, "03_indicators", indicator="INC_FEWER"))


def six_months(page: ProgrammesPage) -> Answer:
    """Return the six-month result with its response rate, and what a comparison would need."""
    t, words, found = page.words.t, page.words, page.answers.get("six_months")
    question = t("Where are they six months later, and how many answered?")
    if not isinstance(found, SixMonths) or not situation(found, words):
        return Answer(question)
    said = situation(found, words)
    survey = page.answers.get("survey")
    if isinstance(survey, Mapping) and survey:
        said += [
            str(survey[words.language]),
            t("Not the same people, nor the same question: beside each other, never one against the other."),
        ]
    else:
        said.append(t("No national survey is in these data: a comparison needs its question and its response rate."))
    return Answer(question, said, survey_table(found, question, words), link(page, "03_indicators", indicator="OUT_6M"))


def situation(found: SixMonths | Returned, words: Words) -> list[str]:
    """Say what those who answered do six months later, and how many answered; nothing when it is not known."""
    t = words.t
    if not known(found.answered) or not found.answered:
        return []
    said = []
    if known(found.positive):
        counted = of(found.positive, found.answered, words)
        said.append(
            t("Of those who answered, {count} are employed, studying or in service six months later.", count=counted)
        )
    if known(found.due):
        said.append(t("Of those asked, {count} have answered.", count=of(found.answered, found.due, words)))
    if found.value_status in ("partial", "provisional"):
        said.append(t("This may still change: surveys are open."))
    return said


def survey_table(found: SixMonths | Returned, caption: str, words: Words) -> str:
    """Return the six-month survey as a table: asked, answered, in a positive situation."""
    t = words.t
    steps = ((t("Asked"), found.due, ""), (t("Answered"), found.answered, rate(found.answered, found.due, words)))
    last = (t("Employed, studying or in service"), found.positive, rate(found.positive, found.answered, words))
    rows = [[name, figure(number, words.language), part] for name, number, part in (*steps, last)]
    return exact_table(caption, [t("Six months later"), t("People"), t("Of the line above")], rows)


def _counted(found: object, page: ProgrammesPage) -> TypeGuard[int]:
    """Say whether a number of cases is known: in data that are not complete, none found is not none."""
    return isinstance(found, int) and (found > 0 or page.dataset.complete)


def revisions(page: ProgrammesPage) -> Answer:
    """Return how many published figures are others now."""
    t, found = page.words.t, page.answers.get("revisions")
    question = t("Which published figures changed since the edition before, and why?")
    if not _counted(found, page):
        return Answer(question)
    said = (
        t.plural(
            "{count} figure is another now; the indicators page says which, from what to what, and why.",
            "{count} figures are others now; the indicators page says which, from what to what, and why.",
            found,
        )
        if found
        else t("No published figure has changed.")
    )
    return Answer(question, [said], more=link(page, "03_indicators"))


def freeze(page: ProgrammesPage) -> Answer:
    """Return where it is worked out what a closed corridor or a budget freeze would change."""
    t = page.words.t
    return Answer(
        t("What if a corridor closes, or the budget is frozen for three months?"),
        [
            t(
                "That is worked out at the desk, in the notebook “What would the next cohort change?”: it closes a corridor or "
                "freezes a budget, and counts who is left."
            )
        ],
    )


def owed(page: ProgrammesPage) -> Answer:
    """Return how many indicators are more than 30 days late."""
    t, found = page.words.t, page.answers.get("owed")
    question = t("Which indicators are more than 30 days late, and whose are they?")
    if not _counted(found, page):
        return Answer(question)
    said = (
        t.plural(
            "{count} indicator is more than 30 days late; the indicators page names it, and the role that owes the value.",
            "{count} indicators are more than 30 days late; the indicators page names them, and the roles that owe the values.",
            found,
        )
        if found
        else t("None is that late.")
    )
    return Answer(question, [said], more=link(page, "03_indicators"))


def publishable(page: ProgrammesPage) -> Answer:
    """Return that nobody can say yet which cells of a table must be hidden."""
    return Answer(
        page.words.t("Can this be published, and which cells must be hidden?"),
        why_not=message("Not answered yet: the rules for hiding small cells are not part of this page."),
    )
