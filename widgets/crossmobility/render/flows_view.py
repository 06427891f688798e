"""The flows page as text: everything it shows for one selection, ready for widgets, the static twin and the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import pandas as pd

from crossmobility.domain.overview import NOT_A_COUNTRY, Offer, Overview, nearest
from crossmobility.domain.periods import period
from crossmobility.domain.selection import Selection
from crossmobility.i18n import Language
from crossmobility.reference import countries
from crossmobility.render.controls import Option, dropdown, play, search, segments
from crossmobility.render.formats import BASIS_NAMES, counted, day, figure, known, measure_name, period_label, share, text
from crossmobility.render.map import MOST_DRAWN, Flow, Node, Scene
from crossmobility.render.sentences import empty_sentence, sentences, signed
from crossmobility.render.series import period_bars
from crossmobility.render.tables import corridor_table
from crossmobility.render.words import Words, unaccented

MOST_SOURCES: Final = 5


class DatasetText(Protocol):
    """What a page says of a dataset."""

    @property
    def name(self) -> str: ...
    @property
    def as_of(self) -> str: ...
    @property
    def synthetic(self) -> bool: ...
    @property
    def licence(self) -> str: ...
    def title(self, language: Language) -> str: ...
    def period_note(self, language: Language) -> str: ...
    def note(self, language: Language) -> str: ...


@dataclass(frozen=True)
class FlowsPage:
    """One answer with what surrounds it: the choices, the datasets, the series, its scale, and the periods with data."""

    answer: Overview
    offer: Offer
    datasets: Sequence[DatasetText]
    series: pd.DataFrame
    stated: Sequence[str]
    largest: float

    @property
    def selection(self) -> Selection:
        """The selection the page shows."""
        return self.answer.selection

    @property
    def dataset(self) -> DatasetText:
        """The dataset the page shows."""
        return next(item for item in self.datasets if item.name == self.selection.dataset)

    @property
    def words(self) -> Words:
        """The words of the page's language."""
        return Words(self.selection.language)


def question(page: FlowsPage) -> str:
    """Return the question the page answers: its title."""
    selection, words = page.selection, page.words
    country = words.country(selection.reference)
    if selection.direction == "in":
        return words.t("{country}: where do the volunteers it hosts come from?", country=country)
    if selection.direction == "out":
        return words.t("{country}: where do its volunteers go?", country=country)
    if selection.direction == "both":
        return words.t("{country}: who leaves, who arrives?", country=country)
    return words.t("Which exchanges between countries other than {country}?", country=country)


def head(page: FlowsPage) -> str:
    """Return the question and the line that states scheme, basis, period and origin of the data."""
    selection, words, t = page.selection, page.words, page.words.t
    dataset = page.dataset
    note = dataset.period_note(words.language)
    when = period_label(selection.period, words.language) + (f" ({note})" if note else "")
    basis = words.basis(selection.basis) if selection.basis else ""
    scope = words.scope(selection)
    line = [scope[:1].upper() + scope[1:], when, basis, dataset.title(words.language)]
    band = (
        f'<p class="cm-band">{text(t("Synthetic demonstration data: no figure on this page describes real people."))}</p>'
        if dataset.synthetic
        else ""
    )
    return (
        f'{band}<h1 class="cm-question">{text(question(page))}</h1>'
        f'<p class="cm-line">{text(" · ".join(item for item in line if item))}</p>'
    )


