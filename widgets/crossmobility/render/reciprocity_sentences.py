"""What a reciprocity page says, in words: ordered findings whose numbers come from the page's own tables."""

from __future__ import annotations

from typing import Final

from crossmobility.domain.offers import last_day
from crossmobility.domain.reciprocity import SMALL, Pair
from crossmobility.render.formats import counted, day, figure, known, period_label, share
from crossmobility.render.reciprocity_cards import last_return
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_scale import needed_sentence, verdict_sentence
from crossmobility.render.reciprocity_story import closing
from crossmobility.render.reciprocity_table import change_word
from crossmobility.render.reciprocity_words import (
    circumstances,
    pair_name,
    ratio_text,
    seen_from_reference,
    span_label,
    why_no_ratio,
)
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

MOST_NAMED: Final = 5


def sentences(page: ReciprocityPage) -> list[str]:
    """Return the findings of a page, the most telling first; plain text, not HTML."""
    if page.empty:
        return []
    pair = page.pair
    found = [_exchange(page, pair), _verdict(page, pair), _mixed(page), _cautions(page)]
    found += [_one_sided(page, pair), *_closed(page, pair)] if page.chosen is not None else [_ways(page), _bands(page)]
    found += [_change(page, pair)]
    found += [] if page.chosen is not None else [_small(page), _moves(page), _top(page), _south(page), _loops(page)]
    found += [_unknown(page), _months(page)]
    return [sentence for sentence in found if sentence]


def empty_sentence(page: ReciprocityPage) -> str:
    """Say which selection has no figures, or counts nobody."""
    said = circumstances(page)
    scope = ", ".join(item for item in (said.scheme, said.when, said.basis) if item)
    if page.scope.complete_to:
        return page.words.t("No volunteers leave or arrive: the records count 0 ({scope}).", scope=scope)
    return page.words.t("No figure is published for this selection ({scope}).", scope=scope)


def _exchange(page: ReciprocityPage, pair: Pair) -> str:
    words, t = page.words, page.words.t
    when = span_label(page.scope.span, words.language)
    measure = page.selection.measure
    if not seen_from_reference(pair, page.selection.reference):
        return t(
            "{first}: {forward}; {second}: {back} ({period}).",
            first=words.corridor((pair.a, pair.b)),
            forward=_count(pair.forward, page),
            second=words.corridor((pair.b, pair.a)),
            back=_count(pair.back, page),
            period=when,
        )
    subject = pair_name(pair, words)
    if not known(pair.forward) or not known(pair.back):
        return t(
            "{subject}, {period}: {outflow} leaving, {inflow} arriving; no balance, as one way is not published.",
            subject=subject,
            period=when,
            outflow=_number(pair.forward, words),
            inflow=_number(pair.back, words),
        )
    return t(
        "{subject}, {period}: {outflow} leaving and {inflow} arriving, {total} in all ({scheme}).",
        subject=subject,
        period=when,
        outflow=figure(pair.forward, words.language),
        inflow=figure(pair.back, words.language),
        total=counted(pair.gross, measure),
        scheme=words.scope(page.selection),
    )


def _count(value: float, page: ReciprocityPage) -> str:
    return circumstances(page).count(value)


def _number(value: float, words: Words) -> str:
    return figure(value, words.language)


def _verdict(page: ReciprocityPage, pair: Pair) -> str:
    words, t = page.words, page.words.t
    if not seen_from_reference(pair, page.selection.reference):
        if not known(pair.balance):
            return ""
        return t("Balance of the pair, smaller ÷ larger: {balance}.", balance=figure(pair.balance, words.language, 2))
    phrase = verdict_sentence(page, pair)
    if phrase is not None:
        more = needed_sentence(pair)
        tail = t("; {more}", more=more) if more is not None else ""
        return t(
            "For 1 that leaves, {ratio} arrive: {verdict}{tail}.",
            ratio=ratio_text(pair.ratio, words.language),
            verdict=phrase,
            tail=tail,
        )
    if pair.small and known(pair.forward) and known(pair.back) and not page.scope.mixed and pair.gross:
        return t("Fewer than {limit} people on one side: too small to say whether the exchange is balanced.", limit=SMALL)
    return ""


