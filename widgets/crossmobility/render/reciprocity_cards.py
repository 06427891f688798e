"""Pair cards: compact ones for the largest exchanges, a full one for the pair a reader chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from crossmobility.domain.breaks import Marked
from crossmobility.domain.reciprocity import Pair
from crossmobility.render.formats import figure, known, measure_name, period_label, text
from crossmobility.render.page_parts import tile
from crossmobility.render.reciprocity_page import WHOLE, ReciprocityPage
from crossmobility.render.reciprocity_scale import band_block
from crossmobility.render.reciprocity_words import (
    BY_DEFAULT,
    no_agreement,
    pair_name,
    ratio_text,
    seen_from_reference,
    sides,
    span_label,
    verdict_of,
    way_names,
    why_no_ratio,
)
from crossmobility.render.sentences import signed
from crossmobility.render.trend import Ways, lines, numbers, peak, spark, trend

MOST_CARDS: Final = 6


def cards(page: ReciprocityPage) -> str:
    """Return up to six compact cards, the largest exchanges first, their trends on one scale; each chooses its pair."""
    words, t = page.words, page.words.t
    largest = [row for row in lines(page.partners.head(MOST_CARDS)) if known(row.known)]
    if not largest:
        return ""
    histories = [page.trends[row.country] for row in largest if row.country in page.trends]
    scale = max((peak(table) for table in histories), default=0.0)
    drawn = "".join(_card(row, scale, page) for row in largest)
    title = t("Largest exchanges of {country}", country=words.country(page.selection.reference))
    note = t("Bars up: arriving; bars down: leaving; one scale for all.")
    starred = any(verdict_of(row).by_default for row in largest)
    stars = f" {BY_DEFAULT} {no_agreement(words)}" if starred else ""
    return (
        f'<h2 class="cm-h2">{text(title)} <span class="cm-aside">{text(note + stars)}</span></h2>'
        f'<div class="cm-cards2">{drawn}</div>'
    )


def _card(row: Any, scale: float, page: ReciprocityPage) -> str:
    words, t, reference = page.words, page.words.t, page.selection.reference
    chosen = page.chosen is not None and {page.chosen.a, page.chosen.b} == {reference, row.country}
    name = words.country(row.country)
    out, into, gross = (figure(value, words.language) for value in (row.outflow, row.inflow, row.gross))
    judged = verdict_of(row)
    said = t(
        "{country}: {outflow} leaving, {inflow} arriving, {verdict}",
        country=name,
        outflow=out,
        inflow=into,
        verdict=judged.words(words.language),
    )
    balance = figure(row.balance, words.language, 2)
    measures = t("net {net} · balance {balance}", net=signed(row.net, words), balance=balance)
    return (
        f'<button type="button" class="cm-card" data-intent="corridor" data-value="{text(reference)}-{text(row.country)}" '
        f'aria-pressed="{str(chosen).lower()}" aria-label="{text(said)}">'
        f'<span class="cm-card-name"><strong>{text(name)}</strong><span>{text(t("{count} in all", count=gross))}</span></span>'
        f'<span class="cm-duo"><span class="cm-out"><b>{out}</b> {text(t("leaving"))}</span>'
        f'<span class="cm-in"><b>{into}</b> {text(t("arriving"))}</span></span>{_spark(row.country, scale, page)}'
        f'<span class="cm-small-line">{text(_ratio(row, page))}{judged.html(words.language)}</span>'
        f'<span class="cm-small-line cm-soft">{text(measures)}</span></button>'
    )


def _ratio(row: Any, page: ReciprocityPage) -> str:
    if page.scope.mixed or row.small or not known(row.ratio):
        return ""
    return page.words.t("ratio {ratio}", ratio=ratio_text(row.ratio, page.words.language)) + " · "


def _spark(country: str, scale: float, page: ReciprocityPage) -> str:
    if country not in page.trends:
        return ""
    marks = _concerning(page.marks, country, page.selection.reference)
    return spark(page.trends[country], marks, page.words, largest=scale, names=numbers(page.marks))


def _concerning(marks: Sequence[Marked], country: str, reference: str) -> list[Marked]:
    """Return the breaks that concern one pair: those of every country, of the counterpart or of the reference."""
    return [mark for mark in marks if not mark.event.countries or {country, reference} & set(mark.event.countries)]


def tiles(page: ReciprocityPage) -> str:
    """Return the headline figures of the pair looked at: out, in, and how many arrive for one that leaves."""
    pair, words, reference = page.pair, page.words, page.selection.reference
    names = way_names(pair, reference, words)
    colours = sides(pair, reference)
    values = (pair.forward, pair.back)
    counts = "".join(
        tile(figure(value, words.language), name, colour=colour)
        for value, name, colour in zip(values, names, colours, strict=True)
    )
    return f'<div class="cm-tiles cm-headline">{counts}{_ratio_tile(page, pair)}</div>'


def _ratio_tile(page: ReciprocityPage, pair: Pair) -> str:
    words, t = page.words, page.words.t
    if not seen_from_reference(pair, page.selection.reference):
        return tile(figure(pair.balance, words.language, 2), t("balance: smaller ÷ larger"))
    reason = why_no_ratio(pair, mixed=page.scope.mixed)
    if reason is not None:
        return tile("–", reason.in_language(words.language), colour="soft")
    return tile(ratio_text(pair.ratio, words.language), t("arriving for 1 that leaves"))


def pair_card(page: ReciprocityPage) -> str:
    """Return the pair looked at in full: the way back to everything, headline, band, facts and history."""
    words, pair = page.words, page.pair
    back = ""
    if page.chosen is not None:
        label = words.t("All countries together")
        back = (
            f'<p class="cm-chip"><button type="button" data-intent="corridor" data-value="">'
            f'<span aria-hidden="true">←</span> {text(label)}</button></p>'
        )
    title = f"{_subject(page)}, {span_label(page.scope.span, words.language)}"
    return (
        f'{back}<h2 class="cm-h2 cm-pair-title">{text(title)}</h2>{tiles(page)}{band_block(page, pair)}{_facts(page, pair)}'
    )


def history(page: ReciprocityPage) -> str:
    """Return the history of the pair looked at, with the breaks that concern it."""
    pair, words, reference = page.pair, page.words, page.selection.reference
    table = page.trends.get("chosen" if page.chosen is not None else WHOLE)
    if table is None:
        return ""
    marks = page.marks if pair.b == WHOLE else [*_of_pair(page.marks, pair)]
    label = words.t(
        "{measure} per period: {subject}", measure=measure_name(page.selection.measure), subject=pair_name(pair, words)
    )
    ways = Ways(sides(pair, reference), way_names(pair, reference, words))
    drawn = trend(table, marks, words, ways, label=label, span=page.scope.span, names=numbers(page.marks))
    return f'<h3 class="cm-h3">{text(label)}</h3>{drawn}' if drawn else ""


def _of_pair(marks: Sequence[Marked], pair: Pair) -> list[Marked]:
    return [mark for mark in marks if not mark.event.countries or {pair.a, pair.b} & set(mark.event.countries)]


def _subject(page: ReciprocityPage) -> str:
    if page.chosen is not None:
        return pair_name(page.chosen, page.words)
    return page.words.t("{country} and all countries", country=page.words.country(page.selection.reference))


def _facts(page: ReciprocityPage, pair: Pair) -> str:
    """Return both ways together, net and balance, and the last return of a one-way pair."""
    words, t, language = page.words, page.words.t, page.words.language
    seen = seen_from_reference(pair, page.selection.reference)
    facts = [
        (figure(pair.gross, language), t("both ways")),
        (signed(pair.net, words), t("net, arriving minus leaving") if seen else t("net, first minus second")),
    ]
    if seen:
        facts.append((figure(pair.balance, language, 2), t("balance: smaller ÷ larger")))
    last = last_return(page, pair)
    if last:
        facts.append((last, t("last return")))
    items = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for value, name in facts)
    return f'<dl class="cm-facts">{items}</dl>'


def last_return(page: ReciprocityPage, pair: Pair) -> str:
    """Return when the missing way of a one-way pair was last seen: "2021", "never"; "" when the pair is not one-way."""
    ways = ((pair.forward, pair.back, pair.last_back), (pair.back, pair.forward, pair.last_forward))
    for there, back, last in ways:
        if known(there) and there > 0 and known(back) and back == 0:
            return period_label(last, page.words.language) if last else page.words.t("never")
    return ""
