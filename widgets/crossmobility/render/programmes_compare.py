"""The programmes side by side: one small chart each, the same years and the same scale, and the same numbers in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crossmobility.domain.periods import every_period
from crossmobility.domain.reciprocity import SMALL
from crossmobility.i18n import Message, message
from crossmobility.reference import code_lists
from crossmobility.render.formats import figure, known, text
from crossmobility.render.programmes_answer import Html, exact_table, nearer
from crossmobility.render.programmes_bars import Lane, Scale, scale_of, two_way
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.reciprocity_words import ratio_text, span_label
from crossmobility.render.trend import lines

WAYS: Final[Mapping[str, tuple[str, Message, bool]]] = {
    "back": ("in", message("arriving"), True),
    "between": ("between", message("between other countries"), True),
    "local": ("local", message("serving in their own country"), True),
    "forward": ("out", message("leaving"), False),
}
"""Column: colour class, name, and whether its bars go up."""


@dataclass(frozen=True)
class _Card:
    """One programme: its periods and its ways, all of them and those that anybody took."""

    code: str
    lanes: Sequence[Lane]

    @property
    def total(self) -> float:
        return sum(lane.total for lane in self.lanes if known(lane.total))

    def lane(self, way: str) -> Lane:
        """Return one of the four ways."""
        return next(lane for lane in self.lanes if lane.way == way)

    @property
    def drawn(self) -> list[Lane]:
        """The ways with anybody; arriving and leaving also when one of them is known to be 0 and the other is not."""
        taken = {lane.way for lane in self.lanes if lane.peak}
        both = {"in", "out"} if taken & {"in", "out"} else set()
        return [lane for lane in self.lanes if lane.way in taken or (lane.way in both and known(lane.total))]

    @property
    def small(self) -> bool:
        """Whether no way of any year counts ten people."""
        return max(lane.peak for lane in self.lanes) < SMALL


def multiples(page: ProgrammesPage) -> str:
    """Return every programme as a small chart, the largest first, all on one scale; below them the table they are drawn from.

    A programme nobody is counted in has its button all the same. Empty when there is no programme at all.
    """
    words, t = page.words, page.words.t
    periods, cards = _cards(page)
    shown = [card for card in cards if card.total]
    if not cards:
        return ""
    scale = scale_of([lane for card in shown for lane in card.drawn])
    drawn = "".join(_card(card, periods, scale, page) for card in shown)
    title = text(t("The programmes side by side"))
    lead = f'<p class="cm-po-lead">{text(_lead(shown, periods, scale, page))}</p>' if shown else ""
    return (
        f'<section class="cm-part cm-po-multiples"><h2 class="cm-h2">{title}</h2>{lead}<div class="cm-po-cards">{drawn}</div>'
        f"{_without(cards, page)}{_table(shown, periods, words.t('Programmes by year'), page)}</section>"
    )


def _cards(page: ProgrammesPage) -> tuple[list[str], list[_Card]]:
    table = page.multiples
    rows = lines(table) if len(table) else []
    # A year without any row keeps its place on the axis.
    periods = every_period(sorted({row.period for row in rows if row.period}))
    codes = dict.fromkeys([*(row.programme for row in rows), *page.offer.programmes])
    cards = [_Card(code, _lanes(code, rows, periods, page)) for code in codes]
    return periods, sorted(cards, key=lambda card: -card.total)


def _lanes(code: str, rows: Sequence[Any], periods: Sequence[str], page: ProgrammesPage) -> list[Lane]:
    found = {row.period: row for row in rows if row.programme == code}
    return [
        Lane(
            css,
            name.in_language(page.words.language),
            up,
            [float(getattr(found[period], column, "nan")) if period in found else float("nan") for period in periods],
        )
        for column, (css, name, up) in WAYS.items()
    ]


def _lead(shown: Sequence[_Card], periods: Sequence[str], scale: Scale, page: ProgrammesPage) -> str:
    words = page.words
    return words.t(
        "{period}, the same years and the same scale for all: the tallest bar stands for {largest}. Largest: {programme}, "
        "{count} placements.",
        period=span_label(periods, words.language),
        largest=figure(max(scale.up, scale.down), words.language),
        programme=words.programme(shown[0].code),
        count=figure(shown[0].total, words.language),
    )


def _card(card: _Card, periods: Sequence[str], scale: Scale, page: ProgrammesPage) -> str:
    words, name = page.words, page.words.programme(card.code)
    up, down = ("".join(_way(lane, page) for lane in card.drawn if lane.up is side) for side in (True, False))
    said = ", ".join(_total(lane, page) for lane in card.drawn)
    label = words.t("{programme}, {period}: {said}", programme=name, period=span_label(periods, words.language), said=said)
    chart = two_way(periods, card.drawn, scale, words, label=label)
    return (
        f'<article class="cm-po-card"><h3 class="cm-po-name">{_button(card.code, page)}</h3>'
        f'<p class="cm-note">{text(_design(card.code, page))}</p><p class="cm-po-ways">{up}</p>{chart}'
        f'<p class="cm-po-ways">{down}</p><p class="cm-po-words">{text(_words(card, page))}</p></article>'
    )


def _button(code: str, page: ProgrammesPage) -> str:
    return (
        f'<button type="button" class="cm-po-open-page" data-intent="programme" data-value="{text(code)}" data-top="">'
        f'{text(page.words.programme(code))}<span aria-hidden="true"> →</span></button>'
    )


def _design(code: str, page: ProgrammesPage) -> str:
    """Name the design, and from where the programme is seen when that is not where the page looks from."""
    words, programme = page.words, page.programmes.get(code)
    if programme is None:
        return ""
    entry = code_lists().get("design", {}).get(programme.design)
    design = programme.design if entry is None else entry.label(words.language)
    if programme.reference_country in ("", page.subject.reference):
        return design
    return words.t("{design}, seen from {country}", design=design, country=words.country(programme.reference_country))


def _way(lane: Lane, page: ProgrammesPage) -> str:
    arrow = "↑" if lane.up else "↓"
    return f'<span class="cm-po-way cm-{lane.way}"><i aria-hidden="true">{arrow}</i> {text(_total(lane, page))}</span>'


def _total(lane: Lane, page: ProgrammesPage) -> str:
    return f"{figure(lane.total, page.words.language)} {lane.name}"


def _words(card: _Card, page: ProgrammesPage) -> str:
    """Say how both ways compare, or why that cannot be said, and that numbers are small."""
    words, t = page.words, page.words.t
    into, out = card.lane("in").total, card.lane("out").total
    said = []
    if nearer(out, into):
        said.append(t("{ratio} arriving for 1 that leaves.", ratio=ratio_text(into / out, words.language)))
    elif known(into) and known(out) and into and out:
        said.append(t("Too few for a rate: fewer than {limit} one way.", limit=SMALL))
    elif known(into) and known(out) and (into or out):
        said.append(t("One way only."))
    if any(not known(value) for lane in card.drawn for value in lane.values):
        said.append(t("Totals of the years with a number."))
    if card.small:
        said.append(t("Small numbers: never {limit} people in a year.", limit=SMALL))
    return " ".join(said)


def _without(cards: Sequence[_Card], page: ProgrammesPage) -> str:
    rest = [card for card in cards if not card.total]
    if not rest:
        return ""
    t = page.words.t
    said = t("No placement counted in these years:") if page.dataset.complete else t("No yearly number published:")
    label = text(said)
    return f'<p class="cm-po-rest">{label} {" ".join(_button(card.code, page) for card in rest)}</p>'


def _table(shown: Sequence[_Card], periods: Sequence[str], caption: str, page: ProgrammesPage) -> str:
    t, language = page.words.t, page.words.language
    rows = [
        [
            page.words.programme(card.code) if place == 0 else "",
            lane.name,
            *(figure(value, language) for value in lane.values),
            Html(f"<b>{figure(lane.total, language)}</b>"),
        ]
        for card in shown
        for place, lane in enumerate(card.drawn)
    ]
    heads = [t("Programme"), t("Direction"), *periods, t("Total")]
    table = exact_table(caption, heads, rows, texts=2)
    summary = text(t("The same figures in a table"))
    return f'<details class="cm-more"><summary>{summary}</summary>{table}</details>' if table else ""
