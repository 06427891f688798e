"""What a plan would change, as tables: ratios, balance of pairs, South–South share, women, targets, volunteer-months.

Every column and tile with the plan says that it is a scenario, not a result.
"""

from __future__ import annotations

from typing import Final

from crossmobility.domain.bands import DEFAULT_BAND, SMALL
from crossmobility.domain.countries import ALL
from crossmobility.domain.plans import GOAL, Part, Sexes
from crossmobility.i18n import plural_message
from crossmobility.render.documents import Document
from crossmobility.render.formats import counted, day, figure, known, share, text
from crossmobility.render.planner_page import PlannerPage
from crossmobility.render.planner_pairs import pairs_section
from crossmobility.render.planner_tables import Row, plan_line, plan_table, with_plan_head
from crossmobility.render.planner_view import planner_title, scenario_words
from crossmobility.render.reciprocity_words import band_text, ratio_text

MOST_COUNTRIES: Final = 5


def planner_effect(page: PlannerPage) -> str:
    """Return what the plan would change."""
    return f"{_tiles(page)}{_schemes(page)}{pairs_section(page)}{_shares(page)}{_targets(page)}"


def planner_brief(page: PlannerPage) -> str:
    """Return in one line, to stand beside the fields, how many places start and what becomes of each scheme's ratio."""
    t, found = page.t, page.effect
    said = t(
        "Scenario, not a result: {places} start in {year}, {months}.",
        places=plural_message("{count} place", "{count} places", found.places["kept"] + found.places["postponed"]),
        year=str(page.year),
        months=counted(found.months.in_year, "volunteer_months"),
    )
    ratios = [
        t(
            "{scheme} {now} (so far {before})",
            scheme=page.words.scheme(str(row["family"])),
            now=ratio_text(float(str(row["ratio_with"])), page.language),
            before=ratio_text(float(str(row["ratio_before"])), page.language)
            if min(float(str(row["in_before"])), float(str(row["out_before"]))) >= SMALL
            else t("too few for a rate"),
        )
        for row in found.schemes.to_dict("records")
        if min(float(str(row["in_with"])), float(str(row["out_with"]))) >= SMALL
    ]
    more = t("Arrivals for 1 departure: {ratios}.", ratios=", ".join(ratios)) if ratios else ""
    return f'<p class="cm-plan-brief">{text(f"{said} {more}" if more else said)}</p>'


def planner_words(page: PlannerPage) -> str:
    """Return the rules of the page as sentences."""
    t = page.t
    said = [
        t(
            "With the plan means: what has started by {day}, plus the places of the plan.",
            day=day(page.as_of, page.language),
        ),
        t(
            "A place starts on the first day of its month; months beyond {year} are not those of {year}.",
            year=str(page.year),
        ),
        t(
            "Where no agreement says otherwise, a pair is judged by our default band, {band} arrivals for 1 departure: nobody "
            "agreed on it.",
            band=band_text(*DEFAULT_BAND, page.words),
        ),
        t("Below {count} people on either side no rate is a verdict.", count=SMALL),
        t("A freeze is applied first: places that it puts off into the time of a closed corridor are lost."),
        t("A scenario is kept in data/local/scenarios and is never part of a dataset."),
    ]
    if page.recorded:
        said.insert(
            1,
            t.plural(
                "The records plan {count} placement for {year} already: it is not added to the plan.",
                "The records plan {count} placements for {year} already: they are not added to the plan.",
                page.recorded,
                year=str(page.year),
            ),
        )
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in said)
    return f'<h2 class="cm-h2">{text(t("How this is counted"))}</h2><ul class="cm-sentences">{items}</ul>'


def planner_summary(page: PlannerPage) -> Document:
    """Return the ratio of each scheme and the totals, without a country: fit to be stored and compared."""
    tables = f"{_schemes(page, by_country=False)}{_shares(page)}"
    return Document("next cohort", f"<p>{text(planner_title(page.language))}</p>{tables}")


