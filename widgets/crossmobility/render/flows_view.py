"""The flows page as text: everything it shows for one selection, ready for widgets, the static twin and the tests."""

from __future__ import annotations

from crossmobility.domain.difference import Difference
from crossmobility.domain.offers import nearest
from crossmobility.render.change_sentences import change_sentences, no_difference
from crossmobility.render.change_words import CHANGES
from crossmobility.render.flow_scene import map_label, scene
from crossmobility.render.flow_tiles import tiles
from crossmobility.render.flows_page import FlowsPage
from crossmobility.render.formats import period_label, text
from crossmobility.render.page_parts import in_the_file, map_notes, page_head, source_list
from crossmobility.render.reconciliation import reconciliation_table
from crossmobility.render.sentences import empty_sentence, sentences
from crossmobility.render.series import period_bars
from crossmobility.render.tables import change_table, corridor_table

__all__ = ["download_name", "download_rows", "foot", "head", "map_label", "question", "scene", "side"]


def question(page: FlowsPage) -> str:
    """Return the question the page answers: its title."""
    selection, words = page.selection, page.words
    country = words.country(selection.reference)
    if page.difference is not None:
        return _what_changed(page, page.difference)
    if selection.direction == "in":
        return words.t("{country}: where do the volunteers it hosts come from?", country=country)
    if selection.direction == "out":
        return words.t("{country}: where do its volunteers go?", country=country)
    if selection.direction == "both":
        return words.t("{country}: who leaves, who arrives?", country=country)
    return words.t("Which exchanges between countries other than {country}?", country=country)


def _what_changed(page: FlowsPage, difference: Difference) -> str:
    words, language = page.words, page.words.language
    values = {
        "country": words.country(page.selection.reference),
        "against": period_label(difference.before.selection.period, language),
        "period": period_label(difference.now.selection.period, language),
    }
    if page.selection.direction == "in":
        return words.t("{country}: what changed in its arrivals from {against} to {period}?", **values)
    if page.selection.direction == "out":
        return words.t("{country}: what changed in its departures from {against} to {period}?", **values)
    if page.selection.direction == "both":
        return words.t("{country}: what changed from {against} to {period}?", **values)
    return words.t("Between countries other than {country}: what changed from {against} to {period}?", **values)


def head(page: FlowsPage) -> str:
    """Return the question and the line that states scheme, basis, period and origin of the data."""
    selection, words, t = page.selection, page.words, page.words.t
    dataset = page.dataset
    note = dataset.period_note(words.language)
    when = period_label(selection.period, words.language) + (f" ({note})" if note else "")
    # Two periods have two days on which people were present; neither is named for both.
    on = page.answer.counted_on if page.difference is None else None
    basis = words.basis(selection.basis, on) if selection.basis else ""
    if page.difference is not None:
        when = t("{period} compared with {against}", period=when, against=period_label(selection.against, words.language))
    scope = words.scope(selection)
    line = [scope[:1].upper() + scope[1:], when, basis, dataset.title(words.language)]
    return page_head(question(page), line, dataset, words, balance=True)


def side(page: FlowsPage) -> str:
    """Return headline figures, ranked corridors, and the sentences; or what is missing and where data can be found."""
    words, answer, t = page.words, page.answer, page.words.t
    if answer.empty and page.difference is None:
        return f'<div class="cm-empty" role="status"><p>{text(empty_sentence(answer, words))}</p>{_nearest(page)}</div>{_filters(page)}'
    if page.difference is not None:
        table = change_table(page.difference, words)
        said = change_sentences(page.difference, page.between, words)
    else:
        table = corridor_table(answer, words)
        said = sentences(answer, words)
        if page.selection.against:
            said.append(no_difference(page.selection.against, page.selection.period, words))
    found = "".join(f"<li>{text(sentence)}</li>" for sentence in said)
    download = (
        f'<button type="button" class="cm-quiet" data-download="corridors">{text(t("Download this table (CSV)"))}</button>'
        if table
        else ""
    )
    return (
        f'<div class="cm-tiles">{tiles(page)}</div>{_filters(page)}<div class="cm-scroll">{table}</div>{download}'
        f'<ul class="cm-sentences" aria-live="polite">{found}</ul>'
    )