def controls(page: FlowsPage) -> str:
    """Return the controls in one row; a control with nothing to choose is left out."""
    selection, offer, words, t = page.selection, page.offer, page.words, page.words.t
    parts = []
    if len(page.datasets) > 1:
        titles = [Option(each.name, each.title(words.language)) for each in page.datasets]
        parts.append(dropdown("dataset", t("Dataset"), titles, selection.dataset))
    parts.append(_periods(page))
    parts.append(
        segments(
            "direction",
            t("Direction"),
            [
                Option("in", t("Arriving")),
                Option("out", t("Leaving")),
                Option("both", t("Both")),
                Option("between", t("Between others")),
            ],
            selection.direction,
        )
    )
    named = sorted(
        (Option(code, words.country(code)) for code in offer.countries), key=lambda option: unaccented(option.label)
    )
    parts.append(dropdown("reference", t("Reference country"), named, selection.reference))
    parts.append(_scopes(page))
    if len(offer.measures) > 1:
        parts.append(
            segments(
                "measure",
                t("Measure"),
                [Option(m, measure_name(m).in_language(words.language)) for m in ("placements", "volunteer_months")],
                selection.measure,
            )
        )
    if len(offer.bases) > 1:
        bases = [Option(code, BASIS_NAMES[code].in_language(words.language)) for code in offer.bases]
        parts.append(dropdown("basis", t("Counting basis"), bases, selection.basis))
    if len(offer.kinds) > 1:
        parts.append(
            segments("kind", t("Figures"), [Option("actual", t("Done")), Option("planned", t("Planned"))], selection.kind)
        )
    shown = words.country(selection.countries[0]) if selection.countries else ""
    parts.append(search("country", t("Find a country"), t("Name…"), named, shown, t("Show all countries")))
    fold = (
        f'<button type="button" class="cm-fold" data-fold="" aria-expanded="false">{text(t("Choose what to see"))}</button>'
    )
    return f'{fold}<div class="cm-row">{"".join(parts)}</div>'


def scene(page: FlowsPage) -> Scene:
    """Return what the map shows: the largest corridors, and a circle for every country they or the others reach."""
    answer, selection, words = page.answer, page.selection, page.words
    drawn = answer.corridors.head(MOST_DRAWN)
    columns = (drawn[name].tolist() for name in ("origin", "destination", "volume", "direction", "status"))
    flows = [
        Flow(origin, destination, volume, side, words.flow_sentence(answer, (origin, destination), volume, status))
        for origin, destination, volume, side, status in zip(*columns, strict=True)
    ]
    places = countries()
    when = period_label(selection.period, words.language)
    nodes = {
        code: Node(code, words.country(code), total, _node_sentence(code, total, when, page))
        for code, total in _country_totals(page).items()
        if code in places
    }
    unit = measure_name(selection.measure).in_language(words.language)
    return Scene(
        flows,
        nodes,
        selection.reference,
        page.largest,
        unit,
        selection.corridor,
        selection.countries,
        selection.period,
        places,
    )


def _country_totals(page: FlowsPage) -> dict[str, float | None]:
    """Return what each circle counts, None for a country named without a number; only ends of drawn arrows have one."""
    answer, selection = page.answer, page.selection
    drawn = answer.corridors.head(MOST_DRAWN)
    reached = {*drawn["origin"], *drawn["destination"]}
    ends = pd.concat([answer.corridors.set_index(end)["volume"] for end in ("origin", "destination")])
    sums = ends[ends.index.isin(list(reached))].groupby(level=0).sum()
    totals: dict[str, float | None] = {str(code): float(total) for code, total in sums.items()}
    for code in [*answer.named["origin"], *answer.named["destination"], *selection.countries]:
        totals.setdefault(code, None)
    if selection.direction != "between" and not answer.empty:
        totals[selection.reference] = answer.total if known(answer.total) else None
    return totals


def _node_sentence(code: str, total: float | None, when: str, page: FlowsPage) -> str:
    count = page.words.t("no number published") if total is None else counted(total, page.selection.measure)
    return page.words.t("{country}, {period}: {count}", country=page.words.country(code), period=when, count=count)


def map_label(page: FlowsPage) -> str:
    """Return what the map is, for those who cannot see it."""
    return page.words.t(
        "Flow map, {period}: {count} corridors. The same figures stand in the table beside it.",
        period=period_label(page.selection.period, page.words.language),
        count=len(page.answer.corridors),
    )