def _change(page: ReciprocityPage, pair: Pair) -> str:
    """Say what became of both ways since the earlier window, where both windows are known."""
    if not page.scope.before or not all(known(value) for value in (pair.before_forward, pair.before_back)):
        return ""
    words = page.words
    if not seen_from_reference(pair, page.selection.reference):
        return ""
    return words.t(
        "Against {period}: leaving {before_out} → {out}, arriving {before_in} → {into}.",
        period=span_label(page.scope.before, words.language),
        before_out=figure(pair.before_forward, words.language),
        out=figure(pair.forward, words.language),
        before_in=figure(pair.before_back, words.language),
        into=figure(pair.back, words.language),
    )


def _one_sided(page: ReciprocityPage, pair: Pair) -> str:
    last = last_return(page, pair)
    if not last:
        return ""
    t, words = page.words.t, page.words
    there = (pair.a, pair.b) if pair.forward > 0 else (pair.b, pair.a)
    ever = pair.last_back if pair.forward > 0 else pair.last_forward
    if not ever:
        return t("One way only: {corridor}; nobody has ever come the other way.", corridor=words.corridor(there))
    return t(
        "One way only: {corridor}; the last volunteer the other way was in {period}.",
        corridor=words.corridor(there),
        period=period_label(ever, words.language),
    )


def _closed(page: ReciprocityPage, pair: Pair) -> list[str]:
    words = page.words
    return [
        words.t("The corridor is closed: {event}.", event=mark.event.label(words.language))
        for mark in closing(page, pair.a, pair.b)
    ]


def _ways(page: ReciprocityPage) -> str:
    """Say how many countries exchange both ways, and how many only send or only receive."""
    ways = page.partners["way"].value_counts()
    both, only_in, only_out = (int(ways.get(way, 0)) for way in ("both", "in", "out"))
    if not both + only_in + only_out:
        return ""
    return page.words.t(
        "Partners of {country}: {both} exchange both ways, {into} only send volunteers here, {out} only host.",
        country=page.words.country(page.selection.reference),
        both=both,
        into=only_in,
        out=only_out,
    )


def _bands(page: ReciprocityPage) -> str:
    """Say how the pairs with an agreement stand."""
    table, words = page.partners, page.words
    judged = table[table["band"].isin(["within", "below", "above"])]
    if judged.empty:
        return ""
    inside = judged[judged["band"] == "within"]
    outside = [words.country(code) for code in judged.loc[judged["band"] != "within", "country"]]
    if not outside:
        return words.t.plural(
            "The {count} pair with an agreement and enough people is inside its band.",
            "All {count} pairs with an agreement and enough people are inside their bands.",
            len(inside),
        )
    return words.t.plural(
        "{inside} of {count} pair with an agreement and enough people is inside its band; outside: {names}.",
        "{inside} of {count} pairs with an agreement and enough people are inside their bands; outside: {names}.",
        len(judged),
        inside=len(inside),
        names=words.listed(outside, MOST_NAMED),
    )


def _small(page: ReciprocityPage) -> str:
    few = page.partners[page.partners["small"] & (page.partners["gross"] > 0)]
    if few.empty:
        return ""
    return page.words.t.plural(
        "{count} pair has fewer than {limit} people on one side: its ratio is no verdict and is not shown.",
        "{count} pairs have fewer than {limit} people on one side: their ratios are no verdict and are not shown.",
        len(few),
        limit=SMALL,
    )


def _moves(page: ReciprocityPage) -> str:
    """Name the countries that appeared or stopped since the earlier window."""
    if not page.scope.before:
        return ""
    words = page.words
    appeared: list[str] = []
    stopped: list[str] = []
    for row in lines(page.partners):
        before, now = row.before_in + row.before_out, row.inflow + row.outflow
        word = change_word(before, now)
        if word in ("appeared", "stopped"):
            (appeared if word == "appeared" else stopped).append(words.country(str(row.country)))
    if not appeared and not stopped:
        return ""
    said = []
    if appeared:
        said.append(words.t("new exchanges with {names}", names=words.listed(appeared, MOST_NAMED)))
    if stopped:
        said.append(words.t("none any more with {names}", names=words.listed(stopped, MOST_NAMED)))
    period = span_label(page.scope.before, words.language)
    moves = said[0] + (words.t("; {more}", more=said[1]) if len(said) > 1 else "")
    return words.t("Since {period}: {moves}.", period=period, moves=moves)


