"""The headline figures of the flows page: totals of the selection, or of both periods when two are compared."""

from __future__ import annotations

from crossmobility.domain.difference import Difference
from crossmobility.domain.offers import NOT_A_COUNTRY
from crossmobility.domain.overview import Overview
from crossmobility.render.flows_page import FlowsPage
from crossmobility.render.formats import figure, known, measure_name, period_label, share
from crossmobility.render.page_parts import tile
from crossmobility.render.sentences import signed


def tiles(page: FlowsPage) -> str:
    """Return the headline figures of a selection as HTML."""
    return _totals(page) if page.difference is None else _changes(page, page.difference)


def _totals(page: FlowsPage) -> str:
    answer, words, t, selection = page.answer, page.words, page.words.t, page.selection
    language = words.language
    unit = measure_name(selection.measure).in_language(language)
    if selection.corridor:
        forward, back = selection.corridor, (selection.corridor[1], selection.corridor[0])
        return tile(figure(answer.forward, language), words.corridor(forward)) + tile(
            figure(answer.back, language), words.corridor(back)
        )
    if selection.direction == "both":
        net = tile(signed(answer.net, words), t("net, arriving minus leaving"))
        return (
            tile(figure(answer.inflow, language), t("arriving"))
            + tile(figure(answer.outflow, language), t("leaving"))
            + net
        )
    found = tile(figure(answer.total, language), unit.lower())
    ends = _counterparts(answer)
    if known(answer.countries_stated) or ends:
        count = int(answer.countries_stated) if known(answer.countries_stated) else len(ends)
        label = {
            "in": t.plural("country of origin", "countries of origin", count),
            "out": t.plural("host country", "host countries", count),
        }.get(selection.direction, t.plural("country", "countries", count))
        found += tile(figure(count, language), label)
    if len(answer.corridors) > 2 and answer.total:
        top = float(answer.corridors["volume"].head(2).sum()) / answer.total
        found += tile(share(top, language), t("the two largest corridors"))
    return found


def _changes(page: FlowsPage, difference: Difference) -> str:
    """Show the totals of both periods and the change; with several totals, the change of each under it."""
    words, t, selection = page.words, page.words.t, page.selection
    now, before = difference.now, difference.before
    if selection.corridor:
        forward, back = selection.corridor, (selection.corridor[1], selection.corridor[0])
        return _compared(now.forward, before.forward, words.corridor(forward), page, difference) + _compared(
            now.back, before.back, words.corridor(back), page, difference
        )
    if selection.direction == "both":
        then = t("{period}: {figure}", period=_when(before, page), figure=signed(before.net, words))
        return (
            _compared(now.inflow, before.inflow, t("arriving"), page, difference)
            + _compared(now.outflow, before.outflow, t("leaving"), page, difference)
            + tile(signed(now.net, words), t("net, arriving minus leaving"), then=then)
        )
    unit = measure_name(selection.measure).in_language(words.language).lower()
    return (
        tile(figure(now.total, words.language), f"{unit}, {_when(now, page)}")
        + tile(figure(before.total, words.language), f"{unit}, {_when(before, page)}")
        + tile(signed(difference.change, words), t("change"))
    )


def _compared(now: float, before: float, label: str, page: FlowsPage, difference: Difference) -> str:
    words = page.words
    then = words.t(
        "{period}: {figure} ({change})",
        period=_when(difference.before, page),
        figure=figure(before, words.language),
        change=signed(now - before, words),
    )
    return tile(figure(now, words.language), label, then=then)


def _when(answer: Overview, page: FlowsPage) -> str:
    return period_label(answer.selection.period, page.words.language)


def _counterparts(answer: Overview) -> set[str]:
    codes = set(answer.corridors["origin"]) | set(answer.corridors["destination"])
    codes |= set(answer.named["origin"]) | set(answer.named["destination"])
    return {code for code in codes - NOT_A_COUNTRY if code != answer.selection.reference}
