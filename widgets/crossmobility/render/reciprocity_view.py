"""The reciprocity page as text: everything it shows for one scope, ready for widgets, the static twin and the tests."""

from __future__ import annotations

from typing import Final

from crossmobility.domain.offers import nearest
from crossmobility.domain.periods import periods_of
from crossmobility.reference import countries
from crossmobility.render.formats import counted, known, measure_name, period_label, text
from crossmobility.render.map import MOST_DRAWN, Flow, Node, Scene
from crossmobility.render.page_parts import page_head
from crossmobility.render.reciprocity_cards import cards, history, pair_card
from crossmobility.render.reciprocity_controls import controls
from crossmobility.render.reciprocity_foot import foot
from crossmobility.render.reciprocity_matrix import matrix
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_sentences import empty_sentence, sentences
from crossmobility.render.reciprocity_story import story
from crossmobility.render.reciprocity_table import download_rows, table
from crossmobility.render.reciprocity_words import circumstances, pair_name, span_label

MOST_FINDINGS: Final = 6

__all__ = [
    "cards",
    "controls",
    "download_rows",
    "empty",
    "foot",
    "head",
    "map_label",
    "matrix",
    "question",
    "scene",
    "sentences",
    "side",
    "story",
    "table",
]


def question(page: ReciprocityPage) -> str:
    """Return the question the page answers: its title."""
    words, chosen = page.words, page.chosen
    if chosen is not None:
        return words.t("{pair}: does as much go one way as the other?", pair=pair_name(chosen, words))
    return words.t("{country}: does it host as many as it sends?", country=words.country(page.selection.reference))


def head(page: ReciprocityPage) -> str:
    """Return the question and the line that states scheme, window, basis and origin of the data."""
    words, t, dataset = page.words, page.words.t, page.dataset
    said = circumstances(page)
    note = dataset.period_note(words.language)
    when = said.when + (f" ({note})" if note else "")
    measure = measure_name(page.selection.measure).in_language(words.language).lower()
    scheme = (
        t("All schemes together (mixed)")
        if page.scope.mixed and not page.selection.programmes and not page.selection.schemes
        else said.scheme
    )
    line = [scheme[:1].upper() + scheme[1:], when, measure, said.basis, dataset.title(words.language)]
    return page_head(question(page), line, dataset, words, balance=True)


def scene(page: ReciprocityPage) -> Scene:
    """Return what the map shows: the corridors of the window, coloured by the way they go seen from the reference."""
    selection, words = page.selection, page.words
    said, places = circumstances(page), countries()
    drawn = page.corridors[:MOST_DRAWN]
    flows = [
        Flow(
            origin,
            destination,
            volume,
            _side(origin, destination, selection.reference),
            said.sentence((origin, destination), volume),
        )
        for origin, destination, volume in drawn
    ]
    nodes = {
        code: Node(code, words.country(code), total, _node_sentence(code, total, page))
        for code, total in _totals(page).items()
        if code in places
    }
    return Scene(
        flows,
        nodes,
        selection.reference,
        page.largest,
        measure_name(selection.measure).in_language(words.language),
        selection.corridor,
        selection.countries,
        span_label(page.scope.span, words.language),
        places,
        both_ways=True,
    )


def map_label(page: ReciprocityPage) -> str:
    """Return what the map is, for those who cannot see it."""
    return page.words.t(
        "Map of exchanges, {period}: {count} corridors. The same figures stand in the tables below it.",
        period=span_label(page.scope.span, page.words.language),
        count=len(page.corridors),
    )


def side(page: ReciprocityPage) -> str:
    """Return the headline, the band, the findings in words, and the history of the pair looked at."""
    if page.empty and page.chosen is None:
        return empty(page)
    return f"{pair_card(page)}{_findings(page)}{history(page)}"


def _findings(page: ReciprocityPage) -> str:
    """Return the findings in words: the first ones in sight, the others one key away."""
    items = [f"<li>{text(sentence)}</li>" for sentence in sentences(page)]
    first, rest = "".join(items[:MOST_FINDINGS]), items[MOST_FINDINGS:]
    listed = f'<ul class="cm-sentences" aria-live="polite">{first}</ul>'
    if not rest:
        return listed
    label = text(page.words.t.plural("{count} more finding", "{count} more findings", len(rest)))
    return (
        f'{listed}<details class="cm-more" data-keep="findings"><summary>{label}</summary>'
        f'<ul class="cm-sentences">{"".join(rest)}</ul></details>'
    )


def empty(page: ReciprocityPage) -> str:
    """Return which selection has nothing, and where the nearest data are."""
    return f'<div class="cm-empty" role="status"><p>{text(empty_sentence(page))}</p>{_nearest(page)}</div>'


def _nearest(page: ReciprocityPage) -> str:
    words, t = page.words, page.words.t
    stated = periods_of(page.scope.every_basis)
    near = nearest(stated, page.selection.period)
    if not near:
        never = (
            t("Nobody in any period.") if page.scope.complete_to else t("This dataset has nothing for it in any period.")
        )
        return f"<p>{text(never)}</p>"
    buttons = "".join(
        f'<button type="button" data-intent="period" data-value="{text(item or "undated")}">'
        f"{text(period_label(item, words.language))}</button> "
        for item in near[:3]
    )
    return f"<p>{text(t('Nearest with data:'))} {buttons}</p>"


def _side(origin: str, destination: str, reference: str) -> str:
    return "in" if destination == reference else "out" if origin == reference else "between"


def _totals(page: ReciprocityPage) -> dict[str, float | None]:
    """Return what each circle counts, both ways together; None for a country named without a number."""
    found = page.corridors
    drawn = {code for origin, destination, _ in found[:MOST_DRAWN] for code in (origin, destination)}
    sums: dict[str, float | None] = dict.fromkeys(sorted(drawn), 0.0)
    for origin, destination, volume in found:
        for code in (origin, destination):
            if code in drawn:
                sums[code] = (sums[code] or 0.0) + volume
    absent = 0.0 if page.scope.complete_to else None
    unknown = page.partners.loc[page.partners["known"].isna(), "country"]
    for code in [*unknown, *page.selection.corridor, *page.selection.countries]:
        sums.setdefault(str(code), absent)
    whole = page.whole
    stated = [value for value in (whole.forward, whole.back) if known(value)]
    sums[page.selection.reference] = sum(stated) if stated else absent
    return sums


def _node_sentence(code: str, total: float | None, page: ReciprocityPage) -> str:
    words = page.words
    count = words.t("no number published") if total is None else counted(total, page.selection.measure)
    when = span_label(page.scope.span, words.language)
    return words.t("{country}, {period}: {count}", country=words.country(code), period=when, count=count)