def _top(page: ReciprocityPage) -> str:
    found = page.concentration.get("in")
    if found is None or len(found.countries) < 2 or not found.share < 1:
        return ""  # all of them, or unknown
    words = page.words
    return words.t(
        "The {n} largest countries of origin make up {share} of those arriving ({part} of {total}): {names}.",
        n=len(found.countries),
        share=share(found.share, words.language, 1),
        part=figure(found.volume, words.language),
        total=figure(found.total, words.language),
        names=words.listed(words.country(code) for code in found.countries),
    )


def _south(page: ReciprocityPage) -> str:
    here = page.lens[page.lens["period"].isin(page.scope.span)]
    moved = float(here["SS"].sum())
    stated = float(here[["SS", "NS", "SN", "NN"]].sum().sum())
    if not moved or not stated:
        return ""
    words = page.words
    return words.t(
        "From South to South: {count}, {share} of those whose two countries are stated.",
        count=counted(moved, page.selection.measure),
        share=share(moved / stated, words.language),
    )


def _loops(page: ReciprocityPage) -> str:
    found, words = page.loops, page.words
    if not found.total or not page.scope.complete_to:
        return ""
    return words.t(
        "Of {total} between countries, {direct} are answered directly, {through} through other countries, {lost} not at all.",
        total=counted(found.total, page.selection.measure),
        direct=figure(found.direct, words.language),
        through=figure(found.through, words.language),
        lost=figure(found.unreturned, words.language),
    )


def _unknown(page: ReciprocityPage) -> str:
    if page.chosen is not None or page.scope.complete_to:
        return ""
    hidden = page.partners[page.partners[["inflow", "outflow"]].isna().any(axis=1)]
    if hidden.empty:
        return ""
    return page.words.t.plural(
        "{count} pair has one way or both without a published number: its balance is unknown, not zero.",
        "{count} pairs have one way or both without a published number: their balance is unknown, not zero.",
        len(hidden),
    )


def _mixed(page: ReciprocityPage) -> str:
    if not page.scope.mixed or not seen_from_reference(page.pair, page.selection.reference):
        return ""
    words = page.words
    if page.scope.timeless:
        return words.t(
            "Undated figures of several programmes are added: they need not be of the same time, so no ratio is given."
        )
    names = words.listed((words.scheme(code) for code in page.scope.families), 3)
    ratio = page.pair.ratio
    reason = why_no_ratio(page.pair, mixed=False)
    if reason is None and known(ratio):
        return words.t(
            "Several schemes are added ({names}): for 1 that leaves, {ratio} arrive, but weeks and years are mixed, so this "
            "is no verdict.",
            names=names,
            ratio=ratio_text(ratio, words.language),
        )
    return words.t("Several schemes are added ({names}): weeks and years are mixed.", names=names)


def _cautions(page: ReciprocityPage) -> str:
    """Say what must be known before any figure is believed: plans, estimates, periods that are not over."""
    t, selection, scope = page.words.t, page.selection, page.scope
    found = []
    if selection.kind == "planned":
        found.append(t("These figures are plans, not results."))
    statuses = {str(status) for status in scope.rows["status"].unique()}
    if "estimated" in statuses:
        found.append(t("Some figures are estimates of the source."))
    last = scope.span[-1] if scope.span else ""
    if scope.complete_to and last and last_day(last).isoformat() > scope.complete_to:
        found.append(
            t("The period is not over: these figures go up to {day}.", day=day(scope.complete_to, page.words.language))
        )
    elif "provisional" in statuses:
        found.append(t("Some figures are provisional."))
    if "partial" in statuses:
        found.append(t("The period is incomplete in the source."))
    return " ".join(found)


def _months(page: ReciprocityPage) -> str:
    if not page.scope.complete_to or page.selection.measure != "volunteer_months":
        return ""
    return page.words.t(
        "Volunteer-months: the days of the placements active in the period, first and last included, divided by 30.4375."
    )