def foot(page: FlowsPage) -> str:
    """Return the series of the selection with its breaks, how its counts fit together, and the sources."""
    bars = period_bars(page.series, page.answer, page.words, marks=page.marks, against=page.selection.against)
    return bars + reconciliation_table(page.bases, page.answer, page.words) + _sources(page)


def download_name(page: FlowsPage) -> str:
    """Return the name of the file to download: what the page is about, in codes."""
    selection = page.selection
    period = selection.period if page.difference is None else f"{selection.period}-against-{selection.against}"
    parts = ["flows", selection.dataset, period.replace("/", "_"), selection.direction, selection.reference]
    return "-".join(part for part in parts if part) + ".csv"


def download_rows(page: FlowsPage) -> tuple[list[str], list[list[object]]]:
    """Return the page's rows as the head and the lines of a table to download, what is not broken down included.

    One line a row of the figures; of two periods compared, one line a corridor with both numbers, then what is not
    broken down, then the total.
    """
    if page.difference is not None:
        return _compared_rows(page, page.difference)
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


def _compared_rows(page: FlowsPage, difference: Difference) -> tuple[list[str], list[list[object]]]:
    selection, words, t = page.selection, page.words, page.words.t
    scope = [",".join(selection.programmes or selection.schemes), selection.basis, selection.kind, selection.measure]
    periods = [difference.before.selection.period, difference.now.selection.period]
    names = ("origin", "destination", "before", "now", "change", "word")
    corridors = zip(*(difference.table[name].tolist() for name in names), strict=True)
    lines: list[list[object]] = []
    for origin, destination, before, now, change, word in corridors:
        ends = [origin, destination, words.country(origin), words.country(destination)]
        lines.append([*ends, *scope, *periods, before, now, change, CHANGES[word].in_language(words.language)])
    for label, then, here in (
        (t("Not broken down by country"), difference.before.unsplit, difference.now.unsplit),
        (t("Total"), difference.before.total, difference.now.total),
    ):
        lines.append(["", "", label, "", *scope, *periods, then, here, here - then, ""])
    columns = ["origin", "destination", "origin_name", "destination_name", "scope", "basis", "kind", "measure"]
    return [*columns, "against", "period", "value_against", "value", "change", "what_happened"], lines


def _filters(page: FlowsPage) -> str:
    """Say what the page is narrowed to, with a way back."""
    selection, words, t = page.selection, page.words, page.words.t
    chips = []
    if selection.corridor:
        chips.append(("corridor", words.corridor(selection.corridor)))
    if selection.countries:
        chips.append(("country", ", ".join(words.country(code) for code in selection.countries)))
    everything = t("show everything")
    narrowed = "".join(_chip(intent, label, everything) for intent, label in chips)
    if not selection.against:
        return narrowed
    label = t("compared with {period}", period=period_label(selection.against, words.language))
    return _chip("against", label, t("stop comparing")) + narrowed


def _chip(intent: str, label: str, back: str) -> str:
    return (
        f'<p class="cm-chip"><button type="button" data-intent="{intent}" data-value="">'
        f'<span>{text(label)}</span> <span class="cm-cross" aria-hidden="true">×</span>'
        f'<span class="cm-hidden">{text(back)}</span></button></p>'
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
    answers = [page.answer] if page.difference is None else [page.difference.now, page.difference.before]
    cited = (str(item) for answer in answers for item in answer.rows["citation"])
    notes = map_notes(page.words, complete=page.answer.complete)
    return source_list(cited, page.dataset, page.words, more=in_the_file(page.words), notes=notes)
