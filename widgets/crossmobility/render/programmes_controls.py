"""The controls of the programmes page: whom it is about, which year, seen from where."""

from __future__ import annotations

from collections.abc import Sequence

from crossmobility.render.controls import Option, dropdown, play
from crossmobility.render.formats import period_label
from crossmobility.render.page_parts import control_row, dataset_choice
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.words import unaccented


def controls(page: ProgrammesPage) -> str:
    """Return the controls in one row; a control with nothing to choose is left out."""
    parts = [dataset_choice(page.datasets, page.selection.dataset, page.words), _subjects(page), _periods(page)]
    if page.subject.kind == "country":
        parts.append(_references(page))
    return control_row(parts, page.words)


def _subjects(page: ProgrammesPage) -> str:
    words, t, offer, subject = page.words, page.words.t, page.offer, page.subject
    options = [Option("", t("All programmes, side by side"), t("Together"))]
    options += [Option(f"programme:{code}", words.programme(code), t("Programmes")) for code in offer.programmes]
    options += [Option(f"scheme:{code}", words.scheme(code), t("Schemes")) for code in offer.schemes]
    options += [Option(f"country:{each.value}", each.label, t("Countries")) for each in _named(page, offer.countries)]
    value = "" if subject.kind == "all" else f"{subject.kind}:{subject.code}"
    return dropdown("subject", t("Programme, scheme or country"), options, value)


def _periods(page: ProgrammesPage) -> str:
    """Return the list of years; a programme or scheme may also be seen in all of them together."""
    words, t, years = page.words, page.words.t, page.offer.periods
    options = [Option(item, period_label(item, words.language)) for item in years]
    if page.subject.kind in ("programme", "scheme"):
        options.insert(0, Option("undated", t("All years")))
    listed = dropdown("period", t("Period"), options, page.selection.period or "undated")
    span = f"{years[0]}–{years[-1]}" if years else ""
    return listed + (play("period", years, t("Play"), t("Stop"), span) if len(years) > 1 else "")


def _references(page: ProgrammesPage) -> str:
    others = [code for code in page.offer.references if code != page.subject.code]
    return dropdown("reference", page.words.t("Seen with"), _named(page, others), page.subject.reference)


def _named(page: ProgrammesPage, codes: Sequence[str]) -> list[Option]:
    named = (Option(code, page.words.country(code)) for code in codes)
    return sorted(named, key=lambda option: unaccented(option.label))
