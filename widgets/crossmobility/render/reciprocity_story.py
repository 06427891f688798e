"""The story behind the balance: who never came back, why, between which halves of the world, in which loops, on which basis."""

from __future__ import annotations

from typing import Any, Final

from crossmobility.domain.breaks import Marked
from crossmobility.domain.loops import Loop
from crossmobility.i18n import Message, message
from crossmobility.render.formats import figure, known, period_label, share, text
from crossmobility.render.reciprocity_lens import lens
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_reasons import reasons
from crossmobility.render.reciprocity_words import pair_name, span_label
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

MOST_ONE_WAY: Final = 12
STATES: Final = {
    "complete": message("Complete"),
    "broken": message("Broken"),
    "one_sided": message("One-sided"),
    "waiting": message("Waiting"),
    "cancelled": message("Cancelled"),
}
BASE_COLUMNS: Final = {
    "before": message("Present before"),
    "started": message("Started"),
    "active": message("Active"),
    "ended": message("Ended"),
    "after": message("Present after"),
}


def story(page: ReciprocityPage) -> str:
    """Return what stands behind the numbers, section by section; a section without data is left out."""
    first = one_way_section(page), network_section(page)
    last = lens(page) + bases_section(page), pairings_section(page)
    return _columns(*first) + reasons(page) + _columns(*last)


def _columns(*sections: str) -> str:
    kept = [f"<div>{section}</div>" for section in sections if section]
    return f'<div class="cm-columns">{"".join(kept)}</div>' if kept else ""


def one_way_section(page: ReciprocityPage) -> str:
    """Return the corridors without a way back: how many go, when anybody last came back, and why if the way is closed."""
    found, words, t = page.one_way, page.words, page.words.t
    title = (
        f'<h2 class="cm-h2">{text(t("One way only, {period}", period=span_label(page.scope.span, words.language)))}</h2>'
    )
    if found.empty and not page.network.pairs:
        return ""  # nothing is known both ways
    if found.empty:
        return f'<section class="cm-one-way">{title}<p>{text(t("Every exchange with known figures goes both ways."))}</p></section>'
    rows = "".join(_one_way_row(row, page) for row in lines(found.head(MOST_ONE_WAY)))
    rest = found.iloc[MOST_ONE_WAY:]
    more = (
        f'<p class="cm-note">{text(t.plural("{count} smaller one is in the matrix.", "{count} smaller ones are in the matrix.", len(rest)))}</p>'
        if len(rest)
        else ""
    )
    head = "".join(
        f'<th scope="col" class="cm-{css}">{text(label)}</th>'
        for label, css in ((t("Corridor"), "text"), (t("There"), "number"), (t("Last return"), "number"), ("", "text"))
    )
    return (
        f'<section class="cm-one-way">{title}<div class="cm-scroll-x"><table class="cm-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{more}</section>"
    )


def closing(page: ReciprocityPage, *countries: str) -> list[Marked]:
    """Return the breaks that close the corridors of these countries at the end of the window."""
    if not page.scope.span:
        return []
    last = page.scope.span[-1]
    return [
        mark
        for mark in page.marks
        if mark.event.closes_corridor and mark.first <= last <= mark.last and set(countries) & set(mark.event.countries)
    ]


def _one_way_row(row: Any, page: ReciprocityPage) -> str:
    words = page.words
    last = period_label(row.last_return, words.language) if row.last_return else words.t("never")
    closed = ", ".join(
        dict.fromkeys(mark.event.label(words.language) for mark in closing(page, row.origin, row.destination))
    )
    corridor = (row.origin, row.destination)
    chosen = page.selection.corridor and set(page.selection.corridor) == set(corridor)
    return (
        f'<tr{" class=cm-chosen" if chosen else ""}><th scope="row"><button type="button" data-intent="corridor" '
        f'data-value="{text(row.origin)}-{text(row.destination)}" aria-pressed="{str(bool(chosen)).lower()}">{text(words.corridor(corridor))}'
        f'</button></th><td class="cm-number">{figure(row.volume, words.language)}</td><td class="cm-number">{text(last)}</td>'
        f'<td class="cm-closed">{text(closed)}</td></tr>'
    )


def network_section(page: ReciprocityPage) -> str:
    """Return loops, network figures and concentration."""
    return loops_section(page) + figures_section(page)


def loops_section(page: ReciprocityPage) -> str:
    """Return what came back directly, through others, or not, as one bar with its numbers, and loops in words."""
    found, words, t = page.loops, page.words, page.words.t
    # Of published figures nobody knows what did not come back: a way that is not published is no way unanswered.
    if not found.total or not page.scope.complete_to:
        return ""
    parts: list[tuple[str, Message, float]] = [
        ("direct", message("returned directly"), found.direct),
        ("through", message("returned through others"), found.through),
        ("lost", message("not returned"), found.unreturned),
    ]
    bar = "".join(
        f'<i class="cm-loop-{key}" style="width:{100 * value / found.total:.2f}%"></i>' for key, _, value in parts if value
    )
    names = "".join(
        f'<li><i class="cm-loop-{key}"></i><b>{figure(value, words.language)}</b> {text(name.in_language(words.language))} '
        f"<span>{share(value / found.total, words.language)}</span></li>"
        for key, name, value in parts
    )
    examples = "".join(f"<li>{text(loop_words(loop, words))}</li>" for loop in found.examples)
    listed = (
        f'<p class="cm-note">{text(t("Loops through other countries:"))}</p><ul class="cm-loops">{examples}</ul>'
        if examples
        else ""
    )
    return (
        f'<section><h2 class="cm-h2">{text(t("What came back"))}</h2><div class="cm-loop-bar" aria-hidden="true">{bar}</div>'
        f'<ul class="cm-loop-names">{names}</ul>{listed}</section>'
    )


