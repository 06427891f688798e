"""The hosting guide as text: what to look at first, then the steps of a route as a dated checklist with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from crossmobility.domain.hosting import FIRST_YEAR, LAST_YEAR
from crossmobility.domain.hosting_cautions import Caution
from crossmobility.i18n import Language, translator
from crossmobility.render.controls import Option, dropdown
from crossmobility.render.formats import day, text
from crossmobility.render.hosting_page import HostingPage
from crossmobility.render.hosting_words import (
    SEVERITY_NAMES,
    caution_words,
    counted_words,
    due_words,
    past_words,
    to_confirm,
)

DOWNLOADS: Final = ("csv", "ics")


def hosting_title(language: Language) -> str:
    """Return the question the page answers."""
    return translator(language)("What must be done to host somebody in France, and by when?")


def hosting_head(page: HostingPage) -> str:
    """Return the question, and the line that says what the days are counted from."""
    t = page.t
    on = t("day of the data: {day} ({dataset})", day=day(page.as_of, page.language), dataset=page.title)
    line = [t("Dates counted from a planned stay"), on, t("the steps are those of the sources below")]
    return (
        f'<h1 class="cm-question">{text(hosting_title(page.language))}</h1><p class="cm-line">{text(" · ".join(line))}</p>'
    )


def hosting_controls(page: HostingPage) -> str:
    """Return the controls in one row: route, origin, planned arrival, planned end."""
    t = page.t
    routes = [Option(code, page.route_name(code)) for code in page.routes]
    origins = [Option(code, page.country(code)) for code in page.origins]
    fold = (
        f'<button type="button" class="cm-fold" data-fold="" aria-expanded="false">{text(t("Choose what to see"))}</button>'
    )
    parts = (
        dropdown("route", t("Route"), routes, page.route)
        + dropdown("origin", t("Origin"), origins, page.origin)
        + _date("arrival", t("Planned arrival"), page.arrival)
        + _date("end", t("Planned end"), page.end)
    )
    return f'{fold}<div class="cm-row">{parts}</div>'


def hosting_guide_text(page: HostingPage) -> str:
    """Return what to look at first, the checklist and its sources; or what is wrong with the dates and what to write."""
    if page.problem is not None:
        return _problem(page)
    return _cautions(page) + _confirm(page) + checklist_table(page) + _files(page) + _rules(page) + _sources(page)


def checklist_table(page: HostingPage) -> str:
    """Return the dated steps as a table, one row a step."""
    t = page.t
    heads = "".join(f'<th scope="col">{text(word)}</th>' for word in (t("When"), t("What"), t("How sure")))
    rows = "".join(_row(page, row) for row in page.table.to_dict("records"))
    return (
        f'<h2 class="cm-h2">{text(_heading(page))}</h2>'
        f'<table class="cm-table cm-guide-list"><caption class="cm-hidden">{text(t("Steps of this route, by day"))}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _heading(page: HostingPage) -> str:
    assert page.stay is not None
    return page.t(
        "{route}, from {country}, {first} to {last}",
        route=page.route_name(page.route),
        country=page.country(page.origin),
        first=day(page.stay.arrival_on, page.language),
        last=day(page.stay.end_on, page.language),
    )


def _row(page: HostingPage, row: Mapping[Any, Any]) -> str:
    due, past, counted = due_words(page, row), past_words(page, row), text(counted_words(page, row))
    mark = f' <span class="cm-guide-past">{text(past)}</span>' if past else ""
    said = f'<b>{text(due)}</b>{mark}<span class="cm-guide-soft">{counted}</span>' if due else counted
    sure = f"{page.certainty(row['certainty'])} [{page.citations.index(row['citation']) + 1}]"
    return (
        f'<tr class="cm-guide-{row["certainty"]}"><td>{said}</td>'
        f'<th scope="row"><div><span class="cm-guide-box" aria-hidden="true"></span><b>{text(row["name"])}</b>'
        f'<span class="cm-guide-what">{text(row["what"])}</span></div></th><td class="cm-guide-sure">{text(sure)}</td></tr>'
    )


def _cautions(page: HostingPage) -> str:
    if not page.cautions:
        return ""
    items = "".join(_caution(page, one) for one in page.cautions)
    return f'<h2 class="cm-h2">{text(page.t("Before anything else"))}</h2><ul class="cm-guide-cautions">{items}</ul>'


def _caution(page: HostingPage, one: Caution) -> str:
    label = SEVERITY_NAMES[one.severity].in_language(page.language)
    numbers = {citation: place for place, citation in enumerate(page.citations, 1)}
    said = [
        f"{rule.text(page.language)} ({page.certainty(rule.certainty)}) [{numbers[rule.citation]}]" for rule in one.rules
    ]
    if one.event is not None:
        said.append(f"[{numbers[one.event.citation]}]")
    more = f' <span class="cm-guide-soft">{text(" ".join(said))}</span>' if said else ""
    return (
        f'<li class="cm-guide-{one.severity}"><b>{text(page.t("{label}:", label=label))}</b> '
        f"{text(caution_words(page, one))}{more}</li>"
    )


def _confirm(page: HostingPage) -> str:
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in to_confirm(page))
    title = page.t("To confirm with the authority: this is a guide, not legal advice")
    return f'<h2 class="cm-h2">{text(title)}</h2><ul class="cm-sentences">{items}</ul>'


def _files(page: HostingPage) -> str:
    t = page.t
    words = {"csv": t("Download as a table (CSV)"), "ics": t("Download for a calendar (.ics)")}
    buttons = "".join(f'<button type="button" data-download="{kind}">{text(words[kind])}</button>' for kind in DOWNLOADS)
    undated = int(page.table["due_on"].isna().sum())
    left = t.plural(
        "{count} step without a day is not in the calendar.",
        "{count} steps without a day are not in the calendar.",
        undated,
    )
    note = f'<p class="cm-note">{text(left)}</p>' if undated else ""
    return f'<div class="cm-guide-files"><div class="cm-row">{buttons}</div>{note}</div>'


def _rules(page: HostingPage) -> str:
    """Return what sources state of the scheme, folded: each rule with its certainty."""
    if not page.rules:
        return ""
    t, language = page.t, page.language
    items = "".join(
        f"<li>{text(rule.text(language))} <cite>{text(page.certainty(rule.certainty))}: {text(rule.citation)}</cite></li>"
        for rule in page.rules.values()
    )
    title = text(t("What sources state of this scheme"))
    return f'<details class="cm-more" data-keep="rules"><summary>{title}</summary><ul class="cm-sentences">{items}</ul></details>'


def _sources(page: HostingPage) -> str:
    items = "".join(f"<li>{text(citation)}</li>" for citation in page.citations)
    return f'<h2 class="cm-h2">{text(page.t("Sources"))}</h2><ol class="cm-sources cm-guide-sources">{items}</ol>'


def _problem(page: HostingPage) -> str:
    assert page.problem is not None
    hint = page.problem.hint
    more = f"<p>{text(hint.in_language(page.language))}</p>" if hint else ""
    return f'<div class="cm-guide-problem" role="alert"><p><b>{text(page.problem.problem.in_language(page.language))}</b></p>{more}</div>'


def _date(intent: str, label: str, value: str) -> str:
    """Return a field for a day. No pattern and no script: a browser asks for a day as its reader writes it."""
    return (
        f'<div class="cm-field cm-{intent}"><span class="cm-label">{text(label)}</span><input type="date" '
        f'data-intent="{intent}" aria-label="{text(label)}" min="{FIRST_YEAR}-01-01" max="{LAST_YEAR}-12-31" value="{text(value)}"></div>'
    )
