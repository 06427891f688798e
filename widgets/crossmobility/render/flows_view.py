"""The flows page as text: everything it shows for one selection, ready for widgets, the static twin and the tests."""

from __future__ import annotations

from typing import Final

from crossmobility.domain.offers import NOT_A_COUNTRY, nearest
from crossmobility.domain.overview import Overview
from crossmobility.reference import countries
from crossmobility.render.flows_page import FlowsPage
from crossmobility.render.formats import counted, day, figure, known, measure_name, period_label, share, text
from crossmobility.render.map import MOST_DRAWN, Flow, Node, Scene
from crossmobility.render.sentences import empty_sentence, sentences, signed
from crossmobility.render.series import period_bars
from crossmobility.render.tables import corridor_table

MOST_SOURCES: Final = 5


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
    basis = words.basis(selection.basis, page.answer.counted_on) if selection.basis else ""
    scope = words.scope(selection)
    line = [scope[:1].upper() + scope[1:], when, basis, dataset.title(words.language)]
    made_up = (
        t("Synthetic demonstration data: no figure on this page describes real people."),
        t("The balance between countries is made up too."),
    )
    band = f'<p class="cm-band">{text(" ".join(made_up))}</p>' if dataset.synthetic else ""
    return (
        f'{band}<h1 class="cm-question">{text(question(page))}</h1>'
        f'<p class="cm-line">{text(" · ".join(item for item in line if item))}</p>'
    )


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
        t = page.words.t
        never = t("Nobody in any period.") if page.answer.complete else t("This dataset has nothing for it in any period.")
        return f"<p>{text(never)}</p>"
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
        t("Counted placement by placement: where nothing is shown, nobody went.") if page.answer.complete else "",
        t("Data as of {day}.", day=day(page.dataset.as_of, words.language)),
        t("Licence: {licence}.", licence=page.dataset.licence) if page.dataset.licence else "",
        t("Outlines: Natural Earth 1:50m, whose boundaries they are; Equal Earth projection. Country names: Unicode CLDR."),
    ]
    items = "".join(f"<li>{line}</li>" for line in lines)
    listed = f'<h2 class="cm-h2">{text(t("Sources"))}</h2><ul class="cm-sources">{items}</ul>' if items else ""
    return f'{listed}<p class="cm-note">{text(" ".join(note for note in notes if note))}</p>'