def _tiles(page: PlannerPage) -> str:
    t, found = page.t, page.effect
    starting = found.places["kept"] + found.places["postponed"]
    tiles = [(starting, t("places that start in {year}", year=str(page.year)))]
    for fate, words in (
        ("postponed", t("of these, later than planned")),
        ("later", t("put off beyond {year}", year=str(page.year))),
        ("lost", t("places lost")),
    ):
        if found.places[fate]:
            tiles.append((found.places[fate], words))
    tiles.append((round(found.months.in_year), t("volunteer-months of these places in {year}", year=str(page.year))))
    boxes = "".join(
        f'<div class="cm-tile"><b>{figure(value, page.language)}</b><span>{text(words)}</span></div>'
        for value, words in tiles
    )
    note = scenario_words(page.language)
    return f'<h2 class="cm-h2">{text(t("What it would change"))} <small>{text(note)}</small></h2><div class="cm-tiles">{boxes}</div>'


def _schemes(page: PlannerPage, *, by_country: bool = True) -> str:
    t, table = page.t, page.effect.schemes
    if table.empty:
        return ""
    rows = [_scheme_row(page, row) for row in table.to_dict("records")]
    title = t("Arrivals for 1 departure, by scheme, seen from {country}", country=page.words.country(page.reference))
    heads = [text(t("Scheme")), text(page.before_label), with_plan_head(page)]
    needs = [sentence for family in table["family"] if (sentence := _needed(page, str(family), by_country))]
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in needs)
    return plan_table(title, heads, rows) + (f'<ul class="cm-sentences">{items}</ul>' if items else "")


def _scheme_row(page: PlannerPage, row: Row) -> str:
    cells = [
        _ratio(page, float(str(row[f"in_{when}"])), float(str(row[f"out_{when}"])), float(str(row[f"ratio_{when}"])))
        for when in ("before", "with")
    ]
    return plan_line(text(page.words.scheme(str(row["family"]))), cells)


def _ratio(page: PlannerPage, arriving: float, leaving: float, value: float) -> str:
    """Return arrivals and departures, and their ratio where it is one."""
    t = page.t
    counts = t("{arriving} in, {leaving} out", arriving=arriving, leaving=leaving)
    if not arriving and not leaving:
        return text(t("nobody either way"))
    if arriving < SMALL or leaving < SMALL:
        return f"{text(t('too few for a rate'))}<small>{text(counts)}</small>"
    return f"<b>{ratio_text(value, page.language)}</b><small>{text(counts)}</small>"


def _needed(page: PlannerPage, family: str, by_country: bool) -> str:
    t, need = page.t, page.effect.needed[family]
    scheme, goal = page.words.scheme(family), t.number(GOAL)
    if not need.departures_now >= SMALL or not known(need.arrivals):
        return ""
    if not need.arrivals:
        return t("{scheme}: with the plan, {goal} is reached or passed.", scheme=scheme, goal=goal)
    said = t.plural(
        "{scheme}: to reach {goal} with the plan, {count} more arrival would be needed.",
        "{scheme}: to reach {goal} with the plan, {count} more arrivals would be needed.",
        need.arrivals,
        scheme=scheme,
        goal=goal,
    )
    if not by_country:
        return said
    shared = [
        f"{page.words.country(str(row['country']))} {page.t.number(float(str(row['more'])))}"
        for row in need.by_country.to_dict("records")
    ]
    return (
        f"{said} {t('One way to share them: {countries}.', countries=page.words.listed(shared, MOST_COUNTRIES))}"
        if shared
        else said
    )


