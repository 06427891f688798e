"""The controls of the flows page: what can be chosen, and what is chosen now."""

from __future__ import annotations

from crossmobility.domain.periods import in_order, period
from crossmobility.render.controls import Option, dropdown, search, segments
from crossmobility.render.flows_page import FlowsPage
from crossmobility.render.formats import measure_name, period_label
from crossmobility.render.page_parts import basis_choice, control_row, dataset_choice, period_choice
from crossmobility.render.words import unaccented


def controls(page: FlowsPage) -> str:
    """Return the controls in one row; a control with nothing to choose is left out."""
    selection, offer, words, t = page.selection, page.offer, page.words, page.words.t
    parts = [dataset_choice(page.datasets, selection.dataset, words)]
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
        parts.append(basis_choice(offer.bases, selection.basis, words, page.answer.counted_on))
    return control_row(parts, words)


def _periods(page: FlowsPage) -> str:
    selection, stated, complete = page.selection, set(page.stated), page.answer.complete
    kind = period(selection.period).kind if selection.period else ""
    alike = [item for item in page.offer.periods if item and period(item).kind == kind]
    empty = page.words.t(" – nobody") if complete else page.words.t(" – nothing published")
    return period_choice(
        page.offer.periods,
        selection.period,
        page.words,
        without=lambda item: "" if item in stated else empty,
        playable=[item for item in alike if complete or item in stated],
    )


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