def loop_words(loop: Loop, words: Words) -> str:
    """Return a loop in words: "France → Senegal → Morocco → France: 2"."""
    way = " → ".join(words.country(code) for code in (*loop.countries, loop.countries[0]))
    return words.t("{way}: {count}", way=way, count=figure(loop.volume, words.language))


def figures_section(page: ReciprocityPage) -> str:
    """Return the figures of the whole network, each with what it means, and the largest counterparts."""
    words, t, network = page.words, page.words.t, page.network
    language = words.language
    facts: list[tuple[str, str, str]] = []
    if network.pairs and known(network.flow_reciprocity):
        counted = t(
            "{one_way} of {pairs}", one_way=figure(network.one_way, language), pairs=figure(network.pairs, language)
        )
        facts += [
            (t("Pairs with one way only"), counted, share(network.one_way_share, language)),
            (
                t("Flow reciprocity"),
                share(network.flow_reciprocity, language),
                t("of all volunteers are matched by one the other way"),
            ),
            (t("Net to gross"), share(network.net_to_gross, language), t("0%: every country gives as much as it receives")),
        ]
    for side, name in (("in", t("Top five origins")), ("out", t("Top five destinations"))):
        found = page.concentration.get(side)
        if found is not None and found.countries and known(found.share):
            facts.append(
                (name, share(found.share, language, 1), ", ".join(words.country(code) for code in found.countries))
            )
    if not facts:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{text(name)}</th><td class="cm-number">{text(value)}</td><td>{text(meaning)}</td></tr>'
        for name, value, meaning in facts
    )
    return (
        f'<section><h2 class="cm-h2">{text(t("The whole network"))}</h2><table class="cm-table cm-figures"><tbody>{rows}</tbody>'
        "</table></section>"
    )


def pairings_section(page: ReciprocityPage) -> str:
    """Return pairs of volunteers (binômes) by programme and edition: complete, broken, one-sided, waiting."""
    found, words, t = page.pairings, page.words, page.words.t
    if found.empty:
        return ""
    states = [state for state in STATES if state in found and found[state].sum() > 0]
    head = "".join(
        f'<th scope="col" class="cm-{css}">{text(label)}</th>'
        for label, css in (
            (t("Programme"), "text"),
            (t("Edition"), "text"),
            (t("Pairs"), "number"),
            *((STATES[state].in_language(words.language), "number") for state in states),
        )
    )
    rows = "".join(
        f'<tr><th scope="row">{text(words.programme(str(row["programme"])))}</th><td class="cm-whole-line">{text(row["cohort"] or row["period"])}</td>'
        + "".join(f'<td class="cm-number">{figure(float(row[name]), words.language)}</td>' for name in ("pairs", *states))
        + "</tr>"
        for row in found.to_dict("records")
    )
    sums = "".join(
        f'<td class="cm-number">{figure(float(found[name].sum()), words.language)}</td>' for name in ("pairs", *states)
    )
    note = t(
        "A pair is two volunteers who answer each other. Complete: both started and neither ended early; broken: one ended "
        "early; one-sided: only one started; waiting: none has started yet; cancelled: closed before anybody started."
    )
    return (
        f'<section><h2 class="cm-h2">{text(t("Pairs of volunteers"))}</h2><div class="cm-scroll-x"><table class="cm-table"><thead><tr>{head}</tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr class="cm-total"><th scope="row">{text(t("Total"))}</th><td></td>{sums}</tr></tfoot></table></div>'
        f'<p class="cm-note">{text(note)}</p></section>'
    )


def bases_section(page: ReciprocityPage) -> str:
    """Return the four counting bases side by side, and whether they reconcile."""
    found, words, t = page.bases, page.words, page.words.t
    # Published figures state hardly ever more than one basis: there is nothing to reconcile.
    if found.empty or not page.scope.complete_to:
        return ""
    shown = [name for name in BASE_COLUMNS if found[name].notna().any()]
    head = "".join(
        f'<th scope="col" class="cm-number">{text(BASE_COLUMNS[name].in_language(words.language))}</th>' for name in shown
    )
    rows = "".join(_base_row(row, shown, page) for row in found.to_dict("records"))
    title = t(
        "Four ways to count: {pair}, {period}",
        pair=pair_name(page.pair, words),
        period=span_label(page.scope.span, words.language),
    )
    note = t("Present before + started = ended + present after: whoever enters leaves, or crosses the end of the year.")
    return (
        f'<section><h2 class="cm-h2">{text(title)}</h2><div class="cm-scroll-x"><table class="cm-table"><thead><tr><th scope="col" class="cm-text"></th>{head}'
        f'<th scope="col" class="cm-text"></th></tr></thead><tbody>{rows}</tbody></table></div><p class="cm-note">{text(note)}</p></section>'
    )


def _base_row(row: dict[Any, Any], shown: list[str], page: ReciprocityPage) -> str:
    words = page.words
    name = _side_name(str(row["side"]), page)
    cells = "".join(f'<td class="cm-number">{figure(float(row[column]), words.language)}</td>' for column in shown)
    held = "" if row["holds"] is None else words.t("✓ adds up") if row["holds"] else words.t("✕ does not add up")
    return f'<tr><th scope="row">{text(name)}</th>{cells}<td class="cm-closed cm-whole-line">{text(held)}</td></tr>'


def _side_name(side: str, page: ReciprocityPage) -> str:
    words = page.words
    if side == "between":
        return words.t("between others")
    return words.t("arriving") if side == "in" else words.t("leaving")
