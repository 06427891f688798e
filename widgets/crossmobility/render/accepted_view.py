"""The accepted rows in a few numbers, and what it takes to use them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crossmobility.errors import CrossMobilityError
from crossmobility.i18n import Language, Message, translator
from crossmobility.render.check_view import CheckPage
from crossmobility.render.formats import BASES, figure, period_label, text
from crossmobility.render.words import Words

MOST_PERIODS: Final = 12
COMMAND: Final = "make dashboards DATA=data/local"
CALL: Final = 'open_figures("local")'


def accepted_section(page: CheckPage) -> str:
    """Return what the accepted rows hold: tiles, volunteers by scheme and year, stages."""
    t, held = page.t, page.accepted
    if not held.rows:
        return ""
    tiles = [(figure(held.rows, page.language), t.plural("accepted row", "accepted rows", held.rows))]
    if held.periods:
        first, last = (period_label(text_, page.language) for text_ in (held.periods[0], held.periods[-1]))
        tiles.append((first if first == last else f"{first} – {last}", t("period") if first == last else t("periods")))
    if held.countries:
        tiles.append((figure(held.countries, page.language), t.plural("country", "countries", held.countries)))
    tiles += [
        (figure(total, page.language), t("volunteers: {basis}", basis=BASES[basis]))
        for basis, total in held.volunteers.items()
        if basis in BASES
    ]
    tiles += [
        (f"{figure(total, page.language, 0)} €", page.columns.get(name, name)) for name, total in held.amounts.items()
    ]
    boxes = "".join(f'<div class="cm-tile"><b>{text(value)}</b><span>{text(label)}</span></div>' for value, label in tiles)
    return (
        f'<h2 class="cm-h2">{text(t("What is accepted"))}</h2><div class="cm-tiles">{boxes}</div>'
        f"{_notes(page)}{_by_scheme(page)}{_by_status(page)}"
    )


def use_section(language: Language, as_of: str, in_use: Sequence[Message], problem: CrossMobilityError | None) -> str:
    """Return the date the data speak of and the button that puts the file to use; afterwards, what was done and comes next."""
    t = translator(language)
    if in_use:
        done = "".join(f"<li>{text(one.in_language(language))}</li>" for one in in_use)
        return (
            f'<div class="cm-verdict cm-good" role="status"><h2 class="cm-h2">{text(t("This file is in use"))}</h2>'
            f'<ul class="cm-sentences">{done}</ul><p>{text(t("Next, in a terminal of the workbook:"))} <code>{COMMAND}</code></p>'
            f"<p>{text(t('or in a notebook:'))} <code>{text(CALL)}</code></p></div>"
        )
    wrong = ""
    if problem:
        hint = f" {problem.hint.in_language(language)}" if problem.hint else ""
        wrong = f'<p class="cm-problem" role="alert">{text(problem.problem.in_language(language) + hint)}</p>'
    return (
        f'<h2 class="cm-h2">{text(t("Use these data"))}</h2>'
        f'<p class="cm-note">{text(t("The accepted rows then count in your own dataset, data/local. Rejected rows do not."))}</p>'
        f'<div class="cm-row"><div class="cm-field cm-as-of"><label class="cm-label" for="cm-as-of">'
        f'{text(t("The day the data speak of"))}</label><input type="date" id="cm-as-of" data-intent="as_of" value="{text(as_of)}">'
        f'</div><button type="button" class="cm-first" data-intent="use" data-value="yes">{text(t("Use these data"))}</button></div>{wrong}'
    )


def _notes(page: CheckPage) -> str:
    t, held = page.t, page.accepted
    notes = []
    if held.undated:
        notes.append(t.plural("{count} row has no date.", "{count} rows have no date.", held.undated))
    if len(held.volunteers) > 1:
        notes.append(t("Numbers on different bases are never added together."))
    if held.problem:
        notes.append(held.problem.text(page.language))
        notes.append(t("Until this is corrected, no figures can be made of this file."))
    css = "cm-problem" if held.problem else "cm-note"
    return f'<p class="{css}">{text(" ".join(notes))}</p>' if notes else ""


def _by_scheme(page: CheckPage) -> str:
    cells = page.accepted.by_scheme
    if not cells:
        return ""
    t, words = page.t, Words(page.language)
    schemes = sorted({scheme for scheme, _ in cells}, key=lambda one: -sum(n for (s, _), n in cells.items() if s == one))
    present = [one for one in ("", *page.accepted.periods) if any(when == one for _, when in cells)]
    periods = present[-MOST_PERIODS:]
    head = "".join(f'<th scope="col" class="cm-number">{text(period_label(one, page.language))}</th>' for one in periods)
    rows = "".join(
        f'<tr><th scope="row">{text(words.scheme(scheme))}</th>'
        + "".join(
            f'<td class="cm-number">{figure(cells[scheme, one], page.language) if (scheme, one) in cells else ""}</td>'
            for one in periods
        )
        + "</tr>"
        for scheme in schemes
    )
    left = len(present) - len(periods)
    older = t.plural("{count} earlier period not shown.", "{count} earlier periods not shown.", left)
    more = f'<p class="cm-note">{text(older)}</p>' if left else ""
    title = text(t("Volunteers by scheme and period"))
    return (
        f'<div class="cm-scroll-x"><table class="cm-table cm-plain"><caption>{title}</caption><thead><tr>'
        f'<th scope="col">{text(t("Scheme"))}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}'
    )


def _by_status(page: CheckPage) -> str:
    counts = page.accepted.by_status
    if not counts:
        return ""
    t = page.t
    rows = "".join(
        f'<tr><th scope="row">{text(page.stages.get(status, status))}</th><td class="cm-number">{t.number(count)}</td></tr>'
        for status, count in sorted(counts.items(), key=lambda one: [*page.stages, one[0]].index(one[0]))
    )
    return (
        f'<table class="cm-table cm-plain cm-stages"><caption>{text(t("Placements by stage"))}</caption><thead><tr>'
        f'<th scope="col">{text(t("Stage"))}</th><th scope="col" class="cm-number">{text(t("Placements"))}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
