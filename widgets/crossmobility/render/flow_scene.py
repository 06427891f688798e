"""What the map of the flows page shows: corridors by their volume, or what changed of them since another period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import nan
from typing import Final

from crossmobility.domain.difference import Difference
from crossmobility.domain.selection import Corridor
from crossmobility.i18n import message
from crossmobility.reference import countries
from crossmobility.render.change_marks import FEWER, MORE, NEW, SAME, STOPPED
from crossmobility.render.change_words import corridor_change, country_change
from crossmobility.render.flows_page import FlowsPage
from crossmobility.render.formats import counted, known, measure_name, period_label
from crossmobility.render.map import MOST_DRAWN, Flow, Node, Scene
from crossmobility.render.sentences import signed

FORMS: Final[Mapping[str, str]] = {"appeared": MORE, "grew": MORE, "same": SAME, "shrank": FEWER, "stopped": FEWER}
SIGN_OF: Final[Mapping[str, str]] = {"appeared": NEW, "stopped": STOPPED}
LEGEND: Final = {
    MORE: message("more"),
    FEWER: message("fewer"),
    SAME: message("unchanged"),
    NEW: message("new"),
    STOPPED: message("stopped"),
}


def scene(page: FlowsPage) -> Scene:
    """Return what the map shows: the largest corridors, and a circle for every country they or the others reach."""
    return _volumes(page) if page.difference is None else _changes(page, page.difference)


def map_label(page: FlowsPage) -> str:
    """Return what the map is, for those who cannot see it."""
    language = page.words.language
    when = period_label(page.selection.period, language)
    if page.difference is not None:
        return page.words.t(
            "Map of the changes from {against} to {period}: {count} corridors. The same figures stand in the table beside it.",
            against=period_label(page.difference.before.selection.period, language),
            period=when,
            count=len(page.difference.table),
        )
    return page.words.t(
        "Flow map, {period}: {count} corridors. The same figures stand in the table beside it.",
        period=when,
        count=len(page.answer.corridors),
    )


def _volumes(page: FlowsPage) -> Scene:
    answer, selection, words = page.answer, page.selection, page.words
    drawn = answer.corridors.head(MOST_DRAWN)
    columns = (drawn[name].tolist() for name in ("origin", "destination", "volume", "direction", "status"))
    flows = [
        Flow(origin, destination, volume, side, words.flow_sentence(answer, (origin, destination), volume, status))
        for origin, destination, volume, side, status in zip(*columns, strict=True)
    ]
    when = period_label(selection.period, words.language)
    nodes = [
        Node(code, words.country(code), total, _node_sentence(code, total, when, page))
        for code, total in _country_totals(page).items()
    ]
    return _scene(page, flows, nodes, page.largest)


def _changes(page: FlowsPage, difference: Difference) -> Scene:
    """Draw each corridor by the size of its change; one whose change is unknown has circles and no arrow."""
    words = page.words
    flows: list[Flow] = []
    for corridor, now, before, word, side in _rows(difference):
        if word in FORMS and now + before > 0 and len(flows) < MOST_DRAWN:
            sentence = corridor_change(difference, corridor, now, before, words)
            flows.append(Flow(*corridor, abs(now - before), side, sentence, FORMS[word], SIGN_OF.get(word, "")))
    ends = {code for flow in flows for code in flow.corridor} | {page.selection.reference}
    nodes = []
    for code, (now, before) in _country_changes(page, difference).items():
        change = now - before
        if code in ends or not known(change):
            total = abs(change) if known(change) else None
            sentence = country_change(difference, code, now, before, words)
            nodes.append(Node(code, words.country(code), total, sentence, signed(change, words) if known(change) else ""))
    return _scene(page, flows, nodes, difference.largest)


def _scene(page: FlowsPage, flows: list[Flow], nodes: list[Node], largest: float) -> Scene:
    selection, language, places = page.selection, page.words.language, countries()
    unit = measure_name(selection.measure).in_language(language)
    compared = page.difference is not None
    return Scene(
        flows=flows,
        nodes={node.code: node for node in nodes if node.code in places},
        reference=selection.reference,
        largest=largest,
        unit=page.words.t("Change, {measure}", measure=unit.lower()) if compared else unit,
        selected=selection.corridor,
        countries=selection.countries,
        period=selection.period,
        places=places,
        forms={form: word.in_language(language) for form, word in LEGEND.items()} if compared else {},
    )


def _rows(difference: Difference) -> Iterator[tuple[Corridor, float, float, str, str]]:
    """Yield each corridor compared: its ends, the two numbers, the word of its change, its direction."""
    names = ("origin", "destination", "now", "before", "word", "direction")
    columns = (difference.table[name].tolist() for name in names)
    for origin, destination, now, before, word, side in zip(*columns, strict=True):
        yield (origin, destination), now, before, word, side


def _country_changes(page: FlowsPage, difference: Difference) -> dict[str, tuple[float, float]]:
    """Return what each country counts now and before, NaN where one of its corridors has no number."""
    sums: dict[str, tuple[float, float]] = {}
    for corridor, now, before, _, _ in _rows(difference):
        for code in corridor:
            one, other = sums.get(code, (0.0, 0.0))
            sums[code] = (one + now, other + before)
    named = [*page.answer.named["origin"], *page.answer.named["destination"], *page.selection.countries]
    for code in named:
        sums.setdefault(code, (0.0, 0.0) if difference.complete else (nan, nan))
    if page.selection.direction != "between":
        sums[page.selection.reference] = (difference.now.total, difference.before.total)
    return sums


def _country_totals(page: FlowsPage) -> dict[str, float | None]:
    """Return what each circle counts, None for a country named without a number; only ends of drawn arrows have one."""
    answer, selection = page.answer, page.selection
    drawn = answer.corridors.head(MOST_DRAWN)
    sums = dict.fromkeys(sorted({*drawn["origin"], *drawn["destination"]}), 0.0)
    for end in ("origin", "destination"):
        for code, volume in zip(answer.corridors[end].tolist(), answer.corridors["volume"].tolist(), strict=True):
            if code in sums:
                sums[code] += volume
    totals: dict[str, float | None] = {**sums}
    for code in [*answer.named["origin"], *answer.named["destination"], *selection.countries]:
        totals.setdefault(code, 0.0 if answer.complete else None)
    if selection.direction != "between" and not answer.empty:
        totals[selection.reference] = answer.total if known(answer.total) else None
    return totals


def _node_sentence(code: str, total: float | None, when: str, page: FlowsPage) -> str:
    count = page.words.t("no number published") if total is None else counted(total, page.selection.measure)
    return page.words.t("{country}, {period}: {count}", country=page.words.country(code), period=when, count=count)
