"""The pairs of a programme by edition: how many are complete, broken, one-sided, waiting or cancelled."""

from __future__ import annotations

from typing import Any, Final

from crossmobility.domain.pairings import STATES
from crossmobility.render.formats import figure, text
from crossmobility.render.pairs_words import STATE_NAMES, STATE_RULES
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import head, largest, note, nothing, number_cell, percent, rate, section, table
from crossmobility.render.trend import lines

IN_PAIRS: Final = frozenset({"PAIRED", "PAIRED_LOCAL"})
ROOM: Final = 6.0
"""Per cent of the whole bar a part must have for its number to stand inside it; the columns have every number."""


def pairs(page: ProgrammesPage) -> str:
    """Return the pairs of each edition as one bar of its states, with every number. Empty for a design without pairs."""
    if page.subject.kind != "programme" or (page.subject.design not in IN_PAIRS and page.pairings.empty):
        return ""
    t, words = page.words.t, page.words
    title = t("Pairs: complete, and not")
    if page.pairings.empty:
        return section("pairs", title, nothing(words))
    found = lines(page.pairings)
    scale = largest(row.pairs for row in found)
    names = {state: STATE_NAMES[state].in_language(words.language) for state in STATES}
    heads = head(t("Edition")) + f'<th scope="col" class="cm-pv-wide">{text(t("Pairs"))}</th>'
    heads += "".join(head_of(state, names[state]) for state in STATES) + head(t("In all"), "cm-number")
    body = "".join(_row(row, scale, page) for row in found)
    whole = {name: float(sum(getattr(row, name) for row in found)) for name in (*STATES, "pairs")}
    cells = "".join(number_cell(whole[name], names.get(name, t("In all")), words) for name in (*STATES, "pairs"))
    foot = f'<tr class="cm-total"><th scope="row">{text(t("In all"))}</th><td class="cm-pv-wide"></td>{cells}</tr>'
    share = rate(whole["complete"], whole["pairs"] - whole["waiting"], words)
    lead = t(
        "Complete: {complete} of {begun} pairs that are no longer waiting ({share}).",
        begun=whole["pairs"] - whole["waiting"],
        complete=whole["complete"],
        share=share or t("n/a"),
    )
    rules = " ".join(t("{state}: {rule}.", state=STATE_NAMES[state], rule=STATE_RULES[state]) for state in STATES)
    made = table(title, heads, f"<tbody>{body}</tbody>", css="cm-pv-pairs", foot=foot if len(found) > 1 else "")
    return section("pairs", title, f'<p class="cm-pv-lead">{text(lead)}</p>{made}{note(rules)}')


def head_of(state: str, name: str) -> str:
    """Return the head of a state: the pattern of its part of the bar, and its name."""
    return f'<th scope="col" class="cm-number"><span class="cm-pv-swatch cm-pv-{state}" aria-hidden="true"></span>{text(name)}</th>'


def _row(row: Any, scale: float, page: ProgrammesPage) -> str:
    words, t = page.words, page.words.t
    parts = "".join(_part(state, getattr(row, state), scale, page) for state in STATES)
    cells = "".join(
        number_cell(getattr(row, state), STATE_NAMES[state].in_language(words.language), words, css=_quiet(row, state))
        for state in STATES
    )
    return (
        f'<tr><th scope="row">{text(edition_label(row.cohort, page))}</th><td class="cm-pv-wide" aria-hidden="true">'
        f'<span class="cm-pv-stack">{parts}</span></td>{cells}{number_cell(row.pairs, t("In all"), words)}</tr>'
    )


def edition_label(cohort: str, page: ProgrammesPage) -> str:
    """Return the published name of an edition, else the code its records carry."""
    entry = next((one for one in page.entries if one.edition == cohort), None)
    return entry.label(page.words.language) if entry else cohort


def _quiet(row: Any, state: str) -> str:
    return "" if getattr(row, state) else "cm-pv-zero"


def _part(state: str, value: float, scale: float, page: ProgrammesPage) -> str:
    if not value:
        return ""
    width = percent(value, scale)
    written = figure(value, page.words.language) if float(width) >= ROOM else ""
    return f'<i class="cm-pv-{state}" style="--w:{width}"><b>{written}</b></i>'