def side(page: FlowsPage) -> str:
    """Return headline figures, ranked corridors, and the sentences; or what is missing and where data can be found."""
    words, answer, t = page.words, page.answer, page.words.t
    if answer.empty:
        return f'<div class="cm-empty" role="status"><p>{text(empty_sentence(answer, words))}</p>{_nearest(page)}</div>'
    found = "".join(f"<li>{text(sentence)}</li>" for sentence in sentences(answer, words))
    table = corridor_table(answer, words)
    download = (
        f'<button type="button" class="cm-quiet" data-download="corridors">{text(t("Download this table (CSV)"))}</button>'
        if table
        else ""
    )
    return (
        f'<div class="cm-tiles">{_tiles(page)}</div>{_filters(page)}<div class="cm-scroll">{table}</div>{download}'
        f'<ul class="cm-sentences" aria-live="polite">{found}</ul>'
    )


def foot(page: FlowsPage) -> str:
    """Return the series of the selection and the sources."""
    return period_bars(page.series, page.answer, page.words) + _sources(page)


def download_rows(page: FlowsPage) -> tuple[list[str], list[list[object]]]:
    """Return the page's rows as the head and the lines of a table to download, what is not broken down included."""
    kept = [
        "period",
        "scheme",
        "programme",
        "basis",
        "kind",
        "placements",
        "volunteer_months",
        "status",
        "source",
        "citation",
    ]
    rows = page.answer.rows
    lines = [
        [origin, destination, page.words.country(origin), page.words.country(destination), *values]
        for origin, destination, values in zip(
            rows["origin"].tolist(), rows["destination"].tolist(), rows[kept].to_numpy(dtype=object).tolist(), strict=True
        )
    ]
    return ["origin", "destination", "origin_name", "destination_name", *kept], lines


def _periods(page: FlowsPage) -> str:
    words, t, selection = page.words, page.words.t, page.selection
    stated = set(page.stated)
    groups = {
        "year": t("Years"),
        "half": t("Half-years"),
        "quarter": t("Quarters"),
        "month": t("Months"),
        "range": t("Spans"),
    }
    kinds = list(groups)
    texts = sorted(page.offer.periods, key=lambda item: kinds.index(period(item).kind) if item else len(kinds))
    options = []
    for item in texts:
        label = period_label(item, words.language) + ("" if item in stated else t(" – nothing published"))
        options.append(Option(item or "undated", label, groups[period(item).kind] if item else t("Without date")))
    chosen = dropdown("period", t("Period"), options, selection.period or "undated")
    kind = period(selection.period).kind if selection.period else ""
    playable = [item for item in texts if item and item in stated and period(item).kind == kind]
    if len(playable) < 2:
        return chosen
    span = f"{period_label(playable[0], words.language)}–{period_label(playable[-1], words.language)}"
    return chosen + play("period", playable, t("Play"), t("Stop"), span)


def _scopes(page: FlowsPage) -> str:
    words, t, selection, offer = page.words, page.words.t, page.selection, page.offer
    options = [Option("", t("All schemes"))]
    options += [Option(f"scheme:{code}", words.scheme(code), t("Schemes")) for code in offer.families]
    options += [Option(f"programme:{code}", words.programme(code), t("Programmes")) for code in offer.programmes]
    value = f"scheme:{selection.schemes[0]}" if selection.schemes else ""
    value = f"programme:{selection.programmes[0]}" if selection.programmes else value
    return dropdown("scope", t("Scheme or programme"), options, value) if len(options) > 2 else ""


