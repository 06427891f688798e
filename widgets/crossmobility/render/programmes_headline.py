"""The head of the programmes page: its question, and the line that states subject, period, basis and dataset."""

from __future__ import annotations

from crossmobility.reference import code_lists
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_scene import when_text


def headline(page: ProgrammesPage) -> str:
    """Return the question the page answers: its title."""
    words, t, subject = page.words, page.words.t, page.subject
    if subject.kind == "programme":
        return t("{programme}: what was done, and is it on course?", programme=words.programme(subject.code))
    if subject.kind == "scheme":
        return t("{scheme}: what was done, and is it on course?", scheme=words.scheme(subject.code))
    if subject.kind == "country":
        names = {"country": words.country(subject.code), "reference": words.country(subject.reference)}
        return t("{country} and {reference}: who goes, who comes, and is it balanced?", **names)
    return t("How do the programmes compare, on equal terms?")


def line(page: ProgrammesPage) -> list[str]:
    """Return the line below the question: subject, period, basis, dataset."""
    dataset, language = page.dataset, page.words.language
    note = dataset.period_note(language)
    when = when_text(page) + (f" ({note})" if note else "")
    return [_subject(page), when, page.words.basis(page.basis), dataset.title(language)]


def _subject(page: ProgrammesPage) -> str:
    words, t, subject = page.words, page.words.t, page.subject
    reference = words.country(subject.reference)
    if subject.kind == "country":
        return t("{country}, seen with {reference}", country=words.country(subject.code), reference=reference)
    if subject.kind == "all":
        return t("All programmes, seen from {country}", country=reference)
    name = words.programme(subject.code) if subject.kind == "programme" else words.scheme(subject.code, short=False)
    design = code_lists().get("design", {}).get(subject.design)
    kind = f" ({design.label(words.language)})" if design is not None else ""
    return t("{subject}, seen from {country}", subject=name + kind, country=reference)
