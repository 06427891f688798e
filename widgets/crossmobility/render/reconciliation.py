"""How the four counting bases of one selection fit together, as a small table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from crossmobility.domain.overview import Overview
from crossmobility.domain.periods import period
from crossmobility.i18n import message
from crossmobility.render.formats import day, figure, text
from crossmobility.render.words import Words

_OF_BASIS: Final[Mapping[str, str]] = {"started": "started", "active": "active", "ended": "ended", "stock": "after"}


def reconciliation_table(bases: pd.DataFrame | None, answer: Overview, words: Words) -> str:
    """Return what enters, what leaves and what crosses the ends of a year: a title, a table of placements, a note.

    The table reads downwards as an account does: who was there, who came, who was there in all, who left, who stayed.

    Parameters
    ----------
    bases : DataFrame or None
        What :func:`crossmobility.domain.bases.reconciliation` returns for the one year of the answer; nothing is shown
        without it. ``between`` is shown when the answer is about it.
    answer : Overview
        The answer beside which the table stands; the line of its counting basis is marked.
    """
    if bases is None or bases.empty:
        return ""
    asked = answer.selection.direction
    shown = [row for row in bases.itertuples(index=False) if (row.side == "between") == (asked == "between")]
    used = _OF_BASIS.get(answer.selection.basis, "")
    heads = "".join(f'<th scope="col" class="cm-number">{text(_side(row, answer, words))}</th>' for row in shown)
    lines = "".join(_line(step, label, shown, step == used, words) for step, label in _steps(answer, words).items())
    title = text(_title(answer, words))
    return (
        f'<h2 class="cm-h2">{title}</h2><table class="cm-table cm-bases"><caption class="cm-hidden">{title}</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{lines}</tbody></table>"
        f'<p class="cm-note">{text(_note(shown, answer, words))}</p>'
    )


def _title(answer: Overview, words: Words) -> str:
    narrowed = answer.selection.corridor or answer.selection.countries
    if not narrowed:
        return words.t("How these counts fit together")
    names = words.listed(words.country(code) for code in narrowed)
    return words.t("How these counts fit together: {countries}", countries=names)


def _steps(answer: Overview, words: Words) -> Mapping[str, str]:
    """Return the lines of the table: a column of the reconciliation and what it is called, as sums are written."""
    t, language = words.t, words.language
    eve = period(answer.selection.period).start - timedelta(days=1)
    last = _last_day(answer)
    return {
        "before": t("Present on {day}", day=day(eve, language)),
        "started": t("+ started"),
        "active": t("= active"),
        "ended": t("− ended"),
        "after": t("= present on {day}", day=day(last, language)),
    }


def _last_day(answer: Overview) -> date:
    """Return the day up to which the year is counted: its last, or the last the records go up to."""
    end = period(answer.selection.period).end
    return min(end, date.fromisoformat(answer.complete_to)) if answer.complete_to else end


def _side(row: Any, answer: Overview, words: Words) -> str:
    country = words.country(answer.selection.reference)
    label = {
        "in": message("arriving in {country}", country=country),
        "out": message("leaving {country}", country=country),
        "between": message("between countries other than {country}", country=country),
    }[row.side].in_language(words.language)
    return label[:1].upper() + label[1:] + ("" if row.holds is None or row.holds else " ≠")


def _line(step: str, label: str, shown: list[Any], used: bool, words: Words) -> str:
    cells = "".join(f'<td class="cm-number">{figure(getattr(row, step), words.language)}</td>' for row in shown)
    return f'<tr{" class=cm-used" if used else ""}><th scope="row">{text(label)}</th>{cells}</tr>'


def _note(shown: list[Any], answer: Overview, words: Words) -> str:
    t = words.t
    found = [t("Placements; present before + started = active = ended + present after.")]
    last = _last_day(answer)
    if last < period(answer.selection.period).end:
        found.append(
            t(
                "The year is not over: everything is counted up to {day}, and those present are those of that day.",
                day=day(last, words.language),
            )
        )
    if any(row.holds is not None and not row.holds for row in shown):
        found.append(t("A column marked ≠ does not add up: the records have to be checked."))
    return " ".join(found)
