"""What every page has: its question with the line below it, its row of controls, its periods to choose, its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from crossmobility.domain.periods import period
from crossmobility.i18n import Message, message
from crossmobility.render.controls import Option, dropdown, play
from crossmobility.render.flows_page import DatasetText
from crossmobility.render.formats import BASIS_NAMES, day, period_label, text
from crossmobility.render.words import Words

MOST_SOURCES: Final = 5
KINDS: Final[Mapping[str, Message]] = {
    "year": message("Years"),
    "half": message("Half-years"),
    "quarter": message("Quarters"),
    "month": message("Months"),
    "range": message("Spans"),
}
"""The lengths of periods, in the order in which a reader looks for them."""


def page_head(question: str, line: Iterable[str], dataset: DatasetText, words: Words, *, balance: bool) -> str:
    """Return the question, and the line that states what is shown; above them the band of synthetic data.

    ``balance``: the page compares countries, so that it must say that their balance is made up as well.
    """
    t = words.t
    made_up = [t("Synthetic demonstration data: no figure on this page describes real people.")]
    if balance:
        made_up.append(t("The balance between countries is made up too."))
    band = f'<p class="cm-band">{text(" ".join(made_up))}</p>' if dataset.synthetic else ""
    return (
        f'{band}<h1 class="cm-question">{text(question)}</h1>'
        f'<p class="cm-line">{text(" · ".join(item for item in line if item))}</p>'
    )


def tile(value: str, label: str, *, colour: str = "", then: str = "") -> str:
    """Return one headline figure with its words below it; ``then`` is what it was before."""
    css = f" cm-{colour}" if colour else ""
    below = f'<span class="cm-then">{text(then)}</span>' if then else ""
    return f'<div class="cm-tile{css}"><b>{text(value)}</b><span>{text(label)}</span>{below}</div>'


def control_row(parts: Iterable[str], words: Words) -> str:
    """Return controls in one row, folded on a phone; nothing where there is nothing to choose."""
    inner = "".join(parts)
    label = text(words.t("Choose what to see"))
    fold = f'<button type="button" class="cm-fold" data-fold="" aria-expanded="false">{label}</button>'
    return f'{fold}<div class="cm-row">{inner}</div>' if inner else ""


def dataset_choice(datasets: Sequence[DatasetText], chosen: str, words: Words) -> str:
    """Return the list of datasets; nothing when there is only one."""
    titles = [Option(each.name, each.title(words.language)) for each in datasets]
    return dropdown("dataset", words.t("Dataset"), titles, chosen) if len(titles) > 1 else ""


def period_choice(
    periods: Sequence[str], chosen: str, words: Words, *, without: Callable[[str], str], playable: Sequence[str]
) -> str:
    """Return the list of periods by length, undated last, with the button that plays those that follow one another.

    ``without`` says what stands behind a period that has no data; empty for one that has.
    """
    t, kinds = words.t, list(KINDS)
    options = []
    for item in sorted(periods, key=lambda item: kinds.index(period(item).kind) if item else len(kinds)):
        group = KINDS[period(item).kind].in_language(words.language) if item else t("Without date")
        options.append(Option(item or "undated", period_label(item, words.language) + without(item), group))
    listed = dropdown("period", t("Period"), options, chosen or "undated")
    if len(playable) < 2:
        return listed
    span = f"{period_label(playable[0], words.language)}–{period_label(playable[-1], words.language)}"
    return listed + play("period", playable, t("Play"), t("Stop"), span)


def basis_choice(bases: Sequence[str], chosen: str, words: Words, on: date | None) -> str:
    """Return the list of counting bases; of people present it names the day ``on`` which they are counted."""
    names = {code: BASIS_NAMES[code].in_language(words.language) for code in bases}
    if on is not None and "stock" in names:
        names["stock"] = words.t("Present on {day}", day=day(on, words.language))
    options = [Option(code, name) for code, name in names.items()]
    return dropdown("basis", words.t("Counting basis"), options, chosen)


def source_list(
    cited: Iterable[str], dataset: DatasetText, words: Words, *, more: Callable[[int], str], notes: Iterable[str] = ()
) -> str:
    """Return the sources of a page, those beyond the first few counted by ``more``, and what must be known of its data."""
    t, named = words.t, list(dict.fromkeys(item for item in cited if item))
    shown = named[:MOST_SOURCES] + ([more(len(named) - MOST_SOURCES)] if len(named) > MOST_SOURCES else [])
    items = "".join(f"<li>{text(item)}</li>" for item in shown)
    listed = f'<h2 class="cm-h2">{text(t("Sources"))}</h2><ul class="cm-sources">{items}</ul>' if items else ""
    said = [
        dataset.note(words.language),
        t("Data as of {day}.", day=day(dataset.as_of, words.language)) if dataset.as_of else "",
        t("Licence: {licence}.", licence=dataset.licence) if dataset.licence else "",
        *notes,
    ]
    return f'{listed}<p class="cm-note">{text(" ".join(note for note in said if note))}</p>'


def map_notes(words: Words, *, complete: bool) -> list[str]:
    """Return what is said below every page with a map of flows."""
    t = words.t
    return [
        t("Counted placement by placement: where nothing is shown, nobody went.") if complete else "",
        t("Outlines: Natural Earth 1:50m, whose boundaries they are; Equal Earth projection. Country names: Unicode CLDR."),
    ]


def in_the_file(words: Words) -> Callable[[int], str]:
    """Return how further sources are counted where the file to download names them."""
    return lambda rest: words.t.plural(
        "{count} more source in the file to download", "{count} more sources in the file to download", rest
    )
