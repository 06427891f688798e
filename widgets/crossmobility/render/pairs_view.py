"""The page of pairs (binômes) as text: which are complete, which lost a side, and one pair face to face."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from babel.dates import format_date

from crossmobility.domain.pairings import STATES
from crossmobility.i18n import Language, Message, message, translator
from crossmobility.render.controls import Option, dropdown, segments
from crossmobility.render.formats import day, text
from crossmobility.render.pairs_page import MOST_ROWS, PairsPage, PlacementPair, Side, editions, remaining
from crossmobility.render.pairs_timeline import timelines
from crossmobility.render.pairs_words import (
    STATE_NAMES,
    STATE_RULES,
    between_sides,
    edition_name,
    pair_sentences,
    what_became,
    what_is_left,
    what_is_missing,
)
from crossmobility.render.words import unaccented

# Two bars face to face, as in the picture of a pair: full, cut short, missing, still to come, struck out.
GLYPHS: Final = {
    "complete": '<path class="cm-full" d="M1 1h16v4H1zM1 8h16v4H1z"/>',
    "broken": '<path class="cm-full" d="M1 1h16v4H1zM1 8h7v4H1z"/><path class="cm-open" d="M10.5 6v8"/>',
    "one_sided": '<path class="cm-full" d="M1 1h16v4H1z"/><path class="cm-open" stroke-dasharray="2 2" d="M1.5 8.5h15v3h-15z"/>',
    "waiting": '<path class="cm-open" d="M1.5 1.5h15v3h-15zM1.5 8.5h15v3h-15z"/>',
    "cancelled": '<path class="cm-open" d="M1.5 1.5h15v3h-15zM1.5 8.5h15v3h-15zM3 13L15 0"/>',
}
HEADS: Final[tuple[tuple[str, Message, str], ...]] = (
    ("pair", message("Pair id"), ""),
    ("edition", message("Programme and edition"), ""),
    ("way", message("The two ways"), ""),
    ("starts", message("Starts"), ""),
    ("ends", message("Ends"), ""),
    ("overlap", message("Days together"), "cm-number"),
    ("gap", message("Days apart"), "cm-number"),
    ("state", message("State"), ""),
)


def pairs_title(language: Language) -> str:
    """Return the question the page answers."""
    return translator(language)("Which pairs are complete, and which have lost a side?")


def pairs_head(page: PairsPage) -> str:
    """Return the question, and the line that says what the page stands on."""
    t = page.t
    count = t.plural("{count} pair of volunteers", "{count} pairs of volunteers", len(page.pairs))
    line = [page.title, t("Data as of {day}", day=day(page.as_of, page.language)), count]
    made_up = t("Synthetic demonstration data: no figure on this page describes real people.")
    band = f'<p class="cm-band">{text(made_up)}</p>' if page.synthetic else ""
    return (
        f'{band}<h1 class="cm-question">{text(pairs_title(page.language))}</h1>'
        f'<p class="cm-line">{text(" · ".join(line))}</p>{_rejected(page)}'
    )


def pairs_controls(page: PairsPage) -> str:
    """Return the controls in one row: programme, edition, state; nothing for a dataset without pairs."""
    if not page.pairs:
        return ""
    t, filters = page.t, page.filters
    codes = sorted({pair.programme for pair in page.pairs}, key=lambda code: unaccented(page.programme(code)))
    named = [Option("", t("All programmes")), *(Option(code, page.programme(code)) for code in codes)]
    # An edition is named by its programme too: two programmes may have an edition of the same name.
    offered = [key for key in editions(page.pairs) if filters.programme in ("", key[0])]
    cohorts = list(dict.fromkeys(cohort for _, cohort in offered))
    states = [Option("", t("All"))]
    states += [Option(state, STATE_NAMES[state].in_language(page.language)) for state in STATES]
    fold = (
        f'<button type="button" class="cm-fold" data-fold="" aria-expanded="false">{text(t("Choose what to see"))}</button>'
    )
    parts = (
        dropdown("programme", t("Programme"), named, filters.programme)
        + dropdown(
            "edition",
            t("Edition"),
            [Option("", t("All editions")), *(Option(one, one) for one in cohorts)],
            filters.edition,
        )
        + segments("state", t("State"), states, filters.state)
    )
    return f'{fold}<div class="cm-row">{parts}</div>'


def pairs_list(page: PairsPage) -> str:
    """Return the counts by state and the table of pairs; or what is missing and what to do."""
    if not page.pairs:
        return _empty(
            page.t("No placement of this dataset carries a pair_id."),
            page.t("Write the same pair_id on the two placements of a pair, or name another dataset in the first cell."),
        )
    shown = page.shown
    if not shown:
        return _tiles(page) + _empty(page.t("No pair is left by this choice."), "") + _clear(page)
    return _tiles(page) + _table(page, shown)


def pairs_text(page: PairsPage) -> str:
    """Return the counts by programme and edition as sentences."""
    if not page.in_scope:
        return ""
    found = "".join(f"<li>{text(sentence)}</li>" for sentence in pair_sentences(page))
    rules = " ".join(page.t("{state}: {rule}.", state=STATE_NAMES[state], rule=STATE_RULES[state]) for state in STATES)
    return (
        f'<h2 class="cm-h2">{text(page.t("Pairs by programme and edition"))}</h2><ul class="cm-sentences">{found}</ul>'
        f'<p class="cm-note">{text(rules)}</p>'
    )


def pair_face(page: PairsPage) -> str:
    """Return the chosen pair face to face: the picture, its two sides, how they met, what is left of a plan."""
    pair = page.face
    if pair is None:
        return ""
    t = page.t
    sides = "".join(_side(page, side) for side in pair.sides)
    if len(pair.sides) < 2:
        absent = t("No placement of this dataset carries this pair_id: it is not in the records, or there never was one.")
        sides += f'<div class="cm-face-side"><h3>{text(t("The other side"))}</h3><p>{text(absent)}</p></div>'
    said = "".join(f"<li>{text(sentence)}</li>" for sentence in between_sides(page, pair))
    met = f'<ul class="cm-sentences">{said}</ul>' if said else ""
    return (
        f'<div class="cm-face-head"><h2 class="cm-h2" role="status">{text(t("Pair {pair}", pair=pair.pair_id))} '
        f'<span class="cm-soft">{text(edition_name(page, pair.programme, pair.cohort))}</span> {_state(page, pair.state)}</h2>'
        f'{_steps(page)}</div><div class="cm-face-body"><div>{timelines(page, pair)}<div class="cm-face-sides">{sides}</div></div>'
        f"<div>{met}{_left(page, pair)}</div></div>"
    )


def pairs_counts(page: PairsPage) -> str:
    """Return the counts by programme and edition as a table, without a single placement: fit to be stored and compared."""
    t = page.t
    states = "".join(
        f'<th scope="col" class="cm-number">{text(STATE_NAMES[state].in_language(page.language))}</th>' for state in STATES
    )
    rows = [
        _count_row(
            page,
            edition_name(page, *key),
            [pair for pair in page.pairs if (pair.programme, pair.cohort) == key],
            "",
        )
        for key in editions(page.pairs)
    ]
    total = _count_row(page, t("In all"), page.pairs, ' class="cm-total"')
    return (
        f'<table class="cm-table"><caption class="cm-hidden">{text(t("Pairs by programme, edition and state"))}</caption>'
        f'<thead><tr><th scope="col">{text(t("Programme and edition"))}</th>{states}'
        f'<th scope="col" class="cm-number">{text(t("Pairs"))}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody><tfoot>{total}</tfoot></table>"
    )


def private_notice(language: Language) -> str:
    """Return what a stored notebook says in place of the pairs of a real dataset."""
    said = translator(language)("The pairs of your dataset are shown live only; they are not saved in this notebook.")
    return f'<p class="cm-note">{text(said)}</p>'


def _count_row(page: PairsPage, name: str, pairs: Sequence[PlacementPair], css: str) -> str:
    counts = page.counts(pairs)
    cells = "".join(f'<td class="cm-number">{page.t.number(counts[state])}</td>' for state in STATES)
    return f'<tr{css}><th scope="row">{text(name)}</th>{cells}<td class="cm-number">{page.t.number(len(pairs))}</td></tr>'


def _rejected(page: PairsPage) -> str:
    if not page.rejected:
        return ""
    said = page.t.plural(
        "{count} row of this dataset was rejected by its check and is not on this page.",
        "{count} rows of this dataset were rejected by its check and are not on this page.",
        page.rejected,
    )
    return f'<p class="cm-note">{text(said)}</p>'


def _empty(said: str, remedy: str) -> str:
    more = f"<p>{text(remedy)}</p>" if remedy else ""
    return f'<div class="cm-empty" role="status"><p>{text(said)}</p>{more}</div>'


def _clear(page: PairsPage) -> str:
    return f'<button type="button" data-intent="clear" data-value="all">{text(page.t("Show all"))}</button>'


def _tiles(page: PairsPage) -> str:
    counts = page.counts(page.in_scope)
    tiles = "".join(
        f'<div class="cm-tile" title="{text(STATE_RULES[state].in_language(page.language))}"><b>{page.t.number(counts[state])}</b>'
        f"{_state(page, state)}</div>"
        for state in STATES
    )
    return f'<div class="cm-tiles">{tiles}</div>'


def _state(page: PairsPage, state: str) -> str:
    """Return a state as shape and word; the colour repeats them."""
    return (
        f'<span class="cm-face-state cm-face-{state}"><svg width="18" height="14" aria-hidden="true">{GLYPHS[state]}</svg>'
        f"{text(STATE_NAMES[state].in_language(page.language))}</span>"
    )


def _table(page: PairsPage, shown: Sequence[PlacementPair]) -> str:
    t, filters = page.t, page.filters
    rows = shown if filters.all_rows else shown[:MOST_ROWS]
    chosen = page.face.pair_id if page.face else ""
    heads = "".join(_head(page, column, label.in_language(page.language), css) for column, label, css in HEADS)
    lines = "".join(_row(page, pair, pair.pair_id == chosen) for pair in rows)
    more = ""
    if len(rows) < len(shown):
        words = t.plural("Show the {count} other pair too", "Show the {count} other pairs too", len(shown) - len(rows))
        more = f'<button type="button" class="cm-quiet" data-intent="rows" data-value="all">{text(words)}</button>'
    return (
        f'<div class="cm-scroll"><table class="cm-table cm-face-list"><caption class="cm-hidden">'
        f"{text(t('Pairs, two lines each: one for each side'))}</caption><thead><tr>{heads}"
        f'<th scope="col">{text(t("What is missing"))}</th></tr></thead><tbody>{lines}</tbody></table></div>{more}'
    )


def _head(page: PairsPage, column: str, label: str, css: str) -> str:
    sort = "none" if page.filters.sort != column else "ascending" if page.filters.up else "descending"
    kind = f' class="{css}"' if css else ""
    return (
        f'<th scope="col"{kind} aria-sort="{sort}"><button type="button" data-intent="sort" data-value="{column}">'
        f"{text(label)}</button></th>"
    )


def _row(page: PairsPage, pair: PlacementPair, chosen: bool) -> str:
    first, second = pair.sides[0], pair.sides[1] if len(pair.sides) > 1 else None
    ways = _lines(page.way(first), page.way(second) if second else "–")
    starts = _lines(*(_start(page, side) for side in pair.sides))
    ends = _lines(*(_end(page, side) for side in pair.sides))
    edition = f"<span>{text(page.programme(pair.programme))}</span> <span>{text(pair.cohort)}</span>"
    return (
        f'<tr{" class=cm-chosen" if chosen else ""}><th scope="row"><button type="button" data-intent="pair" '
        f'data-value="{text(pair.pair_id)}" aria-pressed="{str(chosen).lower()}">{text(pair.pair_id)}</button></th>'
        f"<td>{edition}</td><td>{ways}</td><td>{starts}</td><td>{ends}</td>"
        f'<td class="cm-number">{_days(page, pair.overlap_days)}</td><td class="cm-number">{_days(page, pair.gap_days)}</td>'
        f"<td>{_state(page, pair.state)}</td><td>{_missing(page, pair)}</td></tr>"
    )


def _missing(page: PairsPage, pair: PlacementPair) -> str:
    """Return what each side lacks, on the line of that side; in one column, where lines do not meet, the side is named."""
    found = [(page.way(side), what_is_missing(page, side)) for side in pair.sides]
    if len(pair.sides) < 2:
        found.append((page.t("The other side"), page.t("no placement with this pair id")))
    return "".join(_lack(way, said) for way, said in found) if any(said for _, said in found) else ""


def _lack(way: str, said: str) -> str:
    words = f"<span>{text(way)} </span>{text(said)}" if said else ""
    return f'<div class="cm-face-lack" title="{text(said)}">{words}</div>'


def _lines(*words: str) -> str:
    return "<br>".join(text(word) for word in words)


def _start(page: PairsPage, side: Side) -> str:
    return _short(page, side.start) if side.start else "–" if side.closed else _planned(page, side.planned_start)


def _end(page: PairsPage, side: Side) -> str:
    return _short(page, side.end) if side.end else "–" if side.closed else _planned(page, side.planned_end)


def _planned(page: PairsPage, when: date | None) -> str:
    return page.t("planned {day}", day=_short(page, when)) if when else "–"


def _short(page: PairsPage, when: date) -> str:
    return format_date(when, "medium", locale=page.t.locale)


def _days(page: PairsPage, days: int | None) -> str:
    return "–" if days is None else page.t.number(days)


def _steps(page: PairsPage) -> str:
    t = page.t
    buttons = (("before", "‹", t("Previous pair of the list")), ("after", "›", t("Next pair of the list")))
    return (
        '<span class="cm-face-steps">'
        + "".join(
            f'<button type="button" data-intent="step" data-value="{way}" aria-label="{text(label)}" title="{text(label)}">{sign}</button>'
            for way, sign, label in buttons
        )
        + "</span>"
    )


def _side(page: PairsPage, side: Side) -> str:
    t = page.t
    lines = [(t("Placement"), side.placement_id), (t("Planned"), _span(page, side.planned_start, side.planned_end))]
    if side.start is not None:
        lines.append((t("Done"), _span(page, side.start, side.end)))
    rows = "".join(f"<div><dt>{text(name)}</dt><dd>{text(said)}</dd></div>" for name, said in lines)
    return (
        f'<div class="cm-face-side cm-{page.colour(side)}"><h3><span class="cm-face-key" aria-hidden="true"></span>'
        f"{text(page.way(side))}</h3><dl>{rows}</dl><p>{text(what_became(page, side))}</p></div>"
    )


def _span(page: PairsPage, first: date | None, last: date | None) -> str:
    t, on = page.t, page.language
    if first is None:
        return t("dates not known")
    if last is None:
        return t("since {day}", day=day(first, on))
    return t("from {first} to {last}", first=day(first, on), last=day(last, on))


def _left(page: PairsPage, pair: PlacementPair) -> str:
    """Return whether a replacement can still start in time, and how that was worked out."""
    t, left = page.t, remaining(pair, page.as_of)
    if left is None:
        both = len(pair.sides) > 1 and all(side.is_lost for side in pair.sides)
        return f"<p>{text(t('Both sides were lost: a replacement would meet nobody.'))}</p>" if both else ""
    said = "".join(f"<li>{text(sentence)}</li>" for sentence in what_is_left(page, left))
    rule = t(
        "Our arithmetic, not advice: the days of the other side’s plan after that day, divided by 30.4375. Visa, training and the "
        "programme’s own rules are not in it."
    )
    return (
        f'<h3 class="cm-h2">{text(t("Can a replacement still start in time?"))}</h3><ul class="cm-sentences">{said}</ul>'
        f'<p class="cm-note">{text(rule)}</p>'
    )
