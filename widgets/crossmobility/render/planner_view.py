"""The planner of the next cohort as text: its question, its files, the lines of the plan, what is supposed to happen to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crossmobility.domain.countries import ALL
from crossmobility.domain.findings import Finding
from crossmobility.domain.plans import NO_PROGRAMME, Line
from crossmobility.i18n import Language, Message, message, translator
from crossmobility.reference import countries, schemes
from crossmobility.render.controls import Option, dropdown, segments
from crossmobility.render.formats import day, period_label, text
from crossmobility.render.planner_page import PlannerPage
from crossmobility.render.words import unaccented

MOST_FAULTS: Final = 20
LABELS: Final[dict[str, Message]] = {
    "origin": message("Origin"),
    "destination": message("Destination"),
    "scheme": message("Scheme"),
    "programme_id": message("Programme"),
    "period": message("Starts in"),
    "duration_months": message("Months"),
    "places": message("Places"),
    "women": message("Women"),
    "kind": message("Kind"),
}
_LIMITS: Final = {
    "duration_months": 'min="0.5" step="0.5" max="60"',
    "places": 'min="0" step="1" max="100000"',
    "women": 'min="0" step="1" max="100000"',
}


def planner_title(language: Language) -> str:
    """Return the question the page answers."""
    return translator(language)("What would the next cohort change?")


def scenario_words(language: Language) -> str:
    """Return what stands beside every figure with the plan."""
    return translator(language)("scenario, not a result")


def planner_head(page: PlannerPage) -> str:
    """Return the question, the line that says what the page stands on, and what the plan is."""
    t = page.t
    line = [
        page.title,
        t("Data as of {day}", day=day(page.as_of, page.language)),
        t("places that start in {year}", year=str(page.year)),
        scenario_words(page.language),
    ]
    made_up = t("Synthetic demonstration data: no figure on this page describes real people.")
    band = f'<p class="cm-band">{text(made_up)}</p>' if page.synthetic else ""
    return (
        f'{band}<h1 class="cm-question">{text(planner_title(page.language))}</h1>'
        f'<p class="cm-line">{text(" · ".join(line))}</p>'
    )


def planner_file(page: PlannerPage) -> str:
    """Return what a plan begins with, and the controls that open and save it; then what came of the last of these."""
    t = page.t
    begin = segments(
        "begin",
        t("Begin with"),
        [Option("copy", t("Copy of {year}", year=str(page.copy.year))), Option("empty", t("No places"))],
        page.begun,
    )
    options = [Option("", t("None")), *(Option(name, name) for name in page.scenarios)]
    opened = dropdown("open", t("Open a scenario"), options, page.opened) if page.scenarios else ""
    name = _field("name", t("Name"), f'type="text" maxlength="60" autocomplete="off" value="{text(page.name)}"')
    who = _field("who", t("Made by"), f'type="text" maxlength="100" autocomplete="off" value="{text(page.who)}"')
    save = f'<button type="button" class="cm-first" data-intent="save" data-value="file">{text(t("Save the scenario"))}</button>'
    return f'<div class="cm-row">{begin}{opened}{name}{who}{save}</div>{_outcome(page)}'


def planner_faults(page: PlannerPage) -> str:
    """Return how many lines count, and what is wrong with the others."""
    t = page.t
    places = float(page.checked.plan.lines["places"].sum())
    counted = t.plural("{count} line counts", "{count} lines count", len(page.checked.plan.lines))
    sums = t.plural("{count} place", "{count} places", places)
    refused = len(page.checked.refused)
    rest = t.plural("{count} line does not count", "{count} lines do not count", refused)
    said = ", ".join([counted, sums] if not refused else [counted, sums, rest])
    return f'<p class="cm-plan-count" role="status">{text(said)}</p>{fault_list(page, page.checked.findings)}'


def fault_list(page: PlannerPage, findings: Sequence[Finding]) -> str:
    """Return what is wrong with lines: the number of each, its column, and what to do."""
    if not findings:
        return ""
    t = page.t
    items = "".join(f"<li>{text(_fault(page, each))}</li>" for each in findings[:MOST_FAULTS])
    left = len(findings) - MOST_FAULTS
    more = t.plural("and {count} more", "and {count} more", left) if left > 0 else ""
    return f'<ul class="cm-sentences cm-plan-faults">{items}{f"<li>{text(more)}</li>" if more else ""}</ul>'


def planner_lines(page: PlannerPage) -> str:
    """Return the lines of the plan, each with its fields, and above them the fields of one more.

    ``data-drawn`` makes fields that are written anew differ from those written before, whatever was typed meanwhile.
    """
    t = page.t
    note = _about_the_copy(page) if page.begun == "copy" else ""
    heads = ("", t("Corridor"), t("Starts in"), t("Months"), t("Places"), t("Women"), "")
    head = "".join(f"<span>{text(word)}</span>" for word in heads)
    rows = "".join(_row(page, line) for line in page.lines)
    listed = (
        f'<div class="cm-scroll" tabindex="0" role="region" aria-label="{text(t("Lines of the plan"))}">'
        f'<div class="cm-plan-head" aria-hidden="true">{head}</div><ol class="cm-plan-lines">{rows}</ol></div>'
        if rows
        else f'<p class="cm-empty">{text(t("The plan has no places yet: add a line above, or begin with a copy."))}</p>'
    )
    return (
        f'<div data-drawn="{page.drawn}"><h2 class="cm-h2">{text(t("The plan"))}</h2>{note}{_form(page)}{listed}'
        f'<p class="cm-note">{text(t("Women: how many of the places; empty when it is not known."))}</p></div>'
    )


def planner_what_if(page: PlannerPage) -> str:
    """Return what may be supposed: a corridor closes, a budget is frozen; and the years looked at."""
    t, asked = page.t, page.asked
    ends = {(line.cell("origin"), line.cell("destination")) for line in page.lines}
    if page.what_if.closure is not None:
        ends.add((page.what_if.closure.origin, page.what_if.closure.destination))
    ways = sorted(ends, key=lambda way: unaccented(page.words.corridor(way)))
    corridors = [Option("", t("None")), *(Option("-".join(way), page.words.corridor(way)) for way in ways)]
    families = list(dict.fromkeys(one.family for one in schemes().values()))
    frozen = [
        Option("", t("None")),
        Option(ALL, t("All schemes")),
        *(Option(one, page.words.scheme(one)) for one in families),
    ]
    months = [Option(month, period_label(month, page.language)) for month in page.months]
    closure = dropdown("closed", t("A corridor closes"), corridors, asked.corridor)
    if asked.corridor:
        closure += dropdown("closed-from", t("from the month of"), months, asked.closed_from)
    freeze = dropdown("frozen", t("A budget is frozen"), frozen, asked.family)
    if asked.family:
        number = f'type="number" min="0" max="24" step="1" value="{asked.months}"'
        fate = [Option("postponed", t("start later")), Option("lost", t("are lost"))]
        freeze += (
            dropdown("frozen-from", t("from the month of"), months, asked.frozen_from)
            + _field("frozen-months", t("for months"), number)
            + segments("frozen-fate", t("Its places"), fate, "postponed" if asked.postponed else "lost")
        )
    years = [Option("3", f"{page.year - 2}–{page.year}"), Option("1", str(page.year))]
    window = segments("window", t("Years looked at"), years, asked.window)
    return (
        f'<h2 class="cm-h2">{text(t("What if…"))}</h2><div class="cm-row">{closure}</div>'
        f'<div class="cm-row">{freeze}</div><div class="cm-row">{window}</div>'
    )


def planner_notice(language: Language) -> str:
    """Return what a stored notebook says in place of the plan of a real dataset."""
    said = translator(language)("The plan of your dataset is shown live only; it is not saved in this notebook.")
    return f'<p class="cm-note">{text(said)}</p>'


def _field(intent: str, label: str, attributes: str) -> str:
    return (
        f'<label class="cm-field cm-{intent}"><span class="cm-label">{text(label)}</span>'
        f'<input data-intent="{intent}" {attributes}/></label>'
    )


def _outcome(page: PlannerPage) -> str:
    t = page.t
    said = " ".join(each.in_language(page.language) for each in page.said)
    css, role = ("cm-problem", "alert") if page.failed else ("cm-note", "status")
    told = f'<p class="{css}" role="{role}">{text(said)}</p>' if said else ""
    if page.account is None:
        return told
    sums = t(
        "{file}: header and comments {header} + counted {accepted} + not counted {rejected} + blank {blank} = {lines} lines, "
        "none is lost.",
        file=f"{page.opened or page.name}.csv",
        header=page.account.header,
        accepted=page.account.accepted,
        rejected=page.account.rejected,
        blank=page.account.blank,
        lines=page.account.lines,
    )
    based = t(
        "Made by {who}, on the dataset {dataset} as of {day}.",
        who=page.notes.get("who") or t("n/a"),
        dataset=page.notes.get("dataset") or t("n/a"),
        day=page.notes.get("as_of") or t("n/a"),
    )
    return f'{told}<p class="cm-note">{text(f"{sums} {based}")}</p>{fault_list(page, page.unread)}'


def _fault(page: PlannerPage, finding: Finding) -> str:
    column = LABELS[finding.column].in_language(page.language) if finding.column in LABELS else ""
    place = page.t("Line {line}", line=str(finding.line))
    return f"{place}{f', {column}' if column else ''} — {finding.message.in_language(page.language)}"


def _about_the_copy(page: PlannerPage) -> str:
    t, copy = page.t, page.copy
    said = t.plural(
        "A copy of {year}, not a forecast: the {count} placement that started in {year} between two countries, once more.",
        "A copy of {year}, not a forecast: the {count} placements that started in {year} between two countries, once more.",
        copy.placements,
        year=str(copy.year),
    )
    local = t.plural(
        "{count} placement within one country is left out.",
        "{count} placements within one country are left out.",
        copy.local,
    )
    return f'<p class="cm-plan-copy">{text(f"{said} {local}" if copy.local else said)}</p>'


def _row(page: PlannerPage, line: Line) -> str:
    t = page.t
    name = f"{page.way(line)}, {page.kind(line)}"
    refused = line.number in page.checked.refused
    mark = f'<b class="cm-plan-refused">{text(t("does not count"))}</b>' if refused else ""
    months = _month_options(page, line.cell("period"))
    fields = "".join(
        f'<label><span class="cm-label">{text(LABELS[column].in_language(page.language))}</span>'
        f'<input type="number" inputmode="decimal" {limits} data-intent="line-{line.number}-{column}" '
        f'value="{text(line.cell(column))}" aria-label="{text(_named(page, column, name))}"/></label>'
        for column, limits in _LIMITS.items()
    )
    gone = text(t("Remove {line}", line=name))
    return (
        f'<li role="group" aria-label="{text(t("Line {line}", line=str(line.number)))}, {text(name)}">'
        f'<span class="cm-plan-number">{line.number}</span><span class="cm-plan-way">{text(page.way(line))}'
        f"<small>{text(page.kind(line))}</small>{mark}</span>"
        f'<span class="cm-plan-fields"><label><span class="cm-label">{text(t("Starts in"))}</span>'
        f'<select data-intent="line-{line.number}-period" aria-label="{text(_named(page, "period", name))}">{months}</select>'
        f"</label>{fields}</span>"
        f'<button type="button" data-intent="remove" data-value="{line.number}" aria-label="{gone}" title="{gone}">×</button></li>'
    )


def _named(page: PlannerPage, column: str, name: str) -> str:
    return f"{LABELS[column].in_language(page.language)}, {name}"


def _month_options(page: PlannerPage, chosen: str) -> str:
    strange = [] if chosen in page.months else [f'<option value="{text(chosen)}" selected>{text(chosen)}</option>']
    listed = (
        f'<option value="{month}"{" selected" if month == chosen else ""}>{text(_month_name(month, page.language))}</option>'
        for month in page.months
    )
    return "".join([*strange, *listed])


def _month_name(month: str, language: Language) -> str:
    """Return a month without its year, which is the same for all."""
    return period_label(month, language).replace(month[:4], "").strip()


def _form(page: PlannerPage) -> str:
    """Return the fields of one more line; what was chosen for the last one stays."""
    t, draft = page.t, page.draft
    places = sorted(((page.words.country(code), code) for code in countries()), key=lambda one: unaccented(one[0]))
    everywhere = [Option("", t("Choose one")), *(Option(code, name) for name, code in places)]
    every_scheme = [Option("", t("Choose one")), *(Option(code, page.scheme(code)) for code in schemes())]
    names = sorted(((page.programme(code), code) for code in page.programmes), key=lambda one: unaccented(one[0]))
    programmes = [Option(NO_PROGRAMME, t("None")), *(Option(code, name) for name, code in names)]
    months = [Option(month, period_label(month, page.language)) for month in page.months]
    chosen = {
        "origin": everywhere,
        "destination": everywhere,
        "scheme": every_scheme,
        "programme_id": programmes,
        "period": months,
    }
    fields = "".join(
        dropdown(f"new-{column}", LABELS[column].in_language(page.language), options, draft.get(column, ""))
        for column, options in chosen.items()
    )
    fields += "".join(
        _field(
            f"new-{column}",
            LABELS[column].in_language(page.language),
            f'type="number" inputmode="decimal" {limits} value="{text(draft.get(column, ""))}"',
        )
        for column, limits in _LIMITS.items()
    )
    add = f'<button type="button" data-intent="add" data-value="line">{text(t("Add the line"))}</button>'
    return f'<div class="cm-row cm-plan-new" role="group" aria-label="{text(t("A new line"))}">{fields}{add}</div>'
