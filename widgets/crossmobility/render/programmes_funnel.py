"""How far the placements of a programme came, by direction: planned, selected, visa, arrived, completed; and why not."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any, Final

from crossmobility.i18n import Message, message, plural_message
from crossmobility.render.formats import figure, text
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import capital, largest, note, nothing, percent, rate, section
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

STEPS: Final[Mapping[str, Message]] = {
    "planned": message("Planned placements"),
    "selected": message("Selected"),
    "visa": message("Visa held or not needed"),
    "arrived": message("Arrived"),
    "completed": message("Completed"),
}
NOT_ARRIVED: Final = ("not_selected", "withdrawn", "refused", "cancelled", "waiting")
NOT_COMPLETED: Final = ("ended_early", "running")


def why(reason: str, count: float) -> Message:
    """Return what became of those a step lost: "3 withdrawn"."""
    if reason == "not_selected":
        return plural_message("{count} not selected", "{count} not selected", count)
    if reason == "withdrawn":
        return plural_message("{count} withdrawn", "{count} withdrawn", count)
    if reason == "refused":
        return plural_message("{count} visa refused", "{count} visas refused", count)
    if reason == "cancelled":
        return plural_message(
            "{count} cancelled by a host, a programme or a budget",
            "{count} cancelled by a host, a programme or a budget",
            count,
        )
    if reason == "waiting":
        return plural_message("{count} still waiting", "{count} still waiting", count)
    if reason == "ended_early":
        return plural_message("{count} ended early", "{count} ended early", count)
    return plural_message("{count} still running", "{count} still running", count)


def way_name(way: str, page: ProgrammesPage) -> str:
    """Return a direction seen from the reference country of the subject."""
    country, t = page.words.country(page.subject.reference), page.words.t
    if way == "in":
        return t("arriving in {country}", country=country)
    if way == "out":
        return t("leaving {country}", country=country)
    return t("between other countries") if way == "between" else t("serving in their own country")


def funnel(page: ProgrammesPage) -> str:
    """Return the steps of each direction as bars on one scale, what each step lost, and what became of those lost."""
    t, words = page.words.t, page.words
    title = t("From plan to completion")
    if page.funnel.empty:
        return "" if page.subject.design == "ECOSYSTEM" else section("funnel", title, nothing(words))
    rows = lines(page.funnel)
    scale = largest(row.planned for row in rows)
    blocks = "".join(_block(row, scale, page) for row in rows)
    said = note(
        t("All bars on one scale."),
        t("The number on the right is what a step lost against the one before."),
        t("Percentages are of those planned."),
    )
    return section("funnel", title, f'<div class="cm-pv-blocks">{blocks}</div>{said}')


def _block(row: Any, scale: float, page: ProgrammesPage) -> str:
    words = page.words
    before = float("nan")
    steps = []
    for step in STEPS:
        value = float(getattr(row, step))
        steps.append(_step(step, value, before, row, scale, words))
        before = value
    caption = text(capital(way_name(row.direction, page)))
    few = f'<p class="cm-note">{text(capital(words.t("too few for a rate")))}.</p>' if row.planned < 10 else ""
    return (
        f'<div class="cm-{row.direction}"><table class="cm-table cm-pv-table cm-pv-funnel"><caption>{caption}</caption>'
        f"<tbody>{''.join(steps)}</tbody></table>{few}</div>"
    )


def _step(step: str, value: float, before: float, row: Any, scale: float, words: Words) -> str:
    t = words.t
    lost = before - value
    minus = f"−{figure(lost, words.language)}" if not isnan(lost) and lost > 0 else ""
    said = text(t("{count} fewer than the step before", count=lost)) if minus else ""
    share = rate(value, row.planned, words) if row.planned >= 10 and step != "planned" else ""
    reasons = {"arrived": NOT_ARRIVED, "completed": NOT_COMPLETED}.get(step, ())
    found = [
        why(reason, getattr(row, reason)).in_language(words.language) for reason in reasons if getattr(row, reason) > 0
    ]
    name = {"arrived": t("Did not arrive:"), "completed": t("Not completed:")}.get(step, "")
    below = f'<tr class="cm-pv-why"><td colspan="5">{text(name)} {text(", ".join(found))}</td></tr>' if found else ""
    gap = f'<u style="--from:{percent(value, scale)};--w:{percent(lost, scale)}"></u>' if minus else ""
    return (
        f'<tr><th scope="row">{text(STEPS[step].in_language(words.language))}</th>'
        f'<td class="cm-pv-steps" aria-hidden="true"><span><i style="--w:{percent(value, scale)}"></i>{gap}</span></td>'
        f'<td class="cm-number"><b>{figure(value, words.language)}</b></td><td class="cm-number cm-pv-minus">{share}</td>'
        f'<td class="cm-number cm-pv-minus" title="{said}">{minus}</td></tr>{below}'
    )