def _shares(page: PlannerPage) -> str:
    t, found = page.t, page.effect
    rows = [
        plan_line(
            text(t("Placements between two countries")),
            [figure(found.before, page.language), figure(found.with_plan, page.language)],
        ),
        plan_line(
            f"{text(t('South–South share'))}<small>{text(t('both countries receive development assistance'))}</small>",
            [_part(page, found.south_before), _part(page, found.south_with)],
        ),
        plan_line(
            f"{text(t('Women'))}<small>{text(t('among people whose sex is known'))}</small>",
            [_women(page, found.women_before), _women(page, found.women_with)],
        ),
        plan_line(
            text(t("Volunteer-months")),
            [
                figure(round(found.months.before), page.language),
                figure(round(found.months.before + found.months.in_year), page.language),
            ],
        ),
    ]
    heads = [text(t("Measure")), text(page.before_label), with_plan_head(page)]
    note = t(
        "The places last {whole} volunteer-months in all, of which {inside} in {year}: scenario, not a result.",
        whole=round(found.months.whole),
        inside=round(found.months.in_year),
        year=str(page.year),
    )
    return plan_table(t("Shares and volumes"), heads, rows) + f'<p class="cm-note">{text(note)}</p>'


def _part(page: PlannerPage, part: Part) -> str:
    of = text(page.t("{part} of {whole}", part=part.part, whole=part.whole))
    if not known(part.share):
        few = text(page.t("too few for a rate")) if part.whole else text(page.t("n/a"))
        return f"{few}<small>{of}</small>" if part.whole else few
    return f"<b>{share(part.share, page.language)}</b><small>{of}</small>"


def _women(page: PlannerPage, sexes: Sexes) -> str:
    unknown = page.t("sex not known: {count}", count=sexes.unknown)
    return f"{_part(page, sexes.known)}<small>{text(unknown)}</small>"


def _targets(page: PlannerPage) -> str:
    t, table = page.t, page.effect.targets
    title = t("Targets of placements started")
    if table.empty:
        said = t("No target of {year} or of the year before is in these data.", year=str(page.year))
        return f'<h2 class="cm-h2">{text(title)}</h2><p>{text(said)}</p>'
    year = str(table["period"].iloc[0])
    heads = [
        text(t("Programme or scheme")),
        text(t("Initial target of {year}", year=year)),
        text(t("Revised target of {year}", year=year)),
        with_plan_head(page),
    ]
    rows = [_target_row(page, row) for row in table.to_dict("records")]
    said = t("Such a target also counts placements within one country, which a plan does not hold.")
    if year != str(page.year):
        absent = t(
            "No target of {year} is in these data: the plan of {year} stands beside the targets of {before}, for comparison.",
            year=str(page.year),
            before=year,
        )
        said = f"{absent} {said}"
    return plan_table(title, heads, rows) + f'<p class="cm-note">{text(said)}</p>'


def _target_row(page: PlannerPage, row: Row) -> str:
    programme, scheme = str(row["programme"]), str(row["scheme"])
    names = [page.programme(programme)] if programme != ALL else []
    names += [page.scheme(scheme)] if scheme != ALL else []
    name = " · ".join(names) or page.t("All together")
    reached = float(str(row["with_plan"]))
    cells = [
        _target(page, reached, float(str(row[kind])), float(str(row[f"of_{kind}"]))) for kind in ("initial", "revised")
    ]
    started = page.t(
        "{started} started, {planned} planned", started=float(str(row["before"])), planned=float(str(row["planned"]))
    )
    return plan_line(text(name), [*cells, f"<b>{figure(reached, page.language)}</b><small>{text(started)}</small>"])


def _target(page: PlannerPage, reached: float, target: float, attained: float) -> str:
    """Return a target and how much of it the plan reaches."""
    if not known(target):
        return text(page.t("no target"))
    if target < SMALL:
        of = page.t("{part} of {whole}", part=reached, whole=target)
        return f"{figure(target, page.language)}<small>{text(of)}</small>"
    said = page.t("{share} with the plan", share=share(attained, page.language))
    return f"{figure(target, page.language)}<small>{text(said)}</small>"
