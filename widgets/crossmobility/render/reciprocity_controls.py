"""The controls of the reciprocity page: what can be chosen, and what is chosen now."""

from __future__ import annotations

from crossmobility.domain.periods import every_period, period
from crossmobility.domain.reciprocity import WINDOWS
from crossmobility.render.controls import Option, dropdown, search, segments
from crossmobility.render.formats import measure_name
from crossmobility.render.page_parts import basis_choice, control_row, dataset_choice, period_choice
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_words import counted_on, span_label
from crossmobility.render.words import unaccented


def controls(page: ReciprocityPage) -> str:
    """Return the controls in one row; a control with nothing to choose is left out."""
    selection, offer, words, t = page.selection, page.offer, page.words, page.words.t
    parts = [dataset_choice(page.datasets, selection.dataset, words)]
    parts += [_scopes(page), _periods(page), _windows(page), _against(page)]
    named = sorted(
        (Option(code, words.country(code)) for code in offer.countries), key=lambda option: unaccented(option.label)
    )
    parts.append(dropdown("reference", t("Reference country"), named, selection.reference))
    if len(offer.measures) > 1:
        choices = [Option(m, measure_name(m).in_language(words.language)) for m in ("placements", "volunteer_months")]
        parts.append(dropdown("measure", t("Measure"), choices, selection.measure))
    if len(offer.bases) > 1 and selection.measure == "placements":
        parts.append(basis_choice(offer.bases, selection.basis, words, counted_on(page)))
    others = [option for option in named if option.value != selection.reference]
    parts.append(search("country", t("Find a country"), t("Name…"), others, _found(page), t("Show all countries")))
    return control_row(parts, words)


def adds_over_years(page: ReciprocityPage) -> bool:
    """Say whether figures of several years may be added: events and months may, people present may not."""
    selection = page.selection
    yearly = bool(selection.period) and period(selection.period).kind == "year"
    return yearly and (selection.basis in ("started", "ended") or selection.measure == "volunteer_months")


def _found(page: ReciprocityPage) -> str:
    """Return the counterpart a reader looks at, by its name."""
    chosen, selection, words = page.chosen, page.selection, page.words
    if chosen is not None and chosen.a == selection.reference:
        return words.country(chosen.b)
    return words.country(selection.countries[0]) if selection.countries else ""


def _periods(page: ReciprocityPage) -> str:
    selection, complete = page.selection, bool(page.scope.complete_to)
    stated = {str(found) for found in page.scope.history["period"].unique()}
    kind = period(selection.period).kind if selection.period else ""
    empty = page.words.t(" – nobody") if complete else page.words.t(" – nothing published")
    return period_choice(
        page.offer.periods,
        selection.period,
        page.words,
        without=lambda item: empty if item and period(item).kind == kind and item not in stated else "",
        playable=[item for item in page.scope.periods if item and (complete or item in stated)],
    )


def _windows(page: ReciprocityPage) -> str:
    if not adds_over_years(page):
        return ""
    t = page.words.t
    return segments("window", t("Years added"), [Option(size, size) for size in WINDOWS], page.selection.window)


def earlier_windows(page: ReciprocityPage) -> list[str]:
    """Return the last periods of the windows that are as long as the one shown and over before it begins, latest first."""
    length = int(page.selection.window)
    if not page.scope.span or not page.scope.span[0]:
        return []
    line = [item for item in every_period([item for item in page.scope.periods if item]) if item < page.scope.span[0]]
    return list(reversed(line[length - 1 :]))


def _against(page: ReciprocityPage) -> str:
    ends = earlier_windows(page)
    if not ends or not page.scope.before:
        return ""
    words, length = page.words, int(page.selection.window)
    line = every_period([item for item in page.scope.periods if item])
    options = []
    for last in ends:
        place = line.index(last)
        options.append(Option(last, span_label(line[place - length + 1 : place + 1], words.language)))
    now = page.selection.against or ends[0]
    return dropdown("against", words.t("Compared with"), options, now if now in ends else ends[0])


def _scopes(page: ReciprocityPage) -> str:
    words, t, selection, offer = page.words, page.words.t, page.selection, page.offer
    options = [Option(f"scheme:{code}", words.scheme(code), t("Schemes")) for code in offer.families]
    options += [Option(f"programme:{code}", words.programme(code), t("Programmes")) for code in offer.programmes]
    if len(options) < 2:
        return ""
    options.append(Option("", t("All schemes together (mixed)"), t("Together")))
    value = f"scheme:{selection.schemes[0]}" if selection.schemes else ""
    value = f"programme:{selection.programmes[0]}" if selection.programmes else value
    return dropdown("scope", t("Scheme or programme"), options, value)
