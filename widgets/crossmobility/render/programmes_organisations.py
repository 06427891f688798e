"""The organisations of a scope by year and role: new, loyal, returning, lost, and how much hangs on the largest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from crossmobility.domain.reciprocity import SMALL
from crossmobility.i18n import Message, message
from crossmobility.render.formats import figure, known, period_label, share, text
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import head, largest, note, nothing, number_cell, percent, section, table
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

STATES: Final[Mapping[str, Message]] = {
    "loyal": message("Loyal"),
    "returning": message("Returning"),
    "new": message("New"),
    "lost": message("Lost"),
}
ROLES: Final[Mapping[str, Message]] = {
    "sending": message("Sending organisations"),
    "hosting": message("Hosting organisations"),
}


def organisations(page: ProgrammesPage) -> str:
    """Return both roles side by side, one row a year, all bars on one scale; then the last year in sentences."""
    words, t = page.words, page.words.t
    title = t("Organisations: new, loyal, returning, lost")
    if page.organisations.empty:
        return section("organisations", title, nothing(words))
    rows = lines(page.organisations.sort_values("period"))
    scale = largest(row.organisations + row.lost for row in rows)
    drawn = "".join(_role(role, [row for row in rows if row.role == role], scale, words) for role in ROLES)
    said = note(
        t(
            "New: never active here before. Loyal: active the year before too. Returning: active earlier, not the year before."
        ),
        t("Lost: active the year before, not this year; its outline ends the bar. All bars on one scale."),
        t("Largest: its share of the placements active in the year."),
    )
    return section("organisations", title, f'<div class="cm-pv-two">{drawn}</div>{said}')


def _role(role: str, rows: Sequence[Any], scale: float, words: Words) -> str:
    name, t = ROLES[role].in_language(words.language), words.t
    if not rows:
        return f'<div><h3 class="cm-h3">{text(name)}</h3>{nothing(words)}</div>'
    heads = head(t("Year")) + f'<th class="cm-pv-wide" aria-hidden="true"></th>{head(t("In all"), "cm-number")}'
    heads += "".join(_head(state, words) for state in STATES) + head(t("Largest"), "cm-number")
    body = "".join(_row(row, scale, words) for row in rows)
    made = table(name, heads, f"<tbody>{body}</tbody>", css="cm-pv-bodies")
    return f'<div><h3 class="cm-h3">{text(name)}</h3>{made}{_last(role, rows, words)}</div>'


def _head(state: str, words: Words) -> str:
    name = STATES[state].in_language(words.language)
    return f'<th scope="col" class="cm-number"><span class="cm-pv-swatch cm-pv-{state}" aria-hidden="true"></span>{text(name)}</th>'


def _row(row: Any, scale: float, words: Words) -> str:
    t = words.t
    parts = "".join(
        f'<i class="cm-pv-{state}" style="--w:{percent(getattr(row, state), scale)}"></i>'
        for state in STATES
        if getattr(row, state) > 0
    )
    cells = "".join(
        number_cell(getattr(row, state), STATES[state].in_language(words.language), words, css=_quiet(getattr(row, state)))
        for state in STATES
    )
    return (
        f'<tr><th scope="row">{text(period_label(row.period, words.language))}</th><td class="cm-pv-wide" aria-hidden="true">'
        f'<span class="cm-pv-stack">{parts}</span></td>{number_cell(row.organisations, t("In all"), words)}{cells}'
        f"{number_cell(row.largest, t('Largest'), words, written=largest_share(row.largest, row.placements, words))}</tr>"
    )


def _quiet(value: float) -> str:
    return "" if value else "cm-pv-zero"


def largest_share(part: float, whole: float, words: Words) -> str:
    """Return the share of the largest organisation; over fewer than ten placements the counts."""
    if not known(part) or not known(whole):
        return words.t("n/a")
    if not whole:
        return "–"
    if whole < SMALL:
        return words.t("{part} of {whole}", part=figure(part, words.language), whole=figure(whole, words.language))
    return share(part / whole, words.language)


def _last(role: str, rows: Sequence[Any], words: Words) -> str:
    """Return what the last year with anybody says beyond its row: who has the other role too, and who had two early ends."""
    row = next((one for one in reversed(rows) if one.organisations > 0), None)
    if row is None:
        return ""
    t, year = words.t, period_label(row.period, words.language)
    if role == "sending":
        said = [
            t(
                "{year}: {count} of {whole} also hosted in the three years up to then.",
                year=year,
                count=row.both,
                whole=row.organisations,
            )
        ]
    else:
        said = [
            t(
                "{year}: {count} of {whole} also sent in the three years up to then.",
                year=year,
                count=row.both,
                whole=row.organisations,
            )
        ]
    if row.two_early > 0:
        said.append(
            t.plural(
                "{count} organisation had two early ends or more in these years.",
                "{count} organisations had two early ends or more in these years.",
                row.two_early,
            )
        )
    return f'<p class="cm-pv-lead">{text(" ".join(said))}</p>'