def _tiles(page: FlowsPage) -> str:
    answer, words, t, selection = page.answer, page.words, page.words.t, page.selection
    language = words.language
    unit = measure_name(selection.measure).in_language(language)
    if selection.corridor:
        forward, back = selection.corridor, (selection.corridor[1], selection.corridor[0])
        return _tile(figure(answer.forward, language), words.corridor(forward)) + _tile(
            figure(answer.back, language), words.corridor(back)
        )
    if selection.direction == "both":
        net = _tile(signed(answer.net, words), t("net, arriving minus leaving"))
        return (
            _tile(figure(answer.inflow, language), t("arriving"))
            + _tile(figure(answer.outflow, language), t("leaving"))
            + net
        )
    tiles = _tile(figure(answer.total, language), unit.lower())
    ends = _counterparts(answer)
    if known(answer.countries_stated) or ends:
        count = int(answer.countries_stated) if known(answer.countries_stated) else len(ends)
        label = {
            "in": t.plural("country of origin", "countries of origin", count),
            "out": t.plural("host country", "host countries", count),
        }.get(selection.direction, t.plural("country", "countries", count))
        tiles += _tile(figure(count, language), label)
    if len(answer.corridors) > 2 and answer.total:
        top = float(answer.corridors["volume"].head(2).sum()) / answer.total
        tiles += _tile(share(top, language), t("the two largest corridors"))
    return tiles


def _counterparts(answer: Overview) -> set[str]:
    codes = set(answer.corridors["origin"]) | set(answer.corridors["destination"])
    codes |= set(answer.named["origin"]) | set(answer.named["destination"])
    return {code for code in codes - NOT_A_COUNTRY if code != answer.selection.reference}


def _tile(value: str, label: str) -> str:
    return f'<div class="cm-tile"><b>{text(value)}</b><span>{text(label)}</span></div>'


def _filters(page: FlowsPage) -> str:
    """Say what the page is narrowed to, with a way back."""
    selection, words, t = page.selection, page.words, page.words.t
    chips = []
    if selection.corridor:
        chips.append(("corridor", words.corridor(selection.corridor)))
    if selection.countries:
        chips.append(("country", ", ".join(words.country(code) for code in selection.countries)))
    return "".join(
        f'<p class="cm-chip"><button type="button" data-intent="{intent}" data-value="">'
        f'<span>{text(label)}</span> <span class="cm-cross" aria-hidden="true">×</span>'
        f'<span class="cm-hidden">{text(t("show everything"))}</span></button></p>'
        for intent, label in chips
    )


def _nearest(page: FlowsPage) -> str:
    near = nearest(page.stated, page.selection.period)
    if not near:
        return f"<p>{text(page.words.t('This dataset has nothing for it in any period.'))}</p>"
    buttons = "".join(
        f'<button type="button" data-intent="period" data-value="{text(item or "undated")}">'
        f"{text(period_label(item, page.words.language))}</button> "
        for item in near[:3]
    )
    return f"<p>{text(page.words.t('Nearest with data:'))} {buttons}</p>"


def _sources(page: FlowsPage) -> str:
    words, t = page.words, page.words.t
    cited = list(dict.fromkeys(str(item) for item in page.answer.rows["citation"] if item))
    lines = [text(item) for item in cited[:MOST_SOURCES]]
    if len(cited) > MOST_SOURCES:
        rest = len(cited) - MOST_SOURCES
        lines.append(
            text(
                t.plural(
                    "{count} more source in the file to download", "{count} more sources in the file to download", rest
                )
            )
        )
    notes = [
        page.dataset.note(words.language),
        t("Data as of {day}.", day=day(page.dataset.as_of, words.language)),
        t("Licence: {licence}.", licence=page.dataset.licence) if page.dataset.licence else "",
        t("Outlines: Natural Earth 1:50m, whose boundaries they are; Equal Earth projection. Country names: Unicode CLDR."),
    ]
    items = "".join(f"<li>{line}</li>" for line in lines)
    listed = f'<h2 class="cm-h2">{text(t("Sources"))}</h2><ul class="cm-sources">{items}</ul>' if items else ""
    return f'{listed}<p class="cm-note">{text(" ".join(note for note in notes if note))}</p>'
