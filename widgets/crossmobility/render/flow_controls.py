"""The controls of the flows page: what can be chosen, and what is chosen now."""

from __future__ import annotations

from crossmobility.domain.periods import in_order, period
from crossmobility.render.controls import Option, dropdown, play, search, segments
from crossmobility.render.flows_page import FlowsPage
from crossmobility.render.formats import BASIS_NAMES, day, measure_name, period_label, text
from crossmobility.render.words import unaccented


def controls(page: FlowsPage) -> str:
    """Return the controls in one row; a control with nothing to choose is left out."""
    selection, offer, words, t = page.selection, page.offer, page.words, page.words.t
    parts = []
    if len(page.datasets) > 1:
        titles = [Option(each.name, each.title(words.language)) for each in page.datasets]
        parts.append(dropdown("dataset", t("Dataset"), titles, selection.dataset))
    parts.append(_periods(page))
    parts.append(_against(page))
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
    if len(offer.kinds) > 1:
        parts.append(
            dropdown("kind", t("Figures"), [Option("actual", t("Done")), Option("planned", t("Planned"))], selection.kind)
        )
    shown = words.country(selection.countries[0]) if selection.countries else ""
    parts.append(search("country", t("Find a country"), t("Name…"), named, shown, t("Show all countries")))
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
        bases = [Option(code, _basis_name(code, page)) for code in offer.bases]
        parts.append(dropdown("basis", t("Counting basis"), bases, selection.basis))
    fold = (
        f'<button type="button" class="cm-fold" data-fold="" aria-expanded="false">{text(t("Choose what to see"))}</button>'
    )
    return f'{fold}<div class="cm-row">{"".join(parts)}</div>'


def _basis_name(code: str, page: FlowsPage) -> str:
    on = page.answer.counted_on
    if code == "stock" and on is not None:
        return page.words.t("Present on {day}", day=day(on, page.words.language))
    return BASIS_NAMES[code].in_language(page.words.language)


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
    empty = t(" – nobody") if page.answer.complete else t(" – nothing published")
    for item in texts:
        label = period_label(item, words.language) + ("" if item in stated else empty)
        options.append(Option(item or "undated", label, groups[period(item).kind] if item else t("Without date")))
    chosen = dropdown("period", t("Period"), options, selection.period or "undated")
    kind = period(selection.period).kind if selection.period else ""
    playable = [item for item in texts if item and (page.answer.complete or item in stated) and period(item).kind == kind]
    if len(playable) < 2:
        return chosen
    span = f"{period_label(playable[0], words.language)}–{period_label(playable[-1], words.language)}"
    return chosen + play("period", playable, t("Play"), t("Stop"), span)


def _against(page: FlowsPage) -> str:
    """Return the control that compares with another period as long as the page's; nothing when there is none."""
    words, t, selection = page.words, page.words.t, page.selection
    texts = in_order({*page.comparable, selection.against} - {""})
    if not texts:
        return ""
    options = [Option("", t("nothing"))]
    options += [Option(text, period_label(text, words.language)) for text in texts]
    return dropdown("against", t("Compare with"), options, selection.against)


def _scopes(page: FlowsPage) -> str:
    words, t, selection, offer = page.words, page.words.t, page.selection, page.offer
    options = [Option("", t("All schemes"))]
    options += [Option(f"scheme:{code}", words.scheme(code), t("Schemes")) for code in offer.families]
    options += [Option(f"programme:{code}", words.programme(code), t("Programmes")) for code in offer.programmes]
    value = f"scheme:{selection.schemes[0]}" if selection.schemes else ""
    value = f"programme:{selection.programmes[0]}" if selection.programmes else value
    return dropdown("scope", t("Scheme or programme"), options, value) if len(options) > 2 else ""
